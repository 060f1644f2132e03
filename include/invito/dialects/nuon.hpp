// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/nuon.hpp
/// The organization invites of Nuon's control API. An invite has one of five roles and no expiry.
/// The next login with the address of the invite accepts it. In addition to the plain status, there
/// is a composite status with a history.

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

/// The dialect of Nuon, with the functions of `wire::dialect` and `wire::lists`.
///
/// - Empty values are left out and never written as null. An invite has no required field.
/// - An absent role means `org_admin`, so writing an invitation requires a role.
/// - `status` takes precedence over `status_v2`, which is used if `status` is absent. "Expired" is
///   written in `status_v2` only, because `status` has no such value.
/// - The time of acceptance is read from `status_v2` only, never from `updated_at`.
/// - A list is a JSON array. The header X-Nuon-Page-Next shows whether there are more pages.
struct nuon : wire::dialect<nuon>, wire::lists<nuon> {
  static constexpr std::string_view name = "nuon";  ///< The name in options and logs.
  /// The times that are written in whole seconds: the times of statuses, which are Unix times.
  static constexpr feature_set whole_seconds{feature::accepted_at, feature::revoked_at};
  /// The values of Nuon's `app.Status`, in the order of the API documentation. Nuon's servers also
  /// use other values.
  // clang-format off
  static constexpr std::array<std::string_view, 32> composite_statuses{
      "error", "pending", "in-progress", "checking-plan", "success", "not-attempted",
      "cancelled", "retrying", "discarded", "user-skipped", "auto-skipped", "planning",
      "applying", "queued", "warning", "failed-pending-retry", "generating", "awaiting-user-run",
      "provisioning", "active", "outdated", "expired", "approved", "drifted", "no-drift",
      "approval-expired", "approval-denied", "approval-retry", "building", "deleting", "noop",
      "approval-awaiting"};
  // clang-format on
  /// The HTTP statuses of refusals. A command on an invite that is no longer pending gets 400, or
  /// 404 if the invite is revoked.
  static constexpr wire::http_statuses statuses{{400, 401, 403, 403, 404, 409, 500, 500, 409},
                                                {{{code::already_accepted, 400},
                                                  {code::already_revoked, 404},
                                                  {code::expired, 400},
                                                  {code::renewal_refused, 400}}}};

  /// Returns the problems as an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths relative to the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// Returns the documented roles.
  [[nodiscard]] static role_catalog roles();
  /// Invites never expire. According to the documentation, an invite may have any of the roles. The
  /// observed server accepts only `org_admin` and `org_support`.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds a loss for each value of `i` that the fields cannot represent; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
  /// Adds a loss for each value of `r` that the fields of a request cannot represent; see `losses`.
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
extern template struct wire::dialect<nuon>;
extern template struct wire::lists<nuon>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/dialects/impl/nuon.ipp>
#endif
