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
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/facts.hpp"
#include "support/sample.hpp"
#include "support/told.hpp"

namespace {

using namespace std::chrono_literals;
using invito::code;
using invito::invitation;
using invito::native;

// One life from issue to acceptance, and the document that says so -------------------------------

invito::policy lenient() {
  invito::policy out;
  out.roles = {{"owner", 30}, {"reader", 10}, {"member", 5, true, invito::scope::project}};
  support::ask_for_nothing(out);
  return out;
}

invitation accepted_one() {
  const invito::policy policy = lenient();
  const invito::organization_id org("org-acme");
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
  issue.org = org;
  issue.by = invito::actor::user(invito::user_id("user-olga"));
  issue.now = start;
  issue.key = invito::key_digest("\xAA");
  issue.idempotency_key = "k-1";
  issue.facts.existing.emplace();
  invitation out = invito::apply(*invito::issue(policy, request, issue));

  invito::amend_command amend;
  amend.org = org;
  amend.by = invito::actor::service(invito::user_id("sync"));
  amend.now = start + 1h;
  amend.offer = {"reader", std::vector<invito::grant>{}};
  amend.key = invito::key_digest("\xBB");
  REQUIRE(invito::apply(out, *invito::amend(policy, out, amend)));

  invito::resend_command resend;
  resend.org = org;
  resend.by = invito::actor::system();
  resend.now = start;  // the clock has gone back
  resend.key = invito::key_digest(std::string("\0\xFF", 2));
  REQUIRE(invito::apply(out, *invito::resend(policy, out, resend)));

  invito::accept_command accept;
  accept.who = {invito::user_id("user-rita"), invito::email("rita@home.example"), true};
  accept.now = at("2026-03-03T09:00:00Z");
  REQUIRE(invito::apply(out, *invito::accept(policy, out, accept)));
  return out;
}

// The same, by hand. Line by line, so that a test can change one.
const std::string issue_event =
    R"({"event":"issue","at":"2026-03-02T09:00:00.123456789Z","by":{"kind":"user","id":"user-olga"},)"
    R"("revision":1,"expires_at":"2026-03-09T09:00:00.123456789Z","idempotency_key":"k-1",)"
    R"("role":"owner","grants":[{"scope":"project","id":"p-1","role":"member"},)"
    R"({"scope":"workspace","id":"w-1"}],"key":"aa"})";
const std::string amend_event =
    R"({"event":"amend","at":"2026-03-02T10:00:00.123456789Z","by":{"kind":"service","id":"sync"},)"
    R"("revision":2,"expires_at":"2026-03-09T09:00:00.123456789Z","role":"reader","grants":[],"key":"bb"})";
const std::string resend_event =
    R"({"event":"resend","at":"2026-03-02T10:00:00.123456789Z","by":{"kind":"system"},"revision":3,)"
    R"("expires_at":"2026-03-09T10:00:00.123456789Z","clamped":true,"key":"00ff",)"
    R"("previous_until":"2026-03-03T10:00:00.123456789Z"})";
const std::string accept_event =
    R"({"event":"accept","at":"2026-03-03T09:00:00Z","by":{"kind":"user","id":"user-rita"},)"
    R"("revision":4,"expires_at":"2026-03-09T10:00:00.123456789Z","relied_on":["user"],)"
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
    R"("keys":{"current":"00ff","previous":"bb","previous_until":"2026-03-03T10:00:00.123456789Z"},)"
    R"("revision":4,)";
const std::string accepted_document = accepted_head + R"("history":[)" + issue_event + "," +
                                      amend_event + "," + resend_event + "," + accept_event + "]}";

// One that a foreign document told of, withdrawn later -------------------------------------------

invitation told_one() {
  invitation out;
  out.id = invito::invitation_id("inv-2");
  out.organization = invito::organization_id("org-acme");
  out.recipient.email = invito::email("");
  out.send = false;
  out.state = invito::expired{at("2026-03-01T00:00:00Z")};
  out.offer.role = "owner";
  out.offer_number = 3;
  out.sponsor = invito::actor::user(invito::user_id("user-olga"));
  out.keys = invito::key_digests{invito::key_digest(), invito::key_digest("\x0A"),
                                 at("1969-12-31T23:59:59.000000001Z")};
  invito::begin_history(out, at("2026-03-01T00:00:00Z"), std::nullopt, 5);
  invito::revoke_command revoke;
  revoke.org = out.organization;
  revoke.by = invito::actor::user(invito::user_id("user-olga"));
  revoke.now = at("2026-03-02T00:00:00Z");
  REQUIRE(invito::apply(out, *invito::revoke(lenient(), out, revoke)));
  return out;
}

const std::string told_document =
    R"({"invito":1,"id":"inv-2","organization":"org-acme","email":"","send":false,)"
    R"("state":{"status":"revoked","at":"2026-03-02T00:00:00Z","by":{"kind":"user","id":"user-olga"},)"
    R"("cause":"revoked"},"role":"owner","offer_number":3,"sponsor":{"kind":"user","id":"user-olga"},)"
    R"("keys":{"current":"","previous":"0a","previous_until":"1969-12-31T23:59:59.000000001Z"},)"
    R"("revision":6,"baseline":{"state":{"status":"expired","at":"2026-03-01T00:00:00Z"},)"
    R"("role":"owner","offer_number":3,"sponsor":{"kind":"user","id":"user-olga"},)"
    R"("keys":{"current":"","previous":"0a","previous_until":"1969-12-31T23:59:59.000000001Z"},)"
    R"("expires_at":"2026-03-01T00:00:00Z","revision":5,"known_at":"2026-03-01T00:00:00Z"},)"
    R"("history":[{"event":"revoke","at":"2026-03-02T00:00:00Z","by":{"kind":"user","id":"user-olga"},)"
    R"("revision":6,"expires_at":"2026-03-01T00:00:00Z"}]})";

// The least that can be told, in a state and with more members.
std::string least(std::string const& state, std::string const& more = {}) {
  return R"({"invito":1,"id":"i","send":true,"state":)" + state +
         R"(,"offer_number":1,"revision":0,)" + more + R"("baseline":{"state":)" + state +
         R"(,"revision":0},"history":[]})";
}

// A baseline and one event of some kind with one more member.
std::string one_event(std::string const& kind, std::string const& member) {
  return R"({"invito":1,"id":"i","send":true,"state":{"status":"pending"},"offer_number":1,)"
         R"("revision":1,"baseline":{"state":{"status":"pending"},"revision":0},"history":[)"
         R"({"event":")" +
         kind + R"(","at":"2026-03-02T00:00:00Z","by":{"kind":"system"},"revision":1)" +
         (member.empty() ? "" : "," + member) + "}]}";
}

std::string reading(std::string const& document) {
  return document.empty() ? "the document was not changed" : told(invito::read(document));
}

// Equal, and with every address spelled the same: equality of addresses ignores their case.
bool same(invitation const& a, invitation const& b) {
  if (a != b) return false;
  if (a.recipient.email && a.recipient.email->text() != b.recipient.email->text()) return false;
  for (std::size_t n = 0; n != a.history.size(); ++n) {
    const auto spelled = [](invito::event const& e) -> std::string {
      if (auto* yes = std::get_if<invito::accept_details>(&e.details)) {
        return yes->email ? yes->email->text() : std::string();
      }
      if (auto* no = std::get_if<invito::decline_details>(&e.details)) {
        return no->email ? no->email->text() : std::string();
      }
      return {};
    };
    if (spelled(a.history[n]) != spelled(b.history[n])) return false;
  }
  return true;
}

}  // namespace

// The format -------------------------------------------------------------------------------------

TEST_CASE("an accepted invitation is written with all that happened to it") {
  const auto written = invito::write(accepted_one());
  REQUIRE(told(written) == "nothing wrong");
  CHECK(*written == accepted_document);
}

TEST_CASE("an invitation that starts from a baseline is written with it") {
  const auto written = invito::write(told_one());
  REQUIRE(told(written) == "nothing wrong");
  CHECK(*written == told_document);
}

TEST_CASE("what was written is read as it was") {
  const auto accepted = invito::read(accepted_document);
  REQUIRE(told(accepted) == "nothing wrong");
  CHECK(same(*accepted, accepted_one()));
  CHECK(accepted->history[2].clamped);
  CHECK(accepted->attributes[0].value.text() == R"({"b":1.50,"a":null})");
  const auto revoked = invito::read(told_document);
  REQUIRE(told(revoked) == "nothing wrong");
  CHECK(same(*revoked, told_one()));
  CHECK(revoked->revision() == 6);
}

TEST_CASE(
    "every sample is equal in every member after writing and reading, and byte for byte when "
    "written again") {
  sample::maker make(20260302, sample::hard_roles());
  std::array<int, 4> statuses{};
  std::array<int, 8> kinds{};
  int baselines = 0, clamped = 0, keys = 0, idempotent = 0, previous = 0, attributes = 0,
      fractions = 0, updated = 0, statuses_told = 0, overlaps = 0;
  for (int n = 0; n != 1500; ++n) {
    CAPTURE(n);
    const invitation i = make();
    const auto written = invito::write(i);
    REQUIRE(told(written) == "nothing wrong");
    const auto read = invito::read(*written);
    REQUIRE(told(read) == "nothing wrong");
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
    statuses_told += i.baseline && i.baseline->told_statuses ? 1 : 0;
    keys += i.keys ? 1 : 0;
    previous += i.keys && i.keys->previous ? 1 : 0;
    attributes += i.attributes.empty() ? 0 : 1;
  }
  // The samples are worth their name.
  for (const int count : statuses) CHECK(count > 50);
  for (const int count : kinds) CHECK(count > 20);
  for (const int count : {baselines, clamped, keys, idempotent, previous, attributes, fractions,
                          updated, statuses_told, overlaps}) {
    CHECK(count > 50);
  }
}

TEST_CASE("what a document told beside a state is written in the baseline, and read as it was") {
  invitation i = told_one();
  i.baseline->updated_at = at("2026-03-01T12:00:00.000000001Z");
  i.baseline->told_statuses =
      invito::composite_status{{"expired",
                                "it is \"over\"",
                                at("2026-03-01T00:00:00Z"),
                                invito::user_id("user-olga"),
                                {{"a", *invito::parse_json_text(R"({"b":1.50})")}, {"", {}}}},
                               {{"no-such-word", {}, at("1969-12-31T23:59:59.000000001Z"), {}, {}},
                                {},
                                {"pending", {}, {}, {}, {}}}};
  const auto written = invito::write(i);
  REQUIRE(told(written) == "nothing wrong");
  const std::string statuses =
      R"("statuses":{"current":{"status":"expired","description":"it is \"over\"",)"
      R"("at":"2026-03-01T00:00:00Z","by":"user-olga","metadata":[{"name":"a","value":{"b":1.50}},)"
      R"({"name":"","value":null}]},"history":[)"
      R"({"status":"no-such-word","at":"1969-12-31T23:59:59.000000001Z"},{},{"status":"pending"}]})";
  CHECK(*written == with(told_document, R"("known_at":"2026-03-01T00:00:00Z"},)",
                         R"("known_at":"2026-03-01T00:00:00Z",)"
                         R"("updated_at":"2026-03-01T12:00:00.000000001Z",)" +
                             statuses + "},"));
  const auto read = invito::read(*written);
  REQUIRE(told(read) == "nothing wrong");
  CHECK(same(*read, i));
  CHECK(read->baseline->updated_at == at("2026-03-01T12:00:00.000000001Z"));
  CHECK(*read->baseline->told_statuses == *i.baseline->told_statuses);
  // The revocation came later.
  CHECK(read->updated_at() == at("2026-03-02T00:00:00Z"));

  const auto null = invito::read(
      with(told_document, R"("known_at":"2026-03-01T00:00:00Z"},)",
           R"("known_at":"2026-03-01T00:00:00Z","updated_at":null,"statuses":null},)"));
  REQUIRE(told(null) == "nothing wrong");
  CHECK(same(*null, told_one()));
}

TEST_CASE("told statuses are closed objects, and what is wrong in them is told by its place") {
  const auto telling = [](std::string const& statuses) {
    return reading(with(told_document, R"("known_at":"2026-03-01T00:00:00Z"},)",
                        R"("known_at":"2026-03-01T00:00:00Z","statuses":)" + statuses + "},"));
  };
  CHECK(telling(R"({"current":{},"history":[]})") == "nothing wrong");
  CHECK(telling(R"({"current":{"status":null,"description":null,"at":null,"by":null,)"
                R"("metadata":null},"history":[]})") == "nothing wrong");
  CHECK(telling("{}") ==
        "missing_field /baseline/statuses/current; missing_field /baseline/statuses/history");
  CHECK(telling("[]") == "wrong_type /baseline/statuses");
  CHECK(telling(R"({"current":{},"history":[],"x":1})") == "unknown_field /baseline/statuses/x");
  CHECK(telling(R"({"current":{"x":1},"history":[{},{"history":[]}]})") ==
        "unknown_field /baseline/statuses/current/x; "
        "unknown_field /baseline/statuses/history/1/history");
  CHECK(telling(R"({"current":{"metadata":[{"name":"a","value":1,"x":2}]},"history":[]})") ==
        "unknown_field /baseline/statuses/current/metadata/0/x");
  CHECK(telling(R"({"current":{"status":1,"description":2,"at":3,"by":4,"metadata":{}},)"
                R"("history":{}})") ==
        "wrong_type /baseline/statuses/current/status; "
        "wrong_type /baseline/statuses/current/description; "
        "wrong_type /baseline/statuses/current/at; wrong_type /baseline/statuses/current/by; "
        "wrong_type /baseline/statuses/current/metadata; wrong_type /baseline/statuses/history");
  CHECK(telling(R"({"current":{"at":"now"},"history":[{"metadata":[{}]}]})") ==
        "invalid_time /baseline/statuses/current/at; "
        "missing_field /baseline/statuses/history/0/metadata/0/name; "
        "missing_field /baseline/statuses/history/0/metadata/0/value");
  CHECK(reading(with(told_document, R"("known_at":"2026-03-01T00:00:00Z"},)",
                     R"("known_at":"2026-03-01T00:00:00Z","updated_at":1},)")) ==
        "wrong_type /baseline/updated_at");
}

TEST_CASE("a parsed value gives the same invitation as its text") {
  sample::maker make(7, sample::hard_roles());
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    invitation i = make();
    i.attributes = {{"\xC3\xA9", *invito::parse_json_text(R"({"a":[1,"x"],"b":null})")}};
    const std::string written = *invito::write(i);
    const auto read = invito::read(nlohmann::json::parse(written));
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(same(*read, i));
    REQUIRE(*invito::write(*read) == written);
  }
}

TEST_CASE("absent, null and empty are kept apart where the model keeps them apart") {
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
      R"("cause":null},"role":null,"grants":null,"offer_number":1,"sponsor":null,"keys":null,)"
      R"("revision":0,"baseline":{"state":{"status":"pending"},"revision":0},"history":[]})");
  REQUIRE(told(null) == "nothing wrong");
  CHECK(*invito::write(*null) == least(R"({"status":"pending"})"));
}

TEST_CASE("members may come in any order and with white space") {
  const auto read = invito::read(
      " {\"history\": [],\n \"baseline\": {\"revision\": 0, \"state\": {\"status\": \"pending\"}},"
      " \"revision\": 0, \"offer_number\": 1, \"state\": {\"status\": \"pending\"}, \"send\": true,"
      " \"id\": \"i\", \"invito\": 1}\n");
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->id == invito::invitation_id("i"));
}

// Versions ---------------------------------------------------------------------------------------

TEST_CASE("any other version of the format is refused by its number") {
  for (const std::int64_t version :
       {std::int64_t{0}, std::int64_t{2}, std::int64_t{-1}, std::int64_t{1000}}) {
    CAPTURE(version);
    const std::string number = std::to_string(version);
    const auto read = invito::read(with(accepted_document, "\"invito\":1", "\"invito\":" + number));
    REQUIRE(told(read) == "unsupported_version /invito");
    CHECK(read.error().front().numbers[0] == version);
    CHECK(read.error().front().numbers[1] == 1);
    CHECK(describe(read.error().front()) ==
          "format " + number + " is not known here; the latest is 1");
  }
  CHECK(reading(with(accepted_document, "\"invito\":1", "\"invito\":\"1\"")) ==
        "wrong_type /invito");
  CHECK(reading(with(accepted_document, "\"invito\":1,", "")) == "missing_field /invito");
}

TEST_CASE("a later version says so, and not that its members are unknown here") {
  CHECK(reading(R"({"invito":2,"id":"i","new":true,"state":{"status":"paused"},"history":{}})") ==
        "unsupported_version /invito");
  CHECK(reading(R"({"new":true,"invito":3})") == "unsupported_version /invito");
  invito::read_options strict;
  strict.strict = true;
  CHECK(told(invito::read(R"({"new":true,"invito":3})", strict)) == "unsupported_version /invito");
  CHECK(told(native::read_creation(R"({"invito":2,"id":"i","new":true})")) ==
        "unsupported_version /invito");
  CHECK(told(native::read_list(R"({"items":[)" + least(R"({"status":"pending"})") +
                               R"(,{"invito":2,"new":true}],"has_more":false})")) ==
        "unsupported_version /items/1/invito");
}

// Tampering --------------------------------------------------------------------------------------

TEST_CASE("a document whose events do not lead to what stands beside them is refused") {
  struct change {
    char const* what;
    std::string from, to;
    char const* told;
  };
  const std::string keys_end = R"("previous_until":"2026-03-03T10:00:00.123456789Z")";
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
      {"another key", R"("current":"00ff")", R"("current":"00fe")", "history_mismatch"},
      {"an older key before it", R"("previous":"bb")", R"("previous":"aa")", "history_mismatch"},
      {"no key before it", R"("previous":"bb","previous_until":"2026-03-03T10:00:00.123456789Z")",
       R"("previous_until":"2026-03-03T10:00:00.123456789Z")", "history_mismatch"},
      {"a later end of the key before it", keys_end + "},",
       R"("previous_until":"2036-03-03T10:00:00Z"},)", "history_mismatch"},
      {"no end of the key before it", "," + keys_end + "},", "},", "history_mismatch"},
      {"no key", R"("keys":{"current":"00ff","previous":"bb",)" + keys_end + "},", "",
       "history_mismatch"},
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
      {"an event before its forerunner",
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
      {"another role in the amendment", R"("role":"reader","grants":[],"key":"bb"})",
       R"("role":"owner","grants":[],"key":"bb"})", "history_mismatch"},
      {"another key in the resend", R"("clamped":true,"key":"00ff")",
       R"("clamped":true,"key":"aa")", "history_mismatch"},
      {"a later end of the replaced key in the resend", R"("key":"00ff",)" + keys_end,
       R"("key":"00ff","previous_until":"2036-03-03T10:00:00Z")", "history_mismatch"},
      {"no end of the replaced key in the resend", R"("key":"00ff",)" + keys_end, R"("key":"00ff")",
       "history_mismatch"},
      {"a withdrawal in place of the acceptance", accept_event,
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
    CAPTURE(c.what);
    CHECK(reading(with(accepted_document, c.from, c.to)) == c.told);
  }
  // Where the number of events fits again, the gap shows.
  const std::string three =
      with(accepted_document, R"("revision":4,"history")", R"("revision":3,"history")");
  CHECK(reading(with(three, amend_event + ",", "")) == "history_mismatch /history/1");
  CHECK(reading(with(three, "," + accept_event, "")) == "history_mismatch");
  // Nothing follows on a final state.
  CHECK(reading(
            with(with(accepted_document, R"("revision":4,"history")", R"("revision":5,"history")"),
                 accept_event + "]",
                 accept_event + "," +
                     R"({"event":"revoke","at":"2026-03-04T09:00:00Z",)"
                     R"("by":{"kind":"system"},"revision":5,)"
                     R"("expires_at":"2026-03-09T10:00:00.123456789Z"}])")) ==
        "history_mismatch /history/4");
}

TEST_CASE("a baseline that does not lead to what stands beside it is refused") {
  struct change {
    char const* what;
    std::string from, to;
    char const* told;
  };
  const std::vector<change> changes{
      {"another state", R"({"status":"expired","at":"2026-03-01T00:00:00Z"})",
       R"({"status":"accepted"})", "history_mismatch /history/0"},
      {"another role",
       R"("role":"owner","offer_number":3,"sponsor":{"kind":"user","id":"user-olga"},"keys":{"current":"","previous":"0a","previous_until":"1969-12-31T23:59:59.000000001Z"},"expires_at")",
       R"("role":"reader","offer_number":3,"sponsor":{"kind":"user","id":"user-olga"},"keys":{"current":"","previous":"0a","previous_until":"1969-12-31T23:59:59.000000001Z"},"expires_at")",
       "history_mismatch"},
      {"another offer number", R"("offer_number":3)", R"("offer_number":2)", "history_mismatch"},
      {"another expiry", R"("expires_at":"2026-03-01T00:00:00Z","revision":5)",
       R"("expires_at":"2026-03-01T00:00:01Z","revision":5)", "history_mismatch /history/0"},
      {"another revision", R"("revision":5)", R"("revision":4)", "history_mismatch /revision"},
      {"another key", R"("previous":"0a")", R"("previous":"0b")", "history_mismatch"},
      {"another cause", R"("cause":"revoked")", R"("cause":"declined")", "history_mismatch"},
      {"another actor",
       R"("at":"2026-03-02T00:00:00Z","by":{"kind":"user","id":"user-olga"},"cause")",
       R"("at":"2026-03-02T00:00:00Z","by":{"kind":"system"},"cause")", "history_mismatch"},
  };
  for (change const& c : changes) {
    CAPTURE(c.what);
    CHECK(reading(with(told_document, c.from, c.to)) == c.told);
  }
}

TEST_CASE("an invitation that its host assembled is written and read without events or baseline") {
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

TEST_CASE("no single byte of a document can be changed into something that breaks") {
  const std::string again = *invito::write(accepted_one());
  for (std::size_t n = 0; n != again.size(); ++n) {
    for (const char c : {'0', '"', '}', 'x', '\0', '\xFF'}) {
      std::string changed = again;
      changed[n] = c;
      const auto read = invito::read(changed);
      if (!read) continue;
      const auto written = invito::write(*read);
      CAPTURE(n, changed);
      REQUIRE(told(written) == "nothing wrong");
      const auto back = invito::read(*written);
      REQUIRE(told(back) == "nothing wrong");
      REQUIRE(same(*back, *read));
    }
  }
}

TEST_CASE("a document that is cut short is refused at every byte") {
  for (std::string const& document : {accepted_document, told_document}) {
    for (std::size_t size = 0; size != document.size(); ++size) {
      CAPTURE(size);
      const auto read = invito::read(document.substr(0, size));
      REQUIRE(told(read) == "syntax_error");
      REQUIRE(read.error().front().numbers[0] == static_cast<std::int64_t>(size));
    }
  }
}

// What belongs where -----------------------------------------------------------------------------

TEST_CASE("members that do not belong to a state are refused, in the state and in the baseline") {
  struct member {
    std::string name;
    std::string value;
    std::string of;  // the states that it belongs to
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

TEST_CASE("what a state needs is required") {
  CHECK(reading(least(R"({"status":"revoked"})")) ==
        "missing_field /state/cause; missing_field /baseline/state/cause");
  CHECK(reading(least(R"({"status":"expired"})")) ==
        "missing_field /state/at; missing_field /baseline/state/at");
  CHECK(reading(least("{}")) ==
        "missing_field /state/status; missing_field /baseline/state/status");
  CHECK(reading(least(R"({"status":"gone"})")) ==
        "unknown_value /state/status; unknown_value /baseline/state/status");
}

TEST_CASE("members that do not belong to an event are refused") {
  struct member {
    std::string name;
    std::string value;
    std::string of;  // the events that it belongs to
  };
  const std::vector<member> members{
      {"role", R"("owner")", "issue amend"},
      {"grants", "[]", "issue amend accept"},  // what was granted, where something had vanished
      {"reinstates", "true", "issue"},
      {"previous_until", R"("2026-03-03T00:00:00Z")", ""},  // only beside a key
      {"key", R"("00")", "issue amend resend"},
      {"relied_on", "[]", "accept decline"},
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

TEST_CASE("the end of a replaced key stands beside the key that replaced it, in a resend alone") {
  const std::string until = R"("previous_until":"2026-03-03T00:00:00Z")";
  for (std::string const kind :
       {"issue", "resend", "amend", "accept", "decline", "revoke", "supersede", "expire"}) {
    CAPTURE(kind);
    const std::string found = reading(one_event(kind, R"("key":"00",)" + until));
    const bool refused = found.find("unknown_field /history/0/previous_until") != std::string::npos;
    CHECK(refused == (kind != "resend"));
  }
  CHECK(reading(one_event("resend", until)) == "unknown_field /history/0/previous_until");
}

TEST_CASE("an acceptance has a role only with the grants beside it, and another answer never") {
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

TEST_CASE("an event's newer members may be absent or null, and have their types") {
  const auto kept = [](std::string const& text) -> std::string {
    const auto read = invito::read<invito::event>(text);
    if (told(read) != "nothing wrong") return told(read);
    return *invito::write(*read);
  };
  // Nothing is reinstated, and nothing says so.
  for (char const* const nothing : {R"(,"reinstates":null)", R"(,"reinstates":false)"}) {
    CAPTURE(nothing);
    CHECK(kept(with(issue_event, R"(,"key":"aa")", nothing + std::string(R"(,"key":"aa")"))) ==
          issue_event);
  }
  const std::string reinstating =
      with(issue_event, R"(,"key":"aa")", R"(,"reinstates":true,"key":"aa")");
  CHECK(kept(reinstating) == reinstating);
  CHECK(std::get<invito::issue_details>(invito::read<invito::event>(reinstating)->details)
            .reinstates);
  CHECK(*invito::read<invito::event>(reinstating) != *invito::read<invito::event>(issue_event));
  CHECK(kept(with(issue_event, R"(,"key":"aa")", R"(,"reinstates":1)")) ==
        "wrong_type /reinstates");

  // A replaced key that is void at once has no end.
  const std::string at_once =
      with(resend_event, R"(,"previous_until":"2026-03-03T10:00:00.123456789Z")", "");
  CHECK(kept(at_once) == at_once);
  CHECK(kept(with(at_once, R"("key":"00ff")", R"("key":"00ff","previous_until":null)")) == at_once);
  CHECK(kept(with(at_once, R"("key":"00ff")", R"("key":"00ff","previous_until":1)")) ==
        "wrong_type /previous_until");
  CHECK(kept(with(at_once, R"("key":"00ff")", R"("key":"00ff","previous_until":"soon")")) ==
        "invalid_time /previous_until");

  // What was granted in place of the offer may be less than a grant, or less than a role.
  for (char const* const granted :
       {R"("role":"reader","grants":[],)", R"("grants":[{"scope":"workspace","id":"w-1"}],)",
        R"("grants":[],)"}) {
    CAPTURE(granted);
    const std::string in_part =
        with(accept_event, R"("relied_on")", granted + std::string(R"("relied_on")"));
    CHECK(kept(in_part) == in_part);
    const auto read = invito::read<invito::event>(in_part);
    CHECK(std::get<invito::accept_details>(read->details).granted);
    CHECK(*read != *invito::read<invito::event>(accept_event));
  }
  CHECK_FALSE(
      std::get<invito::accept_details>(invito::read<invito::event>(accept_event)->details).granted);
  CHECK(kept(with(accept_event, R"("relied_on")", R"("role":null,"grants":null,"relied_on")")) ==
        accept_event);
}

TEST_CASE("what was reinstated, granted in part, and shown by a key comes back as it was") {
  invito::policy p = lenient();
  p.vanished = invito::vanished_rule::drop;
  p.check_scopes = true;
  invito::invitation_request r;
  r.recipient.email = invito::email("rita@example.com");
  invito::issue_command issue;
  issue.id = invito::invitation_id("inv-1");
  issue.org = invito::organization_id("org-acme");
  issue.by = invito::actor::user(invito::user_id("user-olga"));
  issue.now = at("2026-03-02T09:00:00Z");
  issue.key = invito::key_digest("\xAA");
  issue.source = invito::offer_source::former_membership;
  issue.facts.former = invito::offer{
      "reader",
      {{{invito::scope::project, "p-1", "member"}, {invito::scope::project, "p-2", "member"}}}};
  issue.facts.scopes = {{invito::scope::project, "p-1"}, {invito::scope::project, "p-2"}};
  const auto issued = invito::issue(p, r, issue);
  REQUIRE(told(issued) == "nothing wrong");
  invitation i = invito::apply(*issued);
  invito::accept_command accept;
  accept.who = {invito::user_id("user-rita"), invito::email("rita@example.com"), true};
  accept.now = at("2026-03-03T09:00:00Z");
  accept.key = issue.key;
  accept.facts.scopes = {{invito::scope::project, "p-2"}};
  const auto accepted = invito::accept(p, i, accept);
  REQUIRE(told(accepted) == "nothing wrong");
  REQUIRE(invito::apply(i, *accepted));
  const std::string written = *invito::write(i);
  CHECK(written.find(R"("reinstates":true)") != std::string::npos);
  CHECK(written.find(R"("role":"reader","grants":[{"scope":"project","id":"p-2","role":"member"}],)"
                     R"("relied_on":["email","verified_email","key"])") != std::string::npos);
  const auto read = invito::read(written);
  REQUIRE(told(read) == "nothing wrong");
  CHECK(*read == i);
}

TEST_CASE("what an event needs is required") {
  CHECK(reading(one_event("supersede", "")) == "missing_field /history/0/newer");
  CHECK(reading(one_event("expire", "")) == "missing_field /history/0/recorded_at");
  CHECK(reading(one_event("leave", "")) == "unknown_value /history/0/event");
  CHECK(reading(with(with(least(R"({"status":"pending"})"), R"("revision":0)", R"("revision":1)"),
                     R"("history":[])", R"("history":[{}])")) ==
        "missing_field /history/0/event; missing_field /history/0/at; missing_field /history/0/by; "
        "missing_field /history/0/revision");
}

TEST_CASE("every object of the format is closed") {
  struct place {
    std::string from;
    std::string where;
  };
  const std::vector<place> places{
      {R"({"invito":1)", "/x"},
      {R"({"kind":"user","id":"user-olga"},"created_at")", "/created_by/x"},
      {R"({"name":"source")", "/attributes/0/x"},
      {R"({"status":"accepted")", "/state/x"},
      {R"({"current":"00ff")", "/keys/x"},
      {R"({"event":"issue")", "/history/0/x"},
      {R"({"scope":"workspace")", "/history/0/grants/1/x"},
      {R"({"kind":"system")", "/history/2/by/x"},
  };
  for (place const& p : places) {
    CAPTURE(p.where);
    CHECK(reading(with(accepted_document, p.from, R"({"x":{"y":[]},)" + p.from.substr(1))) ==
          "unknown_field " + p.where);
  }
  CHECK(reading(with(told_document, R"("baseline":{)", R"("baseline":{"x":1,)")) ==
        "unknown_field /baseline/x");
}

TEST_CASE("all required members are asked for at once") {
  CHECK(reading("{}") ==
        "missing_field /invito; missing_field /id; missing_field /send; missing_field /state; "
        "missing_field /offer_number; missing_field /revision; missing_field /history");
}

TEST_CASE("every member of the wrong type is refused by its place") {
  const auto found = invito::read(
      R"({"invito":1,"id":1,"organization":2,"email":3,"user":4,"given_name":5,"family_name":6,)"
      R"("created_by":7,"created_at":8,"send":9,"attributes":10,"state":11,"role":12,"grants":13,)"
      R"("offer_number":"14","sponsor":15,"keys":16,"revision":"17","baseline":18,"history":19})");
  CHECK(told(found) ==
        "wrong_type /id; wrong_type /organization; wrong_type /email; wrong_type /user; "
        "wrong_type /given_name; wrong_type /family_name; wrong_type /created_by; "
        "wrong_type /created_at; wrong_type /send; wrong_type /attributes; wrong_type /state; "
        "wrong_type /role; wrong_type /grants; wrong_type /offer_number; wrong_type /sponsor; "
        "wrong_type /keys; wrong_type /revision; wrong_type /baseline; wrong_type /history");
}

TEST_CASE("a digest is hexadecimal in small letters") {
  for (char const* bad : {"0", "0g", "0A", "0x00", " 00", "000"}) {
    CAPTURE(bad);
    const std::string key =
        R"("keys":{"current":")" + std::string(bad) + R"(","previous":")" + bad + "\"},";
    CHECK(reading(least(R"({"status":"pending"})", key)) ==
          "unknown_value /keys/current; unknown_value /keys/previous");
    CHECK(reading(one_event("resend", R"("key":")" + std::string(bad) + '"')) ==
          "unknown_value /history/0/key");
  }
  CHECK(reading(with(
            told_document,
            R"("previous":"0a","previous_until":"1969-12-31T23:59:59.000000001Z"},"expires_at")",
            R"("previous":"a","previous_until":"1969-12-31T23:59:59.000000001Z"},"expires_at")")) ==
        "unknown_value /baseline/keys/previous");
}

TEST_CASE("what an answer relied on is one of four things") {
  CHECK(reading(one_event(
            "decline", R"("relied_on":["user","luck","email","verified_email","key","","Key"])")) ==
        "unknown_value /history/0/relied_on/1; unknown_value /history/0/relied_on/5; "
        "unknown_value /history/0/relied_on/6");
  const auto relied = [](std::string const& words) {
    const auto read = invito::read<invito::event>(
        with(accept_event, R"("relied_on":["user"])", R"("relied_on":[)" + words + "]"));
    return std::get<invito::accept_details>(read->details).relied_on;
  };
  CHECK(relied("") == invito::proof{false, false, false, false});
  CHECK(relied(R"("user")") == invito::proof{true, false, false, false});
  CHECK(relied(R"("email")") == invito::proof{false, true, false, false});
  CHECK(relied(R"("verified_email")") == invito::proof{false, false, true, false});
  CHECK(relied(R"("key")") == invito::proof{false, false, false, true});
}

TEST_CASE("numbers outside of their range are refused") {
  const std::string pending = least(R"({"status":"pending"})");
  for (char const* number : {"0", "-1", "4294967296", "9223372036854775807"}) {
    CAPTURE(number);
    CHECK(
        reading(with(pending, R"("offer_number":1)", R"("offer_number":)" + std::string(number))) ==
        "number_out_of_range /offer_number");
    CHECK(
        reading(with(
            told_document,
            R"("offer_number":3,"sponsor":{"kind":"user","id":"user-olga"},"keys":{"current":"","previous":"0a","previous_until":"1969-12-31T23:59:59.000000001Z"},"expires_at")",
            R"("offer_number":)" + std::string(number) + R"(,"expires_at")")) ==
        "number_out_of_range /baseline/offer_number");
  }
  CHECK(reading(with(pending, R"("offer_number":1)", R"("offer_number":18446744073709551615)")) ==
        "number_out_of_range /offer_number");
  CHECK(told(invito::read(with(pending, R"("revision":0)", R"("revision":-1)"))).substr(0, 29) ==
        "number_out_of_range /revision");
  CHECK(told(invito::read(with(told_document, R"("revision":5)", R"("revision":-5)")))
            .substr(0, 38) == "number_out_of_range /baseline/revision");
  CHECK(told(invito::read(with(one_event("revoke", ""), R"("by":{"kind":"system"},"revision":1)",
                               R"("by":{"kind":"system"},"revision":-1)"))) ==
        "number_out_of_range /history/0/revision");
}

// Writing ----------------------------------------------------------------------------------------

TEST_CASE("text that is not UTF-8 cannot be written, wherever it stands") {
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
         i.baseline->told_statuses = invito::composite_status{{"pending", t}, {}};
       }},
      {"/baseline/statuses/history/1/metadata/0/name",
       [](invitation& i, std::string const& t) {
         i.baseline = invito::baseline{};
         i.baseline->told_statuses =
             invito::composite_status{{}, {{}, {"pending", {}, {}, {}, {{t, {}}}}}};
       }},
  };
  for (change const& c : changes) {
    CAPTURE(c.where);
    invitation i = accepted_one();
    c.make(i, bad);
    CHECK(told(invito::write(i)) == std::string("invalid_utf8 ") + c.where);
  }
}

TEST_CASE("the shape and the moment of writing do not matter: what is recorded is written") {
  const invitation i = accepted_one();
  invito::write_options wide;
  wide.shape = invito::wire::shape::wide;
  wide.revoked_as_expired = true;
  CHECK(*native::write_invite(i, at("2200-01-01T00:00:00Z"), wide) == accepted_document);
  // A pending one past its expiry is still recorded as pending.
  const auto pending =
      invito::read(with(least(R"({"status":"pending"})"), R"("status":"pending"},"offer_number")",
                        R"("status":"pending"},"offer_number")"));
  REQUIRE(told(pending) == "nothing wrong");
  CHECK(*native::write_invite(*pending, at("2200-01-01T00:00:00Z")) ==
        least(R"({"status":"pending"})"));
}

// With nlohmann::json ----------------------------------------------------------------------------

TEST_CASE("an invitation becomes a parsed value by assignment") {
  const nlohmann::json j = accepted_one();
  CHECK(j == nlohmann::json::parse(accepted_document));
  const nlohmann::json list = std::vector<invitation>{accepted_one(), told_one()};
  REQUIRE(list.size() == 2);
  CHECK(list[1]["id"] == "inv-2");
}

TEST_CASE("a parsed value that keeps the order of members keeps ours") {
  const nlohmann::ordered_json j = accepted_one();
  CHECK(j.dump() == with(accepted_document, "1.50", "1.5"));  // parsed numbers lose their spelling
}

TEST_CASE(
    "a parsed value that was an invitation holds replacement characters for what is not UTF-8") {
  invitation i = told_one();
  i.name.given = "caf\xE9";
  const nlohmann::json j = i;
  CHECK(j["given_name"] == "caf\xEF\xBF\xBD");
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
TEST_CASE("an invitation comes out of a parsed value") {
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
    "a parsed value that is no invitation is thrown as an invalid argument with all problems, "
    "and nothing is changed") {
  invitation i = told_one();
  std::string what;
  try {
    nlohmann::json::parse(R"({"invito":1,"id":2,"send":true,"state":{"status":"pending"},)"
                          R"("offer_number":1,"revision":0,"history":{}})")
        .get_to(i);
  } catch (std::invalid_argument const& e) {
    what = e.what();
  }
  // In the order of the members, which a parsed value has sorted.
  CHECK(what == "invito: /history: this must be an array; /id: this must be a string");
  CHECK(same(i, told_one()));
}
#endif

// The other documents of the format --------------------------------------------------------------

TEST_CASE("a request is written with all that was asked for, and read as it was") {
  invito::invitation_request request;
  CHECK(*native::write_request(request) == "{}");
  request.recipient = {invito::email("Rita@Example.com"), invito::user_id("user-rita")};
  request.name = {"Rita", "R."};
  request.offer.role = "reader";
  request.offer.grants = std::vector<invito::grant>{{invito::scope::organization, "o", "owner"}};
  request.send = false;
  request.attributes = {{"a", *invito::parse_json_text("1.50")}};
  const auto written = native::write_request(request);
  REQUIRE(told(written) == "nothing wrong");
  CHECK(
      *written ==
      R"({"email":"Rita@Example.com","user":"user-rita","given_name":"Rita","family_name":"R.",)"
      R"("role":"reader","grants":[{"scope":"organization","id":"o","role":"owner"}],"send":false,)"
      R"("attributes":[{"name":"a","value":1.50}]})");
  CHECK(*native::read_request(*written) == request);
  CHECK(*native::read_request("{}") == invito::invitation_request{});
  CHECK(told(native::read_request(
            R"({"emial":"x","send":1,"grants":[{"scope":"planet","id":"e"}]})")) ==
        "unknown_field /emial; wrong_type /send; unknown_value /grants/0/scope");

  sample::maker make(5, sample::hard_roles());
  for (int n = 0; n != 200; ++n) {
    CAPTURE(n);
    const invito::invitation_request asked = make.request();
    const auto text = native::write_request(asked);
    REQUIRE(told(text) == "nothing wrong");
    REQUIRE(*native::read_request(*text) == asked);
    REQUIRE(*native::write_request(*native::read_request(*text)) == *text);
  }
}

TEST_CASE("a list is written item by item, and its problems name the item") {
  const invito::invitation_page page{{accepted_one(), told_one()}, true};
  const auto written = native::write_list(page, {});
  REQUIRE(told(written) == "nothing wrong");
  CHECK(*written ==
        R"({"items":[)" + accepted_document + "," + told_document + R"(],"has_more":true})");
  const auto read = native::read_list(*written);
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->items.size() == 2);
  CHECK(same(read->items[0], page.items[0]));
  CHECK(same(read->items[1], page.items[1]));
  CHECK(read->has_more);
  CHECK(*native::write_list({}, {}) == R"({"items":[],"has_more":false})");

  CHECK(told(native::read_list(
            with(*written, R"("revision":6,"baseline")", R"("revision":7,"baseline")"))) ==
        "history_mismatch /items/1/revision");
  CHECK(told(native::read_list(with(*written, R"("revision":3,)", R"("revision":5,)"))) ==
        "history_mismatch /items/0/history/2");
  CHECK(told(native::read_list(with(*written, R"("cause":"revoked")", R"("cause":"regret")"))) ==
        "unknown_value /items/1/state/cause");
  CHECK(told(native::read_list("{}")) == "missing_field /items; missing_field /has_more");

  invito::invitation_page bad = page;
  bad.items[1].name.family = "\xFF";
  CHECK(told(native::write_list(bad, {})) == "invalid_utf8 /items/1/family_name");
}

TEST_CASE("an error is written with the place, and read as it was") {
  const invito::api_error e{"unknown_role", "there is no role \"x\"", "kind", "/role"};
  CHECK(
      native::write_error(e) ==
      R"({"code":"unknown_role","message":"there is no role \"x\"","type":"kind","where":"/role"})");
  CHECK(*native::read_error(native::write_error(e)) == e);
  CHECK(native::write_error(invito::api_error{}) == R"({"code":"","message":""})");
  CHECK(*native::read_error(R"({"code":"","message":""})") == invito::api_error{});
  CHECK(told(native::read_error(R"({"code":1})")) == "wrong_type /code; missing_field /message");
}

TEST_CASE("an error is written with everything that it may say, and read as it was") {
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
  REQUIRE(told(read) == "nothing wrong");
  CHECK(*read == e);
  CHECK(native::write_error(*read) == written);

  e.items[1].where.add("\xFF");
  e.items[1].message = "\xFF";
  CHECK(native::write_error(e) == with(written, R"({"where":[],"message":""})",
                                       "{\"where\":[\"\xEF\xBF\xBD\"],"
                                       "\"message\":\"\xEF\xBF\xBD\"}"));
}

TEST_CASE("two errors are equal only if every member is") {
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

TEST_CASE("an error's objects are closed, and what is wrong in them is told by its place") {
  const auto reading_error = [](std::string const& more) {
    return told(native::read_error(R"({"code":"","message":"")" + more + "}"));
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

TEST_CASE("the answer to a create request is the invitation, and never shows the key") {
  invito::creation made;
  made.invitation = accepted_one();
  made.key = invito::secret("the-raw-key");
  made.is_new_user = true;
  made.body = *invito::parse_json_text(R"({"key":"the-raw-key"})");
  const auto written = native::write_creation(made, at("2200-01-01T00:00:00Z"));
  REQUIRE(told(written) == "nothing wrong");
  CHECK(*written == accepted_document);
  const auto read = native::read_creation(accepted_document);
  REQUIRE(told(read) == "nothing wrong");
  CHECK(same(read->invitation, accepted_one()));
  CHECK(read->key.empty());
  CHECK_FALSE(read->is_new_user.has_value());
  CHECK_FALSE(read->body.has_value());

  CHECK(told(native::read_creation("{}")) == told(native::read_invite("{}")));
  CHECK(told(native::read_creation(with(accepted_document, R"("revision":3,)",
                                        R"("revision":4,)"))) == "history_mismatch /history/2");
  made.invitation.name.given = "\xFF";
  CHECK(told(native::write_creation(made, {})) == "invalid_utf8 /given_name");
}

TEST_CASE("one event can be written and read alone, as hosts store them") {
  const auto read = invito::read<invito::event>(resend_event);
  REQUIRE(told(read) == "nothing wrong");
  CHECK(*read == accepted_one().history[2]);
  CHECK(*invito::write(*read) == resend_event);
  for (std::string const& text : {issue_event, amend_event, accept_event}) {
    CAPTURE(text);
    CHECK(*invito::write(*invito::read<invito::event>(text)) == text);
  }
  CHECK(told(invito::read<invito::event>(
            with(resend_event, R"("key":"00ff",)", R"("newer":"n",)"))) ==
        "unknown_field /previous_until; unknown_field /newer");
  CHECK(told(invito::read<invito::event>("{}")) ==
        "missing_field /event; missing_field /at; missing_field /by; missing_field /revision");
  invito::event bad = *read;
  bad.idempotency_key = "\xFF";
  CHECK(told(invito::write(bad)) == "invalid_utf8 /idempotency_key");

  sample::maker make(13, sample::hard_roles());
  for (int n = 0; n != 200; ++n) {
    for (invito::event const& e : make().history) {
      CAPTURE(n, e.revision);
      const auto written = invito::write(e);
      REQUIRE(told(written) == "nothing wrong");
      REQUIRE(*invito::read<invito::event>(*written) == e);
    }
  }
}

TEST_CASE("problems are written as a stranger may see them") {
  invito::problems why;
  why.add({code::unknown_role, "role", "boss", {}});
  why.add({code::duplicate_item, invito::path("grants").add(std::size_t{1}).add("id"), "p-1", {}});
  CHECK(native::write_error(why) ==
        R"({"code":"unknown_role","message":"/role: there is no role \"boss\"; )"
        R"(/grants/1/id: \"p-1\" stands twice in this list","where":"/role","status":400})");
  CHECK(native::write_error(invito::problems({code::wrong_recipient, {}, {}, {}})) ==
        R"({"code":"not_found","message":"there is no such invitation","status":404})");
  CHECK(native::write_error(invito::problems({code::unauthenticated, {}, {}, {}}),
                            {"err-1", at("2026-03-02T09:00:00Z")}) ==
        R"({"code":"unauthenticated","message":"sign in first","status":401,"id":"err-1",)"
        R"("at":"2026-03-02T09:00:00Z"})");
}
