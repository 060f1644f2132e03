// SPDX-License-Identifier: MIT
// Flaws of other systems: the recipient of an invitation. docs/security.md has the numbers.

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include <invito/invito.hpp>
#include <invito/lifecycle/visit.hpp>

#include "catch2.hpp"
#include "security/flaw.hpp"

namespace {

using namespace flaw;
using invito::email;
using invito::identity;
using invito::invitation;
using invito::invitation_request;
using invito::policy;
using invito::recipient_match;
using invito::required_proof;
using invito::status;

invito::accept_details const& acceptance_of(invitation const& i) {
  return std::get<invito::accept_details>(i.history.back().details);
}

/// A person with this verified address.
identity owner_of(std::string address) {
  return {invito::user_id("owner"), email(std::move(address)), true};
}

const policy non_ascii = [] {
  policy p = strict();
  p.allow_non_ascii_email = true;
  return p;
}();

}  // namespace

// ---- 1: accepted from another account ----------------------------------------------------------

TEST_CASE("flaw 1: accept refuses another account, whatever address the request contains",
          "[security][accept][decline][aitronos]") {
  const policy p = strict();
  const invitation i = with_token();

  // Only the token is read from the body, which contains Ina's address and user as well.
  const auto body = invito::aitronos::read_accept_request(
      R"({"email_key":"the token in Ina's mail","email":"ina@example.com","user_id":"ina"})");
  static_assert(std::is_same_v<decltype(body), const invito::result<invito::secret>>);
  REQUIRE(body);
  CHECK(hash_of(body->reveal()) == the_token);

  // Eve has Ina's link and an account of her own.
  refused(p, i, holding(the_token, accepting(eve, start + day)), "wrong_recipient", "not_found");
  refused(p, i, holding(the_token, declining(eve, start + day)), "wrong_recipient", "not_found");
  // The right user id without an address is refused, too.
  const identity no_address{invito::user_id("ina"), std::nullopt, true};
  refused(p, i, holding(the_token, accepting(no_address, start + day)), "wrong_recipient",
          "not_found");

  const invitation done =
      allowed(p, i, holding(the_token, accepting(ina, start + day)), status::accepted);
  CHECK(acceptance_of(done).proof == invito::proof{false, true, true, true});
  CHECK(
      allowed(p, i, holding(the_token, declining(ina, start + day)), status::revoked).revision() ==
      2);
}

TEST_CASE(
    "flaw 1: accept and decline refuse a person who has not signed in, whatever the required proof",
    "[security][accept][decline]") {
  policy p = strict();
  refused(p, with_token(), holding(the_token, accepting({}, start + day)), "wrong_recipient",
          "not_found");
  p.proof = required_proof::token;
  refused(p, with_token(), holding(the_token, accepting({}, start + day)), "missing_value /who",
          "missing_value /who");
  refused(p, with_token(), holding(the_token, declining({}, start + day)), "missing_value /who",
          "missing_value /who");
  allowed(p, with_token(), holding(the_token, accepting(eve, start + day)), status::accepted);
}

TEST_CASE(
    "flaw 1: accept and decline refuse another account with the same address if the recipient is a "
    "user",
    "[security][accept][decline]") {
  for (const required_proof proof :
       {required_proof::identity_and_token, required_proof::identity, required_proof::token}) {
    policy p = strict();
    p.proof = proof;
    invitation_request r = request("member");
    r.recipient.user = ina.user;
    const invitation i = made(p, r, holding(the_token, issuing(olga)));
    refused(p, i, holding(the_token, accepting(twin, start + day)), "wrong_recipient", "not_found");
    refused(p, i, holding(the_token, declining(twin, start + day)), "wrong_recipient", "not_found");
    allowed(p, i, holding(the_token, accepting(ina, start + day)), status::accepted);
  }
}

TEST_CASE("flaw 1: required_proof::token accepts any holder of the link and records the address",
          "[security][accept]") {
  policy p = strict();
  p.proof = required_proof::token;
  const invitation done =
      allowed(p, with_token(), holding(the_token, accepting(eve, start + day)), status::accepted);
  CHECK(acceptance_of(done).proof == invito::proof{false, false, false, true});
  REQUIRE(acceptance_of(done).email);
  CHECK(acceptance_of(done).email->text() == "eve@example.com");
}

// ---- 2: an unverified address ------------------------------------------------------------------

TEST_CASE("flaw 2: accept and decline refuse an unverified address",
          "[security][accept][decline]") {
  const policy p = strict();
  // A person has signed up with Ina's address, or an identity provider has not verified it.
  identity claimed = ina;
  claimed.email_verified = false;
  for (invitation const& i : {issued(), with_token()}) {
    auto accept = accepting(claimed, start + day);
    auto decline = declining(claimed, start + day);
    if (i.tokens) accept.token = decline.token = the_token;
    refused(p, i, accept, "email_unverified", "email_unverified");
    refused(p, i, decline, "email_unverified", "email_unverified");
    CHECK(public_codes(invito::accept(p, i, accept), invito::disclosure::enumeration_safe) ==
          "not_found");

    accept.who.email_verified = true;
    CHECK(acceptance_of(allowed(p, i, accept, status::accepted)).proof.email_verified);
  }
}

TEST_CASE("flaw 2: preview refuses a person with an unverified address and without a token",
          "[security][preview]") {
  invito::identity claims = ina;
  claims.email_verified = false;
  const policy p = strict();
  const invitation i = with_token();
  const auto without = invito::preview(p, i, {claims, std::nullopt, start + day});
  CHECK(refusal(without) == "email_unverified");
  const auto with = invito::preview(p, i, {claims, the_token, start + day});
  REQUIRE(with);
  CHECK(with->viewer == invito::viewer::unverified);
  CHECK_FALSE(with->answerable);
  const auto verified = invito::preview(p, i, {ina, std::nullopt, start + day});
  REQUIRE(verified);
  CHECK(verified->viewer == invito::viewer::recipient);
}

TEST_CASE("flaw 2: accept refuses another address, although it is verified", "[security][accept]") {
  // The address is verified, but is not the invitation's.
  refused(strict(), issued(), accepting(owner_of("ina@example.org"), start + day),
          "wrong_recipient", "not_found");
  allowed(strict(), issued(), accepting(owner_of("ina@example.com"), start + day),
          status::accepted);
}

TEST_CASE("flaw 2: email_verified_by_token needs the right token of an unverified address",
          "[security][accept]") {
  policy p = strict();
  p.recipient = recipient_match::email_verified_by_token;
  const invitation i = with_token();
  identity claimed = ina;
  claimed.email_verified = false;
  refused(p, i, accepting(claimed, start + day), "email_unverified; token_missing /token",
          "email_unverified; token_missing /token");
  refused(p, i, holding(other_token, accepting(claimed, start + day)),
          "email_unverified; wrong_token /token", "email_unverified; not_found");
  // An invitation without a token cannot verify the address.
  refused(p, issued(), holding(the_token, accepting(claimed, start + day)), "email_unverified",
          "email_unverified");

  const invitation done =
      allowed(p, i, holding(the_token, accepting(claimed, start + day)), status::accepted);
  CHECK(acceptance_of(done).proof == invito::proof{false, true, false, true});
}

TEST_CASE("flaw 2: unverified_email accepts an unverified address and records it",
          "[security][accept]") {
  policy p = strict();
  p.recipient = recipient_match::unverified_email;
  identity claimed = ina;
  claimed.email_verified = false;
  const invitation done = allowed(p, issued(), accepting(claimed, start + day), status::accepted);
  CHECK(acceptance_of(done).proof == invito::proof{false, true, false, false});
  identity stranger = eve;
  stranger.email_verified = false;
  refused(p, issued(), accepting(stranger, start + day), "wrong_recipient", "not_found");
}

// ---- 16: case and Unicode ----------------------------------------------------------------------

TEST_CASE("flaw 16: addresses with similar characters are different addresses",
          "[security][email][accept]") {
  struct pair {
    char const* difference;
    char const* invited;
    char const* signed_in;
  };
  constexpr pair pairs[] = {
      {"dotless i, upper case I", "mike@example.com", "m\xC4\xB1ke@example.com"},
      {"I with a dot, lower case i", "mike@example.com", "m\xC4\xB0ke@example.com"},
      {"Kelvin sign, lower case k", "kate@example.com",
       "\xE2\x84\xAA"
       "ate@example.com"},
      {"long s, upper case S", "sam@example.com",
       "\xC5\xBF"
       "am@example.com"},
      {"sharp s, folds to ss", "strasse@example.com",
       "stra\xC3\x9F"
       "e@example.com"},
      {"Cyrillic ha in the domain", "mike@example.com",
       "mike@e\xD1\x85"
       "ample.com"},
      {"full-width stop, folds to a dot", "m@example.com",
       "m@example\xEF\xBC\x8E"
       "com"},
      {"composed, decomposed", "jos\xC3\xA9@example.com", "jos\x65\xCC\x81@example.com"},
      {"case beyond ASCII", "jos\xC3\xA9@example.com", "JOS\xC3\x89@example.com"},
  };
  for (auto const& [difference, invited, signed_in] : pairs) {
    CAPTURE(difference, invited, signed_in);
    CHECK(email(invited) != email(signed_in));
    CHECK(email(invited).canonical() != email(signed_in).canonical());
    for (auto const& [one, other] :
         {std::pair{invited, signed_in}, std::pair{signed_in, invited}}) {
      const invitation i = made(non_ascii, request_to(one), issuing(olga));
      refused(non_ascii, i, accepting(owner_of(other), start + day), "wrong_recipient",
              "not_found");
      allowed(non_ascii, i, accepting(owner_of(one), start + day), status::accepted);
    }
  }
}

TEST_CASE("flaw 16: issue refuses non-ASCII addresses unless the policy allows them",
          "[security][email][issue]") {
  refused(strict(), request_to("m\xC4\xB1ke@example.com"), issuing(olga), "email_not_ascii /email",
          "email_not_ascii /email");
  made(strict(), request_to("mike@example.com"), issuing(olga));
  made(non_ascii, request_to("m\xC4\xB1ke@example.com"), issuing(olga));
}

TEST_CASE(
    "flaw 16: acceptance, duplicates and the unique claim use one canonical form, which ignores "
    "ASCII case only",
    "[security][email][issue][accept]") {
  const policy p = strict();
  const auto made_first = invito::issue(p, request_to("Ina@Example.COM"), issuing(olga));
  REQUIRE(made_first);
  REQUIRE(made_first->guards.unique);
  CHECK(made_first->guards.unique->canonical_email == "ina@example.com");
  const invitation i = invito::apply(*made_first);
  allowed(p, i, accepting(owner_of("INA@example.com"), start + day), status::accepted);

  // The same address in another case is a duplicate.
  auto again = issuing(olga, start + day);
  again.id = invito::invitation_id("inv-2");
  again.facts.existing->push_back(i);
  refused(p, request_to("iNA@eXAMPLE.com"), again, "duplicate_pending /email",
          "duplicate_pending /email");
  // Dots, tags and spaces are not ignored: with them, the address is another one or invalid.
  made(p, request_to("i.na@example.com"), again);
  made(p, request_to("ina+x@example.com"), again);
  refused(p, request_to(" ina@example.com"), again, "invalid_email /email", "invalid_email /email");
}

TEST_CASE("flaw 16: accept keeps the address of the invitation", "[security][email][accept]") {
  const invitation i = made(strict(), request_to("Ina@Example.com"), issuing(olga));
  const invitation done =
      allowed(strict(), i, accepting(owner_of("ina@example.com"), start + day), status::accepted);
  CHECK(done.recipient.email->text() == "Ina@Example.com");
  CHECK_FALSE(acceptance_of(done).email);
}

TEST_CASE("flaw 16: issue refuses a domain that is similar to an allowed domain",
          "[security][email][issue]") {
  policy p = non_ascii;
  p.domains.allowed = {"example.com"};
  refused(p, request_to("ina@ex\xD0\xB0mple.com"), issuing(olga), "domain_refused /email",
          "domain_refused /email");
  refused(p, request_to("ina@example.com.evil.org"), issuing(olga), "domain_refused /email",
          "domain_refused /email");
  refused(p, request_to("ina@evilexample.com"), issuing(olga), "domain_refused /email",
          "domain_refused /email");
  made(p, request_to("ina@EXAMPLE.com"), issuing(olga));
}

// ---- 18: opened by a mail scanner --------------------------------------------------------------

TEST_CASE("flaw 18: a preview changes nothing, however often it is requested",
          "[security][preview]") {
  const policy p = strict();
  const invitation i = with_token();
  const invitation before = i;
  for (int n = 0; n != 100; ++n) {
    // A scanner and Ina open the link; both see the page.
    CHECK(invito::preview(p, i, {std::nullopt, the_token, start + day}));
    CHECK(invito::preview(p, i, {ina, the_token, start + day}));
    CHECK(i.status(start + day) == status::pending);
    CHECK(i.status_at(start + day) == status::pending);
    CHECK(invito::native::write_invitation(i, start + day));
    CHECK(invito::control_plane::write_invitation(i, start + day));
    CHECK(invito::losses<invito::openai>(i, start + day).size() > 1);
    CHECK_FALSE(invito::explain(p, i, holding(the_token, accepting(ina, start + day))).empty());
  }
  CHECK(i == before);
  CHECK(i.revision() == 1);
  allowed(p, i, holding(the_token, accepting(ina, start + day)), status::accepted);
}

TEST_CASE("flaw 18: preview refuses an unset clock", "[security][preview]") {
  invito::visit without_now;
  without_now.who = ina;
  without_now.token = the_token;
  CHECK(refusal(invito::preview(strict(), with_token(), without_now)) == "missing_value /now");
}

TEST_CASE("flaw 18: preview returns the viewer and whether the person can answer",
          "[security][preview]") {
  const policy p = strict();
  const auto to_anonymous =
      invito::preview(p, with_token(), {std::nullopt, the_token, start + day});
  REQUIRE(to_anonymous);
  CHECK(to_anonymous->viewer == invito::viewer::anonymous);
  CHECK_FALSE(to_anonymous->answerable);
  CHECK(to_anonymous->address == "i***@example.com");

  const auto to_ina = invito::preview(p, with_token(), {ina, the_token, start + day});
  REQUIRE(to_ina);
  CHECK(to_ina->viewer == invito::viewer::recipient);
  CHECK(to_ina->answerable);
  CHECK(to_ina->status == status::pending);

  // Another person without the link is refused.
  const auto to_eve = invito::preview(p, with_token(), {eve, std::nullopt, start + day});
  CHECK(refusal(to_eve) == "wrong_recipient");
  CHECK(public_codes(to_eve) == "not_found");
}

TEST_CASE("flaw 18: accept and decline refuse a scanner that has the token but has not signed in",
          "[security][accept][decline]") {
  // The scanner has the token, but no signed-in person.
  const policy p = strict();
  refused(p, with_token(), holding(the_token, accepting({}, start + day)), "wrong_recipient",
          "not_found");
  refused(p, with_token(), holding(the_token, declining({}, start + day)), "wrong_recipient",
          "not_found");
  allowed(p, with_token(), holding(the_token, declining(ina, start + day)), status::revoked);
}
