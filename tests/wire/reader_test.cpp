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
#include <invito/wire/nlohmann.hpp>
#include <invito/wire/reader.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"

namespace {

using invito::code;
using invito::read_options;
using invito::wire::read_document;
using invito::wire::reader;
using invito::wire::row;

// A document with a member of every kind ----------------------------------------------------------

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

// Maps: objects with any names.
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

// A required member with two aliases.
struct renamed {
  std::string name{};
  std::optional<std::string> old_name{};
  std::optional<std::string> older_name{};
  std::int64_t size = 0;
};

struct pair {
  std::optional<std::string> old_left{};
  std::string left{};
  std::int64_t right = 0;
};

struct spot {
  invito::path where{};
  std::optional<invito::path> maybe{};
};

// A recursive object.
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
struct invito::wire::fields_of<pair> {
  // The row of an alias may precede the row of its main member.
  static constexpr std::array rows{
      row<&pair::old_left>("old_left").alias("left"),
      row<&pair::left>("left").must(),
      row<&pair::right>("right").must(),
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

// All required members, without the closing brace, so that a test can add more.
const std::string required =
    R"({"text":"t","flag":true,"count":7,"seconds":-1,"moment":"2026-01-31T23:59:59.5Z",)"
    R"("any":[1],"words":["w"],"one":{"id":"i"})";

std::string sheet_with(std::string const& members) { return required + "," + members + "}"; }

invito::result<sheet> read_sheet(invito::wire::source const& in, read_options const& options = {}) {
  return read_document<sheet>(in, options);
}

// The small document of many tests.
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

/// A reader that fills a pair.
struct pair_reader {
  explicit pair_reader(read_options const& options)
      : to({&out, &invito::wire::detail::codec_of<pair>}, options) {}
  pair out{};
  reader to;
};

read_options at_most(std::size_t items, std::size_t problems = 100) {
  read_options out;
  out.limits.items = items;
  out.limits.problems = problems;
  return out;
}

std::string reading_json(nlohmann::json const& value, read_options const& options = {}) {
  return codes_of(invito::wire::read_document<invito::json_text>(value, options));
}

std::array<std::int64_t, 3> numbers(invito::problems const& found) { return found.front().numbers; }

// Another JSON engine: calls the reader for a value that keeps the order of its members.
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

// Members -----------------------------------------------------------------------------------------

TEST_CASE("the reader fills every kind of member", "[reader]") {
  const auto read = read_sheet(sheets()[1]);
  REQUIRE(codes_of(read) == "nothing wrong");
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

TEST_CASE("the reader accepts members in any order", "[reader]") {
  const auto read = read_sheet(
      R"({"one":{"id":"i"},"words":[],"any":{},"moment":"2026-01-31T00:00:00Z","seconds":1,)"
      R"("count":2,"flag":false,"text":"last"})");
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->text == "last");
  CHECK(read->count == 2);
  CHECK(read->one.id == "i");
}

TEST_CASE("null is absent for an optional member and wrong_type for any other member", "[reader]") {
  const auto absent = read_sheet(sheets()[0]);
  const auto null = read_sheet(sheets()[2]);
  REQUIRE(codes_of(absent) == "nothing wrong");
  REQUIRE(codes_of(null) == "nothing wrong");
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
  // For a member of any type, null is a value.
  CHECK(codes_of(read_sheet(sheets()[11])) ==
        "wrong_type /text; wrong_type /flag; wrong_type /count; wrong_type /seconds; "
        "wrong_type /moment; wrong_type /words; wrong_type /one");
}

TEST_CASE("an empty array and an empty text are not absent", "[reader]") {
  const auto read = read_sheet(sheets()[3]);
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->parts.has_value());
  CHECK(read->parts->empty());
  REQUIRE(read->maybe_text.has_value());
  CHECK(read->maybe_text->empty());
  CHECK(codes_of(read_part("{}")) == "missing_field /id");
}

TEST_CASE("the reader decodes escapes and keeps UTF-8", "[reader]") {
  const auto read =
      read_part("{\"id\":\"\\u0041\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\ud83d\\udce8 caf\xC3\xA9\"}");
  REQUIRE(codes_of(read) == "nothing wrong");
  const std::string expected("A\"\\/\b\f\n\r\t\0\xF0\x9F\x93\xA8 caf\xC3\xA9", 20);
  CHECK(read->id == expected);
}

TEST_CASE("the reader ignores white space", "[reader]") {
  const auto read = read_part(" \t\r\n{ \"id\" :\n\"i\" , \"colour\" : \"blue\"\r}\t\n ");
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->id == "i");
  CHECK(read->colour == "blue");
}

// Types and vocabularies --------------------------------------------------------------------------

TEST_CASE("a value of the wrong type is refused with the expected type as the subject",
          "[reader]") {
  struct row_of {
    char const* member;
    char const* expects;
    std::vector<char const*> wrong;
  };
  const std::vector<row_of> rows{
      {"maybe_text", "a string", {"true", "1", "1.5", "{}", "[]", "[\"t\"]"}},
      {"maybe_flag", "a boolean", {"\"true\"", "0", "1", "{}", "[]"}},
      {"maybe_count", "an integer", {"true", "\"1\"", "1.5", "{}", "[]", "[1]"}},
      {"maybe_seconds", "an integer (Unix time in seconds)", {"false", "\"0\"", "0.5", "{}", "[]"}},
      {"maybe_moment", "a string (RFC 3339 time)", {"true", "0", "{}", "[]"}},
      {"parts", "an array", {"true", "0", "\"[]\"", "{}"}},
      {"other", "an object", {"true", "0", "\"{}\"", "[]", "[{}]"}},
  };
  for (row_of const& r : rows) {
    for (char const* wrong : r.wrong) {
      CAPTURE(r.member, wrong);
      const auto read = read_sheet(sheet_with('"' + std::string(r.member) + "\":" + wrong));
      REQUIRE(codes_of(read) == "wrong_type /" + std::string(r.member));
      CHECK(read.error().front().subject == r.expects);
    }
  }
}

TEST_CASE("a required member of the wrong type is not also missing", "[reader]") {
  CHECK(codes_of(read_sheet(sheets()[12])) ==
        "wrong_type /text; wrong_type /flag; wrong_type /count; wrong_type /seconds; "
        "wrong_type /moment; wrong_type /words; wrong_type /one");
}

TEST_CASE("the document itself must be an object", "[reader]") {
  for (char const* text : {"null", "true", "0", "1.5", "\"{}\"", "[]", "[{\"id\":\"i\"}]"}) {
    CAPTURE(text);
    const auto read = read_part(text);
    REQUIRE(codes_of(read) == "wrong_type");
    CHECK(read.error().front().subject == "an object");
  }
}

TEST_CASE(
    "an element of the wrong type is refused with its index, and the other elements are checked",
    "[reader]") {
  CHECK(codes_of(
            read_sheet(sheet_with(R"("parts":[{"id":"p"},1,{"id":2},[],{"id":"q"},null,{}])"))) ==
        "wrong_type /parts/1; wrong_type /parts/2/id; wrong_type /parts/3; wrong_type /parts/5; "
        "missing_field /parts/6/id");
  CHECK(codes_of(read_sheet(with(required + "}", R"(["w"])", R"(["w",1,"x",null])"))) ==
        "wrong_type /words/1; wrong_type /words/3");
}

TEST_CASE("a text outside of the vocabulary is refused with its exact spelling", "[reader]") {
  CHECK(codes_of(read_part(R"({"id":"i","colour":"red"})")) == "nothing wrong");
  for (char const* word : {"Red", "green", "", "red ", "redd"}) {
    CAPTURE(word);
    const auto read = read_part(R"({"id":"i","colour":")" + std::string(word) + "\"}");
    REQUIRE(codes_of(read) == "unknown_value /colour");
    CHECK(read.error().front().subject == word);
  }
}

TEST_CASE("a problem quotes at most 255 bytes of the document in whole characters", "[reader]") {
  std::string word(254, 'w');
  word += "\xC3\xA9 and more";
  const auto read = read_part(R"({"id":"i","colour":")" + word + "\"}");
  REQUIRE(codes_of(read) == "unknown_value /colour");
  CHECK(read.error().front().subject == std::string(254, 'w'));
}

TEST_CASE("the reader checks the syntax and the range of times", "[reader]") {
  const auto read = [](char const* time) {
    return codes_of(read_sheet(sheet_with(R"("maybe_moment":")" + std::string(time) + "\"")));
  };
  CHECK(read("2026-01-31T23:59:59.123456789+01:30") == "nothing wrong");
  CHECK(read("") == "invalid_time /maybe_moment");
  CHECK(read("2026-01-31") == "invalid_time /maybe_moment");
  CHECK(read("2026-02-30T00:00:00Z") == "invalid_time /maybe_moment");
  CHECK(read("1677-01-01T00:00:00Z") == "time_out_of_range /maybe_moment");
  CHECK(read("9999-01-01T00:00:00Z") == "time_out_of_range /maybe_moment");
}

// Numbers -----------------------------------------------------------------------------------------

TEST_CASE("integers are read in the range of 64 bits in any spelling", "[reader]") {
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
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK(read->maybe_count == n.value);
  }
}

TEST_CASE("a number that the member cannot hold is refused", "[reader]") {
  const auto count = [](char const* text) {
    return codes_of(read_sheet(sheet_with(R"("maybe_count":)" + std::string(text))));
  };
  CHECK(count("9223372036854775808") == "number_out_of_range /maybe_count");
  CHECK(count("18446744073709551615") == "number_out_of_range /maybe_count");
  CHECK(count("18446744073709551616") == "number_out_of_range /maybe_count");
  CHECK(count("-9223372036854775809") == "number_out_of_range /maybe_count");
  CHECK(count(std::string(300, '9').c_str()) == "number_out_of_range /maybe_count");
  CHECK(count("1.5") == "wrong_type /maybe_count");
  CHECK(count("-0.001") == "wrong_type /maybe_count");
  CHECK(count("1e308") == "wrong_type /maybe_count");
  CHECK(count("9007199254740993.0") == "wrong_type /maybe_count");  // not representable as a double
}

TEST_CASE("Unix seconds outside of the range of instants are refused", "[reader]") {
  const auto seconds = [](char const* text) {
    return codes_of(read_sheet(sheet_with(R"("maybe_seconds":)" + std::string(text))));
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

TEST_CASE("the text engine refuses a number beyond the range of double, also in an ignored member",
          "[reader]") {
  for (char const* member : {"maybe_count", "maybe_any", "unknown"}) {
    CAPTURE(member);
    CHECK(codes_of(read_sheet(sheet_with('"' + std::string(member) + "\":1e999"))) ==
          "syntax_error");
  }
}

// Unknown and repeated members --------------------------------------------------------------------

TEST_CASE("unknown members with any value are ignored in open objects", "[reader]") {
  const auto read = read_part(
      R"({"x":null,"id":"i","y":[{"id":1,"colour":[]}],"z":{"id":{"id":[[]]}},"":"","Id":2})");
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->id == "i");
  CHECK_FALSE(read->colour.has_value());
}

TEST_CASE("unknown members are refused in closed objects, and in all objects in strict mode",
          "[reader]") {
  const std::string document = sheet_with(
      R"("x":1,"one_more":{"id":1},"closed":{"id":"c","x":{"y":1}},"other":{"y":[],"id":"o"})");
  CHECK(codes_of(read_sheet(document)) == "unknown_field /closed/x");
  CHECK(
      codes_of(read_sheet(document, strict())) ==
      "unknown_field /x; unknown_field /one_more; unknown_field /closed/x; unknown_field /other/y");
}

TEST_CASE("strict mode does not refuse members in captured values", "[reader]") {
  CHECK(codes_of(read_sheet(sheet_with(R"("maybe_any":{"what":{"ever":[1,{"x":2}]}})"),
                            strict())) == "nothing wrong");
}

TEST_CASE("a duplicate member is refused, and its second value is not checked", "[reader]") {
  CHECK(codes_of(read_part(R"({"id":"i","id":"j"})")) == "duplicate_field /id");
  CHECK(codes_of(read_part(R"({"id":"i","colour":"red","id":"i"})")) == "duplicate_field /id");
  CHECK(codes_of(read_part("{\"id\":\"i\",\"\\u0069d\":\"j\"}")) ==
        "duplicate_field /id");  // an escaped i
  // The second value is not checked.
  CHECK(codes_of(read_part(R"({"id":"i","id":{"deep":[1,2]},"colour":"red"})")) ==
        "duplicate_field /id");
  CHECK(codes_of(read_part(R"({"id":1,"id":"j"})")) == "wrong_type /id; duplicate_field /id");
  CHECK(codes_of(read_sheet(sheet_with(R"("parts":[{"id":"a"},{"id":"b","id":"c"}])"))) ==
        "duplicate_field /parts/1/id");
  CHECK(codes_of(read_sheet(sheet_with(R"("other":null,"other":null)"))) ==
        "duplicate_field /other");
}

TEST_CASE("duplicate members are refused in captured values and ignored in skipped values",
          "[reader]") {
  CHECK(codes_of(read_sheet(sheet_with(R"("maybe_any":{"a":1,"b":{"a":2},"a":3})"))) ==
        "duplicate_field /maybe_any/a");
  CHECK(codes_of(read_sheet(sheet_with(R"("maybe_any":[0,{"a":1},{"b":[{"":1,"":2}]}])"))) ==
        "duplicate_field /maybe_any/2/b/0/");
  CHECK(codes_of(read_sheet(sheet_with(
            R"("maybe_any":{"a":1,"A":2,"b":{"a":3},"c":[{"a":4},{"a":5}]})"))) == "nothing wrong");
  CHECK(codes_of(read_sheet(sheet_with(R"("unknown":{"a":1,"a":2,"b":[{"c":1,"c":2}]})"))) ==
        "nothing wrong");
}

// Paths of problems -------------------------------------------------------------------------------

TEST_CASE(
    "all problems are reported in document order, with missing members at the end of their object",
    "[reader]") {
  const auto read = read_sheet(
      R"({"count":"3","parts":[{"colour":"green"},{"id":"p","id":"q"}],"flag":0,)"
      R"("maybe_any":{"k":1,"k":2},"closed":{"extra":1},"moment":"never","any":1,"words":[1]})");
  CHECK(codes_of(read) ==
        "wrong_type /count; unknown_value /parts/0/colour; missing_field /parts/0/id; "
        "duplicate_field /parts/1/id; wrong_type /flag; duplicate_field /maybe_any/k; "
        "unknown_field /closed/extra; missing_field /closed/id; invalid_time /moment; "
        "wrong_type /words/0; missing_field /text; missing_field /seconds; missing_field /one");
}

TEST_CASE("the pointer of a problem escapes member names", "[reader]") {
  CHECK(codes_of(read_sheet(sheet_with(R"("a/b":"x","m~n":"x","#1":"x")"))) ==
        "wrong_type /a~1b; wrong_type /m~0n; wrong_type /#1");
  CHECK(codes_of(read_sheet(sheet_with(R"("~1/#":0,"caf\u00e9":0)"), strict())) ==
        "unknown_field /~01~1#; unknown_field /caf\xC3\xA9");
  CHECK(codes_of(read_sheet(sheet_with(R"("maybe_any":{"a/b":{"~":[{"#":1,"#":2}]}})"))) ==
        "duplicate_field /maybe_any/a~1b/~0/0/#");
}

TEST_CASE("the reader stops at the limit of problems", "[reader][limits]") {
  read_options options;
  options.limits.problems = 3;
  const std::string document = R"({"id":"i","colour":"a","colour":"b","colour":"c","colour":"d"})";
  CHECK(codes_of(read_part(document, options)) ==
        "unknown_value /colour; duplicate_field /colour; duplicate_field /colour");
  options.limits.problems = 1;
  CHECK(codes_of(read_part(document, options)) == "unknown_value /colour");
  options.limits.problems = 2;
  CHECK(codes_of(read_sheet("{}", options)) == "missing_field /text; missing_field /flag");

  std::string many = "[";
  for (int n = 0; n != 1000; ++n) many += "1,";
  many += "1]";
  const auto read = read_sheet(sheet_with("\"parts\":" + many));
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().size() == 100);
  CHECK(read.error()[99].where.pointer() == "/parts/99");
}

// Maps --------------------------------------------------------------------------------------------

TEST_CASE("a map keeps its members in document order", "[reader][map]") {
  const auto read = read_atlas(R"({"texts":{"b":"1","a":"2","":"3","texts":"4"},"after":5})");
  REQUIRE(codes_of(read) == "nothing wrong");
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

TEST_CASE("a map has any names with decoded escapes", "[reader][map]") {
  const auto read = read_atlas(
      "{\"texts\":{\"\\u0041\\\"\\\\\\n\":\"x\",\"a/b~#\":\"y\",\"caf\xC3\xA9\":\"z\","
      "\"\\ud83d\\udce8\":\"m\",\"a\\u0000b\":\"1\",\"a\\u0000c\":\"2\"}}");
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->texts.size() == 6);
  CHECK(read->texts[0].name == "A\"\\\n");
  CHECK(read->texts[1].name == "a/b~#");
  CHECK(read->texts[2].name == "caf\xC3\xA9");
  CHECK(read->texts[3].name == "\xF0\x9F\x93\xA8");
  CHECK(read->texts[4].name == std::string("a\0b", 3));
  CHECK(read->texts[5].name == std::string("a\0c", 3));
}

TEST_CASE("the values of a map are read like members of their type", "[reader][map]") {
  const auto read = read_atlas(R"({"any":{"a":{"x":[1.50]},"b":null,"c":"t","d":[]},)"
                               R"("cells":{"p":{"n":1,"note":"red"},"q":{"n":2}},)"
                               R"("nested":{"k":{"a":1,"b":2},"l":{},"m":{"a":3}},)"
                               R"("maybe":{"one":1,"none":null,"two":2},)"
                               R"("lists":{"k":[{"a":1},{}],"l":[]}})");
  REQUIRE(codes_of(read) == "nothing wrong");

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

TEST_CASE("an optional map is absent for null and present if empty", "[reader][map]") {
  const auto absent = read_atlas("{}");
  const auto null = read_atlas(R"({"numbers":null,"any":null,"cells":null,"nested":null})");
  REQUIRE(codes_of(absent) == "nothing wrong");
  REQUIRE(codes_of(null) == "nothing wrong");
  for (auto const* read : {&*absent, &*null}) {
    CHECK(read->texts.empty());
    CHECK_FALSE(read->numbers.has_value());
    CHECK_FALSE(read->any.has_value());
    CHECK_FALSE(read->cells.has_value());
    CHECK_FALSE(read->nested.has_value());
  }
  const auto empty = read_atlas(R"({"texts":{},"numbers":{},"cells":{}})");
  REQUIRE(codes_of(empty) == "nothing wrong");
  CHECK(empty->texts.empty());
  CHECK((empty->numbers && empty->numbers->empty()));
  CHECK((empty->cells && empty->cells->empty()));
  CHECK(codes_of(read_atlas(R"({"texts":null})")) == "wrong_type /texts");
}

TEST_CASE("a document may be a map", "[reader][map]") {
  const auto read = read_document<map_of<std::int64_t>>(R"({"a":1,"b":2})", {});
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->size() == 2);
  CHECK((*read)[1].name == "b");
  CHECK((*read)[1].value == 2);
  CHECK(codes_of(read_document<map_of<std::int64_t>>(R"({"a":1,"b":"x","a":2})", {})) ==
        "wrong_type /b; duplicate_field /a");
  const auto wrong = read_document<map_of<std::int64_t>>("[]", {});
  REQUIRE(codes_of(wrong) == "wrong_type");
  CHECK(wrong.error().front().subject == "an object");
}

TEST_CASE("a duplicate name in a map is refused with its path, and its second value is not checked",
          "[reader][map]") {
  CHECK(codes_of(read_atlas(R"({"texts":{"a":"1","a":"2"}})")) == "duplicate_field /texts/a");
  CHECK(codes_of(read_atlas(R"({"texts":{"":"1","":"2"}})")) == "duplicate_field /texts/");
  CHECK(codes_of(read_atlas(R"({"texts":{"a/b":"1","a/b":"2"}})")) ==
        "duplicate_field /texts/a~1b");
  CHECK(codes_of(read_atlas(R"({"texts":{"~":"1","~":"2"}})")) == "duplicate_field /texts/~0");
  CHECK(codes_of(read_atlas(R"({"texts":{"#1":"1","#1":"2"}})")) == "duplicate_field /texts/#1");
  CHECK(codes_of(read_atlas("{\"texts\":{\"caf\xC3\xA9\":\"1\",\"caf\\u00e9\":\"2\"}}")) ==
        "duplicate_field /texts/caf\xC3\xA9");
  CHECK(codes_of(read_atlas(R"({"texts":{"a":"1","b":"2","a":{"a":[1],"x":{}},"a":7,"b":"3"}})")) ==
        "duplicate_field /texts/a; duplicate_field /texts/a; duplicate_field /texts/b");
  // The members after a repeated member are checked.
  CHECK(codes_of(read_atlas(R"({"texts":{"a":"1","a":[2],"b":3},"after":"x"})")) ==
        "duplicate_field /texts/a; wrong_type /texts/b; wrong_type /after");
  // Each object has its own names, which are case-sensitive.
  CHECK(codes_of(read_atlas(R"({"texts":{"a":"1","A":"2","a ":"3"},"numbers":{"a":1},)"
                            R"("nested":{"a":{"a":1,"b":2},"b":{"a":1,"b":2}},)"
                            R"("lists":{"a":[{"a":1},{"a":2}]}})")) == "nothing wrong");
  CHECK(codes_of(read_atlas(R"({"nested":{"a":{"b":1,"b":2},"b":{},"a":{}},)"
                            R"("lists":{"k":[{},{"a":1,"a":2}]}})")) ==
        "duplicate_field /nested/a/b; duplicate_field /nested/a; duplicate_field /lists/k/1/a");
}

TEST_CASE("a value of the wrong type in a map is refused with its name in the path",
          "[reader][map]") {
  struct wrong {
    char const* member;
    char const* value;
    char const* expected;
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
    REQUIRE(codes_of(read) == w.expected);
    CHECK(read.error().front().subject == w.expects);
  }
}

TEST_CASE("problems after a map and between maps have their own path", "[reader][map]") {
  CHECK(codes_of(read_atlas(R"({"texts":{"a":"1"},"after":"x"})")) == "wrong_type /after");
  CHECK(codes_of(read_atlas(R"({"texts":{"a":1},"numbers":{"b":"x"},"after":"x"})")) ==
        "wrong_type /texts/a; wrong_type /numbers/b; wrong_type /after");
  CHECK(codes_of(read_atlas(
            R"({"cells":{"p":{"n":1},"q":{},"r":{"note":"green","n":"x"}},"after":[]})")) ==
        "missing_field /cells/q/n; unknown_value /cells/r/note; wrong_type /cells/r/n; "
        "wrong_type /after");
  CHECK(codes_of(read_atlas(R"({"nested":{"a":{"x":1},"b":2,"c":{"y":"z"},"d":[]}})")) ==
        "wrong_type /nested/b; wrong_type /nested/c/y; wrong_type /nested/d");
  CHECK(
      codes_of(read_atlas(
          R"({"lists":{"k":[{"a":1},{"b":"x"},7,{"c":"y"}],"l":[1,{"d":1},null],"m":2},"after":0.5})")) ==
      "wrong_type /lists/k/1/b; wrong_type /lists/k/2; wrong_type /lists/k/3/c; "
      "wrong_type /lists/l/0; wrong_type /lists/l/2; wrong_type /lists/m; wrong_type /after");
  CHECK(codes_of(read_atlas(R"({"any":{"a":{"b":[0,{"c":1,"c":2}]},"d":1,"a":2}})")) ==
        "duplicate_field /any/a/b/1/c; duplicate_field /any/a");
}

TEST_CASE("strict mode does not refuse names in a map", "[reader][map]") {
  CHECK(codes_of(read_atlas(R"({"texts":{"x":"1"},"nested":{"y":{"z":1}},"any":{"w":{"v":1}}})",
                            strict())) == "nothing wrong");
  CHECK(codes_of(read_atlas(R"({"cells":{"p":{"n":1,"x":2}},"y":1})", strict())) ==
        "unknown_field /cells/p/x; unknown_field /y");
}

TEST_CASE("the limits of items, depth and problems apply to a map", "[reader][map][limits]") {
  read_options options;
  options.limits.items = 3;
  CHECK(codes_of(read_atlas(R"({"texts":{"a":"1","b":"2"}})", options)) == "nothing wrong");
  CHECK(codes_of(read_atlas(R"({"texts":{"a":"1","b":"2","c":"3"}})", options)) ==
        "too_many_items");
  CHECK(codes_of(read_atlas(R"({"texts":{"a":"1","a":"2","a":"3"}})", options)) ==
        "duplicate_field /texts/a; duplicate_field /texts/a; too_many_items");
  options = {};
  options.limits.depth = 3;
  CHECK(codes_of(read_atlas(R"({"nested":{"k":{"a":1}}})", options)) == "nothing wrong");
  CHECK(codes_of(read_atlas(R"({"lists":{"k":[{"a":1}]}})", options)) == "too_deep /lists/k/0");
  options.limits.depth = 2;
  CHECK(codes_of(read_atlas(R"({"texts":{"a":"1"},"nested":{"j/k":{"a":1}}})", options)) ==
        "too_deep /nested/j~1k");
  options.limits.depth = 1;
  CHECK(codes_of(read_atlas(R"({"texts":{}})", options)) == "too_deep /texts");
  options = {};
  options.limits.problems = 2;
  CHECK(codes_of(read_atlas(R"({"texts":{"a":1,"b":2,"c":3},"after":"x"})", options)) ==
        "wrong_type /texts/a; wrong_type /texts/b");
}

TEST_CASE("an object with 50 000 members is read as a map and captured as text", "[reader][map]") {
  constexpr std::size_t members = 50'000;
  std::string text = "{";
  for (std::size_t n = 0; n != members; ++n) {
    text.append(n == 0 ? "\"" : ",\"").append(std::to_string(100'000 + n)).append("\":1");
  }
  text += '}';
  const auto read = read_document<map_of<std::int64_t>>(text, {});
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->size() == members);
  CHECK(read->back().name == std::to_string(100'000 + members - 1));
  const auto kept = invito::parse_json_text(text);
  REQUIRE(codes_of(kept) == "nothing wrong");
  CHECK(kept->text() == text);
}

TEST_CASE("a map is equal from text, from a parsed value and from another engine",
          "[reader][map]") {
  for (char const* text :
       {R"({"texts":{"b":"1","a":"2"},"cells":{"q":{"n":2},"p":{"n":1,"note":"red"}},"after":5})",
        R"({"texts":{"a/b":1,"":null},"nested":{"k":{"a":"x"},"l":[]},"maybe":{"a":null}})",
        R"({"lists":{"k":[{"a":1},{"b":"x"}]},"any":{"x":{"y":[1,2]}},"after":"x"})"}) {
    CAPTURE(text);
    const auto from_text = read_atlas(text);
    const auto ordered = nlohmann::ordered_json::parse(text);
    const auto from_engine = read_atlas(other_engine(ordered));
    CHECK(codes_of(from_engine) == codes_of(from_text));
    CHECK(codes_of(read_atlas(ordered)) == codes_of(from_text));
    const nlohmann::json sorted = nlohmann::json::parse(text);
    CHECK(codes_of(read_atlas(sorted)) == codes_of(read_atlas(sorted.dump())));
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

TEST_CASE("a basic_json with other number types is read", "[reader][nlohmann]") {
  using narrow =
      nlohmann::basic_json<std::map, std::vector, std::string, bool, int, unsigned, float>;
  const auto read = invito::parse_json_text(narrow{{"a", -5}, {"b", 7U}, {"c", 0.5F}, {"d", {}}});
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->text() == R"({"a":-5,"b":7,"c":0.5,"d":null})");
}

TEST_CASE("a text in a map of a parsed value that is not UTF-8 is refused with its path",
          "[reader][map][nlohmann]") {
  nlohmann::json value;
  value["texts"] = {{"a", "good"}, {"b", "\xFF"}};
  value["any"] = {{"k", {1, "\xC3"}}};
  CHECK(codes_of(read_atlas(value)) == "invalid_utf8 /any/k/1; invalid_utf8 /texts/b");
  value = nlohmann::json::object();
  value["texts"] = {{"\xFF", "x"}};
  CHECK(codes_of(read_atlas(value)) == "syntax_error");
}

// Aliases -----------------------------------------------------------------------------------------

TEST_CASE("an alias satisfies a required member", "[reader][alias]") {
  const auto read = [](char const* text) { return read_document<renamed>(text, {}); };
  const auto by_name = read(R"({"name":"n","size":1})");
  REQUIRE(codes_of(by_name) == "nothing wrong");
  CHECK(by_name->name == "n");
  CHECK_FALSE(by_name->old_name.has_value());
  for (char const* text : {R"({"old_name":"o","size":1})", R"({"size":1,"old_name":"o"})"}) {
    CAPTURE(text);
    const auto by_alias = read(text);
    REQUIRE(codes_of(by_alias) == "nothing wrong");
    CHECK(by_alias->name.empty());  // each member is kept separately; the dialect decides
    CHECK(by_alias->old_name == "o");
  }
  CHECK(codes_of(read(R"({"older_name":"o","size":1})")) == "nothing wrong");
  const auto both = read(R"({"old_name":"o","name":"n","older_name":"oo","size":1})");
  REQUIRE(codes_of(both) == "nothing wrong");
  CHECK(both->name == "n");
  CHECK(both->old_name == "o");
  CHECK(both->older_name == "oo");
}

TEST_CASE("the main member is missing if no alias is present", "[reader][alias]") {
  const auto read = [](char const* text) { return codes_of(read_document<renamed>(text, {})); };
  CHECK(read(R"({"size":1})") == "missing_field /name");
  CHECK(read("{}") == "missing_field /name; missing_field /size");
  // An alias satisfies only its own main member.
  CHECK(read(R"({"old_name":"o"})") == "missing_field /size");
}

TEST_CASE("a member or alias of the wrong type is not also missing", "[reader][alias]") {
  const auto read = [](char const* text) { return codes_of(read_document<renamed>(text, {})); };
  CHECK(read(R"({"old_name":1,"size":1})") == "wrong_type /old_name");
  CHECK(read(R"({"name":1,"size":1})") == "wrong_type /name");
  CHECK(read(R"({"name":null,"old_name":"o","size":1})") == "wrong_type /name");
  CHECK(read(R"({"old_name":"o","old_name":"p","size":1})") == "duplicate_field /old_name");
}

TEST_CASE("a null alias satisfies a required member", "[reader][alias]") {
  const auto read = read_document<renamed>(R"({"old_name":null,"size":1})", {});
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->name.empty());
  CHECK_FALSE(read->old_name.has_value());
}

// Paths as values ---------------------------------------------------------------------------------

TEST_CASE("a path is read from an array of names and indices", "[reader][path]") {
  using segments = std::vector<invito::path::segment>;
  const auto read = [](char const* text) {
    return read_document<spot>(R"({"where":)" + std::string(text) + "}", {});
  };
  const auto some = read(R"(["body","emails",3,"a/b","~","#1","","12",0])");
  REQUIRE(codes_of(some) == "nothing wrong");
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
  REQUIRE(codes_of(none) == "nothing wrong");
  CHECK(none->where.empty());
  CHECK_FALSE(none->maybe.has_value());
  CHECK(codes_of(read_document<spot>(R"({"where":[],"maybe":null})", {})) == "nothing wrong");
  CHECK(codes_of(read(R"([9223372036854775807])")) == "nothing wrong");
}

TEST_CASE("an element of a path that is neither a name nor an index is refused with its own path",
          "[reader][path]") {
  struct wrong {
    char const* steps;
    char const* expected;
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
    CHECK(codes_of(read_document<spot>(R"({"where":)" + std::string(w.steps) + "}", {})) ==
          w.expected);
  }
  const auto element = read_document<spot>(R"({"where":[true]})", {});
  REQUIRE_FALSE(element.has_value());
  CHECK(element.error().front().subject == "a string or an integer");
  const auto whole = read_document<spot>(R"({"where":"a"})", {});
  REQUIRE_FALSE(whole.has_value());
  CHECK(whole.error().front().subject == "an array");
  CHECK(codes_of(read_document<spot>("{}", {})) == "missing_field /where");
}

TEST_CASE("a written path is read back, including names that look like indices", "[reader][path]") {
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
  REQUIRE(codes_of(written) == "nothing wrong");
  CHECK(*written == R"({"where":["emails",0,"0","-1","a/b","~1","#2","",4294967296],"maybe":[]})");
  const auto read = read_document<spot>(*written, {});
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->where == where);
  REQUIRE(read->maybe.has_value());
  CHECK(read->maybe->empty());
}

// Recursive documents -----------------------------------------------------------------------------

TEST_CASE("a recursive document is read up to the limit of depth", "[reader][limits]") {
  const auto read = read_document<node>(
      R"({"name":"a","children":[{"name":"b","children":[{"name":"c"},{"name":"d","children":[]}]},)"
      R"({"name":"e","children":null}]})",
      {});
  REQUIRE(codes_of(read) == "nothing wrong");
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
  CHECK(codes_of(read_document<node>(nested(16), {})) == "nothing wrong");  // 31 objects and arrays
  CHECK(codes_of(read_document<node>(nested(17), {})) ==
        "too_deep" + (" " + repeat("/children/0", 16)));
}

TEST_CASE(
    "problems in a recursive document have their path, and its objects refuse unknown members",
    "[reader]") {
  CHECK(codes_of(read_document<node>(
            R"({"name":"a","children":[{"children":[{"name":1},{"name":"c","x":2}]},7,{}],"y":1})",
            {})) ==
        "wrong_type /children/0/children/0/name; unknown_field /children/0/children/1/x; "
        "missing_field /children/0/name; wrong_type /children/1; missing_field /children/2/name; "
        "unknown_field /y");
}

// Text that is not JSON ---------------------------------------------------------------------------

TEST_CASE("a truncated document is refused at the byte where it ends", "[reader]") {
  const std::vector<std::string> documents{
      sheet_with(
          R"("maybe_text":"\u00e9\n","maybe_flag":false,"maybe_count":-1500,"parts":[{"id":"p"}],)"
          "\"maybe_any\":{\"caf\xC3\xA9\":[null,1.50,\"\\ud83d\\udce8\"]},\"unknown\":[{\"x\":{}}"
          "]"),
      R"({"id":"i","colour":"red"})",
  };
  for (std::string const& document : documents) {
    REQUIRE(codes_of(read_sheet(document)).find("syntax_error") == std::string::npos);
    for (std::size_t size = 0; size != document.size(); ++size) {
      CAPTURE(size);
      const auto read = read_sheet(document.substr(0, size));
      REQUIRE(codes_of(read) == "syntax_error");
      REQUIRE(read.error().front().numbers[0] == static_cast<std::int64_t>(size));
    }
  }
}

TEST_CASE("a syntax error has the byte offset, and earlier problems are kept", "[reader]") {
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
    REQUIRE(codes_of(read) == "syntax_error");
    CHECK(read.error().front().numbers[0] == b.byte);
  }
  CHECK(codes_of(read_part(R"({"id":1,"colour":"green",)")) ==
        "wrong_type /id; unknown_value /colour; syntax_error");
}

TEST_CASE("the text engine refuses invalid UTF-8 as a syntax error with its byte offset",
          "[reader]") {
  struct bad {
    char const* bytes;
    std::int64_t wrong;  // index of the first invalid byte
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
      REQUIRE(codes_of(read) == "syntax_error");
      CHECK(read.error().front().numbers[0] ==
            static_cast<std::int64_t>(std::string(before).size()) + b.wrong);
    }
  }
  CHECK(codes_of(read_part(R"({"id":"\ud800"})")) == "syntax_error");
  CHECK(codes_of(read_part(R"({"id":"\udc00\ud800"})")) == "syntax_error");
}

TEST_CASE("a leading byte order mark is ignored, and a partial one is refused", "[reader]") {
  CHECK(codes_of(read_part("\xEF\xBB\xBF{\"id\":\"i\"}")) == "nothing wrong");
  CHECK(codes_of(read_part("\xEF\xBB{\"id\":\"i\"}")) == "syntax_error");
  CHECK(codes_of(read_part(" \xEF\xBB\xBF{\"id\":\"i\"}")) == "syntax_error");
  CHECK(codes_of(read_part("\xEF\xBB\xBF")) == "syntax_error");
}

// Limits ------------------------------------------------------------------------------------------

TEST_CASE("text longer than the limit is refused before it is parsed", "[reader][limits]") {
  const std::string longest = R"({"id":")" + std::string(10'000'000, 'x') + "\"}";
  const auto refused = read_part(longest);
  REQUIRE(codes_of(refused) == "too_large");
  CHECK(refused.error().front().numbers[0] == 10'000'009);
  CHECK(refused.error().front().numbers[1] == 1'048'576);

  read_options raised;
  raised.limits.bytes = longest.size();
  const auto accepted = read_part(longest, raised);
  REQUIRE(codes_of(accepted) == "nothing wrong");
  CHECK(accepted->id.size() == 10'000'000);

  raised.limits.bytes = longest.size() - 1;
  CHECK(codes_of(read_part(longest, raised)) == "too_large");
}

TEST_CASE("objects and arrays may be nested 32 levels deep by default", "[reader][limits]") {
  // The document is the first level.
  const auto nested = [](std::string const& before, std::string const& open, std::size_t levels) {
    return before + repeat(open, levels);
  };
  SECTION("in a skipped value") {
    const std::string good = R"({"id":"i","x":)" + repeat("[", 31) + repeat("]", 31) + "}";
    CHECK(codes_of(read_part(good)) == "nothing wrong");
    CHECK(codes_of(read_part(R"({"id":"i","x":)" + repeat("[", 32) + repeat("]", 32) + "}")) ==
          "too_deep");
    CHECK(codes_of(read_part(nested(R"({"id":"i","x":)", R"({"a":)", 32))) == "too_deep");
  }
  SECTION("in a captured value, which counts on its own") {
    const std::string good = R"("maybe_any":)" + repeat("[", 32) + repeat("]", 32);
    const auto read = read_sheet(sheet_with(good));
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK(read->maybe_any->text() == repeat("[", 32) + repeat("]", 32));
    CHECK(codes_of(read_sheet(nested(required + R"(,"maybe_any":)", "[", 33))) ==
          "too_deep /maybe_any" + repeat("/0", 32));
    CHECK(codes_of(read_sheet(nested(required + R"(,"maybe_any":)", R"({"a":[0,)", 17))) ==
          "too_deep /maybe_any" + repeat("/a/1", 16));
  }
  SECTION("in members that are read") {
    read_options options;
    options.limits.depth = 3;
    const std::string document = sheet_with(R"("parts":[{"id":"a"},{"id":"b"}])");
    CHECK(codes_of(read_sheet(document, options)) == "nothing wrong");
    options.limits.depth = 2;
    const auto refused = read_sheet(document, options);
    REQUIRE(codes_of(refused) == "too_deep /parts/0");
    CHECK(refused.error().front().numbers[0] == 2);
    CHECK(codes_of(read_sheet(sheet_with(R"("parts":[1,{"id":"b"}])"), options)) ==
          "wrong_type /parts/0; too_deep /parts/1");
    options.limits.depth = 1;
    CHECK(codes_of(read_sheet(required, options)) == "too_deep /any");
    options.limits.depth = 0;
    CHECK(codes_of(read_part(R"({"id":"i"})", options)) == "too_deep");
  }
}

TEST_CASE("100 000 levels of nesting do not overflow the stack", "[reader][limits]") {
  constexpr std::size_t levels = 100'000;
  const std::string closed = repeat("[", levels) + repeat("]", levels);
  CHECK(codes_of(read_part(repeat("[", levels))) == "wrong_type; too_deep");
  CHECK(codes_of(read_part(closed)) == "wrong_type; too_deep");
  CHECK(codes_of(read_part(R"({"x":)" + closed + "}")) == "too_deep");
  CHECK(codes_of(invito::parse_json_text(closed)) == "too_deep" + (" " + repeat("/0", 32)));
  CHECK(codes_of(invito::parse_json_text(repeat(R"({"a":)", levels))) ==
        "too_deep" + (" " + repeat("/a", 32)));
  const nlohmann::json value = nlohmann::json::parse(closed);
  CHECK(codes_of(read_part(value)) == "wrong_type; too_deep");

  read_options raised;
  raised.limits.depth = levels;
  raised.limits.items = levels;
  const auto kept = invito::parse_json_text(closed, raised);
  REQUIRE(codes_of(kept) == "nothing wrong");
  CHECK(kept->text() == closed);
}

TEST_CASE("the limit of items counts members and elements, including ignored ones",
          "[reader][limits]") {
  read_options options;
  options.limits.items = 2;
  CHECK(codes_of(read_part(R"({"id":"i","colour":"red"})", options)) == "nothing wrong");
  CHECK(codes_of(read_part(R"({"id":"i","x":1})", options)) == "nothing wrong");
  const auto refused = read_part(R"({"id":"i","colour":"red","x":1})", options);
  REQUIRE(codes_of(refused) == "too_many_items");
  CHECK(refused.error().front().numbers[0] == 2);
  CHECK(codes_of(read_part(R"({"id":"i","x":[1]})", options)) == "too_many_items");
  CHECK(codes_of(read_part(R"({"id":"i","x":[]})", options)) == "nothing wrong");
  options.limits.items = 0;
  CHECK(codes_of(invito::parse_json_text("{}", options)) == "nothing wrong");
  CHECK(codes_of(invito::parse_json_text("[1]", options)) == "too_many_items");
}

TEST_CASE("the default limit of items is 100 000", "[reader][limits]") {
  const auto list = [](std::size_t elements) {
    std::string out = "[";
    for (std::size_t n = 0; n != elements; ++n) out += n == 0 ? "0" : ",0";
    return out + "]";
  };
  CHECK(codes_of(invito::parse_json_text(list(100'000))) == "nothing wrong");
  CHECK(codes_of(invito::parse_json_text(list(100'001))) == "too_many_items");
}

// Captured values ---------------------------------------------------------------------------------

TEST_CASE("a captured value is compact and keeps the spelling of numbers and the order of members",
          "[reader][json_text]") {
  const auto kept = invito::parse_json_text(
      " { \"b\" : [ 1.50 , 1E+05,1e-400, -0.0 , 18446744073709551616,\n-9223372036854775809 ] ,"
      " \"a\": { \"\" : null , \"z\":true,\"y\" : false } , \"c\":[ ] , \"d\":{ } } ");
  REQUIRE(codes_of(kept) == "nothing wrong");
  CHECK(kept->text() ==
        R"({"b":[1.50,1E+05,1e-400,-0.0,18446744073709551616,-9223372036854775809],)"
        R"("a":{"":null,"z":true,"y":false},"c":[],"d":{}})");
}

TEST_CASE("a captured value may have any JSON type", "[reader][json_text]") {
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
    REQUIRE(codes_of(kept) == "nothing wrong");
    CHECK(kept->text() == k.kept);
    // The result is the same within a document.
    const auto read = read_sheet(with(required + "}", "[1]", k.text));
    REQUIRE(codes_of(read) == "nothing wrong");
    CHECK(read->any.text() == k.kept);
  }
}

TEST_CASE("a captured text has the same escapes for every spelling", "[reader][json_text]") {
  const auto kept = invito::parse_json_text(
      "{\"\\u0041\\/\\\"\":\"\\u00e9\\u001F\\u000a\\b\\f\\n\\r\\t\\\\ \\ud83d\\udce8 \x7F\"}");
  REQUIRE(codes_of(kept) == "nothing wrong");
  CHECK(kept->text() ==
        "{\"A/\\\"\":\"\xC3\xA9\\u001f\\n\\b\\f\\n\\r\\t\\\\ \xF0\x9F\x93\xA8 \x7F\"}");
}

TEST_CASE("a captured value does not change if it is captured again", "[reader][json_text]") {
  const std::string text = R"({"k\"":["\u0000\u001f",1.50,{"a":[]},"\\"],"l":-12,"m":1e5,"":null})";
  const auto once = invito::parse_json_text(text);
  REQUIRE(codes_of(once) == "nothing wrong");
  CHECK(once->text() == text);
  const auto twice = invito::parse_json_text(once->text());
  REQUIRE(codes_of(twice) == "nothing wrong");
  CHECK(*twice == *once);
}

TEST_CASE("the text engine captures the integer -0 as 0", "[reader][json_text]") {
  const auto kept = invito::parse_json_text("[-0]");
  REQUIRE(codes_of(kept) == "nothing wrong");
  CHECK(kept->text() == "[0]");
}

TEST_CASE("parse_json_text refuses text that is not one JSON value", "[reader][json_text]") {
  for (char const* text : {"", "{", "[1,]", "nul", "1 2", "'a'", "{\"a\":1,\"a\":2}"}) {
    CAPTURE(text);
    CHECK_FALSE(invito::parse_json_text(text).has_value());
  }
}

// Other sources than text -------------------------------------------------------------------------

TEST_CASE("an engine that feeds no events or only some is a syntax error", "[reader][engine]") {
  const auto read = [](invito::wire::source::feed_function feed) {
    return invito::openai::read_deletion(invito::wire::source(nullptr, feed));
  };
  const auto silent = read([](void const*, invito::wire::reader&) {});
  REQUIRE(!silent);
  CHECK(codes_of(silent.error()) == "syntax_error");
  const auto stopped = read([](void const*, invito::wire::reader& to) {
    to.begin_object();
    to.key("object");
    to.text("organization.invite.deleted");
    to.key("id");
    to.text("invite-abc");
    to.key("deleted");
    to.boolean(true);
  });
  REQUIRE(!stopped);
  CHECK(codes_of(stopped.error()) == "syntax_error");
}

TEST_CASE("an engine that calls the reader directly gives the same result", "[reader][engine]") {
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
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->text == "t");
  CHECK(read->flag);
  CHECK(read->count == 7);
  CHECK(read->seconds.value == at("1969-12-31T23:59:59Z"));
  CHECK(read->any.text() == "[1.00]");
  CHECK(read->one.id == "i");
}

TEST_CASE("the reader returns false to the engine at a limit", "[reader][engine][limits]") {
  static bool went_on;
  went_on = true;
  const auto endless = [](void const*, invito::wire::reader& to) {
    went_on = to.begin_array();
    for (int n = 0; went_on && n != 1'000'000; ++n) went_on = to.integer(n);
  };
  invito::json_text out;
  CHECK(codes_of(read_document<invito::json_text>({nullptr, endless}, {})) == "too_many_items");
  CHECK_FALSE(went_on);
}

TEST_CASE("an engine may report syntax errors and invalid UTF-8", "[reader][engine]") {
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
  REQUIRE(codes_of(read) == "invalid_utf8 /id; invalid_utf8 /colour; syntax_error");
  CHECK(read.error()[2].numbers[0] == 12);
}

TEST_CASE("the reader copies texts, so an engine may reuse its buffer", "[reader][engine]") {
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
  REQUIRE(codes_of(read) == "nothing wrong");
  CHECK(read->id == "first");
  CHECK(read->colour == "blue");
}

TEST_CASE("text, a parsed value and another engine give equal results for the same document",
          "[reader][engine]") {
  for (std::string const& document : sheets()) {
    CAPTURE(document);
    const auto from_text = read_sheet(document);
    const auto ordered = nlohmann::ordered_json::parse(document);
    const auto from_engine = read_sheet(other_engine(ordered));
    const nlohmann::json sorted = nlohmann::json::parse(document);
    const auto from_value = read_sheet(sorted);
    // The problems are in the order of the members, which a parsed value sorts.
    CHECK(codes_of(from_engine) == codes_of(from_text));
    CHECK(codes_of(from_value) == codes_of(read_sheet(sorted.dump())));
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

TEST_CASE("the limits of depth, items and problems apply to a parsed value",
          "[reader][nlohmann][limits]") {
  const nlohmann::json deep =
      nlohmann::json::parse(R"({"id":"i","x":)" + repeat("[", 32) + repeat("]", 32) + "}");
  CHECK(codes_of(read_part(deep)) == "too_deep");
  read_options options;
  options.limits.items = 1;
  CHECK(codes_of(read_part(nlohmann::json{{"colour", "red"}, {"id", "i"}}, options)) ==
        "too_many_items");
  options = {};
  options.limits.problems = 1;
  CHECK(codes_of(read_part(nlohmann::json{{"colour", 1}, {"id", 2}}, options)) ==
        "wrong_type /colour");
}

TEST_CASE("a text in a parsed value that is not UTF-8 is refused with its path",
          "[reader][nlohmann]") {
  nlohmann::json value{{"id", "caf\xE9"}, {"colour", "\xFF"}, {"unknown", "\xFF"}};
  CHECK(codes_of(read_part(value)) == "invalid_utf8 /colour; invalid_utf8 /id");
  nlohmann::json deep = nlohmann::json::parse(required + "}");
  deep["any"] = {{"a", {1, "\xC3"}}};
  deep["maybe_any"] = "\xC3";
  deep["words"] = {"good", "\xC3("};
  CHECK(codes_of(read_sheet(deep)) ==
        "invalid_utf8 /any/a/1; invalid_utf8 /maybe_any; invalid_utf8 /words/1");
}

TEST_CASE("a member name in a parsed value that is not UTF-8 is refused", "[reader][nlohmann]") {
  nlohmann::json value{{"id", "i"}};
  value["\xFF"] = 1;
  CHECK_FALSE(read_part(value).has_value());
  nlohmann::json captured = nlohmann::json::parse(required + "}");
  captured["any"] = {{"\xFF", 1}};
  CHECK_FALSE(read_sheet(captured).has_value());
}

TEST_CASE("a value without JSON text is refused in a parsed value", "[reader][nlohmann]") {
  nlohmann::json value{{"id", nlohmann::json::binary({1, 2, 3})}};
  CHECK(codes_of(read_part(value)) == "syntax_error");
  CHECK(codes_of(read_part(nlohmann::json(nlohmann::json::value_t::discarded))) == "syntax_error");
}

TEST_CASE("numbers in a parsed value have the same range as in text", "[reader][nlohmann]") {
  const auto count = [](nlohmann::json const& number) {
    nlohmann::json value = nlohmann::json::parse(required + "}");
    value["maybe_count"] = number;
    const auto read = read_sheet(value);
    return read ? std::to_string(*read->maybe_count) : codes_of(read);
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

// Events ------------------------------------------------------------------------------------------

TEST_CASE("every event that exceeds the limit of items returns false", "[reader][engine][limits]") {
  const auto after_one = [](auto last) {
    pair_reader r(at_most(1));
    REQUIRE(r.to.begin_object());
    REQUIRE(r.to.key("other"));
    REQUIRE(r.to.integer(1));
    REQUIRE(r.to.key("another"));
    CHECK_FALSE(last(r.to));
    CHECK(codes_of(std::move(r.to).finish()) == "too_many_items");
  };
  after_one([](reader& to) { return to.null(); });
  after_one([](reader& to) { return to.text("t"); });
  after_one([](reader& to) { return to.invalid_text(); });
  after_one([](reader& to) { return to.begin_object(); });
  after_one([](reader& to) { return to.begin_array(); });
}

TEST_CASE("end_object returns false if it exceeds the limit of problems",
          "[reader][engine][limits]") {
  pair_reader r(at_most(100, 1));
  REQUIRE(r.to.begin_object());
  REQUIRE(r.to.key("right"));
  REQUIRE(r.to.integer(1));
  CHECK_FALSE(r.to.end_object());
}

TEST_CASE("invalid_text returns true in an ignored member", "[reader][engine]") {
  pair_reader r(at_most(100));
  REQUIRE(r.to.begin_object());
  REQUIRE(r.to.key("left"));
  REQUIRE(r.to.text("l"));
  REQUIRE(r.to.key("right"));
  REQUIRE(r.to.integer(1));
  REQUIRE(r.to.key("other"));
  CHECK(r.to.invalid_text());
  REQUIRE(r.to.key("others"));
  REQUIRE(r.to.begin_array());
  CHECK(r.to.invalid_text());
  REQUIRE(r.to.end_array());
  REQUIRE(r.to.end_object());
  CHECK(codes_of(std::move(r.to).finish()) == "nothing wrong");
}

TEST_CASE("too_large returns false and adds the size and the limit", "[reader][engine][limits]") {
  read_options options;
  options.limits.bytes = 3;
  pair_reader r(options);
  CHECK_FALSE(r.to.too_large(4));
  const invito::result<void> finished = std::move(r.to).finish();
  CHECK(codes_of(finished) == "too_large");
  CHECK(numbers(finished.error()) == std::array<std::int64_t, 3>{4, 3, 0});
}

TEST_CASE("a document without events is a syntax error at byte 0", "[reader][engine]") {
  pair_reader r({});
  const invito::result<void> finished = std::move(r.to).finish();
  CHECK(codes_of(finished) == "syntax_error");
  CHECK(numbers(finished.error()) == std::array<std::int64_t, 3>{0, 0, 0});
}

TEST_CASE("a problem without numbers has zeros", "[reader]") {
  const auto twice = invito::wire::read_document<pair>(R"({"left":"l","left":"l","right":1})", {});
  REQUIRE(codes_of(twice) == "duplicate_field /left");
  CHECK(numbers(twice.error()) == std::array<std::int64_t, 3>{0, 0, 0});
}

TEST_CASE("an alias may precede the row of its main member", "[reader][alias]") {
  CHECK(codes_of(invito::wire::read_document<pair>(R"({"old_left":"l","right":1})", {})) ==
        "nothing wrong");
  CHECK(codes_of(invito::wire::read_document<pair>(R"({"right":1})", {})) == "missing_field /left");
}

TEST_CASE("a number with a fraction is read as an integer only below 2^53", "[reader]") {
  const auto right = [](std::string const& number) {
    return codes_of(
        invito::wire::read_document<pair>(R"({"left":"l","right":)" + number + "}", {}));
  };
  CHECK(right("-9007199254740991.0") == "nothing wrong");
  CHECK(right("-9007199254740992.0") == "wrong_type /right");
  CHECK(right("9007199254740991.0") == "nothing wrong");
  CHECK(right("9007199254740992.0") == "wrong_type /right");
}

TEST_CASE("reading of a parsed value stops at the first exceeded limit at any depth",
          "[reader][nlohmann][limits]") {
  const auto value = nlohmann::json::parse(R"([[0,[1,2],3],{"a":{"b":1},"c":2},4])");
  // The document contains eleven values: every lower limit is exceeded.
  for (std::size_t items = 0; items != 11; ++items) {
    CAPTURE(items);
    CHECK(reading_json(value, at_most(items)) == "too_many_items");
  }
  CHECK(reading_json(value, at_most(11)) == "nothing wrong");
  read_options flat;
  for (const std::size_t depth : {std::size_t{1}, std::size_t{2}}) {
    flat.limits.depth = depth;
    CHECK(reading_json(nlohmann::json::parse("[[[1]],[[1]],2]"), flat).substr(0, 8) == "too_deep");
    CHECK(reading_json(nlohmann::json::parse("[[[1]],[[1]],2]"), flat).find(';') ==
          std::string::npos);
    CHECK(reading_json(nlohmann::json::parse(R"({"a":{"b":{}},"c":{"b":{}}})"), flat).find(';') ==
          std::string::npos);
  }
}

TEST_CASE("reading of a parsed value stops at the first value without JSON text",
          "[reader][nlohmann]") {
  nlohmann::json named = nlohmann::json::array();
  named.push_back({{"\xFF", 1}});
  named.push_back({{"\xFE", 1}});
  nlohmann::json binary = nlohmann::json::array();
  binary.push_back(nlohmann::json::binary({1}));
  binary.push_back(nlohmann::json::binary({2}));
  for (nlohmann::json const& value : {named, binary}) {
    const auto read = invito::wire::read_document<invito::json_text>(value, {});
    REQUIRE(codes_of(read) == "syntax_error");
    CHECK(numbers(read.error()) == std::array<std::int64_t, 3>{0, 0, 0});
  }
}

TEST_CASE("has_room is true while the paths of the problems are shorter than the limit of bytes",
          "[reader][limits]") {
  invito::read_limits limits;
  limits.bytes = 1;
  CHECK(invito::wire::has_room({}, limits));
  const invito::problems found(
      invito::problem{invito::code::wrong_type, invito::path("left"), {}, {}});
  limits.bytes = found.front().where.size();
  CHECK_FALSE(invito::wire::has_room(found, limits));
  ++limits.bytes;
  CHECK(invito::wire::has_room(found, limits));
}

TEST_CASE("invalid_text inside a refused value adds no problem", "[reader][engine]") {
  pair_reader r({});
  REQUIRE(r.to.begin_object());
  REQUIRE(r.to.key("left"));
  REQUIRE(r.to.begin_array());
  REQUIRE(r.to.invalid_text());
  REQUIRE(r.to.end_array());
  REQUIRE(r.to.key("right"));
  REQUIRE(r.to.integer(1));
  REQUIRE(r.to.end_object());
  CHECK(codes_of(std::move(r.to).finish()) == "wrong_type /left");
}

// The spelling of a number has the decimal point of the locale, which may be another character.

TEST_CASE("the text engine reads a number by its value if the locale has another decimal point",
          "[reader][nlohmann]") {
  const auto right = [](double value, std::string const& spelling) {
    pair_reader r({});
    invito::wire::detail::nlohmann_events<> engine(r.to);
    REQUIRE(r.to.begin_object());
    REQUIRE(r.to.key("left"));
    REQUIRE(r.to.text("l"));
    REQUIRE(r.to.key("right"));
    CHECK(engine.number_float(value, spelling));
    REQUIRE(r.to.end_object());
    return codes_of(std::move(r.to).finish());
  };
  CHECK(right(1.0, "1.0") == "nothing wrong");
  CHECK(right(1.0, "1,0") == "nothing wrong");
  CHECK(right(1.0,
              "1\x7F"
              "0") == "nothing wrong");
  CHECK(right(1.5, "1,5") == "wrong_type /right");  // a fraction, not out of range
  // The decimal point has several bytes: the parser stopped behind the first.
  CHECK(right(1.0,
              "1\xD9"
              "5") == "wrong_type /right");
  CHECK(right(1.0,
              "1\x80"
              "5") == "wrong_type /right");
  CHECK(right(1e300, "1e300") == "wrong_type /right");
}

TEST_CASE("the text engine stops at a binary value", "[reader][nlohmann]") {
  pair_reader r({});
  nlohmann::json::binary_t bytes;
  CHECK_FALSE(invito::wire::detail::nlohmann_events<>(r.to).binary(bytes));
}
