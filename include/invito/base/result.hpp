// SPDX-License-Identifier: MIT
#pragma once

/// \file base/result.hpp
/// A value, or the problems that prevented it.

#include <cstdlib>
#include <new>
#include <type_traits>
#include <utility>

#include <invito/base/problem.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// The parameter type of the copy operations of `result<T>`. If `T` cannot be copied, the type is
/// `not_copyable`, which has no values. Then `std::is_copy_constructible` is false for `result<T>`.
struct not_copyable;
template <class T, class Other>
using if_copyable = std::conditional_t<std::is_copy_constructible_v<T>, Other, not_copyable>;

/// Ends the program if `valid` is false: the program accessed a value or error that does not exist.
/// Every build contains this check, because such an access would be undefined behaviour.
inline void require_access(bool valid) noexcept {
  if (!valid) std::abort();
}

}  // namespace detail

/// The value of an operation, or the problems because of which the operation was refused. The
/// access functions never throw. If the requested value or error does not exist, they call
/// `std::abort` in every build. `T` must be nothrow move constructible.
template <class T>
class [[nodiscard]] result {
 public:
  using value_type = T;  ///< The type of the value.

  /// Constructs a success with a value-initialized value, in place. Use this constructor for large
  /// types, because it moves no value.
  explicit result(std::in_place_t) : value_(), good_(true) {}
  /// Constructs a success with the result of `make()`, in place.
  template <class Make>
  result(std::in_place_t, Make make) : value_(make()), good_(true) {}
  /// Constructs a success with a copy of the value.
  result(T const& value) : value_(value), good_(true) {}
  /// Constructs a success and moves the value into it.
  result(T&& value) : value_(std::move(value)), good_(true) {}
  /// Constructs a refusal. Precondition: `p` is not empty.
  result(problems&& p) : problems_(std::move(p)), good_(false) {}
  /// Constructs a refusal. Precondition: `p` is not empty.
  result(problems const& p) : problems_(p), good_(false) {}
  /// Constructs a refusal with one problem.
  result(problem p) : result(problems(std::move(p))) {}

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
  /// Returns whether the operation succeeded.
  [[nodiscard]] bool has_value() const noexcept { return good_; }
  explicit operator bool() const noexcept { return has_value(); }
  ///@}

  ///@{
  /// Accesses the value. Ends the program if there is no value.
  T& value() & noexcept { return detail::require_access(good_), value_; }
  T const& value() const& noexcept { return detail::require_access(good_), value_; }
  T&& value() && noexcept { return detail::require_access(good_), std::move(value_); }
  T& operator*() & noexcept { return value(); }
  T const& operator*() const& noexcept { return value(); }
  T&& operator*() && noexcept { return std::move(*this).value(); }
  T* operator->() noexcept { return &value(); }
  T const* operator->() const noexcept { return &value(); }
  ///@}

  /// Returns all problems. Ends the program if there is a value.
  [[nodiscard]] problems const& error() const& noexcept {
    return detail::require_access(!good_), problems_;
  }
  /// Returns the problems by value, so that they still exist in the body of the loop
  /// `for (auto& p : f().error())`.
  [[nodiscard]] problems error() && noexcept {
    return detail::require_access(!good_), std::move(problems_);
  }

  friend bool operator==(result const& a, result const& b) {
    if (a.good_ != b.good_) return false;
    return a.good_ ? a.value_ == b.value_ : a.problems_ == b.problems_;
  }
  friend bool operator!=(result const& a, result const& b) { return !(a == b); }

 private:
  static_assert(std::is_nothrow_move_constructible_v<T>, "T must be nothrow move constructible");

  template <class Other>
  void construct(Other&& other) {
    if (good_) {
      ::new (static_cast<void*>(&value_)) T(std::forward<Other>(other).value_);
    } else {
      ::new (static_cast<void*>(&problems_)) problems(std::forward<Other>(other).problems_);
    }
  }
  void destroy() noexcept { good_ ? value_.~T() : problems_.~problems(); }

  // A std::variant would take the compiler four times as long, and there are many result types.
  union {
    T value_;
    problems problems_;
  };
  bool good_;
};

/// The result of an operation that has no value: success, or the problems because of which the
/// operation was refused.
template <>
class [[nodiscard]] result<void> {
 public:
  using value_type = void;  ///< The type `void`, because there is no value.

  result() noexcept = default;  ///< Constructs a success.
  /// Constructs a success if `p` is empty, otherwise a refusal.
  result(problems p) noexcept : problems_(std::move(p)) {}
  /// Constructs a refusal with one problem.
  result(problem p) noexcept : result(problems(std::move(p))) {}

  ///@{
  /// Returns whether the operation succeeded.
  [[nodiscard]] bool has_value() const noexcept { return problems_.empty(); }
  explicit operator bool() const noexcept { return has_value(); }
  ///@}

  /// Ends the program unless the operation succeeded.
  void value() const noexcept { detail::require_access(has_value()); }

  /// Returns all problems. Ends the program if the operation succeeded.
  [[nodiscard]] problems const& error() const& noexcept {
    return detail::require_access(!has_value()), problems_;
  }
  /// Returns the problems by value, so that they still exist in the body of the loop
  /// `for (auto& p : f().error())`.
  [[nodiscard]] problems error() && noexcept {
    return detail::require_access(!has_value()), std::move(problems_);
  }

  friend bool operator==(result const& a, result const& b) { return a.problems_ == b.problems_; }
  friend bool operator!=(result const& a, result const& b) { return !(a == b); }

 private:
  problems problems_;
};

}  // namespace INVITO_ABI
}  // namespace invito
