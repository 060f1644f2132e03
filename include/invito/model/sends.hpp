// SPDX-License-Identifier: MIT
#pragma once

/// \file model/sends.hpp
/// The number and the times of the messages of an invitation, computed from its history.
///
/// One message is sent for each resend. If `invitation::send` is true, one message is also sent for
/// the issue and for each amendment. If there is a baseline, the events before the baseline are
/// unknown. Then the functions count the message of the issue and the messages after the baseline.

#include <cstdint>
#include <optional>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Returns the number of messages of `i`. Because the first message has the number 1, this is also
/// the number of the last message. Complexity: linear in the number of events.
[[nodiscard]] std::uint32_t send_count(invitation const& i) noexcept;

/// Returns the times of the messages, oldest first. If the time of the issue is unknown, the result
/// does not contain the message of the issue. Complexity: linear in the number of events.
[[nodiscard]] std::vector<instant> sends(invitation const& i);

/// Returns the time of the last message. Returns `std::nullopt` if there was no message, or if the
/// time of the message is unknown. Complexity: linear in the number of events after the message.
[[nodiscard]] std::optional<instant> last_sent(invitation const& i) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/sends.ipp>
#endif
