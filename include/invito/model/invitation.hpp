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

/// The start of the history of an invitation that was read from the document of an API or assembled
/// from database columns. A baseline contains the values as they were given, without events. Rules
/// check commands, but they do not check baselines.
struct baseline {
  invito::state state{};           ///< The state.
  invito::offer offer{};           ///< The offer.
  std::uint32_t offer_number = 1;  ///< The number of the offer.
  std::optional<actor> sponsor{};  ///< The sponsor.
  box<token_digests> tokens{};     ///< The digests of the valid tokens.
  /// The expiry, also in a final state. Absent if it is unknown or the invitation never expires.
  std::optional<instant> expires_at{};
  /// The number of earlier changes, as the host counted them.
  std::uint64_t revision = 0;
  /// The earliest time at which the invitation is known to have had this state.
  std::optional<instant> known_at{};
  /// The time of the last change, if the source contained this time.
  std::optional<instant> updated_at{};
  /// The statuses in the source document. Absent if the document contains none.
  box<composite_status> source_statuses{};

  friend bool operator==(baseline const& a, baseline const& b);
  friend bool operator!=(baseline const& a, baseline const& b) { return !(a == b); }
};

/// An invitation. It is a plain value that can be copied, moved, compared and stored. After the
/// issue, `apply` changes only the members of the second group. `redact` can erase a person from
/// both groups.
struct invitation {
  invitation_id id{};                   ///< The id, which the host chooses.
  organization_id organization{};       ///< The organization that invites.
  invito::recipient recipient{};        ///< The recipient.
  person_name name{};                   ///< The name of the recipient, for the message.
  std::optional<actor> created_by{};    ///< The actor who issued the invitation. Absent if unknown.
  std::optional<instant> created_at{};  ///< The time of the issue. Absent if unknown.
  bool send = true;                     ///< Whether the inviter requested that messages are sent.
  /// Named values that the library does not interpret. The effect `grant_membership` contains them.
  attribute_list attributes{};

  invito::state state{};           ///< The recorded state. `status` returns the status at a time.
  invito::offer offer{};           ///< The role and the grants that an acceptance grants.
  std::uint32_t offer_number = 1;  ///< The number of the offer. Each amendment increments it.
  /// The actor who issued or last amended the invitation; see `sponsor_rule`.
  std::optional<actor> sponsor{};
  box<token_digests> tokens{};  ///< The digests of the valid tokens. Absent if there is no token.
  /// The start of the history. Absent if the history starts with the issue.
  box<invito::baseline> baseline{};
  /// The events, oldest first. The first event is the issue, unless there is a baseline.
  event_list history{};

  /// Returns the number of changes so far. When you store the invitation, use this number for
  /// compare and set.
  [[nodiscard]] std::uint64_t revision() const noexcept;

  /// Returns the status at `now`. A pending invitation can be used while `now < expires_at`. From
  /// `expires_at` on it is expired, even if the expiry was not recorded. Complexity: constant.
  [[nodiscard]] invito::status status(instant now) const noexcept;

  /// Returns the status at `t`, or `std::nullopt` if the status at that time is unknown.
  /// Complexity: logarithmic in the number of events.
  [[nodiscard]] std::optional<invito::status> status_at(instant t) const noexcept;

  /// Returns the expiry, also in a final state, or `std::nullopt` if the expiry is unknown or the
  /// invitation never expires.
  [[nodiscard]] std::optional<instant> expires_at() const noexcept;

  /// Returns the time of the last event. Without events, returns `baseline::updated_at` or, if
  /// there is no baseline, `created_at`.
  [[nodiscard]] std::optional<instant> updated_at() const noexcept;

  /// Compares all members. In addresses, the case of A to Z is ignored.
  friend bool operator==(invitation const& a, invitation const& b);
  friend bool operator!=(invitation const& a, invitation const& b) { return !(a == b); }
};

/// Makes the current values of `i` its baseline and removes all events. The readers of dialects
/// call this function. `expires_at` is the expiry. It is ignored for a pending state, which
/// contains the expiry itself. `known_at` is a time at which the invitation is known to have had
/// the state. It is used only if `i` does not contain the time at which the state began. For a
/// pending state, this time is `created_at`. For other states, it is the time in the state.
/// `revision` is the number of earlier changes.
void begin_history(invitation& i, std::optional<instant> expires_at,
                   std::optional<instant> known_at = std::nullopt, std::uint64_t revision = 0);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/invitation.ipp>
#endif
