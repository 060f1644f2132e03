// SPDX-License-Identifier: MIT

#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"

using invito::operation;

TEST_CASE("every operation has a name of its own") {
  CHECK(to_string(operation::create) == "create");
  CHECK(to_string(operation::list) == "list");
  CHECK(to_string(operation::get) == "get");
  CHECK(to_string(operation::remove) == "remove");
  CHECK(to_string(operation::revoke) == "revoke");
  CHECK(to_string(operation::resend) == "resend");
  CHECK(to_string(operation::validate) == "validate");
  CHECK(to_string(operation::accept) == "accept");
}

TEST_CASE("an operation succeeds with 200 where nothing else is said") {
  CHECK(invito::endpoint{}.success == 200);
}

TEST_CASE("a deletion has happened unless it says otherwise, and two are equal if both say so") {
  const invito::deletion one{invito::invitation_id("i")};
  CHECK(one.deleted);
  CHECK(one == invito::deletion{invito::invitation_id("i"), true});
  CHECK_FALSE(one != invito::deletion{invito::invitation_id("i"), true});
  CHECK(one != invito::deletion{invito::invitation_id("i"), false});
  CHECK_FALSE(one == invito::deletion{invito::invitation_id("i"), false});
  CHECK_FALSE(one == invito::deletion{invito::invitation_id("j"), true});
}
