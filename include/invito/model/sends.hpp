// SPDX-License-Identifier: MIT
#pragma once

/// \file model/sends.hpp
/// The number and the times of the messages of an invitation, computed from its history.
///
/// If the inviter requested messages (`invitation::send`), the issue and each amendment sent a
/// message. A resend always sent a message. Messages before the baseline are unknown, so the
/// functions count only the message of the issue for this time.

#include <cstdint>
#include <optional>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Returns the number of messages of `i`, which is also the number of the last message. Complexity:
/// linear.
[[nodiscard]] std::uint32_t send_count(invitation const& i) noexcept;

/// Returns the times of the messages, oldest first. If the time of the issue is unknown, the
/// message of the issue is left out. Complexity: linear.
[[nodiscard]] std::vector<instant> sends(invitation const& i);

/// Returns the time of the last message, or `std::nullopt` if there was no message or the time is
/// unknown. Complexity: linear, but constant for most invitations.
[[nodiscard]] std::optional<instant> last_sent(invitation const& i) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/sends.ipp>
#endif
