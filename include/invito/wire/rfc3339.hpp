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
///   in lower case; a space instead of the `T` is refused.
/// - Years 0000 to 9999; the day must exist in its month and year; hours 00 to 23, so no 24:00:00.
/// - A fraction has 1 to 9 digits. More digits are refused, because an `instant` has nanoseconds.
/// - Offsets range from -23:59 to +23:59; -00:00 is read as UTC.
/// - Second 60 is accepted only for a possible leap second, at 23:59:60 UTC on 30 June or
///   31 December. The result is the first second of the next day, with the same fraction.
///
/// Problems: `invalid_time`; `time_out_of_range` for a valid time outside of the range of
/// `instant`, 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z. The subject of the
/// problem is the text, at most 40 bytes of it. Constant time; no allocation on success.
[[nodiscard]] result<instant> parse_rfc3339(std::string_view text);

/// The maximum length of a written time: "2026-01-31T23:59:59.123456789Z".
inline constexpr std::size_t rfc3339_length = 30;

/// Writes a time in UTC, with `Z` and with as many digits of the fraction as necessary, none for
/// whole seconds. Returns the end of the text; no terminating zero byte is written.
/// Precondition: `to` has room for `rfc3339_length` bytes.
char* write_rfc3339(char* to, instant t) noexcept;

/// Formats a time as `write_rfc3339` does.
[[nodiscard]] std::string format_rfc3339(instant t);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/rfc3339.ipp>
#endif
