// SPDX-License-Identifier: MIT
#pragma once

/// \file base/limits.hpp
/// Limits on input, so that no input can cause unlimited work or use unlimited memory.

#include <cstddef>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Limits on one JSON document.
struct read_limits {
  /// The maximum length of the text, in bytes. Common HTTP servers have the same limit.
  std::size_t bytes = 1024 * 1024;
  /// The maximum number of levels of nested objects and arrays. The known documents need 6. In a
  /// value that the library does not interpret, the value itself is the first level. Therefore
  /// every format accepts a value that another format has accepted.
  std::size_t depth = 32;
  std::size_t items = 100'000;  ///< The maximum number of members and elements together.
  /// The number of problems after which the reader stops. The reader stops earlier if the locations
  /// of the problems together have `bytes` bytes or more.
  std::size_t problems = 100;
};

/// Limits on the texts and lists that a command contains, which the verbs check, and on the input
/// of `make_token`.
namespace bound {
/// The maximum number of bytes of an id, a role, an idempotency key, or one part of a person's
/// name.
inline constexpr std::size_t text = 255;
/// The maximum number of grants in one invitation.
inline constexpr std::size_t grants = 1000;
/// The maximum number of attributes of one invitation.
inline constexpr std::size_t attributes = 64;
/// The maximum number of bytes of the names and values of all attributes together.
inline constexpr std::size_t attribute_bytes = 16 * 1024;

/// The minimum number of random bytes for a token. NIST SP 800-63B and OWASP's ASVS allow a plain
/// fast hash for a stored look-up secret if the secret has at least 112 bits. They require 64 bits
/// for a session id. 16 bytes have 128 bits, which is more than both.
inline constexpr std::size_t min_token_entropy = 16;
/// The maximum number of random bytes for a token. A token of 512 bytes has 683 characters. With
/// the rest of the link, the token fits into one line of a mail. A line has at most 998 characters
/// (RFC 5322).
inline constexpr std::size_t max_token_entropy = 512;
/// The minimum number of distinct values among the random bytes for a token.
inline constexpr std::size_t min_token_values = 8;
}  // namespace bound

}  // namespace INVITO_ABI
}  // namespace invito
