// SPDX-License-Identifier: MIT
#pragma once

/// \file base/text.hpp
/// Operations on text that do not depend on any locale.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <invito/base/impl/eight_bytes.hpp>
#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns `c`, with A to Z converted to a to z. Other bytes are returned unchanged.
[[nodiscard]] constexpr char ascii_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Returns whether two texts are equal. The comparison ignores the case of A to Z.
[[nodiscard]] constexpr bool ascii_equal(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i != a.size(); ++i) {
    if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
  }
  return true;
}

/// Returns whether every byte of `text` is below 0x80. Complexity: linear, eight bytes at a time.
[[nodiscard]] constexpr bool is_ascii(std::string_view text) noexcept {
  std::uint64_t all = 0;
  if (text.size() < 8) {
    for (const char c : text) all |= static_cast<unsigned char>(c);
  } else {
    for (std::size_t i = 0; text.size() - i > 8; i += 8) all |= eight_bytes(text.data() + i);
    all |= eight_bytes(text.data() + text.size() - 8);
  }
  return (all & 0x8080808080808080) == 0;
}

/// Returns whether `text` is well-formed UTF-8. `is_utf8` calls this function for non-ASCII text.
constexpr bool has_only_characters(std::string_view text) noexcept {
  for (std::size_t i = 0; i != text.size();) {
    const auto at = [&](std::size_t n) {
      return i + n < text.size() ? static_cast<unsigned char>(text[i + n]) : 0U;
    };
    const auto continues = [&](std::size_t n) { return (at(n) & 0xC0U) == 0x80U; };
    const unsigned lead = at(0);
    const unsigned second = at(1);
    if (lead < 0x80) {
      i += 1;
    } else if (lead >= 0xC2 && lead <= 0xDF && continues(1)) {
      i += 2;
    } else if (lead >= 0xE0 && lead <= 0xEF && continues(1) && continues(2) &&
               (lead != 0xE0 || second >= 0xA0) && (lead != 0xED || second <= 0x9F)) {
      i += 3;
    } else if (lead >= 0xF0 && lead <= 0xF4 && continues(1) && continues(2) && continues(3) &&
               (lead != 0xF0 || second >= 0x90) && (lead != 0xF4 || second <= 0x8F)) {
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

/// Returns whether `text` is well-formed UTF-8 (no overlong forms, no surrogates, nothing above
/// U+10FFFF). Source: Unicode, table 3-7. Complexity: linear.
[[nodiscard]] constexpr bool is_utf8(std::string_view text) noexcept {
  return is_ascii(text) || has_only_characters(text);
}

/// Returns the longest prefix of `text` that has at most `max_size` bytes and does not split a
/// UTF-8 character.
[[nodiscard]] constexpr std::string_view utf8_prefix(std::string_view text,
                                                     std::size_t max_size) noexcept {
  if (text.size() <= max_size) return text;
  while (max_size != 0 && (static_cast<unsigned char>(text[max_size]) & 0xC0U) == 0x80U) --max_size;
  return text.substr(0, max_size);
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
