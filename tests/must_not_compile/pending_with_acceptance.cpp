// expect: too many initializers|excess elements
// SPDX-License-Identifier: MIT

// A pending invitation with a person who accepted it cannot be written down.

#include <invito/invito.hpp>

invito::state impossible(invito::instant then, invito::user_id const& who) {
  return invito::pending{then, who};
}
