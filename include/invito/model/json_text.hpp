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

/// One JSON value as compact text, which means without white space between tokens. Numbers keep
/// their spelling, and object members keep their order. Two values are equal if their texts have
/// the same bytes. To construct a value from a text that needs a check, call `parse_json_text`.
class json_text {
 public:
  /// Constructs the value `null`.
  json_text() : text_("null") {}

  /// Constructs a value from `text` without a check. Precondition: `text` is compact JSON.
  /// Otherwise every document that contains the value is invalid.
  [[nodiscard]] static json_text unchecked(std::string text) {
    json_text value;
    value.text_ = std::move(text);
    return value;
  }

  /// Returns the compact text.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }

  friend bool operator==(json_text const& a, json_text const& b) noexcept;
  friend bool operator!=(json_text const& a, json_text const& b) noexcept { return !(a == b); }

 private:
  std::string text_;
};

/// A named JSON value that the library does not interpret.
struct attribute {
  /// The name. If the attribute is from the document of an API, this is the name of a field.
  std::string name{};
  json_text value{};  ///< The value, which can be any JSON value.

  friend bool operator==(attribute const& a, attribute const& b) noexcept;
  friend bool operator!=(attribute const& a, attribute const& b) noexcept { return !(a == b); }
};

/// A list of attributes, in the order in which they were given.
using attribute_list = std::vector<attribute>;

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/json_text.ipp>
#endif
