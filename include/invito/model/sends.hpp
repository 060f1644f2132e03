// SPDX-License-Identifier: MIT
#pragma once

/// \file model/sends.hpp
/// How often and when an invitation was sent, as its history tells.
///
/// Its creation and each amendment are a send where the inviter asked for it to be sent, and each
/// resend is one. What happened before the history begins counts as the one send of the creation.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace v0 {

/// How many messages `i` has led to; the last of them has this number. Linear.
[[nodiscard]] std::uint32_t send_count(invitation const& i) noexcept;

/// When they were sent, oldest first; that of a creation at an unknown time is left out. Linear.
[[nodiscard]] std::vector<instant> sends(invitation const& i);

/// When the last of them was sent; nothing where there was none or its time is unknown. Linear, but
/// for most invitations constant.
[[nodiscard]] std::optional<instant> last_sent(invitation const& i) noexcept;

// -------------------------------------------------------------------------------------------------

namespace detail {

/// Whether `e`, an event behind the creation of `i`, sent a message.
inline bool sends_again(invitation const& i, event const& e) noexcept {
  return e.kind() == event_kind::resend || (i.send && e.kind() == event_kind::amend);
}

}  // namespace detail

inline std::uint32_t send_count(invitation const& i) noexcept {
  const auto again = std::count_if(i.history.begin(), i.history.end(),
                                   [&i](event const& e) { return detail::sends_again(i, e); });
  return static_cast<std::uint32_t>(again) + (i.send ? 1U : 0U);
}

inline std::vector<instant> sends(invitation const& i) {
  std::vector<instant> out;
  out.reserve(send_count(i));
  if (i.send && i.created_at) out.push_back(*i.created_at);
  for (event const& e : i.history) {
    if (detail::sends_again(i, e)) out.push_back(e.at);
  }
  return out;
}

inline std::optional<instant> last_sent(invitation const& i) noexcept {
  const auto last = std::find_if(i.history.rbegin(), i.history.rend(),
                                 [&i](event const& e) { return detail::sends_again(i, e); });
  if (last != i.history.rend()) return last->at;
  return i.send ? i.created_at : std::nullopt;
}

}  // namespace v0
}  // namespace invito
