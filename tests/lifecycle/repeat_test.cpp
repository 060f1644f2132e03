// SPDX-License-Identifier: MIT

#include <optional>
#include <string>
#include <utility>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::identity;
using invito::resend_command;
using invito::revoke_command;
using invito::status;

constexpr invito::instant later = start + 2 * day;

// Somebody who has signed in by a mailbox alone.
identity by_mailbox(std::string email, bool verified = true) {
  return {{}, invito::email(std::move(email)), verified};
}

template <class Command>
Command keyed(Command c, std::string key) {
  c.idempotency_key = std::move(key);
  return c;
}

// An invitation as another system told it, in this state since `start + 1 day`.
invito::invitation imported(invito::state state) {
  invito::invitation i = issued();
  i.state = std::move(state);
  begin_history(i, week_later, start + day);
  return i;
}

constexpr char const* mismatch = "idempotency_mismatch /idempotency_key";

}  // namespace

// By state ---------------------------------------------------------------------------------------

TEST_CASE("who accepts again is told that all is well, whatever has changed since") {
  given(accepted()).when(accepting(ina, later)).then_nothing_happened();
  given(accepted()).when(accepting(ina, week_later + day)).then_nothing_happened();
  given(accepted()).when(accepting(ina, start)).then_nothing_happened();
  given(accepted()).when(accepting(ina, later, "nothing known")).then_nothing_happened();
  invito::accept_command c = accepting(ina, later);
  c.facts = {};
  c.offer = 12;
  c.who.email = invito::email("ina@new.example");
  c.who.email_verified = false;
  given(accepted()).when(c).then_nothing_happened();
  c.org = acme;
  given(accepted()).when(c).then_nothing_happened();
  c.org = invito::organization_id("other");
  given(accepted()).when(c).then_refused("not_found");
}

TEST_CASE("another acceptor hears that it is accepted only where the invitation is theirs too") {
  given(accepted()).when(accepting(twin, later)).then_refused("already_accepted");
  given(accepted()).when(accepting(eve, later)).then_refused("wrong_recipient");
  given(accepted()).when(accepting(identity{}, later)).then_refused("wrong_recipient");
}

TEST_CASE("who has accepted by a verified mailbox alone is known by it again") {
  const identity newcomer = by_mailbox("ina@example.com");
  const invito::invitation i = after(issued(), accepting(newcomer, start + day));
  given(i).when(accepting(newcomer, later)).then_nothing_happened();
  given(i).when(accepting(by_mailbox("INA@example.com"), later)).then_nothing_happened();
  given(i)
      .when(accepting(by_mailbox("ina@example.com", false), later))
      .then_refused("email_unverified");
  given(i).when(accepting(by_mailbox("eve@example.com"), later)).then_refused("wrong_recipient");
  given(i).when(accepting(identity{}, later)).then_refused("wrong_recipient");
  // A user of that mailbox is not shown to be the same person.
  given(i).when(accepting(ina, later)).then_refused("already_accepted");
}

TEST_CASE("a user who has accepted is not recognised by the mailbox alone") {
  given(accepted())
      .when(accepting(by_mailbox("ina@example.com"), later))
      .then_refused("already_accepted");
}

TEST_CASE("who declines again is told that all is well") {
  given(declined()).when(declining(ina, later)).then_nothing_happened();
  given(declined()).when(declining(ina, week_later)).then_nothing_happened();
  given(declined()).when(declining(twin, later)).then_refused("already_revoked");
  given(declined()).when(declining(eve, later)).then_refused("wrong_recipient");
  invito::decline_command c = declining(ina, later);
  c.org = invito::organization_id("other");
  given(declined()).when(c).then_refused("not_found");
}

TEST_CASE("who has declined by a verified mailbox alone is known by it again") {
  const invito::invitation i =
      after(issued(), declining(by_mailbox("ina@example.com"), start + day));
  given(i).when(declining(by_mailbox("Ina@example.com"), later)).then_nothing_happened();
  given(i).when(declining(by_mailbox("eve@example.com"), later)).then_refused("wrong_recipient");
  given(i).when(declining(ina, later)).then_refused("already_revoked");
}

TEST_CASE("an answer is not changed by the other answer") {
  given(accepted()).when(declining(ina, later)).then_refused("already_accepted");
  given(declined()).when(accepting(ina, later)).then_refused("already_revoked");
}

TEST_CASE("to decline what was withdrawn is not to decline again") {
  given(revoked()).when(declining(ina, later)).then_refused("already_revoked");
  given(superseded()).when(declining(ina, later)).then_refused("already_revoked");
}

TEST_CASE("who has withdrawn their own invitation has not declined it") {
  const member ina_herself{invito::actor::user(invito::user_id("ina")), "owner"};
  const invito::invitation i = after(issued(), as<revoke_command>(ina_herself, start + day));
  given(i).when(declining(ina, later)).then_refused("already_revoked");
  given(i).when(as<revoke_command>(ina_herself, later)).then_nothing_happened();
  const invito::state told{invito::revoked{start + day, ina_herself.who, {}}};
  given(imported(told)).when(declining(ina, later)).then_refused("already_revoked");
}

TEST_CASE("who revokes again is told that all is well, also when no longer a member") {
  auto c = as<revoke_command>(olga, later);
  given(revoked()).when(c).then_nothing_happened();
  c.facts = {};
  given(revoked()).when(c).then_nothing_happened();
  c.org = invito::organization_id("other");
  given(revoked()).when(c).then_refused("not_found");
}

TEST_CASE("another one who revokes hears that it is revoked") {
  given(revoked()).when(as<revoke_command>(adam, later)).then_refused("already_revoked");
  const member service{invito::actor::service(olga.who.id), "owner"};
  given(revoked()).when(as<revoke_command>(service, later)).then_refused("already_revoked");
}

TEST_CASE("to revoke what ended for another cause is not to revoke again") {
  given(superseded()).when(as<revoke_command>(olga, later)).then_refused("already_revoked");
  const member ina_herself{invito::actor::user(invito::user_id("ina")), "owner"};
  given(declined()).when(as<revoke_command>(ina_herself, later)).then_refused("already_revoked");
}

TEST_CASE("to supersede by the same invitation again is a retry, by another one it is not") {
  given(superseded()).when(superseding(olga, later, "inv-2")).then_nothing_happened();
  given(superseded()).when(superseding(olga, later, "inv-3")).then_refused("already_revoked");
  given(superseded()).when(superseding(adam, later, "inv-2")).then_refused("already_revoked");
  given(revoked()).when(superseding(olga, later, "inv-2")).then_refused("already_revoked");
}

TEST_CASE("an expiry is written down once") {
  given(expired()).when(expiring(week_later + 5 * day)).then_nothing_happened();
  given(expired()).when(expiring(week_later)).then_nothing_happened();
}

TEST_CASE("sending twice is sending twice") {
  // Although by default not within a minute, which is no retry either.
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

TEST_CASE("who has made an imported state is recognised, where it says who") {
  const invito::user_id her("ina");
  const invito::state by_her = invito::accepted{start + day, her};
  given(imported(by_her)).when(accepting(ina, later)).then_nothing_happened();
  given(imported(by_her)).when(accepting(twin, later)).then_refused("already_accepted");
  given(imported(by_her)).when(accepting(eve, later)).then_refused("wrong_recipient");

  const invito::state not_hers =
      invito::revoked{start + day, invito::actor::user(her), invito::revoke_cause::declined};
  given(imported(not_hers)).when(declining(ina, later)).then_nothing_happened();
  given(imported(not_hers)).when(declining(twin, later)).then_refused("already_revoked");
  given(imported(not_hers)).when(declining(eve, later)).then_refused("wrong_recipient");

  const invito::state withdrawn =
      invito::revoked{start + day, olga.who, invito::revoke_cause::revoked};
  given(imported(withdrawn)).when(as<revoke_command>(olga, later)).then_nothing_happened();
  given(imported(withdrawn)).when(as<revoke_command>(adam, later)).then_refused("already_revoked");

  given(imported(invito::expired{start + day})).when(expiring(later)).then_nothing_happened();
}

TEST_CASE("an imported state that does not say who made it is nobody's") {
  given(imported(invito::accepted{})).when(accepting(ina, later)).then_refused("already_accepted");
  given(imported(invito::accepted{}))
      .when(accepting(by_mailbox("ina@example.com"), later))
      .then_refused("already_accepted");
  const invito::state no{invito::revoked{{}, {}, invito::revoke_cause::declined}};
  given(imported(no)).when(declining(ina, later)).then_refused("already_revoked");
  given(imported(no))
      .when(declining(by_mailbox("ina@example.com"), later))
      .then_refused("already_revoked");
  given(imported(invito::revoked{}))
      .when(as<revoke_command>(olga, later))
      .then_refused("already_revoked");
}

// By idempotency key -----------------------------------------------------------------------------

TEST_CASE("the same key with the same command is a retry, whatever has happened since") {
  const auto resending = keyed(as<resend_command>(olga, later), "k");
  const given resent = given(issued()).when(resending).then_becomes(status::pending);
  resent.when(resending).then_nothing_happened();
  resent.when(keyed(as<resend_command>(olga, later + day), "k")).then_nothing_happened();
  resent.when(accepting(ina, later + day))
      .then_becomes(status::accepted)
      .when(resending)
      .then_nothing_happened();

  const auto amendment = keyed(amending(olga, later, "admin"), "k");
  const given amended = given(issued()).when(amendment).then_becomes(status::pending);
  amended.when(amendment).then_nothing_happened();
  amended.when(as<revoke_command>(adam, later + day))
      .then_becomes(status::revoked)
      .when(amendment)
      .then_nothing_happened();

  const auto expiry = keyed(expiring(week_later), "k");
  const given lapsed = given(issued()).when(expiry).then_becomes(status::expired);
  lapsed.when(as<resend_command>(olga, week_later + day))
      .then_becomes(status::pending)
      .when(expiry)
      .then_nothing_happened();
}

TEST_CASE("the same key with the same final command is a retry") {
  const auto yes = keyed(accepting(ina, later), "k");
  given(issued()).when(yes).then_becomes(status::accepted).when(yes).then_nothing_happened();
  const auto no = keyed(declining(ina, later), "k");
  given(issued()).when(no).then_becomes(status::revoked).when(no).then_nothing_happened();
  const auto gone = keyed(as<revoke_command>(olga, later), "k");
  given(issued()).when(gone).then_becomes(status::revoked).when(gone).then_nothing_happened();
  const auto newer = keyed(superseding(olga, later), "k");
  given(issued()).when(newer).then_becomes(status::revoked).when(newer).then_nothing_happened();
}

TEST_CASE("the same key with another command is refused, also where that would be allowed") {
  const given resent = given(issued())
                           .when(keyed(as<resend_command>(olga, start + day), "k"))
                           .then_becomes(status::pending);
  resent.when(keyed(amending(olga, later, "admin"), "k")).then_refused(mismatch);
  resent.when(keyed(accepting(ina, later), "k")).then_refused(mismatch);
  resent.when(keyed(declining(ina, later), "k")).then_refused(mismatch);
  resent.when(keyed(as<revoke_command>(olga, later), "k")).then_refused(mismatch);
  resent.when(keyed(superseding(olga, later), "k")).then_refused(mismatch);
  resent.when(keyed(expiring(start + 8 * day), "k")).then_refused(mismatch);
  resent.when(keyed(as<resend_command>(olga, later), "K")).then_becomes(status::pending);
}

TEST_CASE("the key of the issue is taken too") {
  const auto made = issue(rules(), request("member"), keyed(issuing(olga), "k"));
  REQUIRE(made);
  given(apply(*made)).when(keyed(as<resend_command>(olga, later), "k")).then_refused(mismatch);
}

TEST_CASE("the same key from another actor is another command") {
  const given resent = given(issued())
                           .when(keyed(as<resend_command>(olga, start + day), "k"))
                           .then_becomes(status::pending);
  resent.when(keyed(as<resend_command>(adam, later), "k")).then_refused(mismatch);
}

TEST_CASE("the same key with another offer or another newer invitation is another command") {
  const given amended = given(issued())
                            .when(keyed(amending(olga, start + day, "admin"), "k"))
                            .then_becomes(status::pending);
  amended.when(keyed(amending(olga, later, "member"), "k")).then_refused(mismatch);
  auto emptied = keyed(amending(olga, later, "admin"), "k");
  emptied.offer.grants.emplace();
  amended.when(emptied).then_refused(mismatch);

  given(issued())
      .when(keyed(superseding(olga, start + day, "inv-2"), "k"))
      .then_becomes(status::revoked)
      .when(keyed(superseding(olga, later, "inv-3"), "k"))
      .then_refused(std::string(mismatch) + "; already_revoked");
}

TEST_CASE("the key is looked up first: a reused one is not hidden by a state that is reached") {
  given(issued())
      .when(keyed(as<resend_command>(olga, start + day), "k"))
      .then_becomes(status::pending)
      .when(as<revoke_command>(olga, start + day))
      .then_becomes(status::revoked)
      .when(keyed(as<revoke_command>(olga, later), "k"))
      .then_refused(std::string(mismatch) + "; already_revoked");
}

TEST_CASE("a new key does not make a retry of a final command something else") {
  given(accepted()).when(keyed(accepting(ina, later), "new")).then_nothing_happened();
  given(revoked()).when(keyed(as<revoke_command>(olga, later), "new")).then_nothing_happened();
}

TEST_CASE("no key is no key, however often") {
  const given resent = given(issued())
                           .when(keyed(as<resend_command>(olga, start + day), ""))
                           .then_becomes(status::pending);
  resent.when(keyed(amending(olga, later, "admin"), "")).then_becomes(status::pending);
}

TEST_CASE("a refusal uses up no key") {
  given g(issued());
  g.when(keyed(amending(adam, later, "owner"), "k")).then_refused("not_permitted");
  g.when(keyed(amending(adam, later, "admin"), "k")).then_becomes(status::pending);
}

TEST_CASE("a stranger gains nothing by the key of somebody else's answer") {
  const identity newcomer = by_mailbox("ina@example.com");
  const given answered = given(issued())
                             .when(keyed(accepting(newcomer, start + day), "k"))
                             .then_becomes(status::accepted);
  answered.when(keyed(accepting(newcomer, later), "k")).then_nothing_happened();
  answered.when(keyed(accepting(by_mailbox("eve@example.com"), later), "k"))
      .then_refused("wrong_recipient");
  answered.when(keyed(accepting(identity{}, later), "k")).then_refused("wrong_recipient");
  answered.when(keyed(accepting(eve, later), "k")).then_refused("wrong_recipient");

  const given refused = given(issued())
                            .when(keyed(declining(newcomer, start + day), "k"))
                            .then_becomes(status::revoked);
  refused.when(keyed(declining(newcomer, later), "k")).then_nothing_happened();
  refused.when(keyed(declining(by_mailbox("eve@example.com"), later), "k"))
      .then_refused("wrong_recipient");
  refused.when(keyed(declining(identity{}, later), "k")).then_refused("wrong_recipient");
}

TEST_CASE("another user of the mailbox with the same key is another command") {
  given(accepted()).when(keyed(accepting(twin, later), "k")).then_refused("already_accepted");
  given(issued())
      .when(keyed(accepting(ina, start + day), "k"))
      .then_becomes(status::accepted)
      .when(keyed(accepting(twin, later), "k"))
      .then_refused(std::string(mismatch) + "; already_accepted");
}

TEST_CASE("who may not act hears nothing of keys") {
  const given resent = given(issued("admin"))
                           .when(keyed(as<resend_command>(olga, start + day), "k"))
                           .then_becomes(status::pending);
  resent.when(keyed(as<resend_command>(mike, later), "k")).then_refused("not_permitted");
  resent.when(keyed(accepting(eve, later), "k")).then_refused("wrong_recipient");
  auto c = keyed(as<resend_command>(olga, later), "k");
  c.org = invito::organization_id("other");
  resent.when(c).then_refused("not_found");
}
