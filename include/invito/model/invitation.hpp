// SPDX-License-Identifier: MIT
#pragma once

/// \file model/invitation.hpp
/// An invitation to an organization, and its status at any time.

#include <cstdint>
#include <optional>

#include <invito/base/box.hpp>
#include <invito/base/instant.hpp>
#include <invito/model/composite_status.hpp>
#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/state.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The start of the history of an invitation that was read from a foreign document or assembled
/// from database columns: its values as they were given, without events. Rules apply to verbs, not
/// to baselines.
struct baseline {
  invito::state state{};                ///< The state.
  invito::offer offer{};                ///< The offer.
  std::uint32_t offer_number = 1;       ///< The number of that offer.
  std::optional<actor> sponsor{};       ///< The sponsor.
  box<token_digests> tokens{};          ///< The digests of the valid tokens.
  std::optional<instant> expires_at{};  ///< The expiry, in any state; absent: none or unknown.
  std::uint64_t revision = 0;           ///< The number of earlier changes that the host counted.
  std::optional<instant> known_at{};    ///< The first time at which the state is known to hold.
  /// The time of the last change, if it was given separately.
  std::optional<instant> updated_at{};
  /// The statuses in the source document, if it has them.
  box<composite_status> source_statuses{};

  friend bool operator==(baseline const& a, baseline const& b);
  friend bool operator!=(baseline const& a, baseline const& b) { return !(a == b); }
};

/// An invitation. It is a plain value that can be copied, moved, compared and stored. The members
/// of the first group never change after the issue; only `apply` changes the members of the second
/// group.
struct invitation {
  invitation_id id{};                   ///< The id, which the host chooses.
  organization_id organization{};       ///< The organization that invites.
  invito::recipient recipient{};        ///< The recipient.
  person_name name{};                   ///< The name of the recipient, for the message.
  std::optional<actor> created_by{};    ///< The actor who issued it; absent: unknown.
  std::optional<instant> created_at{};  ///< The time of the issue; absent: unknown.
  bool send = true;                     ///< Whether the inviter requested that messages are sent.
  attribute_list attributes{};          ///< Foreign values, passed on with the membership.

  invito::state state{};           ///< The recorded state; see `status` for the present one.
  invito::offer offer{};           ///< The role and the grants that an acceptance grants.
  std::uint32_t offer_number = 1;  ///< Incremented whenever the offer changes.
  std::optional<actor> sponsor{};  ///< The actor who issued or last amended it and vouches for it.
  box<token_digests> tokens{};  ///< The digests of the valid tokens; absent: no token is required.
  box<invito::baseline> baseline{};  ///< The start of the history; absent: the issue is the start.
  event_list history{};              ///< All events since the baseline.

  /// Returns the number of changes so far. Compare and set it when you store the invitation.
  [[nodiscard]] std::uint64_t revision() const noexcept;

  /// Returns the status at `now`: a pending invitation can be used while `now < expires_at` and is
  /// expired from `expires_at` on, whether or not the expiry was recorded. Complexity: constant.
  [[nodiscard]] invito::status status(instant now) const noexcept;

  /// Returns the status at `t`, or `std::nullopt` before the first time that is known. Complexity:
  /// logarithmic in the number of events.
  [[nodiscard]] std::optional<invito::status> status_at(instant t) const noexcept;

  /// Returns the expiry, also in a final state; absent: none or unknown.
  [[nodiscard]] std::optional<instant> expires_at() const noexcept;

  /// Returns the time of the last change: of the last event or, without events, the time that the
  /// source gave.
  [[nodiscard]] std::optional<instant> updated_at() const noexcept;

  /// Compares all members; addresses are compared without regard to case.
  friend bool operator==(invitation const& a, invitation const& b);
  friend bool operator!=(invitation const& a, invitation const& b) { return !(a == b); }
};

/// Makes the current values of `i` the start of its history, as readers do with the values of a
/// foreign document. `expires_at` is the expiry, unless the state is pending, which contains its
/// own. `known_at` is a time at which the state is known to hold; it is used only if the start of
/// the state is unknown: `created_at` for a pending state, the time in the state for any other.
/// `revision` is the number of earlier changes.
void begin_history(invitation& i, std::optional<instant> expires_at,
                   std::optional<instant> known_at = std::nullopt, std::uint64_t revision = 0);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/invitation.ipp>
#endif
