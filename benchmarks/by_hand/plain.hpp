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

struct composite {
  std::optional<std::int64_t> created_at;
  std::optional<std::string> created_by;
  std::optional<std::string> status;
  std::optional<std::string> description;
  std::optional<nlohmann::json> metadata;
  std::vector<composite> history;
};

struct nuon_invite {
  std::string created_at;
  std::string created_by;
  std::string email;
  std::string first_name;
  std::string id;
  std::string last_name;
  std::string organization;
  std::string role;
  by_hand::status status = status::pending;
  std::optional<composite> status_v2;
  std::string updated_at;
};

/// A moment must fit into nanoseconds.
inline bool is_time(std::int64_t seconds) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1'000'000'000;
  return seconds >= -most && seconds <= most;
}

inline bool is_role(std::string_view role) { return role == "owner" || role == "reader"; }
inline bool is_project_role(std::string_view role) { return role == "member" || role == "owner"; }

inline bool is_nuon_role(std::string_view role) {
  for (std::string_view known : {"org_admin", "org_support", "installer", "runner",
                                 "hosted-installer", "org_read_only", "org_builder", "stack"}) {
    if (role == known) return true;
  }
  return false;
}

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
