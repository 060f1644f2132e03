// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <invito/base/problem.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// All codes, in the order of their numbers.
inline constexpr code_info codes[] = {
    // clang-format off
    {code::syntax_error, "syntax_error", tier::input, answer::bad_request, "this is not valid JSON, from byte {0} on"},
    {code::too_large, "too_large", tier::input, answer::bad_request, "the text has {0} bytes, more than the {1} allowed"},
    {code::too_deep, "too_deep", tier::input, answer::bad_request, "nested deeper than the {0} levels allowed"},
    {code::too_many_items, "too_many_items", tier::input, answer::bad_request, "more than the {0} values allowed"},
    {code::missing_field, "missing_field", tier::input, answer::bad_request, "a value is required here"},
    {code::wrong_type, "wrong_type", tier::input, answer::bad_request, "this must be {s}"},
    {code::unknown_field, "unknown_field", tier::input, answer::bad_request, "there is no such member"},
    {code::duplicate_key, "duplicate_key", tier::input, answer::bad_request, "this member stands twice"},
    {code::unknown_value, "unknown_value", tier::input, answer::bad_request, "\"{s}\" is not one of the values allowed here"},
    {code::conflicting_fields, "conflicting_fields", tier::input, answer::bad_request, "this contradicts the member \"{s}\""},
    {code::duplicate_item, "duplicate_item", tier::input, answer::bad_request, "\"{s}\" stands twice in this list"},
    {code::number_out_of_range, "number_out_of_range", tier::input, answer::bad_request, "this number is out of range"},
    {code::invalid_utf8, "invalid_utf8", tier::input, answer::bad_request, "this text is not well-formed UTF-8"},
    {code::invalid_time, "invalid_time", tier::input, answer::bad_request, "this must be a time such as 2026-01-31T23:59:59Z"},
    {code::time_out_of_range, "time_out_of_range", tier::input, answer::bad_request, "this time lies outside of the years 1678 to 2261"},
    {code::invalid_state, "invalid_state", tier::input, answer::bad_request, "this contradicts the status \"{s}\""},
    {code::invalid_uuid, "invalid_uuid", tier::input, answer::bad_request, "\"{s}\" is not a UUID"},
    {code::not_representable, "not_representable", tier::input, answer::bad_request, "this document has no way to say: {s}"},
    {code::unsupported_version, "unsupported_version", tier::input, answer::bad_request, "format {0} is not known here; the latest is {1}"},
    {code::history_mismatch, "history_mismatch", tier::input, answer::bad_request, "the recorded events do not lead to this value"},
    {code::not_found, "not_found", tier::tenant, answer::not_found, "there is no such invitation"},
    {code::unauthenticated, "unauthenticated", tier::tenant, answer::unauthenticated, "sign in first"},
    {code::inactive_actor, "inactive_actor", tier::authority, answer::forbidden, "only an active member may do this", code::forbidden},
    {code::not_permitted, "not_permitted", tier::authority, answer::forbidden, "this needs a rank that may grant the role \"{s}\""},
    {code::system_only, "system_only", tier::authority, answer::forbidden, "only the system records this", code::forbidden},
    {code::forbidden, "forbidden", tier::authority, answer::forbidden, "you may not do this"},
    {code::wrong_recipient, "wrong_recipient", tier::authority, answer::not_found, "this invitation was sent to somebody else; sign in with the address that received it", code::not_found},
    {code::email_unverified, "email_unverified", tier::authority, answer::forbidden, "verify your email address first", {}, code::not_found},
    {code::key_missing, "key_missing", tier::authority, answer::forbidden, "open the link in the message that brought this invitation", {}, code::not_found},
    {code::wrong_key, "wrong_key", tier::authority, answer::not_found, "this link does not open the invitation", code::not_found},
    {code::key_retired, "key_retired", tier::authority, answer::forbidden, "a later message has brought a newer link; use that one", {}, code::not_found},
    {code::missing_value, "missing_value", tier::input, answer::bad_request, "a value is required here"},
    {code::text_too_long, "text_too_long", tier::input, answer::bad_request, "{0} is more than the {1} allowed here"},
    {code::invalid_email, "invalid_email", tier::input, answer::bad_request, "\"{s}\" is not an email address"},
    {code::email_not_ascii, "email_not_ascii", tier::input, answer::bad_request, "\"{s}\" has characters beyond ASCII, which are not admitted here"},
    {code::domain_refused, "domain_refused", tier::input, answer::bad_request, "addresses at \"{s}\" are not admitted here"},
    {code::unknown_role, "unknown_role", tier::input, answer::bad_request, "there is no role \"{s}\""},
    {code::role_not_grantable, "role_not_grantable", tier::input, answer::bad_request, "the role \"{s}\" is not granted by invitation"},
    {code::lifetime_too_short, "lifetime_too_short", tier::input, answer::bad_request, "{0d} is shorter than the {1d} that an invitation lives at least"},
    {code::lifetime_too_long, "lifetime_too_long", tier::input, answer::bad_request, "{0d} is longer than the {1d} that an invitation lives at most"},
    {code::weak_key, "weak_key", tier::input, answer::bad_request, "{0} bytes with {1} different values are too weak for a key, which needs {2} random bytes or more, 8 of them different"},
    {code::weak_digest, "weak_digest", tier::input, answer::bad_request, "the digest of the key has {0} bytes; at least {1} are needed"},
    {code::already_issued, "already_issued", tier::status, answer::conflict, "this invitation has been issued"},
    {code::already_accepted, "already_accepted", tier::status, answer::conflict, "this invitation has been accepted"},
    {code::already_revoked, "already_revoked", tier::status, answer::conflict, "this invitation has been withdrawn or declined"},
    {code::expired, "expired", tier::status, answer::conflict, "this invitation expired {0d} ago; ask for a new one"},
    {code::not_yet_expired, "not_yet_expired", tier::status, answer::conflict, "this invitation is not due to expire yet"},
    {code::renewal_refused, "renewal_refused", tier::status, answer::conflict, "this invitation expired {0d} ago and is not renewed; issue a new one"},
    {code::offer_changed, "offer_changed", tier::status, answer::conflict, "the offer has changed since you saw it; look at it again"},
    {code::revision_mismatch, "revision_mismatch", tier::status, answer::conflict, "made against revision {0}, but the invitation is at {1}"},
    {code::idempotency_mismatch, "idempotency_mismatch", tier::status, answer::conflict, "this idempotency key was used for another command"},
    {code::too_soon, "too_soon", tier::status, answer::too_many_requests, "the last message was sent {0d} ago; wait another {1d}"},
    {code::too_many_sends, "too_many_sends", tier::status, answer::conflict, "{0} of {1} messages have been sent; issue a new invitation"},
    {code::too_old, "too_old", tier::status, answer::conflict, "this was issued {0d} ago and is sent again for {1d} only; issue a new invitation"},
    {code::fact_missing, "fact_missing", tier::facts, answer::internal, "the fact \"{s}\" is needed to judge this"},
    {code::sponsor_inactive, "sponsor_inactive", tier::facts, answer::forbidden, "who invited you is no longer a member; ask for a new invitation"},
    {code::sponsor_not_permitted, "sponsor_not_permitted", tier::facts, answer::forbidden, "who invited you may no longer grant the role \"{s}\"; ask for a new invitation", code::sponsor_inactive},
    {code::organization_inactive, "organization_inactive", tier::facts, answer::forbidden, "the organization is not active"},
    {code::plan_refused, "plan_refused", tier::facts, answer::payment_required, "the organization's plan does not include invitations"},
    {code::already_member, "already_member", tier::facts, answer::conflict, "\"{s}\" is a member of the organization already", {}, code::not_invitable},
    {code::not_former_member, "not_former_member", tier::facts, answer::conflict, "\"{s}\" has not been a member before", {}, code::not_invitable},
    {code::unknown_scope, "unknown_scope", tier::facts, answer::bad_request, "\"{s}\" does not exist any more, or never did"},
    {code::duplicate_pending, "duplicate_pending", tier::facts, answer::conflict, "the invitation \"{s}\" for the same address is pending", {}, code::not_invitable},
    {code::not_invitable, "not_invitable", tier::facts, answer::conflict, "this address cannot be invited now"},
    {code::unavailable, "unavailable", tier::facts, answer::unavailable, "something went wrong on our side; try again later"},
    {code::seats_full, "seats_full", tier::facts, answer::conflict, "{0} of {1} seats are used, {2} of them reserved"},
    {code::too_many_pending, "too_many_pending", tier::facts, answer::conflict, "{0} of {1} invitations are pending"},
    {code::rate_limited, "rate_limited", tier::facts, answer::too_many_requests, "{0} of {1} messages have been sent; try again in {2d}"},
    {code::batch_stopped, "batch_stopped", tier::facts, answer::conflict, "not done, because row {0} of the batch was refused"},
    // clang-format on
};

/// The code of that name; see `to_string`. Linear in the number of codes.
template <>
[[nodiscard]] constexpr std::optional<code> from_string<code>(std::string_view name) noexcept {
  for (code_info const& row : codes) {
    if (row.name == name) return row.code;
  }
  return std::nullopt;
}

/// For a value that is none of the codes.
inline constexpr code_info no_code{code{}, "unknown", tier::facts, answer::internal, "unknown"};

constexpr code_info const& info(code c) noexcept {
  code_info const* from = std::begin(codes);
  code_info const* to = std::end(codes);
  while (from != to) {
    code_info const* const middle = from + (to - from) / 2;
    if (middle->code == c) return *middle;
    if (middle->code < c) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return no_code;
}

constexpr code public_code(code c, disclosure d) noexcept {
  code_info const& row = info(c);
  if (d == disclosure::enumeration_safe && row.safe_code != code{}) return row.safe_code;
  return row.public_code == code{} ? c : row.public_code;
}

}  // namespace INVITO_ABI
}  // namespace invito
