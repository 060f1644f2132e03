// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using namespace std::chrono_literals;
using invito::instant;
using invito::rate;
using invito::rate_use;
using invito::within;

constexpr instant noon{std::chrono::hours{24 * 20'000 + 12}};
constexpr std::chrono::nanoseconds tick{1};
constexpr instant end_of_time = (instant::max)();

// `free_at` as far behind noon as it lies, so that a failure shows a number.
std::optional<std::chrono::nanoseconds> wait_of(rate_use const& use, instant now) {
  if (!use.free_at) return std::nullopt;
  return *use.free_at - now;
}

}  // namespace

TEST_CASE("a rate of which nothing was used is free at once") {
  const rate_use use = within({1, 1min}, {}, noon);
  CHECK(use.used == 0);
  CHECK(use.free);
  CHECK(use.free_at == noon);
}

TEST_CASE("a time counts while now lies before its end, and not from then on") {
  const std::vector<instant> one{noon};
  for (const instant now : {noon, noon + 30s, noon + 1min - tick}) {
    const rate_use use = within({1, 1min}, one, now);
    CHECK(use.used == 1);
    CHECK_FALSE(use.free);
    CHECK(use.free_at == noon + 1min);
  }
  for (const instant now : {noon + 1min, noon + 1min + tick, noon + 24h}) {
    const rate_use use = within({1, 1min}, one, now);
    CHECK(use.used == 0);
    CHECK(use.free);
    CHECK(use.free_at == now);
  }
}

TEST_CASE("a rate is free below its limit, and not at it or above") {
  const std::vector<instant> three{noon - 3s, noon - 2s, noon - 1s};
  CHECK(within({4, 1min}, three, noon).free);
  CHECK(within({4, 1min}, three, noon).free_at == noon);
  CHECK_FALSE(within({3, 1min}, three, noon).free);
  CHECK_FALSE(within({2, 1min}, three, noon).free);
  for (std::uint32_t limit = 1; limit <= 4; ++limit) {
    CHECK(within({limit, 1min}, three, noon).used == 3);
  }
}

TEST_CASE("one more fits when all but one less than the limit have left the window") {
  const std::vector<instant> times{noon - 50s, noon - 40s, noon - 30s, noon - 20s, noon - 10s};
  CHECK(wait_of(within({6, 1min}, times, noon), noon) == 0s);
  CHECK(wait_of(within({5, 1min}, times, noon), noon) == 10s);
  CHECK(wait_of(within({4, 1min}, times, noon), noon) == 20s);
  CHECK(wait_of(within({2, 1min}, times, noon), noon) == 40s);
  CHECK(wait_of(within({1, 1min}, times, noon), noon) == 50s);
}

TEST_CASE("what is told as the free moment is the first at which it is free") {
  const std::vector<instant> times{noon - 50s, noon - 40s, noon - 30s};
  for (std::uint32_t limit = 1; limit <= 3; ++limit) {
    const rate r{limit, 1min};
    const rate_use now = within(r, times, noon);
    REQUIRE(now.free_at);
    CHECK_FALSE(within(r, times, *now.free_at - tick).free);
    const rate_use then = within(r, times, *now.free_at);
    CHECK(then.free);
    CHECK(then.used == limit - 1);
  }
}

TEST_CASE("times that have left the window are not counted, whatever their number") {
  const std::vector<instant> times{noon - 3min, noon - 2min, noon - 1min, noon - 1min + tick};
  const rate_use use = within({1, 1min}, times, noon);
  CHECK(use.used == 1);
  CHECK_FALSE(use.free);
  CHECK(use.free_at == noon + tick);
}

TEST_CASE("of times at the same moment each counts") {
  const std::vector<instant> twice{noon - 10s, noon - 10s};
  CHECK(within({2, 1min}, twice, noon).used == 2);
  CHECK_FALSE(within({2, 1min}, twice, noon).free);
  CHECK(within({2, 1min}, twice, noon).free_at == noon + 50s);
  CHECK(within({2, 1min}, twice, noon + 50s).used == 0);
}

TEST_CASE("a limit of 0 is never free, used or not") {
  for (std::vector<instant> const& times :
       {std::vector<instant>{}, std::vector<instant>{noon - 1s}, std::vector<instant>{noon - 1h}}) {
    const rate_use use = within({0, 1min}, times, noon);
    CHECK_FALSE(use.free);
    CHECK_FALSE(use.free_at);
  }
  CHECK(within({0, 1min}, {noon - 1s}, noon).used == 1);
  CHECK(within({0, 1min}, {noon - 1h}, noon).used == 0);
  CHECK_FALSE(within({}, {}, noon).free);
}

TEST_CASE("in a window of 0 only what lies ahead counts") {
  const rate r{1, 0s};
  CHECK(within(r, {noon - tick}, noon).used == 0);
  CHECK(within(r, {noon}, noon).used == 0);
  CHECK(within(r, {noon}, noon).free);
  const rate_use ahead = within(r, {noon + tick}, noon);
  CHECK(ahead.used == 1);
  CHECK_FALSE(ahead.free);
  CHECK(ahead.free_at == noon + tick);
}

TEST_CASE("times that lie ahead count, and so does their window") {
  const std::vector<instant> times{noon - 10s, noon + 5s};
  const rate_use use = within({2, 1min}, times, noon);
  CHECK(use.used == 2);
  CHECK_FALSE(use.free);
  CHECK(use.free_at == noon + 50s);
  CHECK(within({1, 1min}, times, noon).free_at == noon + 65s);
  CHECK(within({2, 1min}, {noon + 24h, noon + 48h}, noon).free_at == noon + 24h + 1min);
  CHECK(within({2, 1min}, {noon + 24h}, noon).free);
}

TEST_CASE("a time of which the end lies beyond all time always counts, and never frees") {
  const instant last = end_of_time - 1min;
  // The last sum that still fits, and the first that does not.
  CHECK(within({1, 1min}, {last}, end_of_time - tick).free_at == end_of_time);
  CHECK(within({1, 1min}, {last}, end_of_time).used == 0);
  const rate_use use = within({1, 1min}, {last + tick}, end_of_time);
  CHECK(use.used == 1);
  CHECK_FALSE(use.free);
  CHECK_FALSE(use.free_at);
  CHECK(within({2, 1min}, {last, last + tick}, end_of_time).used == 1);
}

TEST_CASE("a window longer than all time counts everything") {
  const std::vector<instant> times{(instant::min)(), noon};
  const rate_use use = within({2, (std::chrono::seconds::max)()}, times, end_of_time);
  CHECK(use.used == 2);
  CHECK_FALSE(use.free);
  CHECK_FALSE(use.free_at);
}

TEST_CASE("of many times those in the window are counted") {
  std::vector<instant> times;
  times.reserve(100'000);
  for (int n = 100'000; n > 0; --n) times.push_back(noon - n * 1s);
  CHECK(within({10, 1min}, times, noon).used == 59);
  CHECK(within({10, 1min}, times, noon).free_at == noon + 50s);
  CHECK(within({60, 1min}, times, noon).free);
  CHECK_FALSE(within({59, 1min}, times, noon).free);
  CHECK(within({10, 1min}, times, noon + 59s - tick).used == 1);
  CHECK(within({10, 1min}, times, noon + 59s).used == 0);
  CHECK(within({10, 100h}, times, noon).used == 100'000);
}

TEST_CASE("two rates are equal only if limit and window are") {
  CHECK(rate{2, 1min} == rate{2, 60s});
  CHECK(rate{2, 1min} != rate{3, 1min});
  CHECK(rate{2, 1min} != rate{2, 61s});
  CHECK_FALSE(rate{2, 1min} != rate{2, 1min});
}
