// SPDX-License-Identifier: MIT
#pragma once

/// \file base/names.hpp
/// Conversions between the values of enumerations and their names.

#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The names of the values of an enumeration. The index of a name is the number of the value. If a
/// number has no enumerator, the name is empty. Each enumeration with names has a specialization of
/// this variable, next to the definition of the enumeration. The names never change, so documents
/// and configurations can contain them.
template <class Enum>
inline constexpr std::nullptr_t names_of = nullptr;

/// Returns the name of a value, such as "pending". Complexity: constant.
template <class Enum, class = std::enable_if_t<!std::is_null_pointer_v<decltype(names_of<Enum>)>>>
[[nodiscard]] constexpr std::string_view to_string(Enum value) noexcept {
  return names_of<Enum>[static_cast<std::size_t>(value)];
}

/// Returns the value with exactly this name, or `std::nullopt` if there is no such value. For
/// example, `from_string<status>("pending")` returns `status::pending`. Complexity: linear in the
/// number of names.
template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> from_string(std::string_view name) noexcept {
  static_assert(!std::is_null_pointer_v<decltype(names_of<Enum>)>,
                "names_of<Enum> must be specialized");
  if (name.empty()) return std::nullopt;
  for (std::size_t n = 0; n != names_of<Enum>.size(); ++n) {
    if (names_of<Enum>[n] == name) return static_cast<Enum>(n);
  }
  return std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito
