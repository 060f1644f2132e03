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
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::code;
using invito::invitation_request;
using invito::issue;
using invito::issue_command;
using invito::policy;
using std::chrono::seconds;

constexpr invito::instant last_instant = (invito::instant::max)();

std::string refused(invitation_request const& r, issue_command const& c,
                    policy const& p = rules()) {
  return refusal(issue(p, r, c));
}

// The refusal of an offer by an owner.
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

TEST_CASE("issue creates a pending invitation from the request and the command", "[issue]") {
  invitation_request r;
  r.recipient.email = invito::email("Ina@Example.com");
  r.recipient.user = invito::user_id("ina");
  r.name = {"Ina", "Inbox"};
  r.offer.role = "member";
  r.offer.grants = std::vector<invito::grant>{project("p1", "viewer")};
  r.send = false;
  r.attributes = {{"team", invito::json_text::unchecked("\"blue\"")}};
  issue_command c = issuing(adam);
  c.token = support::digest_of("digest");
  c.idempotency_key = "once";
  c.facts.organization->revision = 41;

  const auto made = issue(rules(), r, c);
  REQUIRE(made);
  CHECK(made->guards.organization_revision == std::uint64_t{41});
  REQUIRE(made->guards.unique);
  CHECK(made->guards.unique->organization == acme);
  CHECK(made->guards.unique->canonical_email == "ina@example.com");

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
  REQUIRE(i.tokens);
  CHECK(i.tokens->current == support::digest_of("digest"));
  CHECK_FALSE(i.tokens->previous);
  CHECK_FALSE(i.tokens->previous_until);
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
  auto* details = std::get_if<invito::issue_details>(&e.details);
  REQUIRE(details);
  REQUIRE(details->offer);
  CHECK(*details->offer == r.offer);
  REQUIRE(details->token);
  CHECK(*details->token == support::digest_of("digest"));
  CHECK_FALSE(details->reinstates);
  CHECK_FALSE(made->existing);
  CHECK(made->superseded.empty());
}

TEST_CASE("issue with an idempotency key requires the fact existing",
          "[issue][idempotency][facts]") {
  issue_command c = issuing(adam);
  c.idempotency_key = "once";
  CHECK(refused(request("member"), c).empty());
  c.facts.existing.reset();
  CHECK(refused(request("member"), c) == "fact_missing /facts/existing");
  // duplicate_rule::unchecked does not require the fact, but the idempotency key does.
  policy p = rules();
  p.duplicates = invito::duplicate_rule::unchecked;
  CHECK(refused(request("member"), c, p) == "fact_missing /facts/existing");
  c.idempotency_key.clear();
  CHECK(refused(request("member"), c, p).empty());
}

TEST_CASE("issue returns equal decisions for equal input", "[issue]") {
  const auto one = issue(rules(), request("member"), issuing(olga));
  const auto two = issue(rules(), request("member"), issuing(olga));
  REQUIRE(one);
  REQUIRE(two);
  CHECK(one->invitation == two->invitation);
  CHECK(one->guards == two->guards);
}

TEST_CASE("issue leaves tokens, grants and the guarded revision unset if they are not given",
          "[issue]") {
  const auto made = issue(rules(), request("member"), issuing(olga));
  REQUIRE(made);
  CHECK_FALSE(made->invitation.tokens);
  CHECK_FALSE(made->invitation.offer.grants);
  CHECK(made->invitation.send);
  CHECK_FALSE(made->guards.organization_revision);
}

TEST_CASE("issue to a user without an email address makes no uniqueness claim", "[issue]") {
  invitation_request r = request("member");
  r.recipient.email = std::nullopt;
  r.recipient.user = invito::user_id("ina");
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  CHECK_FALSE(made->guards.unique);
}

// Authority --------------------------------------------------------------------------------------

TEST_CASE("up_to_own_rank permits issue with the actor's rank and refuses higher ranks",
          "[issue][authority]") {
  CHECK(refused_role(olga, "owner").empty());
  CHECK(refused_role(olga, "admin").empty());
  CHECK(refused_role(adam, "owner") == "not_permitted");
  CHECK(refused_role(adam, "admin").empty());
  CHECK(refused_role(adam, "member").empty());
  CHECK(refused_role(mike, "admin") == "not_permitted");
  CHECK(refused_role(mike, "member").empty());
}

TEST_CASE("below_own_rank refuses issue with the actor's rank and higher ranks",
          "[issue][authority]") {
  policy p = rules();
  p.granting = invito::granting::below_own_rank;
  CHECK(refused_role(olga, "owner", p) == "not_permitted");
  CHECK(refused_role(olga, "admin", p).empty());
  CHECK(refused_role(adam, "admin", p) == "not_permitted");
  CHECK(refused_role(adam, "member", p).empty());
  CHECK(refused_role(mike, "member", p) == "not_permitted");
}

TEST_CASE("issue checks the ranks of the grants like the rank of the role",
          "[issue][authority][grants]") {
  invitation_request r = request("member");
  r.offer.grants = std::vector<invito::grant>{project("p1", "viewer"), project("p2", "lead")};
  CHECK(refused(r, issuing(adam)).empty());
  const auto said = issue(rules(), r, issuing(mike));
  CHECK(refusal(said) == "not_permitted");
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "lead");
}

TEST_CASE("not_permitted names the role that exceeds the actor's rank", "[issue][authority]") {
  const auto said = issue(rules(), request("owner"), issuing(adam));
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "owner");
}

TEST_CASE("issue refuses an actor below inviter_rank, whatever the role", "[issue][authority]") {
  policy p = rules();
  p.inviter_rank = 20;
  CHECK(refused_role(adam, "member", p).empty());
  CHECK(refused_role(mike, "member", p) == "not_permitted");
  p.inviter_rank = 10;
  CHECK(refused_role(mike, "member", p).empty());
  p.inviter_rank = 11;
  CHECK(refused_role(mike, "member", p) == "not_permitted");
}

TEST_CASE("inviter_rank applies to an offer without a role", "[issue][authority]") {
  policy p;
  p.roles = {{"viewer", 1, true, invito::scope::project}};
  CHECK(refused_role(mike, "", p).empty());
  p.inviter_rank = 0;
  CHECK(refused_role(mike, "", p) == "not_permitted");
}

TEST_CASE("issue refuses an actor with a role that is not in the catalog", "[issue][authority]") {
  const member stray{invito::actor::user(invito::user_id("stray")), "admn"};
  CHECK(refused_role(stray, "member") == "not_permitted");
  policy p = rules();
  p.inviter_rank = -1000;
  CHECK(refused_role(stray, "member", p) == "not_permitted");
}

TEST_CASE("a project role of the actor gives no rank in the organization", "[issue][authority]") {
  const member lead{invito::actor::user(invito::user_id("lena")), "lead"};
  CHECK(refused_role(lead, "member") == "not_permitted");
}

TEST_CASE("issue refuses an inactive actor", "[issue][authority]") {
  issue_command c = issuing(olga);
  c.facts.actor->active = false;
  CHECK(refused(request("member"), c) == "inactive_actor");
}

TEST_CASE("issue requires the fact actor", "[issue][authority][facts]") {
  issue_command c = issuing(olga);
  c.facts.actor = std::nullopt;
  const auto said = issue(rules(), request("member"), c);
  CHECK(refusal(said) == "fact_missing /facts/actor");
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "actor");
}

TEST_CASE("by_verdict requires the fact may_grant and decides by it", "[issue][authority][facts]") {
  policy p = rules();
  p.granting = invito::granting::by_verdict;
  issue_command c = issuing(mike);
  c.facts.actor = std::nullopt;
  CHECK(refused(request("owner"), c, p) == "fact_missing /facts/may_grant");
  c.facts.may_grant = invito::verdict::denied;
  CHECK(refused(request("owner"), c, p) == "not_permitted");
  c.facts.may_grant = invito::verdict::allowed;
  CHECK(refused(request("owner"), c, p).empty());
}

TEST_CASE("up_to_own_rank ignores the fact may_grant", "[issue][authority][facts]") {
  issue_command c = issuing(mike);
  c.facts.may_grant = invito::verdict::allowed;
  CHECK(refused(request("owner"), c) == "not_permitted");
  c = issuing(olga);
  c.facts.may_grant = invito::verdict::denied;
  CHECK(refused(request("owner"), c).empty());
}

TEST_CASE("granting::unchecked permits issue by every actor and requires no facts",
          "[issue][authority][facts]") {
  policy p = rules();
  p.granting = invito::granting::unchecked;
  issue_command c = issuing(mike);
  c.facts.actor.reset();
  CHECK(refused(request("owner"), c, p).empty());
  c.facts.may_grant = invito::verdict::denied;
  CHECK(refused(request("owner"), c, p).empty());
  // A policy without checks requires no facts at all.
  c.facts = {};
  ask_for_nothing(p);
  CHECK(refused(request("owner"), c, p).empty());
}

// Input ------------------------------------------------------------------------------------------

TEST_CASE("issue refuses a command without now", "[issue][input]") {
  issue_command c = issuing(olga);
  c.now = issue_command().now;
  CHECK(refused(request("member"), c) == "missing_value /now");
}

TEST_CASE("issue accepts 1970-01-01T00:00:00Z as now", "[issue][input]") {
  CHECK(refused(request("member"), issuing(olga, invito::instant{})).empty());
}

TEST_CASE("issue requires an id, an organization and a recipient", "[issue][input]") {
  issue_command c = issuing(olga);
  c.id = {};
  CHECK(refused(request("member"), c) == "missing_value /id");
  c = issuing(olga);
  c.organization = {};
  CHECK(refused(request("member"), c) == "missing_value /organization");
  invitation_request r = request("member");
  r.recipient.email = std::nullopt;
  CHECK(refused(r, issuing(olga)) == "missing_value /email");
  r.recipient.user = invito::user_id("ina");
  CHECK(refused(r, issuing(olga)).empty());
}

TEST_CASE("issue refuses an invalid email address", "[issue][input]") {
  CHECK(refused_email("ina@example.com").empty());
  CHECK(refused_email("ina") == "invalid_email /email");
  CHECK(refused_email("") == "invalid_email /email");
  CHECK(refused_email(" ina@example.com") == "invalid_email /email");
  CHECK(refused_email("ina@example..com") == "invalid_email /email");
  // The address is checked even if the recipient contains a user id.
  invitation_request r = request("member");
  r.recipient = {invito::email("ina@"), invito::user_id("ina")};
  CHECK(refused(r, issuing(olga)) == "invalid_email /email");
}

TEST_CASE("issue accepts a non-ASCII email address only if the policy allows it and it is valid",
          "[issue][input]") {
  policy p = rules();
  CHECK(refused_email("in\xC3\xA1@example.com", p) == "email_not_ascii /email");
  p.allow_non_ascii_email = true;
  CHECK(refused_email("in\xC3\xA1@example.com", p).empty());
  CHECK(refused_email("in\xC3@example.com", p) == "invalid_email /email");
}

TEST_CASE("invalid_email quotes at most 255 bytes of the address and only whole characters",
          "[issue][input]") {
  invitation_request r = request("member");
  r.recipient.email = invito::email(std::string(100'000, 'x'));
  const auto said = issue(rules(), r, issuing(olga));
  CHECK(refusal(said) == "invalid_email /email");
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == std::string(255, 'x'));

  // The quotation does not split a character.
  std::string snowmen;
  for (int n = 0; n != 100; ++n) snowmen += "\xE2\x98\x83";
  r.recipient.email = invito::email("x" + snowmen);
  const auto cut = issue(rules(), r, issuing(olga));
  REQUIRE_FALSE(cut);
  CHECK(cut.error().front().subject == "x" + snowmen.substr(0, 3 * 84));
}

TEST_CASE("issue refuses a role that is not in the catalog", "[issue][input]") {
  CHECK(refused_offer("owner").empty());
  CHECK(refused_offer("Owner") == "unknown_role /role");
  CHECK(refused_offer("lead") == "unknown_role /role");  // a project role
  CHECK(refused_offer("") == "missing_value /role");
}

TEST_CASE(
    "issue ranks an unknown role highest, so unknown_role is reported to the highest rank only",
    "[issue][authority]") {
  CHECK(refused_role(adam, "emperor") == "not_permitted");
  CHECK(refused_role(olga, "emperor") == "unknown_role /role");
  policy p = rules();
  p.granting = invito::granting::below_own_rank;
  CHECK(refused_role(olga, "emperor", p) == "not_permitted");
}

TEST_CASE("issue refuses a role that is not grantable", "[issue][input]") {
  CHECK(refused_offer("robot") == "role_not_grantable /role");
}

TEST_CASE("issue refuses a role if the catalog has no organization roles", "[issue][input]") {
  policy p;
  CHECK(refused_offer("", std::nullopt, p).empty());
  p.granting = invito::granting::unchecked;
  CHECK(refused_offer("member", std::nullopt, p) == "unknown_role /role");
}

TEST_CASE("issue looks up the role of a grant in the scope of the grant and reports its path",
          "[issue][input][grants]") {
  CHECK(refused_offer("member", {{project("p1", "viewer"), project("p2", "lead")}}).empty());
  CHECK(refused_offer("member", {{project("p1", "viewer"), project("p2", "boss")}}) ==
        "unknown_role /grants/1/role");
  CHECK(refused_offer("member", {{project("p1", "member")}}) == "unknown_role /grants/0/role");
  CHECK(refused_offer("member", {{project("p1", "")}}) == "missing_value /grants/0/role");
  CHECK(refused_offer("member", {{project("p1", "lead"), project("p2", "shadow")}}) ==
        "role_not_grantable /grants/1/role");
}

TEST_CASE("issue refuses a role in a grant of a scope without roles", "[issue][input][grants]") {
  CHECK(refused_offer("member", {{workspace("w1")}}).empty());
  CHECK(refused_offer("member", {{workspace("w1", "viewer")}}) == "unknown_role /grants/0/role");
}

TEST_CASE("issue refuses duplicate grants and grants without an id", "[issue][input][grants]") {
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

TEST_CASE("issue distinguishes absent grants from an empty list of grants", "[issue][grants]") {
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

TEST_CASE("issue refuses texts of more than 255 bytes", "[issue][input]") {
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
    c.organization = invito::organization_id(most);
    r.recipient.user = invito::user_id(most);
    r.name = {most, most};
    r.offer.role = most;
    r.offer.grants = std::vector<invito::grant>{project(most, most)};
  };
  CHECK(with(at_bound).empty());

  using R = invitation_request;
  using C = issue_command;
  CHECK(with([&](R&, C& c) { c.id = invito::invitation_id(more); }) == "text_too_long /id");
  CHECK(with([&](R&, C& c) { c.organization = invito::organization_id(more); }) ==
        "text_too_long /organization");
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

TEST_CASE("text_too_long reports the length and the limit", "[issue][input]") {
  invitation_request r = request("member");
  r.name.given = std::string(300, 'x');
  const auto said = issue(rules(), r, issuing(olga));
  REQUIRE_FALSE(said);
  CHECK(said.error().front().numbers[0] == 300);
  CHECK(said.error().front().numbers[1] == 255);
}

TEST_CASE("issue refuses more than 1000 grants", "[issue][input][grants]") {
  const auto many = [](std::size_t count) {
    std::vector<invito::grant> out;
    for (std::size_t n = 0; n != count; ++n) out.push_back(project(std::to_string(n), "viewer"));
    return out;
  };
  CHECK(refused_offer("member", many(1000)).empty());
  CHECK(refused_offer("member", many(1001)) == "text_too_long /grants");
}

TEST_CASE("issue refuses more than 64 attributes and attributes of more than 16 KiB",
          "[issue][input]") {
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

// Lifetime ---------------------------------------------------------------------------------------

TEST_CASE("issue takes the lifetime of the command or else of the policy", "[issue][lifetime]") {
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

TEST_CASE("issue refuses a lifetime below min_lifetime or above max_lifetime",
          "[issue][lifetime]") {
  policy p = rules();
  CHECK(refused_lifetime(5min, p).empty());
  CHECK(refused_lifetime(5min - 1s, p) == "lifetime_too_short /lifetime");
  CHECK(refused_lifetime(0s, p) == "lifetime_too_short /lifetime");
  CHECK(refused_lifetime(-7 * day, p) == "lifetime_too_short /lifetime");
  CHECK(refused_lifetime((seconds::min)(), p) == "lifetime_too_short /lifetime");
  CHECK(refused_lifetime(30 * day, p).empty());
  CHECK(refused_lifetime(30 * day + 1s, p) == "lifetime_too_long /lifetime");
  CHECK(refused_lifetime((seconds::max)(), p) == "lifetime_too_long /lifetime");
  p.expiry.max_lifetime = std::nullopt;
  CHECK(refused_lifetime(365 * day, p).empty());
  p.expiry.min_lifetime = 1s;
  CHECK(refused_lifetime(1s, p).empty());
  CHECK(refused_lifetime(0s, p) == "lifetime_too_short /lifetime");
}

TEST_CASE("lifetime_too_short and lifetime_too_long report the lifetime and the limit in seconds",
          "[issue][lifetime]") {
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

TEST_CASE("issue refuses a lifetime that ends outside of the range of instant",
          "[issue][lifetime]") {
  const auto at = [](invito::instant now) {
    return refused(request("member"), issuing(olga, now));
  };
  CHECK(at(last_instant - 7 * day).empty());
  CHECK(at(last_instant - 7 * day + tick) == "time_out_of_range /lifetime");
  CHECK(at(last_instant) == "time_out_of_range /lifetime");
  policy p = rules();
  p.expiry.max_lifetime = std::nullopt;
  CHECK(refused_lifetime((seconds::max)(), p) == "time_out_of_range /lifetime");
  CHECK(refused_lifetime(300 * 365 * day, p) == "time_out_of_range /lifetime");
}

TEST_CASE("issue without a lifetime accepts the last instant as now", "[issue][lifetime]") {
  policy p = rules();
  p.expiry.lifetime = std::nullopt;
  CHECK(refused(request("member"), issuing(olga, last_instant), p).empty());
}

// Tiers ------------------------------------------------------------------------------------------

TEST_CASE("issue reports all problems of the input together and in order", "[issue][input]") {
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

TEST_CASE("issue reports a problem of authority without the problems of the input",
          "[issue][authority]") {
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
