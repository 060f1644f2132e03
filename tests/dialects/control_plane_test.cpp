// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/wire/reader.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/facts.hpp"
#include "support/sample.hpp"
#include "support/told.hpp"

namespace {

using namespace std::chrono_literals;
using invito::api_error;
using invito::bulk_answer;
using invito::bulk_outcome;
using invito::code;
using invito::control_plane;
using invito::feature;
using invito::invitation;
using invito::invitation_id;
using invito::invitation_request;
using invito::json_text;

const invito::instant now = at("2026-03-05T09:00:00Z");

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

// The text, or the problems.
std::string said(invito::result<std::string> const& written) {
  return written ? *written : told(written);
}

invitation_request asking_for(std::string address) {
  invitation_request out;
  out.recipient.email = invito::email(std::move(address));
  return out;
}

invitation_request asking_for(std::string address, std::string const& group_link) {
  invitation_request out = asking_for(std::move(address));
  out.attributes = {{"groupLink", json_text::unchecked(group_link)}};
  return out;
}

invitation invited(std::string address, std::string id) {
  invitation out;
  out.id = invitation_id(std::move(id));
  out.recipient.email = invito::email(std::move(address));
  begin_history(out, std::nullopt);
  return out;
}

bulk_outcome made(std::string address, std::string id) {
  return {std::move(address), invitation_id(std::move(id))};
}

bulk_outcome refused(std::string address, std::string message) {
  api_error why;
  why.message = std::move(message);
  return {std::move(address), std::move(why)};
}

// "a@x.com: i-1" or "a@x.com! message", one after the other.
std::string rows(invito::result<bulk_answer> const& answer) {
  if (!answer) return told(answer);
  std::string out;
  for (bulk_outcome const& row : answer->rows) {
    if (!out.empty()) out += ", ";
    out += row.email;
    if (auto* id = std::get_if<invitation_id>(&row.answer)) out += ": " + id->text();
    if (auto* why = std::get_if<api_error>(&row.answer)) out += "! " + why->message;
  }
  return out;
}

// "role, attributes (x)": what is lost, in order.
std::string lost(std::vector<invito::loss> const& losses) {
  std::string out;
  for (invito::loss const& l : losses) {
    if (!out.empty()) out += ", ";
    out += to_string(l.what);
    if (!l.detail.empty()) out += " (" + l.detail + ")";
  }
  return out;
}

invito::issue_command by_olga() {
  invito::issue_command out;
  out.id = invitation_id("i-1");
  out.org = invito::organization_id("acme");
  out.by = invito::actor::user(invito::user_id("olga"));
  out.now = now;
  out.facts = support::nothing_in_the_way();
  return out;
}

invitation issued() {
  return invito::apply(
      *invito::issue(control_plane::policy(), asking_for("Ina@Example.com"), by_olga()));
}

}  // namespace

// The create request -----------------------------------------------------------------------------

TEST_CASE("Control Plane: a request with one address is one request, and nothing is added to it") {
  const auto read = control_plane::read_request(R"({"emails":["User@Example.com"]})");
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->recipient.email.has_value());
  CHECK(read->recipient.email->text() == "User@Example.com");
  CHECK(read->recipient.user.empty());
  CHECK(read->name == invito::person_name{});
  CHECK(read->offer == invito::offer{});
  CHECK(read->send);
  CHECK(read->attributes.empty());
  CHECK(said(control_plane::write_request(*read)) == R"({"emails":["User@Example.com"]})");
  CHECK(said(control_plane::write_request(*read, wide())) == R"({"emails":["User@Example.com"]})");
}

TEST_CASE("Control Plane: the functions for one request take no other number of addresses") {
  for (char const* text :
       {"{}", R"({"emails":null})", R"({"emails":[]})", R"({"groupLink":"/org/acme/group/g"})"}) {
    CAPTURE(text);
    CHECK(told(control_plane::read_request(text)) == "missing_field /emails");
  }
  const auto two = control_plane::read_request(R"({"emails":["a@x.com","b@x.com"]})");
  REQUIRE(told(two) == "too_many_items /emails");
  CHECK(two.error().front().numbers[0] == 1);
  CHECK(describe(two.error()) == "more than the 1 values allowed");
  CHECK(told(control_plane::read_request("")) == "syntax_error");
}

TEST_CASE("Control Plane: one request for many holds their addresses in order, as they stand") {
  const auto read = control_plane::read_bulk_request(
      R"({"emails":["b@x.com","A@x.com","","a@x.com","b@x.com"]})");
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->size() == 5);
  CHECK((*read)[0].recipient.email->text() == "b@x.com");
  CHECK((*read)[1].recipient.email->text() == "A@x.com");
  CHECK((*read)[2].recipient.email->text().empty());
  CHECK((*read)[3].recipient.email->text() == "a@x.com");
  CHECK((*read)[4].recipient.email->text() == "b@x.com");
  for (invitation_request const& r : *read) {
    CHECK(r.attributes.empty());
    CHECK(r.offer == invito::offer{});
  }
  CHECK(said(control_plane::write_bulk_request(*read)) ==
        R"({"emails":["b@x.com","A@x.com","","a@x.com","b@x.com"]})");
}

TEST_CASE(
    "Control Plane: without a body or addresses nobody is to be invited, which is no mistake") {
  for (char const* text :
       {"", " ", " \t\r\n ", "{}", " { } ", R"({"emails":null})", R"({"emails":[]})",
        R"({"groupLink":"/org/acme/group/g"})", R"({"emails":null,"groupLink":null})"}) {
    CAPTURE(text);
    const auto read = control_plane::read_bulk_request(text);
    REQUIRE(told(read) == "nothing wrong");
    CHECK(read->empty());
  }
  CHECK(said(control_plane::write_bulk_request({})) == R"({"emails":[]})");
  CHECK(said(control_plane::write_bulk_request({}, wide())) == R"({"emails":[]})");
  CHECK(said(control_plane::write_bulk({})) == R"({"errors":{},"invitations":{}})");
}

TEST_CASE("Control Plane: what is not empty and no document stays a problem") {
  CHECK(told(control_plane::read_bulk_request("null")) == "wrong_type");
  CHECK(told(control_plane::read_bulk_request("[]")) == "wrong_type");
  CHECK(told(control_plane::read_bulk_request("\"\"")) == "wrong_type");
  CHECK(told(control_plane::read_bulk_request("\xEF\xBB\xBF ")) == "syntax_error");
  CHECK(told(control_plane::read_bulk_request("\v")) == "syntax_error");
  CHECK(told(control_plane::read_bulk_request(std::string(1, '\0'))) == "syntax_error");
  CHECK(told(control_plane::read_bulk_request(nlohmann::json())) == "wrong_type");
  CHECK(told(control_plane::read_bulk_request(
            {nullptr, [](void const*, invito::wire::reader&) {}})) == "syntax_error");
}

TEST_CASE("a source is empty where its text has no document, and not where its text is another's") {
  const nlohmann::json null;
  CHECK(invito::wire::source("").empty());
  CHECK(invito::wire::source(" \t\n\r").empty());
  CHECK_FALSE(invito::wire::source(" {").empty());
  CHECK_FALSE(invito::wire::source("\f").empty());
  CHECK_FALSE(invito::wire::source(std::string(1, '\0')).empty());
  CHECK_FALSE(invito::wire::source(null).empty());
  CHECK_FALSE(invito::wire::source(nullptr, [](void const*, invito::wire::reader&) {}).empty());
}

TEST_CASE("Control Plane: every member of a request has one type, and all mistakes are told") {
  CHECK(told(control_plane::read_bulk_request(R"({"emails":"a@x.com","groupLink":1})")) ==
        "wrong_type /emails; wrong_type /groupLink");
  CHECK(told(control_plane::read_bulk_request(R"({"emails":{},"groupLink":["g"]})")) ==
        "wrong_type /emails; wrong_type /groupLink");
  const auto read = control_plane::read_bulk_request(
      R"({"emails":["a@x.com",null,1,true,{"email":"b@x.com"},["c@x.com"],"d@x.com",1.5]})");
  REQUIRE(told(read) ==
          "wrong_type /emails/1; wrong_type /emails/2; wrong_type /emails/3; wrong_type /emails/4; "
          "wrong_type /emails/5; wrong_type /emails/7");
  CHECK(read.error().front().subject == "a string");
}

TEST_CASE("Control Plane: all objects are closed, strict or not") {
  invito::read_options strict;
  strict.strict = true;
  for (invito::read_options const& options : {invito::read_options{}, strict}) {
    CHECK(told(control_plane::read_bulk_request(R"({"emails":[],"email":"a","grouplink":"g"})",
                                                options)) ==
          "unknown_field /email; unknown_field /grouplink");
    CHECK(told(control_plane::read_bulk(
              R"({"errors":{"a":{"status":400,"type":"x"}},"invitations":{},"emails":[]})",
              options)) == "unknown_field /errors/a/type; unknown_field /emails");
    CHECK(told(control_plane::read_invite(R"({"invitations":{"a":"i"},"more":{}})", options)) ==
          "unknown_field /more");
    CHECK(told(control_plane::read_error(R"({"message":"m","error":{}})", options)) ==
          "unknown_field /error");
    // Details hold anything.
    CHECK(told(control_plane::read_error(R"({"details":{"error":{"x":[]}}})", options)) ==
          "nothing wrong");
  }
}

TEST_CASE("Control Plane: the link to a group is an attribute of each request") {
  const std::string text =
      R"({"emails":["a@x.com","b@x.com"],"groupLink":"/org/acme/group/\"viewers\""})";
  const auto read = control_plane::read_bulk_request(text);
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->size() == 2);
  for (invitation_request const& r : *read) {
    REQUIRE(r.attributes.size() == 1);
    CHECK(r.attributes[0].name == "groupLink");
    CHECK(r.attributes[0].value.text() == R"("/org/acme/group/\"viewers\"")");
  }
  CHECK(said(control_plane::write_bulk_request(*read, wide())) == text);
  // The page has no such member.
  CHECK(said(control_plane::write_bulk_request(*read)) == R"({"emails":["a@x.com","b@x.com"]})");

  const std::string one = R"({"emails":["a@x.com"],"groupLink":"/org/acme/group/g"})";
  const auto single = control_plane::read_request(one);
  REQUIRE(told(single) == "nothing wrong");
  CHECK(single->attributes ==
        invito::attribute_list{{"groupLink", json_text::unchecked(R"("/org/acme/group/g")")}});
  CHECK(said(control_plane::write_request(*single, wide())) == one);
  CHECK(said(control_plane::write_request(*single)) == R"({"emails":["a@x.com"]})");
}

TEST_CASE("Control Plane: a link that is null is none, and an empty one is one") {
  const auto none = control_plane::read_request(R"({"groupLink":null,"emails":["a@x.com"]})");
  REQUIRE(told(none) == "nothing wrong");
  CHECK(none->attributes.empty());
  const auto empty = control_plane::read_request(R"({"groupLink":"","emails":["a@x.com"]})");
  REQUIRE(told(empty) == "nothing wrong");
  REQUIRE(empty->attributes.size() == 1);
  CHECK(empty->attributes[0].value.text() == R"("")");
  CHECK(said(control_plane::write_request(*empty, wide())) ==
        R"({"emails":["a@x.com"],"groupLink":""})");
}

TEST_CASE("Control Plane: a group link that is not a text cannot be said") {
  for (char const* value : {"null", "true", "5", "[]", R"({"link":"g"})"}) {
    CAPTURE(value);
    const auto written = control_plane::write_request(asking_for("a@x.com", value), wide());
    REQUIRE(told(written) == "not_representable /groupLink");
    CHECK(written.error().front().subject == value);
    // On the page it is lost like every attribute.
    CHECK(said(control_plane::write_request(asking_for("a@x.com", value))) ==
          R"({"emails":["a@x.com"]})");
  }
}

TEST_CASE("Control Plane: one request has room for one group") {
  const invitation_request g = asking_for("a@x.com", R"("g")");
  const invitation_request h = asking_for("b@x.com", R"("h")");
  const invitation_request none = asking_for("c@x.com");
  for (std::vector<invitation_request> const& all : std::vector<std::vector<invitation_request>>{
           {g, h}, {g, g, h, h, none}, {g, none}, {none, g}}) {
    const auto written = control_plane::write_bulk_request(all, wide());
    REQUIRE(told(written) == "not_representable /groupLink");
    CHECK(written.error().front().subject == "several groups");
    CHECK(told(control_plane::write_bulk_request(all)) == "nothing wrong");
  }
  CHECK(said(control_plane::write_bulk_request({g, g}, wide())) ==
        R"({"emails":["a@x.com","a@x.com"],"groupLink":"g"})");
  CHECK(said(control_plane::write_bulk_request({none, none}, wide())) ==
        R"({"emails":["c@x.com","c@x.com"]})");
}

TEST_CASE("Control Plane: the length of a group link is bounded, as it is copied to all requests") {
  const std::string longest(255, 'g');
  const auto text = [](std::string const& link) {
    return R"({"emails":["a@x.com"],"groupLink":")" + link + "\"}";
  };
  const auto read = control_plane::read_request(text(longest));
  REQUIRE(told(read) == "nothing wrong");
  CHECK(said(control_plane::write_request(*read, wide())) == text(longest));

  const auto beyond = control_plane::read_request(text(longest + "g"));
  REQUIRE(told(beyond) == "text_too_long /groupLink");
  CHECK(beyond.error().front().numbers[0] == 256);
  CHECK(beyond.error().front().numbers[1] == 255);
  CHECK(told(control_plane::read_bulk_request(text(longest + "g"))) == "text_too_long /groupLink");
  CHECK(told(control_plane::write_request(asking_for("a@x.com", '"' + longest + "g\""), wide())) ==
        "text_too_long /groupLink");
}

TEST_CASE("Control Plane: every request needs an address, and is told by its place") {
  invitation_request nobody;
  nobody.recipient.user = invito::user_id("u");
  const invitation_request a = asking_for("a@x.com");
  CHECK(told(control_plane::write_request(nobody)) == "missing_value /emails/0");
  CHECK(told(control_plane::write_bulk_request({a, nobody, a, nobody})) ==
        "missing_value /emails/1; missing_value /emails/3");
  CHECK(said(control_plane::write_bulk_request({a, nobody}, incomplete())) ==
        R"({"emails":["a@x.com"]})");
  CHECK(said(control_plane::write_request(nobody, incomplete())) == R"({"emails":[]})");
}

TEST_CASE("Control Plane: an invitation that is not to be sent cannot be asked for") {
  invitation_request quiet = asking_for("a@x.com");
  quiet.send = false;
  const auto one = control_plane::write_request(quiet);
  REQUIRE(told(one) == "not_representable /emails/0");
  CHECK(one.error().front().subject == "an invitation that is not sent");
  invitation_request nobody;
  nobody.send = false;
  CHECK(told(control_plane::write_bulk_request({asking_for("b@x.com"), quiet, nobody}, wide())) ==
        "not_representable /emails/1; missing_value /emails/2; not_representable /emails/2");
}

TEST_CASE("Control Plane: text of a request that is not UTF-8 is not written and not read") {
  CHECK(told(control_plane::write_bulk_request({asking_for("a@x.com"), asking_for("\xFF")})) ==
        "invalid_utf8 /emails/1");
  CHECK(told(control_plane::write_request(asking_for("a@x.com", "\"\xFF\""), wide())) ==
        "not_representable /groupLink");
  CHECK(told(control_plane::read_bulk_request("{\"emails\":[\"\xFF\"]}")) == "syntax_error");
  // An engine that does not look gets replacement characters, never a broken attribute.
  const auto careless = [](void const*, invito::wire::reader& to) {
    to.begin_object();
    to.key("groupLink"), to.text("g\xFF");
    to.key("emails"), to.begin_array(), to.text("a@x.com"), to.end_array();
    to.end_object();
  };
  const auto read = control_plane::read_request({nullptr, careless});
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->attributes.size() == 1);
  CHECK(read->attributes[0].value.text() == "\"g\xEF\xBF\xBD\"");
}

TEST_CASE("Control Plane: a member twice in a request is refused") {
  CHECK(told(control_plane::read_bulk_request(R"({"emails":["a"],"emails":["b"]})")) ==
        "duplicate_key /emails");
  CHECK(told(control_plane::read_request(R"({"emails":["a"],"groupLink":"g","groupLink":"g"})")) ==
        "duplicate_key /groupLink");
}

TEST_CASE("Control Plane: a request that was written is read as it was, but for what is lost") {
  sample::maker make(42, invito::openai::roles());
  int written_count = 0;
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    const invitation_request r = make.request();
    const auto written = control_plane::write_request(r, wide());
    REQUIRE(written.has_value() == (r.recipient.email.has_value() && r.send));
    if (!written) continue;
    ++written_count;
    const auto read = control_plane::read_request(*written);
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(read->recipient.email->text() == r.recipient.email->text());
    REQUIRE((*read == r) == invito::losses<control_plane>(r, wide()).empty());
    REQUIRE(said(control_plane::write_request(*read, wide())) == *written);
    REQUIRE(control_plane::read_request(nlohmann::json::parse(*written)) == read);
  }
  CHECK(written_count > 100);
}

// How many, and who twice ------------------------------------------------------------------------

namespace {

std::string emails(std::size_t count) {
  std::string out = R"({"emails":[)";
  for (std::size_t n = 0; n != count; ++n) {
    if (n != 0) out += ',';
    out += '"' + std::to_string(n) + "@x.com\"";
  }
  return out + "]}";
}

}  // namespace

TEST_CASE("Control Plane: ten addresses are the most that is observed, and the page has no bound") {
  using invito::preset;
  const auto ten = control_plane::read_bulk_request(emails(10));
  const auto eleven = control_plane::read_bulk_request(emails(11));
  REQUIRE(told(ten) == "nothing wrong");
  REQUIRE(told(eleven) == "nothing wrong");
  CHECK(check_batch(control_plane::policy(preset::observed), *ten).empty());
  const auto found = check_batch(control_plane::policy(preset::observed), *eleven);
  REQUIRE(told(found) == "too_many_items");
  CHECK(control_plane::http_status(found) == 400);
  CHECK(control_plane::write_error(found) ==
        R"({"status":400,"message":"more than the 10 values allowed","code":"too_many_items"})");
  CHECK(check_batch(control_plane::policy(preset::page), *eleven).empty());
  CHECK(check_batch(control_plane::policy(), *eleven).empty());
}

TEST_CASE("Control Plane: an address that stands twice is told by its place among the emails") {
  const auto read =
      control_plane::read_bulk_request(R"({"emails":["A@x.com","b@x.com","a@x.com","B@x.com"]})");
  REQUIRE(told(read) == "nothing wrong");
  const auto found = check_batch(control_plane::policy(invito::preset::observed), *read);
  REQUIRE(told(found) == "duplicate_item /email/2; duplicate_item /email/3");
  CHECK(control_plane::write_error(found) ==
        R"({"status":400,"message":"/emails/2: \"a@x.com\" stands twice in this list; )"
        R"(/emails/3: \"B@x.com\" stands twice in this list","code":"duplicate_item"})");
}

// The answer -------------------------------------------------------------------------------------

namespace {

// One address was invited and one was not.
const std::string partial_success =
    R"({"errors":{"b@x.com":{"status":400,"message":"already a member","code":"DUPLICATE",)"
    R"("details":{"email":"b@x.com"},"id":"e-1"}},"invitations":{"a@x.com":"i-1"}})";

}  // namespace

TEST_CASE("Control Plane: an answer says of every address what came of it") {
  const auto read = control_plane::read_bulk(partial_success);
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->rows.size() == 2);
  CHECK(read->rows[0].email == "a@x.com");
  REQUIRE(std::holds_alternative<invitation_id>(read->rows[0].answer));
  CHECK(std::get<invitation_id>(read->rows[0].answer) == invitation_id("i-1"));
  CHECK(read->rows[1].email == "b@x.com");
  REQUIRE(std::holds_alternative<api_error>(read->rows[1].answer));
  api_error const& why = std::get<api_error>(read->rows[1].answer);
  CHECK(why.status == 400);
  CHECK(why.message == "already a member");
  CHECK(why.code == "DUPLICATE");
  REQUIRE(why.details.has_value());
  CHECK(why.details->text() == R"({"email":"b@x.com"})");
  CHECK(why.id == "e-1");
  CHECK(why.type.empty());
  CHECK_FALSE(why.at.has_value());
  CHECK(said(control_plane::write_bulk(*read)) == partial_success);
}

TEST_CASE("Control Plane: the maps of an answer may be absent or null, and are always written") {
  for (char const* text :
       {"{}", R"({"errors":null,"invitations":null})", R"({"errors":{},"invitations":{}})",
        R"({"errors":{}})", R"({"invitations":null})"}) {
    CAPTURE(text);
    const auto read = control_plane::read_bulk(text);
    REQUIRE(told(read) == "nothing wrong");
    CHECK(read->rows.empty());
    CHECK(said(control_plane::write_bulk(*read)) == R"({"errors":{},"invitations":{}})");
  }
  CHECK(said(control_plane::write_bulk({{made("a", "i")}})) ==
        R"({"errors":{},"invitations":{"a":"i"}})");
  CHECK(said(control_plane::write_bulk({{refused("a", "no")}})) ==
        R"({"errors":{"a":{"message":"no"}},"invitations":{}})");
}

TEST_CASE("Control Plane: rows are read invitations first, each map in the order of the document") {
  CHECK(rows(control_plane::read_bulk(
            R"({"errors":{"d":{"message":"no"},"a":{}},"invitations":{"c":"i-3","b":"i-2"}})")) ==
        "c: i-3, b: i-2, d! no, a! ");
  // Rows in between go to their maps in their own order.
  CHECK(said(control_plane::write_bulk(
            {{made("c", "i-3"), refused("d", "no"), made("b", "i-2"), refused("a", "never")}})) ==
        R"({"errors":{"d":{"message":"no"},"a":{"message":"never"}},)"
        R"("invitations":{"c":"i-3","b":"i-2"}})");
}

TEST_CASE("Control Plane: every member of an answer has one type") {
  CHECK(told(control_plane::read_bulk(R"({"errors":[],"invitations":"i"})")) ==
        "wrong_type /errors; wrong_type /invitations");
  CHECK(told(control_plane::read_bulk(
            R"({"errors":{"a":null,"b":"no","c":[{}],"d":{}},)"
            R"("invitations":{"e":null,"f":1,"g":{"id":"i"},"h":["i"],"i":"i"}})")) ==
        "wrong_type /errors/a; wrong_type /errors/b; wrong_type /errors/c; "
        "wrong_type /invitations/e; wrong_type /invitations/f; wrong_type /invitations/g; "
        "wrong_type /invitations/h");
  CHECK(told(control_plane::read_bulk(
            R"({"errors":{"a":{"status":"400","message":1,"code":2,"id":3}}})")) ==
        "wrong_type /errors/a/status; wrong_type /errors/a/message; wrong_type /errors/a/code; "
        "wrong_type /errors/a/id");
}

TEST_CASE("Control Plane: an address twice in an answer is refused by its place") {
  CHECK(told(control_plane::read_bulk(R"({"invitations":{"a@x.com":"i","a@x.com":"i"}})")) ==
        "duplicate_key /invitations/a@x.com");
  CHECK(told(control_plane::read_bulk(R"({"errors":{"a/b":{},"a/b":{}}})")) ==
        "duplicate_key /errors/a~1b");
  CHECK(told(control_plane::read_bulk(R"({"errors":{},"errors":{}})")) == "duplicate_key /errors");
  // In another case it is another name.
  CHECK(rows(control_plane::read_bulk(R"({"invitations":{"a@x.com":"i","A@x.com":"j"}})")) ==
        "a@x.com: i, A@x.com: j");
}

TEST_CASE("Control Plane: an address cannot be invited and refused") {
  const auto read = control_plane::read_bulk(
      R"({"errors":{"x":{},"b":{},"a":{}},"invitations":{"a":"i","b":"j","y":"k"}})");
  REQUIRE(told(read) == "conflicting_fields /errors/b; conflicting_fields /errors/a");
  CHECK(read.error().front().subject == "invitations");
  CHECK(told(control_plane::read_bulk(R"({"errors":{"A":{}},"invitations":{"a":"i"}})")) ==
        "nothing wrong");
}

TEST_CASE("Control Plane: the first of several rows for one address owns its name, byte for byte") {
  CHECK(
      said(control_plane::write_bulk({{made("a", "i-1"), refused("a", "twice"), made("a", "i-2"),
                                       refused("b", "no"), made("b", "i-3"), made("A", "i-4")}})) ==
      R"({"errors":{"b":{"message":"no"}},"invitations":{"a":"i-1","A":"i-4"}})");
}

TEST_CASE("Control Plane: addresses with any characters are names in both maps") {
  for (std::string const& address :
       {std::string(), std::string("\"a\"@x.com"), std::string("a/b~c#d@x.com"),
        std::string("j\xC3\xBCrgen@b\xC3\xBC"
                    "cher.example"),
        std::string("\xF0\x9F\x93\xA8"), std::string("back\\slash\nline"),
        std::string("nul\0inside", 10)}) {
    CAPTURE(address);
    const bulk_answer invited_answer{{made(address, address + "-id")}};
    const bulk_answer refused_answer{{refused(address, "no")}};
    for (bulk_answer const& answer : {invited_answer, refused_answer}) {
      const auto written = control_plane::write_bulk(answer);
      REQUIRE(told(written) == "nothing wrong");
      CHECK(*control_plane::read_bulk(*written) == answer);
      CHECK(nlohmann::json::accept(*written));
    }
  }
  CHECK(said(control_plane::write_bulk({{made("\"a\"/\xC3\xBC", "i")}})) ==
        "{\"errors\":{},\"invitations\":{\"\\\"a\\\"/\xC3\xBC\":\"i\"}}");
  CHECK(told(control_plane::read_bulk(R"({"invitations":{"a/b~\"c":1}})")) ==
        "wrong_type /invitations/a~1b~0\"c");
}

TEST_CASE("Control Plane: text of an answer that is not UTF-8 is not written and not read") {
  CHECK(told(control_plane::write_bulk({{made("a", "i"), made("b", "\xFF")}})) ==
        "invalid_utf8 /invitations/b");
  CHECK(told(control_plane::write_bulk({{refused("a", "\xFF")}})) ==
        "invalid_utf8 /errors/a/message");
  CHECK(told(control_plane::write_bulk({{made("\xFF", "i")}})) == "invalid_utf8 /invitations/\xFF");
  CHECK(told(control_plane::read_bulk("{\"invitations\":{\"\xFF\":\"i\"}}")) == "syntax_error");
  CHECK(told(control_plane::read_bulk(R"({"invitations":{"\ud800":"i"}})")) == "syntax_error");
}

TEST_CASE("Control Plane: no invitation is told without its id") {
  CHECK(told(control_plane::write_bulk({{made("a", "i"), made("b/c", ""), made("d", "")}})) ==
        "missing_value /invitations/b~1c; missing_value /invitations/d");
  // Nor does a later row for the address stand in.
  CHECK(told(control_plane::write_bulk({{made("a", ""), made("a", "i")}})) ==
        "missing_value /invitations/a");
}

TEST_CASE("Control Plane: what an error of an answer has no member for is not written") {
  api_error full{"c", "m", "type", "where", "for developers"};
  full.status = 403;
  full.id = "e-1";
  full.at = now;
  full.items.emplace_back();
  CHECK(said(control_plane::write_bulk({{{"a", full}}})) ==
        R"({"errors":{"a":{"status":403,"message":"m","code":"c","id":"e-1"}},"invitations":{}})");
}

TEST_CASE("Control Plane: two answers are equal only if every row is") {
  const bulk_answer one{{made("a", "i"), refused("b", "no")}};
  CHECK(one == bulk_answer(one));
  CHECK_FALSE(one != bulk_answer(one));
  CHECK(one != bulk_answer{{made("a", "i")}});
  CHECK(one != bulk_answer{{refused("b", "no"), made("a", "i")}});
  CHECK(made("a", "i") != made("A", "i"));
  CHECK(made("a", "i") != made("a", "j"));
  CHECK(made("a", "i") != refused("a", "i"));
  CHECK(refused("a", "no") != refused("a", "never"));
}

TEST_CASE(
    "Control Plane: 50,000 addresses are written and read back, in an answer and in a request") {
  constexpr std::size_t count = 50'000;
  invito::read_options roomy;
  roomy.limits.bytes = 16 * 1024 * 1024;
  roomy.limits.items = 4 * count;
  bulk_answer answer;
  std::vector<invitation_request> asked;
  for (std::size_t n = 0; n != count; ++n) {
    const std::string address = std::to_string(n) + "@example.com";
    answer.rows.push_back(n < count / 2 ? made(address, "i") : refused(address, "no"));
    asked.push_back(asking_for(address, R"("g")"));
  }
  const auto written = control_plane::write_bulk(answer);
  REQUIRE(told(written) == "nothing wrong");
  const auto read = control_plane::read_bulk(*written, roomy);
  REQUIRE(told(read) == "nothing wrong");
  CHECK(*read == answer);
  const auto request = control_plane::write_bulk_request(asked, wide());
  REQUIRE(told(request) == "nothing wrong");
  const auto back = control_plane::read_bulk_request(*request, roomy);
  REQUIRE(told(back) == "nothing wrong");
  CHECK(*back == asked);
}

TEST_CASE("Control Plane: problems across members are told up to the limit") {
  const std::string errors = R"({"errors":{"a":{},"b":{},"c":{},"d":{}}})";
  invito::read_options options;
  const auto all = control_plane::read_invite(errors, options);
  REQUIRE_FALSE(all);
  CHECK(all.error().size() == 4);
  options.limits.problems = 3;
  const auto some = control_plane::read_invite(errors, options);
  REQUIRE_FALSE(some);
  CHECK(some.error().size() == 3);
}

TEST_CASE("Control Plane: a long name is not told again for each problem below it") {
  const std::string name(2000, 'n');
  std::string members;
  for (int n = 0; n != 50; ++n) members += (n == 0 ? "\"u" : ",\"u") + std::to_string(n) + "\":1";
  const std::string document = "{\"errors\":{\"" + name + "\":{" + members + "}}}";
  invito::read_options options;
  options.strict = true;
  CHECK(control_plane::read_bulk(document, options).error().size() == 50);
  options.limits.bytes = 6000;  // three places of more than 2000 bytes
  CHECK(control_plane::read_bulk(document, options).error().size() == 3);
}

TEST_CASE("Control Plane: the limits hold in the documents for many") {
  invito::read_options options;
  options.limits.items = 3;
  CHECK(told(control_plane::read_bulk_request(R"({"emails":["a","b"]})", options)) ==
        "nothing wrong");
  CHECK(told(control_plane::read_bulk_request(R"({"emails":["a","b","c"]})", options)) ==
        "too_many_items");
  CHECK(told(control_plane::read_bulk(R"({"invitations":{"a":"1","b":"2","c":"3"}})", options)) ==
        "too_many_items");
  options = {};
  options.limits.bytes = 10;
  CHECK(told(control_plane::read_bulk_request(R"({"emails":[]})", options)) == "too_large");
  CHECK(told(control_plane::read_bulk(R"({"errors":{}})", options)) == "too_large");
  options = {};
  options.limits.depth = 4;
  CHECK(told(control_plane::read_bulk(R"({"errors":{"a":{"details":[]}}})", options)) ==
        "nothing wrong");
  CHECK(told(control_plane::read_bulk(R"({"errors":{"a":{"details":[[[[]]]]}}})", options)) ==
        "nothing wrong");
  CHECK(told(control_plane::read_bulk(R"({"errors":{"a":{"details":[[[[[]]]]]}}})", options)) ==
        "too_deep /errors/a/details/0/0/0/0");
  options = {};
  options.limits.problems = 2;
  CHECK(told(control_plane::read_bulk_request(R"({"emails":[1,2,3,4]})", options)) ==
        "wrong_type /emails/0; wrong_type /emails/1");
}

// One invitation ---------------------------------------------------------------------------------

TEST_CASE("Control Plane: an answer for one address is a pending invitation") {
  const auto read = control_plane::read_invite(R"({"invitations":{"User@x.com":"i-1"}})");
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->id == invitation_id("i-1"));
  REQUIRE(read->recipient.email.has_value());
  CHECK(read->recipient.email->text() == "User@x.com");
  CHECK(read->recipient.user.empty());
  CHECK(read->state == invito::state(invito::pending{}));
  CHECK(read->status(now) == invito::status::pending);
  // Nothing is invented.
  CHECK(read->organization.empty());
  CHECK(read->offer == invito::offer{});
  CHECK(read->attributes.empty());
  CHECK_FALSE(read->created_at.has_value());
  CHECK_FALSE(read->created_by.has_value());
  CHECK_FALSE(read->expires_at().has_value());
  CHECK_FALSE(read->updated_at().has_value());
  CHECK_FALSE(read->sponsor.has_value());
  CHECK(read->revision() == 0);
  CHECK(read->history.empty());
  CHECK(bool(read->baseline));
  CHECK(*read == invited("User@x.com", "i-1"));

  const std::string text = R"({"errors":{},"invitations":{"User@x.com":"i-1"}})";
  CHECK(said(control_plane::write_invite(*read, now)) == text);
  CHECK(said(control_plane::write_invite(*read, now, wide())) == text);
  CHECK(control_plane::read_invite(text) == read);
  CHECK(control_plane::read_invite(R"({"errors":null,"invitations":{"User@x.com":"i-1"}})") ==
        read);
  CHECK(control_plane::read_invite(nlohmann::json::parse(text)) == read);
}

TEST_CASE("Control Plane: an answer for no address, or for several, is not one invitation") {
  for (char const* text : {"{}", R"({"invitations":null})", R"({"invitations":{}})",
                           R"({"errors":{},"invitations":{}})"}) {
    CAPTURE(text);
    CHECK(told(control_plane::read_invite(text)) == "missing_field /invitations");
    CHECK(told(control_plane::read_creation(text)) == "missing_field /invitations");
  }
  const auto two = control_plane::read_invite(R"({"invitations":{"a":"i","b":"j"}})");
  REQUIRE(told(two) == "too_many_items /invitations");
  CHECK(two.error().front().numbers[0] == 1);
}

TEST_CASE("Control Plane: an error in the answer is why there is no invitation") {
  const auto one = control_plane::read_invite(
      R"({"errors":{"a/b":{"message":"already a member","status":400}},"invitations":{}})");
  REQUIRE(told(one) == "not_representable /errors/a~1b");
  CHECK(one.error().front().subject == "already a member");
  const auto silent = control_plane::read_invite(R"({"errors":{"a":{}}})");
  REQUIRE(told(silent) == "not_representable /errors/a");
  CHECK(silent.error().front().subject == "an error");
  // Also beside an invitation.
  CHECK(told(control_plane::read_invite(partial_success)) == "not_representable /errors/b@x.com");
  CHECK(told(control_plane::read_invite(
            R"({"errors":{"a":{},"b":{}},"invitations":{"c":"i","d":"j"}})")) ==
        "not_representable /errors/a; not_representable /errors/b; too_many_items /invitations");
}

TEST_CASE("Control Plane: an invitation needs an id and an address to be told") {
  invitation no_id = invited("a@x.com", "");
  invitation no_address = invited("", "i-1");
  no_address.recipient = {std::nullopt, invito::user_id("u")};
  for (invitation const& i : {no_id, no_address, invitation{}}) {
    CHECK(told(control_plane::write_invite(i, now)) == "missing_value /invitations");
    CHECK(said(control_plane::write_invite(i, now, incomplete())) ==
          R"({"errors":{},"invitations":{}})");
  }
  CHECK(said(control_plane::write_invite(invited("", "i-1"), now)) ==
        R"({"errors":{},"invitations":{"":"i-1"}})");
  CHECK(told(control_plane::write_invite(invited("\xFF", "i-1"), now)) ==
        "invalid_utf8 /invitations/\xFF");
}

TEST_CASE("Control Plane: only what is pending at the moment can be told") {
  const invitation waiting = issued();
  const std::string text = R"({"errors":{},"invitations":{"Ina@Example.com":"i-1"}})";
  CHECK(said(control_plane::write_invite(waiting, now)) == text);
  CHECK(said(control_plane::write_invite(waiting, at("2200-01-01T00:00:00Z"))) == text);

  invitation limited = waiting;
  limited.state = invito::pending{now + 24h};
  CHECK(said(control_plane::write_invite(limited, now + 24h - 1ns)) == text);
  invitation accepted = waiting, revoked = waiting, expired = waiting;
  accepted.state = invito::accepted{now, {}};
  revoked.state = invito::revoked{now, {}, invito::revoke_cause::declined};
  expired.state = invito::expired{now};
  invito::write_options as_expired = wide();
  as_expired.revoked_as_expired = true;
  const auto refusal = [](invitation const& i, invito::instant when,
                          invito::write_options const& options) {
    const auto written = control_plane::write_invite(i, when, options);
    REQUIRE(told(written) == "not_representable /invitations");
    return written.error().front().subject;
  };
  for (invito::write_options const& options :
       {invito::write_options{}, wide(), as_expired, incomplete()}) {
    CHECK(refusal(limited, now + 24h, options) == "expired");
    CHECK(refusal(expired, now, options) == "expired");
    CHECK(refusal(accepted, now, options) == "accepted");
    CHECK(refusal(revoked, now, options) == "revoked");
  }
  invitation nobody;
  nobody.state = invito::accepted{};
  CHECK(told(control_plane::write_invite(nobody, now)) ==
        "missing_value /invitations; not_representable /invitations");
}

TEST_CASE("Control Plane: what is written is read as it was, in all that an answer carries") {
  sample::maker make(7, invito::openai::roles());
  int written_count = 0, refused_count = 0;
  for (int n = 0; n != 1500; ++n) {
    CAPTURE(n);
    const invitation i = make();
    const invito::instant when = now + 12h * static_cast<int>(make.dice().below(30));
    const auto written = control_plane::write_invite(i, when);
    const bool can_be_said =
        i.recipient.email && !i.id.empty() && i.status(when) == invito::status::pending;
    REQUIRE(written.has_value() == can_be_said);
    if (!written) {
      ++refused_count;
      continue;
    }
    ++written_count;
    const auto read = control_plane::read_invite(*written);
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(*read == invited(i.recipient.email->text(), i.id.text()));
    REQUIRE(said(control_plane::write_invite(*read, when)) == *written);
    REQUIRE(rows(control_plane::read_bulk(*written)) ==
            i.recipient.email->text() + ": " + i.id.text());
  }
  CHECK(written_count > 50);
  CHECK(refused_count > 50);
}

TEST_CASE("Control Plane: the answer to a request shows no key") {
  invito::creation made_one;
  made_one.invitation = issued();
  made_one.key = invito::secret("the raw key");
  made_one.is_new_user = true;
  made_one.body = json_text::unchecked(R"("the body")");
  CHECK(said(control_plane::write_creation(made_one, now)) ==
        R"({"errors":{},"invitations":{"Ina@Example.com":"i-1"}})");
  CHECK(said(control_plane::write_creation(made_one, now, wide())) ==
        R"({"errors":{},"invitations":{"Ina@Example.com":"i-1"}})");
  const auto read = control_plane::read_creation(R"({"invitations":{"Ina@Example.com":"i-1"}})");
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->invitation == invited("Ina@Example.com", "i-1"));
  CHECK(read->key.empty());
  CHECK_FALSE(read->is_new_user.has_value());
  CHECK_FALSE(read->body.has_value());
}

// Errors -----------------------------------------------------------------------------------------

TEST_CASE("Control Plane: all members of an error are optional") {
  const std::string full =
      R"({"status":403,"message":"m","code":"c","details":{"why":[1,2.50]},"id":"e-1"})";
  const auto read = control_plane::read_error(full);
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->status == 403);
  CHECK(read->message == "m");
  CHECK(read->code == "c");
  REQUIRE(read->details.has_value());
  CHECK(read->details->text() == R"({"why":[1,2.50]})");
  CHECK(read->id == "e-1");
  CHECK(control_plane::write_error(*read) == full);

  for (char const* text :
       {"{}", R"({"status":null,"message":null,"code":null,"details":null,"id":null})",
        R"({"message":"","code":"","id":""})"}) {
    CAPTURE(text);
    const auto empty = control_plane::read_error(text);
    REQUIRE(told(empty) == "nothing wrong");
    CHECK(*empty == api_error{});
    CHECK(control_plane::write_error(*empty) == "{}");
  }
}

TEST_CASE("Control Plane: each member of an error is written alone") {
  const auto alone = [](auto change) {
    api_error e;
    change(e);
    return control_plane::write_error(e);
  };
  CHECK(alone([](api_error& e) { e.status = 0; }) == R"({"status":0})");
  CHECK(alone([](api_error& e) { e.message = "m"; }) == R"({"message":"m"})");
  CHECK(alone([](api_error& e) { e.code = "c"; }) == R"({"code":"c"})");
  CHECK(alone([](api_error& e) { e.details = json_text(); }) == R"({"details":null})");
  CHECK(alone([](api_error& e) { e.id = "i"; }) == R"({"id":"i"})");
  CHECK(alone([](api_error& e) { e.type = e.where = e.developer_message = "x"; }) == "{}");
}

TEST_CASE("Control Plane: every member of an error has one type") {
  CHECK(told(control_plane::read_error(R"({"status":"400","message":1,"code":400,"id":[]})")) ==
        "wrong_type /status; wrong_type /message; wrong_type /code; wrong_type /id");
  CHECK(told(control_plane::read_error(R"({"status":400.5})")) == "wrong_type /status");
  CHECK(told(control_plane::read_error(R"({"status":18446744073709551615})")) ==
        "number_out_of_range /status");
  CHECK(told(control_plane::read_error(R"({"status":true,"message":{},"code":false,"id":0})")) ==
        "wrong_type /status; wrong_type /message; wrong_type /code; wrong_type /id");
  CHECK(told(control_plane::read_error(R"({"status":400,"status":400})")) ==
        "duplicate_key /status");
}

TEST_CASE("Control Plane: the details of an error are any value, kept as it is spelled") {
  for (char const* value : {"{}", R"({"b":1,"a":{"c":[]}})", "[]", "[1,null]", R"("text")", R"("")",
                            "0", "-1.50", "1E+3", "12345678901234567890123", "true", "false"}) {
    CAPTURE(value);
    const std::string text = R"({"details":)" + std::string(value) + "}";
    const auto read = control_plane::read_error(text);
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(read->details.has_value());
    CHECK(read->details->text() == value);
    CHECK(control_plane::write_error(*read) == text);
    // In an answer as well.
    const std::string answer = R"({"errors":{"a":)" + text + R"(},"invitations":{}})";
    CHECK(said(control_plane::write_bulk(*control_plane::read_bulk(answer))) == answer);
  }
  // Null is none.
  CHECK_FALSE(control_plane::read_error(R"({"details":null})")->details.has_value());
  CHECK(told(control_plane::read_error(R"({"details":{"a":1,"a":2}})")) ==
        "duplicate_key /details/a");
}

TEST_CASE("Control Plane: an error that is not UTF-8 is written all the same") {
  CHECK(control_plane::write_error(api_error{"c", "a\xFF"}) ==
        "{\"message\":\"a\xEF\xBF\xBD\",\"code\":\"c\"}");
}

TEST_CASE("Control Plane: a problem is written with its code, its sentence and the status") {
  CHECK(control_plane::write_error(control_plane::read_bulk_request("{").error()) ==
        R"({"status":400,"message":"this is not valid JSON, from byte 1 on",)"
        R"("code":"syntax_error"})");
  CHECK(control_plane::write_error(
            control_plane::read_bulk_request(R"({"emails":[1,"a",2],"groupLink":3})").error()) ==
        R"({"status":400,"message":"/emails/0: this must be a string; /emails/2: this must be a )"
        R"(string; /groupLink: this must be a string","code":"wrong_type"})");
  invito::incident incident{"e-1", now};
  CHECK(control_plane::write_error(invito::problems({code::forbidden, {}, {}, {}}), incident) ==
        R"({"status":403,"message":"you may not do this","code":"forbidden","id":"e-1"})");
  const api_error e = control_plane::error_of(invito::problems({code::not_found, {}, {}, {}}));
  CHECK(e.code == "not_found");
  CHECK(e.message == "there is no such invitation");
}

TEST_CASE("Control Plane: what a verb refuses names the member of the request") {
  const auto request = control_plane::read_request(R"({"emails":["nobody"],"groupLink":"g"})");
  REQUIRE(told(request) == "nothing wrong");
  invito::issue_command c = by_olga();
  c.by.id = {};
  const auto refusal = invito::issue(control_plane::policy(), *request, c);
  REQUIRE(told(refusal) == "missing_value /by; invalid_email /email");
  CHECK(control_plane::write_error(refusal.error()) ==
        R"({"status":400,"message":"/by: a value is required here; /emails: \"nobody\" is not an )"
        R"(email address","code":"missing_value"})");
}

TEST_CASE("Control Plane: a stranger is told no more than the public code") {
  const invito::problems inactive({code::inactive_actor, "secret", "secret", {}});
  CHECK(control_plane::http_status(inactive) == 403);
  CHECK(control_plane::write_error(inactive) ==
        R"({"status":403,"message":"you may not do this","code":"forbidden"})");
  const invito::problems other({code::wrong_recipient, "secret", "secret", {}});
  CHECK(control_plane::http_status(other) == 400);
  CHECK(control_plane::write_error(other) ==
        R"({"status":400,"message":"there is no such invitation","code":"not_found"})");
}

TEST_CASE("Control Plane: the refusal of one address is a row of the answer") {
  const auto asked = control_plane::read_bulk_request(R"({"emails":["a@x.com","nobody"]})");
  REQUIRE(told(asked) == "nothing wrong");
  bulk_answer answer;
  for (invitation_request const& r : *asked) {
    bulk_outcome& row = answer.rows.emplace_back();
    row.email = r.recipient.email->text();
    const auto one = invito::issue(control_plane::policy(), r, by_olga());
    if (one) {
      row.answer = one->invitation.id;
    } else {
      row.answer = control_plane::public_error(one.error());
    }
  }
  CHECK(said(control_plane::write_bulk(answer)) ==
        R"({"errors":{"nobody":{"status":400,"message":"/emails: \"nobody\" is not an email )"
        R"(address","code":"invalid_email"}},"invitations":{"a@x.com":"i-1"}})");
}

TEST_CASE("Control Plane: refusals have the two statuses of the page") {
  struct row {
    code why;
    int status;
  };
  for (row const& r : {row{code::syntax_error, 400},      row{code::too_many_items, 400},
                       row{code::wrong_type, 400},        row{code::unknown_field, 400},
                       row{code::duplicate_item, 400},    row{code::invalid_email, 400},
                       row{code::not_representable, 400}, row{code::unauthenticated, 403},
                       row{code::plan_refused, 403},      row{code::forbidden, 403},
                       row{code::not_permitted, 403},     row{code::inactive_actor, 403},
                       row{code::system_only, 403},       row{code::email_unverified, 403},
                       row{code::sponsor_inactive, 403},  row{code::not_found, 400},
                       row{code::wrong_recipient, 400},   row{code::already_accepted, 400},
                       row{code::already_revoked, 400},   row{code::expired, 400},
                       row{code::already_member, 400},    row{code::revision_mismatch, 400},
                       row{code::fact_missing, 400},      row{code::unavailable, 400}}) {
    CAPTURE(to_string(r.why));
    CHECK(control_plane::http_status(invito::problems({r.why, {}, {}, {}})) == r.status);
  }
  for (invito::code_info const& c : invito::codes) {
    CAPTURE(c.name);
    const int status = control_plane::http_status(invito::problems({c.code, {}, {}, {}}));
    CHECK((status == 400 || status == 403));
  }
  // The first tier decides.
  invito::problems several({code::wrong_type, {}, {}, {}});
  several.add({code::not_permitted, {}, {}, {}});
  CHECK(control_plane::http_status(several) == 403);
}

// What the dialect says about itself -------------------------------------------------------------

TEST_CASE("Control Plane: there is one operation and no roles") {
  CHECK(control_plane::name == "control_plane");
  const auto all = control_plane::endpoints();
  REQUIRE(all.size() == 1);
  CHECK(all[0].operation == invito::operation::create);
  CHECK(all[0].method == "POST");
  CHECK(all[0].path == "/org/{org}/user/-invite");
  CHECK(all[0].header == "Authorization");
  CHECK(all[0].success == 200);
  CHECK(control_plane::roles().all().empty());
  CHECK(control_plane::roles() == invito::role_catalog{});
}

TEST_CASE("Control Plane: the rules are those of no roles and no expiry, observed or not") {
  const invito::policy page = control_plane::policy();
  CHECK(page.roles.all().empty());
  CHECK(page.granting == invito::granting::unchecked);
  CHECK_FALSE(page.inviter_rank.has_value());
  CHECK_FALSE(page.expiry.lifetime.has_value());
  CHECK_FALSE(page.expiry.longest.has_value());
  CHECK_FALSE(page.quotas.batch.has_value());
  CHECK(page == control_plane::policy(invito::preset::page));
  invito::policy observed = control_plane::policy(invito::preset::observed);
  CHECK(observed.quotas.batch == 10U);
  CHECK(observed != page);
  observed.quotas.batch.reset();
  CHECK(observed == page);
}

TEST_CASE("Control Plane: whom a request names is invited, without role, rank and expiry") {
  const auto request =
      control_plane::read_request(R"({"emails":["Ina@Example.com"],"groupLink":"g"})");
  REQUIRE(told(request) == "nothing wrong");
  for (const auto preset : {invito::preset::page, invito::preset::observed}) {
    const auto one = invito::issue(control_plane::policy(preset), *request, by_olga());
    REQUIRE(told(one) == "nothing wrong");
    const invitation i = invito::apply(*one);
    CHECK(i.offer == invito::offer{});
    CHECK_FALSE(i.expires_at().has_value());
    CHECK(i.attributes == invito::attribute_list{{"groupLink", json_text::unchecked(R"("g")")}});
    CHECK(said(control_plane::write_invite(i, now)) ==
          R"({"errors":{},"invitations":{"Ina@Example.com":"i-1"}})");
  }
  // A role is none of the API's.
  invitation_request with_role = *request;
  with_role.offer.role = "owner";
  CHECK(told(invito::issue(control_plane::policy(), with_role, by_olga())) == "unknown_role /role");
}

TEST_CASE("Control Plane: the dialect knows what its documents carry") {
  const invito::feature_set carried = control_plane::features();
  const invito::feature_set page = control_plane::request_features();
  const invito::feature_set wider = control_plane::request_features(invito::wire::shape::wide);
  for (std::size_t n = 1; n != invito::feature_count; ++n) {
    const auto f = static_cast<feature>(n);
    CAPTURE(to_string(f));
    CHECK(carried.has(f) == (f == feature::email || f == feature::id || f == feature::status));
    CHECK(page.has(f) == (f == feature::email));
    CHECK(wider.has(f) == (f == feature::email || f == feature::attributes));
    CHECK_FALSE(control_plane::whole_seconds.has(f));
  }
}

TEST_CASE("Control Plane: losses name all that an answer does not say of an invitation") {
  using invito::losses;
  CHECK(lost(losses<control_plane>(invited("a@x.com", "i"), now)).empty());
  CHECK(lost(losses<control_plane>(issued(), now)) ==
        "organization, created_at, created_by, sponsor, revision, history");
  invitation full = issued();
  full.offer = {"owner", std::vector<invito::grant>{}};
  full.name = {"Given", "Family"};
  full.attributes = {{"groupLink", json_text::unchecked(R"("g")")}};
  full.state = invito::pending{now + 1ns};
  CHECK(lost(losses<control_plane>(full, now, wide())) ==
        "given_name, family_name, role, grants, attributes, organization, created_at, "
        "created_by, expires_at, sponsor, revision, history");
}

TEST_CASE("Control Plane: losses of a request name what has no member, or one in the wide shape") {
  using invito::losses;
  invitation_request r = asking_for("a@x.com", R"("g")");
  CHECK(lost(losses<control_plane>(asking_for("a@x.com"))).empty());
  CHECK(lost(losses<control_plane>(r)) == "attributes");
  CHECK(lost(losses<control_plane>(r, wide())).empty());
  r.recipient.user = invito::user_id("u");
  r.name = {"Given", "Family"};
  r.offer = {"owner", std::vector<invito::grant>{}};
  r.send = false;
  r.attributes.insert(r.attributes.begin(), {"team", json_text::unchecked(R"("blue")")});
  r.attributes.push_back({"groupLink", json_text::unchecked(R"("h")")});
  CHECK(lost(losses<control_plane>(r)) ==
        "user, given_name, family_name, role, grants, send, attributes");
  CHECK(lost(losses<control_plane>(r, wide())) ==
        "user, given_name, family_name, role, grants, send, attributes (team), "
        "attributes (groupLink)");
  r.send = true;
  CHECK(said(control_plane::write_request(r, wide())) ==
        R"({"emails":["a@x.com"],"groupLink":"g"})");

  // A value that the member cannot hold.
  CHECK(lost(losses<control_plane>(asking_for("a@x.com", "5"), wide())) ==
        "attributes (groupLink)");
  CHECK(lost(losses<control_plane>(asking_for("a@x.com", '"' + std::string(256, 'g') + '"'),
                                   wide())) == "attributes (groupLink)");
}

// Harm -------------------------------------------------------------------------------------------

TEST_CASE("Control Plane: a document that is cut short or changed by a byte never does harm") {
  for (std::size_t size = 0; size != partial_success.size(); ++size) {
    CAPTURE(size);
    REQUIRE(told(control_plane::read_bulk(partial_success.substr(0, size))) == "syntax_error");
  }
  int read_count = 0;
  for (std::size_t n = 0; n != partial_success.size(); ++n) {
    for (int byte = 0; byte < 256; byte += 3) {
      std::string changed = partial_success;
      changed[n] = static_cast<char>(byte);
      const auto read = control_plane::read_bulk(changed);
      if (!read) continue;
      ++read_count;
      CAPTURE(changed);
      const auto written = control_plane::write_bulk(*read);
      REQUIRE(told(written) == "nothing wrong");
      REQUIRE(control_plane::read_bulk(*written) == read);
    }
  }
  CHECK(read_count > 100);
}
