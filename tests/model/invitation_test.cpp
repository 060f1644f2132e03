// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::baseline;
using invito::invitation;

// Values: default constructible, copyable, and movable without exceptions.
template <class T>
constexpr bool is_value = std::is_default_constructible_v<T>&& std::is_copy_constructible_v<T>&&
    std::is_copy_assignable_v<T>&& std::is_nothrow_move_constructible_v<T>&&
        std::is_nothrow_move_assignable_v<T>&& std::is_nothrow_destructible_v<T>;

static_assert(is_value<invito::invitation_id>);
static_assert(is_value<invito::email>);
static_assert(is_value<invito::actor>);
static_assert(is_value<invito::recipient>);
static_assert(is_value<invito::person_name>);
static_assert(is_value<invito::identity>);
static_assert(is_value<invito::proof>);
static_assert(is_value<invito::grant>);
static_assert(is_value<invito::offer>);
static_assert(is_value<invito::role>);
static_assert(is_value<invito::role_catalog>);
static_assert(is_value<invito::token_digest>);
static_assert(is_value<invito::token_digests>);
static_assert(is_value<invito::json_text>);
static_assert(is_value<invito::attribute>);
static_assert(is_value<invito::state>);
static_assert(is_value<invito::event>);
static_assert(is_value<baseline>);
static_assert(is_value<invitation>);
static_assert(is_value<invito::status_entry>);
static_assert(is_value<invito::composite_status>);
static_assert(is_value<invito::policy>);
static_assert(is_value<invito::facts>);
static_assert(is_value<invito::decision>);
static_assert(is_value<invito::issuance>);
static_assert(is_value<invito::effect>);
static_assert(is_value<invito::rule_result>);
static_assert(is_value<invito::invitation_request>);
static_assert(is_value<invito::issue_command>);
static_assert(is_value<invito::accept_command>);

// Aggregates: their members are assigned by name.
static_assert(std::is_aggregate_v<invitation>);
static_assert(std::is_aggregate_v<invito::event>);
static_assert(std::is_aggregate_v<invito::offer>);
static_assert(std::is_aggregate_v<invito::invitation_request>);
static_assert(std::is_aggregate_v<invito::issue_command>);
static_assert(std::is_aggregate_v<invito::accept_command>);

// Sizes, on the platforms where they were measured: a history contains many events, and a result is
// returned by value.
#if defined(__GLIBCXX__) && !defined(_GLIBCXX_DEBUG)
template <class T, std::size_t Bytes>
constexpr bool fits = sizeof(void*) != 8 || sizeof(T) <= Bytes;
static_assert(fits<invito::problem, 96>);
static_assert(fits<invito::event, 144>);
static_assert(fits<invito::state, 80>);
static_assert(fits<invito::offer, 64>);
static_assert(fits<invito::decision, 184>);
static_assert(fits<invitation, 536>);
static_assert(fits<invito::result<invito::decision>, 192>);
#endif

template <class F>
bool other(F change) {
  invitation i;
  change(i);
  return i != invitation() && !(i == invitation()) && i == invitation(i);
}

template <class F>
bool other_baseline(F change) {
  baseline b;
  change(b);
  return b != baseline() && !(b == baseline()) && b == baseline(b);
}

}  // namespace

TEST_CASE("invitations are equal only if every member is equal", "[invitation]") {
  CHECK(invitation() == invitation());
  CHECK(other([](invitation& i) { i.id = invito::invitation_id("x"); }));
  CHECK(other([](invitation& i) { i.organization = acme; }));
  CHECK(other([](invitation& i) { i.recipient.email = invito::email("a@b"); }));
  CHECK(other([](invitation& i) { i.name.given = "Ina"; }));
  CHECK(other([](invitation& i) { i.created_by = olga.who; }));
  CHECK(other([](invitation& i) { i.created_at = start; }));
  CHECK(other([](invitation& i) { i.send = false; }));
  CHECK(other([](invitation& i) { i.attributes.emplace_back(); }));
  CHECK(other([](invitation& i) { i.state = invito::accepted{}; }));
  CHECK(other([](invitation& i) { i.offer.role = "member"; }));
  CHECK(other([](invitation& i) { i.offer_number = 2; }));
  CHECK(other([](invitation& i) { i.sponsor = olga.who; }));
  CHECK(other([](invitation& i) { i.tokens = invito::token_digests{}; }));
  CHECK(other([](invitation& i) { i.baseline = baseline{}; }));
  CHECK(other([](invitation& i) { i.history.emplace_back(); }));
}

TEST_CASE("baselines are equal only if every member is equal", "[baseline]") {
  CHECK(baseline() == baseline());
  CHECK(other_baseline([](baseline& b) { b.state = invito::accepted{}; }));
  CHECK(other_baseline([](baseline& b) { b.offer.role = "member"; }));
  CHECK(other_baseline([](baseline& b) { b.offer_number = 2; }));
  CHECK(other_baseline([](baseline& b) { b.sponsor = olga.who; }));
  CHECK(other_baseline([](baseline& b) { b.tokens = invito::token_digests{}; }));
  CHECK(other_baseline([](baseline& b) { b.expires_at = start; }));
  CHECK(other_baseline([](baseline& b) { b.revision = 1; }));
  CHECK(other_baseline([](baseline& b) { b.known_at = start; }));
  CHECK(other_baseline([](baseline& b) { b.updated_at = start; }));
  CHECK(other_baseline([](baseline& b) { b.source_statuses = invito::composite_status{}; }));

  baseline imported;
  imported.source_statuses = invito::composite_status{{"pending"}, {{"queued"}}};
  baseline other_status = imported;
  other_status.source_statuses->current.status = "active";
  CHECK(other_status != imported);
  baseline other_history = imported;
  other_history.source_statuses->history.clear();
  CHECK(other_history != imported);
  // The copies do not share the statuses.
  CHECK(imported.source_statuses->current.status == "pending");
}

TEST_CASE("a command on a copy does not change the original invitation", "[invitation]") {
  const invitation first = issued();
  invitation copy = first;
  CHECK(copy == first);
  copy = after(copy, accepting(ina, start + day));
  CHECK(name(first.status(start + day)) == "pending");
  CHECK(name(copy.status(start + day)) == "accepted");
}

TEST_CASE("revision is the number of changes", "[invitation]") {
  CHECK(invitation().revision() == 0);
  CHECK(issued().revision() == 1);
  CHECK(accepted().revision() == 2);
}

TEST_CASE("a default constructed invitation has no expiry, no update and no status",
          "[invitation]") {
  const invitation i;
  CHECK_FALSE(i.expires_at());
  CHECK_FALSE(i.updated_at());
  CHECK_FALSE(i.status_at(start));
}

TEST_CASE("expires_at returns the expiry in every state", "[invitation]") {
  for (invitation const& i :
       {issued(), accepted(), declined(), revoked(), superseded(), expired()}) {
    CHECK(i.expires_at() == week_later);
  }
  invitation i = issued();
  i.state = invito::accepted{};
  begin_history(i, week_later);
  CHECK(i.expires_at() == week_later);
}

TEST_CASE("updated_at is the time of the last event, of the baseline or of the creation",
          "[invitation]") {
  CHECK(issued().updated_at() == start);
  CHECK(accepted().updated_at() == start + day);
  invitation i;
  i.created_at = start;
  CHECK(i.updated_at() == start);
  i.state = invito::accepted{start + day, {}};
  begin_history(i, std::nullopt);
  i.baseline->updated_at = start + 2 * day;
  CHECK(i.updated_at() == start + 2 * day);
}

TEST_CASE("after a baseline, updated_at is the time of the baseline's update or of an event only",
          "[invitation][baseline]") {
  const auto imported = [](invito::state state, std::optional<invito::instant> updated_at) {
    invitation i;
    i.organization = acme;
    i.recipient.email = invito::email("ina@example.com");
    i.offer.role = "member";
    i.created_at = start;
    i.state = std::move(state);
    begin_history(i, week_later);
    i.baseline->updated_at = updated_at;
    return i;
  };
  const invito::instant then = start + 2 * day;
  const invito::instant seen = start + 5 * day;
  CHECK(imported(invito::accepted{then, {}}, seen).updated_at() == seen);
  CHECK(imported(invito::accepted{seen, {}}, then).updated_at() == then);
  CHECK(imported(invito::revoked{}, seen).updated_at() == seen);
  CHECK(imported(invito::expired{week_later}, seen).updated_at() == seen);
  CHECK(imported(invito::pending{week_later}, seen).updated_at() == seen);
  // The time of the state and the creation time are not used.
  CHECK(imported(invito::accepted{then, {}}, std::nullopt).updated_at() == std::nullopt);
  CHECK(imported(invito::revoked{then, {}, {}}, std::nullopt).updated_at() == std::nullopt);
  CHECK(imported(invito::expired{week_later}, std::nullopt).updated_at() == std::nullopt);
  CHECK(imported(invito::pending{week_later}, std::nullopt).updated_at() == std::nullopt);

  const invitation i = after(imported(invito::pending{week_later}, seen),
                             as<invito::revoke_command>(olga, start + 6 * day));
  CHECK(i.updated_at() == start + 6 * day);
  CHECK(i.baseline->updated_at == seen);
}

TEST_CASE("the updated_at of a baseline does not change known_at and status_at", "[baseline]") {
  invitation i;
  i.state = invito::accepted{};
  i.created_at = start;
  begin_history(i, week_later);
  const invitation before = i;
  i.baseline->updated_at = start + 2 * day;
  CHECK(i != before);
  CHECK_FALSE(i.baseline->known_at);
  CHECK(i.status_at(start + 3 * day) == before.status_at(start + 3 * day));
  CHECK_FALSE(i.status_at(start + 3 * day));
}

TEST_CASE("begin_history clears updated_at and source_statuses of an earlier baseline",
          "[baseline]") {
  invitation i;
  begin_history(i, week_later);
  i.baseline->updated_at = start;
  i.baseline->source_statuses = invito::composite_status{};
  begin_history(i, week_later);
  CHECK_FALSE(i.baseline->updated_at);
  CHECK_FALSE(i.baseline->source_statuses);
}

TEST_CASE("begin_history makes the current values the baseline", "[baseline]") {
  invitation i = after(issued("member", olga), amending(adam, start + day, "admin"));
  i.tokens = invito::token_digests{support::digest_of("k"), std::nullopt, std::nullopt};
  const invitation before = i;
  begin_history(i, week_later, start + 3 * day, 7);
  CHECK(i.history.empty());
  REQUIRE(i.baseline);
  CHECK(i.baseline->state == before.state);
  CHECK(i.baseline->offer == before.offer);
  CHECK(i.baseline->offer_number == 2);
  CHECK(i.baseline->sponsor == adam.who);
  CHECK(i.baseline->tokens == before.tokens);
  CHECK(i.baseline->expires_at == week_later);
  CHECK(i.baseline->revision == 7);
  CHECK(i.revision() == 7);
  CHECK(i.state == before.state);
  CHECK(i.expires_at() == week_later);
}

TEST_CASE("the known_at of a baseline is the time of the state, or of the document", "[baseline]") {
  const auto known = [](invito::state s, std::optional<invito::instant> created_at,
                        std::optional<invito::instant> document_at) {
    invitation i;
    i.state = std::move(s);
    i.created_at = created_at;
    begin_history(i, week_later, document_at);
    return i.baseline->known_at;
  };
  const invito::instant then = start + 2 * day;
  const invito::instant seen = start + 5 * day;
  CHECK(known(invito::pending{}, start, seen) == start);
  CHECK(known(invito::pending{}, std::nullopt, seen) == seen);
  CHECK(known(invito::pending{}, std::nullopt, std::nullopt) == std::nullopt);
  CHECK(known(invito::accepted{then, {}}, start, seen) == then);
  CHECK(known(invito::accepted{}, start, seen) == seen);
  CHECK(known(invito::accepted{}, start, std::nullopt) == std::nullopt);
  CHECK(known(invito::revoked{then, {}, {}}, start, seen) == then);
  CHECK(known(invito::revoked{}, start, seen) == seen);
  CHECK(known(invito::expired{week_later}, start, seen) == week_later);
}

TEST_CASE("the expires_at of a pending state takes precedence in begin_history", "[baseline]") {
  invitation i;
  i.state = invito::pending{week_later};
  CHECK(i.expires_at() == week_later);
  begin_history(i, start);
  CHECK(i.baseline->expires_at == week_later);
  i.state = invito::pending{};
  begin_history(i, start);
  CHECK_FALSE(i.baseline->expires_at);
}

TEST_CASE("json_text is null by default and compares the spelling", "[json_text]") {
  using invito::json_text;
  CHECK(json_text().text() == "null");
  CHECK(json_text::unchecked("1.50").text() == "1.50");
  CHECK(json_text::unchecked("1.50") != json_text::unchecked("1.5"));
  CHECK(json_text::unchecked("1.50") == json_text::unchecked("1.50"));
  CHECK(invito::attribute{"a", {}} == invito::attribute{"a", {}});
  CHECK(invito::attribute{"a", {}} != invito::attribute{"b", {}});
  CHECK(invito::attribute{"a", {}} != invito::attribute{"a", json_text::unchecked("1")});
}
