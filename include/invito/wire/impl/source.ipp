// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <invito/wire/reader.hpp>
#include <invito/wire/source.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

INVITO_INLINE result<void> read_into(slot to, source const& in, read_options const& options) {
  reader r(to, options);
  in.feed(r);
  return std::move(r).finish();
}

}  // namespace detail

}  // namespace wire

INVITO_INLINE result<json_text> parse_json_text(wire::source const& in,
                                                read_options const& options) {
  return wire::read_document<json_text>(in, options);
}

}  // namespace INVITO_ABI
}  // namespace invito
