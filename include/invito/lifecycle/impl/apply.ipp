// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/lifecycle/impl/record.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Whether `part` is `whole` with some of its grants left out, and nothing else.
inline bool is_part(offer const& part, offer const& whole) {
  if (part.role != whole.role || !part.grants || !whole.grants) return false;
  auto next = part.grants->begin();
  for (grant const& g : *whole.grants) {
    if (next != part.grants->end() && *next == g) ++next;
  }
  return next == part.grants->end();
}

/// Whether `e` may follow on what led to `i`: what `replay` insists on.
inline bool continues(invitation const& i, event const& e) {
  if (e.revision != i.revision() + 1) return false;
  if (!i.baseline && i.history.empty()) {
    auto* made = std::get_if<issue_details>(&e.details);
    return made && made->offer;
  }
  if (e.at < last_moment(i)) return false;
  auto* expiry = std::get_if<expire_details>(&e.details);
  const status before = expiry ? recorded_status(i.state) : i.status(e.at);
  if (!next(before, e.kind()).allowed()) return false;
  if (e.kind() == event_kind::resend) return true;  // the one event that may move the expiry
  if (e.expires_at != i.expires_at()) return false;
  auto* yes = std::get_if<accept_details>(&e.details);
  if (yes && yes->granted) return is_part(*yes->granted, i.offer);
  if (expiry) return e.expires_at && e.at >= *e.expires_at && expiry->recorded_at >= e.at;
  auto* amended = std::get_if<amend_details>(&e.details);
  return !amended || amended->offer;
}

}  // namespace detail

INVITO_INLINE invitation apply(issuance made) { return std::move(made.invitation); }

INVITO_INLINE bool apply(invitation& i, decision const& made) { return apply(i, decision(made)); }

INVITO_INLINE bool apply(invitation& i, decision&& made) {
  if (made.revision != i.revision()) return false;
  if (!made.event) return true;
  if (!i.baseline && i.history.empty() && made.event->kind() != event_kind::issue) {
    invitation begun = i;  // a short one, and all or nothing
    begin_history(begun, begun.expires_at());
    detail::record(begun, std::move(*made.event));
    i = std::move(begun);
    return true;
  }
  detail::record(i, std::move(*made.event));
  return true;
}

INVITO_INLINE result<invitation> replay(invitation i, event_list events) {
  if (i.baseline) {
    invito::baseline const& start = *i.baseline;
    i.state = start.state;
    i.offer = start.offer;
    i.offer_number = start.offer_number;
    i.sponsor = start.sponsor;
    i.keys = start.keys;
  } else {
    i.offer_number = 1;
    i.keys = {};
  }
  if (!i.baseline && events.empty()) return problem{code::history_mismatch, "history", {}, {}};
  i.history.clear();
  i.history.reserve(events.size());
  for (std::size_t n = 0; n != events.size(); ++n) {
    if (!detail::continues(i, events[n])) {
      return problem{code::history_mismatch, path("history").add(n), {}, {}};
    }
    detail::record(i, std::move(events[n]));
  }
  return i;
}

}  // namespace INVITO_ABI
}  // namespace invito
