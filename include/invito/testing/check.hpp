// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/check.hpp
/// Checks a storage with random sequences of steps. The result of each call is compared with the
/// result of a storage in memory, and all invariants are checked after each step. If a sequence
/// breaks an invariant, it is reduced to a short and simple sequence.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <invito/testing/invariants.hpp>
#include <invito/testing/storage.hpp>
#include <invito/testing/world.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

/// Creates an empty storage.
using make_storage = std::function<std::unique_ptr<storage>()>;

/// How much a check tests.
struct check_options {
  std::uint64_t seed = 1;       ///< The same seed produces the same sequences.
  std::size_t sequences = 100;  ///< The number of sequences.
  std::size_t steps = 60;       ///< The number of steps in each sequence.
};

/// The counts of a check. A case with the count 0 was not checked.
struct check_counts {
  std::size_t sequences = 0;  ///< Sequences that were started.
  std::size_t steps = 0;      ///< Steps that were executed.
  std::size_t stored = 0;     ///< Transactions that were stored.
  std::size_t refused = 0;    ///< Steps that were refused by a rule.
  std::size_t conflicts = 0;  ///< Transactions that failed because the stored data had changed.
  std::size_t nothing = 0;    ///< Steps that had nothing to store.
};

/// A broken invariant, and the shortest sequence of steps that was found to break it.
struct broken_sequence {
  std::string invariant{};    ///< A message about the broken invariant.
  std::vector<step> steps{};  ///< The steps that break it.
  std::uint64_t seed = 0;     ///< `check` with this seed and one sequence finds it again.
};

/// The result of a check.
struct check_report {
  check_counts counts{};                    ///< The counts; assert that enough cases were checked.
  std::optional<broken_sequence> broken{};  ///< The first broken invariant, if there is one.
};

/// Runs `steps` on `s`, which must be empty. Returns a message about the first broken invariant, or
/// nothing. All calls to the storage are made by the calling thread.
[[nodiscard]] std::optional<std::string> run(storage& s, world const& w,
                                             std::vector<step> const& steps, check_counts& counts);

/// Returns two worlds: `busy_world` with its seat limit, and `busy_world` without a seat limit.
[[nodiscard]] std::vector<world> busy_worlds();

/// Runs random sequences, each on a new storage, until an invariant is broken. The seed of a
/// sequence selects its world.
[[nodiscard]] check_report check(make_storage const& fresh, check_options const& options = {},
                                 std::vector<world> const& worlds = busy_worlds());

/// Removes and simplifies steps. Each change is kept if `fails` returns true for the changed steps.
[[nodiscard]] std::vector<step> shrink(std::vector<step> steps,
                                       std::function<bool(std::vector<step> const&)> const& fails);

/// Returns random steps. The same seed produces the same steps on every machine.
[[nodiscard]] std::vector<step> random_steps(world const& w, std::uint64_t seed, std::size_t count);

/// Returns a report for people: the counts and, if an invariant is broken, the steps that break the
/// invariant and the seed of the sequence.
[[nodiscard]] std::string to_string(check_report const& r);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/check.hpp>
