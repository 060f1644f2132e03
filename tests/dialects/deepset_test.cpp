// SPDX-License-Identifier: MIT

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <invito/dialects/impl/deepset_documents.hpp>
#include <invito/invito.hpp>
#include <invito/wire/writer.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/dialect.hpp"
#include "support/digest.hpp"
#include "support/facts.hpp"
#include "support/sample.hpp"

namespace {

using invito::api_error;
using invito::code;
using invito::deepset;
using invito::error_item;
using invito::feature;
using invito::grant;
using invito::invitation;
using invito::invitation_request;
using invito::json_text;
using invito::path;
using invito::problem;
using invito::problems;
using invito::scope;
using support::extended;
using support::incomplete;
using support::lost;
using support::strict_options;

const std::string first_id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const std::string second_id = "00000000-0000-0000-0000-000000000001";

// A request with every field, in the order of the writer.
const std::string full =
    R"({"email":"Rita@Example.com","family_name":"O'Hara","given_name":"Rita","role":"Member",)"
    R"("workspace_ids":["3fa85f64-5717-4562-b3fc-2c963f66afa6",)"
    R"("00000000-0000-0000-0000-000000000001"]})";

const invito::instant noon = at("2026-03-02T12:00:00Z");

std::string with_workspaces(std::string const& ids) {
  return R"({"email":"a","family_name":"b","given_name":"c","role":"d","workspace_ids":)" + ids +
         "}";
}

std::string reading(std::string const& ids) {
  return codes_of(deepset::read_request(with_workspaces(ids)));
}

invitation_request complete() { return *deepset::read_request(full); }

/// The text of the request, or the problems.
std::string request_text(invitation_request const& r, invito::write_options const& options = {}) {
  return support::text_of(deepset::write_request(r, options));
}

json_text json(char const* text) { return *invito::parse_json_text(text); }

invito::issue_command by(char const* role, invito::offer const& offered = {}) {
  invito::issue_command out;
  out.id = invito::invitation_id("inv-1");
  out.organization = invito::organization_id("org-1");
  out.by = invito::actor::user(invito::user_id("user-olga"));
  out.now = noon;
  out.facts = support::nothing_in_the_way(offered);
  out.facts.actor = invito::membership{role};
  return out;
}

std::string issuing(char const* actor_role, invitation_request const& r,
                    invito::policy const& policy = deepset::policy()) {
  return codes_of(invito::issue(policy, r, by(actor_role, r.offer)));
}

// The error body of one problem.
std::string body_of(code c, path where = {}, std::string subject = {}) {
  return deepset::write_error(problems(problem{c, std::move(where), std::move(subject), {}}));
}

// The only item of the error body of a problem.
error_item item_of(code c, path where, std::string subject = {}) {
  const auto e =
      deepset::public_error(problems(problem{c, std::move(where), std::move(subject), {}}));
  REQUIRE(e.items.size() == 1);
  return e.items.front();
}

// The error body for the problems of a request.
std::string body_of(std::string const& request, invito::read_options const& options = {}) {
  const auto read = deepset::read_request(request, options);
  return read ? "nothing wrong" : deepset::write_error(read.error());
}

std::vector<char const*> some_json() {
  return {"null",
          "true",
          "-1.50",
          "12345678901234567890123",
          "\"text\"",
          "[]",
          "{}",
          "[{}]",
          R"({"b":[1,2.0,{"a":null}],"a":"\n"})"};
}

}  // namespace

// The create request -----------------------------------------------------------------------------

TEST_CASE("deepset::read_request reads the invitee, the role and the workspaces",
          "[deepset][request]") {
  const auto read = deepset::read_request(full);
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->recipient.email.has_value());
  CHECK(read->recipient.email->text() == "Rita@Example.com");
  CHECK(read->recipient.user.empty());
  CHECK(read->name.given == "Rita");
  CHECK(read->name.family == "O'Hara");
  CHECK(read->offer.role == "Member");
  REQUIRE(read->offer.grants.has_value());
  CHECK(*read->offer.grants ==
        std::vector<grant>{{scope::workspace, first_id, ""}, {scope::workspace, second_id, ""}});
  CHECK(read->send);
  CHECK(read->attributes.empty());
}

TEST_CASE("deepset::write_request reproduces a request in every shape", "[deepset][request]") {
  CHECK(request_text(complete()) == full);
  CHECK(request_text(complete(), extended()) == full);
  CHECK(request_text(complete(), incomplete()) == full);
  const auto other_order = deepset::read_request(
      R"({"workspace_ids":[],"role":"Admin","given_name":"G","family_name":"F","email":"e"})");
  REQUIRE(codes_of(other_order) == "nothing wrong");
  CHECK(request_text(*other_order) ==
        R"({"email":"e","family_name":"F","given_name":"G","role":"Admin","workspace_ids":[]})");
}

TEST_CASE(
    "deepset::read_request reads absent workspace_ids as an empty list, and write_request writes "
    "it",
    "[deepset][request]") {
  const auto left_out =
      deepset::read_request(R"({"email":"e","family_name":"F","given_name":"G","role":"Admin"})");
  REQUIRE(codes_of(left_out) == "nothing wrong");
  REQUIRE(left_out->offer.grants.has_value());
  CHECK(left_out->offer.grants->empty());
  const auto empty = deepset::read_request(
      R"({"email":"e","family_name":"F","given_name":"G","role":"Admin","workspace_ids":[]})");
  REQUIRE(codes_of(empty) == "nothing wrong");
  CHECK(*left_out == *empty);
  CHECK(request_text(*left_out) ==
        R"({"email":"e","family_name":"F","given_name":"G","role":"Admin","workspace_ids":[]})");
}

TEST_CASE("deepset::read_request reports all missing fields at once", "[deepset][request]") {
  CHECK(codes_of(deepset::read_request("{}")) ==
        "missing_field /email; missing_field /family_name; missing_field /given_name; "
        "missing_field /role");
  struct row {
    char const* member;
    char const* problem;
  };
  for (row const& r : {row{R"("email":"Rita@Example.com",)", "missing_field /email"},
                       row{R"("family_name":"O'Hara",)", "missing_field /family_name"},
                       row{R"("given_name":"Rita",)", "missing_field /given_name"},
                       row{R"("role":"Member",)", "missing_field /role"}}) {
    CAPTURE(r.member);
    CHECK(codes_of(deepset::read_request(with(full, r.member, ""))) == r.problem);
  }
}

TEST_CASE("deepset::read_request refuses null and fields of a wrong type", "[deepset][request]") {
  const std::string all_wrong =
      "wrong_type /email; wrong_type /family_name; wrong_type /given_name; wrong_type /role; "
      "wrong_type /workspace_ids";
  for (char const* value : {"null", "1", "1.5", "true", "{}"}) {
    CAPTURE(value);
    std::string text = R"({"email":?,"family_name":?,"given_name":?,"role":?,"workspace_ids":?})";
    for (int n = 0; n != 5; ++n) text = with(text, "?", value);
    CHECK(codes_of(deepset::read_request(text)) == all_wrong);
  }
  CHECK(codes_of(deepset::read_request(
            R"({"email":[],"family_name":["b"],"given_name":[],"role":[],"workspace_ids":"x"})")) ==
        all_wrong);
  CHECK(reading(R"([null,1,true,{},["3fa85f64-5717-4562-b3fc-2c963f66afa6"]])") ==
        "wrong_type /workspace_ids/0; wrong_type /workspace_ids/1; wrong_type /workspace_ids/2; "
        "wrong_type /workspace_ids/3; wrong_type /workspace_ids/4");
  for (char const* text : {"[]", "null", "true", "1", "\"\""}) {
    CAPTURE(text);
    CHECK(codes_of(deepset::read_request(text)) == "wrong_type");
  }
}

TEST_CASE(
    "deepset::read_request accepts a UUID in any case, with or without hyphens, and keeps its "
    "spelling",
    "[deepset][request]") {
  for (char const* id :
       {"3fa85f64-5717-4562-b3fc-2c963f66afa6", "3FA85F64-5717-4562-B3FC-2C963F66AFA6",
        "3fa85f6457174562b3fc2c963f66afa6", "3FA85F6457174562b3fc2c963f66AFA6",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"}) {
    CAPTURE(id);
    const std::string text = with_workspaces("[\"" + std::string(id) + "\"]");
    const auto read = deepset::read_request(text);
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK(*read->offer.grants == std::vector<grant>{{scope::workspace, id, ""}});
    CHECK(request_text(*read) == text);
  }
  for (char const* id : {"",
                         "default",
                         "3fa85f64-5717-4562-b3fc-2c963f66afa",
                         "3fa85f64-5717-4562-b3fc-2c963f66afa66",
                         "3fa85f6457174562b3fc2c963f66afa",
                         "3fa85f6457174562b3fc2c963f66afa60",
                         "3fa85f64-5717-4562-b3fc-2c963f66afag",
                         "gfa85f6457174562b3fc2c963f66afa6",
                         "3fa85f645-717-4562-b3fc-2c963f66afa6",
                         "3fa85f64-57174562-b3fc-2c963f66afa6-",
                         "3fa85f64-5717-4562-b3fc2-c963f66afa6",
                         "3fa85f64_5717_4562_b3fc_2c963f66afa6",
                         "--------------------------------",
                         "------------------------------------",
                         "{3fa85f64-5717-4562-b3fc-2c963f66afa6}",
                         " 3fa85f64-5717-4562-b3fc-2c963f66afa6",
                         "urn:uuid:3fa85f64-5717-4562-b3fc-2c963f66afa6",
                         "3fa85f64-5717-4562-b3fc-2c963f66afa6 ",
                         "3fa85f6457174562b3fc2c963f66af\xC3\xA6",
                         "3fa85f64-57174562b3fc2c963f66afa"}) {
    CAPTURE(id);
    const auto read = deepset::read_request(with_workspaces("[\"" + std::string(id) + "\"]"));
    REQUIRE(codes_of(read) == "invalid_uuid /workspace_ids/0");
    CHECK(read.error().front().subject == id);
  }
}

TEST_CASE("is_uuid accepts only hexadecimal digits", "[deepset][request]") {
  const std::string digits = "0123456789abcdefABCDEF";
  for (int n = 0; n != 256; ++n) {
    const auto c = static_cast<char>(n);
    std::string text = "12345678-1234-1234-1234-123456789abc";
    text[0] = c;
    CAPTURE(n);
    CHECK(invito::deepset_documents::is_uuid(text) == (digits.find(c) != std::string::npos));
  }
}

TEST_CASE("deepset::read_request reports invalid UUIDs together with all other problems",
          "[deepset][request]") {
  const auto read = deepset::read_request(
      R"({"email":7,"workspace_ids":["3fa85f64-5717-4562-b3fc-2c963f66afa6","x",null,"y"],)"
      R"("given_name":"G"})");
  REQUIRE(codes_of(read) ==
          "wrong_type /email; invalid_uuid /workspace_ids/1; wrong_type /workspace_ids/2; "
          "invalid_uuid /workspace_ids/3; missing_field /family_name; missing_field /role");
  CHECK(read.error()[1].subject == "x");
  CHECK(read.error()[3].subject == "y");
}

TEST_CASE("deepset::read_request refuses a duplicate workspace in any spelling",
          "[deepset][request]") {
  const auto read = deepset::read_request(with_workspaces(
      R"(["3fa85f64-5717-4562-b3fc-2c963f66afa6","00000000-0000-0000-0000-000000000001",)"
      R"("3fa85f64-5717-4562-b3fc-2c963f66afa6","3FA85F64-5717-4562-B3FC-2C963F66AFA6",)"
      R"("3fa85f6457174562b3fc2c963f66afa6","00000000-0000-0000-0000-000000000002"])"));
  REQUIRE(codes_of(read) ==
          "duplicate_item /workspace_ids/2; duplicate_item /workspace_ids/3; "
          "duplicate_item /workspace_ids/4");
  CHECK(read.error()[0].subject == "3fa85f64-5717-4562-b3fc-2c963f66afa6");
  CHECK(read.error()[1].subject == "3FA85F64-5717-4562-B3FC-2C963F66AFA6");
  CHECK(read.error()[2].subject == "3fa85f6457174562b3fc2c963f66afa6");
}

TEST_CASE("deepset::read_request does not check the email and the role", "[deepset][request]") {
  for (char const* text : {"", "nobody", "a b", "\xC3\xBC@\xC3\xBC", "Search user", "ADMIN"}) {
    CAPTURE(text);
    const auto read = deepset::read_request(
        with(with(with_workspaces("[]"), "\"a\"", "\"" + std::string(text) + "\""), "\"d\"",
             "\"" + std::string(text) + "\""));
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK(read->recipient.email->text() == text);
    CHECK(read->offer.role == text);
  }
}

TEST_CASE("deepset::read_request ignores unknown fields, and refuses them in strict mode",
          "[deepset][request]") {
  const std::string text = with(full, R"("role")", R"("user_id":[1],"role")");
  CHECK(codes_of(deepset::read_request(text)) == "nothing wrong");
  CHECK(*deepset::read_request(text) == complete());
  CHECK(codes_of(deepset::read_request(text, strict_options())) == "unknown_field /user_id");
}

TEST_CASE(
    "deepset::read_request refuses duplicate fields, trailing text and text that is not UTF-8",
    "[deepset][request]") {
  CHECK(codes_of(deepset::read_request(with(full, R"("role")", R"("email":"x","role")"))) ==
        "duplicate_field /email");
  CHECK(codes_of(deepset::read_request(with(full, "}", R"(,"workspace_ids":[]})"))) ==
        "duplicate_field /workspace_ids");
  CHECK(codes_of(deepset::read_request(with(full, "Rita", "\xFF"))) == "syntax_error");
  CHECK(codes_of(deepset::read_request(full + "x")) == "syntax_error");

  nlohmann::json value = nlohmann::json::parse(full);
  CHECK(deepset::read_request(value) == deepset::read_request(full));
  value["workspace_ids"][1] = "\xFF";
  value["given_name"] = "\xC3";
  CHECK(codes_of(deepset::read_request(value)) ==
        "invalid_utf8 /given_name; invalid_utf8 /workspace_ids/1");

  // The subject of a problem has at most 255 bytes.
  const auto endless =
      deepset::read_request(with_workspaces("[\"" + std::string(5000, 'f') + "\"]"));
  REQUIRE(codes_of(endless) == "invalid_uuid /workspace_ids/0");
  CHECK(endless.error().front().subject == std::string(255, 'f'));
}

TEST_CASE("deepset::read_request reads a list of workspaces up to read_limits",
          "[deepset][request]") {
  const auto list_of_ids = [](std::size_t count) {
    std::string ids = "[";
    for (std::size_t n = 0; n != count; ++n) {
      std::string digits = std::to_string(n);
      digits.insert(0, 32 - digits.size(), '0');
      ids += (n == 0 ? "\"" : ",\"") + digits + "\"";
    }
    return ids + "]";
  };
  const auto many = deepset::read_request(with_workspaces(list_of_ids(20'000)));
  REQUIRE(codes_of(many) == "nothing wrong");
  CHECK(many->offer.grants->size() == 20'000);
  CHECK(many->offer.grants->back().id == "00000000000000000000000000019999");

  invito::read_options options;
  options.limits.items = 100;
  const auto beyond = deepset::read_request(with_workspaces(list_of_ids(101)), options);
  REQUIRE_FALSE(beyond.has_value());
  CHECK(codes_of(beyond) == "too_many_items");

  std::string bad = "[0";
  for (int n = 0; n != 1000; ++n) bad += ",0";
  const auto stopped = deepset::read_request(with_workspaces(bad + "]"));
  REQUIRE_FALSE(stopped.has_value());
  CHECK(stopped.error().size() == 100);
}

TEST_CASE("deepset::write_request reports all missing values at once", "[deepset][request]") {
  CHECK(request_text(invitation_request{}) ==
        "missing_value /email; missing_value /family_name; missing_value /given_name; "
        "missing_value /role");
  invitation_request r = complete();
  r.recipient = {std::nullopt, invito::user_id("user-1")};
  CHECK(request_text(r) == "missing_value /email");
  r = complete();
  r.name.family.clear();
  CHECK(request_text(r) == "missing_value /family_name");
  r = complete();
  r.name.given.clear();
  CHECK(request_text(r) == "missing_value /given_name");
  r = complete();
  r.offer.role.clear();
  CHECK(request_text(r) == "missing_value /role");
}

TEST_CASE("deepset::write_request omits missing values with incomplete", "[deepset][request]") {
  CHECK(request_text(invitation_request{}, incomplete()) == R"({"workspace_ids":[]})");
  invitation_request r = complete();
  r.name.given.clear();
  r.recipient.email.reset();
  r.offer.grants.reset();
  CHECK(request_text(r, incomplete()) ==
        R"({"family_name":"O'Hara","role":"Member","workspace_ids":[]})");
  // A value that the request cannot represent is still refused.
  r.send = false;
  CHECK(request_text(r, incomplete()) == "not_representable /send");
}

TEST_CASE(
    "deepset::write_request refuses grants that workspace_ids cannot represent, and send false",
    "[deepset][request]") {
  invitation_request r = complete();
  r.offer.grants = std::vector<grant>{
      {scope::project, first_id, ""},          {scope::workspace, first_id, ""},
      {scope::workspace, second_id, "Editor"}, {scope::organization, second_id, ""},
      {scope::workspace, "default", ""},       {scope::workspace, "", ""}};
  r.send = false;
  const auto refused = deepset::write_request(r);
  REQUIRE(codes_of(refused) ==
          "not_representable /workspace_ids/0; not_representable /workspace_ids/2; "
          "not_representable /workspace_ids/3; not_representable /workspace_ids/4; "
          "not_representable /workspace_ids/5; not_representable /send");
  CHECK(refused.error()[0].subject == "grant for something other than a workspace");
  CHECK(refused.error()[1].subject == "role in a workspace");
  CHECK(refused.error()[2].subject == "grant for something other than a workspace");
  CHECK(refused.error()[3].subject == "workspace id that is not a UUID");
  CHECK(refused.error()[4].subject == "workspace id that is not a UUID");
  CHECK(refused.error()[5].subject == "send: false");
}

TEST_CASE("deepset::write_request refuses text that is not UTF-8", "[deepset][request]") {
  invitation_request r = complete();
  r.name.given = "\xFF";
  CHECK(request_text(r) == "invalid_utf8 /given_name");
  r = complete();
  r.recipient.email = invito::email("\xC3");
  CHECK(request_text(r) == "invalid_utf8 /email");
}

TEST_CASE("losses<deepset> lists default grants and every feature without a field in a request",
          "[deepset][losses]") {
  CHECK(lost(invito::losses<deepset>(complete())) == "");
  invitation_request r = complete();
  r.offer.grants.reset();
  CHECK(request_text(r) ==
        R"({"email":"Rita@Example.com","family_name":"O'Hara","given_name":"Rita","role":"Member",)"
        R"("workspace_ids":[]})");
  CHECK(lost(invito::losses<deepset>(r)) == "grants (default)");
  r.recipient.user = invito::user_id("user-1");
  r.send = false;
  r.attributes = {{"a", {}}};
  CHECK(lost(invito::losses<deepset>(r)) == "user, send, attributes, grants (default)");
  r = complete();
  r.offer.grants = std::vector<grant>{{scope::workspace, first_id, ""},
                                      {scope::workspace, "w", ""},
                                      {scope::project, second_id, ""},
                                      {scope::workspace, second_id, "Editor"}};
  CHECK(lost(invito::losses<deepset>(r)) ==
        "grants (w), grants (00000000-0000-0000-0000-000000000001), "
        "grants (00000000-0000-0000-0000-000000000001)");
}

TEST_CASE("deepset::read_request restores a request except for its losses",
          "[deepset][request][losses]") {
  sample::dice dice(20260302);
  int written_count = 0, refused_count = 0;
  for (int n = 0; n != 2000; ++n) {
    CAPTURE(n);
    invitation_request r;
    if (!dice.one_in(8)) r.recipient.email = invito::email(sample::any_text(dice));
    r.name.given = dice.one_in(8) ? std::string() : sample::some_text(dice);
    r.name.family = dice.one_in(8) ? std::string() : sample::some_text(dice);
    r.offer.role = dice.one_in(8) ? std::string() : sample::some_text(dice);
    r.send = !dice.one_in(8);
    const std::size_t count = dice.below(4);
    if (!dice.one_in(4)) r.offer.grants.emplace();
    bool representable = true;
    for (std::size_t k = 0; k != count && r.offer.grants; ++k) {
      const bool good = !dice.one_in(10);
      representable = representable && good;
      std::string id = std::string(31, 'A') + static_cast<char>('0' + k);
      if (dice.one_in(2)) id = "AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAA" + std::to_string(k);
      if (!good) id = sample::some_text(dice);
      r.offer.grants->push_back({scope::workspace, id, ""});
    }
    const bool complete_names =
        !r.name.given.empty() && !r.name.family.empty() && !r.offer.role.empty();
    const auto written = deepset::write_request(r);
    REQUIRE(written.has_value() ==
            (r.recipient.email && complete_names && r.send && representable));
    if (!written) {
      ++refused_count;
      continue;
    }
    ++written_count;
    const auto read = deepset::read_request(*written, strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    REQUIRE(*deepset::write_request(*read) == *written);
    REQUIRE((*read == r) == invito::losses<deepset>(r).empty());
    if (!r.offer.grants) r.offer.grants.emplace();
    REQUIRE(*read == r);
  }
  CHECK(written_count > 500);
  CHECK(refused_count > 500);
}

// The response -----------------------------------------------------------------------------------

TEST_CASE("deepset::write_invitation writes an empty object for every invitation",
          "[deepset][invitation]") {
  invitation i;
  CHECK(*deepset::write_invitation(i, noon) == "{}");
  i.id = invito::invitation_id("\xFF");
  i.state = invito::revoked{};
  i.offer = {"Admin", std::vector<grant>{{scope::project, "p", "owner"}}};
  i.tokens = invito::token_digests{support::digest_of("digest"), {}, {}};
  CHECK(*deepset::write_invitation(i, noon) == "{}");
  CHECK(*deepset::write_invitation(i, noon, extended()) == "{}");
  CHECK(*deepset::write_invitation(i, noon, incomplete()) == "{}");
}

TEST_CASE("deepset::read_invitation accepts any JSON and reads nothing from it",
          "[deepset][invitation]") {
  invitation empty_invitation;
  invito::begin_history(empty_invitation, std::nullopt);
  for (char const* text : some_json()) {
    CAPTURE(text);
    const auto read = deepset::read_invitation(text, strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK(*read == empty_invitation);
    CHECK(read->state == invito::state(invito::pending{}));
    CHECK(bool(read->baseline));
    CHECK(*deepset::write_invitation(*read, noon) == "{}");
  }
  CHECK(deepset::read_invitation(nlohmann::json::parse("[1]")) == deepset::read_invitation("{}"));
  CHECK(codes_of(deepset::read_invitation(R"({"id":"a","status":"accepted","email":1})")) ==
        "nothing wrong");
}

TEST_CASE("deepset::write_creation writes the body of the host, or an empty object",
          "[deepset][creation]") {
  invito::creation_response c;
  CHECK(*deepset::write_creation(c, noon) == "{}");
  c.token = invito::secret("the-raw-token");
  c.is_new_user = true;
  c.invitation.id = invito::invitation_id("inv-1");
  CHECK(*deepset::write_creation(c, noon) == "{}");
  CHECK(*deepset::write_creation(c, noon, extended()) == "{}");
  for (char const* text : some_json()) {
    CAPTURE(text);
    c.body = json(text);
    CHECK(*deepset::write_creation(c, noon) == text);
    CHECK(*deepset::write_creation(c, noon, incomplete()) == text);
  }
}

TEST_CASE("deepset::read_creation keeps the body and sets nothing else", "[deepset][creation]") {
  invitation empty_invitation;
  invito::begin_history(empty_invitation, std::nullopt);
  for (char const* text : some_json()) {
    CAPTURE(text);
    const auto read = deepset::read_creation(text, strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    REQUIRE(read->body.has_value());
    CHECK(read->body->text() == text);
    CHECK(read->invitation == empty_invitation);
    CHECK(read->token.empty());
    CHECK_FALSE(read->is_new_user.has_value());
    CHECK(*deepset::write_creation(*read, noon) == text);
  }
  CHECK(deepset::read_creation(" { \"a\" : [ 1 , 2.0 ] } ")->body->text() == R"({"a":[1,2.0]})");
}

TEST_CASE("deepset::read_invitation and read_creation refuse invalid JSON and apply read_limits",
          "[deepset][invitation][creation]") {
  for (char const* text : {"", "{", "nul", "{} x", "{\"a\":\"\xFF\"}"}) {
    CAPTURE(text);
    CHECK(codes_of(deepset::read_invitation(text)) == "syntax_error");
    CHECK(codes_of(deepset::read_creation(text)) == "syntax_error");
  }
  CHECK(codes_of(deepset::read_creation(R"({"a":[{"b":1,"b":2}]})")) == "duplicate_field /a/0/b");
  CHECK(codes_of(deepset::read_invitation(nlohmann::json("\xFF"))) == "invalid_utf8");
  invito::read_options small;
  small.limits.depth = 2;
  CHECK(codes_of(deepset::read_creation("[[]]", small)) == "nothing wrong");
  CHECK(codes_of(deepset::read_creation("[[[]]]", small)) == "too_deep /0/0");
  small = {};
  small.limits.items = 2;
  CHECK(codes_of(deepset::read_invitation("[1,2]", small)) == "nothing wrong");
  CHECK(codes_of(deepset::read_invitation("[1,2,3]", small)) == "too_many_items");
  small = {};
  small.limits.bytes = 3;
  CHECK(codes_of(deepset::read_creation("[1]", small)) == "nothing wrong");
  CHECK(codes_of(deepset::read_creation("[10]", small)) == "too_large");
}

// Error bodies -----------------------------------------------------------------------------------

TEST_CASE("deepset::read_error distinguishes names and indices in loc", "[deepset][error]") {
  const auto read = deepset::read_error(
      R"({"detail":[{"loc":["body","workspace_ids",1],"msg":"Input should be a valid UUID, x",)"
      R"("type":"uuid_parsing","input":"zz","ctx":{"error":"x"}},)"
      R"({"loc":["body","1"],"msg":"Field required","type":"missing","input":{"a":[1.50]}}]})");
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->items.size() == 2);
  error_item const& uuid = read->items[0];
  CHECK(uuid.where == path("body").add("workspace_ids").add(std::size_t{1}));
  CHECK(uuid.message == "Input should be a valid UUID, x");
  CHECK(uuid.type == "uuid_parsing");
  CHECK(uuid.input == json("\"zz\""));
  CHECK(uuid.context == json(R"({"error":"x"})"));
  error_item const& missing = read->items[1];
  CHECK(missing.where == path("body").add("1"));
  CHECK(missing.where != path("body").add(std::size_t{1}));
  CHECK(missing.input == json(R"({"a":[1.50]})"));
  CHECK_FALSE(missing.context.has_value());
  // The members of the error are those of its first item.
  CHECK(read->message == "Input should be a valid UUID, x");
  CHECK(read->code == "uuid_parsing");
  CHECK(read->where == "body.workspace_ids.1");
  CHECK(read->type.empty());
  CHECK_FALSE(read->status.has_value());
}

TEST_CASE("deepset::read_error reads a detail that is a string", "[deepset][error]") {
  const auto read = deepset::read_error(R"({"detail":"Not available."})");
  REQUIRE(codes_of(read) == "nothing wrong");
  api_error wanted;
  wanted.message = "Not available.";
  CHECK(*read == wanted);
}

TEST_CASE("deepset::read_error and write_error preserve items without input and ctx",
          "[deepset][error]") {
  const std::string text = R"({"detail":[{"loc":["body","email"],"msg":"field required",)"
                           R"("type":"value_error.missing"}]})";
  const auto read = deepset::read_error(text, strict_options());
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->items.size() == 1);
  CHECK(read->items[0] ==
        error_item{path("body").add("email"), "field required", "value_error.missing", {}, {}});
  CHECK(read->code == "value_error.missing");
  CHECK(read->message == "field required");
  CHECK(read->where == "body.email");
  CHECK(deepset::write_error(*read) == text);
}

TEST_CASE("deepset::read_error reads a body without a detail as an empty error",
          "[deepset][error]") {
  for (char const* text : {"{}", R"({"detail":null})", R"({"detail":[]})", R"({"detail":""})",
                           R"({"message":"somebody else's"})"}) {
    CAPTURE(text);
    const auto read = deepset::read_error(text);
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK(*read == api_error{});
  }
  // Empty locations and null inputs and contexts are read as absent.
  const auto read = deepset::read_error(
      R"({"detail":[{"loc":[],"msg":"","type":"","input":null,"ctx":null,"url":"u"}]})");
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->items.size() == 1);
  CHECK(read->items[0] == error_item{});
}

TEST_CASE("deepset::read_error reports problems with their location", "[deepset][error]") {
  CHECK(codes_of(deepset::read_error("[]")) == "wrong_type");
  CHECK(codes_of(deepset::read_error("null")) == "wrong_type");
  for (char const* value : {"1", "true", "1.5", "{}"}) {
    CAPTURE(value);
    const auto read = deepset::read_error(R"({"detail":)" + std::string(value) + "}");
    REQUIRE(codes_of(read) == "wrong_type /detail");
    CHECK(describe(read.error()) == "this value must be a string or an array");
  }
  CHECK(codes_of(deepset::read_error(R"({"detail":[{},1,null,"x",[]]})")) ==
        "missing_field /detail/0/loc; missing_field /detail/0/msg; missing_field /detail/0/type; "
        "wrong_type /detail/1; wrong_type /detail/2; wrong_type /detail/3; wrong_type /detail/4");
  CHECK(codes_of(deepset::read_error(R"({"detail":[{"loc":"body","msg":1,"type":null}]})")) ==
        "wrong_type /detail/0/loc; wrong_type /detail/0/msg; wrong_type /detail/0/type");
  CHECK(codes_of(deepset::read_error(
            R"({"detail":[{"loc":["a",1.5,null,true,{},[],-1,0],"msg":"","type":""}]})")) ==
        "wrong_type /detail/0/loc/1; wrong_type /detail/0/loc/2; wrong_type /detail/0/loc/3; "
        "wrong_type /detail/0/loc/4; wrong_type /detail/0/loc/5; "
        "number_out_of_range /detail/0/loc/6");
  CHECK(codes_of(deepset::read_error(R"({"detail":"a","detail":[]})")) ==
        "duplicate_field /detail");
  CHECK(codes_of(deepset::read_error(
            R"({"detail":[{"loc":[],"msg":"","type":"","ctx":{"a":1,"a":2}}]})")) ==
        "duplicate_field /detail/0/ctx/a");
  CHECK(codes_of(deepset::read_error(R"({"detail":"a","x":1})", strict_options())) ==
        "unknown_field /x");
  CHECK(codes_of(deepset::read_error(R"({"detail":[{"loc":[],"msg":"","type":"","url":""}]})",
                                     strict_options())) == "unknown_field /detail/0/url");
}

TEST_CASE("deepset::write_error writes the items, or the message of an error without items",
          "[deepset][error]") {
  CHECK(deepset::write_error(api_error{}) == R"({"detail":""})");
  CHECK(deepset::write_error(api_error{"c", "m \"quoted\"", "t", "p"}) ==
        R"({"detail":"m \"quoted\""})");
  api_error e{"c", "m", "t", "p"};
  e.items.push_back({path("body").add("workspace_ids").add(std::size_t{0}).add("0"), "first", "one",
                     json("null"), json(R"({"b":1,"a":2})")});
  e.items.push_back({});
  CHECK(deepset::write_error(e) ==
        R"({"detail":[{"loc":["body","workspace_ids",0,"0"],"msg":"first","type":"one",)"
        R"("input":null,"ctx":{"b":1,"a":2}},{"loc":[],"msg":"","type":""}]})");
}

TEST_CASE("deepset::write_error replaces text that is not UTF-8", "[deepset][error]") {
  CHECK(deepset::write_error(api_error{"", "a\xFFz", "", ""}) == "{\"detail\":\"a\xEF\xBF\xBDz\"}");
  api_error e;
  e.items.push_back({path("\xFF"), "\xFE", "\xC3", {}, {}});
  CHECK(deepset::write_error(e) ==
        "{\"detail\":[{\"loc\":[\"\xEF\xBF\xBD\"],\"msg\":\"\xEF\xBF\xBD\",\"type\":"
        "\"\xEF\xBF\xBD\"}]}");
  CHECK(body_of(code::invalid_email, "email", "\"\xFF\n") ==
        "{\"detail\":[{\"loc\":[\"body\",\"email\"],\"msg\":\"Value error, \\\"\\\"\xEF\xBF\xBD"
        "\\n\\\" is not an email address\",\"type\":\"value_error\",\"input\":\"\\\"\xEF\xBF\xBD"
        "\\n\",\"ctx\":{\"error\":\"\\\"\\\"\xEF\xBF\xBD\\n\\\" is not an email address\"}}]}");
}

TEST_CASE("deepset::read_error restores the items that write_error writes", "[deepset][error]") {
  sample::dice dice(422);
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    api_error e;
    const std::size_t count = dice.below(4);
    for (std::size_t k = 0; k != count; ++k) {
      error_item item;
      for (std::size_t steps = dice.below(4); steps != 0; --steps) {
        if (dice.one_in(2)) {
          item.where.add(dice.below(1000));
        } else {
          item.where.add(sample::any_text(dice));
        }
      }
      item.message = sample::any_text(dice);
      item.type = sample::any_text(dice);
      if (dice.one_in(2)) item.input = json(dice.one_of(some_json()));
      if (dice.one_in(2)) item.context = json(R"({"error":"\u0000"})");
      if (item.input == json("null")) item.input.reset();  // null is read as absent
      e.items.push_back(std::move(item));
    }
    if (count == 0) e.message = sample::any_text(dice);
    const auto read = deepset::read_error(deepset::write_error(e), strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    REQUIRE(read->items == e.items);
    REQUIRE(read->message == (count == 0 ? e.message : e.items[0].message));
    REQUIRE(read->code == (count == 0 ? "" : e.items[0].type));
    REQUIRE(deepset::write_error(*read) == deepset::write_error(e));
  }
}

// Error bodies of problems -----------------------------------------------------------------------

TEST_CASE("deepset::write_error writes an item of type missing for each missing field",
          "[deepset][error]") {
  CHECK(body_of("{}") ==
        R"({"detail":[{"loc":["body","email"],"msg":"Field required","type":"missing"},)"
        R"({"loc":["body","family_name"],"msg":"Field required","type":"missing"},)"
        R"({"loc":["body","given_name"],"msg":"Field required","type":"missing"},)"
        R"({"loc":["body","role"],"msg":"Field required","type":"missing"}]})");
  CHECK(body_of(code::missing_value, "role") ==
        R"({"detail":[{"loc":["body","role"],"msg":"Field required","type":"missing"}]})");
}

TEST_CASE("deepset::write_error names the expected type for a wrong type", "[deepset][error]") {
  CHECK(
      body_of(R"({"email":1,"family_name":"b","given_name":"c","role":"d","workspace_ids":{}})") ==
      R"({"detail":[{"loc":["body","email"],"msg":"Input should be a valid string",)"
      R"("type":"string_type"},{"loc":["body","workspace_ids"],)"
      R"("msg":"Input should be a valid list","type":"list_type"}]})");
  CHECK(body_of("[]") ==
        R"({"detail":[{"loc":["body"],)"
        R"("msg":"Input should be a valid dictionary or object to extract fields from",)"
        R"("type":"model_attributes_type"}]})");
  CHECK(body_of(with_workspaces("[7]")) ==
        R"({"detail":[{"loc":["body","workspace_ids",0],)"
        R"("msg":"UUID input should be a string, bytes or UUID object","type":"uuid_type"}]})");
  // No field of this API's request has the type of this problem.
  CHECK(body_of(code::wrong_type, "x", "an integer") ==
        R"({"detail":[{"loc":["body","x"],"msg":"Value error, this value must be an integer",)"
        R"("type":"value_error","ctx":{"error":"this value must be an integer"}}]})");
}

TEST_CASE("deepset::write_error writes an invalid UUID as input, with the reason",
          "[deepset][error]") {
  CHECK(body_of(with_workspaces(R"(["3fa85f64-5717-4562-b3fc-2c963f66afa6","it's \"me\""])")) ==
        R"({"detail":[{"loc":["body","workspace_ids",1],)"
        R"("msg":"Input should be a valid UUID, )"
        R"(expected 32 hexadecimal digits, with hyphens as 8-4-4-4-12 or without",)"
        R"("type":"uuid_parsing","input":"it's \"me\"","ctx":{"error":)"
        R"("expected 32 hexadecimal digits, with hyphens as 8-4-4-4-12 or without"}}]})");
}

TEST_CASE("deepset::write_error writes an input of at most 64 bytes", "[deepset][error]") {
  const auto input_of = [](std::string const& id) -> std::string {
    const std::string body = body_of(with_workspaces("[\"" + id + "\"]"));
    const nlohmann::json item = nlohmann::json::parse(body)["detail"][0];
    return item.contains("input") ? item["input"].get<std::string>() : "none";
  };
  CHECK(input_of("") == "");
  CHECK(input_of(std::string(64, 'x')) == std::string(64, 'x'));
  CHECK(input_of(std::string(65, 'x')) == "none");
  CHECK(input_of(std::string(5000, 'x')) == "none");
}

TEST_CASE("deepset::write_error writes extra_forbidden for an unknown field", "[deepset][error]") {
  CHECK(body_of(with(full, "}", R"(,"user_id":1})"), strict_options()) ==
        R"({"detail":[{"loc":["body","user_id"],"msg":"Extra inputs are not permitted",)"
        R"("type":"extra_forbidden"}]})");
}

TEST_CASE("deepset::write_error writes the byte of a syntax error", "[deepset][error]") {
  CHECK(body_of(R"({"email":})") ==
        R"({"detail":[{"loc":["body",9],"msg":"JSON decode error","type":"json_invalid",)"
        R"("input":{},"ctx":{"error":"invalid JSON at byte 9"}}]})");
}

TEST_CASE(
    "deepset::write_error writes value_error with the message of the problem for all other codes",
    "[deepset][error]") {
  CHECK(body_of(with(full, R"("role")", R"("email":"x","role")")) ==
        R"({"detail":[{"loc":["body","email"],"msg":"Value error, duplicate field",)"
        R"("type":"value_error","ctx":{"error":"duplicate field"}}]})");
  CHECK(body_of(with_workspaces(R"(["3fa85f64-5717-4562-b3fc-2c963f66afa6",)"
                                R"("3FA85F6457174562b3fc2c963f66afa6"])")) ==
        R"({"detail":[{"loc":["body","workspace_ids",1],"msg":"Value error, )"
        R"(duplicate item \"3FA85F6457174562b3fc2c963f66afa6\"","type":"value_error",)"
        R"("input":"3FA85F6457174562b3fc2c963f66afa6","ctx":{"error":)"
        R"("duplicate item \"3FA85F6457174562b3fc2c963f66afa6\""}}]})");
  CHECK(body_of(code::not_permitted, {}, "Admin") ==
        R"({"detail":[{"loc":["body"],"msg":"Value error, )"
        R"(this requires permission to grant the role \"Admin\"","type":"value_error",)"
        R"("ctx":{"error":"this requires permission to grant the role \"Admin\""}}]})");
  CHECK(body_of(code::not_found) ==
        R"({"detail":[{"loc":["body"],"msg":"Value error, invitation not found",)"
        R"("type":"value_error","ctx":{"error":"invitation not found"}}]})");
}

TEST_CASE("deepset::write_error writes only an invalid text of the request as input",
          "[deepset][error]") {
  const auto input_of = [](code c, path where, char const* subject) -> std::string {
    const nlohmann::json item =
        nlohmann::json::parse(body_of(c, std::move(where), subject))["detail"][0];
    return item.contains("input") ? item["input"].dump() : "none";
  };
  CHECK(input_of(code::invalid_email, "email", "nobody") == "\"nobody\"");
  CHECK(input_of(code::email_not_ascii, "email", "u") == "\"u\"");
  CHECK(input_of(code::unknown_role, "role", "Boss") == "\"Boss\"");
  CHECK(input_of(code::role_not_grantable, "role", "Boss") == "\"Boss\"");
  CHECK(input_of(code::unknown_value, "role", "Boss") == "\"Boss\"");
  CHECK(input_of(code::duplicate_item, path("workspace_ids").add(std::size_t{1}), "w") == "\"w\"");
  // The subjects of these problems are not texts of the request, but a type, a field, the role of
  // the actor, and a value that cannot be represented.
  CHECK(input_of(code::wrong_type, "email", "a string") == "none");
  CHECK(input_of(code::conflicting_fields, "email", "mail") == "none");
  CHECK(input_of(code::not_permitted, "role", "Admin") == "none");
  CHECK(input_of(code::not_representable, "send", "send: false") == "none");
  // A problem of the whole body has no text at one location.
  CHECK(input_of(code::unknown_role, {}, "Boss") == "none");
  // The location of a workspace has its id, not a role.
  const path location = path("grants").add(std::size_t{0});
  CHECK(input_of(code::duplicate_item, path(location).add("id"), "w") == "\"w\"");
  CHECK(input_of(code::unknown_role, path(location).add("role"), "Boss") == "none");
}

TEST_CASE("deepset::write_error names the field of the request for a refusal by issue",
          "[deepset][issue][error]") {
  invitation_request r = complete();
  r.offer.grants = std::vector<grant>{{scope::workspace, "w", ""}, {scope::workspace, "w", ""}};
  const auto refused = invito::issue(deepset::policy(), r, by("Admin", r.offer));
  REQUIRE(codes_of(refused) == "duplicate_item /grants/1/id");
  CHECK(deepset::write_error(refused.error()) ==
        R"({"detail":[{"loc":["body","workspace_ids",1],"msg":"Value error, )"
        R"(duplicate item \"w\"","type":"value_error","input":"w",)"
        R"("ctx":{"error":"duplicate item \"w\""}}]})");

  const auto malformed = invito::issue(
      deepset::policy(), *deepset::read_request(with(full, "Rita@Example.com", "x")), by("Admin"));
  REQUIRE(codes_of(malformed) == "invalid_email /email");
  CHECK(deepset::http_status(malformed.error()) == 422);
  CHECK(deepset::write_error(malformed.error()) ==
        R"({"detail":[{"loc":["body","email"],"msg":"Value error, \"x\" is not an email address",)"
        R"("type":"value_error","input":"x","ctx":{"error":"\"x\" is not an email address"}}]})");

  r = complete();
  r.name.given = std::string(256, 'x');
  const auto too_long = invito::issue(deepset::policy(), r, by("Admin", r.offer));
  REQUIRE(codes_of(too_long) == "text_too_long /given_name");
  CHECK(deepset::write_error(too_long.error()) ==
        R"({"detail":[{"loc":["body","given_name"],"msg":"Value error, )"
        R"(length 256 exceeds the limit of 255","type":"value_error",)"
        R"("ctx":{"error":"length 256 exceeds the limit of 255"}}]})");
}

TEST_CASE("deepset::public_error ends a location after the index of a workspace",
          "[deepset][error]") {
  CHECK(item_of(code::text_too_long, path("grants").add(3).add("id")).where ==
        path("body").add("workspace_ids").add(3));
  CHECK(item_of(code::text_too_long, path("attributes").add(3).add("value")).where ==
        path("body").add("attributes").add(3).add("value"));
  CHECK(item_of(code::text_too_long, path().add(3).add("value")).where ==
        path("body").add(3).add("value"));
}

TEST_CASE("deepset::public_error writes no input for the role of a grant", "[deepset][error]") {
  CHECK(item_of(code::unknown_role, path("role"), "boss").input == invito::wire::quoted("boss"));
  CHECK_FALSE(item_of(code::unknown_role, path("grants").add(0).add("role"), "boss").input);
  CHECK_FALSE(item_of(code::unknown_role, path("workspace").add("role"), "boss").input);
}

TEST_CASE("deepset::write_error writes a string for the statuses 402, 409 and 503",
          "[deepset][error]") {
  CHECK(body_of(code::plan_refused) ==
        R"({"detail":"the organization's plan does not include invitations"})");
  CHECK(body_of(code::already_member, "email", "rita@example.com") ==
        R"({"detail":"\"rita@example.com\" is already a member of the organization"})");
  CHECK(body_of(code::unavailable) ==
        R"({"detail":"the service is temporarily unavailable; try again later"})");
  CHECK(body_of(code::fact_missing, {}, "actor") ==
        R"({"detail":"the fact \"actor\" is required but was not given"})");
  CHECK(body_of(code::already_accepted) ==
        R"({"detail":"this invitation has already been accepted"})");
}

TEST_CASE("deepset::write_error writes an array for status 422 and a string for every other status",
          "[deepset][error]") {
  for (invito::code_info const& c : invito::detail::codes) {
    CAPTURE(c.name);
    const problems why(problem{c.code, "secret place", "secret subject", {7, 7, 7}});
    const std::string body = deepset::write_error(why);
    const nlohmann::json detail = nlohmann::json::parse(body)["detail"];
    CHECK(detail.is_array() == (deepset::http_status(why) == 422));
    CHECK(detail.is_string() == (deepset::http_status(why) != 422));
    const auto read = deepset::read_error(body, strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK_FALSE(read->message.empty());
    // The body contains no secret of a code that is not public.
    if (invito::public_code(c.code) != c.code) CHECK(body.find("secret") == std::string::npos);
  }
}

TEST_CASE("deepset::error_of returns the error that read_error reads", "[deepset][error]") {
  const auto refused = deepset::read_request(R"({"email":1,"workspace_ids":["x"]})");
  REQUIRE_FALSE(refused.has_value());
  const api_error e = deepset::error_of(refused.error());
  CHECK(e.code == "string_type");
  CHECK(e.message == "Input should be a valid string");
  CHECK(e.where == "body.email");
  CHECK(e.items.size() == 5);
  CHECK(*deepset::read_error(deepset::write_error(e)) == e);
  const api_error plan = deepset::error_of(problems(problem{code::plan_refused, {}, {}, {}}));
  CHECK(plan.message == "the organization's plan does not include invitations");
  CHECK(plan.items.empty());
  CHECK(*deepset::read_error(deepset::write_error(plan)) == plan);
}

TEST_CASE("deepset::http_status returns 402, 409, 422 or 503 for every code", "[deepset][error]") {
  struct row {
    code why;
    int status;
  };
  for (row const& r : {row{code::syntax_error, 422},     row{code::missing_field, 422},
                       row{code::wrong_type, 422},       row{code::invalid_uuid, 422},
                       row{code::duplicate_item, 422},   row{code::invalid_email, 422},
                       row{code::unknown_role, 422},     row{code::not_representable, 422},
                       row{code::unauthenticated, 422},  row{code::not_permitted, 422},
                       row{code::email_unverified, 422}, row{code::not_found, 422},
                       row{code::wrong_recipient, 422},  row{code::sponsor_inactive, 422},
                       row{code::plan_refused, 402},     row{code::already_member, 409},
                       row{code::already_accepted, 409}, row{code::expired, 409},
                       row{code::fact_missing, 503},     row{code::unavailable, 503}}) {
    CAPTURE(to_string(r.why));
    CHECK(deepset::http_status(problems(problem{r.why, {}, {}, {}})) == r.status);
  }
  // The problem of the earliest tier determines the status and the form of the body.
  problems several(problem{code::already_member, {}, "a", {}});
  several.add(problem{code::missing_field, "role", {}, {}});
  CHECK(deepset::http_status(several) == 422);
  CHECK(nlohmann::json::parse(deepset::write_error(several))["detail"].size() == 2);
  for (invito::code_info const& c : invito::detail::codes) {
    CAPTURE(c.name);
    const int status = deepset::http_status(problems(problem{c.code, {}, {}, {}}));
    CHECK((status == 402 || status == 409 || status == 422 || status == 503));
  }
}

// Properties of the dialect ----------------------------------------------------------------------

TEST_CASE("deepset::endpoints lists one operation", "[deepset][endpoints]") {
  const auto all = deepset::endpoints();
  REQUIRE(all.size() == 1);
  CHECK(all[0].operation == invito::operation::create);
  CHECK(all[0].method == "POST");
  CHECK(all[0].path == "/api/v1/organization/{organization_id}/invitation");
  CHECK(all[0].header == "Authorization");
  CHECK(all[0].success == 201);
  CHECK(deepset::name == "deepset");
  STATIC_REQUIRE(std::is_empty_v<deepset>);
}

TEST_CASE("deepset::roles has four default roles in any case, and custom roles",
          "[deepset][role]") {
  const invito::role_catalog roles = deepset::roles();
  REQUIRE(roles.all().size() == 4);
  struct row {
    char const* name;
    int rank;
  };
  for (row const& r : {row{"Admin", 30}, row{"ADMIN", 30}, row{"admin", 30}, row{"Editor", 20},
                       row{"EDITOR", 20}, row{"Member", 10}, row{"member", 10},
                       row{"Search user", 5}, row{"Search User", 5}, row{"Data steward", 30}}) {
    CAPTURE(r.name);
    REQUIRE(roles.find(r.name) != nullptr);
    CHECK(roles.find(r.name)->rank == r.rank);
    CHECK(roles.find(r.name)->grantable);
    CHECK(roles.find(r.name, scope::workspace) == nullptr);
    CHECK(roles.find(r.name, scope::project) == nullptr);
  }
  CHECK(roles.find("") == nullptr);
}

TEST_CASE("deepset::policy permits an admin to grant every role in any case, and custom roles",
          "[deepset][issue][policy]") {
  for (char const* role : {"Admin", "ADMIN", "admin", "Editor", "EDITOR", "Member", "Search user",
                           "search USER", "Data steward"}) {
    for (char const* granter : {"Admin", "ADMIN", "admin"}) {
      CAPTURE(role, granter);
      invitation_request r = complete();
      r.offer.role = role;
      const auto made = invito::issue(deepset::policy(), r, by(granter, r.offer));
      REQUIRE(codes_of(made) == "nothing wrong");
      CHECK(made->invitation.offer.role == role);  // unchanged
    }
  }
  invitation_request r = complete();
  r.offer.role.clear();
  CHECK(issuing("Admin", r) == "missing_value /role");
}

TEST_CASE("deepset::policy permits other roles to grant up to their rank, and no custom roles",
          "[deepset][issue][policy]") {
  invitation_request r = complete();
  for (char const* role : {"Member", "member", "Search user"}) {
    CAPTURE(role);
    r.offer.role = role;
    CHECK(issuing("Member", r) == "nothing wrong");
    CHECK(issuing("EDITOR", r) == "nothing wrong");
  }
  for (char const* role : {"Admin", "Editor", "Data steward"}) {
    CAPTURE(role);
    r.offer.role = role;
    CHECK(issuing("Member", r) == "not_permitted");
    CHECK(issuing("Search user", r) == "not_permitted");
  }
}

TEST_CASE("issue with deepset::policy grants workspaces without roles or an expiry",
          "[deepset][issue][policy]") {
  const auto made = invito::issue(deepset::policy(), complete(), by("Admin", complete().offer));
  REQUIRE(codes_of(made) == "nothing wrong");
  const invitation i = invito::apply(*made);
  CHECK(*i.offer.grants ==
        std::vector<grant>{{scope::workspace, first_id, ""}, {scope::workspace, second_id, ""}});
  CHECK(i.name.given == "Rita");
  CHECK(i.name.family == "O'Hara");
  CHECK_FALSE(i.expires_at().has_value());
  CHECK(i.status(at("2200-01-01T00:00:00Z")) == invito::status::pending);
  invitation_request r = complete();
  r.offer.grants->front().role = "Editor";
  CHECK(issuing("Admin", r) == "unknown_role /grants/0/role");
}

TEST_CASE("deepset::policy is equal for both presets", "[deepset][policy]") {
  const invito::policy p = deepset::policy();
  CHECK(p == deepset::policy(invito::preset::documented));
  CHECK(p == deepset::policy(invito::preset::observed));
  CHECK(p.roles == deepset::roles());
  CHECK_FALSE(p.expiry.lifetime.has_value());
  CHECK_FALSE(p.expiry.max_lifetime.has_value());
  CHECK_FALSE(p.inviter_rank.has_value());
  invito::policy rest;
  rest.roles = deepset::roles();
  rest.expiry.lifetime.reset();
  rest.expiry.max_lifetime.reset();
  CHECK(p == rest);
}

TEST_CASE("deepset::features is empty, and request_features lists the features of a request",
          "[deepset][features]") {
  const invito::feature_set carried = deepset::features(invito::wire::shape::extended);
  const invito::feature_set asked = deepset::request_features();
  for (std::size_t n = 0; n != invito::names_of<invito::feature>.size(); ++n) {
    const auto f = static_cast<feature>(n);
    CAPTURE(to_string(f));
    if (f != feature::none) CHECK_FALSE(carried.has(f));
    CHECK_FALSE(deepset::whole_seconds.has(f));
    const bool in_request = f == feature::email || f == feature::given_name ||
                            f == feature::family_name || f == feature::role || f == feature::grants;
    if (f != feature::none) CHECK(asked.has(f) == in_request);
  }
}

TEST_CASE("losses<deepset> lists every feature of an invitation", "[deepset][losses]") {
  const invitation i =
      invito::apply(*invito::issue(deepset::policy(), complete(), by("Admin", complete().offer)));
  CHECK(lost(invito::losses<deepset>(i, noon)) ==
        "email, given_name, family_name, role, grants, id, status, organization, created_at, "
        "created_by, sponsor, revision, history");
  CHECK(lost(invito::losses<deepset>(invitation{}, noon)) == "status");
}
