// SPDX-License-Identifier: MIT

#include <optional>
#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

// Who is recognised as the one who has answered, where there is no user yet.

namespace {

using namespace support;
using invito::identity;

const identity ina_before{{}, invito::email("ina@example.com"), true};
const identity eve_before{{}, invito::email("eve@example.com"), true};
const identity nobody{{}, std::nullopt, true};

invito::policy bearer() {
  invito::policy p = rules();
  p.proof = invito::required_proof::key;
  return p;
}

invito::accept_command with_key(identity const& who) {
  auto c = accepting(who, start + day);
  c.key = invito::key_digest("key");
  return c;
}

// Accepted by a key, from another address than the invitation's.
invito::invitation accepted_by_eve() {
  auto c = issuing(olga);
  c.key = invito::key_digest("key");
  const auto made = issue(bearer(), request("member"), c);
  REQUIRE(made);
  return after(apply(*made), with_key(eve_before), bearer());
}

}  // namespace

TEST_CASE("who answered from another address is known again by that one alone") {
  const given it(bearer(), accepted_by_eve());
  it.when(with_key(eve_before)).then_nothing_happened();
  it.when(with_key(ina_before)).then_refused("already_accepted");
}

TEST_CASE("a verified flag without an address is nobody who has answered") {
  given(bearer(), accepted_by_eve()).when(with_key(nobody)).then_refused("missing_value /who");
  const invito::invitation by_ina = after(issued(), accepting(ina_before, start + day));
  given(by_ina).when(accepting(nobody, start + day)).then_refused("wrong_recipient");
  given(by_ina).when(accepting(ina_before, start + day)).then_nothing_happened();
}

TEST_CASE("an answer with the key of another command is a mismatch, whoever had sent that") {
  auto c = issuing(robo);
  c.idempotency_key = "k";
  const auto made = issue(rules(), request("member"), c);
  REQUIRE(made);
  auto answer = accepting(ina_before, start + day);
  answer.idempotency_key = "k";
  given(apply(*made)).when(answer).then_refused("idempotency_mismatch /idempotency_key");
}

TEST_CASE("a supersession that does not say by what is nobody's retry") {
  invito::invitation i = superseded();
  i.history.back().details = invito::supersede_details{};
  given(i).when(superseding(olga, start + 2 * day)).then_refused("already_revoked");
}

TEST_CASE("what was put together from columns is found to be no retry, but a duplicate") {
  invito::invitation other = issued();
  other.history.clear();
  auto c = issuing(olga);
  c.id = invito::invitation_id("inv-2");
  c.idempotency_key = "k";
  c.facts.existing = {other};
  CHECK(refusal(issue(rules(), request("member"), c)) == "duplicate_pending /email");
}
