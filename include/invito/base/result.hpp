// SPDX-License-Identifier: MIT
#pragma once

/// \file base/result.hpp
/// A value, or the problems that stood in its way.

#include <new>
#include <type_traits>
#include <utility>

#include <invito/base/problem.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// What copying takes: the other one or, where `T` cannot be copied, what nobody has. So that a
/// `result` says truly whether it can be copied.
struct nobodys;
template <class T, class Other>
using if_copyable = std::conditional_t<std::is_copy_constructible_v<T>, Other, nobodys>;

}  // namespace detail

/// What every operation that can be refused returns. Nothing is thrown for a refusal. `T` moves
/// without throwing.
template <class T>
class [[nodiscard]] result {
 public:
  using value_type = T;  ///< What it holds on success.

  /// A value made of nothing, in its place: for large ones.
  explicit result(std::in_place_t) : value_(), good_(true) {}
  /// What `make` returns, in its place.
  template <class Make>
  result(std::in_place_t, Make make) : value_(make()), good_(true) {}
  result(T const& value) : value_(value), good_(true) {}        ///< Success.
  result(T&& value) : value_(std::move(value)), good_(true) {}  ///< Success, with the value moved.
  /// Precondition: `why` is not empty.
  result(problems&& why) : why_(std::move(why)), good_(false) {}
  result(problems const& why) : why_(why), good_(false) {}   ///< Precondition: `why` is not empty.
  result(problem why) : result(problems(std::move(why))) {}  ///< A refusal for one reason.

  /// Copies the value or the problems.
  result(detail::if_copyable<T, result> const& other) : good_(other.good_) { construct(other); }
  /// Moves the value or the problems.
  result(result&& other) noexcept : good_(other.good_) { construct(std::move(other)); }
  result& operator=(detail::if_copyable<T, result> const& other) { return *this = result(other); }
  result& operator=(result&& other) noexcept {
    if (this == &other) return *this;
    destroy();
    good_ = other.good_;
    construct(std::move(other));
    return *this;
  }
  ~result() { destroy(); }

  ///@{
  /// Whether it succeeded.
  [[nodiscard]] bool has_value() const noexcept { return good_; }
  explicit operator bool() const noexcept { return has_value(); }
  ///@}

  ///@{
  /// The value. Precondition: there is one.
  T& operator*() & noexcept { return value_; }
  T const& operator*() const& noexcept { return value_; }
  T&& operator*() && noexcept { return std::move(value_); }
  T* operator->() noexcept { return &value_; }
  T const* operator->() const noexcept { return &value_; }
  ///@}

  /// All problems of the refusal, in order. Precondition: there is no value.
  [[nodiscard]] problems const& error() const& noexcept { return why_; }
  /// The same, to be moved on.
  [[nodiscard]] problems&& error() && noexcept { return std::move(why_); }

  friend bool operator==(result const& a, result const& b) {
    if (a.good_ != b.good_) return false;
    return a.good_ ? a.value_ == b.value_ : a.why_ == b.why_;
  }
  friend bool operator!=(result const& a, result const& b) { return !(a == b); }

 private:
  static_assert(std::is_nothrow_move_constructible_v<T>, "or an assignment could leave nothing");

  template <class Other>
  void construct(Other&& other) {
    if (good_) {
      ::new (static_cast<void*>(&value_)) T(std::forward<Other>(other).value_);
    } else {
      ::new (static_cast<void*>(&why_)) problems(std::forward<Other>(other).why_);
    }
  }
  void destroy() noexcept { good_ ? value_.~T() : why_.~problems(); }

  // Not std::variant, which takes the compiler four times as long, and there are many results.
  union {
    T value_;
    problems why_;
  };
  bool good_;
};

}  // namespace INVITO_ABI
}  // namespace invito
