// SPDX-License-Identifier: MIT
#pragma once

// The verb issue: its rules, the search for an existing invitation, and the new invitation.

#include <string>
#include <utility>
#include <variant>

#include <invito/base/problem.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/impl/deciding.hpp>
#include <invito/lifecycle/impl/record.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/facts.hpp>
#include <invito/lifecycle/impl/rules/input.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/impl/rules/status.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

using issue_rules =
    rule_list<actor_active, actor_may_grant, command_complete, formerly_member, identified,
              within_bounds, email_shaped, domain_admitted, roles_known, roles_grantable,
              grants_distinct, lifetime_within_bounds, token_given, idempotency_key_unused,
              transition_allowed, organization_active, plan_includes_invitations, not_a_member,
              no_duplicate, scopes_exist, pending_left, seat_free, recipient_rate, inviter_rate,
              organization_rate>;

/// Returns whether the command `c` issued `other`, whose first event is `e`. If the offer is a
/// former membership, the offer is not compared, because the fact `former` changes when the person
/// becomes a member again.
inline bool matches_command(invitation const& other, event const& e, invitation_request const& r,
                            issue_command const& c) {
  auto* issued = std::get_if<issue_details>(&e.details);
  const bool reinstates = c.source == offer_source::former_membership;
  if (!issued || issued->reinstates != reinstates || e.by != c.by) return false;
  if (!reinstates && (!issued->offer || *issued->offer != r.offer)) return false;
  const auto end = c.lifetime ? checked_add(e.at, *c.lifetime) : e.expires_at;
  return other.recipient == r.recipient && other.name == r.name && other.send == r.send &&
         other.attributes == r.attributes && e.expires_at == end;
}

/// Searches the existing invitations for an invitation to return instead of a new invitation: the
/// invitation that the same command issued before or, with `duplicate_rule::return_existing`, a
/// pending invitation with the same offer. Counts the invitations that the new invitation
/// supersedes.
inline void find_existing(issue_context& context, invitation_request const& r,
                          issue_command const& c) {
  if (!c.facts.existing) return;
  for (invitation const& other : *c.facts.existing) {
    if (other.organization != c.organization) continue;
    event const* first = other.baseline || other.history.empty() ? nullptr : &other.history.front();
    if (!first || c.idempotency_key.empty() || first->idempotency_key != c.idempotency_key)
      continue;
    context.repeat = matches_command(other, *first, r, c);
    context.idempotency_key_reused = !context.repeat;
    context.existing = context.repeat ? &other : nullptr;
    return;
  }
  for (invitation const& other : *c.facts.existing) {
    if (!is_duplicate(context, other)) continue;
    if (context.policy.duplicates == duplicate_rule::supersede) ++context.superseded;
    const bool same = other.organization == c.organization && other.offer == *context.offer;
    if (context.policy.duplicates == duplicate_rule::return_existing && same && !context.existing) {
      context.existing = &other;
    }
  }
}

inline issue_context make_context(policy const& p, invitation_request const& r,
                                  issue_command const& c) {
  rule_context common(p, event_kind::issue, c.organization, r.recipient, c.idempotency_key,
                      c.facts);
  set_now(common, c.now);
  issue_context context(common, c.by, r, c.id);
  context.token = &c.token;
  context.reinstates = c.source == offer_source::former_membership;
  context.offer = context.reinstates && c.facts.former ? &*c.facts.former : &r.offer;
  context.sends_message = r.send;
  set_lifetime(context, c.lifetime);
  find_existing(context, r, c);
  return context;
}

/// Returns the decision that supersedes the pending invitation `older` with the new invitation.
inline result<decision> supersede_older(issue_context const& issuing, invitation const& older) {
  static const std::string no_idempotency_key;
  rule_context common(issuing.policy, event_kind::supersede,
                      older.organization.empty() ? older.organization : issuing.organization,
                      older.recipient, no_idempotency_key, issuing.facts);
  common.invitation = &older;
  common.offer = &older.offer;
  set_now(common, issuing.now);
  common.expires_at = older.expires_at();
  const supersede_context context(common, issuing.by, older, issuing.id);
  if (!has_transition(context)) {
    return problem{find_transition(context.status, context.verb).refusal, {}, {}, {}};
  }
  return decision_of(context, supersede_details{issuing.id});
}

/// Adds to `out` the decisions on all invitations that the new invitation supersedes.
inline result<void> supersede_all(issue_context const& context,
                                  decltype(issuance::superseded)& out) {
  if (context.superseded == 0) return {};
  for (invitation const& older : *context.facts.existing) {
    if (!is_duplicate(context, older)) continue;
    auto superseded = supersede_older(context, older);
    if (!superseded) return std::move(superseded).error();
    out.push_back({older.id, *std::move(superseded)});
  }
  return {};
}

/// Returns the result of a command that passed the rules: a new or an existing invitation.
inline result<issuance> issuance_of(issue_context const& context, issue_command const& c) {
  result<issuance> out(std::in_place);
  if (context.existing) {
    out->existing = true;
    out->invitation = invitation(*context.existing);
    return out;
  }
  invitation_request const& r = context.request;
  invitation& issued = out->invitation;
  issued.id = c.id;
  issued.organization = c.organization;
  issued.recipient = r.recipient;
  issued.name = r.name;
  issued.send = r.send;
  issued.attributes = r.attributes;
  record(issued,
         make_event(context, issue_details{*context.offer, boxed(c.token), context.reinstates}));
  out->guards.organization_revision = organization_revision(c.facts);
  out->guards.unique = claim(c.organization, r.recipient);
  if (auto done = supersede_all(context, out->superseded); !done) out = std::move(done).error();
  return out;
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
