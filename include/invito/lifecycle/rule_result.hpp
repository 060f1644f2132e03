// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/rule_result.hpp
/// The results of the rules of a verb, which `explain` returns.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <invito/base/names.hpp>
#include <invito/base/problem.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The outcome of one rule.
enum class outcome : std::uint8_t {
  passed,
  failed,
  not_applicable  ///< The rule has nothing to check, or a precondition of the rule has failed.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<outcome>{"passed", "failed",
                                                                   "not_applicable"};

/// The result of one rule.
struct rule_result {
  std::string_view rule{};      ///< The name of the rule, such as "seat_free".
  invito::tier tier{};          ///< The tier (group) of the rule.
  invito::outcome outcome{};    ///< The outcome.
  invito::problems problems{};  ///< The problems; empty if the rule did not fail.
  /// A message with placeholders for `numbers`, if the rule compares numbers such as used seats and
  /// the seat limit. Otherwise the message is empty. A rule that passed can also have a message.
  std::string_view message{};
  std::array<std::int64_t, 3> numbers{};  ///< The numbers for the placeholders.
};

/// Returns the message of `f` with its numbers, such as "7 of 7 seats are taken, including 2
/// reserved by pending invitations". If the message is empty, the function returns the messages of
/// the problems. If there are no problems either, the text is empty.
[[nodiscard]] std::string describe(rule_result const& f);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/rule_result.ipp>
#endif
