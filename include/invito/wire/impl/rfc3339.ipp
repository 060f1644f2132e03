// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>

// date.h uses the names min and max, and does not compile if a platform header defines such macros.
#pragma push_macro("min")
#pragma push_macro("max")
#undef min
#undef max
// Only the calendar arithmetic of date.h is used. Its formatting and parsing depend on the macro
// ONLY_C_LOCALE. Packages of the date library set this macro differently, so one program could
// contain two different definitions of the same function.
#include <date/date.h>
#pragma pop_macro("max")
#pragma pop_macro("min")

#include <invito/base/impl/eight_bytes.hpp>
#include <invito/base/text.hpp>
#include <invito/wire/rfc3339.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

inline constexpr std::int64_t seconds_per_day = 86'400;

// Returns the problem for a text that is not a time or is outside of the range of `instant`.
inline problem time_problem(code why, std::string_view text) {
  constexpr std::size_t longest = 40;
  problem p;
  p.code = why;
  p.subject = invito::detail::utf8_prefix(text, longest);
  return p;
}

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr unsigned two_digits(char const* text) noexcept {
  return static_cast<unsigned>((text[0] - '0') * 10 + (text[1] - '0'));
}

// Returns whether a leap second may end at `seconds`, the number of seconds since the start of
// 1970. Leap seconds end at the start of 1 July or 1 January.
inline bool leap_second_ends(std::int64_t seconds) noexcept {
  if (seconds % seconds_per_day != 0) return false;
  const date::days days{static_cast<int>(seconds / seconds_per_day)};
  const date::year_month_day day{date::sys_days{days}};
  return day.day() == date::day{1} &&
         (day.month() == date::month{7} || day.month() == date::month{1});
}

// Stores the time in `to` and returns `code{}`, or returns the code of the problem.
inline code read_rfc3339(std::string_view text, instant& to) noexcept {
  constexpr std::size_t shortest = 20;  // 0000-00-00T00:00:00Z
  if (text.size() < shortest) return code::invalid_time;

  char const* const from = text.data();
  constexpr shape8 year_month("0000-00-");
  constexpr shape8 day_to_minute("00t00:00");
  const digits8 a(from, year_month);
  const digits8 b(from + 8, day_to_minute);
  if (!a.matches() || !b.matches() || from[16] != ':' || !is_digit(from[17]) ||
      !is_digit(from[18])) {
    return code::invalid_time;
  }
  const date::year_month_day day{date::year{static_cast<int>(a.two(0) * 100 + a.two(2))},
                                 date::month{a.two(5)}, date::day{b.two(0)}};
  const unsigned hour = b.two(3);
  const unsigned minute = b.two(6);
  const unsigned second = two_digits(from + 17);
  if (!day.ok() || hour > 23 || minute > 59 || second > 60) return code::invalid_time;

  std::size_t i = 19;
  std::uint32_t nanoseconds = 0;
  if (text[i] == '.') {
    constexpr std::array<std::uint32_t, 10> scale{
        1'000'000'000, 100'000'000, 10'000'000, 1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
    const std::size_t first = ++i;
    for (; i != text.size() && is_digit(text[i]); ++i) {
      if (i - first == 9) return code::invalid_time;
      nanoseconds = nanoseconds * 10 + static_cast<std::uint32_t>(text[i] - '0');
    }
    if (i == first) return code::invalid_time;
    nanoseconds *= scale[i - first];
  }

  std::int64_t offset = 0;
  if (text.size() - i == 1) {
    if ((text[i] | 0x20) != 'z') return code::invalid_time;
  } else {
    if (text.size() - i != 6) return code::invalid_time;  // +00:00
    char const* const zone = from + i;
    if (!is_digit(zone[1]) || !is_digit(zone[2]) || zone[3] != ':' || !is_digit(zone[4]) ||
        !is_digit(zone[5])) {
      return code::invalid_time;
    }
    const char sign = zone[0];
    const unsigned hours = two_digits(zone + 1);
    const unsigned minutes = two_digits(zone + 4);
    if (hours > 23 || minutes > 59 || (sign != '+' && sign != '-')) return code::invalid_time;
    offset = (hours * 60 + minutes) * 60;
    if (sign == '-') offset = -offset;
  }

  const std::int64_t days = date::sys_days{day}.time_since_epoch().count();
  const std::int64_t seconds =
      days * seconds_per_day + ((hour * 60 + minute) * 60 + second) - offset;
  if (second == 60 && !leap_second_ends(seconds)) return code::invalid_time;

  // Nearly all times are far from both ends of the range of `instant`. For these times, the sum
  // cannot overflow.
  const instant part{std::chrono::nanoseconds{nanoseconds}};
  constexpr std::int64_t safe = 9'000'000'000;
  if (seconds > -safe && seconds < safe) {
    to = part + std::chrono::seconds{seconds};
    return code{};
  }
  const auto sum = checked_add(part, std::chrono::seconds{seconds});
  if (!sum) return code::time_out_of_range;
  to = *sum;
  return code{};
}

}  // namespace detail

INVITO_INLINE result<instant> parse_rfc3339(std::string_view text) {
  instant t;
  const code why = detail::read_rfc3339(text, t);
  if (why == code{}) return t;
  return detail::time_problem(why, text);
}

INVITO_INLINE char* write_rfc3339(char* to, instant t) noexcept {
  using detail::put_two;
  // The start of the second or of the day is never computed as an `instant`, because the earliest
  // second and day start before the range of `instant`. Days are counted from a day before the
  // range, so that no count is negative.
  constexpr std::int64_t per_second = 1'000'000'000;
  constexpr std::int64_t days_before = 110'000;
  const std::int64_t rest = t.time_since_epoch().count() % per_second;
  const auto fraction = static_cast<unsigned>(rest < 0 ? rest + per_second : rest);
  const auto seconds =
      static_cast<std::uint64_t>(to_unix_seconds(t) + days_before * detail::seconds_per_day);
  const auto second = static_cast<unsigned>(seconds % detail::seconds_per_day);
  const date::days days{static_cast<int>(seconds / detail::seconds_per_day) - int{days_before}};
  const date::year_month_day day{date::sys_days{days}};

  const auto year = static_cast<unsigned>(static_cast<int>(day.year()));  // 1677 to 2262
  put_two(to, year / 100);
  put_two(to + 2, year % 100);
  to[4] = '-';
  put_two(to + 5, static_cast<unsigned>(day.month()));
  to[7] = '-';
  put_two(to + 8, static_cast<unsigned>(day.day()));
  to[10] = 'T';
  put_two(to + 11, second / 3600);
  to[13] = ':';
  put_two(to + 14, second / 60 % 60);
  to[16] = ':';
  put_two(to + 17, second % 60);
  to += 19;
  if (fraction != 0) {
    to[0] = '.';
    to[1] = static_cast<char>('0' + fraction / 100'000'000);
    put_two(to + 2, fraction / 1'000'000 % 100);
    put_two(to + 4, fraction / 10'000 % 100);
    put_two(to + 6, fraction / 100 % 100);
    put_two(to + 8, fraction % 100);
    to += 10;
    while (to[-1] == '0') --to;
  }
  *to++ = 'Z';
  return to;
}

INVITO_INLINE std::string format_rfc3339(instant t) {
  std::array<char, rfc3339_length> buffer{};
  char* const end = write_rfc3339(buffer.data(), t);
  return {buffer.data(), end};
}

}  // namespace INVITO_ABI
}  // namespace invito
