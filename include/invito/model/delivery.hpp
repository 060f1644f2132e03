// SPDX-License-Identifier: MIT
#pragma once

/// \file model/delivery.hpp
/// What became of a message that was sent for an invitation. It stands beside the invitation: mail
/// that fails leaves the invitation as it was, its status and its revision included.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <invito/base/instant.hpp>
#include <invito/base/limits.hpp>
#include <invito/base/names.hpp>
#include <invito/base/text.hpp>
#include <invito/model/id.hpp>

namespace invito {
inline namespace v0 {

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

  friend bool operator==(delivery const& a, delivery const& b) noexcept {
    return a.invitation == b.invitation && a.send == b.send && a.status == b.status &&
           a.at == b.at && a.detail == b.detail;
  }
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

// -------------------------------------------------------------------------------------------------

/// A row for each status, a column for each that it may become.
inline constexpr std::array<std::array<bool, 4>, 4> delivery_machine{{
    // clang-format off
    //             queued  sent   bounced  failed
    /* queued  */ {false,  true,  true,    true},
    /* sent    */ {false,  false, true,    false},
    /* bounced */ {false,  false, false,   false},
    /* failed  */ {true,   false, false,   false},
    // clang-format on
}};

constexpr bool may_become(delivery_status from, delivery_status to) noexcept {
  return delivery_machine[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

inline bool report(delivery& d, delivery_status to, instant at, std::string_view detail) {
  if (!may_become(d.status, to)) return false;
  if (may_become(to, d.status) && at < d.at) return false;
  // First the one that may run out of memory, and only then the rest.
  d.detail = utf8_prefix(detail, bound::text);
  d.status = to;
  d.at = at;
  return true;
}

}  // namespace v0
}  // namespace invito
