// SPDX-License-Identifier: MIT

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::identity;
using invito::policy;
using invito::status;
using invito::verdict;

constexpr invito::instant later = start + day;

identity somebody(std::string user, std::string email, bool verified) {
  return {invito::user_id(std::move(user)), invito::email(std::move(email)), verified};
}

// For a mailbox, a known user, or both.
invito::invitation for_whom(std::optional<std::string> email, std::string user) {
  invito::invitation_request r = request("member");
  r.recipient.email = std::nullopt;
  if (email) r.recipient.email = invito::email(*email);
  r.recipient.user = invito::user_id(std::move(user));
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  return apply(*made);
}

// What accepting and declining both say; they must say the same.
std::string answered(invito::invitation const& i, identity const& who, policy const& p = rules()) {
  const std::string yes = refusal(accept(p, i, accepting(who, later)));
  CHECK(refusal(decline(p, i, declining(who, later))) == yes);
  return yes;
}

// What the event of an answer relied on: "user email verified key".
std::string relied_on(invito::proof const& p) {
  std::string out;
  for (auto const& [holds, word] : {std::pair<bool, char const*>{p.user, "user"},
                                    {p.email, "email"},
                                    {p.email_verified, "verified"},
                                    {p.key, "key"}}) {
    if (holds) out += (out.empty() ? "" : " ") + std::string(word);
  }
  return out;
}

std::string relied_on(invito::invitation const& i, identity const& who, policy const& p = rules()) {
  const auto yes = accept(p, i, accepting(who, later));
  const auto no = decline(p, i, declining(who, later));
  REQUIRE(yes);
  REQUIRE(no);
  auto* accepted = std::get_if<invito::accept_details>(&yes->event->details);
  auto* declined = std::get_if<invito::decline_details>(&no->event->details);
  REQUIRE(accepted);
  REQUIRE(declined);
  CHECK(accepted->relied_on == declined->relied_on);
  CHECK(accepted->email == declined->email);
  return relied_on(accepted->relied_on);
}

}  // namespace

TEST_CASE("accept makes the invitee who accepted it and when part of the state") {
  invito::accept_command c = accepting(ina, later);
  c.idempotency_key = "k";
  c.facts.organization->revision = 7;
  const auto said = given(issued()).when(c);
  CHECK(said.decision().guards.organization_revision == std::uint64_t{7});
  CHECK_FALSE(said.decision().guards.unique);
  CHECK(name(said.event().kind()) == "accept");
  CHECK(said.event().at == later);
  CHECK(said.event().by == invito::actor::user(invito::user_id("ina")));
  CHECK(said.event().expires_at == week_later);
  CHECK(said.event().idempotency_key == "k");
  CHECK_FALSE(said.event().clamped);

  const invito::invitation i = said.then_becomes(status::accepted).invitation();
  CHECK(i.state == invito::state(invito::accepted{later, invito::user_id("ina")}));
  CHECK(i.sponsor == olga.who);
  CHECK(i.offer_number == 1);
  auto* details = std::get_if<invito::accept_details>(&i.history.back().details);
  REQUIRE(details);
  CHECK_FALSE(details->granted);
}

TEST_CASE("to answer an invitation that has a key, it is brought, unless identity is enough") {
  invito::issue_command ask = issuing(olga);
  ask.key = invito::key_digest("key");
  const auto made = issue(rules(), request("member"), ask);
  REQUIRE(made);
  const invito::invitation i = apply(*made);
  invito::accept_command yes = accepting(ina, later);
  invito::decline_command no = declining(ina, later);
  given(i).when(yes).then_refused("key_missing /key");
  given(i).when(no).then_refused("key_missing /key");
  policy identity_alone = rules();
  identity_alone.proof = invito::required_proof::identity;
  CHECK(relied_on(i, ina, identity_alone) == "email verified");
  yes.key = no.key = invito::key_digest("kex");
  given(i).when(yes).then_refused("wrong_key /key");
  given(i).when(no).then_refused("wrong_key /key");
  yes.key = no.key = invito::key_digest("key");
  const auto relied = [](auto const& details) { return relied_on(details.relied_on); };
  const auto accepted = given(i).when(yes).then_becomes(status::accepted).invitation();
  const auto declined = given(i).when(no).then_becomes(status::revoked).invitation();
  CHECK(relied(std::get<invito::accept_details>(accepted.history.back().details)) ==
        "email verified key");
  CHECK(relied(std::get<invito::decline_details>(declined.history.back().details)) ==
        "email verified key");
}

TEST_CASE("decline makes it revoked, and says that it was the invitee's own wish") {
  const auto said = given(issued()).when(declining(ina, later));
  CHECK(name(said.event().kind()) == "decline");
  CHECK(said.decision().guards == invito::guards{});
  const invito::invitation i = said.then_becomes(status::revoked).invitation();
  CHECK(i.state == invito::state(invito::revoked{later, invito::actor::user(invito::user_id("ina")),
                                                 invito::revoke_cause::declined}));
}

TEST_CASE("an expired invitation may be declined, recorded as expired or not") {
  given(issued()).when(declining(ina, week_later + day)).then_becomes(status::revoked);
  given(expired()).when(declining(ina, week_later + day)).then_becomes(status::revoked);
}

// Tenant -----------------------------------------------------------------------------------------

TEST_CASE("an answer that names an organization must name the invitation's") {
  invito::accept_command yes = accepting(ina, later);
  invito::decline_command no = declining(ina, later);
  yes.org = no.org = acme;
  CHECK(refusal(accept(rules(), issued(), yes)).empty());
  CHECK(refusal(decline(rules(), issued(), no)).empty());
  yes.org = no.org = invito::organization_id("other");
  given(issued()).when(yes).then_refused("not_found");
  given(issued()).when(no).then_refused("not_found");
}

TEST_CASE("in another organization there is no such invitation, whatever else is wrong") {
  invito::accept_command c;
  c.org = invito::organization_id("other");
  c.who = eve;
  c.offer = 12;
  given(issued()).when(c).then_refused("not_found");
  given(accepted()).when(c).then_refused("not_found");
  c.who = ina;
  given(accepted()).when(c).then_refused("not_found");
}

// Recipient --------------------------------------------------------------------------------------

TEST_CASE("a mailbox answers for itself, in any case of letters") {
  const invito::invitation i = for_whom("Ina@Example.com", "");
  CHECK(answered(i, ina).empty());
  CHECK(answered(i, somebody("ina", "INA@EXAMPLE.COM", true)).empty());
  CHECK(answered(i, eve) == "wrong_recipient");
  CHECK(answered(i, somebody("ina", "ina+tag@example.com", true)) == "wrong_recipient");
  CHECK(answered(i, somebody("ina", "i.na@example.com", true)) == "wrong_recipient");
  CHECK(relied_on(i, ina) == "email verified");
}

TEST_CASE("somebody without an address, or without anything, is the wrong recipient") {
  const invito::invitation i = issued();
  identity nobody;
  CHECK(answered(i, nobody) == "wrong_recipient");
  nobody.user = invito::user_id("ina");
  nobody.email_verified = true;
  CHECK(answered(i, nobody) == "wrong_recipient");
}

TEST_CASE("an invitation that nobody is named in can be answered by nobody") {
  invito::invitation i;
  i.organization = acme;
  begin_history(i, std::nullopt);
  CHECK(answered(i, ina) == "wrong_recipient");
  CHECK(answered(i, identity{}) == "wrong_recipient");
}

TEST_CASE("an address must be verified, unless the policy takes it on trust") {
  const identity unverified = somebody("ina", "ina@example.com", false);
  CHECK(answered(issued(), unverified) == "email_unverified");
  policy p = rules();
  p.recipient = invito::recipient_match::unverified_email;
  CHECK(answered(issued(), unverified, p).empty());
  CHECK(relied_on(issued(), unverified, p) == "email");
  CHECK(relied_on(issued(), ina, p) == "email verified");
}

TEST_CASE("a verified address of somebody else does not verify the invitation's") {
  CHECK(answered(issued(), somebody("eve", "eve@example.com", false)) == "wrong_recipient");
  CHECK(answered(issued(), eve) == "wrong_recipient");
}

TEST_CASE("a known user decides alone, from whatever address") {
  const invito::invitation i = for_whom("ina@example.com", "ina");
  CHECK(answered(i, ina).empty());
  CHECK(answered(i, somebody("ina", "ina@new.example", false)).empty());
  CHECK(answered(i, somebody("ina", "ina@example.com", false)).empty());
  CHECK(answered(i, twin) == "wrong_recipient");
  CHECK(answered(i, eve) == "wrong_recipient");
  CHECK(relied_on(i, ina) == "user email verified");
  CHECK(relied_on(i, somebody("ina", "ina@example.com", false)) == "user email");
  CHECK(relied_on(i, somebody("ina", "ina@new.example", true)) == "user");
}

TEST_CASE("a known user needs no address at all") {
  const invito::invitation i = for_whom(std::nullopt, "ina");
  identity who;
  who.user = invito::user_id("ina");
  CHECK(answered(i, who).empty());
  CHECK(relied_on(i, who) == "user");
  who.user = invito::user_id("Ina");
  CHECK(answered(i, who) == "wrong_recipient");
  who.user = {};
  CHECK(answered(i, who) == "wrong_recipient");
}

TEST_CASE("the event names the address of the person where it is another") {
  const auto other = [](invito::invitation const& i, identity const& who) -> std::string {
    const auto yes = accept(rules(), i, accepting(who, later));
    REQUIRE(yes);
    auto* said = std::get_if<invito::accept_details>(&yes->event->details);
    REQUIRE(said);
    return said->email ? said->email->text() : "none";
  };
  const invito::invitation known = for_whom("ina@example.com", "ina");
  CHECK(other(known, ina) == "none");
  CHECK(other(known, somebody("ina", "INA@example.com", true)) == "none");
  CHECK(other(known, somebody("ina", "Ina@New.example", true)) == "Ina@New.example");
  CHECK(other(for_whom(std::nullopt, "ina"), ina) == "ina@example.com");
}

TEST_CASE("somebody without a user id yet may answer for a verified mailbox") {
  const identity newcomer = somebody("", "ina@example.com", true);
  CHECK(answered(issued(), newcomer).empty());
  given(issued()).when(accepting(newcomer, later)).then_becomes(status::accepted);
}

// Input and state --------------------------------------------------------------------------------

TEST_CASE("an answer without a moment is refused") {
  invito::accept_command yes = accepting(ina, later);
  invito::decline_command no = declining(ina, later);
  yes.now = invito::accept_command().now;
  no.now = invito::decline_command().now;
  given(issued()).when(yes).then_refused("missing_value /now");
  given(issued()).when(no).then_refused("missing_value /now");
}

TEST_CASE("the offer that the person saw must be the one that stands") {
  const invito::invitation amended = after(issued(), amending(olga, start + 1h, "admin"));
  invito::accept_command c = accepting(ina, later);
  c.offer = 1;
  CHECK(refusal(accept(rules(), issued(), c)).empty());
  const auto said = accept(rules(), amended, c);
  CHECK(refusal(said) == "offer_changed /offer");
  REQUIRE_FALSE(said);
  CHECK(said.error().front().numbers[0] == 1);
  CHECK(said.error().front().numbers[1] == 2);
  c.offer = 2;
  given(amended).when(c).then_becomes(status::accepted);
  c.offer = 3;
  given(amended).when(c).then_refused("offer_changed /offer");
  c.offer = std::nullopt;
  given(amended).when(c).then_becomes(status::accepted);
}

TEST_CASE("all problems of the state are told at once") {
  invito::accept_command c = accepting(ina, week_later);
  c.offer = 2;
  given(issued()).when(c).then_refused("expired; offer_changed /offer");
}

// Facts: the sponsor -----------------------------------------------------------------------------

TEST_CASE("without the sponsor's standing nobody is believed to vouch") {
  invito::accept_command c = accepting(ina, later);
  c.facts.sponsor = std::nullopt;
  given(issued()).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("the standing of the actor is not that of the sponsor") {
  invito::accept_command c = accepting(ina, later);
  c.facts.sponsor = std::nullopt;
  c.facts.actor = invito::standing{"owner"};
  given(issued()).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("a sponsor who has left vouches for nothing") {
  invito::accept_command c = accepting(ina, later);
  c.facts.sponsor->active = false;
  given(issued()).when(c).then_refused("sponsor_inactive");
}

TEST_CASE("a sponsor must still reach the role, by the policy's measure") {
  policy p = rules();
  const auto by_sponsor = [&p](std::string sponsor_role) {
    return refusal(accept(p, issued("admin"), accepting(ina, later, std::move(sponsor_role))));
  };
  CHECK(by_sponsor("owner").empty());
  CHECK(by_sponsor("admin").empty());
  CHECK(by_sponsor("member") == "sponsor_not_permitted");
  CHECK(by_sponsor("nothing known") == "sponsor_not_permitted");
  p.granting = invito::granting::below_own_rank;
  CHECK(by_sponsor("owner").empty());
  CHECK(by_sponsor("admin") == "sponsor_not_permitted");
}

TEST_CASE("the refusal names the role that the sponsor no longer reaches") {
  const auto said = accept(rules(), issued("admin"), accepting(ina, later, "member"));
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "admin");
}

TEST_CASE("a sponsor who may not invite any more does not vouch for what was offered either") {
  policy p = rules();
  p.inviter_rank = 20;
  given(p, issued("member")).when(accepting(ina, later, "admin")).then_becomes(status::accepted);
  p.inviter_rank = 21;
  given(p, issued("member"))
      .when(accepting(ina, later, "admin"))
      .then_refused("sponsor_not_permitted");
}

TEST_CASE("a role that the catalog has lost is beyond all but the highest sponsor") {
  policy p = rules();
  p.roles = {{"owner", 30}, {"admin", 20}};
  given(p, issued("member"))
      .when(accepting(ina, later, "admin"))
      .then_refused("unknown_role /role; sponsor_not_permitted");
}

TEST_CASE("by verdict, the host tells whether the sponsor may still grant it") {
  policy p = rules();
  p.granting = invito::granting::by_verdict;
  invito::accept_command c = accepting(ina, later, "member");
  given(p, issued("admin")).when(c).then_refused("fact_missing /facts/may_grant");
  c.facts.may_grant = verdict::no;
  given(p, issued("admin")).when(c).then_refused("sponsor_not_permitted");
  c.facts.may_grant = verdict::yes;
  given(p, issued("admin")).when(c).then_becomes(status::accepted);
  c.facts.sponsor->active = false;
  given(p, issued("admin")).when(c).then_refused("sponsor_inactive");
  c.facts.sponsor = std::nullopt;
  given(p, issued("admin")).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("unchecked, a sponsor only needs to be there") {
  policy p = rules();
  p.granting = invito::granting::unchecked;
  invito::accept_command c = accepting(ina, later, "nothing known");
  given(p, issued("admin")).when(c).then_becomes(status::accepted);
  c.facts.sponsor->active = false;
  given(p, issued("admin")).when(c).then_refused("sponsor_inactive");
}

TEST_CASE("where orphans stand, nobody asks for the sponsor") {
  policy p = rules();
  p.orphans = invito::orphan_rule::let_stand;
  invito::accept_command c = accepting(ina, later, "member");
  given(p, issued("admin")).when(c).then_becomes(status::accepted);
  c.facts.sponsor->active = false;
  given(p, issued("admin")).when(c).then_becomes(status::accepted);
  c.facts.sponsor = std::nullopt;
  given(p, issued("admin")).when(c).then_becomes(status::accepted);
}

TEST_CASE("what the system vouches for needs no member to vouch for it") {
  invito::accept_command c = accepting(ina, later);
  c.facts.sponsor = std::nullopt;
  given(issued("owner", robo)).when(c).then_becomes(status::accepted);
  // A service is not the system.
  const member sync{invito::actor::service(invito::user_id("sync")), "owner"};
  given(issued("owner", sync)).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("where the sponsor is unknown, somebody must still be found to vouch") {
  invito::invitation i = issued();
  i.sponsor = std::nullopt;
  begin_history(i, week_later);
  invito::accept_command c = accepting(ina, later);
  given(i).when(c).then_becomes(status::accepted);
  c.facts.sponsor = std::nullopt;
  given(i).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("to decline, nobody needs a sponsor") {
  given(issued("admin")).when(declining(ina, later)).then_becomes(status::revoked);
}

// Tiers ------------------------------------------------------------------------------------------

TEST_CASE("a stranger hears neither of the moment, the state nor the sponsor") {
  invito::accept_command c;
  c.who = eve;
  c.offer = 12;
  given(issued()).when(c).then_refused("wrong_recipient");
  c.now = week_later;
  given(issued()).when(c).then_refused("wrong_recipient");
  given(accepted()).when(c).then_refused("wrong_recipient");
  given(revoked()).when(c).then_refused("wrong_recipient");
  given(expired()).when(declining(eve, week_later)).then_refused("wrong_recipient");
}

TEST_CASE("who has not verified the address hears no more than that") {
  invito::accept_command c = accepting(somebody("ina2", "ina@example.com", false), week_later);
  c.facts.sponsor = std::nullopt;
  given(issued()).when(c).then_refused("email_unverified");
  given(accepted()).when(c).then_refused("email_unverified");
}

TEST_CASE("the invitee of an expired invitation hears nothing of the sponsor") {
  invito::accept_command c = accepting(ina, week_later);
  c.facts.sponsor = std::nullopt;
  given(issued()).when(c).then_refused("expired");
}

TEST_CASE("a role that the catalog has lost since is not granted, whoever vouches for it") {
  invito::policy p = rules();
  const invito::invitation i = issued("member");
  p.roles = {{"owner", 30}, {"admin", 20}};
  given(p, i).when(accepting(ina, start + day)).then_refused("unknown_role /role");
  p.orphans = invito::orphan_rule::let_stand;
  given(p, i).when(accepting(ina, start + day)).then_refused("unknown_role /role");
}

TEST_CASE("where a user was named, the address alone does not answer") {
  invito::invitation i = issued("member");
  i.recipient.user = invito::user_id("ina");
  invito::identity nameless = ina;
  nameless.user = {};
  given(rules(), i).when(accepting(nameless, start + day)).then_refused("wrong_recipient");
  given(rules(), i).when(declining(nameless, start + day)).then_refused("wrong_recipient");
}

TEST_CASE("an idempotency key of 255 bytes is kept, a longer one refused") {
  auto c = accepting(ina, start + day);
  c.idempotency_key = std::string(255, 'k');
  CHECK(invito::accept(rules(), issued("member"), c));
  c.idempotency_key += 'k';
  given(rules(), issued("member")).when(c).then_refused("text_too_long /idempotency_key");
}
