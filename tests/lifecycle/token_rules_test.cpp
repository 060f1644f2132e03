// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::identity;
using invito::invitation;
using invito::issue_command;
using invito::policy;
using invito::proof;
using invito::recipient_match;
using invito::required_proof;
using invito::resend_command;
using invito::status;
using invito::token_digest;

// An invitation is issued with the token "old" and resent a day later with "new": "old" is valid
// for another day.
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

// The digest with this label, or the empty digest.
token_digest digest(std::string const& label) {
  return label.empty() ? token_digest() : digest_of(label);
}

issue_command issuing_with(std::string const& token, invito::instant now = start) {
  issue_command c = issuing(olga, now);
  c.token = digest(token);
  return c;
}

invitation with_token(std::string const& token = "old",
                      invito::invitation_request const& r = request("member"),
                      policy const& p = rules()) {
  const auto made = invito::issue(p, r, issuing_with(token));
  INFO(refusal(made));
  REQUIRE(made);
  return invito::apply(*made);
}

resend_command resending_with(std::optional<std::string> const& token,
                              invito::instant now = rotated) {
  auto c = as<resend_command>(olga, now);
  if (token) c.token = digest(*token);
  return c;
}

invitation with_two_tokens(invito::invitation_request const& r = request("member")) {
  return after(with_token("old", r), resending_with("new"));
}

// The token of an answer.
enum class presents : std::uint8_t { nothing, wrong, current, previous, retired };

template <class Command>
Command presenting(Command c, presents token) {
  switch (token) {
    case presents::nothing: break;
    case presents::wrong: c.token = digest_of("bad"); break;
    case presents::current: c.token = digest_of("new"); break;
    case presents::previous: c.token = digest_of("old"); break;
    case presents::retired:
      c.token = digest_of("old");
      c.now = grace_over;
      break;
  }
  return c;
}

constexpr presents every_token[] = {presents::nothing, presents::wrong, presents::current,
                                    presents::previous, presents::retired};

// The refusal of an answer with each of `every_token`; "" if it is allowed.
struct row {
  required_proof needed;
  recipient_match match;
  identity const* who;
  std::array<char const*, 5> refusals;
};

template <class Command>
proof recorded_proof(policy const& p, invitation const& i, Command const& c) {
  const invito::event e = given(p, i).when(c).event();
  if (auto* accept = std::get_if<invito::accept_details>(&e.details)) return accept->proof;
  auto* decline = std::get_if<invito::decline_details>(&e.details);
  REQUIRE(decline);
  return decline->proof;
}

constexpr proof by_user{true, false, false, false};
constexpr proof by_user_and_email{true, true, true, false};
constexpr proof by_email{false, true, true, false};
constexpr proof by_unverified_email{false, true, false, false};

constexpr proof and_token(proof p) {
  p.token = true;
  return p;
}

}  // namespace

// Answers ----------------------------------------------------------------------------------------

TEST_CASE("accept and decline check each combination of proof, match, identity and token",
          "[token][accept][decline]") {
  const auto both = required_proof::identity_and_token;
  const auto either = required_proof::identity;
  const auto bearer = required_proof::token;
  const auto strict = recipient_match::verified_email;
  const auto by_token = recipient_match::email_verified_by_token;
  const auto trusting = recipient_match::unverified_email;
  char const* const stranger = "wrong_recipient";
  char const* const doubt = "email_unverified";
  const std::array<char const*, 5> refused{stranger, stranger, stranger, stranger, stranger};
  const std::array<char const*, 5> allowed{"", "", "", "", ""};
  const std::array<char const*, 5> by_link{"token_missing /token", "wrong_token /token", "", "",
                                           "token_retired /token"};
  const std::array<char const*, 5> bearing{"wrong_token /token", "wrong_token /token", "", "",
                                           "token_retired /token"};
  char const* const none = "email_unverified; token_missing /token";
  char const* const bad = "email_unverified; wrong_token /token";
  char const* const late = "email_unverified; token_retired /token";
  const row table[] = {
      {both, strict, &ina, by_link},
      {both, by_token, &ina, by_link},
      {both, trusting, &ina, by_link},
      {both, strict, &unverified, {none, bad, doubt, doubt, late}},
      {both, by_token, &unverified, {none, bad, "", "", late}},
      {both, trusting, &unverified, by_link},
      {both, strict, &eve, refused},
      {both, by_token, &eve, refused},
      {both, trusting, &eve, refused},

      {either, strict, &ina, allowed},
      {either, by_token, &ina, allowed},
      {either, trusting, &ina, allowed},
      {either, strict, &unverified, {doubt, doubt, doubt, doubt, doubt}},
      {either, by_token, &unverified, {doubt, doubt, "", "", doubt}},
      {either, trusting, &unverified, allowed},
      {either, strict, &eve, refused},
      {either, by_token, &eve, refused},
      {either, trusting, &eve, refused},

      {bearer, strict, &ina, bearing},
      {bearer, by_token, &ina, bearing},
      {bearer, trusting, &ina, bearing},
      {bearer, strict, &unverified, bearing},
      {bearer, by_token, &unverified, bearing},
      {bearer, trusting, &unverified, bearing},
      {bearer, strict, &eve, bearing},
      {bearer, by_token, &eve, bearing},
      {bearer, trusting, &eve, bearing},
  };
  const invitation i = with_two_tokens();
  int line = 0;
  for (row const& r : table) {
    ++line;
    const policy p = asking(r.needed, r.match);
    for (std::size_t n = 0; n != r.refusals.size(); ++n) {
      INFO("row " << line << ", token " << n);
      const auto yes = presenting(accepting(*r.who, inside_grace), every_token[n]);
      const auto no = presenting(declining(*r.who, inside_grace), every_token[n]);
      given(p, i).when(yes).then_refused(r.refusals[n]);
      given(p, i).when(no).then_refused(r.refusals[n]);
      if (*r.refusals[n] != '\0') continue;
      given(p, i).when(yes).then_becomes(status::accepted);
      given(p, i).when(no).then_becomes(status::revoked);
    }
  }
  CHECK(line == 27);
}

TEST_CASE("accept ignores the case of the invitation's email address", "[token][accept]") {
  const identity shouting{invito::user_id("ina"), invito::email("INA@EXAMPLE.COM"), true};
  auto c = accepting(shouting, rotated);
  c.token = digest_of("old");
  given(with_token()).when(c).then_becomes(status::accepted);
}

TEST_CASE("accept of an invitation without a token requires no token and ignores one",
          "[token][accept]") {
  const policy p = rules();
  given(p, issued()).when(accepting(ina, rotated)).then_becomes(status::accepted);
  auto c = accepting(ina, rotated);
  c.token = digest_of("any");
  CHECK(recorded_proof(p, issued(), c) == by_email);
  c.who = unverified;
  given(p, issued()).when(c).then_refused("email_unverified");
  given(asking(required_proof::identity_and_token, recipient_match::email_verified_by_token),
        issued())
      .when(c)
      .then_refused("email_unverified");
}

TEST_CASE("required_proof::token refuses every answer to an invitation without a token",
          "[token][accept][decline]") {
  const policy p = asking(required_proof::token);
  for (identity const& who : {ina, eve}) {
    auto yes = accepting(who, rotated);
    auto no = declining(who, rotated);
    given(p, issued()).when(yes).then_refused("wrong_token /token");
    given(p, issued()).when(no).then_refused("wrong_token /token");
    yes.token = digest_of("any");
    no.token = digest_of("any");
    given(p, issued()).when(yes).then_refused("wrong_token /token");
    given(p, issued()).when(no).then_refused("wrong_token /token");
  }
}

TEST_CASE("accept refuses another user than the named one, whatever the token", "[token][accept]") {
  invito::invitation_request r = request("member");
  r.recipient.user = invito::user_id("ina");
  const invitation i = with_two_tokens(r);
  for (const auto needed :
       {required_proof::identity_and_token, required_proof::identity, required_proof::token}) {
    for (const presents token : every_token) {
      const policy p = asking(needed, recipient_match::unverified_email);
      const std::string refused =
          refusal(invito::accept(p, i, presenting(accepting(twin, inside_grace), token)));
      // required_proof::token reports the token as well.
      const bool bearer = needed == required_proof::token;
      const bool opens = token == presents::current || token == presents::previous;
      const std::string about_token =
          token == presents::retired ? "; token_retired /token" : "; wrong_token /token";
      CHECK(refused == (bearer && !opens ? "wrong_recipient" + about_token : "wrong_recipient"));
    }
  }
}

TEST_CASE("accept by the named user requires the token and no email address", "[token][accept]") {
  invito::invitation_request r = request("member");
  r.recipient.user = invito::user_id("ina");
  const invitation i = with_two_tokens(r);
  const identity elsewhere{invito::user_id("ina"), invito::email("ina@home.example"), false};
  const identity bare{invito::user_id("ina"), std::nullopt, false};
  for (identity const& who : {elsewhere, bare}) {
    const auto c = accepting(who, inside_grace);
    given(i).when(c).then_refused("token_missing /token");
    given(i).when(presenting(c, presents::wrong)).then_refused("wrong_token /token");
    given(i).when(presenting(c, presents::retired)).then_refused("token_retired /token");
    given(i).when(presenting(c, presents::previous)).then_becomes(status::accepted);
    const policy p = asking(required_proof::token);
    given(p, i).when(c).then_refused("wrong_token /token");
    given(p, i).when(presenting(c, presents::current)).then_becomes(status::accepted);
  }
}

// The proof on record ----------------------------------------------------------------------------

TEST_CASE("accept and decline record the proof of the answer", "[token][accept][decline]") {
  const invitation i = with_two_tokens();
  const auto check = [&](policy const& p, identity const& who, presents token, proof expected) {
    CHECK(recorded_proof(p, i, presenting(accepting(who, inside_grace), token)) == expected);
    CHECK(recorded_proof(p, i, presenting(declining(who, inside_grace), token)) == expected);
  };
  const policy both = rules();
  check(both, ina, presents::current, and_token(by_email));
  check(both, ina, presents::previous, and_token(by_email));

  const policy either = asking(required_proof::identity);
  check(either, ina, presents::nothing, by_email);
  check(either, ina, presents::wrong, by_email);
  check(either, ina, presents::retired, by_email);
  check(either, ina, presents::current, and_token(by_email));

  const policy by_token =
      asking(required_proof::identity, recipient_match::email_verified_by_token);
  check(by_token, unverified, presents::previous, and_token(by_unverified_email));
  const policy trusting = asking(required_proof::identity, recipient_match::unverified_email);
  check(trusting, unverified, presents::nothing, by_unverified_email);

  const policy bearer = asking(required_proof::token);
  check(bearer, eve, presents::current, and_token({}));
  check(bearer, ina, presents::current, and_token(by_email));
  check(bearer, unverified, presents::current, and_token(by_unverified_email));
}

TEST_CASE("accept does not record email_verified without the invitation's email address",
          "[token][accept]") {
  const policy bearer = asking(required_proof::token);
  const identity without_address{invito::user_id("eve"), std::nullopt, true};
  const auto c = presenting(accepting(without_address, inside_grace), presents::current);
  CHECK(recorded_proof(bearer, with_two_tokens(), c) == and_token({}));
}

TEST_CASE("accept records the named user, and the email address if it is the invitation's",
          "[token][accept]") {
  invito::invitation_request r = request("member");
  r.recipient.user = invito::user_id("ina");
  const invitation i = with_two_tokens(r);
  const auto c = presenting(accepting(ina, inside_grace), presents::current);
  CHECK(recorded_proof(rules(), i, c) == and_token(by_user_and_email));
  // A named user needs no verified address, even if the address is the invitation's.
  auto doubtful = c;
  doubtful.who = unverified;
  CHECK(recorded_proof(rules(), i, doubtful) == and_token({true, true, false, false}));
  auto elsewhere = c;
  elsewhere.who.email = invito::email("ina@home.example");
  CHECK(recorded_proof(rules(), i, elsewhere) == and_token(by_user));
}

TEST_CASE("accept and decline by token record the email address of another person",
          "[token][accept][decline]") {
  const policy bearer = asking(required_proof::token);
  const auto yes = presenting(accepting(eve, inside_grace), presents::current);
  const invito::event e = given(bearer, with_two_tokens()).when(yes).event();
  auto* accepted = std::get_if<invito::accept_details>(&e.details);
  REQUIRE(accepted);
  REQUIRE(accepted->email);
  CHECK(accepted->email->text() == "eve@example.com");
  CHECK(e.by == invito::actor::user(invito::user_id("eve")));
  const auto no = presenting(declining(ina, inside_grace), presents::current);
  const invito::event d = given(bearer, with_two_tokens()).when(no).event();
  auto* declined = std::get_if<invito::decline_details>(&d.details);
  REQUIRE(declined);
  CHECK_FALSE(declined->email);
}

// Disclosure -------------------------------------------------------------------------------------

TEST_CASE("accept reports the same problem to a stranger for every token", "[token][accept]") {
  const invitation i = with_two_tokens();
  for (const presents token : every_token) {
    const auto said = given(i).when(presenting(accepting(eve, inside_grace), token));
    said.then_refused("wrong_recipient");
    REQUIRE(said.refused());
    CHECK(as_public(said.result().error()).front() ==
          invito::problem{invito::code::not_found, {}, {}, {}});
  }
}

TEST_CASE("accept without the right token does not report the status", "[token][accept]") {
  auto c = accepting(ina, week_later);
  c.token = digest_of("bad");
  given(with_two_tokens()).when(c).then_refused("wrong_token /token");
  c.token = std::nullopt;
  given(with_two_tokens()).when(c).then_refused("token_missing /token");
  c.token = digest_of("new");
  given(with_two_tokens()).when(c).then_becomes(status::accepted);  // resent for a week
  c.now = week_later + day;
  given(with_two_tokens()).when(c).then_refused("expired");
}

TEST_CASE("a second accept by the same identity requires no token", "[token][accept][retry]") {
  const invitation i =
      after(with_two_tokens(), presenting(accepting(ina, inside_grace), presents::current));
  for (const presents token : every_token) {
    given(i).when(presenting(accepting(ina, inside_grace), token)).then_nothing_happened();
  }
  given(i).when(accepting(twin, inside_grace)).then_refused("token_missing /token");
  given(i)
      .when(presenting(accepting(twin, inside_grace), presents::current))
      .then_refused("already_accepted");
}

TEST_CASE("an empty digest matches no token", "[token][accept]") {
  auto c = accepting(ina, rotated);
  c.token = token_digest();
  given(with_token()).when(c).then_refused("wrong_token /token");
  // An empty digest that is stored matches no token either.
  invitation i = issued();
  i.tokens = invito::token_digests{};
  given(i).when(c).then_refused("wrong_token /token");
  i.tokens->previous = token_digest();
  i.tokens->previous_until = week_later;
  given(i).when(c).then_refused("wrong_token /token");
  given(asking(required_proof::token), i).when(c).then_refused("wrong_token /token");
}

// Tokens of messages -----------------------------------------------------------------------------

TEST_CASE("issue, resend and amend require a token if the policy requires tokens",
          "[token][issue][resend][amend]") {
  const std::string missing = "missing_value /token";
  CHECK(refusal(invito::issue(rules(), request("member"), issuing(olga))).empty());
  policy required = rules();
  required.tokens.required = true;
  for (policy const& p : {required, asking(required_proof::token)}) {
    CHECK(refusal(invito::issue(p, request("member"), issuing(olga))) == missing);
    CHECK(refusal(invito::issue(p, request("member"), issuing_with("k"))).empty());
    // An invitation issued without a token gets one with the next message.
    given(p, issued()).when(as<resend_command>(olga, rotated)).then_refused(missing);
    given(p, issued()).when(amending(olga, rotated, "admin")).then_refused(missing);
    auto amends = amending(olga, rotated, "admin");
    amends.token = digest_of("k");
    given(p, issued()).when(amends).then_becomes(status::pending);
    const auto said = given(p, issued()).when(resending_with("k"));
    REQUIRE(said.then_becomes(status::pending).invitation().tokens);
  }
  const policy by_identity = asking(required_proof::identity);
  CHECK(refusal(invito::issue(by_identity, request("member"), issuing(olga))).empty());
}

TEST_CASE("issue, resend and amend refuse an empty digest", "[token][issue][resend][amend]") {
  const std::string invalid = "invalid_digest /token";
  const auto made = invito::issue(rules(), request("member"), issuing_with(""));
  REQUIRE(refusal(made) == invalid);
  CHECK(made.error().front().numbers == std::array<std::int64_t, 3>{0, 32, 0});
  CHECK(refusal(invito::issue(rules(), request("member"), issuing_with("k"))).empty());
  CHECK(refusal(invito::issue(rules(), request("member"), issuing_with(std::string(31, 'k'))))
            .empty());

  for (invitation const& i : {issued(), with_token("another token")}) {
    given(i).when(resending_with("")).then_refused(invalid);
    given(i).when(resending_with("k")).then_becomes(status::pending);
    auto c = amending(olga, rotated, "admin");
    c.token = token_digest();
    given(i).when(c).then_refused(invalid);
    c.token = digest_of("k");
    given(i).when(c).then_becomes(status::pending);
  }
}

TEST_CASE("a digest has 32 bytes, and the default policy has a grace time of 24 h",
          "[token][policy]") {
  CHECK(digest_of("k").bytes().size() == 32);
  CHECK(token_digest::size == 32);
  CHECK(policy().tokens.grace == 24h);
  CHECK_FALSE(policy().tokens.required);
}

TEST_CASE("issue and resend refuse an empty digest under every token policy",
          "[token][issue][resend]") {
  policy required = rules();
  required.tokens.required = true;
  const std::string invalid = "invalid_digest /token";
  for (policy const& p :
       {rules(), required, asking(required_proof::identity), asking(required_proof::token)}) {
    const auto made = invito::issue(p, request("member"), issuing_with(""));
    REQUIRE(refusal(made) == invalid);
    CHECK(made.error().front().numbers == std::array<std::int64_t, 3>{0, 32, 0});
    CHECK(refusal(invito::issue(p, request("member"), issuing_with("k"))).empty());
    given(p, issued()).when(resending_with("")).then_refused(invalid);
    given(p, with_token()).when(resending_with("")).then_refused(invalid);
  }
}

TEST_CASE("accept and decline do not refuse an empty digest as invalid_digest",
          "[token][accept][decline]") {
  auto accepts = accepting(ina, rotated);
  auto declines = declining(ina, rotated);
  accepts.token = declines.token = token_digest();
  given(issued()).when(accepts).then_becomes(status::accepted);
  given(issued()).when(declines).then_becomes(status::revoked);
  given(with_token()).when(accepts).then_refused("wrong_token /token");
  given(with_token()).when(declines).then_refused("wrong_token /token");
}

TEST_CASE("accept and resend take the digest of the current token", "[token][accept][resend]") {
  auto c = accepting(ina, rotated);
  c.token = digest_of("old");
  given(with_token()).when(c).then_becomes(status::accepted);
  given(with_token()).when(resending_with("old")).then_becomes(status::pending);
}

// resend -----------------------------------------------------------------------------------------

TEST_CASE("resend requires a token if the invitation has one", "[token][resend]") {
  given(with_token()).when(resending_with(std::nullopt)).then_refused("missing_value /token");
  given(with_token())
      .when(resending_with(std::nullopt, week_later))
      .then_refused("missing_value /token");
  given(issued()).when(resending_with(std::nullopt)).then_becomes(status::pending);
}

TEST_CASE("resend with the current token keeps all tokens and records none", "[token][resend]") {
  const auto said = given(with_token()).when(resending_with("old"));
  CHECK(said.event().details == invito::event_details(invito::resend_details{}));
  const invitation i = said.then_becomes(status::pending).invitation();
  REQUIRE(i.tokens);
  CHECK(*i.tokens == invito::token_digests{digest_of("old"), std::nullopt, std::nullopt});
  // The grace time of the previous token does not change.
  const invitation again = after(with_two_tokens(), resending_with("new", rotated + 12h));
  REQUIRE(again.tokens);
  CHECK(*again.tokens == invito::token_digests{digest_of("new"), digest_of("old"), grace_over});
}

TEST_CASE("resend with another token keeps the replaced one valid for the grace time",
          "[token][resend]") {
  const auto said = given(with_token()).when(resending_with("new"));
  CHECK(said.event().details ==
        invito::event_details(invito::resend_details{digest_of("new"), grace_over}));
  const invitation i = said.then_becomes(status::pending).invitation();
  REQUIRE(i.tokens);
  CHECK(*i.tokens == invito::token_digests{digest_of("new"), digest_of("old"), grace_over});

  policy p = rules();
  p.tokens.grace = 1s;
  const invitation brief = after(with_token(), resending_with("new"), p);
  REQUIRE(brief.tokens);
  CHECK(brief.tokens->previous_until == rotated + 1s);
}

TEST_CASE("without a grace time resend voids the replaced token at once",
          "[token][resend][accept]") {
  policy p = rules();
  p.tokens.grace = 0s;
  const auto said = given(p, with_token()).when(resending_with("new"));
  CHECK(said.event().details ==
        invito::event_details(invito::resend_details{digest_of("new"), std::nullopt}));
  const invitation i = said.then_becomes(status::pending).invitation();
  REQUIRE(i.tokens);
  CHECK(*i.tokens == invito::token_digests{digest_of("new"), std::nullopt, std::nullopt});
  auto c = accepting(ina, rotated);
  c.token = digest_of("old");
  given(p, i).when(c).then_refused("wrong_token /token");
}

TEST_CASE("resend with the first token of an invitation sets no previous token",
          "[token][resend]") {
  const auto said = given(issued()).when(resending_with("new"));
  CHECK(said.event().details ==
        invito::event_details(invito::resend_details{digest_of("new"), std::nullopt}));
  const invitation i = said.then_becomes(status::pending).invitation();
  REQUIRE(i.tokens);
  CHECK(*i.tokens == invito::token_digests{digest_of("new"), std::nullopt, std::nullopt});
}

TEST_CASE("resend keeps only the last replaced token", "[token][resend][accept]") {
  const invitation i = after(with_two_tokens(), resending_with("newest", rotated + 1h));
  REQUIRE(i.tokens);
  CHECK(*i.tokens ==
        invito::token_digests{digest_of("newest"), digest_of("new"), rotated + 1h + day});
  auto c = accepting(ina, rotated + 2h);
  c.token = digest_of("old");
  given(i).when(c).then_refused("wrong_token /token");
  c.token = digest_of("new");
  given(i).when(c).then_becomes(status::accepted);
  c.token = digest_of("newest");
  given(i).when(c).then_becomes(status::accepted);
}

TEST_CASE("resend drops a grace time that ends outside of the range of instant",
          "[token][resend]") {
  policy p = rules();
  p.expiry.lifetime = std::nullopt;
  const invito::instant late = (invito::instant::max)() - 1h;
  const auto made = invito::issue(p, request("member"), issuing_with("old", late - 1h));
  INFO(refusal(made));
  REQUIRE(made);
  const auto until = [&](std::chrono::seconds grace) {
    p.tokens.grace = grace;
    const invitation i = after(invito::apply(*made), resending_with("new", late), p);
    REQUIRE(i.tokens);
    CHECK(i.tokens->previous.has_value() == i.tokens->previous_until.has_value());
    return i.tokens->previous_until;
  };
  CHECK(until(1h) == (invito::instant::max)());
  CHECK(until(1h + 1s) == std::nullopt);
}

TEST_CASE("a renewal replaces the token like any other resend", "[token][resend]") {
  const invitation i = after(with_token(), resending_with("new", week_later));
  REQUIRE(i.tokens);
  CHECK(*i.tokens == invito::token_digests{digest_of("new"), digest_of("old"), week_later + day});
}

// amend ------------------------------------------------------------------------------------------

TEST_CASE("amend requires a token that is neither the current nor the previous one",
          "[token][amend][accept]") {
  const auto amends = [](std::optional<std::string> const& token, invito::instant now) {
    auto c = amending(olga, now, "admin");
    if (token) c.token = digest(*token);
    return c;
  };
  const invitation i = with_two_tokens();
  const std::string missing = "missing_value /token";
  given(i).when(amends(std::nullopt, inside_grace)).then_refused(missing);
  given(i).when(amends("new", inside_grace)).then_refused(missing);
  given(i).when(amends("old", inside_grace)).then_refused(missing);
  given(i).when(amends("old", grace_over)).then_refused(missing);
  given(i).when(amends("", inside_grace)).then_refused("invalid_digest /token");

  const auto said = given(i).when(amends("other", inside_grace));
  const invitation changed = said.then_becomes(status::pending).invitation();
  REQUIRE(changed.tokens);
  CHECK(*changed.tokens == invito::token_digests{digest_of("other"), std::nullopt, std::nullopt});
  for (char const* gone : {"old", "new"}) {
    auto c = accepting(ina, inside_grace);
    c.token = digest_of(gone);
    given(changed).when(c).then_refused("wrong_token /token");
  }
  given(issued()).when(amends(std::nullopt, rotated)).then_becomes(status::pending);
  given(issued()).when(amends("first", rotated)).then_becomes(status::pending);
}
