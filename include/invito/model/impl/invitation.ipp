// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <variant>

#include <invito/base/impl/same_value.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(baseline const& a, baseline const& b) {
  return detail::same_value(a.state, b.state) && a.offer == b.offer &&
         a.offer_number == b.offer_number && a.sponsor == b.sponsor && a.tokens == b.tokens &&
         a.expires_at == b.expires_at && a.revision == b.revision && a.known_at == b.known_at &&
         a.updated_at == b.updated_at && a.source_statuses == b.source_statuses;
}

INVITO_INLINE bool operator==(invitation const& a, invitation const& b) {
  return a.id == b.id && a.organization == b.organization && a.recipient == b.recipient &&
         a.name == b.name && a.created_by == b.created_by && a.created_at == b.created_at &&
         a.send == b.send && a.attributes == b.attributes && detail::same_value(a.state, b.state) &&
         a.offer == b.offer && a.offer_number == b.offer_number && a.sponsor == b.sponsor &&
         a.tokens == b.tokens && a.baseline == b.baseline && a.history == b.history;
}

INVITO_INLINE std::uint64_t invitation::revision() const noexcept {
  return (baseline ? baseline->revision : 0) + history.size();
}

INVITO_INLINE invito::status invitation::status(instant now) const noexcept {
  if (auto* pending_state = std::get_if<pending>(&state)) {
    const bool has_expired = pending_state->expires_at && now >= *pending_state->expires_at;
    return has_expired ? invito::status::expired : invito::status::pending;
  }
  return recorded_status(state);
}

INVITO_INLINE std::optional<invito::status> invitation::status_at(instant t) const noexcept {
  const auto pending_until = [t](std::optional<instant> const& expiry) {
    return expiry && t >= *expiry ? invito::status::expired : invito::status::pending;
  };
  const auto after = std::upper_bound(history.begin(), history.end(), t,
                                      [](instant x, event const& e) { return x < e.at; });
  if (after != history.begin()) {
    event const& last = *(after - 1);
    const invito::status status_after_last = status_after(last.kind());
    return status_after_last == invito::status::pending ? pending_until(last.expires_at)
                                                        : status_after_last;
  }
  if (!baseline) return std::nullopt;
  if (baseline->known_at && t >= *baseline->known_at) {
    const auto status_then = recorded_status(baseline->state);
    return status_then == invito::status::pending ? pending_until(baseline->expires_at)
                                                  : status_then;
  }
  // If the time of the only known change is known, the invitation was pending between its creation
  // and this change.
  const bool known_change = baseline->known_at && changed_at(baseline->state);
  if (known_change && created_at && t >= *created_at) return pending_until(baseline->expires_at);
  return std::nullopt;
}

INVITO_INLINE std::optional<instant> invitation::expires_at() const noexcept {
  if (auto* pending_state = std::get_if<pending>(&state)) return pending_state->expires_at;
  if (!history.empty()) return history.back().expires_at;
  return baseline ? baseline->expires_at : std::nullopt;
}

INVITO_INLINE std::optional<instant> invitation::updated_at() const noexcept {
  if (!history.empty()) return history.back().at;
  return baseline ? baseline->updated_at : created_at;
}

INVITO_INLINE void begin_history(invitation& i, std::optional<instant> expires_at,
                                 std::optional<instant> known_at, std::uint64_t revision) {
  auto* pending_state = std::get_if<pending>(&i.state);
  const std::optional<instant> since = pending_state ? i.created_at : changed_at(i.state);
  if (pending_state) expires_at = pending_state->expires_at;
  i.baseline = invito::baseline{i.state,  i.offer,    i.offer_number, i.sponsor,
                                i.tokens, expires_at, revision,       since ? since : known_at};
  i.history.clear();  // last, because memory can run out when the baseline is made
}

}  // namespace INVITO_ABI
}  // namespace invito
