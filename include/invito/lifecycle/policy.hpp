// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/policy.hpp
/// The rules of an organization, as one plain value that can be compared. The defaults are strict,
/// but they do not require data that a host (the program that uses the library) may lack, such as a
/// log of sent messages. The comments give the reasons for the defaults.

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

/// The lifetime of invitations, in whole seconds. A command is refused if the resulting expiry is
/// outside of the range of `instant`.
struct expiry_policy {
  /// The lifetime of an invitation whose command contains no lifetime. If this member is absent,
  /// such invitations never expire. OpenAI, Aitronos, GitHub and WorkOS also use a week.
  std::optional<std::chrono::seconds> lifetime = std::chrono::hours{7 * 24};
  /// The maximum lifetime. If absent, there is no limit. The maximum of WorkOS and Auth0 is also 30
  /// days.
  std::optional<std::chrono::seconds> max_lifetime = std::chrono::hours{30 * 24};
  /// The minimum lifetime. A shorter lifetime could end before the mail arrives. Stytch has the
  /// same minimum.
  std::chrono::seconds min_lifetime = std::chrono::minutes{5};

  friend bool operator==(expiry_policy const& a, expiry_policy const& b) noexcept;
  friend bool operator!=(expiry_policy const& a, expiry_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rule for granting a role. Ranks and permissions are read from the role catalog. They are
/// never derived from the name of a role.
enum class granting : std::uint8_t {
  /// The actor may grant roles up to their own rank, so an owner can invite an owner.
  up_to_own_rank,
  /// The actor may grant roles below their own rank, so an admin cannot invite an admin.
  below_own_rank,
  /// The actor may grant a role if the actor has every permission of the role. The rank of the role
  /// is ignored.
  own_permissions,
  by_verdict,  ///< The host decides whether the actor may grant the role: the fact `may_grant`.
  unchecked    ///< The actor may grant every role. The host has to check before the call.
};

template <>
inline constexpr std::array<std::string_view, 5> names_of<granting>{
    "up_to_own_rank", "below_own_rank", "own_permissions", "by_verdict", "unchecked"};

/// The proof that an answer requires. To answer means to accept or to decline.
enum class required_proof : std::uint8_t {
  /// The person is the recipient and, if the invitation has a token, holds the token.
  identity_and_token,
  identity,  ///< The person is the recipient; no token is required.
  /// Any person who holds the token can answer. If the recipient is a known user, only this user
  /// can answer. Use this value only if you need links that any holder can use (bearer links).
  token
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<required_proof>{"identity_and_token",
                                                                          "identity", "token"};

/// The condition under which an email address identifies a person as the recipient.
enum class recipient_match : std::uint8_t {
  verified_email,  ///< The host has verified that the person owns the invitation's address.
  /// The host has verified the address, or the person holds the token, which was sent only to this
  /// address.
  email_verified_by_token,
  unverified_email  ///< The person's account has the address; no verification is required.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<recipient_match>{
    "verified_email", "email_verified_by_token", "unverified_email"};

/// The rule for an invitation whose sponsor has left or may no longer grant its offer. The sponsor
/// is the actor who issued or last amended the invitation.
enum class sponsor_rule : std::uint8_t {
  /// The invitation cannot be accepted, so a member who leaves cannot return with an invitation
  /// that they issued before.
  refuse,
  allow  ///< The invitation can still be accepted.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<sponsor_rule>{"refuse", "allow"};

/// The rule for accepting an invitation if a granted project or workspace, or a role in it, no
/// longer exists. The role in the organization is never dropped.
enum class vanished_rule : std::uint8_t {
  refuse,  ///< The invitation cannot be accepted, so every invitee gets exactly the offer.
  /// The rest of the offer is granted. The `accept` event contains the rest. The effect
  /// `grant_membership` contains the rest and the dropped grants.
  drop
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<vanished_rule>{"refuse", "drop"};

/// The rule for a new invitation if an invitation for the same address or user is pending.
/// Invitations with another status do not count.
enum class duplicate_rule : std::uint8_t {
  /// The command is refused with `duplicate_pending`. To change the role, call `amend` for the
  /// pending invitation. Its history is then kept.
  refuse,
  /// The pending invitation is returned if it has the same offer. Otherwise the command is refused.
  return_existing,
  /// The new invitation replaces the pending invitation if the actor may revoke the pending
  /// invitation. Otherwise the command is refused.
  supersede,
  /// The library does not search for a pending invitation. Only a unique index in the database of
  /// the host prevents a second invitation.
  unchecked
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<duplicate_rule>{
    "refuse", "return_existing", "supersede", "unchecked"};

/// Whether members can be invited, and whether members can accept an invitation.
enum class member_rule : std::uint8_t {
  /// Members cannot be invited. A person who becomes a member after the invitation was issued can
  /// still accept and needs no further seat.
  accept_only,
  refuse,  ///< Members cannot be invited and cannot accept.
  allow    ///< Members can be invited and can accept, for example to get another project.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<member_rule>{"accept_only", "refuse",
                                                                       "allow"};

/// The rule for counting the used seats. Their number may not exceed the seat limit of the
/// organization (`organization_snapshot::seat_limit`).
enum class seat_rule : std::uint8_t {
  /// Each member and each pending invitation uses a seat, so a seat is reserved for every invitee.
  reserved_by_pending,
  members_only,  ///< Only members use a seat, so more persons can be invited than can accept.
  unchecked      ///< Seats are not checked.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<seat_rule>{"reserved_by_pending",
                                                                     "members_only", "unchecked"};

/// The allowed domains of addresses. Case is ignored. The text "example.com" means only this
/// domain. The text ".example.com" means every domain below example.com.
struct domain_policy {
  /// The allowed domains. If empty, all domains are allowed, because most organizations invite
  /// guests.
  std::vector<std::string> allowed{};
  /// The denied domains. They are refused even if `allowed` contains them.
  std::vector<std::string> denied{};

  friend bool operator==(domain_policy const& a, domain_policy const& b) noexcept;
  friend bool operator!=(domain_policy const& a, domain_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules for sending an invitation again.
struct resend_policy {
  /// The minimum time between the last message of the invitation and a resend. One minute prevents
  /// a second message after a double click, and gives the mail time to arrive.
  std::chrono::seconds cool_down = std::chrono::minutes{1};
  /// The maximum number of messages of one invitation, including the first. If absent, there is no
  /// limit. Sentry sends at most ten messages a day to one address. A person who has ignored ten
  /// messages will ignore the next message too.
  std::optional<std::uint32_t> max_sends = 10;
  /// The maximum age of an invitation. An invitation of this age cannot be resent, and a resend
  /// sets no expiry beyond this age. If absent, there is no limit. After 90 days (a quarter of a
  /// year), nobody remembers why the person was invited.
  std::optional<std::chrono::seconds> max_age = std::chrono::hours{90 * 24};
  /// Whether a resend can renew an expired invitation, as users expect. The renewal is checked like
  /// a new invitation.
  bool renew_expired = true;

  friend bool operator==(resend_policy const& a, resend_policy const& b) noexcept;
  friend bool operator!=(resend_policy const& a, resend_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules for tokens.
struct token_policy {
  /// Whether every invitation requires a token. If false, the host decides for each invitation.
  /// With `required_proof::token`, every invitation requires a token in any case.
  bool required = false;
  /// The time for which the previous token remains valid after a resend. Mail can take a day, and
  /// the link in the older message works during this time. After `amend`, the previous token is
  /// invalid at once, because its link showed another offer.
  std::chrono::seconds grace = std::chrono::hours{24};

  friend bool operator==(token_policy const& a, token_policy const& b) noexcept;
  friend bool operator!=(token_policy const& a, token_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The limits on seats, invitations and messages.
struct quota_policy {
  seat_rule seats = seat_rule::reserved_by_pending;  ///< The rule for counting seats.
  /// The maximum number of pending invitations of an organization. If absent, there is no limit.
  /// The default is enough to invite a whole department at once. It still stops a faulty script.
  /// The limit of Better Auth is 100.
  std::optional<std::uint32_t> pending = 1000;
  /// The rate of messages to one address. An absent rate means no limit. This rate and the next two
  /// are absent by default, because a rate requires a log of sent messages. Sentry allows 10
  /// messages a day to one address, 100 by one inviter and 100 of one organization.
  std::optional<rate> per_recipient{};
  std::optional<rate> per_inviter{};       ///< The rate of messages by one inviter.
  std::optional<rate> per_organization{};  ///< The rate of messages of one organization.
  /// The maximum number of invitations in one request. If absent, there is no limit. By default
  /// there is no limit, because a batch takes about as much time as separate calls for its rows.
  /// The limit of Clerk is 10.
  std::optional<std::uint32_t> batch{};

  friend bool operator==(quota_policy const& a, quota_policy const& b) noexcept;
  friend bool operator!=(quota_policy const& a, quota_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules of an organization.
struct policy {
  /// The role catalog. If it has no roles for a scope, an offer must have an empty role in that
  /// scope.
  role_catalog roles{};
  expiry_policy expiry{};                                ///< The lifetime of invitations.
  invito::granting granting = granting::up_to_own_rank;  ///< The rule for granting a role.
  /// The minimum rank of an actor who invites. If absent, every actor who may grant the role may
  /// invite. With `granting::by_verdict` and `granting::unchecked`, the host decides and this
  /// member has no effect.
  std::optional<int> inviter_rank{};
  /// The proof that an answer requires.
  required_proof proof = required_proof::identity_and_token;
  /// The condition under which an email address identifies the recipient.
  recipient_match recipient = recipient_match::verified_email;
  /// The rule if the sponsor has left or may no longer grant the offer.
  sponsor_rule sponsor = sponsor_rule::refuse;
  /// The rule if a granted project or workspace, or a role in it, no longer exists.
  vanished_rule vanished = vanished_rule::refuse;
  /// The rule for a new invitation if an invitation for the same recipient is pending.
  duplicate_rule duplicates = duplicate_rule::refuse;
  member_rule members = member_rule::accept_only;  ///< The rule if the invitee is a member.
  resend_policy resend{};                          ///< The rules for a resend.
  token_policy tokens{};                           ///< The rules for tokens.
  quota_policy quotas{};                           ///< The limits on invitations and messages.
  domain_policy domains{};                         ///< The allowed domains of addresses.
  /// Whether addresses with non-ASCII characters are allowed. Few mail systems deliver to such
  /// addresses, and two different addresses can look alike.
  bool allow_non_ascii_email = false;
  /// Whether the organization must be active and its plan must include invitations. If true, a
  /// suspended or deleted organization gets no new members. If false, only the rules about `quotas`
  /// need the fact `organization`.
  bool check_organization = true;
  /// Whether granted projects and workspaces must exist. The fact `scopes` lists the existing
  /// projects and workspaces. Without this check, a grant could later apply to a new project with
  /// the same id.
  bool check_scopes = true;

  friend bool operator==(policy const& a, policy const& b) noexcept;
  friend bool operator!=(policy const& a, policy const& b) noexcept { return !(a == b); }
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/policy.ipp>
#endif
