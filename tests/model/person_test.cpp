// SPDX-License-Identifier: MIT

#include <optional>
#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::actor;
using invito::actor_kind;
using invito::email;
using invito::person_name;
using invito::proof;
using invito::recipient;
using invito::user_id;

}  // namespace

TEST_CASE("an actor is a user, a service or the system", "[person]") {
  CHECK(actor::user(user_id("u")).kind == actor_kind::user);
  CHECK(actor::user(user_id("u")).id == user_id("u"));
  CHECK(actor::service(user_id("s")).kind == actor_kind::service);
  CHECK(actor::service(user_id("s")).id == user_id("s"));
  CHECK(actor::system().kind == actor_kind::system);
  CHECK(actor::system().id.empty());
  CHECK(actor().kind == actor_kind::user);
}

TEST_CASE("actors are equal only if kind and id are equal", "[person]") {
  CHECK(actor::user(user_id("x")) == actor::user(user_id("x")));
  CHECK(actor::user(user_id("x")) != actor::user(user_id("y")));
  CHECK(actor::user(user_id("x")) != actor::service(user_id("x")));
  CHECK(actor::user({}) != actor::system());
  CHECK_FALSE(actor::system() != actor::system());
}

TEST_CASE("recipients are equal only if address and user are equal", "[person]") {
  const recipient r{email("ina@example.com"), user_id("ina")};
  CHECK(r == recipient{email("INA@example.com"), user_id("ina")});
  CHECK(r != recipient{email("eve@example.com"), user_id("ina")});
  CHECK(r != recipient{email("ina@example.com"), user_id("Ina")});
  CHECK(r != recipient{std::nullopt, user_id("ina")});
  CHECK(recipient() == recipient());
  CHECK(recipient() != recipient{email(), {}});
}

TEST_CASE("names are equal only if both parts are equal, with the same case", "[person]") {
  CHECK(person_name{"Ina", "Inbox"} == person_name{"Ina", "Inbox"});
  CHECK(person_name{"Ina", "Inbox"} != person_name{"ina", "Inbox"});
  CHECK(person_name{"Ina", "Inbox"} != person_name{"Ina", ""});
  CHECK(person_name{"Ina", ""} != person_name{"", "Ina"});
}

TEST_CASE("proofs are equal only if every member is equal", "[person]") {
  CHECK(proof() == proof());
  CHECK(proof() != proof{true, false, false});
  CHECK(proof() != proof{false, true, false});
  CHECK(proof() != proof{false, false, true});
}

TEST_CASE("a default constructed identity has no user and no verified address", "[person]") {
  const invito::identity who;
  CHECK(who.user.empty());
  CHECK_FALSE(who.email);
  CHECK_FALSE(who.email_verified);
}
