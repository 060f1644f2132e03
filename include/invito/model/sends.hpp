// SPDX-License-Identifier: MIT
#pragma once

/// \file model/sends.hpp
/// The number and the times of the messages of an invitation, computed from its history.
///
/// The issue and each amendment sent a message if the inviter requested that messages are sent;
/// each resend sent one. Everything before the start of the history counts as the one message of
/// the issue.

#include <cstdint>
#include <optional>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Returns the number of messages of `i`; the last message has this number. Complexity: linear.
[[nodiscard]] std::uint32_t send_count(invitation const& i) noexcept;

/// Returns the times of the messages, oldest first. The message of an issue at an unknown time is
/// left out. Complexity: linear.
[[nodiscard]] std::vector<instant> sends(invitation const& i);

/// Returns the time of the last message, or `std::nullopt` if there was none or its time is
/// unknown. Complexity: linear, but constant for most invitations.
[[nodiscard]] std::optional<instant> last_sent(invitation const& i) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/sends.ipp>
#endif
