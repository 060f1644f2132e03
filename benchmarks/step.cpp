// SPDX-License-Identifier: MIT
// One step of the state machine for each of a million invitations. States and events are random.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <invito/core.hpp>

#if __has_include(<boost/msm/back/state_machine.hpp>)
#define WITH_MSM 1
#include <boost/mpl/vector.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>
#endif

namespace {

using invito::event_kind;
using invito::status;

constexpr std::size_t count = 1'000'000;

std::vector<event_kind> stream() {
  std::mt19937 random(1);
  std::vector<event_kind> out(count);
  for (event_kind& e : out) e = static_cast<event_kind>(random() % 8);
  return out;
}

const std::vector<event_kind> events = stream();

std::vector<status> beginning() {
  std::mt19937 random(2);
  std::vector<status> out(count);
  for (status& s : out) s = static_cast<status>(random() % 4);
  return out;
}

status by_table(status s, event_kind on) { return invito::status_after(s, on); }

status by_switch(status s, event_kind on) {
  switch (on) {
    case event_kind::issue: return s;
    case event_kind::resend:
      switch (s) {
        case status::pending:
        case status::expired: return status::pending;
        default: return s;
      }
    case event_kind::amend: return s;
    case event_kind::accept: return s == status::pending ? status::accepted : s;
    case event_kind::decline:
    case event_kind::revoke:
      switch (s) {
        case status::pending:
        case status::expired: return status::revoked;
        default: return s;
      }
    case event_kind::supersede: return s == status::pending ? status::revoked : s;
    case event_kind::expire: return s == status::pending ? status::expired : s;
  }
  return s;
}

template <class Step>
void step(benchmark::State& state, Step const& one) {
  const std::vector<status> from = beginning();
  std::vector<status> all = from;
  for (std::size_t n = 0; n != count; ++n) {
    if (one(from[n], events[n]) != by_table(from[n], events[n])) {
      return state.SkipWithError("differs from ours");
    }
  }
  for (auto _ : state) {
    state.PauseTiming();
    all = from;
    state.ResumeTiming();
    for (std::size_t n = 0; n != count; ++n) all[n] = one(all[n], events[n]);
    benchmark::DoNotOptimize(all.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

// Each lambda has a type of its own, so that the compiler knows which function the loop calls.
void step_ours(benchmark::State& s) {
  step(s, [](status from, event_kind on) { return by_table(from, on); });
}
void step_switch(benchmark::State& s) {
  step(s, [](status from, event_kind on) { return by_switch(from, on); });
}
BENCHMARK(step_ours)->Unit(benchmark::kMicrosecond);
BENCHMARK(step_switch)->Unit(benchmark::kMicrosecond);

#ifdef WITH_MSM

namespace msm = boost::msm::front;

struct issue {};
struct resend {};
struct amend {};
struct accept {};
struct decline {};
struct revoke {};
struct supersede {};
struct expire {};

struct machine_def : msm::state_machine_def<machine_def> {
  struct pending : msm::state<> {};
  struct accepted : msm::state<> {};
  struct revoked : msm::state<> {};
  struct expired : msm::state<> {};
  using initial_state = pending;
  using no_message_queue = int;
  using no_exception_thrown = int;
  struct transition_table
      : boost::mpl::vector<
            msm::Row<pending, accept, accepted>, msm::Row<pending, decline, revoked>,
            msm::Row<pending, revoke, revoked>, msm::Row<pending, supersede, revoked>,
            msm::Row<pending, expire, expired>, msm::Row<expired, resend, pending>,
            msm::Row<expired, decline, revoked>, msm::Row<expired, revoke, revoked>> {};
  template <class Event, class Machine>
  void no_transition(Event const&, Machine&, int) {}
};
using machine = boost::msm::back::state_machine<machine_def>;

void process(machine& m, event_kind on) {
  switch (on) {
    case event_kind::issue: m.process_event(issue{}); break;
    case event_kind::resend: m.process_event(resend{}); break;
    case event_kind::amend: m.process_event(amend{}); break;
    case event_kind::accept: m.process_event(accept{}); break;
    case event_kind::decline: m.process_event(decline{}); break;
    case event_kind::revoke: m.process_event(revoke{}); break;
    case event_kind::supersede: m.process_event(supersede{}); break;
    case event_kind::expire: m.process_event(expire{}); break;
  }
}

/// Brings a machine into the status by events, because the copy of a machine would start again.
void enter(machine& m, status s) {
  m.start();
  if (s == status::accepted) m.process_event(accept{});
  if (s == status::revoked) m.process_event(revoke{});
  if (s == status::expired) m.process_event(expire{});
}

void step_msm(benchmark::State& state) {
  const std::vector<status> from = beginning();
  std::vector<machine> all(count);
  const auto reset = [&] {
    for (std::size_t n = 0; n != count; ++n) enter(all[n], from[n]);
  };
  int number_of[4];  // the numbers that MSM gives to the states
  for (int s = 0; s != 4; ++s) {
    enter(all[0], static_cast<status>(s));
    number_of[s] = all[0].current_state()[0];
  }
  reset();
  for (std::size_t n = 0; n != count; ++n) {
    process(all[n], events[n]);
    if (all[n].current_state()[0] != number_of[static_cast<int>(by_table(from[n], events[n]))]) {
      return state.SkipWithError("differs from ours");
    }
  }
  for (auto _ : state) {
    state.PauseTiming();
    reset();
    state.ResumeTiming();
    for (std::size_t n = 0; n != count; ++n) process(all[n], events[n]);
    benchmark::DoNotOptimize(all.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}
BENCHMARK(step_msm)->Unit(benchmark::kMicrosecond);

#endif

}  // namespace
