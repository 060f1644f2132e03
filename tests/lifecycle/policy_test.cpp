// SPDX-License-Identifier: MIT

#include <chrono>
#include <optional>
#include <type_traits>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using namespace std::chrono_literals;
using invito::policy;

static_assert(std::is_aggregate_v<policy>);
static_assert(std::is_aggregate_v<invito::expiry_policy>);
static_assert(std::is_nothrow_move_constructible_v<policy>);
static_assert(std::is_nothrow_move_assignable_v<policy>);
static_assert(std::is_nothrow_move_constructible_v<invito::facts>);

// A default policy with one change is another policy.
template <class F>
bool differs(F change) {
  policy p;
  change(p);
  const bool both_ways = p != policy() && policy() != p && !(p == policy()) && !(policy() == p);
  return both_ways && p == policy(p);
}

}  // namespace

TEST_CASE("the default policy is the strict one") {
  const policy p;
  CHECK(p.roles.all().empty());
  CHECK(p.expiry.lifetime == std::optional<std::chrono::seconds>(7 * 24h));
  CHECK(p.expiry.longest == std::optional<std::chrono::seconds>(30 * 24h));
  CHECK(p.expiry.shortest == 5min);
  CHECK(p.granting == invito::granting::up_to_own_rank);
  CHECK_FALSE(p.inviter_rank);
  CHECK(p.recipient == invito::recipient_match::verified_email);
  CHECK(p.orphans == invito::orphan_rule::refuse);
  CHECK(p.renew_expired);
  CHECK_FALSE(p.admit_non_ascii_email);
}

TEST_CASE("two policies are equal only if every member is") {
  CHECK(policy() == policy());
  CHECK_FALSE(policy() != policy());
  CHECK(differs([](policy& p) { p.roles = {{"owner", 30}}; }));
  CHECK(differs([](policy& p) { p.expiry.lifetime = 8 * 24h; }));
  CHECK(differs([](policy& p) { p.expiry.lifetime = std::nullopt; }));
  CHECK(differs([](policy& p) { p.expiry.longest = std::nullopt; }));
  CHECK(differs([](policy& p) { p.expiry.shortest = 1s; }));
  CHECK(differs([](policy& p) { p.granting = invito::granting::below_own_rank; }));
  CHECK(differs([](policy& p) { p.inviter_rank = 0; }));
  CHECK(differs([](policy& p) { p.recipient = invito::recipient_match::unverified_email; }));
  CHECK(differs([](policy& p) { p.orphans = invito::orphan_rule::let_stand; }));
  CHECK(differs([](policy& p) { p.renew_expired = false; }));
  CHECK(differs([](policy& p) { p.admit_non_ascii_email = true; }));
}

TEST_CASE("two catalogs are equal only if every role is, in order") {
  const invito::role_catalog two = {{"owner", 30}, {"member", 10}};
  CHECK(two == invito::role_catalog{{"owner", 30}, {"member", 10}});
  CHECK(two != invito::role_catalog{{"member", 10}, {"owner", 30}});
  CHECK(two != invito::role_catalog{{"owner", 30}});
  CHECK(two != invito::role_catalog{{"owner", 30}, {"member", 11}});
  CHECK(two != invito::role_catalog{{"owner", 30}, {"Member", 10}});
  CHECK(two != invito::role_catalog{{"owner", 30}, {"member", 10, false}});
  CHECK(two != invito::role_catalog{{"owner", 30}, {"member", 10, true, invito::scope::project}});
}

TEST_CASE("facts that nobody has looked up are absent, not good") {
  const invito::facts f;
  CHECK_FALSE(f.actor);
  CHECK_FALSE(f.sponsor);
  CHECK(f.may_grant == invito::verdict::undecided);
  CHECK_FALSE(f.organization_revision);
}

TEST_CASE("commands that nobody has filled in have no moment, and only expiry is the system's") {
  CHECK(invito::issue_command().now == invito::no_moment);
  CHECK(invito::resend_command().now == invito::no_moment);
  CHECK(invito::amend_command().now == invito::no_moment);
  CHECK(invito::accept_command().now == invito::no_moment);
  CHECK(invito::decline_command().now == invito::no_moment);
  CHECK(invito::revoke_command().now == invito::no_moment);
  CHECK(invito::supersede_command().now == invito::no_moment);
  CHECK(invito::expire_command().now == invito::no_moment);
  CHECK(invito::no_moment == (invito::instant::min)());
  CHECK(invito::expire_command().by == invito::actor::system());
  CHECK(invito::revoke_command().by.kind == invito::actor_kind::user);
}

TEST_CASE("a request is equal to another only if every member is") {
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

TEST_CASE("a decision is equal to another only if every member is") {
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
}
