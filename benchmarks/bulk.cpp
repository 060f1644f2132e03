// SPDX-License-Identifier: MIT
// Measures the time for each row of a bulk plan. It should not depend on the number of rows.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>

namespace {

using namespace std::chrono_literals;

constexpr invito::instant now{1'772'442'000s};

invito::policy rules() {
  invito::policy policy;
  policy.roles = {{"owner", 30},
                  {"admin", 20},
                  {"member", 10},
                  {"viewer", 5, true, invito::scope::project},
                  {"viewer", 5, true, invito::scope::workspace}};
  policy.quotas.pending = 1'000'000;
  policy.quotas.per_inviter = invito::rate{1'000'000, 24h};
  policy.quotas.per_organization = invito::rate{1'000'000, 24h};
  return policy;
}

invito::issue_command issuing() {
  invito::issue_command c;
  c.organization = invito::organization_id("org-abcdefghijklmnopqrstuv");
  c.by = invito::actor::user(invito::user_id("user-abcdefghijklmnopqrstu"));
  c.now = now;
  c.facts.actor = invito::membership{"admin"};
  c.facts.organization = invito::organization_snapshot{};
  c.facts.organization->seat_limit = 1'000'000;
  c.facts.sends.by_inviter.emplace();
  c.facts.sends.of_organization.emplace();
  return c;
}

/// An invitation that was issued and revoked a month ago.
invito::invitation revoked_earlier() {
  auto c = issuing();
  c.id = invito::invitation_id("invite-earlier");
  c.now -= 30 * 24h;
  c.facts.member = false;
  c.facts.existing.emplace();
  invito::invitation_request r;
  r.recipient.email = invito::email("earlier@example.com");
  r.offer.role = "member";
  invito::invitation i = apply(*issue(rules(), r, c));
  invito::revoke_command end;
  end.organization = c.organization;
  end.by = c.by;
  end.now = c.now + 1h;
  end.facts.actor = c.facts.actor;
  if (!apply(i, *revoke(rules(), i, end))) std::abort();
  return i;
}

/// Rows with two grants, their scopes and an earlier invitation of the mailbox.
std::vector<invito::bulk_row> rows(std::size_t count) {
  using invito::scope;
  const invito::invitation earlier = revoked_earlier();
  std::vector<invito::bulk_row> out(count);
  for (std::size_t n = 0; n != count; ++n) {
    const std::string number = std::to_string(n);
    out[n].id = invito::invitation_id("invite-abcdefghij-" + number);
    // One address in ten repeats the address of the row before.
    const std::string who = n % 10 == 9 ? std::to_string(n - 1) : number;
    out[n].request.recipient.email = invito::email("Person-" + who + "@example.com");
    out[n].request.offer = {"member",
                            {{{scope::project, "project-" + number, "viewer"},
                              {scope::workspace, "workspace-abcdefghij", "viewer"}}}};
    out[n].member = false;
    out[n].scopes = {{scope::project, "project-" + number},
                     {scope::workspace, "workspace-abcdefghij"}};
    out[n].existing = {earlier};
    out[n].existing->front().id = invito::invitation_id("invite-klmnopqrst-" + number);
    out[n].existing->front().recipient = out[n].request.recipient;
  }
  return out;
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
  const plan first = invito::plan_issue(p, all, c, invito::bulk_mode::best_effort);
  const auto issued =
      std::count_if(first.begin(), first.end(), [](auto const& r) { return bool(r); });
  if (static_cast<std::size_t>(issued) != all.size() - all.size() / 10) {
    return state.SkipWithError("issues another number");
  }
  measure(state, [&] { return invito::plan_issue(p, all, c, invito::bulk_mode::best_effort); });
}
BENCHMARK(plan_issue)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

/// Measures only the memory: copies results of the same size, without a decision.
void plan_nothing(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const plan one = invito::plan_issue(rules(), rows(1), issuing(), invito::bulk_mode::best_effort);
  measure(state, [&] { return plan(count, one.front()); });
}
BENCHMARK(plan_nothing)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
