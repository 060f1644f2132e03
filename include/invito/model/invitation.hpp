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

/// The start of the history of an invitation whose earlier events are unknown. Such an invitation
/// was read from the document of an API or assembled from database columns. A baseline contains the
/// values from this source, and the library checks no rules for them.
struct baseline {
  invito::state state{};           ///< The state at the baseline.
  invito::offer offer{};           ///< The offer at the baseline.
  std::uint32_t offer_number = 1;  ///< The number of the offer at the baseline.
  std::optional<actor> sponsor{};  ///< The actor who issued or last amended the invitation.
  box<token_digests> tokens{};     ///< The digests of the tokens at the baseline.
  /// The expiry, also if the state is final. Absent if the expiry is unknown or if the invitation
  /// never expires.
  std::optional<instant> expires_at{};
  /// The number of changes before the baseline, as the host counted them.
  std::uint64_t revision = 0;
  /// The earliest time at which the invitation is known to have had `state`.
  std::optional<instant> known_at{};
  /// The time of the last change before the baseline. Absent if the source has no such time.
  std::optional<instant> updated_at{};
  /// The composite status in the source document. Absent if the document contains none.
  box<composite_status> source_statuses{};

  friend bool operator==(baseline const& a, baseline const& b);
  friend bool operator!=(baseline const& a, baseline const& b) { return !(a == b); }
};

/// An invitation: a plain value that can be copied, moved, compared and stored. After the issue,
/// `apply` changes only `state` and the data members that are declared after `state`. `redact` can
/// erase the data of a person from all data members.
struct invitation {
  invitation_id id{};                   ///< The id, which the host chooses.
  organization_id organization{};       ///< The organization to which the person is invited.
  invito::recipient recipient{};        ///< The invited person.
  person_name name{};                   ///< The name of the recipient, for the message.
  std::optional<actor> created_by{};    ///< The actor who issued the invitation. Absent if unknown.
  std::optional<instant> created_at{};  ///< The time of the issue. Absent if unknown.
  bool send = true;                     ///< Whether the inviter requested that messages are sent.
  /// Named values that the library does not interpret. After an acceptance, the host gets these
  /// values in the effect `grant_membership`.
  attribute_list attributes{};

  invito::state state{};           ///< The recorded state. Call `status` for the status at a time.
  invito::offer offer{};           ///< The role and the grants that an acceptance grants.
  std::uint32_t offer_number = 1;  ///< The number of the offer. Each amendment increments it.
  /// The actor who issued or last amended the invitation. Absent if unknown. See `sponsor_rule`.
  std::optional<actor> sponsor{};
  box<token_digests> tokens{};  ///< The digests of the tokens. Absent if there is no token.
  /// The start of the history. Absent if the first event is the issue.
  box<invito::baseline> baseline{};
  /// The events, oldest first. If there is no baseline, the first event is the issue.
  event_list history{};

  /// Returns the number of changes so far. Compare this number with the stored number when you
  /// store a changed invitation, so that no change of another process is lost.
  [[nodiscard]] std::uint64_t revision() const noexcept;

  /// Returns the status at `now`. If `state` is pending, the status is `pending` while `now` is
  /// before the expiry. From the expiry on, the status is `expired`, even if the expiry was not
  /// recorded. Complexity: constant.
  [[nodiscard]] invito::status status(instant now) const noexcept;

  /// Returns the status at `t` according to the history, or `std::nullopt` if the status at `t` is
  /// unknown. Complexity: logarithmic in the number of events.
  [[nodiscard]] std::optional<invito::status> status_at(instant t) const noexcept;

  /// Returns the expiry, also if the state is final. Returns `std::nullopt` if the expiry is
  /// unknown or if the invitation never expires.
  [[nodiscard]] std::optional<instant> expires_at() const noexcept;

  /// Returns the time of the last event. If there are no events, returns the `updated_at` of the
  /// baseline. If there is no baseline either, returns `created_at`.
  [[nodiscard]] std::optional<instant> updated_at() const noexcept;

  /// Compares all members. In addresses, the case of A to Z is ignored.
  friend bool operator==(invitation const& a, invitation const& b);
  friend bool operator!=(invitation const& a, invitation const& b) { return !(a == b); }
};

/// Makes a baseline from the current values of `i` and removes all events. The functions that read
/// the documents of an API call this function.
/// - `expires_at` is the expiry. The function ignores this parameter if the state is pending,
///   because a pending state contains the expiry.
/// - `known_at` is a time at which the invitation had the current state. The function ignores this
///   parameter if `i` contains the time at which the state began: `created_at` for a pending state,
///   otherwise the time in the state.
/// - `revision` is the number of changes before the baseline.
void begin_history(invitation& i, std::optional<instant> expires_at,
                   std::optional<instant> known_at = std::nullopt, std::uint64_t revision = 0);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/invitation.ipp>
#endif
