// SPDX-License-Identifier: MIT
#pragma once

/// \file invito.hpp
/// Everything: the life of an invitation, its JSON, and the dialects of the known APIs. With
/// `INVITO_NO_JSON` defined, what `invito/core.hpp` has: all but JSON, by the standard library
/// alone.

#include <invito/core.hpp>

#if defined(INVITO_NO_JSON)
#elif !defined(INVITO_SEPARATE_COMPILATION) && !__has_include(<nlohmann/json.hpp>)
#error "invito needs nlohmann_json 3.9 or later, or INVITO_NO_JSON defined: <nlohmann/json.hpp>"
#elif !defined(INVITO_SEPARATE_COMPILATION) && !__has_include(<date/date.h>)
#error "invito needs Howard Hinnant's date 3, or INVITO_NO_JSON defined: <date/date.h>"
#else
#include <invito/dialects/aitronos.hpp>
#include <invito/dialects/control_plane.hpp>
#include <invito/dialects/deepset.hpp>
#include <invito/dialects/nuon.hpp>
#include <invito/dialects/openai.hpp>
#include <invito/wire/native.hpp>
#endif
