// SPDX-License-Identifier: MIT

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::grant;
using invito::grant_list;
using invito::offer;
using invito::repeated;
using invito::role_catalog;
using invito::scope;

grant in_project(std::string id, std::string role = {}) {
  return {scope::project, std::move(id), std::move(role)};
}
grant in_workspace(std::string id) { return {scope::workspace, std::move(id), {}}; }

using places = std::vector<std::size_t>;

}  // namespace

TEST_CASE("a catalog finds a role by its exact name in its scope") {
  const role_catalog c = {{"owner", 30}, {"member", 10}, {"member", 3, true, scope::project}};
  REQUIRE(c.find("owner"));
  CHECK(c.find("owner")->rank == 30);
  REQUIRE(c.find("member"));
  CHECK(c.find("member")->rank == 10);
  REQUIRE(c.find("member", scope::project));
  CHECK(c.find("member", scope::project)->rank == 3);
  CHECK_FALSE(c.find("owner", scope::project));
  CHECK_FALSE(c.find("member", scope::workspace));
  CHECK_FALSE(c.find("Owner"));
  CHECK_FALSE(c.find("owne"));
  CHECK_FALSE(c.find("owner "));
  CHECK_FALSE(c.find(""));
  CHECK_FALSE(role_catalog().find("owner"));
}

TEST_CASE("of two roles of one name in one scope the first counts") {
  const role_catalog c = {{"admin", 20}, {"admin", 40}};
  REQUIRE(c.find("admin"));
  CHECK(c.find("admin")->rank == 20);
}

TEST_CASE("a catalog keeps its roles in order") {
  const role_catalog c(std::vector<invito::role>{{"b", 1}, {"a", 2}});
  REQUIRE(c.all().size() == 2);
  CHECK(c.all()[0].name == "b");
  CHECK(c.all()[1].name == "a");
}

TEST_CASE("a role is of the organization and may be granted, unless it says otherwise") {
  const invito::role r;
  CHECK(r.grantable);
  CHECK(r.scope == scope::organization);
  CHECK(r.rank == 0);
}

TEST_CASE("no grant is repeated where all differ in scope or id") {
  CHECK(repeated({}).empty());
  CHECK(repeated({in_project("a")}).empty());
  CHECK(repeated({in_project("a"), in_project("b"), in_workspace("a")}).empty());
  CHECK(repeated({in_project("a"), in_project("A")}).empty());
}

TEST_CASE("a repeated grant is told by every place but its first, in order") {
  CHECK(repeated({in_project("a"), in_project("a")}) == places{1});
  // The role makes no difference: it is the same membership.
  CHECK(repeated({in_project("a", "lead"), in_project("a", "viewer")}) == places{1});
  CHECK(repeated({in_project("b"), in_project("a"), in_project("b"), in_workspace("b"),
                  in_project("a"), in_project("b")}) == places{2, 4, 5});
}

TEST_CASE("the repeated among many are found") {
  std::vector<grant> many;
  for (int n = 0; n != 5000; ++n) many.push_back(in_project(std::to_string(n % 4999)));
  CHECK(repeated(many) == places{4999});
}

TEST_CASE("grants left out and no grants are different offers") {
  const offer left_out{"member", std::nullopt};
  const offer none{"member", std::vector<grant>{}};
  CHECK(left_out != none);
  CHECK(left_out == offer{"member", std::nullopt});
  CHECK(none == offer{"member", std::vector<grant>{}});
  CHECK(left_out != offer{"admin", std::nullopt});
}

TEST_CASE("a grant is equal to another only if every member is") {
  CHECK(in_project("a", "lead") == in_project("a", "lead"));
  CHECK(in_project("a", "lead") != in_project("a", "viewer"));
  CHECK(in_project("a") != in_project("b"));
  CHECK(in_project("a") != in_workspace("a"));
  CHECK_FALSE(in_project("a") != in_project("a"));
}
