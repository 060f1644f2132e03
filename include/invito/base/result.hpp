// SPDX-License-Identifier: MIT
#pragma once

/// \file base/result.hpp
/// A value, or the problems that stood in its way.

#include <utility>
#include <variant>

#include <invito/base/problem.hpp>

namespace invito {
inline namespace v0 {

namespace detail {

/// Becomes what `make` returns, where it is wanted: for containers that make their value from one
/// argument.
template <class Make>
struct made_by {
  Make make;
  operator decltype(std::declval<Make&>()())() { return make(); }
};
template <class Make>
made_by(Make) -> made_by<Make>;

}  // namespace detail

/// What every operation that can be refused returns. Nothing is thrown for a refusal.
template <class T>
class [[nodiscard]] result {
 public:
  using value_type = T;

  /// A value made of nothing, in its place: for large ones.
  explicit result(std::in_place_t) : content_(std::in_place_index<0>) {}
  /// What `make` returns, in its place.
  template <class Make>
  result(std::in_place_t, Make make) : content_(std::in_place_index<0>, detail::made_by{make}) {}
  result(T const& value) : content_(std::in_place_index<0>, value) {}
  result(T&& value) : content_(std::in_place_index<0>, std::move(value)) {}
  /// Precondition: `why` is not empty.
  result(problems&& why) : content_(std::in_place_index<1>, std::move(why)) {}
  result(problems const& why) : content_(std::in_place_index<1>, why) {}
  result(problem why) : result(problems(std::move(why))) {}

  [[nodiscard]] bool has_value() const noexcept { return content_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  /// The value. Precondition: there is one.
  T& operator*() & noexcept { return *std::get_if<0>(&content_); }
  T const& operator*() const& noexcept { return *std::get_if<0>(&content_); }
  T&& operator*() && noexcept { return std::move(*std::get_if<0>(&content_)); }
  T* operator->() noexcept { return std::get_if<0>(&content_); }
  T const* operator->() const noexcept { return std::get_if<0>(&content_); }

  /// All problems of the refusal, in order. Precondition: there is no value.
  [[nodiscard]] problems const& error() const& noexcept { return *std::get_if<1>(&content_); }
  [[nodiscard]] problems&& error() && noexcept { return std::move(*std::get_if<1>(&content_)); }

  friend bool operator==(result const& a, result const& b) { return a.content_ == b.content_; }
  friend bool operator!=(result const& a, result const& b) { return !(a == b); }

 private:
  std::variant<T, problems> content_;
};

}  // namespace v0
}  // namespace invito
