// SPDX-License-Identifier: MIT
#pragma once

/// \file model/sends.hpp
/// How often and when an invitation was sent, as its history tells.
///
/// Its creation and each amendment are a send where the inviter asked for it to be sent, and each
/// resend is one. What happened before the history begins counts as the one send of the creation.

#include <cstdint>
#include <optional>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// How many messages `i` has led to; the last of them has this number. Linear.
[[nodiscard]] std::uint32_t send_count(invitation const& i) noexcept;

/// When they were sent, oldest first; that of a creation at an unknown time is left out. Linear.
[[nodiscard]] std::vector<instant> sends(invitation const& i);

/// When the last of them was sent; nothing where there was none or its time is unknown. Linear, but
/// for most invitations constant.
[[nodiscard]] std::optional<instant> last_sent(invitation const& i) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/sends.ipp>
#endif
