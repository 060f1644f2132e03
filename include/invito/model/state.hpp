// SPDX-License-Identifier: MIT
#pragma once

/// \file model/state.hpp
/// The states of an invitation. The type of a state has only the members that are valid in this
/// state. For example, `pending` has no time of acceptance. Some times and persons are optional,
/// because the documents of some APIs do not contain these values.

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
  pending,   ///< Nobody has answered the invitation, and it has not expired.
  accepted,  ///< The invitee accepted the invitation. This status is final.
  revoked,   ///< It was revoked, declined or superseded; see `revoke_cause`. This status is final.
  expired    ///< Nobody answered the invitation before its expiry.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<status>{"pending", "accepted", "revoked",
                                                                  "expired"};

/// The reason why an invitation has the status `revoked`.
enum class revoke_cause : std::uint8_t {
  revoked,    ///< The organization revoked the invitation.
  declined,   ///< The invitee declined the invitation.
  superseded  ///< A newer invitation replaced the invitation.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<revoke_cause>{"revoked", "declined",
                                                                        "superseded"};

/// The state of an invitation that is open for an answer. An invitation also has this state after
/// its expiry, until an `expire` event records the expiry.
struct pending {
  std::optional<instant> expires_at{};  ///< The expiry. Absent if the invitation never expires.
  friend bool operator==(pending const& a, pending const& b);
  friend bool operator!=(pending const& a, pending const& b) { return !(a == b); }
};

/// The state of an accepted invitation.
struct accepted {
  std::optional<instant> at{};  ///< The time of the acceptance. Absent if unknown.
  user_id by{};                 ///< The user who accepted. Empty if unknown.
  friend bool operator==(accepted const& a, accepted const& b);
  friend bool operator!=(accepted const& a, accepted const& b) { return !(a == b); }
};

/// The state of a revoked, declined or superseded invitation.
struct revoked {
  std::optional<instant> at{};                 ///< The time of the change. Absent if unknown.
  std::optional<actor> by{};                   ///< The actor or the invitee. Absent if unknown.
  revoke_cause cause = revoke_cause::revoked;  ///< The reason for this state.
  friend bool operator==(revoked const& a, revoked const& b);
  friend bool operator!=(revoked const& a, revoked const& b) { return !(a == b); }
};

/// The state of an expired invitation whose expiry was recorded.
struct expired {
  instant at{};  ///< The expiry. This is not the time at which the expiry was recorded.
  friend bool operator==(expired const& a, expired const& b);
  friend bool operator!=(expired const& a, expired const& b) { return !(a == b); }
};

/// The recorded state of an invitation. The alternatives have the order of the values of `status`.
using state = std::variant<pending, accepted, revoked, expired>;

/// Returns the status that corresponds to the type of the state. The result is `pending` after the
/// expiry if the expiry was not recorded. `invitation::status` returns the status at a given time.
[[nodiscard]] inline status recorded_status(state const& s) noexcept {
  return static_cast<status>(s.index());
}

/// Returns the time at which the state began. Returns `std::nullopt` for a pending state, or if the
/// state does not contain the time.
[[nodiscard]] std::optional<instant> changed_at(state const& s) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/state.ipp>
#endif
