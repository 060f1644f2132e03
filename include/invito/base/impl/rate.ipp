// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <invito/base/rate.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(rate const& a, rate const& b) noexcept {
  return a.limit == b.limit && a.window == b.window;
}

INVITO_INLINE rate_usage usage_of(rate const& r, std::vector<instant> const& times, instant now) {
  const auto has_left = [&](instant t, instant at) {
    const auto end = checked_add(t, r.window);
    return end && *end <= at;  // an end outside of the range of `instant` is never reached
  };
  // In most calls, all times are within the window, and no search is needed.
  const bool all = times.empty() || !has_left(times.front(), now);
  const auto first =
      all ? times.begin() : std::lower_bound(times.begin(), times.end(), now, has_left);
  rate_usage out;
  out.used = static_cast<std::size_t>(times.end() - first);
  out.available = out.used < r.limit;
  if (out.available) {
    out.available_at = now;
  } else if (r.limit != 0) {
    // One more event is allowed when only `limit - 1` of the counted events are in the window.
    out.available_at = checked_add(*(times.end() - static_cast<std::ptrdiff_t>(r.limit)), r.window);
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito
