// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/control_plane.hpp
/// The invitations of Control Plane: one request for many addresses, answered by two maps; no
/// roles, no times, and no way to ask for an invitation later. All objects are closed.

#include <array>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/role.hpp>
#include <invito/wire/dialect.hpp>
#include <invito/wire/feature.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/options.hpp>
#include <invito/wire/source.hpp>
#include <invito/wire/target.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// What came of one address of a request.
struct bulk_outcome {
  std::string email{};  ///< As it stands in the request.
  /// The invitation, or why there is none, as a stranger may know it; see `public_error`.
  std::variant<invitation_id, api_error> answer{};

  friend bool operator==(bulk_outcome const& a, bulk_outcome const& b);
  friend bool operator!=(bulk_outcome const& a, bulk_outcome const& b) { return !(a == b); }
};

/// The answer to a request for many invitations.
struct bulk_answer {
  std::vector<bulk_outcome> rows{};  ///< In the order of the request.

  friend bool operator==(bulk_answer const& a, bulk_answer const& b);
  friend bool operator!=(bulk_answer const& a, bulk_answer const& b) { return !(a == b); }
};

/// The functions of documents with any number of addresses, compiled only where they are used.
template <class Dialect>
struct batches {
  /// One request for any number of invitations, in the order of the addresses. Without a body or
  /// without addresses there are none. Whether there are too many, or one twice, is for
  /// `check_batch` to judge.
  [[nodiscard]] static result<std::vector<invitation_request>> read_bulk_request(
      wire::source const& in, read_options const& options = {});
  /// In the wide shape all requests must be for the same group.
  [[nodiscard]] static result<std::string> write_bulk_request(
      std::vector<invitation_request> const& all, write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_bulk_request_to(wire::target const& to,
                                                      std::vector<invitation_request> const& all,
                                                      write_options const& options = {});

  /// The answer to it: first the invitations, then the errors, each in the order of the document.
  [[nodiscard]] static result<bulk_answer> read_bulk(wire::source const& in,
                                                     read_options const& options = {});
  /// Of several rows for one address, spelled the same, the first is written.
  [[nodiscard]] static result<std::string> write_bulk(bulk_answer const& a);
  /// The same, to a target.
  [[nodiscard]] static problems write_bulk_to(wire::target const& to, bulk_answer const& a);
};

/// Control Plane's dialect; the functions that read and write are those of `dialect`, for documents
/// with exactly one address, and of its own for those with any number. The link to a group, which
/// the API takes beside the addresses, is the attribute "groupLink" of each request, a text of at
/// most `bound::text` bytes. An invitation is told only while it is pending.
struct control_plane : dialect<control_plane>, batches<control_plane> {
  static constexpr std::string_view name = "control_plane";  ///< As options and logs spell it.
  /// There are no times.
  static constexpr feature_set whole_seconds{};
  /// Of refusals. The page has no other.
  static constexpr http_statuses statuses{{400, 403, 403, 403, 400, 400, 400, 400, 400}, {}};

  /// The problems as the API would word them.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The one operation, with its path below the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// None: what a member may do comes from groups.
  [[nodiscard]] static role_catalog roles();
  /// No ranks and no expiry; ten addresses in one request are the most that is observed.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds what its fields cannot hold; see `losses`.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds what the fields of a request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 1> control_plane::endpoints() noexcept {
  return {{{operation::create, "POST", "/org/{org}/user/-invite", "Authorization", 200}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct dialect<control_plane>;
extern template struct batches<control_plane>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/dialects/impl/control_plane.ipp>
#endif
