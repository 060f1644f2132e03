// SPDX-License-Identifier: MIT
// Accepts an invitation, by the library and by a service's own code with the same checks and the
// same record.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include <invito/core.hpp>

#include "allocations.hpp"
#include "by_hand/accept.hpp"

namespace {

using namespace std::chrono_literals;
using namespace invito;

constexpr instant issued_at{1'772'442'000s};
constexpr instant now = issued_at + 48h;

policy rules() {
  policy p;
  p.roles = {{"owner", 30},
             {"reader", 10},
             {"owner", 30, true, scope::project},
             {"member", 10, true, scope::project}};
  return p;
}

facts looked_up() {
  facts f;
  f.actor = membership{"owner"};
  f.sponsor = membership{"owner"};
  f.organization = organization_snapshot{organization_status::active, true, 100, 40, 7, 17};
  f.member = false;
  f.existing.emplace();
  f.scopes = {{scope::project, "project-xyz"}};
  return f;
}

invitation issued() {
  invitation_request r;
  r.recipient.email = email("rita@example.com");
  r.offer = {"reader", {{{scope::project, "project-xyz", "member"}}}};
  issue_command c;
  c.id = invitation_id("invite-abcdefghijklmnopqrst");
  c.organization = organization_id("org-abcdefghijklmnopqrstuv");
  c.by = actor::user(user_id("user-abcdefghijklmnopqrstu"));
  c.now = issued_at;
  c.facts = looked_up();
  return apply(*issue(rules(), r, c));
}

accept_command accepting(instant at) {
  accept_command c;
  c.organization = organization_id("org-abcdefghijklmnopqrstuv");
  c.who = {user_id("user-zyxwvutsrqponmlkjihgf"), email("Rita@example.com"), true};
  c.now = at;
  c.facts = looked_up();
  return c;
}

// ---- Hand-written code --------------------------------------------------------------------------

std::int64_t seconds(instant t) { return to_unix_seconds(t); }

by_hand::rules rules_by_hand() {
  return {{{"owner", 0, 30}, {"reader", 0, 10}, {"owner", 1, 30}, {"member", 1, 10}}, {}, {}};
}

by_hand::invitation issued_by_hand() {
  by_hand::invitation i;
  i.id = "invite-abcdefghijklmnopqrst";
  i.organization = "org-abcdefghijklmnopqrstuv";
  i.email = "rita@example.com";
  i.created_by = i.sponsor = "user-abcdefghijklmnopqrstu";
  i.created_at = seconds(issued_at);
  i.expires_at = seconds(issued_at + 7 * 24h);
  i.offer = {"reader", {{1, "project-xyz", "member"}}};
  by_hand::event e;
  e.at = i.created_at;
  e.by = i.created_by;
  e.revision = 1;
  e.expires_at = i.expires_at;
  i.history.push_back(std::move(e));
  return i;
}

by_hand::accept_command accepting_by_hand(instant at) {
  by_hand::accept_command c;
  c.organization = "org-abcdefghijklmnopqrstuv";
  c.user = "user-zyxwvutsrqponmlkjihgf";
  c.email = "Rita@example.com";
  c.email_verified = true;
  c.now = seconds(at);
  c.seat_limit = 100;
  c.members = 40;
  c.member = false;
  c.sponsor_role = "owner";
  c.scopes = {{1, "project-xyz", ""}};
  return c;
}

/// Whether the library and the hand-written code have written the same record.
bool same(event const& ours, by_hand::event const& theirs) {
  const proof relied = std::get<accept_details>(ours.details).proof;
  return theirs.kind == by_hand::act::accept && seconds(ours.at) == theirs.at &&
         ours.by.id.text() == theirs.by && ours.revision == theirs.revision &&
         seconds(*ours.expires_at) == theirs.expires_at &&
         ours.idempotency_key == theirs.idempotency_key && ours.clamped == theirs.clamped &&
         relied.user == theirs.by_user && relied.email == theirs.by_email &&
         relied.email_verified == theirs.email_verified && relied.token == theirs.by_token;
}

// -------------------------------------------------------------------------------------------------

/// Each round removes what it has added. Both benchmarks do this in the same way.
void accept_ours(benchmark::State& state) {
  const policy p = rules();
  const accept_command c = accepting(now);
  invitation i = issued();
  const invito::state before = i.state;
  for (auto _ : state) {
    auto made = accept(p, i, c);
    if (!made || !apply(i, *std::move(made))) return state.SkipWithError("was not accepted");
    i.history.pop_back();
    i.state = before;
  }
}
BENCHMARK(accept_ours);

void accept_by_hand(benchmark::State& state) {
  const by_hand::rules r = rules_by_hand();
  const by_hand::accept_command c = accepting_by_hand(now);
  by_hand::invitation i = issued_by_hand();
  invitation ours = issued();
  if (!apply(ours, *accept(rules(), ours, accepting(now))) ||
      by_hand::accept(r, i, c) != by_hand::refusal::none ||
      !same(ours.history.back(), i.history.back())) {
    return state.SkipWithError("differs from ours");
  }
  for (auto _ : state) {
    i.history.pop_back();
    i.state = by_hand::state::pending;
    i.changed_at = 0;
    std::string().swap(i.changed_by);  // also frees its memory
    if (by_hand::accept(r, i, c) != by_hand::refusal::none) {
      return state.SkipWithError("was not accepted");
    }
  }
}
BENCHMARK(accept_by_hand);

/// Counts the allocations of a decision and of its application to an invitation that a host has
/// just loaded. `carry_out` gets the invitation and the decision.
template <class CarryOut>
void count_allocations(benchmark::State& state, CarryOut carry_out) {
  const policy p = rules();
  const accept_command c = accepting(now);
  const invitation fresh = issued();
  std::size_t taken = 0;
  for (auto _ : state) {
    invitation i = fresh;
    const std::size_t before = allocations;
    auto made = accept(p, i, c);
    if (!made || !carry_out(i, *made)) return state.SkipWithError("was not accepted");
    taken += allocations - before;
  }
  state.counters["allocations"] =
      benchmark::Counter(static_cast<double>(taken), benchmark::Counter::kAvgIterations);
}

void accept_kept(benchmark::State& state) {
  count_allocations(state, [](invitation& i, decision& made) { return apply(i, made); });
}
void accept_moved(benchmark::State& state) {
  count_allocations(state, [](invitation& i, decision& made) { return apply(i, std::move(made)); });
}
BENCHMARK(accept_kept);
BENCHMARK(accept_moved);

void refuse_ours(benchmark::State& state) {
  const policy p = rules();
  const accept_command c = accepting(now + 7 * 24h);
  const invitation i = issued();
  for (auto _ : state) benchmark::DoNotOptimize(accept(p, i, c));
}
BENCHMARK(refuse_ours);

void refuse_by_hand(benchmark::State& state) {
  const by_hand::rules r = rules_by_hand();
  const by_hand::accept_command c = accepting_by_hand(now + 7 * 24h);
  by_hand::invitation i = issued_by_hand();
  if (by_hand::accept(r, i, c) != by_hand::refusal::expired) {
    return state.SkipWithError("was not refused as ours is");
  }
  for (auto _ : state) benchmark::DoNotOptimize(by_hand::accept(r, i, c));
}
BENCHMARK(refuse_by_hand);

}  // namespace
