// SPDX-License-Identifier: MIT
#pragma once

/// \file base/rate.hpp
/// A limit on the number of events in a sliding window of time.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <invito/base/instant.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// A limit on events: at most `limit` events in every period of the length `window`.
struct rate {
  std::uint32_t limit = 0;        ///< The maximum number of events in a window.
  std::chrono::seconds window{};  ///< The length of the window.

  friend bool operator==(rate const& a, rate const& b) noexcept;
  friend bool operator!=(rate const& a, rate const& b) noexcept { return !(a == b); }
};

/// The result of `usage_of`.
struct rate_usage {
  std::size_t used = 0;   ///< The number of events that count now.
  bool available = true;  ///< Whether one more event is allowed now.
  /// The time from which one more event is allowed. Absent if no event will ever be allowed,
  /// because the limit is 0 or the window ends outside of the range of `instant`.
  std::optional<instant> available_at{};
};

/// Returns how much of the limit `r` is used at `now`. `times` contains the times of the events,
/// oldest first. An event counts while `now < time + window`. At `time + window`, the event no
/// longer counts. Events with a time in the future count too, because the clock of another server
/// can be ahead. Complexity: logarithmic in the number of times.
[[nodiscard]] rate_usage usage_of(rate const& r, std::vector<instant> const& times, instant now);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/base/impl/rate.ipp>
#endif
