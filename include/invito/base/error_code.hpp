// SPDX-License-Identifier: MIT
#pragma once

/// \file base/error_code.hpp
/// Converts `invito::code` to `std::error_code`, for programs whose interfaces use
/// `std::error_code`.

#include <system_error>
#include <type_traits>

#include <invito/base/problem.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Returns the error category of the library. The category has the name "invito". In this category,
/// the value of a `std::error_code` is the number of an `invito::code`.
[[nodiscard]] std::error_category const& code_category() noexcept;

/// Converts a code to a `std::error_code`. The constructor of `std::error_code` finds this function
/// by argument-dependent lookup.
[[nodiscard]] std::error_code make_error_code(code c) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

template <>
struct std::is_error_code_enum<invito::code> : std::true_type {};

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/base/impl/error_code.ipp>
#endif
