// SPDX-License-Identifier: MIT
#pragma once

/// \file model/email.hpp
/// Email addresses: kept as written, compared by one canonical key, checked for their shape.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <invito/base/names.hpp>
#include <invito/base/text.hpp>

namespace invito {
inline namespace v0 {

/// An email address exactly as somebody wrote it, valid or not: what an older system let through
/// stays readable. `check_email` tells whether the shape is right.
///
/// Equality, order and hash go by the canonical key, so two addresses that are written differently
/// may be equal. Only the case of A to Z is ignored: dots and plus tags count, since whether they
/// matter is the receiving server's secret, and characters beyond ASCII are compared bytewise.
class email {
 public:
  email() = default;
  explicit email(std::string text) noexcept : text_(std::move(text)) {}  ///< Takes any text.

  /// The address as it was written.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }
  /// The canonical key: the address with A to Z turned into a to z. Linear.
  [[nodiscard]] std::string key() const;
  /// What stands behind the last '@', as written; empty where there is none.
  [[nodiscard]] std::string_view domain() const noexcept;

  // By the canonical key, without building it.
  friend bool operator==(email const& a, email const& b) noexcept;
  friend bool operator!=(email const& a, email const& b) noexcept { return !(a == b); }
  friend bool operator<(email const& a, email const& b) noexcept;

 private:
  std::string text_;
};

/// What `check_email` can find.
enum class email_shape : std::uint8_t {
  valid,     ///< A valid address within ASCII.
  invalid,   ///< Not an address.
  not_ascii  ///< It would be valid if characters beyond ASCII were letters; a policy may admit it.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<email_shape>{"valid", "invalid",
                                                                       "not_ascii"};

/// The shape of an address, by the definition of a valid email address in the WHATWG HTML standard:
/// a local part of letters, digits and the signs of RFC 5322's `atext`, with dots anywhere; '@';
/// labels of letters, digits and inner hyphens, 63 bytes each at most, with single dots between.
/// Lengths are those of RFC 5321: 64 bytes in the local part, 254 in all. Nothing is trimmed. Text
/// beyond ASCII must be well-formed UTF-8. Linear, and constant beyond 254 bytes.
[[nodiscard]] constexpr email_shape check_email(std::string_view text) noexcept;

// -------------------------------------------------------------------------------------------------

namespace detail {

inline constexpr std::uint8_t email_local = 1;  // may stand in the local part
inline constexpr std::uint8_t email_label = 2;  // may stand in a label of the domain

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

// Eight bytes of text, each of A to Z turned into a to z. Their order does not matter, so this is
// the same on every machine: bit 7 of a byte's sum tells whether the byte reaches a bound.
constexpr std::uint64_t lower_word(std::uint64_t word) noexcept {
  constexpr std::uint64_t each = 0x0101'0101'0101'0101;
  const std::uint64_t low = word & (0x7F * each);
  const std::uint64_t from_a = low + (0x80 - 'A') * each;
  const std::uint64_t past_z = low + (0x7F - 'Z') * each;
  const std::uint64_t upper = (from_a ^ past_z) & ~word & (0x80 * each);
  return word | (upper >> 2);
}

inline std::uint64_t load_word(char const* from) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, 8);
  return word;
}

// Less than eight bytes as a word, zeros behind them.
inline std::uint64_t load_word(char const* from, std::size_t bytes) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, bytes);
  return word;
}

}  // namespace detail

inline std::string email::key() const {
  std::string out = text_;
  std::size_t i = 0;
  for (; i + 8 <= out.size(); i += 8) {
    const std::uint64_t word = detail::lower_word(detail::load_word(&out[i]));
    std::memcpy(&out[i], &word, 8);
  }
  for (; i != out.size(); ++i) out[i] = ascii_lower(out[i]);
  return out;
}

inline std::string_view email::domain() const noexcept {
  const std::size_t at = text_.rfind('@');
  if (at == std::string::npos) return {};
  return {text_.data() + at + 1, text_.size() - at - 1};
}

inline bool operator==(email const& a, email const& b) noexcept {
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
  // The last word may overlap the one before it.
  return same(detail::load_word(x + size - 8), detail::load_word(y + size - 8));
}

inline bool operator<(email const& a, email const& b) noexcept {
  std::string_view const x = a.text_;
  std::string_view const y = b.text_;
  const std::size_t common = x.size() < y.size() ? x.size() : y.size();
  for (std::size_t i = 0; i != common; ++i) {
    // Unsigned, as std::string compares, so that the order is that of the keys.
    const auto c = static_cast<unsigned char>(ascii_lower(x[i]));
    const auto d = static_cast<unsigned char>(ascii_lower(y[i]));
    if (c != d) return c < d;
  }
  return x.size() < y.size();
}

constexpr email_shape check_email(std::string_view text) noexcept {
  constexpr std::size_t longest_text = 254;
  constexpr std::size_t longest_local = 64;
  constexpr std::size_t longest_label = 63;
  const std::size_t size = text.size();
  if (size > longest_text) return email_shape::invalid;

  unsigned all = 0;  // every byte, or-ed: tells whether one was beyond ASCII
  std::size_t i = 0;
  const auto skip = [&](std::uint8_t kind) {
    for (; i != size; ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if ((detail::email_bytes[c] & kind) == 0) break;
      all |= c;
    }
  };

  skip(detail::email_local);
  if (i == 0 || i > longest_local || i == size || text[i] != '@') return email_shape::invalid;
  do {
    const std::size_t label = ++i;  // behind the '@' or a dot
    skip(detail::email_label);
    if (i == label || i - label > longest_label) return email_shape::invalid;
    if (text[label] == '-' || text[i - 1] == '-') return email_shape::invalid;
  } while (i != size && text[i] == '.');
  if (i != size) return email_shape::invalid;
  if (all < 0x80) return email_shape::valid;
  return is_utf8(text) ? email_shape::not_ascii : email_shape::invalid;
}

}  // namespace v0
}  // namespace invito

/// By the canonical key, like equality.
template <>
struct std::hash<invito::email> {
  /// Linear in the length.
  std::size_t operator()(invito::email const& address) const noexcept {
    // Multiply and fold, a word at a time; the length tells texts apart that end in zero bytes.
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
};
