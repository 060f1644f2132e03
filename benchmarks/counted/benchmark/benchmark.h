// SPDX-License-Identifier: MIT
#pragma once

/// \file counted/benchmark/benchmark.h
/// Replaces Google Benchmark to count instructions instead of time. The sources of the benchmarks
/// are the same, the number of rounds is fixed, and callgrind counts only the measured loop.
///
///     valgrind --tool=callgrind --collect-atstart=no PROGRAM NAME ROUNDS

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <valgrind/callgrind.h>

namespace benchmark {

template <class T>
void DoNotOptimize(T const& value) {
  asm volatile("" : : "g"(&value) : "memory");
}
inline void ClobberMemory() { asm volatile("" : : : "memory"); }

enum TimeUnit { kMicrosecond, kMillisecond };

/// Ignores the counters of Google Benchmark.
struct Counter {
  enum Flags { kDefaults = 0, kIsRate = 1, kInvert = 2, kAvgIterations = 4 };
  Counter(double = 0, int = 0) {}
};
inline Counter::Flags operator|(Counter::Flags a, Counter::Flags b) {
  return static_cast<Counter::Flags>(static_cast<int>(a) | static_cast<int>(b));
}

class State {
 public:
  State(std::int64_t rounds, std::vector<std::int64_t> args)
      : rounds_(rounds), args_(std::move(args)) {}

  struct [[maybe_unused]] round {};
  class iterator {
   public:
    iterator(State* of, std::int64_t left) : of_(of), left_(left) {}
    round operator*() const { return {}; }
    iterator& operator++() {
      --left_;
      return *this;
    }
    bool operator!=(iterator const&) const {
      if (left_ != 0) return true;
      of_->PauseTiming();
      return false;
    }

   private:
    State* of_;
    std::int64_t left_;
  };
  iterator begin() {
    ResumeTiming();
    return {this, rounds_};
  }
  iterator end() { return {this, 0}; }

  void PauseTiming() { toggle(false); }
  void ResumeTiming() { toggle(true); }
  [[nodiscard]] std::int64_t range(std::size_t n = 0) const { return args_.at(n); }
  [[nodiscard]] std::int64_t iterations() const { return rounds_; }
  void SetItemsProcessed(std::int64_t) {}
  void SkipWithError(char const* why) {
    std::fprintf(stderr, "%s\n", why);
    std::exit(1);
  }
  std::map<std::string, Counter> counters{};

 private:
  void toggle(bool on) {
    if (on == collects_) return;
    collects_ = on;
    CALLGRIND_TOGGLE_COLLECT;
  }

  std::int64_t rounds_;
  std::vector<std::int64_t> args_;
  bool collects_ = false;
};

/// One function, and the arguments of its runs.
class Family {
 public:
  Family(char const* name, void (*run)(State&)) : name_(name), run_(run) { all().push_back(this); }
  Family* Arg(std::int64_t n) {
    args_.push_back(n);
    return this;
  }
  Family* Unit(TimeUnit) { return this; }

  static std::vector<Family*>& all() {
    static std::vector<Family*> families;
    return families;
  }
  /// Calls `use(name, run)` for each run that the command line can select.
  template <class Use>
  void each(Use const& use) const {
    if (args_.empty()) use(name_, [this](std::int64_t n) { start({n, {}}); });
    for (const std::int64_t arg : args_) {
      use(name_ + "/" + std::to_string(arg), [&](std::int64_t n) { start({n, {arg}}); });
    }
  }

 private:
  void start(State state) const { run_(state); }

  std::string name_;
  void (*run_)(State&);
  std::vector<std::int64_t> args_{};
};

}  // namespace benchmark

#define BENCHMARK(function) \
  static benchmark::Family* const function##_family = (new benchmark::Family(#function, function))

int main(int count, char** words) {
  bool found = count != 3;  // without a name and rounds, all names are listed
  for (benchmark::Family const* family : benchmark::Family::all()) {
    family->each([&](std::string const& name, auto const& run) {
      if (count != 3) std::puts(name.c_str());
      if (count != 3 || name != words[1]) return;
      found = true;
      run(std::atoll(words[2]));
    });
  }
  return found ? 0 : 1;
}
