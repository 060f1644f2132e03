// SPDX-License-Identifier: MIT
#pragma once

// The verbs for an existing invitation: their rules, their repetitions, and the details of their
// events.

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/impl/deciding.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/facts.hpp>
#include <invito/lifecycle/impl/rules/input.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/impl/rules/status.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/lifecycle/rule_result.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/state.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns whether an event has the values of the command. The kind of the event is already known
/// to match. Most commands have no values to compare.
template <class Command>
bool matches_command(event const&, Command const&) {
  return true;
}

inline bool matches_command(event const& e, amend_command const& c) {
  auto* amended = std::get_if<amend_details>(&e.details);
  return amended && amended->offer && *amended->offer == c.offer;
}

inline bool matches_command(event const& e, supersede_command const& c) {
  auto* superseded = std::get_if<supersede_details>(&e.details);
  return superseded && superseded->newer && *superseded->newer == c.newer;
}

/// Returns the details of the event of an answer. `Details` is `accept_details` or
/// `decline_details`.
template <class Details>
Details answer_details(answer_context const& context) {
  Details out;
  out.proof = context.proof;
  if (context.who.email && !context.proof.email) out.email = *context.who.email;
  return out;
}

/// The parts of the verb that a command belongs to: the context, the rules, the check whether the
/// command is a repetition, and the details of the event.
template <class Command>
struct verb;

template <>
struct verb<resend_command> {
  static constexpr event_kind kind = event_kind::resend;
  using rules = rule_list<same_organization, actor_active, actor_may_grant, command_complete,
                          domain_admitted, roles_known, roles_grantable, lifetime_within_bounds,
                          token_for_message, idempotency_key_unused, transition_allowed,
                          cooled_down, sends_left, young_enough, organization_active,
                          plan_includes_invitations, not_a_member, no_duplicate, scopes_exist,
                          pending_left, seat_free, recipient_rate, inviter_rate, organization_rate>;
  static change_context context(rule_context const& common, invitation const& i,
                                resend_command const& c) {
    change_context out(common, c.by, i);
    out.token = &c.token;
    out.sends_message = true;
    set_lifetime(out, c.lifetime);
    return out;
  }
  static bool repeats(change_context const&, resend_command const&) { return false; }
  static resend_details event_details_for(change_context const& context, resend_command const& c) {
    box<token_digests> const& digests = context.invitation->tokens;
    if (!c.token || (digests && digests->current == *c.token)) return {};
    const auto grace = context.policy.tokens.grace;
    const bool overlaps = digests && grace.count() > 0;
    return {*c.token, overlaps ? checked_add(context.now, grace) : std::nullopt};
  }
};

template <>
struct verb<amend_command> {
  static constexpr event_kind kind = event_kind::amend;
  using rules =
      rule_list<same_organization, actor_active, actor_may_grant, command_complete, within_bounds,
                roles_known, roles_grantable, grants_distinct, token_rotated,
                idempotency_key_unused, transition_allowed, sends_left, organization_active,
                scopes_exist, recipient_rate, inviter_rate, organization_rate>;
  static change_context context(rule_context const& common, invitation const& i,
                                amend_command const& c) {
    change_context out(common, c.by, i);
    out.token = &c.token;
    out.offer = &c.offer;
    out.sends_message = i.send;
    return out;
  }
  static bool repeats(change_context const&, amend_command const&) { return false; }
  static amend_details event_details_for(change_context const&, amend_command const& c) {
    return {c.offer, boxed(c.token)};
  }
};

template <>
struct verb<accept_command> {
  static constexpr event_kind kind = event_kind::accept;
  using rules = rule_list<same_organization, recipient_matches, email_verified, token_matches,
                          command_complete, domain_admitted, idempotency_key_unused,
                          transition_allowed, offer_current, organization_active, offer_still_known,
                          sponsor_active, not_a_member, seat_free>;
  static answer_context context(rule_context const& common, invitation const& i,
                                accept_command const& c) {
    answer_context out(common, i, c.who, c.token);
    set_proof(out);
    out.offer_number = c.offer_number;
    return out;
  }
  static bool repeats(answer_context const& context, accept_command const& c) {
    auto* accepted_state = std::get_if<accepted>(&context.invitation->state);
    return accepted_state && answered_by(*context.invitation, accepted_state->by, c.who);
  }
  static accept_details event_details_for(answer_context const& context, accept_command const&) {
    auto out = answer_details<accept_details>(context);
    if (auto rest = reduced_offer(context)) out.granted = *std::move(rest);
    return out;
  }
};

template <>
struct verb<decline_command> {
  static constexpr event_kind kind = event_kind::decline;
  using rules = rule_list<same_organization, recipient_matches, email_verified, token_matches,
                          command_complete, idempotency_key_unused, transition_allowed>;
  static answer_context context(rule_context const& common, invitation const& i,
                                decline_command const& c) {
    answer_context out(common, i, c.who, c.token);
    set_proof(out);
    return out;
  }
  static bool repeats(answer_context const& context, decline_command const& c) {
    auto* revoked_state = std::get_if<revoked>(&context.invitation->state);
    return revoked_state && revoked_state->cause == revoke_cause::declined && revoked_state->by &&
           answered_by(*context.invitation, revoked_state->by->id, c.who);
  }
  static decline_details event_details_for(answer_context const& context, decline_command const&) {
    return answer_details<decline_details>(context);
  }
};

template <>
struct verb<revoke_command> {
  static constexpr event_kind kind = event_kind::revoke;
  using rules = rule_list<same_organization, actor_active, sponsor_or_may_grant, command_complete,
                          idempotency_key_unused, transition_allowed>;
  static change_context context(rule_context const& common, invitation const& i,
                                revoke_command const& c) {
    return {common, c.by, i};
  }
  static bool repeats(change_context const& context, revoke_command const& c) {
    auto* revoked_state = std::get_if<revoked>(&context.invitation->state);
    return revoked_state && revoked_state->cause == revoke_cause::revoked &&
           revoked_state->by == c.by;
  }
  static revoke_details event_details_for(change_context const&, revoke_command const&) {
    return {};
  }
};

template <>
struct verb<supersede_command> {
  static constexpr event_kind kind = event_kind::supersede;
  using rules = rule_list<same_organization, actor_active, sponsor_or_may_grant, command_complete,
                          newer_named, idempotency_key_unused, transition_allowed>;
  static supersede_context context(rule_context const& common, invitation const& i,
                                   supersede_command const& c) {
    return {common, c.by, i, c.newer};
  }
  static bool repeats(supersede_context const& context, supersede_command const& c) {
    if (context.invitation->history.empty()) return false;
    event const& last = context.invitation->history.back();
    return matches_command(last, c) && last.by == c.by;
  }
  static supersede_details event_details_for(supersede_context const&, supersede_command const& c) {
    return {c.newer};
  }
};

template <>
struct verb<expire_command> {
  static constexpr event_kind kind = event_kind::expire;
  using rules = rule_list<same_organization, actor_is_system, command_complete,
                          idempotency_key_unused, time_is_over>;
  static change_context context(rule_context const& common, invitation const& i,
                                expire_command const& c) {
    return {common, c.by, i};
  }
  static bool repeats(change_context const& context, expire_command const& c) {
    return std::holds_alternative<expired>(context.invitation->state) &&
           c.by.kind == actor_kind::system;
  }
  static expire_details event_details_for(change_context const& context, expire_command const&) {
    return {context.now};
  }
};

template <class Command>
facts const& facts_of(Command const& c) {
  return c.facts;
}
inline facts const& facts_of(decline_command const&) { return no_facts(); }
inline facts const& facts_of(expire_command const&) { return no_facts(); }

/// Searches for an event with the command's idempotency key. If there is such an event, either the
/// command is a repetition of the command that caused the event, or the key was used for another
/// command.
template <class Context, class Command>
void find_idempotency_key(Context& context, Command const& c) {
  if (c.idempotency_key.empty()) return;
  for (event const& e : context.invitation->history) {
    if (e.idempotency_key != c.idempotency_key) continue;
    context.repeat = e.kind() == context.verb && matches_command(e, c) && same_actor(context, e);
    context.idempotency_key_reused = !context.repeat;
    return;
  }
}

template <class Command>
auto make_context(policy const& p, invitation const& i, Command const& c) {
  rule_context common(p, verb<Command>::kind, c.organization, i.recipient, c.idempotency_key,
                      facts_of(c));
  common.invitation = &i;
  common.offer = &i.offer;
  set_now(common, c.now);
  common.expires_at = i.expires_at();
  auto context = verb<Command>::context(common, i, c);
  context.repeat = verb<Command>::repeats(context, c);
  find_idempotency_key(context, c);
  return context;
}

template <class Command>
result<decision> decide(policy const& p, invitation const& i, Command const& c) {
  const auto context = make_context(p, i, c);
  problems found = verb<Command>::rules::judge(context);
  if (!found.empty()) return found;
  if (context.repeat) return decision{std::nullopt, i.revision(), {}};
  return decision_of(context, verb<Command>::event_details_for(context, c));
}

template <class Command>
std::vector<rule_result> explain(policy const& p, invitation const& i, Command const& c) {
  return verb<Command>::rules::explain(make_context(p, i, c));
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
