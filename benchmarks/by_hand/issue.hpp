// SPDX-License-Identifier: MIT
#pragma once

/// \file by_hand/issue.hpp
/// The code that a service would write to issue an invitation, with the checks that the library
/// makes under its default policy.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "accept.hpp"

namespace by_hand {

struct issue_command {
  std::string id;
  std::string organization;
  std::string user;  // the inviter
  std::string email;
  by_hand::offer offer;
  std::string key_digest;
  std::string idempotency_key;
  std::int64_t now = 0;
  std::int64_t lifetime = 7 * 24 * 3600;
  // The facts that the service has looked up.
  bool actor_active = true;
  std::string actor_role;
  bool organization_active = true;
  bool plan_includes_invitations = true;
  std::optional<std::uint32_t> seat_limit;
  std::uint32_t members = 0;
  std::uint32_t pending = 0;
  std::optional<bool> member;
  std::vector<invitation> existing;
  std::vector<grant> scopes;  // the scopes that exist
};

inline bool is_label(std::string_view text) {
  const auto inner = [](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), inner);
}

/// Whether the text is an email address by the definition of the WHATWG HTML standard.
inline bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos) return false;
  constexpr std::string_view others = ".!#$%&'*+/=?^_`{|}~-";
  for (const char c : text.substr(0, at)) {
    const bool known = (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
                       others.find(c) != std::string_view::npos;
    if (!known) return false;
  }
  std::string_view domain = text.substr(at + 1);
  for (std::size_t dot = domain.find('.'); dot != std::string_view::npos; dot = domain.find('.')) {
    if (!is_label(domain.substr(0, dot))) return false;
    domain.remove_prefix(dot + 1);
  }
  return is_label(domain);
}

/// Issues the invitation `out`, or returns the reason for a refusal.
inline refusal issue(rules const& r, issue_command const& c, invitation& out) {
  // The authority of the inviter.
  if (!c.actor_active) return refusal::sponsor_inactive;
  role const* own = find_role(r, c.actor_role, 0);
  const auto reaches = [&](std::string const& name, int scope) {
    if (name.empty()) return true;
    role const* wanted = find_role(r, name, scope);
    return own && (!wanted || own->rank >= wanted->rank);
  };
  if (!reaches(c.offer.role, 0)) return refusal::sponsor_not_permitted;
  for (grant const& g : c.offer.grants) {
    if (!reaches(g.role, g.scope)) return refusal::sponsor_not_permitted;
  }
  // The values of the command.
  if (c.now == 0 || c.id.empty() || c.organization.empty() || c.user.empty() || c.email.empty()) {
    return refusal::missing_value;
  }
  if (c.id.size() > 255 || c.organization.size() > 255 || c.user.size() > 255 ||
      c.email.size() > 255 || c.key_digest.size() > 255 || c.idempotency_key.size() > 255) {
    return refusal::text_too_long;
  }
  if (!is_email(c.email)) return refusal::invalid_email;
  if (!admitted(r, std::string_view(c.email).substr(c.email.find('@') + 1))) {
    return refusal::domain_refused;
  }
  if (!is_role(r, c.offer.role, 0)) return refusal::unknown_role;
  for (grant const& g : c.offer.grants) {
    if (!is_role(r, g.role, g.scope)) return refusal::unknown_role;
    for (grant const& earlier : c.offer.grants) {
      if (&earlier == &g) break;
      if (earlier.scope == g.scope && earlier.id == g.id) return refusal::duplicate_item;
    }
  }
  if (c.lifetime < 300 || c.lifetime > 365 * 24 * 3600) return refusal::lifetime_out_of_range;
  // The existing invitations.
  for (invitation const& i : c.existing) {
    if (!c.idempotency_key.empty() && !i.history.empty() &&
        i.history.front().idempotency_key == c.idempotency_key) {
      return refusal::idempotency_mismatch;
    }
    const bool live = i.state == state::pending && (!i.expires_at || c.now < *i.expires_at);
    if (live && same_text(i.email, c.email)) return refusal::duplicate_pending;
  }
  // The facts.
  if (!c.organization_active) return refusal::organization_inactive;
  if (!c.plan_includes_invitations) return refusal::plan_refused;
  if (c.member.value_or(false)) return refusal::already_member;
  for (grant const& g : c.offer.grants) {
    const bool there = std::any_of(c.scopes.begin(), c.scopes.end(), [&g](grant const& known) {
      return known.scope == g.scope && known.id == g.id;
    });
    if (!there) return refusal::unknown_scope;
  }
  if (c.pending >= 1000) return refusal::too_many_pending;
  if (c.seat_limit && c.members + c.pending + 1 > *c.seat_limit) return refusal::seats_full;
  // No check refuses the command.
  out = {};
  out.id = c.id;
  out.organization = c.organization;
  out.email = c.email;
  out.created_by = out.sponsor = c.user;
  out.created_at = c.now;
  out.expires_at = c.now + c.lifetime;
  out.key_digest = c.key_digest;
  out.offer = c.offer;
  event e;
  e.at = c.now;
  e.by = c.user;
  e.revision = 1;
  e.expires_at = out.expires_at;
  e.idempotency_key = c.idempotency_key;
  out.history.push_back(std::move(e));
  return refusal::none;
}

}  // namespace by_hand
