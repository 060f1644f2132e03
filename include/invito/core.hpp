// SPDX-License-Identifier: MIT
#pragma once

/// \file core.hpp
/// The life of an invitation, without JSON: standard library only, no streams, nothing thrown.

#include <invito/version.hpp>
