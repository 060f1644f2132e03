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

// An invitation that is there when a second one is asked for.
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

// Nothing is to be stored and nothing to be sent.
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

const std::string in_the_way = "duplicate_pending /email";

}  // namespace

// What is in the way -----------------------------------------------------------------------------

TEST_CASE("a pending invitation is in the way of another for the same address, and is named") {
  const policy p = with_rule(duplicate_rule::refuse);
  CHECK(policy().duplicates == duplicate_rule::refuse);
  CHECK(refused(p, second({})).empty());
  CHECK(refused(p, second({earlier()})) == in_the_way);
  CHECK(subjects_of(p, second({earlier()})) == std::vector<std::string>{"inv-0"});
  // Whatever it offers, and whoever asks.
  CHECK(refused(p, second({earlier("inv-0", "admin")})) == in_the_way);
  CHECK(refused(p, second({earlier("inv-0", "member", adam)}, olga)) == in_the_way);
}

TEST_CASE("of several that are in the way each is named") {
  for (const auto rule : {duplicate_rule::refuse, duplicate_rule::return_existing}) {
    const policy p = with_rule(rule);
    const issue_command c = second({earlier("inv-7", "admin"), earlier("inv-8", "admin")});
    CHECK(refused(p, c) == in_the_way + "; " + in_the_way);
    CHECK(subjects_of(p, c) == std::vector<std::string>{"inv-7", "inv-8"});
  }
}

TEST_CASE("what is dead is never in the way, whatever the rule") {
  const std::pair<invitation, invito::instant> dead[] = {
      {accepted(), later + 1h},     {declined(), later + 1h}, {revoked(), later + 1h},
      {superseded(), later + 1h},   {issued(), week_later},  // expired, though nobody wrote it down
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

TEST_CASE("until its very expiry a pending invitation is in the way") {
  const policy p = with_rule(duplicate_rule::refuse);
  CHECK(refused(p, second({earlier()}, olga, week_later - tick)) == in_the_way);
  CHECK(refused(p, second({earlier()}, olga, week_later)).empty());
}

TEST_CASE("an invitation of another organization is not in the way") {
  invitation other = earlier();
  other.organization = invito::organization_id("other");
  for (const auto rule : every_rule) {
    const issuance made = made_of(with_rule(rule), second({other}));
    CHECK_FALSE(made.existing);
    CHECK(made.superseded.empty());
  }
  // One that does not say whose it is was looked up as this organization's.
  other.organization = {};
  CHECK(refused(with_rule(duplicate_rule::refuse), second({other})) == in_the_way);
}

TEST_CASE("an invitation for another address is not in the way, one in another case is") {
  invitation_request other = request("member");
  const auto existing = [&](char const* address) {
    other.recipient.email = invito::email(address);
    return earlier("inv-0", "member", olga, other);
  };
  const policy p = with_rule(duplicate_rule::refuse);
  CHECK(refused(p, second({existing("inga@example.com")})).empty());
  CHECK(refused(p, second({existing("ina+x@example.com")})).empty());
  CHECK(refused(p, second({existing("ina@example.org")})).empty());
  CHECK(refused(p, second({existing("INA@Example.COM")})) == in_the_way);
  CHECK(made_of(with_rule(duplicate_rule::return_existing), second({existing("INA@Example.COM")}))
            .existing);
  CHECK(made_of(with_rule(duplicate_rule::supersede), second({existing("INA@Example.COM")}))
            .superseded.size() == 1);
}

TEST_CASE("an invitation for the same user is in the way, with an address or without") {
  const auto to = [](std::optional<invito::email> address, std::string user) {
    invitation_request r = request("member");
    r.recipient = {std::move(address), invito::user_id(std::move(user))};
    return r;
  };
  const policy p = with_rule(duplicate_rule::refuse);
  const invitation for_user = earlier("inv-0", "member", olga, to(std::nullopt, "ina"));
  CHECK(refused(p, second({for_user}), to(std::nullopt, "ina")) == in_the_way);
  CHECK(refused(p, second({for_user}), to(std::nullopt, "eve")).empty());
  CHECK(refused(p, second({for_user}), to(invito::email("ina@home.example"), "ina")) == in_the_way);
  // No address is not the same address, and no user not the same user.
  CHECK(refused(p, second({for_user}), request("member")).empty());
  CHECK(refused(p, second({earlier()}), to(std::nullopt, "ina")).empty());
}

TEST_CASE("the facts must tell what is there, unless the host's index alone decides") {
  for (const auto rule : every_rule) {
    issue_command c = second({});
    c.facts.existing = std::nullopt;
    const bool needed = rule != duplicate_rule::unchecked;
    CHECK(refused(with_rule(rule), c) == (needed ? "fact_missing /facts/existing" : ""));
  }
}

TEST_CASE("unchecked, nothing is in the way, nothing returned and nothing displaced") {
  const issuance made = made_of(with_rule(duplicate_rule::unchecked), second({earlier()}));
  CHECK_FALSE(made.existing);
  CHECK(made.superseded.empty());
  REQUIRE(made.guards.unique);
  CHECK(*made.guards.unique == invito::uniqueness_claim{acme, "ina@example.com"});
}

TEST_CASE("an id that is taken is not issued again, dead or alive, whatever the rule") {
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

TEST_CASE("an id that is taken by what would be in the way is told once") {
  const issue_command c = second({earlier("inv-1", "admin")});
  for (const auto rule : every_rule) CHECK(refused(with_rule(rule), c) == "already_issued /id");
}

// Returned ---------------------------------------------------------------------------------------

TEST_CASE("what offers the same is returned, with nothing to store and nothing to send") {
  const policy p = with_rule(duplicate_rule::return_existing);
  const invitation there = earlier();
  check_returned(made_of(p, second({there})), there);
  // Also to another inviter, who may grant it.
  check_returned(made_of(p, second({there}, adam)), there);
  CHECK(refused(p, second({there}, {mike.who, "chief"})) == "not_permitted");
}

TEST_CASE("what offers something else is not returned, but in the way") {
  const policy p = with_rule(duplicate_rule::return_existing);
  invitation_request r = request("member");
  r.offer.grants = {{project("p1", "viewer")}};
  const invitation there = earlier("inv-0", "member", olga, r);
  CHECK(refused(p, second({there})) == in_the_way);
  CHECK(refused(p, second({there}), request("admin")) == in_the_way);
  check_returned(made_of(p, second({there}), r), there);
  r.offer.grants = {{project("p1", "lead")}};
  CHECK(refused(p, second({there}), r) == in_the_way);
  // Left out and empty are not the same offer.
  r.offer.grants = std::vector<invito::grant>{};
  CHECK(refused(p, second({earlier()}), r) == in_the_way);
}

TEST_CASE("of several the first that offers the same is returned") {
  const policy p = with_rule(duplicate_rule::return_existing);
  const invitation first = earlier("inv-7");
  check_returned(made_of(p, second({earlier("inv-6", "admin"), first, earlier("inv-8")})), first);
}

TEST_CASE("what does not say whose it is cannot be returned") {
  invitation there = earlier();
  there.organization = {};
  CHECK(refused(with_rule(duplicate_rule::return_existing), second({there})) == in_the_way);
}

// Superseded -------------------------------------------------------------------------------------

TEST_CASE("a new invitation takes the place of the older one, which says so") {
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
  CHECK(withdrawn.event->idempotency_key.empty());  // the key is that of the issue
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

TEST_CASE("a link of the older invitation is to be retired") {
  issue_command ask = issuing_as("inv-0");
  ask.key = invito::key_digest("k");
  const auto first = invito::issue(rules(), request("member"), ask);
  REQUIRE(first);
  invitation older = invito::apply(*first);
  const issuance made = made_of(with_rule(duplicate_rule::supersede), second({older}));
  REQUIRE(made.superseded.size() == 1);
  REQUIRE(invito::apply(older, made.superseded[0].decision));
  const auto todo = effects(made.superseded[0].decision, older);
  REQUIRE(todo.size() == 1);
  CHECK(std::holds_alternative<invito::retire_keys>(todo[0]));
}

TEST_CASE("all that are pending for the address are superseded, in order, and no others") {
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

TEST_CASE("nobody displaces what they may not withdraw") {
  const policy p = with_rule(duplicate_rule::supersede);
  const invitation owners = earlier("inv-0", "owner", olga);
  CHECK(refused(p, second({owners}, adam)) == in_the_way);
  CHECK(subjects_of(p, second({owners}, adam)) == std::vector<std::string>{"inv-0"});
  CHECK(refused(p, second({owners}, olga)).empty());
  CHECK(refused(p, second({earlier("inv-0", "admin", olga)}, adam)).empty());
  // Their own they may, also where they could not grant it any more.
  CHECK(refused(p, second({earlier("inv-0", "admin", adam)}, {adam.who, "member"})).empty());
  CHECK(refused(p, second({earlier("inv-0", "admin", abby)}, {adam.who, "member"})) == in_the_way);
  // Of several, those that stay are told.
  CHECK(subjects_of(p, second({earlier("inv-7"), owners}, adam)) ==
        std::vector<std::string>{"inv-0"});
}

TEST_CASE("the ranks within projects keep a pending invitation in its place, too") {
  const policy p = with_rule(duplicate_rule::supersede);
  invitation_request r = request("member");
  r.offer.grants = {{project("p1", "lead")}};
  CHECK(refused(p, second({earlier("inv-0", "member", olga, r)}, mike)) == in_the_way);
  CHECK(refused(p, second({earlier("inv-0", "member", olga, r)}, adam)).empty());
}

TEST_CASE("below the own rank, equals do not displace each other") {
  policy p = with_rule(duplicate_rule::supersede);
  p.granting = granting::below_own_rank;
  CHECK(refused(p, second({earlier("inv-0", "admin", olga)}, adam)) == in_the_way);
  CHECK(refused(p, second({earlier("inv-0", "member", olga)}, adam)).empty());
}

TEST_CASE("by verdict, the host's word displaces what offers the same, and nothing else") {
  policy p = with_rule(duplicate_rule::supersede);
  p.granting = granting::by_verdict;
  const auto asks = [&](invitation const& there) {
    issue_command c = second({there}, adam);
    c.facts.actor = std::nullopt;
    c.facts.may_grant = invito::verdict::yes;
    return refused(p, c);
  };
  CHECK(asks(earlier("inv-0", "member", olga)).empty());
  CHECK(asks(earlier("inv-0", "admin", olga)) == in_the_way);
  CHECK(asks(earlier("inv-0", "admin", adam)).empty());
}

TEST_CASE("unchecked granting displaces whatever is there") {
  policy p = with_rule(duplicate_rule::supersede);
  p.granting = granting::unchecked;
  issue_command c = second({earlier("inv-0", "owner", olga)}, mike);
  c.facts.actor = std::nullopt;
  CHECK(made_of(p, c).superseded.size() == 1);
}

TEST_CASE("a clock that went back dates no supersession before the last event") {
  issue_command c = second({after(earlier(), as<resend_command>(olga, later + 1h))});
  const issuance made = made_of(with_rule(duplicate_rule::supersede), c);
  REQUIRE(made.superseded.size() == 1);
  REQUIRE(made.superseded[0].decision.event);
  CHECK(made.superseded[0].decision.event->at == later + 1h);
  CHECK(made.superseded[0].decision.event->clamped);
  CHECK(made.invitation.created_at == later);
}

// Renewal ----------------------------------------------------------------------------------------

TEST_CASE("a renewal never takes the place of a newer invitation, and names it") {
  const invitation old = earlier("inv-0");
  const issuance newer = made_of(rules(), issuing_as("inv-2", olga, week_later));
  for (const auto rule : every_rule) {
    auto c = as<resend_command>(olga, week_later + 1h);
    c.facts.existing = {old, newer.invitation};
    const auto said = given(with_rule(rule), old).when(c);
    if (rule == duplicate_rule::unchecked) {
      said.then_becomes(status::pending);
      continue;
    }
    said.then_refused(in_the_way);
    REQUIRE(said.refused());
    CHECK(said.said().error().front().subject == "inv-2");
    // It is not in its own way.
    c.facts.existing = {old};
    given(with_rule(rule), old).when(c).then_becomes(status::pending);
    c.facts.existing = std::nullopt;
    given(with_rule(rule), old).when(c).then_refused("fact_missing /facts/existing");
  }
}

TEST_CASE("another message of what is pending asks for no duplicates") {
  auto c = as<resend_command>(olga, week_later - tick);
  c.facts.existing = {earlier("inv-2")};
  given(earlier("inv-0")).when(c).then_becomes(status::pending);
  c.now = week_later;
  c.facts.existing = {made_of(rules(), issuing_as("inv-2", olga, later)).invitation};
  given(earlier("inv-0")).when(c).then_refused(in_the_way);
}

// The same command again -------------------------------------------------------------------------

namespace {

issue_command keyed(std::vector<invitation> existing = {}, std::string id = "inv-1",
                    member const& by = olga, invito::instant now = start) {
  issue_command c = issuing_as(std::move(id), by, now);
  c.facts.existing = std::move(existing);
  c.idempotency_key = "once";
  return c;
}

const std::string mismatch = "idempotency_mismatch /idempotency_key";

}  // namespace

TEST_CASE("the same command with the same key returns what it has made, whatever the rule") {
  for (const auto rule : every_rule) {
    const policy p = with_rule(rule);
    const invitation made = made_of(p, keyed()).invitation;
    check_returned(made_of(p, keyed({made})), made);
    // The second try comes later and with an id of its own.
    check_returned(made_of(p, keyed({made}, "inv-2", olga, later)), made);
    check_returned(made_of(p, keyed({earlier("inv-0", "admin"), made}, "inv-2")), made);
  }
}

TEST_CASE("the same command with the same key is told nothing of what has changed since") {
  const invitation made = made_of(rules(), keyed()).invitation;
  issue_command c = keyed({made}, "inv-2", olga, later);
  c.facts.actor->active = false;
  c.facts.member = true;
  c.facts.organization->status = invito::organization_status::deleted;
  c.facts.organization->seat_limit = 0;
  check_returned(made_of(rules(), c), made);
  c.facts.actor = std::nullopt;
  c.facts.organization = std::nullopt;
  check_returned(made_of(rules(), c), made);
  const invitation over = after(made, accepting(ina, later));
  check_returned(made_of(rules(), keyed({over}, "inv-2", olga, later)), over);
}

TEST_CASE("another command with the same key is refused") {
  const policy p = rules();
  const invitation made = made_of(p, keyed()).invitation;
  const issue_command again = keyed({made}, "inv-2");
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

TEST_CASE("another lifetime is another command, the same in other words is not") {
  const invitation made = made_of(rules(), keyed()).invitation;
  issue_command c = keyed({made}, "inv-2", olga, later);
  c.lifetime = 7 * day;
  check_returned(made_of(rules(), c), made);
  c.lifetime = 7 * day - 1s;
  CHECK(refused(rules(), c) == mismatch);
  // What the policy says meanwhile does not matter.
  policy p = rules();
  p.expiry.lifetime = std::chrono::hours{24};
  check_returned(made_of(p, keyed({made}, "inv-2")), made);
}

TEST_CASE("the same key of another actor is another command") {
  const invitation made = made_of(rules(), keyed()).invitation;
  CHECK(refused(rules(), keyed({made}, "inv-2", adam)) == mismatch);
  member program = olga;
  program.who = invito::actor::service(invito::user_id("olga"));
  CHECK(refused(rules(), keyed({made}, "inv-2", program)) == mismatch);
}

TEST_CASE("to reinstate is another command than to offer the same, and knows itself again") {
  issue_command c = keyed();
  c.source = invito::offer_source::former_membership;
  c.facts.former = invito::offer{"admin", std::nullopt};
  const invitation made = made_of(rules(), c).invitation;
  CHECK(made.offer.role == "admin");
  issue_command again = keyed({made}, "inv-2", olga, later);
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

  const invitation offered = made_of(rules(), keyed(), request("admin")).invitation;
  again = keyed({offered}, "inv-2", olga, later);
  again.source = invito::offer_source::former_membership;
  again.facts.former = offered.offer;
  CHECK(refused(rules(), again, request("admin")) == mismatch);
}

TEST_CASE("another key is no retry, nor is none") {
  const invitation made = made_of(rules(), keyed()).invitation;
  issue_command c = keyed({made}, "inv-2");
  c.idempotency_key = "twice";
  CHECK(refused(rules(), c) == in_the_way);
  c.idempotency_key = "";
  CHECK(refused(rules(), c) == in_the_way);
  // Two commands without one are not the same command.
  CHECK(refused(rules(), second({issued()})) == "already_issued /id");
}

TEST_CASE("a key that another organization has used is unused here") {
  invitation other = made_of(rules(), keyed()).invitation;
  other.organization = invito::organization_id("other");
  const issuance made = made_of(rules(), keyed({other}, "inv-2"));
  CHECK_FALSE(made.existing);
  CHECK(made.invitation.id == invitation_id("inv-2"));
}

TEST_CASE("a key counts that the issue has used, not a later command") {
  auto resends = as<resend_command>(olga, later);
  resends.idempotency_key = "once";
  const invitation there = after(earlier(), resends);
  CHECK(refused(rules(), keyed({there}, "inv-2", olga, later)) == in_the_way);
  // Nor where it is the first that is known of an imported one.
  invitation imported = earlier();
  invito::begin_history(imported, imported.expires_at());
  imported = after(imported, resends);
  CHECK(imported.history.size() == 1);
  CHECK(refused(rules(), keyed({imported}, "inv-2", olga, later)) == in_the_way);
}

TEST_CASE("with a key the facts must tell what is there, whatever the rule") {
  for (const auto rule : every_rule) {
    issue_command c = keyed();
    c.facts.existing = std::nullopt;
    CHECK(refused(with_rule(rule), c) == "fact_missing /facts/existing");
  }
}

TEST_CASE("who may not invite hears nothing of a key that is used") {
  const invitation made = made_of(rules(), keyed()).invitation;
  CHECK(refused(rules(), keyed({made}, "inv-2", mike), request("admin")) == "not_permitted");
}

TEST_CASE("a used key is told before what else would be in the way") {
  const invitation made = made_of(rules(), keyed()).invitation;
  issue_command c = keyed({made}, "inv-1");
  c.facts.member = true;
  CHECK(refused(rules(), c, request("admin")) == mismatch);
}
