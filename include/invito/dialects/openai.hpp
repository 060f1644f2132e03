// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/openai.hpp
/// The invites of OpenAI's Admin API: organization roles `owner` and `reader`, projects with roles
/// of their own, a week to answer, no resend and no way to say "revoked".

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

/// The answer to a deletion.
struct deletion {
  invitation_id id{};   ///< Of the invite that is gone.
  bool deleted = true;  ///< What the answer says; true wherever it was seen.

  friend bool operator==(deletion const& a, deletion const& b) noexcept;
  friend bool operator!=(deletion const& a, deletion const& b) noexcept { return !(a == b); }
};

/// The functions of the answer to a deletion, compiled only where they are used.
template <class Dialect>
struct deletions {
  /// The answer to a deletion.
  [[nodiscard]] static result<deletion> read_deleted(wire::source const& in,
                                                     read_options const& options = {});
  /// The same as text, or what stood in the way.
  [[nodiscard]] static result<std::string> write_deleted(deletion const& d);
  /// The same, to a target.
  [[nodiscard]] static problems write_deleted_to(wire::target const& to, deletion const& d);
};

/// OpenAI's dialect; the functions that read and write are those of `dialect`. An invite is read
/// with the old `invited_at` or the new `created_at`, optional values null or absent, the status
/// left out. A revoked one is `not_representable`, unless `revoked_as_expired` is asked for.
struct openai : dialect<openai>, lists<openai>, deletions<openai> {
  static constexpr std::string_view name = "openai";  ///< As options and logs spell it.
  /// Times are Unix seconds.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at,
                                             feature::accepted_at};
  /// Of refusals. The page has none; a deleted invite is gone, hence the 404.
  static constexpr http_statuses statuses{{400, 401, 403, 403, 404, 400, 500, 500, 400},
                                          {{{code::already_revoked, 404}}}};

  /// The problems as the API would word them.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths below the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// The roles of the page: of the organization and, in their own scope, of projects.
  [[nodiscard]] static role_catalog roles();
  /// Only owners invite, and invites live for a week; both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds what its fields cannot hold; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
  /// Adds what the fields of a request cannot hold; see `losses`.
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
extern template struct dialect<openai>;
extern template struct lists<openai>;
extern template struct deletions<openai>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/dialects/impl/openai.ipp>
#endif
