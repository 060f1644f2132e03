// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/messages.hpp
/// What the APIs say around an invitation, in one form for all dialects.

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
#include <invito/model/key.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// One page of invitations.
struct invitation_page {
  std::vector<invitation> items{};  ///< In the order of the list.
  bool has_more = false;            ///< Whether the list goes on behind the last.
};

/// What a request to invite is answered with. Holds a key, so it is moved and never copied.
struct creation {
  invito::invitation invitation{};    ///< As it was issued.
  secret key{};                       ///< Where the dialect shows it to the inviter.
  std::optional<bool> is_new_user{};  ///< Whether an account was made for the invitee.
  std::optional<json_text> body{};    ///< All of it, where the dialect leaves its shape open.
};

/// One part of an error that has several.
struct error_item {
  path where{};                        ///< The member or parameter.
  std::string message{};               ///< For people.
  std::string type{};                  ///< The API's own class of such parts.
  std::optional<json_text> input{};    ///< What was sent there.
  std::optional<json_text> context{};  ///< What the message is made of.

  friend bool operator==(error_item const& a, error_item const& b) noexcept;
  friend bool operator!=(error_item const& a, error_item const& b) noexcept { return !(a == b); }
};

/// An error as an API words it. Empty where the document does not say.
struct api_error {
  std::string code{};                    ///< The API's own code.
  std::string message{};                 ///< For people.
  std::string type{};                    ///< The API's own class of errors.
  std::string where{};                   ///< The parameter, in the API's own spelling.
  std::string developer_message{};       ///< Where it differs from the one for people.
  std::optional<std::int64_t> status{};  ///< Of the answer, where the body repeats it.
  std::string id{};                      ///< Of this one occurrence.
  std::optional<instant> at{};           ///< When it occurred.
  std::optional<json_text> details{};    ///< Anything.
  std::vector<error_item> items{};       ///< The parts, where it has several.

  friend bool operator==(api_error const& a, api_error const& b) noexcept;
  friend bool operator!=(api_error const& a, api_error const& b) noexcept { return !(a == b); }
};

/// One occurrence of an error, as the host's log knows it.
struct incident {
  std::string id{};                                      ///< By which the log finds it.
  std::optional<instant> at{};                           ///< When it occurred.
  invito::disclosure disclosure = disclosure::standard;  ///< How much its body may tell.
};

/// Which of an API's rules a policy has.
enum class preset : std::uint8_t {
  page,     ///< Those of its page.
  observed  ///< The narrower ones that its servers, clients and other pages show.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<preset>{"page", "observed"};

/// What clients ask a server for.
enum class operation : std::uint8_t { create, list, get, remove, revoke, resend, validate, accept };

template <>
inline constexpr std::array<std::string_view, 8> names_of<operation>{
    "create", "list", "get", "remove", "revoke", "resend", "validate", "accept"};

/// How a server offers one operation.
struct endpoint {
  invito::operation operation{};  ///< Which operation.
  std::string_view method{};      ///< Of HTTP, in capitals.
  std::string_view path{};        ///< With parameters in braces.
  std::string_view
      header{};       ///< The one that carries the caller's credentials; empty: none needed.
  int success = 200;  ///< The HTTP status of an answer that is no refusal.
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/messages.ipp>
#endif
