// SPDX-License-Identifier: MIT
#pragma once

/// \file support/facts.hpp
/// Facts and policies for tests that are not about facts.

#include <chrono>
#include <optional>
#include <vector>

#include <invito/invito.hpp>

namespace support {

/// Facts for which no rule refuses a command. The organization is active and has no limit of seats,
/// there is no other invitation for the address, the recipient is not a member, and all scopes of
/// the offer exist.
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

/// Changes the policy so that it requires no facts and counts nothing, for tests of documents.
inline void ask_for_nothing(invito::policy& p) {
  p.granting = invito::granting::unchecked;
  p.proof = invito::required_proof::identity;
  p.sponsor = invito::sponsor_rule::allow;
  p.duplicates = invito::duplicate_rule::unchecked;
  p.members = invito::member_rule::allow;
  p.resend = {std::chrono::seconds{0}, std::nullopt, std::nullopt, true};
  p.quotas.seats = invito::seat_rule::unchecked;
  p.quotas.pending = std::nullopt;
  p.check_organization = false;
  p.check_scopes = false;
}

}  // namespace support
