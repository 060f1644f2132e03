// SPDX-License-Identifier: MIT
#pragma once

/// \file version.hpp
/// The one place where the version stands; the build reads it from here.

/// Raised by changes that break users of the version before.
#define INVITO_VERSION_MAJOR 0
/// Raised by what is new; below 1.0 also by what breaks.
#define INVITO_VERSION_MINOR 1
/// Raised by corrections.
#define INVITO_VERSION_PATCH 0
