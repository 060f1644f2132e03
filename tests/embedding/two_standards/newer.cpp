// SPDX-License-Identifier: MIT

#include "shared.hpp"

report newer_report() { return {__cplusplus, sizes_here()}; }

invito::result<std::string> newer_accept(invito::issuance const& made) {
  auto invitation = apply(made);
  const invito::policy policy{.roles = invito::openai::roles(),
                              .quotas = {.seats = invito::seat_rule::unchecked},
                              .check_organization = false};
  auto accepted = accept(policy, invitation,
                         {.who = {invito::user_id("user-2"), invitation.recipient.email, true},
                          .now = *invitation.created_at + std::chrono::hours{1},
                          .facts = {.sponsor = invito::membership{"owner"}, .member = false}});
  if (!accepted) return std::move(accepted).error();
  if (!apply(invitation, *accepted)) return invito::problem{};
  return invito::native::write_invitation(invitation, *invitation.updated_at());
}
