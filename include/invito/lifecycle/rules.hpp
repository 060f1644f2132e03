// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/rules.hpp
/// The rules, and the list of them that each verb is judged by. Deciding and explaining run the
/// same list, in the order of tiers: all problems of the first failing tier count, and none of a
/// later one, so that a stranger learns nothing of what lies behind.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/limits.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/text.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/email.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>

namespace invito {
inline namespace v0 {

enum class outcome : std::uint8_t {
  passed,
  failed,
  skipped  ///< What it needs has failed, or it has nothing to judge here.
};

/// What one rule said.
struct finding {
  std::string_view rule{};
  invito::tier tier{};
  invito::outcome outcome{};
  invito::problems problems{};  ///< Those that the rule found; empty unless it failed.
};

namespace detail {

/// Everything that a rule may look at; what a verb has no use for stays null.
struct question {
  invito::policy const& policy;
  event_kind verb;
  invitation const* subject = nullptr;  ///< Null where it does not exist yet.
  invitation_request const* request = nullptr;
  invitation_id const* id = nullptr;  ///< Of the invitation that is to be made.
  invitation_id const* newer = nullptr;
  organization_id const* org = nullptr;
  actor const* by = nullptr;
  identity const* who = nullptr;
  invito::facts const* facts = nullptr;
  invito::offer const* offer = nullptr;  ///< What would be offered from now on.
  std::optional<std::chrono::seconds> lifetime{};
  std::optional<std::uint32_t> offer_number{};
  std::string const* idempotency_key = nullptr;
  std::optional<key_digest> const* key = nullptr;  ///< That an amended offer brings.

  bool told_moment = false;                ///< The command says when.
  bool clamped = false;                    ///< The clock had gone back.
  instant now{};                           ///< The moment that is judged.
  std::optional<invito::status> status{};  ///< At that moment.
  std::optional<instant> expires_at{};     ///< That the verb would set.
  bool expiry_overflows = false;
  bool repeat = false;      ///< It has happened already, by the same hand.
  bool key_reused = false;  ///< The idempotency key belongs to another command.
};

// ---- What several rules ask ---------------------------------------------------------------------

/// A role's rank. One that the catalog does not have counts as the highest, so that nobody gains by
/// a role's removal.
inline int rank_of(role_catalog const& roles, std::string_view name, scope where) {
  if (role const* known = roles.find(name, where)) return known->rank;
  int highest = (std::numeric_limits<int>::min)();
  for (role const& r : roles.all()) highest = (std::max)(highest, r.rank);
  return highest;
}

/// The place of a grant's part: "/grants/2/role".
inline path grant_path(std::size_t index, std::string_view member) {
  return path("grants").add(index).add(member);
}

/// Calls `f(role, scope, place)` for every role of an offer; `place()` makes its path.
template <class F>
void for_each_role(offer const& offered, F f) {
  f(offered.role, scope::organization, [] { return path("role"); });
  if (!offered.grants) return;
  std::size_t n = 0;
  for (grant const& g : *offered.grants) {
    f(g.role, g.scope, [n] { return grant_path(n, "role"); });
    ++n;
  }
}

/// The first role of the offer that somebody of that standing may not grant, or null.
inline std::string const* beyond(policy const& p, standing const& of, offer const& offered) {
  role const* own = p.roles.find_listed(of.role);
  std::string const* out = nullptr;
  for_each_role(offered, [&](std::string const& name, scope where, auto) {
    if (out || name.empty()) return;
    const bool strict = p.granting == granting::below_own_rank;
    const int needed = rank_of(p.roles, name, where);
    const bool reaches = own && (strict ? own->rank > needed : own->rank >= needed);
    if (!reaches) out = &name;
  });
  return out;
}

inline bool judged_by_rank(policy const& p) {
  return p.granting == granting::up_to_own_rank || p.granting == granting::below_own_rank;
}

inline outcome fail(problems& found, code c, path where, std::string_view subject = {},
                    std::array<std::int64_t, 3> numbers = {}) {
  found.add(make_problem(c, std::move(where), subject, numbers));
  return outcome::failed;
}

/// What a rule says that has looked at several things, when there were `before` problems.
inline outcome failed_since(problems const& found, std::size_t before) {
  return found.size() == before ? outcome::passed : outcome::failed;
}

inline outcome missing_fact(problems& found, char const* name) {
  return fail(found, code::fact_missing, path("facts").add(name), name);
}

// ---- The rules ----------------------------------------------------------------------------------

/// Tenant: the caller's organization is the invitation's. An invitee may come without one.
struct same_organization {
  static constexpr std::string_view name = "same_organization";
  static constexpr tier at = tier::tenant;
  static outcome check(question const& q, problems& found) {
    if (q.who && q.org->empty()) return outcome::skipped;
    if (!q.org->empty() && *q.org == q.subject->organization) return outcome::passed;
    return fail(found, code::not_found, {});
  }
};

/// Authority: who acts is an active member now.
struct actor_active {
  static constexpr std::string_view name = "actor_active";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    if (!q.facts->actor) {
      return judged_by_rank(q.policy) ? missing_fact(found, "actor") : outcome::skipped;
    }
    return q.facts->actor->active ? outcome::passed : fail(found, code::inactive_actor, {});
  }
};

/// Authority: who acts may grant the offer now, both the one that stands and the one to come.
struct actor_may_grant {
  static constexpr std::string_view name = "actor_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    if (q.policy.granting == granting::unchecked) return outcome::skipped;
    if (q.policy.granting == granting::by_verdict) {
      switch (q.facts->may_grant) {
        case verdict::yes: return outcome::passed;
        case verdict::no: return fail(found, code::not_permitted, {}, q.offer->role);
        case verdict::undecided: break;
      }
      return missing_fact(found, "may_grant");
    }
    if (!q.facts->actor || !q.facts->actor->active) return outcome::skipped;
    standing const& actor = *q.facts->actor;
    if (q.policy.inviter_rank) {
      role const* own = q.policy.roles.find_listed(actor.role);
      if (!own || own->rank < *q.policy.inviter_rank) {
        return fail(found, code::not_permitted, {}, q.offer->role);
      }
    }
    std::string const* role = beyond(q.policy, actor, *q.offer);
    if (!role && q.subject && q.offer != &q.subject->offer) {
      role = beyond(q.policy, actor, q.subject->offer);
    }
    return role ? fail(found, code::not_permitted, {}, *role) : outcome::passed;
  }
};

/// Authority: who withdraws is the sponsor, or may grant the offer now; so an admin cannot displace
/// an owner's invitation.
struct sponsor_or_may_grant {
  static constexpr std::string_view name = "sponsor_or_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    if (q.subject->sponsor == *q.by) return outcome::passed;
    return actor_may_grant::check(q, found);
  }
};

/// Authority: only the system writes down what time has done.
struct actor_is_system {
  static constexpr std::string_view name = "actor_is_system";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    return q.by->kind == actor_kind::system ? outcome::passed : fail(found, code::system_only, {});
  }
};

/// How the person and the recipient are the same, by what the host's sign-in has established.
inline proof proof_of(identity const& who, recipient const& meant) {
  proof out;
  out.user = !meant.user.empty() && meant.user == who.user;
  if (!meant.user.empty() && !out.user) return out;
  out.email = meant.email && who.email && *meant.email == *who.email;
  out.email_verified = out.email && who.email_verified;
  return out;
}

/// Recipient: the invitation was sent to this person. A known user decides alone.
struct recipient_matches {
  static constexpr std::string_view name = "recipient_matches";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    const proof relied = proof_of(*q.who, q.subject->recipient);
    if (relied.user || relied.email) return outcome::passed;
    return fail(found, code::wrong_recipient, {});
  }
};

/// Recipient: the address is known to be this person's own.
struct email_verified {
  static constexpr std::string_view name = "email_verified";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    const proof relied = proof_of(*q.who, q.subject->recipient);
    if (relied.user || !relied.email) return outcome::skipped;
    if (relied.email_verified || q.policy.recipient == recipient_match::unverified_email) {
      return outcome::passed;
    }
    return fail(found, code::email_unverified, {});
  }
};

/// Input: the command says who acts and when. A forgotten clock is not 1970, and nobody is
/// anonymous but the system.
struct command_complete {
  static constexpr std::string_view name = "command_complete";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    const auto before = found.size();
    if (!q.told_moment) fail(found, code::missing_value, "now");
    const bool anonymous = q.by && q.by->kind != actor_kind::system && q.by->id.empty();
    if (anonymous) fail(found, code::missing_value, "by");
    if (q.idempotency_key->size() > bound::text) {
      fail(found, code::text_too_long, "idempotency_key", {},
           {static_cast<std::int64_t>(q.idempotency_key->size()), bound::text});
    }
    return failed_since(found, before);
  }
};

/// Input: a new invitation has an id, an organization and a recipient.
struct identified {
  static constexpr std::string_view name = "identified";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    const auto before = found.size();
    if (q.id->empty()) fail(found, code::missing_value, "id");
    if (q.org->empty()) fail(found, code::missing_value, "org");
    recipient const& to = q.request->recipient;
    if (!to.email && to.user.empty()) fail(found, code::missing_value, "email");
    return failed_since(found, before);
  }
};

/// Input: the address has the shape of one (WHATWG HTML, RFC 5321).
struct email_shaped {
  static constexpr std::string_view name = "email_shaped";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    if (!q.request->recipient.email) return outcome::skipped;
    std::string const& text = q.request->recipient.email->text();
    switch (check_email(text)) {
      case email_shape::valid: return outcome::passed;
      case email_shape::not_ascii:
        if (q.policy.admit_non_ascii_email) return outcome::passed;
        return fail(found, code::email_not_ascii, "email", text);
      case email_shape::invalid: break;
    }
    return fail(found, code::invalid_email, "email", text);
  }
};

/// Input: every role of the offer is in the catalog.
struct roles_known {
  static constexpr std::string_view name = "roles_known";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    const auto before = found.size();
    for_each_role(*q.offer, [&](std::string const& role, scope where, auto place) {
      if (q.policy.roles.find(role, where) || (role.empty() && !has_roles(q.policy.roles, where)))
        return;
      fail(found, role.empty() ? code::missing_value : code::unknown_role, place(), role);
    });
    return failed_since(found, before);
  }
  static bool has_roles(role_catalog const& roles, scope where) {
    return std::any_of(roles.all().begin(), roles.all().end(),
                       [where](role const& r) { return r.scope == where; });
  }
};

/// Input: every role of the offer is one that invitations may bring.
struct roles_grantable {
  static constexpr std::string_view name = "roles_grantable";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    const auto before = found.size();
    for_each_role(*q.offer, [&](std::string const& role_name, scope where, auto place) {
      role const* known = q.policy.roles.find(role_name, where);
      if (known && !known->grantable) fail(found, code::role_not_grantable, place(), role_name);
    });
    return failed_since(found, before);
  }
};

/// Input: no grant is without an id or stands twice.
struct grants_distinct {
  static constexpr std::string_view name = "grants_distinct";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    if (!q.offer->grants) return outcome::skipped;
    const auto before = found.size();
    std::vector<grant> const& all = *q.offer->grants;
    for (std::size_t n = 0; n != all.size(); ++n) {
      if (all[n].id.empty()) fail(found, code::missing_value, grant_path(n, "id"));
    }
    for (const std::size_t n : repeated(all)) {
      if (!all[n].id.empty()) fail(found, code::duplicate_item, grant_path(n, "id"), all[n].id);
    }
    return failed_since(found, before);
  }
};

/// Input: texts and lists stay within their bounds.
struct within_bounds {
  static constexpr std::string_view name = "within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    const auto before = found.size();
    const auto judge = [&found](std::size_t size, std::size_t most, auto&& place) {
      if (size <= most) return;
      fail(found, code::text_too_long, place(), {},
           {static_cast<std::int64_t>(size), static_cast<std::int64_t>(most)});
    };
    const auto text = [&](std::string const& t, char const* member) {
      judge(t.size(), bound::text, [member] { return path(member); });
    };
    text(q.offer->role, "role");
    if (q.offer->grants) {
      judge(q.offer->grants->size(), bound::grants, [] { return path("grants"); });
      const std::size_t looked_at = (std::min)(q.offer->grants->size(), bound::grants);
      for (std::size_t n = 0; n != looked_at; ++n) {
        grant const& g = (*q.offer->grants)[n];
        judge(g.id.size(), bound::text, [n] { return grant_path(n, "id"); });
        judge(g.role.size(), bound::text, [n] { return grant_path(n, "role"); });
      }
    }
    if (q.request) {
      text(q.id->text(), "id");
      text(q.org->text(), "org");
      text(q.request->recipient.user.text(), "user");
      text(q.request->name.given, "given_name");
      text(q.request->name.family, "family_name");
      judge(q.request->attributes.size(), bound::attributes, [] { return path("attributes"); });
      std::size_t bytes = 0;
      for (attribute const& a : q.request->attributes)
        bytes += a.name.size() + a.value.text().size();
      judge(bytes, bound::attribute_bytes, [] { return path("attributes"); });
    }
    return failed_since(found, before);
  }
};

/// Input: the lifetime lies within the policy's bounds, and its end within the range of `instant`.
struct lifetime_within_bounds {
  static constexpr std::string_view name = "lifetime_within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    if (!q.lifetime) return outcome::skipped;
    expiry_policy const& p = q.policy.expiry;
    if (*q.lifetime < p.shortest) {
      return fail(found, code::lifetime_too_short, "lifetime", {},
                  {q.lifetime->count(), p.shortest.count()});
    }
    if (p.longest && *q.lifetime > *p.longest) {
      return fail(found, code::lifetime_too_long, "lifetime", {},
                  {q.lifetime->count(), p.longest->count()});
    }
    return q.expiry_overflows ? fail(found, code::time_out_of_range, "lifetime") : outcome::passed;
  }
};

/// Input: another offer needs another key, where there is one: the old link showed the old offer.
struct key_rotated {
  static constexpr std::string_view name = "key_rotated";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    if (!q.subject->keys) return outcome::skipped;
    const bool fresh = *q.key && **q.key != q.subject->keys->current;
    return fresh ? outcome::passed : fail(found, code::missing_value, "key");
  }
};

/// Input: what supersedes is named, and is another one.
struct newer_named {
  static constexpr std::string_view name = "newer_named";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    if (!q.newer->empty() && *q.newer != q.subject->id) return outcome::passed;
    return fail(found, code::missing_value, "newer");
  }
};

/// State: an idempotency key stands for one command.
struct idempotency_key_unused {
  static constexpr std::string_view name = "idempotency_key_unused";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, problems& found) {
    if (q.idempotency_key->empty()) return outcome::skipped;
    if (!q.key_reused) return outcome::passed;
    return fail(found, code::idempotency_mismatch, "idempotency_key");
  }
};

/// State: the machine has a transition from what the invitation is now.
struct transition_allowed {
  static constexpr std::string_view name = "transition_allowed";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, problems& found) {
    const bool renewal = q.verb == event_kind::resend && q.status == status::expired;
    const transition step = next(q.status, q.verb);
    if (step.allowed() && (!renewal || q.policy.renew_expired)) return outcome::passed;
    std::array<std::int64_t, 3> numbers{};
    if (q.status == status::expired && q.subject->expires_at()) {
      numbers[0] = to_unix_seconds(q.now) - to_unix_seconds(*q.subject->expires_at());
    }
    return fail(found, step.allowed() ? code::renewal_refused : step.refusal, {}, {}, numbers);
  }
};

/// State: its time is over, so that it may be written down. The boundary itself is past.
struct time_is_over {
  static constexpr std::string_view name = "time_is_over";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, problems& found) {
    if (is_final(recorded_status(q.subject->state))) {
      return fail(found, next(recorded_status(q.subject->state), q.verb).refusal, {});
    }
    return q.status == status::expired ? outcome::passed : fail(found, code::not_yet_expired, {});
  }
};

/// State: the person answers the offer that stands.
struct offer_current {
  static constexpr std::string_view name = "offer_current";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, problems& found) {
    if (!q.offer_number) return outcome::skipped;
    if (*q.offer_number == q.subject->offer_number) return outcome::passed;
    return fail(found, code::offer_changed, "offer", {},
                {*q.offer_number, q.subject->offer_number});
  }
};

/// Facts: no role of the offer has vanished from the catalog since.
struct offer_still_known {
  static constexpr std::string_view name = "offer_still_known";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, problems& found) { return roles_known::check(q, found); }
};

/// Facts: who vouches for the invitation is still a member who may grant the offer.
struct sponsor_stands {
  static constexpr std::string_view name = "sponsor_stands";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, problems& found) {
    if (q.policy.orphans == orphan_rule::let_stand) return outcome::skipped;
    if (q.subject->sponsor && q.subject->sponsor->kind == actor_kind::system)
      return outcome::skipped;
    if (!q.facts->sponsor) return missing_fact(found, "sponsor");
    if (!q.facts->sponsor->active) return fail(found, code::sponsor_inactive, {});
    offer const& offered = q.subject->offer;
    std::string const* role = nullptr;
    if (judged_by_rank(q.policy)) {
      role = beyond(q.policy, *q.facts->sponsor, offered);
    } else if (q.policy.granting == granting::by_verdict) {
      if (q.facts->may_grant == verdict::undecided) return missing_fact(found, "may_grant");
      if (q.facts->may_grant == verdict::no) role = &offered.role;
    }
    return role ? fail(found, code::sponsor_not_permitted, {}, *role) : outcome::passed;
  }
};

// ---- The list of a verb -------------------------------------------------------------------------

/// Rules in the order of their tiers.
template <class... Rules>
struct rule_list {
  static constexpr bool ordered() {
    tier last = tier::tenant;
    bool good = true;
    ((good = good && last <= Rules::at, last = Rules::at), ...);
    return good;
  }

  /// All problems of the first failing tier. Of what has happened already, only the tenant is
  /// judged.
  static problems judge(question const& q) {
    static_assert(ordered(), "rules stand in the order of their tiers");
    problems found;
    tier failed{};
    const auto step = [&](tier at, auto check) {
      if (found.empty() ? q.repeat && at != tier::tenant : at != failed) return false;
      if (check(q, found) == outcome::failed) failed = at;
      return true;
    };
    static_cast<void>((step(Rules::at, Rules::check) && ...));
    return found;
  }

  /// What every rule says, whatever the others say.
  static std::vector<finding> explain(question const& q) {
    std::vector<finding> out;
    out.reserve(sizeof...(Rules));
    const auto step = [&](std::string_view name, tier at, auto check) {
      finding said{name, at, outcome::skipped, {}};
      if (!q.repeat || at == tier::tenant) said.outcome = check(q, said.problems);
      out.push_back(std::move(said));
    };
    (step(Rules::name, Rules::at, Rules::check), ...);
    return out;
  }
};

}  // namespace detail
}  // namespace v0
}  // namespace invito
