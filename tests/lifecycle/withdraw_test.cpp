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

// The refusal of revoke and supersede, which check the same authority.
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

TEST_CASE("revoke records the actor and the time", "[revoke]") {
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

TEST_CASE("supersede records the newer invitation", "[supersede]") {
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

TEST_CASE("revoke of an expired invitation prevents its renewal", "[revoke][resend]") {
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

TEST_CASE("supersede refuses an expired invitation", "[supersede]") {
  given(issued()).when(superseding(olga, week_later)).then_refused("expired");
  given(expired()).when(superseding(olga, week_later)).then_refused("expired");
}

TEST_CASE("supersede requires the id of another invitation", "[supersede][input]") {
  given(issued()).when(superseding(olga, later, "")).then_refused("missing_value /newer");
  given(issued()).when(superseding(olga, later, "inv-1")).then_refused("missing_value /newer");
}

TEST_CASE("revoke and supersede refuse a command without now", "[revoke][supersede][input]") {
  auto revoking = as<revoke_command>(olga, later);
  revoking.now = revoke_command().now;
  given(issued()).when(revoking).then_refused("missing_value /now");
  auto replacing = superseding(olga, later, "");
  replacing.now = revoke_command().now;
  given(issued()).when(replacing).then_refused("missing_value /now; missing_value /newer");
}

// Organization -----------------------------------------------------------------------------------

TEST_CASE("revoke and supersede return not_found to another organization", "[revoke][supersede]") {
  auto c = as<revoke_command>(olga, later);
  c.organization = invito::organization_id("other");
  given(issued()).when(c).then_refused("not_found");
  given(accepted()).when(c).then_refused("not_found");
  c.facts = {};
  c.now = revoke_command().now;
  given(issued()).when(c).then_refused("not_found");
  c.organization = {};
  given(issued()).when(c).then_refused("not_found");
  auto s = superseding(olga, later, "");
  s.organization = invito::organization_id("other");
  given(issued()).when(s).then_refused("not_found");
}

TEST_CASE("revoke returns not_found to an empty organization", "[revoke]") {
  invito::invitation i = issued();
  i.organization = {};
  auto c = as<revoke_command>(olga, later);
  c.organization = {};
  given(i).when(c).then_refused("not_found");
}

// Authority --------------------------------------------------------------------------------------

TEST_CASE("revoke and supersede require an actor that can grant the offer now",
          "[revoke][supersede][authority]") {
  CHECK(withdrawn(issued("admin", olga), adam).empty());
  CHECK(withdrawn(issued("admin", adam), abby).empty());
  CHECK(withdrawn(issued("admin", adam), olga).empty());
  CHECK(withdrawn(issued("member", olga), mike).empty());
  CHECK(withdrawn(issued("admin", olga), mike) == "not_permitted");
}

TEST_CASE("only the sponsor and actors of sufficient rank can revoke and supersede",
          "[revoke][supersede][authority]") {
  const invito::invitation i = issued("owner", olga);
  CHECK(withdrawn(i, adam) == "not_permitted");
  CHECK(withdrawn(i, olga).empty());
  // The sponsor's role at present does not matter.
  CHECK(withdrawn(i, {olga.who, "member"}).empty());
  CHECK(withdrawn(i, {olga.who, "nothing known"}).empty());
}

TEST_CASE("below_own_rank refuses revoke and supersede of an offer of the actor's rank",
          "[revoke][supersede][authority]") {
  policy p = rules();
  p.granting = invito::granting::below_own_rank;
  CHECK(withdrawn(issued("member", adam), abby, p).empty());
  CHECK(withdrawn(issued("admin", olga), adam, p) == "not_permitted");
  CHECK(withdrawn(issued("admin", olga), olga, p).empty());
}

TEST_CASE("amend makes its actor the only sponsor for revoke and supersede",
          "[revoke][supersede][amend][authority]") {
  const invito::invitation i = after(issued("member", adam), amending(olga, start + 1h, "owner"));
  CHECK(i.sponsor == olga.who);
  CHECK(withdrawn(i, adam) == "not_permitted");
  CHECK(withdrawn(i, {olga.who, "member"}).empty());
}

TEST_CASE("revoke and supersede compare the kind and the id of the sponsor",
          "[revoke][supersede][authority]") {
  const member service{invito::actor::service(olga.who.id), "member"};
  CHECK(withdrawn(issued("owner", olga), service) == "not_permitted");
}

TEST_CASE("revoke and supersede of an unknown role require the highest rank or the sponsor",
          "[revoke][supersede][authority]") {
  policy p = rules();
  p.roles = {{"owner", 30}, {"admin", 20}};
  CHECK(withdrawn(issued("member", olga), adam, p) == "not_permitted");
  CHECK(withdrawn(issued("member", adam), olga, p).empty());
  CHECK(withdrawn(issued("member", adam), adam, p).empty());
}

TEST_CASE("inviter_rank applies to revoke and supersede by actors other than the sponsor",
          "[revoke][supersede][authority]") {
  policy p = rules();
  p.inviter_rank = 20;
  CHECK(withdrawn(issued("member", olga), mike, p) == "not_permitted");
  CHECK(withdrawn(issued("member", mike), mike, p).empty());
}

TEST_CASE("revoke and supersede refuse an inactive actor, the sponsor included",
          "[revoke][supersede][authority]") {
  invito::facts facts;
  facts.actor = invito::membership{"owner", false};
  CHECK(withdrawn(issued("member", adam), olga, rules(), facts) == "inactive_actor");
  CHECK(withdrawn(issued("member", olga), olga, rules(), facts) == "inactive_actor");
}

TEST_CASE("revoke and supersede require the fact actor, the sponsor included",
          "[revoke][supersede][authority][facts]") {
  CHECK(withdrawn(issued("member", adam), olga, rules(), {}) == "fact_missing /facts/actor");
  CHECK(withdrawn(issued("member", olga), olga, rules(), {}) == "fact_missing /facts/actor");
}

TEST_CASE("by_verdict decides revoke and supersede by may_grant, except for the sponsor",
          "[revoke][supersede][authority][facts]") {
  policy p = rules();
  p.granting = invito::granting::by_verdict;
  invito::facts facts;
  const invito::invitation i = issued("member", olga);
  CHECK(withdrawn(i, adam, p, facts) == "fact_missing /facts/may_grant");
  CHECK(withdrawn(i, olga, p, facts).empty());
  facts.may_grant = verdict::denied;
  CHECK(withdrawn(i, adam, p, facts) == "not_permitted");
  CHECK(withdrawn(i, olga, p, facts).empty());
  facts.may_grant = verdict::allowed;
  CHECK(withdrawn(i, adam, p, facts).empty());
}

TEST_CASE("granting::unchecked permits revoke and supersede by every actor",
          "[revoke][supersede][authority]") {
  policy p = rules();
  p.granting = invito::granting::unchecked;
  CHECK(withdrawn(issued("owner", olga), mike, p, {}).empty());
}

TEST_CASE("revoke and supersede report a problem of authority without the state or the input",
          "[revoke][supersede][authority]") {
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

TEST_CASE("an actor that can grant the offer can revoke and supersede it without a sponsor",
          "[revoke][supersede][authority]") {
  invito::invitation i = issued("admin", olga);
  i.sponsor = std::nullopt;
  begin_history(i, week_later);
  CHECK(withdrawn(i, adam).empty());
  CHECK(withdrawn(i, mike) == "not_permitted");
}

TEST_CASE("revoke refuses an actor without an id, even if the sponsor has none",
          "[revoke][authority][input]") {
  invito::invitation i = issued("member");
  i.sponsor = invito::actor::user({});
  auto c = as<invito::revoke_command>(olga, start + day);
  c.by = invito::actor::user({});
  given(rules(), i).when(c).then_refused("missing_value /by");
  c.by = invito::actor::system();
  given(rules(), issued("member")).when(c).then_becomes(invito::status::revoked);
}

TEST_CASE("revoke refuses an inactive actor under every granting rule", "[revoke][authority]") {
  for (const auto how : {invito::granting::by_verdict, invito::granting::unchecked}) {
    invito::policy p = rules();
    p.granting = how;
    auto c = as<invito::revoke_command>(olga, start + day);
    c.facts.may_grant = invito::verdict::allowed;
    c.facts.actor->active = false;
    given(p, issued("member")).when(c).then_refused("inactive_actor");
    c.facts.actor = std::nullopt;
    given(p, issued("member")).when(c).then_becomes(invito::status::revoked);
  }
}
