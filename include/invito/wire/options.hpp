// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/options.hpp
/// How documents are read and written.

#include <cstddef>
#include <cstdint>
#include <optional>

#include <invito/base/limits.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// The shapes in which a document can be written.
enum class shape : std::uint8_t {
  documented = 1,  ///< The fields in the API's documentation; optional nulls are left out.
  extended = 2     ///< Also the fields that the API has added since.
};

/// What happens if text that is not UTF-8 is written, which JSON cannot represent: the write fails
/// with `invalid_utf8`, or replacement characters are written.
enum class invalid_text : std::uint8_t { fails, replaced };

/// How a writer writes a document.
struct write_settings {
  wire::shape shape = shape::documented;  ///< The shape of the document.
  bool incomplete = false;                ///< Required fields that are empty are left out.
  wire::invalid_text invalid_text =
      invalid_text::fails;  ///< What happens to text that is not UTF-8.
};

/// Memory of the caller into which text is written.
struct buffer {
  char* at = nullptr;      ///< The start; may be null if `size` is 0.
  std::size_t size = 0;    ///< The size in bytes.
  std::size_t length = 0;  ///< The length of the text; more than `size` if it did not fit.
};

}  // namespace wire

/// How documents are read.
struct read_options {
  read_limits limits{};  ///< Limits on the document.
  bool strict = false;   ///< Unknown fields are problems in all objects.
};

/// How documents are written.
struct write_options {
  wire::shape shape = wire::shape::documented;  ///< The shape of the document.
  /// A revoked invitation is written as expired if the dialect cannot represent "revoked".
  bool revoked_as_expired = false;
  /// Required fields without a value are left out, for the caller to add, instead of refused.
  bool incomplete = false;
  /// The maximum number of entries in the history of a composite status; the latest are written.
  /// Absent: all.
  std::optional<std::size_t> history_cap{};
};

}  // namespace INVITO_ABI
}  // namespace invito
