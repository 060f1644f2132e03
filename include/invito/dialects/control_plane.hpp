// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/control_plane.hpp
/// The invitations of Control Plane. A request contains any number of addresses, and the response
/// consists of two maps. There are no roles and no times, and an invitation cannot be looked up
/// later. All objects are closed, so unknown fields are rejected.

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

/// The outcome for one address of a request.
struct bulk_outcome {
  std::string email{};  ///< The address as written in the request.
  /// The id of the invitation, or the public error if there is no invitation; see `public_error`.
  std::variant<invitation_id, api_error> value{};

  friend bool operator==(bulk_outcome const& a, bulk_outcome const& b);
  friend bool operator!=(bulk_outcome const& a, bulk_outcome const& b) { return !(a == b); }
};

/// The response to a request for any number of invitations.
struct bulk_response {
  std::vector<bulk_outcome> rows{};  ///< In request order, or in the order of `read_bulk`.

  friend bool operator==(bulk_response const& a, bulk_response const& b);
  friend bool operator!=(bulk_response const& a, bulk_response const& b) { return !(a == b); }
};

namespace wire {

/// The functions for documents with any number of addresses. In a header-only program, a function
/// is compiled only where it is used.
template <class Dialect>
struct batches {
  /// Reads a request for any number of invitations, in the order of the addresses. If there is
  /// no body or no address, the list is empty. `check_batch` checks the number of addresses and
  /// rejects duplicates.
  [[nodiscard]] static result<std::vector<invitation_request>> read_bulk_request(
      wire::source const& in, read_options const& options = {});
  /// Writes a request for any number of invitations as JSON text. In the extended shape, all
  /// requests must have the same group link.
  [[nodiscard]] static result<std::string> write_bulk_request(
      std::vector<invitation_request> const& all, write_options const& options = {});
  /// Writes a request for any number of invitations to a target, as `write_bulk_request` does.
  [[nodiscard]] static result<void> write_bulk_request_to(
      wire::target const& to, std::vector<invitation_request> const& all,
      write_options const& options = {});

  /// Reads the response. The rows with invitations come first and the rows with errors follow, both
  /// in the order of the document.
  [[nodiscard]] static result<bulk_response> read_bulk(wire::source const& in,
                                                       read_options const& options = {});
  /// Writes the response as JSON text. If several rows have the same address in the same spelling,
  /// only the first is written.
  [[nodiscard]] static result<std::string> write_bulk(bulk_response const& a);
  /// Writes the response to a target, as `write_bulk` does.
  [[nodiscard]] static result<void> write_bulk_to(wire::target const& to, bulk_response const& a);
};

}  // namespace wire

/// The dialect of Control Plane. The functions of `wire::dialect` are for documents with exactly
/// one address; the functions of `wire::batches` are for documents with any number of addresses. A
/// request may also contain the link to a group. In the model, this link is the attribute
/// "groupLink" of each request, a string of at most `bound::text` bytes. An invitation can be
/// written only while it is pending.
struct control_plane : wire::dialect<control_plane>, wire::batches<control_plane> {
  static constexpr std::string_view name = "control_plane";  ///< The name in options and logs.
  /// The times that are written in whole seconds: none, because no document contains a time.
  static constexpr feature_set whole_seconds{};
  /// The HTTP statuses of refusals. The API documents no other statuses.
  static constexpr wire::http_statuses statuses{{400, 403, 403, 403, 400, 400, 400, 400, 400}, {}};

  /// Returns the problems as an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The only operation, with its path relative to the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// Returns an empty catalog, because groups determine the permissions in this API.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy without ranks and expiry. If `which` is `observed`, a request may contain at
  /// most ten addresses.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds nothing, because every lost value belongs to a feature without a field.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds a loss for each value of `r` that the fields of a request cannot represent; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 1> control_plane::endpoints() noexcept {
  return {{{operation::create, "POST", "/org/{org}/user/-invite", "Authorization", 200}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct wire::dialect<control_plane>;
extern template struct wire::batches<control_plane>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/dialects/impl/control_plane.ipp>
#endif
