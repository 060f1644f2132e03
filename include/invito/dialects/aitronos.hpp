// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/aitronos.hpp
/// The invitations of Aitronos: a role by its id, an account for the invitee from the start, a week
/// to answer, and no document that has a status.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/key.hpp>
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

/// What a key in a link is good for: the answer to its validation.
struct validation {
  bool valid = false;               ///< Whether it opens an invitation that is pending.
  invito::invitation invitation{};  ///< Empty unless `valid`.
  std::string organization_name{};  ///< For people.
  std::string role_name{};          ///< For people.

  friend bool operator==(validation const& a, validation const& b);
  friend bool operator!=(validation const& a, validation const& b) { return !(a == b); }
};

/// The membership that an acceptance brought.
struct acceptance {
  organization_id organization{};   ///< Of which the person is a member now.
  std::string organization_name{};  ///< For people.
  std::string role{};               ///< The id of the role.
  std::string role_name{};          ///< For people.

  friend bool operator==(acceptance const& a, acceptance const& b) noexcept;
  friend bool operator!=(acceptance const& a, acceptance const& b) noexcept { return !(a == b); }
};

/// By what a pending invitation is looked up; exactly one is given, the others are empty.
struct lookup_query {
  std::string email{};          ///< Of the invitee; compared by its canonical key.
  std::string user_id{};        ///< Of the invitee.
  std::string invitation_id{};  ///< Of the invitation.
};

/// The functions of the documents around a key in a link, compiled only where they are used.
template <class Dialect>
struct key_links {
  /// The answer to a validation; of an invalid key it says nothing else.
  [[nodiscard]] static result<validation> read_validation(wire::source const& in,
                                                          read_options const& options = {});
  /// An invitation that is not pending at `now` is not valid.
  [[nodiscard]] static result<std::string> write_validation(validation const& v, instant now,
                                                            write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_validation_to(wire::target const& to, validation const& v,
                                                    instant now, write_options const& options = {});

  /// The key that somebody brings to accept an invitation. There is no writer: it is a secret.
  [[nodiscard]] static result<secret> read_accept_request(wire::source const& in,
                                                          read_options const& options = {});

  /// The answer to an acceptance.
  [[nodiscard]] static result<acceptance> read_acceptance(wire::source const& in,
                                                          read_options const& options = {});
  /// The same as text, or what stood in the way.
  [[nodiscard]] static result<std::string> write_acceptance(acceptance const& a,
                                                            write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_acceptance_to(wire::target const& to, acceptance const& a,
                                                    write_options const& options = {});
};

/// Aitronos' dialect; the functions that read and write are those of `dialect`. The invite document
/// is the answer to a lookup, which knows pending invitations alone: one that has expired is told
/// by its expiry, any other is `not_representable`. Only the answer to a create request has a key.
struct aitronos : dialect<aitronos>, key_links<aitronos> {
  static constexpr std::string_view name = "aitronos";  ///< As options and logs spell it.
  /// Times are RFC 3339 text without a fraction.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at};
  /// Of refusals. No 404 and no 409 are documented: what is not there, or not possible, is a 403.
  static constexpr http_statuses statuses{
      {400, 401, 403, 403, 403, 403, 500, 500, 403},
      {{{code::invalid_email, 422}, {code::email_not_ascii, 422}}}};

  /// What is wrong with a lookup's query, empty for nothing: `missing_value` where it names nothing
  /// to look for, `conflicting_fields` at each parameter too many.
  [[nodiscard]] static problems check_lookup(lookup_query const& q);

  /// The problems as the API would word them.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths below the server's root. The query of `get` is a `lookup_query`.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// The three base roles. Any other id is a custom role: granting it takes an admin, and who holds
  /// one invites nobody unless the host lists it.
  [[nodiscard]] static role_catalog roles();
  /// Owners and admins invite, and invitations live for a week; both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds what its fields cannot hold; see `losses`.
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
extern template struct dialect<aitronos>;
extern template struct key_links<aitronos>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/dialects/impl/aitronos.ipp>
#endif
