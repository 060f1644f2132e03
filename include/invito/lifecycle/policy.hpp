// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/policy.hpp
/// The rules of an organization as one plain, comparable value. Every default is the strict choice
/// among those that need nothing which a host may not have; each says why.

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

/// How long invitations live. Whole seconds; sums that would leave the range of `instant` are
/// refused.
struct expiry_policy {
  /// Where the command names no other. Absent: they never expire. A week is what OpenAI, Aitronos,
  /// GitHub and WorkOS give.
  std::optional<std::chrono::seconds> lifetime = std::chrono::hours{7 * 24};
  /// The longest that a command may name. Absent: no bound. 30 days is the most of WorkOS and
  /// Auth0.
  std::optional<std::chrono::seconds> longest = std::chrono::hours{30 * 24};
  /// The shortest: below, mail may take longer than the invitation lives. Stytch has the same.
  std::chrono::seconds shortest = std::chrono::minutes{5};

  friend bool operator==(expiry_policy const& a, expiry_policy const& b) noexcept;
  friend bool operator!=(expiry_policy const& a, expiry_policy const& b) noexcept {
    return !(a == b);
  }
};

/// Who may grant a role: judged from the catalog, never by a role's spelling.
enum class granting : std::uint8_t {
  up_to_own_rank,   ///< An admin may make admins: otherwise nobody could make a second owner.
  below_own_rank,   ///< An admin may not.
  own_permissions,  ///< Who has every permission of the role may grant it, whatever the ranks.
  by_verdict,       ///< The host decides, by the fact `may_grant`.
  unchecked         ///< Nobody is asked: the host has decided before it calls.
};

template <>
inline constexpr std::array<std::string_view, 5> names_of<granting>{
    "up_to_own_rank", "below_own_rank", "own_permissions", "by_verdict", "unchecked"};

/// What a person needs to answer an invitation.
enum class required_proof : std::uint8_t {
  identity_and_key,  ///< Be the recipient and, where the invitation has a key, hold it.
  identity,          ///< Be the recipient; no key is asked for.
  key  ///< Hold the key, whoever one is: a bearer link. Only for those who ask for it.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<required_proof>{"identity_and_key",
                                                                          "identity", "key"};

/// Which address makes a person the recipient.
enum class recipient_match : std::uint8_t {
  verified_email,         ///< The invitation's, and verified.
  email_verified_by_key,  ///< The same; or with the key, which went to no other mailbox.
  unverified_email        ///< The invitation's; that it is the person's own is taken on trust.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<recipient_match>{
    "verified_email", "email_verified_by_key", "unverified_email"};

/// What becomes of an invitation whose sponsor has left or lost the standing to grant it.
enum class orphan_rule : std::uint8_t {
  refuse,    ///< It cannot be accepted: otherwise a member on the way out could keep a door open.
  let_stand  ///< It stays good.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<orphan_rule>{"refuse", "let_stand"};

/// What becomes of an invitation when projects or workspaces that it grants, or roles in them, are
/// gone before it is accepted. The organization's own role is never dropped.
enum class vanished_rule : std::uint8_t {
  refuse,  ///< It cannot be accepted: nobody gets something else than was offered.
  drop     ///< The rest is granted, and the event and the effect say what was not.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<vanished_rule>{"refuse", "drop"};

/// What becomes of a new invitation while one for the same address is pending. Dead ones never
/// count.
enum class duplicate_rule : std::uint8_t {
  refuse,  ///< `duplicate_pending`: whoever wants another role amends, and loses no history.
  return_existing,  ///< The pending one is returned where it offers the same; else refused.
  supersede,        ///< The new one takes its place, if the actor may withdraw it.
  unchecked         ///< The host's unique index alone decides.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<duplicate_rule>{
    "refuse", "return_existing", "supersede", "unchecked"};

/// Whether members may be invited, and may accept.
enum class member_rule : std::uint8_t {
  accept_only,  ///< They are not invited; who became one meanwhile may accept, and takes no seat.
  refuse,       ///< Neither.
  allow         ///< Both: for invitations that add projects or workspaces.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<member_rule>{"accept_only", "refuse",
                                                                       "allow"};

/// Which seats are counted against the organization's limit.
enum class seat_rule : std::uint8_t {
  reserved_by_pending,  ///< Pending invitations hold theirs, so that no invitee is turned away.
  taken_by_members,     ///< Only members have one: more may be invited than can join.
  unchecked             ///< None.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<seat_rule>{
    "reserved_by_pending", "taken_by_members", "unchecked"};

/// Which domains of addresses are admitted, without regard to case. "example.com" is that domain
/// alone, ".example.com" all that lie below it.
struct domain_policy {
  std::vector<std::string> allowed{};  ///< Empty: all, as most organizations invite guests.
  std::vector<std::string> denied{};   ///< Counts more than `allowed`.

  friend bool operator==(domain_policy const& a, domain_policy const& b) noexcept;
  friend bool operator!=(domain_policy const& a, domain_policy const& b) noexcept {
    return !(a == b);
  }
};

/// Sending the same invitation again.
struct resend_policy {
  /// The least time between two messages. A minute stops double clicks and lets mail arrive.
  std::chrono::seconds cool_down = std::chrono::minutes{1};
  /// The most messages of one invitation, the first included. Absent: no bound. Sentry sends ten
  /// to an address in a day; who does not react to ten will not.
  std::optional<std::uint32_t> most_sends = 10;
  /// No message after this age, and no expiry beyond it. Absent: no bound. A quarter: longer ago,
  /// nobody remembers why this person was to have that role.
  std::optional<std::chrono::seconds> greatest_age = std::chrono::hours{90 * 24};
  /// An expired invitation may be sent again with a new expiry: what users ask of "resend". It is
  /// judged like a new one.
  bool renew_expired = true;

  friend bool operator==(resend_policy const& a, resend_policy const& b) noexcept;
  friend bool operator!=(resend_policy const& a, resend_policy const& b) noexcept {
    return !(a == b);
  }
};

/// Keys of invitations.
struct key_policy {
  /// Every invitation needs one. By default the host chooses; `required_proof::key` implies it.
  bool required = false;
  /// How long a replaced key still opens, so that two messages under way do not break each other;
  /// a day is what mail may take. A key that showed another offer is void at once.
  std::chrono::seconds grace = std::chrono::hours{24};
  /// The least length of a digest in bytes: that of SHA-256, so that MD5 and CRC are refused.
  std::uint32_t least_digest = 32;

  friend bool operator==(key_policy const& a, key_policy const& b) noexcept;
  friend bool operator!=(key_policy const& a, key_policy const& b) noexcept { return !(a == b); }
};

/// How much of what there may be.
struct quota_policy {
  seat_rule seats = seat_rule::reserved_by_pending;  ///< Whose seats are counted.
  /// The most pending invitations of an organization. Absent: no bound. Enough for any department
  /// at once, too few for a script that runs wild; Better Auth has 100.
  std::optional<std::uint32_t> pending = 1000;
  /// Messages to one address, by one inviter, of one organization. Absent: no bound, because they
  /// need a log of what was sent. Sentry has 10, 100 and 100 a day.
  std::optional<rate> per_recipient{};
  std::optional<rate> per_inviter{};       ///< See `per_recipient`.
  std::optional<rate> per_organization{};  ///< See `per_recipient`.
  /// The most invitations that one request may ask for. Absent: no bound, because a plan costs no
  /// more than its rows; Clerk has 10.
  std::optional<std::uint32_t> batch{};

  friend bool operator==(quota_policy const& a, quota_policy const& b) noexcept;
  friend bool operator!=(quota_policy const& a, quota_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules of an organization.
struct policy {
  role_catalog roles{};    ///< All there are; a scope without any takes grants without a role.
  expiry_policy expiry{};  ///< How long invitations live.
  invito::granting granting = granting::up_to_own_rank;  ///< Who may grant what.
  /// The least rank that may invite at all. Absent: whoever may grant the role. Judged with the
  /// grants by rank and by permissions; otherwise the host has the whole say.
  std::optional<int> inviter_rank{};
  required_proof proof = required_proof::identity_and_key;  ///< What an answer needs.
  /// Which address counts as the person's.
  recipient_match recipient = recipient_match::verified_email;
  orphan_rule orphans = orphan_rule::refuse;           ///< Where the sponsor has gone.
  vanished_rule vanished = vanished_rule::refuse;      ///< Where a project or workspace has gone.
  duplicate_rule duplicates = duplicate_rule::refuse;  ///< Where one is pending already.
  member_rule members = member_rule::accept_only;      ///< Where the invitee is a member.
  resend_policy resending{};                           ///< How often it may be sent.
  key_policy keys{};                                   ///< What keys must be like.
  quota_policy quotas{};                               ///< How many there may be.
  domain_policy domains{};                             ///< Which addresses are admitted.
  /// Addresses beyond ASCII, which few mail systems deliver and which can look alike.
  bool admit_non_ascii_email = false;
  /// The organization must be active and its plan include invitations: one that is suspended or
  /// deleted gets no members. Off: the fact `organization` is needed for quotas alone.
  bool check_organization = true;
  /// Projects and workspaces that are granted must exist, by the fact `scopes`: otherwise the
  /// grant waits for whatever gets that id next.
  bool check_scopes = true;

  friend bool operator==(policy const& a, policy const& b) noexcept;
  friend bool operator!=(policy const& a, policy const& b) noexcept { return !(a == b); }
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/policy.ipp>
#endif
