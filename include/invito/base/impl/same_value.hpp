// SPDX-License-Identifier: MIT
#pragma once

#include <variant>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns `a == b`. Compiling this function takes a third of the time that `operator==` of
/// `std::variant` takes.
template <class... Alternatives>
bool same_value(std::variant<Alternatives...> const& a, std::variant<Alternatives...> const& b) {
  const auto same = [](auto const* x, auto const* y) { return x && y && *x == *y; };
  return (same(std::get_if<Alternatives>(&a), std::get_if<Alternatives>(&b)) || ...);
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
