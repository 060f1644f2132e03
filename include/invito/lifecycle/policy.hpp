// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/policy.hpp
/// The rules of an organization as one plain, comparable value. Every default is the strict choice.

#include <chrono>
#include <cstdint>
#include <optional>

#include <invito/model/role.hpp>

namespace invito {
inline namespace v0 {

/// How long invitations live. Whole seconds; sums that would leave the range of `instant` are
/// refused.
struct expiry_policy {
  /// Where the command names no other. Absent: they never expire. A week is what OpenAI, Aitronos,
  /// GitHub and WorkOS give.
  std::optional<std::chrono::seconds> lifetime = std::chrono::hours{7 * 24};
  /// The longest that a command may name. Absent: no bound.
  std::optional<std::chrono::seconds> longest = std::chrono::hours{30 * 24};
  /// The shortest: below, mail may take longer than the invitation lives.
  std::chrono::seconds shortest = std::chrono::minutes{5};

  friend bool operator==(expiry_policy const& a, expiry_policy const& b) noexcept {
    return a.lifetime == b.lifetime && a.longest == b.longest && a.shortest == b.shortest;
  }
  friend bool operator!=(expiry_policy const& a, expiry_policy const& b) noexcept {
    return !(a == b);
  }
};

/// Who may grant a role: judged by rank in the catalog, never by a role's spelling.
enum class granting : std::uint8_t {
  up_to_own_rank,  ///< An admin may make admins.
  below_own_rank,  ///< An admin may not.
  by_verdict,      ///< The host decides, by the fact `may_grant`.
  unchecked        ///< Nobody is asked: the host has decided before it calls.
};

/// Which address lets a person answer an invitation.
enum class recipient_match : std::uint8_t {
  verified_email,    ///< The invitation's, and verified.
  unverified_email,  ///< The invitation's; that it is the person's own is taken on trust.
};

/// What becomes of an invitation whose sponsor has left or lost the rank to grant it.
enum class orphan_rule : std::uint8_t {
  refuse,    ///< It cannot be accepted: otherwise a member on the way out could keep a door open.
  let_stand  ///< It stays good.
};

/// The rules of an organization.
struct policy {
  role_catalog roles{};
  expiry_policy expiry{};
  invito::granting granting = invito::granting::up_to_own_rank;
  /// The least rank that may invite at all. Absent: whoever may grant the role.
  std::optional<int> inviter_rank{};
  recipient_match recipient = recipient_match::verified_email;
  orphan_rule orphans = orphan_rule::refuse;
  /// An expired invitation may be sent again with a new expiry: what users ask of "resend".
  bool renew_expired = true;
  /// Addresses beyond ASCII, which few mail systems deliver and which can look alike.
  bool admit_non_ascii_email = false;
  /// The most invitations that one request may ask for. Absent: no bound.
  std::optional<std::uint32_t> largest_batch{};

  friend bool operator==(policy const& a, policy const& b) noexcept {
    return a.roles == b.roles && a.expiry == b.expiry && a.granting == b.granting &&
           a.inviter_rank == b.inviter_rank && a.recipient == b.recipient &&
           a.orphans == b.orphans && a.renew_expired == b.renew_expired &&
           a.admit_non_ascii_email == b.admit_non_ascii_email && a.largest_batch == b.largest_batch;
  }
  friend bool operator!=(policy const& a, policy const& b) noexcept { return !(a == b); }
};

}  // namespace v0
}  // namespace invito
