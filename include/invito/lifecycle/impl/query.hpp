// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <functional>
#include <tuple>
#include <variant>

#include <invito/lifecycle/query.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Whether `a` stands before `b` in that order; each is an invitation or a cursor.
template <class A, class B>
bool precedes(page_order order, A const& a, B const& b) noexcept {
  const auto x = std::tie(a.created_at, a.id);
  const auto y = std::tie(b.created_at, b.id);
  return order == page_order::oldest_first ? x < y : y < x;
}

}  // namespace detail

template <class Range>
page find_page(Range const& all, page_request const& asked) {
  page out;
  if (asked.limit == 0) return out;
  std::vector<invitation const*>& found = out.items;  // a heap with the hindmost in front
  const auto before = [&asked](invitation const* a, invitation const* b) {
    return detail::precedes(asked.order, *a, *b);
  };
  bool more = false;
  for (auto& i : all) {
    if (asked.after && !detail::precedes(asked.order, *asked.after, i)) continue;
    if (!matches(asked.filter, i)) continue;
    if (found.size() == asked.limit) {
      more = true;
      if (!before(&i, found.front())) continue;
      std::pop_heap(found.begin(), found.end(), before);
      found.pop_back();
    }
    found.push_back(&i);
    std::push_heap(found.begin(), found.end(), before);
  }
  std::sort_heap(found.begin(), found.end(), before);
  if (more) out.next = position_of(*found.back());
  return out;
}

template <class Range>
std::optional<instant> next_expiry(Range const& all, instant now) {
  std::optional<instant> next;
  for (invitation const& i : all) {
    auto* waiting = std::get_if<pending>(&i.state);
    if (!waiting || !waiting->expires_at || is_due(i, now)) continue;
    if (!next || *waiting->expires_at < *next) next = waiting->expires_at;
  }
  return next;
}

template <class Range, class ExpiryOf, class Waits>
std::vector<std::size_t> find_due(Range const& all, instant now, ExpiryOf const& expiry_of,
                                  Waits const& waits) {
  std::vector<std::size_t> out;
  std::array<std::size_t, 512> block{};
  std::size_t used = 0;
  std::size_t n = 0;
  for (auto const& record : all) {
    // Kept if it is due, without a branch: nothing could foretell which are.
    const bool over = std::invoke(expiry_of, record) <= now;
    const bool waiting = std::invoke(waits, record);
    block[used] = n++;
    used += static_cast<std::size_t>(over) & static_cast<std::size_t>(waiting);
    if (used == block.size()) {
      out.insert(out.end(), block.begin(), block.end());
      used = 0;
    }
  }
  out.insert(out.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(used));
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito
