// SPDX-License-Identifier: MIT
#pragma once

#include <invito/base/text.hpp>
#include <invito/model/email.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

inline constexpr std::uint8_t email_local = 1;  // the byte is allowed in the local part

inline constexpr std::uint8_t email_label = 2;  // the byte is allowed in a label of the domain

/// Returns a table that contains, for each byte, the parts of an address that may contain the byte.
constexpr std::array<std::uint8_t, 256> make_email_bytes() noexcept {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0; c != table.size(); ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    if (letter || (c >= '0' && c <= '9')) table[c] = email_local | email_label;
  }
  for (const char c : std::string_view("!#$%&'*+/=?^_`{|}~.")) {
    table[static_cast<unsigned char>(c)] = email_local;
  }
  table['-'] = email_local | email_label;
  return table;
}

inline constexpr std::array<std::uint8_t, 256> email_bytes = make_email_bytes();

}  // namespace detail

constexpr email_shape check_email(std::string_view text) noexcept {
  constexpr std::size_t max_text = 254;
  constexpr std::size_t max_local = 64;
  constexpr std::size_t max_label = 63;
  const std::size_t size = text.size();
  if (size > max_text) return email_shape::invalid;

  unsigned all = 0;  // the bitwise OR of all bytes; 0x80 or more if a byte is not ASCII
  std::size_t i = 0;
  const auto skip = [&](std::uint8_t kind) {
    for (; i != size; ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if ((detail::email_bytes[c] & kind) == 0) break;
      all |= c;
    }
  };

  skip(detail::email_local);
  if (i == 0 || i > max_local || i == size || text[i] != '@') return email_shape::invalid;
  do {
    const std::size_t label = ++i;  // after the '@' or a dot
    skip(detail::email_label);
    if (i == label || i - label > max_label) return email_shape::invalid;
    if (text[label] == '-' || text[i - 1] == '-') return email_shape::invalid;
  } while (i != size && text[i] == '.');
  if (i != size) return email_shape::invalid;
  if (all < 0x80) return email_shape::valid;
  return detail::is_utf8(text) ? email_shape::not_ascii : email_shape::invalid;
}

}  // namespace INVITO_ABI
}  // namespace invito
