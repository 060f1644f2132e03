// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <invito/base/limits.hpp>
#include <invito/base/problem.hpp>
#include <invito/model/key.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(key_digest const& a, key_digest const& b) noexcept {
  if (a.bytes_.size() != b.bytes_.size()) return false;
  // Volatile, or the compiler might stop at the first difference, or not compare at all.
  char const volatile* const x = a.bytes_.data();
  char const volatile* const y = b.bytes_.data();
  unsigned different = 0;
  for (std::size_t i = 0; i != a.bytes_.size(); ++i) {
    const auto one = static_cast<unsigned char>(x[i]);
    const auto other = static_cast<unsigned char>(y[i]);
    different |= static_cast<unsigned>(one ^ other);
  }
  return different == 0;
}

INVITO_INLINE bool operator==(key_digests const& a, key_digests const& b) noexcept {
  return a.current == b.current && a.previous == b.previous && a.previous_until == b.previous_until;
}

namespace detail {

inline void wipe(char volatile* at, std::size_t size) noexcept {
  // Volatile, or the compiler would leave out writes to memory that nobody reads any more.
  for (std::size_t n = 0; n != size; ++n) at[n] = '\0';
}

// Without a table of what was seen: left in memory, it would tell which bytes the key has.
inline std::size_t different_values(std::string_view bytes) noexcept {
  std::size_t count = 0;
  for (std::size_t i = 0; i != bytes.size(); ++i) {
    if (bytes.substr(0, i).find(bytes[i]) == std::string_view::npos) ++count;
  }
  return count;
}

}  // namespace detail

INVITO_INLINE secret::secret(std::string&& text) : bytes_(text.begin(), text.end()) {
  detail::wipe(text.data(), text.size());
  text.clear();
}

INVITO_INLINE secret& secret::operator=(secret&& other) noexcept {
  secret next(std::move(other));
  bytes_.swap(next.bytes_);
  return *this;
}

INVITO_INLINE secret::~secret() { detail::wipe(bytes_.data(), bytes_.size()); }

INVITO_INLINE result<secret> make_key(secret entropy) {
  const std::string_view bytes = entropy.reveal();
  const auto refuse = [](code why, std::size_t a, std::size_t b, std::size_t c = 0) {
    return make_problem(
        why, "entropy", {},
        {static_cast<std::int64_t>(a), static_cast<std::int64_t>(b), static_cast<std::int64_t>(c)});
  };
  if (bytes.size() > bound::key_entropy_most) {
    return refuse(code::text_too_long, bytes.size(), bound::key_entropy_most);
  }
  const std::size_t different = detail::different_values(bytes);
  if (bytes.size() < bound::key_entropy || different < bound::key_values) {
    return refuse(code::weak_key, bytes.size(), different, bound::key_entropy);
  }

  constexpr std::string_view signs =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  secret key;
  // All at once: a vector that grows leaves what it had in memory that is not wiped.
  key.bytes_.reserve((bytes.size() * 8 + 5) / 6);
  std::uint32_t bits = 0;
  unsigned waiting = 0;  // the bits, from the lowest on, that are not written yet
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (waiting += 8; waiting >= 6; waiting -= 6) {
      key.bytes_.push_back(signs[(bits >> (waiting - 6)) & 63U]);
    }
  }
  if (waiting != 0) key.bytes_.push_back(signs[(bits << (6 - waiting)) & 63U]);
  return result<secret>(std::move(key));
}

INVITO_INLINE key_match match(key_digests const& kept, key_digest const& presented,
                              instant now) noexcept {
  if (presented.bytes().empty()) return key_match::none;
  const bool current = presented == kept.current;
  const bool previous = kept.previous && presented == *kept.previous;
  if (current) return key_match::current;
  if (!previous) return key_match::none;
  return kept.previous_until && now < *kept.previous_until ? key_match::previous
                                                           : key_match::retired;
}

}  // namespace INVITO_ABI
}  // namespace invito
