// SPDX-License-Identifier: MIT
#pragma once

#include <invito/wire/documents.hpp>
#include <invito/wire/reader.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

INVITO_INLINE path place::where() const {
  if (!above) return {};
  path out = above->where();
  return index == no_limit ? out.add(member) : out.add(index);
}

namespace detail {

INVITO_INLINE problems read_into(slot to, source const& in, read_options const& options) {
  reader r(to, options);
  in.feed(r);
  return std::move(r).finish();
}

}  // namespace detail
}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
