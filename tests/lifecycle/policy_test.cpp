// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstdint>
#include <optional>
#include <type_traits>

#include <invito/invito.hpp>
#include <invito/lifecycle/visit.hpp>

#include "catch2.hpp"

namespace {

using namespace std::chrono_literals;
using invito::policy;

static_assert(std::is_aggregate_v<policy>);
static_assert(std::is_aggregate_v<invito::expiry_policy>);
static_assert(std::is_aggregate_v<invito::resend_policy>);
static_assert(std::is_aggregate_v<invito::token_policy>);
static_assert(std::is_aggregate_v<invito::quota_policy>);
static_assert(std::is_aggregate_v<invito::domain_policy>);
static_assert(std::is_aggregate_v<invito::facts>);
static_assert(std::is_nothrow_move_constructible_v<policy>);
static_assert(std::is_nothrow_move_assignable_v<policy>);
static_assert(std::is_nothrow_move_constructible_v<invito::facts>);

// Whether a default constructed T and one with this change are unequal.
template <class T, class F>
bool changed(F change) {
  T one;
  change(one);
  const bool both_ways = one != T() && T() != one && !(one == T()) && !(T() == one);
  return both_ways && one == T(one) && !(one != T(one));
}

template <class F>
bool differs(F change) {
  return changed<policy>(change);
}

// Whether this change makes the part unequal, and the policy too.
template <class Part, class F>
bool differs(Part policy::*part, F change) {
  return changed<Part>(change) && differs([&](policy& p) { change(p.*part); });
}

constexpr invito::rate ten_a_day{10, 24h};

}  // namespace

TEST_CASE("the default policy is strict", "[policy]") {
  const policy p;
  CHECK(p.roles.all().empty());
  CHECK(p.expiry.lifetime == std::optional<std::chrono::seconds>(7 * 24h));
  CHECK(p.expiry.max_lifetime == std::optional<std::chrono::seconds>(30 * 24h));
  CHECK(p.expiry.min_lifetime == 5min);
  CHECK(p.granting == invito::granting::up_to_own_rank);
  CHECK_FALSE(p.inviter_rank);
  CHECK(p.proof == invito::required_proof::identity_and_token);
  CHECK(p.recipient == invito::recipient_match::verified_email);
  CHECK(p.sponsor == invito::sponsor_rule::refuse);
  CHECK(p.vanished == invito::vanished_rule::refuse);
  CHECK(p.duplicates == invito::duplicate_rule::refuse);
  CHECK(p.members == invito::member_rule::accept_only);
  CHECK(p.resend.cool_down == 1min);
  CHECK(p.resend.max_sends == std::uint32_t{10});
  CHECK(p.resend.max_age == std::optional<std::chrono::seconds>(90 * 24h));
  CHECK(p.resend.renew_expired);
  CHECK_FALSE(p.tokens.required);
  CHECK(p.tokens.grace == 24h);
  CHECK(p.quotas.seats == invito::seat_rule::reserved_by_pending);
  CHECK(p.quotas.pending == std::uint32_t{1000});
  CHECK_FALSE(p.quotas.per_recipient);
  CHECK_FALSE(p.quotas.per_inviter);
  CHECK_FALSE(p.quotas.per_organization);
  CHECK_FALSE(p.quotas.batch);
  CHECK(p.domains.allowed.empty());
  CHECK(p.domains.denied.empty());
  CHECK_FALSE(p.allow_non_ascii_email);
  CHECK(p.check_organization);
  CHECK(p.check_scopes);
}

TEST_CASE("each rule of the default policy is the first enumerator", "[policy]") {
  CHECK(policy().granting == invito::granting{});
  CHECK(policy().proof == invito::required_proof{});
  CHECK(policy().recipient == invito::recipient_match{});
  CHECK(policy().sponsor == invito::sponsor_rule{});
  CHECK(policy().vanished == invito::vanished_rule{});
  CHECK(policy().duplicates == invito::duplicate_rule{});
  CHECK(policy().members == invito::member_rule{});
  CHECK(policy().quotas.seats == invito::seat_rule{});
}

TEST_CASE("policies are equal only if all members are equal", "[policy]") {
  CHECK(policy() == policy());
  CHECK_FALSE(policy() != policy());
  CHECK(differs([](policy& p) { p.roles = {{"owner", 30}}; }));
  CHECK(differs([](policy& p) { p.granting = invito::granting::below_own_rank; }));
  CHECK(differs([](policy& p) { p.inviter_rank = 0; }));
  CHECK(differs([](policy& p) { p.proof = invito::required_proof::identity; }));
  CHECK(differs([](policy& p) { p.recipient = invito::recipient_match::unverified_email; }));
  CHECK(differs([](policy& p) { p.sponsor = invito::sponsor_rule::allow; }));
  CHECK(differs([](policy& p) { p.vanished = invito::vanished_rule::drop; }));
  CHECK(differs([](policy& p) { p.duplicates = invito::duplicate_rule::unchecked; }));
  CHECK(differs([](policy& p) { p.members = invito::member_rule::allow; }));
  CHECK(differs([](policy& p) { p.allow_non_ascii_email = true; }));
  CHECK(differs([](policy& p) { p.check_organization = false; }));
  CHECK(differs([](policy& p) { p.check_scopes = false; }));
}

TEST_CASE("the parts of policies are equal only if all members are equal", "[policy]") {
  using invito::domain_policy;
  using invito::expiry_policy;
  using invito::quota_policy;
  using invito::resend_policy;
  using invito::token_policy;
  CHECK(differs(&policy::expiry, [](expiry_policy& e) { e.lifetime = 8 * 24h; }));
  CHECK(differs(&policy::expiry, [](expiry_policy& e) { e.lifetime = std::nullopt; }));
  CHECK(differs(&policy::expiry, [](expiry_policy& e) { e.max_lifetime = std::nullopt; }));
  CHECK(differs(&policy::expiry, [](expiry_policy& e) { e.min_lifetime = 1s; }));

  CHECK(differs(&policy::resend, [](resend_policy& r) { r.cool_down = 0s; }));
  CHECK(differs(&policy::resend, [](resend_policy& r) { r.max_sends = 11; }));
  CHECK(differs(&policy::resend, [](resend_policy& r) { r.max_sends = std::nullopt; }));
  CHECK(differs(&policy::resend, [](resend_policy& r) { r.max_age = 1s; }));
  CHECK(differs(&policy::resend, [](resend_policy& r) { r.max_age = std::nullopt; }));
  CHECK(differs(&policy::resend, [](resend_policy& r) { r.renew_expired = false; }));

  CHECK(differs(&policy::tokens, [](token_policy& t) { t.required = true; }));
  CHECK(differs(&policy::tokens, [](token_policy& t) { t.grace = 0s; }));

  CHECK(
      differs(&policy::quotas, [](quota_policy& q) { q.seats = invito::seat_rule::members_only; }));
  CHECK(differs(&policy::quotas, [](quota_policy& q) { q.pending = 999; }));
  CHECK(differs(&policy::quotas, [](quota_policy& q) { q.pending = std::nullopt; }));
  CHECK(differs(&policy::quotas, [](quota_policy& q) { q.per_recipient = ten_a_day; }));
  CHECK(differs(&policy::quotas, [](quota_policy& q) { q.per_inviter = ten_a_day; }));
  CHECK(differs(&policy::quotas, [](quota_policy& q) { q.per_organization = ten_a_day; }));
  CHECK(differs(&policy::quotas, [](quota_policy& q) { q.batch = 10; }));

  CHECK(differs(&policy::domains, [](domain_policy& d) { d.allowed = {"example.com"}; }));
  CHECK(differs(&policy::domains, [](domain_policy& d) { d.denied = {"example.com"}; }));
}

TEST_CASE("role catalogs are equal only if they have equal roles in the same order",
          "[policy][catalog]") {
  const invito::role_catalog two = {{"owner", 30}, {"member", 10}};
  CHECK(two == invito::role_catalog{{"owner", 30}, {"member", 10}});
  CHECK(two != invito::role_catalog{{"member", 10}, {"owner", 30}});
  CHECK(two != invito::role_catalog{{"owner", 30}});
  CHECK(two != invito::role_catalog{{"owner", 30}, {"member", 11}});
  CHECK(two != invito::role_catalog{{"owner", 30}, {"Member", 10}});
  CHECK(two != invito::role_catalog{{"owner", 30}, {"member", 10, false}});
  CHECK(two != invito::role_catalog{{"owner", 30}, {"member", 10, true, invito::scope::project}});
  CHECK(two != invito::role_catalog{{"owner", 30},
                                    {"member", 10, true, invito::scope::organization, {"read"}}});
}

TEST_CASE("default constructed facts are absent", "[facts]") {
  const invito::facts f;
  CHECK_FALSE(f.actor);
  CHECK_FALSE(f.sponsor);
  CHECK(f.may_grant == invito::verdict::undecided);
  CHECK_FALSE(f.organization);
  CHECK_FALSE(f.member);
  CHECK_FALSE(f.former);
  CHECK_FALSE(f.existing);
  CHECK_FALSE(f.scopes);
  CHECK_FALSE(f.sends.to_recipient);
  CHECK_FALSE(f.sends.by_inviter);
  CHECK_FALSE(f.sends.of_organization);
}

TEST_CASE("default values of membership, organization_snapshot and scope_id set no limit",
          "[facts]") {
  const invito::membership s;
  CHECK(s.role.empty());
  CHECK(s.active);
  CHECK(s.permissions.empty());
  const invito::organization_snapshot o;
  CHECK(o.status == invito::organization_status::active);
  CHECK(o.plan_includes_invitations);
  CHECK_FALSE(o.seat_limit);
  CHECK(o.members == 0);
  CHECK(o.pending == 0);
  CHECK_FALSE(o.revision);
  CHECK(invito::scope_id().scope == invito::scope::project);
  CHECK(invito::scope_id().id.empty());
  CHECK(changed<invito::scope_id>([](auto& i) { i.scope = invito::scope::workspace; }));
  CHECK(changed<invito::scope_id>([](auto& i) { i.id = "p1"; }));
}

TEST_CASE("default constructed commands have an unset now, and expire_command is by the system",
          "[command]") {
  CHECK(invito::issue_command().now == invito::unset_instant);
  CHECK(invito::resend_command().now == invito::unset_instant);
  CHECK(invito::amend_command().now == invito::unset_instant);
  CHECK(invito::accept_command().now == invito::unset_instant);
  CHECK(invito::decline_command().now == invito::unset_instant);
  CHECK(invito::revoke_command().now == invito::unset_instant);
  CHECK(invito::supersede_command().now == invito::unset_instant);
  CHECK(invito::expire_command().now == invito::unset_instant);
  CHECK(invito::unset_instant == (invito::instant::min)());
  CHECK(invito::expire_command().by == invito::actor::system());
  CHECK(invito::revoke_command().by.kind == invito::actor_kind::user);
}

TEST_CASE(
    "default constructed commands have no token, lifetime and offer number, and the source request",
    "[command]") {
  CHECK_FALSE(invito::issue_command().token);
  CHECK_FALSE(invito::resend_command().token);
  CHECK_FALSE(invito::amend_command().token);
  CHECK_FALSE(invito::accept_command().token);
  CHECK_FALSE(invito::decline_command().token);
  CHECK(invito::issue_command().source == invito::offer_source::request);
  CHECK_FALSE(invito::issue_command().lifetime);
  CHECK_FALSE(invito::resend_command().lifetime);
  CHECK_FALSE(invito::accept_command().offer_number);
}

TEST_CASE("default constructed issuances, effects and previews have the documented values",
          "[issue][effects][preview]") {
  CHECK_FALSE(invito::issuance{}.existing);
  CHECK(to_string(invito::send_invitation{}.reason) == "issue");
  CHECK(to_string(invito::notify{}.event) == "accept");
  const invito::invitation_preview shown;
  CHECK(shown.viewer == invito::viewer::anonymous);
  CHECK(to_string(shown.status) == "pending");
  CHECK_FALSE(shown.answerable);
  CHECK(shown.offer_number == 1);
}

TEST_CASE("invitation requests are equal only if all members are equal", "[issue]") {
  const auto other = [](auto change) {
    invito::invitation_request r;
    change(r);
    return r != invito::invitation_request() && !(r == invito::invitation_request()) &&
           r == invito::invitation_request(r);
  };
  using R = invito::invitation_request;
  CHECK(R() == R());
  CHECK(other([](R& r) { r.recipient.email = invito::email("a@b"); }));
  CHECK(other([](R& r) { r.name.given = "Ina"; }));
  CHECK(other([](R& r) { r.offer.role = "member"; }));
  CHECK(other([](R& r) { r.offer.grants.emplace(); }));
  CHECK(other([](R& r) { r.send = false; }));
  CHECK(other([](R& r) { r.attributes.emplace_back(); }));
}

TEST_CASE("decisions, uniqueness claims and guards are equal only if all members are equal",
          "[decision]") {
  const auto other = [](auto change) {
    invito::decision d;
    change(d);
    return d != invito::decision() && !(d == invito::decision()) && d == invito::decision(d);
  };
  using D = invito::decision;
  CHECK(D() == D());
  CHECK(other([](D& d) { d.event.emplace(); }));
  CHECK(other([](D& d) { d.revision = 1; }));
  CHECK(other([](D& d) { d.guards.organization_revision = 1; }));
  CHECK(other([](D& d) { d.guards.unique = invito::uniqueness_claim{}; }));
  invito::uniqueness_claim claim{invito::organization_id("acme"), "a@b"};
  CHECK(claim == invito::uniqueness_claim{invito::organization_id("acme"), "a@b"});
  CHECK(claim != invito::uniqueness_claim{invito::organization_id("acme"), "a@c"});
  CHECK(claim != invito::uniqueness_claim{invito::organization_id("other"), "a@b"});
  CHECK(changed<invito::guards>([](auto& g) { g.organization_revision = 0; }));
  CHECK(changed<invito::guards>([](auto& g) { g.unique = invito::uniqueness_claim{}; }));
}
