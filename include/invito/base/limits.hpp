// SPDX-License-Identifier: MIT
#pragma once

/// \file base/limits.hpp
/// Bounds on what comes from outside, so that no input decides how much work or memory is spent.

#include <cstddef>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Bounds on one JSON document.
struct read_limits {
  std::size_t bytes = 1024 * 1024;  ///< Length of the text: as much as common HTTP servers allow.
  /// Nested objects and arrays; the known documents need 6. A value that is kept as text counts for
  /// itself, so that each format takes what another one took.
  std::size_t depth = 32;
  std::size_t items = 100'000;  ///< Members and elements, all counted together.
  /// Problems reported before the reader gives up; earlier, if their places are longer than a
  /// document may be.
  std::size_t problems = 100;
};

/// Bounds on the texts and lists of a new invitation, checked by `issue` and `amend`, and on what
/// `make_key` takes.
namespace bound {
inline constexpr std::size_t text = 255;       ///< Bytes of an id, a role or a person's name.
inline constexpr std::size_t grants = 1000;    ///< Grants in one invitation.
inline constexpr std::size_t attributes = 64;  ///< Attributes of one invitation.
inline constexpr std::size_t attribute_bytes = 16 * 1024;  ///< All attributes together.

// For `make_key`. From 112 bits on, NIST SP 800-63B and OWASP's ASVS let a look-up secret be stored
// under a plain fast hash; of a session id they ask 64 bits. 16 bytes are 128 bits, above both.
inline constexpr std::size_t key_entropy = 16;  ///< Bytes that a key is made from at least.
// A key of these has 683 characters: with the rest of its link it fits into a line of mail, 998
// (RFC 5322).
inline constexpr std::size_t key_entropy_most = 512;  ///< Bytes that a key is made from at most.
inline constexpr std::size_t key_values = 8;          ///< Different bytes among them at least.
}  // namespace bound

}  // namespace INVITO_ABI
}  // namespace invito
