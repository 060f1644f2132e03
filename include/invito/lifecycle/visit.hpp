// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/visit.hpp
/// The preview of an invitation on a landing page, and the acceptance of invitations at sign-in.
/// These functions change nothing, so a mail scanner that opens a link does no harm. The host is
/// the program that uses the library.

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
  anonymous,     ///< The visitor holds the token and has not signed in.
  other_person,  ///< The visitor holds the token and has signed in with another account.
  /// The visitor holds the token and has signed in. The account has the recipient's address, but
  /// the address is not verified.
  unverified,
  recipient  ///< The visitor has signed in as the recipient; a token is not required.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<viewer>{"anonymous", "other_person",
                                                                  "unverified", "recipient"};

/// The visitor of a page: the identity from the sign-in of the host, and the token in the link.
struct visit {
  std::optional<identity> who{};        ///< The signed-in person; absent if nobody has signed in.
  std::optional<token_digest> token{};  ///< The digest of the token in the link.
  instant now = unset_instant;          ///< The time of the host's clock.
};

/// The data of an invitation that a page may show to a certain visitor.
struct invitation_preview {
  invito::viewer viewer = viewer::anonymous;  ///< The relation of the visitor to the invitation.
  invito::status status = status::pending;    ///< The status at the time of the visit.
  /// Whether the visitor can answer: the invitation is pending, and the visitor passes the rules of
  /// `accept` about the person. Only `accept` checks the other rules, such as whether a seat is
  /// free.
  bool answerable = false;
  organization_id organization{};  ///< The organization that invites; the host knows its name.
  /// The recipient's address, which shows a person with two accounts which account to use. A
  /// `recipient` or `unverified` visitor gets the whole address. Any other visitor gets a masked
  /// address such as "r***@example.com".
  std::string address{};
  invito::offer offer{};  ///< The role and the grants that an acceptance grants.
  /// The number of the offer. Pass this number to `accept` in `accept_command::offer_number`.
  std::uint32_t offer_number = 1;
  std::optional<instant> expires_at{};  ///< The expiry; absent if the invitation never expires.
};

/// Returns the preview of `i` for the visitor `v`. Only the recipient and the holder of a valid
/// token get the preview, because the id in a link is not secret. Other visitors are refused. If
/// the account has the recipient's address but the address is not verified, the code is
/// `email_unverified`. If a newer token replaced the visitor's token, the code is `token_retired`.
/// For every other visitor, the code is `wrong_recipient`. If `v.now` is not set, the code is
/// `missing_value`.
[[nodiscard]] result<invitation_preview> preview(policy const& p, invitation const& i,
                                                 visit const& v);

/// Returns the address with "***" between the first character and the '@', such as
/// "r***@example.com". If only one character precedes the '@', this character is hidden too.
[[nodiscard]] std::string mask(email const& address);

/// One row of the input of `plan_login`: an invitation of the person who signs in. The invitations
/// can belong to different organizations.
struct login_row {
  /// The policy of the invitation's organization. It is never null, and must exist during the call.
  invito::policy const* policy = nullptr;
  /// The invitation. It is never null, and must exist during the call.
  invito::invitation const* invitation = nullptr;
  /// The facts that the host has looked up for `accept` in the invitation's organization.
  invito::facts facts{};
  std::optional<token_digest> token{};  ///< The digest of the token, if the person used the link.
};

/// Calls `accept` for each row whose invitation is pending and addressed to the person who signs
/// in. The service Nuon also accepts invitations at sign-in. The result contains no entry for any
/// other row. If a row is refused, the later rows are still decided. The seats that earlier rows
/// use are not counted. All decisions for one organization require the same revision of the
/// organization, so only one of these decisions can be stored. After that, call the function again
/// for the other rows of this organization.
[[nodiscard]] std::vector<planned> plan_login(identity const& who,
                                              std::vector<login_row> const& rows, instant now);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/visit.ipp>
#endif
