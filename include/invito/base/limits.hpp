// SPDX-License-Identifier: MIT
#pragma once

/// \file base/limits.hpp
/// Limits on input. They ensure that no input can cause unlimited work or use unlimited memory.

#include <cstddef>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Limits on one JSON document.
struct read_limits {
  /// The maximum length of the document, in bytes. nginx has the same default limit.
  std::size_t bytes = 1024 * 1024;
  /// The maximum number of levels of nested objects and arrays. The documents of the known APIs
  /// need 6 levels. The library stores some values, such as attributes, without interpretation. For
  /// such a value, the count starts at 1 again, so every format accepts the values of the others.
  std::size_t depth = 32;
  /// The maximum number of object members and array elements together.
  std::size_t items = 100'000;
  /// The number of problems after which the reader of the document stops. The reader also stops
  /// when the locations of all problems together have `bytes` bytes or more.
  std::size_t problems = 100;
};

/// Limits on the texts and lists in a command, and on the input of `make_token`. The functions that
/// decide about a command, such as `issue` and `accept`, check these limits.
namespace bound {
/// The maximum number of bytes of an id, a role, an idempotency key, a given name or a family name.
inline constexpr std::size_t text = 255;
/// The maximum number of grants in one invitation.
inline constexpr std::size_t grants = 1000;
/// The maximum number of attributes of one invitation.
inline constexpr std::size_t attributes = 64;
/// The maximum number of bytes of all attributes of one invitation, names and values together.
inline constexpr std::size_t attribute_bytes = 16 * 1024;

/// The minimum number of random bytes for a token. NIST SP 800-63B and OWASP's ASVS allow a plain
/// fast hash for a stored look-up secret if the secret has at least 112 bits. They require at least
/// 64 bits for a session id. 16 bytes have 128 bits, so they satisfy both requirements.
inline constexpr std::size_t min_token_entropy = 16;
/// The maximum number of random bytes for a token. A token from 512 bytes has 683 characters. The
/// link with this token fits into one line of a mail, which has at most 998 characters (RFC 5322).
inline constexpr std::size_t max_token_entropy = 512;
/// The minimum number of distinct values among the random bytes for a token.
inline constexpr std::size_t min_token_values = 8;
}  // namespace bound

}  // namespace INVITO_ABI
}  // namespace invito
