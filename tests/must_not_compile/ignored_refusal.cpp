// expect: ignoring return(ed)? value
// SPDX-License-Identifier: MIT

// The result of a verb must not be ignored.

#include <invito/invito.hpp>

void ignore(invito::policy const& p, invito::invitation const& i, invito::accept_command const& c) {
  invito::accept(p, i, c);
}
