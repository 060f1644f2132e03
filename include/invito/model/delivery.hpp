// SPDX-License-Identifier: MIT
#pragma once

/// \file model/delivery.hpp
/// The delivery of a message that was sent for an invitation. The host, which is the program that
/// uses the library, stores a delivery separately from the invitation. If a message cannot be
/// delivered, neither the status nor the revision of the invitation changes.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/model/id.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The status of the delivery of a message.
enum class delivery_status : std::uint8_t {
  queued,  ///< The host has not yet passed the message to a mail server.
  sent,    ///< A mail server accepted the message.
  /// The message was returned, because the mailbox did not accept it. This status is final.
  bounced,
  /// No mail server accepted the message, so it was never sent. The host may queue it again.
  failed
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<delivery_status>{"queued", "sent",
                                                                           "bounced", "failed"};

/// The delivery of one message. The host stores the delivery under a key that consists of the id of
/// the invitation and the number of the message.
struct delivery {
  invitation_id invitation{};  ///< The invitation for which the message was sent.
  /// The number of the message. The first message of an invitation has the number 1.
  std::uint32_t send = 1;
  /// The status of the delivery. `can_transition` defines the possible changes.
  delivery_status status = delivery_status::queued;
  instant at{};          ///< The reported time of the status.
  std::string detail{};  ///< The reported text. It can contain personal data of the recipient.

  friend bool operator==(delivery const& a, delivery const& b) noexcept;
  friend bool operator!=(delivery const& a, delivery const& b) noexcept { return !(a == b); }
};

/// Returns whether the status of a delivery may change from `from` to `to`. Complexity: constant.
[[nodiscard]] constexpr bool can_transition(delivery_status from, delivery_status to) noexcept;

/// Records an action of the host or a report of a mail server, and returns whether `d` changed.
/// Reports may arrive twice and in any order. If `can_transition` does not allow the change of the
/// status, `d` does not change. A delivery can change from `queued` to `failed` and back. For these
/// two changes, `d` also does not change if `at` is before `d.at`. For all other changes, `at` is
/// stored but not compared, because the clocks of mail servers can differ. Stores at most
/// `bound::text` bytes of `detail`. Complexity: constant.
bool report(delivery& d, delivery_status to, instant at, std::string_view detail = {});

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/model/impl/delivery.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/delivery.ipp>
#endif
