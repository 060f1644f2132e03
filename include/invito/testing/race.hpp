// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/race.hpp
/// Lets many hosts fight over the same invitations, as threads or as processes that may be killed,
/// and looks afterwards at what is stored: whether everything that was acknowledged is there, and
/// nothing that cannot be.

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

#include <invito/testing/promises.hpp>
#include <invito/testing/storage.hpp>
#include <invito/testing/world.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

/// How much to race.
struct race_options {
  std::uint64_t seed = 1;           ///< Of the steps; the same gives the same ones.
  std::uint32_t hosts = 8;          ///< How many decide and store at once.
  std::uint32_t organizations = 4;  ///< How many share the storage.
  std::uint32_t invitations = 250;  ///< Of each organization.
  std::uint32_t steps = 4;          ///< For each invitation, by each host; the first one issues it.
  std::uint32_t first = 0;          ///< The organization in which a host that was killed goes on.
};

/// A change that the storage has said to have stored.
struct acknowledgement {
  invitation_id id{};          ///< Which invitation.
  std::uint64_t revision = 0;  ///< That the change made.
  std::string token{};         ///< The idempotency key of its event: no other event has it.
};

/// What one host did.
struct race_counts {
  ///@{
  /// As in `check_counts`.
  std::size_t steps = 0;
  std::size_t stored = 0;
  std::size_t refused = 0;
  std::size_t conflicts = 0;
  std::size_t nothing = 0;
  ///@}
};

/// The world of one of the organizations. Its steps are those of `busy_world`, with an invitee for
/// each invitation and seats for five in sixteen, which run out near the end; every second
/// organization does not count seats.
[[nodiscard]] world race_world(race_options const& options, std::uint32_t organization);

/// The work of the host with this number: it walks over all invitations as the others do, so that
/// they meet, with several of its steps between deciding and storing. `acknowledged` is called
/// after each change that was stored.
race_counts play(storage& s, race_options const& options, std::uint32_t host,
                 std::function<void(acknowledgement const&)> const& acknowledged);

/// What is wrong with what is stored after a race, or nothing: every invitation keeps its promises,
/// every acknowledged change is in its history, no token is there twice, members are those whose
/// acceptance is stored, no mailbox has two pending invitations, no organization more members than
/// seats. (The seats that pending ones reserve are not counted: each host has its own clock, and
/// whose clock is behind may accept what another has seen lapse.) `complete`: no host was killed,
/// so that the histories hold nothing but what was acknowledged.
[[nodiscard]] std::optional<std::string> find_damage(
    storage& s, race_options const& options, std::vector<acknowledgement> const& acknowledged,
    bool complete = true);

/// Opens another connection to the one storage; called once by each thread, and in the end.
using open_storage = std::function<std::unique_ptr<storage>()>;

/// What a race by threads found.
struct race_report {
  race_counts counts{};                 ///< Of all hosts together.
  std::optional<std::string> damage{};  ///< What `find_damage` says.
};

/// Races with a thread for each host, each with a connection of its own. What is thrown there ends
/// the program.
[[nodiscard]] race_report race(open_storage const& open, race_options const& options = {});

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/race.hpp>
