// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <invito/base/rate.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(rate const& a, rate const& b) noexcept {
  return a.limit == b.limit && a.window == b.window;
}

INVITO_INLINE rate_use within(rate const& r, std::vector<instant> const& times, instant now) {
  const auto over = [&](instant t, instant at) {
    const auto end = plus(t, r.window);
    return end && *end <= at;  // an end beyond all time never comes
  };
  // Who asks keeps few times that are over, or none.
  const bool all = times.empty() || !over(times.front(), now);
  const auto first = all ? times.begin() : std::lower_bound(times.begin(), times.end(), now, over);
  rate_use out;
  out.used = static_cast<std::size_t>(times.end() - first);
  out.free = out.used < r.limit;
  if (out.free) {
    out.free_at = now;
  } else if (r.limit != 0) {
    // One more fits once only limit - 1 of those that count are left.
    out.free_at = plus(*(times.end() - static_cast<std::ptrdiff_t>(r.limit)), r.window);
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito
