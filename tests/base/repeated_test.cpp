// SPDX-License-Identifier: MIT

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <invito/invito.hpp>
#include <invito/base/impl/repeated.hpp>

#include "catch2.hpp"

namespace {

using invito::detail::repeated_by;
using invito::detail::repeated_keys;
using places = std::vector<std::size_t>;

// Of numbers; negative ones repeat none. All share one number, as if each hash were the same.
places repeated_with_one_hash(std::vector<int> const& all) {
  return repeated_by(
      all, [](int n) { return n < 0 ? std::nullopt : std::optional(std::size_t{7}); },
      [](int a, int b) { return a < b; });
}

// Of texts; empty ones repeat none.
places repeated_texts(std::vector<std::string> const& all) {
  return repeated_keys(all, [](std::string const& s) { return s.empty() ? nullptr : &s; });
}

// Each once, in no order, all but for the last three.
std::vector<int> many() {
  std::vector<int> out;
  for (int n = 0; n != 1000; ++n) out.push_back(n * 7 % 1000);
  out.insert(out.end(), {500, 3, 500});
  return out;
}

}  // namespace

TEST_CASE("what stands in a list already is told by its places, in order") {
  CHECK(repeated_texts({}).empty());
  CHECK(repeated_texts({"a"}).empty());
  CHECK(repeated_texts({"b", "a", "c"}).empty());
  CHECK(repeated_texts({"b", "a", "b", "a", "b"}) == places{2, 3, 4});
}

TEST_CASE("what has no key repeats nothing") {
  CHECK(repeated_texts({"", "", "a", "", "a"}) == places{4});
  CHECK(repeated_texts(std::vector<std::string>(100)).empty());
  CHECK(repeated_with_one_hash({-1, -1, 2, -1, 2}) == places{4});
}

TEST_CASE("sixteen elements and seventeen are told alike") {
  for (const std::size_t count : {15U, 16U, 17U, 18U}) {
    std::vector<std::string> all;
    for (std::size_t n = 0; n != count; ++n) all.push_back(std::to_string(n));
    CHECK(repeated_texts(all).empty());
    all[count - 1] = "0";
    CHECK(repeated_texts(all) == places{count - 1});
  }
}

TEST_CASE("different elements with the same hash are told apart") {
  CHECK(repeated_with_one_hash({3, 1, 2}).empty());
  CHECK(repeated_with_one_hash({3, 1, 3, 2, 1}) == places{2, 4});
  CHECK(repeated_with_one_hash(many()) == places{1000, 1001, 1002});
}
