// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/rfc3339.hpp
/// Moments in time as text, by RFC 3339.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

// date.h spells min() and max() bare, which fails where a platform header made macros of them.
#pragma push_macro("min")
#pragma push_macro("max")
#undef min
#undef max
// Only its calendar arithmetic is used: the bodies of its formatting and parsing depend on
// ONLY_C_LOCALE, which packagings of date set differently, and so would differ within one program.
#include <date/date.h>
#pragma pop_macro("max")
#pragma pop_macro("min")

#include <invito/base/instant.hpp>
#include <invito/base/result.hpp>
#include <invito/base/text.hpp>

namespace invito {
inline namespace v0 {

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

// -------------------------------------------------------------------------------------------------

namespace detail {

inline constexpr std::int64_t seconds_per_day = 86'400;

// The problem with a text that is not a time, or not one that `instant` can hold.
inline problem time_problem(code why, std::string_view text) {
  constexpr std::size_t longest = 40;
  problem p;
  p.code = why;
  p.subject = utf8_prefix(text, longest);
  return p;
}

// What eight bytes must look like: '0' stands for any digit, a small letter for itself in both
// cases, every other character for itself.
struct shape8 {
  constexpr explicit shape8(char const (&shape)[9]) noexcept : bytes(eight_bytes(shape)) {
    for (unsigned i = 0; i != 8; ++i) {
      if (shape[i] >= 'a' && shape[i] <= 'z') fold |= std::uint64_t{0x20} << (8 * i);
      slack |= std::uint64_t{shape[i] == '0' ? 127U - 9 : 127U} << (8 * i);
    }
  }
  std::uint64_t bytes = 0;
  std::uint64_t fold = 0;   // bits that are set before the comparison
  std::uint64_t slack = 0;  // what may be added to each byte's difference before it reaches 128
};

// Eight bytes of digits and signs, read at once.
class digits8 {
 public:
  constexpr digits8(char const* text, shape8 shape) noexcept {
    // Digits become their values and everything else zero, if the text is as it must be.
    const std::uint64_t values = (eight_bytes(text) | shape.fold) ^ shape.bytes;
    constexpr std::uint64_t each = 0x0101'0101'0101'0101;
    matches_ = ((((values & (0x7F * each)) + shape.slack) | values) & (0x80 * each)) == 0;
    pairs_ = values * 10 + (values >> 8);
  }

  [[nodiscard]] constexpr bool matches() const noexcept { return matches_; }
  // The number that the two digits from byte `at` on make.
  [[nodiscard]] constexpr unsigned two(unsigned at) const noexcept {
    return static_cast<unsigned>(pairs_ >> (8 * at)) & 0xFF;
  }

 private:
  std::uint64_t pairs_ = 0;
  bool matches_ = false;
};

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr unsigned two_digits(char const* text) noexcept {
  return static_cast<unsigned>((text[0] - '0') * 10 + (text[1] - '0'));
}

// Whether a leap second may end at `seconds` since 1970: the first of July or January begins there.
inline bool leap_second_ends(std::int64_t seconds) noexcept {
  if (seconds % seconds_per_day != 0) return false;
  const date::days days{static_cast<int>(seconds / seconds_per_day)};
  const date::year_month_day day{date::sys_days{days}};
  return day.day() == date::day{1} &&
         (day.month() == date::month{7} || day.month() == date::month{1});
}

// "00" to "99": a look-up per two digits instead of a division per digit.
constexpr std::array<char, 200> make_digit_pairs() noexcept {
  std::array<char, 200> pairs{};
  for (std::size_t n = 0; n != 100; ++n) {
    pairs[2 * n] = static_cast<char>('0' + n / 10);
    pairs[2 * n + 1] = static_cast<char>('0' + n % 10);
  }
  return pairs;
}

inline constexpr std::array<char, 200> digit_pairs = make_digit_pairs();

// Precondition: `n` is less than 100.
inline void put_two(char* to, unsigned n) noexcept {
  std::memcpy(to, digit_pairs.data() + std::size_t{2} * n, 2);
}

// What is wrong with the text, or no code at all: then `to` is its time.
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

  // Far from both ends of the range, as nearly all times are, the sum needs no care.
  const instant part{std::chrono::nanoseconds{nanoseconds}};
  constexpr std::int64_t safe = 9'000'000'000;
  if (seconds > -safe && seconds < safe) {
    to = part + std::chrono::seconds{seconds};
    return code{};
  }
  const auto sum = plus(part, std::chrono::seconds{seconds});
  if (!sum) return code::time_out_of_range;
  to = *sum;
  return code{};
}

}  // namespace detail

inline result<instant> parse_rfc3339(std::string_view text) {
  instant t;
  const code why = detail::read_rfc3339(text, t);
  if (why == code{}) return t;
  return detail::time_problem(why, text);
}

inline char* write_rfc3339(char* to, instant t) noexcept {
  using detail::put_two;
  // Divided before anything is taken away, since the start of the earliest second, or day, lies
  // outside of the range. Days are counted from before that range, so that none is negative.
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

inline std::string format_rfc3339(instant t) {
  std::array<char, rfc3339_length> buffer{};
  char* const end = write_rfc3339(buffer.data(), t);
  return {buffer.data(), end};
}

}  // namespace v0
}  // namespace invito
