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
/// The status is compared at `as_of`. The role and the sponsor are compared with the current values
/// of the invitation. An invitation that was created after `as_of` does not match. An unknown time
/// of creation counts as earlier than any known time.
struct invitation_filter {
  /// The organization that invites. If empty, invitations of every organization match. Always set
  /// this member if the caller may see the invitations of only one organization.
  organization_id organization{};
  /// The status at `as_of`. If the status is set but `as_of` is absent, no invitation matches,
  /// because a status needs a time. If the status of an invitation at `as_of` is unknown, the
  /// invitation does not match.
  std::optional<invito::status> status{};
  /// The time for which the filter is evaluated, often the current time.
  std::optional<instant> as_of{};
  std::optional<invito::email> email{};  ///< The recipient's address; case is ignored.
  std::optional<actor> inviter{};        ///< The actor who issued the invitation.
  /// The current sponsor: the actor who issued or last amended the invitation.
  std::optional<actor> sponsor{};
  /// The offered role in the organization, compared byte by byte. An empty text matches an offer
  /// without a role.
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

/// Returns the position of `i` in the list that `cursor` describes.
[[nodiscard]] cursor position_of(invitation const& i);

/// Returns the cursor as text for an API. The text consists of the nanoseconds since
/// 1970-01-01T00:00:00Z, a dot and the unchanged id. If the time is unknown, the text begins with
/// the dot. The text contains only values of the invitation, and gives no access to other
/// invitations. If a client invents a cursor, the page begins at another position, but the filter
/// still applies. Complexity: linear in the length of the text.
[[nodiscard]] std::string to_string(cursor const& c);

/// Returns the cursor from the result of `to_string`, or `std::nullopt` for any other text.
/// Complexity: linear in the length of `text`.
[[nodiscard]] std::optional<cursor> parse_cursor(std::string_view text);

/// The order of a list: by the time of creation, then by id. `newest_first` is the reverse of
/// `oldest_first`, which is the order of `cursor`.
enum class page_order : std::uint8_t { oldest_first, newest_first };

template <>
inline constexpr std::array<std::string_view, 2> names_of<page_order>{"oldest_first",
                                                                      "newest_first"};

/// A request for one page of the matching invitations. Use the same filter and the same order for
/// all pages. The filter must also have the same `as_of`, because at another time, other
/// invitations can match.
struct page_request {
  invitation_filter filter{};                   ///< The filter for the items of the page.
  page_order order = page_order::newest_first;  ///< The order of the items.
  std::optional<cursor> after{};  ///< The `next` of the previous page; absent for the first page.
  /// The maximum number of items on the page. If a client chooses this number, check the number
  /// first, because the library accepts every number.
  std::size_t limit = 20;
};

/// One page, in the requested order.
struct page {
  /// Pointers to the invitations in the range that was passed to `find_page`. A pointer is valid as
  /// long as its invitation exists.
  std::vector<invitation const*> items{};
  std::optional<cursor> next{};  ///< The cursor of the next page; absent if no more items match.
};

/// Returns the first `limit` invitations of `all` that match the filter and follow `after`. `all`
/// is a range of invitations in any order, each with a different id.
///
/// A page begins after the position `after`, and not after a number of items. If an invitation is
/// added, changed or removed between two requests, every other matching invitation is still
/// returned exactly once. If an invitation is added before the position, later pages do not contain
/// it. The invitation at the position may have been removed. With a limit of 0, the page has no
/// items and no `next`.
///
/// Complexity: n log(limit) comparisons for n invitations, and memory for at most `limit` pointers.
template <class Range>
[[nodiscard]] page find_page(Range const& all, page_request const& request);

/// This overload is deleted, because the items would point into a range that no longer exists.
template <class Range>
page find_page(Range const&& all, page_request const& request) = delete;

// Expiry -----------------------------------------------------------------------------------------

/// Returns the last time in (after, until] at which `i` expired while it was pending, or
/// `std::nullopt` if there is no such time. Whether the expiry was recorded makes no difference.
/// The returned time is the expiry. If an event set the expiry to a time before the event, the
/// returned time is the time of this event. If an event has exactly the time of the expiry, the
/// invitation counts as expired before this event.
///
/// Later events, such as a revocation, do not change the result for earlier times. If a caller
/// queries consecutive intervals, each expiry is in exactly one interval. If one interval contains
/// several expiries of a renewed invitation, the function returns the last one. For the period
/// before an import, the function uses only the imported state, expiry and times. Complexity:
/// linear in the number of events.
[[nodiscard]] std::optional<instant> expired_between(invitation const& i, instant after,
                                                     instant until) noexcept;

/// Returns whether `i` has expired and the expiry was not recorded. If the result is true, `expire`
/// can record the expiry at `now`. If the invitation contains a time after `now`, the function uses
/// the last time in the invitation instead of `now`, as `expire` does. Complexity: constant.
[[nodiscard]] bool is_due(invitation const& i, instant now) noexcept;

/// Returns the earliest expiry of the invitations that are pending at `now`, or `std::nullopt` if
/// no such invitation expires. A sweep is a job that records expiries. If no invitation changes, a
/// sweep that has recorded all earlier expiries must run again at the returned time. Complexity:
/// linear in the number of invitations.
template <class Range>
[[nodiscard]] std::optional<instant> next_expiry(Range const& all, instant now);

/// Returns the indices of all records that are pending and expire at `now` or before, in ascending
/// order. A record is a value of any type that contains an expiry and a status, such as a row of a
/// table in memory. `expiry_of(record)` returns an instant, and `is_pending(record)` returns a
/// bool. Both arguments can be pointers to members. The run time hardly depends on the number of
/// indices in the result. Complexity: linear in the number of records.
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
