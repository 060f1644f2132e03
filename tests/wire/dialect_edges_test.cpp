// SPDX-License-Identifier: MIT

#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

// Places in error bodies, in the names of the API.

TEST_CASE("only the first step of a place has a name of its own in the request") {
  const invito::problems grant(invito::problem{
      invito::code::unknown_role, invito::path("grants").add(0).add("role"), {}, {}});
  // Nuon calls the role of the organization "role_type", and has no grants.
  CHECK(invito::nuon::public_error(grant).message.find("/grants/0/role: ") == 0);
  const invito::problems role(
      invito::problem{invito::code::unknown_role, invito::path("role"), {}, {}});
  CHECK(invito::nuon::public_error(role).message.find("/role_type: ") == 0);
}
