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
#include "support/codes_of.hpp"
#include "support/dialect.hpp"
#include "support/digest.hpp"
#include "support/facts.hpp"
#include "support/sample.hpp"

namespace {

using namespace std::chrono_literals;
using invito::aitronos;
using invito::code;
using invito::feature;
using invito::invitation;
using support::extended;
using support::incomplete;
using support::strict_options;
using support::text_of;

// The examples of the API's documentation, unchanged.
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
const std::string documented_token = "uuid-12345678-1234-1234-1234-123456789abc";
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

// A lookup response with every field.
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

/// The text of the invitation, or the problems.
std::string invitation_text(invitation const& i, invito::instant now,
                            invito::write_options options = {}) {
  return text_of(aitronos::write_invitation(i, now, options));
}

/// The subject of the first problem.
template <class T>
std::string subject(invito::result<T> const& r) {
  return r ? "no problem" : r.error().front().subject;
}

// Invitations that verbs created -----------------------------------------------------------------

invito::issue_command by_role(std::string role, invito::instant now = invited) {
  invito::issue_command out;
  out.id = invito::invitation_id("inv_abc123");
  out.organization = invito::organization_id("org_xyz789");
  out.by = invito::actor::user(invito::user_id("usr_olga"));
  out.now = now;
  out.facts = support::nothing_in_the_way();
  out.facts.actor = invito::membership{std::move(role)};
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
  c.facts.sponsor = invito::membership{"role_owner"};
  REQUIRE(invito::apply(out, *invito::accept(aitronos::policy(), out, c)));
  return out;
}

invitation revoked() {
  invitation out = issued();
  invito::revoke_command c;
  c.organization = out.organization;
  c.by = invito::actor::user(invito::user_id("usr_olga"));
  c.now = invited + 24h;
  c.facts = support::nothing_in_the_way();
  c.facts.actor = invito::membership{"role_owner"};
  REQUIRE(invito::apply(out, *invito::revoke(aitronos::policy(), out, c)));
  return out;
}

invitation recorded_as_expired() {
  invitation out = issued();
  invito::expire_command c;
  c.organization = out.organization;
  c.now = week_later + 24h;
  REQUIRE(invito::apply(out, *invito::expire(aitronos::policy(), out, c)));
  return out;
}

/// A complete creation response.
invito::creation_response creation_of(invitation i) {
  invito::creation_response out;
  out.invitation = std::move(i);
  out.token = invito::secret("uuid-12345678-1234-1234-1234-123456789abc");
  out.is_new_user = true;
  return out;
}

invito::validation_response validation_of(invitation i) {
  return {true, std::move(i), "Acme", "Member"};
}

/// The losses of a lookup response, in order.
std::string lost(invitation const& i, invito::instant now) {
  return support::lost(invito::losses<aitronos>(i, now));
}

}  // namespace

// The create request -----------------------------------------------------------------------------

TEST_CASE("aitronos::read_request reads the four documented samples", "[aitronos][request]") {
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
    const auto read = aitronos::read_request(r.text, strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    invito::invitation_request expected;
    expected.recipient.email = invito::email(r.email);
    expected.offer.role = r.role;
    CHECK(*read == expected);
    CHECK(read->recipient.email->text() == r.email);
    CHECK(read->send);
    // Aliases are read, never written.
    CHECK(text_of(aitronos::write_request(*read)) == R"({"email":")" + std::string(r.email) +
                                                         R"(","role_id":")" + r.role +
                                                         R"(","send_invitation":true})");
  }
}

TEST_CASE(
    "aitronos::read_request reads a role from role_id, and an id or a display name from role_name",
    "[aitronos][request]") {
  const auto role = [](char const* members) -> std::string {
    const auto read = aitronos::read_request(R"({"email":"a",)" + std::string(members) + "}");
    return read ? read->offer.role : codes_of(read);
  };
  CHECK(role(R"("role_name":"Owner")") == "role_owner");
  CHECK(role(R"("role_name":"Admin")") == "role_admin");
  CHECK(role(R"("role_name":"Member")") == "role_member");
  CHECK(role(R"("role_name":"oWNER")") == "role_owner");
  CHECK(role(R"("role_name":"ADMIN")") == "role_admin");
  CHECK(role(R"("role_name":"member")") == "role_member");
  CHECK(role(R"("role_name":"role_abc123")") == "role_abc123");
  CHECK(role(R"("role_name":"Billing Manager")") == "Billing Manager");
  // A role_id is never read as a display name.
  CHECK(role(R"("role_id":"Member")") == "Member");
  CHECK(role(R"("role_id":"role_member","role_name":"Member")") == "role_member");
  CHECK(role(R"("role_id":"role_member","role_name":"role_member")") == "role_member");
  CHECK(role(R"("role_name":"Member","role_id":"role_member")") == "role_member");
  CHECK(role(R"("role_id":"role_member","role_name":null)") == "role_member");
  CHECK(role(R"("role_id":null,"role_name":"Member")") == "role_member");
}

TEST_CASE("aitronos::read_request refuses a field and its alias with different values",
          "[aitronos][request]") {
  const auto reading = [](char const* members) {
    return aitronos::read_request(R"({"email":"a",)" + std::string(members) + "}");
  };
  const auto roles = reading(R"("role_id":"role_member","role_name":"Admin")");
  REQUIRE(codes_of(roles) == "conflicting_fields /role_name");
  CHECK(subject(roles) == "role_id");
  const auto sends = reading(R"("role_id":"r","send_invitation":true,"send_email":false)");
  REQUIRE(codes_of(sends) == "conflicting_fields /send_email");
  CHECK(subject(sends) == "send_invitation");
  CHECK(codes_of(reading(
            R"("role_id":"x","role_name":"y","send_invitation":false,"send_email":true)")) ==
        "conflicting_fields /role_name; conflicting_fields /send_email");
  CHECK(codes_of(reading(R"("role_id":"","role_name":"Member")")) ==
        "conflicting_fields /role_name");
  // Ids are compared byte by byte, and the dialect does not know the names of custom roles.
  CHECK(codes_of(reading(R"("role_id":"ROLE_MEMBER","role_name":"Member")")) ==
        "conflicting_fields /role_name");
  CHECK(codes_of(reading(R"("role_id":"role_abc123","role_name":"Support")")) ==
        "conflicting_fields /role_name");
}

TEST_CASE("aitronos::read_request sets send unless send_invitation or send_email is false",
          "[aitronos][request]") {
  const auto send = [](char const* members) {
    const auto read =
        aitronos::read_request(R"({"email":"a","role_id":"r")" + std::string(members) + "}");
    REQUIRE(codes_of(read) == "nothing wrong");
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

TEST_CASE("aitronos::read_request reports all missing fields at once", "[aitronos][request]") {
  CHECK(codes_of(aitronos::read_request("{}")) == "missing_field /email; missing_field /role_id");
  CHECK(codes_of(aitronos::read_request(R"({"email":"a"})")) == "missing_field /role_id");
  CHECK(codes_of(aitronos::read_request(R"({"role_id":"r"})")) == "missing_field /email");
  CHECK(codes_of(aitronos::read_request(R"({"role_name":"Member"})")) == "missing_field /email");
  CHECK(codes_of(aitronos::read_request(R"({"email":null,"role_name":"Member"})")) ==
        "wrong_type /email");
  // Null means absent, in the field and in its alias.
  CHECK(codes_of(aitronos::read_request(R"({"email":"a","role_id":null})")) ==
        "missing_field /role_id");
  CHECK(codes_of(aitronos::read_request(R"({"email":"a","role_name":null})")) ==
        "missing_field /role_id");
  CHECK(codes_of(aitronos::read_request(R"({"email":"a","role_id":null,"role_name":null})")) ==
        "missing_field /role_id");
}

TEST_CASE("aitronos::read_request refuses fields of a wrong type", "[aitronos][request]") {
  CHECK(codes_of(aitronos::read_request(
            R"({"email":1,"role_id":2,"role_name":3,"send_invitation":"true","send_email":1})")) ==
        "wrong_type /email; wrong_type /role_id; wrong_type /role_name; "
        "wrong_type /send_invitation; wrong_type /send_email");
  CHECK(
      codes_of(aitronos::read_request(
          R"({"email":[],"role_id":{},"role_name":[{}],"send_invitation":{},"send_email":[]})")) ==
      "wrong_type /email; wrong_type /role_id; wrong_type /role_name; "
      "wrong_type /send_invitation; wrong_type /send_email");
  CHECK(codes_of(aitronos::read_request("[]")) == "wrong_type");
}

TEST_CASE("aitronos::read_request ignores unknown fields, and refuses them in strict mode",
          "[aitronos][request]") {
  const std::string text = R"({"email":"a","role_id":"r","department":"d"})";
  CHECK(codes_of(aitronos::read_request(text)) == "nothing wrong");
  CHECK(codes_of(aitronos::read_request(text, strict_options())) == "unknown_field /department");
}

TEST_CASE("aitronos::write_request writes three fields in every shape", "[aitronos][request]") {
  invito::invitation_request r;
  r.recipient.email = invito::email("User@Example.com");
  r.offer.role = "role_abc123";
  r.send = false;
  const std::string text =
      R"({"email":"User@Example.com","role_id":"role_abc123","send_invitation":false})";
  CHECK(text_of(aitronos::write_request(r)) == text);
  CHECK(text_of(aitronos::write_request(r, extended())) == text);
  CHECK(*aitronos::read_request(text, strict_options()) == r);
}

TEST_CASE("aitronos::write_request reports missing values, or omits them with incomplete",
          "[aitronos][request]") {
  invito::invitation_request r;
  CHECK(text_of(aitronos::write_request(r)) == "missing_value /email; missing_value /role_id");
  CHECK(text_of(aitronos::write_request(r, incomplete())) == R"({"send_invitation":true})");
  r.offer.role = "role_member";
  CHECK(text_of(aitronos::write_request(r)) == "missing_value /email");
  CHECK(text_of(aitronos::write_request(r, incomplete())) ==
        R"({"role_id":"role_member","send_invitation":true})");
}

// The creation response --------------------------------------------------------------------------

TEST_CASE("aitronos::read_creation reads the documented response with its token",
          "[aitronos][creation][token]") {
  const auto read = aitronos::read_creation(creation_example, strict_options());
  REQUIRE(codes_of(read) == "nothing wrong");
  invitation const& i = read->invitation;
  CHECK(i.id == invito::invitation_id("inv_abc123"));
  CHECK(i.recipient.email->text() == "newmember@example.com");
  CHECK(i.recipient.user == invito::user_id("usr_xyz789"));
  CHECK(i.state == invito::state(invito::pending{week_later}));
  CHECK(i.expires_at() == week_later);
  CHECK(read->token.reveal() == documented_token);
  CHECK(read->is_new_user == true);
  CHECK_FALSE(read->body.has_value());
  // Values that the response does not have are not invented.
  CHECK(i.organization.empty());
  CHECK(i.offer == invito::offer{});
  CHECK_FALSE(i.created_at.has_value());
  CHECK_FALSE(i.created_by.has_value());
  CHECK_FALSE(bool(i.tokens));
  CHECK(i.revision() == 0);
  CHECK(i.history.empty());
  CHECK(bool(i.baseline));
}

TEST_CASE("aitronos::write_creation reproduces the documented response", "[aitronos][creation]") {
  const auto read = aitronos::read_creation(creation_example);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(text_of(aitronos::write_creation(*read, invited)) == creation_compact);
  CHECK(text_of(aitronos::write_creation(*read, invited, extended())) == creation_compact);
  CHECK(text_of(aitronos::write_creation(*read, invited, incomplete())) == creation_compact);
}

TEST_CASE("aitronos::read_creation requires only an id and an email", "[aitronos][creation]") {
  const auto read = aitronos::read_creation(R"({"invitation_id":"inv_1","email":"a"})");
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->invitation.id.text() == "inv_1");
  CHECK(read->invitation.recipient.user.empty());
  CHECK(read->invitation.state == invito::state(invito::pending{}));
  CHECK(read->token.empty());
  CHECK_FALSE(read->is_new_user.has_value());
  const auto nulls = aitronos::read_creation(
      R"({"invitation_id":"inv_1","email":"a","invitation_key":null,"is_new_user":null,)"
      R"("user_id":null,"expires_at":null,"role_id":null,"invitation_link":null,"success":null,)"
      R"("message":null,"role":null,"department":null,"invitationId":null,"invitedAt":null,)"
      R"("expiresAt":null})",
      strict_options());
  REQUIRE(codes_of(nulls) == "nothing wrong");
  CHECK(nulls->invitation == read->invitation);
  CHECK(nulls->token.empty());
  CHECK_FALSE(nulls->is_new_user.has_value());
  CHECK(aitronos::read_creation(R"({"invitation_id":"i","email":"a","is_new_user":false})")
            ->is_new_user == false);

  CHECK(codes_of(aitronos::read_creation("{}")) ==
        "missing_field /invitation_id; missing_field /email");
  CHECK(codes_of(aitronos::read_creation(R"({"email":"a"})")) == "missing_field /invitation_id");
  CHECK(codes_of(aitronos::read_creation(R"({"invitation_id":"i"})")) == "missing_field /email");
  CHECK(codes_of(aitronos::read_creation(R"({"email":"a","invitation_id":null})")) ==
        "missing_field /invitation_id");
  CHECK(codes_of(aitronos::read_creation(R"({"email":"a","invitationId":null})")) ==
        "missing_field /invitation_id");
}

TEST_CASE("aitronos::read_creation reads the two other generations of the response",
          "[aitronos][creation]") {
  const auto oldest = aitronos::read_creation(
      R"({"success":true,"message":"Invitation sent","email":"a@example.com","role":"admin",)"
      R"("department":"Sales","invitationId":"inv_1","invitedAt":"2025-01-05T10:30:00Z",)"
      R"("expiresAt":"2025-01-12T10:30:00Z"})",
      strict_options());
  REQUIRE(codes_of(oldest) == "nothing wrong");
  invitation const& i = oldest->invitation;
  CHECK(i.id.text() == "inv_1");
  CHECK(i.recipient.email->text() == "a@example.com");
  CHECK(i.recipient.user.empty());
  CHECK(i.offer.role == "role_admin");
  CHECK(i.created_at == at("2025-01-05T10:30:00Z"));
  CHECK(i.state == invito::state(invito::pending{at("2025-01-12T10:30:00Z")}));
  CHECK(oldest->token.empty());
  CHECK_FALSE(oldest->is_new_user.has_value());

  const auto newest = aitronos::read_creation(
      R"({"invitation_id":"inv_2","email":"b@example.com","role_id":"role_x","user_id":"usr_2",)"
      R"("invitation_link":"https://app.aitronos.com/invite?key=uuid-1234"})",
      strict_options());
  REQUIRE(codes_of(newest) == "nothing wrong");
  CHECK(newest->invitation.id.text() == "inv_2");
  CHECK(newest->invitation.recipient.email->text() == "b@example.com");
  CHECK(newest->invitation.recipient.user.text() == "usr_2");
  CHECK(newest->invitation.offer.role == "role_x");
  CHECK(newest->invitation.state == invito::state(invito::pending{}));
  CHECK(newest->token.empty());
}

TEST_CASE("aitronos::read_creation refuses fields of two generations with different values",
          "[aitronos][creation]") {
  const auto reading = [](char const* members) {
    return aitronos::read_creation(R"({"email":"a","invitation_id":"inv_1",)" +
                                   std::string(members) + "}");
  };
  CHECK(codes_of(reading(R"("invitationId":"inv_1","role":"Member","role_id":"role_member",)"
                         R"("expiresAt":"2025-01-12T10:30:00Z",)"
                         R"("expires_at":"2025-01-12T11:30:00+01:00")")) == "nothing wrong");
  const auto id = reading(R"("invitationId":"inv_2")");
  REQUIRE(codes_of(id) == "conflicting_fields /invitationId");
  CHECK(subject(id) == "invitation_id");
  const auto role = reading(R"("role":"owner","role_id":"role_member")");
  REQUIRE(codes_of(role) == "conflicting_fields /role");
  CHECK(subject(role) == "role_id");
  const auto time =
      reading(R"("expiresAt":"2025-01-12T10:30:00Z","expires_at":"2025-01-12T10:30:01Z")");
  REQUIRE(codes_of(time) == "conflicting_fields /expiresAt");
  CHECK(subject(time) == "expires_at");
}

TEST_CASE("aitronos::read_creation refuses fields of a wrong type", "[aitronos][creation]") {
  CHECK(codes_of(aitronos::read_creation(
            R"({"invitation_id":1,"email":2,"invitation_key":3,"is_new_user":"4","user_id":5,)"
            R"("expires_at":6,"role_id":7,"invitation_link":8,"success":"9","message":10,)"
            R"("role":11,"department":12,"invitationId":13,"invitedAt":14,"expiresAt":15})")) ==
        "wrong_type /invitation_id; wrong_type /email; wrong_type /invitation_key; "
        "wrong_type /is_new_user; wrong_type /user_id; wrong_type /expires_at; "
        "wrong_type /role_id; wrong_type /invitation_link; wrong_type /success; "
        "wrong_type /message; wrong_type /role; wrong_type /department; "
        "wrong_type /invitationId; wrong_type /invitedAt; wrong_type /expiresAt");
  CHECK(codes_of(aitronos::read_creation(
            R"({"invitation_id":"i","email":"a","expires_at":"soon","invitedAt":"2025-01-12",)"
            R"("expiresAt":"9999-01-12T10:30:00Z"})")) ==
        "invalid_time /expires_at; invalid_time /invitedAt; time_out_of_range /expiresAt");
  CHECK(codes_of(aitronos::read_creation(R"({"email":null,"invitation_id":"i"})")) ==
        "wrong_type /email");
}

TEST_CASE(
    "aitronos::write_creation reports all missing values at once, or omits them with incomplete",
    "[aitronos][creation]") {
  CHECK(text_of(aitronos::write_creation({}, invited)) ==
        "missing_value /invitation_id; missing_value /email; missing_value /invitation_key; "
        "missing_value /is_new_user; missing_value /user_id; missing_value /expires_at");
  CHECK(text_of(aitronos::write_creation({}, invited, incomplete())) == "{}");
  invito::creation_response c = creation_of(issued());
  c.token = {};
  CHECK(text_of(aitronos::write_creation(c, invited)) == "missing_value /invitation_key");
  CHECK(text_of(aitronos::write_creation(c, invited, incomplete())) ==
        with(creation_compact, R"("invitation_key":"uuid-12345678-1234-1234-1234-123456789abc",)",
             ""));
}

TEST_CASE("aitronos::write_creation refuses an invitation that is not pending",
          "[aitronos][creation]") {
  CHECK(text_of(aitronos::write_creation(creation_of(issued()), invited)) == creation_compact);
  CHECK(text_of(aitronos::write_creation(creation_of(issued()), week_later - 1ns)) ==
        creation_compact);
  const auto expired = aitronos::write_creation(creation_of(issued()), week_later);
  REQUIRE(codes_of(expired) == "not_representable /invitation_id");
  CHECK(subject(expired) == "expired");
  const auto of_accepted = aitronos::write_creation(creation_of(accepted()), invited);
  REQUIRE(codes_of(of_accepted) == "not_representable /invitation_id");
  CHECK(subject(of_accepted) == "accepted");
  const auto of_revoked = aitronos::write_creation(creation_of(revoked()), invited, incomplete());
  REQUIRE(codes_of(of_revoked) == "not_representable /invitation_id");
  CHECK(subject(of_revoked) == "revoked");
}

// The lookup response ----------------------------------------------------------------------------

TEST_CASE("aitronos::read_invitation reads every field of a lookup response",
          "[aitronos][lookup]") {
  const auto read = aitronos::read_invitation(lookup, strict_options());
  REQUIRE(codes_of(read) == "nothing wrong");
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
  CHECK_FALSE(bool(read->tokens));
  CHECK(read->send);
  CHECK(read->history.empty());
  CHECK(bool(read->baseline));
}

TEST_CASE("aitronos::read_invitation requires only an id and an email", "[aitronos][lookup]") {
  const auto read = aitronos::read_invitation(R"({"invitation_id":"inv_1","email":"a"})");
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->id.text() == "inv_1");
  CHECK(read->recipient.email->text() == "a");
  CHECK(read->organization.empty());
  CHECK(read->recipient.user.empty());
  CHECK(read->offer.role.empty());
  CHECK_FALSE(read->created_at.has_value());
  CHECK(read->state == invito::state(invito::pending{}));
  CHECK(*read ==
        *aitronos::read_invitation(
            R"({"invitation_id":"inv_1","email":"a","user_id":null,"organization_id":null,)"
            R"("role_id":null,"invitation_link":null,"expires_at":null,"created_at":null})"));
  CHECK(codes_of(aitronos::read_invitation("{}")) ==
        "missing_field /invitation_id; missing_field /email");
  CHECK(codes_of(aitronos::read_invitation(R"({"invitation_id":"i"})")) == "missing_field /email");
  CHECK(codes_of(aitronos::read_invitation(R"({"email":"a"})")) == "missing_field /invitation_id");
  CHECK(codes_of(aitronos::read_invitation(R"({"invitation_id":null,"email":null})")) ==
        "wrong_type /invitation_id; wrong_type /email");
}

TEST_CASE("aitronos::read_invitation refuses fields of a wrong type", "[aitronos][lookup]") {
  CHECK(codes_of(aitronos::read_invitation(
            R"({"invitation_id":1,"email":2,"user_id":3,"organization_id":4,"role_id":5,)"
            R"("invitation_link":6,"expires_at":7,"created_at":8})")) ==
        "wrong_type /invitation_id; wrong_type /email; wrong_type /user_id; "
        "wrong_type /organization_id; wrong_type /role_id; wrong_type /invitation_link; "
        "wrong_type /expires_at; wrong_type /created_at");
  CHECK(codes_of(aitronos::read_invitation(
            with(lookup, "2025-11-26T14:30:00Z", "2025-11-31T14:30:00Z"))) ==
        "invalid_time /expires_at");
  CHECK(codes_of(aitronos::read_invitation(
            with(lookup, "2025-11-19T14:30:00Z", "1066-10-14T09:00:00Z"))) ==
        "time_out_of_range /created_at");
}

TEST_CASE("aitronos::read_invitation requires an organization_id with the prefix org_ or ORG_",
          "[aitronos][lookup]") {
  const auto reading = [](char const* organization) {
    return aitronos::read_invitation(with(lookup, "org_xyz789", organization));
  };
  CHECK(codes_of(reading("org_")) == "nothing wrong");
  CHECK(reading("ORG_0123456789ABCDEF")->organization.text() == "ORG_0123456789ABCDEF");
  for (char const* text : {"", "org", "acme", "Org_1", "xorg_1", "org-1", " org_1"}) {
    CAPTURE(text);
    const auto refused = reading(text);
    REQUIRE(codes_of(refused) == "unknown_value /organization_id");
    CHECK(subject(refused) == text);
  }
}

TEST_CASE("aitronos::write_invitation writes a pending invitation without invitation_link",
          "[aitronos][lookup]") {
  CHECK(invitation_text(*aitronos::read_invitation(lookup), invited) == lookup_written);
  CHECK(invitation_text(issued(), invited) == lookup_written);
  CHECK(invitation_text(issued(), invited, extended()) == lookup_written);
  CHECK(invitation_text(issued(), invited, incomplete()) == lookup_written);
  CHECK(invitation_text(*aitronos::read_invitation(lookup_written), invited) == lookup_written);
  invitation i = issued();
  i.recipient.user = {};
  CHECK(invitation_text(i, invited) == with(lookup_written, R"("user_id":"usr_xyz789",)", ""));
}

TEST_CASE(
    "aitronos::write_invitation writes an expired invitation only if its expires_at has passed",
    "[aitronos][lookup]") {
  CHECK(invitation_text(issued(), week_later) == lookup_written);
  CHECK(invitation_text(recorded_as_expired(), week_later + 24h) == lookup_written);
  CHECK(aitronos::read_invitation(invitation_text(issued(), week_later))->status(week_later) ==
        invito::status::expired);
  // Before its expires_at, the document would mean that the invitation is pending.
  const auto refused = aitronos::write_invitation(recorded_as_expired(), week_later - 1ns);
  REQUIRE(codes_of(refused) == "not_representable");
  CHECK(subject(refused) == "expired");
}

TEST_CASE("aitronos::write_invitation refuses accepted and revoked invitations",
          "[aitronos][lookup]") {
  for (invito::instant now : {invited, week_later}) {
    const auto of_accepted = aitronos::write_invitation(accepted(), now);
    REQUIRE(codes_of(of_accepted) == "not_representable");
    CHECK(subject(of_accepted) == "accepted");
    const auto of_revoked = aitronos::write_invitation(revoked(), now, extended());
    REQUIRE(codes_of(of_revoked) == "not_representable");
    CHECK(subject(of_revoked) == "revoked");
  }
  CHECK(invitation_text(revoked(), invited, incomplete()) == "not_representable");
}

TEST_CASE(
    "aitronos::write_invitation reports all missing values at once, or omits them with incomplete",
    "[aitronos][lookup]") {
  CHECK(invitation_text(invitation{}, invited) ==
        "missing_value /invitation_id; missing_value /email; missing_value /organization_id; "
        "missing_value /role_id; missing_value /expires_at; missing_value /created_at");
  CHECK(invitation_text(invitation{}, invited, incomplete()) == "{}");
  const auto partial = aitronos::read_invitation(R"({"invitation_id":"inv_1","email":"a"})");
  CHECK(invitation_text(*partial, invited) ==
        "missing_value /organization_id; missing_value /role_id; missing_value /expires_at; "
        "missing_value /created_at");
  CHECK(invitation_text(*partial, invited, incomplete()) ==
        R"({"invitation_id":"inv_1","email":"a"})");
}

TEST_CASE("aitronos::write_invitation refuses an organization id without the prefix org_",
          "[aitronos][lookup]") {
  for (char const* text : {"acme", "ORG_0123456789ABCDEF"}) {
    CAPTURE(text);
    invitation i = issued();
    i.organization = invito::organization_id(text);
    const auto refused = aitronos::write_invitation(i, invited);
    REQUIRE(codes_of(refused) == "not_representable /organization_id");
    CHECK(subject(refused) == text);
    CHECK(invitation_text(i, invited, incomplete()) == "not_representable /organization_id");
  }
}

TEST_CASE("aitronos::write_invitation writes any role id and a malformed email",
          "[aitronos][lookup]") {
  for (char const* role : {"role_owner", "role_9f8e", "Billing Manager"}) {
    CAPTURE(role);
    const std::string text = with(lookup_written, "role_member", role);
    CHECK(invitation_text(*aitronos::read_invitation(text), invited) == text);
  }
  const std::string text = with(lookup_written, "newmember@example.com", "not an address");
  CHECK(invitation_text(*aitronos::read_invitation(text), invited) == text);
}

TEST_CASE("aitronos::write_invitation rounds times down to seconds, and losses lists the fraction",
          "[aitronos][lookup][losses]") {
  const auto read = aitronos::read_invitation(
      with(with(lookup, "2025-11-19T14:30:00Z", "2025-11-19T15:30:00.999999999+01:00"),
           "2025-11-26T14:30:00Z", "2025-11-26T14:30:00.5Z"));
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->created_at == invited + 999'999'999ns);
  CHECK(read->expires_at() == week_later + 500ms);
  CHECK(invitation_text(*read, invited + 1s) == lookup_written);
  CHECK(lost(*read, invited + 1s) ==
        "created_at (fraction of a second), expires_at (fraction of a second)");
  CHECK(lost(*aitronos::read_invitation(lookup), invited) == "");
}

TEST_CASE("aitronos::write_invitation rounds down times before 1970 and at both ends of the range",
          "[aitronos][lookup]") {
  const auto written = [](invito::instant created) {
    invitation i = issued();
    i.created_at = created;
    return invitation_text(i, invited);
  };
  CHECK(written(at("1969-12-31T23:59:58.000000001Z")) ==
        with(lookup_written, "2025-11-19T14:30:00Z", "1969-12-31T23:59:58Z"));
  CHECK(written((invito::instant::min)()) ==
        with(lookup_written, "2025-11-19T14:30:00Z", "1677-09-21T00:12:43Z"));
  CHECK(written((invito::instant::max)()) ==
        with(lookup_written, "2025-11-19T14:30:00Z", "2262-04-11T23:47:16Z"));
}

TEST_CASE("the aitronos writers refuse text that is not UTF-8", "[aitronos]") {
  invitation i = issued();
  i.offer.role = "\xFF";
  CHECK(invitation_text(i, invited) == "invalid_utf8 /role_id");
  invito::creation_response c = creation_of(issued());
  c.token = invito::secret("\xC3");
  CHECK(text_of(aitronos::write_creation(c, invited)) == "invalid_utf8 /invitation_key");
  CHECK(text_of(aitronos::write_acceptance({invito::organization_id("org_1"), "\x80", "r", "n"})) ==
        "invalid_utf8 /organization_name");
}

TEST_CASE("check_lookup requires exactly one parameter", "[aitronos][lookup]") {
  CHECK(aitronos::check_lookup({"a", "", ""}).has_value());
  CHECK(aitronos::check_lookup({"", "usr_1", ""}).has_value());
  CHECK(aitronos::check_lookup({"", "", "inv_1"}).has_value());
  CHECK(codes_of(aitronos::check_lookup({})) == "missing_value");
  const auto two = aitronos::check_lookup({"a", "usr_1", ""});
  REQUIRE(codes_of(two) == "conflicting_fields /user_id");
  CHECK(two.error().front().subject == "email");
  const auto others = aitronos::check_lookup({"", "usr_1", "inv_1"});
  REQUIRE(codes_of(others) == "conflicting_fields /invitation_id");
  CHECK(others.error().front().subject == "user_id");
  CHECK(codes_of(aitronos::check_lookup({"a", "", "inv_1"})) ==
        "conflicting_fields /invitation_id");
  const auto three = aitronos::check_lookup({"a", "usr_1", "inv_1"});
  REQUIRE(codes_of(three) == "conflicting_fields /user_id; conflicting_fields /invitation_id");
  CHECK(three.error()[1].subject == "email");
  CHECK(aitronos::http_status(three.error()) == 400);
}

TEST_CASE("check_lookup without parameters lists the parameters in the problem",
          "[aitronos][lookup]") {
  const auto found = aitronos::check_lookup({});
  REQUIRE(codes_of(found) == "missing_value");
  CHECK(found.error().front().subject == "email, user_id or invitation_id");
}

// Validation and acceptance ----------------------------------------------------------------------

TEST_CASE(
    "read_validation reads the names of the organization and the role, and write_validation writes "
    "them",
    "[aitronos][validation]") {
  const auto read = aitronos::read_validation(validation_text, strict_options());
  REQUIRE(codes_of(read) == "nothing wrong");
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
  CHECK(text_of(aitronos::write_validation(*read, invited)) == validation_text);
  CHECK(text_of(aitronos::write_validation(*read, invited, extended())) == validation_text);
  CHECK(text_of(aitronos::write_validation(validation_of(issued()), invited)) == validation_text);
}

TEST_CASE("write_validation writes only valid: false for an invitation that is not pending",
          "[aitronos][validation]") {
  const std::string invalid = R"({"valid":false})";
  const auto written = [](invito::validation_response const& v, invito::instant now) {
    return text_of(aitronos::write_validation(v, now));
  };
  CHECK(written({}, invited) == invalid);
  invito::validation_response refused = validation_of(issued());
  refused.valid = false;
  CHECK(written(refused, invited) == invalid);
  CHECK(written(validation_of(issued()), week_later - 1ns) == validation_text);
  CHECK(written(validation_of(issued()), week_later) == invalid);
  CHECK(written(validation_of(recorded_as_expired()), invited) == invalid);
  CHECK(written(validation_of(accepted()), invited) == invalid);
  CHECK(written(validation_of(revoked()), invited) == invalid);

  const auto read = aitronos::read_validation(invalid, strict_options());
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(*read == invito::validation_response{});
  // The other fields are ignored if valid is false.
  CHECK(*aitronos::read_validation(with(validation_text, "true", "false")) ==
        invito::validation_response{});
}

TEST_CASE("read_validation requires an id and an email if valid is true",
          "[aitronos][validation]") {
  CHECK(codes_of(aitronos::read_validation("{}")) == "missing_field /valid");
  CHECK(codes_of(aitronos::read_validation(R"({"valid":true})")) ==
        "missing_field /invitation_id; missing_field /email");
  CHECK(
      codes_of(aitronos::read_validation(R"({"valid":true,"invitation_id":null,"email":null})")) ==
      "missing_field /invitation_id; missing_field /email");
  CHECK(codes_of(
            aitronos::read_validation(R"({"valid":true,"email":"a","organization_id":"acme"})")) ==
        "missing_field /invitation_id; unknown_value /organization_id");
  const auto read = aitronos::read_validation(
      R"({"valid":true,"invitation_id":"i","email":"a","organization_id":null,)"
      R"("organization_name":null,"role_id":null,"role_name":null,"expires_at":null})");
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(*read == *aitronos::read_validation(R"({"valid":true,"invitation_id":"i","email":"a"})"));
  CHECK(read->organization_name.empty());
  CHECK(read->invitation.state == invito::state(invito::pending{}));
}

TEST_CASE("read_validation refuses fields of a wrong type", "[aitronos][validation]") {
  CHECK(codes_of(aitronos::read_validation(
            R"({"valid":"true","invitation_id":1,"email":2,"organization_id":3,)"
            R"("organization_name":4,"role_id":5,"role_name":6,"expires_at":7})")) ==
        "wrong_type /valid; wrong_type /invitation_id; wrong_type /email; "
        "wrong_type /organization_id; wrong_type /organization_name; wrong_type /role_id; "
        "wrong_type /role_name; wrong_type /expires_at");
  CHECK(codes_of(aitronos::read_validation(R"({"valid":null})")) == "wrong_type /valid");
}

TEST_CASE("write_validation reports all missing values at once, or omits them with incomplete",
          "[aitronos][validation]") {
  invito::validation_response v;
  v.valid = true;
  CHECK(text_of(aitronos::write_validation(v, invited)) ==
        "missing_value /invitation_id; missing_value /email; missing_value /organization_id; "
        "missing_value /organization_name; missing_value /role_id; missing_value /role_name; "
        "missing_value /expires_at");
  CHECK(text_of(aitronos::write_validation(v, invited, incomplete())) == R"({"valid":true})");
  v = validation_of(issued());
  v.invitation.organization = invito::organization_id("acme");
  CHECK(text_of(aitronos::write_validation(v, invited)) == "not_representable /organization_id");
}

TEST_CASE("operator== of validation_response compares every member", "[aitronos][validation]") {
  const invito::validation_response v = validation_of(issued());
  CHECK(v == validation_of(issued()));
  for (int n = 0; n != 4; ++n) {
    CAPTURE(n);
    invito::validation_response other = v;
    if (n == 0) other.valid = false;
    if (n == 1) other.invitation = accepted();
    if (n == 2) other.organization_name = "Other";
    if (n == 3) other.role_name = "Other";
    CHECK(other != v);
    CHECK_FALSE(other == v);
  }
}

TEST_CASE("read_accept_request reads only the token", "[aitronos][accept][token]") {
  const auto read = aitronos::read_accept_request(R"({"email_key":"uuid-1234"})", strict_options());
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->reveal() == "uuid-1234");
  CHECK(codes_of(aitronos::read_accept_request("{}")) == "missing_field /email_key");
  for (char const* text : {R"({"email_key":null})", R"({"email_key":1})", R"({"email_key":[]})"}) {
    CAPTURE(text);
    CHECK(codes_of(aitronos::read_accept_request(text)) == "wrong_type /email_key");
  }
  CHECK(codes_of(aitronos::read_accept_request(R"({"email_key":"k","email":"a"})")) ==
        "nothing wrong");
  CHECK(codes_of(aitronos::read_accept_request(R"({"email_key":"k","email":"a"})",
                                               strict_options())) == "unknown_field /email");
}

TEST_CASE("write_acceptance writes the organization and the role, and read_acceptance reads them",
          "[aitronos][accept]") {
  const invito::acceptance_response a{invito::organization_id("org_xyz789"), "Acme", "role_member",
                                      "Member"};
  CHECK(text_of(aitronos::write_acceptance(a)) == acceptance_text);
  CHECK(text_of(aitronos::write_acceptance(a, extended())) == acceptance_text);
  const auto read = aitronos::read_acceptance(acceptance_text, strict_options());
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(*read == a);
  CHECK(*aitronos::read_acceptance(R"({"success":true})") == invito::acceptance_response{});
  CHECK(*aitronos::read_acceptance(
            R"({"success":true,"organization_id":null,"organization_name":null,"role_id":null,)"
            R"("role_name":null})") == invito::acceptance_response{});
}

TEST_CASE("read_acceptance requires success to be true", "[aitronos][accept]") {
  const auto refused = aitronos::read_acceptance(with(acceptance_text, "true", "false"));
  REQUIRE(codes_of(refused) == "unknown_value /success");
  CHECK(subject(refused) == "false");
  CHECK(codes_of(aitronos::read_acceptance(R"({"success":false,"organization_id":"acme"})")) ==
        "unknown_value /success; unknown_value /organization_id");
  CHECK(codes_of(aitronos::read_acceptance("{}")) == "missing_field /success");
  CHECK(codes_of(aitronos::read_acceptance(
            R"({"success":1,"organization_id":2,"organization_name":3,"role_id":4,)"
            R"("role_name":5})")) ==
        "wrong_type /success; wrong_type /organization_id; wrong_type /organization_name; "
        "wrong_type /role_id; wrong_type /role_name");
}

TEST_CASE("write_acceptance reports all missing values at once, or omits them with incomplete",
          "[aitronos][accept]") {
  CHECK(text_of(aitronos::write_acceptance({})) ==
        "missing_value /organization_id; missing_value /organization_name; "
        "missing_value /role_id; missing_value /role_name");
  CHECK(text_of(aitronos::write_acceptance({}, incomplete())) == R"({"success":true})");
  CHECK(text_of(aitronos::write_acceptance({invito::organization_id("acme"), "A", "r", "R"})) ==
        "not_representable /organization_id");
}

TEST_CASE("operator== of acceptance_response compares every member", "[aitronos][accept]") {
  const invito::acceptance_response a{invito::organization_id("org_1"), "Acme", "r", "R"};
  for (int n = 0; n != 4; ++n) {
    CAPTURE(n);
    invito::acceptance_response other = a;
    CHECK(other == a);
    if (n == 0) other.organization = invito::organization_id("org_2");
    if (n == 1) other.organization_name = "Other";
    if (n == 2) other.role = "s";
    if (n == 3) other.role_name = "S";
    CHECK(other != a);
    CHECK_FALSE(other == a);
  }
}

// Tokens -----------------------------------------------------------------------------------------

TEST_CASE("only aitronos::write_creation writes a token", "[aitronos][creation][token]") {
  const auto made = aitronos::read_creation(creation_example);
  REQUIRE(codes_of(made) == "nothing wrong");
  CHECK(text_of(aitronos::write_creation(*made, invited)).find(documented_token) !=
        std::string::npos);
  const auto shows_it = [](std::string const& text) {
    return text.find("uuid-1234") != std::string::npos;
  };
  CHECK_FALSE(shows_it(*invito::write(made->invitation)));
  CHECK_FALSE(shows_it(invitation_text(made->invitation, invited, incomplete())));
  invito::validation_response v;
  v.valid = true;
  v.invitation = made->invitation;
  CHECK_FALSE(shows_it(*aitronos::write_validation(v, invited, incomplete())));
  // A link contains the token, so the invitation does not keep the link either.
  const auto found = aitronos::read_invitation(lookup);
  REQUIRE(codes_of(found) == "nothing wrong");
  CHECK_FALSE(shows_it(*invito::write(*found)));
  CHECK_FALSE(shows_it(invitation_text(*found, invited, extended())));
  const auto newest = aitronos::read_creation(
      R"({"invitation_id":"i","email":"a","invitation_link":"https://x?key=uuid-1234"})");
  REQUIRE(codes_of(newest) == "nothing wrong");
  CHECK_FALSE(shows_it(*aitronos::write_creation(*newest, invited, incomplete())));
  CHECK_FALSE(shows_it(*invito::write(newest->invitation)));
}

TEST_CASE("problems of the aitronos readers do not contain the token", "[aitronos][error][token]") {
  const auto quotes = [](invito::problems const& why) {
    return describe(why).find("uuid-1234") != std::string::npos ||
           aitronos::write_error(why).find("uuid-1234") != std::string::npos;
  };
  CHECK_FALSE(quotes(aitronos::read_creation(with(creation_example, "inv_abc123\"", "i\",\"x\":1"),
                                             strict_options())
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

TEST_CASE("aitronos::read_creation returns a token that can be moved, not copied",
          "[aitronos][creation][token]") {
  STATIC_REQUIRE_FALSE(
      std::is_copy_constructible_v<std::decay_t<decltype(*aitronos::read_accept_request(""))>>);
  auto made = aitronos::read_creation(creation_example);
  REQUIRE(codes_of(made) == "nothing wrong");
  const invito::creation_response taken = *std::move(made);
  CHECK(taken.token.reveal() == documented_token);
  CHECK(made->token.empty());
}

// Errors -----------------------------------------------------------------------------------------

TEST_CASE("aitronos::read_error and write_error preserve the documented error",
          "[aitronos][error]") {
  const auto read = aitronos::read_error(error_example, strict_options());
  REQUIRE(codes_of(read) == "nothing wrong");
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

TEST_CASE("aitronos::read_error requires only success, a code and a message", "[aitronos][error]") {
  const std::string least = R"({"success":false,"error":{"code":"C","message":"m"}})";
  const auto read = aitronos::read_error(least);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(*read == invito::api_error{"C", "m"});
  CHECK(aitronos::write_error(*read) == least);
  CHECK(*read ==
        *aitronos::read_error(
            R"({"success":false,"error":{"code":"C","message":"m","system_message":null,)"
            R"("type":null,"status":null,"details":null,"trace_id":null,"timestamp":null}})"));
  CHECK(aitronos::write_error(invito::api_error{}) ==
        R"({"success":false,"error":{"code":"","message":""}})");
  CHECK(codes_of(aitronos::read_error("{}")) == "missing_field /success; missing_field /error");
  CHECK(codes_of(aitronos::read_error(R"({"success":false,"error":{}})")) ==
        "missing_field /error/code; missing_field /error/message");
  const auto success = aitronos::read_error(with(least, "false", "true"));
  REQUIRE(codes_of(success) == "unknown_value /success");
  CHECK(subject(success) == "true");
}

TEST_CASE("aitronos::read_error refuses fields of a wrong type", "[aitronos][error]") {
  CHECK(codes_of(aitronos::read_error(
            R"({"success":"false","error":{"code":1,"message":2,"system_message":3,"type":4,)"
            R"("status":"403","details":[1],"trace_id":5,"timestamp":6}})")) ==
        "wrong_type /success; wrong_type /error/code; wrong_type /error/message; "
        "wrong_type /error/system_message; wrong_type /error/type; wrong_type /error/status; "
        "wrong_type /error/trace_id; wrong_type /error/timestamp");
  CHECK(codes_of(aitronos::read_error(R"({"success":null,"error":[]})")) ==
        "wrong_type /success; wrong_type /error");
  CHECK(codes_of(aitronos::read_error(
            R"({"success":false,"error":{"code":null,"message":null,"status":403.5}})")) ==
        "wrong_type /error/code; wrong_type /error/message; wrong_type /error/status");
}

TEST_CASE("aitronos::read_error and write_error preserve the text of details",
          "[aitronos][error]") {
  const std::string text =
      R"({"success":false,"error":{"code":"C","message":"m","details":{"b":[1.50,null],"a":"x"}}})";
  const auto read = aitronos::read_error(text);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->details->text() == R"({"b":[1.50,null],"a":"x"})");
  CHECK(aitronos::write_error(*read) == text);
}

TEST_CASE("aitronos::write_error writes whole seconds and replaces text that is not UTF-8",
          "[aitronos][error]") {
  invito::api_error e{"C\xFF", "m"};
  e.at = at("2025-01-01T00:00:00.999Z");
  CHECK(aitronos::write_error(e) ==
        "{\"success\":false,\"error\":{\"code\":\"C\xEF\xBF\xBD\",\"message\":\"m\","
        "\"timestamp\":\"2025-01-01T00:00:00Z\"}}");
}

TEST_CASE("aitronos::write_error writes INVALID_EMAIL_FORMAT with the malformed email",
          "[aitronos][issue][error]") {
  const auto refused =
      issuing(R"({"email":"nobody","role_id":"role_member"})", by_role("role_owner"));
  REQUIRE(codes_of(refused) == "invalid_email /email");
  CHECK(aitronos::http_status(refused.error()) == 422);
  CHECK(aitronos::write_error(refused.error(), {"3f2c", at("2025-11-19T14:30:00.75Z")}) ==
        R"({"success":false,"error":{"code":"INVALID_EMAIL_FORMAT",)"
        R"("message":"\"nobody\" is not an email address","system_message":"email: invalid_email",)"
        R"("type":"client_error","status":422,"details":{"field":"email","value":"nobody"},)"
        R"("trace_id":"3f2c","timestamp":"2025-11-19T14:30:00Z"}})");

  const auto beyond =
      issuing(R"({"email":"b\u00fc@example.com","role_id":"role_member"})", by_role("role_owner"));
  REQUIRE(codes_of(beyond) == "email_not_ascii /email");
  CHECK(aitronos::http_status(beyond.error()) == 422);
  const auto body = nlohmann::json::parse(aitronos::write_error(beyond.error()));
  CHECK(body["error"]["code"] == "INVALID_EMAIL_FORMAT");
  CHECK(body["error"]["status"] == 422);
  CHECK(body["error"]["details"] ==
        nlohmann::json({{"field", "email"}, {"value", "b\xC3\xBC@example.com"}}));
}

TEST_CASE("aitronos::write_error lists several problems in message and system_message",
          "[aitronos][error]") {
  const auto found = aitronos::read_request("{}");
  REQUIRE_FALSE(found.has_value());
  CHECK(aitronos::write_error(found.error()) ==
        R"({"success":false,"error":{"code":"VALIDATION_ERROR",)"
        R"("message":"/email: this field is required; /role_id: this field is required",)"
        R"("system_message":"email: missing_field; role_id: missing_field",)"
        R"("type":"client_error","status":400,"details":{"field":"email"}}})");
  // A problem without a location has no details.
  CHECK(aitronos::write_error(aitronos::read_request("{").error()) ==
        R"({"success":false,"error":{"code":"VALIDATION_ERROR",)"
        R"("message":"invalid JSON at byte 1","system_message":"syntax_error",)"
        R"("type":"client_error","status":400}})");
}

TEST_CASE("aitronos::write_error takes the code and the status from the primary problem",
          "[aitronos][error]") {
  invito::problems why({code::invalid_email, "email", "x", {}});
  why.add({code::not_permitted, {}, "role_owner", {}});
  CHECK(aitronos::http_status(why) == 403);
  const auto body = nlohmann::json::parse(aitronos::write_error(why));
  CHECK(body["error"]["code"] == "INSUFFICIENT_PERMISSIONS");
  CHECK(body["error"]["status"] == 403);
  CHECK_FALSE(body["error"].contains("details"));
  CHECK(body["error"]["system_message"] == "email: invalid_email; not_permitted");
}

TEST_CASE("aitronos::write_error names the field of the request for a refusal by issue",
          "[aitronos][issue][error]") {
  const auto refused = issuing(R"({"email":"a@example.com","role_id":""})", by_role("role_owner"));
  REQUIRE(codes_of(refused) == "missing_value /role");
  CHECK(aitronos::write_error(refused.error()) ==
        R"({"success":false,"error":{"code":"VALIDATION_ERROR",)"
        R"("message":"a role is required","system_message":"role_id: missing_value",)"
        R"("type":"client_error","status":400,"details":{"field":"role_id"}}})");
  CHECK(aitronos::write_error(invito::problem{
            code::duplicate_item, invito::path("grants").add(std::size_t{2}).add("id"), "p", {}}) ==
        R"({"success":false,"error":{"code":"VALIDATION_ERROR",)"
        R"("message":"duplicate item \"p\"",)"
        R"("system_message":"grants.2.id: duplicate_item","type":"client_error","status":400,)"
        R"("details":{"field":"grants.2.id"}}})");
}

TEST_CASE(
    "aitronos::write_error replaces wrong_recipient with not_found, and inactive_actor with "
    "forbidden",
    "[aitronos][accept][error]") {
  invito::accept_command c;
  c.who = {invito::user_id("usr_2"), invito::email("mallory@example.com"), true};
  c.now = invited;
  const auto refused = invito::accept(aitronos::policy(), issued(), c);
  REQUIRE(codes_of(refused) == "wrong_recipient");
  CHECK(aitronos::http_status(refused.error()) == 403);
  CHECK(aitronos::write_error(refused.error()) ==
        R"({"success":false,"error":{"code":"ORGANIZATION_ACCESS_DENIED",)"
        R"("message":"invitation not found","system_message":"not_found",)"
        R"("type":"client_error","status":403}})");
  CHECK(aitronos::write_error(invito::problem{code::inactive_actor, "secret", "secret", {}}) ==
        R"({"success":false,"error":{"code":"INSUFFICIENT_PERMISSIONS",)"
        R"("message":"you are not permitted to do this","system_message":"forbidden",)"
        R"("type":"client_error","status":403}})");
}

TEST_CASE("aitronos::write_error writes a status, a code and a type of the API for every problem",
          "[aitronos][error]") {
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
  for (invito::code_info const& c : invito::detail::codes) {
    CAPTURE(c.name);
    const invito::problem hidden{c.code, "secret place", "secret \xFF", {7, 7, 7}};
    const int status = aitronos::http_status(hidden);
    CHECK((status == 400 || status == 401 || status == 403 || status == 422 || status == 500));
    const std::string body = aitronos::write_error(hidden);
    CHECK(codes_of(aitronos::read_error(body, strict_options())) == "nothing wrong");
    const bool is_public = invito::public_code(c.code) == c.code;
    CHECK((is_public || body.find("secret") == std::string::npos));
  }
}

TEST_CASE("aitronos::public_error names a field in details only for problems of the request",
          "[aitronos][error]") {
  const auto details = [](code c, char const* location) {
    const auto e = aitronos::public_error(
        invito::problems(invito::problem{c, invito::path(location), {}, {}}));
    return e.details ? e.details->text() : "none";
  };
  CHECK(details(code::missing_value, "role") == R"({"field":"role_id"})");
  CHECK(details(code::offer_changed, "offer") == "none");
  CHECK(details(code::fact_missing, "facts") == "none");
}

TEST_CASE("aitronos::public_error returns OPERATION_NOT_ALLOWED for the limits of resend",
          "[aitronos][resend][error]") {
  for (const code c : {code::too_soon, code::rate_limited, code::too_many_sends}) {
    CAPTURE(to_string(c));
    const invito::problems found(invito::problem{c, {}, {}, {}});
    CHECK(aitronos::public_error(found).code == "OPERATION_NOT_ALLOWED");
    CHECK(aitronos::http_status(found) == 403);
  }
}

// Properties of the dialect ----------------------------------------------------------------------

TEST_CASE("aitronos::endpoints lists the four operations of the API", "[aitronos][endpoints]") {
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

TEST_CASE("aitronos::roles has three base roles, and custom roles with the rank of an admin",
          "[aitronos][role]") {
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

TEST_CASE("aitronos::roles has the ranks 10, 20 and 30", "[aitronos][role]") {
  using invito::scope;
  CHECK(aitronos::roles() == invito::role_catalog({{"role_owner", 30, true, scope::organization},
                                                   {"role_admin", 20, true, scope::organization},
                                                   {"role_member", 10, true, scope::organization}})
                                 .open_to({"role_", 20, true, scope::organization}));
}

TEST_CASE(
    "aitronos::policy permits owners and admins to issue up to their rank, for at most a week",
    "[aitronos][issue][policy]") {
  const auto by = [](char const* actor, char const* role) {
    return codes_of(issuing(R"({"email":"a@example.com","role_id":")" + std::string(role) + "\"}",
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
  // The catalog does not know the permissions of a custom role, so its holder cannot invite.
  CHECK(by("role_9f8e", "role_member") == "not_permitted");
  CHECK(by("role_9f8e", "role_9f8e") == "not_permitted");
  CHECK(by("Owner", "role_member") == "not_permitted");  // a display name is not an id

  const auto made =
      issuing(R"({"email":"a@example.com","role_id":"role_member"})", by_role("role_admin"));
  REQUIRE(codes_of(made) == "nothing wrong");
  CHECK(made->invitation.expires_at() == week_later);
  invito::issue_command longer = by_role("role_admin");
  longer.lifetime = 7 * 24h + 1s;
  CHECK(codes_of(issuing(R"({"email":"a@example.com","role_id":"role_member"})", longer)) ==
        "lifetime_too_long /lifetime");
  longer.lifetime = 24h;
  CHECK(issuing(R"({"email":"a@example.com","role_id":"role_member"})", longer)
            ->invitation.expires_at() == invited + 24h);
}

TEST_CASE(
    "aitronos::policy is equal for both presets, and refuses the renewal of an expired invitation",
    "[aitronos][resend][policy]") {
  const invito::policy p = aitronos::policy();
  CHECK(p == aitronos::policy(invito::preset::documented));
  CHECK(p == aitronos::policy(invito::preset::observed));
  CHECK(p.roles == aitronos::roles());
  CHECK(p.inviter_rank == 20);
  CHECK(p.expiry.lifetime == std::chrono::seconds{604'800});
  CHECK(p.expiry.max_lifetime == std::chrono::seconds{604'800});
  CHECK_FALSE(p.resend.renew_expired);
  invito::resend_command again;
  again.organization = invito::organization_id("org_xyz789");
  again.by = invito::actor::user(invito::user_id("usr_olga"));
  again.now = week_later;
  again.facts = support::nothing_in_the_way();
  again.facts.actor = invito::membership{"role_owner"};
  CHECK(codes_of(invito::resend(p, issued(), again)) == "renewal_refused");
}

TEST_CASE("aitronos::features and request_features list the features of the documents",
          "[aitronos][features]") {
  const invito::feature_set carried = aitronos::features();
  const invito::feature_set asked = aitronos::request_features();
  constexpr invito::feature_set whole = aitronos::whole_seconds;
  for (std::size_t n = 1; n != invito::names_of<invito::feature>.size(); ++n) {
    const auto f = static_cast<feature>(n);
    CAPTURE(to_string(f));
    const bool by_lookup = f == feature::id || f == feature::email || f == feature::user ||
                           f == feature::organization || f == feature::role ||
                           f == feature::status || f == feature::expires_at ||
                           f == feature::created_at;
    CHECK(carried.has(f) == by_lookup);
    CHECK(aitronos::features(invito::wire::shape::extended).has(f) == by_lookup);
    CHECK(asked.has(f) == (f == feature::email || f == feature::role || f == feature::send));
    CHECK(whole.has(f) == (f == feature::created_at || f == feature::expires_at));
  }
}

TEST_CASE("losses<aitronos> lists every feature without a field in a lookup response",
          "[aitronos][losses]") {
  CHECK(lost(issued(), invited) == "created_by, sponsor, revision, history");
  CHECK(lost(issued(), week_later) == "created_by, sponsor, revision, history");
  CHECK(lost(accepted(), invited) ==
        "created_by, accepted_at, accepted_by, sponsor, revision, history, status (accepted)");
  CHECK(lost(revoked(), invited) ==
        "created_by, cause, revoked_at, revoked_by, sponsor, revision, history, status (revoked)");
  invitation full = *aitronos::read_invitation(lookup);
  full.name = {"Given", "Family"};
  full.offer.grants.emplace();
  full.send = false;
  full.attributes = {{"a", {}}};
  full.offer_number = 2;
  full.tokens = invito::token_digests{support::digest_of("k"), {}, {}};
  CHECK(lost(full, invited) ==
        "given_name, family_name, grants, send, attributes, offer_number, token");
}

TEST_CASE("losses<aitronos> lists the values that a field cannot hold", "[aitronos][losses]") {
  invitation i = *aitronos::read_invitation(lookup);
  i.organization = invito::organization_id("acme");
  i.offer.role = "anything";
  CHECK(lost(i, invited) == "organization (acme)");
  i.organization = {};
  CHECK(lost(i, invited) == "");
  CHECK(lost(recorded_as_expired(), week_later) == "created_by, sponsor, revision, history");
  CHECK(lost(recorded_as_expired(), invited) ==
        "created_by, sponsor, revision, history, status (expired)");
}

TEST_CASE("losses<aitronos> lists every feature without a field in a request",
          "[aitronos][losses]") {
  invito::invitation_request r;
  r.recipient = {invito::email("a"), invito::user_id("u")};
  r.name = {"Given", "Family"};
  r.offer = {"anything", std::vector<invito::grant>{}};
  r.send = false;
  r.attributes = {{"a", {}}};
  CHECK(support::lost(invito::losses<aitronos>(r)) ==
        "user, given_name, family_name, grants, attributes");
  CHECK(support::lost(invito::losses<aitronos>(
            *aitronos::read_request(R"({"email":"a","role_id":"r","send_email":false})"))) == "");
}

// Invalid input ----------------------------------------------------------------------------------

TEST_CASE("the aitronos readers refuse a duplicate field", "[aitronos]") {
  CHECK(codes_of(aitronos::read_request(R"({"email":"a","role_id":"r","email":"b"})")) ==
        "duplicate_field /email");
  CHECK(codes_of(aitronos::read_creation(
            R"({"invitation_id":"i","email":"a","invitation_key":"k","invitation_key":"l"})")) ==
        "duplicate_field /invitation_key");
  CHECK(codes_of(aitronos::read_invitation(
            R"({"invitation_id":"i","invitation_id":"i","email":"a"})")) ==
        "duplicate_field /invitation_id");
  CHECK(codes_of(aitronos::read_validation(R"({"valid":false,"valid":true})")) ==
        "duplicate_field /valid");
  CHECK(codes_of(aitronos::read_accept_request(R"({"email_key":"k","email_key":"k"})")) ==
        "duplicate_field /email_key");
  CHECK(codes_of(aitronos::read_acceptance(R"({"success":true,"success":true})")) ==
        "duplicate_field /success");
  CHECK(codes_of(aitronos::read_error(
            R"({"success":false,"error":{"code":"c","message":"m","details":{"a":1,"a":2}}})")) ==
        "duplicate_field /error/details/a");
}

TEST_CASE("the aitronos readers refuse text that is not UTF-8", "[aitronos]") {
  CHECK(codes_of(aitronos::read_request("{\"email\":\"\xFF\",\"role_id\":\"r\"}")) ==
        "syntax_error");
  nlohmann::json value = {{"email", "a"}, {"role_id", "\xFF"}};
  CHECK(codes_of(aitronos::read_request(value)) == "invalid_utf8 /role_id");
  CHECK(codes_of(aitronos::read_accept_request("{\"email_key\":\"\xC3\"}")) == "syntax_error");
}

TEST_CASE("the aitronos readers accept long values up to read_limits", "[aitronos]") {
  const auto list_of = [](std::size_t n) {
    std::string out = "[";
    for (; n > 1; --n) out += "0,";
    return out + "0]";
  };
  const std::string rest = R"(,"email":"a","role_id":"r"})";
  CHECK(codes_of(aitronos::read_request(R"({"x":)" + list_of(50'000) + rest)) == "nothing wrong");
  CHECK(codes_of(aitronos::read_request(R"({"role_name":)" + list_of(50'000) + rest)) ==
        "wrong_type /role_name");
  CHECK(codes_of(aitronos::read_request(R"({"x":)" + list_of(200'000) + rest)) == "too_many_items");
  CHECK(codes_of(aitronos::read_request(R"({"x":)" + std::string(100, '[') + std::string(100, ']') +
                                        rest)) == "too_deep");
  CHECK(codes_of(aitronos::read_request(R"({"x":")" + std::string(1024 * 1024, 'x') + "\"" +
                                        rest)) == "too_large");
  const std::string long_text(100'000, 'x');
  const auto read =
      aitronos::read_request(R"({"email":")" + long_text + R"(","role_id":")" + long_text + "\"}");
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->offer.role == long_text);
  // The subject of a problem has at most 255 bytes.
  CHECK(subject(aitronos::read_invitation(with(lookup, "org_xyz789", long_text))).size() == 255);
}

TEST_CASE("the aitronos readers read the same values from text and from parsed JSON",
          "[aitronos]") {
  CHECK(aitronos::read_invitation(nlohmann::json::parse(lookup)) ==
        aitronos::read_invitation(lookup));
  CHECK(aitronos::read_validation(nlohmann::json::parse(validation_text)) ==
        aitronos::read_validation(validation_text));
  CHECK(aitronos::read_error(nlohmann::json::parse(error_example)) ==
        aitronos::read_error(error_example));
  CHECK(aitronos::read_creation(nlohmann::json::parse(creation_example))->token.reveal() ==
        documented_token);
}

TEST_CASE("the aitronos readers refuse a truncated document and tolerate a changed byte",
          "[aitronos]") {
  for (std::size_t size = 0; size != creation_compact.size(); ++size) {
    CAPTURE(size);
    REQUIRE(codes_of(aitronos::read_creation(creation_compact.substr(0, size))) == "syntax_error");
  }
  for (std::size_t size = 0; size != error_compact.size(); ++size) {
    CAPTURE(size);
    REQUIRE(codes_of(aitronos::read_error(error_compact.substr(0, size))) == "syntax_error");
  }
  int written_count = 0;
  for (std::size_t n = 0; n != lookup_written.size(); ++n) {
    for (int byte = 0; byte < 256; byte += 3) {
      std::string changed = lookup_written;
      changed[n] = static_cast<char>(byte);
      const auto read = aitronos::read_invitation(changed);
      if (!read) continue;
      const auto written = aitronos::write_invitation(*read, invited);
      if (!written) continue;
      ++written_count;
      CAPTURE(changed);
      REQUIRE(*aitronos::read_invitation(*written) == *read);
    }
  }
  CHECK(written_count > 1000);
}

// Round trips ------------------------------------------------------------------------------------

namespace {

std::optional<std::int64_t> seconds(std::optional<invito::instant> t) {
  if (!t) return std::nullopt;
  return std::chrono::floor<std::chrono::seconds>(t->time_since_epoch()).count();
}

/// Whether a lookup response can represent the invitation.
bool is_representable(invitation const& i, invito::instant now) {
  if (!i.recipient.email || !i.created_at || !i.expires_at() || i.offer.role.empty()) return false;
  if (i.id.empty() || i.organization.text().substr(0, 4) != "org_") return false;
  const invito::status held = i.status(now);
  if (held == invito::status::expired) return *i.expires_at() <= now;
  return held == invito::status::pending;
}

}  // namespace

TEST_CASE("aitronos::read_invitation restores every field that write_invitation writes",
          "[aitronos][lookup]") {
  sample::maker make(2025, aitronos::roles());
  int written_count = 0, refused_count = 0, expired_count = 0;
  for (int n = 0; n != 5000; ++n) {
    CAPTURE(n);
    invitation i = make();
    if (!make.dice().one_in(5))
      i.organization = invito::organization_id("org_" + std::to_string(n));
    const invito::instant now =
        at("2026-03-02T09:00:00Z") + 12h * static_cast<int>(make.dice().below(30));
    const auto written = aitronos::write_invitation(i, now);
    REQUIRE(written.has_value() == is_representable(i, now));
    if (!written) {
      ++refused_count;
      continue;
    }
    ++written_count;
    if (i.status(now) == invito::status::expired) ++expired_count;
    const auto read = aitronos::read_invitation(*written, strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    REQUIRE(read->id == i.id);
    REQUIRE(read->recipient.email->text() == i.recipient.email->text());
    REQUIRE(read->recipient.user == i.recipient.user);
    REQUIRE(read->organization == i.organization);
    REQUIRE(read->offer.role == i.offer.role);
    REQUIRE(seconds(read->created_at) == seconds(i.created_at));
    REQUIRE(seconds(read->expires_at()) == seconds(i.expires_at()));
    // An expires_at that is rounded down may have passed already. The fraction is a loss.
    const bool within_its_last_second = now < *i.expires_at() && *i.expires_at() - now < 1s;
    REQUIRE((within_its_last_second || read->status(now) == i.status(now)));
    REQUIRE(*aitronos::write_invitation(*read, now) == *written);
    for (invito::loss const& l : invito::losses<aitronos>(i, now)) {
      REQUIRE(aitronos::features().has(l.feature) == !l.detail.empty());
    }
  }
  CHECK(written_count > 400);
  CHECK(refused_count > 400);
  CHECK(expired_count > 50);
}

TEST_CASE("aitronos::read_request restores every field that write_request writes",
          "[aitronos][request]") {
  sample::maker make(43, aitronos::roles());
  int written_count = 0;
  for (int n = 0; n != 500; ++n) {
    CAPTURE(n);
    invito::invitation_request r = make.request();
    const auto written = aitronos::write_request(r);
    REQUIRE(written.has_value() == r.recipient.email.has_value());
    if (!written) continue;
    ++written_count;
    const auto read = aitronos::read_request(*written, strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    r.recipient.user = {};
    r.name = {};
    r.offer.grants.reset();
    r.attributes = {};
    REQUIRE(*read == r);
    REQUIRE(*aitronos::write_request(*read) == *written);
  }
  CHECK(written_count > 200);
}

TEST_CASE("aitronos::read_error restores every field that write_error writes",
          "[aitronos][error]") {
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
    const auto read = aitronos::read_error(aitronos::write_error(e), strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    REQUIRE(*read == e);
  }
}
