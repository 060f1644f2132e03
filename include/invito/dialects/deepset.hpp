// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/deepset.hpp
/// The invitations of deepset's platform. A request has names, a role and workspaces. The response
/// may be any JSON value. Errors have the format of FastAPI and pydantic.

#include <array>
#include <string_view>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/role.hpp>
#include <invito/wire/dialect.hpp>
#include <invito/wire/feature.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The dialect of deepset, with the functions of `wire::dialect`. A request without workspaces
/// grants no workspaces. The ids of workspaces are UUIDs. The response may be any JSON value, so no
/// part of the response is read into an invitation. The response that is written is
/// `creation_response::body` if the host has set it, and `{}` otherwise.
struct deepset : wire::dialect<deepset> {
  static constexpr std::string_view name = "deepset";  ///< The name in options and logs.
  /// The times that are written in whole seconds: none, because no document contains a time.
  static constexpr feature_set whole_seconds{};
  /// The HTTP statuses of refusals. The API documents no other statuses. Invalid requests get 422.
  static constexpr wire::http_statuses statuses{{422, 422, 402, 422, 422, 409, 503, 503, 409}, {}};

  /// Returns the problems as an error of the API. If the status is 422, the error has one item for
  /// each problem; otherwise it has one message.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The only operation, with its path relative to the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// Returns the default roles. Any other name is a custom role. All roles are in the scope of the
  /// organization, and their names are not case-sensitive.
  [[nodiscard]] static role_catalog roles();
  /// Whether invitations expire and who may invite is not known. Both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds nothing: the response has no fields, so `losses` already contains every feature.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds a loss for each value of `r` that the fields of a request cannot represent; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 1> deepset::endpoints() noexcept {
  return {{{operation::create, "POST", "/api/v1/organization/{organization_id}/invitation",
            "Authorization", 201}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct wire::dialect<deepset>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/dialects/impl/deepset.ipp>
#endif
