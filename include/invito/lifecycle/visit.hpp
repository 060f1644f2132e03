// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/visit.hpp
/// The preview of an invitation on a landing page, and the acceptance of invitations at sign-in.
/// These functions change nothing, so a mail scanner may open every link.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/base/result.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/email.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/state.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The relation of a visitor to an invitation.
enum class viewer : std::uint8_t {
  anonymous,     ///< Holds the token and has not signed in.
  other_person,  ///< Holds the token and has signed in with another account.
  unverified,    ///< Holds the token; the account has the address, which is not verified.
  recipient      ///< Has signed in as the recipient.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<viewer>{"anonymous", "other_person",
                                                                  "unverified", "recipient"};

/// The visitor of a page: the identity from the sign-in of the host, and the token in the link.
struct visit {
  std::optional<identity> who{};        ///< The signed-in person; absent: nobody has signed in.
  std::optional<token_digest> token{};  ///< The digest of the token in the link.
  instant now = unset_instant;          ///< The time of the host's clock.
};

/// The data of an invitation that a page may show.
struct invitation_preview {
  invito::viewer viewer = viewer::anonymous;  ///< The relation of the visitor to the invitation.
  invito::status status = status::pending;    ///< The status at the time of the visit.
  /// Whether the person and the status would pass the rules of `accept` with the same token. Only
  /// `accept` itself checks whether a seat is free.
  bool answerable = false;
  organization_id organization{};  ///< The organization that invites; the host knows its name.
  /// The recipient's address, so that a person with two accounts knows which one to use: the whole
  /// address for the recipient, otherwise a masked one such as "r***@example.com".
  std::string address{};
  invito::offer offer{};                ///< The role and the grants that an acceptance grants.
  std::uint32_t offer_number = 1;       ///< The number of the offer; send it back with the answer.
  std::optional<instant> expires_at{};  ///< The expiry; absent: never.
};

/// Returns the preview of `i` for the visitor `v`. The recipient and the holder of a valid token
/// get all members above. Any other person is refused as by `accept`, because the id in a link is
/// not secret. A person whose account has the address but has not verified it gets
/// `email_unverified`; a retired token gets `token_retired`.
[[nodiscard]] result<invitation_preview> preview(policy const& p, invitation const& i,
                                                 visit const& v);

/// Returns the address with only its first character and its domain: "r***@example.com".
[[nodiscard]] std::string mask(email const& address);

/// One invitation that a sign-in can accept, of any organization.
struct login_row {
  /// The policy of its organization. Never null; must outlive the plan.
  invito::policy const* policy = nullptr;
  invito::invitation const* invitation = nullptr;  ///< Never null; must outlive the plan.
  invito::facts facts{};                           ///< The facts of its organization, for `accept`.
  std::optional<token_digest> token{};  ///< The digest of the token, if the person used the link.
};

/// Accepts the invitations of a person who signs in, as Nuon does. Returns a decision or a refusal
/// for each row that is pending and addressed to this person; the other rows are left out. A
/// refusal does not stop the other rows. Seats that one row uses are still counted as free for the
/// next: rows of one organization have the same guard, so only one of them can be stored, and the
/// next must be decided again.
[[nodiscard]] std::vector<planned> plan_login(identity const& who,
                                              std::vector<login_row> const& rows, instant now);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/visit.ipp>
#endif
