// SPDX-License-Identifier: MIT
#pragma once

/// \file model/invitation.hpp
/// An invitation to an organization, and what it was at any moment.

#include <cstdint>
#include <optional>

#include <invito/base/box.hpp>
#include <invito/base/instant.hpp>
#include <invito/model/composite_status.hpp>
#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Where the history of an invitation begins that was read from a foreign document or assembled
/// from columns: its values as told, without events. Rules bind verbs, not baselines.
struct baseline {
  invito::state state{};                ///< What it was.
  invito::offer offer{};                ///< What it offered.
  std::uint32_t offer_number = 1;       ///< The number of that offer.
  std::optional<actor> sponsor{};       ///< Who vouched for it.
  box<key_digests> keys{};              ///< What opened it.
  std::optional<instant> expires_at{};  ///< In force, whatever the state; absent: none or unknown.
  std::uint64_t revision = 0;           ///< How many changes the host had counted before.
  std::optional<instant> known_at{};    ///< The first moment for which the state is known to hold.
  std::optional<instant> updated_at{};  ///< Of the last change, where that is told apart.
  box<composite_status> told_statuses{};  ///< The statuses that led here, where they were told.

  friend bool operator==(baseline const& a, baseline const& b);
  friend bool operator!=(baseline const& a, baseline const& b) { return !(a == b); }
};

/// An invitation. A plain value: copy, move, compare and keep it as you like. The first group of
/// members never changes after the issue; the second is changed by `apply` alone.
struct invitation {
  invitation_id id{};                   ///< Chosen by the host.
  organization_id organization{};       ///< Which organization invites.
  invito::recipient recipient{};        ///< Whom it is for.
  person_name name{};                   ///< As the message greets the person.
  std::optional<actor> created_by{};    ///< Who issued it first; absent: unknown.
  std::optional<instant> created_at{};  ///< When; absent: unknown.
  bool send = true;                     ///< Whether the inviter asked for it to be sent.
  attribute_list attributes{};          ///< Handed on with the membership.

  invito::state state{};             ///< As recorded; what holds now is `status(now)`.
  invito::offer offer{};             ///< The role and grants that an acceptance brings.
  std::uint32_t offer_number = 1;    ///< Raised whenever the offer changes.
  std::optional<actor> sponsor{};    ///< Who issued or last amended: who vouches for it.
  box<key_digests> keys{};           ///< What opens it; absent: no key is asked for.
  box<invito::baseline> baseline{};  ///< Absent: the history begins with the issue.
  event_list history{};              ///< All that happened since the baseline.

  /// The number of changes so far; compare and set on it when storing.
  [[nodiscard]] std::uint64_t revision() const noexcept;

  /// What it is at `now`: a pending one is usable while `now < expires_at` and expired from
  /// `expires_at` on, whether or not that was recorded. Constant.
  [[nodiscard]] invito::status status(instant now) const noexcept;

  /// What it was at `t`, or nothing before the first moment that is known. Logarithmic in the
  /// number of events.
  [[nodiscard]] std::optional<invito::status> status_at(instant t) const noexcept;

  /// The expiry in force, also behind a final state; absent: none or unknown.
  [[nodiscard]] std::optional<instant> expires_at() const noexcept;

  /// When it last changed: at its last event or, without one, when it was told to.
  [[nodiscard]] std::optional<instant> updated_at() const noexcept;

  /// Equal in every member; addresses are compared as mailboxes, without regard to case.
  friend bool operator==(invitation const& a, invitation const& b);
  friend bool operator!=(invitation const& a, invitation const& b) { return !(a == b); }
};

/// Makes the present values of `i` the start of its history, as readers do with what a foreign
/// document told. `expires_at` is the expiry in force, unless a pending state says so itself.
/// `told_at` is a moment for which the state is known to hold; it counts only where the state
/// itself does not say since when.
void begin_history(invitation& i, std::optional<instant> expires_at,
                   std::optional<instant> told_at = std::nullopt, std::uint64_t revision = 0);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/invitation.ipp>
#endif
