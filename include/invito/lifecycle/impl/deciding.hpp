// SPDX-License-Identifier: MIT
#pragma once

// The common parts of all verbs: the time of a decision, the comparison of persons, and the
// decision itself.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include <invito/base/box.hpp>
#include <invito/base/instant.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/impl/record.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/impl/rules/status.hpp>
#include <invito/model/email.hpp>
#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/person.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Sets the time of the decision: `now` or, if later, the last time that the invitation contains.
inline void set_now(rule_context& context, instant now) {
  invitation const* const i = context.invitation;
  context.has_now = now != unset_instant;
  context.now = i ? (std::max)(now, last_known_time(*i)) : now;
  context.clamped = context.has_now && now != context.now;
  if (i) context.status = i->status(context.now);
}

/// Sets the expiry to the time of the decision plus `lifetime`, but not beyond the policy's
/// `resend.max_age`. If `lifetime` is absent, the lifetime of the policy applies.
inline void set_lifetime(actor_context& context, std::optional<std::chrono::seconds> lifetime) {
  context.lifetime = lifetime ? lifetime : context.policy.expiry.lifetime;
  context.expires_at =
      context.lifetime ? checked_add(context.now, *context.lifetime) : std::nullopt;
  context.expiry_overflows = context.lifetime && !context.expires_at;
  const auto max_age = context.policy.resend.max_age;
  const auto since = context.invitation ? known_since(*context.invitation) : std::nullopt;
  if (!context.expires_at || !max_age || !since) return;
  if (const auto end = checked_add(*since, *max_age)) {
    context.expires_at = (std::min)(*context.expires_at, *end);
  }
}

/// Returns whether `who` is the person who caused the answer `e`. If neither `e` nor `who` has a
/// user id, the function compares the addresses, and the address of `who` must be verified.
inline bool answered_by(invitation const& i, event const& e, identity const& who) {
  if (!e.by.id.empty() || !who.user.empty()) return e.by.id == who.user;
  if (!who.email || !who.email_verified) return false;
  auto* accepting = std::get_if<accept_details>(&e.details);
  auto* declining = std::get_if<decline_details>(&e.details);
  if (!accepting && !declining) return false;
  box<email> const& other = accepting ? accepting->email : declining->email;
  return other ? *other == *who.email : i.recipient.email == who.email;
}

/// Returns whether `who` is the person who answered `i`. `recorded` is the user in the state of
/// `i`. If there are no events, `who` is compared with this user.
inline bool answered_by(invitation const& i, user_id const& recorded, identity const& who) {
  if (!i.history.empty()) return answered_by(i, i.history.back(), who);
  return !recorded.empty() && recorded == who.user;
}

/// Returns whether the person or program of the context caused `e`.
inline bool same_actor(actor_context const& context, event const& e) { return e.by == context.by; }
inline bool same_actor(answer_context const& context, event const& e) {
  return answered_by(*context.invitation, e, context.who);
}

inline actor author_of(actor_context const& context) { return context.by; }
inline actor author_of(answer_context const& context) {
  return {actor_kind::user, context.who.user};
}

inline box<token_digest> boxed(std::optional<token_digest> const& token) {
  return token ? box<token_digest>(*token) : box<token_digest>();
}

template <class Context, class Details>
event make_event(Context const& context, Details&& details) {
  return {context.now,
          author_of(context),
          context.invitation ? context.invitation->revision() + 1 : 1,
          context.expires_at,
          context.idempotency_key,
          context.clamped,
          std::forward<Details>(details)};
}

inline box<uniqueness_claim> claim(organization_id const& organization, recipient const& to) {
  if (!to.email) return {};
  return uniqueness_claim{organization, to.email->canonical()};
}

inline std::optional<std::uint64_t> organization_revision(facts const& f) {
  return f.organization ? f.organization->revision : std::nullopt;
}

/// An object that converts to the result of `make`. A container that is given this object
/// constructs its value in place, without a move.
template <class Make>
struct construct_from {
  Make make;
  operator decltype(std::declval<Make&>()())() { return make(); }
};

template <class Make>
construct_from(Make) -> construct_from<Make>;

/// Returns the decision whose event has these details. The event is constructed inside the returned
/// object.
template <class Context, class Details>
result<decision> decision_of(Context const& context, Details details) {
  invitation const& i = *context.invitation;
  const auto make = [&] { return make_event(context, std::move(details)); };
  result<decision> out(std::in_place, [&] {
    return decision{
        std::optional<event>(std::in_place, construct_from{make}),
        i.revision(),
        {organization_revision(context.facts),
         is_renewal(context) ? claim(i.organization, i.recipient) : box<uniqueness_claim>()}};
  });
  if constexpr (std::is_same_v<Details, expire_details>) {
    // The time of the event is the expiry, but never before the previous event.
    out->event->at = (std::max)(*i.expires_at(), last_known_time(i));
  }
  return out;
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
