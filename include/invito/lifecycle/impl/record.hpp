// SPDX-License-Identifier: MIT
#pragma once

// The application of an event to an invitation.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

#include <invito/base/box.hpp>
#include <invito/base/instant.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/state.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns the digests of `i` after `latest` has become the current token, or an empty box if
/// `latest` is empty. The replaced token remains valid until `previous_until`. If `previous_until`
/// is absent, the replaced token is invalid at once.
inline box<token_digests> tokens_with(invitation const& i, box<token_digest> const& latest,
                                      std::optional<instant> previous_until = std::nullopt) {
  if (!latest) return {};
  token_digests next{*latest, std::nullopt, std::nullopt};
  if (previous_until && i.tokens) {
    next.previous = i.tokens->current;
    next.previous_until = previous_until;
  }
  return next;
}

/// Reserves memory for one more event. The capacity grows by only half of the size, to save memory:
/// there are many histories, and most histories are short.
inline void reserve_one(event_list& history) {
  const std::size_t size = history.size();
  if (size == history.capacity()) history.reserve(size + (std::max)(std::size_t{1}, size / 2));
}

/// Applies an event to the invitation. If memory runs out, the invitation does not change.
inline void record(invitation& i, event&& e) {
  auto* issued = std::get_if<issue_details>(&e.details);
  auto* resent = std::get_if<resend_details>(&e.details);
  auto* amended = std::get_if<amend_details>(&e.details);
  // The first part allocates all memory.
  state next_state = state_after(e);
  box<offer> new_offer = issued ? issued->offer : amended ? amended->offer : box<offer>();
  box<token_digests> tokens;
  if (issued) tokens = tokens_with(i, issued->token);
  if (resent) tokens = tokens_with(i, resent->token, resent->previous_until);
  if (amended) tokens = tokens_with(i, amended->token);
  std::optional<actor> author = issued ? std::optional(e.by) : std::nullopt;
  std::optional<actor> sponsor = issued || amended ? std::optional(e.by) : std::nullopt;
  const bool offer_changes = amended != nullptr;
  reserve_one(i.history);
  i.history.push_back(std::move(e));
  // The second part cannot fail.
  i.state = std::move(next_state);
  if (new_offer) i.offer = std::move(*new_offer);
  if (tokens) i.tokens = std::move(tokens);
  if (sponsor) i.sponsor = std::move(sponsor);
  if (offer_changes) ++i.offer_number;
  if (!author) return;
  i.created_by = std::move(author);
  i.created_at = i.history.back().at;
}

/// Returns the last time that the invitation contains, or the earliest instant if it contains no
/// time. A new event never has an earlier time.
inline instant last_known_time(invitation const& i) {
  if (!i.history.empty()) return i.history.back().at;
  const instant created = i.created_at.value_or((instant::min)());
  return i.baseline ? (std::max)(created, i.baseline->known_at.value_or(created)) : created;
}

/// Returns the status of `i` that a verb uses at `now`. If the invitation contains a time after
/// `now`, the result is the status at the last such time.
inline status clamped_status(invitation const& i, instant now) {
  return i.status((std::max)(now, last_known_time(i)));
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
