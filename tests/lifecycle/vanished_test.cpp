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

policy looking(vanished_rule rule = vanished_rule::refuse) {
  policy p = rules();
  p.check_scopes = true;
  p.vanished = rule;
  return p;
}
policy dropping() { return looking(vanished_rule::drop); }

// The catalog of `rules()` without one of its roles.
role_catalog without(std::string const& gone) {
  std::vector<invito::role> left;
  const role_catalog all = rules().roles;
  for (invito::role const& r : all.all()) {
    if (r.name != gone) left.push_back(r);
  }
  return role_catalog(std::move(left));
}

// Catalogs of an organization that has no roles of its own.
role_catalog projects_only() {
  return {{"lead", 20, true, scope::project}, {"viewer", 5, true, scope::project}};
}

invitation granting_all(grant_list grants = all_three, std::string role = "member",
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

// What an acceptance says that it has granted, and what its effect brings and leaves out.
struct granted {
  std::optional<offer> told;
  offer brought;
  std::vector<grant> dropped;
};

granted granted_by(policy const& p, invitation const& i, accept_command const& c,
                   int line = __builtin_LINE()) {
  INFO("at line " << line);
  const auto said = given(p, i).when(c, line);
  const invitation joined = said.then_becomes(status::accepted, line).invitation();
  CHECK(joined.offer == i.offer);  // what was offered stays on record
  granted out;
  auto* details = std::get_if<invito::accept_details>(&said.event(line).details);
  REQUIRE(details);
  if (details->granted) out.told = *details->granted;
  const auto todo = effects(said.decision(line), joined);
  REQUIRE_FALSE(todo.empty());
  auto* membership = std::get_if<invito::grant_membership>(&todo.front());
  REQUIRE(membership);
  out.brought = membership->offer;
  out.dropped = membership->dropped;
  return out;
}

std::string told_by_explain(policy const& p, invitation const& i, accept_command const& c) {
  for (invito::finding const& f : invito::explain(p, i, c)) {
    if (f.rule == "offer_still_known") return describe(f);
  }
  return "no such rule";
}

}  // namespace

// Whether they are there -------------------------------------------------------------------------

TEST_CASE("by default projects and workspaces must exist, and what is gone is refused") {
  CHECK(policy().check_scopes);
  CHECK(policy().vanished == vanished_rule::refuse);
}

TEST_CASE("a new invitation grants only what exists") {
  invitation_request r = request("member");
  r.offer.grants = all_three;
  const auto refused = [&](std::optional<std::vector<scope_id>> existing,
                           policy const& p = looking()) {
    return refusal(invito::issue(p, r, where(std::move(existing), issuing(olga))));
  };
  CHECK(refused(all_exist).empty());
  CHECK(refused({{p1_exists, w1_exists}}) == "unknown_scope /grants/1/id");
  CHECK(refused({{p2_exists}}) == "unknown_scope /grants/0/id; unknown_scope /grants/2/id");
  CHECK(refused(std::vector<scope_id>{}) ==
        "unknown_scope /grants/0/id; unknown_scope /grants/1/id; unknown_scope /grants/2/id");
  CHECK(refused(std::nullopt) == "fact_missing /facts/scopes");
  // Dropping is for what vanishes later.
  CHECK(refused({{p1_exists, w1_exists}}, dropping()) == "unknown_scope /grants/1/id");
  // Unasked, nobody needs to look.
  CHECK(refused(std::nullopt, rules()).empty());
  CHECK(refused(std::vector<scope_id>{}, rules()).empty());
}

TEST_CASE("what does not exist is named") {
  invitation_request r = request("member");
  r.offer.grants = {{p2}};
  const auto made = invito::issue(looking(), r, issuing(olga));
  REQUIRE_FALSE(made);
  CHECK(made.error().front().subject == "p2");
}

TEST_CASE("a project is not a workspace of the same id, and ids are compared bytewise") {
  invitation_request r = request("member");
  r.offer.grants = {{p1}};
  const auto refused = [&](scope_id there) {
    return refusal(invito::issue(looking(), r, where({{there}}, issuing(olga))));
  };
  CHECK(refused({scope::project, "p1"}).empty());
  const std::string unknown = "unknown_scope /grants/0/id";
  CHECK(refused({scope::workspace, "p1"}) == unknown);
  CHECK(refused({scope::organization, "p1"}) == unknown);
  CHECK(refused({scope::project, "P1"}) == unknown);
  CHECK(refused({scope::project, "p10"}) == unknown);
  CHECK(refused({scope::project, "p"}) == unknown);
}

TEST_CASE("where nothing is granted beside the role nobody needs to look") {
  for (grant_list const& none : {grant_list{}, grant_list{std::vector<grant>{}}}) {
    const invitation i = granting_all(none);
    for (policy const& p : {looking(), dropping()}) {
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

TEST_CASE("what has gone is not sent again, renewed or not") {
  const invitation i = granting_all();
  for (policy const& p : {looking(), dropping()}) {
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

TEST_CASE("a new offer grants only what exists, and may leave out what has gone") {
  const invitation i = granting_all();
  for (policy const& p : {looking(), dropping()}) {
    auto c = amending(olga, later, "member");
    c.offer.grants = {{p2, p1}};
    given(p, i).when(where({{p2_exists, p1_exists}}, c)).then_becomes(status::pending);
    given(p, i).when(where({{p2_exists}}, c)).then_refused("unknown_scope /grants/1/id");
    given(p, i).when(where(std::nullopt, c)).then_refused("fact_missing /facts/scopes");
    c.offer.grants = std::nullopt;
    given(p, i).when(where(std::nullopt, c)).then_becomes(status::pending);
  }
}

TEST_CASE("an invitation to what has gone can be declined and withdrawn") {
  const invitation i = granting_all();
  const std::vector<scope_id> nothing;
  given(looking(), i).when(declining(ina, later)).then_becomes(status::revoked);
  given(looking(), i)
      .when(where(nothing, as<invito::revoke_command>(olga, later)))
      .then_becomes(status::revoked);
}

// Refused ----------------------------------------------------------------------------------------

TEST_CASE("an acceptance grants all that was offered, or nothing") {
  const invitation i = granting_all();
  const policy p = looking();
  given(p, i).when(accepting_where(std::nullopt)).then_refused("fact_missing /facts/scopes");
  given(p, i)
      .when(accepting_where({{p1_exists, p2_exists}}))
      .then_refused("unknown_scope /grants/2/id");
  given(p, i)
      .when(accepting_where({{p2_exists}}))
      .then_refused("unknown_scope /grants/0/id; unknown_scope /grants/2/id");
  const granted all = granted_by(p, i, accepting_where(all_exist));
  CHECK_FALSE(all.told);
  CHECK(all.brought == i.offer);
  CHECK(all.dropped.empty());
  // Unasked, it grants what was offered without a look.
  const granted unasked = granted_by(rules(), i, accepting_where(std::nullopt));
  CHECK_FALSE(unasked.told);
  CHECK(unasked.brought == i.offer);
}

TEST_CASE("a role in a project that has gone is refused at its place") {
  const invitation i = granting_all();
  policy p = looking();
  p.roles = without("viewer");
  given(p, i).when(accepting_where(all_exist)).then_refused("unknown_role /grants/1/role");
  given(p, i)
      .when(accepting_where({{p1_exists, w1_exists}}))
      .then_refused("unknown_role /grants/1/role; unknown_scope /grants/1/id");
  p.check_scopes = false;
  given(p, i).when(accepting_where(std::nullopt)).then_refused("unknown_role /grants/1/role");
}

TEST_CASE("the organization's role that has gone is refused, whatever the rule") {
  const invitation i = granting_all();
  for (policy p : {looking(), dropping()}) {
    p.roles = without("member");
    given(p, i).when(accepting_where(all_exist)).then_refused("unknown_role /role");
    given(p, issued()).when(accepting_where(std::nullopt)).then_refused("unknown_role /role");
    p.check_scopes = false;
    given(p, i).when(accepting_where(std::nullopt)).then_refused("unknown_role /role");
  }
}

TEST_CASE("a role that an organization did not have is missed once it has some") {
  policy before = rules();
  before.roles = projects_only();
  const invitation i = granting_all({{p1}}, "", before);
  for (policy const& p : {looking(), dropping()}) {
    given(p, i).when(accepting_where({{p1_exists}})).then_refused("missing_value /role");
  }
}

// Dropped ----------------------------------------------------------------------------------------

TEST_CASE("what has gone is dropped, the rest is granted, and both are told in order") {
  const invitation i = granting_all();
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
    REQUIRE(rest.told);
    CHECK(*rest.told == offer{"member", one.kept});
    CHECK(rest.brought == offer{"member", one.kept});
    CHECK(rest.dropped == one.dropped);
  }
}

TEST_CASE("where all is there nothing is dropped, and nothing said of it") {
  const invitation i = granting_all();
  const granted all = granted_by(dropping(), i, accepting_where(all_exist));
  CHECK_FALSE(all.told);
  CHECK(all.brought == i.offer);
  CHECK(all.dropped.empty());
  for (grant_list const& none : {grant_list{}, grant_list{std::vector<grant>{}}}) {
    const granted bare = granted_by(dropping(), granting_all(none), accepting_where(std::nullopt));
    CHECK_FALSE(bare.told);
    CHECK(bare.brought == offer{"member", none});
    CHECK(bare.dropped.empty());
  }
}

TEST_CASE("a role in a project that has gone takes its grant along") {
  policy p = dropping();
  p.roles = without("viewer");
  const invitation i = granting_all();
  const granted rest = granted_by(p, i, accepting_where(all_exist));
  REQUIRE(rest.told);
  CHECK(*rest.told == offer{"member", {{p1, w1}}});
  CHECK(rest.brought == *rest.told);
  CHECK(rest.dropped == std::vector<grant>{p2});
  // Also where nobody looks after projects.
  p.check_scopes = false;
  CHECK(granted_by(p, i, accepting_where(std::nullopt)).dropped == std::vector<grant>{p2});
  CHECK(granted_by(p, i, accepting_where(std::vector<scope_id>{})).dropped ==
        std::vector<grant>{p2});
}

TEST_CASE("a workspace that has got roles since grants none without one") {
  policy p = dropping();
  p.roles = {{"owner", 30},
             {"member", 10},
             {"lead", 20, true, scope::project},
             {"viewer", 5, true, scope::project},
             {"reader", 1, true, scope::workspace}};
  CHECK(granted_by(p, granting_all(), accepting_where(all_exist)).dropped ==
        std::vector<grant>{w1});
}

TEST_CASE("where custom roles are admitted no role has gone") {
  policy p = dropping();
  p.roles = without("viewer").open_to({"", 10, true, scope::project});
  CHECK_FALSE(granted_by(p, granting_all(), accepting_where(all_exist)).told);
}

TEST_CASE("where all grants have gone the role alone is granted, with no grants") {
  const granted rest =
      granted_by(dropping(), granting_all(), accepting_where(std::vector<scope_id>{}));
  REQUIRE(rest.told);
  // None at all, which is not the organization's default.
  CHECK(*rest.told == offer{"member", std::vector<grant>{}});
  CHECK(rest.brought == *rest.told);
  CHECK(rest.dropped == all_three);
}

TEST_CASE("where all grants have gone and there is no role beside them, nothing is left") {
  policy p = dropping();
  p.roles = projects_only();
  p.granting = invito::granting::unchecked;
  const invitation i = granting_all({{p1, p2}}, "", p);
  const auto none = accepting_where(std::vector<scope_id>{});
  given(p, i).when(none).then_refused("unknown_scope /grants/0/id");
  const auto said = invito::accept(p, i, none);
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "p1");
  const granted one = granted_by(p, i, accepting_where({{p2_exists}}));
  CHECK(one.brought == offer{"", {{p2}}});
  CHECK(one.dropped == std::vector<grant>{p1});
  // An offer that had none from the beginning has lost none.
  const invitation bare = granting_all(std::vector<grant>{}, "", p);
  CHECK_FALSE(granted_by(p, bare, none).told);
}

TEST_CASE("to drop what has gone, somebody must have looked") {
  given(dropping(), granting_all())
      .when(accepting_where(std::nullopt))
      .then_refused("fact_missing /facts/scopes");
}

TEST_CASE("explain counts what can still be granted") {
  const invitation i = granting_all();
  CHECK(told_by_explain(dropping(), i, accepting_where({{p2_exists}})) ==
        "1 of 3 grants can still be made");
  CHECK(told_by_explain(dropping(), i, accepting_where(all_exist)) ==
        "3 of 3 grants can still be made");
  CHECK(told_by_explain(dropping(), i, accepting_where(std::vector<scope_id>{})) ==
        "0 of 3 grants can still be made");
  CHECK(told_by_explain(looking(), i, accepting_where(all_exist)).empty());
}

TEST_CASE("who vouches needs to reach what is granted, not what has gone") {
  policy p = dropping();
  p.roles = without("lead");
  const invitation i = granting_all();
  given(p, i).when(accepting_where(all_exist, "owner")).then_becomes(status::accepted);
  given(p, i).when(accepting_where(all_exist, "admin")).then_becomes(status::accepted);
  // The project of the high role has gone, and with it what the sponsor lost the rank for.
  given(dropping(), i)
      .when(accepting_where({{p2_exists, w1_exists}}, "member"))
      .then_becomes(status::accepted);
  given(dropping(), i)
      .when(accepting_where(all_exist, "member"))
      .then_refused("sponsor_not_permitted");
}

TEST_CASE("who has accepted a part is told that all is well, whatever has gone since") {
  const invitation i = after(granting_all(), accepting_where({{p2_exists}}), dropping());
  given(dropping(), i).when(accepting_where(std::vector<scope_id>{})).then_nothing_happened();
}

// On record --------------------------------------------------------------------------------------

TEST_CASE("what was dropped comes through the native format, event and effects alike") {
  const auto c = accepting_where({{w1_exists}});
  const auto decided = invito::accept(dropping(), granting_all(), c);
  REQUIRE(decided);
  invitation i = granting_all();
  REQUIRE(invito::apply(i, *decided));

  const auto text = invito::write(i);
  REQUIRE(text);
  const auto back = invito::read<invitation>(*text);
  CHECK(refusal(back).empty());
  REQUIRE(back);
  CHECK(*back == i);
  auto* said = std::get_if<invito::accept_details>(&back->history.back().details);
  REQUIRE(said);
  REQUIRE(said->granted);
  CHECK(*said->granted == offer{"member", {{w1}}});

  invito::decision stored = *decided;
  stored.event = back->history.back();
  const auto todo = effects(stored, *back);
  REQUIRE_FALSE(todo.empty());
  auto* membership = std::get_if<invito::grant_membership>(&todo.front());
  REQUIRE(membership);
  CHECK(membership->dropped == std::vector<grant>{p1, p2});
  CHECK(membership->offer == offer{"member", {{w1}}});
}

TEST_CASE("no grants left is not grants left out, in the native format as elsewhere") {
  const invitation none =
      after(granting_all(), accepting_where(std::vector<scope_id>{}), dropping());
  const invitation all = after(granting_all(), accepting_where(all_exist), dropping());
  for (invitation const& i : {none, all}) {
    const auto text = invito::write(i);
    REQUIRE(text);
    const auto back = invito::read<invitation>(*text);
    CHECK(refusal(back).empty());
    REQUIRE(back);
    CHECK(*back == i);
    auto* said = std::get_if<invito::accept_details>(&back->history.back().details);
    REQUIRE(said);
    CHECK(static_cast<bool>(said->granted) == (i == none));
    if (!said->granted) continue;
    REQUIRE(said->granted->grants);
    CHECK(said->granted->grants->empty());
  }
}
