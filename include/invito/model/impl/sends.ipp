// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <invito/model/event.hpp>
#include <invito/model/sends.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Returns whether a message was sent for the event `e` of `i`. Returns false for the issue event.
inline bool sent_message(invitation const& i, event const& e) noexcept {
  return e.kind() == event_kind::resend || (i.send && e.kind() == event_kind::amend);
}

}  // namespace detail

INVITO_INLINE std::uint32_t send_count(invitation const& i) noexcept {
  const auto later = std::count_if(i.history.begin(), i.history.end(),
                                   [&i](event const& e) { return detail::sent_message(i, e); });
  return static_cast<std::uint32_t>(later) + (i.send ? 1U : 0U);
}

INVITO_INLINE std::vector<instant> sends(invitation const& i) {
  std::vector<instant> out;
  out.reserve(send_count(i));
  if (i.send && i.created_at) out.push_back(*i.created_at);
  for (event const& e : i.history) {
    if (detail::sent_message(i, e)) out.push_back(e.at);
  }
  return out;
}

INVITO_INLINE std::optional<instant> last_sent(invitation const& i) noexcept {
  const auto last = std::find_if(i.history.rbegin(), i.history.rend(),
                                 [&i](event const& e) { return detail::sent_message(i, e); });
  if (last != i.history.rend()) return last->at;
  return i.send ? i.created_at : std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito
