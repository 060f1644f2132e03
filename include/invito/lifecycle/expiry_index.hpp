// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/expiry_index.hpp
/// What expires when, for a host that keeps its pending invitations in memory: finding what is due
/// costs what is due, however many wait. Not part of invito.hpp: include it where it is wanted.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <invito/base/instant.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// A bag of moments, each with the host's number for what expires then. 16 bytes for each entry, at
/// most twice that while many have been erased or are moved together.
///
///     index.insert(*i.expires_at(), slot);      // after an issue
///     index.erase(*before.expires_at(), slot);  // before whatever ends or moves the expiry
///     index.due(now, [&](instant, std::uint64_t slot) { overdue.push_back(slot); });
///     index.next();                             // when to look again
///
/// Whoever writes the expiry of what is due down erases it, too; `due` itself takes nothing away.
/// Not synchronized.
class expiry_index {
 public:
  /// Numbers are below 2^63.
  using number = std::uint64_t;

  expiry_index() = default;

  /// Amortised log n. What is there already is then there twice.
  void insert(instant at, number of);

  /// Takes one such entry out; false where there is none. log^2 n.
  bool erase(instant at, number of);

  /// Calls `visit(instant, number)` for all that expires at `now` or before: what is at its expiry
  /// is over. In no particular order. log n and what is due. `visit` must not change the index.
  template <class Visit>
  void due(instant now, Visit&& visit) const;

  /// The earliest moment, nothing where nothing waits. log n.
  [[nodiscard]] std::optional<instant> next() const noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }  ///< How many entries wait.
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }   ///< Whether none waits.
  /// The memory that it holds, in bytes, without its own `sizeof`.
  [[nodiscard]] std::size_t memory() const noexcept;

 private:
  struct entry {
    instant at{};
    number tagged = 0;  // twice the number, plus one once it is erased

    [[nodiscard]] number of() const noexcept { return tagged >> 1; }
    [[nodiscard]] bool erased() const noexcept { return (tagged & 1) != 0; }
  };
  static_assert(sizeof(entry) == 16, "an entry is a moment and a number");

  // Latest first, so that what is due stands at the end. The last is never an erased one.
  using run = std::vector<entry>;

  // Below this, entries are moved within a run; above, runs are merged.
  static constexpr std::size_t small = 64;

  static bool later(entry const& a, entry const& b) noexcept {
    return a.at != b.at ? a.at > b.at : a.of() > b.of();
  }
  void merge_last_two();
  void give_back();

  std::vector<run> runs_;   // each was at least twice as long as the next one when that was begun
  std::size_t size_ = 0;    // without what is erased
  std::size_t places_ = 0;  // for entries, in all runs
};

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/lifecycle/impl/expiry_index.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/expiry_index.ipp>
#endif
