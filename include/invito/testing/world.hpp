// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/world.hpp
/// A small world in which invitations live: people, a policy, steps that they take, and a host in
/// miniature that looks up facts, decides, and says what to store.

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

/// What there is. Members are users "member-0" and on, with the address member-0@example.com;
/// invitees likewise.
struct world {
  invito::policy policy{};             ///< The rules of its organization.
  organization_id organization{};      ///< Its one organization.
  std::vector<std::string> members{};  ///< The roles of those who are members from the start.
  std::uint32_t invitees = 2;          ///< How many people are invited.
  std::uint32_t invitations = 2;       ///< How many invitations there may be.
  std::vector<std::string> offers{};   ///< The roles that are offered.
  std::optional<std::uint32_t> seat_limit{};  ///< See `without_seats`.
  bool keys = false;                          ///< Messages bring keys.
  instant start{};                            ///< The clock before the first step.
  std::chrono::seconds tick{};                ///< The step of the clock.
};

/// An owner, two invitees, two invitations, two roles, one free seat; invitations live for three
/// hours, are sent at most three times, an hour apart, and never after the fifth hour.
[[nodiscard]] world small_world();

/// The same with more of everything, so that a sequence does not soon come to its end: three
/// members of different roles, four invitees, eight invitations, three free seats.
[[nodiscard]] world busy_world();

/// The same world without seats to count. Nothing is looked up about its organization then, and no
/// revision of it guards a decision: the claim and the invitation's own revision have to.
[[nodiscard]] world without_seats(world w);

/// One thing that somebody tries. Whatever the numbers are, it means something in any world.
struct step {
  event_kind verb = event_kind::issue;  ///< What is tried.
  std::uint32_t target = 0;             ///< Which invitation.
  /// Who: the members, then the invitee whom the target is for, then the next one.
  std::uint32_t by = 0;
  /// Issue: the invitee (even, odd) and the role; amend: the role; resend: the same key (even) or
  /// another; an answer: with the current key, the one before it, or none; supersede: by which.
  std::uint32_t choice = 0;
  std::uint32_t wait = 0;  ///< Ticks of the clock before it.
  std::uint32_t lag = 0;   ///< Other steps that come between its decision and its storing.

  friend bool operator==(step const& a, step const& b) noexcept {
    return a.verb == b.verb && a.target == b.target && a.by == b.by && a.choice == b.choice &&
           a.wait == b.wait && a.lag == b.lag;
  }
  friend bool operator!=(step const& a, step const& b) noexcept { return !(a == b); }
};

/// The step that 32 bits stand for; all bits are used and all steps of a small world can be had.
[[nodiscard]] step step_of(std::uint32_t bits, world const& w);

/// The steps that bytes stand for, four each; a rest is left out. For fuzzers.
[[nodiscard]] std::vector<step> steps_of(std::string_view bytes, world const& w);

/// "accept invitation 1 by 2, choice 0, after 3 ticks, stored 1 later".
[[nodiscard]] std::string to_string(step const& s);

/// How many different values of `by` and `choice` there are.
[[nodiscard]] std::uint32_t actors(world const& w) noexcept;
inline constexpr std::uint32_t choices = 4;  ///< How many values of `choice` mean different things.

/// What came of looking up and deciding.
struct attempt {
  std::optional<transaction> wanted{};  ///< Absent: refused, or nothing happened.
  problems refused{};                   ///< Why not; empty where nothing was refused.
};

/// What a host does up to the storing: looks up the facts that the step's verb needs, in an order
/// in which the guards cover them, decides, and puts together what to store. Lapsed invitations
/// that hold the claim are expired in the same transaction. `token` becomes the idempotency key.
[[nodiscard]] attempt decide(storage& s, world const& w, step const& what, instant now,
                             std::string const& token = {});

/// The ids that the world gives.
[[nodiscard]] invitation_id target_id(world const& w, std::uint32_t n);
/// Who answers in that step.
[[nodiscard]] identity person(world const& w, step const& s);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/world.hpp>
