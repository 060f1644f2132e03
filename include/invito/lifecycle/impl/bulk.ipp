// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <utility>

#include <invito/base/impl/repeated.hpp>
#include <invito/base/path.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/lifecycle/impl/bulk.hpp>
#include <invito/lifecycle/impl/record.hpp>
#include <invito/lifecycle/query.hpp>
#include <invito/lifecycle/verbs.hpp>
#include <invito/model/email.hpp>
#include <invito/model/sends.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Adds a message to the log, so that the rates for later rows count the message. The log stays
/// sorted, even if it contains later times from a server whose clock is ahead.
inline void log_send(std::optional<std::vector<instant>>& log, instant at) {
  if (!log) return;
  const bool last = log->empty() || log->back() <= at;
  log->insert(last ? log->end() : std::upper_bound(log->begin(), log->end(), at), at);
}

inline void log_send(facts& f, instant at) {
  log_send(f.sends.by_inviter, at);
  log_send(f.sends.of_organization, at);
}

/// Returns whether the problems include a limit that later rows would exceed too. The rate of
/// messages to one address is not such a limit, because later rows have other addresses.
inline bool hits_limit(problems const& all) {
  return std::any_of(all.begin(), all.end(), [](problem const& p) {
    return p.code == code::seats_full || p.code == code::too_many_pending ||
           (p.code == code::rate_limited && p.subject != "to_recipient");
  });
}

/// Returns for each row whether an earlier row has the same key. `key_of(row)` returns a pointer to
/// the key, or null; see `repeated_keys`.
template <class Row, class KeyOf>
std::vector<bool> find_repeated(std::vector<Row> const& rows, KeyOf key_of) {
  std::vector<bool> out(rows.size());
  for (const std::size_t n : repeated_keys(rows, key_of)) out[n] = true;
  return out;
}

/// Returns a pointer to the value, or null if the value is empty.
template <class Text>
Text const* pointer_if_set(Text const& text) {
  return text.empty() ? nullptr : &text;
}

inline email const* pointer_if_set(std::optional<email> const& address) {
  return address ? &*address : nullptr;
}

inline problem stopped_by(std::size_t row) {
  return {code::batch_stopped, {}, {}, {static_cast<std::int64_t>(row) + 1, 0, 0}};
}

/// Adds a new invitation and its message to the facts, so that the rules for later rows count the
/// invitation and the message.
inline void count_usage(facts& f, issuance const& issued) {
  if (issued.existing) return;
  if (f.organization) {
    auto& pending = f.organization->pending;
    const auto freed = static_cast<std::uint32_t>(issued.superseded.size());
    pending = (pending > freed ? pending - freed : 0) + 1;
  }
  if (issued.invitation.send) log_send(f, issued.invitation.history.back().at);
}

INVITO_INLINE void plan_one(std::vector<planned>& out, std::size_t row, policy const& p,
                            invitation const& i, actor const& sponsor, revoke_command const& c) {
  std::optional<actor> const& vouching = i.sponsor ? i.sponsor : i.created_by;
  if (clamped_status(i, c.now) == status::pending && vouching == sponsor) {
    out.push_back({row, revoke(p, i, c)});
  }
}

INVITO_INLINE void plan_one(std::vector<planned>& out, std::size_t row, policy const& p,
                            invitation const& i, expire_command const& c) {
  if (is_due(i, c.now)) out.push_back({row, expire(p, i, c)});
}

/// Returns the indices of the requests whose address occurs in an earlier request, in ascending
/// order. Complexity: O(n log n).
inline std::vector<std::size_t> repeated_emails(std::vector<invitation_request> const& all) {
  return repeated_keys(all, [](invitation_request const& r) {
    return r.recipient.email ? &*r.recipient.email : nullptr;
  });
}

}  // namespace detail

INVITO_INLINE result<void> check_batch(policy const& p,
                                       std::vector<invitation_request> const& all) {
  problems found;
  if (p.quotas.batch && all.size() > *p.quotas.batch) {
    found.add(make_problem(code::too_many_items, {}, {}, {std::int64_t{*p.quotas.batch}}));
    return found;
  }
  for (const std::size_t n : detail::repeated_emails(all)) {
    found.add(
        make_problem(code::duplicate_item, path("email").add(n), all[n].recipient.email->text()));
  }
  return found;
}

INVITO_INLINE std::vector<result<issuance>> plan_issue(policy const& p,
                                                       std::vector<bulk_row> const& rows,
                                                       issue_command c, bulk_mode mode) {
  std::vector<result<issuance>> out;
  out.reserve(rows.size());
  if (p.quotas.batch && rows.size() > *p.quotas.batch) {
    const problem too_many{code::too_many_items, {}, {}, {std::int64_t{*p.quotas.batch}, 0, 0}};
    out.assign(rows.size(), too_many);
    return out;
  }
  std::optional<std::vector<scope_id>> const shared_scopes = std::move(c.facts.scopes);
  const auto emails = detail::find_repeated(
      rows, [](auto const& row) { return detail::pointer_if_set(row.request.recipient.email); });
  const auto users = detail::find_repeated(
      rows, [](auto const& row) { return detail::pointer_if_set(row.request.recipient.user); });
  const auto ids =
      detail::find_repeated(rows, [](auto const& row) { return detail::pointer_if_set(row.id); });
  const auto idempotency_keys = detail::find_repeated(
      rows, [](auto const& row) { return detail::pointer_if_set(row.idempotency_key); });
  std::optional<std::size_t> refused;  // the index of the first refused row
  std::optional<std::size_t> limit;    // the index of the row that exceeded a limit
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
      c.token = row.token;
      c.idempotency_key = row.idempotency_key;
      c.facts.member = row.member;
      c.facts.former = row.former;
      c.facts.existing = row.existing;
      c.facts.scopes = row.scopes ? row.scopes : shared_scopes;
      c.facts.sends.to_recipient = row.sent_to_recipient;
      out.emplace_back(issue(p, row.request, c));
    }
    if (out.back()) {
      detail::count_usage(c.facts, *out.back());
      continue;
    }
    if (!refused) refused = n;
    if (mode == bulk_mode::up_to_limit && detail::hits_limit(out.back().error())) limit = n;
  }
  if (mode != bulk_mode::all_or_nothing || !refused) return out;
  for (result<issuance>& row : out) {
    if (row) row = detail::stopped_by(*refused);
  }
  return out;
}

INVITO_INLINE std::vector<planned> plan_resend(policy const& p, std::vector<resend_row> const& rows,
                                               resend_command c) {
  std::vector<planned> out;
  const auto ids = detail::find_repeated(
      rows, [](auto const& row) { return detail::pointer_if_set(row.invitation->id); });
  std::optional<std::vector<scope_id>> const shared_scopes = std::move(c.facts.scopes);
  for (std::size_t n = 0; n != rows.size(); ++n) {
    resend_row const& row = rows[n];
    invitation const& i = *row.invitation;
    if (detail::clamped_status(i, c.now) != status::pending) continue;
    if (ids[n]) {
      out.push_back({n, make_problem(code::duplicate_item, "id", i.id.text())});
      continue;
    }
    c.token = row.token;
    c.facts.scopes = row.scopes ? row.scopes : shared_scopes;
    c.facts.sends.to_recipient = row.sent_to_recipient;
    out.push_back({n, resend(p, i, c)});
    result<decision> const& planned_resend = out.back().decision;
    if (planned_resend && planned_resend->event)
      detail::log_send(c.facts, planned_resend->event->at);
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito
