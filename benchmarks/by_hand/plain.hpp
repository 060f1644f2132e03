// SPDX-License-Identifier: MIT
#pragma once

/// \file by_hand/plain.hpp
/// The structs that a service would write for these documents, and the checks that it would make.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace by_hand {

enum class status { unknown, pending, accepted, expired };

struct project {
  std::string id;
  std::string role;
};

struct invite {
  std::string id;
  std::string email;
  std::string role;
  by_hand::status status = status::pending;
  std::int64_t invited_at = 0;
  std::optional<std::int64_t> expires_at;
  std::optional<std::int64_t> accepted_at;
  std::vector<project> projects;
};

struct invite_list {
  std::vector<invite> data;
  std::optional<std::string> first_id;
  std::optional<std::string> last_id;
  bool has_more = false;
};

/// Whether the time fits into nanoseconds of 64 bits.
inline bool is_time(std::int64_t seconds) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1'000'000'000;
  return seconds >= -most && seconds <= most;
}

inline bool is_role(std::string_view role) { return role == "owner" || role == "reader"; }
inline bool is_project_role(std::string_view role) { return role == "member" || role == "owner"; }

inline std::string_view word_of(by_hand::status s) {
  constexpr std::string_view words[] = {"", "pending", "accepted", "expired"};
  return words[static_cast<std::size_t>(s)];
}

inline by_hand::status status_of(std::string_view word) {
  if (word == "pending") return status::pending;
  if (word == "accepted") return status::accepted;
  if (word == "expired") return status::expired;
  return status::unknown;
}

}  // namespace by_hand
