// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <invito/base/limits.hpp>
#include <invito/base/problem.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE result<token_digest> token_digest::from(std::string_view bytes) {
  token_digest out;
  if (bytes.size() != size || bytes.find_first_not_of(bytes.front()) == std::string_view::npos) {
    return make_problem(code::invalid_digest, {}, {},
                        {static_cast<std::int64_t>(bytes.size()), std::int64_t{size}});
  }
  std::copy(bytes.begin(), bytes.end(), out.bytes_.begin());
  return out;
}

INVITO_INLINE bool token_digest::empty() const noexcept { return *this == token_digest(); }

INVITO_INLINE bool operator==(token_digest const& a, token_digest const& b) noexcept {
  // The pointers are volatile. Otherwise the compiled loop could stop at the first difference.
  char const volatile* const x = a.bytes_.data();
  char const volatile* const y = b.bytes_.data();
  unsigned different = 0;
  for (std::size_t i = 0; i != token_digest::size; ++i) {
    const auto one = static_cast<unsigned char>(x[i]);
    const auto other = static_cast<unsigned char>(y[i]);
    different |= static_cast<unsigned>(one ^ other);
  }
  return different == 0;
}

INVITO_INLINE bool operator==(token_digests const& a, token_digests const& b) noexcept {
  return a.current == b.current && a.previous == b.previous && a.previous_until == b.previous_until;
}

namespace detail {

inline void wipe(char volatile* at, std::size_t size) noexcept {
  // The pointer is volatile. Otherwise the compiler would remove the writes, because the program
  // does not read this memory again.
  for (std::size_t n = 0; n != size; ++n) at[n] = '\0';
}

// Returns the number of distinct values. The function uses no table of values, because a table that
// remains in memory would reveal which bytes the token contains.
inline std::size_t distinct_values(std::string_view bytes) noexcept {
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

INVITO_INLINE result<secret> make_token(secret entropy) {
  const std::string_view bytes = entropy.reveal();
  const auto refuse = [](code reason, std::size_t a, std::size_t b, std::size_t c = 0) {
    return make_problem(
        reason, "entropy", {},
        {static_cast<std::int64_t>(a), static_cast<std::int64_t>(b), static_cast<std::int64_t>(c)});
  };
  if (bytes.size() > bound::max_token_entropy) {
    return refuse(code::text_too_long, bytes.size(), bound::max_token_entropy);
  }
  const std::size_t distinct = detail::distinct_values(bytes);
  if (bytes.size() < bound::min_token_entropy || distinct < bound::min_token_values) {
    return refuse(code::weak_token, bytes.size(), distinct, bound::min_token_entropy);
  }

  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  secret token;
  // Reserves all memory now. If the vector grew later, the freed old memory would still contain the
  // first part of the token.
  token.bytes_.reserve((bytes.size() * 8 + 5) / 6);
  std::uint32_t bits = 0;
  unsigned unwritten = 0;  // the number of low bits that are not written yet
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (unwritten += 8; unwritten >= 6; unwritten -= 6) {
      token.bytes_.push_back(alphabet[(bits >> (unwritten - 6)) & 63U]);
    }
  }
  if (unwritten != 0) token.bytes_.push_back(alphabet[(bits << (6 - unwritten)) & 63U]);
  return result<secret>(std::move(token));
}

INVITO_INLINE token_match match(token_digests const& stored, token_digest const& presented,
                                instant now) noexcept {
  if (presented.empty()) return token_match::none;
  const bool current = presented == stored.current;
  const bool previous = stored.previous && presented == *stored.previous;
  if (current) return token_match::current;
  if (!previous) return token_match::none;
  return stored.previous_until && now < *stored.previous_until ? token_match::previous
                                                               : token_match::retired;
}

}  // namespace INVITO_ABI
}  // namespace invito
