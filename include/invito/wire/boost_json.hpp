// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/boost_json.hpp
/// Reads JSON text with the parser of Boost.JSON, which is several times faster than the parser of
/// nlohmann/json. No other header of the library includes this header. The program must link
/// Boost.JSON or include `<boost/json/src.hpp>` in one of its translation units.

#include <string_view>

#include <invito/wire/source.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// JSON text that a `read_*` function parses with Boost.JSON, such as
/// `openai::read_invitation(wire::boost_json(body))`. The function returns the same values and
/// problems as with the parser of nlohmann/json. The text is not copied and must outlive the
/// object.
struct boost_json {
  explicit boost_json(std::string_view json) : text(json) {}  ///< Refers to `json`.
  operator source() const;  ///< Converts to the type of the parameter of `read_*`.

  std::string_view text;  ///< The JSON text.
};

/// Parses JSON text with Boost.JSON and passes each value and name in the text to the reader `to`.
void feed_text_by_boost(std::string_view text, reader& to);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/boost_json.hpp>
