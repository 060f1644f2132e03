// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/boost_json.hpp
/// JSON text by way of Boost.JSON's parser, which is several times faster than nlohmann's. No other
/// header includes this one. The program links Boost.JSON, or has `<boost/json/src.hpp>` in one of
/// its units.

#include <string_view>

#include <invito/wire/source.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// JSON text for every `read_*` function: `openai::read_invite(wire::boost_json(body))`. What is
/// read, refused and told is the same as without it. Refers to the text.
struct boost_json {
  explicit boost_json(std::string_view json) : text(json) {}  ///< Refers to `json`.
  operator source() const;                                    ///< For the `read_*` functions.

  std::string_view text;  ///< The document.
};

/// Feeds a reader from JSON text, by Boost's parser.
void feed_text_by_boost(std::string_view text, reader& to);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/boost_json.hpp>
