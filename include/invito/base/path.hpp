// SPDX-License-Identifier: MIT
#pragma once

/// \file base/path.hpp
/// The location of a problem in a document or command.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// A path of typed segments. Each segment is the name of an object member or the index of an array
/// element. The empty path means the whole document. The path is stored in one string, so that a
/// short path allocates no memory.
class path {
 public:
  /// One segment. If `index` is set, the segment is an element, otherwise a member.
  struct segment {
    std::string name;                  ///< The name of the member, unescaped.
    std::optional<std::size_t> index;  ///< The index of the element, from 0.
    friend bool operator==(segment const& a, segment const& b);
    friend bool operator!=(segment const& a, segment const& b) { return !(a == b); }
  };

  path() = default;
  /// Constructs the path to the member `name` of the document.
  path(char const* name) { add(std::string_view(name)); }

  /// Appends the member `name`.
  path& add(std::string_view name);
  /// Appends the element `index`.
  path& add(std::size_t index);

  /// Returns whether the path is empty, which means the whole document.
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  /// Returns the length of the path in bytes.
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  /// Returns the path as a JSON pointer (RFC 6901): "" for the whole document, otherwise a text
  /// such as "/projects/0/id".
  [[nodiscard]] std::string pointer() const;
  /// Returns the path in a form for people, with dots: "projects.0.id".
  [[nodiscard]] std::string dotted() const;
  /// Returns the segments of the path, with unescaped names.
  [[nodiscard]] std::vector<segment> segments() const;

  friend bool operator==(path const& a, path const& b);
  friend bool operator!=(path const& a, path const& b) { return !(a == b); }

 private:
  // All segments. A '/' precedes each name, and a '#' precedes each index. In a name, '~' is stored
  // as "~0", '/' as "~1", and '#' as "~2".
  std::string text_;
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/base/impl/path.ipp>
#endif
