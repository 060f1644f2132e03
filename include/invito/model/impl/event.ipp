// SPDX-License-Identifier: MIT
#pragma once

#include <invito/base/impl/same_value.hpp>
#include <invito/model/event.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(issue_details const& a, issue_details const& b) {
  return a.offer == b.offer && a.token == b.token && a.reinstates == b.reinstates;
}

INVITO_INLINE bool operator==(resend_details const& a, resend_details const& b) {
  return a.token == b.token && a.previous_until == b.previous_until;
}

INVITO_INLINE bool operator==(amend_details const& a, amend_details const& b) {
  return a.offer == b.offer && a.token == b.token;
}

INVITO_INLINE bool operator==(accept_details const& a, accept_details const& b) {
  return a.proof == b.proof && a.email == b.email && a.granted == b.granted;
}

INVITO_INLINE bool operator==(decline_details const& a, decline_details const& b) {
  return a.proof == b.proof && a.email == b.email;
}

INVITO_INLINE bool operator==(revoke_details const&, revoke_details const&) { return true; }

INVITO_INLINE bool operator==(supersede_details const& a, supersede_details const& b) {
  return a.newer == b.newer;
}

INVITO_INLINE bool operator==(expire_details const& a, expire_details const& b) {
  return a.recorded_at == b.recorded_at;
}

INVITO_INLINE bool operator==(event const& a, event const& b) {
  return a.at == b.at && a.by == b.by && a.revision == b.revision && a.expires_at == b.expires_at &&
         a.idempotency_key == b.idempotency_key && a.clamped == b.clamped &&
         detail::same_value(a.details, b.details);
}

INVITO_INLINE state state_after(event const& e) {
  switch (status_after(e.kind())) {
    case status::pending: break;
    case status::accepted: return accepted{e.at, e.by.id};
    case status::revoked: {
      const event_kind kind = e.kind();
      return revoked{e.at, e.by,
                     kind == event_kind::decline     ? revoke_cause::declined
                     : kind == event_kind::supersede ? revoke_cause::superseded
                                                     : revoke_cause::revoked};
    }
    case status::expired: return expired{e.at};
  }
  return pending{e.expires_at};
}

}  // namespace INVITO_ABI
}  // namespace invito
