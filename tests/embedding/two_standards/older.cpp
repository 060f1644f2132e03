// SPDX-License-Identifier: MIT

#include "shared.hpp"

report older_report() { return {__cplusplus, sizes_here()}; }

invito::result<invito::issuance> older_issue(std::string const& body) {
  auto request = invito::openai::read_request(body);
  if (!request) return std::move(request).error();
  invito::policy policy;
  policy.roles = invito::openai::roles();
  policy.quotas.seats = invito::seat_rule::unchecked;
  policy.check_organization = false;
  invito::issue_command c;
  c.id = invito::invitation_id("invite-1");
  c.organization = invito::organization_id("org-1");
  c.by = invito::actor::user(invito::user_id("user-1"));
  c.now = invito::instant{std::chrono::hours{24 * 365}};
  c.facts.actor = invito::membership{"owner"};
  c.facts.organization.emplace();
  c.facts.member = false;
  c.facts.existing.emplace();
  return issue(policy, *request, c);
}
