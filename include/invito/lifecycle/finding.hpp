// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/finding.hpp
/// What each rule of a verb says: the answer of `explain`.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <invito/base/names.hpp>
#include <invito/base/problem.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// What became of a rule in one judgement.
enum class outcome : std::uint8_t {
  passed,
  failed,
  skipped  ///< What it needs has failed, or it has nothing to judge here.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<outcome>{"passed", "failed", "skipped"};

/// What one rule said.
struct finding {
  std::string_view rule{};      ///< Its name, such as "seats".
  invito::tier tier{};          ///< When it is judged.
  invito::outcome outcome{};    ///< What became of it.
  invito::problems problems{};  ///< Those that the rule found; empty unless it failed.
  /// What the rule measured, whether or not it passed; empty where it counts nothing.
  std::string_view sentence{};
  std::array<std::int64_t, 3> numbers{};  ///< As `sentence` uses them.
};

/// What the rule measured, else its problems, else nothing: "7 of 7 seats are used, 2 of them
/// reserved".
[[nodiscard]] std::string describe(finding const& f);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/finding.ipp>
#endif
