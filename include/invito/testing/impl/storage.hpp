// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/state.hpp>
#include <invito/testing/storage.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

inline bool holds(invitation const& i, uniqueness_claim const& claim) {
  return recorded_status(i.state) == status::pending && i.organization == claim.organization &&
         i.recipient.email && i.recipient.email->canonical() == claim.canonical_email;
}

inline std::optional<invitation> memory_storage::load(invitation_id const& id) {
  const auto at = invitations_.find(id);
  return at == invitations_.end() ? std::nullopt : std::optional<invitation>(at->second);
}

inline std::optional<invitation> memory_storage::find_live(uniqueness_claim const& claim) {
  for (auto const& [id, i] : invitations_) {
    if (holds(i, claim)) return i;
  }
  return std::nullopt;
}

inline organization_snapshot memory_storage::read(organization_id const& id, instant now) {
  stored_organization const& stored = organizations_[id];
  organization_snapshot out;
  out.members = static_cast<std::uint32_t>(stored.members.size());
  out.revision = stored.revision;
  for (auto const& entry : invitations_) {
    invitation const& i = entry.second;
    if (i.organization == id && i.status(now) == status::pending) ++out.pending;
  }
  return out;
}

inline std::optional<std::string> memory_storage::find_member(organization_id const& id,
                                                              user_id const& user) {
  auto const& members = organizations_[id].members;
  const auto at = members.find(user);
  return at == members.end() ? std::nullopt : std::optional<std::string>(at->second);
}

inline bool memory_storage::store(transaction const& t) {
  stored_organization& stored = organizations_[t.organization];
  if (t.guards.organization_revision.value_or(stored.revision) != stored.revision) return false;
  const auto written = [&t](invitation_id const& id) {
    return std::any_of(t.writes.begin(), t.writes.end(),
                       [&id](write const& w) { return w.after.id == id; });
  };
  for (write const& w : t.writes) {
    const auto at = invitations_.find(w.after.id);
    if ((at == invitations_.end() ? 0 : at->second.revision()) != w.expected) return false;
  }
  if (t.guards.unique) {
    for (auto const& [id, i] : invitations_) {
      if (holds(i, *t.guards.unique) && !written(id)) return false;
    }
  }
  for (write const& w : t.writes) invitations_[w.after.id] = w.after;
  if (t.joins) stored.members.emplace(t.joins->user, t.joins->role);
  ++stored.revision;
  return true;
}

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito
