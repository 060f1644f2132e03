// SPDX-License-Identifier: MIT
#pragma once

/// \file faults/operations.hpp
/// Calls every operation of the library once, with values in which no member is empty, for the
/// tests with failing allocations, locales and time zones. The `Host` of the operations has four
/// functions, which take the name of the operation first:
///
/// - `pure(name, f)`: `f()` returns a value and changes nothing;
/// - `change(name, value, f)`: `f(value)` changes its argument and may return a value;
/// - `quiet(name, f)`: `f()` returns a value and allocates no memory;
/// - `copy(name, value)`: copies and assigns the value.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/error_code.hpp>
#include <invito/base/impl/append_number.hpp>
#include <invito/base/text.hpp>
#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/lifecycle/query.hpp>
#include <invito/lifecycle/redact.hpp>
#include <invito/lifecycle/visit.hpp>
#include <invito/model/delivery.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/reader.hpp>
#include <invito/wire/rfc3339.hpp>
#include <invito/wire/writer.hpp>
#include <nlohmann/json.hpp>

namespace faults {

// Values -----------------------------------------------------------------------------------------

using std::chrono::hours;

/// A text that is too long for the small-string optimisation of any implementation.
inline std::string lengthy(std::string_view start) {
  return std::string(start) + "-and-more-than-fits-into-a-short-string";
}
inline invito::user_id user(std::string_view name) { return invito::user_id(lengthy(name)); }
inline invito::email mail(std::string_view name) {
  return invito::email(std::string(name) + "@A-Rather-Long-Domain.Example.COM");
}

/// The value of a result; ends the program if there is none.
template <class T>
T must(char const* what, invito::result<T> r) {
  if (r) return *std::move(r);
  std::fprintf(stderr, "%s: %s\n", what, describe_with_locations(r.error()).c_str());
  std::exit(1);
}

inline constexpr invito::instant start{hours{24 * 20'000} + std::chrono::nanoseconds{5}};
inline constexpr invito::instant later = start + hours{30};
inline constexpr invito::instant at_last = start + hours{24 * 60};

struct world {
  invito::policy policy;
  invito::invitation_request request;
  invito::issue_command issue;
  invito::issuance issued;
  invito::invitation fresh;     // after the issue
  invito::invitation pending;   // after a resend and an amendment
  invito::invitation imported;  // with a baseline in which no member is empty
  invito::identity invitee;
  invito::resend_command resend;
  invito::amend_command amend;
  invito::accept_command accept;
  invito::decline_command decline;
  invito::revoke_command revoke;
  invito::supersede_command supersede;
  invito::expire_command expire;
  invito::problems problems;
};

inline invito::token_digest digest(char with) {
  return *invito::token_digest::from(std::string(invito::token_digest::size - 1, with) + '!');
}

inline invito::offer offer_of(std::string_view project) {
  return {lengthy("member"),
          std::vector<invito::grant>{
              {invito::scope::project, lengthy(project), lengthy("viewer")},
              {invito::scope::workspace, lengthy("workspace"), lengthy("searcher")}}};
}

inline invito::attribute_list attributes() {
  return {
      {lengthy("price"), invito::json_text::unchecked(R"({"value":[1.50,-2e3],"text":"long"})")},
      {lengthy("note"), invito::json_text::unchecked(R"("one more, and this one is a text")")}};
}

inline invito::policy rules() {
  using invito::scope;
  invito::policy p;
  p.roles = invito::role_catalog{
      {lengthy("owner"), 30, true, scope::organization, {lengthy("invite"), lengthy("bill")}},
      {lengthy("member"), 10, true, scope::organization, {lengthy("invite")}},
      {lengthy("viewer"), 5, true, scope::project, {lengthy("look")}},
      {lengthy("searcher"), 5, true, scope::workspace, {lengthy("look")}}};
  p.duplicates = invito::duplicate_rule::supersede;
  p.quotas.per_recipient = invito::rate{10, hours{24}};
  p.quotas.per_inviter = invito::rate{10, hours{24}};
  p.quotas.per_organization = invito::rate{10, hours{24}};
  p.domains = {{"a-rather-long-domain.example.com", ".a-rather-long-domain.example.com"},
               {"another-rather-long-domain.example.com"}};
  return p;
}

/// A command's facts, all of them with values.
inline invito::facts looked_up() {
  invito::facts f;
  f.actor = invito::membership{lengthy("owner"), true, {lengthy("invite")}};
  f.sponsor = f.actor;
  f.organization = invito::organization_snapshot{};
  f.organization->seat_limit = 50;
  f.organization->revision = 7;
  f.member = false;
  f.former = offer_of("former");
  f.existing.emplace();
  f.scopes = std::vector<invito::scope_id>{{invito::scope::project, lengthy("project")},
                                           {invito::scope::project, lengthy("other")},
                                           {invito::scope::workspace, lengthy("workspace")}};
  const std::vector<invito::instant> sent{start - hours{3}, start - hours{2}};
  f.sends = {sent, sent, sent};
  return f;
}

template <class Command>
Command command(invito::instant now) {
  Command c;
  c.organization = invito::organization_id(lengthy("org_acme"));
  c.now = now;
  c.idempotency_key = lengthy("idempotency");
  return c;
}
template <class Command>
Command by_owner(invito::instant now) {
  auto c = command<Command>(now);
  c.by = invito::actor::user(user("olga"));
  c.facts = looked_up();
  return c;
}

/// An imported invitation in which no member is empty.
inline invito::invitation imported_invitation(invito::offer offered = offer_of("project")) {
  invito::invitation i;
  i.id = invito::invitation_id(lengthy("imported"));
  i.organization = invito::organization_id(lengthy("org_acme"));
  i.recipient = {mail("Ina.Invited"), user("ina")};
  i.name = {lengthy("Ina"), lengthy("Invited")};
  i.created_by = invito::actor::user(user("olga"));
  i.created_at = start;
  i.attributes = attributes();
  i.offer = std::move(offered);
  i.offer_number = 3;
  i.sponsor = i.created_by;
  i.tokens = invito::token_digests{digest('k'), digest('p'), start + hours{24}};
  i.state = invito::pending{start + hours{24 * 7}};
  begin_history(i, start + hours{24 * 7}, start, 1234);
  invito::composite_status statuses;
  statuses.current = {"pending", lengthy("waits"), start, user("olga"), attributes()};
  statuses.history = {statuses.current, statuses.current};
  i.baseline->source_statuses = statuses;
  return i;
}

inline world make_world() {
  world w;
  w.policy = rules();
  w.request = {{mail("Ina.Invited"), user("ina")},
               {lengthy("Ina"), lengthy("Invited")},
               offer_of("project"),
               true,
               attributes()};
  w.issue = by_owner<invito::issue_command>(start);
  w.issue.id = invito::invitation_id(lengthy("invitation"));
  w.issue.token = digest('a');
  w.issued = must("issue", invito::issue(w.policy, w.request, w.issue));
  w.fresh = invito::apply(w.issued);

  w.resend = by_owner<invito::resend_command>(start + hours{10});
  w.resend.token = digest('b');
  w.resend.idempotency_key = lengthy("resend");
  w.pending = w.fresh;
  apply(w.pending, must("resend", invito::resend(w.policy, w.pending, w.resend))).value();
  w.resend.now = later;
  w.resend.token = digest('d');
  w.amend = by_owner<invito::amend_command>(start + hours{20});
  w.amend.offer = offer_of("other");
  w.amend.token = digest('c');
  w.amend.idempotency_key = lengthy("amend");
  apply(w.pending, must("amend", invito::amend(w.policy, w.pending, w.amend))).value();
  w.amend.now = later;
  w.amend.offer = offer_of("project");
  w.amend.token = digest('d');
  w.amend.idempotency_key = w.resend.idempotency_key = lengthy("another idempotency");
  w.imported = imported_invitation();

  w.invitee = {user("ina"), mail("another.mailbox"), true};
  w.accept = command<invito::accept_command>(later);
  w.accept.who = w.invitee;
  w.accept.facts = looked_up();
  w.accept.token = digest('c');
  w.decline = command<invito::decline_command>(later);
  w.decline.who = w.invitee;
  w.decline.token = digest('c');
  w.revoke = by_owner<invito::revoke_command>(later);
  w.supersede = by_owner<invito::supersede_command>(later);
  w.supersede.newer = invito::invitation_id(lengthy("newer"));
  w.expire = command<invito::expire_command>(at_last);
  for (auto* key :
       {&w.accept.idempotency_key, &w.decline.idempotency_key, &w.revoke.idempotency_key,
        &w.supersede.idempotency_key, &w.expire.idempotency_key}) {
    *key = lengthy("the last idempotency");
  }

  using invito::code;
  w.problems.add(invito::make_problem(code::invalid_email, "email", lengthy("not@mail")));
  w.problems.add(invito::make_problem(
      code::unknown_role, invito::path("grants").add(2).add(lengthy("role")), lengthy("no role")));
  w.problems.add({code::sponsor_not_permitted, "role", lengthy("owner"), {}});
  w.problems.add({code::wrong_recipient, {}, lengthy("person"), {}});
  w.problems.add({code::seats_full, "", lengthy("seats"), {1'234'567, 7'654'321, 1'000'000}});
  w.problems.add({code::rate_limited, "email", "to_recipient", {1001, 1000, 90'061}});
  return w;
}

// base -------------------------------------------------------------------------------------------

template <class Host>
void base_operations(Host& to, world const& w) {
  using invito::disclosure;
  using invito::path;
  using invito::problem;
  problem const& first = w.problems.front();
  const path location = path("grants").add(12'345).add(lengthy("a~b/c#d"));

  to.pure("path of a name", [] { return path("a name that is not a short one at all"); });
  to.pure("path::pointer", [&] { return location.pointer(); });
  to.pure("path::dotted", [&] { return location.dotted(); });
  to.pure("path::segments", [&] { return location.segments(); });
  const std::string long_name(500, 'n');
  to.change("path::add a name", location, [&](path& p) { p.add(long_name); });
  to.change("path::add an index", location, [](path& p) { p.add(1'234'567'890); });
  to.pure("make_problem", [&] {
    return invito::make_problem(invito::code::unknown_role, location, std::string(1000, 's'),
                                {1, 2});
  });
  to.pure("as_public of a problem", [&] { return as_public(first); });
  to.pure("as_public of problems", [&] { return as_public(w.problems); });
  to.pure("as_public, safe", [&] { return as_public(w.problems, disclosure::enumeration_safe); });
  to.pure("describe a problem", [&] { return describe(first); });
  to.pure("describe one problem of a list", [&] { return describe(invito::problems(first)); });
  to.pure("describe problems", [&] { return describe(w.problems); });
  to.pure("describe_with_locations", [&] { return describe_with_locations(w.problems); });
  to.pure("describe_duration", [] { return invito::describe_duration(12'345'678'901); });
  to.pure("substitute", [] {
    return invito::detail::substitute("{s}: {0} of {1} in {2d}", lengthy("subject"),
                                      {1000, 1'000'000, 90'061});
  });
  to.change("problems::add", w.problems, [&](invito::problems& p) { p.add(first); });
  to.change("the first problem", invito::problems(), [&](invito::problems& p) { p.add(first); });
  to.pure("result of a value", [] { return invito::result<std::string>(lengthy("value")); });
  to.pure("result of a problem", [&] { return invito::result<std::string>(first); });
  to.change("append_number", lengthy(""),
            [](std::string& s) { invito::append_number(s, 123'456); });
  to.pure("error_code's message",
          [] { return make_error_code(invito::code::sponsor_not_permitted).message(); });
  to.pure("message of no code", [] { return invito::code_category().message(-1); });
  const std::vector<invito::instant> times{start, later};
  to.pure("usage_of", [&] { return invito::usage_of({2, hours{48}}, times, later); });
  to.quiet("primary", [&] { return primary(w.problems).code; });
  to.quiet("public_code", [] { return public_code(invito::code::wrong_recipient); });
  to.quiet("info", [] { return info(invito::code::seats_full).name; });
  to.quiet("checked_add", [] { return *invito::checked_add(start, hours{1}); });
  to.quiet("from_unix_seconds", [] { return *invito::from_unix_seconds(1'772'442'000); });
  to.quiet("to_unix_seconds", [] { return invito::to_unix_seconds(start); });
  const std::string text = lengthy("CAF\xC3\x89 ISTANBUL I");
  to.quiet("ascii_equal", [&] { return invito::detail::ascii_equal(text, text); });
  to.quiet("is_utf8", [&] { return invito::detail::is_utf8(text); });
  to.quiet("utf8_prefix", [&] { return invito::detail::utf8_prefix(text, 4); });

  to.copy("box", invito::box<invito::offer>(offer_of("a")));
  to.copy("path", location);
  to.copy("problem", first);
  to.copy("problems", w.problems);
  to.copy("result of a value", invito::result<invito::invitation>(w.pending));
  to.copy("result of problems", invito::result<invito::invitation>(w.problems));
  to.change("box = box", invito::box<invito::offer>(offer_of("a")),
            [other = invito::box<invito::offer>(offer_of("b"))](auto& b) { b = other; });
}

// model ------------------------------------------------------------------------------------------

template <class Host>
void model_operations(Host& to, world const& w) {
  using invito::invitation;
  const invito::email address = mail("INA.Invited");
  to.pure("email of text", [] { return invito::email(lengthy("ina")); });
  to.pure("email::canonical", [&] { return address.canonical(); });
  to.quiet("email::domain", [&] { return address.domain(); });
  const invito::email other_case = mail("ina.iNVITED");
  to.quiet("email ==", [&] { return address == other_case; });
  to.quiet("email <", [&] { return address < *w.request.recipient.email; });
  to.quiet("email hash", [&] {
    return std::hash<invito::email>{}(address) ==
           std::hash<invito::email>{}(*w.request.recipient.email);
  });
  to.quiet("check_email", [&] { return invito::check_email(address.text()); });
  to.pure("id of text", [] { return invito::user_id(lengthy("ina")); });
  to.quiet("id hash", [&] {
    return std::hash<invito::user_id>{}(w.invitee.user) ==
           std::hash<invito::user_id>{}(w.request.recipient.user);
  });
  to.pure("actor", [] { return invito::actor::service(user("robot")); });

  to.pure("secret of text", [] { return invito::secret(lengthy("token")); });
  to.pure("make_token", [] {
    return invito::make_token(invito::secret(std::string("0123456789abcdef0123456789abcdef")));
  });
  to.pure("make_token refused",
          [] { return invito::make_token(invito::secret(std::string(64, 'a'))); });
  to.quiet("match", [&] { return match(*w.pending.tokens, *w.accept.token, later); });
  to.quiet("token_digest ==", [&] { return w.pending.tokens == w.pending.tokens; });

  to.pure("role_catalog::open_to", [&] {
    return w.policy.roles.open_to({lengthy("custom"), 5, true, invito::scope::organization, {}});
  });
  to.pure("role_catalog::ignoring_case", [&] { return w.policy.roles.ignoring_case(); });
  to.quiet("role_catalog::find", [&] { return w.policy.roles.find(w.request.offer.role)->rank; });
  const std::vector<invito::grant> few = *offer_of("a").grants;
  std::vector<invito::grant> many(40, few.front());
  to.pure("repeated_grants", [&] { return invito::detail::repeated_grants(many); });

  to.pure("sends", [&] { return sends(w.pending); });
  to.quiet("send_count", [&] { return send_count(w.pending); });
  to.quiet("last_sent", [&] { return *last_sent(w.pending); });
  to.quiet("revision", [&] { return w.pending.revision(); });
  to.quiet("status", [&] { return w.pending.status(at_last); });
  to.quiet("status_at", [&] { return *w.pending.status_at(later); });
  to.quiet("expires_at", [&] { return *w.pending.expires_at(); });
  to.quiet("updated_at", [&] { return *w.pending.updated_at(); });
  to.quiet("recorded_status", [&] { return recorded_status(w.pending.state); });
  to.quiet("changed_at", [&] { return changed_at(w.pending.state).has_value(); });
  to.quiet("invitation ==", [&] { return w.pending == w.pending; });
  to.change("begin_history", w.pending,
            [](invitation& i) { begin_history(i, later, start, 12'345); });

  to.pure("composite_of", [&] { return composite_of(w.pending, at_last); });
  to.pure("composite_of source_statuses", [&] { return composite_of(w.imported, at_last); });
  invito::composite_status const& statuses = *w.imported.baseline->source_statuses;
  to.pure("state_of", [&] { return invito::state_of({"cancelled", {}, start, user("olga"), {}}); });
  to.change("advance", statuses, [](invito::composite_status& s) {
    advance(s, {lengthy("planning"), lengthy("plan"), later, user("olga"), {}});
  });
  to.change("trim_history", statuses, [](invito::composite_status& s) { trim_history(s, 1); });
  invito::delivery mailed;
  mailed.invitation = w.pending.id;
  to.change("report", mailed, [](invito::delivery& d) {
    return report(d, invito::delivery_status::bounced, later, std::string(1000, 'b'));
  });
  to.quiet("can_transition", [] {
    return can_transition(invito::delivery_status::queued, invito::delivery_status::sent);
  });

  to.copy("invitation", w.pending);
  to.copy("imported invitation", w.imported);
  to.copy("event", w.pending.history.back());
  to.copy("event_list", w.pending.history);
  to.copy("state", invito::state(invito::accepted{start, user("ina")}));
  to.copy("baseline", *w.imported.baseline);
  to.copy("composite_status", statuses);
  to.copy("offer", w.pending.offer);
  to.copy("token_digests", *w.pending.tokens);
  to.copy("attribute_list", w.pending.attributes);
  to.copy("role_catalog", w.policy.roles);
  to.copy("recipient", w.pending.recipient);
  to.copy("identity", w.invitee);
  to.copy("delivery", mailed);
}

// lifecycle --------------------------------------------------------------------------------------

/// The operations of a verb: deciding, explaining, a refusal, applying, and the effects.
template <class Host, class Command, class Verb>
void verb_operations(Host& to, std::string const& name, world const& w, invito::invitation const& i,
                     Command const& c, Verb verb) {
  const invito::decision made = must(name.c_str(), verb(w.policy, i, c));
  to.pure(name, [&] { return verb(w.policy, i, c); });
  to.pure(name + ", explained", [&] { return explain(w.policy, i, c); });
  Command empty;
  empty.idempotency_key = lengthy("key");
  const auto rule_results = explain(w.policy, i, c);
  to.pure(name + ", described rule results", [&] {
    std::string all;
    for (invito::rule_result const& r : rule_results) all += describe(r);
    return all;
  });
  to.pure(name + " refused", [&] { return verb(w.policy, i, empty); });
  to.pure(name + " refused, explained", [&] { return explain(w.policy, i, empty); });
  to.pure(name + " of an imported invitation", [&] { return verb(w.policy, w.imported, c); });
  to.change("apply " + name, i, [&](invito::invitation& changed) { return apply(changed, made); });
  // apply gives an invitation without a baseline and events a baseline.
  invito::invitation bare = i;
  bare.history.clear();
  invito::decision at_zero = made;
  at_zero.revision = 0;
  at_zero.event->revision = 1;
  to.change("apply " + name + " without a history", bare,
            [&](invito::invitation& changed) { return apply(changed, at_zero); });
  invito::invitation after = i;
  apply(after, made).value();
  to.pure("effects of " + name, [&] { return effects(made, after); });
  to.pure(name + ", replayed", [&] {
    invito::invitation before = after;
    before.state = {};
    return replay(std::move(before), after.history);
  });
  to.pure(name + " again", [&] { return verb(w.policy, after, c); });
  to.pure("composite_of after " + name, [&] { return composite_of(after, at_last); });
  to.copy(name + " command", c);
  to.copy(name + " decision", made);
}

template <class Host>
void verbs(Host& to, world const& w) {
  using namespace invito;
  const auto& p = w.policy;
  to.pure("issue", [&] { return issue(p, w.request, w.issue); });
  to.pure("issue, explained", [&] { return explain(p, w.request, w.issue); });
  to.pure("issue refused", [&] { return issue(p, w.request, issue_command{}); });
  to.pure("issue refused, explained", [&] { return explain(p, w.request, issue_command{}); });
  issue_command another = w.issue;
  another.id = invitation_id(lengthy("another"));
  another.facts.existing = std::vector<invitation>{w.fresh, w.imported};
  to.pure("issue the same again", [&] { return issue(p, w.request, another); });
  another.idempotency_key = lengthy("another idempotency");
  to.pure("issue and supersede", [&] { return issue(p, w.request, another); });
  policy refusing = p;
  refusing.duplicates = duplicate_rule::refuse;
  to.pure("issue a duplicate", [&] { return issue(refusing, w.request, another); });
  another.source = offer_source::former_membership;
  to.pure("issue a former membership", [&] { return issue(refusing, w.request, another); });
  to.pure("apply an issuance", [&] { return apply(w.issued); });
  to.pure("effects of an issuance", [&] { return effects(w.issued); });
  to.copy("issuance", w.issued);
  to.copy("issue command", w.issue);
  to.copy("request", w.request);
  to.copy("policy", p);
  to.copy("facts", w.issue.facts);

  const auto i = w.pending;
  verb_operations(to, "resend", w, i, w.resend,
                  [](auto const&... a) { return invito::resend(a...); });
  verb_operations(to, "amend", w, i, w.amend, [](auto const&... a) { return invito::amend(a...); });
  verb_operations(to, "accept", w, i, w.accept,
                  [](auto const&... a) { return invito::accept(a...); });
  verb_operations(to, "decline", w, i, w.decline,
                  [](auto const&... a) { return invito::decline(a...); });
  verb_operations(to, "revoke", w, i, w.revoke,
                  [](auto const&... a) { return invito::revoke(a...); });
  verb_operations(to, "supersede", w, i, w.supersede,
                  [](auto const&... a) { return invito::supersede(a...); });
  verb_operations(to, "expire", w, i, w.expire,
                  [](auto const&... a) { return invito::expire(a...); });

  // The first resend, after which the previous token is valid for the grace time.
  resend_command first = w.resend;
  first.now = start + hours{10};
  const decision overlapping = must("the first resend", resend(p, w.fresh, first));
  to.change("apply a resend with an overlap of tokens", w.fresh,
            [&](invitation& changed) { return apply(changed, overlapping); });
  policy dropping = p;
  dropping.vanished = vanished_rule::drop;
  accept_command reduced = w.accept;
  reduced.facts.scopes->pop_back();
  const decision part = must("accept a part", accept(dropping, i, reduced));
  to.pure("accept a part", [&] { return accept(dropping, i, reduced); });
  to.change("apply a part", i, [&](invitation& changed) { return apply(changed, part); });
  invitation after = i;
  apply(after, part).value();
  to.pure("effects of a part", [&] { return effects(part, after); });
  to.pure("replay refused", [&] {
    event_list wrong = i.history;
    std::swap(wrong[1], wrong[2]);
    return replay(i, std::move(wrong));
  });
}

template <class Host>
void plans_and_queries(Host& to, world const& w) {
  using namespace invito;
  const auto& p = w.policy;
  std::vector<bulk_row> rows(4);
  std::vector<invitation_request> requests;
  for (std::size_t n = 0; n != rows.size(); ++n) {
    bulk_row& row = rows[n];
    const std::string number = std::to_string(n);
    row.request = w.request;
    row.request.recipient = {mail("invited." + number), user(number)};
    if (n == 2) row.request.recipient = rows[1].request.recipient;
    row.id = invitation_id(lengthy(number));
    row.token = digest(number[0]);
    row.idempotency_key = lengthy("row " + number);
    row.member = n == 3;
    row.existing.emplace();
    row.scopes = looked_up().scopes;
    row.sent_to_recipient.emplace();
    requests.push_back(row.request);
  }
  for (const bulk_mode mode :
       {bulk_mode::all_or_nothing, bulk_mode::best_effort, bulk_mode::up_to_limit}) {
    to.pure("plan_issue", [&] { return plan_issue(p, rows, w.issue, mode); });
  }
  policy small = p;
  small.quotas.batch = 2;
  to.pure("plan_issue of too many",
          [&] { return plan_issue(small, rows, w.issue, bulk_mode::best_effort); });
  to.pure("check_batch", [&] { return check_batch(p, requests); });
  to.pure("check_batch of too many", [&] { return check_batch(small, requests); });

  std::vector<resend_row> again(3);
  again[0].invitation = again[1].invitation = &w.pending;
  again[2].invitation = &w.imported;
  again[0].token = again[2].token = digest('r');
  for (resend_row& row : again) row.sent_to_recipient.emplace();
  to.pure("plan_resend", [&] { return plan_resend(p, again, w.resend); });

  std::vector<invitation> all{w.fresh, w.pending, w.imported};
  to.pure("plan_revoke", [&] { return plan_revoke(p, all, *w.pending.sponsor, w.revoke); });
  to.pure("plan_expire", [&] { return plan_expire(p, all, w.expire); });
  std::vector<login_row> logins(2);
  logins[0].invitation = &w.pending;
  logins[1].invitation = &w.imported;
  for (login_row& row : logins) {
    row.policy = &p;
    row.facts = looked_up();
    row.token = digest('c');
  }
  to.pure("plan_login", [&] { return plan_login(w.invitee, logins, later); });
  to.copy("bulk_row", rows.front());
  to.copy("resend_row", again.front());
  to.copy("login_row", logins.front());

  page_request asked;
  asked.filter.organization = w.pending.organization;
  asked.filter.email = mail("INA.INVITED");
  asked.filter.status = status::pending;
  asked.filter.as_of = later;
  asked.filter.inviter = w.pending.created_by;
  asked.limit = 1;
  to.pure("find_page", [&] { return find_page(all, asked); });
  to.quiet("matches", [&] { return matches(asked.filter, w.pending); });
  to.pure("position_of", [&] { return position_of(w.pending); });
  const cursor position = position_of(w.pending);
  to.pure("to_string of a cursor", [&] { return to_string(position); });
  const std::string cursor_text = to_string(position);
  to.pure("parse_cursor", [&] { return parse_cursor(cursor_text); });
  to.pure("next_expiry", [&] { return next_expiry(all, start); });
  to.quiet("expired_between",
           [&] { return expired_between(w.pending, start, at_last).has_value(); });
  to.quiet("is_due", [&] { return is_due(w.pending, at_last); });
  to.copy("page_request", asked);
  to.pure("find_due", [&] {
    return find_due(
        all, at_last, [](invitation const& i) { return i.created_at.value_or(start); },
        [](invitation const&) { return true; });
  });

  visit visit_of;
  visit_of.who = w.invitee;
  visit_of.token = digest('c');
  visit_of.now = later;
  to.pure("preview", [&] { return preview(p, w.pending, visit_of); });
  visit_of.who = identity{user("eve"), mail("eve"), true};
  to.pure("preview by another person", [&] { return preview(p, w.pending, visit_of); });
  visit_of.token.reset();
  to.pure("preview refused", [&] { return preview(p, w.pending, visit_of); });
  to.pure("mask", [&] { return mask(*w.pending.recipient.email); });
  to.copy("visit", visit_of);

  erasure who;
  who.email = mail("ina.invited");
  who.email_fingerprint = email(lengthy("0123456789abcdef"));
  who.user = user("ina");
  who.user_fingerprint = user_id(lengthy("fedcba9876543210"));
  invitation answered = w.pending;
  apply(answered, must("accept", accept(p, answered, w.accept))).value();
  to.change("redact", answered, [&](invitation& i) { return redact(i, who); });
  to.change("redact an imported invitation", w.imported,
            [&](invitation& i) { return redact(i, who); });
  erasure incomplete = who;
  incomplete.user_fingerprint = {};
  to.change("redact refused", answered, [&](invitation& i) { return redact(i, incomplete); });
  to.pure("addresses_of", [&] { return addresses_of(answered, w.invitee.user); });
  to.copy("erasure", who);
  to.pure("mermaid", [] { return mermaid(); });
  to.quiet("find_transition",
           [] { return find_transition(status::pending, event_kind::accept).allowed(); });
  to.quiet("is_final", [] { return is_final(status::expired); });
}

// wire -------------------------------------------------------------------------------------------

/// An engine that is not part of the library.
inline void feed_some(void const* document, invito::wire::reader& to) {
  auto const& name = *static_cast<std::string const*>(document);
  to.begin_object();
  to.key("email");
  to.text(name);
  to.key("role");
  to.text(name);
  to.key("attributes");
  to.begin_array();
  to.begin_object();
  to.key("name");
  to.text(name);
  to.key("value");
  to.begin_array();
  to.number(1.5, "1.50");
  to.integer(12'345);
  to.boolean(true);
  to.null();
  to.end_array();
  to.end_object();
  to.end_array();
  to.end_object();
}

/// A text with many kinds of errors, for every document.
inline std::string bad_text() {
  return R"({"email":7,"email":"twice","emails":[1,{"deep":[]}],"id":[],"invito":1.5,)"
         R"("role":{"a":[1,2,{"b":"c"}]},"role_id":{},"roles":{},"history":[{"kind":"no such"}],)"
         R"("an unknown member with a rather long name":[{"x":"y"}],"projects":[{"id":3},{}],)"
         R"("created_at":"yesterday, or the day before","invited_at":-1.5,"expires_at":[],)"
         R"("state":{"status":"no such status, and a long one"},"status":{"a":{}},"error":[]})";
}

template <class Host>
void wire_operations(Host& to, world const& w) {
  using namespace invito;
  to.pure("parse_rfc3339", [] { return parse_rfc3339("2026-03-02T10:30:00.123456789+05:30"); });
  to.pure("parse_rfc3339 refused",
          [] { return parse_rfc3339("2026-03-02 at half past ten o'clock"); });
  to.pure("format_rfc3339", [] { return format_rfc3339(start); });
  to.quiet("write_rfc3339", [] {
    char text[rfc3339_length] = {};
    return std::string_view(text, rfc3339_length).size() ==
           static_cast<std::size_t>(write_rfc3339(text, start) - text);
  });
  const std::string json = R"( {"n":[1.50, -0.5e-3, 12345678901234567890123, 1E400e], "m":)";
  const std::string good =
      R"( {"n" : [1.50, -2.5E+3, 12345678901234567890123], "t":"\u00e9\n and more", "o":{"a":null}})";
  to.pure("parse_json_text", [&] { return parse_json_text(good); });
  const nlohmann::json parsed = nlohmann::json::parse(good);
  to.pure("parse_json_text of a value", [&] { return parse_json_text(parsed); });
  to.pure("parse_json_text refused", [&] { return parse_json_text(json); });
  to.pure("parse_json_text with a duplicate key", [] {
    return parse_json_text(R"({"a":{"a long name, twice":1,"a long name, twice":2}})");
  });
  read_options narrow;
  narrow.limits = {200, 2, 3, 2};
  to.pure("parse_json_text, too deep", [&] { return parse_json_text("[[[[1]]]]", narrow); });
  to.pure("parse_json_text, too many", [&] { return parse_json_text("[1,2,3,4,5]", narrow); });
  to.pure("parse_json_text, too large",
          [&] { return parse_json_text(std::string(201, ' '), narrow); });
  to.pure("quoted", [] { return wire::quoted(lengthy("\xFF \n")); });
  to.pure("text_writer", [] {
    std::string written;
    wire::text_writer out(written);
    out.begin_array();
    for (int n = 0; n != 300; ++n) out.integer(1'000'000'000'000);
    out.text(lengthy("text"));
    out.boolean(true);
    out.null();
    out.end_array();
    out.flush();
    return written;
  });
  to.pure("write_document", [] {
    return wire::write_document(std::vector<std::string>{lengthy("a"), lengthy("b\xFF")});
  });
  to.pure("read_document", [] {
    return wire::read_document<std::vector<std::string>>(
        R"(["the first text is a long one","the second text is a long one",3])", {});
  });
  const std::string name = lengthy("name");
  to.pure("a document by another engine",
          [&] { return native::read_request(wire::source(&name, feed_some)); });

  to.pure("write an event", [&] { return write(w.pending.history.back()); });
  const std::string event_text = *write(w.pending.history.back());
  to.pure("read an event", [&] { return read<event>(event_text); });
  to.pure("write", [&] { return write(w.pending); });
  invitation broken = w.pending;
  broken.history[1].idempotency_key += "\xFF";
  to.pure("write refused", [&] { return write(broken); });
  const std::string text = *write(w.pending);
  to.pure("read", [&] { return read(text); });
  const nlohmann::json value = nlohmann::json::parse(text);
  to.pure("read a value", [&] { return read(value); });
  broken = w.pending;
  broken.history[1].revision += 1;
  const std::string wrong_text = *write(broken);
  to.pure("read a wrong history", [&] { return read(wrong_text); });
  std::string later_version = text;
  later_version.replace(later_version.find("\"invito\":1"), 10, "\"invito\":9");
  to.pure("read a later version", [&] { return read(later_version); });
  to.change("from_json", w.imported, [&](invitation& i) { from_json(value, i); });
}

/// Operations that make a JSON value. The destructors of nlohmann::json allocate memory for arrays
/// and objects, and end the program if that fails. So the value is empty before, and only one
/// allocation fails.
template <class Host>
void json_value_operations(Host& to, world const& w) {
  to.change("to_json", nlohmann::json(), [&](nlohmann::json& j) { to_json(j, w.pending); });
}

// Dialects ---------------------------------------------------------------------------------------

/// One document: read from text, from a value, strictly and with errors, and written in both
/// shapes. `read` takes the input and options, `write` the model and options.
template <class Host, class Read, class Write>
void document_operations(Host& to, std::string const& name, std::string const& text, Read read,
                         Write write) {
  using namespace invito;
  to.pure("read " + name, [&] { return read(text, read_options{}); });
  const nlohmann::json value = nlohmann::json::parse(text);
  to.pure("read " + name + " from a value", [&] { return read(value, read_options{}); });
  const std::string bad = bad_text();
  read_options strict;
  strict.strict = true;
  to.pure("read " + name + " refused", [&] { return read(bad, read_options{}); });
  to.pure("read " + name + " strictly", [&] { return read(bad, strict); });
  const std::string part = text.substr(0, text.size() / 2);
  to.pure("read a part of " + name, [&] { return read(part, read_options{}); });
  const auto model = must(name.c_str(), read(text, read_options{}));
  for (const wire::shape shape : {wire::shape::documented, wire::shape::extended}) {
    write_options options;
    options.shape = shape;
    to.pure("write " + name, [&] { return write(model, options); });
  }
  std::decay_t<decltype(model)> empty{};
  to.pure("write an empty " + name, [&] { return write(empty, write_options{}); });
}

/// An offer that the dialect can represent.
template <class D>
invito::offer offer_in() {
  using namespace invito;
  offer out;
  if (!D::roles().all().empty()) out.role = D::roles().all().front().name;
  const bool projects = std::is_same_v<D, openai>;
  const scope where = projects ? scope::project : scope::workspace;
  std::string const role = projects ? "member" : "";
  out.grants = std::vector<grant>{{where, "6f9619ff-8b86-d011-b42d-00cf4fc964f1", role},
                                  {where, "6f9619ff-8b86-d011-b42d-00cf4fc964f2", role}};
  return out;
}

/// The operations of every dialect.
template <class D, class Host>
void dialect_operations(Host& to, world const& w) {
  using namespace invito;
  const auto named = [](char const* document) { return std::string(D::name) + "'s " + document; };
  invitation i = imported_invitation();
  invitation_request r = w.request;
  if constexpr (!std::is_same_v<D, native>) {
    to.pure(named("roles"), [] { return D::roles(); });
    to.pure(named("policy"), [] { return D::policy(); });
    to.quiet(named("endpoints"), [] { return D::endpoints().front().path; });
    to.pure(named("observed policy"), [] { return D::policy(preset::observed); });
    i.offer = r.offer = offer_in<D>();
    begin_history(i, i.expires_at(), start, 1234);
    i.baseline->source_statuses = w.imported.baseline->source_statuses;
  }
  write_options extended;
  extended.shape = wire::shape::extended;

  document_operations(
      to, named("request"), must("request", D::write_request(r, extended)),
      [](auto const& in, read_options const& o) { return D::read_request(in, o); },
      [](invitation_request const& m, write_options const& o) { return D::write_request(m, o); });
  document_operations(
      to, named("invitation"), must("invitation", D::write_invitation(i, later, extended)),
      [](auto const& in, read_options const& o) { return D::read_invitation(in, o); },
      [](invitation const& m, write_options const& o) { return D::write_invitation(m, later, o); });
  creation_response made;
  made.invitation = i;
  made.token = secret(lengthy("token"));
  made.is_new_user = true;
  document_operations(
      to, named("creation"), must("creation", D::write_creation(made, later, extended)),
      [](auto const& in, read_options const& o) { return D::read_creation(in, o); },
      [](creation_response const& m, write_options const& o) {
        return D::write_creation(m, later, o);
      });
  const std::string error_text = D::write_error(w.problems, {lengthy("incident"), later});
  document_operations(
      to, named("error"), error_text,
      [](auto const& in, read_options const& o) { return D::read_error(in, o); },
      [](api_error const& m, write_options const&) { return D::write_error(m); });
  to.pure(named("error of problems"), [&] {
    return D::write_error(w.problems, {lengthy("incident"), later});
  });
  to.pure(named("error of one problem"), [&] { return D::write_error(w.problems.front()); });
  to.pure(named("public_error"), [&] {
    return D::public_error(w.problems, {lengthy("id"), later, disclosure::enumeration_safe});
  });
  to.pure(named("error_of"), [&] { return D::error_of(w.problems); });
  to.quiet(named("http_status"), [&] { return D::http_status(w.problems); });
  to.quiet(named("features"), [] {
    return D::features().has(feature::email) && D::creation_features().has(feature::email) &&
           D::request_features().has(feature::email);
  });
  to.pure(named("losses"), [&] { return losses<D>(i, later, extended); });
  to.pure(named("losses of a creation"), [&] { return losses<D>(made, later); });
  to.pure(named("losses of a request"), [&] { return losses<D>(r, extended); });
  to.pure(named("losses of a pending invitation"), [&] { return losses<D>(w.pending, later); });
  if constexpr (std::is_base_of_v<wire::lists<D>, D>) {
    const invitation_page page{{i, i}, true};
    document_operations(
        to, named("list"), must("list", D::write_list(page, later, extended)),
        [](auto const& in, read_options const& o) { return D::read_list(in, o); },
        [](invitation_page const& m, write_options const& o) {
          return D::write_list(m, later, o);
        });
    to.copy(named("page"), page);
  }
  to.copy(named("error"), must("error", D::read_error(error_text)));
}

/// The documents of only one dialect.
template <class Host>
void special_documents(Host& to, world const& w) {
  using namespace invito;
  using options = read_options;
  const deletion_response gone{invitation_id(lengthy("invite")), true};
  document_operations(
      to, "openai's deletion", must("deletion", openai::write_deletion(gone)),
      [](auto const& in, options const& o) { return openai::read_deletion(in, o); },
      [](deletion_response const& m, write_options const&) { return openai::write_deletion(m); });
  to.copy("deletion", gone);

  validation_response valid{true, imported_invitation({"role_admin", {}}), lengthy("Acme"),
                            lengthy("Admin")};
  document_operations(
      to, "aitronos' validation", must("validation", aitronos::write_validation(valid, later)),
      [](auto const& in, options const& o) { return aitronos::read_validation(in, o); },
      [](validation_response const& m, write_options const& o) {
        return aitronos::write_validation(m, later, o);
      });
  const acceptance_response joined{w.pending.organization, lengthy("Acme"), "role_admin",
                                   lengthy("Admin")};
  document_operations(
      to, "aitronos' acceptance", must("acceptance", aitronos::write_acceptance(joined)),
      [](auto const& in, options const& o) { return aitronos::read_acceptance(in, o); },
      [](acceptance_response const& m, write_options const& o) {
        return aitronos::write_acceptance(m, o);
      });
  const std::string accepting = R"({"email_key":"a token that is longer than a short string"})";
  to.pure("aitronos' accept request", [&] { return aitronos::read_accept_request(accepting); });
  to.pure("aitronos' accept request refused",
          [] { return aitronos::read_accept_request(bad_text()); });
  const lookup_query everything{lengthy("a"), lengthy("b"), lengthy("c")};
  to.pure("check_lookup", [&] { return aitronos::check_lookup(everything); });
  to.pure("check_lookup of nothing", [] { return aitronos::check_lookup({}); });
  to.copy("validation", valid);
  to.copy("acceptance", joined);
  to.copy("lookup_query", everything);

  std::vector<invitation_request> requests(3, w.request);
  requests[1].recipient.email = mail("another");
  document_operations(
      to, "control_plane's bulk request",
      must("bulk request", control_plane::write_bulk_request(requests)),
      [](auto const& in, options const& o) { return control_plane::read_bulk_request(in, o); },
      [](std::vector<invitation_request> const& m, write_options const& o) {
        return control_plane::write_bulk_request(m, o);
      });
  bulk_response answered;
  answered.rows = {{lengthy("a@"), invitation_id(lengthy("a"))},
                   {lengthy("b@"), control_plane::public_error(w.problems)}};
  document_operations(
      to, "control_plane's bulk response",
      must("bulk response", control_plane::write_bulk(answered)),
      [](auto const& in, options const& o) { return control_plane::read_bulk(in, o); },
      [](bulk_response const& m, write_options const&) { return control_plane::write_bulk(m); });
  to.copy("bulk_response", answered);
}

/// All operations but those of `json_value_operations`.
template <class Host>
void every_operation(Host& to, world const& w) {
  base_operations(to, w);
  model_operations(to, w);
  verbs(to, w);
  plans_and_queries(to, w);
  wire_operations(to, w);
  dialect_operations<invito::native>(to, w);
  dialect_operations<invito::nuon>(to, w);
  dialect_operations<invito::control_plane>(to, w);
  dialect_operations<invito::openai>(to, w);
  dialect_operations<invito::aitronos>(to, w);
  dialect_operations<invito::deepset>(to, w);
  special_documents(to, w);
}

}  // namespace faults
