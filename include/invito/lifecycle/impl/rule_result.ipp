// SPDX-License-Identifier: MIT
#pragma once

#include <invito/lifecycle/rule_result.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::string describe(rule_result const& f) {
  return f.message.empty() ? describe(f.problems) : detail::substitute(f.message, {}, f.numbers);
}

}  // namespace INVITO_ABI
}  // namespace invito
