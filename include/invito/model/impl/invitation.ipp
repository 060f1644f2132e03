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
         a.offer_number == b.offer_number && a.sponsor == b.sponsor && a.keys == b.keys &&
         a.expires_at == b.expires_at && a.revision == b.revision && a.known_at == b.known_at &&
         a.updated_at == b.updated_at && a.told_statuses == b.told_statuses;
}

INVITO_INLINE bool operator==(invitation const& a, invitation const& b) {
  return a.id == b.id && a.organization == b.organization && a.recipient == b.recipient &&
         a.name == b.name && a.created_by == b.created_by && a.created_at == b.created_at &&
         a.send == b.send && a.attributes == b.attributes && detail::same_value(a.state, b.state) &&
         a.offer == b.offer && a.offer_number == b.offer_number && a.sponsor == b.sponsor &&
         a.keys == b.keys && a.baseline == b.baseline && a.history == b.history;
}

INVITO_INLINE std::uint64_t invitation::revision() const noexcept {
  return (baseline ? baseline->revision : 0) + history.size();
}

INVITO_INLINE invito::status invitation::status(instant now) const noexcept {
  if (auto* waiting = std::get_if<pending>(&state)) {
    const bool over = waiting->expires_at && now >= *waiting->expires_at;
    return over ? invito::status::expired : invito::status::pending;
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
    switch (last.kind()) {
      case event_kind::issue:
      case event_kind::resend:
      case event_kind::amend: return pending_until(last.expires_at);
      case event_kind::accept: return invito::status::accepted;
      case event_kind::decline:
      case event_kind::revoke:
      case event_kind::supersede: return invito::status::revoked;
      case event_kind::expire: return invito::status::expired;
    }
  }
  if (!baseline) return std::nullopt;
  if (baseline->known_at && t >= *baseline->known_at) {
    const auto told = recorded_status(baseline->state);
    return told == invito::status::pending ? pending_until(baseline->expires_at) : told;
  }
  // Before its one known change, an invitation with a known birth was waiting for an answer.
  const bool known_change = baseline->known_at && changed_at(baseline->state);
  if (known_change && created_at && t >= *created_at) return pending_until(baseline->expires_at);
  return std::nullopt;
}

INVITO_INLINE std::optional<instant> invitation::expires_at() const noexcept {
  if (auto* waiting = std::get_if<pending>(&state)) return waiting->expires_at;
  if (!history.empty()) return history.back().expires_at;
  return baseline ? baseline->expires_at : std::nullopt;
}

INVITO_INLINE std::optional<instant> invitation::updated_at() const noexcept {
  if (!history.empty()) return history.back().at;
  return baseline ? baseline->updated_at : created_at;
}

INVITO_INLINE void begin_history(invitation& i, std::optional<instant> expires_at,
                                 std::optional<instant> told_at, std::uint64_t revision) {
  auto* waiting = std::get_if<pending>(&i.state);
  const std::optional<instant> since = waiting ? i.created_at : changed_at(i.state);
  if (waiting) expires_at = waiting->expires_at;
  i.baseline = invito::baseline{i.state, i.offer,    i.offer_number, i.sponsor,
                                i.keys,  expires_at, revision,       since ? since : told_at};
  i.history.clear();  // last, as the baseline may not fit into memory
}

}  // namespace INVITO_ABI
}  // namespace invito
