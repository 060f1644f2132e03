// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/apply.hpp
/// Applies decisions and events to invitations. The verbs themselves change nothing.

#include <invito/base/result.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Returns the invitation of an issuance.
[[nodiscard]] invitation apply(issuance issued);

/// Applies a decision to the invitation. Refused with `stale_revision`, without any change, if the
/// revision of the invitation is not the revision that the decision was made for. Checks nothing
/// else. If memory runs out, nothing changes either. Complexity: constant, except for the growth of
/// the history.
[[nodiscard]] result<void> apply(invitation& i, decision const& d);
/// Applies a decision, and moves its event into the history.
[[nodiscard]] result<void> apply(invitation& i, decision&& d);

/// Applies `events` to `i`, the invitation before them: a baseline without events or, if the first
/// event is an issue, an invitation with only the members that never change. Refused with
/// `history_mismatch` and the index of the event if an event is out of order in time or revision,
/// or if the state machine does not allow it. Complexity: linear.
[[nodiscard]] result<invitation> replay(invitation i, event_list events);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/apply.ipp>
#endif
