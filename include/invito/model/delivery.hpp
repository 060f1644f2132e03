// SPDX-License-Identifier: MIT
#pragma once

/// \file model/delivery.hpp
/// The delivery of a message that was sent for an invitation. It is stored separately from the
/// invitation: a message that cannot be delivered changes neither the status nor the revision of
/// the invitation.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/model/id.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The status of a message.
enum class delivery_status : std::uint8_t {
  queued,   ///< The host has not yet passed it to a mail server.
  sent,     ///< A mail server accepted it.
  bounced,  ///< It was returned: the mailbox did not accept it. Final.
  failed    ///< No mail server accepted it, so it was never sent. The host may queue it again.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<delivery_status>{"queued", "sent",
                                                                           "bounced", "failed"};

/// The delivery of one message. The host stores it under the id of the invitation and the number of
/// the message.
struct delivery {
  invitation_id invitation{};  ///< The invitation that the message contains.
  std::uint32_t send = 1;      ///< The number of the message: 1 is the first; see `send_count`.
  /// The status; `can_transition` defines the possible changes.
  delivery_status status = delivery_status::queued;
  instant at{};          ///< The time of the status, as it was reported.
  std::string detail{};  ///< The text of the mail server; it may name the person.

  friend bool operator==(delivery const& a, delivery const& b) noexcept;
  friend bool operator!=(delivery const& a, delivery const& b) noexcept { return !(a == b); }
};

/// Returns whether the status of a message may change from `from` to `to`. Complexity: constant.
[[nodiscard]] constexpr bool can_transition(delivery_status from, delivery_status to) noexcept;

/// Records an action of the host or a report of a mail server, and returns whether `d` changed.
/// Reports may arrive twice and in any order: a report that repeats the current status changes
/// nothing, and a report that a later one has overtaken changes nothing either. `at` decides which
/// report is later only between `queued` and `failed`, each of which can follow the other; in all
/// other cases the clocks of other machines do not matter. Keeps at most `bound::text` bytes of
/// `detail`. Complexity: constant.
bool report(delivery& d, delivery_status to, instant at, std::string_view detail = {});

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/model/impl/delivery.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/delivery.ipp>
#endif
