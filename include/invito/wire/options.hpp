// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/options.hpp
/// The options for reading and writing documents.

#include <cstddef>
#include <cstdint>
#include <optional>

#include <invito/base/limits.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// The shapes in which a document can be written.
enum class shape : std::uint8_t {
  documented = 1,  ///< The documented fields, without the nulls that may be left out.
  extended = 2     ///< In addition, these nulls and the fields that the API added later.
};

/// The treatment of text that is not UTF-8. JSON cannot represent such text, so writing either
/// fails with `invalid_utf8` or writes replacement characters.
enum class invalid_text : std::uint8_t { fails, replaced };

/// The settings of a writer.
struct write_settings {
  wire::shape shape = shape::documented;  ///< The shape of the document.
  bool incomplete = false;                ///< Whether empty required fields are left out.
  wire::invalid_text invalid_text =
      invalid_text::fails;  ///< The treatment of text that is not UTF-8.
};

/// A block of the caller's memory to which text is written.
struct buffer {
  char* at = nullptr;      ///< The start of the block; may be null if `size` is 0.
  std::size_t size = 0;    ///< The size of the block in bytes.
  std::size_t length = 0;  ///< The length of the text; more than `size` if the text did not fit.
};

}  // namespace wire

/// The options for reading a document.
struct read_options {
  read_limits limits{};  ///< Limits on the document.
  bool strict = false;   ///< Whether unknown fields are problems in all objects.
};

/// The options for writing a document.
struct write_options {
  wire::shape shape = wire::shape::documented;  ///< The shape of the document.
  /// Whether a revoked invitation is written as expired if the dialect cannot represent "revoked".
  bool revoked_as_expired = false;
  /// Whether required fields without a value are left out, so that the caller can add them. If
  /// false, such a field is the problem `missing_value`.
  bool incomplete = false;
  /// The maximum number of entries in the history of a composite status. The latest entries are
  /// written. If the maximum is absent, all entries are written.
  std::optional<std::size_t> history_cap{};
};

}  // namespace INVITO_ABI
}  // namespace invito
