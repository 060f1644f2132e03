// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/verbs.hpp
/// The verbs. Each is a pure function of a policy, an invitation and a command; each returns what
/// would happen, and `apply` makes it happen. No clock is read, nothing is stored, sent or thrown.
///
/// A refusal has all problems of the earliest `tier` that found any; docs/problems.md has a row for
/// each code. A verb is linear in the facts that it is given and the grants of the offer, times the
/// length of the catalog, and linear in the events where the command has an idempotency key. A
/// refusal for one reason allocates nothing.

#include <vector>

#include <invito/base/result.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/finding.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Makes a new invitation for what was asked, or finds that it exists: the same command with the
/// same idempotency key, or a pending one that the policy returns. The guard `unique` claims the
/// mailbox; those whose place it takes are withdrawn by decisions of their own.
[[nodiscard]] result<issuance> issue(policy const& p, invitation_request const& r,
                                     issue_command const& c);

/// Sends it again with a new expiry, never past the policy's greatest age; renews an expired one
/// where the policy allows it, which is judged like a new one and claims the mailbox anew.
[[nodiscard]] result<decision> resend(policy const& p, invitation const& i,
                                      resend_command const& c);

/// Replaces role and grants of a pending invitation. The actor becomes its sponsor, the offer
/// number is raised, the expiry stays.
[[nodiscard]] result<decision> amend(policy const& p, invitation const& i, amend_command const& c);

/// The invitee says yes. The same person again gets a decision without event; anybody else learns
/// no more than that there is no such invitation for them.
[[nodiscard]] result<decision> accept(policy const& p, invitation const& i,
                                      accept_command const& c);

/// The invitee says no, also to an expired one.
[[nodiscard]] result<decision> decline(policy const& p, invitation const& i,
                                       decline_command const& c);

/// The organization withdraws it; on an expired one this closes the door to renewal.
[[nodiscard]] result<decision> revoke(policy const& p, invitation const& i,
                                      revoke_command const& c);

/// A newer invitation takes the place of this pending one.
[[nodiscard]] result<decision> supersede(policy const& p, invitation const& i,
                                         supersede_command const& c);

/// Writes down that its time is over: the event is dated with the expiry. For sweeps; every other
/// verb knows without it.
[[nodiscard]] result<decision> expire(policy const& p, invitation const& i,
                                      expire_command const& c);

/// What every rule of the verb says, in order, whatever the others say: for support staff and
/// administrators, not for the person who was refused.
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation_request const& r,
                                           issue_command const& c);
///@{
/// The same for a command about an existing invitation.
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           resend_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           amend_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           accept_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           decline_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           revoke_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           supersede_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           expire_command const& c);
///@}

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/verbs.ipp>
#endif
