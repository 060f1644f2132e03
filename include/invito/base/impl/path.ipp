// SPDX-License-Identifier: MIT
#pragma once

#include <invito/base/impl/append_number.hpp>
#include <invito/base/path.hpp>
#include <invito/base/text.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(path::segment const& a, path::segment const& b) {
  return a.name == b.name && a.index == b.index;
}

INVITO_INLINE bool operator==(path const& a, path const& b) { return a.text_ == b.text_; }

INVITO_INLINE path& path::add(std::string_view name) {
  std::string step(1, '/');  // a separate string: if memory runs out, the path does not change
  for (const char c : name) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else if (c == '#') {
      step += "~2";
    } else {
      step += c;
    }
  }
  text_ += step;
  return *this;
}

INVITO_INLINE path& path::add(std::size_t index) {
  std::string step(1, '#');
  append_number(step, index);
  text_ += step;
  return *this;
}

INVITO_INLINE std::string path::pointer() const {
  std::string out;
  out.reserve(text_.size());
  for (std::size_t i = 0; i != text_.size(); ++i) {
    if (text_[i] == '#') {
      out += '/';
    } else if (text_[i] == '~' && text_[i + 1] == '2') {
      out += '#';
      ++i;
    } else {
      out += text_[i];
    }
  }
  return out;
}

INVITO_INLINE std::string path::dotted() const {
  std::string out;
  for (segment const& s : segments()) {
    if (!out.empty()) out += '.';
    if (s.index) {
      append_number(out, *s.index);
    } else {
      out += s.name;
    }
  }
  return out;
}

INVITO_INLINE std::vector<path::segment> path::segments() const {
  std::vector<segment> out;
  for (std::size_t i = 0; i != text_.size(); ++i) {
    const char c = text_[i];
    if (c == '/') {
      out.push_back({});
    } else if (c == '#') {
      out.push_back({{}, 0});
    } else if (out.back().index) {
      out.back().index = *out.back().index * 10 + static_cast<std::size_t>(c - '0');
    } else if (c == '~') {
      const char escaped = text_[++i];
      out.back().name += escaped == '0' ? '~' : escaped == '1' ? '/' : '#';
    } else {
      out.back().name += c;
    }
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito
