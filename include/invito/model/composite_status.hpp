// SPDX-License-Identifier: MIT
#pragma once

/// \file model/composite_status.hpp
/// A status together with the earlier statuses. Nuon stores such a status with each record.

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

/// One status. Nuon omits empty members, so every member can be empty.
struct status_entry {
  std::string status{};         ///< A word such as "pending"; see `nuon::composite_statuses`.
  std::string description{};    ///< Text for people.
  std::optional<instant> at{};  ///< The time at which the status began. Whole seconds in JSON.
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

/// Makes `next` the current status of `s` and moves the previous status, unchanged, to the end of
/// the history. The metadata of the previous status is copied to `next`. A value is not copied if
/// `next` has a value with this name, or if the name begins with "invito_": such values belong to
/// one status only. Complexity: the product of the two numbers of metadata values.
void advance(composite_status& s, status_entry next);

/// Keeps only the last `max_size` entries of the history. Nuon keeps 25.
void trim_history(composite_status& s, std::size_t max_size);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/composite_status.ipp>
#endif
