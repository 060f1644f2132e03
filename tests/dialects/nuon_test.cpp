// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/dialect.hpp"
#include "support/digest.hpp"
#include "support/facts.hpp"
#include "support/sample.hpp"

namespace {

using namespace std::chrono_literals;
using invito::code;
using invito::composite_status;
using invito::feature;
using invito::instant;
using invito::invitation;
using invito::nuon;
using invito::revoke_cause;
using invito::status_entry;
using support::extended;
using support::incomplete;
using support::lost;
using support::strict_options;
using support::text_of;

// Every documented field, in the documented order.
const std::string full =
    R"({"created_at":"2026-03-02T09:00:00.123456789Z","created_by_id":"acc-olga",)"
    R"("email":"Rita@Example.com","id":"org-invite","org_id":"org-acme","role_type":"org_support",)"
    R"("status":"accepted","status_v2":{"created_at_ts":1772528400,"created_by_id":"acc-rita",)"
    R"("history":[{"created_at_ts":1772442000,"created_by_id":"acc-olga","metadata":{"try":1},)"
    R"("status":"pending","status_human_description":"waits"}],"metadata":{"try":2,"by":"log-in"},)"
    R"("status":"success","status_human_description":"has joined"},)"
    R"("updated_at":"2026-03-04T00:00:00.5Z"})";

// The times are 1772442000, a day later, and a later time that no result depends on.
const instant invited = at("2026-03-02T09:00:00Z");
const instant next_day = at("2026-03-03T09:00:00Z");
const instant later = at("2026-06-01T00:00:00Z");

invito::write_options capped(std::size_t limit) {
  invito::write_options out;
  out.history_cap = limit;
  return out;
}

invitation read(std::string const& text) {
  const auto out = nuon::read_invitation(text);
  INFO(text);
  REQUIRE(codes_of(out) == "nothing wrong");
  return *out;
}

std::string text_of(invitation const& i, instant now, invito::write_options const& options = {}) {
  return text_of(nuon::write_invitation(i, now, options));
}

// The invite after one reading and writing.
std::string round_trip(std::string const& text, invito::write_options const& options = {}) {
  const auto in = nuon::read_invitation(text);
  return in ? text_of(*in, later, options) : codes_of(in);
}

// An invite with a role and this `status_v2`, without and with a `status`.
std::string with_statuses(std::string const& composite) {
  return R"({"role_type":"org_admin","status_v2":)" + composite + "}";
}
std::string with_both(std::string const& status, std::string const& composite) {
  return R"({"role_type":"org_admin","status":")" + status + R"(","status_v2":)" + composite + "}";
}

invito::state state_of(std::string const& text) { return read(text).state; }

// "pending", "accepted 2026-03-03T09:00:00Z acc-rita", "revoked - - declined"; unknown values are
// dashes.
std::string state_text(invito::state const& s) {
  const auto time = [](std::optional<instant> t) {
    return t ? " " + invito::format_rfc3339(*t) : std::string(" -");
  };
  std::string out(to_string(recorded_status(s)));
  if (auto* accepted = std::get_if<invito::accepted>(&s)) {
    out += time(accepted->at) + (accepted->by.empty() ? " -" : " " + accepted->by.text());
  }
  if (auto* revoked = std::get_if<invito::revoked>(&s)) {
    out += time(revoked->at) + (revoked->by ? " " + revoked->by->id.text() : " -");
    out += " " + std::string(to_string(revoked->cause));
  }
  if (auto* expired = std::get_if<invito::expired>(&s)) out += time(expired->at);
  if (auto* pending = std::get_if<invito::pending>(&s)) {
    if (pending->expires_at) out += time(pending->expires_at);
  }
  return out;
}

composite_status const& source_statuses(invitation const& i) {
  REQUIRE(bool(i.baseline));
  REQUIRE(bool(i.baseline->source_statuses));
  return *i.baseline->source_statuses;
}

std::string lost(invitation const& i, instant now, invito::write_options const& options = {}) {
  return lost(invito::losses<nuon>(i, now, options));
}

// Verbs ------------------------------------------------------------------------------------------

const invito::actor olga = invito::actor::user(invito::user_id("acc-olga"));
const invito::actor paul = invito::actor::user(invito::user_id("acc-paul"));
const invito::identity rita{invito::user_id("acc-rita"), invito::email("rita@example.com"), true};

template <class Command>
Command by(invito::actor const& actor, instant now) {
  Command out;
  out.organization = invito::organization_id("org-acme");
  out.by = actor;
  out.now = now;
  out.facts = support::nothing_in_the_way();
  out.facts.actor = invito::membership{"org_admin"};
  return out;
}

invito::issue_command issuing(instant now = invited) {
  auto out = by<invito::issue_command>(olga, now);
  out.id = invito::invitation_id("org-invite");
  return out;
}

invitation issued(invito::issue_command const& c = issuing()) {
  const auto request =
      nuon::read_request(R"({"email":"Rita@Example.com","role_type":"org_support"})");
  REQUIRE(codes_of(request) == "nothing wrong");
  const auto made = invito::issue(nuon::policy(), *request, c);
  REQUIRE(codes_of(made) == "nothing wrong");
  return invito::apply(*made);
}

invitation expiring_next_day() {
  invito::issue_command c = issuing();
  c.lifetime = 24h;
  return issued(c);
}

void apply_made(invitation& i, invito::result<invito::decision> const& made) {
  REQUIRE(codes_of(made) == "nothing wrong");
  REQUIRE(invito::apply(i, *made));
}

void resend(invitation& i, invito::actor const& actor, instant now) {
  apply_made(i, invito::resend(nuon::policy(), i, by<invito::resend_command>(actor, now)));
}

void amend(invitation& i, invito::actor const& actor, instant now, char const* role) {
  auto c = by<invito::amend_command>(actor, now);
  c.offer.role = role;
  apply_made(i, invito::amend(nuon::policy(), i, c));
}

invito::accept_command accepting(instant now) {
  invito::accept_command out;
  out.who = rita;
  out.now = now;
  out.facts = support::nothing_in_the_way();
  out.facts.sponsor = invito::membership{"org_admin"};
  return out;
}

void accept(invitation& i, instant now) {
  apply_made(i, invito::accept(nuon::policy(), i, accepting(now)));
}

void revoke(invitation& i, invito::actor const& actor, instant now) {
  apply_made(i, invito::revoke(nuon::policy(), i, by<invito::revoke_command>(actor, now)));
}

void decline(invitation& i, instant now) {
  invito::decline_command c;
  c.who = rita;
  c.now = now;
  apply_made(i, invito::decline(nuon::policy(), i, c));
}

void supersede(invitation& i, invito::actor const& actor, instant now) {
  auto c = by<invito::supersede_command>(actor, now);
  c.newer = invito::invitation_id("org-newer");
  apply_made(i, invito::supersede(nuon::policy(), i, c));
}

void expire(invitation& i, instant now) {
  invito::expire_command c;
  c.organization = i.organization;
  c.now = now;
  apply_made(i, invito::expire(nuon::policy(), i, c));
}

// The invite of `issued` with these statuses and this `updated_at`.
std::string issued_invite(std::string const& statuses, std::string const& updated_at) {
  return R"({"created_at":"2026-03-02T09:00:00Z","created_by_id":"acc-olga",)"
         R"("email":"Rita@Example.com","id":"org-invite","org_id":"org-acme",)"
         R"("role_type":"org_support",)" +
         statuses + R"(,"updated_at":")" + updated_at + R"("})";
}

const std::string issue_entry =
    R"({"created_at_ts":1772442000,"created_by_id":"acc-olga","metadata":{"invito_event":"issue"},)"
    R"("status":"pending"})";

}  // namespace

// The create request -----------------------------------------------------------------------------

TEST_CASE("nuon::read_request reads the email and the role", "[nuon][request]") {
  const auto r = nuon::read_request(R"({"email":"Rita@Example.com","role_type":"installer"})");
  REQUIRE(codes_of(r) == "nothing wrong");
  REQUIRE(r->recipient.email.has_value());
  CHECK(r->recipient.email->text() == "Rita@Example.com");
  CHECK(r->recipient.user.empty());
  CHECK(r->offer.role == "installer");
  CHECK_FALSE(r->offer.grants.has_value());
  CHECK(r->name == invito::person_name{});
  CHECK(r->send);
  CHECK(r->attributes.empty());
}

TEST_CASE("nuon::read_request reads an absent or empty role as org_admin", "[nuon][request]") {
  for (char const* text :
       {R"({"email":"a@example.com"})", R"({"email":"a@example.com","role_type":null})",
        R"({"email":"a@example.com","role_type":""})"}) {
    CAPTURE(text);
    const auto r = nuon::read_request(text);
    REQUIRE(codes_of(r) == "nothing wrong");
    CHECK(r->offer.role == "org_admin");
    CHECK(r->recipient.email->text() == "a@example.com");
    // The default role is written explicitly.
    CHECK(*nuon::write_request(*r) == R"({"email":"a@example.com","role_type":"org_admin"})");
  }
}

TEST_CASE("a Nuon request with a documented role is written as it was read", "[nuon][request]") {
  for (std::string const role :
       {"org_admin", "org_support", "installer", "runner", "hosted-installer"}) {
    CAPTURE(role);
    const std::string text = R"({"email":"a@example.com","role_type":")" + role + R"("})";
    const auto r = nuon::read_request(text);
    REQUIRE(codes_of(r) == "nothing wrong");
    CHECK(r->offer.role == role);
    CHECK(*nuon::write_request(*r) == text);
    CHECK(*nuon::write_request(*r, extended()) == text);
  }
}

TEST_CASE("nuon::write_request writes the newer roles in the extended shape only",
          "[nuon][request]") {
  for (std::string const role : {"org_read_only", "org_builder", "stack"}) {
    CAPTURE(role);
    const std::string text = R"({"email":"a@example.com","role_type":")" + role + R"("})";
    const auto r = nuon::read_request(text);
    REQUIRE(codes_of(r) == "nothing wrong");
    CHECK(r->offer.role == role);
    const auto documented = nuon::write_request(*r);
    REQUIRE(codes_of(documented) == "not_representable /role_type");
    CHECK(documented.error().front().subject == role);
    CHECK(*nuon::write_request(*r, extended()) == text);
  }
}

TEST_CASE("nuon::read_request refuses an unknown role and a role in another letter case",
          "[nuon][request]") {
  for (std::string const role : {"owner", "Org_Admin", "org_admin ", "hosted_installer"}) {
    CAPTURE(role);
    const auto r = nuon::read_request(R"({"email":"a@example.com","role_type":")" + role + R"("})");
    REQUIRE(codes_of(r) == "unknown_role /role_type");
    CHECK(r.error().front().subject == role);
  }
}

TEST_CASE("nuon::read_request reports all problems at once", "[nuon][request]") {
  CHECK(codes_of(nuon::read_request("{}")) == "missing_field /email");
  CHECK(codes_of(nuon::read_request(R"({"role_type":"org_admin"})")) == "missing_field /email");
  CHECK(codes_of(nuon::read_request(R"({"email":null})")) == "wrong_type /email");
  CHECK(codes_of(nuon::read_request(R"({"role_type":"boss"})")) ==
        "unknown_role /role_type; missing_field /email");
  CHECK(codes_of(nuon::read_request(R"({"email":1,"role_type":true})")) ==
        "wrong_type /email; wrong_type /role_type");
  CHECK(codes_of(nuon::read_request(R"({"role_type":["org_admin"],"email":{"a":1}})")) ==
        "wrong_type /role_type; wrong_type /email");
  CHECK(codes_of(nuon::read_request("[]")) == "wrong_type");
  CHECK(codes_of(nuon::read_request(R"({"email":"a","role_type":"runner","email":"b"})")) ==
        "duplicate_field /email");
}

TEST_CASE("nuon::read_request ignores unknown fields and refuses them when strict",
          "[nuon][request]") {
  const std::string text = R"({"email":"a@example.com","message":{"a":[1]},"role":"boss"})";
  CHECK(codes_of(nuon::read_request(text)) == "nothing wrong");
  CHECK(codes_of(nuon::read_request(text, strict_options())) ==
        "unknown_field /message; unknown_field /role");
}

TEST_CASE("nuon::read_request reads a malformed email, which issue refuses",
          "[nuon][request][issue]") {
  for (char const* text : {R"({"email":"invalid.example.com"})", R"({"email":""})"}) {
    CAPTURE(text);
    const auto r = nuon::read_request(text);
    REQUIRE(codes_of(r) == "nothing wrong");
    CHECK(codes_of(invito::issue(nuon::policy(), *r, issuing())) == "invalid_email /email");
  }
}

TEST_CASE("nuon::write_request refuses a request without an email or a role", "[nuon][request]") {
  invito::invitation_request r;
  CHECK(codes_of(nuon::write_request(r)) == "missing_value /email; missing_value /role_type");
  r.recipient = {std::nullopt, invito::user_id("acc-rita")};
  r.offer.role = "org_admin";
  CHECK(codes_of(nuon::write_request(r)) == "missing_value /email");
  r.recipient.email = invito::email("a@example.com");
  r.offer.role.clear();
  CHECK(codes_of(nuon::write_request(r)) == "missing_value /role_type");
  CHECK(codes_of(nuon::write_request(r, extended())) == "missing_value /role_type");
}

TEST_CASE("nuon::write_request refuses send = false and an unknown role", "[nuon][request]") {
  invito::invitation_request r;
  r.recipient.email = invito::email("a@example.com");
  r.offer.role = "org_admin";
  r.send = false;
  CHECK(codes_of(nuon::write_request(r)) == "not_representable /send");
  r.offer.role = "boss";
  const auto refused = nuon::write_request(r, extended());
  REQUIRE(codes_of(refused) == "not_representable /role_type; not_representable /send");
  CHECK(refused.error().front().subject == "boss");
}

TEST_CASE("nuon::write_request names \"send: false\" as the subject of the problem",
          "[nuon][request]") {
  invito::invitation_request r;
  r.recipient.email = invito::email("ina@example.com");
  r.offer.role = "org_admin";
  r.send = false;
  const auto written = nuon::write_request(r);
  REQUIRE(codes_of(written) == "not_representable /send");
  CHECK(written.error().front().subject == "send: false");
}

TEST_CASE("nuon::write_request leaves out missing fields when incomplete is set",
          "[nuon][request]") {
  invito::invitation_request r;
  r.recipient.email = invito::email("a@example.com");
  CHECK(*nuon::write_request(r, incomplete()) == R"({"email":"a@example.com"})");
  CHECK(*nuon::write_request({}, incomplete()) == "{}");
  // A value that cannot be represented is still refused.
  r.offer.role = "boss";
  CHECK(codes_of(nuon::write_request(r, incomplete())) == "not_representable /role_type");
}

// The invite -------------------------------------------------------------------------------------

TEST_CASE("nuon::read_invitation reads every field", "[nuon][invitation]") {
  const invitation i = read(full);
  CHECK(i.id == invito::invitation_id("org-invite"));
  CHECK(i.organization == invito::organization_id("org-acme"));
  REQUIRE(i.recipient.email.has_value());
  CHECK(i.recipient.email->text() == "Rita@Example.com");
  CHECK(i.recipient.user.empty());
  CHECK(i.name == invito::person_name{});
  CHECK(i.offer == invito::offer{"org_support", std::nullopt});
  CHECK(i.created_at == at("2026-03-02T09:00:00.123456789Z"));
  CHECK(i.created_by == olga);
  CHECK(i.sponsor == olga);
  CHECK(i.updated_at() == at("2026-03-04T00:00:00.5Z"));
  CHECK(i.state == invito::state(invito::accepted{next_day, invito::user_id("acc-rita")}));
  CHECK_FALSE(i.expires_at().has_value());
  CHECK(i.history.empty());
  CHECK(i.revision() == 0);

  composite_status statuses;
  statuses.current = {"success",
                      "has joined",
                      next_day,
                      invito::user_id("acc-rita"),
                      {{"try", invito::json_text::unchecked("2")},
                       {"by", invito::json_text::unchecked(R"("log-in")")}}};
  statuses.history = {{"pending",
                       "waits",
                       invited,
                       invito::user_id("acc-olga"),
                       {{"try", invito::json_text::unchecked("1")}}}};
  CHECK(source_statuses(i) == statuses);
}

TEST_CASE("a Nuon invite is written back identically, its fields in the documented order",
          "[nuon][invitation]") {
  CHECK(round_trip(full) == full);
  CHECK(round_trip(full, extended()) == full);
  CHECK(round_trip(nlohmann::ordered_json::parse(full).dump(2)) == full);
  // A parsed value is read like its text.
  CHECK(nuon::read_invitation(nlohmann::json::parse(
            with(full, R"("try":2,"by":"log-in")", R"("by":"log-in","try":2)"))) ==
        nuon::read_invitation(with(full, R"("try":2,"by":"log-in")", R"("by":"log-in","try":2)")));
}

TEST_CASE("nuon::write_invitation writes the names of the invitee in the extended shape only",
          "[nuon][invitation]") {
  const std::string named =
      R"({"email":"a@example.com","first_name":"Rita","id":"x","last_name":"O'Hara",)"
      R"("role_type":"stack","status":"pending"})";
  const invitation i = read(named);
  CHECK(i.name == invito::person_name{"Rita", "O'Hara"});
  CHECK(i.offer.role == "stack");
  CHECK(text_of(i, later, extended()) == named);
  CHECK(text_of(i, later) == "not_representable /role_type");
  CHECK(round_trip(with(named, "stack", "runner")) ==
        R"({"email":"a@example.com","id":"x","role_type":"runner","status":"pending"})");
}

TEST_CASE("nuon::read_invitation requires no field", "[nuon][invitation]") {
  const invitation i = read("{}");
  CHECK(i.id.empty());
  CHECK(i.organization.empty());
  CHECK_FALSE(i.recipient.email.has_value());
  CHECK(i.offer.role == "org_admin");
  CHECK(i.state == invito::state(invito::pending{}));
  CHECK_FALSE(i.created_at.has_value());
  CHECK_FALSE(i.created_by.has_value());
  CHECK_FALSE(i.sponsor.has_value());
  CHECK_FALSE(i.updated_at().has_value());
  REQUIRE(bool(i.baseline));
  CHECK_FALSE(bool(i.baseline->source_statuses));
  CHECK(text_of(i, later) == R"({"role_type":"org_admin","status":"pending"})");
}

TEST_CASE("nuon::read_invitation reads null and empty text as absent", "[nuon][invitation]") {
  const auto nothing = nuon::read_invitation("{}");
  const auto nulls = nuon::read_invitation(
      R"({"created_at":null,"created_by_id":null,"email":null,"first_name":null,"id":null,)"
      R"("last_name":null,"org_id":null,"role_type":null,"status":null,"status_v2":null,)"
      R"("updated_at":null})");
  REQUIRE(codes_of(nulls) == "nothing wrong");
  CHECK(*nulls == *nothing);
  const auto empty = nuon::read_invitation(
      R"({"created_by_id":"","email":"","first_name":"","id":"","last_name":"","org_id":"",)"
      R"("role_type":"","status":""})");
  REQUIRE(codes_of(empty) == "nothing wrong");
  CHECK(*empty == *nothing);
  CHECK(text_of(*empty, later, extended()) == R"({"role_type":"org_admin","status":"pending"})");

  // Empty fields of a status are absent, too.
  const std::string padded = with_both(
      "pending",
      R"({"created_at_ts":null,"created_by_id":"","history":[{"status":"","history":null}],)"
      R"("metadata":{},"status":"queued","status_human_description":null})");
  CHECK(round_trip(padded) == with_both("pending", R"({"history":[{}],"status":"queued"})"));
  CHECK(round_trip(with_both("pending", R"({"history":[],"metadata":null,"status":"queued"})")) ==
        with_both("pending", R"({"status":"queued"})"));
  // An empty `status` is absent, so `status_v2` gives the state.
  CHECK(state_text(state_of(with_both("", R"({"status":"revoked"})"))) == "revoked - - revoked");
}

TEST_CASE("nuon::read_invitation refuses fields of another type", "[nuon][invitation]") {
  CHECK(codes_of(nuon::read_invitation(
            R"({"created_at":1,"created_by_id":2,"email":3,"first_name":4,"id":5,"last_name":6,)"
            R"("org_id":7,"role_type":8,"status":9,"status_v2":10,"updated_at":11})")) ==
        "wrong_type /created_at; wrong_type /created_by_id; wrong_type /email; "
        "wrong_type /first_name; wrong_type /id; wrong_type /last_name; wrong_type /org_id; "
        "wrong_type /role_type; wrong_type /status; wrong_type /status_v2; "
        "wrong_type /updated_at");
  CHECK(codes_of(nuon::read_invitation(
            R"({"id":["a"],"email":{"a":1},"status_v2":[],"updated_at":true})")) ==
        "wrong_type /id; wrong_type /email; wrong_type /status_v2; wrong_type /updated_at");
  CHECK(codes_of(nuon::read_invitation(with_statuses(
            R"({"created_at_ts":"1772442000","created_by_id":1,"history":{},"metadata":[],)"
            R"("status":2,"status_human_description":3})"))) ==
        "wrong_type /status_v2/created_at_ts; wrong_type /status_v2/created_by_id; "
        "wrong_type /status_v2/history; wrong_type /status_v2/metadata; "
        "wrong_type /status_v2/status; wrong_type /status_v2/status_human_description");
  CHECK(codes_of(nuon::read_invitation(with_statuses(
            R"({"history":[{},null,7,{"history":[{"status":false}],"metadata":"x"}]})"))) ==
        "wrong_type /status_v2/history/1; wrong_type /status_v2/history/2; "
        "wrong_type /status_v2/history/3/history/0/status; "
        "wrong_type /status_v2/history/3/metadata");
}

TEST_CASE("nuon::read_invitation refuses unknown statuses, unknown roles and invalid times",
          "[nuon][invitation]") {
  CHECK(codes_of(nuon::read_invitation(
            R"({"created_at":"","role_type":"owner","status":"expired","updated_at":"now"})")) ==
        "invalid_time /created_at; unknown_role /role_type; unknown_value /status; "
        "invalid_time /updated_at");
  CHECK(codes_of(nuon::read_invitation(R"({"status":"Pending"})")) == "unknown_value /status");
  CHECK(codes_of(nuon::read_invitation(R"({"created_at":"0001-01-01T00:00:00Z"})")) ==
        "time_out_of_range /created_at");
  CHECK(codes_of(nuon::read_invitation(with_statuses(R"({"created_at_ts":1.5})"))) ==
        "wrong_type /status_v2/created_at_ts");
  CHECK(codes_of(nuon::read_invitation(with_statuses(R"({"created_at_ts":9223372037})"))) ==
        "time_out_of_range /status_v2/created_at_ts");
}

TEST_CASE("nuon::read_invitation ignores unknown fields and refuses them when strict",
          "[nuon][invitation]") {
  const std::string text =
      R"({"deleted_at":0,"id":"x","status_v2":{"metadata":{"any":1},"history":[{"why":""}],)"
      R"("status":"queued"},"expires_at":"never"})";
  CHECK(round_trip(text) ==
        R"({"id":"x","role_type":"org_admin","status":"pending",)"
        R"("status_v2":{"history":[{}],"metadata":{"any":1},"status":"queued"}})");
  CHECK(codes_of(nuon::read_invitation(text, strict_options())) ==
        "unknown_field /deleted_at; unknown_field /status_v2/history/0/why; "
        "unknown_field /expires_at");
}

TEST_CASE("nuon::read_invitation refuses a duplicate field at any depth", "[nuon][invitation]") {
  CHECK(codes_of(nuon::read_invitation(R"({"id":"a","org_id":"b","id":"a"})")) ==
        "duplicate_field /id");
  CHECK(codes_of(nuon::read_invitation(with_statuses(
            R"({"status":"a","status":"a","history":[{},{"metadata":{},"metadata":{}}]})"))) ==
        "duplicate_field /status_v2/status; duplicate_field /status_v2/history/1/metadata");
}

TEST_CASE("Nuon times are read in Go's format and written in UTC without trailing zeros",
          "[nuon][invitation]") {
  struct row {
    char const* in;
    char const* out;
  };
  for (row const& r : {row{"2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z"},
                       row{"2026-03-02T09:00:00.1Z", "2026-03-02T09:00:00.1Z"},
                       row{"2026-03-02T09:00:00.12Z", "2026-03-02T09:00:00.12Z"},
                       row{"2026-03-02T09:00:00.123Z", "2026-03-02T09:00:00.123Z"},
                       row{"2026-03-02T09:00:00.1234Z", "2026-03-02T09:00:00.1234Z"},
                       row{"2026-03-02T09:00:00.12345Z", "2026-03-02T09:00:00.12345Z"},
                       row{"2026-03-02T09:00:00.123456Z", "2026-03-02T09:00:00.123456Z"},
                       row{"2026-03-02T09:00:00.1234567Z", "2026-03-02T09:00:00.1234567Z"},
                       row{"2026-03-02T09:00:00.12345678Z", "2026-03-02T09:00:00.12345678Z"},
                       row{"2026-03-02T09:00:00.123456789Z", "2026-03-02T09:00:00.123456789Z"},
                       row{"2026-03-02T09:00:00.000000001Z", "2026-03-02T09:00:00.000000001Z"},
                       row{"2026-03-02T09:00:00.120000000Z", "2026-03-02T09:00:00.12Z"},
                       row{"2026-03-02T09:00:00.000Z", "2026-03-02T09:00:00Z"},
                       row{"2026-03-02T10:30:00.5+01:30", "2026-03-02T09:00:00.5Z"},
                       row{"2026-03-01T21:00:00-12:00", "2026-03-02T09:00:00Z"},
                       row{"2026-03-02T00:30:00+01:00", "2026-03-01T23:30:00Z"}}) {
    CAPTURE(r.in);
    const auto text = [](std::string const& created_at, std::string const& updated_at) {
      return R"({"created_at":")" + created_at +
             R"(","role_type":"runner","status":"pending","updated_at":")" + updated_at + R"("})";
    };
    CHECK(round_trip(text(r.in, "2026-03-05T00:00:00Z")) == text(r.out, "2026-03-05T00:00:00Z"));
    CHECK(round_trip(text("2026-03-01T00:00:00Z", r.in)) == text("2026-03-01T00:00:00Z", r.out));
  }
  CHECK(codes_of(nuon::read_invitation(R"({"created_at":"2026-03-02T09:00:00.1234567891Z"})")) ==
        "invalid_time /created_at");
}

TEST_CASE("nuon::read_invitation reads a malformed email", "[nuon][invitation]") {
  const std::string text = with(full, "Rita@Example.com", "not an address");
  CHECK(read(text).recipient.email->text() == "not an address");
  CHECK(round_trip(text) == text);
}

TEST_CASE("nuon::write_invitation refuses a missing role unless incomplete is set",
          "[nuon][invitation]") {
  invitation i = read(R"({"id":"x","status":"revoked"})");
  i.offer.role.clear();
  CHECK(text_of(i, later) == "missing_value /role_type");
  CHECK(text_of(i, later, extended()) == "missing_value /role_type");
  CHECK(text_of(i, later, incomplete()) == R"({"id":"x","status":"revoked"})");
  CHECK(text_of(invitation{}, later, incomplete()) == R"({"status":"pending"})");
}

TEST_CASE("nuon::write_invitation refuses a role that the shape does not have",
          "[nuon][invitation]") {
  invitation i = issued();
  i.offer.role = "boss";
  const auto refused = nuon::write_invitation(i, later, extended());
  REQUIRE(codes_of(refused) == "not_representable /role_type");
  CHECK(refused.error().front().subject == "boss");
}

TEST_CASE("nuon::write_invitation refuses text that is not UTF-8 and names the field",
          "[nuon][invitation]") {
  const auto written = [](auto const& change) {
    invitation i = read(full);
    change(i, *i.baseline->source_statuses);
    return text_of(i, later);
  };
  using statuses = composite_status;
  CHECK(written([](invitation&, statuses&) {}) == full);
  CHECK(written([](invitation& i, statuses&) { i.id = invito::invitation_id("\xFF"); }) ==
        "invalid_utf8 /id");
  CHECK(written([](invitation&, statuses& s) { s.current.description = "\xC3("; }) ==
        "invalid_utf8 /status_v2/status_human_description");
  CHECK(written([](invitation&, statuses& s) { s.history[0].status = "\xFF"; }) ==
        "invalid_utf8 /status_v2/history/0/status");
  CHECK(written([](invitation&, statuses& s) { s.history[0].by = invito::user_id("\xFF"); }) ==
        "invalid_utf8 /status_v2/history/0/created_by_id");
}

TEST_CASE("the Nuon response to a create request is the invite without a token",
          "[nuon][invitation]") {
  const auto c = nuon::read_creation(full);
  REQUIRE(codes_of(c) == "nothing wrong");
  CHECK(c->invitation == read(full));
  CHECK_FALSE(c->is_new_user.has_value());
  CHECK_FALSE(c->body.has_value());
  CHECK(*nuon::write_creation(*c, later) == full);
}

// The status -------------------------------------------------------------------------------------

TEST_CASE("a Nuon status without status_v2 is read and written without details", "[nuon][status]") {
  struct row {
    char const* word;
    char const* state;
  };
  for (row const& r : {row{"pending", "pending"}, row{"accepted", "accepted - -"},
                       row{"revoked", "revoked - - revoked"}}) {
    CAPTURE(r.word);
    const std::string text = R"({"role_type":"runner","status":")" + std::string(r.word) + R"("})";
    CHECK(state_text(state_of(text)) == r.state);
    CHECK(round_trip(text) == text);
  }
}

TEST_CASE("nuon::read_invitation reads the state from status_v2 where status is absent",
          "[nuon][status]") {
  CHECK(state_text(state_of("{}")) == "pending");
  const std::string when = R"("created_at_ts":1772528400,"created_by_id":"acc-x","status":)";
  const auto state = [&when](char const* word) {
    return state_text(state_of(with_statuses("{" + when + '"' + word + "\"}")));
  };
  CHECK(state("pending") == "pending");
  CHECK(state("success") == "accepted 2026-03-03T09:00:00Z acc-x");
  CHECK(state("accepted") == "accepted 2026-03-03T09:00:00Z acc-x");
  CHECK(state("cancelled") == "revoked 2026-03-03T09:00:00Z acc-x revoked");
  CHECK(state("revoked") == "revoked 2026-03-03T09:00:00Z acc-x revoked");
  CHECK(state("approval-denied") == "revoked 2026-03-03T09:00:00Z acc-x declined");
  CHECK(state("discarded") == "revoked 2026-03-03T09:00:00Z acc-x superseded");
  CHECK(state("expired") == "expired 2026-03-03T09:00:00Z");
  for (char const* word : {"provisioning", "active", "error", "approval-expired", "approved",
                           "Accepted", "no such word"}) {
    CAPTURE(word);
    CHECK(state(word) == "pending");
  }
  // The current status gives the state. The history has no effect.
  CHECK(state_text(state_of(with_statuses(
            R"({"history":[{"status":"success"}],"status":"pending"})"))) == "pending");
  CHECK(state_text(state_of(with_statuses(R"({"status":"success"})"))) == "accepted - -");
}

TEST_CASE("nuon::read_invitation prefers status to status_v2 where they differ", "[nuon][status]") {
  const auto state = [](char const* status, char const* word) {
    return state_text(
        state_of(with_both(status, R"({"created_at_ts":1772528400,"created_by_id":"acc-x",)"
                                   R"("status":")" +
                                       std::string(word) + "\"}")));
  };
  for (char const* word : {"success", "accepted", "revoked", "cancelled", "approval-denied",
                           "discarded", "expired", "provisioning"}) {
    CAPTURE(word);
    CHECK(state("pending", word) == "pending");
  }
  for (char const* word : {"pending", "revoked", "cancelled", "discarded", "expired", "active"}) {
    CAPTURE(word);
    CHECK(state("accepted", word) == "accepted - -");
  }
  for (char const* word : {"pending", "success", "accepted", "expired", "deleting"}) {
    CAPTURE(word);
    CHECK(state("revoked", word) == "revoked - - revoked");
  }
  // `status_v2` is still kept.
  const std::string differ = with_both("pending", R"({"status":"success"})");
  CHECK(round_trip(differ) == differ);
}

TEST_CASE(
    "nuon::read_invitation reads time, actor and cause from a status_v2 that agrees with status",
    "[nuon][status]") {
  const auto state = [](char const* status, char const* word) {
    return state_text(
        state_of(with_both(status, R"({"created_at_ts":1772528400,"created_by_id":"acc-x",)"
                                   R"("status":")" +
                                       std::string(word) + "\"}")));
  };
  CHECK(state("accepted", "success") == "accepted 2026-03-03T09:00:00Z acc-x");
  CHECK(state("accepted", "accepted") == "accepted 2026-03-03T09:00:00Z acc-x");
  CHECK(state("revoked", "cancelled") == "revoked 2026-03-03T09:00:00Z acc-x revoked");
  CHECK(state("revoked", "revoked") == "revoked 2026-03-03T09:00:00Z acc-x revoked");
  CHECK(state("revoked", "approval-denied") == "revoked 2026-03-03T09:00:00Z acc-x declined");
  CHECK(state("revoked", "discarded") == "revoked 2026-03-03T09:00:00Z acc-x superseded");
  CHECK(state("pending", "pending") == "pending");
}

TEST_CASE("nuon::read_invitation does not take updated_at as the time of acceptance",
          "[nuon][status]") {
  const std::string text =
      R"({"created_at":"2026-03-02T09:00:00Z","role_type":"runner","status":"accepted",)"
      R"("updated_at":"2026-03-03T09:00:00Z"})";
  const invitation i = read(text);
  CHECK(i.state == invito::state(invito::accepted{}));
  CHECK(i.updated_at() == next_day);
  CHECK(text_of(i, later) == text);
  // The invitation was accepted by the time `updated_at`. The status before that time is unknown.
  CHECK(i.status_at(next_day) == invito::status::accepted);
  CHECK_FALSE(i.status_at(next_day - 1ns).has_value());
  CHECK(lost(i, later) == "");

  const invitation revoked = read(with(text, "accepted", "revoked"));
  CHECK(revoked.state == invito::state(invito::revoked{}));
}

TEST_CASE("status_at returns accepted from the time of status_v2 on in a Nuon invite",
          "[nuon][status]") {
  const invitation i = read(full);
  CHECK(i.status_at(next_day) == invito::status::accepted);
  CHECK(i.status_at(next_day - 1ns) == invito::status::pending);
}

TEST_CASE("nuon::read_invitation ignores an empty status_v2", "[nuon][status]") {
  const auto read = nuon::read_invitation(R"({"id":"inv1","status":"accepted","status_v2":{}})");
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->baseline);
  CHECK_FALSE(read->baseline->source_statuses);
  const auto kept = nuon::read_invitation(R"({"id":"inv1","status_v2":{"status":"success"}})");
  REQUIRE(codes_of(kept) == "nothing wrong");
  CHECK(kept->baseline->source_statuses);
}

TEST_CASE("a Nuon invite carries expired in status_v2 only, with its time", "[nuon][status]") {
  const std::string text = with_statuses(R"({"created_at_ts":1772528400,"status":"expired"})");
  const invitation i = read(text);
  CHECK(i.state == invito::state(invito::expired{next_day}));
  CHECK(i.status(invited) == invito::status::expired);
  CHECK(text_of(i, invited) == text);
  CHECK(lost(i, later) == "status (expired)");

  CHECK(codes_of(nuon::read_invitation(with_statuses(R"({"status":"expired"})"))) ==
        "missing_field /status_v2/created_at_ts");
  CHECK(codes_of(
            nuon::read_invitation(with_both("", R"({"status":"expired","created_at_ts":null})"))) ==
        "missing_field /status_v2/created_at_ts");
  // No time is required if `status` gives the state, or in an entry of the history.
  CHECK(state_text(state_of(with_both("pending", R"({"status":"expired"})"))) == "pending");
  CHECK(state_text(state_of(with_statuses(
            R"({"history":[{"status":"expired"}],"status":"queued"})"))) == "pending");
}

TEST_CASE("nuon::write_invitation leaves out status from the nanosecond of expiry on",
          "[nuon][status]") {
  const invitation i = expiring_next_day();
  const std::string pending =
      issued_invite(R"("status":"pending","status_v2":)" + issue_entry, "2026-03-02T09:00:00Z");
  const std::string expired =
      issued_invite(R"("status_v2":{"created_at_ts":1772528400,"history":[)" + issue_entry +
                        R"(],"status":"expired"})",
                    "2026-03-02T09:00:00Z");
  CHECK(text_of(i, invited) == pending);
  CHECK(text_of(i, next_day - 1ns) == pending);
  CHECK(text_of(i, next_day) == expired);
  CHECK(text_of(i, next_day + 1ns) == expired);
  CHECK(lost(i, next_day - 1ns) == "expires_at, revision, history");
  CHECK(lost(i, next_day) == "expires_at, revision, history, status (expired)");
  CHECK(state_text(state_of(expired)) == "expired 2026-03-03T09:00:00Z");
  CHECK(round_trip(expired) == expired);
}

TEST_CASE("nuon::write_invitation writes expired in status_v2 without an expire event",
          "[nuon][status]") {
  invito::invitation i;
  i.offer.role = "org_admin";
  i.state = invito::pending{at("2026-03-02T09:00:00Z")};
  CHECK(*nuon::write_invitation(i, at("2026-03-02T08:59:59Z")) ==
        R"({"role_type":"org_admin","status":"pending"})");
  const auto expired = nuon::write_invitation(i, at("2026-03-02T09:00:00Z"));
  REQUIRE(codes_of(expired) == "nothing wrong");
  CHECK(*expired == R"({"role_type":"org_admin","status_v2":{"created_at_ts":1772442000,)"
                    R"("history":[{"status":"pending"}],"status":"expired"}})");
}

TEST_CASE("nuon::write_invitation adds an entry where source_statuses do not express the state",
          "[nuon][status]") {
  const auto written = [](invito::state const& state, status_entry const& current) {
    invitation i = read("{}");
    i.state = state;
    invito::begin_history(i, {});
    i.baseline->source_statuses = composite_status{current, {}};
    const std::string out = text_of(i, later);
    // `updated_at` is the time of the state if the document has no other time.
    const std::size_t end = out.find(R"(,"updated_at")");
    CHECK(state_text(state_of(out)) == state_text(state));
    return end == std::string::npos ? out : out.substr(0, end) + "}";
  };
  status_entry drifted;
  drifted.status = "drifted";
  drifted.metadata = {{"a", invito::json_text::unchecked("1.50")}};
  const std::string kept = R"({"metadata":{"a":1.50},"status":"drifted"})";
  const auto followed = [&kept](std::string const& members, char const* word) {
    return "{" + members + R"("history":[)" + kept + R"(],"metadata":{"a":1.50},"status":")" +
           word + "\"}";
  };
  CHECK(written(invito::expired{next_day}, drifted) ==
        with_statuses(followed(R"("created_at_ts":1772528400,)", "expired")));
  CHECK(written(invito::accepted{next_day, invito::user_id("acc-rita")}, drifted) ==
        with_both("accepted", followed(R"("created_at_ts":1772528400,"created_by_id":"acc-rita",)",
                                       "success")));
  CHECK(written(invito::revoked{{}, {}, revoke_cause::declined}, drifted) ==
        with_both("revoked", followed("", "approval-denied")));
  // An expiry without a time could not be read back.
  status_entry expired;
  expired.status = "expired";
  CHECK(written(invito::expired{next_day}, expired) ==
        with_statuses(
            R"({"created_at_ts":1772528400,"history":[{"status":"expired"}],"status":"expired"})"));
  expired.at = next_day;
  CHECK(written(invito::expired{next_day}, expired) ==
        with_statuses(R"({"created_at_ts":1772528400,"status":"expired"})"));
  // No entry is added if `status` expresses the whole state.
  CHECK(written(invito::pending{}, drifted) == with_both("pending", kept));
  CHECK(written(invito::accepted{}, drifted) == with_both("accepted", kept));
  CHECK(written(invito::revoked{}, drifted) == with_both("revoked", kept));
  // But an entry is added if the current entry says more than the state.
  CHECK(written(invito::accepted{}, status_entry{"success", {}, next_day, {}, {}}) ==
        with_both("accepted", R"({"history":[{"created_at_ts":1772528400,"status":"success"}],)"
                              R"("status":"success"})"));
  CHECK(written(invito::revoked{}, status_entry{"discarded", {}, {}, {}, {}}) ==
        with_both("revoked", R"({"history":[{"status":"discarded"}],"status":"cancelled"})"));
}

TEST_CASE("a Nuon invite keeps statuses in status_v2 that have no meaning for invites",
          "[nuon][status]") {
  for (char const* word : {"accepted", "revoked", "provisioning", "approval-expired",
                           "something of tomorrow", "\\n"}) {
    CAPTURE(word);
    const std::string text = with_both("pending", R"({"history":[{"status":")" + std::string(word) +
                                                      R"("}],"status":")" + word + "\"}");
    CHECK(round_trip(text) == text);
  }
  // Entries without a status are kept, too.
  CHECK(round_trip(with_both("pending", R"({"history":[{}],"status":"active"})")) ==
        with_both("pending", R"({"history":[{}],"status":"active"})"));
  CHECK(source_statuses(read(with_statuses(R"({"history":[{}]})"))).history ==
        std::vector<status_entry>{status_entry{}});
}

// The composite status ---------------------------------------------------------------------------

TEST_CASE("nuon::composite_statuses lists the documented statuses, which are read and written",
          "[nuon][composite_status]") {
  const std::vector<std::string> documented{"error",
                                            "pending",
                                            "in-progress",
                                            "checking-plan",
                                            "success",
                                            "not-attempted",
                                            "cancelled",
                                            "retrying",
                                            "discarded",
                                            "user-skipped",
                                            "auto-skipped",
                                            "planning",
                                            "applying",
                                            "queued",
                                            "warning",
                                            "failed-pending-retry",
                                            "generating",
                                            "awaiting-user-run",
                                            "provisioning",
                                            "active",
                                            "outdated",
                                            "expired",
                                            "approved",
                                            "drifted",
                                            "no-drift",
                                            "approval-expired",
                                            "approval-denied",
                                            "approval-retry",
                                            "building",
                                            "deleting",
                                            "noop",
                                            "approval-awaiting"};
  REQUIRE(documented.size() == 32);
  CHECK(std::vector<std::string>(invito::nuon::composite_statuses.begin(),
                                 invito::nuon::composite_statuses.end()) == documented);
  for (std::string const& word : documented) {
    CAPTURE(word);
    const std::string text = with_both(
        "pending", R"({"history":[{"status":")" + word + R"("}],"status":")" + word + "\"}");
    const invitation i = read(text);
    CHECK(source_statuses(i).current.status == word);
    CHECK(source_statuses(i).history.front().status == word);
    CHECK(text_of(i, later) == text);
  }
}

TEST_CASE("Nuon metadata is any JSON and keeps the spelling of numbers",
          "[nuon][composite_status]") {
  const std::string metadata =
      R"({"z":null,"a":true,"b":false,"n":0,"m":-17,"d":1.50,"e":1E+3,"s":"","t":"\"\\\n\u0001",)"
      R"("big":123456789012345678901234567890,"most":18446744073709551615,)"
      R"("least":-9223372036854775808,"tiny":1e-400,"list":[],"object":{},)"
      R"("nested":{"y":[1,2.0,{"x":[null,[false]],"w":{"v":1.0}}],"c":{}},"":"no name",)"
      R"("a/b~c":1})";
  const std::string text = with_both(
      "pending", R"({"history":[{"metadata":)" + metadata + R"(}],"metadata":)" + metadata + "}");
  CHECK(round_trip(text) == text);
  const invitation i = read(text);
  invito::attribute_list const& kept = source_statuses(i).current.metadata;
  REQUIRE(kept.size() == 18);
  CHECK(kept[0].name == "z");
  CHECK(kept[0].value.text() == "null");
  CHECK(kept[5].name == "d");
  CHECK(kept[5].value.text() == "1.50");
  CHECK(kept[6].value.text() == "1E+3");
  CHECK(kept[9].value.text() == "123456789012345678901234567890");
  CHECK(kept[17].name == "a/b~c");
  CHECK(source_statuses(i).history.front().metadata == kept);
  // White space is not part of a value.
  CHECK(
      round_trip(with_both("pending", R"({"metadata" : { "a" : [ 1.50 , { "b" : "c d" } ] } })")) ==
      with_both("pending", R"({"metadata":{"a":[1.50,{"b":"c d"}]}})"));
}

TEST_CASE("nuon::read_invitation refuses duplicate names in metadata and names the place",
          "[nuon][composite_status]") {
  const auto reading = [](char const* metadata) {
    return codes_of(
        nuon::read_invitation(with_statuses(R"({"metadata":)" + std::string(metadata) + "}")));
  };
  CHECK(reading(R"({"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]})") == "nothing wrong");
  CHECK(reading(R"({"a":1,"b":2,"a":1})") == "duplicate_field /status_v2/metadata/a");
  CHECK(reading(R"({"a/b~c":1,"a/b~c":2})") == "duplicate_field /status_v2/metadata/a~1b~0c");
  CHECK(reading(R"({"a":{"b":1,"c":2,"b":3}})") == "duplicate_field /status_v2/metadata/a/b");
  CHECK(reading(R"({"a":[0,{"b":[{"c":1,"c":1}]}],"a":2})") ==
        "duplicate_field /status_v2/metadata/a/1/b/0/c; duplicate_field /status_v2/metadata/a");
  CHECK(codes_of(nuon::read_invitation(
            with_statuses(R"({"history":[{},{"history":[{"metadata":{"a":1,"a":1}}]}]})"))) ==
        "duplicate_field /status_v2/history/1/history/0/metadata/a");
}

TEST_CASE("nuon::read_invitation flattens nested histories depth first, oldest first",
          "[nuon][composite_status]") {
  const std::string nested = with_both(
      "pending", R"({"history":[)"
                 R"({"status":"active","history":[{"status":"queued","created_at_ts":1},)"
                 R"({"status":"planning","history":[{"status":"error","metadata":{"a":1}}]}]},)"
                 R"({"status":"approved","history":[{"status":"retrying"},{}]}],)"
                 R"("status":"drifted"})");
  CHECK(round_trip(nested) ==
        with_both("pending",
                  R"({"history":[{"created_at_ts":1,"status":"queued"},)"
                  R"({"metadata":{"a":1},"status":"error"},{"status":"planning"},)"
                  R"({"status":"active"},{"status":"retrying"},{},{"status":"approved"}],)"
                  R"("status":"drifted"})"));
  CHECK(round_trip(round_trip(nested)) == round_trip(nested));
}

TEST_CASE("the depth limit of the reader limits nested Nuon histories",
          "[nuon][composite_status]") {
  // The invite and its status take two levels of depth. Each history and its status take two more.
  const auto nested = [](int levels) {
    std::string text = R"({"status":"s0"})";
    for (int n = 1; n <= levels; ++n) {
      text = R"({"history":[)" + text + R"(],"status":"s)" + std::to_string(n) + "\"}";
    }
    return with_both("pending", text);
  };
  const invitation deepest = read(nested(15));
  composite_status const& all = source_statuses(deepest);
  CHECK(all.current.status == "s15");
  REQUIRE(all.history.size() == 15);
  for (std::size_t n = 0; n != 15; ++n) {
    CHECK(all.history[n].status == "s" + std::to_string(n));
  }
  CHECK(codes_of(nuon::read_invitation(nested(16))) ==
        "too_deep /status_v2/history/0/history/0/history/0/history/0/history/0/history/0/history/0"
        "/history/0/history/0/history/0/history/0/history/0/history/0/history/0/history/0/history");
  invito::read_options options;
  options.limits.depth = 4;
  CHECK(codes_of(nuon::read_invitation(nested(1), options)) == "nothing wrong");
  CHECK(codes_of(nuon::read_invitation(nested(2), options)) ==
        "too_deep /status_v2/history/0/history");
  options.limits.depth = 2000;
  CHECK(source_statuses(*nuon::read_invitation(nested(999), options)).history.size() == 999);
}

TEST_CASE("history_cap limits the Nuon history to the latest entries", "[nuon][composite_status]") {
  std::string text;
  for (int n = 1; n <= 30; ++n) {
    text += (n == 1 ? R"({"created_at_ts":)" : R"(,{"created_at_ts":)") + std::to_string(n) + "}";
  }
  const invitation i =
      read(with_both("pending", R"({"history":[)" + text + R"(],"status":"active"})"));
  CHECK(text_of(i, later) ==
        with_both("pending", R"({"history":[)" + text + R"(],"status":"active"})"));
  CHECK(text_of(i, later, capped(25)) ==
        with_both("pending", R"({"history":[)" + text.substr(text.find(R"({"created_at_ts":6})")) +
                                 R"(],"status":"active"})"));
  CHECK(source_statuses(read(text_of(i, later, capped(25)))).history.size() == 25);
  CHECK(text_of(i, later, capped(30)) == text_of(i, later));
  CHECK(text_of(i, later, capped(31)) == text_of(i, later));
  CHECK(text_of(i, later, capped(1)) ==
        with_both("pending", R"({"history":[{"created_at_ts":30}],"status":"active"})"));
  CHECK(text_of(i, later, capped(0)) == with_both("pending", R"({"status":"active"})"));
}

// The history of an invitation as status_v2 ------------------------------------------------------

TEST_CASE(
    "nuon::write_invitation writes issue, resend and amend as pending entries with their event",
    "[nuon][composite_status][issue][resend][amend]") {
  invitation i = issued();
  CHECK(text_of(i, later) ==
        issued_invite(R"("status":"pending","status_v2":)" + issue_entry, "2026-03-02T09:00:00Z"));
  resend(i, paul, at("2026-03-02T10:00:00.999999999Z"));
  const std::string resend_members = R"("metadata":{"invito_event":"resend"},"status":"pending"})";
  CHECK(text_of(i, later) ==
        issued_invite(R"("status":"pending","status_v2":{"created_at_ts":1772445600,)"
                      R"("created_by_id":"acc-paul","history":[)" +
                          issue_entry + "]," + resend_members,
                      "2026-03-02T10:00:00.999999999Z"));
  amend(i, olga, at("2026-03-02T11:00:00Z"), "runner");
  CHECK(
      text_of(i, later) ==
      with(issued_invite(
               R"("status":"pending","status_v2":{"created_at_ts":1772449200,)"
               R"("created_by_id":"acc-olga","history":[)" +
                   issue_entry + R"(,{"created_at_ts":1772445600,"created_by_id":"acc-paul",)" +
                   resend_members + R"(],"metadata":{"invito_event":"amend"},"status":"pending"})",
               "2026-03-02T11:00:00Z"),
           "org_support", "runner"));
}

TEST_CASE("each final event has its own status in status_v2, which is read back",
          "[nuon][composite_status][accept][revoke][decline][supersede][expire]") {
  struct row {
    std::string status;
    std::string current;
    char const* state;
    void (*apply_verb)(invitation&);
  };
  const std::vector<row> rows{
      {R"("status":"accepted",)",
       R"("created_at_ts":1772528400,"created_by_id":"acc-rita","history":[)" + issue_entry +
           R"(],"metadata":{"invito_event":"accept"},"status":"success")",
       "accepted 2026-03-03T09:00:00Z acc-rita", [](invitation& i) { accept(i, next_day); }},
      {R"("status":"revoked",)",
       R"("created_at_ts":1772528400,"created_by_id":"acc-paul","history":[)" + issue_entry +
           R"(],"metadata":{"invito_event":"revoke"},"status":"cancelled")",
       "revoked 2026-03-03T09:00:00Z acc-paul revoked",
       [](invitation& i) { revoke(i, paul, next_day); }},
      {R"("status":"revoked",)",
       R"("created_at_ts":1772528400,"created_by_id":"acc-rita","history":[)" + issue_entry +
           R"(],"metadata":{"invito_event":"decline"},"status":"approval-denied")",
       "revoked 2026-03-03T09:00:00Z acc-rita declined",
       [](invitation& i) { decline(i, next_day); }},
      {R"("status":"revoked",)",
       R"("created_at_ts":1772528400,"created_by_id":"acc-olga","history":[)" + issue_entry +
           R"(],"metadata":{"invito_event":"supersede"},"status":"discarded")",
       "revoked 2026-03-03T09:00:00Z acc-olga superseded",
       [](invitation& i) { supersede(i, olga, next_day); }},
      {"",
       R"("created_at_ts":1772614800,"history":[)" + issue_entry +
           R"(],"metadata":{"invito_event":"expire"},"status":"expired")",
       "expired 2026-03-04T09:00:00Z",
       [](invitation& i) { expire(i, at("2026-03-05T00:00:00Z")); }},
  };
  for (row const& r : rows) {
    CAPTURE(r.state);
    invito::issue_command c = issuing();
    c.lifetime = 48h;
    invitation i = issued(c);
    r.apply_verb(i);
    const bool is_expired = r.status.empty();
    const std::string text =
        issued_invite(r.status + R"("status_v2":{)" + r.current + "}",
                      is_expired ? "2026-03-04T09:00:00Z" : "2026-03-03T09:00:00Z");
    CHECK(text_of(i, later) == text);
    CHECK(state_text(state_of(text)) == r.state);
    CHECK(round_trip(text) == text);
    CHECK(round_trip(text, capped(0)) == with(text, "\"history\":[" + issue_entry + "],", ""));
  }
}

TEST_CASE("an actor without an id is left out of a Nuon status entry",
          "[nuon][composite_status][issue]") {
  invito::issue_command c = issuing();
  c.by = invito::actor::system();
  const invitation i = issued(c);
  const std::string text = text_of(i, later);
  CHECK(text == R"({"created_at":"2026-03-02T09:00:00Z","email":"Rita@Example.com",)"
                R"("id":"org-invite","org_id":"org-acme","role_type":"org_support",)"
                R"("status":"pending","status_v2":{"created_at_ts":1772442000,)"
                R"("metadata":{"invito_event":"issue"},"status":"pending"},)"
                R"("updated_at":"2026-03-02T09:00:00Z"})");
  CHECK_FALSE(read(text).created_by.has_value());
}

TEST_CASE("a verb appends to source_statuses and carries foreign metadata forward",
          "[nuon][composite_status][revoke]") {
  invitation i = read(issued_invite(
      R"("status":"pending","status_v2":{"created_at_ts":1772442000,"history":[{}],)"
      R"("metadata":{"a":1.50,"invito_event":"issue","b":{"invito_x":1},"invito_note":"x",)"
      R"("invito":2},"status":"pending","status_human_description":"waits"})",
      "2026-03-02T09:00:00Z"));
  revoke(i, paul, next_day);
  CHECK(text_of(i, later) ==
        issued_invite(
            R"("status":"revoked","status_v2":{"created_at_ts":1772528400,)"
            R"("created_by_id":"acc-paul","history":[{},{"created_at_ts":1772442000,)"
            R"("metadata":{"a":1.50,"invito_event":"issue","b":{"invito_x":1},"invito_note":"x",)"
            R"("invito":2},"status":"pending","status_human_description":"waits"}],)"
            R"("metadata":{"invito_event":"revoke","a":1.50,"b":{"invito_x":1},"invito":2},)"
            R"("status":"cancelled"})",
            "2026-03-03T09:00:00Z"));
  CHECK(round_trip(text_of(i, later)) == text_of(i, later));
}

TEST_CASE("advance prefers new metadata values and leaves the history unchanged",
          "[nuon][composite_status]") {
  const auto value = [](char const* text) { return invito::json_text::unchecked(text); };
  composite_status s;
  s.current.status = "active";
  s.current.metadata = {{"a", value("1")}, {"b", value("2")}, {"invito_a", value("3")}};
  const status_entry before = s.current;
  status_entry next;
  next.status = "outdated";
  next.metadata = {{"c", value("4")}, {"a", value("5")}, {"invito_b", value("6")}};
  invito::advance(s, next);
  CHECK(s.history == std::vector<status_entry>{before});
  CHECK(s.current.status == "outdated");
  CHECK(s.current.metadata ==
        invito::attribute_list{
            {"c", value("4")}, {"a", value("5")}, {"invito_b", value("6")}, {"b", value("2")}});
  // An entry without a status moves into the history as well.
  invito::advance(s, {});
  CHECK(s.history.size() == 2);
  CHECK(s.current.metadata ==
        invito::attribute_list{{"c", value("4")}, {"a", value("5")}, {"b", value("2")}});
}

TEST_CASE("the first event adds status_v2 to a Nuon invite that was read without it",
          "[nuon][composite_status][accept]") {
  invitation i = read(issued_invite(R"("status":"pending")", "2026-03-02T09:00:00Z"));
  accept(i, next_day);
  const std::string text = issued_invite(
      R"("status":"accepted","status_v2":{"created_at_ts":1772528400,"created_by_id":"acc-rita",)"
      R"("history":[{"created_at_ts":1772442000,"status":"pending"}],)"
      R"("metadata":{"invito_event":"accept"},"status":"success"})",
      "2026-03-03T09:00:00Z");
  CHECK(text_of(i, later) == text);
  CHECK(round_trip(text) == text);
}

TEST_CASE("a Nuon invite is written and read back after issue, resend, amend and accept",
          "[nuon][composite_status][issue][resend][amend][accept]") {
  const auto request =
      nuon::read_request(R"({"email":"Rita@Example.com","role_type":"org_support"})");
  REQUIRE(codes_of(request) == "nothing wrong");
  invito::issue_command c = issuing(at("2026-03-02T09:00:00.25Z"));
  const auto made = invito::issue(nuon::policy(), *request, c);
  REQUIRE(codes_of(made) == "nothing wrong");
  invitation i = invito::apply(*made);
  const auto check = [&i](std::string const& role, std::string const& status,
                          std::string const& statuses, std::string const& updated_at) {
    const std::string text =
        R"({"created_at":"2026-03-02T09:00:00.25Z","created_by_id":"acc-olga",)"
        R"("email":"Rita@Example.com","id":"org-invite","org_id":"org-acme","role_type":")" +
        role + R"(","status":")" + status + R"(","status_v2":{)" + statuses +
        R"(},"updated_at":")" + updated_at + R"("})";
    CHECK(text_of(i, later) == text);
    CHECK(round_trip(text) == text);
    const invitation back = read(text);
    CHECK(back.id == i.id);
    CHECK(back.organization == i.organization);
    CHECK(back.recipient == i.recipient);
    CHECK(back.created_by == i.created_by);
    CHECK(back.created_at == i.created_at);
    CHECK(back.offer == i.offer);
    CHECK(back.updated_at() == i.updated_at());
    CHECK(back.status(later) == i.status(later));
  };
  const std::string first = R"({"created_at_ts":1772442000,"created_by_id":"acc-olga",)"
                            R"("metadata":{"invito_event":"issue"},"status":"pending"})";
  check("org_support", "pending", first.substr(1, first.size() - 2), "2026-03-02T09:00:00.25Z");

  resend(i, paul, at("2026-03-02T10:00:00Z"));
  check("org_support", "pending",
        R"("created_at_ts":1772445600,"created_by_id":"acc-paul","history":[)" + first +
            R"(],"metadata":{"invito_event":"resend"},"status":"pending")",
        "2026-03-02T10:00:00Z");

  const std::string second = R"({"created_at_ts":1772445600,"created_by_id":"acc-paul",)"
                             R"("metadata":{"invito_event":"resend"},"status":"pending"})";
  amend(i, paul, at("2026-03-02T11:00:00Z"), "org_admin");
  check("org_admin", "pending",
        R"("created_at_ts":1772449200,"created_by_id":"acc-paul","history":[)" + first + "," +
            second + R"(],"metadata":{"invito_event":"amend"},"status":"pending")",
        "2026-03-02T11:00:00Z");

  const std::string third = R"({"created_at_ts":1772449200,"created_by_id":"acc-paul",)"
                            R"("metadata":{"invito_event":"amend"},"status":"pending"})";
  accept(i, at("2026-03-03T09:00:00.75Z"));
  check("org_admin", "accepted",
        R"("created_at_ts":1772528400,"created_by_id":"acc-rita","history":[)" + first + "," +
            second + "," + third + R"(],"metadata":{"invito_event":"accept"},"status":"success")",
        "2026-03-03T09:00:00.75Z");
  CHECK(state_text(read(text_of(i, later)).state) == "accepted 2026-03-03T09:00:00Z acc-rita");
}

TEST_CASE("revoke continues the history of a Nuon invite that was read",
          "[nuon][composite_status][revoke]") {
  invitation i = read(
      issued_invite(R"("status":"pending","status_v2":)" + issue_entry, "2026-03-02T09:00:00Z"));
  // The creator may still revoke the invitation.
  auto c = by<invito::revoke_command>(olga, next_day);
  c.facts.actor = invito::membership{"installer"};
  apply_made(i, invito::revoke(nuon::policy(), i, c));
  CHECK(text_of(i, later) ==
        issued_invite(R"("status":"revoked","status_v2":{"created_at_ts":1772528400,)"
                      R"("created_by_id":"acc-olga","history":[)" +
                          issue_entry +
                          R"(],"metadata":{"invito_event":"revoke"},"status":"cancelled"})",
                      "2026-03-03T09:00:00Z"));
}

// Lists ------------------------------------------------------------------------------------------

TEST_CASE("a Nuon list is an array of invites", "[nuon][list]") {
  const std::string second = R"({"id":"b","role_type":"runner","status":"pending"})";
  const std::string text = "[" + full + "," + second + "]";
  const auto page = nuon::read_list(text);
  REQUIRE(codes_of(page) == "nothing wrong");
  REQUIRE(page->items.size() == 2);
  CHECK(page->items[0] == read(full));
  CHECK(page->items[1] == read(second));
  CHECK_FALSE(page->has_more);
  CHECK(*nuon::write_list(*page, later) == text);
  // `has_more` is not in the body; the API has a header for it.
  invito::invitation_page more = *page;
  more.has_more = true;
  CHECK(*nuon::write_list(more, later) == text);
}

TEST_CASE("a Nuon list without invites is an empty array", "[nuon][list]") {
  const auto page = nuon::read_list("[]");
  REQUIRE(codes_of(page) == "nothing wrong");
  CHECK(page->items.empty());
  CHECK(*nuon::write_list({}, later) == "[]");
}

TEST_CASE("the places of problems in a Nuon list begin with the index of the invite",
          "[nuon][list]") {
  CHECK(codes_of(nuon::read_list(
            R"([{},{"role_type":"boss","id":1},null,[],{"status_v2":{"history":[{},7]}}])")) ==
        "unknown_role /1/role_type; wrong_type /1/id; wrong_type /2; wrong_type /3; "
        "wrong_type /4/status_v2/history/1");
  CHECK(codes_of(nuon::read_list(
            R"([{},{"status_v2":{"status":"expired"}},{},{"status_v2":{"status":"expired"}}])")) ==
        "missing_field /1/status_v2/created_at_ts; missing_field /3/status_v2/created_at_ts");
  CHECK(codes_of(nuon::read_list(R"([{"x":1},{"status_v2":{"y":1}}])", strict_options())) ==
        "unknown_field /0/x; unknown_field /1/status_v2/y");

  invito::invitation_page page;
  page.items = {issued(), issued(), issued()};
  page.items[1].offer.role = "boss";
  page.items[2].offer.role.clear();
  CHECK(codes_of(nuon::write_list(page, later)) ==
        "not_representable /1/role_type; missing_value /2/role_type");
  page.items[2].offer.role = page.items[1].offer.role = "runner";
  page.items[2].id = invito::invitation_id("\xFF");
  CHECK(codes_of(nuon::write_list(page, later)) == "invalid_utf8 /2/id");
}

TEST_CASE("nuon::read_list refuses an object and nuon::read_invitation refuses an array",
          "[nuon][list]") {
  CHECK(codes_of(nuon::read_list("{}")) == "wrong_type");
  CHECK(codes_of(nuon::read_list(R"({"data":[]})")) == "wrong_type");
  CHECK(codes_of(nuon::read_list("null")) == "wrong_type");
  CHECK(codes_of(nuon::read_invitation("[]")) == "wrong_type");
}

// Errors -----------------------------------------------------------------------------------------

TEST_CASE("a Nuon error may omit every field and is written without nulls", "[nuon][error]") {
  CHECK(nuon::write_error(invito::api_error{}) == "{}");
  CHECK(nuon::write_error(invito::api_error{"", "m"}) == R"({"description":"m"})");
  CHECK(nuon::write_error(invito::api_error{"c", ""}) == R"({"error":"c"})");
  CHECK(nuon::write_error(invito::api_error{"c", "m", "user_error"}) ==
        R"({"description":"m","error":"c","user_error":true})");
  for (char const* text : {"{}", R"({"description":null,"error":null,"user_error":null})",
                           R"({"description":"","error":"","user_error":false})"}) {
    CAPTURE(text);
    const auto e = nuon::read_error(text);
    REQUIRE(codes_of(e) == "nothing wrong");
    CHECK(*e == invito::api_error{});
  }
  CHECK(codes_of(nuon::read_error(R"({"description":1,"error":["x"],"user_error":"true"})")) ==
        "wrong_type /description; wrong_type /error; wrong_type /user_error");
}

TEST_CASE("a Nuon error is a user error only where user_error is true", "[nuon][error]") {
  CHECK(nuon::write_error(invito::api_error{"c", "m", "server_error"}) ==
        R"({"description":"m","error":"c"})");
  CHECK(nuon::write_error(invito::api_error{"c", "m", "client_error"}) ==
        R"({"description":"m","error":"c","user_error":true})");
  CHECK(nuon::read_error(R"({"user_error":true})")->type == "user_error");
  CHECK(nuon::read_error(R"({"user_error":false})")->type == "");
  CHECK(nuon::read_error("{}")->type == "");
}

TEST_CASE("errors of the Nuon servers are read and written back identically", "[nuon][error]") {
  struct row {
    char const* text;
    invito::api_error expected;
  };
  const std::vector<row> rows{
      {R"({"description":"invalid request input: Email is required","error":"invalid input for Email","user_error":true})",
       {"invalid input for Email", "invalid request input: Email is required", "user_error"}},
      {R"({"description":"role_type must be \"org_admin\" or \"org_support\"","error":"invalid role type: runner","user_error":true})",
       {"invalid role type: runner", R"(role_type must be "org_admin" or "org_support")",
        "user_error"}},
      {R"({"description":"not found","error":"unable to get invite: record not found","user_error":true})",
       {"unable to get invite: record not found", "not found", "user_error"}},
      {R"({"description":"duplicate key","error":"unable to create invite: duplicate key","user_error":true})",
       {"unable to create invite: duplicate key", "duplicate key", "user_error"}},
      {R"({"error":"timeout","user_error":true})", {"timeout", "", "user_error"}},
      {R"({"description":"An unexpected error occurred","error":"internal server error"})",
       {"internal server error", "An unexpected error occurred"}}};
  for (row const& r : rows) {
    CAPTURE(r.text);
    const auto e = nuon::read_error(r.text);
    REQUIRE(codes_of(e) == "nothing wrong");
    CHECK(*e == r.expected);
    CHECK(nuon::write_error(*e) == r.text);
  }
  // The fields may have another order, and an unknown field is ignored.
  const auto e = nuon::read_error(R"({"error":"c","user_error":false,"description":"m","x":1})");
  REQUIRE(codes_of(e) == "nothing wrong");
  CHECK(nuon::write_error(*e) == R"({"description":"m","error":"c"})");
}

TEST_CASE("nuon::write_error writes the code and the message of a problem", "[nuon][error]") {
  const auto role = nuon::read_request(R"({"email":"a@example.com","role_type":"owner"})");
  REQUIRE(codes_of(role) == "unknown_role /role_type");
  CHECK(nuon::write_error(role.error()) ==
        R"({"description":"/role_type: unknown role \"owner\"","error":"unknown_role",)"
        R"("user_error":true})");
  CHECK(nuon::write_error(invito::problems({code::not_found, {}, {}, {}})) ==
        R"({"description":"invitation not found","error":"not_found","user_error":true})");
  CHECK(nuon::write_error(nuon::read_request(R"({"role_type":"owner"})").error()) ==
        R"({"description":"/role_type: unknown role \"owner\"; /email: this field is required",)"
        R"("error":"unknown_role","user_error":true})");
}

TEST_CASE("nuon::write_error takes the error code from the primary problem", "[nuon][error]") {
  invito::problems several({code::missing_value, invito::path("role"), "a role", {}});
  several.add({code::forbidden, {}, {}, {}});
  CHECK(nuon::http_status(several) == 403);
  CHECK(nuon::write_error(several) ==
        R"({"description":"/role_type: a role is required; you are not permitted to do this",)"
        R"("error":"forbidden","user_error":true})");
}

TEST_CASE("nuon::public_error marks invalid_email as a user error, but not fact_missing",
          "[nuon][error]") {
  const auto type = [](code c) {
    return nuon::public_error(invito::problems(invito::problem{c, {}, {}, {}})).type;
  };
  CHECK(type(code::invalid_email) == "user_error");
  CHECK(type(code::fact_missing).empty());
}

TEST_CASE("a missing fact is a server error in Nuon", "[nuon][error][issue]") {
  const auto request = nuon::read_request(R"({"email":"a@example.com"})");
  REQUIRE(codes_of(request) == "nothing wrong");
  invito::issue_command c = issuing();
  c.facts.actor.reset();
  const auto refused = invito::issue(nuon::policy(), *request, c);
  REQUIRE(codes_of(refused) == "fact_missing /facts/actor");
  CHECK(nuon::http_status(refused.error()) == 500);
  CHECK(
      nuon::write_error(refused.error()) ==
      R"({"description":"/facts/actor: the fact \"actor\" is required but was not given","error":"fact_missing"})");
}

TEST_CASE("nuon::write_error names the field of the request that a verb refuses",
          "[nuon][error][issue]") {
  const auto request = nuon::read_request(R"({"email":"nobody","role_type":"hosted-installer"})");
  REQUIRE(codes_of(request) == "nothing wrong");
  const auto refused = invito::issue(nuon::policy(invito::preset::observed), *request, issuing());
  REQUIRE(codes_of(refused) == "invalid_email /email; role_not_grantable /role");
  CHECK(nuon::write_error(refused.error()) ==
        R"({"description":"/email: \"nobody\" is not an email address; )"
        R"(/role_type: the role \"hosted-installer\" cannot be granted by an invitation",)"
        R"("error":"invalid_email","user_error":true})");
}

TEST_CASE("nuon::write_error reports wrong_recipient as not_found", "[nuon][error][accept]") {
  invito::accept_command c = accepting(next_day);
  c.who = {invito::user_id("acc-eve"), invito::email("eve@example.com"), true};
  const auto refused = invito::accept(nuon::policy(), issued(), c);
  REQUIRE(codes_of(refused) == "wrong_recipient");
  CHECK(nuon::http_status(refused.error()) == 404);
  CHECK(nuon::write_error(refused.error()) ==
        R"({"description":"invitation not found","error":"not_found","user_error":true})");
}

TEST_CASE("nuon::http_status maps every code to a documented HTTP status", "[nuon][error]") {
  struct row {
    code problem;
    int status;
  };
  for (row const& r : {row{code::syntax_error, 400},     row{code::too_large, 400},
                       row{code::missing_field, 400},    row{code::wrong_type, 400},
                       row{code::unknown_role, 400},     row{code::role_not_grantable, 400},
                       row{code::invalid_email, 400},    row{code::not_representable, 400},
                       row{code::already_accepted, 400}, row{code::expired, 400},
                       row{code::renewal_refused, 400},  row{code::unauthenticated, 401},
                       row{code::not_permitted, 403},    row{code::inactive_actor, 403},
                       row{code::system_only, 403},      row{code::email_unverified, 403},
                       row{code::sponsor_inactive, 403}, row{code::sponsor_not_permitted, 403},
                       row{code::plan_refused, 403},     row{code::not_found, 404},
                       row{code::wrong_recipient, 404},  row{code::already_revoked, 404},
                       row{code::already_member, 409},   row{code::already_issued, 409},
                       row{code::not_yet_expired, 409},  row{code::offer_changed, 409},
                       row{code::stale_revision, 409},   row{code::idempotency_mismatch, 409},
                       row{code::fact_missing, 500},     row{code::unavailable, 500}}) {
    CAPTURE(to_string(r.problem));
    CHECK(nuon::http_status(invito::problems({r.problem, {}, {}, {}})) == r.status);
  }
  for (invito::code_info const& c : invito::detail::codes) {
    CAPTURE(c.name);
    const int status = nuon::http_status(invito::problems({c.code, {}, {}, {}}));
    CHECK((status == 400 || status == 401 || status == 403 || status == 404 || status == 409 ||
           status == 500));
  }
}

TEST_CASE("nuon::http_status uses the problem of the earliest tier", "[nuon][error]") {
  invito::problems several({code::fact_missing, {}, {}, {}});
  CHECK(nuon::http_status(several) == 500);
  several.add({code::already_accepted, {}, {}, {}});
  CHECK(nuon::http_status(several) == 400);
  several.add({code::not_permitted, {}, {}, {}});
  CHECK(nuon::http_status(several) == 403);
  several.add({code::not_found, {}, {}, {}});
  CHECK(nuon::http_status(several) == 404);
}

TEST_CASE("resend and revoke refuse a Nuon invite that is not pending, with 400 or 404",
          "[nuon][error][resend][revoke]") {
  const auto status = [](auto const& made) { return made ? 200 : nuon::http_status(made.error()); };
  const auto resending = [&status](invitation const& i) {
    return status(
        invito::resend(nuon::policy(), i, by<invito::resend_command>(paul, next_day + 1h)));
  };
  const auto revoking = [&status](invitation const& i) {
    return status(
        invito::revoke(nuon::policy(), i, by<invito::revoke_command>(paul, next_day + 1h)));
  };
  invitation i = issued();
  CHECK(resending(i) == 200);
  CHECK(revoking(i) == 200);
  accept(i, next_day);
  CHECK(resending(i) == 400);
  CHECK(revoking(i) == 400);
  i = issued();
  revoke(i, olga, next_day);
  CHECK(resending(i) == 404);
  CHECK(revoking(i) == 404);
}

// Endpoints, roles, policies and features --------------------------------------------------------

TEST_CASE("nuon::endpoints lists the operations of the API", "[nuon][endpoints]") {
  CHECK(nuon::name == "nuon");
  const auto all = nuon::endpoints();
  REQUIRE(all.size() == 4);
  const auto is = [&all](std::size_t n, invito::operation op, char const* method, char const* path,
                         int success) {
    CAPTURE(path);
    CHECK(all[n].operation == op);
    CHECK(all[n].method == method);
    CHECK(all[n].path == path);
    CHECK(all[n].header == "Authorization");
    CHECK(all[n].success == success);
  };
  is(0, invito::operation::create, "POST", "/v1/orgs/current/invites", 201);
  is(1, invito::operation::list, "GET", "/v1/orgs/current/invites", 200);
  is(2, invito::operation::resend, "POST", "/v1/orgs/current/invites/{invite_id}/resend", 200);
  is(3, invito::operation::revoke, "POST", "/v1/orgs/current/invites/{invite_id}/revoke", 200);
}

TEST_CASE("nuon::roles has the documented roles, org_admin with the highest rank",
          "[nuon][roles]") {
  const invito::role_catalog roles = nuon::roles();
  REQUIRE(roles.all().size() == 5);
  for (char const* name : {"org_admin", "org_support", "installer", "runner", "hosted-installer"}) {
    CAPTURE(name);
    REQUIRE(roles.find(name) != nullptr);
    CHECK(roles.find(name)->grantable);
    CHECK(roles.find(name)->rank <= roles.find("org_admin")->rank);
  }
  CHECK(roles.find("org_support")->rank < roles.find("org_admin")->rank);
  for (char const* name : {"org_read_only", "org_builder", "stack", "ORG_ADMIN", ""}) {
    CAPTURE(name);
    CHECK(roles.find(name) == nullptr);
  }
}

TEST_CASE("nuon::roles has ranks 10, 20 and 30", "[nuon][roles]") {
  CHECK(nuon::roles() == invito::role_catalog{{"org_admin", 30},
                                              {"org_support", 20},
                                              {"installer", 10},
                                              {"runner", 10},
                                              {"hosted-installer", 10}});
}

TEST_CASE("nuon::policy allows every documented role and no expiry", "[nuon][policy][issue]") {
  const auto issue = [](std::string const& role, std::string const& rank) {
    invito::invitation_request r;
    r.recipient.email = invito::email("rita@example.com");
    r.offer.role = role;
    invito::issue_command c = issuing();
    c.facts.actor = invito::membership{rank};
    return invito::issue(nuon::policy(), r, c);
  };
  for (char const* role : {"org_admin", "org_support", "installer", "runner", "hosted-installer"}) {
    CAPTURE(role);
    const auto made = issue(role, "org_admin");
    REQUIRE(codes_of(made) == "nothing wrong");
    CHECK(made->invitation.offer.role == role);
    CHECK_FALSE(made->invitation.expires_at().has_value());
    CHECK(made->invitation.status(at("2262-01-01T00:00:00Z")) == invito::status::pending);
  }
  CHECK(codes_of(issue("stack", "org_admin")) == "unknown_role /role");
  CHECK(codes_of(issue("org_admin", "org_support")) == "not_permitted");
  CHECK(codes_of(issue("runner", "org_support")) == "nothing wrong");
  // A command may have any lifetime.
  invito::issue_command c = issuing();
  c.lifetime = 24h * 365;
  CHECK(issued(c).expires_at() == at("2027-03-02T09:00:00Z"));
  CHECK(nuon::policy() == nuon::policy(invito::preset::documented));
}

TEST_CASE("the observed preset of nuon::policy allows org_admin and org_support only",
          "[nuon][policy][issue]") {
  const invito::policy observed = nuon::policy(invito::preset::observed);
  const auto issue = [&observed](std::string const& role) {
    invito::invitation_request r;
    r.recipient.email = invito::email("rita@example.com");
    r.offer.role = role;
    return invito::issue(observed, r, issuing());
  };
  for (char const* role : {"org_admin", "org_support"}) {
    CAPTURE(role);
    const auto made = issue(role);
    REQUIRE(codes_of(made) == "nothing wrong");
    CHECK_FALSE(made->invitation.expires_at().has_value());
  }
  for (char const* role : {"installer", "runner", "hosted-installer"}) {
    CAPTURE(role);
    const auto refused = issue(role);
    REQUIRE(codes_of(refused) == "role_not_grantable /role");
    CHECK(nuon::http_status(refused.error()) == 400);
  }
  CHECK(codes_of(issue("org_read_only")) == "unknown_role /role");
}

TEST_CASE("nuon::features and nuon::request_features list the fields of the documents",
          "[nuon][features]") {
  const invito::feature_set documented = nuon::features();
  const invito::feature_set newer = nuon::features(invito::wire::shape::extended);
  for (const feature f :
       {feature::id, feature::organization, feature::email, feature::role, feature::status,
        feature::cause, feature::created_at, feature::created_by, feature::updated_at,
        feature::accepted_at, feature::accepted_by, feature::revoked_at, feature::revoked_by,
        feature::sponsor, feature::statuses}) {
    CAPTURE(to_string(f));
    CHECK(documented.has(f));
    CHECK(newer.has(f));
  }
  for (const feature f : {feature::given_name, feature::family_name}) {
    CAPTURE(to_string(f));
    CHECK_FALSE(documented.has(f));
    CHECK(newer.has(f));
  }
  for (const feature f :
       {feature::user, feature::grants, feature::send, feature::attributes, feature::expires_at,
        feature::offer_number, feature::token, feature::revision, feature::history}) {
    CAPTURE(to_string(f));
    CHECK_FALSE(documented.has(f));
    CHECK_FALSE(newer.has(f));
  }
  for (const invito::wire::shape shape :
       {invito::wire::shape::documented, invito::wire::shape::extended}) {
    const invito::feature_set request = nuon::request_features(shape);
    CHECK(request.has(feature::email));
    CHECK(request.has(feature::role));
    CHECK_FALSE(request.has(feature::given_name));
    CHECK_FALSE(request.has(feature::send));
    CHECK_FALSE(request.has(feature::grants));
    CHECK_FALSE(request.has(feature::status));
  }
}

TEST_CASE("nuon::features contains updated_at, nuon::request_features does not",
          "[nuon][features]") {
  CHECK(nuon::features().has(invito::feature::updated_at));
  CHECK_FALSE(nuon::request_features().has(invito::feature::updated_at));
}

TEST_CASE("losses<nuon> names every field that an invite does not have", "[nuon][losses]") {
  CHECK(lost(read("{}"), later) == "");
  CHECK(lost(issued(), later) == "revision, history");

  invitation i = expiring_next_day();
  i.recipient.user = invito::user_id("acc-rita");
  i.name = {"Rita", "O'Hara"};
  i.offer.grants = std::vector<invito::grant>{};
  i.send = false;
  i.attributes = {{"a", {}}};
  i.offer_number = 2;
  i.tokens = invito::token_digests{support::digest_of("token"), {}, {}};
  CHECK(lost(i, invited) ==
        "user, given_name, family_name, grants, send, attributes, expires_at, "
        "offer_number, token, revision, history");
  CHECK(lost(i, invited, extended()) ==
        "user, grants, send, attributes, expires_at, offer_number, token, revision, "
        "history");
}

TEST_CASE("losses<nuon> names a fraction of a second in accepted_at and revoked_at",
          "[nuon][losses][accept][decline][revoke][supersede]") {
  const std::string always = "revision, history";
  const auto after = [](auto verb, instant now) {
    invitation i = issued(issuing(at("2026-03-02T09:00:00.5Z")));
    verb(i, now);
    return lost(i, later);
  };
  const auto by_olga = [](auto verb) {
    return [verb](invitation& i, instant now) { verb(i, olga, now); };
  };
  CHECK(after(accept, next_day) == always);
  CHECK(after(decline, next_day) == always);
  CHECK(after(by_olga(revoke), next_day) == always);
  CHECK(after(by_olga(supersede), next_day) == always);
  CHECK(after(accept, next_day + 1ns) == always + ", accepted_at (fraction of a second)");
  CHECK(after(decline, next_day + 1ns) == always + ", revoked_at (fraction of a second)");
  CHECK(after(by_olga(revoke), next_day + 1ns) == always + ", revoked_at (fraction of a second)");
}

TEST_CASE("losses<nuon> names actors that are not users", "[nuon][losses][issue][revoke]") {
  const auto issued_by = [](invito::actor const& actor) {
    invito::issue_command c = issuing();
    c.by = actor;
    return issued(c);
  };
  const invito::actor sync = invito::actor::service(invito::user_id("scim"));
  CHECK(lost(issued_by(olga), later) == "revision, history");
  CHECK(lost(issued_by(sync), later) == "revision, history, created_by (service)");
  CHECK(lost(issued_by(invito::actor::system()), later) ==
        "revision, history, created_by (system)");
  invitation i = issued();
  revoke(i, sync, next_day);
  CHECK(lost(i, later) == "revision, history, revoked_by (service)");
  i = issued_by(invito::actor::system());
  revoke(i, invito::actor::system(), next_day);
  CHECK(lost(i, later) == "revision, history, created_by (system), revoked_by (system)");
}

TEST_CASE("losses<nuon> names a sponsor that differs from created_by", "[nuon][losses]") {
  invitation i = issued();
  i.sponsor = invito::actor::user(invito::user_id("another"));
  CHECK(lost(i, later) == "revision, history, sponsor (differs from created_by)");
  i.sponsor.reset();
  CHECK(lost(i, later) == "revision, history, sponsor (unknown)");
}

TEST_CASE("losses<nuon> names a role that the shape does not have", "[nuon][losses]") {
  invitation i = read("{}");
  i.offer.role = "stack";
  CHECK(lost(i, later) == "role (stack)");
  CHECK(lost(i, later, extended()) == "");
  i.offer.role = "boss";
  CHECK(lost(i, later) == "role (boss)");
  CHECK(lost(i, later, extended()) == "role (boss)");
  i.offer.role.clear();
  CHECK(lost(i, later) == "");
}

TEST_CASE("losses<nuon> names the role of a request that the shape does not have",
          "[nuon][losses][request]") {
  const auto r = nuon::read_request(R"({"email":"a@example.com","role_type":"org_read_only"})");
  REQUIRE(r);
  CHECK(codes_of(nuon::write_request(*r)) == "not_representable /role_type");
  CHECK(invito::losses<nuon>(*r) == std::vector<invito::loss>{{feature::role, "org_read_only"}});
  CHECK(nuon::write_request(*r, extended()));
  CHECK(invito::losses<nuon>(*r, extended()).empty());
}

TEST_CASE("losses<nuon> names the values of a request that the body has no field for",
          "[nuon][losses][request]") {
  invito::invitation_request r;
  r.recipient = {invito::email("a@example.com"), invito::user_id("u")};
  r.name = {"Given", "Family"};
  r.offer = {"runner", std::vector<invito::grant>{}};
  r.send = false;
  r.attributes = {{"a", {}}};
  for (invito::write_options const& options : {invito::write_options{}, extended()}) {
    std::string out;
    for (invito::loss const& l : invito::losses<nuon>(r, options)) {
      out += std::string(to_string(l.feature)) + " ";
    }
    CHECK(out == "user given_name family_name grants send attributes ");
  }
  CHECK(invito::losses<nuon>(*nuon::read_request(R"({"email":"a","role_type":"runner"})")).empty());
}

// Random documents -------------------------------------------------------------------------------

namespace {

std::optional<instant> floored(std::optional<instant> t) {
  if (!t) return t;
  return instant(std::chrono::floor<std::chrono::seconds>(t->time_since_epoch()));
}

// The statuses with their times in whole seconds, as in JSON.
composite_status in_seconds(composite_status s) {
  s.current.at = floored(s.current.at);
  for (status_entry& e : s.history) e.at = floored(e.at);
  return s;
}

// The values of an invitation that an invite contains.
struct fields {
  std::string id, organization, email, role, created_by;
  std::optional<instant> created_at, since;
  std::optional<invito::status> status;
  std::string person;
  revoke_cause cause{};

  friend bool operator==(fields const& a, fields const& b) {
    return a.id == b.id && a.organization == b.organization && a.email == b.email &&
           a.role == b.role && a.created_by == b.created_by && a.created_at == b.created_at &&
           a.since == b.since && a.status == b.status && a.person == b.person && a.cause == b.cause;
  }
};

fields fields_of(invitation const& i, instant now) {
  fields out;
  out.id = i.id.text();
  out.organization = i.organization.text();
  if (i.recipient.email) out.email = i.recipient.email->text();
  out.role = i.offer.role;
  if (i.created_by) out.created_by = i.created_by->id.text();
  out.created_at = i.created_at;
  out.status = i.status(now);
  out.since = floored(changed_at(i.state));
  auto* pending = std::get_if<invito::pending>(&i.state);
  if (pending && out.status == invito::status::expired) out.since = floored(pending->expires_at);
  if (auto* accepted = std::get_if<invito::accepted>(&i.state)) out.person = accepted->by.text();
  if (auto* revoked = std::get_if<invito::revoked>(&i.state)) {
    if (revoked->by) out.person = revoked->by->id.text();
    out.cause = revoked->cause;
  }
  return out;
}

}  // namespace

TEST_CASE("random invitations are written as Nuon invites and read back, with source_statuses",
          "[nuon][invitation]") {
  sample::maker make(2026, nuon::roles());
  int statuses_count = 0, completed = 0, expired_count = 0;
  for (int n = 0; n != 1500; ++n) {
    CAPTURE(n);
    const invitation i = make();
    const instant now = invited + 12h * static_cast<int>(make.dice().below(30));
    const auto written =
        nuon::write_invitation(i, now, n % 2 == 0 ? invito::write_options{} : extended());
    REQUIRE(codes_of(written) == "nothing wrong");
    const auto back = nuon::read_invitation(*written, strict_options());
    REQUIRE(codes_of(back) == "nothing wrong");
    REQUIRE(fields_of(*back, now) == fields_of(i, now));
    REQUIRE(back->updated_at() == i.updated_at());
    const std::string second = text_of(*back, now, extended());
    REQUIRE(text_of(read(second), now, extended()) == second);
    if (i.status(now) == invito::status::expired) {
      ++expired_count;
      REQUIRE(written->find(R"("status_v2":{)") != std::string::npos);
    }
    if (!back->baseline->source_statuses) continue;
    ++statuses_count;
    // The writer adds an entry if the source statuses do not express the state.
    composite_status of_model = in_seconds(invito::composite_of(i, now));
    composite_status const& read_back = source_statuses(*back);
    if (read_back.history.size() != of_model.history.size()) {
      REQUIRE(i.history.empty());
      REQUIRE(read_back.history.size() == of_model.history.size() + 1);
      REQUIRE(read_back.history.back() == of_model.current);
      of_model.history.push_back(of_model.current);
      of_model.current = read_back.current;
      ++completed;
    }
    REQUIRE(read_back == of_model);
  }
  CHECK(statuses_count > 1000);
  CHECK(statuses_count < 1500);
  CHECK(completed < 300);
  CHECK(expired_count > 100);
}

TEST_CASE("every Nuon invite that can be read is written and read back unchanged",
          "[nuon][invitation]") {
  sample::dice dice(1772442000);
  const std::vector<std::string> words{R"("pending")",
                                       R"("success")",
                                       R"("accepted")",
                                       R"("cancelled")",
                                       R"("approval-denied")",
                                       R"("expired")",
                                       R"("drifted")",
                                       R"("")",
                                       "null"};
  const auto maybe = [&dice](std::string& text, char const* member, std::string const& value) {
    if (dice.one_in(3)) return;
    if (text.back() != '{') text += ',';
    text += "\"" + std::string(member) + "\":" + value;
  };
  const auto some_status = [&](auto const& self, int depth) -> std::string {
    std::string out = "{";
    maybe(out, "status", dice.one_of(words));
    maybe(out, "created_at_ts", dice.one_of(std::vector<std::string>{"0", "-1", "1772442000"}));
    maybe(out, "created_by_id", nlohmann::json(sample::any_text(dice)).dump());
    maybe(out, "status_human_description", nlohmann::json(sample::any_text(dice)).dump());
    maybe(out, "metadata",
          dice.one_of(std::vector<std::string>{"{}", R"({"a":1.50})", R"({"b":[{}],"":null})"}));
    if (depth != 0 && dice.one_in(2)) {
      const std::string one = self(self, depth - 1);
      maybe(out, "history", dice.one_in(3) ? "[]" : "[" + one + "," + self(self, depth - 1) + "]");
    }
    return out + "}";
  };
  int read_count = 0;
  for (int n = 0; n != 3000; ++n) {
    std::string text = "{";
    maybe(text, "id", nlohmann::json(sample::any_text(dice)).dump());
    maybe(text, "email", nlohmann::json(sample::any_text(dice)).dump());
    maybe(text, "status",
          dice.one_of(std::vector<std::string>{R"("pending")", R"("accepted")", R"("revoked")",
                                               "null", R"("")"}));
    maybe(text, "status_v2", some_status(some_status, 3));
    maybe(text, "updated_at", R"("2026-03-05T10:00:00.5+01:00")");
    text += "}";
    CAPTURE(text);
    const auto in = nuon::read_invitation(text, strict_options());
    if (!in) {
      REQUIRE(codes_of(in) == "missing_field /status_v2/created_at_ts");
      continue;
    }
    ++read_count;
    const std::string written = text_of(*in, later);
    const auto back = nuon::read_invitation(written, strict_options());
    REQUIRE(codes_of(back) == "nothing wrong");
    REQUIRE(back->state == in->state);
    REQUIRE(back->baseline->source_statuses == in->baseline->source_statuses);
    REQUIRE(text_of(*back, later) == written);
  }
  CHECK(read_count > 2000);
  CHECK(read_count < 3000);
}

TEST_CASE("nuon::read_invitation handles truncated documents and changed bytes",
          "[nuon][invitation]") {
  for (std::size_t size = 0; size != full.size(); ++size) {
    CAPTURE(size);
    REQUIRE(codes_of(nuon::read_invitation(full.substr(0, size))) == "syntax_error");
  }
  for (std::size_t n = 0; n != full.size(); ++n) {
    for (int byte = 0; byte < 256; byte += 5) {
      std::string changed = full;
      changed[n] = static_cast<char>(byte);
      const auto in = nuon::read_invitation(changed);
      if (!in) continue;
      CAPTURE(changed);
      const auto written = nuon::write_invitation(*in, later, extended());
      REQUIRE(codes_of(written) == "nothing wrong");
      REQUIRE(codes_of(nuon::read_invitation(*written)) == "nothing wrong");
    }
  }
}
