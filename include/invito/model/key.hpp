// SPDX-License-Identifier: MIT
#pragma once

/// \file model/key.hpp
/// What the model keeps of the key in an invitation's link: never the key, only its digest.

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <invito/base/instant.hpp>

namespace invito {
inline namespace v0 {

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
