// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/query.hpp
/// Questions about many invitations: which match, a page of them, which have expired. They read
/// values and nothing else, and say what a database has to answer to mean the same.

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/base/text.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/model/email.hpp>
#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/person.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace v0 {

// Which ------------------------------------------------------------------------------------------

/// Which invitations are asked for: those that agree with every member that is set.
///
/// Only the status and the existence are those of `as_of`; role and sponsor are the present ones.
/// What was created behind `as_of` does not match; an unknown creation counts as earlier than all.
struct invitation_filter {
  organization_id organization{};          ///< Empty: any. Whoever serves one tenant sets it.
  std::optional<invito::status> status{};  ///< That it had at `as_of`. Without `as_of` nothing
                                           ///< matches: there is no status without a moment. What
                                           ///< `status_at` does not know matches no status either.
  std::optional<instant> as_of{};          ///< The moment that is asked about, often now.
  std::optional<invito::email> email{};    ///< Whatever the case of its letters.
  std::optional<actor> inviter{};          ///< Who issued it.
  std::optional<actor> sponsor{};          ///< Who vouches for it.
  std::optional<std::string> role{};  ///< In the organization, compared bytewise; "" asks for none.
};

/// Whether `i` is one of those that are asked for. Logarithmic in the number of its events.
[[nodiscard]] bool matches(invitation_filter const& asked, invitation const& i) noexcept;

// Pages ------------------------------------------------------------------------------------------

/// A place in the order of all invitations: by creation, then by id. An unknown creation stands
/// before every known one, and ids are compared bytewise: `order by created_at nulls first, id`
/// under a bytewise collation. Neither ever changes, so no invitation moves in this order.
struct cursor {
  std::optional<instant> created_at{};  ///< Absent: unknown.
  invitation_id id{};                   ///< Breaks ties.

  friend bool operator==(cursor const& a, cursor const& b) noexcept {
    return a.created_at == b.created_at && a.id == b.id;
  }
  friend bool operator!=(cursor const& a, cursor const& b) noexcept { return !(a == b); }
  friend bool operator<(cursor const& a, cursor const& b) noexcept {
    return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
  }
  friend bool operator>(cursor const& a, cursor const& b) noexcept { return b < a; }
  friend bool operator<=(cursor const& a, cursor const& b) noexcept { return !(b < a); }
  friend bool operator>=(cursor const& a, cursor const& b) noexcept { return !(a < b); }
};

/// Where `i` stands.
[[nodiscard]] cursor position_of(invitation const& i);

/// The cursor as text for an API: nanoseconds since 1970-01-01T00:00:00Z, or nothing where they are
/// unknown; a dot; the id, byte for byte. It says no more than the invitation it was made from, and
/// grants nothing: whoever makes one up stands elsewhere behind the same filter. Linear.
[[nodiscard]] std::string to_string(cursor const& c);

/// The cursor that `to_string` writes as `text`; nothing for every other text. Linear.
[[nodiscard]] std::optional<cursor> parse_cursor(std::string_view text);

/// Which way a list goes, in the order of `cursor`.
enum class page_order : std::uint8_t { oldest_first, newest_first };

template <>
inline constexpr std::array<std::string_view, 2> names_of<page_order>{"oldest_first",
                                                                      "newest_first"};

/// Some of the invitations that match, from a place on. Keep filter and order from page to page,
/// `as_of` included: a later one is another question.
struct page_request {
  invitation_filter filter{};                   ///< Which ones.
  page_order order = page_order::newest_first;  ///< Which way.
  std::optional<cursor> after{};  ///< The `next` of the page before. Absent: from the beginning.
  std::size_t limit = 20;         ///< The most items; bound what comes from outside.
};

/// What was found, in the order asked for.
struct page {
  std::vector<invitation const*> items{};  ///< Into the range, good for as long as its elements.
  std::optional<cursor> next{};            ///< Where to go on; only where more match behind it.
};

/// The first `limit` of `all` that match, behind `after`. `all` is a range of invitations in any
/// order, without an id twice in it.
///
/// Pages are cut at a place, not at a number: what comes or goes between two of them makes none of
/// the others appear twice or not at all. What comes in ahead of the place is not seen any more.
/// The invitation at the place need not exist any longer. A limit of 0 gives neither items nor
/// `next`, as nobody would get anywhere by going on.
///
/// n log(limit) comparisons, and memory for `limit` pointers at most.
template <class Range>
[[nodiscard]] page find_page(Range const& all, page_request const& asked);

/// The items would point into a range that is gone.
template <class Range>
page find_page(Range const&& all, page_request const& asked) = delete;

// Expiry -----------------------------------------------------------------------------------------

/// The last moment in (after, until] at which `i` ran out of time while it waited for an answer,
/// whether or not that was written down: the moment that an `expire` is dated with, which is its
/// expiry, but never before the change that set it. Nothing where there is none. A renewed
/// invitation may have expired several times, and one withdrawn since has expired all the same.
/// At the very moment of the expiry it is too late: an event dated with it came behind it.
///
/// Events to come change nothing about moments before them, and intervals that follow one another
/// tell of each expiry in exactly one of them; only of several in one interval is it the last.
/// Of what happened before a baseline no more is told than follows from its state, expiry and
/// times. Linear in the number of events.
[[nodiscard]] std::optional<instant> expired_between(invitation const& i, instant after,
                                                     instant until) noexcept;

/// Whether the time of `i` is over and nobody has written it down: whether `expire` would at `now`.
/// Like every verb, it judges by no earlier moment than the last that the invitation knows.
/// Constant.
[[nodiscard]] bool is_due(invitation const& i, instant now) noexcept;

/// The earliest expiry of those that are pending at `now`, nothing where none of them expires: when
/// a sweep that has written down what is due has to wake again, if nothing changes before.
/// Linear.
template <class Range>
[[nodiscard]] std::optional<instant> next_expiry(Range const& all, instant now);

/// A sweep over records that hold no more than what it asks about, such as the rows of a table in
/// memory: the positions of all that wait for an answer and expire at `now` or before, in their
/// order. `expiry_of(record)` is a moment, `waits(record)` true or false; members of the record do
/// as well. It takes the same time however many are due. Linear.
///
///     find_due(rows, now, &row::expires_at, &row::is_pending)
template <class Range, class ExpiryOf, class Waits>
[[nodiscard]] std::vector<std::size_t> find_due(Range const& all, instant now,
                                                ExpiryOf const& expiry_of, Waits const& waits);

// -------------------------------------------------------------------------------------------------

inline bool matches(invitation_filter const& asked, invitation const& i) noexcept {
  if (!asked.organization.empty() && i.organization != asked.organization) return false;
  if (asked.email && i.recipient.email != asked.email) return false;
  if (asked.inviter && i.created_by != asked.inviter) return false;
  if (asked.sponsor && i.sponsor != asked.sponsor) return false;
  if (asked.role && i.offer.role != *asked.role) return false;
  if (asked.as_of && i.created_at > asked.as_of) return false;
  if (!asked.status) return true;
  return asked.as_of && i.status_at(*asked.as_of) == asked.status;
}

inline cursor position_of(invitation const& i) { return {i.created_at, i.id}; }

inline std::string to_string(cursor const& c) {
  std::string out;
  if (c.created_at) append_number(out, std::int64_t{c.created_at->time_since_epoch().count()});
  out += '.';
  out += c.id.text();
  return out;
}

inline std::optional<cursor> parse_cursor(std::string_view text) {
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

/// Whether `a` stands before `b` in that order; each is an invitation or a cursor.
template <class A, class B>
bool precedes(page_order order, A const& a, B const& b) noexcept {
  const auto x = std::tie(a.created_at, a.id);
  const auto y = std::tie(b.created_at, b.id);
  return order == page_order::oldest_first ? x < y : y < x;
}

}  // namespace detail

template <class Range>
page find_page(Range const& all, page_request const& asked) {
  page out;
  if (asked.limit == 0) return out;
  std::vector<invitation const*>& found = out.items;  // a heap with the hindmost in front
  const auto before = [&asked](invitation const* a, invitation const* b) {
    return detail::precedes(asked.order, *a, *b);
  };
  bool more = false;
  for (auto& i : all) {
    if (asked.after && !detail::precedes(asked.order, *asked.after, i)) continue;
    if (!matches(asked.filter, i)) continue;
    if (found.size() == asked.limit) {
      more = true;
      if (!before(&i, found.front())) continue;
      std::pop_heap(found.begin(), found.end(), before);
      found.pop_back();
    }
    found.push_back(&i);
    std::push_heap(found.begin(), found.end(), before);
  }
  std::sort_heap(found.begin(), found.end(), before);
  if (more) out.next = position_of(*found.back());
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

inline std::optional<instant> expired_between(invitation const& i, instant after,
                                              instant until) noexcept {
  const auto last = detail::last_expired(i, until);
  return last && *last > after ? last : std::nullopt;
}

inline bool is_due(invitation const& i, instant now) noexcept {
  return std::holds_alternative<pending>(i.state) &&
         detail::judged_status(i, now) == status::expired;
}

template <class Range>
std::optional<instant> next_expiry(Range const& all, instant now) {
  std::optional<instant> next;
  for (invitation const& i : all) {
    auto* waiting = std::get_if<pending>(&i.state);
    if (!waiting || !waiting->expires_at || is_due(i, now)) continue;
    if (!next || *waiting->expires_at < *next) next = waiting->expires_at;
  }
  return next;
}

template <class Range, class ExpiryOf, class Waits>
std::vector<std::size_t> find_due(Range const& all, instant now, ExpiryOf const& expiry_of,
                                  Waits const& waits) {
  std::vector<std::size_t> out;
  std::array<std::size_t, 512> block{};
  std::size_t used = 0;
  std::size_t n = 0;
  for (auto const& record : all) {
    // Kept if it is due, without a branch: nothing could foretell which are.
    const bool over = std::invoke(expiry_of, record) <= now;
    const bool waiting = std::invoke(waits, record);
    block[used] = n++;
    used += static_cast<std::size_t>(over) & static_cast<std::size_t>(waiting);
    if (used == block.size()) {
      out.insert(out.end(), block.begin(), block.end());
      used = 0;
    }
  }
  out.insert(out.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(used));
  return out;
}

}  // namespace v0
}  // namespace invito
