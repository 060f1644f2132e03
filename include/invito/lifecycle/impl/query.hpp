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

/// Returns whether `a` precedes `b` in a list of this order. Each of `a` and `b` is an invitation
/// or a cursor.
template <class A, class B>
bool precedes(page_order order, A const& a, B const& b) noexcept {
  const auto x = std::tie(a.created_at, a.id);
  const auto y = std::tie(b.created_at, b.id);
  return order == page_order::oldest_first ? x < y : y < x;
}

}  // namespace detail

template <class Range>
page find_page(Range const& all, page_request const& request) {
  page out;
  if (request.limit == 0) return out;
  std::vector<invitation const*>& found = out.items;  // a heap; its front is the last item
  const auto before = [&request](invitation const* a, invitation const* b) {
    return detail::precedes(request.order, *a, *b);
  };
  bool more = false;
  for (auto& i : all) {
    if (request.after && !detail::precedes(request.order, *request.after, i)) continue;
    if (!matches(request.filter, i)) continue;
    if (found.size() == request.limit) {
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
    auto* pending_state = std::get_if<pending>(&i.state);
    if (!pending_state || !pending_state->expires_at || is_due(i, now)) continue;
    if (!next || *pending_state->expires_at < *next) next = pending_state->expires_at;
  }
  return next;
}

template <class Range, class ExpiryOf, class IsPending>
std::vector<std::size_t> find_due(Range const& all, instant now, ExpiryOf const& expiry_of,
                                  IsPending const& is_pending) {
  std::vector<std::size_t> out;
  std::array<std::size_t, 512> block{};
  std::size_t used = 0;
  std::size_t n = 0;
  for (auto const& record : all) {
    // Every index is written, but `used` grows only for a pending record that has expired. A branch
    // would be slower, because the processor could not predict it.
    const bool has_expired = std::invoke(expiry_of, record) <= now;
    const bool unanswered = std::invoke(is_pending, record);
    block[used] = n++;
    used += static_cast<std::size_t>(has_expired) & static_cast<std::size_t>(unanswered);
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
