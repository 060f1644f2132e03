// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/feature.hpp
/// What of the model a document can carry.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include <invito/base/names.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// What of the model a field carries.
enum class feature : std::uint8_t {
  none,
  id,
  organization,
  email,
  user,
  given_name,
  family_name,
  role,
  grants,
  send,
  attributes,
  status,
  cause,
  created_at,
  created_by,
  updated_at,
  expires_at,
  accepted_at,
  accepted_by,
  revoked_at,
  revoked_by,
  sponsor,
  offer_number,
  keys,
  revision,
  history,
  statuses  ///< How the status came to be, as a composite status.
};

inline constexpr std::size_t feature_count = 27;  ///< How many features there are, `none` included.

template <>
inline constexpr std::array<std::string_view, feature_count> names_of<feature>{
    "none",        "id",         "organization", "email",      "user",         "given_name",
    "family_name", "role",       "grants",       "send",       "attributes",   "status",
    "cause",       "created_at", "created_by",   "updated_at", "expires_at",   "accepted_at",
    "accepted_by", "revoked_at", "revoked_by",   "sponsor",    "offer_number", "keys",
    "revision",    "history",    "statuses"};

/// A set of features.
class feature_set {
 public:
  constexpr feature_set() noexcept = default;
  /// The set of these.
  constexpr feature_set(std::initializer_list<feature> all) noexcept {
    for (const feature f : all) add(f);
  }
  /// The set of all.
  [[nodiscard]] static constexpr feature_set all() noexcept {
    feature_set out;
    out.bits_ = ~0U;
    return out;
  }
  constexpr void add(feature f) noexcept { bits_ |= bit(f); }  ///< Takes in one.
  /// Takes in all of `more`.
  constexpr void add(feature_set const& more) noexcept { bits_ |= more.bits_; }
  /// Whether it is in the set.
  [[nodiscard]] constexpr bool has(feature f) const noexcept { return (bits_ & bit(f)) != 0; }

 private:
  static constexpr std::uint32_t bit(feature f) noexcept { return 1U << static_cast<unsigned>(f); }
  std::uint32_t bits_ = 0;
};

}  // namespace INVITO_ABI
}  // namespace invito
