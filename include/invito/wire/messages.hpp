// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/messages.hpp
/// What the APIs say around an invitation, in one form for all dialects.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/wire/fields.hpp>

namespace invito {
inline namespace v0 {

/// How invitations are written.
struct write_options {
  wire::shape shape = wire::shape::page;
  /// A revoked invitation goes out as an expired one where the dialect cannot say "revoked".
  bool revoked_as_expired = false;
};

/// One page of a list.
struct invitation_page {
  std::vector<invitation> items{};
  bool has_more = false;
};

/// The answer to a deletion.
struct deletion {
  invitation_id id{};
  bool deleted = true;

  friend bool operator==(deletion const& a, deletion const& b) noexcept {
    return a.id == b.id && a.deleted == b.deleted;
  }
  friend bool operator!=(deletion const& a, deletion const& b) noexcept { return !(a == b); }
};

/// An error as an API words it. Empty where the document does not say.
struct api_error {
  std::string code{};
  std::string message{};
  std::string type{};   ///< The API's own class of errors.
  std::string where{};  ///< The parameter, in the API's own spelling.

  friend bool operator==(api_error const& a, api_error const& b) noexcept {
    return a.code == b.code && a.message == b.message && a.type == b.type && a.where == b.where;
  }
  friend bool operator!=(api_error const& a, api_error const& b) noexcept { return !(a == b); }
};

/// What clients ask a server for.
enum class operation : std::uint8_t { create, list, get, remove };

/// How a server offers one operation.
struct endpoint {
  invito::operation operation{};
  std::string_view method{};
  std::string_view path{};    ///< With parameters in braces.
  std::string_view header{};  ///< The one that carries the caller's credentials.
  int success = 200;
};

}  // namespace v0
}  // namespace invito
