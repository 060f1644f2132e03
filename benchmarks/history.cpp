// SPDX-License-Identifier: MIT
// Measures a long history: appends an event, and finds the status at a time.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include <invito/core.hpp>

namespace {

using namespace std::chrono_literals;

constexpr invito::instant start{1'772'442'000s};

invito::policy sending_freely() {
  invito::policy p;
  p.resend.max_sends.reset();
  p.resend.cool_down = {};
  p.resend.max_age.reset();
  p.roles = {{"owner", 30}, {"member", 10}};
  return p;
}

const invito::policy rules = sending_freely();

invito::resend_command resending(invito::instant now) {
  invito::resend_command c;
  c.organization = invito::organization_id("acme");
  c.by = invito::actor::user(invito::user_id("olga"));
  c.now = now;
  c.facts.actor = invito::membership{"owner"};
  c.facts.organization = invito::organization_snapshot{};
  return c;
}

/// A pending invitation with `count` events after its baseline. The events are a second apart, and
/// are copies of the first event.
invito::invitation with_events(std::size_t count) {
  invito::invitation out;
  out.id = invito::invitation_id("invite-1");
  out.organization = invito::organization_id("acme");
  out.recipient.email = invito::email("ina@example.com");
  out.offer.role = "member";
  out.created_at = start;
  invito::begin_history(out, start + 168h);
  if (!invito::apply(out, *invito::resend(rules, out, resending(start)))) std::abort();
  while (out.history.size() < count) {
    invito::event e = out.history.back();
    e.at += 1s;
    ++e.revision;
    out.history.push_back(std::move(e));
  }
  return out;
}

/// Applies one resend. Each round removes the event again, so that the length stays the same.
void history_append(benchmark::State& state) {
  invito::invitation i = with_events(static_cast<std::size_t>(state.range(0)));
  const invito::state before = i.state;
  const auto made = invito::resend(rules, i, resending(i.history.back().at + 1s));
  if (!made) return state.SkipWithError(describe(made.error()).c_str());
  for (auto _ : state) {
    if (!invito::apply(i, *made)) return state.SkipWithError("was not applied");
    i.history.pop_back();
    i.state = before;
  }
}
BENCHMARK(history_append)->Arg(1)->Arg(1'000)->Arg(100'000);

void history_status_at(benchmark::State& state) {
  const invito::invitation i = with_events(static_cast<std::size_t>(state.range(0)));
  std::mt19937_64 random(1);
  std::vector<invito::instant> moments;
  for (int n = 0; n != 1024; ++n) {
    moments.push_back(start +
                      std::chrono::seconds(random() % static_cast<std::uint64_t>(state.range(0))));
  }
  std::size_t n = 0;
  for (auto _ : state) benchmark::DoNotOptimize(i.status_at(moments[n++ % moments.size()]));
}
BENCHMARK(history_status_at)->Arg(1)->Arg(1'000)->Arg(100'000);

}  // namespace
