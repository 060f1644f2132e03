// SPDX-License-Identifier: MIT
#pragma once

/// \file model/invitation.hpp
/// An invitation to an organization, and what it was at any moment.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <variant>

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
inline namespace v0 {

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

  friend bool operator==(baseline const& a, baseline const& b) {
    return a.state == b.state && a.offer == b.offer && a.offer_number == b.offer_number &&
           a.sponsor == b.sponsor && a.keys == b.keys && a.expires_at == b.expires_at &&
           a.revision == b.revision && a.known_at == b.known_at && a.updated_at == b.updated_at &&
           a.told_statuses == b.told_statuses;
  }
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
  friend bool operator==(invitation const& a, invitation const& b) {
    return a.id == b.id && a.organization == b.organization && a.recipient == b.recipient &&
           a.name == b.name && a.created_by == b.created_by && a.created_at == b.created_at &&
           a.send == b.send && a.attributes == b.attributes && a.state == b.state &&
           a.offer == b.offer && a.offer_number == b.offer_number && a.sponsor == b.sponsor &&
           a.keys == b.keys && a.baseline == b.baseline && a.history == b.history;
  }
  friend bool operator!=(invitation const& a, invitation const& b) { return !(a == b); }
};

/// Makes the present values of `i` the start of its history, as readers do with what a foreign
/// document told. `expires_at` is the expiry in force, unless a pending state says so itself.
/// `told_at` is a moment for which the state is known to hold; it counts only where the state
/// itself does not say since when.
void begin_history(invitation& i, std::optional<instant> expires_at,
                   std::optional<instant> told_at = std::nullopt, std::uint64_t revision = 0);

// -------------------------------------------------------------------------------------------------

inline std::uint64_t invitation::revision() const noexcept {
  return (baseline ? baseline->revision : 0) + history.size();
}

inline invito::status invitation::status(instant now) const noexcept {
  if (auto* waiting = std::get_if<pending>(&state)) {
    const bool over = waiting->expires_at && now >= *waiting->expires_at;
    return over ? invito::status::expired : invito::status::pending;
  }
  return recorded_status(state);
}

inline std::optional<invito::status> invitation::status_at(instant t) const noexcept {
  const auto pending_until = [t](std::optional<instant> const& expiry) {
    return expiry && t >= *expiry ? invito::status::expired : invito::status::pending;
  };
  const auto after = std::upper_bound(history.begin(), history.end(), t,
                                      [](instant x, event const& e) { return x < e.at; });
  if (after != history.begin()) {
    event const& last = *(after - 1);
    switch (last.kind()) {
      case event_kind::issue:
      case event_kind::resend:
      case event_kind::amend: return pending_until(last.expires_at);
      case event_kind::accept: return invito::status::accepted;
      case event_kind::decline:
      case event_kind::revoke:
      case event_kind::supersede: return invito::status::revoked;
      case event_kind::expire: return invito::status::expired;
    }
  }
  if (!baseline) return std::nullopt;
  if (baseline->known_at && t >= *baseline->known_at) {
    const auto told = recorded_status(baseline->state);
    return told == invito::status::pending ? pending_until(baseline->expires_at) : told;
  }
  // Before its one known change, an invitation with a known birth was waiting for an answer.
  const bool known_change = baseline->known_at && changed_at(baseline->state);
  if (known_change && created_at && t >= *created_at) return pending_until(baseline->expires_at);
  return std::nullopt;
}

namespace detail {

/// Where the expiry in force stands.
inline std::optional<instant> const& expiry(invitation const& i) noexcept {
  static constexpr std::optional<instant> none;
  if (auto* waiting = std::get_if<pending>(&i.state)) return waiting->expires_at;
  if (!i.history.empty()) return i.history.back().expires_at;
  return i.baseline ? i.baseline->expires_at : none;
}

}  // namespace detail

inline std::optional<instant> invitation::expires_at() const noexcept {
  return detail::expiry(*this);
}

inline std::optional<instant> invitation::updated_at() const noexcept {
  if (!history.empty()) return history.back().at;
  return baseline ? baseline->updated_at : created_at;
}

inline void begin_history(invitation& i, std::optional<instant> expires_at,
                          std::optional<instant> told_at, std::uint64_t revision) {
  auto* waiting = std::get_if<pending>(&i.state);
  const std::optional<instant> since = waiting ? i.created_at : changed_at(i.state);
  if (waiting) expires_at = waiting->expires_at;
  i.baseline = invito::baseline{i.state, i.offer,    i.offer_number, i.sponsor,
                                i.keys,  expires_at, revision,       since ? since : told_at};
  i.history.clear();  // last, as the baseline may not fit into memory
}

}  // namespace v0
}  // namespace invito
