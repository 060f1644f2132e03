// SPDX-License-Identifier: MIT
#pragma once

/// \file catch2.hpp
/// Includes Catch2 3, or Catch2 2.13 with the names of version 3. The tests that include this file
/// do not depend on the version.

#if __has_include(<catch2/catch_test_macros.hpp>)

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>
#include <catch2/matchers/catch_matchers_all.hpp>

#else

#include <string>

#include <catch2/catch.hpp>

namespace Catch {
namespace Matchers {

inline auto ContainsSubstring(std::string const& part) { return Contains(part); }

}  // namespace Matchers
}  // namespace Catch

#endif
