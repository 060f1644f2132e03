// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/nlohmann.hpp
/// Functions that read from and write to any specialization of `nlohmann::basic_json`. Include this
/// header in a translation unit that is compiled with `INVITO_SEPARATE_COMPILATION` and uses a
/// specialization other than `nlohmann::json`, such as `nlohmann::ordered_json`. No other
/// translation unit needs this header.

#include <invito/wire/impl/nlohmann.hpp>
