// SPDX-License-Identifier: MIT
#pragma once

// What the invitation has become, and what may still happen to it.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include <invito/base/instant.hpp>
#include <invito/base/problem.hpp>
#include <invito/lifecycle/finding.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/sends.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// An idempotency key stands for one command.
struct idempotency_key_unused {
  static constexpr std::string_view name = "idempotency_key_unused";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    if (q.idempotency_key->empty()) return outcome::skipped;
    if (!q.subject && !q.facts->existing) return missing_fact(say, "existing");
    if (!q.key_reused) return outcome::passed;
    return fail(say, code::idempotency_mismatch, "idempotency_key");
  }
};

/// Whether a resend would bring an expired invitation back to life.
inline bool is_renewal(question const& q) {
  return q.verb == event_kind::resend && q.status == status::expired;
}

/// Whether the machine and the policy have a transition from what the invitation is now.
inline bool may_step(question const& q) {
  if (is_renewal(q) && !q.policy.resending.renew_expired) return false;
  return next(q.status, q.verb).allowed();
}

/// The machine has a transition from what the invitation is now.
struct transition_allowed {
  static constexpr std::string_view name = "transition_allowed";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    if (may_step(q)) return outcome::passed;
    const transition step = next(q.status, q.verb);
    std::array<std::int64_t, 3> numbers{};
    if (q.status == status::expired && q.subject->expires_at()) {
      numbers[0] = to_unix_seconds(q.now) - to_unix_seconds(*q.subject->expires_at());
    }
    return fail(say, step.allowed() ? code::renewal_refused : step.refusal, {}, {}, numbers);
  }
};

/// Its time is over, so that it may be written down. The boundary itself is past.
struct time_is_over {
  static constexpr std::string_view name = "time_is_over";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    if (is_final(recorded_status(q.subject->state))) {
      return fail(say, next(recorded_status(q.subject->state), q.verb).refusal);
    }
    return q.status == status::expired ? outcome::passed : fail(say, code::not_yet_expired);
  }
};

/// The person answers the offer that stands.
struct offer_current {
  static constexpr std::string_view name = "offer_current";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    if (!q.offer_number) return outcome::skipped;
    if (*q.offer_number == q.subject->offer_number) return outcome::passed;
    return fail(say, code::offer_changed, "offer", {}, {*q.offer_number, q.subject->offer_number});
  }
};

/// The last message was not sent just now.
struct cooled_down {
  static constexpr std::string_view name = "cooled_down";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    const std::chrono::seconds wait = q.policy.resending.cool_down;
    const std::optional<instant> last = last_sent(*q.subject);
    if (!may_step(q) || !last || wait.count() <= 0) return outcome::skipped;
    const std::optional<instant> free_at = plus(*last, wait);
    const bool good = free_at && q.now >= *free_at;
    const std::int64_t since = to_unix_seconds(q.now) - to_unix_seconds(*last);
    const std::int64_t left = (std::max)(std::int64_t{1}, std::int64_t{wait.count()} - since);
    return measured(say, good, code::too_soon, {since, left, std::int64_t{wait.count()}}, {},
                    "the last message was sent {0d} ago");
  }
};

/// Not all messages that one invitation may have were sent.
struct sends_left {
  static constexpr std::string_view name = "sends_left";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    const std::optional<std::uint32_t> most = q.policy.resending.most_sends;
    const bool silent = q.verb == event_kind::amend && !q.subject->send;
    if (!may_step(q) || !most || silent) return outcome::skipped;
    const std::uint32_t sent = send_count(*q.subject);
    return measured(say, sent < *most, code::too_many_sends, {sent, *most, 0}, {},
                    "{0} of {1} messages have been sent");
  }
};

/// Since when an invitation has been there, as far as that is known.
inline std::optional<instant> born(invitation const& i) {
  return i.created_at || !i.baseline ? i.created_at : i.baseline->known_at;
}

/// It is not so old that nobody remembers what it was for.
struct young_enough {
  static constexpr std::string_view name = "young_enough";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    const std::optional<std::chrono::seconds> greatest = q.policy.resending.greatest_age;
    const std::optional<instant> since = born(*q.subject);
    if (!may_step(q) || !greatest || !since) return outcome::skipped;
    const std::optional<instant> end = plus(*since, *greatest);
    const std::int64_t age = to_unix_seconds(q.now) - to_unix_seconds(*since);
    return measured(say, !end || q.now < *end, code::too_old, {age, greatest->count(), 0}, {},
                    "this was issued {0d} ago and is sent again for {1d}");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
