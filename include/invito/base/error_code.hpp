// SPDX-License-Identifier: MIT
#pragma once

/// \file base/error_code.hpp
/// `invito::code` as a `std::error_code`, for hosts whose interfaces speak that.

#include <system_error>
#include <type_traits>

#include <invito/base/problem.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The category of all codes, named "invito". Values are the numbers of `invito::code`.
[[nodiscard]] std::error_category const& category() noexcept;

/// Found by argument-dependent lookup when a `code` becomes a `std::error_code`.
[[nodiscard]] std::error_code make_error_code(code c) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

template <>
struct std::is_error_code_enum<invito::code> : std::true_type {};

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/base/impl/error_code.ipp>
#endif
