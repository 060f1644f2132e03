// SPDX-License-Identifier: MIT
#pragma once

// Rules about the status of the invitation. The comment of a rule states what the rule requires.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include <invito/base/instant.hpp>
#include <invito/base/problem.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/lifecycle/rule_result.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/sends.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Requires that no other command has used the idempotency key.
struct idempotency_key_unused {
  static constexpr std::string_view name = "idempotency_key_unused";
  static constexpr tier at = tier::status;
  static outcome check(rule_context const& context, rule_output& output) {
    if (context.idempotency_key.empty()) return outcome::not_applicable;
    if (!context.invitation && !context.facts.existing) return missing_fact(output, "existing");
    if (!context.idempotency_key_reused) return outcome::passed;
    return fail(output, code::idempotency_mismatch, "idempotency_key");
  }
};

/// Returns whether a resend would renew an expired invitation.
inline bool is_renewal(rule_context const& context) {
  return context.verb == event_kind::resend && context.status == status::expired;
}

/// Returns whether the state machine and the policy allow the event in the current status.
inline bool has_transition(rule_context const& context) {
  if (is_renewal(context) && !context.policy.resend.renew_expired) return false;
  return find_transition(context.status, context.verb).allowed();
}

/// Requires that the state machine and the policy allow the event in the current status.
struct transition_allowed {
  static constexpr std::string_view name = "transition_allowed";
  static constexpr tier at = tier::status;
  static outcome check(rule_context const& context, rule_output& output) {
    if (has_transition(context)) return outcome::passed;
    const transition step = find_transition(context.status, context.verb);
    std::array<std::int64_t, 3> numbers{};
    if (context.status == status::expired && context.invitation->expires_at()) {
      numbers[0] =
          to_unix_seconds(context.now) - to_unix_seconds(*context.invitation->expires_at());
    }
    return fail(output, step.allowed() ? code::renewal_refused : step.refusal, {}, {}, numbers);
  }
};

/// Requires that the invitation has expired. Only then can the expiry be recorded. An invitation
/// has expired when the time is exactly its expiry.
struct time_is_over {
  static constexpr std::string_view name = "time_is_over";
  static constexpr tier at = tier::status;
  static outcome check(change_context const& context, rule_output& output) {
    if (is_final(recorded_status(context.invitation->state))) {
      return fail(
          output,
          find_transition(recorded_status(context.invitation->state), context.verb).refusal);
    }
    return context.status == status::expired ? outcome::passed
                                             : fail(output, code::not_yet_expired);
  }
};

/// Requires that the offer that the person saw is the current offer.
struct offer_current {
  static constexpr std::string_view name = "offer_current";
  static constexpr tier at = tier::status;
  static outcome check(answer_context const& context, rule_output& output) {
    if (!context.offer_number) return outcome::not_applicable;
    if (*context.offer_number == context.invitation->offer_number) return outcome::passed;
    return fail(output, code::offer_changed, "offer_number", {},
                {*context.offer_number, context.invitation->offer_number});
  }
};

/// Requires that the time since the last message is at least `resend.cool_down` of the policy.
struct cooled_down {
  static constexpr std::string_view name = "cooled_down";
  static constexpr tier at = tier::status;
  static outcome check(change_context const& context, rule_output& output) {
    const std::chrono::seconds wait = context.policy.resend.cool_down;
    const std::optional<instant> last = last_sent(*context.invitation);
    if (!has_transition(context) || !last || wait.count() <= 0) return outcome::not_applicable;
    const std::optional<instant> available_at = checked_add(*last, wait);
    const bool passed = available_at && context.now >= *available_at;
    const std::int64_t since = to_unix_seconds(context.now) - to_unix_seconds(*last);
    const std::int64_t left = (std::max)(std::int64_t{1}, std::int64_t{wait.count()} - since);
    return check_limit(output, passed, code::too_soon, {since, left, std::int64_t{wait.count()}},
                       {}, "the last message was sent {0d} ago");
  }
};

/// Requires that fewer messages of the invitation were sent than `resend.max_sends` of the policy.
struct sends_left {
  static constexpr std::string_view name = "sends_left";
  static constexpr tier at = tier::status;
  static outcome check(change_context const& context, rule_output& output) {
    const std::optional<std::uint32_t> max_sends = context.policy.resend.max_sends;
    const bool silent = context.verb == event_kind::amend && !context.invitation->send;
    if (!has_transition(context) || !max_sends || silent) return outcome::not_applicable;
    const std::uint32_t sent = send_count(*context.invitation);
    return check_limit(output, sent < *max_sends, code::too_many_sends, {sent, *max_sends, 0}, {},
                       messages_left);
  }
};

/// Returns the time from which the invitation is known to exist, or `std::nullopt` if this time is
/// unknown.
inline std::optional<instant> known_since(invitation const& i) {
  return i.created_at || !i.baseline ? i.created_at : i.baseline->known_at;
}

/// Requires that the invitation is younger than `resend.max_age` of the policy.
struct young_enough {
  static constexpr std::string_view name = "young_enough";
  static constexpr tier at = tier::status;
  static outcome check(change_context const& context, rule_output& output) {
    const std::optional<std::chrono::seconds> max_age = context.policy.resend.max_age;
    const std::optional<instant> since = known_since(*context.invitation);
    if (!has_transition(context) || !max_age || !since) return outcome::not_applicable;
    const std::optional<instant> end = checked_add(*since, *max_age);
    const std::int64_t age = to_unix_seconds(context.now) - to_unix_seconds(*since);
    return check_limit(output, !end || context.now < *end, code::too_old,
                       {age, max_age->count(), 0}, {},
                       "this invitation was issued {0d} ago; it can be resent in the first {1d}");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
