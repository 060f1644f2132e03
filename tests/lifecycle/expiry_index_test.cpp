// SPDX-License-Identifier: MIT

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include <invito/lifecycle/expiry_index.hpp>

#include "catch2.hpp"

namespace {

using invito::expiry_index;
using invito::instant;

using entries = std::vector<std::pair<instant, std::uint64_t>>;

instant at(std::int64_t ticks) { return instant(invito::instant::duration(ticks)); }

entries due(expiry_index const& index, instant now) {
  entries out;
  index.due(now, [&out](instant t, std::uint64_t n) { out.emplace_back(t, n); });
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("an empty expiry_index has no due entry and no next time", "[expiry_index]") {
  expiry_index index;
  CHECK(index.empty());
  CHECK(index.size() == 0);
  CHECK(index.memory() == 0);
  CHECK_FALSE(index.next());
  CHECK(due(index, (instant::max)()).empty());
  CHECK_FALSE(index.erase(at(1), 1));
}

TEST_CASE("an entry of expiry_index is due from its time on", "[expiry_index]") {
  expiry_index index;
  index.insert(at(20), 2);
  index.insert(at(10), 1);
  CHECK(index.next() == at(10));
  CHECK(due(index, at(9)).empty());
  CHECK(due(index, at(10)) == entries{{at(10), 1}});
  CHECK(due(index, at(19)) == entries{{at(10), 1}});
  CHECK(due(index, at(20)) == entries{{at(10), 1}, {at(20), 2}});
  CHECK(index.size() == 2);
}

TEST_CASE("an erased entry of expiry_index is neither due nor next", "[expiry_index]") {
  expiry_index index;
  index.insert(at(10), 1);
  index.insert(at(20), 2);
  index.insert(at(20), 3);
  CHECK_FALSE(index.erase(at(10), 2));
  CHECK_FALSE(index.erase(at(20), 1));
  CHECK(index.erase(at(20), 2));
  CHECK_FALSE(index.erase(at(20), 2));
  CHECK(index.next() == at(10));
  CHECK(index.erase(at(10), 1));
  CHECK(index.next() == at(20));
  CHECK(due(index, at(20)) == entries{{at(20), 3}});
  CHECK(index.erase(at(20), 3));
  CHECK(index.empty());
  CHECK_FALSE(index.next());
}

TEST_CASE("expiry_index keeps an entry that was inserted twice, and erases one at a time",
          "[expiry_index]") {
  expiry_index index;
  index.insert(at(10), 7);
  index.insert(at(10), 7);
  CHECK(index.size() == 2);
  CHECK(due(index, at(10)).size() == 2);
  CHECK(index.erase(at(10), 7));
  CHECK(due(index, at(10)) == entries{{at(10), 7}});
  CHECK(index.erase(at(10), 7));
  CHECK_FALSE(index.erase(at(10), 7));
}

TEST_CASE("expiry_index holds the earliest and the latest instant and the largest number",
          "[expiry_index]") {
  constexpr std::uint64_t largest = (std::uint64_t{1} << 63) - 1;
  expiry_index index;
  index.insert((instant::max)(), largest);
  index.insert((instant::min)(), 0);
  CHECK(index.next() == (instant::min)());
  CHECK(due(index, (instant::max)()) ==
        entries{{(instant::min)(), 0}, {(instant::max)(), largest}});
  CHECK(index.erase((instant::max)(), largest));
  CHECK(due(index, (instant::max)()) == entries{{(instant::min)(), 0}});
}

TEST_CASE("expiry_index agrees with std::multiset after random changes", "[expiry_index]") {
  std::mt19937 random(20'260'302);
  const auto below = [&random](std::int64_t n) { return static_cast<std::int64_t>(random()) % n; };
  const std::int64_t moments = GENERATE(3, 100, 1'000'000);
  expiry_index index;
  std::multiset<std::pair<instant, std::uint64_t>> expected;
  for (int step = 0; step != 8'000; ++step) {
    // The index grows, shrinks, grows and shrinks.
    const bool grows = (step / 2'000) % 2 == 0;
    const instant t = at(below(moments));
    const auto n = static_cast<std::uint64_t>(below(50));
    if (below(10) < (grows ? 8 : 2)) {
      index.insert(t, n);
      expected.emplace(t, n);
    } else {
      auto one = expected.lower_bound({t, n});
      if (one == expected.end() || below(20) == 0) {
        REQUIRE(index.erase(t, n) == (expected.count({t, n}) != 0));
        one = expected.find({t, n});
      } else {
        REQUIRE(index.erase(one->first, one->second));
      }
      if (one != expected.end()) expected.erase(one);
    }
    REQUIRE(index.size() == expected.size());
    REQUIRE(index.empty() == expected.empty());
    REQUIRE(index.memory() >= 16 * expected.size());
    REQUIRE(index.memory() <= 32 * (expected.size() + 200));
    REQUIRE(index.next() ==
            (expected.empty() ? std::nullopt : std::optional<instant>(expected.begin()->first)));
    if (step % 97 == 0) {
      const instant now = at(below(moments));
      const entries all(expected.begin(), expected.upper_bound({now, ~std::uint64_t{0}}));
      REQUIRE(due(index, now) == all);
    }
  }
}

TEST_CASE("expiry_index uses 16 bytes for each entry, and frees memory when entries are erased",
          "[expiry_index]") {
  constexpr std::size_t many = 4'000;
  expiry_index index;
  for (std::size_t n = 0; n != many; ++n) {
    index.insert(at(static_cast<std::int64_t>(n * 7919 % many)), n);
  }
  CHECK(index.memory() < 16 * many + 16 * many / 10);
  std::size_t left = many;
  for (std::size_t n = 0; n != many; ++n) {
    REQUIRE(index.erase(at(static_cast<std::int64_t>(n * 7919 % many)), n));
    --left;
    REQUIRE(index.memory() <= 32 * (left + 200));
  }
  CHECK(index.empty());
}
