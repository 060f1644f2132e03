// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/invariants.hpp
/// Invariants of one invitation and of all invitations of an organization. Each function returns a
/// message about the first broken invariant, or nothing.

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

/// Returns `i` without the changes of its events. `replay` starts from this value.
[[nodiscard]] invitation before_history(invitation const& i);

/// Checks an invitation that was made by the verbs. Its history is in order of time, its revisions
/// have no gap, and it has only transitions of the state machine. The invitation was accepted at
/// most once and not after its expiry, and no event follows a final event. Its state matches the
/// history, and `replay` returns an equal value.
[[nodiscard]] std::optional<std::string> broken_invariant(invitation const& i);

/// Checks all invitations of the world's organization, which has `joined` members in addition to
/// the initial members. Each invitation fulfils its own invariants. Every accepted invitation was
/// accepted by its recipient. No mailbox has two invitations that are pending at `now`. Members,
/// and the seats that pending invitations reserve, do not exceed the seat limit.
[[nodiscard]] std::optional<std::string> broken_invariant(world const& w,
                                                          std::vector<invitation> const& all,
                                                          std::uint32_t joined, instant now);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/invariants.hpp>
