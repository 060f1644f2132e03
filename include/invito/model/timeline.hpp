// SPDX-License-Identifier: MIT
#pragma once

/// \file model/timeline.hpp
/// Conversions between an invitation and a composite status, which contains a status together with
/// the earlier statuses.

#include <optional>

#include <invito/model/composite_status.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Returns the status of `i` at `now`, together with the earlier statuses. If there is a baseline,
/// the first entries are its `source_statuses`. An entry for the state of the baseline follows,
/// unless the last source status already describes this state. Each event adds one entry, whose
/// metadata contains the kind of the event as `invito_event`. If the invitation has expired at
/// `now` and the expiry was not recorded, the last entry is "expired".
///
/// | event | status | reason |
/// |---|---|---|
/// | issue, resend, amend | pending | nobody has answered the invitation |
/// | accept | success | the invitation was accepted |
/// | revoke | cancelled | the organization revoked the invitation |
/// | decline | approval-denied | the invitee declined the invitation |
/// | supersede | discarded | a newer invitation replaced the invitation |
/// | expire | expired | the expiry has passed |
///
/// Complexity: linear in the events and the statuses.
[[nodiscard]] composite_status composite_of(invitation const& i, instant now);

/// Returns the state that an entry describes. The function knows the statuses in the table of
/// `composite_of`, and also "accepted" and "revoked", which Nuon's servers use. Returns
/// `std::nullopt` for any other status, and for "expired" without a time.
[[nodiscard]] std::optional<state> state_of(status_entry const& entry);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/timeline.ipp>
#endif
