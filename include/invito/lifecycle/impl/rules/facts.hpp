// SPDX-License-Identifier: MIT
#pragma once

// What the host has looked up: whether the world allows it.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/rate.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/lifecycle/finding.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/input.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/impl/rules/status.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/email.hpp>
#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/sends.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Whether the verb makes an invitation live that was not: it is new, or renewed.
inline bool makes_live(question const& q) { return q.verb == event_kind::issue || is_renewal(q); }

/// The organization, where its numbers are to be looked at.
inline organization_snapshot const* snapshot(question const& q) {
  return q.facts->organization ? &*q.facts->organization : nullptr;
}

/// What is needed of the organization is known, and it is active.
struct organization_active {
  static constexpr std::string_view name = "organization_active";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    const bool counts = q.policy.quotas.seats != seat_rule::unchecked ||
                        (q.verb != event_kind::accept && q.policy.quotas.pending);
    const bool counted = counts && (makes_live(q) || q.verb == event_kind::accept);
    organization_snapshot const* org = snapshot(q);
    if (!org && (q.policy.check_organization || counted)) return missing_fact(say, "organization");
    if (!q.policy.check_organization) return outcome::skipped;
    const bool active = org->status == organization_status::active;
    return active ? outcome::passed : fail(say, code::organization_inactive);
  }
};

/// The organization's plan includes invitations.
struct plan_includes_invitations {
  static constexpr std::string_view name = "plan_includes_invitations";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    organization_snapshot const* org = snapshot(q);
    if (!org || !q.policy.check_organization || !makes_live(q)) return outcome::skipped;
    return org->plan_includes_invitations ? outcome::passed : fail(say, code::plan_refused);
  }
};

/// Whether a member is what the policy wants here, or not.
struct not_a_member {
  static constexpr std::string_view name = "not_a_member";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    const bool answers = q.verb == event_kind::accept;
    const member_rule rule = q.policy.members;
    if (rule == member_rule::allow || !(answers || makes_live(q))) return outcome::skipped;
    if (answers && rule == member_rule::accept_only) return outcome::skipped;
    if (!q.facts->member) return missing_fact(say, "member");
    if (!*q.facts->member) return outcome::passed;
    return fail(say, code::already_member, "email", formerly_member::name_of(*q.recipient));
  }
};

/// Whether the person's invitation would stand beside the one in question: it is pending, in the
/// same organization, for the same mailbox or user.
inline bool competes(question const& q, invitation const& other) {
  if (!other.organization.empty() && other.organization != *q.org) return false;
  if (other.status(q.now) != status::pending) return false;
  if (q.subject && other.id == q.subject->id) return false;
  recipient const& a = *q.recipient;
  recipient const& b = other.recipient;
  return (a.email && a.email == b.email) || (!a.user.empty() && a.user == b.user);
}

/// Whether the actor may withdraw `older` in favour of a new one. A verdict of the host is about
/// the new offer, so it counts only where the older one has the same.
inline bool may_displace(question const& q, invitation const& older) {
  if (older.sponsor == *q.by || q.policy.granting == granting::unchecked) return true;
  if (q.policy.granting == granting::by_verdict) return older.offer == *q.offer;
  return q.facts->actor && !beyond(q.policy, *q.facts->actor, older.offer);
}

/// No pending invitation for the same address is in the way.
struct no_duplicate {
  static constexpr std::string_view name = "no_duplicate";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    if (!makes_live(q)) return outcome::skipped;
    if (!q.facts->existing) {
      const bool needed = q.policy.duplicates != duplicate_rule::unchecked;
      return needed ? missing_fact(say, "existing") : outcome::skipped;
    }
    const auto before = say.found.size();
    const bool displaces =
        q.verb == event_kind::issue && q.policy.duplicates == duplicate_rule::supersede;
    for (invitation const& other : *q.facts->existing) {
      if (q.id && other.id == *q.id) {
        fail(say, code::already_issued, "id", other.id.text());
      } else if (q.policy.duplicates != duplicate_rule::unchecked && !q.existing &&
                 competes(q, other) && !(displaces && may_displace(q, other))) {
        fail(say, code::duplicate_pending, "email", other.id.text());
      }
    }
    return failed_since(say, before);
  }
};

inline bool scope_exists(facts const& known, grant const& g) {
  if (!known.scopes) return false;
  for (scope_id const& s : *known.scopes) {
    if (s.scope == g.scope && s.id == g.id) return true;
  }
  return false;
}

/// Whether the projects and workspaces of the offer are to be looked up.
inline bool has_scopes(question const& q) {
  return q.policy.check_scopes && q.offer->grants && !q.offer->grants->empty();
}

/// The projects and workspaces of the offer exist.
struct scopes_exist {
  static constexpr std::string_view name = "scopes_exist";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    if (!has_scopes(q)) return outcome::skipped;
    if (!q.facts->scopes) return missing_fact(say, "scopes");
    const auto before = say.found.size();
    check_each(q, say);
    return failed_since(say, before);
  }
  static void check_each(question const& q, ruling& say) {
    std::size_t n = 0;
    for (grant const& g : *q.offer->grants) {
      if (!scope_exists(*q.facts, g)) fail(say, code::unknown_scope, grant_path(n, "id"), g.id);
      ++n;
    }
  }
};

/// Whether a grant of the offer can no longer be made: its project, workspace or role is gone.
inline bool vanished(question const& q, grant const& g) {
  if (!roles_known::knows(q.policy.roles, g.role, g.scope)) return true;
  return q.policy.check_scopes && !scope_exists(*q.facts, g);
}

/// What can still be granted of the offer, where something has vanished and the policy drops it.
inline std::optional<offer> reduced_offer(question const& q) {
  if (q.policy.vanished != vanished_rule::drop || !q.offer->grants) return std::nullopt;
  const auto gone = [&q](grant const& g) { return vanished(q, g); };
  std::vector<grant> const& all = *q.offer->grants;
  if (std::none_of(all.begin(), all.end(), gone)) return std::nullopt;
  offer out{q.offer->role, std::vector<grant>{}};
  std::remove_copy_if(all.begin(), all.end(), std::back_inserter(*out.grants), gone);
  return out;
}

/// Nothing of the offer has vanished since; or, where the policy drops what has, something is left.
struct offer_still_known {
  static constexpr std::string_view name = "offer_still_known";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    const bool scoped = has_scopes(q);
    if (scoped && !q.facts->scopes) return missing_fact(say, "scopes");
    const auto before = say.found.size();
    const bool drops = q.policy.vanished == vanished_rule::drop;
    if (!drops) {
      roles_known::check(q, say);
      if (scoped) scopes_exist::check_each(q, say);
      return failed_since(say, before);
    }
    roles_known::check_one(q, say, q.offer->role, scope::organization, path("role"));
    if (!q.offer->grants || q.offer->grants->empty()) return failed_since(say, before);
    std::vector<grant> const& all = *q.offer->grants;
    const auto gone =
        std::count_if(all.begin(), all.end(), [&q](grant const& g) { return vanished(q, g); });
    const auto left = static_cast<std::int64_t>(all.size()) - gone;
    say.sentence = "{0} of {1} grants can still be made";
    say.numbers = {left, static_cast<std::int64_t>(all.size()), 0};
    if (left == 0 && q.offer->role.empty()) {
      fail(say, code::unknown_scope, grant_path(0, "id"), all.front().id);
    }
    return failed_since(say, before);
  }
};

/// Who vouches for the invitation is still a member who may grant the offer; what has vanished and
/// is dropped, nobody needs to vouch for.
struct sponsor_stands {
  static constexpr std::string_view name = "sponsor_stands";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    if (q.policy.orphans == orphan_rule::let_stand) return outcome::skipped;
    if (q.subject->sponsor && q.subject->sponsor->kind == actor_kind::system)
      return outcome::skipped;
    if (!q.facts->sponsor) return missing_fact(say, "sponsor");
    if (!q.facts->sponsor->active) return fail(say, code::sponsor_inactive);
    offer const& offered = q.subject->offer;
    std::string const* role = nullptr;
    if (judged_by_standing(q.policy)) {
      role = beyond(q.policy, *q.facts->sponsor, offered, [&q](grant const& g) {
        return q.policy.vanished == vanished_rule::refuse || !vanished(q, g);
      });
    } else if (q.policy.granting == granting::by_verdict) {
      if (q.facts->may_grant == verdict::undecided) return missing_fact(say, "may_grant");
      if (q.facts->may_grant == verdict::no) role = &offered.role;
    }
    return role ? fail(say, code::sponsor_not_permitted, {}, *role) : outcome::passed;
  }
};

/// Whether nothing new is made, so that nothing is used up.
inline bool uses_nothing(question const& q) { return q.existing != nullptr; }

/// The pending invitations beside the one in question: those that it takes the place of do not
/// count.
inline std::int64_t pending_beside(question const& q, organization_snapshot const& org) {
  return (std::max)(std::int64_t{0}, std::int64_t{org.pending} - q.displaced);
}

/// A seat is free. A new invitation reserves one, unless the policy counts members alone; one that
/// is superseded gives its own up first. An acceptance turns its reservation into a seat, so only
/// members are in its way. Who is a member needs none.
struct seat_free {
  static constexpr std::string_view name = "seat_free";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    const bool answers = q.verb == event_kind::accept;
    organization_snapshot const* org = snapshot(q);
    if (q.policy.quotas.seats == seat_rule::unchecked || !org || !org->seat_limit) {
      return outcome::skipped;
    }
    if (!(answers || makes_live(q)) || uses_nothing(q) || q.facts->member.value_or(false)) {
      return outcome::skipped;
    }
    std::int64_t reserved = 0;
    if (!answers && q.policy.quotas.seats == seat_rule::reserved_by_pending) {
      reserved = pending_beside(q, *org);
    }
    const std::int64_t used = org->members + reserved;
    const std::int64_t limit = *org->seat_limit;
    return measured(say, used + 1 <= limit, code::seats_full, {used, limit, reserved});
  }
};

/// The organization may have one more pending invitation.
struct pending_left {
  static constexpr std::string_view name = "pending_left";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    organization_snapshot const* org = snapshot(q);
    if (!q.policy.quotas.pending || !org || !makes_live(q) || uses_nothing(q)) {
      return outcome::skipped;
    }
    const std::int64_t pending = pending_beside(q, *org);
    const std::int64_t limit = *q.policy.quotas.pending;
    return measured(say, pending < limit, code::too_many_pending, {pending, limit, 0});
  }
};

/// Whether the verb would send a message.
inline bool sends_message(question const& q) {
  if (uses_nothing(q)) return false;
  if (q.verb == event_kind::resend) return true;
  return q.request ? q.request->send : q.subject->send;
}

/// Whether one more message fits into a rate.
inline outcome judge_rate(question const& q, ruling& say, std::optional<rate> const& r,
                          std::optional<std::vector<instant>> const& sent, char const* fact) {
  if (!r || !sends_message(q)) return outcome::skipped;
  if (!sent) return missing_fact(say, fact);
  const rate_use use = within(*r, *sent, q.now);
  std::int64_t wait = 0;
  if (!use.free) {
    wait = use.free_at ? to_unix_seconds(*use.free_at) - to_unix_seconds(q.now) : r->window.count();
    wait = (std::max)(std::int64_t{1}, wait);
  }
  const std::array<std::int64_t, 3> numbers{static_cast<std::int64_t>(use.used), r->limit, wait};
  return measured(say, use.free, code::rate_limited, numbers, fact,
                  "{0} of {1} messages have been sent");
}

/// The address has not got too many messages.
struct recipient_rate {
  static constexpr std::string_view name = "recipient_rate";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    return judge_rate(q, say, q.policy.quotas.per_recipient, q.facts->sends.to_recipient,
                      "to_recipient");
  }
};

/// The inviter has not sent too many messages.
struct inviter_rate {
  static constexpr std::string_view name = "inviter_rate";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    return judge_rate(q, say, q.policy.quotas.per_inviter, q.facts->sends.by_inviter, "by_inviter");
  }
};

/// The organization has not sent too many messages.
struct organization_rate {
  static constexpr std::string_view name = "organization_rate";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    return judge_rate(q, say, q.policy.quotas.per_organization, q.facts->sends.of_organization,
                      "of_organization");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
