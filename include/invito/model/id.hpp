// SPDX-License-Identifier: MIT
#pragma once

/// \file model/id.hpp
/// Ids. Each kind of id has its own type, so that the ids of different things cannot be confused.
/// The host is the program that uses the library.

#include <cstddef>
#include <string>
#include <utility>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The id of a `Thing`. The library does not interpret an id. Ids are compared by their bytes. An
/// empty id means that there is no id.
template <class Thing>
class id {
 public:
  id() = default;
  explicit id(std::string text) noexcept : text_(std::move(text)) {}  ///< Accepts any text.

  /// Returns the text of the id.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }
  /// Returns whether there is no id.
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(id const& a, id const& b) noexcept { return a.text_ == b.text_; }
  friend bool operator!=(id const& a, id const& b) noexcept { return a.text_ != b.text_; }
  friend bool operator<(id const& a, id const& b) noexcept { return a.text_ < b.text_; }

 private:
  std::string text_;
};

/// The id of an invitation. No two invitations of a host have the same id.
using invitation_id = id<struct an_invitation>;
/// The id of an organization, which is a tenant of the host.
using organization_id = id<struct an_organization>;
/// The id of an account of the host. The account belongs to a person or a program.
using user_id = id<struct a_user>;

}  // namespace INVITO_ABI
}  // namespace invito

/// Hashes the text of an id.
template <class Thing>
struct std::hash<invito::id<Thing>> {
  /// Complexity: linear in the length.
  std::size_t operator()(invito::id<Thing> const& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
