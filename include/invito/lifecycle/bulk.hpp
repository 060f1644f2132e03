// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/bulk.hpp
/// Plans over many invitations: one verdict for each row, in order, nothing done yet. What one row
/// uses up of seats, pending invitations and messages is gone for those behind it.

#include <algorithm>
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
#include <invito/base/problem.hpp>
#include <invito/base/repeated.hpp>
#include <invito/base/result.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/lifecycle/query.hpp>
#include <invito/lifecycle/verbs.hpp>
#include <invito/model/email.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace v0 {

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

// -------------------------------------------------------------------------------------------------

namespace detail {

/// Remembers a message for the rates of the rows behind; the list stays in order even where another
/// server's clock is ahead.
inline void log_send(std::optional<std::vector<instant>>& log, instant at) {
  if (!log) return;
  const bool last = log->empty() || log->back() <= at;
  log->insert(last ? log->end() : std::upper_bound(log->begin(), log->end(), at), at);
}

inline void log_send(facts& known, instant at) {
  log_send(known.sends.by_inviter, at);
  log_send(known.sends.of_organization, at);
}

/// Whether a limit is used up, so that what comes behind would meet it, too. How many messages one
/// address has got is nobody else's limit.
inline bool hits_limit(problems const& why) {
  return std::any_of(why.begin(), why.end(), [](problem const& p) {
    return p.code == code::seats_full || p.code == code::too_many_pending ||
           (p.code == code::rate_limited && p.subject != "to_recipient");
  });
}

/// For each row, whether its key stands in an earlier one; see `repeated_keys`.
template <class Row, class KeyOf>
std::vector<bool> repeats(std::vector<Row> const& rows, KeyOf key_of) {
  std::vector<bool> out(rows.size());
  for (const std::size_t n : repeated_keys(rows, key_of)) out[n] = true;
  return out;
}

/// The key, where there is one.
template <class Text>
Text const* if_any(Text const& text) {
  return text.empty() ? nullptr : &text;
}
inline email const* if_any(std::optional<email> const& address) {
  return address ? &*address : nullptr;
}

inline problem stopped_by(std::size_t row) {
  return {code::batch_stopped, {}, {}, {static_cast<std::int64_t>(row), 0, 0}};
}

/// Takes what a new invitation uses up away from the rows behind.
inline void spend(facts& known, issuance const& made) {
  if (made.existing) return;
  if (known.organization) {
    auto& pending = known.organization->pending;
    const auto freed = static_cast<std::uint32_t>(made.superseded.size());
    pending = (pending > freed ? pending - freed : 0) + 1;
  }
  if (made.invitation.send) log_send(known, made.invitation.history.back().at);
}

}  // namespace detail

inline std::vector<result<issuance>> plan_issue(policy const& p, std::vector<bulk_row> const& rows,
                                                issue_command c, bulk_mode mode) {
  std::vector<result<issuance>> out;
  out.reserve(rows.size());
  if (p.quotas.batch && rows.size() > *p.quotas.batch) {
    const problem too_many{code::too_many_items, {}, {}, {std::int64_t{*p.quotas.batch}, 0, 0}};
    out.assign(rows.size(), too_many);
    return out;
  }
  std::optional<std::vector<scope_id>> const shared_scopes = std::move(c.facts.scopes);
  const auto emails = detail::repeats(
      rows, [](auto const& row) { return detail::if_any(row.request.recipient.email); });
  const auto users = detail::repeats(
      rows, [](auto const& row) { return detail::if_any(row.request.recipient.user); });
  const auto ids = detail::repeats(rows, [](auto const& row) { return detail::if_any(row.id); });
  const auto idempotency_keys =
      detail::repeats(rows, [](auto const& row) { return detail::if_any(row.idempotency_key); });
  std::optional<std::size_t> refused;  // the first row that was
  std::optional<std::size_t> limit;    // the row that used the last of something up
  for (std::size_t n = 0; n != rows.size(); ++n) {
    bulk_row const& row = rows[n];
    recipient const& to = row.request.recipient;
    if (limit) {
      out.emplace_back(detail::stopped_by(*limit));
      continue;
    }
    if (emails[n]) {
      out.emplace_back(make_problem(code::duplicate_item, "email", to.email->text()));
    } else if (users[n]) {
      out.emplace_back(make_problem(code::duplicate_item, "user", to.user.text()));
    } else if (ids[n]) {
      out.emplace_back(make_problem(code::already_issued, "id", row.id.text()));
    } else if (idempotency_keys[n]) {
      out.emplace_back(make_problem(code::idempotency_mismatch, "idempotency_key"));
    } else {
      c.id = row.id;
      c.key = row.key;
      c.idempotency_key = row.idempotency_key;
      c.facts.member = row.member;
      c.facts.former = row.former;
      c.facts.existing = row.existing;
      c.facts.scopes = row.scopes ? row.scopes : shared_scopes;
      c.facts.sends.to_recipient = row.sent_to_recipient;
      out.emplace_back(issue(p, row.request, c));
    }
    if (out.back()) {
      detail::spend(c.facts, *out.back());
      continue;
    }
    if (!refused) refused = n;
    if (mode == bulk_mode::up_to_limit && detail::hits_limit(out.back().error())) limit = n;
  }
  if (mode != bulk_mode::all_or_nothing || !refused) return out;
  for (result<issuance>& verdict : out) {
    if (verdict) verdict = detail::stopped_by(*refused);
  }
  return out;
}

inline std::vector<planned> plan_resend(policy const& p, std::vector<resend_row> const& rows,
                                        resend_command c) {
  std::vector<planned> out;
  const auto ids =
      detail::repeats(rows, [](auto const& row) { return detail::if_any(row.invitation->id); });
  std::optional<std::vector<scope_id>> const shared_scopes = std::move(c.facts.scopes);
  for (std::size_t n = 0; n != rows.size(); ++n) {
    resend_row const& row = rows[n];
    invitation const& i = *row.invitation;
    if (detail::judged_status(i, c.now) != status::pending) continue;
    if (ids[n]) {
      out.push_back({n, make_problem(code::duplicate_item, "id", i.id.text())});
      continue;
    }
    c.key = row.key;
    c.facts.scopes = row.scopes ? row.scopes : shared_scopes;
    c.facts.sends.to_recipient = row.sent_to_recipient;
    out.push_back({n, resend(p, i, c)});
    result<decision> const& said = out.back().verdict;
    if (said && said->event) detail::log_send(c.facts, said->event->at);
  }
  return out;
}

template <class Range>
std::vector<planned> plan_revoke(policy const& p, Range const& invitations, actor const& sponsor,
                                 revoke_command const& c) {
  std::vector<planned> out;
  std::size_t row = 0;
  for (invitation const& i : invitations) {
    std::optional<actor> const& vouches = i.sponsor ? i.sponsor : i.created_by;
    if (detail::judged_status(i, c.now) == status::pending && vouches == sponsor) {
      out.push_back({row, revoke(p, i, c)});
    }
    ++row;
  }
  return out;
}

template <class Range>
std::vector<planned> plan_expire(policy const& p, Range const& invitations,
                                 expire_command const& c) {
  std::vector<planned> out;
  std::size_t row = 0;
  for (invitation const& i : invitations) {
    if (is_due(i, c.now)) out.push_back({row, expire(p, i, c)});
    ++row;
  }
  return out;
}

}  // namespace v0
}  // namespace invito
