// SPDX-License-Identifier: MIT
#pragma once

/// \file model/id.hpp
/// Ids of different things, which must not be mixed up although all of them are texts.

#include <cstddef>
#include <string>
#include <utility>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The id of a thing, opaque to the library and compared bytewise; empty means none.
template <class Thing>
class id {
 public:
  id() = default;
  explicit id(std::string text) noexcept : text_(std::move(text)) {}  ///< Takes any text.

  /// The id as the host spells it.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }  ///< Whether it means none.

  friend bool operator==(id const& a, id const& b) noexcept { return a.text_ == b.text_; }
  friend bool operator!=(id const& a, id const& b) noexcept { return a.text_ != b.text_; }
  friend bool operator<(id const& a, id const& b) noexcept { return a.text_ < b.text_; }

 private:
  std::string text_;
};

using invitation_id = id<struct an_invitation>;      ///< Unique in all that a host stores.
using organization_id = id<struct an_organization>;  ///< A tenant of the host.
using user_id = id<struct a_user>;  ///< An account of the host, a person's or a program's.

}  // namespace INVITO_ABI
}  // namespace invito

/// Of the text.
template <class Thing>
struct std::hash<invito::id<Thing>> {
  /// Linear in the length.
  std::size_t operator()(invito::id<Thing> const& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
