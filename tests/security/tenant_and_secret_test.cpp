// SPDX-License-Identifier: MIT
// Flaws of other systems: tenants, keys and what refusals reveal. The numbers are those of
// docs/security.md.

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
using invito::key_digest;
using invito::key_match;
using invito::policy;
using invito::required_proof;
using invito::secret;
using invito::status;

constexpr invito::instant soon = start + day;
inline const invito::organization_id globex("globex");

/// Calls `f` with a value of each dialect.
template <class F>
void for_every_dialect(F f) {
  f(invito::nuon{});
  f(invito::control_plane{});
  f(invito::openai{});
  f(invito::aitronos{});
  f(invito::deepset{});
}

}  // namespace

// ---- 11: another organization's invitation ------------------------------------------------------

TEST_CASE("flaw 11: an invitation of another organization is not found, whoever asks",
          "[security]") {
  const policy p = strict();
  for (invitation const& i : {issued(), accepted(), revoked(), declined(), expired()}) {
    for (member const& m : {olga, adam, mike, robo}) {
      std::size_t verbs = 0;
      for_every_verb(m, ina, start + 2 * day, [&](auto c) {
        c.org = globex;
        refused(p, i, c, "not_found", "not_found");
        ++verbs;
      });
      CHECK(verbs == 7);
    }
  }
  // In its own it is found.
  for_every_verb(olga, ina, week_later, [&](auto c) {
    c.org = acme;
    CHECK(refusal(decide(p, issued(), c)).find("not_found") == std::string::npos);
  });
}

TEST_CASE("flaw 11: an organization that is left out is not every organization", "[security]") {
  const policy p = strict();
  invitation of_nobody = issued();
  of_nobody.organization = {};  // a document that names none, and a host that forgot to say whose
  for (invitation const& i : {issued(), of_nobody}) {
    auto c = as<invito::revoke_command>(olga, soon);
    c.org = {};
    refused(p, i, c, "not_found", "not_found");
    auto again = as<invito::resend_command>(olga, soon);
    again.org = {};
    refused(p, i, again, "not_found", "not_found");
  }
  refused(p, of_nobody, as<invito::revoke_command>(olga, soon), "not_found", "not_found");
  // An invitee may come by the id alone: what they may do follows from the invitation.
  auto yes = accepting(ina, soon);
  allowed(p, issued(), yes, status::accepted);
  yes.org = acme;
  allowed(p, issued(), yes, status::accepted);
}

TEST_CASE("flaw 11: a stranger to the organization learns nothing of what lies behind",
          "[security]") {
  // Expired, seats taken, the sponsor gone: not even that.
  auto c = accepting(eve, week_later);
  c.org = globex;
  c.facts.organization->seat_limit = 0;
  c.facts.sponsor->active = false;
  refused(strict(), issued(), c, "not_found", "not_found");
  c.org = acme;
  refused(strict(), issued(), c, "wrong_recipient", "not_found");
  c.who = ina;
  refused(strict(), issued(), c, "expired", "expired");
}

TEST_CASE("flaw 11: the link of one organization does not open the other", "[security]") {
  policy p = strict();
  p.proof = required_proof::key;
  auto c = holding(other_key, issuing(olga));
  c.org = globex;
  const invitation theirs = made(p, request("owner"), c);
  refused(p, theirs, holding(the_key, accepting(eve, soon)), "wrong_key /key", "not_found");
  // A key says nothing; all that it brings stands in the invitation that it opens.
  const invitation ours = keyed(p);
  const auto said = accept(p, ours, holding(the_key, accepting(eve, soon)));
  REQUIRE(said);
  const auto all = invito::effects(*said, ours);
  REQUIRE(memberships(all) == 1);
  CHECK(std::get<invito::grant_membership>(all.front()).offer.role == "member");
}

TEST_CASE("flaw 11: another organization's invitations are not taken for one's own", "[security]") {
  auto theirs_by = holding(other_key, issuing(olga));
  theirs_by.org = globex;
  theirs_by.idempotency_key = "k";
  const invitation theirs = made(strict(), request("member"), theirs_by);

  // A host's query has brought them along.
  auto c = issuing(olga, soon);
  c.id = invito::invitation_id("inv-2");
  c.idempotency_key = "k";
  c.facts.existing->push_back(theirs);
  for (const invito::duplicate_rule rule :
       {invito::duplicate_rule::refuse, invito::duplicate_rule::return_existing,
        invito::duplicate_rule::supersede}) {
    policy p = strict();
    p.duplicates = rule;
    const auto said = issue(p, request("member"), c);
    REQUIRE(said);
    CHECK_FALSE(said->existing);
    CHECK(said->superseded.empty());
    CHECK(said->invitation.id == c.id);
    CHECK(said->invitation.organization == acme);
  }
}

// ---- 12, 13: the key in answers and in logs -----------------------------------------------------

namespace {

constexpr std::string_view raw_key = "Raw-Key-7f3aQ0";

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

/// Whether a text shows a key or its digest, in bytes or in hexadecimal digits.
bool shows(std::string_view text, std::string_view key) {
  const std::string digest = digest_of(key).bytes();
  return has(text, key) || has(text, digest) || has(text, hex(digest)) || has(text, hex(key));
}

/// Issued with `raw_key`, sent again with a newer one; both open it. Aitronos wants "org_".
invitation with_raw_key(std::string role = "member") {
  policy p = strict();
  ask_for_nothing(p);
  if (role != "member") p.roles = {{role, 1}};
  auto c = issuing(olga);
  c.org = invito::organization_id("org_1");
  const secret key{std::string(raw_key)};
  c.key = digest_of(key.reveal());
  invito::resend_command again = as<invito::resend_command>(olga, start + 1h);
  again.org = c.org;
  again.key = digest_of("a newer key");
  return after(made(p, request(std::move(role)), c), again, p);
}

template <class T, class = void>
inline constexpr bool streamable = false;
template <class T>
inline constexpr bool streamable<
    T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<T const&>())>> = true;

static_assert(streamable<int> && !streamable<secret> && !streamable<key_digest>);
static_assert(!std::is_copy_constructible_v<secret> && !std::is_copy_assignable_v<secret>);
static_assert(!std::is_convertible_v<secret, std::string> &&
              !std::is_convertible_v<secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, secret>);
static_assert(!std::is_constructible_v<std::string, key_digest>);

}  // namespace

TEST_CASE("flaw 12: no answer about an invitation has its key or a digest", "[security]") {
  invito::write_options options;
  options.incomplete = true;
  for (const invito::wire::shape shape : {invito::wire::shape::page, invito::wire::shape::wide}) {
    options.shape = shape;
    for_every_dialect([&](auto d) {
      using dialect = decltype(d);
      CAPTURE(dialect::name);
      std::string role = "member";
      if (!dialect::roles().all().empty()) role = dialect::roles().all().front().name;
      const invitation i = with_raw_key(role);
      REQUIRE(i.keys->previous == digest_of(raw_key));
      const auto text = dialect::write_invite(i, soon, options);
      REQUIRE(told(text) == "nothing wrong");
      CHECK_FALSE(text->empty());
      CHECK_FALSE(shows(*text, raw_key));
      CHECK_FALSE(shows(*text, "a newer key"));
      if constexpr (std::is_base_of_v<invito::lists<dialect>, dialect>) {
        const auto list = dialect::write_list({{i, i}, false}, soon, options);
        REQUIRE(told(list) == "nothing wrong");
        CHECK_FALSE(shows(*list, raw_key));
        CHECK_FALSE(shows(*list, "a newer key"));
      }
      // And whoever translates is told that it stays behind.
      bool lost = false;
      for (invito::loss const& l : invito::losses<dialect>(i, soon, options)) {
        lost = lost || l.what == invito::feature::keys;
      }
      CHECK(lost);
    });
  }
}

TEST_CASE("flaw 12: only the answer that an API defines for it shows the key, once", "[security]") {
  invito::write_options options;
  options.incomplete = true;
  for_every_dialect([&](auto d) {
    using dialect = decltype(d);
    CAPTURE(dialect::name);
    std::string role = "member";
    if (!dialect::roles().all().empty()) role = dialect::roles().all().front().name;
    invito::creation c;
    c.invitation = with_raw_key(role);
    c.key = secret(std::string(raw_key));
    const auto text = dialect::write_creation(c, soon, options);
    REQUIRE(told(text) == "nothing wrong");
    CHECK_FALSE(has(*text, hex(digest_of(raw_key).bytes())));
    const std::size_t found = text->find(raw_key);
    CHECK((found != std::string::npos) == std::is_same_v<dialect, invito::aitronos>);
    CHECK(text->find(raw_key, found + 1) == std::string::npos);
  });
}

TEST_CASE("flaw 12: the native format, for the host's own store, has digests and never a key",
          "[security]") {
  const invitation i = with_raw_key();
  const auto text = invito::native::write_invite(i, soon);
  REQUIRE(text);
  CHECK_FALSE(has(*text, raw_key));
  CHECK_FALSE(has(*text, "a newer key"));
  CHECK(has(*text, hex(digest_of(raw_key).bytes())));
  // What was stored still knows the key.
  const auto back = invito::read(*text);
  REQUIRE(back);
  CHECK(match(*back->keys, digest_of(raw_key), soon) == key_match::previous);
}

TEST_CASE("flaw 12: effects say that the link is to be sent, not what it is", "[security]") {
  static_assert(sizeof(invito::send_invitation) == sizeof(invito::event_kind));
  const auto said = issue(strict(), request("member"), holding(digest_of(raw_key), issuing(olga)));
  REQUIRE(said);
  const auto all = invito::effects(*said);
  REQUIRE(all.size() == 1);
  CHECK(std::holds_alternative<invito::send_invitation>(all.front()));
}

TEST_CASE("flaw 13: no refusal and no explanation repeats a key or a digest", "[security]") {
  policy p = strict();
  p.proof = required_proof::key;
  const invitation i = with_raw_key();
  std::vector<invito::problems> all;
  std::vector<std::string> texts;
  const auto explained = [&](std::vector<invito::finding> const& findings) {
    for (invito::finding const& f : findings) {
      texts.push_back(describe(f));
      texts.push_back(invito::fill_in(f.sentence, {}, f.numbers));
      if (!f.problems.empty()) all.push_back(f.problems);
    }
  };
  // A wrong key, a retired one, one that was never hashed, one as id and as idempotency key.
  auto yes = accepting(eve, start + 3 * day);
  yes.org = i.organization;
  for (key_digest const& key :
       {digest_of("somebody's guess"), digest_of(raw_key), key_digest(std::string(raw_key))}) {
    yes.key = key;
    const auto said = accept(p, i, yes);
    REQUIRE_FALSE(said);
    all.push_back(said.error());
    explained(explain(p, i, yes));
    auto c = issuing(olga);
    c.key = key;
    explained(explain(p, request("member"), c));
    auto again = as<invito::resend_command>(olga, soon);
    again.org = i.organization;
    again.key = key;
    explained(explain(p, i, again));
  }
  auto weak = issuing(olga);
  weak.key = key_digest(std::string(raw_key));
  const auto said = issue(p, request("member"), weak);
  CHECK(refusal(said) == "weak_digest /key");
  REQUIRE_FALSE(said);
  CHECK(describe(said.error()) == "the digest of the key has 14 bytes; at least 32 are needed");
  all.push_back(said.error());

  const invito::incident which{"err_1", soon, disclosure::standard};
  for (invito::problems const& why : all) {
    texts.push_back(describe(why));
    texts.push_back(describe_with_places(why));
    for (invito::problem const& one : why) texts.push_back(one.subject);
    texts.push_back(invito::native::write_error(why, which));
    for_every_dialect([&](auto d) { texts.push_back(decltype(d)::write_error(why, which)); });
  }
  CHECK(texts.size() > 200);
  for (std::string const& text : texts) {
    CAPTURE(text);
    CHECK_FALSE(shows(text, raw_key));
    CHECK_FALSE(shows(text, "a newer key"));
    CHECK_FALSE(shows(text, "somebody's guess"));
  }
}

TEST_CASE("flaw 13: a key that does not fit into a document is not quoted in the problem",
          "[security]") {
  // A body with the key in the wrong place, twice, or of the wrong kind.
  for (char const* body :
       {R"({"email_key":["Raw-Key-7f3aQ0"]})", R"({"email_key":{"a":"Raw-Key-7f3aQ0"}})",
        R"({"email_key":"Raw-Key-7f3aQ0","email_key":"Raw-Key-7f3aQ0"})",
        R"({"key":"Raw-Key-7f3aQ0"})", R"("Raw-Key-7f3aQ0")", R"({"email_key":"Raw-Key-7f3aQ0)"}) {
    CAPTURE(body);
    const auto read = invito::aitronos::read_accept_request(body);
    REQUIRE_FALSE(read);
    CHECK_FALSE(has(describe_with_places(read.error()), raw_key));
    CHECK_FALSE(has(invito::aitronos::write_error(read.error()), raw_key));
    CHECK_FALSE(has(told(read.error()), raw_key));
  }
  const auto read = invito::aitronos::read_accept_request(R"({"email_key":"Raw-Key-7f3aQ0"})");
  REQUIRE(read);
  CHECK(read->reveal() == raw_key);
}

// ---- 14: the id is the key ----------------------------------------------------------------------

TEST_CASE("flaw 14: the id of an invitation alone opens nothing", "[security]") {
  policy p = strict();
  p.proof = required_proof::key;
  refused(p, request("member"), issuing(olga), "missing_value /key", "missing_value /key");
  const invitation i = keyed(p);
  auto c = accepting(eve, soon);
  c.org = acme;  // who can list invitations knows this much
  refused(p, i, c, "wrong_key /key", "not_found");
  for (key_digest const& key :
       {key_digest(i.id.text()), digest_of(i.id.text()), key_digest(), key_digest("")}) {
    refused(p, i, holding(key, c), "wrong_key /key", "not_found");
  }
  allowed(p, i, holding(the_key, c), status::accepted);
  // Nor does it show anything.
  CHECK(refusal(preview(p, i, {eve, key_digest(i.id.text()), soon})) == "wrong_recipient");
  CHECK(refusal(preview(p, i, {std::nullopt, std::nullopt, soon})) == "wrong_recipient");
  CHECK(preview(p, i, {std::nullopt, the_key, soon}));
  // One that came without a key, from a document of another system, has none to hold.
  policy by_identity = strict();
  by_identity.proof = required_proof::identity;
  const invitation keyless = made(by_identity, request("member"), issuing(olga));
  refused(p, keyless, c, "wrong_key /key", "not_found");
  refused(p, keyless, holding(key_digest(""), c), "wrong_key /key", "not_found");
  refused(by_identity, keyless, c, "wrong_recipient", "not_found");
  allowed(by_identity, keyless, accepting(ina, soon), status::accepted);
}

TEST_CASE("flaw 14: where an invitation has a key, the recipient's identity alone is not enough",
          "[security]") {
  const invitation i = keyed();
  refused(strict(), i, accepting(ina, soon), "key_missing /key", "key_missing /key");
  refused(strict(), i, holding(other_key, accepting(ina, soon)), "wrong_key /key", "not_found");
  allowed(strict(), i, holding(the_key, accepting(ina, soon)), status::accepted);
}

// ---- 15: weak keys, and comparing them ----------------------------------------------------------

TEST_CASE("flaw 15: a key is not made from a clock, nor from too few random bytes", "[security]") {
  const auto key_from = [](std::string entropy) {
    return refusal(invito::make_key(secret(std::move(entropy))));
  };
  CHECK(key_from("") == "weak_key /entropy");
  CHECK(key_from(std::string(32, '\0')) == "weak_key /entropy");  // a buffer that nobody filled
  CHECK(key_from("1772442000123") == "weak_key /entropy");        // milliseconds as text
  CHECK(key_from("\x19\x3C\x5B\x04\x7A\x88" + std::string(26, '\0')) == "weak_key /entropy");
  CHECK(key_from("0123456789abcde") == "weak_key /entropy");  // 15 bytes
  CHECK(key_from("0123456789abcdef").empty());

  const auto one = invito::make_key(secret("0123456789abcdef0123456789ABCDEF"));
  const auto other = invito::make_key(secret("0123456789abcdef0123456789ABCDEG"));
  REQUIRE(one);
  REQUIRE(other);
  CHECK(one->reveal().size() == 43);
  CHECK(one->reveal() != other->reveal());
}

TEST_CASE("flaw 15: the digest of a weak hash is refused wherever a key comes in", "[security]") {
  const policy p = strict();
  // CRC32, MD5, SHA-1, one byte short; an empty one even where none is too short.
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{4}, std::size_t{16}, std::size_t{20}, std::size_t{31}}) {
    CAPTURE(size);
    const key_digest weak(std::string(size, 'w'));
    refused(p, request("member"), holding(weak, issuing(olga)), "weak_digest /key",
            "weak_digest /key");
    refused(p, issued(), holding(weak, as<invito::resend_command>(olga, soon)), "weak_digest /key",
            "weak_digest /key");
    refused(p, issued(), holding(weak, amending(olga, soon, "member")), "weak_digest /key",
            "weak_digest /key");
  }
  policy careless = strict();
  careless.keys.least_digest = 0;
  refused(careless, request("member"), holding(key_digest(""), issuing(olga)), "weak_digest /key",
          "weak_digest /key");
  for (const std::size_t size : {std::size_t{32}, std::size_t{64}}) {
    const key_digest strong(std::string(size, 's'));
    made(p, request("member"), holding(strong, issuing(olga)));
    allowed(p, issued(), holding(strong, as<invito::resend_command>(olga, soon)), status::pending);
  }
}

TEST_CASE("flaw 15: a digest counts to its last byte, and neither more nor less", "[security]") {
  const policy p = strict();
  // With zero bytes inside, where comparing as C strings would end.
  const std::string bytes = std::string(8, 'a') + std::string(16, '\0') + std::string(8, 'z');
  const invitation i = made(p, request("member"), holding(key_digest(bytes), issuing(olga)));
  const auto with_key = [&](std::string key) {
    return holding(key_digest(std::move(key)), accepting(ina, soon));
  };
  for (std::size_t n = 0; n != bytes.size(); ++n) {
    for (const char bit : {'\x01', '\x20', '\x7F'}) {
      std::string other = bytes;
      other[n] = static_cast<char>(other[n] ^ bit);
      refused(p, i, with_key(other), "wrong_key /key", "not_found");
    }
    refused(p, i, with_key(bytes.substr(0, n)), "wrong_key /key", "not_found");
  }
  refused(p, i, with_key(bytes + '\0'), "wrong_key /key", "not_found");
  refused(p, i, with_key(bytes + bytes), "wrong_key /key", "not_found");
  allowed(p, i, with_key(bytes), status::accepted);
}

TEST_CASE("flaw 15: a replaced key opens for the grace time, and then says that it is old",
          "[security]") {
  const policy p = strict();
  const invitation i = allowed(
      p, keyed(p), holding(other_key, as<invito::resend_command>(olga, soon)), status::pending);
  const auto old = [&](invito::instant now) { return holding(the_key, accepting(ina, now)); };
  allowed(p, i, old(soon + day - tick), status::accepted);
  refused(p, i, old(soon + day), "key_retired /key", "key_retired /key");
  CHECK(heard(accept(p, i, old(soon + day)), disclosure::enumeration_safe) == "not_found");
  allowed(p, i, holding(other_key, accepting(ina, soon + day)), status::accepted);

  // Of three, the first is forgotten at once.
  const key_digest third = digest_of("a third key");
  const invitation newer =
      allowed(p, i, holding(third, as<invito::resend_command>(olga, soon + 1h)), status::pending);
  refused(p, newer, old(soon + 2h), "wrong_key /key", "not_found");
  allowed(p, newer, holding(other_key, accepting(ina, soon + 2h)), status::accepted);

  // Without a grace time, the old one is void at once.
  policy strictest = p;
  strictest.keys.grace = {};
  const invitation none =
      allowed(strictest, keyed(p), holding(other_key, as<invito::resend_command>(olga, soon)),
              status::pending);
  refused(strictest, none, old(soon), "wrong_key /key", "not_found");
}

TEST_CASE("flaw 15: a key opens nothing more once the invitation is over", "[security]") {
  policy p = strict();
  p.proof = required_proof::key;
  const invitation used =
      allowed(p, keyed(p), holding(the_key, accepting(ina, soon)), status::accepted);
  refused(p, used, holding(the_key, accepting(eve, soon)), "already_accepted", "already_accepted");
  const auto said = accept(p, keyed(p), holding(the_key, accepting(ina, soon)));
  REQUIRE(said);
  bool retired = false;
  for (invito::effect const& e : effects(*said, used)) {
    retired = retired || std::holds_alternative<invito::retire_keys>(e);
  }
  CHECK(retired);
}

// ---- 17: refusals that tell who has an account --------------------------------------------------

namespace {

/// What a client sees of a refusal: the status and the body.
template <class Dialect>
std::string answer(invito::problems const& why, disclosure d) {
  const invito::incident which{"err_1", soon, d};
  return std::to_string(Dialect::http_status(why, d)) + " " + Dialect::write_error(why, which);
}

}  // namespace

TEST_CASE("flaw 17: where it matters, a member and an invited address get the same answer",
          "[security]") {
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
    std::string const safe = answer<dialect>(all.front(), disclosure::enumeration_safe);
    for (invito::problems const& why : all) {
      CHECK(told(invito::as_public(why, disclosure::enumeration_safe)) == "not_invitable");
      CHECK(answer<dialect>(why, disclosure::enumeration_safe) == safe);
      CHECK(dialect::http_status(why, disclosure::enumeration_safe) >= 400);  // never a success
    }
    // Nobody's address or id is in it.
    CHECK_FALSE(has(safe, "ina@example.com"));
    CHECK_FALSE(has(safe, "inv-1"));
    // It is the profile that does this: an inviter who may know is told more.
    CHECK(has(answer<dialect>(all.front(), disclosure::standard), "ina@example.com"));
    CHECK(has(answer<dialect>(all.back(), disclosure::standard), "inv-1"));
  };
  for_every_dialect(same);
  same(invito::native{});
}

TEST_CASE("flaw 17: where it matters, no link tells whose it is and whether it ever was",
          "[security]") {
  policy p = strict();
  const invitation i = allowed(
      p, keyed(p), holding(other_key, as<invito::resend_command>(olga, soon)), status::pending);
  auto c = holding(other_key, accepting(ina, soon + 2 * day));
  allowed(p, i, c, status::accepted);

  std::vector<invito::problems> all;
  const auto add = [&](auto const& command, std::string const& why) {
    const auto said = accept(p, i, command);
    CHECK(refusal(said) == why);
    REQUIRE_FALSE(said);
    all.push_back(said.error());
  };
  auto elsewhere = c;
  elsewhere.org = globex;
  add(elsewhere, "not_found");
  auto stranger = c;
  stranger.who = eve;
  add(stranger, "wrong_recipient");
  auto unverified = c;
  unverified.who.email_verified = false;
  add(unverified, "email_unverified");
  unverified.key.reset();
  add(unverified, "email_unverified; key_missing /key");
  add(holding(digest_of("a guess"), c), "wrong_key /key");
  add(holding(the_key, c), "key_retired /key");
  auto no_key = c;
  no_key.key.reset();
  add(no_key, "key_missing /key");
  all.push_back(
      invito::problem{invito::code::not_found, {}, {}, {}});  // what the host says of none

  const auto same = [&](auto d) {
    using dialect = decltype(d);
    CAPTURE(dialect::name);
    std::string const safe = answer<dialect>(all.front(), disclosure::enumeration_safe);
    for (invito::problems const& why : all) {
      CAPTURE(told(why));
      CHECK(told(invito::as_public(why, disclosure::enumeration_safe)) == "not_found");
      CHECK(answer<dialect>(why, disclosure::enumeration_safe) == safe);
    }
  };
  for_every_dialect(same);
  same(invito::native{});
}
