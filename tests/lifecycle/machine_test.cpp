// SPDX-License-Identifier: MIT

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::code;
using invito::event_kind;
using invito::status;

// find_transition, cell by cell ------------------------------------------------------------------

constexpr std::optional<status> none = std::nullopt;

constexpr bool leads(std::optional<status> from, event_kind on, status to) {
  return find_transition(from, on).allowed() && find_transition(from, on).to == to;
}
constexpr bool refuses(std::optional<status> from, event_kind on, code why) {
  return !find_transition(from, on).allowed() && find_transition(from, on).refusal == why;
}

static_assert(leads(none, event_kind::issue, status::pending));
static_assert(refuses(none, event_kind::resend, code::not_found));
static_assert(refuses(none, event_kind::amend, code::not_found));
static_assert(refuses(none, event_kind::accept, code::not_found));
static_assert(refuses(none, event_kind::decline, code::not_found));
static_assert(refuses(none, event_kind::revoke, code::not_found));
static_assert(refuses(none, event_kind::supersede, code::not_found));
static_assert(refuses(none, event_kind::expire, code::not_found));

static_assert(refuses(status::pending, event_kind::issue, code::already_issued));
static_assert(leads(status::pending, event_kind::resend, status::pending));
static_assert(leads(status::pending, event_kind::amend, status::pending));
static_assert(leads(status::pending, event_kind::accept, status::accepted));
static_assert(leads(status::pending, event_kind::decline, status::revoked));
static_assert(leads(status::pending, event_kind::revoke, status::revoked));
static_assert(leads(status::pending, event_kind::supersede, status::revoked));
static_assert(leads(status::pending, event_kind::expire, status::expired));

static_assert(refuses(status::accepted, event_kind::issue, code::already_accepted));
static_assert(refuses(status::accepted, event_kind::resend, code::already_accepted));
static_assert(refuses(status::accepted, event_kind::amend, code::already_accepted));
static_assert(refuses(status::accepted, event_kind::accept, code::already_accepted));
static_assert(refuses(status::accepted, event_kind::decline, code::already_accepted));
static_assert(refuses(status::accepted, event_kind::revoke, code::already_accepted));
static_assert(refuses(status::accepted, event_kind::supersede, code::already_accepted));
static_assert(refuses(status::accepted, event_kind::expire, code::already_accepted));

static_assert(refuses(status::revoked, event_kind::issue, code::already_revoked));
static_assert(refuses(status::revoked, event_kind::resend, code::already_revoked));
static_assert(refuses(status::revoked, event_kind::amend, code::already_revoked));
static_assert(refuses(status::revoked, event_kind::accept, code::already_revoked));
static_assert(refuses(status::revoked, event_kind::decline, code::already_revoked));
static_assert(refuses(status::revoked, event_kind::revoke, code::already_revoked));
static_assert(refuses(status::revoked, event_kind::supersede, code::already_revoked));
static_assert(refuses(status::revoked, event_kind::expire, code::already_revoked));

static_assert(refuses(status::expired, event_kind::issue, code::expired));
static_assert(leads(status::expired, event_kind::resend, status::pending));
static_assert(refuses(status::expired, event_kind::amend, code::expired));
static_assert(refuses(status::expired, event_kind::accept, code::expired));
static_assert(leads(status::expired, event_kind::decline, status::revoked));
static_assert(leads(status::expired, event_kind::revoke, status::revoked));
static_assert(refuses(status::expired, event_kind::supersede, code::expired));
static_assert(refuses(status::expired, event_kind::expire, code::expired));

static_assert(!is_final(status::pending));
static_assert(is_final(status::accepted));
static_assert(is_final(status::revoked));
static_assert(!is_final(status::expired));

// Each verb on each recorded state ---------------------------------------------------------------

// The outcome of each verb: the new status, "!" and the code of a refusal, or "=" for a decision
// without an event.
struct row {
  std::string_view recorded;
  std::array<std::string_view, 7> verbs;
};

constexpr std::array<std::string_view, 7> verb_names = {"resend", "amend",     "accept", "decline",
                                                        "revoke", "supersede", "expire"};

// clang-format off
constexpr row before_expiry[] = {
    // recorded     resend               amend                accept               decline              revoke               supersede            expire
    {"pending",    {"pending",           "pending",           "accepted",          "revoked",           "revoked",           "revoked",           "!not_yet_expired"}},
    {"no expiry",  {"pending",           "pending",           "accepted",          "revoked",           "revoked",           "revoked",           "!not_yet_expired"}},
    {"accepted",   {"!already_accepted", "!already_accepted", "!already_accepted", "!already_accepted", "!already_accepted", "!already_accepted", "!already_accepted"}},
    {"declined",   {"!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked"}},
    {"revoked",    {"!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked"}},
    {"superseded", {"!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked"}},
    // A recorded expiry stays in force if the clock goes back.
    {"expired",    {"pending",           "!expired",          "!expired",          "revoked",           "revoked",           "!expired",          "="}},
};
constexpr row after_expiry[] = {
    {"pending",    {"pending",           "!expired",          "!expired",          "revoked",           "revoked",           "!expired",          "expired"}},
    {"no expiry",  {"pending",           "pending",           "accepted",          "revoked",           "revoked",           "revoked",           "!not_yet_expired"}},
    {"accepted",   {"!already_accepted", "!already_accepted", "!already_accepted", "!already_accepted", "!already_accepted", "!already_accepted", "!already_accepted"}},
    {"declined",   {"!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked"}},
    {"revoked",    {"!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked"}},
    {"superseded", {"!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked"}},
    {"expired",    {"pending",           "!expired",          "!expired",          "revoked",           "revoked",           "!expired",          "="}},
};
constexpr row by_same_actor[] = {
    {"accepted",   {"!already_accepted", "!already_accepted", "=",                 "!already_accepted", "!already_accepted", "!already_accepted", "!already_accepted"}},
    {"declined",   {"!already_revoked",  "!already_revoked",  "!already_revoked",  "=",                 "!already_revoked",  "!already_revoked",  "!already_revoked"}},
    {"revoked",    {"!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "=",                 "!already_revoked",  "!already_revoked"}},
    {"superseded", {"!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "!already_revoked",  "=",                 "!already_revoked"}},
};
// clang-format on

invito::invitation recorded_as(std::string_view state) {
  if (state == "accepted") return accepted();
  if (state == "declined") return declined();
  if (state == "revoked") return revoked();
  if (state == "superseded") return superseded();
  if (state == "expired") return expired();
  invito::policy p = rules();
  if (state == "no expiry") p.expiry.lifetime = std::nullopt;
  return issued("member", olga, p);
}

std::string cell(invito::invitation i, invito::result<invito::decision> const& said) {
  if (!said) return "!" + refusal(said);
  if (!said->event) return "=";
  REQUIRE(apply(i, *said));
  return name(recorded_status(i.state));
}

std::string outcome_of(std::string_view verb, invito::invitation const& i, invito::instant now,
                       member const& actor, invito::identity const& invitee) {
  const invito::policy p = unlimited();
  if (verb == "resend") return cell(i, resend(p, i, as<invito::resend_command>(actor, now)));
  if (verb == "amend") return cell(i, amend(p, i, amending(actor, now, "member")));
  if (verb == "accept") return cell(i, accept(p, i, accepting(invitee, now)));
  if (verb == "decline") return cell(i, decline(p, i, declining(invitee, now)));
  if (verb == "revoke") return cell(i, revoke(p, i, as<invito::revoke_command>(actor, now)));
  if (verb == "supersede") return cell(i, supersede(p, i, superseding(actor, now)));
  return cell(i, expire(p, i, expiring(now)));
}

template <std::size_t N>
void check(row const (&table)[N], invito::instant now, member const& actor,
           invito::identity const& invitee) {
  for (row const& r : table) {
    for (std::size_t n = 0; n != verb_names.size(); ++n) {
      INFO(verb_names[n] << " on " << r.recorded);
      CHECK(outcome_of(verb_names[n], recorded_as(r.recorded), now, actor, invitee) == r.verbs[n]);
    }
  }
}

}  // namespace

TEST_CASE("a transition is either allowed with a status or refused with a code", "[machine]") {
  for (const status to : {status::pending, status::accepted, status::revoked, status::expired}) {
    const invito::transition leads = to;
    CHECK(leads.allowed());
    CHECK(leads.to == to);
    CHECK(leads.refusal == code{});
  }
  for (const code why : {code::already_accepted, code::not_found}) {
    const invito::transition refused = why;
    CHECK_FALSE(refused.allowed());
    CHECK(refused.refusal == why);
  }
}

TEST_CASE("status_after returns the status of an allowed transition or else the old status",
          "[machine]") {
  CHECK(invito::detail::make_statuses_after() == invito::detail::statuses_after);
  for (int e = 0; e != 8; ++e) {
    for (const status from :
         {status::pending, status::accepted, status::revoked, status::expired}) {
      const auto on = static_cast<event_kind>(e);
      CHECK(invito::status_after(from, on) == find_transition(from, on).to.value_or(from));
    }
  }
  CHECK(invito::status_after(status::pending, event_kind::accept) == status::accepted);
  CHECK(invito::status_after(status::revoked, event_kind::accept) == status::revoked);
  CHECK(invito::status_after(status::expired, event_kind::resend) == status::pending);
}

TEST_CASE("each verb has the expected outcome in each recorded state long before the expiry",
          "[machine][resend][amend][accept][decline][revoke][supersede][expire]") {
  check(before_expiry, start + 2 * day, adam, twin);
}

TEST_CASE(
    "each verb has the expected outcome in each recorded state one nanosecond before the expiry",
    "[machine][resend][amend][accept][decline][revoke][supersede][expire]") {
  check(before_expiry, week_later - tick, adam, twin);
}

TEST_CASE("each verb has the expected outcome in each recorded state at the instant of the expiry",
          "[machine][resend][amend][accept][decline][revoke][supersede][expire]") {
  check(after_expiry, week_later, adam, twin);
}

TEST_CASE(
    "each verb has the expected outcome in each recorded state one nanosecond after the expiry",
    "[machine][resend][amend][accept][decline][revoke][supersede][expire]") {
  check(after_expiry, week_later + tick, adam, twin);
}

TEST_CASE("each verb has the expected outcome in each recorded state long after the expiry",
          "[machine][resend][amend][accept][decline][revoke][supersede][expire]") {
  check(after_expiry, week_later + 1000 * day, adam, twin);
}

TEST_CASE("in a final state only the verb that made it, by the same actor, does nothing",
          "[machine][retry][resend][amend][accept][decline][revoke][supersede][expire]") {
  check(by_same_actor, start + 2 * day, olga, ina);
  check(by_same_actor, week_later + day, olga, ina);
}

TEST_CASE("an invitation is pending before its expiry and expired from then on", "[machine]") {
  const invito::invitation i = issued();
  CHECK(i.expires_at() == week_later);
  CHECK(name(i.status(week_later - tick)) == "pending");
  CHECK(name(i.status(week_later)) == "expired");
  CHECK(name(i.status(week_later + tick)) == "expired");
}

TEST_CASE("an invitation without an expiry stays pending", "[machine]") {
  const invito::invitation i = recorded_as("no expiry");
  CHECK_FALSE(i.expires_at());
  CHECK(name(i.status(start)) == "pending");
  CHECK(name(i.status((invito::instant::max)())) == "pending");
}

TEST_CASE("resend renews an expired invitation only if renew_expired is set", "[machine][resend]") {
  invito::policy p = rules();
  p.resend.renew_expired = false;
  const auto resending = as<invito::resend_command>(olga, week_later);
  given(p, issued()).when(resending).then_refused("renewal_refused");
  given(p, expired()).when(resending).then_refused("renewal_refused");
  given(p, issued())
      .when(as<invito::resend_command>(olga, week_later - tick))
      .then_becomes(status::pending);
}

TEST_CASE("expired and renewal_refused report the seconds since the expiry",
          "[machine][accept][resend]") {
  const auto numbers = [](invito::result<invito::decision> const& r) {
    REQUIRE_FALSE(r);
    return r.error().front().numbers[0];
  };
  invito::policy p = rules();
  CHECK(numbers(accept(p, issued(), accepting(ina, week_later))) == 0);
  CHECK(numbers(accept(p, issued(), accepting(ina, week_later + 90min))) == 5400);
  CHECK(numbers(accept(p, expired(), accepting(ina, week_later + 90min))) == 5400);
  p.resend.renew_expired = false;
  CHECK(numbers(resend(p, issued(), as<invito::resend_command>(olga, week_later + 2 * day))) ==
        172'800);
  // Other codes than expired report no seconds.
  CHECK(numbers(accept(p, revoked(), accepting(ina, week_later + 90min))) == 0);
}

TEST_CASE("accept of an invitation without a history is dated no earlier than its creation",
          "[accept][clock]") {
  invito::invitation i = issued();
  i.history.clear();
  const auto said = given(i).when(accepting(ina, start - day));
  CHECK(said.event().at == start);
  CHECK(said.event().clamped);
}

TEST_CASE("accept of an imported invitation is dated no earlier than created_at and known_at",
          "[accept][clock]") {
  invito::invitation i = issued();
  begin_history(i, week_later);
  i.baseline->known_at = start - day;
  CHECK(given(i).when(accepting(ina, start - 2 * day)).event().at == start);
  i.baseline->known_at = start + day;
  CHECK(given(i).when(accepting(ina, start - 2 * day)).event().at == start + day);
}

TEST_CASE("apply of an issue event makes the invitation that issue makes", "[apply][issue]") {
  const auto made = issue(rules(), request("member"), issuing(olga));
  REQUIRE(made);
  const invito::invitation expected = apply(*made);
  invito::invitation i = unplayed(expected);
  invito::decision first;
  first.event = expected.history.front();
  REQUIRE(apply(i, first));
  CHECK(i == expected);
}

TEST_CASE("apply of an event without an offer keeps the current offer", "[apply][issue][amend]") {
  invito::invitation i = issued();
  invito::decision made;
  made.revision = 1;
  made.event = i.history.front();
  made.event->revision = 2;
  made.event->details = invito::issue_details{};
  REQUIRE(apply(i, made));
  CHECK(i.offer.role == "member");
  made.revision = 2;
  made.event->revision = 3;
  made.event->details = invito::amend_details{};
  REQUIRE(apply(i, made));
  CHECK(i.offer.role == "member");
  CHECK(i.offer_number == 2);
}

TEST_CASE("mermaid lists every transition and both ends", "[machine]") {
  CHECK(invito::mermaid() ==
        "stateDiagram-v2\n"
        "  [*] --> pending: issue\n"
        "  pending --> pending: resend\n"
        "  pending --> pending: amend\n"
        "  pending --> accepted: accept\n"
        "  pending --> revoked: decline\n"
        "  pending --> revoked: revoke\n"
        "  pending --> revoked: supersede\n"
        "  pending --> expired: expire\n"
        "  accepted --> [*]\n"
        "  revoked --> [*]\n"
        "  expired --> pending: resend\n"
        "  expired --> revoked: decline\n"
        "  expired --> revoked: revoke\n");
}

TEST_CASE("every allowed event leads to the status of its kind", "[machine]") {
  for (std::size_t on = 0; on != invito::machine.size(); ++on) {
    for (invito::transition const& t : invito::machine[on]) {
      if (!t.to) continue;
      INFO(on);
      CHECK(*t.to == invito::status_after(static_cast<invito::event_kind>(on)));
    }
  }
}
