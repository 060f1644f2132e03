// SPDX-License-Identifier: MIT
#pragma once

/// \file base/instant.hpp
/// Moments in time, and sums of them that refuse rather than wrap.

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

namespace invito {
inline namespace v0 {

/// A moment in UTC with nanosecond ticks: `std::chrono::system_clock::now()` converts into it.
/// The range is 1677-09-21 to 2262-04-11.
using instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

/// `t + d`, or nothing where the sum lies outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> plus(instant t, std::chrono::seconds d) noexcept;

/// The moment `seconds` after 1970-01-01T00:00:00Z, or nothing outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> from_unix_seconds(std::int64_t seconds) noexcept;

/// Whole seconds since 1970-01-01T00:00:00Z, rounded towards the past.
[[nodiscard]] constexpr std::int64_t to_unix_seconds(instant t) noexcept;

// -------------------------------------------------------------------------------------------------

constexpr std::optional<instant> plus(instant t, std::chrono::seconds d) noexcept {
  // Compared in seconds, as steps of up to twice the range may still end inside of it; unsigned,
  // as the way from one end of the range to the other fits no signed number.
  constexpr std::uint64_t second = 1'000'000'000;
  constexpr auto most = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)());
  constexpr auto least = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::min)());
  const auto ticks = static_cast<std::uint64_t>(std::int64_t{t.time_since_epoch().count()});
  const auto step = static_cast<std::uint64_t>(std::int64_t{d.count()});
  const bool back = d.count() < 0;
  const std::uint64_t room = (back ? ticks - least : most - ticks) / second;
  if ((back ? 0 - step : step) > room) return std::nullopt;
  return instant{std::chrono::nanoseconds{static_cast<std::int64_t>(ticks + step * second)}};
}

constexpr std::optional<instant> from_unix_seconds(std::int64_t seconds) noexcept {
  return plus(instant{}, std::chrono::seconds{seconds});
}

constexpr std::int64_t to_unix_seconds(instant t) noexcept {
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t ticks = t.time_since_epoch().count();
  return ticks / second - (ticks % second < 0 ? 1 : 0);
}

}  // namespace v0
}  // namespace invito
