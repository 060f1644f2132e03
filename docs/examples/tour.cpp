// SPDX-License-Identifier: MIT
// The life of one invitation, from the body of a request to the answer of the invitee.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <variant>

#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>

namespace {

using namespace std::chrono_literals;

void say(std::string const& text) { std::printf("%s\n", text.c_str()); }

void title(char const* text) { std::printf("\n# %s\n\n", text); }

/// Prints the response that a service would send for a refusal.
int refuse(invito::problems const& why) {
  std::printf("HTTP %d\n", invito::openai::http_status(why));
  say(invito::openai::write_error(why));
  return 1;
}

std::string cell(std::string_view text, std::size_t width) {
  std::string out(text);
  out.resize(std::max(out.size(), width), ' ');
  return out;
}

}  // namespace

int main() {
  // A service would get these values from its clock, its database and its sign-in.
  const invito::instant monday = *invito::parse_rfc3339("2026-03-02T09:00:00Z");
  const invito::organization_id organization("org-acme");
  const invito::user_id olga("user-olga"), rita("user-rita"), mallory("user-mallory");

  title("A request arrives");
  const std::string body = R"({"email": "Rita@example.com", "role": "reader",)"
                           R"( "projects": [{"id": "project-xyz", "role": "member"}]})";
  say(body);
  const auto request = invito::openai::read_request(body);
  if (!request) return refuse(request.error());

  title("Decide, apply, respond");
  const invito::policy policy = invito::openai::policy();
  invito::issue_command ask;
  ask.id = invito::invitation_id("invite-abc");
  ask.organization = organization;
  ask.by = invito::actor::user(olga);
  ask.now = monday;
  ask.facts.actor = invito::membership{"owner"};
  ask.facts.organization = invito::organization_snapshot{};
  ask.facts.organization->seat_limit = 10;
  ask.facts.organization->members = 4;
  ask.facts.organization->pending = 2;
  ask.facts.member = false;
  ask.facts.existing.emplace();
  ask.facts.scopes = {{invito::scope::project, "project-xyz"}};
  const auto issued = invito::issue(policy, *request, ask);
  if (!issued) return refuse(issued.error());
  invito::invitation invite = invito::apply(*issued);
  say(*invito::openai::write_invitation(invite, monday));
  for (invito::effect const& effect : invito::effects(*issued)) {
    if (std::holds_alternative<invito::send_invitation>(effect)) {
      say("-> send mail to " + invite.recipient.email->text());
    }
  }

  title("The invitee accepts two days later");
  invito::accept_command answer;
  answer.who = {rita, invito::email("rita@example.com"), true};
  answer.now = monday + 48h;
  answer.facts.sponsor = invito::membership{"owner"};
  answer.facts.organization = ask.facts.organization;
  answer.facts.scopes = ask.facts.scopes;
  const auto accepted = invito::accept(policy, invite, answer);
  if (!accepted) return refuse(accepted.error());
  if (const auto applied = invito::apply(invite, *accepted); !applied)
    return refuse(applied.error());
  say(*invito::openai::write_invitation(invite, answer.now));
  for (invito::effect const& effect : invito::effects(*accepted, invite)) {
    if (auto* grant = std::get_if<invito::grant_membership>(&effect)) {
      say("-> grant " + grant->user.text() + " the role " + grant->offer.role);
    } else if (auto* notice = std::get_if<invito::notify>(&effect)) {
      say("-> notify " + notice->to.id.text() + " of the event " +
          std::string(to_string(notice->event)));
    }
  }

  title("The same person accepts again: nothing changes");
  const auto again = invito::accept(policy, invite, answer);
  say(again && !again->event ? "no event, no effects" : "?");

  title("Another person tries to accept");
  invito::accept_command other = answer;
  other.who = {mallory, invito::email("mallory@example.com"), true};
  const auto stolen = invito::accept(policy, invite, other);
  refuse(stolen.error());
  say("the log of the service contains the code: " +
      std::string(to_string(stolen.error().front().code)));

  title("Another invitation is accepted after its expiry");
  ask.id = invito::invitation_id("invite-def");
  const invito::invitation late = invito::apply(*invito::issue(policy, *request, ask));
  answer.now = monday + 8 * 24h;
  refuse(invito::accept(policy, late, answer).error());

  title("The result of every rule of accept, in order");
  for (invito::rule_result const& f : invito::explain(policy, late, answer)) {
    const bool failed = f.outcome == invito::outcome::failed;
    const bool passed = f.outcome == invito::outcome::passed;
    const std::string why = describe(f);
    say(cell(f.rule, 24) +
        (failed   ? "FAILED"
         : passed ? "passed"
                  : "-") +
        (why.empty() ? "" : ": " + why));
  }

  title("The history");
  say(cell("revision", 10) + cell("event", 8) + cell("at", 22) + cell("by", 12) + "expires");
  for (invito::event const& e : invite.history) {
    say(cell(std::to_string(e.revision), 10) + cell(to_string(e.kind()), 8) +
        cell(invito::format_rfc3339(e.at), 22) + cell(e.by.id.text(), 12) +
        (e.expires_at ? invito::format_rfc3339(*e.expires_at) : "never"));
  }

  title("The status at three times");
  for (const invito::instant t : {monday - 1s, monday + 47h, monday + 48h}) {
    const auto then = invite.status_at(t);
    say(invito::format_rfc3339(t) + "  " + std::string(then ? to_string(*then) : "unknown"));
  }

  title("The state machine");
  std::printf("%s", invito::mermaid().c_str());
}
