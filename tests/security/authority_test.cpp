// SPDX-License-Identifier: MIT
// Flaws of other systems: roles and authority. The numbers are those of docs/security.md.

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

// ---- 8: a higher role than one's own ------------------------------------------------------------

TEST_CASE("flaw 8: nobody invites to a higher role than their own", "[security]") {
  const policy p = strict();
  refused(p, request("owner"), issuing(adam), "not_permitted", "not_permitted");
  refused(p, request("admin"), issuing(mike), "not_permitted", "not_permitted");
  made(p, request("admin"), issuing(adam));
  made(p, request("member"), issuing(mike));
  made(p, request("owner"), issuing(olga));
}

TEST_CASE("flaw 8: nor to their own where the policy says below", "[security]") {
  policy p = strict();
  p.granting = granting::below_own_rank;
  refused(p, request("admin"), issuing(adam), "not_permitted", "not_permitted");
  made(p, request("member"), issuing(adam));
}

TEST_CASE("flaw 8: a cap goes by rank, so no custom role slips through it", "[security]") {
  const policy p = with_roles({{"owner", 30}, {"billing-root", 25}, {"admin", 20}, {"member", 10}});
  refused(p, request("billing-root"), issuing(adam), "not_permitted", "not_permitted");
  made(p, request("billing-root"), issuing(olga));

  // Open to roles that nobody has listed: they are as high as they may come to, and permit nothing.
  const policy open = with_roles(p.roles.open_to({"custom", 25}));
  refused(open, request("anything"), issuing(adam), "not_permitted", "not_permitted");
  made(open, request("anything"), issuing(olga));
  refused(open, request("member"), issuing({adam.who, "anything"}), "not_permitted",
          "not_permitted");
}

TEST_CASE("flaw 8: a role that is unknown is refused, not taken for the lowest", "[security]") {
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

TEST_CASE("flaw 8: the roles inside of projects count like the one beside them", "[security]") {
  const policy p = strict();
  const invitation_request r = with_grants({project("p1", "viewer"), project("p2", "lead")});
  refused(p, r, knowing_scopes_of(issuing(mike), r.offer), "not_permitted", "not_permitted");
  made(p, r, knowing_scopes_of(issuing(adam), r.offer));
}

TEST_CASE("flaw 8: by permissions, nobody gives away one that they do not have", "[security]") {
  using invito::scope;
  policy p = with_roles({{"admin", 20, true, scope::organization, {"invite", "read"}},
                         {"support", 10, true, scope::organization, {"read", "refund"}},
                         {"undescribed", 1}});
  p.granting = granting::own_permissions;
  auto c = issuing(adam);
  refused(p, request("support"), c, "not_permitted", "not_permitted");  // whatever the ranks
  refused(p, request("undescribed"), c, "not_permitted", "not_permitted");
  c.facts.actor->permissions = {"refund"};
  made(p, request("support"), c);
}

TEST_CASE("flaw 8: to give a former member the old role back needs the rank for it", "[security]") {
  auto c = issuing(adam);
  c.source = invito::offer_source::former_membership;
  c.facts.former = invito::offer{"owner"};
  refused(strict(), request("member"), c, "not_permitted", "not_permitted");
  c.facts.former = invito::offer{"admin"};
  CHECK(made(strict(), request("member"), c).offer.role == "admin");
}

// ---- 9: raised later, or by authority that is gone ----------------------------------------------

TEST_CASE("flaw 9: a pending invitation is not raised by who may not grant the new role",
          "[security]") {
  const policy p = strict();
  refused(p, issued("member", adam), amending(adam, soon, "owner"), "not_permitted",
          "not_permitted");
  // Nor turned into another by who could not have made it.
  refused(p, issued("owner", olga), amending(adam, soon, "member"), "not_permitted",
          "not_permitted");
  const invitation raised =
      allowed(p, issued("member", olga), amending(adam, soon, "admin"), status::pending);
  CHECK(raised.offer.role == "admin");
  CHECK(raised.sponsor == adam.who);  // and vouches for it
}

TEST_CASE("flaw 9: another role is another offer, to be seen before it is accepted", "[security]") {
  const policy p = strict();
  auto c = amending(olga, soon, "admin");
  // The old link showed the old offer, so it cannot be kept.
  refused(p, keyed(), c, "missing_value /key", "missing_value /key");
  refused(p, keyed(), holding(the_key, c), "missing_value /key", "missing_value /key");
  const invitation i = allowed(p, keyed(), holding(other_key, c), status::pending);
  CHECK(i.offer_number == 2);

  auto yes = accepting(ina, soon);
  refused(p, i, holding(the_key, yes), "wrong_key /key", "not_found");
  yes.key = other_key;
  yes.offer = 1;
  refused(p, i, yes, "offer_changed /offer", "offer_changed /offer");
  yes.offer = 2;
  allowed(p, i, yes, status::accepted);
}

TEST_CASE("flaw 9: whoever sends it again must be able to grant the role now", "[security]") {
  const policy p = strict();
  const invitation i = issued("admin", adam);
  auto c = as<resend_command>(adam, soon);
  c.facts.actor->role = "member";  // demoted since
  refused(p, i, c, "not_permitted", "not_permitted");
  allowed(p, i, as<resend_command>(abby, soon), status::pending);
}

TEST_CASE("flaw 9: who vouches must be able to grant the role at the moment of acceptance",
          "[security]") {
  policy p = strict();
  const invitation i = issued("admin", adam);
  refused(p, i, accepting(ina, soon, "member"), "sponsor_not_permitted", "sponsor_inactive");
  allowed(p, i, accepting(ina, soon, "admin"), status::accepted);
  // A role that the catalog has lost gives no rank at all.
  refused(p, i, accepting(ina, soon, "deputy"), "sponsor_not_permitted", "sponsor_inactive");
  p.orphans = invito::orphan_rule::let_stand;
  allowed(p, i, accepting(ina, soon, "member"), status::accepted);
}

TEST_CASE("flaw 9: an old invitation is not brought back to life", "[security]") {
  const policy p = strict();
  const invitation i = issued("admin", olga);
  for (const auto age : {90 * day, 548 * day}) {
    refused(p, i, as<resend_command>(olga, start + age), "too_old", "too_old");
  }
  const invitation last =
      allowed(p, i, as<resend_command>(olga, start + 89 * day), status::pending);
  CHECK(last.expires_at() == start + 90 * day);
}

// ---- 10: several roles in one text --------------------------------------------------------------

TEST_CASE("flaw 10: a list in one text is one unknown role", "[security]") {
  const policy p = strict();
  for (std::string const role :
       {"member,owner", "member, owner", "member owner", "member;owner", " member", "member,"}) {
    CAPTURE(role);
    refused(p, request(role), issuing(olga), "unknown_role /role", "unknown_role /role");
    refused(p, issued(), amending(olga, soon, role), "unknown_role /role", "unknown_role /role");
  }
  made(p, request("member"), issuing(olga));

  // The same in a document with a vocabulary of its own.
  CHECK(told(invito::openai::read_request(R"({"email":"a@b.example","role":"reader,owner"})")) ==
        "unknown_role /role");
  CHECK(invito::openai::read_request(R"({"email":"a@b.example","role":"reader"})"));
}

TEST_CASE("flaw 10: an id with a comma or a blank names one project, not two", "[security]") {
  const policy p = strict();
  const invitation_request r = with_grants({project("p1,p2", "lead")});
  auto c = issuing(olga);
  c.facts.scopes = {{invito::scope::project, "p1"}, {invito::scope::project, "p2"}};
  refused(p, r, c, "unknown_scope /grants/0/id", "unknown_scope /grants/0/id");
  c.facts.scopes->push_back({invito::scope::project, "p1,p2"});
  const invitation i = made(p, r, c);
  auto yes = accepting(ina, soon);
  yes.facts.scopes = c.facts.scopes;
  const auto said = accept(p, i, yes);
  REQUIRE(said);
  CHECK(membership(*said, i).offer.grants == r.offer.grants);
  yes.facts.scopes->pop_back();
  refused(p, i, yes, "unknown_scope /grants/0/id", "unknown_scope /grants/0/id");
}

namespace {

/// An invitation whose ids would be lists to a careless reader, with a role that the dialect has.
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
  c.org = invito::organization_id("org_1,org_2 3");
  return made(p, r, c);
}

}  // namespace

TEMPLATE_TEST_CASE("flaw 10: every dialect reads an id with commas and blanks as it was",
                   "[security]", invito::native, invito::nuon, invito::control_plane,
                   invito::openai, invito::aitronos, invito::deepset) {
  using invito::feature;
  const invitation i = with_hard_ids<TestType>();
  invito::write_options options;
  options.shape = invito::wire::shape::wide;
  const auto text = TestType::write_invite(i, soon, options);
  REQUIRE(told(text) == "nothing wrong");
  const auto back = TestType::read_invite(*text);
  REQUIRE(told(back) == "nothing wrong");
  const invito::feature_set has = TestType::features(invito::wire::shape::wide);
  CHECK((back->id == i.id) == has.has(feature::id));
  CHECK((back->organization == i.organization) == has.has(feature::organization));
  CHECK((back->created_by == i.created_by) == has.has(feature::created_by));
  CHECK((back->offer.grants == i.offer.grants) ==
        (has.has(feature::grants) || !i.offer.grants.has_value()));
}

TEST_CASE("flaw 10: what a document spells as one kind of id takes no other", "[security]") {
  invitation_request r = request("Admin");
  r.name = {"Ina", "Invited"};
  r.offer.grants = {workspace("00000000-0000-0000-0000-000000000001")};
  CHECK(told(invito::deepset::write_request(r)) == "nothing wrong");
  r.offer.grants = {
      workspace("00000000-0000-0000-0000-000000000001,00000000-0000-0000-0000-000000000002")};
  CHECK(told(invito::deepset::write_request(r)) == "not_representable /workspace_ids/0");
}

// ---- 19: who invited has left -------------------------------------------------------------------

TEST_CASE("flaw 19: an invitation of somebody who was removed is not accepted", "[security]") {
  policy p = strict();
  const invitation i = issued("member", adam);  // perhaps to a mailbox of Adam's own
  auto c = accepting(ina, soon, "admin");
  allowed(p, i, c, status::accepted);
  c.facts.sponsor->active = false;
  refused(p, i, c, "sponsor_inactive", "sponsor_inactive");
  // Nobody has looked:
  c.facts.sponsor.reset();
  refused(p, i, c, "fact_missing /facts/sponsor", "fact_missing /facts/sponsor");
  p.orphans = invito::orphan_rule::let_stand;
  allowed(p, i, c, status::accepted);
}

TEST_CASE("flaw 19: only a new sponsor brings it back, not another message", "[security]") {
  const policy p = strict();
  const invitation sent =
      allowed(p, issued("member", adam), as<resend_command>(abby, soon), status::pending);
  CHECK(sent.sponsor == adam.who);
  const invitation amended = allowed(p, sent, amending(abby, soon + 1h, "member"), status::pending);
  CHECK(amended.sponsor == abby.who);
}

TEST_CASE("flaw 19: who was removed does nothing with the invitations that are left",
          "[security]") {
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
  // Others withdraw it.
  allowed(p, i, as<revoke_command>(olga, soon), status::revoked);
}

TEST_CASE("flaw 19: all invitations of somebody who leaves are withdrawn by one call",
          "[security]") {
  const std::vector<invitation> all{issued("member", adam), issued("member", olga), accepted(),
                                    issued("admin", adam)};
  const auto plan = plan_revoke(strict(), all, adam.who, as<revoke_command>(olga, soon));
  REQUIRE(plan.size() == 2);
  CHECK(plan[0].row == 0);
  CHECK(plan[1].row == 3);
  for (invito::planned const& one : plan) {
    REQUIRE(one.verdict);
    stored_row row{all[one.row]};
    REQUIRE(row.store(*one.verdict));
    refused(strict(), row.value, accepting(ina, soon), "already_revoked", "already_revoked");
  }
}

// ---- 24: what it grants is gone -----------------------------------------------------------------

TEST_CASE("flaw 24: a role that is gone is not granted, and not replaced either", "[security]") {
  const invitation i = issued("member");
  policy p = with_roles({{"owner", 30}, {"admin", 20}, {"viewer", 1}});
  refused(p, i, accepting(ina, soon), "unknown_role /role", "unknown_role /role");
  p.vanished = invito::vanished_rule::drop;  // of grants, never of the organization's role
  refused(p, i, accepting(ina, soon), "unknown_role /role", "unknown_role /role");
  allowed(strict(), i, accepting(ina, soon), status::accepted);
}

TEST_CASE("flaw 24: a project that is gone is not granted", "[security]") {
  policy p = strict();
  const invitation_request r = with_grants({project("p1", "viewer"), project("p2", "lead")});
  // Neither before it exists, or whatever gets that id next would be open.
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

TEST_CASE("flaw 24: a role in a project that is gone is not granted", "[security]") {
  const invitation_request r = with_grants({project("p1", "viewer")});
  const invitation i = made(strict(), r, knowing_scopes_of(issuing(olga), r.offer));
  const auto c = knowing_scopes_of(accepting(ina, soon), r.offer);
  const policy p =
      with_roles({{"owner", 30}, {"member", 10}, {"lead", 20, true, invito::scope::project}});
  refused(p, i, c, "unknown_role /grants/0/role", "unknown_role /grants/0/role");
  allowed(strict(), i, c, status::accepted);
}

TEST_CASE("flaw 24: what is dropped by policy is on record, and in the effect", "[security]") {
  policy p = strict();
  p.vanished = invito::vanished_rule::drop;
  const invito::grant stays = project("p1", "viewer");
  const invito::grant gone = project("p2", "lead");
  const invitation_request r = with_grants({stays, gone});
  const invitation i = made(p, r, knowing_scopes_of(issuing(olga), r.offer));
  auto c = accepting(ina, soon);
  c.facts.scopes = {{invito::scope::project, "p1"}};
  const invitation done = allowed(p, i, c, status::accepted);
  auto const& said = std::get<invito::accept_details>(done.history.back().details);
  REQUIRE(said.granted);
  CHECK(*said.granted == invito::offer{"member", std::vector{stays}});
  const invito::grant_membership m = membership(*accept(p, i, c), done);
  CHECK(m.offer == *said.granted);
  CHECK(m.dropped == std::vector{gone});
}
