// SPDX-License-Identifier: MIT
#pragma once

/// \file mutation/mutants.hpp
/// What mutated headers call. All mutants are compiled in at once; a process runs with at most one
/// of them. In constant evaluation there is none, so that tables and static assertions stay true;
/// for what is evaluated nowhere else, `MUTANTS_CONSTANT` names the one that is there.

#include <type_traits>

#ifndef MUTANTS_CONSTANT
#define MUTANTS_CONSTANT 0
#endif

namespace mutants {

inline int active = 0;  // none
inline unsigned char no_notes[1 << 16] = {};
inline unsigned char* reached = no_notes;  // one flag for each mutant that was asked for

inline bool ask(int id) noexcept {
  reached[id] = 1;
  return id == active;
}

/// Whether the mutant `id` is the one that runs.
constexpr bool is(int id) noexcept {
  return __builtin_is_constant_evaluated() ? id == MUTANTS_CONSTANT : ask(id);
}

// Operands are evaluated once, whichever operator is meant.

template <int Id, class A, class B>
constexpr bool less(A const& a, B const& b) {
  return is(Id) ? a <= b : a < b;
}
template <int Id, class A, class B>
constexpr bool less_equal(A const& a, B const& b) {
  return is(Id) ? a < b : a <= b;
}
template <int Id, class A, class B>
constexpr bool greater(A const& a, B const& b) {
  return is(Id) ? a >= b : a > b;
}
template <int Id, class A, class B>
constexpr bool greater_equal(A const& a, B const& b) {
  return is(Id) ? a > b : a >= b;
}

template <int Id, class A, class B>
constexpr auto checked_add(A const& a, B const& b) -> decltype(a + b) {
  return is(Id) ? a - b : a + b;
}
template <int Id, class A, class B>
constexpr auto minus(A const& a, B const& b) -> decltype(a - b) {
  return is(Id) ? a + b : a - b;
}
template <int Id, class A, class B>
constexpr auto times(A const& a, B const& b) -> decltype(a * b) {
  return is(Id) ? a + b : a * b;
}
template <int Id, class A, class B>
constexpr auto divided(A const& a, B const& b) -> decltype(a / b) {
  return is(Id) ? a * b : a / b;
}
template <int Id, class A, class B>
constexpr auto rest(A const& a, B const& b) -> decltype(a % b) {
  return is(Id) ? a / b : a % b;
}
template <int Id, class A, class B>
constexpr auto bit_and(A const& a, B const& b) -> decltype(a & b) {
  return is(Id) ? a | b : a & b;
}
template <int Id, class A, class B>
constexpr auto bit_or(A const& a, B const& b) -> decltype(a | b) {
  return is(Id) ? a & b : a | b;
}
template <int Id, class A, class B>
constexpr auto shift_left(A const& a, B const& b) -> decltype(a << b) {
  return is(Id) ? a >> b : a << b;
}
template <int Id, class A, class B>
constexpr auto shift_right(A const& a, B const& b) -> decltype(a >> b) {
  return is(Id) ? a << b : a >> b;
}

/// A number, or one more, or one less.
template <int More, int Less, class T>
constexpr T number(T value) {
  if (is(More)) return static_cast<T>(value + 1);
  if constexpr (Less != 0) {
    if (is(Less)) return static_cast<T>(value - 1);
  }
  return value;
}

/// What is added, or taken away.
template <int Id, class T>
constexpr T negated(T const& value) {
  return is(Id) ? static_cast<T>(T{} - value) : value;
}

}  // namespace mutants
