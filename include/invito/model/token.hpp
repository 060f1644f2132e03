// SPDX-License-Identifier: MIT
#pragma once

/// \file model/token.hpp
/// The token in the link of an invitation, and the digest of the token. An invitation contains only
/// digests and never a token.

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

/// A secret text: a token, or the random bytes for a token. A secret can be moved, but it cannot be
/// copied, compared or printed. The destructor overwrites the memory with zeros.
class secret {
 public:
  secret() = default;
  /// Copies the bytes of `text` and overwrites `text`, which is empty afterwards. The parameter is
  /// a reference, because moving a short string would leave a copy of the bytes in the old string.
  explicit secret(std::string&& text);
  // Moving a vector leaves no copy of the bytes in the old vector.
  secret(secret&& other) noexcept = default;  ///< Moves the bytes. `other` is empty afterwards.
  /// Moves the bytes. Overwrites the previous bytes at once. A self-assignment changes nothing.
  secret& operator=(secret&& other) noexcept;
  secret(secret const&) = delete;
  secret& operator=(secret const&) = delete;
  ~secret();

  /// Returns whether the secret is empty.
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  /// Returns the bytes of the secret. Use a token only to compute its digest and to write the
  /// message that contains the link.
  [[nodiscard]] std::string_view reveal() const noexcept { return {bytes_.data(), bytes_.size()}; }

 private:
  friend result<secret> make_token(secret entropy);

  std::vector<char> bytes_;
};

/// Makes a token for a link. `entropy` must contain random bytes from a cryptographic generator
/// such as getrandom() or BCryptGenRandom(). 32 bytes are recommended. After the call, the bytes of
/// `entropy` are overwritten.
///
/// The token is the base64url encoding of the bytes without padding (RFC 4648, section 5). It
/// consists of letters, digits, '-' and '_', so a URL can contain the token without escapes. A
/// token from 32 bytes has 43 characters. A token is exactly as hard to guess as its random bytes.
///
/// Problems, each with the location "entropy":
/// - `text_too_long`: there are more than `bound::max_token_entropy` bytes.
/// - `weak_token`: there are fewer than `bound::min_token_entropy` bytes, or the bytes have fewer
///   than `bound::min_token_values` distinct values. The second condition detects mistakes, such as
///   a buffer that was never filled, or a buffer with a time in milliseconds and zeros. It does not
///   measure randomness. The condition also refuses about one in 10^12 draws of 16 random bytes,
///   and even fewer draws of more bytes. If a draw is refused, draw again.
///
/// The function allocates the memory of the token in one step, so that no part of the token remains
/// in freed memory. Complexity: quadratic in the number of bytes, which has a maximum.
[[nodiscard]] result<secret> make_token(secret entropy);

/// The digest of a token. The host (the program that uses the library) computes the digest with a
/// hash function of 256 bits: SHA-256, HMAC-SHA-256 or BLAKE2b-256. The digest is stored inline.
///
/// Never use the token itself as a digest: the library cannot distinguish a token of 32 bytes from
/// a digest.
class token_digest {
 public:
  static constexpr std::size_t size = 32;  ///< The length of every digest, in bytes.

  token_digest() = default;  ///< Constructs an empty digest.
  /// Constructs a digest from `bytes`: the 32 bytes that the hash function returned, not their
  /// hexadecimal form. Problem `invalid_digest`: there are not exactly 32 bytes, or all bytes are
  /// equal, which happens if a buffer was never filled.
  [[nodiscard]] static result<token_digest> from(std::string_view bytes);

  /// Returns whether the digest is empty. Only a default constructed digest is empty.
  [[nodiscard]] bool empty() const noexcept;
  /// Returns the 32 bytes. All bytes of an empty digest are zero.
  [[nodiscard]] std::string_view bytes() const noexcept { return {bytes_.data(), size}; }

  /// Compares in a time that does not depend on the bytes.
  friend bool operator==(token_digest const& a, token_digest const& b) noexcept;
  friend bool operator!=(token_digest const& a, token_digest const& b) noexcept {
    return !(a == b);
  }

 private:
  std::array<char, size> bytes_{};
};

/// The digests of the current and the previous token of an invitation.
struct token_digests {
  token_digest current{};  ///< The digest of the token in the latest message.
  /// The digest of the token that a resend replaced. Absent if no previous token is stored.
  std::optional<token_digest> previous{};
  /// The time from which the previous token is invalid. If absent, the previous token is invalid at
  /// any time.
  std::optional<instant> previous_until{};

  friend bool operator==(token_digests const& a, token_digests const& b) noexcept;
  friend bool operator!=(token_digests const& a, token_digests const& b) noexcept {
    return !(a == b);
  }
};

/// The result of `match`.
enum class token_match : std::uint8_t {
  none,     ///< The token is neither the current nor the previous token.
  current,  ///< The token is the current token.
  /// The token is the previous token, and the previous token is still valid.
  previous,
  /// The token is the previous token, and the previous token is no longer valid. The host can tell
  /// the person that a newer link was sent.
  retired
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<token_match>{"none", "current",
                                                                       "previous", "retired"};

/// Returns which token of `stored` has the digest `presented`. The token is valid if the result is
/// `current` or `previous`.
///
/// The previous token is valid while `now < previous_until`, which is called its grace period. If
/// `previous_until` is absent, the result for the previous token is `retired`, so that a forgotten
/// value permits nothing. For the same reason, an empty digest matches no token. If the current and
/// the previous token have equal digests, the result is `current`.
///
/// The function compares `presented` with each stored digest, even if the first comparison
/// succeeds. Each comparison reads all bytes. Therefore the run time reveals neither which token
/// matched nor how many bytes of the digest were correct.
[[nodiscard]] token_match match(token_digests const& stored, token_digest const& presented,
                                instant now) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/token.ipp>
#endif
