// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <invito/lifecycle/machine.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::string mermaid() {
  std::string out = "stateDiagram-v2\n";
  const auto edges = [&out](std::optional<status> from) {
    for (std::size_t e = 0; e != machine.size(); ++e) {
      const auto on = static_cast<event_kind>(e);
      const transition step = find_transition(from, on);
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

}  // namespace INVITO_ABI
}  // namespace invito
