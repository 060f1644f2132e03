// SPDX-License-Identifier: MIT
#pragma once

#include <invito/wire/impl/nlohmann.hpp>

#ifdef INVITO_SEPARATE_COMPILATION
namespace invito {
inline namespace INVITO_ABI {
namespace wire {

template void feed_text<>(std::string_view text, reader& to);
template void feed_value<nlohmann::json>(nlohmann::json const& value, reader& to);
template problems write_tree<nlohmann::json>(void* to, void const* at, codec const& as,
                                             write_settings const& how);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
#endif
