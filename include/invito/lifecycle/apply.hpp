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

/// Returns the invitation in the issuance.
[[nodiscard]] invitation apply(issuance issued);

/// Applies a decision to the invitation. If the decision was made for another revision of the
/// invitation, the function returns `stale_revision` and changes nothing. It makes no other checks.
/// If memory runs out, nothing changes. Complexity: constant, except for the growth of the history.
[[nodiscard]] result<void> apply(invitation& i, decision const& d);
/// Applies a decision, and moves its event into the history.
[[nodiscard]] result<void> apply(invitation& i, decision&& d);

/// Applies `events` to the baseline of `i`. If `i` has no baseline, the first event must be an
/// issue. The current state and the history of `i` are ignored. If an event is out of order in time
/// or revision, contradicts the invitation, or is not allowed by the state machine, the function
/// returns `history_mismatch` with the index of the event. Complexity: linear in the number of
/// events.
[[nodiscard]] result<invitation> replay(invitation i, event_list events);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/apply.ipp>
#endif
