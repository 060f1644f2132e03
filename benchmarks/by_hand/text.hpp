// SPDX-License-Identifier: MIT
#pragma once

/// \file by_hand/text.hpp
/// The fast code to write: appends to a reserved string, with escapes if they are needed.

#include <charconv>

#include "plain.hpp"

namespace by_hand {

inline bool is_plain(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x80 || c == '"' ||
        c == '\\') {
      return false;
    }
  }
  return true;
}

inline void append(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out += '"';
    out += text;
    out += '"';
  } else {
    out += nlohmann::json(text).dump();
  }
}

inline void append(std::string& out, std::int64_t number) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

inline void append(std::string& out, invite const& i) {
  out += R"({"object":"organization.invite","id":)";
  append(out, i.id);
  out += R"(,"email":)";
  append(out, i.email);
  out += R"(,"role":)";
  append(out, i.role);
  out += R"(,"status":")";
  out += word_of(i.status);
  out += R"(","invited_at":)";
  append(out, i.invited_at);
  if (i.expires_at) {
    out += R"(,"expires_at":)";
    append(out, *i.expires_at);
  }
  if (i.accepted_at) {
    out += R"(,"accepted_at":)";
    append(out, *i.accepted_at);
  }
  if (!i.projects.empty()) {
    out += R"(,"projects":[)";
    for (project const& p : i.projects) {
      if (&p != &i.projects.front()) out += ',';
      out += R"({"id":)";
      append(out, p.id);
      out += R"(,"role":)";
      append(out, p.role);
      out += '}';
    }
    out += ']';
  }
  out += '}';
}

inline std::string text_of(invite const& i) {
  std::string out;
  out.reserve(512);
  append(out, i);
  return out;
}

inline std::string text_of(invite_list const& l) {
  std::string out;
  out.reserve(64 + 384 * l.data.size());
  out += R"({"object":"list","data":[)";
  for (invite const& i : l.data) {
    if (&i != &l.data.front()) out += ',';
    append(out, i);
  }
  out += R"(],"first_id":)";
  append(out, l.first_id.value_or(""));
  out += R"(,"last_id":)";
  append(out, l.last_id.value_or(""));
  out += l.has_more ? R"(,"has_more":true})" : R"(,"has_more":false})";
  return out;
}

}  // namespace by_hand
