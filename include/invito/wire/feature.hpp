// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/feature.hpp
/// The features: the parts of the model (`invitation` and its members) that a document can contain.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include <invito/base/names.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// A part of an invitation that a field of a document can contain.
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
  token,
  revision,
  history,
  statuses  ///< The current status and the earlier statuses, as a `composite_status`.
};

template <>
inline constexpr std::array<std::string_view, 27> names_of<feature>{
    "none",        "id",         "organization", "email",      "user",         "given_name",
    "family_name", "role",       "grants",       "send",       "attributes",   "status",
    "cause",       "created_at", "created_by",   "updated_at", "expires_at",   "accepted_at",
    "accepted_by", "revoked_at", "revoked_by",   "sponsor",    "offer_number", "token",
    "revision",    "history",    "statuses"};

/// A set of features.
class feature_set {
 public:
  constexpr feature_set() noexcept = default;
  /// Constructs the set of the features in `all`.
  constexpr feature_set(std::initializer_list<feature> all) noexcept {
    for (const feature f : all) add(f);
  }
  /// Returns the set of all features.
  [[nodiscard]] static constexpr feature_set all() noexcept {
    feature_set out;
    out.bits_ = ~0U;
    return out;
  }
  constexpr void add(feature f) noexcept { bits_ |= bit(f); }  ///< Adds `f`.
  /// Adds all features of `more`.
  constexpr void add(feature_set const& more) noexcept { bits_ |= more.bits_; }
  /// Returns whether the set contains `f`.
  [[nodiscard]] constexpr bool has(feature f) const noexcept { return (bits_ & bit(f)) != 0; }

 private:
  static constexpr std::uint32_t bit(feature f) noexcept { return 1U << static_cast<unsigned>(f); }
  std::uint32_t bits_ = 0;
};

}  // namespace INVITO_ABI
}  // namespace invito
