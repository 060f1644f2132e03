// SPDX-License-Identifier: MIT
// The life of one invitation: the cost of each step for a host.

#include <benchmark/benchmark.h>

#include <chrono>
#include <string>

#include <invito/invito.hpp>

namespace {

using namespace std::chrono_literals;

constexpr char request_body[] =
    R"({"email":"rita@example.com","role":"reader","projects":[{"id":"project-xyz","role":"member"}]})";

const invito::policy rules = invito::openai::policy();
const invito::instant now{1'772'442'000s};

const invito::organization_snapshot acme{invito::organization_status::active, true, 100, 40, 7, 17};

invito::issue_command issuing() {
  invito::issue_command c;
  c.id = invito::invitation_id("invite-abcdefghijklmnopqrst");
  c.organization = invito::organization_id("org-abcdefghijklmnopqrstuv");
  c.by = invito::actor::user(invito::user_id("user-abcdefghijklmnopqrstu"));
  c.now = now;
  c.facts.actor = invito::membership{"owner"};
  c.facts.organization = acme;
  c.facts.member = false;
  c.facts.existing.emplace();
  c.facts.scopes = {{invito::scope::project, "project-xyz"}};
  return c;
}

invito::accept_command accepting(invito::instant then) {
  invito::accept_command c;
  c.who = {invito::user_id("user-zyxwvutsrqponmlkjihgf"), invito::email("Rita@example.com"), true};
  c.now = then;
  c.facts.sponsor = invito::membership{"owner"};
  c.facts.organization = acme;
  c.facts.scopes = {{invito::scope::project, "project-xyz"}};
  return c;
}

invito::invitation issued() {
  return invito::apply(
      *invito::issue(rules, *invito::openai::read_request(request_body), issuing()));
}

void read_request(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(invito::openai::read_request(request_body));
}
BENCHMARK(read_request);

void issue_and_apply(benchmark::State& state) {
  const auto request = *invito::openai::read_request(request_body);
  const auto command = issuing();
  for (auto _ : state) {
    benchmark::DoNotOptimize(invito::apply(*invito::issue(rules, request, command)));
  }
}
BENCHMARK(issue_and_apply);

void accept_and_apply(benchmark::State& state) {
  const auto fresh = issued();
  const auto command = accepting(now + 48h);
  for (auto _ : state) {
    invito::invitation i = fresh;  // the copy is measured too
    benchmark::DoNotOptimize(invito::apply(i, *invito::accept(rules, i, command)));
  }
}
BENCHMARK(accept_and_apply);

void refuse_expired(benchmark::State& state) {
  const auto fresh = issued();
  const auto command = accepting(now + 8 * 24h);
  for (auto _ : state) benchmark::DoNotOptimize(invito::accept(rules, fresh, command));
}
BENCHMARK(refuse_expired);

void write_invitation(benchmark::State& state) {
  const auto fresh = issued();
  for (auto _ : state) benchmark::DoNotOptimize(invito::openai::write_invitation(fresh, now));
}
BENCHMARK(write_invitation);

void read_invitation(benchmark::State& state) {
  const std::string document = *invito::openai::write_invitation(issued(), now);
  for (auto _ : state) benchmark::DoNotOptimize(invito::openai::read_invitation(document));
}
BENCHMARK(read_invitation);

}  // namespace
