// SPDX-License-Identifier: MIT
#pragma once

// Rules about the organization, the actor and the person who answers. The comment of a rule states
// what the rule requires.

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
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/lifecycle/rule_result.hpp>
#include <invito/model/email.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

// ---- Granting of roles --------------------------------------------------------------------------

/// Returns the rank of a role. A role that the catalog does not contain has the highest rank, so
/// removing a role from the catalog never allows more grants.
inline int rank_of(role_catalog const& roles, std::string_view name, scope where) {
  if (role const* found_role = roles.find(name, where)) return found_role->rank;
  int highest = (std::numeric_limits<int>::min)();
  for (role const& r : roles.all()) highest = (std::max)(highest, r.rank);
  return highest;
}

/// Returns the location of a member of a grant, such as "/grants/2/role".
inline path grant_path(std::size_t index, std::string_view member) {
  return path("grants").add(index).add(member);
}

/// Calls `f(role, scope, location)` for every role of an offer. `location()` returns the path of
/// the role.
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

/// Returns whether a membership has every permission of a role. Returns false if the role has no
/// permissions or is not in the catalog, because then the needed permissions are unknown.
inline bool has_permissions_of(role_catalog const& roles, membership const& m,
                               std::string_view name, scope where) {
  role const* needed_role = roles.find(name, where);
  if (!needed_role || needed_role->permissions.empty()) return false;
  role const* own = roles.find_listed(m.role);
  const auto contains = [](std::vector<std::string> const& all, std::string const& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  return std::all_of(needed_role->permissions.begin(), needed_role->permissions.end(),
                     [&](std::string const& p) {
                       return (own && contains(own->permissions, p)) || contains(m.permissions, p);
                     });
}

/// Returns whether the policy derives the roles that an actor may grant from the membership of the
/// actor.
inline bool membership_decides(policy const& p) {
  return p.granting != granting::by_verdict && p.granting != granting::unchecked;
}

/// Returns the first role of the offer that a person with the membership `m` may not grant, or
/// null. Grants for which `is_included` returns false are not checked.
template <class IsIncluded>
std::string const* first_not_grantable(policy const& p, membership const& m, offer const& offered,
                                       IsIncluded is_included) {
  role const* own = p.roles.find_listed(m.role);
  if (p.inviter_rank && (!own || own->rank < *p.inviter_rank)) return &offered.role;
  const auto may_grant_role = [&](std::string const& name, scope where) {
    if (name.empty()) return true;
    if (p.granting == granting::own_permissions) return has_permissions_of(p.roles, m, name, where);
    const bool strict = p.granting == granting::below_own_rank;
    const int needed = rank_of(p.roles, name, where);
    return own && (strict ? own->rank > needed : own->rank >= needed);
  };
  if (!may_grant_role(offered.role, scope::organization)) return &offered.role;
  if (!offered.grants) return nullptr;
  for (grant const& g : *offered.grants) {
    if (is_included(g) && !may_grant_role(g.role, g.scope)) return &g.role;
  }
  return nullptr;
}

inline std::string const* first_not_grantable(policy const& p, membership const& m,
                                              offer const& offered) {
  return first_not_grantable(p, m, offered, [](grant const&) { return true; });
}

// ---- Tenant -------------------------------------------------------------------------------------

/// Requires that the organization in the command is the organization of the invitation. In the
/// commands of an invitee (accept and decline), the organization can be empty.
struct same_organization {
  static constexpr std::string_view name = "same_organization";
  static constexpr tier at = tier::tenant;
  static outcome check(change_context const& context, rule_output& output) {
    if (context.organization.empty()) return fail(output, code::not_found);
    return judge(context, output);
  }
  static outcome check(answer_context const& context, rule_output& output) {
    if (context.organization.empty()) return outcome::not_applicable;
    return judge(context, output);
  }

 private:
  static outcome judge(rule_context const& context, rule_output& output) {
    if (context.organization == context.invitation->organization) return outcome::passed;
    return fail(output, code::not_found);
  }
};

// ---- Authority: actor ---------------------------------------------------------------------------

/// Requires that the actor is an active member now.
struct actor_active {
  static constexpr std::string_view name = "actor_active";
  static constexpr tier at = tier::authority;
  static outcome check(actor_context const& context, rule_output& output) {
    if (!context.facts.actor) {
      return membership_decides(context.policy) ? missing_fact(output, "actor")
                                                : outcome::not_applicable;
    }
    return context.facts.actor->active ? outcome::passed : fail(output, code::inactive_actor);
  }
};

/// Requires that the actor may grant the offer now. For amend, the actor must have the right to
/// grant both the current and the new offer.
struct actor_may_grant {
  static constexpr std::string_view name = "actor_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(actor_context const& context, rule_output& output) {
    if (context.policy.granting == granting::unchecked) return outcome::not_applicable;
    if (context.policy.granting == granting::by_verdict) {
      switch (context.facts.may_grant) {
        case verdict::allowed: return outcome::passed;
        case verdict::denied: return fail(output, code::not_permitted, {}, context.offer->role);
        case verdict::undecided: break;
      }
      return missing_fact(output, "may_grant");
    }
    if (!context.facts.actor || !context.facts.actor->active) return outcome::not_applicable;
    std::string const* role =
        first_not_grantable(context.policy, *context.facts.actor, *context.offer);
    if (!role && context.invitation && context.offer != &context.invitation->offer) {
      role = first_not_grantable(context.policy, *context.facts.actor, context.invitation->offer);
    }
    return role ? fail(output, code::not_permitted, {}, *role) : outcome::passed;
  }
};

/// Requires that the actor is the sponsor or may grant the offer now. Therefore an admin cannot
/// revoke or supersede an invitation that offers the role of an owner.
struct sponsor_or_may_grant {
  static constexpr std::string_view name = "sponsor_or_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(change_context const& context, rule_output& output) {
    if (context.invitation->sponsor == context.by) return outcome::passed;
    return actor_may_grant::check(context, output);
  }
};

/// Requires that the actor is the system, because only the system may record an expiry.
struct actor_is_system {
  static constexpr std::string_view name = "actor_is_system";
  static constexpr tier at = tier::authority;
  static outcome check(actor_context const& context, rule_output& output) {
    return context.by.kind == actor_kind::system ? outcome::passed
                                                 : fail(output, code::system_only);
  }
};

// ---- Authority: invitee -------------------------------------------------------------------------

inline bool is_valid(token_match m) {
  return m == token_match::current || m == token_match::previous;
}

/// Compares the person who answers with the recipient. The rules use the result in `context.proof`.
inline void set_proof(answer_context& context) {
  identity const& who = context.who;
  if (context.invitation->tokens && context.token) {
    context.matched = match(*context.invitation->tokens, *context.token, context.now);
  }
  proof& found = context.proof;
  found.token = is_valid(context.matched);
  recipient const& invited = context.invitation->recipient;
  found.user = !invited.user.empty() && invited.user == who.user;
  if (!invited.user.empty() && !found.user) return;
  found.email = invited.email && who.email && *invited.email == *who.email;
  found.email_verified = found.email && who.email_verified;
}

/// Requires that the person who answers is the recipient. If the recipient is a known user, only
/// this user passes, even if another person holds the token.
struct recipient_matches {
  static constexpr std::string_view name = "recipient_matches";
  static constexpr tier at = tier::authority;
  static outcome check(answer_context const& context, rule_output& output) {
    if (context.proof.user || context.proof.email) return outcome::passed;
    const bool bearer = context.policy.proof == required_proof::token;
    if (bearer && context.invitation->recipient.user.empty()) return outcome::not_applicable;
    return fail(output, code::wrong_recipient);
  }
};

/// Returns whether the policy accepts that the recipient's address belongs to the person, given the
/// evidence `given`.
inline bool owns_address(policy const& p, proof given) {
  const bool by_token =
      given.email && given.token && p.recipient == recipient_match::email_verified_by_token;
  const bool on_trust = given.email && p.recipient == recipient_match::unverified_email;
  return given.email_verified || by_token || on_trust;
}

/// Requires that the recipient's address belongs to the person who answers. `policy::recipient`
/// defines the necessary evidence.
struct email_verified {
  static constexpr std::string_view name = "email_verified";
  static constexpr tier at = tier::authority;
  static outcome check(answer_context const& context, rule_output& output) {
    if (context.proof.user || !context.proof.email) return outcome::not_applicable;
    if (context.policy.proof == required_proof::token) return outcome::not_applicable;
    if (owns_address(context.policy, context.proof)) return outcome::passed;
    return fail(output, code::email_unverified);
  }
};

/// Requires that the person holds a valid token of the invitation. With `required_proof::token`,
/// every person is checked. Otherwise only the recipient is checked, so other persons learn nothing
/// about the token.
struct token_matches {
  static constexpr std::string_view name = "token_matches";
  static constexpr tier at = tier::authority;
  static outcome check(answer_context const& context, rule_output& output) {
    if (context.policy.proof == required_proof::identity) return outcome::not_applicable;
    const bool bearer = context.policy.proof == required_proof::token;
    if (!context.invitation->tokens && !bearer) return outcome::not_applicable;
    if (!bearer && !context.proof.user && !context.proof.email) return outcome::not_applicable;
    if (context.proof.token) return outcome::passed;
    if (context.matched == token_match::retired) return fail(output, code::token_retired, "token");
    if (!context.token && !bearer) return fail(output, code::token_missing, "token");
    return fail(output, code::wrong_token, "token");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
