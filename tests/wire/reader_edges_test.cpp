// SPDX-License-Identifier: MIT

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/fields.hpp>
#include <invito/wire/reader.hpp>
#include <invito/wire/nlohmann.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

// What an engine is told by each call where a limit is reached, and what is told of the place.

namespace {

using invito::read_options;
using invito::wire::reader;
using invito::wire::row;

struct pair {
  std::optional<std::string> old_left{};
  std::string left{};
  std::int64_t right = 0;
};

}  // namespace

template <>
struct invito::wire::fields_of<pair> {
  // One that stands for another may come before it.
  static constexpr std::array rows{
      row<&pair::old_left>("old_left").alias("left"),
      row<&pair::left>("left").must(),
      row<&pair::right>("right").must(),
  };
};

namespace {

/// A reader of a pair, and what it is given.
struct reading {
  explicit reading(read_options const& options)
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
  return told(invito::wire::read_document<invito::json_text>(value, options));
}

std::array<std::int64_t, 3> numbers(invito::problems const& found) { return found.front().numbers; }

}  // namespace

TEST_CASE("an engine is told to stop by each thing that is one too many") {
  const auto after_one = [](auto last) {
    reading r(at_most(1));
    REQUIRE(r.to.begin_object());
    REQUIRE(r.to.key("other"));
    REQUIRE(r.to.integer(1));
    REQUIRE(r.to.key("another"));
    CHECK_FALSE(last(r.to));
    CHECK(told(std::move(r.to).finish()) == "too_many_items");
  };
  after_one([](reader& to) { return to.null(); });
  after_one([](reader& to) { return to.text("t"); });
  after_one([](reader& to) { return to.invalid_text(); });
  after_one([](reader& to) { return to.begin_object(); });
  after_one([](reader& to) { return to.begin_array(); });
}

TEST_CASE("an engine is told to stop where the end of an object is one problem too many") {
  reading r(at_most(100, 1));
  REQUIRE(r.to.begin_object());
  REQUIRE(r.to.key("right"));
  REQUIRE(r.to.integer(1));
  CHECK_FALSE(r.to.end_object());
}

TEST_CASE("an engine goes on behind a text that is not UTF-8 where nobody reads it") {
  reading r(at_most(100));
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
  CHECK(told(std::move(r.to).finish()).empty());
}

TEST_CASE("an engine is told to stop where the text is too large") {
  read_options options;
  options.limits.bytes = 3;
  reading r(options);
  CHECK_FALSE(r.to.too_large(4));
  const invito::problems found = std::move(r.to).finish();
  CHECK(told(found) == "too_large");
  CHECK(numbers(found) == std::array<std::int64_t, 3>{4, 3, 0});
}

TEST_CASE("a document of which nothing came is wrong from its first byte on") {
  reading r({});
  const invito::problems found = std::move(r.to).finish();
  CHECK(told(found) == "syntax_error");
  CHECK(numbers(found) == std::array<std::int64_t, 3>{0, 0, 0});
}

TEST_CASE("a problem without a number has none") {
  const auto twice = invito::wire::read_document<pair>(R"({"left":"l","left":"l","right":1})", {});
  REQUIRE(told(twice) == "duplicate_key /left");
  CHECK(numbers(twice.error()) == std::array<std::int64_t, 3>{0, 0, 0});
}

TEST_CASE("a member may stand for another whose row comes behind its own") {
  CHECK(told(invito::wire::read_document<pair>(R"({"old_left":"l","right":1})", {})) ==
        "nothing wrong");
  CHECK(told(invito::wire::read_document<pair>(R"({"right":1})", {})) == "missing_field /left");
}

TEST_CASE("below the doubles that are exact, a number with a fraction is none that is whole") {
  const auto right = [](std::string const& number) {
    return told(invito::wire::read_document<pair>(R"({"left":"l","right":)" + number + "}", {}));
  };
  CHECK(right("-9007199254740991.0") == "nothing wrong");
  CHECK(right("-9007199254740992.0") == "wrong_type /right");
  CHECK(right("9007199254740991.0") == "nothing wrong");
  CHECK(right("9007199254740992.0") == "wrong_type /right");
}

TEST_CASE("a parsed value is left at once where a limit is reached, however deep") {
  const auto value = nlohmann::json::parse(R"([[0,[1,2],3],{"a":{"b":1},"c":2},4])");
  // Eleven values below the document, and for each limit the one that is too many.
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

TEST_CASE("a parsed value is left at once where it has no JSON text") {
  nlohmann::json named = nlohmann::json::array();
  named.push_back({{"\xFF", 1}});
  named.push_back({{"\xFE", 1}});
  nlohmann::json binary = nlohmann::json::array();
  binary.push_back(nlohmann::json::binary({1}));
  binary.push_back(nlohmann::json::binary({2}));
  for (nlohmann::json const& value : {named, binary}) {
    const auto read = invito::wire::read_document<invito::json_text>(value, {});
    REQUIRE(told(read) == "syntax_error");
    CHECK(numbers(read.error()) == std::array<std::int64_t, 3>{0, 0, 0});
  }
}

TEST_CASE(
    "there is room for a problem while the places of those before are shorter than a document") {
  invito::read_limits limits;
  limits.bytes = 1;
  CHECK(invito::wire::has_room({}, limits));
  const invito::problems told(
      invito::problem{invito::code::wrong_type, invito::path("left"), {}, {}});
  limits.bytes = told.front().where.size();
  CHECK_FALSE(invito::wire::has_room(told, limits));
  ++limits.bytes;
  CHECK(invito::wire::has_room(told, limits));
}

TEST_CASE("a text that is not UTF-8 is not looked at in what is refused as a whole") {
  reading r({});
  REQUIRE(r.to.begin_object());
  REQUIRE(r.to.key("left"));
  REQUIRE(r.to.begin_array());
  REQUIRE(r.to.invalid_text());
  REQUIRE(r.to.end_array());
  REQUIRE(r.to.key("right"));
  REQUIRE(r.to.integer(1));
  REQUIRE(r.to.end_object());
  CHECK(told(std::move(r.to).finish()) == "wrong_type /left");
}

// What the text engine hands on in locales whose decimal point is another sign.

TEST_CASE("a number is read by its value, and told by the point that JSON has") {
  const auto right = [](double value, std::string const& spelling) {
    reading r({});
    invito::wire::detail::nlohmann_events<> engine(r.to);
    REQUIRE(r.to.begin_object());
    REQUIRE(r.to.key("left"));
    REQUIRE(r.to.text("l"));
    REQUIRE(r.to.key("right"));
    CHECK(engine.number_float(value, spelling));
    REQUIRE(r.to.end_object());
    return told(std::move(r.to).finish());
  };
  CHECK(right(1.0, "1.0").empty());
  CHECK(right(1.0, "1,0").empty());
  CHECK(right(1.0,
              "1\x7F"
              "0")
            .empty());
  CHECK(right(1.5, "1,5") == "wrong_type /right");  // a fraction, not a number out of range
  // Of a point of several bytes nothing behind the first was read.
  CHECK(right(1.0,
              "1\xD9"
              "5") == "wrong_type /right");
  CHECK(right(1.0,
              "1\x80"
              "5") == "wrong_type /right");
  CHECK(right(1e300, "1e300") == "wrong_type /right");
}

TEST_CASE("the text engine ends where it meets a binary value") {
  reading r({});
  nlohmann::json::binary_t bytes;
  CHECK_FALSE(invito::wire::detail::nlohmann_events<>(r.to).binary(bytes));
}
