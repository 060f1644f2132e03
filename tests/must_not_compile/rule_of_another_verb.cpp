// expect: (cannot convert|no viable conversion).*answer_context.*actor_context
// SPDX-License-Identifier: MIT

// A rule about the actor cannot be in the rule list of a verb of the invitee.

#include <invito/lifecycle/impl/changing.hpp>

invito::problems judge(invito::detail::answer_context const& context) {
  return invito::detail::rule_list<invito::detail::actor_active>::judge(context);
}
