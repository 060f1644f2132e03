// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/command.hpp
/// The commands: one plain struct for each verb. A verb is an operation on an invitation, such as
/// `accept`. The host, which is the program that uses the library, sets the members by name.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/model/id.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The default value of `now` in a command. The verbs refuse this value, so a forgotten `now` does
/// not mean a time in 1970.
inline constexpr instant unset_instant = (instant::min)();

/// The request of the inviter. A dialect, which is the JSON format of one vendor's API, reads this
/// request from a document.
struct invitation_request {
  invito::recipient recipient{};  ///< The recipient: an address, a user, or both.
  person_name name{};             ///< The name of the recipient, for the message.
  invito::offer offer{};          ///< The role and the grants that an acceptance grants.
  /// Whether the host sends a message. If false, the inviter passes on the link.
  bool send = true;
  /// Named values that the library does not interpret. If the person accepts, the effect
  /// `grant_membership` contains these values.
  attribute_list attributes{};

  friend bool operator==(invitation_request const& a, invitation_request const& b);
  friend bool operator!=(invitation_request const& a, invitation_request const& b) {
    return !(a == b);
  }
};

/// The source of the offer of a new invitation.
enum class offer_source : std::uint8_t {
  request,  ///< The offer in the request.
  /// The role and the grants that a former member had, from the fact `former`. They are checked
  /// like any other offer.
  former_membership
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<offer_source>{"request",
                                                                        "former_membership"};

/// Issues a new invitation.
struct issue_command {
  invitation_id id{};              ///< The id of the invitation, which the host chooses.
  organization_id organization{};  ///< The organization in the request's URL.
  actor by{};                   ///< The actor, who becomes the sponsor (see `invitation::sponsor`).
  instant now = unset_instant;  ///< The time of the host's clock; the library reads no clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  /// The lifetime of the invitation, within the limits of the policy. If absent, the lifetime of
  /// the policy applies.
  std::optional<std::chrono::seconds> lifetime{};
  /// The source of the offer: the request or a former membership.
  offer_source source = offer_source::request;
  std::optional<token_digest> token{};  ///< The digest of the token in the message.
  /// The idempotency key of the request. A repetition of the command with this key returns the
  /// invitation that the first command issued.
  std::string idempotency_key{};
};

/// Resends an invitation with a new expiry. Renews an expired invitation if the policy allows it.
struct resend_command {
  /// The organization in the request's URL. It must be the organization of the invitation.
  organization_id organization{};
  actor by{};                   ///< The actor.
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  /// The new lifetime, which begins at `now`. If absent, the lifetime of the policy applies.
  std::optional<std::chrono::seconds> lifetime{};
  /// The digest of the token in the message. It is required if the invitation has a token. A new
  /// token replaces the current token. A host that can produce the current token again may send the
  /// current token.
  std::optional<token_digest> token{};
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Replaces the offer of a pending invitation. The expiry does not change.
struct amend_command {
  /// The organization in the request's URL. It must be the organization of the invitation.
  organization_id organization{};
  actor by{};                   ///< The actor, who becomes the sponsor (see `invitation::sponsor`).
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  invito::offer offer{};        ///< The new offer.
  /// The digest of a new token. It is required if the invitation has a token.
  std::optional<token_digest> token{};
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Accepts an invitation.
struct accept_command {
  /// The organization in the request's URL. Empty if the URL contains no organization.
  organization_id organization{};
  identity who{};               ///< The signed-in person, never a value from the request body.
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  std::optional<token_digest> token{};          ///< The digest of the token in the link.
  std::optional<std::uint32_t> offer_number{};  ///< The number of the offer that the person saw.
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Declines an invitation.
struct decline_command {
  /// The organization in the request's URL. Empty if the URL contains no organization.
  organization_id organization{};
  identity who{};               ///< The signed-in person, never a value from the request body.
  instant now = unset_instant;  ///< The time of the host's clock.
  std::optional<token_digest> token{};  ///< The digest of the token in the link.
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Revokes an invitation.
struct revoke_command {
  /// The organization in the request's URL. It must be the organization of the invitation.
  organization_id organization{};
  actor by{};                   ///< The actor.
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Supersedes an invitation with a newer invitation.
struct supersede_command {
  /// The organization in the request's URL. It must be the organization of the invitation.
  organization_id organization{};
  actor by{};                   ///< The actor who issued the newer invitation.
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  invitation_id newer{};        ///< The id of the newer invitation.
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Records that an invitation has expired. No other verb depends on this record.
struct expire_command {
  /// The organization of the invitation. A job that records expiries copies this value from the
  /// invitation.
  organization_id organization{};
  actor by = actor::system();   ///< The actor, which must be the system.
  instant now = unset_instant;  ///< The time of the host's clock.
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/command.ipp>
#endif
