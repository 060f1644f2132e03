// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>

#include <invito/lifecycle/machine.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The state machine. The table has one row for each kind of event. The first column is for the
/// case that there is no invitation yet, and each later column is for one status. `accepted` and
/// `revoked` are final. The rules check two more conditions: an expired invitation can be renewed
/// only if the policy allows it, and a pending invitation can expire only at its expiry or later.
inline constexpr std::array<std::array<transition, 5>, 8> machine{{
    // clang-format off
    //             none              pending                accepted                revoked                expired
    /* issue     */ {status::pending, code::already_issued,  code::already_accepted, code::already_revoked, code::expired},
    /* resend    */ {code::not_found, status::pending,       code::already_accepted, code::already_revoked, status::pending},
    /* amend     */ {code::not_found, status::pending,       code::already_accepted, code::already_revoked, code::expired},
    /* accept    */ {code::not_found, status::accepted,      code::already_accepted, code::already_revoked, code::expired},
    /* decline   */ {code::not_found, status::revoked,       code::already_accepted, code::already_revoked, status::revoked},
    /* revoke    */ {code::not_found, status::revoked,       code::already_accepted, code::already_revoked, status::revoked},
    /* supersede */ {code::not_found, status::revoked,       code::already_accepted, code::already_revoked, code::expired},
    /* expire    */ {code::not_found, status::expired,       code::already_accepted, code::already_revoked, code::expired},
    // clang-format on
}};

constexpr transition find_transition(std::optional<status> from, event_kind on) noexcept {
  const auto column = from ? static_cast<std::size_t>(*from) + 1 : 0;
  return machine[static_cast<std::size_t>(on)][column];
}

namespace detail {

constexpr std::array<std::array<status, 4>, 8> make_statuses_after() noexcept {
  std::array<std::array<status, 4>, 8> out{};
  for (std::size_t on = 0; on != out.size(); ++on) {
    for (std::size_t from = 0; from != 4; ++from) {
      transition const& t = machine[on][from + 1];
      out[on][from] = t.to ? *t.to : static_cast<status>(from);
    }
  }
  return out;
}

inline constexpr std::array<std::array<status, 4>, 8> statuses_after = make_statuses_after();

}  // namespace detail

constexpr status status_after(status from, event_kind on) noexcept {
  return detail::statuses_after[static_cast<std::size_t>(on)][static_cast<std::size_t>(from)];
}

constexpr bool is_final(status s) noexcept {
  for (auto const& row : machine) {
    if (row[static_cast<std::size_t>(s) + 1].allowed()) return false;
  }
  return true;
}

}  // namespace INVITO_ABI
}  // namespace invito
