// SPDX-License-Identifier: MIT

#include <chrono>
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
using invito::resend_command;
using invito::status;
using invito::verdict;
using std::chrono::seconds;

constexpr invito::instant later = start + 3 * day;
constexpr invito::instant last_moment = (invito::instant::max)();

std::string refused(invito::invitation const& i, resend_command const& c,
                    policy const& p = rules()) {
  return refusal(resend(p, i, c));
}

}  // namespace

TEST_CASE("resend begins a new lifetime and changes nothing else") {
  const invito::invitation before = issued();
  auto c = as<resend_command>(adam, later);
  c.facts.organization->revision = 5;
  c.idempotency_key = "k";
  const auto said = given(before).when(c);
  CHECK(said.decision().guards.organization_revision == std::uint64_t{5});
  CHECK(name(said.event().kind()) == "resend");
  CHECK(said.event().at == later);
  CHECK(said.event().by == adam.who);
  CHECK(said.event().expires_at == later + 7 * day);
  CHECK(said.event().idempotency_key == "k");

  invito::invitation i = said.then_becomes(status::pending).invitation();
  CHECK(i.state == invito::state(invito::pending{later + 7 * day}));
  // Who sends again does not vouch.
  CHECK(i.sponsor == olga.who);
  i.state = before.state;
  i.history.pop_back();
  CHECK(i == before);
}

TEST_CASE("the new lifetime is the command's, the policy's or none") {
  policy p = rules();
  const auto expiry = [&p](std::optional<seconds> lifetime) {
    auto c = as<resend_command>(olga, later);
    c.lifetime = lifetime;
    return given(p, issued()).when(c).then_becomes(status::pending).invitation().expires_at();
  };
  CHECK(expiry(std::nullopt) == later + 7 * day);
  CHECK(expiry(30 * day) == later + 30 * day);
  // The new expiry may be earlier.
  CHECK(expiry(5min) == later + 5min);
  p.expiry.lifetime = std::nullopt;
  CHECK(expiry(std::nullopt) == std::nullopt);
}

TEST_CASE("the new lifetime lies within the policy's bounds") {
  auto c = as<resend_command>(olga, later);
  c.lifetime = 5min - 1s;
  given(issued()).when(c).then_refused("lifetime_too_short /lifetime");
  c.lifetime = 30 * day + 1s;
  given(issued()).when(c).then_refused("lifetime_too_long /lifetime");
}

TEST_CASE("a new lifetime that leads out of the range of time is refused") {
  policy p = unlimited();
  p.expiry.lifetime = std::nullopt;
  const invito::invitation i = issued("member", olga, p);
  CHECK(refused(i, as<resend_command>(olga, last_moment), p).empty());
  CHECK(refused(i, as<resend_command>(olga, last_moment - 7 * day), unlimited()).empty());
  CHECK(refused(i, as<resend_command>(olga, last_moment - 7 * day + tick), unlimited()) ==
        "time_out_of_range /lifetime");
}

TEST_CASE("an expired invitation is renewed, recorded as expired or not, and claims the mailbox") {
  for (invito::invitation const& i : {issued(), expired()}) {
    const auto said = given(i).when(as<resend_command>(olga, week_later + 2 * day));
    REQUIRE(said.decision().guards.unique);
    CHECK(said.decision().guards.unique->organization == acme);
    CHECK(said.decision().guards.unique->email_key == "ina@example.com");
    const invito::invitation renewed = said.then_becomes(status::pending).invitation();
    CHECK(renewed.expires_at() == start + 16 * day);
    CHECK(name(renewed.status(start + 16 * day - tick)) == "pending");
  }
}

TEST_CASE("what is still pending holds its mailbox already") {
  const auto said = given(issued()).when(as<resend_command>(olga, week_later - tick));
  CHECK_FALSE(said.decision().guards.unique);
  const auto renewal = given(issued()).when(as<resend_command>(olga, week_later));
  CHECK(renewal.decision().guards.unique);
}

TEST_CASE("renewing what was sent to no mailbox claims none") {
  invito::invitation_request r = request("member");
  r.recipient = {std::nullopt, invito::user_id("ina")};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  const auto said = given(apply(*made)).when(as<resend_command>(olga, week_later));
  CHECK_FALSE(said.decision().guards.unique);
  CHECK(said.event().expires_at == week_later + 7 * day);
}

TEST_CASE("expired ones stay expired where the policy does not renew them") {
  policy p = rules();
  p.resending.renew_expired = false;
  given(p, issued())
      .when(as<resend_command>(olga, week_later - tick))
      .then_becomes(status::pending);
  given(p, issued()).when(as<resend_command>(olga, week_later)).then_refused("renewal_refused");
  given(p, expired()).when(as<resend_command>(olga, week_later)).then_refused("renewal_refused");
  given(p, accepted()).when(as<resend_command>(olga, week_later)).then_refused("already_accepted");
}

TEST_CASE(
    "resend brings the key that there is, or another one, beside which the old one lives on") {
  invito::issue_command ask = issuing(olga);
  ask.key = invito::key_digest("old");
  const auto made = issue(rules(), request("member"), ask);
  REQUIRE(made);
  const invito::invitation i = apply(*made);

  auto c = as<resend_command>(olga, later);
  given(i).when(c).then_refused("missing_value /key");  // the message would have no link
  c.key = invito::key_digest("old");
  const invito::invitation kept = given(i).when(c).then_becomes(status::pending).invitation();
  REQUIRE(kept.keys);
  CHECK(*kept.keys == *i.keys);
  CHECK(kept.history.back().details == invito::event_details(invito::resend_details{}));

  c.key = invito::key_digest("new");
  const invito::invitation changed = given(i).when(c).then_becomes(status::pending).invitation();
  REQUIRE(changed.keys);
  CHECK(changed.keys->current == invito::key_digest("new"));
  CHECK(changed.keys->previous == invito::key_digest("old"));
  CHECK(changed.keys->previous_until == later + day);
  auto* details = std::get_if<invito::resend_details>(&changed.history.back().details);
  REQUIRE(details);
  REQUIRE(details->key);
  CHECK(*details->key == invito::key_digest("new"));
  CHECK(details->previous_until == later + day);

  const invito::invitation first =
      given(issued()).when(c).then_becomes(status::pending).invitation();
  REQUIRE(first.keys);
  CHECK(first.keys->current == invito::key_digest("new"));
  CHECK_FALSE(first.keys->previous);
}

TEST_CASE("an invitation may be sent again any number of times where the policy has no limits") {
  given g(unlimited(), issued());
  for (int n = 1; n <= 20; ++n) {
    g = g.when(as<resend_command>(n % 2 == 0 ? olga : adam, start + n * day))
            .then_becomes(status::pending);
    CHECK(g.invitation().expires_at() == start + (n + 7) * day);
  }
  CHECK(g.invitation().revision() == 21);
  CHECK(g.invitation().offer_number == 1);
}

// Who may ----------------------------------------------------------------------------------------

TEST_CASE("who sends again must be able to grant the offer now, the sponsor included") {
  CHECK(refused(issued("admin", olga), as<resend_command>(adam, later)).empty());
  CHECK(refused(issued("admin", olga), as<resend_command>(mike, later)) == "not_permitted");
  CHECK(refused(issued("owner", olga), as<resend_command>(adam, later)) == "not_permitted");
  CHECK(refused(issued("owner", olga), as<resend_command>({olga.who, "admin"}, later)) ==
        "not_permitted");
  policy p = rules();
  p.granting = invito::granting::below_own_rank;
  CHECK(refused(issued("admin", olga), as<resend_command>(adam, later), p) == "not_permitted");
  CHECK(refused(issued("member", olga), as<resend_command>(adam, later), p).empty());
  p.inviter_rank = 25;
  CHECK(refused(issued("member", olga), as<resend_command>(adam, later), p) == "not_permitted");
}

TEST_CASE("who sends again is looked up and active") {
  auto c = as<resend_command>(olga, later);
  c.facts.actor->active = false;
  CHECK(refused(issued(), c) == "inactive_actor");
  c.facts.actor = std::nullopt;
  CHECK(refused(issued(), c) == "fact_missing /facts/actor");
}

TEST_CASE("by verdict, the host tells who may send again, the sponsor included") {
  policy p = rules();
  p.granting = invito::granting::by_verdict;
  auto c = as<resend_command>(olga, later);
  CHECK(refused(issued(), c, p) == "fact_missing /facts/may_grant");
  c.facts.may_grant = verdict::no;
  CHECK(refused(issued(), c, p) == "not_permitted");
  c.facts.may_grant = verdict::yes;
  CHECK(refused(issued(), c, p).empty());
}

TEST_CASE("unchecked, anybody may send again") {
  policy p = rules();
  p.granting = invito::granting::unchecked;
  auto c = as<resend_command>(mike, later);
  c.facts.actor.reset();
  CHECK(refused(issued("owner"), c, p).empty());
  // Nothing at all, where the organization is not looked at either.
  c.facts = {};
  p.check_organization = false;
  CHECK(refused(issued("owner"), c, p).empty());
}

TEST_CASE("who belongs to another organization finds nothing to send again") {
  auto c = as<resend_command>(olga, later);
  c.org = invito::organization_id("other");
  c.facts = {};
  CHECK(refused(issued(), c) == "not_found");
  CHECK(refused(accepted(), c) == "not_found");
}

// What -------------------------------------------------------------------------------------------

TEST_CASE("a role that the catalog has lost is not sent again") {
  policy p = rules();
  p.roles = {{"owner", 30}, {"admin", 20}};
  CHECK(refused(issued("member"), as<resend_command>(olga, later), p) == "unknown_role /role");
  CHECK(refused(issued("member"), as<resend_command>(adam, later), p) == "not_permitted");
  CHECK(refused(issued("admin"), as<resend_command>(adam, later), p).empty());
}

TEST_CASE("a role that is no longer granted by invitation is not sent again") {
  policy p = rules();
  p.roles = {{"owner", 30}, {"member", 10, false}};
  CHECK(refused(issued("member"), as<resend_command>(olga, later), p) ==
        "role_not_grantable /role");
}

TEST_CASE("the roles of grants are judged again with their places") {
  invito::invitation_request r = request("member");
  r.offer.grants = {{project("p1", "lead"), project("p2", "viewer")}};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  policy p = rules();
  p.roles = {{"owner", 30}, {"member", 10}, {"lead", 20, false, invito::scope::project}};
  CHECK(refused(apply(*made), as<resend_command>(olga, later), p) ==
        "unknown_role /grants/1/role; role_not_grantable /grants/0/role");
}

TEST_CASE("resending tells all problems of the input and none of the state") {
  auto c = as<resend_command>(olga, later);
  c.now = resend_command().now;
  c.lifetime = 1s;
  CHECK(refused(accepted(), c) == "missing_value /now; lifetime_too_short /lifetime");
}
