// SPDX-License-Identifier: MIT
#pragma once

#include <invito/lifecycle/policy.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(expiry_policy const& a, expiry_policy const& b) noexcept {
  return a.lifetime == b.lifetime && a.max_lifetime == b.max_lifetime &&
         a.min_lifetime == b.min_lifetime;
}

INVITO_INLINE bool operator==(domain_policy const& a, domain_policy const& b) noexcept {
  return a.allowed == b.allowed && a.denied == b.denied;
}

INVITO_INLINE bool operator==(resend_policy const& a, resend_policy const& b) noexcept {
  return a.cool_down == b.cool_down && a.max_sends == b.max_sends && a.max_age == b.max_age &&
         a.renew_expired == b.renew_expired;
}

INVITO_INLINE bool operator==(token_policy const& a, token_policy const& b) noexcept {
  return a.required == b.required && a.grace == b.grace;
}

INVITO_INLINE bool operator==(quota_policy const& a, quota_policy const& b) noexcept {
  return a.seats == b.seats && a.pending == b.pending && a.per_recipient == b.per_recipient &&
         a.per_inviter == b.per_inviter && a.per_organization == b.per_organization &&
         a.batch == b.batch;
}

INVITO_INLINE bool operator==(policy const& a, policy const& b) noexcept {
  return a.roles == b.roles && a.expiry == b.expiry && a.granting == b.granting &&
         a.inviter_rank == b.inviter_rank && a.proof == b.proof && a.recipient == b.recipient &&
         a.sponsor == b.sponsor && a.vanished == b.vanished && a.duplicates == b.duplicates &&
         a.members == b.members && a.resend == b.resend && a.tokens == b.tokens &&
         a.quotas == b.quotas && a.domains == b.domains &&
         a.allow_non_ascii_email == b.allow_non_ascii_email &&
         a.check_organization == b.check_organization && a.check_scopes == b.check_scopes;
}

}  // namespace INVITO_ABI
}  // namespace invito
