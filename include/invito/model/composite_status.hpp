// SPDX-License-Identifier: MIT
#pragma once

/// \file model/composite_status.hpp
/// A status together with the earlier statuses. The API of the vendor Nuon uses such statuses.

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

/// One status. A document of Nuon's API omits empty members, so every member can be empty.
struct status_entry {
  std::string status{};         ///< A word such as "pending"; see `nuon::composite_statuses`.
  std::string description{};    ///< Text for people.
  std::optional<instant> at{};  ///< The time at which the status began. JSON has whole seconds.
  user_id by{};                 ///< The user who caused the status.
  attribute_list metadata{};    ///< Any named values.

  friend bool operator==(status_entry const& a, status_entry const& b);
  friend bool operator!=(status_entry const& a, status_entry const& b) { return !(a == b); }
};

/// The current status and the earlier statuses.
struct composite_status {
  status_entry current{};               ///< The current status.
  std::vector<status_entry> history{};  ///< The earlier statuses, oldest first.

  friend bool operator==(composite_status const& a, composite_status const& b);
  friend bool operator!=(composite_status const& a, composite_status const& b) { return !(a == b); }
};

/// Makes `next` the current status of `s`. Moves the previous status, unchanged, to the end of the
/// history. The new status also gets a copy of each metadata value of the previous status, unless
/// `next` already has a value with the same name. Values whose names begin with "invito_" are not
/// copied, because they belong to one status only. Complexity: the number of metadata values of the
/// previous status times the number of metadata values of `next`.
void advance(composite_status& s, status_entry next);

/// Removes the oldest entries of the history, so that at most `max_size` entries remain. Nuon keeps
/// 25 entries.
void trim_history(composite_status& s, std::size_t max_size);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/composite_status.ipp>
#endif
