// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/visit.hpp
/// When a person comes: what a landing page may show of an invitation, and which invitations a
/// log-in answers. Nothing changes; a mail scanner may open every link.

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
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Who looks at an invitation.
enum class viewer : std::uint8_t {
  nobody,         ///< Holds the key, and has not signed in.
  somebody_else,  ///< Holds the key, and has signed in with another account.
  unverified,     ///< Holds the key and says the address is theirs, but has not verified it.
  recipient
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<viewer>{"nobody", "somebody_else",
                                                                  "unverified", "recipient"};

/// Who comes, with what the host's sign-in and the link have brought.
struct visit {
  std::optional<identity> who{};    ///< Absent: nobody has signed in.
  std::optional<key_digest> key{};  ///< Of the key in the link.
  instant now = no_moment;          ///< The host's clock.
};

/// What a page may show.
struct invitation_preview {
  invito::viewer viewer = viewer::nobody;   ///< As what the person was recognised.
  invito::status status = status::pending;  ///< At the moment of the visit.
  /// Whether `accept` would get past the person and the state, with the same key. Whether a seat
  /// is left is told when it is asked for.
  bool answerable = false;
  organization_id organization{};  ///< Which organization invites; the host knows its name.
  /// Whom it is for, so that a person with two accounts knows which one to take: the whole address
  /// for the recipient, else a hint such as "r***@example.com".
  std::string address{};
  invito::offer offer{};                ///< What accepting brings.
  std::uint32_t offer_number = 1;       ///< To be sent back with the answer.
  std::optional<instant> expires_at{};  ///< Absent: never.
};

/// What `v` may see of `i`: everything above for the recipient and for who holds the key. Anybody
/// else is refused as by `accept`, because the id in a link is no secret, and who only says that
/// the address is theirs gets `email_unverified`; a retired key gets `key_retired`.
[[nodiscard]] result<invitation_preview> preview(policy const& p, invitation const& i,
                                                 visit const& v);

/// An address of which only the first character and the domain are shown: "r***@example.com".
[[nodiscard]] std::string masked(email const& address);

/// One invitation that a log-in may answer, of whatever organization.
struct login_row {
  /// Of that organization. Never null; must outlive the plan.
  invito::policy const* policy = nullptr;
  invito::invitation const* invitation = nullptr;  ///< Never null; must outlive the plan.
  invito::facts facts{};                           ///< Of that organization, for `accept`.
  std::optional<key_digest> key{};                 ///< Where the person came by its link.
};

/// Accepts for a person who signs in, as Nuon does: a decision or a refusal for each of the rows
/// that is pending and for this person; the others are left out. No refusal stops the rest. Nothing
/// is spent between rows: those of one organization have the same guard, so only one of them is
/// stored, and the next decided anew.
[[nodiscard]] std::vector<planned> plan_login(identity const& who,
                                              std::vector<login_row> const& rows, instant now);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/visit.ipp>
#endif
