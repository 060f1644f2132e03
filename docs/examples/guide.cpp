// SPDX-License-Identifier: MIT
// The code blocks of docs/guide.md, in the order of the page. A test compares the output with
// guide.txt.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/wire/rfc3339.hpp>

namespace {

using namespace std::chrono_literals;

void say(std::string const& text) { std::printf("%s\n", text.c_str()); }

/// A placeholder for SHA-256. Only the length of the digest is right. A service must use a real
/// hash function.
invito::token_digest digest_of(invito::secret const& token) {
  std::string out(32, '\0');
  std::size_t n = 0;
  for (const char c : token.reveal()) {
    out[n % 32] = static_cast<char>(out[n % 32] * 31 + c);
    ++n;
  }
  return *invito::token_digest::from(std::move(out));
}

/// A placeholder for 32 bytes from the random generator of the system.
invito::secret entropy(char first) {
  std::string bytes;
  for (int n = 0; n != 32; ++n) bytes += static_cast<char>(first + n * 7);
  return invito::secret(std::move(bytes));
}

const invito::instant monday = *invito::parse_rfc3339("2026-03-02T09:00:00Z");
const invito::organization_id acme("acme");
const invito::actor olga = invito::actor::user(invito::user_id("olga"));
const invito::identity rita{invito::user_id("rita"), invito::email("rita@example.com"), true};

// [rules]
invito::policy rules() {
  invito::policy p;
  // The numbers are ranks. A member may grant roles up to the rank of their own role.
  p.roles = {{"owner", 30}, {"admin", 20}, {"reader", 10}};
  p.expiry.lifetime = 7 * 24h;
  p.resend.cool_down = 1min;
  p.duplicates = invito::duplicate_rule::refuse;
  return p;
}
// [/rules]

// [facts]
invito::facts looked_up(std::vector<invito::invitation> existing = {}) {
  invito::facts f;
  f.actor = f.sponsor = invito::membership{"admin"};  // the actor and the sponsor are admins
  f.organization.emplace();                           // an active organization
  f.organization->seat_limit = 10;
  f.organization->members = 4;
  f.organization->revision = 17;
  f.member = false;                  // no member has this address
  f.existing = std::move(existing);  // all invitations for this address
  return f;
}
// [/facts]

invito::invitation_request for_address(std::string address) {
  invito::invitation_request r;
  r.recipient.email = invito::email(std::move(address));
  r.offer.role = "reader";
  return r;
}

invito::issue_command issuing(std::string id, invito::instant now) {
  invito::issue_command c;
  c.id = invito::invitation_id(std::move(id));
  c.organization = acme;
  c.by = olga;
  c.now = now;
  c.facts = looked_up();
  return c;
}

invito::invitation issue_with_link() {
  say("issue");
  const invito::policy p = rules();
  // [issue]
  invito::invitation_request request;
  request.recipient.email = invito::email("rita@example.com");
  request.offer.role = "reader";

  auto token = invito::make_token(entropy('a'));  // your service uses 32 bytes from getrandom()
  if (!token) throw std::runtime_error(describe(token.error()));

  invito::issue_command command;
  command.id = invito::invitation_id("invite-1");
  command.organization = acme;
  command.by = olga;
  command.now = monday;
  command.facts = looked_up();
  // Your service computes the digest with SHA-256. Only the link contains the token itself.
  command.token = digest_of(*token);

  auto issued = issue(p, request, command);
  if (!issued) throw std::runtime_error(describe(issued.error()));  // the text of all problems

  const invito::invitation made = apply(*issued);
  // [/issue]
  say("  " + std::string(to_string(made.status(monday))) + " until " +
      invito::format_rfc3339(*made.expires_at()));
  return made;
}

invito::invitation accept_by_link(invito::invitation stored) {
  say("accept");
  const invito::policy p = rules();
  const invito::secret token_in_link = *invito::make_token(entropy('a'));
  const invito::instant now = monday + 24h;
  // [accept]
  invito::accept_command command;
  command.who = rita;  // from the sign-in; never use a person from the request body
  command.token = digest_of(token_in_link);
  command.now = now;
  command.facts.sponsor = invito::membership{"admin"};  // the sponsor, olga, is an admin now
  command.facts.organization = looked_up().organization;

  auto accepted = accept(p, stored, command);
  if (!accepted) throw std::runtime_error(describe(accepted.error()));

  invito::invitation after = stored;
  auto applied = apply(after, *accepted);
  if (!applied) throw std::runtime_error(describe(applied.error()));
  // Store `after` only if the stored revision is still accepted->revision. After the commit, carry
  // out the effects.
  for (invito::effect const& next : effects(*accepted, after)) {
    if (auto* joins = std::get_if<invito::grant_membership>(&next)) {
      say("  " + joins->user.text() + " becomes " + joins->offer.role);
    }
  }
  // [/accept]
  // [again]
  // The same person accepts again. The decision has no event, so there is nothing to store.
  auto again = accept(p, after, command);
  // [/again]
  say(again && !again->event ? "  the second acceptance changes nothing" : "  ?");
  return after;
}

void resend_it(invito::invitation const& stored) {
  say("resend");
  const invito::policy p = rules();
  // [resend]
  invito::resend_command command;
  command.organization = acme;
  command.by = olga;
  command.now = monday + 8 * 24h;  // one day after the expiry
  command.facts = looked_up();
  // The resend replaces the token. By default, the replaced token stays valid for one more day.
  command.token = digest_of(*invito::make_token(entropy('b')));

  auto resent = resend(p, stored, command);
  if (!resent) throw std::runtime_error(describe(resent.error()));
  // [/resend]
  invito::invitation after = stored;
  if (!apply(after, *resent)) throw std::runtime_error("the invitation has changed");
  say("  " + std::string(to_string(stored.status(command.now))) + " -> " +
      std::string(to_string(after.status(command.now))) + ", message " +
      std::to_string(send_count(after)));
  // [explain]
  command.now += 10s;
  auto too_soon = resend(p, after, command);
  say("  " + describe(too_soon.error()));
  // [/explain]
}

void invite_many() {
  say("bulk");
  const invito::policy p = rules();
  // [bulk]
  std::vector<invito::bulk_row> rows;
  for (char const* address : {"a@example.com", "nobody", "A@example.com"}) {
    invito::bulk_row row;
    row.request = for_address(address);
    row.id = invito::invitation_id("invite-" + std::to_string(10 + rows.size()));
    row.member = false;
    row.existing.emplace();
    rows.push_back(std::move(row));
  }
  const auto verdicts = plan_issue(p, rows, issuing("", monday), invito::bulk_mode::best_effort);
  for (auto const& v : verdicts) say(v ? "  issued" : "  " + describe(v.error()));
  // [/bulk]
}

void grant_custom_roles() {
  say("custom roles");
  // [custom]
  invito::policy p = rules();
  // Each name that is not in the catalog is now a custom role. To grant a custom role, a member
  // needs rank 20. A member who has a custom role may grant nothing.
  p.roles = p.roles.open_to({"custom", 20});
  auto request = for_address("rita@example.com");
  request.offer.role = "release-manager";
  auto issued = issue(p, request, issuing("invite-2", monday));
  // [/custom]
  say(issued ? "  an admin may grant the custom role" : describe(issued.error()));
  // [permissions]
  // Each role has a name, a rank, whether invitations may grant the role, a scope and permissions.
  p.roles = {{"lead", 0, true, invito::scope::organization, {"read", "write"}},
             {"writer", 0, true, invito::scope::organization, {"write"}}};
  // A member may grant a role if the member has all permissions of that role.
  p.granting = invito::granting::own_permissions;
  // [/permissions]
  request.offer.role = "writer";
  invito::issue_command c = issuing("invite-3", monday);
  c.facts.actor = invito::membership{"lead"};
  say(issue(p, request, c) ? "  a lead may grant the role writer" : "  ?");
}

void keep_events(invito::invitation const& accepted) {
  say("events");
  // [events]
  // A stream is the list of all records of one invitation. The first record is the invitation as it
  // was issued. Each later record is one event.
  invito::invitation first = accepted;
  first.history.resize(1);
  std::vector<std::string> stream{*invito::write(*invito::replay(first, first.history))};
  for (std::size_t n = 1; n != accepted.history.size(); ++n) {
    stream.push_back(*invito::write(accepted.history[n]));
  }

  auto read = *invito::read(stream.front());
  invito::event_list events = read.history;
  for (std::size_t n = 1; n != stream.size(); ++n) {
    events.push_back(*invito::read<invito::event>(stream[n]));
  }
  auto whole = invito::replay(read, events);  // fails if the events contradict the invitation
  // [/events]
  say(whole && *whole == accepted ? "  replay returns the same invitation" : "  ?");
}

void migrate() {
  say("migrate");
  // [migrate]
  const std::string from_openai =
      R"({"object":"organization.invite","id":"invite-abc",)"
      R"("email":"rita@example.com","role":"reader","status":"pending",)"
      R"("created_at":1772442000,"expires_at":1773046800,"projects":[]})";
  auto invite = invito::openai::read_invitation(from_openai);
  if (!invite) throw std::runtime_error(describe(invite.error()));
  invite->organization = acme;       // the document does not contain the organization
  invite->offer.role = "org_admin";  // Nuon has no role "reader"

  for (auto const& lost : invito::losses<invito::nuon>(*invite, monday)) {
    say("  lost: " + std::string(to_string(lost.feature)) + " " + lost.detail);
  }
  auto to_nuon = invito::nuon::write_invitation(*invite, monday);
  // [/migrate]
  say(to_nuon ? "  " + *to_nuon : describe(to_nuon.error()));
}

}  // namespace

int main() {
  const invito::invitation issued = issue_with_link();
  const invito::invitation accepted = accept_by_link(issued);
  resend_it(issued);
  invite_many();
  grant_custom_roles();
  keep_events(accepted);
  migrate();
}
