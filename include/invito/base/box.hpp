// SPDX-License-Identifier: MIT
#pragma once

/// \file base/box.hpp
/// An optional value kept on the heap.

#include <utility>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Like `std::optional<T>`, but one pointer wide: for what is large and usually absent.
/// Copies and compares the value, not the pointer.
template <class T>
class box {
 public:
  box() noexcept = default;
  box(T value) : value_(new T(std::move(value))) {}                   ///< A box with `value` in it.
  box(box const& other) : value_(other ? new T(*other) : nullptr) {}  ///< Copies the value.
  /// Takes the value over, and leaves an empty box.
  box(box&& other) noexcept : value_(other.value_) { other.value_ = nullptr; }
  box& operator=(box const& other) { return *this = box(other); }
  box& operator=(box&& other) noexcept {
    T* const taken = other.value_;
    other.value_ = nullptr;
    delete value_;
    value_ = taken;
    return *this;
  }
  ~box() { delete value_; }

  /// Whether there is a value.
  explicit operator bool() const noexcept { return value_ != nullptr; }

  ///@{
  /// The value. Precondition: there is one.
  T& operator*() noexcept { return *value_; }
  T const& operator*() const noexcept { return *value_; }
  T* operator->() noexcept { return value_; }
  T const* operator->() const noexcept { return value_; }
  ///@}

  friend bool operator==(box const& a, box const& b) {
    return a && b ? *a == *b : bool(a) == bool(b);
  }
  friend bool operator!=(box const& a, box const& b) { return !(a == b); }

 private:
  // Not std::unique_ptr, which takes the compiler ten times as long, and a model has many boxes.
  T* value_ = nullptr;
};

}  // namespace INVITO_ABI
}  // namespace invito
