// SPDX-License-Identifier: MIT
#pragma once

/// \file by_hand/engines_read.hpp
/// Reads an OpenAI invite by other parsers directly into the struct. This is the code that a
/// service would have to write to get their speed.

#include <cstdint>
#include <string>
#include <string_view>

#include "sax.hpp"

#ifdef INVITO_HAS_RAPIDJSON
#include <rapidjson/reader.h>
#endif
#ifdef INVITO_HAS_SIMDJSON
#include <simdjson.h>
#endif

namespace by_hand {

#ifdef INVITO_HAS_RAPIDJSON
/// Passes the events of RapidJSON on to by_hand/sax.hpp.
struct rapidjson_events {
  openai_events events;

  bool Null() { return events.null(); }
  bool Bool(bool b) { return events.boolean(b); }
  bool Int(int n) { return events.number_integer(n); }
  bool Uint(unsigned n) { return events.number_unsigned(n); }
  bool Int64(std::int64_t n) { return events.number_integer(n); }
  bool Uint64(std::uint64_t n) { return events.number_unsigned(n); }
  bool Double(double n) { return events.number_float(n, {}); }
  bool RawNumber(char const*, rapidjson::SizeType, bool) { return false; }
  bool String(char const* text, rapidjson::SizeType size, bool) {
    return events.text(std::string_view(text, size));
  }
  bool StartObject() { return events.start_object(0); }
  bool Key(char const* text, rapidjson::SizeType size, bool) {
    return events.key(std::string_view(text, size));
  }
  bool EndObject(rapidjson::SizeType) { return events.end_object(); }
  bool StartArray() { return events.start_array(0); }
  bool EndArray(rapidjson::SizeType) { return events.end_array(); }
};

inline bool by_rapidjson(std::string const& text, invite& out) {
  rapidjson::Reader reader;
  rapidjson::StringStream in(text.c_str());
  rapidjson_events events{openai_events(out)};
  return !reader.Parse<rapidjson::kParseValidateEncodingFlag>(in, events).IsError();
}
#endif

#ifdef INVITO_HAS_SIMDJSON
/// Reads the members in one pass, with most checks of by_hand/sax.hpp. Repeated members, and text
/// after the document, are not refused.
inline bool by_simdjson(simdjson::ondemand::parser& parser, simdjson::padded_string const& text,
                        invite& out) {
  using namespace simdjson;
  const auto take = [](simdjson_result<ondemand::value> from, std::string& to) {
    std::string_view found;
    if (from.get_string().get(found) != SUCCESS) return false;
    to = found;
    return true;
  };
  const auto take_time = [](simdjson_result<ondemand::value> from, std::int64_t& to) {
    return from.get_int64().get(to) == SUCCESS && is_time(to);
  };
  ondemand::document document;
  ondemand::object members;
  if (parser.iterate(text).get(document) || document.get_object().get(members)) return false;
  bool object = false;
  bool status = false;
  bool invited = false;
  for (auto member : members) {
    std::string_view name;
    std::string_view word;
    if (member.unescaped_key().get(name)) return false;
    auto value = member.value();
    bool good = true;
    if (name == "object") {
      good = object = value.get_string().get(word) == SUCCESS && word == "organization.invite";
    } else if (name == "id") {
      good = take(value, out.id);
    } else if (name == "email") {
      good = take(value, out.email);
    } else if (name == "role") {
      good = take(value, out.role) && is_role(out.role);
    } else if (name == "status") {
      if (value.get_string().get(word)) return false;
      out.status = status_of(word);
      good = status = out.status != by_hand::status::unknown;
    } else if (name == "invited_at") {
      good = invited = take_time(value, out.invited_at);
    } else if (name == "expires_at") {
      good = take_time(value, out.expires_at.emplace());
    } else if (name == "accepted_at") {
      good = take_time(value, out.accepted_at.emplace());
    } else if (name == "projects") {
      ondemand::array projects;
      if (value.get_array().get(projects)) return false;
      for (auto each : projects) {
        project& p = out.projects.emplace_back();
        good =
            good && take(each["id"], p.id) && take(each["role"], p.role) && is_project_role(p.role);
      }
    }
    if (!good) return false;
  }
  return object && status && invited && !out.id.empty() && !out.email.empty() && !out.role.empty();
}
#endif

}  // namespace by_hand
