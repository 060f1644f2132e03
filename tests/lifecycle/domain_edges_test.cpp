// SPDX-License-Identifier: MIT

#include <optional>
#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

// Whose domain is judged where the person or the invitation has no address.

namespace {

using namespace support;

// A bearer link, for whoever comes from this organization's domain.
invito::policy bearer() {
  invito::policy p = rules();
  p.proof = invito::required_proof::key;
  p.domains.allowed = {"example.com"};
  return p;
}

invito::invitation with_key() {
  auto c = issuing(olga);
  c.key = invito::key_digest("key");
  const auto made = issue(bearer(), request("member"), c);
  REQUIRE(made);
  return apply(*made);
}

std::string answer(invito::policy const& p, invito::invitation const& i,
                   invito::identity const& who) {
  auto c = accepting(who, start + day);
  c.key = invito::key_digest("key");
  return refusal(accept(p, i, c));
}

const invito::identity nobody_with_address{invito::user_id("eve"), std::nullopt, false};

}  // namespace

TEST_CASE("who has no address answers with the domain of the invitation's") {
  CHECK(answer(bearer(), with_key(), nobody_with_address) == "");
  invito::policy p = bearer();
  p.domains.denied = {"example.com"};
  CHECK(answer(p, with_key(), nobody_with_address) == "domain_refused /email");
}

TEST_CASE("where only some domains are admitted, who holds a key and nothing else has none") {
  invito::invitation i = with_key();
  i.recipient = {};
  CHECK(answer(bearer(), i, nobody_with_address) == "domain_refused /email");
  CHECK(answer(bearer(), i, eve) == "");
  // Where some are denied and all others admitted, that person is admitted, too.
  invito::policy p = bearer();
  p.domains = {{}, {"example.net"}};
  CHECK(answer(p, i, nobody_with_address) == "");
}

TEST_CASE("an empty domain in a policy is no domain that an address has") {
  invito::policy p = rules();
  p.domains.denied = {""};
  CHECK(issue(p, request("member"), issuing(olga)));
  p.domains = {{""}, {}};
  CHECK(refusal(issue(p, request("member"), issuing(olga))) == "domain_refused /email");
}
