// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/invariants.hpp
/// Invariants of one invitation and of all invitations of an organization. Each function returns a
/// message about the first broken invariant, or `std::nullopt`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/testing/storage.hpp>
#include <invito/testing/world.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

/// Returns the invitation as it was before its first event. `replay` starts from this value.
[[nodiscard]] invitation before_history(invitation const& i);

/// Checks an invitation that only verbs have changed. A verb is a function such as `issue` or
/// `accept`. The times of the events do not decrease, and their revisions have no gap. The state
/// machine allows each transition. The invitation was accepted at most once and before its expiry.
/// No event follows a final event. The state matches the last event, and `replay` of the history
/// returns an equal invitation.
[[nodiscard]] std::optional<std::string> broken_invariant(invitation const& i);

/// Checks all invitations of the world's organization. The organization has `joined` members in
/// addition to the initial members. Each invitation fulfils the invariants of one invitation. Every
/// accepted invitation was accepted by its recipient. No mailbox has two invitations that are
/// pending at `now`. The members do not exceed the seat limit. If pending invitations reserve
/// seats, the members and the pending invitations together do not exceed the limit.
[[nodiscard]] std::optional<std::string> broken_invariant(world const& w,
                                                          std::vector<invitation> const& all,
                                                          std::uint32_t joined, instant now);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/invariants.hpp>
