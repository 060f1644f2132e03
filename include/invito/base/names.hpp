// SPDX-License-Identifier: MIT
#pragma once

/// \file base/names.hpp
/// Enumerations by name, both ways.

#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The names of an enumeration's values, in their order from 0 on; a value that is none has an
/// empty one. Every enumeration that has names says them beside itself. They are stable: documents
/// and configurations may hold them.
template <class Enum>
inline constexpr std::nullptr_t names_of = nullptr;

/// The name of a value, such as "pending". Constant.
template <class Enum, class = std::enable_if_t<!std::is_null_pointer_v<decltype(names_of<Enum>)>>>
[[nodiscard]] constexpr std::string_view to_string(Enum value) noexcept {
  return names_of<Enum>[static_cast<std::size_t>(value)];
}

/// The value of that very name: `from_string<status>("pending")`. Nothing for any other text.
/// Linear in the number of names.
template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> from_string(std::string_view name) noexcept {
  static_assert(!std::is_null_pointer_v<decltype(names_of<Enum>)>, "an enumeration with names");
  if (name.empty()) return std::nullopt;
  for (std::size_t n = 0; n != names_of<Enum>.size(); ++n) {
    if (names_of<Enum>[n] == name) return static_cast<Enum>(n);
  }
  return std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito
