// SPDX-License-Identifier: MIT
// A service that issues and accepts invitations with the library, without JSON.

#include <string>
#include <utility>

#include <invito/core.hpp>

std::string send_invitation(invito::policy const& rules, invito::invitation_request const& request,
                            invito::issue_command const& command, invito::invitation& out) {
  auto made = issue(rules, request, command);
  if (!made) return describe(made.error());
  out = apply(*std::move(made));
  return {};
}

std::string join(invito::policy const& rules, invito::invitation& invitation,
                 invito::accept_command const& command) {
  auto made = accept(rules, invitation, command);
  if (!made) return describe(made.error());
  return apply(invitation, *std::move(made)) ? "" : "changed meanwhile";
}
