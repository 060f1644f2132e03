// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/facts.hpp
/// The facts that the host, which is the program that uses the library, has looked up for a
/// decision. Each fact can be absent. If a rule needs an absent fact, the command is refused with
/// `fact_missing` and the name of the fact.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/role.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The membership of a person at the time of the decision.
struct membership {
  /// The name of the role. A role that the catalog does not list has no rank and no permissions.
  std::string role{};
  bool active = true;  ///< False if the person was removed, is suspended or never was a member.
  /// Permissions in addition to the permissions of the role. Only `granting::own_permissions` uses
  /// them.
  std::vector<std::string> permissions{};

  /// Returns the membership of a person who is not a member.
  [[nodiscard]] static membership none() { return {{}, false, {}}; }
};

/// The host's decision whether a person may grant an offer, for `granting::by_verdict`.
enum class verdict : std::uint8_t {
  undecided,  ///< The host has not decided, so the fact is missing.
  allowed,
  denied
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<verdict>{"undecided", "allowed",
                                                                   "denied"};

/// The status of an organization.
enum class organization_status : std::uint8_t { active, suspended, deleted };

template <>
inline constexpr std::array<std::string_view, 3> names_of<organization_status>{
    "active", "suspended", "deleted"};

/// The organization. The host reads all values at the same time, so that they are consistent. By
/// default, the organization is active, its plan includes invitations, and there is no seat limit.
struct organization_snapshot {
  /// The status. Only an active organization can invite and get new members.
  organization_status status = organization_status::active;
  bool plan_includes_invitations = true;  ///< Whether the organization's plan includes invitations.
  /// The maximum number of seats. Absent if there is no maximum.
  std::optional<std::uint32_t> seat_limit{};
  std::uint32_t members = 0;  ///< The number of members, each of which uses a seat.
  std::uint32_t pending = 0;  ///< The number of pending invitations that have not expired.
  /// The revision of the organization when the host read these values. The decision contains this
  /// revision as a guard, which is a condition for storing the decision. Without this guard or a
  /// lock on the organization, two decisions can use the same last seat.
  std::optional<std::uint64_t> revision{};
};

/// The times of sent messages, oldest first. The policy can limit each list with a rate: a maximum
/// number of messages in a time window. The list must contain all times within this window.
struct send_log {
  /// Messages to the recipient's address, by any actor.
  std::optional<std::vector<instant>> to_recipient{};
  std::optional<std::vector<instant>> by_inviter{};  ///< Messages by the actor, to any address.
  std::optional<std::vector<instant>> of_organization{};  ///< Messages of the whole organization.
};

/// A project or workspace.
struct scope_id {
  invito::scope scope = scope::project;  ///< A project or a workspace, never an organization.
  std::string id{};                      ///< The id, with the same text as in `grant::id`.

  friend bool operator==(scope_id const& a, scope_id const& b) noexcept;
  friend bool operator!=(scope_id const& a, scope_id const& b) noexcept { return !(a == b); }
};

/// The facts that the host has looked up.
struct facts {
  /// The membership of the actor. The verbs issue, resend, amend, revoke and supersede need this
  /// fact, except with `granting::by_verdict` and `granting::unchecked`.
  std::optional<membership> actor{};
  /// The membership of the sponsor. Accept needs this fact, except with `sponsor_rule::allow` and
  /// if the sponsor is the system.
  std::optional<membership> sponsor{};
  /// Whether the actor may grant the offer. For accept, the fact is about the sponsor. For amend,
  /// it is about both the current and the new offer. `granting::by_verdict` needs this fact.
  verdict may_grant = verdict::undecided;
  /// The organization. The verbs issue, resend, amend and accept need this fact; see
  /// `policy::check_organization`.
  std::optional<organization_snapshot> organization{};
  /// Whether the invitee is a member now. Issue and the renewal of an expired invitation need this
  /// fact, except with `member_rule::allow`. Accept needs this fact only with
  /// `member_rule::refuse`. If this fact is absent or false, the invitee needs a free seat.
  std::optional<bool> member{};
  /// The role and the grants of the former membership of the invitee. If this fact is absent, a
  /// command that reinstates a former member is refused with `not_former_member`.
  std::optional<offer> former{};
  /// The other invitations of the organization for the same address or user, and the invitation
  /// that was issued with the command's idempotency key. The list can contain invitations that are
  /// not pending. Issue and the renewal of an expired invitation need this fact.
  std::optional<std::vector<invitation>> existing{};
  /// The granted projects and workspaces that exist. An offer with grants needs this fact; see
  /// `policy::check_scopes`.
  std::optional<std::vector<scope_id>> scopes{};
  /// The times of sent messages. If the policy has a rate, the rate needs its list.
  send_log sends{};
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/facts.ipp>
#endif
