// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <invito/wire/dialect.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE int wire::http_statuses::of(problems const& why, disclosure d) const noexcept {
  // With `disclosure::standard`, a code and its public code have the same category. The status is
  // determined from the code itself, so that `exceptions` can contain codes that are not public.
  code c = primary(why).code;
  if (d == disclosure::enumeration_safe) c = public_code(c, d);
  for (exception const& e : exceptions) {
    if (e.status != 0 && e.code == c) return e.status;
  }
  return by_category[static_cast<std::size_t>(info(c).category)];
}

}  // namespace INVITO_ABI
}  // namespace invito
