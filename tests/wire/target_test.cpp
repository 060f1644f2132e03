// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/writer.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/sample.hpp"
#include "support/told.hpp"

namespace {

using invito::instant;
using invito::invitation;
using invito::openai;
using invito::wire::buffer;
using invito::wire::write_document;
using invito::wire::writer;

constexpr instant now{std::chrono::seconds(1'711'471'533)};

/// The example of OpenAI's reference.
constexpr std::string_view page =
    R"({"object":"organization.invite","id":"invite-abc","email":"user@example.com",)"
    R"("role":"owner","status":"accepted","invited_at":1711471533,"expires_at":1711471533,)"
    R"("accepted_at":1711471533,"projects":[{"id":"project-xyz","role":"member"}]})";

const invitation invite = *openai::read_invite(page);

invitation unwritable() {
  invitation out = invite;
  (*out.offer.grants)[0].id = "\xFF";
  return out;
}

using texts = std::vector<std::string>;

}  // namespace

// Strings ----------------------------------------------------------------------------------------

TEST_CASE("a document is written to the end of a string that has begun") {
  std::string body = "data: ";
  CHECK(openai::write_invite_to(body, invite, now).empty());
  CHECK(body == "data: " + std::string(page));
  CHECK(openai::write_invite_to(body, invite, now).empty());
  CHECK(body == "data: " + std::string(page) + std::string(page));
}

TEST_CASE("a string stays as it was where the document cannot be written") {
  std::string body = "data: ";
  CHECK(told(openai::write_invite_to(body, unwritable(), now)) == "invalid_utf8 /projects/0/id");
  CHECK(body == "data: ");
  CHECK(told(openai::write_invite_to(body, invitation(), now)) ==
        "missing_value /id; missing_value /email; missing_value /role; missing_value /invited_at; "
        "missing_value /expires_at");
  CHECK(body == "data: ");
  // Even of a long one that fails at its end.
  texts many(200, std::string(50, 'a'));
  many.push_back("\xFF");
  CHECK(told(write_document(body, many)) == "invalid_utf8 /200");
  CHECK(body == "data: ");
}

// Buffers ----------------------------------------------------------------------------------------

TEST_CASE("a buffer takes a document up to its last byte, and none that has one more") {
  std::vector<char> memory(page.size() + 1, '#');
  for (std::size_t size = page.size(); size != page.size() + 2; ++size) {
    buffer out{memory.data(), size};
    CHECK(openai::write_invite_to(out, invite, now).empty());
    CHECK(std::string_view(memory.data(), out.length) == page);
    CHECK(memory.back() == '#');
  }
  for (std::size_t size = 0; size != page.size(); ++size) {
    memory.assign(memory.size(), '#');
    buffer out{memory.data(), size};
    const invito::problems found = openai::write_invite_to(out, invite, now);
    REQUIRE(told(found) == "too_large");
    REQUIRE(out.length == page.size());  // what it takes
    REQUIRE(found.front().numbers[0] == static_cast<std::int64_t>(page.size()));
    REQUIRE(found.front().numbers[1] == static_cast<std::int64_t>(size));
    // What is there is the beginning, and nothing stands behind it.
    REQUIRE(std::string_view(memory.data(), size) == page.substr(0, size));
    REQUIRE(std::string_view(memory.data(), memory.size()).find_first_not_of('#', size) ==
            std::string_view::npos);
  }
}

TEST_CASE("a buffer without memory tells how long the document is") {
  buffer out;
  CHECK(told(openai::write_invite_to(out, invite, now)) == "too_large");
  CHECK(out.length == page.size());
}

TEST_CASE("a buffer is used from its start again and again") {
  std::array<char, 512> memory{};
  buffer out{memory.data(), memory.size()};
  for (int n = 0; n != 3; ++n) {
    CHECK(openai::write_invite_to(out, invite, now).empty());
    CHECK(std::string_view(memory.data(), out.length) == page);
  }
}

TEST_CASE("a document longer than the writer's block goes into a buffer whole") {
  const texts many(100, std::string(50, 'a'));
  const std::string expected = *write_document(many);
  REQUIRE(expected.size() == 100 * 53 + 1);
  std::vector<char> memory(expected.size());
  buffer out{memory.data(), memory.size()};
  CHECK(write_document(out, many).empty());
  CHECK(std::string_view(memory.data(), out.length) == expected);
  const texts one{std::string(5000, 'b')};
  CHECK(write_document(out, one).empty());
  CHECK(std::string_view(memory.data(), out.length) == "[\"" + one[0] + "\"]");
}

TEST_CASE("of a text that is not UTF-8 a buffer tells that, whether or not it has room") {
  std::array<char, 512> memory{};
  buffer out{memory.data(), memory.size()};
  CHECK(told(openai::write_invite_to(out, unwritable(), now)) == "invalid_utf8 /projects/0/id");
  out.size = 3;
  CHECK(told(openai::write_invite_to(out, unwritable(), now)) == "invalid_utf8 /projects/0/id");
}

// Values -----------------------------------------------------------------------------------------

TEST_CASE("a document becomes a value as it would through its text") {
  nlohmann::json tree = "what was there before";
  CHECK(openai::write_invite_to(tree, invite, now).empty());
  CHECK(tree == nlohmann::json::parse(page));
  nlohmann::ordered_json ordered;
  CHECK(openai::write_invite_to(ordered, invite, now).empty());
  CHECK(ordered.dump() == page);
}

TEST_CASE("a value is null where the document cannot be written") {
  nlohmann::json tree = "what was there before";
  CHECK(told(openai::write_invite_to(tree, unwritable(), now)) == "invalid_utf8 /projects/0/id");
  CHECK(tree.is_null());
}

TEST_CASE("every kind of value has its place in a tree") {
  using invito::json_text;
  using named = invito::wire::named<std::string, std::vector<std::optional<json_text>>>;
  const std::vector<named> document{
      {"a", {json_text::unchecked(R"({"n":[1.5,null]})"), std::nullopt}},
      {"caf\xC3\xA9", {}},
      {"", {json_text::unchecked("true")}}};
  nlohmann::json tree;
  CHECK(write_document(tree, document).empty());
  CHECK(tree == nlohmann::json::parse(*write_document(document)));
  CHECK(tree.dump() == "{\"\":[true],\"a\":[{\"n\":[1.5,null]},null],\"caf\xC3\xA9\":[]}");
}

TEST_CASE("texts and names of a tree that are not UTF-8 are refused, or replaced") {
  using named = invito::wire::named<std::string, std::string>;
  const invito::wire::write_settings replacing{{}, false, invito::wire::invalid_text::replaced};
  nlohmann::json tree;
  const std::vector<named> value{{"k", "a\xFF"}};
  CHECK(told(write_document(tree, value)) == "invalid_utf8 /k");
  CHECK(write_document(tree, value, replacing).empty());
  CHECK(tree == nlohmann::json{{"k", "a\xEF\xBF\xBD"}});
  const std::vector<named> name{{"k\xFF", "a"}};
  CHECK_FALSE(write_document(tree, name).empty());
  CHECK(tree.is_null());
  CHECK(write_document(tree, name, replacing).empty());
  CHECK(tree == nlohmann::json{{"k\xEF\xBF\xBD", "a"}});
}

// All writers ------------------------------------------------------------------------------------

TEST_CASE("every function that writes text writes the same to a target") {
  const auto same = [](auto const& text, auto const& to_target) {
    REQUIRE(told(text) == "nothing wrong");
    std::string written;
    CHECK(to_target(written).empty());
    CHECK(written == *text);
    nlohmann::json tree;
    CHECK(to_target(tree).empty());
    CHECK(tree == nlohmann::json::parse(written));
  };
  using target = invito::wire::target const&;
  const invito::invitation_request request = *openai::read_request(
      R"({"email":"a@example.com","role":"reader","projects":[{"id":"p","role":"member"}]})");
  same(openai::write_request(request),
       [&](target to) { return openai::write_request_to(to, request); });
  same(openai::write_invite(invite, now),
       [&](target to) { return openai::write_invite_to(to, invite, now); });
  const invito::creation made{invite, {}};
  same(openai::write_creation(made, now),
       [&](target to) { return openai::write_creation_to(to, made, now); });
  const invito::invitation_page list{{invite, invite}, true};
  same(openai::write_list(list, now),
       [&](target to) { return openai::write_list_to(to, list, now); });
  const invito::deletion gone{invite.id, true};
  same(openai::write_deleted(gone), [&](target to) { return openai::write_deleted_to(to, gone); });
  same(invito::native::write_invite(invite, now),
       [&](target to) { return invito::native::write_invite_to(to, invite, now); });

  using invito::aitronos;
  const invito::validation nothing{};
  same(aitronos::write_validation(nothing, now),
       [&](target to) { return aitronos::write_validation_to(to, nothing, now); });
  const invito::acceptance joined{invito::organization_id("org_1"), "Acme", "rol_1", "Member"};
  same(aitronos::write_acceptance(joined),
       [&](target to) { return aitronos::write_acceptance_to(to, joined); });

  const std::vector<invito::invitation_request> requests(2, request);
  using invito::control_plane;
  same(control_plane::write_bulk_request(requests),
       [&](target to) { return control_plane::write_bulk_request_to(to, requests); });
  const auto answer = control_plane::read_bulk(R"({"errors":{},"invitations":{"a@b.co":"sent"}})");
  REQUIRE(told(answer) == "nothing wrong");
  same(control_plane::write_bulk(*answer),
       [&](target to) { return control_plane::write_bulk_to(to, *answer); });
}

TEST_CASE("error bodies go to a target too") {
  const invito::api_error e{"c", "m\xFF", "t", "w"};
  std::string text = "> ";
  CHECK(openai::write_error_to(text, e).empty());
  CHECK(text == "> " + openai::write_error(e));
  std::array<char, 4> small{};
  buffer out{small.data(), small.size()};
  CHECK(told(openai::write_error_to(out, e)) == "too_large");
}
