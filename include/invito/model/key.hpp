// SPDX-License-Identifier: MIT
#pragma once

/// \file model/key.hpp
/// The key in an invitation's link, and what the model keeps of it: only its digest.

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

/// A key on its way to the invitee or from them. It is moved, never copied, is neither compared nor
/// printed, and wipes its memory when it goes.
class secret {
 public:
  secret() = default;
  /// Takes the key, and wipes what it was given: `text` is empty afterwards. A reference, because a
  /// short string stays behind where it was moved from.
  explicit secret(std::string&& text);
  // A vector, unlike a short string, leaves nothing behind where it was moved from.
  secret(secret&& other) noexcept = default;  ///< Takes the key over, and leaves an empty secret.
  /// Wipes the key that was here at once. Assigned to itself, a secret keeps its key.
  secret& operator=(secret&& other) noexcept;
  secret(secret const&) = delete;
  secret& operator=(secret const&) = delete;
  ~secret();

  /// Whether there is no key.
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  /// The key itself: for hashing it, and for the one message that brings it to the invitee.
  [[nodiscard]] std::string_view reveal() const noexcept { return {bytes_.data(), bytes_.size()}; }

 private:
  friend result<secret> make_key(secret entropy);

  std::vector<char> bytes_;
};

/// A key for a link, made from random bytes of the caller's cryptographic generator, such as
/// getrandom() or BCryptGenRandom(): 32 of them are a good number. They are taken and wiped.
///
/// The key is the bytes in base64url without padding (RFC 4648, section 5): letters, digits, '-'
/// and '_', so it goes into a URL as it is; 43 characters for 32 bytes. It adds no strength.
///
/// Problems, each at "entropy":
/// - `text_too_long`: more than `bound::key_entropy_most` bytes;
/// - `weak_key`: fewer than `bound::key_entropy` bytes, or fewer than `bound::key_values` different
///   ones among them, such as a buffer never filled, or a clock's milliseconds and zeros. Of
///   draws of 16 random bytes about one in 10^12 is refused so, of more bytes still fewer: draw
///   again. A guard against plain mistakes, not a measure of randomness.
///
/// Allocates the key at once, so that no part of it is left behind. Quadratic within the bound.
[[nodiscard]] result<secret> make_key(secret entropy);

/// The digest of a key by the host's hash function. Compared in constant time.
class key_digest {
 public:
  key_digest() = default;
  /// Takes the bytes that the hash function gave, not their spelling in hexadecimal.
  explicit key_digest(std::string bytes) noexcept : bytes_(std::move(bytes)) {}

  /// The bytes as they were given.
  [[nodiscard]] std::string const& bytes() const noexcept { return bytes_; }

  /// Takes a time that depends on the lengths alone, so that it tells nothing about the content.
  friend bool operator==(key_digest const& a, key_digest const& b) noexcept;
  friend bool operator!=(key_digest const& a, key_digest const& b) noexcept { return !(a == b); }

 private:
  std::string bytes_;
};

/// The digests that open an invitation.
struct key_digests {
  key_digest current{};                     ///< Of the key in the latest message.
  std::optional<key_digest> previous{};     ///< Replaced by a resend, still valid for a while.
  std::optional<instant> previous_until{};  ///< From then on `previous` is void; absent: always.

  friend bool operator==(key_digests const& a, key_digests const& b) noexcept;
  friend bool operator!=(key_digests const& a, key_digests const& b) noexcept { return !(a == b); }
};

/// Which of an invitation's keys somebody has brought.
enum class key_match : std::uint8_t {
  none,      ///< Neither.
  current,   ///< The current one.
  previous,  ///< The previous one, within its grace time.
  retired    ///< The previous one, after it: its holder can be told that a newer link was sent.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<key_match>{"none", "current", "previous",
                                                                     "retired"};

/// Which key has the digest `presented`. Only `current` and `previous` open the invitation.
///
/// The previous key is valid while `now < previous_until`; where that moment is missing it is
/// retired, as a forgotten value must open nothing. For the same reason an empty digest is no key.
/// Where both digests are the same, the key is the current one.
///
/// Both comparisons are made in full whatever the first says: the time tells neither which key it
/// was nor how much of it was right.
[[nodiscard]] key_match match(key_digests const& kept, key_digest const& presented,
                              instant now) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/key.ipp>
#endif
