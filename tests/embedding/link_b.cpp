// SPDX-License-Identifier: MIT
// The other one.

#include <invito/invito.hpp>

invito::result<invito::invitation> read_in_another_unit(invito::wire::source const& document) {
  return invito::native::read_invitation(document);
}
