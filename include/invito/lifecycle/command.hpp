// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/command.hpp
/// What is asked for: one plain struct for each verb. Fill in members by name.

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
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The moment of a command that was not told: refused, so that a forgotten clock is not 1970.
inline constexpr instant no_moment = (instant::min)();

/// What the inviter wants, as a dialect reads it from a request.
struct invitation_request {
  invito::recipient recipient{};  ///< Whom to invite; an address, a user, or both.
  person_name name{};             ///< As the message may greet the person.
  invito::offer offer{};          ///< What accepting shall bring.
  bool send = true;  ///< Whether a message is wanted; without one the inviter passes the link on.
  attribute_list attributes{};  ///< Handed on with the membership, unread.

  friend bool operator==(invitation_request const& a, invitation_request const& b);
  friend bool operator!=(invitation_request const& a, invitation_request const& b) {
    return !(a == b);
  }
};

/// The indices of the requests whose address, by its canonical key, stands in an earlier one,
/// ascending; one without an address repeats none. O(n log n).
[[nodiscard]] std::vector<std::size_t> repeated_emails(std::vector<invitation_request> const& all);

/// Where the offer of a new invitation comes from.
enum class offer_source : std::uint8_t {
  request,
  former_membership  ///< The fact `former`: reinstates a former member. Judged like any other.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<offer_source>{"request",
                                                                        "former_membership"};

/// Makes a new invitation.
struct issue_command {
  invitation_id id{};       ///< Chosen by the host.
  organization_id org{};    ///< Of the host's route.
  actor by{};               ///< Who invites, and vouches for it.
  instant now = no_moment;  ///< The host's clock; the library has none.
  invito::facts facts{};    ///< What the host has looked up for this decision.
  /// Another lifetime than the policy's, within its bounds.
  std::optional<std::chrono::seconds> lifetime{};
  /// Whether the request's offer counts, or a former one.
  offer_source source = offer_source::request;
  std::optional<key_digest> key{};  ///< Of the key that the message brings.
  std::string idempotency_key{};    ///< Of the request: a repetition returns what is there.
};

/// Sends it again, with a new expiry; renews an expired one where the policy allows it.
struct resend_command {
  organization_id org{};    ///< Of the host's route; another's invitation is not found.
  actor by{};               ///< Who sends it.
  instant now = no_moment;  ///< The host's clock.
  invito::facts facts{};    ///< What the host has looked up for this decision.
  std::optional<std::chrono::seconds> lifetime{};  ///< Another one than the policy's.
  /// Needed where the invitation has a key, as the message brings it: another one, which replaces
  /// it, or the same, for hosts that can make it again.
  std::optional<key_digest> key{};
  std::string idempotency_key{};  ///< Of the request: a repetition changes nothing.
};

/// Replaces the offer of a pending invitation. The expiry stays.
struct amend_command {
  organization_id org{};            ///< Of the host's route; another's invitation is not found.
  actor by{};                       ///< Who amends, and vouches for it from now on.
  instant now = no_moment;          ///< The host's clock.
  invito::facts facts{};            ///< What the host has looked up for this decision.
  invito::offer offer{};            ///< What accepting shall bring instead.
  std::optional<key_digest> key{};  ///< Another key; needed where the invitation has one.
  std::string idempotency_key{};    ///< Of the request: a repetition changes nothing.
};

/// The invitee says yes.
struct accept_command {
  identity who{};                        ///< From the host's sign-in, never from the body.
  instant now = no_moment;               ///< The host's clock.
  invito::facts facts{};                 ///< What the host has looked up for this decision.
  organization_id org{};                 ///< Where the host's route names one, else empty.
  std::optional<key_digest> key{};       ///< Of the key in the person's link.
  std::optional<std::uint32_t> offer{};  ///< The number of the offer that the person saw.
  std::string idempotency_key{};         ///< Of the request: a repetition changes nothing.
};

/// The invitee says no.
struct decline_command {
  identity who{};                   ///< From the host's sign-in, never from the body.
  instant now = no_moment;          ///< The host's clock.
  organization_id org{};            ///< Where the host's route names one, else empty.
  std::optional<key_digest> key{};  ///< Of the key in the person's link.
  std::string idempotency_key{};    ///< Of the request: a repetition changes nothing.
};

/// The organization withdraws it.
struct revoke_command {
  organization_id org{};          ///< Of the host's route; another's invitation is not found.
  actor by{};                     ///< Who withdraws it.
  instant now = no_moment;        ///< The host's clock.
  invito::facts facts{};          ///< What the host has looked up for this decision.
  std::string idempotency_key{};  ///< Of the request: a repetition changes nothing.
};

/// A newer invitation takes its place.
struct supersede_command {
  organization_id org{};          ///< Of the host's route; another's invitation is not found.
  actor by{};                     ///< Who made the newer one.
  instant now = no_moment;        ///< The host's clock.
  invito::facts facts{};          ///< What the host has looked up for this decision.
  invitation_id newer{};          ///< The one that takes its place.
  std::string idempotency_key{};  ///< Of the request: a repetition changes nothing.
};

/// Writes down that its time is over. The truth never waits for this.
struct expire_command {
  organization_id org{};          ///< Of the invitation itself, in a sweep.
  actor by = actor::system();     ///< Who noticed.
  instant now = no_moment;        ///< The host's clock.
  std::string idempotency_key{};  ///< Of the request: a repetition changes nothing.
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/command.ipp>
#endif
