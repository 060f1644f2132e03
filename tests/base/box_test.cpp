// SPDX-License-Identifier: MIT

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::box;

static_assert(sizeof(box<std::string>) == sizeof(void*));
static_assert(std::is_nothrow_move_constructible_v<box<std::string>>);
static_assert(std::is_nothrow_move_assignable_v<box<std::string>>);
static_assert(!std::is_nothrow_copy_assignable_v<box<std::string>>);
// A copy that allocates must not be noexcept: a std::bad_alloc would end the program.
static_assert(!std::is_nothrow_copy_assignable_v<invito::invitation>);
static_assert(std::is_nothrow_move_assignable_v<invito::invitation>);
static_assert(!std::is_convertible_v<box<int>, bool>);

}  // namespace

TEST_CASE("a box is empty until a value is assigned", "[box]") {
  box<std::string> b;
  CHECK_FALSE(b);
  b = std::string("there");
  REQUIRE(b);
  CHECK(*b == "there");
  CHECK(b->size() == 5);
  b = {};
  CHECK_FALSE(b);
}

TEST_CASE("copying a box copies its value", "[box]") {
  box<std::string> first(std::string("one"));
  box<std::string> copy(first);
  REQUIRE(copy);
  *copy = "two";
  CHECK(*first == "one");

  box<std::string> assigned;
  assigned = copy;
  *copy = "three";
  CHECK(*assigned == "two");
  assigned = box<std::string>();
  CHECK_FALSE(assigned);

  box<std::string> const& itself = first;
  first = itself;
  REQUIRE(first);
  CHECK(*first == "one");
  const box<std::string> nothing_copied{box<std::string>()};
  CHECK_FALSE(nothing_copied);
}

TEST_CASE("moving a box moves its pointer", "[box]") {
  box<std::string> from(std::string("value"));
  std::string const* const where = &*from;
  box<std::string> to(std::move(from));
  REQUIRE(to);
  CHECK(&*to == where);
  box<std::string> assigned;
  assigned = std::move(to);
  REQUIRE(assigned);
  CHECK(&*assigned == where);
  box<std::string>& itself = assigned;
  assigned = std::move(itself);
  REQUIRE(assigned);
  CHECK(&*assigned == where);
}

TEST_CASE("assignment to a box destroys its previous value", "[box]") {
  const auto alive = std::make_shared<int>(1);
  box<std::shared_ptr<int>> first(alive);
  box<std::shared_ptr<int>> second(alive);
  REQUIRE(alive.use_count() == 3);
  first = second;
  CHECK(alive.use_count() == 3);
  first = std::move(second);
  CHECK(alive.use_count() == 2);
  first = {};
  CHECK(alive.use_count() == 1);
}

TEST_CASE("boxes compare by value", "[box]") {
  CHECK(box<int>() == box<int>());
  CHECK(box<int>(1) == box<int>(1));
  CHECK(box<int>(1) != box<int>(2));
  CHECK(box<int>(0) != box<int>());
  CHECK(box<int>() != box<int>(0));
}
