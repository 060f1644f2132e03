// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/rfc3339.hpp
/// Parses and formats times according to RFC 3339.

#include <cstddef>
#include <string>
#include <string_view>

#include <invito/base/instant.hpp>
#include <invito/base/result.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Reads a time such as "2026-01-31T23:59:59Z" or "2026-02-01t01:29:59.5+01:30".
///
/// - The whole text must match `date-time` in the grammar of RFC 3339. `T` and `Z` may be in lower
///   case. A space instead of the `T` is rejected.
/// - Years range from 0000 to 9999 and hours from 00 to 23, so 24:00:00 is rejected. The day must
///   exist in its month and year.
/// - A fraction of a second has 1 to 9 digits. More digits are rejected, because an `instant` is a
///   number of nanoseconds.
/// - The offset from UTC ranges from -23:59 to +23:59. The offset -00:00 is read as UTC.
/// - Second 60 is accepted only for a possible leap second, at 23:59:60 UTC on 30 June or
///   31 December. The result is the first second of the next day, with the same fraction.
///
/// If the text is not a time, the problem is `invalid_time`. If the time is outside of the range of
/// `instant`, the problem is `time_out_of_range`. The range is 1677-09-21T00:12:43.145224192Z to
/// 2262-04-11T23:47:16.854775807Z. `problem::subject` contains at most the first 40 bytes of the
/// text. Complexity: constant. Success allocates no memory.
[[nodiscard]] result<instant> parse_rfc3339(std::string_view text);

/// The maximum length of a written time in bytes. "2026-01-31T23:59:59.123456789Z" has this length.
inline constexpr std::size_t rfc3339_length = 30;

/// Writes the time `t` to `to`, in UTC with `Z`. The fraction of a second has as many digits as
/// necessary. A whole second has no fraction. Returns the end of the text. Writes no terminating
/// zero byte. Precondition: `to` has room for `rfc3339_length` bytes.
char* write_rfc3339(char* to, instant t) noexcept;

/// Returns the text that `write_rfc3339` writes for the time `t`.
[[nodiscard]] std::string format_rfc3339(instant t);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/rfc3339.ipp>
#endif
