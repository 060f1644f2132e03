// SPDX-License-Identifier: MIT
#pragma once

/// \file model/email.hpp
/// Email addresses: kept as written, compared by one canonical key, checked for their shape.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <invito/base/names.hpp>

namespace invito {
inline namespace INVITO_ABI {

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

}  // namespace INVITO_ABI
}  // namespace invito

/// By the canonical key, like equality.
template <>
struct std::hash<invito::email> {
  /// Linear in the length.
  std::size_t operator()(invito::email const& address) const noexcept;
};

#include <invito/model/impl/email.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/email.ipp>
#endif
