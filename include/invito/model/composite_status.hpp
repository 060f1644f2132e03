// SPDX-License-Identifier: MIT
#pragma once

/// \file model/composite_status.hpp
/// A status with its history, as Nuon stores it with each of its records.

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
  std::optional<instant> at{};  ///< The time from which the status holds. Whole seconds in JSON.
  user_id by{};                 ///< The user who caused the status.
  attribute_list metadata{};    ///< Any named values.

  friend bool operator==(status_entry const& a, status_entry const& b);
  friend bool operator!=(status_entry const& a, status_entry const& b) { return !(a == b); }
};

/// The current status and the earlier ones.
struct composite_status {
  status_entry current{};               ///< The current status.
  std::vector<status_entry> history{};  ///< The earlier statuses, oldest first.

  friend bool operator==(composite_status const& a, composite_status const& b);
  friend bool operator!=(composite_status const& a, composite_status const& b) { return !(a == b); }
};

/// Makes `next` the current status of `s` and moves the previous one unchanged to the end of the
/// history. Adds the metadata of the previous status to `next` if `next` contains no value of the
/// same name, except names that begin with "invito_": these values belong to one status only.
/// Complexity: linear in the metadata, except for a product of the numbers of names.
void advance(composite_status& s, status_entry next);

/// Keeps only the last `max_size` entries of the history. Nuon keeps 25.
void trim_history(composite_status& s, std::size_t max_size);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/composite_status.ipp>
#endif
