// SPDX-License-Identifier: MIT

#include <set>
#include <string>
#include <type_traits>
#include <unordered_set>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::invitation_id;
using invito::organization_id;
using invito::user_id;

// Ids of different types do not convert to each other, nor to or from text.
static_assert(!std::is_same_v<invitation_id, organization_id>);
static_assert(!std::is_constructible_v<invitation_id, organization_id>);
static_assert(!std::is_constructible_v<user_id, invitation_id>);
static_assert(!std::is_assignable_v<organization_id&, user_id>);
static_assert(!std::is_convertible_v<std::string, invitation_id>);
static_assert(!std::is_convertible_v<char const*, user_id>);
static_assert(!std::is_convertible_v<invitation_id, std::string>);
static_assert(std::is_nothrow_constructible_v<invitation_id, std::string&&>);

template <class A, class B, class = void>
struct comparable : std::false_type {};
template <class A, class B>
struct comparable<A, B, std::void_t<decltype(std::declval<A>() == std::declval<B>())>>
    : std::true_type {};
static_assert(comparable<user_id, user_id>::value);
static_assert(!comparable<user_id, organization_id>::value);
static_assert(!comparable<user_id, std::string>::value);

}  // namespace

TEST_CASE("an id keeps its text, and an id with an empty text is empty", "[id]") {
  CHECK(user_id("u-1").text() == "u-1");
  CHECK_FALSE(user_id("u-1").empty());
  CHECK(user_id().empty());
  CHECK(user_id("").empty());
  CHECK_FALSE(user_id(" ").empty());
}

TEST_CASE("ids are compared bytewise", "[id]") {
  CHECK(user_id("u-1") == user_id("u-1"));
  CHECK(user_id("u-1") != user_id("U-1"));
  CHECK(user_id("u-1") != user_id("u-1 "));
  CHECK_FALSE(user_id("u-1") != user_id("u-1"));
  CHECK(user_id("a") < user_id("b"));
  CHECK_FALSE(user_id("b") < user_id("a"));
  CHECK_FALSE(user_id("a") < user_id("a"));
}

TEST_CASE("ids can be the keys of ordered and hashed containers", "[id]") {
  const std::set<user_id> ordered{user_id("b"), user_id("a"), user_id("b")};
  CHECK(ordered.size() == 2);
  CHECK(ordered.begin()->text() == "a");
  const std::unordered_set<user_id> hashed{user_id("b"), user_id("a"), user_id("b")};
  CHECK(hashed.size() == 2);
  CHECK(hashed.count(user_id("a")) == 1);
}
