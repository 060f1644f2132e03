// SPDX-License-Identifier: MIT

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::attribute_list;
using invito::composite_of;
using invito::composite_status;
using invito::invitation;
using invito::revoke_cause;
using invito::state_of;
using invito::status_entry;
using entries = std::vector<status_entry>;

constexpr invito::instant later = start + 3 * day;

invito::attribute meta(std::string name, std::string json) {
  return {std::move(name), invito::json_text::unchecked(std::move(json))};
}

status_entry entry(std::string status, std::optional<invito::instant> at = {}, std::string by = {},
                   attribute_list metadata = {}) {
  return {std::move(status), {}, at, invito::user_id(std::move(by)), std::move(metadata)};
}

/// The entry of an event.
status_entry made(std::string status, invito::instant at, std::string by,
                  std::string const& event) {
  return entry(std::move(status), at, std::move(by), {meta("invito_event", '"' + event + '"')});
}

/// An invitation of which a document told this state, and when it was created.
invitation told_as(invito::state s, std::optional<invito::instant> created_at = {}) {
  invitation out;
  out.organization = acme;
  out.recipient.email = invito::email("ina@example.com");
  out.offer.role = "member";
  out.sponsor = olga.who;
  out.created_at = created_at;
  out.state = std::move(s);
  invito::begin_history(out, week_later);
  return out;
}

const status_entry issue_entry = made("pending", start, "olga", "issue");

}  // namespace

// One status after another -----------------------------------------------------------------------

TEST_CASE("each status joins the history behind those before it, as it was") {
  composite_status s;
  s.current = {"queued", "waits", start, invito::user_id("olga"), {meta("a", "1")}};
  const status_entry first = s.current;
  const status_entry second{
      "planning", "thinks", start + day, invito::user_id("adam"), {meta("b", "2")}};
  advance(s, second);
  CHECK(s.history == entries{first});
  CHECK(s.current.status == "planning");
  CHECK(s.current.description == "thinks");
  CHECK(s.current.at == start + day);
  CHECK(s.current.by == invito::user_id("adam"));
  const status_entry third = s.current;
  advance(s, entry("applying"));
  CHECK(s.history == entries{first, third});
  CHECK(s.current.status == "applying");
  // Nothing but metadata is handed on.
  CHECK(s.current.description.empty());
  CHECK_FALSE(s.current.at.has_value());
  CHECK(s.current.by.empty());
}

TEST_CASE("metadata carries forward behind the new, and a new value wins over an old one") {
  composite_status s;
  s.current = entry("queued", {}, {}, {meta("a", "1"), meta("b", "[2]"), meta("c", "3")});
  const entries before{s.current};
  advance(s, entry("planning", {}, {}, {meta("z", "0"), meta("b", "null")}));
  CHECK(s.current.metadata ==
        attribute_list{meta("z", "0"), meta("b", "null"), meta("a", "1"), meta("c", "3")});
  CHECK(s.history == before);  // each entry keeps what it had
  advance(s, entry("applying"));
  CHECK(s.current.metadata ==
        attribute_list{meta("z", "0"), meta("b", "null"), meta("a", "1"), meta("c", "3")});
  advance(s, entry("active", {}, {}, {meta("c", "4")}));
  CHECK(s.current.metadata ==
        attribute_list{meta("c", "4"), meta("z", "0"), meta("b", "null"), meta("a", "1")});
  CHECK(s.history[2].metadata.back() == meta("c", "3"));
}

TEST_CASE("metadata whose names begin with invito_ tell of one status and do not carry forward") {
  composite_status s;
  s.current = entry("pending", {}, {},
                    {meta("invito_event", "\"issue\""), meta("invito_", "1"), meta("invito", "2"),
                     meta("Invito_event", "3"), meta("", "4"), meta("an_invito_event", "5")});
  const status_entry before = s.current;
  advance(s, entry("success"));
  CHECK(s.current.metadata == attribute_list{meta("invito", "2"), meta("Invito_event", "3"),
                                             meta("", "4"), meta("an_invito_event", "5")});
  REQUIRE(s.history.size() == 1);
  CHECK(s.history[0] == before);
  // A new one stays.
  advance(s, entry("expired", {}, {}, {meta("invito_event", "\"expire\"")}));
  CHECK(s.current.metadata.front() == meta("invito_event", "\"expire\""));
}

TEST_CASE("the same status twice stands there twice") {
  composite_status s;
  s.current = entry("pending", start);
  advance(s, entry("pending", start));
  CHECK(s.current == entry("pending", start));
  CHECK(s.history == entries{entry("pending", start)});
  advance(s, entry("pending", start));
  CHECK(s.history.size() == 2);
}

TEST_CASE("a trimmed history keeps its latest entries, and the current status stays") {
  composite_status s;
  s.current = entry("active");
  s.history = {entry("queued"), entry("planning"), entry("applying")};
  const composite_status whole = s;
  trim(s, 4);
  CHECK(s == whole);
  trim(s, 3);
  CHECK(s == whole);
  trim(s, 2);
  CHECK(s.history == entries{entry("planning"), entry("applying")});
  CHECK(s.current == entry("active"));
  trim(s, 1);
  CHECK(s.history == entries{entry("applying")});
  trim(s, 0);
  CHECK(s.history.empty());
  CHECK(s.current == entry("active"));
  trim(s, 0);
  CHECK(s.history.empty());
}

TEST_CASE("two statuses are equal only if every member is") {
  const auto other = [](auto change) {
    composite_status s;
    change(s);
    return s != composite_status() && !(s == composite_status()) && s == composite_status(s);
  };
  CHECK(composite_status() == composite_status());
  CHECK(other([](composite_status& s) { s.current.status = "x"; }));
  CHECK(other([](composite_status& s) { s.current.description = "x"; }));
  CHECK(other([](composite_status& s) { s.current.at = start; }));
  CHECK(other([](composite_status& s) { s.current.by = invito::user_id("x"); }));
  CHECK(other([](composite_status& s) { s.current.metadata.push_back(meta("x", "1")); }));
  CHECK(other([](composite_status& s) { s.history.emplace_back(); }));
}

TEST_CASE("the words are thirty-two, each its own") {
  std::vector<std::string_view> words(invito::composite_statuses.begin(),
                                      invito::composite_statuses.end());
  CHECK(words.size() == 32);
  CHECK(words.front() == "error");
  CHECK(words.back() == "approval-awaiting");
  std::sort(words.begin(), words.end());
  CHECK(std::adjacent_find(words.begin(), words.end()) == words.end());
}

// An invitation as a composite status ------------------------------------------------------------

TEST_CASE("an issued invitation is pending since its issue, and nothing came before") {
  const composite_status s = composite_of(issued(), start + day);
  CHECK(s.current == issue_entry);
  CHECK(s.history.empty());
}

TEST_CASE("every event is one entry, with the word for what it led to and its own name") {
  struct row {
    char const* event;
    invitation then;
    status_entry last;
  };
  const std::vector<row> rows{
      {"resend", after(issued(), as<invito::resend_command>(adam, start + day)),
       made("pending", start + day, "adam", "resend")},
      {"amend", after(issued(), amending(olga, start + day, "admin")),
       made("pending", start + day, "olga", "amend")},
      {"accept", accepted(), made("success", start + day, "ina", "accept")},
      {"decline", declined(), made("approval-denied", start + day, "ina", "decline")},
      {"revoke", revoked(), made("cancelled", start + day, "olga", "revoke")},
      {"supersede", superseded(), made("discarded", start + day, "olga", "supersede")},
      // Dated with the expiry, not with the day on which it was recorded.
      {"expire", expired(), made("expired", week_later, "", "expire")},
  };
  for (row const& r : rows) {
    CAPTURE(r.event);
    const composite_status s = composite_of(r.then, start + 2 * day);
    CHECK(s.current == r.last);
    CHECK(s.history == entries{issue_entry});
    auto const& words = invito::composite_statuses;
    CHECK(std::find(words.begin(), words.end(), s.current.status) != words.end());
  }
}

TEST_CASE("a long life is told event by event, oldest first") {
  invitation i = after(issued(), amending(adam, start + day, "admin"));
  i = after(i, as<invito::resend_command>(abby, start + 2 * day));
  i = after(i, as<invito::revoke_command>(olga, start + 3 * day));
  const composite_status s = composite_of(i, start + 4 * day);
  CHECK(s.history == entries{issue_entry, made("pending", start + day, "adam", "amend"),
                             made("pending", start + 2 * day, "abby", "resend")});
  CHECK(s.current == made("cancelled", start + 3 * day, "olga", "revoke"));
}

TEST_CASE("an expiry that nobody wrote down shows from its very moment on") {
  const invitation i = issued();
  CHECK(composite_of(i, week_later - tick).current == issue_entry);
  CHECK(composite_of(i, week_later - tick).history.empty());
  for (const invito::instant now : {week_later, week_later + tick, week_later + 100 * day}) {
    const composite_status s = composite_of(i, now);
    CHECK(s.current == entry("expired", week_later));  // no event, so no name of one
    CHECK(s.history == entries{issue_entry});
  }
}

TEST_CASE("an expiry behind a final state does not show, and one written down shows once") {
  CHECK(composite_of(accepted(), week_later + day) == composite_of(accepted(), start + day));
  CHECK(composite_of(accepted(), week_later + day).current.status == "success");
  CHECK(composite_of(revoked(), week_later + day).current.status == "cancelled");
  const composite_status s = composite_of(expired(), week_later + 2 * day);
  CHECK(s.current == made("expired", week_later, "", "expire"));
  CHECK(s.history == entries{issue_entry});
}

TEST_CASE("a renewed invitation is told with its expiry that was never written down left out") {
  const invitation i = after(issued(), as<invito::resend_command>(adam, week_later + day));
  const composite_status s = composite_of(i, week_later + 2 * day);
  CHECK(s.current == made("pending", week_later + day, "adam", "resend"));
  CHECK(s.history == entries{issue_entry});
}

TEST_CASE("a told state is one entry, with the times and people that were told and no others") {
  struct row {
    invito::state told;
    status_entry alone;
  };
  const auto olga_did = [](revoke_cause c) { return invito::revoked{later, olga.who, c}; };
  const auto nobody_did = [](revoke_cause c) { return invito::revoked{{}, {}, c}; };
  const std::vector<row> rows{
      {invito::accepted{later, invito::user_id("ina")}, entry("success", later, "ina")},
      {invito::accepted{later, {}}, entry("success", later)},
      {invito::accepted{{}, invito::user_id("ina")}, entry("success", {}, "ina")},
      {invito::accepted{}, entry("success")},
      {olga_did(revoke_cause::revoked), entry("cancelled", later, "olga")},
      {olga_did(revoke_cause::declined), entry("approval-denied", later, "olga")},
      {olga_did(revoke_cause::superseded), entry("discarded", later, "olga")},
      {nobody_did(revoke_cause::revoked), entry("cancelled")},
      {nobody_did(revoke_cause::declined), entry("approval-denied")},
      {nobody_did(revoke_cause::superseded), entry("discarded")},
      {invito::revoked{later, invito::actor::system(), {}}, entry("cancelled", later)},
      {invito::revoked{{}, invito::actor::service(invito::user_id("sync")), {}},
       entry("cancelled", {}, "sync")},
      {invito::expired{week_later}, entry("expired", week_later)},
  };
  for (row const& r : rows) {
    CAPTURE(r.alone.status);
    for (std::optional<invito::instant> const& born :
         {std::optional<invito::instant>(), std::optional(start)}) {
      const composite_status s = composite_of(told_as(r.told, born), week_later + day);
      CHECK(s.current == r.alone);
      CHECK(s.history.empty());
    }
  }
}

TEST_CASE("a told pending invitation is so since its creation, where that is known") {
  const invitation known = told_as(invito::pending{}, start);
  CHECK(composite_of(known, week_later + day).current == entry("pending", start));
  CHECK(composite_of(known, week_later + day).history.empty());
  const invitation unknown = told_as(invito::pending{});
  CHECK(composite_of(unknown, start).current == entry("pending"));

  const invitation ends = told_as(invito::pending{week_later}, start);
  CHECK(composite_of(ends, week_later - tick).current == entry("pending", start));
  const composite_status s = composite_of(ends, week_later);
  CHECK(s.current == entry("expired", week_later));
  CHECK(s.history == entries{entry("pending", start)});
}

TEST_CASE("events follow on the told state") {
  const invitation i =
      after(told_as(invito::pending{week_later}, start), as<invito::revoke_command>(olga, later));
  const composite_status s = composite_of(i, week_later);
  CHECK(s.history == entries{entry("pending", start)});
  CHECK(s.current == made("cancelled", later, "olga", "revoke"));
}

TEST_CASE("told statuses stand for the told state, as they were told") {
  composite_status told;
  told.current = {"in-progress",
                  "half way",
                  start,
                  invito::user_id("mike"),
                  {meta("a", "1"), meta("invito_event", "\"issue\"")}};
  told.history = {entry("queued", start - day), entry("")};
  invitation i = told_as(invito::pending{week_later}, start);
  i.baseline->told_statuses = told;
  CHECK(composite_of(i, start) == told);

  SECTION("an event follows on them, and their metadata carry forward") {
    i = after(i, as<invito::revoke_command>(olga, later));
    const composite_status s = composite_of(i, week_later);
    CHECK(s.history == entries{entry("queued", start - day), entry(""), told.current});
    CHECK(s.current ==
          entry("cancelled", later, "olga", {meta("invito_event", "\"revoke\""), meta("a", "1")}));
    CHECK(*i.baseline->told_statuses == told);
  }
  SECTION("an expiry that nobody wrote down follows on them") {
    const composite_status s = composite_of(i, week_later);
    CHECK(s.history == entries{entry("queued", start - day), entry(""), told.current});
    CHECK(s.current == entry("expired", week_later, {}, {meta("a", "1")}));
  }
  SECTION("they count even where they are empty") {
    i.baseline->told_statuses = composite_status{};
    CHECK(composite_of(i, start) == composite_status{});
    CHECK(composite_of(i, week_later).history == entries{status_entry{}});
  }
}

TEST_CASE("a withdrawal for a cause that is none of them has no word") {
  const auto none = static_cast<revoke_cause>(3);
  CHECK(
      composite_of(told_as(invito::revoked{later, olga.who, none}), later).current.status.empty());
}

TEST_CASE("an invitation that its host assembled is told by its state") {
  invitation i;
  i.created_at = start;
  i.state = invito::pending{week_later};
  CHECK(composite_of(i, start).current == entry("pending", start));
  CHECK(composite_of(i, start).history.empty());
  CHECK(composite_of(i, week_later).current == entry("expired", week_later));
  CHECK(composite_of(i, week_later).history == entries{entry("pending", start)});
  i.state = invito::revoked{later, olga.who, revoke_cause::declined};
  CHECK(composite_of(i, week_later).current == entry("approval-denied", later, "olga"));
  CHECK(composite_of(i, week_later).history.empty());
  CHECK(composite_of(invitation(), start).current == entry("pending"));
}

// What an entry says of an invitation ------------------------------------------------------------

TEST_CASE("an entry tells the state that its word means") {
  const auto means = [](std::string word) {
    return state_of(entry(std::move(word), later, "olga"));
  };
  using invito::state;
  CHECK(means("pending") == state(invito::pending{}));
  CHECK(means("success") == state(invito::accepted{later, invito::user_id("olga")}));
  CHECK(means("accepted") == state(invito::accepted{later, invito::user_id("olga")}));
  CHECK(means("cancelled") == state(invito::revoked{later, olga.who, revoke_cause::revoked}));
  CHECK(means("revoked") == state(invito::revoked{later, olga.who, revoke_cause::revoked}));
  CHECK(means("approval-denied") ==
        state(invito::revoked{later, olga.who, revoke_cause::declined}));
  CHECK(means("discarded") == state(invito::revoked{later, olga.who, revoke_cause::superseded}));
  CHECK(means("expired") == state(invito::expired{later}));
}

TEST_CASE("an entry without time or actor tells a state without them, and no expiry") {
  using invito::state;
  CHECK(state_of(entry("pending")) == state(invito::pending{}));
  CHECK(state_of(entry("accepted")) == state(invito::accepted{}));
  CHECK(state_of(entry("cancelled")) == state(invito::revoked{}));
  CHECK(state_of(entry("discarded", later)) ==
        state(invito::revoked{later, {}, revoke_cause::superseded}));
  CHECK(state_of(entry("expired", {}, "olga")) == std::nullopt);
}

TEST_CASE("any other word tells no state") {
  int silent = 0;
  for (std::string_view word : invito::composite_statuses) {
    silent += state_of(entry(std::string(word), later, "olga")) ? 0 : 1;
  }
  CHECK(silent == 26);
  for (char const* word : {"", "Pending", "pending ", "active", "error", "approved", "declined",
                           "superseded", "canceled", "approval-expired"}) {
    CAPTURE(word);
    CHECK(state_of(entry(word, later, "olga")) == std::nullopt);
  }
}

TEST_CASE("a told state comes back from its own entry") {
  const std::vector<invito::state> states{
      invito::pending{},
      invito::accepted{later, invito::user_id("ina")},
      invito::accepted{},
      invito::revoked{later, olga.who, revoke_cause::revoked},
      invito::revoked{later, olga.who, revoke_cause::declined},
      invito::revoked{{}, {}, revoke_cause::superseded},
      invito::expired{week_later},
  };
  for (invito::state const& s : states) {
    CAPTURE(s.index());
    CHECK(state_of(composite_of(told_as(s, start), start).current) == s);
  }
}
