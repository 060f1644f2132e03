// SPDX-License-Identifier: MIT
#pragma once

/// \file version.hpp
/// The version of the library. The build reads it from this file only.

/// Increases with changes that break users of the previous version.
#define INVITO_VERSION_MAJOR 0
/// Increases with new features; before 1.0 also with breaking changes.
#define INVITO_VERSION_MINOR 1
/// Increases with corrections.
#define INVITO_VERSION_PATCH 0
