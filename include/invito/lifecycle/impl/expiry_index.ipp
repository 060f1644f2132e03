// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <iterator>
#include <utility>

#include <invito/lifecycle/expiry_index.hpp>

namespace invito {
inline namespace INVITO_ABI {

// Each function that changes entries allocates memory first, so a failed allocation changes no
// entry.

INVITO_INLINE void expiry_index::insert(instant at, number n) {
  shrink();
  const auto is_full = [](run const& r) {
    return r.size() >= fill_size || r.size() == r.capacity();
  };
  if (runs_.empty() || is_full(runs_.back())) {
    while (runs_.size() > 1 && runs_[runs_.size() - 2].size() < 2 * runs_.back().size()) {
      merge_last_two();
    }
    run next;
    next.reserve(fill_size);
    runs_.push_back(std::move(next));
    capacity_ += runs_.back().capacity();
  }
  run& newest = runs_.back();
  const entry e{at, n << 1};
  newest.insert(std::upper_bound(newest.begin(), newest.end(), e, later), e);
  ++size_;
}

INVITO_INLINE bool expiry_index::erase(instant at, number n) {
  shrink();
  for (run& r : runs_) {
    const auto [from, to] = std::equal_range(r.begin(), r.end(), entry{at, n << 1}, later);
    const auto found = std::find_if(from, to, [](entry const& e) { return !e.erased(); });
    if (found == to) continue;
    found->tagged |= 1;
    while (!r.empty() && r.back().erased()) r.pop_back();
    --size_;
    return true;
  }
  return false;
}

INVITO_INLINE std::optional<instant> expiry_index::next() const noexcept {
  std::optional<instant> first;
  for (run const& r : runs_) {
    if (!r.empty() && (!first || r.back().at < *first)) first = r.back().at;
  }
  return first;
}

INVITO_INLINE std::size_t expiry_index::memory() const noexcept {
  return capacity_ * sizeof(entry) + runs_.capacity() * sizeof(run);
}

/// Merges the last two runs and drops the erased entries.
INVITO_INLINE void expiry_index::merge_last_two() {
  run& a = runs_[runs_.size() - 2];
  run& b = runs_.back();
  const auto erased = [](entry const& e) { return e.erased(); };
  a.erase(std::remove_if(a.begin(), a.end(), erased), a.end());
  b.erase(std::remove_if(b.begin(), b.end(), erased), b.end());
  run both;
  both.reserve(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both), later);
  capacity_ -= a.capacity() + b.capacity();
  capacity_ += both.capacity();
  a = std::move(both);
  runs_.pop_back();
}

/// Merges all runs into one run if erased entries and unused memory take up more than half of the
/// capacity.
INVITO_INLINE void expiry_index::shrink() {
  if (capacity_ <= 2 * (size_ + fill_size)) return;
  if (runs_.size() == 1) runs_.emplace_back();
  while (runs_.size() > 1) merge_last_two();
}

}  // namespace INVITO_ABI
}  // namespace invito
