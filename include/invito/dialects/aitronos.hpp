// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/aitronos.hpp
/// The invitations of Aitronos. Documents contain the id of a role and no status. The invitee gets
/// an account with the invitation, and an invitation is valid for a week.

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

/// The response to the validation of the token in a link.
struct validation_response {
  bool valid = false;               ///< Whether the token belongs to a pending invitation.
  invito::invitation invitation{};  ///< Empty unless `valid`.
  std::string organization_name{};  ///< The display name of the organization.
  std::string role_name{};          ///< The display name of the role.

  friend bool operator==(validation_response const& a, validation_response const& b);
  friend bool operator!=(validation_response const& a, validation_response const& b) {
    return !(a == b);
  }
};

/// The response to an acceptance: the new membership.
struct acceptance_response {
  organization_id organization{};   ///< The organization that the person has joined.
  std::string organization_name{};  ///< The display name of the organization.
  std::string role{};               ///< The id of the role.
  std::string role_name{};          ///< The display name of the role.

  friend bool operator==(acceptance_response const& a, acceptance_response const& b) noexcept;
  friend bool operator!=(acceptance_response const& a, acceptance_response const& b) noexcept {
    return !(a == b);
  }
};

/// The parameters of a lookup of a pending invitation. Exactly one of them has a value.
struct lookup_query {
  std::string email{};          ///< The invitee's address; compared by its canonical form.
  std::string user_id{};        ///< The id of the invitee.
  std::string invitation_id{};  ///< The id of the invitation.
};

namespace wire {

/// The functions for documents about the token in a link. In a header-only program, a function is
/// compiled only where it is used.
template <class Dialect>
struct token_links {
  /// Reads the response to a validation. If the token is not valid, all other members are empty.
  [[nodiscard]] static result<validation_response> read_validation(
      wire::source const& in, read_options const& options = {});
  /// Writes the response to a validation as JSON text. An invitation that is not pending at `now`
  /// is written as not valid.
  [[nodiscard]] static result<std::string> write_validation(validation_response const& v,
                                                            instant now,
                                                            write_options const& options = {});
  /// Writes the response to a validation to a target, as `write_validation` does.
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
  /// Writes the response to an acceptance to a target.
  [[nodiscard]] static result<void> write_acceptance_to(wire::target const& to,
                                                        acceptance_response const& a,
                                                        write_options const& options = {});
};

}  // namespace wire

/// The dialect of Aitronos, with the functions of `wire::dialect` and `wire::token_links`. The
/// document of an invitation is the response to a lookup. The document has no status: an invitation
/// is pending before its expiry, and expired from its expiry on. An accepted or revoked invitation
/// is `not_representable`. Only the response to a create request contains a token.
struct aitronos : wire::dialect<aitronos>, wire::token_links<aitronos> {
  static constexpr std::string_view name = "aitronos";  ///< The name in options and logs.
  /// The times that are written in whole seconds. All times are RFC 3339 text without a fraction.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at};
  /// The HTTP statuses of refusals. The API documents neither 404 nor 409: it responds with 403 if
  /// an object does not exist or a command is not possible.
  static constexpr wire::http_statuses statuses{
      {400, 401, 403, 403, 403, 403, 500, 500, 403},
      {{{code::invalid_email, 422}, {code::email_not_ascii, 422}}}};

  /// Checks the query of a lookup. The problem is `missing_value` if no parameter is given, and
  /// `conflicting_fields` for each parameter after the first.
  [[nodiscard]] static result<void> check_lookup(lookup_query const& q);

  /// Returns the problems as an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths relative to the server's root. The query of `get` is a
  /// `lookup_query`.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// Returns the three base roles. Any other id is a custom role, which only admins and owners can
  /// grant. Members with a custom role can invite only if the host adds the role to the catalog.
  [[nodiscard]] static role_catalog roles();
  /// Owners and admins can invite. The lifetime is a week. Both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds a loss for each value of `i` that the fields cannot represent; see `losses`.
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
