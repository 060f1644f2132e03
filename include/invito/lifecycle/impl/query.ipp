// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <tuple>
#include <variant>

#include <invito/base/impl/append_number.hpp>
#include <invito/base/text.hpp>
#include <invito/lifecycle/impl/record.hpp>
#include <invito/lifecycle/query.hpp>
#include <invito/model/event.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(cursor const& a, cursor const& b) noexcept {
  return a.created_at == b.created_at && a.id == b.id;
}

INVITO_INLINE bool operator<(cursor const& a, cursor const& b) noexcept {
  return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
}

INVITO_INLINE bool matches(invitation_filter const& filter, invitation const& i) noexcept {
  if (!filter.organization.empty() && i.organization != filter.organization) return false;
  if (filter.email && i.recipient.email != filter.email) return false;
  if (filter.inviter && i.created_by != filter.inviter) return false;
  if (filter.sponsor && i.sponsor != filter.sponsor) return false;
  if (filter.role && i.offer.role != *filter.role) return false;
  if (filter.as_of && i.created_at > filter.as_of) return false;
  if (!filter.status) return true;
  return filter.as_of && i.status_at(*filter.as_of) == filter.status;
}

INVITO_INLINE cursor position_of(invitation const& i) { return {i.created_at, i.id}; }

INVITO_INLINE std::string to_string(cursor const& c) {
  std::string out;
  if (c.created_at) append_number(out, std::int64_t{c.created_at->time_since_epoch().count()});
  out += '.';
  out += c.id.text();
  return out;
}

INVITO_INLINE std::optional<cursor> parse_cursor(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  cursor out;
  if (dot != 0) {
    std::int64_t ticks = 0;
    std::from_chars(text.data(), text.data() + dot, ticks);
    out.created_at = instant{std::chrono::nanoseconds{ticks}};
  }
  out.id = invitation_id(std::string(text.substr(dot + 1)));
  // If `text` is invalid, contains too large a number or writes the number in another way,
  // `to_string` returns another text.
  if (to_string(out) != text) return std::nullopt;
  return out;
}

namespace detail {

/// Returns the time at which an invitation expired if it was pending from `since` to `until`. An
/// absent `since` or `until` means an unknown time.
inline std::optional<instant> expiry_between(std::optional<instant> expires_at,
                                             std::optional<instant> since,
                                             std::optional<instant> until) noexcept {
  if (!expires_at) return std::nullopt;
  const instant at = since ? (std::max)(*expires_at, *since) : *expires_at;
  if (until && at > *until) return std::nullopt;
  return at;
}

/// Returns the time at which `i` expired before its first event. `first_event` is the time of the
/// first event, or absent if there are no events.
inline std::optional<instant> expiry_before_events(invitation const& i,
                                                   std::optional<instant> first_event) noexcept {
  if (!i.baseline && !i.history.empty()) return std::nullopt;  // the history begins with the issue
  baseline const* const start = i.baseline ? &*i.baseline : nullptr;
  state const& first_state = start ? start->state : i.state;
  const std::optional<instant> expires_at = start ? start->expires_at : i.expires_at();
  if (std::holds_alternative<pending>(first_state)) {
    // An unknown time is less than every known time.
    const auto since = start ? (std::max)(i.created_at, start->known_at) : i.created_at;
    return expiry_between(expires_at, since, first_event);
  }
  // If the times of the creation and of the change to this state are known, the invitation was
  // pending between these times; see `status_at`.
  const std::optional<instant> changed = changed_at(first_state);
  if (changed && i.created_at) {
    if (const auto at = expiry_between(expires_at, i.created_at, changed)) return at;
  }
  return std::holds_alternative<expired>(first_state) ? changed : std::nullopt;
}

/// Returns the last expiry of `i` at or before `until`: a time at which `i` became expired.
inline std::optional<instant> last_expiry(invitation const& i, instant until) noexcept {
  std::optional<instant> next;  // the time of the following event
  for (auto e = i.history.rbegin(); e != i.history.rend(); ++e) {
    const event_kind kind = e->kind();
    if (kind == event_kind::issue || kind == event_kind::resend || kind == event_kind::amend) {
      const auto at = expiry_between(e->expires_at, e->at, next);
      if (at && *at <= until) return at;
    }
    next = e->at;
  }
  const auto at = expiry_before_events(i, next);
  return at && *at <= until ? at : std::nullopt;
}

}  // namespace detail

INVITO_INLINE std::optional<instant> expired_between(invitation const& i, instant after,
                                                     instant until) noexcept {
  const auto last = detail::last_expiry(i, until);
  return last && *last > after ? last : std::nullopt;
}

INVITO_INLINE bool is_due(invitation const& i, instant now) noexcept {
  return std::holds_alternative<pending>(i.state) &&
         detail::clamped_status(i, now) == status::expired;
}

}  // namespace INVITO_ABI
}  // namespace invito
