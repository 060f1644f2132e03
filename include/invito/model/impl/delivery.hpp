// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <invito/model/delivery.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The allowed changes of a delivery. The row is the status before a change. The column is the
/// status after the change.
inline constexpr std::array<std::array<bool, 4>, 4> delivery_machine{{
    // clang-format off
    //             queued  sent   bounced  failed
    /* queued  */ {false,  true,  true,    true},
    /* sent    */ {false,  false, true,    false},
    /* bounced */ {false,  false, false,   false},
    /* failed  */ {true,   false, false,   false},
    // clang-format on
}};

constexpr bool can_transition(delivery_status from, delivery_status to) noexcept {
  return delivery_machine[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

}  // namespace INVITO_ABI
}  // namespace invito
