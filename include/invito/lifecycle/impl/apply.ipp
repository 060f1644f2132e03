// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/lifecycle/impl/record.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/state.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Returns whether `part` is `whole` without some of its grants.
inline bool is_part(offer const& part, offer const& whole) {
  if (part.role != whole.role || !part.grants || !whole.grants) return false;
  auto next = part.grants->begin();
  for (grant const& g : *whole.grants) {
    if (next != part.grants->end() && *next == g) ++next;
  }
  return next == part.grants->end();
}

/// Returns whether `e` may be the next event of `i`, as `replay` requires.
inline bool may_follow(invitation const& i, event const& e) {
  if (e.revision != i.revision() + 1) return false;
  if (!i.baseline && i.history.empty()) {
    auto* issued = std::get_if<issue_details>(&e.details);
    return issued && issued->offer;
  }
  if (e.at < last_known_time(i)) return false;
  auto* expiry = std::get_if<expire_details>(&e.details);
  const status before = expiry ? recorded_status(i.state) : i.status(e.at);
  if (!find_transition(before, e.kind()).allowed()) return false;
  if (e.kind() == event_kind::resend) return true;  // only a resend may change the expiry
  if (e.expires_at != i.expires_at()) return false;
  auto* accepting = std::get_if<accept_details>(&e.details);
  if (accepting && accepting->granted) return is_part(*accepting->granted, i.offer);
  if (expiry) return e.expires_at && e.at >= *e.expires_at && expiry->recorded_at >= e.at;
  auto* amended = std::get_if<amend_details>(&e.details);
  return !amended || amended->offer;
}

}  // namespace detail

INVITO_INLINE invitation apply(issuance issued) { return std::move(issued.invitation); }

INVITO_INLINE result<void> apply(invitation& i, decision const& d) { return apply(i, decision(d)); }

INVITO_INLINE result<void> apply(invitation& i, decision&& d) {
  if (d.revision != i.revision()) {
    return problem{
        code::stale_revision,
        {},
        {},
        {static_cast<std::int64_t>(d.revision), static_cast<std::int64_t>(i.revision())}};
  }
  if (!d.event) return {};
  if (!i.baseline && i.history.empty() && d.event->kind() != event_kind::issue) {
    invitation with_baseline = i;  // a copy, so that a failure changes nothing
    begin_history(with_baseline, with_baseline.expires_at());
    detail::record(with_baseline, std::move(*d.event));
    i = std::move(with_baseline);
    return {};
  }
  detail::record(i, std::move(*d.event));
  return {};
}

INVITO_INLINE result<invitation> replay(invitation i, event_list events) {
  if (i.baseline) {
    invito::baseline const& start = *i.baseline;
    i.state = start.state;
    i.offer = start.offer;
    i.offer_number = start.offer_number;
    i.sponsor = start.sponsor;
    i.tokens = start.tokens;
  } else {
    i.offer_number = 1;
    i.tokens = {};
  }
  if (!i.baseline && events.empty()) return problem{code::history_mismatch, "history", {}, {}};
  i.history.clear();
  i.history.reserve(events.size());
  for (std::size_t n = 0; n != events.size(); ++n) {
    if (!detail::may_follow(i, events[n])) {
      return problem{code::history_mismatch, path("history").add(n), {}, {}};
    }
    detail::record(i, std::move(events[n]));
  }
  return i;
}

}  // namespace INVITO_ABI
}  // namespace invito
