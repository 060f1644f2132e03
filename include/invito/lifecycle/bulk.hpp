// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/bulk.hpp
/// Decisions on many invitations, in the order of the rows. The functions store and change nothing.
/// When a row is checked against a limit, the seats, the pending invitations and the messages of
/// earlier rows count too. The host is the program that uses the library.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Checks whether one request may contain all of these invitations. If there are too many, the
/// function returns `too_many_items` with the policy's limit. Otherwise it returns the problem
/// `duplicate_item` for each address that occurs earlier in the list; case is ignored. The location
/// of the problem is a path such as "/email/3". `write_error` of a dialect (the JSON format of one
/// API) converts this path to the member name in the dialect's document. Complexity: O(n log n).
[[nodiscard]] result<void> check_batch(policy const& p, std::vector<invitation_request> const& all);

/// The rule for the other rows if one row is refused.
enum class bulk_mode : std::uint8_t {
  /// No invitation is issued. Rows without a problem of their own get the code `batch_stopped`.
  all_or_nothing,
  best_effort,  ///< Every row that can be issued is issued.
  /// Like `best_effort`, until a row exceeds the seat limit, the limit of pending invitations, the
  /// rate of the inviter or the rate of the organization. All later rows get `batch_stopped`.
  up_to_limit
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<bulk_mode>{"all_or_nothing",
                                                                     "best_effort", "up_to_limit"};

/// One row of a bulk invitation. A member with the name of a member of `issue_command` or `facts`
/// has the same meaning.
struct bulk_row {
  invitation_request request{};  ///< The request for this row.
  /// The id of the invitation, which the host chooses. Each row needs a different id.
  invitation_id id{};
  std::optional<token_digest> token{};  ///< The digest of the token in the message.
  std::string idempotency_key{};        ///< The idempotency key of this row.
  std::optional<bool> member{};         ///< Whether the invitee is a member.
  std::optional<offer> former{};        ///< The role and the grants of a former membership.
  /// The other invitations for this address or user, and the invitation with this idempotency key.
  std::optional<std::vector<invitation>> existing{};
  /// The granted projects and workspaces that exist. If absent, `facts::scopes` of the command
  /// applies.
  std::optional<std::vector<scope_id>> scopes{};
  /// The times of the messages to this address, for `send_log::to_recipient`.
  std::optional<std::vector<instant>> sent_to_recipient{};
};

/// One row of a bulk resend.
struct resend_row {
  /// The invitation. It is never null, and must exist during the call.
  invito::invitation const* invitation = nullptr;
  std::optional<token_digest> token{};  ///< The digest of the token in the message.
  /// The granted projects and workspaces that exist. If absent, `facts::scopes` of the command
  /// applies.
  std::optional<std::vector<scope_id>> scopes{};
  /// The times of the messages to this address, for `send_log::to_recipient`.
  std::optional<std::vector<instant>> sent_to_recipient{};
};

/// The decision on one of several invitations.
struct planned {
  std::size_t row = 0;                ///< The index of the invitation in the input.
  result<invito::decision> decision;  ///< The decision to store, or the refusal.
};

/// Calls `issue` for each row. `c` contains the values that all rows share, and a row contains the
/// other values. A row that repeats a value of an earlier row is refused, even if the earlier row
/// was refused too. The code is `duplicate_item` for the same address (in its canonical form) or
/// user, `already_issued` for the same id, and `idempotency_mismatch` for the same idempotency key.
/// If there are more rows than the policy's `quotas.batch`, every row is refused with
/// `too_many_items`. All decisions require the same revision of the organization
/// (`guards::organization_revision`), so store all of them in one transaction. Complexity: O(n log
/// n) for n rows, and linear in their facts.
[[nodiscard]] std::vector<result<issuance>> plan_issue(policy const& p,
                                                       std::vector<bulk_row> const& rows,
                                                       issue_command c, bulk_mode mode);

/// Calls `resend` for each row whose invitation is pending. The result contains no entry for a row
/// whose invitation is not pending. If an earlier row contains the same invitation, the row is
/// refused with `duplicate_item`. Complexity: O(n log n) for n rows.
[[nodiscard]] std::vector<planned> plan_resend(policy const& p, std::vector<resend_row> const& rows,
                                               resend_command c);

/// Calls `revoke` for each pending invitation whose sponsor is `sponsor`, for example when a member
/// leaves. If the sponsor of an invitation is unknown, the actor who issued the invitation counts
/// as the sponsor. Complexity: linear in the number of invitations.
template <class Range>
[[nodiscard]] std::vector<planned> plan_revoke(policy const& p, Range const& invitations,
                                               actor const& sponsor, revoke_command const& c);

/// Calls `expire` for each invitation that has expired and whose expiry was not recorded.
/// Complexity: linear in the number of invitations.
template <class Range>
[[nodiscard]] std::vector<planned> plan_expire(policy const& p, Range const& invitations,
                                               expire_command const& c);

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/lifecycle/impl/bulk.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/bulk.ipp>
#endif
