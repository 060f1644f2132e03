// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/reader.hpp>
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
using invito::feature;
using invito::grant;
using invito::invitation;
using invito::openai;
using invito::scope;
using support::extended;
using support::lost;
using support::strict_options;
using support::text_of;

// The documented example, unchanged.
const std::string example = R"({
  "object": "organization.invite",
  "id": "invite-abc",
  "email": "user@example.com",
  "role": "owner",
  "status": "accepted",
  "invited_at": 1711471533,
  "expires_at": 1711471533,
  "accepted_at": 1711471533,
  "projects": [
    {
      "id": "project-xyz",
      "role": "member"
    }
  ]
})";
const std::string example_compact =
    R"({"object":"organization.invite","id":"invite-abc","email":"user@example.com","role":"owner",)"
    R"("status":"accepted","invited_at":1711471533,"expires_at":1711471533,"accepted_at":1711471533,)"
    R"("projects":[{"id":"project-xyz","role":"member"}]})";
const std::string example_extended =
    R"({"object":"organization.invite","id":"invite-abc","email":"user@example.com","role":"owner",)"
    R"("status":"accepted","invited_at":1711471533,"created_at":1711471533,"expires_at":1711471533,)"
    R"("accepted_at":1711471533,"projects":[{"id":"project-xyz","role":"member"}]})";

// 1711471533 and a week later.
const invito::instant invited = at("2024-03-26T16:45:33Z");
const invito::instant week_later = at("2024-04-02T16:45:33Z");

// An invite with the fields that every invite has, and these members.
std::string invite_with(std::string const& members) {
  return R"({"object":"organization.invite","id":"invite-abc","email":"user@example.com",)"
         R"("role":"reader")" +
         (members.empty() ? "" : "," + members) + "}";
}

std::string read_problems(std::string const& members) {
  return codes_of(openai::read_invitation(invite_with(members)));
}

std::string text_of(invitation const& i, invito::instant now, invito::write_options options = {}) {
  return text_of(openai::write_invitation(i, now, options));
}

invito::write_options revoked_as_expired() {
  invito::write_options out;
  out.revoked_as_expired = true;
  return out;
}

// Verbs ------------------------------------------------------------------------------------------

invito::issue_command by_owner() {
  invito::issue_command out;
  out.id = invito::invitation_id("invite-abc");
  out.organization = invito::organization_id("org-acme");
  out.by = invito::actor::user(invito::user_id("user-olga"));
  out.now = invited;
  out.facts = support::nothing_in_the_way();
  out.facts.actor = invito::membership{"owner"};
  return out;
}

invitation issued(invito::instant now = invited, invito::policy const& policy = openai::policy()) {
  const auto request = openai::read_request(R"({"email":"User@example.com","role":"reader"})");
  invito::issue_command c = by_owner();
  c.now = now;
  return invito::apply(*invito::issue(policy, *request, c));
}

invitation accepted_at(invito::instant now) {
  invitation out = issued();
  invito::accept_command c;
  c.who = {invito::user_id("user-1"), invito::email("user@example.com"), true};
  c.now = now;
  c.facts = support::nothing_in_the_way();
  c.facts.sponsor = invito::membership{"owner"};
  REQUIRE(invito::apply(out, *invito::accept(openai::policy(), out, c)));
  return out;
}

invitation revoked_at(invito::instant now, invitation out) {
  invito::revoke_command c;
  c.organization = out.organization;
  c.by = invito::actor::user(invito::user_id("user-olga"));
  c.now = now;
  c.facts = support::nothing_in_the_way();
  c.facts.actor = invito::membership{"owner"};
  REQUIRE(invito::apply(out, *invito::revoke(openai::policy(), out, c)));
  return out;
}

invitation never_expiring() {
  invito::policy policy = openai::policy();
  policy.expiry.lifetime = std::nullopt;
  return issued(invited, policy);
}

std::string lost(invitation const& i, invito::instant now) {
  return lost(invito::losses<openai>(i, now));
}

}  // namespace

// The create request -----------------------------------------------------------------------------

TEST_CASE("openai::read_request reads the email, the role and the projects", "[openai][request]") {
  const auto read = openai::read_request(
      R"({"email":"User@Example.com","role":"owner","projects":[{"id":"p-1","role":"member"},)"
      R"({"id":"p-2","role":"owner"}]})");
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->recipient.email.has_value());
  CHECK(read->recipient.email->text() == "User@Example.com");
  CHECK(read->recipient.user.empty());
  CHECK(read->offer.role == "owner");
  REQUIRE(read->offer.grants.has_value());
  CHECK(*read->offer.grants ==
        std::vector<grant>{{scope::project, "p-1", "member"}, {scope::project, "p-2", "owner"}});
  CHECK(read->send);
  CHECK(read->name == invito::person_name{});
  CHECK(read->attributes.empty());
}

TEST_CASE("openai::write_request writes a request as it was read", "[openai][request]") {
  for (
      char const* text :
      {R"({"email":"User@Example.com","role":"owner"})",
       R"({"email":"","role":"reader","projects":[]})",
       R"({"email":"a","role":"reader","projects":[{"id":"p-1","role":"member"},{"id":"","role":"owner"}]})"}) {
    CAPTURE(text);
    const auto read = openai::read_request(text);
    REQUIRE(codes_of(read) == "nothing wrong");
    // An empty project id can be read, so that `issue` refuses it, but it cannot be written.
    const bool complete = std::string(text).find(R"("id":"")") == std::string::npos;
    const auto written = openai::write_request(*read);
    CHECK(text_of(written) == (complete ? text : "missing_value /projects/1/id"));
  }
}

TEST_CASE("absent and empty projects stay distinct from the OpenAI request to the invite",
          "[openai][request][issue]") {
  struct row {
    char const* request;
    bool given;
    char const* written;
  };
  for (row const& r :
       {row{R"({"email":"user@example.com","role":"reader"})", false, ""},
        row{R"({"email":"user@example.com","role":"reader","projects":null})", false, ""},
        row{R"({"email":"user@example.com","role":"reader","projects":[]})", true,
            R"(,"projects":[])"}}) {
    CAPTURE(r.request);
    const auto request = openai::read_request(r.request);
    REQUIRE(codes_of(request) == "nothing wrong");
    CHECK(request->offer.grants.has_value() == r.given);
    const auto made = invito::issue(openai::policy(), *request, by_owner());
    REQUIRE(codes_of(made) == "nothing wrong");
    const invitation i = invito::apply(*made);
    CHECK(i.offer.grants.has_value() == r.given);
    const std::string written = text_of(i, invited);
    CHECK(written ==
          invite_with(R"("status":"pending","invited_at":1711471533,"expires_at":1712076333)" +
                      std::string(r.written)));
    const auto back = openai::read_invitation(written);
    REQUIRE(codes_of(back) == "nothing wrong");
    CHECK(back->offer.grants.has_value() == r.given);
  }
}

TEST_CASE("openai::read_request reports all missing fields at once", "[openai][request]") {
  CHECK(codes_of(openai::read_request("{}")) == "missing_field /email; missing_field /role");
  CHECK(codes_of(openai::read_request(R"({"projects":[{},{"id":"p"},{"role":"member"}]})")) ==
        "missing_field /projects/0/id; missing_field /projects/0/role; "
        "missing_field /projects/1/role; missing_field /projects/2/id; "
        "missing_field /email; missing_field /role");
  CHECK(codes_of(openai::read_request(R"({"email":null,"role":null,"projects":[null]})")) ==
        "wrong_type /email; wrong_type /role; wrong_type /projects/0");
}

TEST_CASE("openai::read_request refuses fields of another type", "[openai][request]") {
  CHECK(codes_of(openai::read_request(R"({"email":1,"role":true,"projects":{}})")) ==
        "wrong_type /email; wrong_type /role; wrong_type /projects");
  CHECK(codes_of(
            openai::read_request(R"({"email":["a"],"role":{},"projects":[{"id":1,"role":2}]})")) ==
        "wrong_type /email; wrong_type /role; wrong_type /projects/0/id; wrong_type "
        "/projects/0/role");
  CHECK(codes_of(openai::read_request("[]")) == "wrong_type");
}

TEST_CASE("openai::read_request refuses an unknown role and names its place", "[openai][request]") {
  const auto read = openai::read_request(
      R"({"email":"a","role":"admin","projects":[{"id":"p","role":"member"},{"id":"q","role":"reader"}]})");
  REQUIRE(codes_of(read) == "unknown_role /role; unknown_role /projects/1/role");
  CHECK(read.error()[0].subject == "admin");
  CHECK(read.error()[1].subject == "reader");
  // The audit log has "member", which is not an organization role.
  CHECK(codes_of(openai::read_request(R"({"email":"a","role":"member"})")) == "unknown_role /role");
  CHECK(codes_of(openai::read_request(R"({"email":"a","role":"Owner"})")) == "unknown_role /role");
}

TEST_CASE("openai::read_request refuses a duplicate project", "[openai][request]") {
  const auto read = openai::read_request(
      R"({"email":"a","role":"reader","projects":[{"id":"p","role":"member"},)"
      R"({"id":"q","role":"member"},{"id":"p","role":"owner"},{"id":"q","role":"member"}]})");
  REQUIRE(codes_of(read) == "duplicate_item /projects/2/id; duplicate_item /projects/3/id");
  CHECK(read.error()[0].subject == "p");
  CHECK(read.error()[1].subject == "q");
  CHECK(
      codes_of(openai::read_request(
          R"({"email":"a","role":"reader","projects":[{"id":"p","role":"member"},{"id":"P","role":"member"}]})")) ==
      "nothing wrong");
}

TEST_CASE("openai::read_request ignores unknown fields and refuses them when strict",
          "[openai][request]") {
  const std::string text =
      R"({"email":"a","role":"reader","x":1,"projects":[{"id":"p","role":"member","y":2}]})";
  CHECK(codes_of(openai::read_request(text)) == "nothing wrong");
  CHECK(codes_of(openai::read_request(text, strict_options())) ==
        "unknown_field /x; unknown_field /projects/0/y");
}

TEST_CASE("openai::write_request refuses missing values and values without a field",
          "[openai][request]") {
  invito::invitation_request r;
  CHECK(codes_of(openai::write_request(r)) == "missing_value /email; missing_value /role");
  r.recipient.email = invito::email("a");
  r.offer.role = "admin";
  r.send = false;
  r.offer.grants = std::vector<grant>{
      {scope::workspace, "w", "member"}, {scope::project, "", ""}, {scope::project, "p", "editor"}};
  CHECK(codes_of(openai::write_request(r)) ==
        "not_representable /role; not_representable /projects/0/id; missing_value /projects/1/id; "
        "missing_value /projects/1/role; not_representable /projects/2/role; not_representable "
        "/send");
}

TEST_CASE("openai::write_request names the unsupported grant and \"send: false\" as subjects",
          "[openai][request]") {
  invito::invitation_request r;
  r.recipient.email = invito::email("ina@example.com");
  r.offer.role = "reader";
  r.offer.grants = {{{scope::workspace, "w", {}}}};
  const auto grant = openai::write_request(r);
  REQUIRE_FALSE(grant);
  CHECK(grant.error().front().subject == "grant for something other than a project");
  r.offer.grants.reset();
  r.send = false;
  const auto unsent = openai::write_request(r);
  REQUIRE(codes_of(unsent) == "not_representable /send");
  CHECK(unsent.error().front().subject == "send: false");
}

// Reading an invite ------------------------------------------------------------------------------

TEST_CASE("openai::read_invitation reads the documented example", "[openai][invitation]") {
  const auto read = openai::read_invitation(example);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->id == invito::invitation_id("invite-abc"));
  CHECK(read->organization.empty());
  REQUIRE(read->recipient.email.has_value());
  CHECK(read->recipient.email->text() == "user@example.com");
  CHECK(read->offer.role == "owner");
  REQUIRE(read->offer.grants.has_value());
  CHECK(*read->offer.grants == std::vector<grant>{{scope::project, "project-xyz", "member"}});
  CHECK(read->state == invito::state(invito::accepted{invited, {}}));
  CHECK(read->created_at == invited);
  CHECK(read->expires_at() == invited);  // all three times of the example are the same
  CHECK_FALSE(read->created_by.has_value());
  CHECK_FALSE(read->sponsor.has_value());
  CHECK(read->revision() == 0);
  CHECK(read->history.empty());
  CHECK(bool(read->baseline));
}

TEST_CASE("openai::write_invitation writes the documented example back identically",
          "[openai][invitation]") {
  const auto read = openai::read_invitation(example);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(text_of(*read, invited) == example_compact);
  CHECK(nlohmann::json::parse(text_of(*read, at("2200-01-01T00:00:00Z"))) ==
        nlohmann::json::parse(example));
  CHECK(text_of(*read, invited, extended()) == example_extended);
  CHECK(lost(*read, invited) == "");
}

TEST_CASE("openai::read_invitation reads text, a parsed value and another JSON library alike",
          "[openai][invitation]") {
  const auto from_text = openai::read_invitation(example);
  REQUIRE(codes_of(from_text) == "nothing wrong");
  const nlohmann::json value = nlohmann::json::parse(example);
  CHECK(openai::read_invitation(value) == from_text);
  const auto by_hand = [](void const*, invito::wire::reader& to) {
    to.begin_object();
    to.key("object"), to.text("organization.invite");
    to.key("projects"), to.begin_array(), to.begin_object();
    to.key("role"), to.text("member"), to.key("id"), to.text("project-xyz");
    to.end_object(), to.end_array();
    to.key("accepted_at"), to.integer(1711471533);
    to.key("expires_at"), to.number(1711471533.0, "1711471533.0");
    to.key("invited_at"), to.integer(1711471533);
    to.key("status"), to.text("accepted");
    to.key("role"), to.text("owner");
    to.key("email"), to.text("user@example.com");
    to.key("id"), to.text("invite-abc");
    to.end_object();
  };
  CHECK(openai::read_invitation({nullptr, by_hand}) == from_text);
}

TEST_CASE("openai::read_invitation reads the creation time from invited_at or created_at",
          "[openai][invitation]") {
  const auto created = [](char const* members) -> std::string {
    const auto read = openai::read_invitation(invite_with(members));
    return read ? invito::format_rfc3339(*read->created_at) : codes_of(read);
  };
  CHECK(created(R"("invited_at":1711471533)") == "2024-03-26T16:45:33Z");
  CHECK(created(R"("created_at":1711471533)") == "2024-03-26T16:45:33Z");
  CHECK(created(R"("invited_at":1711471533,"created_at":1711471533)") == "2024-03-26T16:45:33Z");
  CHECK(created(R"("invited_at":null,"created_at":1711471533)") == "2024-03-26T16:45:33Z");
  CHECK(created(R"("invited_at":1711471533,"created_at":null)") == "2024-03-26T16:45:33Z");
  CHECK(created(R"("invited_at":1711471533,"created_at":1711471534)") ==
        "conflicting_fields /created_at");
  CHECK(created("") == "missing_field /invited_at");
  CHECK(created(R"("invited_at":null,"created_at":null)") == "missing_field /invited_at");
  CHECK(created(R"("invited_at":-1)") == "1969-12-31T23:59:59Z");
  const auto conflict = openai::read_invitation(invite_with(R"("invited_at":1,"created_at":2)"));
  REQUIRE_FALSE(conflict.has_value());
  CHECK(conflict.error().front().subject == "invited_at");
}

TEST_CASE("openai::read_invitation reads null as absent for every optional field",
          "[openai][invitation]") {
  const auto absent = openai::read_invitation(invite_with(R"("invited_at":1711471533)"));
  const auto null = openai::read_invitation(
      invite_with(R"("status":null,"invited_at":1711471533,"created_at":null,"expires_at":null,)"
                  R"("accepted_at":null,"projects":null)"));
  REQUIRE(codes_of(absent) == "nothing wrong");
  REQUIRE(codes_of(null) == "nothing wrong");
  CHECK(*absent == *null);
  CHECK(absent->state == invito::state(invito::pending{}));
  CHECK_FALSE(absent->offer.grants.has_value());
  CHECK_FALSE(absent->expires_at().has_value());
  const auto projects = openai::read_invitation(invite_with(
      R"("invited_at":1,"projects":[{},{"id":null,"role":null},{"id":"p"},{"role":"owner"}])"));
  REQUIRE(codes_of(projects) == "nothing wrong");
  CHECK(*projects->offer.grants == std::vector<grant>{{scope::project, "", ""},
                                                      {scope::project, "", ""},
                                                      {scope::project, "p", ""},
                                                      {scope::project, "", "owner"}});
}

TEST_CASE("openai::read_invitation derives an absent status from accepted_at",
          "[openai][invitation]") {
  const auto accepted = openai::read_invitation(
      invite_with(R"("invited_at":1711471533,"expires_at":1712076333,"accepted_at":1711471534)"));
  REQUIRE(codes_of(accepted) == "nothing wrong");
  CHECK(accepted->state == invito::state(invito::accepted{at("2024-03-26T16:45:34Z"), {}}));
  CHECK(accepted->status(at("2024-05-01T00:00:00Z")) == invito::status::accepted);

  const auto pending =
      openai::read_invitation(invite_with(R"("invited_at":1711471533,"expires_at":1712076333)"));
  REQUIRE(codes_of(pending) == "nothing wrong");
  CHECK(pending->state == invito::state(invito::pending{week_later}));
  CHECK(pending->status(week_later - 1ns) == invito::status::pending);
  CHECK(pending->status(week_later) == invito::status::expired);
}

TEST_CASE("openai::read_invitation refuses fields that contradict the status",
          "[openai][invitation]") {
  CHECK(read_problems(R"("status":"pending","invited_at":1,"accepted_at":2)") ==
        "invalid_state /accepted_at");
  CHECK(read_problems(R"("status":"expired","invited_at":1,"expires_at":2,"accepted_at":2)") ==
        "invalid_state /accepted_at");
  CHECK(read_problems(R"("status":"expired","invited_at":1)") == "missing_field /expires_at");
  CHECK(read_problems(R"("status":"expired","invited_at":1,"expires_at":null)") ==
        "missing_field /expires_at");
  CHECK(read_problems(R"("status":"expired","invited_at":1,"expires_at":2)") == "nothing wrong");
  CHECK(read_problems(R"("status":"accepted","invited_at":1)") == "nothing wrong");
  CHECK(read_problems(R"("status":"accepted","created_at":3,"accepted_at":2,"expires_at":1)") ==
        "nothing wrong");
  CHECK(read_problems(R"("status":"pending","accepted_at":2,"created_at":null)") ==
        "missing_field /invited_at; invalid_state /accepted_at");
  const auto read =
      openai::read_invitation(invite_with(R"("status":"pending","invited_at":1,"accepted_at":2)"));
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().front().subject == "pending");
}

TEST_CASE("openai::read_invitation refuses unknown statuses, roles and object names",
          "[openai][invitation]") {
  CHECK(read_problems(R"("status":"revoked","invited_at":1)") == "unknown_value /status");
  CHECK(read_problems(R"("status":"Pending","invited_at":1)") == "unknown_value /status");
  CHECK(read_problems(R"("status":"","invited_at":1)") == "unknown_value /status");
  CHECK(
      read_problems(
          R"("invited_at":1,"projects":[{"id":"p","role":"member"},{"id":"q","role":"admin"}])") ==
      "unknown_role /projects/1/role");
  CHECK(codes_of(openai::read_invitation(with(example, R"("owner")", R"("admin")"))) ==
        "unknown_role /role");
  const auto object =
      openai::read_invitation(with(example, "organization.invite", "organization.user"));
  REQUIRE(codes_of(object) == "unknown_value /object");
  CHECK(object.error().front().subject == "organization.user");
  CHECK(codes_of(openai::read_invitation(
            with(example, "organization.invite", "organization.invite.deleted"))) ==
        "unknown_value /object");
}

TEST_CASE("openai::read_invitation reports all missing fields at once", "[openai][invitation]") {
  CHECK(codes_of(openai::read_invitation("{}")) ==
        "missing_field /object; missing_field /id; missing_field /email; missing_field /role; "
        "missing_field /invited_at");
  CHECK(
      codes_of(openai::read_invitation(R"({"object":null,"id":null,"email":null,"role":null})")) ==
      "wrong_type /object; wrong_type /id; wrong_type /email; wrong_type /role; "
      "missing_field /invited_at");
}

TEST_CASE("openai::read_invitation refuses fields of another type", "[openai][invitation]") {
  CHECK(codes_of(openai::read_invitation(
            R"({"object":1,"id":2,"email":3,"role":4,"status":5,"invited_at":"6","created_at":"7",)"
            R"("expires_at":"8","accepted_at":"9","projects":{}})")) ==
        "wrong_type /object; wrong_type /id; wrong_type /email; wrong_type /role; wrong_type "
        "/status; "
        "wrong_type /invited_at; wrong_type /created_at; wrong_type /expires_at; "
        "wrong_type /accepted_at; wrong_type /projects");
  CHECK(
      read_problems(
          R"("invited_at":1.5,"expires_at":true,"accepted_at":[],"projects":[1,"p",[],{"id":1,"role":{}}])") ==
      "wrong_type /invited_at; wrong_type /expires_at; wrong_type /accepted_at; "
      "wrong_type /projects/0; wrong_type /projects/1; wrong_type /projects/2; "
      "wrong_type /projects/3/id; wrong_type /projects/3/role");
  CHECK(read_problems(R"("invited_at":18446744073709551615)") == "time_out_of_range /invited_at");
  CHECK(read_problems(R"("invited_at":9223372037)") == "time_out_of_range /invited_at");
  CHECK(read_problems(R"("invited_at":1711471533.0,"expires_at":1712076333e0)") == "nothing wrong");
}

TEST_CASE("openai::read_invitation reads a malformed email", "[openai][invitation]") {
  const auto read = openai::read_invitation(with(example, "user@example.com", "not an address"));
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->recipient.email->text() == "not an address");
  CHECK(text_of(*read, invited) == with(example_compact, "user@example.com", "not an address"));
}

// Writing an invite ------------------------------------------------------------------------------

TEST_CASE("openai::write_invitation writes the status at the given time, to the nanosecond",
          "[openai][invitation][issue][expire]") {
  const invitation i = issued();
  const std::string pending =
      R"({"object":"organization.invite","id":"invite-abc","email":"User@example.com","role":"reader",)"
      R"("status":"pending","invited_at":1711471533,"expires_at":1712076333})";
  const std::string expired = with(pending, "pending", "expired");
  CHECK(text_of(i, invited) == pending);
  CHECK(text_of(i, week_later - 1ns) == pending);
  CHECK(text_of(i, week_later) == expired);
  CHECK(text_of(i, week_later + 1ns) == expired);

  // A recorded expiry is written at any time.
  invitation recorded = i;
  invito::expire_command c;
  c.organization = i.organization;
  c.now = week_later + 24h;
  REQUIRE(invito::apply(recorded, *invito::expire(openai::policy(), i, c)));
  CHECK(text_of(recorded, invited) == expired);
}

TEST_CASE("openai::write_invitation writes accepted_at of an accepted invite at any time",
          "[openai][invitation][accept]") {
  const std::string text =
      R"({"object":"organization.invite","id":"invite-abc","email":"User@example.com","role":"reader",)"
      R"("status":"accepted","invited_at":1711471533,"expires_at":1712076333,"accepted_at":1711557933})";
  CHECK(text_of(accepted_at(at("2024-03-27T16:45:33Z")), week_later + 24h) == text);
  const auto unknown =
      openai::read_invitation(invite_with(R"("status":"accepted","invited_at":1,"expires_at":2)"));
  REQUIRE(codes_of(unknown) == "nothing wrong");
  CHECK(text_of(*unknown, invited) ==
        invite_with(R"("status":"accepted","invited_at":1,"expires_at":2)"));
  CHECK(
      text_of(*unknown, invited, extended()) ==
      invite_with(
          R"("status":"accepted","invited_at":1,"created_at":1,"expires_at":2,"accepted_at":null)"));
}

TEST_CASE("openai::write_invitation adds created_at and nulls in the extended shape",
          "[openai][invitation]") {
  CHECK(
      text_of(issued(), invited, extended()) ==
      R"({"object":"organization.invite","id":"invite-abc","email":"User@example.com","role":"reader",)"
      R"("status":"pending","invited_at":1711471533,"created_at":1711471533,"expires_at":1712076333,)"
      R"("accepted_at":null})");
}

TEST_CASE("openai::write_invitation writes an absent expiry in the extended shape only",
          "[openai][invitation]") {
  const invitation i = never_expiring();
  const auto refused = openai::write_invitation(i, invited);
  REQUIRE(codes_of(refused) == "missing_value /expires_at");
  CHECK(
      text_of(i, invited, extended()) ==
      R"({"object":"organization.invite","id":"invite-abc","email":"User@example.com","role":"reader",)"
      R"("status":"pending","invited_at":1711471533,"created_at":1711471533,"expires_at":null,)"
      R"("accepted_at":null})");
  const auto back = openai::read_invitation(text_of(i, invited, extended()));
  REQUIRE(codes_of(back) == "nothing wrong");
  CHECK_FALSE(back->expires_at().has_value());
}

TEST_CASE("openai::write_invitation refuses a revoked invite unless revoked_as_expired is set",
          "[openai][invitation][revoke]") {
  const invitation i = revoked_at(invited + 24h, issued());
  const auto refused = openai::write_invitation(i, invited + 24h);
  REQUIRE(codes_of(refused) == "not_representable /status");
  CHECK(refused.error().front().subject == "revoked");
  CHECK(codes_of(openai::write_invitation(i, week_later)) == "not_representable /status");
  CHECK(codes_of(openai::write_invitation(i, invited, extended())) == "not_representable /status");
  CHECK(
      text_of(i, invited + 24h, revoked_as_expired()) ==
      R"({"object":"organization.invite","id":"invite-abc","email":"User@example.com","role":"reader",)"
      R"("status":"expired","invited_at":1711471533,"expires_at":1712076333})");
  // The option changes nothing else.
  CHECK(text_of(issued(), invited, revoked_as_expired()) == text_of(issued(), invited));
  CHECK(text_of(accepted_at(invited), invited, revoked_as_expired()) ==
        text_of(accepted_at(invited), invited));
}

TEST_CASE("revoked_as_expired requires an expiry in an OpenAI invite",
          "[openai][invitation][revoke]") {
  const invitation i = revoked_at(invited + 24h, never_expiring());
  invito::write_options options = revoked_as_expired();
  CHECK(text_of(i, invited + 24h, options) == "missing_value /expires_at");
  options.shape = invito::wire::shape::extended;
  CHECK(text_of(i, invited + 24h, options) == "missing_value /expires_at");
}

TEST_CASE("openai::write_invitation reports all missing values at once", "[openai][invitation]") {
  CHECK(text_of(invitation{}, invited) ==
        "missing_value /id; missing_value /email; missing_value /role; missing_value /invited_at; "
        "missing_value /expires_at");
  invitation i = issued();
  i.recipient = {std::nullopt, invito::user_id("user-1")};
  i.offer = {"admin",
             std::vector<grant>{{scope::workspace, "w", ""}, {scope::project, "p", "viewer"}}};
  const auto refused = openai::write_invitation(i, invited);
  REQUIRE(codes_of(refused) ==
          "missing_value /email; not_representable /role; not_representable /projects/0/id; "
          "not_representable /projects/1/role");
  CHECK(refused.error()[1].subject == "admin");
  CHECK(refused.error()[3].subject == "viewer");
}

TEST_CASE(
    "openai::write_invitation allows projects without id or role in the documented shape only",
    "[openai][invitation]") {
  const auto read = openai::read_invitation(invite_with(
      R"("status":"pending","invited_at":1,"expires_at":2,"projects":[{},{"id":"p"}])"));
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(text_of(*read, at("1970-01-01T00:00:01Z")) ==
        invite_with(
            R"("status":"pending","invited_at":1,"expires_at":2,"projects":[{},{"id":"p"}])"));
  CHECK(text_of(*read, at("1970-01-01T00:00:01Z"), extended()) ==
        "missing_value /projects/0/id; missing_value /projects/0/role; missing_value "
        "/projects/1/role");
}

TEST_CASE("openai::write_invitation refuses text that is not UTF-8 and names the field",
          "[openai][invitation]") {
  invitation i = issued();
  i.id = invito::invitation_id("\xFF");
  CHECK(text_of(i, invited) == "invalid_utf8 /id");
  i = issued();
  i.offer.grants =
      std::vector<grant>{{scope::project, "p", "member"}, {scope::project, "\xFF", "owner"}};
  CHECK(text_of(i, invited) == "invalid_utf8 /projects/1/id");
  CHECK(codes_of(openai::write_list({{issued(), i}, false}, invited)) ==
        "invalid_utf8 /data/1/projects/1/id");
}

TEST_CASE("openai::write_invitation floors fractions of a second, which losses<openai> names",
          "[openai][invitation][losses]") {
  const invitation i = issued(at("2024-03-26T16:45:33.999999999Z"));
  CHECK(
      text_of(i, invited) ==
      R"({"object":"organization.invite","id":"invite-abc","email":"User@example.com","role":"reader",)"
      R"("status":"pending","invited_at":1711471533,"expires_at":1712076333})");
  CHECK(lost(i, invited) ==
        "organization, created_by, sponsor, revision, history, created_at (fraction of a second), "
        "expires_at (fraction of a second)");
  CHECK(lost(accepted_at(invited + 1ns), invited) ==
        "organization, created_by, accepted_by, sponsor, revision, history, "
        "accepted_at (fraction of a second)");

  const invitation old = issued(at("1969-12-31T23:59:58.000000001Z"));
  CHECK(
      text_of(old, at("1969-12-31T23:59:59Z")) ==
      R"({"object":"organization.invite","id":"invite-abc","email":"User@example.com","role":"reader",)"
      R"("status":"pending","invited_at":-2,"expires_at":604798})");
}

// Lists ------------------------------------------------------------------------------------------

TEST_CASE("openai::write_list writes the ids of the first and the last invite", "[openai][list]") {
  invitation second = issued();
  second.id = invito::invitation_id("invite-def");
  const invito::invitation_page page{{issued(), second}, true};
  const std::string first_text =
      R"({"object":"organization.invite","id":"invite-abc","email":"User@example.com","role":"reader",)"
      R"("status":"pending","invited_at":1711471533,"expires_at":1712076333})";
  const std::string second_text = with(first_text, "invite-abc", "invite-def");
  const auto written = openai::write_list(page, invited);
  REQUIRE(codes_of(written) == "nothing wrong");
  CHECK(*written == R"({"object":"list","data":[)" + first_text + "," + second_text +
                        R"(],"first_id":"invite-abc","last_id":"invite-def","has_more":true})");
  const auto read = openai::read_list(*written);
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->items.size() == 2);
  CHECK(read->items[1].id == invito::invitation_id("invite-def"));
  CHECK(read->has_more);
  CHECK(*openai::write_list(*read, invited) == *written);
}

TEST_CASE(
    "openai::write_list leaves out the ids of an empty list, or writes null in the extended shape",
    "[openai][list]") {
  CHECK(*openai::write_list({}, invited) == R"({"object":"list","data":[],"has_more":false})");
  CHECK(*openai::write_list({}, invited, extended()) ==
        R"({"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false})");
  for (char const* text :
       {R"({"object":"list","data":[]})", R"({"object":"list","data":[],"has_more":false})",
        R"({"object":"list","data":[],"first_id":null,"last_id":null,"has_more":null})",
        R"({"object":"list","data":[],"first_id":"a","last_id":"b"})"}) {
    CAPTURE(text);
    const auto read = openai::read_list(text);
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK(read->items.empty());
    CHECK_FALSE(read->has_more);
  }
  CHECK(openai::read_list(R"({"object":"list","data":[],"has_more":true})")->has_more);
}

TEST_CASE("the places of problems in an OpenAI list name the index of the invite",
          "[openai][list]") {
  const std::string good = invite_with(R"("invited_at":1,"expires_at":2)");
  const auto list = [](std::string const& items) {
    return codes_of(openai::read_list(R"({"object":"list","data":[)" + items + "]}"));
  };
  CHECK(list(good + "," + good) == "nothing wrong");
  CHECK(list(good + "," + good + "," + with(good, "reader", "boss")) ==
        "unknown_role /data/2/role");
  CHECK(list(with(good, "user@example.com\",\"role\":\"reader\"", "u\",\"role\":1") + ",null," +
             good + ",{}") ==
        "wrong_type /data/0/role; wrong_type /data/1; missing_field /data/3/object; "
        "missing_field /data/3/id; missing_field /data/3/email; missing_field /data/3/role; "
        "missing_field /data/3/invited_at");
  CHECK(list(good + "," + invite_with(R"("invited_at":1,"created_at":2)") + "," +
             invite_with(R"("status":"pending","invited_at":1,"accepted_at":3)")) ==
        "conflicting_fields /data/1/created_at; invalid_state /data/2/accepted_at");
  CHECK(list(good + "," + invite_with(R"("created_at":1)") + "," + invite_with("")) ==
        "missing_field /data/2/invited_at");
  CHECK(list(invite_with(R"("invited_at":1,"projects":[{"id":"p"},{"role":"x"}])")) ==
        "unknown_role /data/0/projects/1/role");
  CHECK(codes_of(openai::read_list("{}")) == "missing_field /object; missing_field /data");
  CHECK(
      codes_of(openai::read_list(R"({"object":"organization.invite","data":null,"has_more":1})")) ==
      "unknown_value /object; wrong_type /data; wrong_type /has_more");
}

TEST_CASE("openai::write_list refuses a list with an invite that cannot be represented",
          "[openai][list]") {
  const invito::invitation_page page{{issued(), revoked_at(invited, issued()), never_expiring()},
                                     false};
  CHECK(codes_of(openai::write_list(page, invited)) ==
        "not_representable /data/1/status; missing_value /data/2/expires_at");
  invito::write_options options = extended();
  options.revoked_as_expired = true;
  CHECK(codes_of(openai::write_list(page, invited, options)) == "nothing wrong");
}

// Deletions --------------------------------------------------------------------------------------

TEST_CASE("an OpenAI deletion response names the invite", "[openai][deletion]") {
  const invito::deletion_response d{invito::invitation_id("invite-abc"), true};
  CHECK(*openai::write_deletion(d) ==
        R"({"object":"organization.invite.deleted","id":"invite-abc","deleted":true})");
  CHECK(*openai::read_deletion(*openai::write_deletion(d)) == d);
  CHECK_FALSE(openai::read_deletion(
                  R"({"object":"organization.invite.deleted","id":"invite-abc","deleted":false})")
                  ->deleted);
  CHECK(codes_of(openai::read_deletion("{}")) ==
        "missing_field /object; missing_field /id; missing_field /deleted");
  CHECK(codes_of(
            openai::read_deletion(R"({"object":"organization.invite","id":1,"deleted":"true"})")) ==
        "unknown_value /object; wrong_type /id; wrong_type /deleted");
}

// Errors -----------------------------------------------------------------------------------------

TEST_CASE("openai::write_error writes all four fields, null where param or code is empty",
          "[openai][error]") {
  CHECK(openai::write_error(invito::api_error{"c", "m", "t", "p"}) ==
        R"({"error":{"message":"m","type":"t","param":"p","code":"c"}})");
  CHECK(openai::write_error(invito::api_error{}) ==
        R"({"error":{"message":"","type":"","param":null,"code":null}})");
}

TEST_CASE("openai::read_error requires all four fields", "[openai][error]") {
  const invito::api_error e{"c", "m", "t", "p"};
  CHECK(*openai::read_error(openai::write_error(e)) == e);
  CHECK(*openai::read_error(R"({"error":{"message":"m","type":"t","param":null,"code":null}})") ==
        invito::api_error{"", "m", "t", ""});
  CHECK(codes_of(openai::read_error("{}")) == "missing_field /error");
  CHECK(codes_of(openai::read_error(R"({"error":{}})")) ==
        "missing_field /error/message; missing_field /error/type; missing_field /error/param; "
        "missing_field /error/code");
  CHECK(codes_of(openai::read_error(R"({"error":{"message":null,"type":1,"param":2,"code":3}})")) ==
        "wrong_type /error/message; wrong_type /error/type; wrong_type /error/param; "
        "wrong_type /error/code");
}

TEST_CASE("openai::write_error writes the code, the message and the parameter of a problem",
          "[openai][error]") {
  const auto found = openai::read_request(
      R"({"email":"a","role":"reader","projects":[{"id":"p","role":"member"},{"id":"q","role":"boss"}]})");
  REQUIRE_FALSE(found.has_value());
  CHECK(openai::write_error(found.error()) ==
        R"({"error":{"message":"unknown role \"boss\"","type":"invalid_request_error",)"
        R"("param":"projects[1].role","code":"unknown_role"}})");
  CHECK(openai::write_error(openai::read_request("{").error()) ==
        R"({"error":{"message":"invalid JSON at byte 1","type":"invalid_request_error",)"
        R"("param":null,"code":"syntax_error"}})");
}

TEST_CASE("openai::write_error writes several problems as one error with the code of the first",
          "[openai][error]") {
  const auto found = openai::read_request(R"({"email":1})");
  REQUIRE_FALSE(found.has_value());
  const auto body = nlohmann::json::parse(openai::write_error(found.error()));
  CHECK(body["error"]["code"] == "wrong_type");
  CHECK(body["error"]["param"] == "email");
  const std::string message = body["error"]["message"];
  CHECK(message.find("this value must be a string") != std::string::npos);
  CHECK(message.find("role: this field is required") != std::string::npos);
}

TEST_CASE("openai::write_error names the field of the request that a verb refuses",
          "[openai][error][issue]") {
  const auto request = openai::read_request(
      R"({"email":"user@example.com","role":"reader","projects":[{"id":"","role":"member"}]})");
  REQUIRE(codes_of(request) == "nothing wrong");
  const auto refused = invito::issue(openai::policy(), *request, by_owner());
  REQUIRE(codes_of(refused) == "missing_value /grants/0/id");
  CHECK(openai::write_error(refused.error()) ==
        R"({"error":{"message":"an ID is required","type":"invalid_request_error",)"
        R"("param":"projects[0].id","code":"missing_value"}})");

  const auto no_address = openai::read_request(R"({"email":"nobody","role":"reader"})");
  const auto malformed = invito::issue(openai::policy(), *no_address, by_owner());
  REQUIRE(codes_of(malformed) == "invalid_email /email");
  CHECK(
      openai::write_error(malformed.error()) ==
      R"({"error":{"message":"\"nobody\" is not an email address","type":"invalid_request_error",)"
      R"("param":"email","code":"invalid_email"}})");
}

TEST_CASE("openai::write_error reports wrong_recipient as not_found", "[openai][error][accept]") {
  invito::accept_command c;
  c.who = {invito::user_id("user-2"), invito::email("mallory@example.com"), true};
  c.now = invited;
  const auto refused = invito::accept(openai::policy(), issued(), c);
  REQUIRE(codes_of(refused) == "wrong_recipient");
  CHECK(openai::http_status(refused.error()) == 404);
  CHECK(openai::write_error(refused.error()) ==
        R"({"error":{"message":"invitation not found","type":"invalid_request_error",)"
        R"("param":null,"code":"not_found"}})");
}

TEST_CASE("openai::http_status maps every code to an HTTP status of the API", "[openai][error]") {
  struct row {
    code problem;
    int status;
  };
  for (row const& r : {row{code::syntax_error, 400},      row{code::too_large, 400},
                       row{code::missing_field, 400},     row{code::unknown_role, 400},
                       row{code::duplicate_item, 400},    row{code::invalid_email, 400},
                       row{code::lifetime_too_long, 400}, row{code::not_representable, 400},
                       row{code::not_permitted, 403},     row{code::inactive_actor, 403},
                       row{code::system_only, 403},       row{code::email_unverified, 403},
                       row{code::sponsor_inactive, 403},  row{code::sponsor_not_permitted, 403},
                       row{code::not_found, 404},         row{code::wrong_recipient, 404},
                       row{code::already_accepted, 400},  row{code::already_revoked, 404},
                       row{code::expired, 400},           row{code::renewal_refused, 400},
                       row{code::offer_changed, 400},     row{code::idempotency_mismatch, 400},
                       row{code::fact_missing, 500},      row{code::unavailable, 500},
                       row{code::unauthenticated, 401},   row{code::plan_refused, 403},
                       row{code::already_member, 400}}) {
    CAPTURE(to_string(r.problem));
    CHECK(openai::http_status(invito::problems({r.problem, {}, {}, {}})) == r.status);
  }
  // The first problem determines the status.
  invito::problems several({code::not_permitted, {}, {}, {}});
  several.add({code::missing_field, {}, {}, {}});
  CHECK(openai::http_status(several) == 403);
  // Every code has one of the HTTP statuses of the API.
  for (invito::code_info const& c : invito::detail::codes) {
    CAPTURE(c.name);
    const int status = openai::http_status(invito::problems({c.code, {}, {}, {}}));
    CHECK((status == 400 || status == 401 || status == 403 || status == 404 || status == 500));
  }
}

TEST_CASE("openai::http_status returns 400 for rate_limited", "[openai][error]") {
  CHECK(openai::http_status(
            invito::problems(invito::problem{invito::code::rate_limited, {}, {}, {}})) == 400);
}

TEST_CASE("a missing fact is a server error in OpenAI", "[openai][error][issue]") {
  invito::issue_command c = by_owner();
  c.facts.actor.reset();
  const auto request = openai::read_request(R"({"email":"user@example.com","role":"reader"})");
  const auto refused = invito::issue(openai::policy(), *request, c);
  REQUIRE_FALSE(refused.has_value());
  CHECK(openai::http_status(refused.error()) == 500);
  CHECK(nlohmann::json::parse(openai::write_error(refused.error()))["error"]["type"] ==
        "server_error");
}

TEST_CASE("revoke refuses an accepted OpenAI invite with 400 and a revoked one with 404",
          "[openai][error][revoke]") {
  invito::revoke_command c;
  c.organization = invito::organization_id("org-acme");
  c.by = invito::actor::user(invito::user_id("user-2"));
  c.now = week_later;
  c.facts = support::nothing_in_the_way();
  c.facts.actor = invito::membership{"owner"};
  const auto status = [&c](invitation const& i) {
    const auto made = invito::revoke(openai::policy(), i, c);
    return made ? 200 : openai::http_status(made.error());
  };
  CHECK(status(issued()) == 200);  // expired at that time
  CHECK(status(accepted_at(invited)) == 400);
  CHECK(status(revoked_at(invited, issued())) == 404);
}

// Endpoints, roles, policies and features --------------------------------------------------------

TEST_CASE("openai::endpoints lists the operations of the API", "[openai][endpoints]") {
  const auto all = openai::endpoints();
  REQUIRE(all.size() == 4);
  const auto is = [&all](std::size_t n, invito::operation op, char const* method,
                         char const* path) {
    CAPTURE(path);
    CHECK(all[n].operation == op);
    CHECK(all[n].method == method);
    CHECK(all[n].path == path);
    CHECK(all[n].header == "Authorization");
    CHECK(all[n].success == 200);
  };
  is(0, invito::operation::create, "POST", "/v1/organization/invites");
  is(1, invito::operation::list, "GET", "/v1/organization/invites");
  is(2, invito::operation::get, "GET", "/v1/organization/invites/{invite_id}");
  is(3, invito::operation::remove, "DELETE", "/v1/organization/invites/{invite_id}");
}

TEST_CASE("openai::roles has the documented roles of organizations and of projects",
          "[openai][roles]") {
  const invito::role_catalog roles = openai::roles();
  CHECK(roles.all().size() == 4);
  REQUIRE(roles.find("owner") != nullptr);
  REQUIRE(roles.find("reader") != nullptr);
  CHECK(roles.find("owner")->rank > roles.find("reader")->rank);
  CHECK(roles.find("member") == nullptr);
  CHECK(roles.find("owner", scope::project) != nullptr);
  CHECK(roles.find("member", scope::project) != nullptr);
  CHECK(roles.find("reader", scope::project) == nullptr);
  for (invito::role const& r : roles.all()) CHECK(r.grantable);
}

TEST_CASE("openai::roles has ranks, and openai::policy requires the rank of an owner",
          "[openai][roles][policy]") {
  CHECK(openai::roles() == invito::role_catalog{{"owner", 20, true, scope::organization},
                                                {"reader", 10, true, scope::organization},
                                                {"owner", 6, true, scope::project},
                                                {"member", 5, true, scope::project}});
  CHECK(openai::policy().inviter_rank == 20);
}

TEST_CASE("openai::policy allows only owners to issue, with a lifetime of a week",
          "[openai][policy][issue][resend]") {
  const auto request = openai::read_request(
      R"({"email":"user@example.com","role":"reader","projects":[{"id":"p","role":"owner"}]})");
  REQUIRE(codes_of(request) == "nothing wrong");
  invito::issue_command c = by_owner();
  c.facts.scopes = {{scope::project, "p"}};
  const auto made = invito::issue(openai::policy(), *request, c);
  REQUIRE(codes_of(made) == "nothing wrong");
  CHECK(made->invitation.expires_at() == week_later);
  for (char const* role : {"reader", "member", "boss", ""}) {
    CAPTURE(role);
    c.facts.actor = invito::membership{role};
    const auto refused = invito::issue(openai::policy(), *request, c);
    REQUIRE(codes_of(refused) == "not_permitted");
    CHECK(openai::http_status(refused.error()) == 403);
  }
  // The API has no resend: an expired invite is deleted and created again.
  invito::resend_command resend;
  resend.organization = c.organization;
  resend.by = c.by;
  resend.now = week_later;
  resend.facts = support::nothing_in_the_way();
  resend.facts.actor = invito::membership{"owner"};
  CHECK(codes_of(invito::resend(openai::policy(), issued(), resend)) == "renewal_refused");
}

TEST_CASE("openai::features and openai::request_features list the fields of the documents",
          "[openai][features]") {
  const invito::feature_set carried = openai::features();
  for (const feature f :
       {feature::id, feature::email, feature::role, feature::grants, feature::status,
        feature::created_at, feature::expires_at, feature::accepted_at}) {
    CAPTURE(to_string(f));
    CHECK(carried.has(f));
  }
  for (const feature f :
       {feature::organization, feature::user, feature::given_name, feature::family_name,
        feature::send, feature::attributes, feature::cause, feature::created_by,
        feature::updated_at, feature::accepted_by, feature::revoked_at, feature::revoked_by,
        feature::sponsor, feature::offer_number, feature::token, feature::revision,
        feature::history}) {
    CAPTURE(to_string(f));
    CHECK_FALSE(carried.has(f));
  }
  const invito::feature_set request = openai::request_features();
  CHECK(request.has(feature::email));
  CHECK(request.has(feature::role));
  CHECK(request.has(feature::grants));
  CHECK_FALSE(request.has(feature::status));
  CHECK_FALSE(request.has(feature::attributes));
}

TEST_CASE("losses<openai> names every field that an invite does not have", "[openai][losses]") {
  CHECK(lost(issued(), invited) == "organization, created_by, sponsor, revision, history");
  CHECK(lost(accepted_at(invited), invited) ==
        "organization, created_by, accepted_by, sponsor, revision, history");
  CHECK(lost(revoked_at(invited, issued()), invited) ==
        "organization, created_by, cause, revoked_at, revoked_by, sponsor, revision, history, "
        "status (revoked)");

  invitation full = issued();
  full.recipient.user = invito::user_id("user-1");
  full.name = {"Given", "Family"};
  full.send = false;
  full.attributes = {{"a", {}}};
  full.offer_number = 2;
  full.tokens = invito::token_digests{support::digest_of("token"), {}, {}};
  CHECK(lost(full, invited) ==
        "user, given_name, family_name, send, attributes, organization, created_by, sponsor, "
        "offer_number, token, revision, history");
}

TEST_CASE("losses<openai> names the values that a field cannot hold", "[openai][losses]") {
  auto read = openai::read_invitation(invite_with(R"("invited_at":1,"expires_at":2)"));
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(lost(*read, invited) == "");
  read->offer = {"admin", std::vector<grant>{{scope::project, "p", "member"},
                                             {scope::workspace, "w", "member"},
                                             {scope::project, "q", "viewer"},
                                             {scope::project, "r", ""}}};
  CHECK(lost(*read, invited) == "role (admin), grants (w), grants (q)");
}

TEST_CASE("losses<openai> names the role and the grants of a request that the body cannot hold",
          "[openai][losses][request]") {
  invito::invitation_request r;
  r.recipient.email = invito::email("a@example.com");
  r.offer.role = "admin";
  r.offer.grants = {{invito::scope::workspace, "w-1", ""},
                    {invito::scope::project, "p-1", "guest"}};
  CHECK_FALSE(openai::write_request(r));
  CHECK(invito::losses<openai>(r) == std::vector<invito::loss>{{feature::role, "admin"},
                                                               {feature::grants, "w-1"},
                                                               {feature::grants, "p-1"}});
}

TEST_CASE("losses<openai> names the values of a request that the body has no field for",
          "[openai][losses][request]") {
  invito::invitation_request r;
  r.recipient = {invito::email("a"), invito::user_id("u")};
  r.name = {"Given", "Family"};
  r.offer = {"owner", std::vector<grant>{}};
  r.send = false;
  r.attributes = {{"a", {}}};
  std::string out;
  for (invito::loss const& l : invito::losses<openai>(r))
    out += std::string(to_string(l.feature)) + " ";
  CHECK(out == "user given_name family_name send attributes ");
  CHECK(
      invito::losses<openai>(*openai::read_request(R"({"email":"a","role":"owner","projects":[]})"))
          .empty());
}

// Random documents -------------------------------------------------------------------------------

namespace {

/// The values of an invitation that an invite contains.
struct fields {
  std::string id, email, role;
  invito::grant_list grants;
  std::optional<invito::status> status;
  std::optional<std::int64_t> created_at, expires_at, accepted_at;

  friend bool operator==(fields const& a, fields const& b) {
    return a.id == b.id && a.email == b.email && a.role == b.role && a.grants == b.grants &&
           a.status == b.status && a.created_at == b.created_at && a.expires_at == b.expires_at &&
           a.accepted_at == b.accepted_at;
  }
};

std::optional<std::int64_t> seconds(std::optional<invito::instant> t) {
  if (!t) return std::nullopt;
  return std::chrono::floor<std::chrono::seconds>(t->time_since_epoch()).count();
}

fields fields_of(invitation const& i, invito::instant now) {
  fields out;
  out.id = i.id.text();
  if (i.recipient.email) out.email = i.recipient.email->text();
  out.role = i.offer.role;
  out.grants = i.offer.grants;
  out.status = i.status(now);
  out.created_at = seconds(i.created_at);
  out.expires_at = seconds(i.expires_at());
  if (auto* accepted = std::get_if<invito::accepted>(&i.state)) {
    out.accepted_at = seconds(accepted->at);
  }
  return out;
}

/// Whether the dialect can represent the invitation.
bool can_be_written(invitation const& i, invito::instant now,
                    invito::write_options const& options) {
  const invito::status status = i.status(now);
  const bool is_extended = options.shape == invito::wire::shape::extended;
  if (!i.recipient.email || !i.created_at) return false;
  if (status == invito::status::revoked && !options.revoked_as_expired) return false;
  if (i.expires_at()) return true;
  return is_extended && status != invito::status::revoked && status != invito::status::expired;
}

}  // namespace

TEST_CASE("random invitations are written as OpenAI invites and read back",
          "[openai][invitation]") {
  sample::maker make(2024, openai::roles());
  int written_count = 0, refused_count = 0, expired_in_fraction = 0;
  for (int n = 0; n != 1500; ++n) {
    CAPTURE(n);
    const invitation i = make();
    for (const bool is_extended : {false, true}) {
      for (const bool as_expired : {false, true}) {
        const invito::instant now =
            at("2026-03-02T09:00:00Z") + 12h * static_cast<int>(make.dice().below(30));
        invito::write_options options;
        options.shape =
            is_extended ? invito::wire::shape::extended : invito::wire::shape::documented;
        options.revoked_as_expired = as_expired;
        const auto written = openai::write_invitation(i, now, options);
        REQUIRE(written.has_value() == can_be_written(i, now, options));
        if (!written) {
          ++refused_count;
          continue;
        }
        ++written_count;
        const auto read = openai::read_invitation(*written);
        REQUIRE(codes_of(read) == "nothing wrong");
        fields before = fields_of(i, now);
        if (before.status == invito::status::revoked) before.status = invito::status::expired;
        const fields after = fields_of(*read, now);
        // An expiry that is rounded down may have passed already. The fraction is a loss.
        if (i.expires_at() && now < *i.expires_at() && *i.expires_at() - now < 1s) {
          before.status = after.status;
          ++expired_in_fraction;
        }
        REQUIRE(before == after);
        REQUIRE(*openai::write_invitation(*read, now, options) == *written);
      }
    }
  }
  CHECK(written_count > 1000);
  CHECK(refused_count > 1000);
  CHECK(expired_in_fraction < 20);
}

TEST_CASE("every OpenAI invite that can be read is written and read back unchanged, or is refused",
          "[openai][invitation]") {
  sample::dice dice(1711471533);
  const auto maybe = [&dice](std::string& text, char const* member,
                             std::vector<std::string> const& values) {
    if (dice.one_in(3)) return;
    text += ",\"" + std::string(member) + "\":" + dice.one_of(values);
  };
  const std::vector<std::string> times{"null",         "0",          "-1",         "1711471533",
                                       "1711471533",   "1712076333", "9223372036", "-9223372036",
                                       "1711471533.0", "1.5",        "\"1\""};
  int read_count = 0, written_count = 0;
  for (int n = 0; n != 20'000; ++n) {
    std::string text = R"({"object":"organization.invite","id":)";
    text += nlohmann::json(sample::any_text(dice)).dump();
    text += ",\"email\":";
    text += nlohmann::json(sample::any_text(dice)).dump();
    text += dice.one_in(2) ? R"(,"role":"owner")" : R"(,"role":"reader")";
    maybe(text, "status",
          {R"("accepted")", R"("pending")", R"("expired")", "null", R"("revoked")"});
    maybe(text, "invited_at", times);
    if (dice.one_in(2)) maybe(text, "created_at", times);
    maybe(text, "expires_at", times);
    if (dice.one_in(2)) maybe(text, "accepted_at", times);
    maybe(text, "projects",
          {"null", "[]", "[{}]", R"([{"id":"p","role":"owner"},{"id":"p"}])",
           R"([{"id":"","role":"member"}])", R"([{"role":null,"id":"q"}])"});
    text += "}";
    CAPTURE(text);
    const auto read = openai::read_invitation(text);
    if (!read) continue;
    ++read_count;
    for (const invito::instant now :
         {at("1970-01-01T00:00:00Z"), at("2024-03-30T00:00:00Z"), at("2200-01-01T00:00:00Z")}) {
      for (invito::write_options const& options : {invito::write_options{}, extended()}) {
        const auto written = openai::write_invitation(*read, now, options);
        if (!written) continue;
        ++written_count;
        const auto back = openai::read_invitation(*written);
        REQUIRE(codes_of(back) == "nothing wrong");
        REQUIRE(fields_of(*back, now) == fields_of(*read, now));
      }
    }
  }
  CHECK(read_count > 500);
  CHECK(written_count > 1000);
}

TEST_CASE("random requests are written as OpenAI requests and read back", "[openai][request]") {
  sample::maker make(42, openai::roles());
  int written_count = 0;
  for (int n = 0; n != 500; ++n) {
    CAPTURE(n);
    invito::invitation_request r = make.request();
    const auto written = openai::write_request(r);
    REQUIRE(written.has_value() == (r.recipient.email.has_value() && r.send));
    if (!written) continue;
    ++written_count;
    const auto read = openai::read_request(*written);
    REQUIRE(codes_of(read) == "nothing wrong");
    r.recipient.user = {};
    r.name = {};
    r.attributes = {};
    REQUIRE(*read == r);
    REQUIRE(*openai::write_request(*read) == *written);
  }
  CHECK(written_count > 100);
}

TEST_CASE("openai::read_invitation handles truncated documents and changed bytes",
          "[openai][invitation]") {
  for (std::size_t size = 0; size != example.size(); ++size) {
    CAPTURE(size);
    REQUIRE(codes_of(openai::read_invitation(example.substr(0, size))) == "syntax_error");
  }
  for (std::size_t n = 0; n != example_compact.size(); ++n) {
    for (int byte = 0; byte < 256; byte += 3) {
      std::string changed = example_compact;
      changed[n] = static_cast<char>(byte);
      const auto read = openai::read_invitation(changed);
      if (!read) continue;
      const auto written = openai::write_invitation(*read, invited, extended());
      if (!written) continue;
      CAPTURE(changed);
      REQUIRE(codes_of(openai::read_invitation(*written)) == "nothing wrong");
    }
  }
}
