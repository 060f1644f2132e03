// SPDX-License-Identifier: MIT
#pragma once

/// \file model/email.hpp
/// Email addresses. An address is stored as it was written. Comparisons use its canonical form.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <invito/base/names.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// An email address, exactly as it was written. The address may be invalid, so that the addresses
/// of an older system remain readable. `check_email` checks the format.
///
/// Equality, order and hash use the canonical form, so two addresses with different spellings can
/// be equal. The canonical form ignores the case of A to Z and no other difference. Addresses that
/// differ in dots or plus tags are different, because only the receiving server knows whether dots
/// and plus tags matter. Non-ASCII characters are compared by their bytes.
class email {
 public:
  email() = default;
  explicit email(std::string text) noexcept : text_(std::move(text)) {}  ///< Accepts any text.

  /// Returns the address as it was written.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }
  /// Returns the canonical form: the address with A to Z converted to a to z. Complexity: linear.
  [[nodiscard]] std::string canonical() const;
  /// Returns the text after the last '@', as it was written, or an empty text if there is no '@'.
  [[nodiscard]] std::string_view domain() const noexcept;

  // The comparisons use the canonical forms, without constructing them.
  friend bool operator==(email const& a, email const& b) noexcept;
  friend bool operator!=(email const& a, email const& b) noexcept { return !(a == b); }
  friend bool operator<(email const& a, email const& b) noexcept;

 private:
  std::string text_;
};

/// The results of `check_email`.
enum class email_shape : std::uint8_t {
  valid,    ///< The address is valid and contains only ASCII characters.
  invalid,  ///< The text is not an email address.
  /// The address contains non-ASCII characters. It is valid if these characters count as letters,
  /// which the policy of an organization can allow.
  not_ascii
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<email_shape>{"valid", "invalid",
                                                                       "not_ascii"};

/// Checks an address by the definition of a valid email address in the WHATWG HTML standard. The
/// local part (before the '@') consists of dots and the characters of `atext` in RFC 5322. Dots may
/// be anywhere in the local part. The domain consists of labels, separated by single dots. A label
/// has 1 to 63 bytes: letters, digits, and hyphens that are neither first nor last. The maximum
/// lengths are from RFC 5321: 64 bytes for the local part, 254 bytes for the address. White space
/// is not removed. Non-ASCII text must be well-formed UTF-8. Complexity: linear, or constant for
/// more than 254 bytes.
[[nodiscard]] constexpr email_shape check_email(std::string_view text) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

/// Hashes the canonical form, so equal addresses have equal hashes.
template <>
struct std::hash<invito::email> {
  /// Complexity: linear in the length.
  std::size_t operator()(invito::email const& address) const noexcept;
};

#include <invito/model/impl/email.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/email.ipp>
#endif
