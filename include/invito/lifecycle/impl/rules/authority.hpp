// SPDX-License-Identifier: MIT
#pragma once

// Whose invitation it is, who may act on it, and who may answer it.

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/lifecycle/finding.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/email.hpp>
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

// ---- Who may grant what -------------------------------------------------------------------------

/// A role's rank. One that the catalog does not have counts as the highest, so that nobody gains by
/// a role's removal.
inline int rank_of(role_catalog const& roles, std::string_view name, scope where) {
  if (role const* known = roles.find(name, where)) return known->rank;
  int highest = (std::numeric_limits<int>::min)();
  for (role const& r : roles.all()) highest = (std::max)(highest, r.rank);
  return highest;
}

/// The place of a grant's part: "/grants/2/role".
inline path grant_path(std::size_t index, std::string_view member) {
  return path("grants").add(index).add(member);
}

/// Calls `f(role, scope, place)` for every role of an offer; `place()` makes its path.
template <class F>
void for_each_role(offer const& offered, F f) {
  f(offered.role, scope::organization, [] { return path("role"); });
  if (!offered.grants) return;
  std::size_t n = 0;
  for (grant const& g : *offered.grants) {
    f(g.role, g.scope, [n] { return grant_path(n, "role"); });
    ++n;
  }
}

/// Whether somebody of that standing has every permission of a role. One without any is one that
/// nobody has described, and one that the catalog does not have even less so.
inline bool has_permissions_of(role_catalog const& roles, standing const& of, std::string_view name,
                               scope where) {
  role const* wanted = roles.find(name, where);
  if (!wanted || wanted->permissions.empty()) return false;
  role const* own = roles.find_listed(of.role);
  const auto among = [](std::vector<std::string> const& all, std::string const& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  return std::all_of(wanted->permissions.begin(), wanted->permissions.end(),
                     [&](std::string const& p) {
                       return (own && among(own->permissions, p)) || among(of.permissions, p);
                     });
}

inline bool judged_by_standing(policy const& p) {
  return p.granting != granting::by_verdict && p.granting != granting::unchecked;
}

/// The first role of the offer, with those grants that `counts` keeps, that somebody of that
/// standing may not grant, or null.
template <class Counts>
std::string const* beyond(policy const& p, standing const& of, offer const& offered,
                          Counts counts) {
  role const* own = p.roles.find_listed(of.role);
  if (p.inviter_rank && (!own || own->rank < *p.inviter_rank)) return &offered.role;
  const auto reaches = [&](std::string const& name, scope where) {
    if (name.empty()) return true;
    if (p.granting == granting::own_permissions)
      return has_permissions_of(p.roles, of, name, where);
    const bool strict = p.granting == granting::below_own_rank;
    const int needed = rank_of(p.roles, name, where);
    return own && (strict ? own->rank > needed : own->rank >= needed);
  };
  if (!reaches(offered.role, scope::organization)) return &offered.role;
  if (!offered.grants) return nullptr;
  for (grant const& g : *offered.grants) {
    if (counts(g) && !reaches(g.role, g.scope)) return &g.role;
  }
  return nullptr;
}

inline std::string const* beyond(policy const& p, standing const& of, offer const& offered) {
  return beyond(p, of, offered, [](grant const&) { return true; });
}

// ---- Tenant -------------------------------------------------------------------------------------

/// The caller's organization is the invitation's. An invitee may come without one.
struct same_organization {
  static constexpr std::string_view name = "same_organization";
  static constexpr tier at = tier::tenant;
  static outcome check(question const& q, ruling& say) {
    if (q.who && q.org->empty()) return outcome::skipped;
    if (!q.org->empty() && *q.org == q.subject->organization) return outcome::passed;
    return fail(say, code::not_found);
  }
};

// ---- Authority: who acts ------------------------------------------------------------------------

/// Who acts is an active member now.
struct actor_active {
  static constexpr std::string_view name = "actor_active";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (!q.facts->actor) {
      return judged_by_standing(q.policy) ? missing_fact(say, "actor") : outcome::skipped;
    }
    return q.facts->actor->active ? outcome::passed : fail(say, code::inactive_actor);
  }
};

/// Who acts may grant the offer now, both the one that stands and the one to come.
struct actor_may_grant {
  static constexpr std::string_view name = "actor_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (q.policy.granting == granting::unchecked) return outcome::skipped;
    if (q.policy.granting == granting::by_verdict) {
      switch (q.facts->may_grant) {
        case verdict::yes: return outcome::passed;
        case verdict::no: return fail(say, code::not_permitted, {}, q.offer->role);
        case verdict::undecided: break;
      }
      return missing_fact(say, "may_grant");
    }
    if (!q.facts->actor || !q.facts->actor->active) return outcome::skipped;
    std::string const* role = beyond(q.policy, *q.facts->actor, *q.offer);
    if (!role && q.subject && q.offer != &q.subject->offer) {
      role = beyond(q.policy, *q.facts->actor, q.subject->offer);
    }
    return role ? fail(say, code::not_permitted, {}, *role) : outcome::passed;
  }
};

/// Who withdraws is the sponsor, or may grant the offer now; so an admin cannot displace an owner's
/// invitation.
struct sponsor_or_may_grant {
  static constexpr std::string_view name = "sponsor_or_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (q.subject->sponsor == *q.by) return outcome::passed;
    return actor_may_grant::check(q, say);
  }
};

/// Only the system writes down what time has done.
struct actor_is_system {
  static constexpr std::string_view name = "actor_is_system";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    return q.by->kind == actor_kind::system ? outcome::passed : fail(say, code::system_only);
  }
};

// ---- Authority: who answers ---------------------------------------------------------------------

inline bool opens(key_match m) { return m == key_match::current || m == key_match::previous; }

/// Compares the person with the recipient, once for all rules.
inline void set_person(question& q, identity const& who, std::optional<key_digest> const& key) {
  q.who = &who;
  q.key = &key;
  if (q.subject->keys && key) q.held = match(*q.subject->keys, *key, q.now);
  q.relied.key = opens(q.held);
  recipient const& meant = q.subject->recipient;
  q.relied.user = !meant.user.empty() && meant.user == who.user;
  if (!meant.user.empty() && !q.relied.user) return;
  q.relied.email = meant.email && who.email && *meant.email == *who.email;
  q.relied.email_verified = q.relied.email && who.email_verified;
}

/// The invitation was sent to this person. A known user decides alone, whatever link went round.
struct recipient_matches {
  static constexpr std::string_view name = "recipient_matches";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (q.relied.user || q.relied.email) return outcome::passed;
    const bool bearer = q.policy.proof == required_proof::key;
    if (bearer && q.subject->recipient.user.empty()) return outcome::skipped;
    return fail(say, code::wrong_recipient);
  }
};

/// Whether the invitation's address counts as the person's own.
inline bool is_own(policy const& p, proof relied) {
  const bool by_key =
      relied.email && relied.key && p.recipient == recipient_match::email_verified_by_key;
  const bool on_trust = relied.email && p.recipient == recipient_match::unverified_email;
  return relied.email_verified || by_key || on_trust;
}

/// The address is known to be this person's own.
struct email_verified {
  static constexpr std::string_view name = "email_verified";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (q.relied.user || !q.relied.email) return outcome::skipped;
    if (q.policy.proof == required_proof::key) return outcome::skipped;
    if (is_own(q.policy, q.relied)) return outcome::passed;
    return fail(say, code::email_unverified);
  }
};

/// The person holds the invitation's key. Nobody but the recipient learns more than that it is not
/// the right one.
struct key_fits {
  static constexpr std::string_view name = "key_fits";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (q.policy.proof == required_proof::identity) return outcome::skipped;
    const bool bearer = q.policy.proof == required_proof::key;
    if (!q.subject->keys && !bearer) return outcome::skipped;
    if (!bearer && !q.relied.user && !q.relied.email) return outcome::skipped;
    if (q.relied.key) return outcome::passed;
    if (q.held == key_match::retired) return fail(say, code::key_retired, "key");
    if (!*q.key && !bearer) return fail(say, code::key_missing, "key");
    return fail(say, code::wrong_key, "key");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
