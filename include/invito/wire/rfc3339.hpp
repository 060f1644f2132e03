// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/rfc3339.hpp
/// Moments in time as text, by RFC 3339.

#include <cstddef>
#include <string>
#include <string_view>

#include <invito/base/instant.hpp>
#include <invito/base/result.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Reads a time such as "2026-01-31T23:59:59Z" or "2026-02-01t01:29:59.5+01:30".
///
/// - The grammar is RFC 3339's `date-time`, with nothing around it. `T` and `Z` may be small
///   letters; a space in place of the `T` is refused.
/// - Years 0000 to 9999; the day must exist in its month and year; hours 00 to 23, so no 24:00:00.
/// - A fraction has 1 to 9 digits: more than nanoseconds would be lost, so they are refused.
/// - Offsets go from -23:59 to +23:59; -00:00 is read as UTC.
/// - Second 60 is read only where a leap second can stand, at 23:59:60 UTC on 30 June or
///   31 December, and gives the first second of the next day, its fraction kept.
///
/// Problems: `invalid_time`; `time_out_of_range` for a time that is right but lies outside of
/// 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z, the range of `instant`. Their
/// subject is the text, at most 40 bytes of it. Constant time, and no allocation on success.
[[nodiscard]] result<instant> parse_rfc3339(std::string_view text);

/// The length of the longest text that is written: "2026-01-31T23:59:59.123456789Z".
inline constexpr std::size_t rfc3339_length = 30;

/// Writes a time in UTC: with `Z`, and with as many digits of the fraction as it needs, none for
/// whole seconds. Returns the end of the text; no zero byte is written behind it.
/// Precondition: there is room for `rfc3339_length` bytes at `to`.
char* write_rfc3339(char* to, instant t) noexcept;

/// The same as a string.
[[nodiscard]] std::string format_rfc3339(instant t);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/rfc3339.ipp>
#endif
