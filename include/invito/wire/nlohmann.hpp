// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/nlohmann.hpp
/// Reads from and writes to any `basic_json`. A translation unit includes this header if it is
/// compiled with `INVITO_SEPARATE_COMPILATION` and uses a `basic_json` other than `nlohmann::json`,
/// such as `nlohmann::ordered_json`. No other translation unit needs it.

#include <invito/wire/impl/nlohmann.hpp>
