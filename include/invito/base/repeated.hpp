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

namespace invito {
inline namespace v0 {
namespace detail {

/// The indices of the elements that are equal to an earlier one, ascending. `number(element)` is
/// the same for equal ones and seldom so for others, or nothing for an element that repeats none;
/// `less` orders those with the same number. O(n log n) whatever the elements are; a hash table
/// could be made slow by who chooses them. Up to 16 need memory only for what is found.
template <class Thing, class Number, class Less>
std::vector<std::size_t> repeated_by(std::vector<Thing> const& all, Number number, Less less) {
  struct entry {
    std::size_t number;
    std::size_t place;
  };
  std::array<entry, 16> few;
  std::vector<entry> many(all.size() <= few.size() ? 0 : all.size());
  entry* const begin = many.empty() ? few.data() : many.data();
  entry* end = begin;
  for (std::size_t n = 0; n != all.size(); ++n) {
    if (const std::optional<std::size_t> its = number(all[n])) *end++ = {*its, n};
  }
  const auto before = [&](entry const& a, entry const& b) {
    return a.number != b.number ? a.number < b.number : less(all[a.place], all[b.place]);
  };
  std::sort(begin, end, [&](entry const& a, entry const& b) {
    return before(a, b) || (a.place < b.place && !before(b, a));
  });
  std::vector<std::size_t> out;
  for (entry* e = begin; e != end; ++e) {
    if (e != begin && !before(e[-1], *e)) out.push_back(e->place);
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
}  // namespace v0
}  // namespace invito
