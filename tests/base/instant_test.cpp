// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstdint>
#include <optional>
#include <type_traits>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::checked_add;
using invito::from_unix_seconds;
using invito::instant;
using invito::to_unix_seconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr instant at(std::int64_t ticks) { return instant{nanoseconds{ticks}}; }

constexpr std::int64_t last_tick = 9'223'372'036'854'775'807;
constexpr std::int64_t first_tick = -last_tick - 1;
constexpr std::int64_t second = 1'000'000'000;

static_assert(std::is_convertible_v<std::chrono::system_clock::time_point, instant>);
static_assert(checked_add(at(5), seconds{2}) == at(2'000'000'005));
static_assert(!checked_add(at(last_tick), seconds{1}));

}  // namespace

TEST_CASE("an instant has the range of 64-bit nanoseconds", "[instant]") {
  CHECK((instant::max)() == at(last_tick));
  CHECK((instant::min)() == at(first_tick));
}

TEST_CASE("checked_add is exact inside the range of instants", "[instant]") {
  CHECK(checked_add(at(0), seconds{0}) == at(0));
  CHECK(checked_add(at(0), seconds{604'800}) == at(604'800 * second));
  CHECK(checked_add(at(999'999'999), seconds{-1}) == at(-1));
  CHECK(checked_add(at(-1), seconds{1}) == at(999'999'999));
  CHECK(checked_add(at(last_tick), seconds{0}) == at(last_tick));
  CHECK(checked_add(at(first_tick), seconds{0}) == at(first_tick));
}

TEST_CASE("checked_add returns nullopt from the first nanosecond past either end of the range",
          "[instant]") {
  CHECK(checked_add(at(last_tick - second), seconds{1}) == at(last_tick));
  CHECK_FALSE(checked_add(at(last_tick - second + 1), seconds{1}));
  CHECK(checked_add(at(first_tick + second), seconds{-1}) == at(first_tick));
  CHECK_FALSE(checked_add(at(first_tick + second - 1), seconds{-1}));
  CHECK_FALSE(checked_add(at(last_tick), seconds{1}));
  CHECK_FALSE(checked_add(at(first_tick), seconds{-1}));
}

TEST_CASE("checked_add adds durations up to the length of the whole range", "[instant]") {
  CHECK(checked_add(at(first_tick), seconds{18'446'744'073}) == at(9'223'372'036'145'224'192));
  CHECK_FALSE(checked_add(at(first_tick), seconds{18'446'744'074}));
  CHECK(checked_add(at(last_tick), seconds{-18'446'744'073}) == at(-9'223'372'036'145'224'193));
  CHECK_FALSE(checked_add(at(last_tick), seconds{-18'446'744'074}));
  CHECK(checked_add(at(-1), seconds{9'223'372'036}) == at(9'223'372'035'999'999'999));
  CHECK(checked_add(at(0), seconds{9'223'372'036}) == at(9'223'372'036 * second));
  CHECK_FALSE(checked_add(at(0), seconds{9'223'372'037}));
}

TEST_CASE("checked_add returns nullopt for durations that overflow 64-bit nanoseconds",
          "[instant]") {
  for (const instant t : {at(first_tick), at(-1), at(0), at(1), at(last_tick)}) {
    CHECK_FALSE(checked_add(t, (seconds::max)()));
    CHECK_FALSE(checked_add(t, (seconds::min)()));
    CHECK_FALSE(checked_add(t, seconds{36'893'488'148}));  // above 2^65 ns: wraps to a small number
    CHECK_FALSE(checked_add(t, seconds{-36'893'488'148}));
  }
}

TEST_CASE("from_unix_seconds accepts every second inside the range", "[instant]") {
  CHECK(from_unix_seconds(0) == at(0));
  CHECK(from_unix_seconds(1'700'000'000) == at(1'700'000'000 * second));
  CHECK(from_unix_seconds(-1) == at(-second));
  CHECK(from_unix_seconds(9'223'372'036) == at(9'223'372'036 * second));
  CHECK_FALSE(from_unix_seconds(9'223'372'037));
  CHECK(from_unix_seconds(-9'223'372'036) == at(-9'223'372'036 * second));
  CHECK_FALSE(from_unix_seconds(-9'223'372'037));
  CHECK_FALSE(from_unix_seconds(last_tick));
  CHECK_FALSE(from_unix_seconds(first_tick));
}

TEST_CASE("to_unix_seconds rounds toward the past", "[instant]") {
  CHECK(to_unix_seconds(at(0)) == 0);
  CHECK(to_unix_seconds(at(1)) == 0);
  CHECK(to_unix_seconds(at(999'999'999)) == 0);
  CHECK(to_unix_seconds(at(second)) == 1);
  CHECK(to_unix_seconds(at(-1)) == -1);
  CHECK(to_unix_seconds(at(-second)) == -1);
  CHECK(to_unix_seconds(at(-second - 1)) == -2);
  CHECK(to_unix_seconds(at(last_tick)) == 9'223'372'036);
  CHECK(to_unix_seconds(at(first_tick)) == -9'223'372'037);
}
