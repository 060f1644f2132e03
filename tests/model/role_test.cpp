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
using invito::repeated;
using invito::role_catalog;
using invito::scope;

grant in_project(std::string id, std::string role = {}) {
  return {scope::project, std::move(id), std::move(role)};
}
grant in_workspace(std::string id) { return {scope::workspace, std::move(id), {}}; }

using places = std::vector<std::size_t>;

const role_catalog closed_catalog = {
    {"owner", 30}, {"admin", 20}, {"member", 10}, {"lead", 20, true, scope::project}};

/// What `issue` says when `m` offers `role`, with a grant of a project where one is named.
std::string issuing_as(support::member const& m, role_catalog const& roles, std::string role,
                       std::string project_role = {},
                       invito::granting who_may = invito::granting::up_to_own_rank) {
  invito::policy p;
  p.roles = roles;
  p.granting = who_may;
  invito::invitation_request r = support::request(role);
  if (!project_role.empty()) {
    r.offer.grants = std::vector<grant>{in_project("p-1", std::move(project_role))};
  }
  invito::issue_command c = support::issuing(m);
  c.facts.scopes = support::nothing_in_the_way(r.offer).scopes;
  const auto made = invito::issue(p, r, c);
  if (!made) return told(made.error());
  // The role stays what it was called.
  return invito::apply(*made).offer == r.offer ? "issued" : "another offer";
}

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

TEST_CASE("an open catalog takes any other name in the scope for the custom role") {
  const role_catalog open = closed_catalog.open_to({"custom", 15, false});
  for (char const* other : {"analyst", "custom", "Owner", "owner ", " ", "caf\xC3\xA9"}) {
    CAPTURE(other);
    REQUIRE(open.find(other));
    CHECK(*open.find(other) == invito::role{"custom", 15, false});
    CHECK_FALSE(closed_catalog.find(other));
  }
  // Those on the list come first.
  REQUIRE(open.find("owner"));
  CHECK(*open.find("owner") == invito::role{"owner", 30});
  REQUIRE(open.find("lead", scope::project));
  CHECK(open.find("lead", scope::project)->rank == 20);
  // No name is no role, and the other scopes stay closed.
  CHECK_FALSE(open.find(""));
  CHECK_FALSE(open.find("analyst", scope::project));
  CHECK_FALSE(open.find("analyst", scope::workspace));
  CHECK_FALSE(open.find("custom", scope::project));
}

TEST_CASE("a catalog may be open in another scope than the organization's") {
  const role_catalog open = closed_catalog.open_to({"any", 3, true, scope::project});
  REQUIRE(open.find("builder", scope::project));
  CHECK(open.find("builder", scope::project)->rank == 3);
  REQUIRE(open.find("owner", scope::project));  // of the organization, so another name here
  CHECK(open.find("owner", scope::project)->rank == 3);
  CHECK_FALSE(open.find("", scope::project));
  CHECK_FALSE(open.find("builder"));
  CHECK_FALSE(open.find("builder", scope::workspace));
}

TEST_CASE("only what stands on its list is listed in an open catalog") {
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

TEST_CASE("opening a catalog adds no role to its list and leaves the one it was made from closed") {
  const role_catalog open = closed_catalog.open_to({"custom", 15});
  CHECK(open.all() == closed_catalog.all());
  CHECK_FALSE(closed_catalog.find("analyst"));
  // Opened again, it is open to the latter role alone.
  REQUIRE(open.open_to({"newer", 1}).find("analyst"));
  CHECK(open.open_to({"newer", 1}).find("analyst")->name == "newer");
  REQUIRE(role_catalog().open_to({"custom", 15}).find("analyst"));
  CHECK(role_catalog().open_to({"custom", 15}).find("analyst")->rank == 15);
}

TEST_CASE("a catalog may ignore the case of ASCII letters, and of nothing else") {
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
  CHECK_FALSE(c.find("admin {a}"));  // these signs differ by the same bit as letters do
  REQUIRE(c.find("CAF\xC3\xA9"));
  CHECK_FALSE(c.find("CAF\xC3\x89"));
  CHECK_FALSE(c.find("Owne"));
  CHECK_FALSE(c.find("Owners"));
  CHECK_FALSE(c.find(""));
  REQUIRE(c.find("LEAD", scope::project));
  CHECK_FALSE(c.find("LEAD"));
}

TEST_CASE("of two roles that differ in case alone the first counts where case is ignored") {
  const role_catalog exact = {{"Admin", 20}, {"admin", 40}};
  REQUIRE(exact.find("admin"));
  CHECK(exact.find("admin")->rank == 40);
  REQUIRE(exact.ignoring_case().find("admin"));
  CHECK(exact.ignoring_case().find("admin")->rank == 20);
}

TEST_CASE("a catalog that is open and ignores case knows its own roles in any case") {
  for (role_catalog const& c : {closed_catalog.open_to({"custom", 15}).ignoring_case(),
                                closed_catalog.ignoring_case().open_to({"custom", 15})}) {
    REQUIRE(c.find("OWNER"));
    CHECK(c.find("OWNER")->rank == 30);
    REQUIRE(c.find("OWNERS"));
    CHECK(c.find("OWNERS")->rank == 15);
  }
}

TEST_CASE("two catalogs are equal only if their roles, openness and regard for case are") {
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

TEST_CASE("a custom role is granted by the rank of the role that it is like") {
  using support::adam;
  using support::mike;
  using support::olga;
  const role_catalog open = closed_catalog.open_to({"custom", 20});
  CHECK(issuing_as(olga, open, "analyst") == "issued");
  CHECK(issuing_as(adam, open, "analyst") == "issued");
  CHECK(issuing_as(mike, open, "analyst") == "not_permitted");
  CHECK(issuing_as(mike, open, "member") == "issued");
  CHECK(issuing_as(adam, open, "owner") == "not_permitted");
  const auto below = invito::granting::below_own_rank;
  CHECK(issuing_as(olga, open, "analyst", {}, below) == "issued");
  CHECK(issuing_as(adam, open, "analyst", {}, below) == "not_permitted");
}

TEST_CASE("who holds a custom role may grant nothing, unless the role is listed") {
  const support::member anna{invito::actor::user(invito::user_id("anna")), "analyst"};
  const support::member nobody{invito::actor::user(invito::user_id("nobody")), ""};
  const role_catalog open = closed_catalog.open_to({"custom", 30});
  for (char const* role : {"member", "admin", "owner", "analyst", "another one"}) {
    CAPTURE(role);
    CHECK(issuing_as(anna, open, role) == "not_permitted");
    CHECK(issuing_as(nobody, open, role) == "not_permitted");
  }
  const role_catalog listed =
      role_catalog({{"owner", 30}, {"member", 10}, {"analyst", 20}}).open_to({"custom", 20});
  CHECK(issuing_as(anna, listed, "member") == "issued");
  CHECK(issuing_as(anna, listed, "another one") == "issued");
  CHECK(issuing_as(anna, listed, "owner") == "not_permitted");
  // Nor does it lend the name of the role that it is like.
  const support::member posing{invito::actor::user(invito::user_id("posing")), "custom"};
  CHECK(issuing_as(posing, open, "member") == "not_permitted");
}

TEST_CASE("a closed catalog refuses what an open one takes for custom, and so may an open one") {
  using support::adam;
  using support::olga;
  CHECK(issuing_as(olga, closed_catalog, "analyst") == "unknown_role /role");
  // What is not known ranks as the highest role.
  CHECK(issuing_as(adam, closed_catalog, "analyst") == "not_permitted");
  CHECK(issuing_as(olga, closed_catalog.open_to({"custom", 20, false}), "analyst") ==
        "role_not_grantable /role");
  const role_catalog projects = closed_catalog.open_to({"any", 20, true, scope::project});
  CHECK(issuing_as(olga, projects, "analyst") == "unknown_role /role");
  CHECK(issuing_as(olga, projects, "member", "builder") == "issued");
  CHECK(issuing_as(support::mike, projects, "member", "builder") == "not_permitted");
  CHECK(issuing_as(olga, closed_catalog.open_to({"custom", 20}), "member", "builder") ==
        "unknown_role /grants/0/role");
}

TEST_CASE("where case is ignored, a role has its rank however it is spelled") {
  using support::adam;
  using support::mike;
  const role_catalog c = closed_catalog.ignoring_case();
  CHECK(issuing_as(adam, c, "ADMIN") == "issued");
  CHECK(issuing_as(mike, c, "ADMIN") == "not_permitted");
  CHECK(issuing_as(mike, c, "Member") == "issued");
  const support::member chief{invito::actor::user(invito::user_id("chief")), "OWNER"};
  CHECK(issuing_as(chief, c, "owner") == "issued");
  CHECK(issuing_as(chief, closed_catalog, "member") == "not_permitted");
  // Without that, another spelling of a high role must not pass for a low custom one.
  CHECK(issuing_as(mike, closed_catalog.open_to({"custom", 10}).ignoring_case(), "Owner") ==
        "not_permitted");
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
  CHECK(r.permissions.empty());
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
