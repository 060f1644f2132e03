// SPDX-License-Identifier: MIT

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::amend_command;
using invito::policy;
using invito::status;
using invito::verdict;

constexpr invito::instant later = start + day;

std::string refused(invito::invitation const& i, amend_command const& c,
                    policy const& p = rules()) {
  return refusal(amend(p, i, c));
}

std::string refused_grants(invito::grant_list grants) {
  amend_command c = amending(olga, later, "member");
  c.offer.grants = std::move(grants);
  return refused(issued(), c);
}

}  // namespace

TEST_CASE(
    "amend replaces the offer, raises the offer number, changes the sponsor and keeps the expiry",
    "[amend]") {
  const invito::invitation before = issued("member", olga);
  amend_command c = amending(adam, later, "admin");
  c.offer.grants = {{project("p1", "lead")}};
  c.facts.organization->revision = 6;
  c.idempotency_key = "k";
  const auto result = given(before).when(c);
  CHECK(result.decision().guards.organization_revision == std::uint64_t{6});
  CHECK_FALSE(result.decision().guards.unique);
  CHECK(name(result.event().kind()) == "amend");
  CHECK(result.event().at == later);
  CHECK(result.event().by == adam.who);
  CHECK(result.event().expires_at == week_later);
  CHECK(result.event().idempotency_key == "k");
  auto* details = std::get_if<invito::amend_details>(&result.event().details);
  REQUIRE(details);
  REQUIRE(details->offer);
  CHECK(*details->offer == c.offer);
  CHECK_FALSE(details->token);

  invito::invitation i = result.then_becomes(status::pending).invitation();
  CHECK(i.offer == c.offer);
  CHECK(i.offer_number == 2);
  CHECK(i.sponsor == adam.who);
  CHECK(i.created_by == olga.who);
  CHECK(i.state == invito::state(invito::pending{week_later}));
  i.offer = before.offer;
  i.offer_number = 1;
  i.sponsor = olga.who;
  i.history.pop_back();
  CHECK(i == before);
}

TEST_CASE("each amend raises the offer number by one", "[amend]") {
  given g(issued());
  for (std::uint32_t n = 2; n <= 5; ++n) {
    g = g.when(amending(olga, later, n % 2 == 0 ? "admin" : "member"))
            .then_becomes(status::pending);
    CHECK(g.invitation().offer_number == n);
  }
}

TEST_CASE("amend keeps an expiry that a resend has moved, and the absence of an expiry",
          "[amend][resend]") {
  const invito::invitation resent = after(issued(), as<invito::resend_command>(olga, later));
  CHECK(given(resent)
            .when(amending(olga, later + day, "admin"))
            .then_becomes(status::pending)
            .invitation()
            .expires_at() == later + 7 * day);
  policy p = rules();
  p.expiry.lifetime = std::nullopt;
  CHECK_FALSE(given(rules(), issued("member", olga, p))
                  .when(amending(olga, later, "admin"))
                  .then_becomes(status::pending)
                  .invitation()
                  .expires_at());
}

TEST_CASE("amend distinguishes absent grants from empty grants", "[amend]") {
  amend_command c = amending(olga, later, "member");
  CHECK_FALSE(given(issued()).when(c).then_becomes(status::pending).invitation().offer.grants);
  c.offer.grants.emplace();
  const auto emptied = given(issued()).when(c).then_becomes(status::pending).invitation();
  REQUIRE(emptied.offer.grants);
  CHECK(emptied.offer.grants->empty());
}

TEST_CASE("amend with another token replaces the current token and keeps no previous token",
          "[amend][token]") {
  invito::issue_command ask = issuing(olga);
  ask.token = support::digest_of("old");
  const auto made = issue(rules(), request("member"), ask);
  REQUIRE(made);
  amend_command c = amending(olga, later, "admin");
  c.token = support::digest_of("new");
  const auto i = given(apply(*made)).when(c).then_becomes(status::pending).invitation();
  REQUIRE(i.tokens);
  CHECK(i.tokens->current == support::digest_of("new"));
  CHECK_FALSE(i.tokens->previous);
}

// Authority --------------------------------------------------------------------------------------

TEST_CASE("amend refuses an actor who may not grant the new offer", "[amend][authority]") {
  CHECK(refused(issued("member"), amending(adam, later, "admin")).empty());
  CHECK(refused(issued("member"), amending(adam, later, "owner")) == "not_permitted");
  CHECK(refused(issued("member"), amending(olga, later, "owner")).empty());
}

TEST_CASE("amend refuses an actor who may not grant the old offer", "[amend][authority]") {
  // Otherwise an admin could turn the invitation of an owner into an invitation of a member.
  const auto result = amend(rules(), issued("owner"), amending(adam, later, "member"));
  CHECK(refusal(result) == "not_permitted");
  REQUIRE_FALSE(result);
  CHECK(result.error().front().subject == "owner");
  CHECK(refused(issued("owner"), amending(olga, later, "member")).empty());
}

TEST_CASE("amend refuses a sponsor whose rank is now below the old offer", "[amend][authority]") {
  CHECK(refused(issued("owner", olga), amending({olga.who, "admin"}, later, "member")) ==
        "not_permitted");
}

TEST_CASE("amend checks the grants of the old and of the new offer", "[amend][authority]") {
  invito::invitation_request r = request("member");
  r.offer.grants = {{project("p1", "lead")}};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  CHECK(refused(apply(*made), amending(mike, later, "member")) == "not_permitted");
  amend_command c = amending(mike, later, "member");
  CHECK(refused(issued(), c).empty());
  c.offer.grants = {{project("p1", "lead")}};
  CHECK(refused(issued(), c) == "not_permitted");
}

TEST_CASE("with granting::below_own_rank, amend checks the old and the new offer",
          "[amend][authority]") {
  policy p = rules();
  p.granting = invito::granting::below_own_rank;
  CHECK(refused(issued("member"), amending(adam, later, "member"), p).empty());
  CHECK(refused(issued("member"), amending(adam, later, "admin"), p) == "not_permitted");
  CHECK(refused(issued("admin"), amending(adam, later, "member"), p) == "not_permitted");
}

TEST_CASE("amend refuses an unknown actor, an inactive actor and an actor below inviter_rank",
          "[amend][authority]") {
  amend_command c = amending(olga, later, "member");
  c.facts.actor->active = false;
  CHECK(refused(issued(), c) == "inactive_actor");
  c.facts.actor = std::nullopt;
  CHECK(refused(issued(), c) == "fact_missing /facts/actor");
  policy p = rules();
  p.inviter_rank = 11;
  CHECK(refused(issued(), amending(mike, later, "member"), p) == "not_permitted");
  CHECK(refused(issued(), amending(mike, later, "member")).empty());
}

TEST_CASE("with granting::by_verdict, amend follows the fact may_grant", "[amend][authority]") {
  policy p = rules();
  p.granting = invito::granting::by_verdict;
  amend_command c = amending(mike, later, "owner");
  CHECK(refused(issued(), c, p) == "fact_missing /facts/may_grant");
  c.facts.may_grant = verdict::denied;
  CHECK(refused(issued(), c, p) == "not_permitted");
  c.facts.may_grant = verdict::allowed;
  CHECK(refused(issued(), c, p).empty());
}

TEST_CASE("amend does not find an invitation of another organization", "[amend]") {
  amend_command c = amending(olga, later, "emperor");
  c.organization = invito::organization_id("other");
  c.facts = {};
  c.now = amend_command().now;
  CHECK(refused(issued(), c) == "not_found");
  CHECK(refused(accepted(), c) == "not_found");
}

// Input and status -------------------------------------------------------------------------------

TEST_CASE("amend checks the roles and grants of the new offer like issue", "[amend]") {
  CHECK(refused(issued(), amending(olga, later, "emperor")) == "unknown_role /role");
  CHECK(refused(issued(), amending(olga, later, "")) == "missing_value /role");
  CHECK(refused(issued(), amending(olga, later, "robot")) == "role_not_grantable /role");
  CHECK(refused_grants({{project("p1", "boss")}}) == "unknown_role /grants/0/role");
  CHECK(refused_grants({{project("p1", "lead"), project("p2", "shadow")}}) ==
        "role_not_grantable /grants/1/role");
  CHECK(refused_grants({{project("p1", "lead"), project("p1", "lead")}}) ==
        "duplicate_item /grants/1/id");
  CHECK(refused_grants({{project("", "lead")}}) == "missing_value /grants/0/id");
  CHECK(refused_grants({{project(std::string(255, 'x'), "lead")}}).empty());
  CHECK(refused_grants({{project(std::string(256, 'x'), "lead")}}) == "text_too_long /grants/0/id");
}

TEST_CASE("amend allows 1000 grants and refuses 1001", "[amend]") {
  std::vector<invito::grant> many;
  for (std::size_t n = 0; n != 1000; ++n) many.push_back(project(std::to_string(n), "viewer"));
  CHECK(refused_grants(many).empty());
  many.push_back(project("one more", "viewer"));
  CHECK(refused_grants(many) == "text_too_long /grants");
}

TEST_CASE("amend of a role that the catalog no longer has requires the highest rank",
          "[amend][authority]") {
  policy p = rules();
  p.roles = {{"owner", 30}, {"admin", 20}};
  CHECK(refused(issued("member"), amending(adam, later, "admin"), p) == "not_permitted");
  CHECK(refused(issued("member"), amending(olga, later, "admin"), p).empty());
}

TEST_CASE("a refused amend reports all problems of the input tier and none of the status tier",
          "[amend]") {
  amend_command c = amending(olga, later, "emperor");
  c.now = amend_command().now;
  c.offer.grants = {{project("a", "lead"), project("a", "shadow")}};
  CHECK(refused(accepted(), c) ==
        "missing_value /now; unknown_role /role; role_not_grantable /grants/1/role; "
        "duplicate_item /grants/1/id");
}

TEST_CASE("amend refuses an expired invitation", "[amend]") {
  CHECK(refused(issued(), amending(olga, week_later - tick, "admin")).empty());
  CHECK(refused(issued(), amending(olga, week_later, "admin")) == "expired");
  CHECK(refused(expired(), amending(olga, week_later, "admin")) == "expired");
}

TEST_CASE("amend of an invitation with a token requires another token", "[amend][token]") {
  auto with_token = issuing(olga);
  with_token.token = support::digest_of("old");
  const auto made = invito::issue(rules(), request("member"), with_token);
  REQUIRE(made);
  const invito::invitation i = invito::apply(*made);
  auto c = amending(olga, start + day, "admin");
  given(rules(), i).when(c).then_refused("missing_value /token");
  c.token = support::digest_of("old");
  given(rules(), i).when(c).then_refused("missing_value /token");
  c.token = support::digest_of("new");
  const auto amended = invito::amend(rules(), i, c);
  REQUIRE(amended);
  invito::invitation after = i;
  REQUIRE(invito::apply(after, *amended));
  CHECK(after.tokens->current == support::digest_of("new"));
  // The old link shows the old offer, so the old token is void at once, even if a resend has just
  // replaced it.
  CHECK_FALSE(after.tokens->previous);
  CHECK_FALSE(after.tokens->previous_until);
  auto resending = as<invito::resend_command>(olga, start + day);
  resending.token = support::digest_of("newer");
  const auto resent = given(i).when(resending).then_becomes(status::pending);
  REQUIRE(resent.invitation().tokens->previous);
  c.now = start + 2 * day - tick;
  c.token = support::digest_of("old");
  resent.when(c).then_refused("missing_value /token");
  c.token = support::digest_of("newest");
  const auto last = resent.when(c).then_becomes(status::pending).invitation();
  CHECK(last.tokens->current == support::digest_of("newest"));
  CHECK_FALSE(last.tokens->previous);
  CHECK_FALSE(last.tokens->previous_until);
}
