// SPDX-License-Identifier: MIT

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
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
    "amend replaces the offer, raises its number and changes the sponsor, but not the expiry") {
  const invito::invitation before = issued("member", olga);
  amend_command c = amending(adam, later, "admin");
  c.offer.grants = {{project("p1", "lead")}};
  c.facts.organization->revision = 6;
  c.idempotency_key = "k";
  const auto said = given(before).when(c);
  CHECK(said.decision().guards.organization_revision == std::uint64_t{6});
  CHECK_FALSE(said.decision().guards.unique);
  CHECK(name(said.event().kind()) == "amend");
  CHECK(said.event().at == later);
  CHECK(said.event().by == adam.who);
  CHECK(said.event().expires_at == week_later);
  CHECK(said.event().idempotency_key == "k");
  auto* details = std::get_if<invito::amend_details>(&said.event().details);
  REQUIRE(details);
  REQUIRE(details->offer);
  CHECK(*details->offer == c.offer);
  CHECK_FALSE(details->key);

  invito::invitation i = said.then_becomes(status::pending).invitation();
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

TEST_CASE("each amendment raises the number of the offer") {
  given g(issued());
  for (std::uint32_t n = 2; n <= 5; ++n) {
    g = g.when(amending(olga, later, n % 2 == 0 ? "admin" : "member"))
            .then_becomes(status::pending);
    CHECK(g.invitation().offer_number == n);
  }
}

TEST_CASE("the expiry also stays where a resend has moved it, and where there is none") {
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

TEST_CASE("amending leaves grants out or empties them, as it is told") {
  amend_command c = amending(olga, later, "member");
  CHECK_FALSE(given(issued()).when(c).then_becomes(status::pending).invitation().offer.grants);
  c.offer.grants.emplace();
  const auto emptied = given(issued()).when(c).then_becomes(status::pending).invitation();
  REQUIRE(emptied.offer.grants);
  CHECK(emptied.offer.grants->empty());
}

TEST_CASE("amend may bring another key, which makes the old one worthless") {
  invito::issue_command ask = issuing(olga);
  ask.key = invito::key_digest("old");
  const auto made = issue(rules(), request("member"), ask);
  REQUIRE(made);
  amend_command c = amending(olga, later, "admin");
  c.key = invito::key_digest("new");
  const auto i = given(apply(*made)).when(c).then_becomes(status::pending).invitation();
  REQUIRE(i.keys);
  CHECK(i.keys->current == invito::key_digest("new"));
  CHECK_FALSE(i.keys->previous);
}

// Authority --------------------------------------------------------------------------------------

TEST_CASE("who amends must be able to grant the offer that comes") {
  CHECK(refused(issued("member"), amending(adam, later, "admin")).empty());
  CHECK(refused(issued("member"), amending(adam, later, "owner")) == "not_permitted");
  CHECK(refused(issued("member"), amending(olga, later, "owner")).empty());
}

TEST_CASE("who amends must be able to grant the offer that stands") {
  // Else an admin could turn an owner's invitation into a member's.
  const auto said = amend(rules(), issued("owner"), amending(adam, later, "member"));
  CHECK(refusal(said) == "not_permitted");
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "owner");
  CHECK(refused(issued("owner"), amending(olga, later, "member")).empty());
}

TEST_CASE("even the sponsor amends no offer beyond the own rank") {
  CHECK(refused(issued("owner", olga), amending({olga.who, "admin"}, later, "member")) ==
        "not_permitted");
}

TEST_CASE("the grants of both offers count") {
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

TEST_CASE("below the own rank holds for both offers") {
  policy p = rules();
  p.granting = invito::granting::below_own_rank;
  CHECK(refused(issued("member"), amending(adam, later, "member"), p).empty());
  CHECK(refused(issued("member"), amending(adam, later, "admin"), p) == "not_permitted");
  CHECK(refused(issued("admin"), amending(adam, later, "member"), p) == "not_permitted");
}

TEST_CASE("who amends is looked up, active and of the least rank to invite") {
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

TEST_CASE("by verdict, the host tells who may amend") {
  policy p = rules();
  p.granting = invito::granting::by_verdict;
  amend_command c = amending(mike, later, "owner");
  CHECK(refused(issued(), c, p) == "fact_missing /facts/may_grant");
  c.facts.may_grant = verdict::no;
  CHECK(refused(issued(), c, p) == "not_permitted");
  c.facts.may_grant = verdict::yes;
  CHECK(refused(issued(), c, p).empty());
}

TEST_CASE("who belongs to another organization finds nothing to amend") {
  amend_command c = amending(olga, later, "emperor");
  c.org = invito::organization_id("other");
  c.facts = {};
  c.now = amend_command().now;
  CHECK(refused(issued(), c) == "not_found");
  CHECK(refused(accepted(), c) == "not_found");
}

// Input and state --------------------------------------------------------------------------------

TEST_CASE("the new offer is judged as strictly as that of a new invitation") {
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

TEST_CASE("an amended offer has a thousand grants and no more") {
  std::vector<invito::grant> many;
  for (std::size_t n = 0; n != 1000; ++n) many.push_back(project(std::to_string(n), "viewer"));
  CHECK(refused_grants(many).empty());
  many.push_back(project("one more", "viewer"));
  CHECK(refused_grants(many) == "text_too_long /grants");
}

TEST_CASE("a role that the catalog has lost can be amended away by the highest") {
  policy p = rules();
  p.roles = {{"owner", 30}, {"admin", 20}};
  CHECK(refused(issued("member"), amending(adam, later, "admin"), p) == "not_permitted");
  CHECK(refused(issued("member"), amending(olga, later, "admin"), p).empty());
}

TEST_CASE("amending tells all problems of the input and none of the state") {
  amend_command c = amending(olga, later, "emperor");
  c.now = amend_command().now;
  c.offer.grants = {{project("a", "lead"), project("a", "shadow")}};
  CHECK(refused(accepted(), c) ==
        "missing_value /now; unknown_role /role; role_not_grantable /grants/1/role; "
        "duplicate_item /grants/1/id");
}

TEST_CASE("what has expired is not amended, as that would not make it live again") {
  CHECK(refused(issued(), amending(olga, week_later - tick, "admin")).empty());
  CHECK(refused(issued(), amending(olga, week_later, "admin")) == "expired");
  CHECK(refused(expired(), amending(olga, week_later, "admin")) == "expired");
}

TEST_CASE("amending an invitation that has a key needs another key") {
  auto with_key = issuing(olga);
  with_key.key = invito::key_digest("old");
  const auto made = invito::issue(rules(), request("member"), with_key);
  REQUIRE(made);
  const invito::invitation i = invito::apply(*made);
  auto c = amending(olga, start + day, "admin");
  given(rules(), i).when(c).then_refused("missing_value /key");
  c.key = invito::key_digest("old");
  given(rules(), i).when(c).then_refused("missing_value /key");
  c.key = invito::key_digest("new");
  const auto amended = invito::amend(rules(), i, c);
  REQUIRE(amended);
  invito::invitation after = i;
  REQUIRE(invito::apply(after, *amended));
  CHECK(after.keys->current == invito::key_digest("new"));
  // The old link showed the old offer: it is void at once, also where a resend has just left it.
  CHECK_FALSE(after.keys->previous);
  CHECK_FALSE(after.keys->previous_until);
  auto resending = as<invito::resend_command>(olga, start + day);
  resending.key = invito::key_digest("newer");
  const auto resent = given(i).when(resending).then_becomes(status::pending);
  REQUIRE(resent.invitation().keys->previous);
  c.now = start + 2 * day - tick;
  c.key = invito::key_digest("old");
  resent.when(c).then_refused("missing_value /key");
  c.key = invito::key_digest("newest");
  const auto last = resent.when(c).then_becomes(status::pending).invitation();
  CHECK(last.keys->current == invito::key_digest("newest"));
  CHECK_FALSE(last.keys->previous);
  CHECK_FALSE(last.keys->previous_until);
}
