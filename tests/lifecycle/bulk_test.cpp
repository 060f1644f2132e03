// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::bulk_mode;
using invito::bulk_row;
using invito::duplicate_rule;
using invito::instant;
using invito::invitation;
using invito::invitation_id;
using invito::issue_command;
using invito::organization_snapshot;
using invito::plan_expire;
using invito::plan_issue;
using invito::plan_resend;
using invito::plan_revoke;
using invito::policy;
using invito::rate;
using invito::resend_command;
using invito::resend_row;
using invito::revoke_command;
using invito::scope;
using invito::status;

using lines = std::vector<std::string>;
using moments = std::vector<instant>;
using plan = std::vector<invito::result<invito::issuance>>;

constexpr instant later = start + 3 * day;

// Rows and their command -------------------------------------------------------------------------

// A row with all facts, none of which prevents the invitation.
bulk_row row(std::string const& local, std::string role = "member") {
  bulk_row out;
  out.id = invitation_id("inv-" + local);
  out.request.recipient.email = invito::email(local + "@example.com");
  out.request.offer.role = std::move(role);
  out.member = false;
  out.existing.emplace();
  return out;
}

std::vector<bulk_row> rows(std::vector<std::string> const& locals) {
  std::vector<bulk_row> out;
  for (std::string const& local : locals) out.push_back(row(local));
  return out;
}

bulk_row invalid(std::string const& local) {
  bulk_row out = row(local);
  out.request.recipient.email = invito::email(local);
  return out;
}

bulk_row without_message(bulk_row r) {
  r.request.send = false;
  return r;
}

issue_command with_counts(std::uint32_t members, std::uint32_t pending, std::uint32_t seats) {
  issue_command c = issuing(olga);
  c.facts.organization->members = members;
  c.facts.organization->pending = pending;
  c.facts.organization->seat_limit = seats;
  return c;
}

// A command with the times of messages of the inviter and of the organization.
issue_command with_sends(moments by_inviter, moments of_organization = {}) {
  issue_command c = issuing(olga);
  c.facts.sends.by_inviter = std::move(by_inviter);
  c.facts.sends.of_organization = std::move(of_organization);
  return c;
}

policy by_duplicates(duplicate_rule rule) {
  policy p = rules();
  p.duplicates = rule;
  return p;
}

policy inviting_at_most(std::uint32_t limit, std::chrono::seconds window) {
  policy p = rules();
  p.quotas.per_inviter = rate{limit, window};
  return p;
}

// An invitation that was issued at `start`.
invitation earlier(std::string const& local, std::string role = "member", member const& by = olga,
                   std::string const& idempotency_key = {}) {
  issue_command c = issuing(by);
  bulk_row const r = row(local, std::move(role));
  c.id = invitation_id("old-" + local);
  c.idempotency_key = idempotency_key;
  const auto made = issue(rules(), r.request, c);
  INFO(refusal(made));
  REQUIRE(made);
  return apply(*made);
}

// Plans as text ----------------------------------------------------------------------------------

// The problems of a row. A single problem of a limit also has its numbers: "seats_full 7 7 2".
std::string text_of(invito::problems const& found) {
  std::string out = codes_of(found);
  invito::problem const& first = found.front();
  const bool counts =
      info(first.code).tier >= invito::tier::status || first.code == invito::code::too_many_items;
  if (found.size() == 1 && first.where.pointer().empty() && counts) {
    for (const std::int64_t n : first.numbers) out += " " + std::to_string(n);
  }
  return out;
}

std::string line(invito::result<invito::issuance> const& planned) {
  if (!planned) return text_of(planned.error());
  return planned->existing ? "existing" : "issued";
}

lines all(plan const& planned) {
  lines out;
  for (auto const& verdict : planned) out.push_back(line(verdict));
  return out;
}

lines planned_lines(policy const& p, std::vector<bulk_row> const& asked, issue_command const& c,
                    bulk_mode mode = bulk_mode::best_effort) {
  plan planned = plan_issue(p, asked, c, mode);
  CHECK(planned.size() == asked.size());
  return all(planned);
}

// One line for each row: "2 resend", "5 too_soon ...".
lines all(std::vector<invito::planned> const& planned) {
  lines out;
  for (invito::planned const& one : planned) {
    std::string text = std::to_string(one.row) + " ";
    if (!one.decision) {
      text += text_of(one.decision.error());
    } else {
      text += one.decision->event ? name(one.decision->event->kind()) : "nothing";
    }
    out.push_back(std::move(text));
  }
  return out;
}

// Applies each decision of a plan to the invitation of its row, and returns all invitations.
std::vector<invitation> applied(std::vector<invitation> on,
                                std::vector<invito::planned> const& planned) {
  for (invito::planned const& one : planned) {
    INFO("row " << one.row);
    REQUIRE(one.row < on.size());
    if (one.decision) CHECK(apply(on[one.row], *one.decision));
  }
  return on;
}

}  // namespace

// One result for each row ------------------------------------------------------------------------

TEST_CASE("plan_issue returns one result for each row, in order, with the values of the row",
          "[bulk][issue]") {
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].request.name = {"Ann", "A"};
  asked[1].request.offer.role = "admin";
  asked[1].token = support::digest_of("token of b");
  asked[1].idempotency_key = "once";
  issue_command c = issuing(adam, later);
  c.lifetime = 2 * day;
  const plan planned = plan_issue(rules(), asked, c, bulk_mode::best_effort);
  REQUIRE(all(planned) == lines{"issued", "issued", "issued"});
  for (std::size_t n = 0; n != asked.size(); ++n) {
    invitation const& i = planned[n]->invitation;
    CHECK(i.id == asked[n].id);
    CHECK(i.organization == acme);
    CHECK(i.recipient == asked[n].request.recipient);
    CHECK(i.name == asked[n].request.name);
    CHECK(i.offer == asked[n].request.offer);
    CHECK(i.created_by == adam.who);
    CHECK(i.created_at == later);
    CHECK(i.expires_at() == later + 2 * day);
    CHECK(i.history.back().idempotency_key == asked[n].idempotency_key);
    CHECK(planned[n]->superseded.empty());
  }
  CHECK_FALSE(planned[0]->invitation.tokens);
  REQUIRE(planned[1]->invitation.tokens);
  CHECK(planned[1]->invitation.tokens->current == support::digest_of("token of b"));
}

TEST_CASE("plan_issue of no rows returns no results, whatever the limits", "[bulk][issue]") {
  policy p = rules();
  p.quotas.batch = 0;
  p.quotas.pending = 0;
  for (const auto mode :
       {bulk_mode::all_or_nothing, bulk_mode::best_effort, bulk_mode::up_to_limit}) {
    CHECK(plan_issue(p, {}, with_counts(7, 0, 7), mode).empty());
  }
}

TEST_CASE("plan_issue changes nothing and returns the same plan again", "[bulk][issue]") {
  const std::vector<bulk_row> asked = rows({"a", "A", "b"});
  const issue_command c = with_counts(3, 2, 7);
  CHECK(planned_lines(rules(), asked, c) == planned_lines(rules(), asked, c));
  CHECK(c.facts.organization->pending == 2);
  CHECK(asked[2].request == row("b").request);
}

// Repeated rows ----------------------------------------------------------------------------------

TEST_CASE("plan_issue refuses an address of an earlier row, in any letter case",
          "[bulk][issue][duplicate]") {
  const plan planned = plan_issue(rules(), rows({"ann", "bob", "ANN", "aNn", "a.nn", "ann+1"}),
                                  issuing(olga), bulk_mode::best_effort);
  REQUIRE(all(planned) == lines{"issued", "issued", "duplicate_item /email",
                                "duplicate_item /email", "issued", "issued"});
  CHECK(planned[2].error().front().subject == "ANN@example.com");
  CHECK(planned[3].error().front().subject == "aNn@example.com");
}

TEST_CASE("plan_issue refuses an address of an earlier row, whatever the result of that row",
          "[bulk][issue][duplicate]") {
  // The earlier rows are refused, returned as existing, or duplicates themselves.
  std::vector<bulk_row> asked = {row("a", "robot"), row("A"), row("a"), row("b"), row("B")};
  asked[3].existing->push_back(earlier("b"));
  CHECK(planned_lines(by_duplicates(duplicate_rule::return_existing), asked, issuing(olga)) ==
        lines{"role_not_grantable /role", "duplicate_item /email", "duplicate_item /email",
              "existing", "duplicate_item /email"});
  // A repeated text is refused even if it is not an address.
  CHECK(planned_lines(rules(), {invalid("x"), invalid("X"), invalid("y")}, issuing(olga)) ==
        lines{"invalid_email /email", "duplicate_item /email", "invalid_email /email"});
}

TEST_CASE("plan_issue does not treat rows without an address as repetitions",
          "[bulk][issue][duplicate]") {
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  for (bulk_row& r : asked) {
    r.request.recipient = {std::nullopt, invito::user_id(r.id.text())};
  }
  CHECK(planned_lines(rules(), asked, issuing(olga)) == lines(3, "issued"));
}

TEST_CASE("plan_issue refuses a user id of an earlier row, whatever the addresses",
          "[bulk][issue][duplicate]") {
  // The result is like that of single commands: the second would find a pending invitation.
  const invito::user_id u("u");
  std::vector<bulk_row> asked = rows({"a", "b", "c", "A", "d", "e"});
  asked[0].request.recipient.user = u;
  asked[1].request.recipient = {std::nullopt, u};
  asked[2].request.recipient.user = u;
  asked[3].request.recipient.user = invito::user_id("v");
  asked[4].request.recipient.user = invito::user_id("U");  // ids are case-sensitive
  const plan planned = plan_issue(rules(), asked, issuing(olga), bulk_mode::best_effort);
  REQUIRE(all(planned) == lines{"issued", "duplicate_item /user", "duplicate_item /user",
                                "duplicate_item /email", "issued", "issued"});
  CHECK(planned[1].error().front().subject == "u");
  CHECK(planned[3].error().front().subject == "A@example.com");
}

TEST_CASE(
    "plan_issue refuses an idempotency key of an earlier row, whatever the result of that row",
    "[bulk][issue][idempotency]") {
  std::vector<bulk_row> asked = {row("a"), row("b"), row("c", "robot"),
                                 row("d"), row("e"), row("f")};
  asked[0].idempotency_key = asked[1].idempotency_key = "k";
  asked[2].idempotency_key = asked[3].idempotency_key = "m";
  CHECK(planned_lines(rules(), asked, issuing(olga)) ==
        lines{"issued", "idempotency_mismatch /idempotency_key", "role_not_grantable /role",
              "idempotency_mismatch /idempotency_key", "issued", "issued"});
}

TEST_CASE("plan_issue reports missing_value for each row without an id, not already_issued",
          "[bulk][issue]") {
  std::vector<invito::bulk_row> rows(2);
  for (invito::bulk_row& row : rows) {
    row.request = request("member");
    row.member = false;
    row.existing.emplace();
  }
  rows[1].request.recipient.email = invito::email("ivo@example.com");
  const auto planned = plan_issue(rules(), rows, issuing(olga), invito::bulk_mode::best_effort);
  REQUIRE(planned.size() == 2);
  CHECK(refusal(planned[0]) == "missing_value /id");
  CHECK(refusal(planned[1]) == "missing_value /id");
}

// The limit of the batch -------------------------------------------------------------------------

TEST_CASE("plan_issue refuses all rows if there are more than quotas.batch",
          "[bulk][issue][batch]") {
  policy p = rules();
  p.quotas.batch = 3;
  std::vector<bulk_row> asked = {row("a"), invalid("b"), row("c")};
  CHECK(planned_lines(p, asked, issuing(olga)) ==
        lines{"issued", "invalid_email /email", "issued"});
  asked.push_back(row("a"));
  for (const auto mode :
       {bulk_mode::all_or_nothing, bulk_mode::best_effort, bulk_mode::up_to_limit}) {
    CHECK(planned_lines(p, asked, issuing(olga), mode) == lines(4, "too_many_items 3 0 0"));
  }
  p.quotas.batch = 0;
  CHECK(planned_lines(p, {row("a")}, issuing(olga)) == lines{"too_many_items 0 0 0"});
  p.quotas.batch = std::nullopt;
  CHECK(planned_lines(p, rows(lines{"a", "b", "c", "d"}), issuing(olga)) == lines(4, "issued"));
}

// Limits across rows -----------------------------------------------------------------------------

TEST_CASE("plan_issue counts the seats of earlier rows", "[bulk][issue][quota]") {
  CHECK(planned_lines(rules(), rows({"a", "b", "c", "d"}), with_counts(3, 2, 7)) ==
        lines{"issued", "issued", "seats_full 7 7 4", "seats_full 7 7 4"});
  CHECK(planned_lines(rules(), rows({"a", "b", "c"}), with_counts(3, 2, 8)) == lines(3, "issued"));
}

TEST_CASE("with seat_rule::members_only, rows of plan_issue take no seats",
          "[bulk][issue][quota]") {
  policy p = rules();
  p.quotas.seats = invito::seat_rule::members_only;
  CHECK(planned_lines(p, rows({"a", "b", "c"}), with_counts(6, 0, 7)) == lines(3, "issued"));
  CHECK(planned_lines(p, rows({"a", "b"}), with_counts(7, 0, 7)) == lines(2, "seats_full 7 7 0"));
}

TEST_CASE("plan_issue counts the pending invitations of earlier rows", "[bulk][issue][quota]") {
  policy p = rules();
  p.quotas.pending = 4;
  issue_command c = issuing(olga);
  c.facts.organization->pending = 2;
  CHECK(planned_lines(p, rows({"a", "b", "c", "d"}), c) ==
        lines{"issued", "issued", "too_many_pending 4 4 0", "too_many_pending 4 4 0"});
  p.quotas.pending = 5;
  CHECK(planned_lines(p, rows({"a", "b", "c"}), c) == lines(3, "issued"));
}

TEST_CASE("plan_issue counts the messages of earlier rows in quotas.per_inviter",
          "[bulk][issue][quota]") {
  // The message of an hour ago is the first to leave the window, in 23 hours.
  const issue_command c = with_sends({start - 1h});
  CHECK(planned_lines(inviting_at_most(3, day), rows({"a", "b", "c", "d"}), c) ==
        lines{"issued", "issued", "rate_limited 3 3 82800", "rate_limited 3 3 82800"});
  CHECK(planned_lines(inviting_at_most(4, day), rows({"a", "b", "c"}), c) == lines(3, "issued"));
  // A message that has left the window does not count.
  CHECK(planned_lines(inviting_at_most(2, 1h), rows({"a", "b", "c"}), c) ==
        lines{"issued", "issued", "rate_limited 2 2 3600"});
}

TEST_CASE("plan_issue counts the messages of earlier rows in quotas.per_organization",
          "[bulk][issue][quota]") {
  policy p = rules();
  p.quotas.per_organization = rate{3, day};
  const issue_command c = with_sends({}, {start - 2h});
  const plan planned = plan_issue(p, rows({"a", "b", "c"}), c, bulk_mode::best_effort);
  REQUIRE(all(planned) == lines{"issued", "issued", "rate_limited 3 3 79200"});
  CHECK(planned[2].error().front().subject == "of_organization");
  p.quotas.per_organization = rate{4, day};
  CHECK(planned_lines(p, rows({"a", "b", "c"}), c) == lines(3, "issued"));
}

TEST_CASE("plan_issue counts each rate separately", "[bulk][issue][quota]") {
  policy p = rules();
  p.quotas.per_inviter = rate{3, day};
  p.quotas.per_organization = rate{2, 1h};
  const plan planned = plan_issue(p, rows({"a", "b", "c", "d"}), with_sends({start - 2h}, {}),
                                  bulk_mode::best_effort);
  // The third row exceeds both: two rows and, for the inviter, an earlier message.
  REQUIRE(planned.size() == 4);
  CHECK(line(planned[1]) == "issued");
  REQUIRE(codes_of(planned[2]) == "rate_limited; rate_limited");
  CHECK(planned[2].error()[0].subject == "by_inviter");
  CHECK(planned[2].error()[0].numbers == std::array<std::int64_t, 3>{3, 3, 79200});
  CHECK(planned[2].error()[1].subject == "of_organization");
  CHECK(planned[2].error()[1].numbers == std::array<std::int64_t, 3>{2, 2, 3600});
  REQUIRE(codes_of(planned[3]) == "rate_limited; rate_limited");
  CHECK(planned[3].error() == planned[2].error());
}

TEST_CASE("plan_issue keeps the send times in order if one of them is in the future",
          "[bulk][issue][quota]") {
  // The first message to leave the window belongs to a row; it is not the one in the future.
  CHECK(
      planned_lines(inviting_at_most(3, 1h), rows({"a", "b", "c"}), with_sends({start + 10min})) ==
      lines{"issued", "issued", "rate_limited 3 3 3600"});
}

TEST_CASE("plan_issue requires no counts that the policy does not check", "[bulk][issue][quota]") {
  policy p = rules();
  p.check_organization = false;
  p.quotas.seats = invito::seat_rule::unchecked;
  p.quotas.pending = std::nullopt;
  issue_command c = issuing(olga);
  c.facts.organization = std::nullopt;
  const plan planned = plan_issue(p, rows({"a", "b"}), c, bulk_mode::best_effort);
  REQUIRE(all(planned) == lines(2, "issued"));
  CHECK_FALSE(planned[1]->guards.organization_revision);
}

TEST_CASE("plan_issue does not count a refused row", "[bulk][issue][quota]") {
  std::vector<bulk_row> asked = {row("a"), invalid("b"), row("a"), row("c", "robot"), row("d"),
                                 row("e"), row("f"),     row("g"), row("h", "owner")};
  asked[4].member = true;
  asked[5].existing->push_back(earlier("e"));
  const lines expected = {"issued",
                          "invalid_email /email",
                          "duplicate_item /email",
                          "role_not_grantable /role",
                          "already_member /email",
                          "duplicate_pending /email",
                          "issued",
                          "?",
                          "not_permitted"};
  const auto with = [&expected](std::string limit) {
    lines out = expected;
    out[7] = std::move(limit);
    return out;
  };
  issue_command c = with_counts(4, 1, 7);
  c.by = adam.who;
  c.facts.actor = invito::membership{"admin"};
  CHECK(planned_lines(rules(), asked, c) == with("seats_full 7 7 3"));

  policy p = rules();
  p.quotas.pending = 3;
  c.facts.organization->seat_limit = std::nullopt;
  CHECK(planned_lines(p, asked, c) == with("too_many_pending 3 3 0"));

  c.facts.sends.by_inviter = moments{start - 1h};
  CHECK(planned_lines(inviting_at_most(3, 2h), asked, c) == with("rate_limited 3 3 3600"));

  p = rules();
  p.quotas.per_organization = rate{2, 2h};
  c.facts.sends.of_organization = moments{};
  CHECK(planned_lines(p, asked, c) == with("rate_limited 2 2 7200"));
}

TEST_CASE("plan_issue does not count a row that one rate refuses in another rate",
          "[bulk][issue][quota]") {
  policy p = inviting_at_most(2, day);
  p.quotas.per_recipient = rate{1, day};
  std::vector<bulk_row> asked = rows({"a", "b", "c", "d", "e"});
  for (bulk_row& r : asked) r.sent_to_recipient.emplace();
  asked[0].sent_to_recipient = asked[1].sent_to_recipient = moments{start - 1h};
  CHECK(planned_lines(p, asked, with_sends({})) == lines{"rate_limited 1 1 82800",
                                                         "rate_limited 1 1 82800", "issued",
                                                         "issued", "rate_limited 2 2 86400"});
}

TEST_CASE("quotas.per_recipient refuses a row and stops no other row", "[bulk][issue][quota]") {
  policy p = rules();
  p.quotas.per_recipient = rate{1, day};
  std::vector<bulk_row> asked = rows({"a", "b"});
  asked[0].sent_to_recipient = moments{start - 1h};
  asked[1].sent_to_recipient.emplace();
  CHECK(planned_lines(p, asked, issuing(olga), bulk_mode::up_to_limit) ==
        lines{"rate_limited 1 1 82800", "issued"});
}

TEST_CASE("plan_issue refuses an id of an earlier row", "[bulk][issue][duplicate]") {
  std::vector<bulk_row> asked = rows({"a", "b"});
  asked[1].id = asked[0].id;
  CHECK(planned_lines(rules(), asked, issuing(olga)) == lines{"issued", "already_issued /id"});
}

TEST_CASE("plan_issue does not count a row that returns an existing invitation",
          "[bulk][issue][quota]") {
  policy p = by_duplicates(duplicate_rule::return_existing);
  std::vector<bulk_row> asked = rows({"a", "b", "c", "d", "e"});
  asked[0].existing->push_back(earlier("a"));
  asked[2].existing->push_back(earlier("c"));
  const auto with = [](std::string limit) {
    return lines{"existing", "issued", "existing", "issued", std::move(limit)};
  };
  CHECK(planned_lines(p, asked, with_counts(3, 2, 7)) == with("seats_full 7 7 4"));
  p.quotas.pending = 4;
  issue_command c = with_sends({}, {});
  c.facts.organization->pending = 2;
  CHECK(planned_lines(p, asked, c) == with("too_many_pending 4 4 0"));
  p.quotas.pending = std::nullopt;
  p.quotas.per_inviter = rate{2, day};
  CHECK(planned_lines(p, asked, c) == with("rate_limited 2 2 86400"));
  p.quotas.per_inviter = std::nullopt;
  p.quotas.per_organization = rate{2, 1h};
  CHECK(planned_lines(p, asked, c) == with("rate_limited 2 2 3600"));
  // An existing invitation needs no seat, so it is returned even if no seat is free.
  CHECK(planned_lines(by_duplicates(duplicate_rule::return_existing), {asked[0]},
                      with_counts(7, 0, 7)) == lines{"existing"});
}

TEST_CASE("plan_issue does not count a row that was issued before with the same idempotency key",
          "[bulk][issue][quota][idempotency]") {
  std::vector<bulk_row> asked = rows({"a", "b", "c", "d"});
  asked[0].idempotency_key = "k";
  asked[0].existing->push_back(earlier("a", "member", olga, "k"));
  // The idempotency key of another command.
  asked[2].idempotency_key = "m";
  asked[2].existing->push_back(earlier("z", "member", olga, "m"));
  const plan planned = plan_issue(rules(), asked, with_counts(3, 2, 7), bulk_mode::best_effort);
  CHECK(all(planned) ==
        lines{"existing", "issued", "idempotency_mismatch /idempotency_key", "issued"});
  CHECK(planned[0]->invitation == earlier("a", "member", olga, "k"));
  CHECK(planned_lines(rules(), asked, with_counts(3, 2, 6)) ==
        lines{"existing", "issued", "idempotency_mismatch /idempotency_key", "seats_full 6 6 3"});
}

TEST_CASE("plan_issue repeated with the same idempotency keys returns the first invitations",
          "[bulk][issue][idempotency]") {
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  for (bulk_row& r : asked) r.idempotency_key = "of " + r.id.text();
  issue_command c = with_counts(3, 2, 8);
  const plan once = plan_issue(rules(), asked, c, bulk_mode::all_or_nothing);
  REQUIRE(all(once) == lines(3, "issued"));
  for (std::size_t n = 0; n != asked.size(); ++n) asked[n].existing = {{apply(*once[n])}};
  c.facts.organization->pending = 5;
  c.now = later;
  const plan again = plan_issue(rules(), asked, c, bulk_mode::all_or_nothing);
  REQUIRE(all(again) == lines(3, "existing"));
  for (std::size_t n = 0; n != asked.size(); ++n) {
    CHECK(again[n]->invitation == once[n]->invitation);
  }
}

TEST_CASE("plan_issue counts a superseded invitation as free for later rows",
          "[bulk][issue][supersede][quota]") {
  const policy p = by_duplicates(duplicate_rule::supersede);
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].existing->push_back(earlier("a"));
  // One of 3 pending invitations is superseded: 3 after the first row, 4 after the second.
  CHECK(planned_lines(p, asked, with_counts(4, 3, 8)) ==
        lines{"issued", "issued", "seats_full 8 8 4"});
  // The first row is issued even if no seat is free.
  CHECK(planned_lines(p, asked, with_counts(5, 3, 8)) ==
        lines{"issued", "seats_full 8 8 3", "seats_full 8 8 3"});

  // Two of 3 are superseded by one: 2, 3, 4.
  asked[0].existing->push_back(earlier("a"));
  asked[0].existing->back().id = invitation_id("older");
  CHECK(planned_lines(p, asked, with_counts(4, 3, 8)) == lines(3, "issued"));
  CHECK(planned_lines(p, asked, with_counts(5, 3, 8)) ==
        lines{"issued", "issued", "seats_full 8 8 3"});

  policy few = p;
  few.quotas.pending = 3;
  CHECK(planned_lines(few, asked, with_counts(0, 3, 100)) ==
        lines{"issued", "issued", "too_many_pending 3 3 0"});
}

TEST_CASE("plan_issue does not count below zero if more invitations are superseded than pending",
          "[bulk][issue][supersede][quota]") {
  const policy p = by_duplicates(duplicate_rule::supersede);
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].existing->push_back(earlier("a"));
  CHECK(planned_lines(p, asked, with_counts(6, 0, 8)) ==
        lines{"issued", "issued", "seats_full 8 8 2"});
}

TEST_CASE(
    "the decisions of a plan about superseded invitations apply and have the organization guard",
    "[bulk][issue][supersede]") {
  std::vector<bulk_row> asked = rows({"a", "b"});
  asked[0].existing->push_back(earlier("a", "admin"));
  issue_command c = issuing(olga, later);
  c.facts.organization->revision = 12;
  const plan planned =
      plan_issue(by_duplicates(duplicate_rule::supersede), asked, c, bulk_mode::all_or_nothing);
  REQUIRE(all(planned) == lines(2, "issued"));
  REQUIRE(planned[0]->superseded.size() == 1);
  CHECK(planned[1]->superseded.empty());
  CHECK(planned[0]->superseded[0].id == invitation_id("old-a"));
  CHECK(planned[0]->superseded[0].decision.guards.organization_revision == std::uint64_t{12});
  invitation older = asked[0].existing->front();
  REQUIRE(apply(older, planned[0]->superseded[0].decision));
  CHECK(name(older.status(later)) == "revoked");
}

TEST_CASE("plan_issue counts rows with send = false as seats and pending, but not as messages",
          "[bulk][issue][quota]") {
  const std::vector<bulk_row> asked = {without_message(row("a")), row("b"),
                                       without_message(row("c")), row("d"),
                                       without_message(row("e"))};
  CHECK(planned_lines(inviting_at_most(1, 1h), asked, with_sends({})) ==
        lines{"issued", "issued", "issued", "rate_limited 1 1 3600", "issued"});
  policy p = rules();
  p.quotas.per_organization = rate{1, 1h};
  CHECK(planned_lines(p, asked, with_sends({})) ==
        lines{"issued", "issued", "issued", "rate_limited 1 1 3600", "issued"});
  CHECK(planned_lines(rules(), asked, with_counts(3, 2, 7)) ==
        lines{"issued", "issued", "seats_full 7 7 4", "seats_full 7 7 4", "seats_full 7 7 4"});
  p = rules();
  p.quotas.pending = 1;
  CHECK(planned_lines(p, asked, issuing(olga)) ==
        lines{"issued", "too_many_pending 1 1 0", "too_many_pending 1 1 0",
              "too_many_pending 1 1 0", "too_many_pending 1 1 0"});
}

TEST_CASE("plan_issue gives the same results as issue for one row after another", "[bulk][issue]") {
  // The host stores each invitation and reads all facts again before the next command.
  policy p = by_duplicates(duplicate_rule::supersede);
  p.quotas.pending = 5;
  p.quotas.per_inviter = rate{4, day};
  std::vector<bulk_row> asked = {row("a"),
                                 without_message(row("b")),
                                 invalid("c"),
                                 row("d", "owner"),
                                 without_message(row("e")),
                                 row("f", "admin"),
                                 row("g"),
                                 row("h"),
                                 without_message(row("i")),
                                 row("j")};
  asked[4].existing->push_back(earlier("e", "member", adam));
  asked[5].existing->push_back(earlier("f", "owner"));
  asked[6].member = true;
  issue_command c = with_counts(2, 2, 8);
  c.by = adam.who;
  c.facts.actor = invito::membership{"admin"};
  c.facts.sends.by_inviter = moments{start - 2h, start - 1h};
  const plan planned = plan_issue(p, asked, c, bulk_mode::best_effort);
  CHECK(all(planned) == lines{"issued", "issued", "invalid_email /email", "not_permitted", "issued",
                              "duplicate_pending /email", "already_member /email", "issued",
                              "too_many_pending 5 5 0", "too_many_pending; rate_limited"});
  REQUIRE(planned.size() == asked.size());
  for (std::size_t n = 0; n != asked.size(); ++n) {
    INFO("row " << n);
    c.id = asked[n].id;
    c.facts.member = asked[n].member;
    c.facts.existing = asked[n].existing;
    const auto alone = issue(p, asked[n].request, c);
    REQUIRE(line(alone) == line(planned[n]));
    if (!alone) {
      CHECK(alone.error() == planned[n].error());
      continue;
    }
    CHECK(alone->invitation == planned[n]->invitation);
    CHECK(alone->guards == planned[n]->guards);
    c.facts.organization->pending += 1;
    c.facts.organization->pending -= static_cast<std::uint32_t>(alone->superseded.size());
    if (asked[n].request.send) c.facts.sends.by_inviter->push_back(start);
  }
}

// Modes ------------------------------------------------------------------------------------------

TEST_CASE("all bulk modes give the same plan if no row is refused", "[bulk][issue]") {
  for (const auto mode :
       {bulk_mode::all_or_nothing, bulk_mode::best_effort, bulk_mode::up_to_limit}) {
    CHECK(planned_lines(rules(), rows({"a", "b", "c"}), with_counts(3, 1, 7), mode) ==
          lines(3, "issued"));
  }
}

TEST_CASE("the bulk modes differ in the rows that a refusal stops", "[bulk][issue]") {
  const std::vector<bulk_row> asked = {row("a"),    invalid("b"), row("c"),
                                       row("d"),    row("a"),     without_message(row("e")),
                                       invalid("f")};
  const policy p = inviting_at_most(2, 1h);
  const issue_command c = with_sends({});
  CHECK(planned_lines(p, asked, c, bulk_mode::best_effort) ==
        lines{"issued", "invalid_email /email", "issued", "rate_limited 2 2 3600",
              "duplicate_item /email", "issued", "invalid_email /email"});
  CHECK(planned_lines(p, asked, c, bulk_mode::up_to_limit) ==
        lines{"issued", "invalid_email /email", "issued", "rate_limited 2 2 3600",
              "batch_stopped 4 0 0", "batch_stopped 4 0 0", "batch_stopped 4 0 0"});
  CHECK(planned_lines(p, asked, c, bulk_mode::all_or_nothing) ==
        lines{"batch_stopped 2 0 0", "invalid_email /email", "batch_stopped 2 0 0",
              "rate_limited 2 2 3600", "duplicate_item /email", "batch_stopped 2 0 0",
              "invalid_email /email"});
}

TEST_CASE("with all_or_nothing, the first refused row stops the rows before and after it",
          "[bulk][issue]") {
  CHECK(planned_lines(rules(), {invalid("a"), row("b"), row("c")}, issuing(olga),
                      bulk_mode::all_or_nothing) ==
        lines{"invalid_email /email", "batch_stopped 1 0 0", "batch_stopped 1 0 0"});
  CHECK(planned_lines(rules(), {row("a"), row("b"), row("B")}, issuing(olga),
                      bulk_mode::all_or_nothing) ==
        lines{"batch_stopped 3 0 0", "batch_stopped 3 0 0", "duplicate_item /email"});
  CHECK(planned_lines(rules(), rows({"a", "b", "c", "d"}), with_counts(3, 2, 7),
                      bulk_mode::all_or_nothing) == lines{"batch_stopped 3 0 0",
                                                          "batch_stopped 3 0 0", "seats_full 7 7 4",
                                                          "seats_full 7 7 4"});
  const auto planned =
      plan_issue(rules(), {invalid("a"), row("b")}, issuing(olga), bulk_mode::all_or_nothing);
  CHECK(describe(planned[1].error()) == "not processed: row 1 of the batch was refused");
}

TEST_CASE("with up_to_limit, a row that exceeds a limit stops the rows after it",
          "[bulk][issue][quota]") {
  const auto stopped = [](policy const& p, issue_command const& c) {
    return planned_lines(p, rows({"a", "b", "c", "d"}), c, bulk_mode::up_to_limit);
  };
  const auto at_row_2 = [](std::string limit) {
    return lines{"issued", std::move(limit), "batch_stopped 2 0 0", "batch_stopped 2 0 0"};
  };
  CHECK(stopped(rules(), with_counts(4, 2, 7)) == at_row_2("seats_full 7 7 3"));
  policy p = rules();
  p.quotas.pending = 3;
  CHECK(stopped(p, with_counts(4, 2, 100)) == at_row_2("too_many_pending 3 3 0"));
  CHECK(stopped(inviting_at_most(1, 1h), with_sends({})) == at_row_2("rate_limited 1 1 3600"));
  p = rules();
  p.quotas.per_organization = rate{1, 1h};
  CHECK(stopped(p, with_sends({})) == at_row_2("rate_limited 1 1 3600"));
  // The first row and the last row.
  CHECK(stopped(rules(), with_counts(7, 0, 7)) == lines{"seats_full 7 7 0", "batch_stopped 1 0 0",
                                                        "batch_stopped 1 0 0",
                                                        "batch_stopped 1 0 0"});
  CHECK(stopped(rules(), with_counts(4, 0, 7)) ==
        lines{"issued", "issued", "issued", "seats_full 7 7 3"});
}

TEST_CASE("with up_to_limit, a limit also stops if it is not the first problem of its row",
          "[bulk][issue][quota]") {
  policy p = rules();
  p.check_scopes = true;
  std::vector<bulk_row> asked = rows({"a", "b"});
  asked[0].request.offer.grants = {{project("p", "viewer")}};
  const issue_command c = with_counts(7, 0, 7);
  CHECK(planned_lines(p, asked, c, bulk_mode::up_to_limit) ==
        lines{"unknown_scope /grants/0/id; seats_full", "batch_stopped 1 0 0"});
}

TEST_CASE("with up_to_limit, a refusal without a limit stops no row", "[bulk][issue]") {
  std::vector<bulk_row> asked = {row("a", "robot"), invalid("b"), row("c"), row("C"),
                                 row("d"),          row("e"),     row("f"), row("g")};
  asked[2].existing.reset();
  asked[4].member = true;
  asked[5].existing->push_back(earlier("e"));
  asked[6].id = {};
  CHECK(planned_lines(rules(), asked, issuing(olga), bulk_mode::up_to_limit) ==
        lines{"role_not_grantable /role", "invalid_email /email", "fact_missing /facts/existing",
              "duplicate_item /email", "already_member /email", "duplicate_pending /email",
              "missing_value /id", "issued"});
}

// Members and facts of a row ---------------------------------------------------------------------

TEST_CASE("plan_issue reads the fact member from the row, not from the command", "[bulk][issue]") {
  std::vector<bulk_row> asked = rows({"a", "b", "c", "d"});
  asked[0].member = true;
  asked[1].member = std::nullopt;
  asked[3].member = std::nullopt;
  issue_command c = issuing(olga);
  c.facts.member = true;  // this fact of the command is ignored
  CHECK(planned_lines(rules(), asked, c) == lines{"already_member /email",
                                                  "fact_missing /facts/member", "issued",
                                                  "fact_missing /facts/member"});
}

TEST_CASE("plan_issue reads the fact existing from the row, not from the command",
          "[bulk][issue]") {
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].existing->push_back(earlier("a"));
  asked[0].existing->push_back(earlier("c"));
  asked[1].existing.reset();
  CHECK(planned_lines(rules(), asked, issuing(olga)) ==
        lines{"duplicate_pending /email", "fact_missing /facts/existing", "issued"});
}

TEST_CASE("plan_issue reads the fact former from the row, not from the command",
          "[bulk][issue][reinstate]") {
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].former = invito::offer{"admin", std::nullopt};
  asked[2].former = invito::offer{"member", {{project("p", "viewer")}}};
  issue_command c = issuing(olga);
  c.source = invito::offer_source::former_membership;
  c.facts.former = invito::offer{"owner", std::nullopt};  // this fact of the command is ignored
  const plan planned = plan_issue(rules(), asked, c, bulk_mode::best_effort);
  REQUIRE(all(planned) == lines{"issued", "not_former_member /email", "issued"});
  CHECK(planned[0]->invitation.offer == *asked[0].former);
  CHECK(planned[2]->invitation.offer == *asked[2].former);
}

TEST_CASE("plan_issue reads the fact scopes from the row, or else from the command",
          "[bulk][issue]") {
  policy p = rules();
  p.check_scopes = true;
  const auto granting = [](std::string const& local, std::string const& id) {
    bulk_row out = row(local);
    out.request.offer.grants = {{project(id, "viewer")}};
    return out;
  };
  std::vector<bulk_row> asked = {granting("a", "own"),    granting("b", "own"),
                                 granting("c", "shared"), granting("d", "shared"),
                                 granting("e", "shared"), granting("f", "shared")};
  asked[0].scopes = {{{scope::project, "own"}}};
  asked[3].scopes.emplace();
  asked[4].scopes = {{{scope::project, "own"}}};
  issue_command c = issuing(olga);
  c.facts.scopes = {{{scope::project, "shared"}}};
  CHECK(planned_lines(p, asked, c) == lines{"issued", "unknown_scope /grants/0/id", "issued",
                                            "unknown_scope /grants/0/id",
                                            "unknown_scope /grants/0/id", "issued"});
  c.facts.scopes.reset();
  CHECK(planned_lines(p, {asked[0], asked[1]}, c) == lines{"issued", "fact_missing /facts/scopes"});
}

TEST_CASE("plan_issue reads sends.to_recipient from the row, not from the command",
          "[bulk][issue][quota]") {
  policy p = rules();
  p.quotas.per_recipient = rate{1, day};
  std::vector<bulk_row> asked = rows({"a", "b", "c", "d", "e"});
  asked[0].sent_to_recipient = moments{start - 1h};
  asked[1].sent_to_recipient.emplace();
  asked[3].sent_to_recipient.emplace();
  asked[4].sent_to_recipient = moments{start - day};
  issue_command c = issuing(olga);
  c.facts.sends.to_recipient = moments{};  // this fact of the command is ignored
  CHECK(planned_lines(p, asked, c) == lines{"rate_limited 1 1 82800", "issued",
                                            "fact_missing /facts/to_recipient", "issued",
                                            "issued"});
}

TEST_CASE("plan_issue reads id, token and idempotency key from the row, not from the command",
          "[bulk][issue][token]") {
  policy p = rules();
  p.tokens.required = true;
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].token = support::digest_of("a");
  asked[0].idempotency_key = "k";
  asked[2].id = {};
  asked[2].token = support::digest_of("c");
  issue_command c = issuing(olga);  // its id is ignored
  c.token = support::digest_of("shared");
  c.idempotency_key = "shared";
  const plan planned = plan_issue(p, asked, c, bulk_mode::best_effort);
  REQUIRE(all(planned) == lines{"issued", "missing_value /token", "missing_value /id"});
  CHECK(planned[0]->invitation.history.back().idempotency_key == "k");

  asked[1].token = support::digest_of("b");
  const plan both = plan_issue(p, {asked[0], asked[1]}, c, bulk_mode::best_effort);
  REQUIRE(all(both) == lines(2, "issued"));
  CHECK(both[1]->invitation.history.back().idempotency_key.empty());
  CHECK(both[1]->invitation.tokens->current == support::digest_of("b"));
}

TEST_CASE("all rows of a plan have one organization guard, and each has its own uniqueness claim",
          "[bulk][issue]") {
  std::vector<bulk_row> asked = {row("A"), row("b"), row("c"), row("d")};
  asked[2].request.recipient = {std::nullopt, invito::user_id("c")};
  asked[3].existing->push_back(earlier("d"));
  issue_command c = issuing(olga);
  c.facts.organization->revision = 41;
  const plan planned =
      plan_issue(by_duplicates(duplicate_rule::return_existing), asked, c, bulk_mode::best_effort);
  REQUIRE(all(planned) == lines{"issued", "issued", "issued", "existing"});
  for (std::size_t n = 0; n != 3; ++n) {
    CHECK(planned[n]->guards.organization_revision == std::uint64_t{41});
  }
  REQUIRE(planned[0]->guards.unique);
  CHECK(*planned[0]->guards.unique == invito::uniqueness_claim{acme, "a@example.com"});
  REQUIRE(planned[1]->guards.unique);
  CHECK(*planned[1]->guards.unique == invito::uniqueness_claim{acme, "b@example.com"});
  CHECK_FALSE(planned[2]->guards.unique);
  // A returned invitation is not stored again.
  CHECK(planned[3]->guards == invito::guards{});
}

TEST_CASE("plan_issue plans 10000 rows", "[bulk][issue]") {
  constexpr std::uint32_t count = 10'000;
  std::vector<bulk_row> asked;
  for (std::uint32_t n = 0; n != count; ++n) asked.push_back(row("p" + std::to_string(n)));
  asked[7'000].request.recipient.email = invito::email("P6999@Example.com");
  policy p = rules();
  p.quotas.pending = count - 2;
  p.quotas.per_inviter = rate{count, day};
  const plan planned = plan_issue(p, asked, with_sends({}), bulk_mode::best_effort);
  REQUIRE(planned.size() == count);
  std::size_t right = 0;
  for (std::size_t n = 0; n != count; ++n) {
    if (!planned[n]) continue;
    invitation const& i = planned[n]->invitation;
    if (i.id == asked[n].id && i.recipient == asked[n].request.recipient) ++right;
  }
  // All but the duplicate and the last row, which exceeds quotas.pending.
  CHECK(right == count - 2);
  CHECK(line(planned[7'000]) == "duplicate_item /email");
  CHECK(line(planned[count - 1]) == "too_many_pending 9998 9998 0");
}

// plan_resend ------------------------------------------------------------------------------------

namespace {

invitation with_token(std::string const& local, std::string const& token) {
  issue_command c = issuing(olga);
  c.id = invitation_id(local);
  c.token = support::digest_of(token);
  const auto made = issue(rules(), row(local).request, c);
  REQUIRE(made);
  return apply(*made);
}

std::vector<resend_row> again(std::vector<invitation> const& of) {
  std::vector<resend_row> out(of.size());
  for (std::size_t n = 0; n != of.size(); ++n) out[n].invitation = &of[n];
  return out;
}

resend_command resending(instant now = later) { return as<resend_command>(olga, now); }

}  // namespace

TEST_CASE("plan_resend plans pending invitations and omits all others", "[bulk][resend]") {
  const std::vector<invitation> of = {accepted(),   earlier("a"), revoked(),   declined(),
                                      superseded(), expired(),    earlier("b")};
  const auto planned = plan_resend(rules(), again(of), resending());
  CHECK(all(planned) == lines{"1 resend", "6 resend"});
  const auto after = applied(of, planned);
  CHECK(after[1].expires_at() == later + 7 * day);
  CHECK(after[6].expires_at() == later + 7 * day);
  CHECK(after[0] == of[0]);
  CHECK(plan_resend(rules(), {}, resending()).empty());
}

TEST_CASE("plan_resend omits an invitation from its expiry on", "[bulk][resend]") {
  const std::vector<invitation> of = {earlier("a")};
  CHECK(all(plan_resend(rules(), again(of), resending(week_later - tick))) == lines{"0 resend"});
  CHECK(plan_resend(rules(), again(of), resending(week_later)).empty());
}

TEST_CASE("plan_resend refuses an invitation of an earlier row", "[bulk][resend][duplicate]") {
  const std::vector<invitation> of = {earlier("a"), earlier("b"), earlier("a")};
  CHECK(all(plan_resend(rules(), again(of), resending())) ==
        lines{"0 resend", "1 resend", "2 duplicate_item /id"});
}

TEST_CASE("plan_resend does not treat invitations without an id as repetitions", "[bulk][resend]") {
  invito::invitation one = issued();
  one.id = {};
  const std::vector<invito::resend_row> rows(2, invito::resend_row{&one, {}, {}, {}});
  const auto planned = plan_resend(rules(), rows, as<invito::resend_command>(olga, start + day));
  REQUIRE(planned.size() == 2);
  CHECK(refusal(planned[0].decision).empty());
  CHECK(refusal(planned[1].decision).empty());
}

TEST_CASE("plan_resend and plan_revoke do not use a time before the last event of an invitation",
          "[bulk][resend][revoke][clock]") {
  policy p = rules();
  p.expiry.min_lifetime = 0s;
  resend_command at_once = resending(start + day);
  at_once.lifetime = 0s;
  const std::vector<invitation> of = {after(earlier("a"), at_once, p), earlier("b")};
  CHECK(all(plan_resend(p, again(of), resending(start + 1h))) == lines{"1 resend"});
  CHECK(all(plan_revoke(p, of, olga.who, as<revoke_command>(olga, start + 1h))) ==
        lines{"1 revoke"});
}

TEST_CASE("plan_resend reads the token from the row, not from the command",
          "[bulk][resend][token]") {
  const std::vector<invitation> of = {with_token("a", "old a"), with_token("b", "old b"),
                                      with_token("c", "old c"), earlier("d"), earlier("e")};
  std::vector<resend_row> asked = again(of);
  asked[0].token = support::digest_of("new a");
  asked[2].token = support::digest_of("old c");
  asked[3].token = support::digest_of("new d");
  resend_command c = resending();
  c.token = support::digest_of("shared");  // ignored
  const auto planned = plan_resend(rules(), asked, c);
  REQUIRE(all(planned) ==
          lines{"0 resend", "1 missing_value /token", "2 resend", "3 resend", "4 resend"});
  const auto after = applied(of, planned);
  CHECK(after[0].tokens->current == support::digest_of("new a"));
  CHECK(after[0].tokens->previous == support::digest_of("old a"));
  CHECK(after[2].tokens->current == support::digest_of("old c"));
  CHECK_FALSE(after[2].tokens->previous);
  REQUIRE(after[3].tokens);
  CHECK(after[3].tokens->current == support::digest_of("new d"));
  CHECK_FALSE(after[4].tokens);
}

TEST_CASE("plan_resend counts the messages of earlier rows in both rates",
          "[bulk][resend][quota]") {
  const std::vector<invitation> of = {earlier("a"), earlier("b"), earlier("c"), earlier("d")};
  resend_command c = resending();
  c.facts.sends.by_inviter = moments{later - 1h};
  CHECK(all(plan_resend(inviting_at_most(3, day), again(of), c)) ==
        lines{"0 resend", "1 resend", "2 rate_limited 3 3 82800", "3 rate_limited 3 3 82800"});
  policy p = rules();
  p.quotas.per_organization = rate{2, 1h};
  c.facts.sends.of_organization = moments{};
  CHECK(all(plan_resend(p, again(of), c)) ==
        lines{"0 resend", "1 resend", "2 rate_limited 2 2 3600", "3 rate_limited 2 2 3600"});
}

TEST_CASE("plan_resend does not count rows that are omitted, refused or repeated",
          "[bulk][resend][quota]") {
  std::vector<invitation> of = {earlier("a"), earlier("b"), accepted(),  earlier("d"),
                                earlier("e"), earlier("f"), earlier("g")};
  of[0] = after(of[0], resending(later - 1s));  // a second before the command
  auto done = resending(later - 1h);
  done.idempotency_key = "k";
  of[1] = after(of[1], done);
  resend_command c = resending();
  c.idempotency_key = "k";
  c.facts.sends.by_inviter = moments{};
  c.facts.sends.of_organization = moments{};
  const std::vector<resend_row> asked = again(of);
  const lines expected = {
      "0 too_soon 1 59 60",     "1 nothing", "3 resend", "4 resend", "5 rate_limited 2 2 3600",
      "6 rate_limited 2 2 3600"};
  CHECK(all(plan_resend(inviting_at_most(2, 1h), asked, c)) == expected);
  policy p = rules();
  p.quotas.per_organization = rate{2, 1h};
  const auto planned = plan_resend(p, asked, c);
  CHECK(all(planned) == expected);
  CHECK(applied(of, planned)[1] == of[1]);
}

TEST_CASE("plan_resend counts a message even if the invitation was issued with send = false",
          "[bulk][resend][quota]") {
  issue_command c = issuing(olga);
  const auto made = issue(rules(), without_message(row("a")).request, c);
  REQUIRE(made);
  const std::vector<invitation> of = {apply(*made), earlier("b")};
  resend_command again_c = resending();
  again_c.facts.sends.by_inviter = moments{};
  CHECK(all(plan_resend(inviting_at_most(1, 1h), again(of), again_c)) ==
        lines{"0 resend", "1 rate_limited 1 1 3600"});
}

TEST_CASE("plan_resend takes no seats", "[bulk][resend][quota]") {
  const std::vector<invitation> of = {earlier("a"), earlier("b")};
  resend_command c = resending();
  c.facts.organization->members = 7;
  c.facts.organization->pending = 2;
  c.facts.organization->seat_limit = 7;
  c.facts.organization->revision = 5;
  const auto planned = plan_resend(rules(), again(of), c);
  REQUIRE(all(planned) == lines{"0 resend", "1 resend"});
  CHECK(planned[1].decision->guards.organization_revision == std::uint64_t{5});
}

TEST_CASE("plan_resend reads sends.to_recipient from the row, not from the command",
          "[bulk][resend][quota]") {
  policy p = rules();
  p.quotas.per_recipient = rate{1, day};
  const std::vector<invitation> of = {earlier("a"), earlier("b"), earlier("c")};
  std::vector<resend_row> asked = again(of);
  asked[0].sent_to_recipient = moments{later - 1h};
  asked[2].sent_to_recipient.emplace();
  resend_command c = resending();
  c.facts.sends.to_recipient = moments{};  // this fact of the command is ignored
  CHECK(all(plan_resend(p, asked, c)) ==
        lines{"0 rate_limited 1 1 82800", "1 fact_missing /facts/to_recipient", "2 resend"});
}

TEST_CASE("plan_resend reads the fact scopes from the row, or else from the command",
          "[bulk][resend]") {
  policy p = rules();
  p.check_scopes = true;
  invito::invitation_request r = row("a").request;
  r.offer.grants = {{project("p", "viewer")}};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  std::vector<invitation> of(4, apply(*made));
  for (std::size_t n = 0; n != of.size(); ++n) of[n].id = invitation_id(std::to_string(n));
  std::vector<resend_row> asked = again(of);
  asked[0].scopes.emplace();
  asked[2].scopes = {{{scope::project, "other"}}};
  resend_command c = resending();
  c.facts.scopes = {{{scope::project, "p"}}};
  CHECK(all(plan_resend(p, asked, c)) == lines{"0 unknown_scope /grants/0/id", "1 resend",
                                               "2 unknown_scope /grants/0/id", "3 resend"});
  c.facts.scopes.reset();
  asked[0].scopes = {{{scope::project, "p"}}};
  CHECK(all(plan_resend(p, {asked[0], asked[1]}, c)) ==
        lines{"0 resend", "1 fact_missing /facts/scopes"});
}

// plan_revoke ------------------------------------------------------------------------------------

TEST_CASE("plan_revoke revokes all pending invitations of one sponsor and no others",
          "[bulk][revoke][sponsor]") {
  const std::vector<invitation> of = {
      issued("member", adam), issued("member", olga),
      after(issued("member", adam), accepting(ina, start + day, "admin")),
      after(issued("member", adam), as<revoke_command>(adam, start + day)),
      // The new sponsor counts, not the issuer.
      after(issued("member", adam), amending(abby, start + day, "member")),
      after(issued("member", olga), amending(adam, start + day, "member")),
      // A resend does not change the sponsor.
      after(issued("member", adam), as<resend_command>(olga, start + day)),
      after(issued("member", olga), as<resend_command>(adam, start + day)),
      after(issued("member", adam), expiring(week_later))};
  const auto planned = plan_revoke(rules(), of, adam.who, as<revoke_command>(olga, later));
  CHECK(all(planned) == lines{"0 revoke", "5 revoke", "6 revoke"});
  const auto then = applied(of, planned);
  for (std::size_t n = 0; n != of.size(); ++n) {
    INFO("row " << n);
    const bool withdrawn = n == 0 || n == 5 || n == 6;
    CHECK((then[n] == of[n]) == !withdrawn);
    if (withdrawn) {
      CHECK(then[n].state ==
            invito::state(invito::revoked{later, olga.who, invito::revoke_cause::revoked}));
    }
  }
  CHECK(all(plan_revoke(rules(), of, abby.who, as<revoke_command>(olga, later))) ==
        lines{"4 revoke"});
  CHECK(plan_revoke(rules(), of, mike.who, as<revoke_command>(olga, later)).empty());
  CHECK(plan_revoke(rules(), std::vector<invitation>{}, adam.who, as<revoke_command>(olga, later))
            .empty());
}

TEST_CASE("plan_revoke omits expired invitations, whether or not the expiry is recorded",
          "[bulk][revoke]") {
  const std::vector<invitation> of = {issued(), expired()};
  CHECK(all(plan_revoke(rules(), of, olga.who, as<revoke_command>(olga, week_later - tick))) ==
        lines{"0 revoke"});
  CHECK(plan_revoke(rules(), of, olga.who, as<revoke_command>(olga, week_later)).empty());
}

TEST_CASE("plan_revoke distinguishes a user from a service with the same id", "[bulk][revoke]") {
  const std::vector<invitation> of = {issued()};
  const auto c = as<revoke_command>(olga, later);
  CHECK(plan_revoke(rules(), of, invito::actor::service(invito::user_id("olga")), c).empty());
  CHECK(plan_revoke(rules(), of, invito::actor{}, c).empty());
}

TEST_CASE("plan_revoke takes created_by as the sponsor of a read invitation that has none",
          "[bulk][revoke][sponsor]") {
  invitation read = issued();
  read.sponsor.reset();
  invito::begin_history(read, std::nullopt);
  invitation of_nobody = read;
  of_nobody.created_by.reset();
  invito::begin_history(of_nobody, std::nullopt);
  const std::list<invitation> of = {of_nobody, read};
  CHECK(all(plan_revoke(rules(), of, olga.who, as<revoke_command>(adam, later))) ==
        lines{"1 revoke"});
}

TEST_CASE("plan_revoke reports each invitation that the actor may not revoke",
          "[bulk][revoke][authority]") {
  invitation elsewhere = issued("member", olga);
  elsewhere.organization = invito::organization_id("other");
  const std::list<invitation> of = {issued("owner", olga), issued("member", olga), elsewhere};
  CHECK(all(plan_revoke(rules(), of, olga.who, as<revoke_command>(adam, later))) ==
        lines{"0 not_permitted", "1 revoke", "2 not_found"});
}

// plan_expire ------------------------------------------------------------------------------------

TEST_CASE("plan_expire expires exactly the invitations that are due", "[bulk][expire]") {
  const auto living = [](std::optional<std::chrono::seconds> lifetime, bool for_ever = false) {
    issue_command c = issuing(olga);
    c.lifetime = lifetime;
    policy p = rules();
    if (for_ever) p.expiry.lifetime = std::nullopt;
    const auto made = issue(p, request("member"), c);
    REQUIRE(made);
    return apply(*made);
  };
  const invitation week = living(std::nullopt);
  const std::vector<invitation> of = {living(8 * day),
                                      week,
                                      accepted(),
                                      living(day),
                                      living(std::nullopt, true),
                                      expired(),
                                      revoked(),
                                      after(week, as<resend_command>(olga, start + 1h))};
  CHECK(all(plan_expire(rules(), of, expiring(start + day - tick))).empty());
  CHECK(all(plan_expire(rules(), of, expiring(start + day))) == lines{"3 expire"});
  CHECK(all(plan_expire(rules(), of, expiring(week_later - tick))) == lines{"3 expire"});
  CHECK(all(plan_expire(rules(), of, expiring(week_later))) == lines{"1 expire", "3 expire"});
  CHECK(all(plan_expire(rules(), of, expiring(week_later + 1h - tick))) ==
        lines{"1 expire", "3 expire"});
  CHECK(all(plan_expire(rules(), of, expiring(week_later + 1h))) ==
        lines{"1 expire", "3 expire", "7 expire"});

  const instant sweep = start + 100 * day;
  const auto planned = plan_expire(rules(), of, expiring(sweep));
  REQUIRE(all(planned) == lines{"0 expire", "1 expire", "3 expire", "7 expire"});
  const auto then = applied(of, planned);
  CHECK(then[0].state == invito::state(invito::expired{start + 8 * day}));
  CHECK(then[1].state == invito::state(invito::expired{week_later}));
  CHECK(then[3].state == invito::state(invito::expired{start + day}));
  CHECK(then[7].state == invito::state(invito::expired{week_later + 1h}));
  for (const std::size_t n : {2U, 4U, 5U, 6U}) CHECK(then[n] == of[n]);
  // A second sweep has nothing to record.
  CHECK(plan_expire(rules(), then, expiring(sweep)).empty());
  CHECK(plan_expire(rules(), std::vector<invitation>{}, expiring(sweep)).empty());
}

TEST_CASE("plan_expire refuses each due invitation for every actor but the system",
          "[bulk][expire]") {
  const std::list<invitation> of = {revoked(), issued(), issued()};
  auto c = expiring(week_later);
  c.by = olga.who;
  CHECK(all(plan_expire(rules(), of, c)) == lines{"1 system_only", "2 system_only"});
}

// check_batch ------------------------------------------------------------------------------------

namespace {

using invito::check_batch;
using invito::invitation_request;

using indexes = std::vector<std::size_t>;

std::vector<invitation_request> requests_for(std::vector<std::string> const& addresses) {
  std::vector<invitation_request> out(addresses.size());
  for (std::size_t n = 0; n != out.size(); ++n) {
    out[n].recipient.email = invito::email(addresses[n]);
  }
  return out;
}

std::vector<invitation_request> requests_for(std::size_t count) {
  std::vector<invitation_request> out(count);
  for (std::size_t n = 0; n != count; ++n) {
    out[n].recipient.email = invito::email(std::to_string(n) + "@example.com");
  }
  return out;
}

policy with_batch_limit(std::uint32_t count) {
  policy out;
  out.quotas.batch = count;
  return out;
}

// The indexes of the addresses that check_batch refuses, without a limit of the batch.
indexes repeated_emails(std::vector<invitation_request> const& all) {
  const auto checked = check_batch(policy(), all);
  indexes out;
  if (checked) return out;
  bool duplicates_only = true;
  for (invito::problem const& p : checked.error()) {
    const std::string where = p.where.pointer();
    duplicates_only =
        duplicates_only && p.code == invito::code::duplicate_item && where.rfind("/email/", 0) == 0;
    out.push_back(std::stoul(where.substr(where.rfind('/') + 1)));
  }
  CHECK(duplicates_only);
  return out;
}

}  // namespace

TEST_CASE("check_batch finds no repetition if all addresses differ", "[batch]") {
  CHECK(repeated_emails(std::vector<invitation_request>{}).empty());
  CHECK(repeated_emails(requests_for({"a@x.com"})).empty());
  CHECK(repeated_emails(requests_for({"a@x.com", "b@x.com", "a@y.com", "a+1@x.com", "a.@x.com"}))
            .empty());
  // Non-ASCII characters are compared by their bytes: these are two cases of one letter.
  CHECK(repeated_emails(requests_for({"\xC3\x84@x.com", "\xC3\xA4@x.com"})).empty());
}

TEST_CASE("check_batch reports the index of every repeated address, in order, in any letter case",
          "[batch]") {
  CHECK(repeated_emails(requests_for({"a@x.com", "a@x.com"})) == indexes{1});
  CHECK(repeated_emails(requests_for({"A@x.com", "a@x.com"})) == indexes{1});
  CHECK(repeated_emails(requests_for({"a@x.com", "A@X.COM"})) == indexes{1});
  CHECK(repeated_emails(requests_for({"b@x.com", "a@x.com", "B@x.com", "c@x.com", "A@x.com",
                                      "b@X.com"})) == indexes{2, 4, 5});
  CHECK(repeated_emails(requests_for({"", ""})) == indexes{1});
}

TEST_CASE("check_batch compares nothing but the addresses", "[batch]") {
  std::vector<invitation_request> all = requests_for({"a@x.com", "a@x.com"});
  all[1].offer.role = "owner";
  all[1].recipient.user = invito::user_id("u");
  CHECK(repeated_emails(all) == indexes{1});
}

TEST_CASE("check_batch ignores requests without an address", "[batch]") {
  std::vector<invitation_request> all = requests_for({"", "a@x.com", "", "", "a@x.com"});
  all[0].recipient.email.reset();
  all[2].recipient.email.reset();
  // An empty address is an address; here there is only the one at index 3.
  CHECK(repeated_emails(all) == indexes{4});
  for (invitation_request& r : all) r.recipient = {std::nullopt, invito::user_id("u")};
  CHECK(repeated_emails(all).empty());
}

TEST_CASE("check_batch finds repeated addresses among 50000 requests", "[batch]") {
  constexpr std::size_t count = 50'000;
  std::vector<invitation_request> apart = requests_for(count);
  apart.back().recipient.email = invito::email("7@EXAMPLE.com");
  CHECK(repeated_emails(apart) == indexes{count - 1});
  const std::vector<invitation_request> same(count, apart.back());
  CHECK(repeated_emails(same).size() == count - 1);
}

TEST_CASE("quotas.batch is absent by default and counts in the comparison of policies",
          "[batch][policy]") {
  CHECK_FALSE(policy().quotas.batch.has_value());
  CHECK(with_batch_limit(10) == with_batch_limit(10));
  CHECK(with_batch_limit(10) != with_batch_limit(11));
  CHECK(with_batch_limit(10) != policy());
  CHECK_FALSE(with_batch_limit(10) == policy());
  CHECK(with_batch_limit(0) != policy());
}

TEST_CASE("check_batch allows distinct addresses within the limit", "[batch]") {
  CHECK(check_batch(policy(), {}).has_value());
  CHECK(check_batch(with_batch_limit(10), {}).has_value());
  CHECK(check_batch(with_batch_limit(0), {}).has_value());
  CHECK(check_batch(with_batch_limit(10), requests_for(std::size_t{10})).has_value());
  CHECK(check_batch(policy(), requests_for(std::size_t{1000})).has_value());
}

TEST_CASE("check_batch refuses more requests than the limit and checks nothing else", "[batch]") {
  const auto found = check_batch(with_batch_limit(10), requests_for(std::size_t{11}));
  REQUIRE(codes_of(found) == "too_many_items");
  CHECK(found.error().front().numbers[0] == 10);
  CHECK(found.error().front().subject.empty());
  CHECK(describe(found.error()) == "the number of items exceeds the limit of 10");
  CHECK(codes_of(check_batch(with_batch_limit(1), requests_for({"a@x.com", "a@x.com"}))) ==
        "too_many_items");
  CHECK(codes_of(check_batch(with_batch_limit(0), requests_for({"a@x.com"}))) == "too_many_items");
  const auto most = check_batch(with_batch_limit((std::numeric_limits<std::uint32_t>::max)()),
                                requests_for({"a@x.com", "a@x.com"}));
  CHECK(codes_of(most) == "duplicate_item /email/1");
}

TEST_CASE("check_batch refuses a repeated address at every index but the first", "[batch]") {
  const auto found =
      check_batch(policy(), requests_for({"A@x.com", "b@x.com", "a@x.com", "B@x.com", "a@X.com"}));
  REQUIRE(codes_of(found) ==
          "duplicate_item /email/2; duplicate_item /email/3; duplicate_item /email/4");
  CHECK(found.error()[0].subject == "a@x.com");  // as spelled in that request
  CHECK(found.error()[1].subject == "B@x.com");
  CHECK(found.error()[2].subject == "a@X.com");
  CHECK(found.error()[0].where == invito::path("email").add(std::size_t{2}));
  CHECK(describe(found.error()[0]) == "duplicate item \"a@x.com\"");
}

TEST_CASE("check_batch changes nothing and gives the same result again", "[batch]") {
  const std::vector<invitation_request> all = requests_for({"a@x.com", "A@x.com"});
  const std::vector<invitation_request> before = all;
  CHECK(check_batch(with_batch_limit(2), all) == check_batch(with_batch_limit(2), all));
  CHECK(all == before);
}
