// SPDX-License-Identifier: MIT
#pragma once

// How rules judge. A rule is a type with a name, a tier and a function from a question to an
// outcome; a verb has a list of them. Deciding and explaining run the same list.

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
#include <invito/lifecycle/finding.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/key.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Everything that a rule may look at; what a verb has no use for stays null.
struct question {
  question(invito::policy const& p, event_kind of) noexcept : policy(p), verb(of) {}

  invito::policy const& policy;
  event_kind verb;
  invitation const* subject = nullptr;  ///< Null where it does not exist yet.
  invitation_request const* request = nullptr;
  invitation_id const* id = nullptr;  ///< Of the invitation that is to be made.
  invitation_id const* newer = nullptr;
  organization_id const* org = nullptr;
  invito::recipient const* recipient = nullptr;
  actor const* by = nullptr;
  identity const* who = nullptr;
  invito::facts const* facts = nullptr;
  invito::offer const* offer = nullptr;  ///< What would be offered from now on.
  bool reinstates = false;               ///< The offer is to be that of a former member.
  std::optional<std::chrono::seconds> lifetime{};
  std::optional<std::uint32_t> offer_number{};
  std::string const* idempotency_key = nullptr;
  /// Of a new key; from an invitee, of the one that they hold.
  std::optional<key_digest> const* key = nullptr;

  bool told_moment = false;                ///< The command says when.
  bool clamped = false;                    ///< The clock had gone back.
  instant now{};                           ///< The moment that is judged.
  std::optional<invito::status> status{};  ///< At that moment.
  std::optional<instant> expires_at{};     ///< That the verb would set.
  bool expiry_overflows = false;
  bool repeat = false;          ///< It has happened already, by the same hand.
  bool key_reused = false;      ///< The idempotency key belongs to another command.
  std::uint32_t displaced = 0;  ///< Pending invitations whose place the new one would take.
  /// That stands already and is the answer to `issue`; null: there is none.
  invitation const* existing = nullptr;
  key_match held = key_match::none;  ///< Which of the invitation's keys the person holds.
  proof relied{};  ///< How the person and the recipient are the same, as the sign-in has it.
};

/// Where a rule says what it found.
struct ruling {
  problems& found;
  code measured{};              ///< Whose sentence tells the numbers, ...
  std::string_view sentence{};  ///< ... unless there is one here.
  std::array<std::int64_t, 3> numbers{};
};

inline outcome fail(ruling& say, code c, path where, std::string_view subject = {},
                    std::array<std::int64_t, 3> numbers = {}) {
  say.found.add(make_problem(c, std::move(where), subject, numbers));
  return outcome::failed;
}

/// The same for a place of one step, or none. The path is made here, so that rules stay small.
inline outcome fail(ruling& say, code c, char const* where = nullptr, std::string_view subject = {},
                    std::array<std::int64_t, 3> numbers = {}) {
  return fail(say, c, where ? path(where) : path(), subject, numbers);
}

/// What a rule says that has looked at several things, when there were `before` problems.
inline outcome failed_since(ruling const& say, std::size_t before) {
  return say.found.size() == before ? outcome::passed : outcome::failed;
}

inline outcome missing_fact(ruling& say, char const* name) {
  return fail(say, code::fact_missing, path("facts").add(name), name);
}

/// Fails with `c` or passes, and says in either case what was measured: by the sentence of the
/// code, or by another one where that asks for something to be done.
inline outcome measured(ruling& say, bool good, code c, std::array<std::int64_t, 3> numbers,
                        std::string_view subject = {}, std::string_view when_good = {}) {
  say.measured = c;
  if (good) say.sentence = when_good;
  say.numbers = numbers;
  return good ? outcome::passed : fail(say, c, {}, subject, numbers);
}

/// Rules in the order of their tiers.
template <class... Rules>
struct rule_list {
  static constexpr bool ordered() {
    [[maybe_unused]] tier last = tier::tenant;
    int too_late = 0;
    ((too_late += Rules::at < last, last = Rules::at), ...);
    return too_late == 0;
  }

  /// All problems of the first failing tier. Of what has happened already, only the tenant is
  /// judged.
  static problems judge(question const& q) {
    static_assert(ordered(), "rules stand in the order of their tiers");
    problems found;
    ruling say{found};
    tier last = q.repeat ? tier::tenant : tier::facts;
    (step<Rules>(q, say, last), ...);
    return found;
  }

  /// What every rule says, whatever the others say.
  static std::vector<finding> explain(question const& q) {
    std::vector<finding> out;
    out.reserve(sizeof...(Rules));
    const auto step = [&](std::string_view name, tier at, auto check) {
      finding told{name, at, outcome::skipped, {}, {}, {}};
      ruling say{told.problems};
      if (!q.repeat || at == tier::tenant) told.outcome = check(q, say);
      const bool counted = say.measured != code{} && say.sentence.empty();
      told.sentence = counted ? info(say.measured).sentence : say.sentence;
      told.numbers = say.numbers;
      out.push_back(std::move(told));
    };
    (step(Rules::name, Rules::at, Rules::check), ...);
    return out;
  }

 private:
  /// Judges by one rule; `last` is the last tier that is judged.
  template <class Rule>
  static void step(question const& q, ruling& say, tier& last) {
    if (Rule::at <= last && Rule::check(q, say) == outcome::failed) last = Rule::at;
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
