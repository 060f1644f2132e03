// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include <invito/base/instant.hpp>

namespace invito {
inline namespace INVITO_ABI {

constexpr std::optional<instant> checked_add(instant t, std::chrono::seconds d) noexcept {
  // The comparison uses seconds, because `d` can be too long for nanoseconds even if the sum is
  // within the range. The numbers are unsigned, because the distance between the two ends of the
  // range does not fit into a signed number.
  constexpr std::uint64_t second = 1'000'000'000;
  constexpr auto highest = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)());
  constexpr auto lowest = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::min)());
  const auto ticks = static_cast<std::uint64_t>(std::int64_t{t.time_since_epoch().count()});
  const auto step = static_cast<std::uint64_t>(std::int64_t{d.count()});
  const bool back = d.count() < 0;
  const std::uint64_t room = (back ? ticks - lowest : highest - ticks) / second;
  if ((back ? 0 - step : step) > room) return std::nullopt;
  return instant{std::chrono::nanoseconds{static_cast<std::int64_t>(ticks + step * second)}};
}

constexpr std::optional<instant> from_unix_seconds(std::int64_t seconds) noexcept {
  return checked_add(instant{}, std::chrono::seconds{seconds});
}

constexpr std::int64_t to_unix_seconds(instant t) noexcept {
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t ticks = t.time_since_epoch().count();
  return ticks / second - (ticks % second < 0 ? 1 : 0);
}

}  // namespace INVITO_ABI
}  // namespace invito
