// SPDX-License-Identifier: MIT
#pragma once

/// \file model/email.hpp
/// Email addresses: stored as written, compared by their canonical form, with a check of their
/// format.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <invito/base/names.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// An email address exactly as it was written, valid or not, so that the addresses of an older
/// system remain readable. `check_email` checks the format.
///
/// Equality, order and hash use the canonical form, so two addresses with different spellings can
/// be equal. Only the case of A to Z is ignored. Dots and plus tags are significant, because only
/// the receiving server knows whether they matter; non-ASCII characters are compared by their
/// bytes.
class email {
 public:
  email() = default;
  explicit email(std::string text) noexcept : text_(std::move(text)) {}  ///< Accepts any text.

  /// Returns the address as it was written.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }
  /// Returns the canonical form: the address with A to Z converted to a to z. Complexity: linear.
  [[nodiscard]] std::string canonical() const;
  /// Returns the text after the last '@', as written; empty if there is no '@'.
  [[nodiscard]] std::string_view domain() const noexcept;

  // Compare the canonical forms, without constructing them.
  friend bool operator==(email const& a, email const& b) noexcept;
  friend bool operator!=(email const& a, email const& b) noexcept { return !(a == b); }
  friend bool operator<(email const& a, email const& b) noexcept;

 private:
  std::string text_;
};

/// The results of `check_email`.
enum class email_shape : std::uint8_t {
  valid,     ///< A valid address that contains only ASCII characters.
  invalid,   ///< Not an email address.
  not_ascii  ///< Valid if non-ASCII characters are allowed as letters; a policy can allow them.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<email_shape>{"valid", "invalid",
                                                                       "not_ascii"};

/// Checks an address by the definition of a valid email address in the WHATWG HTML standard: a
/// local part of letters, digits and the characters of `atext` in RFC 5322, with dots anywhere;
/// '@'; labels of letters, digits and inner hyphens, at most 63 bytes each, separated by single
/// dots. The maximum lengths are those of RFC 5321: 64 bytes for the local part, 254 for the
/// address. The text is not trimmed. Non-ASCII text must be well-formed UTF-8. Complexity: linear;
/// constant for more than 254 bytes.
[[nodiscard]] constexpr email_shape check_email(std::string_view text) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

/// Hashes the canonical form, consistent with equality.
template <>
struct std::hash<invito::email> {
  /// Complexity: linear in the length.
  std::size_t operator()(invito::email const& address) const noexcept;
};

#include <invito/model/impl/email.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/email.ipp>
#endif
