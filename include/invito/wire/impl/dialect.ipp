// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <invito/wire/dialect.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE int http_statuses::of(problems const& why, disclosure d) const noexcept {
  // The standard codes fold within one kind of answer; an API's own exceptions are by the code.
  code c = deciding(why).code;
  if (d == disclosure::enumeration_safe) c = public_code(c, d);
  for (exception const& e : exceptions) {
    if (e.status != 0 && e.code == c) return e.status;
  }
  return answers[static_cast<std::size_t>(info(c).answer)];
}

}  // namespace INVITO_ABI
}  // namespace invito
