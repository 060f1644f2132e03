// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/bulk.hpp
/// Plans over many invitations: one verdict for each row, in order, nothing done yet. What one row
/// uses up of seats, pending invitations and messages is gone for those behind it.

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
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Whether one request may ask for all of these: `too_many_items` with the policy's bound, or a
/// `duplicate_item` for each address that stands in an earlier one, whatever its case. Empty: yes.
/// The place of an address is "/email/3", which a dialect's `write_error` turns into its own name.
/// O(n log n).
[[nodiscard]] problems check_batch(policy const& p, std::vector<invitation_request> const& all);

/// What becomes of the other rows when one is refused.
enum class bulk_mode : std::uint8_t {
  all_or_nothing,  ///< None is issued: `batch_stopped` for each that could have been.
  best_effort,     ///< Every row that can be issued is.
  up_to_limit      ///< The same, until a seat, the pending limit or a rate is used up; what stands
               ///< behind that row is `batch_stopped`, so that what was issued is its first part.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<bulk_mode>{"all_or_nothing",
                                                                     "best_effort", "up_to_limit"};

/// One row of a bulk invitation: what is particular to it. The members are those of `issue_command`
/// and `facts` with the same names.
struct bulk_row {
  invitation_request request{};     ///< What the inviter wants for this one.
  invitation_id id{};               ///< Chosen by the host, another one for each row.
  std::optional<key_digest> key{};  ///< Of the key that its message brings.
  std::string idempotency_key{};    ///< Of this row, so that each can be retried.
  std::optional<bool> member{};     ///< Whether this invitee is a member.
  std::optional<offer> former{};    ///< What this person had as a member.
  /// Other invitations of this mailbox, and the one of this idempotency key.
  std::optional<std::vector<invitation>> existing{};
  std::optional<std::vector<scope_id>> scopes{};            ///< Absent: those of the command.
  std::optional<std::vector<instant>> sent_to_recipient{};  ///< `send_log::to_recipient`.
};

/// One message of a bulk resend.
struct resend_row {
  invito::invitation const* invitation = nullptr;           ///< Never null; must outlive the plan.
  std::optional<key_digest> key{};                          ///< Of the key that its message brings.
  std::optional<std::vector<scope_id>> scopes{};            ///< Absent: those of the command.
  std::optional<std::vector<instant>> sent_to_recipient{};  ///< `send_log::to_recipient`.
};

/// The verdict on one of several invitations.
struct planned {
  std::size_t row = 0;       ///< Where it stood in what was given.
  result<decision> verdict;  ///< What to store, or why nothing.
};

/// Issues to everybody. `c` says what all rows share; what a row has of its own, it takes from the
/// row. An address, by its canonical key, or user that stands in an earlier row is a
/// `duplicate_item`, whatever became of that row, an id `already_issued`; more rows than the
/// policy's batch are all `too_many_items`. All rows have the same organization guard, so store
/// them in one transaction. O(n log n) in the rows, linear in their facts.
[[nodiscard]] std::vector<result<issuance>> plan_issue(policy const& p,
                                                       std::vector<bulk_row> const& rows,
                                                       issue_command c, bulk_mode mode);

/// Sends those again that are pending; the others are left out. One that stands in an earlier row
/// is a `duplicate_item`. O(n log n).
[[nodiscard]] std::vector<planned> plan_resend(policy const& p, std::vector<resend_row> const& rows,
                                               resend_command c);

/// Revokes all pending ones that `sponsor` vouches for, as when a member leaves. Linear.
template <class Range>
[[nodiscard]] std::vector<planned> plan_revoke(policy const& p, Range const& invitations,
                                               actor const& sponsor, revoke_command const& c);

/// Writes down all whose time is over. Linear.
template <class Range>
[[nodiscard]] std::vector<planned> plan_expire(policy const& p, Range const& invitations,
                                               expire_command const& c);

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/lifecycle/impl/bulk.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/bulk.ipp>
#endif
