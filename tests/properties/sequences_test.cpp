// SPDX-License-Identifier: MIT
// Random sequences of commands, under several policies. Environment variables: INVITO_SEQUENCES is
// the number of sequences of each test, INVITO_SEED the first seed. The seed is printed.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <invito/testing/check.hpp>

#include "catch2.hpp"

namespace {

namespace kit = invito::testing;

std::uint64_t number_from(char const* variable, std::uint64_t otherwise) {
  char const* const text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Checks random sequences in all `worlds`.
void check_worlds(std::vector<kit::world> const& worlds) {
  kit::check_options options;
  options.seed = number_from("INVITO_SEED", 1);
  options.sequences = number_from("INVITO_SEQUENCES", 400);
  const auto report =
      kit::check([] { return std::make_unique<kit::memory_storage>(); }, options, worlds);
  std::printf("from seed %llu: %s", static_cast<unsigned long long>(options.seed),
              to_string(report).c_str());
  INFO(to_string(report));
  CHECK_FALSE(report.broken);
  CHECK(report.counts.sequences == options.sequences);
  CHECK(report.counts.stored > options.sequences);
  CHECK(report.counts.conflicts > options.sequences / 10);
}

/// The busy worlds, each with the change.
template <class Change>
std::vector<kit::world> busy(Change change) {
  auto worlds = kit::busy_worlds();
  for (kit::world& w : worlds) change(w);
  return worlds;
}

}  // namespace

TEST_CASE("random sequences keep every invariant", "[properties]") {
  check_worlds(kit::busy_worlds());
}

TEST_CASE("random sequences with tokens keep every invariant", "[properties]") {
  check_worlds(busy([](kit::world& w) { w.tokens = true; }));
}

TEST_CASE("random sequences keep every invariant if new invitations supersede pending ones",
          "[properties]") {
  check_worlds(busy([](kit::world& w) {
    w.policy.duplicates = invito::duplicate_rule::supersede;
    w.tokens = true;
  }));
}

TEST_CASE("random sequences keep every invariant if issue returns pending invitations",
          "[properties]") {
  check_worlds(
      busy([](kit::world& w) { w.policy.duplicates = invito::duplicate_rule::return_existing; }));
}

TEST_CASE("random sequences keep every invariant if no invitation expires", "[properties]") {
  check_worlds(busy([](kit::world& w) {
    w.policy.expiry.lifetime.reset();
    w.policy.expiry.max_lifetime.reset();
  }));
}

TEST_CASE("random sequences keep every invariant if only members use seats", "[properties]") {
  check_worlds(busy([](kit::world& w) {
    if (w.seat_limit) w.policy.quotas.seats = invito::seat_rule::members_only;
  }));
}
