// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <invito/base/error_code.hpp>
#include <invito/base/impl/problem.hpp>
#include <invito/base/problem.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::error_category const& code_category() noexcept {
  struct invito_category final : std::error_category {
    char const* name() const noexcept override { return "invito"; }
    std::string message(int value) const override {
      for (code_info const& row : detail::codes) {
        if (static_cast<int>(row.code) == value) return std::string(row.name);
      }
      return "unknown invito error code";  // any number can be the value of an error_code
    }
  };
  static const invito_category instance;
  return instance;
}

INVITO_INLINE std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), code_category()};
}

}  // namespace INVITO_ABI
}  // namespace invito
