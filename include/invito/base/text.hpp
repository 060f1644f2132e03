// SPDX-License-Identifier: MIT
#pragma once

/// \file base/text.hpp
/// The few operations on text that the library needs, all independent of any locale.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <invito/base/impl/eight_bytes.hpp>
#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// `c` with A to Z turned into a to z; every other byte as it is.
[[nodiscard]] constexpr char ascii_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Whether two texts are equal but for the case of A to Z.
[[nodiscard]] constexpr bool ascii_equal(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i != a.size(); ++i) {
    if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
  }
  return true;
}

/// Whether every byte of `text` is below 0x80. Linear, eight bytes at a time.
[[nodiscard]] constexpr bool is_ascii(std::string_view text) noexcept {
  std::uint64_t all = 0;
  if (text.size() < 8) {
    for (const char c : text) all |= static_cast<unsigned char>(c);
  } else {
    for (std::size_t i = 0; text.size() - i > 8; i += 8)
      all |= detail::eight_bytes(text.data() + i);
    all |= detail::eight_bytes(text.data() + text.size() - 8);
  }
  return (all & 0x8080808080808080) == 0;
}

namespace detail {

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

}  // namespace detail

/// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates, nothing past U+10FFFF).
/// Source: Unicode, table 3-7. Linear.
[[nodiscard]] constexpr bool is_utf8(std::string_view text) noexcept {
  return is_ascii(text) || detail::has_only_characters(text);
}

/// The longest part of `text` from its start that has at most `most` bytes and cuts no UTF-8
/// character in two.
[[nodiscard]] constexpr std::string_view utf8_prefix(std::string_view text,
                                                     std::size_t most) noexcept {
  if (text.size() <= most) return text;
  while (most != 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most);
}

}  // namespace INVITO_ABI
}  // namespace invito
