// SPDX-License-Identifier: MIT
#pragma once

#include <invito/lifecycle/decision.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(uniqueness_claim const& a, uniqueness_claim const& b) noexcept {
  return a.organization == b.organization && a.canonical_email == b.canonical_email;
}

INVITO_INLINE bool operator==(guards const& a, guards const& b) noexcept {
  return a.organization_revision == b.organization_revision && a.unique == b.unique;
}

INVITO_INLINE bool operator==(decision const& a, decision const& b) {
  return a.event == b.event && a.revision == b.revision && a.guards == b.guards;
}

namespace detail {

/// Returns the effect that grants the membership after the event `e`. The granted part of the offer
/// has the same order as the offer, so one pass over the offer finds the dropped grants.
inline grant_membership granted_membership(event const& e, invitation const& after) {
  grant_membership out{e.by.id, after.offer, after.attributes, {}};
  auto* accepting = std::get_if<accept_details>(&e.details);
  if (!accepting || !accepting->granted || !after.offer.grants) return out;
  out.offer = *accepting->granted;
  auto kept = out.offer.grants ? out.offer.grants->begin() : std::vector<grant>::iterator{};
  for (grant const& g : *after.offer.grants) {
    if (out.offer.grants && kept != out.offer.grants->end() && *kept == g) {
      ++kept;
    } else {
      out.dropped.push_back(g);
    }
  }
  return out;
}

}  // namespace detail

INVITO_INLINE std::vector<effect> effects(issuance const& issued) {
  std::vector<effect> out;
  if (issued.invitation.send && !issued.existing)
    out.emplace_back(send_invitation{event_kind::issue});
  return out;
}

INVITO_INLINE std::vector<effect> effects(decision const& d, invitation const& after) {
  std::vector<effect> out;
  if (!d.event) return out;
  event const& e = *d.event;
  const auto retire = [&] {
    if (after.tokens) out.emplace_back(retire_tokens{});
  };
  const auto notify_sponsor = [&] {
    if (after.sponsor && after.sponsor->kind == actor_kind::user && *after.sponsor != e.by) {
      out.emplace_back(notify{*after.sponsor, e.kind()});
    }
  };
  switch (e.kind()) {
    case event_kind::issue:
    case event_kind::amend:
      if (after.send) out.emplace_back(send_invitation{e.kind()});
      break;
    case event_kind::resend: out.emplace_back(send_invitation{e.kind()}); break;
    case event_kind::accept:
      out.emplace_back(detail::granted_membership(e, after));
      retire();
      notify_sponsor();
      break;
    case event_kind::decline:
    case event_kind::revoke:
    case event_kind::expire:
      retire();
      notify_sponsor();
      break;
    case event_kind::supersede: retire(); break;
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito
