// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <invito/base/problem.hpp>
#include <invito/lifecycle/impl/changing.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/input.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/verbs.hpp>
#include <invito/lifecycle/visit.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// The rules of `accept` that check only the person.
using person_rules =
    rule_list<recipient_matches, email_verified, token_matches, command_complete, domain_admitted>;

}  // namespace detail

INVITO_INLINE result<invitation_preview> preview(policy const& p, invitation const& i,
                                                 visit const& v) {
  if (v.now == unset_instant) return problem{code::missing_value, "now", "the current time", {}};
  accept_command c;
  if (v.who) c.who = *v.who;
  c.token = v.token;
  c.now = v.now;
  const detail::answer_context context = detail::make_context(p, i, c);
  proof const& found = context.proof;
  const bool is_recipient = found.user || found.email;
  if (!is_recipient && !found.token) {
    const bool retired = context.matched == token_match::retired;
    return problem{retired ? code::token_retired : code::wrong_recipient, {}, {}, {}};
  }
  const bool verified = found.user || detail::owns_address(p, found);
  if (!verified && !found.token) return problem{code::email_unverified, {}, {}, {}};
  invitation_preview out;
  out.viewer = is_recipient ? verified ? viewer::recipient : viewer::unverified
               : v.who      ? viewer::other_person
                            : viewer::anonymous;
  out.status = i.status(context.now);
  out.answerable = out.status == status::pending && detail::person_rules::judge(context).empty();
  out.organization = i.organization;
  if (i.recipient.email) {
    out.address = is_recipient ? i.recipient.email->text() : mask(*i.recipient.email);
  }
  out.offer = i.offer;
  out.offer_number = i.offer_number;
  out.expires_at = i.expires_at();
  return out;
}

INVITO_INLINE std::string mask(email const& address) {
  std::string_view const text = address.text();
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return "***";
  std::size_t first = at < 2 ? 0 : 1;  // a single character before '@' is hidden too
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
    c.token = row.token;
    const detail::answer_context context = detail::make_context(*row.policy, *row.invitation, c);
    if (context.status != status::pending || !(context.proof.user || context.proof.email)) continue;
    out.push_back({n, accept(*row.policy, *row.invitation, c)});
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito
