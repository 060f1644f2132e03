// SPDX-License-Identifier: MIT
#pragma once

/// \file invito.hpp
/// The whole library: the lifecycle of invitations, the JSON format of the library, and the
/// dialects. A dialect is the JSON format of one vendor's API. If `INVITO_NO_JSON` is defined, this
/// header includes only `invito/core.hpp`, which needs only the standard library.

#include <invito/core.hpp>

#if defined(INVITO_NO_JSON)
#elif !defined(INVITO_SEPARATE_COMPILATION) && !__has_include(<nlohmann/json.hpp>)
#error "invito requires nlohmann_json 3.9 or later, or INVITO_NO_JSON: <nlohmann/json.hpp>"
#elif !defined(INVITO_SEPARATE_COMPILATION) && !__has_include(<date/date.h>)
#error "invito requires Howard Hinnant's date 3, or INVITO_NO_JSON: <date/date.h>"
#else
#include <invito/dialects/aitronos.hpp>
#include <invito/dialects/control_plane.hpp>
#include <invito/dialects/deepset.hpp>
#include <invito/dialects/nuon.hpp>
#include <invito/dialects/openai.hpp>
#include <invito/wire/native.hpp>
#endif
