// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <invito/base/problem.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// All codes, in the order of their numbers.
inline constexpr code_info codes[] = {
    // clang-format off
    {code::syntax_error, "syntax_error", tier::input, error_category::bad_request, "invalid JSON at byte {0}"},
    {code::too_large, "too_large", tier::input, error_category::bad_request, "the text has {0} bytes; the limit is {1}"},
    {code::too_deep, "too_deep", tier::input, error_category::bad_request, "nesting exceeds the limit of {0} levels"},
    {code::too_many_items, "too_many_items", tier::input, error_category::bad_request, "the number of items exceeds the limit of {0}"},
    {code::missing_field, "missing_field", tier::input, error_category::bad_request, "this field is required"},
    {code::wrong_type, "wrong_type", tier::input, error_category::bad_request, "this value must be {s}"},
    {code::unknown_field, "unknown_field", tier::input, error_category::bad_request, "unknown field"},
    {code::duplicate_field, "duplicate_field", tier::input, error_category::bad_request, "duplicate field"},
    {code::unknown_value, "unknown_value", tier::input, error_category::bad_request, "the value \"{s}\" is not allowed"},
    {code::conflicting_fields, "conflicting_fields", tier::input, error_category::bad_request, "this value conflicts with the field \"{s}\""},
    {code::duplicate_item, "duplicate_item", tier::input, error_category::bad_request, "duplicate item \"{s}\""},
    {code::number_out_of_range, "number_out_of_range", tier::input, error_category::bad_request, "this number is too small or too large for the field"},
    {code::invalid_utf8, "invalid_utf8", tier::input, error_category::bad_request, "this text is not well-formed UTF-8"},
    {code::invalid_time, "invalid_time", tier::input, error_category::bad_request, "this value must be an RFC 3339 time such as 2026-01-31T23:59:59Z"},
    {code::time_out_of_range, "time_out_of_range", tier::input, error_category::bad_request, "this time is outside of the supported years 1678 to 2261"},
    {code::invalid_state, "invalid_state", tier::input, error_category::bad_request, "this field is not allowed with the status \"{s}\""},
    {code::invalid_uuid, "invalid_uuid", tier::input, error_category::bad_request, "\"{s}\" is not a UUID"},
    {code::not_representable, "not_representable", tier::input, error_category::bad_request, "\"{s}\" cannot be represented in this document"},
    {code::unsupported_version, "unsupported_version", tier::input, error_category::bad_request, "format version {0} is not supported; the latest supported version is {1}"},
    {code::history_mismatch, "history_mismatch", tier::input, error_category::bad_request, "this value contradicts the history; check that the history is complete"},
    {code::not_found, "not_found", tier::tenant, error_category::not_found, "invitation not found"},
    {code::unauthenticated, "unauthenticated", tier::tenant, error_category::unauthenticated, "authentication is required; sign in first"},
    {code::inactive_actor, "inactive_actor", tier::authority, error_category::forbidden, "only an active member of the organization may do this", code::forbidden},
    {code::not_permitted, "not_permitted", tier::authority, error_category::forbidden, "this requires permission to grant the role \"{s}\""},
    {code::system_only, "system_only", tier::authority, error_category::forbidden, "only the actor \"system\" may do this", code::forbidden},
    {code::forbidden, "forbidden", tier::authority, error_category::forbidden, "you are not permitted to do this"},
    {code::wrong_recipient, "wrong_recipient", tier::authority, error_category::not_found, "this invitation was sent to another person; sign in with the email address that received it", code::not_found},
    {code::email_unverified, "email_unverified", tier::authority, error_category::forbidden, "your email address is not verified; verify it first", {}, code::not_found},
    {code::token_missing, "token_missing", tier::authority, error_category::forbidden, "the invitation token is missing; open the link in the invitation message", {}, code::not_found},
    {code::wrong_token, "wrong_token", tier::authority, error_category::not_found, "this token does not belong to the invitation", code::not_found},
    {code::token_retired, "token_retired", tier::authority, error_category::forbidden, "this link was replaced; use the link in the latest message", {}, code::not_found},
    {code::missing_value, "missing_value", tier::input, error_category::bad_request, "{s} is required"},
    {code::text_too_long, "text_too_long", tier::input, error_category::bad_request, "length {0} exceeds the limit of {1}"},
    {code::invalid_email, "invalid_email", tier::input, error_category::bad_request, "\"{s}\" is not an email address"},
    {code::email_not_ascii, "email_not_ascii", tier::input, error_category::bad_request, "\"{s}\" contains non-ASCII characters; only ASCII addresses are allowed"},
    {code::domain_refused, "domain_refused", tier::input, error_category::bad_request, "the email domain \"{s}\" is not allowed"},
    {code::unknown_role, "unknown_role", tier::input, error_category::bad_request, "unknown role \"{s}\""},
    {code::role_not_grantable, "role_not_grantable", tier::input, error_category::bad_request, "the role \"{s}\" cannot be granted by an invitation"},
    {code::lifetime_too_short, "lifetime_too_short", tier::input, error_category::bad_request, "lifetime {0d} is below the minimum of {1d}"},
    {code::lifetime_too_long, "lifetime_too_long", tier::input, error_category::bad_request, "lifetime {0d} is above the maximum of {1d}"},
    {code::weak_token, "weak_token", tier::input, error_category::bad_request, "too little entropy for a token: {0} bytes, {1} of them distinct; use at least {2} random bytes, at least 8 of them distinct"},
    {code::invalid_digest, "invalid_digest", tier::input, error_category::bad_request, "{0} bytes are not a token digest; a digest has {1} bytes that are not all equal"},
    {code::already_issued, "already_issued", tier::status, error_category::conflict, "this invitation has already been issued"},
    {code::already_accepted, "already_accepted", tier::status, error_category::conflict, "this invitation has already been accepted"},
    {code::already_revoked, "already_revoked", tier::status, error_category::conflict, "this invitation has already been revoked or declined"},
    {code::expired, "expired", tier::status, error_category::conflict, "this invitation expired {0d} ago; ask for a new one"},
    {code::not_yet_expired, "not_yet_expired", tier::status, error_category::conflict, "this invitation has not expired yet"},
    {code::renewal_refused, "renewal_refused", tier::status, error_category::conflict, "this invitation expired {0d} ago and cannot be renewed; issue a new one"},
    {code::offer_changed, "offer_changed", tier::status, error_category::conflict, "the offer has changed since you saw it; review it again"},
    {code::stale_revision, "stale_revision", tier::status, error_category::conflict, "the decision was made for revision {0}, but the invitation is at revision {1}"},
    {code::idempotency_mismatch, "idempotency_mismatch", tier::status, error_category::conflict, "this idempotency key was used for another command"},
    {code::too_soon, "too_soon", tier::status, error_category::too_many_requests, "the last message was sent {0d} ago; try again in {1d}"},
    {code::too_many_sends, "too_many_sends", tier::status, error_category::conflict, "the number of sent messages is {0}; the limit is {1}; issue a new invitation"},
    {code::too_old, "too_old", tier::status, error_category::conflict, "this invitation was issued {0d} ago; it can be resent only in the first {1d}; issue a new one"},
    {code::fact_missing, "fact_missing", tier::facts, error_category::internal, "the fact \"{s}\" is required but was not given"},
    {code::sponsor_inactive, "sponsor_inactive", tier::facts, error_category::forbidden, "the person who invited you is no longer a member; ask for a new invitation"},
    {code::sponsor_not_permitted, "sponsor_not_permitted", tier::facts, error_category::forbidden, "the person who invited you may no longer grant the role \"{s}\"; ask for a new invitation", code::sponsor_inactive},
    {code::organization_inactive, "organization_inactive", tier::facts, error_category::forbidden, "the organization is not active"},
    {code::plan_refused, "plan_refused", tier::facts, error_category::payment_required, "the organization's plan does not include invitations"},
    {code::already_member, "already_member", tier::facts, error_category::conflict, "\"{s}\" is already a member of the organization", {}, code::not_invitable},
    {code::not_former_member, "not_former_member", tier::facts, error_category::conflict, "\"{s}\" is not a former member of the organization", {}, code::not_invitable},
    {code::unknown_scope, "unknown_scope", tier::facts, error_category::bad_request, "the project or workspace \"{s}\" does not exist"},
    {code::duplicate_pending, "duplicate_pending", tier::facts, error_category::conflict, "the invitation \"{s}\" for the same recipient is already pending", {}, code::not_invitable},
    {code::not_invitable, "not_invitable", tier::facts, error_category::conflict, "this address cannot be invited now"},
    {code::unavailable, "unavailable", tier::facts, error_category::unavailable, "the service is temporarily unavailable; try again later"},
    {code::seats_full, "seats_full", tier::facts, error_category::conflict, "{0} of {1} seats are taken, including {2} reserved by pending invitations"},
    {code::too_many_pending, "too_many_pending", tier::facts, error_category::conflict, "the number of pending invitations is {0}; the limit is {1}"},
    {code::rate_limited, "rate_limited", tier::facts, error_category::too_many_requests, "the number of sent messages is {0}; the limit is {1}; try again in {2d}"},
    {code::batch_stopped, "batch_stopped", tier::facts, error_category::conflict, "not processed: row {0} of the batch was refused"},
    // clang-format on
};

/// The row that `info` returns for a number that is not the number of any code.
inline constexpr code_info no_code{code{}, "unknown", tier::facts, error_category::internal,
                                   "unknown"};

/// Returns `message` with its values. Replaces {s} by the subject, {0} to {2} by the numbers, and
/// {0d} to {2d} by the same numbers as durations.
[[nodiscard]] std::string substitute(std::string_view message, std::string_view subject,
                                     std::array<std::int64_t, 3> const& numbers);

}  // namespace detail

/// Returns the code with this name, or `std::nullopt` if there is no such code. Complexity: linear
/// in the number of codes.
template <>
[[nodiscard]] constexpr std::optional<code> from_string<code>(std::string_view name) noexcept {
  for (code_info const& row : detail::codes) {
    if (row.name == name) return row.code;
  }
  return std::nullopt;
}

constexpr code_info const& info(code c) noexcept {
  code_info const* from = std::begin(detail::codes);
  code_info const* to = std::end(detail::codes);
  while (from != to) {
    code_info const* const middle = from + (to - from) / 2;
    if (middle->code == c) return *middle;
    if (middle->code < c) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return detail::no_code;
}

constexpr code public_code(code c, disclosure d) noexcept {
  code_info const& row = info(c);
  if (d == disclosure::enumeration_safe && row.safe_code != code{}) return row.safe_code;
  return row.public_code == code{} ? c : row.public_code;
}

}  // namespace INVITO_ABI
}  // namespace invito
