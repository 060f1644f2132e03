// SPDX-License-Identifier: MIT

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "base/ends_program.hpp"
#include "catch2.hpp"

namespace {

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

/// Refuses with two problems whose subjects are too long for a short string.
template <class T>
result<T> refuse_twice() {
  problems why;
  why.add(a_problem(code::invalid_email, std::string(100, 'x')));
  why.add(a_problem(code::unknown_role, std::string(100, 'y')));
  return why;
}

static_assert(!std::is_nothrow_copy_assignable_v<result<std::string>>);
static_assert(std::is_nothrow_move_constructible_v<result<int>>);
static_assert(std::is_copy_constructible_v<result<std::string>>);
static_assert(std::is_move_constructible_v<result<std::unique_ptr<int>>>);
static_assert(!std::is_copy_constructible_v<result<std::unique_ptr<int>>>);
static_assert(!std::is_copy_assignable_v<result<std::unique_ptr<int>>>);
static_assert(!std::is_convertible_v<result<int>, bool>);
static_assert(!std::is_convertible_v<result<void>, bool>);
static_assert(std::is_constructible_v<bool, result<void>>);
static_assert(std::is_nothrow_move_constructible_v<result<void>>);
static_assert(std::is_same_v<result<void>::value_type, void>);
// error() of a temporary result returns by value.
static_assert(std::is_same_v<decltype(std::declval<result<int>>().error()), problems>);
static_assert(std::is_same_v<decltype(std::declval<result<void>>().error()), problems>);

}  // namespace

TEST_CASE("a result made from a value gives access to it", "[result]") {
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

TEST_CASE("a result constructed in place holds the return value of the function", "[result]") {
  const result<std::string> r(std::in_place, [] { return std::string("made"); });
  REQUIRE(r);
  CHECK(*r == "made");
}

TEST_CASE("a result made from an lvalue holds a copy", "[result]") {
  const std::string kept = "kept";
  const result<std::string> r = kept;
  REQUIRE(r);
  CHECK(*r == "kept");
  CHECK(kept == "kept");
}

TEST_CASE("a result made from one problem holds exactly this problem", "[result]") {
  const result<int> r = a_problem(code::unknown_role, "boss");
  CHECK_FALSE(r);
  CHECK_FALSE(r.has_value());
  REQUIRE(r.error().size() == 1);
  CHECK(r.error().front().code == code::unknown_role);
  CHECK(r.error().front().subject == "boss");
}

TEST_CASE("a result made from several problems holds them in order", "[result]") {
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

TEST_CASE("the value and the problems can be moved out of a result", "[result]") {
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

TEST_CASE("assignment to a result replaces and destroys its previous value or problems",
          "[result]") {
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

TEST_CASE("self-move assignment does not change a result", "[result]") {
  result<std::string> r = std::string(100, 'x');
  result<std::string>& itself = r;
  r = std::move(itself);
  CHECK(r == result<std::string>(std::string(100, 'x')));
}

TEST_CASE("two results are equal if both have equal values or equal problems", "[result]") {
  CHECK(result<int>(1) == result<int>(1));
  CHECK(result<int>(1) != result<int>(2));
  CHECK(result<int>(a_problem(code::expired)) == result<int>(a_problem(code::expired)));
  CHECK(result<int>(a_problem(code::expired)) != result<int>(a_problem(code::not_found)));
  CHECK(result<int>(a_problem(code::expired)) != result<int>(0));
}

// Access without a check --------------------------------------------------------------------------

#ifdef INVITO_CAN_END_PROGRAM

TEST_CASE("access to the value of a refusal ends the program", "[result]") {
  result<std::string> refused = a_problem(code::expired);
  result<std::string> const& seen = refused;
  CHECK(ends_program([&] { (void)*refused; }));
  CHECK(ends_program([&] { (void)*seen; }));
  CHECK(ends_program([&] { (void)*std::move(refused); }));
  CHECK(ends_program([&] { (void)refused->size(); }));
  CHECK(ends_program([&] { (void)seen->size(); }));
  CHECK(ends_program([&] { (void)refused.value(); }));
  CHECK(ends_program([&] { (void)seen.value(); }));
  CHECK(ends_program([&] { (void)std::move(refused).value(); }));
  const result<void> refused_void = a_problem(code::expired);
  CHECK(ends_program([&] { refused_void.value(); }));
}

TEST_CASE("access to the error of a success ends the program", "[result]") {
  result<int> done = 1;
  result<int> const& seen = done;
  CHECK(ends_program([&] { (void)done.error(); }));
  CHECK(ends_program([&] { (void)seen.error(); }));
  CHECK(ends_program([&] { (void)std::move(done).error(); }));
  result<void> done_void;
  CHECK(ends_program([&] { (void)done_void.error(); }));
  CHECK(ends_program([&] { (void)std::move(done_void).error(); }));
}

TEST_CASE("access to the value of a success and to the error of a refusal does not end the program",
          "[result]") {
  result<int> done = 1;
  result<int> refused = a_problem(code::expired);
  result<void> done_void;
  result<void> refused_void = a_problem(code::expired);
  CHECK_FALSE(ends_program([&] { (void)*done; }));
  CHECK_FALSE(ends_program([&] { (void)done.value(); }));
  CHECK_FALSE(ends_program([&] { (void)refused.error(); }));
  CHECK_FALSE(ends_program([&] { done_void.value(); }));
  CHECK_FALSE(ends_program([&] { (void)refused_void.error(); }));
}

#endif

TEST_CASE("a loop over the error of a temporary result iterates over problems that still exist",
          "[result]") {
  std::vector<std::string> subjects;
  for (problem const& p : refuse_twice<int>().error()) subjects.push_back(p.subject);
  for (problem const& p : refuse_twice<void>().error()) subjects.push_back(p.subject);
  const std::string x(100, 'x');
  const std::string y(100, 'y');
  CHECK(subjects == std::vector<std::string>{x, y, x, y});
}

// Results without a value -------------------------------------------------------------------------

TEST_CASE("a default constructed result<void> is a success", "[result]") {
  const result<void> r;
  CHECK(r);
  CHECK(r.has_value());
  r.value();
  CHECK(result<void>(problems()).has_value());
}

TEST_CASE("a result<void> made from problems is a refusal with these problems in order",
          "[result]") {
  const result<void> one = a_problem(code::unknown_role, "boss");
  CHECK_FALSE(one);
  CHECK_FALSE(one.has_value());
  REQUIRE(one.error().size() == 1);
  CHECK(one.error().front() == a_problem(code::unknown_role, "boss"));

  result<void> two = refuse_twice<void>();
  REQUIRE_FALSE(two);
  REQUIRE(two.error().size() == 2);
  CHECK(two.error()[0].code == code::invalid_email);
  CHECK(two.error()[1].code == code::unknown_role);
  const problems moved = std::move(two).error();
  CHECK(moved.size() == 2);
}

TEST_CASE("two result<void> are equal if both succeed or both have equal problems", "[result]") {
  CHECK(result<void>() == result<void>());
  CHECK_FALSE(result<void>() != result<void>());
  CHECK(result<void>(a_problem(code::expired)) == result<void>(a_problem(code::expired)));
  CHECK(result<void>(a_problem(code::expired)) != result<void>(a_problem(code::not_found)));
  CHECK(result<void>(a_problem(code::expired)) != result<void>());
  CHECK(result<void>() != result<void>(a_problem(code::expired)));
}
