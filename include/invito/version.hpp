// SPDX-License-Identifier: MIT
#pragma once

/// \file version.hpp
/// The one place where the version stands; the build reads it from here.

#define INVITO_VERSION_MAJOR 0
#define INVITO_VERSION_MINOR 1
#define INVITO_VERSION_PATCH 0
