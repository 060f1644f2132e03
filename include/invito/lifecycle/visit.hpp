// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/visit.hpp
/// When a person comes: what a landing page may show of an invitation, and which invitations a
/// log-in answers. Nothing changes; a mail scanner may open every link.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/base/result.hpp>
#include <invito/base/text.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/lifecycle/verbs.hpp>
#include <invito/model/email.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>

namespace invito {
inline namespace v0 {

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

// -------------------------------------------------------------------------------------------------

namespace detail {

/// What `accept` asks about the person alone.
using person_rules =
    rule_list<recipient_matches, email_verified, key_fits, command_complete, domain_admitted>;

}  // namespace detail

inline result<invitation_preview> preview(policy const& p, invitation const& i, visit const& v) {
  if (v.now == no_moment) return problem{code::missing_value, "now", {}, {}};
  accept_command c;
  if (v.who) c.who = *v.who;
  c.key = v.key;
  c.now = v.now;
  const detail::question q = detail::about(p, i, c);
  proof const& relied = q.relied;
  const bool is_recipient = relied.user || relied.email;
  if (!is_recipient && !relied.key) {
    const bool retired = q.held == key_match::retired;
    return problem{retired ? code::key_retired : code::wrong_recipient, {}, {}, {}};
  }
  const bool verified = relied.user || detail::is_own(p, relied);
  if (!verified && !relied.key) return problem{code::email_unverified, {}, {}, {}};
  invitation_preview out;
  out.viewer = is_recipient ? verified ? viewer::recipient : viewer::unverified
               : v.who      ? viewer::somebody_else
                            : viewer::nobody;
  out.status = i.status(q.now);
  out.answerable = out.status == status::pending && detail::person_rules::judge(q).empty();
  out.organization = i.organization;
  if (i.recipient.email) {
    out.address = is_recipient ? i.recipient.email->text() : masked(*i.recipient.email);
  }
  out.offer = i.offer;
  out.offer_number = i.offer_number;
  out.expires_at = i.expires_at();
  return out;
}

inline std::string masked(email const& address) {
  std::string_view const text = address.text();
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return "***";
  std::size_t first = at < 2 ? 0 : 1;  // one character alone would be the whole of it
  while (first != 0 && first < at && (static_cast<unsigned char>(text[first]) & 0xC0U) == 0x80U) {
    ++first;
  }
  if (first == at) first = 0;
  std::string out(text.substr(0, first));
  out += "***";
  out += text.substr(at);
  return out;
}

inline std::vector<planned> plan_login(identity const& who, std::vector<login_row> const& rows,
                                       instant now) {
  std::vector<planned> out;
  accept_command c;
  c.who = who;
  c.now = now;
  for (std::size_t n = 0; n != rows.size(); ++n) {
    login_row const& row = rows[n];
    c.facts = row.facts;
    c.key = row.key;
    const detail::question q = detail::about(*row.policy, *row.invitation, c);
    if (q.status != status::pending || !(q.relied.user || q.relied.email)) continue;
    out.push_back({n, accept(*row.policy, *row.invitation, c)});
  }
  return out;
}

}  // namespace v0
}  // namespace invito
