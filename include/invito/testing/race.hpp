// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/race.hpp
/// Runs many hosts on the same invitations at the same time. A host is an instance of a service. It
/// can be a thread, or a process that may be killed. Afterwards, a check finds acknowledged changes
/// that the storage has lost, and broken invariants.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <invito/testing/invariants.hpp>
#include <invito/testing/storage.hpp>
#include <invito/testing/world.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

/// The size of a race.
struct race_options {
  std::uint64_t seed = 1;           ///< The same seed produces the same steps.
  std::uint32_t hosts = 8;          ///< The number of concurrent hosts.
  std::uint32_t organizations = 4;  ///< The number of organizations in the storage.
  std::uint32_t invitations = 250;  ///< The number of invitations in each organization.
  std::uint32_t steps = 4;          ///< Steps per host and invitation; the first step is `issue`.
  std::uint32_t first = 0;  ///< The organization to start at, for a host that was killed before.
};

/// A change of an invitation for which `storage::store` has returned true.
struct acknowledgement {
  invitation_id id{};             ///< The id of the changed invitation.
  std::uint64_t revision = 0;     ///< The revision of the invitation after the change.
  std::string idempotency_key{};  ///< The idempotency key of the event, unique in the race.
};

/// The counts of one host, or their sums over all hosts.
struct race_counts {
  std::size_t steps = 0;      ///< Steps that were executed.
  std::size_t stored = 0;     ///< Transactions that were stored.
  std::size_t refused = 0;    ///< Steps that were refused by a rule.
  std::size_t conflicts = 0;  ///< Transactions that failed because the stored data had changed.
  std::size_t nothing = 0;    ///< Steps that were not refused and had nothing to store.
};

/// Returns the world of one organization: `busy_world` with one invitee for each invitation. There
/// are seats for five of sixteen invitees, so that no seat is free near the end of a race. Every
/// second organization has no seat limit.
[[nodiscard]] world race_world(race_options const& options, std::uint32_t organization);

/// Runs the steps of the host with the number `host`. All hosts process the invitations in the same
/// order. A host may store a decision several steps later, so that decisions of different hosts
/// conflict. Calls `acknowledged` after each stored change.
race_counts play(storage& s, race_options const& options, std::uint32_t host,
                 std::function<void(acknowledgement const&)> const& acknowledged);

/// Checks the storage after a race. Returns a message about the first error, or `std::nullopt`.
///
/// - Every invitation fulfils the invariants of one invitation.
/// - A history contains every acknowledged change, and no idempotency key is stored twice. If no
///   host was killed (`complete`), the histories contain no other changes.
/// - The members are exactly the people whose acceptance is stored.
/// - No mailbox has two pending invitations.
/// - No organization has more members than seats. Seats that pending invitations reserve are not
///   counted, because each host has its own clock. A host whose clock is behind may accept an
///   invitation that has expired for another host.
[[nodiscard]] std::optional<std::string> find_damage(
    storage& s, race_options const& options, std::vector<acknowledgement> const& acknowledged,
    bool complete = true);

/// Opens a new connection to the same storage. `race` calls this function once in each thread, and
/// once after the threads have ended.
using open_storage = std::function<std::unique_ptr<storage>()>;

/// The result of a race between threads.
struct race_report {
  race_counts counts{};                 ///< The sums of the counts of all hosts.
  std::optional<std::string> damage{};  ///< The result of `find_damage`.
};

/// Runs a race with one thread and one connection for each host. An exception in one of these
/// threads ends the program.
[[nodiscard]] race_report race(open_storage const& open, race_options const& options = {});

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/race.hpp>
