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
/// - The grammar is RFC 3339's `date-time`, without anything before or after it. `T` and `Z` may be
///   in lower case. A space instead of the `T` is rejected.
/// - Years range from 0000 to 9999 and hours from 00 to 23, so 24:00:00 is rejected. The day must
///   exist in its month and year.
/// - A fraction has 1 to 9 digits. More digits are rejected, because an `instant` has nanoseconds.
/// - Offsets range from -23:59 to +23:59; -00:00 is read as UTC.
/// - Second 60 is accepted only for a possible leap second, at 23:59:60 UTC on 30 June or
///   31 December. The result is the first second of the next day, with the same fraction.
///
/// The problem is `invalid_time`, or `time_out_of_range` for a valid time outside of the range of
/// `instant`: 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z. The subject of the
/// problem is the start of the text, at most 40 bytes. Complexity: constant; success allocates no
/// memory.
[[nodiscard]] result<instant> parse_rfc3339(std::string_view text);

/// The maximum length of a written time: "2026-01-31T23:59:59.123456789Z".
inline constexpr std::size_t rfc3339_length = 30;

/// Writes a time in UTC with `Z`. The fraction has as many digits as necessary, and whole seconds
/// have no fraction. Returns the end of the text. Writes no terminating zero byte.
/// Precondition: `to` has room for `rfc3339_length` bytes.
char* write_rfc3339(char* to, instant t) noexcept;

/// Formats a time as `write_rfc3339` does.
[[nodiscard]] std::string format_rfc3339(instant t);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/rfc3339.ipp>
#endif
