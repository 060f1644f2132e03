// SPDX-License-Identifier: MIT

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"

using invito::path;

static_assert(std::is_nothrow_move_constructible_v<path>);

TEST_CASE("a default constructed path refers to the whole document", "[path]") {
  const path whole;
  CHECK(whole.empty());
  CHECK(whole.pointer() == "");
  CHECK(whole.segments().empty());
  CHECK(whole == path());
}

TEST_CASE("pointer() contains names and indices in the order of add()", "[path]") {
  path p("projects");
  p.add(std::size_t{0}).add("id");
  CHECK_FALSE(p.empty());
  CHECK(p.pointer() == "/projects/0/id");

  const std::vector<path::segment> segments = p.segments();
  REQUIRE(segments.size() == 3);
  CHECK(segments[0] == path::segment{"projects", {}});
  CHECK(segments[1] == path::segment{"", std::size_t{0}});
  CHECK(segments[2] == path::segment{"id", {}});
}

TEST_CASE("an index and a name with the same digits are different paths with equal pointers",
          "[path]") {
  path element;
  element.add(std::size_t{12});
  const path member("12");
  CHECK(element != member);
  CHECK(element.pointer() == "/12");
  CHECK(member.pointer() == "/12");
  CHECK(element.segments()[0].index == std::size_t{12});
  CHECK_FALSE(member.segments()[0].index.has_value());
  CHECK(member.segments()[0].name == "12");
}

TEST_CASE("a path keeps adjacent indices and large indices", "[path]") {
  path p;
  p.add(std::size_t{3}).add(std::size_t{0}).add(std::size_t{4294967295});
  CHECK(p.pointer() == "/3/0/4294967295");
  const auto segments = p.segments();
  REQUIRE(segments.size() == 3);
  CHECK(segments[0].index == std::size_t{3});
  CHECK(segments[1].index == std::size_t{0});
  CHECK(segments[2].index == std::size_t{4294967295});
}

TEST_CASE("a path with one empty name is not empty", "[path]") {
  const path p("");
  CHECK_FALSE(p.empty());
  CHECK(p != path());
  CHECK(p.pointer() == "/");
  REQUIRE(p.segments().size() == 1);
  CHECK(p.segments()[0] == path::segment{"", {}});
}

TEST_CASE("segments() returns names with special characters unchanged, and pointer() escapes them",
          "[path]") {
  struct row {
    char const* name;
    char const* pointer;  // RFC 6901: ~ becomes ~0, / becomes ~1, and nothing else changes
  };
  const row rows[] = {
      {"a/b", "/a~1b"}, {"m~n", "/m~0n"},
      {"#", "/#"},      {"#1", "/#1"},
      {"~0", "/~00"},   {"~1", "/~01"},
      {"~2", "/~02"},   {"~", "/~0"},
      {"/", "/~1"},     {"~/#~", "/~0~1#~0"},
      {"//", "/~1~1"},  {"a b", "/a b"},
      {"\"", "/\""},    {"caf\u00E9", "/caf\u00E9"},
      {"..", "/.."},    {"0", "/0"},
  };
  for (row const& r : rows) {
    INFO(r.name);
    const path alone(r.name);
    CHECK(alone.pointer() == r.pointer);
    REQUIRE(alone.segments().size() == 1);
    CHECK(alone.segments()[0] == path::segment{r.name, {}});

    path between("first");
    between.add(r.name).add(std::size_t{7}).add(r.name);
    CHECK(between.pointer() == "/first" + std::string(r.pointer) + "/7" + r.pointer);
    const auto segments = between.segments();
    REQUIRE(segments.size() == 4);
    CHECK(segments[1] == path::segment{r.name, {}});
    CHECK(segments[2] == path::segment{"", std::size_t{7}});
    CHECK(segments[3] == path::segment{r.name, {}});
  }
}

TEST_CASE("one name with a slash and two names are different paths", "[path]") {
  path two("a");
  two.add("b");
  CHECK(path("a/b") != two);
  path indexed("a");
  indexed.add(std::size_t{1});
  CHECK(path("a#1") != indexed);
}

TEST_CASE("add() to a copy of a path does not change the original", "[path]") {
  const path original("grants");
  path copy = original;
  CHECK(copy == original);
  copy.add(std::size_t{1});
  CHECK(copy != original);
  CHECK(original.pointer() == "/grants");
}

TEST_CASE("dotted() contains every name and index in order", "[path]") {
  CHECK(path().dotted().empty());
  CHECK(path("email").dotted() == "email");
  CHECK(path("projects").add(std::size_t{0}).add("id").dotted() == "projects.0.id");
  CHECK(path("a/b~#").add(std::size_t{12}).dotted() == "a/b~#.12");
}
