// SPDX-License-Identifier: MIT
#pragma once

/// \file by_hand/dom.hpp
/// The usual code with nlohmann/json: a tree, `at`, `get_to`, and initializer lists.

#include "plain.hpp"

namespace by_hand {

inline void require(bool good, char const* what) {
  if (!good) throw std::invalid_argument(what);
}

NLOHMANN_JSON_SERIALIZE_ENUM(status, {{status::unknown, nullptr},
                                      {status::pending, "pending"},
                                      {status::accepted, "accepted"},
                                      {status::expired, "expired"}})

template <class T>
void get_if_there(nlohmann::json const& j, char const* name, std::optional<T>& out) {
  if (j.contains(name) && !j.at(name).is_null()) out = j.at(name).get<T>();
}

inline void get_time_if_there(nlohmann::json const& j, char const* name,
                              std::optional<std::int64_t>& out) {
  get_if_there(j, name, out);
  require(!out || is_time(*out), name);
}

inline void from_json(nlohmann::json const& j, project& out) {
  j.at("id").get_to(out.id);
  j.at("role").get_to(out.role);
  require(is_project_role(out.role), "role of a project");
}

inline void from_json(nlohmann::json const& j, invite& out) {
  require(j.at("object").get<std::string>() == "organization.invite", "object");
  j.at("id").get_to(out.id);
  j.at("email").get_to(out.email);
  j.at("role").get_to(out.role);
  require(is_role(out.role), "role");
  j.at("status").get_to(out.status);
  require(out.status != status::unknown, "status");
  j.at("invited_at").get_to(out.invited_at);
  require(is_time(out.invited_at), "invited_at");
  get_time_if_there(j, "expires_at", out.expires_at);
  get_time_if_there(j, "accepted_at", out.accepted_at);
  if (j.contains("projects")) j.at("projects").get_to(out.projects);
}

inline void from_json(nlohmann::json const& j, invite_list& out) {
  require(j.at("object").get<std::string>() == "list", "object");
  j.at("data").get_to(out.data);
  get_if_there(j, "first_id", out.first_id);
  get_if_there(j, "last_id", out.last_id);
  if (j.contains("has_more")) j.at("has_more").get_to(out.has_more);
}

inline void to_json(nlohmann::json& j, project const& p) {
  j = nlohmann::json{{"id", p.id}, {"role", p.role}};
}

inline void to_json(nlohmann::json& j, invite const& i) {
  j = nlohmann::json{{"object", "organization.invite"},
                     {"id", i.id},
                     {"email", i.email},
                     {"role", i.role},
                     {"status", i.status},
                     {"invited_at", i.invited_at}};
  if (i.expires_at) j["expires_at"] = *i.expires_at;
  if (i.accepted_at) j["accepted_at"] = *i.accepted_at;
  if (!i.projects.empty()) j["projects"] = i.projects;
}

inline void to_json(nlohmann::json& j, invite_list const& l) {
  j = nlohmann::json{{"object", "list"}, {"data", l.data}, {"has_more", l.has_more}};
  if (l.first_id) j["first_id"] = *l.first_id;
  if (l.last_id) j["last_id"] = *l.last_id;
}

}  // namespace by_hand
