// SPDX-License-Identifier: MIT
// Flaws of other systems: tenants, tokens and disclosure. docs/security.md has the numbers.

#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/visit.hpp>

#include "catch2.hpp"
#include "security/flaw.hpp"

namespace {

using namespace flaw;
using invito::disclosure;
using invito::invitation;
using invito::invitation_request;
using invito::policy;
using invito::required_proof;
using invito::secret;
using invito::status;
using invito::token_digest;
using invito::token_match;

constexpr invito::instant soon = start + day;
inline const invito::organization_id globex("globex");

/// Calls `f` with an object of each dialect.
template <class F>
void for_every_dialect(F f) {
  f(invito::nuon{});
  f(invito::control_plane{});
  f(invito::openai{});
  f(invito::aitronos{});
  f(invito::deepset{});
}

}  // namespace

// ---- 11: another organization's invitation -----------------------------------------------------

TEST_CASE("flaw 11: an invitation of another organization is not found, whoever asks",
          "[security][resend][amend][accept][decline][revoke][supersede][expire]") {
  const policy p = strict();
  for (invitation const& i : {issued(), accepted(), revoked(), declined(), expired()}) {
    for (member const& m : {olga, adam, mike, robo}) {
      std::size_t verbs = 0;
      for_every_verb(m, ina, start + 2 * day, [&](auto c) {
        c.organization = globex;
        refused(p, i, c, "not_found", "not_found");
        ++verbs;
      });
      CHECK(verbs == 7);
    }
  }
  // The invitation is found in its own organization.
  for_every_verb(olga, ina, week_later, [&](auto c) {
    c.organization = acme;
    CHECK(refusal(decide(p, issued(), c)).find("not_found") == std::string::npos);
  });
}

TEST_CASE("flaw 11: an empty organization in a command of a member is not found",
          "[security][revoke][resend][accept]") {
  const policy p = strict();
  invitation without_organization = issued();
  without_organization.organization = {};  // from a document without an organization
  for (invitation const& i : {issued(), without_organization}) {
    auto c = as<invito::revoke_command>(olga, soon);
    c.organization = {};
    refused(p, i, c, "not_found", "not_found");
    auto again = as<invito::resend_command>(olga, soon);
    again.organization = {};
    refused(p, i, again, "not_found", "not_found");
  }
  refused(p, without_organization, as<invito::revoke_command>(olga, soon), "not_found",
          "not_found");
  // The command of an invitee need not name the organization.
  auto answer = accepting(ina, soon);
  allowed(p, issued(), answer, status::accepted);
  answer.organization = acme;
  allowed(p, issued(), answer, status::accepted);
}

TEST_CASE("flaw 11: a refusal with not_found or wrong_recipient contains no later problems",
          "[security][accept]") {
  // The expiry, the seats and the sponsor are not disclosed.
  auto c = accepting(eve, week_later);
  c.organization = globex;
  c.facts.organization->seat_limit = 0;
  c.facts.sponsor->active = false;
  refused(strict(), issued(), c, "not_found", "not_found");
  c.organization = acme;
  refused(strict(), issued(), c, "wrong_recipient", "not_found");
  c.who = ina;
  refused(strict(), issued(), c, "expired", "expired");
}

TEST_CASE("flaw 11: the token of one organization's invitation is wrong for another organization's",
          "[security][accept]") {
  policy p = strict();
  p.proof = required_proof::token;
  auto c = holding(other_token, issuing(olga));
  c.organization = globex;
  const invitation theirs = made(p, request("owner"), c);
  refused(p, theirs, holding(the_token, accepting(eve, soon)), "wrong_token /token", "not_found");
  // A token gives no authority. The invitation determines the granted role.
  const invitation ours = with_token(p);
  const auto decision = accept(p, ours, holding(the_token, accepting(eve, soon)));
  REQUIRE(decision);
  const auto all = invito::effects(*decision, ours);
  REQUIRE(memberships(all) == 1);
  CHECK(std::get<invito::grant_membership>(all.front()).offer.role == "member");
}

TEST_CASE("flaw 11: issue ignores existing invitations of another organization",
          "[security][issue]") {
  auto theirs_by = holding(other_token, issuing(olga));
  theirs_by.organization = globex;
  theirs_by.idempotency_key = "k";
  const invitation theirs = made(strict(), request("member"), theirs_by);

  // The query of the host has returned the other organization's invitation as well.
  auto c = issuing(olga, soon);
  c.id = invito::invitation_id("inv-2");
  c.idempotency_key = "k";
  c.facts.existing->push_back(theirs);
  for (const invito::duplicate_rule rule :
       {invito::duplicate_rule::refuse, invito::duplicate_rule::return_existing,
        invito::duplicate_rule::supersede}) {
    policy p = strict();
    p.duplicates = rule;
    const auto issuance = issue(p, request("member"), c);
    REQUIRE(issuance);
    CHECK_FALSE(issuance->existing);
    CHECK(issuance->superseded.empty());
    CHECK(issuance->invitation.id == c.id);
    CHECK(issuance->invitation.organization == acme);
  }
}

// ---- 12, 13: the token in responses and in logs ------------------------------------------------

namespace {

constexpr std::string_view raw_token = "Raw-Token-7f3aQ0";

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += "0123456789abcdef"[byte >> 4U];
    out += "0123456789abcdef"[byte & 0xFU];
  }
  return out;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Whether a text contains a token or its digest, as bytes or in hexadecimal digits.
bool shows(std::string_view text, std::string_view token) {
  const token_digest hashed = hash_of(token);
  const std::string_view digest = hashed.bytes();
  return has(text, token) || has(text, digest) || has(text, hex(digest)) || has(text, hex(token));
}

/// Issued with `raw_token` and resent with a newer one; both are valid. Ids of organizations of
/// aitronos begin with "org_".
invitation with_raw_token(std::string role = "member") {
  policy p = strict();
  ask_for_nothing(p);
  if (role != "member") p.roles = {{role, 1}};
  auto c = issuing(olga);
  c.organization = invito::organization_id("org_1");
  const secret token{std::string(raw_token)};
  c.token = hash_of(token.reveal());
  invito::resend_command again = as<invito::resend_command>(olga, start + 1h);
  again.organization = c.organization;
  again.token = hash_of("a newer token");
  return after(made(p, request(std::move(role)), c), again, p);
}

template <class T, class = void>
inline constexpr bool streamable = false;
template <class T>
inline constexpr bool streamable<
    T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<T const&>())>> = true;

static_assert(streamable<int> && !streamable<secret> && !streamable<token_digest>);
static_assert(!std::is_copy_constructible_v<secret> && !std::is_copy_assignable_v<secret>);
static_assert(!std::is_convertible_v<secret, std::string> &&
              !std::is_convertible_v<secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, secret>);
static_assert(!std::is_constructible_v<std::string, token_digest>);

}  // namespace

TEST_CASE("flaw 12: no document about an invitation contains its token or a digest",
          "[security][nuon][control_plane][openai][aitronos][deepset]") {
  invito::write_options options;
  options.incomplete = true;
  for (const invito::wire::shape shape :
       {invito::wire::shape::documented, invito::wire::shape::extended}) {
    options.shape = shape;
    for_every_dialect([&](auto d) {
      using dialect = decltype(d);
      CAPTURE(dialect::name);
      std::string role = "member";
      if (!dialect::roles().all().empty()) role = dialect::roles().all().front().name;
      const invitation i = with_raw_token(role);
      REQUIRE(i.tokens->previous == hash_of(raw_token));
      const auto text = dialect::write_invitation(i, soon, options);
      REQUIRE(codes_of(text) == "nothing wrong");
      CHECK_FALSE(text->empty());
      CHECK_FALSE(shows(*text, raw_token));
      CHECK_FALSE(shows(*text, "a newer token"));
      if constexpr (std::is_base_of_v<invito::wire::lists<dialect>, dialect>) {
        const auto list = dialect::write_list({{i, i}, false}, soon, options);
        REQUIRE(codes_of(list) == "nothing wrong");
        CHECK_FALSE(shows(*list, raw_token));
        CHECK_FALSE(shows(*list, "a newer token"));
      }
      // The losses contain the token.
      bool lost = false;
      for (invito::loss const& l : invito::losses<dialect>(i, soon, options)) {
        lost = lost || l.feature == invito::feature::token;
      }
      CHECK(lost);
    });
  }
}

TEST_CASE("flaw 12: only the creation response of aitronos contains the token, once",
          "[security][aitronos]") {
  invito::write_options options;
  options.incomplete = true;
  for_every_dialect([&](auto d) {
    using dialect = decltype(d);
    CAPTURE(dialect::name);
    std::string role = "member";
    if (!dialect::roles().all().empty()) role = dialect::roles().all().front().name;
    invito::creation_response c;
    c.invitation = with_raw_token(role);
    c.token = secret(std::string(raw_token));
    const auto text = dialect::write_creation(c, soon, options);
    REQUIRE(codes_of(text) == "nothing wrong");
    CHECK_FALSE(has(*text, hex(hash_of(raw_token).bytes())));
    const std::size_t found = text->find(raw_token);
    CHECK((found != std::string::npos) == std::is_same_v<dialect, invito::aitronos>);
    CHECK(text->find(raw_token, found + 1) == std::string::npos);
  });
}

TEST_CASE("flaw 12: the native format contains digests and no token", "[security][native]") {
  const invitation i = with_raw_token();
  const auto text = invito::native::write_invitation(i, soon);
  REQUIRE(text);
  CHECK_FALSE(has(*text, raw_token));
  CHECK_FALSE(has(*text, "a newer token"));
  CHECK(has(*text, hex(hash_of(raw_token).bytes())));
  // The stored digest still matches the token.
  const auto back = invito::read(*text);
  REQUIRE(back);
  CHECK(match(*back->tokens, hash_of(raw_token), soon) == token_match::previous);
}

TEST_CASE("flaw 12: the effect send_invitation contains no token", "[security][issue]") {
  static_assert(sizeof(invito::send_invitation) == sizeof(invito::event_kind));
  const auto issuance =
      issue(strict(), request("member"), holding(hash_of(raw_token), issuing(olga)));
  REQUIRE(issuance);
  const auto all = invito::effects(*issuance);
  REQUIRE(all.size() == 1);
  CHECK(std::holds_alternative<invito::send_invitation>(all.front()));
}

TEST_CASE("flaw 13: no refusal and no explanation repeats a token or a digest",
          "[security][issue][resend][accept]") {
  policy p = strict();
  p.proof = required_proof::token;
  const invitation i = with_raw_token();
  std::vector<invito::problems> all;
  std::vector<std::string> texts;
  const auto explained = [&](std::vector<invito::rule_result> const& results) {
    for (invito::rule_result const& r : results) {
      texts.push_back(describe(r));
      texts.push_back(invito::detail::substitute(r.message, {}, r.numbers));
      if (!r.problems.empty()) all.push_back(r.problems);
    }
  };
  // A wrong token, a retired token, and a raw token in place of its digest.
  auto answer_by_eve = accepting(eve, start + 3 * day);
  answer_by_eve.organization = i.organization;
  const token_digest unhashed =
      *token_digest::from(std::string(raw_token) + std::string(16, '\xA5'));
  for (token_digest const& token : {hash_of("a guess"), hash_of(raw_token), unhashed}) {
    answer_by_eve.token = token;
    const auto made = accept(p, i, answer_by_eve);
    REQUIRE_FALSE(made);
    all.push_back(made.error());
    explained(explain(p, i, answer_by_eve));
    auto c = issuing(olga);
    c.token = token;
    explained(explain(p, request("member"), c));
    auto again = as<invito::resend_command>(olga, soon);
    again.organization = i.organization;
    again.token = token;
    explained(explain(p, i, again));
  }
  const auto short_digest = token_digest::from(raw_token);
  CHECK(codes_of(short_digest) == "invalid_digest");
  REQUIRE_FALSE(short_digest);
  CHECK(describe(short_digest.error()) ==
        "16 bytes are not a token digest; a digest has 32 bytes that are not all equal");
  all.push_back(short_digest.error());
  auto empty = issuing(olga);
  empty.token = token_digest();
  const auto without_digest = issue(p, request("member"), empty);
  CHECK(refusal(without_digest) == "invalid_digest /token");
  REQUIRE_FALSE(without_digest);
  all.push_back(without_digest.error());

  const invito::error_context which{"err_1", soon, disclosure::standard};
  for (invito::problems const& why : all) {
    texts.push_back(describe(why));
    texts.push_back(describe_with_locations(why));
    for (invito::problem const& one : why) texts.push_back(one.subject);
    texts.push_back(invito::native::write_error(why, which));
    for_every_dialect([&](auto d) { texts.push_back(decltype(d)::write_error(why, which)); });
  }
  CHECK(texts.size() > 200);
  for (std::string const& text : texts) {
    CAPTURE(text);
    CHECK_FALSE(shows(text, raw_token));
    CHECK_FALSE(shows(text, "a newer token"));
    CHECK_FALSE(shows(text, "a guess"));
  }
}

TEST_CASE("flaw 13: a refused document with a token is not quoted in the problem",
          "[security][aitronos]") {
  // A body with the token in the wrong place, twice, or with the wrong type.
  for (char const* body :
       {R"({"email_key":["Raw-Token-7f3aQ0"]})", R"({"email_key":{"a":"Raw-Token-7f3aQ0"}})",
        R"({"email_key":"Raw-Token-7f3aQ0","email_key":"Raw-Token-7f3aQ0"})",
        R"({"token":"Raw-Token-7f3aQ0"})", R"("Raw-Token-7f3aQ0")",
        R"({"email_key":"Raw-Token-7f3aQ0)"}) {
    CAPTURE(body);
    const auto read = invito::aitronos::read_accept_request(body);
    REQUIRE_FALSE(read);
    CHECK_FALSE(has(describe_with_locations(read.error()), raw_token));
    CHECK_FALSE(has(invito::aitronos::write_error(read.error()), raw_token));
    CHECK_FALSE(has(codes_of(read.error()), raw_token));
  }
  const auto read = invito::aitronos::read_accept_request(R"({"email_key":"Raw-Token-7f3aQ0"})");
  REQUIRE(read);
  CHECK(read->reveal() == raw_token);
}

// ---- 14: the id used as the token --------------------------------------------------------------

TEST_CASE("flaw 14: the id of an invitation is not a token", "[security][accept][preview]") {
  policy p = strict();
  p.proof = required_proof::token;
  refused(p, request("member"), issuing(olga), "missing_value /token", "missing_value /token");
  const invitation i = with_token(p);
  auto c = accepting(eve, soon);
  c.organization = acme;  // a person who can list invitations knows the organization and the id
  refused(p, i, c, "wrong_token /token", "not_found");
  // The id as the token, the bytes of the id as the digest, and no digest.
  const token_digest id_as_digest =
      *token_digest::from(i.id.text() + std::string(token_digest::size - i.id.text().size(), '\0'));
  for (token_digest const& token :
       {id_as_digest, hash_of(i.id.text()), token_digest(), hash_of("")}) {
    refused(p, i, holding(token, c), "wrong_token /token", "not_found");
  }
  allowed(p, i, holding(the_token, c), status::accepted);
  // preview refuses it, too.
  CHECK(refusal(preview(p, i, {eve, id_as_digest, soon})) == "wrong_recipient");
  CHECK(refusal(preview(p, i, {std::nullopt, std::nullopt, soon})) == "wrong_recipient");
  CHECK(preview(p, i, {std::nullopt, the_token, soon}));
  // An invitation without a token, for example from a document of another system.
  policy by_identity = strict();
  by_identity.proof = required_proof::identity;
  const invitation without_token = made(by_identity, request("member"), issuing(olga));
  refused(p, without_token, c, "wrong_token /token", "not_found");
  refused(p, without_token, holding(hash_of(""), c), "wrong_token /token", "not_found");
  refused(by_identity, without_token, c, "wrong_recipient", "not_found");
  allowed(by_identity, without_token, accepting(ina, soon), status::accepted);
}

TEST_CASE("flaw 14: accept needs the token of an invitation in addition to the identity",
          "[security][accept]") {
  const invitation i = with_token();
  refused(strict(), i, accepting(ina, soon), "token_missing /token", "token_missing /token");
  refused(strict(), i, holding(other_token, accepting(ina, soon)), "wrong_token /token",
          "not_found");
  allowed(strict(), i, holding(the_token, accepting(ina, soon)), status::accepted);
}

// ---- 15: weak tokens, and their comparison -----------------------------------------------------

TEST_CASE("flaw 15: make_token refuses a clock and too few random bytes", "[security][token]") {
  const auto token_from = [](std::string entropy) {
    return refusal(invito::make_token(secret(std::move(entropy))));
  };
  CHECK(token_from("") == "weak_token /entropy");
  CHECK(token_from(std::string(32, '\0')) ==
        "weak_token /entropy");                                 // a buffer that was not filled
  CHECK(token_from("1772442000123") == "weak_token /entropy");  // milliseconds as text
  CHECK(token_from("\x19\x3C\x5B\x04\x7A\x88" + std::string(26, '\0')) == "weak_token /entropy");
  CHECK(token_from("0123456789abcde") == "weak_token /entropy");  // 15 bytes
  CHECK(token_from("0123456789abcdef").empty());

  const auto one = invito::make_token(secret("0123456789abcdef0123456789ABCDEF"));
  const auto other = invito::make_token(secret("0123456789abcdef0123456789ABCDEG"));
  REQUIRE(one);
  REQUIRE(other);
  CHECK(one->reveal().size() == 43);
  CHECK(one->reveal() != other->reveal());
}

TEST_CASE("flaw 15: the digest of a weak hash is refused in every command",
          "[security][token][issue][resend][amend]") {
  const policy p = strict();
  const std::string bytes(hash_of("a token").bytes());
  // CRC32, MD5, SHA-1, one byte too few and too many, and hexadecimal digits.
  for (const std::size_t size : {std::size_t{0}, std::size_t{4}, std::size_t{16}, std::size_t{20},
                                 std::size_t{31}, std::size_t{33}, std::size_t{64}}) {
    CAPTURE(size);
    CHECK(codes_of(token_digest::from((bytes + bytes + bytes).substr(0, size))) ==
          "invalid_digest");
  }
  CHECK(codes_of(token_digest::from(std::string(32, 'w'))) == "invalid_digest");

  // After a refused digest, a host may have an empty digest, which every command refuses.
  const token_digest none;
  refused(p, request("member"), holding(none, issuing(olga)), "invalid_digest /token",
          "invalid_digest /token");
  refused(p, issued(), holding(none, as<invito::resend_command>(olga, soon)),
          "invalid_digest /token", "invalid_digest /token");
  refused(p, issued(), holding(none, amending(olga, soon, "member")), "invalid_digest /token",
          "invalid_digest /token");
  const auto good = token_digest::from(bytes);
  REQUIRE(good);
  made(p, request("member"), holding(*good, issuing(olga)));
  allowed(p, issued(), holding(*good, as<invito::resend_command>(olga, soon)), status::pending);
}

TEST_CASE("flaw 15: accept compares a digest to its last byte", "[security][token][accept]") {
  const policy p = strict();
  // The digest contains zero bytes, where a comparison of C strings would end.
  const std::string bytes = std::string(8, 'a') + std::string(16, '\0') + std::string(8, 'z');
  const invitation i =
      made(p, request("member"), holding(*token_digest::from(bytes), issuing(olga)));
  const auto with_digest = [&](std::string const& digest) {
    return holding(*token_digest::from(digest), accepting(ina, soon));
  };
  for (std::size_t n = 0; n != bytes.size(); ++n) {
    for (const char bit : {'\x01', '\x20', '\x7F'}) {
      std::string other = bytes;
      other[n] = static_cast<char>(other[n] ^ bit);
      refused(p, i, with_digest(other), "wrong_token /token", "not_found");
    }
    CHECK(codes_of(token_digest::from(bytes.substr(0, n))) == "invalid_digest");
  }
  CHECK(codes_of(token_digest::from(bytes + '\0')) == "invalid_digest");
  CHECK(codes_of(token_digest::from(bytes + bytes)) == "invalid_digest");
  allowed(p, i, with_digest(bytes), status::accepted);
}

TEST_CASE(
    "flaw 15: accept takes a replaced token for the grace time, and refuses it with token_retired "
    "after it",
    "[security][token][resend][accept]") {
  const policy p = strict();
  const invitation i =
      allowed(p, with_token(p), holding(other_token, as<invito::resend_command>(olga, soon)),
              status::pending);
  const auto old = [&](invito::instant now) { return holding(the_token, accepting(ina, now)); };
  allowed(p, i, old(soon + day - tick), status::accepted);
  refused(p, i, old(soon + day), "token_retired /token", "token_retired /token");
  CHECK(public_codes(accept(p, i, old(soon + day)), disclosure::enumeration_safe) == "not_found");
  allowed(p, i, holding(other_token, accepting(ina, soon + day)), status::accepted);

  // After a third token, the first is wrong at once.
  const token_digest third = hash_of("a third token");
  const invitation newer =
      allowed(p, i, holding(third, as<invito::resend_command>(olga, soon + 1h)), status::pending);
  refused(p, newer, old(soon + 2h), "wrong_token /token", "not_found");
  allowed(p, newer, holding(other_token, accepting(ina, soon + 2h)), status::accepted);

  // Without a grace time, the old token is wrong at once.
  policy strictest = p;
  strictest.tokens.grace = {};
  const invitation none =
      allowed(strictest, with_token(p),
              holding(other_token, as<invito::resend_command>(olga, soon)), status::pending);
  refused(strictest, none, old(soon), "wrong_token /token", "not_found");
}

TEST_CASE("flaw 15: a token is retired when the invitation is accepted",
          "[security][token][accept]") {
  policy p = strict();
  p.proof = required_proof::token;
  const invitation used =
      allowed(p, with_token(p), holding(the_token, accepting(ina, soon)), status::accepted);
  refused(p, used, holding(the_token, accepting(eve, soon)), "already_accepted",
          "already_accepted");
  const auto decision = accept(p, with_token(p), holding(the_token, accepting(ina, soon)));
  REQUIRE(decision);
  bool retired = false;
  for (invito::effect const& e : effects(*decision, used)) {
    retired = retired || std::holds_alternative<invito::retire_tokens>(e);
  }
  CHECK(retired);
}

// ---- 17: refusals that disclose accounts -------------------------------------------------------

namespace {

/// The HTTP status and the body of a refusal.
template <class Dialect>
std::string response(invito::problems const& why, disclosure d) {
  const invito::error_context which{"err_1", soon, d};
  return std::to_string(Dialect::http_status(why, d)) + " " + Dialect::write_error(why, which);
}

}  // namespace

TEST_CASE("flaw 17: enumeration_safe gives a member and an invited address the same response",
          "[security][issue]") {
  const policy p = strict();
  const invitation_request r = request("member");
  auto c = issuing(olga, soon);
  c.id = invito::invitation_id("inv-2");
  made(p, r, c);

  std::vector<invito::problems> all;
  c.facts.member = true;
  refused(p, r, c, "already_member /email", "already_member /email");
  all.push_back(issue(p, r, c).error());
  c.facts.existing->push_back(issued());
  refused(p, r, c, "already_member /email; duplicate_pending /email",
          "already_member /email; duplicate_pending /email");
  all.push_back(issue(p, r, c).error());
  c.facts.member = false;
  refused(p, r, c, "duplicate_pending /email", "duplicate_pending /email");
  all.push_back(issue(p, r, c).error());

  const auto same = [&](auto d) {
    using dialect = decltype(d);
    CAPTURE(dialect::name);
    std::string const safe = response<dialect>(all.front(), disclosure::enumeration_safe);
    for (invito::problems const& why : all) {
      CHECK(codes_of(invito::as_public(why, disclosure::enumeration_safe)) == "not_invitable");
      CHECK(response<dialect>(why, disclosure::enumeration_safe) == safe);
      CHECK(dialect::http_status(why, disclosure::enumeration_safe) >= 400);  // never a success
    }
    // It contains no address and no id.
    CHECK_FALSE(has(safe, "ina@example.com"));
    CHECK_FALSE(has(safe, "inv-1"));
    // disclosure::standard discloses both.
    CHECK(has(response<dialect>(all.front(), disclosure::standard), "ina@example.com"));
    CHECK(has(response<dialect>(all.back(), disclosure::standard), "inv-1"));
  };
  for_every_dialect(same);
  same(invito::native{});
}

TEST_CASE("flaw 17: enumeration_safe gives every problem with a link the response of not_found",
          "[security][accept]") {
  policy p = strict();
  const invitation i =
      allowed(p, with_token(p), holding(other_token, as<invito::resend_command>(olga, soon)),
              status::pending);
  auto c = holding(other_token, accepting(ina, soon + 2 * day));
  allowed(p, i, c, status::accepted);

  std::vector<invito::problems> all;
  const auto add = [&](auto const& command, std::string const& why) {
    const auto made = accept(p, i, command);
    CHECK(refusal(made) == why);
    REQUIRE_FALSE(made);
    all.push_back(made.error());
  };
  auto elsewhere = c;
  elsewhere.organization = globex;
  add(elsewhere, "not_found");
  auto stranger = c;
  stranger.who = eve;
  add(stranger, "wrong_recipient");
  auto unverified = c;
  unverified.who.email_verified = false;
  add(unverified, "email_unverified");
  unverified.token.reset();
  add(unverified, "email_unverified; token_missing /token");
  add(holding(hash_of("a guess"), c), "wrong_token /token");
  add(holding(the_token, c), "token_retired /token");
  auto no_token = c;
  no_token.token.reset();
  add(no_token, "token_missing /token");
  all.push_back(invito::problem{invito::code::not_found, {}, {}, {}});  // an unknown id

  const auto same = [&](auto d) {
    using dialect = decltype(d);
    CAPTURE(dialect::name);
    std::string const safe = response<dialect>(all.front(), disclosure::enumeration_safe);
    for (invito::problems const& why : all) {
      CAPTURE(codes_of(why));
      CHECK(codes_of(invito::as_public(why, disclosure::enumeration_safe)) == "not_found");
      CHECK(response<dialect>(why, disclosure::enumeration_safe) == safe);
    }
  };
  for_every_dialect(same);
  same(invito::native{});
}
