// SPDX-License-Identifier: MIT
#pragma once

/// \file model/state.hpp
/// The states of an invitation. Each state has only the members that are valid in it: a pending
/// invitation with a time of acceptance cannot be expressed. Some times and persons are optional,
/// because the documents of some APIs do not contain them.

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

/// The status of an invitation. A final status never changes.
enum class status : std::uint8_t {
  pending,   ///< Not answered yet.
  accepted,  ///< Accepted. Final.
  revoked,   ///< Revoked, declined or superseded; see `revoke_cause`. Final.
  expired    ///< Not answered before the expiry.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<status>{"pending", "accepted", "revoked",
                                                                  "expired"};

/// The reason for a revoked status.
enum class revoke_cause : std::uint8_t {
  revoked,    ///< The organization revoked the invitation.
  declined,   ///< The invitee declined the invitation.
  superseded  ///< A newer invitation replaced the invitation.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<revoke_cause>{"revoked", "declined",
                                                                        "superseded"};

/// The state of an invitation that was not answered. An expired invitation is also in this state if
/// its expiry was not recorded.
struct pending {
  std::optional<instant> expires_at{};  ///< The expiry. Absent if the invitation never expires.
  friend bool operator==(pending const& a, pending const& b);
  friend bool operator!=(pending const& a, pending const& b) { return !(a == b); }
};

/// The state of an accepted invitation.
struct accepted {
  std::optional<instant> at{};  ///< The time. Absent if unknown.
  user_id by{};                 ///< The user who accepted. Empty if unknown.
  friend bool operator==(accepted const& a, accepted const& b);
  friend bool operator!=(accepted const& a, accepted const& b) { return !(a == b); }
};

/// The state of a revoked, declined or superseded invitation.
struct revoked {
  std::optional<instant> at{};                 ///< The time. Absent if unknown.
  std::optional<actor> by{};                   ///< The actor. Absent if unknown.
  revoke_cause cause = revoke_cause::revoked;  ///< The reason.
  friend bool operator==(revoked const& a, revoked const& b);
  friend bool operator!=(revoked const& a, revoked const& b) { return !(a == b); }
};

/// The state of an expired invitation whose expiry was recorded.
struct expired {
  instant at{};  ///< The expiry, not the time at which it was recorded.
  friend bool operator==(expired const& a, expired const& b);
  friend bool operator!=(expired const& a, expired const& b) { return !(a == b); }
};

/// The recorded state. The alternatives are in the order of `status`.
using state = std::variant<pending, accepted, revoked, expired>;

/// Returns the recorded status. `invitation::status` returns the status at a given time.
[[nodiscard]] inline status recorded_status(state const& s) noexcept {
  return static_cast<status>(s.index());
}

/// Returns the time at which the state began, if the state contains this time. Returns
/// `std::nullopt` for a pending state.
[[nodiscard]] std::optional<instant> changed_at(state const& s) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/state.ipp>
#endif
