// SPDX-License-Identifier: MIT
#pragma once

/// \file by_hand/accept.hpp
/// The code that a service would write to accept an invitation. It makes the same checks in the
/// same order and the same record as the library, and changes the invitation in place.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace by_hand {

enum class state { pending, accepted, revoked, expired };
enum class act { issue, resend, amend, accept, decline, revoke, supersede, expire };

enum class refusal {
  none,
  not_found,
  wrong_recipient,
  email_unverified,
  wrong_key,
  missing_value,
  text_too_long,
  domain_refused,
  idempotency_mismatch,
  already_accepted,
  already_revoked,
  expired,
  offer_changed,
  organization_inactive,
  unknown_role,
  unknown_scope,
  sponsor_inactive,
  sponsor_not_permitted,
  seats_full,
  // Only `issue` returns the following.
  invalid_email,
  duplicate_item,
  lifetime_out_of_range,
  duplicate_pending,
  plan_refused,
  already_member,
  too_many_pending
};

inline char const* message(refusal why) {
  constexpr char const* words[] = {"none",
                                   "not_found",
                                   "wrong_recipient",
                                   "email_unverified",
                                   "wrong_key",
                                   "missing_value",
                                   "text_too_long",
                                   "domain_refused",
                                   "idempotency_mismatch",
                                   "already_accepted",
                                   "already_revoked",
                                   "expired",
                                   "offer_changed",
                                   "organization_inactive",
                                   "unknown_role",
                                   "unknown_scope",
                                   "sponsor_inactive",
                                   "sponsor_not_permitted",
                                   "seats_full",
                                   "invalid_email",
                                   "duplicate_item",
                                   "lifetime_out_of_range",
                                   "duplicate_pending",
                                   "plan_refused",
                                   "already_member",
                                   "too_many_pending"};
  return words[static_cast<std::size_t>(why)];
}

struct grant {
  int scope = 0;  // 0: the organization, 1: a project, 2: a workspace
  std::string id;
  std::string role;
};

struct offer {
  std::string role;
  std::vector<grant> grants;
};

struct event {
  act kind = act::issue;
  std::int64_t at = 0;
  bool by_system = false;
  std::string by;
  std::uint64_t revision = 0;
  std::optional<std::int64_t> expires_at;
  std::string idempotency_key;
  bool clamped = false;
  bool by_user = false;  // the four parts of the answer's proof
  bool by_email = false;
  bool email_verified = false;
  bool by_token = false;
};

struct invitation {
  std::string id;
  std::string organization;
  std::string email;
  std::string user;
  std::string created_by;
  std::string sponsor;  // empty if the system has issued it
  std::int64_t created_at = 0;
  std::optional<std::int64_t> expires_at;
  std::string key_digest;
  by_hand::offer offer;
  std::uint32_t offer_number = 1;
  by_hand::state state = state::pending;
  std::int64_t changed_at = 0;
  std::string changed_by;
  std::vector<event> history;
};

struct role {
  std::string name;
  int scope = 0;
  int rank = 0;
};

struct rules {
  std::vector<role> roles;
  std::vector<std::string> allowed_domains;
  std::vector<std::string> denied_domains;
};

struct accept_command {
  std::string organization;  // may be empty
  std::string user;
  std::string email;
  bool email_verified = false;
  std::string key_digest;
  std::optional<std::uint32_t> offer_number;
  std::string idempotency_key;
  std::int64_t now = 0;
  // The facts that the service has looked up.
  bool organization_active = true;
  std::optional<std::uint32_t> seat_limit;
  std::uint32_t members = 0;
  std::optional<bool> member;
  std::string sponsor_role;
  bool sponsor_active = true;
  std::vector<grant> scopes;  // the scopes that exist
};

inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

inline bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

inline role const* find_role(rules const& r, std::string const& name, int scope) {
  for (role const& known : r.roles) {
    if (known.scope == scope && known.name == name) return &known;
  }
  return nullptr;
}

/// Whether the rules have this role. In a scope without roles, the name must be empty.
inline bool is_role(rules const& r, std::string const& name, int scope) {
  if (find_role(r, name, scope)) return true;
  return name.empty() && std::none_of(r.roles.begin(), r.roles.end(),
                                      [scope](role const& known) { return known.scope == scope; });
}

inline bool admitted(rules const& r, std::string_view domain) {
  const auto among = [domain](std::vector<std::string> const& all) {
    return std::any_of(all.begin(), all.end(),
                       [domain](std::string const& d) { return same_text(d, domain); });
  };
  return (r.allowed_domains.empty() || among(r.allowed_domains)) && !among(r.denied_domains);
}

/// Whether two digests are equal, in a time that depends on their lengths alone.
inline bool same_digest(std::string const& a, std::string const& b) {
  if (a.size() != b.size()) return false;
  unsigned char different = 0;
  for (std::size_t n = 0; n != a.size(); ++n) {
    different = static_cast<unsigned char>(different | (a[n] ^ b[n]));
  }
  return different == 0;
}

/// Accepts the invitation, or returns the reason for a refusal and changes nothing. A retry by the
/// same user also changes nothing.
inline refusal accept(rules const& r, invitation& i, accept_command const& c) {
  // The organization of the invitation.
  if (!c.organization.empty() && c.organization != i.organization) return refusal::not_found;
  if (i.state == state::accepted && i.changed_by == c.user) return refusal::none;
  // The person who answers.
  const bool by_user = !i.user.empty() && i.user == c.user;
  const bool by_email = i.user.empty() && !i.email.empty() && same_text(i.email, c.email);
  if (!by_user && !by_email) return refusal::wrong_recipient;
  if (!by_user && !c.email_verified) return refusal::email_unverified;
  const bool by_token = !i.key_digest.empty() && same_digest(i.key_digest, c.key_digest);
  if (!i.key_digest.empty() && !by_token) return refusal::wrong_key;
  // The values of the command.
  if (c.now == 0 || (c.user.empty() && c.email.empty())) return refusal::missing_value;
  if (c.user.size() > 255 || c.email.size() > 255 || c.key_digest.size() > 255 ||
      c.idempotency_key.size() > 255) {
    return refusal::text_too_long;
  }
  if (!r.allowed_domains.empty() || !r.denied_domains.empty()) {
    const std::string& address = c.email.empty() ? i.email : c.email;
    const std::size_t at = address.rfind('@');
    if (at == std::string::npos || !admitted(r, std::string_view(address).substr(at + 1))) {
      return refusal::domain_refused;
    }
  }
  // The state. If the clock went back, the time of the last event is used.
  bool clamped = false;
  std::int64_t now = c.now;
  if (!i.history.empty() && now < i.history.back().at) {
    now = i.history.back().at;
    clamped = true;
  }
  if (!c.idempotency_key.empty()) {
    for (event const& e : i.history) {
      if (e.idempotency_key == c.idempotency_key) return refusal::idempotency_mismatch;
    }
  }
  switch (i.state) {
    case state::pending: break;
    case state::accepted: return refusal::already_accepted;
    case state::revoked: return refusal::already_revoked;
    case state::expired: return refusal::expired;
  }
  if (i.expires_at && now >= *i.expires_at) return refusal::expired;
  if (c.offer_number && *c.offer_number != i.offer_number) return refusal::offer_changed;
  // The facts.
  if (!c.organization_active) return refusal::organization_inactive;
  if (!is_role(r, i.offer.role, 0)) return refusal::unknown_role;
  for (grant const& g : i.offer.grants) {
    if (!is_role(r, g.role, g.scope)) return refusal::unknown_role;
  }
  for (grant const& g : i.offer.grants) {
    const bool there = std::any_of(c.scopes.begin(), c.scopes.end(), [&g](grant const& known) {
      return known.scope == g.scope && known.id == g.id;
    });
    if (!there) return refusal::unknown_scope;
  }
  if (!i.sponsor.empty()) {
    if (!c.sponsor_active) return refusal::sponsor_inactive;
    role const* own = find_role(r, c.sponsor_role, 0);
    const auto reaches = [&](std::string const& name, int scope) {
      if (name.empty()) return true;
      role const* wanted = find_role(r, name, scope);
      return own && wanted && own->rank >= wanted->rank;
    };
    if (!reaches(i.offer.role, 0)) return refusal::sponsor_not_permitted;
    for (grant const& g : i.offer.grants) {
      if (!reaches(g.role, g.scope)) return refusal::sponsor_not_permitted;
    }
  }
  if (c.seat_limit && !c.member.value_or(false) && c.members + 1 > *c.seat_limit) {
    return refusal::seats_full;
  }
  // No check refuses the command.
  event e;
  e.kind = act::accept;
  e.at = now;
  e.by = c.user;
  e.revision = i.history.size() + 1;
  e.expires_at = i.expires_at;
  e.idempotency_key = c.idempotency_key;
  e.clamped = clamped;
  e.by_user = by_user;
  e.by_email = by_email;
  e.email_verified = by_email && c.email_verified;
  e.by_token = by_token;
  i.history.push_back(std::move(e));
  i.state = state::accepted;
  i.changed_at = now;
  i.changed_by = c.user;
  return refusal::none;
}

}  // namespace by_hand
