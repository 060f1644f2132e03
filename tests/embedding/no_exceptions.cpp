// SPDX-License-Identifier: MIT
// Uses the core without exceptions and RTTI: issues an invitation, refuses another person, and
// accepts the invitation.

#include <chrono>

#include <invito/core.hpp>

int main() {
  invito::policy policy;
  policy.roles = {{"owner", 2}, {"member", 1}};

  invito::invitation_request request;
  request.recipient.email = invito::email("ina@example.com");
  request.offer.role = "member";

  invito::issue_command issue;
  issue.id = invito::invitation_id("inv-1");
  issue.organization = invito::organization_id("acme");
  issue.by = invito::actor::user(invito::user_id("olga"));
  issue.now = invito::instant{std::chrono::hours{1}};
  issue.facts.actor = invito::membership{"owner"};
  issue.facts.organization = invito::organization_snapshot{};
  issue.facts.member = false;
  issue.facts.existing.emplace();
  const auto issued = invito::issue(policy, request, issue);
  if (!issued) return 1;
  invito::invitation invitation = invito::apply(*issued);

  invito::accept_command accept;
  accept.who = {invito::user_id("eve"), invito::email("eve@example.com"), true};
  accept.now = issue.now + std::chrono::hours{1};
  accept.facts.sponsor = invito::membership{"owner"};
  accept.facts.organization = invito::organization_snapshot{};
  const auto stolen = invito::accept(policy, invitation, accept);
  if (stolen || stolen.error().front().code != invito::code::wrong_recipient) return 2;

  accept.who = {invito::user_id("ina"), invito::email("ina@example.com"), true};
  const auto accepted = invito::accept(policy, invitation, accept);
  if (!accepted || !invito::apply(invitation, *accepted)) return 3;
  return invitation.status(accept.now) == invito::status::accepted ? 0 : 4;
}
