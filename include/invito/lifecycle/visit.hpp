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
  anonymous,     ///< The visitor holds the token and has not signed in.
  other_person,  ///< The visitor holds the token and has signed in with another account.
  /// The visitor holds the token and has signed in. The account has the recipient's address, but
  /// the address is not verified.
  unverified,
  recipient  ///< The visitor has signed in as the recipient.
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

/// The data of an invitation that a page may show.
struct invitation_preview {
  invito::viewer viewer = viewer::anonymous;  ///< The relation of the visitor to the invitation.
  invito::status status = status::pending;    ///< The status at the time of the visit.
  /// Whether the invitation is pending, and the visitor passes the rules of `accept` about the
  /// person. Only `accept` checks the other rules, such as whether a seat is free.
  bool answerable = false;
  organization_id organization{};  ///< The organization that invites; the host knows its name.
  /// The recipient's address, which shows a person with two accounts which account to use. A
  /// `recipient` or `unverified` visitor gets the whole address. Any other visitor gets a masked
  /// address such as "r***@example.com".
  std::string address{};
  invito::offer offer{};                ///< The role and the grants that an acceptance grants.
  std::uint32_t offer_number = 1;       ///< The number of the offer; send it back with the answer.
  std::optional<instant> expires_at{};  ///< The expiry; absent if the invitation never expires.
};

/// Returns the preview of `i` for the visitor `v`. Only the recipient and the holder of a valid
/// token get the preview, because the id in a link is not secret. Other visitors are refused. If
/// the address of the account matches but is not verified, the code is `email_unverified`. If the
/// token is retired, the code is `token_retired`. In all other cases, the code is
/// `wrong_recipient`.
[[nodiscard]] result<invitation_preview> preview(policy const& p, invitation const& i,
                                                 visit const& v);

/// Returns the address with only its first character and its domain, such as "r***@example.com".
[[nodiscard]] std::string mask(email const& address);

/// One invitation that a sign-in can accept. The rows can belong to different organizations.
struct login_row {
  /// The policy of the invitation's organization. It is never null, and must exist during the call.
  invito::policy const* policy = nullptr;
  /// The invitation. It is never null, and must exist during the call.
  invito::invitation const* invitation = nullptr;
  /// The facts for `accept` in the invitation's organization.
  invito::facts facts{};
  std::optional<token_digest> token{};  ///< The digest of the token, if the person used the link.
};

/// Accepts the invitations of a person who signs in, as Nuon does. Returns a decision or a refusal
/// for each row whose invitation is pending and addressed to this person. The result does not
/// contain the other rows. A refusal does not stop the other rows. A row does not count the seats
/// that other rows use. Rows of one organization have the same guard, so only one of their
/// decisions can be stored. After this decision is stored, the other rows must be decided again.
[[nodiscard]] std::vector<planned> plan_login(identity const& who,
                                              std::vector<login_row> const& rows, instant now);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/visit.ipp>
#endif
