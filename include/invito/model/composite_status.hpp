// SPDX-License-Identifier: MIT
#pragma once

/// \file model/composite_status.hpp
/// A status with everything that led to it, as Nuon keeps one beside each of its records.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/model/id.hpp>
#include <invito/model/json_text.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The words of Nuon's `app.Status`, in the order of its page. Its servers use others beside them.
inline constexpr std::array<std::string_view, 32> composite_statuses{"error",
                                                                     "pending",
                                                                     "in-progress",
                                                                     "checking-plan",
                                                                     "success",
                                                                     "not-attempted",
                                                                     "cancelled",
                                                                     "retrying",
                                                                     "discarded",
                                                                     "user-skipped",
                                                                     "auto-skipped",
                                                                     "planning",
                                                                     "applying",
                                                                     "queued",
                                                                     "warning",
                                                                     "failed-pending-retry",
                                                                     "generating",
                                                                     "awaiting-user-run",
                                                                     "provisioning",
                                                                     "active",
                                                                     "outdated",
                                                                     "expired",
                                                                     "approved",
                                                                     "drifted",
                                                                     "no-drift",
                                                                     "approval-expired",
                                                                     "approval-denied",
                                                                     "approval-retry",
                                                                     "building",
                                                                     "deleting",
                                                                     "noop",
                                                                     "approval-awaiting"};

/// One status. Nuon leaves out what is empty, so everything may be.
struct status_entry {
  std::string status{};         ///< One of `composite_statuses`, or any other word as it was read.
  std::string description{};    ///< For people.
  std::optional<instant> at{};  ///< Since when. Whole seconds in JSON.
  user_id by{};                 ///< Who made it so.
  attribute_list metadata{};    ///< Any values.

  friend bool operator==(status_entry const& a, status_entry const& b);
  friend bool operator!=(status_entry const& a, status_entry const& b) { return !(a == b); }
};

/// A status and those before it.
struct composite_status {
  status_entry current{};               ///< The one that holds.
  std::vector<status_entry> history{};  ///< Oldest first, without the current one.

  friend bool operator==(composite_status const& a, composite_status const& b);
  friend bool operator!=(composite_status const& a, composite_status const& b) { return !(a == b); }
};

/// Makes `next` the current status of `s`. The one before it joins the history as it was. Its
/// metadata carries forward where `next` has no value of that name, but for names that begin with
/// "invito_", which tell of one status alone. Linear in the metadata, but for a product of names.
void advance(composite_status& s, status_entry next);

/// Leaves the last `most` entries of the history. Nuon keeps 25.
void trim(composite_status& s, std::size_t most);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/composite_status.ipp>
#endif
