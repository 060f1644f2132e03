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
#include <invito/wire/documents.hpp>
#include <invito/wire/writer.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"

namespace {

using invito::code;
using invito::wire::invalid_text;
using invito::wire::row;
using invito::wire::shape;
using invito::wire::text_writer;
using invito::wire::write_document;
using invito::wire::writer;

/// The text as JSON, or the codes of the refusal.
std::string in_json(std::string_view text, invalid_text on_invalid = invalid_text::fails) {
  std::string json;
  text_writer out(json, {shape::documented, false, on_invalid});
  out.text(text);
  out.flush();
  const invito::result<void> written = out.finish();
  return written ? json : codes_of(written);
}

std::string replaced(std::string_view text) { return in_json(text, invalid_text::replaced); }

// Documents of every kind -------------------------------------------------------------------------

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
  std::optional<bool> extended_null{};
  std::string_view extended_only{};
  std::optional<std::int64_t> extended_or_null{};
  std::optional<invito::wire::unix_time> seconds{};
  std::optional<invito::wire::text_time> moment{};
  std::optional<invito::json_text> any{};
  std::vector<branch> branches{};
};

// Maps: objects with any names.
template <class Value>
using map_of = std::vector<invito::wire::named<std::string_view, Value>>;

struct atlas {
  map_of<std::string_view> texts{};
  std::optional<map_of<leaf>> leaves{};
  std::optional<map_of<map_of<std::int64_t>>> nested{};
  std::optional<map_of<std::optional<std::string_view>>> maybe{};
  std::optional<map_of<std::vector<map_of<invito::json_text>>>> lists{};
  std::optional<std::vector<std::optional<bool>>> flags{};
};

// A document with required members that may be incomplete.
struct form {
  std::string_view text{};
  std::string kept{};
  std::optional<std::string_view> maybe{};
  std::optional<std::int64_t> or_null{};
  std::int64_t count = 0;
  std::vector<leaf> list{};
  std::string_view free{};
  std::optional<std::string_view> free_or_null{};
  std::string_view extended_text{};
};

struct spot {
  invito::path where{};
};

struct node {
  std::string_view name{};
  std::optional<std::vector<node>> children{};
};

// A document with a member that is only read.
struct note {
  std::optional<std::string> text{};
  std::optional<std::string> old_text{};
};

struct carrier {
  std::string_view plain{};
  std::string_view many{};
  std::string_view extended{};
  std::string_view extended_many{};
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
      row<&tree::extended_null>("extended_null").or_extended_null(),
      row<&tree::extended_only>("extended_only").extended(),
      row<&tree::extended_or_null>("extended_or_null").extended().or_null(),
      row<&tree::seconds>("seconds"),
      row<&tree::moment>("moment"),
      row<&tree::any>("any"),
      row<&tree::branches>("branches"),
  };
};

template <>
struct invito::wire::fields_of<atlas> {
  static constexpr std::array rows{
      row<&atlas::texts>("texts"), row<&atlas::leaves>("leaves"), row<&atlas::nested>("nested"),
      row<&atlas::maybe>("maybe"), row<&atlas::lists>("lists"),   row<&atlas::flags>("flags"),
  };
};

template <>
struct invito::wire::fields_of<form> {
  static constexpr std::array rows{
      row<&form::text>("text").must(),
      row<&form::kept>("kept").must(),
      row<&form::maybe>("maybe").must(),
      row<&form::or_null>("or_null").must().or_null(),
      row<&form::count>("count").must(),
      row<&form::list>("list").must(),
      row<&form::free>("free"),
      row<&form::free_or_null>("free_or_null").or_null(),
      row<&form::extended_text>("extended_text").must().extended(),
  };
};

template <>
struct invito::wire::fields_of<spot> {
  static constexpr std::array rows{row<&spot::where>("where")};
};

template <>
struct invito::wire::fields_of<node> {
  static constexpr std::array rows{
      row<&node::name>("name"),
      row<&node::children>("children"),
  };
};

template <>
struct invito::wire::fields_of<note> {
  static constexpr std::array rows{
      row<&note::text>("text"),
      row<&note::old_text>("old_text").never_written(),
  };
};

template <>
struct invito::wire::fields_of<carrier> {
  static constexpr std::array rows{
      row<&carrier::plain>("plain", feature::id),
      row<&carrier::many>("many", feature::status).and_also({feature::cause, feature::revoked_at}),
      row<&carrier::extended>("extended", feature::email).extended(),
      row<&carrier::extended_many>("extended_many", feature::statuses)
          .extended()
          .and_also({feature::user, feature::id}),
  };
};

// Texts -------------------------------------------------------------------------------------------

TEST_CASE("characters are escaped in their short form if they have one", "[writer]") {
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

TEST_CASE("every ASCII character is read back by a parser", "[writer]") {
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

TEST_CASE("UTF-8 is written unchanged", "[writer]") {
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

TEST_CASE("text that is not UTF-8 is refused", "[writer]") {
  for (char const* text :
       {"\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xC3(", "\xE2\x82", "\xE0\x9F\xBF",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x9F\x93", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFE", "\xFF", "good, then \xFF", "caf\xC3\xA9 \xE9"}) {
    CAPTURE(text);
    CHECK(in_json(text) == "invalid_utf8");
  }
}

TEST_CASE("invalid_text::replaced writes U+FFFD for each byte that is not UTF-8", "[writer]") {
  const std::string mark = "\xEF\xBF\xBD";
  CHECK(replaced("\xFF") == '"' + mark + '"');
  CHECK(replaced("a\xFF"
                 "b") == "\"a" + mark + "b\"");
  CHECK(replaced("\xFF\xFE") == '"' + mark + mark + '"');
  CHECK(replaced("\xC3") == '"' + mark + '"');
  CHECK(replaced("\xC3(") == '"' + mark + "(\"");
  CHECK(replaced("\xC3\"") == '"' + mark + "\\\"\"");
  // Characters of any length around it are kept.
  CHECK(replaced("caf\xC3\xA9 \xE9 \xE6\xBC\xA2 \x80 \xF0\x9F\x93\xA8\xF0\x9F\x93") ==
        "\"caf\xC3\xA9 " + mark + " \xE6\xBC\xA2 " + mark + " \xF0\x9F\x93\xA8" + mark + mark +
            mark + '"');
  // The output is always JSON.
  for (int first = 0; first != 256; ++first) {
    for (int second = 0; second < 256; second += 5) {
      const std::string text{static_cast<char>(first), static_cast<char>(second), 'z'};
      const std::string written = replaced(text);
      REQUIRE(nlohmann::json::accept(written));
      REQUIRE(written[written.size() - 2] == 'z');
    }
  }
}

TEST_CASE("quoted escapes characters next to replaced bytes", "[writer]") {
  CHECK(invito::wire::quoted("\xC3\xA9\"\xFF").text() == "\"\xC3\xA9\\\"\xEF\xBF\xBD\"");
  CHECK(invito::wire::quoted("\xFF\xE2\x82\xAC\n").text() == "\"\xEF\xBF\xBD\xE2\x82\xAC\\n\"");
  CHECK(invito::wire::quoted("\xF0\x9F\x98\x80\\\xFF").text() ==
        "\"\xF0\x9F\x98\x80\\\\\xEF\xBF\xBD\"");
}

TEST_CASE("texts longer than the writer's block are written whole across every boundary",
          "[writer]") {
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

TEST_CASE("single characters fill the block like texts", "[writer]") {
  std::string json;
  text_writer out(json);
  std::string expected;
  out.begin_array();
  for (int n = 0; n != 3000; ++n) {
    out.begin_array();
    out.end_array();
    out.integer(n % 10);
    expected += (n == 0 ? "[[]," : ",[],") + std::to_string(n % 10);
  }
  out.end_array();
  out.flush();
  CHECK(out.finish().has_value());
  CHECK(json == expected + "]");
}

TEST_CASE("integers, booleans, null and raw JSON are written", "[writer]") {
  const auto written = [](std::int64_t n) {
    std::string json;
    text_writer out(json);
    out.integer(n);
    out.flush();
    return json;
  };
  CHECK(written(0) == "0");
  CHECK(written(-1) == "-1");
  CHECK(written(1711471533) == "1711471533");
  CHECK(written((std::numeric_limits<std::int64_t>::max)()) == "9223372036854775807");
  CHECK(written((std::numeric_limits<std::int64_t>::min)()) == "-9223372036854775808");

  std::string json;
  text_writer out(json);
  out.begin_array();
  out.boolean(true);
  out.boolean(false);
  out.null();
  out.begin_object();
  out.name("n");
  out.json(R"({"a":1.50})");
  out.key("\"");
  out.text("t");
  out.end_object();
  out.integer(1);
  out.end_array();
  out.flush();
  CHECK(json == R"([true,false,null,{"n":{"a":1.50},"\"":"t"},1])");
}

TEST_CASE("a number is written whole at any position in the block", "[writer]") {
  constexpr std::size_t block = 1024;
  for (std::size_t before = block - 30; before != block + 3; ++before) {
    std::string json;
    text_writer out(json);
    out.begin_array();
    out.text(std::string(before, 'a'));
    out.integer((std::numeric_limits<std::int64_t>::min)());
    out.end_array();
    out.flush();
    REQUIRE(json == "[\"" + std::string(before, 'a') + "\",-9223372036854775808]");
  }
}

// Documents ---------------------------------------------------------------------------------------

TEST_CASE(
    "members are written in table order, and absent members are omitted or null as the table "
    "defines",
    "[writer]") {
  tree document;
  document.text = "t";
  CHECK(*write_document(document) == R"({"text":"t","or_null":null,"branches":[]})");
  CHECK(*write_document(document, {shape::extended}) ==
        R"({"text":"t","or_null":null,"extended_null":null,"extended_only":"",)"
        R"("extended_or_null":null,"branches":[]})");

  document.left_out = "l";
  document.or_null = 1;
  document.extended_null = false;
  document.extended_only = "w";
  document.extended_or_null = 2;
  document.seconds = {at("1969-12-31T23:59:59.25Z")};
  document.moment = {at("2026-01-31T23:59:59.250Z")};
  document.any = *invito::parse_json_text(R"([1.50,{"b":null}])");
  document.branches.resize(2);
  document.branches[1].leaves = std::vector<leaf>{{"x"}, {"y"}};
  CHECK(*write_document(document) ==
        R"({"text":"t","left_out":"l","or_null":1,"extended_null":false,"seconds":-1,)"
        R"("moment":"2026-01-31T23:59:59.25Z","any":[1.50,{"b":null}],)"
        R"("branches":[{},{"leaves":[{"name":"x"},{"name":"y"}]}]})");
  CHECK(*write_document(document, {shape::extended}) ==
        R"({"text":"t","left_out":"l","or_null":1,"extended_null":false,"extended_only":"w",)"
        R"("extended_or_null":2,"seconds":-1,"moment":"2026-01-31T23:59:59.25Z",)"
        R"("any":[1.50,{"b":null}],"branches":[{},{"leaves":[{"name":"x"},{"name":"y"}]}]})");
}

TEST_CASE("a text that is not UTF-8 is refused with its path at any depth", "[writer]") {
  tree document;
  document.text = "\xFF";
  CHECK(codes_of(write_document(document)) == "invalid_utf8 /text");
  document.text = "t";
  document.branches.resize(3);
  document.branches[2].leaves = std::vector<leaf>{{"x"}, {"caf\xE9"}, {"\xFF"}};
  CHECK(codes_of(write_document(document)) == "invalid_utf8 /branches/2/leaves/1/name");
  CHECK(codes_of(write_document(document, {shape::extended})) ==
        "invalid_utf8 /branches/2/leaves/1/name");
  const auto written = write_document(document, {shape::documented, false, invalid_text::replaced});
  REQUIRE(codes_of(written) == "nothing wrong");
  CHECK(*written ==
        "{\"text\":\"t\",\"or_null\":null,\"branches\":[{},{},{\"leaves\":[{\"name\":\"x\"},"
        "{\"name\":\"caf\xEF\xBF\xBD\"},{\"name\":\"\xEF\xBF\xBD\"}]}]}");
}

TEST_CASE("a member that the shape omits is not checked", "[writer]") {
  tree document;
  document.extended_only = "\xFF";
  CHECK(codes_of(write_document(document)) == "nothing wrong");
  CHECK(codes_of(write_document(document, {shape::extended})) == "invalid_utf8 /extended_only");
}

TEST_CASE("a never_written member is not written", "[writer]") {
  const auto written = invito::wire::write_document(note{"new", "old"});
  REQUIRE(codes_of(written) == "nothing wrong");
  CHECK(*written == R"({"text":"new"})");
}

TEST_CASE("a document of any length is written whole", "[writer]") {
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

// Maps --------------------------------------------------------------------------------------------

TEST_CASE("a map is written in order with escaped names", "[writer][map]") {
  atlas document;
  CHECK(*write_document(document) == R"({"texts":{}})");
  document.texts = {{"b", "1"},     {"a", "2"},          {"", "3"},
                    {"a/b~#", "4"}, {"\"\\\n\x01", "5"}, {"caf\xC3\xA9", "\"6\""}};
  CHECK(*write_document(document) ==
        "{\"texts\":{\"b\":\"1\",\"a\":\"2\",\"\":\"3\",\"a/b~#\":\"4\","
        "\"\\\"\\\\\\n\\u0001\":\"5\",\"caf\xC3\xA9\":\"\\\"6\\\"\"}}");
}

TEST_CASE("the values of a map are written like members of their type", "[writer][map]") {
  atlas document;
  document.leaves = map_of<leaf>{{"p", {"x"}}, {"q", {"y"}}};
  document.nested = map_of<map_of<std::int64_t>>{{"k", {{"a", 1}, {"b", -2}}}, {"l", {}}};
  document.lists = map_of<std::vector<map_of<invito::json_text>>>{
      {"k", {{{"a", *invito::parse_json_text("[1.50]")}}, {}}}, {"l", {}}};
  CHECK(*write_document(document) ==
        R"({"texts":{},"leaves":{"p":{"name":"x"},"q":{"name":"y"}},)"
        R"("nested":{"k":{"a":1,"b":-2},"l":{}},"lists":{"k":[{"a":[1.50]},{}],"l":[]}})");
  document = {};
  document.leaves.emplace();
  CHECK(*write_document(document) == R"({"texts":{},"leaves":{}})");
}

TEST_CASE("an absent value in a map or an array is null", "[writer][map]") {
  atlas document;
  document.maybe =
      map_of<std::optional<std::string_view>>{{"a", "x"}, {"b", std::nullopt}, {"c", ""}};
  document.flags = std::vector<std::optional<bool>>{true, std::nullopt, false};
  const std::string written = *write_document(document);
  CHECK(written == R"({"texts":{},"maybe":{"a":"x","b":null,"c":""},"flags":[true,null,false]})");
  CHECK(*write_document(document, {shape::documented, true}) == written);
}

TEST_CASE("a name in a map that is not UTF-8 is refused with its path", "[writer][map]") {
  atlas document;
  document.texts = {{"good", "x"}, {"caf\xE9", "y"}, {"\xFF", "z"}};
  CHECK(codes_of(write_document(document)) == "invalid_utf8 /texts/caf\xE9");
  document.texts.clear();
  document.nested = map_of<map_of<std::int64_t>>{{"a/b", {{"x", 1}, {"\xFF", 2}}}};
  CHECK(codes_of(write_document(document)) == "invalid_utf8 /nested/a~1b/\xFF");
  document.nested.reset();
  document.texts = {{"\xFF", "x"}};
  CHECK(*write_document(document, {shape::documented, false, invalid_text::replaced}) ==
        "{\"texts\":{\"\xEF\xBF\xBD\":\"x\"}}");
}

TEST_CASE(
    "a name in a map that is not UTF-8 is refused with the path of the name and not of its value",
    "[writer][map]") {
  using lists = std::vector<invito::wire::named<std::string, std::vector<std::string>>>;
  const auto written = invito::wire::write_document(lists{{"good", {"a"}}, {"\xFF", {"b"}}});
  REQUIRE_FALSE(written);
  REQUIRE(written.error().size() == 1);
  CHECK(written.error().front().where.segments().size() == 1);
}

TEST_CASE("a value in a map that is not UTF-8 is refused with its name in the path",
          "[writer][map]") {
  atlas document;
  document.texts = {{"good", "x"}, {"", "y"}, {"bad", "\xFF"}, {"worse", "\xFF"}};
  CHECK(codes_of(write_document(document)) == "invalid_utf8 /texts/bad");
  document.texts = {{"", "\xFF"}};
  CHECK(codes_of(write_document(document)) == "invalid_utf8 /texts/");
  document.texts.clear();
  document.maybe = map_of<std::optional<std::string_view>>{{"a", std::nullopt}, {"~", "\xFF"}};
  CHECK(codes_of(write_document(document)) == "invalid_utf8 /maybe/~0");
  document.leaves = map_of<leaf>{{"p", {"x"}}, {"q#", {"\xFF"}}};
  CHECK(codes_of(write_document(document)) == "invalid_utf8 /leaves/q#/name");
}

TEST_CASE("a map with 50 000 members is written whole", "[writer][map]") {
  std::vector<std::string> names;
  for (int n = 0; n != 50'000; ++n) names.push_back(std::to_string(n));
  atlas document;
  std::string expected = R"({"texts":{)";
  for (std::string const& n : names) {
    document.texts.push_back({n, "x"});
    expected += (expected.back() == '{' ? "\"" : ",\"") + n + "\":\"x\"";
  }
  CHECK(*write_document(document) == expected + "}}");
}

// Paths and recursive objects ---------------------------------------------------------------------

TEST_CASE("a path is written as an array of its names and indices", "[writer][path]") {
  spot document;
  CHECK(*write_document(document) == R"({"where":[]})");
  document.where.add("a/b").add(std::size_t{0}).add("0").add("~").add("#1").add("").add("\"\n");
  document.where.add(std::size_t{12'345'678'901});
  CHECK(*write_document(document) == R"({"where":["a/b",0,"0","~","#1","","\"\n",12345678901]})");
  document.where = invito::path("a").add(std::size_t{1}).add("\xFF").add("b");
  CHECK(codes_of(write_document(document)) == "invalid_utf8 /where/2");
}

TEST_CASE("a recursive document is written whole", "[writer]") {
  node leaf_node{"c", {}};
  node empty{"d", std::vector<node>{}};
  node middle{"b", std::vector<node>{leaf_node, empty}};
  node root{"a", std::vector<node>{middle, leaf_node}};
  CHECK(*write_document(root) == R"({"name":"a","children":[{"name":"b","children":[{"name":"c"},)"
                                 R"({"name":"d","children":[]}]},{"name":"c"}]})");
  (*(*root.children)[0].children)[1].name = "\xFF";
  CHECK(codes_of(write_document(root)) == "invalid_utf8 /children/0/children/1/name");
}

// Documents that are incomplete -------------------------------------------------------------------

TEST_CASE("an incomplete document omits only required members that are empty or absent",
          "[writer]") {
  form document;
  CHECK(*write_document(document) ==
        R"({"text":"","kept":"","or_null":null,"count":0,"list":[],"free":"",)"
        R"("free_or_null":null})");
  // A number and an array have no value that means "absent".
  CHECK(*write_document(document, {shape::documented, true}) ==
        R"({"count":0,"list":[],"free":"","free_or_null":null})");
  CHECK(*write_document(document, {shape::extended, true}) ==
        R"({"count":0,"list":[],"free":"","free_or_null":null})");
  CHECK(*write_document(document, {shape::extended}) ==
        R"({"text":"","kept":"","or_null":null,"count":0,"list":[],"free":"",)"
        R"("free_or_null":null,"extended_text":""})");
}

TEST_CASE("an incomplete document contains every known member", "[writer]") {
  form document;
  document.text = "t";
  document.kept = "k";
  document.maybe = "";  // present and empty
  document.or_null = 0;
  document.count = 1;
  document.list = {{"x"}};
  document.free = "f";
  document.free_or_null = "n";
  document.extended_text = "w";
  const std::string all =
      R"({"text":"t","kept":"k","maybe":"","or_null":0,"count":1,"list":[{"name":"x"}],)"
      R"("free":"f","free_or_null":"n")";
  CHECK(*write_document(document) == all + "}");
  CHECK(*write_document(document, {shape::documented, true}) == all + "}");
  CHECK(*write_document(document, {shape::extended, true}) == all + R"(,"extended_text":"w"})");
  document.kept.clear();
  document.or_null.reset();
  CHECK(*write_document(document, {shape::documented, true}) ==
        R"({"text":"t","maybe":"","count":1,"list":[{"name":"x"}],"free":"f","free_or_null":"n"})");
}

// Features and errors -----------------------------------------------------------------------------

TEST_CASE("features_of returns the features of a table at compile time", "[writer][feature]") {
  constexpr invito::feature_set carried = invito::wire::features_of<tree>(shape::documented);
  STATIC_REQUIRE(carried.has(invito::feature::id));
  STATIC_REQUIRE(carried.has(invito::feature::role));
  STATIC_REQUIRE_FALSE(carried.has(invito::feature::grants));
  STATIC_REQUIRE_FALSE(carried.has(invito::feature::history));
}

TEST_CASE(
    "features_of omits extended rows in the documented shape and includes the features of and_also",
    "[writer][feature]") {
  using invito::feature;
  constexpr invito::feature_set documented = invito::wire::features_of<carrier>(shape::documented);
  constexpr invito::feature_set extended = invito::wire::features_of<carrier>(shape::extended);
  for (const feature f : {feature::id, feature::status, feature::cause, feature::revoked_at}) {
    CAPTURE(to_string(f));
    CHECK(documented.has(f));
    CHECK(extended.has(f));
  }
  for (const feature f : {feature::email, feature::statuses, feature::user}) {
    CAPTURE(to_string(f));
    CHECK_FALSE(documented.has(f));
    CHECK(extended.has(f));
  }
  for (const feature f : {feature::organization, feature::revoked_by, feature::history}) {
    CAPTURE(to_string(f));
    CHECK_FALSE(documented.has(f));
    CHECK_FALSE(extended.has(f));
  }
  STATIC_REQUIRE(documented.has(feature::cause));
  STATIC_REQUIRE_FALSE(documented.has(feature::statuses));
}

TEST_CASE("write_error replaces bytes that are not UTF-8", "[writer][error][openai][native]") {
  const invito::api_error e{"c\xFF", "m\xFF", "t\xFF", "w\xFF"};
  CHECK(invito::openai::write_error(e) ==
        "{\"error\":{\"message\":\"m\xEF\xBF\xBD\",\"type\":\"t\xEF\xBF\xBD\","
        "\"param\":\"w\xEF\xBF\xBD\",\"code\":\"c\xEF\xBF\xBD\"}}");
  CHECK(invito::native::write_error(e) ==
        "{\"code\":\"c\xEF\xBF\xBD\",\"message\":\"m\xEF\xBF\xBD\",\"type\":\"t\xEF\xBF\xBD\","
        "\"where\":\"w\xEF\xBF\xBD\"}");
}
