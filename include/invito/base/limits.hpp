// SPDX-License-Identifier: MIT
#pragma once

/// \file base/limits.hpp
/// Limits on input, so that no input determines how much work or memory is spent.

#include <cstddef>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Limits on one JSON document.
struct read_limits {
  /// Length of the text in bytes. Common HTTP servers allow the same.
  std::size_t bytes = 1024 * 1024;
  /// Levels of nested objects and arrays; the known documents need 6. In a value that is kept as
  /// text, the levels are counted from that value, so that every format accepts a value that
  /// another format accepted.
  std::size_t depth = 32;
  std::size_t items = 100'000;  ///< Members and elements, counted together.
  /// Problems that the reader reports before it stops. It stops earlier if the locations of the
  /// problems together are as long as `bytes`.
  std::size_t problems = 100;
};

/// Limits on the texts and lists of a new invitation, which `issue` and `amend` check, and on the
/// input of `make_token`.
namespace bound {
inline constexpr std::size_t text = 255;       ///< Bytes of an id, a role or a name of a person.
inline constexpr std::size_t grants = 1000;    ///< Grants in one invitation.
inline constexpr std::size_t attributes = 64;  ///< Attributes of one invitation.
inline constexpr std::size_t attribute_bytes = 16 * 1024;  ///< Bytes of all attributes together.

/// The minimum number of bytes that a token is made from. NIST SP 800-63B and OWASP's ASVS allow to
/// store a look-up secret under a plain fast hash if it has at least 112 bits; for a session id
/// they require 64 bits. 16 bytes are 128 bits, which is above both.
inline constexpr std::size_t min_token_entropy = 16;
/// The maximum number of bytes that a token is made from. A token of 512 bytes has 683 characters:
/// with the rest of its link it fits into one line of a mail, which has at most 998 characters
/// (RFC 5322).
inline constexpr std::size_t max_token_entropy = 512;
/// The minimum number of distinct values among these bytes.
inline constexpr std::size_t min_token_values = 8;
}  // namespace bound

}  // namespace INVITO_ABI
}  // namespace invito
