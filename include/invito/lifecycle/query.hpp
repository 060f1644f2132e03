// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/query.hpp
/// Queries over many invitations: filters, pages and expiries. They only read values. The comments
/// define the results that an equivalent query of a database must return.

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

/// A filter. An invitation matches if it agrees with every member that is set.
///
/// Only the status and the existence of an invitation are evaluated at `as_of`; role and sponsor
/// are the current ones. An invitation that was created after `as_of` does not match; an unknown
/// time of creation counts as earlier than any other.
struct invitation_filter {
  organization_id organization{};  ///< Empty: any. Set it if you serve one tenant.
  /// The status at `as_of`. Without `as_of` no invitation matches, because a status needs a time.
  /// An invitation without a known `status_at` matches no status.
  std::optional<invito::status> status{};
  std::optional<instant> as_of{};        ///< The time of evaluation, often the current time.
  std::optional<invito::email> email{};  ///< The recipient's address, without regard to case.
  std::optional<actor> inviter{};        ///< The actor who issued it.
  std::optional<actor> sponsor{};        ///< The current sponsor.
  /// The role in the organization, compared by its bytes; "" matches an offer without a role.
  std::optional<std::string> role{};
};

/// Returns whether `i` matches the filter. Complexity: logarithmic in the number of its events.
[[nodiscard]] bool matches(invitation_filter const& filter, invitation const& i) noexcept;

// Pages ------------------------------------------------------------------------------------------

/// A position in the order of all invitations: by the time of creation, then by id. An unknown time
/// of creation precedes every known one, and ids are compared by their bytes: `order by created_at
/// nulls first, id` with a bytewise collation. Neither value ever changes, so no invitation moves
/// in this order.
struct cursor {
  std::optional<instant> created_at{};  ///< The time of creation; absent: unknown.
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

/// Returns the cursor as text for an API: the nanoseconds since 1970-01-01T00:00:00Z, or nothing if
/// they are unknown; a dot; the id, byte for byte. The text contains nothing that its invitation
/// does not contain, and grants nothing: an invented cursor is only another position behind the
/// same filter. Complexity: linear.
[[nodiscard]] std::string to_string(cursor const& c);

/// Returns the cursor for which `to_string` returns `text`, or `std::nullopt` for any other text.
/// Complexity: linear.
[[nodiscard]] std::optional<cursor> parse_cursor(std::string_view text);

/// The direction of a list, in the order of `cursor`.
enum class page_order : std::uint8_t { oldest_first, newest_first };

template <>
inline constexpr std::array<std::string_view, 2> names_of<page_order>{"oldest_first",
                                                                      "newest_first"};

/// A request for one page of the invitations that match. Use the same filter and order for all
/// pages, including `as_of`: another `as_of` is another query.
struct page_request {
  invitation_filter filter{};                   ///< The filter.
  page_order order = page_order::newest_first;  ///< The direction.
  std::optional<cursor> after{};  ///< The `next` of the previous page; absent: from the beginning.
  std::size_t limit = 20;         ///< The maximum number of items; limit values from outside.
};

/// One page, in the requested order.
struct page {
  /// Pointers into the range, valid as long as its elements.
  std::vector<invitation const*> items{};
  std::optional<cursor> next{};  ///< The cursor of the next page; absent: no more items match.
};

/// Returns the first `limit` invitations of `all` that match and follow `after`. `all` is a range
/// of invitations in any order that contains no id twice.
///
/// A page begins after a position, not after a number of items: an invitation that appears or
/// disappears between two requests never causes another one to be repeated or left out. An
/// invitation that appears before the position is not returned any more. The invitation at the
/// position need not exist any longer. With a limit of 0 the page has neither items nor `next`.
///
/// Complexity: n log(limit) comparisons, and memory for at most `limit` pointers.
template <class Range>
[[nodiscard]] page find_page(Range const& all, page_request const& request);

/// Deleted: the items would point into a range that no longer exists.
template <class Range>
page find_page(Range const&& all, page_request const& request) = delete;

// Expiry -----------------------------------------------------------------------------------------

/// Returns the last time in (after, until] at which `i` expired while it was pending, whether or
/// not the expiry was recorded, or `std::nullopt` if there is none. This is the time of an `expire`
/// event: the expiry, but never before the change that set it. A renewed invitation can have
/// expired several times, and an invitation that was revoked later has expired nevertheless. An
/// answer at exactly the expiry is too late: an event with that time comes after the expiry.
///
/// Later events do not change the result for earlier times, and of several consecutive intervals
/// exactly one contains each expiry; if one interval contains several expiries, the function
/// returns the last. The time before a baseline contributes only the expiries that follow from its
/// state, expiry and times. Complexity: linear in the number of events.
[[nodiscard]] std::optional<instant> expired_between(invitation const& i, instant after,
                                                     instant until) noexcept;

/// Returns whether `i` has expired and the expiry was not recorded, which means that `expire` would
/// record it at `now`. Like every verb, the function uses no time before the last one that the
/// invitation contains. Complexity: constant.
[[nodiscard]] bool is_due(invitation const& i, instant now) noexcept;

/// Returns the earliest expiry of the invitations that are pending at `now`, or `std::nullopt` if
/// none of them expires: the time at which a sweep that has recorded all earlier expiries has to
/// run again, if nothing changes before. Complexity: linear.
template <class Range>
[[nodiscard]] std::optional<instant> next_expiry(Range const& all, instant now);

/// Returns the positions of all records that are pending and expire at `now` or before, in their
/// order. For records that contain only what this function needs, such as the rows of a table in
/// memory. `expiry_of(record)` returns an instant and `is_pending(record)` a bool; both can be
/// pointers to members. The time does not depend on the number of positions found. Complexity:
/// linear.
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
