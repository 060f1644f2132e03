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

/// The shape of a written document: which optional fields and nulls the document contains.
enum class shape : std::uint8_t {
  documented = 1,  ///< The documented fields. A null is left out if the API allows this.
  extended = 2     ///< In addition, these nulls and undocumented or newer fields.
};

/// The treatment of text that is not UTF-8. JSON cannot represent such text. With `fails`, writing
/// fails with `invalid_utf8`. With `replaced`, replacement characters are written.
enum class invalid_text : std::uint8_t { fails, replaced };

/// The settings of a writer.
struct write_settings {
  wire::shape shape = shape::documented;  ///< The shape of the document.
  bool incomplete = false;                ///< Whether required fields without a value are left out.
  wire::invalid_text invalid_text =
      invalid_text::fails;  ///< The treatment of text that is not UTF-8.
};

/// A block of the caller's memory to which text is written.
struct buffer {
  char* at = nullptr;    ///< The start of the block. May be null if `size` is 0.
  std::size_t size = 0;  ///< The size of the block in bytes.
  /// The length of the text in bytes. If it exceeds `size`, the text did not fit.
  std::size_t length = 0;
};

}  // namespace wire

/// The options for reading a document.
struct read_options {
  read_limits limits{};  ///< Limits on the document.
  bool strict = false;   ///< Whether unknown fields are problems in every object.
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
