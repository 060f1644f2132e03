// SPDX-License-Identifier: MIT

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <invito/base/impl/repeated.hpp>
#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::detail::repeated_by;
using invito::detail::repeated_keys;
using indices = std::vector<std::size_t>;

// The repeated numbers, where every hash is 7. Negative numbers have no hash and are never
// repeated.
indices repeated_with_one_hash(std::vector<int> const& all) {
  return repeated_by(
      all, [](int n) { return n < 0 ? std::nullopt : std::optional(std::size_t{7}); },
      [](int a, int b) { return a < b; });
}

// The repeated texts. Empty texts have no key and are never repeated.
indices repeated_texts(std::vector<std::string> const& all) {
  return repeated_keys(all, [](std::string const& s) { return s.empty() ? nullptr : &s; });
}

// 1000 different numbers in no order, and three repetitions at the end.
std::vector<int> many() {
  std::vector<int> out;
  for (int n = 0; n != 1000; ++n) out.push_back(n * 7 % 1000);
  out.insert(out.end(), {500, 3, 500});
  return out;
}

}  // namespace

TEST_CASE("repeated_keys returns the indices of repeated elements in order", "[repeated]") {
  CHECK(repeated_texts({}).empty());
  CHECK(repeated_texts({"a"}).empty());
  CHECK(repeated_texts({"b", "a", "c"}).empty());
  CHECK(repeated_texts({"b", "a", "b", "a", "b"}) == indices{2, 3, 4});
}

TEST_CASE("an element without a key is not a repetition", "[repeated]") {
  CHECK(repeated_texts({"", "", "a", "", "a"}) == indices{4});
  CHECK(repeated_texts(std::vector<std::string>(100)).empty());
  CHECK(repeated_with_one_hash({-1, -1, 2, -1, 2}) == indices{4});
}

TEST_CASE("repeated_keys gives the same result for 16 and for 17 elements", "[repeated]") {
  for (const std::size_t count : {15U, 16U, 17U, 18U}) {
    std::vector<std::string> all;
    for (std::size_t n = 0; n != count; ++n) all.push_back(std::to_string(n));
    CHECK(repeated_texts(all).empty());
    all[count - 1] = "0";
    CHECK(repeated_texts(all) == indices{count - 1});
  }
}

TEST_CASE("repeated_by distinguishes different elements with equal hashes", "[repeated]") {
  CHECK(repeated_with_one_hash({3, 1, 2}).empty());
  CHECK(repeated_with_one_hash({3, 1, 3, 2, 1}) == indices{2, 4});
  CHECK(repeated_with_one_hash(many()) == indices{1000, 1001, 1002});
}
