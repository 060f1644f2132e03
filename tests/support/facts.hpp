// SPDX-License-Identifier: MIT
#pragma once

/// \file support/facts.hpp
/// What hosts look up, in tests that are about something else.

#include <chrono>
#include <optional>
#include <vector>

#include <invito/invito.hpp>

namespace support {

/// What a host finds where nothing stands in the way: an active organization without a limit of
/// seats, no other invitation for the address, nobody who is a member already, and everything that
/// the offer names.
inline invito::facts nothing_in_the_way(invito::offer const& offered = {}) {
  invito::facts f;
  f.organization = invito::organization_snapshot{};
  f.member = false;
  f.existing.emplace();
  f.scopes.emplace();
  if (!offered.grants) return f;
  for (invito::grant const& g : *offered.grants) f.scopes->push_back({g.scope, g.id});
  return f;
}

/// A policy under which nobody needs to look anything up and nothing is counted, for tests that are
/// about documents.
inline void ask_for_nothing(invito::policy& p) {
  p.granting = invito::granting::unchecked;
  p.proof = invito::required_proof::identity;
  p.orphans = invito::orphan_rule::let_stand;
  p.duplicates = invito::duplicate_rule::unchecked;
  p.members = invito::member_rule::allow;
  p.resending = {std::chrono::seconds{0}, std::nullopt, std::nullopt, true};
  p.keys.least_digest = 1;
  p.quotas.seats = invito::seat_rule::unchecked;
  p.quotas.pending = std::nullopt;
  p.check_organization = false;
  p.check_scopes = false;
}

}  // namespace support
