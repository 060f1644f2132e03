// SPDX-License-Identifier: MIT

#include <optional>
#include <string>
#include <utility>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::identity;
using invito::resend_command;
using invito::revoke_command;
using invito::status;

constexpr invito::instant later = start + 2 * day;

// An identity without a user id.
identity by_email(std::string address, bool verified = true) {
  return {{}, invito::email(std::move(address)), verified};
}

template <class Command>
Command with_key(Command c, std::string key) {
  c.idempotency_key = std::move(key);
  return c;
}

// An invitation of another system, known to be in this state at `start + day`.
invito::invitation imported(invito::state state) {
  invito::invitation i = issued();
  i.state = std::move(state);
  begin_history(i, week_later, start + day);
  return i;
}

constexpr char const* mismatch = "idempotency_mismatch /idempotency_key";

}  // namespace

// Retries by state -------------------------------------------------------------------------------

TEST_CASE("a second accept by the same identity does nothing", "[retry][accept]") {
  given(accepted()).when(accepting(ina, later)).then_nothing_happened();
  given(accepted()).when(accepting(ina, week_later + day)).then_nothing_happened();
  given(accepted()).when(accepting(ina, start)).then_nothing_happened();
  given(accepted()).when(accepting(ina, later, "nothing known")).then_nothing_happened();
  invito::accept_command c = accepting(ina, later);
  c.facts = {};
  c.offer_number = 12;
  c.who.email = invito::email("ina@new.example");
  c.who.email_verified = false;
  given(accepted()).when(c).then_nothing_happened();
  c.organization = acme;
  given(accepted()).when(c).then_nothing_happened();
  c.organization = invito::organization_id("other");
  given(accepted()).when(c).then_refused("not_found");
}

TEST_CASE("accept of an accepted invitation by another identity is refused", "[retry][accept]") {
  given(accepted()).when(accepting(twin, later)).then_refused("already_accepted");
  given(accepted()).when(accepting(eve, later)).then_refused("wrong_recipient");
  given(accepted()).when(accepting(identity{}, later)).then_refused("wrong_recipient");
}

TEST_CASE("accept recognizes an identity without a user id by its verified email address",
          "[retry][accept]") {
  const identity newcomer = by_email("ina@example.com");
  const invito::invitation i = after(issued(), accepting(newcomer, start + day));
  given(i).when(accepting(newcomer, later)).then_nothing_happened();
  given(i).when(accepting(by_email("INA@example.com"), later)).then_nothing_happened();
  given(i)
      .when(accepting(by_email("ina@example.com", false), later))
      .then_refused("email_unverified");
  given(i).when(accepting(by_email("eve@example.com"), later)).then_refused("wrong_recipient");
  given(i).when(accepting(identity{}, later)).then_refused("wrong_recipient");
  // An identity with a user id and this address is not known to be the same person.
  given(i).when(accepting(ina, later)).then_refused("already_accepted");
}

TEST_CASE("accept does not recognize a user by the email address alone", "[retry][accept]") {
  given(accepted())
      .when(accepting(by_email("ina@example.com"), later))
      .then_refused("already_accepted");
}

TEST_CASE("a second decline by the same identity does nothing", "[retry][decline]") {
  given(declined()).when(declining(ina, later)).then_nothing_happened();
  given(declined()).when(declining(ina, week_later)).then_nothing_happened();
  given(declined()).when(declining(twin, later)).then_refused("already_revoked");
  given(declined()).when(declining(eve, later)).then_refused("wrong_recipient");
  invito::decline_command c = declining(ina, later);
  c.organization = invito::organization_id("other");
  given(declined()).when(c).then_refused("not_found");
}

TEST_CASE("decline recognizes an identity without a user id by its verified email address",
          "[retry][decline]") {
  const invito::invitation i = after(issued(), declining(by_email("ina@example.com"), start + day));
  given(i).when(declining(by_email("Ina@example.com"), later)).then_nothing_happened();
  given(i).when(declining(by_email("eve@example.com"), later)).then_refused("wrong_recipient");
  given(i).when(declining(ina, later)).then_refused("already_revoked");
}

TEST_CASE("decline after accept is refused, and accept after decline", "[retry][accept][decline]") {
  given(accepted()).when(declining(ina, later)).then_refused("already_accepted");
  given(declined()).when(accepting(ina, later)).then_refused("already_revoked");
}

TEST_CASE("decline of a revoked or superseded invitation is no retry", "[retry][decline]") {
  given(revoked()).when(declining(ina, later)).then_refused("already_revoked");
  given(superseded()).when(declining(ina, later)).then_refused("already_revoked");
}

TEST_CASE("decline by the actor that revoked the invitation is no retry",
          "[retry][decline][revoke]") {
  const member ina_herself{invito::actor::user(invito::user_id("ina")), "owner"};
  const invito::invitation i = after(issued(), as<revoke_command>(ina_herself, start + day));
  given(i).when(declining(ina, later)).then_refused("already_revoked");
  given(i).when(as<revoke_command>(ina_herself, later)).then_nothing_happened();
  const invito::state revoked_by_her{invito::revoked{start + day, ina_herself.who, {}}};
  given(imported(revoked_by_her)).when(declining(ina, later)).then_refused("already_revoked");
}

TEST_CASE("a second revoke by the same actor does nothing and requires no facts",
          "[retry][revoke]") {
  auto c = as<revoke_command>(olga, later);
  given(revoked()).when(c).then_nothing_happened();
  c.facts = {};
  given(revoked()).when(c).then_nothing_happened();
  c.organization = invito::organization_id("other");
  given(revoked()).when(c).then_refused("not_found");
}

TEST_CASE("revoke of a revoked invitation by another actor is refused", "[retry][revoke]") {
  given(revoked()).when(as<revoke_command>(adam, later)).then_refused("already_revoked");
  const member service{invito::actor::service(olga.who.id), "owner"};
  given(revoked()).when(as<revoke_command>(service, later)).then_refused("already_revoked");
}

TEST_CASE("revoke of a superseded or declined invitation is no retry", "[retry][revoke]") {
  given(superseded()).when(as<revoke_command>(olga, later)).then_refused("already_revoked");
  const member ina_herself{invito::actor::user(invito::user_id("ina")), "owner"};
  given(declined()).when(as<revoke_command>(ina_herself, later)).then_refused("already_revoked");
}

TEST_CASE("supersede by the same actor for the same newer invitation is a retry",
          "[retry][supersede]") {
  given(superseded()).when(superseding(olga, later, "inv-2")).then_nothing_happened();
  given(superseded()).when(superseding(olga, later, "inv-3")).then_refused("already_revoked");
  given(superseded()).when(superseding(adam, later, "inv-2")).then_refused("already_revoked");
  given(revoked()).when(superseding(olga, later, "inv-2")).then_refused("already_revoked");
}

TEST_CASE("a second expire does nothing", "[retry][expire]") {
  given(expired()).when(expiring(week_later + 5 * day)).then_nothing_happened();
  given(expired()).when(expiring(week_later)).then_nothing_happened();
}

TEST_CASE("a second resend is no retry", "[retry][resend]") {
  // The default cool-down refuses it within a minute.
  given(issued())
      .when(as<resend_command>(olga, later))
      .then_becomes(status::pending)
      .when(as<resend_command>(olga, later))
      .then_refused("too_soon");
  const given once = given(unlimited(), issued())
                         .when(as<resend_command>(olga, later))
                         .then_becomes(status::pending);
  const given twice = once.when(as<resend_command>(olga, later)).then_becomes(status::pending);
  CHECK(twice.invitation().revision() == 3);
}

TEST_CASE("accept, decline and revoke recognize the actor of an imported state",
          "[retry][accept][decline][revoke][expire]") {
  const invito::user_id her("ina");
  const invito::state accepted_by_her = invito::accepted{start + day, her};
  given(imported(accepted_by_her)).when(accepting(ina, later)).then_nothing_happened();
  given(imported(accepted_by_her)).when(accepting(twin, later)).then_refused("already_accepted");
  given(imported(accepted_by_her)).when(accepting(eve, later)).then_refused("wrong_recipient");

  const invito::state declined_by_her =
      invito::revoked{start + day, invito::actor::user(her), invito::revoke_cause::declined};
  given(imported(declined_by_her)).when(declining(ina, later)).then_nothing_happened();
  given(imported(declined_by_her)).when(declining(twin, later)).then_refused("already_revoked");
  given(imported(declined_by_her)).when(declining(eve, later)).then_refused("wrong_recipient");

  const invito::state withdrawn =
      invito::revoked{start + day, olga.who, invito::revoke_cause::revoked};
  given(imported(withdrawn)).when(as<revoke_command>(olga, later)).then_nothing_happened();
  given(imported(withdrawn)).when(as<revoke_command>(adam, later)).then_refused("already_revoked");

  given(imported(invito::expired{start + day})).when(expiring(later)).then_nothing_happened();
}

TEST_CASE("an imported state without an actor makes no verb a retry",
          "[retry][accept][decline][revoke]") {
  given(imported(invito::accepted{})).when(accepting(ina, later)).then_refused("already_accepted");
  given(imported(invito::accepted{}))
      .when(accepting(by_email("ina@example.com"), later))
      .then_refused("already_accepted");
  const invito::state no{invito::revoked{{}, {}, invito::revoke_cause::declined}};
  given(imported(no)).when(declining(ina, later)).then_refused("already_revoked");
  given(imported(no))
      .when(declining(by_email("ina@example.com"), later))
      .then_refused("already_revoked");
  given(imported(invito::revoked{}))
      .when(as<revoke_command>(olga, later))
      .then_refused("already_revoked");
}

// Retries by idempotency key ---------------------------------------------------------------------

TEST_CASE("a command with its old idempotency key does nothing, whatever happened since",
          "[retry][idempotency][resend][amend][expire]") {
  const auto resending = with_key(as<resend_command>(olga, later), "k");
  const given resent = given(issued()).when(resending).then_becomes(status::pending);
  resent.when(resending).then_nothing_happened();
  resent.when(with_key(as<resend_command>(olga, later + day), "k")).then_nothing_happened();
  resent.when(accepting(ina, later + day))
      .then_becomes(status::accepted)
      .when(resending)
      .then_nothing_happened();

  const auto amendment = with_key(amending(olga, later, "admin"), "k");
  const given amended = given(issued()).when(amendment).then_becomes(status::pending);
  amended.when(amendment).then_nothing_happened();
  amended.when(as<revoke_command>(adam, later + day))
      .then_becomes(status::revoked)
      .when(amendment)
      .then_nothing_happened();

  const auto expiry = with_key(expiring(week_later), "k");
  const given lapsed = given(issued()).when(expiry).then_becomes(status::expired);
  lapsed.when(as<resend_command>(olga, week_later + day))
      .then_becomes(status::pending)
      .when(expiry)
      .then_nothing_happened();
}

TEST_CASE("a final command with its old idempotency key does nothing",
          "[retry][idempotency][accept][decline][revoke][supersede]") {
  const auto yes = with_key(accepting(ina, later), "k");
  given(issued()).when(yes).then_becomes(status::accepted).when(yes).then_nothing_happened();
  const auto no = with_key(declining(ina, later), "k");
  given(issued()).when(no).then_becomes(status::revoked).when(no).then_nothing_happened();
  const auto gone = with_key(as<revoke_command>(olga, later), "k");
  given(issued()).when(gone).then_becomes(status::revoked).when(gone).then_nothing_happened();
  const auto newer = with_key(superseding(olga, later), "k");
  given(issued()).when(newer).then_becomes(status::revoked).when(newer).then_nothing_happened();
}

TEST_CASE("an idempotency key of another verb is refused",
          "[retry][idempotency][resend][amend][accept][decline][revoke][supersede][expire]") {
  const given resent = given(issued())
                           .when(with_key(as<resend_command>(olga, start + day), "k"))
                           .then_becomes(status::pending);
  resent.when(with_key(amending(olga, later, "admin"), "k")).then_refused(mismatch);
  resent.when(with_key(accepting(ina, later), "k")).then_refused(mismatch);
  resent.when(with_key(declining(ina, later), "k")).then_refused(mismatch);
  resent.when(with_key(as<revoke_command>(olga, later), "k")).then_refused(mismatch);
  resent.when(with_key(superseding(olga, later), "k")).then_refused(mismatch);
  resent.when(with_key(expiring(start + 8 * day), "k")).then_refused(mismatch);
  resent.when(with_key(as<resend_command>(olga, later), "K")).then_becomes(status::pending);
}

TEST_CASE("the idempotency key of issue is refused for another verb",
          "[retry][idempotency][issue][resend]") {
  const auto made = issue(rules(), request("member"), with_key(issuing(olga), "k"));
  REQUIRE(made);
  given(apply(*made)).when(with_key(as<resend_command>(olga, later), "k")).then_refused(mismatch);
}

TEST_CASE("an idempotency key of another actor is refused", "[retry][idempotency][resend]") {
  const given resent = given(issued())
                           .when(with_key(as<resend_command>(olga, start + day), "k"))
                           .then_becomes(status::pending);
  resent.when(with_key(as<resend_command>(adam, later), "k")).then_refused(mismatch);
}

TEST_CASE("an idempotency key with another offer or another newer invitation is refused",
          "[retry][idempotency][amend][supersede]") {
  const given amended = given(issued())
                            .when(with_key(amending(olga, start + day, "admin"), "k"))
                            .then_becomes(status::pending);
  amended.when(with_key(amending(olga, later, "member"), "k")).then_refused(mismatch);
  auto emptied = with_key(amending(olga, later, "admin"), "k");
  emptied.offer.grants.emplace();
  amended.when(emptied).then_refused(mismatch);

  given(issued())
      .when(with_key(superseding(olga, start + day, "inv-2"), "k"))
      .then_becomes(status::revoked)
      .when(with_key(superseding(olga, later, "inv-3"), "k"))
      .then_refused(std::string(mismatch) + "; already_revoked");
}

TEST_CASE("revoke reports idempotency_mismatch before already_revoked",
          "[retry][idempotency][revoke]") {
  given(issued())
      .when(with_key(as<resend_command>(olga, start + day), "k"))
      .then_becomes(status::pending)
      .when(as<revoke_command>(olga, start + day))
      .then_becomes(status::revoked)
      .when(with_key(as<revoke_command>(olga, later), "k"))
      .then_refused(std::string(mismatch) + "; already_revoked");
}

TEST_CASE("a repeated final command with a new idempotency key is a retry",
          "[retry][idempotency][accept][revoke]") {
  given(accepted()).when(with_key(accepting(ina, later), "new")).then_nothing_happened();
  given(revoked()).when(with_key(as<revoke_command>(olga, later), "new")).then_nothing_happened();
}

TEST_CASE("an empty idempotency key matches no other", "[retry][idempotency][resend][amend]") {
  const given resent = given(issued())
                           .when(with_key(as<resend_command>(olga, start + day), ""))
                           .then_becomes(status::pending);
  resent.when(with_key(amending(olga, later, "admin"), "")).then_becomes(status::pending);
}

TEST_CASE("a refused command does not use up its idempotency key", "[retry][idempotency][amend]") {
  given g(issued());
  g.when(with_key(amending(adam, later, "owner"), "k")).then_refused("not_permitted");
  g.when(with_key(amending(adam, later, "admin"), "k")).then_becomes(status::pending);
}

TEST_CASE("accept and decline refuse a stranger who has the idempotency key of the answer",
          "[retry][idempotency][accept][decline]") {
  const identity newcomer = by_email("ina@example.com");
  const given answered = given(issued())
                             .when(with_key(accepting(newcomer, start + day), "k"))
                             .then_becomes(status::accepted);
  answered.when(with_key(accepting(newcomer, later), "k")).then_nothing_happened();
  answered.when(with_key(accepting(by_email("eve@example.com"), later), "k"))
      .then_refused("wrong_recipient");
  answered.when(with_key(accepting(identity{}, later), "k")).then_refused("wrong_recipient");
  answered.when(with_key(accepting(eve, later), "k")).then_refused("wrong_recipient");

  const given refused = given(issued())
                            .when(with_key(declining(newcomer, start + day), "k"))
                            .then_becomes(status::revoked);
  refused.when(with_key(declining(newcomer, later), "k")).then_nothing_happened();
  refused.when(with_key(declining(by_email("eve@example.com"), later), "k"))
      .then_refused("wrong_recipient");
  refused.when(with_key(declining(identity{}, later), "k")).then_refused("wrong_recipient");
}

TEST_CASE(
    "accept by another user with the same email address is no retry, whatever the idempotency key",
    "[retry][idempotency][accept]") {
  given(accepted()).when(with_key(accepting(twin, later), "k")).then_refused("already_accepted");
  given(issued())
      .when(with_key(accepting(ina, start + day), "k"))
      .then_becomes(status::accepted)
      .when(with_key(accepting(twin, later), "k"))
      .then_refused(std::string(mismatch) + "; already_accepted");
}

TEST_CASE("resend and accept report a problem of authority without idempotency_mismatch",
          "[retry][idempotency][resend][accept]") {
  const given resent = given(issued("admin"))
                           .when(with_key(as<resend_command>(olga, start + day), "k"))
                           .then_becomes(status::pending);
  resent.when(with_key(as<resend_command>(mike, later), "k")).then_refused("not_permitted");
  resent.when(with_key(accepting(eve, later), "k")).then_refused("wrong_recipient");
  auto c = with_key(as<resend_command>(olga, later), "k");
  c.organization = invito::organization_id("other");
  resent.when(c).then_refused("not_found");
}

// Identities without a user id -------------------------------------------------------------------

namespace {

const identity ina_by_email = by_email("ina@example.com");
const identity eve_by_email = by_email("eve@example.com");
const identity without_address{{}, std::nullopt, true};

invito::policy bearer() {
  invito::policy p = rules();
  p.proof = invito::required_proof::token;
  return p;
}

invito::accept_command with_token(identity const& who) {
  auto c = accepting(who, start + day);
  c.token = support::digest_of("token");
  return c;
}

// Accepted by token, from another address than the invitation's.
invito::invitation accepted_by_eve() {
  auto c = issuing(olga);
  c.token = support::digest_of("token");
  const auto made = issue(bearer(), request("member"), c);
  REQUIRE(made);
  return after(apply(*made), with_token(eve_by_email), bearer());
}

}  // namespace

TEST_CASE("accept recognizes an identity without a user id by the address of its answer alone",
          "[retry][accept][token]") {
  const given answered(bearer(), accepted_by_eve());
  answered.when(with_token(eve_by_email)).then_nothing_happened();
  answered.when(with_token(ina_by_email)).then_refused("already_accepted");
}

TEST_CASE("accept does not recognize an identity with email_verified but without an email address",
          "[retry][accept]") {
  given(bearer(), accepted_by_eve())
      .when(with_token(without_address))
      .then_refused("missing_value /who");
  const invito::invitation by_ina = after(issued(), accepting(ina_by_email, start + day));
  given(by_ina).when(accepting(without_address, start + day)).then_refused("wrong_recipient");
  given(by_ina).when(accepting(ina_by_email, start + day)).then_nothing_happened();
}

TEST_CASE("accept refuses the idempotency key of issue, whatever the actor of issue",
          "[retry][idempotency][accept][issue]") {
  auto c = issuing(robo);
  c.idempotency_key = "k";
  const auto made = issue(rules(), request("member"), c);
  REQUIRE(made);
  auto answer = accepting(ina_by_email, start + day);
  answer.idempotency_key = "k";
  given(apply(*made)).when(answer).then_refused("idempotency_mismatch /idempotency_key");
}

TEST_CASE("supersede is no retry of an event without a newer invitation", "[retry][supersede]") {
  invito::invitation i = superseded();
  i.history.back().details = invito::supersede_details{};
  given(i).when(superseding(olga, start + 2 * day)).then_refused("already_revoked");
}

TEST_CASE("issue finds a duplicate and no retry in an invitation without a history",
          "[retry][idempotency][issue][duplicate]") {
  invito::invitation other = issued();
  other.history.clear();
  auto c = issuing(olga);
  c.id = invito::invitation_id("inv-2");
  c.idempotency_key = "k";
  c.facts.existing = {other};
  CHECK(refusal(issue(rules(), request("member"), c)) == "duplicate_pending /email");
}
