// SPDX-License-Identifier: MIT
#pragma once

/// \file model/event.hpp
/// What happened to an invitation. An event holds what it changed and nothing that the invitation
/// holds already, so a long history stays small.

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
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The events, in the order of the alternatives of `event_details`.
enum class event_kind : std::uint8_t {
  issue,
  resend,
  amend,
  accept,
  decline,
  revoke,
  supersede,
  expire
};

template <>
inline constexpr std::array<std::string_view, 8> names_of<event_kind>{
    "issue", "resend", "amend", "accept", "decline", "revoke", "supersede", "expire"};

/// It was made, with this offer.
struct issue_details {
  box<invito::offer> offer{};  ///< What was offered.
  box<key_digest> key{};       ///< Of the key that was sent; absent: there is none.
  bool reinstates = false;     ///< The offer is what the person had as a member before.
  friend bool operator==(issue_details const& a, issue_details const& b);
  friend bool operator!=(issue_details const& a, issue_details const& b) { return !(a == b); }
};

/// It was sent again, perhaps with a later expiry and another key.
struct resend_details {
  box<key_digest> key{};  ///< Of the key that was sent; absent: there is none.
  std::optional<instant>
      previous_until{};  ///< When the key before it becomes void; absent: at once.
  friend bool operator==(resend_details const& a, resend_details const& b);
  friend bool operator!=(resend_details const& a, resend_details const& b) { return !(a == b); }
};

/// Its offer was replaced by this one.
struct amend_details {
  box<invito::offer> offer{};  ///< What is offered from now on.
  box<key_digest> key{};       ///< Of the key that was sent; absent: there is none.
  friend bool operator==(amend_details const& a, amend_details const& b);
  friend bool operator!=(amend_details const& a, amend_details const& b) { return !(a == b); }
};

/// The invitee said yes.
struct accept_details {
  proof relied_on{};             ///< How the person was recognised.
  box<invito::email> email{};    ///< The person's address where it is not the invitation's.
  box<invito::offer> granted{};  ///< What was granted where parts of the offer had vanished.
  friend bool operator==(accept_details const& a, accept_details const& b);
  friend bool operator!=(accept_details const& a, accept_details const& b) { return !(a == b); }
};

/// The invitee said no.
struct decline_details {
  proof relied_on{};           ///< How the person was recognised.
  box<invito::email> email{};  ///< The person's address where it is not the invitation's.
  friend bool operator==(decline_details const& a, decline_details const& b);
  friend bool operator!=(decline_details const& a, decline_details const& b) { return !(a == b); }
};

/// It was withdrawn.
struct revoke_details {
  friend bool operator==(revoke_details const&, revoke_details const&);
  friend bool operator!=(revoke_details const& a, revoke_details const& b) { return !(a == b); }
};

/// A newer invitation took its place.
struct supersede_details {
  box<invitation_id> newer{};  ///< Which one; absent: not told.
  friend bool operator==(supersede_details const& a, supersede_details const& b);
  friend bool operator!=(supersede_details const& a, supersede_details const& b) {
    return !(a == b);
  }
};

/// Somebody wrote down that its time was over; the event itself is dated with the expiry.
struct expire_details {
  instant recorded_at{};  ///< When it was written down.
  friend bool operator==(expire_details const& a, expire_details const& b);
  friend bool operator!=(expire_details const& a, expire_details const& b) { return !(a == b); }
};

/// What an event of each kind needs, in the order of `event_kind`.
using event_details =
    std::variant<issue_details, resend_details, amend_details, accept_details, decline_details,
                 revoke_details, supersede_details, expire_details>;

/// One thing that happened.
struct event {
  instant at{};                         ///< Never before the previous event's.
  actor by{};                           ///< Who did it; the invitee in an answer.
  std::uint64_t revision = 0;           ///< The revision that it made.
  std::optional<instant> expires_at{};  ///< The expiry in force after it; absent: none.
  std::string idempotency_key{};        ///< Of the command that caused it, if it carried one.
  bool clamped = false;                 ///< The clock had gone back; `at` is the previous event's.
  event_details details{};              ///< What is particular to its kind.

  /// Which verb it was.
  [[nodiscard]] event_kind kind() const noexcept {
    return static_cast<event_kind>(details.index());
  }

  friend bool operator==(event const& a, event const& b);
  friend bool operator!=(event const& a, event const& b) { return !(a == b); }
};

/// All that happened, oldest first.
using event_list = std::vector<event>;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/event.ipp>
#endif
