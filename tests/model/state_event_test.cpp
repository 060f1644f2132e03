// SPDX-License-Identifier: MIT

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"

namespace {

using invito::event;
using invito::event_details;
using invito::event_kind;
using invito::instant;
using invito::revoke_cause;
using invito::state;
using invito::status;

constexpr instant noon{std::chrono::hours{12}};

// The alternatives of the variants are in the order of the enumerators.
template <class State, status S>
constexpr bool is_state_of =
    std::is_same_v<std::variant_alternative_t<static_cast<std::size_t>(S), state>, State>;
static_assert(std::variant_size_v<state> == 4);
static_assert(is_state_of<invito::pending, status::pending>);
static_assert(is_state_of<invito::accepted, status::accepted>);
static_assert(is_state_of<invito::revoked, status::revoked>);
static_assert(is_state_of<invito::expired, status::expired>);

template <class Details, event_kind K>
constexpr bool is_details_of =
    std::is_same_v<std::variant_alternative_t<static_cast<std::size_t>(K), event_details>, Details>;
static_assert(std::variant_size_v<event_details> == 8);
static_assert(is_details_of<invito::issue_details, event_kind::issue>);
static_assert(is_details_of<invito::resend_details, event_kind::resend>);
static_assert(is_details_of<invito::amend_details, event_kind::amend>);
static_assert(is_details_of<invito::accept_details, event_kind::accept>);
static_assert(is_details_of<invito::decline_details, event_kind::decline>);
static_assert(is_details_of<invito::revoke_details, event_kind::revoke>);
static_assert(is_details_of<invito::supersede_details, event_kind::supersede>);
static_assert(is_details_of<invito::expire_details, event_kind::expire>);

static_assert(to_string(status::pending) == "pending");
static_assert(to_string(status::accepted) == "accepted");
static_assert(to_string(status::revoked) == "revoked");
static_assert(to_string(status::expired) == "expired");
static_assert(to_string(revoke_cause::revoked) == "revoked");
static_assert(to_string(revoke_cause::declined) == "declined");
static_assert(to_string(revoke_cause::superseded) == "superseded");
static_assert(to_string(event_kind::issue) == "issue");
static_assert(to_string(event_kind::resend) == "resend");
static_assert(to_string(event_kind::amend) == "amend");
static_assert(to_string(event_kind::accept) == "accept");
static_assert(to_string(event_kind::decline) == "decline");
static_assert(to_string(event_kind::revoke) == "revoke");
static_assert(to_string(event_kind::supersede) == "supersede");
static_assert(to_string(event_kind::expire) == "expire");

template <class F>
bool other_event(F change) {
  event e;
  change(e);
  return e != event() && !(e == event()) && e == event(e);
}

}  // namespace

TEST_CASE("recorded_status returns the status of a state", "[state]") {
  CHECK(recorded_status(invito::pending{}) == status::pending);
  CHECK(recorded_status(invito::accepted{}) == status::accepted);
  CHECK(recorded_status(invito::revoked{}) == status::revoked);
  CHECK(recorded_status(invito::expired{}) == status::expired);
  CHECK(recorded_status(state()) == status::pending);
}

TEST_CASE("kind returns the kind of an event", "[event]") {
  event e;
  CHECK(e.kind() == event_kind::issue);
  e.details = invito::decline_details{};
  CHECK(e.kind() == event_kind::decline);
  e.details = invito::expire_details{};
  CHECK(e.kind() == event_kind::expire);
}

TEST_CASE("states are equal only if every member is equal", "[state]") {
  const invito::user_id ina("ina");
  const invito::actor olga = invito::actor::user(invito::user_id("olga"));
  CHECK(state(invito::pending{}) == state(invito::pending{}));
  CHECK(state(invito::pending{}) != state(invito::pending{noon}));
  CHECK(state(invito::pending{}) != state(invito::accepted{}));
  CHECK(state(invito::accepted{noon, ina}) == state(invito::accepted{noon, ina}));
  CHECK(state(invito::accepted{noon, ina}) != state(invito::accepted{std::nullopt, ina}));
  CHECK(state(invito::accepted{noon, ina}) != state(invito::accepted{noon, {}}));
  CHECK(state(invito::revoked{noon, olga, {}}) == state(invito::revoked{noon, olga, {}}));
  CHECK(state(invito::revoked{noon, olga, {}}) != state(invito::revoked{{}, olga, {}}));
  CHECK(state(invito::revoked{noon, olga, {}}) != state(invito::revoked{noon, {}, {}}));
  CHECK(state(invito::revoked{}) != state(invito::revoked{{}, {}, revoke_cause::declined}));
  CHECK(state(invito::expired{noon}) != state(invito::expired{}));
}

TEST_CASE("changed_at returns the time of a state, if known", "[state]") {
  CHECK_FALSE(changed_at(invito::pending{noon}));
  CHECK(changed_at(invito::accepted{noon, {}}) == noon);
  CHECK_FALSE(changed_at(invito::accepted{}));
  CHECK(changed_at(invito::revoked{noon, {}, {}}) == noon);
  CHECK_FALSE(changed_at(invito::revoked{}));
  CHECK(changed_at(invito::expired{noon}) == noon);
}

TEST_CASE("events are equal only if every member is equal", "[event]") {
  CHECK(event() == event());
  CHECK(other_event([](event& e) { e.at = noon; }));
  CHECK(other_event([](event& e) { e.by = invito::actor::system(); }));
  CHECK(other_event([](event& e) { e.revision = 1; }));
  CHECK(other_event([](event& e) { e.expires_at = noon; }));
  CHECK(other_event([](event& e) { e.idempotency_key = "k"; }));
  CHECK(other_event([](event& e) { e.clamped = true; }));
  CHECK(other_event([](event& e) { e.details = invito::resend_details{}; }));
}

TEST_CASE("event details are equal only if every member is equal", "[event]") {
  const invito::offer offer{"member", std::nullopt};
  const invito::token_digest token = support::digest_of("k");
  const invito::email email("a@b");
  CHECK(invito::issue_details{offer, token} == invito::issue_details{offer, token});
  CHECK_FALSE(invito::issue_details{offer, token} == invito::issue_details{{}, token});
  CHECK_FALSE(invito::issue_details{offer, token} == invito::issue_details{offer, {}});
  CHECK(invito::resend_details{token} == invito::resend_details{token});
  CHECK_FALSE(invito::resend_details{token} == invito::resend_details{});
  CHECK(invito::amend_details{offer, token} == invito::amend_details{offer, token});
  CHECK_FALSE(invito::amend_details{offer, token} == invito::amend_details{{}, token});
  CHECK_FALSE(invito::amend_details{offer, token} == invito::amend_details{offer, {}});
  CHECK(invito::accept_details{{}, email} == invito::accept_details{{}, email});
  CHECK_FALSE(invito::accept_details{{}, email} == invito::accept_details{{}, {}});
  CHECK_FALSE(invito::accept_details{} == invito::accept_details{{true, false, false}, {}});
  CHECK(invito::decline_details{{}, email} == invito::decline_details{{}, email});
  CHECK_FALSE(invito::decline_details{{}, email} == invito::decline_details{{}, {}});
  CHECK_FALSE(invito::decline_details{} == invito::decline_details{{true, false, false}, {}});
  CHECK(invito::revoke_details{} == invito::revoke_details{});
  CHECK(invito::supersede_details{invito::invitation_id("x")} ==
        invito::supersede_details{invito::invitation_id("x")});
  CHECK_FALSE(invito::supersede_details{invito::invitation_id("x")} == invito::supersede_details{});
  CHECK(invito::expire_details{noon} == invito::expire_details{noon});
  CHECK_FALSE(invito::expire_details{noon} == invito::expire_details{});
}
