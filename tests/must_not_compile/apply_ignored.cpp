// expect: ignoring return(ed)? value.*apply
// SPDX-License-Identifier: MIT

// The result of apply must not be ignored: a decision for another revision is refused.

#include <invito/invito.hpp>

void ignore(invito::invitation& i, invito::decision const& made) { invito::apply(i, made); }
