// SPDX-License-Identifier: MIT
#pragma once

// What a command says: complete, well-formed, known and within bounds.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/limits.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/text.hpp>
#include <invito/lifecycle/finding.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/email.hpp>
#include <invito/model/id.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Refuses a text that is longer than texts may be.
inline void bounded(ruling& say, std::string const& text, char const* place) {
  if (text.size() <= bound::text) return;
  fail(say, code::text_too_long, place, {},
       {static_cast<std::int64_t>(text.size()), bound::text, 0});
}

/// The command says who acts and when. A forgotten clock is not 1970, and nobody is anonymous but
/// the system.
struct command_complete {
  static constexpr std::string_view name = "command_complete";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    const auto before = say.found.size();
    if (!q.told_moment) fail(say, code::missing_value, "now");
    const bool anonymous = q.by && q.by->kind != actor_kind::system && q.by->id.empty();
    if (anonymous) fail(say, code::missing_value, "by");
    if (q.who && q.who->user.empty() && !q.who->email) fail(say, code::missing_value, "who");
    bounded(say, *q.idempotency_key, "idempotency_key");
    if (q.by) bounded(say, q.by->id.text(), "by");
    if (q.who) bounded(say, q.who->user.text(), "who");
    if (q.who && q.who->email) bounded(say, q.who->email->text(), "email");
    if (q.newer) bounded(say, q.newer->text(), "newer");
    if (q.key && *q.key) bounded(say, (**q.key).bytes(), "key");
    return failed_since(say, before);
  }
};

/// A new invitation has an id, an organization and a recipient.
struct identified {
  static constexpr std::string_view name = "identified";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    const auto before = say.found.size();
    if (q.id->empty()) fail(say, code::missing_value, "id");
    if (q.org->empty()) fail(say, code::missing_value, "org");
    recipient const& to = q.request->recipient;
    if (!to.email && to.user.empty()) fail(say, code::missing_value, "email");
    return failed_since(say, before);
  }
};

/// Who is to be reinstated was a member. What they were is then judged like any other offer.
struct formerly_member {
  static constexpr std::string_view name = "formerly_member";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!q.reinstates) return outcome::skipped;
    if (q.facts->former) return outcome::passed;
    return fail(say, code::not_former_member, "email", name_of(*q.recipient));
  }
  static std::string_view name_of(recipient const& r) {
    return r.email ? r.email->text() : r.user.text();
  }
};

/// The address has the shape of one (WHATWG HTML, RFC 5321).
struct email_shaped {
  static constexpr std::string_view name = "email_shaped";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!q.request->recipient.email) return outcome::skipped;
    std::string const& text = q.request->recipient.email->text();
    switch (check_email(text)) {
      case email_shape::valid: return outcome::passed;
      case email_shape::not_ascii:
        if (q.policy.admit_non_ascii_email) return outcome::passed;
        return fail(say, code::email_not_ascii, "email", text);
      case email_shape::invalid: break;
    }
    return fail(say, code::invalid_email, "email", text);
  }
};

/// The domain of the address is one that the policy admits. At acceptance that of the person, as
/// the policy may have changed, and a key may have been handed on.
struct domain_admitted {
  static constexpr std::string_view name = "domain_admitted";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    domain_policy const& p = q.policy.domains;
    if (p.allowed.empty() && p.denied.empty()) return outcome::skipped;
    std::optional<email> const& address = q.who && q.who->email ? q.who->email : q.recipient->email;
    if (!address) {
      // A user whom the host named needs no address; one who only holds a key does.
      if (!q.recipient->user.empty() || p.allowed.empty()) return outcome::skipped;
      return fail(say, code::domain_refused, "email");
    }
    const std::string_view domain = address->domain();
    const bool allowed = p.allowed.empty() || among(p.allowed, domain);
    if (allowed && !among(p.denied, domain)) return outcome::passed;
    return fail(say, code::domain_refused, "email", domain);
  }
  static bool among(std::vector<std::string> const& all, std::string_view domain) {
    return std::any_of(all.begin(), all.end(), [domain](std::string_view d) {
      if (d.empty() || d.front() != '.') return ascii_equal(d, domain);
      return domain.size() > d.size() && ascii_equal(d, domain.substr(domain.size() - d.size()));
    });
  }
};

/// Every role of the offer is in the catalog.
struct roles_known {
  static constexpr std::string_view name = "roles_known";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (q.reinstates && !q.facts->former) return outcome::skipped;  // there is no offer
    const auto before = say.found.size();
    for_each_role(*q.offer, [&](std::string const& role, scope where, auto place) {
      if (!knows(q.policy.roles, role, where)) check_one(q, say, role, where, place());
    });
    return failed_since(say, before);
  }
  static void check_one(question const& q, ruling& say, std::string const& role, scope where,
                        path place) {
    if (knows(q.policy.roles, role, where)) return;
    fail(say, role.empty() ? code::missing_value : code::unknown_role, std::move(place), role);
  }
  /// A scope of which the catalog has no roles needs none.
  static bool knows(role_catalog const& roles, std::string const& role, scope where) {
    if (roles.find(role, where)) return true;
    return role.empty() &&
           std::none_of(roles.all().begin(), roles.all().end(),
                        [where](invito::role const& r) { return r.scope == where; });
  }
};

/// Every role of the offer is one that invitations may bring.
struct roles_grantable {
  static constexpr std::string_view name = "roles_grantable";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    const auto before = say.found.size();
    for_each_role(*q.offer, [&](std::string const& role_name, scope where, auto place) {
      role const* known = q.policy.roles.find(role_name, where);
      if (known && !known->grantable) fail(say, code::role_not_grantable, place(), role_name);
    });
    return failed_since(say, before);
  }
};

/// No grant is without an id or stands twice.
struct grants_distinct {
  static constexpr std::string_view name = "grants_distinct";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!q.offer->grants) return outcome::skipped;
    const auto before = say.found.size();
    std::vector<grant> const& all = *q.offer->grants;
    for (std::size_t n = 0; n != all.size(); ++n) {
      if (all[n].id.empty()) fail(say, code::missing_value, grant_path(n, "id"));
    }
    for (const std::size_t n : repeated(all)) {
      if (!all[n].id.empty()) fail(say, code::duplicate_item, grant_path(n, "id"), all[n].id);
    }
    return failed_since(say, before);
  }
};

/// Texts and lists stay within their bounds.
struct within_bounds {
  static constexpr std::string_view name = "within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    const auto before = say.found.size();
    const auto judge = [&say](std::size_t size, std::size_t most, auto&& place) {
      if (size <= most) return;
      fail(say, code::text_too_long, place(), {},
           {static_cast<std::int64_t>(size), static_cast<std::int64_t>(most)});
    };
    bounded(say, q.offer->role, "role");
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
      bounded(say, q.id->text(), "id");
      bounded(say, q.org->text(), "org");
      bounded(say, q.request->recipient.user.text(), "user");
      bounded(say, q.request->name.given, "given_name");
      bounded(say, q.request->name.family, "family_name");
      judge(q.request->attributes.size(), bound::attributes, [] { return path("attributes"); });
      std::size_t bytes = 0;
      for (attribute const& a : q.request->attributes)
        bytes += a.name.size() + a.value.text().size();
      judge(bytes, bound::attribute_bytes, [] { return path("attributes"); });
    }
    return failed_since(say, before);
  }
};

/// The lifetime lies within the policy's bounds, and its end within the range of `instant`.
struct lifetime_within_bounds {
  static constexpr std::string_view name = "lifetime_within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!q.lifetime) return outcome::skipped;
    expiry_policy const& p = q.policy.expiry;
    if (*q.lifetime < p.shortest) {
      return fail(say, code::lifetime_too_short, "lifetime", {},
                  {q.lifetime->count(), p.shortest.count()});
    }
    if (p.longest && *q.lifetime > *p.longest) {
      return fail(say, code::lifetime_too_long, "lifetime", {},
                  {q.lifetime->count(), p.longest->count()});
    }
    return q.expiry_overflows ? fail(say, code::time_out_of_range, "lifetime") : outcome::passed;
  }
};

/// The digest of a new key is as long as the policy asks.
inline outcome strong(question const& q, ruling& say) {
  const auto size = static_cast<std::int64_t>((**q.key).bytes().size());
  const std::int64_t least = q.policy.keys.least_digest;
  if (size >= least && size != 0) return outcome::passed;
  return fail(say, code::weak_digest, "key", {}, {size, least, 0});
}

inline bool keys_required(policy const& p) {
  return p.keys.required || p.proof == required_proof::key;
}

/// A new invitation has a key where it needs one, and no weak one.
struct key_given {
  static constexpr std::string_view name = "key_given";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (*q.key) return strong(q, say);
    if (!keys_required(q.policy)) return outcome::skipped;
    return fail(say, code::missing_value, "key");
  }
};

/// The message that goes out again brings a key, where there is one: the same, or another one.
struct key_for_message {
  static constexpr std::string_view name = "key_for_message";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!*q.key && q.subject->keys) return fail(say, code::missing_value, "key");
    if (*q.key && q.subject->keys && **q.key == q.subject->keys->current) return outcome::passed;
    return key_given::check(q, say);
  }
};

/// Another offer needs another key, where there is one: the old link showed the old offer.
struct key_rotated {
  static constexpr std::string_view name = "key_rotated";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (*q.key && q.subject->keys && match(*q.subject->keys, **q.key, q.now) != key_match::none) {
      return fail(say, code::missing_value, "key");
    }
    if (!*q.key && q.subject->keys) return fail(say, code::missing_value, "key");
    return key_given::check(q, say);
  }
};

/// What supersedes is named, and is another one.
struct newer_named {
  static constexpr std::string_view name = "newer_named";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!q.newer->empty() && *q.newer != q.subject->id) return outcome::passed;
    return fail(say, code::missing_value, "newer");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
