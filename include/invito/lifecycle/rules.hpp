// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/rules.hpp
/// All rules, one header for each tier. All problems of the first failing tier count, and none of a
/// later one, so that a stranger learns nothing of what lies behind.

#include <invito/lifecycle/rules/authority.hpp>
#include <invito/lifecycle/rules/facts.hpp>
#include <invito/lifecycle/rules/input.hpp>
#include <invito/lifecycle/rules/judging.hpp>
#include <invito/lifecycle/rules/status.hpp>
