// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/command.hpp
/// The commands: one plain struct for each verb. Assign the members by name.

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

/// The default time of a command. The verbs refuse this time, so a forgotten `now` does not mean
/// 1970.
inline constexpr instant unset_instant = (instant::min)();

/// The request of the inviter. A dialect, which is the JSON format of one vendor's API, reads this
/// request from a document.
struct invitation_request {
  invito::recipient recipient{};  ///< The recipient: an address, a user, or both.
  person_name name{};             ///< The name of the recipient, for the message.
  invito::offer offer{};          ///< The role and the grants that an acceptance grants.
  bool send = true;  ///< Whether a message is sent; otherwise the inviter passes on the link.
  /// Named values that the library does not interpret. The effect `grant_membership` contains them.
  attribute_list attributes{};

  friend bool operator==(invitation_request const& a, invitation_request const& b);
  friend bool operator!=(invitation_request const& a, invitation_request const& b) {
    return !(a == b);
  }
};

/// The source of the offer of a new invitation.
enum class offer_source : std::uint8_t {
  request,  ///< The offer of the request.
  /// The fact `former`, which reinstates a former member. It is checked like any other offer.
  former_membership
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<offer_source>{"request",
                                                                        "former_membership"};

/// Issues a new invitation.
struct issue_command {
  invitation_id id{};              ///< The id, which the host chooses.
  organization_id organization{};  ///< The organization in the request's URL.
  actor by{};                   ///< The actor, who becomes the sponsor (see `invitation::sponsor`).
  instant now = unset_instant;  ///< The time of the host's clock; the library reads no clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  /// The lifetime, within the limits of the policy. If absent, the lifetime of the policy applies.
  std::optional<std::chrono::seconds> lifetime{};
  /// The source of the offer.
  offer_source source = offer_source::request;
  std::optional<token_digest> token{};  ///< The digest of the token in the message.
  std::string idempotency_key{};        ///< The request's key; a repetition returns the invitation.
};

/// Resends an invitation with a new expiry. Renews an expired invitation if the policy allows it.
struct resend_command {
  organization_id
      organization{};  ///< The organization in the request's URL, which must be the invitation's.
  actor by{};          ///< The actor.
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  /// The lifetime. If absent, the lifetime of the policy applies.
  std::optional<std::chrono::seconds> lifetime{};
  /// The digest of the token in the message. Required if the invitation has a token: either a new
  /// token, which replaces the current one, or the current token, if the host can produce it again.
  std::optional<token_digest> token{};
  std::string idempotency_key{};  ///< The request's key; a repetition changes nothing.
};

/// Replaces the offer of a pending invitation. The expiry does not change.
struct amend_command {
  organization_id
      organization{};  ///< The organization in the request's URL, which must be the invitation's.
  actor by{};          ///< The actor, who becomes the sponsor (see `invitation::sponsor`).
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  invito::offer offer{};        ///< The new offer.
  std::optional<token_digest> token{};  ///< A new token; required if the invitation has a token.
  std::string idempotency_key{};        ///< The request's key; a repetition changes nothing.
};

/// Accepts an invitation.
struct accept_command {
  organization_id
      organization{};           ///< The organization in the request's URL; empty if there is none.
  identity who{};               ///< The signed-in person. Never read it from the request body.
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  std::optional<token_digest> token{};          ///< The digest of the token in the link.
  std::optional<std::uint32_t> offer_number{};  ///< The number of the offer that the person saw.
  std::string idempotency_key{};  ///< The request's key; a repetition changes nothing.
};

/// Declines an invitation.
struct decline_command {
  organization_id
      organization{};           ///< The organization in the request's URL; empty if there is none.
  identity who{};               ///< The signed-in person. Never read it from the request body.
  instant now = unset_instant;  ///< The time of the host's clock.
  std::optional<token_digest> token{};  ///< The digest of the token in the link.
  std::string idempotency_key{};        ///< The request's key; a repetition changes nothing.
};

/// Revokes an invitation.
struct revoke_command {
  organization_id
      organization{};  ///< The organization in the request's URL, which must be the invitation's.
  actor by{};          ///< The actor.
  instant now = unset_instant;    ///< The time of the host's clock.
  invito::facts facts{};          ///< The facts that the host has looked up for this decision.
  std::string idempotency_key{};  ///< The request's key; a repetition changes nothing.
};

/// Supersedes an invitation with a newer invitation.
struct supersede_command {
  organization_id
      organization{};  ///< The organization in the request's URL, which must be the invitation's.
  actor by{};          ///< The actor who issued the newer invitation.
  instant now = unset_instant;    ///< The time of the host's clock.
  invito::facts facts{};          ///< The facts that the host has looked up for this decision.
  invitation_id newer{};          ///< The id of the newer invitation.
  std::string idempotency_key{};  ///< The request's key; a repetition changes nothing.
};

/// Records that an invitation has expired. No other verb depends on this record.
struct expire_command {
  organization_id organization{};  ///< The organization; a sweep copies it from the invitation.
  actor by = actor::system();      ///< The actor, which must be the system.
  instant now = unset_instant;     ///< The time of the host's clock.
  std::string idempotency_key{};   ///< The request's key; a repetition changes nothing.
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/command.ipp>
#endif
