// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>

#include "catch2.hpp"
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
using invito::key_digest;
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

// Rows and what they share -----------------------------------------------------------------------

// A row about which everything has been looked up, and nothing found.
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

bulk_row silent(bulk_row r) {
  r.request.send = false;
  return r;
}

issue_command in(std::uint32_t members, std::uint32_t pending, std::uint32_t seats) {
  issue_command c = issuing(olga);
  c.facts.organization->members = members;
  c.facts.organization->pending = pending;
  c.facts.organization->seat_limit = seats;
  return c;
}

// Who has sent at these moments; the organization has sent at others.
issue_command having_sent(moments by_inviter, moments of_organization = {}) {
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

// One that was issued at `start`, as the host would find it.
invitation found(std::string const& local, std::string role = "member", member const& by = olga,
                 std::string const& key = {}) {
  issue_command c = issuing(by);
  bulk_row const r = row(local, std::move(role));
  c.id = invitation_id("old-" + local);
  c.idempotency_key = key;
  const auto made = issue(rules(), r.request, c);
  INFO(refusal(made));
  REQUIRE(made);
  return apply(*made);
}

// What a plan says -------------------------------------------------------------------------------

// The problems of a row; one that counts something with its numbers: "seats_full 7 7 2".
std::string why(invito::problems const& found) {
  std::string out = told(found);
  invito::problem const& first = found.front();
  const bool counts =
      info(first.code).tier >= invito::tier::status || first.code == invito::code::too_many_items;
  if (found.size() == 1 && first.where.pointer().empty() && counts) {
    for (const std::int64_t n : first.numbers) out += " " + std::to_string(n);
  }
  return out;
}

std::string line(invito::result<invito::issuance> const& said) {
  if (!said) return why(said.error());
  return said->existing ? "existing" : "issued";
}

lines all(plan const& said) {
  lines out;
  for (auto const& verdict : said) out.push_back(line(verdict));
  return out;
}

lines planned_lines(policy const& p, std::vector<bulk_row> const& asked, issue_command const& c,
                    bulk_mode mode = bulk_mode::best_effort) {
  plan said = plan_issue(p, asked, c, mode);
  CHECK(said.size() == asked.size());
  return all(said);
}

// "2 resend", "5 too_soon ..."
lines all(std::vector<invito::planned> const& said) {
  lines out;
  for (invito::planned const& one : said) {
    std::string text = std::to_string(one.row) + " ";
    if (!one.verdict) {
      text += why(one.verdict.error());
    } else {
      text += one.verdict->event ? name(one.verdict->event->kind()) : "nothing";
    }
    out.push_back(std::move(text));
  }
  return out;
}

// Carries a plan out, each decision on the invitation of its row, and gives what they become.
std::vector<invitation> carried_out(std::vector<invitation> on,
                                    std::vector<invito::planned> const& said) {
  for (invito::planned const& one : said) {
    INFO("row " << one.row);
    REQUIRE(one.row < on.size());
    if (one.verdict) CHECK(apply(on[one.row], *one.verdict));
  }
  return on;
}

}  // namespace

// One verdict for each row -----------------------------------------------------------------------

TEST_CASE("a bulk plan has one verdict for each row, in order, with what the row says") {
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].request.name = {"Ann", "A"};
  asked[1].request.offer.role = "admin";
  asked[1].key = key_digest("key of b");
  asked[1].idempotency_key = "once";
  issue_command c = issuing(adam, later);
  c.lifetime = 2 * day;
  const plan said = plan_issue(rules(), asked, c, bulk_mode::best_effort);
  REQUIRE(all(said) == lines{"issued", "issued", "issued"});
  for (std::size_t n = 0; n != asked.size(); ++n) {
    invitation const& i = said[n]->invitation;
    CHECK(i.id == asked[n].id);
    CHECK(i.organization == acme);
    CHECK(i.recipient == asked[n].request.recipient);
    CHECK(i.name == asked[n].request.name);
    CHECK(i.offer == asked[n].request.offer);
    CHECK(i.created_by == adam.who);
    CHECK(i.created_at == later);
    CHECK(i.expires_at() == later + 2 * day);
    CHECK(i.history.back().idempotency_key == asked[n].idempotency_key);
    CHECK(said[n]->superseded.empty());
  }
  CHECK_FALSE(said[0]->invitation.keys);
  REQUIRE(said[1]->invitation.keys);
  CHECK(said[1]->invitation.keys->current == key_digest("key of b"));
}

TEST_CASE("a bulk plan of no rows says nothing, whatever the limits") {
  policy p = rules();
  p.quotas.batch = 0;
  p.quotas.pending = 0;
  for (const auto mode :
       {bulk_mode::all_or_nothing, bulk_mode::best_effort, bulk_mode::up_to_limit}) {
    CHECK(plan_issue(p, {}, in(7, 0, 7), mode).empty());
  }
}

TEST_CASE("planning in bulk changes nothing and says the same again") {
  const std::vector<bulk_row> asked = rows({"a", "A", "b"});
  const issue_command c = in(3, 2, 7);
  CHECK(planned_lines(rules(), asked, c) == planned_lines(rules(), asked, c));
  CHECK(c.facts.organization->pending == 2);
  CHECK(asked[2].request == row("b").request);
}

// Repeated rows ----------------------------------------------------------------------------------

TEST_CASE("an address of an earlier row is a duplicate in bulk, whatever its case") {
  const plan said = plan_issue(rules(), rows({"ann", "bob", "ANN", "aNn", "a.nn", "ann+1"}),
                               issuing(olga), bulk_mode::best_effort);
  REQUIRE(all(said) == lines{"issued", "issued", "duplicate_item /email", "duplicate_item /email",
                             "issued", "issued"});
  CHECK(said[2].error().front().subject == "ANN@example.com");
  CHECK(said[3].error().front().subject == "aNn@example.com");
}

TEST_CASE("an address of an earlier row is a duplicate in bulk, whatever became of that row") {
  // Refused, found to exist, a duplicate itself.
  std::vector<bulk_row> asked = {row("a", "robot"), row("A"), row("a"), row("b"), row("B")};
  asked[3].existing->push_back(found("b"));
  CHECK(planned_lines(by_duplicates(duplicate_rule::return_existing), asked, issuing(olga)) ==
        lines{"role_not_grantable /role", "duplicate_item /email", "duplicate_item /email",
              "existing", "duplicate_item /email"});
  // Not even an address.
  CHECK(planned_lines(rules(), {invalid("x"), invalid("X"), invalid("y")}, issuing(olga)) ==
        lines{"invalid_email /email", "duplicate_item /email", "invalid_email /email"});
}

TEST_CASE("rows without an address repeat none in bulk") {
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  for (bulk_row& r : asked) {
    r.request.recipient = {std::nullopt, invito::user_id(r.id.text())};
  }
  CHECK(planned_lines(rules(), asked, issuing(olga)) == lines(3, "issued"));
}

TEST_CASE("a user of an earlier row is a duplicate in bulk, whatever the address") {
  // As the same commands one by one: the second would find the first pending.
  const invito::user_id u("u");
  std::vector<bulk_row> asked = rows({"a", "b", "c", "A", "d", "e"});
  asked[0].request.recipient.user = u;
  asked[1].request.recipient = {std::nullopt, u};
  asked[2].request.recipient.user = u;
  asked[3].request.recipient.user = invito::user_id("v");
  asked[4].request.recipient.user = invito::user_id("U");  // ids are compared bytewise
  const plan said = plan_issue(rules(), asked, issuing(olga), bulk_mode::best_effort);
  REQUIRE(all(said) == lines{"issued", "duplicate_item /user", "duplicate_item /user",
                             "duplicate_item /email", "issued", "issued"});
  CHECK(said[1].error().front().subject == "u");
  CHECK(said[3].error().front().subject == "A@example.com");
}

TEST_CASE("two rows with one idempotency key are two commands, whatever became of the first") {
  std::vector<bulk_row> asked = {row("a"), row("b"), row("c", "robot"),
                                 row("d"), row("e"), row("f")};
  asked[0].idempotency_key = asked[1].idempotency_key = "k";
  asked[2].idempotency_key = asked[3].idempotency_key = "m";
  CHECK(planned_lines(rules(), asked, issuing(olga)) ==
        lines{"issued", "idempotency_mismatch /idempotency_key", "role_not_grantable /role",
              "idempotency_mismatch /idempotency_key", "issued", "issued"});
}

// The limit of the batch -------------------------------------------------------------------------

TEST_CASE("as many rows as the policy's batch are planned, and of one more none") {
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

// What rows use up -------------------------------------------------------------------------------

TEST_CASE("rows take seats in their order, and the third meets the limit") {
  CHECK(planned_lines(rules(), rows({"a", "b", "c", "d"}), in(3, 2, 7)) ==
        lines{"issued", "issued", "seats_full 7 7 4", "seats_full 7 7 4"});
  CHECK(planned_lines(rules(), rows({"a", "b", "c"}), in(3, 2, 8)) == lines(3, "issued"));
}

TEST_CASE("where members alone have seats, rows take none from one another") {
  policy p = rules();
  p.quotas.seats = invito::seat_rule::taken_by_members;
  CHECK(planned_lines(p, rows({"a", "b", "c"}), in(6, 0, 7)) == lines(3, "issued"));
  CHECK(planned_lines(p, rows({"a", "b"}), in(7, 0, 7)) == lines(2, "seats_full 7 7 0"));
}

TEST_CASE("rows use up pending invitations in their order, and the third meets the limit") {
  policy p = rules();
  p.quotas.pending = 4;
  issue_command c = issuing(olga);
  c.facts.organization->pending = 2;
  CHECK(planned_lines(p, rows({"a", "b", "c", "d"}), c) ==
        lines{"issued", "issued", "too_many_pending 4 4 0", "too_many_pending 4 4 0"});
  p.quotas.pending = 5;
  CHECK(planned_lines(p, rows({"a", "b", "c"}), c) == lines(3, "issued"));
}

TEST_CASE("rows use up the inviter's messages in their order, and the third meets the limit") {
  // The one of an hour ago is the first to leave the window, in 23 hours.
  const issue_command c = having_sent({start - 1h});
  CHECK(planned_lines(inviting_at_most(3, day), rows({"a", "b", "c", "d"}), c) ==
        lines{"issued", "issued", "rate_limited 3 3 82800", "rate_limited 3 3 82800"});
  CHECK(planned_lines(inviting_at_most(4, day), rows({"a", "b", "c"}), c) == lines(3, "issued"));
  // What has left the window makes room.
  CHECK(planned_lines(inviting_at_most(2, 1h), rows({"a", "b", "c"}), c) ==
        lines{"issued", "issued", "rate_limited 2 2 3600"});
}

TEST_CASE("rows use up the organization's messages in their order, and the third meets the limit") {
  policy p = rules();
  p.quotas.per_organization = rate{3, day};
  const issue_command c = having_sent({}, {start - 2h});
  const plan said = plan_issue(p, rows({"a", "b", "c"}), c, bulk_mode::best_effort);
  REQUIRE(all(said) == lines{"issued", "issued", "rate_limited 3 3 79200"});
  CHECK(said[2].error().front().subject == "of_organization");
  p.quotas.per_organization = rate{4, day};
  CHECK(planned_lines(p, rows({"a", "b", "c"}), c) == lines(3, "issued"));
}

TEST_CASE("each rate is used up by itself") {
  policy p = rules();
  p.quotas.per_inviter = rate{3, day};
  p.quotas.per_organization = rate{2, 1h};
  const plan said = plan_issue(p, rows({"a", "b", "c", "d"}), having_sent({start - 2h}, {}),
                               bulk_mode::best_effort);
  // Both are used up by the third: two rows and, of the inviter's, the message from before.
  REQUIRE(said.size() == 4);
  CHECK(line(said[1]) == "issued");
  REQUIRE(told(said[2]) == "rate_limited; rate_limited");
  CHECK(said[2].error()[0].subject == "by_inviter");
  CHECK(said[2].error()[0].numbers == std::array<std::int64_t, 3>{3, 3, 79200});
  CHECK(said[2].error()[1].subject == "of_organization");
  CHECK(said[2].error()[1].numbers == std::array<std::int64_t, 3>{2, 2, 3600});
  REQUIRE(told(said[3]) == "rate_limited; rate_limited");
  CHECK(said[3].error() == said[2].error());
}

TEST_CASE("messages that another server has dated ahead stay in order behind those of the rows") {
  // The first to leave the window is a row's, not the one that lies ahead.
  CHECK(
      planned_lines(inviting_at_most(3, 1h), rows({"a", "b", "c"}), having_sent({start + 10min})) ==
      lines{"issued", "issued", "rate_limited 3 3 3600"});
}

TEST_CASE("rows use nothing of what nobody counts") {
  policy p = rules();
  p.check_organization = false;
  p.quotas.seats = invito::seat_rule::unchecked;
  p.quotas.pending = std::nullopt;
  issue_command c = issuing(olga);
  c.facts.organization = std::nullopt;
  const plan said = plan_issue(p, rows({"a", "b"}), c, bulk_mode::best_effort);
  REQUIRE(all(said) == lines(2, "issued"));
  CHECK_FALSE(said[1]->guards.organization_revision);
}

TEST_CASE("a row that is refused uses nothing up") {
  std::vector<bulk_row> asked = {row("a"), invalid("b"), row("a"), row("c", "robot"), row("d"),
                                 row("e"), row("f"),     row("g"), row("h", "owner")};
  asked[4].member = true;
  asked[5].existing->push_back(found("e"));
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
  issue_command c = in(4, 1, 7);
  c.by = adam.who;
  c.facts.actor = invito::standing{"admin"};
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

TEST_CASE("a row that meets one rate uses nothing of another") {
  policy p = inviting_at_most(2, day);
  p.quotas.per_recipient = rate{1, day};
  std::vector<bulk_row> asked = rows({"a", "b", "c", "d", "e"});
  for (bulk_row& r : asked) r.sent_to_recipient.emplace();
  asked[0].sent_to_recipient = asked[1].sent_to_recipient = moments{start - 1h};
  CHECK(planned_lines(p, asked, having_sent({})) == lines{"rate_limited 1 1 82800",
                                                          "rate_limited 1 1 82800", "issued",
                                                          "issued", "rate_limited 2 2 86400"});
}

TEST_CASE("an address that has got too many messages stops no other") {
  policy p = rules();
  p.quotas.per_recipient = rate{1, day};
  std::vector<bulk_row> asked = rows({"a", "b"});
  asked[0].sent_to_recipient = moments{start - 1h};
  asked[1].sent_to_recipient.emplace();
  CHECK(planned_lines(p, asked, issuing(olga), bulk_mode::up_to_limit) ==
        lines{"rate_limited 1 1 82800", "issued"});
}

TEST_CASE("an id stands for one row of a bulk") {
  std::vector<bulk_row> asked = rows({"a", "b"});
  asked[1].id = asked[0].id;
  CHECK(planned_lines(rules(), asked, issuing(olga)) == lines{"issued", "already_issued /id"});
}

TEST_CASE("a row whose invitation exists uses nothing up") {
  policy p = by_duplicates(duplicate_rule::return_existing);
  std::vector<bulk_row> asked = rows({"a", "b", "c", "d", "e"});
  asked[0].existing->push_back(found("a"));
  asked[2].existing->push_back(found("c"));
  const auto with = [](std::string limit) {
    return lines{"existing", "issued", "existing", "issued", std::move(limit)};
  };
  CHECK(planned_lines(p, asked, in(3, 2, 7)) == with("seats_full 7 7 4"));
  p.quotas.pending = 4;
  issue_command c = having_sent({}, {});
  c.facts.organization->pending = 2;
  CHECK(planned_lines(p, asked, c) == with("too_many_pending 4 4 0"));
  p.quotas.pending = std::nullopt;
  p.quotas.per_inviter = rate{2, day};
  CHECK(planned_lines(p, asked, c) == with("rate_limited 2 2 86400"));
  p.quotas.per_inviter = std::nullopt;
  p.quotas.per_organization = rate{2, 1h};
  CHECK(planned_lines(p, asked, c) == with("rate_limited 2 2 3600"));
  // What exists needs no seat, even where there is none.
  CHECK(planned_lines(by_duplicates(duplicate_rule::return_existing), {asked[0]}, in(7, 0, 7)) ==
        lines{"existing"});
}

TEST_CASE("a row that has been carried out already uses nothing up") {
  std::vector<bulk_row> asked = rows({"a", "b", "c", "d"});
  asked[0].idempotency_key = "k";
  asked[0].existing->push_back(found("a", "member", olga, "k"));
  // The key of another command.
  asked[2].idempotency_key = "m";
  asked[2].existing->push_back(found("z", "member", olga, "m"));
  const plan said = plan_issue(rules(), asked, in(3, 2, 7), bulk_mode::best_effort);
  CHECK(all(said) ==
        lines{"existing", "issued", "idempotency_mismatch /idempotency_key", "issued"});
  CHECK(said[0]->invitation == found("a", "member", olga, "k"));
  CHECK(planned_lines(rules(), asked, in(3, 2, 6)) ==
        lines{"existing", "issued", "idempotency_mismatch /idempotency_key", "seats_full 6 6 3"});
}

TEST_CASE("a plan that was carried out, planned again, finds all that it made") {
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  for (bulk_row& r : asked) r.idempotency_key = "of " + r.id.text();
  issue_command c = in(3, 2, 8);
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

TEST_CASE("a row that supersedes frees what it displaces for those behind it") {
  const policy p = by_duplicates(duplicate_rule::supersede);
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].existing->push_back(found("a"));
  // Of 3 pending one makes room for its successor: 3, 4, and no more.
  CHECK(planned_lines(p, asked, in(4, 3, 8)) == lines{"issued", "issued", "seats_full 8 8 4"});
  // Even where none is free.
  CHECK(planned_lines(p, asked, in(5, 3, 8)) ==
        lines{"issued", "seats_full 8 8 3", "seats_full 8 8 3"});

  // Two make room for one: 2, 3, 4.
  asked[0].existing->push_back(found("a"));
  asked[0].existing->back().id = invitation_id("older");
  CHECK(planned_lines(p, asked, in(4, 3, 8)) == lines(3, "issued"));
  CHECK(planned_lines(p, asked, in(5, 3, 8)) == lines{"issued", "issued", "seats_full 8 8 3"});

  policy few = p;
  few.quotas.pending = 3;
  CHECK(planned_lines(few, asked, in(0, 3, 100)) ==
        lines{"issued", "issued", "too_many_pending 3 3 0"});
}

TEST_CASE("where more is displaced than was counted, nothing is counted below none") {
  const policy p = by_duplicates(duplicate_rule::supersede);
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].existing->push_back(found("a"));
  CHECK(planned_lines(p, asked, in(6, 0, 8)) == lines{"issued", "issued", "seats_full 8 8 2"});
}

TEST_CASE("the decisions of a bulk plan on what it displaces apply, under the same guard") {
  std::vector<bulk_row> asked = rows({"a", "b"});
  asked[0].existing->push_back(found("a", "admin"));
  issue_command c = issuing(olga, later);
  c.facts.organization->revision = 12;
  const plan said =
      plan_issue(by_duplicates(duplicate_rule::supersede), asked, c, bulk_mode::all_or_nothing);
  REQUIRE(all(said) == lines(2, "issued"));
  REQUIRE(said[0]->superseded.size() == 1);
  CHECK(said[1]->superseded.empty());
  CHECK(said[0]->superseded[0].id == invitation_id("old-a"));
  CHECK(said[0]->superseded[0].decision.guards.organization_revision == std::uint64_t{12});
  invitation older = asked[0].existing->front();
  REQUIRE(apply(older, said[0]->superseded[0].decision));
  CHECK(name(older.status(later)) == "revoked");
}

TEST_CASE("rows that send nothing use no messages, but seats and pending invitations") {
  const std::vector<bulk_row> asked = {silent(row("a")), row("b"), silent(row("c")), row("d"),
                                       silent(row("e"))};
  CHECK(planned_lines(inviting_at_most(1, 1h), asked, having_sent({})) ==
        lines{"issued", "issued", "issued", "rate_limited 1 1 3600", "issued"});
  policy p = rules();
  p.quotas.per_organization = rate{1, 1h};
  CHECK(planned_lines(p, asked, having_sent({})) ==
        lines{"issued", "issued", "issued", "rate_limited 1 1 3600", "issued"});
  CHECK(planned_lines(rules(), asked, in(3, 2, 7)) ==
        lines{"issued", "issued", "seats_full 7 7 4", "seats_full 7 7 4", "seats_full 7 7 4"});
  p = rules();
  p.quotas.pending = 1;
  CHECK(planned_lines(p, asked, issuing(olga)) ==
        lines{"issued", "too_many_pending 1 1 0", "too_many_pending 1 1 0",
              "too_many_pending 1 1 0", "too_many_pending 1 1 0"});
}

TEST_CASE("a bulk plan says what the same commands one by one would say") {
  // The host carries each command out and looks everything up anew before the next.
  policy p = by_duplicates(duplicate_rule::supersede);
  p.quotas.pending = 5;
  p.quotas.per_inviter = rate{4, day};
  std::vector<bulk_row> asked = {
      row("a"),          silent(row("b")), invalid("c"), row("d", "owner"), silent(row("e")),
      row("f", "admin"), row("g"),         row("h"),     silent(row("i")),  row("j")};
  asked[4].existing->push_back(found("e", "member", adam));
  asked[5].existing->push_back(found("f", "owner"));
  asked[6].member = true;
  issue_command c = in(2, 2, 8);
  c.by = adam.who;
  c.facts.actor = invito::standing{"admin"};
  c.facts.sends.by_inviter = moments{start - 2h, start - 1h};
  const plan said = plan_issue(p, asked, c, bulk_mode::best_effort);
  CHECK(all(said) == lines{"issued", "issued", "invalid_email /email", "not_permitted", "issued",
                           "duplicate_pending /email", "already_member /email", "issued",
                           "too_many_pending 5 5 0", "too_many_pending; rate_limited"});
  REQUIRE(said.size() == asked.size());
  for (std::size_t n = 0; n != asked.size(); ++n) {
    INFO("row " << n);
    c.id = asked[n].id;
    c.facts.member = asked[n].member;
    c.facts.existing = asked[n].existing;
    const auto alone = issue(p, asked[n].request, c);
    REQUIRE(line(alone) == line(said[n]));
    if (!alone) {
      CHECK(alone.error() == said[n].error());
      continue;
    }
    CHECK(alone->invitation == said[n]->invitation);
    CHECK(alone->guards == said[n]->guards);
    c.facts.organization->pending += 1;
    c.facts.organization->pending -= static_cast<std::uint32_t>(alone->superseded.size());
    if (asked[n].request.send) c.facts.sends.by_inviter->push_back(start);
  }
}

// The modes --------------------------------------------------------------------------------------

TEST_CASE("the three bulk modes say the same where nothing is refused") {
  for (const auto mode :
       {bulk_mode::all_or_nothing, bulk_mode::best_effort, bulk_mode::up_to_limit}) {
    CHECK(planned_lines(rules(), rows({"a", "b", "c"}), in(3, 1, 7), mode) == lines(3, "issued"));
  }
}

TEST_CASE("the three bulk modes differ in what becomes of the other rows") {
  const std::vector<bulk_row> asked = {row("a"), invalid("b"),     row("c"),    row("d"),
                                       row("a"), silent(row("e")), invalid("f")};
  const policy p = inviting_at_most(2, 1h);
  const issue_command c = having_sent({});
  CHECK(planned_lines(p, asked, c, bulk_mode::best_effort) ==
        lines{"issued", "invalid_email /email", "issued", "rate_limited 2 2 3600",
              "duplicate_item /email", "issued", "invalid_email /email"});
  CHECK(planned_lines(p, asked, c, bulk_mode::up_to_limit) ==
        lines{"issued", "invalid_email /email", "issued", "rate_limited 2 2 3600",
              "batch_stopped 3 0 0", "batch_stopped 3 0 0", "batch_stopped 3 0 0"});
  CHECK(planned_lines(p, asked, c, bulk_mode::all_or_nothing) ==
        lines{"batch_stopped 1 0 0", "invalid_email /email", "batch_stopped 1 0 0",
              "rate_limited 2 2 3600", "duplicate_item /email", "batch_stopped 1 0 0",
              "invalid_email /email"});
}

TEST_CASE("all or nothing, the first refused row stops those before and behind it") {
  CHECK(planned_lines(rules(), {invalid("a"), row("b"), row("c")}, issuing(olga),
                      bulk_mode::all_or_nothing) ==
        lines{"invalid_email /email", "batch_stopped 0 0 0", "batch_stopped 0 0 0"});
  CHECK(planned_lines(rules(), {row("a"), row("b"), row("B")}, issuing(olga),
                      bulk_mode::all_or_nothing) ==
        lines{"batch_stopped 2 0 0", "batch_stopped 2 0 0", "duplicate_item /email"});
  CHECK(
      planned_lines(rules(), rows({"a", "b", "c", "d"}), in(3, 2, 7), bulk_mode::all_or_nothing) ==
      lines{"batch_stopped 2 0 0", "batch_stopped 2 0 0", "seats_full 7 7 4", "seats_full 7 7 4"});
  const auto said =
      plan_issue(rules(), {invalid("a"), row("b")}, issuing(olga), bulk_mode::all_or_nothing);
  CHECK(describe(said[1].error()) == "not done, because row 0 of the batch was refused");
}

TEST_CASE("up to the limit, each limit that is used up stops what stands behind") {
  const auto stopped = [](policy const& p, issue_command const& c) {
    return planned_lines(p, rows({"a", "b", "c", "d"}), c, bulk_mode::up_to_limit);
  };
  const auto at_row_1 = [](std::string limit) {
    return lines{"issued", std::move(limit), "batch_stopped 1 0 0", "batch_stopped 1 0 0"};
  };
  CHECK(stopped(rules(), in(4, 2, 7)) == at_row_1("seats_full 7 7 3"));
  policy p = rules();
  p.quotas.pending = 3;
  CHECK(stopped(p, in(4, 2, 100)) == at_row_1("too_many_pending 3 3 0"));
  CHECK(stopped(inviting_at_most(1, 1h), having_sent({})) == at_row_1("rate_limited 1 1 3600"));
  p = rules();
  p.quotas.per_organization = rate{1, 1h};
  CHECK(stopped(p, having_sent({})) == at_row_1("rate_limited 1 1 3600"));
  // At the first row and at the last.
  CHECK(stopped(rules(), in(7, 0, 7)) == lines{"seats_full 7 7 0", "batch_stopped 0 0 0",
                                               "batch_stopped 0 0 0", "batch_stopped 0 0 0"});
  CHECK(stopped(rules(), in(4, 0, 7)) == lines{"issued", "issued", "issued", "seats_full 7 7 3"});
}

TEST_CASE("up to the limit, a limit stops also where another reason stands before it") {
  policy p = rules();
  p.check_scopes = true;
  std::vector<bulk_row> asked = rows({"a", "b"});
  asked[0].request.offer.grants = {{project("p", "viewer")}};
  const issue_command c = in(7, 0, 7);
  CHECK(planned_lines(p, asked, c, bulk_mode::up_to_limit) ==
        lines{"unknown_scope /grants/0/id; seats_full", "batch_stopped 0 0 0"});
}

TEST_CASE("up to the limit, no other refusal stops anything") {
  std::vector<bulk_row> asked = {row("a", "robot"), invalid("b"), row("c"), row("C"),
                                 row("d"),          row("e"),     row("f"), row("g")};
  asked[2].existing.reset();
  asked[4].member = true;
  asked[5].existing->push_back(found("e"));
  asked[6].id = {};
  CHECK(planned_lines(rules(), asked, issuing(olga), bulk_mode::up_to_limit) ==
        lines{"role_not_grantable /role", "invalid_email /email", "fact_missing /facts/existing",
              "duplicate_item /email", "already_member /email", "duplicate_pending /email",
              "missing_value /id", "issued"});
}

// What belongs to one row ------------------------------------------------------------------------

TEST_CASE("whether somebody is a member is told by their own row alone") {
  std::vector<bulk_row> asked = rows({"a", "b", "c", "d"});
  asked[0].member = true;
  asked[1].member = std::nullopt;
  asked[3].member = std::nullopt;
  issue_command c = issuing(olga);
  c.facts.member = true;  // of the command, for nobody
  CHECK(planned_lines(rules(), asked, c) == lines{"already_member /email",
                                                  "fact_missing /facts/member", "issued",
                                                  "fact_missing /facts/member"});
}

TEST_CASE("what exists for somebody is told by their own row alone") {
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].existing->push_back(found("a"));
  asked[0].existing->push_back(found("c"));
  asked[1].existing.reset();
  CHECK(planned_lines(rules(), asked, issuing(olga)) ==
        lines{"duplicate_pending /email", "fact_missing /facts/existing", "issued"});
}

TEST_CASE("what somebody was before is told by their own row alone") {
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].former = invito::offer{"admin", std::nullopt};
  asked[2].former = invito::offer{"member", {{project("p", "viewer")}}};
  issue_command c = issuing(olga);
  c.source = invito::offer_source::former_membership;
  c.facts.former = invito::offer{"owner", std::nullopt};  // of the command, for nobody
  const plan said = plan_issue(rules(), asked, c, bulk_mode::best_effort);
  REQUIRE(all(said) == lines{"issued", "not_former_member /email", "issued"});
  CHECK(said[0]->invitation.offer == *asked[0].former);
  CHECK(said[2]->invitation.offer == *asked[2].former);
}

TEST_CASE("which scopes exist is told by the row, else by the command") {
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

TEST_CASE("what was sent to somebody is told by their own row alone") {
  policy p = rules();
  p.quotas.per_recipient = rate{1, day};
  std::vector<bulk_row> asked = rows({"a", "b", "c", "d", "e"});
  asked[0].sent_to_recipient = moments{start - 1h};
  asked[1].sent_to_recipient.emplace();
  asked[3].sent_to_recipient.emplace();
  asked[4].sent_to_recipient = moments{start - day};
  issue_command c = issuing(olga);
  c.facts.sends.to_recipient = moments{};  // of the command, for nobody
  CHECK(planned_lines(p, asked, c) == lines{"rate_limited 1 1 82800", "issued",
                                            "fact_missing /facts/to_recipient", "issued",
                                            "issued"});
}

TEST_CASE("ids and keys are told by their own row alone") {
  policy p = rules();
  p.keys.required = true;
  std::vector<bulk_row> asked = rows({"a", "b", "c"});
  asked[0].key = key_digest("a");
  asked[0].idempotency_key = "k";
  asked[2].id = {};
  asked[2].key = key_digest("c");
  issue_command c = issuing(olga);  // with an id, for nobody
  c.key = key_digest("shared");
  c.idempotency_key = "shared";
  const plan said = plan_issue(p, asked, c, bulk_mode::best_effort);
  REQUIRE(all(said) == lines{"issued", "missing_value /key", "missing_value /id"});
  CHECK(said[0]->invitation.history.back().idempotency_key == "k");

  asked[1].key = key_digest("b");
  const plan both = plan_issue(p, {asked[0], asked[1]}, c, bulk_mode::best_effort);
  REQUIRE(all(both) == lines(2, "issued"));
  CHECK(both[1]->invitation.history.back().idempotency_key.empty());
  CHECK(both[1]->invitation.keys->current == key_digest("b"));
}

TEST_CASE("all rows of a bulk plan have one organization guard, and each claims its mailbox") {
  std::vector<bulk_row> asked = {row("A"), row("b"), row("c"), row("d")};
  asked[2].request.recipient = {std::nullopt, invito::user_id("c")};
  asked[3].existing->push_back(found("d"));
  issue_command c = issuing(olga);
  c.facts.organization->revision = 41;
  const plan said =
      plan_issue(by_duplicates(duplicate_rule::return_existing), asked, c, bulk_mode::best_effort);
  REQUIRE(all(said) == lines{"issued", "issued", "issued", "existing"});
  for (std::size_t n = 0; n != 3; ++n) {
    CHECK(said[n]->guards.organization_revision == std::uint64_t{41});
  }
  REQUIRE(said[0]->guards.unique);
  CHECK(*said[0]->guards.unique == invito::uniqueness_claim{acme, "a@example.com"});
  REQUIRE(said[1]->guards.unique);
  CHECK(*said[1]->guards.unique == invito::uniqueness_claim{acme, "b@example.com"});
  CHECK_FALSE(said[2]->guards.unique);
  // Nothing is to be stored of what exists.
  CHECK(said[3]->guards == invito::guards{});
}

TEST_CASE("ten thousand rows are planned, and all of them are right") {
  constexpr std::uint32_t count = 10'000;
  std::vector<bulk_row> asked;
  for (std::uint32_t n = 0; n != count; ++n) asked.push_back(row("p" + std::to_string(n)));
  asked[7'000].request.recipient.email = invito::email("P6999@Example.com");
  policy p = rules();
  p.quotas.pending = count - 2;
  p.quotas.per_inviter = rate{count, day};
  const plan said = plan_issue(p, asked, having_sent({}), bulk_mode::best_effort);
  REQUIRE(said.size() == count);
  std::size_t right = 0;
  for (std::size_t n = 0; n != count; ++n) {
    if (!said[n]) continue;
    invitation const& i = said[n]->invitation;
    if (i.id == asked[n].id && i.recipient == asked[n].request.recipient) ++right;
  }
  // All but the duplicate and the last, which the limit turns away.
  CHECK(right == count - 2);
  CHECK(line(said[7'000]) == "duplicate_item /email");
  CHECK(line(said[count - 1]) == "too_many_pending 9998 9998 0");
}

// Sending again ----------------------------------------------------------------------------------

namespace {

invitation keyed(std::string const& local, std::string const& key) {
  issue_command c = issuing(olga);
  c.id = invitation_id(local);
  c.key = key_digest(key);
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

TEST_CASE("a bulk resend is about what is pending, and leaves the others out") {
  const std::vector<invitation> of = {accepted(),   found("a"), revoked(), declined(),
                                      superseded(), expired(),  found("b")};
  const auto said = plan_resend(rules(), again(of), resending());
  CHECK(all(said) == lines{"1 resend", "6 resend"});
  const auto after = carried_out(of, said);
  CHECK(after[1].expires_at() == later + 7 * day);
  CHECK(after[6].expires_at() == later + 7 * day);
  CHECK(after[0] == of[0]);
  CHECK(plan_resend(rules(), {}, resending()).empty());
}

TEST_CASE("a bulk resend renews nothing, from the moment of the expiry on") {
  const std::vector<invitation> of = {found("a")};
  CHECK(all(plan_resend(rules(), again(of), resending(week_later - tick))) == lines{"0 resend"});
  CHECK(plan_resend(rules(), again(of), resending(week_later)).empty());
}

TEST_CASE("an invitation that stands twice in a bulk resend is sent once") {
  const std::vector<invitation> of = {found("a"), found("b"), found("a")};
  CHECK(all(plan_resend(rules(), again(of), resending())) ==
        lines{"0 resend", "1 resend", "2 duplicate_item /id"});
}

TEST_CASE("what is over by the last known moment is neither sent nor revoked by a slow clock") {
  policy p = rules();
  p.expiry.shortest = 0s;
  resend_command at_once = resending(start + day);
  at_once.lifetime = 0s;
  const std::vector<invitation> of = {after(found("a"), at_once, p), found("b")};
  CHECK(all(plan_resend(p, again(of), resending(start + 1h))) == lines{"1 resend"});
  CHECK(all(plan_revoke(p, of, olga.who, as<revoke_command>(olga, start + 1h))) ==
        lines{"1 revoke"});
}

TEST_CASE("each row of a bulk resend has a key of its own") {
  const std::vector<invitation> of = {keyed("a", "old a"), keyed("b", "old b"), keyed("c", "old c"),
                                      found("d"), found("e")};
  std::vector<resend_row> asked = again(of);
  asked[0].key = key_digest("new a");
  asked[2].key = key_digest("old c");
  asked[3].key = key_digest("new d");
  resend_command c = resending();
  c.key = key_digest("shared");  // for nobody
  const auto said = plan_resend(rules(), asked, c);
  REQUIRE(all(said) ==
          lines{"0 resend", "1 missing_value /key", "2 resend", "3 resend", "4 resend"});
  const auto after = carried_out(of, said);
  CHECK(after[0].keys->current == key_digest("new a"));
  CHECK(after[0].keys->previous == key_digest("old a"));
  CHECK(after[2].keys->current == key_digest("old c"));
  CHECK_FALSE(after[2].keys->previous);
  REQUIRE(after[3].keys);
  CHECK(after[3].keys->current == key_digest("new d"));
  CHECK_FALSE(after[4].keys);
}

TEST_CASE("a bulk resend uses up both rates in order, and the third meets the limit") {
  const std::vector<invitation> of = {found("a"), found("b"), found("c"), found("d")};
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

TEST_CASE("a bulk resend uses nothing up for what is left out, refused or done already") {
  std::vector<invitation> of = {found("a"), found("b"), accepted(), found("d"),
                                found("e"), found("f"), found("g")};
  of[0] = after(of[0], resending(later - 1s));  // a second ago
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
  const auto said = plan_resend(p, asked, c);
  CHECK(all(said) == expected);
  CHECK(carried_out(of, said)[1] == of[1]);
}

TEST_CASE("a message that is sent again counts also where the first was not sent") {
  issue_command c = issuing(olga);
  const auto made = issue(rules(), silent(row("a")).request, c);
  REQUIRE(made);
  const std::vector<invitation> of = {apply(*made), found("b")};
  resend_command again_c = resending();
  again_c.facts.sends.by_inviter = moments{};
  CHECK(all(plan_resend(inviting_at_most(1, 1h), again(of), again_c)) ==
        lines{"0 resend", "1 rate_limited 1 1 3600"});
}

TEST_CASE("a bulk resend takes no seats") {
  const std::vector<invitation> of = {found("a"), found("b")};
  resend_command c = resending();
  c.facts.organization->members = 7;
  c.facts.organization->pending = 2;
  c.facts.organization->seat_limit = 7;
  c.facts.organization->revision = 5;
  const auto said = plan_resend(rules(), again(of), c);
  REQUIRE(all(said) == lines{"0 resend", "1 resend"});
  CHECK(said[1].verdict->guards.organization_revision == std::uint64_t{5});
}

TEST_CASE("what was sent to somebody is told by their own row of a bulk resend alone") {
  policy p = rules();
  p.quotas.per_recipient = rate{1, day};
  const std::vector<invitation> of = {found("a"), found("b"), found("c")};
  std::vector<resend_row> asked = again(of);
  asked[0].sent_to_recipient = moments{later - 1h};
  asked[2].sent_to_recipient.emplace();
  resend_command c = resending();
  c.facts.sends.to_recipient = moments{};  // of the command, for nobody
  CHECK(all(plan_resend(p, asked, c)) ==
        lines{"0 rate_limited 1 1 82800", "1 fact_missing /facts/to_recipient", "2 resend"});
}

TEST_CASE("which scopes exist is told by the row of a bulk resend, else by the command") {
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

// Withdrawing what somebody vouches for ----------------------------------------------------------

TEST_CASE("a bulk revocation withdraws all pending ones of one sponsor, and no others") {
  const std::vector<invitation> of = {
      issued("member", adam), issued("member", olga),
      after(issued("member", adam), accepting(ina, start + day, "admin")),
      after(issued("member", adam), as<revoke_command>(adam, start + day)),
      // The new sponsor counts.
      after(issued("member", adam), amending(abby, start + day, "member")),
      after(issued("member", olga), amending(adam, start + day, "member")),
      // Who sends again does not vouch.
      after(issued("member", adam), as<resend_command>(olga, start + day)),
      after(issued("member", olga), as<resend_command>(adam, start + day)),
      after(issued("member", adam), expiring(week_later))};
  const auto said = plan_revoke(rules(), of, adam.who, as<revoke_command>(olga, later));
  CHECK(all(said) == lines{"0 revoke", "5 revoke", "6 revoke"});
  const auto then = carried_out(of, said);
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

TEST_CASE("a bulk revocation leaves out what has expired, recorded or not") {
  const std::vector<invitation> of = {issued(), expired()};
  CHECK(all(plan_revoke(rules(), of, olga.who, as<revoke_command>(olga, week_later - tick))) ==
        lines{"0 revoke"});
  CHECK(plan_revoke(rules(), of, olga.who, as<revoke_command>(olga, week_later)).empty());
}

TEST_CASE("a bulk revocation tells a person from a program of the same name") {
  const std::vector<invitation> of = {issued()};
  const auto c = as<revoke_command>(olga, later);
  CHECK(plan_revoke(rules(), of, invito::actor::service(invito::user_id("olga")), c).empty());
  CHECK(plan_revoke(rules(), of, invito::actor{}, c).empty());
}

TEST_CASE("a bulk revocation takes the creator of a read invitation for its sponsor") {
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

TEST_CASE("a bulk revocation tells of each that the actor may not withdraw") {
  invitation elsewhere = issued("member", olga);
  elsewhere.organization = invito::organization_id("other");
  const std::list<invitation> of = {issued("owner", olga), issued("member", olga), elsewhere};
  CHECK(all(plan_revoke(rules(), of, olga.who, as<revoke_command>(adam, later))) ==
        lines{"0 not_permitted", "1 revoke", "2 not_found"});
}

// Writing down what is over ----------------------------------------------------------------------

TEST_CASE("a bulk expiry writes down exactly what is due") {
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
  const auto said = plan_expire(rules(), of, expiring(sweep));
  REQUIRE(all(said) == lines{"0 expire", "1 expire", "3 expire", "7 expire"});
  const auto then = carried_out(of, said);
  CHECK(then[0].state == invito::state(invito::expired{start + 8 * day}));
  CHECK(then[1].state == invito::state(invito::expired{week_later}));
  CHECK(then[3].state == invito::state(invito::expired{start + day}));
  CHECK(then[7].state == invito::state(invito::expired{week_later + 1h}));
  for (const std::size_t n : {2U, 4U, 5U, 6U}) CHECK(then[n] == of[n]);
  // A second sweep finds nothing.
  CHECK(plan_expire(rules(), then, expiring(sweep)).empty());
  CHECK(plan_expire(rules(), std::vector<invitation>{}, expiring(sweep)).empty());
}

TEST_CASE("a bulk expiry by somebody else than the system is refused for each that is due") {
  const std::list<invitation> of = {revoked(), issued(), issued()};
  auto c = expiring(week_later);
  c.by = olga.who;
  CHECK(all(plan_expire(rules(), of, c)) == lines{"1 system_only", "2 system_only"});
}
