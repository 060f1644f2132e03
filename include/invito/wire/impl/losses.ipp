// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <variant>

#include <invito/model/state.hpp>
#include <invito/wire/losses.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(loss const& a, loss const& b) {
  return a.feature == b.feature && a.detail == b.detail;
}

namespace wire {
namespace detail {

/// Returns the features of `a`, without features that only an invitation can have. `Asked` is
/// `invitation` or `invitation_request`.
template <class Asked>
std::vector<feature> asked_features(Asked const& a) {
  std::vector<feature> out;
  if (a.recipient.email) out.push_back(feature::email);
  if (!a.recipient.user.empty()) out.push_back(feature::user);
  if (!a.name.given.empty()) out.push_back(feature::given_name);
  if (!a.name.family.empty()) out.push_back(feature::family_name);
  if (!a.offer.role.empty()) out.push_back(feature::role);
  if (a.offer.grants) out.push_back(feature::grants);
  if (!a.send) out.push_back(feature::send);
  if (!a.attributes.empty()) out.push_back(feature::attributes);
  return out;
}

/// Returns all features of `i`.
inline std::vector<feature> features_in(invitation const& i) {
  std::vector<feature> out = asked_features(i);
  const auto note = [&out](bool there, feature f) {
    if (there) out.push_back(f);
  };
  note(!i.id.empty(), feature::id);
  note(true, feature::status);
  note(!i.organization.empty(), feature::organization);
  note(i.created_at.has_value(), feature::created_at);
  note(i.created_by.has_value(), feature::created_by);
  note(i.expires_at().has_value(), feature::expires_at);
  if (auto* accepted_state = std::get_if<accepted>(&i.state)) {
    note(accepted_state->at.has_value(), feature::accepted_at);
    note(!accepted_state->by.empty(), feature::accepted_by);
  }
  if (auto* revoked_state = std::get_if<revoked>(&i.state)) {
    note(true, feature::cause);
    note(revoked_state->at.has_value(), feature::revoked_at);
    note(revoked_state->by.has_value(), feature::revoked_by);
  }
  note(i.sponsor.has_value(), feature::sponsor);
  note(i.offer_number != 1, feature::offer_number);
  note(bool(i.tokens), feature::token);
  note(i.revision() != 0, feature::revision);
  note(!i.history.empty(), feature::history);
  note(i.baseline && i.baseline->source_statuses, feature::statuses);
  return out;
}

inline void add_absent(std::vector<feature> const& needed, feature_set kept,
                       std::vector<loss>& out) {
  for (const feature f : needed) {
    if (!kept.has(f)) out.push_back({f, {}});
  }
}

inline bool has_fraction(std::optional<instant> t) {
  return t && t->time_since_epoch() % std::chrono::seconds{1} != std::chrono::nanoseconds{0};
}

INVITO_INLINE void add_absent(invitation const& i, feature_set kept, std::vector<loss>& out) {
  add_absent(features_in(i), kept, out);
}

INVITO_INLINE void add_absent(creation_response const& c, feature_set kept,
                              std::vector<loss>& out) {
  std::vector<feature> needed = features_in(c.invitation);
  if (!c.token.empty() && !c.invitation.tokens) needed.push_back(feature::token);
  add_absent(needed, kept, out);
}

INVITO_INLINE void add_absent(invitation_request const& r, feature_set kept,
                              std::vector<loss>& out) {
  add_absent(asked_features(r), kept, out);
}

INVITO_INLINE void add_fractions(invitation const& i, feature_set kept, feature_set whole_seconds,
                                 std::vector<loss>& out) {
  const auto fraction = [&](feature f, std::optional<instant> t) {
    const bool floored = kept.has(f) && whole_seconds.has(f);
    if (floored && has_fraction(t)) out.push_back({f, "fraction of a second"});
  };
  fraction(feature::created_at, i.created_at);
  fraction(feature::updated_at, i.updated_at());
  fraction(feature::expires_at, i.expires_at());
  if (auto* accepted_state = std::get_if<accepted>(&i.state))
    fraction(feature::accepted_at, accepted_state->at);
  if (auto* revoked_state = std::get_if<revoked>(&i.state))
    fraction(feature::revoked_at, revoked_state->at);
}

}  // namespace detail
}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
