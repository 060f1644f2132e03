// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/deepset.hpp
/// The invitation of deepset's platform: a request with names, a role and workspaces, an answer
/// whose shape is left open, and errors as FastAPI and pydantic word them.

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

/// deepset's dialect; the functions that read and write are those of `dialect`. Workspaces left out
/// are no workspaces, and their ids are UUIDs. The answer may be any JSON value: nothing of it is
/// read into an invitation, and `{}` is written unless the host gives a `creation::body`.
struct deepset : dialect<deepset> {
  static constexpr std::string_view name = "deepset";  ///< As options and logs spell it.
  /// No document has a time.
  static constexpr feature_set whole_seconds{};
  /// Of refusals. The page has no other; what is wrong with a request in any way is a 422.
  static constexpr http_statuses statuses{{422, 422, 402, 422, 422, 409, 503, 503, 409}, {}};

  /// The problems as the API would word them: for a 422 one item each, else one sentence.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The one operation, with its path below the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// The default roles and room for custom ones, all of the organization, in any case of letters.
  [[nodiscard]] static role_catalog roles();
  /// Nothing is known of an expiry or of who may invite; both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds nothing: the answer has no fields, so that every feature is lost already.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds what the fields of the request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 1> deepset::endpoints() noexcept {
  return {{{operation::create, "POST", "/api/v1/organization/{organization_id}/invitation",
            "Authorization", 201}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct dialect<deepset>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/dialects/impl/deepset.ipp>
#endif
