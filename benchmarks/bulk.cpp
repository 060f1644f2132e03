// SPDX-License-Identifier: MIT
// A bulk plan takes time in proportion to its rows: compare the time for each row.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <invito/invito.hpp>

namespace {

using namespace std::chrono_literals;

constexpr invito::instant now{1'772'442'000s};

std::vector<invito::bulk_row> rows(std::size_t count) {
  std::vector<invito::bulk_row> out(count);
  for (std::size_t n = 0; n != count; ++n) {
    const std::string number = std::to_string(n);
    out[n].id = invito::invitation_id("invite-abcdefghij-" + number);
    // One in ten stands in the list already.
    const std::string who = n % 10 == 9 ? std::to_string(n - 1) : number;
    out[n].request.recipient.email = invito::email("Person-" + who + "@example.com");
    out[n].request.offer.role = "member";
    out[n].member = false;
    out[n].existing.emplace();
  }
  return out;
}

invito::policy rules() {
  invito::policy policy;
  policy.roles = {{"owner", 30}, {"admin", 20}, {"member", 10}};
  policy.quotas.pending = 1'000'000;
  policy.quotas.per_inviter = invito::rate{1'000'000, 24h};
  policy.quotas.per_organization = invito::rate{1'000'000, 24h};
  return policy;
}

invito::issue_command issuing() {
  invito::issue_command c;
  c.org = invito::organization_id("org-abcdefghijklmnopqrstuv");
  c.by = invito::actor::user(invito::user_id("user-abcdefghijklmnopqrstu"));
  c.now = now;
  c.facts.actor = invito::standing{"admin"};
  c.facts.organization = invito::organization_snapshot{};
  c.facts.organization->seat_limit = 1'000'000;
  c.facts.sends.by_inviter.emplace();
  c.facts.sends.of_organization.emplace();
  return c;
}

using plan = std::vector<invito::result<invito::issuance>>;

template <class MakePlan>
void measure(benchmark::State& state, MakePlan make_plan) {
  for (auto _ : state) {
    plan made = make_plan();
    benchmark::DoNotOptimize(made);
  }
  state.counters["time/row"] =
      benchmark::Counter(static_cast<double>(state.iterations() * state.range(0)),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void plan_issue(benchmark::State& state) {
  const invito::policy p = rules();
  const invito::issue_command c = issuing();
  const std::vector<invito::bulk_row> all = rows(static_cast<std::size_t>(state.range(0)));
  measure(state, [&] { return invito::plan_issue(p, all, c, invito::bulk_mode::best_effort); });
}
BENCHMARK(plan_issue)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

/// The memory alone: results of the same size are copied and nothing is judged.
void plan_nothing(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const plan one = invito::plan_issue(rules(), rows(1), issuing(), invito::bulk_mode::best_effort);
  measure(state, [&] { return plan(count, one.front()); });
}
BENCHMARK(plan_nothing)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
