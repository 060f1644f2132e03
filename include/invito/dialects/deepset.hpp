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
/// means that there are none; their ids are UUIDs. The response may be any JSON value: no part of
/// it is read into an invitation, and `{}` is written unless the host sets
/// `creation_response::body`.
struct deepset : wire::dialect<deepset> {
  static constexpr std::string_view name = "deepset";  ///< The name in options and logs.
  /// No document has a time.
  static constexpr feature_set whole_seconds{};
  /// The HTTP statuses of refusals. The API documents no others; any invalid request is a 422.
  static constexpr wire::http_statuses statuses{{422, 422, 402, 422, 422, 409, 503, 503, 409}, {}};

  /// The problems in the terms of the API: one item for each problem if the status is 422,
  /// otherwise one message.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The only operation, with its path relative to the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// The default roles and custom roles, all in the scope of the organization. Their names are not
  /// case-sensitive.
  [[nodiscard]] static role_catalog roles();
  /// It is not known whether invitations expire and who may invite. Both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds nothing: the response has no fields, so every feature is already lost.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds the values of `r` that the fields of the request cannot hold; see `losses`.
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
