// SPDX-License-Identifier: MIT
#pragma once

/// \file base/rate.hpp
/// How often something may happen in a sliding window of time.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <invito/base/instant.hpp>

namespace invito {
inline namespace v0 {

/// At most `limit` times in any stretch of time that is `window` long.
struct rate {
  std::uint32_t limit = 0;        ///< How often.
  std::chrono::seconds window{};  ///< In how long a stretch.

  friend bool operator==(rate const& a, rate const& b) noexcept {
    return a.limit == b.limit && a.window == b.window;
  }
  friend bool operator!=(rate const& a, rate const& b) noexcept { return !(a == b); }
};

/// What `within` found.
struct rate_use {
  std::size_t used = 0;  ///< How many of the times still count.
  bool free = true;      ///< Whether one more fits now.
  /// When one more fits; absent: never, as the limit is 0 or the window reaches beyond all time.
  std::optional<instant> free_at{};
};

/// How much of `r` is used at `now`. `times` are those of what happened, oldest first. One counts
/// while now < time + window, as an invitation is usable until its expiry; times that lie ahead
/// count too, because another server's clock may be fast. Logarithmic in the number of times.
[[nodiscard]] rate_use within(rate const& r, std::vector<instant> const& times, instant now);

// -------------------------------------------------------------------------------------------------

inline rate_use within(rate const& r, std::vector<instant> const& times, instant now) {
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

}  // namespace v0
}  // namespace invito
