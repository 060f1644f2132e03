// SPDX-License-Identifier: MIT
#pragma once

/// \file by_hand/engines_write.hpp
/// Writes an OpenAI invite by other libraries. This is the code that a service would have to write
/// to get their speed.

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "text.hpp"

#ifdef INVITO_HAS_RAPIDJSON
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#endif
#ifdef INVITO_HAS_FMT
#include <fmt/compile.h>
#endif

namespace by_hand {

#ifdef INVITO_HAS_RAPIDJSON
inline std::string by_rapidjson(invite const& i) {
  rapidjson::StringBuffer out;
  rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>,
                    rapidjson::CrtAllocator, rapidjson::kWriteValidateEncodingFlag>
      w(out);
  const auto key = [&w](std::string_view name) {
    w.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  };
  const auto text = [&](std::string_view name, std::string_view value) {
    key(name);
    w.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  const auto time = [&](std::string_view name, std::optional<std::int64_t> const& value) {
    if (!value) return;
    key(name);
    w.Int64(*value);
  };
  w.StartObject();
  text("object", "organization.invite");
  text("id", i.id);
  text("email", i.email);
  text("role", i.role);
  text("status", word_of(i.status));
  time("invited_at", i.invited_at);
  time("expires_at", i.expires_at);
  time("accepted_at", i.accepted_at);
  key("projects");
  w.StartArray();
  for (project const& p : i.projects) {
    w.StartObject();
    text("id", p.id);
    text("role", p.role);
    w.EndObject();
  }
  w.EndArray();
  w.EndObject();
  return std::string(out.GetString(), out.GetSize());
}
#endif

#ifdef INVITO_HAS_FMT
/// The text as a JSON string, because fmt does not write the escapes of JSON.
inline std::string json_text_of(std::string_view text) {
  std::string out;
  append(out, text);
  return out;
}

inline std::string by_fmt(invite const& i) {
  fmt::memory_buffer out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to,
                 FMT_COMPILE(R"({{"object":"organization.invite","id":{},"email":{},"role":{},)"
                             R"("status":"{}","invited_at":{})"),
                 json_text_of(i.id), json_text_of(i.email), json_text_of(i.role), word_of(i.status),
                 i.invited_at);
  if (i.expires_at) fmt::format_to(to, FMT_COMPILE(R"(,"expires_at":{})"), *i.expires_at);
  if (i.accepted_at) {
    fmt::format_to(to, FMT_COMPILE(R"(,"accepted_at":{})"), *i.accepted_at);
  }
  std::string_view before = R"(,"projects":[)";
  for (project const& p : i.projects) {
    fmt::format_to(to, FMT_COMPILE(R"({}{{"id":{},"role":{}}})"), before, json_text_of(p.id),
                   json_text_of(p.role));
    before = ",";
  }
  fmt::format_to(to, FMT_COMPILE("]}}"));
  return fmt::to_string(out);
}
#endif

}  // namespace by_hand
