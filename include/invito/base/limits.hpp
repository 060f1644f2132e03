// SPDX-License-Identifier: MIT
#pragma once

/// \file base/limits.hpp
/// Bounds on what comes from outside, so that no input decides how much work or memory is spent.

#include <cstddef>

namespace invito {
inline namespace v0 {

/// Bounds on one JSON document.
struct read_limits {
  std::size_t bytes = 1024 * 1024;  ///< Length of the text: as much as common HTTP servers allow.
  std::size_t depth = 32;           ///< Nested objects and arrays; the known documents need 6.
  std::size_t items = 100'000;      ///< Members and elements, all counted together.
  std::size_t problems = 100;       ///< Problems reported before the reader gives up.
};

/// Bounds on the texts and lists of a new invitation, checked by `issue` and `amend`.
namespace bound {
inline constexpr std::size_t text = 255;       ///< Bytes of an id, a role or a person's name.
inline constexpr std::size_t grants = 1000;    ///< Grants in one invitation.
inline constexpr std::size_t attributes = 64;  ///< Attributes of one invitation.
inline constexpr std::size_t attribute_bytes = 16 * 1024;  ///< All attributes together.
}  // namespace bound

}  // namespace v0
}  // namespace invito
