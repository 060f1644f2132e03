// SPDX-License-Identifier: MIT
#pragma once

/// \file security/flaw.hpp
/// Helpers of the tests of known flaws: refusals with their public codes, tokens, and a small host
/// that stores by compare and set.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/given.hpp"

namespace flaw {

using namespace support;

/// The policy of the lifecycle tests, with the default for scopes.
inline invito::policy strict() {
  invito::policy p = rules();
  p.check_scopes = true;
  return p;
}

// Refusals ---------------------------------------------------------------------------------------

/// The public codes of a refusal.
template <class T>
std::string public_codes(invito::result<T> const& r,
                         invito::disclosure d = invito::disclosure::standard) {
  return r ? "nothing wrong" : codes_of(invito::as_public(r.error(), d));
}

/// Checks that `c` is refused with exactly the codes `why` and the public codes `outside`. There is
/// no decision, so there are no effects. `given` checks that `i` is unchanged.
template <class Command>
void refused(invito::policy const& p, invito::invitation const& i, Command const& c,
             std::string const& why, std::string const& outside, int line = __builtin_LINE()) {
  const outcome made = given(p, i).when(c, line);
  made.then_refused(why, line);
  INFO("at line " << line);
  CHECK(public_codes(made.result()) == outside);
}

/// Checks the refusal of a new invitation in the same way.
inline void refused(invito::policy const& p, invito::invitation_request const& r,
                    invito::issue_command const& c, std::string const& why,
                    std::string const& outside, int line = __builtin_LINE()) {
  INFO("at line " << line);
  const auto made = invito::issue(p, r, c);
  CHECK(refusal(made) == why);
  CHECK(public_codes(made) == outside);
}

/// Checks that `c` is not refused, and that the new status is `expected`.
template <class Command>
invito::invitation allowed(invito::policy const& p, invito::invitation const& i, Command const& c,
                           invito::status expected, int line = __builtin_LINE()) {
  return given(p, i).when(c, line).then_becomes(expected, line).invitation();
}

/// Checks that a new invitation is not refused, and returns the invitation.
inline invito::invitation made(invito::policy const& p, invito::invitation_request const& r,
                               invito::issue_command const& c, int line = __builtin_LINE()) {
  const auto result = invito::issue(p, r, c);
  INFO("at line " << line << ", refused: " << refusal(result));
  REQUIRE(result);
  CHECK_FALSE(result->existing);
  return invito::apply(*result);
}

/// Calls `f` with a command of each verb except issue.
template <class F>
void for_every_verb(member const& m, invito::identity const& who, invito::instant now, F f) {
  f(as<invito::resend_command>(m, now));
  f(amending(m, now, "member"));
  f(accepting(who, now));
  f(declining(who, now));
  f(as<invito::revoke_command>(m, now));
  f(superseding(m, now, "inv-9"));
  f(expiring(now));
}

// Requests ---------------------------------------------------------------------------------------

inline invito::invitation_request request_to(std::string address, std::string role = "member") {
  invito::invitation_request r = request(std::move(role));
  r.recipient.email = invito::email(std::move(address));
  return r;
}

/// A request with grants, and a command with the fact that their scopes exist.
inline invito::invitation_request with_grants(std::vector<invito::grant> grants) {
  invito::invitation_request r = request("member");
  r.offer.grants = std::move(grants);
  return r;
}
template <class Command>
Command knowing_scopes_of(Command c, invito::offer const& o) {
  c.facts.scopes = nothing_in_the_way(o).scopes;
  return c;
}

inline std::size_t memberships(std::vector<invito::effect> const& all) {
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](auto const& e) {
    return std::holds_alternative<invito::grant_membership>(e);
  }));
}

// Tokens -----------------------------------------------------------------------------------------

/// A hash that replaces SHA-256 in these tests. It is not a cryptographic hash.
inline invito::token_digest hash_of(std::string_view token) {
  std::string out(32, '\0');
  std::uint64_t mixed = 0xCBF2'9CE4'8422'2325;
  for (char& byte : out) {
    mixed *= 0x0000'0100'0000'01B3;
    for (const char c : token) {
      mixed = (mixed ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3;
    }
    byte = static_cast<char>(mixed >> 56U);
  }
  return *invito::token_digest::from(out);
}

inline const invito::token_digest the_token = hash_of("the token in Ina's mail");
inline const invito::token_digest other_token = hash_of("some other token");

/// Issued at `start` with `the_token`.
inline invito::invitation with_token(invito::policy const& p = strict()) {
  invito::issue_command c = issuing(olga);
  c.token = the_token;
  return made(p, request("member"), c);
}

template <class Command>
Command holding(invito::token_digest const& token, Command c) {
  c.token = token;
  return c;
}

// A small host -----------------------------------------------------------------------------------

/// One stored invitation, which changes by compare and set, and the effects to carry out.
struct stored_row {
  invito::invitation value{};
  std::vector<invito::effect> outbox{};

  bool store(invito::decision const& d) {
    if (!invito::apply(value, d)) return false;
    for (invito::effect& e : invito::effects(d, value)) outbox.push_back(std::move(e));
    return true;
  }
};

/// The invitations of an organization. Each transaction checks the guards, stores, and increments
/// the revision of the organization.
struct organization_host {
  invito::organization_snapshot now{};
  std::vector<stored_row> rows{};

  [[nodiscard]] bool guards_hold(invito::guards const& g, invito::instant at) const {
    if (g.organization_revision && g.organization_revision != now.revision) return false;
    if (!g.unique) return true;
    return std::none_of(rows.begin(), rows.end(), [&](stored_row const& r) {
      return r.value.status(at) == invito::status::pending &&
             invito::uniqueness_claim{r.value.organization, r.value.recipient.email->canonical()} ==
                 *g.unique;
    });
  }

  bool store(invito::issuance const& d) {
    if (!guards_hold(d.guards, d.invitation.history.back().at)) return false;
    rows.push_back({invito::apply(d), invito::effects(d)});
    ++now.pending;
    if (now.revision) ++*now.revision;
    return true;
  }

  /// Stores an acceptance.
  bool store(std::size_t row, invito::decision const& d) {
    if (!guards_hold(d.guards, d.event->at) || !rows[row].store(d)) return false;
    --now.pending;
    ++now.members;
    if (now.revision) ++*now.revision;
    return true;
  }
};

}  // namespace flaw
