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

INVITO_INLINE bool matches(invitation_filter const& asked, invitation const& i) noexcept {
  if (!asked.organization.empty() && i.organization != asked.organization) return false;
  if (asked.email && i.recipient.email != asked.email) return false;
  if (asked.inviter && i.created_by != asked.inviter) return false;
  if (asked.sponsor && i.sponsor != asked.sponsor) return false;
  if (asked.role && i.offer.role != *asked.role) return false;
  if (asked.as_of && i.created_at > asked.as_of) return false;
  if (!asked.status) return true;
  return asked.as_of && i.status_at(*asked.as_of) == asked.status;
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
  // Junk, overflow and other spellings of a number are written differently from what was read.
  if (to_string(out) != text) return std::nullopt;
  return out;
}

namespace detail {

/// When an invitation ran out of time that was pending between two moments, each perhaps unknown.
inline std::optional<instant> ran_out(std::optional<instant> expires_at,
                                      std::optional<instant> since,
                                      std::optional<instant> until) noexcept {
  if (!expires_at) return std::nullopt;
  const instant at = since ? (std::max)(*expires_at, *since) : *expires_at;
  if (until && at > *until) return std::nullopt;
  return at;
}

/// The same for what was told before any event, of which the first is dated `first_event`.
inline std::optional<instant> ran_out_as_told(invitation const& i,
                                              std::optional<instant> first_event) noexcept {
  if (!i.baseline && !i.history.empty()) return std::nullopt;  // begins with its issue
  baseline const* const told = i.baseline ? &*i.baseline : nullptr;
  state const& was = told ? told->state : i.state;
  const std::optional<instant> expires_at = told ? told->expires_at : i.expires_at();
  if (std::holds_alternative<pending>(was)) {
    // An unknown moment is less than every known one.
    const auto since = told ? (std::max)(i.created_at, told->known_at) : i.created_at;
    return ran_out(expires_at, since, first_event);
  }
  // As for `status_at`: between a known birth and its one known change it was pending.
  const std::optional<instant> changed = changed_at(was);
  if (changed && i.created_at) {
    if (const auto at = ran_out(expires_at, i.created_at, changed)) return at;
  }
  return std::holds_alternative<expired>(was) ? changed : std::nullopt;
}

/// The last moment up to `until` at which `i` expired.
inline std::optional<instant> last_expired(invitation const& i, instant until) noexcept {
  std::optional<instant> next;  // the moment of the event behind
  for (auto e = i.history.rbegin(); e != i.history.rend(); ++e) {
    const event_kind kind = e->kind();
    if (kind == event_kind::issue || kind == event_kind::resend || kind == event_kind::amend) {
      const auto at = ran_out(e->expires_at, e->at, next);
      if (at && *at <= until) return at;
    }
    next = e->at;
  }
  const auto at = ran_out_as_told(i, next);
  return at && *at <= until ? at : std::nullopt;
}

}  // namespace detail

INVITO_INLINE std::optional<instant> expired_between(invitation const& i, instant after,
                                                     instant until) noexcept {
  const auto last = detail::last_expired(i, until);
  return last && *last > after ? last : std::nullopt;
}

INVITO_INLINE bool is_due(invitation const& i, instant now) noexcept {
  return std::holds_alternative<pending>(i.state) &&
         detail::judged_status(i, now) == status::expired;
}

}  // namespace INVITO_ABI
}  // namespace invito
