// SPDX-License-Identifier: MIT

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::identity;
using invito::policy;
using invito::status;
using invito::verdict;

constexpr invito::instant later = start + day;

identity person(std::string user, std::string email, bool verified) {
  return {invito::user_id(std::move(user)), invito::email(std::move(email)), verified};
}

// An invitation for an address, for a user, or for both.
invito::invitation invitation_for(std::optional<std::string> email, std::string user) {
  invito::invitation_request r = request("member");
  r.recipient.email = std::nullopt;
  if (email) r.recipient.email = invito::email(*email);
  r.recipient.user = invito::user_id(std::move(user));
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  return apply(*made);
}

// The refusal of accept and of decline, which must be equal.
std::string answer_refusal(invito::invitation const& i, identity const& who,
                           policy const& p = rules()) {
  const std::string refused = refusal(accept(p, i, accepting(who, later)));
  CHECK(refusal(decline(p, i, declining(who, later))) == refused);
  return refused;
}

// The proof in the event of an answer: "user email verified token".
std::string proof(invito::proof const& p) {
  std::string out;
  for (auto const& [holds, word] : {std::pair<bool, char const*>{p.user, "user"},
                                    {p.email, "email"},
                                    {p.email_verified, "verified"},
                                    {p.token, "token"}}) {
    if (holds) out += (out.empty() ? "" : " ") + std::string(word);
  }
  return out;
}

std::string proof(invito::invitation const& i, identity const& who, policy const& p = rules()) {
  const auto yes = accept(p, i, accepting(who, later));
  const auto no = decline(p, i, declining(who, later));
  REQUIRE(yes);
  REQUIRE(no);
  auto* accepted = std::get_if<invito::accept_details>(&yes->event->details);
  auto* declined = std::get_if<invito::decline_details>(&no->event->details);
  REQUIRE(accepted);
  REQUIRE(declined);
  CHECK(accepted->proof == declined->proof);
  CHECK(accepted->email == declined->email);
  return proof(accepted->proof);
}

}  // namespace

TEST_CASE("accept records the user and the time in the state", "[accept]") {
  invito::accept_command c = accepting(ina, later);
  c.idempotency_key = "k";
  c.facts.organization->revision = 7;
  const auto result = given(issued()).when(c);
  CHECK(result.decision().guards.organization_revision == std::uint64_t{7});
  CHECK_FALSE(result.decision().guards.unique);
  CHECK(name(result.event().kind()) == "accept");
  CHECK(result.event().at == later);
  CHECK(result.event().by == invito::actor::user(invito::user_id("ina")));
  CHECK(result.event().expires_at == week_later);
  CHECK(result.event().idempotency_key == "k");
  CHECK_FALSE(result.event().clamped);

  const invito::invitation i = result.then_becomes(status::accepted).invitation();
  CHECK(i.state == invito::state(invito::accepted{later, invito::user_id("ina")}));
  CHECK(i.sponsor == olga.who);
  CHECK(i.offer_number == 1);
  auto* details = std::get_if<invito::accept_details>(&i.history.back().details);
  REQUIRE(details);
  CHECK_FALSE(details->granted);
}

TEST_CASE("accept and decline require the token, unless the policy requires only the identity",
          "[accept][decline][token]") {
  invito::issue_command ask = issuing(olga);
  ask.token = support::digest_of("token");
  const auto made = issue(rules(), request("member"), ask);
  REQUIRE(made);
  const invito::invitation i = apply(*made);
  invito::accept_command yes = accepting(ina, later);
  invito::decline_command no = declining(ina, later);
  given(i).when(yes).then_refused("token_missing /token");
  given(i).when(no).then_refused("token_missing /token");
  policy identity_alone = rules();
  identity_alone.proof = invito::required_proof::identity;
  CHECK(proof(i, ina, identity_alone) == "email verified");
  yes.token = no.token = support::digest_of("other token");
  given(i).when(yes).then_refused("wrong_token /token");
  given(i).when(no).then_refused("wrong_token /token");
  yes.token = no.token = support::digest_of("token");
  const auto proof_of = [](auto const& details) { return proof(details.proof); };
  const auto accepted = given(i).when(yes).then_becomes(status::accepted).invitation();
  const auto declined = given(i).when(no).then_becomes(status::revoked).invitation();
  CHECK(proof_of(std::get<invito::accept_details>(accepted.history.back().details)) ==
        "email verified token");
  CHECK(proof_of(std::get<invito::decline_details>(declined.history.back().details)) ==
        "email verified token");
}

TEST_CASE("decline revokes the invitation with the cause declined", "[decline]") {
  const auto result = given(issued()).when(declining(ina, later));
  CHECK(name(result.event().kind()) == "decline");
  CHECK(result.decision().guards == invito::guards{});
  const invito::invitation i = result.then_becomes(status::revoked).invitation();
  CHECK(i.state == invito::state(invito::revoked{later, invito::actor::user(invito::user_id("ina")),
                                                 invito::revoke_cause::declined}));
}

TEST_CASE("decline revokes an expired invitation, whether or not the expiry is recorded",
          "[decline]") {
  given(issued()).when(declining(ina, week_later + day)).then_becomes(status::revoked);
  given(expired()).when(declining(ina, week_later + day)).then_becomes(status::revoked);
}

// Tenant -----------------------------------------------------------------------------------------

TEST_CASE("accept and decline refuse a command that names another organization",
          "[accept][decline]") {
  invito::accept_command yes = accepting(ina, later);
  invito::decline_command no = declining(ina, later);
  yes.organization = no.organization = acme;
  CHECK(refusal(accept(rules(), issued(), yes)).empty());
  CHECK(refusal(decline(rules(), issued(), no)).empty());
  yes.organization = no.organization = invito::organization_id("other");
  given(issued()).when(yes).then_refused("not_found");
  given(issued()).when(no).then_refused("not_found");
}

TEST_CASE("accept of an invitation of another organization reports only not_found", "[accept]") {
  invito::accept_command c;
  c.organization = invito::organization_id("other");
  c.who = eve;
  c.offer_number = 12;
  given(issued()).when(c).then_refused("not_found");
  given(accepted()).when(c).then_refused("not_found");
  c.who = ina;
  given(accepted()).when(c).then_refused("not_found");
}

// Recipient --------------------------------------------------------------------------------------

TEST_CASE("accept and decline match the address of the recipient in any letter case",
          "[accept][decline][recipient]") {
  const invito::invitation i = invitation_for("Ina@Example.com", "");
  CHECK(answer_refusal(i, ina).empty());
  CHECK(answer_refusal(i, person("ina", "INA@EXAMPLE.COM", true)).empty());
  CHECK(answer_refusal(i, eve) == "wrong_recipient");
  CHECK(answer_refusal(i, person("ina", "ina+tag@example.com", true)) == "wrong_recipient");
  CHECK(answer_refusal(i, person("ina", "i.na@example.com", true)) == "wrong_recipient");
  CHECK(proof(i, ina) == "email verified");
}

TEST_CASE("accept and decline refuse a person without an address", "[accept][decline][recipient]") {
  const invito::invitation i = issued();
  identity unknown;
  CHECK(answer_refusal(i, unknown) == "wrong_recipient");
  unknown.user = invito::user_id("ina");
  unknown.email_verified = true;
  CHECK(answer_refusal(i, unknown) == "wrong_recipient");
}

TEST_CASE("accept and decline refuse every person if the invitation has no recipient",
          "[accept][decline][recipient]") {
  invito::invitation i;
  i.organization = acme;
  begin_history(i, std::nullopt);
  CHECK(answer_refusal(i, ina) == "wrong_recipient");
  CHECK(answer_refusal(i, identity{}) == "wrong_recipient");
}

TEST_CASE(
    "accept and decline refuse an unverified address, unless the policy allows unverified_email",
    "[accept][decline][recipient]") {
  const identity unverified = person("ina", "ina@example.com", false);
  CHECK(answer_refusal(issued(), unverified) == "email_unverified");
  policy p = rules();
  p.recipient = invito::recipient_match::unverified_email;
  CHECK(answer_refusal(issued(), unverified, p).empty());
  CHECK(proof(issued(), unverified, p) == "email");
  CHECK(proof(issued(), ina, p) == "email verified");
}

TEST_CASE("accept and decline refuse another address, verified or not",
          "[accept][decline][recipient]") {
  CHECK(answer_refusal(issued(), person("eve", "eve@example.com", false)) == "wrong_recipient");
  CHECK(answer_refusal(issued(), eve) == "wrong_recipient");
}

TEST_CASE("accept and decline match a recipient with a user id by the user id, with any address",
          "[accept][decline][recipient]") {
  const invito::invitation i = invitation_for("ina@example.com", "ina");
  CHECK(answer_refusal(i, ina).empty());
  CHECK(answer_refusal(i, person("ina", "ina@new.example", false)).empty());
  CHECK(answer_refusal(i, person("ina", "ina@example.com", false)).empty());
  CHECK(answer_refusal(i, twin) == "wrong_recipient");
  CHECK(answer_refusal(i, eve) == "wrong_recipient");
  CHECK(proof(i, ina) == "user email verified");
  CHECK(proof(i, person("ina", "ina@example.com", false)) == "user email");
  CHECK(proof(i, person("ina", "ina@new.example", true)) == "user");
}

TEST_CASE("accept and decline match a recipient with a user id and no address",
          "[accept][decline][recipient]") {
  const invito::invitation i = invitation_for(std::nullopt, "ina");
  identity who;
  who.user = invito::user_id("ina");
  CHECK(answer_refusal(i, who).empty());
  CHECK(proof(i, who) == "user");
  who.user = invito::user_id("Ina");
  CHECK(answer_refusal(i, who) == "wrong_recipient");
  who.user = {};
  CHECK(answer_refusal(i, who) == "wrong_recipient");
}

TEST_CASE("accept records the address of the person if it is not the address of the recipient",
          "[accept][recipient]") {
  const auto other = [](invito::invitation const& i, identity const& who) -> std::string {
    const auto yes = accept(rules(), i, accepting(who, later));
    REQUIRE(yes);
    auto* details = std::get_if<invito::accept_details>(&yes->event->details);
    REQUIRE(details);
    return details->email ? details->email->text() : "none";
  };
  const invito::invitation known = invitation_for("ina@example.com", "ina");
  CHECK(other(known, ina) == "none");
  CHECK(other(known, person("ina", "INA@example.com", true)) == "none");
  CHECK(other(known, person("ina", "Ina@New.example", true)) == "Ina@New.example");
  CHECK(other(invitation_for(std::nullopt, "ina"), ina) == "ina@example.com");
}

TEST_CASE("accept and decline allow a person without a user id whose address is verified",
          "[accept][decline][recipient]") {
  const identity newcomer = person("", "ina@example.com", true);
  CHECK(answer_refusal(issued(), newcomer).empty());
  given(issued()).when(accepting(newcomer, later)).then_becomes(status::accepted);
}

// Input and status -------------------------------------------------------------------------------

TEST_CASE("accept and decline refuse a command without a time", "[accept][decline]") {
  invito::accept_command yes = accepting(ina, later);
  invito::decline_command no = declining(ina, later);
  yes.now = invito::accept_command().now;
  no.now = invito::decline_command().now;
  given(issued()).when(yes).then_refused("missing_value /now");
  given(issued()).when(no).then_refused("missing_value /now");
}

TEST_CASE("accept refuses an offer_number that is not the current one", "[accept]") {
  const invito::invitation amended = after(issued(), amending(olga, start + 1h, "admin"));
  invito::accept_command c = accepting(ina, later);
  c.offer_number = 1;
  CHECK(refusal(accept(rules(), issued(), c)).empty());
  const auto result = accept(rules(), amended, c);
  CHECK(refusal(result) == "offer_changed /offer_number");
  REQUIRE_FALSE(result);
  CHECK(result.error().front().numbers[0] == 1);
  CHECK(result.error().front().numbers[1] == 2);
  c.offer_number = 2;
  given(amended).when(c).then_becomes(status::accepted);
  c.offer_number = 3;
  given(amended).when(c).then_refused("offer_changed /offer_number");
  c.offer_number = std::nullopt;
  given(amended).when(c).then_becomes(status::accepted);
}

TEST_CASE("accept reports all problems of the status tier", "[accept]") {
  invito::accept_command c = accepting(ina, week_later);
  c.offer_number = 2;
  given(issued()).when(c).then_refused("expired; offer_changed /offer_number");
}

// Facts: the sponsor -----------------------------------------------------------------------------

TEST_CASE("accept requires the fact sponsor", "[accept][sponsor]") {
  invito::accept_command c = accepting(ina, later);
  c.facts.sponsor = std::nullopt;
  given(issued()).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("accept does not use the fact actor instead of the fact sponsor", "[accept][sponsor]") {
  invito::accept_command c = accepting(ina, later);
  c.facts.sponsor = std::nullopt;
  c.facts.actor = invito::membership{"owner"};
  given(issued()).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("accept refuses an inactive sponsor", "[accept][sponsor]") {
  invito::accept_command c = accepting(ina, later);
  c.facts.sponsor->active = false;
  given(issued()).when(c).then_refused("sponsor_inactive");
}

TEST_CASE("accept refuses a sponsor who may no longer grant the role", "[accept][sponsor]") {
  policy p = rules();
  const auto by_sponsor = [&p](std::string sponsor_role) {
    return refusal(accept(p, issued("admin"), accepting(ina, later, std::move(sponsor_role))));
  };
  CHECK(by_sponsor("owner").empty());
  CHECK(by_sponsor("admin").empty());
  CHECK(by_sponsor("member") == "sponsor_not_permitted");
  CHECK(by_sponsor("unknown role") == "sponsor_not_permitted");
  p.granting = invito::granting::below_own_rank;
  CHECK(by_sponsor("owner").empty());
  CHECK(by_sponsor("admin") == "sponsor_not_permitted");
}

TEST_CASE("sponsor_not_permitted names the role that the sponsor may no longer grant",
          "[accept][sponsor]") {
  const auto result = accept(rules(), issued("admin"), accepting(ina, later, "member"));
  REQUIRE_FALSE(result);
  CHECK(result.error().front().subject == "admin");
}

TEST_CASE("accept refuses a sponsor below inviter_rank", "[accept][sponsor]") {
  policy p = rules();
  p.inviter_rank = 20;
  given(p, issued("member")).when(accepting(ina, later, "admin")).then_becomes(status::accepted);
  p.inviter_rank = 21;
  given(p, issued("member"))
      .when(accepting(ina, later, "admin"))
      .then_refused("sponsor_not_permitted");
}

TEST_CASE(
    "accept refuses a role that the catalog no longer has, and a sponsor below the highest rank",
    "[accept][sponsor]") {
  policy p = rules();
  p.roles = {{"owner", 30}, {"admin", 20}};
  given(p, issued("member"))
      .when(accepting(ina, later, "admin"))
      .then_refused("unknown_role /role; sponsor_not_permitted");
}

TEST_CASE("with granting::by_verdict, accept follows the fact may_grant", "[accept][sponsor]") {
  policy p = rules();
  p.granting = invito::granting::by_verdict;
  invito::accept_command c = accepting(ina, later, "member");
  given(p, issued("admin")).when(c).then_refused("fact_missing /facts/may_grant");
  c.facts.may_grant = verdict::denied;
  given(p, issued("admin")).when(c).then_refused("sponsor_not_permitted");
  c.facts.may_grant = verdict::allowed;
  given(p, issued("admin")).when(c).then_becomes(status::accepted);
  c.facts.sponsor->active = false;
  given(p, issued("admin")).when(c).then_refused("sponsor_inactive");
  c.facts.sponsor = std::nullopt;
  given(p, issued("admin")).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("with granting::unchecked, accept requires an active sponsor of any role",
          "[accept][sponsor]") {
  policy p = rules();
  p.granting = invito::granting::unchecked;
  invito::accept_command c = accepting(ina, later, "unknown role");
  given(p, issued("admin")).when(c).then_becomes(status::accepted);
  c.facts.sponsor->active = false;
  given(p, issued("admin")).when(c).then_refused("sponsor_inactive");
}

TEST_CASE("with sponsor_rule::allow, accept does not check the sponsor", "[accept][sponsor]") {
  policy p = rules();
  p.sponsor = invito::sponsor_rule::allow;
  invito::accept_command c = accepting(ina, later, "member");
  given(p, issued("admin")).when(c).then_becomes(status::accepted);
  c.facts.sponsor->active = false;
  given(p, issued("admin")).when(c).then_becomes(status::accepted);
  c.facts.sponsor = std::nullopt;
  given(p, issued("admin")).when(c).then_becomes(status::accepted);
}

TEST_CASE(
    "accept requires no sponsor if the system issued the invitation, but does if a service did",
    "[accept][sponsor]") {
  invito::accept_command c = accepting(ina, later);
  c.facts.sponsor = std::nullopt;
  given(issued("owner", robo)).when(c).then_becomes(status::accepted);
  // A service is not the system.
  const member sync{invito::actor::service(invito::user_id("sync")), "owner"};
  given(issued("owner", sync)).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("accept requires the fact sponsor if the invitation has no sponsor",
          "[accept][sponsor]") {
  invito::invitation i = issued();
  i.sponsor = std::nullopt;
  begin_history(i, week_later);
  invito::accept_command c = accepting(ina, later);
  given(i).when(c).then_becomes(status::accepted);
  c.facts.sponsor = std::nullopt;
  given(i).when(c).then_refused("fact_missing /facts/sponsor");
}

TEST_CASE("decline does not check the sponsor", "[decline][sponsor]") {
  given(issued("admin")).when(declining(ina, later)).then_becomes(status::revoked);
}

// Tiers ------------------------------------------------------------------------------------------

TEST_CASE("accept and decline report only wrong_recipient to another person",
          "[accept][decline][recipient]") {
  invito::accept_command c;
  c.who = eve;
  c.offer_number = 12;
  given(issued()).when(c).then_refused("wrong_recipient");
  c.now = week_later;
  given(issued()).when(c).then_refused("wrong_recipient");
  given(accepted()).when(c).then_refused("wrong_recipient");
  given(revoked()).when(c).then_refused("wrong_recipient");
  given(expired()).when(declining(eve, week_later)).then_refused("wrong_recipient");
}

TEST_CASE("accept reports only email_unverified to a person with an unverified address",
          "[accept][recipient]") {
  invito::accept_command c = accepting(person("ina2", "ina@example.com", false), week_later);
  c.facts.sponsor = std::nullopt;
  given(issued()).when(c).then_refused("email_unverified");
  given(accepted()).when(c).then_refused("email_unverified");
}

TEST_CASE("accept of an expired invitation reports no problem of the sponsor",
          "[accept][sponsor]") {
  invito::accept_command c = accepting(ina, week_later);
  c.facts.sponsor = std::nullopt;
  given(issued()).when(c).then_refused("expired");
}

TEST_CASE("with every sponsor_rule, accept refuses a role that the catalog no longer has",
          "[accept][sponsor]") {
  invito::policy p = rules();
  const invito::invitation i = issued("member");
  p.roles = {{"owner", 30}, {"admin", 20}};
  given(p, i).when(accepting(ina, start + day)).then_refused("unknown_role /role");
  p.sponsor = invito::sponsor_rule::allow;
  given(p, i).when(accepting(ina, start + day)).then_refused("unknown_role /role");
}

TEST_CASE("accept and decline refuse a person without a user id if the recipient has one",
          "[accept][decline][recipient]") {
  invito::invitation i = issued("member");
  i.recipient.user = invito::user_id("ina");
  invito::identity nameless = ina;
  nameless.user = {};
  given(rules(), i).when(accepting(nameless, start + day)).then_refused("wrong_recipient");
  given(rules(), i).when(declining(nameless, start + day)).then_refused("wrong_recipient");
}

TEST_CASE("accept keeps an idempotency key of 255 bytes and refuses a longer one",
          "[accept][idempotency]") {
  auto c = accepting(ina, start + day);
  c.idempotency_key = std::string(255, 'k');
  CHECK(invito::accept(rules(), issued("member"), c));
  c.idempotency_key += 'k';
  given(rules(), issued("member")).when(c).then_refused("text_too_long /idempotency_key");
}
