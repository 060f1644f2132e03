// expect: no matching function for call to .*apply
// SPDX-License-Identifier: MIT

// What may have been refused is not applied before somebody has looked.

#include <invito/invito.hpp>

void hope(invito::policy const& p, invito::invitation& i, invito::revoke_command const& c) {
  invito::apply(i, invito::revoke(p, i, c));
}
