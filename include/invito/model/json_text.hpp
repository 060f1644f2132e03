// SPDX-License-Identifier: MIT
#pragma once

/// \file model/json_text.hpp
/// JSON values that the library passes on without interpreting them.

#include <string>
#include <utility>
#include <vector>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// One JSON value as compact text: numbers keep their spelling, members their order. It is opaque
/// to the model and compared by its bytes. `parse_json_text` constructs one from text and checks
/// the text.
class json_text {
 public:
  /// Constructs the value `null`.
  json_text() : text_("null") {}

  /// Constructs a value from `text` without a check. Precondition: `text` is compact JSON;
  /// otherwise documents that contain the value are invalid.
  [[nodiscard]] static json_text unchecked(std::string text) {
    json_text value;
    value.text_ = std::move(text);
    return value;
  }

  /// Returns the value as compact JSON.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }

  friend bool operator==(json_text const& a, json_text const& b) noexcept;
  friend bool operator!=(json_text const& a, json_text const& b) noexcept { return !(a == b); }

 private:
  std::string text_;
};

/// A named foreign value.
struct attribute {
  std::string name{};  ///< The name of the member in foreign documents.
  json_text value{};   ///< Any value.

  friend bool operator==(attribute const& a, attribute const& b) noexcept;
  friend bool operator!=(attribute const& a, attribute const& b) noexcept { return !(a == b); }
};

/// Named foreign values in the order in which they were given.
using attribute_list = std::vector<attribute>;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/json_text.ipp>
#endif
