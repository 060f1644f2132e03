// SPDX-License-Identifier: MIT
#pragma once

/// \file model/state.hpp
/// What an invitation can be, each with what is valid in it: a pending invitation with a time of
/// acceptance cannot be written down. Times and people are optional because foreign documents leave
/// them out; absent means unknown.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/model/person.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// What an invitation can be.
enum class status : std::uint8_t { pending, accepted, revoked, expired };

template <>
inline constexpr std::array<std::string_view, 4> names_of<status>{"pending", "accepted", "revoked",
                                                                  "expired"};

/// Why a revoked invitation is revoked.
enum class revoke_cause : std::uint8_t {
  revoked,    ///< Withdrawn by the organization.
  declined,   ///< The invitee said no.
  superseded  ///< A newer invitation took its place.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<revoke_cause>{"revoked", "declined",
                                                                        "superseded"};

/// Waits for an answer.
struct pending {
  std::optional<instant> expires_at{};  ///< Absent: it never expires.
  friend bool operator==(pending const& a, pending const& b);
  friend bool operator!=(pending const& a, pending const& b) { return !(a == b); }
};

/// Answered with yes. Final.
struct accepted {
  std::optional<instant> at{};  ///< When; absent: unknown.
  user_id by{};                 ///< Empty: unknown.
  friend bool operator==(accepted const& a, accepted const& b);
  friend bool operator!=(accepted const& a, accepted const& b) { return !(a == b); }
};

/// Withdrawn, declined or replaced. Final.
struct revoked {
  std::optional<instant> at{};                 ///< When; absent: unknown.
  std::optional<actor> by{};                   ///< By whom; absent: unknown.
  revoke_cause cause = revoke_cause::revoked;  ///< Which of the three ways it was.
  friend bool operator==(revoked const& a, revoked const& b);
  friend bool operator!=(revoked const& a, revoked const& b) { return !(a == b); }
};

/// Its time ran out, and somebody wrote that down.
struct expired {
  instant at{};  ///< The expiry, not when that was noticed.
  friend bool operator==(expired const& a, expired const& b);
  friend bool operator!=(expired const& a, expired const& b) { return !(a == b); }
};

/// The recorded state, in the order of `status`.
using state = std::variant<pending, accepted, revoked, expired>;

/// The status as recorded; ask `invitation::status` for the one that holds now.
[[nodiscard]] inline status recorded_status(state const& s) noexcept {
  return static_cast<status>(s.index());
}

/// When it came to be so, where the state itself tells; what is pending tells no change.
[[nodiscard]] std::optional<instant> changed_at(state const& s) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/state.ipp>
#endif
