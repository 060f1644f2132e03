// SPDX-License-Identifier: MIT
#pragma once

// Rules about the facts that the host (the program that uses the library) has looked up. The
// comment of a rule states what the rule requires.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/rate.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/input.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/impl/rules/status.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/lifecycle/rule_result.hpp>
#include <invito/model/email.hpp>
#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/sends.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns whether the verb makes a new or an expired invitation pending.
inline bool makes_pending(rule_context const& context) {
  return context.verb == event_kind::issue || is_renewal(context);
}

/// Returns the fact `organization`, or null if the fact is absent.
inline organization_snapshot const* snapshot(rule_context const& context) {
  return context.facts.organization ? &*context.facts.organization : nullptr;
}

/// Requires the fact `organization` if this rule or a later rule needs the fact. With
/// `policy::check_organization`, requires that the organization is active.
struct organization_active {
  static constexpr std::string_view name = "organization_active";
  static constexpr tier at = tier::facts;
  static outcome check(rule_context const& context, rule_output& output) {
    const bool counts = context.policy.quotas.seats != seat_rule::unchecked ||
                        (context.verb != event_kind::accept && context.policy.quotas.pending);
    const bool counted = counts && (makes_pending(context) || context.verb == event_kind::accept);
    organization_snapshot const* organization = snapshot(context);
    if (!organization && (context.policy.check_organization || counted))
      return missing_fact(output, "organization");
    if (!context.policy.check_organization) return outcome::not_applicable;
    const bool active = organization->status == organization_status::active;
    return active ? outcome::passed : fail(output, code::organization_inactive);
  }
};

/// Requires that the organization's plan (its subscription) includes invitations.
struct plan_includes_invitations {
  static constexpr std::string_view name = "plan_includes_invitations";
  static constexpr tier at = tier::facts;
  static outcome check(rule_context const& context, rule_output& output) {
    organization_snapshot const* organization = snapshot(context);
    if (!organization || !context.policy.check_organization || !makes_pending(context))
      return outcome::not_applicable;
    return organization->plan_includes_invitations ? outcome::passed
                                                   : fail(output, code::plan_refused);
  }
};

/// Requires that the invitee is not a member, if `policy::members` forbids members.
struct not_a_member {
  static constexpr std::string_view name = "not_a_member";
  static constexpr tier at = tier::facts;
  static outcome check(rule_context const& context, rule_output& output) {
    const bool is_answer = context.verb == event_kind::accept;
    const member_rule rule = context.policy.members;
    if (rule == member_rule::allow || !(is_answer || makes_pending(context)))
      return outcome::not_applicable;
    if (is_answer && rule == member_rule::accept_only) return outcome::not_applicable;
    if (!context.facts.member) return missing_fact(output, "member");
    if (!*context.facts.member) return outcome::passed;
    return fail(output, code::already_member, "email", formerly_member::name_of(context.recipient));
  }
};

/// Returns whether `other` is a duplicate of the invitation of the context: a pending invitation of
/// the same organization for the same address or user.
inline bool is_duplicate(rule_context const& context, invitation const& other) {
  if (!other.organization.empty() && other.organization != context.organization) return false;
  if (other.status(context.now) != status::pending) return false;
  if (context.invitation && other.id == context.invitation->id) return false;
  recipient const& a = context.recipient;
  recipient const& b = other.recipient;
  return (a.email && a.email == b.email) || (!a.user.empty() && a.user == b.user);
}

/// Returns whether the actor may supersede `older` with a new invitation. With
/// `granting::by_verdict`, the host has decided only about the new offer. Therefore the older
/// invitation must have the same offer.
inline bool may_supersede(actor_context const& context, invitation const& older) {
  if (older.sponsor == context.by || context.policy.granting == granting::unchecked) return true;
  if (context.policy.granting == granting::by_verdict) return older.offer == *context.offer;
  return context.facts.actor &&
         !first_not_grantable(context.policy, *context.facts.actor, older.offer);
}

/// Requires that no other pending invitation has the same recipient, unless `policy::duplicates`
/// allows this. Also requires that the id of a new invitation is unused.
struct no_duplicate {
  static constexpr std::string_view name = "no_duplicate";
  static constexpr tier at = tier::facts;
  static outcome check(issue_context const& context, rule_output& output) {
    return judge(context, &context.id, output);
  }
  static outcome check(change_context const& context, rule_output& output) {
    return judge(context, nullptr, output);
  }

 private:
  static outcome judge(actor_context const& context, invitation_id const* new_id,
                       rule_output& output) {
    if (!makes_pending(context)) return outcome::not_applicable;
    if (!context.facts.existing) {
      const bool needed = context.policy.duplicates != duplicate_rule::unchecked;
      return needed ? missing_fact(output, "existing") : outcome::not_applicable;
    }
    const auto before = output.found.size();
    const bool supersedes =
        context.verb == event_kind::issue && context.policy.duplicates == duplicate_rule::supersede;
    for (invitation const& other : *context.facts.existing) {
      if (new_id && other.id == *new_id) {
        fail(output, code::already_issued, "id", other.id.text());
      } else if (context.policy.duplicates != duplicate_rule::unchecked && !context.existing &&
                 is_duplicate(context, other) && !(supersedes && may_supersede(context, other))) {
        fail(output, code::duplicate_pending, "email", other.id.text());
      }
    }
    return failed_since(output, before);
  }
};

/// Returns whether the fact `scopes` contains the project or workspace of the grant.
inline bool scope_exists(facts const& f, grant const& g) {
  if (!f.scopes) return false;
  for (scope_id const& s : *f.scopes) {
    if (s.scope == g.scope && s.id == g.id) return true;
  }
  return false;
}

/// Returns whether the offer contains projects or workspaces, and the policy requires that these
/// exist.
inline bool has_scopes(rule_context const& context) {
  return context.policy.check_scopes && context.offer->grants && !context.offer->grants->empty();
}

/// Requires that the projects and workspaces of the offer exist.
struct scopes_exist {
  static constexpr std::string_view name = "scopes_exist";
  static constexpr tier at = tier::facts;
  static outcome check(rule_context const& context, rule_output& output) {
    if (!has_scopes(context)) return outcome::not_applicable;
    if (!context.facts.scopes) return missing_fact(output, "scopes");
    const auto before = output.found.size();
    check_each(context, output);
    return failed_since(output, before);
  }
  static void check_each(rule_context const& context, rule_output& output) {
    std::size_t n = 0;
    for (grant const& g : *context.offer->grants) {
      if (!scope_exists(context.facts, g))
        fail(output, code::unknown_scope, grant_path(n, "id"), g.id);
      ++n;
    }
  }
};

/// Returns whether a grant of the offer can no longer be made, because its project, workspace or
/// role no longer exists.
inline bool vanished(rule_context const& context, grant const& g) {
  if (!roles_known::knows(context.policy.roles, g.role, g.scope)) return true;
  return context.policy.check_scopes && !scope_exists(context.facts, g);
}

/// Returns the offer without the grants that can no longer be made, if the policy drops such
/// grants. Returns `std::nullopt` if no grant is dropped.
inline std::optional<offer> reduced_offer(rule_context const& context) {
  if (context.policy.vanished != vanished_rule::drop || !context.offer->grants) return std::nullopt;
  const auto gone = [&context](grant const& g) { return vanished(context, g); };
  std::vector<grant> const& all = *context.offer->grants;
  if (std::none_of(all.begin(), all.end(), gone)) return std::nullopt;
  offer out{context.offer->role, std::vector<grant>{}};
  std::remove_copy_if(all.begin(), all.end(), std::back_inserter(*out.grants), gone);
  return out;
}

/// Requires that the roles, projects and workspaces of the offer still exist when the person
/// accepts. With `vanished_rule::drop`, the role in the organization or, without a role, one grant
/// is enough.
struct offer_still_known {
  static constexpr std::string_view name = "offer_still_known";
  static constexpr tier at = tier::facts;
  static outcome check(answer_context const& context, rule_output& output) {
    const bool scoped = has_scopes(context);
    if (scoped && !context.facts.scopes) return missing_fact(output, "scopes");
    const auto before = output.found.size();
    const bool drops = context.policy.vanished == vanished_rule::drop;
    if (!drops) {
      roles_known::check(context, output);
      if (scoped) scopes_exist::check_each(context, output);
      return failed_since(output, before);
    }
    roles_known::check_one(context, output, context.offer->role, scope::organization, path("role"));
    if (!context.offer->grants || context.offer->grants->empty())
      return failed_since(output, before);
    std::vector<grant> const& all = *context.offer->grants;
    const auto gone = std::count_if(all.begin(), all.end(),
                                    [&context](grant const& g) { return vanished(context, g); });
    const auto left = static_cast<std::int64_t>(all.size()) - gone;
    output.message = "{0} of {1} grants are still valid";
    output.numbers = {left, static_cast<std::int64_t>(all.size()), 0};
    if (left == 0 && context.offer->role.empty()) {
      fail(output, code::unknown_scope, grant_path(0, "id"), all.front().id);
    }
    return failed_since(output, before);
  }
};

/// Requires that the sponsor is still an active member and may still grant the offer. The sponsor
/// needs no right to grant the dropped grants.
struct sponsor_active {
  static constexpr std::string_view name = "sponsor_active";
  static constexpr tier at = tier::facts;
  static outcome check(answer_context const& context, rule_output& output) {
    if (context.policy.sponsor == sponsor_rule::allow) return outcome::not_applicable;
    if (context.invitation->sponsor && context.invitation->sponsor->kind == actor_kind::system)
      return outcome::not_applicable;
    if (!context.facts.sponsor) return missing_fact(output, "sponsor");
    if (!context.facts.sponsor->active) return fail(output, code::sponsor_inactive);
    offer const& offered = context.invitation->offer;
    std::string const* role = nullptr;
    if (membership_decides(context.policy)) {
      role = first_not_grantable(
          context.policy, *context.facts.sponsor, offered, [&context](grant const& g) {
            return context.policy.vanished == vanished_rule::refuse || !vanished(context, g);
          });
    } else if (context.policy.granting == granting::by_verdict) {
      if (context.facts.may_grant == verdict::undecided) return missing_fact(output, "may_grant");
      if (context.facts.may_grant == verdict::denied) role = &offered.role;
    }
    return role ? fail(output, code::sponsor_not_permitted, {}, *role) : outcome::passed;
  }
};

/// Returns whether the command returns an existing invitation. If so, the limits are not checked,
/// because the command needs no seat and sends no message.
inline bool returns_existing(actor_context const& context) { return context.existing != nullptr; }

/// Returns the number of the organization's pending invitations, without the invitations that the
/// new invitation supersedes.
inline std::int64_t pending_beside(actor_context const& context,
                                   organization_snapshot const& organization) {
  return (std::max)(std::int64_t{0}, std::int64_t{organization.pending} - context.superseded);
}

/// Requires that a seat is free. A new invitation reserves a seat, unless the policy counts only
/// members. The seat of a superseded invitation counts as free. For accept, only members count,
/// because the reserved seat becomes the seat of the new member. A member needs no additional seat.
struct seat_free {
  static constexpr std::string_view name = "seat_free";
  static constexpr tier at = tier::facts;
  static outcome check(actor_context const& context, rule_output& output) {
    if (!makes_pending(context) || returns_existing(context)) return outcome::not_applicable;
    organization_snapshot const* organization = snapshot(context);
    const bool reserves = context.policy.quotas.seats == seat_rule::reserved_by_pending;
    return judge(context, organization && reserves ? pending_beside(context, *organization) : 0,
                 output);
  }
  static outcome check(answer_context const& context, rule_output& output) {
    return judge(context, 0, output);
  }

 private:
  static outcome judge(rule_context const& context, std::int64_t reserved, rule_output& output) {
    organization_snapshot const* organization = snapshot(context);
    if (context.policy.quotas.seats == seat_rule::unchecked || !organization ||
        !organization->seat_limit || context.facts.member.value_or(false)) {
      return outcome::not_applicable;
    }
    const std::int64_t used = organization->members + reserved;
    const std::int64_t limit = *organization->seat_limit;
    return check_limit(output, used + 1 <= limit, code::seats_full, {used, limit, reserved});
  }
};

/// Requires that the organization has fewer pending invitations than `quotas.pending` of the
/// policy.
struct pending_left {
  static constexpr std::string_view name = "pending_left";
  static constexpr tier at = tier::facts;
  static outcome check(actor_context const& context, rule_output& output) {
    organization_snapshot const* organization = snapshot(context);
    if (!context.policy.quotas.pending || !organization || !makes_pending(context) ||
        returns_existing(context)) {
      return outcome::not_applicable;
    }
    const std::int64_t pending = pending_beside(context, *organization);
    const std::int64_t limit = *context.policy.quotas.pending;
    return check_limit(output, pending < limit, code::too_many_pending, {pending, limit, 0});
  }
};

/// Returns the outcome of a rule that requires that the rate `r` allows one more message. `sent` is
/// the fact with the times of the messages, and `fact` is the name of the fact.
inline outcome judge_rate(actor_context const& context, rule_output& output,
                          std::optional<rate> const& r,
                          std::optional<std::vector<instant>> const& sent, char const* fact) {
  if (!r || !context.sends_message || returns_existing(context)) return outcome::not_applicable;
  if (!sent) return missing_fact(output, fact);
  const rate_usage usage = usage_of(*r, *sent, context.now);
  std::int64_t wait = 0;
  if (!usage.available) {
    wait = usage.available_at ? to_unix_seconds(*usage.available_at) - to_unix_seconds(context.now)
                              : r->window.count();
    wait = (std::max)(std::int64_t{1}, wait);
  }
  const std::array<std::int64_t, 3> numbers{static_cast<std::int64_t>(usage.used), r->limit, wait};
  return check_limit(output, usage.available, code::rate_limited, numbers, fact, messages_left);
}

/// Requires that the rate of messages to the recipient's address allows one more message.
struct recipient_rate {
  static constexpr std::string_view name = "recipient_rate";
  static constexpr tier at = tier::facts;
  static outcome check(actor_context const& context, rule_output& output) {
    return judge_rate(context, output, context.policy.quotas.per_recipient,
                      context.facts.sends.to_recipient, "to_recipient");
  }
};

/// Requires that the rate of messages by the actor allows one more message.
struct inviter_rate {
  static constexpr std::string_view name = "inviter_rate";
  static constexpr tier at = tier::facts;
  static outcome check(actor_context const& context, rule_output& output) {
    return judge_rate(context, output, context.policy.quotas.per_inviter,
                      context.facts.sends.by_inviter, "by_inviter");
  }
};

/// Requires that the rate of messages of the organization allows one more message.
struct organization_rate {
  static constexpr std::string_view name = "organization_rate";
  static constexpr tier at = tier::facts;
  static outcome check(actor_context const& context, rule_output& output) {
    return judge_rate(context, output, context.policy.quotas.per_organization,
                      context.facts.sends.of_organization, "of_organization");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
