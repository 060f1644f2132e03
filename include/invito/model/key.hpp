// SPDX-License-Identifier: MIT
#pragma once

/// \file model/key.hpp
/// The key in an invitation's link, and what the model keeps of it: only its digest.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>

namespace invito {
inline namespace v0 {

/// A key on its way to the invitee or from them. It is moved, never copied, is neither compared nor
/// printed, and wipes its memory when it goes.
class secret {
 public:
  secret() = default;
  /// Takes the key, and wipes what it was given.
  explicit secret(std::string text) : bytes_(text.begin(), text.end()) {
    wipe(text.data(), text.size());
  }
  // A vector, unlike a short string, leaves nothing behind where it was moved from.
  secret(secret&& other) noexcept = default;
  secret& operator=(secret&& other) noexcept {
    bytes_.swap(other.bytes_);
    return *this;
  }
  secret(secret const&) = delete;
  secret& operator=(secret const&) = delete;
  ~secret() { wipe(bytes_.data(), bytes_.size()); }

  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  /// The key itself: for hashing it, and for the one message that brings it to the invitee.
  [[nodiscard]] std::string_view reveal() const noexcept { return {bytes_.data(), bytes_.size()}; }

 private:
  static void wipe(char volatile* at, std::size_t size) noexcept {
    // Volatile, or the compiler would leave out writes to memory that nobody reads any more.
    for (std::size_t n = 0; n != size; ++n) at[n] = '\0';
  }

  std::vector<char> bytes_;
};

/// The digest of a key by the host's hash function. Compared in constant time.
class key_digest {
 public:
  key_digest() = default;
  explicit key_digest(std::string bytes) noexcept : bytes_(std::move(bytes)) {}

  [[nodiscard]] std::string const& bytes() const noexcept { return bytes_; }

  /// Takes a time that depends on the lengths alone, so that it tells nothing about the content.
  friend bool operator==(key_digest const& a, key_digest const& b) noexcept {
    if (a.bytes_.size() != b.bytes_.size()) return false;
    unsigned different = 0;
    for (std::size_t i = 0; i != a.bytes_.size(); ++i) {
      const auto x = static_cast<unsigned char>(a.bytes_[i]);
      const auto y = static_cast<unsigned char>(b.bytes_[i]);
      different |= static_cast<unsigned>(x ^ y);
    }
    return different == 0;
  }
  friend bool operator!=(key_digest const& a, key_digest const& b) noexcept { return !(a == b); }

 private:
  std::string bytes_;
};

/// The digests that open an invitation.
struct key_digests {
  key_digest current{};
  std::optional<key_digest> previous{};     ///< Replaced by a resend, still valid for a while.
  std::optional<instant> previous_until{};  ///< The first moment at which `previous` is void.

  friend bool operator==(key_digests const& a, key_digests const& b) noexcept {
    return a.current == b.current && a.previous == b.previous &&
           a.previous_until == b.previous_until;
  }
  friend bool operator!=(key_digests const& a, key_digests const& b) noexcept { return !(a == b); }
};

}  // namespace v0
}  // namespace invito
