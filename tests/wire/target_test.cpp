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
#include <invito/wire/nlohmann.hpp>
#include <invito/wire/writer.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/sample.hpp"

namespace {

using invito::instant;
using invito::invitation;
using invito::openai;
using invito::wire::buffer;
using invito::wire::write_document;
using invito::wire::writer;

constexpr instant now{std::chrono::seconds(1'711'471'533)};

/// The example of OpenAI's reference.
constexpr std::string_view documented =
    R"({"object":"organization.invite","id":"invite-abc","email":"user@example.com",)"
    R"("role":"owner","status":"accepted","invited_at":1711471533,"expires_at":1711471533,)"
    R"("accepted_at":1711471533,"projects":[{"id":"project-xyz","role":"member"}]})";

const invitation invite = *openai::read_invitation(documented);

/// An invitation with a project id that is not UTF-8.
invitation unwritable() {
  invitation out = invite;
  (*out.offer.grants)[0].id = "\xFF";
  return out;
}

using texts = std::vector<std::string>;

}  // namespace

// Strings -----------------------------------------------------------------------------------------

TEST_CASE("a string target appends the document", "[target]") {
  std::string body = "data: ";
  CHECK(openai::write_invitation_to(body, invite, now).has_value());
  CHECK(body == "data: " + std::string(documented));
  CHECK(openai::write_invitation_to(body, invite, now).has_value());
  CHECK(body == "data: " + std::string(documented) + std::string(documented));
}

TEST_CASE("a string target does not change if the document cannot be written", "[target]") {
  std::string body = "data: ";
  CHECK(codes_of(openai::write_invitation_to(body, unwritable(), now)) ==
        "invalid_utf8 /projects/0/id");
  CHECK(body == "data: ");
  CHECK(codes_of(openai::write_invitation_to(body, invitation(), now)) ==
        "missing_value /id; missing_value /email; missing_value /role; missing_value /invited_at; "
        "missing_value /expires_at");
  CHECK(body == "data: ");
  // The string does not change even if a long document fails at its end.
  texts many(200, std::string(50, 'a'));
  many.push_back("\xFF");
  CHECK(codes_of(write_document(body, many)) == "invalid_utf8 /200");
  CHECK(body == "data: ");
}

// Buffers -----------------------------------------------------------------------------------------

TEST_CASE("a buffer holds a document of its exact size and refuses a longer document", "[target]") {
  std::vector<char> memory(documented.size() + 1, '#');
  for (std::size_t size = documented.size(); size != documented.size() + 2; ++size) {
    buffer out{memory.data(), size};
    CHECK(openai::write_invitation_to(out, invite, now).has_value());
    CHECK(std::string_view(memory.data(), out.length) == documented);
    CHECK(memory.back() == '#');
  }
  for (std::size_t size = 0; size != documented.size(); ++size) {
    memory.assign(memory.size(), '#');
    buffer out{memory.data(), size};
    const invito::result<void> written = openai::write_invitation_to(out, invite, now);
    REQUIRE(codes_of(written) == "too_large");
    REQUIRE(out.length == documented.size());  // the length of the whole document
    REQUIRE(written.error().front().numbers[0] == static_cast<std::int64_t>(documented.size()));
    REQUIRE(written.error().front().numbers[1] == static_cast<std::int64_t>(size));
    // The buffer contains the beginning of the document, and no byte after the buffer is written.
    REQUIRE(std::string_view(memory.data(), size) == documented.substr(0, size));
    REQUIRE(std::string_view(memory.data(), memory.size()).find_first_not_of('#', size) ==
            std::string_view::npos);
  }
}

TEST_CASE("a buffer without memory returns the length of the document", "[target]") {
  buffer out;
  CHECK(codes_of(openai::write_invitation_to(out, invite, now)) == "too_large");
  CHECK(out.length == documented.size());
}

TEST_CASE("a buffer is written from its start each time", "[target]") {
  std::array<char, 512> memory{};
  buffer out{memory.data(), memory.size()};
  for (int n = 0; n != 3; ++n) {
    CHECK(openai::write_invitation_to(out, invite, now).has_value());
    CHECK(std::string_view(memory.data(), out.length) == documented);
  }
}

TEST_CASE("a document longer than the writer's block is written whole to a buffer", "[target]") {
  const texts many(100, std::string(50, 'a'));
  const std::string expected = *write_document(many);
  REQUIRE(expected.size() == 100 * 53 + 1);
  std::vector<char> memory(expected.size());
  buffer out{memory.data(), memory.size()};
  CHECK(write_document(out, many).has_value());
  CHECK(std::string_view(memory.data(), out.length) == expected);
  const texts one{std::string(5000, 'b')};
  CHECK(write_document(out, one).has_value());
  CHECK(std::string_view(memory.data(), out.length) == "[\"" + one[0] + "\"]");
}

TEST_CASE("a buffer target reports invalid_utf8 also if it is too small", "[target]") {
  std::array<char, 512> memory{};
  buffer out{memory.data(), memory.size()};
  CHECK(codes_of(openai::write_invitation_to(out, unwritable(), now)) ==
        "invalid_utf8 /projects/0/id");
  out.size = 3;
  CHECK(codes_of(openai::write_invitation_to(out, unwritable(), now)) ==
        "invalid_utf8 /projects/0/id");
}

// Values ------------------------------------------------------------------------------------------

TEST_CASE("a json target holds the same value as the parsed text", "[target][nlohmann]") {
  nlohmann::json tree = "the previous value";
  CHECK(openai::write_invitation_to(tree, invite, now).has_value());
  CHECK(tree == nlohmann::json::parse(documented));
  nlohmann::ordered_json ordered;
  CHECK(openai::write_invitation_to(ordered, invite, now).has_value());
  CHECK(ordered.dump() == documented);
}

TEST_CASE("a json target is null if the document cannot be written", "[target][nlohmann]") {
  nlohmann::json tree = "the previous value";
  CHECK(codes_of(openai::write_invitation_to(tree, unwritable(), now)) ==
        "invalid_utf8 /projects/0/id");
  CHECK(tree.is_null());
}

TEST_CASE("a json target holds every kind of value", "[target][nlohmann]") {
  using invito::json_text;
  using named = invito::wire::named<std::string, std::vector<std::optional<json_text>>>;
  const std::vector<named> document{
      {"a", {json_text::unchecked(R"({"n":[1.5,null]})"), std::nullopt}},
      {"caf\xC3\xA9", {}},
      {"", {json_text::unchecked("true")}}};
  nlohmann::json tree;
  CHECK(write_document(tree, document).has_value());
  CHECK(tree == nlohmann::json::parse(*write_document(document)));
  CHECK(tree.dump() == "{\"\":[true],\"a\":[{\"n\":[1.5,null]},null],\"caf\xC3\xA9\":[]}");
}

TEST_CASE("texts and names that are not UTF-8 are refused or replaced in a json target",
          "[target][nlohmann]") {
  using named = invito::wire::named<std::string, std::string>;
  const invito::wire::write_settings replacing{{}, false, invito::wire::invalid_text::replaced};
  nlohmann::json tree;
  const std::vector<named> value{{"k", "a\xFF"}};
  CHECK(codes_of(write_document(tree, value)) == "invalid_utf8 /k");
  CHECK(write_document(tree, value, replacing).has_value());
  CHECK(tree == nlohmann::json{{"k", "a\xEF\xBF\xBD"}});
  const std::vector<named> name{{"k\xFF", "a"}};
  CHECK_FALSE(write_document(tree, name).has_value());
  CHECK(tree.is_null());
  CHECK(write_document(tree, name, replacing).has_value());
  CHECK(tree == nlohmann::json{{"k\xEF\xBF\xBD", "a"}});
}

// All writers -------------------------------------------------------------------------------------

TEST_CASE("every write function writes the same document to a target",
          "[target][openai][aitronos][control_plane][native]") {
  const auto same = [](auto const& text, auto const& to_target) {
    REQUIRE(codes_of(text) == "nothing wrong");
    std::string written;
    CHECK(codes_of(to_target(written)) == "nothing wrong");
    CHECK(written == *text);
    nlohmann::json tree;
    CHECK(codes_of(to_target(tree)) == "nothing wrong");
    CHECK(tree == nlohmann::json::parse(written));
  };
  using target = invito::wire::target const&;
  const invito::invitation_request request = *openai::read_request(
      R"({"email":"a@example.com","role":"reader","projects":[{"id":"p","role":"member"}]})");
  same(openai::write_request(request),
       [&](target to) { return openai::write_request_to(to, request); });
  same(openai::write_invitation(invite, now),
       [&](target to) { return openai::write_invitation_to(to, invite, now); });
  const invito::creation_response made{invite, {}};
  same(openai::write_creation(made, now),
       [&](target to) { return openai::write_creation_to(to, made, now); });
  const invito::invitation_page list{{invite, invite}, true};
  same(openai::write_list(list, now),
       [&](target to) { return openai::write_list_to(to, list, now); });
  const invito::deletion_response deleted{invite.id, true};
  same(openai::write_deletion(deleted),
       [&](target to) { return openai::write_deletion_to(to, deleted); });
  same(invito::native::write_invitation(invite, now),
       [&](target to) { return invito::native::write_invitation_to(to, invite, now); });

  using invito::aitronos;
  const invito::validation_response invalid{};
  same(aitronos::write_validation(invalid, now),
       [&](target to) { return aitronos::write_validation_to(to, invalid, now); });
  const invito::acceptance_response joined{invito::organization_id("org_1"), "Acme", "rol_1",
                                           "Member"};
  same(aitronos::write_acceptance(joined),
       [&](target to) { return aitronos::write_acceptance_to(to, joined); });

  const std::vector<invito::invitation_request> requests(2, request);
  using invito::control_plane;
  same(control_plane::write_bulk_request(requests),
       [&](target to) { return control_plane::write_bulk_request_to(to, requests); });
  const auto response =
      control_plane::read_bulk(R"({"errors":{},"invitations":{"a@b.co":"sent"}})");
  REQUIRE(codes_of(response) == "nothing wrong");
  same(control_plane::write_bulk(*response),
       [&](target to) { return control_plane::write_bulk_to(to, *response); });
}

TEST_CASE("write_error_to writes an error body to a target", "[target][error][openai]") {
  const invito::api_error e{"c", "m\xFF", "t", "w"};
  std::string text = "> ";
  CHECK(openai::write_error_to(text, e).has_value());
  CHECK(text == "> " + openai::write_error(e));
  std::array<char, 4> small{};
  buffer out{small.data(), small.size()};
  CHECK(codes_of(openai::write_error_to(out, e)) == "too_large");
}
