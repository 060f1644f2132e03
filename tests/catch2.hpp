// SPDX-License-Identifier: MIT
#pragma once

/// \file catch2.hpp
/// The only file that knows which Catch2 this is: 3, or 2.13 under the names of 3.

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
