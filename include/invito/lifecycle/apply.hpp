// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/apply.hpp
/// The only writer: carries decisions and events out on values.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace v0 {

/// The new invitation.
[[nodiscard]] inline invitation apply(issuance made) { return std::move(made.invitation); }

/// Carries a decision out. False, and nothing changed, where the invitation is no longer at the
/// revision that the decision was made against. Judges nothing else. Where memory runs out, nothing
/// changes either. Constant, but for the memory of the history.
bool apply(invitation& i, decision const& made);
bool apply(invitation& i, decision&& made);  ///< The same, with the event moved.

/// Folds `events` over `i`, the value before them: a baseline without events, or, where the first
/// event is an issue, an invitation that has only the members that never change. Refuses events
/// that are out of order in time or revision or that the machine does not allow (`history_mismatch`
/// with the index of the event). Linear.
[[nodiscard]] result<invitation> replay(invitation i, event_list events);

// -------------------------------------------------------------------------------------------------

namespace detail {

/// What an event makes of the state: total, judges nothing.
inline state evolve(event const& e) {
  switch (e.kind()) {
    case event_kind::issue:
    case event_kind::resend:
    case event_kind::amend: break;
    case event_kind::accept: return accepted{e.at, e.by.id};
    case event_kind::decline: return revoked{e.at, e.by, revoke_cause::declined};
    case event_kind::revoke: return revoked{e.at, e.by, revoke_cause::revoked};
    case event_kind::supersede: return revoked{e.at, e.by, revoke_cause::superseded};
    case event_kind::expire: return expired{e.at};
  }
  return pending{e.expires_at};
}

/// The keys of `i` once `fresh`, if there is one, is the current one. The one before it opens until
/// then, or is void at once.
inline box<key_digests> keys_with(invitation const& i, box<key_digest> const& fresh,
                                  std::optional<instant> previous_until = std::nullopt) {
  if (!fresh) return {};
  key_digests next{*fresh, std::nullopt, std::nullopt};
  if (previous_until && i.keys) {
    next.previous = i.keys->current;
    next.previous_until = previous_until;
  }
  return next;
}

/// Room for one more event, and for half as many as there are, not twice: histories are short, and
/// there are many of them.
inline void make_room(event_list& history) {
  const std::size_t size = history.size();
  if (size == history.capacity()) history.reserve(size + (std::max)(std::size_t{1}, size / 2));
}

/// Carries an event out on everything that it touches; where memory runs out, on nothing.
inline void record(invitation& i, event&& e) {
  auto* made = std::get_if<issue_details>(&e.details);
  auto* resent = std::get_if<resend_details>(&e.details);
  auto* amended = std::get_if<amend_details>(&e.details);
  // First, all that takes memory.
  state becomes = evolve(e);
  box<offer> offered = made ? made->offer : amended ? amended->offer : box<offer>();
  box<key_digests> keys;
  if (made) keys = keys_with(i, made->key);
  if (resent) keys = keys_with(i, resent->key, resent->previous_until);
  if (amended) keys = keys_with(i, amended->key);
  std::optional<actor> author = made ? std::optional(e.by) : std::nullopt;
  std::optional<actor> sponsor = made || amended ? std::optional(e.by) : std::nullopt;
  const bool counts = amended != nullptr;
  make_room(i.history);
  i.history.push_back(std::move(e));
  // Then what cannot fail.
  i.state = std::move(becomes);
  if (offered) i.offer = std::move(*offered);
  if (keys) i.keys = std::move(keys);
  if (sponsor) i.sponsor = std::move(sponsor);
  if (counts) ++i.offer_number;
  if (!author) return;
  i.created_by = std::move(author);
  i.created_at = i.history.back().at;
}

/// The last moment that the invitation knows of, or the first of all; no event is dated before it.
inline instant last_moment(invitation const& i) {
  if (!i.history.empty()) return i.history.back().at;
  const instant created = i.created_at.value_or((instant::min)());
  return i.baseline ? (std::max)(created, i.baseline->known_at.value_or(created)) : created;
}

/// What `i` is at `now` for a verb, which judges by no earlier moment than the last that is known.
inline status judged_status(invitation const& i, instant now) {
  return i.status((std::max)(now, last_moment(i)));
}

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

inline bool apply(invitation& i, decision const& made) { return apply(i, decision(made)); }

inline bool apply(invitation& i, decision&& made) {
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

inline result<invitation> replay(invitation i, event_list events) {
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

}  // namespace v0
}  // namespace invito
