// SPDX-License-Identifier: MIT
#pragma once

/// \file base/impl/repeated.hpp
/// Finds the elements of a list that are equal to an earlier element.

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

/// The hash of an element of the list, and its index in the list.
struct numbered {
  std::size_t number;
  std::size_t index;
  friend bool operator<(numbered const& a, numbered const& b) noexcept {
    return a.number < b.number;
  }
};

/// Returns the indices of the elements that are equal to an earlier element, in ascending order.
/// `number(element)` returns a hash of the element. If it returns `std::nullopt`, the element is
/// ignored. `less` orders elements with equal hashes. Complexity: O(n log n) for any elements. The
/// function sorts, because an attacker can choose elements that make a hash table slow. If the list
/// has at most 16 elements, only the result allocates memory.
template <class Element, class Number, class Less>
std::vector<std::size_t> repeated_by(std::vector<Element> const& all, Number number, Less less) {
  std::array<numbered, 16> few;
  std::vector<numbered> many(all.size() <= few.size() ? 0 : all.size());
  numbered* const begin = many.empty() ? few.data() : many.data();
  numbered* end = begin;
  for (std::size_t n = 0; n != all.size(); ++n) {
    if (const std::optional<std::size_t> value = number(all[n])) *end++ = {*value, n};
  }
  const auto before = [&](numbered const& a, numbered const& b) {
    return less(all[a.index], all[b.index]);
  };
  std::sort(begin, end);  // compares only the hashes, because the elements can be far apart
  std::vector<std::size_t> out;
  for (numbered* run = begin; run != end;) {
    numbered* const next =
        std::find_if(run, end, [run](numbered const& other) { return *run < other; });
    std::sort(run, next, [&](numbered const& a, numbered const& b) {
      return before(a, b) || (a.index < b.index && !before(b, a));
    });
    for (; run + 1 != next; ++run) {
      if (!before(run[0], run[1])) out.push_back(run[1].index);
    }
    run = next;
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Returns the indices of the elements whose key is equal to the key of an earlier element, in
/// ascending order. `key_of(element)` returns a pointer to the key, or null if there is no key.
template <class Element, class KeyOf>
std::vector<std::size_t> repeated_keys(std::vector<Element> const& all, KeyOf key_of) {
  const auto number = [&key_of](Element const& t) {
    auto const* const key = key_of(t);
    return key ? std::optional(std::hash<std::decay_t<decltype(*key)>>{}(*key)) : std::nullopt;
  };
  const auto less = [&key_of](Element const& a, Element const& b) {
    return *key_of(a) < *key_of(b);
  };
  return repeated_by(all, number, less);
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
