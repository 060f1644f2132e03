// expect: no matching function for call to .*apply
// SPDX-License-Identifier: MIT

// apply takes a decision. It does not take the unchecked result of a verb.

#include <invito/invito.hpp>

void apply_unchecked(invito::policy const& p, invito::invitation& i,
                     invito::revoke_command const& c) {
  invito::apply(i, invito::revoke(p, i, c)).value();
}
