// SPDX-License-Identifier: MIT

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

namespace {

using invito::code;
using invito::wire::row;
using invito::wire::shape;
using invito::wire::write_document;
using invito::wire::writer;

std::string in_json(std::string_view text,
                    writer::invalid_text on_invalid = writer::invalid_text::fails) {
  writer out(false, on_invalid);
  out.text(text);
  const auto written = std::move(out).finish();
  return written ? *written : told(written);
}

std::string replaced(std::string_view text) {
  return in_json(text, writer::invalid_text::replaced);
}

// Documents of every kind ------------------------------------------------------------------------

struct leaf {
  std::string_view name{};
};

struct branch {
  std::optional<std::vector<leaf>> leaves{};
};

struct tree {
  std::string text{};
  std::optional<std::string_view> left_out{};
  std::optional<std::int64_t> or_null{};
  std::optional<bool> wide_null{};
  std::string_view wide_only{};
  std::optional<std::int64_t> wide_only_or_null{};
  std::optional<invito::wire::unix_time> seconds{};
  std::optional<invito::wire::text_time> moment{};
  std::optional<invito::json_text> any{};
  std::vector<branch> branches{};
};

}  // namespace

template <>
struct invito::wire::fields_of<leaf> {
  static constexpr std::array rows{row<&leaf::name>("name")};
};

template <>
struct invito::wire::fields_of<branch> {
  static constexpr std::array rows{row<&branch::leaves>("leaves", feature::grants)};
};

template <>
struct invito::wire::fields_of<tree> {
  static constexpr std::array rows{
      row<&tree::text>("text", feature::id),
      row<&tree::left_out>("left_out"),
      row<&tree::or_null>("or_null", feature::role).or_null(),
      row<&tree::wide_null>("wide_null").or_wide_null(),
      row<&tree::wide_only>("wide_only").wide(),
      row<&tree::wide_only_or_null>("wide_only_or_null").wide().or_null(),
      row<&tree::seconds>("seconds"),
      row<&tree::moment>("moment"),
      row<&tree::any>("any"),
      row<&tree::branches>("branches"),
  };
};

// Texts ------------------------------------------------------------------------------------------

TEST_CASE("the signs that JSON escapes are escaped in their short form where they have one") {
  CHECK(in_json("\"") == R"("\"")");
  CHECK(in_json("\\") == R"("\\")");
  CHECK(in_json("\b") == R"("\b")");
  CHECK(in_json("\f") == R"("\f")");
  CHECK(in_json("\n") == R"("\n")");
  CHECK(in_json("\r") == R"("\r")");
  CHECK(in_json("\t") == R"("\t")");
  CHECK(in_json(std::string_view("\0", 1)) == R"("\u0000")");
  CHECK(in_json("\x01") == R"("\u0001")");
  CHECK(in_json("\x0B") == R"("\u000b")");
  CHECK(in_json("\x1F") == R"("\u001f")");
  CHECK(in_json("\x7F") == "\"\x7F\"");
  CHECK(in_json("/") == R"("/")");
  CHECK(in_json("") == R"("")");
  CHECK(in_json(R"(a "quoted" \ text)") == R"("a \"quoted\" \\ text")");
}

TEST_CASE("every byte of ASCII comes back from a parser, alone and within a text") {
  for (int byte = 0; byte != 0x80; ++byte) {
    CAPTURE(byte);
    const char c = static_cast<char>(byte);
    for (std::string const& text :
         {std::string(1, c), std::string("left") + c + "right", std::string(5, c)}) {
      const std::string written = in_json(text);
      CHECK(nlohmann::json::parse(written).get<std::string>() == text);
      CHECK(written == nlohmann::json(text).dump());
    }
  }
}

TEST_CASE("UTF-8 is written as it is") {
  for (char const* text :
       {"caf\xC3\xA9", "\xE6\xBC\xA2\xE5\xAD\x97", "\xF0\x9F\x93\xA8", "\xC2\x80", "\xDF\xBF",
        "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80",
        "\xF4\x8F\xBF\xBF", "\xE2\x80\xA8"}) {
    CAPTURE(text);
    CHECK(in_json(text) == '"' + std::string(text) + '"');
    CHECK(replaced(text) == '"' + std::string(text) + '"');
  }
  CHECK(in_json("\"caf\xC3\xA9\n\"") == "\"\\\"caf\xC3\xA9\\n\\\"\"");
}

TEST_CASE("text that is not UTF-8 cannot be written") {
  for (char const* text :
       {"\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xC3(", "\xE2\x82", "\xE0\x9F\xBF",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x9F\x93", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFE", "\xFF", "good, then \xFF", "caf\xC3\xA9 \xE9"}) {
    CAPTURE(text);
    CHECK(in_json(text) == "invalid_utf8");
  }
}

TEST_CASE("where asked for, each byte that is not UTF-8 becomes a replacement character") {
  const std::string mark = "\xEF\xBF\xBD";
  CHECK(replaced("\xFF") == '"' + mark + '"');
  CHECK(replaced("a\xFF"
                 "b") == "\"a" + mark + "b\"");
  CHECK(replaced("\xFF\xFE") == '"' + mark + mark + '"');
  CHECK(replaced("\xC3") == '"' + mark + '"');
  CHECK(replaced("\xC3(") == '"' + mark + "(\"");
  CHECK(replaced("\xC3\"") == '"' + mark + "\\\"\"");
  // The characters around it stay, of any length.
  CHECK(replaced("caf\xC3\xA9 \xE9 \xE6\xBC\xA2 \x80 \xF0\x9F\x93\xA8\xF0\x9F\x93") ==
        "\"caf\xC3\xA9 " + mark + " \xE6\xBC\xA2 " + mark + " \xF0\x9F\x93\xA8" + mark + mark +
            mark + '"');
  // What comes out is always JSON.
  for (int first = 0; first != 256; ++first) {
    for (int second = 0; second < 256; second += 5) {
      const std::string text{static_cast<char>(first), static_cast<char>(second), 'z'};
      const std::string written = replaced(text);
      REQUIRE(nlohmann::json::accept(written));
      REQUIRE(written[written.size() - 2] == 'z');
    }
  }
}

TEST_CASE("texts longer than the writer's block are whole, across every boundary of it") {
  constexpr std::size_t block = 1024;
  for (std::string const& special :
       {std::string("\""), std::string("\x01"), std::string("\xC3\xA9"),
        std::string("\xF0\x9F\x93\xA8"), std::string("\n\\")}) {
    for (const std::size_t blocks : {std::size_t{1}, std::size_t{2}}) {
      for (std::size_t before = blocks * block - 12; before != blocks * block + 3; ++before) {
        const std::string text = std::string(before, 'a') + special + std::string(2000, 'b');
        std::string expected = nlohmann::json(text).dump();
        REQUIRE(in_json(text) == expected);
      }
    }
  }
  const std::string controls(5000, '\x02');
  std::string escaped;
  for (int n = 0; n != 5000; ++n) escaped += "\\u0002";
  CHECK(in_json(controls) == '"' + escaped + '"');
  CHECK(replaced(std::string(1022, 'a') + '\xFF') ==
        '"' + std::string(1022, 'a') + "\xEF\xBF\xBD\"");
}

TEST_CASE("single signs fill the block as texts do") {
  writer out;
  std::string expected;
  for (int n = 0; n != 3000; ++n) {
    const char c = static_cast<char>('a' + n % 26);
    out.raw(c);
    expected += c;
    if (n % 7 == 0) {
      out.raw("[]");
      expected += "[]";
    }
  }
  out.raw("");
  const auto written = std::move(out).finish();
  REQUIRE(told(written) == "nothing wrong");
  CHECK(*written == expected);
}

TEST_CASE("numbers are written in full and words as they are") {
  const auto written = [](std::int64_t n) {
    writer out;
    out.number(n);
    return *std::move(out).finish();
  };
  CHECK(written(0) == "0");
  CHECK(written(-1) == "-1");
  CHECK(written(1711471533) == "1711471533");
  CHECK(written((std::numeric_limits<std::int64_t>::max)()) == "9223372036854775807");
  CHECK(written((std::numeric_limits<std::int64_t>::min)()) == "-9223372036854775808");

  writer out;
  out.boolean(true);
  out.raw(',');
  out.boolean(false);
  out.raw(',');
  out.null();
  out.raw(',');
  out.name("n");
  out.json(R"({"a":1.50})");
  CHECK(*std::move(out).finish() == R"(true,false,null,"n":{"a":1.50})");
}

// Documents --------------------------------------------------------------------------------------

TEST_CASE(
    "members are written in the order of the table, absent ones left out or null as it says") {
  tree document;
  document.text = "t";
  CHECK(*write_document(document) == R"({"text":"t","or_null":null,"branches":[]})");
  CHECK(*write_document(document, shape::wide) ==
        R"({"text":"t","or_null":null,"wide_null":null,"wide_only":"",)"
        R"("wide_only_or_null":null,"branches":[]})");

  document.left_out = "l";
  document.or_null = 1;
  document.wide_null = false;
  document.wide_only = "w";
  document.wide_only_or_null = 2;
  document.seconds = {at("1969-12-31T23:59:59.25Z")};
  document.moment = {at("2026-01-31T23:59:59.250Z")};
  document.any = *invito::parse_json_text(R"([1.50,{"b":null}])");
  document.branches.resize(2);
  document.branches[1].leaves = std::vector<leaf>{{"x"}, {"y"}};
  CHECK(*write_document(document) ==
        R"({"text":"t","left_out":"l","or_null":1,"wide_null":false,"seconds":-1,)"
        R"("moment":"2026-01-31T23:59:59.25Z","any":[1.50,{"b":null}],)"
        R"("branches":[{},{"leaves":[{"name":"x"},{"name":"y"}]}]})");
  CHECK(*write_document(document, shape::wide) ==
        R"({"text":"t","left_out":"l","or_null":1,"wide_null":false,"wide_only":"w",)"
        R"("wide_only_or_null":2,"seconds":-1,"moment":"2026-01-31T23:59:59.25Z",)"
        R"("any":[1.50,{"b":null}],"branches":[{},{"leaves":[{"name":"x"},{"name":"y"}]}]})");
}

TEST_CASE("a text that is not UTF-8 is named by its place, however deep") {
  tree document;
  document.text = "\xFF";
  CHECK(told(write_document(document)) == "invalid_utf8 /text");
  document.text = "t";
  document.branches.resize(3);
  document.branches[2].leaves = std::vector<leaf>{{"x"}, {"caf\xE9"}, {"\xFF"}};
  CHECK(told(write_document(document)) == "invalid_utf8 /branches/2/leaves/1/name");
  CHECK(told(write_document(document, shape::wide)) == "invalid_utf8 /branches/2/leaves/1/name");
  const auto written = write_document(document, shape::page, writer::invalid_text::replaced);
  REQUIRE(told(written) == "nothing wrong");
  CHECK(*written ==
        "{\"text\":\"t\",\"or_null\":null,\"branches\":[{},{},{\"leaves\":[{\"name\":\"x\"},"
        "{\"name\":\"caf\xEF\xBF\xBD\"},{\"name\":\"\xEF\xBF\xBD\"}]}]}");
}

TEST_CASE("a member that the shape leaves out is not looked at") {
  tree document;
  document.wide_only = "\xFF";
  CHECK(told(write_document(document)) == "nothing wrong");
  CHECK(told(write_document(document, shape::wide)) == "invalid_utf8 /wide_only");
}

TEST_CASE("a document of any length is written whole") {
  tree document;
  document.text = "t";
  std::string expected = R"({"text":"t","or_null":null,"branches":[)";
  for (int n = 0; n != 500; ++n) {
    document.branches.push_back({std::vector<leaf>{{"leaf"}}});
    expected += n == 0 ? "" : ",";
    expected += R"({"leaves":[{"name":"leaf"}]})";
  }
  CHECK(*write_document(document) == expected + "]}");
}

TEST_CASE("a table tells at compile time what its rows carry") {
  constexpr invito::feature_set carried = invito::wire::features_of<tree>();
  STATIC_REQUIRE(carried.has(invito::feature::id));
  STATIC_REQUIRE(carried.has(invito::feature::role));
  STATIC_REQUIRE_FALSE(carried.has(invito::feature::grants));
  STATIC_REQUIRE_FALSE(carried.has(invito::feature::history));
}

TEST_CASE("error bodies are written whatever the texts are") {
  const invito::api_error e{"c\xFF", "m\xFF", "t\xFF", "w\xFF"};
  CHECK(invito::openai::write_error(e) ==
        "{\"error\":{\"message\":\"m\xEF\xBF\xBD\",\"type\":\"t\xEF\xBF\xBD\","
        "\"param\":\"w\xEF\xBF\xBD\",\"code\":\"c\xEF\xBF\xBD\"}}");
  CHECK(invito::native::write_error(e) ==
        "{\"code\":\"c\xEF\xBF\xBD\",\"message\":\"m\xEF\xBF\xBD\",\"type\":\"t\xEF\xBF\xBD\","
        "\"where\":\"w\xEF\xBF\xBD\"}");
}
