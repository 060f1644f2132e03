// expect: too many initializers|excess elements
// SPDX-License-Identifier: MIT

// A pending state has no person who accepted it.

#include <invito/invito.hpp>

invito::state impossible(invito::instant then, invito::user_id const& who) {
  return invito::pending{then, who};
}
