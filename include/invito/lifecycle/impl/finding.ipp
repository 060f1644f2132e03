// SPDX-License-Identifier: MIT
#pragma once

#include <invito/lifecycle/finding.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::string describe(finding const& f) {
  return f.sentence.empty() ? describe(f.problems) : fill_in(f.sentence, {}, f.numbers);
}

}  // namespace INVITO_ABI
}  // namespace invito
