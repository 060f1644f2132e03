// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <invito/base/text.hpp>
#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/lifecycle/visit.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::accept_command;
using invito::identity;
using invito::instant;
using invito::invitation;
using invito::invitation_preview;
using invito::invitation_request;
using invito::issue_command;
using invito::key_digest;
using invito::login_row;
using invito::masked;
using invito::plan_login;
using invito::policy;
using invito::preview;
using invito::recipient_match;
using invito::required_proof;
using invito::resend_command;
using invito::status;
using invito::viewer;
using invito::visit;

using keys = std::optional<key_digest>;
using lines = std::vector<std::string>;

constexpr instant soon = start + day;

const key_digest the_key("the key");
const key_digest next_key("the next key");
const key_digest wrong_key("another key");

// Ina, as she is before she has verified her address, and under an account of her own.
const identity claims{invito::user_id("ina"), invito::email("ina@example.com"), false};
const identity only_user{invito::user_id("ina"), std::nullopt, false};
const identity only_email{{}, invito::email("INA@example.com"), true};

invitation made(invito::recipient to, keys const& key, std::string role = "member") {
  invitation_request r = request(std::move(role));
  r.recipient = std::move(to);
  issue_command c = issuing(olga);
  c.key = key;
  const auto said = issue(rules(), r, c);
  INFO(refusal(said));
  REQUIRE(said);
  return apply(*said);
}

invitation keyed() { return made(request("member").recipient, the_key); }

invitation resent_with(key_digest const& fresh, instant now) {
  auto c = as<resend_command>(olga, now);
  c.key = fresh;
  return after(keyed(), c);
}

policy proving(required_proof proof) {
  policy p = rules();
  p.proof = proof;
  return p;
}

policy matching(recipient_match match) {
  policy p = rules();
  p.recipient = match;
  return p;
}

// Who is taken for whom, whether they may answer, or why nothing is shown: "recipient, answers".
std::string seen(policy const& p, invitation const& i, visit const& v) {
  const auto shown = preview(p, i, v);
  if (!shown) return told(shown.error());
  std::string out;
  switch (shown->viewer) {
    case viewer::nobody: out = "nobody"; break;
    case viewer::somebody_else: out = "somebody else"; break;
    case viewer::unverified: out = "unverified"; break;
    case viewer::recipient: out = "recipient"; break;
  }
  return out + (shown->answerable ? ", answers" : "");
}

accept_command answering(visit const& v) {
  accept_command c = accepting(v.who ? *v.who : identity{}, v.now);
  c.key = v.key;
  return c;
}

}  // namespace

// Who sees what ----------------------------------------------------------------------------------

TEST_CASE("who holds the key and has not signed in sees the invitation, and for whom it is") {
  const invitation i = keyed();
  const auto shown = preview(rules(), i, {std::nullopt, the_key, soon});
  REQUIRE(shown);
  CHECK(shown->viewer == viewer::nobody);
  CHECK(shown->status == status::pending);
  CHECK_FALSE(shown->answerable);
  CHECK(shown->organization == acme);
  CHECK(shown->address == "i***@example.com");
  CHECK(shown->offer == invito::offer{"member", std::nullopt});
  CHECK(shown->offer_number == 1);
  CHECK(shown->expires_at == week_later);
}

TEST_CASE("who holds the key and is somebody else sees a hint of the address") {
  const auto shown = preview(rules(), keyed(), {eve, the_key, soon});
  REQUIRE(shown);
  CHECK(shown->viewer == viewer::somebody_else);
  CHECK_FALSE(shown->answerable);
  CHECK(shown->address == "i***@example.com");
  CHECK(shown->organization == acme);
}

TEST_CASE("the recipient sees the whole address as the inviter wrote it") {
  const invitation i = made({invito::email("Ina@Example.com"), {}}, the_key);
  const auto shown = preview(rules(), i, {ina, the_key, soon});
  REQUIRE(shown);
  CHECK(shown->viewer == viewer::recipient);
  CHECK(shown->answerable);
  CHECK(shown->address == "Ina@Example.com");
  CHECK(shown->offer == i.offer);
}

TEST_CASE("a preview shows everybody the offer with its grants") {
  invitation_request r = request("admin");
  r.offer.grants = {{project("p", "viewer")}};
  issue_command c = issuing(olga);
  c.key = the_key;
  const auto said = issue(rules(), r, c);
  REQUIRE(said);
  for (auto const& who :
       {std::optional<identity>(), std::optional<identity>(ina), std::optional<identity>(eve)}) {
    const auto shown = preview(rules(), apply(*said), {who, the_key, soon});
    REQUIRE(shown);
    CHECK(shown->offer == r.offer);
  }
}

TEST_CASE("an invitation without an address shows none") {
  const invitation i = made({std::nullopt, invito::user_id("ina")}, the_key);
  for (auto const& who : {ina, eve}) {
    const auto shown = preview(rules(), i, {who, the_key, soon});
    REQUIRE(shown);
    CHECK(shown->address.empty());
  }
}

TEST_CASE("an invitation without an expiry shows none") {
  policy p = rules();
  p.expiry.lifetime = std::nullopt;
  const auto shown = preview(p, issued("member", olga, p), {ina, std::nullopt, soon});
  REQUIRE(shown);
  CHECK_FALSE(shown->expires_at);
}

TEST_CASE("each viewer of an invitation is told apart, with the key and without") {
  const invitation i = keyed();
  const auto with = [&i](std::optional<identity> const& who, keys const& key) {
    return seen(rules(), i, {who, key, soon});
  };
  CHECK(with(std::nullopt, the_key) == "nobody");
  CHECK(with(eve, the_key) == "somebody else");
  CHECK(with(only_user, the_key) == "somebody else");
  CHECK(with(claims, the_key) == "unverified");
  CHECK(with(ina, the_key) == "recipient, answers");
  CHECK(with(twin, the_key) == "recipient, answers");
  CHECK(with(only_email, the_key) == "recipient, answers");
  for (keys const& none : {keys(), keys(wrong_key), keys(key_digest())}) {
    CHECK(with(std::nullopt, none) == "wrong_recipient");
    CHECK(with(eve, none) == "wrong_recipient");
    CHECK(with(only_user, none) == "wrong_recipient");
    CHECK(with(claims, none) == "email_unverified");
    CHECK(with(ina, none) == "recipient");
    CHECK(with(only_email, none) == "recipient");
  }
}

TEST_CASE("a known user alone is the recipient, whatever address somebody has") {
  const invitation i = made({invito::email("ina@example.com"), invito::user_id("ina")}, the_key);
  const auto with = [&i](std::optional<identity> const& who, keys const& key) {
    return seen(rules(), i, {who, key, soon});
  };
  CHECK(with(ina, the_key) == "recipient, answers");
  CHECK(with(only_user, the_key) == "recipient, answers");
  CHECK(with(claims, the_key) == "recipient, answers");
  CHECK(with(twin, the_key) == "somebody else");
  CHECK(with(only_email, the_key) == "somebody else");
  CHECK(with(only_user, std::nullopt) == "recipient");
  CHECK(with(twin, std::nullopt) == "wrong_recipient");
  const auto shown = preview(rules(), i, {twin, the_key, soon});
  REQUIRE(shown);
  CHECK(shown->address == "i***@example.com");
}

TEST_CASE("a stranger without the key is told no more than that there is nothing") {
  for (invitation const& i : {keyed(), issued(), accepted(), revoked(), expired()}) {
    const auto shown = preview(rules(), i, {eve, wrong_key, soon});
    REQUIRE(refusal(shown) == "wrong_recipient");
    CHECK(told(as_public(shown.error())) == "not_found");
    CHECK(refusal(preview(rules(), i, {std::nullopt, std::nullopt, soon})) == "wrong_recipient");
  }
}

TEST_CASE("what has no key is shown to the recipient alone") {
  CHECK(seen(rules(), issued(), {ina, std::nullopt, soon}) == "recipient, answers");
  CHECK(seen(rules(), issued(), {ina, the_key, soon}) == "recipient, answers");
  CHECK(seen(rules(), issued(), {std::nullopt, the_key, soon}) == "wrong_recipient");
  CHECK(seen(rules(), issued(), {claims, the_key, soon}) == "email_unverified");
}

TEST_CASE("a key that a later message replaced shows the invitation until its grace is over") {
  const invitation i = resent_with(next_key, soon);
  const instant end = soon + day;
  CHECK(seen(rules(), i, {std::nullopt, the_key, end - tick}) == "nobody");
  CHECK(seen(rules(), i, {ina, the_key, end - tick}) == "recipient, answers");
  CHECK(seen(rules(), i, {std::nullopt, next_key, end}) == "nobody");
  CHECK(seen(rules(), i, {ina, next_key, end}) == "recipient, answers");
  CHECK(seen(rules(), i, {std::nullopt, the_key, end}) == "key_retired");
  CHECK(seen(rules(), i, {eve, the_key, end}) == "key_retired");
  // The recipient needs no key to look, but to answer.
  CHECK(seen(rules(), i, {ina, the_key, end}) == "recipient");
  given(i).when(answering({ina, the_key, end})).then_refused("key_retired /key");
}

TEST_CASE("a key that showed another offer shows nothing any more") {
  auto c = amending(olga, soon, "admin");
  c.key = next_key;
  const invitation i = after(keyed(), c);
  CHECK(seen(rules(), i, {std::nullopt, the_key, soon}) == "wrong_recipient");
  CHECK(seen(rules(), i, {std::nullopt, next_key, soon}) == "nobody");
}

TEST_CASE("looking without a clock is refused") {
  visit v;
  v.who = ina;
  v.key = the_key;
  CHECK(seen(rules(), keyed(), v) == "missing_value /now");
}

// Whether it can be answered ---------------------------------------------------------------------

TEST_CASE("a preview tells the status, and only what is pending can be answered") {
  const auto with_key = [](invitation i) {
    i.keys = invito::key_digests{the_key, std::nullopt, std::nullopt};
    return i;
  };
  const auto shows = [&](invitation const& i, instant now) {
    std::string out;
    for (auto const& who : {std::optional<identity>(ina), std::optional<identity>()}) {
      const auto shown = preview(rules(), with_key(i), {who, the_key, now});
      REQUIRE(shown);
      out += name(shown->status) + (shown->answerable ? " answers; " : "; ");
    }
    return out;
  };
  CHECK(shows(issued(), start) == "pending answers; pending; ");
  CHECK(shows(issued(), week_later - tick) == "pending answers; pending; ");
  CHECK(shows(issued(), week_later) == "expired; expired; ");
  CHECK(shows(expired(), week_later) == "expired; expired; ");
  CHECK(shows(accepted(), soon) == "accepted; accepted; ");
  CHECK(shows(declined(), soon) == "revoked; revoked; ");
  CHECK(shows(revoked(), soon) == "revoked; revoked; ");
  CHECK(shows(superseded(), soon) == "revoked; revoked; ");
  // Final states outlive the expiry.
  CHECK(shows(accepted(), week_later) == "accepted; accepted; ");
}

TEST_CASE("a preview by a clock that has gone back judges like an answer") {
  const invitation i = after(issued(), as<resend_command>(olga, soon));
  CHECK(seen(rules(), i, {ina, std::nullopt, start - day}) == "recipient, answers");
  const auto shown = preview(rules(), expired(), {ina, std::nullopt, start});
  REQUIRE(shown);
  CHECK(shown->status == status::expired);

  // Sent again without any time to answer: over by the last moment that is known.
  policy p = rules();
  p.expiry.shortest = 0s;
  auto c = as<resend_command>(olga, soon);
  c.lifetime = 0s;
  const invitation over = after(issued(), c, p);
  const visit early{ina, std::nullopt, start};
  given(p, over).when(answering(early)).then_refused("expired");
  const auto late = preview(p, over, early);
  REQUIRE(late);
  CHECK(late->status == status::expired);
  CHECK_FALSE(late->answerable);
}

TEST_CASE("who can answer depends on the proof that the policy asks for") {
  struct row {
    std::optional<identity> who;
    keys key;
    char const* both;
    char const* identity_alone;
    char const* key_alone;
  };
  const std::vector<row> table = {
      {std::nullopt, the_key, "nobody", "nobody", "nobody"},
      {eve, the_key, "somebody else", "somebody else", "somebody else, answers"},
      {claims, the_key, "unverified", "unverified", "unverified, answers"},
      {ina, the_key, "recipient, answers", "recipient, answers", "recipient, answers"},
      {ina, wrong_key, "recipient", "recipient, answers", "recipient"},
      {ina, std::nullopt, "recipient", "recipient, answers", "recipient"},
      {eve, std::nullopt, "wrong_recipient", "wrong_recipient", "wrong_recipient"},
      {std::nullopt, std::nullopt, "wrong_recipient", "wrong_recipient", "wrong_recipient"},
  };
  for (std::size_t n = 0; n != table.size(); ++n) {
    INFO("row " << n);
    const visit v{table[n].who, table[n].key, soon};
    CHECK(seen(proving(required_proof::identity_and_key), keyed(), v) == table[n].both);
    CHECK(seen(proving(required_proof::identity), keyed(), v) == table[n].identity_alone);
    CHECK(seen(proving(required_proof::key), keyed(), v) == table[n].key_alone);
  }
}

TEST_CASE("a bearer link to a known user can be answered by this user alone") {
  const invitation i = made({std::nullopt, invito::user_id("ina")}, the_key);
  const policy p = proving(required_proof::key);
  CHECK(seen(p, i, {only_user, the_key, soon}) == "recipient, answers");
  CHECK(seen(p, i, {eve, the_key, soon}) == "somebody else");
  CHECK(seen(p, i, {std::nullopt, the_key, soon}) == "nobody");
}

TEST_CASE("where a key is all that counts, saying that an address is one's own shows nothing") {
  const visit v{claims, std::nullopt, soon};
  given(proving(required_proof::key), keyed()).when(answering(v)).then_refused("wrong_key /key");
  CHECK_FALSE(preview(proving(required_proof::key), keyed(), v));
}

TEST_CASE("a key or trust may stand for a verified address where somebody looks") {
  CHECK(seen(matching(recipient_match::verified_email), keyed(), {claims, the_key, soon}) ==
        "unverified");
  CHECK(seen(matching(recipient_match::email_verified_by_key), keyed(), {claims, the_key, soon}) ==
        "recipient, answers");
  CHECK(seen(matching(recipient_match::email_verified_by_key), keyed(),
             {claims, wrong_key, soon}) == "email_unverified");
  CHECK(seen(matching(recipient_match::unverified_email), keyed(), {claims, the_key, soon}) ==
        "recipient, answers");
  CHECK(seen(matching(recipient_match::unverified_email), keyed(), {claims, std::nullopt, soon}) ==
        "recipient");
  CHECK(seen(matching(recipient_match::unverified_email), issued(), {claims, std::nullopt, soon}) ==
        "recipient, answers");
}

TEST_CASE("looking at an invitation changes nothing and shows the same again") {
  const invitation i = keyed();
  const invitation before = i;
  for (auto const& who : {std::optional<identity>(), std::optional<identity>(ina),
                          std::optional<identity>(claims), std::optional<identity>(eve)}) {
    for (keys const& key : {keys(), keys(the_key), keys(wrong_key)}) {
      CHECK(seen(rules(), i, {who, key, soon}) == seen(rules(), i, {who, key, soon}));
    }
  }
  CHECK(seen(rules(), i, {ina, the_key, week_later}) == "recipient");
  CHECK(i == before);
  CHECK(i.status(soon) == status::pending);
}

TEST_CASE("the offer number of a preview is what accept takes, until the offer is amended") {
  invitation i = keyed();
  keys key = the_key;
  for (std::uint32_t round = 1; round != 4; ++round) {
    const instant now = start + round * 1h;
    const auto shown = preview(rules(), i, {ina, key, now});
    REQUIRE(shown);
    CHECK(shown->offer_number == round);
    accept_command yes = answering({ina, key, now});
    yes.offer = shown->offer_number;
    given(i).when(yes).then_becomes(status::accepted);

    auto c = amending(olga, now, round % 2 == 0 ? "member" : "admin");
    key = key_digest("key " + std::to_string(round));
    c.key = key;
    i = after(i, c);
    yes.key = key;
    given(i).when(yes).then_refused("offer_changed /offer");
  }
}

TEST_CASE("what a preview lets somebody answer, the domains of the policy do, too") {
  policy p = rules();
  p.domains.denied = {"example.com"};
  const visit v{ina, the_key, soon};
  given(p, keyed()).when(answering(v)).then_refused("domain_refused /email");
  CHECK(seen(p, keyed(), v) == "recipient");
}

TEST_CASE("who has signed in as nobody cannot answer, not even with a bearer link") {
  const policy p = proving(required_proof::key);
  const visit v{identity{}, the_key, soon};
  given(p, keyed()).when(answering(v)).then_refused("missing_value /who");
  const auto shown = preview(p, keyed(), v);
  REQUIRE(shown);
  CHECK_FALSE(shown->answerable);
}

TEST_CASE("a preview and accept agree on who may answer") {
  const std::vector<identity> people = {ina, claims, twin, eve, only_user, only_email, identity{}};
  std::vector<std::optional<identity>> all(people.begin(), people.end());
  all.emplace_back(std::nullopt);
  const invito::recipient mailbox{invito::email("ina@example.com"), {}};
  const invito::recipient user{std::nullopt, invito::user_id("ina")};
  const invito::recipient both{invito::email("ina@example.com"), invito::user_id("ina")};
  std::vector<invitation> of;
  for (invito::recipient const& to : {mailbox, user, both}) {
    for (keys const& key : {keys(), keys(the_key)}) of.push_back(made(to, key));
  }
  auto again = as<resend_command>(olga, start + 1h);
  again.key = next_key;
  of.push_back(after(keyed(), again));
  auto other = amending(adam, start + 1h, "admin");
  other.key = next_key;
  of.push_back(after(keyed(), other));

  std::size_t answerable = 0;
  std::size_t only_looked_at = 0;
  std::size_t hidden = 0;
  for (const auto proof :
       {required_proof::identity_and_key, required_proof::identity, required_proof::key}) {
    for (const auto match :
         {recipient_match::verified_email, recipient_match::email_verified_by_key,
          recipient_match::unverified_email}) {
      for (std::size_t n = 0; n != of.size(); ++n) {
        // For one of them, the policy does not admit Ina's domain any more.
        policy p = proving(proof);
        p.recipient = match;
        if (n == 1) p.domains.denied = {"EXAMPLE.com"};
        for (std::size_t w = 0; w != all.size(); ++w) {
          for (keys const& key : {keys(), keys(the_key), keys(next_key), keys(wrong_key)}) {
            for (const instant now :
                 {start + 2h, start + 25h - tick, start + 25h, week_later, week_later + 1h}) {
              INFO("proof " << static_cast<int>(proof) << ", match " << static_cast<int>(match)
                            << ", invitation " << n << ", person " << w << ", key "
                            << (key ? key->bytes() : "none") << ", after "
                            << std::chrono::duration_cast<std::chrono::hours>(now - start).count()
                            << " h");
              const visit v{all[w], key, now};
              const auto shown = preview(p, of[n], v);
              const auto said = accept(p, of[n], answering(v));
              // Everything that is not about the person or the state lets it pass.
              const bool agreed = shown && shown->answerable;
              if (agreed != said.has_value()) {
                FAIL_CHECK((agreed ? "accept: " + refusal(said) : "not answerable, but accepted"));
              }
              if (said && !said->event) FAIL_CHECK("nothing happened");
              if (agreed) ++answerable;
              if (shown && !agreed) ++only_looked_at;
              if (!shown) ++hidden;
              if (shown && shown->status != of[n].status(now)) FAIL_CHECK("another status");
            }
          }
        }
      }
    }
  }
  CHECK(answerable > 500);
  CHECK(only_looked_at > 500);
  CHECK(hidden > 500);
}

// Hints of addresses -----------------------------------------------------------------------------

TEST_CASE("of a masked address the first character and the domain are shown") {
  const auto hint = [](char const* text) { return masked(invito::email(text)); };
  CHECK(hint("rita@example.com") == "r***@example.com");
  CHECK(hint("Rita.Moe+x@Example.COM") == "R***@Example.COM");
  CHECK(hint("ab@x.org") == "a***@x.org");
  // How long the local part is does not show.
  CHECK(hint("abcdefghijklmnopqrstuvwxyz@x.org") == "a***@x.org");
}

TEST_CASE("of a masked address with one character, the character is not shown") {
  CHECK(masked(invito::email("a@x.org")) == "***@x.org");
  CHECK(masked(invito::email("@x.org")) == "***@x.org");
  // One character, whatever its number of bytes.
  CHECK(masked(invito::email("\xC3\xA4@x.org")) == "***@x.org");
  CHECK(masked(invito::email("\xE2\x82\xAC@x.org")) == "***@x.org");
  CHECK(masked(invito::email("\xF0\x9F\x98\x80@x.org")) == "***@x.org");
}

TEST_CASE("the first character of a masked address is a whole one") {
  CHECK(masked(invito::email("\xC3\xA4nne@x.org")) == "\xC3\xA4***@x.org");
  CHECK(masked(invito::email("\xC3\xA4\xC3\xB6@x.org")) == "\xC3\xA4***@x.org");
  CHECK(masked(invito::email("\xE2\x82\xACuro@x.org")) == "\xE2\x82\xAC***@x.org");
  CHECK(masked(invito::email("\xF0\x9F\x98\x80\xF0\x9F\x98\x80@x.org")) ==
        "\xF0\x9F\x98\x80***@x.org");
  CHECK(masked(invito::email("a\xC3\xA4@x.org")) == "a***@x.org");
  for (char const* text : {"\xC3\xA4@x.org", "\xC3\xA4nne@x.org", "\xF0\x9F\x98\x80g@\xC3\xA4.org",
                           "a\xE2\x82\xAC@x.org"}) {
    CHECK(invito::is_utf8(masked(invito::email(text))));
  }
  CHECK(masked(invito::email("rita@b\xC3\xBC"
                             "cher.example")) ==
        "r***@b\xC3\xBC"
        "cher.example");
}

TEST_CASE("of what is no address, a mask shows nothing but what may be a domain") {
  CHECK(masked(invito::email("rita")) == "***");
  CHECK(masked(invito::email("")) == "***");
  CHECK(masked(invito::email("@")) == "***@");
  CHECK(masked(invito::email("rita@")) == "r***@");
  // The last '@' counts: what stands before belongs to the person.
  CHECK(masked(invito::email("rita@home@x.org")) == "r***@x.org");
}

// Signing in -------------------------------------------------------------------------------------

namespace {

login_row for_login(policy const& p, invitation const& i) {
  login_row out;
  out.policy = &p;
  out.invitation = &i;
  out.facts = answering({ina, std::nullopt, soon}).facts;
  return out;
}

lines all(std::vector<invito::planned> const& said) {
  lines out;
  for (invito::planned const& one : said) {
    std::string text = std::to_string(one.row) + " ";
    if (!one.verdict) {
      text += told(one.verdict.error());
    } else {
      text += one.verdict->event ? name(one.verdict->event->kind()) : "nothing";
    }
    out.push_back(std::move(text));
  }
  return out;
}

invitation at(char const* organization, invitation i) {
  i.organization = invito::organization_id(organization);
  return i;
}

}  // namespace

TEST_CASE("a log-in accepts what is pending for the person, across organizations and policies") {
  const policy strict = rules();
  policy closed = rules();
  closed.orphans = invito::orphan_rule::let_stand;
  closed.vanished = invito::vanished_rule::drop;
  closed.check_organization = false;
  closed.quotas.seats = invito::seat_rule::unchecked;
  const std::vector<invitation> of = {
      issued(), at("other", made({std::nullopt, invito::user_id("ina")}, std::nullopt)),
      at("third", issued("admin"))};
  std::vector<login_row> rows = {for_login(strict, of[0]), for_login(closed, of[1]),
                                 for_login(strict, of[2])};
  rows[1].facts = {};
  rows[0].facts.organization->revision = 3;
  rows[2].facts.organization->revision = 4;
  const auto said = plan_login(ina, rows, soon);
  REQUIRE(all(said) == lines{"0 accept", "1 accept", "2 accept"});
  CHECK(said[0].verdict->guards.organization_revision == std::uint64_t{3});
  CHECK_FALSE(said[1].verdict->guards.organization_revision);
  CHECK(said[2].verdict->guards.organization_revision == std::uint64_t{4});
  for (auto const& one : said) {
    invitation i = of[one.row];
    REQUIRE(apply(i, *one.verdict));
    CHECK(i.state == invito::state(invito::accepted{soon, invito::user_id("ina")}));
  }
  CHECK(plan_login(ina, {}, soon).empty());
}

TEST_CASE("a log-in is judged by the policy and the facts of each row alone") {
  const policy strict = rules();
  policy trusting = rules();
  trusting.orphans = invito::orphan_rule::let_stand;
  const std::vector<invitation> of(4, issued());
  std::vector<login_row> rows = {for_login(strict, of[0]), for_login(strict, of[1]),
                                 for_login(trusting, of[2]), for_login(strict, of[3])};
  rows[1].facts = {};
  rows[1].facts.organization = invito::organization_snapshot{};
  rows[2].facts = rows[1].facts;
  CHECK(all(plan_login(ina, rows, soon)) ==
        lines{"0 accept", "1 fact_missing /facts/sponsor", "2 accept", "3 accept"});
}

TEST_CASE("no refusal of a log-in stops the rest") {
  const policy p = rules();
  const std::vector<invitation> of(5, issued());
  std::vector<login_row> rows;
  for (invitation const& i : of) rows.push_back(for_login(p, i));
  rows[0].facts.sponsor->active = false;
  rows[1].facts.organization->members = 7;
  rows[1].facts.organization->seat_limit = 7;
  rows[3].facts.organization->status = invito::organization_status::suspended;
  CHECK(all(plan_login(ina, rows, soon)) == lines{"0 sponsor_inactive", "1 seats_full", "2 accept",
                                                  "3 organization_inactive", "4 accept"});
}

TEST_CASE("a log-in leaves out what is for others, whatever key is held") {
  policy p = rules();
  const std::vector<invitation> of = {
      made({invito::email("eve@example.com"), {}}, std::nullopt), keyed(),
      made({std::nullopt, invito::user_id("eve")}, the_key),
      // Named by user, so that the address does not count.
      made({invito::email("ina@example.com"), invito::user_id("twin")}, std::nullopt),
      made({invito::email("INA@example.com"), {}}, std::nullopt)};
  std::vector<login_row> rows;
  for (invitation const& i : of) {
    rows.push_back(for_login(p, i));
    rows.back().key = the_key;
  }
  CHECK(all(plan_login(ina, rows, soon)) == lines{"1 accept", "4 accept"});
  CHECK(all(plan_login(eve, rows, soon)) == lines{"0 accept", "2 accept"});
  CHECK(all(plan_login(twin, rows, soon)) == lines{"1 accept", "3 accept", "4 accept"});
  CHECK(plan_login(identity{}, rows, soon).empty());
  // Not even where a key is all that counts: nobody joins by signing in alone.
  p.proof = required_proof::key;
  CHECK(all(plan_login(eve, rows, soon)) == lines{"0 wrong_key /key", "2 accept"});
}

TEST_CASE("a log-in leaves out what is accepted, withdrawn or expired") {
  const policy p = rules();
  const std::vector<invitation> of = {accepted(), issued(),     revoked(),
                                      declined(), superseded(), expired()};
  std::vector<login_row> rows;
  for (invitation const& i : of) rows.push_back(for_login(p, i));
  CHECK(all(plan_login(ina, rows, week_later - tick)) == lines{"1 accept"});
  CHECK(plan_login(ina, rows, week_later).empty());
}

TEST_CASE("a log-in needs the key of each row where the policy asks for it") {
  const policy both = rules();
  const policy person = proving(required_proof::identity);
  const policy bearer = proving(required_proof::key);
  const std::vector<invitation> of(7, keyed());
  std::vector<login_row> rows = {for_login(both, of[0]),   for_login(both, of[1]),
                                 for_login(both, of[2]),   for_login(person, of[3]),
                                 for_login(person, of[4]), for_login(bearer, of[5]),
                                 for_login(bearer, of[6])};
  rows[0].key = the_key;
  rows[2].key = wrong_key;
  rows[4].key = wrong_key;
  rows[5].key = the_key;
  CHECK(all(plan_login(ina, rows, soon)) == lines{"0 accept", "1 key_missing /key",
                                                  "2 wrong_key /key", "3 accept", "4 accept",
                                                  "5 accept", "6 wrong_key /key"});
}

TEST_CASE("a log-in with an address that nobody has verified is refused for each of its rows") {
  const policy p = rules();
  const policy trusting = matching(recipient_match::unverified_email);
  const std::vector<invitation> of = {issued(), issued(),
                                      made({std::nullopt, invito::user_id("ina")}, std::nullopt)};
  const std::vector<login_row> rows = {for_login(p, of[0]), for_login(trusting, of[1]),
                                       for_login(p, of[2])};
  CHECK(all(plan_login(claims, rows, soon)) == lines{"0 email_unverified", "1 accept", "2 accept"});
}

TEST_CASE("a log-in without a clock accepts nothing") {
  const policy p = rules();
  const std::vector<invitation> of = {issued()};
  const std::vector<login_row> rows = {for_login(p, of[0])};
  CHECK(all(plan_login(ina, rows, invito::no_moment)) == lines{"0 missing_value /now"});
}

TEST_CASE("planning a log-in changes nothing and says the same again") {
  const policy p = rules();
  const invitation i = issued();
  const invitation before = i;
  const std::vector<login_row> rows = {for_login(p, i)};
  const auto once = plan_login(ina, rows, soon);
  const auto twice = plan_login(ina, rows, soon);
  REQUIRE(once.size() == 1);
  REQUIRE(twice.size() == 1);
  CHECK(once[0].verdict == twice[0].verdict);
  CHECK(i == before);
}
