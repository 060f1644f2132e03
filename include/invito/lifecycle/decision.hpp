// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/decision.hpp
/// The decisions of verbs, and the effects of the decisions. A verb is an operation such as
/// `accept`. An effect is an action that the host, which is the program that uses the library,
/// carries out after it has stored a decision.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <invito/base/box.hpp>
#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// A claim to an address. At most one pending invitation of an organization may have this claim.
struct uniqueness_claim {
  organization_id organization{};  ///< The organization in which the claim is unique.
  std::string canonical_email{};   ///< The canonical form of the address.

  friend bool operator==(uniqueness_claim const& a, uniqueness_claim const& b) noexcept;
  friend bool operator!=(uniqueness_claim const& a, uniqueness_claim const& b) noexcept {
    return !(a == b);
  }
};

/// The conditions that the host checks in the transaction that stores a decision, in addition to
/// the revision. They ensure that concurrent decisions do not break rules about the whole
/// organization.
struct guards {
  /// The revision that the organization must still have. If absent, there is no such condition.
  std::optional<std::uint64_t> organization_revision{};
  /// The claim that no other pending invitation may have. If empty, there is no such condition.
  box<uniqueness_claim> unique{};

  friend bool operator==(guards const& a, guards const& b) noexcept;
  friend bool operator!=(guards const& a, guards const& b) noexcept { return !(a == b); }
};

/// The decision of a verb on an existing invitation. Only `apply` changes the invitation.
struct decision {
  /// The event. It is absent if the command repeats an earlier command and changes nothing.
  std::optional<invito::event> event{};
  /// The revision of the invitation before the event. Store the event only if the stored revision
  /// is still equal to this value (compare and set).
  std::uint64_t revision = 0;
  invito::guards guards{};  ///< The other conditions for storing the decision.

  friend bool operator==(decision const& a, decision const& b);
  friend bool operator!=(decision const& a, decision const& b) { return !(a == b); }
};

/// The decision on an older invitation that a new invitation supersedes.
struct supersession {
  invitation_id id{};  ///< The id of the older invitation.
  /// The decision. Apply it to the older invitation, and store both invitations together.
  invito::decision decision{};
};

/// The decision of `issue`: a new invitation at revision 1, or an existing invitation.
struct issuance {
  invito::invitation invitation{};  ///< The new or the existing invitation.
  /// Whether the invitation existed already. This is the case if the same command was carried out
  /// before, or if the policy returns a pending invitation. If true, there is nothing to store and
  /// there are no effects.
  bool existing = false;
  invito::guards guards{};  ///< The conditions for storing the invitation.
  /// The decisions on the pending invitations that the new invitation supersedes. Store these
  /// decisions and the new invitation in one transaction.
  std::vector<supersession> superseded{};
};

/// The effect that the host sends the invitation to the recipient.
struct send_invitation {
  event_kind reason = event_kind::issue;  ///< The kind of the event: issue, resend or amend.
};

/// The effect that the host makes the invitee a member.
struct grant_membership {
  user_id user{};                ///< The new member.
  invito::offer offer{};         ///< The role and the grants, without the dropped grants.
  attribute_list attributes{};   ///< The attributes, as the inviter gave them.
  std::vector<grant> dropped{};  ///< The grants whose project, workspace or role no longer exists.
};

/// The effect that the host invalidates the tokens of the invitation.
struct retire_tokens {};

/// The effect that the host notifies the sponsor, if another actor caused the event. The sponsor is
/// the actor who issued or last amended the invitation.
struct notify {
  actor to{};                             ///< The sponsor.
  event_kind event = event_kind::accept;  ///< The kind of the event.
};

/// An effect that the host carries out after it has stored the decision.
using effect = std::variant<send_invitation, grant_membership, retire_tokens, notify>;

/// Returns the effects of an issuance.
[[nodiscard]] std::vector<effect> effects(issuance const& issued);

/// Returns the effects of a decision. `after` is the invitation after `apply`. The list is empty if
/// the decision has no event. Complexity: constant, except for the copies of the offer and the
/// attributes.
[[nodiscard]] std::vector<effect> effects(decision const& d, invitation const& after);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/decision.ipp>
#endif
