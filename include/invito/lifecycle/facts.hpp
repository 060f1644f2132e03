// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/facts.hpp
/// What the host has looked up for a decision. Each fact may be absent; a rule that needs an absent
/// one refuses with `fact_missing` and names it.

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

/// What a member is at the moment of the decision.
struct standing {
  std::string role{};  ///< As the catalog names it; one that it does not list grants nothing.
  bool active = true;  ///< False: removed, suspended, or never a member.
  /// Permissions beside those that the catalog gives the role; for `granting::own_permissions`.
  std::vector<std::string> permissions{};
};

/// The host's own verdict where the policy leaves granting to it.
enum class verdict : std::uint8_t { undecided, yes, no };

template <>
inline constexpr std::array<std::string_view, 3> names_of<verdict>{"undecided", "yes", "no"};

/// Whether an organization is open for business.
enum class organization_status : std::uint8_t { active, suspended, deleted };

template <>
inline constexpr std::array<std::string_view, 3> names_of<organization_status>{
    "active", "suspended", "deleted"};

/// The organization, read at one moment, so that its numbers fit together. As it stands here:
/// active, with a plan that includes invitations, and without a limit of seats.
struct organization_snapshot {
  /// Only an active one invites and takes members.
  organization_status status = organization_status::active;
  bool plan_includes_invitations = true;      ///< Whether what the organization pays for has them.
  std::optional<std::uint32_t> seat_limit{};  ///< Absent: none.
  std::uint32_t members = 0;                  ///< Who have a seat now.
  std::uint32_t pending = 0;  ///< Invitations that are pending now; expired ones are not.
  /// The revision that all this was read at. It becomes a guard of the decision: without it, or a
  /// lock on the organization, two decisions may take the same last seat.
  std::optional<std::uint64_t> revision{};
};

/// When messages were sent, oldest first, each list as far back as its window reaches.
struct send_log {
  std::optional<std::vector<instant>> to_recipient{};     ///< To this address, whoever sent them.
  std::optional<std::vector<instant>> by_inviter{};       ///< By whoever acts, to any address.
  std::optional<std::vector<instant>> of_organization{};  ///< By anybody in the organization.
};

/// A project or workspace.
struct scope_id {
  invito::scope scope = scope::project;  ///< Which kind of thing; never an organization.
  std::string id{};                      ///< As grants name it.

  friend bool operator==(scope_id const& a, scope_id const& b) noexcept;
  friend bool operator!=(scope_id const& a, scope_id const& b) noexcept { return !(a == b); }
};

/// What the host has looked up.
struct facts {
  /// Of who acts. Needed by issue, resend, amend, revoke and supersede.
  std::optional<standing> actor{};
  /// Of who vouches for the invitation. Needed by accept.
  std::optional<standing> sponsor{};
  /// Whether the actor (at accept: the sponsor) may grant the offer, at amend also the one that
  /// stands. Needed with `by_verdict`.
  verdict may_grant = verdict::undecided;
  /// Needed by issue, resend, amend and accept.
  std::optional<organization_snapshot> organization{};
  /// Whether the invitee is a member now. Needed by issue and renewal; without it, accepting takes
  /// a seat.
  std::optional<bool> member{};
  /// The role and grants that the invitee had as a member, if they were one. Needed by a command
  /// that reinstates.
  std::optional<offer> former{};
  /// Other invitations of the organization: those for the same address, and the one that was
  /// issued with the command's idempotency key. Dead ones may be among them. Needed by issue and
  /// renewal.
  std::optional<std::vector<invitation>> existing{};
  /// Which of the projects and workspaces of the offer exist. Needed where it has any.
  std::optional<std::vector<scope_id>> scopes{};
  /// Needed for each rate that the policy has.
  send_log sends{};
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/facts.ipp>
#endif
