// SPDX-License-Identifier: MIT
#pragma once

/// \file invito.hpp
/// Everything: the life of an invitation, its JSON, and the dialects of the known APIs.

#include <invito/core.hpp>
#include <invito/dialects/aitronos.hpp>
#include <invito/dialects/control_plane.hpp>
#include <invito/dialects/deepset.hpp>
#include <invito/dialects/nuon.hpp>
#include <invito/dialects/openai.hpp>
#include <invito/wire/native.hpp>
