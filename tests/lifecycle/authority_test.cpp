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

// A catalog whose ranks contradict the permissions.
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

policy with_inviter_rank(int rank) {
  policy p = rules();
  p.inviter_rank = rank;
  return p;
}

std::string subject_of(invitation_request const& r, issue_command const& c, policy const& p) {
  const auto made = invito::issue(p, r, c);
  return made ? "nothing wrong" : made.error().front().subject;
}

}  // namespace

// Permissions ------------------------------------------------------------------------------------

TEST_CASE("with own_permissions, an actor with all permissions of a role may grant it at any rank",
          "[authority][issue]") {
  const policy p = by_permissions();
  CHECK(refused_role(olga, "owner", p).empty());
  CHECK(refused_role(olga, "admin", p).empty());
  CHECK(refused_role(olga, "member", p).empty());
  CHECK(refused_role(adam, "admin", p).empty());
  CHECK(refused_role(adam, "member", p).empty());
  CHECK(refused_role(mike, "member", p).empty());
}

TEST_CASE(
    "with own_permissions, an actor may not grant a role with a permission that the actor lacks",
    "[authority][issue]") {
  const policy p = by_permissions();
  CHECK(refused_role(adam, "owner", p) == "not_permitted");
  CHECK(refused_role(mike, "admin", p) == "not_permitted");
  CHECK(refused_role(mike, "owner", p) == "not_permitted");
  CHECK(refused_role(olga, "auditor", p) == "not_permitted");
  CHECK(refused_role({olga.who, "auditor"}, "member", p) == "not_permitted");
}

TEST_CASE("with own_permissions, the permissions of the membership count like those of its role",
          "[authority][issue]") {
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
    "with own_permissions, an actor of an unknown role has the permissions of the membership only",
    "[authority][issue]") {
  const policy p = by_permissions();
  issue_command c = issuing({olga.who, "chief"});
  CHECK(refused(request("member"), c, p) == "not_permitted");
  c.facts.actor->permissions = {"read"};
  CHECK(refused(request("member"), c, p).empty());
  CHECK(refused(request("admin"), c, p) == "not_permitted");
}

TEST_CASE("with own_permissions, a role of another scope gives the actor no permissions",
          "[authority][issue]") {
  const policy p = by_permissions();
  CHECK(refused_role({olga.who, "lead"}, "member", p) == "not_permitted");
  CHECK(refused_role({olga.who, "viewer"}, "member", p) == "not_permitted");
}

TEST_CASE("with own_permissions, a role without permissions cannot be granted",
          "[authority][issue]") {
  const policy p = by_permissions();
  issue_command c = issuing(olga);
  c.facts.actor->permissions = {"audit", "deploy", "guest", ""};
  CHECK(refused(request("guest"), c, p) == "not_permitted");
  CHECK(refused_role({olga.who, "guest"}, "guest", p) == "not_permitted");
}

TEST_CASE("with own_permissions, a role that is not in the catalog cannot be granted",
          "[authority][issue]") {
  const policy p = by_permissions();
  CHECK(refused_role(olga, "chief", p) == "not_permitted");
  issue_command c = issuing(olga);
  c.facts.actor->permissions = {"audit", "deploy", "chief"};
  CHECK(refused(request("chief"), c, p) == "not_permitted");
  // A role of another scope is not found either.
  CHECK(refused(request("viewer"), c, p) == "not_permitted");
}

TEST_CASE(
    "with own_permissions, a custom role requires the permissions given to open_to and gives none",
    "[authority][issue]") {
  policy p = by_permissions();
  p.roles = p.roles.open_to({"", 0, true, scope::organization, {"write"}});
  CHECK(refused_role(adam, "chief", p).empty());
  CHECK(refused_role(mike, "chief", p) == "not_permitted");
  // The permissions given to open_to limit who may grant a custom role; its holder gets none.
  CHECK(refused_role({adam.who, "chief"}, "chief", p) == "not_permitted");
  p.roles = by_permissions().roles.open_to({"", 0, true});
  CHECK(refused_role(olga, "chief", p) == "not_permitted");
}

TEST_CASE("with own_permissions, the roles of grants are looked up in their scope",
          "[authority][issue]") {
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
  // A scope without roles in the catalog has grants without a role.
  r.offer.grants = {{workspace("w1")}};
  CHECK(refused(r, c, p).empty());
}

TEST_CASE("with own_permissions, not_permitted names the first role that the actor may not grant",
          "[authority][issue]") {
  const policy p = by_permissions();
  invitation_request r = request("admin");
  r.offer.grants = {{project("p1", "lead")}};
  CHECK(subject_of(r, issuing(mike), p) == "admin");
  CHECK(subject_of(r, issuing(adam), p) == "lead");
}

TEST_CASE(
    "with own_permissions, resend, amend, revoke, supersede and accept check current permissions",
    "[authority][resend][amend][revoke][supersede][accept]") {
  const policy p = by_permissions();
  const invito::invitation i = issued("admin", adam, p);
  const auto permitted = [](auto c, std::vector<std::string> all) {
    c.facts.actor->permissions = std::move(all);
    return c;
  };
  const auto resending = as<resend_command>(mike, later);
  given(p, i).when(resending).then_refused("not_permitted");
  given(p, i).when(permitted(resending, {"write"})).then_becomes(status::pending);

  // Amend requires the permissions of the old and of the new offer.
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

TEST_CASE("with own_permissions, a role that has lost its permissions can no longer be granted",
          "[authority][resend][accept][revoke]") {
  policy p = by_permissions();
  const invito::invitation i = issued("member", olga, p);
  p.roles = {{"owner", 1, true, scope::organization, {"read", "write"}}, {"member", 3}};
  given(p, i).when(accepting(ina, later)).then_refused("sponsor_not_permitted");
  given(p, i).when(as<resend_command>(olga, later)).then_refused("not_permitted");
  given(p, i).when(as<revoke_command>(olga, later)).then_becomes(status::revoked);
}

TEST_CASE("with own_permissions, issue refuses an inactive actor and requires the fact actor",
          "[authority][issue]") {
  const policy p = by_permissions();
  issue_command c = issuing(olga);
  c.facts.actor->active = false;
  CHECK(refused(request("member"), c, p) == "inactive_actor");
  c.facts.actor = std::nullopt;
  CHECK(refused(request("member"), c, p) == "fact_missing /facts/actor");
}

// inviter_rank -----------------------------------------------------------------------------------

TEST_CASE("issue allows an actor at inviter_rank and refuses one below it", "[authority][issue]") {
  CHECK(refused_role(adam, "member", with_inviter_rank(20)).empty());
  CHECK(refused_role(adam, "member", with_inviter_rank(21)) == "not_permitted");
  CHECK(refused_role(mike, "member", with_inviter_rank(10)).empty());
  CHECK(refused_role(mike, "member", with_inviter_rank(11)) == "not_permitted");
  CHECK(refused_role({mike.who, "chief"}, "member", with_inviter_rank(-1)) == "not_permitted");
}

TEST_CASE("inviter_rank does not allow an actor to grant a role above the actor",
          "[authority][issue]") {
  CHECK(refused_role(adam, "owner", with_inviter_rank(20)) == "not_permitted");
  policy p = by_permissions();
  p.inviter_rank = 2;
  CHECK(refused_role(adam, "member", p).empty());
  CHECK(refused_role(adam, "auditor", p) == "not_permitted");
  CHECK(refused_role(olga, "member", p) == "not_permitted");  // her role has rank 1 in that catalog
  // A role that is not in the catalog has no rank, and is below every inviter_rank.
  p.inviter_rank = (std::numeric_limits<int>::min)();
  issue_command c = issuing({olga.who, "chief"});
  c.facts.actor->permissions = {"read"};
  CHECK(refused(request("member"), c, p) == "not_permitted");
  p.inviter_rank = std::nullopt;
  CHECK(refused(request("member"), c, p).empty());
}

TEST_CASE("resend and amend check inviter_rank", "[authority][resend][amend]") {
  const invito::invitation i = issued("member", mike);
  given(with_inviter_rank(10), i)
      .when(as<resend_command>(mike, later))
      .then_becomes(status::pending);
  given(with_inviter_rank(11), i)
      .when(as<resend_command>(mike, later))
      .then_refused("not_permitted");
  given(with_inviter_rank(11), i)
      .when(as<resend_command>(mike, week_later))
      .then_refused("not_permitted");
  given(with_inviter_rank(10), i)
      .when(amending(mike, later, "member"))
      .then_becomes(status::pending);
  given(with_inviter_rank(11), i)
      .when(amending(mike, later, "member"))
      .then_refused("not_permitted");
}

TEST_CASE("accept checks the inviter_rank of the sponsor", "[authority][accept]") {
  const invito::invitation i = issued("member", adam);
  given(with_inviter_rank(20), i)
      .when(accepting(ina, later, "admin"))
      .then_becomes(status::accepted);
  given(with_inviter_rank(21), i)
      .when(accepting(ina, later, "admin"))
      .then_refused("sponsor_not_permitted");
  given(with_inviter_rank(20), i)
      .when(accepting(ina, later, "member"))
      .then_refused("sponsor_not_permitted");
}

TEST_CASE("revoke and supersede allow a sponsor below inviter_rank",
          "[authority][revoke][supersede]") {
  const policy p = with_inviter_rank(31);
  const invito::invitation i = issued("member", adam);
  given(p, i).when(as<revoke_command>(adam, later)).then_becomes(status::revoked);
  given(p, i).when(superseding(adam, later)).then_becomes(status::revoked);
  given(p, i).when(as<revoke_command>(olga, later)).then_refused("not_permitted");
  given(p, i).when(declining(ina, later)).then_becomes(status::revoked);
}

// The sponsor ------------------------------------------------------------------------------------

TEST_CASE("accept checks the current rank of the sponsor", "[authority][accept][sponsor]") {
  const invito::invitation i = issued("admin", adam);
  given(i).when(accepting(ina, later, "owner")).then_becomes(status::accepted);
  given(i).when(accepting(ina, later, "admin")).then_becomes(status::accepted);
  given(i).when(accepting(ina, later, "member")).then_refused("sponsor_not_permitted");
  policy p = rules();
  p.granting = granting::below_own_rank;
  given(p, i).when(accepting(ina, later, "owner")).then_becomes(status::accepted);
  given(p, i).when(accepting(ina, later, "admin")).then_refused("sponsor_not_permitted");
}

TEST_CASE("accept refuses an inactive sponsor, unless sponsor_rule is allow",
          "[authority][accept][sponsor]") {
  policy p = rules();
  auto c = accepting(ina, later, "owner");
  c.facts.sponsor->active = false;
  given(p, issued()).when(c).then_refused("sponsor_inactive");
  p.sponsor = invito::sponsor_rule::allow;
  given(p, issued()).when(c).then_becomes(status::accepted);
  c.facts.sponsor = std::nullopt;
  given(p, issued()).when(c).then_becomes(status::accepted);
  given(issued()).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("amend replaces an inactive sponsor and resend does not",
          "[authority][amend][resend][sponsor]") {
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

TEST_CASE("issue refuses an inactive organization", "[organization][issue]") {
  for (const auto inactive : {organization_status::suspended, organization_status::deleted}) {
    issue_command c = issuing(olga);
    c.facts.organization->status = inactive;
    CHECK(refused(request("member"), c, rules()) == "organization_inactive");
    policy p = rules();
    p.check_organization = false;
    CHECK(refused(request("member"), c, p).empty());
  }
}

TEST_CASE("resend, amend and accept refuse an inactive organization",
          "[organization][resend][amend][accept]") {
  for (const auto inactive : {organization_status::suspended, organization_status::deleted}) {
    const auto in = [inactive](auto c) {
      c.facts.organization->status = inactive;
      return c;
    };
    policy unchecked = rules();
    unchecked.check_organization = false;
    const auto refuses = [&](auto const& c, status otherwise) {
      given(issued()).when(c).then_refused("organization_inactive");
      given(unchecked, issued()).when(c).then_becomes(otherwise);
    };
    refuses(in(as<resend_command>(olga, later)), status::pending);
    refuses(in(as<resend_command>(olga, week_later)), status::pending);
    refuses(in(amending(olga, later, "admin")), status::pending);
    refuses(in(accepting(ina, later)), status::accepted);
  }
}

TEST_CASE("revoke, supersede, decline and expire do not check the organization",
          "[organization][revoke][supersede][decline][expire]") {
  for (const auto inactive : {organization_status::suspended, organization_status::deleted}) {
    auto revoking = as<revoke_command>(olga, later);
    revoking.facts.organization->status = inactive;
    given(issued()).when(revoking).then_becomes(status::revoked);
    auto newer = superseding(olga, later);
    newer.facts.organization->status = inactive;
    given(issued()).when(newer).then_becomes(status::revoked);
  }
  auto unknown = as<revoke_command>(olga, later);
  unknown.facts.organization = std::nullopt;
  given(issued()).when(unknown).then_becomes(status::revoked);
  given(issued()).when(declining(ina, later)).then_becomes(status::revoked);
  given(issued()).when(expiring(week_later)).then_becomes(status::expired);
}

TEST_CASE("issue and renewal refuse a plan without invitations, other verbs do not check the plan",
          "[organization][issue][resend]") {
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

TEST_CASE("issue reports organization_inactive and plan_refused together",
          "[organization][issue]") {
  issue_command c = issuing(olga);
  c.facts.organization->status = organization_status::suspended;
  c.facts.organization->plan_includes_invitations = false;
  CHECK(refused(request("member"), c, rules()) == "organization_inactive; plan_refused");
}

TEST_CASE("the fact organization is required by each rule that checks or counts it",
          "[organization][issue][resend][amend][accept]") {
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

  // Without check_organization, only rules that count something require it.
  policy p = rules();
  p.check_organization = false;
  CHECK(refused(request("member"), issuing_it, p) == missing);
  given(p, issued()).when(renewing).then_refused(missing);
  given(p, issued()).when(answering).then_refused(missing);
  given(p, issued()).when(resending).then_becomes(status::pending);
  given(p, issued()).when(changing).then_becomes(status::pending);

  // Accept counts seats, not pending invitations.
  p.quotas.seats = invito::seat_rule::unchecked;
  CHECK(refused(request("member"), issuing_it, p) == missing);
  given(p, issued()).when(renewing).then_refused(missing);
  given(p, issued()).when(answering).then_becomes(status::accepted);

  p.quotas.pending = std::nullopt;
  CHECK(refused(request("member"), issuing_it, p).empty());
  given(p, issued()).when(renewing).then_becomes(status::pending);

  p.quotas.seats = invito::seat_rule::members_only;
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

TEST_CASE(
    "issue with former_membership offers the former role and grants, and the event records it",
    "[reinstate][issue]") {
  const offer former{"admin", {{project("p1", "viewer")}}};
  const auto made = invito::issue(rules(), request("member"), reinstating(olga, former));
  REQUIRE(made);
  CHECK(made->invitation.offer == former);
  auto* details = std::get_if<invito::issue_details>(&made->invitation.history.front().details);
  REQUIRE(details);
  CHECK(details->reinstates);
  REQUIRE(details->offer);
  CHECK(*details->offer == former);
}

TEST_CASE("issue without former_membership ignores the fact former", "[reinstate][issue]") {
  issue_command c = issuing(olga);
  c.facts.former = offer{"admin", std::nullopt};
  const auto made = invito::issue(rules(), request("member"), c);
  REQUIRE(made);
  CHECK(made->invitation.offer.role == "member");
  auto* details = std::get_if<invito::issue_details>(&made->invitation.history.front().details);
  REQUIRE(details);
  CHECK_FALSE(details->reinstates);
}

TEST_CASE("issue with former_membership refuses a person who was not a member",
          "[reinstate][issue]") {
  issue_command c = reinstating(olga, {});
  c.facts.former = std::nullopt;
  CHECK(refused(request("member"), c, rules()) == "not_former_member /email");
  CHECK(subject_of(request("member"), c, rules()) == "ina@example.com");
  invitation_request r = request("member");
  r.recipient = {std::nullopt, invito::user_id("ina")};
  CHECK(refused(r, c, rules()) == "not_former_member /email");
  CHECK(subject_of(r, c, rules()) == "ina");
}

TEST_CASE("issue checks the authority of the actor before the former membership",
          "[reinstate][issue]") {
  issue_command c = reinstating(mike, {});
  c.facts.former = std::nullopt;
  CHECK(refused(request("admin"), c, rules()) == "not_permitted");
  c.facts.actor->active = false;
  CHECK(refused(request("admin"), c, rules()) == "inactive_actor");
  // A permitted actor gets not_former_member together with the other problems of the input. There
  // is no problem of the offer, because there is no former offer.
  c = reinstating(olga, {});
  c.facts.former = std::nullopt;
  c.lifetime = 1s;
  CHECK(refused(request(""), c, rules()) ==
        "not_former_member /email; lifetime_too_short /lifetime");
}

TEST_CASE(
    "issue with former_membership checks the authority of the actor to grant the former offer",
    "[reinstate][issue]") {
  CHECK(refused(request("member"), reinstating(adam, {"admin", std::nullopt}), rules()).empty());
  const issue_command c = reinstating(adam, {"owner", std::nullopt});
  CHECK(refused(request("member"), c, rules()) == "not_permitted");
  CHECK(subject_of(request("member"), c, rules()) == "owner");
  // The offer of the request is ignored, even if its role is empty.
  CHECK(refused(request("owner"), reinstating(adam, {"member", std::nullopt}), rules()).empty());
  CHECK(refused(request(""), reinstating(adam, {"member", std::nullopt}), rules()).empty());
  CHECK(refused(request("member"), reinstating(mike, {"member", {{project("p1", "lead")}}}),
                rules()) == "not_permitted");
}

TEST_CASE("issue with former_membership refuses a role that the catalog no longer has",
          "[reinstate][issue]") {
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

TEST_CASE("issue with former_membership refuses a project that no longer exists",
          "[reinstate][issue]") {
  policy p = rules();
  p.check_scopes = true;
  issue_command c =
      reinstating(olga, {"member", {{project("p1", "viewer"), project("p2", "viewer")}}});
  c.facts.scopes = {{scope::project, "p1"}};
  CHECK(refused(request("member"), c, p) == "unknown_scope /grants/1/id");
  c.facts.scopes->push_back({scope::project, "p2"});
  CHECK(refused(request("member"), c, p).empty());
}

TEST_CASE("issue with former_membership refuses a current member", "[reinstate][issue]") {
  issue_command c = reinstating(olga, {"member", std::nullopt});
  c.facts.member = true;
  CHECK(refused(request("member"), c, rules()) == "already_member /email");
}

TEST_CASE("with granting::by_verdict, issue with former_membership follows the fact may_grant",
          "[reinstate][issue]") {
  policy p = rules();
  p.granting = granting::by_verdict;
  issue_command c = reinstating(olga, {"owner", std::nullopt});
  CHECK(refused(request("member"), c, p) == "fact_missing /facts/may_grant");
  c.facts.may_grant = invito::verdict::denied;
  CHECK(refused(request("member"), c, p) == "not_permitted");
  CHECK(subject_of(request("member"), c, p) == "owner");
  c.facts.may_grant = invito::verdict::allowed;
  CHECK(refused(request("member"), c, p).empty());
}
