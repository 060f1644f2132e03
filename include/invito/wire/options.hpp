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

/// The shapes in which a document is written.
enum class shape : std::uint8_t {
  page = 1,  ///< What the API's page defines, optional nulls left out.
  wide = 2   ///< And the fields that the API has gained since.
};

/// What happens to text that is not UTF-8 when it is written: JSON cannot hold it.
enum class invalid_text : std::uint8_t { fails, replaced };

/// How a writer writes a document.
struct write_settings {
  wire::shape shape = shape::page;  ///< With or without the newer fields.
  bool incomplete = false;          ///< Required members that are empty are left out.
  wire::invalid_text invalid_text = invalid_text::fails;  ///< What happens to such text.
};

/// Memory of the caller's that text is written into.
struct buffer {
  char* at = nullptr;      ///< Where it begins; may be null where `size` is 0.
  std::size_t size = 0;    ///< In bytes.
  std::size_t length = 0;  ///< Of the text; more than `size` where there was not room enough.
};

}  // namespace wire

/// How documents are read.
struct read_options {
  read_limits limits{};  ///< How much is read before it is too much.
  bool strict = false;   ///< Unknown members are problems in all objects.
};

/// How documents are written.
struct write_options {
  wire::shape shape = wire::shape::page;  ///< With or without the newer fields.
  /// A revoked invitation goes out as an expired one where the dialect cannot say "revoked".
  bool revoked_as_expired = false;
  /// Required members without a source are left out, for the caller to add, instead of refused.
  bool incomplete = false;
  /// The most entries in the history of a composite status, the latest ones. Absent: all.
  std::optional<std::size_t> history_cap{};
};

}  // namespace INVITO_ABI
}  // namespace invito
