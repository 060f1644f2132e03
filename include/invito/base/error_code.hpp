// SPDX-License-Identifier: MIT
#pragma once

/// \file base/error_code.hpp
/// `invito::code` as a `std::error_code`, for hosts whose interfaces speak that.

#include <string>
#include <system_error>
#include <type_traits>

#include <invito/base/problem.hpp>

namespace invito {
inline namespace v0 {

/// The category of all codes, named "invito". Values are the numbers of `invito::code`.
[[nodiscard]] inline std::error_category const& category() noexcept {
  struct invito_category final : std::error_category {
    char const* name() const noexcept override { return "invito"; }
    std::string message(int value) const override {
      for (code_info const& row : codes) {
        if (static_cast<int>(row.code) == value) return std::string(row.name);
      }
      return "no code of invito";  // a host may build an error_code from any number
    }
  };
  static const invito_category instance;
  return instance;
}

/// Found by argument-dependent lookup when a `code` becomes a `std::error_code`.
[[nodiscard]] inline std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), category()};
}

}  // namespace v0
}  // namespace invito

template <>
struct std::is_error_code_enum<invito::code> : std::true_type {};
