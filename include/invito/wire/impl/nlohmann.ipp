// SPDX-License-Identifier: MIT
#pragma once

#include <invito/wire/impl/nlohmann.hpp>

#ifdef INVITO_SEPARATE_COMPILATION
namespace invito {
inline namespace INVITO_ABI {
namespace wire {

template void feed_text<>(std::string_view text, reader& to);
template void feed_value<nlohmann::json>(nlohmann::json const& value, reader& to);
template result<void> write_tree<nlohmann::json>(void* to, void const* at, codec const& as,
                                                 write_settings const& settings);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
#endif
