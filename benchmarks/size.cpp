// SPDX-License-Identifier: MIT
// The memory of a million invitations with three events each: issued, resent and accepted by the
// verbs. Each command has texts of its own, like the commands of separate requests.

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <invito/core.hpp>

namespace {

using namespace std::chrono_literals;
using namespace invito;

constexpr instant start{1'772'442'000s};

std::size_t bytes_in_use() {
  const auto told = mallinfo2();  // of the GNU C library, including its own overhead
  return told.uordblks + told.hblkhd;
}

/// The prefix of every id, and whether the offers contain a project.
struct population {
  std::string prefix;
  bool with_project;
};

policy rules() {
  policy p;
  p.roles = {{"owner", 30}, {"reader", 10}, {"member", 10, true, scope::project}};
  p.quotas.seats = seat_rule::unchecked;
  return p;
}

facts looked_up(population const& of) {
  facts f;
  f.actor = f.sponsor = membership{"owner"};
  f.organization.emplace();
  f.member = false;
  f.existing.emplace();
  if (of.with_project) f.scopes = {{scope::project, of.prefix + "project"}};
  return f;
}

template <class Command>
Command command(population const& of, instant now) {
  Command c;
  c.organization = organization_id(of.prefix + "acme");
  c.now = now;
  c.facts = looked_up(of);
  return c;
}

invitation accepted(policy const& p, population const& of, std::size_t n) {
  const std::string number = std::to_string(n);
  const auto olga = [&of] { return actor::user(user_id(of.prefix + "olga")); };
  invitation_request r;
  r.recipient.email = email("rita-" + number + "@example.com");
  r.offer.role = "reader";
  if (of.with_project) r.offer.grants = {{scope::project, of.prefix + "project", "member"}};
  auto first = command<issue_command>(of, start);
  first.id = invitation_id(of.prefix + number);
  first.by = olga();
  invitation i = apply(*issue(p, r, first));
  auto again = command<resend_command>(of, start + 24h);
  again.by = olga();
  if (!apply(i, *resend(p, i, again))) std::abort();
  auto yes = command<accept_command>(of, start + 48h);
  yes.who = {user_id(of.prefix + "rita"), r.recipient.email, true};
  if (!apply(i, *accept(p, i, yes))) std::abort();
  return i;
}

void hold(benchmark::State& state, population const& of) {
  constexpr std::size_t count = 1'000'000;
  const policy p = rules();
  double bytes = 0;
  for (auto _ : state) {
    const std::size_t before = bytes_in_use();
    std::vector<invitation> all;
    all.reserve(count);
    for (std::size_t n = 0; n != count; ++n) all.push_back(accepted(p, of, n));
    bytes = static_cast<double>(bytes_in_use() - before);
  }
  state.counters["GB"] = bytes / 1e9;
  state.counters["problem"] = sizeof(problem);
  state.counters["event"] = sizeof(event);
  state.counters["invitation"] = sizeof(invitation);
  state.counters["decision"] = sizeof(decision);
}

/// Typical of APIs: ids of about 26 characters, and a project.
void hold_typical(benchmark::State& state) { hold(state, {"abcdefghijklmnopqrst-", true}); }
/// The shortest case: ids that fit into a string object, and no project.
void hold_short(benchmark::State& state) { hold(state, {"i-", false}); }
BENCHMARK(hold_typical)->Iterations(1)->Repetitions(2)->Unit(benchmark::kSecond);
BENCHMARK(hold_short)->Iterations(1)->Repetitions(2)->Unit(benchmark::kSecond);

}  // namespace
