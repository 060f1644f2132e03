// SPDX-License-Identifier: MIT
// The code of the README. The service in this file prints what a real service stores, sends and
// returns.

#include <chrono>
#include <cstdio>
#include <string>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

namespace {

using namespace std::chrono_literals;

int reply(int status, std::string const& body) {
  return std::printf("%d %s\n", status, body.c_str());
}

void store(invito::invitation const& i) { std::printf("store revision %d\n", int(i.revision())); }

void outbox(invito::effect const& e) { std::printf("effect %d\n", int(e.index())); }

int serve(std::string const& body, invito::instant now) {
  const invito::invitation_id new_id("inv-1");
  const invito::organization_id organization("acme");
  const invito::actor caller = invito::actor::user(invito::user_id("olga"));
  const invito::identity signed_in{invito::user_id("rita"), invito::email("rita@example.com"),
                                   true};
  const invito::organization_snapshot acme{.seat_limit = 10, .members = 4, .revision = 17};
  const invito::facts caller_facts{.actor = invito::membership{"admin"},
                                   .organization = acme,
                                   .member = false,
                                   .existing = std::vector<invito::invitation>{}};
  const invito::facts sponsor_facts{.sponsor = invito::membership{"admin"}, .organization = acme};

  // [readme]
  // The policy contains the rules of the organization. A policy is a plain value.
  invito::policy policy;
  policy.roles = {{"owner", 30}, {"admin", 20}, {"reader", 10}};  // each role with its rank
  policy.expiry = {.lifetime = 7 * 24h, .max_lifetime = 30 * 24h};

  // Read a create request in the JSON format of OpenAI's API. The result contains either the
  // request or a list of problems.
  auto request = invito::openai::read_request(body);
  if (!request) return reply(400, invito::openai::write_error(request.error()));

  // Decide. `issue` stores, sends and changes nothing. The facts are values that the rules need,
  // such as the role of the caller. Your service looks up the facts before the call.
  auto issued = invito::issue(policy, *request,
                              {.id = new_id,
                               .organization = organization,
                               .by = caller,
                               .now = now,
                               .facts = caller_facts});
  if (!issued)
    return reply(invito::openai::http_status(issued.error()),
                 invito::openai::write_error(issued.error()));

  // Apply the decision and store the invitation. An effect is an action that your service carries
  // out, such as sending the message.
  invito::invitation invite = invito::apply(*issued);
  store(invite);
  for (auto& effect : invito::effects(*issued)) outbox(effect);

  // Later the invitee accepts. `accept` checks the person, the expiry and the seats. It also checks
  // the sponsor, who issued or last amended the invitation and must still be a member.
  auto accepted =
      invito::accept(policy, invite, {.who = signed_in, .now = now + 48h, .facts = sponsor_facts});
  if (!accepted)
    return reply(invito::openai::http_status(accepted.error()),
                 invito::openai::write_error(accepted.error()));
  auto applied = invito::apply(invite, *accepted);
  if (!applied)
    return reply(invito::openai::http_status(applied.error()),
                 invito::openai::write_error(applied.error()));
  // Store the invitation only if the stored revision is still accepted->revision.
  store(invite);

  // The status at any moment. At now + 24h, the invitation is pending, because it was accepted at
  // now + 48h.
  auto then = invite.status_at(now + 24h);
  // [/readme]

  for (auto& effect : invito::effects(*accepted, invite)) outbox(effect);
  return reply(200, std::string(to_string(*then)));
}

}  // namespace

int main() {
  const invito::instant now{1'772'442'000s};
  serve(R"({"email": "rita@example.com", "role": "reader"})", now);
  serve(R"({"email": "rita at example.com", "role": "reader"})", now);
  serve(R"({"email": 7, "role": "tyrant"})", now);
}
