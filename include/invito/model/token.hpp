// SPDX-License-Identifier: MIT
#pragma once

/// \file model/token.hpp
/// The token in the link of an invitation, and its digest. The model stores only the digest.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/base/result.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// A token on its way to or from the invitee. It can be moved but not copied, and cannot be
/// compared or printed. It wipes its memory when it is destroyed.
class secret {
 public:
  secret() = default;
  /// Takes the token from `text` and wipes `text`, which is empty afterwards. The parameter is a
  /// reference, because moving a short string leaves a copy behind.
  explicit secret(std::string&& text);
  // A vector, unlike a short string, leaves no copy behind when it is moved.
  secret(secret&& other) noexcept = default;  ///< Moves the token; `other` is empty afterwards.
  /// Wipes the previous token at once. A secret that is assigned to itself keeps its token.
  secret& operator=(secret&& other) noexcept;
  secret(secret const&) = delete;
  secret& operator=(secret const&) = delete;
  ~secret();

  /// Returns whether there is no token.
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  /// Returns the token itself: for hashing it, and for the one message that contains it.
  [[nodiscard]] std::string_view reveal() const noexcept { return {bytes_.data(), bytes_.size()}; }

 private:
  friend result<secret> make_token(secret entropy);

  std::vector<char> bytes_;
};

/// Makes a token for a link from random bytes of a cryptographic generator such as getrandom() or
/// BCryptGenRandom(). 32 bytes are a good number. The function takes the bytes and wipes them.
///
/// The token is the base64url encoding of the bytes without padding (RFC 4648, section 5). It
/// consists of letters, digits, '-' and '_', so it can be part of a URL as it is; it has 43
/// characters for 32 bytes. The encoding adds no strength.
///
/// Problems, each with the location "entropy":
/// - `text_too_long`: more than `bound::max_token_entropy` bytes;
/// - `weak_token`: fewer than `bound::min_token_entropy` bytes, or fewer than
///   `bound::min_token_values` distinct values among them, as in a buffer that was never filled, or
///   in the milliseconds of a clock and zeros. About one in 10^12 draws of 16 random bytes
///   is refused for this reason, and fewer draws of more bytes: draw again. This check detects
///   mistakes; it does not measure randomness.
///
/// The memory of the token is allocated at once, so that no part of the token remains in other
/// memory. Complexity: quadratic in the number of bytes, which is limited.
[[nodiscard]] result<secret> make_token(secret entropy);

/// The digest of a token. The host chooses the hash function, which has 256 bits: SHA-256,
/// HMAC-SHA-256 or BLAKE2b-256. The digest is stored inline.
///
/// Never pass the token itself: a token of 32 bytes cannot be distinguished from a digest.
class token_digest {
 public:
  static constexpr std::size_t size = 32;  ///< The length of every digest, in bytes.

  token_digest() = default;  ///< Constructs an empty digest.
  /// Returns the digest with these 32 bytes: the output of the hash function, not its hexadecimal
  /// form. Refused with `invalid_digest` if the length is different, or if all 32 bytes are equal,
  /// as in a buffer that was never filled.
  [[nodiscard]] static result<token_digest> from(std::string_view bytes);

  /// Returns whether the digest was default constructed.
  [[nodiscard]] bool empty() const noexcept;
  /// Returns the 32 bytes; zeros if the digest is empty.
  [[nodiscard]] std::string_view bytes() const noexcept { return {bytes_.data(), size}; }

  /// Compares in a time that does not depend on the bytes.
  friend bool operator==(token_digest const& a, token_digest const& b) noexcept;
  friend bool operator!=(token_digest const& a, token_digest const& b) noexcept {
    return !(a == b);
  }

 private:
  std::array<char, size> bytes_{};
};

/// The digests of the valid tokens of an invitation.
struct token_digests {
  token_digest current{};                  ///< The token in the latest message.
  std::optional<token_digest> previous{};  ///< A token that a resend replaced.
  /// The time from which `previous` is invalid; absent: always.
  std::optional<instant> previous_until{};

  friend bool operator==(token_digests const& a, token_digests const& b) noexcept;
  friend bool operator!=(token_digests const& a, token_digests const& b) noexcept {
    return !(a == b);
  }
};

/// The result of `match`.
enum class token_match : std::uint8_t {
  none,      ///< The token does not belong to the invitation.
  current,   ///< The current token.
  previous,  ///< The previous token, within its grace period.
  retired    ///< The previous token, after its grace period. The host can inform its holder that
             ///< a newer link was sent.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<token_match>{"none", "current",
                                                                       "previous", "retired"};

/// Returns which token has the digest `presented`. Only `current` and `previous` are valid.
///
/// The previous token is valid while `now < previous_until`. If `previous_until` is absent, the
/// previous token is retired, so that a forgotten value permits nothing. For the same reason an
/// empty digest is no token. If both digests are equal, the token is the current one.
///
/// Both comparisons are always made in full: the time reveals neither which token it was nor how
/// much of it was correct.
[[nodiscard]] token_match match(token_digests const& stored, token_digest const& presented,
                                instant now) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/token.ipp>
#endif
