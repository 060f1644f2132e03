// SPDX-License-Identifier: MIT
#pragma once

/// \file model/timeline.hpp
/// Conversions between an invitation and a composite status.

#include <optional>

#include <invito/model/composite_status.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Returns the status of `i` at `now`, together with the earlier statuses. The first entries are
/// the statuses of the source document and the state of the baseline. Each event adds one entry. If
/// the invitation has expired and the expiry was not recorded, the last entry is "expired". The
/// metadata of an entry for an event contains the name of the event as `invito_event`.
///
/// | event | status | reason |
/// |---|---|---|
/// | issue, resend, amend | pending | the invitation is not answered yet |
/// | accept | success | the invitation was accepted |
/// | revoke | cancelled | the organization revoked the invitation |
/// | decline | approval-denied | the invitee declined the invitation |
/// | supersede | discarded | a newer invitation replaced the invitation |
/// | expire | expired | the expiry has passed |
///
/// Complexity: linear in the events and the statuses.
[[nodiscard]] composite_status composite_of(invitation const& i, instant now);

/// Returns the state that an entry describes. The known words are the statuses in the table above,
/// and also "accepted" and "revoked", which Nuon's servers use. Returns `std::nullopt` for any
/// other word, and for "expired" without a time.
[[nodiscard]] std::optional<state> state_of(status_entry const& entry);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/timeline.ipp>
#endif
