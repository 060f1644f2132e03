// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstdint>
#include <optional>
#include <type_traits>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::from_unix_seconds;
using invito::instant;
using invito::plus;
using invito::to_unix_seconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr instant at(std::int64_t ticks) { return instant{nanoseconds{ticks}}; }

constexpr std::int64_t last_tick = 9'223'372'036'854'775'807;
constexpr std::int64_t first_tick = -last_tick - 1;
constexpr std::int64_t second = 1'000'000'000;

static_assert(std::is_convertible_v<std::chrono::system_clock::time_point, instant>);
static_assert(plus(at(5), seconds{2}) == at(2'000'000'005));
static_assert(!plus(at(last_tick), seconds{1}));

}  // namespace

TEST_CASE("the range of instants is that of 64 bits of nanoseconds") {
  CHECK((instant::max)() == at(last_tick));
  CHECK((instant::min)() == at(first_tick));
}

TEST_CASE("a sum inside of the range is exact, forward and backward") {
  CHECK(plus(at(0), seconds{0}) == at(0));
  CHECK(plus(at(0), seconds{604'800}) == at(604'800 * second));
  CHECK(plus(at(999'999'999), seconds{-1}) == at(-1));
  CHECK(plus(at(-1), seconds{1}) == at(999'999'999));
  CHECK(plus(at(last_tick), seconds{0}) == at(last_tick));
  CHECK(plus(at(first_tick), seconds{0}) == at(first_tick));
}

TEST_CASE("a sum refuses from the first tick past either end of the range") {
  CHECK(plus(at(last_tick - second), seconds{1}) == at(last_tick));
  CHECK_FALSE(plus(at(last_tick - second + 1), seconds{1}));
  CHECK(plus(at(first_tick + second), seconds{-1}) == at(first_tick));
  CHECK_FALSE(plus(at(first_tick + second - 1), seconds{-1}));
  CHECK_FALSE(plus(at(last_tick), seconds{1}));
  CHECK_FALSE(plus(at(first_tick), seconds{-1}));
}

TEST_CASE("a step across the whole range is a sum like any other") {
  CHECK(plus(at(first_tick), seconds{18'446'744'073}) == at(9'223'372'036'145'224'192));
  CHECK_FALSE(plus(at(first_tick), seconds{18'446'744'074}));
  CHECK(plus(at(last_tick), seconds{-18'446'744'073}) == at(-9'223'372'036'145'224'193));
  CHECK_FALSE(plus(at(last_tick), seconds{-18'446'744'074}));
  CHECK(plus(at(-1), seconds{9'223'372'036}) == at(9'223'372'035'999'999'999));
  CHECK(plus(at(0), seconds{9'223'372'036}) == at(9'223'372'036 * second));
  CHECK_FALSE(plus(at(0), seconds{9'223'372'037}));
}

TEST_CASE("steps that fit no number of nanoseconds refuse instead of wrapping") {
  for (const instant t : {at(first_tick), at(-1), at(0), at(1), at(last_tick)}) {
    CHECK_FALSE(plus(t, (seconds::max)()));
    CHECK_FALSE(plus(t, (seconds::min)()));
    CHECK_FALSE(plus(t, seconds{36'893'488'148}));  // 2^65 ns and a bit: wraps to a small number
    CHECK_FALSE(plus(t, seconds{-36'893'488'148}));
  }
}

TEST_CASE("Unix seconds become instants up to the ends of the range") {
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

TEST_CASE("an instant's Unix seconds are rounded towards the past") {
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
