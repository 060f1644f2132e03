// SPDX-License-Identifier: MIT
#pragma once

#include <invito/lifecycle/command.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(invitation_request const& a, invitation_request const& b) {
  return a.recipient == b.recipient && a.name == b.name && a.offer == b.offer && a.send == b.send &&
         a.attributes == b.attributes;
}

}  // namespace INVITO_ABI
}  // namespace invito
