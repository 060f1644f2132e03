// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/losses.hpp
/// What a translation would drop, before it is made.

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/model/invitation.hpp>
#include <invito/wire/fields.hpp>
#include <invito/wire/messages.hpp>

namespace invito {
inline namespace v0 {

/// One thing that a document would not carry.
struct loss {
  feature what{};        ///< What kind of thing.
  std::string detail{};  ///< The value, where the field exists but cannot hold it.

  friend bool operator==(loss const& a, loss const& b) {
    return a.what == b.what && a.detail == b.detail;
  }
  friend bool operator!=(loss const& a, loss const& b) { return !(a == b); }
};

/// What the invitation document of `Dialect`, written so, cannot carry of `i`: fields that it does
/// not have, and values that its fields cannot hold. Empty: the translation loses nothing.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation const& i, instant now,
                                       write_options const& options = {});

/// The same for the answer to a create request.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(creation const& c, instant now,
                                       write_options const& options = {});

/// The same for the request document.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation_request const& r,
                                       write_options const& options = {});

// -------------------------------------------------------------------------------------------------

namespace wire {
namespace detail {

/// What an invitation has in common with the request for it.
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

/// Every feature for which `i` has something to lose.
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
  if (auto* yes = std::get_if<accepted>(&i.state)) {
    note(yes->at.has_value(), feature::accepted_at);
    note(!yes->by.empty(), feature::accepted_by);
  }
  if (auto* no = std::get_if<revoked>(&i.state)) {
    note(true, feature::cause);
    note(no->at.has_value(), feature::revoked_at);
    note(no->by.has_value(), feature::revoked_by);
  }
  note(i.sponsor.has_value(), feature::sponsor);
  note(i.offer_number != 1, feature::offer_number);
  note(bool(i.keys), feature::keys);
  note(i.revision() != 0, feature::revision);
  note(!i.history.empty(), feature::history);
  note(i.baseline && i.baseline->told_statuses, feature::statuses);
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

}  // namespace detail
}  // namespace wire

namespace wire {
namespace detail {

/// The values of `i` that the fields of a document with the features `kept` cannot hold.
template <class Dialect>
void add_values(invitation const& i, instant now, write_options const& options, feature_set kept,
                std::vector<loss>& out) {
  const auto fraction = [&](feature f, std::optional<instant> t) {
    const bool floored = kept.has(f) && Dialect::whole_seconds.has(f);
    if (floored && has_fraction(t)) out.push_back({f, "fraction of a second"});
  };
  fraction(feature::created_at, i.created_at);
  fraction(feature::updated_at, i.updated_at());
  fraction(feature::expires_at, i.expires_at());
  if (auto* yes = std::get_if<accepted>(&i.state)) fraction(feature::accepted_at, yes->at);
  if (auto* no = std::get_if<revoked>(&i.state)) fraction(feature::revoked_at, no->at);
  Dialect::value_losses(i, now, options, out);
}

}  // namespace detail
}  // namespace wire

template <class Dialect>
std::vector<loss> losses(invitation const& i, instant now, write_options const& options) {
  std::vector<loss> out;
  const feature_set kept = Dialect::features(options.shape);
  wire::detail::add_absent(wire::detail::features_in(i), kept, out);
  wire::detail::add_values<Dialect>(i, now, options, kept, out);
  return out;
}

template <class Dialect>
std::vector<loss> losses(creation const& c, instant now, write_options const& options) {
  std::vector<loss> out;
  const feature_set kept = Dialect::creation_features(options.shape);
  std::vector<feature> needed = wire::detail::features_in(c.invitation);
  if (!c.key.empty() && !c.invitation.keys) needed.push_back(feature::keys);
  wire::detail::add_absent(needed, kept, out);
  wire::detail::add_values<Dialect>(c.invitation, now, options, kept, out);
  return out;
}

template <class Dialect>
std::vector<loss> losses(invitation_request const& r, write_options const& options) {
  std::vector<loss> out;
  wire::detail::add_absent(wire::detail::asked_features(r),
                           Dialect::request_features(options.shape), out);
  Dialect::request_value_losses(r, options, out);
  return out;
}

}  // namespace v0
}  // namespace invito
