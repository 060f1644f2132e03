// SPDX-License-Identifier: MIT

// Runs the suite against every mutant. First, each test case runs alone and without a mutant, and
// records which mutants its code reaches. Then each mutant runs in a process of its own with the
// test cases that reach it. The fastest test case comes first, and the first failure ends the run.

#define CATCH_CONFIG_RUNNER
#define CATCH_CONFIG_NO_POSIX_SIGNALS
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "mutants.hpp"
#include "tables.hpp"

namespace mutants {
void look_at_tables();  // written by mutate.py
}

namespace {

constexpr int most_mutants = 1 << 16;

/// A reporter that prints nothing.
struct silent : Catch::StreamingReporterBase<silent> {
  using StreamingReporterBase::StreamingReporterBase;
  static std::string getDescription() { return {}; }
  static std::set<Catch::Verbosity> getSupportedVerbosities() { return {Catch::Verbosity::Normal}; }
  void assertionStarting(Catch::AssertionInfo const&) override {}
  bool assertionEnded(Catch::AssertionStats const&) override { return true; }
};

/// The memory that the parent and the child share after a fork.
struct shared {
  unsigned char reached[most_mutants];
  int failed;  // the test case that failed, or -1
};

struct test {
  Catch::TestCase const* is;
  double seconds = 0;
};

struct job {
  int mutant = 0;
  std::vector<std::size_t> tests{};
  std::function<void()> prepare{};
  std::string label{};
};

/// Runs `which` in order up to the first failure.
bool all_pass(std::vector<test> const& tests, std::vector<std::size_t> const& which, shared& to) {
  Catch::ConfigData data;
  data.abortAfter = 1;
  const auto config = std::make_shared<Catch::Config>(data);
  const std::shared_ptr<Catch::IConfig const> held = config;
  Catch::RunContext context(held,
                            Catch::IStreamingReporterPtr(new silent(Catch::ReporterConfig(held))));
  Catch::getCurrentMutableContext().setConfig(held);
  for (const std::size_t n : which) {
    to.failed = static_cast<int>(n);
    if (!context.runTest(*tests[n].is).testCases.allOk()) return false;
  }
  to.failed = -1;
  return true;
}

/// Starts a process for `what`, and returns its id to the parent.
pid_t start(job const& what, std::vector<test> const& tests, shared& to, double seconds) {
  std::memset(to.reached, 0, sizeof to.reached);
  to.failed = -1;
  std::cout.flush();
  const pid_t child = fork();
  if (child != 0) return child;
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, 1);
  dup2(nowhere, 2);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const rlimit memory{rlim_t{4} << 30U, rlim_t{4} << 30U};
  setrlimit(RLIMIT_AS, &memory);
  itimerval time{};
  time.it_value.tv_sec = static_cast<time_t>(seconds) + 1;
  setitimer(ITIMER_PROF, &time, nullptr);  // CPU time; the limit of real time is longer
  time.it_value.tv_sec *= 20;
  setitimer(ITIMER_REAL, &time, nullptr);
  mutants::reached = to.reached;
  mutants::active = what.mutant;
  if (what.prepare) what.prepare();
  _exit(all_pass(tests, what.tests, to) ? 0 : 1);
}

/// How a process ended: "passed", "failed", "crashed" or "endless".
char const* ending(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status) == 0 ? "passed" : "failed";
  const int by = WTERMSIG(status);
  return by == SIGPROF || by == SIGALRM ? "endless" : "crashed";
}

}  // namespace

/// runner MUTANTS JOBS LONGEST RESULTS [IDS...]: MUTANTS is the number of mutants in the headers,
/// JOBS the number of processes, LONGEST the maximum of seconds for a test case, RESULTS the file
/// for the results, and IDS the mutants to run. A line of the results has the id, the result, and
/// the test case that failed. For a mutant of a table, the file, the table, the old value and the
/// new value follow.
int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const int count = std::atoi(argv[1]);
  const auto slots = static_cast<std::size_t>(std::atoi(argv[2]));
  const double longest = std::atof(argv[3]);
  std::ofstream results(argv[4]);
  std::set<int> wanted;
  for (int n = 5; n < argc; ++n) wanted.insert(std::atoi(argv[n]));

  std::vector<test> tests;
  for (auto const& t : Catch::getRegistryHub().getTestCaseRegistry().getAllTests()) {
    if (!t.isHidden()) tests.push_back({&t});
  }
  std::vector<shared*> memory(slots);
  for (shared*& m : memory) {
    m = static_cast<shared*>(
        mmap(nullptr, sizeof(shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  }

  // Find out which mutants each test case reaches.
  std::vector<std::vector<std::size_t>> reaching(static_cast<std::size_t>(count) + 1);
  for (std::size_t n = 0; n != tests.size(); ++n) {
    int status = 0;
    rusage used{};
    wait4(start({0, {n}}, tests, *memory[0], longest), &status, 0, &used);
    tests[n].seconds = static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                       static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    if (tests[n].seconds > longest) {
      std::cerr << "left out, as it takes too long: " << tests[n].is->name << '\n';
      tests[n].is = nullptr;
      continue;
    }
    if (ending(status) != std::string("passed")) {
      std::cerr << "without any mutant, " << ending(status) << ": " << tests[n].is->name << '\n';
      return 2;
    }
    for (std::size_t m = 1; m != reaching.size(); ++m) {
      if (memory[0]->reached[m]) reaching[m].push_back(n);
    }
  }
  double total = 0;
  std::vector<std::size_t> all;
  for (std::size_t n = 0; n != tests.size(); ++n) {
    if (!tests[n].is) continue;
    all.push_back(n);
    total += tests[n].seconds;
  }
  std::cerr << all.size() << " test cases take " << total << " s\n";

  std::vector<job> jobs;
  const auto quickest_first = [&](std::vector<std::size_t>& which) {
    std::stable_sort(which.begin(), which.end(), [&](std::size_t a, std::size_t b) {
      return tests[a].seconds < tests[b].seconds;
    });
  };
  for (int m = 1; m <= count; ++m) {
    job next{m, reaching[static_cast<std::size_t>(m)]};
    quickest_first(next.tests);
    jobs.push_back(std::move(next));
  }
  mutants::look_at_tables();
  int id = count;
  for (mutants::change const& c : mutants::changes()) {
    job next{++id};
    next.prepare = c.make;
    next.label = '\t' + c.file + '\t' + c.table + '\t' + c.before + '\t' + c.after;
    // Reads of a table are not recorded. So all test cases run, those of the table's header first.
    const std::string stem =
        c.file.substr(c.file.rfind('/') + 1, c.file.rfind('.') - c.file.rfind('/') - 1);
    next.tests = all;
    quickest_first(next.tests);
    std::stable_partition(next.tests.begin(), next.tests.end(), [&](std::size_t n) {
      const std::string file = tests[n].is->lineInfo.file;
      return file.find('/' + stem.substr(0, stem.find('_'))) != std::string::npos;
    });
    jobs.push_back(std::move(next));
  }

  std::map<pid_t, std::pair<job const*, shared*>> running;
  std::vector<shared*> idle = memory;
  std::size_t done = 0;
  const auto report = [&](job const& j, std::string const& what, std::string const& by) {
    results << j.mutant << '\t' << what << '\t' << by << j.label << '\n' << std::flush;
    if (++done % 500 == 0) std::cerr << done << " of " << jobs.size() << " mutants\n";
  };
  const auto wait_for_one = [&] {
    int status = 0;
    const auto ended = running.find(wait(&status));
    auto const& [which, to] = ended->second;
    report(*which, ending(status),
           to->failed < 0 ? "" : tests[static_cast<std::size_t>(to->failed)].is->name);
    idle.push_back(to);
    running.erase(ended);
  };
  for (job const& j : jobs) {
    if (!wanted.empty() && wanted.count(j.mutant) == 0) continue;
    if (j.tests.empty()) {
      report(j, "unreached", "");
      continue;
    }
    if (idle.empty()) wait_for_one();
    double usual = 0;
    for (const std::size_t n : j.tests) usual += tests[n].seconds;
    shared* to = idle.back();
    idle.pop_back();
    running[start(j, tests, *to, 2 + 5 * usual)] = {&j, to};
  }
  while (!running.empty()) wait_for_one();
  return 0;
}
