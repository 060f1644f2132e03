// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::explain;
using invito::finding;
using invito::outcome;
using invito::policy;
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

// Each finding as "tier rule outcome", with the problems in place of "failed".
std::vector<std::string> lines(std::vector<finding> const& all) {
  std::vector<std::string> out;
  for (finding const& f : all) {
    std::string line = std::string(word(f.tier)) + " " + std::string(f.rule) + " ";
    line += f.outcome == outcome::passed   ? "passed"
            : f.outcome == outcome::failed ? "failed: " + told(f.problems)
                                           : "skipped";
    out.push_back(std::move(line));
  }
  return out;
}

using expected = std::vector<std::string>;

}  // namespace

TEST_CASE("explain shows every rule of issue in order") {
  CHECK(lines(explain(rules(), request("member"), issuing(olga))) ==
        expected{"authority actor_active passed",
                 "authority actor_may_grant passed",
                 "input command_complete passed",
                 "input formerly_member skipped",
                 "input identified passed",
                 "input within_bounds passed",
                 "input email_shaped passed",
                 "input domain_admitted skipped",
                 "input roles_known passed",
                 "input roles_grantable passed",
                 "input grants_distinct skipped",
                 "input lifetime_within_bounds passed",
                 "input key_given skipped",
                 "status idempotency_key_unused skipped",
                 "status transition_allowed passed",
                 "facts organization_active passed",
                 "facts plan_includes_invitations passed",
                 "facts not_a_member passed",
                 "facts no_duplicate passed",
                 "facts scopes_exist skipped",
                 "facts pending_left passed",
                 "facts seat_free skipped",
                 "facts recipient_rate skipped",
                 "facts inviter_rate skipped",
                 "facts organization_rate skipped"});
}

TEST_CASE("explain goes on behind what has failed, and skips what needs it") {
  invito::invitation_request r = request("robot");
  r.recipient = {};
  r.name.family = std::string(256, 'x');
  r.offer.grants = {{project("", "boss")}};
  invito::issue_command c;
  c.lifetime = 1s;
  CHECK(lines(explain(rules(), r, c)) ==
        expected{
            "authority actor_active failed: fact_missing /facts/actor",
            "authority actor_may_grant skipped",
            "input command_complete failed: missing_value /now; missing_value /by",
            "input formerly_member skipped",
            "input identified failed: missing_value /id; missing_value /org; missing_value /email",
            "input within_bounds failed: text_too_long /family_name",
            "input email_shaped skipped",
            "input domain_admitted skipped",
            "input roles_known failed: unknown_role /grants/0/role",
            "input roles_grantable failed: role_not_grantable /role",
            "input grants_distinct failed: missing_value /grants/0/id",
            "input lifetime_within_bounds failed: lifetime_too_short /lifetime",
            "input key_given skipped",
            "status idempotency_key_unused skipped",
            "status transition_allowed passed",
            "facts organization_active failed: fact_missing /facts/organization",
            "facts plan_includes_invitations skipped",
            "facts not_a_member failed: fact_missing /facts/member",
            "facts no_duplicate failed: fact_missing /facts/existing",
            "facts scopes_exist skipped",
            "facts pending_left skipped",
            "facts seat_free skipped",
            "facts recipient_rate skipped",
            "facts inviter_rate skipped",
            "facts organization_rate skipped"});
}

TEST_CASE("explain shows every rule of resend in order") {
  CHECK(lines(explain(rules(), issued(), as<invito::resend_command>(olga, start + day))) ==
        expected{"tenant same_organization passed",  "authority actor_active passed",
                 "authority actor_may_grant passed", "input command_complete passed",
                 "input domain_admitted skipped",    "input roles_known passed",
                 "input roles_grantable passed",     "input lifetime_within_bounds passed",
                 "input key_for_message skipped",    "status idempotency_key_unused skipped",
                 "status transition_allowed passed", "status cooled_down passed",
                 "status sends_left passed",         "status young_enough passed",
                 "facts organization_active passed", "facts plan_includes_invitations skipped",
                 "facts not_a_member skipped",       "facts no_duplicate skipped",
                 "facts scopes_exist skipped",       "facts pending_left skipped",
                 "facts seat_free skipped",          "facts recipient_rate skipped",
                 "facts inviter_rate skipped",       "facts organization_rate skipped"});
  // A renewal is judged like a new invitation.
  const auto renewal =
      lines(explain(rules(), issued(), as<invito::resend_command>(olga, week_later)));
  CHECK(expected(renewal.end() - 10, renewal.end()) ==
        expected{"facts organization_active passed", "facts plan_includes_invitations passed",
                 "facts not_a_member passed", "facts no_duplicate passed",
                 "facts scopes_exist skipped", "facts pending_left passed",
                 "facts seat_free skipped", "facts recipient_rate skipped",
                 "facts inviter_rate skipped", "facts organization_rate skipped"});
}

TEST_CASE("explain shows every rule of amend in order") {
  auto c = amending(adam, week_later, "owner");
  c.idempotency_key = "k";
  CHECK(lines(explain(rules(), issued(), c)) ==
        expected{"tenant same_organization passed", "authority actor_active passed",
                 "authority actor_may_grant failed: not_permitted", "input command_complete passed",
                 "input within_bounds passed", "input roles_known passed",
                 "input roles_grantable passed", "input grants_distinct skipped",
                 "input key_rotated skipped", "status idempotency_key_unused passed",
                 "status transition_allowed failed: expired", "status sends_left skipped",
                 "facts organization_active passed", "facts scopes_exist skipped",
                 "facts recipient_rate skipped", "facts inviter_rate skipped",
                 "facts organization_rate skipped"});
}

TEST_CASE("explain shows every rule of accept in order") {
  CHECK(lines(explain(rules(), issued(), accepting(ina, start + day))) ==
        expected{"tenant same_organization skipped", "authority recipient_matches passed",
                 "authority email_verified passed", "authority key_fits skipped",
                 "input command_complete passed", "input domain_admitted skipped",
                 "status idempotency_key_unused skipped", "status transition_allowed passed",
                 "status offer_current skipped", "facts organization_active passed",
                 "facts offer_still_known passed", "facts sponsor_stands passed",
                 "facts not_a_member skipped", "facts seat_free skipped"});
}

TEST_CASE("explain shows everything that stands against an acceptance") {
  invito::accept_command c;
  c.who = eve;
  c.now = week_later;
  c.org = invito::organization_id("other");
  c.offer = 2;
  CHECK(lines(explain(rules(), issued(), c)) ==
        expected{"tenant same_organization failed: not_found",
                 "authority recipient_matches failed: wrong_recipient",
                 "authority email_verified skipped", "authority key_fits skipped",
                 "input command_complete passed", "input domain_admitted skipped",
                 "status idempotency_key_unused skipped",
                 "status transition_allowed failed: expired",
                 "status offer_current failed: offer_changed /offer",
                 "facts organization_active failed: fact_missing /facts/organization",
                 "facts offer_still_known passed",
                 "facts sponsor_stands failed: fact_missing /facts/sponsor",
                 "facts not_a_member skipped", "facts seat_free skipped"});
}

TEST_CASE("explain shows every rule of decline in order") {
  CHECK(lines(explain(rules(), accepted(), declining(twin, start + 2 * day))) ==
        expected{"tenant same_organization skipped", "authority recipient_matches passed",
                 "authority email_verified passed", "authority key_fits skipped",
                 "input command_complete passed", "status idempotency_key_unused skipped",
                 "status transition_allowed failed: already_accepted"});
}

TEST_CASE("explain shows every rule of revoke in order") {
  CHECK(lines(explain(rules(), issued(), as<invito::revoke_command>(olga, start + day))) ==
        expected{"tenant same_organization passed", "authority actor_active passed",
                 "authority sponsor_or_may_grant passed", "input command_complete passed",
                 "status idempotency_key_unused skipped", "status transition_allowed passed"});
}

TEST_CASE("explain shows every rule of supersede in order") {
  CHECK(lines(explain(rules(), issued("owner"), superseding(adam, start + day, ""))) ==
        expected{"tenant same_organization passed", "authority actor_active passed",
                 "authority sponsor_or_may_grant failed: not_permitted",
                 "input command_complete passed", "input newer_named failed: missing_value /newer",
                 "status idempotency_key_unused skipped", "status transition_allowed passed"});
}

TEST_CASE("explain shows every rule of expire in order") {
  invito::expire_command c = expiring(start + day);
  c.by = olga.who;
  CHECK(lines(explain(rules(), issued(), c)) ==
        expected{"tenant same_organization passed", "authority actor_is_system failed: system_only",
                 "input command_complete passed", "status idempotency_key_unused skipped",
                 "status time_is_over failed: not_yet_expired"});
}

TEST_CASE("of a retry, explain shows that nothing but the tenant is judged") {
  CHECK(lines(explain(rules(), revoked(), as<invito::revoke_command>(olga, start + day))) ==
        expected{"tenant same_organization passed", "authority actor_active skipped",
                 "authority sponsor_or_may_grant skipped", "input command_complete skipped",
                 "status idempotency_key_unused skipped", "status transition_allowed skipped"});
}

TEST_CASE("what a rule has counted is told whether or not it passed") {
  auto c = issuing(olga);
  c.facts.organization->seat_limit = 7;
  c.facts.organization->members = 2;
  c.facts.organization->pending = 2;
  const auto counted = [&c](std::string_view rule) {
    for (finding const& f : explain(rules(), request("member"), c)) {
      if (f.rule == rule) return describe(f);
    }
    return std::string("no such rule");
  };
  CHECK(counted("seat_free") == "4 of 7 seats are used, 2 of them reserved");
  CHECK(counted("pending_left") == "2 of 1000 invitations are pending");
  CHECK(counted("no_duplicate").empty());
  c.facts.organization->members = 5;
  CHECK(counted("seat_free") == "7 of 7 seats are used, 2 of them reserved");
  c.facts.existing.reset();
  CHECK(counted("no_duplicate") == "the fact \"existing\" is needed to judge this");
}

namespace {

// "passed: 2 of 10 messages have been sent", of one rule.
template <class... Asked>
std::string said_by(std::string_view rule, Asked const&... asked) {
  for (finding const& f : explain(asked...)) {
    if (f.rule != rule) continue;
    const std::string how = f.outcome == outcome::passed   ? "passed"
                            : f.outcome == outcome::failed ? "failed"
                                                           : "skipped";
    return how + (describe(f).empty() ? "" : ": " + describe(f));
  }
  return "no such rule";
}

}  // namespace

TEST_CASE("what was counted of messages and of time is told on both sides of the bound") {
  const invito::invitation once = issued();
  const auto resending = [](invito::instant now) { return as<invito::resend_command>(olga, now); };
  CHECK(said_by("cooled_down", rules(), once, resending(start + 59s)) ==
        "failed: the last message was sent 59 s ago; wait another 1 s");
  CHECK(said_by("cooled_down", rules(), once, resending(start + 60s)) ==
        "passed: the last message was sent 1 min ago");
  CHECK(said_by("cooled_down", unlimited(), once, resending(start)) == "skipped");

  policy p = rules();
  p.resending.most_sends = 2;
  const invito::invitation twice = after(once, resending(start + day));
  const auto begins = [](std::string const& said, std::string const& how) {
    return said.compare(0, how.size(), how) == 0;
  };
  CHECK(begins(said_by("sends_left", p, once, resending(start + day)),
               "passed: 1 of 2 messages have been sent"));
  CHECK(said_by("sends_left", p, twice, resending(start + 2 * day)) ==
        "failed: 2 of 2 messages have been sent; issue a new invitation");
  CHECK(said_by("sends_left", unlimited(), twice, resending(start + 2 * day)) == "skipped");

  p.resending.greatest_age = 3 * day;
  CHECK(begins(said_by("young_enough", p, once, resending(start + 3 * day - 1s)),
               "passed: this was issued 2 days 23 h ago"));
  CHECK(said_by("young_enough", p, once, resending(start + 3 * day)) ==
        "failed: this was issued 3 days ago and is sent again for 3 days only; "
        "issue a new invitation");
  CHECK(said_by("young_enough", unlimited(), once, resending(start + 3 * day)) == "skipped");
}

TEST_CASE("what was counted of rates and grants is told on both sides of the bound") {
  policy p = rules();
  p.quotas.per_recipient = invito::rate{2, 24h};
  auto c = issuing(olga);
  c.facts.sends.to_recipient = {start - 1h};
  CHECK(said_by("recipient_rate", p, request("member"), c) ==
        "passed: 1 of 2 messages have been sent");
  c.facts.sends.to_recipient = {start - 2h, start - 1h};
  CHECK(said_by("recipient_rate", p, request("member"), c) ==
        "failed: 2 of 2 messages have been sent; try again in 22 h");
  CHECK(said_by("inviter_rate", p, request("member"), c) == "skipped");

  p.vanished = invito::vanished_rule::drop;
  p.check_scopes = true;
  invito::invitation i = issued();
  i.offer.grants = {{project("p1", "viewer"), project("p2", "viewer")}};
  begin_history(i, week_later);
  auto yes = accepting(ina, start + day);
  yes.facts.scopes = {{invito::scope::project, "p2"}};
  CHECK(said_by("offer_still_known", p, i, yes) == "passed: 1 of 2 grants can still be made");
  p.vanished = invito::vanished_rule::refuse;
  CHECK(said_by("offer_still_known", p, i, yes) ==
        "failed: \"p1\" does not exist any more, or never did");
}

TEST_CASE(
    "a finding has its numbers whether or not the rule passed, and none where it counts not") {
  auto c = issuing(olga);
  c.facts.organization->seat_limit = 7;
  c.facts.organization->members = 2;
  c.facts.organization->pending = 2;
  using numbers = std::array<std::int64_t, 3>;
  for (std::uint32_t const limit : {7U, 4U}) {
    c.facts.organization->seat_limit = limit;
    for (finding const& f : explain(rules(), request("member"), c)) {
      CAPTURE(f.rule, limit);
      const bool counts = f.rule == "seat_free" || f.rule == "pending_left";
      CHECK(f.sentence.empty() == !counts);
      if (f.rule == "seat_free") {
        CHECK(f.problems.empty() == (limit == 7U));
        CHECK(f.numbers == numbers{4, limit, 2});
      } else {
        CHECK(f.numbers == (counts ? numbers{2, 1000, 0} : numbers{}));
      }
    }
  }
}

// Deciding and explaining ------------------------------------------------------------------------

namespace {

// How many of the combinations were refused in each tier, so that the property is not an empty one.
struct seen {
  int allowed = 0;
  int refused[6] = {};
};

// Deciding refuses what explaining says about the first failing tier, and allows what it says
// nothing against.
template <class T>
void must_agree(invito::result<T> const& decided, std::vector<finding> const& explained,
                seen& count) {
  std::optional<tier> first;
  invito::problems found;
  std::set<std::string_view> names;
  tier last = tier::tenant;
  bool well_formed = !explained.empty();
  for (finding const& f : explained) {
    well_formed = well_formed && names.insert(f.rule).second && last <= f.tier &&
                  (f.outcome == outcome::failed) == !f.problems.empty() &&
                  (f.outcome != outcome::skipped || f.sentence.empty());
    last = f.tier;
    if (f.outcome != outcome::failed) continue;
    if (!first) first = f.tier;
    if (f.tier != *first) continue;
    for (invito::problem const& p : f.problems) found.add(p);
  }
  const bool agree = decided.has_value() ? !first : first && decided.error() == found;
  ++(decided ? count.allowed : count.refused[first ? static_cast<std::size_t>(*first) : 0]);
  if (agree && well_formed) return;  // a CHECK for each would take longer than all the rest
  CAPTURE(refusal(decided), lines(explained));
  CHECK(well_formed);
  CHECK(agree);
}

std::vector<policy> policies() {
  std::vector<policy> out;
  for (const auto g : {invito::granting::up_to_own_rank, invito::granting::below_own_rank,
                       invito::granting::by_verdict, invito::granting::unchecked}) {
    for (const bool strict : {true, false}) {
      policy p = rules();
      p.granting = g;
      if (strict) p.inviter_rank = 20;
      p.resending.renew_expired = !strict;
      if (!strict) p.orphans = invito::orphan_rule::let_stand;
      if (!strict) p.recipient = invito::recipient_match::unverified_email;
      if (!strict) p.duplicates = invito::duplicate_rule::supersede;
      if (!strict) p.proof = invito::required_proof::identity;
      if (strict) p.quotas.per_recipient = invito::rate{1, 24h};
      out.push_back(p);
    }
  }
  out.back().roles = {{"owner", 30}, {"admin", 20, false}};
  return out;
}

std::vector<invito::invitation> invitations() {
  invito::invitation keyed = issued("admin");
  auto c = amending(olga, start + 1h, "owner");
  c.idempotency_key = "k";
  keyed = after(keyed, c);  // by an idempotency key
  invito::invitation locked = issued();
  locked.keys = invito::key_digests{invito::key_digest("digest"), std::nullopt, std::nullopt};
  invito::invitation stranger;
  stranger.organization = acme;
  begin_history(stranger, std::nullopt);
  return {issued(),  keyed,        locked,    accepted(), declined(),
          revoked(), superseded(), expired(), stranger};
}

// A command with its common members in many ways.
template <class Command, class F>
void vary(F f) {
  for (const invito::instant now :
       {invito::no_moment, start - day, start + 2 * day, week_later, week_later + day}) {
    for (const bool home : {true, false}) {
      for (const bool with_key : {true, false}) {
        Command c;
        c.org = home ? acme : invito::organization_id(with_key ? "other" : "");
        c.now = now;
        if (with_key) c.idempotency_key = "k";
        f(c);
      }
    }
  }
}

const member abby_as_owner{abby.who, "owner"};

std::vector<invito::facts> looked_up() {
  std::vector<invito::facts> out(1);
  for (char const* const role : {"owner", "member", "nothing known"}) {
    for (const bool active : {true, false}) {
      invito::facts f = nothing_in_the_way();
      f.actor = f.sponsor = invito::standing{role, active};
      f.may_grant = role[0] == 'o' ? invito::verdict::yes : invito::verdict::no;
      f.sends.to_recipient.emplace();
      out.push_back(f);
    }
  }
  // Whoever it is, the world is against it.
  invito::facts against = out[1];
  against.organization->status = invito::organization_status::suspended;
  against.organization->plan_includes_invitations = false;
  against.organization->seat_limit = 1;
  against.organization->members = 1;
  against.organization->pending = 1000;
  against.member = true;
  against.sends.to_recipient = {start};
  out.push_back(against);
  // And so is another invitation, which the actor may or may not withdraw.
  invito::facts rival = out[1];
  rival.existing->push_back(issued("owner", abby_as_owner));
  rival.existing->front().id = invito::invitation_id("inv-0");
  out.push_back(rival);
  return out;
}

template <class Command, class F>
void agrees_by_actors(F fill, bool judges_facts) {
  const std::vector<invito::facts> known = looked_up();
  seen count;
  for (policy const& p : policies()) {
    for (invito::invitation const& i : invitations()) {
      vary<Command>([&](Command c) {
        for (member const& m : {olga, mike}) {
          c.by = m.who;
          for (invito::facts const& f : known) {
            c.facts = f;
            fill(c, [&] { must_agree(decide(p, i, c), explain(p, i, c), count); });
          }
        }
      });
    }
  }
  CHECK(count.allowed > 100);
  CHECK(count.refused[1] > 100);
  CHECK(count.refused[2] > 100);
  CHECK(count.refused[3] > 100);
  CHECK(count.refused[4] > 100);
  CHECK((judges_facts ? count.refused[5] > 100 : count.refused[5] == 0));
}

}  // namespace

TEST_CASE("deciding and explaining agree about resending") {
  const auto fill = [](auto& c, auto check) {
    for (std::optional<std::chrono::seconds> const lifetime :
         {std::optional<std::chrono::seconds>(), std::optional<std::chrono::seconds>(1s)}) {
      c.lifetime = lifetime;
      c.key = std::nullopt;
      check();
      c.key = invito::key_digest("digest");
      check();
    }
  };
  agrees_by_actors<invito::resend_command>(fill, true);
}

TEST_CASE("deciding and explaining agree about amending") {
  const auto fill = [](auto& c, auto check) {
    for (char const* const role : {"member", "owner", "robot", "emperor", ""}) {
      c.offer.role = role;
      c.offer.grants = std::nullopt;
      check();
      c.offer.grants = {{project("p", "viewer"), project("p", "shadow")}};
      check();
    }
  };
  agrees_by_actors<invito::amend_command>(fill, true);
}

TEST_CASE("deciding and explaining agree about revoking") {
  agrees_by_actors<invito::revoke_command>([](auto&, auto check) { check(); }, false);
}

TEST_CASE("deciding and explaining agree about superseding") {
  const auto fill = [](auto& c, auto check) {
    for (char const* const newer : {"inv-2", ""}) {
      c.newer = invito::invitation_id(newer);
      check();
    }
  };
  agrees_by_actors<invito::supersede_command>(fill, false);
}

TEST_CASE("deciding and explaining agree about answers") {
  const std::vector<invito::facts> known = looked_up();
  seen yes;
  seen no;
  invito::identity unverified = ina;
  unverified.email_verified = false;
  for (policy const& p : policies()) {
    for (invito::invitation const& i : invitations()) {
      for (invito::identity const& who : {ina, twin, eve, unverified, invito::identity{}}) {
        vary<invito::accept_command>([&](invito::accept_command c) {
          c.who = who;
          for (invito::facts const& f : known) {
            c.facts = f;
            for (std::optional<std::uint32_t> const offer :
                 {std::optional<std::uint32_t>(), std::optional<std::uint32_t>(1)}) {
              c.offer = offer;
              if (offer) c.key = invito::key_digest("digest");
              must_agree(decide(p, i, c), explain(p, i, c), yes);
            }
          }
        });
        vary<invito::decline_command>([&](invito::decline_command c) {
          c.who = who;
          must_agree(decide(p, i, c), explain(p, i, c), no);
        });
      }
    }
  }
  CHECK(yes.allowed > 100);
  CHECK(no.allowed > 100);
  for (std::size_t t = 1; t <= 5; ++t) CHECK(yes.refused[t] > 100);
  for (std::size_t t = 1; t <= 4; ++t) CHECK(no.refused[t] > 100);
}

TEST_CASE("deciding and explaining agree about expiring") {
  seen count;
  for (policy const& p : policies()) {
    for (invito::invitation const& i : invitations()) {
      for (invito::actor const& by : {invito::actor::system(), olga.who}) {
        vary<invito::expire_command>([&](invito::expire_command c) {
          c.by = by;
          must_agree(decide(p, i, c), explain(p, i, c), count);
        });
      }
    }
  }
  CHECK(count.allowed > 0);
  for (std::size_t t = 1; t <= 4; ++t) CHECK(count.refused[t] > 0);
}

TEST_CASE("deciding and explaining agree about issuing") {
  const std::vector<invito::facts> known = looked_up();
  seen count;
  for (policy const& p : policies()) {
    for (char const* const role : {"member", "owner", "robot", "emperor", ""}) {
      for (char const* const address : {"ina@example.com", "ina", "in\xC3\xA1@example.com"}) {
        for (char const* const id : {"inv-1", ""}) {
          vary<invito::issue_command>([&](invito::issue_command c) {
            c.id = invito::invitation_id(id);
            c.by = olga.who;
            invito::invitation_request r = request(role);
            r.recipient.email = invito::email(address);
            for (invito::facts const& f : known) {
              c.facts = f;
              must_agree(issue(p, r, c), explain(p, r, c), count);
            }
          });
        }
      }
    }
  }
  CHECK(count.allowed > 100);
  CHECK(count.refused[2] > 100);
  CHECK(count.refused[3] > 100);
  CHECK(count.refused[5] > 100);
}
