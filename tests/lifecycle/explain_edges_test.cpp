// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/status.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

// What single rules say where they decide nothing by themselves: a decision does not show whether a
// rule has passed or was skipped, or has failed without a problem. Only `explain` does.

namespace {

using namespace support;
using invito::finding;
using invito::granting;
using invito::key_digest;
using invito::policy;
using invito::required_proof;

std::string of(std::vector<finding> const& all, std::string_view rule) {
  for (finding const& f : all) {
    if (f.rule != rule) continue;
    if (f.outcome == invito::outcome::failed) return "failed: " + told(f.problems);
    return f.outcome == invito::outcome::passed ? "passed" : "skipped";
  }
  return "no such rule";
}

template <class Command>
std::string says(std::string_view rule, Command const& c, policy const& p = rules(),
                 invito::invitation const& i = issued()) {
  return of(explain(p, i, c), rule);
}

std::string says(std::string_view rule, invito::issue_command const& c,
                 invito::invitation_request const& r, policy const& p = rules()) {
  return of(explain(p, r, c), rule);
}

policy granting_by(granting g) {
  policy p = rules();
  p.granting = g;
  return p;
}

policy proving(required_proof needed) {
  policy p = rules();
  p.proof = needed;
  return p;
}

invito::invitation with_key() {
  auto c = issuing(olga);
  c.key = key_digest("key");
  const auto made = issue(rules(), request("member"), c);
  REQUIRE(made);
  return apply(*made);
}

template <class Command>
Command holding(Command c, std::string key) {
  c.key = key_digest(std::move(key));
  return c;
}

}  // namespace

TEST_CASE("explain: where nobody judges the actor's standing, an actor not looked up is skipped") {
  auto c = as<invito::resend_command>(olga, start + day);
  c.facts.actor = std::nullopt;
  c.facts.may_grant = invito::verdict::yes;
  CHECK(says("actor_active", c) == "failed: fact_missing /facts/actor");
  CHECK(says("actor_active", c, granting_by(granting::by_verdict)) == "skipped");
  CHECK(says("actor_active", c, granting_by(granting::unchecked)) == "skipped");
}

TEST_CASE("explain: who may grant is told passed by a verdict, and skipped where nobody asks") {
  auto c = as<invito::resend_command>(olga, start + day);
  c.facts.may_grant = invito::verdict::yes;
  CHECK(says("actor_may_grant", c, granting_by(granting::by_verdict)) == "passed");
  CHECK(says("actor_may_grant", c, granting_by(granting::unchecked)) == "skipped");
  CHECK(says("actor_may_grant", c) == "passed");
}

TEST_CASE("explain: the recipient of a bearer link is not judged, unless a user was named") {
  const auto c = holding(accepting(eve, start + day), "key");
  CHECK(says("recipient_matches", c, proving(required_proof::key), with_key()) == "skipped");
  invito::invitation named = with_key();
  named.recipient.user = invito::user_id("ina");
  CHECK(says("recipient_matches", c, proving(required_proof::key), named) ==
        "failed: wrong_recipient");
}

TEST_CASE("explain: the address of a bearer link need not be verified") {
  const auto c = holding(accepting(ina, start + day), "key");
  CHECK(says("email_verified", c, proving(required_proof::key), with_key()) == "skipped");
  CHECK(says("email_verified", c, rules(), with_key()) == "passed");
}

TEST_CASE("explain: a key is judged where it is asked for, of somebody who may know it") {
  const auto right = holding(accepting(ina, start + day), "key");
  CHECK(says("key_fits", right, rules(), with_key()) == "passed");
  CHECK(says("key_fits", right, proving(required_proof::identity), with_key()) == "skipped");
  CHECK(says("key_fits", right, rules(), issued()) == "skipped");
  const auto stranger = holding(accepting(eve, start + day), "bad");
  CHECK(says("key_fits", stranger, rules(), with_key()) == "skipped");
  CHECK(says("key_fits", stranger, proving(required_proof::key), with_key()) ==
        "failed: wrong_key /key");
}

TEST_CASE("explain: a former member is told as one") {
  auto c = issuing(olga);
  c.source = invito::offer_source::former_membership;
  CHECK(says("formerly_member", c, request("")) == "failed: not_former_member /email");
  // There is no offer whose roles could be judged.
  CHECK(says("roles_known", c, request("")) == "skipped");
  c.facts.former = invito::offer{"member", std::nullopt};
  CHECK(says("formerly_member", c, request("")) == "passed");
  CHECK(says("roles_known", c, request("")) == "passed");
}

TEST_CASE("explain: an address beyond ASCII that the policy admits is told as passed") {
  invito::invitation_request r = request("member");
  r.recipient.email = invito::email("j\xC3\xB6rg@example.com");
  policy p = rules();
  CHECK(says("email_shaped", issuing(olga), r, p) == "failed: email_not_ascii /email");
  p.admit_non_ascii_email = true;
  CHECK(says("email_shaped", issuing(olga), r, p) == "passed");
}

TEST_CASE("explain: a domain that is admitted is told as passed") {
  policy p = rules();
  p.domains.allowed = {"example.com"};
  CHECK(says("domain_admitted", issuing(olga), request("member"), p) == "passed");
  p.domains.denied = {"example.com"};
  CHECK(says("domain_admitted", issuing(olga), request("member"), p) ==
        "failed: domain_refused /email");
}

TEST_CASE("explain: a user without an address has no domain that could be judged") {
  invito::invitation_request r = request("member");
  r.recipient = {std::nullopt, invito::user_id("ina")};
  policy p = rules();
  p.domains.allowed = {"example.com"};
  CHECK(says("domain_admitted", issuing(olga), r, p) == "skipped");
}

TEST_CASE("explain: without a lifetime there is none that could be judged") {
  policy p = rules();
  p.expiry.lifetime = std::nullopt;
  CHECK(says("lifetime_within_bounds", issuing(olga), request("member"), p) == "skipped");
  CHECK(says("lifetime_within_bounds", issuing(olga), request("member")) == "passed");
}

TEST_CASE("explain: a key that is strong enough is told as passed") {
  CHECK(says("key_given", holding(issuing(olga), "key"), request("member")) == "passed");
  policy p = rules();
  p.keys.least_digest = 4;
  CHECK(says("key_given", holding(issuing(olga), "key"), request("member"), p) ==
        "failed: weak_digest /key");
}

TEST_CASE("explain: the same key again is told as passed, however weak the policy calls it") {
  policy p = rules();
  p.keys.least_digest = 4;
  const auto c = as<invito::resend_command>(olga, start + day);
  CHECK(says("key_for_message", holding(c, "key"), p, with_key()) == "passed");
  CHECK(says("key_for_message", holding(c, "bad"), p, with_key()) == "failed: weak_digest /key");
  CHECK(says("key_for_message", c, p, with_key()) == "failed: missing_value /key");
  CHECK(says("key_for_message", c, p, issued()) == "skipped");
}

TEST_CASE("explain: what supersedes, what is answered and what is reused are told as passed") {
  CHECK(says("newer_named", superseding(olga, start + day)) == "passed");
  auto c = accepting(ina, start + day);
  CHECK(says("offer_current", c) == "skipped");
  c.offer = 1;
  CHECK(says("offer_current", c) == "passed");
}

TEST_CASE("explain: an organization that the policy does not check is skipped") {
  policy p = rules();
  p.check_organization = false;
  CHECK(says("organization_active", as<invito::resend_command>(olga, start + day), p) == "skipped");
  CHECK(says("organization_active", as<invito::resend_command>(olga, start + day)) == "passed");
}

TEST_CASE("explain: duplicates that nobody looked up are skipped where the policy counts none") {
  auto c = issuing(olga);
  c.facts.existing = std::nullopt;
  policy p = rules();
  p.duplicates = invito::duplicate_rule::unchecked;
  CHECK(says("no_duplicate", c, request("member"), p) == "skipped");
  CHECK(says("no_duplicate", c, request("member")) == "failed: fact_missing /facts/existing");
}

TEST_CASE("explain: an actor who was not looked up displaces nobody") {
  auto c = issuing(adam);
  c.id = invito::invitation_id("inv-2");
  c.facts.existing = {issued()};
  policy p = rules();
  p.duplicates = invito::duplicate_rule::supersede;
  CHECK(says("no_duplicate", c, request("member"), p) == "passed");
  c.facts.actor = std::nullopt;
  CHECK(says("no_duplicate", c, request("member"), p) == "failed: duplicate_pending /email");
}

TEST_CASE("explain: a sponsor is skipped where orphans stand, and where it is the system") {
  policy p = rules();
  p.orphans = invito::orphan_rule::let_stand;
  CHECK(says("sponsor_stands", accepting(ina, start + day), p) == "skipped");
  CHECK(says("sponsor_stands", accepting(ina, start + day)) == "passed");
  CHECK(says("sponsor_stands", accepting(ina, start + day), rules(), issued("member", robo)) ==
        "skipped");
}

TEST_CASE("explain: seats are skipped for a member and for what is pending already") {
  auto c = as<invito::resend_command>(olga, start + day);
  c.facts.organization->seat_limit = 1;
  CHECK(says("seat_free", c) == "skipped");
  c.now = week_later;
  CHECK(says("seat_free", c) == "passed");
  c.facts.member = true;
  CHECK(says("seat_free", c) == "skipped");
}

TEST_CASE("explain: a rate that has room counts what was sent and names no wait") {
  policy p = rules();
  p.quotas.per_inviter = invito::rate{2, std::chrono::hours{1}};
  auto c = as<invito::resend_command>(olga, start + day);
  c.facts.sends.by_inviter = {start + day - 1min};
  for (finding const& f : explain(p, issued(), c)) {
    if (f.rule != "inviter_rate") continue;
    CHECK(f.outcome == invito::outcome::passed);
    CHECK(f.numbers == std::array<std::int64_t, 3>{1, 2, 0});
    return;
  }
  FAIL("no such rule");
}

TEST_CASE("explain: of grants that vanished, those that are left are counted") {
  invito::invitation_request r = request("member");
  r.offer.grants = {{project("p1", "viewer"), project("p2", "viewer")}};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  policy p = rules();
  p.vanished = invito::vanished_rule::drop;
  p.check_scopes = true;
  auto c = accepting(ina, start + day);
  c.facts.scopes = {{invito::scope::project, "p1"}};
  for (finding const& f : explain(p, apply(*made), c)) {
    if (f.rule != "offer_still_known") continue;
    CHECK(f.outcome == invito::outcome::passed);
    CHECK(f.numbers == std::array<std::int64_t, 3>{1, 2, 0});
    return;
  }
  FAIL("no such rule");
}

TEST_CASE("explain: a key that stands for another command returns nothing that exists") {
  invito::issue_command first = issuing(olga);
  first.idempotency_key = "k";
  const auto made = issue(rules(), request("member"), first);
  REQUIRE(made);
  auto c = issuing(olga);
  c.id = invito::invitation_id("inv-2");
  c.idempotency_key = "k";
  c.lifetime = 1h;  // not what the first had said
  c.facts.existing = {apply(*made)};
  c.facts.organization->seat_limit = 9;
  policy p = rules();
  p.duplicates = invito::duplicate_rule::return_existing;
  CHECK(says("idempotency_key_unused", c, request("member"), p) ==
        "failed: idempotency_mismatch /idempotency_key");
  CHECK(says("no_duplicate", c, request("member"), p) == "failed: duplicate_pending /email");
  CHECK(says("seat_free", c, request("member"), p) == "passed");
}

TEST_CASE("rules whose tiers go back are not in order") {
  using invito::detail::offer_current;
  using invito::detail::rule_list;
  using invito::detail::same_organization;
  using invito::detail::transition_allowed;
  CHECK(rule_list<>::ordered());
  CHECK(rule_list<same_organization, transition_allowed, offer_current>::ordered());
  CHECK_FALSE(rule_list<transition_allowed, same_organization>::ordered());
  CHECK_FALSE(rule_list<transition_allowed, same_organization, offer_current>::ordered());
  CHECK_FALSE(rule_list<same_organization, transition_allowed, same_organization>::ordered());
}
