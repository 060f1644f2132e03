// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/nuon.hpp
/// The organization invites of Nuon's control API: one of five roles, no expiry, accepted by the
/// next log-in with the same address; a status with a history of its own stands beside the plain
/// one.

#include <array>
#include <string_view>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/role.hpp>
#include <invito/wire/dialect.hpp>
#include <invito/wire/feature.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Nuon's dialect; the functions that read and write are those of `dialect` and `lists`.
///
/// - Empty values are absent, never null. Nothing is required of an invite.
/// - A role left out means `org_admin`, so an invitation without a role is never written.
/// - `status` wins over `status_v2`; where it is absent, `status_v2` tells. Expired is written as
///   `status_v2` alone, because `status` has no word for it.
/// - When it was accepted stands in `status_v2` or is unknown: `updated_at` is not taken for it.
/// - A list is an array; whether there is more stands in the header X-Nuon-Page-Next.
struct nuon : dialect<nuon>, lists<nuon> {
  static constexpr std::string_view name = "nuon";  ///< As options and logs spell it.
  /// Times of statuses are Unix seconds; the others keep their nanoseconds.
  static constexpr feature_set whole_seconds{feature::accepted_at, feature::revoked_at};
  /// Of refusals. What is no longer pending is a bad request, what was revoked is gone.
  static constexpr http_statuses statuses{{400, 401, 403, 403, 404, 409, 500, 500, 409},
                                          {{{code::already_accepted, 400},
                                            {code::already_revoked, 404},
                                            {code::expired, 400},
                                            {code::renewal_refused, 400}}}};

  /// The problems as the API would word them.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths below the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// The roles of the page.
  [[nodiscard]] static role_catalog roles();
  /// Invites never expire. By the page any role may be invited; the server takes `org_admin` and
  /// `org_support` alone.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds what its fields cannot hold; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
  /// Adds what the fields of a request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 4> nuon::endpoints() noexcept {
  using op = operation;
  return {
      {{op::create, "POST", "/v1/orgs/current/invites", "Authorization", 201},
       {op::list, "GET", "/v1/orgs/current/invites", "Authorization", 200},
       {op::resend, "POST", "/v1/orgs/current/invites/{invite_id}/resend", "Authorization", 200},
       {op::revoke, "POST", "/v1/orgs/current/invites/{invite_id}/revoke", "Authorization", 200}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct dialect<nuon>;
extern template struct lists<nuon>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/dialects/impl/nuon.ipp>
#endif
