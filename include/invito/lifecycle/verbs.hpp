// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/verbs.hpp
/// The verbs: the operations on an invitation. Each verb is a pure function of a policy, an
/// invitation and a command. It returns a decision, which `apply` applies. A verb reads no clock,
/// stores nothing, sends nothing and throws only `std::bad_alloc`.
///
/// The rules of a verb are grouped in tiers. A refusal contains all problems of the first `tier` in
/// which a rule failed. docs/errors.md lists all codes. Complexity: linear in the facts. In
/// addition, the role catalog and the fact `scopes` are searched linearly for each grant of the
/// offer. If the command has an idempotency key, all events are searched too. A refusal with
/// exactly one problem allocates no memory, unless its path or its subject is long.

#include <vector>

#include <invito/base/result.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/lifecycle/rule_result.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Issues an invitation, or returns an existing invitation in two cases. If the command repeats an
/// earlier command with the same idempotency key, the result is the earlier invitation. With
/// `duplicate_rule::return_existing`, the result can be a pending invitation with the same offer.
/// `guards::unique` of the result claims the address, so no other pending invitation may have the
/// address. `issuance::superseded` contains a decision for each invitation that is superseded.
[[nodiscard]] result<issuance> issue(policy const& p, invitation_request const& r,
                                     issue_command const& c);

/// Resends an invitation with a new expiry. The policy's `resend.max_age`, counted from the time of
/// creation, limits the new expiry. Renews an expired invitation if the policy allows it. A renewal
/// is checked like a new invitation, and its decision claims the address again.
[[nodiscard]] result<decision> resend(policy const& p, invitation const& i,
                                      resend_command const& c);

/// Replaces the role and the grants of a pending invitation. The actor becomes the sponsor (see
/// `invitation::sponsor`), the offer number is incremented, and the expiry does not change.
[[nodiscard]] result<decision> amend(policy const& p, invitation const& i, amend_command const& c);

/// Accepts an invitation. If the same person accepts again, the decision has no event. A person who
/// is not the recipient is refused before the status is checked, so the refusal does not reveal the
/// status.
[[nodiscard]] result<decision> accept(policy const& p, invitation const& i,
                                      accept_command const& c);

/// Declines a pending or an expired invitation.
[[nodiscard]] result<decision> decline(policy const& p, invitation const& i,
                                       decline_command const& c);

/// Revokes a pending or an expired invitation. A revoked invitation cannot be renewed.
[[nodiscard]] result<decision> revoke(policy const& p, invitation const& i,
                                      revoke_command const& c);

/// Supersedes a pending invitation: a newer invitation replaces it.
[[nodiscard]] result<decision> supersede(policy const& p, invitation const& i,
                                         supersede_command const& c);

/// Records that an invitation has expired. The time of the event is the expiry. Only a sweep (a job
/// that records expiries) needs this verb. All other verbs recognize an expired invitation without
/// the event.
[[nodiscard]] result<decision> expire(policy const& p, invitation const& i,
                                      expire_command const& c);

/// Returns the result of every rule of the verb, in order, even if earlier rules failed. Show the
/// results to support staff and administrators, but not to the person who was refused.
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation_request const& r,
                                               issue_command const& c);
///@{
/// Returns the result of every rule for a command on an existing invitation.
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               resend_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               amend_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               accept_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               decline_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               revoke_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               supersede_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               expire_command const& c);
///@}

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/verbs.ipp>
#endif
