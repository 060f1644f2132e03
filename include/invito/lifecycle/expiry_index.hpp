// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/expiry_index.hpp
/// An index of expiries, for a host (the program that uses the library) that keeps its pending
/// invitations in memory. The time to find the expired entries depends mainly on their number, and
/// hardly on the number of the other entries. This header is not part of invito.hpp, so include it
/// separately.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <invito/base/instant.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// A multiset of entries. An entry consists of an expiry and a number that the host assigns to an
/// invitation. An entry uses 16 bytes. Unused capacity and erased entries can double this memory
/// and add about 3 KiB. A merge inside `insert` or `erase` temporarily needs at most 16 more bytes
/// for each entry.
///
///     index.insert(*i.expires_at(), slot);      // after an issue
///     index.erase(*before.expires_at(), slot);  // if the status or the expiry has changed
///     index.due(now, [&](instant, std::uint64_t slot) { overdue.push_back(slot); });
///     index.next();                             // the next time to check
///
/// `due` erases nothing: the caller that records an expiry must also erase the entry. The class
/// contains no lock, so the caller must synchronize threads.
class expiry_index {
 public:
  /// The number of an entry, which must be less than 2^63.
  using number = std::uint64_t;

  expiry_index() = default;

  /// Inserts an entry. An equal entry can exist already. Complexity: amortized O(log n).
  void insert(instant at, number n);

  /// Erases one entry with this instant and number. Returns false if there is no such entry.
  /// Complexity: amortized O(log^2 n).
  bool erase(instant at, number n);

  /// Calls `visit(instant, number)` for every entry whose instant is `now` or before, in no
  /// particular order. An invitation has expired when the time is exactly its expiry. `visit` must
  /// not change the index. Complexity: O(log n) plus the number of these entries.
  template <class Visit>
  void due(instant now, Visit&& visit) const;

  /// Returns the earliest instant, or `std::nullopt` if the index is empty. Complexity: O(log n).
  [[nodiscard]] std::optional<instant> next() const noexcept;

  /// Returns the number of entries.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Returns whether there are no entries.
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  /// Returns the allocated memory in bytes, without the `sizeof` of the index itself.
  [[nodiscard]] std::size_t memory() const noexcept;

 private:
  struct entry {
    instant at{};
    number tagged = 0;  // twice the number, plus one if the entry is erased

    [[nodiscard]] number value() const noexcept { return tagged >> 1; }
    [[nodiscard]] bool erased() const noexcept { return (tagged & 1) != 0; }
  };
  static_assert(sizeof(entry) == 16, "an entry consists of an instant and a number");

  // A sorted list of entries. The latest entry comes first, so the entries that expire first are at
  // the end. The last entry is never an erased entry.
  using run = std::vector<entry>;

  // Insertions fill a run up to this number of entries. Longer runs result from merging.
  static constexpr std::size_t fill_size = 64;

  static bool later(entry const& a, entry const& b) noexcept {
    return a.at != b.at ? a.at > b.at : a.value() > b.value();
  }
  void merge_last_two();
  void shrink();

  // Before a run is added, the last two runs are merged until the second-to-last run is at least
  // twice as long as the last run.
  std::vector<run> runs_;
  std::size_t size_ = 0;      // the number of entries without the erased entries
  std::size_t capacity_ = 0;  // the capacity of all runs together
};

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/lifecycle/impl/expiry_index.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/expiry_index.ipp>
#endif
