// expect: (invalid initialization of reference|no viable conversion|no matching function).*accept
// SPDX-License-Identifier: MIT

// accept takes an accept_command, which contains the signed-in person. It takes no other command.

#include <invito/invito.hpp>

bool answer(invito::policy const& p, invito::invitation const& i, invito::revoke_command const& c) {
  return invito::accept(p, i, c).has_value();
}
