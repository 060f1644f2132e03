// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/decision.hpp
/// The decisions of verbs, and the effects to carry out after a decision is stored.

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

/// A claim that at most one pending invitation may hold.
struct uniqueness_claim {
  organization_id organization{};  ///< The organization within which the claim is unique.
  std::string canonical_email{};   ///< The address; see `email::canonical`.

  friend bool operator==(uniqueness_claim const& a, uniqueness_claim const& b) noexcept;
  friend bool operator!=(uniqueness_claim const& a, uniqueness_claim const& b) noexcept {
    return !(a == b);
  }
};

/// The conditions that must still hold in the transaction that stores a decision, in addition to
/// the revision. They make rules about the whole organization hold under concurrency.
struct guards {
  /// The revision that the organization must still have.
  std::optional<std::uint64_t> organization_revision{};
  /// The claim that no other pending invitation may hold.
  box<uniqueness_claim> unique{};

  friend bool operator==(guards const& a, guards const& b) noexcept;
  friend bool operator!=(guards const& a, guards const& b) noexcept { return !(a == b); }
};

/// The decision of a verb on an existing invitation. Nothing changes until `apply`.
struct decision {
  /// The event; absent for a repetition, which changes nothing.
  std::optional<invito::event> event{};
  std::uint64_t revision = 0;  ///< The revision it was made for: compare and set it.
  invito::guards guards{};     ///< The other conditions for storing it.

  friend bool operator==(decision const& a, decision const& b);
  friend bool operator!=(decision const& a, decision const& b) { return !(a == b); }
};

/// The decision on an older invitation that a new one supersedes.
struct supersession {
  invitation_id id{};           ///< The id of the older invitation.
  invito::decision decision{};  ///< Apply it to the older invitation and store both together.
};

/// The decision of `issue`: a new invitation at revision 1, or an existing one.
struct issuance {
  invito::invitation invitation{};  ///< The invitation to store, unless `existing`.
  /// Whether the invitation existed already: the same command was carried out before, or the policy
  /// returns a pending invitation. Then there is nothing to store, and there are no effects.
  bool existing = false;
  invito::guards guards{};  ///< The conditions for storing it.
  /// The pending invitations that it supersedes: store them in the same transaction.
  std::vector<supersession> superseded{};
};

/// Send the invitation to its recipient.
struct send_invitation {
  event_kind reason = event_kind::issue;  ///< The event: issue, resend or amend.
};

/// Make the invitee a member.
struct grant_membership {
  user_id user{};                ///< The new member.
  invito::offer offer{};         ///< The role and the grants, without the dropped ones.
  attribute_list attributes{};   ///< The attributes, as the inviter gave them.
  std::vector<grant> dropped{};  ///< The grants whose project, workspace or role no longer exists.
};

/// Invalidate the tokens of the invitation.
struct retire_tokens {};

/// Notify a person who is not the actor of the event.
struct notify {
  actor to{};                             ///< The sponsor.
  event_kind event = event_kind::accept;  ///< The event.
};

/// An effect that the host carries out after it has stored the decision.
using effect = std::variant<send_invitation, grant_membership, retire_tokens, notify>;

/// Returns the effects of an issuance.
[[nodiscard]] std::vector<effect> effects(issuance const& issued);

/// Returns the effects of a decision; `after` is the invitation with the decision applied. Empty if
/// the decision has no event. Complexity: constant, except for the texts that are copied.
[[nodiscard]] std::vector<effect> effects(decision const& d, invitation const& after);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/decision.ipp>
#endif
