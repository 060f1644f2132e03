// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/control_plane.hpp
/// The invitations of Control Plane. A request contains any number of email addresses. The response
/// contains two maps with the addresses as names: one map of invitation ids, one map of errors. The
/// API has no roles, no times and no lookup of an invitation. All readers reject unknown fields.

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

/// The outcome for one email address of a request: an invitation or an error.
struct bulk_outcome {
  std::string email{};  ///< The address as written in the request.
  /// The id of the invitation. If there is no invitation, the error that the caller may see; see
  /// `public_error`.
  std::variant<invitation_id, api_error> value{};

  friend bool operator==(bulk_outcome const& a, bulk_outcome const& b);
  friend bool operator!=(bulk_outcome const& a, bulk_outcome const& b) { return !(a == b); }
};

/// The response to a request for any number of invitations.
struct bulk_response {
  /// The outcomes, in any order. `read_bulk` returns the invitations first, then the errors.
  std::vector<bulk_outcome> rows{};

  friend bool operator==(bulk_response const& a, bulk_response const& b);
  friend bool operator!=(bulk_response const& a, bulk_response const& b) { return !(a == b); }
};

namespace wire {

/// The functions for documents with any number of email addresses. In a header-only program, a
/// function is compiled only where it is used.
template <class Dialect>
struct batches {
  /// Reads a request for any number of invitations. The result has one element for each address, in
  /// the order of the addresses. If the body is empty or contains no address, the result is empty.
  /// Call `check_batch` to check the number of addresses and to reject duplicates.
  [[nodiscard]] static result<std::vector<invitation_request>> read_bulk_request(
      wire::source const& in, read_options const& options = {});
  /// Writes one request for all the invitations as JSON text. In the extended shape, all elements
  /// of `all` must have the same attribute "groupLink", because the document has one such field.
  [[nodiscard]] static result<std::string> write_bulk_request(
      std::vector<invitation_request> const& all, write_options const& options = {});
  /// Writes the document of `write_bulk_request` to a target.
  [[nodiscard]] static result<void> write_bulk_request_to(
      wire::target const& to, std::vector<invitation_request> const& all,
      write_options const& options = {});

  /// Reads the response to such a request. The rows with invitations come first, then the rows with
  /// errors. Within these two groups, the rows have the order of the document.
  [[nodiscard]] static result<bulk_response> read_bulk(wire::source const& in,
                                                       read_options const& options = {});
  /// Writes the response to such a request as JSON text. If several rows have the same address in
  /// the same spelling, only the first of these rows is written.
  [[nodiscard]] static result<std::string> write_bulk(bulk_response const& a);
  /// Writes the document of `write_bulk` to a target.
  [[nodiscard]] static result<void> write_bulk_to(wire::target const& to, bulk_response const& a);
};

}  // namespace wire

/// The dialect of Control Plane. The functions of `wire::dialect` are for documents with exactly
/// one email address, and the functions of `wire::batches` for documents with any number of
/// addresses. A request may also contain the link to a group. In the model, the link is an
/// attribute of each `invitation_request`. The name of this attribute is "groupLink", and the value
/// is a string of at most `bound::text` bytes. Only a pending invitation can be written.
struct control_plane : wire::dialect<control_plane>, wire::batches<control_plane> {
  static constexpr std::string_view name = "control_plane";  ///< The name in options and logs.
  /// The times that are written without a fraction of a second. The set is empty, because no
  /// document contains a time.
  static constexpr feature_set whole_seconds{};
  /// The HTTP statuses of error responses: the only two that the API documents.
  static constexpr wire::http_statuses statuses{{400, 403, 403, 403, 400, 400, 400, 400, 400}, {}};

  /// Converts the problems to an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// Returns the only operation of the API. Its path is relative to the root of the server.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// Returns an empty catalog, because the API has no roles: groups determine the permissions.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy that checks no ranks and sets no expiry. If `which` is `observed`, a request
  /// may contain at most ten addresses.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds nothing, because `losses` itself lists all features that have no field.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds a loss to `out` for each value of `r` that a request cannot represent; see `losses`.
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
