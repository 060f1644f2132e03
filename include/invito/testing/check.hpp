// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/check.hpp
/// Checks a storage with random sequences of steps. The result of each call to the storage is
/// compared with the result of a storage in memory. After each step, all invariants are checked. If
/// a sequence breaks an invariant, the sequence is reduced to a short and simple sequence.

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

/// The number and the contents of the sequences that a check tests.
struct check_options {
  std::uint64_t seed = 1;       ///< The same seed produces the same sequences.
  std::size_t sequences = 100;  ///< The number of sequences.
  std::size_t steps = 60;       ///< The number of steps in each sequence.
};

/// The counts of a check. If the count of a case is 0, the check has not tested this case.
struct check_counts {
  std::size_t sequences = 0;  ///< Sequences that were started.
  std::size_t steps = 0;      ///< Steps that were executed.
  std::size_t stored = 0;     ///< Transactions that were stored.
  std::size_t refused = 0;    ///< Steps that were refused by a rule.
  std::size_t conflicts = 0;  ///< Transactions that failed because the stored data had changed.
  std::size_t nothing = 0;    ///< Steps that were not refused and had nothing to store.
};

/// A broken invariant, and the shortest sequence of steps that the check found for it.
struct broken_sequence {
  std::string invariant{};    ///< A message about the broken invariant.
  std::vector<step> steps{};  ///< The steps that break the invariant.
  /// The seed of the sequence. To repeat the failure, call `check` with this seed, one sequence,
  /// and the same number of steps and worlds as before.
  std::uint64_t seed = 0;
};

/// The result of a check.
struct check_report {
  check_counts counts{};                    ///< The counts. Assert that each count is high enough.
  std::optional<broken_sequence> broken{};  ///< The first broken invariant, if there is one.
};

/// Runs `steps` on `s`, which must be empty, and adds to `counts`. Returns a message about the
/// first broken invariant, or `std::nullopt`. The calling thread makes all calls to the storage.
[[nodiscard]] std::optional<std::string> run(storage& s, world const& w,
                                             std::vector<step> const& steps, check_counts& counts);

/// Returns two worlds: `busy_world` with its seat limit, and `busy_world` without a seat limit.
[[nodiscard]] std::vector<world> busy_worlds();

/// Runs `options.sequences` random sequences, each on a new storage, and stops at the first broken
/// invariant. Sequence n (from 0) has the seed `options.seed + n`, which also selects the world.
[[nodiscard]] check_report check(make_storage const& fresh, check_options const& options = {},
                                 std::vector<world> const& worlds = busy_worlds());

/// Removes and simplifies steps, and returns the result. A change is kept if `fails` returns true
/// for the changed steps.
[[nodiscard]] std::vector<step> shrink(std::vector<step> steps,
                                       std::function<bool(std::vector<step> const&)> const& fails);

/// Returns random steps. The same seed produces the same steps on every machine.
[[nodiscard]] std::vector<step> random_steps(world const& w, std::uint64_t seed, std::size_t count);

/// Returns the report as text: the counts and, if an invariant is broken, the steps that break the
/// invariant and the seed of the sequence.
[[nodiscard]] std::string to_string(check_report const& r);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/check.hpp>
