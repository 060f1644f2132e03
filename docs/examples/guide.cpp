// SPDX-License-Identifier: MIT
// The code of the guide, task by task. It runs, and what it says is compared.

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

/// Stands in for SHA-256, which is the host's: here only the length is right.
invito::token_digest digest_of(invito::secret const& token) {
  std::string out(32, '\0');
  std::size_t n = 0;
  for (const char c : token.reveal()) {
    out[n % 32] = static_cast<char>(out[n % 32] * 31 + c);
    ++n;
  }
  return *invito::token_digest::from(std::move(out));
}

/// Stands in for the bytes of the system's random generator.
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
  p.roles = {{"owner", 30}, {"admin", 20}, {"reader", 10}};  // higher ranks grant lower ones
  p.expiry.lifetime = 7 * 24h;
  p.resend.cool_down = 1min;
  p.duplicates = invito::duplicate_rule::refuse;
  return p;
}
// [/rules]

// [facts]
invito::facts looked_up(std::vector<invito::invitation> existing = {}) {
  invito::facts f;
  f.actor = f.sponsor = invito::membership{"admin"};  // the roles of the actor and of the sponsor
  f.organization.emplace();                           // status, plan, seats, members, revision
  f.organization->seat_limit = 10;
  f.organization->members = 4;
  f.organization->revision = 17;
  f.member = false;                  // is there a member with this address?
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

  auto token = invito::make_token(entropy('a'));  // of 32 bytes from getrandom()
  if (!token) throw std::runtime_error(describe(token.error()));

  invito::issue_command command;
  command.id = invito::invitation_id("invite-1");
  command.organization = acme;
  command.by = olga;
  command.now = monday;
  command.facts = looked_up();
  command.token =
      digest_of(*token);  // your SHA-256; the token itself goes into the link, nowhere else

  auto issued = issue(p, request, command);
  if (!issued) throw std::runtime_error(describe(issued.error()));  // every problem, with its place

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
  command.who = rita;  // the signed-in person, never from the request body
  command.token = digest_of(token_in_link);
  command.now = now;
  command.facts.sponsor = invito::membership{"admin"};  // the membership of olga now
  command.facts.organization = looked_up().organization;

  auto accepted = accept(p, stored, command);
  if (!accepted) throw std::runtime_error(describe(accepted.error()));

  invito::invitation after = stored;
  auto applied = apply(after, *accepted);
  if (!applied) throw std::runtime_error(describe(applied.error()));
  // store `after` if the stored revision is still accepted->revision, then:
  for (invito::effect const& next : effects(*accepted, after)) {
    if (auto* joins = std::get_if<invito::grant_membership>(&next)) {
      say("  " + joins->user.text() + " becomes " + joins->offer.role);
    }
  }
  // [/accept]
  // [again]
  // The same person accepts again: a decision without an event, so there is nothing to store.
  auto again = accept(p, after, command);
  // [/again]
  say(again && !again->event ? "  once more: nothing happens" : "  ?");
  return after;
}

void resend_it(invito::invitation const& stored) {
  say("resend");
  const invito::policy p = rules();
  // [resend]
  invito::resend_command command;
  command.organization = acme;
  command.by = olga;
  command.now = monday + 8 * 24h;  // a day after it has expired
  command.facts = looked_up();
  command.token =
      digest_of(*invito::make_token(entropy('b')));  // the old link opens for one more day

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
  // Any other name is a role of this rank. A member with such a role may grant nothing.
  p.roles = p.roles.open_to({"custom", 20});
  auto request = for_address("rita@example.com");
  request.offer.role = "release-manager";
  auto issued = issue(p, request, issuing("invite-2", monday));
  // [/custom]
  say(issued ? "  an admin may grant it" : describe(issued.error()));
  // [permissions]
  p.roles = {{"lead", 0, true, invito::scope::organization, {"read", "write"}},
             {"writer", 0, true, invito::scope::organization, {"write"}}};
  p.granting =
      invito::granting::own_permissions;  // a member with all its permissions may grant a role
  // [/permissions]
  request.offer.role = "writer";
  invito::issue_command c = issuing("invite-3", monday);
  c.facts.actor = invito::membership{"lead"};
  say(issue(p, request, c) ? "  and a lead what a lead may do" : "  ?");
}

void keep_events(invito::invitation const& accepted) {
  say("events");
  // [events]
  // The first record of a stream is the issued invitation, each later record an event.
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
  auto whole = invito::replay(read, events);  // refused if the events do not match
  // [/events]
  say(whole && *whole == accepted ? "  the same invitation, by its events" : "  ?");
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
  invite->organization = acme;       // the document does not name the organization
  invite->offer.role = "org_admin";  // the role that replaces "reader" there

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
