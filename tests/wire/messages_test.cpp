// SPDX-License-Identifier: MIT

#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"

using invito::operation;

TEST_CASE("to_string names every operation", "[operation]") {
  CHECK(to_string(operation::create) == "create");
  CHECK(to_string(operation::list) == "list");
  CHECK(to_string(operation::get) == "get");
  CHECK(to_string(operation::remove) == "remove");
  CHECK(to_string(operation::revoke) == "revoke");
  CHECK(to_string(operation::resend) == "resend");
  CHECK(to_string(operation::validate) == "validate");
  CHECK(to_string(operation::accept) == "accept");
}

TEST_CASE("an endpoint has the success status 200 by default", "[operation]") {
  CHECK(invito::endpoint{}.success == 200);
}

TEST_CASE("a deletion_response is deleted by default and compares both members",
          "[deletion_response]") {
  const invito::deletion_response one{invito::invitation_id("i")};
  CHECK(one.deleted);
  CHECK(one == invito::deletion_response{invito::invitation_id("i"), true});
  CHECK_FALSE(one != invito::deletion_response{invito::invitation_id("i"), true});
  CHECK(one != invito::deletion_response{invito::invitation_id("i"), false});
  CHECK_FALSE(one == invito::deletion_response{invito::invitation_id("i"), false});
  CHECK_FALSE(one == invito::deletion_response{invito::invitation_id("j"), true});
}
