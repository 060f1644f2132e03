// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/nlohmann.hpp
/// Reading from and writing to any `basic_json`. Needed only by a unit that is compiled with
/// `INVITO_SEPARATE_COMPILATION` and uses a `basic_json` other than `nlohmann::json`, such as
/// `nlohmann::ordered_json`.

#include <invito/wire/impl/nlohmann.hpp>
