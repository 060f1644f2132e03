// SPDX-License-Identifier: MIT
#pragma once

#include <invito/base/limits.hpp>
#include <invito/base/text.hpp>
#include <invito/model/delivery.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(delivery const& a, delivery const& b) noexcept {
  return a.invitation == b.invitation && a.send == b.send && a.status == b.status && a.at == b.at &&
         a.detail == b.detail;
}

INVITO_INLINE bool report(delivery& d, delivery_status to, instant at, std::string_view detail) {
  if (!can_transition(d.status, to)) return false;
  if (can_transition(to, d.status) && at < d.at) return false;
  // This assignment is first, so that `d` does not change if memory runs out.
  d.detail = detail::utf8_prefix(detail, bound::text);
  d.status = to;
  d.at = at;
  return true;
}

}  // namespace INVITO_ABI
}  // namespace invito
