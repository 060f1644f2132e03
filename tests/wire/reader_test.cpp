// SPDX-License-Identifier: MIT

#include <algorithm>
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
#include <invito/wire/reader.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

namespace {

using invito::code;
using invito::read_options;
using invito::wire::read_document;
using invito::wire::row;

// A document with a member of every kind ---------------------------------------------------------

constexpr std::array<std::string_view, 2> colours{"red", "blue"};

struct part {
  std::string id{};
  std::optional<std::string> colour{};
};

struct sealed {
  std::string id{};
};

struct sheet {
  std::string text{};
  bool flag = false;
  std::int64_t count = 0;
  invito::wire::unix_time seconds{};
  invito::wire::text_time moment{};
  invito::json_text any{};
  std::vector<std::string> words{};
  part one{};
  std::optional<std::string> maybe_text{};
  std::optional<bool> maybe_flag{};
  std::optional<std::int64_t> maybe_count{};
  std::optional<invito::wire::unix_time> maybe_seconds{};
  std::optional<invito::wire::text_time> maybe_moment{};
  std::optional<invito::json_text> maybe_any{};
  std::optional<std::vector<part>> parts{};
  std::optional<part> other{};
  std::optional<sealed> closed{};
  std::optional<std::int64_t> slash{};
  std::optional<std::int64_t> tilde{};
  std::optional<std::int64_t> hash{};
};

// Objects whose names are data.
template <class Value>
using map_of = std::vector<invito::wire::named<std::string, Value>>;

struct cell {
  std::int64_t n = 0;
  std::optional<std::string> note{};
};

struct atlas {
  map_of<std::string> texts{};
  std::optional<map_of<std::int64_t>> numbers{};
  std::optional<map_of<invito::json_text>> any{};
  std::optional<map_of<cell>> cells{};
  std::optional<map_of<map_of<std::int64_t>>> nested{};
  std::optional<map_of<std::optional<std::int64_t>>> maybe{};
  std::optional<map_of<std::vector<map_of<std::int64_t>>>> lists{};
  std::optional<std::int64_t> after{};
};

// A required member with another that may stand for it.
struct renamed {
  std::string name{};
  std::optional<std::string> old_name{};
  std::optional<std::string> older_name{};
  std::int64_t size = 0;
};

struct spot {
  invito::path where{};
  std::optional<invito::path> maybe{};
};

// An object that holds more of its own kind.
struct node {
  std::string name{};
  std::optional<std::vector<node>> children{};
};

}  // namespace

template <>
struct invito::wire::fields_of<part> {
  static constexpr std::array rows{
      row<&part::id>("id").must(),
      row<&part::colour>("colour").one_of(vocabulary(colours)),
  };
};

template <>
struct invito::wire::fields_of<sealed> {
  static constexpr bool closed = true;
  static constexpr std::array rows{row<&sealed::id>("id").must()};
};

template <>
struct invito::wire::fields_of<sheet> {
  static constexpr std::array rows{
      row<&sheet::text>("text").must(),
      row<&sheet::flag>("flag").must(),
      row<&sheet::count>("count").must(),
      row<&sheet::seconds>("seconds").must(),
      row<&sheet::moment>("moment").must(),
      row<&sheet::any>("any").must(),
      row<&sheet::words>("words").must(),
      row<&sheet::one>("one").must(),
      row<&sheet::maybe_text>("maybe_text"),
      row<&sheet::maybe_flag>("maybe_flag"),
      row<&sheet::maybe_count>("maybe_count"),
      row<&sheet::maybe_seconds>("maybe_seconds"),
      row<&sheet::maybe_moment>("maybe_moment"),
      row<&sheet::maybe_any>("maybe_any"),
      row<&sheet::parts>("parts"),
      row<&sheet::other>("other"),
      row<&sheet::closed>("closed"),
      row<&sheet::slash>("a/b"),
      row<&sheet::tilde>("m~n"),
      row<&sheet::hash>("#1"),
  };
};

template <>
struct invito::wire::fields_of<cell> {
  static constexpr std::array rows{
      row<&cell::n>("n").must(),
      row<&cell::note>("note").one_of(vocabulary(colours)),
  };
};

template <>
struct invito::wire::fields_of<atlas> {
  static constexpr std::array rows{
      row<&atlas::texts>("texts"), row<&atlas::numbers>("numbers"), row<&atlas::any>("any"),
      row<&atlas::cells>("cells"), row<&atlas::nested>("nested"),   row<&atlas::maybe>("maybe"),
      row<&atlas::lists>("lists"), row<&atlas::after>("after"),
  };
};

template <>
struct invito::wire::fields_of<renamed> {
  static constexpr std::array rows{
      row<&renamed::name>("name").must(),
      row<&renamed::old_name>("old_name").alias("name"),
      row<&renamed::older_name>("older_name").alias("name"),
      row<&renamed::size>("size").must(),
  };
};

template <>
struct invito::wire::fields_of<spot> {
  static constexpr std::array rows{
      row<&spot::where>("where").must(),
      row<&spot::maybe>("maybe"),
  };
};

template <>
struct invito::wire::fields_of<node> {
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&node::name>("name").must(),
      row<&node::children>("children"),
  };
};

namespace {

// Everything that is required, without the closing brace, so that more can follow.
const std::string required =
    R"({"text":"t","flag":true,"count":7,"seconds":-1,"moment":"2026-01-31T23:59:59.5Z",)"
    R"("any":[1],"words":["w"],"one":{"id":"i"})";

std::string sheet_with(std::string const& members) { return required + "," + members + "}"; }

invito::result<sheet> read_sheet(invito::wire::source const& in, read_options const& options = {}) {
  return read_document<sheet>(in, options);
}

// The small document of most tests.
invito::result<part> read_part(invito::wire::source const& in, read_options const& options = {}) {
  return read_document<part>(in, options);
}

invito::result<atlas> read_atlas(invito::wire::source const& in, read_options const& options = {}) {
  return read_document<atlas>(in, options);
}

read_options strict() {
  read_options out;
  out.strict = true;
  return out;
}

std::string repeat(std::string const& piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t n = 0; n != times; ++n) out += piece;
  return out;
}

// Another JSON engine: a value that keeps the order of its members feeds the reader by hand.
bool play(nlohmann::ordered_json const& value, invito::wire::reader& to) {
  if (value.is_null()) return to.null();
  if (value.is_boolean()) return to.boolean(value.get<bool>());
  if (value.is_number_float()) return to.number(value.get<double>(), value.dump());
  if (value.is_number_unsigned() &&
      value.get<std::uint64_t>() >
          static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)())) {
    return to.number(value.get<double>(), value.dump());
  }
  if (value.is_number()) return to.integer(value.get<std::int64_t>());
  if (value.is_string()) return to.text(value.get<std::string>());
  if (value.is_array()) {
    if (!to.begin_array()) return false;
    for (auto const& element : value) {
      if (!play(element, to)) return false;
    }
    return to.end_array();
  }
  if (!to.begin_object()) return false;
  for (auto const& member : value.items()) {
    if (!to.key(member.key()) || !play(member.value(), to)) return false;
  }
  return to.end_object();
}

invito::wire::source other_engine(nlohmann::ordered_json const& value) {
  return {&value, [](void const* document, invito::wire::reader& to) {
            play(*static_cast<nlohmann::ordered_json const*>(document), to);
          }};
}

std::vector<std::string> sheets() {
  return {
      required + "}",
      sheet_with(R"("maybe_text":"m","maybe_flag":false,"maybe_count":-5,"maybe_seconds":0,)"
                 R"("maybe_moment":"1970-01-01T00:00:00Z","maybe_any":{"a":null},)"
                 R"("parts":[{"id":"p","colour":"red"},{"id":"q"}],"other":{"id":"o"},)"
                 R"("closed":{"id":"c"},"a/b":1,"m~n":2,"#1":3)"),
      sheet_with(R"("maybe_text":null,"maybe_flag":null,"maybe_count":null,"maybe_seconds":null,)"
                 R"("maybe_moment":null,"maybe_any":null,"parts":null,"other":null,"closed":null)"),
      sheet_with(R"("unknown":{"text":[1,{"x":null}]},"parts":[],"maybe_text":"")"),
      sheet_with(R"("closed":{"id":"c","more":1},"parts":[{"id":1},{"colour":"green"},7])"),
      sheet_with(R"("maybe_count":18446744073709551615,"maybe_seconds":9223372037)"),
      sheet_with(R"("maybe_count":1.5,"maybe_moment":"yesterday","a/b":"x","m~n":"x","#1":"x")"),
      R"({})",
      R"([])",
      R"(null)",
      R"("text")",
      R"({"text":null,"flag":null,"count":null,"seconds":null,"moment":null,"any":null,"words":null,"one":null})",
      R"({"text":1,"flag":2,"count":"3","seconds":{},"moment":[],"any":4,"words":{},"one":[]})",
  };
}

}  // namespace

// What is read -----------------------------------------------------------------------------------

TEST_CASE("the reader fills every kind of member") {
  const auto read = read_sheet(sheets()[1]);
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->text == "t");
  CHECK(read->flag);
  CHECK(read->count == 7);
  CHECK(read->seconds.value == at("1969-12-31T23:59:59Z"));
  CHECK(read->moment.value == at("2026-01-31T23:59:59.5Z"));
  CHECK(read->any.text() == "[1]");
  CHECK(read->words == std::vector<std::string>{"w"});
  CHECK(read->one.id == "i");
  CHECK_FALSE(read->one.colour.has_value());
  CHECK(read->maybe_text == "m");
  CHECK(read->maybe_flag == false);
  CHECK(read->maybe_count == -5);
  REQUIRE(read->maybe_seconds.has_value());
  CHECK(read->maybe_seconds->value == at("1970-01-01T00:00:00Z"));
  REQUIRE(read->maybe_moment.has_value());
  CHECK(read->maybe_moment->value == at("1970-01-01T00:00:00Z"));
  REQUIRE(read->maybe_any.has_value());
  CHECK(read->maybe_any->text() == R"({"a":null})");
  REQUIRE(read->parts.has_value());
  REQUIRE(read->parts->size() == 2);
  CHECK((*read->parts)[0].id == "p");
  CHECK((*read->parts)[0].colour == "red");
  CHECK((*read->parts)[1].id == "q");
  CHECK_FALSE((*read->parts)[1].colour.has_value());
  REQUIRE(read->other.has_value());
  CHECK(read->other->id == "o");
  REQUIRE(read->closed.has_value());
  CHECK(read->closed->id == "c");
  CHECK(read->slash == 1);
  CHECK(read->tilde == 2);
  CHECK(read->hash == 3);
}

TEST_CASE("members may come in any order") {
  const auto read = read_sheet(
      R"({"one":{"id":"i"},"words":[],"any":{},"moment":"2026-01-31T00:00:00Z","seconds":1,)"
      R"("count":2,"flag":false,"text":"last"})");
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->text == "last");
  CHECK(read->count == 2);
  CHECK(read->one.id == "i");
}

TEST_CASE("null is the same as absent for an optional member and a problem for any other") {
  const auto absent = read_sheet(sheets()[0]);
  const auto null = read_sheet(sheets()[2]);
  REQUIRE(told(absent) == "nothing wrong");
  REQUIRE(told(null) == "nothing wrong");
  for (auto const* read : {&*absent, &*null}) {
    CHECK_FALSE(read->maybe_text.has_value());
    CHECK_FALSE(read->maybe_flag.has_value());
    CHECK_FALSE(read->maybe_count.has_value());
    CHECK_FALSE(read->maybe_seconds.has_value());
    CHECK_FALSE(read->maybe_moment.has_value());
    CHECK_FALSE(read->maybe_any.has_value());
    CHECK_FALSE(read->parts.has_value());
    CHECK_FALSE(read->other.has_value());
    CHECK_FALSE(read->closed.has_value());
  }
  // Null is a value where any value may stand.
  CHECK(told(read_sheet(sheets()[11])) ==
        "wrong_type /text; wrong_type /flag; wrong_type /count; wrong_type /seconds; "
        "wrong_type /moment; wrong_type /words; wrong_type /one");
}

TEST_CASE("an empty list, an empty object and an empty text are not absent") {
  const auto read = read_sheet(sheets()[3]);
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->parts.has_value());
  CHECK(read->parts->empty());
  REQUIRE(read->maybe_text.has_value());
  CHECK(read->maybe_text->empty());
  CHECK(told(read_part("{}")) == "missing_field /id");
}

TEST_CASE("escapes in texts are undone and UTF-8 stays as it is") {
  const auto read =
      read_part("{\"id\":\"\\u0041\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\ud83d\\udce8 caf\xC3\xA9\"}");
  REQUIRE(told(read) == "nothing wrong");
  const std::string expected("A\"\\/\b\f\n\r\t\0\xF0\x9F\x93\xA8 caf\xC3\xA9", 20);
  CHECK(read->id == expected);
}

TEST_CASE("white space around and within a document does not matter") {
  const auto read = read_part(" \t\r\n{ \"id\" :\n\"i\" , \"colour\" : \"blue\"\r}\t\n ");
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->id == "i");
  CHECK(read->colour == "blue");
}

// Types and vocabularies -------------------------------------------------------------------------

TEST_CASE("a value of another type is refused wherever it stands, with what the member expects") {
  struct row_of {
    char const* member;
    char const* expects;
    std::vector<char const*> wrong;
  };
  const std::vector<row_of> rows{
      {"maybe_text", "a string", {"true", "1", "1.5", "{}", "[]", "[\"t\"]"}},
      {"maybe_flag", "true or false", {"\"true\"", "0", "1", "{}", "[]"}},
      {"maybe_count", "an integer", {"true", "\"1\"", "1.5", "{}", "[]", "[1]"}},
      {"maybe_seconds", "an integer: seconds since 1970", {"false", "\"0\"", "0.5", "{}", "[]"}},
      {"maybe_moment", "a string: an RFC 3339 time", {"true", "0", "{}", "[]"}},
      {"parts", "an array", {"true", "0", "\"[]\"", "{}"}},
      {"other", "an object", {"true", "0", "\"{}\"", "[]", "[{}]"}},
  };
  for (row_of const& r : rows) {
    for (char const* wrong : r.wrong) {
      CAPTURE(r.member, wrong);
      const auto read = read_sheet(sheet_with('"' + std::string(r.member) + "\":" + wrong));
      REQUIRE(told(read) == "wrong_type /" + std::string(r.member));
      CHECK(read.error().front().subject == r.expects);
    }
  }
}

TEST_CASE("a required member of another type is not reported as missing too") {
  CHECK(told(read_sheet(sheets()[12])) ==
        "wrong_type /text; wrong_type /flag; wrong_type /count; wrong_type /seconds; "
        "wrong_type /moment; wrong_type /words; wrong_type /one");
}

TEST_CASE("the document itself must be an object") {
  for (char const* text : {"null", "true", "0", "1.5", "\"{}\"", "[]", "[{\"id\":\"i\"}]"}) {
    CAPTURE(text);
    const auto read = read_part(text);
    REQUIRE(told(read) == "wrong_type");
    CHECK(read.error().front().subject == "an object");
  }
}

TEST_CASE("elements of another type are refused by their index, and the others are still judged") {
  CHECK(told(read_sheet(sheet_with(R"("parts":[{"id":"p"},1,{"id":2},[],{"id":"q"},null,{}])"))) ==
        "wrong_type /parts/1; wrong_type /parts/2/id; wrong_type /parts/3; wrong_type /parts/5; "
        "missing_field /parts/6/id");
  CHECK(told(read_sheet(with(required + "}", R"(["w"])", R"(["w",1,"x",null])"))) ==
        "wrong_type /words/1; wrong_type /words/3");
}

TEST_CASE("a word outside of its vocabulary is refused, in its exact spelling") {
  CHECK(told(read_part(R"({"id":"i","colour":"red"})")) == "nothing wrong");
  for (char const* word : {"Red", "green", "", "red ", "redd"}) {
    CAPTURE(word);
    const auto read = read_part(R"({"id":"i","colour":")" + std::string(word) + "\"}");
    REQUIRE(told(read) == "unknown_value /colour");
    CHECK(read.error().front().subject == word);
  }
}

TEST_CASE("a problem quotes no more than 255 bytes of the document and cuts no character in two") {
  std::string word(254, 'w');
  word += "\xC3\xA9 and more";
  const auto read = read_part(R"({"id":"i","colour":")" + word + "\"}");
  REQUIRE(told(read) == "unknown_value /colour");
  CHECK(read.error().front().subject == std::string(254, 'w'));
}

TEST_CASE("times are read by their own rules") {
  const auto read = [](char const* time) {
    return told(read_sheet(sheet_with(R"("maybe_moment":")" + std::string(time) + "\"")));
  };
  CHECK(read("2026-01-31T23:59:59.123456789+01:30") == "nothing wrong");
  CHECK(read("") == "invalid_time /maybe_moment");
  CHECK(read("2026-01-31") == "invalid_time /maybe_moment");
  CHECK(read("2026-02-30T00:00:00Z") == "invalid_time /maybe_moment");
  CHECK(read("1677-01-01T00:00:00Z") == "time_out_of_range /maybe_moment");
  CHECK(read("9999-01-01T00:00:00Z") == "time_out_of_range /maybe_moment");
}

// Numbers ----------------------------------------------------------------------------------------

TEST_CASE("whole numbers are read in the range of 64 bits, however they are spelled") {
  struct number {
    char const* text;
    std::int64_t value;
  };
  const std::vector<number> good{
      {"0", 0},
      {"-0", 0},
      {"-0.0", 0},
      {"1.0", 1},
      {"1e3", 1000},
      {"-2.5e1", -25},
      {"9223372036854775807", (std::numeric_limits<std::int64_t>::max)()},
      {"-9223372036854775808", (std::numeric_limits<std::int64_t>::min)()},
      {"9007199254740991.0", 9'007'199'254'740'991},
  };
  for (number const& n : good) {
    CAPTURE(n.text);
    const auto read = read_sheet(sheet_with(R"("maybe_count":)" + std::string(n.text)));
    REQUIRE(told(read) == "nothing wrong");
    CHECK(read->maybe_count == n.value);
  }
}

TEST_CASE("a number that the member cannot hold is refused") {
  const auto count = [](char const* text) {
    return told(read_sheet(sheet_with(R"("maybe_count":)" + std::string(text))));
  };
  CHECK(count("9223372036854775808") == "number_out_of_range /maybe_count");
  CHECK(count("18446744073709551615") == "number_out_of_range /maybe_count");
  CHECK(count("18446744073709551616") == "number_out_of_range /maybe_count");
  CHECK(count("-9223372036854775809") == "number_out_of_range /maybe_count");
  CHECK(count(std::string(300, '9').c_str()) == "number_out_of_range /maybe_count");
  CHECK(count("1.5") == "wrong_type /maybe_count");
  CHECK(count("-0.001") == "wrong_type /maybe_count");
  CHECK(count("1e308") == "wrong_type /maybe_count");
  CHECK(count("9007199254740993.0") == "wrong_type /maybe_count");  // no double is this number
}

TEST_CASE("Unix seconds beyond the range of times are refused") {
  const auto seconds = [](char const* text) {
    return told(read_sheet(sheet_with(R"("maybe_seconds":)" + std::string(text))));
  };
  CHECK(seconds("9223372036") == "nothing wrong");
  CHECK(seconds("9223372037") == "time_out_of_range /maybe_seconds");
  CHECK(seconds("-9223372036") == "nothing wrong");
  CHECK(seconds("-9223372037") == "time_out_of_range /maybe_seconds");
  CHECK(seconds("9223372036854775807") == "time_out_of_range /maybe_seconds");
  CHECK(seconds("18446744073709551615") == "time_out_of_range /maybe_seconds");
  CHECK(seconds("1e3") == "nothing wrong");
  CHECK(seconds("1.5") == "wrong_type /maybe_seconds");
  CHECK(seconds("1e308") == "wrong_type /maybe_seconds");
}

TEST_CASE("a number beyond all doubles is refused by the text engine, even where nobody reads it") {
  for (char const* member : {"maybe_count", "maybe_any", "unknown"}) {
    CAPTURE(member);
    CHECK(told(read_sheet(sheet_with('"' + std::string(member) + "\":1e999"))) == "syntax_error");
  }
}

// Unknown and repeated members -------------------------------------------------------------------

TEST_CASE("unknown members are ignored in open objects, whatever they hold") {
  const auto read = read_part(
      R"({"x":null,"id":"i","y":[{"id":1,"colour":[]}],"z":{"id":{"id":[[]]}},"":"","Id":2})");
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->id == "i");
  CHECK_FALSE(read->colour.has_value());
}

TEST_CASE("unknown members are refused in closed objects, and in all objects when strict") {
  const std::string document = sheet_with(
      R"("x":1,"one_more":{"id":1},"closed":{"id":"c","x":{"y":1}},"other":{"y":[],"id":"o"})");
  CHECK(told(read_sheet(document)) == "unknown_field /closed/x");
  CHECK(
      told(read_sheet(document, strict())) ==
      "unknown_field /x; unknown_field /one_more; unknown_field /closed/x; unknown_field /other/y");
}

TEST_CASE("captured values are free: nothing in them is unknown") {
  CHECK(told(read_sheet(sheet_with(R"("maybe_any":{"what":{"ever":[1,{"x":2}]}})"), strict())) ==
        "nothing wrong");
}

TEST_CASE("a member that stands twice is refused and keeps its first value's place") {
  CHECK(told(read_part(R"({"id":"i","id":"j"})")) == "duplicate_key /id");
  CHECK(told(read_part(R"({"id":"i","colour":"red","id":"i"})")) == "duplicate_key /id");
  CHECK(told(read_part("{\"id\":\"i\",\"\\u0069d\":\"j\"}")) == "duplicate_key /id");  // i, escaped
  // The second value is not looked at.
  CHECK(told(read_part(R"({"id":"i","id":{"deep":[1,2]},"colour":"red"})")) == "duplicate_key /id");
  CHECK(told(read_part(R"({"id":1,"id":"j"})")) == "wrong_type /id; duplicate_key /id");
  CHECK(told(read_sheet(sheet_with(R"("parts":[{"id":"a"},{"id":"b","id":"c"}])"))) ==
        "duplicate_key /parts/1/id");
  CHECK(told(read_sheet(sheet_with(R"("other":null,"other":null)"))) == "duplicate_key /other");
}

TEST_CASE("members that stand twice are found in captured values, and not in skipped ones") {
  CHECK(told(read_sheet(sheet_with(R"("maybe_any":{"a":1,"b":{"a":2},"a":3})"))) ==
        "duplicate_key /maybe_any/a");
  CHECK(told(read_sheet(sheet_with(R"("maybe_any":[0,{"a":1},{"b":[{"":1,"":2}]}])"))) ==
        "duplicate_key /maybe_any/2/b/0/");
  CHECK(told(read_sheet(sheet_with(
            R"("maybe_any":{"a":1,"A":2,"b":{"a":3},"c":[{"a":4},{"a":5}]})"))) == "nothing wrong");
  CHECK(told(read_sheet(sheet_with(R"("unknown":{"a":1,"a":2,"b":[{"c":1,"c":2}]})"))) ==
        "nothing wrong");
}

// Places -----------------------------------------------------------------------------------------

TEST_CASE(
    "all problems come at once, in the order of the document, missing members at the end of "
    "their object") {
  const auto read = read_sheet(
      R"({"count":"3","parts":[{"colour":"green"},{"id":"p","id":"q"}],"flag":0,)"
      R"("maybe_any":{"k":1,"k":2},"closed":{"extra":1},"moment":"never","any":1,"words":[1]})");
  CHECK(told(read) ==
        "wrong_type /count; unknown_value /parts/0/colour; missing_field /parts/0/id; "
        "duplicate_key /parts/1/id; wrong_type /flag; duplicate_key /maybe_any/k; "
        "unknown_field /closed/extra; missing_field /closed/id; invalid_time /moment; "
        "wrong_type /words/0; missing_field /text; missing_field /seconds; missing_field /one");
}

TEST_CASE("pointers escape the names that they are made of") {
  CHECK(told(read_sheet(sheet_with(R"("a/b":"x","m~n":"x","#1":"x")"))) ==
        "wrong_type /a~1b; wrong_type /m~0n; wrong_type /#1");
  CHECK(told(read_sheet(sheet_with(R"("~1/#":0,"caf\u00e9":0)"), strict())) ==
        "unknown_field /~01~1#; unknown_field /caf\xC3\xA9");
  CHECK(told(read_sheet(sheet_with(R"("maybe_any":{"a/b":{"~":[{"#":1,"#":2}]}})"))) ==
        "duplicate_key /maybe_any/a~1b/~0/0/#");
}

TEST_CASE("what is reported stops at the limit of problems") {
  read_options options;
  options.limits.problems = 3;
  const std::string document = R"({"id":"i","colour":"a","colour":"b","colour":"c","colour":"d"})";
  CHECK(told(read_part(document, options)) ==
        "unknown_value /colour; duplicate_key /colour; duplicate_key /colour");
  options.limits.problems = 1;
  CHECK(told(read_part(document, options)) == "unknown_value /colour");
  options.limits.problems = 2;
  CHECK(told(read_sheet("{}", options)) == "missing_field /text; missing_field /flag");

  std::string many = "[";
  for (int n = 0; n != 1000; ++n) many += "1,";
  many += "1]";
  const auto read = read_sheet(sheet_with("\"parts\":" + many));
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().size() == 100);
  CHECK(read.error()[99].where.pointer() == "/parts/99");
}

// Objects whose names are data -------------------------------------------------------------------

TEST_CASE("an object whose names are data keeps its members in the order of the document") {
  const auto read = read_atlas(R"({"texts":{"b":"1","a":"2","":"3","texts":"4"},"after":5})");
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->texts.size() == 4);
  CHECK(read->texts[0].name == "b");
  CHECK(read->texts[0].value == "1");
  CHECK(read->texts[1].name == "a");
  CHECK(read->texts[1].value == "2");
  CHECK(read->texts[2].name.empty());
  CHECK(read->texts[2].value == "3");
  CHECK(read->texts[3].name == "texts");
  CHECK(read->texts[3].value == "4");
  CHECK(read->after == 5);
}

TEST_CASE("its names are any texts, their escapes undone") {
  const auto read = read_atlas(
      "{\"texts\":{\"\\u0041\\\"\\\\\\n\":\"x\",\"a/b~#\":\"y\",\"caf\xC3\xA9\":\"z\","
      "\"\\ud83d\\udce8\":\"m\",\"a\\u0000b\":\"1\",\"a\\u0000c\":\"2\"}}");
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->texts.size() == 6);
  CHECK(read->texts[0].name == "A\"\\\n");
  CHECK(read->texts[1].name == "a/b~#");
  CHECK(read->texts[2].name == "caf\xC3\xA9");
  CHECK(read->texts[3].name == "\xF0\x9F\x93\xA8");
  CHECK(read->texts[4].name == std::string("a\0b", 3));
  CHECK(read->texts[5].name == std::string("a\0c", 3));
}

TEST_CASE("its values are read as members of their type are") {
  const auto read = read_atlas(R"({"any":{"a":{"x":[1.50]},"b":null,"c":"t","d":[]},)"
                               R"("cells":{"p":{"n":1,"note":"red"},"q":{"n":2}},)"
                               R"("nested":{"k":{"a":1,"b":2},"l":{},"m":{"a":3}},)"
                               R"("maybe":{"one":1,"none":null,"two":2},)"
                               R"("lists":{"k":[{"a":1},{}],"l":[]}})");
  REQUIRE(told(read) == "nothing wrong");

  REQUIRE((read->any && read->any->size() == 4));
  CHECK((*read->any)[0].name == "a");
  CHECK((*read->any)[0].value.text() == R"({"x":[1.50]})");
  CHECK((*read->any)[1].value.text() == "null");
  CHECK((*read->any)[2].value.text() == R"("t")");
  CHECK((*read->any)[3].value.text() == "[]");

  REQUIRE((read->cells && read->cells->size() == 2));
  CHECK((*read->cells)[0].name == "p");
  CHECK((*read->cells)[0].value.n == 1);
  CHECK((*read->cells)[0].value.note == "red");
  CHECK((*read->cells)[1].name == "q");
  CHECK((*read->cells)[1].value.n == 2);
  CHECK_FALSE((*read->cells)[1].value.note.has_value());

  REQUIRE((read->nested && read->nested->size() == 3));
  REQUIRE((*read->nested)[0].value.size() == 2);
  CHECK((*read->nested)[0].value[1].name == "b");
  CHECK((*read->nested)[0].value[1].value == 2);
  CHECK((*read->nested)[1].name == "l");
  CHECK((*read->nested)[1].value.empty());
  REQUIRE((*read->nested)[2].value.size() == 1);
  CHECK((*read->nested)[2].value[0].value == 3);

  REQUIRE((read->maybe && read->maybe->size() == 3));
  CHECK((*read->maybe)[0].value == 1);
  CHECK((*read->maybe)[1].name == "none");
  CHECK_FALSE((*read->maybe)[1].value.has_value());
  CHECK((*read->maybe)[2].value == 2);

  REQUIRE((read->lists && read->lists->size() == 2));
  REQUIRE((*read->lists)[0].value.size() == 2);
  REQUIRE((*read->lists)[0].value[0].size() == 1);
  CHECK((*read->lists)[0].value[0][0].name == "a");
  CHECK((*read->lists)[0].value[0][0].value == 1);
  CHECK((*read->lists)[0].value[1].empty());
  CHECK((*read->lists)[1].value.empty());
}

TEST_CASE("an optional object whose names are data is absent for null and present when empty") {
  const auto absent = read_atlas("{}");
  const auto null = read_atlas(R"({"numbers":null,"any":null,"cells":null,"nested":null})");
  REQUIRE(told(absent) == "nothing wrong");
  REQUIRE(told(null) == "nothing wrong");
  for (auto const* read : {&*absent, &*null}) {
    CHECK(read->texts.empty());
    CHECK_FALSE(read->numbers.has_value());
    CHECK_FALSE(read->any.has_value());
    CHECK_FALSE(read->cells.has_value());
    CHECK_FALSE(read->nested.has_value());
  }
  const auto empty = read_atlas(R"({"texts":{},"numbers":{},"cells":{}})");
  REQUIRE(told(empty) == "nothing wrong");
  CHECK(empty->texts.empty());
  CHECK((empty->numbers && empty->numbers->empty()));
  CHECK((empty->cells && empty->cells->empty()));
  CHECK(told(read_atlas(R"({"texts":null})")) == "wrong_type /texts");
}

TEST_CASE("a document may be an object whose names are data") {
  const auto read = read_document<map_of<std::int64_t>>(R"({"a":1,"b":2})", {});
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->size() == 2);
  CHECK((*read)[1].name == "b");
  CHECK((*read)[1].value == 2);
  CHECK(told(read_document<map_of<std::int64_t>>(R"({"a":1,"b":"x","a":2})", {})) ==
        "wrong_type /b; duplicate_key /a");
  const auto wrong = read_document<map_of<std::int64_t>>("[]", {});
  REQUIRE(told(wrong) == "wrong_type");
  CHECK(wrong.error().front().subject == "an object");
}

TEST_CASE("a name that stands twice is refused by its place, and its second value not looked at") {
  CHECK(told(read_atlas(R"({"texts":{"a":"1","a":"2"}})")) == "duplicate_key /texts/a");
  CHECK(told(read_atlas(R"({"texts":{"":"1","":"2"}})")) == "duplicate_key /texts/");
  CHECK(told(read_atlas(R"({"texts":{"a/b":"1","a/b":"2"}})")) == "duplicate_key /texts/a~1b");
  CHECK(told(read_atlas(R"({"texts":{"~":"1","~":"2"}})")) == "duplicate_key /texts/~0");
  CHECK(told(read_atlas(R"({"texts":{"#1":"1","#1":"2"}})")) == "duplicate_key /texts/#1");
  CHECK(told(read_atlas("{\"texts\":{\"caf\xC3\xA9\":\"1\",\"caf\\u00e9\":\"2\"}}")) ==
        "duplicate_key /texts/caf\xC3\xA9");
  CHECK(told(read_atlas(R"({"texts":{"a":"1","b":"2","a":{"a":[1],"x":{}},"a":7,"b":"3"}})")) ==
        "duplicate_key /texts/a; duplicate_key /texts/a; duplicate_key /texts/b");
  // What follows is judged again.
  CHECK(told(read_atlas(R"({"texts":{"a":"1","a":[2],"b":3},"after":"x"})")) ==
        "duplicate_key /texts/a; wrong_type /texts/b; wrong_type /after");
  // Each object has names of its own, compared by the letter.
  CHECK(told(read_atlas(R"({"texts":{"a":"1","A":"2","a ":"3"},"numbers":{"a":1},)"
                        R"("nested":{"a":{"a":1,"b":2},"b":{"a":1,"b":2}},)"
                        R"("lists":{"a":[{"a":1},{"a":2}]}})")) == "nothing wrong");
  CHECK(told(read_atlas(R"({"nested":{"a":{"b":1,"b":2},"b":{},"a":{}},)"
                        R"("lists":{"k":[{},{"a":1,"a":2}]}})")) ==
        "duplicate_key /nested/a/b; duplicate_key /nested/a; duplicate_key /lists/k/1/a");
}

TEST_CASE("a value of another type is refused by the name that it stands under") {
  struct wrong {
    char const* member;
    char const* value;
    char const* told;
    char const* expects;
  };
  const std::vector<wrong> all{
      {"texts", "1", "wrong_type /texts", "an object"},
      {"texts", "[]", "wrong_type /texts", "an object"},
      {"texts", "\"t\"", "wrong_type /texts", "an object"},
      {"texts", R"({"a":1})", "wrong_type /texts/a", "a string"},
      {"texts", R"({"a":{}})", "wrong_type /texts/a", "a string"},
      {"texts", R"({"a":[]})", "wrong_type /texts/a", "a string"},
      {"texts", R"({"a":null})", "wrong_type /texts/a", "a string"},
      {"texts", R"({"":null})", "wrong_type /texts/", "a string"},
      {"texts", R"({"a/b~#":1})", "wrong_type /texts/a~1b~0#", "a string"},
      {"texts", "{\"caf\xC3\xA9\":1}", "wrong_type /texts/caf\xC3\xA9", "a string"},
      {"numbers", R"({"a":1.5})", "wrong_type /numbers/a", "an integer"},
      {"maybe", R"({"a":"1"})", "wrong_type /maybe/a", "an integer"},
      {"cells", R"({"a":[]})", "wrong_type /cells/a", "an object"},
      {"cells", R"({"a":null})", "wrong_type /cells/a", "an object"},
      {"cells", R"({"a":{"n":"1"}})", "wrong_type /cells/a/n", "an integer"},
      {"nested", R"({"a":1})", "wrong_type /nested/a", "an object"},
      {"nested", R"({"a":{"b":"1"}})", "wrong_type /nested/a/b", "an integer"},
      {"lists", R"({"a":{}})", "wrong_type /lists/a", "an array"},
      {"lists", R"({"a":[[]]})", "wrong_type /lists/a/0", "an object"},
      {"lists", R"({"a":[{},{"b":true}]})", "wrong_type /lists/a/1/b", "an integer"},
  };
  for (wrong const& w : all) {
    CAPTURE(w.member, w.value);
    const auto read = read_atlas("{\"" + std::string(w.member) + "\":" + w.value + "}");
    REQUIRE(told(read) == w.told);
    CHECK(read.error().front().subject == w.expects);
  }
}

TEST_CASE(
    "problems after an object whose names are data, and between several, name their own place") {
  CHECK(told(read_atlas(R"({"texts":{"a":"1"},"after":"x"})")) == "wrong_type /after");
  CHECK(told(read_atlas(R"({"texts":{"a":1},"numbers":{"b":"x"},"after":"x"})")) ==
        "wrong_type /texts/a; wrong_type /numbers/b; wrong_type /after");
  CHECK(told(read_atlas(
            R"({"cells":{"p":{"n":1},"q":{},"r":{"note":"green","n":"x"}},"after":[]})")) ==
        "missing_field /cells/q/n; unknown_value /cells/r/note; wrong_type /cells/r/n; "
        "wrong_type /after");
  CHECK(told(read_atlas(R"({"nested":{"a":{"x":1},"b":2,"c":{"y":"z"},"d":[]}})")) ==
        "wrong_type /nested/b; wrong_type /nested/c/y; wrong_type /nested/d");
  CHECK(
      told(read_atlas(
          R"({"lists":{"k":[{"a":1},{"b":"x"},7,{"c":"y"}],"l":[1,{"d":1},null],"m":2},"after":0.5})")) ==
      "wrong_type /lists/k/1/b; wrong_type /lists/k/2; wrong_type /lists/k/3/c; "
      "wrong_type /lists/l/0; wrong_type /lists/l/2; wrong_type /lists/m; wrong_type /after");
  CHECK(told(read_atlas(R"({"any":{"a":{"b":[0,{"c":1,"c":2}]},"d":1,"a":2}})")) ==
        "duplicate_key /any/a/b/1/c; duplicate_key /any/a");
}

TEST_CASE("no name is unknown where names are data, even when strict") {
  CHECK(told(read_atlas(R"({"texts":{"x":"1"},"nested":{"y":{"z":1}},"any":{"w":{"v":1}}})",
                        strict())) == "nothing wrong");
  CHECK(told(read_atlas(R"({"cells":{"p":{"n":1,"x":2}},"y":1})", strict())) ==
        "unknown_field /cells/p/x; unknown_field /y");
}

TEST_CASE("the limits hold for objects whose names are data") {
  read_options options;
  options.limits.items = 3;
  CHECK(told(read_atlas(R"({"texts":{"a":"1","b":"2"}})", options)) == "nothing wrong");
  CHECK(told(read_atlas(R"({"texts":{"a":"1","b":"2","c":"3"}})", options)) == "too_many_items");
  CHECK(told(read_atlas(R"({"texts":{"a":"1","a":"2","a":"3"}})", options)) ==
        "duplicate_key /texts/a; duplicate_key /texts/a; too_many_items");
  options = {};
  options.limits.depth = 3;
  CHECK(told(read_atlas(R"({"nested":{"k":{"a":1}}})", options)) == "nothing wrong");
  CHECK(told(read_atlas(R"({"lists":{"k":[{"a":1}]}})", options)) == "too_deep /lists/k/0");
  options.limits.depth = 2;
  CHECK(told(read_atlas(R"({"texts":{"a":"1"},"nested":{"j/k":{"a":1}}})", options)) ==
        "too_deep /nested/j~1k");
  options.limits.depth = 1;
  CHECK(told(read_atlas(R"({"texts":{}})", options)) == "too_deep /texts");
  options = {};
  options.limits.problems = 2;
  CHECK(told(read_atlas(R"({"texts":{"a":1,"b":2,"c":3},"after":"x"})", options)) ==
        "wrong_type /texts/a; wrong_type /texts/b");
}

TEST_CASE("an object may have fifty thousand members, read by name or kept as text") {
  constexpr std::size_t members = 50'000;
  std::string text = "{";
  for (std::size_t n = 0; n != members; ++n) {
    text.append(n == 0 ? "\"" : ",\"").append(std::to_string(100'000 + n)).append("\":1");
  }
  text += '}';
  const auto read = read_document<map_of<std::int64_t>>(text, {});
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->size() == members);
  CHECK(read->back().name == std::to_string(100'000 + members - 1));
  const auto kept = invito::parse_json_text(text);
  REQUIRE(told(kept) == "nothing wrong");
  CHECK(kept->text() == text);
}

TEST_CASE("an object whose names are data is the same from text, a value and another engine") {
  for (char const* text :
       {R"({"texts":{"b":"1","a":"2"},"cells":{"q":{"n":2},"p":{"n":1,"note":"red"}},"after":5})",
        R"({"texts":{"a/b":1,"":null},"nested":{"k":{"a":"x"},"l":[]},"maybe":{"a":null}})",
        R"({"lists":{"k":[{"a":1},{"b":"x"}]},"any":{"x":{"y":[1,2]}},"after":"x"})"}) {
    CAPTURE(text);
    const auto from_text = read_atlas(text);
    const auto ordered = nlohmann::ordered_json::parse(text);
    const auto from_engine = read_atlas(other_engine(ordered));
    CHECK(told(from_engine) == told(from_text));
    CHECK(told(read_atlas(ordered)) == told(from_text));
    const nlohmann::json sorted = nlohmann::json::parse(text);
    CHECK(told(read_atlas(sorted)) == told(read_atlas(sorted.dump())));
    if (!from_text) continue;
    REQUIRE(from_engine);
    REQUIRE(from_engine->texts.size() == 2);
    CHECK(from_engine->texts[0].name == "b");
    CHECK(from_engine->texts[1].value == "2");
    REQUIRE(read_atlas(ordered));
    CHECK(read_atlas(ordered)->texts[0].name == "b");
    REQUIRE(read_atlas(sorted));
    CHECK(read_atlas(sorted)->texts[0].name == "a");
  }
}

TEST_CASE("a value of nlohmann's with numbers of other types is read like any other") {
  using narrow =
      nlohmann::basic_json<std::map, std::vector, std::string, bool, int, unsigned, float>;
  const auto read = invito::parse_json_text(narrow{{"a", -5}, {"b", 7U}, {"c", 0.5F}, {"d", {}}});
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->text() == R"({"a":-5,"b":7,"c":0.5,"d":null})");
}

TEST_CASE(
    "a text in a parsed value that is not UTF-8 is refused by the name that it stands under") {
  nlohmann::json value;
  value["texts"] = {{"a", "good"}, {"b", "\xFF"}};
  value["any"] = {{"k", {1, "\xC3"}}};
  CHECK(told(read_atlas(value)) == "invalid_utf8 /any/k/1; invalid_utf8 /texts/b");
  value = nlohmann::json::object();
  value["texts"] = {{"\xFF", "x"}};
  CHECK(told(read_atlas(value)) == "syntax_error");
}

// Members that stand for others ------------------------------------------------------------------

TEST_CASE("a required member is there when one that may stand for it is") {
  const auto read = [](char const* text) { return read_document<renamed>(text, {}); };
  const auto by_name = read(R"({"name":"n","size":1})");
  REQUIRE(told(by_name) == "nothing wrong");
  CHECK(by_name->name == "n");
  CHECK_FALSE(by_name->old_name.has_value());
  for (char const* text : {R"({"old_name":"o","size":1})", R"({"size":1,"old_name":"o"})"}) {
    CAPTURE(text);
    const auto by_alias = read(text);
    REQUIRE(told(by_alias) == "nothing wrong");
    CHECK(by_alias->name.empty());  // each keeps its own place; the dialect decides
    CHECK(by_alias->old_name == "o");
  }
  CHECK(told(read(R"({"older_name":"o","size":1})")) == "nothing wrong");
  const auto both = read(R"({"old_name":"o","name":"n","older_name":"oo","size":1})");
  REQUIRE(told(both) == "nothing wrong");
  CHECK(both->name == "n");
  CHECK(both->old_name == "o");
  CHECK(both->older_name == "oo");
}

TEST_CASE("where neither stands, it is the main member that is missing") {
  const auto read = [](char const* text) { return told(read_document<renamed>(text, {})); };
  CHECK(read(R"({"size":1})") == "missing_field /name");
  CHECK(read("{}") == "missing_field /name; missing_field /size");
  // An alias stands for its own main member alone.
  CHECK(read(R"({"old_name":"o"})") == "missing_field /size");
}

TEST_CASE("a member of the wrong type is wrong and not missing, whichever name it has") {
  const auto read = [](char const* text) { return told(read_document<renamed>(text, {})); };
  CHECK(read(R"({"old_name":1,"size":1})") == "wrong_type /old_name");
  CHECK(read(R"({"name":1,"size":1})") == "wrong_type /name");
  CHECK(read(R"({"name":null,"old_name":"o","size":1})") == "wrong_type /name");
  CHECK(read(R"({"old_name":"o","old_name":"p","size":1})") == "duplicate_key /old_name");
}

TEST_CASE(
    "a null under an alias is a member that is there: whether it will do is for the dialect") {
  const auto read = read_document<renamed>(R"({"old_name":null,"size":1})", {});
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->name.empty());
  CHECK_FALSE(read->old_name.has_value());
}

// Places as values -------------------------------------------------------------------------------

TEST_CASE("a place is read from an array of names and indices") {
  using segments = std::vector<invito::path::segment>;
  const auto read = [](char const* text) {
    return read_document<spot>(R"({"where":)" + std::string(text) + "}", {});
  };
  const auto some = read(R"(["body","emails",3,"a/b","~","#1","","12",0])");
  REQUIRE(told(some) == "nothing wrong");
  CHECK(some->where.segments() == segments{{"body", {}},
                                           {"emails", {}},
                                           {"", 3},
                                           {"a/b", {}},
                                           {"~", {}},
                                           {"#1", {}},
                                           {"", {}},
                                           {"12", {}},
                                           {"", 0}});
  CHECK(some->where.pointer() == "/body/emails/3/a~1b/~0/#1//12/0");
  const auto none = read("[]");
  REQUIRE(told(none) == "nothing wrong");
  CHECK(none->where.empty());
  CHECK_FALSE(none->maybe.has_value());
  CHECK(told(read_document<spot>(R"({"where":[],"maybe":null})", {})) == "nothing wrong");
  CHECK(told(read(R"([9223372036854775807])")) == "nothing wrong");
}

TEST_CASE("a step of a place that is neither a name nor an index is refused by its own place") {
  struct wrong {
    char const* steps;
    char const* told;
  };
  const std::vector<wrong> all{
      {R"(["a",-1])", "number_out_of_range /where/1"},
      {R"([9223372036854775808])", "number_out_of_range /where/0"},
      {R"(["a","b",1.5])", "wrong_type /where/2"},
      {R"([true])", "wrong_type /where/0"},
      {R"([0,null])", "wrong_type /where/1"},
      {R"([["a"],"b"])", "wrong_type /where/0"},
      {R"([{"a":1}])", "wrong_type /where/0"},
      {R"("a")", "wrong_type /where"},
      {"1", "wrong_type /where"},
      {"null", "wrong_type /where"},
      {R"({"a":1})", "wrong_type /where"},
      {R"([-1,"a",false,2,[]])",
       "number_out_of_range /where/0; wrong_type /where/2; wrong_type /where/4"},
  };
  for (wrong const& w : all) {
    CAPTURE(w.steps);
    CHECK(told(read_document<spot>(R"({"where":)" + std::string(w.steps) + "}", {})) == w.told);
  }
  const auto step = read_document<spot>(R"({"where":[true]})", {});
  REQUIRE_FALSE(step.has_value());
  CHECK(step.error().front().subject == "a string or an integer");
  const auto place = read_document<spot>(R"({"where":"a"})", {});
  REQUIRE_FALSE(place.has_value());
  CHECK(place.error().front().subject == "an array");
  CHECK(told(read_document<spot>("{}", {})) == "missing_field /where");
}

TEST_CASE("a place that was written is read as it was, names that look like indices included") {
  invito::path where("emails");
  where.add(std::size_t{0})
      .add("0")
      .add("-1")
      .add("a/b")
      .add("~1")
      .add("#2")
      .add("")
      .add(std::size_t{4'294'967'296});
  spot document;
  document.where = where;
  document.maybe = invito::path();
  const auto written = invito::wire::write_document(document);
  REQUIRE(told(written) == "nothing wrong");
  CHECK(*written == R"({"where":["emails",0,"0","-1","a/b","~1","#2","",4294967296],"maybe":[]})");
  const auto read = read_document<spot>(*written, {});
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->where == where);
  REQUIRE(read->maybe.has_value());
  CHECK(read->maybe->empty());
}

// Objects within objects of their own kind -------------------------------------------------------

TEST_CASE("a document may hold more of its own kind, to any depth within the limit") {
  const auto read = read_document<node>(
      R"({"name":"a","children":[{"name":"b","children":[{"name":"c"},{"name":"d","children":[]}]},)"
      R"({"name":"e","children":null}]})",
      {});
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->name == "a");
  REQUIRE((read->children && read->children->size() == 2));
  node const& b = (*read->children)[0];
  CHECK(b.name == "b");
  REQUIRE((b.children && b.children->size() == 2));
  CHECK((*b.children)[0].name == "c");
  CHECK_FALSE((*b.children)[0].children.has_value());
  CHECK((*b.children)[1].name == "d");
  CHECK(((*b.children)[1].children && (*b.children)[1].children->empty()));
  CHECK((*read->children)[1].name == "e");
  CHECK_FALSE((*read->children)[1].children.has_value());

  const auto nested = [](std::size_t levels) {
    return repeat(R"({"name":"n","children":[)", levels - 1) + R"({"name":"n"})" +
           repeat("]}", levels - 1);
  };
  CHECK(told(read_document<node>(nested(16), {})) == "nothing wrong");  // 31 objects and arrays
  CHECK(told(read_document<node>(nested(17), {})) ==
        "too_deep" + (" " + repeat("/children/0", 16)));
}

TEST_CASE(
    "problems at any depth of such a document name their place, and its objects stay closed") {
  CHECK(told(read_document<node>(
            R"({"name":"a","children":[{"children":[{"name":1},{"name":"c","x":2}]},7,{}],"y":1})",
            {})) ==
        "wrong_type /children/0/children/0/name; unknown_field /children/0/children/1/x; "
        "missing_field /children/0/name; wrong_type /children/1; missing_field /children/2/name; "
        "unknown_field /y");
}

// Text that is not JSON --------------------------------------------------------------------------

TEST_CASE("a document that is cut short is refused at the byte where it ends, wherever that is") {
  const std::vector<std::string> documents{
      sheet_with(
          R"("maybe_text":"\u00e9\n","maybe_flag":false,"maybe_count":-1500,"parts":[{"id":"p"}],)"
          "\"maybe_any\":{\"caf\xC3\xA9\":[null,1.50,\"\\ud83d\\udce8\"]},\"unknown\":[{\"x\":{}}"
          "]"),
      R"({"id":"i","colour":"red"})",
  };
  for (std::string const& document : documents) {
    REQUIRE(told(read_sheet(document)).find("syntax_error") == std::string::npos);
    for (std::size_t size = 0; size != document.size(); ++size) {
      CAPTURE(size);
      const auto read = read_sheet(document.substr(0, size));
      REQUIRE(told(read) == "syntax_error");
      REQUIRE(read.error().front().numbers[0] == static_cast<std::int64_t>(size));
    }
  }
}

TEST_CASE("a syntax error names the byte, and problems found before it stay") {
  struct bad {
    std::string text;
    std::int64_t byte;
  };
  const std::vector<bad> all{
      {"", 0},
      {" ", 1},
      {"{\"id\":\"i\",}", 10},
      {"{\"id\" \"i\"}", 8},
      {"{id:1}", 1},
      {"{'id':1}", 1},
      {"{\"id\":tru}", 9},
      {"{\"id\":nul", 9},
      {"{\"x\":01}", 6},
      {"{\"id\":+1}", 6},
      {"{\"id\":.5}", 6},
      {"{\"id\":1.}", 8},
      {"{\"id\":NaN}", 6},
      {"{\"id\":\"a\nb\"}", 8},
      {"{\"id\":\"\\x\"}", 8},
      {"{\"id\":\"\\u12G4\"}", 11},
      {"{\"id\":\"i\"}}", 10},
      {"{\"id\":\"i\"} {}", 11},
      {"{\"id\":\"i\"}x", 10},
      {"{\"id\":\"i\"]", 9},
      {"/* */{\"id\":\"i\"}", 0},
      {std::string("{\"id\":\"i\"}\0", 11), 10},
      {std::string("{\"id\":\"i\"}\0{\"more\":1}", 21), 10},
      {std::string("{\"id\":\0\"i\"}", 11), 6},
      {std::string("\0", 1), 0},
      {std::string("{\"id\":\"a\0b\"}", 12), 8},
  };
  for (bad const& b : all) {
    CAPTURE(b.text);
    const auto read = read_part(b.text);
    REQUIRE(told(read) == "syntax_error");
    CHECK(read.error().front().numbers[0] == b.byte);
  }
  CHECK(told(read_part(R"({"id":1,"colour":"green",)")) ==
        "wrong_type /id; unknown_value /colour; syntax_error");
}

TEST_CASE("the text engine refuses what is not UTF-8 as a syntax error at the byte") {
  struct bad {
    char const* bytes;
    std::int64_t wrong;  // index of the first byte that cannot stand there
  };
  const std::vector<bad> all{{"\xFF", 0},
                             {"\x80", 0},
                             {"\xC0\xAF", 0},
                             {"\xC3(", 1},
                             {"\xE0\x80\x80", 1},
                             {"\xED\xA0\x80", 1},
                             {"\xE2\x82", 2},
                             {"\xF4\x90\x80\x80", 1},
                             {"\xF8\x88\x80\x80\x80", 0}};
  for (bad const& b : all) {
    CAPTURE(b.bytes);
    for (char const* before :
         {"{\"id\":\"", "{\"", "{\"maybe_any\":[\"", "{\"unknown\":{\"x\":\""}) {
      const auto read = read_sheet(before + std::string(b.bytes) + "\"");
      REQUIRE(told(read) == "syntax_error");
      CHECK(read.error().front().numbers[0] ==
            static_cast<std::int64_t>(std::string(before).size()) + b.wrong);
    }
  }
  CHECK(told(read_part(R"({"id":"\ud800"})")) == "syntax_error");
  CHECK(told(read_part(R"({"id":"\udc00\ud800"})")) == "syntax_error");
}

TEST_CASE("a byte order mark before the text is ignored, half of one is not") {
  CHECK(told(read_part("\xEF\xBB\xBF{\"id\":\"i\"}")) == "nothing wrong");
  CHECK(told(read_part("\xEF\xBB{\"id\":\"i\"}")) == "syntax_error");
  CHECK(told(read_part(" \xEF\xBB\xBF{\"id\":\"i\"}")) == "syntax_error");
  CHECK(told(read_part("\xEF\xBB\xBF")) == "syntax_error");
}

// Limits -----------------------------------------------------------------------------------------

TEST_CASE("text longer than the limit is refused before it is parsed") {
  const std::string longest = R"({"id":")" + std::string(10'000'000, 'x') + "\"}";
  const auto refused = read_part(longest);
  REQUIRE(told(refused) == "too_large");
  CHECK(refused.error().front().numbers[0] == 10'000'009);
  CHECK(refused.error().front().numbers[1] == 1'048'576);

  read_options raised;
  raised.limits.bytes = longest.size();
  const auto accepted = read_part(longest, raised);
  REQUIRE(told(accepted) == "nothing wrong");
  CHECK(accepted->id.size() == 10'000'000);

  raised.limits.bytes = longest.size() - 1;
  CHECK(told(read_part(longest, raised)) == "too_large");
}

TEST_CASE("objects and arrays may be nested 32 deep and no deeper") {
  // The document is the first level.
  const auto nested = [](std::string const& before, std::string const& open, std::size_t levels) {
    return before + repeat(open, levels);
  };
  SECTION("in what is skipped") {
    const std::string good = R"({"id":"i","x":)" + repeat("[", 31) + repeat("]", 31) + "}";
    CHECK(told(read_part(good)) == "nothing wrong");
    CHECK(told(read_part(R"({"id":"i","x":)" + repeat("[", 32) + repeat("]", 32) + "}")) ==
          "too_deep");
    CHECK(told(read_part(nested(R"({"id":"i","x":)", R"({"a":)", 32))) == "too_deep");
  }
  SECTION("in what is captured, which counts for itself") {
    const std::string good = R"("maybe_any":)" + repeat("[", 32) + repeat("]", 32);
    const auto read = read_sheet(sheet_with(good));
    REQUIRE(told(read) == "nothing wrong");
    CHECK(read->maybe_any->text() == repeat("[", 32) + repeat("]", 32));
    CHECK(told(read_sheet(nested(required + R"(,"maybe_any":)", "[", 33))) ==
          "too_deep /maybe_any" + repeat("/0", 32));
    CHECK(told(read_sheet(nested(required + R"(,"maybe_any":)", R"({"a":[0,)", 17))) ==
          "too_deep /maybe_any" + repeat("/a/1", 16));
  }
  SECTION("in what is read") {
    read_options options;
    options.limits.depth = 3;
    const std::string document = sheet_with(R"("parts":[{"id":"a"},{"id":"b"}])");
    CHECK(told(read_sheet(document, options)) == "nothing wrong");
    options.limits.depth = 2;
    const auto refused = read_sheet(document, options);
    REQUIRE(told(refused) == "too_deep /parts/0");
    CHECK(refused.error().front().numbers[0] == 2);
    CHECK(told(read_sheet(sheet_with(R"("parts":[1,{"id":"b"}])"), options)) ==
          "wrong_type /parts/0; too_deep /parts/1");
    options.limits.depth = 1;
    CHECK(told(read_sheet(required, options)) == "too_deep /any");
    options.limits.depth = 0;
    CHECK(told(read_part(R"({"id":"i"})", options)) == "too_deep");
  }
}

TEST_CASE("a hundred thousand levels do no harm") {
  constexpr std::size_t levels = 100'000;
  const std::string closed = repeat("[", levels) + repeat("]", levels);
  CHECK(told(read_part(repeat("[", levels))) == "wrong_type; too_deep");
  CHECK(told(read_part(closed)) == "wrong_type; too_deep");
  CHECK(told(read_part(R"({"x":)" + closed + "}")) == "too_deep");
  CHECK(told(invito::parse_json_text(closed)) == "too_deep" + (" " + repeat("/0", 32)));
  CHECK(told(invito::parse_json_text(repeat(R"({"a":)", levels))) ==
        "too_deep" + (" " + repeat("/a", 32)));
  const nlohmann::json value = nlohmann::json::parse(closed);
  CHECK(told(read_part(value)) == "wrong_type; too_deep");

  read_options raised;
  raised.limits.depth = levels;
  raised.limits.items = levels;
  const auto kept = invito::parse_json_text(closed, raised);
  REQUIRE(told(kept) == "nothing wrong");
  CHECK(kept->text() == closed);
}

TEST_CASE("members and elements are counted together, those that nobody reads included") {
  read_options options;
  options.limits.items = 2;
  CHECK(told(read_part(R"({"id":"i","colour":"red"})", options)) == "nothing wrong");
  CHECK(told(read_part(R"({"id":"i","x":1})", options)) == "nothing wrong");
  const auto refused = read_part(R"({"id":"i","colour":"red","x":1})", options);
  REQUIRE(told(refused) == "too_many_items");
  CHECK(refused.error().front().numbers[0] == 2);
  CHECK(told(read_part(R"({"id":"i","x":[1]})", options)) == "too_many_items");
  CHECK(told(read_part(R"({"id":"i","x":[]})", options)) == "nothing wrong");
  options.limits.items = 0;
  CHECK(told(invito::parse_json_text("{}", options)) == "nothing wrong");
  CHECK(told(invito::parse_json_text("[1]", options)) == "too_many_items");
}

TEST_CASE("a hundred thousand items are admitted by default and one more is not") {
  const auto list = [](std::size_t elements) {
    std::string out = "[";
    for (std::size_t n = 0; n != elements; ++n) out += n == 0 ? "0" : ",0";
    return out + "]";
  };
  CHECK(told(invito::parse_json_text(list(100'000))) == "nothing wrong");
  CHECK(told(invito::parse_json_text(list(100'001))) == "too_many_items");
}

// Captured values --------------------------------------------------------------------------------

TEST_CASE(
    "a captured value is compact and keeps the spelling of numbers and the order of members") {
  const auto kept = invito::parse_json_text(
      " { \"b\" : [ 1.50 , 1E+05,1e-400, -0.0 , 18446744073709551616,\n-9223372036854775809 ] ,"
      " \"a\": { \"\" : null , \"z\":true,\"y\" : false } , \"c\":[ ] , \"d\":{ } } ");
  REQUIRE(told(kept) == "nothing wrong");
  CHECK(kept->text() ==
        R"({"b":[1.50,1E+05,1e-400,-0.0,18446744073709551616,-9223372036854775809],)"
        R"("a":{"":null,"z":true,"y":false},"c":[],"d":{}})");
}

TEST_CASE("a captured value may be of any kind") {
  struct kind {
    char const* text;
    char const* kept;
  };
  for (kind const& k :
       {kind{"null", "null"}, kind{" true ", "true"}, kind{"false", "false"}, kind{"0", "0"},
        kind{"-1", "-1"}, kind{"1.0", "1.0"}, kind{"\"\"", "\"\""}, kind{"\"a\"", "\"a\""},
        kind{"[]", "[]"}, kind{"{}", "{}"}, kind{"[[],{}]", "[[],{}]"}}) {
    CAPTURE(k.text);
    const auto kept = invito::parse_json_text(k.text);
    REQUIRE(told(kept) == "nothing wrong");
    CHECK(kept->text() == k.kept);
    // The same within a document.
    const auto read = read_sheet(with(required + "}", "[1]", k.text));
    REQUIRE(told(read) == "nothing wrong");
    CHECK(read->any.text() == k.kept);
  }
}

TEST_CASE("captured texts are escaped in one way, however they were written") {
  const auto kept = invito::parse_json_text(
      "{\"\\u0041\\/\\\"\":\"\\u00e9\\u001F\\u000a\\b\\f\\n\\r\\t\\\\ \\ud83d\\udce8 \x7F\"}");
  REQUIRE(told(kept) == "nothing wrong");
  CHECK(kept->text() ==
        "{\"A/\\\"\":\"\xC3\xA9\\u001f\\n\\b\\f\\n\\r\\t\\\\ \xF0\x9F\x93\xA8 \x7F\"}");
}

TEST_CASE("a captured value that is read again is the same") {
  const std::string text = R"({"k\"":["\u0000\u001f",1.50,{"a":[]},"\\"],"l":-12,"m":1e5,"":null})";
  const auto once = invito::parse_json_text(text);
  REQUIRE(told(once) == "nothing wrong");
  CHECK(once->text() == text);
  const auto twice = invito::parse_json_text(once->text());
  REQUIRE(told(twice) == "nothing wrong");
  CHECK(*twice == *once);
}

TEST_CASE("the text engine keeps a negative whole zero without its sign") {
  const auto kept = invito::parse_json_text("[-0]");
  REQUIRE(told(kept) == "nothing wrong");
  CHECK(kept->text() == "[0]");
}

TEST_CASE("text that is no JSON value is not captured") {
  for (char const* text : {"", "{", "[1,]", "nul", "1 2", "'a'", "{\"a\":1,\"a\":2}"}) {
    CAPTURE(text);
    CHECK_FALSE(invito::parse_json_text(text).has_value());
  }
}

// Other sources than text ------------------------------------------------------------------------

TEST_CASE("an engine that gives nothing, or not all, gives no document") {
  const auto reading = [](invito::wire::source::feed_function feed) {
    return invito::openai::read_deleted(invito::wire::source(nullptr, feed));
  };
  const auto silent = reading([](void const*, invito::wire::reader&) {});
  REQUIRE(!silent);
  CHECK(told(silent.error()) == "syntax_error");
  const auto broken_off = reading([](void const*, invito::wire::reader& to) {
    to.begin_object();
    to.key("object");
    to.text("organization.invite.deleted");
    to.key("id");
    to.text("invite-abc");
    to.key("deleted");
    to.boolean(true);
  });
  REQUIRE(!broken_off);
  CHECK(told(broken_off.error()) == "syntax_error");
}

TEST_CASE("another engine that feeds the events by hand gives the same result") {
  const auto by_hand = [](void const*, invito::wire::reader& to) {
    const bool fed =
        to.begin_object() && to.key("text") && to.text("t") && to.key("flag") && to.boolean(true) &&
        to.key("count") && to.integer(7) && to.key("seconds") && to.number(-1.0, "-1.0") &&
        to.key("unknown") && to.begin_array() && to.null() && to.begin_object() && to.key("text") &&
        to.integer(1) && to.end_object() && to.end_array() && to.key("moment") &&
        to.text("2026-01-31T23:59:59.5Z") && to.key("any") && to.begin_array() &&
        to.number(1.0, "1.00") && to.end_array() && to.key("words") && to.begin_array() &&
        to.text("w") && to.end_array() && to.key("one") && to.begin_object() && to.key("id") &&
        to.text("i") && to.end_object() && to.end_object();
    CHECK(fed);
  };
  const auto read = read_sheet({nullptr, by_hand});
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->text == "t");
  CHECK(read->flag);
  CHECK(read->count == 7);
  CHECK(read->seconds.value == at("1969-12-31T23:59:59Z"));
  CHECK(read->any.text() == "[1.00]");
  CHECK(read->one.id == "i");
}

TEST_CASE("an engine is told to stop where a limit is reached") {
  static bool went_on;
  went_on = true;
  const auto endless = [](void const*, invito::wire::reader& to) {
    went_on = to.begin_array();
    for (int n = 0; went_on && n != 1'000'000; ++n) went_on = to.integer(n);
  };
  invito::json_text out;
  CHECK(told(read_document<invito::json_text>({nullptr, endless}, {})) == "too_many_items");
  CHECK_FALSE(went_on);
}

TEST_CASE("an engine may report syntax errors and texts that are not UTF-8 itself") {
  const auto broken = [](void const*, invito::wire::reader& to) {
    to.begin_object();
    to.key("id");
    to.invalid_text();
    to.key("colour");
    to.invalid_text();
    to.key("unknown");
    to.invalid_text();
    to.syntax_error(12);
  };
  const auto read = read_part({nullptr, broken});
  REQUIRE(told(read) == "invalid_utf8 /id; invalid_utf8 /colour; syntax_error");
  CHECK(read.error()[2].numbers[0] == 12);
}

TEST_CASE("texts are copied, so that an engine may reuse its buffer") {
  const auto reused = [](void const*, invito::wire::reader& to) {
    std::string buffer = "id";
    to.begin_object();
    to.key(buffer);
    buffer = "first";
    to.text(buffer);
    buffer = "colour";
    to.key(buffer);
    buffer = "blue";
    to.text(buffer);
    buffer = "?????";
    to.end_object();
  };
  const auto read = read_part({nullptr, reused});
  REQUIRE(told(read) == "nothing wrong");
  CHECK(read->id == "first");
  CHECK(read->colour == "blue");
}

TEST_CASE("text, a parsed value and another engine give the same result for the same document") {
  for (std::string const& document : sheets()) {
    CAPTURE(document);
    const auto from_text = read_sheet(document);
    const auto ordered = nlohmann::ordered_json::parse(document);
    const auto from_engine = read_sheet(other_engine(ordered));
    const nlohmann::json sorted = nlohmann::json::parse(document);
    const auto from_value = read_sheet(sorted);
    // What each says, in the order of its members; a parsed value has sorted them.
    CHECK(told(from_engine) == told(from_text));
    CHECK(told(from_value) == told(read_sheet(sorted.dump())));
    REQUIRE(from_text.has_value() == from_value.has_value());
    if (!from_text) {
      CHECK(from_engine.error() == from_text.error());
      continue;
    }
    for (auto const* other : {&*from_engine, &*from_value}) {
      CHECK(other->text == from_text->text);
      CHECK(other->flag == from_text->flag);
      CHECK(other->count == from_text->count);
      CHECK(other->seconds.value == from_text->seconds.value);
      CHECK(other->moment.value == from_text->moment.value);
      CHECK(other->any == from_text->any);
      CHECK(other->words == from_text->words);
      CHECK(other->one.id == from_text->one.id);
      CHECK(other->maybe_text == from_text->maybe_text);
      CHECK(other->maybe_flag == from_text->maybe_flag);
      CHECK(other->maybe_count == from_text->maybe_count);
      CHECK(other->maybe_any == from_text->maybe_any);
      CHECK(other->parts.has_value() == from_text->parts.has_value());
      CHECK(other->other.has_value() == from_text->other.has_value());
      CHECK(other->slash == from_text->slash);
    }
  }
}

TEST_CASE("a parsed value is bounded in depth, items and problems like text") {
  const nlohmann::json deep =
      nlohmann::json::parse(R"({"id":"i","x":)" + repeat("[", 32) + repeat("]", 32) + "}");
  CHECK(told(read_part(deep)) == "too_deep");
  read_options options;
  options.limits.items = 1;
  CHECK(told(read_part(nlohmann::json{{"colour", "red"}, {"id", "i"}}, options)) ==
        "too_many_items");
  options = {};
  options.limits.problems = 1;
  CHECK(told(read_part(nlohmann::json{{"colour", 1}, {"id", 2}}, options)) == "wrong_type /colour");
}

TEST_CASE("text in a parsed value that is not UTF-8 is refused by its place") {
  nlohmann::json value{{"id", "caf\xE9"}, {"colour", "\xFF"}, {"unknown", "\xFF"}};
  CHECK(told(read_part(value)) == "invalid_utf8 /colour; invalid_utf8 /id");
  nlohmann::json deep = nlohmann::json::parse(required + "}");
  deep["any"] = {{"a", {1, "\xC3"}}};
  deep["maybe_any"] = "\xC3";
  deep["words"] = {"good", "\xC3("};
  CHECK(told(read_sheet(deep)) ==
        "invalid_utf8 /any/a/1; invalid_utf8 /maybe_any; invalid_utf8 /words/1");
}

TEST_CASE("a member's name in a parsed value that is not UTF-8 is refused") {
  nlohmann::json value{{"id", "i"}};
  value["\xFF"] = 1;
  CHECK_FALSE(read_part(value).has_value());
  nlohmann::json captured = nlohmann::json::parse(required + "}");
  captured["any"] = {{"\xFF", 1}};
  CHECK_FALSE(read_sheet(captured).has_value());
}

TEST_CASE("what has no JSON text is refused in a parsed value") {
  nlohmann::json value{{"id", nlohmann::json::binary({1, 2, 3})}};
  CHECK(told(read_part(value)) == "syntax_error");
  CHECK(told(read_part(nlohmann::json(nlohmann::json::value_t::discarded))) == "syntax_error");
}

TEST_CASE("numbers in a parsed value obey the same bounds") {
  const auto count = [](nlohmann::json const& number) {
    nlohmann::json value = nlohmann::json::parse(required + "}");
    value["maybe_count"] = number;
    const auto read = read_sheet(value);
    return read ? std::to_string(*read->maybe_count) : told(read);
  };
  CHECK(count(5) == "5");
  CHECK(count(-5) == "-5");
  CHECK(count(5.0) == "5");
  CHECK(count((std::numeric_limits<std::int64_t>::max)()) == "9223372036854775807");
  CHECK(count((std::numeric_limits<std::uint64_t>::max)()) == "number_out_of_range /maybe_count");
  CHECK(count(1.5) == "wrong_type /maybe_count");
  CHECK(count(1e308) == "wrong_type /maybe_count");
  CHECK(count(std::numeric_limits<double>::infinity()) != "0");
  CHECK(count(std::numeric_limits<double>::quiet_NaN()) != "0");
}
