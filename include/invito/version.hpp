// SPDX-License-Identifier: MIT
#pragma once

/// \file version.hpp
/// The version of the library. The build also reads the version from this file.

/// The major version. From 1.0 on, changes that break existing programs increase it.
#define INVITO_VERSION_MAJOR 0
/// The minor version. New features increase it. Before 1.0, breaking changes increase it too.
#define INVITO_VERSION_MINOR 1
/// The patch version. Corrections increase it.
#define INVITO_VERSION_PATCH 0
