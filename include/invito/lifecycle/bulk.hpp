// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/bulk.hpp
/// Decisions on many invitations: one result for each row, in order; nothing is stored or changed.
/// Seats, pending invitations and messages that one row uses are not available to later rows.

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

/// Checks whether one request may contain all of these invitations. Refused with `too_many_items`
/// and the policy's limit, or with a `duplicate_item` for each address that occurs earlier in the
/// list, without regard to case. The location of an address is a path such as "/email/3";
/// `write_error` of a dialect converts it to the name in its own document. Complexity: O(n log n).
[[nodiscard]] result<void> check_batch(policy const& p, std::vector<invitation_request> const& all);

/// The treatment of the other rows if one row is refused.
enum class bulk_mode : std::uint8_t {
  all_or_nothing,  ///< No row is issued; the rows that could be issued get `batch_stopped`.
  best_effort,     ///< Every row that can be issued is issued.
  /// Like `best_effort` until the seats, the pending limit or a rate are used up; all later rows
  /// get `batch_stopped`, so that only rows before the limit are issued.
  up_to_limit
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<bulk_mode>{"all_or_nothing",
                                                                     "best_effort", "up_to_limit"};

/// One row of a bulk invitation, with the values that are specific to it. Each member has the
/// meaning of the member of `issue_command` or `facts` with the same name.
struct bulk_row {
  invitation_request request{};         ///< The request for this row.
  invitation_id id{};                   ///< The id, which the host chooses; different for each row.
  std::optional<token_digest> token{};  ///< The digest of the token in the message.
  std::string idempotency_key{};        ///< The key of this row, so that each row can be retried.
  std::optional<bool> member{};         ///< Whether the invitee is a member.
  std::optional<offer> former{};        ///< The former membership of the invitee.
  /// Other invitations for this address, and the one with this idempotency key.
  std::optional<std::vector<invitation>> existing{};
  std::optional<std::vector<scope_id>> scopes{};            ///< Absent: the scopes of the command.
  std::optional<std::vector<instant>> sent_to_recipient{};  ///< `send_log::to_recipient`.
};

/// One row of a bulk resend.
struct resend_row {
  invito::invitation const* invitation = nullptr;  ///< Never null; must outlive the plan.
  std::optional<token_digest> token{};             ///< The digest of the token in the message.
  std::optional<std::vector<scope_id>> scopes{};   ///< Absent: the scopes of the command.
  std::optional<std::vector<instant>> sent_to_recipient{};  ///< `send_log::to_recipient`.
};

/// The decision on one of several invitations.
struct planned {
  std::size_t row = 0;                ///< The index of the invitation in the input.
  result<invito::decision> decision;  ///< The decision to store, or the refusal.
};

/// Issues an invitation for each row. `c` contains the values that all rows share; a row provides
/// the other values. If an earlier row contains the same address (in its canonical form) or user,
/// the row is refused with `duplicate_item`, whatever the result of the earlier row; the same id is
/// refused with `already_issued`, the same idempotency key with `idempotency_mismatch`. If there
/// are more rows than the policy's `quotas.batch`, every row is refused with `too_many_items`. All
/// rows have the same guard for the organization, so store them in one transaction. Complexity:
/// O(n log n) in the rows, linear in their facts.
[[nodiscard]] std::vector<result<issuance>> plan_issue(policy const& p,
                                                       std::vector<bulk_row> const& rows,
                                                       issue_command c, bulk_mode mode);

/// Resends the pending invitations; the other rows are left out of the result. An invitation that
/// an earlier row contains is refused with `duplicate_item`. Complexity: O(n log n).
[[nodiscard]] std::vector<planned> plan_resend(policy const& p, std::vector<resend_row> const& rows,
                                               resend_command c);

/// Revokes all pending invitations of `sponsor`, for example when a member leaves. Complexity:
/// linear.
template <class Range>
[[nodiscard]] std::vector<planned> plan_revoke(policy const& p, Range const& invitations,
                                               actor const& sponsor, revoke_command const& c);

/// Records the expiry of all expired invitations. Complexity: linear.
template <class Range>
[[nodiscard]] std::vector<planned> plan_expire(policy const& p, Range const& invitations,
                                               expire_command const& c);

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/lifecycle/impl/bulk.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/bulk.ipp>
#endif
