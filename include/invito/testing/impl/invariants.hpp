// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/testing/invariants.hpp>
#include <invito/testing/storage.hpp>
#include <invito/testing/world.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

inline invitation before_history(invitation const& i) {
  invitation out;
  out.id = i.id;
  out.organization = i.organization;
  out.recipient = i.recipient;
  out.name = i.name;
  out.send = i.send;
  out.attributes = i.attributes;
  if (i.baseline) {
    out.created_by = i.created_by;
    out.created_at = i.created_at;
    out.baseline = i.baseline;
  }
  return out;
}

namespace detail {

/// Returns a message about the event with the index `n`, or an empty string if the event is valid.
inline std::string wrong_event(invitation const& i, std::size_t n) {
  event const& e = i.history[n];
  const std::uint64_t first = i.baseline ? i.baseline->revision + 1 : 1;
  if (e.revision != first + n)
    return "has a revision that does not match its position in the history";
  if (n == 0) return {};
  event const& last = i.history[n - 1];
  if (e.at < last.at) return "is earlier than the previous event";
  switch (last.kind()) {
    case event_kind::accept:
    case event_kind::decline:
    case event_kind::revoke:
    case event_kind::supersede: return "follows a final event";
    default: break;
  }
  const bool has_expired = last.expires_at && e.at >= *last.expires_at;
  if (e.kind() == event_kind::accept && has_expired) return "accepts after expiry";
  if (e.kind() == event_kind::expire && !has_expired) return "expires before expires_at";
  return {};
}

/// Returns the recorded status of an invitation whose last event is `e`.
inline status recorded_by(event const& e) {
  switch (e.kind()) {
    case event_kind::accept: return status::accepted;
    case event_kind::decline:
    case event_kind::revoke:
    case event_kind::supersede: return status::revoked;
    case event_kind::expire: return status::expired;
    default: return status::pending;
  }
}

}  // namespace detail

inline std::optional<std::string> broken_invariant(invitation const& i) {
  const auto broken = [&i](std::string const& what) {
    return "invitation \"" + i.id.text() + "\" " + what;
  };
  const auto name = [&i](std::size_t n) {
    return "event " + std::to_string(n) + " (" + std::string(to_string(i.history[n].kind())) + ") ";
  };
  for (std::size_t n = 0; n != i.history.size(); ++n) {
    const std::string wrong = detail::wrong_event(i, n);
    if (!wrong.empty()) return broken("has an invalid history: " + name(n) + wrong);
  }
  if (!i.history.empty() && recorded_status(i.state) != detail::recorded_by(i.history.back())) {
    return broken("has a state that does not match its last event");
  }
  const auto replayed = replay(before_history(i), i.history);
  if (!replayed) return broken("has a history that cannot be replayed");
  if (*replayed != i) return broken("is not equal to the replay of its history");
  return std::nullopt;
}

inline std::optional<std::string> broken_invariant(world const& w,
                                                   std::vector<invitation> const& all,
                                                   std::uint32_t joined, instant now) {
  std::map<std::string, invitation const*> live;
  for (invitation const& i : all) {
    if (auto broken = broken_invariant(i)) return broken;
    if (auto* accepted_state = std::get_if<accepted>(&i.state);
        accepted_state && i.recipient.email != email(accepted_state->by.text() + "@example.com")) {
      return "invitation \"" + i.id.text() + "\" was accepted by a person other than its recipient";
    }
    if (i.status(now) != status::pending) continue;
    if (!live.emplace(i.recipient.email->canonical(), &i).second) {
      return "\"" + i.recipient.email->canonical() + "\" has two pending invitations";
    }
  }
  if (!w.seat_limit || w.policy.quotas.seats == seat_rule::unchecked) return std::nullopt;
  std::size_t seats = w.members.size() + joined;
  if (w.policy.quotas.seats == seat_rule::reserved_by_pending) seats += live.size();
  if (seats > *w.seat_limit) {
    return std::to_string(seats) + " of " + std::to_string(*w.seat_limit) + " seats are taken";
  }
  return std::nullopt;
}

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito
