// SPDX-License-Identifier: MIT
// Flaws of other systems: time, dead rows, too much mail, mail that fails, and organizations that
// are closed. The numbers are those of docs/security.md.

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

// ---- 3: expired, and accepted all the same ------------------------------------------------------

TEST_CASE("flaw 3: what has expired is not accepted, though nothing has swept it up",
          "[security]") {
  const policy p = strict();
  const invitation i = issued();
  CHECK(name(recorded_status(i.state)) == "pending");  // as it is stored
  for (const invito::instant now : {week_later, week_later + tick, week_later + 3650 * day}) {
    refused(p, i, accepting(ina, now), "expired", "expired");
    refused(p, i, amending(olga, now, "member"), "expired", "expired");
    refused(p, i, superseding(olga, now), "expired", "expired");
  }
  allowed(p, i, accepting(ina, week_later - tick), status::accepted);
  // The sweep changes nothing about it.
  refused(p, expired(), accepting(ina, week_later + 2 * day), "expired", "expired");
}

TEST_CASE("flaw 3: a stored document that says pending is judged by the clock", "[security]") {
  const auto text = invito::write(issued());
  REQUIRE(text);
  const auto i = invito::read(*text);
  REQUIRE(i);
  refused(strict(), *i, accepting(ina, week_later), "expired", "expired");
  allowed(strict(), *i, accepting(ina, week_later - tick), status::accepted);
}

TEST_CASE("flaw 3: no other way in: only accept makes a member, and it always does", "[security]") {
  const policy p = strict();
  std::size_t members = 0;
  std::size_t made_by_others = 0;
  for (const invito::instant now : {soon, week_later - tick, week_later, week_later + day}) {
    for_every_verb(olga, ina, now, [&](auto const& c) {
      const auto said = decide(p, issued(), c);
      if (!said) return;
      const std::size_t n = memberships(effects(*said, issued()));
      (said->event->kind() == invito::event_kind::accept ? members : made_by_others) += n;
    });
  }
  CHECK(members == 2);  // before the expiry
  CHECK(made_by_others == 0);
}

TEST_CASE("flaw 3: a clock that was forgotten or went back does not make it young again",
          "[security]") {
  const policy p = strict();
  invito::accept_command c = accepting(ina, soon);
  c.now = invito::no_moment;
  refused(p, issued(), c, "missing_value /now", "missing_value /now");
  // It was seen to expire; an older clock cannot undo that.
  refused(p, expired(), accepting(ina, soon), "expired", "expired");
  const invitation sent = after(issued(), as<resend_command>(olga, start + 3 * day));
  CHECK(given(p, sent).when(accepting(ina, soon)).event().clamped);
  CHECK(given(p, sent).when(accepting(ina, soon)).event().at == start + 3 * day);
}

// ---- 20: dead rows in the way -------------------------------------------------------------------

namespace {

issue_command inviting_again(std::vector<invitation> existing, invito::instant now) {
  auto c = issuing(olga, now);
  c.id = invito::invitation_id("inv-2");
  c.facts.existing = std::move(existing);
  return c;
}

}  // namespace

TEST_CASE("flaw 20: what is dead does not stand in the way of a new invitation", "[security]") {
  const policy p = strict();
  std::vector<invitation> dead{expired(), revoked(), declined(), superseded(), accepted()};
  // Expired as well, but nobody has written it down yet.
  dead.push_back(issued());
  for (invitation const& one : dead) {
    const invitation again = made(p, request("member"), inviting_again({one}, week_later));
    CHECK(again.status(week_later) == status::pending);
  }
  made(p, request("member"), inviting_again(dead, week_later));

  // A live one does, and is named.
  refused(p, request("member"), inviting_again(dead, week_later - tick), "duplicate_pending /email",
          "duplicate_pending /email");
  const auto said = issue(p, request("member"), inviting_again(dead, week_later - tick));
  REQUIRE_FALSE(said);
  CHECK(said.error().front().subject == "inv-1");
}

TEST_CASE("flaw 20: two hosts invite the same mailbox, and the unique index lets one through",
          "[security]") {
  const policy p = strict();
  organization_host host;  // no revision: the claim alone is compared
  const auto first = issue(p, request_to("ina@example.com"), inviting_again({}, soon));
  auto c = inviting_again({}, soon);
  c.id = invito::invitation_id("inv-3");
  const auto second = issue(p, request_to("INA@example.com"), c);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(host.store(*first));
  CHECK_FALSE(host.store(*second));
  CHECK(host.rows.size() == 1);
  // The index is over live ones: later, the same claim is free again.
  c = inviting_again({host.rows[0].value}, soon + 7 * day);
  c.id = invito::invitation_id("inv-3");
  const auto later = issue(p, request("member"), c);
  REQUIRE(later);
  CHECK(host.store(*later));
}

TEST_CASE("flaw 20: a newer invitation ends the older one, and the right one", "[security]") {
  policy p = strict();
  p.duplicates = invito::duplicate_rule::supersede;
  const invitation older = issued();
  auto other_command = issuing(olga);
  other_command.id = invito::invitation_id("inv-eve");
  const invitation other = made(p, request_to("eve@example.com"), other_command);

  const auto said = issue(p, request("admin"), inviting_again({other, older}, soon));
  REQUIRE(said);
  REQUIRE(said->superseded.size() == 1);
  CHECK(said->superseded[0].id == older.id);
  stored_row row{older};
  REQUIRE(row.store(said->superseded[0].decision));
  CHECK(row.value.status(soon) == status::revoked);
  refused(p, row.value, accepting(ina, soon), "already_revoked", "already_revoked");
  allowed(p, invito::apply(*said), accepting(ina, soon), status::accepted);
}

TEST_CASE("flaw 20: what has expired is not renewed beside a newer one", "[security]") {
  const policy p = strict();
  const invitation older = issued();
  const invitation newer = made(p, request("member"), inviting_again({older}, week_later));
  auto c = as<resend_command>(olga, week_later + day);
  c.facts.existing = {newer};
  refused(p, older, c, "duplicate_pending /email", "duplicate_pending /email");
  c.facts.existing = {after(newer, as<revoke_command>(olga, week_later + 1h))};
  allowed(p, older, c, status::pending);
}

// ---- 21: invitations as a way to send spam ------------------------------------------------------

TEST_CASE("flaw 21: messages need time between them", "[security]") {
  const policy p = strict();
  refused(p, issued(), as<resend_command>(olga, start), "too_soon", "too_soon");
  refused(p, issued(), as<resend_command>(olga, start + 1min - tick), "too_soon", "too_soon");
  const invitation sent =
      allowed(p, issued(), as<resend_command>(olga, start + 1min), status::pending);
  refused(p, sent, as<resend_command>(olga, start + 2min - tick), "too_soon", "too_soon");
}

TEST_CASE("flaw 21: an invitation has ten messages, new offers and renewals included",
          "[security]") {
  const policy p = strict();
  invitation i = issued();
  for (int n = 2; n <= 10; ++n) {
    CAPTURE(n);
    // Every third brings another offer; one comes behind the expiry.
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

TEST_CASE("flaw 21: rates hold across invitations, so deleting and inviting again is no way round",
          "[security]") {
  policy p = strict();
  const invito::rate two_a_day{2, day};
  const std::vector<invito::instant> sent{start, start + 1h};
  const auto judge = [&](std::optional<invito::rate> invito::quota_policy::*rate,
                         std::optional<std::vector<invito::instant>> invito::send_log::*log,
                         std::string const& fact) {
    CAPTURE(fact);
    p.quotas = {};
    p.quotas.*rate = two_a_day;
    // The invitations of those messages were revoked; that they went out is remembered.
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

    c.now = again.now = start + day;  // the first one counts no more
    made(p, request("member"), c);
    allowed(p, issued(), again, status::pending);
  };
  using quotas = invito::quota_policy;
  using log = invito::send_log;
  judge(&quotas::per_recipient, &log::to_recipient, "to_recipient");
  judge(&quotas::per_inviter, &log::by_inviter, "by_inviter");
  judge(&quotas::per_organization, &log::of_organization, "of_organization");
}

TEST_CASE("flaw 21: an organization has so many pending invitations and no more", "[security]") {
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

TEST_CASE(
    "flaw 21: one request does not ask for more than the batch, nor more than the rates leave",
    "[security]") {
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
  const auto verdicts = [&](std::size_t count) {
    std::vector<std::string> out;
    for (auto const& v : plan_issue(p, rows_for(count), c, invito::bulk_mode::best_effort)) {
      out.push_back(refusal(v));
    }
    return out;
  };
  CHECK(verdicts(4) == std::vector<std::string>(4, "too_many_items"));
  CHECK(verdicts(3) == std::vector<std::string>{"", "", "rate_limited"});
}

// ---- 22: mail that fails ------------------------------------------------------------------------

TEST_CASE("flaw 22: mail that fails is on record beside the invitation and no part of it",
          "[security]") {
  using invito::delivery_status;
  const policy p = strict();
  const auto said = issue(p, request("member"), issuing(olga));
  REQUIRE(said);
  REQUIRE(effects(*said).size() == 1);
  stored_row row{invito::apply(*said)};
  const invitation stored = row.value;

  // Storing came first; that the mail then fails takes nothing back, and is not hidden either.
  invito::delivery first{row.value.id, invito::send_count(row.value)};
  CHECK(report(first, delivery_status::failed, soon, "no route to example.com"));
  CHECK(first.send == 1);
  CHECK(first.status == delivery_status::failed);
  CHECK(row.value == stored);
  CHECK(row.value.status(soon) == status::pending);
  allowed(p, row.value, accepting(ina, soon), status::accepted);  // by some other way

  // Another message is an event of its own, with its own effect and its own fate.
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
  // A late report does not make good what came back.
  CHECK_FALSE(report(second, delivery_status::sent, soon + 2h));
  CHECK(second.status == delivery_status::bounced);
}

// ---- 23: an organization that is closed ---------------------------------------------------------

TEST_CASE("flaw 23: an organization that is suspended or deleted gets no members", "[security]") {
  policy p = strict();
  for (const invito::organization_status closed :
       {invito::organization_status::suspended, invito::organization_status::deleted}) {
    const auto in_a_closed_one = [&](auto c) {
      c.facts.organization->status = closed;
      return c;
    };
    refused(p, request("member"), in_a_closed_one(issuing(olga)), "organization_inactive",
            "organization_inactive");
    refused(p, issued(), in_a_closed_one(accepting(ina, soon)), "organization_inactive",
            "organization_inactive");
    refused(p, issued(), in_a_closed_one(as<resend_command>(olga, soon)), "organization_inactive",
            "organization_inactive");
    refused(p, issued(), in_a_closed_one(amending(olga, soon, "admin")), "organization_inactive",
            "organization_inactive");
    // Doors may still be closed, and a stranger hears nothing of it.
    allowed(p, issued(), in_a_closed_one(as<revoke_command>(olga, soon)), status::revoked);
    allowed(p, issued(), declining(ina, soon), status::revoked);
    refused(p, issued(), in_a_closed_one(accepting(eve, soon)), "wrong_recipient", "not_found");
  }
  allowed(p, issued(), accepting(ina, soon), status::accepted);
}

TEST_CASE("flaw 23: an organization that nobody has looked up is not active", "[security]") {
  policy p = strict();
  p.quotas = {invito::seat_rule::unchecked, std::nullopt, {}, {}, {}, {}};
  const std::string why = "fact_missing /facts/organization";
  auto c = issuing(olga);
  c.facts.organization.reset();
  refused(p, request("member"), c, why, why);
  auto yes = accepting(ina, soon);
  yes.facts.organization.reset();
  refused(p, issued(), yes, why, why);
  p.check_organization = false;
  made(p, request("member"), c);
  allowed(p, issued(), yes, status::accepted);
}

TEST_CASE("flaw 23: a plan without invitations makes no new ones, and keeps its word for old ones",
          "[security]") {
  const policy p = strict();
  auto c = issuing(olga);
  c.facts.organization->plan_includes_invitations = false;
  refused(p, request("member"), c, "plan_refused", "plan_refused");
  auto renew = as<resend_command>(olga, week_later);
  renew.facts.organization->plan_includes_invitations = false;
  refused(p, issued(), renew, "plan_refused", "plan_refused");
  auto yes = accepting(ina, soon);
  yes.facts.organization->plan_includes_invitations = false;
  allowed(p, issued(), yes, status::accepted);
}
