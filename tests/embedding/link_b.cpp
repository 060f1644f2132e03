// SPDX-License-Identifier: MIT
// The second translation unit of the program of link_a.cpp.

#include <invito/invito.hpp>

invito::result<invito::invitation> read_in_another_unit(invito::wire::source const& document) {
  return invito::native::read_invitation(document);
}
