// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/status.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::explain;
using invito::outcome;
using invito::policy;
using invito::rule_result;
using invito::tier;

std::string_view word(tier t) {
  switch (t) {
    case tier::tenant: return "tenant";
    case tier::authority: return "authority";
    case tier::input: return "input";
    case tier::status: return "status";
    case tier::facts: return "facts";
  }
  return "?";
}

// Each rule_result as "tier rule outcome". A failed result also has its problems.
std::vector<std::string> lines(std::vector<rule_result> const& all) {
  std::vector<std::string> out;
  for (rule_result const& f : all) {
    std::string line = std::string(word(f.tier)) + " " + std::string(f.rule) + " ";
    line += name(f.outcome);
    if (f.outcome == outcome::failed) line += ": " + codes_of(f.problems);
    out.push_back(std::move(line));
  }
  return out;
}

using expected = std::vector<std::string>;

}  // namespace

TEST_CASE("explain lists every rule of issue in order", "[explain][issue]") {
  CHECK(lines(explain(rules(), request("member"), issuing(olga))) ==
        expected{"authority actor_active passed",
                 "authority actor_may_grant passed",
                 "input command_complete passed",
                 "input formerly_member not_applicable",
                 "input identified passed",
                 "input within_bounds passed",
                 "input email_shaped passed",
                 "input domain_admitted not_applicable",
                 "input roles_known passed",
                 "input roles_grantable passed",
                 "input grants_distinct not_applicable",
                 "input lifetime_within_bounds passed",
                 "input token_given not_applicable",
                 "status idempotency_key_unused not_applicable",
                 "status transition_allowed passed",
                 "facts organization_active passed",
                 "facts plan_includes_invitations passed",
                 "facts not_a_member passed",
                 "facts no_duplicate passed",
                 "facts scopes_exist not_applicable",
                 "facts pending_left passed",
                 "facts seat_free not_applicable",
                 "facts recipient_rate not_applicable",
                 "facts inviter_rate not_applicable",
                 "facts organization_rate not_applicable"});
}

TEST_CASE("explain continues after a failed rule, and rules that depend on it are not_applicable",
          "[explain][issue]") {
  invito::invitation_request r = request("robot");
  r.recipient = {};
  r.name.family = std::string(256, 'x');
  r.offer.grants = {{project("", "boss")}};
  invito::issue_command c;
  c.lifetime = 1s;
  CHECK(lines(explain(rules(), r, c)) ==
        expected{"authority actor_active failed: fact_missing /facts/actor",
                 "authority actor_may_grant not_applicable",
                 "input command_complete failed: missing_value /now; missing_value /by",
                 "input formerly_member not_applicable",
                 "input identified failed: missing_value /id; missing_value /organization; "
                 "missing_value /email",
                 "input within_bounds failed: text_too_long /family_name",
                 "input email_shaped not_applicable",
                 "input domain_admitted not_applicable",
                 "input roles_known failed: unknown_role /grants/0/role",
                 "input roles_grantable failed: role_not_grantable /role",
                 "input grants_distinct failed: missing_value /grants/0/id",
                 "input lifetime_within_bounds failed: lifetime_too_short /lifetime",
                 "input token_given not_applicable",
                 "status idempotency_key_unused not_applicable",
                 "status transition_allowed passed",
                 "facts organization_active failed: fact_missing /facts/organization",
                 "facts plan_includes_invitations not_applicable",
                 "facts not_a_member failed: fact_missing /facts/member",
                 "facts no_duplicate failed: fact_missing /facts/existing",
                 "facts scopes_exist not_applicable",
                 "facts pending_left not_applicable",
                 "facts seat_free not_applicable",
                 "facts recipient_rate not_applicable",
                 "facts inviter_rate not_applicable",
                 "facts organization_rate not_applicable"});
}

TEST_CASE("explain lists every rule of resend in order", "[explain][resend]") {
  CHECK(lines(explain(rules(), issued(), as<invito::resend_command>(olga, start + day))) ==
        expected{"tenant same_organization passed",
                 "authority actor_active passed",
                 "authority actor_may_grant passed",
                 "input command_complete passed",
                 "input domain_admitted not_applicable",
                 "input roles_known passed",
                 "input roles_grantable passed",
                 "input lifetime_within_bounds passed",
                 "input token_for_message not_applicable",
                 "status idempotency_key_unused not_applicable",
                 "status transition_allowed passed",
                 "status cooled_down passed",
                 "status sends_left passed",
                 "status young_enough passed",
                 "facts organization_active passed",
                 "facts plan_includes_invitations not_applicable",
                 "facts not_a_member not_applicable",
                 "facts no_duplicate not_applicable",
                 "facts scopes_exist not_applicable",
                 "facts pending_left not_applicable",
                 "facts seat_free not_applicable",
                 "facts recipient_rate not_applicable",
                 "facts inviter_rate not_applicable",
                 "facts organization_rate not_applicable"});
  // A renewal is checked like a new invitation.
  const auto renewal =
      lines(explain(rules(), issued(), as<invito::resend_command>(olga, week_later)));
  CHECK(expected(renewal.end() - 10, renewal.end()) ==
        expected{"facts organization_active passed", "facts plan_includes_invitations passed",
                 "facts not_a_member passed", "facts no_duplicate passed",
                 "facts scopes_exist not_applicable", "facts pending_left passed",
                 "facts seat_free not_applicable", "facts recipient_rate not_applicable",
                 "facts inviter_rate not_applicable", "facts organization_rate not_applicable"});
}

TEST_CASE("explain lists every rule of amend in order", "[explain][amend]") {
  auto c = amending(adam, week_later, "owner");
  c.idempotency_key = "k";
  CHECK(lines(explain(rules(), issued(), c)) ==
        expected{"tenant same_organization passed", "authority actor_active passed",
                 "authority actor_may_grant failed: not_permitted", "input command_complete passed",
                 "input within_bounds passed", "input roles_known passed",
                 "input roles_grantable passed", "input grants_distinct not_applicable",
                 "input token_rotated not_applicable", "status idempotency_key_unused passed",
                 "status transition_allowed failed: expired", "status sends_left not_applicable",
                 "facts organization_active passed", "facts scopes_exist not_applicable",
                 "facts recipient_rate not_applicable", "facts inviter_rate not_applicable",
                 "facts organization_rate not_applicable"});
}

TEST_CASE("explain lists every rule of accept in order", "[explain][accept]") {
  CHECK(lines(explain(rules(), issued(), accepting(ina, start + day))) ==
        expected{"tenant same_organization not_applicable", "authority recipient_matches passed",
                 "authority email_verified passed", "authority token_matches not_applicable",
                 "input command_complete passed", "input domain_admitted not_applicable",
                 "status idempotency_key_unused not_applicable", "status transition_allowed passed",
                 "status offer_current not_applicable", "facts organization_active passed",
                 "facts offer_still_known passed", "facts sponsor_active passed",
                 "facts not_a_member not_applicable", "facts seat_free not_applicable"});
}

TEST_CASE("explain lists the problems of an accept in all tiers", "[explain][accept]") {
  invito::accept_command c;
  c.who = eve;
  c.now = week_later;
  c.organization = invito::organization_id("other");
  c.offer_number = 2;
  CHECK(lines(explain(rules(), issued(), c)) ==
        expected{"tenant same_organization failed: not_found",
                 "authority recipient_matches failed: wrong_recipient",
                 "authority email_verified not_applicable",
                 "authority token_matches not_applicable", "input command_complete passed",
                 "input domain_admitted not_applicable",
                 "status idempotency_key_unused not_applicable",
                 "status transition_allowed failed: expired",
                 "status offer_current failed: offer_changed /offer_number",
                 "facts organization_active failed: fact_missing /facts/organization",
                 "facts offer_still_known passed",
                 "facts sponsor_active failed: fact_missing /facts/sponsor",
                 "facts not_a_member not_applicable", "facts seat_free not_applicable"});
}

TEST_CASE("explain lists every rule of decline in order", "[explain][decline]") {
  CHECK(lines(explain(rules(), accepted(), declining(twin, start + 2 * day))) ==
        expected{"tenant same_organization not_applicable", "authority recipient_matches passed",
                 "authority email_verified passed", "authority token_matches not_applicable",
                 "input command_complete passed", "status idempotency_key_unused not_applicable",
                 "status transition_allowed failed: already_accepted"});
}

TEST_CASE("explain lists every rule of revoke in order", "[explain][revoke]") {
  CHECK(lines(explain(rules(), issued(), as<invito::revoke_command>(olga, start + day))) ==
        expected{"tenant same_organization passed", "authority actor_active passed",
                 "authority sponsor_or_may_grant passed", "input command_complete passed",
                 "status idempotency_key_unused not_applicable",
                 "status transition_allowed passed"});
}

TEST_CASE("explain lists every rule of supersede in order", "[explain][supersede]") {
  CHECK(lines(explain(rules(), issued("owner"), superseding(adam, start + day, ""))) ==
        expected{"tenant same_organization passed", "authority actor_active passed",
                 "authority sponsor_or_may_grant failed: not_permitted",
                 "input command_complete passed", "input newer_named failed: missing_value /newer",
                 "status idempotency_key_unused not_applicable",
                 "status transition_allowed passed"});
}

TEST_CASE("explain lists every rule of expire in order", "[explain][expire]") {
  invito::expire_command c = expiring(start + day);
  c.by = olga.who;
  CHECK(lines(explain(rules(), issued(), c)) ==
        expected{"tenant same_organization passed", "authority actor_is_system failed: system_only",
                 "input command_complete passed", "status idempotency_key_unused not_applicable",
                 "status time_is_over failed: not_yet_expired"});
}

TEST_CASE("explain of a repeated command checks same_organization only",
          "[explain][revoke][idempotency]") {
  CHECK(lines(explain(rules(), revoked(), as<invito::revoke_command>(olga, start + day))) ==
        expected{"tenant same_organization passed", "authority actor_active not_applicable",
                 "authority sponsor_or_may_grant not_applicable",
                 "input command_complete not_applicable",
                 "status idempotency_key_unused not_applicable",
                 "status transition_allowed not_applicable"});
}

TEST_CASE("a rule_result describes its counts whether or not the rule passed", "[explain][issue]") {
  auto c = issuing(olga);
  c.facts.organization->seat_limit = 7;
  c.facts.organization->members = 2;
  c.facts.organization->pending = 2;
  const auto counted = [&c](std::string_view rule) {
    for (rule_result const& f : explain(rules(), request("member"), c)) {
      if (f.rule == rule) return describe(f);
    }
    return std::string("no such rule");
  };
  CHECK(counted("seat_free") == "4 of 7 seats are taken, including 2 reserved by pending invitations");
  CHECK(counted("pending_left") == "the number of pending invitations is 2; the limit is 1000");
  CHECK(counted("no_duplicate").empty());
  c.facts.organization->members = 5;
  CHECK(counted("seat_free") == "7 of 7 seats are taken, including 2 reserved by pending invitations");
  c.facts.existing.reset();
  CHECK(counted("no_duplicate") == "the fact \"existing\" is required but was not given");
}

namespace {

// The outcome and the description of one rule: "passed: the number of sent messages is 2; the limit
// is 10".
template <class... Asked>
std::string description_of(std::string_view rule, Asked const&... asked) {
  for (rule_result const& f : explain(asked...)) {
    if (f.rule != rule) continue;
    return name(f.outcome) + (describe(f).empty() ? "" : ": " + describe(f));
  }
  return "no such rule";
}

}  // namespace

TEST_CASE("explain describes sends and ages below and above the limit", "[explain][resend]") {
  const invito::invitation once = issued();
  const auto resending = [](invito::instant now) { return as<invito::resend_command>(olga, now); };
  CHECK(description_of("cooled_down", rules(), once, resending(start + 59s)) ==
        "failed: the last message was sent 59 s ago; try again in 1 s");
  CHECK(description_of("cooled_down", rules(), once, resending(start + 60s)) ==
        "passed: the last message was sent 1 min ago");
  CHECK(description_of("cooled_down", unlimited(), once, resending(start)) == "not_applicable");

  policy p = rules();
  p.resend.max_sends = 2;
  const invito::invitation twice = after(once, resending(start + day));
  const auto begins = [](std::string const& result, std::string const& how) {
    return result.compare(0, how.size(), how) == 0;
  };
  CHECK(begins(description_of("sends_left", p, once, resending(start + day)),
               "passed: the number of sent messages is 1; the limit is 2"));
  CHECK(description_of("sends_left", p, twice, resending(start + 2 * day)) ==
        "failed: the number of sent messages is 2; the limit is 2; issue a new invitation");
  CHECK(description_of("sends_left", unlimited(), twice, resending(start + 2 * day)) ==
        "not_applicable");

  p.resend.max_age = 3 * day;
  CHECK(begins(description_of("young_enough", p, once, resending(start + 3 * day - 1s)),
               "passed: this invitation was issued 2 days 23 h ago"));
  CHECK(description_of("young_enough", p, once, resending(start + 3 * day)) ==
        "failed: this invitation was issued 3 days ago; it can be resent only in the first 3 days; "
        "issue a new one");
  CHECK(description_of("young_enough", unlimited(), once, resending(start + 3 * day)) ==
        "not_applicable");
}

TEST_CASE("explain describes rates and grants below and above the limit",
          "[explain][issue][accept]") {
  policy p = rules();
  p.quotas.per_recipient = invito::rate{2, 24h};
  auto c = issuing(olga);
  c.facts.sends.to_recipient = {start - 1h};
  CHECK(description_of("recipient_rate", p, request("member"), c) ==
        "passed: the number of sent messages is 1; the limit is 2");
  c.facts.sends.to_recipient = {start - 2h, start - 1h};
  CHECK(description_of("recipient_rate", p, request("member"), c) ==
        "failed: the number of sent messages is 2; the limit is 2; try again in 22 h");
  CHECK(description_of("inviter_rate", p, request("member"), c) == "not_applicable");

  p.vanished = invito::vanished_rule::drop;
  p.check_scopes = true;
  invito::invitation i = issued();
  i.offer.grants = {{project("p1", "viewer"), project("p2", "viewer")}};
  begin_history(i, week_later);
  auto yes = accepting(ina, start + day);
  yes.facts.scopes = {{invito::scope::project, "p2"}};
  CHECK(description_of("offer_still_known", p, i, yes) == "passed: 1 of 2 grants are still valid");
  p.vanished = invito::vanished_rule::refuse;
  CHECK(description_of("offer_still_known", p, i, yes) ==
        "failed: the project or workspace \"p1\" does not exist");
}

TEST_CASE("a rule_result has numbers if its rule counts something, whether or not it passed",
          "[explain][issue]") {
  auto c = issuing(olga);
  c.facts.organization->seat_limit = 7;
  c.facts.organization->members = 2;
  c.facts.organization->pending = 2;
  using numbers = std::array<std::int64_t, 3>;
  for (std::uint32_t const limit : {7U, 4U}) {
    c.facts.organization->seat_limit = limit;
    for (rule_result const& f : explain(rules(), request("member"), c)) {
      CAPTURE(f.rule, limit);
      const bool counts = f.rule == "seat_free" || f.rule == "pending_left";
      CHECK(f.message.empty() == !counts);
      if (f.rule == "seat_free") {
        CHECK(f.problems.empty() == (limit == 7U));
        CHECK(f.numbers == numbers{4, limit, 2});
      } else {
        CHECK(f.numbers == (counts ? numbers{2, 1000, 0} : numbers{}));
      }
    }
  }
}

// Single rules -----------------------------------------------------------------------------------

// A decision does not show whether a rule passed or is not_applicable; `explain` does.

namespace {

using invito::granting;
using invito::required_proof;

std::string outcome_in(std::vector<rule_result> const& all, std::string_view rule) {
  for (rule_result const& f : all) {
    if (f.rule != rule) continue;
    return name(f.outcome) + (f.problems.empty() ? "" : ": " + codes_of(f.problems));
  }
  return "no such rule";
}

template <class Command>
std::string outcome_of(std::string_view rule, Command const& c, policy const& p = rules(),
                       invito::invitation const& i = issued()) {
  return outcome_in(explain(p, i, c), rule);
}

std::string outcome_of(std::string_view rule, invito::issue_command const& c,
                       invito::invitation_request const& r, policy const& p = rules()) {
  return outcome_in(explain(p, r, c), rule);
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

invito::invitation with_token() {
  auto c = issuing(olga);
  c.token = support::digest_of("token");
  const auto made = issue(rules(), request("member"), c);
  REQUIRE(made);
  return apply(*made);
}

template <class Command>
Command holding(Command c, std::string_view token) {
  c.token = support::digest_of(token);
  return c;
}

}  // namespace

TEST_CASE(
    "actor_active is not_applicable without the fact actor if granting is by_verdict or unchecked",
    "[explain][resend]") {
  auto c = as<invito::resend_command>(olga, start + day);
  c.facts.actor = std::nullopt;
  c.facts.may_grant = invito::verdict::allowed;
  CHECK(outcome_of("actor_active", c) == "failed: fact_missing /facts/actor");
  CHECK(outcome_of("actor_active", c, granting_by(granting::by_verdict)) == "not_applicable");
  CHECK(outcome_of("actor_active", c, granting_by(granting::unchecked)) == "not_applicable");
}

TEST_CASE(
    "actor_may_grant passes with an allowed verdict and is not_applicable if granting is unchecked",
    "[explain][resend]") {
  auto c = as<invito::resend_command>(olga, start + day);
  c.facts.may_grant = invito::verdict::allowed;
  CHECK(outcome_of("actor_may_grant", c, granting_by(granting::by_verdict)) == "passed");
  CHECK(outcome_of("actor_may_grant", c, granting_by(granting::unchecked)) == "not_applicable");
  CHECK(outcome_of("actor_may_grant", c) == "passed");
}

TEST_CASE("recipient_matches is not_applicable with required_proof::token and no user id to match",
          "[explain][accept][token]") {
  const auto c = holding(accepting(eve, start + day), "token");
  CHECK(outcome_of("recipient_matches", c, proving(required_proof::token), with_token()) ==
        "not_applicable");
  invito::invitation named = with_token();
  named.recipient.user = invito::user_id("ina");
  CHECK(outcome_of("recipient_matches", c, proving(required_proof::token), named) ==
        "failed: wrong_recipient");
}

TEST_CASE("email_verified is not_applicable with required_proof::token",
          "[explain][accept][token]") {
  const auto c = holding(accepting(ina, start + day), "token");
  CHECK(outcome_of("email_verified", c, proving(required_proof::token), with_token()) ==
        "not_applicable");
  CHECK(outcome_of("email_verified", c, rules(), with_token()) == "passed");
}

TEST_CASE("token_matches is not_applicable without a required token and for another person",
          "[explain][accept][token]") {
  const auto right = holding(accepting(ina, start + day), "token");
  CHECK(outcome_of("token_matches", right, rules(), with_token()) == "passed");
  CHECK(outcome_of("token_matches", right, proving(required_proof::identity), with_token()) ==
        "not_applicable");
  CHECK(outcome_of("token_matches", right, rules(), issued()) == "not_applicable");
  const auto stranger = holding(accepting(eve, start + day), "bad");
  CHECK(outcome_of("token_matches", stranger, rules(), with_token()) == "not_applicable");
  CHECK(outcome_of("token_matches", stranger, proving(required_proof::token), with_token()) ==
        "failed: wrong_token /token");
}

TEST_CASE("formerly_member passes for a former member", "[explain][issue][reinstate]") {
  auto c = issuing(olga);
  c.source = invito::offer_source::former_membership;
  CHECK(outcome_of("formerly_member", c, request("")) == "failed: not_former_member /email");
  // There is no offer with roles to check.
  CHECK(outcome_of("roles_known", c, request("")) == "not_applicable");
  c.facts.former = invito::offer{"member", std::nullopt};
  CHECK(outcome_of("formerly_member", c, request("")) == "passed");
  CHECK(outcome_of("roles_known", c, request("")) == "passed");
}

TEST_CASE("email_shaped passes for a non-ASCII address with allow_non_ascii_email",
          "[explain][issue]") {
  invito::invitation_request r = request("member");
  r.recipient.email = invito::email("j\xC3\xB6rg@example.com");
  policy p = rules();
  CHECK(outcome_of("email_shaped", issuing(olga), r, p) == "failed: email_not_ascii /email");
  p.allow_non_ascii_email = true;
  CHECK(outcome_of("email_shaped", issuing(olga), r, p) == "passed");
}

TEST_CASE("domain_admitted passes for an allowed domain", "[explain][issue][domain]") {
  policy p = rules();
  p.domains.allowed = {"example.com"};
  CHECK(outcome_of("domain_admitted", issuing(olga), request("member"), p) == "passed");
  p.domains.denied = {"example.com"};
  CHECK(outcome_of("domain_admitted", issuing(olga), request("member"), p) ==
        "failed: domain_refused /email");
}

TEST_CASE("domain_admitted is not_applicable for a recipient without an address",
          "[explain][issue][domain]") {
  invito::invitation_request r = request("member");
  r.recipient = {std::nullopt, invito::user_id("ina")};
  policy p = rules();
  p.domains.allowed = {"example.com"};
  CHECK(outcome_of("domain_admitted", issuing(olga), r, p) == "not_applicable");
}

TEST_CASE("lifetime_within_bounds is not_applicable without a lifetime", "[explain][issue]") {
  policy p = rules();
  p.expiry.lifetime = std::nullopt;
  CHECK(outcome_of("lifetime_within_bounds", issuing(olga), request("member"), p) ==
        "not_applicable");
  CHECK(outcome_of("lifetime_within_bounds", issuing(olga), request("member")) == "passed");
}

TEST_CASE("token_given passes for a digest and fails for an empty one", "[explain][issue][token]") {
  CHECK(outcome_of("token_given", holding(issuing(olga), "token"), request("member")) == "passed");
  auto empty = issuing(olga);
  empty.token.emplace();
  CHECK(outcome_of("token_given", empty, request("member")) == "failed: invalid_digest /token");
}

TEST_CASE("token_for_message passes for the current token and fails for an empty digest",
          "[explain][resend][token]") {
  const policy p = rules();
  const auto c = as<invito::resend_command>(olga, start + day);
  CHECK(outcome_of("token_for_message", holding(c, "token"), p, with_token()) == "passed");
  auto empty = c;
  empty.token.emplace();
  CHECK(outcome_of("token_for_message", empty, p, with_token()) == "failed: invalid_digest /token");
  CHECK(outcome_of("token_for_message", c, p, with_token()) == "failed: missing_value /token");
  CHECK(outcome_of("token_for_message", c, p, issued()) == "not_applicable");
}

TEST_CASE("newer_named passes for another id, and offer_current for the current offer_number",
          "[explain][supersede][accept]") {
  CHECK(outcome_of("newer_named", superseding(olga, start + day)) == "passed");
  auto c = accepting(ina, start + day);
  CHECK(outcome_of("offer_current", c) == "not_applicable");
  c.offer_number = 1;
  CHECK(outcome_of("offer_current", c) == "passed");
}

TEST_CASE("organization_active is not_applicable without check_organization",
          "[explain][resend][organization]") {
  policy p = rules();
  p.check_organization = false;
  CHECK(outcome_of("organization_active", as<invito::resend_command>(olga, start + day), p) ==
        "not_applicable");
  CHECK(outcome_of("organization_active", as<invito::resend_command>(olga, start + day)) ==
        "passed");
}

TEST_CASE("no_duplicate is not_applicable without the fact existing if duplicate_rule is unchecked",
          "[explain][issue][duplicate]") {
  auto c = issuing(olga);
  c.facts.existing = std::nullopt;
  policy p = rules();
  p.duplicates = invito::duplicate_rule::unchecked;
  CHECK(outcome_of("no_duplicate", c, request("member"), p) == "not_applicable");
  CHECK(outcome_of("no_duplicate", c, request("member")) == "failed: fact_missing /facts/existing");
}

TEST_CASE("no_duplicate fails without the fact actor if duplicate_rule is supersede",
          "[explain][issue][duplicate]") {
  auto c = issuing(adam);
  c.id = invito::invitation_id("inv-2");
  c.facts.existing = {issued()};
  policy p = rules();
  p.duplicates = invito::duplicate_rule::supersede;
  CHECK(outcome_of("no_duplicate", c, request("member"), p) == "passed");
  c.facts.actor = std::nullopt;
  CHECK(outcome_of("no_duplicate", c, request("member"), p) == "failed: duplicate_pending /email");
}

TEST_CASE(
    "sponsor_active is not_applicable with sponsor_rule::allow and if the sponsor is the system",
    "[explain][accept][sponsor]") {
  policy p = rules();
  p.sponsor = invito::sponsor_rule::allow;
  CHECK(outcome_of("sponsor_active", accepting(ina, start + day), p) == "not_applicable");
  CHECK(outcome_of("sponsor_active", accepting(ina, start + day)) == "passed");
  CHECK(outcome_of("sponsor_active", accepting(ina, start + day), rules(),
                   issued("member", robo)) == "not_applicable");
}

TEST_CASE("seat_free is not_applicable for a member and for a pending invitation",
          "[explain][resend][quota]") {
  auto c = as<invito::resend_command>(olga, start + day);
  c.facts.organization->seat_limit = 1;
  CHECK(outcome_of("seat_free", c) == "not_applicable");
  c.now = week_later;
  CHECK(outcome_of("seat_free", c) == "passed");
  c.facts.member = true;
  CHECK(outcome_of("seat_free", c) == "not_applicable");
}

TEST_CASE("inviter_rate passes with the count, the limit and no wait", "[explain][resend][quota]") {
  policy p = rules();
  p.quotas.per_inviter = invito::rate{2, std::chrono::hours{1}};
  auto c = as<invito::resend_command>(olga, start + day);
  c.facts.sends.by_inviter = {start + day - 1min};
  for (rule_result const& f : explain(p, issued(), c)) {
    if (f.rule != "inviter_rate") continue;
    CHECK(f.outcome == invito::outcome::passed);
    CHECK(f.numbers == std::array<std::int64_t, 3>{1, 2, 0});
    return;
  }
  FAIL("no such rule");
}

TEST_CASE("offer_still_known counts the grants that are still valid", "[explain][accept]") {
  invito::invitation_request r = request("member");
  r.offer.grants = {{project("p1", "viewer"), project("p2", "viewer")}};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  policy p = rules();
  p.vanished = invito::vanished_rule::drop;
  p.check_scopes = true;
  auto c = accepting(ina, start + day);
  c.facts.scopes = {{invito::scope::project, "p1"}};
  for (rule_result const& f : explain(p, apply(*made), c)) {
    if (f.rule != "offer_still_known") continue;
    CHECK(f.outcome == invito::outcome::passed);
    CHECK(f.numbers == std::array<std::int64_t, 3>{1, 2, 0});
    return;
  }
  FAIL("no such rule");
}

TEST_CASE(
    "no_duplicate does not return an invitation if the idempotency key belongs to another command",
    "[explain][issue][idempotency]") {
  invito::issue_command first = issuing(olga);
  first.idempotency_key = "k";
  const auto made = issue(rules(), request("member"), first);
  REQUIRE(made);
  auto c = issuing(olga);
  c.id = invito::invitation_id("inv-2");
  c.idempotency_key = "k";
  c.lifetime = 1h;  // not the lifetime of the first command
  c.facts.existing = {apply(*made)};
  c.facts.organization->seat_limit = 9;
  policy p = rules();
  p.duplicates = invito::duplicate_rule::return_existing;
  CHECK(outcome_of("idempotency_key_unused", c, request("member"), p) ==
        "failed: idempotency_mismatch /idempotency_key");
  CHECK(outcome_of("no_duplicate", c, request("member"), p) == "failed: duplicate_pending /email");
  CHECK(outcome_of("seat_free", c, request("member"), p) == "passed");
}

TEST_CASE("rule_list::ordered is false if the tier of a rule is earlier than the one before",
          "[explain]") {
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
