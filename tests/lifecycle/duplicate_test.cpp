// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::duplicate_rule;
using invito::granting;
using invito::invitation;
using invito::invitation_id;
using invito::invitation_request;
using invito::issuance;
using invito::issue_command;
using invito::policy;
using invito::resend_command;
using invito::status;

constexpr invito::instant later = start + day;

policy with_rule(duplicate_rule rule) {
  policy p = rules();
  p.duplicates = rule;
  return p;
}

issue_command issuing_as(std::string id, member const& by = olga, invito::instant now = start) {
  issue_command c = issuing(by, now);
  c.id = invitation_id(std::move(id));
  return c;
}

// The invitation that exists when a second one is issued.
invitation earlier(std::string id = "inv-0", std::string role = "member", member const& by = olga,
                   invitation_request r = request("")) {
  r.offer.role = std::move(role);
  const auto made = invito::issue(rules(), r, issuing_as(std::move(id), by));
  INFO(refusal(made));
  REQUIRE(made);
  return invito::apply(*made);
}

issue_command second(std::vector<invitation> existing, member const& by = olga,
                     invito::instant now = later) {
  issue_command c = issuing_as("inv-1", by, now);
  c.facts.existing = std::move(existing);
  return c;
}

std::string refused(policy const& p, issue_command const& c,
                    invitation_request const& r = request("member")) {
  return refusal(invito::issue(p, r, c));
}

issuance made_of(policy const& p, issue_command const& c,
                 invitation_request const& r = request("member")) {
  auto made = invito::issue(p, r, c);
  INFO(refusal(made));
  REQUIRE(made);
  return *std::move(made);
}

std::vector<std::string> subjects_of(policy const& p, issue_command const& c) {
  const auto made = invito::issue(p, request("member"), c);
  std::vector<std::string> out;
  if (made) return out;
  for (invito::problem const& found : made.error()) out.push_back(found.subject);
  return out;
}

// The issuance returns `expected`, without guards and effects.
void check_returned(issuance const& made, invitation const& expected, int line = __builtin_LINE()) {
  INFO("at line " << line);
  CHECK(made.existing);
  CHECK(made.invitation == expected);
  CHECK(made.guards == invito::guards{});
  CHECK(made.superseded.empty());
  CHECK(effects(made).empty());
}

constexpr duplicate_rule every_rule[] = {duplicate_rule::refuse, duplicate_rule::return_existing,
                                         duplicate_rule::supersede, duplicate_rule::unchecked};

const std::string duplicate = "duplicate_pending /email";

}  // namespace

// Duplicates -------------------------------------------------------------------------------------

TEST_CASE("issue refuses a duplicate of a pending invitation and names it", "[duplicate][issue]") {
  const policy p = with_rule(duplicate_rule::refuse);
  CHECK(policy().duplicates == duplicate_rule::refuse);
  CHECK(refused(p, second({})).empty());
  CHECK(refused(p, second({earlier()})) == duplicate);
  CHECK(subjects_of(p, second({earlier()})) == std::vector<std::string>{"inv-0"});
  // The offer and the actor make no difference.
  CHECK(refused(p, second({earlier("inv-0", "admin")})) == duplicate);
  CHECK(refused(p, second({earlier("inv-0", "member", adam)}, olga)) == duplicate);
}

TEST_CASE("issue reports each of several duplicates", "[duplicate][issue]") {
  for (const auto rule : {duplicate_rule::refuse, duplicate_rule::return_existing}) {
    const policy p = with_rule(rule);
    const issue_command c = second({earlier("inv-7", "admin"), earlier("inv-8", "admin")});
    CHECK(refused(p, c) == duplicate + "; " + duplicate);
    CHECK(subjects_of(p, c) == std::vector<std::string>{"inv-7", "inv-8"});
  }
}

TEST_CASE("with every duplicate_rule, an invitation that is not pending is no duplicate",
          "[duplicate][issue]") {
  const std::pair<invitation, invito::instant> dead[] = {
      {accepted(), later + 1h},     {declined(), later + 1h}, {revoked(), later + 1h},
      {superseded(), later + 1h},   {issued(), week_later},  // expired, not recorded
      {expired(), week_later + day}};
  for (auto const& [i, now] : dead) {
    for (const auto rule : every_rule) {
      issue_command c = second({i}, olga, now);
      c.id = invitation_id("inv-2");
      const issuance made = made_of(with_rule(rule), c);
      CHECK_FALSE(made.existing);
      CHECK(made.superseded.empty());
      CHECK(made.invitation.id == invitation_id("inv-2"));
    }
  }
}

TEST_CASE("a pending invitation is a duplicate until its expiry", "[duplicate][issue]") {
  const policy p = with_rule(duplicate_rule::refuse);
  CHECK(refused(p, second({earlier()}, olga, week_later - tick)) == duplicate);
  CHECK(refused(p, second({earlier()}, olga, week_later)).empty());
}

TEST_CASE("an invitation of another organization is no duplicate", "[duplicate][issue]") {
  invitation other = earlier();
  other.organization = invito::organization_id("other");
  for (const auto rule : every_rule) {
    const issuance made = made_of(with_rule(rule), second({other}));
    CHECK_FALSE(made.existing);
    CHECK(made.superseded.empty());
  }
  // An invitation without an organization counts as one of this organization.
  other.organization = {};
  CHECK(refused(with_rule(duplicate_rule::refuse), second({other})) == duplicate);
}

TEST_CASE("duplicates are found by the canonical form of the address", "[duplicate][issue]") {
  invitation_request other = request("member");
  const auto existing = [&](char const* address) {
    other.recipient.email = invito::email(address);
    return earlier("inv-0", "member", olga, other);
  };
  const policy p = with_rule(duplicate_rule::refuse);
  CHECK(refused(p, second({existing("inga@example.com")})).empty());
  CHECK(refused(p, second({existing("ina+x@example.com")})).empty());
  CHECK(refused(p, second({existing("ina@example.org")})).empty());
  CHECK(refused(p, second({existing("INA@Example.COM")})) == duplicate);
  CHECK(made_of(with_rule(duplicate_rule::return_existing), second({existing("INA@Example.COM")}))
            .existing);
  CHECK(made_of(with_rule(duplicate_rule::supersede), second({existing("INA@Example.COM")}))
            .superseded.size() == 1);
}

TEST_CASE("an invitation for the same user id is a duplicate, with or without an address",
          "[duplicate][issue]") {
  const auto to = [](std::optional<invito::email> address, std::string user) {
    invitation_request r = request("member");
    r.recipient = {std::move(address), invito::user_id(std::move(user))};
    return r;
  };
  const policy p = with_rule(duplicate_rule::refuse);
  const invitation for_user = earlier("inv-0", "member", olga, to(std::nullopt, "ina"));
  CHECK(refused(p, second({for_user}), to(std::nullopt, "ina")) == duplicate);
  CHECK(refused(p, second({for_user}), to(std::nullopt, "eve")).empty());
  CHECK(refused(p, second({for_user}), to(invito::email("ina@home.example"), "ina")) == duplicate);
  // Two absent addresses are not equal, and two absent user ids are not equal.
  CHECK(refused(p, second({for_user}), request("member")).empty());
  CHECK(refused(p, second({earlier()}), to(std::nullopt, "ina")).empty());
}

TEST_CASE("issue requires the fact existing, unless duplicate_rule is unchecked",
          "[duplicate][issue]") {
  for (const auto rule : every_rule) {
    issue_command c = second({});
    c.facts.existing = std::nullopt;
    const bool needed = rule != duplicate_rule::unchecked;
    CHECK(refused(with_rule(rule), c) == (needed ? "fact_missing /facts/existing" : ""));
  }
}

TEST_CASE("with duplicate_rule::unchecked, issue ignores a pending invitation",
          "[duplicate][issue]") {
  const issuance made = made_of(with_rule(duplicate_rule::unchecked), second({earlier()}));
  CHECK_FALSE(made.existing);
  CHECK(made.superseded.empty());
  REQUIRE(made.guards.unique);
  CHECK(*made.guards.unique == invito::uniqueness_claim{acme, "ina@example.com"});
}

TEST_CASE("with every duplicate_rule, issue refuses an id that exists, in any state",
          "[duplicate][issue]") {
  invitation_request elsewhere = request("member");
  elsewhere.recipient.email = invito::email("eve@example.com");
  invitation foreign = earlier("inv-1", "member", olga, elsewhere);
  foreign.organization = invito::organization_id("other");
  const auto taken = {earlier("inv-1", "member", olga, elsewhere), accepted(), revoked(), expired(),
                      foreign};
  for (const auto rule : every_rule) {
    for (invitation const& i : taken) {
      const issue_command c = second({i});
      CHECK(refused(with_rule(rule), c) == "already_issued /id");
      CHECK(subjects_of(with_rule(rule), c) == std::vector<std::string>{"inv-1"});
    }
  }
}

TEST_CASE("issue reports an id that exists once, and not as a duplicate", "[duplicate][issue]") {
  const issue_command c = second({earlier("inv-1", "admin")});
  for (const auto rule : every_rule) CHECK(refused(with_rule(rule), c) == "already_issued /id");
}

// Returned ---------------------------------------------------------------------------------------

TEST_CASE(
    "with return_existing, issue returns a pending invitation with the same offer, without effects",
    "[duplicate][issue]") {
  const policy p = with_rule(duplicate_rule::return_existing);
  const invitation existing = earlier();
  check_returned(made_of(p, second({existing})), existing);
  // Another inviter gets the same result, if the inviter may grant the role.
  check_returned(made_of(p, second({existing}, adam)), existing);
  CHECK(refused(p, second({existing}, {mike.who, "chief"})) == "not_permitted");
}

TEST_CASE("with return_existing, issue refuses if the pending invitation has another offer",
          "[duplicate][issue]") {
  const policy p = with_rule(duplicate_rule::return_existing);
  invitation_request r = request("member");
  r.offer.grants = {{project("p1", "viewer")}};
  const invitation existing = earlier("inv-0", "member", olga, r);
  CHECK(refused(p, second({existing})) == duplicate);
  CHECK(refused(p, second({existing}), request("admin")) == duplicate);
  check_returned(made_of(p, second({existing}), r), existing);
  r.offer.grants = {{project("p1", "lead")}};
  CHECK(refused(p, second({existing}), r) == duplicate);
  // Absent grants and empty grants are different offers.
  r.offer.grants = std::vector<invito::grant>{};
  CHECK(refused(p, second({earlier()}), r) == duplicate);
}

TEST_CASE("with return_existing, issue returns the first of several with the same offer",
          "[duplicate][issue]") {
  const policy p = with_rule(duplicate_rule::return_existing);
  const invitation first = earlier("inv-7");
  check_returned(made_of(p, second({earlier("inv-6", "admin"), first, earlier("inv-8")})), first);
}

TEST_CASE("with return_existing, issue does not return an invitation without an organization",
          "[duplicate][issue]") {
  invitation existing = earlier();
  existing.organization = {};
  CHECK(refused(with_rule(duplicate_rule::return_existing), second({existing})) == duplicate);
}

// Superseded -------------------------------------------------------------------------------------

TEST_CASE("with supersede, issue supersedes the pending invitation by a decision of its own",
          "[duplicate][issue][supersede]") {
  issue_command c = second({after(earlier(), as<resend_command>(olga, start + 1h))});
  c.facts.organization->revision = 41;
  c.idempotency_key = "once";
  const issuance made = made_of(with_rule(duplicate_rule::supersede), c);
  CHECK_FALSE(made.existing);
  CHECK(made.invitation.id == invitation_id("inv-1"));
  CHECK(made.guards.organization_revision == std::uint64_t{41});
  REQUIRE(made.guards.unique);
  CHECK(*made.guards.unique == invito::uniqueness_claim{acme, "ina@example.com"});

  REQUIRE(made.superseded.size() == 1);
  CHECK(made.superseded[0].id == invitation_id("inv-0"));
  invito::decision const& withdrawn = made.superseded[0].decision;
  CHECK(withdrawn.revision == 2);
  CHECK(withdrawn.guards.organization_revision == std::uint64_t{41});
  CHECK_FALSE(withdrawn.guards.unique);
  REQUIRE(withdrawn.event);
  CHECK(withdrawn.event->at == later);
  CHECK(withdrawn.event->by == olga.who);
  CHECK(withdrawn.event->revision == 3);
  CHECK(withdrawn.event->expires_at == start + 1h + 7 * day);
  CHECK(withdrawn.event->idempotency_key.empty());  // the issue event has the key
  CHECK(withdrawn.event->details ==
        invito::event_details(invito::supersede_details{invitation_id("inv-1")}));

  invitation older = c.facts.existing->front();
  REQUIRE(invito::apply(older, withdrawn));
  CHECK(older.state ==
        invito::state(invito::revoked{later, olga.who, invito::revoke_cause::superseded}));
  const auto replayed = invito::replay(unplayed(older), older.history);
  CHECK(refusal(replayed).empty());
  CHECK((replayed && *replayed == older));
  CHECK(effects(withdrawn, older).empty());
  REQUIRE(effects(made).size() == 1);
}

TEST_CASE("with supersede, the tokens of the superseded invitation are retired",
          "[duplicate][issue][supersede][effects]") {
  issue_command ask = issuing_as("inv-0");
  ask.token = support::digest_of("k");
  const auto first = invito::issue(rules(), request("member"), ask);
  REQUIRE(first);
  invitation older = invito::apply(*first);
  const issuance made = made_of(with_rule(duplicate_rule::supersede), second({older}));
  REQUIRE(made.superseded.size() == 1);
  REQUIRE(invito::apply(older, made.superseded[0].decision));
  const auto todo = effects(made.superseded[0].decision, older);
  REQUIRE(todo.size() == 1);
  CHECK(std::holds_alternative<invito::retire_tokens>(todo[0]));
}

TEST_CASE("with supersede, issue supersedes all pending invitations for the address, in order",
          "[duplicate][issue][supersede]") {
  invitation_request elsewhere = request("member");
  elsewhere.recipient.email = invito::email("eve@example.com");
  invitation dead = revoked();
  dead.id = invitation_id("inv-dead");
  const issuance made =
      made_of(with_rule(duplicate_rule::supersede),
              second({earlier("inv-8"), dead, earlier("inv-5", "member", olga, elsewhere),
                      earlier("inv-7", "admin")}));
  REQUIRE(made.superseded.size() == 2);
  CHECK(made.superseded[0].id == invitation_id("inv-8"));
  CHECK(made.superseded[1].id == invitation_id("inv-7"));
}

TEST_CASE("with supersede, issue refuses if the actor may not revoke the pending invitation",
          "[duplicate][issue][supersede][authority]") {
  const policy p = with_rule(duplicate_rule::supersede);
  const invitation owners = earlier("inv-0", "owner", olga);
  CHECK(refused(p, second({owners}, adam)) == duplicate);
  CHECK(subjects_of(p, second({owners}, adam)) == std::vector<std::string>{"inv-0"});
  CHECK(refused(p, second({owners}, olga)).empty());
  CHECK(refused(p, second({earlier("inv-0", "admin", olga)}, adam)).empty());
  // A sponsor may supersede the invitation, even if the rank is now too low to grant its offer.
  CHECK(refused(p, second({earlier("inv-0", "admin", adam)}, {adam.who, "member"})).empty());
  CHECK(refused(p, second({earlier("inv-0", "admin", abby)}, {adam.who, "member"})) == duplicate);
  // If there are several invitations, only those that cannot be superseded are reported.
  CHECK(subjects_of(p, second({earlier("inv-7"), owners}, adam)) ==
        std::vector<std::string>{"inv-0"});
}

TEST_CASE("with supersede, issue checks the authority for the grants of the pending invitation",
          "[duplicate][issue][supersede][authority]") {
  const policy p = with_rule(duplicate_rule::supersede);
  invitation_request r = request("member");
  r.offer.grants = {{project("p1", "lead")}};
  CHECK(refused(p, second({earlier("inv-0", "member", olga, r)}, mike)) == duplicate);
  CHECK(refused(p, second({earlier("inv-0", "member", olga, r)}, adam)).empty());
}

TEST_CASE("with supersede and below_own_rank, an actor cannot supersede an offer of equal rank",
          "[duplicate][issue][supersede][authority]") {
  policy p = with_rule(duplicate_rule::supersede);
  p.granting = granting::below_own_rank;
  CHECK(refused(p, second({earlier("inv-0", "admin", olga)}, adam)) == duplicate);
  CHECK(refused(p, second({earlier("inv-0", "member", olga)}, adam)).empty());
}

TEST_CASE(
    "with supersede and by_verdict, may_grant covers only a pending invitation with the same offer",
    "[duplicate][issue][supersede][authority]") {
  policy p = with_rule(duplicate_rule::supersede);
  p.granting = granting::by_verdict;
  const auto refusal_for = [&](invitation const& existing) {
    issue_command c = second({existing}, adam);
    c.facts.actor = std::nullopt;
    c.facts.may_grant = invito::verdict::allowed;
    return refused(p, c);
  };
  CHECK(refusal_for(earlier("inv-0", "member", olga)).empty());
  CHECK(refusal_for(earlier("inv-0", "admin", olga)) == duplicate);
  CHECK(refusal_for(earlier("inv-0", "admin", adam)).empty());
}

TEST_CASE("with supersede and granting::unchecked, issue supersedes any pending invitation",
          "[duplicate][issue][supersede][authority]") {
  policy p = with_rule(duplicate_rule::supersede);
  p.granting = granting::unchecked;
  issue_command c = second({earlier("inv-0", "owner", olga)}, mike);
  c.facts.actor = std::nullopt;
  CHECK(made_of(p, c).superseded.size() == 1);
}

TEST_CASE("with supersede, the supersede event is not dated before the last event",
          "[duplicate][issue][supersede][clock]") {
  issue_command c = second({after(earlier(), as<resend_command>(olga, later + 1h))});
  const issuance made = made_of(with_rule(duplicate_rule::supersede), c);
  REQUIRE(made.superseded.size() == 1);
  REQUIRE(made.superseded[0].decision.event);
  CHECK(made.superseded[0].decision.event->at == later + 1h);
  CHECK(made.superseded[0].decision.event->clamped);
  CHECK(made.invitation.created_at == later);
}

// Renewal ----------------------------------------------------------------------------------------

TEST_CASE("a renewal is refused if another invitation is pending, and names it",
          "[duplicate][resend]") {
  const invitation old = earlier("inv-0");
  const issuance newer = made_of(rules(), issuing_as("inv-2", olga, week_later));
  for (const auto rule : every_rule) {
    auto c = as<resend_command>(olga, week_later + 1h);
    c.facts.existing = {old, newer.invitation};
    const auto result = given(with_rule(rule), old).when(c);
    if (rule == duplicate_rule::unchecked) {
      result.then_becomes(status::pending);
      continue;
    }
    result.then_refused(duplicate);
    REQUIRE(result.refused());
    CHECK(result.result().error().front().subject == "inv-2");
    // The renewed invitation is no duplicate of itself.
    c.facts.existing = {old};
    given(with_rule(rule), old).when(c).then_becomes(status::pending);
    c.facts.existing = std::nullopt;
    given(with_rule(rule), old).when(c).then_refused("fact_missing /facts/existing");
  }
}

TEST_CASE("resend of a pending invitation does not check for duplicates", "[duplicate][resend]") {
  auto c = as<resend_command>(olga, week_later - tick);
  c.facts.existing = {earlier("inv-2")};
  given(earlier("inv-0")).when(c).then_becomes(status::pending);
  c.now = week_later;
  c.facts.existing = {made_of(rules(), issuing_as("inv-2", olga, later)).invitation};
  given(earlier("inv-0")).when(c).then_refused(duplicate);
}

// Idempotency ------------------------------------------------------------------------------------

namespace {

issue_command with_key(std::vector<invitation> existing = {}, std::string id = "inv-1",
                       member const& by = olga, invito::instant now = start) {
  issue_command c = issuing_as(std::move(id), by, now);
  c.facts.existing = std::move(existing);
  c.idempotency_key = "once";
  return c;
}

const std::string mismatch = "idempotency_mismatch /idempotency_key";

}  // namespace

TEST_CASE(
    "with every duplicate_rule, issue with the same idempotency key returns the first invitation",
    "[idempotency][issue]") {
  for (const auto rule : every_rule) {
    const policy p = with_rule(rule);
    const invitation made = made_of(p, with_key()).invitation;
    check_returned(made_of(p, with_key({made})), made);
    // The repetition comes later and has another id.
    check_returned(made_of(p, with_key({made}, "inv-2", olga, later)), made);
    check_returned(made_of(p, with_key({earlier("inv-0", "admin"), made}, "inv-2")), made);
  }
}

TEST_CASE("a repeated issue does not check facts that have changed", "[idempotency][issue]") {
  const invitation made = made_of(rules(), with_key()).invitation;
  issue_command c = with_key({made}, "inv-2", olga, later);
  c.facts.actor->active = false;
  c.facts.member = true;
  c.facts.organization->status = invito::organization_status::deleted;
  c.facts.organization->seat_limit = 0;
  check_returned(made_of(rules(), c), made);
  c.facts.actor = std::nullopt;
  c.facts.organization = std::nullopt;
  check_returned(made_of(rules(), c), made);
  const invitation over = after(made, accepting(ina, later));
  check_returned(made_of(rules(), with_key({over}, "inv-2", olga, later)), over);
}

TEST_CASE("issue refuses the same idempotency key with another request", "[idempotency][issue]") {
  const policy p = rules();
  const invitation made = made_of(p, with_key()).invitation;
  const issue_command again = with_key({made}, "inv-2");
  CHECK(refused(p, again).empty());
  CHECK(refused(p, again, request("admin")) == mismatch);

  invitation_request r = request("member");
  r.recipient.email = invito::email("eve@example.com");
  CHECK(refused(p, again, r) == mismatch);
  r = request("member");
  r.recipient.user = invito::user_id("ina");
  CHECK(refused(p, again, r) == mismatch);
  r = request("member");
  r.name.given = "Ina";
  CHECK(refused(p, again, r) == mismatch);
  r = request("member");
  r.send = false;
  CHECK(refused(p, again, r) == mismatch);
  r = request("member");
  r.attributes = {{"team", invito::json_text::unchecked("1")}};
  CHECK(refused(p, again, r) == mismatch);
  r = request("member");
  r.offer.grants = std::vector<invito::grant>{};
  CHECK(refused(p, again, r) == mismatch);
}

TEST_CASE("issue refuses the same idempotency key with another lifetime", "[idempotency][issue]") {
  const invitation made = made_of(rules(), with_key()).invitation;
  issue_command c = with_key({made}, "inv-2", olga, later);
  c.lifetime = 7 * day;
  check_returned(made_of(rules(), c), made);
  c.lifetime = 7 * day - 1s;
  CHECK(refused(rules(), c) == mismatch);
  // A changed policy makes no difference.
  policy p = rules();
  p.expiry.lifetime = std::chrono::hours{24};
  check_returned(made_of(p, with_key({made}, "inv-2")), made);
}

TEST_CASE("issue refuses the same idempotency key of another actor", "[idempotency][issue]") {
  const invitation made = made_of(rules(), with_key()).invitation;
  CHECK(refused(rules(), with_key({made}, "inv-2", adam)) == mismatch);
  member program = olga;
  program.who = invito::actor::service(invito::user_id("olga"));
  CHECK(refused(rules(), with_key({made}, "inv-2", program)) == mismatch);
}

TEST_CASE("issue with the same idempotency key compares the offer_source",
          "[idempotency][issue][reinstate]") {
  issue_command c = with_key();
  c.source = invito::offer_source::former_membership;
  c.facts.former = invito::offer{"admin", std::nullopt};
  const invitation made = made_of(rules(), c).invitation;
  CHECK(made.offer.role == "admin");
  issue_command again = with_key({made}, "inv-2", olga, later);
  CHECK(refused(rules(), again) == mismatch);
  CHECK(refused(rules(), again, request("admin")) == mismatch);
  again.source = invito::offer_source::former_membership;
  for (std::optional<invito::offer> const& now :
       {std::optional<invito::offer>{}, std::optional(made.offer),
        std::optional(invito::offer{"member", std::nullopt})}) {
    again.facts.former = now;
    check_returned(made_of(rules(), again), made);
  }
  invitation_request r = request("member");
  r.recipient.email = invito::email("eve@example.com");
  CHECK(refused(rules(), again, r) == mismatch);

  const invitation offered = made_of(rules(), with_key(), request("admin")).invitation;
  again = with_key({offered}, "inv-2", olga, later);
  again.source = invito::offer_source::former_membership;
  again.facts.former = offered.offer;
  CHECK(refused(rules(), again, request("admin")) == mismatch);
}

TEST_CASE("issue with another idempotency key, or without one, is no repetition",
          "[idempotency][issue]") {
  const invitation made = made_of(rules(), with_key()).invitation;
  issue_command c = with_key({made}, "inv-2");
  c.idempotency_key = "twice";
  CHECK(refused(rules(), c) == duplicate);
  c.idempotency_key = "";
  CHECK(refused(rules(), c) == duplicate);
  // Two commands without an idempotency key are never the same command.
  CHECK(refused(rules(), second({issued()})) == "already_issued /id");
}

TEST_CASE("issue ignores an idempotency key of another organization", "[idempotency][issue]") {
  invitation other = made_of(rules(), with_key()).invitation;
  other.organization = invito::organization_id("other");
  const issuance made = made_of(rules(), with_key({other}, "inv-2"));
  CHECK_FALSE(made.existing);
  CHECK(made.invitation.id == invitation_id("inv-2"));
}

TEST_CASE("issue compares the idempotency key with the issue event only", "[idempotency][issue]") {
  auto resends = as<resend_command>(olga, later);
  resends.idempotency_key = "once";
  const invitation existing = after(earlier(), resends);
  CHECK(refused(rules(), with_key({existing}, "inv-2", olga, later)) == duplicate);
  // This is also true if the resend is the first event of an imported invitation.
  invitation imported = earlier();
  invito::begin_history(imported, imported.expires_at());
  imported = after(imported, resends);
  CHECK(imported.history.size() == 1);
  CHECK(refused(rules(), with_key({imported}, "inv-2", olga, later)) == duplicate);
}

TEST_CASE("with every duplicate_rule, issue with an idempotency key requires the fact existing",
          "[idempotency][issue]") {
  for (const auto rule : every_rule) {
    issue_command c = with_key();
    c.facts.existing = std::nullopt;
    CHECK(refused(with_rule(rule), c) == "fact_missing /facts/existing");
  }
}

TEST_CASE("issue refuses an actor without permission before it compares the idempotency key",
          "[idempotency][issue][authority]") {
  const invitation made = made_of(rules(), with_key()).invitation;
  CHECK(refused(rules(), with_key({made}, "inv-2", mike), request("admin")) == "not_permitted");
}

TEST_CASE("issue reports idempotency_mismatch and no problem of the facts tier",
          "[idempotency][issue]") {
  const invitation made = made_of(rules(), with_key()).invitation;
  issue_command c = with_key({made}, "inv-1");
  c.facts.member = true;
  CHECK(refused(rules(), c, request("admin")) == mismatch);
}

TEST_CASE("issue refuses to supersede an imported invitation that is known only after its expiry",
          "[issue][supersede][duplicate]") {
  invitation imported = earlier();
  imported.state = invito::pending{later + 1h};
  invito::begin_history(imported, later + 1h);
  imported.baseline->known_at = later + 2h;
  REQUIRE(imported.status(later) == status::pending);
  CHECK(refused(with_rule(duplicate_rule::supersede), second({imported})) == "expired");
}
