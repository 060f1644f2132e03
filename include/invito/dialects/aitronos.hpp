// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/aitronos.hpp
/// The invitations of Aitronos. The document of an invitation contains the id of a role, but no
/// status. The API creates an account for the invitee. An invitation is valid for a week.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/role.hpp>
#include <invito/model/token.hpp>
#include <invito/wire/dialect.hpp>
#include <invito/wire/feature.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/options.hpp>
#include <invito/wire/source.hpp>
#include <invito/wire/target.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The response to a validation: a check of the token in the link of an invitation.
struct validation_response {
  bool valid = false;               ///< Whether the token belongs to a pending invitation.
  invito::invitation invitation{};  ///< The invitation; empty if `valid` is false.
  std::string organization_name{};  ///< The display name of the organization.
  std::string role_name{};          ///< The display name of the role.

  friend bool operator==(validation_response const& a, validation_response const& b);
  friend bool operator!=(validation_response const& a, validation_response const& b) {
    return !(a == b);
  }
};

/// The response to the acceptance of an invitation. It describes the new membership.
struct acceptance_response {
  organization_id organization{};   ///< The organization that the person has joined.
  std::string organization_name{};  ///< The display name of the organization.
  std::string role{};               ///< The id of the new member's role.
  std::string role_name{};          ///< The display name of this role.

  friend bool operator==(acceptance_response const& a, acceptance_response const& b) noexcept;
  friend bool operator!=(acceptance_response const& a, acceptance_response const& b) noexcept {
    return !(a == b);
  }
};

/// The query parameters of a lookup of a pending invitation. Exactly one parameter must have a
/// value; see `check_lookup`.
struct lookup_query {
  std::string email{};          ///< The address of the invitee. Compare its canonical form.
  std::string user_id{};        ///< The id of the invitee.
  std::string invitation_id{};  ///< The id of the invitation.
};

namespace wire {

/// The functions for documents about the token in the link of an invitation. In a header-only
/// program, a function is compiled only where it is used.
template <class Dialect>
struct token_links {
  /// Reads the response to a validation. If `valid` is false, all other members of the result are
  /// empty.
  [[nodiscard]] static result<validation_response> read_validation(
      wire::source const& in, read_options const& options = {});
  /// Writes the response to a validation as JSON text. If the invitation is not pending at `now`,
  /// the function writes that the token is not valid.
  [[nodiscard]] static result<std::string> write_validation(validation_response const& v,
                                                            instant now,
                                                            write_options const& options = {});
  /// Writes the document of `write_validation` to a target.
  [[nodiscard]] static result<void> write_validation_to(wire::target const& to,
                                                        validation_response const& v, instant now,
                                                        write_options const& options = {});

  /// Reads the token in a request to accept an invitation. No function writes such a request,
  /// because the token is a secret.
  [[nodiscard]] static result<secret> read_accept_request(wire::source const& in,
                                                          read_options const& options = {});

  /// Reads the response to an acceptance.
  [[nodiscard]] static result<acceptance_response> read_acceptance(
      wire::source const& in, read_options const& options = {});
  /// Writes the response to an acceptance as JSON text.
  [[nodiscard]] static result<std::string> write_acceptance(acceptance_response const& a,
                                                            write_options const& options = {});
  /// Writes the document of `write_acceptance` to a target.
  [[nodiscard]] static result<void> write_acceptance_to(wire::target const& to,
                                                        acceptance_response const& a,
                                                        write_options const& options = {});
};

}  // namespace wire

/// The dialect of Aitronos, with the functions of `wire::dialect` and `wire::token_links`. The
/// document of an invitation is the response to a lookup. It has no status: the invitation is
/// pending before the expiry in the document, and expired from this expiry on. An accepted or
/// revoked invitation cannot be written; the problem is `not_representable`. Only the response to a
/// create request contains a token.
struct aitronos : wire::dialect<aitronos>, wire::token_links<aitronos> {
  static constexpr std::string_view name = "aitronos";  ///< The name in options and logs.
  /// The times that are written without a fraction of a second. Documents contain times as RFC 3339
  /// text.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at};
  /// The HTTP statuses of error responses. The API documents neither 404 nor 409. The status is 403
  /// if an object does not exist or if a command is not possible.
  static constexpr wire::http_statuses statuses{
      {400, 401, 403, 403, 403, 403, 500, 500, 403},
      {{{code::invalid_email, 422}, {code::email_not_ascii, 422}}}};

  /// Checks that exactly one parameter of a lookup has a value. If no parameter has a value, the
  /// problem is `missing_value`. If several parameters have a value, each of them after the first
  /// is a problem `conflicting_fields`.
  [[nodiscard]] static result<void> check_lookup(lookup_query const& q);

  /// Converts the problems to an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// Returns the operations. Their paths are relative to the root of the server. The query
  /// parameters of `operation::get` are the members of `lookup_query`.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// Returns the base roles: owner, admin and member. Any other id is a custom role, which only
  /// admins and owners can grant. Members with a custom role cannot invite, unless the host adds
  /// the role to the catalog with at least the rank of an admin.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy in which only owners and admins can invite. An invitation expires after a
  /// week. Both presets return the same policy.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds a loss to `out` for each value of `i` that its field cannot represent; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
};

constexpr std::array<endpoint, 4> aitronos::endpoints() noexcept {
  using op = operation;
  return {
      {{op::create, "POST", "/v1/organizations/{organization_id}/invite-user", "X-API-Key", 201},
       {op::get, "GET", "/v1/organizations/{organization_id}/invitation", "X-API-Key", 200},
       {op::validate, "GET", "/v1/invitations/validate/{email_key}", "", 200},
       {op::accept, "POST", "/v1/invitations/accept", "X-API-Key", 200}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct wire::dialect<aitronos>;
extern template struct wire::token_links<aitronos>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/dialects/impl/aitronos.ipp>
#endif
