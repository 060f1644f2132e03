// SPDX-License-Identifier: MIT
#pragma once

/// \file base/path.hpp
/// Where in a document or command a problem lies.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/text.hpp>

namespace invito {
inline namespace v0 {

/// A path of typed segments, each the name of a member or the index of an element. The empty path
/// is the whole document. Kept in one string, so that short paths need no memory of their own.
class path {
 public:
  /// One step: `index` is set for an element, `name` is meant otherwise.
  struct segment {
    std::string name;                  ///< Of a member, unescaped.
    std::optional<std::size_t> index;  ///< Of an element, from 0.
    friend bool operator==(segment const& a, segment const& b) {
      return a.name == b.name && a.index == b.index;
    }
    friend bool operator!=(segment const& a, segment const& b) { return !(a == b); }
  };

  path() = default;
  /// The path to one member of the document.
  path(char const* name) { add(std::string_view(name)); }

  /// Extends the path by the member `name`.
  path& add(std::string_view name);
  /// Extends the path by the element `index`.
  path& add(std::size_t index);

  /// Whether it is the whole document.
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  /// How long it is, in bytes.
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  /// The path as a JSON pointer (RFC 6901): "" for the whole document, else "/projects/0/id".
  [[nodiscard]] std::string pointer() const;
  /// The path with dots, as people read it: "projects.0.id".
  [[nodiscard]] std::string dotted() const;
  /// The path segment by segment, names unescaped.
  [[nodiscard]] std::vector<segment> segments() const;

  friend bool operator==(path const& a, path const& b) { return a.text_ == b.text_; }
  friend bool operator!=(path const& a, path const& b) { return !(a == b); }

 private:
  // '/' before a name, '#' before an index; '~', '/' and '#' in names stand as ~0, ~1 and ~2.
  std::string text_;
};

// -------------------------------------------------------------------------------------------------

inline path& path::add(std::string_view name) {
  std::string step(1, '/');  // all of it is added, or nothing
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

inline path& path::add(std::size_t index) {
  std::string step(1, '#');
  append_number(step, index);
  text_ += step;
  return *this;
}

inline std::string path::pointer() const {
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

inline std::string path::dotted() const {
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

inline std::vector<path::segment> path::segments() const {
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

}  // namespace v0
}  // namespace invito
