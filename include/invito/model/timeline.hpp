// SPDX-License-Identifier: MIT
#pragma once

/// \file model/timeline.hpp
/// An invitation as a composite status, and a composite status as what it says of an invitation.

#include <optional>

#include <invito/model/composite_status.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// What `i` is at `now`, and everything that led to it: the statuses and the state from which its
/// history starts, one entry for each event, and "expired" where its time is over and nobody wrote
/// it down. An event's own name stands in the metadata, under `invito_event`.
///
/// | event | status | because |
/// |---|---|---|
/// | issue, resend, amend | pending | it waits for an answer |
/// | accept | success | it has reached its aim |
/// | revoke | cancelled | the organization stopped it |
/// | decline | approval-denied | somebody was asked, and said no |
/// | supersede | discarded | something newer is used instead |
/// | expire | expired | |
///
/// Linear in the events and the statuses.
[[nodiscard]] composite_status composite_of(invitation const& i, instant now);

/// The state that an entry tells of: the words above, and `accepted` and `revoked`, which Nuon's
/// servers use. Nothing for another word, and for an expiry without its time.
[[nodiscard]] std::optional<state> state_of(status_entry const& told);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/timeline.ipp>
#endif
