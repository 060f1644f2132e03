// SPDX-License-Identifier: MIT
#pragma once

/// \file by_hand/nuon.hpp
/// Reads a Nuon invite by a tree of nlohmann/json. Its times become time points, as in the library.

#include <chrono>
#include <cstddef>

#include "dom.hpp"

namespace by_hand {

using time_point = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

struct composite {
  std::optional<std::int64_t> created_at;
  std::optional<std::string> created_by;
  std::optional<std::string> status;
  std::optional<std::string> description;
  std::optional<nlohmann::json> metadata;
  std::vector<composite> history;
};

struct nuon_invite {
  time_point created_at;
  std::string created_by;
  std::string email;
  std::string first_name;
  std::string id;
  std::string last_name;
  std::string organization;
  std::string role;
  by_hand::status status = status::pending;
  std::optional<composite> status_v2;
  time_point updated_at;
};

inline bool is_nuon_role(std::string_view role) {
  for (std::string_view known : {"org_admin", "org_support", "installer", "runner",
                                 "hosted-installer", "org_read_only", "org_builder", "stack"}) {
    if (role == known) return true;
  }
  return false;
}

/// Days since 1970-01-01 in the Gregorian calendar.
inline std::int64_t days_since_1970(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month + (month > 2 ? -3U : 9U)) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + static_cast<std::int64_t>(day_of_era) - 719'468;
}

inline unsigned days_in(unsigned year, unsigned month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Parses an RFC 3339 time with at most nine digits of a fraction of a second.
inline std::optional<time_point> parse_time_point(std::string_view text) {
  if (text.size() < 20 || text.size() > 64) return std::nullopt;
  bool good = true;
  const auto number = [&](std::size_t from, std::size_t count) {
    unsigned n = 0;
    for (const char c : text.substr(from, count)) {
      good = good && c >= '0' && c <= '9';
      n = n * 10 + static_cast<unsigned>(c - '0');
    }
    return n;
  };
  const unsigned year = number(0, 4);
  const unsigned month = number(5, 2);
  const unsigned day = number(8, 2);
  const unsigned hour = number(11, 2);
  const unsigned minute = number(14, 2);
  const unsigned second = number(17, 2);
  good = good && text[4] == '-' && text[7] == '-' && (text[10] | 0x20) == 't' && text[13] == ':' &&
         text[16] == ':' && month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 &&
         second < 60;
  if (!good || day > days_in(year, month)) return std::nullopt;
  std::size_t at = 19;
  std::int64_t nanoseconds = 0;
  if (text[at] == '.') {
    std::int64_t unit = 1'000'000'000;
    const std::size_t first = ++at;
    for (; at != text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      nanoseconds += (text[at] - '0') * (unit /= 10);
    }
    if (at == first) return std::nullopt;
  }
  std::int64_t offset = 0;
  if (at + 1 == text.size() && (text[at] | 0x20) == 'z') {
    ++at;
  } else if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
    const unsigned hours = number(at + 1, 2);
    const unsigned minutes = number(at + 4, 2);
    if (!good || hours > 23 || minutes > 59) return std::nullopt;
    offset = (text[at] == '+' ? 1 : -1) * std::int64_t{hours * 3600 + minutes * 60};
  } else {
    return std::nullopt;
  }
  const std::int64_t seconds =
      days_since_1970(year, month, day) * 86'400 + hour * 3600 + minute * 60 + second - offset;
  if (!is_time(seconds)) return std::nullopt;
  return time_point(std::chrono::seconds(seconds) + std::chrono::nanoseconds(nanoseconds));
}

inline time_point get_time_point(nlohmann::json const& j, char const* name) {
  const auto t = parse_time_point(j.at(name).get_ref<std::string const&>());
  require(t.has_value(), name);
  return *t;
}

inline void from_json(nlohmann::json const& j, composite& out) {
  get_time_if_there(j, "created_at_ts", out.created_at);
  get_if_there(j, "created_by_id", out.created_by);
  get_if_there(j, "status", out.status);
  get_if_there(j, "status_human_description", out.description);
  if (j.contains("metadata")) out.metadata = j.at("metadata");
  if (j.contains("history")) j.at("history").get_to(out.history);
}

inline void from_json(nlohmann::json const& j, nuon_invite& out) {
  out.created_at = get_time_point(j, "created_at");
  j.at("created_by_id").get_to(out.created_by);
  j.at("email").get_to(out.email);
  j.at("first_name").get_to(out.first_name);
  j.at("id").get_to(out.id);
  j.at("last_name").get_to(out.last_name);
  j.at("org_id").get_to(out.organization);
  j.at("role_type").get_to(out.role);
  require(is_nuon_role(out.role), "role_type");
  j.at("status").get_to(out.status);
  require(out.status != status::unknown, "status");
  if (j.contains("status_v2")) out.status_v2 = j.at("status_v2").get<composite>();
  out.updated_at = get_time_point(j, "updated_at");
}

}  // namespace by_hand
