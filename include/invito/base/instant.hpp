// SPDX-License-Identifier: MIT
#pragma once

/// \file base/instant.hpp
/// Points in time. Additions to a point in time are checked for overflow.

#include <chrono>
#include <cstdint>
#include <optional>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// A point in time in UTC, with nanosecond ticks. The result of `std::chrono::system_clock::now()`
/// converts to this type. The range is 1677-09-21 to 2262-04-11.
using instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

/// Returns `t + d`, or `std::nullopt` if the sum is outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> checked_add(instant t,
                                                           std::chrono::seconds d) noexcept;

/// Converts a number of seconds since 1970-01-01T00:00:00Z to an instant. Returns `std::nullopt` if
/// the time is outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> from_unix_seconds(std::int64_t seconds) noexcept;

/// Converts `t` to a number of seconds since 1970-01-01T00:00:00Z, rounded towards the past.
[[nodiscard]] constexpr std::int64_t to_unix_seconds(instant t) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/base/impl/instant.hpp>
