// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/nlohmann.hpp
/// Reads from and writes to any `basic_json`. Only a translation unit that is compiled with
/// `INVITO_SEPARATE_COMPILATION` and uses a `basic_json` other than `nlohmann::json`, such as
/// `nlohmann::ordered_json`, needs this header.

#include <invito/wire/impl/nlohmann.hpp>
