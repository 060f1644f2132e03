// SPDX-License-Identifier: MIT
#pragma once

/// \file base/box.hpp
/// An optional value on the heap.

#include <utility>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// An optional value that is stored on the heap. A box has the size of one pointer. Use a box
/// instead of `std::optional<T>` if the value is large and usually absent. Copying a box copies the
/// value. Comparing two boxes compares their values.
template <class T>
class box {
 public:
  box() noexcept = default;
  box(T value) : value_(new T(std::move(value))) {}  ///< Constructs a box with a value.
  box(box const& other) : value_(other ? new T(*other) : nullptr) {}  ///< Copies the value.
  /// Moves the value; `other` is empty afterwards.
  box(box&& other) noexcept : value_(other.value_) { other.value_ = nullptr; }
  box& operator=(box const& other) { return *this = box(other); }
  box& operator=(box&& other) noexcept {
    T* const moved = other.value_;
    other.value_ = nullptr;
    delete value_;
    value_ = moved;
    return *this;
  }
  ~box() { delete value_; }

  /// Returns whether there is a value.
  explicit operator bool() const noexcept { return value_ != nullptr; }

  ///@{
  /// Accesses the value. Precondition: there is a value.
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
  // A std::unique_ptr would take the compiler ten times as long, and the model has many boxes.
  T* value_ = nullptr;
};

}  // namespace INVITO_ABI
}  // namespace invito
