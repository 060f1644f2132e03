// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::accept_command;
using invito::grant;
using invito::grant_list;
using invito::invitation;
using invito::invitation_request;
using invito::offer;
using invito::policy;
using invito::resend_command;
using invito::role_catalog;
using invito::scope;
using invito::scope_id;
using invito::status;
using invito::vanished_rule;

constexpr invito::instant later = start + day;

const grant p1 = project("p1", "lead");
const grant p2 = project("p2", "viewer");
const grant w1 = workspace("w1");
const std::vector<grant> all_three{p1, p2, w1};

const scope_id p1_exists{scope::project, "p1"};
const scope_id p2_exists{scope::project, "p2"};
const scope_id w1_exists{scope::workspace, "w1"};
const std::vector<scope_id> all_exist{w1_exists, p2_exists, p1_exists};

policy checking(vanished_rule rule = vanished_rule::refuse) {
  policy p = rules();
  p.check_scopes = true;
  p.vanished = rule;
  return p;
}
policy dropping() { return checking(vanished_rule::drop); }

// The catalog of `rules()` without one of its roles.
role_catalog without(std::string const& name) {
  std::vector<invito::role> left;
  const role_catalog all = rules().roles;
  for (invito::role const& r : all.all()) {
    if (r.name != name) left.push_back(r);
  }
  return role_catalog(std::move(left));
}

// A catalog without organization roles.
role_catalog projects_only() {
  return {{"lead", 20, true, scope::project}, {"viewer", 5, true, scope::project}};
}

invitation with_grants(grant_list grants = all_three, std::string role = "member",
                       policy p = rules()) {
  invitation_request r = request(std::move(role));
  r.offer.grants = std::move(grants);
  p.granting = invito::granting::unchecked;
  p.check_scopes = false;
  const auto made = invito::issue(p, r, issuing(olga));
  INFO(refusal(made));
  REQUIRE(made);
  return invito::apply(*made);
}

template <class Command>
Command where(std::optional<std::vector<scope_id>> existing, Command c) {
  c.facts.scopes = std::move(existing);
  return c;
}

accept_command accepting_where(std::optional<std::vector<scope_id>> existing,
                               std::string sponsor_role = "owner") {
  return where(std::move(existing), accepting(ina, later, std::move(sponsor_role)));
}

// The offer that the event records as granted, and the offer and dropped grants of the effect.
struct granted {
  std::optional<offer> recorded;
  offer effective;
  std::vector<grant> dropped;
};

granted granted_by(policy const& p, invitation const& i, accept_command const& c,
                   int line = __builtin_LINE()) {
  INFO("at line " << line);
  const auto said = given(p, i).when(c, line);
  const invitation joined = said.then_becomes(status::accepted, line).invitation();
  CHECK(joined.offer == i.offer);  // the recorded offer does not change
  granted out;
  auto* details = std::get_if<invito::accept_details>(&said.event(line).details);
  REQUIRE(details);
  if (details->granted) out.recorded = *details->granted;
  const auto todo = effects(said.decision(line), joined);
  REQUIRE_FALSE(todo.empty());
  auto* membership = std::get_if<invito::grant_membership>(&todo.front());
  REQUIRE(membership);
  out.effective = membership->offer;
  out.dropped = membership->dropped;
  return out;
}

std::string explained_grants(policy const& p, invitation const& i, accept_command const& c) {
  for (invito::rule_result const& r : invito::explain(p, i, c)) {
    if (r.rule == "offer_still_known") return describe(r);
  }
  return "no such rule";
}

}  // namespace

// Existence --------------------------------------------------------------------------------------

TEST_CASE("the default policy checks scopes and refuses vanished grants", "[vanished][policy]") {
  CHECK(policy().check_scopes);
  CHECK(policy().vanished == vanished_rule::refuse);
}

TEST_CASE("issue refuses grants for scopes that do not exist", "[vanished][issue]") {
  invitation_request r = request("member");
  r.offer.grants = all_three;
  const auto refused = [&](std::optional<std::vector<scope_id>> existing,
                           policy const& p = checking()) {
    return refusal(invito::issue(p, r, where(std::move(existing), issuing(olga))));
  };
  CHECK(refused(all_exist).empty());
  CHECK(refused({{p1_exists, w1_exists}}) == "unknown_scope /grants/1/id");
  CHECK(refused({{p2_exists}}) == "unknown_scope /grants/0/id; unknown_scope /grants/2/id");
  CHECK(refused(std::vector<scope_id>{}) ==
        "unknown_scope /grants/0/id; unknown_scope /grants/1/id; unknown_scope /grants/2/id");
  CHECK(refused(std::nullopt) == "fact_missing /facts/scopes");
  // issue drops nothing.
  CHECK(refused({{p1_exists, w1_exists}}, dropping()) == "unknown_scope /grants/1/id");
  // Without check_scopes the fact is not required.
  CHECK(refused(std::nullopt, rules()).empty());
  CHECK(refused(std::vector<scope_id>{}, rules()).empty());
}

TEST_CASE("unknown_scope names the scope", "[vanished][issue]") {
  invitation_request r = request("member");
  r.offer.grants = {{p2}};
  const auto made = invito::issue(checking(), r, issuing(olga));
  REQUIRE_FALSE(made);
  CHECK(made.error().front().subject == "p2");
}

TEST_CASE("issue compares scopes by kind and by the bytes of the id", "[vanished][issue]") {
  invitation_request r = request("member");
  r.offer.grants = {{p1}};
  const auto refused = [&](scope_id there) {
    return refusal(invito::issue(checking(), r, where({{there}}, issuing(olga))));
  };
  CHECK(refused({scope::project, "p1"}).empty());
  const std::string unknown = "unknown_scope /grants/0/id";
  CHECK(refused({scope::workspace, "p1"}) == unknown);
  CHECK(refused({scope::organization, "p1"}) == unknown);
  CHECK(refused({scope::project, "P1"}) == unknown);
  CHECK(refused({scope::project, "p10"}) == unknown);
  CHECK(refused({scope::project, "p"}) == unknown);
}

TEST_CASE("an offer without grants requires no fact scopes", "[vanished][issue][resend][accept]") {
  for (grant_list const& none : {grant_list{}, grant_list{std::vector<grant>{}}}) {
    const invitation i = with_grants(none);
    for (policy const& p : {checking(), dropping()}) {
      invitation_request r = request("member");
      r.offer.grants = none;
      CHECK(refusal(invito::issue(p, r, where(std::nullopt, issuing(olga)))).empty());
      given(p, i)
          .when(where(std::nullopt, as<resend_command>(olga, later)))
          .then_becomes(status::pending);
      given(p, i).when(accepting_where(std::nullopt)).then_becomes(status::accepted);
    }
  }
}

TEST_CASE("resend refuses vanished scopes, with or without renewal", "[vanished][resend]") {
  const invitation i = with_grants();
  for (policy const& p : {checking(), dropping()}) {
    for (const invito::instant now : {later, week_later}) {
      const auto c = as<resend_command>(olga, now);
      given(p, i).when(where(all_exist, c)).then_becomes(status::pending);
      given(p, i)
          .when(where({{p2_exists, w1_exists}}, c))
          .then_refused("unknown_scope /grants/0/id");
      given(p, i).when(where(std::nullopt, c)).then_refused("fact_missing /facts/scopes");
      given(i).when(where(std::nullopt, c)).then_becomes(status::pending);
    }
  }
}

TEST_CASE("amend refuses grants for scopes that do not exist", "[vanished][amend]") {
  const invitation i = with_grants();
  for (policy const& p : {checking(), dropping()}) {
    auto c = amending(olga, later, "member");
    c.offer.grants = {{p2, p1}};
    given(p, i).when(where({{p2_exists, p1_exists}}, c)).then_becomes(status::pending);
    given(p, i).when(where({{p2_exists}}, c)).then_refused("unknown_scope /grants/1/id");
    given(p, i).when(where(std::nullopt, c)).then_refused("fact_missing /facts/scopes");
    c.offer.grants = std::nullopt;
    given(p, i).when(where(std::nullopt, c)).then_becomes(status::pending);
  }
}

TEST_CASE("decline and revoke do not check scopes", "[vanished][decline][revoke]") {
  const invitation i = with_grants();
  const std::vector<scope_id> nothing;
  given(checking(), i).when(declining(ina, later)).then_becomes(status::revoked);
  given(checking(), i)
      .when(where(nothing, as<invito::revoke_command>(olga, later)))
      .then_becomes(status::revoked);
}

// vanished_rule::refuse --------------------------------------------------------------------------

TEST_CASE("vanished_rule::refuse lets accept grant the whole offer or nothing",
          "[vanished][accept]") {
  const invitation i = with_grants();
  const policy p = checking();
  given(p, i).when(accepting_where(std::nullopt)).then_refused("fact_missing /facts/scopes");
  given(p, i)
      .when(accepting_where({{p1_exists, p2_exists}}))
      .then_refused("unknown_scope /grants/2/id");
  given(p, i)
      .when(accepting_where({{p2_exists}}))
      .then_refused("unknown_scope /grants/0/id; unknown_scope /grants/2/id");
  const granted all = granted_by(p, i, accepting_where(all_exist));
  CHECK_FALSE(all.recorded);
  CHECK(all.effective == i.offer);
  CHECK(all.dropped.empty());
  // Without check_scopes accept grants the whole offer.
  const granted unasked = granted_by(rules(), i, accepting_where(std::nullopt));
  CHECK_FALSE(unasked.recorded);
  CHECK(unasked.effective == i.offer);
}

TEST_CASE("vanished_rule::refuse makes accept report the path of a vanished project role",
          "[vanished][accept]") {
  const invitation i = with_grants();
  policy p = checking();
  p.roles = without("viewer");
  given(p, i).when(accepting_where(all_exist)).then_refused("unknown_role /grants/1/role");
  given(p, i)
      .when(accepting_where({{p1_exists, w1_exists}}))
      .then_refused("unknown_role /grants/1/role; unknown_scope /grants/1/id");
  p.check_scopes = false;
  given(p, i).when(accepting_where(std::nullopt)).then_refused("unknown_role /grants/1/role");
}

TEST_CASE("accept refuses a vanished organization role under every vanished_rule",
          "[vanished][accept]") {
  const invitation i = with_grants();
  for (policy p : {checking(), dropping()}) {
    p.roles = without("member");
    given(p, i).when(accepting_where(all_exist)).then_refused("unknown_role /role");
    given(p, issued()).when(accepting_where(std::nullopt)).then_refused("unknown_role /role");
    p.check_scopes = false;
    given(p, i).when(accepting_where(std::nullopt)).then_refused("unknown_role /role");
  }
}

TEST_CASE("accept refuses an offer without a role if the catalog has got organization roles",
          "[vanished][accept]") {
  policy before = rules();
  before.roles = projects_only();
  const invitation i = with_grants({{p1}}, "", before);
  for (policy const& p : {checking(), dropping()}) {
    given(p, i).when(accepting_where({{p1_exists}})).then_refused("missing_value /role");
  }
}

// vanished_rule::drop ----------------------------------------------------------------------------

TEST_CASE("vanished_rule::drop lets accept grant the rest and report the dropped grants in order",
          "[vanished][accept][effects]") {
  const invitation i = with_grants();
  struct {
    std::vector<scope_id> there;
    std::vector<grant> kept;
    std::vector<grant> dropped;
  } const cases[] = {{{p2_exists, w1_exists}, {p2, w1}, {p1}},
                     {{p1_exists, w1_exists}, {p1, w1}, {p2}},
                     {{p2_exists, p1_exists}, {p1, p2}, {w1}},
                     {{w1_exists}, {w1}, {p1, p2}},
                     {{p2_exists}, {p2}, {p1, w1}},
                     {{p1_exists}, {p1}, {p2, w1}}};
  for (auto const& one : cases) {
    const granted rest = granted_by(dropping(), i, accepting_where(one.there));
    REQUIRE(rest.recorded);
    CHECK(*rest.recorded == offer{"member", one.kept});
    CHECK(rest.effective == offer{"member", one.kept});
    CHECK(rest.dropped == one.dropped);
  }
}

TEST_CASE("vanished_rule::drop records no granted offer if nothing vanished",
          "[vanished][accept][effects]") {
  const invitation i = with_grants();
  const granted all = granted_by(dropping(), i, accepting_where(all_exist));
  CHECK_FALSE(all.recorded);
  CHECK(all.effective == i.offer);
  CHECK(all.dropped.empty());
  for (grant_list const& none : {grant_list{}, grant_list{std::vector<grant>{}}}) {
    const granted bare = granted_by(dropping(), with_grants(none), accepting_where(std::nullopt));
    CHECK_FALSE(bare.recorded);
    CHECK(bare.effective == offer{"member", none});
    CHECK(bare.dropped.empty());
  }
}

TEST_CASE("vanished_rule::drop drops the grant of a vanished project role", "[vanished][accept]") {
  policy p = dropping();
  p.roles = without("viewer");
  const invitation i = with_grants();
  const granted rest = granted_by(p, i, accepting_where(all_exist));
  REQUIRE(rest.recorded);
  CHECK(*rest.recorded == offer{"member", {{p1, w1}}});
  CHECK(rest.effective == *rest.recorded);
  CHECK(rest.dropped == std::vector<grant>{p2});
  // The grant with the removed role is dropped even without check_scopes.
  p.check_scopes = false;
  CHECK(granted_by(p, i, accepting_where(std::nullopt)).dropped == std::vector<grant>{p2});
  CHECK(granted_by(p, i, accepting_where(std::vector<scope_id>{})).dropped ==
        std::vector<grant>{p2});
}

TEST_CASE(
    "vanished_rule::drop drops a workspace grant without a role if the catalog has got workspace "
    "roles",
    "[vanished][accept]") {
  policy p = dropping();
  p.roles = {{"owner", 30},
             {"member", 10},
             {"lead", 20, true, scope::project},
             {"viewer", 5, true, scope::project},
             {"reader", 1, true, scope::workspace}};
  CHECK(granted_by(p, with_grants(), accepting_where(all_exist)).dropped == std::vector<grant>{w1});
}

TEST_CASE("no role vanishes from a catalog that is open to custom roles",
          "[vanished][accept][catalog]") {
  policy p = dropping();
  p.roles = without("viewer").open_to({"", 10, true, scope::project});
  CHECK_FALSE(granted_by(p, with_grants(), accepting_where(all_exist)).recorded);
}

TEST_CASE("vanished_rule::drop grants the role and an empty list if all grants vanished",
          "[vanished][accept]") {
  const granted rest =
      granted_by(dropping(), with_grants(), accepting_where(std::vector<scope_id>{}));
  REQUIRE(rest.recorded);
  // The list is empty, which differs from the organization's default.
  CHECK(*rest.recorded == offer{"member", std::vector<grant>{}});
  CHECK(rest.effective == *rest.recorded);
  CHECK(rest.dropped == all_three);
}

TEST_CASE("vanished_rule::drop refuses accept if all grants vanished and there is no role",
          "[vanished][accept]") {
  policy p = dropping();
  p.roles = projects_only();
  p.granting = invito::granting::unchecked;
  const invitation i = with_grants({{p1, p2}}, "", p);
  const auto none = accepting_where(std::vector<scope_id>{});
  given(p, i).when(none).then_refused("unknown_scope /grants/0/id");
  const auto said = invito::accept(p, i, none);
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "p1");
  const granted one = granted_by(p, i, accepting_where({{p2_exists}}));
  CHECK(one.effective == offer{"", {{p2}}});
  CHECK(one.dropped == std::vector<grant>{p1});
  // An offer without grants has lost none.
  const invitation bare = with_grants(std::vector<grant>{}, "", p);
  CHECK_FALSE(granted_by(p, bare, none).recorded);
}

TEST_CASE("vanished_rule::drop requires the fact scopes", "[vanished][accept][facts]") {
  given(dropping(), with_grants())
      .when(accepting_where(std::nullopt))
      .then_refused("fact_missing /facts/scopes");
}

TEST_CASE("explain counts the grants that are still valid", "[vanished][accept][explain]") {
  const invitation i = with_grants();
  CHECK(explained_grants(dropping(), i, accepting_where({{p2_exists}})) ==
        "1 of 3 grants are still valid");
  CHECK(explained_grants(dropping(), i, accepting_where(all_exist)) ==
        "3 of 3 grants are still valid");
  CHECK(explained_grants(dropping(), i, accepting_where(std::vector<scope_id>{})) ==
        "0 of 3 grants are still valid");
  CHECK(explained_grants(checking(), i, accepting_where(all_exist)).empty());
}

TEST_CASE("vanished_rule::drop requires of the sponsor only the remaining grants",
          "[vanished][accept]") {
  policy p = dropping();
  p.roles = without("lead");
  const invitation i = with_grants();
  given(p, i).when(accepting_where(all_exist, "owner")).then_becomes(status::accepted);
  given(p, i).when(accepting_where(all_exist, "admin")).then_becomes(status::accepted);
  // The grant with the higher role is dropped, so the sponsor needs no rank for it.
  given(dropping(), i)
      .when(accepting_where({{p2_exists, w1_exists}}, "member"))
      .then_becomes(status::accepted);
  given(dropping(), i)
      .when(accepting_where(all_exist, "member"))
      .then_refused("sponsor_not_permitted");
}

TEST_CASE("a second accept after dropped grants does nothing", "[vanished][accept][retry]") {
  const invitation i = after(with_grants(), accepting_where({{p2_exists}}), dropping());
  given(dropping(), i).when(accepting_where(std::vector<scope_id>{})).then_nothing_happened();
}

// Sponsors and roles -----------------------------------------------------------------------------

namespace {

// An owner offers a role, and a project role that requires the rank of a lead.
invito::invitation with_lead_grant() {
  invito::invitation_request r = request("member");
  r.offer.grants = {{project("p1", "lead")}};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  return apply(*made);
}

}  // namespace

TEST_CASE("vanished_rule::drop requires no grant of the sponsor if the fact scopes is missing",
          "[vanished][accept][facts]") {
  auto c = accepting(ina, start + day, "member");
  c.facts.scopes = std::nullopt;
  given(dropping(), with_lead_grant()).when(c).then_refused("fact_missing /facts/scopes");
  given(checking(), with_lead_grant())
      .when(c)
      .then_refused("fact_missing /facts/scopes; sponsor_not_permitted");
}

TEST_CASE("vanished_rule::refuse requires of the sponsor the vanished grants too",
          "[vanished][accept]") {
  auto c = accepting(ina, start + day, "member");
  c.facts.scopes.emplace();
  given(checking(), with_lead_grant())
      .when(c)
      .then_refused("unknown_scope /grants/0/id; sponsor_not_permitted");
}

TEST_CASE("accept reports a vanished role together with a missing sponsor",
          "[vanished][accept][facts]") {
  auto c = accepting(ina, start + day);
  c.facts.scopes = {{invito::scope::project, "p1"}};
  c.facts.sponsor = std::nullopt;
  invito::policy p = dropping();
  p.roles = {{"owner", 30}, {"lead", 20, true, invito::scope::project}};
  given(p, with_lead_grant())
      .when(c)
      .then_refused("unknown_role /role; fact_missing /facts/sponsor");
  given(p, issued()).when(c).then_refused("unknown_role /role; fact_missing /facts/sponsor");
}

// Native format ----------------------------------------------------------------------------------

TEST_CASE("the native format keeps dropped grants in the event and in the effects",
          "[vanished][accept][native][effects]") {
  const auto c = accepting_where({{w1_exists}});
  const auto decided = invito::accept(dropping(), with_grants(), c);
  REQUIRE(decided);
  invitation i = with_grants();
  REQUIRE(invito::apply(i, *decided));

  const auto text = invito::write(i);
  REQUIRE(text);
  const auto back = invito::read<invitation>(*text);
  CHECK(refusal(back).empty());
  REQUIRE(back);
  CHECK(*back == i);
  auto* details = std::get_if<invito::accept_details>(&back->history.back().details);
  REQUIRE(details);
  REQUIRE(details->granted);
  CHECK(*details->granted == offer{"member", {{w1}}});

  invito::decision stored = *decided;
  stored.event = back->history.back();
  const auto todo = effects(stored, *back);
  REQUIRE_FALSE(todo.empty());
  auto* membership = std::get_if<invito::grant_membership>(&todo.front());
  REQUIRE(membership);
  CHECK(membership->dropped == std::vector<grant>{p1, p2});
  CHECK(membership->offer == offer{"member", {{w1}}});
}

TEST_CASE("the native format distinguishes an empty list of granted grants from no granted offer",
          "[vanished][accept][native]") {
  const invitation none =
      after(with_grants(), accepting_where(std::vector<scope_id>{}), dropping());
  const invitation all = after(with_grants(), accepting_where(all_exist), dropping());
  for (invitation const& i : {none, all}) {
    const auto text = invito::write(i);
    REQUIRE(text);
    const auto back = invito::read<invitation>(*text);
    CHECK(refusal(back).empty());
    REQUIRE(back);
    CHECK(*back == i);
    auto* details = std::get_if<invito::accept_details>(&back->history.back().details);
    REQUIRE(details);
    CHECK(static_cast<bool>(details->granted) == (i == none));
    if (!details->granted) continue;
    REQUIRE(details->granted->grants);
    CHECK(details->granted->grants->empty());
  }
}
