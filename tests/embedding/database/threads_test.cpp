// SPDX-License-Identifier: MIT
// A race of threads for -fsanitize=thread, which shows that the library shares nothing between
// threads. A lock allows one call at a time to the storage in memory. Everything else that the
// hosts do runs at the same time.

#include <cstddef>
#include <iostream>
#include <memory>
#include <mutex>

#include <invito/testing/race.hpp>

#include "testing/storages.hpp"

int main() {
  namespace kit = invito::testing;
  const auto memory = std::make_shared<kit::memory_storage>();
  const auto lock = std::make_shared<std::mutex>();
  kit::race_options options;
  options.invitations = 50;
  const auto report =
      kit::race([&] { return std::make_unique<storages::locked>(memory, lock); }, options);
  std::cout << options.hosts << " threads, " << memory->invitations().size()
            << " invitations: " << report.counts.steps << " steps, " << report.counts.stored
            << " stored, " << report.counts.refused << " refused, " << report.counts.conflicts
            << " conflicts; " << report.damage.value_or("no damage") << '\n';
  const std::size_t steps =
      std::size_t{options.hosts} * options.organizations * options.invitations * options.steps;
  return !report.damage && report.counts.steps == steps && report.counts.conflicts != 0 ? 0 : 1;
}
