// SPDX-License-Identifier: MIT
#pragma once

#include <invito/lifecycle/impl/changing.hpp>
#include <invito/lifecycle/impl/issuing.hpp>
#include <invito/lifecycle/verbs.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE result<issuance> issue(policy const& p, invitation_request const& r,
                                     issue_command const& c) {
  const detail::issue_context context = detail::make_context(p, r, c);
  problems found = detail::issue_rules::judge(context);
  if (!found.empty()) return found;
  return detail::issuance_of(context, c);
}

INVITO_INLINE result<decision> resend(policy const& p, invitation const& i,
                                      resend_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> amend(policy const& p, invitation const& i, amend_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> accept(policy const& p, invitation const& i,
                                      accept_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> decline(policy const& p, invitation const& i,
                                       decline_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> revoke(policy const& p, invitation const& i,
                                      revoke_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> supersede(policy const& p, invitation const& i,
                                         supersede_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> expire(policy const& p, invitation const& i,
                                      expire_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation_request const& r,
                                               issue_command const& c) {
  return detail::issue_rules::explain(detail::make_context(p, r, c));
}

INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               resend_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               amend_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               accept_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               decline_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               revoke_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               supersede_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               expire_command const& c) {
  return detail::explain(p, i, c);
}

}  // namespace INVITO_ABI
}  // namespace invito
