// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <string>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Appends `value` to `text`, in decimal digits.
template <class Integer>
void append_number(std::string& text, Integer value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  text.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

}  // namespace INVITO_ABI
}  // namespace invito
