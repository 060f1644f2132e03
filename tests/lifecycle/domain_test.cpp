// SPDX-License-Identifier: MIT

#include <optional>
#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

// Domain rules for a person or an invitation without an address.

namespace {

using namespace support;

// A policy that requires the token only, and allows only the domain example.com.
invito::policy bearer() {
  invito::policy p = rules();
  p.proof = invito::required_proof::token;
  p.domains.allowed = {"example.com"};
  return p;
}

invito::invitation with_token() {
  auto c = issuing(olga);
  c.token = support::digest_of("token");
  const auto made = issue(bearer(), request("member"), c);
  REQUIRE(made);
  return apply(*made);
}

std::string answer(invito::policy const& p, invito::invitation const& i,
                   invito::identity const& who) {
  auto c = accepting(who, start + day);
  c.token = support::digest_of("token");
  return refusal(accept(p, i, c));
}

const invito::identity without_address{invito::user_id("eve"), std::nullopt, false};

}  // namespace

TEST_CASE("accept checks the domain of the invitation if the person has no address",
          "[domain][accept]") {
  CHECK(answer(bearer(), with_token(), without_address) == "");
  invito::policy p = bearer();
  p.domains.denied = {"example.com"};
  CHECK(answer(p, with_token(), without_address) == "domain_refused /email");
}

TEST_CASE(
    "with allowed domains, accept refuses a person without an address if the invitation has none",
    "[domain][accept][token]") {
  invito::invitation i = with_token();
  i.recipient = {};
  CHECK(answer(bearer(), i, without_address) == "missing_value /email");
  CHECK(answer(bearer(), i, eve) == "");
  // With denied domains only, a person without an address is allowed.
  invito::policy p = bearer();
  p.domains = {{}, {"example.net"}};
  CHECK(answer(p, i, without_address) == "");
}

TEST_CASE("an empty string in domain_policy matches no address", "[domain][issue]") {
  invito::policy p = rules();
  p.domains.denied = {""};
  CHECK(issue(p, request("member"), issuing(olga)));
  p.domains = {{""}, {}};
  CHECK(refusal(issue(p, request("member"), issuing(olga))) == "domain_refused /email");
}
