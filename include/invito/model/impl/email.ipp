// SPDX-License-Identifier: MIT
#pragma once

#include <cstring>

#include <invito/base/impl/eight_bytes.hpp>
#include <invito/base/text.hpp>
#include <invito/model/email.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::string email::canonical() const {
  std::string out = text_;
  std::size_t i = 0;
  for (; i + 8 <= out.size(); i += 8) {
    const std::uint64_t word = detail::lower_word(detail::load_word(&out[i]));
    std::memcpy(&out[i], &word, 8);
  }
  for (; i != out.size(); ++i) out[i] = detail::ascii_lower(out[i]);
  return out;
}

INVITO_INLINE std::string_view email::domain() const noexcept {
  const std::size_t at = text_.rfind('@');
  if (at == std::string::npos) return {};
  return {text_.data() + at + 1, text_.size() - at - 1};
}

INVITO_INLINE bool operator==(email const& a, email const& b) noexcept {
  const std::size_t size = a.text_.size();
  if (size != b.text_.size()) return false;
  char const* const x = a.text_.data();
  char const* const y = b.text_.data();
  const auto same = [](std::uint64_t one, std::uint64_t other) {
    return one == other || detail::lower_word(one) == detail::lower_word(other);
  };
  if (size < 8) return same(detail::load_word(x, size), detail::load_word(y, size));
  for (std::size_t i = 0; i + 8 < size; i += 8) {
    if (!same(detail::load_word(x + i), detail::load_word(y + i))) return false;
  }
  // The last word can overlap the word before it.
  return same(detail::load_word(x + size - 8), detail::load_word(y + size - 8));
}

INVITO_INLINE bool operator<(email const& a, email const& b) noexcept {
  std::string_view const x = a.text_;
  std::string_view const y = b.text_;
  const std::size_t common = x.size() < y.size() ? x.size() : y.size();
  for (std::size_t i = 0; i != common; ++i) {
    // std::string compares characters as unsigned values. This function does the same, so it
    // returns the order of the canonical forms.
    const auto c = static_cast<unsigned char>(detail::ascii_lower(x[i]));
    const auto d = static_cast<unsigned char>(detail::ascii_lower(y[i]));
    if (c != d) return c < d;
  }
  return x.size() < y.size();
}

}  // namespace INVITO_ABI
}  // namespace invito

INVITO_INLINE std::size_t std::hash<invito::email>::operator()(
    invito::email const& address) const noexcept {
  // Mixes eight bytes at a time into the hash. The hash starts with the length, because otherwise
  // texts that differ only in zero bytes at the end would have equal hashes.
  std::string_view const text = address.text();
  std::uint64_t mixed = text.size();
  const auto mix = [&mixed](std::uint64_t word) {
    mixed ^= invito::detail::lower_word(word);
    mixed *= 0x9E37'79B9'7F4A'7C15;
    mixed ^= mixed >> 32;
  };
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) mix(invito::detail::load_word(text.data() + i));
  if (i != text.size()) mix(invito::detail::load_word(text.data() + i, text.size() - i));
  return static_cast<std::size_t>(mixed);
}
