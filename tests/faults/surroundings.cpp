// SPDX-License-Identifier: MIT
// Every operation has the same result, byte for byte, in a locale and a time zone as in "C" and
// UTC. Usage: invito_surroundings <locale> <TZ>. Exit code 77: the locale is not installed.

#include <stdlib.h>  // setenv
#include <time.h>    // localtime_r, tzset

#include <chrono>
#include <clocale>
#include <cstddef>
#include <cstdio>
#include <locale>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "operations.hpp"
#include "transcript.hpp"

namespace {

using faults::transcript;

/// Records the result of each operation.
struct notes {
  std::vector<std::pair<std::string, std::string>> all{};

  template <class F>
  void pure(std::string const& name, F f) {
    all.emplace_back(name, transcript::of(f()));
  }
  template <class T, class F>
  void change(std::string const& name, T value, F f) {
    if constexpr (!std::is_void_v<decltype(f(value))>) {
      pure(name, [&] { return f(value); });
    } else {
      f(value);
    }
    all.emplace_back(name, transcript::of(value));
  }
  template <class F>
  void quiet(std::string const& name, F f) {
    pure(name, f);
  }
  template <class T>
  void copy(std::string const&, T const&) {}
};

notes take_notes() {
  notes out;
  const faults::world w = faults::make_world();
  faults::every_operation(out, w);
  faults::json_value_operations(out, w);
  return out;
}

int differences = 0;

void compare(std::string const& name, std::string const& got, std::string const& wanted) {
  if (got == wanted) return;
  ++differences;
  std::printf("%s\n  result:   %s\n  expected: %s\n", name.c_str(), got.c_str(), wanted.c_str());
}

/// Compares results with values that were written by hand.
void compare_with_constants() {
  using namespace invito;
  const instant march = instant{std::chrono::seconds{1'772'701'200}};  // in 2026
  compare("a time is written", format_rfc3339(march), "2026-03-05T09:00:00Z");
  compare("a time is read", transcript::of(parse_rfc3339("2026-03-05T14:30:00.5+05:30")),
          "1772701200500000000");
  compare("a number in a message",
          describe(problem{code::seats_full, {}, {}, {1'234'567, 7'654'321, 1'000'000}}),
          "1234567 of 7654321 seats are taken, including 1000000 reserved by pending invitations");
  compare("a duration", describe_duration(1'234'567'890), "14288 days 23 h");
  compare("a place", path("grants").add(1'234'567).pointer(), "/grants/1234567");
  compare("a cursor", to_string(cursor{march, invitation_id("i")}), "1772701200000000000.i");

  compare("an address in capitals", email("TITLE.IN@EXAMPLE.COM").canonical(),
          "title.in@example.com");
  compare("addresses that differ in case",
          transcript::of(email("TITLE.IN@EXAMPLE.COM") == email("title.in@example.com")), "1");
  compare("a capital with a dot is another letter",
          transcript::of(email("\xC4\xB0@example.com") == email("i@example.com")), "0");
  role_catalog const roles = role_catalog{{"EDITIONIST", 5}}.ignoring_case();
  compare("roles that differ in case", transcript::of(roles.find("editionist") != nullptr), "1");

  constexpr char const* numbers = R"({"a":[1.50,-2.5E+3,12345678901234567890123],"b":-0.5e-3})";
  compare("numbers keep their spelling", transcript::of(parse_json_text(numbers)), numbers);
  compare("a parsed number is written",
          transcript::of(parse_json_text(nlohmann::json::parse("[1.5,1234567.25]"))),
          "[1.5,1234567.25]");
  constexpr char const* invite = R"({"object":"organization.invite","id":"i","email":"a@b.c",)"
                                 R"("role":"owner","status":"pending","invited_at":1772701200.0,)"
                                 R"("expires_at":17733060e2})";
  const auto read = openai::read_invitation(invite);
  compare("whole numbers are read",
          read ? transcript::of(read->expires_at()) : transcript::of(read), "1773306000000000000");
  const auto fraction = openai::read_invitation(
      R"({"object":"organization.invite","id":"i","email":"a@b.c",)"
      R"("role":"owner","status":"pending","invited_at":1772701200.5,"expires_at":1773306000})");
  compare("a fraction is refused", fraction ? "read" : describe_with_locations(fraction.error()),
          "/invited_at: this value must be an integer (Unix time in seconds)");

  // In some time zones, this week has 167 hours, because the clocks go forward.
  faults::world w = faults::make_world();
  w.issue.now = march;
  const auto issued = issue(w.policy, w.request, w.issue);
  compare("a week later", issued ? format_rfc3339(*issued->invitation.expires_at()) : "refused",
          "2026-03-12T09:00:00Z");
}

bool set_locale(char const* name) {
  if (std::setlocale(LC_ALL, name) == nullptr) return false;
  try {
    std::locale::global(std::locale(name));
  } catch (std::runtime_error const&) {
    return false;
  }
  return true;
}

void set_zone(char const* tz) {
  setenv("TZ", tz, 1);
  tzset();
}

/// Whether local time differs from UTC. It does not if the zone was not understood.
bool is_away_from_utc() {
  const time_t now = 1'772'701'200;
  tm local{};
  localtime_r(&now, &local);
  return local.tm_hour != 9 || local.tm_min != 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::puts("usage: invito_surroundings <locale> <TZ>");
    return 2;
  }
  char const* const locale = arguments[1];
  char const* const zone = arguments[2];
  set_zone("UTC0");
  const notes at_home = take_notes();
  compare_with_constants();
  if (differences != 0) return 1;

  if (!set_locale(locale)) {
    std::printf("skipped: the locale %s is not installed\n", locale);
    return 77;
  }
  set_zone(zone);
  if (!is_away_from_utc()) {
    std::printf("the time zone %s does not differ from UTC\n", zone);
    return 2;
  }
  const notes abroad = take_notes();
  for (std::size_t n = 0; n != at_home.all.size(); ++n) {
    compare(at_home.all[n].first, abroad.all.at(n).second, at_home.all[n].second);
  }
  compare_with_constants();
  std::printf("%s, %s: %zu results, %d of them different\n", locale, zone, at_home.all.size(),
              differences);
  return differences == 0 ? 0 : 1;
}
