// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/nlohmann.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/digest.hpp"
#include "support/facts.hpp"
#include "support/sample.hpp"

namespace {

using namespace std::chrono_literals;
using invito::code;
using invito::invitation;
using invito::native;

// Digests -----------------------------------------------------------------------------------------

/// The 64 hexadecimal digits of `support::digest_of(label)`, for the digits of the label.
std::string hex_of(std::string digits) {
  while (digits.size() != 62) digits += "2e";
  return digits + "21";
}

const std::string hex_aa = hex_of("aa");
const std::string hex_bb = hex_of("bb");
const std::string hex_0a = hex_of("0a");
const std::string hex_0b = hex_of("0b");
const std::string hex_00ff = hex_of("00ff");

/// The member with the digest `hex`: "token":"aa2e...".
std::string json_member(std::string const& name, std::string const& hex) {
  return '"' + name + "\":\"" + hex + '"';
}

// An invitation from issue to acceptance, and its document ----------------------------------------

invito::policy lenient() {
  invito::policy out;
  out.roles = {{"owner", 30}, {"reader", 10}, {"member", 5, true, invito::scope::project}};
  support::ask_for_nothing(out);
  return out;
}

invitation accepted_invitation() {
  const invito::policy policy = lenient();
  const invito::organization_id organization("org-acme");
  const invito::instant start = at("2026-03-02T09:00:00.123456789Z");

  invito::invitation_request request;
  request.recipient = {invito::email("Rita@Example.com"), invito::user_id("user-rita")};
  request.name = {"Rita",
                  "R\xC3\xA9"
                  "dac"};
  request.offer.role = "owner";
  request.offer.grants = std::vector<invito::grant>{{invito::scope::project, "p-1", "member"},
                                                    {invito::scope::workspace, "w-1", ""}};
  request.attributes = {{"source", *invito::parse_json_text(R"({"b":1.50,"a":null})")}};
  invito::issue_command issue;
  issue.id = invito::invitation_id("inv-1");
  issue.organization = organization;
  issue.by = invito::actor::user(invito::user_id("user-olga"));
  issue.now = start;
  issue.token = support::digest_of("\xAA");
  issue.idempotency_key = "k-1";
  issue.facts.existing.emplace();
  invitation out = invito::apply(*invito::issue(policy, request, issue));

  invito::amend_command amend;
  amend.organization = organization;
  amend.by = invito::actor::service(invito::user_id("sync"));
  amend.now = start + 1h;
  amend.offer = {"reader", std::vector<invito::grant>{}};
  amend.token = support::digest_of("\xBB");
  REQUIRE(invito::apply(out, *invito::amend(policy, out, amend)));

  invito::resend_command resend;
  resend.organization = organization;
  resend.by = invito::actor::system();
  resend.now = start;  // the clock was set back
  resend.token = support::digest_of(std::string("\0\xFF", 2));
  REQUIRE(invito::apply(out, *invito::resend(policy, out, resend)));

  invito::accept_command accept;
  accept.who = {invito::user_id("user-rita"), invito::email("rita@home.example"), true};
  accept.now = at("2026-03-03T09:00:00Z");
  REQUIRE(invito::apply(out, *invito::accept(policy, out, accept)));
  return out;
}

// The expected document. The events are separate, so that a test can change one.
const std::string issue_event =
    R"({"event":"issue","at":"2026-03-02T09:00:00.123456789Z","by":{"kind":"user","id":"user-olga"},)"
    R"("revision":1,"expires_at":"2026-03-09T09:00:00.123456789Z","idempotency_key":"k-1",)"
    R"("role":"owner","grants":[{"scope":"project","id":"p-1","role":"member"},)"
    R"({"scope":"workspace","id":"w-1"}],)" +
    json_member("token", hex_aa) + "}";
const std::string amend_event =
    R"({"event":"amend","at":"2026-03-02T10:00:00.123456789Z","by":{"kind":"service","id":"sync"},)"
    R"("revision":2,"expires_at":"2026-03-09T09:00:00.123456789Z","role":"reader","grants":[],)" +
    json_member("token", hex_bb) + "}";
const std::string resend_event =
    R"({"event":"resend","at":"2026-03-02T10:00:00.123456789Z","by":{"kind":"system"},"revision":3,)"
    R"("expires_at":"2026-03-09T10:00:00.123456789Z","clamped":true,)" +
    json_member("token", hex_00ff) + R"(,"previous_until":"2026-03-03T10:00:00.123456789Z"})";
const std::string accept_event =
    R"({"event":"accept","at":"2026-03-03T09:00:00Z","by":{"kind":"user","id":"user-rita"},)"
    R"("revision":4,"expires_at":"2026-03-09T10:00:00.123456789Z","proof":["user"],)"
    R"("email":"rita@home.example"})";
const std::string accepted_head =
    R"({"invito":1,"id":"inv-1","organization":"org-acme","email":"Rita@Example.com",)"
    R"("user":"user-rita","given_name":"Rita","family_name":"R)"
    "\xC3\xA9"
    R"(dac",)"
    R"("created_by":{"kind":"user","id":"user-olga"},"created_at":"2026-03-02T09:00:00.123456789Z",)"
    R"("send":true,"attributes":[{"name":"source","value":{"b":1.50,"a":null}}],)"
    R"("state":{"status":"accepted","at":"2026-03-03T09:00:00Z","accepted_by":"user-rita"},)"
    R"("role":"reader","grants":[],"offer_number":2,"sponsor":{"kind":"service","id":"sync"},)"
    R"("tokens":{)" +
    json_member("current", hex_00ff) + "," + json_member("previous", hex_bb) +
    R"(,"previous_until":"2026-03-03T10:00:00.123456789Z"},"revision":4,)";
const std::string accepted_document = accepted_head + R"("history":[)" + issue_event + "," +
                                      amend_event + "," + resend_event + "," + accept_event + "]}";

// An imported invitation with a baseline, revoked later -------------------------------------------

invitation imported_invitation() {
  invitation out;
  out.id = invito::invitation_id("inv-2");
  out.organization = invito::organization_id("org-acme");
  out.recipient.email = invito::email("");
  out.send = false;
  out.state = invito::expired{at("2026-03-01T00:00:00Z")};
  out.offer.role = "owner";
  out.offer_number = 3;
  out.sponsor = invito::actor::user(invito::user_id("user-olga"));
  out.tokens = invito::token_digests{support::digest_of("\xAA"), support::digest_of("\x0A"),
                                     at("1969-12-31T23:59:59.000000001Z")};
  invito::begin_history(out, at("2026-03-01T00:00:00Z"), std::nullopt, 5);
  invito::revoke_command revoke;
  revoke.organization = out.organization;
  revoke.by = invito::actor::user(invito::user_id("user-olga"));
  revoke.now = at("2026-03-02T00:00:00Z");
  REQUIRE(invito::apply(out, *invito::revoke(lenient(), out, revoke)));
  return out;
}

const std::string imported_tokens = R"("tokens":{)" + json_member("current", hex_aa) + "," +
                                    json_member("previous", hex_0a) +
                                    R"(,"previous_until":"1969-12-31T23:59:59.000000001Z"})";

const std::string imported_document =
    R"({"invito":1,"id":"inv-2","organization":"org-acme","email":"","send":false,)"
    R"("state":{"status":"revoked","at":"2026-03-02T00:00:00Z","by":{"kind":"user","id":"user-olga"},)"
    R"("cause":"revoked"},"role":"owner","offer_number":3,"sponsor":{"kind":"user","id":"user-olga"},)" +
    imported_tokens +
    R"(,"revision":6,"baseline":{"state":{"status":"expired","at":"2026-03-01T00:00:00Z"},)"
    R"("role":"owner","offer_number":3,"sponsor":{"kind":"user","id":"user-olga"},)" +
    imported_tokens +
    R"(,"expires_at":"2026-03-01T00:00:00Z","revision":5,"known_at":"2026-03-01T00:00:00Z"},)"
    R"("history":[{"event":"revoke","at":"2026-03-02T00:00:00Z","by":{"kind":"user","id":"user-olga"},)"
    R"("revision":6,"expires_at":"2026-03-01T00:00:00Z"}]})";

// The smallest document with this state, with more members.
std::string least(std::string const& state, std::string const& more = {}) {
  return R"({"invito":1,"id":"i","send":true,"state":)" + state +
         R"(,"offer_number":1,"revision":0,)" + more + R"("baseline":{"state":)" + state +
         R"(,"revision":0},"history":[]})";
}

// A document with a baseline and one event of this kind with one more member.
std::string one_event(std::string const& kind, std::string const& member) {
  return R"({"invito":1,"id":"i","send":true,"state":{"status":"pending"},"offer_number":1,)"
         R"("revision":1,"baseline":{"state":{"status":"pending"},"revision":0},"history":[)"
         R"({"event":")" +
         kind + R"(","at":"2026-03-02T00:00:00Z","by":{"kind":"system"},"revision":1)" +
         (member.empty() ? "" : "," + member) + "}]}";
}

std::string reading(std::string const& document) {
  return document.empty() ? "the document was not changed" : codes_of(invito::read(document));
}

// A document with a baseline and without events.
const std::string without_events =
    R"({"invito":1,"id":"i","send":true,"state":{"status":"pending"},"role":"member",)"
    R"("offer_number":1,"tokens":{)" +
    json_member("current", hex_aa) +
    R"(},"revision":0,)"
    R"("baseline":{"state":{"status":"pending"},"role":"member",)"
    R"("tokens":{)" +
    json_member("current", hex_aa) + R"(},"revision":0},"history":[]})";

std::string with_digest(std::string const& digest) {
  return with(with(without_events, hex_aa, digest), hex_aa, digest);
}

// Whether all members are equal and every email has the same spelling: == of emails ignores case.
bool same(invitation const& a, invitation const& b) {
  if (a != b) return false;
  if (a.recipient.email && a.recipient.email->text() != b.recipient.email->text()) return false;
  for (std::size_t n = 0; n != a.history.size(); ++n) {
    const auto spelled = [](invito::event const& e) -> std::string {
      if (auto* accepted = std::get_if<invito::accept_details>(&e.details)) {
        return accepted->email ? accepted->email->text() : std::string();
      }
      if (auto* declined = std::get_if<invito::decline_details>(&e.details)) {
        return declined->email ? declined->email->text() : std::string();
      }
      return {};
    };
    if (spelled(a.history[n]) != spelled(b.history[n])) return false;
  }
  return true;
}

}  // namespace

// The format --------------------------------------------------------------------------------------

TEST_CASE("write writes an accepted invitation with its history", "[native]") {
  const auto written = invito::write(accepted_invitation());
  REQUIRE(codes_of(written) == "nothing wrong");
  CHECK(*written == accepted_document);
}

TEST_CASE("write writes the baseline of an invitation", "[native]") {
  const auto written = invito::write(imported_invitation());
  REQUIRE(codes_of(written) == "nothing wrong");
  CHECK(*written == imported_document);
}

TEST_CASE("read restores a written invitation", "[native]") {
  const auto accepted = invito::read(accepted_document);
  REQUIRE(codes_of(accepted) == "nothing wrong");
  CHECK(same(*accepted, accepted_invitation()));
  CHECK(accepted->history[2].clamped);
  CHECK(accepted->attributes[0].value.text() == R"({"b":1.50,"a":null})");
  const auto revoked = invito::read(imported_document);
  REQUIRE(codes_of(revoked) == "nothing wrong");
  CHECK(same(*revoked, imported_invitation()));
  CHECK(revoked->revision() == 6);
}

TEST_CASE("every sample is equal after write and read, and a second write gives the same bytes",
          "[native]") {
  sample::maker make(20260302, sample::hard_roles());
  std::array<int, 4> statuses{};
  std::array<int, 8> kinds{};
  int baselines = 0, clamped = 0, tokens = 0, idempotent = 0, previous = 0, attributes = 0,
      fractions = 0, updated = 0, source_statuses = 0, overlaps = 0;
  for (int n = 0; n != 1500; ++n) {
    CAPTURE(n);
    const invitation i = make();
    const auto written = invito::write(i);
    REQUIRE(codes_of(written) == "nothing wrong");
    const auto read = invito::read(*written);
    REQUIRE(codes_of(read) == "nothing wrong");
    REQUIRE(same(*read, i));
    REQUIRE(*invito::write(*read) == *written);
    REQUIRE(nlohmann::json::accept(*written));
    REQUIRE(invito::losses<native>(i, at("2026-03-02T09:00:00Z")).empty());

    ++statuses[i.state.index()];
    for (invito::event const& e : i.history) {
      ++kinds[e.details.index()];
      clamped += e.clamped ? 1 : 0;
      auto* resent = std::get_if<invito::resend_details>(&e.details);
      overlaps += resent && resent->previous_until ? 1 : 0;
      idempotent += e.idempotency_key.empty() ? 0 : 1;
      fractions += e.at.time_since_epoch() % 1us != 0ns ? 1 : 0;
    }
    baselines += i.baseline ? 1 : 0;
    updated += i.baseline && i.baseline->updated_at ? 1 : 0;
    source_statuses += i.baseline && i.baseline->source_statuses ? 1 : 0;
    tokens += i.tokens ? 1 : 0;
    previous += i.tokens && i.tokens->previous ? 1 : 0;
    attributes += i.attributes.empty() ? 0 : 1;
  }
  // The samples cover every case.
  for (const int count : statuses) CHECK(count > 50);
  for (const int count : kinds) CHECK(count > 20);
  for (const int count : {baselines, clamped, tokens, idempotent, previous, attributes, fractions,
                          updated, source_statuses, overlaps}) {
    CHECK(count > 50);
  }
}

TEST_CASE("updated_at and source_statuses are written in the baseline and read back", "[native]") {
  invitation i = imported_invitation();
  i.baseline->updated_at = at("2026-03-01T12:00:00.000000001Z");
  i.baseline->source_statuses =
      invito::composite_status{{"expired",
                                "it is \"over\"",
                                at("2026-03-01T00:00:00Z"),
                                invito::user_id("user-olga"),
                                {{"a", *invito::parse_json_text(R"({"b":1.50})")}, {"", {}}}},
                               {{"no-such-word", {}, at("1969-12-31T23:59:59.000000001Z"), {}, {}},
                                {},
                                {"pending", {}, {}, {}, {}}}};
  const auto written = invito::write(i);
  REQUIRE(codes_of(written) == "nothing wrong");
  const std::string statuses =
      R"("statuses":{"current":{"status":"expired","description":"it is \"over\"",)"
      R"("at":"2026-03-01T00:00:00Z","by":"user-olga","metadata":[{"name":"a","value":{"b":1.50}},)"
      R"({"name":"","value":null}]},"history":[)"
      R"({"status":"no-such-word","at":"1969-12-31T23:59:59.000000001Z"},{},{"status":"pending"}]})";
  CHECK(*written == with(imported_document, R"("known_at":"2026-03-01T00:00:00Z"},)",
                         R"("known_at":"2026-03-01T00:00:00Z",)"
                         R"("updated_at":"2026-03-01T12:00:00.000000001Z",)" +
                             statuses + "},"));
  const auto read = invito::read(*written);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(same(*read, i));
  CHECK(read->baseline->updated_at == at("2026-03-01T12:00:00.000000001Z"));
  CHECK(*read->baseline->source_statuses == *i.baseline->source_statuses);
  // The revocation came later.
  CHECK(read->updated_at() == at("2026-03-02T00:00:00Z"));

  const auto null = invito::read(
      with(imported_document, R"("known_at":"2026-03-01T00:00:00Z"},)",
           R"("known_at":"2026-03-01T00:00:00Z","updated_at":null,"statuses":null},)"));
  REQUIRE(codes_of(null) == "nothing wrong");
  CHECK(same(*null, imported_invitation()));
}

TEST_CASE("source statuses refuse unknown members, and each problem has its path", "[native]") {
  const auto reading_statuses = [](std::string const& statuses) {
    return reading(with(imported_document, R"("known_at":"2026-03-01T00:00:00Z"},)",
                        R"("known_at":"2026-03-01T00:00:00Z","statuses":)" + statuses + "},"));
  };
  CHECK(reading_statuses(R"({"current":{},"history":[]})") == "nothing wrong");
  CHECK(reading_statuses(R"({"current":{"status":null,"description":null,"at":null,"by":null,)"
                         R"("metadata":null},"history":[]})") == "nothing wrong");
  CHECK(reading_statuses("{}") ==
        "missing_field /baseline/statuses/current; missing_field /baseline/statuses/history");
  CHECK(reading_statuses("[]") == "wrong_type /baseline/statuses");
  CHECK(reading_statuses(R"({"current":{},"history":[],"x":1})") ==
        "unknown_field /baseline/statuses/x");
  CHECK(reading_statuses(R"({"current":{"x":1},"history":[{},{"history":[]}]})") ==
        "unknown_field /baseline/statuses/current/x; "
        "unknown_field /baseline/statuses/history/1/history");
  CHECK(
      reading_statuses(R"({"current":{"metadata":[{"name":"a","value":1,"x":2}]},"history":[]})") ==
      "unknown_field /baseline/statuses/current/metadata/0/x");
  CHECK(reading_statuses(R"({"current":{"status":1,"description":2,"at":3,"by":4,"metadata":{}},)"
                         R"("history":{}})") ==
        "wrong_type /baseline/statuses/current/status; "
        "wrong_type /baseline/statuses/current/description; "
        "wrong_type /baseline/statuses/current/at; wrong_type /baseline/statuses/current/by; "
        "wrong_type /baseline/statuses/current/metadata; wrong_type /baseline/statuses/history");
  CHECK(reading_statuses(R"({"current":{"at":"now"},"history":[{"metadata":[{}]}]})") ==
        "invalid_time /baseline/statuses/current/at; "
        "missing_field /baseline/statuses/history/0/metadata/0/name; "
        "missing_field /baseline/statuses/history/0/metadata/0/value");
  CHECK(reading(with(imported_document, R"("known_at":"2026-03-01T00:00:00Z"},)",
                     R"("known_at":"2026-03-01T00:00:00Z","updated_at":1},)")) ==
        "wrong_type /baseline/updated_at");
}

TEST_CASE("read gives the same invitation from a parsed value and from its text",
          "[native][nlohmann]") {
  sample::maker make(7, sample::hard_roles());
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    invitation i = make();
    i.attributes = {{"\xC3\xA9", *invito::parse_json_text(R"({"a":[1,"x"],"b":null})")}};
    const std::string written = *invito::write(i);
    const auto read = invito::read(nlohmann::json::parse(written));
    REQUIRE(codes_of(read) == "nothing wrong");
    REQUIRE(same(*read, i));
    REQUIRE(*invito::write(*read) == written);
  }
}

TEST_CASE("read keeps empty members and treats null as absent", "[native]") {
  invitation i;
  i.id = invito::invitation_id("i");
  invito::begin_history(i, std::nullopt);
  CHECK(*invito::write(i) == least(R"({"status":"pending"})"));

  i.offer.grants.emplace();
  i.recipient.email = invito::email("");
  invito::begin_history(i, std::nullopt);
  const std::string written = *invito::write(i);
  CHECK(written ==
        R"({"invito":1,"id":"i","email":"","send":true,"state":{"status":"pending"},"grants":[],)"
        R"("offer_number":1,"revision":0,"baseline":{"state":{"status":"pending"},"grants":[],)"
        R"("revision":0},"history":[]})");
  CHECK(invito::read(written)->offer.grants.has_value());
  CHECK(invito::read(written)->recipient.email.has_value());

  const auto null = invito::read(
      R"({"invito":1,"id":"i","organization":null,"email":null,"user":null,"given_name":null,)"
      R"("family_name":null,"created_by":null,"created_at":null,"send":true,"attributes":null,)"
      R"("state":{"status":"pending","at":null,"expires_at":null,"accepted_by":null,"by":null,)"
      R"("cause":null},"role":null,"grants":null,"offer_number":1,"sponsor":null,"tokens":null,)"
      R"("revision":0,"baseline":{"state":{"status":"pending"},"revision":0},"history":[]})");
  REQUIRE(codes_of(null) == "nothing wrong");
  CHECK(*invito::write(*null) == least(R"({"status":"pending"})"));
}

TEST_CASE("read accepts members in any order and white space", "[native]") {
  const auto read = invito::read(
      " {\"history\": [],\n \"baseline\": {\"revision\": 0, \"state\": {\"status\": \"pending\"}},"
      " \"revision\": 0, \"offer_number\": 1, \"state\": {\"status\": \"pending\"}, \"send\": true,"
      " \"id\": \"i\", \"invito\": 1}\n");
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->id == invito::invitation_id("i"));
}

// Versions ----------------------------------------------------------------------------------------

TEST_CASE("read refuses any other format version with its number", "[native]") {
  for (const std::int64_t version :
       {std::int64_t{0}, std::int64_t{2}, std::int64_t{-1}, std::int64_t{1000}}) {
    CAPTURE(version);
    const std::string number = std::to_string(version);
    const auto read = invito::read(with(accepted_document, "\"invito\":1", "\"invito\":" + number));
    REQUIRE(codes_of(read) == "unsupported_version /invito");
    CHECK(read.error().front().numbers[0] == version);
    CHECK(read.error().front().numbers[1] == 1);
    CHECK(describe(read.error().front()) ==
          "format version " + number + " is not supported; the latest supported version is 1");
  }
  CHECK(reading(with(accepted_document, "\"invito\":1", "\"invito\":\"1\"")) ==
        "wrong_type /invito");
  CHECK(reading(with(accepted_document, "\"invito\":1,", "")) == "missing_field /invito");
}

TEST_CASE("unsupported_version has the numbers of both versions", "[native]") {
  const auto later = invito::read(with(without_events, R"("invito":1)", R"("invito":2)"));
  REQUIRE(codes_of(later) == "unsupported_version /invito");
  CHECK(later.error().front().numbers == std::array<std::int64_t, 3>{2, 1, 0});
}

TEST_CASE("a later format version is unsupported_version and not unknown_field", "[native]") {
  CHECK(reading(R"({"invito":2,"id":"i","new":true,"state":{"status":"paused"},"history":{}})") ==
        "unsupported_version /invito");
  CHECK(reading(R"({"new":true,"invito":3})") == "unsupported_version /invito");
  invito::read_options strict;
  strict.strict = true;
  CHECK(codes_of(invito::read(R"({"new":true,"invito":3})", strict)) ==
        "unsupported_version /invito");
  CHECK(codes_of(native::read_creation(R"({"invito":2,"id":"i","new":true})")) ==
        "unsupported_version /invito");
  CHECK(codes_of(native::read_list(R"({"items":[)" + least(R"({"status":"pending"})") +
                                   R"(,{"invito":2,"new":true}],"has_more":false})")) ==
        "unsupported_version /items/1/invito");
}

// Tampering ---------------------------------------------------------------------------------------

TEST_CASE("read refuses a document whose state does not match its events", "[native]") {
  struct change {
    char const* name;
    std::string from, to;
    char const* expected;
  };
  const std::string tokens_end = R"("previous_until":"2026-03-03T10:00:00.123456789Z")";
  const std::vector<change> changes{
      {"another state",
       R"({"status":"accepted","at":"2026-03-03T09:00:00Z","accepted_by":"user-rita"})",
       R"({"status":"pending","expires_at":"2026-03-09T10:00:00.123456789Z"})", "history_mismatch"},
      {"another time of acceptance", R"("accepted","at":"2026-03-03T09:00:00Z")",
       R"("accepted","at":"2026-03-03T09:00:00.000000001Z")", "history_mismatch"},
      {"no time of acceptance", R"("accepted","at":"2026-03-03T09:00:00Z")", R"("accepted")",
       "history_mismatch"},
      {"another acceptor", R"("accepted_by":"user-rita")", R"("accepted_by":"user-mallory")",
       "history_mismatch"},
      {"another role", R"(},"role":"reader","grants":[],"offer_number")",
       R"(},"role":"owner","grants":[],"offer_number")", "history_mismatch"},
      {"grants left out", R"("grants":[],"offer_number")", R"("offer_number")", "history_mismatch"},
      {"more grants", R"("grants":[],"offer_number")",
       R"("grants":[{"scope":"project","id":"p-1"}],"offer_number")", "history_mismatch"},
      {"another offer number", R"("offer_number":2)", R"("offer_number":1)", "history_mismatch"},
      {"another sponsor", R"("sponsor":{"kind":"service","id":"sync"})",
       R"("sponsor":{"kind":"user","id":"sync"})", "history_mismatch"},
      {"no sponsor", R"("sponsor":{"kind":"service","id":"sync"},)", "", "history_mismatch"},
      {"another token", json_member("current", hex_00ff), json_member("current", hex_of("00fe")),
       "history_mismatch"},
      {"an older previous token", json_member("previous", hex_bb), json_member("previous", hex_aa),
       "history_mismatch"},
      {"no previous token", json_member("previous", hex_bb) + "," + tokens_end, tokens_end,
       "history_mismatch"},
      {"a later end of the previous token", tokens_end + "},",
       R"("previous_until":"2036-03-03T10:00:00Z"},)", "history_mismatch"},
      {"no end of the previous token", "," + tokens_end + "},", "},", "history_mismatch"},
      {"no token",
       R"("tokens":{)" + json_member("current", hex_00ff) + "," + json_member("previous", hex_bb) +
           "," + tokens_end + "},",
       "", "history_mismatch"},
      {"another creator", R"("created_by":{"kind":"user","id":"user-olga"})",
       R"("created_by":{"kind":"user","id":"user-rita"})", "history_mismatch"},
      {"no creator", R"("created_by":{"kind":"user","id":"user-olga"},)", "", "history_mismatch"},
      {"another time of creation", R"("created_at":"2026-03-02T09:00:00.123456789Z")",
       R"("created_at":"2026-03-02T09:00:00.123456788Z")", "history_mismatch"},
      {"no time of creation", R"("created_at":"2026-03-02T09:00:00.123456789Z",)", "",
       "history_mismatch"},
      {"another revision", R"("revision":4,"history")", R"("revision":5,"history")",
       "history_mismatch /revision"},
      {"no event", accepted_document.substr(accepted_head.size()), R"("history":[]})",
       "history_mismatch /revision"},
      {"a baseline of its own", R"("history":[)",
       R"("baseline":{"state":{"status":"pending"},"revision":0},"history":[)",
       "history_mismatch /history/0"},
      // Events.
      {"a dropped event", amend_event + ",", "", "history_mismatch /revision"},
      {"a dropped issue", issue_event + ",", "", "history_mismatch /revision"},
      {"events swapped", amend_event + "," + resend_event, resend_event + "," + amend_event,
       "history_mismatch /history/1"},
      {"an event twice", amend_event, amend_event + "," + amend_event,
       "history_mismatch /revision"},
      {"another revision of an event", R"("revision":3,)", R"("revision":4,)",
       "history_mismatch /history/2"},
      {"an event before the previous event",
       R"("at":"2026-03-02T10:00:00.123456789Z","by":{"kind":"service")",
       R"("at":"2026-03-02T08:00:00Z","by":{"kind":"service")", "history_mismatch /history/1"},
      {"another expiry of the issue",
       R"("revision":1,"expires_at":"2026-03-09T09:00:00.123456789Z")",
       R"("revision":1,"expires_at":"2026-04-09T09:00:00.123456789Z")",
       "history_mismatch /history/1"},
      {"another expiry of an amendment",
       R"("revision":2,"expires_at":"2026-03-09T09:00:00.123456789Z")",
       R"("revision":2,"expires_at":"2026-03-09T09:00:00.123456788Z")",
       "history_mismatch /history/1"},
      {"another expiry of a resend",
       R"("revision":3,"expires_at":"2026-03-09T10:00:00.123456789Z")",
       R"("revision":3,"expires_at":"2026-05-09T10:00:00.123456789Z")",
       "history_mismatch /history/3"},
      {"no expiry of an acceptance",
       R"("revision":4,"expires_at":"2026-03-09T10:00:00.123456789Z",)", R"("revision":4,)",
       "history_mismatch /history/3"},
      {"an expiry before the acceptance",
       R"("revision":3,"expires_at":"2026-03-09T10:00:00.123456789Z")",
       R"("revision":3,"expires_at":"2026-03-03T09:00:00Z")", "history_mismatch /history/3"},
      {"another issuer", R"("by":{"kind":"user","id":"user-olga"},"revision":1)",
       R"("by":{"kind":"user","id":"user-mallory"},"revision":1)", "history_mismatch"},
      {"another acceptor in the event", R"("by":{"kind":"user","id":"user-rita"})",
       R"("by":{"kind":"user","id":"user-mallory"})", "history_mismatch"},
      {"another role in the amendment", R"("role":"reader","grants":[],"token":)",
       R"("role":"owner","grants":[],"token":)", "history_mismatch"},
      {"another token in the resend", R"("clamped":true,)" + json_member("token", hex_00ff),
       R"("clamped":true,)" + json_member("token", hex_aa), "history_mismatch"},
      {"a later end of the replaced token in the resend",
       json_member("token", hex_00ff) + "," + tokens_end,
       json_member("token", hex_00ff) + R"(,"previous_until":"2036-03-03T10:00:00Z")",
       "history_mismatch"},
      {"no end of the replaced token in the resend",
       json_member("token", hex_00ff) + "," + tokens_end, json_member("token", hex_00ff),
       "history_mismatch"},
      {"a revocation in place of the acceptance", accept_event,
       R"({"event":"revoke","at":"2026-03-03T09:00:00Z","by":{"kind":"system"},"revision":4,)"
       R"("expires_at":"2026-03-09T10:00:00.123456789Z"})",
       "history_mismatch"},
      {"an issue in the middle", R"({"event":"amend")", R"({"event":"issue")",
       "history_mismatch /history/1"},
      {"no issue at the start", R"({"event":"issue")", R"({"event":"amend")",
       "history_mismatch /history/0"},
  };
  REQUIRE(reading(accepted_document) == "nothing wrong");
  for (change const& c : changes) {
    CAPTURE(c.name);
    CHECK(reading(with(accepted_document, c.from, c.to)) == c.expected);
  }
  // With a matching number of events the gap is found.
  const std::string three =
      with(accepted_document, R"("revision":4,"history")", R"("revision":3,"history")");
  CHECK(reading(with(three, amend_event + ",", "")) == "history_mismatch /history/1");
  CHECK(reading(with(three, "," + accept_event, "")) == "history_mismatch");
  // No event may follow a final state.
  CHECK(reading(
            with(with(accepted_document, R"("revision":4,"history")", R"("revision":5,"history")"),
                 accept_event + "]",
                 accept_event + "," +
                     R"({"event":"revoke","at":"2026-03-04T09:00:00Z",)"
                     R"("by":{"kind":"system"},"revision":5,)"
                     R"("expires_at":"2026-03-09T10:00:00.123456789Z"}])")) ==
        "history_mismatch /history/4");
}

TEST_CASE("read refuses a document whose state does not match its baseline", "[native]") {
  struct change {
    char const* name;
    std::string from, to;
    char const* expected;
  };
  const std::vector<change> changes{
      {"another state", R"({"status":"expired","at":"2026-03-01T00:00:00Z"})",
       R"({"status":"accepted"})", "history_mismatch /history/0"},
      {"another role",
       R"("role":"owner","offer_number":3,"sponsor":{"kind":"user","id":"user-olga"},)" +
           imported_tokens + R"(,"expires_at")",
       R"("role":"reader","offer_number":3,"sponsor":{"kind":"user","id":"user-olga"},)" +
           imported_tokens + R"(,"expires_at")",
       "history_mismatch"},
      {"another offer number", R"("offer_number":3)", R"("offer_number":2)", "history_mismatch"},
      {"another expiry", R"("expires_at":"2026-03-01T00:00:00Z","revision":5)",
       R"("expires_at":"2026-03-01T00:00:01Z","revision":5)", "history_mismatch /history/0"},
      {"another revision", R"("revision":5)", R"("revision":4)", "history_mismatch /revision"},
      {"another token", json_member("previous", hex_0a), json_member("previous", hex_0b),
       "history_mismatch"},
      {"another cause", R"("cause":"revoked")", R"("cause":"declined")", "history_mismatch"},
      {"another actor",
       R"("at":"2026-03-02T00:00:00Z","by":{"kind":"user","id":"user-olga"},"cause")",
       R"("at":"2026-03-02T00:00:00Z","by":{"kind":"system"},"cause")", "history_mismatch"},
  };
  for (change const& c : changes) {
    CAPTURE(c.name);
    CHECK(reading(with(imported_document, c.from, c.to)) == c.expected);
  }
}

TEST_CASE("a baseline without events must equal the state of the document", "[native]") {
  CHECK(codes_of(invito::read(without_events)) == "nothing wrong");
  CHECK(codes_of(invito::read(with(without_events, R"("role":"member")", R"("role":"owner")"))) ==
        "history_mismatch");
  CHECK(codes_of(invito::read(with(
            without_events, R"("state":{"status":"pending"})",
            R"("state":{"status":"expired","at":"2026-03-02T09:00:00Z"})"))) == "history_mismatch");
}

TEST_CASE("an invitation assembled by the host is written and read without events and baseline",
          "[native]") {
  invitation assembled;
  assembled.id = invito::invitation_id("inv-1");
  assembled.state = invito::pending{invito::instant{std::chrono::hours{1}}};
  const auto written = invito::write(assembled);
  REQUIRE(written);
  const auto back = invito::read(*written);
  REQUIRE(back);
  CHECK(*back == assembled);
  CHECK(reading(with(least(R"({"status":"pending"})"),
                     R"("baseline":{"state":{"status":"pending"},"revision":0},)", "")) ==
        "nothing wrong");
}

TEST_CASE("a document with one changed byte is refused or can be written and read again",
          "[native]") {
  const std::string again = *invito::write(accepted_invitation());
  for (std::size_t n = 0; n != again.size(); ++n) {
    for (const char c : {'0', '"', '}', 'x', '\0', '\xFF'}) {
      std::string changed = again;
      changed[n] = c;
      const auto read = invito::read(changed);
      if (!read) continue;
      const auto written = invito::write(*read);
      CAPTURE(n, changed);
      REQUIRE(codes_of(written) == "nothing wrong");
      const auto back = invito::read(*written);
      REQUIRE(codes_of(back) == "nothing wrong");
      REQUIRE(same(*back, *read));
    }
  }
}

TEST_CASE("read refuses a document truncated at any byte", "[native]") {
  for (std::string const& document : {accepted_document, imported_document}) {
    for (std::size_t size = 0; size != document.size(); ++size) {
      CAPTURE(size);
      const auto read = invito::read(document.substr(0, size));
      REQUIRE(codes_of(read) == "syntax_error");
      REQUIRE(read.error().front().numbers[0] == static_cast<std::int64_t>(size));
    }
  }
}

// Members of states and events --------------------------------------------------------------------

TEST_CASE("read refuses members that do not belong to the status", "[native]") {
  struct member {
    std::string name;
    std::string value;
    std::string of;  // the states that have the member
  };
  const std::vector<member> members{
      {"at", R"("2026-03-01T00:00:00Z")", "accepted revoked expired"},
      {"expires_at", R"("2026-03-01T00:00:00Z")", "pending"},
      {"accepted_by", R"("u")", "accepted"},
      {"by", R"({"kind":"user","id":"u"})", "revoked"},
      {"cause", R"("superseded")", "revoked"},
  };
  struct status {
    std::string name;
    std::string required;
  };
  for (status const& s :
       {status{"pending", ""}, status{"accepted", ""}, status{"revoked", R"(,"cause":"declined")"},
        status{"expired", R"(,"at":"2026-03-01T00:00:00Z")"}}) {
    const std::string state = R"({"status":")" + s.name + '"' + s.required;
    CAPTURE(state);
    CHECK(reading(least(state + "}")) == "nothing wrong");
    for (member const& m : members) {
      if (s.required.find('"' + m.name + '"') != std::string::npos) continue;
      CAPTURE(m.name);
      const std::string more = state + ",\"" + m.name + "\":" + m.value + "}";
      const bool belongs = m.of.find(s.name) != std::string::npos;
      CHECK(reading(least(more)) == (belongs ? "nothing wrong"
                                             : "invalid_state /state/" + m.name +
                                                   "; invalid_state /baseline/state/" + m.name));
    }
  }
  const auto wrong = invito::read(least(R"({"status":"pending","cause":"revoked"})"));
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().front().subject == "pending");
}

TEST_CASE("read requires the members of nested objects", "[native]") {
  const auto reading_with = [](std::string const& from, std::string const& to) {
    return codes_of(invito::read(with(without_events, from, to)));
  };
  const std::string send = R"("send":true,)";
  CHECK(reading_with(send, send + R"("created_by":{},)") == "missing_field /created_by/kind");
  CHECK(reading_with(send, send + R"("created_by":{"kind":"robot"},)") ==
        "unknown_value /created_by/kind");
  CHECK(reading_with(send, send + R"("grants":[{"role":"r"}],)") ==
        "missing_field /grants/0/scope; missing_field /grants/0/id");
  CHECK(reading_with(R"("tokens":{)" + json_member("current", hex_aa) + "}", R"("tokens":{})") ==
        "missing_field /tokens/current");
  CHECK(reading_with(R"("baseline":{"state":{"status":"pending"},"role":"member",)"
                     R"("tokens":{)" +
                         json_member("current", hex_aa) + R"(},"revision":0})",
                     R"("baseline":{})") ==
        "missing_field /baseline/state; missing_field /baseline/revision");
}

TEST_CASE("read requires the members of a state", "[native]") {
  CHECK(reading(least(R"({"status":"revoked"})")) ==
        "missing_field /state/cause; missing_field /baseline/state/cause");
  CHECK(reading(least(R"({"status":"expired"})")) ==
        "missing_field /state/at; missing_field /baseline/state/at");
  CHECK(reading(least("{}")) ==
        "missing_field /state/status; missing_field /baseline/state/status");
  CHECK(reading(least(R"({"status":"gone"})")) ==
        "unknown_value /state/status; unknown_value /baseline/state/status");
}

TEST_CASE("read refuses members that do not belong to the kind of event", "[native]") {
  struct member {
    std::string name;
    std::string value;
    std::string of;  // the events that have the member
  };
  const std::vector<member> members{
      {"role", R"("owner")", "issue amend"},
      {"grants", "[]", "issue amend accept"},  // in accept: the granted part of the offer
      {"reinstates", "true", "issue"},
      {"previous_until", R"("2026-03-03T00:00:00Z")", ""},  // only with a token
      {"token", '"' + hex_aa + '"', "issue amend resend"},
      {"proof", "[]", "accept decline"},
      {"email", R"("e")", "accept decline"},
      {"newer", R"("n")", "supersede"},
      {"recorded_at", R"("2026-03-03T00:00:00Z")", "expire"},
      {"idempotency_key", R"("k")", "issue resend amend accept decline revoke supersede expire"},
      {"clamped", "true", "issue resend amend accept decline revoke supersede expire"},
  };
  for (char const* kind :
       {"issue", "resend", "amend", "accept", "decline", "revoke", "supersede", "expire"}) {
    for (member const& m : members) {
      CAPTURE(kind, m.name);
      const std::string found = reading(one_event(kind, '"' + m.name + "\":" + m.value));
      const bool belongs = m.of.find(kind) != std::string::npos;
      const bool refused = found.find("unknown_field /history/0/" + m.name) != std::string::npos;
      CHECK(refused == !belongs);
    }
  }
}

TEST_CASE("previous_until is allowed only in a resend event with a token",
          "[native][resend][token]") {
  const std::string until = R"("previous_until":"2026-03-03T00:00:00Z")";
  for (std::string const kind :
       {"issue", "resend", "amend", "accept", "decline", "revoke", "supersede", "expire"}) {
    CAPTURE(kind);
    const std::string found = reading(one_event(kind, json_member("token", hex_aa) + "," + until));
    const bool refused = found.find("unknown_field /history/0/previous_until") != std::string::npos;
    CHECK(refused == (kind != "resend"));
  }
  CHECK(reading(one_event("resend", until)) == "unknown_field /history/0/previous_until");
}

TEST_CASE("role is allowed in an accept event only together with grants", "[native][accept]") {
  const std::string both = R"("role":"r","grants":[])";
  for (std::string const kind : {"decline", "revoke", "resend", "supersede", "expire"}) {
    CAPTURE(kind);
    const std::string found = reading(one_event(kind, both));
    CHECK(found.find("unknown_field /history/0/role") != std::string::npos);
    CHECK(found.find("unknown_field /history/0/grants") != std::string::npos);
  }
  CHECK(reading(one_event("accept", R"("role":"r")")) == "unknown_field /history/0/role");
  const std::string found = reading(one_event("accept", both));
  CHECK(found.find("unknown_field") == std::string::npos);
}

TEST_CASE("read accepts null for the optional members of an event and checks their types",
          "[native]") {
  const auto kept = [](std::string const& text) -> std::string {
    const auto read = invito::read<invito::event>(text);
    if (codes_of(read) != "nothing wrong") return codes_of(read);
    return *invito::write(*read);
  };
  const std::string token = "," + json_member("token", hex_aa);
  // null and false are written as absent.
  for (char const* const nothing : {R"(,"reinstates":null)", R"(,"reinstates":false)"}) {
    CAPTURE(nothing);
    CHECK(kept(with(issue_event, token, nothing + token)) == issue_event);
  }
  const std::string reinstating = with(issue_event, token, R"(,"reinstates":true)" + token);
  CHECK(kept(reinstating) == reinstating);
  CHECK(std::get<invito::issue_details>(invito::read<invito::event>(reinstating)->details)
            .reinstates);
  CHECK(*invito::read<invito::event>(reinstating) != *invito::read<invito::event>(issue_event));
  CHECK(kept(with(issue_event, token, R"(,"reinstates":1)")) == "wrong_type /reinstates");

  // Without previous_until the previous token is retired at once.
  const std::string at_once =
      with(resend_event, R"(,"previous_until":"2026-03-03T10:00:00.123456789Z")", "");
  const std::string resent = json_member("token", hex_00ff);
  CHECK(kept(at_once) == at_once);
  CHECK(kept(with(at_once, resent, resent + R"(,"previous_until":null)")) == at_once);
  CHECK(kept(with(at_once, resent, resent + R"(,"previous_until":1)")) ==
        "wrong_type /previous_until");
  CHECK(kept(with(at_once, resent, resent + R"(,"previous_until":"soon")")) ==
        "invalid_time /previous_until");

  // The granted part of an offer may have fewer grants or no role.
  for (char const* const granted :
       {R"("role":"reader","grants":[],)", R"("grants":[{"scope":"workspace","id":"w-1"}],)",
        R"("grants":[],)"}) {
    CAPTURE(granted);
    const std::string in_part =
        with(accept_event, R"("proof")", granted + std::string(R"("proof")"));
    CHECK(kept(in_part) == in_part);
    const auto read = invito::read<invito::event>(in_part);
    CHECK(std::get<invito::accept_details>(read->details).granted);
    CHECK(*read != *invito::read<invito::event>(accept_event));
  }
  CHECK_FALSE(
      std::get<invito::accept_details>(invito::read<invito::event>(accept_event)->details).granted);
  CHECK(kept(with(accept_event, R"("proof")", R"("role":null,"grants":null,"proof")")) ==
        accept_event);
}

TEST_CASE("reinstates, a partial grant and the token in proof are written and read back",
          "[native][issue][accept]") {
  invito::policy p = lenient();
  p.vanished = invito::vanished_rule::drop;
  p.check_scopes = true;
  invito::invitation_request r;
  r.recipient.email = invito::email("rita@example.com");
  invito::issue_command issue;
  issue.id = invito::invitation_id("inv-1");
  issue.organization = invito::organization_id("org-acme");
  issue.by = invito::actor::user(invito::user_id("user-olga"));
  issue.now = at("2026-03-02T09:00:00Z");
  issue.token = support::digest_of("\xAA");
  issue.source = invito::offer_source::former_membership;
  issue.facts.former = invito::offer{
      "reader",
      {{{invito::scope::project, "p-1", "member"}, {invito::scope::project, "p-2", "member"}}}};
  issue.facts.scopes = {{invito::scope::project, "p-1"}, {invito::scope::project, "p-2"}};
  const auto issued = invito::issue(p, r, issue);
  REQUIRE(codes_of(issued) == "nothing wrong");
  invitation i = invito::apply(*issued);
  invito::accept_command accept;
  accept.who = {invito::user_id("user-rita"), invito::email("rita@example.com"), true};
  accept.now = at("2026-03-03T09:00:00Z");
  accept.token = issue.token;
  accept.facts.scopes = {{invito::scope::project, "p-2"}};
  const auto accepted = invito::accept(p, i, accept);
  REQUIRE(codes_of(accepted) == "nothing wrong");
  REQUIRE(invito::apply(i, *accepted));
  const std::string written = *invito::write(i);
  CHECK(written.find(R"("reinstates":true)") != std::string::npos);
  CHECK(written.find(R"("role":"reader","grants":[{"scope":"project","id":"p-2","role":"member"}],)"
                     R"("proof":["email","verified_email","token"])") != std::string::npos);
  const auto read = invito::read(written);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(*read == i);
}

TEST_CASE("read requires the members of an event", "[native]") {
  CHECK(reading(one_event("supersede", "")) == "missing_field /history/0/newer");
  CHECK(reading(one_event("expire", "")) == "missing_field /history/0/recorded_at");
  CHECK(reading(one_event("leave", "")) == "unknown_value /history/0/event");
  CHECK(reading(with(with(least(R"({"status":"pending"})"), R"("revision":0)", R"("revision":1)"),
                     R"("history":[])", R"("history":[{}])")) ==
        "missing_field /history/0/event; missing_field /history/0/at; missing_field /history/0/by; "
        "missing_field /history/0/revision");
}

TEST_CASE("every object of the native format refuses unknown members", "[native]") {
  struct object {
    std::string from;
    std::string where;
  };
  const std::vector<object> objects{
      {R"({"invito":1)", "/x"},
      {R"({"kind":"user","id":"user-olga"},"created_at")", "/created_by/x"},
      {R"({"name":"source")", "/attributes/0/x"},
      {R"({"status":"accepted")", "/state/x"},
      {R"({"current":")", "/tokens/x"},
      {R"({"event":"issue")", "/history/0/x"},
      {R"({"scope":"workspace")", "/history/0/grants/1/x"},
      {R"({"kind":"system")", "/history/2/by/x"},
  };
  for (object const& o : objects) {
    CAPTURE(o.where);
    CHECK(reading(with(accepted_document, o.from, R"({"x":{"y":[]},)" + o.from.substr(1))) ==
          "unknown_field " + o.where);
  }
  CHECK(reading(with(imported_document, R"("baseline":{)", R"("baseline":{"x":1,)")) ==
        "unknown_field /baseline/x");
}

TEST_CASE("read reports all missing members at once", "[native]") {
  CHECK(reading("{}") ==
        "missing_field /invito; missing_field /id; missing_field /send; missing_field /state; "
        "missing_field /offer_number; missing_field /revision; missing_field /history");
}

TEST_CASE("read reports every member of the wrong type with its path", "[native]") {
  const auto found = invito::read(
      R"({"invito":1,"id":1,"organization":2,"email":3,"user":4,"given_name":5,"family_name":6,)"
      R"("created_by":7,"created_at":8,"send":9,"attributes":10,"state":11,"role":12,"grants":13,)"
      R"("offer_number":"14","sponsor":15,"tokens":16,"revision":"17","baseline":18,"history":19})");
  CHECK(codes_of(found) ==
        "wrong_type /id; wrong_type /organization; wrong_type /email; wrong_type /user; "
        "wrong_type /given_name; wrong_type /family_name; wrong_type /created_by; "
        "wrong_type /created_at; wrong_type /send; wrong_type /attributes; wrong_type /state; "
        "wrong_type /role; wrong_type /grants; wrong_type /offer_number; wrong_type /sponsor; "
        "wrong_type /tokens; wrong_type /revision; wrong_type /baseline; wrong_type /history");
}

TEST_CASE("a digest is 64 lowercase hexadecimal digits", "[native][token]") {
  const std::string digits(62, '1');
  for (std::string const& bad :
       {std::string(), std::string("00ff"), digits, digits + "0", digits + "000", digits + "0000",
        digits + "0g", digits + "0A", "0x" + digits, " 0" + digits, digits + "0 ",
        std::string(64, '0'), std::string(64, 'f')}) {  // 32 equal bytes are not a digest
    CAPTURE(bad);
    const std::string tokens =
        R"("tokens":{)" + json_member("current", bad) + "," + json_member("previous", bad) + "},";
    CHECK(reading(least(R"({"status":"pending"})", tokens)) ==
          "unknown_value /tokens/current; unknown_value /tokens/previous");
    CHECK(reading(one_event("resend", json_member("token", bad))) ==
          "unknown_value /history/0/token");
  }
  CHECK(reading(with(imported_document, imported_tokens + R"(,"expires_at")",
                     with(imported_tokens, hex_0a, "0a") + R"(,"expires_at")")) ==
        "unknown_value /baseline/tokens/previous");
}

TEST_CASE("a digest accepts only 0 to 9 and a to f in both halves of a byte", "[native][token]") {
  const std::string digits = "0123456789abcdef";
  for (char c = ' '; c <= '~'; ++c) {
    if (c == '"' || c == '\\') continue;
    CAPTURE(c);
    const bool good = digits.find(c) != std::string::npos;
    for (std::string const& byte : {std::string{c, '0'}, std::string{'0', c}}) {
      const std::string digest = byte + hex_aa.substr(2);
      const auto i = invito::read(with_digest(digest));
      if (!good) {
        CHECK(codes_of(i).substr(0, 13) == "unknown_value");
        continue;
      }
      REQUIRE(codes_of(i) == "nothing wrong");
      CHECK(codes_of(invito::write(*i)) == "nothing wrong");
      CHECK(invito::write(*i)->find("\"" + digest + "\"") != std::string::npos);
    }
  }
}

TEST_CASE("proof accepts four values", "[native][accept][decline]") {
  CHECK(reading(one_event(
            "decline", R"("proof":["user","luck","email","verified_email","token","","Token"])")) ==
        "unknown_value /history/0/proof/1; unknown_value /history/0/proof/5; "
        "unknown_value /history/0/proof/6");
  const auto proof_of = [](std::string const& words) {
    const auto read = invito::read<invito::event>(
        with(accept_event, R"("proof":["user"])", R"("proof":[)" + words + "]"));
    return std::get<invito::accept_details>(read->details).proof;
  };
  CHECK(proof_of("") == invito::proof{false, false, false, false});
  CHECK(proof_of(R"("user")") == invito::proof{true, false, false, false});
  CHECK(proof_of(R"("email")") == invito::proof{false, true, false, false});
  CHECK(proof_of(R"("verified_email")") == invito::proof{false, false, true, false});
  CHECK(proof_of(R"("token")") == invito::proof{false, false, false, true});
}

TEST_CASE("read refuses numbers out of range", "[native]") {
  const std::string pending = least(R"({"status":"pending"})");
  for (char const* number : {"0", "-1", "4294967296", "9223372036854775807"}) {
    CAPTURE(number);
    CHECK(
        reading(with(pending, R"("offer_number":1)", R"("offer_number":)" + std::string(number))) ==
        "number_out_of_range /offer_number");
    CHECK(reading(with(imported_document,
                       R"("offer_number":3,"sponsor":{"kind":"user","id":"user-olga"},)" +
                           imported_tokens + R"(,"expires_at")",
                       R"("offer_number":)" + std::string(number) + R"(,"expires_at")")) ==
          "number_out_of_range /baseline/offer_number");
  }
  CHECK(reading(with(pending, R"("offer_number":1)", R"("offer_number":18446744073709551615)")) ==
        "number_out_of_range /offer_number");
  CHECK(
      codes_of(invito::read(with(pending, R"("revision":0)", R"("revision":-1)"))).substr(0, 29) ==
      "number_out_of_range /revision");
  CHECK(codes_of(invito::read(with(imported_document, R"("revision":5)", R"("revision":-5)")))
            .substr(0, 38) == "number_out_of_range /baseline/revision");
  CHECK(
      codes_of(invito::read(with(one_event("revoke", ""), R"("by":{"kind":"system"},"revision":1)",
                                 R"("by":{"kind":"system"},"revision":-1)"))) ==
      "number_out_of_range /history/0/revision");
}

TEST_CASE("offer_number has the range of 32 bits without 0", "[native]") {
  const auto number = [](std::string const& n) {
    return codes_of(
        invito::read(with(without_events, R"("offer_number":1)", R"("offer_number":)" + n)));
  };
  CHECK(number("4294967295") == "history_mismatch");  // a number, but not the baseline's
  CHECK(number("4294967296") == "number_out_of_range /offer_number");
  CHECK(number("0") == "number_out_of_range /offer_number");
}

// Writing -----------------------------------------------------------------------------------------

TEST_CASE("write refuses text that is not UTF-8 in any member", "[native]") {
  const std::string bad = "caf\xE9";
  struct change {
    char const* where;
    void (*make)(invitation& i, std::string const& text);
  };
  const std::vector<change> changes{
      {"/id", [](invitation& i, std::string const& t) { i.id = invito::invitation_id(t); }},
      {"/organization",
       [](invitation& i, std::string const& t) { i.organization = invito::organization_id(t); }},
      {"/email", [](invitation& i, std::string const& t) { i.recipient.email = invito::email(t); }},
      {"/user", [](invitation& i, std::string const& t) { i.recipient.user = invito::user_id(t); }},
      {"/given_name", [](invitation& i, std::string const& t) { i.name.given = t; }},
      {"/family_name", [](invitation& i, std::string const& t) { i.name.family = t; }},
      {"/created_by/id",
       [](invitation& i, std::string const& t) {
         i.created_by = invito::actor::user(invito::user_id(t));
       }},
      {"/attributes/0/name", [](invitation& i, std::string const& t) { i.attributes[0].name = t; }},
      {"/state/accepted_by",
       [](invitation& i, std::string const& t) {
         i.state = invito::accepted{{}, invito::user_id(t)};
       }},
      {"/role", [](invitation& i, std::string const& t) { i.offer.role = t; }},
      {"/grants/1/id",
       [](invitation& i, std::string const& t) {
         i.offer.grants = std::vector<invito::grant>{{}, {invito::scope::project, t, ""}};
       }},
      {"/sponsor/id",
       [](invitation& i, std::string const& t) {
         i.sponsor = invito::actor::user(invito::user_id(t));
       }},
      {"/history/2/idempotency_key",
       [](invitation& i, std::string const& t) { i.history[2].idempotency_key = t; }},
      {"/history/3/by/id",
       [](invitation& i, std::string const& t) { i.history[3].by.id = invito::user_id(t); }},
      {"/history/3/email",
       [](invitation& i, std::string const& t) {
         i.history[3].details = invito::accept_details{{}, invito::email(t)};
       }},
      {"/history/3/role",
       [](invitation& i, std::string const& t) {
         i.history[3].details =
             invito::accept_details{{}, {}, invito::offer{t, std::vector<invito::grant>{}}};
       }},
      {"/history/3/grants/1/id",
       [](invitation& i, std::string const& t) {
         i.history[3].details = invito::accept_details{
             {}, {}, invito::offer{"", {{{}, {invito::scope::project, t, ""}}}}};
       }},
      {"/baseline/role",
       [](invitation& i, std::string const& t) {
         invito::baseline start;
         start.offer.role = t;
         i.baseline = start;
       }},
      {"/baseline/statuses/current/description",
       [](invitation& i, std::string const& t) {
         i.baseline = invito::baseline{};
         i.baseline->source_statuses = invito::composite_status{{"pending", t}, {}};
       }},
      {"/baseline/statuses/history/1/metadata/0/name",
       [](invitation& i, std::string const& t) {
         i.baseline = invito::baseline{};
         i.baseline->source_statuses =
             invito::composite_status{{}, {{}, {"pending", {}, {}, {}, {{t, {}}}}}};
       }},
  };
  for (change const& c : changes) {
    CAPTURE(c.where);
    invitation i = accepted_invitation();
    c.make(i, bad);
    CHECK(codes_of(invito::write(i)) == std::string("invalid_utf8 ") + c.where);
  }
}

TEST_CASE("write ignores shape and time and writes the recorded state", "[native]") {
  const invitation i = accepted_invitation();
  invito::write_options extended;
  extended.shape = invito::wire::shape::extended;
  extended.revoked_as_expired = true;
  CHECK(*native::write_invitation(i, at("2200-01-01T00:00:00Z"), extended) == accepted_document);
  // A pending invitation past its expiry is still recorded as pending.
  const auto pending =
      invito::read(with(least(R"({"status":"pending"})"), R"("status":"pending"},"offer_number")",
                        R"("status":"pending"},"offer_number")"));
  REQUIRE(codes_of(pending) == "nothing wrong");
  CHECK(*native::write_invitation(*pending, at("2200-01-01T00:00:00Z")) ==
        least(R"({"status":"pending"})"));
}

// With nlohmann::json -----------------------------------------------------------------------------

TEST_CASE("an invitation converts to nlohmann::json", "[native][nlohmann]") {
  const nlohmann::json j = accepted_invitation();
  CHECK(j == nlohmann::json::parse(accepted_document));
  const nlohmann::json list = std::vector<invitation>{accepted_invitation(), imported_invitation()};
  REQUIRE(list.size() == 2);
  CHECK(list[1]["id"] == "inv-2");
}

TEST_CASE("an invitation converts to nlohmann::ordered_json in the order of the format",
          "[native][nlohmann]") {
  const nlohmann::ordered_json j = accepted_invitation();
  CHECK(j.dump() == with(accepted_document, "1.50", "1.5"));  // a parsed number loses its spelling
}

TEST_CASE("the conversion to nlohmann::json replaces bytes that are not UTF-8",
          "[native][nlohmann]") {
  invitation i = imported_invitation();
  i.name.given = "caf\xE9";
  const nlohmann::json j = i;
  CHECK(j["given_name"] == "caf\xEF\xBF\xBD");
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
TEST_CASE("nlohmann::json::get returns an equal invitation", "[native][nlohmann]") {
  sample::maker make(11, sample::hard_roles());
  for (int n = 0; n != 100; ++n) {
    CAPTURE(n);
    invitation i = make();
    i.attributes = {{"", *invito::parse_json_text("[1,\"x\"]")}};
    const nlohmann::json j = i;
    REQUIRE(same(j.get<invitation>(), i));
  }
}

TEST_CASE(
    "nlohmann::json::get_to throws std::invalid_argument with all problems and changes nothing",
    "[native][nlohmann]") {
  invitation i = imported_invitation();
  std::string what;
  try {
    nlohmann::json::parse(R"({"invito":1,"id":2,"send":true,"state":{"status":"pending"},)"
                          R"("offer_number":1,"revision":0,"history":{}})")
        .get_to(i);
  } catch (std::invalid_argument const& e) {
    what = e.what();
  }
  // In the order of the members of the parsed value, which are sorted.
  CHECK(what == "invito: /history: this value must be an array; /id: this value must be a string");
  CHECK(same(i, imported_invitation()));
}
#endif

// The other documents of the format ---------------------------------------------------------------

TEST_CASE("a request is written with every member and read back", "[native]") {
  invito::invitation_request request;
  CHECK(*native::write_request(request) == "{}");
  request.recipient = {invito::email("Rita@Example.com"), invito::user_id("user-rita")};
  request.name = {"Rita", "R."};
  request.offer.role = "reader";
  request.offer.grants = std::vector<invito::grant>{{invito::scope::organization, "o", "owner"}};
  request.send = false;
  request.attributes = {{"a", *invito::parse_json_text("1.50")}};
  const auto written = native::write_request(request);
  REQUIRE(codes_of(written) == "nothing wrong");
  CHECK(
      *written ==
      R"({"email":"Rita@Example.com","user":"user-rita","given_name":"Rita","family_name":"R.",)"
      R"("role":"reader","grants":[{"scope":"organization","id":"o","role":"owner"}],"send":false,)"
      R"("attributes":[{"name":"a","value":1.50}]})");
  CHECK(*native::read_request(*written) == request);
  CHECK(*native::read_request("{}") == invito::invitation_request{});
  CHECK(codes_of(native::read_request(
            R"({"emial":"x","send":1,"grants":[{"scope":"planet","id":"e"}]})")) ==
        "unknown_field /emial; wrong_type /send; unknown_value /grants/0/scope");

  sample::maker make(5, sample::hard_roles());
  for (int n = 0; n != 200; ++n) {
    CAPTURE(n);
    const invito::invitation_request asked = make.request();
    const auto text = native::write_request(asked);
    REQUIRE(codes_of(text) == "nothing wrong");
    REQUIRE(*native::read_request(*text) == asked);
    REQUIRE(*native::write_request(*native::read_request(*text)) == *text);
  }
}

TEST_CASE("a list contains its items, and each problem has the index of its item", "[native]") {
  const invito::invitation_page page{{accepted_invitation(), imported_invitation()}, true};
  const auto written = native::write_list(page, {});
  REQUIRE(codes_of(written) == "nothing wrong");
  CHECK(*written ==
        R"({"items":[)" + accepted_document + "," + imported_document + R"(],"has_more":true})");
  const auto read = native::read_list(*written);
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->items.size() == 2);
  CHECK(same(read->items[0], page.items[0]));
  CHECK(same(read->items[1], page.items[1]));
  CHECK(read->has_more);
  CHECK(*native::write_list({}, {}) == R"({"items":[],"has_more":false})");

  CHECK(codes_of(native::read_list(
            with(*written, R"("revision":6,"baseline")", R"("revision":7,"baseline")"))) ==
        "history_mismatch /items/1/revision");
  CHECK(codes_of(native::read_list(with(*written, R"("revision":3,)", R"("revision":5,)"))) ==
        "history_mismatch /items/0/history/2");
  CHECK(
      codes_of(native::read_list(with(*written, R"("cause":"revoked")", R"("cause":"regret")"))) ==
      "unknown_value /items/1/state/cause");
  CHECK(codes_of(native::read_list("{}")) == "missing_field /items; missing_field /has_more");

  invito::invitation_page bad = page;
  bad.items[1].name.family = "\xFF";
  CHECK(codes_of(native::write_list(bad, {})) == "invalid_utf8 /items/1/family_name");
}

TEST_CASE("an error is written with its location and read back", "[native][error]") {
  const invito::api_error e{"unknown_role", "unknown role \"x\"", "kind", "/role"};
  CHECK(native::write_error(e) ==
        R"({"code":"unknown_role","message":"unknown role \"x\"","type":"kind","where":"/role"})");
  CHECK(*native::read_error(native::write_error(e)) == e);
  CHECK(native::write_error(invito::api_error{}) == R"({"code":"","message":""})");
  CHECK(*native::read_error(R"({"code":"","message":""})") == invito::api_error{});
  CHECK(codes_of(native::read_error(R"({"code":1})")) ==
        "wrong_type /code; missing_field /message");
}

TEST_CASE("an error is written with every member and read back", "[native][error]") {
  invito::api_error e;
  e.code = "invalid";
  e.message = "no \"good\"";
  e.type = "user_error";
  e.where = "/body";
  e.developer_message = "line\nbreak";
  e.status = 422;
  e.id = "err-1";
  e.at = at("2026-03-02T09:00:00.000000001Z");
  e.details = *invito::parse_json_text(R"({"b":[1.50,null],"a":{}})");
  e.items.resize(2);
  e.items[0].where = invito::path("body");
  e.items[0].where.add("emails").add(std::size_t{3}).add("a/b").add("7");
  e.items[0].message = "not an address";
  e.items[0].type = "value_error";
  e.items[0].input = *invito::parse_json_text("\"x\"");
  e.items[0].context = *invito::parse_json_text(R"({"reason":[]})");
  const std::string written = native::write_error(e);
  CHECK(written ==
        R"({"code":"invalid","message":"no \"good\"","type":"user_error","where":"/body",)"
        R"("developer_message":"line\nbreak","status":422,"id":"err-1",)"
        R"("at":"2026-03-02T09:00:00.000000001Z","details":{"b":[1.50,null],"a":{}},)"
        R"("items":[{"where":["body","emails",3,"a/b","7"],"message":"not an address",)"
        R"("type":"value_error","input":"x","context":{"reason":[]}},{"where":[],"message":""}]})");
  const auto read = native::read_error(written);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(*read == e);
  CHECK(native::write_error(*read) == written);

  e.items[1].where.add("\xFF");
  e.items[1].message = "\xFF";
  CHECK(native::write_error(e) == with(written, R"({"where":[],"message":""})",
                                       "{\"where\":[\"\xEF\xBF\xBD\"],"
                                       "\"message\":\"\xEF\xBF\xBD\"}"));
}

TEST_CASE("two errors are equal only if all members are equal", "[error]") {
  const auto other = [](auto change) {
    invito::api_error e;
    change(e);
    return e != invito::api_error() && !(e == invito::api_error()) && e == invito::api_error(e);
  };
  using invito::api_error;
  CHECK(api_error() == api_error());
  CHECK(other([](api_error& e) { e.code = "x"; }));
  CHECK(other([](api_error& e) { e.message = "x"; }));
  CHECK(other([](api_error& e) { e.type = "x"; }));
  CHECK(other([](api_error& e) { e.where = "x"; }));
  CHECK(other([](api_error& e) { e.developer_message = "x"; }));
  CHECK(other([](api_error& e) { e.status = 0; }));
  CHECK(other([](api_error& e) { e.id = "x"; }));
  CHECK(other([](api_error& e) { e.at = invito::instant{}; }));
  CHECK(other([](api_error& e) { e.details = invito::json_text(); }));
  CHECK(other([](api_error& e) { e.items.emplace_back(); }));
  const auto other_item = [](auto change) {
    invito::error_item i;
    change(i);
    return i != invito::error_item() && !(i == invito::error_item());
  };
  using invito::error_item;
  CHECK(other_item([](error_item& i) { i.where.add("x"); }));
  CHECK(other_item([](error_item& i) { i.message = "x"; }));
  CHECK(other_item([](error_item& i) { i.type = "x"; }));
  CHECK(other_item([](error_item& i) { i.input = invito::json_text(); }));
  CHECK(other_item([](error_item& i) { i.context = invito::json_text(); }));
}

TEST_CASE("the objects of an error refuse unknown members, and each problem has its path",
          "[native][error]") {
  const auto reading_error = [](std::string const& more) {
    return codes_of(native::read_error(R"({"code":"","message":"")" + more + "}"));
  };
  CHECK(reading_error(R"(,"type":null,"where":null,"developer_message":null,"status":null,)"
                      R"("id":null,"at":null,"details":null,"items":null)") == "nothing wrong");
  CHECK(reading_error(R"(,"type":1,"where":2,"developer_message":3,"status":"4","id":5,"at":6,)"
                      R"("items":{})") ==
        "wrong_type /type; wrong_type /where; wrong_type /developer_message; wrong_type /status; "
        "wrong_type /id; wrong_type /at; wrong_type /items");
  CHECK(reading_error(R"(,"x":1)") == "unknown_field /x");
  CHECK(reading_error(R"(,"items":[{"where":[],"message":"","x":1},{},7])") ==
        "unknown_field /items/0/x; missing_field /items/1/where; missing_field /items/1/message; "
        "wrong_type /items/2");
  CHECK(reading_error(R"(,"items":[{"where":["a",-1,true],"message":1,"type":2}])") ==
        "number_out_of_range /items/0/where/1; wrong_type /items/0/where/2; "
        "wrong_type /items/0/message; wrong_type /items/0/type");
}

TEST_CASE("read_error requires code and message", "[native][error]") {
  CHECK(codes_of(invito::native::read_error(R"({"message":"m"})")) == "missing_field /code");
  CHECK(codes_of(invito::native::read_error(R"({"code":"c"})")) == "missing_field /message");
}

TEST_CASE("write_creation writes the invitation and never the token", "[native][issue][token]") {
  invito::creation_response made;
  made.invitation = accepted_invitation();
  made.token = invito::secret("the-raw-token");
  made.is_new_user = true;
  made.body = *invito::parse_json_text(R"({"token":"the-raw-token"})");
  const auto written = native::write_creation(made, at("2200-01-01T00:00:00Z"));
  REQUIRE(codes_of(written) == "nothing wrong");
  CHECK(*written == accepted_document);
  const auto read = native::read_creation(accepted_document);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(same(read->invitation, accepted_invitation()));
  CHECK(read->token.empty());
  CHECK_FALSE(read->is_new_user.has_value());
  CHECK_FALSE(read->body.has_value());

  CHECK(codes_of(native::read_creation("{}")) == codes_of(native::read_invitation("{}")));
  CHECK(codes_of(native::read_creation(with(accepted_document, R"("revision":3,)",
                                            R"("revision":4,)"))) == "history_mismatch /history/2");
  made.invitation.name.given = "\xFF";
  CHECK(codes_of(native::write_creation(made, {})) == "invalid_utf8 /given_name");
}

TEST_CASE("a single event is written and read back", "[native]") {
  const auto read = invito::read<invito::event>(resend_event);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(*read == accepted_invitation().history[2]);
  CHECK(*invito::write(*read) == resend_event);
  for (std::string const& text : {issue_event, amend_event, accept_event}) {
    CAPTURE(text);
    CHECK(*invito::write(*invito::read<invito::event>(text)) == text);
  }
  CHECK(codes_of(invito::read<invito::event>(
            with(resend_event, json_member("token", hex_00ff), R"("newer":"n")"))) ==
        "unknown_field /previous_until; unknown_field /newer");
  CHECK(codes_of(invito::read<invito::event>("{}")) ==
        "missing_field /event; missing_field /at; missing_field /by; missing_field /revision");
  invito::event bad = *read;
  bad.idempotency_key = "\xFF";
  CHECK(codes_of(invito::write(bad)) == "invalid_utf8 /idempotency_key");

  sample::maker make(13, sample::hard_roles());
  for (int n = 0; n != 200; ++n) {
    for (invito::event const& e : make().history) {
      CAPTURE(n, e.revision);
      const auto written = invito::write(e);
      REQUIRE(codes_of(written) == "nothing wrong");
      REQUIRE(*invito::read<invito::event>(*written) == e);
    }
  }
}

TEST_CASE("an event without offer and newer is written without these members",
          "[native][amend][supersede]") {
  invito::event e;
  e.at = at("2026-03-02T09:00:00Z");
  e.by = invito::actor::system();
  e.revision = 2;
  e.details = invito::amend_details{};
  const std::string head = R"(,"at":"2026-03-02T09:00:00Z","by":{"kind":"system"},"revision":2})";
  CHECK(*invito::write(e) == R"({"event":"amend")" + head);
  e.details = invito::supersede_details{};
  CHECK(*invito::write(e) == R"({"event":"supersede")" + head);
}

TEST_CASE("write_error writes the public code of a problem", "[native][error]") {
  invito::problems why;
  why.add({code::unknown_role, "role", "boss", {}});
  why.add({code::duplicate_item, invito::path("grants").add(std::size_t{1}).add("id"), "p-1", {}});
  CHECK(native::write_error(why) ==
        R"({"code":"unknown_role","message":"/role: unknown role \"boss\"; )"
        R"(/grants/1/id: duplicate item \"p-1\"","where":"/role","status":400})");
  CHECK(native::write_error(invito::problems({code::wrong_recipient, {}, {}, {}})) ==
        R"({"code":"not_found","message":"invitation not found","status":404})");
  CHECK(
      native::write_error(invito::problems({code::unauthenticated, {}, {}, {}}),
                          {"err-1", at("2026-03-02T09:00:00Z")}) ==
      R"({"code":"unauthenticated","message":"authentication is required; sign in first","status":401,"id":"err-1",)"
      R"("at":"2026-03-02T09:00:00Z"})");
}

TEST_CASE("http_status returns the standard HTTP status of each error category",
          "[native][http_status]") {
  constexpr std::array<int, 9> statuses{400, 401, 402, 403, 404, 409, 500, 503, 429};
  for (invito::code_info const& c : invito::detail::codes) {
    CAPTURE(c.name);
    const invito::problems alone(invito::problem{c.code, {}, {}, {}});
    CHECK(invito::native::http_status(alone) == statuses[static_cast<std::size_t>(c.category)]);
  }
}
