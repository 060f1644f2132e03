// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/world.hpp
/// A small model of an organization for tests: people, a policy, the steps that people take, and a
/// minimal host that looks up facts, decides, and returns the changes to store.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/core.hpp>
#include <invito/testing/storage.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

/// The people and the rules of a test. Members are the users "member-0", "member-1" and so on, with
/// the addresses member-0@example.com and so on; invitees are "invitee-0" and so on.
struct world {
  invito::policy policy{};                    ///< The policy of the organization.
  organization_id organization{};             ///< The only organization.
  std::vector<std::string> members{};         ///< The roles of the initial members.
  std::uint32_t invitees = 2;                 ///< The number of people who are invited.
  std::uint32_t invitations = 2;              ///< The maximum number of invitations.
  std::vector<std::string> offers{};          ///< The roles that are offered.
  std::optional<std::uint32_t> seat_limit{};  ///< The seat limit; absent if seats are not counted.
  bool tokens = false;                        ///< Whether messages contain tokens.
  instant start{};                            ///< The time before the first step.
  std::chrono::seconds tick{};                ///< The length of one tick of the clock.
};

/// Returns a world with an owner, two invitees, two invitations, two roles and one free seat. The
/// lifetime of an invitation is three hours. It is sent at most three times, at least an hour
/// apart, and never more than five hours after the issue.
[[nodiscard]] world small_world();

/// Returns a larger `small_world`, in which long sequences still change something. It has three
/// members with different roles, four invitees, eight invitations and three free seats.
[[nodiscard]] world busy_world();

/// Returns `w` without a seat limit. The host then does not read the organization, so decisions are
/// guarded only by the claim and by the revision of the invitation.
[[nodiscard]] world without_seats(world w);

/// One command of a sequence. Every combination of numbers is valid in every world.
struct step {
  event_kind verb = event_kind::issue;  ///< The verb.
  std::uint32_t target = 0;             ///< The number of the invitation.
  /// The number of the actor: first the members, then the recipient of `target`, then the next
  /// invitee.
  std::uint32_t by = 0;
  /// A parameter of the verb. `issue`: the invitee (even or odd) and the role. `amend`: the role.
  /// `resend`: the same token (even) or a new token (odd). `accept` and `decline`: the current
  /// token, the previous token, or no token. `supersede`: the newer invitation.
  std::uint32_t choice = 0;
  std::uint32_t wait = 0;  ///< Ticks of the clock before this step.
  std::uint32_t lag = 0;   ///< The number of other steps between deciding and storing.

  friend bool operator==(step const& a, step const& b) noexcept {
    return a.verb == b.verb && a.target == b.target && a.by == b.by && a.choice == b.choice &&
           a.wait == b.wait && a.lag == b.lag;
  }
  friend bool operator!=(step const& a, step const& b) noexcept { return !(a == b); }
};

/// Decodes a step from 32 bits. All bits are used, and every step of a small world can be encoded.
[[nodiscard]] step step_of(std::uint32_t bits, world const& w);

/// Decodes steps from bytes, four for each step; remaining bytes are ignored. For fuzzers.
[[nodiscard]] std::vector<step> steps_of(std::string_view bytes, world const& w);

/// A step as text, such as "accept invitation 1 by 2, choice 0, after 3 ticks, stored 1 later".
[[nodiscard]] std::string to_string(step const& s);

/// Returns the number of different values of `step::by`.
[[nodiscard]] std::uint32_t actors(world const& w) noexcept;
inline constexpr std::uint32_t choices = 4;  ///< The number of different values of `step::choice`.

/// The result of looking up facts and deciding.
struct attempt {
  std::optional<transaction> wanted{};  ///< The changes; absent if refused or if there are none.
  problems refused{};                   ///< The problems; empty if the step was not refused.
};

/// Does what a host does before it stores: looks up the facts that the verb of the step needs,
/// decides, and returns the changes to store. The revisions are read before the other facts, so
/// that `store` returns false if a guarded fact changes later. If an expired invitation still has
/// the claim, its expiry is recorded in the same transaction.
[[nodiscard]] attempt decide(storage& s, world const& w, step const& what, instant now,
                             std::string const& idempotency_key = {});

/// Returns the id of invitation `n`.
[[nodiscard]] invitation_id target_id(world const& w, std::uint32_t n);
/// Returns the person who acts in the step.
[[nodiscard]] identity person(world const& w, step const& s);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/world.hpp>
