// SPDX-License-Identifier: MIT
#pragma once

/// \file model/json_text.hpp
/// Values that the library hands on without looking into them.

#include <string>
#include <utility>
#include <vector>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// One JSON value as compact text: numbers keep their spelling, members their order. Opaque to the
/// model and compared bytewise. `parse_json_text` makes one from text and vouches for it.
class json_text {
 public:
  /// The value `null`.
  json_text() : text_("null") {}

  /// Takes `text` as it is. Precondition: it is compact JSON, or documents that hold it break.
  [[nodiscard]] static json_text unchecked(std::string text) {
    json_text value;
    value.text_ = std::move(text);
    return value;
  }

  /// The value as compact JSON.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }

  friend bool operator==(json_text const& a, json_text const& b) noexcept;
  friend bool operator!=(json_text const& a, json_text const& b) noexcept { return !(a == b); }

 private:
  std::string text_;
};

/// One named foreign value.
struct attribute {
  std::string name{};  ///< The member that it is in foreign documents.
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
