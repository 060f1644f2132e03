// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/deepset.hpp
/// The invitations of deepset's platform. A request contains the name of the invitee, a role and
/// workspaces. The response may be any JSON value. Errors have the format of FastAPI and pydantic.

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
/// grants no workspaces. The ids of workspaces are UUIDs. The response to a create request may be
/// any JSON value. Therefore the reader stores the response in `creation_response::body`, and the
/// invitation is empty. The writer writes `creation_response::body`, or `{}` if it is absent.
struct deepset : wire::dialect<deepset> {
  static constexpr std::string_view name = "deepset";  ///< The name in options and logs.
  /// The times that are written without a fraction of a second. The set is empty, because no
  /// document contains a time.
  static constexpr feature_set whole_seconds{};
  /// The HTTP statuses of error responses: the only statuses that the API documents. An invalid
  /// request gets 422.
  static constexpr wire::http_statuses statuses{{422, 422, 402, 422, 422, 409, 503, 503, 409}, {}};

  /// Converts the problems to an error of the API. If the HTTP status is 422, the error has one
  /// item for each problem. Otherwise the error has one message.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// Returns the only operation of the API. Its path is relative to the root of the server.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// Returns the default roles. Any other name is a custom role. All roles apply in the whole
  /// organization. The case of the letters A to Z is ignored in names.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy without an expiry and without a minimum rank for inviters, because the API
  /// documents neither. Both presets return the same policy.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds nothing, because the response has no fields, and `losses` itself lists all features
  /// that have no field.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds a loss to `out` for each value of `r` that a request cannot represent; see `losses`.
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
