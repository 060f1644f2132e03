// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/machine.hpp
/// The state machine: one table that the verbs, the diagram and the documentation use.

#include <optional>
#include <string>

#include <invito/base/problem.hpp>
#include <invito/model/event.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The result of an event in a status: the new status, or a refusal.
struct transition {
  std::optional<status> to{};  ///< The new status; absent if the event is refused.
  code refusal{};              ///< The reason if the event is refused.

  constexpr transition(status s) noexcept : to(s) {}     ///< Constructs a transition to `s`.
  constexpr transition(code c) noexcept : refusal(c) {}  ///< Constructs a refusal.
  /// Returns whether the event is allowed.
  [[nodiscard]] constexpr bool allowed() const noexcept { return to.has_value(); }
};

/// Returns the result of an event of the kind `on`. `from` is the status of the invitation at the
/// time of the event, or `std::nullopt` if there is no invitation yet. Every combination is
/// defined. Complexity: constant.
[[nodiscard]] constexpr transition find_transition(std::optional<status> from,
                                                   event_kind on) noexcept;

/// Returns the status after an event of the kind `on`: the new status, or `from` if the event is
/// refused. The function has no branches, so a loop over many events is fast. Complexity: constant.
[[nodiscard]] constexpr status status_after(status from, event_kind on) noexcept;

/// Returns whether `s` is final, which means that no event is allowed in `s`.
[[nodiscard]] constexpr bool is_final(status s) noexcept;

/// Returns the state machine as a Mermaid state diagram, made from the table.
[[nodiscard]] std::string mermaid();

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/lifecycle/impl/machine.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/machine.ipp>
#endif
