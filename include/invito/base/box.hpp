// SPDX-License-Identifier: MIT
#pragma once

/// \file base/box.hpp
/// An optional value kept on the heap.

#include <memory>
#include <utility>

namespace invito {
inline namespace v0 {

/// Like `std::optional<T>`, but one pointer wide: for what is large and usually absent.
/// Copies and compares the value, not the pointer.
template <class T>
class box {
 public:
  box() noexcept = default;
  box(T value) : value_(std::make_unique<T>(std::move(value))) {}
  box(box const& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
  box(box&&) noexcept = default;
  box& operator=(box const& other) { return *this = box(other); }
  box& operator=(box&&) noexcept = default;
  ~box() = default;

  /// Whether there is a value.
  explicit operator bool() const noexcept { return value_ != nullptr; }

  /// The value. Precondition: there is one.
  T& operator*() noexcept { return *value_; }
  T const& operator*() const noexcept { return *value_; }
  T* operator->() noexcept { return value_.get(); }
  T const* operator->() const noexcept { return value_.get(); }

  friend bool operator==(box const& a, box const& b) {
    return a && b ? *a == *b : bool(a) == bool(b);
  }
  friend bool operator!=(box const& a, box const& b) { return !(a == b); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace v0
}  // namespace invito
