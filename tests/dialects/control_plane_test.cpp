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
#include <invito/wire/writer.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/dialect.hpp"
#include "support/facts.hpp"
#include "support/sample.hpp"

namespace {

using namespace std::chrono_literals;
using invito::api_error;
using invito::bulk_outcome;
using invito::bulk_response;
using invito::code;
using invito::control_plane;
using invito::feature;
using invito::invitation;
using invito::invitation_id;
using invito::invitation_request;
using invito::json_text;
using support::extended;
using support::incomplete;
using support::lost;
using support::text_of;

const invito::instant now = at("2026-03-05T09:00:00Z");

invitation_request request_for(std::string address) {
  invitation_request out;
  out.recipient.email = invito::email(std::move(address));
  return out;
}

invitation_request request_for(std::string address, std::string const& group_link) {
  invitation_request out = request_for(std::move(address));
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

// The rows in order, "a@x.com: i-1" or "a@x.com! message".
std::string rows(invito::result<bulk_response> const& response) {
  if (!response) return codes_of(response);
  std::string out;
  for (bulk_outcome const& row : response->rows) {
    if (!out.empty()) out += ", ";
    out += row.email;
    if (auto* id = std::get_if<invitation_id>(&row.value)) out += ": " + id->text();
    if (auto* why = std::get_if<api_error>(&row.value)) out += "! " + why->message;
  }
  return out;
}

invito::issue_command by_olga() {
  invito::issue_command out;
  out.id = invitation_id("i-1");
  out.organization = invito::organization_id("acme");
  out.by = invito::actor::user(invito::user_id("olga"));
  out.now = now;
  out.facts = support::nothing_in_the_way();
  return out;
}

invitation issued() {
  return invito::apply(
      *invito::issue(control_plane::policy(), request_for("Ina@Example.com"), by_olga()));
}

}  // namespace

// The create request -----------------------------------------------------------------------------

TEST_CASE("control_plane::read_request reads one address and sets nothing else",
          "[control_plane][request]") {
  const auto read = control_plane::read_request(R"({"emails":["User@Example.com"]})");
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->recipient.email.has_value());
  CHECK(read->recipient.email->text() == "User@Example.com");
  CHECK(read->recipient.user.empty());
  CHECK(read->name == invito::person_name{});
  CHECK(read->offer == invito::offer{});
  CHECK(read->send);
  CHECK(read->attributes.empty());
  CHECK(text_of(control_plane::write_request(*read)) == R"({"emails":["User@Example.com"]})");
  CHECK(text_of(control_plane::write_request(*read, extended())) ==
        R"({"emails":["User@Example.com"]})");
}

TEST_CASE("control_plane::read_request refuses zero addresses and more than one",
          "[control_plane][request]") {
  for (char const* text :
       {"{}", R"({"emails":null})", R"({"emails":[]})", R"({"groupLink":"/org/acme/group/g"})"}) {
    CAPTURE(text);
    CHECK(codes_of(control_plane::read_request(text)) == "missing_field /emails");
  }
  const auto two = control_plane::read_request(R"({"emails":["a@x.com","b@x.com"]})");
  REQUIRE(codes_of(two) == "too_many_items /emails");
  CHECK(two.error().front().numbers[0] == 1);
  CHECK(describe(two.error()) == "the number of items exceeds the limit of 1");
  CHECK(codes_of(control_plane::read_request("")) == "syntax_error");
}

TEST_CASE(
    "read_bulk_request and write_bulk_request keep the order and the spelling of the addresses",
    "[control_plane][request]") {
  const auto read = control_plane::read_bulk_request(
      R"({"emails":["b@x.com","A@x.com","","a@x.com","b@x.com"]})");
  REQUIRE(codes_of(read) == "nothing wrong");
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
  CHECK(text_of(control_plane::write_bulk_request(*read)) ==
        R"({"emails":["b@x.com","A@x.com","","a@x.com","b@x.com"]})");
}

TEST_CASE("read_bulk_request reads an empty body or an empty list as zero requests",
          "[control_plane][request]") {
  for (char const* text :
       {"", " ", " \t\r\n ", "{}", " { } ", R"({"emails":null})", R"({"emails":[]})",
        R"({"groupLink":"/org/acme/group/g"})", R"({"emails":null,"groupLink":null})"}) {
    CAPTURE(text);
    const auto read = control_plane::read_bulk_request(text);
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK(read->empty());
  }
  CHECK(text_of(control_plane::write_bulk_request({})) == R"({"emails":[]})");
  CHECK(text_of(control_plane::write_bulk_request({}, extended())) == R"({"emails":[]})");
  CHECK(text_of(control_plane::write_bulk({})) == R"({"errors":{},"invitations":{}})");
}

TEST_CASE("read_bulk_request refuses a body that is neither empty nor an object",
          "[control_plane][request]") {
  CHECK(codes_of(control_plane::read_bulk_request("null")) == "wrong_type");
  CHECK(codes_of(control_plane::read_bulk_request("[]")) == "wrong_type");
  CHECK(codes_of(control_plane::read_bulk_request("\"\"")) == "wrong_type");
  CHECK(codes_of(control_plane::read_bulk_request("\xEF\xBB\xBF ")) == "syntax_error");
  CHECK(codes_of(control_plane::read_bulk_request("\v")) == "syntax_error");
  CHECK(codes_of(control_plane::read_bulk_request(std::string(1, '\0'))) == "syntax_error");
  CHECK(codes_of(control_plane::read_bulk_request(nlohmann::json())) == "wrong_type");
  CHECK(codes_of(control_plane::read_bulk_request(
            {nullptr, [](void const*, invito::wire::reader&) {}})) == "syntax_error");
}

TEST_CASE("source::empty is true only for empty text and white space", "[source]") {
  const nlohmann::json null;
  CHECK(invito::wire::source("").empty());
  CHECK(invito::wire::source(" \t\n\r").empty());
  CHECK_FALSE(invito::wire::source(" {").empty());
  CHECK_FALSE(invito::wire::source("\f").empty());
  CHECK_FALSE(invito::wire::source(std::string(1, '\0')).empty());
  CHECK_FALSE(invito::wire::source(null).empty());
  CHECK_FALSE(invito::wire::source(nullptr, [](void const*, invito::wire::reader&) {}).empty());
}

TEST_CASE("read_bulk_request reports all values of a wrong type", "[control_plane][request]") {
  CHECK(codes_of(control_plane::read_bulk_request(R"({"emails":"a@x.com","groupLink":1})")) ==
        "wrong_type /emails; wrong_type /groupLink");
  CHECK(codes_of(control_plane::read_bulk_request(R"({"emails":{},"groupLink":["g"]})")) ==
        "wrong_type /emails; wrong_type /groupLink");
  const auto read = control_plane::read_bulk_request(
      R"({"emails":["a@x.com",null,1,true,{"email":"b@x.com"},["c@x.com"],"d@x.com",1.5]})");
  REQUIRE(codes_of(read) ==
          "wrong_type /emails/1; wrong_type /emails/2; wrong_type /emails/3; wrong_type /emails/4; "
          "wrong_type /emails/5; wrong_type /emails/7");
  CHECK(read.error().front().subject == "a string");
}

TEST_CASE("the control_plane readers refuse unknown fields in every mode", "[control_plane]") {
  invito::read_options strict;
  strict.strict = true;
  for (invito::read_options const& options : {invito::read_options{}, strict}) {
    CHECK(codes_of(control_plane::read_bulk_request(R"({"emails":[],"email":"a","grouplink":"g"})",
                                                    options)) ==
          "unknown_field /email; unknown_field /grouplink");
    CHECK(codes_of(control_plane::read_bulk(
              R"({"errors":{"a":{"status":400,"type":"x"}},"invitations":{},"emails":[]})",
              options)) == "unknown_field /errors/a/type; unknown_field /emails");
    CHECK(codes_of(control_plane::read_invitation(R"({"invitations":{"a":"i"},"more":{}})",
                                                  options)) == "unknown_field /more");
    CHECK(codes_of(control_plane::read_error(R"({"message":"m","error":{}})", options)) ==
          "unknown_field /error");
    // Details may have any field.
    CHECK(codes_of(control_plane::read_error(R"({"details":{"error":{"x":[]}}})", options)) ==
          "nothing wrong");
  }
}

TEST_CASE("read_bulk_request reads groupLink as an attribute of each request",
          "[control_plane][request]") {
  const std::string text =
      R"({"emails":["a@x.com","b@x.com"],"groupLink":"/org/acme/group/\"viewers\""})";
  const auto read = control_plane::read_bulk_request(text);
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->size() == 2);
  for (invitation_request const& r : *read) {
    REQUIRE(r.attributes.size() == 1);
    CHECK(r.attributes[0].name == "groupLink");
    CHECK(r.attributes[0].value.text() == R"("/org/acme/group/\"viewers\"")");
  }
  CHECK(text_of(control_plane::write_bulk_request(*read, extended())) == text);
  // The documented shape has no groupLink.
  CHECK(text_of(control_plane::write_bulk_request(*read)) == R"({"emails":["a@x.com","b@x.com"]})");

  const std::string one = R"({"emails":["a@x.com"],"groupLink":"/org/acme/group/g"})";
  const auto single = control_plane::read_request(one);
  REQUIRE(codes_of(single) == "nothing wrong");
  CHECK(single->attributes ==
        invito::attribute_list{{"groupLink", json_text::unchecked(R"("/org/acme/group/g")")}});
  CHECK(text_of(control_plane::write_request(*single, extended())) == one);
  CHECK(text_of(control_plane::write_request(*single)) == R"({"emails":["a@x.com"]})");
}

TEST_CASE("control_plane::read_request ignores a groupLink that is null, and keeps an empty one",
          "[control_plane][request]") {
  const auto none = control_plane::read_request(R"({"groupLink":null,"emails":["a@x.com"]})");
  REQUIRE(codes_of(none) == "nothing wrong");
  CHECK(none->attributes.empty());
  const auto empty = control_plane::read_request(R"({"groupLink":"","emails":["a@x.com"]})");
  REQUIRE(codes_of(empty) == "nothing wrong");
  REQUIRE(empty->attributes.size() == 1);
  CHECK(empty->attributes[0].value.text() == R"("")");
  CHECK(text_of(control_plane::write_request(*empty, extended())) ==
        R"({"emails":["a@x.com"],"groupLink":""})");
}

TEST_CASE("control_plane::write_request refuses a groupLink that is not a string",
          "[control_plane][request]") {
  for (char const* value : {"null", "true", "5", "[]", R"({"link":"g"})"}) {
    CAPTURE(value);
    const auto written = control_plane::write_request(request_for("a@x.com", value), extended());
    REQUIRE(codes_of(written) == "not_representable /groupLink");
    CHECK(written.error().front().subject == value);
    // The documented shape leaves out groupLink, as it leaves out every attribute.
    CHECK(text_of(control_plane::write_request(request_for("a@x.com", value))) ==
          R"({"emails":["a@x.com"]})");
  }
}

TEST_CASE("write_bulk_request refuses more than one groupLink", "[control_plane][request]") {
  const invitation_request g = request_for("a@x.com", R"("g")");
  const invitation_request h = request_for("b@x.com", R"("h")");
  const invitation_request none = request_for("c@x.com");
  for (std::vector<invitation_request> const& all : std::vector<std::vector<invitation_request>>{
           {g, h}, {g, g, h, h, none}, {g, none}, {none, g}}) {
    const auto written = control_plane::write_bulk_request(all, extended());
    REQUIRE(codes_of(written) == "not_representable /groupLink");
    CHECK(written.error().front().subject == "more than one group link");
    CHECK(codes_of(control_plane::write_bulk_request(all)) == "nothing wrong");
  }
  CHECK(text_of(control_plane::write_bulk_request({g, g}, extended())) ==
        R"({"emails":["a@x.com","a@x.com"],"groupLink":"g"})");
  CHECK(text_of(control_plane::write_bulk_request({none, none}, extended())) ==
        R"({"emails":["c@x.com","c@x.com"]})");
}

TEST_CASE("control_plane::read_request and write_request refuse a groupLink longer than 255 bytes",
          "[control_plane][request]") {
  const std::string longest(255, 'g');
  const auto text = [](std::string const& link) {
    return R"({"emails":["a@x.com"],"groupLink":")" + link + "\"}";
  };
  const auto read = control_plane::read_request(text(longest));
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(text_of(control_plane::write_request(*read, extended())) == text(longest));

  const auto beyond = control_plane::read_request(text(longest + "g"));
  REQUIRE(codes_of(beyond) == "text_too_long /groupLink");
  CHECK(beyond.error().front().numbers[0] == 256);
  CHECK(beyond.error().front().numbers[1] == 255);
  CHECK(codes_of(control_plane::read_bulk_request(text(longest + "g"))) ==
        "text_too_long /groupLink");
  CHECK(codes_of(control_plane::write_request(request_for("a@x.com", '"' + longest + "g\""),
                                              extended())) == "text_too_long /groupLink");
}

TEST_CASE("write_bulk_request requires an email in each request, and reports its index",
          "[control_plane][request]") {
  invitation_request no_email;
  no_email.recipient.user = invito::user_id("u");
  const invitation_request a = request_for("a@x.com");
  CHECK(codes_of(control_plane::write_request(no_email)) == "missing_value /emails/0");
  CHECK(codes_of(control_plane::write_bulk_request({a, no_email, a, no_email})) ==
        "missing_value /emails/1; missing_value /emails/3");
  CHECK(text_of(control_plane::write_bulk_request({a, no_email}, incomplete())) ==
        R"({"emails":["a@x.com"]})");
  CHECK(text_of(control_plane::write_request(no_email, incomplete())) == R"({"emails":[]})");
}

TEST_CASE("control_plane::write_request refuses a request with send false",
          "[control_plane][request]") {
  invitation_request not_sent = request_for("a@x.com");
  not_sent.send = false;
  const auto one = control_plane::write_request(not_sent);
  REQUIRE(codes_of(one) == "not_representable /emails/0");
  CHECK(one.error().front().subject == "send: false");
  invitation_request no_email;
  no_email.send = false;
  CHECK(codes_of(control_plane::write_bulk_request({request_for("b@x.com"), not_sent, no_email},
                                                   extended())) ==
        "not_representable /emails/1; missing_value /emails/2; not_representable /emails/2");
}

TEST_CASE("read_bulk_request and write_bulk_request refuse text that is not UTF-8",
          "[control_plane][request]") {
  CHECK(codes_of(control_plane::write_bulk_request(
            {request_for("a@x.com"), request_for("\xFF")})) == "invalid_utf8 /emails/1");
  CHECK(codes_of(control_plane::write_request(request_for("a@x.com", "\"\xFF\""), extended())) ==
        "not_representable /groupLink");
  CHECK(codes_of(control_plane::read_bulk_request("{\"emails\":[\"\xFF\"]}")) == "syntax_error");
  // If the JSON engine does not check UTF-8, the attribute gets replacement characters.
  const auto careless = [](void const*, invito::wire::reader& to) {
    to.begin_object();
    to.key("groupLink"), to.text("g\xFF");
    to.key("emails"), to.begin_array(), to.text("a@x.com"), to.end_array();
    to.end_object();
  };
  const auto read = control_plane::read_request({nullptr, careless});
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->attributes.size() == 1);
  CHECK(read->attributes[0].value.text() == "\"g\xEF\xBF\xBD\"");
}

TEST_CASE("read_bulk_request refuses a duplicate field", "[control_plane][request]") {
  CHECK(codes_of(control_plane::read_bulk_request(R"({"emails":["a"],"emails":["b"]})")) ==
        "duplicate_field /emails");
  CHECK(codes_of(
            control_plane::read_request(R"({"emails":["a"],"groupLink":"g","groupLink":"g"})")) ==
        "duplicate_field /groupLink");
}

TEST_CASE("control_plane::read_request restores a request except for its losses",
          "[control_plane][request]") {
  sample::maker make(42, invito::openai::roles());
  int written_count = 0;
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    const invitation_request r = make.request();
    const auto written = control_plane::write_request(r, extended());
    REQUIRE(written.has_value() == (r.recipient.email.has_value() && r.send));
    if (!written) continue;
    ++written_count;
    const auto read = control_plane::read_request(*written);
    REQUIRE(codes_of(read) == "nothing wrong");
    REQUIRE(read->recipient.email->text() == r.recipient.email->text());
    REQUIRE((*read == r) == invito::losses<control_plane>(r, extended()).empty());
    REQUIRE(text_of(control_plane::write_request(*read, extended())) == *written);
    REQUIRE(control_plane::read_request(nlohmann::json::parse(*written)) == read);
  }
  CHECK(written_count > 100);
}

// Batches ----------------------------------------------------------------------------------------

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

TEST_CASE(
    "check_batch allows ten addresses with preset::observed, any number with preset::documented",
    "[control_plane][issue][policy]") {
  using invito::preset;
  const auto ten = control_plane::read_bulk_request(emails(10));
  const auto eleven = control_plane::read_bulk_request(emails(11));
  REQUIRE(codes_of(ten) == "nothing wrong");
  REQUIRE(codes_of(eleven) == "nothing wrong");
  CHECK(check_batch(control_plane::policy(preset::observed), *ten).has_value());
  const auto found = check_batch(control_plane::policy(preset::observed), *eleven);
  REQUIRE(codes_of(found) == "too_many_items");
  CHECK(control_plane::http_status(found.error()) == 400);
  CHECK(
      control_plane::write_error(found.error()) ==
      R"({"status":400,"message":"the number of items exceeds the limit of 10","code":"too_many_items"})");
  CHECK(check_batch(control_plane::policy(preset::documented), *eleven).has_value());
  CHECK(check_batch(control_plane::policy(), *eleven).has_value());
}

TEST_CASE("control_plane::write_error names a duplicate address by its index in emails",
          "[control_plane][issue][error]") {
  const auto read =
      control_plane::read_bulk_request(R"({"emails":["A@x.com","b@x.com","a@x.com","B@x.com"]})");
  REQUIRE(codes_of(read) == "nothing wrong");
  const auto found = check_batch(control_plane::policy(invito::preset::observed), *read);
  REQUIRE(codes_of(found) == "duplicate_item /email/2; duplicate_item /email/3");
  CHECK(control_plane::write_error(found.error()) ==
        R"({"status":400,"message":"/emails/2: duplicate item \"a@x.com\"; )"
        R"(/emails/3: duplicate item \"B@x.com\"","code":"duplicate_item"})");
}

// The response -----------------------------------------------------------------------------------

namespace {

// One address was invited and one was refused.
const std::string partial_success =
    R"({"errors":{"b@x.com":{"status":400,"message":"already a member","code":"DUPLICATE",)"
    R"("details":{"email":"b@x.com"},"id":"e-1"}},"invitations":{"a@x.com":"i-1"}})";

}  // namespace

TEST_CASE("read_bulk reads an id or an error for each address", "[control_plane][bulk]") {
  const auto read = control_plane::read_bulk(partial_success);
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->rows.size() == 2);
  CHECK(read->rows[0].email == "a@x.com");
  REQUIRE(std::holds_alternative<invitation_id>(read->rows[0].value));
  CHECK(std::get<invitation_id>(read->rows[0].value) == invitation_id("i-1"));
  CHECK(read->rows[1].email == "b@x.com");
  REQUIRE(std::holds_alternative<api_error>(read->rows[1].value));
  api_error const& why = std::get<api_error>(read->rows[1].value);
  CHECK(why.status == 400);
  CHECK(why.message == "already a member");
  CHECK(why.code == "DUPLICATE");
  REQUIRE(why.details.has_value());
  CHECK(why.details->text() == R"({"email":"b@x.com"})");
  CHECK(why.id == "e-1");
  CHECK(why.type.empty());
  CHECK_FALSE(why.at.has_value());
  CHECK(text_of(control_plane::write_bulk(*read)) == partial_success);
}

TEST_CASE("read_bulk accepts absent and null maps, and write_bulk always writes both maps",
          "[control_plane][bulk]") {
  for (char const* text :
       {"{}", R"({"errors":null,"invitations":null})", R"({"errors":{},"invitations":{}})",
        R"({"errors":{}})", R"({"invitations":null})"}) {
    CAPTURE(text);
    const auto read = control_plane::read_bulk(text);
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK(read->rows.empty());
    CHECK(text_of(control_plane::write_bulk(*read)) == R"({"errors":{},"invitations":{}})");
  }
  CHECK(text_of(control_plane::write_bulk({{made("a", "i")}})) ==
        R"({"errors":{},"invitations":{"a":"i"}})");
  CHECK(text_of(control_plane::write_bulk({{refused("a", "no")}})) ==
        R"({"errors":{"a":{"message":"no"}},"invitations":{}})");
}

TEST_CASE("read_bulk returns invitations before errors, each in the order of the document",
          "[control_plane][bulk]") {
  CHECK(rows(control_plane::read_bulk(
            R"({"errors":{"d":{"message":"no"},"a":{}},"invitations":{"c":"i-3","b":"i-2"}})")) ==
        "c: i-3, b: i-2, d! no, a! ");
  // Each map keeps the order of its rows.
  CHECK(text_of(control_plane::write_bulk(
            {{made("c", "i-3"), refused("d", "no"), made("b", "i-2"), refused("a", "never")}})) ==
        R"({"errors":{"d":{"message":"no"},"a":{"message":"never"}},)"
        R"("invitations":{"c":"i-3","b":"i-2"}})");
}

TEST_CASE("read_bulk refuses fields of a wrong type", "[control_plane][bulk]") {
  CHECK(codes_of(control_plane::read_bulk(R"({"errors":[],"invitations":"i"})")) ==
        "wrong_type /errors; wrong_type /invitations");
  CHECK(codes_of(control_plane::read_bulk(
            R"({"errors":{"a":null,"b":"no","c":[{}],"d":{}},)"
            R"("invitations":{"e":null,"f":1,"g":{"id":"i"},"h":["i"],"i":"i"}})")) ==
        "wrong_type /errors/a; wrong_type /errors/b; wrong_type /errors/c; "
        "wrong_type /invitations/e; wrong_type /invitations/f; wrong_type /invitations/g; "
        "wrong_type /invitations/h");
  CHECK(codes_of(control_plane::read_bulk(
            R"({"errors":{"a":{"status":"400","message":1,"code":2,"id":3}}})")) ==
        "wrong_type /errors/a/status; wrong_type /errors/a/message; wrong_type /errors/a/code; "
        "wrong_type /errors/a/id");
}

TEST_CASE("read_bulk reports the location of a duplicate address", "[control_plane][bulk]") {
  CHECK(codes_of(control_plane::read_bulk(R"({"invitations":{"a@x.com":"i","a@x.com":"i"}})")) ==
        "duplicate_field /invitations/a@x.com");
  CHECK(codes_of(control_plane::read_bulk(R"({"errors":{"a/b":{},"a/b":{}}})")) ==
        "duplicate_field /errors/a~1b");
  CHECK(codes_of(control_plane::read_bulk(R"({"errors":{},"errors":{}})")) ==
        "duplicate_field /errors");
  // Addresses are compared with case.
  CHECK(rows(control_plane::read_bulk(R"({"invitations":{"a@x.com":"i","A@x.com":"j"}})")) ==
        "a@x.com: i, A@x.com: j");
}

TEST_CASE("read_bulk refuses an address in both maps", "[control_plane][bulk]") {
  const auto read = control_plane::read_bulk(
      R"({"errors":{"x":{},"b":{},"a":{}},"invitations":{"a":"i","b":"j","y":"k"}})");
  REQUIRE(codes_of(read) == "conflicting_fields /errors/b; conflicting_fields /errors/a");
  CHECK(read.error().front().subject == "invitations");
  CHECK(codes_of(control_plane::read_bulk(R"({"errors":{"A":{}},"invitations":{"a":"i"}})")) ==
        "nothing wrong");
}

TEST_CASE("write_bulk writes only the first row of an address, compared byte by byte",
          "[control_plane][bulk]") {
  CHECK(text_of(control_plane::write_bulk(
            {{made("a", "i-1"), refused("a", "twice"), made("a", "i-2"), refused("b", "no"),
              made("b", "i-3"), made("A", "i-4")}})) ==
        R"({"errors":{"b":{"message":"no"}},"invitations":{"a":"i-1","A":"i-4"}})");
}

TEST_CASE("write_bulk and read_bulk preserve every character of an address",
          "[control_plane][bulk]") {
  for (std::string const& address :
       {std::string(), std::string("\"a\"@x.com"), std::string("a/b~c#d@x.com"),
        std::string("j\xC3\xBCrgen@b\xC3\xBC"
                    "cher.example"),
        std::string("\xF0\x9F\x93\xA8"), std::string("back\\slash\nline"),
        std::string("nul\0inside", 10)}) {
    CAPTURE(address);
    const bulk_response invited_response{{made(address, address + "-id")}};
    const bulk_response refused_response{{refused(address, "no")}};
    for (bulk_response const& response : {invited_response, refused_response}) {
      const auto written = control_plane::write_bulk(response);
      REQUIRE(codes_of(written) == "nothing wrong");
      CHECK(*control_plane::read_bulk(*written) == response);
      CHECK(nlohmann::json::accept(*written));
    }
  }
  CHECK(text_of(control_plane::write_bulk({{made("\"a\"/\xC3\xBC", "i")}})) ==
        "{\"errors\":{},\"invitations\":{\"\\\"a\\\"/\xC3\xBC\":\"i\"}}");
  CHECK(codes_of(control_plane::read_bulk(R"({"invitations":{"a/b~\"c":1}})")) ==
        "wrong_type /invitations/a~1b~0\"c");
}

TEST_CASE("read_bulk and write_bulk refuse text that is not UTF-8", "[control_plane][bulk]") {
  CHECK(codes_of(control_plane::write_bulk({{made("a", "i"), made("b", "\xFF")}})) ==
        "invalid_utf8 /invitations/b");
  CHECK(codes_of(control_plane::write_bulk({{refused("a", "\xFF")}})) ==
        "invalid_utf8 /errors/a/message");
  CHECK(codes_of(control_plane::write_bulk({{made("\xFF", "i")}})) ==
        "invalid_utf8 /invitations/\xFF");
  CHECK(codes_of(control_plane::read_bulk("{\"invitations\":{\"\xFF\":\"i\"}}")) == "syntax_error");
  CHECK(codes_of(control_plane::read_bulk(R"({"invitations":{"\ud800":"i"}})")) == "syntax_error");
}

TEST_CASE("write_bulk refuses an invitation without an id", "[control_plane][bulk]") {
  CHECK(codes_of(control_plane::write_bulk({{made("a", "i"), made("b/c", ""), made("d", "")}})) ==
        "missing_value /invitations/b~1c; missing_value /invitations/d");
  // A later row for the address is not used instead.
  CHECK(codes_of(control_plane::write_bulk({{made("a", ""), made("a", "i")}})) ==
        "missing_value /invitations/a");
}

TEST_CASE("write_bulk omits the members of an error that have no field", "[control_plane][bulk]") {
  api_error full{"c", "m", "type", "where", "for developers"};
  full.status = 403;
  full.id = "e-1";
  full.at = now;
  full.items.emplace_back();
  CHECK(text_of(control_plane::write_bulk({{{"a", full}}})) ==
        R"({"errors":{"a":{"status":403,"message":"m","code":"c","id":"e-1"}},"invitations":{}})");
}

TEST_CASE("operator== of bulk_response compares every row", "[control_plane][bulk]") {
  const bulk_response one{{made("a", "i"), refused("b", "no")}};
  CHECK(one == bulk_response(one));
  CHECK_FALSE(one != bulk_response(one));
  CHECK(one != bulk_response{{made("a", "i")}});
  CHECK(one != bulk_response{{refused("b", "no"), made("a", "i")}});
  CHECK(made("a", "i") != made("A", "i"));
  CHECK(made("a", "i") != made("a", "j"));
  CHECK(made("a", "i") != refused("a", "i"));
  CHECK(refused("a", "no") != refused("a", "never"));
}

TEST_CASE("read_bulk and read_bulk_request restore 50,000 addresses",
          "[control_plane][bulk][request]") {
  constexpr std::size_t count = 50'000;
  invito::read_options roomy;
  roomy.limits.bytes = 16 * 1024 * 1024;
  roomy.limits.items = 4 * count;
  bulk_response response;
  std::vector<invitation_request> asked;
  for (std::size_t n = 0; n != count; ++n) {
    const std::string address = std::to_string(n) + "@example.com";
    response.rows.push_back(n < count / 2 ? made(address, "i") : refused(address, "no"));
    asked.push_back(request_for(address, R"("g")"));
  }
  const auto written = control_plane::write_bulk(response);
  REQUIRE(codes_of(written) == "nothing wrong");
  const auto read = control_plane::read_bulk(*written, roomy);
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(*read == response);
  const auto request = control_plane::write_bulk_request(asked, extended());
  REQUIRE(codes_of(request) == "nothing wrong");
  const auto back = control_plane::read_bulk_request(*request, roomy);
  REQUIRE(codes_of(back) == "nothing wrong");
  CHECK(*back == asked);
}

TEST_CASE("control_plane::read_invitation reports problems up to the limit",
          "[control_plane][invitation]") {
  const std::string errors = R"({"errors":{"a":{},"b":{},"c":{},"d":{}}})";
  invito::read_options options;
  const auto all = control_plane::read_invitation(errors, options);
  REQUIRE_FALSE(all);
  CHECK(all.error().size() == 4);
  options.limits.problems = 3;
  const auto some = control_plane::read_invitation(errors, options);
  REQUIRE_FALSE(some);
  CHECK(some.error().size() == 3);
}

TEST_CASE("read_bulk limits the total size of the locations of its problems",
          "[control_plane][bulk]") {
  const std::string name(2000, 'n');
  std::string members;
  for (int n = 0; n != 50; ++n) members += (n == 0 ? "\"u" : ",\"u") + std::to_string(n) + "\":1";
  const std::string document = "{\"errors\":{\"" + name + "\":{" + members + "}}}";
  invito::read_options options;
  options.strict = true;
  CHECK(control_plane::read_bulk(document, options).error().size() == 50);
  options.limits.bytes = 6000;  // three locations of more than 2000 bytes
  CHECK(control_plane::read_bulk(document, options).error().size() == 3);
}

TEST_CASE("read_bulk and read_bulk_request apply the limits of read_options",
          "[control_plane][bulk][request]") {
  invito::read_options options;
  options.limits.items = 3;
  CHECK(codes_of(control_plane::read_bulk_request(R"({"emails":["a","b"]})", options)) ==
        "nothing wrong");
  CHECK(codes_of(control_plane::read_bulk_request(R"({"emails":["a","b","c"]})", options)) ==
        "too_many_items");
  CHECK(codes_of(control_plane::read_bulk(R"({"invitations":{"a":"1","b":"2","c":"3"}})",
                                          options)) == "too_many_items");
  options = {};
  options.limits.bytes = 10;
  CHECK(codes_of(control_plane::read_bulk_request(R"({"emails":[]})", options)) == "too_large");
  CHECK(codes_of(control_plane::read_bulk(R"({"errors":{}})", options)) == "too_large");
  options = {};
  options.limits.depth = 4;
  CHECK(codes_of(control_plane::read_bulk(R"({"errors":{"a":{"details":[]}}})", options)) ==
        "nothing wrong");
  CHECK(codes_of(control_plane::read_bulk(R"({"errors":{"a":{"details":[[[[]]]]}}})", options)) ==
        "nothing wrong");
  CHECK(codes_of(control_plane::read_bulk(R"({"errors":{"a":{"details":[[[[[]]]]]}}})", options)) ==
        "too_deep /errors/a/details/0/0/0/0");
  options = {};
  options.limits.problems = 2;
  CHECK(codes_of(control_plane::read_bulk_request(R"({"emails":[1,2,3,4]})", options)) ==
        "wrong_type /emails/0; wrong_type /emails/1");
}

// One invitation ---------------------------------------------------------------------------------

TEST_CASE("control_plane::read_invitation reads a response for one address as a pending invitation",
          "[control_plane][invitation]") {
  const auto read = control_plane::read_invitation(R"({"invitations":{"User@x.com":"i-1"}})");
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->id == invitation_id("i-1"));
  REQUIRE(read->recipient.email.has_value());
  CHECK(read->recipient.email->text() == "User@x.com");
  CHECK(read->recipient.user.empty());
  CHECK(read->state == invito::state(invito::pending{}));
  CHECK(read->status(now) == invito::status::pending);
  // Values that the response does not have are not invented.
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
  CHECK(text_of(control_plane::write_invitation(*read, now)) == text);
  CHECK(text_of(control_plane::write_invitation(*read, now, extended())) == text);
  CHECK(control_plane::read_invitation(text) == read);
  CHECK(control_plane::read_invitation(R"({"errors":null,"invitations":{"User@x.com":"i-1"}})") ==
        read);
  CHECK(control_plane::read_invitation(nlohmann::json::parse(text)) == read);
}

TEST_CASE(
    "control_plane::read_invitation refuses a response for no address or for several addresses",
    "[control_plane][invitation]") {
  for (char const* text : {"{}", R"({"invitations":null})", R"({"invitations":{}})",
                           R"({"errors":{},"invitations":{}})"}) {
    CAPTURE(text);
    CHECK(codes_of(control_plane::read_invitation(text)) == "missing_field /invitations");
    CHECK(codes_of(control_plane::read_creation(text)) == "missing_field /invitations");
  }
  const auto two = control_plane::read_invitation(R"({"invitations":{"a":"i","b":"j"}})");
  REQUIRE(codes_of(two) == "too_many_items /invitations");
  CHECK(two.error().front().numbers[0] == 1);
}

TEST_CASE("control_plane::read_invitation refuses a response that contains an error",
          "[control_plane][invitation]") {
  const auto one = control_plane::read_invitation(
      R"({"errors":{"a/b":{"message":"already a member","status":400}},"invitations":{}})");
  REQUIRE(codes_of(one) == "not_representable /errors/a~1b");
  CHECK(one.error().front().subject == "already a member");
  const auto silent = control_plane::read_invitation(R"({"errors":{"a":{}}})");
  REQUIRE(codes_of(silent) == "not_representable /errors/a");
  CHECK(silent.error().front().subject == "error without a message");
  // A response with an invitation and an error is refused, too.
  CHECK(codes_of(control_plane::read_invitation(partial_success)) ==
        "not_representable /errors/b@x.com");
  CHECK(codes_of(control_plane::read_invitation(
            R"({"errors":{"a":{},"b":{}},"invitations":{"c":"i","d":"j"}})")) ==
        "not_representable /errors/a; not_representable /errors/b; too_many_items /invitations");
}

TEST_CASE("control_plane::write_invitation requires an id and an email",
          "[control_plane][invitation]") {
  invitation no_id = invited("a@x.com", "");
  invitation no_address = invited("", "i-1");
  no_address.recipient = {std::nullopt, invito::user_id("u")};
  for (invitation const& i : {no_id, no_address, invitation{}}) {
    CHECK(codes_of(control_plane::write_invitation(i, now)) == "missing_value /invitations");
    CHECK(text_of(control_plane::write_invitation(i, now, incomplete())) ==
          R"({"errors":{},"invitations":{}})");
  }
  CHECK(text_of(control_plane::write_invitation(invited("", "i-1"), now)) ==
        R"({"errors":{},"invitations":{"":"i-1"}})");
  CHECK(codes_of(control_plane::write_invitation(invited("\xFF", "i-1"), now)) ==
        "invalid_utf8 /invitations/\xFF");
}

TEST_CASE("control_plane::write_invitation refuses an invitation that is not pending",
          "[control_plane][invitation]") {
  const invitation waiting = issued();
  const std::string text = R"({"errors":{},"invitations":{"Ina@Example.com":"i-1"}})";
  CHECK(text_of(control_plane::write_invitation(waiting, now)) == text);
  CHECK(text_of(control_plane::write_invitation(waiting, at("2200-01-01T00:00:00Z"))) == text);

  invitation limited = waiting;
  limited.state = invito::pending{now + 24h};
  CHECK(text_of(control_plane::write_invitation(limited, now + 24h - 1ns)) == text);
  invitation accepted = waiting, revoked = waiting, expired = waiting;
  accepted.state = invito::accepted{now, {}};
  revoked.state = invito::revoked{now, {}, invito::revoke_cause::declined};
  expired.state = invito::expired{now};
  invito::write_options as_expired = extended();
  as_expired.revoked_as_expired = true;
  const auto refusal = [](invitation const& i, invito::instant when,
                          invito::write_options const& options) {
    const auto written = control_plane::write_invitation(i, when, options);
    REQUIRE(codes_of(written) == "not_representable /invitations");
    return written.error().front().subject;
  };
  for (invito::write_options const& options :
       {invito::write_options{}, extended(), as_expired, incomplete()}) {
    CHECK(refusal(limited, now + 24h, options) == "expired");
    CHECK(refusal(expired, now, options) == "expired");
    CHECK(refusal(accepted, now, options) == "accepted");
    CHECK(refusal(revoked, now, options) == "revoked");
  }
  invitation no_email;
  no_email.state = invito::accepted{};
  CHECK(codes_of(control_plane::write_invitation(no_email, now)) ==
        "missing_value /invitations; not_representable /invitations");
}

TEST_CASE(
    "control_plane::read_invitation restores the id and the email that write_invitation writes",
    "[control_plane][invitation]") {
  sample::maker make(7, invito::openai::roles());
  int written_count = 0, refused_count = 0;
  for (int n = 0; n != 1500; ++n) {
    CAPTURE(n);
    const invitation i = make();
    const invito::instant when = now + 12h * static_cast<int>(make.dice().below(30));
    const auto written = control_plane::write_invitation(i, when);
    const bool is_representable =
        i.recipient.email && !i.id.empty() && i.status(when) == invito::status::pending;
    REQUIRE(written.has_value() == is_representable);
    if (!written) {
      ++refused_count;
      continue;
    }
    ++written_count;
    const auto read = control_plane::read_invitation(*written);
    REQUIRE(codes_of(read) == "nothing wrong");
    REQUIRE(*read == invited(i.recipient.email->text(), i.id.text()));
    REQUIRE(text_of(control_plane::write_invitation(*read, when)) == *written);
    REQUIRE(rows(control_plane::read_bulk(*written)) ==
            i.recipient.email->text() + ": " + i.id.text());
  }
  CHECK(written_count > 50);
  CHECK(refused_count > 50);
}

TEST_CASE("control_plane::write_creation writes no token", "[control_plane][creation][token]") {
  invito::creation_response made_one;
  made_one.invitation = issued();
  made_one.token = invito::secret("the raw token");
  made_one.is_new_user = true;
  made_one.body = json_text::unchecked(R"("the body")");
  CHECK(text_of(control_plane::write_creation(made_one, now)) ==
        R"({"errors":{},"invitations":{"Ina@Example.com":"i-1"}})");
  CHECK(text_of(control_plane::write_creation(made_one, now, extended())) ==
        R"({"errors":{},"invitations":{"Ina@Example.com":"i-1"}})");
  const auto read = control_plane::read_creation(R"({"invitations":{"Ina@Example.com":"i-1"}})");
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->invitation == invited("Ina@Example.com", "i-1"));
  CHECK(read->token.empty());
  CHECK_FALSE(read->is_new_user.has_value());
  CHECK_FALSE(read->body.has_value());
}

// Errors -----------------------------------------------------------------------------------------

TEST_CASE("control_plane::read_error accepts an error without any of its fields",
          "[control_plane][error]") {
  const std::string full =
      R"({"status":403,"message":"m","code":"c","details":{"why":[1,2.50]},"id":"e-1"})";
  const auto read = control_plane::read_error(full);
  REQUIRE(codes_of(read) == "nothing wrong");
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
    REQUIRE(codes_of(empty) == "nothing wrong");
    CHECK(*empty == api_error{});
    CHECK(control_plane::write_error(*empty) == "{}");
  }
}

TEST_CASE("control_plane::write_error writes only the members that are set",
          "[control_plane][error]") {
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

TEST_CASE("control_plane::read_error refuses fields of a wrong type", "[control_plane][error]") {
  CHECK(codes_of(control_plane::read_error(R"({"status":"400","message":1,"code":400,"id":[]})")) ==
        "wrong_type /status; wrong_type /message; wrong_type /code; wrong_type /id");
  CHECK(codes_of(control_plane::read_error(R"({"status":400.5})")) == "wrong_type /status");
  CHECK(codes_of(control_plane::read_error(R"({"status":18446744073709551615})")) ==
        "number_out_of_range /status");
  CHECK(
      codes_of(control_plane::read_error(R"({"status":true,"message":{},"code":false,"id":0})")) ==
      "wrong_type /status; wrong_type /message; wrong_type /code; wrong_type /id");
  CHECK(codes_of(control_plane::read_error(R"({"status":400,"status":400})")) ==
        "duplicate_field /status");
}

TEST_CASE("control_plane::read_error and write_error preserve the text of details",
          "[control_plane][error]") {
  for (char const* value : {"{}", R"({"b":1,"a":{"c":[]}})", "[]", "[1,null]", R"("text")", R"("")",
                            "0", "-1.50", "1E+3", "12345678901234567890123", "true", "false"}) {
    CAPTURE(value);
    const std::string text = R"({"details":)" + std::string(value) + "}";
    const auto read = control_plane::read_error(text);
    REQUIRE(codes_of(read) == "nothing wrong");
    REQUIRE(read->details.has_value());
    CHECK(read->details->text() == value);
    CHECK(control_plane::write_error(*read) == text);
    // A bulk response preserves the text, too.
    const std::string response = R"({"errors":{"a":)" + text + R"(},"invitations":{}})";
    CHECK(text_of(control_plane::write_bulk(*control_plane::read_bulk(response))) == response);
  }
  // Null means absent.
  CHECK_FALSE(control_plane::read_error(R"({"details":null})")->details.has_value());
  CHECK(codes_of(control_plane::read_error(R"({"details":{"a":1,"a":2}})")) ==
        "duplicate_field /details/a");
}

TEST_CASE("control_plane::write_error replaces text that is not UTF-8", "[control_plane][error]") {
  CHECK(control_plane::write_error(api_error{"c", "a\xFF"}) ==
        "{\"message\":\"a\xEF\xBF\xBD\",\"code\":\"c\"}");
}

TEST_CASE("control_plane::write_error writes the code, the message and the status of a problem",
          "[control_plane][error]") {
  CHECK(control_plane::write_error(control_plane::read_bulk_request("{").error()) ==
        R"({"status":400,"message":"invalid JSON at byte 1",)"
        R"("code":"syntax_error"})");
  CHECK(
      control_plane::write_error(
          control_plane::read_bulk_request(R"({"emails":[1,"a",2],"groupLink":3})").error()) ==
      R"({"status":400,"message":"/emails/0: this value must be a string; /emails/2: this value must be a )"
      R"(string; /groupLink: this value must be a string","code":"wrong_type"})");
  const invito::error_context context{"e-1", now};
  CHECK(
      control_plane::write_error(invito::problems({code::forbidden, {}, {}, {}}), context) ==
      R"({"status":403,"message":"you are not permitted to do this","code":"forbidden","id":"e-1"})");
  const api_error e = control_plane::error_of(invito::problems({code::not_found, {}, {}, {}}));
  CHECK(e.code == "not_found");
  CHECK(e.message == "invitation not found");
}

TEST_CASE("control_plane::write_error names the field of the request for a refusal by issue",
          "[control_plane][issue][error]") {
  const auto request = control_plane::read_request(R"({"emails":["nobody"],"groupLink":"g"})");
  REQUIRE(codes_of(request) == "nothing wrong");
  invito::issue_command c = by_olga();
  c.by.id = {};
  const auto refusal = invito::issue(control_plane::policy(), *request, c);
  REQUIRE(codes_of(refusal) == "missing_value /by; invalid_email /email");
  CHECK(control_plane::write_error(refusal.error()) ==
        R"({"status":400,"message":"/by: an actor is required; /emails: \"nobody\" is not an )"
        R"(email address","code":"missing_value"})");
}

TEST_CASE(
    "control_plane::write_error replaces wrong_recipient with not_found, and inactive_actor with "
    "forbidden",
    "[control_plane][error]") {
  const invito::problems inactive({code::inactive_actor, "secret", "secret", {}});
  CHECK(control_plane::http_status(inactive) == 403);
  CHECK(control_plane::write_error(inactive) ==
        R"({"status":403,"message":"you are not permitted to do this","code":"forbidden"})");
  const invito::problems other({code::wrong_recipient, "secret", "secret", {}});
  CHECK(control_plane::http_status(other) == 400);
  CHECK(control_plane::write_error(other) ==
        R"({"status":400,"message":"invitation not found","code":"not_found"})");
}

TEST_CASE("write_bulk writes a refusal by issue as the error of its address",
          "[control_plane][issue][bulk][error]") {
  const auto asked = control_plane::read_bulk_request(R"({"emails":["a@x.com","nobody"]})");
  REQUIRE(codes_of(asked) == "nothing wrong");
  bulk_response response;
  for (invitation_request const& r : *asked) {
    bulk_outcome& row = response.rows.emplace_back();
    row.email = r.recipient.email->text();
    const auto one = invito::issue(control_plane::policy(), r, by_olga());
    if (one) {
      row.value = one->invitation.id;
    } else {
      row.value = control_plane::public_error(one.error());
    }
  }
  CHECK(text_of(control_plane::write_bulk(response)) ==
        R"({"errors":{"nobody":{"status":400,"message":"/emails: \"nobody\" is not an email )"
        R"(address","code":"invalid_email"}},"invitations":{"a@x.com":"i-1"}})");
}

TEST_CASE("control_plane::http_status returns 400 or 403 for every code",
          "[control_plane][error]") {
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
                       row{code::already_member, 400},    row{code::stale_revision, 400},
                       row{code::fact_missing, 400},      row{code::unavailable, 400}}) {
    CAPTURE(to_string(r.why));
    CHECK(control_plane::http_status(invito::problems({r.why, {}, {}, {}})) == r.status);
  }
  for (invito::code_info const& c : invito::detail::codes) {
    CAPTURE(c.name);
    const int status = control_plane::http_status(invito::problems({c.code, {}, {}, {}}));
    CHECK((status == 400 || status == 403));
  }
  // The problem of the earliest tier determines the status.
  invito::problems several({code::wrong_type, {}, {}, {}});
  several.add({code::not_permitted, {}, {}, {}});
  CHECK(control_plane::http_status(several) == 403);
}

// Properties of the dialect ----------------------------------------------------------------------

TEST_CASE("control_plane has one endpoint and no roles", "[control_plane][endpoints][role]") {
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

TEST_CASE(
    "control_plane::policy has no roles and no expiry, and limits a batch with preset::observed",
    "[control_plane][policy]") {
  const invito::policy documented = control_plane::policy();
  CHECK(documented.roles.all().empty());
  CHECK(documented.granting == invito::granting::unchecked);
  CHECK_FALSE(documented.inviter_rank.has_value());
  CHECK_FALSE(documented.expiry.lifetime.has_value());
  CHECK_FALSE(documented.expiry.max_lifetime.has_value());
  CHECK_FALSE(documented.quotas.batch.has_value());
  CHECK(documented == control_plane::policy(invito::preset::documented));
  invito::policy observed = control_plane::policy(invito::preset::observed);
  CHECK(observed.quotas.batch == 10U);
  CHECK(observed != documented);
  observed.quotas.batch.reset();
  CHECK(observed == documented);
}

TEST_CASE("issue with control_plane::policy creates an invitation without a role or an expiry",
          "[control_plane][issue][policy]") {
  const auto request =
      control_plane::read_request(R"({"emails":["Ina@Example.com"],"groupLink":"g"})");
  REQUIRE(codes_of(request) == "nothing wrong");
  for (const auto preset : {invito::preset::documented, invito::preset::observed}) {
    const auto one = invito::issue(control_plane::policy(preset), *request, by_olga());
    REQUIRE(codes_of(one) == "nothing wrong");
    const invitation i = invito::apply(*one);
    CHECK(i.offer == invito::offer{});
    CHECK_FALSE(i.expires_at().has_value());
    CHECK(i.attributes == invito::attribute_list{{"groupLink", json_text::unchecked(R"("g")")}});
    CHECK(text_of(control_plane::write_invitation(i, now)) ==
          R"({"errors":{},"invitations":{"Ina@Example.com":"i-1"}})");
  }
  // The API has no roles.
  invitation_request with_role = *request;
  with_role.offer.role = "owner";
  CHECK(codes_of(invito::issue(control_plane::policy(), with_role, by_olga())) ==
        "unknown_role /role");
}

TEST_CASE("control_plane::features and request_features list the features of the documents",
          "[control_plane][features]") {
  const invito::feature_set carried = control_plane::features();
  const invito::feature_set documented = control_plane::request_features();
  const invito::feature_set extended_shape =
      control_plane::request_features(invito::wire::shape::extended);
  for (std::size_t n = 1; n != invito::names_of<invito::feature>.size(); ++n) {
    const auto f = static_cast<feature>(n);
    CAPTURE(to_string(f));
    CHECK(carried.has(f) == (f == feature::email || f == feature::id || f == feature::status));
    CHECK(documented.has(f) == (f == feature::email));
    CHECK(extended_shape.has(f) == (f == feature::email || f == feature::attributes));
    CHECK_FALSE(control_plane::whole_seconds.has(f));
  }
}

TEST_CASE("losses<control_plane> lists every feature without a field in a response",
          "[control_plane][losses]") {
  using invito::losses;
  CHECK(lost(losses<control_plane>(invited("a@x.com", "i"), now)).empty());
  CHECK(lost(losses<control_plane>(issued(), now)) ==
        "organization, created_at, created_by, sponsor, revision, history");
  invitation full = issued();
  full.offer = {"owner", std::vector<invito::grant>{}};
  full.name = {"Given", "Family"};
  full.attributes = {{"groupLink", json_text::unchecked(R"("g")")}};
  full.state = invito::pending{now + 1ns};
  CHECK(lost(losses<control_plane>(full, now, extended())) ==
        "given_name, family_name, role, grants, attributes, organization, created_at, "
        "created_by, expires_at, sponsor, revision, history");
}

TEST_CASE("losses<control_plane> lists every feature without a field in a request of each shape",
          "[control_plane][losses]") {
  using invito::losses;
  invitation_request r = request_for("a@x.com", R"("g")");
  CHECK(lost(losses<control_plane>(request_for("a@x.com"))).empty());
  CHECK(lost(losses<control_plane>(r)) == "attributes");
  CHECK(lost(losses<control_plane>(r, extended())).empty());
  r.recipient.user = invito::user_id("u");
  r.name = {"Given", "Family"};
  r.offer = {"owner", std::vector<invito::grant>{}};
  r.send = false;
  r.attributes.insert(r.attributes.begin(), {"team", json_text::unchecked(R"("blue")")});
  r.attributes.push_back({"groupLink", json_text::unchecked(R"("h")")});
  CHECK(lost(losses<control_plane>(r)) ==
        "user, given_name, family_name, role, grants, send, attributes");
  CHECK(lost(losses<control_plane>(r, extended())) ==
        "user, given_name, family_name, role, grants, send, attributes (team), "
        "attributes (groupLink)");
  r.send = true;
  CHECK(text_of(control_plane::write_request(r, extended())) ==
        R"({"emails":["a@x.com"],"groupLink":"g"})");

  // groupLink cannot represent these values.
  CHECK(lost(losses<control_plane>(request_for("a@x.com", "5"), extended())) ==
        "attributes (groupLink)");
  CHECK(lost(losses<control_plane>(request_for("a@x.com", '"' + std::string(256, 'g') + '"'),
                                   extended())) == "attributes (groupLink)");
}

TEST_CASE("losses<control_plane> lists a groupLink longer than 255 bytes",
          "[control_plane][losses]") {
  const auto losses_of = [](std::string const& link) {
    invito::invitation_request r;
    r.attributes = {{"groupLink", invito::wire::quoted(link)}};
    return invito::losses<control_plane>(r, extended());
  };
  CHECK(losses_of(std::string(255, 'x')).empty());
  CHECK(losses_of(std::string(256, 'x')) ==
        std::vector<invito::loss>{{feature::attributes, "groupLink"}});
}

TEST_CASE("losses<control_plane> lists an attribute without a name as unnamed",
          "[control_plane][losses]") {
  invito::invitation_request r;
  r.attributes = {{"", *invito::parse_json_text("1")}, {"phone", *invito::parse_json_text("2")}};
  CHECK(
      invito::losses<control_plane>(r, extended()) ==
      std::vector<invito::loss>{{feature::attributes, "unnamed"}, {feature::attributes, "phone"}});
}

// Truncation -------------------------------------------------------------------------------------

TEST_CASE("read_bulk refuses a truncated document and tolerates a changed byte",
          "[control_plane][bulk]") {
  for (std::size_t size = 0; size != partial_success.size(); ++size) {
    CAPTURE(size);
    REQUIRE(codes_of(control_plane::read_bulk(partial_success.substr(0, size))) == "syntax_error");
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
      REQUIRE(codes_of(written) == "nothing wrong");
      REQUIRE(control_plane::read_bulk(*written) == read);
    }
  }
  CHECK(read_count > 100);
}
