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

/// An invitation as read from a document with this state and time of creation.
invitation imported(invito::state s, std::optional<invito::instant> created_at = {}) {
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

// advance and trim_history -----------------------------------------------------------------------

TEST_CASE("advance appends the current status to the history unchanged", "[composite_status]") {
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
  // Only metadata are kept.
  CHECK(s.current.description.empty());
  CHECK_FALSE(s.current.at.has_value());
  CHECK(s.current.by.empty());
}

TEST_CASE(
    "advance keeps old metadata after the new, and a new value replaces an old value of the same "
    "name",
    "[composite_status]") {
  composite_status s;
  s.current = entry("queued", {}, {}, {meta("a", "1"), meta("b", "[2]"), meta("c", "3")});
  const entries before{s.current};
  advance(s, entry("planning", {}, {}, {meta("z", "0"), meta("b", "null")}));
  CHECK(s.current.metadata ==
        attribute_list{meta("z", "0"), meta("b", "null"), meta("a", "1"), meta("c", "3")});
  CHECK(s.history == before);  // the history is unchanged
  advance(s, entry("applying"));
  CHECK(s.current.metadata ==
        attribute_list{meta("z", "0"), meta("b", "null"), meta("a", "1"), meta("c", "3")});
  advance(s, entry("active", {}, {}, {meta("c", "4")}));
  CHECK(s.current.metadata ==
        attribute_list{meta("c", "4"), meta("z", "0"), meta("b", "null"), meta("a", "1")});
  CHECK(s.history[2].metadata.back() == meta("c", "3"));
}

TEST_CASE("advance does not keep metadata whose names begin with invito_", "[composite_status]") {
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
  // New metadata with such a name are kept.
  advance(s, entry("expired", {}, {}, {meta("invito_event", "\"expire\"")}));
  CHECK(s.current.metadata.front() == meta("invito_event", "\"expire\""));
}

TEST_CASE("advance appends a status that is equal to the current one", "[composite_status]") {
  composite_status s;
  s.current = entry("pending", start);
  advance(s, entry("pending", start));
  CHECK(s.current == entry("pending", start));
  CHECK(s.history == entries{entry("pending", start)});
  advance(s, entry("pending", start));
  CHECK(s.history.size() == 2);
}

TEST_CASE("trim_history keeps the latest entries of the history and the current status",
          "[composite_status]") {
  composite_status s;
  s.current = entry("active");
  s.history = {entry("queued"), entry("planning"), entry("applying")};
  const composite_status whole = s;
  trim_history(s, 4);
  CHECK(s == whole);
  trim_history(s, 3);
  CHECK(s == whole);
  trim_history(s, 2);
  CHECK(s.history == entries{entry("planning"), entry("applying")});
  CHECK(s.current == entry("active"));
  trim_history(s, 1);
  CHECK(s.history == entries{entry("applying")});
  trim_history(s, 0);
  CHECK(s.history.empty());
  CHECK(s.current == entry("active"));
  trim_history(s, 0);
  CHECK(s.history.empty());
}

TEST_CASE("composite statuses are equal only if every member is equal", "[composite_status]") {
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

TEST_CASE("Nuon has 32 different composite statuses", "[composite_status][nuon]") {
  std::vector<std::string_view> statuses(invito::nuon::composite_statuses.begin(),
                                         invito::nuon::composite_statuses.end());
  CHECK(statuses.size() == 32);
  CHECK(statuses.front() == "error");
  CHECK(statuses.back() == "approval-awaiting");
  std::sort(statuses.begin(), statuses.end());
  CHECK(std::adjacent_find(statuses.begin(), statuses.end()) == statuses.end());
}

// composite_of -----------------------------------------------------------------------------------

TEST_CASE("composite_of an issued invitation is one pending entry", "[composite_status][issue]") {
  const composite_status s = composite_of(issued(), start + day);
  CHECK(s.current == issue_entry);
  CHECK(s.history.empty());
}

TEST_CASE(
    "composite_of makes one entry of each event, with the status after the event and the name of "
    "the event",
    "[composite_status][resend][amend][accept][decline][revoke][supersede][expire]") {
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
      // The entry is dated at the expiry, not at the time of the event.
      {"expire", expired(), made("expired", week_later, "", "expire")},
  };
  for (row const& r : rows) {
    CAPTURE(r.event);
    const composite_status s = composite_of(r.then, start + 2 * day);
    CHECK(s.current == r.last);
    CHECK(s.history == entries{issue_entry});
    auto const& statuses = invito::nuon::composite_statuses;
    CHECK(std::find(statuses.begin(), statuses.end(), s.current.status) != statuses.end());
  }
}

TEST_CASE("composite_of has one entry for each of several events, the oldest first",
          "[composite_status]") {
  invitation i = after(issued(), amending(adam, start + day, "admin"));
  i = after(i, as<invito::resend_command>(abby, start + 2 * day));
  i = after(i, as<invito::revoke_command>(olga, start + 3 * day));
  const composite_status s = composite_of(i, start + 4 * day);
  CHECK(s.history == entries{issue_entry, made("pending", start + day, "adam", "amend"),
                             made("pending", start + 2 * day, "abby", "resend")});
  CHECK(s.current == made("cancelled", start + 3 * day, "olga", "revoke"));
}

TEST_CASE("composite_of contains an unrecorded expiry from expires_at on",
          "[composite_status][expire]") {
  const invitation i = issued();
  CHECK(composite_of(i, week_later - tick).current == issue_entry);
  CHECK(composite_of(i, week_later - tick).history.empty());
  for (const invito::instant now : {week_later, week_later + tick, week_later + 100 * day}) {
    const composite_status s = composite_of(i, now);
    CHECK(s.current == entry("expired", week_later));  // no event, so no invito_event
    CHECK(s.history == entries{issue_entry});
  }
}

TEST_CASE("composite_of contains no expiry after a final state, and a recorded expiry once",
          "[composite_status][expire]") {
  CHECK(composite_of(accepted(), week_later + day) == composite_of(accepted(), start + day));
  CHECK(composite_of(accepted(), week_later + day).current.status == "success");
  CHECK(composite_of(revoked(), week_later + day).current.status == "cancelled");
  const composite_status s = composite_of(expired(), week_later + 2 * day);
  CHECK(s.current == made("expired", week_later, "", "expire"));
  CHECK(s.history == entries{issue_entry});
}

TEST_CASE("composite_of a renewed invitation leaves out an unrecorded expiry",
          "[composite_status][resend]") {
  const invitation i = after(issued(), as<invito::resend_command>(adam, week_later + day));
  const composite_status s = composite_of(i, week_later + 2 * day);
  CHECK(s.current == made("pending", week_later + day, "adam", "resend"));
  CHECK(s.history == entries{issue_entry});
}

TEST_CASE(
    "composite_of an imported state is one entry with only the time and the person of the state",
    "[composite_status]") {
  struct row {
    invito::state state;
    status_entry entry;
  };
  const auto by_olga = [](revoke_cause c) { return invito::revoked{later, olga.who, c}; };
  const auto by_unknown = [](revoke_cause c) { return invito::revoked{{}, {}, c}; };
  const std::vector<row> rows{
      {invito::accepted{later, invito::user_id("ina")}, entry("success", later, "ina")},
      {invito::accepted{later, {}}, entry("success", later)},
      {invito::accepted{{}, invito::user_id("ina")}, entry("success", {}, "ina")},
      {invito::accepted{}, entry("success")},
      {by_olga(revoke_cause::revoked), entry("cancelled", later, "olga")},
      {by_olga(revoke_cause::declined), entry("approval-denied", later, "olga")},
      {by_olga(revoke_cause::superseded), entry("discarded", later, "olga")},
      {by_unknown(revoke_cause::revoked), entry("cancelled")},
      {by_unknown(revoke_cause::declined), entry("approval-denied")},
      {by_unknown(revoke_cause::superseded), entry("discarded")},
      {invito::revoked{later, invito::actor::system(), {}}, entry("cancelled", later)},
      {invito::revoked{{}, invito::actor::service(invito::user_id("sync")), {}},
       entry("cancelled", {}, "sync")},
      {invito::expired{week_later}, entry("expired", week_later)},
  };
  for (row const& r : rows) {
    CAPTURE(r.entry.status);
    for (std::optional<invito::instant> const& created_at :
         {std::optional<invito::instant>(), std::optional(start)}) {
      const composite_status s = composite_of(imported(r.state, created_at), week_later + day);
      CHECK(s.current == r.entry);
      CHECK(s.history.empty());
    }
  }
}

TEST_CASE("composite_of an imported pending invitation has the time of its creation, if known",
          "[composite_status]") {
  const invitation known = imported(invito::pending{}, start);
  CHECK(composite_of(known, week_later + day).current == entry("pending", start));
  CHECK(composite_of(known, week_later + day).history.empty());
  const invitation unknown = imported(invito::pending{});
  CHECK(composite_of(unknown, start).current == entry("pending"));

  const invitation ends = imported(invito::pending{week_later}, start);
  CHECK(composite_of(ends, week_later - tick).current == entry("pending", start));
  const composite_status s = composite_of(ends, week_later);
  CHECK(s.current == entry("expired", week_later));
  CHECK(s.history == entries{entry("pending", start)});
}

TEST_CASE("composite_of puts events after an imported state", "[composite_status]") {
  const invitation i =
      after(imported(invito::pending{week_later}, start), as<invito::revoke_command>(olga, later));
  const composite_status s = composite_of(i, week_later);
  CHECK(s.history == entries{entry("pending", start)});
  CHECK(s.current == made("cancelled", later, "olga", "revoke"));
}

TEST_CASE("composite_of returns source_statuses unchanged, in place of the imported state",
          "[composite_status]") {
  composite_status source;
  source.current = {"in-progress",
                    "half way",
                    start,
                    invito::user_id("mike"),
                    {meta("a", "1"), meta("invito_event", "\"issue\"")}};
  source.history = {entry("queued", start - day), entry("")};
  invitation i = imported(invito::pending{week_later}, start);
  i.baseline->source_statuses = source;
  CHECK(composite_of(i, start) == source);

  SECTION("an event comes after them and keeps their metadata") {
    i = after(i, as<invito::revoke_command>(olga, later));
    const composite_status s = composite_of(i, week_later);
    CHECK(s.history == entries{entry("queued", start - day), entry(""), source.current});
    CHECK(s.current ==
          entry("cancelled", later, "olga", {meta("invito_event", "\"revoke\""), meta("a", "1")}));
    CHECK(*i.baseline->source_statuses == source);
  }
  SECTION("an unrecorded expiry comes after them") {
    const composite_status s = composite_of(i, week_later);
    CHECK(s.history == entries{entry("queued", start - day), entry(""), source.current});
    CHECK(s.current == entry("expired", week_later, {}, {meta("a", "1")}));
  }
  SECTION("empty source_statuses are returned as well") {
    i.baseline->source_statuses = composite_status{};
    CHECK(composite_of(i, start) == composite_status{});
    CHECK(composite_of(i, week_later).history == entries{status_entry{}});
  }
}

TEST_CASE("composite_of a revocation with an invalid cause has an empty status",
          "[composite_status][revoke]") {
  const auto none = static_cast<revoke_cause>(3);
  CHECK(
      composite_of(imported(invito::revoked{later, olga.who, none}), later).current.status.empty());
}

TEST_CASE("composite_of an invitation without a history and a baseline is the entry of its state",
          "[composite_status]") {
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

// state_of ---------------------------------------------------------------------------------------

TEST_CASE("state_of returns the state for the status of an entry", "[composite_status]") {
  const auto state_with = [](std::string status) {
    return state_of(entry(std::move(status), later, "olga"));
  };
  using invito::state;
  CHECK(state_with("pending") == state(invito::pending{}));
  CHECK(state_with("success") == state(invito::accepted{later, invito::user_id("olga")}));
  CHECK(state_with("accepted") == state(invito::accepted{later, invito::user_id("olga")}));
  CHECK(state_with("cancelled") == state(invito::revoked{later, olga.who, revoke_cause::revoked}));
  CHECK(state_with("revoked") == state(invito::revoked{later, olga.who, revoke_cause::revoked}));
  CHECK(state_with("approval-denied") ==
        state(invito::revoked{later, olga.who, revoke_cause::declined}));
  CHECK(state_with("discarded") ==
        state(invito::revoked{later, olga.who, revoke_cause::superseded}));
  CHECK(state_with("expired") == state(invito::expired{later}));
}

TEST_CASE(
    "state_of an entry without a time or an actor is a state without them, and no expired state",
    "[composite_status]") {
  using invito::state;
  CHECK(state_of(entry("pending")) == state(invito::pending{}));
  CHECK(state_of(entry("accepted")) == state(invito::accepted{}));
  CHECK(state_of(entry("cancelled")) == state(invito::revoked{}));
  CHECK(state_of(entry("discarded", later)) ==
        state(invito::revoked{later, {}, revoke_cause::superseded}));
  CHECK(state_of(entry("expired", {}, "olga")) == std::nullopt);
}

TEST_CASE("state_of an entry with another status is no state", "[composite_status]") {
  int without_state = 0;
  for (std::string_view status : invito::nuon::composite_statuses) {
    without_state += state_of(entry(std::string(status), later, "olga")) ? 0 : 1;
  }
  CHECK(without_state == 26);
  for (char const* status : {"", "Pending", "pending ", "active", "error", "approved", "declined",
                             "superseded", "canceled", "approval-expired"}) {
    CAPTURE(status);
    CHECK(state_of(entry(status, later, "olga")) == std::nullopt);
  }
}

TEST_CASE("state_of the entry of an imported state is this state", "[composite_status]") {
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
    CHECK(state_of(composite_of(imported(s, start), start).current) == s);
  }
}
