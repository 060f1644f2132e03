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
using invito::rate_usage;
using invito::usage_of;

constexpr instant noon{std::chrono::hours{24 * 20'000 + 12}};
constexpr std::chrono::nanoseconds tick{1};
constexpr instant end_of_time = (instant::max)();

// The time from `now` to `available_at`, so that a failure shows a number.
std::optional<std::chrono::nanoseconds> wait_of(rate_usage const& usage, instant now) {
  if (!usage.available_at) return std::nullopt;
  return *usage.available_at - now;
}

}  // namespace

TEST_CASE("an unused rate is available now", "[rate]") {
  const rate_usage usage = usage_of({1, 1min}, {}, noon);
  CHECK(usage.used == 0);
  CHECK(usage.available);
  CHECK(usage.available_at == noon);
}

TEST_CASE("a time counts before the end of its window and not at the end", "[rate]") {
  const std::vector<instant> one{noon};
  for (const instant now : {noon, noon + 30s, noon + 1min - tick}) {
    const rate_usage usage = usage_of({1, 1min}, one, now);
    CHECK(usage.used == 1);
    CHECK_FALSE(usage.available);
    CHECK(usage.available_at == noon + 1min);
  }
  for (const instant now : {noon + 1min, noon + 1min + tick, noon + 24h}) {
    const rate_usage usage = usage_of({1, 1min}, one, now);
    CHECK(usage.used == 0);
    CHECK(usage.available);
    CHECK(usage.available_at == now);
  }
}

TEST_CASE("a rate is available below its limit and not at or above the limit", "[rate]") {
  const std::vector<instant> three{noon - 3s, noon - 2s, noon - 1s};
  CHECK(usage_of({4, 1min}, three, noon).available);
  CHECK(usage_of({4, 1min}, three, noon).available_at == noon);
  CHECK_FALSE(usage_of({3, 1min}, three, noon).available);
  CHECK_FALSE(usage_of({2, 1min}, three, noon).available);
  for (std::uint32_t limit = 1; limit <= 4; ++limit) {
    CHECK(usage_of({limit, 1min}, three, noon).used == 3);
  }
}

TEST_CASE("available_at is the time at which fewer times than the limit count", "[rate]") {
  const std::vector<instant> times{noon - 50s, noon - 40s, noon - 30s, noon - 20s, noon - 10s};
  CHECK(wait_of(usage_of({6, 1min}, times, noon), noon) == 0s);
  CHECK(wait_of(usage_of({5, 1min}, times, noon), noon) == 10s);
  CHECK(wait_of(usage_of({4, 1min}, times, noon), noon) == 20s);
  CHECK(wait_of(usage_of({2, 1min}, times, noon), noon) == 40s);
  CHECK(wait_of(usage_of({1, 1min}, times, noon), noon) == 50s);
}

TEST_CASE("available_at is the first instant at which the rate is available", "[rate]") {
  const std::vector<instant> times{noon - 50s, noon - 40s, noon - 30s};
  for (std::uint32_t limit = 1; limit <= 3; ++limit) {
    const rate r{limit, 1min};
    const rate_usage now = usage_of(r, times, noon);
    REQUIRE(now.available_at);
    CHECK_FALSE(usage_of(r, times, *now.available_at - tick).available);
    const rate_usage then = usage_of(r, times, *now.available_at);
    CHECK(then.available);
    CHECK(then.used == limit - 1);
  }
}

TEST_CASE("times that have left the window do not count", "[rate]") {
  const std::vector<instant> times{noon - 3min, noon - 2min, noon - 1min, noon - 1min + tick};
  const rate_usage usage = usage_of({1, 1min}, times, noon);
  CHECK(usage.used == 1);
  CHECK_FALSE(usage.available);
  CHECK(usage.available_at == noon + tick);
}

TEST_CASE("each of several equal times counts", "[rate]") {
  const std::vector<instant> twice{noon - 10s, noon - 10s};
  CHECK(usage_of({2, 1min}, twice, noon).used == 2);
  CHECK_FALSE(usage_of({2, 1min}, twice, noon).available);
  CHECK(usage_of({2, 1min}, twice, noon).available_at == noon + 50s);
  CHECK(usage_of({2, 1min}, twice, noon + 50s).used == 0);
}

TEST_CASE("a rate with the limit 0 is never available", "[rate]") {
  for (std::vector<instant> const& times :
       {std::vector<instant>{}, std::vector<instant>{noon - 1s}, std::vector<instant>{noon - 1h}}) {
    const rate_usage usage = usage_of({0, 1min}, times, noon);
    CHECK_FALSE(usage.available);
    CHECK_FALSE(usage.available_at);
  }
  CHECK(usage_of({0, 1min}, {noon - 1s}, noon).used == 1);
  CHECK(usage_of({0, 1min}, {noon - 1h}, noon).used == 0);
  CHECK_FALSE(usage_of({}, {}, noon).available);
}

TEST_CASE("in a window of 0 s only future times count", "[rate]") {
  const rate r{1, 0s};
  CHECK(usage_of(r, {noon - tick}, noon).used == 0);
  CHECK(usage_of(r, {noon}, noon).used == 0);
  CHECK(usage_of(r, {noon}, noon).available);
  const rate_usage ahead = usage_of(r, {noon + tick}, noon);
  CHECK(ahead.used == 1);
  CHECK_FALSE(ahead.available);
  CHECK(ahead.available_at == noon + tick);
}

TEST_CASE("a future time counts until the end of its window", "[rate]") {
  const std::vector<instant> times{noon - 10s, noon + 5s};
  const rate_usage usage = usage_of({2, 1min}, times, noon);
  CHECK(usage.used == 2);
  CHECK_FALSE(usage.available);
  CHECK(usage.available_at == noon + 50s);
  CHECK(usage_of({1, 1min}, times, noon).available_at == noon + 65s);
  CHECK(usage_of({2, 1min}, {noon + 24h, noon + 48h}, noon).available_at == noon + 24h + 1min);
  CHECK(usage_of({2, 1min}, {noon + 24h}, noon).available);
}

TEST_CASE("a time whose window ends after the last instant always counts", "[rate]") {
  const instant last = end_of_time - 1min;
  // The last sum inside of the range, and the first outside.
  CHECK(usage_of({1, 1min}, {last}, end_of_time - tick).available_at == end_of_time);
  CHECK(usage_of({1, 1min}, {last}, end_of_time).used == 0);
  const rate_usage usage = usage_of({1, 1min}, {last + tick}, end_of_time);
  CHECK(usage.used == 1);
  CHECK_FALSE(usage.available);
  CHECK_FALSE(usage.available_at);
  CHECK(usage_of({2, 1min}, {last, last + tick}, end_of_time).used == 1);
}

TEST_CASE("in a window longer than the range of instants every time counts", "[rate]") {
  const std::vector<instant> times{(instant::min)(), noon};
  const rate_usage usage = usage_of({2, (std::chrono::seconds::max)()}, times, end_of_time);
  CHECK(usage.used == 2);
  CHECK_FALSE(usage.available);
  CHECK_FALSE(usage.available_at);
}

TEST_CASE("usage_of counts the times in the window among 100 000 times", "[rate]") {
  std::vector<instant> times;
  times.reserve(100'000);
  for (int n = 100'000; n > 0; --n) times.push_back(noon - n * 1s);
  CHECK(usage_of({10, 1min}, times, noon).used == 59);
  CHECK(usage_of({10, 1min}, times, noon).available_at == noon + 50s);
  CHECK(usage_of({60, 1min}, times, noon).available);
  CHECK_FALSE(usage_of({59, 1min}, times, noon).available);
  CHECK(usage_of({10, 1min}, times, noon + 59s - tick).used == 1);
  CHECK(usage_of({10, 1min}, times, noon + 59s).used == 0);
  CHECK(usage_of({10, 100h}, times, noon).used == 100'000);
}

TEST_CASE("two rates are equal only if limit and window are equal", "[rate]") {
  CHECK(rate{2, 1min} == rate{2, 60s});
  CHECK(rate{2, 1min} != rate{3, 1min});
  CHECK(rate{2, 1min} != rate{2, 61s});
  CHECK_FALSE(rate{2, 1min} != rate{2, 1min});
}
