// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/expiry_index.hpp
/// What expires when, for a host that keeps its pending invitations in memory: finding what is due
/// costs what is due, however many wait. Not part of invito.hpp: include it where it is wanted.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>

namespace invito {
inline namespace v0 {

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

// -------------------------------------------------------------------------------------------------

// Whatever needs memory comes before the change, so that a failure changes nothing.

inline void expiry_index::insert(instant at, number of) {
  give_back();
  const auto is_full = [](run const& r) { return r.size() >= small || r.size() == r.capacity(); };
  if (runs_.empty() || is_full(runs_.back())) {
    while (runs_.size() > 1 && runs_[runs_.size() - 2].size() < 2 * runs_.back().size()) {
      merge_last_two();
    }
    run next;
    next.reserve(small);
    runs_.push_back(std::move(next));
    places_ += runs_.back().capacity();
  }
  run& youngest = runs_.back();
  const entry e{at, of << 1};
  youngest.insert(std::upper_bound(youngest.begin(), youngest.end(), e, later), e);
  ++size_;
}

inline bool expiry_index::erase(instant at, number of) {
  give_back();
  for (run& r : runs_) {
    const auto [from, to] = std::equal_range(r.begin(), r.end(), entry{at, of << 1}, later);
    const auto found = std::find_if(from, to, [](entry const& e) { return !e.erased(); });
    if (found == to) continue;
    found->tagged |= 1;
    while (!r.empty() && r.back().erased()) r.pop_back();
    --size_;
    return true;
  }
  return false;
}

template <class Visit>
void expiry_index::due(instant now, Visit&& visit) const {
  for (run const& r : runs_) {
    for (auto e = r.rbegin(); e != r.rend() && e->at <= now; ++e) {
      if (!e->erased()) visit(e->at, e->of());
    }
  }
}

inline std::optional<instant> expiry_index::next() const noexcept {
  std::optional<instant> first;
  for (run const& r : runs_) {
    if (!r.empty() && (!first || r.back().at < *first)) first = r.back().at;
  }
  return first;
}

inline std::size_t expiry_index::memory() const noexcept {
  return places_ * sizeof(entry) + runs_.capacity() * sizeof(run);
}

/// Makes one run of the last two, without what is erased.
inline void expiry_index::merge_last_two() {
  run& a = runs_[runs_.size() - 2];
  run& b = runs_.back();
  const auto erased = [](entry const& e) { return e.erased(); };
  a.erase(std::remove_if(a.begin(), a.end(), erased), a.end());
  b.erase(std::remove_if(b.begin(), b.end(), erased), b.end());
  run both;
  both.reserve(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both), later);
  places_ -= a.capacity() + b.capacity();
  places_ += both.capacity();
  a = std::move(both);
  runs_.pop_back();
}

/// Where more than half of the places are of no use any more, makes one run of all.
inline void expiry_index::give_back() {
  if (places_ <= 2 * (size_ + small)) return;
  if (runs_.size() == 1) runs_.emplace_back();
  while (runs_.size() > 1) merge_last_two();
}

}  // namespace v0
}  // namespace invito
