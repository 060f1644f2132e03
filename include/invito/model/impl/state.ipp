// SPDX-License-Identifier: MIT
#pragma once

#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(pending const& a, pending const& b) {
  return a.expires_at == b.expires_at;
}

INVITO_INLINE bool operator==(accepted const& a, accepted const& b) {
  return a.at == b.at && a.by == b.by;
}

INVITO_INLINE bool operator==(revoked const& a, revoked const& b) {
  return a.at == b.at && a.by == b.by && a.cause == b.cause;
}

INVITO_INLINE bool operator==(expired const& a, expired const& b) { return a.at == b.at; }

INVITO_INLINE std::optional<instant> changed_at(state const& s) noexcept {
  if (auto* accepted_state = std::get_if<accepted>(&s)) return accepted_state->at;
  if (auto* revoked_state = std::get_if<revoked>(&s)) return revoked_state->at;
  if (auto* expired_state = std::get_if<expired>(&s)) return expired_state->at;
  return std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito
