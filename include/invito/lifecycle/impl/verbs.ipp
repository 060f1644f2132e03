// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include <invito/base/box.hpp>
#include <invito/base/instant.hpp>
#include <invito/base/limits.hpp>
#include <invito/base/problem.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/lifecycle/impl/record.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/facts.hpp>
#include <invito/lifecycle/impl/rules/input.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/impl/rules/status.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/lifecycle/verbs.hpp>
#include <invito/model/email.hpp>
#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Whether the one who answered by `e` is `who`: the same user, or, where there was no user yet,
/// the owner of the same verified address.
inline bool answered_by(invitation const& i, event const& e, identity const& who) {
  if (!e.by.id.empty() || !who.user.empty()) return e.by.id == who.user;
  if (!who.email || !who.email_verified) return false;
  auto* yes = std::get_if<accept_details>(&e.details);
  auto* no = std::get_if<decline_details>(&e.details);
  if (!yes && !no) return false;
  box<email> const& other = yes ? yes->email : no->email;
  return other ? *other == *who.email : i.recipient.email == who.email;
}

/// Whether the answer that the state tells of is that of `who`. Where it was imported, nothing but
/// the user in the state is known of its author.
inline bool answered_by(invitation const& i, user_id const& told, identity const& who) {
  if (!i.history.empty()) return answered_by(i, i.history.back(), who);
  return !told.empty() && told == who.user;
}

/// What an event says of an answer, for `accept_details` and `decline_details`.
template <class Details>
Details answer_of(question const& q) {
  Details out;
  out.relied_on = q.relied;
  if (q.who->email && !q.relied.email) out.email = *q.who->email;
  return out;
}

inline box<key_digest> boxed(std::optional<key_digest> const& key) {
  return key ? box<key_digest>(*key) : box<key_digest>();
}

/// Judges by no earlier moment than the last that is known, and remembers that it did.
inline void set_moment(question& q, instant now) {
  q.told_moment = now != no_moment;
  q.now = q.subject ? (std::max)(now, last_moment(*q.subject)) : now;
  q.clamped = q.told_moment && now != q.now;
  if (q.subject) q.status = q.subject->status(q.now);
}

/// The expiry that a lifetime from now leads to, but none past the greatest age.
inline void set_lifetime(question& q, std::optional<std::chrono::seconds> asked) {
  q.lifetime = asked ? asked : q.policy.expiry.lifetime;
  q.expires_at = q.lifetime ? plus(q.now, *q.lifetime) : std::nullopt;
  q.expiry_overflows = q.lifetime && !q.expires_at;
  const auto greatest = q.policy.resending.greatest_age;
  const auto since = q.subject ? born(*q.subject) : std::nullopt;
  if (!q.expires_at || !greatest || !since) return;
  if (const auto end = plus(*since, *greatest)) q.expires_at = (std::min)(*q.expires_at, *end);
}

/// Whether an event of the command's verb says what the command says; most have nothing to say.
template <class Command>
bool says(event const&, Command const&) {
  return true;
}

inline bool says(event const& e, amend_command const& c) {
  auto* said = std::get_if<amend_details>(&e.details);
  return said && said->offer && *said->offer == c.offer;
}

inline bool says(event const& e, supersede_command const& c) {
  auto* said = std::get_if<supersede_details>(&e.details);
  return said && said->newer && *said->newer == c.newer;
}

/// What is particular to each verb: what it asks about, by which rules it is judged, when it has
/// happened already, and what its event says.
template <class Command>
struct verb;

template <>
struct verb<issue_command> {
  static constexpr event_kind kind = event_kind::issue;
  using rules = rule_list<actor_active, actor_may_grant, command_complete, formerly_member,
                          identified, within_bounds, email_shaped, domain_admitted, roles_known,
                          roles_grantable, grants_distinct, lifetime_within_bounds, key_given,
                          idempotency_key_unused, transition_allowed, organization_active,
                          plan_includes_invitations, not_a_member, no_duplicate, scopes_exist,
                          pending_left, seat_free, recipient_rate, inviter_rate, organization_rate>;
};

template <>
struct verb<resend_command> {
  static constexpr event_kind kind = event_kind::resend;
  using rules = rule_list<same_organization, actor_active, actor_may_grant, command_complete,
                          domain_admitted, roles_known, roles_grantable, lifetime_within_bounds,
                          key_for_message, idempotency_key_unused, transition_allowed, cooled_down,
                          sends_left, young_enough, organization_active, plan_includes_invitations,
                          not_a_member, no_duplicate, scopes_exist, pending_left, seat_free,
                          recipient_rate, inviter_rate, organization_rate>;
  static void ask(question& q, resend_command const& c) {
    q.key = &c.key;
    q.by = &c.by;
    q.facts = &c.facts;
    set_lifetime(q, c.lifetime);
  }
  static bool repeats(question const&, resend_command const&) { return false; }
  static resend_details tell(question const& q, resend_command const& c) {
    box<key_digests> const& held = q.subject->keys;
    if (!c.key || (held && held->current == *c.key)) return {};
    const auto grace = q.policy.keys.grace;
    const bool overlaps = held && grace.count() > 0;
    return {*c.key, overlaps ? plus(q.now, grace) : std::nullopt};
  }
};

template <>
struct verb<amend_command> {
  static constexpr event_kind kind = event_kind::amend;
  using rules =
      rule_list<same_organization, actor_active, actor_may_grant, command_complete, within_bounds,
                roles_known, roles_grantable, grants_distinct, key_rotated, idempotency_key_unused,
                transition_allowed, sends_left, organization_active, scopes_exist, recipient_rate,
                inviter_rate, organization_rate>;
  static void ask(question& q, amend_command const& c) {
    q.key = &c.key;
    q.by = &c.by;
    q.facts = &c.facts;
    q.offer = &c.offer;
  }
  static bool repeats(question const&, amend_command const&) { return false; }
  static amend_details tell(question const&, amend_command const& c) {
    return {c.offer, boxed(c.key)};
  }
};

template <>
struct verb<accept_command> {
  static constexpr event_kind kind = event_kind::accept;
  using rules =
      rule_list<same_organization, recipient_matches, email_verified, key_fits, command_complete,
                domain_admitted, idempotency_key_unused, transition_allowed, offer_current,
                organization_active, offer_still_known, sponsor_stands, not_a_member, seat_free>;
  static void ask(question& q, accept_command const& c) {
    set_person(q, c.who, c.key);
    q.facts = &c.facts;
    q.offer_number = c.offer;
  }
  static bool repeats(question const& q, accept_command const& c) {
    auto* done = std::get_if<accepted>(&q.subject->state);
    return done && answered_by(*q.subject, done->by, c.who);
  }
  static accept_details tell(question const& q, accept_command const&) {
    auto out = answer_of<accept_details>(q);
    if (auto rest = reduced_offer(q)) out.granted = *std::move(rest);
    return out;
  }
};

template <>
struct verb<decline_command> {
  static constexpr event_kind kind = event_kind::decline;
  using rules = rule_list<same_organization, recipient_matches, email_verified, key_fits,
                          command_complete, idempotency_key_unused, transition_allowed>;
  static void ask(question& q, decline_command const& c) { set_person(q, c.who, c.key); }
  static bool repeats(question const& q, decline_command const& c) {
    auto* done = std::get_if<revoked>(&q.subject->state);
    return done && done->cause == revoke_cause::declined && done->by &&
           answered_by(*q.subject, done->by->id, c.who);
  }
  static decline_details tell(question const& q, decline_command const&) {
    return answer_of<decline_details>(q);
  }
};

template <>
struct verb<revoke_command> {
  static constexpr event_kind kind = event_kind::revoke;
  using rules = rule_list<same_organization, actor_active, sponsor_or_may_grant, command_complete,
                          idempotency_key_unused, transition_allowed>;
  static void ask(question& q, revoke_command const& c) {
    q.by = &c.by;
    q.facts = &c.facts;
  }
  static bool repeats(question const& q, revoke_command const& c) {
    auto* done = std::get_if<revoked>(&q.subject->state);
    return done && done->cause == revoke_cause::revoked && done->by == c.by;
  }
  static revoke_details tell(question const&, revoke_command const&) { return {}; }
};

template <>
struct verb<supersede_command> {
  static constexpr event_kind kind = event_kind::supersede;
  using rules = rule_list<same_organization, actor_active, sponsor_or_may_grant, command_complete,
                          newer_named, idempotency_key_unused, transition_allowed>;
  static void ask(question& q, supersede_command const& c) {
    q.by = &c.by;
    q.facts = &c.facts;
    q.newer = &c.newer;
  }
  static bool repeats(question const& q, supersede_command const& c) {
    if (q.subject->history.empty()) return false;
    event const& last = q.subject->history.back();
    return says(last, c) && last.by == c.by;
  }
  static supersede_details tell(question const&, supersede_command const& c) { return {c.newer}; }
};

template <>
struct verb<expire_command> {
  static constexpr event_kind kind = event_kind::expire;
  using rules = rule_list<same_organization, actor_is_system, command_complete,
                          idempotency_key_unused, time_is_over>;
  static void ask(question& q, expire_command const& c) { q.by = &c.by; }
  static bool repeats(question const& q, expire_command const& c) {
    return std::holds_alternative<expired>(q.subject->state) && c.by.kind == actor_kind::system;
  }
  static expire_details tell(question const& q, expire_command const&) { return {q.now}; }
};

/// An event with the idempotency key of the command: the same command again, or another one,
/// whatever the state says.
template <class Command>
void find_key(question& q, Command const& c) {
  if (c.idempotency_key.empty()) return;
  for (event const& e : q.subject->history) {
    if (e.idempotency_key != c.idempotency_key) continue;
    const bool same_hand = q.by ? e.by == *q.by : answered_by(*q.subject, e, *q.who);
    q.repeat = e.kind() == q.verb && says(e, c) && same_hand;
    q.key_reused = !q.repeat;
    return;
  }
}

template <class Command>
question about(policy const& p, invitation const& i, Command const& c) {
  question q(p, verb<Command>::kind);
  q.subject = &i;
  q.org = &c.org;
  q.recipient = &i.recipient;
  q.offer = &i.offer;
  q.idempotency_key = &c.idempotency_key;
  set_moment(q, c.now);
  q.expires_at = i.expires_at();
  verb<Command>::ask(q, c);
  q.repeat = verb<Command>::repeats(q, c);
  find_key(q, c);
  return q;
}

/// Whether `made` is what the command asks for: the same by the same hand. What a former membership
/// brought is not compared, as that fact is another one once the person is back.
inline bool says(invitation const& made, event const& e, invitation_request const& r,
                 issue_command const& c) {
  auto* said = std::get_if<issue_details>(&e.details);
  const bool reinstates = c.source == offer_source::former_membership;
  if (!said || said->reinstates != reinstates || e.by != c.by) return false;
  if (!reinstates && (!said->offer || *said->offer != r.offer)) return false;
  const auto end = c.lifetime ? plus(e.at, *c.lifetime) : e.expires_at;
  return made.recipient == r.recipient && made.name == r.name && made.send == r.send &&
         made.attributes == r.attributes && e.expires_at == end;
}

/// Looks among the existing invitations for the command itself, for one that may be returned, and
/// for those whose place the new one would take.
inline void find_existing(question& q, invitation_request const& r, issue_command const& c) {
  if (!c.facts.existing) return;
  for (invitation const& other : *c.facts.existing) {
    if (other.organization != c.org) continue;
    event const* first = other.baseline || other.history.empty() ? nullptr : &other.history.front();
    if (!first || c.idempotency_key.empty() || first->idempotency_key != c.idempotency_key)
      continue;
    q.repeat = says(other, *first, r, c);
    q.key_reused = !q.repeat;
    q.existing = q.repeat ? &other : nullptr;
    return;
  }
  for (invitation const& other : *c.facts.existing) {
    if (!competes(q, other)) continue;
    if (q.policy.duplicates == duplicate_rule::supersede) ++q.displaced;
    const bool same = other.organization == c.org && other.offer == *q.offer;
    if (q.policy.duplicates == duplicate_rule::return_existing && same && !q.existing) {
      q.existing = &other;
    }
  }
}

inline question about(policy const& p, invitation_request const& r, issue_command const& c) {
  question q(p, event_kind::issue);
  q.request = &r;
  q.id = &c.id;
  q.org = &c.org;
  q.recipient = &r.recipient;
  q.by = &c.by;
  q.facts = &c.facts;
  q.key = &c.key;
  q.reinstates = c.source == offer_source::former_membership;
  q.offer = q.reinstates && c.facts.former ? &*c.facts.former : &r.offer;
  q.idempotency_key = &c.idempotency_key;
  set_moment(q, c.now);
  set_lifetime(q, c.lifetime);
  find_existing(q, r, c);
  return q;
}

/// The event of what was asked.
template <class Details>
event make_event(question const& q, Details&& details) {
  return {q.now,
          q.by ? *q.by : actor{actor_kind::user, q.who->user},
          q.subject ? q.subject->revision() + 1 : 1,
          q.expires_at,
          *q.idempotency_key,
          q.clamped,
          std::forward<Details>(details)};
}

inline box<uniqueness_claim> claim(organization_id const& org, recipient const& to) {
  if (!to.email) return {};
  return uniqueness_claim{org, to.email->key()};
}

inline std::optional<std::uint64_t> organization_revision(facts const& known) {
  return known.organization ? known.organization->revision : std::nullopt;
}

/// Becomes what `make` returns, where it is wanted: for containers that make their value from one
/// argument.
template <class Make>
struct made_by {
  Make make;
  operator decltype(std::declval<Make&>()())() { return make(); }
};

template <class Make>
made_by(Make) -> made_by<Make>;

/// The decision that `details` come of, once nothing stands against it; made where the caller wants
/// it.
template <class Details>
result<decision> decision_of(question const& q, Details details) {
  invitation const& i = *q.subject;
  const auto make = [&] { return make_event(q, std::move(details)); };
  result<decision> out(std::in_place, [&] {
    return decision{std::optional<event>(std::in_place, made_by{make}),
                    i.revision(),
                    {q.facts ? organization_revision(*q.facts) : std::nullopt,
                     is_renewal(q) ? claim(i.organization, i.recipient) : box<uniqueness_claim>()}};
  });
  if constexpr (std::is_same_v<Details, expire_details>) {
    // The event is as old as the expiry, but never older than the event before it.
    out->event->at = (std::max)(*i.expires_at(), last_moment(i));
  }
  return out;
}

/// The decision on a pending invitation whose place the one in question takes.
inline result<decision> displace(question const& made, invitation const& older) {
  static const std::string no_key;
  question q(made.policy, event_kind::supersede);
  q.subject = &older;
  q.org = older.organization.empty() ? &older.organization : made.org;
  q.recipient = &older.recipient;
  q.by = made.by;
  q.facts = made.facts;
  q.offer = &older.offer;
  q.idempotency_key = &no_key;
  set_moment(q, made.now);
  if (!may_step(q)) return problem{next(q.status, q.verb).refusal, {}, {}, {}};
  q.expires_at = older.expires_at();
  return decision_of(q, supersede_details{*made.id});
}

/// The same for all of them.
inline problems displace_all(question const& made, issue_command const& c,
                             decltype(issuance::superseded)& out) {
  if (made.displaced == 0) return {};
  for (invitation const& older : *c.facts.existing) {
    if (!competes(made, older)) continue;
    auto withdrawn = displace(made, older);
    if (!withdrawn) return std::move(withdrawn).error();
    out.push_back({older.id, *std::move(withdrawn)});
  }
  return {};
}

/// The new invitation, or the one that exists, once nothing stands against it.
inline result<issuance> issuance_of(question const& q, invitation_request const& r,
                                    issue_command const& c) {
  result<issuance> out(std::in_place);
  if (q.existing) {
    out->existing = true;
    out->invitation = invitation(*q.existing);
    return out;
  }
  invitation& made = out->invitation;
  made.id = c.id;
  made.organization = c.org;
  made.recipient = r.recipient;
  made.name = r.name;
  made.send = r.send;
  made.attributes = r.attributes;
  record(made, make_event(q, issue_details{*q.offer, boxed(c.key), q.reinstates}));
  out->guards.organization_revision = organization_revision(c.facts);
  out->guards.unique = claim(c.org, r.recipient);
  problems found = displace_all(q, c, out->superseded);
  if (!found.empty()) out = std::move(found);
  return out;
}

template <class Command>
result<decision> decide(policy const& p, invitation const& i, Command const& c) {
  const question q = about(p, i, c);
  problems found = verb<Command>::rules::judge(q);
  if (!found.empty()) return found;
  if (q.repeat) return decision{std::nullopt, i.revision(), {}};
  return decision_of(q, verb<Command>::tell(q, c));
}

template <class Command>
std::vector<finding> explain(policy const& p, invitation const& i, Command const& c) {
  return verb<Command>::rules::explain(about(p, i, c));
}

}  // namespace detail

INVITO_INLINE result<issuance> issue(policy const& p, invitation_request const& r,
                                     issue_command const& c) {
  const detail::question q = detail::about(p, r, c);
  problems found = detail::verb<issue_command>::rules::judge(q);
  if (!found.empty()) return found;
  return detail::issuance_of(q, r, c);
}

INVITO_INLINE result<decision> resend(policy const& p, invitation const& i,
                                      resend_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> amend(policy const& p, invitation const& i, amend_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> accept(policy const& p, invitation const& i,
                                      accept_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> decline(policy const& p, invitation const& i,
                                       decline_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> revoke(policy const& p, invitation const& i,
                                      revoke_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> supersede(policy const& p, invitation const& i,
                                         supersede_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> expire(policy const& p, invitation const& i,
                                      expire_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE std::vector<finding> explain(policy const& p, invitation_request const& r,
                                           issue_command const& c) {
  return detail::verb<issue_command>::rules::explain(detail::about(p, r, c));
}

INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           resend_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           amend_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           accept_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           decline_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           revoke_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           supersede_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           expire_command const& c) {
  return detail::explain(p, i, c);
}

}  // namespace INVITO_ABI
}  // namespace invito
