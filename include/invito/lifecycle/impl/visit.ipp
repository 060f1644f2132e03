// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <invito/base/problem.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/input.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/verbs.hpp>
#include <invito/lifecycle/visit.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// What `accept` asks about the person alone.
using person_rules =
    rule_list<recipient_matches, email_verified, key_fits, command_complete, domain_admitted>;

}  // namespace detail

INVITO_INLINE result<invitation_preview> preview(policy const& p, invitation const& i,
                                                 visit const& v) {
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

INVITO_INLINE std::string masked(email const& address) {
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

INVITO_INLINE std::vector<planned> plan_login(identity const& who,
                                              std::vector<login_row> const& rows, instant now) {
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

}  // namespace INVITO_ABI
}  // namespace invito
