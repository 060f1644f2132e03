// SPDX-License-Identifier: MIT

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using invito::grant;
using invito::grant_list;
using invito::offer;
using invito::role_catalog;
using invito::scope;
using invito::detail::repeated_grants;

grant in_project(std::string id, std::string role = {}) {
  return {scope::project, std::move(id), std::move(role)};
}
grant in_workspace(std::string id) { return {scope::workspace, std::move(id), {}}; }

using indices = std::vector<std::size_t>;

const role_catalog closed_catalog = {
    {"owner", 30}, {"admin", 20}, {"member", 10}, {"lead", 20, true, scope::project}};

/// The result of `issue` if `m` offers `role`, with a grant of a project if `project_role` is set.
std::string issue_as(support::member const& m, role_catalog const& roles, std::string role,
                     std::string project_role = {},
                     invito::granting granting = invito::granting::up_to_own_rank) {
  invito::policy p;
  p.roles = roles;
  p.granting = granting;
  invito::invitation_request r = support::request(role);
  if (!project_role.empty()) {
    r.offer.grants = std::vector<grant>{in_project("p-1", std::move(project_role))};
  }
  invito::issue_command c = support::issuing(m);
  c.facts.scopes = support::nothing_in_the_way(r.offer).scopes;
  const auto made = invito::issue(p, r, c);
  if (!made) return codes_of(made.error());
  // The spelling of the role is unchanged.
  return invito::apply(*made).offer == r.offer ? "issued" : "another offer";
}

}  // namespace

TEST_CASE("find returns the role with the exact name in the scope", "[role]") {
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

TEST_CASE("find returns the first of two roles with the same name in one scope", "[role]") {
  const role_catalog c = {{"admin", 20}, {"admin", 40}};
  REQUIRE(c.find("admin"));
  CHECK(c.find("admin")->rank == 20);
}

TEST_CASE("an open catalog returns the custom role for any other name in the scope", "[role]") {
  const role_catalog open = closed_catalog.open_to({"custom", 15, false});
  for (char const* other : {"analyst", "custom", "Owner", "owner ", " ", "caf\xC3\xA9"}) {
    CAPTURE(other);
    REQUIRE(open.find(other));
    CHECK(*open.find(other) == invito::role{"custom", 15, false});
    CHECK_FALSE(closed_catalog.find(other));
  }
  // Listed roles come first.
  REQUIRE(open.find("owner"));
  CHECK(*open.find("owner") == invito::role{"owner", 30});
  REQUIRE(open.find("lead", scope::project));
  CHECK(open.find("lead", scope::project)->rank == 20);
  // An empty name is not a role, and the other scopes are closed.
  CHECK_FALSE(open.find(""));
  CHECK_FALSE(open.find("analyst", scope::project));
  CHECK_FALSE(open.find("analyst", scope::workspace));
  CHECK_FALSE(open.find("custom", scope::project));
}

TEST_CASE("a catalog can be open in the scope of projects", "[role]") {
  const role_catalog open = closed_catalog.open_to({"any", 3, true, scope::project});
  REQUIRE(open.find("builder", scope::project));
  CHECK(open.find("builder", scope::project)->rank == 3);
  REQUIRE(open.find("owner", scope::project));  // listed for the organization only
  CHECK(open.find("owner", scope::project)->rank == 3);
  CHECK_FALSE(open.find("", scope::project));
  CHECK_FALSE(open.find("builder"));
  CHECK_FALSE(open.find("builder", scope::workspace));
}

TEST_CASE("find_listed returns only listed roles of an open catalog", "[role]") {
  const role_catalog open = closed_catalog.open_to({"custom", 15});
  REQUIRE(open.find_listed("owner"));
  CHECK(*open.find_listed("owner") == invito::role{"owner", 30});
  REQUIRE(open.find_listed("lead", scope::project));
  CHECK(open.find_listed("lead", scope::project)->rank == 20);
  CHECK_FALSE(open.find_listed("analyst"));
  CHECK_FALSE(open.find_listed("custom"));
  CHECK_FALSE(open.find_listed("Owner"));
  CHECK_FALSE(open.find_listed("lead"));
  CHECK_FALSE(open.find_listed(""));
  REQUIRE(open.ignoring_case().find_listed("OWNER"));
}

TEST_CASE("open_to adds no role to the list and does not change the original catalog", "[role]") {
  const role_catalog open = closed_catalog.open_to({"custom", 15});
  CHECK(open.all() == closed_catalog.all());
  CHECK_FALSE(closed_catalog.find("analyst"));
  // A second call replaces the custom role.
  REQUIRE(open.open_to({"newer", 1}).find("analyst"));
  CHECK(open.open_to({"newer", 1}).find("analyst")->name == "newer");
  REQUIRE(role_catalog().open_to({"custom", 15}).find("analyst"));
  CHECK(role_catalog().open_to({"custom", 15}).find("analyst")->rank == 15);
}

TEST_CASE("ignoring_case ignores the case of ASCII letters only", "[role]") {
  const role_catalog c = role_catalog({{"Owner", 30},
                                       {"admin [a]", 20},
                                       {"caf\xC3\xA9", 10},
                                       {"lead", 5, true, scope::project}})
                             .ignoring_case();
  for (char const* name : {"Owner", "owner", "OWNER", "oWNEr"}) {
    CAPTURE(name);
    REQUIRE(c.find(name));
    CHECK(c.find(name)->name == "Owner");
  }
  REQUIRE(c.find("ADMIN [A]"));
  CHECK_FALSE(c.find("admin {a}"));  // '[' and '{' differ in the same bit as 'A' and 'a'
  REQUIRE(c.find("CAF\xC3\xA9"));
  CHECK_FALSE(c.find("CAF\xC3\x89"));
  CHECK_FALSE(c.find("Owne"));
  CHECK_FALSE(c.find("Owners"));
  CHECK_FALSE(c.find(""));
  REQUIRE(c.find("LEAD", scope::project));
  CHECK_FALSE(c.find("LEAD"));
}

TEST_CASE("a catalog that ignores case returns the first of two roles that differ only in case",
          "[role]") {
  const role_catalog exact = {{"Admin", 20}, {"admin", 40}};
  REQUIRE(exact.find("admin"));
  CHECK(exact.find("admin")->rank == 40);
  REQUIRE(exact.ignoring_case().find("admin"));
  CHECK(exact.ignoring_case().find("admin")->rank == 20);
}

TEST_CASE("an open catalog that ignores case finds its listed roles in any case", "[role]") {
  for (role_catalog const& c : {closed_catalog.open_to({"custom", 15}).ignoring_case(),
                                closed_catalog.ignoring_case().open_to({"custom", 15})}) {
    REQUIRE(c.find("OWNER"));
    CHECK(c.find("OWNER")->rank == 30);
    REQUIRE(c.find("OWNERS"));
    CHECK(c.find("OWNERS")->rank == 15);
  }
}

TEST_CASE("catalogs are equal only if their roles, custom role and case rule are equal", "[role]") {
  const role_catalog same = {
      {"owner", 30}, {"admin", 20}, {"member", 10}, {"lead", 20, true, scope::project}};
  CHECK(closed_catalog == same);
  CHECK_FALSE(closed_catalog != same);
  CHECK(closed_catalog != role_catalog());
  CHECK(role_catalog({{"a", 1}, {"b", 2}}) != role_catalog({{"b", 2}, {"a", 1}}));
  const role_catalog open = closed_catalog.open_to({"custom", 15});
  CHECK(open != closed_catalog);
  CHECK(open == same.open_to({"custom", 15}));
  CHECK(open != closed_catalog.open_to({"custom", 16}));
  CHECK(open != closed_catalog.open_to({"other", 15}));
  CHECK(open != closed_catalog.open_to({"custom", 15, false}));
  CHECK(open != closed_catalog.open_to({"custom", 15, true, scope::project}));
  CHECK(open != closed_catalog.open_to({"custom", 15, true, scope::organization, {"read"}}));
  CHECK(closed_catalog.ignoring_case() != closed_catalog);
  CHECK(closed_catalog.ignoring_case() == same.ignoring_case());
  CHECK(open.ignoring_case() == same.ignoring_case().open_to({"custom", 15}));
  CHECK(open.ignoring_case() != open);
}

TEST_CASE("issue grants a custom role by the rank that the open catalog gives it",
          "[role][issue]") {
  using support::adam;
  using support::mike;
  using support::olga;
  const role_catalog open = closed_catalog.open_to({"custom", 20});
  CHECK(issue_as(olga, open, "analyst") == "issued");
  CHECK(issue_as(adam, open, "analyst") == "issued");
  CHECK(issue_as(mike, open, "analyst") == "not_permitted");
  CHECK(issue_as(mike, open, "member") == "issued");
  CHECK(issue_as(adam, open, "owner") == "not_permitted");
  const auto below = invito::granting::below_own_rank;
  CHECK(issue_as(olga, open, "analyst", {}, below) == "issued");
  CHECK(issue_as(adam, open, "analyst", {}, below) == "not_permitted");
}

TEST_CASE("issue refuses an actor with a custom role that is not listed", "[role][issue]") {
  const support::member anna{invito::actor::user(invito::user_id("anna")), "analyst"};
  const support::member without_role{invito::actor::user(invito::user_id("without")), ""};
  const role_catalog open = closed_catalog.open_to({"custom", 30});
  for (char const* role : {"member", "admin", "owner", "analyst", "another one"}) {
    CAPTURE(role);
    CHECK(issue_as(anna, open, role) == "not_permitted");
    CHECK(issue_as(without_role, open, role) == "not_permitted");
  }
  const role_catalog listed =
      role_catalog({{"owner", 30}, {"member", 10}, {"analyst", 20}}).open_to({"custom", 20});
  CHECK(issue_as(anna, listed, "member") == "issued");
  CHECK(issue_as(anna, listed, "another one") == "issued");
  CHECK(issue_as(anna, listed, "owner") == "not_permitted");
  // The name of the custom role is not listed either.
  const support::member posing{invito::actor::user(invito::user_id("posing")), "custom"};
  CHECK(issue_as(posing, open, "member") == "not_permitted");
}

TEST_CASE("issue refuses an unknown role, and a custom role that is not grantable",
          "[role][issue]") {
  using support::adam;
  using support::olga;
  CHECK(issue_as(olga, closed_catalog, "analyst") == "unknown_role /role");
  // An unknown role has the highest rank.
  CHECK(issue_as(adam, closed_catalog, "analyst") == "not_permitted");
  CHECK(issue_as(olga, closed_catalog.open_to({"custom", 20, false}), "analyst") ==
        "role_not_grantable /role");
  const role_catalog projects = closed_catalog.open_to({"any", 20, true, scope::project});
  CHECK(issue_as(olga, projects, "analyst") == "unknown_role /role");
  CHECK(issue_as(olga, projects, "member", "builder") == "issued");
  CHECK(issue_as(support::mike, projects, "member", "builder") == "not_permitted");
  CHECK(issue_as(olga, closed_catalog.open_to({"custom", 20}), "member", "builder") ==
        "unknown_role /grants/0/role");
}

TEST_CASE("a role has its rank in any case if the catalog ignores case", "[role][issue]") {
  using support::adam;
  using support::mike;
  const role_catalog c = closed_catalog.ignoring_case();
  CHECK(issue_as(adam, c, "ADMIN") == "issued");
  CHECK(issue_as(mike, c, "ADMIN") == "not_permitted");
  CHECK(issue_as(mike, c, "Member") == "issued");
  const support::member chief{invito::actor::user(invito::user_id("chief")), "OWNER"};
  CHECK(issue_as(chief, c, "owner") == "issued");
  CHECK(issue_as(chief, closed_catalog, "member") == "not_permitted");
  // Another spelling of a high role is not a custom role of low rank.
  CHECK(issue_as(mike, closed_catalog.open_to({"custom", 10}).ignoring_case(), "Owner") ==
        "not_permitted");
}

TEST_CASE("all returns the roles of a catalog in order", "[role]") {
  const role_catalog c(std::vector<invito::role>{{"b", 1}, {"a", 2}});
  REQUIRE(c.all().size() == 2);
  CHECK(c.all()[0].name == "b");
  CHECK(c.all()[1].name == "a");
}

TEST_CASE("a role is grantable and in the scope of the organization by default", "[role]") {
  const invito::role r;
  CHECK(r.grantable);
  CHECK(r.scope == scope::organization);
  CHECK(r.rank == 0);
  CHECK(r.permissions.empty());
}

TEST_CASE("repeated_grants returns nothing if all grants differ in scope or id", "[role]") {
  CHECK(repeated_grants({}).empty());
  CHECK(repeated_grants({in_project("a")}).empty());
  CHECK(repeated_grants({in_project("a"), in_project("b"), in_workspace("a")}).empty());
  CHECK(repeated_grants({in_project("a"), in_project("A")}).empty());
}

TEST_CASE("repeated_grants returns every index of a repeated grant except the first, in order",
          "[role]") {
  CHECK(repeated_grants({in_project("a"), in_project("a")}) == indices{1});
  // The role is not compared: both are grants of one membership.
  CHECK(repeated_grants({in_project("a", "lead"), in_project("a", "viewer")}) == indices{1});
  CHECK(repeated_grants({in_project("b"), in_project("a"), in_project("b"), in_workspace("b"),
                         in_project("a"), in_project("b")}) == indices{2, 4, 5});
}

TEST_CASE("repeated_grants finds one repeated grant among 5000", "[role]") {
  std::vector<grant> many;
  for (int n = 0; n != 5000; ++n) many.push_back(in_project(std::to_string(n % 4999)));
  CHECK(repeated_grants(many) == indices{4999});
}

TEST_CASE("absent grants and an empty list of grants are different offers", "[role]") {
  const offer left_out{"member", std::nullopt};
  const offer none{"member", std::vector<grant>{}};
  CHECK(left_out != none);
  CHECK(left_out == offer{"member", std::nullopt});
  CHECK(none == offer{"member", std::vector<grant>{}});
  CHECK(left_out != offer{"admin", std::nullopt});
}

TEST_CASE("grants are equal only if every member is equal", "[role]") {
  CHECK(in_project("a", "lead") == in_project("a", "lead"));
  CHECK(in_project("a", "lead") != in_project("a", "viewer"));
  CHECK(in_project("a") != in_project("b"));
  CHECK(in_project("a") != in_workspace("a"));
  CHECK_FALSE(in_project("a") != in_project("a"));
}
