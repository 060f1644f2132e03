// SPDX-License-Identifier: MIT
#pragma once

/// \file base/repeated.hpp
/// Which elements of a list stand in it already.

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <type_traits>
#include <vector>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// The number of an element, and where the element stands.
struct numbered {
  std::size_t number;
  std::size_t place;
  friend bool operator<(numbered const& a, numbered const& b) noexcept {
    return a.number < b.number;
  }
};

/// The indices of the elements that are equal to an earlier one, ascending. `number(element)` is
/// the same for equal ones and seldom so for others, or nothing for an element that repeats none;
/// `less` orders those with the same number. O(n log n) whatever the elements are; a hash table
/// could be made slow by who chooses them. Up to 16 need memory only for what is found.
template <class Thing, class Number, class Less>
std::vector<std::size_t> repeated_by(std::vector<Thing> const& all, Number number, Less less) {
  std::array<numbered, 16> few;
  std::vector<numbered> many(all.size() <= few.size() ? 0 : all.size());
  numbered* const begin = many.empty() ? few.data() : many.data();
  numbered* end = begin;
  for (std::size_t n = 0; n != all.size(); ++n) {
    if (const std::optional<std::size_t> its = number(all[n])) *end++ = {*its, n};
  }
  const auto before = [&](numbered const& a, numbered const& b) {
    return less(all[a.place], all[b.place]);
  };
  std::sort(begin, end);  // by numbers alone, as the elements may lie far apart
  std::vector<std::size_t> out;
  for (numbered* run = begin; run != end;) {
    numbered* const next =
        std::find_if(run, end, [run](numbered const& other) { return *run < other; });
    std::sort(run, next, [&](numbered const& a, numbered const& b) {
      return before(a, b) || (a.place < b.place && !before(b, a));
    });
    for (; run + 1 != next; ++run) {
      if (!before(run[0], run[1])) out.push_back(run[1].place);
    }
    run = next;
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// The same for elements with a key: `key_of(element)` points to it, or is null where it has none.
template <class Thing, class KeyOf>
std::vector<std::size_t> repeated_keys(std::vector<Thing> const& all, KeyOf key_of) {
  const auto number = [&key_of](Thing const& t) {
    auto const* const key = key_of(t);
    return key ? std::optional(std::hash<std::decay_t<decltype(*key)>>{}(*key)) : std::nullopt;
  };
  const auto less = [&key_of](Thing const& a, Thing const& b) { return *key_of(a) < *key_of(b); };
  return repeated_by(all, number, less);
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
