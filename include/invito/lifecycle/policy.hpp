// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/policy.hpp
/// The rules of an organization as one plain value that can be compared. Every default is the
/// strictest choice that does not need anything that a host may lack; the comments give the
/// reasons.

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/names.hpp>
#include <invito/base/rate.hpp>
#include <invito/model/role.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The lifetime of invitations, in whole seconds. Sums outside of the range of `instant` are
/// refused.
struct expiry_policy {
  /// The lifetime if the command contains none. Absent: invitations never expire. OpenAI, Aitronos,
  /// GitHub and WorkOS also use a week.
  std::optional<std::chrono::seconds> lifetime = std::chrono::hours{7 * 24};
  /// The maximum lifetime. Absent: no limit. 30 days are the maximum of WorkOS and Auth0.
  std::optional<std::chrono::seconds> max_lifetime = std::chrono::hours{30 * 24};
  /// The minimum lifetime: a mail can take longer than a shorter lifetime. Stytch has the same
  /// minimum.
  std::chrono::seconds min_lifetime = std::chrono::minutes{5};

  friend bool operator==(expiry_policy const& a, expiry_policy const& b) noexcept;
  friend bool operator!=(expiry_policy const& a, expiry_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rule for granting a role. It uses the catalog, never the spelling of a role.
enum class granting : std::uint8_t {
  up_to_own_rank,   ///< Roles up to the own rank: otherwise nobody could invite a second owner.
  below_own_rank,   ///< Roles below the own rank: an admin cannot invite admins.
  own_permissions,  ///< Roles whose permissions the actor has, whatever the ranks.
  by_verdict,       ///< The host decides, with the fact `may_grant`.
  unchecked         ///< No check: the host has decided before the call.
};

template <>
inline constexpr std::array<std::string_view, 5> names_of<granting>{
    "up_to_own_rank", "below_own_rank", "own_permissions", "by_verdict", "unchecked"};

/// The proof that an answer requires.
enum class required_proof : std::uint8_t {
  /// The person is the recipient and, if the invitation has a token, holds the token.
  identity_and_token,
  identity,  ///< The person is the recipient; no token is required.
  /// The person holds the token, whoever it is: a bearer link. Only for hosts that need this.
  token
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<required_proof>{"identity_and_token",
                                                                          "identity", "token"};

/// The address that identifies a person as the recipient.
enum class recipient_match : std::uint8_t {
  verified_email,  ///< The address of the invitation, verified by the host.
  /// The address of the invitation, verified by the host or by the token, which was sent to no
  /// other mailbox.
  email_verified_by_token,
  unverified_email  ///< The address of the invitation, without any verification.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<recipient_match>{
    "verified_email", "email_verified_by_token", "unverified_email"};

/// The treatment of an invitation whose sponsor has left or may no longer grant it.
enum class sponsor_rule : std::uint8_t {
  refuse,  ///< It cannot be accepted: otherwise members who leave could prepare their return.
  allow    ///< It can still be accepted.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<sponsor_rule>{"refuse", "allow"};

/// The treatment of an invitation if projects or workspaces that it grants, or roles in them, no
/// longer exist when it is accepted. The role in the organization is never dropped.
enum class vanished_rule : std::uint8_t {
  refuse,  ///< It cannot be accepted: every invitee gets exactly the offer.
  drop     ///< The rest is granted; the event and the effect show which grants were dropped.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<vanished_rule>{"refuse", "drop"};

/// The treatment of a new invitation while an invitation for the same address is pending.
/// Invitations with another status never count.
enum class duplicate_rule : std::uint8_t {
  /// `duplicate_pending`: to change the role, amend the pending invitation, which keeps its
  /// history.
  refuse,
  return_existing,  ///< The pending one is returned if it has the same offer; otherwise refused.
  supersede,        ///< The new one supersedes the pending one, if the actor may revoke that.
  unchecked         ///< Only the unique index of the host decides.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<duplicate_rule>{
    "refuse", "return_existing", "supersede", "unchecked"};

/// Whether members can be invited, and whether they can accept.
enum class member_rule : std::uint8_t {
  /// Members cannot be invited; a person who has become a member since may accept, and uses no
  /// seat.
  accept_only,
  refuse,  ///< Members can neither be invited nor accept.
  allow    ///< Members can be invited and accept: for invitations that add projects or workspaces.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<member_rule>{"accept_only", "refuse",
                                                                       "allow"};

/// The seats that count against the limit of the organization.
enum class seat_rule : std::uint8_t {
  /// Pending invitations and members use a seat each, so that every invitee gets a seat.
  reserved_by_pending,
  members_only,  ///< Only members use a seat: more persons can be invited than can accept.
  unchecked      ///< Seats are not checked.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<seat_rule>{"reserved_by_pending",
                                                                     "members_only", "unchecked"};

/// The allowed domains of addresses, without regard to case. "example.com" is this domain only,
/// ".example.com" is every domain below it.
struct domain_policy {
  std::vector<std::string> allowed{};  ///< Empty: all, because most organizations invite guests.
  std::vector<std::string> denied{};   ///< Has precedence over `allowed`.

  friend bool operator==(domain_policy const& a, domain_policy const& b) noexcept;
  friend bool operator!=(domain_policy const& a, domain_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules for sending an invitation again.
struct resend_policy {
  /// The minimum time between two messages. One minute prevents double clicks and gives the mail
  /// time to arrive.
  std::chrono::seconds cool_down = std::chrono::minutes{1};
  /// The maximum number of messages of one invitation, including the first. Absent: no limit.
  /// Sentry sends ten to an address in a day; a person who has not reacted to ten messages will not
  /// react to another.
  std::optional<std::uint32_t> max_sends = 10;
  /// The maximum age: there is no message after it, and no expiry beyond it. Absent: no limit. 90
  /// days are a quarter of a year; after that, nobody remembers why this person was invited to that
  /// role.
  std::optional<std::chrono::seconds> max_age = std::chrono::hours{90 * 24};
  /// Whether an expired invitation can be resent with a new expiry, as users expect of "resend". It
  /// is checked like a new invitation.
  bool renew_expired = true;

  friend bool operator==(resend_policy const& a, resend_policy const& b) noexcept;
  friend bool operator!=(resend_policy const& a, resend_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules for tokens.
struct token_policy {
  /// Whether every invitation requires a token. By default the host chooses;
  /// `required_proof::token` implies it.
  bool required = false;
  /// The time for which a replaced token remains valid, so that the link in a message that is still
  /// in delivery works. Mail can take a day. A token that showed another offer is invalid at once.
  std::chrono::seconds grace = std::chrono::hours{24};

  friend bool operator==(token_policy const& a, token_policy const& b) noexcept;
  friend bool operator!=(token_policy const& a, token_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The limits on numbers.
struct quota_policy {
  seat_rule seats = seat_rule::reserved_by_pending;  ///< The seats that are counted.
  /// The maximum number of pending invitations of an organization. Absent: no limit. 1000 are
  /// enough for any department at once, and few enough to stop a faulty script; Better Auth has
  /// 100.
  std::optional<std::uint32_t> pending = 1000;
  /// The rate of messages to one address. This and the following rates (by one inviter, of one
  /// organization) are absent by default, which means no limit, because they require a log of sent
  /// messages. Sentry has 10, 100 and 100 a day.
  std::optional<rate> per_recipient{};
  std::optional<rate> per_inviter{};       ///< The rate of messages by one inviter.
  std::optional<rate> per_organization{};  ///< The rate of messages of one organization.
  /// The maximum number of invitations in one request. Absent: no limit, because the cost of a plan
  /// is the cost of its rows; Clerk has 10.
  std::optional<std::uint32_t> batch{};

  friend bool operator==(quota_policy const& a, quota_policy const& b) noexcept;
  friend bool operator!=(quota_policy const& a, quota_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules of an organization.
struct policy {
  role_catalog roles{};    ///< The roles; a scope without roles accepts grants without a role.
  expiry_policy expiry{};  ///< The lifetime of invitations.
  invito::granting granting = granting::up_to_own_rank;  ///< The rule for granting a role.
  /// The minimum rank for inviting. Absent: whoever may grant the role may invite. Used if ranks or
  /// permissions decide about grants; otherwise only the host decides.
  std::optional<int> inviter_rank{};
  /// The proof that an answer requires.
  required_proof proof = required_proof::identity_and_token;
  /// The address that identifies the recipient.
  recipient_match recipient = recipient_match::verified_email;
  sponsor_rule sponsor = sponsor_rule::refuse;     ///< If the sponsor has left.
  vanished_rule vanished = vanished_rule::refuse;  ///< If a project or workspace no longer exists.
  duplicate_rule duplicates = duplicate_rule::refuse;  ///< If an invitation is pending already.
  member_rule members = member_rule::accept_only;      ///< If the invitee is a member.
  resend_policy resend{};                              ///< The rules for sending again.
  token_policy tokens{};                               ///< The rules for tokens.
  quota_policy quotas{};                               ///< The limits on numbers.
  domain_policy domains{};                             ///< The allowed domains of addresses.
  /// Whether addresses with non-ASCII characters are allowed. Few mail systems deliver them, and
  /// different ones can look alike.
  bool allow_non_ascii_email = false;
  /// Whether the organization must be active and its plan must include invitations: a suspended or
  /// deleted organization gets no new members. If false, only quotas need the fact `organization`.
  bool check_organization = true;
  /// Whether granted projects and workspaces must exist, by the fact `scopes`: otherwise a grant
  /// can apply to another thing that gets the id later.
  bool check_scopes = true;

  friend bool operator==(policy const& a, policy const& b) noexcept;
  friend bool operator!=(policy const& a, policy const& b) noexcept { return !(a == b); }
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/policy.ipp>
#endif
