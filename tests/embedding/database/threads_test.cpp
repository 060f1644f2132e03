// SPDX-License-Identifier: MIT
// The library shares nothing between threads: a race for -fsanitize=thread, over the storage in
// memory, in which each call is by itself. All else that the hosts do they do at once.

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
