// SPDX-License-Identifier: MIT
// The rules that protect an organization. They are about seats, duplicates, tokens, deleted
// projects, bulk invitations, and the data that a page about an invitation may show.

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/lifecycle/redact.hpp>
#include <invito/lifecycle/visit.hpp>
#include <invito/wire/rfc3339.hpp>

namespace {

using namespace std::chrono_literals;

void say(std::string const& text) { std::printf("%s\n", text.c_str()); }

void title(char const* text) { std::printf("\n# %s\n\n", text); }

/// A placeholder for SHA-256. Only the length of the digest is right. A service must use a real
/// hash function.
invito::token_digest digest_of(std::string_view token) {
  std::string out(32, '\0');
  for (std::size_t n = 0; n != token.size(); ++n) {
    out[n % 32] = static_cast<char>(out[n % 32] * 31 + token[n]);
  }
  return *invito::token_digest::from(std::move(out));
}

/// A placeholder for 32 bytes from the random generator of the system.
invito::secret entropy(char first) {
  std::string bytes;
  for (int n = 0; n != 32; ++n) bytes += static_cast<char>(first + n * 7);
  return invito::secret(std::move(bytes));
}

invito::invitation_request invite(std::string const& address, std::string role) {
  invito::invitation_request out;
  out.recipient.email = invito::email(address);
  out.offer.role = std::move(role);
  return out;
}

const invito::instant monday = *invito::parse_rfc3339("2026-03-02T09:00:00Z");
const invito::organization_id acme("org-acme");
const invito::actor olga = invito::actor::user(invito::user_id("user-olga"));
const invito::actor adam = invito::actor::user(invito::user_id("user-adam"));
const invito::identity rita{invito::user_id("user-rita"), invito::email("rita@example.com"), true};

/// Returns the facts about the actor, the organization and the invitee, as queries would find them.
invito::facts looked_up(std::string actor_role) {
  invito::facts out;
  out.actor = invito::membership{std::move(actor_role)};
  out.sponsor = invito::membership{"owner"};
  out.organization = invito::organization_snapshot{};
  out.organization->seat_limit = 7;
  out.organization->members = 4;
  out.organization->pending = 2;
  out.organization->revision = 17;
  out.member = false;
  out.existing.emplace();
  out.scopes.emplace();
  return out;
}

invito::issue_command issuing(char const* id, invito::actor const& by, std::string role) {
  invito::issue_command out;
  out.id = invito::invitation_id(id);
  out.organization = acme;
  out.by = by;
  out.now = monday;
  out.facts = looked_up(std::move(role));
  return out;
}

template <class T>
void tell(char const* what, invito::result<T> const& said) {
  say(std::string(what) + (said ? ": yes" : ": no, " + describe(said.error())));
}

}  // namespace

int main() {
  invito::policy policy;
  policy.roles = {{"owner", 30}, {"admin", 20}, {"member", 10}};
  policy.quotas.per_inviter = invito::rate{3, 24h};

  title("One seat is left: each rule with a limit reports its numbers");
  auto c = issuing("inv-1", adam, "admin");
  c.facts.sends.by_inviter = {monday - 25h, monday - 2h, monday - 1h};
  const auto request = invite("Rita@example.com", "member");
  for (invito::rule_result const& f : explain(policy, request, c)) {
    if (!f.message.empty()) say(std::string(f.rule) + ": " + describe(f));
  }
  tell("adam invites rita", issue(policy, request, c));
  c.facts.organization->members = 5;
  tell("adam invites rita after one more member has joined", issue(policy, request, c));
  tell("an admin offers the role owner", issue(policy, invite("rita@example.com", "owner"), c));

  title("The invitation contains only the digest of the token");
  policy.quotas.per_inviter.reset();
  const auto token = invito::make_token(entropy(3));
  say("the token in the link: " + std::string(token->reveal()));
  c = issuing("inv-1", olga, "owner");
  c.token = digest_of(token->reveal());
  invito::invitation first = apply(*issue(policy, invite("Rita@example.com", "owner"), c));
  tell("a token from 32 zero bytes", invito::make_token(invito::secret(std::string(32, '\0'))));

  title("An admin cannot replace an invitation for the role owner");
  policy.duplicates = invito::duplicate_rule::supersede;
  c = issuing("inv-2", adam, "admin");
  c.facts.existing = {first};
  tell("adam, an admin, issues another invitation for rita", issue(policy, request, c));
  c.by = olga;
  c.facts.actor = invito::membership{"owner"};
  auto for_projects = request;
  for_projects.offer.grants = {{invito::scope::project, "web", ""},
                               {invito::scope::project, "app", ""}};
  c.facts.scopes = {{invito::scope::project, "web"}, {invito::scope::project, "app"}};
  const auto second = issue(policy, for_projects, c);
  tell("olga, an owner, issues another invitation for rita", second);
  say(second->invitation.id.text() + " replaces " + second->superseded[0].id.text() +
      " with the event " + std::string(to_string(second->superseded[0].decision.event->kind())));

  title("Resend a day later, with a new token");
  const auto next_token = invito::make_token(entropy(5));
  invito::resend_command again;
  again.organization = acme;
  again.by = olga;
  again.now = monday + 24h;
  again.facts = looked_up("owner");
  again.token = digest_of(next_token->reveal());
  if (!apply(first, *resend(policy, first, again))) return 1;
  invito::accept_command answer;
  answer.who = rita;
  answer.facts = looked_up("");
  answer.token = digest_of(token->reveal());
  answer.now = monday + 47h;
  tell("accept with the first token, within a day", accept(policy, first, answer));
  answer.now = monday + 48h;
  tell("accept with the first token, after a day", accept(policy, first, answer));
  answer.token = digest_of(next_token->reveal());
  tell("accept with the new token", accept(policy, first, answer));

  title("The data that a page may show");
  invito::visit visit;
  visit.who = invito::identity{invito::user_id("user-rob"), invito::email("rob@example.org"), true};
  visit.now = answer.now;
  tell("to a person who knows only the id", preview(policy, first, visit));
  visit.token = answer.token;
  say("to a person with the token: the invitation is for " +
      preview(policy, first, visit)->address);
  visit.who = rita;
  say("to rita: the invitation is for " + preview(policy, first, visit)->address);

  title("A project is deleted before rita accepts");
  invito::invitation projects = apply(*second);
  answer.facts.scopes = {{invito::scope::project, "web"}};
  answer.token.reset();
  tell("with vanished_rule::refuse", accept(policy, projects, answer));
  policy.vanished = invito::vanished_rule::drop;
  const auto dropped = accept(policy, projects, answer);
  if (!dropped || !apply(projects, *dropped)) return 1;
  for (invito::effect const& effect : effects(*dropped, projects)) {
    if (auto* grant = std::get_if<invito::grant_membership>(&effect)) {
      say("with vanished_rule::drop: " + grant->offer.grants->front().id + " is granted, " +
          grant->dropped[0].id + " is dropped");
    }
  }

  title("Five invitations at once, three free seats");
  std::vector<invito::bulk_row> rows(5);
  char const* const addresses[] = {"a@example.com", "b@example.com", "A@Example.com",
                                   "c@example.com", "d@example.com"};
  for (std::size_t n = 0; n != rows.size(); ++n) {
    rows[n].id = invito::invitation_id("bulk-" + std::to_string(n));
    rows[n].request = invite(addresses[n], "member");
    rows[n].member = false;
    rows[n].existing.emplace();
  }
  c = issuing("", olga, "owner");
  c.facts.organization->pending = 0;
  const auto plan = plan_issue(policy, rows, c, invito::bulk_mode::best_effort);
  for (std::size_t n = 0; n != rows.size(); ++n) tell(addresses[n], plan[n]);

  title("The same refusal for three readers");
  c = issuing("inv-9", adam, "admin");
  c.facts.member = true;
  const auto refused = issue(policy, request, c);
  say("the log:    " + describe(refused.error()));
  say("adam:       " + invito::openai::write_error(refused.error()));
  invito::error_context quiet;
  quiet.disclosure = invito::disclosure::enumeration_safe;
  say("a stranger: " + invito::openai::write_error(refused.error(), quiet));

  title("Remove the data of a person");
  invito::erasure person;
  person.email = invito::email("rita@example.com");
  person.email_fingerprint = invito::email("3f7a9c@erased.invalid");
  person.user = rita.user;
  person.user_fingerprint = invito::user_id("3f7a9c");
  say("changed values: " + std::to_string(*redact(projects, person)));
  say("the invitation is for " + projects.recipient.email->text() + " and was accepted by " +
      std::get<invito::accepted>(projects.state).by.text());
}
