// SPDX-License-Identifier: MIT
#pragma once

/// \file base/instant.hpp
/// Moments in time, and sums of them that refuse rather than wrap.

#include <chrono>
#include <cstdint>
#include <optional>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// A moment in UTC with nanosecond ticks: `std::chrono::system_clock::now()` converts into it.
/// The range is 1677-09-21 to 2262-04-11.
using instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

/// `t + d`, or nothing where the sum lies outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> plus(instant t, std::chrono::seconds d) noexcept;

/// The moment `seconds` after 1970-01-01T00:00:00Z, or nothing outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> from_unix_seconds(std::int64_t seconds) noexcept;

/// Whole seconds since 1970-01-01T00:00:00Z, rounded towards the past.
[[nodiscard]] constexpr std::int64_t to_unix_seconds(instant t) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/base/impl/instant.hpp>
