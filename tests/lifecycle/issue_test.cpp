// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::code;
using invito::invitation_request;
using invito::issue;
using invito::issue_command;
using invito::policy;
using std::chrono::seconds;

constexpr invito::instant last_moment = (invito::instant::max)();

std::string refused(invitation_request const& r, issue_command const& c,
                    policy const& p = rules()) {
  return refusal(issue(p, r, c));
}

// What an owner hears who offers this.
std::string refused_offer(std::string role, invito::grant_list grants = std::nullopt,
                          policy const& p = rules()) {
  invitation_request r = request(std::move(role));
  r.offer.grants = std::move(grants);
  return refused(r, issuing(olga), p);
}

std::string refused_role(member const& by, std::string role, policy const& p = rules()) {
  return refused(request(std::move(role)), issuing(by), p);
}

std::string refused_lifetime(seconds lifetime, policy const& p = rules()) {
  issue_command c = issuing(olga);
  c.lifetime = lifetime;
  return refused(request("member"), c, p);
}

std::string refused_email(std::string email, policy const& p = rules()) {
  invitation_request r = request("member");
  r.recipient.email = invito::email(std::move(email));
  return refused(r, issuing(olga), p);
}

}  // namespace

TEST_CASE("issue makes a pending invitation of what was asked") {
  invitation_request r;
  r.recipient.email = invito::email("Ina@Example.com");
  r.recipient.user = invito::user_id("ina");
  r.name = {"Ina", "Inbox"};
  r.offer.role = "member";
  r.offer.grants = std::vector<invito::grant>{project("p1", "viewer")};
  r.send = false;
  r.attributes = {{"team", invito::json_text::unchecked("\"blue\"")}};
  issue_command c = issuing(adam);
  c.key = invito::key_digest("digest");
  c.idempotency_key = "once";
  c.facts.organization->revision = 41;

  const auto made = issue(rules(), r, c);
  REQUIRE(made);
  CHECK(made->guards.organization_revision == std::uint64_t{41});
  REQUIRE(made->guards.unique);
  CHECK(made->guards.unique->organization == acme);
  CHECK(made->guards.unique->email_key == "ina@example.com");

  const invito::invitation i = apply(*made);
  CHECK(i.id == invito::invitation_id("inv-1"));
  CHECK(i.organization == acme);
  CHECK(i.recipient.email->text() == "Ina@Example.com");
  CHECK(i.recipient.user == invito::user_id("ina"));
  CHECK(i.name == invito::person_name{"Ina", "Inbox"});
  CHECK(i.created_by == adam.who);
  CHECK(i.created_at == start);
  CHECK(i.updated_at() == start);
  CHECK_FALSE(i.send);
  CHECK(i.attributes == r.attributes);
  CHECK(i.state == invito::state(invito::pending{week_later}));
  CHECK(i.offer == r.offer);
  CHECK(i.offer_number == 1);
  CHECK(i.sponsor == adam.who);
  REQUIRE(i.keys);
  CHECK(i.keys->current == invito::key_digest("digest"));
  CHECK_FALSE(i.keys->previous);
  CHECK_FALSE(i.keys->previous_until);
  CHECK_FALSE(i.baseline);
  CHECK(i.revision() == 1);

  REQUIRE(i.history.size() == 1);
  invito::event const& e = i.history.front();
  CHECK(name(e.kind()) == "issue");
  CHECK(e.at == start);
  CHECK(e.by == adam.who);
  CHECK(e.revision == 1);
  CHECK(e.expires_at == week_later);
  CHECK(e.idempotency_key == "once");
  CHECK_FALSE(e.clamped);
  auto* said = std::get_if<invito::issue_details>(&e.details);
  REQUIRE(said);
  REQUIRE(said->offer);
  CHECK(*said->offer == r.offer);
  REQUIRE(said->key);
  CHECK(*said->key == invito::key_digest("digest"));
  CHECK_FALSE(said->reinstates);
  CHECK_FALSE(made->existing);
  CHECK(made->superseded.empty());
}

TEST_CASE("an idempotency key is looked for among the invitations that there are") {
  issue_command c = issuing(adam);
  c.idempotency_key = "once";
  CHECK(refused(request("member"), c).empty());
  c.facts.existing.reset();
  CHECK(refused(request("member"), c) == "fact_missing /facts/existing");
  // Although nobody asks for them where duplicates are the host's affair, unless there is a key.
  policy p = rules();
  p.duplicates = invito::duplicate_rule::unchecked;
  CHECK(refused(request("member"), c, p) == "fact_missing /facts/existing");
  c.idempotency_key.clear();
  CHECK(refused(request("member"), c, p).empty());
}

TEST_CASE("issue decides the same from the same") {
  const auto one = issue(rules(), request("member"), issuing(olga));
  const auto two = issue(rules(), request("member"), issuing(olga));
  REQUIRE(one);
  REQUIRE(two);
  CHECK(one->invitation == two->invitation);
  CHECK(one->guards == two->guards);
}

TEST_CASE("an invitation without key, facts or more than a role has none of them") {
  const auto made = issue(rules(), request("member"), issuing(olga));
  REQUIRE(made);
  CHECK_FALSE(made->invitation.keys);
  CHECK_FALSE(made->invitation.offer.grants);
  CHECK(made->invitation.send);
  CHECK_FALSE(made->guards.organization_revision);
}

TEST_CASE("an invitation to a known user without an address claims no mailbox") {
  invitation_request r = request("member");
  r.recipient.email = std::nullopt;
  r.recipient.user = invito::user_id("ina");
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  CHECK_FALSE(made->guards.unique);
}

// Authority --------------------------------------------------------------------------------------

TEST_CASE("up to the own rank, equals may be invited and superiors may not") {
  CHECK(refused_role(olga, "owner").empty());
  CHECK(refused_role(olga, "admin").empty());
  CHECK(refused_role(adam, "owner") == "not_permitted");
  CHECK(refused_role(adam, "admin").empty());
  CHECK(refused_role(adam, "member").empty());
  CHECK(refused_role(mike, "admin") == "not_permitted");
  CHECK(refused_role(mike, "member").empty());
}

TEST_CASE("below the own rank, neither equals nor superiors may be invited") {
  policy p = rules();
  p.granting = invito::granting::below_own_rank;
  CHECK(refused_role(olga, "owner", p) == "not_permitted");
  CHECK(refused_role(olga, "admin", p).empty());
  CHECK(refused_role(adam, "admin", p) == "not_permitted");
  CHECK(refused_role(adam, "member", p).empty());
  CHECK(refused_role(mike, "member", p) == "not_permitted");
}

TEST_CASE("the ranks of grants count like that of the role") {
  invitation_request r = request("member");
  r.offer.grants = std::vector<invito::grant>{project("p1", "viewer"), project("p2", "lead")};
  CHECK(refused(r, issuing(adam)).empty());
  const auto said = issue(rules(), r, issuing(mike));
  CHECK(refusal(said) == "not_permitted");
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "lead");
}

TEST_CASE("the refusal names the role that is too high") {
  const auto said = issue(rules(), request("owner"), issuing(adam));
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "owner");
}

TEST_CASE("a least rank keeps everybody below it from inviting at all") {
  policy p = rules();
  p.inviter_rank = 20;
  CHECK(refused_role(adam, "member", p).empty());
  CHECK(refused_role(mike, "member", p) == "not_permitted");
  p.inviter_rank = 10;
  CHECK(refused_role(mike, "member", p).empty());
  p.inviter_rank = 11;
  CHECK(refused_role(mike, "member", p) == "not_permitted");
}

TEST_CASE("a least rank also holds where nothing is offered but membership") {
  policy p;
  p.roles = {{"viewer", 1, true, invito::scope::project}};
  CHECK(refused_role(mike, "", p).empty());
  p.inviter_rank = 0;
  CHECK(refused_role(mike, "", p) == "not_permitted");
}

TEST_CASE("somebody whose own role is not in the catalog may grant none") {
  const member stray{invito::actor::user(invito::user_id("stray")), "admn"};
  CHECK(refused_role(stray, "member") == "not_permitted");
  policy p = rules();
  p.inviter_rank = -1000;
  CHECK(refused_role(stray, "member", p) == "not_permitted");
}

TEST_CASE("a role in a project gives no rank in the organization") {
  const member lead{invito::actor::user(invito::user_id("lena")), "lead"};
  CHECK(refused_role(lead, "member") == "not_permitted");
}

TEST_CASE("an actor who is no longer active may not invite") {
  issue_command c = issuing(olga);
  c.facts.actor->active = false;
  CHECK(refused(request("member"), c) == "inactive_actor");
}

TEST_CASE("without the actor's standing nobody is believed to have one") {
  issue_command c = issuing(olga);
  c.facts.actor = std::nullopt;
  const auto said = issue(rules(), request("member"), c);
  CHECK(refusal(said) == "fact_missing /facts/actor");
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "actor");
}

TEST_CASE("by verdict, the host's word decides and silence is a missing fact") {
  policy p = rules();
  p.granting = invito::granting::by_verdict;
  issue_command c = issuing(mike);
  c.facts.actor = std::nullopt;
  CHECK(refused(request("owner"), c, p) == "fact_missing /facts/may_grant");
  c.facts.may_grant = invito::verdict::no;
  CHECK(refused(request("owner"), c, p) == "not_permitted");
  c.facts.may_grant = invito::verdict::yes;
  CHECK(refused(request("owner"), c, p).empty());
}

TEST_CASE("by rank, the host's word does not count") {
  issue_command c = issuing(mike);
  c.facts.may_grant = invito::verdict::yes;
  CHECK(refused(request("owner"), c) == "not_permitted");
  c = issuing(olga);
  c.facts.may_grant = invito::verdict::no;
  CHECK(refused(request("owner"), c).empty());
}

TEST_CASE("unchecked, nobody is asked who may grant") {
  policy p = rules();
  p.granting = invito::granting::unchecked;
  issue_command c = issuing(mike);
  c.facts.actor.reset();
  CHECK(refused(request("owner"), c, p).empty());
  c.facts.may_grant = invito::verdict::no;
  CHECK(refused(request("owner"), c, p).empty());
  // Nothing at all, where nothing else is asked for either.
  c.facts = {};
  ask_for_nothing(p);
  CHECK(refused(request("owner"), c, p).empty());
}

// Input ------------------------------------------------------------------------------------------

TEST_CASE("a forgotten moment is refused, for every way of granting") {
  issue_command c = issuing(olga);
  c.now = issue_command().now;
  CHECK(refused(request("member"), c) == "missing_value /now");
}

TEST_CASE("1970 is a moment like any other") {
  CHECK(refused(request("member"), issuing(olga, invito::instant{})).empty());
}

TEST_CASE("an invitation needs an id, an organization and a recipient") {
  issue_command c = issuing(olga);
  c.id = {};
  CHECK(refused(request("member"), c) == "missing_value /id");
  c = issuing(olga);
  c.org = {};
  CHECK(refused(request("member"), c) == "missing_value /org");
  invitation_request r = request("member");
  r.recipient.email = std::nullopt;
  CHECK(refused(r, issuing(olga)) == "missing_value /email");
  r.recipient.user = invito::user_id("ina");
  CHECK(refused(r, issuing(olga)).empty());
}

TEST_CASE("what has no shape of an address is refused") {
  CHECK(refused_email("ina@example.com").empty());
  CHECK(refused_email("ina") == "invalid_email /email");
  CHECK(refused_email("") == "invalid_email /email");
  CHECK(refused_email(" ina@example.com") == "invalid_email /email");
  CHECK(refused_email("ina@example..com") == "invalid_email /email");
  // Also of a known user.
  invitation_request r = request("member");
  r.recipient = {invito::email("ina@"), invito::user_id("ina")};
  CHECK(refused(r, issuing(olga)) == "invalid_email /email");
}

TEST_CASE("an address beyond ASCII needs the policy's consent, and a shape") {
  policy p = rules();
  CHECK(refused_email("in\xC3\xA1@example.com", p) == "email_not_ascii /email");
  p.admit_non_ascii_email = true;
  CHECK(refused_email("in\xC3\xA1@example.com", p).empty());
  CHECK(refused_email("in\xC3@example.com", p) == "invalid_email /email");
}

TEST_CASE("a problem quotes no more of an address than a text may be long") {
  invitation_request r = request("member");
  r.recipient.email = invito::email(std::string(100'000, 'x'));
  const auto said = issue(rules(), r, issuing(olga));
  CHECK(refusal(said) == "invalid_email /email");
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == std::string(255, 'x'));

  // And cuts no character in two.
  std::string snowmen;
  for (int n = 0; n != 100; ++n) snowmen += "\xE2\x98\x83";
  r.recipient.email = invito::email("x" + snowmen);
  const auto cut = issue(rules(), r, issuing(olga));
  REQUIRE_FALSE(cut);
  CHECK(cut.error().front().subject == "x" + snowmen.substr(0, 3 * 84));
}

TEST_CASE("a role must be in the catalog") {
  CHECK(refused_offer("owner").empty());
  CHECK(refused_offer("Owner") == "unknown_role /role");
  CHECK(refused_offer("lead") == "unknown_role /role");  // a role in projects
  CHECK(refused_offer("") == "missing_value /role");
}

TEST_CASE(
    "an unknown role counts as the highest, so that only the highest hear that it is unknown") {
  CHECK(refused_role(adam, "emperor") == "not_permitted");
  CHECK(refused_role(olga, "emperor") == "unknown_role /role");
  policy p = rules();
  p.granting = invito::granting::below_own_rank;
  CHECK(refused_role(olga, "emperor", p) == "not_permitted");
}

TEST_CASE("a role that is not granted by invitation is refused") {
  CHECK(refused_offer("robot") == "role_not_grantable /role");
}

TEST_CASE("where an organization has no roles, none may be named") {
  policy p;
  CHECK(refused_offer("", std::nullopt, p).empty());
  p.granting = invito::granting::unchecked;
  CHECK(refused_offer("member", std::nullopt, p) == "unknown_role /role");
}

TEST_CASE("the roles of grants are looked up in their scope, and told with their place") {
  CHECK(refused_offer("member", {{project("p1", "viewer"), project("p2", "lead")}}).empty());
  CHECK(refused_offer("member", {{project("p1", "viewer"), project("p2", "boss")}}) ==
        "unknown_role /grants/1/role");
  CHECK(refused_offer("member", {{project("p1", "member")}}) == "unknown_role /grants/0/role");
  CHECK(refused_offer("member", {{project("p1", "")}}) == "missing_value /grants/0/role");
  CHECK(refused_offer("member", {{project("p1", "lead"), project("p2", "shadow")}}) ==
        "role_not_grantable /grants/1/role");
}

TEST_CASE("a grant in a scope without roles has none") {
  CHECK(refused_offer("member", {{workspace("w1")}}).empty());
  CHECK(refused_offer("member", {{workspace("w1", "viewer")}}) == "unknown_role /grants/0/role");
}

TEST_CASE("a grant stands once and has an id") {
  CHECK(refused_offer("member", {{project("p1", "viewer"), project("p1", "lead")}}) ==
        "duplicate_item /grants/1/id");
  CHECK(refused_offer("member", {{project("a", "lead"), project("b", "lead"), project("a", "lead"),
                                  project("a", "lead")}}) ==
        "duplicate_item /grants/2/id; duplicate_item /grants/3/id");
  CHECK(refused_offer("member", {{project("x", "viewer"), workspace("x")}}).empty());
  CHECK(refused_offer("member", {{project("a", "viewer"), project("A", "viewer")}}).empty());
  CHECK(refused_offer("member", {{project("", "viewer"), project("", "viewer")}}) ==
        "missing_value /grants/0/id; missing_value /grants/1/id");

  const invito::grant_list twice{{project("p1", "viewer"), project("p1", "viewer")}};
  invitation_request r = request("member");
  r.offer.grants = twice;
  const auto said = issue(rules(), r, issuing(olga));
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "p1");
}

TEST_CASE("grants left out and no grants at all stay different") {
  invitation_request r = request("member");
  const auto left_out = issue(rules(), r, issuing(olga));
  r.offer.grants.emplace();
  const auto empty = issue(rules(), r, issuing(olga));
  REQUIRE(left_out);
  REQUIRE(empty);
  CHECK_FALSE(left_out->invitation.offer.grants.has_value());
  REQUIRE(empty->invitation.offer.grants.has_value());
  CHECK(empty->invitation.offer.grants->empty());
  CHECK(left_out->invitation != empty->invitation);
}

TEST_CASE("texts may be as long as their bound and no longer") {
  const std::string most(255, 'x');
  const std::string more(256, 'x');
  policy p = rules();
  p.roles = {{"owner", 30},
             {most, 1},
             {more, 1},
             {most, 1, true, invito::scope::project},
             {more, 1, true, invito::scope::project}};
  const auto with = [&p](auto change) {
    invitation_request r = request("owner");
    issue_command c = issuing(olga);
    change(r, c);
    return refused(r, c, p);
  };
  const auto at_bound = [&](invitation_request& r, issue_command& c) {
    c.id = invito::invitation_id(most);
    c.org = invito::organization_id(most);
    r.recipient.user = invito::user_id(most);
    r.name = {most, most};
    r.offer.role = most;
    r.offer.grants = std::vector<invito::grant>{project(most, most)};
  };
  CHECK(with(at_bound).empty());

  using R = invitation_request;
  using C = issue_command;
  CHECK(with([&](R&, C& c) { c.id = invito::invitation_id(more); }) == "text_too_long /id");
  CHECK(with([&](R&, C& c) { c.org = invito::organization_id(more); }) == "text_too_long /org");
  CHECK(with([&](R& r, C&) { r.recipient.user = invito::user_id(more); }) == "text_too_long /user");
  CHECK(with([&](R& r, C&) { r.name.given = more; }) == "text_too_long /given_name");
  CHECK(with([&](R& r, C&) { r.name.family = more; }) == "text_too_long /family_name");
  CHECK(with([&](R& r, C&) { r.offer.role = more; }) == "text_too_long /role");
  CHECK(with([&](R& r, C&) {
          r.offer.grants = {{project(most, most), project(more, most)}};
        }) == "text_too_long /grants/1/id");
  CHECK(with([&](R& r, C&) { r.offer.grants = {{project(most, more)}}; }) ==
        "text_too_long /grants/0/role");
}

TEST_CASE("what is too long is told with its length and its bound") {
  invitation_request r = request("member");
  r.name.given = std::string(300, 'x');
  const auto said = issue(rules(), r, issuing(olga));
  REQUIRE_FALSE(said);
  CHECK(said.error().front().numbers[0] == 300);
  CHECK(said.error().front().numbers[1] == 255);
}

TEST_CASE("an invitation brings a thousand grants and no more") {
  const auto many = [](std::size_t count) {
    std::vector<invito::grant> out;
    for (std::size_t n = 0; n != count; ++n) out.push_back(project(std::to_string(n), "viewer"));
    return out;
  };
  CHECK(refused_offer("member", many(1000)).empty());
  CHECK(refused_offer("member", many(1001)) == "text_too_long /grants");
}

TEST_CASE("an invitation has 64 attributes of 16 KiB in all and no more") {
  const auto refused_attributes = [](std::size_t count, std::size_t bytes_in_first) {
    invitation_request r = request("member");
    for (std::size_t n = 0; n != count; ++n) {
      r.attributes.push_back({"", invito::json_text::unchecked("")});
    }
    const std::size_t in_name = bytes_in_first / 2;
    r.attributes.front().name = std::string(in_name, 'n');
    r.attributes.front().value =
        invito::json_text::unchecked(std::string(bytes_in_first - in_name, '1'));
    return refused(r, issuing(olga));
  };
  CHECK(refused_attributes(64, 10).empty());
  CHECK(refused_attributes(65, 10) == "text_too_long /attributes");
  CHECK(refused_attributes(1, 16'384).empty());
  CHECK(refused_attributes(1, 16'385) == "text_too_long /attributes");
  CHECK(refused_attributes(65, 16'385) == "text_too_long /attributes; text_too_long /attributes");
}

// Expiry -----------------------------------------------------------------------------------------

TEST_CASE("an invitation lives as long as the policy says, or the command within its bounds") {
  policy p = rules();
  const auto expiry = [&p](std::optional<seconds> lifetime) {
    issue_command c = issuing(olga);
    c.lifetime = lifetime;
    const auto made = issue(p, request("member"), c);
    REQUIRE(made);
    CHECK(made->invitation.history.back().expires_at == made->invitation.expires_at());
    return made->invitation.expires_at();
  };
  CHECK(expiry(std::nullopt) == start + 7 * day);
  CHECK(expiry(2h) == start + 2h);
  p.expiry.lifetime = 36h;
  CHECK(expiry(std::nullopt) == start + 36h);
  p.expiry.lifetime = std::nullopt;
  CHECK_FALSE(expiry(std::nullopt));
  CHECK(expiry(2h) == start + 2h);
}

TEST_CASE("a lifetime lies between the shortest and the longest, both included") {
  policy p = rules();
  CHECK(refused_lifetime(5min, p).empty());
  CHECK(refused_lifetime(5min - 1s, p) == "lifetime_too_short /lifetime");
  CHECK(refused_lifetime(0s, p) == "lifetime_too_short /lifetime");
  CHECK(refused_lifetime(-7 * day, p) == "lifetime_too_short /lifetime");
  CHECK(refused_lifetime((seconds::min)(), p) == "lifetime_too_short /lifetime");
  CHECK(refused_lifetime(30 * day, p).empty());
  CHECK(refused_lifetime(30 * day + 1s, p) == "lifetime_too_long /lifetime");
  CHECK(refused_lifetime((seconds::max)(), p) == "lifetime_too_long /lifetime");
  p.expiry.longest = std::nullopt;
  CHECK(refused_lifetime(365 * day, p).empty());
  p.expiry.shortest = 1s;
  CHECK(refused_lifetime(1s, p).empty());
  CHECK(refused_lifetime(0s, p) == "lifetime_too_short /lifetime");
}

TEST_CASE("a lifetime out of bounds is told with its bound, in seconds") {
  issue_command c = issuing(olga);
  c.lifetime = 60s;
  const auto brief = issue(rules(), request("member"), c);
  REQUIRE_FALSE(brief);
  CHECK(brief.error().front().numbers[0] == 60);
  CHECK(brief.error().front().numbers[1] == 300);
  c.lifetime = 31 * day;
  const auto endless = issue(rules(), request("member"), c);
  REQUIRE_FALSE(endless);
  CHECK(endless.error().front().numbers[0] == 2'678'400);
  CHECK(endless.error().front().numbers[1] == 2'592'000);
}

TEST_CASE("a lifetime that leads out of the range of time is refused, not wrapped") {
  const auto at = [](invito::instant now) {
    return refused(request("member"), issuing(olga, now));
  };
  CHECK(at(last_moment - 7 * day).empty());
  CHECK(at(last_moment - 7 * day + tick) == "time_out_of_range /lifetime");
  CHECK(at(last_moment) == "time_out_of_range /lifetime");
  policy p = rules();
  p.expiry.longest = std::nullopt;
  CHECK(refused_lifetime((seconds::max)(), p) == "time_out_of_range /lifetime");
  CHECK(refused_lifetime(300 * 365 * day, p) == "time_out_of_range /lifetime");
}

TEST_CASE("without a lifetime the last moment is as good as any") {
  policy p = rules();
  p.expiry.lifetime = std::nullopt;
  CHECK(refused(request("member"), issuing(olga, last_moment), p).empty());
}

// Tiers ------------------------------------------------------------------------------------------

TEST_CASE("all problems of the input are told at once, in order") {
  invitation_request r = request("emperor");
  r.recipient.email = invito::email("nobody");
  r.name.given = std::string(256, 'x');
  r.offer.grants = {{project("p1", "viewer"), project("p1", "shadow"), project("", "boss")}};
  issue_command c = issuing(olga);
  c.id = {};
  c.now = issue_command().now;
  c.lifetime = 1s;
  CHECK(refused(r, c) ==
        "missing_value /now; missing_value /id; text_too_long /given_name; invalid_email /email; "
        "unknown_role /role; unknown_role /grants/2/role; role_not_grantable /grants/1/role; "
        "missing_value /grants/2/id; duplicate_item /grants/1/id; lifetime_too_short /lifetime");
}

TEST_CASE("who may not invite hears nothing about the input") {
  invitation_request r = request("owner");
  r.recipient.email = invito::email("nobody");
  issue_command c = issuing(adam);
  c.id = {};
  c.now = issue_command().now;
  c.lifetime = 1s;
  CHECK(refused(r, c) == "not_permitted");
  c.facts.actor->active = false;
  CHECK(refused(r, c) == "inactive_actor");
  c.facts.actor = std::nullopt;
  CHECK(refused(r, c) == "fact_missing /facts/actor");
}
