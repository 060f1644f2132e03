// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::duplicate_rule;
using invito::instant;
using invito::invitation;
using invito::invitation_request;
using invito::issue_command;
using invito::organization_snapshot;
using invito::policy;
using invito::rate;
using invito::resend_command;
using invito::seat_rule;
using invito::status;

constexpr instant later = start + day;
constexpr instant last_instant = (instant::max)();

// An organization with these numbers of members, pending invitations and seats.
organization_snapshot having(std::uint32_t members, std::uint32_t pending,
                             std::optional<std::uint32_t> seats = std::nullopt) {
  organization_snapshot o;
  o.members = members;
  o.pending = pending;
  o.seat_limit = seats;
  return o;
}

template <class Command>
Command in(organization_snapshot const& o, Command c) {
  c.facts.organization = o;
  return c;
}

// A refusal with the numbers of its problems: "seats_full 7 7 2".
template <class T>
std::string counted(invito::result<T> const& r) {
  std::string out;
  if (r) return out;
  for (invito::problem const& p : r.error()) {
    if (!out.empty()) out += "; ";
    out += to_string(p.code);
    for (const std::int64_t n : p.numbers) out += " " + std::to_string(n);
  }
  return out;
}

std::string issuing_in(organization_snapshot const& o, policy const& p = rules()) {
  return counted(invito::issue(p, request("member"), in(o, issuing(olga))));
}
std::string renewing_in(organization_snapshot const& o, policy const& p = rules()) {
  return counted(decide(p, issued(), in(o, as<resend_command>(olga, week_later))));
}
std::string accepting_in(organization_snapshot const& o, policy const& p = rules()) {
  return counted(decide(p, issued(), in(o, accepting(ina, later))));
}

policy counting(seat_rule rule) {
  policy p = rules();
  p.quotas.seats = rule;
  return p;
}

// Another pending invitation for the same address.
invitation another(std::string id, std::string role = "member", member const& by = olga) {
  issue_command c = issuing(by);
  c.id = invito::invitation_id(std::move(id));
  const auto made = invito::issue(rules(), request(std::move(role)), c);
  REQUIRE(made);
  return invito::apply(*made);
}

}  // namespace

// Seats ------------------------------------------------------------------------------------------

TEST_CASE("issue refuses an invitation beyond the seat limit, reserved seats included",
          "[quota][seats][issue]") {
  CHECK(issuing_in(having(4, 2, 7)).empty());
  CHECK(issuing_in(having(5, 2, 7)) == "seats_full 7 7 2");
  CHECK(issuing_in(having(6, 0, 7)).empty());
  CHECK(issuing_in(having(7, 0, 7)) == "seats_full 7 7 0");
  CHECK(issuing_in(having(0, 6, 7)).empty());
  CHECK(issuing_in(having(0, 7, 7)) == "seats_full 7 7 7");
  CHECK(issuing_in(having(9, 3, 7)) == "seats_full 12 7 3");
}

TEST_CASE("a renewal takes a seat, and resend, amend and revoke of a pending invitation take none",
          "[quota][seats][resend][amend][revoke]") {
  CHECK(renewing_in(having(4, 2, 7)).empty());
  CHECK(renewing_in(having(5, 2, 7)) == "seats_full 7 7 2");
  const auto full = having(7, 3, 7);
  given(issued())
      .when(in(full, as<resend_command>(olga, week_later - tick)))
      .then_becomes(status::pending);
  given(issued()).when(in(full, amending(olga, later, "admin"))).then_becomes(status::pending);
  given(issued())
      .when(in(full, as<invito::revoke_command>(olga, later)))
      .then_becomes(status::revoked);
}

TEST_CASE("accept counts only members against the seat limit", "[quota][seats][accept]") {
  CHECK(accepting_in(having(6, 5, 7)).empty());
  CHECK(accepting_in(having(7, 0, 7)) == "seats_full 7 7 0");
  CHECK(accepting_in(having(7, 5, 7)) == "seats_full 7 7 0");
  CHECK(accepting_in(having(8, 1, 7)) == "seats_full 8 7 0");
}

TEST_CASE("seat numbers that refuse issue and a renewal can allow accept",
          "[quota][seats][issue][resend][accept]") {
  const auto o = having(6, 1, 7);
  CHECK(issuing_in(o) == "seats_full 7 7 1");
  CHECK(renewing_in(o) == "seats_full 7 7 1");
  CHECK(accepting_in(o).empty());
}

TEST_CASE("members_only counts only members against the seat limit",
          "[quota][seats][issue][resend][accept]") {
  const policy p = counting(seat_rule::members_only);
  CHECK(issuing_in(having(6, 5, 7), p).empty());
  CHECK(issuing_in(having(7, 5, 7), p) == "seats_full 7 7 0");
  CHECK(renewing_in(having(6, 5, 7), p).empty());
  CHECK(renewing_in(having(7, 0, 7), p) == "seats_full 7 7 0");
  CHECK(accepting_in(having(6, 5, 7), p).empty());
  CHECK(accepting_in(having(7, 0, 7), p) == "seats_full 7 7 0");
}

TEST_CASE("seat_rule::unchecked counts no seats", "[quota][seats][issue][resend][accept]") {
  const policy p = counting(seat_rule::unchecked);
  CHECK(issuing_in(having(7, 5, 7), p).empty());
  CHECK(renewing_in(having(7, 5, 7), p).empty());
  CHECK(accepting_in(having(7, 5, 7), p).empty());
}

TEST_CASE("an organization without a seat limit has seats for all, one with the limit 0 has none",
          "[quota][seats][issue][resend][accept]") {
  for (const auto rule : {seat_rule::reserved_by_pending, seat_rule::members_only}) {
    const policy p = counting(rule);
    CHECK(issuing_in(having(4'000'000'000, 7), p).empty());
    CHECK(accepting_in(having(4'000'000'000, 7), p).empty());
    CHECK(issuing_in(having(0, 0, 0), p) == "seats_full 0 0 0");
    CHECK(renewing_in(having(0, 0, 0), p) == "seats_full 0 0 0");
    CHECK(accepting_in(having(0, 0, 0), p) == "seats_full 0 0 0");
    CHECK(issuing_in(having(0, 0, 1), p).empty());
  }
}

TEST_CASE("the sum of seats does not overflow", "[quota][seats][issue][accept]") {
  constexpr std::uint32_t most = 4'294'967'295;
  policy p = rules();
  p.quotas.pending = std::nullopt;
  CHECK(issuing_in(having(most, 1, most), p) == "seats_full 4294967296 4294967295 1");
  CHECK(issuing_in(having(most, most, 7), p) == "seats_full 8589934590 7 4294967295");
  CHECK(accepting_in(having(most, 0, most), p) == "seats_full 4294967295 4294967295 0");
  CHECK(accepting_in(having(most - 1, 0, most), p).empty());
}

TEST_CASE("a current member needs no seat", "[quota][seats][issue][resend][accept]") {
  policy p = rules();
  p.members = invito::member_rule::allow;
  issue_command c = in(having(7, 5, 7), issuing(olga));
  CHECK(counted(invito::issue(p, request("member"), c)) == "seats_full 12 7 5");
  c.facts.member = true;
  CHECK(counted(invito::issue(p, request("member"), c)).empty());
  c.facts.member = std::nullopt;
  CHECK(counted(invito::issue(p, request("member"), c)) == "seats_full 12 7 5");

  auto renewing = in(having(7, 5, 7), as<resend_command>(olga, week_later));
  CHECK(counted(decide(p, issued(), renewing)) == "seats_full 12 7 5");
  renewing.facts.member = true;
  CHECK(counted(decide(p, issued(), renewing)).empty());

  auto answering = in(having(7, 5, 7), accepting(ina, later));
  for (const auto rule : {invito::member_rule::allow, invito::member_rule::accept_only}) {
    p.members = rule;
    answering.facts.member = true;
    CHECK(counted(decide(p, issued(), answering)).empty());
    answering.facts.member = std::nullopt;
    CHECK(counted(decide(p, issued(), answering)) == "seats_full 7 7 0");
    answering.facts.member = false;
    CHECK(counted(decide(p, issued(), answering)) == "seats_full 7 7 0");
  }
}

TEST_CASE("issue frees the seats of the invitations that it supersedes",
          "[quota][seats][issue][supersede]") {
  policy p = rules();
  p.duplicates = duplicate_rule::supersede;
  const auto refused = [&](organization_snapshot const& o, std::vector<invitation> existing) {
    issue_command c = in(o, issuing(olga));
    c.facts.existing = std::move(existing);
    return counted(invito::issue(p, request("member"), c));
  };
  CHECK(refused(having(5, 2, 7), {}) == "seats_full 7 7 2");
  CHECK(refused(having(5, 2, 7), {another("inv-0")}).empty());
  CHECK(refused(having(6, 2, 7), {another("inv-0")}) == "seats_full 7 7 1");
  CHECK(refused(having(6, 2, 7), {another("inv-0"), another("inv-9")}).empty());
  CHECK(refused(having(7, 2, 7), {another("inv-0"), another("inv-9")}) == "seats_full 7 7 0");
  // The number of reserved seats does not fall below zero.
  CHECK(refused(having(6, 1, 7), {another("inv-0"), another("inv-9")}).empty());
  CHECK(refused(having(7, 1, 7), {another("inv-0"), another("inv-9")}) == "seats_full 7 7 0");
  CHECK(refused(having(7, 0, 7), {another("inv-0")}) == "seats_full 7 7 0");
  // A revoked invitation frees no seat.
  CHECK(refused(having(5, 2, 7), {revoked()}) == "already_issued 0 0 0; seats_full 7 7 2");
}

TEST_CASE("under members_only a superseded invitation frees no seat",
          "[quota][seats][issue][supersede]") {
  policy p = counting(seat_rule::members_only);
  p.duplicates = duplicate_rule::supersede;
  issue_command c = in(having(7, 1, 7), issuing(olga));
  c.facts.existing = {another("inv-0")};
  CHECK(counted(invito::issue(p, request("member"), c)) == "seats_full 7 7 0");
  c.facts.organization->members = 6;
  CHECK(counted(invito::issue(p, request("member"), c)).empty());
}

TEST_CASE("issue, a renewal and accept guard the revision of the organization",
          "[quota][seats][issue][resend][accept]") {
  auto o = having(4, 2, 7);
  o.revision = 12;
  const auto made = invito::issue(rules(), request("member"), in(o, issuing(olga)));
  REQUIRE(made);
  CHECK(made->guards.organization_revision == std::uint64_t{12});
  const auto renewed = given(issued()).when(in(o, as<resend_command>(olga, week_later)));
  CHECK(renewed.decision().guards.organization_revision == std::uint64_t{12});
  const auto joined = given(issued()).when(in(o, accepting(ina, later)));
  CHECK(joined.decision().guards.organization_revision == std::uint64_t{12});
}

// Pending invitations ----------------------------------------------------------------------------

TEST_CASE("issue and a renewal are refused at the limit of pending invitations",
          "[quota][pending][issue][resend]") {
  policy p = rules();
  p.quotas.pending = 3;
  CHECK(issuing_in(having(0, 2), p).empty());
  CHECK(issuing_in(having(0, 3), p) == "too_many_pending 3 3 0");
  CHECK(issuing_in(having(0, 9), p) == "too_many_pending 9 3 0");
  CHECK(renewing_in(having(0, 2), p).empty());
  CHECK(renewing_in(having(0, 3), p) == "too_many_pending 3 3 0");
  p.quotas.pending = 0;
  CHECK(issuing_in(having(0, 0), p) == "too_many_pending 0 0 0");
  p.quotas.pending = std::nullopt;
  CHECK(issuing_in(having(0, 4'294'967'295), p).empty());
}

TEST_CASE("the default limit is 1000 pending invitations", "[quota][pending][issue]") {
  CHECK(issuing_in(having(0, 999)).empty());
  CHECK(issuing_in(having(0, 1000)) == "too_many_pending 1000 1000 0");
}

TEST_CASE("the limit of pending invitations does not apply to changes of a pending invitation",
          "[quota][pending][resend][amend][accept]") {
  policy p = rules();
  p.quotas.pending = 3;
  const auto full = having(0, 3);
  given(p, issued()).when(in(full, as<resend_command>(olga, later))).then_becomes(status::pending);
  given(p, issued()).when(in(full, amending(olga, later, "admin"))).then_becomes(status::pending);
  given(p, issued()).when(in(full, accepting(ina, later))).then_becomes(status::accepted);
}

TEST_CASE("issue does not count superseded invitations as pending",
          "[quota][pending][issue][supersede]") {
  policy p = rules();
  p.duplicates = duplicate_rule::supersede;
  p.quotas.pending = 3;
  issue_command c = in(having(0, 3), issuing(olga));
  c.facts.existing = {another("inv-0")};
  CHECK(counted(invito::issue(p, request("member"), c)).empty());
  c.facts.organization->pending = 4;
  CHECK(counted(invito::issue(p, request("member"), c)) == "too_many_pending 3 3 0");
  c.facts.existing->push_back(another("inv-9"));
  CHECK(counted(invito::issue(p, request("member"), c)).empty());
  c.facts.organization->pending = 0;
  CHECK(counted(invito::issue(p, request("member"), c)).empty());
}

TEST_CASE("issue reports all exhausted quotas together with their numbers", "[quota][issue]") {
  policy p = rules();
  p.quotas.pending = 2;
  p.quotas.per_inviter = rate{0, 1h};
  issue_command c = in(having(5, 2, 7), issuing(olga));
  c.facts.sends.by_inviter.emplace();
  CHECK(counted(invito::issue(p, request("member"), c)) ==
        "too_many_pending 2 2 0; seats_full 7 7 2; rate_limited 0 0 3600");
}

TEST_CASE("issue that returns an existing invitation uses no quota", "[quota][issue]") {
  policy p = rules();
  p.duplicates = duplicate_rule::return_existing;
  p.quotas.pending = 1;
  p.quotas.per_recipient = rate{0, 1h};
  p.quotas.per_inviter = rate{0, 1h};
  p.quotas.per_organization = rate{0, 1h};
  issue_command c = in(having(7, 1, 7), issuing(olga));
  c.facts.existing = {another("inv-0")};
  const auto made = invito::issue(p, request("member"), c);
  CHECK(counted(made).empty());
  REQUIRE(made);
  CHECK(made->existing);
  // An invitation with another offer is not returned.
  CHECK(refusal(invito::issue(p, request("admin"), c)) ==
        "duplicate_pending /email; too_many_pending; seats_full; fact_missing /facts/to_recipient; "
        "fact_missing /facts/by_inviter; fact_missing /facts/of_organization");
}

// Rates ------------------------------------------------------------------------------------------

namespace {

// One of the three rates and its send log.
struct measure {
  std::optional<rate> invito::quota_policy::*limit;
  std::optional<std::vector<instant>> invito::send_log::*log;
  char const* fact;
};
const measure measures[] = {
    {&invito::quota_policy::per_recipient, &invito::send_log::to_recipient, "to_recipient"},
    {&invito::quota_policy::per_inviter, &invito::send_log::by_inviter, "by_inviter"},
    {&invito::quota_policy::per_organization, &invito::send_log::of_organization,
     "of_organization"}};

policy limiting(measure const& m, rate r) {
  policy p = rules();
  p.quotas.*m.limit = r;
  return p;
}

template <class Command>
Command having_sent(measure const& m, std::vector<instant> when, Command c) {
  c.facts.sends.*m.log = std::move(when);
  return c;
}

}  // namespace

TEST_CASE("issue refuses a message above a rate and reports the seconds to wait",
          "[quota][rate][issue]") {
  for (measure const& m : measures) {
    INFO(m.fact);
    const policy p = limiting(m, {2, 1h});
    const auto refused = [&](instant now, std::vector<instant> when) {
      const auto made =
          invito::issue(p, request("member"), having_sent(m, std::move(when), issuing(olga, now)));
      if (!made) CHECK(made.error().front().subject == m.fact);
      return counted(made);
    };
    CHECK(refused(start, {}).empty());
    CHECK(refused(start, {start - 1min}).empty());
    CHECK(refused(start, {start - 2min, start - 1min}) == "rate_limited 2 2 3480");
    CHECK(refused(start, {start - 3min, start - 2min, start - 1min}) == "rate_limited 3 2 3480");
    // A message leaves the window exactly at its end.
    CHECK(refused(start, {start - 1h, start - 1min}).empty());
    CHECK(refused(start, {start - 1h + tick, start - 1min}) == "rate_limited 2 2 1");
    CHECK(refused(start, {start - 1h + 1s, start - 1min}) == "rate_limited 2 2 1");
    CHECK(refused(start, {start - 1h + 2s, start - 1min}) == "rate_limited 2 2 2");
    // A message dated in the future, by the clock of another server, counts too.
    CHECK(refused(start, {start - 1min, start + 1min}) == "rate_limited 2 2 3540");
    CHECK(refused(start, {start, start}) == "rate_limited 2 2 3600");
  }
}

TEST_CASE("a rate of zero messages reports its window as the time to wait",
          "[quota][rate][issue]") {
  for (measure const& m : measures) {
    const auto made =
        invito::issue(limiting(m, {0, 1h}), request("member"), having_sent(m, {}, issuing(olga)));
    CHECK(counted(made) == "rate_limited 0 0 3600");
    REQUIRE_FALSE(made);
    CHECK(describe(made.error()) == "the number of sent messages is 0; the limit is 0; try again in 1 h");
  }
}

TEST_CASE("each rate requires its own send log for a verb that sends a message",
          "[quota][rate][facts][issue][resend][amend][accept][decline][revoke]") {
  for (measure const& m : measures) {
    const policy p = limiting(m, {2, 1h});
    const std::string missing = std::string("fact_missing /facts/") + m.fact;
    CHECK(refusal(invito::issue(p, request("member"), issuing(olga))) == missing);
    given(p, issued()).when(as<resend_command>(olga, later)).then_refused(missing);
    given(p, issued()).when(as<resend_command>(olga, week_later)).then_refused(missing);
    given(p, issued()).when(amending(olga, later, "admin")).then_refused(missing);
    issue_command c = issuing(olga);
    for (measure const& other : measures) {
      if (other.log != m.log) c.facts.sends.*other.log = {start, start, start};
    }
    CHECK(refusal(invito::issue(p, request("member"), c)) == missing);
    c.facts.sends.*m.log = {start};
    CHECK(refusal(invito::issue(p, request("member"), c)).empty());
    CHECK(refusal(invito::issue(rules(), request("member"), c)).empty());
    // accept, decline and revoke send no message.
    given(p, issued()).when(accepting(ina, later)).then_becomes(status::accepted);
    given(p, issued()).when(declining(ina, later)).then_becomes(status::revoked);
    given(p, issued()).when(as<invito::revoke_command>(olga, later)).then_becomes(status::revoked);
  }
}

TEST_CASE("each rate limits resend, a renewal and amend", "[quota][rate][resend][amend]") {
  for (measure const& m : measures) {
    const policy p = limiting(m, {1, 24h});
    const auto sent = [&](auto c, instant when) { return having_sent(m, {when}, std::move(c)); };
    const auto again = as<resend_command>(olga, later);
    given(p, issued()).when(sent(again, start + tick)).then_refused("rate_limited");
    given(p, issued()).when(sent(again, start)).then_becomes(status::pending);
    const auto renewal = as<resend_command>(olga, week_later);
    given(p, issued()).when(sent(renewal, week_later - 1h)).then_refused("rate_limited");
    given(p, issued()).when(sent(renewal, week_later - 24h)).then_becomes(status::pending);
    const auto change = amending(olga, later, "admin");
    given(p, issued()).when(sent(change, start + tick)).then_refused("rate_limited");
    given(p, issued()).when(sent(change, start)).then_becomes(status::pending);
  }
}

TEST_CASE("issue and amend of an invitation without messages use no rate, but resend does",
          "[quota][rate][issue][amend][resend]") {
  for (measure const& m : measures) {
    const policy p = limiting(m, {0, 1h});
    invitation_request r = request("member");
    r.send = false;
    const auto made = invito::issue(p, r, issuing(olga));
    CHECK(refusal(made).empty());
    REQUIRE(made);
    const invitation i = invito::apply(*made);
    given(p, i).when(amending(olga, later, "admin")).then_becomes(status::pending);
    // resend sends a message, even if issue sent none.
    given(p, i)
        .when(having_sent(m, {}, as<resend_command>(olga, later)))
        .then_refused("rate_limited");
  }
}

TEST_CASE("issue reports all exhausted rates in the order recipient, inviter, organization",
          "[quota][rate][issue]") {
  policy p = rules();
  p.quotas.per_recipient = rate{1, 1h};
  p.quotas.per_inviter = rate{2, 1h};
  p.quotas.per_organization = rate{3, 1h};
  issue_command c = issuing(olga);
  c.facts.sends.to_recipient = {start - 10s};
  c.facts.sends.by_inviter = {start - 20s, start - 10s};
  c.facts.sends.of_organization = {start - 30s, start - 20s, start - 10s};
  CHECK(counted(invito::issue(p, request("member"), c)) ==
        "rate_limited 1 1 3590; rate_limited 2 2 3580; rate_limited 3 3 3570");
}

// cool_down --------------------------------------------------------------------------------------

TEST_CASE("resend is refused up to the last nanosecond of the cool-down",
          "[quota][cool_down][resend][explain]") {
  const auto again = [](instant now, policy const& p = rules()) {
    return counted(decide(p, issued(), as<resend_command>(olga, now)));
  };
  CHECK(again(start) == "too_soon 0 60 60");
  CHECK(again(start + 20s) == "too_soon 20 40 60");
  CHECK(again(start + 59s) == "too_soon 59 1 60");
  CHECK(again(start + 1min - tick) == "too_soon 59 1 60");
  CHECK(again(start + 1min).empty());
  policy p = rules();
  p.resend.cool_down = 0s;
  CHECK(again(start, p).empty());
  for (invito::rule_result const& r :
       invito::explain(p, issued(), as<resend_command>(olga, start))) {
    if (r.rule == "cooled_down") CHECK(r.outcome == invito::outcome::not_applicable);
  }
  p.resend.cool_down = 1s;
  CHECK(again(start, p) == "too_soon 0 1 1");
  CHECK(again(start + 1s, p).empty());
}

TEST_CASE("too_soon rounds the time to wait up to whole seconds", "[quota][cool_down][resend]") {
  const auto made = invito::issue(rules(), request("member"), issuing(olga, start + 900ms));
  REQUIRE(made);
  const invitation i = invito::apply(*made);
  CHECK(counted(decide(rules(), i, as<resend_command>(olga, start + 60s + 800ms))) ==
        "too_soon 60 1 60");
  CHECK(counted(decide(rules(), i, as<resend_command>(olga, start + 60s + 900ms))).empty());
}

TEST_CASE("the cool-down begins with the last message, of resend or amend",
          "[quota][cool_down][resend][amend]") {
  const invitation resent = after(issued(), as<resend_command>(olga, later));
  const invitation amended = after(issued(), amending(olga, later, "admin"));
  for (invitation const& i : {resent, amended}) {
    given(i).when(as<resend_command>(olga, later + 1min - tick)).then_refused("too_soon");
    given(i).when(as<resend_command>(olga, later + 1min)).then_becomes(status::pending);
  }
  // amend has no cool-down.
  given(resent).when(amending(olga, later, "admin")).then_becomes(status::pending);
}

TEST_CASE("resend of an invitation without messages has no cool-down",
          "[quota][cool_down][resend][amend]") {
  invitation_request r = request("member");
  r.send = false;
  const auto made = invito::issue(rules(), r, issuing(olga));
  REQUIRE(made);
  const invitation i = invito::apply(*made);
  given(i).when(as<resend_command>(olga, start)).then_becomes(status::pending);
  const invitation amended = after(i, amending(olga, later, "admin"));
  given(amended).when(as<resend_command>(olga, later)).then_becomes(status::pending);
  const invitation resent = after(i, as<resend_command>(olga, later));
  given(resent).when(as<resend_command>(olga, later)).then_refused("too_soon");
}

TEST_CASE("a cool-down beyond the range of instant never ends", "[quota][cool_down][resend]") {
  policy p = rules();
  p.resend.cool_down = (std::chrono::seconds::max)();
  p.resend.max_age = std::nullopt;
  p.expiry.lifetime = std::nullopt;
  const invitation i = issued("member", olga, p);
  given(p, i).when(as<resend_command>(olga, last_instant)).then_refused("too_soon");
}

TEST_CASE("resend reports a final status or a refused renewal without too_soon",
          "[quota][cool_down][resend]") {
  given(accepted()).when(as<resend_command>(olga, start + day)).then_refused("already_accepted");
  policy p = rules();
  p.resend.renew_expired = false;
  p.resend.cool_down = 8 * day;
  given(p, issued()).when(as<resend_command>(olga, week_later)).then_refused("renewal_refused");
  given(p, issued()).when(as<resend_command>(olga, week_later - tick)).then_refused("too_soon");
}

// max_sends --------------------------------------------------------------------------------------

TEST_CASE("resend is refused at max_sends, the first message included",
          "[quota][sends][resend][amend]") {
  policy p = rules();
  const auto again = [&](std::uint32_t most, invitation const& i) {
    p.resend.max_sends = most;
    return counted(decide(p, i, as<resend_command>(olga, start + 3 * day)));
  };
  CHECK(again(0, issued()) == "too_many_sends 1 0 0");
  CHECK(again(1, issued()) == "too_many_sends 1 1 0");
  CHECK(again(2, issued()).empty());
  const invitation resent = after(issued(), as<resend_command>(olga, later));
  CHECK(again(2, resent) == "too_many_sends 2 2 0");
  CHECK(again(3, resent).empty());
  const invitation amended = after(resent, amending(olga, later + day, "admin"));
  CHECK(again(3, amended) == "too_many_sends 3 3 0");
  CHECK(again(4, amended).empty());
}

TEST_CASE("the default max_sends is ten", "[quota][sends][resend]") {
  invitation i = issued();
  for (int n = 1; n < 10; ++n) i = after(i, as<resend_command>(olga, start + n * day));
  const auto eleventh = as<resend_command>(olga, start + 10 * day);
  given(i).when(eleventh).then_refused("too_many_sends");
  policy p = rules();
  p.resend.max_sends = std::nullopt;
  given(p, i).when(eleventh).then_becomes(status::pending);
}

TEST_CASE("max_sends does not count an invitation issued without a message",
          "[quota][sends][resend][amend]") {
  invitation_request r = request("member");
  r.send = false;
  const auto made = invito::issue(rules(), r, issuing(olga));
  REQUIRE(made);
  const invitation i = invito::apply(*made);
  policy p = rules();
  p.resend.max_sends = 1;
  given(p, i).when(as<resend_command>(olga, later)).then_becomes(status::pending);
  p.resend.max_sends = 0;
  given(p, i).when(as<resend_command>(olga, later)).then_refused("too_many_sends");
  // amend sends no message either.
  given(p, i).when(amending(olga, later, "admin")).then_becomes(status::pending);
}

TEST_CASE("amend is refused at max_sends", "[quota][sends][amend]") {
  policy p = rules();
  p.resend.max_sends = 1;
  given(p, issued()).when(amending(olga, later, "admin")).then_refused("too_many_sends");
  p.resend.max_sends = 2;
  given(p, issued()).when(amending(olga, later, "admin")).then_becomes(status::pending);
}

TEST_CASE("resend and amend report a final status without too_many_sends",
          "[quota][sends][resend][amend]") {
  policy p = rules();
  p.resend.max_sends = 1;
  given(p, accepted()).when(as<resend_command>(olga, later)).then_refused("already_accepted");
  given(p, accepted()).when(amending(olga, later, "admin")).then_refused("already_accepted");
}

// max_age ----------------------------------------------------------------------------------------

TEST_CASE("resend is refused from max_age on, and amend and accept are not",
          "[quota][age][resend][amend][accept]") {
  policy p = rules();
  p.resend.max_age = 3 * day;
  given(p, issued())
      .when(as<resend_command>(olga, start + 3 * day - tick))
      .then_becomes(status::pending);
  const auto refused = [&](instant now) {
    return counted(decide(p, issued(), as<resend_command>(olga, now)));
  };
  CHECK(refused(start + 3 * day) == "too_old 259200 259200 0");
  CHECK(refused(start + 4 * day) == "too_old 345600 259200 0");
  CHECK(refused(week_later) == "too_old 604800 259200 0");
  p.resend.max_age = std::nullopt;
  CHECK(refused(week_later).empty());
  // max_age neither ends the invitation nor prevents another offer.
  p.resend.max_age = 3 * day;
  given(p, issued()).when(amending(olga, start + 4 * day, "admin")).then_becomes(status::pending);
  given(p, issued()).when(accepting(ina, start + 4 * day)).then_becomes(status::accepted);
}

TEST_CASE("resend reports a final status or a refused renewal without too_old",
          "[quota][age][resend]") {
  policy p = rules();
  p.resend.max_age = 3 * day;
  given(p, accepted()).when(as<resend_command>(olga, week_later)).then_refused("already_accepted");
  p.resend.renew_expired = false;
  given(p, issued()).when(as<resend_command>(olga, week_later)).then_refused("renewal_refused");
}

TEST_CASE("the default max_age is 90 days", "[quota][age][resend]") {
  given(issued())
      .when(as<resend_command>(olga, start + 90 * day - tick))
      .then_becomes(status::pending);
  given(issued()).when(as<resend_command>(olga, start + 90 * day)).then_refused("too_old");
}

TEST_CASE("resend limits the new expiry to max_age", "[quota][age][resend][lifetime]") {
  policy p = rules();
  p.resend.max_age = 10 * day;
  const auto expiry = [&](instant now, std::optional<std::chrono::seconds> lifetime = {}) {
    auto c = as<resend_command>(olga, now);
    c.lifetime = lifetime;
    return given(p, issued()).when(c).then_becomes(status::pending).invitation().expires_at();
  };
  CHECK(expiry(start + 3 * day - tick) == start + 10 * day - tick);
  CHECK(expiry(start + 3 * day) == start + 10 * day);
  CHECK(expiry(start + 3 * day + tick) == start + 10 * day);
  CHECK(expiry(start + 9 * day) == start + 10 * day);
  CHECK(expiry(start + 10 * day - tick) == start + 10 * day);
  CHECK(expiry(start + 9 * day, 1h) == start + 9 * day + 1h);
  CHECK(expiry(start + 9 * day, 25h) == start + 10 * day);
  p.resend.max_age = std::nullopt;
  CHECK(expiry(start + 9 * day) == start + 16 * day);
}

TEST_CASE("max_age does not limit the expiry of a new invitation",
          "[quota][age][issue][lifetime]") {
  policy p = rules();
  p.resend.max_age = 3 * day;
  CHECK(issued("member", olga, p).expires_at() == week_later);
}

TEST_CASE("the age of an imported invitation is measured from created_at or else from known_at",
          "[quota][age][resend]") {
  policy p = rules();
  p.resend.max_age = 3 * day;
  invitation i = issued();
  invito::begin_history(i, i.expires_at());
  given(p, i).when(as<resend_command>(olga, start + 3 * day)).then_refused("too_old");
  i.created_at = std::nullopt;
  invito::begin_history(i, i.expires_at(), later);
  given(p, i).when(as<resend_command>(olga, later + 3 * day - tick)).then_becomes(status::pending);
  given(p, i).when(as<resend_command>(olga, later + 3 * day)).then_refused("too_old");
  invito::begin_history(i, i.expires_at());
  given(p, i).when(as<resend_command>(olga, start + 99 * day)).then_becomes(status::pending);
}

TEST_CASE("a max_age beyond the range of instant sets no limit", "[quota][age][resend]") {
  policy p = rules();
  p.expiry.lifetime = std::nullopt;
  p.resend.max_age = (std::chrono::seconds::max)();
  const invitation i = issued("member", olga, p);
  given(p, i).when(as<resend_command>(olga, last_instant)).then_becomes(status::pending);
}

TEST_CASE("resend reports too_soon, too_many_sends and too_old together with their numbers",
          "[quota][resend]") {
  policy p = rules();
  p.resend = {8 * day, 1, 3 * day, true};
  CHECK(counted(decide(p, issued(), as<resend_command>(olga, start + 4 * day))) ==
        "too_soon 345600 345600 691200; too_many_sends 1 1 0; too_old 345600 259200 0");
}

// Domains ----------------------------------------------------------------------------------------

namespace {

std::string invited_from(std::string address, policy const& p) {
  invitation_request r = request("member");
  r.recipient.email = invito::email(std::move(address));
  return refusal(invito::issue(p, r, issuing(olga)));
}

policy admitting(std::vector<std::string> allowed, std::vector<std::string> denied = {}) {
  policy p = rules();
  p.domains = {std::move(allowed), std::move(denied)};
  return p;
}

const std::string refused_domain = "domain_refused /email";

}  // namespace

TEST_CASE("issue accepts only the allowed domains, ignoring case", "[domains][issue]") {
  const policy p = admitting({"example.com", "Acme.Test"});
  CHECK(invited_from("ina@example.com", p).empty());
  CHECK(invited_from("ina@EXAMPLE.com", p).empty());
  CHECK(invited_from("ina@acme.test", p).empty());
  for (char const* other : {"ina@example.org", "ina@sub.example.com", "ina@notexample.com",
                            "ina@example.com.evil.test", "example.com@evil.test", "ina@com"}) {
    INFO(other);
    CHECK(invited_from(other, p) == refused_domain);
  }
  CHECK(invited_from("ina@example.org", rules()).empty());
}

TEST_CASE("a listed domain with a leading dot matches its subdomains and not the domain itself",
          "[domains][issue]") {
  const policy p = admitting({".example.com"});
  CHECK(invited_from("ina@a.example.com", p).empty());
  CHECK(invited_from("ina@b.a.Example.COM", p).empty());
  CHECK(invited_from("ina@example.com", p) == refused_domain);
  CHECK(invited_from("ina@notexample.com", p) == refused_domain);
  CHECK(invited_from("ina@a.example.com.evil.test", p) == refused_domain);
  // An empty label is no subdomain.
  CHECK(invited_from("ina@.example.com", p) == "invalid_email /email; " + refused_domain);
  CHECK(invited_from("ina@example.com", admitting({".example.com", "example.com"})).empty());
}

TEST_CASE("a denied domain takes precedence over an allowed one", "[domains][issue]") {
  const policy p = admitting({".example.com"}, {"bad.example.com"});
  CHECK(invited_from("ina@good.example.com", p).empty());
  CHECK(invited_from("ina@bad.example.com", p) == refused_domain);
  CHECK(invited_from("ina@BAD.example.com", p) == refused_domain);
  CHECK(invited_from("ina@very.bad.example.com", p).empty());
  const policy none = admitting({}, {"example.com", ".example.com"});
  CHECK(invited_from("ina@example.org", none).empty());
  CHECK(invited_from("ina@example.com", none) == refused_domain);
  CHECK(invited_from("ina@a.example.com", none) == refused_domain);
  CHECK(invited_from("ina@example.com", admitting({"example.com"}, {"example.com"})) ==
        refused_domain);
}

TEST_CASE("domain_refused names the domain", "[domains][issue]") {
  const auto made = invito::issue(admitting({"acme.test"}), request("member"), issuing(olga));
  REQUIRE_FALSE(made);
  CHECK(made.error().front().subject == "example.com");
}

TEST_CASE("resend and accept refuse a domain that is denied after the issue",
          "[domains][resend][accept][decline][revoke]") {
  const policy p = admitting({}, {"example.com"});
  given(p, issued()).when(as<resend_command>(olga, later)).then_refused(refused_domain);
  given(p, issued()).when(accepting(ina, later)).then_refused(refused_domain);
  given(p, issued()).when(declining(ina, later)).then_becomes(status::revoked);
  given(p, issued()).when(as<invito::revoke_command>(olga, later)).then_becomes(status::revoked);
}

TEST_CASE("accept by token checks the domain of the invitee's email address",
          "[domains][accept][token]") {
  policy p = admitting({"example.com"});
  p.proof = invito::required_proof::token;
  issue_command ask = issuing(olga);
  ask.token = support::digest_of("k");
  const auto made = invito::issue(p, request("member"), ask);
  REQUIRE(made);
  const invitation i = invito::apply(*made);
  const auto answer = [&](std::optional<invito::email> address) {
    auto c = accepting({invito::user_id("eve"), std::move(address), true}, later);
    c.token = support::digest_of("k");
    return given(p, i).when(c);
  };
  answer(invito::email("eve@Example.com")).then_becomes(status::accepted);
  const auto elsewhere = answer(invito::email("eve@evil.test"));
  elsewhere.then_refused(refused_domain);
  REQUIRE(elsewhere.refused());
  CHECK(elsewhere.result().error().front().subject == "evil.test");
}

TEST_CASE("issue, resend and accept check no domain if there is no email address",
          "[domains][issue][resend][accept]") {
  invitation_request r = request("member");
  r.recipient = {std::nullopt, invito::user_id("ina")};
  const policy p = admitting({"acme.test"}, {"example.com"});
  const auto made = invito::issue(p, r, issuing(olga));
  CHECK(refusal(made).empty());
  REQUIRE(made);
  const invitation i = invito::apply(*made);
  given(p, i).when(as<resend_command>(olga, later)).then_becomes(status::pending);
  auto c = accepting({invito::user_id("ina"), std::nullopt, false}, later);
  given(p, i).when(c).then_becomes(status::accepted);
  // An email address of the identity is checked.
  c.who.email = invito::email("ina@example.com");
  given(p, i).when(c).then_refused(refused_domain);
  c.who.email = invito::email("ina@acme.test");
  given(p, i).when(c).then_becomes(status::accepted);
}

// Facts ------------------------------------------------------------------------------------------

TEST_CASE("issue reports the missing facts tier by tier", "[facts][issue]") {
  policy p = rules();
  p.check_scopes = true;
  p.quotas.per_recipient = p.quotas.per_inviter = p.quotas.per_organization = rate{9, 1h};
  invitation_request r = request("member");
  r.offer.grants = {{project("p1", "viewer")}};
  issue_command c = issuing(olga);
  c.facts = {};
  CHECK(refusal(invito::issue(p, r, c)) == "fact_missing /facts/actor");
  c.facts.actor = invito::membership{"owner"};
  c.source = invito::offer_source::former_membership;
  CHECK(refusal(invito::issue(p, r, c)) == "not_former_member /email");
  c.source = invito::offer_source::request;
  CHECK(refusal(invito::issue(p, r, c)) ==
        "fact_missing /facts/organization; fact_missing /facts/member; "
        "fact_missing /facts/existing; fact_missing /facts/scopes; "
        "fact_missing /facts/to_recipient; fact_missing /facts/by_inviter; "
        "fact_missing /facts/of_organization");
  // The idempotency key is looked up first, and the other facts are not checked.
  c.idempotency_key = "once";
  CHECK(refusal(invito::issue(p, r, c)) == "fact_missing /facts/existing");
}

TEST_CASE("resend, amend and accept report the missing facts tier by tier",
          "[facts][resend][amend][accept]") {
  policy p = rules();
  p.check_scopes = true;
  p.members = invito::member_rule::refuse;
  p.quotas.per_recipient = p.quotas.per_inviter = p.quotas.per_organization = rate{9, 1h};
  invitation_request r = request("member");
  r.offer.grants = {{project("p1", "viewer")}};
  const auto made = invito::issue(rules(), r, issuing(olga));
  REQUIRE(made);
  const invitation i = invito::apply(*made);
  const std::string rates =
      "fact_missing /facts/to_recipient; fact_missing /facts/by_inviter; "
      "fact_missing /facts/of_organization";

  auto resending = as<resend_command>(olga, week_later);
  resending.facts = {};
  given(p, i).when(resending).then_refused("fact_missing /facts/actor");
  resending.facts.actor = invito::membership{"owner"};
  given(p, i).when(resending).then_refused(
      "fact_missing /facts/organization; fact_missing /facts/member; fact_missing /facts/existing; "
      "fact_missing /facts/scopes; " +
      rates);
  // A resend of a pending invitation requires no facts about members and duplicates.
  resending.now = later;
  given(p, i).when(resending).then_refused(
      "fact_missing /facts/organization; fact_missing /facts/scopes; " + rates);

  auto changing = amending(olga, later, "admin");
  changing.offer.grants = r.offer.grants;
  changing.facts = {};
  given(p, i).when(changing).then_refused("fact_missing /facts/actor");
  changing.facts.actor = invito::membership{"owner"};
  given(p, i).when(changing).then_refused(
      "fact_missing /facts/organization; fact_missing /facts/scopes; " + rates);

  auto answering = accepting(ina, later);
  answering.facts = {};
  given(p, i).when(answering).then_refused(
      "fact_missing /facts/organization; fact_missing /facts/scopes; fact_missing /facts/sponsor; "
      "fact_missing /facts/member");
}

TEST_CASE("a policy without checks requires no facts",
          "[facts][issue][resend][amend][accept][revoke][supersede]") {
  policy p = rules();
  ask_for_nothing(p);
  invitation_request r = request("member");
  r.offer.grants = {{project("p1", "viewer")}};
  issue_command c = issuing(olga);
  c.facts = {};
  const auto made = invito::issue(p, r, c);
  CHECK(refusal(made).empty());
  REQUIRE(made);
  const invitation i = invito::apply(*made);
  const auto bare = [](auto command) {
    command.facts = {};
    return command;
  };
  given(p, i).when(bare(as<resend_command>(olga, later))).then_becomes(status::pending);
  given(p, i).when(bare(as<resend_command>(olga, week_later))).then_becomes(status::pending);
  given(p, i).when(bare(amending(olga, later, "admin"))).then_becomes(status::pending);
  given(p, i).when(bare(accepting(ina, later))).then_becomes(status::accepted);
  given(p, i).when(bare(as<invito::revoke_command>(olga, later))).then_becomes(status::revoked);
  given(p, i).when(bare(superseding(olga, later))).then_becomes(status::revoked);
}

TEST_CASE("the member rule decides when the fact member is required",
          "[facts][issue][resend][accept]") {
  policy p = rules();
  const auto unknown = [](auto c) {
    c.facts.member = std::nullopt;
    return c;
  };
  const auto is_member = [](auto c) {
    c.facts.member = true;
    return c;
  };
  const std::string missing = "fact_missing /facts/member";
  const std::string already_member = "already_member /email";
  const issue_command ask = issuing(olga);
  const auto renewing = as<resend_command>(olga, week_later);
  const auto answering = accepting(ina, later);

  for (const auto rule : {invito::member_rule::accept_only, invito::member_rule::refuse}) {
    p.members = rule;
    CHECK(refusal(invito::issue(p, request("member"), unknown(ask))) == missing);
    CHECK(refusal(invito::issue(p, request("member"), is_member(ask))) == already_member);
    given(p, issued()).when(unknown(renewing)).then_refused(missing);
    given(p, issued()).when(is_member(renewing)).then_refused(already_member);
    given(p, issued())
        .when(is_member(as<resend_command>(olga, later)))
        .then_becomes(status::pending);
  }
  given(p, issued()).when(unknown(answering)).then_refused(missing);
  given(p, issued()).when(is_member(answering)).then_refused(already_member);
  given(p, issued()).when(answering).then_becomes(status::accepted);
  p.members = invito::member_rule::accept_only;
  given(p, issued()).when(unknown(answering)).then_becomes(status::accepted);
  given(p, issued()).when(is_member(answering)).then_becomes(status::accepted);
  p.members = invito::member_rule::allow;
  CHECK(refusal(invito::issue(p, request("member"), unknown(ask))).empty());
  CHECK(refusal(invito::issue(p, request("member"), is_member(ask))).empty());
  given(p, issued()).when(is_member(renewing)).then_becomes(status::pending);
  given(p, issued()).when(is_member(answering)).then_becomes(status::accepted);
}
