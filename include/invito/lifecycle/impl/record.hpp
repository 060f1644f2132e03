// SPDX-License-Identifier: MIT
#pragma once

// What an event does to an invitation.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

#include <invito/base/box.hpp>
#include <invito/base/instant.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {
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

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
