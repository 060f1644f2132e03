// SPDX-License-Identifier: MIT

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::policy;
using invito::revoke_command;
using invito::status;
using invito::verdict;

constexpr invito::instant later = start + day;

// What revoking and superseding both say; their authority is the same.
std::string withdrawn(invito::invitation const& i, member const& by, policy const& p = rules()) {
  const std::string said = refusal(revoke(p, i, as<revoke_command>(by, later)));
  CHECK(refusal(supersede(p, i, superseding(by, later))) == said);
  return said;
}

std::string withdrawn(invito::invitation const& i, member const& by, policy const& p,
                      invito::facts const& facts) {
  auto revoking = as<revoke_command>(by, later);
  auto replacing = superseding(by, later);
  revoking.facts = replacing.facts = facts;
  const std::string said = refusal(revoke(p, i, revoking));
  CHECK(refusal(supersede(p, i, replacing)) == said);
  return said;
}

}  // namespace

TEST_CASE("revoke withdraws, and says who and when") {
  auto c = as<revoke_command>(adam, later);
  c.facts.organization->revision = 9;
  c.idempotency_key = "k";
  const auto said = given(issued()).when(c);
  CHECK(said.decision().guards.organization_revision == std::uint64_t{9});
  CHECK_FALSE(said.decision().guards.unique);
  CHECK(name(said.event().kind()) == "revoke");
  CHECK(said.event().at == later);
  CHECK(said.event().by == adam.who);
  CHECK(said.event().expires_at == week_later);
  CHECK(said.event().idempotency_key == "k");
  const invito::invitation i = said.then_becomes(status::revoked).invitation();
  CHECK(i.state == invito::state(invito::revoked{later, adam.who, invito::revoke_cause::revoked}));
  CHECK(i.sponsor == olga.who);
  CHECK(i.expires_at() == week_later);
}

TEST_CASE("supersede withdraws in favour of a newer invitation, and names it") {
  const auto said = given(issued()).when(superseding(adam, later, "inv-7"));
  CHECK(name(said.event().kind()) == "supersede");
  auto* details = std::get_if<invito::supersede_details>(&said.event().details);
  REQUIRE(details);
  REQUIRE(details->newer);
  CHECK(*details->newer == invito::invitation_id("inv-7"));
  const invito::invitation i = said.then_becomes(status::revoked).invitation();
  CHECK(i.state ==
        invito::state(invito::revoked{later, adam.who, invito::revoke_cause::superseded}));
}

TEST_CASE("revoking an expired invitation closes the door to its renewal") {
  const auto resending = as<invito::resend_command>(olga, week_later + 2 * day);
  CHECK(refusal(resend(rules(), issued(), resending)).empty());
  given(issued())
      .when(as<revoke_command>(olga, week_later + day))
      .then_becomes(status::revoked)
      .when(resending)
      .then_refused("already_revoked");
  given(expired())
      .when(as<revoke_command>(olga, week_later + day))
      .then_becomes(status::revoked)
      .when(resending)
      .then_refused("already_revoked");
}

TEST_CASE("a lapsed invitation needs nothing to take its place") {
  given(issued()).when(superseding(olga, week_later)).then_refused("expired");
  given(expired()).when(superseding(olga, week_later)).then_refused("expired");
}

TEST_CASE("what supersedes is named, and is another invitation") {
  given(issued()).when(superseding(olga, later, "")).then_refused("missing_value /newer");
  given(issued()).when(superseding(olga, later, "inv-1")).then_refused("missing_value /newer");
}

TEST_CASE("a withdrawal without a moment is refused") {
  auto revoking = as<revoke_command>(olga, later);
  revoking.now = revoke_command().now;
  given(issued()).when(revoking).then_refused("missing_value /now");
  auto replacing = superseding(olga, later, "");
  replacing.now = revoke_command().now;
  given(issued()).when(replacing).then_refused("missing_value /now; missing_value /newer");
}

// Tenant -----------------------------------------------------------------------------------------

TEST_CASE("who belongs to another organization finds no such invitation") {
  auto c = as<revoke_command>(olga, later);
  c.org = invito::organization_id("other");
  given(issued()).when(c).then_refused("not_found");
  given(accepted()).when(c).then_refused("not_found");
  c.facts = {};
  c.now = revoke_command().now;
  given(issued()).when(c).then_refused("not_found");
  c.org = {};
  given(issued()).when(c).then_refused("not_found");
  auto s = superseding(olga, later, "");
  s.org = invito::organization_id("other");
  given(issued()).when(s).then_refused("not_found");
}

TEST_CASE("an organization without a name is nobody's") {
  invito::invitation i = issued();
  i.organization = {};
  auto c = as<revoke_command>(olga, later);
  c.org = {};
  given(i).when(c).then_refused("not_found");
}

// Authority --------------------------------------------------------------------------------------

TEST_CASE("whoever could grant the offer now may withdraw it") {
  CHECK(withdrawn(issued("admin", olga), adam).empty());
  CHECK(withdrawn(issued("admin", adam), abby).empty());
  CHECK(withdrawn(issued("admin", adam), olga).empty());
  CHECK(withdrawn(issued("member", olga), mike).empty());
  CHECK(withdrawn(issued("admin", olga), mike) == "not_permitted");
}

TEST_CASE("an admin cannot displace an owner's invitation, but its sponsor can") {
  const invito::invitation i = issued("owner", olga);
  CHECK(withdrawn(i, adam) == "not_permitted");
  CHECK(withdrawn(i, olga).empty());
  // Although the sponsor has come down to a plain member since.
  CHECK(withdrawn(i, {olga.who, "member"}).empty());
  CHECK(withdrawn(i, {olga.who, "nothing known"}).empty());
}

TEST_CASE("below the own rank, equals cannot displace each other") {
  policy p = rules();
  p.granting = invito::granting::below_own_rank;
  CHECK(withdrawn(issued("member", adam), abby, p).empty());
  CHECK(withdrawn(issued("admin", olga), adam, p) == "not_permitted");
  CHECK(withdrawn(issued("admin", olga), olga, p).empty());
}

TEST_CASE("who amended last is the sponsor, and nobody else is") {
  const invito::invitation i = after(issued("member", adam), amending(olga, start + 1h, "owner"));
  CHECK(i.sponsor == olga.who);
  CHECK(withdrawn(i, adam) == "not_permitted");
  CHECK(withdrawn(i, {olga.who, "member"}).empty());
}

TEST_CASE("a sponsor is the same kind of actor, not only the same id") {
  const member service{invito::actor::service(olga.who.id), "member"};
  CHECK(withdrawn(issued("owner", olga), service) == "not_permitted");
}

TEST_CASE("a role that the catalog has lost may be withdrawn by the highest, and by the sponsor") {
  policy p = rules();
  p.roles = {{"owner", 30}, {"admin", 20}};
  CHECK(withdrawn(issued("member", olga), adam, p) == "not_permitted");
  CHECK(withdrawn(issued("member", adam), olga, p).empty());
  CHECK(withdrawn(issued("member", adam), adam, p).empty());
}

TEST_CASE("a least rank to invite also holds for withdrawing what others have offered") {
  policy p = rules();
  p.inviter_rank = 20;
  CHECK(withdrawn(issued("member", olga), mike, p) == "not_permitted");
  CHECK(withdrawn(issued("member", mike), mike, p).empty());
}

TEST_CASE("who is no longer active withdraws nothing, the sponsor included") {
  invito::facts facts;
  facts.actor = invito::standing{"owner", false};
  CHECK(withdrawn(issued("member", adam), olga, rules(), facts) == "inactive_actor");
  CHECK(withdrawn(issued("member", olga), olga, rules(), facts) == "inactive_actor");
}

TEST_CASE("who withdraws is looked up, the sponsor included") {
  CHECK(withdrawn(issued("member", adam), olga, rules(), {}) == "fact_missing /facts/actor");
  CHECK(withdrawn(issued("member", olga), olga, rules(), {}) == "fact_missing /facts/actor");
}

TEST_CASE("by verdict, the host tells who may withdraw what others have offered") {
  policy p = rules();
  p.granting = invito::granting::by_verdict;
  invito::facts facts;
  const invito::invitation i = issued("member", olga);
  CHECK(withdrawn(i, adam, p, facts) == "fact_missing /facts/may_grant");
  CHECK(withdrawn(i, olga, p, facts).empty());
  facts.may_grant = verdict::no;
  CHECK(withdrawn(i, adam, p, facts) == "not_permitted");
  CHECK(withdrawn(i, olga, p, facts).empty());
  facts.may_grant = verdict::yes;
  CHECK(withdrawn(i, adam, p, facts).empty());
}

TEST_CASE("unchecked, anybody may withdraw") {
  policy p = rules();
  p.granting = invito::granting::unchecked;
  CHECK(withdrawn(issued("owner", olga), mike, p, {}).empty());
}

TEST_CASE("who may not withdraw does not hear what has become of it") {
  given(accepted())
      .when(as<revoke_command>({mike.who, "nothing known"}, later))
      .then_refused("not_permitted");
  given(revoked())
      .when(as<revoke_command>({mike.who, "nothing known"}, later))
      .then_refused("not_permitted");
  auto c = superseding({mike.who, "nothing known"}, later, "");
  c.now = revoke_command().now;
  given(issued()).when(c).then_refused("not_permitted");
}

TEST_CASE("an invitation without known sponsor may be withdrawn by whoever could grant it") {
  invito::invitation i = issued("admin", olga);
  i.sponsor = std::nullopt;
  begin_history(i, week_later);
  CHECK(withdrawn(i, adam).empty());
  CHECK(withdrawn(i, mike) == "not_permitted");
}

TEST_CASE("nobody acts without a name, not even for a sponsor without one") {
  invito::invitation i = issued("member");
  i.sponsor = invito::actor::user({});
  auto c = as<invito::revoke_command>(olga, start + day);
  c.by = invito::actor::user({});
  given(rules(), i).when(c).then_refused("missing_value /by");
  c.by = invito::actor::system();
  given(rules(), issued("member")).when(c).then_becomes(invito::status::revoked);
}

TEST_CASE("an actor who is told to be inactive is refused whatever the policy asks") {
  for (const auto how : {invito::granting::by_verdict, invito::granting::unchecked}) {
    invito::policy p = rules();
    p.granting = how;
    auto c = as<invito::revoke_command>(olga, start + day);
    c.facts.may_grant = invito::verdict::yes;
    c.facts.actor->active = false;
    given(p, issued("member")).when(c).then_refused("inactive_actor");
    c.facts.actor = std::nullopt;
    given(p, issued("member")).when(c).then_becomes(invito::status::revoked);
  }
}
