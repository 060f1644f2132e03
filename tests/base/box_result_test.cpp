// SPDX-License-Identifier: MIT

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::box;
using invito::code;
using invito::problem;
using invito::problems;
using invito::result;

problem a_problem(code c, std::string subject = {}) {
  problem p;
  p.code = c;
  p.subject = std::move(subject);
  return p;
}

static_assert(sizeof(box<std::string>) == sizeof(void*));
static_assert(std::is_nothrow_move_constructible_v<box<std::string>>);
static_assert(std::is_nothrow_move_assignable_v<box<std::string>>);
static_assert(!std::is_nothrow_copy_assignable_v<box<std::string>>);
static_assert(!std::is_nothrow_copy_assignable_v<result<std::string>>);
// What has members of these must not promise more than they do, or memory that runs out ends it.
static_assert(!std::is_nothrow_copy_assignable_v<invito::invitation>);
static_assert(std::is_nothrow_move_assignable_v<invito::invitation>);
static_assert(std::is_nothrow_move_constructible_v<result<int>>);
static_assert(std::is_copy_constructible_v<result<std::string>>);
static_assert(std::is_move_constructible_v<result<std::unique_ptr<int>>>);
static_assert(!std::is_copy_constructible_v<result<std::unique_ptr<int>>>);
static_assert(!std::is_copy_assignable_v<result<std::unique_ptr<int>>>);
static_assert(!std::is_convertible_v<result<int>, bool>);
static_assert(!std::is_convertible_v<box<int>, bool>);

}  // namespace

TEST_CASE("a box is empty until it holds a value") {
  box<std::string> b;
  CHECK_FALSE(b);
  b = std::string("there");
  REQUIRE(b);
  CHECK(*b == "there");
  CHECK(b->size() == 5);
  b = {};
  CHECK_FALSE(b);
}

TEST_CASE("a copied box has a value of its own") {
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

TEST_CASE("a moved box takes the value along") {
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

TEST_CASE("a box that is assigned to leaves nothing behind of what it had") {
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

TEST_CASE("boxes are compared by their values") {
  CHECK(box<int>() == box<int>());
  CHECK(box<int>(1) == box<int>(1));
  CHECK(box<int>(1) != box<int>(2));
  CHECK(box<int>(0) != box<int>());
  CHECK(box<int>() != box<int>(0));
}

TEST_CASE("a result of a value has the value") {
  result<std::string> r = std::string("done");
  REQUIRE(r);
  CHECK(r.has_value());
  CHECK(*r == "done");
  CHECK(r->size() == 4);
  *r += "!";
  CHECK(*r == "done!");
  result<std::string> const& seen = r;
  CHECK(*seen == "done!");
  CHECK(seen->front() == 'd');
}

TEST_CASE("a result has what a function returns") {
  const result<std::string> r(std::in_place, [] { return std::string("made"); });
  REQUIRE(r);
  CHECK(*r == "made");
}

TEST_CASE("a result of a value that is kept has a copy of it") {
  const std::string kept = "kept";
  const result<std::string> r = kept;
  REQUIRE(r);
  CHECK(*r == "kept");
  CHECK(kept == "kept");
}

TEST_CASE("a result of a problem has exactly that problem") {
  const result<int> r = a_problem(code::unknown_role, "boss");
  CHECK_FALSE(r);
  CHECK_FALSE(r.has_value());
  REQUIRE(r.error().size() == 1);
  CHECK(r.error().front().code == code::unknown_role);
  CHECK(r.error().front().subject == "boss");
}

TEST_CASE("a result of several problems has all of them in order") {
  problems why;
  why.add(a_problem(code::invalid_email));
  why.add(a_problem(code::unknown_role));
  const result<int> r = why;
  REQUIRE_FALSE(r);
  REQUIRE(r.error().size() == 2);
  CHECK(r.error()[0].code == code::invalid_email);
  CHECK(r.error()[1].code == code::unknown_role);
  CHECK(r.error() == why);
}

TEST_CASE("value and problems can be moved out of a result") {
  result<std::unique_ptr<int>> r = std::make_unique<int>(7);
  REQUIRE(r);
  const std::unique_ptr<int> value = *std::move(r);
  REQUIRE(value);
  CHECK(*value == 7);

  result<std::unique_ptr<int>> refused = a_problem(code::expired, "id");
  const problems why = std::move(refused).error();
  REQUIRE(why.size() == 1);
  CHECK(why.front().subject == "id");
}

TEST_CASE("a result takes over what is assigned to it, and leaves nothing behind of what it had") {
  using shared = std::shared_ptr<int>;
  const shared alive = std::make_shared<int>(1);
  const result<shared> good = alive;
  const result<shared> other = std::make_shared<int>(2);
  const result<shared> refused = a_problem(code::expired, std::string(100, 'x'));
  const result<shared> refused_otherwise = a_problem(code::not_found, std::string(100, 'y'));
  for (result<shared> const* before : {&good, &other, &refused, &refused_otherwise}) {
    for (result<shared> const* after : {&good, &other, &refused, &refused_otherwise}) {
      result<shared> copied = *before;
      copied = *after;
      CHECK(copied == *after);
      result<shared> source = *after;
      result<shared> moved = *before;
      moved = std::move(source);
      CHECK(moved == *after);
    }
    result<shared> same = *before;
    result<shared> const& itself = same;
    same = itself;
    CHECK(same == *before);
  }
  CHECK(alive.use_count() == 2);
}

TEST_CASE("a result that is moved to itself stays what it is") {
  result<std::string> r = std::string(100, 'x');
  result<std::string>& itself = r;
  r = std::move(itself);
  CHECK(r == result<std::string>(std::string(100, 'x')));
}

TEST_CASE("results are equal if both have equal values or equal problems") {
  CHECK(result<int>(1) == result<int>(1));
  CHECK(result<int>(1) != result<int>(2));
  CHECK(result<int>(a_problem(code::expired)) == result<int>(a_problem(code::expired)));
  CHECK(result<int>(a_problem(code::expired)) != result<int>(a_problem(code::not_found)));
  CHECK(result<int>(a_problem(code::expired)) != result<int>(0));
}
