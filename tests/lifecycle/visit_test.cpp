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
#include "support/digest.hpp"
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
using invito::login_row;
using invito::mask;
using invito::plan_login;
using invito::policy;
using invito::preview;
using invito::recipient_match;
using invito::required_proof;
using invito::resend_command;
using invito::status;
using invito::token_digest;
using invito::viewer;
using invito::visit;

using token_option = std::optional<token_digest>;
using lines = std::vector<std::string>;

constexpr instant soon = start + day;

const token_digest the_token = support::digest_of("the token");
const token_digest next_token = support::digest_of("the next token");
const token_digest wrong_token = support::digest_of("another token");

// Ina with an unverified address, with a user id alone, and with a verified address alone.
const identity unverified{invito::user_id("ina"), invito::email("ina@example.com"), false};
const identity only_user{invito::user_id("ina"), std::nullopt, false};
const identity only_email{{}, invito::email("INA@example.com"), true};

invitation made(invito::recipient to, token_option const& token, std::string role = "member") {
  invitation_request r = request(std::move(role));
  r.recipient = std::move(to);
  issue_command c = issuing(olga);
  c.token = token;
  const auto said = issue(rules(), r, c);
  INFO(refusal(said));
  REQUIRE(said);
  return apply(*said);
}

invitation with_token() { return made(request("member").recipient, the_token); }

invitation resent_with(token_digest const& fresh, instant now) {
  auto c = as<resend_command>(olga, now);
  c.token = fresh;
  return after(with_token(), c);
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

// The viewer and whether they can answer, or the problems of a refusal: "recipient, answers".
std::string seen(policy const& p, invitation const& i, visit const& v) {
  const auto shown = preview(p, i, v);
  if (!shown) return codes_of(shown.error());
  std::string out;
  switch (shown->viewer) {
    case viewer::anonymous: out = "anonymous"; break;
    case viewer::other_person: out = "other person"; break;
    case viewer::unverified: out = "unverified"; break;
    case viewer::recipient: out = "recipient"; break;
  }
  return out + (shown->answerable ? ", answers" : "");
}

accept_command answering(visit const& v) {
  accept_command c = accepting(v.who ? *v.who : identity{}, v.now);
  c.token = v.token;
  return c;
}

}  // namespace

// Viewers ----------------------------------------------------------------------------------------

TEST_CASE("preview shows an anonymous viewer with the token a masked address", "[preview][token]") {
  const invitation i = with_token();
  const auto shown = preview(rules(), i, {std::nullopt, the_token, soon});
  REQUIRE(shown);
  CHECK(shown->viewer == viewer::anonymous);
  CHECK(shown->status == status::pending);
  CHECK_FALSE(shown->answerable);
  CHECK(shown->organization == acme);
  CHECK(shown->address == "i***@example.com");
  CHECK(shown->offer == invito::offer{"member", std::nullopt});
  CHECK(shown->offer_number == 1);
  CHECK(shown->expires_at == week_later);
}

TEST_CASE("preview shows another person with the token a masked address", "[preview][token]") {
  const auto shown = preview(rules(), with_token(), {eve, the_token, soon});
  REQUIRE(shown);
  CHECK(shown->viewer == viewer::other_person);
  CHECK_FALSE(shown->answerable);
  CHECK(shown->address == "i***@example.com");
  CHECK(shown->organization == acme);
}

TEST_CASE("preview shows the recipient the whole address as the inviter wrote it",
          "[preview][token]") {
  const invitation i = made({invito::email("Ina@Example.com"), {}}, the_token);
  const auto shown = preview(rules(), i, {ina, the_token, soon});
  REQUIRE(shown);
  CHECK(shown->viewer == viewer::recipient);
  CHECK(shown->answerable);
  CHECK(shown->address == "Ina@Example.com");
  CHECK(shown->offer == i.offer);
}

TEST_CASE("preview shows every viewer the offer with its grants", "[preview][token]") {
  invitation_request r = request("admin");
  r.offer.grants = {{project("p", "viewer")}};
  issue_command c = issuing(olga);
  c.token = the_token;
  const auto said = issue(rules(), r, c);
  REQUIRE(said);
  for (auto const& who :
       {std::optional<identity>(), std::optional<identity>(ina), std::optional<identity>(eve)}) {
    const auto shown = preview(rules(), apply(*said), {who, the_token, soon});
    REQUIRE(shown);
    CHECK(shown->offer == r.offer);
  }
}

TEST_CASE("preview of an invitation without an email address shows no address",
          "[preview][token]") {
  const invitation i = made({std::nullopt, invito::user_id("ina")}, the_token);
  for (auto const& who : {ina, eve}) {
    const auto shown = preview(rules(), i, {who, the_token, soon});
    REQUIRE(shown);
    CHECK(shown->address.empty());
  }
}

TEST_CASE("preview of an invitation without an expiry shows no expiry", "[preview]") {
  policy p = rules();
  p.expiry.lifetime = std::nullopt;
  const auto shown = preview(p, issued("member", olga, p), {ina, std::nullopt, soon});
  REQUIRE(shown);
  CHECK_FALSE(shown->expires_at);
}

TEST_CASE("preview distinguishes the viewers with and without the token", "[preview][token]") {
  const invitation i = with_token();
  const auto with = [&i](std::optional<identity> const& who, token_option const& token) {
    return seen(rules(), i, {who, token, soon});
  };
  CHECK(with(std::nullopt, the_token) == "anonymous");
  CHECK(with(eve, the_token) == "other person");
  CHECK(with(only_user, the_token) == "other person");
  CHECK(with(unverified, the_token) == "unverified");
  CHECK(with(ina, the_token) == "recipient, answers");
  CHECK(with(twin, the_token) == "recipient, answers");
  CHECK(with(only_email, the_token) == "recipient, answers");
  for (token_option const& none :
       {token_option(), token_option(wrong_token), token_option(token_digest())}) {
    CHECK(with(std::nullopt, none) == "wrong_recipient");
    CHECK(with(eve, none) == "wrong_recipient");
    CHECK(with(only_user, none) == "wrong_recipient");
    CHECK(with(unverified, none) == "email_unverified");
    CHECK(with(ina, none) == "recipient");
    CHECK(with(only_email, none) == "recipient");
  }
}

TEST_CASE("preview recognizes the recipient by the named user alone", "[preview][token]") {
  const invitation i = made({invito::email("ina@example.com"), invito::user_id("ina")}, the_token);
  const auto with = [&i](std::optional<identity> const& who, token_option const& token) {
    return seen(rules(), i, {who, token, soon});
  };
  CHECK(with(ina, the_token) == "recipient, answers");
  CHECK(with(only_user, the_token) == "recipient, answers");
  CHECK(with(unverified, the_token) == "recipient, answers");
  CHECK(with(twin, the_token) == "other person");
  CHECK(with(only_email, the_token) == "other person");
  CHECK(with(only_user, std::nullopt) == "recipient");
  CHECK(with(twin, std::nullopt) == "wrong_recipient");
  const auto shown = preview(rules(), i, {twin, the_token, soon});
  REQUIRE(shown);
  CHECK(shown->address == "i***@example.com");
}

TEST_CASE("preview returns wrong_recipient to a stranger without the token", "[preview][token]") {
  for (invitation const& i : {with_token(), issued(), accepted(), revoked(), expired()}) {
    const auto shown = preview(rules(), i, {eve, wrong_token, soon});
    REQUIRE(refusal(shown) == "wrong_recipient");
    CHECK(codes_of(as_public(shown.error())) == "not_found");
    CHECK(refusal(preview(rules(), i, {std::nullopt, std::nullopt, soon})) == "wrong_recipient");
  }
}

TEST_CASE("preview shows an invitation without a token only to the recipient", "[preview][token]") {
  CHECK(seen(rules(), issued(), {ina, std::nullopt, soon}) == "recipient, answers");
  CHECK(seen(rules(), issued(), {ina, the_token, soon}) == "recipient, answers");
  CHECK(seen(rules(), issued(), {std::nullopt, the_token, soon}) == "wrong_recipient");
  CHECK(seen(rules(), issued(), {unverified, the_token, soon}) == "email_unverified");
}

TEST_CASE("preview accepts a replaced token until its grace time ends",
          "[preview][token][resend][accept]") {
  const invitation i = resent_with(next_token, soon);
  const instant end = soon + day;
  CHECK(seen(rules(), i, {std::nullopt, the_token, end - tick}) == "anonymous");
  CHECK(seen(rules(), i, {ina, the_token, end - tick}) == "recipient, answers");
  CHECK(seen(rules(), i, {std::nullopt, next_token, end}) == "anonymous");
  CHECK(seen(rules(), i, {ina, next_token, end}) == "recipient, answers");
  CHECK(seen(rules(), i, {std::nullopt, the_token, end}) == "token_retired");
  CHECK(seen(rules(), i, {eve, the_token, end}) == "token_retired");
  // The recipient needs a token for an answer, but not for a preview.
  CHECK(seen(rules(), i, {ina, the_token, end}) == "recipient");
  given(i).when(answering({ina, the_token, end})).then_refused("token_retired /token");
}

TEST_CASE("preview refuses a token from before an amendment", "[preview][token][amend]") {
  auto c = amending(olga, soon, "admin");
  c.token = next_token;
  const invitation i = after(with_token(), c);
  CHECK(seen(rules(), i, {std::nullopt, the_token, soon}) == "wrong_recipient");
  CHECK(seen(rules(), i, {std::nullopt, next_token, soon}) == "anonymous");
}

TEST_CASE("preview refuses a visit without now", "[preview]") {
  visit v;
  v.who = ina;
  v.token = the_token;
  CHECK(seen(rules(), with_token(), v) == "missing_value /now");
}

// answerable -------------------------------------------------------------------------------------

TEST_CASE("preview shows the status, and only a pending invitation is answerable", "[preview]") {
  const auto with_token = [](invitation i) {
    i.tokens = invito::token_digests{the_token, std::nullopt, std::nullopt};
    return i;
  };
  const auto shows = [&](invitation const& i, instant now) {
    std::string out;
    for (auto const& who : {std::optional<identity>(ina), std::optional<identity>()}) {
      const auto shown = preview(rules(), with_token(i), {who, the_token, now});
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
  // A final state does not expire.
  CHECK(shows(accepted(), week_later) == "accepted; accepted; ");
}

TEST_CASE("preview uses the last known time if the clock goes back", "[preview][clock][accept]") {
  const invitation i = after(issued(), as<resend_command>(olga, soon));
  CHECK(seen(rules(), i, {ina, std::nullopt, start - day}) == "recipient, answers");
  const auto shown = preview(rules(), expired(), {ina, std::nullopt, start});
  REQUIRE(shown);
  CHECK(shown->status == status::expired);

  // An invitation that was resent with a lifetime of zero is expired at the last known time.
  policy p = rules();
  p.expiry.min_lifetime = 0s;
  auto c = as<resend_command>(olga, soon);
  c.lifetime = 0s;
  const invitation expired_at_once = after(issued(), c, p);
  const visit early{ina, std::nullopt, start};
  given(p, expired_at_once).when(answering(early)).then_refused("expired");
  const auto late = preview(p, expired_at_once, early);
  REQUIRE(late);
  CHECK(late->status == status::expired);
  CHECK_FALSE(late->answerable);
}

TEST_CASE("the required proof decides which viewer can answer", "[preview][token]") {
  struct row {
    std::optional<identity> who;
    token_option token;
    char const* both;
    char const* identity_alone;
    char const* token_alone;
  };
  const std::vector<row> table = {
      {std::nullopt, the_token, "anonymous", "anonymous", "anonymous"},
      {eve, the_token, "other person", "other person", "other person, answers"},
      {unverified, the_token, "unverified", "unverified", "unverified, answers"},
      {ina, the_token, "recipient, answers", "recipient, answers", "recipient, answers"},
      {ina, wrong_token, "recipient", "recipient, answers", "recipient"},
      {ina, std::nullopt, "recipient", "recipient, answers", "recipient"},
      {eve, std::nullopt, "wrong_recipient", "wrong_recipient", "wrong_recipient"},
      {std::nullopt, std::nullopt, "wrong_recipient", "wrong_recipient", "wrong_recipient"},
  };
  for (std::size_t n = 0; n != table.size(); ++n) {
    INFO("row " << n);
    const visit v{table[n].who, table[n].token, soon};
    CHECK(seen(proving(required_proof::identity_and_token), with_token(), v) == table[n].both);
    CHECK(seen(proving(required_proof::identity), with_token(), v) == table[n].identity_alone);
    CHECK(seen(proving(required_proof::token), with_token(), v) == table[n].token_alone);
  }
}

TEST_CASE("only the named user can answer with a bearer token", "[preview][token]") {
  const invitation i = made({std::nullopt, invito::user_id("ina")}, the_token);
  const policy p = proving(required_proof::token);
  CHECK(seen(p, i, {only_user, the_token, soon}) == "recipient, answers");
  CHECK(seen(p, i, {eve, the_token, soon}) == "other person");
  CHECK(seen(p, i, {std::nullopt, the_token, soon}) == "anonymous");
}

TEST_CASE("required_proof::token hides the invitation from an unverified address without the token",
          "[preview][token][accept]") {
  const visit v{unverified, std::nullopt, soon};
  given(proving(required_proof::token), with_token())
      .when(answering(v))
      .then_refused("wrong_token /token");
  CHECK_FALSE(preview(proving(required_proof::token), with_token(), v));
}

TEST_CASE("recipient_match decides if a viewer with an unverified address can answer",
          "[preview][token]") {
  CHECK(seen(matching(recipient_match::verified_email), with_token(),
             {unverified, the_token, soon}) == "unverified");
  CHECK(seen(matching(recipient_match::email_verified_by_token), with_token(),
             {unverified, the_token, soon}) == "recipient, answers");
  CHECK(seen(matching(recipient_match::email_verified_by_token), with_token(),
             {unverified, wrong_token, soon}) == "email_unverified");
  CHECK(seen(matching(recipient_match::unverified_email), with_token(),
             {unverified, the_token, soon}) == "recipient, answers");
  CHECK(seen(matching(recipient_match::unverified_email), with_token(),
             {unverified, std::nullopt, soon}) == "recipient");
  CHECK(seen(matching(recipient_match::unverified_email), issued(),
             {unverified, std::nullopt, soon}) == "recipient, answers");
}

TEST_CASE("preview is repeatable and does not change the invitation", "[preview]") {
  const invitation i = with_token();
  const invitation before = i;
  for (auto const& who : {std::optional<identity>(), std::optional<identity>(ina),
                          std::optional<identity>(unverified), std::optional<identity>(eve)}) {
    for (token_option const& token :
         {token_option(), token_option(the_token), token_option(wrong_token)}) {
      CHECK(seen(rules(), i, {who, token, soon}) == seen(rules(), i, {who, token, soon}));
    }
  }
  CHECK(seen(rules(), i, {ina, the_token, week_later}) == "recipient");
  CHECK(i == before);
  CHECK(i.status(soon) == status::pending);
}

TEST_CASE("accept takes the offer number of the preview until the offer is amended",
          "[preview][accept][amend]") {
  invitation i = with_token();
  token_option token = the_token;
  for (std::uint32_t round = 1; round != 4; ++round) {
    const instant now = start + round * 1h;
    const auto shown = preview(rules(), i, {ina, token, now});
    REQUIRE(shown);
    CHECK(shown->offer_number == round);
    accept_command yes = answering({ina, token, now});
    yes.offer_number = shown->offer_number;
    given(i).when(yes).then_becomes(status::accepted);

    auto c = amending(olga, now, round % 2 == 0 ? "member" : "admin");
    token = support::digest_of("token " + std::to_string(round));
    c.token = token;
    i = after(i, c);
    yes.token = token;
    given(i).when(yes).then_refused("offer_changed /offer_number");
  }
}

TEST_CASE("an invitation is not answerable from a denied domain", "[preview][accept][domains]") {
  policy p = rules();
  p.domains.denied = {"example.com"};
  const visit v{ina, the_token, soon};
  given(p, with_token()).when(answering(v)).then_refused("domain_refused /email");
  CHECK(seen(p, with_token(), v) == "recipient");
}

TEST_CASE("an invitation is not answerable by an empty identity, even with a bearer token",
          "[preview][accept][token]") {
  const policy p = proving(required_proof::token);
  const visit v{identity{}, the_token, soon};
  given(p, with_token()).when(answering(v)).then_refused("missing_value /who");
  const auto shown = preview(p, with_token(), v);
  REQUIRE(shown);
  CHECK_FALSE(shown->answerable);
}

TEST_CASE("preview and accept agree on the identities that can answer",
          "[preview][accept][token]") {
  const std::vector<identity> people = {ina,       unverified, twin,      eve,
                                        only_user, only_email, identity{}};
  std::vector<std::optional<identity>> all(people.begin(), people.end());
  all.emplace_back(std::nullopt);
  const invito::recipient mailbox{invito::email("ina@example.com"), {}};
  const invito::recipient user{std::nullopt, invito::user_id("ina")};
  const invito::recipient both{invito::email("ina@example.com"), invito::user_id("ina")};
  std::vector<invitation> of;
  for (invito::recipient const& to : {mailbox, user, both}) {
    for (token_option const& token : {token_option(), token_option(the_token)})
      of.push_back(made(to, token));
  }
  auto again = as<resend_command>(olga, start + 1h);
  again.token = next_token;
  of.push_back(after(with_token(), again));
  auto other = amending(adam, start + 1h, "admin");
  other.token = next_token;
  of.push_back(after(with_token(), other));

  std::size_t answerable = 0;
  std::size_t only_shown = 0;
  std::size_t hidden = 0;
  for (const auto proof :
       {required_proof::identity_and_token, required_proof::identity, required_proof::token}) {
    for (const auto match :
         {recipient_match::verified_email, recipient_match::email_verified_by_token,
          recipient_match::unverified_email}) {
      for (std::size_t n = 0; n != of.size(); ++n) {
        // For one of the invitations, the policy denies Ina's domain.
        policy p = proving(proof);
        p.recipient = match;
        if (n == 1) p.domains.denied = {"EXAMPLE.com"};
        for (std::size_t w = 0; w != all.size(); ++w) {
          for (token_option const& token : {token_option(), token_option(the_token),
                                            token_option(next_token), token_option(wrong_token)}) {
            for (const instant now :
                 {start + 2h, start + 25h - tick, start + 25h, week_later, week_later + 1h}) {
              INFO("proof " << static_cast<int>(proof) << ", match " << static_cast<int>(match)
                            << ", invitation " << n << ", person " << w << ", token "
                            << (token ? token->bytes() : "none") << ", after "
                            << std::chrono::duration_cast<std::chrono::hours>(now - start).count()
                            << " h");
              const visit v{all[w], token, now};
              const auto shown = preview(p, of[n], v);
              const auto said = accept(p, of[n], answering(v));
              // No rule other than those for the identity and the state refuses the answer.
              const bool agreed = shown && shown->answerable;
              if (agreed != said.has_value()) {
                FAIL_CHECK((agreed ? "accept: " + refusal(said) : "not answerable, but accepted"));
              }
              if (said && !said->event) FAIL_CHECK("nothing happened");
              if (agreed) ++answerable;
              if (shown && !agreed) ++only_shown;
              if (!shown) ++hidden;
              if (shown && shown->status != of[n].status(now)) FAIL_CHECK("another status");
            }
          }
        }
      }
    }
  }
  CHECK(answerable > 500);
  CHECK(only_shown > 500);
  CHECK(hidden > 500);
}

// mask -------------------------------------------------------------------------------------------

TEST_CASE("mask shows the first character of the local part and the domain", "[mask]") {
  const auto hint = [](char const* text) { return mask(invito::email(text)); };
  CHECK(hint("rita@example.com") == "r***@example.com");
  CHECK(hint("Rita.Moe+x@Example.COM") == "R***@Example.COM");
  CHECK(hint("ab@x.org") == "a***@x.org");
  // The length of the local part is hidden.
  CHECK(hint("abcdefghijklmnopqrstuvwxyz@x.org") == "a***@x.org");
}

TEST_CASE("mask hides a local part of one character", "[mask]") {
  CHECK(mask(invito::email("a@x.org")) == "***@x.org");
  CHECK(mask(invito::email("@x.org")) == "***@x.org");
  // One character of several bytes.
  CHECK(mask(invito::email("\xC3\xA4@x.org")) == "***@x.org");
  CHECK(mask(invito::email("\xE2\x82\xAC@x.org")) == "***@x.org");
  CHECK(mask(invito::email("\xF0\x9F\x98\x80@x.org")) == "***@x.org");
}

TEST_CASE("mask does not split the first character", "[mask]") {
  CHECK(mask(invito::email("\xC3\xA4nne@x.org")) == "\xC3\xA4***@x.org");
  CHECK(mask(invito::email("\xC3\xA4\xC3\xB6@x.org")) == "\xC3\xA4***@x.org");
  CHECK(mask(invito::email("\xE2\x82\xACuro@x.org")) == "\xE2\x82\xAC***@x.org");
  CHECK(mask(invito::email("\xF0\x9F\x98\x80\xF0\x9F\x98\x80@x.org")) ==
        "\xF0\x9F\x98\x80***@x.org");
  CHECK(mask(invito::email("a\xC3\xA4@x.org")) == "a***@x.org");
  for (char const* text : {"\xC3\xA4@x.org", "\xC3\xA4nne@x.org", "\xF0\x9F\x98\x80g@\xC3\xA4.org",
                           "a\xE2\x82\xAC@x.org"}) {
    CHECK(invito::detail::is_utf8(mask(invito::email(text))));
  }
  CHECK(mask(invito::email("rita@b\xC3\xBC"
                           "cher.example")) ==
        "r***@b\xC3\xBC"
        "cher.example");
}

TEST_CASE("mask of an invalid address shows at most its first character and its domain", "[mask]") {
  CHECK(mask(invito::email("rita")) == "***");
  CHECK(mask(invito::email("")) == "***");
  CHECK(mask(invito::email("@")) == "***@");
  CHECK(mask(invito::email("rita@")) == "r***@");
  // The local part ends at the last '@'.
  CHECK(mask(invito::email("rita@home@x.org")) == "r***@x.org");
}

// plan_login -------------------------------------------------------------------------------------

namespace {

login_row for_login(policy const& p, invitation const& i) {
  login_row out;
  out.policy = &p;
  out.invitation = &i;
  out.facts = answering({ina, std::nullopt, soon}).facts;
  return out;
}

lines listed(std::vector<invito::planned> const& said) {
  lines out;
  for (invito::planned const& one : said) {
    std::string text = std::to_string(one.row) + " ";
    if (!one.decision) {
      text += codes_of(one.decision.error());
    } else {
      text += one.decision->event ? name(one.decision->event->kind()) : "nothing";
    }
    out.push_back(std::move(text));
  }
  return out;
}

invitation in(char const* organization, invitation i) {
  i.organization = invito::organization_id(organization);
  return i;
}

}  // namespace

TEST_CASE("plan_login accepts the pending invitations of all organizations and policies",
          "[plan_login][accept]") {
  const policy strict = rules();
  policy closed = rules();
  closed.sponsor = invito::sponsor_rule::allow;
  closed.vanished = invito::vanished_rule::drop;
  closed.check_organization = false;
  closed.quotas.seats = invito::seat_rule::unchecked;
  const std::vector<invitation> of = {
      issued(), in("other", made({std::nullopt, invito::user_id("ina")}, std::nullopt)),
      in("third", issued("admin"))};
  std::vector<login_row> rows = {for_login(strict, of[0]), for_login(closed, of[1]),
                                 for_login(strict, of[2])};
  rows[1].facts = {};
  rows[0].facts.organization->revision = 3;
  rows[2].facts.organization->revision = 4;
  const auto said = plan_login(ina, rows, soon);
  REQUIRE(listed(said) == lines{"0 accept", "1 accept", "2 accept"});
  CHECK(said[0].decision->guards.organization_revision == std::uint64_t{3});
  CHECK_FALSE(said[1].decision->guards.organization_revision);
  CHECK(said[2].decision->guards.organization_revision == std::uint64_t{4});
  for (auto const& one : said) {
    invitation i = of[one.row];
    REQUIRE(apply(i, *one.decision));
    CHECK(i.state == invito::state(invito::accepted{soon, invito::user_id("ina")}));
  }
  CHECK(plan_login(ina, {}, soon).empty());
}

TEST_CASE("plan_login decides each row by the policy and the facts of the row",
          "[plan_login][accept]") {
  const policy strict = rules();
  policy trusting = rules();
  trusting.sponsor = invito::sponsor_rule::allow;
  const std::vector<invitation> of(4, issued());
  std::vector<login_row> rows = {for_login(strict, of[0]), for_login(strict, of[1]),
                                 for_login(trusting, of[2]), for_login(strict, of[3])};
  rows[1].facts = {};
  rows[1].facts.organization = invito::organization_snapshot{};
  rows[2].facts = rows[1].facts;
  CHECK(listed(plan_login(ina, rows, soon)) ==
        lines{"0 accept", "1 fact_missing /facts/sponsor", "2 accept", "3 accept"});
}

TEST_CASE("plan_login continues after a refused row", "[plan_login][accept]") {
  const policy p = rules();
  const std::vector<invitation> of(5, issued());
  std::vector<login_row> rows;
  for (invitation const& i : of) rows.push_back(for_login(p, i));
  rows[0].facts.sponsor->active = false;
  rows[1].facts.organization->members = 7;
  rows[1].facts.organization->seat_limit = 7;
  rows[3].facts.organization->status = invito::organization_status::suspended;
  CHECK(listed(plan_login(ina, rows, soon)) == lines{"0 sponsor_inactive", "1 seats_full",
                                                     "2 accept", "3 organization_inactive",
                                                     "4 accept"});
}

TEST_CASE("plan_login omits invitations to other people, whatever the token",
          "[plan_login][accept][token]") {
  policy p = rules();
  const std::vector<invitation> of = {
      made({invito::email("eve@example.com"), {}}, std::nullopt), with_token(),
      made({std::nullopt, invito::user_id("eve")}, the_token),
      // A named user, so the email address is not compared.
      made({invito::email("ina@example.com"), invito::user_id("twin")}, std::nullopt),
      made({invito::email("INA@example.com"), {}}, std::nullopt)};
  std::vector<login_row> rows;
  for (invitation const& i : of) {
    rows.push_back(for_login(p, i));
    rows.back().token = the_token;
  }
  CHECK(listed(plan_login(ina, rows, soon)) == lines{"1 accept", "4 accept"});
  CHECK(listed(plan_login(eve, rows, soon)) == lines{"0 accept", "2 accept"});
  CHECK(listed(plan_login(twin, rows, soon)) == lines{"1 accept", "3 accept", "4 accept"});
  CHECK(plan_login(identity{}, rows, soon).empty());
  // required_proof::token requires the token of each invitation.
  p.proof = required_proof::token;
  CHECK(listed(plan_login(eve, rows, soon)) == lines{"0 wrong_token /token", "2 accept"});
}

TEST_CASE("plan_login omits accepted, revoked and expired invitations", "[plan_login][accept]") {
  const policy p = rules();
  const std::vector<invitation> of = {accepted(), issued(),     revoked(),
                                      declined(), superseded(), expired()};
  std::vector<login_row> rows;
  for (invitation const& i : of) rows.push_back(for_login(p, i));
  CHECK(listed(plan_login(ina, rows, week_later - tick)) == lines{"1 accept"});
  CHECK(plan_login(ina, rows, week_later).empty());
}

TEST_CASE("plan_login requires the token of a row if its policy requires it",
          "[plan_login][accept][token]") {
  const policy both = rules();
  const policy person = proving(required_proof::identity);
  const policy bearer = proving(required_proof::token);
  const std::vector<invitation> of(7, with_token());
  std::vector<login_row> rows = {for_login(both, of[0]),   for_login(both, of[1]),
                                 for_login(both, of[2]),   for_login(person, of[3]),
                                 for_login(person, of[4]), for_login(bearer, of[5]),
                                 for_login(bearer, of[6])};
  rows[0].token = the_token;
  rows[2].token = wrong_token;
  rows[4].token = wrong_token;
  rows[5].token = the_token;
  CHECK(listed(plan_login(ina, rows, soon)) == lines{"0 accept", "1 token_missing /token",
                                                     "2 wrong_token /token", "3 accept", "4 accept",
                                                     "5 accept", "6 wrong_token /token"});
}

TEST_CASE("plan_login refuses the rows that require a verified email address",
          "[plan_login][accept]") {
  const policy p = rules();
  const policy trusting = matching(recipient_match::unverified_email);
  const std::vector<invitation> of = {issued(), issued(),
                                      made({std::nullopt, invito::user_id("ina")}, std::nullopt)};
  const std::vector<login_row> rows = {for_login(p, of[0]), for_login(trusting, of[1]),
                                       for_login(p, of[2])};
  CHECK(listed(plan_login(unverified, rows, soon)) ==
        lines{"0 email_unverified", "1 accept", "2 accept"});
}

TEST_CASE("plan_login refuses every row without now", "[plan_login][accept]") {
  const policy p = rules();
  const std::vector<invitation> of = {issued()};
  const std::vector<login_row> rows = {for_login(p, of[0])};
  CHECK(listed(plan_login(ina, rows, invito::unset_instant)) == lines{"0 missing_value /now"});
}

TEST_CASE("plan_login is repeatable and does not change the invitations", "[plan_login][accept]") {
  const policy p = rules();
  const invitation i = issued();
  const invitation before = i;
  const std::vector<login_row> rows = {for_login(p, i)};
  const auto once = plan_login(ina, rows, soon);
  const auto twice = plan_login(ina, rows, soon);
  REQUIRE(once.size() == 1);
  REQUIRE(twice.size() == 1);
  CHECK(once[0].decision == twice[0].decision);
  CHECK(i == before);
}
