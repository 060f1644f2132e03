// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/decision.hpp
/// What a verb decided, and what has to be carried out once it is stored.

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

/// At most one live invitation may hold the same claim.
struct uniqueness_claim {
  organization_id organization{};  ///< Within which it is unique.
  std::string email_key{};         ///< Canonical; see `email::key`.

  friend bool operator==(uniqueness_claim const& a, uniqueness_claim const& b) noexcept;
  friend bool operator!=(uniqueness_claim const& a, uniqueness_claim const& b) noexcept {
    return !(a == b);
  }
};

/// What must still hold in the transaction that stores a decision, beside the revision: this is
/// what makes rules about the whole organization hold under concurrency.
struct guards {
  /// The organization must still be at this revision.
  std::optional<std::uint64_t> organization_revision{};
  /// No other live invitation may hold this.
  box<uniqueness_claim> unique{};

  friend bool operator==(guards const& a, guards const& b) noexcept;
  friend bool operator!=(guards const& a, guards const& b) noexcept { return !(a == b); }
};

/// What a verb decided about an existing invitation. Nothing is changed until `apply`.
struct decision {
  std::optional<invito::event> event{};  ///< None: nothing happened, a retry has been recognised.
  std::uint64_t revision = 0;            ///< Made against this one: compare and set on it.
  invito::guards guards{};               ///< What else must still hold when it is stored.

  friend bool operator==(decision const& a, decision const& b);
  friend bool operator!=(decision const& a, decision const& b) { return !(a == b); }
};

/// What a new invitation does to an older one.
struct supersession {
  invitation_id id{};           ///< Of the older one.
  invito::decision decision{};  ///< To be applied to it and stored with the newer one.
};

/// What `issue` decided: a new invitation at revision 1, or one that exists.
struct issuance {
  invito::invitation invitation{};  ///< To be stored, unless `existing`.
  /// It was there already: the same command had been carried out, or the policy returns what is
  /// pending. Nothing is to be stored, and there are no effects.
  bool existing = false;
  invito::guards guards{};  ///< What must still hold when it is stored.
  /// Pending ones whose place it takes: to be stored in the same transaction.
  std::vector<supersession> superseded{};
};

/// Send the invitation to its recipient.
struct send_invitation {
  event_kind reason = event_kind::issue;  ///< issue, resend or amend.
};

/// Make the person a member.
struct grant_membership {
  user_id user{};                ///< Who becomes a member.
  invito::offer offer{};         ///< With which role and grants; without those that were dropped.
  attribute_list attributes{};   ///< As the inviter gave them.
  std::vector<grant> dropped{};  ///< Grants of the invitation that have vanished since.
};

/// Make the keys of the invitation worthless.
struct retire_keys {};

/// Tell somebody who is not the one who acted.
struct notify {
  actor whom{};                          ///< The sponsor.
  event_kind what = event_kind::accept;  ///< What happened.
};

/// Something to be carried out by the host after it has stored the decision.
using effect = std::variant<send_invitation, grant_membership, retire_keys, notify>;

/// What the new invitation asks for.
[[nodiscard]] std::vector<effect> effects(issuance const& made);

/// What `made` asks for; `after` is the invitation with the decision applied. Nothing where nothing
/// happened. Constant, but for the texts that it copies.
[[nodiscard]] std::vector<effect> effects(decision const& made, invitation const& after);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/decision.ipp>
#endif
