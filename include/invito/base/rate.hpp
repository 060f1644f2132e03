// SPDX-License-Identifier: MIT
#pragma once

/// \file base/rate.hpp
/// How often something may happen in a sliding window of time.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <invito/base/instant.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// At most `limit` times in any stretch of time that is `window` long.
struct rate {
  std::uint32_t limit = 0;        ///< How often.
  std::chrono::seconds window{};  ///< In how long a stretch.

  friend bool operator==(rate const& a, rate const& b) noexcept;
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

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/base/impl/rate.ipp>
#endif
