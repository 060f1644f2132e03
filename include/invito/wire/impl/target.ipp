// SPDX-License-Identifier: MIT
#pragma once

#include <invito/wire/nlohmann.hpp>
#include <invito/wire/target.hpp>

namespace invito {
inline namespace INVITO_ABI {
#ifdef INVITO_SEPARATE_COMPILATION
namespace wire {
namespace detail {

template problems write_to<std::string>(void* to, void const* at, codec const& as,
                                        write_settings const& how);
template problems write_to<buffer>(void* to, void const* at, codec const& as,
                                   write_settings const& how);
template problems write_to<nlohmann::json>(void* to, void const* at, codec const& as,
                                           write_settings const& how);

}  // namespace detail
}  // namespace wire
#endif

}  // namespace INVITO_ABI
}  // namespace invito
