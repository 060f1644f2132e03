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

/// A secret text: a token, or the random bytes for a token. A secret can be moved but not copied,
/// and cannot be compared or printed. The destructor wipes the memory.
class secret {
 public:
  secret() = default;
  /// Takes the token from `text` and wipes `text`, which is empty afterwards. The parameter is a
  /// reference, because a short string that is moved leaves a copy in its old memory.
  explicit secret(std::string&& text);
  // Unlike a short string, a vector that is moved leaves no copy in its old memory.
  secret(secret&& other) noexcept = default;  ///< Moves the token; `other` is empty afterwards.
  /// Wipes the previous token at once. A secret that is assigned to itself keeps its token.
  secret& operator=(secret&& other) noexcept;
  secret(secret const&) = delete;
  secret& operator=(secret const&) = delete;
  ~secret();

  /// Returns whether there is no token.
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  /// Returns the token. Use the token only to compute its digest and to write the message.
  [[nodiscard]] std::string_view reveal() const noexcept { return {bytes_.data(), bytes_.size()}; }

 private:
  friend result<secret> make_token(secret entropy);

  std::vector<char> bytes_;
};

/// Makes a token for a link from random bytes of a cryptographic generator such as getrandom() or
/// BCryptGenRandom(). 32 bytes are a good number. The function takes the bytes and wipes them.
///
/// The token is the base64url encoding of the bytes without padding (RFC 4648, section 5). It
/// consists of letters, digits, '-' and '_', so a URL can contain it without escapes. A token from
/// 32 bytes has 43 characters. The encoding adds no strength.
///
/// Problems, each with the location "entropy":
/// - `text_too_long`: there are more than `bound::max_token_entropy` bytes.
/// - `weak_token`: there are fewer than `bound::min_token_entropy` bytes, or the bytes have fewer
///   than `bound::min_token_values` distinct values. The second condition detects a buffer that was
///   never filled, and the milliseconds of a clock followed by zeros. It also refuses about one in
///   10^12 draws of 16 random bytes, and fewer draws of more bytes. In this case, draw again. The
///   check detects mistakes, but it does not measure randomness.
///
/// The memory of the token is allocated in one step, so that no part of the token remains in freed
/// memory. Complexity: quadratic in the number of bytes, which is limited.
[[nodiscard]] result<secret> make_token(secret entropy);

/// The digest of a token. The host chooses a hash function with 256 bits: SHA-256, HMAC-SHA-256 or
/// BLAKE2b-256. The digest is stored inline.
///
/// Never use the token itself as a digest: the library cannot distinguish a token of 32 bytes from
/// a digest.
class token_digest {
 public:
  static constexpr std::size_t size = 32;  ///< The length of every digest, in bytes.

  token_digest() = default;  ///< Constructs an empty digest.
  /// Returns the digest that consists of `bytes`: the 32 bytes of the hash function, not their
  /// hexadecimal form. If the length is different, or if all bytes are equal, returns
  /// `invalid_digest`. In a buffer that was never filled, all bytes are equal.
  [[nodiscard]] static result<token_digest> from(std::string_view bytes);

  /// Returns whether the digest was default constructed.
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

/// The digests of the valid tokens of an invitation.
struct token_digests {
  token_digest current{};  ///< The digest of the token in the latest message.
  /// The digest of the token that a resend replaced.
  std::optional<token_digest> previous{};
  /// The time from which `previous` is invalid. If absent, `previous` is always invalid.
  std::optional<instant> previous_until{};

  friend bool operator==(token_digests const& a, token_digests const& b) noexcept;
  friend bool operator!=(token_digests const& a, token_digests const& b) noexcept {
    return !(a == b);
  }
};

/// The result of `match`.
enum class token_match : std::uint8_t {
  none,     ///< The token does not belong to the invitation.
  current,  ///< The token is the current token.
  /// The token is the previous token, and its grace period has not ended.
  previous,
  /// The token is the previous token, and its grace period has ended. The host can tell the person
  /// that a newer link was sent.
  retired
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<token_match>{"none", "current",
                                                                       "previous", "retired"};

/// Returns which token has the digest `presented`. Only `current` and `previous` mean a valid
/// token.
///
/// The previous token is valid while `now < previous_until`. This time is the grace period. If
/// `previous_until` is absent, the previous token is retired, so that a forgotten value permits
/// nothing. For the same reason, an empty digest matches no token. If both digests are equal, the
/// result is `current`.
///
/// Both comparisons are always made in full. The time therefore reveals neither which token matched
/// nor how many bytes of the digest were correct.
[[nodiscard]] token_match match(token_digests const& stored, token_digest const& presented,
                                instant now) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/token.ipp>
#endif
