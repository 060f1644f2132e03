// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/world.hpp
/// A small model of an organization for tests: people, a policy, and the steps that people take.
/// The function `decide` acts as a host, which is a service that uses the library.

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

/// The people and the rules of a test. The ids of the members are "member-0", "member-1" and so on,
/// and the ids of the invitees are "invitee-0", "invitee-1" and so on. The address of a person is
/// the id followed by "@example.com".
struct world {
  invito::policy policy{};                    ///< The policy of the organization.
  organization_id organization{};             ///< The id of the only organization.
  std::vector<std::string> members{};         ///< The roles of the initial members.
  std::uint32_t invitees = 2;                 ///< The number of people who are invited.
  std::uint32_t invitations = 2;              ///< The maximum number of invitations.
  std::vector<std::string> offers{};          ///< The roles that invitations offer.
  std::optional<std::uint32_t> seat_limit{};  ///< The seat limit; absent if seats are not counted.
  bool tokens = false;                        ///< Whether invitations have tokens.
  instant start{};                            ///< The time at which the clock starts.
  std::chrono::seconds tick{};                ///< The length of one tick of the clock.
};

/// Returns a world with an owner, two invitees, two invitations, two offered roles and one free
/// seat. The lifetime of an invitation is three hours. An invitation is sent at most three times,
/// at least an hour apart, and never more than five hours after it was issued.
[[nodiscard]] world small_world();

/// Returns a world like `small_world`, but with three members with different roles, four invitees,
/// eight invitations and three free seats. In this world, the last steps of a long sequence still
/// change something.
[[nodiscard]] world busy_world();

/// Returns `w` without a seat limit and without a limit of pending invitations. `decide` then does
/// not read the organization, so the guards contain no revision of the organization.
[[nodiscard]] world without_seats(world w);

/// One command of a sequence. The members are numbers, and all values of these numbers are valid.
struct step {
  event_kind verb = event_kind::issue;  ///< The function that is called, such as `issue`.
  std::uint32_t target = 0;             ///< The number of the invitation.
  /// The number of the actor. The numbers from 0 are the members of the world. The next two numbers
  /// are the invitee with the number `target`, and the invitee with the next number.
  std::uint32_t by = 0;
  /// A parameter of the verb:
  ///
  /// - `issue`: even for the invitee with the number `target`, odd for the next invitee. Half of
  ///   the number selects the role.
  /// - `amend`: half of the number selects the role.
  /// - `resend`: even for the same token, odd for a new token.
  /// - `accept` and `decline`: 0 or 3 for the current token, 1 for the previous token, 2 for no
  ///   token.
  /// - `supersede`: selects the newer invitation.
  std::uint32_t choice = 0;
  std::uint32_t wait = 0;  ///< The number of ticks of the clock before this step.
  /// The number of later steps that are decided before the changes of this step are stored.
  std::uint32_t lag = 0;

  friend bool operator==(step const& a, step const& b) noexcept {
    return a.verb == b.verb && a.target == b.target && a.by == b.by && a.choice == b.choice &&
           a.wait == b.wait && a.lag == b.lag;
  }
  friend bool operator!=(step const& a, step const& b) noexcept { return !(a == b); }
};

/// Decodes a step from 32 bits. Every value of `bits` is valid. `wait` and `lag` are at most 3.
[[nodiscard]] step step_of(std::uint32_t bits, world const& w);

/// Decodes one step from each four bytes, and ignores remaining bytes. Fuzzers use this function.
[[nodiscard]] std::vector<step> steps_of(std::string_view bytes, world const& w);

/// Returns the step as text, such as "accept invitation 1 by 2, choice 0, after 3 ticks, stored 1
/// later".
[[nodiscard]] std::string to_string(step const& s);

/// Returns the number of different values of `step::by`.
[[nodiscard]] std::uint32_t actors(world const& w) noexcept;
inline constexpr std::uint32_t choices = 4;  ///< The number of different values of `step::choice`.

/// The result of `decide`.
struct attempt {
  /// The changes to store. Absent if the step was refused or changes nothing.
  std::optional<transaction> wanted{};
  problems refused{};  ///< The problems; empty if the step was not refused.
};

/// Does what a host does before it stores a decision: looks up the facts that the step needs, makes
/// the decision, and returns the changes to store. The function reads the revisions before the
/// other facts, so that `store` returns false if another transaction changes these facts. An
/// expired invitation for the same address can still block a new one, because its expiry was not
/// stored. The returned transaction then also records this expiry.
[[nodiscard]] attempt decide(storage& s, world const& w, step const& what, instant now,
                             std::string const& idempotency_key = {});

/// Returns the id of the invitation with the number `n`.
[[nodiscard]] invitation_id target_id(world const& w, std::uint32_t n);
/// Returns the actor of the step as a person.
[[nodiscard]] identity person(world const& w, step const& s);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/world.hpp>
