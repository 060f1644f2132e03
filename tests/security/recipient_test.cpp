// SPDX-License-Identifier: MIT
// Flaws of other systems: who may answer an invitation. The numbers are those of docs/security.md.

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

invito::accept_details const& acceptance(invitation const& i) {
  return std::get<invito::accept_details>(i.history.back().details);
}

/// Somebody with this address, who has confirmed it.
identity owner_of(std::string address) {
  return {invito::user_id("somebody"), email(std::move(address)), true};
}

const policy non_ascii = [] {
  policy p = strict();
  p.admit_non_ascii_email = true;
  return p;
}();

}  // namespace

// ---- 1: accepted with another account -----------------------------------------------------------

TEST_CASE(
    "flaw 1: an invitation is not accepted from another account, whatever address the request "
    "names",
    "[security]") {
  const policy p = strict();
  const invitation i = keyed();

  // A body may name Ina as it likes: what is read of it is the key alone.
  const auto body = invito::aitronos::read_accept_request(
      R"({"email_key":"the key in Ina's mail","email":"ina@example.com","user_id":"ina"})");
  static_assert(std::is_same_v<decltype(body), const invito::result<invito::secret>>);
  REQUIRE(body);
  CHECK(digest_of(body->reveal()) == the_key);

  // So Eve, with Ina's link and an account of her own, is Eve.
  refused(p, i, holding(the_key, accepting(eve, start + day)), "wrong_recipient", "not_found");
  refused(p, i, holding(the_key, declining(eve, start + day)), "wrong_recipient", "not_found");
  // Neither does it help to have the same user id in mind without an address.
  const identity no_address{invito::user_id("ina"), std::nullopt, true};
  refused(p, i, holding(the_key, accepting(no_address, start + day)), "wrong_recipient",
          "not_found");

  const invitation done =
      allowed(p, i, holding(the_key, accepting(ina, start + day)), status::accepted);
  CHECK(acceptance(done).relied_on == invito::proof{false, true, true, true});
  CHECK(allowed(p, i, holding(the_key, declining(ina, start + day)), status::revoked).revision() ==
        2);
}

TEST_CASE("flaw 1: nobody accepts without having signed in, whatever proof is asked for",
          "[security]") {
  policy p = strict();
  refused(p, keyed(), holding(the_key, accepting({}, start + day)), "wrong_recipient", "not_found");
  p.proof = required_proof::key;
  refused(p, keyed(), holding(the_key, accepting({}, start + day)), "missing_value /who",
          "missing_value /who");
  refused(p, keyed(), holding(the_key, declining({}, start + day)), "missing_value /who",
          "missing_value /who");
  allowed(p, keyed(), holding(the_key, accepting(eve, start + day)), status::accepted);
}

TEST_CASE("flaw 1: where a user was named, no other account with the same mailbox answers",
          "[security]") {
  for (const required_proof proof :
       {required_proof::identity_and_key, required_proof::identity, required_proof::key}) {
    policy p = strict();
    p.proof = proof;
    invitation_request r = request("member");
    r.recipient.user = ina.user;
    const invitation i = made(p, r, holding(the_key, issuing(olga)));
    refused(p, i, holding(the_key, accepting(twin, start + day)), "wrong_recipient", "not_found");
    refused(p, i, holding(the_key, declining(twin, start + day)), "wrong_recipient", "not_found");
    allowed(p, i, holding(the_key, accepting(ina, start + day)), status::accepted);
  }
}

TEST_CASE("flaw 1: a link for whoever holds it is a choice, and its use is on record",
          "[security]") {
  policy p = strict();
  p.proof = required_proof::key;
  const invitation done =
      allowed(p, keyed(), holding(the_key, accepting(eve, start + day)), status::accepted);
  CHECK(acceptance(done).relied_on == invito::proof{false, false, false, true});
  REQUIRE(acceptance(done).email);
  CHECK(acceptance(done).email->text() == "eve@example.com");
}

// ---- 2: an unverified address -------------------------------------------------------------------

TEST_CASE("flaw 2: an address that nobody has verified is not the person's own", "[security]") {
  const policy p = strict();
  // Somebody has signed up with Ina's address, or an identity provider has passed it on unseen.
  identity claimed = ina;
  claimed.email_verified = false;
  for (invitation const& i : {issued(), keyed()}) {
    auto yes = accepting(claimed, start + day);
    auto no = declining(claimed, start + day);
    if (i.keys) yes.key = no.key = the_key;
    refused(p, i, yes, "email_unverified", "email_unverified");
    refused(p, i, no, "email_unverified", "email_unverified");
    CHECK(heard(invito::accept(p, i, yes), invito::disclosure::enumeration_safe) == "not_found");

    yes.who.email_verified = true;
    CHECK(acceptance(allowed(p, i, yes, status::accepted)).relied_on.email_verified);
  }
}

TEST_CASE("flaw 2: who only says that an address is theirs does not even see the invitation",
          "[security]") {
  invito::identity claims = ina;
  claims.email_verified = false;
  const policy p = strict();
  const auto without_key = invito::preview(p, keyed(), {claims, std::nullopt, start + day});
  CHECK(refusal(without_key) == "email_unverified");
  const auto with_key = invito::preview(p, keyed(), {claims, the_key, start + day});
  REQUIRE(with_key);
  CHECK(with_key->viewer == invito::viewer::unverified);
  CHECK_FALSE(with_key->answerable);
  const auto verified = invito::preview(p, keyed(), {ina, std::nullopt, start + day});
  REQUIRE(verified);
  CHECK(verified->viewer == invito::viewer::recipient);
}

TEST_CASE("flaw 2: a verified flag counts for the address that it came with", "[security]") {
  // Verified, but somebody else's.
  refused(strict(), issued(), accepting(owner_of("ina@example.org"), start + day),
          "wrong_recipient", "not_found");
  allowed(strict(), issued(), accepting(owner_of("ina@example.com"), start + day),
          status::accepted);
}

TEST_CASE("flaw 2: a key verifies the address where the policy says so, and only a true one",
          "[security]") {
  policy p = strict();
  p.recipient = recipient_match::email_verified_by_key;
  const invitation i = keyed();
  identity claimed = ina;
  claimed.email_verified = false;
  refused(p, i, accepting(claimed, start + day), "email_unverified; key_missing /key",
          "email_unverified; key_missing /key");
  refused(p, i, holding(other_key, accepting(claimed, start + day)),
          "email_unverified; wrong_key /key", "email_unverified; not_found");
  // An invitation without a key has none that could verify.
  refused(p, issued(), holding(the_key, accepting(claimed, start + day)), "email_unverified",
          "email_unverified");

  const invitation done =
      allowed(p, i, holding(the_key, accepting(claimed, start + day)), status::accepted);
  CHECK(acceptance(done).relied_on == invito::proof{false, true, false, true});
}

TEST_CASE("flaw 2: to take an address on trust is a choice, and on record", "[security]") {
  policy p = strict();
  p.recipient = recipient_match::unverified_email;
  identity claimed = ina;
  claimed.email_verified = false;
  const invitation done = allowed(p, issued(), accepting(claimed, start + day), status::accepted);
  CHECK(acceptance(done).relied_on == invito::proof{false, true, false, false});
  identity stranger = eve;
  stranger.email_verified = false;
  refused(p, issued(), accepting(stranger, start + day), "wrong_recipient", "not_found");
}

// ---- 16: case and Unicode -----------------------------------------------------------------------

TEST_CASE("flaw 16: letters that look or fold alike are not the same address", "[security]") {
  struct pair {
    char const* what;
    char const* invited;
    char const* comes;
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
  for (auto const& [what, invited, comes] : pairs) {
    CAPTURE(what, invited, comes);
    CHECK(email(invited) != email(comes));
    CHECK(email(invited).key() != email(comes).key());
    for (auto const& [one, other] : {std::pair{invited, comes}, std::pair{comes, invited}}) {
      const invitation i = made(non_ascii, request_to(one), issuing(olga));
      refused(non_ascii, i, accepting(owner_of(other), start + day), "wrong_recipient",
              "not_found");
      allowed(non_ascii, i, accepting(owner_of(one), start + day), status::accepted);
    }
  }
}

TEST_CASE("flaw 16: addresses beyond ASCII are not invited unless the policy admits them",
          "[security]") {
  refused(strict(), request_to("m\xC4\xB1ke@example.com"), issuing(olga), "email_not_ascii /email",
          "email_not_ascii /email");
  made(strict(), request_to("mike@example.com"), issuing(olga));
  made(non_ascii, request_to("m\xC4\xB1ke@example.com"), issuing(olga));
}

TEST_CASE("flaw 16: one key for acceptance, duplicates and the unique index: ASCII case alone",
          "[security]") {
  const policy p = strict();
  const auto said = invito::issue(p, request_to("Ina@Example.COM"), issuing(olga));
  REQUIRE(said);
  REQUIRE(said->guards.unique);
  CHECK(said->guards.unique->email_key == "ina@example.com");
  const invitation i = invito::apply(*said);
  allowed(p, i, accepting(owner_of("INA@example.com"), start + day), status::accepted);

  // The same mailbox in other letters is invited already.
  auto again = issuing(olga, start + day);
  again.id = invito::invitation_id("inv-2");
  again.facts.existing->push_back(i);
  refused(p, request_to("iNA@eXAMPLE.com"), again, "duplicate_pending /email",
          "duplicate_pending /email");
  // Dots, tags and blanks are not case: another mailbox, or none at all.
  made(p, request_to("i.na@example.com"), again);
  made(p, request_to("ina+x@example.com"), again);
  refused(p, request_to(" ina@example.com"), again, "invalid_email /email", "invalid_email /email");
}

TEST_CASE("flaw 16: mail goes to the address that was stored, not to the one that came",
          "[security]") {
  const invitation i = made(strict(), request_to("Ina@Example.com"), issuing(olga));
  const invitation done =
      allowed(strict(), i, accepting(owner_of("ina@example.com"), start + day), status::accepted);
  CHECK(done.recipient.email->text() == "Ina@Example.com");
  CHECK_FALSE(acceptance(done).email);
}

TEST_CASE("flaw 16: a domain that looks like an admitted one is not admitted", "[security]") {
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

// ---- 18: opened by a machine --------------------------------------------------------------------

TEST_CASE("flaw 18: looking at an invitation changes nothing, however often", "[security]") {
  const policy p = strict();
  const invitation i = keyed();
  const invitation before = i;
  for (int n = 0; n != 100; ++n) {
    // A scanner opens the link, and so does Ina; a page is shown to both.
    CHECK(invito::preview(p, i, {std::nullopt, the_key, start + day}));
    CHECK(invito::preview(p, i, {ina, the_key, start + day}));
    CHECK(i.status(start + day) == status::pending);
    CHECK(i.status_at(start + day) == status::pending);
    CHECK(invito::native::write_invite(i, start + day));
    CHECK(invito::control_plane::write_invite(i, start + day));
    CHECK(invito::losses<invito::openai>(i, start + day).size() > 1);
    CHECK_FALSE(invito::explain(p, i, holding(the_key, accepting(ina, start + day))).empty());
  }
  CHECK(i == before);
  CHECK(i.revision() == 1);
  allowed(p, i, holding(the_key, accepting(ina, start + day)), status::accepted);
}

TEST_CASE("flaw 18: a page without a clock shows nothing", "[security]") {
  invito::visit forgotten;
  forgotten.who = ina;
  forgotten.key = the_key;
  CHECK(refusal(invito::preview(strict(), keyed(), forgotten)) == "missing_value /now");
}

TEST_CASE("flaw 18: a page tells who may answer, and leaves the answer to a request of its own",
          "[security]") {
  const policy p = strict();
  const auto to_nobody = invito::preview(p, keyed(), {std::nullopt, the_key, start + day});
  REQUIRE(to_nobody);
  CHECK(to_nobody->viewer == invito::viewer::nobody);
  CHECK_FALSE(to_nobody->answerable);
  CHECK(to_nobody->address == "i***@example.com");

  const auto to_ina = invito::preview(p, keyed(), {ina, the_key, start + day});
  REQUIRE(to_ina);
  CHECK(to_ina->viewer == invito::viewer::recipient);
  CHECK(to_ina->answerable);
  CHECK(to_ina->status == status::pending);

  // Without the link and as somebody else there is nothing to see.
  const auto to_eve = invito::preview(p, keyed(), {eve, std::nullopt, start + day});
  CHECK(refusal(to_eve) == "wrong_recipient");
  CHECK(heard(to_eve) == "not_found");
}

TEST_CASE("flaw 18: a scanner that follows the link and presses the button answers nothing",
          "[security]") {
  // It holds the key, and nobody has signed in where it runs.
  const policy p = strict();
  refused(p, keyed(), holding(the_key, accepting({}, start + day)), "wrong_recipient", "not_found");
  refused(p, keyed(), holding(the_key, declining({}, start + day)), "wrong_recipient", "not_found");
  allowed(p, keyed(), holding(the_key, declining(ina, start + day)), status::revoked);
}
