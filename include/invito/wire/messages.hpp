// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/messages.hpp
/// The C++ types for the responses, errors and endpoints of the APIs. All dialects use these types.
/// A dialect is the JSON format of one API.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/token.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// One page of invitations.
struct invitation_page {
  std::vector<invitation> items{};  ///< The invitations, in the order of the API.
  bool has_more = false;            ///< Whether there are more pages after this page.
};

/// The response to a create request. The object can be moved but not copied, because it may contain
/// a token.
struct creation_response {
  invito::invitation invitation{};    ///< The new invitation.
  secret token{};                     ///< The token, if the API returns it to the inviter.
  std::optional<bool> is_new_user{};  ///< Whether an account was created for the invitee.
  std::optional<json_text> body{};    ///< The whole body, if the API defines no fields for it.
};

/// One item of an error body that contains a list of items.
struct error_item {
  path where{};                        ///< The field or parameter with the error.
  std::string message{};               ///< A message for people.
  std::string type{};                  ///< The type of the item, as the API defines it.
  std::optional<json_text> input{};    ///< The value of the field in the request.
  std::optional<json_text> context{};  ///< The values that the message contains.

  friend bool operator==(error_item const& a, error_item const& b) noexcept;
  friend bool operator!=(error_item const& a, error_item const& b) noexcept { return !(a == b); }
};

/// The body of an error response of an API. A member is empty if the body has no value for it.
struct api_error {
  std::string code{};                    ///< The code of the error, as the API defines it.
  std::string message{};                 ///< A message for people.
  std::string type{};                    ///< The type of the error, as the API defines it.
  std::string where{};                   ///< The parameter with the error, as the API spells it.
  std::string developer_message{};       ///< A message for developers.
  std::optional<std::int64_t> status{};  ///< The HTTP status.
  std::string id{};                      ///< The id of this occurrence of the error.
  std::optional<instant> at{};           ///< The time of the error.
  std::optional<json_text> details{};    ///< The details, which can be any JSON value.
  std::vector<error_item> items{};       ///< The items, if the body has a list of items.

  friend bool operator==(api_error const& a, api_error const& b) noexcept;
  friend bool operator!=(api_error const& a, api_error const& b) noexcept { return !(a == b); }
};

/// The values that an error body can contain in addition to the problems, and the disclosure level.
/// The host is the program that uses the library.
struct error_context {
  std::string id{};                                      ///< The id of the error in the host's log.
  std::optional<instant> at{};                           ///< The time of the error.
  invito::disclosure disclosure = disclosure::standard;  ///< How much the error body may disclose.
};

/// The source of the rules in the policy of a dialect.
enum class preset : std::uint8_t {
  documented,  ///< The rules in the documentation of the API.
  observed     ///< The stricter rules in the API's servers, clients and other pages.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<preset>{"documented", "observed"};

/// An operation of an API's server.
enum class operation : std::uint8_t { create, list, get, remove, revoke, resend, validate, accept };

template <>
inline constexpr std::array<std::string_view, 8> names_of<operation>{
    "create", "list", "get", "remove", "revoke", "resend", "validate", "accept"};

/// The HTTP endpoint of an operation.
struct endpoint {
  invito::operation operation{};  ///< The operation.
  std::string_view method{};      ///< The HTTP method, in capitals.
  std::string_view path{};        ///< The path of the URL, with parameters in braces.
  std::string_view header{};      ///< The header with the caller's credentials. May be empty.
  int success = 200;              ///< The HTTP status of a successful response.
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/messages.ipp>
#endif
