// expect: ignoring return(ed)? value
// SPDX-License-Identifier: MIT

// Whether a verb was refused cannot be overlooked.

#include <invito/invito.hpp>

void hope(invito::policy const& p, invito::invitation const& i, invito::accept_command const& c) {
  invito::accept(p, i, c);
}
