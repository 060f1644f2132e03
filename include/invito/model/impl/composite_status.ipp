// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <invito/model/composite_status.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(status_entry const& a, status_entry const& b) {
  return a.status == b.status && a.description == b.description && a.at == b.at && a.by == b.by &&
         a.metadata == b.metadata;
}

INVITO_INLINE bool operator==(composite_status const& a, composite_status const& b) {
  return a.current == b.current && a.history == b.history;
}

INVITO_INLINE void advance(composite_status& s, status_entry next) {
  constexpr std::string_view prefix = "invito_";
  const std::size_t given = next.metadata.size();
  for (attribute const& old : s.current.metadata) {
    bool kept = old.name.compare(0, prefix.size(), prefix) != 0;
    for (std::size_t n = 0; kept && n != given; ++n) kept = next.metadata[n].name != old.name;
    if (kept) next.metadata.push_back(old);
  }
  s.history.push_back(std::move(s.current));
  s.current = std::move(next);
}

INVITO_INLINE void trim_history(composite_status& s, std::size_t max_size) {
  if (s.history.size() <= max_size) return;
  using offset = std::vector<status_entry>::difference_type;
  s.history.erase(s.history.begin(),
                  s.history.begin() + static_cast<offset>(s.history.size() - max_size));
}

}  // namespace INVITO_ABI
}  // namespace invito
