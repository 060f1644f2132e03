// SPDX-License-Identifier: MIT
// Flaws of other systems: races and rollbacks. docs/security.md has the numbers.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>

#include "catch2.hpp"
#include "security/flaw.hpp"

namespace {

using namespace flaw;
using invito::decision;
using invito::identity;
using invito::invitation;
using invito::policy;
using invito::required_proof;
using invito::revoke_command;
using invito::status;

/// The decision of a command that must succeed.
template <class Command>
decision decided(policy const& p, invitation const& i, Command const& c,
                 int line = __builtin_LINE()) {
  return given(p, i).when(c, line).decision(line);
}

constexpr invito::instant soon = start + day;

constexpr bool has_no_transition(status s) {
  for (auto const& row : invito::machine) {
    if (row[static_cast<std::size_t>(s) + 1].allowed()) return false;
  }
  return true;
}

}  // namespace

// ---- 4: revocation and acceptance at the same time ---------------------------------------------

TEST_CASE("flaw 4: of a revocation and an acceptance at the same time, only one is stored",
          "[security][accept][revoke][supersede]") {
  const policy p = strict();
  const decision accepts = decided(p, issued(), accepting(ina, soon));
  const decision revokes = decided(p, issued(), as<revoke_command>(olga, soon));
  const decision supersedes = decided(p, issued(), superseding(olga, soon));
  const std::pair<decision, status> all[] = {
      {accepts, status::accepted}, {revokes, status::revoked}, {supersedes, status::revoked}};
  for (auto const& [first, becomes] : all) {
    for (auto const& [second, unused] : all) {
      stored_row row{issued()};
      CHECK(row.store(first));
      const invitation stored = row.value;
      const std::size_t effects = row.outbox.size();
      CHECK_FALSE(row.store(second));
      CHECK(row.value == stored);
      CHECK(row.outbox.size() == effects);
      CHECK(name(row.value.status(soon)) == name(becomes));
      CHECK(memberships(row.outbox) == (becomes == status::accepted ? 1U : 0U));
    }
  }
}

TEST_CASE("flaw 4: revoke refuses an accepted invitation, and accept refuses a revoked invitation",
          "[security][accept][revoke][supersede][decline]") {
  const policy p = strict();
  const invitation in = accepted();
  refused(p, in, as<revoke_command>(olga, start + 2 * day), "already_accepted", "already_accepted");
  refused(p, in, superseding(olga, start + 2 * day), "already_accepted", "already_accepted");
  refused(p, in, declining(ina, start + 2 * day), "already_accepted", "already_accepted");
  for (invitation const& i : {revoked(), declined(), superseded()}) {
    refused(p, i, accepting(ina, start + 2 * day), "already_revoked", "already_revoked");
  }
  allowed(p, issued(), as<revoke_command>(olga, start + 2 * day), status::revoked);
  allowed(p, issued(), accepting(ina, start + 2 * day), status::accepted);
}

TEST_CASE("flaw 4: apply refuses a decision that was made against an older revision",
          "[security][accept][resend]") {
  // Only another message was sent since, but the decision was made for another revision.
  const policy p = strict();
  const decision stale = decided(p, issued(), accepting(ina, soon));
  stored_row row{after(issued(), as<invito::resend_command>(olga, soon))};
  CHECK_FALSE(row.store(stale));
  invitation stored = row.value;
  CHECK(codes_of(invito::apply(stored, stale)) == "stale_revision");
  CHECK(stored == row.value);
  CHECK(row.value.status(soon) == status::pending);
  CHECK(row.outbox.empty());
  CHECK(row.store(decided(p, row.value, accepting(ina, soon))));
  CHECK(memberships(row.outbox) == 1);
}

// ---- 5: a used invitation becomes pending again ------------------------------------------------

static_assert(has_no_transition(status::accepted) && invito::is_final(status::accepted));
static_assert(has_no_transition(status::revoked) && invito::is_final(status::revoked));
static_assert(!has_no_transition(status::pending) && !invito::is_final(status::pending));
static_assert(!has_no_transition(status::expired) && !invito::is_final(status::expired));

TEST_CASE("flaw 5: no verb leads out of accepted or revoked",
          "[security][resend][amend][accept][decline][revoke][supersede][expire]") {
  const policy p = strict();
  const std::pair<invitation, std::string> all[] = {{accepted(), "already_accepted"},
                                                    {revoked(), "already_revoked"},
                                                    {declined(), "already_revoked"},
                                                    {superseded(), "already_revoked"}};
  for (auto const& [i, why] : all) {
    // Before and long after the expiry, by other people than before.
    for (const invito::instant now : {start + 2 * day, week_later + 80 * day}) {
      std::size_t verbs = 0;
      for_every_verb(abby, twin, now, [&, &last = i, &code = why](auto const& c) {
        refused(p, last, c, code, code);
        ++verbs;
      });
      CHECK(verbs == 7);
    }
  }
}

TEST_CASE("flaw 5: the same command of the same person again changes nothing",
          "[security][accept][decline][revoke][supersede]") {
  const policy p = strict();
  given(p, accepted()).when(accepting(ina, start + 2 * day)).then_nothing_happened();
  given(p, declined()).when(declining(ina, start + 2 * day)).then_nothing_happened();
  given(p, revoked()).when(as<revoke_command>(olga, start + 2 * day)).then_nothing_happened();
  given(p, superseded()).when(superseding(olga, start + 2 * day)).then_nothing_happened();
}

TEST_CASE("flaw 5: a decision that was not stored has changed nothing", "[security][accept]") {
  // The transaction of the host fails: the decision is discarded, the stored value is unchanged.
  const policy p = strict();
  stored_row row{issued()};
  const decision lost = decided(p, row.value, accepting(ina, soon));
  CHECK(row.value == issued());
  CHECK(decided(p, row.value, accepting(ina, soon)) == lost);
  CHECK(row.store(decided(p, row.value, accepting(ina, soon))));
  CHECK(memberships(row.outbox) == 1);
}

TEST_CASE("flaw 5: replay and read refuse a history that leads out of a final state",
          "[security][native]") {
  for (invitation const& i : {accepted(), revoked(), declined(), superseded()}) {
    invito::event back = i.history.back();
    back.revision = 3;
    back.details = invito::resend_details{};
    invito::event_list events = i.history;
    CHECK(codes_of(replay(unplayed(i), events)) == "nothing wrong");
    events.push_back(back);
    CHECK(codes_of(replay(unplayed(i), events)) == "history_mismatch /history/2");

    // The stored state was set back to pending, without an event.
    invitation reopened = i;
    reopened.state = invito::pending{week_later};
    const auto document = invito::write(reopened);
    REQUIRE(document);
    CHECK(codes_of(invito::read(*document)) == "history_mismatch");
    CHECK(codes_of(invito::read(*invito::write(i))) == "nothing wrong");
  }
}

// ---- 6: accepted twice -------------------------------------------------------------------------

TEST_CASE("flaw 6: of two people who accept at the same time, one becomes a member",
          "[security][accept]") {
  policy bearer = strict();
  bearer.proof = required_proof::token;
  struct pair {
    policy rules;
    identity first, second;
  };
  // Two accounts with one address, two people with one bearer link, and one person with two clicks.
  for (auto const& [p, first, second] :
       {pair{strict(), ina, twin}, pair{bearer, ina, eve}, pair{bearer, ina, ina}}) {
    stored_row row{with_token(p)};
    const auto one = holding(the_token, accepting(first, soon));
    const auto other = holding(the_token, accepting(second, soon));
    const decision a = decided(p, row.value, one);
    const decision b = decided(p, row.value, other);
    CHECK(a.revision == 1);
    CHECK(b.revision == 1);
    CHECK(row.store(a));
    const invitation stored = row.value;
    CHECK_FALSE(row.store(b));
    CHECK(row.value == stored);
    CHECK(memberships(row.outbox) == 1);

    // The host that could not store loads the value and decides again.
    if (second.user == first.user) {
      given(p, row.value).when(other).then_nothing_happened();
    } else {
      refused(p, row.value, other, "already_accepted", "already_accepted");
    }
    given(p, row.value).when(one).then_nothing_happened();
    CHECK(std::get<invito::accepted>(row.value.state).by == first.user);
  }
}

TEST_CASE("flaw 6: one bearer link creates one member", "[security][accept]") {
  policy p = strict();
  p.proof = required_proof::token;
  stored_row row{with_token(p)};
  for (int n = 0; n != 20; ++n) {
    const std::string user = "user-" + std::to_string(n);
    const identity who{invito::user_id(user), invito::email(user + "@example.com"), true};
    const auto made = accept(p, row.value, holding(the_token, accepting(who, soon)));
    CHECK(refusal(made) == (n == 0 ? "" : "already_accepted"));
    if (made) CHECK(row.store(*made));
  }
  CHECK(memberships(row.outbox) == 1);
  CHECK(row.value.revision() == 2);
}

// ---- 7: more members than seats ----------------------------------------------------------------

namespace {

/// Five seats, four of them used.
organization_host nearly_full() {
  organization_host out;
  out.now.seat_limit = 5;
  out.now.members = 4;
  out.now.revision = 7;
  return out;
}

invito::issue_command inviting(organization_host const& host, std::string id) {
  auto c = issuing(olga);
  c.id = invito::invitation_id(std::move(id));
  c.facts.organization = host.now;
  return c;
}

invito::accept_command joining(organization_host const& host, identity const& who) {
  auto c = accepting(who, soon);
  c.facts.organization = host.now;
  return c;
}

}  // namespace

TEST_CASE("flaw 7: of two invitations for the last seat, one is stored", "[security][issue]") {
  const policy p = strict();
  organization_host host = nearly_full();
  const auto first = issue(p, request_to("ina@example.com"), inviting(host, "inv-1"));
  const auto second = issue(p, request_to("eve@example.com"), inviting(host, "inv-2"));
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->guards.organization_revision == std::uint64_t{7});
  CHECK(second->guards.organization_revision == std::uint64_t{7});
  CHECK(host.store(*first));
  CHECK_FALSE(host.store(*second));
  CHECK(host.rows.size() == 1);
  // The second decision is repeated with the new facts.
  refused(p, request_to("eve@example.com"), inviting(host, "inv-2"), "seats_full", "seats_full");
  CHECK(describe(issue(p, request_to("eve@example.com"), inviting(host, "inv-2")).error()) ==
        "5 of 5 seats are taken, including 1 reserved by pending invitations");
}

TEST_CASE("flaw 7: of two acceptances for the last seat, one is stored", "[security][accept]") {
  // If only members count, more people can be invited than can join.
  policy p = strict();
  p.quotas.seats = invito::seat_rule::members_only;
  organization_host host = nearly_full();
  for (identity const& who : {ina, eve}) {
    const auto made =
        issue(p, request_to(who.email->text()), inviting(host, "for " + who.user.text()));
    REQUIRE(made);
    REQUIRE(host.store(*made));
  }
  const decision a = decided(p, host.rows[0].value, joining(host, ina));
  const decision b = decided(p, host.rows[1].value, joining(host, eve));
  CHECK(a.guards.organization_revision == std::uint64_t{9});
  CHECK(b.guards.organization_revision == std::uint64_t{9});
  CHECK(host.store(0, a));
  CHECK_FALSE(host.store(1, b));
  CHECK(host.now.members == 5);
  CHECK(host.rows[1].value.status(soon) == status::pending);
  CHECK(memberships(host.rows[1].outbox) == 0);
  refused(p, host.rows[1].value, joining(host, eve), "seats_full", "seats_full");
}

TEST_CASE("flaw 7: a pending invitation reserves one seat until it is accepted or expires",
          "[security][issue][accept][resend]") {
  const policy p = strict();
  organization_host host = nearly_full();
  REQUIRE(host.store(*issue(p, request("member"), inviting(host, "inv-1"))));
  // The seat that the invitation reserves does not prevent its own acceptance.
  CHECK(host.now.pending == 1);
  CHECK(host.store(0, decided(p, host.rows[0].value, joining(host, ina))));
  CHECK(host.now.members == 5);
  CHECK(host.now.pending == 0);

  // An expired invitation reserves no seat; a renewal needs a free one.
  auto renew = as<invito::resend_command>(olga, week_later);
  renew.facts.organization = nearly_full().now;
  allowed(p, issued(), renew, status::pending);
  renew.facts.organization->pending = 1;
  refused(p, issued(), renew, "seats_full", "seats_full");
}

TEST_CASE("flaw 7: accept refuses if the seat limit was lowered", "[security][accept]") {
  const policy p = strict();
  organization_host host = nearly_full();
  host.now.seat_limit = 4;
  refused(p, issued(), joining(host, ina), "seats_full", "seats_full");
  host.now.seat_limit = 5;
  allowed(p, issued(), joining(host, ina), status::accepted);
}

TEST_CASE("flaw 7: issue and accept refuse if the seats were not looked up",
          "[security][issue][accept]") {
  policy p = strict();
  p.check_organization = false;  // the fact is still required for the count of seats
  auto c = issuing(olga);
  c.facts.organization.reset();
  refused(p, request("member"), c, "fact_missing /facts/organization",
          "fact_missing /facts/organization");
  auto answer = accepting(ina, soon);
  answer.facts.organization.reset();
  refused(p, issued(), answer, "fact_missing /facts/organization",
          "fact_missing /facts/organization");
  p.quotas.seats = invito::seat_rule::unchecked;
  allowed(p, issued(), answer, status::accepted);
}

TEST_CASE("flaw 7: the rows of plan_issue take seats in order and have the same guard",
          "[security][issue]") {
  const policy p = strict();
  organization_host host = nearly_full();
  host.now.members = 3;
  std::vector<invito::bulk_row> rows(3);
  for (std::size_t n = 0; n != rows.size(); ++n) {
    rows[n].request = request_to("ina" + std::to_string(n) + "@example.com");
    rows[n].id = invito::invitation_id("inv-" + std::to_string(n));
    rows[n].member = false;
    rows[n].existing.emplace();
  }
  const auto plan =
      plan_issue(p, rows, inviting(host, "each its own"), invito::bulk_mode::best_effort);
  REQUIRE(plan.size() == 3);
  CHECK(refusal(plan[0]).empty());
  CHECK(refusal(plan[1]).empty());
  CHECK(refusal(plan[2]) == "seats_full");
  for (std::size_t n = 0; n != 2; ++n) {
    REQUIRE(plan[n]);
    CHECK(plan[n]->guards.organization_revision == std::uint64_t{7});
  }
}
