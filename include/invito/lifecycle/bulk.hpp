// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/bulk.hpp
/// Decisions on many invitations, in the order of the rows. The functions store and change nothing.
/// The seats, pending invitations and messages of earlier rows count against the limits for later
/// rows.

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
/// function returns `too_many_items` with the policy's limit. Otherwise it returns a
/// `duplicate_item` for each address that occurs earlier in the list; case is ignored. The location
/// of an address is a path such as "/email/3". `write_error` of a dialect converts this path to the
/// member name in the dialect's document. Complexity: O(n log n).
[[nodiscard]] result<void> check_batch(policy const& p, std::vector<invitation_request> const& all);

/// The rule for the other rows if one row is refused.
enum class bulk_mode : std::uint8_t {
  all_or_nothing,  ///< No row is issued. Rows without a problem get `batch_stopped`.
  best_effort,     ///< Every row that can be issued is issued.
  /// Like `best_effort` until a row exceeds the seats, the limit of pending invitations, or the
  /// rate of the inviter or the organization. All later rows get `batch_stopped`.
  up_to_limit
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<bulk_mode>{"all_or_nothing",
                                                                     "best_effort", "up_to_limit"};

/// One row of a bulk invitation. A member with the name of a member of `issue_command` or `facts`
/// has the same meaning.
struct bulk_row {
  invitation_request request{};         ///< The request for this row.
  invitation_id id{};                   ///< The id, which the host chooses; different for each row.
  std::optional<token_digest> token{};  ///< The digest of the token in the message.
  std::string idempotency_key{};        ///< The key of this row, so that each row can be retried.
  std::optional<bool> member{};         ///< Whether the invitee is a member.
  std::optional<offer> former{};        ///< The former membership of the invitee.
  /// The other invitations for this address or user, and the invitation with this idempotency key.
  std::optional<std::vector<invitation>> existing{};
  /// The existing projects and workspaces. If absent, the list in the command applies.
  std::optional<std::vector<scope_id>> scopes{};
  std::optional<std::vector<instant>> sent_to_recipient{};  ///< `send_log::to_recipient`.
};

/// One row of a bulk resend.
struct resend_row {
  /// The invitation. It is never null, and must exist during the call.
  invito::invitation const* invitation = nullptr;
  std::optional<token_digest> token{};  ///< The digest of the token in the message.
  /// The existing projects and workspaces. If absent, the list in the command applies.
  std::optional<std::vector<scope_id>> scopes{};
  std::optional<std::vector<instant>> sent_to_recipient{};  ///< `send_log::to_recipient`.
};

/// The decision on one of several invitations.
struct planned {
  std::size_t row = 0;                ///< The index of the invitation in the input.
  result<invito::decision> decision;  ///< The decision to store, or the refusal.
};

/// Issues an invitation for each row. `c` contains the values that all rows share; a row provides
/// the other values. A row that repeats a value of an earlier row is refused, even if the earlier
/// row was refused too. The code is `duplicate_item` for the same address (in its canonical form)
/// or user, `already_issued` for the same id, and `idempotency_mismatch` for the same idempotency
/// key. If there are more rows than the policy's `quotas.batch`, every row is refused with
/// `too_many_items`. All rows have the same guard for the organization, so store them in one
/// transaction. Complexity: O(n log n) in the rows, linear in their facts.
[[nodiscard]] std::vector<result<issuance>> plan_issue(policy const& p,
                                                       std::vector<bulk_row> const& rows,
                                                       issue_command c, bulk_mode mode);

/// Resends the pending invitations. The result does not contain the other rows. If an earlier row
/// contains the same invitation, the row is refused with `duplicate_item`. Complexity: O(n log n).
[[nodiscard]] std::vector<planned> plan_resend(policy const& p, std::vector<resend_row> const& rows,
                                               resend_command c);

/// Revokes all pending invitations whose sponsor is `sponsor`, for example when a member leaves.
/// Complexity: linear.
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
