// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstdint>
#include <limits>
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
using invito::amend_command;
using invito::granting;
using invito::invitation_request;
using invito::issue_command;
using invito::offer;
using invito::organization_status;
using invito::policy;
using invito::resend_command;
using invito::revoke_command;
using invito::scope;
using invito::status;
using invito::supersede_command;

constexpr invito::instant later = start + day;

std::string refused(invitation_request const& r, issue_command const& c, policy const& p) {
  return refusal(invito::issue(p, r, c));
}
std::string refused_role(member const& by, std::string role, policy const& p) {
  return refused(request(std::move(role)), issuing(by), p);
}

// Roles of which the ranks say the opposite of the permissions.
policy by_permissions() {
  policy p = rules();
  p.granting = granting::own_permissions;
  p.roles = {{"owner", 1, true, scope::organization, {"read", "write", "bill"}},
             {"admin", 2, true, scope::organization, {"write", "read"}},
             {"member", 3, true, scope::organization, {"read"}},
             {"auditor", 4, true, scope::organization, {"audit"}},
             {"guest", 0, true},
             {"lead", 5, true, scope::project, {"read", "deploy"}},
             {"viewer", 6, true, scope::project, {"read"}},
             {"watcher", 0, true, scope::project}};
  return p;
}

policy of_least_rank(int rank) {
  policy p = rules();
  p.inviter_rank = rank;
  return p;
}

std::string subject_of(invitation_request const& r, issue_command const& c, policy const& p) {
  const auto made = invito::issue(p, r, c);
  return made ? "nothing wrong" : made.error().front().subject;
}

}  // namespace

// By permissions ---------------------------------------------------------------------------------

TEST_CASE("by permissions, whoever has all of a role's may grant it, whatever the ranks") {
  const policy p = by_permissions();
  CHECK(refused_role(olga, "owner", p).empty());
  CHECK(refused_role(olga, "admin", p).empty());
  CHECK(refused_role(olga, "member", p).empty());
  CHECK(refused_role(adam, "admin", p).empty());
  CHECK(refused_role(adam, "member", p).empty());
  CHECK(refused_role(mike, "member", p).empty());
}

TEST_CASE("by permissions, one that is missing is one too many to grant") {
  const policy p = by_permissions();
  CHECK(refused_role(adam, "owner", p) == "not_permitted");
  CHECK(refused_role(mike, "admin", p) == "not_permitted");
  CHECK(refused_role(mike, "owner", p) == "not_permitted");
  CHECK(refused_role(olga, "auditor", p) == "not_permitted");
  CHECK(refused_role({olga.who, "auditor"}, "member", p) == "not_permitted");
}

TEST_CASE("by permissions, those beside the role count too") {
  const policy p = by_permissions();
  issue_command c = issuing(mike);
  c.facts.actor->permissions = {"audit"};
  CHECK(refused(request("auditor"), c, p).empty());
  CHECK(refused(request("admin"), c, p) == "not_permitted");
  c.facts.actor->permissions = {"bill", "write"};
  CHECK(refused(request("admin"), c, p).empty());
  CHECK(refused(request("owner"), c, p).empty());
  CHECK(refused(request("auditor"), c, p) == "not_permitted");
  c.facts.actor->permissions = {"Write", "writ", "writes", ""};
  CHECK(refused(request("admin"), c, p) == "not_permitted");
}

TEST_CASE(
    "by permissions, who has a role that the catalog does not know has only those beside it") {
  const policy p = by_permissions();
  issue_command c = issuing({olga.who, "chief"});
  CHECK(refused(request("member"), c, p) == "not_permitted");
  c.facts.actor->permissions = {"read"};
  CHECK(refused(request("member"), c, p).empty());
  CHECK(refused(request("admin"), c, p) == "not_permitted");
}

TEST_CASE("by permissions, a role in a project of the same name permits nothing") {
  const policy p = by_permissions();
  CHECK(refused_role({olga.who, "lead"}, "member", p) == "not_permitted");
  CHECK(refused_role({olga.who, "viewer"}, "member", p) == "not_permitted");
}

TEST_CASE("by permissions, a role that has none is granted by nobody") {
  const policy p = by_permissions();
  issue_command c = issuing(olga);
  c.facts.actor->permissions = {"audit", "deploy", "guest", ""};
  CHECK(refused(request("guest"), c, p) == "not_permitted");
  CHECK(refused_role({olga.who, "guest"}, "guest", p) == "not_permitted");
}

TEST_CASE("by permissions, a role that the catalog does not know is granted by nobody") {
  const policy p = by_permissions();
  CHECK(refused_role(olga, "chief", p) == "not_permitted");
  issue_command c = issuing(olga);
  c.facts.actor->permissions = {"audit", "deploy", "chief"};
  CHECK(refused(request("chief"), c, p) == "not_permitted");
  // One of another scope is as unknown.
  CHECK(refused(request("viewer"), c, p) == "not_permitted");
}

TEST_CASE("by permissions, custom roles have those of the role that they are like") {
  policy p = by_permissions();
  p.roles = p.roles.open_to({"", 0, true, scope::organization, {"write"}});
  CHECK(refused_role(adam, "chief", p).empty());
  CHECK(refused_role(mike, "chief", p) == "not_permitted");
  // What is known of them is how far they may reach, not what they permit.
  CHECK(refused_role({adam.who, "chief"}, "chief", p) == "not_permitted");
  p.roles = by_permissions().roles.open_to({"", 0, true});
  CHECK(refused_role(olga, "chief", p) == "not_permitted");
}

TEST_CASE("by permissions, the roles of grants count in their scope") {
  const policy p = by_permissions();
  issue_command c = issuing(mike);
  invitation_request r = request("member");
  r.offer.grants = {{project("p1", "viewer")}};
  CHECK(refused(r, c, p).empty());
  r.offer.grants = {{project("p1", "viewer"), project("p2", "lead")}};
  CHECK(refused(r, c, p) == "not_permitted");
  CHECK(subject_of(r, c, p) == "lead");
  c.facts.actor->permissions = {"deploy"};
  CHECK(refused(r, c, p).empty());
  r.offer.grants = {{project("p1", "watcher")}};
  CHECK(refused(r, c, p) == "not_permitted");
  CHECK(subject_of(r, c, p) == "watcher");
  r.offer.grants = {{project("p1", "member")}};
  CHECK(refused(r, c, p) == "not_permitted");
  // Where a scope has no roles there is none to grant.
  r.offer.grants = {{workspace("w1")}};
  CHECK(refused(r, c, p).empty());
}

TEST_CASE("by permissions, the refusal names the first role that reaches too far") {
  const policy p = by_permissions();
  invitation_request r = request("admin");
  r.offer.grants = {{project("p1", "lead")}};
  CHECK(subject_of(r, issuing(mike), p) == "admin");
  CHECK(subject_of(r, issuing(adam), p) == "lead");
}

TEST_CASE("by permissions, every verb judges by those of now") {
  const policy p = by_permissions();
  const invito::invitation i = issued("admin", adam, p);
  const auto permitted = [](auto c, std::vector<std::string> all) {
    c.facts.actor->permissions = std::move(all);
    return c;
  };
  const auto resending = as<resend_command>(mike, later);
  given(p, i).when(resending).then_refused("not_permitted");
  given(p, i).when(permitted(resending, {"write"})).then_becomes(status::pending);

  // An amendment needs those of the offer that stands and of the one to come.
  const auto to_member = amending(mike, later, "member");
  given(p, i).when(to_member).then_refused("not_permitted");
  given(p, i).when(permitted(to_member, {"write"})).then_becomes(status::pending);
  const auto to_owner = amending(adam, later, "owner");
  given(p, i).when(to_owner).then_refused("not_permitted");
  given(p, i).when(permitted(to_owner, {"bill"})).then_becomes(status::pending);

  const auto revoking = as<revoke_command>(mike, later);
  given(p, i).when(revoking).then_refused("not_permitted");
  given(p, i).when(permitted(revoking, {"write"})).then_becomes(status::revoked);
  const auto newer = superseding(mike, later);
  given(p, i).when(newer).then_refused("not_permitted");
  given(p, i).when(permitted(newer, {"write"})).then_becomes(status::revoked);

  auto c = accepting(ina, later, "member");
  given(p, i).when(c).then_refused("sponsor_not_permitted");
  c.facts.sponsor->permissions = {"write"};
  given(p, i).when(c).then_becomes(status::accepted);
  given(p, i).when(accepting(ina, later, "admin")).then_becomes(status::accepted);
}

TEST_CASE("by permissions, a role that loses its own is no longer vouched for") {
  policy p = by_permissions();
  const invito::invitation i = issued("member", olga, p);
  p.roles = {{"owner", 1, true, scope::organization, {"read", "write"}}, {"member", 3}};
  given(p, i).when(accepting(ina, later)).then_refused("sponsor_not_permitted");
  given(p, i).when(as<resend_command>(olga, later)).then_refused("not_permitted");
  given(p, i).when(as<revoke_command>(olga, later)).then_becomes(status::revoked);
}

TEST_CASE("by permissions, somebody must have looked up those of the actor") {
  const policy p = by_permissions();
  issue_command c = issuing(olga);
  c.facts.actor->active = false;
  CHECK(refused(request("member"), c, p) == "inactive_actor");
  c.facts.actor = std::nullopt;
  CHECK(refused(request("member"), c, p) == "fact_missing /facts/actor");
}

// The least rank ---------------------------------------------------------------------------------

TEST_CASE("the least rank to invite is enough to invite, and one less is not") {
  CHECK(refused_role(adam, "member", of_least_rank(20)).empty());
  CHECK(refused_role(adam, "member", of_least_rank(21)) == "not_permitted");
  CHECK(refused_role(mike, "member", of_least_rank(10)).empty());
  CHECK(refused_role(mike, "member", of_least_rank(11)) == "not_permitted");
  CHECK(refused_role({mike.who, "chief"}, "member", of_least_rank(-1)) == "not_permitted");
}

TEST_CASE("the least rank to invite is not a licence to grant what is above") {
  CHECK(refused_role(adam, "owner", of_least_rank(20)) == "not_permitted");
  policy p = by_permissions();
  p.inviter_rank = 2;
  CHECK(refused_role(adam, "member", p).empty());
  CHECK(refused_role(adam, "auditor", p) == "not_permitted");
  CHECK(refused_role(olga, "member", p) == "not_permitted");  // of rank 1 in that catalog
  // Who has no rank is below all of them, with whatever permissions.
  p.inviter_rank = (std::numeric_limits<int>::min)();
  issue_command c = issuing({olga.who, "chief"});
  c.facts.actor->permissions = {"read"};
  CHECK(refused(request("member"), c, p) == "not_permitted");
  p.inviter_rank = std::nullopt;
  CHECK(refused(request("member"), c, p).empty());
}

TEST_CASE("the least rank to invite is judged anew by resend and amend") {
  const invito::invitation i = issued("member", mike);
  given(of_least_rank(10), i).when(as<resend_command>(mike, later)).then_becomes(status::pending);
  given(of_least_rank(11), i).when(as<resend_command>(mike, later)).then_refused("not_permitted");
  given(of_least_rank(11), i)
      .when(as<resend_command>(mike, week_later))
      .then_refused("not_permitted");
  given(of_least_rank(10), i).when(amending(mike, later, "member")).then_becomes(status::pending);
  given(of_least_rank(11), i).when(amending(mike, later, "member")).then_refused("not_permitted");
}

TEST_CASE("the least rank to invite is that of who vouches when somebody accepts") {
  const invito::invitation i = issued("member", adam);
  given(of_least_rank(20), i).when(accepting(ina, later, "admin")).then_becomes(status::accepted);
  given(of_least_rank(21), i)
      .when(accepting(ina, later, "admin"))
      .then_refused("sponsor_not_permitted");
  given(of_least_rank(20), i)
      .when(accepting(ina, later, "member"))
      .then_refused("sponsor_not_permitted");
}

TEST_CASE("below the least rank to invite one may still withdraw what one has offered") {
  const policy p = of_least_rank(31);
  const invito::invitation i = issued("member", adam);
  given(p, i).when(as<revoke_command>(adam, later)).then_becomes(status::revoked);
  given(p, i).when(superseding(adam, later)).then_becomes(status::revoked);
  given(p, i).when(as<revoke_command>(olga, later)).then_refused("not_permitted");
  given(p, i).when(declining(ina, later)).then_becomes(status::revoked);
}

// Who vouches ------------------------------------------------------------------------------------

TEST_CASE("a sponsor who was raised or lowered vouches as far as the rank of now reaches") {
  const invito::invitation i = issued("admin", adam);
  given(i).when(accepting(ina, later, "owner")).then_becomes(status::accepted);
  given(i).when(accepting(ina, later, "admin")).then_becomes(status::accepted);
  given(i).when(accepting(ina, later, "member")).then_refused("sponsor_not_permitted");
  policy p = rules();
  p.granting = granting::below_own_rank;
  given(p, i).when(accepting(ina, later, "owner")).then_becomes(status::accepted);
  given(p, i).when(accepting(ina, later, "admin")).then_refused("sponsor_not_permitted");
}

TEST_CASE("a sponsor who was removed vouches for nothing, unless orphans stand") {
  policy p = rules();
  auto c = accepting(ina, later, "owner");
  c.facts.sponsor->active = false;
  given(p, issued()).when(c).then_refused("sponsor_inactive");
  p.orphans = invito::orphan_rule::let_stand;
  given(p, issued()).when(c).then_becomes(status::accepted);
  c.facts.sponsor = std::nullopt;
  given(p, issued()).when(c).then_becomes(status::accepted);
  given(issued()).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("another sponsor brings an orphan back, another message does not") {
  auto gone = accepting(ina, later + 1h, "owner");
  gone.facts.sponsor->active = false;
  const invito::invitation i = issued("member", adam);
  const invito::invitation resent = after(i, as<resend_command>(olga, later));
  CHECK(resent.sponsor == adam.who);
  given(resent).when(gone).then_refused("sponsor_inactive");
  const invito::invitation amended = after(i, amending(olga, later, "member"));
  CHECK(amended.sponsor == olga.who);
  given(amended).when(accepting(ina, later + 1h, "owner")).then_becomes(status::accepted);
}

// The organization -------------------------------------------------------------------------------

TEST_CASE("an organization that is not active makes no invitations") {
  for (const auto said : {organization_status::suspended, organization_status::deleted}) {
    issue_command c = issuing(olga);
    c.facts.organization->status = said;
    CHECK(refused(request("member"), c, rules()) == "organization_inactive");
    policy p = rules();
    p.check_organization = false;
    CHECK(refused(request("member"), c, p).empty());
  }
}

TEST_CASE("an organization that is not active sends, amends and takes in nothing") {
  for (const auto said : {organization_status::suspended, organization_status::deleted}) {
    const auto in = [said](auto c) {
      c.facts.organization->status = said;
      return c;
    };
    policy unasked = rules();
    unasked.check_organization = false;
    const auto refuses = [&](auto const& c, status otherwise) {
      given(issued()).when(c).then_refused("organization_inactive");
      given(unasked, issued()).when(c).then_becomes(otherwise);
    };
    refuses(in(as<resend_command>(olga, later)), status::pending);
    refuses(in(as<resend_command>(olga, week_later)), status::pending);
    refuses(in(amending(olga, later, "admin")), status::pending);
    refuses(in(accepting(ina, later)), status::accepted);
  }
}

TEST_CASE("whatever the organization has become, invitations can be ended") {
  for (const auto said : {organization_status::suspended, organization_status::deleted}) {
    auto revoking = as<revoke_command>(olga, later);
    revoking.facts.organization->status = said;
    given(issued()).when(revoking).then_becomes(status::revoked);
    auto newer = superseding(olga, later);
    newer.facts.organization->status = said;
    given(issued()).when(newer).then_becomes(status::revoked);
  }
  auto unknown = as<revoke_command>(olga, later);
  unknown.facts.organization = std::nullopt;
  given(issued()).when(unknown).then_becomes(status::revoked);
  given(issued()).when(declining(ina, later)).then_becomes(status::revoked);
  given(issued()).when(expiring(week_later)).then_becomes(status::expired);
}

TEST_CASE("a plan without invitations makes none and renews none, and lets the others live") {
  const auto in = [](auto c) {
    c.facts.organization->plan_includes_invitations = false;
    return c;
  };
  CHECK(refused(request("member"), in(issuing(olga)), rules()) == "plan_refused");
  const auto renewing = in(as<resend_command>(olga, week_later));
  given(issued()).when(renewing).then_refused("plan_refused");
  given(issued())
      .when(in(as<resend_command>(olga, week_later - tick)))
      .then_becomes(status::pending);
  given(issued()).when(in(amending(olga, later, "admin"))).then_becomes(status::pending);
  given(issued()).when(in(accepting(ina, later))).then_becomes(status::accepted);
  given(issued()).when(in(as<revoke_command>(olga, later))).then_becomes(status::revoked);

  policy p = rules();
  p.check_organization = false;
  CHECK(refused(request("member"), in(issuing(olga)), p).empty());
  given(p, issued()).when(renewing).then_becomes(status::pending);
}

TEST_CASE("a suspended organization without the plan is refused for both") {
  issue_command c = issuing(olga);
  c.facts.organization->status = organization_status::suspended;
  c.facts.organization->plan_includes_invitations = false;
  CHECK(refused(request("member"), c, rules()) == "organization_inactive; plan_refused");
}

TEST_CASE("an organization that nobody has looked up is missed by whatever it counts for") {
  const std::string missing = "fact_missing /facts/organization";
  const auto without = [](auto c) {
    c.facts.organization = std::nullopt;
    return c;
  };
  const auto issuing_it = without(issuing(olga));
  const auto resending = without(as<resend_command>(olga, later));
  const auto renewing = without(as<resend_command>(olga, week_later));
  const auto changing = without(amending(olga, later, "admin"));
  const auto answering = without(accepting(ina, later));

  CHECK(refused(request("member"), issuing_it, rules()) == missing);
  given(issued()).when(resending).then_refused(missing);
  given(issued()).when(renewing).then_refused(missing);
  given(issued()).when(changing).then_refused(missing);
  given(issued()).when(answering).then_refused(missing);

  // Unasked, it is missed only where something is counted.
  policy p = rules();
  p.check_organization = false;
  CHECK(refused(request("member"), issuing_it, p) == missing);
  given(p, issued()).when(renewing).then_refused(missing);
  given(p, issued()).when(answering).then_refused(missing);
  given(p, issued()).when(resending).then_becomes(status::pending);
  given(p, issued()).when(changing).then_becomes(status::pending);

  // An acceptance looks at seats, not at what is pending.
  p.quotas.seats = invito::seat_rule::unchecked;
  CHECK(refused(request("member"), issuing_it, p) == missing);
  given(p, issued()).when(renewing).then_refused(missing);
  given(p, issued()).when(answering).then_becomes(status::accepted);

  p.quotas.pending = std::nullopt;
  CHECK(refused(request("member"), issuing_it, p).empty());
  given(p, issued()).when(renewing).then_becomes(status::pending);

  p.quotas.seats = invito::seat_rule::taken_by_members;
  CHECK(refused(request("member"), issuing_it, p) == missing);
  given(p, issued()).when(answering).then_refused(missing);
}

// Reinstating ------------------------------------------------------------------------------------

namespace {

issue_command reinstating(member const& by, offer former) {
  issue_command c = issuing(by);
  c.source = invito::offer_source::former_membership;
  c.facts.former = std::move(former);
  return c;
}

}  // namespace

TEST_CASE("to reinstate is to offer what the person was, and the event says so") {
  const offer former{"admin", {{project("p1", "viewer")}}};
  const auto made = invito::issue(rules(), request("member"), reinstating(olga, former));
  REQUIRE(made);
  CHECK(made->invitation.offer == former);
  auto* said = std::get_if<invito::issue_details>(&made->invitation.history.front().details);
  REQUIRE(said);
  CHECK(said->reinstates);
  REQUIRE(said->offer);
  CHECK(*said->offer == former);
}

TEST_CASE("what is not asked to reinstate does not, whatever the person was") {
  issue_command c = issuing(olga);
  c.facts.former = offer{"admin", std::nullopt};
  const auto made = invito::issue(rules(), request("member"), c);
  REQUIRE(made);
  CHECK(made->invitation.offer.role == "member");
  auto* said = std::get_if<invito::issue_details>(&made->invitation.history.front().details);
  REQUIRE(said);
  CHECK_FALSE(said->reinstates);
}

TEST_CASE("who was not a member is not reinstated") {
  issue_command c = reinstating(olga, {});
  c.facts.former = std::nullopt;
  CHECK(refused(request("member"), c, rules()) == "not_former_member /email");
  CHECK(subject_of(request("member"), c, rules()) == "ina@example.com");
  invitation_request r = request("member");
  r.recipient = {std::nullopt, invito::user_id("ina")};
  CHECK(refused(r, c, rules()) == "not_former_member /email");
  CHECK(subject_of(r, c, rules()) == "ina");
}

TEST_CASE("who may not invite does not hear whether the person was a member") {
  issue_command c = reinstating(mike, {});
  c.facts.former = std::nullopt;
  CHECK(refused(request("admin"), c, rules()) == "not_permitted");
  c.facts.actor->active = false;
  CHECK(refused(request("admin"), c, rules()) == "inactive_actor");
  // Who may hears it beside all else that is wrong with the input, but nothing of an offer that
  // there is not.
  c = reinstating(olga, {});
  c.facts.former = std::nullopt;
  c.lifetime = 1s;
  CHECK(refused(request(""), c, rules()) ==
        "not_former_member /email; lifetime_too_short /lifetime");
}

TEST_CASE("what the person was is judged by the rank of who reinstates") {
  CHECK(refused(request("member"), reinstating(adam, {"admin", std::nullopt}), rules()).empty());
  const issue_command c = reinstating(adam, {"owner", std::nullopt});
  CHECK(refused(request("member"), c, rules()) == "not_permitted");
  CHECK(subject_of(request("member"), c, rules()) == "owner");
  // What the request offers counts as little as what it leaves out.
  CHECK(refused(request("owner"), reinstating(adam, {"member", std::nullopt}), rules()).empty());
  CHECK(refused(request(""), reinstating(adam, {"member", std::nullopt}), rules()).empty());
  CHECK(refused(request("member"), reinstating(mike, {"member", {{project("p1", "lead")}}}),
                rules()) == "not_permitted");
}

TEST_CASE("a role that has gone since is not reinstated") {
  const offer former{"chief", std::nullopt};
  CHECK(refused(request("member"), reinstating(olga, former), rules()) == "unknown_role /role");
  CHECK(refused(request("member"), reinstating(adam, former), rules()) == "not_permitted");
  CHECK(refused(request("member"), reinstating(olga, {"robot", std::nullopt}), rules()) ==
        "role_not_grantable /role");
  CHECK(refused(request("member"), reinstating(olga, {"", std::nullopt}), rules()) ==
        "missing_value /role");
  const offer in_projects{"member", {{project("p1", "viewer"), project("p2", "chief")}}};
  CHECK(refused(request("member"), reinstating(olga, in_projects), rules()) ==
        "unknown_role /grants/1/role");
}

TEST_CASE("a project that has gone since is not reinstated") {
  policy p = rules();
  p.check_scopes = true;
  issue_command c =
      reinstating(olga, {"member", {{project("p1", "viewer"), project("p2", "viewer")}}});
  c.facts.scopes = {{scope::project, "p1"}};
  CHECK(refused(request("member"), c, p) == "unknown_scope /grants/1/id");
  c.facts.scopes->push_back({scope::project, "p2"});
  CHECK(refused(request("member"), c, p).empty());
}

TEST_CASE("who is a member again is not reinstated") {
  issue_command c = reinstating(olga, {"member", std::nullopt});
  c.facts.member = true;
  CHECK(refused(request("member"), c, rules()) == "already_member /email");
}

TEST_CASE("by verdict, the host's word is about what the person was") {
  policy p = rules();
  p.granting = granting::by_verdict;
  issue_command c = reinstating(olga, {"owner", std::nullopt});
  CHECK(refused(request("member"), c, p) == "fact_missing /facts/may_grant");
  c.facts.may_grant = invito::verdict::no;
  CHECK(refused(request("member"), c, p) == "not_permitted");
  CHECK(subject_of(request("member"), c, p) == "owner");
  c.facts.may_grant = invito::verdict::yes;
  CHECK(refused(request("member"), c, p).empty());
}
