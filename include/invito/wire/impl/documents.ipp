// SPDX-License-Identifier: MIT
#pragma once

#include <invito/wire/documents.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

INVITO_INLINE path location::where() const {
  if (!above) return {};
  path out = above->where();
  return index == no_limit ? out.add(member) : out.add(index);
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
