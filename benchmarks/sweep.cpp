// SPDX-License-Identifier: MIT
// Finds expired invitations: among compact records that fit into a cache or not, and in an index of
// pending invitations.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <invito/core.hpp>
#include <invito/lifecycle/expiry_index.hpp>
#include <invito/lifecycle/query.hpp>

namespace {

using namespace std::chrono_literals;
using invito::instant;
using invito::status;

constexpr instant now{1'772'442'000s};

struct record {
  instant expires_at;
  std::uint32_t number;
  invito::status status;
};
static_assert(sizeof(record) == 16);

/// Half of the records are pending, and one in a hundred is due.
std::vector<record> records(std::size_t count) {
  std::mt19937_64 random(1);
  std::vector<record> out(count);
  for (std::size_t n = 0; n != count; ++n) {
    const bool due = random() % 100 == 0;
    const bool pending = due || random() % 98 < 48;
    const auto distance = std::chrono::seconds(random() % 604'800 + 1);
    out[n] = {due ? now - distance : now + distance, static_cast<std::uint32_t>(n),
              pending ? status::pending : status::accepted};
  }
  return out;
}

std::vector<std::size_t> by_library(std::vector<record> const& all) {
  return invito::find_due(all, now, &record::expires_at,
                          [](record const& r) { return r.status == status::pending; });
}

std::vector<std::size_t> by_loop(std::vector<record> const& all) {
  std::vector<std::size_t> out;
  for (std::size_t n = 0; n != all.size(); ++n) {
    if (all[n].status == status::pending && all[n].expires_at <= now) out.push_back(n);
  }
  return out;
}

template <class Sweep>
void sweep(benchmark::State& state, Sweep const& find) {
  const std::vector<record> all = records(static_cast<std::size_t>(state.range(0)));
  if (find(all) != by_loop(all)) return state.SkipWithError("finds something else");
  for (auto _ : state) benchmark::DoNotOptimize(find(all));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void sweep_ours(benchmark::State& s) { sweep(s, by_library); }
void sweep_loop(benchmark::State& s) { sweep(s, by_loop); }
BENCHMARK(sweep_ours)->Arg(100'000)->Arg(10'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(sweep_loop)->Arg(100'000)->Arg(10'000'000)->Unit(benchmark::kMicrosecond);

/// Reads one member of each record and does nothing else, to measure the time of the memory.
void sweep_read(benchmark::State& state) {
  const std::vector<record> all = records(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    instant::rep sum = 0;
    for (record const& r : all) sum ^= r.expires_at.time_since_epoch().count();
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(sweep_read)->Arg(100'000)->Arg(10'000'000)->Unit(benchmark::kMicrosecond);

/// Measures the time for each due entry. One in a hundred of the entries is due.
void index_due(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  invito::expiry_index index;
  std::size_t expected = 0;
  std::mt19937_64 random(1);
  for (std::size_t n = 0; n != count; ++n) {
    const bool due = random() % 100 == 0;
    const auto distance = std::chrono::seconds(random() % 604'800 + 1);
    index.insert(due ? now - distance : now + distance, n);
    expected += due ? 1 : 0;
  }
  std::vector<std::uint64_t> found;
  found.reserve(expected);
  for (auto _ : state) {
    found.clear();
    index.due(now, [&found](instant, std::uint64_t n) { found.push_back(n); });
    benchmark::DoNotOptimize(found.data());
  }
  if (found.size() != expected) state.SkipWithError("finds something else");
  state.counters["time/due"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(expected),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["bytes/entry"] =
      static_cast<double>(index.memory()) / static_cast<double>(index.size());
}
BENCHMARK(index_due)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Arg(10'000'000);

void index_insert(benchmark::State& state) {
  std::mt19937_64 random(1);
  for (auto _ : state) {
    invito::expiry_index index;
    for (std::int64_t n = 0; n != state.range(0); ++n) {
      index.insert(now + std::chrono::seconds(random() % 604'800), static_cast<std::uint64_t>(n));
    }
    benchmark::DoNotOptimize(index.size());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(index_insert)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
