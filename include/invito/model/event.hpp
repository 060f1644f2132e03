// SPDX-License-Identifier: MIT
#pragma once

/// \file model/event.hpp
/// The events of an invitation. An event contains the values that changed, but no copy of the whole
/// invitation. Therefore a long history remains small.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <invito/base/box.hpp>
#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/model/email.hpp>
#include <invito/model/id.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/state.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The kinds of events, in the order of the alternatives of `event_details`.
enum class event_kind : std::uint8_t {
  issue,      ///< The invitation was issued.
  resend,     ///< The invitation was sent again.
  amend,      ///< The offer was replaced.
  accept,     ///< The invitee accepted.
  decline,    ///< The invitee declined.
  revoke,     ///< The organization revoked the invitation.
  supersede,  ///< A newer invitation replaced the invitation.
  expire      ///< The invitation expired, and the expiry was recorded.
};

template <>
inline constexpr std::array<std::string_view, 8> names_of<event_kind>{
    "issue", "resend", "amend", "accept", "decline", "revoke", "supersede", "expire"};

/// Returns the status of an invitation after an event of the kind `kind`.
[[nodiscard]] constexpr status status_after(event_kind kind) noexcept;

/// The details of an `issue` event.
struct issue_details {
  box<invito::offer> offer{};  ///< The offer of the invitation.
  /// The digest of the token in the message. Absent if the invitation has no token.
  box<token_digest> token{};
  /// Whether the offer consists of the role and the grants that the person had as a former member.
  bool reinstates = false;
  friend bool operator==(issue_details const& a, issue_details const& b);
  friend bool operator!=(issue_details const& a, issue_details const& b) { return !(a == b); }
};

/// The details of a `resend` event. A resend can also set a new expiry; see `event::expires_at`.
struct resend_details {
  /// The digest of a new token. Absent if the command had no token or the current token.
  box<token_digest> token{};
  /// The time from which the previous token is invalid. If absent, a new token makes the previous
  /// token invalid at once.
  std::optional<instant> previous_until{};
  friend bool operator==(resend_details const& a, resend_details const& b);
  friend bool operator!=(resend_details const& a, resend_details const& b) { return !(a == b); }
};

/// The details of an `amend` event.
struct amend_details {
  box<invito::offer> offer{};  ///< The new offer.
  /// The digest of the token in the message. Absent if the invitation has no token.
  box<token_digest> token{};
  friend bool operator==(amend_details const& a, amend_details const& b);
  friend bool operator!=(amend_details const& a, amend_details const& b) { return !(a == b); }
};

/// The details of an `accept` event.
struct accept_details {
  invito::proof proof{};  ///< The evidence that identified the person.
  /// The address of the person. Absent if the person has the address of the recipient or none.
  box<invito::email> email{};
  /// The part of the offer that was granted. Absent if the whole offer was granted.
  box<invito::offer> granted{};
  friend bool operator==(accept_details const& a, accept_details const& b);
  friend bool operator!=(accept_details const& a, accept_details const& b) { return !(a == b); }
};

/// The details of a `decline` event.
struct decline_details {
  invito::proof proof{};  ///< The evidence that identified the person.
  /// The address of the person. Absent if the person has the address of the recipient or none.
  box<invito::email> email{};
  friend bool operator==(decline_details const& a, decline_details const& b);
  friend bool operator!=(decline_details const& a, decline_details const& b) { return !(a == b); }
};

/// The details of a `revoke` event.
struct revoke_details {
  friend bool operator==(revoke_details const&, revoke_details const&);
  friend bool operator!=(revoke_details const& a, revoke_details const& b) { return !(a == b); }
};

/// The details of a `supersede` event.
struct supersede_details {
  box<invitation_id> newer{};  ///< The id of the newer invitation. Absent if unknown.
  friend bool operator==(supersede_details const& a, supersede_details const& b);
  friend bool operator!=(supersede_details const& a, supersede_details const& b) {
    return !(a == b);
  }
};

/// The details of an `expire` event. The time of this event (`event::at`) is the expiry.
struct expire_details {
  instant recorded_at{};  ///< The time at which the expiry was recorded.
  friend bool operator==(expire_details const& a, expire_details const& b);
  friend bool operator!=(expire_details const& a, expire_details const& b) { return !(a == b); }
};

/// The details of an event, with one alternative for each `event_kind`, in the same order.
using event_details =
    std::variant<issue_details, resend_details, amend_details, accept_details, decline_details,
                 revoke_details, supersede_details, expire_details>;

/// One event in the history of an invitation.
struct event {
  /// The time of the event, which is never before the time of the previous event.
  instant at{};
  actor by{};                  ///< The actor, or the invitee for an accept or decline event.
  std::uint64_t revision = 0;  ///< The revision of the invitation after the event.
  /// The expiry after the event. Absent if the invitation never expires.
  std::optional<instant> expires_at{};
  /// The idempotency key of the command. Empty if the command had no idempotency key.
  std::string idempotency_key{};
  /// Whether the time of the command was before the latest time in the invitation, because a clock
  /// had gone back. If so, `at` is this latest time and not the time of the command.
  bool clamped = false;
  event_details details{};  ///< The details, which determine the kind.

  /// Returns the kind of the event.
  [[nodiscard]] event_kind kind() const noexcept {
    return static_cast<event_kind>(details.index());
  }

  friend bool operator==(event const& a, event const& b);
  friend bool operator!=(event const& a, event const& b) { return !(a == b); }
};

/// Returns the state of an invitation after the event `e`. The function does not check whether the
/// state before the event allows the event.
[[nodiscard]] state state_after(event const& e);

/// A list of events, oldest first.
using event_list = std::vector<event>;

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/model/impl/event.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/event.ipp>
#endif
