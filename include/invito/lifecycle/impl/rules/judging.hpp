// SPDX-License-Identifier: MIT
#pragma once

// The evaluation of rules. A rule is a type with a name, a tier and a function `check`. The
// function returns an outcome for a context, which contains the input of a verb. Each verb has a
// list of rules. The verb and `explain` use the same list.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/lifecycle/rule_result.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/token.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Returns empty facts, for a verb whose command has no facts.
inline facts const& no_facts() {
  static const facts none;
  return none;
}

/// The input of the rules of every verb. Derived contexts contain the input of certain verbs. A
/// rule takes the type of context that it needs, so a rule about the actor does not compile in the
/// list of accept or decline.
struct rule_context {
  rule_context(invito::policy const& p, event_kind of, organization_id const& o,
               invito::recipient const& r, std::string const& key, invito::facts const& f) noexcept
      : policy(p), verb(of), organization(o), recipient(r), idempotency_key(key), facts(f) {}

  invito::policy const& policy;
  event_kind verb;
  organization_id const& organization;  ///< The organization in the command.
  invito::recipient const& recipient;
  std::string const& idempotency_key;
  invito::facts const& facts;
  invito::invitation const* invitation = nullptr;  ///< The existing invitation; null for issue.
  /// The new offer or, if the command contains no offer, the current offer.
  invito::offer const* offer = nullptr;
  bool has_now = false;  ///< Whether the command has a time.
  bool clamped = false;  ///< Whether `now` is later than the command's time.
  instant now{};         ///< The time of the decision; never before the last event.
  std::optional<invito::status> status{};  ///< The status at `now`; absent for issue.
  std::optional<instant> expires_at{};     ///< The expiry after the event.
  bool repeat = false;                     ///< Whether the command repeats an earlier command.
  bool idempotency_key_reused = false;     ///< Whether another command used the key.
};

/// The context of the verbs of an actor, which are all verbs except accept and decline.
struct actor_context : rule_context {
  actor_context(rule_context const& common, actor const& a) noexcept
      : rule_context(common), by(a) {}

  actor const& by;
  /// The member `token` of the command; null if the command has no such member.
  std::optional<token_digest> const* token = nullptr;
  std::optional<std::chrono::seconds> lifetime{};
  bool expiry_overflows = false;
  bool sends_message = false;
  /// The existing invitation that issue returns instead of a new invitation, or null.
  invito::invitation const* existing = nullptr;
  std::uint32_t superseded = 0;  ///< The number of invitations that issue supersedes.
};

/// The context of issue.
struct issue_context : actor_context {
  issue_context(rule_context const& common, actor const& a, invitation_request const& r,
                invitation_id const& new_id) noexcept
      : actor_context(common, a), request(r), id(new_id) {}

  invitation_request const& request;
  invitation_id const& id;
  bool reinstates = false;  ///< Whether the offer is a former membership.
};

/// The context of the verbs of an actor, except issue. These verbs need an existing invitation.
struct change_context : actor_context {
  change_context(rule_context const& common, actor const& a, invito::invitation const& i) noexcept
      : actor_context(common, a) {
    invitation = &i;
  }
};

/// The context of supersede.
struct supersede_context : change_context {
  supersede_context(rule_context const& common, actor const& a, invito::invitation const& i,
                    invitation_id const& successor) noexcept
      : change_context(common, a, i), newer(successor) {}

  invitation_id const& newer;
};

/// The context of the verbs of the invitee: accept and decline.
struct answer_context : rule_context {
  answer_context(rule_context const& common, invito::invitation const& i, identity const& person,
                 std::optional<token_digest> const& presented) noexcept
      : rule_context(common), who(person), token(presented) {
    invitation = &i;
  }

  identity const& who;
  std::optional<token_digest> const& token;
  token_match matched = token_match::none;  ///< The result of the comparison of `token`.
  invito::proof proof{};                    ///< The evidence that identifies the recipient.
  std::optional<std::uint32_t> offer_number{};
};

/// The output of a rule, in addition to the outcome.
struct rule_output {
  problems& found;
  /// The code whose message shows `numbers`. This code has no effect if `message` is not empty.
  code measured{};
  std::string_view message{};
  std::array<std::int64_t, 3> numbers{};
};

/// Reports a problem.
inline outcome fail(rule_output& output, code c, path where, std::string_view subject = {},
                    std::array<std::int64_t, 3> numbers = {}) {
  output.found.add(make_problem(c, std::move(where), subject, numbers));
  return outcome::failed;
}

/// Reports a problem whose location has at most one segment. This function constructs the path, so
/// that the machine code of the rules stays small.
inline outcome fail(rule_output& output, code c, char const* where = nullptr,
                    std::string_view subject = {}, std::array<std::int64_t, 3> numbers = {}) {
  return fail(output, c, where ? path(where) : path(), subject, numbers);
}

/// Returns the outcome of a rule that makes several checks: `failed` if a check reported a problem.
/// `before` is the number of problems before the first check.
inline outcome failed_since(rule_output const& output, std::size_t before) {
  return output.found.size() == before ? outcome::passed : outcome::failed;
}

/// Reports a missing fact.
inline outcome missing_fact(rule_output& output, char const* name) {
  return fail(output, code::fact_missing, path("facts").add(name), name);
}

/// The message of `explain` if a limit of messages is not reached.
inline constexpr std::string_view messages_left =
    "the number of sent messages is {0}; the limit is {1}";

/// Returns the outcome of a rule that compares numbers. If `passed` is false, reports the code `c`.
/// `explain` shows the numbers in the message of `c`, also if the rule passed. If the message of
/// `c` asks for an action, give a `passed_message`, which `explain` shows if the rule passed.
inline outcome check_limit(rule_output& output, bool passed, code c,
                           std::array<std::int64_t, 3> numbers, std::string_view subject = {},
                           std::string_view passed_message = {}) {
  output.measured = c;
  if (passed) output.message = passed_message;
  output.numbers = numbers;
  return passed ? outcome::passed : fail(output, c, {}, subject, numbers);
}

/// A list of rules, in the order of their tiers.
template <class... Rules>
struct rule_list {
  /// Returns whether the rules are in the order of their tiers.
  static constexpr bool ordered() {
    [[maybe_unused]] tier last = tier::tenant;
    int out_of_order = 0;
    ((out_of_order += Rules::at < last, last = Rules::at), ...);
    return out_of_order == 0;
  }

  /// Returns all problems of the first tier in which a rule fails. If the command repeats an
  /// earlier command, only the rules of `tier::tenant` are evaluated.
  template <class Context>
  static problems judge(Context const& context) {
    static_assert(ordered(), "rules must be ordered by tier");
    problems found;
    rule_output output{found};
    tier last = context.repeat ? tier::tenant : tier::facts;
    (step<Rules>(context, output, last), ...);
    return found;
  }

  /// Returns the result of every rule, even if earlier rules failed. If the command repeats an
  /// earlier command, only the rules of `tier::tenant` are evaluated.
  template <class Context>
  static std::vector<rule_result> explain(Context const& context) {
    std::vector<rule_result> out;
    out.reserve(sizeof...(Rules));
    using check_function = outcome (*)(Context const&, rule_output&);
    const auto step = [&](std::string_view name, tier at, check_function check) {
      rule_result judged{name, at, outcome::not_applicable, {}, {}, {}};
      rule_output output{judged.problems};
      if (!context.repeat || at == tier::tenant) judged.outcome = check(context, output);
      const bool counted = output.measured != code{} && output.message.empty();
      judged.message = counted ? info(output.measured).message : output.message;
      judged.numbers = output.numbers;
      out.push_back(std::move(judged));
    };
    (step(Rules::name, Rules::at,
          [](Context const& c, rule_output& output) { return Rules::check(c, output); }),
     ...);
    return out;
  }

 private:
  /// Evaluates one rule, unless its tier is later than `last`. If the rule fails, `last` becomes
  /// its tier.
  template <class Rule, class Context>
  static void step(Context const& context, rule_output& output, tier& last) {
    if (Rule::at <= last && Rule::check(context, output) == outcome::failed) last = Rule::at;
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
