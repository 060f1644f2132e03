// SPDX-License-Identifier: MIT
#pragma once

#include <invito/model/json_text.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(json_text const& a, json_text const& b) noexcept {
  return a.text_ == b.text_;
}

INVITO_INLINE bool operator==(attribute const& a, attribute const& b) noexcept {
  return a.name == b.name && a.value == b.value;
}

}  // namespace INVITO_ABI
}  // namespace invito
