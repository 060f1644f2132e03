// SPDX-License-Identifier: MIT
#pragma once

/// \file base/path.hpp
/// Where in a document or command a problem lies.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// A path of typed segments, each the name of a member or the index of an element. The empty path
/// is the whole document. Kept in one string, so that short paths need no memory of their own.
class path {
 public:
  /// One step: `index` is set for an element, `name` is meant otherwise.
  struct segment {
    std::string name;                  ///< Of a member, unescaped.
    std::optional<std::size_t> index;  ///< Of an element, from 0.
    friend bool operator==(segment const& a, segment const& b);
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

  friend bool operator==(path const& a, path const& b);
  friend bool operator!=(path const& a, path const& b) { return !(a == b); }

 private:
  // '/' before a name, '#' before an index; '~', '/' and '#' in names stand as ~0, ~1 and ~2.
  std::string text_;
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/base/impl/path.ipp>
#endif
