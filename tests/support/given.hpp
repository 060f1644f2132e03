// SPDX-License-Identifier: MIT
#pragma once

/// \file support/given.hpp
/// The organization, people and commands of the lifecycle tests, and `given`, `when` and `then`:
/// given an invitation, when a command is decided, then the invitation has a new status, the
/// command is refused, or nothing happens.

#include <chrono>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/facts.hpp"

namespace support {

using namespace std::chrono_literals;

// People and policies ----------------------------------------------------------------------------

inline constexpr invito::instant start{std::chrono::hours{24 * 20'000}};
inline constexpr invito::instant week_later{std::chrono::hours{24 * 20'007}};
inline constexpr std::chrono::nanoseconds tick{1};
inline constexpr std::chrono::hours day{24};

inline const invito::organization_id acme("acme");

/// A member of the organization, with the role that the host looks up.
struct member {
  invito::actor who;
  std::string role;
};

inline const member olga{invito::actor::user(invito::user_id("olga")), "owner"};
inline const member adam{invito::actor::user(invito::user_id("adam")), "admin"};
inline const member abby{invito::actor::user(invito::user_id("abby")), "admin"};
inline const member mike{invito::actor::user(invito::user_id("mike")), "member"};
inline const member robo{invito::actor::system(), "owner"};

/// The invitee, another user with the same address, and a user with another address.
inline const invito::identity ina{invito::user_id("ina"), invito::email("ina@example.com"), true};
inline const invito::identity twin{invito::user_id("twin"), invito::email("ina@example.com"), true};
inline const invito::identity eve{invito::user_id("eve"), invito::email("eve@example.com"), true};

inline invito::policy rules() {
  using invito::scope;
  invito::policy p;
  p.roles = {{"owner", 30},
             {"admin", 20},
             {"member", 10},
             {"robot", 5, false},
             {"lead", 20, true, scope::project},
             {"viewer", 5, true, scope::project},
             {"shadow", 5, false, scope::project}};
  p.check_scopes = false;  // most tests are not about the scopes of grants
  return p;
}

/// `rules()` without limits of resends.
inline invito::policy unlimited() {
  invito::policy p = rules();
  p.resend = {0s, std::nullopt, std::nullopt, true};
  return p;
}

inline invito::grant project(std::string id, std::string role) {
  return {invito::scope::project, std::move(id), std::move(role)};
}
inline invito::grant workspace(std::string id, std::string role = {}) {
  return {invito::scope::workspace, std::move(id), std::move(role)};
}

inline invito::invitation_request request(std::string role) {
  invito::invitation_request r;
  r.recipient.email = invito::email("ina@example.com");
  r.offer.role = std::move(role);
  return r;
}

/// A command of a member.
template <class Command>
Command as(member const& m, invito::instant now) {
  Command c;
  c.organization = acme;
  c.by = m.who;
  c.now = now;
  c.facts = nothing_in_the_way();
  c.facts.actor = invito::membership{m.role};
  return c;
}

inline invito::issue_command issuing(member const& m, invito::instant now = start) {
  auto c = as<invito::issue_command>(m, now);
  c.id = invito::invitation_id("inv-1");
  return c;
}

inline invito::amend_command amending(member const& m, invito::instant now, std::string role) {
  auto c = as<invito::amend_command>(m, now);
  c.offer.role = std::move(role);
  return c;
}

inline invito::supersede_command superseding(member const& m, invito::instant now,
                                             std::string newer = "inv-2") {
  auto c = as<invito::supersede_command>(m, now);
  c.newer = invito::invitation_id(std::move(newer));
  return c;
}

inline invito::accept_command accepting(invito::identity const& who, invito::instant now,
                                        std::string sponsor_role = "owner") {
  invito::accept_command c;
  c.who = who;
  c.now = now;
  c.facts = nothing_in_the_way();
  c.facts.sponsor = invito::membership{std::move(sponsor_role)};
  return c;
}

inline invito::decline_command declining(invito::identity const& who, invito::instant now) {
  invito::decline_command c;
  c.who = who;
  c.now = now;
  return c;
}

inline invito::expire_command expiring(invito::instant now) {
  invito::expire_command c;
  c.organization = acme;
  c.now = now;
  return c;
}

// Text of values ---------------------------------------------------------------------------------

template <class T>
std::string name(T value) {
  return std::string(to_string(value));
}
inline std::string name(std::optional<invito::status> s) { return s ? name(*s) : "unknown"; }

/// The codes of a refusal, or "" for a value.
template <class T>
std::string refusal(invito::result<T> const& r) {
  return r ? std::string() : codes_of(r.error());
}

// One name for all verbs -------------------------------------------------------------------------

using verb_result = invito::result<invito::decision>;

inline verb_result decide(invito::policy const& p, invito::invitation const& i,
                          invito::resend_command const& c) {
  return invito::resend(p, i, c);
}
inline verb_result decide(invito::policy const& p, invito::invitation const& i,
                          invito::amend_command const& c) {
  return invito::amend(p, i, c);
}
inline verb_result decide(invito::policy const& p, invito::invitation const& i,
                          invito::accept_command const& c) {
  return invito::accept(p, i, c);
}
inline verb_result decide(invito::policy const& p, invito::invitation const& i,
                          invito::decline_command const& c) {
  return invito::decline(p, i, c);
}
inline verb_result decide(invito::policy const& p, invito::invitation const& i,
                          invito::revoke_command const& c) {
  return invito::revoke(p, i, c);
}
inline verb_result decide(invito::policy const& p, invito::invitation const& i,
                          invito::supersede_command const& c) {
  return invito::supersede(p, i, c);
}
inline verb_result decide(invito::policy const& p, invito::invitation const& i,
                          invito::expire_command const& c) {
  return invito::expire(p, i, c);
}

// Given, when, then ------------------------------------------------------------------------------

/// An invitation with only the members that do not change after the issue. `replay` starts with it.
inline invito::invitation unplayed(invito::invitation const& i) {
  invito::invitation out;
  out.id = i.id;
  out.organization = i.organization;
  out.recipient = i.recipient;
  out.name = i.name;
  out.send = i.send;
  out.attributes = i.attributes;
  if (i.baseline) {
    out.created_by = i.created_by;
    out.created_at = i.created_at;
    out.baseline = i.baseline;
  }
  return out;
}

class outcome;

/// An invitation under a policy. Each step also checks the rules of every verb: a decision changes
/// nothing, and `replay` makes the same value as `apply`.
class given {
 public:
  given(invito::policy p, invito::invitation i) : policy_(std::move(p)), subject_(std::move(i)) {}
  explicit given(invito::invitation i) : given(rules(), std::move(i)) {}

  template <class Command>
  [[nodiscard]] outcome when(Command const& c, int line = __builtin_LINE()) const;

  [[nodiscard]] invito::invitation const& invitation() const { return subject_; }

 private:
  friend class outcome;
  invito::policy policy_;
  invito::invitation subject_;
};

/// The result of a command. `line` is the line of the test.
class outcome {
 public:
  [[nodiscard]] bool refused() const { return !result_; }
  [[nodiscard]] verb_result const& result() const { return result_; }
  /// The decision. The test fails if there is none.
  [[nodiscard]] invito::decision const& decision(int line = __builtin_LINE()) const {
    INFO("at line " << line << ", refused: " << refusal(result_));
    REQUIRE(result_);
    return *result_;
  }
  /// The event. The test fails if there is none.
  [[nodiscard]] invito::event const& event(int line = __builtin_LINE()) const {
    invito::decision const& made = decision(line);
    INFO("at line " << line);
    REQUIRE(made.event);
    return *made.event;
  }

  /// Checks that the command is refused with exactly these problems, in the format of `codes_of`.
  void then_refused(std::string const& problems, int line = __builtin_LINE()) const {
    INFO("at line " << line);
    CHECK(refusal(result_) == problems);
  }

  /// Checks that the decision has no event, guards or effects, and that `apply` changes nothing.
  void then_nothing_happened(int line = __builtin_LINE()) const {
    invito::decision const& made = decision(line);
    INFO("at line " << line);
    CHECK_FALSE(made.event);
    CHECK(made.revision == before_.subject_.revision());
    CHECK(made.guards == invito::guards{});
    invito::invitation after = before_.subject_;
    CHECK(invito::apply(after, made));
    CHECK(after == before_.subject_);
    CHECK(invito::effects(made, after).empty());
  }

  /// Checks that there is one more event, and that this status is recorded. Returns the next step.
  given then_becomes(invito::status expected, int line = __builtin_LINE()) const {
    invito::event const& e = event(line);
    invito::invitation const& before = before_.subject_;
    INFO("at line " << line);
    given after = before_;
    CHECK(result_->revision == before.revision());
    CHECK(e.revision == before.revision() + 1);
    REQUIRE(invito::apply(after.subject_, *result_));
    invito::invitation const& now = after.subject_;
    CHECK(name(recorded_status(now.state)) == name(expected));
    CHECK(now.revision() == before.revision() + 1);
    CHECK(now.history.size() == before.history.size() + 1);
    CHECK(now.history.back() == e);
    CHECK(now.expires_at() == e.expires_at);
    CHECK(now.updated_at() == e.at);
    const auto replayed = invito::replay(unplayed(now), now.history);
    CHECK(refusal(replayed).empty());
    CHECK((replayed && *replayed == now));
    return after;
  }

 private:
  friend class given;
  outcome(given before, verb_result made) : before_(std::move(before)), result_(std::move(made)) {}
  given before_;
  verb_result result_;
};

template <class Command>
outcome given::when(Command const& c, int line) const {
  const invito::invitation before = subject_;
  verb_result made = decide(policy_, subject_, c);
  INFO("at line " << line);
  CHECK(decide(policy_, subject_, c) == made);
  CHECK(subject_ == before);
  return outcome(*this, std::move(made));
}

// Invitations in each state, made by the verbs ---------------------------------------------------

/// Issued by `m` at `start`, for the lifetime of the policy: a week by default.
inline invito::invitation issued(std::string role = "member", member const& m = olga,
                                 invito::policy const& p = rules()) {
  const auto made = invito::issue(p, request(std::move(role)), issuing(m));
  INFO(refusal(made));
  REQUIRE(made);
  return invito::apply(*made);
}

/// `i` after a command, which must succeed.
template <class Command>
invito::invitation after(invito::invitation i, Command const& c,
                         invito::policy const& p = rules()) {
  const auto made = decide(p, i, c);
  INFO(refusal(made));
  REQUIRE(made);
  REQUIRE(invito::apply(i, *made));
  return i;
}

inline invito::invitation accepted() { return after(issued(), accepting(ina, start + day)); }
inline invito::invitation declined() { return after(issued(), declining(ina, start + day)); }
inline invito::invitation revoked() {
  return after(issued(), as<invito::revoke_command>(olga, start + day));
}
inline invito::invitation superseded() { return after(issued(), superseding(olga, start + day)); }
inline invito::invitation expired() { return after(issued(), expiring(week_later + day)); }

}  // namespace support
