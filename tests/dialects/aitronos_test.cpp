// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/sample.hpp"
#include "support/facts.hpp"
#include "support/told.hpp"

namespace {

using namespace std::chrono_literals;
using invito::aitronos;
using invito::code;
using invito::feature;
using invito::invitation;

// The examples of the page, as they stand there.
const std::string creation_example = R"({
  "invitation_id": "inv_abc123",
  "email": "newmember@example.com",
  "invitation_key": "uuid-12345678-1234-1234-1234-123456789abc",
  "is_new_user": true,
  "user_id": "usr_xyz789",
  "expires_at": "2025-11-26T14:30:00Z"
})";
const std::string creation_compact =
    R"({"invitation_id":"inv_abc123","email":"newmember@example.com",)"
    R"("invitation_key":"uuid-12345678-1234-1234-1234-123456789abc","is_new_user":true,)"
    R"("user_id":"usr_xyz789","expires_at":"2025-11-26T14:30:00Z"})";
const std::string page_key = "uuid-12345678-1234-1234-1234-123456789abc";
const std::string error_example = R"({
  "success": false,
  "error": {
    "code": "INSUFFICIENT_PERMISSIONS",
    "message": "You don't have permission to perform this action.",
    "system_message": "Insufficient permissions for this operation",
    "type": "client_error",
    "status": 403,
    "details": {},
    "trace_id": "abc-123-def",
    "timestamp": "2025-01-01T00:00:00Z"
  }
})";
const std::string error_compact =
    R"({"success":false,"error":{"code":"INSUFFICIENT_PERMISSIONS",)"
    R"("message":"You don't have permission to perform this action.",)"
    R"("system_message":"Insufficient permissions for this operation","type":"client_error",)"
    R"("status":403,"details":{},"trace_id":"abc-123-def","timestamp":"2025-01-01T00:00:00Z"}})";

// The answer to a lookup, with all of its members.
const std::string lookup =
    R"({"invitation_id":"inv_abc123","email":"newmember@example.com","user_id":"usr_xyz789",)"
    R"("organization_id":"org_xyz789","role_id":"role_member",)"
    R"("invitation_link":"https://app.aitronos.com/invite?key=uuid-1234",)"
    R"("expires_at":"2025-11-26T14:30:00Z","created_at":"2025-11-19T14:30:00Z"})";
const std::string lookup_written =
    R"({"invitation_id":"inv_abc123","email":"newmember@example.com","user_id":"usr_xyz789",)"
    R"("organization_id":"org_xyz789","role_id":"role_member",)"
    R"("expires_at":"2025-11-26T14:30:00Z","created_at":"2025-11-19T14:30:00Z"})";
const std::string validation_text =
    R"({"valid":true,"invitation_id":"inv_abc123","email":"newmember@example.com",)"
    R"("organization_id":"org_xyz789","organization_name":"Acme","role_id":"role_member",)"
    R"("role_name":"Member","expires_at":"2025-11-26T14:30:00Z"})";
const std::string acceptance_text =
    R"({"success":true,"organization_id":"org_xyz789","organization_name":"Acme",)"
    R"("role_id":"role_member","role_name":"Member"})";

const invito::instant invited = at("2025-11-19T14:30:00Z");
const invito::instant week_later = at("2025-11-26T14:30:00Z");

invito::write_options wide() {
  invito::write_options out;
  out.shape = invito::wire::shape::wide;
  return out;
}

invito::write_options incomplete() {
  invito::write_options out;
  out.incomplete = true;
  return out;
}

invito::read_options strict() {
  invito::read_options out;
  out.strict = true;
  return out;
}

/// The text that was written, or the problems.
std::string text_or_told(invito::result<std::string> const& written) {
  return written ? *written : told(written);
}

std::string writing(invitation const& i, invito::instant now, invito::write_options options = {}) {
  return text_or_told(aitronos::write_invite(i, now, options));
}

/// The subject of the first problem.
template <class T>
std::string subject(invito::result<T> const& r) {
  return r ? "no problem" : r.error().front().subject;
}

// Invitations that the verbs made ----------------------------------------------------------------

invito::issue_command by_role(std::string role, invito::instant now = invited) {
  invito::issue_command out;
  out.id = invito::invitation_id("inv_abc123");
  out.org = invito::organization_id("org_xyz789");
  out.by = invito::actor::user(invito::user_id("usr_olga"));
  out.now = now;
  out.facts = support::nothing_in_the_way();
  out.facts.actor = invito::standing{std::move(role)};
  return out;
}

invito::result<invito::issuance> issuing(std::string const& request,
                                         invito::issue_command const& c) {
  return invito::issue(aitronos::policy(), *aitronos::read_request(request), c);
}

invitation issued(invito::instant now = invited) {
  invito::invitation_request r;
  r.recipient = {invito::email("newmember@example.com"), invito::user_id("usr_xyz789")};
  r.offer.role = "role_member";
  return invito::apply(*invito::issue(aitronos::policy(), r, by_role("role_owner", now)));
}

invitation accepted() {
  invitation out = issued();
  invito::accept_command c;
  c.who = {invito::user_id("usr_xyz789"), invito::email("newmember@example.com"), true};
  c.now = invited + 24h;
  c.facts = support::nothing_in_the_way();
  c.facts.sponsor = invito::standing{"role_owner"};
  REQUIRE(invito::apply(out, *invito::accept(aitronos::policy(), out, c)));
  return out;
}

invitation revoked() {
  invitation out = issued();
  invito::revoke_command c;
  c.org = out.organization;
  c.by = invito::actor::user(invito::user_id("usr_olga"));
  c.now = invited + 24h;
  c.facts = support::nothing_in_the_way();
  c.facts.actor = invito::standing{"role_owner"};
  REQUIRE(invito::apply(out, *invito::revoke(aitronos::policy(), out, c)));
  return out;
}

invitation recorded_as_expired() {
  invitation out = issued();
  invito::expire_command c;
  c.org = out.organization;
  c.now = week_later + 24h;
  REQUIRE(invito::apply(out, *invito::expire(aitronos::policy(), out, c)));
  return out;
}

/// All that the answer to a creation needs.
invito::creation creation_of(invitation i) {
  invito::creation out;
  out.invitation = std::move(i);
  out.key = invito::secret("uuid-12345678-1234-1234-1234-123456789abc");
  out.is_new_user = true;
  return out;
}

invito::validation validation_of(invitation i) { return {true, std::move(i), "Acme", "Member"}; }

// "organization (acme), status (revoked)": what is lost, in order.
std::string lost(std::vector<invito::loss> const& losses) {
  std::string out;
  for (invito::loss const& l : losses) {
    if (!out.empty()) out += ", ";
    out += to_string(l.what);
    if (!l.detail.empty()) out += " (" + l.detail + ")";
  }
  return out;
}
std::string lost(invitation const& i, invito::instant now) {
  return lost(invito::losses<aitronos>(i, now));
}

}  // namespace

// The create request -----------------------------------------------------------------------------

TEST_CASE("Aitronos: the page's four samples of a request are read") {
  struct row {
    char const* text;
    char const* email;
    char const* role;
  };
  for (
      row const& r :
      {row{R"({ "email": "newmember@example.com", "role_id": "role_member", "send_invitation": true })",
           "newmember@example.com", "role_member"},
       row{R"({"email": "user@example.com", "role_id": "role_abc123"})", "user@example.com",
           "role_abc123"},
       row{R"({ "email": "newmember@example.com", "role_name": "Member", "send_email": true })",
           "newmember@example.com", "role_member"},
       row{R"({"email":"newmember@example.com","role_id":"role_member","send_invitation":true})",
           "newmember@example.com", "role_member"}}) {
    CAPTURE(r.text);
    const auto read = aitronos::read_request(r.text, strict());
    REQUIRE(told(read) == "nothing wrong");
    invito::invitation_request expected;
    expected.recipient.email = invito::email(r.email);
    expected.offer.role = r.role;
    CHECK(*read == expected);
    CHECK(read->recipient.email->text() == r.email);
    CHECK(read->send);
    // Aliases are only read.
    CHECK(text_or_told(aitronos::write_request(*read)) == R"({"email":")" + std::string(r.email) +
                                                              R"(","role_id":")" + r.role +
                                                              R"(","send_invitation":true})");
  }
}

TEST_CASE("Aitronos: a role may be told by its id, its id as a name, or its display name") {
  const auto role = [](char const* members) -> std::string {
    const auto read = aitronos::read_request(R"({"email":"a",)" + std::string(members) + "}");
    return read ? read->offer.role : told(read);
  };
  CHECK(role(R"("role_name":"Owner")") == "role_owner");
  CHECK(role(R"("role_name":"Admin")") == "role_admin");
  CHECK(role(R"("role_name":"Member")") == "role_member");
  CHECK(role(R"("role_name":"oWNER")") == "role_owner");
  CHECK(role(R"("role_name":"ADMIN")") == "role_admin");
  CHECK(role(R"("role_name":"member")") == "role_member");
  CHECK(role(R"("role_name":"role_abc123")") == "role_abc123");
  CHECK(role(R"("role_name":"Billing Manager")") == "Billing Manager");
  // An id is an id, whatever it looks like.
  CHECK(role(R"("role_id":"Member")") == "Member");
  CHECK(role(R"("role_id":"role_member","role_name":"Member")") == "role_member");
  CHECK(role(R"("role_id":"role_member","role_name":"role_member")") == "role_member");
  CHECK(role(R"("role_name":"Member","role_id":"role_member")") == "role_member");
  CHECK(role(R"("role_id":"role_member","role_name":null)") == "role_member");
  CHECK(role(R"("role_id":null,"role_name":"Member")") == "role_member");
}

TEST_CASE("Aitronos: a main name and its alias must agree") {
  const auto reading = [](char const* members) {
    return aitronos::read_request(R"({"email":"a",)" + std::string(members) + "}");
  };
  const auto roles = reading(R"("role_id":"role_member","role_name":"Admin")");
  REQUIRE(told(roles) == "conflicting_fields /role_name");
  CHECK(subject(roles) == "role_id");
  const auto sends = reading(R"("role_id":"r","send_invitation":true,"send_email":false)");
  REQUIRE(told(sends) == "conflicting_fields /send_email");
  CHECK(subject(sends) == "send_invitation");
  CHECK(
      told(reading(R"("role_id":"x","role_name":"y","send_invitation":false,"send_email":true)")) ==
      "conflicting_fields /role_name; conflicting_fields /send_email");
  CHECK(told(reading(R"("role_id":"","role_name":"Member")")) == "conflicting_fields /role_name");
  // Ids are compared bytewise, and a custom role's name is not known here.
  CHECK(told(reading(R"("role_id":"ROLE_MEMBER","role_name":"Member")")) ==
        "conflicting_fields /role_name");
  CHECK(told(reading(R"("role_id":"role_abc123","role_name":"Support")")) ==
        "conflicting_fields /role_name");
}

TEST_CASE("Aitronos: an invitation is sent unless the request says no") {
  const auto send = [](char const* members) {
    const auto read =
        aitronos::read_request(R"({"email":"a","role_id":"r")" + std::string(members) + "}");
    REQUIRE(told(read) == "nothing wrong");
    return read->send;
  };
  CHECK(send(""));
  CHECK(send(R"(,"send_invitation":null,"send_email":null)"));
  CHECK(send(R"(,"send_invitation":true)"));
  CHECK_FALSE(send(R"(,"send_invitation":false)"));
  CHECK(send(R"(,"send_email":true)"));
  CHECK_FALSE(send(R"(,"send_email":false)"));
  CHECK_FALSE(send(R"(,"send_invitation":null,"send_email":false)"));
  CHECK_FALSE(send(R"(,"send_invitation":false,"send_email":false)"));
  CHECK(send(R"(,"send_invitation":true,"send_email":true)"));
}

TEST_CASE("Aitronos: a request that lacks what it needs is told all of it at once") {
  CHECK(told(aitronos::read_request("{}")) == "missing_field /email; missing_field /role_id");
  CHECK(told(aitronos::read_request(R"({"email":"a"})")) == "missing_field /role_id");
  CHECK(told(aitronos::read_request(R"({"role_id":"r"})")) == "missing_field /email");
  CHECK(told(aitronos::read_request(R"({"role_name":"Member"})")) == "missing_field /email");
  CHECK(told(aitronos::read_request(R"({"email":null,"role_name":"Member"})")) ==
        "wrong_type /email");
  // Null says nothing, under either name.
  CHECK(told(aitronos::read_request(R"({"email":"a","role_id":null})")) ==
        "missing_field /role_id");
  CHECK(told(aitronos::read_request(R"({"email":"a","role_name":null})")) ==
        "missing_field /role_id");
  CHECK(told(aitronos::read_request(R"({"email":"a","role_id":null,"role_name":null})")) ==
        "missing_field /role_id");
}

TEST_CASE("Aitronos: every member of a request has one type") {
  CHECK(told(aitronos::read_request(
            R"({"email":1,"role_id":2,"role_name":3,"send_invitation":"true","send_email":1})")) ==
        "wrong_type /email; wrong_type /role_id; wrong_type /role_name; "
        "wrong_type /send_invitation; wrong_type /send_email");
  CHECK(
      told(aitronos::read_request(
          R"({"email":[],"role_id":{},"role_name":[{}],"send_invitation":{},"send_email":[]})")) ==
      "wrong_type /email; wrong_type /role_id; wrong_type /role_name; "
      "wrong_type /send_invitation; wrong_type /send_email");
  CHECK(told(aitronos::read_request("[]")) == "wrong_type");
}

TEST_CASE("Aitronos: unknown members of a request are ignored, or refused when strict") {
  const std::string text = R"({"email":"a","role_id":"r","department":"d"})";
  CHECK(told(aitronos::read_request(text)) == "nothing wrong");
  CHECK(told(aitronos::read_request(text, strict())) == "unknown_field /department");
}

TEST_CASE("Aitronos: a request is written with its three members, whatever the shape") {
  invito::invitation_request r;
  r.recipient.email = invito::email("User@Example.com");
  r.offer.role = "role_abc123";
  r.send = false;
  const std::string text =
      R"({"email":"User@Example.com","role_id":"role_abc123","send_invitation":false})";
  CHECK(text_or_told(aitronos::write_request(r)) == text);
  CHECK(text_or_told(aitronos::write_request(r, wide())) == text);
  CHECK(*aitronos::read_request(text, strict()) == r);
}

TEST_CASE("Aitronos: what a request lacks is refused on writing, or left out where asked for") {
  invito::invitation_request r;
  CHECK(text_or_told(aitronos::write_request(r)) == "missing_value /email; missing_value /role_id");
  CHECK(text_or_told(aitronos::write_request(r, incomplete())) == R"({"send_invitation":true})");
  r.offer.role = "role_member";
  CHECK(text_or_told(aitronos::write_request(r)) == "missing_value /email");
  CHECK(text_or_told(aitronos::write_request(r, incomplete())) ==
        R"({"role_id":"role_member","send_invitation":true})");
}

// The answer to a creation -----------------------------------------------------------------------

TEST_CASE("Aitronos: the page's own answer to a creation is read, key and all") {
  const auto read = aitronos::read_creation(creation_example, strict());
  REQUIRE(told(read) == "nothing wrong");
  invitation const& i = read->invitation;
  CHECK(i.id == invito::invitation_id("inv_abc123"));
  CHECK(i.recipient.email->text() == "newmember@example.com");
  CHECK(i.recipient.user == invito::user_id("usr_xyz789"));
  CHECK(i.state == invito::state(invito::pending{week_later}));
  CHECK(i.expires_at() == week_later);
  CHECK(read->key.reveal() == page_key);
  CHECK(read->is_new_user == true);
  CHECK_FALSE(read->body.has_value());
  // What it does not say is not made up.
  CHECK(i.organization.empty());
  CHECK(i.offer == invito::offer{});
  CHECK_FALSE(i.created_at.has_value());
  CHECK_FALSE(i.created_by.has_value());
  CHECK_FALSE(bool(i.keys));
  CHECK(i.revision() == 0);
  CHECK(i.history.empty());
  CHECK(bool(i.baseline));
}

TEST_CASE("Aitronos: the page's own answer to a creation is written back identically") {
  const auto read = aitronos::read_creation(creation_example);
  REQUIRE(told(read) == "nothing wrong");
  CHECK(text_or_told(aitronos::write_creation(*read, invited)) == creation_compact);
  CHECK(text_or_told(aitronos::write_creation(*read, invited, wide())) == creation_compact);
  CHECK(text_or_told(aitronos::write_creation(*read, invited, incomplete())) == creation_compact);
}

TEST_CASE("Aitronos: an answer to a creation needs no more than an id and an address") {
  const auto read = aitronos::read_creation(R"({"invitation_id":"inv_1","email":"a"})");
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->invitation.id.text() == "inv_1");
  CHECK(read->invitation.recipient.user.empty());
  CHECK(read->invitation.state == invito::state(invito::pending{}));
  CHECK(read->key.empty());
  CHECK_FALSE(read->is_new_user.has_value());
  const auto nulls = aitronos::read_creation(
      R"({"invitation_id":"inv_1","email":"a","invitation_key":null,"is_new_user":null,)"
      R"("user_id":null,"expires_at":null,"role_id":null,"invitation_link":null,"success":null,)"
      R"("message":null,"role":null,"department":null,"invitationId":null,"invitedAt":null,)"
      R"("expiresAt":null})",
      strict());
  REQUIRE(told(nulls) == "nothing wrong");
  CHECK(nulls->invitation == read->invitation);
  CHECK(nulls->key.empty());
  CHECK_FALSE(nulls->is_new_user.has_value());
  CHECK(aitronos::read_creation(R"({"invitation_id":"i","email":"a","is_new_user":false})")
            ->is_new_user == false);

  CHECK(told(aitronos::read_creation("{}")) ==
        "missing_field /invitation_id; missing_field /email");
  CHECK(told(aitronos::read_creation(R"({"email":"a"})")) == "missing_field /invitation_id");
  CHECK(told(aitronos::read_creation(R"({"invitation_id":"i"})")) == "missing_field /email");
  CHECK(told(aitronos::read_creation(R"({"email":"a","invitation_id":null})")) ==
        "missing_field /invitation_id");
  CHECK(told(aitronos::read_creation(R"({"email":"a","invitationId":null})")) ==
        "missing_field /invitation_id");
}

TEST_CASE("Aitronos: the two other generations of the answer to a creation are read") {
  const auto oldest = aitronos::read_creation(
      R"({"success":true,"message":"Invitation sent","email":"a@example.com","role":"admin",)"
      R"("department":"Sales","invitationId":"inv_1","invitedAt":"2025-01-05T10:30:00Z",)"
      R"("expiresAt":"2025-01-12T10:30:00Z"})",
      strict());
  REQUIRE(told(oldest) == "nothing wrong");
  invitation const& i = oldest->invitation;
  CHECK(i.id.text() == "inv_1");
  CHECK(i.recipient.email->text() == "a@example.com");
  CHECK(i.recipient.user.empty());
  CHECK(i.offer.role == "role_admin");
  CHECK(i.created_at == at("2025-01-05T10:30:00Z"));
  CHECK(i.state == invito::state(invito::pending{at("2025-01-12T10:30:00Z")}));
  CHECK(oldest->key.empty());
  CHECK_FALSE(oldest->is_new_user.has_value());

  const auto newest = aitronos::read_creation(
      R"({"invitation_id":"inv_2","email":"b@example.com","role_id":"role_x","user_id":"usr_2",)"
      R"("invitation_link":"https://app.aitronos.com/invite?key=uuid-1234"})",
      strict());
  REQUIRE(told(newest) == "nothing wrong");
  CHECK(newest->invitation.id.text() == "inv_2");
  CHECK(newest->invitation.recipient.email->text() == "b@example.com");
  CHECK(newest->invitation.recipient.user.text() == "usr_2");
  CHECK(newest->invitation.offer.role == "role_x");
  CHECK(newest->invitation.state == invito::state(invito::pending{}));
  CHECK(newest->key.empty());
}

TEST_CASE("Aitronos: names of two generations in one answer must agree") {
  const auto reading = [](char const* members) {
    return aitronos::read_creation(R"({"email":"a","invitation_id":"inv_1",)" +
                                   std::string(members) + "}");
  };
  CHECK(told(reading(R"("invitationId":"inv_1","role":"Member","role_id":"role_member",)"
                     R"("expiresAt":"2025-01-12T10:30:00Z",)"
                     R"("expires_at":"2025-01-12T11:30:00+01:00")")) == "nothing wrong");
  const auto id = reading(R"("invitationId":"inv_2")");
  REQUIRE(told(id) == "conflicting_fields /invitationId");
  CHECK(subject(id) == "invitation_id");
  const auto role = reading(R"("role":"owner","role_id":"role_member")");
  REQUIRE(told(role) == "conflicting_fields /role");
  CHECK(subject(role) == "role_id");
  const auto time =
      reading(R"("expiresAt":"2025-01-12T10:30:00Z","expires_at":"2025-01-12T10:30:01Z")");
  REQUIRE(told(time) == "conflicting_fields /expiresAt");
  CHECK(subject(time) == "expires_at");
}

TEST_CASE("Aitronos: every member of the answer to a creation has one type") {
  CHECK(told(aitronos::read_creation(
            R"({"invitation_id":1,"email":2,"invitation_key":3,"is_new_user":"4","user_id":5,)"
            R"("expires_at":6,"role_id":7,"invitation_link":8,"success":"9","message":10,)"
            R"("role":11,"department":12,"invitationId":13,"invitedAt":14,"expiresAt":15})")) ==
        "wrong_type /invitation_id; wrong_type /email; wrong_type /invitation_key; "
        "wrong_type /is_new_user; wrong_type /user_id; wrong_type /expires_at; "
        "wrong_type /role_id; wrong_type /invitation_link; wrong_type /success; "
        "wrong_type /message; wrong_type /role; wrong_type /department; "
        "wrong_type /invitationId; wrong_type /invitedAt; wrong_type /expiresAt");
  CHECK(told(aitronos::read_creation(
            R"({"invitation_id":"i","email":"a","expires_at":"soon","invitedAt":"2025-01-12",)"
            R"("expiresAt":"9999-01-12T10:30:00Z"})")) ==
        "invalid_time /expires_at; invalid_time /invitedAt; time_out_of_range /expiresAt");
  CHECK(told(aitronos::read_creation(R"({"email":null,"invitation_id":"i"})")) ==
        "wrong_type /email");
}

TEST_CASE("Aitronos: what the answer to a creation lacks is told all at once, or left out") {
  CHECK(text_or_told(aitronos::write_creation({}, invited)) ==
        "missing_value /invitation_id; missing_value /email; missing_value /invitation_key; "
        "missing_value /is_new_user; missing_value /user_id; missing_value /expires_at");
  CHECK(text_or_told(aitronos::write_creation({}, invited, incomplete())) == "{}");
  invito::creation c = creation_of(issued());
  c.key = {};
  CHECK(text_or_told(aitronos::write_creation(c, invited)) == "missing_value /invitation_key");
  CHECK(text_or_told(aitronos::write_creation(c, invited, incomplete())) ==
        with(creation_compact, R"("invitation_key":"uuid-12345678-1234-1234-1234-123456789abc",)",
             ""));
}

TEST_CASE("Aitronos: only of a pending invitation can be said that it was made") {
  CHECK(text_or_told(aitronos::write_creation(creation_of(issued()), invited)) == creation_compact);
  CHECK(text_or_told(aitronos::write_creation(creation_of(issued()), week_later - 1ns)) ==
        creation_compact);
  const auto expired = aitronos::write_creation(creation_of(issued()), week_later);
  REQUIRE(told(expired) == "not_representable /invitation_id");
  CHECK(subject(expired) == "expired");
  const auto yes = aitronos::write_creation(creation_of(accepted()), invited);
  REQUIRE(told(yes) == "not_representable /invitation_id");
  CHECK(subject(yes) == "accepted");
  const auto no = aitronos::write_creation(creation_of(revoked()), invited, incomplete());
  REQUIRE(told(no) == "not_representable /invitation_id");
  CHECK(subject(no) == "revoked");
}

// The answer to a lookup -------------------------------------------------------------------------

TEST_CASE("Aitronos: the answer to a lookup is read in all that it says") {
  const auto read = aitronos::read_invite(lookup, strict());
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->id == invito::invitation_id("inv_abc123"));
  CHECK(read->recipient.email->text() == "newmember@example.com");
  CHECK(read->recipient.user == invito::user_id("usr_xyz789"));
  CHECK(read->organization == invito::organization_id("org_xyz789"));
  CHECK(read->offer.role == "role_member");
  CHECK_FALSE(read->offer.grants.has_value());
  CHECK(read->created_at == invited);
  CHECK(read->state == invito::state(invito::pending{week_later}));
  CHECK(read->status(week_later - 1ns) == invito::status::pending);
  CHECK(read->status(week_later) == invito::status::expired);
  CHECK(read->status_at(invited) == invito::status::pending);
  CHECK_FALSE(read->created_by.has_value());
  CHECK_FALSE(read->sponsor.has_value());
  CHECK_FALSE(bool(read->keys));
  CHECK(read->send);
  CHECK(read->history.empty());
  CHECK(bool(read->baseline));
}

TEST_CASE("Aitronos: a lookup's answer needs no more than an id and an address") {
  const auto read = aitronos::read_invite(R"({"invitation_id":"inv_1","email":"a"})");
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->id.text() == "inv_1");
  CHECK(read->recipient.email->text() == "a");
  CHECK(read->organization.empty());
  CHECK(read->recipient.user.empty());
  CHECK(read->offer.role.empty());
  CHECK_FALSE(read->created_at.has_value());
  CHECK(read->state == invito::state(invito::pending{}));
  CHECK(*read ==
        *aitronos::read_invite(
            R"({"invitation_id":"inv_1","email":"a","user_id":null,"organization_id":null,)"
            R"("role_id":null,"invitation_link":null,"expires_at":null,"created_at":null})"));
  CHECK(told(aitronos::read_invite("{}")) == "missing_field /invitation_id; missing_field /email");
  CHECK(told(aitronos::read_invite(R"({"invitation_id":"i"})")) == "missing_field /email");
  CHECK(told(aitronos::read_invite(R"({"email":"a"})")) == "missing_field /invitation_id");
  CHECK(told(aitronos::read_invite(R"({"invitation_id":null,"email":null})")) ==
        "wrong_type /invitation_id; wrong_type /email");
}

TEST_CASE("Aitronos: every member of a lookup's answer has one type") {
  CHECK(told(aitronos::read_invite(
            R"({"invitation_id":1,"email":2,"user_id":3,"organization_id":4,"role_id":5,)"
            R"("invitation_link":6,"expires_at":7,"created_at":8})")) ==
        "wrong_type /invitation_id; wrong_type /email; wrong_type /user_id; "
        "wrong_type /organization_id; wrong_type /role_id; wrong_type /invitation_link; "
        "wrong_type /expires_at; wrong_type /created_at");
  CHECK(told(aitronos::read_invite(with(lookup, "2025-11-26T14:30:00Z", "2025-11-31T14:30:00Z"))) ==
        "invalid_time /expires_at");
  CHECK(told(aitronos::read_invite(with(lookup, "2025-11-19T14:30:00Z", "1066-10-14T09:00:00Z"))) ==
        "time_out_of_range /created_at");
}

TEST_CASE("Aitronos: an organization's id has its prefix, once in capitals") {
  const auto reading = [](char const* organization) {
    return aitronos::read_invite(with(lookup, "org_xyz789", organization));
  };
  CHECK(told(reading("org_")) == "nothing wrong");
  CHECK(reading("ORG_0123456789ABCDEF")->organization.text() == "ORG_0123456789ABCDEF");
  for (char const* text : {"", "org", "acme", "Org_1", "xorg_1", "org-1", " org_1"}) {
    CAPTURE(text);
    const auto refused = reading(text);
    REQUIRE(told(refused) == "unknown_value /organization_id");
    CHECK(subject(refused) == text);
  }
}

TEST_CASE("Aitronos: a pending invitation is written as a lookup finds it, without its link") {
  CHECK(writing(*aitronos::read_invite(lookup), invited) == lookup_written);
  CHECK(writing(issued(), invited) == lookup_written);
  CHECK(writing(issued(), invited, wide()) == lookup_written);
  CHECK(writing(issued(), invited, incomplete()) == lookup_written);
  CHECK(writing(*aitronos::read_invite(lookup_written), invited) == lookup_written);
  invitation i = issued();
  i.recipient.user = {};
  CHECK(writing(i, invited) == with(lookup_written, R"("user_id":"usr_xyz789",)", ""));
}

TEST_CASE("Aitronos: an expired invitation is told by its expiry") {
  CHECK(writing(issued(), week_later) == lookup_written);
  CHECK(writing(recorded_as_expired(), week_later + 24h) == lookup_written);
  CHECK(aitronos::read_invite(writing(issued(), week_later))->status(week_later) ==
        invito::status::expired);
  // Before that, the expiry would say that it is pending.
  const auto refused = aitronos::write_invite(recorded_as_expired(), week_later - 1ns);
  REQUIRE(told(refused) == "not_representable");
  CHECK(subject(refused) == "expired");
}

TEST_CASE("Aitronos: an accepted or revoked invitation cannot be said") {
  for (invito::instant now : {invited, week_later}) {
    const auto yes = aitronos::write_invite(accepted(), now);
    REQUIRE(told(yes) == "not_representable");
    CHECK(subject(yes) == "accepted");
    const auto no = aitronos::write_invite(revoked(), now, wide());
    REQUIRE(told(no) == "not_representable");
    CHECK(subject(no) == "revoked");
  }
  CHECK(writing(revoked(), invited, incomplete()) == "not_representable");
}

TEST_CASE("Aitronos: what a lookup's answer lacks is told all at once, or left out") {
  CHECK(writing(invitation{}, invited) ==
        "missing_value /invitation_id; missing_value /email; missing_value /organization_id; "
        "missing_value /role_id; missing_value /expires_at; missing_value /created_at");
  CHECK(writing(invitation{}, invited, incomplete()) == "{}");
  const auto partial = aitronos::read_invite(R"({"invitation_id":"inv_1","email":"a"})");
  CHECK(writing(*partial, invited) ==
        "missing_value /organization_id; missing_value /role_id; missing_value /expires_at; "
        "missing_value /created_at");
  CHECK(writing(*partial, invited, incomplete()) == R"({"invitation_id":"inv_1","email":"a"})");
}

TEST_CASE("Aitronos: an organization's id without the prefix of today cannot be written") {
  for (char const* text : {"acme", "ORG_0123456789ABCDEF"}) {
    CAPTURE(text);
    invitation i = issued();
    i.organization = invito::organization_id(text);
    const auto refused = aitronos::write_invite(i, invited);
    REQUIRE(told(refused) == "not_representable /organization_id");
    CHECK(subject(refused) == text);
    CHECK(writing(i, invited, incomplete()) == "not_representable /organization_id");
  }
}

TEST_CASE("Aitronos: any role id may be written, and a malformed address stays readable") {
  for (char const* role : {"role_owner", "role_9f8e", "Billing Manager"}) {
    CAPTURE(role);
    const std::string text = with(lookup_written, "role_member", role);
    CHECK(writing(*aitronos::read_invite(text), invited) == text);
  }
  const std::string text = with(lookup_written, "newmember@example.com", "not an address");
  CHECK(writing(*aitronos::read_invite(text), invited) == text);
}

TEST_CASE("Aitronos: any fraction is read, floored on writing and listed as a loss") {
  const auto read = aitronos::read_invite(
      with(with(lookup, "2025-11-19T14:30:00Z", "2025-11-19T15:30:00.999999999+01:00"),
           "2025-11-26T14:30:00Z", "2025-11-26T14:30:00.5Z"));
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->created_at == invited + 999'999'999ns);
  CHECK(read->expires_at() == week_later + 500ms);
  CHECK(writing(*read, invited + 1s) == lookup_written);
  CHECK(lost(*read, invited + 1s) ==
        "created_at (fraction of a second), expires_at (fraction of a second)");
  CHECK(lost(*aitronos::read_invite(lookup), invited) == "");
}

TEST_CASE("Aitronos: times before 1970 are floored too, and at both ends of the range") {
  const auto written = [](invito::instant created) {
    invitation i = issued();
    i.created_at = created;
    return writing(i, invited);
  };
  CHECK(written(at("1969-12-31T23:59:58.000000001Z")) ==
        with(lookup_written, "2025-11-19T14:30:00Z", "1969-12-31T23:59:58Z"));
  CHECK(written((invito::instant::min)()) ==
        with(lookup_written, "2025-11-19T14:30:00Z", "1677-09-21T00:12:43Z"));
  CHECK(written((invito::instant::max)()) ==
        with(lookup_written, "2025-11-19T14:30:00Z", "2262-04-11T23:47:16Z"));
}

TEST_CASE("Aitronos: text that is not UTF-8 cannot be written") {
  invitation i = issued();
  i.offer.role = "\xFF";
  CHECK(writing(i, invited) == "invalid_utf8 /role_id");
  invito::creation c = creation_of(issued());
  c.key = invito::secret("\xC3");
  CHECK(text_or_told(aitronos::write_creation(c, invited)) == "invalid_utf8 /invitation_key");
  CHECK(text_or_told(aitronos::write_acceptance({invito::organization_id("org_1"), "\x80", "r",
                                                 "n"})) == "invalid_utf8 /organization_name");
}

TEST_CASE("Aitronos: a lookup names exactly one of its parameters") {
  CHECK(aitronos::check_lookup({"a", "", ""}).empty());
  CHECK(aitronos::check_lookup({"", "usr_1", ""}).empty());
  CHECK(aitronos::check_lookup({"", "", "inv_1"}).empty());
  CHECK(told(aitronos::check_lookup({})) == "missing_value");
  const invito::problems two = aitronos::check_lookup({"a", "usr_1", ""});
  REQUIRE(told(two) == "conflicting_fields /user_id");
  CHECK(two.front().subject == "email");
  const invito::problems others = aitronos::check_lookup({"", "usr_1", "inv_1"});
  REQUIRE(told(others) == "conflicting_fields /invitation_id");
  CHECK(others.front().subject == "user_id");
  CHECK(told(aitronos::check_lookup({"a", "", "inv_1"})) == "conflicting_fields /invitation_id");
  const invito::problems three = aitronos::check_lookup({"a", "usr_1", "inv_1"});
  REQUIRE(told(three) == "conflicting_fields /user_id; conflicting_fields /invitation_id");
  CHECK(three[1].subject == "email");
  CHECK(aitronos::http_status(three) == 400);
}

// Validation and acceptance ----------------------------------------------------------------------

TEST_CASE("Aitronos: a validation tells the invitation with the names behind its ids") {
  const auto read = aitronos::read_validation(validation_text, strict());
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->valid);
  CHECK(read->organization_name == "Acme");
  CHECK(read->role_name == "Member");
  invitation const& i = read->invitation;
  CHECK(i.id.text() == "inv_abc123");
  CHECK(i.recipient.email->text() == "newmember@example.com");
  CHECK(i.organization.text() == "org_xyz789");
  CHECK(i.offer.role == "role_member");
  CHECK(i.state == invito::state(invito::pending{week_later}));
  CHECK(bool(i.baseline));
  CHECK(text_or_told(aitronos::write_validation(*read, invited)) == validation_text);
  CHECK(text_or_told(aitronos::write_validation(*read, invited, wide())) == validation_text);
  CHECK(text_or_told(aitronos::write_validation(validation_of(issued()), invited)) ==
        validation_text);
}

TEST_CASE("Aitronos: what is not valid at the moment is told as that and nothing else") {
  const std::string invalid = R"({"valid":false})";
  const auto written = [](invito::validation const& v, invito::instant now) {
    return text_or_told(aitronos::write_validation(v, now));
  };
  CHECK(written({}, invited) == invalid);
  invito::validation refused = validation_of(issued());
  refused.valid = false;
  CHECK(written(refused, invited) == invalid);
  CHECK(written(validation_of(issued()), week_later - 1ns) == validation_text);
  CHECK(written(validation_of(issued()), week_later) == invalid);
  CHECK(written(validation_of(recorded_as_expired()), invited) == invalid);
  CHECK(written(validation_of(accepted()), invited) == invalid);
  CHECK(written(validation_of(revoked()), invited) == invalid);

  const auto read = aitronos::read_validation(invalid, strict());
  REQUIRE(told(read) == "nothing wrong");
  CHECK(*read == invito::validation{});
  // Whatever else it says, the invitation is not pending.
  CHECK(*aitronos::read_validation(with(validation_text, "true", "false")) == invito::validation{});
}

TEST_CASE("Aitronos: a valid validation needs an id and an address") {
  CHECK(told(aitronos::read_validation("{}")) == "missing_field /valid");
  CHECK(told(aitronos::read_validation(R"({"valid":true})")) ==
        "missing_field /invitation_id; missing_field /email");
  CHECK(told(aitronos::read_validation(R"({"valid":true,"invitation_id":null,"email":null})")) ==
        "missing_field /invitation_id; missing_field /email");
  CHECK(told(aitronos::read_validation(R"({"valid":true,"email":"a","organization_id":"acme"})")) ==
        "missing_field /invitation_id; unknown_value /organization_id");
  const auto read = aitronos::read_validation(
      R"({"valid":true,"invitation_id":"i","email":"a","organization_id":null,)"
      R"("organization_name":null,"role_id":null,"role_name":null,"expires_at":null})");
  REQUIRE(told(read) == "nothing wrong");
  CHECK(*read == *aitronos::read_validation(R"({"valid":true,"invitation_id":"i","email":"a"})"));
  CHECK(read->organization_name.empty());
  CHECK(read->invitation.state == invito::state(invito::pending{}));
}

TEST_CASE("Aitronos: every member of a validation has one type") {
  CHECK(told(aitronos::read_validation(
            R"({"valid":"true","invitation_id":1,"email":2,"organization_id":3,)"
            R"("organization_name":4,"role_id":5,"role_name":6,"expires_at":7})")) ==
        "wrong_type /valid; wrong_type /invitation_id; wrong_type /email; "
        "wrong_type /organization_id; wrong_type /organization_name; wrong_type /role_id; "
        "wrong_type /role_name; wrong_type /expires_at");
  CHECK(told(aitronos::read_validation(R"({"valid":null})")) == "wrong_type /valid");
}

TEST_CASE("Aitronos: what a validation lacks is told all at once, or left out") {
  invito::validation v;
  v.valid = true;
  CHECK(text_or_told(aitronos::write_validation(v, invited)) ==
        "missing_value /invitation_id; missing_value /email; missing_value /organization_id; "
        "missing_value /organization_name; missing_value /role_id; missing_value /role_name; "
        "missing_value /expires_at");
  CHECK(text_or_told(aitronos::write_validation(v, invited, incomplete())) == R"({"valid":true})");
  v = validation_of(issued());
  v.invitation.organization = invito::organization_id("acme");
  CHECK(text_or_told(aitronos::write_validation(v, invited)) ==
        "not_representable /organization_id");
}

TEST_CASE("Aitronos: validations are equal in every member") {
  const invito::validation v = validation_of(issued());
  CHECK(v == validation_of(issued()));
  for (int n = 0; n != 4; ++n) {
    CAPTURE(n);
    invito::validation other = v;
    if (n == 0) other.valid = false;
    if (n == 1) other.invitation = accepted();
    if (n == 2) other.organization_name = "Other";
    if (n == 3) other.role_name = "Other";
    CHECK(other != v);
    CHECK_FALSE(other == v);
  }
}

TEST_CASE("Aitronos: a request to accept brings the key and nothing else") {
  const auto read = aitronos::read_accept_request(R"({"email_key":"uuid-1234"})", strict());
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->reveal() == "uuid-1234");
  CHECK(told(aitronos::read_accept_request("{}")) == "missing_field /email_key");
  for (char const* text : {R"({"email_key":null})", R"({"email_key":1})", R"({"email_key":[]})"}) {
    CAPTURE(text);
    CHECK(told(aitronos::read_accept_request(text)) == "wrong_type /email_key");
  }
  CHECK(told(aitronos::read_accept_request(R"({"email_key":"k","email":"a"})")) == "nothing wrong");
  CHECK(told(aitronos::read_accept_request(R"({"email_key":"k","email":"a"})", strict())) ==
        "unknown_field /email");
}

TEST_CASE("Aitronos: the answer to an acceptance names the organization and the role") {
  const invito::acceptance a{invito::organization_id("org_xyz789"), "Acme", "role_member",
                             "Member"};
  CHECK(text_or_told(aitronos::write_acceptance(a)) == acceptance_text);
  CHECK(text_or_told(aitronos::write_acceptance(a, wide())) == acceptance_text);
  const auto read = aitronos::read_acceptance(acceptance_text, strict());
  REQUIRE(told(read) == "nothing wrong");
  CHECK(*read == a);
  CHECK(*aitronos::read_acceptance(R"({"success":true})") == invito::acceptance{});
  CHECK(*aitronos::read_acceptance(
            R"({"success":true,"organization_id":null,"organization_name":null,"role_id":null,)"
            R"("role_name":null})") == invito::acceptance{});
}

TEST_CASE("Aitronos: an acceptance is a success, or it is none") {
  const auto refused = aitronos::read_acceptance(with(acceptance_text, "true", "false"));
  REQUIRE(told(refused) == "unknown_value /success");
  CHECK(subject(refused) == "false");
  CHECK(told(aitronos::read_acceptance(R"({"success":false,"organization_id":"acme"})")) ==
        "unknown_value /success; unknown_value /organization_id");
  CHECK(told(aitronos::read_acceptance("{}")) == "missing_field /success");
  CHECK(told(aitronos::read_acceptance(
            R"({"success":1,"organization_id":2,"organization_name":3,"role_id":4,)"
            R"("role_name":5})")) ==
        "wrong_type /success; wrong_type /organization_id; wrong_type /organization_name; "
        "wrong_type /role_id; wrong_type /role_name");
}

TEST_CASE("Aitronos: what an acceptance lacks is told all at once, or left out") {
  CHECK(text_or_told(aitronos::write_acceptance({})) ==
        "missing_value /organization_id; missing_value /organization_name; "
        "missing_value /role_id; missing_value /role_name");
  CHECK(text_or_told(aitronos::write_acceptance({}, incomplete())) == R"({"success":true})");
  CHECK(text_or_told(aitronos::write_acceptance({invito::organization_id("acme"), "A", "r",
                                                 "R"})) == "not_representable /organization_id");
}

TEST_CASE("Aitronos: acceptances are equal in every member") {
  const invito::acceptance a{invito::organization_id("org_1"), "Acme", "r", "R"};
  for (int n = 0; n != 4; ++n) {
    CAPTURE(n);
    invito::acceptance other = a;
    CHECK(other == a);
    if (n == 0) other.organization = invito::organization_id("org_2");
    if (n == 1) other.organization_name = "Other";
    if (n == 2) other.role = "s";
    if (n == 3) other.role_name = "S";
    CHECK(other != a);
    CHECK_FALSE(other == a);
  }
}

// Keys -------------------------------------------------------------------------------------------

TEST_CASE("Aitronos: only the answer to a creation shows a key") {
  const auto made = aitronos::read_creation(creation_example);
  REQUIRE(told(made) == "nothing wrong");
  CHECK(text_or_told(aitronos::write_creation(*made, invited)).find(page_key) != std::string::npos);
  const auto shows_it = [](std::string const& text) {
    return text.find("uuid-1234") != std::string::npos;
  };
  CHECK_FALSE(shows_it(*invito::write(made->invitation)));
  CHECK_FALSE(shows_it(writing(made->invitation, invited, incomplete())));
  invito::validation v;
  v.valid = true;
  v.invitation = made->invitation;
  CHECK_FALSE(shows_it(*aitronos::write_validation(v, invited, incomplete())));
  // Nor does a link, which has the key in it, go any further.
  const auto found = aitronos::read_invite(lookup);
  REQUIRE(told(found) == "nothing wrong");
  CHECK_FALSE(shows_it(*invito::write(*found)));
  CHECK_FALSE(shows_it(writing(*found, invited, wide())));
  const auto newest = aitronos::read_creation(
      R"({"invitation_id":"i","email":"a","invitation_link":"https://x?key=uuid-1234"})");
  REQUIRE(told(newest) == "nothing wrong");
  CHECK_FALSE(shows_it(*aitronos::write_creation(*newest, invited, incomplete())));
  CHECK_FALSE(shows_it(*invito::write(newest->invitation)));
}

TEST_CASE("Aitronos: no problem quotes a key") {
  const auto quotes = [](invito::problems const& why) {
    return describe(why).find("uuid-1234") != std::string::npos ||
           aitronos::write_error(why).find("uuid-1234") != std::string::npos;
  };
  CHECK_FALSE(quotes(
      aitronos::read_creation(with(creation_example, "inv_abc123\"", "i\",\"x\":1"), strict())
          .error()));
  CHECK_FALSE(
      quotes(aitronos::read_creation(with(creation_example, R"("email": "newmember@example.com")",
                                          R"("email": 1, "invitationId": "other")"))
                 .error()));
  CHECK_FALSE(
      quotes(aitronos::read_accept_request(R"({"email_key":"uuid-1234","email_key":"uuid-12345"})")
                 .error()));
  CHECK_FALSE(quotes(aitronos::read_accept_request(R"({"email_key":["uuid-1234"]})").error()));
}

TEST_CASE("Aitronos: a key is moved, never copied") {
  STATIC_REQUIRE_FALSE(
      std::is_copy_constructible_v<std::decay_t<decltype(*aitronos::read_accept_request(""))>>);
  auto made = aitronos::read_creation(creation_example);
  REQUIRE(told(made) == "nothing wrong");
  const invito::creation taken = *std::move(made);
  CHECK(taken.key.reveal() == page_key);
  CHECK(made->key.empty());
}

// Errors -----------------------------------------------------------------------------------------

TEST_CASE("Aitronos: the page's own error is read and written back identically") {
  const auto read = aitronos::read_error(error_example, strict());
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->code == "INSUFFICIENT_PERMISSIONS");
  CHECK(read->message == "You don't have permission to perform this action.");
  CHECK(read->developer_message == "Insufficient permissions for this operation");
  CHECK(read->type == "client_error");
  CHECK(read->status == 403);
  REQUIRE(read->details.has_value());
  CHECK(read->details->text() == "{}");
  CHECK(read->id == "abc-123-def");
  CHECK(read->at == at("2025-01-01T00:00:00Z"));
  CHECK(read->where.empty());
  CHECK(read->items.empty());
  CHECK(aitronos::write_error(*read) == error_compact);
  CHECK(*aitronos::read_error(error_compact) == *read);
}

TEST_CASE("Aitronos: an error needs no more than a code and a message") {
  const std::string least = R"({"success":false,"error":{"code":"C","message":"m"}})";
  const auto read = aitronos::read_error(least);
  REQUIRE(told(read) == "nothing wrong");
  CHECK(*read == invito::api_error{"C", "m"});
  CHECK(aitronos::write_error(*read) == least);
  CHECK(*read ==
        *aitronos::read_error(
            R"({"success":false,"error":{"code":"C","message":"m","system_message":null,)"
            R"("type":null,"status":null,"details":null,"trace_id":null,"timestamp":null}})"));
  CHECK(aitronos::write_error(invito::api_error{}) ==
        R"({"success":false,"error":{"code":"","message":""}})");
  CHECK(told(aitronos::read_error("{}")) == "missing_field /success; missing_field /error");
  CHECK(told(aitronos::read_error(R"({"success":false,"error":{}})")) ==
        "missing_field /error/code; missing_field /error/message");
  const auto success = aitronos::read_error(with(least, "false", "true"));
  REQUIRE(told(success) == "unknown_value /success");
  CHECK(subject(success) == "true");
}

TEST_CASE("Aitronos: every member of an error has one type") {
  CHECK(told(aitronos::read_error(
            R"({"success":"false","error":{"code":1,"message":2,"system_message":3,"type":4,)"
            R"("status":"403","details":[1],"trace_id":5,"timestamp":6}})")) ==
        "wrong_type /success; wrong_type /error/code; wrong_type /error/message; "
        "wrong_type /error/system_message; wrong_type /error/type; wrong_type /error/status; "
        "wrong_type /error/trace_id; wrong_type /error/timestamp");
  CHECK(told(aitronos::read_error(R"({"success":null,"error":[]})")) ==
        "wrong_type /success; wrong_type /error");
  CHECK(told(aitronos::read_error(
            R"({"success":false,"error":{"code":null,"message":null,"status":403.5}})")) ==
        "wrong_type /error/code; wrong_type /error/message; wrong_type /error/status");
}

TEST_CASE("Aitronos: the details of an error are kept as they are") {
  const std::string text =
      R"({"success":false,"error":{"code":"C","message":"m","details":{"b":[1.50,null],"a":"x"}}})";
  const auto read = aitronos::read_error(text);
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->details->text() == R"({"b":[1.50,null],"a":"x"})");
  CHECK(aitronos::write_error(*read) == text);
}

TEST_CASE("Aitronos: the time of an error is written in whole seconds, its text replaced if bad") {
  invito::api_error e{"C\xFF", "m"};
  e.at = at("2025-01-01T00:00:00.999Z");
  CHECK(aitronos::write_error(e) ==
        "{\"success\":false,\"error\":{\"code\":\"C\xEF\xBF\xBD\",\"message\":\"m\","
        "\"timestamp\":\"2025-01-01T00:00:00Z\"}}");
}

TEST_CASE("Aitronos: a malformed address is told with its value, under the API's own code") {
  const auto refused =
      issuing(R"({"email":"nobody","role_id":"role_member"})", by_role("role_owner"));
  REQUIRE(told(refused) == "invalid_email /email");
  CHECK(aitronos::http_status(refused.error()) == 422);
  CHECK(aitronos::write_error(refused.error(), {"3f2c", at("2025-11-19T14:30:00.75Z")}) ==
        R"({"success":false,"error":{"code":"INVALID_EMAIL_FORMAT",)"
        R"("message":"\"nobody\" is not an email address","system_message":"email: invalid_email",)"
        R"("type":"client_error","status":422,"details":{"field":"email","value":"nobody"},)"
        R"("trace_id":"3f2c","timestamp":"2025-11-19T14:30:00Z"}})");

  const auto beyond =
      issuing(R"({"email":"b\u00fc@example.com","role_id":"role_member"})", by_role("role_owner"));
  REQUIRE(told(beyond) == "email_not_ascii /email");
  CHECK(aitronos::http_status(beyond.error()) == 422);
  const auto body = nlohmann::json::parse(aitronos::write_error(beyond.error()));
  CHECK(body["error"]["code"] == "INVALID_EMAIL_FORMAT");
  CHECK(body["error"]["status"] == 422);
  CHECK(body["error"]["details"] ==
        nlohmann::json({{"field", "email"}, {"value", "b\xC3\xBC@example.com"}}));
}

TEST_CASE("Aitronos: several problems are one error, told apart for developers") {
  const auto found = aitronos::read_request("{}");
  REQUIRE_FALSE(found.has_value());
  CHECK(aitronos::write_error(found.error()) ==
        R"({"success":false,"error":{"code":"VALIDATION_ERROR",)"
        R"("message":"/email: a value is required here; /role_id: a value is required here",)"
        R"("system_message":"email: missing_field; role_id: missing_field",)"
        R"("type":"client_error","status":400,"details":{"field":"email"}}})");
  // Without a place there are no details.
  CHECK(aitronos::write_error(aitronos::read_request("{").error()) ==
        R"({"success":false,"error":{"code":"VALIDATION_ERROR",)"
        R"("message":"this is not valid JSON, from byte 1 on","system_message":"syntax_error",)"
        R"("type":"client_error","status":400}})");
}

TEST_CASE("Aitronos: the code of an error fits its status, whichever problem stands first") {
  invito::problems why({code::invalid_email, "email", "x", {}});
  why.add({code::not_permitted, {}, "role_owner", {}});
  CHECK(aitronos::http_status(why) == 403);
  const auto body = nlohmann::json::parse(aitronos::write_error(why));
  CHECK(body["error"]["code"] == "INSUFFICIENT_PERMISSIONS");
  CHECK(body["error"]["status"] == 403);
  CHECK_FALSE(body["error"].contains("details"));
  CHECK(body["error"]["system_message"] == "email: invalid_email; not_permitted");
}

TEST_CASE("Aitronos: what a verb refuses names the member of the request, not of the library") {
  const auto refused = issuing(R"({"email":"a@example.com","role_id":""})", by_role("role_owner"));
  REQUIRE(told(refused) == "missing_value /role");
  CHECK(aitronos::write_error(refused.error()) ==
        R"({"success":false,"error":{"code":"VALIDATION_ERROR",)"
        R"("message":"a value is required here","system_message":"role_id: missing_value",)"
        R"("type":"client_error","status":400,"details":{"field":"role_id"}}})");
  CHECK(aitronos::write_error(invito::problem{
            code::duplicate_item, invito::path("grants").add(std::size_t{2}).add("id"), "p", {}}) ==
        R"({"success":false,"error":{"code":"VALIDATION_ERROR",)"
        R"("message":"\"p\" stands twice in this list",)"
        R"("system_message":"grants.2.id: duplicate_item","type":"client_error","status":400,)"
        R"("details":{"field":"grants.2.id"}}})");
}

TEST_CASE("Aitronos: a stranger is told no more than that there is no such invitation") {
  invito::accept_command c;
  c.who = {invito::user_id("usr_2"), invito::email("mallory@example.com"), true};
  c.now = invited;
  const auto refused = invito::accept(aitronos::policy(), issued(), c);
  REQUIRE(told(refused) == "wrong_recipient");
  CHECK(aitronos::http_status(refused.error()) == 403);
  CHECK(aitronos::write_error(refused.error()) ==
        R"({"success":false,"error":{"code":"ORGANIZATION_ACCESS_DENIED",)"
        R"("message":"there is no such invitation","system_message":"not_found",)"
        R"("type":"client_error","status":403}})");
  CHECK(aitronos::write_error(invito::problem{code::inactive_actor, "secret", "secret", {}}) ==
        R"({"success":false,"error":{"code":"INSUFFICIENT_PERMISSIONS",)"
        R"("message":"you may not do this","system_message":"forbidden",)"
        R"("type":"client_error","status":403}})");
}

TEST_CASE("Aitronos: every kind of refusal has one of the API's statuses, codes and types") {
  struct row {
    code why;
    int status;
    char const* word;
    char const* type;
  };
  char const* const client = "client_error";
  for (row const& r : {row{code::syntax_error, 400, "VALIDATION_ERROR", client},
                       row{code::unknown_role, 400, "VALIDATION_ERROR", client},
                       row{code::not_representable, 400, "VALIDATION_ERROR", client},
                       row{code::lifetime_too_long, 400, "VALIDATION_ERROR", client},
                       row{code::invalid_email, 422, "INVALID_EMAIL_FORMAT", client},
                       row{code::email_not_ascii, 422, "INVALID_EMAIL_FORMAT", client},
                       row{code::unauthenticated, 401, "AUTHENTICATION_REQUIRED", client},
                       row{code::plan_refused, 403, "OPERATION_NOT_ALLOWED", client},
                       row{code::not_permitted, 403, "INSUFFICIENT_PERMISSIONS", client},
                       row{code::email_unverified, 403, "INSUFFICIENT_PERMISSIONS", client},
                       row{code::sponsor_not_permitted, 403, "INSUFFICIENT_PERMISSIONS", client},
                       row{code::not_found, 403, "ORGANIZATION_ACCESS_DENIED", client},
                       row{code::wrong_recipient, 403, "ORGANIZATION_ACCESS_DENIED", client},
                       row{code::already_accepted, 403, "OPERATION_NOT_ALLOWED", client},
                       row{code::already_revoked, 403, "OPERATION_NOT_ALLOWED", client},
                       row{code::expired, 403, "OPERATION_NOT_ALLOWED", client},
                       row{code::already_member, 403, "OPERATION_NOT_ALLOWED", client},
                       row{code::fact_missing, 500, "INTERNAL_SERVER_ERROR", "server_error"},
                       row{code::unavailable, 500, "INTERNAL_SERVER_ERROR", "server_error"}}) {
    CAPTURE(to_string(r.why));
    const invito::problems why({r.why, {}, {}, {}});
    CHECK(aitronos::http_status(why) == r.status);
    const auto body = nlohmann::json::parse(aitronos::write_error(why));
    CHECK(body["success"] == false);
    CHECK(body["error"]["code"] == r.word);
    CHECK(body["error"]["type"] == r.type);
    CHECK(body["error"]["status"] == r.status);
    CHECK(body["error"]["system_message"] == std::string(to_string(invito::public_code(r.why))));
  }
  for (invito::code_info const& c : invito::codes) {
    CAPTURE(c.name);
    const invito::problem hidden{c.code, "secret place", "secret \xFF", {7, 7, 7}};
    const int status = aitronos::http_status(hidden);
    CHECK((status == 400 || status == 401 || status == 403 || status == 422 || status == 500));
    const std::string body = aitronos::write_error(hidden);
    CHECK(told(aitronos::read_error(body, strict())) == "nothing wrong");
    const bool told_freely = invito::public_code(c.code) == c.code;
    CHECK((told_freely || body.find("secret") == std::string::npos));
  }
}

// What the dialect says about itself -------------------------------------------------------------

TEST_CASE("Aitronos: the operations are those of the API") {
  const auto all = aitronos::endpoints();
  REQUIRE(all.size() == 4);
  const auto is = [&all](std::size_t n, invito::operation op, char const* method, char const* path,
                         char const* header, int success) {
    CAPTURE(path);
    CHECK(all[n].operation == op);
    CHECK(all[n].method == method);
    CHECK(all[n].path == path);
    CHECK(all[n].header == header);
    CHECK(all[n].success == success);
  };
  using op = invito::operation;
  is(0, op::create, "POST", "/v1/organizations/{organization_id}/invite-user", "X-API-Key", 201);
  is(1, op::get, "GET", "/v1/organizations/{organization_id}/invitation", "X-API-Key", 200);
  is(2, op::validate, "GET", "/v1/invitations/validate/{email_key}", "", 200);
  is(3, op::accept, "POST", "/v1/invitations/accept", "X-API-Key", 200);
  STATIC_REQUIRE(aitronos::name == "aitronos");
}

TEST_CASE("Aitronos: the catalog has the base roles, and room for custom ones at an admin's rank") {
  const invito::role_catalog roles = aitronos::roles();
  REQUIRE(roles.all().size() == 3);
  CHECK(*roles.find("role_owner") == invito::role{"role_owner", 30});
  CHECK(*roles.find("role_admin") == invito::role{"role_admin", 20});
  CHECK(*roles.find("role_member") == invito::role{"role_member", 10});
  REQUIRE(roles.find("role_9f8e") != nullptr);
  CHECK(roles.find("role_9f8e")->rank == 20);
  CHECK(roles.find("role_9f8e")->grantable);
  CHECK(roles.find("") == nullptr);
  CHECK(roles.find("role_owner", invito::scope::project) == nullptr);
  CHECK(roles.find("role_9f8e", invito::scope::workspace) == nullptr);
}

TEST_CASE("Aitronos: owners and admins invite, no higher than they stand, and for a week") {
  const auto by = [](char const* actor, char const* role) {
    return told(issuing(R"({"email":"a@example.com","role_id":")" + std::string(role) + "\"}",
                        by_role(actor)));
  };
  for (char const* role : {"role_owner", "role_admin", "role_member", "role_9f8e"}) {
    CAPTURE(role);
    CHECK(by("role_owner", role) == "nothing wrong");
    CHECK(by("role_admin", role) ==
          (std::string_view(role) == "role_owner" ? "not_permitted" : "nothing wrong"));
    CHECK(by("role_member", role) == "not_permitted");
    CHECK(by("", role) == "not_permitted");
  }
  // The catalog does not know what a custom role permits, so its holder invites nobody.
  CHECK(by("role_9f8e", "role_member") == "not_permitted");
  CHECK(by("role_9f8e", "role_9f8e") == "not_permitted");
  CHECK(by("Owner", "role_member") == "not_permitted");  // a display name is no id

  const auto made =
      issuing(R"({"email":"a@example.com","role_id":"role_member"})", by_role("role_admin"));
  REQUIRE(told(made) == "nothing wrong");
  CHECK(made->invitation.expires_at() == week_later);
  invito::issue_command longer = by_role("role_admin");
  longer.lifetime = 7 * 24h + 1s;
  CHECK(told(issuing(R"({"email":"a@example.com","role_id":"role_member"})", longer)) ==
        "lifetime_too_long /lifetime");
  longer.lifetime = 24h;
  CHECK(issuing(R"({"email":"a@example.com","role_id":"role_member"})", longer)
            ->invitation.expires_at() == invited + 24h);
}

TEST_CASE("Aitronos: both presets are the same policy") {
  const invito::policy p = aitronos::policy();
  CHECK(p == aitronos::policy(invito::preset::page));
  CHECK(p == aitronos::policy(invito::preset::observed));
  CHECK(p.roles == aitronos::roles());
  CHECK(p.inviter_rank == 20);
  CHECK(p.expiry.lifetime == std::chrono::seconds{604'800});
  CHECK(p.expiry.longest == std::chrono::seconds{604'800});
  CHECK_FALSE(p.resending.renew_expired);
  invito::resend_command again;
  again.org = invito::organization_id("org_xyz789");
  again.by = invito::actor::user(invito::user_id("usr_olga"));
  again.now = week_later;
  again.facts = support::nothing_in_the_way();
  again.facts.actor = invito::standing{"role_owner"};
  CHECK(told(invito::resend(p, issued(), again)) == "renewal_refused");
}

TEST_CASE("Aitronos: the dialect knows what its documents carry") {
  const invito::feature_set carried = aitronos::features();
  const invito::feature_set asked = aitronos::request_features();
  constexpr invito::feature_set whole = aitronos::whole_seconds;
  for (std::size_t n = 1; n != invito::feature_count; ++n) {
    const auto f = static_cast<feature>(n);
    CAPTURE(to_string(f));
    const bool by_lookup = f == feature::id || f == feature::email || f == feature::user ||
                           f == feature::organization || f == feature::role ||
                           f == feature::status || f == feature::expires_at ||
                           f == feature::created_at;
    CHECK(carried.has(f) == by_lookup);
    CHECK(aitronos::features(invito::wire::shape::wide).has(f) == by_lookup);
    CHECK(asked.has(f) == (f == feature::email || f == feature::role || f == feature::send));
    CHECK(whole.has(f) == (f == feature::created_at || f == feature::expires_at));
  }
}

TEST_CASE("Aitronos: losses name every field that a lookup's answer does not have") {
  CHECK(lost(issued(), invited) == "created_by, sponsor, revision, history");
  CHECK(lost(issued(), week_later) == "created_by, sponsor, revision, history");
  CHECK(lost(accepted(), invited) ==
        "created_by, accepted_at, accepted_by, sponsor, revision, history, status (accepted)");
  CHECK(lost(revoked(), invited) ==
        "created_by, cause, revoked_at, revoked_by, sponsor, revision, history, status (revoked)");
  invitation full = *aitronos::read_invite(lookup);
  full.name = {"Given", "Family"};
  full.offer.grants.emplace();
  full.send = false;
  full.attributes = {{"a", {}}};
  full.offer_number = 2;
  full.keys = invito::key_digests{invito::key_digest("k"), {}, {}};
  CHECK(lost(full, invited) ==
        "given_name, family_name, grants, send, attributes, offer_number, keys");
}

TEST_CASE("Aitronos: losses name the values that a field cannot hold") {
  invitation i = *aitronos::read_invite(lookup);
  i.organization = invito::organization_id("acme");
  i.offer.role = "anything";
  CHECK(lost(i, invited) == "organization (acme)");
  i.organization = {};
  CHECK(lost(i, invited) == "");
  CHECK(lost(recorded_as_expired(), week_later) == "created_by, sponsor, revision, history");
  CHECK(lost(recorded_as_expired(), invited) ==
        "created_by, sponsor, revision, history, status (expired)");
}

TEST_CASE("Aitronos: losses of a request name what the body has no member for") {
  invito::invitation_request r;
  r.recipient = {invito::email("a"), invito::user_id("u")};
  r.name = {"Given", "Family"};
  r.offer = {"anything", std::vector<invito::grant>{}};
  r.send = false;
  r.attributes = {{"a", {}}};
  CHECK(lost(invito::losses<aitronos>(r)) == "user, given_name, family_name, grants, attributes");
  CHECK(lost(invito::losses<aitronos>(
            *aitronos::read_request(R"({"email":"a","role_id":"r","send_email":false})"))) == "");
}

// Hostile and odd input --------------------------------------------------------------------------

TEST_CASE("Aitronos: a member that stands twice is a problem in every document") {
  CHECK(told(aitronos::read_request(R"({"email":"a","role_id":"r","email":"b"})")) ==
        "duplicate_key /email");
  CHECK(told(aitronos::read_creation(
            R"({"invitation_id":"i","email":"a","invitation_key":"k","invitation_key":"l"})")) ==
        "duplicate_key /invitation_key");
  CHECK(told(aitronos::read_invite(R"({"invitation_id":"i","invitation_id":"i","email":"a"})")) ==
        "duplicate_key /invitation_id");
  CHECK(told(aitronos::read_validation(R"({"valid":false,"valid":true})")) ==
        "duplicate_key /valid");
  CHECK(told(aitronos::read_accept_request(R"({"email_key":"k","email_key":"k"})")) ==
        "duplicate_key /email_key");
  CHECK(told(aitronos::read_acceptance(R"({"success":true,"success":true})")) ==
        "duplicate_key /success");
  CHECK(told(aitronos::read_error(
            R"({"success":false,"error":{"code":"c","message":"m","details":{"a":1,"a":2}}})")) ==
        "duplicate_key /error/details/a");
}

TEST_CASE("Aitronos: text that is not UTF-8 cannot be read") {
  CHECK(told(aitronos::read_request("{\"email\":\"\xFF\",\"role_id\":\"r\"}")) == "syntax_error");
  nlohmann::json value = {{"email", "a"}, {"role_id", "\xFF"}};
  CHECK(told(aitronos::read_request(value)) == "invalid_utf8 /role_id");
  CHECK(told(aitronos::read_accept_request("{\"email_key\":\"\xC3\"}")) == "syntax_error");
}

TEST_CASE("Aitronos: what is long is read over within the limits, and refused beyond") {
  const auto list_of = [](std::size_t n) {
    std::string out = "[";
    for (; n > 1; --n) out += "0,";
    return out + "0]";
  };
  const std::string rest = R"(,"email":"a","role_id":"r"})";
  CHECK(told(aitronos::read_request(R"({"x":)" + list_of(50'000) + rest)) == "nothing wrong");
  CHECK(told(aitronos::read_request(R"({"role_name":)" + list_of(50'000) + rest)) ==
        "wrong_type /role_name");
  CHECK(told(aitronos::read_request(R"({"x":)" + list_of(200'000) + rest)) == "too_many_items");
  CHECK(told(aitronos::read_request(R"({"x":)" + std::string(100, '[') + std::string(100, ']') +
                                    rest)) == "too_deep");
  CHECK(told(aitronos::read_request(R"({"x":")" + std::string(1024 * 1024, 'x') + "\"" + rest)) ==
        "too_large");
  const std::string long_text(100'000, 'x');
  const auto read =
      aitronos::read_request(R"({"email":")" + long_text + R"(","role_id":")" + long_text + "\"}");
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->offer.role == long_text);
  // A problem quotes no more than its bound.
  CHECK(subject(aitronos::read_invite(with(lookup, "org_xyz789", long_text))).size() == 255);
}

TEST_CASE("Aitronos: a parsed value says what its text says") {
  CHECK(aitronos::read_invite(nlohmann::json::parse(lookup)) == aitronos::read_invite(lookup));
  CHECK(aitronos::read_validation(nlohmann::json::parse(validation_text)) ==
        aitronos::read_validation(validation_text));
  CHECK(aitronos::read_error(nlohmann::json::parse(error_example)) ==
        aitronos::read_error(error_example));
  CHECK(aitronos::read_creation(nlohmann::json::parse(creation_example))->key.reveal() == page_key);
}

TEST_CASE("Aitronos: a document that is cut short or changed by a byte never does harm") {
  for (std::size_t size = 0; size != creation_compact.size(); ++size) {
    CAPTURE(size);
    REQUIRE(told(aitronos::read_creation(creation_compact.substr(0, size))) == "syntax_error");
  }
  for (std::size_t size = 0; size != error_compact.size(); ++size) {
    CAPTURE(size);
    REQUIRE(told(aitronos::read_error(error_compact.substr(0, size))) == "syntax_error");
  }
  int written_count = 0;
  for (std::size_t n = 0; n != lookup_written.size(); ++n) {
    for (int byte = 0; byte < 256; byte += 3) {
      std::string changed = lookup_written;
      changed[n] = static_cast<char>(byte);
      const auto read = aitronos::read_invite(changed);
      if (!read) continue;
      const auto written = aitronos::write_invite(*read, invited);
      if (!written) continue;
      ++written_count;
      CAPTURE(changed);
      REQUIRE(*aitronos::read_invite(*written) == *read);
    }
  }
  CHECK(written_count > 1000);
}

// Properties -------------------------------------------------------------------------------------

namespace {

std::optional<std::int64_t> seconds(std::optional<invito::instant> t) {
  if (!t) return std::nullopt;
  return std::chrono::floor<std::chrono::seconds>(t->time_since_epoch()).count();
}

/// Whether a lookup's answer can say it.
bool can_be_said(invitation const& i, invito::instant now) {
  if (!i.recipient.email || !i.created_at || !i.expires_at() || i.offer.role.empty()) return false;
  if (i.id.empty() || i.organization.text().substr(0, 4) != "org_") return false;
  const invito::status held = i.status(now);
  if (held == invito::status::expired) return *i.expires_at() <= now;
  return held == invito::status::pending;
}

}  // namespace

TEST_CASE("Aitronos: what is written is read as it was, in all that a lookup's answer carries") {
  sample::maker make(2025, aitronos::roles());
  int written_count = 0, refused_count = 0, expired_count = 0;
  for (int n = 0; n != 5000; ++n) {
    CAPTURE(n);
    invitation i = make();
    if (!make.dice().one_in(5))
      i.organization = invito::organization_id("org_" + std::to_string(n));
    const invito::instant now =
        at("2026-03-02T09:00:00Z") + 12h * static_cast<int>(make.dice().below(30));
    const auto written = aitronos::write_invite(i, now);
    REQUIRE(written.has_value() == can_be_said(i, now));
    if (!written) {
      ++refused_count;
      continue;
    }
    ++written_count;
    if (i.status(now) == invito::status::expired) ++expired_count;
    const auto read = aitronos::read_invite(*written, strict());
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(read->id == i.id);
    REQUIRE(read->recipient.email->text() == i.recipient.email->text());
    REQUIRE(read->recipient.user == i.recipient.user);
    REQUIRE(read->organization == i.organization);
    REQUIRE(read->offer.role == i.offer.role);
    REQUIRE(seconds(read->created_at) == seconds(i.created_at));
    REQUIRE(seconds(read->expires_at()) == seconds(i.expires_at()));
    // Floored, an expiry may have come that had not: the fraction is a loss.
    const bool within_its_last_second = now < *i.expires_at() && *i.expires_at() - now < 1s;
    REQUIRE((within_its_last_second || read->status(now) == i.status(now)));
    REQUIRE(*aitronos::write_invite(*read, now) == *written);
    for (invito::loss const& l : invito::losses<aitronos>(i, now)) {
      REQUIRE(aitronos::features().has(l.what) == !l.detail.empty());
    }
  }
  CHECK(written_count > 400);
  CHECK(refused_count > 400);
  CHECK(expired_count > 50);
}

TEST_CASE("Aitronos: a request that was written is read as it was") {
  sample::maker make(43, aitronos::roles());
  int written_count = 0;
  for (int n = 0; n != 500; ++n) {
    CAPTURE(n);
    invito::invitation_request r = make.request();
    const auto written = aitronos::write_request(r);
    REQUIRE(written.has_value() == r.recipient.email.has_value());
    if (!written) continue;
    ++written_count;
    const auto read = aitronos::read_request(*written, strict());
    REQUIRE(told(read) == "nothing wrong");
    r.recipient.user = {};
    r.name = {};
    r.offer.grants.reset();
    r.attributes = {};
    REQUIRE(*read == r);
    REQUIRE(*aitronos::write_request(*read) == *written);
  }
  CHECK(written_count > 200);
}

TEST_CASE("Aitronos: an error that was written is read as it was") {
  sample::dice dice(44);
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    invito::api_error e;
    e.code = sample::any_text(dice);
    e.message = sample::any_text(dice);
    e.type = sample::any_text(dice);
    e.developer_message = sample::any_text(dice);
    e.id = sample::any_text(dice);
    if (dice.one_in(2)) e.status = static_cast<std::int64_t>(dice.below(600));
    if (dice.one_in(2)) e.at = invited;
    if (dice.one_in(2)) e.details = *invito::parse_json_text(R"({"a":[1,"b"]})");
    const auto read = aitronos::read_error(aitronos::write_error(e), strict());
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(*read == e);
  }
}
