// SPDX-License-Identifier: MIT
#pragma once

#include <invito/model/event.hpp>

namespace invito {
inline namespace INVITO_ABI {

constexpr status status_after(event_kind kind) noexcept {
  switch (kind) {
    case event_kind::issue:
    case event_kind::resend:
    case event_kind::amend: break;
    case event_kind::accept: return status::accepted;
    case event_kind::decline:
    case event_kind::revoke:
    case event_kind::supersede: return status::revoked;
    case event_kind::expire: return status::expired;
  }
  return status::pending;
}

}  // namespace INVITO_ABI
}  // namespace invito
