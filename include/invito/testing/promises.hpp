// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/promises.hpp
/// What holds whatever happens, said of values: of one invitation, of an organization, of a storage
/// with several. Each function returns a sentence about the first promise that is broken, or
/// nothing.

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

/// `i` without what events brought: the value that `replay` starts from.
[[nodiscard]] invitation before_history(invitation const& i);

/// Of an invitation that the verbs made: its history is monotone in time, without a gap, and of
/// steps that the machine has; it was accepted at most once, not after the expiry, and nothing
/// followed on an end; its state is what the history says, and `replay` makes the same value of it.
[[nodiscard]] std::optional<std::string> broken_promise(invitation const& i);

/// Of all invitations of the world's organization, with `joined` members beside the first ones:
/// the promise for each; who accepted is the person whom the invitation is for; no mailbox has two
/// that are pending at `now`; and there are no more members, with the seats that pending ones
/// reserve, than seats.
[[nodiscard]] std::optional<std::string> broken_promise(world const& w,
                                                        std::vector<invitation> const& all,
                                                        std::uint32_t joined, instant now);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/promises.hpp>
