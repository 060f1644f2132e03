// SPDX-License-Identifier: MIT
// Flaws of other systems: expiry, invitations that are no longer pending, too many messages, failed
// mail, and inactive organizations. docs/security.md has the numbers.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/model/delivery.hpp>

#include "catch2.hpp"
#include "security/flaw.hpp"

namespace {

using namespace flaw;
using invito::invitation;
using invito::issue_command;
using invito::policy;
using invito::resend_command;
using invito::revoke_command;
using invito::status;
using invito::supersede_command;

constexpr invito::instant soon = start + day;

}  // namespace

// ---- 3: acceptance after the expiry ------------------------------------------------------------

TEST_CASE("flaw 3: accept refuses an expired invitation, although no job has recorded the expiry",
          "[security][accept][expire]") {
  const policy p = strict();
  const invitation i = issued();
  CHECK(name(recorded_status(i.state)) == "pending");  // the recorded status
  for (const invito::instant now : {week_later, week_later + tick, week_later + 3650 * day}) {
    refused(p, i, accepting(ina, now), "expired", "expired");
    refused(p, i, amending(olga, now, "member"), "expired", "expired");
    refused(p, i, superseding(olga, now), "expired", "expired");
  }
  allowed(p, i, accepting(ina, week_later - tick), status::accepted);
  // The recorded expiry makes no difference.
  refused(p, expired(), accepting(ina, week_later + 2 * day), "expired", "expired");
}

TEST_CASE("flaw 3: accept refuses an expired invitation that is stored as pending",
          "[security][accept]") {
  const auto text = invito::write(issued());
  REQUIRE(text);
  const auto i = invito::read(*text);
  REQUIRE(i);
  refused(strict(), *i, accepting(ina, week_later), "expired", "expired");
  allowed(strict(), *i, accepting(ina, week_later - tick), status::accepted);
}

TEST_CASE("flaw 3: only accept has the effect grant_membership, and every acceptance has it",
          "[security][accept]") {
  const policy p = strict();
  std::size_t by_accept = 0;
  std::size_t by_other_verbs = 0;
  for (const invito::instant now : {soon, week_later - tick, week_later, week_later + day}) {
    for_every_verb(olga, ina, now, [&](auto const& c) {
      const auto made = decide(p, issued(), c);
      if (!made) return;
      const std::size_t n = memberships(effects(*made, issued()));
      (made->event->kind() == invito::event_kind::accept ? by_accept : by_other_verbs) += n;
    });
  }
  CHECK(by_accept == 2);  // at the two times before the expiry
  CHECK(by_other_verbs == 0);
}

TEST_CASE("flaw 3: accept refuses an unset clock, and an expired invitation if the clock went back",
          "[security][accept]") {
  const policy p = strict();
  invito::accept_command c = accepting(ina, soon);
  c.now = invito::unset_instant;
  refused(p, issued(), c, "missing_value /now", "missing_value /now");
  // The expiry is recorded; a clock that went back does not change that.
  refused(p, expired(), accepting(ina, soon), "expired", "expired");
  const invitation sent = after(issued(), as<resend_command>(olga, start + 3 * day));
  CHECK(given(p, sent).when(accepting(ina, soon)).event().clamped);
  CHECK(given(p, sent).when(accepting(ina, soon)).event().at == start + 3 * day);
}

// ---- 20: blocked by invitations that are no longer pending -------------------------------------

namespace {

issue_command inviting_again(std::vector<invitation> existing, invito::instant now) {
  auto c = issuing(olga, now);
  c.id = invito::invitation_id("inv-2");
  c.facts.existing = std::move(existing);
  return c;
}

}  // namespace

TEST_CASE("flaw 20: issue ignores invitations that are no longer pending", "[security][issue]") {
  const policy p = strict();
  std::vector<invitation> not_pending{expired(), revoked(), declined(), superseded(), accepted()};
  // This invitation has expired, too, but no expiry is recorded.
  not_pending.push_back(issued());
  for (invitation const& one : not_pending) {
    const invitation again = made(p, request("member"), inviting_again({one}, week_later));
    CHECK(again.status(week_later) == status::pending);
  }
  made(p, request("member"), inviting_again(not_pending, week_later));

  // A pending invitation is a duplicate, and the refusal contains its id.
  refused(p, request("member"), inviting_again(not_pending, week_later - tick),
          "duplicate_pending /email", "duplicate_pending /email");
  const auto made_again =
      issue(p, request("member"), inviting_again(not_pending, week_later - tick));
  REQUIRE_FALSE(made_again);
  CHECK(made_again.error().front().subject == "inv-1");
}

TEST_CASE("flaw 20: of two invitations for the same mailbox, the unique claim allows one",
          "[security][issue]") {
  const policy p = strict();
  organization_host host;  // without a revision: only the claim is compared
  const auto first = issue(p, request_to("ina@example.com"), inviting_again({}, soon));
  auto c = inviting_again({}, soon);
  c.id = invito::invitation_id("inv-3");
  const auto second = issue(p, request_to("INA@example.com"), c);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(host.store(*first));
  CHECK_FALSE(host.store(*second));
  CHECK(host.rows.size() == 1);
  // Only pending invitations hold the claim: after the expiry it is free.
  c = inviting_again({host.rows[0].value}, soon + 7 * day);
  c.id = invito::invitation_id("inv-3");
  const auto later = issue(p, request("member"), c);
  REQUIRE(later);
  CHECK(host.store(*later));
}

TEST_CASE("flaw 20: issue supersedes only the pending invitation for the same address",
          "[security][issue][supersede]") {
  policy p = strict();
  p.duplicates = invito::duplicate_rule::supersede;
  const invitation older = issued();
  auto other_command = issuing(olga);
  other_command.id = invito::invitation_id("inv-eve");
  const invitation other = made(p, request_to("eve@example.com"), other_command);

  const auto newer = issue(p, request("admin"), inviting_again({other, older}, soon));
  REQUIRE(newer);
  REQUIRE(newer->superseded.size() == 1);
  CHECK(newer->superseded[0].id == older.id);
  stored_row row{older};
  REQUIRE(row.store(newer->superseded[0].decision));
  CHECK(row.value.status(soon) == status::revoked);
  refused(p, row.value, accepting(ina, soon), "already_revoked", "already_revoked");
  allowed(p, invito::apply(*newer), accepting(ina, soon), status::accepted);
}

TEST_CASE("flaw 20: resend refuses to renew an expired invitation if a newer one is pending",
          "[security][resend]") {
  const policy p = strict();
  const invitation older = issued();
  const invitation newer = made(p, request("member"), inviting_again({older}, week_later));
  auto c = as<resend_command>(olga, week_later + day);
  c.facts.existing = {newer};
  refused(p, older, c, "duplicate_pending /email", "duplicate_pending /email");
  c.facts.existing = {after(newer, as<revoke_command>(olga, week_later + 1h))};
  allowed(p, older, c, status::pending);
}

// ---- 21: spam ----------------------------------------------------------------------------------

TEST_CASE("flaw 21: resend refuses a message before the end of the cool-down time",
          "[security][resend]") {
  const policy p = strict();
  refused(p, issued(), as<resend_command>(olga, start), "too_soon", "too_soon");
  refused(p, issued(), as<resend_command>(olga, start + 1min - tick), "too_soon", "too_soon");
  const invitation sent =
      allowed(p, issued(), as<resend_command>(olga, start + 1min), status::pending);
  refused(p, sent, as<resend_command>(olga, start + 2min - tick), "too_soon", "too_soon");
}

TEST_CASE("flaw 21: an invitation has at most ten messages, amendments and renewals included",
          "[security][resend][amend]") {
  const policy p = strict();
  invitation i = issued();
  for (int n = 2; n <= 10; ++n) {
    CAPTURE(n);
    // Every third message is an amendment; the first resend is a renewal.
    const invito::instant now = start + 8 * day + n * 1h;
    if (n % 3 == 0) {
      i = allowed(p, i, amending(olga, now, n == 3 ? "admin" : "member"), status::pending);
    } else {
      i = allowed(p, i, as<resend_command>(olga, now), status::pending);
    }
  }
  CHECK(invito::send_count(i) == 10);
  refused(p, i, as<resend_command>(olga, start + 9 * day), "too_many_sends", "too_many_sends");
  refused(p, i, amending(olga, start + 9 * day, "admin"), "too_many_sends", "too_many_sends");
  allowed(p, i, accepting(ina, start + 9 * day), status::accepted);
}

TEST_CASE(
    "flaw 21: rates count across invitations: to revoke and to invite again does not reset them",
    "[security][issue][resend][amend]") {
  policy p = strict();
  const invito::rate two_a_day{2, day};
  const std::vector<invito::instant> sent{start, start + 1h};
  const auto judge = [&](std::optional<invito::rate> invito::quota_policy::*rate,
                         std::optional<std::vector<invito::instant>> invito::send_log::*log,
                         std::string const& fact) {
    CAPTURE(fact);
    p.quotas = {};
    p.quotas.*rate = two_a_day;
    // The earlier invitations were revoked; the log still contains their messages.
    auto c = inviting_again({revoked()}, start + day - tick);
    refused(p, request("member"), c, "fact_missing /facts/" + fact, "fact_missing /facts/" + fact);
    c.facts.sends.*log = sent;
    refused(p, request("member"), c, "rate_limited", "rate_limited");
    auto again = as<resend_command>(olga, start + day - tick);
    again.facts.sends.*log = sent;
    refused(p, issued(), again, "rate_limited", "rate_limited");
    auto offer = amending(olga, start + day - tick, "admin");
    offer.facts.sends.*log = sent;
    refused(p, issued(), offer, "rate_limited", "rate_limited");

    c.now = again.now = start + day;  // the first message is out of the window
    made(p, request("member"), c);
    allowed(p, issued(), again, status::pending);
  };
  using quotas = invito::quota_policy;
  using log = invito::send_log;
  judge(&quotas::per_recipient, &log::to_recipient, "to_recipient");
  judge(&quotas::per_inviter, &log::by_inviter, "by_inviter");
  judge(&quotas::per_organization, &log::of_organization, "of_organization");
}

TEST_CASE(
    "flaw 21: issue and resend refuse more pending invitations than the limit of the organization",
    "[security][issue][resend]") {
  const policy p = strict();
  auto c = issuing(olga);
  c.facts.organization->pending = 1000;
  refused(p, request("member"), c, "too_many_pending", "too_many_pending");
  auto renew = as<resend_command>(olga, week_later);
  renew.facts.organization->pending = 1000;
  refused(p, issued(), renew, "too_many_pending", "too_many_pending");
  c.facts.organization->pending = renew.facts.organization->pending = 999;
  made(p, request("member"), c);
  allowed(p, issued(), renew, status::pending);
}

TEST_CASE("flaw 21: plan_issue refuses rows above the limits of the batch and of the rates",
          "[security][issue]") {
  policy p = strict();
  p.quotas.batch = 3;
  p.quotas.per_inviter = invito::rate{2, day};
  const auto rows_for = [](std::size_t count) {
    std::vector<invito::bulk_row> rows(count);
    for (std::size_t n = 0; n != count; ++n) {
      const std::string number = std::to_string(n);
      rows[n].request = request_to("ina" + number + "@example.com");
      rows[n].id = invito::invitation_id("inv-" + number);
      rows[n].member = false;
      rows[n].existing.emplace();
    }
    return rows;
  };
  auto c = issuing(olga);
  c.facts.sends.by_inviter.emplace();
  const auto refusals = [&](std::size_t count) {
    std::vector<std::string> out;
    for (auto const& row : plan_issue(p, rows_for(count), c, invito::bulk_mode::best_effort)) {
      out.push_back(refusal(row));
    }
    return out;
  };
  CHECK(refusals(4) == std::vector<std::string>(4, "too_many_items"));
  CHECK(refusals(3) == std::vector<std::string>{"", "", "rate_limited"});
}

// ---- 22: failed mail ---------------------------------------------------------------------------

TEST_CASE("flaw 22: a failed mail is recorded next to the invitation and does not change it",
          "[security][delivery][resend]") {
  using invito::delivery_status;
  const policy p = strict();
  const auto issuance = issue(p, request("member"), issuing(olga));
  REQUIRE(issuance);
  REQUIRE(effects(*issuance).size() == 1);
  stored_row row{invito::apply(*issuance)};
  const invitation stored = row.value;

  // The invitation is stored before the mail fails, and stays as it is; the failure is recorded.
  invito::delivery first{row.value.id, invito::send_count(row.value)};
  CHECK(report(first, delivery_status::failed, soon, "no route to example.com"));
  CHECK(first.send == 1);
  CHECK(first.status == delivery_status::failed);
  CHECK(row.value == stored);
  CHECK(row.value.status(soon) == status::pending);
  allowed(p, row.value, accepting(ina, soon), status::accepted);  // the mail is not needed

  // Another message is another event, with its own effect and its own delivery.
  const auto again = resend(p, row.value, as<resend_command>(olga, soon));
  REQUIRE(again);
  REQUIRE(row.store(*again));
  REQUIRE(row.outbox.size() == 1);
  CHECK(std::get<invito::send_invitation>(row.outbox[0]).reason == invito::event_kind::resend);
  invito::delivery second{row.value.id, invito::send_count(row.value)};
  CHECK(second.send == 2);
  CHECK(report(second, delivery_status::sent, soon));
  CHECK(report(second, delivery_status::bounced, soon + 1h));
  CHECK(first.status == delivery_status::failed);
  CHECK(row.value.status(soon) == status::pending);
  CHECK(row.value.revision() == 2);
  // A late report does not change a bounced delivery.
  CHECK_FALSE(report(second, delivery_status::sent, soon + 2h));
  CHECK(second.status == delivery_status::bounced);
}

// ---- 23: inactive organizations ----------------------------------------------------------------

TEST_CASE("flaw 23: a suspended or deleted organization gets no members",
          "[security][issue][resend][amend][accept]") {
  policy p = strict();
  for (const invito::organization_status inactive :
       {invito::organization_status::suspended, invito::organization_status::deleted}) {
    const auto in_inactive = [&](auto c) {
      c.facts.organization->status = inactive;
      return c;
    };
    refused(p, request("member"), in_inactive(issuing(olga)), "organization_inactive",
            "organization_inactive");
    refused(p, issued(), in_inactive(accepting(ina, soon)), "organization_inactive",
            "organization_inactive");
    refused(p, issued(), in_inactive(as<resend_command>(olga, soon)), "organization_inactive",
            "organization_inactive");
    refused(p, issued(), in_inactive(amending(olga, soon, "admin")), "organization_inactive",
            "organization_inactive");
    // Revoke and decline still work, and another person does not learn the reason.
    allowed(p, issued(), in_inactive(as<revoke_command>(olga, soon)), status::revoked);
    allowed(p, issued(), declining(ina, soon), status::revoked);
    refused(p, issued(), in_inactive(accepting(eve, soon)), "wrong_recipient", "not_found");
  }
  allowed(p, issued(), accepting(ina, soon), status::accepted);
}

TEST_CASE("flaw 23: issue and accept refuse an organization that was not looked up",
          "[security][issue][accept]") {
  policy p = strict();
  p.quotas = {invito::seat_rule::unchecked, std::nullopt, {}, {}, {}, {}};
  const std::string why = "fact_missing /facts/organization";
  auto c = issuing(olga);
  c.facts.organization.reset();
  refused(p, request("member"), c, why, why);
  auto answer = accepting(ina, soon);
  answer.facts.organization.reset();
  refused(p, issued(), answer, why, why);
  p.check_organization = false;
  made(p, request("member"), c);
  allowed(p, issued(), answer, status::accepted);
}

TEST_CASE("flaw 23: a plan without invitations refuses new ones and renewals, not acceptances",
          "[security][issue][resend][accept]") {
  const policy p = strict();
  auto c = issuing(olga);
  c.facts.organization->plan_includes_invitations = false;
  refused(p, request("member"), c, "plan_refused", "plan_refused");
  auto renew = as<resend_command>(olga, week_later);
  renew.facts.organization->plan_includes_invitations = false;
  refused(p, issued(), renew, "plan_refused", "plan_refused");
  auto answer = accepting(ina, soon);
  answer.facts.organization->plan_includes_invitations = false;
  allowed(p, issued(), answer, status::accepted);
}
