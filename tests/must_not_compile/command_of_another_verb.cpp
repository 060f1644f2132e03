// expect: (invalid initialization of reference|no viable conversion|no matching function).*accept
// SPDX-License-Identifier: MIT

// An answer takes an identity that has signed in, so no other command passes for it.

#include <invito/invito.hpp>

bool answer(invito::policy const& p, invito::invitation const& i, invito::revoke_command const& c) {
  return invito::accept(p, i, c).has_value();
}
