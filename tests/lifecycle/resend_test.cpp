// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::policy;
using invito::resend_command;
using invito::status;
using invito::verdict;
using std::chrono::seconds;

constexpr invito::instant later = start + 3 * day;
constexpr invito::instant last_instant = (invito::instant::max)();

std::string refused(invito::invitation const& i, resend_command const& c,
                    policy const& p = rules()) {
  return refusal(resend(p, i, c));
}

// An imported invitation that is expired and has a creation time.
invito::invitation imported_expired() {
  invito::invitation i = issued();
  i.state = invito::expired{week_later};
  begin_history(i, week_later);
  return i;
}

}  // namespace

TEST_CASE("resend begins a new lifetime and changes nothing else", "[resend]") {
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
  // resend does not change the sponsor.
  CHECK(i.sponsor == olga.who);
  i.state = before.state;
  i.history.pop_back();
  CHECK(i == before);
}

TEST_CASE("resend takes the lifetime of the command or else of the policy", "[resend][lifetime]") {
  policy p = rules();
  const auto expiry = [&p](std::optional<seconds> lifetime) {
    auto c = as<resend_command>(olga, later);
    c.lifetime = lifetime;
    return given(p, issued()).when(c).then_becomes(status::pending).invitation().expires_at();
  };
  CHECK(expiry(std::nullopt) == later + 7 * day);
  CHECK(expiry(30 * day) == later + 30 * day);
  // The new expiry can be earlier than the old one.
  CHECK(expiry(5min) == later + 5min);
  p.expiry.lifetime = std::nullopt;
  CHECK(expiry(std::nullopt) == std::nullopt);
}

TEST_CASE("resend refuses a lifetime below min_lifetime or above max_lifetime",
          "[resend][lifetime]") {
  auto c = as<resend_command>(olga, later);
  c.lifetime = 5min - 1s;
  given(issued()).when(c).then_refused("lifetime_too_short /lifetime");
  c.lifetime = 30 * day + 1s;
  given(issued()).when(c).then_refused("lifetime_too_long /lifetime");
}

TEST_CASE("resend refuses a lifetime that ends outside of the range of instant",
          "[resend][lifetime]") {
  policy p = unlimited();
  p.expiry.lifetime = std::nullopt;
  const invito::invitation i = issued("member", olga, p);
  CHECK(refused(i, as<resend_command>(olga, last_instant), p).empty());
  CHECK(refused(i, as<resend_command>(olga, last_instant - 7 * day), unlimited()).empty());
  CHECK(refused(i, as<resend_command>(olga, last_instant - 7 * day + tick), unlimited()) ==
        "time_out_of_range /lifetime");
}

TEST_CASE("resend renews an expired invitation and claims its email address", "[resend]") {
  for (invito::invitation const& i : {issued(), expired()}) {
    const auto said = given(i).when(as<resend_command>(olga, week_later + 2 * day));
    REQUIRE(said.decision().guards.unique);
    CHECK(said.decision().guards.unique->organization == acme);
    CHECK(said.decision().guards.unique->canonical_email == "ina@example.com");
    const invito::invitation renewed = said.then_becomes(status::pending).invitation();
    CHECK(renewed.expires_at() == start + 16 * day);
    CHECK(name(renewed.status(start + 16 * day - tick)) == "pending");
  }
}

TEST_CASE("resend of a pending invitation makes no uniqueness claim", "[resend]") {
  const auto said = given(issued()).when(as<resend_command>(olga, week_later - tick));
  CHECK_FALSE(said.decision().guards.unique);
  const auto renewal = given(issued()).when(as<resend_command>(olga, week_later));
  CHECK(renewal.decision().guards.unique);
}

TEST_CASE("resend of an expired invitation without an email address makes no uniqueness claim",
          "[resend]") {
  invito::invitation_request r = request("member");
  r.recipient = {std::nullopt, invito::user_id("ina")};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  const auto said = given(apply(*made)).when(as<resend_command>(olga, week_later));
  CHECK_FALSE(said.decision().guards.unique);
  CHECK(said.event().expires_at == week_later + 7 * day);
}

TEST_CASE("resend without renew_expired refuses an expired invitation", "[resend]") {
  policy p = rules();
  p.resend.renew_expired = false;
  given(p, issued())
      .when(as<resend_command>(olga, week_later - tick))
      .then_becomes(status::pending);
  given(p, issued()).when(as<resend_command>(olga, week_later)).then_refused("renewal_refused");
  given(p, expired()).when(as<resend_command>(olga, week_later)).then_refused("renewal_refused");
  given(p, accepted()).when(as<resend_command>(olga, week_later)).then_refused("already_accepted");
}

TEST_CASE("resend keeps the current token or replaces it by another one with a grace time",
          "[resend][token]") {
  invito::issue_command ask = issuing(olga);
  ask.token = support::digest_of("old");
  const auto made = issue(rules(), request("member"), ask);
  REQUIRE(made);
  const invito::invitation i = apply(*made);

  auto c = as<resend_command>(olga, later);
  given(i).when(c).then_refused("missing_value /token");  // the message needs a link
  c.token = support::digest_of("old");
  const invito::invitation kept = given(i).when(c).then_becomes(status::pending).invitation();
  REQUIRE(kept.tokens);
  CHECK(*kept.tokens == *i.tokens);
  CHECK(kept.history.back().details == invito::event_details(invito::resend_details{}));

  c.token = support::digest_of("new");
  const invito::invitation changed = given(i).when(c).then_becomes(status::pending).invitation();
  REQUIRE(changed.tokens);
  CHECK(changed.tokens->current == support::digest_of("new"));
  CHECK(changed.tokens->previous == support::digest_of("old"));
  CHECK(changed.tokens->previous_until == later + day);
  auto* details = std::get_if<invito::resend_details>(&changed.history.back().details);
  REQUIRE(details);
  REQUIRE(details->token);
  CHECK(*details->token == support::digest_of("new"));
  CHECK(details->previous_until == later + day);

  const invito::invitation first =
      given(issued()).when(c).then_becomes(status::pending).invitation();
  REQUIRE(first.tokens);
  CHECK(first.tokens->current == support::digest_of("new"));
  CHECK_FALSE(first.tokens->previous);
}

TEST_CASE("resend has no limit if the policy sets none", "[resend]") {
  given g(unlimited(), issued());
  for (int n = 1; n <= 20; ++n) {
    g = g.when(as<resend_command>(n % 2 == 0 ? olga : adam, start + n * day))
            .then_becomes(status::pending);
    CHECK(g.invitation().expires_at() == start + (n + 7) * day);
  }
  CHECK(g.invitation().revision() == 21);
  CHECK(g.invitation().offer_number == 1);
}

TEST_CASE("resend measures the age of an imported invitation from created_at, not from known_at",
          "[resend]") {
  const invito::instant end = start + 90 * day;
  given(imported_expired()).when(as<resend_command>(olga, end)).then_refused("too_old");
  const auto renewed = given(imported_expired()).when(as<resend_command>(olga, end - tick));
  CHECK(renewed.event().expires_at == end);
}

TEST_CASE("resend applies no max_age to an invitation without a creation time", "[resend]") {
  invito::invitation i = issued();
  i.history.clear();
  i.created_at = std::nullopt;
  const auto said = given(i).when(as<resend_command>(olga, start + 1000 * day));
  CHECK(said.event().expires_at == start + 1007 * day);
}

TEST_CASE("resend does not treat an older copy of the invitation as a duplicate",
          "[resend][duplicate]") {
  auto c = as<resend_command>(olga, week_later + 2 * day);
  c.facts.existing = {issued()};
  c.facts.existing->front().state = invito::pending{};
  given(expired()).when(c).then_becomes(invito::status::pending);
  c.facts.existing->front().id = invito::invitation_id("inv-2");
  given(expired()).when(c).then_refused("duplicate_pending /email");
}

// Authority --------------------------------------------------------------------------------------

TEST_CASE("resend requires an actor that can grant the offer now, the sponsor included",
          "[resend][authority]") {
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

TEST_CASE("resend requires the fact actor and an active actor", "[resend][authority][facts]") {
  auto c = as<resend_command>(olga, later);
  c.facts.actor->active = false;
  CHECK(refused(issued(), c) == "inactive_actor");
  c.facts.actor = std::nullopt;
  CHECK(refused(issued(), c) == "fact_missing /facts/actor");
}

TEST_CASE("by_verdict decides resend by the fact may_grant, the sponsor included",
          "[resend][authority][facts]") {
  policy p = rules();
  p.granting = invito::granting::by_verdict;
  auto c = as<resend_command>(olga, later);
  CHECK(refused(issued(), c, p) == "fact_missing /facts/may_grant");
  c.facts.may_grant = verdict::denied;
  CHECK(refused(issued(), c, p) == "not_permitted");
  c.facts.may_grant = verdict::allowed;
  CHECK(refused(issued(), c, p).empty());
}

TEST_CASE("granting::unchecked permits resend by every actor", "[resend][authority][facts]") {
  policy p = rules();
  p.granting = invito::granting::unchecked;
  auto c = as<resend_command>(mike, later);
  c.facts.actor.reset();
  CHECK(refused(issued("owner"), c, p).empty());
  // No facts at all are required if the organization is not checked.
  c.facts = {};
  p.check_organization = false;
  CHECK(refused(issued("owner"), c, p).empty());
}

TEST_CASE("resend returns not_found to another organization", "[resend]") {
  auto c = as<resend_command>(olga, later);
  c.organization = invito::organization_id("other");
  c.facts = {};
  CHECK(refused(issued(), c) == "not_found");
  CHECK(refused(accepted(), c) == "not_found");
}

// Offer ------------------------------------------------------------------------------------------

TEST_CASE("resend refuses a role that is no longer in the catalog", "[resend][input]") {
  policy p = rules();
  p.roles = {{"owner", 30}, {"admin", 20}};
  CHECK(refused(issued("member"), as<resend_command>(olga, later), p) == "unknown_role /role");
  CHECK(refused(issued("member"), as<resend_command>(adam, later), p) == "not_permitted");
  CHECK(refused(issued("admin"), as<resend_command>(adam, later), p).empty());
}

TEST_CASE("resend refuses a role that is no longer grantable", "[resend][input]") {
  policy p = rules();
  p.roles = {{"owner", 30}, {"member", 10, false}};
  CHECK(refused(issued("member"), as<resend_command>(olga, later), p) ==
        "role_not_grantable /role");
}

TEST_CASE("resend checks the roles of the grants again and reports their paths",
          "[resend][input][grants]") {
  invito::invitation_request r = request("member");
  r.offer.grants = {{project("p1", "lead"), project("p2", "viewer")}};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  policy p = rules();
  p.roles = {{"owner", 30}, {"member", 10}, {"lead", 20, false, invito::scope::project}};
  CHECK(refused(apply(*made), as<resend_command>(olga, later), p) ==
        "unknown_role /grants/1/role; role_not_grantable /grants/0/role");
}

TEST_CASE("resend reports all problems of the input together and none of the state",
          "[resend][input]") {
  auto c = as<resend_command>(olga, later);
  c.now = resend_command().now;
  c.lifetime = 1s;
  CHECK(refused(accepted(), c) == "missing_value /now; lifetime_too_short /lifetime");
}
