// SPDX-License-Identifier: MIT
// RFC 3339 times, compared with a simple and slow parser and formatter that step through every year
// and month.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <invito/base/text.hpp>
#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>

#include "check.hpp"
#include "problems.hpp"

namespace {

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap(year) ? 1 : 0);
}

/// The number of days from 1970-01-01 to the day.
std::int64_t days_to(int year, int month, int day) {
  std::int64_t days = day - 1;
  for (int m = 1; m != month; ++m) days += days_in(year, m);
  for (int y = 1970; y < year; ++y) days += is_leap(y) ? 366 : 365;
  for (int y = year; y < 1970; ++y) days -= is_leap(y) ? 366 : 365;
  return days;
}

/// Reads the text character by character.
struct scanner {
  std::string_view left;
  bool good = true;

  int number(std::size_t digits) {
    int out = 0;
    for (std::size_t n = 0; n != digits; ++n) {
      const char c = n < left.size() ? left[n] : 'x';
      good = good && c >= '0' && c <= '9';
      if (good) out = out * 10 + (c - '0');
    }
    left.remove_prefix(digits < left.size() ? digits : left.size());
    return out;
  }
  bool take(std::string_view any_of) {
    if (left.empty() || any_of.find(left.front()) == std::string_view::npos) return false;
    left.remove_prefix(1);
    return true;
  }
  void need(std::string_view any_of) { good = take(any_of) && good; }
  std::size_t digits() const {
    std::size_t n = 0;
    while (n != left.size() && left[n] >= '0' && left[n] <= '9') ++n;
    return n;
  }
};

/// Seconds since 1970 and nanoseconds.
struct moment {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
};

std::optional<moment> plain_reading(std::string_view text) {
  scanner in{text};
  const int year = in.number(4);
  in.need("-");
  const int month = in.number(2);
  in.need("-");
  const int day = in.number(2);
  in.need("Tt");
  const int hour = in.number(2);
  in.need(":");
  const int minute = in.number(2);
  in.need(":");
  const int second = in.number(2);
  moment out;
  if (in.take(".")) {
    const std::size_t digits = in.digits();
    if (digits == 0 || digits > 9) return std::nullopt;
    out.nanoseconds = in.number(digits);
    for (std::size_t n = digits; n != 9; ++n) out.nanoseconds *= 10;
  }
  int offset = 0;
  if (!in.take("Zz")) {
    const bool west = !in.left.empty() && in.left.front() == '-';
    in.need("+-");
    const int hours = in.number(2);
    in.need(":");
    const int minutes = in.number(2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset = (hours * 60 + minutes) * (west ? -60 : 60);
  }
  if (!in.good || !in.left.empty() || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > days_in(year, month) || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  out.seconds = days_to(year, month, day) * 86'400 + hour * 3'600 + minute * 60 + second - offset;
  if (second != 60) return out;
  // A leap second is at the end of June or December in UTC. Its number of seconds is that of the
  // start of July or January.
  for (int y = year - 1; y <= year + 1; ++y) {
    if (out.seconds == days_to(y, 1, 1) * 86'400 || out.seconds == days_to(y, 7, 1) * 86'400) {
      return out;
    }
  }
  return std::nullopt;
}

std::string plain_writing(invito::instant t) {
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t ticks = t.time_since_epoch().count();
  const std::int64_t fraction = (ticks % second + second) % second;
  std::int64_t seconds = ticks / second - (ticks % second < 0 ? 1 : 0);
  int year = 1970;
  for (; seconds < 0; seconds += days_to(year + 1, 1, 1) * 86'400 - days_to(year, 1, 1) * 86'400) {
    --year;
  }
  for (; seconds >= (is_leap(year) ? 366 : 365) * 86'400; ++year) {
    seconds -= (is_leap(year) ? 366 : 365) * 86'400;
  }
  int month = 1;
  for (; seconds >= days_in(year, month) * 86'400; ++month) {
    seconds -= days_in(year, month) * 86'400;
  }
  const int rest = static_cast<int>(seconds);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d", year, month,
                rest / 86'400 + 1, rest / 3'600 % 24, rest / 60 % 60, rest % 60);
  std::string out = text.data();
  if (fraction != 0) {
    std::snprintf(text.data(), text.size(), ".%09d", static_cast<int>(fraction));
    out += text.data();
    out.erase(out.find_last_not_of('0') + 1);
  }
  return out + "Z";
}

void check_text(std::string_view text) {
  const auto read = invito::parse_rfc3339(text);
  const auto expected = plain_reading(text);
  if (!read) {
    fuzz::require(read.error().size() == 1, "a text has one problem", text);
    invito::problem const& p = read.error().front();
    fuzz::require(p.subject == text.substr(0, p.subject.size()) && p.subject.size() <= 40,
                  "the subject is the beginning of the text", text);
    if (fuzz::is_utf8_by_nlohmann(text)) fuzz::check_description(p);
    fuzz::require(
        p.code == (expected ? invito::code::time_out_of_range : invito::code::invalid_time),
        "text that is not a time is invalid_time, and a time outside of the range is "
        "time_out_of_range",
        text);
  } else if (!expected) {
    fuzz::fail("only times are read", text);
  }
  if (!expected) return;
  // The range of instants, in seconds and nanoseconds.
  constexpr moment first{-9'223'372'037, 145'224'192};
  constexpr moment last{9'223'372'036, 854'775'807};
  const auto before = [](moment const& a, moment const& b) {
    return a.seconds < b.seconds || (a.seconds == b.seconds && a.nanoseconds < b.nanoseconds);
  };
  const bool within = !before(*expected, first) && !before(last, *expected);
  fuzz::require(within == read.has_value(), "a time is read exactly if it is in the range", text);
  if (!read) return;
  const std::int64_t fraction =
      (read->time_since_epoch().count() % 1'000'000'000 + 1'000'000'000) % 1'000'000'000;
  fuzz::require(
      invito::to_unix_seconds(*read) == expected->seconds && fraction == expected->nanoseconds,
      "a time is read as its instant", text);
}

void check_moment(invito::instant t) {
  const std::string text = invito::format_rfc3339(t);
  fuzz::require_same(text, plain_writing(t), "an instant is written as its time");
  fuzz::require(text.size() <= invito::rfc3339_length, "a time has at most rfc3339_length bytes",
                text);
  const auto read = invito::parse_rfc3339(text);
  fuzz::require(read && *read == t, "a written instant is read back", text);
}

}  // namespace

/// The first byte selects the input: a text, or eight bytes of an instant.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  if ((data[0] & 1U) == 0) {
    const std::string_view text(reinterpret_cast<char const*>(data) + 1, size - 1);
    check_text(text);
    if (const auto read = invito::parse_rfc3339(text)) check_moment(*read);
  } else if (size == 9) {
    std::uint64_t ticks = 0;
    for (std::size_t n = 8; n != 0; --n) ticks = ticks << 8U | data[n];
    check_moment(invito::instant{std::chrono::nanoseconds{static_cast<std::int64_t>(ticks)}});
  }
  return 0;
}
