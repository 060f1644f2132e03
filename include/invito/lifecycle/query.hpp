// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/query.hpp
/// Questions about many invitations: which match, a page of them, which have expired. They read
/// values and nothing else, and say what a database has to answer to mean the same.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/model/email.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/person.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

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

  friend bool operator==(cursor const& a, cursor const& b) noexcept;
  friend bool operator!=(cursor const& a, cursor const& b) noexcept { return !(a == b); }
  friend bool operator<(cursor const& a, cursor const& b) noexcept;
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

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/lifecycle/impl/query.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/query.ipp>
#endif
