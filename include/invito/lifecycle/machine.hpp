// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/machine.hpp
/// The state machine: one table from which the verbs, the diagram and the documentation come.

#include <optional>
#include <string>

#include <invito/base/problem.hpp>
#include <invito/model/event.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// What an event does in a status: it leads to `to`, or it is refused with `refusal`.
struct transition {
  std::optional<status> to{};  ///< Where it leads; absent: it is refused.
  code refusal{};              ///< Why it is refused, where it is.

  constexpr transition(status s) noexcept : to(s) {}     ///< Leads to `s`.
  constexpr transition(code c) noexcept : refusal(c) {}  ///< Is refused.
  /// Whether it leads anywhere.
  [[nodiscard]] constexpr bool allowed() const noexcept { return to.has_value(); }
};

/// What event `on` does to an invitation that is `from` at the moment of the event; no status means
/// that there is no invitation yet. Every cell is defined. Constant.
[[nodiscard]] constexpr transition next(std::optional<status> from, event_kind on) noexcept;

/// The status behind event `on`: where it leads, and `from` itself where it is refused. For streams
/// of events over many recorded statuses; takes no branch. Constant.
[[nodiscard]] constexpr status status_after(status from, event_kind on) noexcept;

/// Whether nothing leads out of `s`.
[[nodiscard]] constexpr bool is_final(status s) noexcept;

/// The machine as a Mermaid state diagram, made from the table.
[[nodiscard]] std::string mermaid();

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/lifecycle/impl/machine.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/machine.ipp>
#endif
