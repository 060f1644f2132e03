// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <iterator>
#include <utility>

#include <invito/lifecycle/expiry_index.hpp>

namespace invito {
inline namespace INVITO_ABI {

// Whatever needs memory comes before the change, so that a failure changes nothing.

INVITO_INLINE void expiry_index::insert(instant at, number of) {
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

INVITO_INLINE bool expiry_index::erase(instant at, number of) {
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

INVITO_INLINE std::optional<instant> expiry_index::next() const noexcept {
  std::optional<instant> first;
  for (run const& r : runs_) {
    if (!r.empty() && (!first || r.back().at < *first)) first = r.back().at;
  }
  return first;
}

INVITO_INLINE std::size_t expiry_index::memory() const noexcept {
  return places_ * sizeof(entry) + runs_.capacity() * sizeof(run);
}

/// Makes one run of the last two, without what is erased.
INVITO_INLINE void expiry_index::merge_last_two() {
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
INVITO_INLINE void expiry_index::give_back() {
  if (places_ <= 2 * (size_ + small)) return;
  if (runs_.size() == 1) runs_.emplace_back();
  while (runs_.size() > 1) merge_last_two();
}

}  // namespace INVITO_ABI
}  // namespace invito
