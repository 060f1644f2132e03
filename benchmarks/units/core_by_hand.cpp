// SPDX-License-Identifier: MIT
// The service of core_ours.cpp, with hand-written decisions.

#include <string>

#include "../by_hand/issue.hpp"

std::string send_invitation(by_hand::rules const& rules, by_hand::issue_command const& command,
                            by_hand::invitation& out) {
  const by_hand::refusal why = by_hand::issue(rules, command, out);
  return why == by_hand::refusal::none ? "" : message(why);
}

std::string join(by_hand::rules const& rules, by_hand::invitation& invitation,
                 by_hand::accept_command const& command) {
  const by_hand::refusal why = by_hand::accept(rules, invitation, command);
  return why == by_hand::refusal::none ? "" : message(why);
}
