// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/check.hpp
/// Checks a storage by random sequences of steps: each call is compared with what a storage in
/// memory does, and every promise is looked at after each step. A sequence that breaks one is made
/// as short and as plain as it can be.

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

#include <invito/testing/promises.hpp>
#include <invito/testing/storage.hpp>
#include <invito/testing/world.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

/// Makes a storage with nothing in it.
using make_storage = std::function<std::unique_ptr<storage>()>;

/// How much to check.
struct check_options {
  std::uint64_t seed = 1;       ///< Of the sequences; the same gives the same ones.
  std::size_t sequences = 100;  ///< How many.
  std::size_t steps = 60;       ///< Of each sequence.
};

/// What happened; nothing that did not happen was checked.
struct check_counts {
  std::size_t sequences = 0;  ///< Sequences that were begun.
  std::size_t steps = 0;      ///< Steps that were taken.
  std::size_t stored = 0;     ///< Transactions that were stored.
  std::size_t refused = 0;    ///< Steps that the rules refused.
  std::size_t conflicts = 0;  ///< Transactions that were not stored, because something had changed.
  std::size_t nothing = 0;    ///< Steps after which nothing was to be stored.
};

/// A promise that is broken, and the shortest way that was found to it.
struct broken_sequence {
  std::string promise{};      ///< A sentence about the promise.
  std::vector<step> steps{};  ///< All that it takes to break it.
  std::uint64_t seed = 0;     ///< `check` with it and one sequence finds it again.
};

/// What a check did and found.
struct check_report {
  check_counts counts{};                    ///< Whether it did enough is for the caller to assert.
  std::optional<broken_sequence> broken{};  ///< The first broken promise; absent: all were kept.
};

/// Runs `steps` on `s`, which must be empty. A sentence about the first promise that is broken, or
/// nothing. Every call of the storage is made by the calling thread.
[[nodiscard]] std::optional<std::string> run(storage& s, world const& w,
                                             std::vector<step> const& steps, check_counts& counts);

/// A busy world with seats to count, and one without.
[[nodiscard]] std::vector<world> busy_worlds();

/// Runs random sequences, each on a fresh storage, until a promise is broken. The seed of a
/// sequence chooses its world.
[[nodiscard]] check_report check(make_storage const& fresh, check_options const& options = {},
                                 std::vector<world> const& worlds = busy_worlds());

/// Leaves out steps, and makes plainer what is left, as long as `fails` says that it still does.
[[nodiscard]] std::vector<step> shrink(std::vector<step> steps,
                                       std::function<bool(std::vector<step> const&)> const& fails);

/// The random steps of a seed: the same on every machine.
[[nodiscard]] std::vector<step> random_steps(world const& w, std::uint64_t seed, std::size_t count);

/// What a person should read: the counts or, where a promise is broken, how to get there.
[[nodiscard]] std::string to_string(check_report const& r);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/check.hpp>
