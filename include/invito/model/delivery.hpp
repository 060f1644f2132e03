// SPDX-License-Identifier: MIT
#pragma once

/// \file model/delivery.hpp
/// What became of a message that was sent for an invitation. It stands beside the invitation: mail
/// that fails leaves the invitation as it was, its status and its revision included.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/model/id.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Where a message is.
enum class delivery_status : std::uint8_t {
  queued,   ///< Waits for the host to hand it over.
  sent,     ///< A mail server took it.
  bounced,  ///< It came back: the mailbox did not take it. Final.
  failed    ///< No mail server took it, so it never left. The host may queue it again.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<delivery_status>{"queued", "sent",
                                                                           "bounced", "failed"};

/// One message on its way. Kept by the host under the invitation and the number of the send.
struct delivery {
  invitation_id invitation{};  ///< Which invitation it brings.
  std::uint32_t send = 1;      ///< Which message: 1 is the first; see `send_count`.
  /// Where it is; `may_become` knows what may follow.
  delivery_status status = delivery_status::queued;
  instant at{};          ///< Since when, as it was reported.
  std::string detail{};  ///< What the mail server said; it may name the person.

  friend bool operator==(delivery const& a, delivery const& b) noexcept;
  friend bool operator!=(delivery const& a, delivery const& b) noexcept { return !(a == b); }
};

/// Whether a message that is `from` may become `to`. Constant.
[[nodiscard]] constexpr bool may_become(delivery_status from, delivery_status to) noexcept;

/// Takes in what the host did or a mail server reports, and returns whether that changed anything.
/// Reports may come twice and in any order: one that repeats the present status changes nothing,
/// nor does one that a later report has overtaken. Only between `queued` and `failed`, which lead
/// to each other, does `at` tell which is the later; elsewhere the clocks of other machines do not
/// matter. Keeps at most `bound::text` bytes of `detail`. Constant.
bool report(delivery& d, delivery_status to, instant at, std::string_view detail = {});

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/model/impl/delivery.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/delivery.ipp>
#endif
