// SPDX-License-Identifier: MIT
#pragma once

// Rules about the content of a command: required values, formats, known roles, and limits. The
// comment of a rule states what the rule requires.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/box.hpp>
#include <invito/base/limits.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/text.hpp>
#include <invito/lifecycle/impl/rules/authority.hpp>
#include <invito/lifecycle/impl/rules/judging.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/lifecycle/rule_result.hpp>
#include <invito/model/email.hpp>
#include <invito/model/id.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Reports a problem if `text` is longer than `bound::text`.
inline void check_length(rule_output& output, std::string const& text, char const* location) {
  if (text.size() <= bound::text) return;
  fail(output, code::text_too_long, location, {},
       {static_cast<std::int64_t>(text.size()), bound::text, 0});
}

/// Requires that the command contains a time and the id of an actor. The system has no id. Accept
/// and decline need the user id or the address of the person instead of an actor. A command without
/// a time is refused, so a forgotten time does not mean 1970. Texts must not be too long.
struct command_complete {
  static constexpr std::string_view name = "command_complete";
  static constexpr tier at = tier::input;
  static outcome check(actor_context const& context, rule_output& output) {
    const auto before = output.found.size();
    if (!context.has_now) fail(output, code::missing_value, "now", "the current time");
    const bool anonymous = context.by.kind != actor_kind::system && context.by.id.empty();
    if (anonymous) fail(output, code::missing_value, "by", "an actor");
    check_length(output, context.idempotency_key, "idempotency_key");
    check_length(output, context.by.id.text(), "by");
    return failed_since(output, before);
  }
  static outcome check(supersede_context const& context, rule_output& output) {
    const auto before = output.found.size();
    check(static_cast<actor_context const&>(context), output);
    check_length(output, context.newer.text(), "newer");
    return failed_since(output, before);
  }
  static outcome check(answer_context const& context, rule_output& output) {
    const auto before = output.found.size();
    if (!context.has_now) fail(output, code::missing_value, "now", "the current time");
    if (context.who.user.empty() && !context.who.email)
      fail(output, code::missing_value, "who", "a user or an email address");
    check_length(output, context.idempotency_key, "idempotency_key");
    check_length(output, context.who.user.text(), "who");
    if (context.who.email) check_length(output, context.who.email->text(), "email");
    return failed_since(output, before);
  }
};

/// Requires that a new invitation has an id, an organization and a recipient.
struct identified {
  static constexpr std::string_view name = "identified";
  static constexpr tier at = tier::input;
  static outcome check(issue_context const& context, rule_output& output) {
    const auto before = output.found.size();
    if (context.id.empty()) fail(output, code::missing_value, "id", "an ID");
    if (context.organization.empty())
      fail(output, code::missing_value, "organization", "an organization");
    recipient const& to = context.request.recipient;
    if (!to.email && to.user.empty())
      fail(output, code::missing_value, "email", "an email address or a user");
    return failed_since(output, before);
  }
};

/// If the command reinstates a former member, requires the fact `former`. Other rules check the
/// role and the grants of the former membership like any other offer.
struct formerly_member {
  static constexpr std::string_view name = "formerly_member";
  static constexpr tier at = tier::input;
  static outcome check(issue_context const& context, rule_output& output) {
    if (!context.reinstates) return outcome::not_applicable;
    if (context.facts.former) return outcome::passed;
    return fail(output, code::not_former_member, "email", name_of(context.recipient));
  }
  /// Returns the address or, if there is none, the user id.
  static std::string_view name_of(recipient const& r) {
    return r.email ? r.email->text() : r.user.text();
  }
};

/// Requires that the recipient's address has the format of an email address (WHATWG HTML, RFC
/// 5321).
struct email_shaped {
  static constexpr std::string_view name = "email_shaped";
  static constexpr tier at = tier::input;
  static outcome check(issue_context const& context, rule_output& output) {
    if (!context.request.recipient.email) return outcome::not_applicable;
    std::string const& text = context.request.recipient.email->text();
    switch (check_email(text)) {
      case email_shape::valid: return outcome::passed;
      case email_shape::not_ascii:
        if (context.policy.allow_non_ascii_email) return outcome::passed;
        return fail(output, code::email_not_ascii, "email", text);
      case email_shape::invalid: break;
    }
    return fail(output, code::invalid_email, "email", text);
  }
};

/// Requires that the policy allows the domain of the recipient's address. Accept checks the address
/// of the person who accepts. The policy can have changed since the issue, and another person can
/// have received the token.
struct domain_admitted {
  static constexpr std::string_view name = "domain_admitted";
  static constexpr tier at = tier::input;
  static outcome check(actor_context const& context, rule_output& output) {
    return judge(context, context.recipient.email, output);
  }
  static outcome check(answer_context const& context, rule_output& output) {
    return judge(context, context.who.email ? context.who.email : context.recipient.email, output);
  }

 private:
  static outcome judge(rule_context const& context, std::optional<email> const& address,
                       rule_output& output) {
    domain_policy const& p = context.policy.domains;
    if (p.allowed.empty() && p.denied.empty()) return outcome::not_applicable;
    if (!address) {
      // If the recipient is a known user, no address is needed. Otherwise the person needs an
      // address in an allowed domain.
      if (!context.recipient.user.empty() || p.allowed.empty()) return outcome::not_applicable;
      return fail(output, code::missing_value, "email", "an email address");
    }
    const std::string_view domain = address->domain();
    const bool allowed = p.allowed.empty() || contains(p.allowed, domain);
    if (allowed && !contains(p.denied, domain)) return outcome::passed;
    return fail(output, code::domain_refused, "email", domain);
  }
  static bool contains(std::vector<std::string> const& all, std::string_view domain) {
    return std::any_of(all.begin(), all.end(), [domain](std::string_view d) {
      if (d.empty() || d.front() != '.') return detail::ascii_equal(d, domain);
      return domain.size() > d.size() &&
             detail::ascii_equal(d, domain.substr(domain.size() - d.size()));
    });
  }
};

/// Requires that the catalog contains every role of the offer.
struct roles_known {
  static constexpr std::string_view name = "roles_known";
  static constexpr tier at = tier::input;
  static outcome check(issue_context const& context, rule_output& output) {
    if (context.reinstates && !context.facts.former) return outcome::not_applicable;
    return check(static_cast<rule_context const&>(context), output);
  }
  static outcome check(rule_context const& context, rule_output& output) {
    const auto before = output.found.size();
    for_each_role(*context.offer, [&](std::string const& role, scope where, auto location) {
      if (!knows(context.policy.roles, role, where))
        check_one(context, output, role, where, location());
    });
    return failed_since(output, before);
  }
  static void check_one(rule_context const& context, rule_output& output, std::string const& role,
                        scope where, path location) {
    if (knows(context.policy.roles, role, where)) return;
    if (role.empty()) {
      fail(output, code::missing_value, std::move(location), "a role");
    } else {
      fail(output, code::unknown_role, std::move(location), role);
    }
  }
  /// Returns whether the catalog contains the role. If the catalog has no roles for the scope,
  /// returns whether the role is empty.
  static bool knows(role_catalog const& roles, std::string const& role, scope where) {
    if (roles.find(role, where)) return true;
    return role.empty() &&
           std::none_of(roles.all().begin(), roles.all().end(),
                        [where](invito::role const& r) { return r.scope == where; });
  }
};

/// Requires that the catalog allows invitations to grant every role of the offer.
struct roles_grantable {
  static constexpr std::string_view name = "roles_grantable";
  static constexpr tier at = tier::input;
  static outcome check(rule_context const& context, rule_output& output) {
    const auto before = output.found.size();
    for_each_role(*context.offer, [&](std::string const& role_name, scope where, auto location) {
      role const* found_role = context.policy.roles.find(role_name, where);
      if (found_role && !found_role->grantable)
        fail(output, code::role_not_grantable, location(), role_name);
    });
    return failed_since(output, before);
  }
};

/// Requires that every grant has an id, and that no project or workspace occurs twice.
struct grants_distinct {
  static constexpr std::string_view name = "grants_distinct";
  static constexpr tier at = tier::input;
  static outcome check(rule_context const& context, rule_output& output) {
    if (!context.offer->grants) return outcome::not_applicable;
    const auto before = output.found.size();
    std::vector<grant> const& all = *context.offer->grants;
    for (std::size_t n = 0; n != all.size(); ++n) {
      if (all[n].id.empty()) fail(output, code::missing_value, grant_path(n, "id"), "an ID");
    }
    for (const std::size_t n : repeated_grants(all)) {
      if (!all[n].id.empty()) fail(output, code::duplicate_item, grant_path(n, "id"), all[n].id);
    }
    return failed_since(output, before);
  }
};

/// Requires that texts and lists do not exceed their limits.
struct within_bounds {
  static constexpr std::string_view name = "within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(actor_context const& context, rule_output& output) {
    const auto before = output.found.size();
    judge(*context.offer, output);
    return failed_since(output, before);
  }
  static outcome check(issue_context const& context, rule_output& output) {
    const auto before = output.found.size();
    judge(*context.offer, output);
    invitation_request const& request = context.request;
    check_length(output, context.id.text(), "id");
    check_length(output, context.organization.text(), "organization");
    check_length(output, request.recipient.user.text(), "user");
    check_length(output, request.name.given, "given_name");
    check_length(output, request.name.family, "family_name");
    judge(output, request.attributes.size(), bound::attributes, [] { return path("attributes"); });
    std::size_t bytes = 0;
    for (attribute const& a : request.attributes) bytes += a.name.size() + a.value.text().size();
    judge(output, bytes, bound::attribute_bytes, [] { return path("attributes"); });
    return failed_since(output, before);
  }

 private:
  template <class Location>
  static void judge(rule_output& output, std::size_t size, std::size_t limit, Location location) {
    if (size <= limit) return;
    fail(output, code::text_too_long, location(), {},
         {static_cast<std::int64_t>(size), static_cast<std::int64_t>(limit)});
  }
  static void judge(offer const& offered, rule_output& output) {
    check_length(output, offered.role, "role");
    if (!offered.grants) return;
    judge(output, offered.grants->size(), bound::grants, [] { return path("grants"); });
    const std::size_t judged = (std::min)(offered.grants->size(), bound::grants);
    for (std::size_t n = 0; n != judged; ++n) {
      grant const& g = (*offered.grants)[n];
      judge(output, g.id.size(), bound::text, [n] { return grant_path(n, "id"); });
      judge(output, g.role.size(), bound::text, [n] { return grant_path(n, "role"); });
    }
  }
};

/// Requires that the lifetime is within the limits of the policy, and that the expiry is within the
/// range of `instant`.
struct lifetime_within_bounds {
  static constexpr std::string_view name = "lifetime_within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(actor_context const& context, rule_output& output) {
    if (!context.lifetime) return outcome::not_applicable;
    expiry_policy const& p = context.policy.expiry;
    if (*context.lifetime < p.min_lifetime) {
      return fail(output, code::lifetime_too_short, "lifetime", {},
                  {context.lifetime->count(), p.min_lifetime.count()});
    }
    if (p.max_lifetime && *context.lifetime > *p.max_lifetime) {
      return fail(output, code::lifetime_too_long, "lifetime", {},
                  {context.lifetime->count(), p.max_lifetime->count()});
    }
    return context.expiry_overflows ? fail(output, code::time_out_of_range, "lifetime")
                                    : outcome::passed;
  }
};

inline bool tokens_required(policy const& p) {
  return p.tokens.required || p.proof == required_proof::token;
}

/// Requires that the command contains a token if the policy requires tokens. The digest of a token
/// must not be empty.
struct token_given {
  static constexpr std::string_view name = "token_given";
  static constexpr tier at = tier::input;
  static outcome check(actor_context const& context, rule_output& output) {
    if (*context.token && (**context.token).empty()) {
      return fail(output, code::invalid_digest, "token", {}, {0, std::int64_t{token_digest::size}});
    }
    if (*context.token) return outcome::passed;
    if (!tokens_required(context.policy)) return outcome::not_applicable;
    return fail(output, code::missing_value, "token", "a token");
  }
};

/// Requires that the command contains a token if the invitation has a token, because the new
/// message needs a link that works.
struct token_for_message {
  static constexpr std::string_view name = "token_for_message";
  static constexpr tier at = tier::input;
  static outcome check(change_context const& context, rule_output& output) {
    if (!*context.token && context.invitation->tokens)
      return fail(output, code::missing_value, "token", "a token");
    return token_given::check(context, output);
  }
};

/// Requires that the command contains a new token if the invitation has a token. The old link
/// showed the old offer, so the old token must become invalid.
struct token_rotated {
  static constexpr std::string_view name = "token_rotated";
  static constexpr tier at = tier::input;
  static outcome check(change_context const& context, rule_output& output) {
    box<token_digests> const& digests = context.invitation->tokens;
    const bool is_new = *context.token && (!digests || match(*digests, **context.token,
                                                             context.now) == token_match::none);
    if (digests && !is_new) return fail(output, code::missing_value, "token", "a new token");
    return token_given::check(context, output);
  }
};

/// Requires that the command contains the id of the newer invitation. The id must be different from
/// the id of the older invitation.
struct newer_named {
  static constexpr std::string_view name = "newer_named";
  static constexpr tier at = tier::input;
  static outcome check(supersede_context const& context, rule_output& output) {
    if (!context.newer.empty() && context.newer != context.invitation->id) return outcome::passed;
    return fail(output, code::missing_value, "newer", "the ID of another invitation");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
