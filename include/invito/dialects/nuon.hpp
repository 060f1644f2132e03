// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/nuon.hpp
/// The organization invites of Nuon's control API. An invite has a role and no expiry. The API
/// documents five roles. If a person with the address of the invite logs in, this login accepts the
/// invite. An invite has a plain status, and a composite status with a history of statuses.

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
/// - The writer leaves out empty values and never writes null. The reader of an invite requires no
///   field.
/// - An absent role means `org_admin`. Therefore the writer requires a role.
/// - The plain status is the field `status`, and the composite status is the field `status_v2`. If
///   they contradict each other, the reader uses `status`.
/// - The writer writes "expired" only in `status_v2`, because `status` has no such value.
/// - The reader takes the time of acceptance only from `status_v2`, never from `updated_at`.
/// - A list is a JSON array. The HTTP header X-Nuon-Page-Next shows whether there are more pages.
struct nuon : wire::dialect<nuon>, wire::lists<nuon> {
  static constexpr std::string_view name = "nuon";  ///< The name in options and logs.
  /// The times that are written without a fraction of a second. Their values are in `status_v2`,
  /// which contains Unix times.
  static constexpr feature_set whole_seconds{feature::accepted_at, feature::revoked_at};
  /// The values of Nuon's type `app.Status`, in the order of the API documentation. Nuon's servers
  /// also use other values.
  // clang-format off
  static constexpr std::array<std::string_view, 32> composite_statuses{
      "error", "pending", "in-progress", "checking-plan", "success", "not-attempted",
      "cancelled", "retrying", "discarded", "user-skipped", "auto-skipped", "planning",
      "applying", "queued", "warning", "failed-pending-retry", "generating", "awaiting-user-run",
      "provisioning", "active", "outdated", "expired", "approved", "drifted", "no-drift",
      "approval-expired", "approval-denied", "approval-retry", "building", "deleting", "noop",
      "approval-awaiting"};
  // clang-format on
  /// The HTTP statuses of error responses. A command on a revoked invite gets 404. A command on an
  /// accepted or expired invite gets 400.
  static constexpr wire::http_statuses statuses{{400, 401, 403, 403, 404, 409, 500, 500, 409},
                                                {{{code::already_accepted, 400},
                                                  {code::already_revoked, 404},
                                                  {code::expired, 400},
                                                  {code::renewal_refused, 400}}}};

  /// Converts the problems to an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// Returns the operations. Their paths are relative to the root of the server.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// Returns the five documented roles.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy in which invites never expire. With `preset::documented`, an invite may have
  /// any of the five roles. With `preset::observed`, it may have only `org_admin` or `org_support`,
  /// because Nuon's server accepts no other role.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds a loss to `out` for each value of `i` that its field cannot represent; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
  /// Adds a loss to `out` for each value of `r` that a request cannot represent; see `losses`.
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
