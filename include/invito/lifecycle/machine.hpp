// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/machine.hpp
/// The state machine: one table from which the verbs, the diagram and the documentation come.

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include <invito/base/problem.hpp>
#include <invito/model/event.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace v0 {

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

// -------------------------------------------------------------------------------------------------

/// A row for each event; columns: no invitation, then each status. `accepted` and `revoked` absorb.
/// Renewing an expired invitation also needs the policy's consent, and expiring a pending one that
/// its time is over.
inline constexpr std::array<std::array<transition, 5>, 8> machine{{
    // clang-format off
    //             none              pending                accepted                revoked                expired
    /* issue     */ {status::pending, code::already_issued,  code::already_accepted, code::already_revoked, code::expired},
    /* resend    */ {code::not_found, status::pending,       code::already_accepted, code::already_revoked, status::pending},
    /* amend     */ {code::not_found, status::pending,       code::already_accepted, code::already_revoked, code::expired},
    /* accept    */ {code::not_found, status::accepted,      code::already_accepted, code::already_revoked, code::expired},
    /* decline   */ {code::not_found, status::revoked,       code::already_accepted, code::already_revoked, status::revoked},
    /* revoke    */ {code::not_found, status::revoked,       code::already_accepted, code::already_revoked, status::revoked},
    /* supersede */ {code::not_found, status::revoked,       code::already_accepted, code::already_revoked, code::expired},
    /* expire    */ {code::not_found, status::expired,       code::already_accepted, code::already_revoked, code::expired},
    // clang-format on
}};

constexpr transition next(std::optional<status> from, event_kind on) noexcept {
  const auto column = from ? static_cast<std::size_t>(*from) + 1 : 0;
  return machine[static_cast<std::size_t>(on)][column];
}

namespace detail {

constexpr std::array<std::array<status, 4>, 8> make_statuses_after() noexcept {
  std::array<std::array<status, 4>, 8> out{};
  for (std::size_t on = 0; on != out.size(); ++on) {
    for (std::size_t from = 0; from != 4; ++from) {
      transition const& t = machine[on][from + 1];
      out[on][from] = t.to ? *t.to : static_cast<status>(from);
    }
  }
  return out;
}

inline constexpr std::array<std::array<status, 4>, 8> statuses_after = make_statuses_after();

}  // namespace detail

constexpr status status_after(status from, event_kind on) noexcept {
  return detail::statuses_after[static_cast<std::size_t>(on)][static_cast<std::size_t>(from)];
}

constexpr bool is_final(status s) noexcept {
  for (auto const& row : machine) {
    if (row[static_cast<std::size_t>(s) + 1].allowed()) return false;
  }
  return true;
}

inline std::string mermaid() {
  std::string out = "stateDiagram-v2\n";
  const auto edges = [&out](std::optional<status> from) {
    for (std::size_t e = 0; e != machine.size(); ++e) {
      const auto on = static_cast<event_kind>(e);
      const transition step = next(from, on);
      if (!step.allowed()) continue;
      out += "  ";
      out += from ? to_string(*from) : "[*]";
      out += " --> ";
      out += to_string(*step.to);
      out += ": ";
      out += to_string(on);
      out += '\n';
    }
  };
  edges(std::nullopt);
  for (const status s : {status::pending, status::accepted, status::revoked, status::expired}) {
    edges(s);
    if (is_final(s)) out.append("  ").append(to_string(s)).append(" --> [*]\n");
  }
  return out;
}

}  // namespace v0
}  // namespace invito
