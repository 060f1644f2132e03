// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <invito/base/impl/eight_bytes.hpp>
#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>

#include "catch2.hpp"

namespace {

using invito::code;
using invito::format_rfc3339;
using invito::instant;
using invito::parse_rfc3339;

constexpr std::int64_t second = 1'000'000'000;

constexpr instant at(std::int64_t seconds, std::int64_t nanoseconds = 0) {
  return instant{std::chrono::nanoseconds{seconds * second + nanoseconds}};
}

// The parsed time, if any.
std::optional<instant> read(std::string_view text) {
  const auto t = parse_rfc3339(text);
  return t ? std::optional<instant>(*t) : std::nullopt;
}

// The code of the refusal, or code{} if the text is a time.
code refusal(std::string_view text) {
  const auto t = parse_rfc3339(text);
  return t ? code{} : t.error().front().code;
}

std::string padded(unsigned number, std::size_t width) {
  std::string digits = std::to_string(number);
  return std::string(width - digits.size(), '0') + digits;
}

std::string day_text(unsigned year, unsigned month, unsigned day) {
  return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2);
}

unsigned days_in(unsigned year, unsigned month) {
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  switch (month) {
    case 2: return leap ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11: return 30;
    default: return month >= 1 && month <= 12 ? 31 : 0;
  }
}

static_assert(invito::rfc3339_length == std::string_view("2006-01-02T15:04:05.123456789Z").size());
static_assert(std::is_nothrow_invocable_v<decltype(invito::write_rfc3339), char*, instant>);

}  // namespace

TEST_CASE("parse_rfc3339 reads the examples of RFC 3339", "[rfc3339]") {
  CHECK(read("1985-04-12T23:20:50.52Z") == at(482'196'050, 520'000'000));
  CHECK(read("1996-12-19T16:39:57-08:00") == at(851'042'397));
  CHECK(read("1990-12-31T23:59:60Z") == at(662'688'000));
  CHECK(read("1990-12-31T15:59:60-08:00") == at(662'688'000));
  CHECK(read("1937-01-01T12:00:27.87+00:20") == at(-1'041'337'173, 870'000'000));
}

TEST_CASE("format_rfc3339 writes UTC with the shortest fraction", "[rfc3339]") {
  struct row {
    instant t;
    char const* text;
  };
  const row rows[] = {
      {at(0), "1970-01-01T00:00:00Z"},
      {at(0, 1), "1970-01-01T00:00:00.000000001Z"},
      {at(0, -1), "1969-12-31T23:59:59.999999999Z"},
      {at(-1), "1969-12-31T23:59:59Z"},
      {at(1'709'210'096), "2024-02-29T12:34:56Z"},
      {at(1'709'210'096, 100'000'000), "2024-02-29T12:34:56.1Z"},
      {at(1'709'210'096, 120'000'000), "2024-02-29T12:34:56.12Z"},
      {at(1'709'210'096, 123'000'000), "2024-02-29T12:34:56.123Z"},
      {at(1'709'210'096, 123'400'000), "2024-02-29T12:34:56.1234Z"},
      {at(1'709'210'096, 123'450'000), "2024-02-29T12:34:56.12345Z"},
      {at(1'709'210'096, 123'456'000), "2024-02-29T12:34:56.123456Z"},
      {at(1'709'210'096, 123'456'700), "2024-02-29T12:34:56.1234567Z"},
      {at(1'709'210'096, 123'456'780), "2024-02-29T12:34:56.12345678Z"},
      {at(1'709'210'096, 123'456'789), "2024-02-29T12:34:56.123456789Z"},
      {at(1'709'210'096, 1'000'000), "2024-02-29T12:34:56.001Z"},
      {at(1'709'210'096, 10'000'010), "2024-02-29T12:34:56.01000001Z"},
      {at(1'769'903'999), "2026-01-31T23:59:59Z"},
      {at(951'782'400), "2000-02-29T00:00:00Z"},
      {at(-2'203'891'200), "1900-03-01T00:00:00Z"},
      {at(-9'214'560'000), "1678-01-01T00:00:00Z"},
      {at(9'214'646'400), "2262-01-01T00:00:00Z"},
  };
  for (row const& r : rows) {
    INFO(r.text);
    CHECK(format_rfc3339(r.t) == r.text);
    CHECK(read(r.text) == r.t);
  }
}

TEST_CASE("write_rfc3339 writes the same text into its buffer and no other byte", "[rfc3339]") {
  char buffer[invito::rfc3339_length + 2];
  for (const instant t : {at(0), at(1'709'210'096, 500'000'000), at(1'709'210'096, 123'456'789)}) {
    std::memset(buffer, '#', sizeof buffer);
    char* const end = invito::write_rfc3339(buffer + 1, t);
    const auto size = static_cast<std::size_t>(end - (buffer + 1));
    CHECK(std::string(buffer + 1, size) == format_rfc3339(t));
    CHECK(size <= invito::rfc3339_length);
    CHECK(buffer[0] == '#');
    CHECK(buffer[invito::rfc3339_length + 1] == '#');
  }
}

TEST_CASE("T and Z may be lowercase, and any other character is refused", "[rfc3339]") {
  CHECK(read("1970-01-02t00:00:00z") == at(86'400));
  CHECK(read("1970-01-02t00:00:00Z") == at(86'400));
  CHECK(read("1970-01-02T00:00:00z") == at(86'400));
  for (char const* const text : {"1970-01-02 00:00:00Z", "1970-01-02_00:00:00Z",
                                 "1970-01-02T00:00:00 ", "1970-01-02T00:00:00A"}) {
    INFO(text);
    CHECK(refusal(text) == code::invalid_time);
  }
}

TEST_CASE("parse_rfc3339 refuses text that is not exactly a time", "[rfc3339]") {
  for (char const* const text : {
           "",
           "Z",
           "now",
           "2024-01-01",
           "2024-01-01T00:00:00",
           "2024-01-01T00:00Z",
           "2024-01-01T00:00:00ZZ",
           " 2024-01-01T00:00:00Z",
           "2024-01-01T00:00:00Z ",
           "2024-01-01T00:00:00Z\n",
           "+2024-01-01T00:00:00Z",
           "-2024-01-01T00:00:00Z",
           "12024-01-01T00:00:00Z",
           "24-01-01T00:00:00Z00",
           "2024-1-1T00:00:00Z000",
           "20240101T000000Z0000",
           "2024/01/01T00:00:00Z",
           "2024-01-01T00-00-00Z",
           "2024-01-01T00:00:00,5Z",
           "2024-W01-1T00:00:00Z0",
           "2024-001T00:00:00Z00",
           "2024-01-01T00:00:00UTC",
           "Mon, 01 Jan 2024 00:00:00 GMT",
       }) {
    INFO(text);
    CHECK(refusal(text) == code::invalid_time);
  }
  CHECK(refusal(std::string_view("2024-01-01T00:00:00\0", 20)) == code::invalid_time);
  CHECK(refusal(std::string_view("2024-01-01T00:00:00Z\0", 21)) == code::invalid_time);
  CHECK(refusal(std::string_view()) == code::invalid_time);
}

TEST_CASE("hours above 23, minutes above 59 and seconds above 60 are refused", "[rfc3339]") {
  CHECK(read("1970-01-01T23:59:59Z") == at(86'399));
  CHECK(refusal("1970-01-01T24:00:00Z") == code::invalid_time);
  CHECK(refusal("1970-01-01T24:00:01Z") == code::invalid_time);
  CHECK(refusal("1970-01-01T99:00:00Z") == code::invalid_time);
  CHECK(refusal("1970-01-01T00:60:00Z") == code::invalid_time);
  CHECK(refusal("1970-01-01T00:99:00Z") == code::invalid_time);
  CHECK(refusal("1970-01-01T00:00:61Z") == code::invalid_time);
  CHECK(refusal("1970-01-01T00:00:99Z") == code::invalid_time);
}

TEST_CASE("every second of a day is read and written", "[rfc3339]") {
  unsigned wrong = 0;
  std::int64_t seconds = 1'709'164'800;  // 2024-02-29
  for (unsigned hour = 0; hour != 24; ++hour) {
    for (unsigned minute = 0; minute != 60; ++minute) {
      for (unsigned s = 0; s != 60; ++s, ++seconds) {
        const std::string text =
            "2024-02-29T" + padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(s, 2) + "Z";
        if (read(text) != at(seconds) || format_rfc3339(at(seconds)) != text) ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a fraction has one to nine digits", "[rfc3339]") {
  struct row {
    char const* digits;
    std::int64_t nanoseconds;
  };
  const row rows[] = {
      {"1", 100'000'000},         {"12", 120'000'000},
      {"123", 123'000'000},       {"1234", 123'400'000},
      {"12345", 123'450'000},     {"123456", 123'456'000},
      {"1234567", 123'456'700},   {"12345678", 123'456'780},
      {"123456789", 123'456'789}, {"0", 0},
      {"000000000", 0},           {"000000001", 1},
      {"999999999", 999'999'999}, {"100000000", 100'000'000},
      {"50", 500'000'000},
  };
  for (row const& r : rows) {
    INFO(r.digits);
    CHECK(read("1970-01-01T00:00:07." + std::string(r.digits) + "Z") == at(7, r.nanoseconds));
    CHECK(read("1970-01-01T01:00:07." + std::string(r.digits) + "+01:00") == at(7, r.nanoseconds));
    CHECK(read("1969-12-31T23:59:59." + std::string(r.digits) + "Z") == at(-1, r.nanoseconds));
  }
  for (char const* const text :
       {"1970-01-01T00:00:00.Z", "1970-01-01T00:00:00.+01:00", "1970-01-01T00:00:00.",
        "1970-01-01T00:00:00.5", "1970-01-01T00:00:00.1234567890Z",
        "1970-01-01T00:00:00.0000000000Z", "1970-01-01T00:00:00.00000000000000000000Z",
        "1970-01-01T00:00:00.1234567891+01:00", "1970-01-01T00:00:00.5.5Z",
        "1970-01-01T00:00:00.-5Z", "1970-01-01T00:00:00.5 Z", "1970-01-01T00:00:00..5Z"}) {
    INFO(text);
    CHECK(refusal(text) == code::invalid_time);
  }
}

TEST_CASE("offsets are converted to UTC across days, months and years", "[rfc3339]") {
  CHECK(read("1970-01-01T00:00:00+00:00") == at(0));
  CHECK(read("1970-01-01T00:00:00-00:00") == at(0));  // "unknown local offset" is read as UTC
  CHECK(read("1970-01-01T05:30:00+05:30") == at(0));
  CHECK(read("1969-12-31T16:00:00-08:00") == at(0));
  CHECK(read("2023-12-31T23:30:00-01:00") == at(1'704'069'000));  // 2024-01-01T00:30:00Z
  CHECK(read("2024-01-01T00:30:00+01:00") == at(1'704'065'400));  // 2023-12-31T23:30:00Z
  CHECK(read("2024-02-28T23:30:00-00:45") == at(1'709'165'700));  // 2024-02-29T00:15:00Z
  CHECK(read("2024-03-01T00:00:00+23:59") == at(1'709'164'860));  // 2024-02-29T00:01:00Z
  CHECK(read("2024-02-28T23:59:59-23:59") == at(1'709'251'139));  // 2024-02-29T23:58:59Z
  CHECK(read("1970-01-01T00:00:00.25-00:01") == at(60, 250'000'000));
}

TEST_CASE("every offset of the grammar is read, and any other offset is refused", "[rfc3339]") {
  unsigned wrong = 0;
  for (unsigned hours = 0; hours != 100; ++hours) {
    for (unsigned minutes = 0; minutes != 100; ++minutes) {
      const std::string offset = padded(hours, 2) + ":" + padded(minutes, 2);
      const auto east = read("1970-01-01T00:00:00+" + offset);
      const auto west = read("1970-01-01T00:00:00-" + offset);
      const std::int64_t seconds = hours * 3600 + minutes * 60;
      if (hours < 24 && minutes < 60) {
        if (east != at(-seconds) || west != at(seconds)) ++wrong;
      } else if (east || west) {
        ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
  for (char const* const offset :
       {"+1:00", "+01:0", "+0100", "+01", "+01:000", "+001:00", "01:00", "+01-00", "+01:00Z",
        "Z+01:00", "+ 1:00", "+01: 0", "+-1:00", "*01:00", ",01:00", "++1:00", "~01:00"}) {
    INFO(offset);
    CHECK(refusal("1970-01-01T00:00:00" + std::string(offset)) == code::invalid_time);
  }
}

TEST_CASE("every day of 1999 to 2001 and of 2100 is read and written", "[rfc3339]") {
  struct span {
    unsigned first, last;
    std::int64_t day;  // days from 1970-01-01 to the first of January
  };
  for (const span s : {span{1999, 2001, 10'592}, span{2100, 2100, 47'482}}) {
    unsigned wrong = 0;
    std::int64_t day = s.day;
    for (unsigned year = s.first; year <= s.last; ++year) {
      for (unsigned month = 1; month <= 12; ++month) {
        for (unsigned of_month = 1; of_month <= days_in(year, month); ++of_month, ++day) {
          const std::string text = day_text(year, month, of_month) + "T00:00:00Z";
          if (read(text) != at(day * 86'400)) ++wrong;
          if (format_rfc3339(at(day * 86'400)) != text) ++wrong;
          const std::string last_second = day_text(year, month, of_month) + "T23:59:59Z";
          if (format_rfc3339(at(day * 86'400 + 86'399)) != last_second) ++wrong;
        }
      }
    }
    CHECK(wrong == 0);
    CHECK(day - s.day == (s.first == 1999 ? 365 + 366 + 365 : 365));
  }
}

TEST_CASE("every day that does not exist is refused", "[rfc3339]") {
  unsigned wrong = 0;
  for (const unsigned year : {1900U, 1999U, 2000U, 2001U, 2024U, 2100U}) {
    for (unsigned month = 0; month != 100; ++month) {
      for (unsigned day = 0; day != 100; ++day) {
        const bool exists = day >= 1 && day <= days_in(year, month);
        const code found = refusal(day_text(year, month, day) + "T00:00:00Z");
        if (found != (exists ? code{} : code::invalid_time)) ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(refusal("2100-02-29T00:00:00Z") == code::invalid_time);  // not a leap year
  CHECK(read("2000-02-29T00:00:00Z") == at(951'782'400));        // a leap year
}

TEST_CASE(
    "the first and the last instant are read and written, and the next times outside are refused",
    "[rfc3339]") {
  const instant first = (instant::min)();
  const instant last = (instant::max)();
  CHECK(format_rfc3339(first) == "1677-09-21T00:12:43.145224192Z");
  CHECK(format_rfc3339(last) == "2262-04-11T23:47:16.854775807Z");

  CHECK(read("1677-09-21T00:12:43.145224192Z") == first);
  CHECK(read("1677-09-21T00:12:43.145224193Z") == first + std::chrono::nanoseconds{1});
  CHECK(refusal("1677-09-21T00:12:43.145224191Z") == code::time_out_of_range);
  CHECK(refusal("1677-09-21T00:12:43Z") == code::time_out_of_range);
  CHECK(refusal("1677-09-21T00:12:42.999999999Z") == code::time_out_of_range);
  CHECK(read("1677-09-21T00:12:44Z") == at(-9'223'372'036));

  CHECK(read("2262-04-11T23:47:16.854775807Z") == last);
  CHECK(read("2262-04-11T23:47:16.854775806Z") == last - std::chrono::nanoseconds{1});
  CHECK(refusal("2262-04-11T23:47:16.854775808Z") == code::time_out_of_range);
  CHECK(refusal("2262-04-11T23:47:17Z") == code::time_out_of_range);
}

TEST_CASE("the range applies to the time in UTC and not to the local time", "[rfc3339]") {
  CHECK(read("2262-04-12T01:47:16.854775807+02:00") == (instant::max)());
  CHECK(refusal("2262-04-12T01:47:16.854775808+02:00") == code::time_out_of_range);
  CHECK(refusal("2262-04-11T23:47:16.854775807-00:01") == code::time_out_of_range);
  CHECK(read("1677-09-20T23:12:43.145224192-01:00") == (instant::min)());
  CHECK(refusal("1677-09-20T23:12:43.145224191-01:00") == code::time_out_of_range);
  CHECK(refusal("1677-09-21T00:12:43.145224192+00:01") == code::time_out_of_range);
}

TEST_CASE("a valid time outside of the range is time_out_of_range and not invalid_time",
          "[rfc3339]") {
  for (char const* const text :
       {"0000-01-01T00:00:00Z", "0000-02-29T00:00:00Z", "0000-01-01T00:00:00+23:59",
        "0001-01-01T00:00:00Z", "1600-02-29T12:00:00Z", "1676-12-31T23:59:59Z",
        "2263-01-01T00:00:00Z", "2400-02-29T00:00:00Z", "9999-12-31T23:59:59.999999999-23:59",
        "9999-12-31T23:59:60Z"}) {
    INFO(text);
    CHECK(refusal(text) == code::time_out_of_range);
  }
  // Text that is not a time is invalid_time, also outside of the range.
  for (char const* const text : {"0000-00-01T00:00:00Z", "0001-02-29T00:00:00Z",
                                 "9999-12-32T00:00:00Z", "9999-12-31T24:00:00Z"}) {
    INFO(text);
    CHECK(refusal(text) == code::invalid_time);
  }
}

TEST_CASE("a leap second is read as the first second of the next day with its fraction",
          "[rfc3339]") {
  CHECK(read("2016-12-31T23:59:60Z") == at(1'483'228'800));
  CHECK(read("2016-12-31T23:59:60.5Z") == at(1'483'228'800, 500'000'000));
  CHECK(read("2016-12-31T23:59:60.999999999Z") == at(1'483'228'800, 999'999'999));
  CHECK(read("2015-06-30T23:59:60Z") == at(1'435'708'800));
  CHECK(format_rfc3339(*read("2016-12-31T23:59:60.5Z")) == "2017-01-01T00:00:00.5Z");
}

TEST_CASE("a leap second is accepted only at the end of a UTC day in any offset", "[rfc3339]") {
  CHECK(read("2017-01-01T05:29:60+05:30") == at(1'483'228'800));
  CHECK(read("2016-12-31T15:59:60-08:00") == at(1'483'228'800));
  CHECK(read("2015-07-01T00:59:60+01:00") == at(1'435'708'800));
  CHECK(read("2016-12-31T00:00:60-23:59") == at(1'483'228'800));
  CHECK(refusal("2016-12-31T23:59:60+01:00") == code::invalid_time);
  CHECK(refusal("2016-12-31T23:59:60-01:00") == code::invalid_time);
  CHECK(refusal("2017-01-01T05:59:60+05:30") == code::invalid_time);
}

TEST_CASE("second 60 is refused where no leap second is possible", "[rfc3339]") {
  for (char const* const text :
       {"2016-12-31T23:58:60Z", "2016-12-31T22:59:60Z", "2016-12-31T00:00:60Z",
        "2016-12-30T23:59:60Z", "2017-01-01T23:59:60Z", "2016-06-29T23:59:60Z",
        "2016-07-01T23:59:60Z", "2016-03-31T23:59:60Z", "2016-09-30T23:59:60Z",
        "2016-02-29T23:59:60Z", "2016-12-31T23:59:61Z", "2016-06-31T23:59:60Z",
        "9999-11-30T23:59:60Z"}) {
    INFO(text);
    CHECK(refusal(text) == code::invalid_time);
  }
  unsigned read_days = 0;
  for (unsigned month = 1; month <= 12; ++month) {
    for (unsigned day = 1; day <= days_in(2016, month); ++day) {
      if (read(day_text(2016, month, day) + "T23:59:60Z")) ++read_days;
    }
  }
  CHECK(read_days == 2);
}

TEST_CASE("the problem quotes at most 40 bytes of the text in whole characters", "[rfc3339]") {
  const auto subject = [](std::string const& text) {
    return parse_rfc3339(text).error().front().subject;
  };
  const std::string forty(40, 'x');
  CHECK(subject("") == "");
  CHECK(subject("tomorrow") == "tomorrow");
  CHECK(subject("9999-01-01T00:00:00Z") == "9999-01-01T00:00:00Z");
  CHECK(subject(forty) == forty);
  CHECK(subject(forty + "y") == forty);
  CHECK(subject(std::string(1'000'000, 'x')) == forty);
  CHECK(subject(std::string(38, 'x') + "\u00E9" + "yz") == std::string(38, 'x') + "\u00E9");
  CHECK(subject(std::string(39, 'x') + "\u00E9") == std::string(39, 'x'));
  CHECK(subject(std::string(38, 'x') + "\u20AC") == std::string(38, 'x'));
  CHECK(subject(std::string(37, 'x') + "\U0001F642") == std::string(37, 'x'));
  CHECK(subject(std::string(36, 'x') + "\U0001F642" + "y") == std::string(36, 'x') + "\U0001F642");

  CHECK(parse_rfc3339("tomorrow").error().size() == 1);
  CHECK(parse_rfc3339("tomorrow").error().front().where.empty());
}

TEST_CASE(
    "a time with one changed, added or removed byte is refused or read as a time that can be "
    "written and read again",
    "[rfc3339]") {
  // The kind of each byte of the text: d a digit, t and z letters in both cases, s the sign of an
  // offset, p the decimal point; any other byte must be equal.
  struct row {
    std::string_view text;
    std::string_view kinds;
  };
  const row rows[] = {
      {"2024-02-29T23:59:59.123456789+05:30", "dddd-dd-ddtdd:dd:ddpdddddddddsdd:dd"},
      {"2016-12-31T23:59:60Z", "dddd-dd-ddtdd:dd:ddz"},
      {"1999-11-30T00:00:00.5Z", "dddd-dd-ddtdd:dd:ddpdz"},
      {"2000-01-01T00:00:00-12:45", "dddd-dd-ddtdd:dd:ddsdd:dd"},
  };
  const auto fits = [](char kind, char c) {
    switch (kind) {
      case 'd': return c >= '0' && c <= '9';
      case 't': return c == 'T' || c == 't';
      case 'z': return c == 'Z' || c == 'z';
      case 's': return c == '+' || c == '-';
      case 'p': return c == '.';
      default: return c == kind;
    }
  };
  unsigned wrong = 0;
  unsigned accepted = 0;
  const auto look_at = [&](std::string const& text) {
    const auto t = read(text);
    if (!t) return false;
    ++accepted;
    if (read(format_rfc3339(*t)) != t) ++wrong;
    return true;
  };
  for (row const& r : rows) {
    REQUIRE(r.text.size() == r.kinds.size());
    REQUIRE(read(r.text));
    for (std::size_t index = 0; index != r.text.size(); ++index) {
      for (unsigned c = 0; c != 256; ++c) {
        const char byte = static_cast<char>(c);
        std::string changed(r.text);
        changed[index] = byte;
        if (look_at(changed) && !fits(r.kinds[index], byte)) ++wrong;
        std::string longer(r.text);
        longer.insert(index, 1, byte);
        look_at(longer);
      }
      std::string shorter(r.text);
      shorter.erase(index, 1);
      look_at(shorter);
      // A separate allocation, so that a sanitizer detects a read behind the end.
      const std::vector<char> start(r.text.data(), r.text.data() + index);
      CHECK(refusal({start.data(), start.size()}) == code::invalid_time);
    }
  }
  CHECK(wrong == 0);
  CHECK(accepted > 200);
}

TEST_CASE("random texts are refused or read as times that can be written and read again",
          "[rfc3339]") {
  std::mt19937_64 random(3339);
  const std::string_view likely = "0123456789-:TtZz+. ";
  unsigned wrong = 0;
  for (int round = 0; round != 50'000; ++round) {
    std::string text;
    const std::size_t length = random() % 45;
    for (std::size_t i = 0; i != length; ++i) {
      text += round % 2 == 0 ? likely[random() % likely.size()] : static_cast<char>(random() % 256);
    }
    const auto t = read(text);
    if (t && read(format_rfc3339(*t)) != t) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("every written instant is read back", "[rfc3339]") {
  std::mt19937_64 random(19700101);
  unsigned wrong = 0;
  for (int round = 0; round != 100'000; ++round) {
    auto ticks = static_cast<std::int64_t>(random());
    switch (round % 4) {  // also whole microseconds, whole seconds and times near 1970
      case 1: ticks -= ticks % 1'000; break;
      case 2: ticks -= ticks % second; break;
      case 3: ticks %= 200'000 * second; break;
      default: break;
    }
    const instant t{std::chrono::nanoseconds{ticks}};
    const std::string text = format_rfc3339(t);
    if (read(text) != t || text.size() > invito::rfc3339_length) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("texts of times in UTC without a fraction have the order of the times", "[rfc3339]") {
  std::mt19937_64 random(42);
  unsigned wrong = 0;
  for (int round = 0; round != 20'000; ++round) {
    const auto a = static_cast<std::int64_t>(random() % 18'000'000'000) - 9'000'000'000;
    const auto b = static_cast<std::int64_t>(random() % 18'000'000'000) - 9'000'000'000;
    if ((format_rfc3339(at(a)) < format_rfc3339(at(b))) != (a < b)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("digit_pairs contains the digits of 00 to 99 at compile time and at run time",
          "[rfc3339]") {
  std::array<char, 200> made{};
  // This is an assignment, because the compiler would evaluate an initializer at compile time.
  made = invito::detail::make_digit_pairs();
  CHECK(made == invito::detail::digit_pairs);
  for (std::size_t n = 0; n != 100; ++n) {
    const std::string two = n < 10 ? "0" + std::to_string(n) : std::to_string(n);
    CHECK(std::string(&made[2 * n], 2) == two);
  }
}

TEST_CASE(
    "shape8 matches any digit for a digit, letters in both cases and other characters exactly",
    "[rfc3339]") {
  char text[9] = "0-x0Z00?";
  text[7] = '0';  // known at run time only, so that the compiler cannot evaluate the shape
  const invito::detail::shape8 shape(text);
  const auto fits = [&shape](char const* of) {
    return invito::detail::digits8(of, shape).matches();
  };
  CHECK(fits("1-x9Z000"));
  CHECK(fits("1-X9Z000"));
  CHECK_FALSE(fits("1-y9Z000"));
  CHECK_FALSE(fits("1-x9z000"));
  CHECK_FALSE(fits("1+x9Z000"));
  CHECK_FALSE(fits("a-x9Z000"));
  CHECK_FALSE(fits("1-x9Z00:"));
  CHECK_FALSE(fits("1-x9Z00/"));
  CHECK(invito::detail::digits8("1-x9Z042", shape).two(6) == 42);
}
