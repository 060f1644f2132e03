// SPDX-License-Identifier: MIT
// Checks over many combinations of commands, policies and facts that `explain` agrees with the
// verbs.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <invito/lifecycle/verbs.hpp>

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

// The failed rules with their problems.
std::string failed_rules(std::vector<rule_result> const& all) {
  std::string out;
  for (rule_result const& f : all) {
    if (f.outcome != outcome::failed) continue;
    out.append(f.rule).append(": ").append(codes_of(f.problems)).append("\n");
  }
  return out;
}

// The number of combinations that were refused in each tier. A test requires a minimum of each.
struct seen {
  int allowed = 0;
  int refused[6] = {};
};

// Checks that the verb refuses with the problems of the first failing tier of `explain`, and allows
// the command if no rule failed.
template <class T>
void check_agreement(invito::result<T> const& decided, std::vector<rule_result> const& explained,
                     seen& count) {
  std::optional<tier> first;
  invito::problems found;
  std::set<std::string_view> names;
  tier last = tier::tenant;
  bool well_formed = !explained.empty();
  for (rule_result const& f : explained) {
    well_formed = well_formed && names.insert(f.rule).second && last <= f.tier &&
                  (f.outcome == outcome::failed) == !f.problems.empty() &&
                  (f.outcome != outcome::not_applicable || f.message.empty());
    last = f.tier;
    if (f.outcome != outcome::failed) continue;
    if (!first) first = f.tier;
    if (f.tier != *first) continue;
    for (invito::problem const& p : f.problems) found.add(p);
  }
  const bool agree = decided.has_value() ? !first : first && decided.error() == found;
  ++(decided ? count.allowed : count.refused[first ? static_cast<std::size_t>(*first) : 0]);
  if (agree && well_formed) return;  // a CHECK for each would take most of the time
  CAPTURE(refusal(decided), failed_rules(explained));
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
      p.resend.renew_expired = !strict;
      if (!strict) p.sponsor = invito::sponsor_rule::allow;
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
  invito::invitation with_key = issued("admin");
  auto c = amending(olga, start + 1h, "owner");
  c.idempotency_key = "k";
  with_key = after(with_key, c);
  invito::invitation invitation_with_token = issued();
  invitation_with_token.tokens =
      invito::token_digests{support::digest_of("digest"), std::nullopt, std::nullopt};
  invito::invitation without_recipient;
  without_recipient.organization = acme;
  begin_history(without_recipient, std::nullopt);
  return {issued(),     with_key,  invitation_with_token, accepted(), declined(), revoked(),
          superseded(), expired(), without_recipient};
}

// A command with many combinations of its common members.
template <class Command, class F>
void vary(F f) {
  for (const invito::instant now :
       {invito::unset_instant, start - day, start + 2 * day, week_later, week_later + day}) {
    for (const bool home : {true, false}) {
      for (const bool with_key : {true, false}) {
        Command c;
        c.organization = home ? acme : invito::organization_id(with_key ? "other" : "");
        c.now = now;
        if (with_key) c.idempotency_key = "k";
        f(c);
      }
    }
  }
}

const member abby_as_owner{abby.who, "owner"};

std::vector<invito::facts> all_facts() {
  std::vector<invito::facts> out(1);
  for (char const* const role : {"owner", "member", "unknown role"}) {
    for (const bool active : {true, false}) {
      invito::facts f = nothing_in_the_way();
      f.actor = f.sponsor = invito::membership{role, active};
      f.may_grant = role[0] == 'o' ? invito::verdict::allowed : invito::verdict::denied;
      f.sends.to_recipient.emplace();
      out.push_back(f);
    }
  }
  // Here, every fact of the organization and of the invitee prevents the command.
  invito::facts preventing = out[1];
  preventing.organization->status = invito::organization_status::suspended;
  preventing.organization->plan_includes_invitations = false;
  preventing.organization->seat_limit = 1;
  preventing.organization->members = 1;
  preventing.organization->pending = 1000;
  preventing.member = true;
  preventing.sends.to_recipient = {start};
  out.push_back(preventing);
  // Here, another pending invitation, which only some actors may revoke, prevents the command.
  invito::facts rival = out[1];
  rival.existing->push_back(issued("owner", abby_as_owner));
  rival.existing->front().id = invito::invitation_id("inv-0");
  out.push_back(rival);
  return out;
}

template <class Command, class F>
void check_agreement_of(F fill, bool judges_facts) {
  const std::vector<invito::facts> known = all_facts();
  seen count;
  for (policy const& p : policies()) {
    for (invito::invitation const& i : invitations()) {
      vary<Command>([&](Command c) {
        for (member const& m : {olga, mike}) {
          c.by = m.who;
          for (invito::facts const& f : known) {
            c.facts = f;
            fill(c, [&] { check_agreement(decide(p, i, c), explain(p, i, c), count); });
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

TEST_CASE("explain agrees with resend", "[explain][resend]") {
  const auto fill = [](auto& c, auto check) {
    for (std::optional<std::chrono::seconds> const lifetime :
         {std::optional<std::chrono::seconds>(), std::optional<std::chrono::seconds>(1s)}) {
      c.lifetime = lifetime;
      c.token = std::nullopt;
      check();
      c.token = support::digest_of("digest");
      check();
    }
  };
  check_agreement_of<invito::resend_command>(fill, true);
}

TEST_CASE("explain agrees with amend", "[explain][amend]") {
  const auto fill = [](auto& c, auto check) {
    for (char const* const role : {"member", "owner", "robot", "emperor", ""}) {
      c.offer.role = role;
      c.offer.grants = std::nullopt;
      check();
      c.offer.grants = {{project("p", "viewer"), project("p", "shadow")}};
      check();
    }
  };
  check_agreement_of<invito::amend_command>(fill, true);
}

TEST_CASE("explain agrees with revoke", "[explain][revoke]") {
  check_agreement_of<invito::revoke_command>([](auto&, auto check) { check(); }, false);
}

TEST_CASE("explain agrees with supersede", "[explain][supersede]") {
  const auto fill = [](auto& c, auto check) {
    for (char const* const newer : {"inv-2", ""}) {
      c.newer = invito::invitation_id(newer);
      check();
    }
  };
  check_agreement_of<invito::supersede_command>(fill, false);
}

TEST_CASE("explain agrees with accept and decline", "[explain][accept][decline]") {
  const std::vector<invito::facts> known = all_facts();
  seen accepts;
  seen declines;
  invito::identity unverified = ina;
  unverified.email_verified = false;
  for (policy const& p : policies()) {
    for (invito::invitation const& i : invitations()) {
      for (invito::identity const& who : {ina, twin, eve, unverified, invito::identity{}}) {
        vary<invito::accept_command>([&](invito::accept_command c) {
          c.who = who;
          for (invito::facts const& f : known) {
            c.facts = f;
            for (std::optional<std::uint32_t> const offer_number :
                 {std::optional<std::uint32_t>(), std::optional<std::uint32_t>(1)}) {
              c.offer_number = offer_number;
              if (offer_number) c.token = support::digest_of("digest");
              check_agreement(decide(p, i, c), explain(p, i, c), accepts);
            }
          }
        });
        vary<invito::decline_command>([&](invito::decline_command c) {
          c.who = who;
          check_agreement(decide(p, i, c), explain(p, i, c), declines);
        });
      }
    }
  }
  CHECK(accepts.allowed > 100);
  CHECK(declines.allowed > 100);
  for (std::size_t t = 1; t <= 5; ++t) CHECK(accepts.refused[t] > 100);
  for (std::size_t t = 1; t <= 4; ++t) CHECK(declines.refused[t] > 100);
}

TEST_CASE("explain agrees with expire", "[explain][expire]") {
  seen count;
  for (policy const& p : policies()) {
    for (invito::invitation const& i : invitations()) {
      for (invito::actor const& by : {invito::actor::system(), olga.who}) {
        vary<invito::expire_command>([&](invito::expire_command c) {
          c.by = by;
          check_agreement(decide(p, i, c), explain(p, i, c), count);
        });
      }
    }
  }
  CHECK(count.allowed > 0);
  for (std::size_t t = 1; t <= 4; ++t) CHECK(count.refused[t] > 0);
}

TEST_CASE("explain agrees with issue", "[explain][issue]") {
  const std::vector<invito::facts> known = all_facts();
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
              check_agreement(issue(p, r, c), explain(p, r, c), count);
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
