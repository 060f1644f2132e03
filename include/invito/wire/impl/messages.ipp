// SPDX-License-Identifier: MIT
#pragma once

#include <invito/wire/messages.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(error_item const& a, error_item const& b) noexcept {
  return a.where == b.where && a.message == b.message && a.type == b.type && a.input == b.input &&
         a.context == b.context;
}

INVITO_INLINE bool operator==(api_error const& a, api_error const& b) noexcept {
  return a.code == b.code && a.message == b.message && a.type == b.type && a.where == b.where &&
         a.developer_message == b.developer_message && a.status == b.status && a.id == b.id &&
         a.at == b.at && a.details == b.details && a.items == b.items;
}

}  // namespace INVITO_ABI
}  // namespace invito
