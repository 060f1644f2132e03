// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/openai.hpp
/// The invites of OpenAI's Admin API. The organization has the roles `owner` and `reader`, and each
/// project has the roles `owner` and `member`. An invite is valid for a week. The API cannot resend
/// an invite, and it has no status "revoked".

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

/// The response to the deletion of an invite.
struct deletion_response {
  invitation_id id{};   ///< The id of the deleted invite.
  bool deleted = true;  ///< The field `deleted`, which was true in all observed responses.

  friend bool operator==(deletion_response const& a, deletion_response const& b) noexcept;
  friend bool operator!=(deletion_response const& a, deletion_response const& b) noexcept {
    return !(a == b);
  }
};

namespace wire {

/// The functions for the response to the deletion of an invite. In a header-only program, a
/// function is compiled only where it is used.
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
/// `wire::deletions`. The time of creation may be in the older field `invited_at` or in the newer
/// field `created_at`. The status, the projects, and the times of expiry and acceptance may be null
/// or absent. A revoked invitation cannot be written; the problem is `not_representable`. But if
/// `write_options::revoked_as_expired` is set, the invitation is written as expired.
struct openai : wire::dialect<openai>, wire::lists<openai>, wire::deletions<openai> {
  static constexpr std::string_view name = "openai";  ///< The name in options and logs.
  /// The times that are written without a fraction of a second. Documents contain Unix times.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at,
                                             feature::accepted_at};
  /// The HTTP statuses of error responses. The API documents no such statuses, so these are the
  /// statuses that clients receive. A command on a revoked invite gets 404: the API revokes an
  /// invite by its deletion, and a deleted invite no longer exists.
  static constexpr wire::http_statuses statuses{{400, 401, 403, 403, 404, 400, 500, 500, 400},
                                                {{{code::already_revoked, 404}}}};

  /// Converts the problems to an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// Returns the operations. Their paths are relative to the root of the server.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// Returns the documented roles: the roles of the organization and the roles of projects.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy in which only owners can invite. An invitation expires after a week. Both
  /// presets return the same policy.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds a loss to `out` for each value of `i` that its field cannot represent; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
  /// Adds a loss to `out` for each value of `r` that a request cannot represent; see `losses`.
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
