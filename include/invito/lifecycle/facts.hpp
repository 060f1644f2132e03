// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/facts.hpp
/// The facts that the host has looked up for a decision. Each fact can be absent; a rule that needs
/// an absent fact refuses the command with `fact_missing` and the name of the fact.

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
  /// The name of the role; a role that the catalog does not list grants nothing.
  std::string role{};
  bool active = true;  ///< False: removed, suspended, or never a member.
  /// Permissions in addition to those that the catalog gives the role; for
  /// `granting::own_permissions`.
  std::vector<std::string> permissions{};

  /// Returns the membership of a person who is not a member.
  [[nodiscard]] static membership none() { return {{}, false, {}}; }
};

/// The decision of the host on a grant, if the policy leaves granting to the host.
enum class verdict : std::uint8_t {
  undecided,  ///< The host has not decided; the fact is missing.
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

/// The organization, read at one time, so that its numbers are consistent. The default values are
/// an active organization with a plan that includes invitations and without a seat limit.
struct organization_snapshot {
  /// The status. Only an active organization can invite and get new members.
  organization_status status = organization_status::active;
  bool plan_includes_invitations = true;  ///< Whether the organization's plan includes invitations.
  std::optional<std::uint32_t> seat_limit{};  ///< The maximum number of seats; absent: no limit.
  std::uint32_t members = 0;                  ///< The number of members, each of which uses a seat.
  std::uint32_t pending = 0;  ///< The number of pending invitations, without expired ones.
  /// The revision at which these values were read. It becomes a guard of the decision: without it,
  /// or without a lock on the organization, two decisions can use the same last seat.
  std::optional<std::uint64_t> revision{};
};

/// The times of sent messages, oldest first, each list as far back as the window of its rate.
struct send_log {
  /// Messages to this address, from any sender.
  std::optional<std::vector<instant>> to_recipient{};
  std::optional<std::vector<instant>> by_inviter{};  ///< Messages of the actor, to any address.
  std::optional<std::vector<instant>> of_organization{};  ///< Messages of the whole organization.
};

/// A project or workspace.
struct scope_id {
  invito::scope scope = scope::project;  ///< The kind; never an organization.
  std::string id{};                      ///< The id, as grants contain it.

  friend bool operator==(scope_id const& a, scope_id const& b) noexcept;
  friend bool operator!=(scope_id const& a, scope_id const& b) noexcept { return !(a == b); }
};

/// The facts that the host has looked up.
struct facts {
  /// The membership of the actor. Needed by issue, resend, amend, revoke and supersede.
  std::optional<membership> actor{};
  /// The membership of the sponsor. Needed by accept.
  std::optional<membership> sponsor{};
  /// Whether the actor (for accept: the sponsor) may grant the offer; for amend, both the current
  /// and the new offer. Needed with `by_verdict`.
  verdict may_grant = verdict::undecided;
  /// The organization. Needed by issue, resend, amend and accept.
  std::optional<organization_snapshot> organization{};
  /// Whether the invitee is a member now. Needed by issue and renewal; without it, an acceptance
  /// uses a seat.
  std::optional<bool> member{};
  /// The role and the grants of the former membership of the invitee, if there was one. Needed by a
  /// command that reinstates a former member.
  std::optional<offer> former{};
  /// Other invitations of the organization: those for the same address, and the one that was issued
  /// with the command's idempotency key. The list can contain invitations that are not pending.
  /// Needed by issue and renewal.
  std::optional<std::vector<invitation>> existing{};
  /// The projects and workspaces of the offer that exist. Needed if the offer has any.
  std::optional<std::vector<scope_id>> scopes{};
  /// The times of sent messages. Needed for each rate of the policy.
  send_log sends{};
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/facts.ipp>
#endif
