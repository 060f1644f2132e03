// SPDX-License-Identifier: MIT

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/sample.hpp"
#include "support/facts.hpp"
#include "support/told.hpp"

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

const std::string first_id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const std::string second_id = "00000000-0000-0000-0000-000000000001";

// A request with all members, in the order in which they are written.
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
  return told(deepset::read_request(with_workspaces(ids)));
}

invitation_request complete() { return *deepset::read_request(full); }

std::string writing(invitation_request const& r, invito::write_options const& options = {}) {
  const auto written = deepset::write_request(r, options);
  return written ? *written : told(written);
}

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

json_text json(char const* text) { return *invito::parse_json_text(text); }

invito::issue_command by(char const* role, invito::offer const& offered = {}) {
  invito::issue_command out;
  out.id = invito::invitation_id("inv-1");
  out.org = invito::organization_id("org-1");
  out.by = invito::actor::user(invito::user_id("user-olga"));
  out.now = noon;
  out.facts = support::nothing_in_the_way(offered);
  out.facts.actor = invito::standing{role};
  return out;
}

std::string issuing(char const* actor_role, invitation_request const& r,
                    invito::policy const& policy = deepset::policy()) {
  return told(invito::issue(policy, r, by(actor_role, r.offer)));
}

// The error body of one problem.
std::string body_of(code c, path where = {}, std::string subject = {}) {
  return deepset::write_error(problems(problem{c, std::move(where), std::move(subject), {}}));
}

// The error body of what is wrong with a request.
std::string body_of(std::string const& request, invito::read_options const& options = {}) {
  const auto read = deepset::read_request(request, options);
  return read ? "nothing wrong" : deepset::write_error(read.error());
}

// "grants (default), send": what is lost, in order.
std::string list_of(std::vector<invito::loss> const& losses) {
  std::string out;
  for (invito::loss const& l : losses) {
    if (!out.empty()) out += ", ";
    out += to_string(l.what);
    if (!l.detail.empty()) out += " (" + l.detail + ")";
  }
  return out;
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

TEST_CASE("deepset: a request says who is invited, with which role and to which workspaces") {
  const auto read = deepset::read_request(full);
  REQUIRE(told(read) == "nothing wrong");
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

TEST_CASE("deepset: a request that was read is written the same, whatever the shape") {
  CHECK(writing(complete()) == full);
  CHECK(writing(complete(), wide()) == full);
  CHECK(writing(complete(), incomplete()) == full);
  const auto other_order = deepset::read_request(
      R"({"workspace_ids":[],"role":"Admin","given_name":"G","family_name":"F","email":"e"})");
  REQUIRE(told(other_order) == "nothing wrong");
  CHECK(writing(*other_order) ==
        R"({"email":"e","family_name":"F","given_name":"G","role":"Admin","workspace_ids":[]})");
}

TEST_CASE("deepset: workspaces left out are no workspaces, and are always written") {
  const auto left_out =
      deepset::read_request(R"({"email":"e","family_name":"F","given_name":"G","role":"Admin"})");
  REQUIRE(told(left_out) == "nothing wrong");
  REQUIRE(left_out->offer.grants.has_value());
  CHECK(left_out->offer.grants->empty());
  const auto empty = deepset::read_request(
      R"({"email":"e","family_name":"F","given_name":"G","role":"Admin","workspace_ids":[]})");
  REQUIRE(told(empty) == "nothing wrong");
  CHECK(*left_out == *empty);
  CHECK(writing(*left_out) ==
        R"({"email":"e","family_name":"F","given_name":"G","role":"Admin","workspace_ids":[]})");
}

TEST_CASE("deepset: a request that lacks what it needs is told all of it at once") {
  CHECK(told(deepset::read_request("{}")) ==
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
    CHECK(told(deepset::read_request(with(full, r.member, ""))) == r.problem);
  }
}

TEST_CASE("deepset: every member of a request has one type, which null is not") {
  const std::string all_wrong =
      "wrong_type /email; wrong_type /family_name; wrong_type /given_name; wrong_type /role; "
      "wrong_type /workspace_ids";
  for (char const* value : {"null", "1", "1.5", "true", "{}"}) {
    CAPTURE(value);
    std::string text = R"({"email":?,"family_name":?,"given_name":?,"role":?,"workspace_ids":?})";
    for (int n = 0; n != 5; ++n) text = with(text, "?", value);
    CHECK(told(deepset::read_request(text)) == all_wrong);
  }
  CHECK(told(deepset::read_request(
            R"({"email":[],"family_name":["b"],"given_name":[],"role":[],"workspace_ids":"x"})")) ==
        all_wrong);
  CHECK(reading(R"([null,1,true,{},["3fa85f64-5717-4562-b3fc-2c963f66afa6"]])") ==
        "wrong_type /workspace_ids/0; wrong_type /workspace_ids/1; wrong_type /workspace_ids/2; "
        "wrong_type /workspace_ids/3; wrong_type /workspace_ids/4");
  for (char const* text : {"[]", "null", "true", "1", "\"\""}) {
    CAPTURE(text);
    CHECK(told(deepset::read_request(text)) == "wrong_type");
  }
}

TEST_CASE("deepset: a workspace id is a UUID in any case, with hyphens or without, as written") {
  for (char const* id :
       {"3fa85f64-5717-4562-b3fc-2c963f66afa6", "3FA85F64-5717-4562-B3FC-2C963F66AFA6",
        "3fa85f6457174562b3fc2c963f66afa6", "3FA85F6457174562b3fc2c963f66AFA6",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"}) {
    CAPTURE(id);
    const std::string text = with_workspaces("[\"" + std::string(id) + "\"]");
    const auto read = deepset::read_request(text);
    REQUIRE(told(read) == "nothing wrong");
    CHECK(*read->offer.grants == std::vector<grant>{{scope::workspace, id, ""}});
    CHECK(writing(*read) == text);
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
    REQUIRE(told(read) == "invalid_uuid /workspace_ids/0");
    CHECK(read.error().front().subject == id);
  }
}

TEST_CASE("deepset: ids that are no UUIDs are told together with all other problems") {
  const auto read = deepset::read_request(
      R"({"email":7,"workspace_ids":["3fa85f64-5717-4562-b3fc-2c963f66afa6","x",null,"y"],)"
      R"("given_name":"G"})");
  REQUIRE(told(read) ==
          "wrong_type /email; invalid_uuid /workspace_ids/1; wrong_type /workspace_ids/2; "
          "invalid_uuid /workspace_ids/3; missing_field /family_name; missing_field /role");
  CHECK(read.error()[1].subject == "x");
  CHECK(read.error()[3].subject == "y");
}

TEST_CASE("deepset: a workspace may stand in a request only once, however it is spelled") {
  const auto read = deepset::read_request(with_workspaces(
      R"(["3fa85f64-5717-4562-b3fc-2c963f66afa6","00000000-0000-0000-0000-000000000001",)"
      R"("3fa85f64-5717-4562-b3fc-2c963f66afa6","3FA85F64-5717-4562-B3FC-2C963F66AFA6",)"
      R"("3fa85f6457174562b3fc2c963f66afa6","00000000-0000-0000-0000-000000000002"])"));
  REQUIRE(told(read) ==
          "duplicate_item /workspace_ids/2; duplicate_item /workspace_ids/3; "
          "duplicate_item /workspace_ids/4");
  CHECK(read.error()[0].subject == "3fa85f64-5717-4562-b3fc-2c963f66afa6");
  CHECK(read.error()[1].subject == "3FA85F64-5717-4562-B3FC-2C963F66AFA6");
  CHECK(read.error()[2].subject == "3fa85f6457174562b3fc2c963f66afa6");
}

TEST_CASE("deepset: neither the address nor the role is judged on reading") {
  for (char const* text : {"", "nobody", "a b", "\xC3\xBC@\xC3\xBC", "Search user", "ADMIN"}) {
    CAPTURE(text);
    const auto read = deepset::read_request(
        with(with(with_workspaces("[]"), "\"a\"", "\"" + std::string(text) + "\""), "\"d\"",
             "\"" + std::string(text) + "\""));
    REQUIRE(told(read) == "nothing wrong");
    CHECK(read->recipient.email->text() == text);
    CHECK(read->offer.role == text);
  }
}

TEST_CASE("deepset: unknown members of a request are ignored, or refused when strict") {
  const std::string text = with(full, R"("role")", R"("user_id":[1],"role")");
  CHECK(told(deepset::read_request(text)) == "nothing wrong");
  CHECK(*deepset::read_request(text) == complete());
  CHECK(told(deepset::read_request(text, strict())) == "unknown_field /user_id");
}

TEST_CASE("deepset: what hostile requests do is refused with its place") {
  CHECK(told(deepset::read_request(with(full, R"("role")", R"("email":"x","role")"))) ==
        "duplicate_key /email");
  CHECK(told(deepset::read_request(with(full, "}", R"(,"workspace_ids":[]})"))) ==
        "duplicate_key /workspace_ids");
  CHECK(told(deepset::read_request(with(full, "Rita", "\xFF"))) == "syntax_error");
  CHECK(told(deepset::read_request(full + "x")) == "syntax_error");

  nlohmann::json value = nlohmann::json::parse(full);
  CHECK(deepset::read_request(value) == deepset::read_request(full));
  value["workspace_ids"][1] = "\xFF";
  value["given_name"] = "\xC3";
  CHECK(told(deepset::read_request(value)) ==
        "invalid_utf8 /given_name; invalid_utf8 /workspace_ids/1");

  // Of a text without end no more is quoted than the bound.
  const auto endless =
      deepset::read_request(with_workspaces("[\"" + std::string(5000, 'f') + "\"]"));
  REQUIRE(told(endless) == "invalid_uuid /workspace_ids/0");
  CHECK(endless.error().front().subject == std::string(255, 'f'));
}

TEST_CASE("deepset: a long list of workspaces is read whole, or refused by the limits") {
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
  REQUIRE(told(many) == "nothing wrong");
  CHECK(many->offer.grants->size() == 20'000);
  CHECK(many->offer.grants->back().id == "00000000000000000000000000019999");

  invito::read_options options;
  options.limits.items = 100;
  const auto beyond = deepset::read_request(with_workspaces(list_of_ids(101)), options);
  REQUIRE_FALSE(beyond.has_value());
  CHECK(told(beyond) == "too_many_items");

  std::string bad = "[0";
  for (int n = 0; n != 1000; ++n) bad += ",0";
  const auto stopped = deepset::read_request(with_workspaces(bad + "]"));
  REQUIRE_FALSE(stopped.has_value());
  CHECK(stopped.error().size() == 100);
}

TEST_CASE("deepset: a request without what it must have is refused on writing, all at once") {
  CHECK(writing(invitation_request{}) ==
        "missing_value /email; missing_value /family_name; missing_value /given_name; "
        "missing_value /role");
  invitation_request r = complete();
  r.recipient = {std::nullopt, invito::user_id("user-1")};
  CHECK(writing(r) == "missing_value /email");
  r = complete();
  r.name.family.clear();
  CHECK(writing(r) == "missing_value /family_name");
  r = complete();
  r.name.given.clear();
  CHECK(writing(r) == "missing_value /given_name");
  r = complete();
  r.offer.role.clear();
  CHECK(writing(r) == "missing_value /role");
}

TEST_CASE("deepset: what is missing may be left to the caller, and is then not invented") {
  CHECK(writing(invitation_request{}, incomplete()) == R"({"workspace_ids":[]})");
  invitation_request r = complete();
  r.name.given.clear();
  r.recipient.email.reset();
  r.offer.grants.reset();
  CHECK(writing(r, incomplete()) ==
        R"({"family_name":"O'Hara","role":"Member","workspace_ids":[]})");
  // What cannot be said stays a problem.
  r.send = false;
  CHECK(writing(r, incomplete()) == "not_representable /send");
}

TEST_CASE("deepset: what a request cannot say is refused on writing") {
  invitation_request r = complete();
  r.offer.grants = std::vector<grant>{
      {scope::project, first_id, ""},          {scope::workspace, first_id, ""},
      {scope::workspace, second_id, "Editor"}, {scope::organization, second_id, ""},
      {scope::workspace, "default", ""},       {scope::workspace, "", ""}};
  r.send = false;
  const auto refused = deepset::write_request(r);
  REQUIRE(told(refused) ==
          "not_representable /workspace_ids/0; not_representable /workspace_ids/2; "
          "not_representable /workspace_ids/3; not_representable /workspace_ids/4; "
          "not_representable /workspace_ids/5; not_representable /send");
  CHECK(refused.error()[0].subject == "a grant that is not for a workspace");
  CHECK(refused.error()[1].subject == "a role in a workspace");
  CHECK(refused.error()[2].subject == "a grant that is not for a workspace");
  CHECK(refused.error()[3].subject == "a workspace id that is not a UUID");
  CHECK(refused.error()[4].subject == "a workspace id that is not a UUID");
  CHECK(refused.error()[5].subject == "an invitation that is not sent");
}

TEST_CASE("deepset: text that is not UTF-8 cannot be written") {
  invitation_request r = complete();
  r.name.given = "\xFF";
  CHECK(writing(r) == "invalid_utf8 /given_name");
  r = complete();
  r.recipient.email = invito::email("\xC3");
  CHECK(writing(r) == "invalid_utf8 /email");
}

TEST_CASE(
    "deepset: losses of a request name the default workspaces and what it has no member for") {
  CHECK(list_of(invito::losses<deepset>(complete())) == "");
  invitation_request r = complete();
  r.offer.grants.reset();
  CHECK(writing(r) ==
        R"({"email":"Rita@Example.com","family_name":"O'Hara","given_name":"Rita","role":"Member",)"
        R"("workspace_ids":[]})");
  CHECK(list_of(invito::losses<deepset>(r)) == "grants (default)");
  r.recipient.user = invito::user_id("user-1");
  r.send = false;
  r.attributes = {{"a", {}}};
  CHECK(list_of(invito::losses<deepset>(r)) == "user, send, attributes, grants (default)");
  r = complete();
  r.offer.grants = std::vector<grant>{{scope::workspace, first_id, ""},
                                      {scope::workspace, "w", ""},
                                      {scope::project, second_id, ""},
                                      {scope::workspace, second_id, "Editor"}};
  CHECK(list_of(invito::losses<deepset>(r)) ==
        "grants (w), grants (00000000-0000-0000-0000-000000000001), "
        "grants (00000000-0000-0000-0000-000000000001)");
}

TEST_CASE(
    "deepset: what is written is read as it was, and what is not written is lost or missing") {
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
    bool sayable = true;
    for (std::size_t k = 0; k != count && r.offer.grants; ++k) {
      const bool good = !dice.one_in(10);
      sayable = sayable && good;
      std::string id = std::string(31, 'A') + static_cast<char>('0' + k);
      if (dice.one_in(2)) id = "AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAA" + std::to_string(k);
      if (!good) id = sample::some_text(dice);
      r.offer.grants->push_back({scope::workspace, id, ""});
    }
    const bool complete_names =
        !r.name.given.empty() && !r.name.family.empty() && !r.offer.role.empty();
    const auto written = deepset::write_request(r);
    REQUIRE(written.has_value() == (r.recipient.email && complete_names && r.send && sayable));
    if (!written) {
      ++refused_count;
      continue;
    }
    ++written_count;
    const auto read = deepset::read_request(*written, strict());
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(*deepset::write_request(*read) == *written);
    REQUIRE((*read == r) == invito::losses<deepset>(r).empty());
    if (!r.offer.grants) r.offer.grants.emplace();
    REQUIRE(*read == r);
  }
  CHECK(written_count > 500);
  CHECK(refused_count > 500);
}

// The answer -------------------------------------------------------------------------------------

TEST_CASE("deepset: the answer is an empty object, whatever the invitation is") {
  invitation i;
  CHECK(*deepset::write_invite(i, noon) == "{}");
  i.id = invito::invitation_id("\xFF");
  i.state = invito::revoked{};
  i.offer = {"Admin", std::vector<grant>{{scope::project, "p", "owner"}}};
  i.keys = invito::key_digests{invito::key_digest("digest"), {}, {}};
  CHECK(*deepset::write_invite(i, noon) == "{}");
  CHECK(*deepset::write_invite(i, noon, wide()) == "{}");
  CHECK(*deepset::write_invite(i, noon, incomplete()) == "{}");
}

TEST_CASE("deepset: any JSON answers, and nothing of it becomes an invitation") {
  invitation nothing;
  invito::begin_history(nothing, std::nullopt);
  for (char const* text : some_json()) {
    CAPTURE(text);
    const auto read = deepset::read_invite(text, strict());
    REQUIRE(told(read) == "nothing wrong");
    CHECK(*read == nothing);
    CHECK(read->state == invito::state(invito::pending{}));
    CHECK(bool(read->baseline));
    CHECK(*deepset::write_invite(*read, noon) == "{}");
  }
  CHECK(deepset::read_invite(nlohmann::json::parse("[1]")) == deepset::read_invite("{}"));
  CHECK(told(deepset::read_invite(R"({"id":"a","status":"accepted","email":1})")) ==
        "nothing wrong");
}

TEST_CASE("deepset: the answer to a creation is the host's own, or an empty object") {
  invito::creation c;
  CHECK(*deepset::write_creation(c, noon) == "{}");
  c.key = invito::secret("the-raw-key");
  c.is_new_user = true;
  c.invitation.id = invito::invitation_id("inv-1");
  CHECK(*deepset::write_creation(c, noon) == "{}");
  CHECK(*deepset::write_creation(c, noon, wide()) == "{}");
  for (char const* text : some_json()) {
    CAPTURE(text);
    c.body = json(text);
    CHECK(*deepset::write_creation(c, noon) == text);
    CHECK(*deepset::write_creation(c, noon, incomplete()) == text);
  }
}

TEST_CASE("deepset: the answer to a creation is kept as it came, and nothing else is made of it") {
  invitation nothing;
  invito::begin_history(nothing, std::nullopt);
  for (char const* text : some_json()) {
    CAPTURE(text);
    const auto read = deepset::read_creation(text, strict());
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(read->body.has_value());
    CHECK(read->body->text() == text);
    CHECK(read->invitation == nothing);
    CHECK(read->key.empty());
    CHECK_FALSE(read->is_new_user.has_value());
    CHECK(*deepset::write_creation(*read, noon) == text);
  }
  CHECK(deepset::read_creation(" { \"a\" : [ 1 , 2.0 ] } ")->body->text() == R"({"a":[1,2.0]})");
}

TEST_CASE("deepset: an answer is any JSON, but it is JSON and within the limits") {
  for (char const* text : {"", "{", "nul", "{} x", "{\"a\":\"\xFF\"}"}) {
    CAPTURE(text);
    CHECK(told(deepset::read_invite(text)) == "syntax_error");
    CHECK(told(deepset::read_creation(text)) == "syntax_error");
  }
  CHECK(told(deepset::read_creation(R"({"a":[{"b":1,"b":2}]})")) == "duplicate_key /a/0/b");
  CHECK(told(deepset::read_invite(nlohmann::json("\xFF"))) == "invalid_utf8");
  invito::read_options small;
  small.limits.depth = 2;
  CHECK(told(deepset::read_creation("[[]]", small)) == "nothing wrong");
  CHECK(told(deepset::read_creation("[[[]]]", small)) == "too_deep /0/0");
  small = {};
  small.limits.items = 2;
  CHECK(told(deepset::read_invite("[1,2]", small)) == "nothing wrong");
  CHECK(told(deepset::read_invite("[1,2,3]", small)) == "too_many_items");
  small = {};
  small.limits.bytes = 3;
  CHECK(told(deepset::read_creation("[1]", small)) == "nothing wrong");
  CHECK(told(deepset::read_creation("[10]", small)) == "too_large");
}

// Error bodies -----------------------------------------------------------------------------------

TEST_CASE("deepset: an error with items is read, names and indices of its places told apart") {
  const auto read = deepset::read_error(
      R"({"detail":[{"loc":["body","workspace_ids",1],"msg":"Input should be a valid UUID, x",)"
      R"("type":"uuid_parsing","input":"zz","ctx":{"error":"x"}},)"
      R"({"loc":["body","1"],"msg":"Field required","type":"missing","input":{"a":[1.50]}}]})");
  REQUIRE(told(read) == "nothing wrong");
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
  // As a whole it says what its first item says.
  CHECK(read->message == "Input should be a valid UUID, x");
  CHECK(read->code == "uuid_parsing");
  CHECK(read->where == "body.workspace_ids.1");
  CHECK(read->type.empty());
  CHECK_FALSE(read->status.has_value());
}

TEST_CASE("deepset: an error of one sentence is read") {
  const auto read = deepset::read_error(R"({"detail":"Not available."})");
  REQUIRE(told(read) == "nothing wrong");
  api_error wanted;
  wanted.message = "Not available.";
  CHECK(*read == wanted);
}

TEST_CASE("deepset: the older form of items, without input and context, is read and written") {
  const std::string text = R"({"detail":[{"loc":["body","email"],"msg":"field required",)"
                           R"("type":"value_error.missing"}]})";
  const auto read = deepset::read_error(text, strict());
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->items.size() == 1);
  CHECK(read->items[0] ==
        error_item{path("body").add("email"), "field required", "value_error.missing", {}, {}});
  CHECK(read->code == "value_error.missing");
  CHECK(read->message == "field required");
  CHECK(read->where == "body.email");
  CHECK(deepset::write_error(*read) == text);
}

TEST_CASE("deepset: an error that says nothing is read as an empty one") {
  for (char const* text : {"{}", R"({"detail":null})", R"({"detail":[]})", R"({"detail":""})",
                           R"({"message":"somebody else's"})"}) {
    CAPTURE(text);
    const auto read = deepset::read_error(text);
    REQUIRE(told(read) == "nothing wrong");
    CHECK(*read == api_error{});
  }
  // So do places, inputs and contexts that say nothing.
  const auto read = deepset::read_error(
      R"({"detail":[{"loc":[],"msg":"","type":"","input":null,"ctx":null,"url":"u"}]})");
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->items.size() == 1);
  CHECK(read->items[0] == error_item{});
}

TEST_CASE("deepset: what is wrong with an error body is told with its place") {
  CHECK(told(deepset::read_error("[]")) == "wrong_type");
  CHECK(told(deepset::read_error("null")) == "wrong_type");
  for (char const* value : {"1", "true", "1.5", "{}"}) {
    CAPTURE(value);
    const auto read = deepset::read_error(R"({"detail":)" + std::string(value) + "}");
    REQUIRE(told(read) == "wrong_type /detail");
    CHECK(describe(read.error()) == "this must be a string or an array");
  }
  CHECK(told(deepset::read_error(R"({"detail":[{},1,null,"x",[]]})")) ==
        "missing_field /detail/0/loc; missing_field /detail/0/msg; missing_field /detail/0/type; "
        "wrong_type /detail/1; wrong_type /detail/2; wrong_type /detail/3; wrong_type /detail/4");
  CHECK(told(deepset::read_error(R"({"detail":[{"loc":"body","msg":1,"type":null}]})")) ==
        "wrong_type /detail/0/loc; wrong_type /detail/0/msg; wrong_type /detail/0/type");
  CHECK(told(deepset::read_error(
            R"({"detail":[{"loc":["a",1.5,null,true,{},[],-1,0],"msg":"","type":""}]})")) ==
        "wrong_type /detail/0/loc/1; wrong_type /detail/0/loc/2; wrong_type /detail/0/loc/3; "
        "wrong_type /detail/0/loc/4; wrong_type /detail/0/loc/5; "
        "number_out_of_range /detail/0/loc/6");
  CHECK(told(deepset::read_error(R"({"detail":"a","detail":[]})")) == "duplicate_key /detail");
  CHECK(told(deepset::read_error(
            R"({"detail":[{"loc":[],"msg":"","type":"","ctx":{"a":1,"a":2}}]})")) ==
        "duplicate_key /detail/0/ctx/a");
  CHECK(told(deepset::read_error(R"({"detail":"a","x":1})", strict())) == "unknown_field /x");
  CHECK(told(deepset::read_error(R"({"detail":[{"loc":[],"msg":"","type":"","url":""}]})",
                                 strict())) == "unknown_field /detail/0/url");
}

TEST_CASE("deepset: an error is written with its items, or as one sentence where it has none") {
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

TEST_CASE("deepset: an error is written whatever bytes it has") {
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

TEST_CASE("deepset: an error that was written is read as it was") {
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
    const auto read = deepset::read_error(deepset::write_error(e), strict());
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(read->items == e.items);
    REQUIRE(read->message == (count == 0 ? e.message : e.items[0].message));
    REQUIRE(read->code == (count == 0 ? "" : e.items[0].type));
    REQUIRE(deepset::write_error(*read) == deepset::write_error(e));
  }
}

// Problems in the API's words --------------------------------------------------------------------

TEST_CASE("deepset: what is missing is required, each in an item of its own") {
  CHECK(body_of("{}") ==
        R"({"detail":[{"loc":["body","email"],"msg":"Field required","type":"missing"},)"
        R"({"loc":["body","family_name"],"msg":"Field required","type":"missing"},)"
        R"({"loc":["body","given_name"],"msg":"Field required","type":"missing"},)"
        R"({"loc":["body","role"],"msg":"Field required","type":"missing"}]})");
  CHECK(body_of(code::missing_value, "role") ==
        R"({"detail":[{"loc":["body","role"],"msg":"Field required","type":"missing"}]})");
}

TEST_CASE("deepset: another type is named by the one that was expected") {
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
  // One that no request of this API has.
  CHECK(body_of(code::wrong_type, "x", "an integer") ==
        R"({"detail":[{"loc":["body","x"],"msg":"Value error, this must be an integer",)"
        R"("type":"value_error","ctx":{"error":"this must be an integer"}}]})");
}

TEST_CASE("deepset: an id that is no UUID is sent back with the reason") {
  CHECK(body_of(with_workspaces(R"(["3fa85f64-5717-4562-b3fc-2c963f66afa6","it's \"me\""])")) ==
        R"({"detail":[{"loc":["body","workspace_ids",1],)"
        R"("msg":"Input should be a valid UUID, )"
        R"(expected 32 hexadecimal digits, with hyphens as 8-4-4-4-12 or without",)"
        R"("type":"uuid_parsing","input":"it's \"me\"","ctx":{"error":)"
        R"("expected 32 hexadecimal digits, with hyphens as 8-4-4-4-12 or without"}}]})");
}

TEST_CASE("deepset: only short texts are sent back") {
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

TEST_CASE("deepset: an unknown member is an extra input") {
  CHECK(body_of(with(full, "}", R"(,"user_id":1})"), strict()) ==
        R"({"detail":[{"loc":["body","user_id"],"msg":"Extra inputs are not permitted",)"
        R"("type":"extra_forbidden"}]})");
}

TEST_CASE("deepset: what is not JSON is named by its byte") {
  CHECK(body_of(R"({"email":})") ==
        R"({"detail":[{"loc":["body",9],"msg":"JSON decode error","type":"json_invalid",)"
        R"("input":{},"ctx":{"error":"this is not valid JSON, from byte 9 on"}}]})");
}

TEST_CASE("deepset: everything else is a value error in the library's words") {
  CHECK(body_of(with(full, R"("role")", R"("email":"x","role")")) ==
        R"({"detail":[{"loc":["body","email"],"msg":"Value error, this member stands twice",)"
        R"("type":"value_error","ctx":{"error":"this member stands twice"}}]})");
  CHECK(body_of(with_workspaces(R"(["3fa85f64-5717-4562-b3fc-2c963f66afa6",)"
                                R"("3FA85F6457174562b3fc2c963f66afa6"])")) ==
        R"({"detail":[{"loc":["body","workspace_ids",1],"msg":"Value error, )"
        R"(\"3FA85F6457174562b3fc2c963f66afa6\" stands twice in this list","type":"value_error",)"
        R"("input":"3FA85F6457174562b3fc2c963f66afa6","ctx":{"error":)"
        R"("\"3FA85F6457174562b3fc2c963f66afa6\" stands twice in this list"}}]})");
  CHECK(body_of(code::not_permitted, {}, "Admin") ==
        R"({"detail":[{"loc":["body"],"msg":"Value error, )"
        R"(this needs a rank that may grant the role \"Admin\"","type":"value_error",)"
        R"("ctx":{"error":"this needs a rank that may grant the role \"Admin\""}}]})");
  CHECK(body_of(code::not_found) ==
        R"({"detail":[{"loc":["body"],"msg":"Value error, there is no such invitation",)"
        R"("type":"value_error","ctx":{"error":"there is no such invitation"}}]})");
}

TEST_CASE("deepset: the text that is at fault is sent back, and no other") {
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
  // These name something else: a type, a member, a role of somebody, what cannot be said.
  CHECK(input_of(code::wrong_type, "email", "a string") == "none");
  CHECK(input_of(code::conflicting_fields, "email", "mail") == "none");
  CHECK(input_of(code::not_permitted, "role", "Admin") == "none");
  CHECK(input_of(code::not_representable, "send", "an invitation that is not sent") == "none");
  // What the whole body is about stands in no one place of it.
  CHECK(input_of(code::unknown_role, {}, "Boss") == "none");
  // At the place of a workspace stands its id, not a role.
  const path place = path("grants").add(std::size_t{0});
  CHECK(input_of(code::duplicate_item, path(place).add("id"), "w") == "\"w\"");
  CHECK(input_of(code::unknown_role, path(place).add("role"), "Boss") == "none");
}

TEST_CASE("deepset: what a verb refuses names the member of the request, not of the library") {
  invitation_request r = complete();
  r.offer.grants = std::vector<grant>{{scope::workspace, "w", ""}, {scope::workspace, "w", ""}};
  const auto refused = invito::issue(deepset::policy(), r, by("Admin", r.offer));
  REQUIRE(told(refused) == "duplicate_item /grants/1/id");
  CHECK(deepset::write_error(refused.error()) ==
        R"({"detail":[{"loc":["body","workspace_ids",1],"msg":"Value error, )"
        R"(\"w\" stands twice in this list","type":"value_error","input":"w",)"
        R"("ctx":{"error":"\"w\" stands twice in this list"}}]})");

  const auto malformed = invito::issue(
      deepset::policy(), *deepset::read_request(with(full, "Rita@Example.com", "x")), by("Admin"));
  REQUIRE(told(malformed) == "invalid_email /email");
  CHECK(deepset::http_status(malformed.error()) == 422);
  CHECK(deepset::write_error(malformed.error()) ==
        R"({"detail":[{"loc":["body","email"],"msg":"Value error, \"x\" is not an email address",)"
        R"("type":"value_error","input":"x","ctx":{"error":"\"x\" is not an email address"}}]})");

  r = complete();
  r.name.given = std::string(256, 'x');
  const auto too_long = invito::issue(deepset::policy(), r, by("Admin", r.offer));
  REQUIRE(told(too_long) == "text_too_long /given_name");
  CHECK(deepset::write_error(too_long.error()) ==
        R"({"detail":[{"loc":["body","given_name"],"msg":"Value error, )"
        R"(256 is more than the 255 allowed here","type":"value_error",)"
        R"("ctx":{"error":"256 is more than the 255 allowed here"}}]})");
}

TEST_CASE("deepset: no free plan, a member already, and failures of the host are one sentence") {
  CHECK(body_of(code::plan_refused) ==
        R"({"detail":"the organization's plan does not include invitations"})");
  CHECK(body_of(code::already_member, "email", "rita@example.com") ==
        R"({"detail":"\"rita@example.com\" is a member of the organization already"})");
  CHECK(body_of(code::unavailable) ==
        R"({"detail":"something went wrong on our side; try again later"})");
  CHECK(body_of(code::fact_missing, {}, "actor") ==
        R"({"detail":"the fact \"actor\" is needed to judge this"})");
  CHECK(body_of(code::already_accepted) == R"({"detail":"this invitation has been accepted"})");
}

TEST_CASE("deepset: the form of the body is that of the status") {
  for (invito::code_info const& c : invito::codes) {
    CAPTURE(c.name);
    const problems why(problem{c.code, "secret place", "secret subject", {7, 7, 7}});
    const std::string body = deepset::write_error(why);
    const nlohmann::json detail = nlohmann::json::parse(body)["detail"];
    CHECK(detail.is_array() == (deepset::http_status(why) == 422));
    CHECK(detail.is_string() == (deepset::http_status(why) != 422));
    const auto read = deepset::read_error(body, strict());
    REQUIRE(told(read) == "nothing wrong");
    CHECK_FALSE(read->message.empty());
    // What a stranger may not know is not in it.
    if (invito::public_code(c.code) != c.code) CHECK(body.find("secret") == std::string::npos);
  }
}

TEST_CASE("deepset: the error of a problem is what a client reads of it") {
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

TEST_CASE("deepset: every kind of refusal has one of the statuses that the page has") {
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
  // The one that is judged first decides, and with it the form.
  problems several(problem{code::already_member, {}, "a", {}});
  several.add(problem{code::missing_field, "role", {}, {}});
  CHECK(deepset::http_status(several) == 422);
  CHECK(nlohmann::json::parse(deepset::write_error(several))["detail"].size() == 2);
  for (invito::code_info const& c : invito::codes) {
    CAPTURE(c.name);
    const int status = deepset::http_status(problems(problem{c.code, {}, {}, {}}));
    CHECK((status == 402 || status == 409 || status == 422 || status == 503));
  }
}

// What the dialect says about itself -------------------------------------------------------------

TEST_CASE("deepset: the one operation is the invitation to an organization") {
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

TEST_CASE("deepset: the catalog has the default roles in any case, and room for custom ones") {
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

TEST_CASE("deepset: an admin grants any role in any spelling, custom ones too") {
  for (char const* role : {"Admin", "ADMIN", "admin", "Editor", "EDITOR", "Member", "Search user",
                           "search USER", "Data steward"}) {
    for (char const* granter : {"Admin", "ADMIN", "admin"}) {
      CAPTURE(role, granter);
      invitation_request r = complete();
      r.offer.role = role;
      const auto made = invito::issue(deepset::policy(), r, by(granter, r.offer));
      REQUIRE(told(made) == "nothing wrong");
      CHECK(made->invitation.offer.role == role);  // as written
    }
  }
  invitation_request r = complete();
  r.offer.role.clear();
  CHECK(issuing("Admin", r) == "missing_value /role");
}

TEST_CASE("deepset: others grant what their rank reaches, and no custom roles") {
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

TEST_CASE("deepset: workspaces are granted without roles, and invitations never expire") {
  const auto made = invito::issue(deepset::policy(), complete(), by("Admin", complete().offer));
  REQUIRE(told(made) == "nothing wrong");
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

TEST_CASE("deepset: both presets are the policy of the page") {
  const invito::policy p = deepset::policy();
  CHECK(p == deepset::policy(invito::preset::page));
  CHECK(p == deepset::policy(invito::preset::observed));
  CHECK(p.roles == deepset::roles());
  CHECK_FALSE(p.expiry.lifetime.has_value());
  CHECK_FALSE(p.expiry.longest.has_value());
  CHECK_FALSE(p.inviter_rank.has_value());
  invito::policy rest;
  rest.roles = deepset::roles();
  rest.expiry.lifetime.reset();
  rest.expiry.longest.reset();
  CHECK(p == rest);
}

TEST_CASE("deepset: the dialect knows what its documents carry") {
  const invito::feature_set carried = deepset::features(invito::wire::shape::wide);
  const invito::feature_set asked = deepset::request_features();
  for (std::size_t n = 0; n != invito::feature_count; ++n) {
    const auto f = static_cast<feature>(n);
    CAPTURE(to_string(f));
    if (f != feature::none) CHECK_FALSE(carried.has(f));
    CHECK_FALSE(deepset::whole_seconds.has(f));
    const bool in_request = f == feature::email || f == feature::given_name ||
                            f == feature::family_name || f == feature::role || f == feature::grants;
    if (f != feature::none) CHECK(asked.has(f) == in_request);
  }
}

TEST_CASE("deepset: an answer loses all that an invitation has") {
  const invitation i = invito::apply(*invito::issue(deepset::policy(), complete(), by("Admin", complete().offer)));
  CHECK(list_of(invito::losses<deepset>(i, noon)) ==
        "email, given_name, family_name, role, grants, id, status, organization, created_at, "
        "created_by, sponsor, revision, history");
  CHECK(list_of(invito::losses<deepset>(invitation{}, noon)) == "status");
}
