// SPDX-License-Identifier: MIT
#pragma once

/// \file mutation/mutants.hpp
/// The functions that mutated headers call. A program contains all mutants, and a process runs with
/// at most one of them. Constant evaluation uses no mutant, so that tables and static assertions
/// stay true. For code that is only evaluated at compile time, `MUTANTS_CONSTANT` selects a mutant.

#include <type_traits>

#ifndef MUTANTS_CONSTANT
#define MUTANTS_CONSTANT 0
#endif

namespace mutants {

inline int active = 0;  // no mutant
inline unsigned char no_notes[1 << 16] = {};
inline unsigned char* reached = no_notes;  // one flag for each mutant whose code has run

inline bool ask(int id) noexcept {
  reached[id] = 1;
  return id == active;
}

/// Whether the mutant `id` is selected.
constexpr bool is(int id) noexcept {
  return __builtin_is_constant_evaluated() ? id == MUTANTS_CONSTANT : ask(id);
}

// Each function evaluates its operands once, with either operator.

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
constexpr auto plus(A const& a, B const& b) -> decltype(a + b) {
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

/// Returns the number, or with a mutant, the number plus one or minus one.
template <int More, int Less, class T>
constexpr T number(T value) {
  if (is(More)) return static_cast<T>(value + 1);
  if constexpr (Less != 0) {
    if (is(Less)) return static_cast<T>(value - 1);
  }
  return value;
}

/// Returns the right operand of += or -=, which the mutant negates.
template <int Id, class T>
constexpr T negated(T const& value) {
  return is(Id) ? static_cast<T>(T{} - value) : value;
}

}  // namespace mutants
