// SPDX-License-Identifier: MIT
#pragma once

#include <invito/lifecycle/expiry_index.hpp>

namespace invito {
inline namespace INVITO_ABI {

template <class Visit>
void expiry_index::due(instant now, Visit&& visit) const {
  for (run const& r : runs_) {
    for (auto e = r.rbegin(); e != r.rend() && e->at <= now; ++e) {
      if (!e->erased()) visit(e->at, e->value());
    }
  }
}

}  // namespace INVITO_ABI
}  // namespace invito
