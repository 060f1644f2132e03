// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/check.hpp
/// Checks a storage with random sequences of steps. The result of each call is compared with that
/// of a storage in memory, and all invariants are checked after each step. A sequence that breaks
/// an invariant is reduced to a short and simple one.

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

/// How much to check.
struct check_options {
  std::uint64_t seed = 1;       ///< The same seed produces the same sequences.
  std::size_t sequences = 100;  ///< The number of sequences.
  std::size_t steps = 60;       ///< The number of steps in each sequence.
};

/// Counts of what happened. A case that did not happen was not checked.
struct check_counts {
  std::size_t sequences = 0;  ///< Sequences that were started.
  std::size_t steps = 0;      ///< Steps that were executed.
  std::size_t stored = 0;     ///< Transactions that were stored.
  std::size_t refused = 0;    ///< Steps that were refused by a rule.
  std::size_t conflicts = 0;  ///< Transactions that were not stored because of a change.
  std::size_t nothing = 0;    ///< Steps that had nothing to store.
};

/// A broken invariant, and the shortest sequence of steps that was found to break it.
struct broken_sequence {
  std::string invariant{};    ///< A message about the broken invariant.
  std::vector<step> steps{};  ///< The steps that break it.
  std::uint64_t seed = 0;     ///< `check` with this seed and one sequence reproduces it.
};

/// The result of a check.
struct check_report {
  check_counts counts{};                    ///< The caller should assert that enough was checked.
  std::optional<broken_sequence> broken{};  ///< The first broken invariant; absent: none.
};

/// Runs `steps` on `s`, which must be empty. Returns a message about the first broken invariant, or
/// nothing. Every call of the storage is made by the calling thread.
[[nodiscard]] std::optional<std::string> run(storage& s, world const& w,
                                             std::vector<step> const& steps, check_counts& counts);

/// `busy_world` with a seat limit, and without one.
[[nodiscard]] std::vector<world> busy_worlds();

/// Runs random sequences, each on a new storage, until an invariant is broken. The seed of a
/// sequence selects its world.
[[nodiscard]] check_report check(make_storage const& fresh, check_options const& options = {},
                                 std::vector<world> const& worlds = busy_worlds());

/// Removes steps and simplifies the others, as long as `fails` returns true for the result.
[[nodiscard]] std::vector<step> shrink(std::vector<step> steps,
                                       std::function<bool(std::vector<step> const&)> const& fails);

/// Random steps. The same seed produces the same steps on every machine.
[[nodiscard]] std::vector<step> random_steps(world const& w, std::uint64_t seed, std::size_t count);

/// A report for people: the counts and, if an invariant is broken, the steps and the seed that
/// reproduce it.
[[nodiscard]] std::string to_string(check_report const& r);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/check.hpp>
