// SPDX-License-Identifier: MIT
#pragma once

/// \file security/flaw.hpp
/// What the tests of known flaws share: refusals with what a stranger hears of them, keys, and a
/// host in miniature that compares and sets.

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
#include "support/given.hpp"
#include "support/told.hpp"

namespace flaw {

using namespace support;

/// The policy of the lifecycle tests with its defaults switched on again.
inline invito::policy strict() {
  invito::policy p = rules();
  p.check_scopes = true;
  p.keys.least_digest = invito::key_policy{}.least_digest;
  return p;
}

// Refusals ---------------------------------------------------------------------------------------

/// The problems as they may be told outside.
template <class T>
std::string heard(invito::result<T> const& r, invito::disclosure d = invito::disclosure::standard) {
  return r ? "nothing wrong" : told(invito::as_public(r.error(), d));
}

/// `c` is refused for exactly `why`, and whoever asked hears `outside`. There is no decision, so
/// nothing to apply and no effect; that `i` is what it was is checked by `given`.
template <class Command>
void refused(invito::policy const& p, invito::invitation const& i, Command const& c,
             std::string const& why, std::string const& outside, int line = __builtin_LINE()) {
  const outcome said = given(p, i).when(c, line);
  said.then_refused(why, line);
  INFO("at line " << line);
  CHECK(heard(said.said()) == outside);
}

/// The same for a new invitation.
inline void refused(invito::policy const& p, invito::invitation_request const& r,
                    invito::issue_command const& c, std::string const& why,
                    std::string const& outside, int line = __builtin_LINE()) {
  INFO("at line " << line);
  const auto said = invito::issue(p, r, c);
  CHECK(refusal(said) == why);
  CHECK(heard(said) == outside);
}

/// The counterpart: allowed, and it becomes `expected`.
template <class Command>
invito::invitation allowed(invito::policy const& p, invito::invitation const& i, Command const& c,
                           invito::status expected, int line = __builtin_LINE()) {
  return given(p, i).when(c, line).then_becomes(expected, line).invitation();
}

/// The counterpart for a new invitation.
inline invito::invitation made(invito::policy const& p, invito::invitation_request const& r,
                               invito::issue_command const& c, int line = __builtin_LINE()) {
  const auto said = invito::issue(p, r, c);
  INFO("at line " << line << ", refused: " << refusal(said));
  REQUIRE(said);
  CHECK_FALSE(said->existing);
  return invito::apply(*said);
}

/// Calls `f` with a command of each verb that acts on an invitation.
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

/// A request with grants, and a command whose host has found what they are for.
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

// Keys -------------------------------------------------------------------------------------------

/// Stands for SHA-256 in these tests: as long, and good for nothing else.
inline invito::key_digest digest_of(std::string_view key) {
  std::string out(32, '\0');
  std::uint64_t mixed = 0xCBF2'9CE4'8422'2325;
  for (char& byte : out) {
    for (const char c : key) {
      mixed = (mixed ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3;
    }
    byte = static_cast<char>(mixed >> 56U);
  }
  return invito::key_digest(std::move(out));
}

inline const invito::key_digest the_key = digest_of("the key in Ina's mail");
inline const invito::key_digest other_key = digest_of("some other key");

/// Issued at `start` with `the_key`.
inline invito::invitation keyed(invito::policy const& p = strict()) {
  invito::issue_command c = issuing(olga);
  c.key = the_key;
  return made(p, request("member"), c);
}

template <class Command>
Command holding(invito::key_digest const& key, Command c) {
  c.key = key;
  return c;
}

// A host in miniature ----------------------------------------------------------------------------

/// One stored invitation behind a compare-and-set, and what is to be carried out.
struct stored_row {
  invito::invitation value{};
  std::vector<invito::effect> outbox{};

  bool store(invito::decision const& d) {
    if (!invito::apply(value, d)) return false;
    for (invito::effect& e : invito::effects(d, value)) outbox.push_back(std::move(e));
    return true;
  }
};

/// The invitations of an organization: each transaction compares the guards, stores, and raises the
/// organization's revision.
struct organization_host {
  invito::organization_snapshot now{};
  std::vector<stored_row> rows{};

  [[nodiscard]] bool admits(invito::guards const& g, invito::instant at) const {
    if (g.organization_revision && g.organization_revision != now.revision) return false;
    if (!g.unique) return true;
    return std::none_of(rows.begin(), rows.end(), [&](stored_row const& r) {
      return r.value.status(at) == invito::status::pending &&
             invito::uniqueness_claim{r.value.organization, r.value.recipient.email->key()} ==
                 *g.unique;
    });
  }

  bool store(invito::issuance const& d) {
    if (!admits(d.guards, d.invitation.history.back().at)) return false;
    rows.push_back({invito::apply(d), invito::effects(d)});
    ++now.pending;
    if (now.revision) ++*now.revision;
    return true;
  }

  /// For acceptances.
  bool store(std::size_t row, invito::decision const& d) {
    if (!admits(d.guards, d.event->at) || !rows[row].store(d)) return false;
    --now.pending;
    ++now.members;
    if (now.revision) ++*now.revision;
    return true;
  }
};

}  // namespace flaw
