// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/openai.hpp
/// The invites of OpenAI's Admin API. The organization has the roles `owner` and `reader`; projects
/// have their own roles. An invite is valid for a week. There is no resend and no status "revoked".

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/role.hpp>
#include <invito/wire/dialect.hpp>
#include <invito/wire/feature.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/options.hpp>
#include <invito/wire/source.hpp>
#include <invito/wire/target.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The response to a deletion.
struct deletion_response {
  invitation_id id{};   ///< The id of the deleted invite.
  bool deleted = true;  ///< The value in the response; true in all observed responses.

  friend bool operator==(deletion_response const& a, deletion_response const& b) noexcept;
  friend bool operator!=(deletion_response const& a, deletion_response const& b) noexcept {
    return !(a == b);
  }
};

namespace wire {

/// The functions for the response to a deletion. In a header-only program, a function is compiled
/// only where it is used.
template <class Dialect>
struct deletions {
  /// Reads the response to a deletion.
  [[nodiscard]] static result<deletion_response> read_deletion(wire::source const& in,
                                                               read_options const& options = {});
  /// Writes the response to a deletion as JSON text.
  [[nodiscard]] static result<std::string> write_deletion(deletion_response const& d);
  /// Writes the response to a deletion to a target.
  [[nodiscard]] static result<void> write_deletion_to(wire::target const& to,
                                                      deletion_response const& d);
};

}  // namespace wire

/// The dialect of OpenAI, with the functions of `wire::dialect`, `wire::lists` and
/// `wire::deletions`. An invite may contain the older field `invited_at` or the newer field
/// `created_at`. Optional values may be null or absent, and the status may be absent. A revoked
/// invitation is `not_representable`, unless `write_options::revoked_as_expired` is set.
struct openai : wire::dialect<openai>, wire::lists<openai>, wire::deletions<openai> {
  static constexpr std::string_view name = "openai";  ///< The name in options and logs.
  /// The times that are written in whole seconds. All times are Unix times.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at,
                                             feature::accepted_at};
  /// The HTTP statuses of refusals. The API documents no error statuses. A command on a revoked
  /// invite gets 404, because a deleted invite no longer exists.
  static constexpr wire::http_statuses statuses{{400, 401, 403, 403, 404, 400, 500, 500, 400},
                                                {{{code::already_revoked, 404}}}};

  /// Returns the problems as an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths relative to the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// Returns the documented roles: the roles of the organization and the roles of projects.
  [[nodiscard]] static role_catalog roles();
  /// Only owners can invite. The lifetime is a week. Both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds a loss for each value of `i` that the fields cannot represent; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
  /// Adds a loss for each value of `r` that the fields of a request cannot represent; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 4> openai::endpoints() noexcept {
  using op = operation;
  return {{{op::create, "POST", "/v1/organization/invites", "Authorization", 200},
           {op::list, "GET", "/v1/organization/invites", "Authorization", 200},
           {op::get, "GET", "/v1/organization/invites/{invite_id}", "Authorization", 200},
           {op::remove, "DELETE", "/v1/organization/invites/{invite_id}", "Authorization", 200}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct wire::dialect<openai>;
extern template struct wire::lists<openai>;
extern template struct wire::deletions<openai>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/dialects/impl/openai.ipp>
#endif
