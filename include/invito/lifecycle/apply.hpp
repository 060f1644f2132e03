// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/apply.hpp
/// The only writer: carries decisions and events out on values.

#include <invito/base/result.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The new invitation.
[[nodiscard]] invitation apply(issuance made);

/// Carries a decision out. False, and nothing changed, where the invitation is no longer at the
/// revision that the decision was made against. Judges nothing else. Where memory runs out, nothing
/// changes either. Constant, but for the memory of the history.
bool apply(invitation& i, decision const& made);
bool apply(invitation& i, decision&& made);  ///< The same, with the event moved.

/// Folds `events` over `i`, the value before them: a baseline without events, or, where the first
/// event is an issue, an invitation that has only the members that never change. Refuses events
/// that are out of order in time or revision or that the machine does not allow (`history_mismatch`
/// with the index of the event). Linear.
[[nodiscard]] result<invitation> replay(invitation i, event_list events);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/apply.ipp>
#endif
