// SPDX-License-Identifier: MIT
// The cost of a refusal for each verb: time and allocations. Only the text of the problem itself
// allocates memory.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <invito/invito.hpp>

#include "allocations.hpp"

namespace {

using namespace std::chrono_literals;
using namespace invito;

constexpr instant now{1'772'442'000s};
const organization_id acme("org-abcdefghijklmnopqrstuv");
const actor olga = actor::user(user_id("user-olga-abcdefghijklmnop"));
const identity rita{user_id("user-rita-abcdefghijklmnop"), email("rita@example.com"), true};
const identity eve{user_id("user-eve-abcdefghijklmnopq"), email("eve@example.com"), true};

policy rules() {
  policy p;
  p.roles = {{"owner", 30}, {"admin", 20}, {"member", 10}, {"viewer", 5, true, scope::project}};
  return p;
}

facts looked_up() {
  facts f;
  f.actor = membership{"admin"};
  f.sponsor = membership{"admin"};
  f.organization = organization_snapshot{organization_status::active, true, 10, 4, 2, 17};
  f.member = false;
  f.existing.emplace();
  f.scopes = {{scope::project, "p-1"}, {scope::project, "p-2"}};
  return f;
}

template <class Command>
Command command(instant at = now) {
  Command c;
  c.organization = acme;
  c.now = at;
  return c;
}

template <class Command>
Command by_olga(instant at = now) {
  auto c = command<Command>(at);
  c.by = olga;
  c.facts = looked_up();
  return c;
}

invitation_request asked() {
  invitation_request r;
  r.recipient.email = email("rita@example.com");
  r.offer = {"member", {{{scope::project, "p-1", "viewer"}, {scope::project, "p-2", "viewer"}}}};
  return r;
}

issue_command issuing() {
  auto c = by_olga<issue_command>();
  c.id = invitation_id("invite-abcdefghijklmnopqrst");
  return c;
}

invitation issued() { return invito::apply(*issue(rules(), asked(), issuing())); }

accept_command accepting(identity const& who, instant at = now) {
  auto c = command<accept_command>(at);
  c.who = who;
  c.facts = looked_up();
  return c;
}

/// Measures a refusal. Precondition: `decide` refuses with the code `expected` as its only problem.
template <class Decide>
void measure(benchmark::State& state, code expected, Decide decide) {
  const auto first = decide();
  if (first || first.error().size() != 1 || first.error().front().code != expected) {
    state.SkipWithError("not refused as expected");
  }
  const std::size_t before = allocations;
  for (auto _ : state) {
    auto refused = decide();
    benchmark::DoNotOptimize(refused);
  }
  state.counters["allocations"] = benchmark::Counter(static_cast<double>(allocations - before),
                                                     benchmark::Counter::kAvgIterations);
}

void issue_not_permitted(benchmark::State& state) {
  const policy p = rules();
  const auto r = asked();
  auto c = issuing();
  c.facts.actor = membership{"nobody"};
  measure(state, code::not_permitted, [&] { return issue(p, r, c); });
}
BENCHMARK(issue_not_permitted);

void issue_seats_full(benchmark::State& state) {
  const policy p = rules();
  const auto r = asked();
  auto c = issuing();
  c.facts.organization->members = 8;
  measure(state, code::seats_full, [&] { return issue(p, r, c); });
}
BENCHMARK(issue_seats_full);

void issue_already_member(benchmark::State& state) {
  const policy p = rules();
  const auto r = asked();
  auto c = issuing();
  c.facts.member = true;
  // The problem contains the address.
  measure(state, code::already_member, [&] { return issue(p, r, c); });
}
BENCHMARK(issue_already_member);

void resend_too_soon(benchmark::State& state) {
  const policy p = rules();
  const invitation i = issued();
  const auto c = by_olga<resend_command>(now + 1s);
  measure(state, code::too_soon, [&] { return resend(p, i, c); });
}
BENCHMARK(resend_too_soon);

void amend_unknown_role(benchmark::State& state) {
  const policy p = rules();
  const invitation i = issued();
  auto c = by_olga<amend_command>();
  c.facts.actor = membership{"owner"};
  c.offer.role = "emperor";
  measure(state, code::unknown_role, [&] { return amend(p, i, c); });
}
BENCHMARK(amend_unknown_role);

void accept_wrong_recipient(benchmark::State& state) {
  const policy p = rules();
  const invitation i = issued();
  const auto c = accepting(eve);
  measure(state, code::wrong_recipient, [&] { return accept(p, i, c); });
}
BENCHMARK(accept_wrong_recipient);

void accept_expired(benchmark::State& state) {
  const policy p = rules();
  const invitation i = issued();
  const auto c = accepting(rita, now + 8 * 24h);
  measure(state, code::expired, [&] { return accept(p, i, c); });
}
BENCHMARK(accept_expired);

void accept_sponsor_gone(benchmark::State& state) {
  const policy p = rules();
  const invitation i = issued();
  auto c = accepting(rita);
  c.facts.sponsor->active = false;
  measure(state, code::sponsor_inactive, [&] { return accept(p, i, c); });
}
BENCHMARK(accept_sponsor_gone);

void decline_wrong_recipient(benchmark::State& state) {
  const policy p = rules();
  const invitation i = issued();
  auto c = command<decline_command>();
  c.who = eve;
  measure(state, code::wrong_recipient, [&] { return decline(p, i, c); });
}
BENCHMARK(decline_wrong_recipient);

void revoke_not_found(benchmark::State& state) {
  const policy p = rules();
  const invitation i = issued();
  auto c = by_olga<revoke_command>();
  c.organization = organization_id("org-another");
  measure(state, code::not_found, [&] { return revoke(p, i, c); });
}
BENCHMARK(revoke_not_found);

void supersede_expired(benchmark::State& state) {
  const policy p = rules();
  const invitation i = issued();
  auto c = by_olga<supersede_command>(now + 8 * 24h);
  c.newer = invitation_id("invite-another-abcdefghijk");
  measure(state, code::expired, [&] { return supersede(p, i, c); });
}
BENCHMARK(supersede_expired);

void expire_not_yet(benchmark::State& state) {
  const policy p = rules();
  const invitation i = issued();
  const auto c = command<expire_command>();
  measure(state, code::not_yet_expired, [&] { return expire(p, i, c); });
}
BENCHMARK(expire_not_yet);

}  // namespace
