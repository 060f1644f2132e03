// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/query.hpp
/// Queries over many invitations: filters, pages and expiries. The functions change nothing. Their
/// comments also define the results of an equivalent query in a database.

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

// Filter -----------------------------------------------------------------------------------------

/// A filter. An invitation matches if it has the value of every member that is set.
///
/// The status is compared at `as_of`. The role and the sponsor are the current values. An
/// invitation that was created after `as_of` does not match. An unknown time of creation counts as
/// earlier than any known time.
struct invitation_filter {
  /// The organization. If empty, any organization matches. Set it in a request of one tenant.
  organization_id organization{};
  /// The status at `as_of`. Without `as_of` no invitation matches, because a status needs a time.
  /// An invitation whose status at that time is unknown matches no status.
  std::optional<invito::status> status{};
  /// The time for which the filter is evaluated, often the current time.
  std::optional<instant> as_of{};
  std::optional<invito::email> email{};  ///< The recipient's address; case is ignored.
  std::optional<actor> inviter{};        ///< The actor who issued the invitation.
  std::optional<actor> sponsor{};        ///< The current sponsor.
  /// The role in the organization, compared byte by byte. An empty text matches an offer without a
  /// role.
  std::optional<std::string> role{};
};

/// Returns whether `i` matches the filter. Complexity: logarithmic in the number of events of `i`.
[[nodiscard]] bool matches(invitation_filter const& filter, invitation const& i) noexcept;

// Pages ------------------------------------------------------------------------------------------

/// A position in the list of all invitations. The list is ordered by the time of creation, then by
/// id. An unknown time of creation precedes every known time, and ids are compared byte by byte. In
/// SQL, this is `order by created_at nulls first, id` with a bytewise collation. The time of
/// creation and the id never change, so no invitation moves in the list.
struct cursor {
  std::optional<instant> created_at{};  ///< The time of creation; absent if unknown.
  invitation_id id{};                   ///< Orders invitations with the same time of creation.

  friend bool operator==(cursor const& a, cursor const& b) noexcept;
  friend bool operator!=(cursor const& a, cursor const& b) noexcept { return !(a == b); }
  friend bool operator<(cursor const& a, cursor const& b) noexcept;
  friend bool operator>(cursor const& a, cursor const& b) noexcept { return b < a; }
  friend bool operator<=(cursor const& a, cursor const& b) noexcept { return !(b < a); }
  friend bool operator>=(cursor const& a, cursor const& b) noexcept { return !(a < b); }
};

/// Returns the position of `i`.
[[nodiscard]] cursor position_of(invitation const& i);

/// Returns the cursor as text for an API. The text consists of the nanoseconds since
/// 1970-01-01T00:00:00Z, a dot and the unchanged id. If the time is unknown, the text begins with
/// the dot. The text contains only values of the invitation. It gives no access to other
/// invitations. With an invented cursor, a list begins at another position, but the filter still
/// applies. Complexity: linear.
[[nodiscard]] std::string to_string(cursor const& c);

/// Returns the cursor from the result of `to_string`, or `std::nullopt` for any other text.
/// Complexity: linear.
[[nodiscard]] std::optional<cursor> parse_cursor(std::string_view text);

/// The direction of a list that is ordered as described for `cursor`.
enum class page_order : std::uint8_t { oldest_first, newest_first };

template <>
inline constexpr std::array<std::string_view, 2> names_of<page_order>{"oldest_first",
                                                                      "newest_first"};

/// A request for one page of the matching invitations. Use the same filter and the same order for
/// all pages. The filter must also have the same `as_of`, because another time makes another query.
struct page_request {
  invitation_filter filter{};                   ///< The filter.
  page_order order = page_order::newest_first;  ///< The direction.
  std::optional<cursor> after{};  ///< The `next` of the previous page; absent for the first page.
  /// The maximum number of items. Check this number if a client sets it.
  std::size_t limit = 20;
};

/// One page, in the requested order.
struct page {
  /// Pointers to elements of the range. They are valid as long as the elements exist.
  std::vector<invitation const*> items{};
  std::optional<cursor> next{};  ///< The cursor of the next page; absent if no more items match.
};

/// Returns the first `limit` invitations of `all` that match the filter and follow `after`. `all`
/// is a range of invitations in any order, each with a different id.
///
/// A page begins after a position, and not after a number of items. If an invitation appears or
/// disappears between two requests, every other matching invitation is still returned exactly once.
/// An invitation that appears before the position is not returned. The invitation at the position
/// may have disappeared. With a limit of 0, the page has no items and no `next`.
///
/// Complexity: n log(limit) comparisons, and memory for at most `limit` pointers.
template <class Range>
[[nodiscard]] page find_page(Range const& all, page_request const& request);

/// This overload is deleted, because the items would point into a range that no longer exists.
template <class Range>
page find_page(Range const&& all, page_request const& request) = delete;

// Expiry -----------------------------------------------------------------------------------------

/// Returns the last time in (after, until] at which `i` expired while it was pending, or
/// `std::nullopt` if there is no such time. It does not matter whether the expiry was recorded. The
/// result is the time that an `expire` event has: the expiry or, if later, the time of the change
/// that set the expiry. A renewed invitation can have expired several times. An invitation that
/// expired and was revoked later also has a result. An answer at exactly the expiry is too late, so
/// an event with that time comes after the expiry.
///
/// Later events do not change the result for earlier times. If a caller queries consecutive
/// intervals, exactly one interval contains each expiry. If one interval contains several expiries,
/// the function returns the last. A baseline is the start of an imported history. For the time
/// before a baseline, the result follows only from the known state, expiry and times. Complexity:
/// linear in the number of events.
[[nodiscard]] std::optional<instant> expired_between(invitation const& i, instant after,
                                                     instant until) noexcept;

/// Returns whether `i` has expired and the expiry was not recorded. If so, `expire` would record
/// the expiry at `now`. If the invitation contains a time after `now`, that time is used instead,
/// as in every verb. Complexity: constant.
[[nodiscard]] bool is_due(invitation const& i, instant now) noexcept;

/// Returns the earliest expiry of the invitations that are pending at `now`, or `std::nullopt` if
/// none of them expires. A sweep that has recorded all earlier expiries must run again at this
/// time, if nothing changes before. Complexity: linear.
template <class Range>
[[nodiscard]] std::optional<instant> next_expiry(Range const& all, instant now);

/// Returns the indices of all records that are pending and expire at `now` or before, in ascending
/// order. A record can contain as little as this function needs, such as a row of a table in
/// memory. `expiry_of(record)` returns an instant, and `is_pending(record)` returns a bool. Both
/// can be pointers to members. The run time hardly depends on the number of indices found.
/// Complexity: linear.
///
///     find_due(rows, now, &row::expires_at, &row::is_pending)
template <class Range, class ExpiryOf, class IsPending>
[[nodiscard]] std::vector<std::size_t> find_due(Range const& all, instant now,
                                                ExpiryOf const& expiry_of,
                                                IsPending const& is_pending);

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/lifecycle/impl/query.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/query.ipp>
#endif
