// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <invito/wire/fields.hpp>
#include <invito/wire/nlohmann.hpp>
#include <invito/wire/reader.hpp>
#include <invito/wire/source.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE result<json_text> parse_json_text(wire::source const& in,
                                                read_options const& options) {
  json_text value;
  wire::reader to({&value, &wire::detail::codec_of<json_text>}, options);
  in.feed(to);
  problems found = std::move(to).finish();
  if (!found.empty()) return found;
  return value;
}

#ifdef INVITO_SEPARATE_COMPILATION
namespace wire {

template void feed_text<>(std::string_view text, reader& to);
template void feed_value<nlohmann::json>(nlohmann::json const& value, reader& to);

}  // namespace wire
#endif

}  // namespace INVITO_ABI
}  // namespace invito
