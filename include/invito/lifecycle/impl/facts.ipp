// SPDX-License-Identifier: MIT
#pragma once

#include <invito/lifecycle/facts.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(scope_id const& a, scope_id const& b) noexcept {
  return a.scope == b.scope && a.id == b.id;
}

}  // namespace INVITO_ABI
}  // namespace invito
