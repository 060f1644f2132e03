// SPDX-License-Identifier: MIT
// The service of object_ours.cpp, with nlohmann/json, hand-written mappings and a hand-written
// acceptance.

#include <string>
#include <utility>

#include "../by_hand/accept.hpp"
#include "../by_hand/dom.hpp"

namespace {

by_hand::invitation invitation_of(by_hand::invite&& from) {
  by_hand::invitation out;
  out.id = std::move(from.id);
  out.email = std::move(from.email);
  out.created_at = from.invited_at;
  out.expires_at = from.expires_at;
  out.offer.role = std::move(from.role);
  for (by_hand::project& p : from.projects) {
    out.offer.grants.push_back({1, std::move(p.id), std::move(p.role)});
  }
  out.state = from.status == by_hand::status::accepted  ? by_hand::state::accepted
              : from.status == by_hand::status::expired ? by_hand::state::expired
                                                        : by_hand::state::pending;
  out.changed_at = from.accepted_at.value_or(0);
  return out;
}

by_hand::invite invite_of(by_hand::invitation const& from) {
  by_hand::invite out;
  out.id = from.id;
  out.email = from.email;
  out.role = from.offer.role;
  out.status = by_hand::status::accepted;
  out.invited_at = from.created_at;
  out.expires_at = from.expires_at;
  out.accepted_at = from.changed_at;
  for (by_hand::grant const& g : from.offer.grants) out.projects.push_back({g.id, g.role});
  return out;
}

}  // namespace

std::string answer(std::string const& text, by_hand::rules const& rules,
                   by_hand::accept_command const& command) {
  try {
    auto invitation = invitation_of(nlohmann::json::parse(text).get<by_hand::invite>());
    const by_hand::refusal why = by_hand::accept(rules, invitation, command);
    if (why != by_hand::refusal::none) return message(why);
    return nlohmann::json(invite_of(invitation)).dump();
  } catch (std::exception const& e) {
    return e.what();
  }
}
