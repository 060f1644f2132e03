// SPDX-License-Identifier: MIT

#include <optional>
#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

// What is told beside what has vanished.

namespace {

using namespace support;

// Offered by an owner: a role, and one in a project that only a lead or somebody above may grant.
invito::invitation with_grant() {
  invito::invitation_request r = request("member");
  r.offer.grants = {{project("p1", "lead")}};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  return apply(*made);
}

invito::policy under(invito::vanished_rule rule) {
  invito::policy p = rules();
  p.vanished = rule;
  p.check_scopes = true;
  return p;
}

const auto drop = invito::vanished_rule::drop;
const auto refuse = invito::vanished_rule::refuse;

}  // namespace

TEST_CASE("what was not looked up counts as vanished, so that the sponsor need not grant it") {
  auto c = accepting(ina, start + day, "member");
  c.facts.scopes = std::nullopt;
  given(under(drop), with_grant()).when(c).then_refused("fact_missing /facts/scopes");
  given(under(refuse), with_grant())
      .when(c)
      .then_refused("fact_missing /facts/scopes; sponsor_not_permitted");
}

TEST_CASE("where nothing is dropped, the sponsor must still be able to grant what has vanished") {
  auto c = accepting(ina, start + day, "member");
  c.facts.scopes.emplace();
  given(under(refuse), with_grant())
      .when(c)
      .then_refused("unknown_scope /grants/0/id; sponsor_not_permitted");
}

TEST_CASE("a role that has vanished is told together with what else is wrong") {
  auto c = accepting(ina, start + day);
  c.facts.scopes = {{invito::scope::project, "p1"}};
  c.facts.sponsor = std::nullopt;
  invito::policy p = under(drop);
  p.roles = {{"owner", 30}, {"lead", 20, true, invito::scope::project}};
  given(p, with_grant()).when(c).then_refused("unknown_role /role; fact_missing /facts/sponsor");
  given(p, issued()).when(c).then_refused("unknown_role /role; fact_missing /facts/sponsor");
}
