// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::identity;
using invito::invitation;
using invito::issue_command;
using invito::key_digest;
using invito::policy;
using invito::proof;
using invito::recipient_match;
using invito::required_proof;
using invito::resend_command;
using invito::status;

// An invitation that came with "old" and was sent again a day later with "new": "old" opens for
// another day.
constexpr invito::instant rotated = start + day;
constexpr invito::instant grace_over = start + 2 * day;
constexpr invito::instant inside_grace = grace_over - tick;

const identity unverified{invito::user_id("ina"), invito::email("ina@example.com"), false};

policy asking(required_proof needed, recipient_match match = recipient_match::verified_email) {
  policy p = rules();
  p.proof = needed;
  p.recipient = match;
  return p;
}

issue_command issuing_with(std::string key, invito::instant now = start) {
  issue_command c = issuing(olga, now);
  c.key = key_digest(std::move(key));
  return c;
}

invitation with_key(std::string key = "old",
                    invito::invitation_request const& r = request("member"),
                    policy const& p = rules()) {
  const auto made = invito::issue(p, r, issuing_with(std::move(key)));
  INFO(refusal(made));
  REQUIRE(made);
  return invito::apply(*made);
}

resend_command resending_with(std::optional<std::string> key, invito::instant now = rotated) {
  auto c = as<resend_command>(olga, now);
  if (key) c.key = key_digest(*std::move(key));
  return c;
}

invitation with_two_keys(invito::invitation_request const& r = request("member")) {
  return after(with_key("old", r), resending_with("new"));
}

// Which key somebody brings, and when.
enum class brings : std::uint8_t { nothing, wrong, current, previous, retired };

template <class Command>
Command with_key_of(Command c, brings what) {
  switch (what) {
    case brings::nothing: break;
    case brings::wrong: c.key = key_digest("bad"); break;
    case brings::current: c.key = key_digest("new"); break;
    case brings::previous: c.key = key_digest("old"); break;
    case brings::retired:
      c.key = key_digest("old");
      c.now = grace_over;
      break;
  }
  return c;
}

constexpr brings every_key[] = {brings::nothing, brings::wrong, brings::current, brings::previous,
                                brings::retired};

// What an answer meets, in the order of `every_key`; "" is a way in.
struct row {
  required_proof needed;
  recipient_match match;
  identity const* who;
  std::array<char const*, 5> meets;
};

template <class Command>
proof relied_on(policy const& p, invitation const& i, Command const& c) {
  const invito::event e = given(p, i).when(c).event();
  if (auto* yes = std::get_if<invito::accept_details>(&e.details)) return yes->relied_on;
  auto* no = std::get_if<invito::decline_details>(&e.details);
  REQUIRE(no);
  return no->relied_on;
}

constexpr proof by_user{true, false, false, false};
constexpr proof by_user_and_email{true, true, true, false};
constexpr proof by_email{false, true, true, false};
constexpr proof by_unverified_email{false, true, false, false};

constexpr proof and_key(proof p) {
  p.key = true;
  return p;
}

}  // namespace

// What an answer needs ---------------------------------------------------------------------------

TEST_CASE("every proof with every match: who answers, with which key, meets what") {
  const auto both = required_proof::identity_and_key;
  const auto either = required_proof::identity;
  const auto bearer = required_proof::key;
  const auto strict = recipient_match::verified_email;
  const auto by_key = recipient_match::email_verified_by_key;
  const auto trusting = recipient_match::unverified_email;
  char const* const stranger = "wrong_recipient";
  char const* const doubt = "email_unverified";
  const std::array<char const*, 5> nobody{stranger, stranger, stranger, stranger, stranger};
  const std::array<char const*, 5> in{"", "", "", "", ""};
  const std::array<char const*, 5> by_link{"key_missing /key", "wrong_key /key", "", "",
                                           "key_retired /key"};
  const std::array<char const*, 5> bearing{"wrong_key /key", "wrong_key /key", "", "",
                                           "key_retired /key"};
  char const* const none = "email_unverified; key_missing /key";
  char const* const bad = "email_unverified; wrong_key /key";
  char const* const late = "email_unverified; key_retired /key";
  const row table[] = {
      {both, strict, &ina, by_link},
      {both, by_key, &ina, by_link},
      {both, trusting, &ina, by_link},
      {both, strict, &unverified, {none, bad, doubt, doubt, late}},
      {both, by_key, &unverified, {none, bad, "", "", late}},
      {both, trusting, &unverified, by_link},
      {both, strict, &eve, nobody},
      {both, by_key, &eve, nobody},
      {both, trusting, &eve, nobody},

      {either, strict, &ina, in},
      {either, by_key, &ina, in},
      {either, trusting, &ina, in},
      {either, strict, &unverified, {doubt, doubt, doubt, doubt, doubt}},
      {either, by_key, &unverified, {doubt, doubt, "", "", doubt}},
      {either, trusting, &unverified, in},
      {either, strict, &eve, nobody},
      {either, by_key, &eve, nobody},
      {either, trusting, &eve, nobody},

      {bearer, strict, &ina, bearing},
      {bearer, by_key, &ina, bearing},
      {bearer, trusting, &ina, bearing},
      {bearer, strict, &unverified, bearing},
      {bearer, by_key, &unverified, bearing},
      {bearer, trusting, &unverified, bearing},
      {bearer, strict, &eve, bearing},
      {bearer, by_key, &eve, bearing},
      {bearer, trusting, &eve, bearing},
  };
  const invitation i = with_two_keys();
  int line = 0;
  for (row const& r : table) {
    ++line;
    const policy p = asking(r.needed, r.match);
    for (std::size_t n = 0; n != r.meets.size(); ++n) {
      INFO("row " << line << ", key " << n);
      const auto yes = with_key_of(accepting(*r.who, inside_grace), every_key[n]);
      const auto no = with_key_of(declining(*r.who, inside_grace), every_key[n]);
      given(p, i).when(yes).then_refused(r.meets[n]);
      given(p, i).when(no).then_refused(r.meets[n]);
      if (*r.meets[n] != '\0') continue;
      given(p, i).when(yes).then_becomes(status::accepted);
      given(p, i).when(no).then_becomes(status::revoked);
    }
  }
  CHECK(line == 27);
}

TEST_CASE("the address that counts is the invitation's, in any case of letters") {
  const identity shouting{invito::user_id("ina"), invito::email("INA@EXAMPLE.COM"), true};
  auto c = accepting(shouting, rotated);
  c.key = key_digest("old");
  given(with_key()).when(c).then_becomes(status::accepted);
}

TEST_CASE("without a key of its own an invitation asks for none, and takes none") {
  const policy p = rules();
  given(p, issued()).when(accepting(ina, rotated)).then_becomes(status::accepted);
  auto c = accepting(ina, rotated);
  c.key = key_digest("any");
  CHECK(relied_on(p, issued(), c) == by_email);
  c.who = unverified;
  given(p, issued()).when(c).then_refused("email_unverified");
  given(asking(required_proof::identity_and_key, recipient_match::email_verified_by_key), issued())
      .when(c)
      .then_refused("email_unverified");
}

TEST_CASE("where the key is all, an invitation without one opens for nobody") {
  const policy p = asking(required_proof::key);
  for (identity const& who : {ina, eve}) {
    auto yes = accepting(who, rotated);
    auto no = declining(who, rotated);
    given(p, issued()).when(yes).then_refused("wrong_key /key");
    given(p, issued()).when(no).then_refused("wrong_key /key");
    yes.key = key_digest("any");
    no.key = key_digest("any");
    given(p, issued()).when(yes).then_refused("wrong_key /key");
    given(p, issued()).when(no).then_refused("wrong_key /key");
  }
}

TEST_CASE("where a user was named, no link makes anybody else the recipient") {
  invito::invitation_request r = request("member");
  r.recipient.user = invito::user_id("ina");
  const invitation i = with_two_keys(r);
  for (const auto needed :
       {required_proof::identity_and_key, required_proof::identity, required_proof::key}) {
    for (const brings key : every_key) {
      const policy p = asking(needed, recipient_match::unverified_email);
      const std::string told =
          refusal(invito::accept(p, i, with_key_of(accepting(twin, inside_grace), key)));
      // Whoever only holds a key hears about the key as well.
      const bool bearer = needed == required_proof::key;
      const bool opens = key == brings::current || key == brings::previous;
      const std::string about_key =
          key == brings::retired ? "; key_retired /key" : "; wrong_key /key";
      CHECK(told == (bearer && !opens ? "wrong_recipient" + about_key : "wrong_recipient"));
    }
  }
}

TEST_CASE("a named user needs the key like anybody else, but no address") {
  invito::invitation_request r = request("member");
  r.recipient.user = invito::user_id("ina");
  const invitation i = with_two_keys(r);
  const identity elsewhere{invito::user_id("ina"), invito::email("ina@home.example"), false};
  const identity bare{invito::user_id("ina"), std::nullopt, false};
  for (identity const& who : {elsewhere, bare}) {
    const auto c = accepting(who, inside_grace);
    given(i).when(c).then_refused("key_missing /key");
    given(i).when(with_key_of(c, brings::wrong)).then_refused("wrong_key /key");
    given(i).when(with_key_of(c, brings::retired)).then_refused("key_retired /key");
    given(i).when(with_key_of(c, brings::previous)).then_becomes(status::accepted);
    const policy p = asking(required_proof::key);
    given(p, i).when(c).then_refused("wrong_key /key");
    given(p, i).when(with_key_of(c, brings::current)).then_becomes(status::accepted);
  }
}

// What is on record ------------------------------------------------------------------------------

TEST_CASE("an answer records what it relied on, whatever it needed") {
  const invitation i = with_two_keys();
  const auto check = [&](policy const& p, identity const& who, brings key, proof expected) {
    CHECK(relied_on(p, i, with_key_of(accepting(who, inside_grace), key)) == expected);
    CHECK(relied_on(p, i, with_key_of(declining(who, inside_grace), key)) == expected);
  };
  const policy both = rules();
  check(both, ina, brings::current, and_key(by_email));
  check(both, ina, brings::previous, and_key(by_email));

  const policy either = asking(required_proof::identity);
  check(either, ina, brings::nothing, by_email);
  check(either, ina, brings::wrong, by_email);
  check(either, ina, brings::retired, by_email);
  check(either, ina, brings::current, and_key(by_email));

  const policy by_key = asking(required_proof::identity, recipient_match::email_verified_by_key);
  check(by_key, unverified, brings::previous, and_key(by_unverified_email));
  const policy trusting = asking(required_proof::identity, recipient_match::unverified_email);
  check(trusting, unverified, brings::nothing, by_unverified_email);

  const policy bearer = asking(required_proof::key);
  check(bearer, eve, brings::current, and_key({}));
  check(bearer, ina, brings::current, and_key(by_email));
  check(bearer, unverified, brings::current, and_key(by_unverified_email));
}

TEST_CASE("a verified flag without the invitation's address is not on record") {
  const policy bearer = asking(required_proof::key);
  const identity somebody{invito::user_id("eve"), std::nullopt, true};
  const auto c = with_key_of(accepting(somebody, inside_grace), brings::current);
  CHECK(relied_on(bearer, with_two_keys(), c) == and_key({}));
}

TEST_CASE("of a named user the record tells the user, and the address where it is theirs") {
  invito::invitation_request r = request("member");
  r.recipient.user = invito::user_id("ina");
  const invitation i = with_two_keys(r);
  const auto c = with_key_of(accepting(ina, inside_grace), brings::current);
  CHECK(relied_on(rules(), i, c) == and_key(by_user_and_email));
  // A named user needs no verified address, not even for the invitation's own.
  auto doubtful = c;
  doubtful.who = unverified;
  CHECK(relied_on(rules(), i, doubtful) == and_key({true, true, false, false}));
  auto elsewhere = c;
  elsewhere.who.email = invito::email("ina@home.example");
  CHECK(relied_on(rules(), i, elsewhere) == and_key(by_user));
}

TEST_CASE("a key that went round leaves the address of who used it on record") {
  const policy bearer = asking(required_proof::key);
  const auto yes = with_key_of(accepting(eve, inside_grace), brings::current);
  const invito::event e = given(bearer, with_two_keys()).when(yes).event();
  auto* said = std::get_if<invito::accept_details>(&e.details);
  REQUIRE(said);
  REQUIRE(said->email);
  CHECK(said->email->text() == "eve@example.com");
  CHECK(e.by == invito::actor::user(invito::user_id("eve")));
  const auto no = with_key_of(declining(ina, inside_grace), brings::current);
  const invito::event d = given(bearer, with_two_keys()).when(no).event();
  auto* declined = std::get_if<invito::decline_details>(&d.details);
  REQUIRE(declined);
  CHECK_FALSE(declined->email);
}

// Who hears what ---------------------------------------------------------------------------------

TEST_CASE("a stranger hears the same of every key, and of none") {
  const invitation i = with_two_keys();
  for (const brings key : every_key) {
    const auto said = given(i).when(with_key_of(accepting(eve, inside_grace), key));
    said.then_refused("wrong_recipient");
    REQUIRE(said.refused());
    CHECK(as_public(said.said().error()).front() ==
          invito::problem{invito::code::not_found, {}, {}, {}});
  }
}

TEST_CASE("who has no right key hears nothing of what has become of the invitation") {
  auto c = accepting(ina, week_later);
  c.key = key_digest("bad");
  given(with_two_keys()).when(c).then_refused("wrong_key /key");
  c.key = std::nullopt;
  given(with_two_keys()).when(c).then_refused("key_missing /key");
  c.key = key_digest("new");
  given(with_two_keys()).when(c).then_becomes(status::accepted);  // it was sent again for a week
  c.now = week_later + day;
  given(with_two_keys()).when(c).then_refused("expired");
}

TEST_CASE("who has answered needs no key to hear it again") {
  const invitation i =
      after(with_two_keys(), with_key_of(accepting(ina, inside_grace), brings::current));
  for (const brings key : every_key) {
    given(i).when(with_key_of(accepting(ina, inside_grace), key)).then_nothing_happened();
  }
  given(i).when(accepting(twin, inside_grace)).then_refused("key_missing /key");
  given(i)
      .when(with_key_of(accepting(twin, inside_grace), brings::current))
      .then_refused("already_accepted");
}

TEST_CASE("an empty digest opens nothing") {
  auto c = accepting(ina, rotated);
  c.key = key_digest();
  given(with_key()).when(c).then_refused("wrong_key /key");
  // Not even where nothing better was stored.
  invitation i = issued();
  i.keys = invito::key_digests{};
  given(i).when(c).then_refused("wrong_key /key");
  i.keys->previous = key_digest();
  i.keys->previous_until = week_later;
  given(i).when(c).then_refused("wrong_key /key");
  given(asking(required_proof::key), i).when(c).then_refused("wrong_key /key");
}

// Which keys come in -----------------------------------------------------------------------------

TEST_CASE("a new invitation needs a key where the policy says so, or where the key is all") {
  const std::string missing = "missing_value /key";
  CHECK(refusal(invito::issue(rules(), request("member"), issuing(olga))).empty());
  policy required = rules();
  required.keys.required = true;
  for (policy const& p : {required, asking(required_proof::key)}) {
    CHECK(refusal(invito::issue(p, request("member"), issuing(olga))) == missing);
    CHECK(refusal(invito::issue(p, request("member"), issuing_with("k"))).empty());
    // What came without one gets one with the next message.
    given(p, issued()).when(as<resend_command>(olga, rotated)).then_refused(missing);
    given(p, issued()).when(amending(olga, rotated, "admin")).then_refused(missing);
    auto amends = amending(olga, rotated, "admin");
    amends.key = key_digest("k");
    given(p, issued()).when(amends).then_becomes(status::pending);
    const auto said = given(p, issued()).when(resending_with("k"));
    REQUIRE(said.then_becomes(status::pending).invitation().keys);
  }
  const policy by_identity = asking(required_proof::identity);
  CHECK(refusal(invito::issue(by_identity, request("member"), issuing(olga))).empty());
}

TEST_CASE("a digest is as long as the policy asks, or longer") {
  policy p = rules();
  p.keys.least_digest = 32;
  const std::string short_one(31, 'k');
  const std::string long_enough(32, 'k');
  const std::string weak = "weak_digest /key";
  const auto made = invito::issue(p, request("member"), issuing_with(short_one));
  CHECK(refusal(made) == weak);
  CHECK(made.error().front().numbers == std::array<std::int64_t, 3>{31, 32, 0});
  CHECK(refusal(invito::issue(p, request("member"), issuing_with(long_enough))).empty());
  CHECK(refusal(invito::issue(p, request("member"), issuing_with(long_enough + "k"))).empty());

  for (invitation const& i : {issued(), with_key("a strong key")}) {
    given(p, i).when(resending_with(short_one)).then_refused(weak);
    given(p, i).when(resending_with(long_enough)).then_becomes(status::pending);
    auto c = amending(olga, rotated, "admin");
    c.key = key_digest(short_one);
    given(p, i).when(c).then_refused(weak);
    c.key = key_digest(long_enough);
    given(p, i).when(c).then_becomes(status::pending);
  }
}

TEST_CASE("by default a digest has 32 bytes, as SHA-256 makes them") {
  CHECK(policy().keys.least_digest == 32);
  CHECK(policy().keys.grace == 24h);
  CHECK_FALSE(policy().keys.required);
}

TEST_CASE("an empty digest is weak whatever the policy asks") {
  policy p = rules();
  p.keys.least_digest = 0;
  const auto made = invito::issue(p, request("member"), issuing_with(""));
  CHECK(refusal(made) == "weak_digest /key");
  CHECK(made.error().front().numbers == std::array<std::int64_t, 3>{0, 0, 0});
  CHECK(refusal(invito::issue(p, request("member"), issuing_with("k"))).empty());
  given(p, issued()).when(resending_with("")).then_refused("weak_digest /key");
  given(p, with_key()).when(resending_with("")).then_refused("weak_digest /key");
}

TEST_CASE("a digest is no longer than texts may be") {
  const std::string most(255, 'k');
  CHECK(refusal(invito::issue(rules(), request("member"), issuing_with(most))).empty());
  CHECK(refusal(invito::issue(rules(), request("member"), issuing_with(most + "k"))) ==
        "text_too_long /key");
  auto c = accepting(ina, rotated);
  c.key = key_digest(most + "k");
  given(issued()).when(c).then_refused("text_too_long /key");
  given(with_key()).when(c).then_refused("wrong_key /key");
}

TEST_CASE("the strength of a digest is judged where it comes in, not where it is brought") {
  policy p = rules();
  p.keys.least_digest = 32;
  auto c = accepting(ina, rotated);
  c.key = key_digest("old");
  given(p, with_key()).when(c).then_becomes(status::accepted);
  // A key that stays is not a new one.
  given(p, with_key()).when(resending_with("old")).then_becomes(status::pending);
}

// Sending again ----------------------------------------------------------------------------------

TEST_CASE("a message that goes out again brings a key where there is one") {
  given(with_key()).when(resending_with(std::nullopt)).then_refused("missing_value /key");
  given(with_key())
      .when(resending_with(std::nullopt, week_later))
      .then_refused("missing_value /key");
  given(issued()).when(resending_with(std::nullopt)).then_becomes(status::pending);
}

TEST_CASE("the same key again stays, and nothing is said of it") {
  const auto said = given(with_key()).when(resending_with("old"));
  CHECK(said.event().details == invito::event_details(invito::resend_details{}));
  const invitation i = said.then_becomes(status::pending).invitation();
  REQUIRE(i.keys);
  CHECK(*i.keys == invito::key_digests{key_digest("old"), std::nullopt, std::nullopt});
  // Nor does it lengthen or end the grace of the one before it.
  const invitation again = after(with_two_keys(), resending_with("new", rotated + 12h));
  REQUIRE(again.keys);
  CHECK(*again.keys == invito::key_digests{key_digest("new"), key_digest("old"), grace_over});
}

TEST_CASE("another key replaces it, and the one before opens for the grace time") {
  const auto said = given(with_key()).when(resending_with("new"));
  CHECK(said.event().details ==
        invito::event_details(invito::resend_details{key_digest("new"), grace_over}));
  const invitation i = said.then_becomes(status::pending).invitation();
  REQUIRE(i.keys);
  CHECK(*i.keys == invito::key_digests{key_digest("new"), key_digest("old"), grace_over});

  policy p = rules();
  p.keys.grace = 1s;
  const invitation brief = after(with_key(), resending_with("new"), p);
  REQUIRE(brief.keys);
  CHECK(brief.keys->previous_until == rotated + 1s);
}

TEST_CASE("without a grace time the key before is void at once") {
  policy p = rules();
  p.keys.grace = 0s;
  const auto said = given(p, with_key()).when(resending_with("new"));
  CHECK(said.event().details ==
        invito::event_details(invito::resend_details{key_digest("new"), std::nullopt}));
  const invitation i = said.then_becomes(status::pending).invitation();
  REQUIRE(i.keys);
  CHECK(*i.keys == invito::key_digests{key_digest("new"), std::nullopt, std::nullopt});
  auto c = accepting(ina, rotated);
  c.key = key_digest("old");
  given(p, i).when(c).then_refused("wrong_key /key");
}

TEST_CASE("the first key of an invitation has none before it") {
  const auto said = given(issued()).when(resending_with("new"));
  CHECK(said.event().details ==
        invito::event_details(invito::resend_details{key_digest("new"), std::nullopt}));
  const invitation i = said.then_becomes(status::pending).invitation();
  REQUIRE(i.keys);
  CHECK(*i.keys == invito::key_digests{key_digest("new"), std::nullopt, std::nullopt});
}

TEST_CASE("of two replaced keys only the last opens, and the first is forgotten") {
  const invitation i = after(with_two_keys(), resending_with("newest", rotated + 1h));
  REQUIRE(i.keys);
  CHECK(*i.keys ==
        invito::key_digests{key_digest("newest"), key_digest("new"), rotated + 1h + day});
  auto c = accepting(ina, rotated + 2h);
  c.key = key_digest("old");
  given(i).when(c).then_refused("wrong_key /key");
  c.key = key_digest("new");
  given(i).when(c).then_becomes(status::accepted);
  c.key = key_digest("newest");
  given(i).when(c).then_becomes(status::accepted);
}

TEST_CASE("a grace time that would end beyond all time is none") {
  policy p = rules();
  p.expiry.lifetime = std::nullopt;
  const invito::instant late = (invito::instant::max)() - 1h;
  const auto made = invito::issue(p, request("member"), issuing_with("old", late - 1h));
  INFO(refusal(made));
  REQUIRE(made);
  const auto until = [&](std::chrono::seconds grace) {
    p.keys.grace = grace;
    const invitation i = after(invito::apply(*made), resending_with("new", late), p);
    REQUIRE(i.keys);
    CHECK(i.keys->previous.has_value() == i.keys->previous_until.has_value());
    return i.keys->previous_until;
  };
  CHECK(until(1h) == (invito::instant::max)());
  CHECK(until(1h + 1s) == std::nullopt);
}

TEST_CASE("a renewal brings a key like any other message") {
  const invitation i = after(with_key(), resending_with("new", week_later));
  REQUIRE(i.keys);
  CHECK(*i.keys == invito::key_digests{key_digest("new"), key_digest("old"), week_later + day});
}

// Another offer ----------------------------------------------------------------------------------

TEST_CASE("another offer needs a key that has never shown the one before") {
  const auto amends = [](std::optional<std::string> key, invito::instant now) {
    auto c = amending(olga, now, "admin");
    if (key) c.key = key_digest(*std::move(key));
    return c;
  };
  const invitation i = with_two_keys();
  const std::string missing = "missing_value /key";
  given(i).when(amends(std::nullopt, inside_grace)).then_refused(missing);
  given(i).when(amends("new", inside_grace)).then_refused(missing);
  given(i).when(amends("old", inside_grace)).then_refused(missing);
  given(i).when(amends("old", grace_over)).then_refused(missing);
  given(i).when(amends("", inside_grace)).then_refused("weak_digest /key");

  const auto said = given(i).when(amends("other", inside_grace));
  const invitation changed = said.then_becomes(status::pending).invitation();
  REQUIRE(changed.keys);
  CHECK(*changed.keys == invito::key_digests{key_digest("other"), std::nullopt, std::nullopt});
  for (char const* gone : {"old", "new"}) {
    auto c = accepting(ina, inside_grace);
    c.key = key_digest(gone);
    given(changed).when(c).then_refused("wrong_key /key");
  }
  given(issued()).when(amends(std::nullopt, rotated)).then_becomes(status::pending);
  given(issued()).when(amends("first", rotated)).then_becomes(status::pending);
}
