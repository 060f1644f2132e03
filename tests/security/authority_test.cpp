// SPDX-License-Identifier: MIT
// Flaws of other systems: roles and authority. docs/security.md has the numbers.

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>

#include "catch2.hpp"
#include "security/flaw.hpp"

namespace {

using namespace flaw;
using invito::granting;
using invito::invitation;
using invito::invitation_request;
using invito::policy;
using invito::resend_command;
using invito::revoke_command;
using invito::status;

constexpr invito::instant soon = start + day;

policy with_roles(invito::role_catalog roles) {
  policy p = strict();
  p.roles = std::move(roles);
  return p;
}

invito::grant_membership membership(invito::decision const& made, invitation const& after) {
  for (invito::effect const& e : invito::effects(made, after)) {
    if (auto* m = std::get_if<invito::grant_membership>(&e)) return *m;
  }
  FAIL("no membership");
  return {};
}

}  // namespace

// ---- 8: roles above the actor's role -----------------------------------------------------------

TEST_CASE("flaw 8: issue refuses a role of a higher rank than the actor's role",
          "[security][issue]") {
  const policy p = strict();
  refused(p, request("owner"), issuing(adam), "not_permitted", "not_permitted");
  refused(p, request("admin"), issuing(mike), "not_permitted", "not_permitted");
  made(p, request("admin"), issuing(adam));
  made(p, request("member"), issuing(mike));
  made(p, request("owner"), issuing(olga));
}

TEST_CASE("flaw 8: below_own_rank refuses a role of the actor's own rank", "[security][issue]") {
  policy p = strict();
  p.granting = granting::below_own_rank;
  refused(p, request("admin"), issuing(adam), "not_permitted", "not_permitted");
  made(p, request("member"), issuing(adam));
}

TEST_CASE("flaw 8: custom roles are limited by their rank", "[security][issue]") {
  const policy p = with_roles({{"owner", 30}, {"billing-root", 25}, {"admin", 20}, {"member", 10}});
  refused(p, request("billing-root"), issuing(adam), "not_permitted", "not_permitted");
  made(p, request("billing-root"), issuing(olga));

  // An open catalog gives custom roles the rank 25. An actor with such a role can grant nothing.
  const policy open = with_roles(p.roles.open_to({"custom", 25}));
  refused(open, request("anything"), issuing(adam), "not_permitted", "not_permitted");
  made(open, request("anything"), issuing(olga));
  refused(open, request("member"), issuing({adam.who, "anything"}), "not_permitted",
          "not_permitted");
}

TEST_CASE("flaw 8: issue refuses an unknown role", "[security][issue]") {
  const policy p = strict();
  for (std::string const role : {"OWNER", "owner ", "own", "0", "undefined", "*"}) {
    CAPTURE(role);
    refused(p, request(role), issuing(olga), "unknown_role /role", "unknown_role /role");
    refused(p, request(role), issuing(adam), "not_permitted", "not_permitted");
  }
  refused(p, request(""), issuing(olga), "missing_value /role", "missing_value /role");
  refused(p, request("robot"), issuing(olga), "role_not_grantable /role",
          "role_not_grantable /role");
}

TEST_CASE("flaw 8: issue checks the ranks of roles in projects as well", "[security][issue]") {
  const policy p = strict();
  const invitation_request r = with_grants({project("p1", "viewer"), project("p2", "lead")});
  refused(p, r, knowing_scopes_of(issuing(mike), r.offer), "not_permitted", "not_permitted");
  made(p, r, knowing_scopes_of(issuing(adam), r.offer));
}

TEST_CASE("flaw 8: own_permissions refuses a role with a permission that the actor does not have",
          "[security][issue]") {
  using invito::scope;
  policy p = with_roles({{"admin", 20, true, scope::organization, {"invite", "read"}},
                         {"support", 10, true, scope::organization, {"read", "refund"}},
                         {"undescribed", 1}});
  p.granting = granting::own_permissions;
  auto c = issuing(adam);
  refused(p, request("support"), c, "not_permitted", "not_permitted");  // ranks are not used
  refused(p, request("undescribed"), c, "not_permitted", "not_permitted");
  c.facts.actor->permissions = {"refund"};
  made(p, request("support"), c);
}

TEST_CASE(
    "flaw 8: issue refuses the former role of a member if its rank is higher than the actor's role",
    "[security][issue]") {
  auto c = issuing(adam);
  c.source = invito::offer_source::former_membership;
  c.facts.former = invito::offer{"owner"};
  refused(strict(), request("member"), c, "not_permitted", "not_permitted");
  c.facts.former = invito::offer{"admin"};
  CHECK(made(strict(), request("member"), c).offer.role == "admin");
}

// ---- 9: raised later, or by an actor who has lost authority ------------------------------------

TEST_CASE("flaw 9: amend refuses an actor without permission to grant the new role or the old role",
          "[security][amend]") {
  const policy p = strict();
  refused(p, issued("member", adam), amending(adam, soon, "owner"), "not_permitted",
          "not_permitted");
  // An actor who could not have issued it cannot amend it either.
  refused(p, issued("owner", olga), amending(adam, soon, "member"), "not_permitted",
          "not_permitted");
  const invitation raised =
      allowed(p, issued("member", olga), amending(adam, soon, "admin"), status::pending);
  CHECK(raised.offer.role == "admin");
  CHECK(raised.sponsor == adam.who);
}

TEST_CASE(
    "flaw 9: amend needs a new token, and accept refuses the old token and the old offer number",
    "[security][amend][accept]") {
  const policy p = strict();
  auto c = amending(olga, soon, "admin");
  // The old link shows the old offer, so the token must be replaced.
  refused(p, with_token(), c, "missing_value /token", "missing_value /token");
  refused(p, with_token(), holding(the_token, c), "missing_value /token", "missing_value /token");
  const invitation i = allowed(p, with_token(), holding(other_token, c), status::pending);
  CHECK(i.offer_number == 2);

  auto answer = accepting(ina, soon);
  refused(p, i, holding(the_token, answer), "wrong_token /token", "not_found");
  answer.token = other_token;
  answer.offer_number = 1;
  refused(p, i, answer, "offer_changed /offer_number", "offer_changed /offer_number");
  answer.offer_number = 2;
  allowed(p, i, answer, status::accepted);
}

TEST_CASE("flaw 9: resend refuses an actor who can no longer grant the role",
          "[security][resend]") {
  const policy p = strict();
  const invitation i = issued("admin", adam);
  auto c = as<resend_command>(adam, soon);
  c.facts.actor->role = "member";  // a lower role than at the issue
  refused(p, i, c, "not_permitted", "not_permitted");
  allowed(p, i, as<resend_command>(abby, soon), status::pending);
}

TEST_CASE("flaw 9: accept refuses if the sponsor can no longer grant the role",
          "[security][accept]") {
  policy p = strict();
  const invitation i = issued("admin", adam);
  refused(p, i, accepting(ina, soon, "member"), "sponsor_not_permitted", "sponsor_inactive");
  allowed(p, i, accepting(ina, soon, "admin"), status::accepted);
  // A sponsor with a role that is no longer in the catalog has no rank.
  refused(p, i, accepting(ina, soon, "deputy"), "sponsor_not_permitted", "sponsor_inactive");
  p.sponsor = invito::sponsor_rule::allow;
  allowed(p, i, accepting(ina, soon, "member"), status::accepted);
}

TEST_CASE("flaw 9: resend refuses an invitation that has reached max_age", "[security][resend]") {
  const policy p = strict();
  const invitation i = issued("admin", olga);
  for (const auto age : {90 * day, 548 * day}) {
    refused(p, i, as<resend_command>(olga, start + age), "too_old", "too_old");
  }
  const invitation last =
      allowed(p, i, as<resend_command>(olga, start + 89 * day), status::pending);
  CHECK(last.expires_at() == start + 90 * day);
}

// ---- 10: several roles in one text -------------------------------------------------------------

TEST_CASE("flaw 10: a list in one text is one unknown role", "[security][issue][amend][openai]") {
  const policy p = strict();
  for (std::string const role :
       {"member,owner", "member, owner", "member owner", "member;owner", " member", "member,"}) {
    CAPTURE(role);
    refused(p, request(role), issuing(olga), "unknown_role /role", "unknown_role /role");
    refused(p, issued(), amending(olga, soon, role), "unknown_role /role", "unknown_role /role");
  }
  made(p, request("member"), issuing(olga));

  // A reader of a vendor's document refuses several roles, too.
  CHECK(codes_of(invito::openai::read_request(
            R"({"email":"a@b.example","role":"reader,owner"})")) == "unknown_role /role");
  CHECK(invito::openai::read_request(R"({"email":"a@b.example","role":"reader"})"));
}

TEST_CASE("flaw 10: an id with a comma is the id of one project", "[security][issue][accept]") {
  const policy p = strict();
  const invitation_request r = with_grants({project("p1,p2", "lead")});
  auto c = issuing(olga);
  c.facts.scopes = {{invito::scope::project, "p1"}, {invito::scope::project, "p2"}};
  refused(p, r, c, "unknown_scope /grants/0/id", "unknown_scope /grants/0/id");
  c.facts.scopes->push_back({invito::scope::project, "p1,p2"});
  const invitation i = made(p, r, c);
  auto answer = accepting(ina, soon);
  answer.facts.scopes = c.facts.scopes;
  const auto made_decision = accept(p, i, answer);
  REQUIRE(made_decision);
  CHECK(membership(*made_decision, i).offer.grants == r.offer.grants);
  answer.facts.scopes->pop_back();
  refused(p, i, answer, "unknown_scope /grants/0/id", "unknown_scope /grants/0/id");
}

namespace {

/// An invitation with ids that look like lists, and with a role of the dialect.
template <class Dialect>
invitation with_hard_ids() {
  policy p = strict();
  ask_for_nothing(p);
  invitation_request r;
  r.recipient.email = invito::email("ina@example.com");
  if constexpr (std::is_same_v<Dialect, invito::native>) {
    r.offer = {"member", std::vector{project("p1", "viewer"), project(" p1", "viewer"),
                                     project("p1,p2", "viewer"), project("p1 p2", "lead"),
                                     workspace("w1,w2")}};
    p.roles = strict().roles;
  } else {
    p.roles = Dialect::roles();
    if (!p.roles.all().empty()) r.offer.role = p.roles.all().front().name;
    if (Dialect::features().has(invito::feature::grants)) {
      r.offer.grants = {project("p1", "owner"), project(" p1", "member"),
                        project("p1,p2", "member"), project("p1 p2", "owner")};
    }
  }
  auto c = issuing({invito::actor::user(invito::user_id("olga,adam eve")), "owner"});
  c.id = invito::invitation_id("inv 1,inv-2");
  c.organization = invito::organization_id("org_1,org_2 3");
  return made(p, r, c);
}

}  // namespace

TEMPLATE_TEST_CASE("flaw 10: every dialect reads ids with commas and spaces unchanged",
                   "[security]", invito::native, invito::nuon, invito::control_plane,
                   invito::openai, invito::aitronos, invito::deepset) {
  using invito::feature;
  const invitation i = with_hard_ids<TestType>();
  invito::write_options options;
  options.shape = invito::wire::shape::extended;
  const auto text = TestType::write_invitation(i, soon, options);
  REQUIRE(codes_of(text) == "nothing wrong");
  const auto back = TestType::read_invitation(*text);
  REQUIRE(codes_of(back) == "nothing wrong");
  const invito::feature_set has = TestType::features(invito::wire::shape::extended);
  CHECK((back->id == i.id) == has.has(feature::id));
  CHECK((back->organization == i.organization) == has.has(feature::organization));
  CHECK((back->created_by == i.created_by) == has.has(feature::created_by));
  CHECK((back->offer.grants == i.offer.grants) ==
        (has.has(feature::grants) || !i.offer.grants.has_value()));
}

TEST_CASE("flaw 10: a document with UUIDs refuses a list of two UUIDs as one id",
          "[security][deepset]") {
  invitation_request r = request("Admin");
  r.name = {"Ina", "Invited"};
  r.offer.grants = {workspace("00000000-0000-0000-0000-000000000001")};
  CHECK(codes_of(invito::deepset::write_request(r)) == "nothing wrong");
  r.offer.grants = {
      workspace("00000000-0000-0000-0000-000000000001,00000000-0000-0000-0000-000000000002")};
  CHECK(codes_of(invito::deepset::write_request(r)) == "not_representable /workspace_ids/0");
}

// ---- 19: the sponsor has left ------------------------------------------------------------------

TEST_CASE("flaw 19: accept refuses an invitation whose sponsor was removed", "[security][accept]") {
  policy p = strict();
  const invitation i = issued("member", adam);  // possibly to another address of Adam
  auto c = accepting(ina, soon, "admin");
  allowed(p, i, c, status::accepted);
  c.facts.sponsor->active = false;
  refused(p, i, c, "sponsor_inactive", "sponsor_inactive");
  // The sponsor was not looked up:
  c.facts.sponsor.reset();
  refused(p, i, c, "fact_missing /facts/sponsor", "fact_missing /facts/sponsor");
  p.sponsor = invito::sponsor_rule::allow;
  allowed(p, i, c, status::accepted);
}

TEST_CASE("flaw 19: amend replaces the sponsor, resend does not", "[security][amend][resend]") {
  const policy p = strict();
  const invitation sent =
      allowed(p, issued("member", adam), as<resend_command>(abby, soon), status::pending);
  CHECK(sent.sponsor == adam.who);
  const invitation amended = allowed(p, sent, amending(abby, soon + 1h, "member"), status::pending);
  CHECK(amended.sponsor == abby.who);
}

TEST_CASE("flaw 19: issue, resend and amend refuse an actor who was removed",
          "[security][issue][resend][amend][revoke]") {
  const policy p = strict();
  const invitation i = issued("member", adam);
  const auto needs_a_member = [&](auto c) {
    allowed(p, i, c, status::pending);
    c.facts.actor->active = false;
    refused(p, i, c, "inactive_actor", "forbidden");
  };
  needs_a_member(as<resend_command>(adam, soon));
  needs_a_member(amending(adam, soon, "member"));
  auto c = issuing(adam);
  c.facts.actor->active = false;
  refused(p, request("member"), c, "inactive_actor", "forbidden");
  // Another member can revoke it.
  allowed(p, i, as<revoke_command>(olga, soon), status::revoked);
}

TEST_CASE("flaw 19: plan_revoke revokes all pending invitations of one sponsor",
          "[security][revoke]") {
  const std::vector<invitation> all{issued("member", adam), issued("member", olga), accepted(),
                                    issued("admin", adam)};
  const auto plan = plan_revoke(strict(), all, adam.who, as<revoke_command>(olga, soon));
  REQUIRE(plan.size() == 2);
  CHECK(plan[0].row == 0);
  CHECK(plan[1].row == 3);
  for (invito::planned const& one : plan) {
    REQUIRE(one.decision);
    stored_row row{all[one.row]};
    REQUIRE(row.store(*one.decision));
    refused(strict(), row.value, accepting(ina, soon), "already_revoked", "already_revoked");
  }
}

// ---- 24: granted roles and projects that no longer exist ---------------------------------------

TEST_CASE("flaw 24: accept refuses a role that no longer exists", "[security][accept]") {
  const invitation i = issued("member");
  policy p = with_roles({{"owner", 30}, {"admin", 20}, {"viewer", 1}});
  refused(p, i, accepting(ina, soon), "unknown_role /role", "unknown_role /role");
  p.vanished = invito::vanished_rule::drop;  // applies to grants, not to the organization's role
  refused(p, i, accepting(ina, soon), "unknown_role /role", "unknown_role /role");
  allowed(strict(), i, accepting(ina, soon), status::accepted);
}

TEST_CASE("flaw 24: a project that no longer exists is not granted", "[security][issue][accept]") {
  policy p = strict();
  const invitation_request r = with_grants({project("p1", "viewer"), project("p2", "lead")});
  // issue refuses projects that do not exist yet.
  refused(p, r, issuing(olga), "unknown_scope /grants/0/id; unknown_scope /grants/1/id",
          "unknown_scope /grants/0/id; unknown_scope /grants/1/id");
  const invitation i = made(p, r, knowing_scopes_of(issuing(olga), r.offer));

  auto c = knowing_scopes_of(accepting(ina, soon), r.offer);
  allowed(p, i, c, status::accepted);
  c.facts.scopes->pop_back();
  refused(p, i, c, "unknown_scope /grants/1/id", "unknown_scope /grants/1/id");
  c.facts.scopes.reset();
  refused(p, i, c, "fact_missing /facts/scopes", "fact_missing /facts/scopes");
}

TEST_CASE("flaw 24: a project role that no longer exists is not granted", "[security][accept]") {
  const invitation_request r = with_grants({project("p1", "viewer")});
  const invitation i = made(strict(), r, knowing_scopes_of(issuing(olga), r.offer));
  const auto c = knowing_scopes_of(accepting(ina, soon), r.offer);
  const policy p =
      with_roles({{"owner", 30}, {"member", 10}, {"lead", 20, true, invito::scope::project}});
  refused(p, i, c, "unknown_role /grants/0/role", "unknown_role /grants/0/role");
  allowed(strict(), i, c, status::accepted);
}

TEST_CASE("flaw 24: vanished_rule::drop records the granted offer and the dropped grants",
          "[security][accept]") {
  policy p = strict();
  p.vanished = invito::vanished_rule::drop;
  const invito::grant stays = project("p1", "viewer");
  const invito::grant gone = project("p2", "lead");
  const invitation_request r = with_grants({stays, gone});
  const invitation i = made(p, r, knowing_scopes_of(issuing(olga), r.offer));
  auto c = accepting(ina, soon);
  c.facts.scopes = {{invito::scope::project, "p1"}};
  const invitation done = allowed(p, i, c, status::accepted);
  auto const& details = std::get<invito::accept_details>(done.history.back().details);
  REQUIRE(details.granted);
  CHECK(*details.granted == invito::offer{"member", std::vector{stays}});
  const invito::grant_membership m = membership(*accept(p, i, c), done);
  CHECK(m.offer == *details.granted);
  CHECK(m.dropped == std::vector{gone});
}
