// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include <invito/invito.hpp>
#include <invito/model/delivery.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::delivery;
using invito::delivery_status;
using invito::report;

constexpr std::array<delivery_status, 4> all{delivery_status::queued, delivery_status::sent,
                                             delivery_status::bounced, delivery_status::failed};

/// A message that is in this status since `start`, about which something was said.
delivery one(delivery_status s) {
  return {invito::invitation_id("inv-1"), 2, s, start, "as it was"};
}

/// What a message may become, as a sentence.
std::string ways(delivery_status from) {
  std::string out = name(from) + ":";
  for (const delivery_status to : all) {
    if (invito::may_become(from, to)) out += ' ' + name(to);
  }
  return out;
}

/// What reports make of a queued message, one after the other, a minute apart.
std::string told(std::vector<delivery_status> const& reports) {
  delivery d = one(delivery_status::queued);
  std::string out;
  std::chrono::minutes n{0};
  for (const delivery_status s : reports) out += report(d, s, start + ++n) ? "yes " : "no ";
  return out + name(d.status);
}

}  // namespace

TEST_CASE("delivery: a new one is queued and is about the first message") {
  const delivery d;
  CHECK(d.status == delivery_status::queued);
  CHECK(d.send == 1);
  CHECK(d.invitation.empty());
  CHECK(d.at == invito::instant());
  CHECK(d.detail.empty());
}

TEST_CASE("delivery: each status has a name") {
  CHECK(name(delivery_status::queued) == "queued");
  CHECK(name(delivery_status::sent) == "sent");
  CHECK(name(delivery_status::bounced) == "bounced");
  CHECK(name(delivery_status::failed) == "failed");
}

TEST_CASE("delivery: what each status may become") {
  CHECK(ways(delivery_status::queued) == "queued: sent bounced failed");
  CHECK(ways(delivery_status::sent) == "sent: bounced");
  CHECK(ways(delivery_status::bounced) == "bounced:");
  CHECK(ways(delivery_status::failed) == "failed: queued");
  STATIC_REQUIRE(invito::may_become(delivery_status::queued, delivery_status::sent));
  STATIC_REQUIRE_FALSE(invito::may_become(delivery_status::sent, delivery_status::queued));
}

TEST_CASE("delivery: a report changes what may change, and nothing else") {
  for (const delivery_status from : all) {
    for (const delivery_status to : all) {
      INFO(name(from) << " to " << name(to));
      const delivery before = one(from);
      delivery d = before;
      const bool changed = report(d, to, start + day, "as it is");
      CHECK(changed == invito::may_become(from, to));
      const delivery after{invito::invitation_id("inv-1"), 2, to, start + day, "as it is"};
      CHECK(d == (changed ? after : before));
    }
  }
}

TEST_CASE("delivery: the life of a message that comes back") {
  using s = delivery_status;
  CHECK(told({s::sent, s::bounced}) == "yes yes bounced");
  CHECK(told({s::failed, s::queued, s::sent}) == "yes yes yes sent");
  CHECK(told({s::failed, s::queued, s::failed, s::queued, s::bounced}) ==
        "yes yes yes yes yes bounced");
}

TEST_CASE("delivery: reports that come twice or in another order lead to the same end") {
  using s = delivery_status;
  CHECK(told({s::queued, s::sent, s::sent, s::queued}) == "no yes no no sent");
  CHECK(told({s::bounced, s::sent, s::bounced, s::failed, s::queued}) == "yes no no no no bounced");
  CHECK(told({s::sent, s::failed, s::bounced, s::bounced}) == "yes no yes no bounced");
  CHECK(told({s::failed, s::failed, s::sent, s::bounced}) == "yes no no no failed");
}

TEST_CASE("delivery: a report that repeats the status leaves its time and its detail") {
  for (const delivery_status s : all) {
    delivery d = one(s);
    CHECK_FALSE(report(d, s, start + day, "again"));
    CHECK(d == one(s));
  }
}

TEST_CASE("delivery: an old report of a failure does not undo that it was queued again") {
  delivery d = one(delivery_status::queued);
  REQUIRE(report(d, delivery_status::failed, start + day));
  REQUIRE(report(d, delivery_status::queued, start + 2 * day));
  const delivery again = d;
  CHECK_FALSE(report(d, delivery_status::failed, start + day));
  CHECK_FALSE(report(d, delivery_status::failed, start + 2 * day - tick));
  CHECK(d == again);
  CHECK(report(d, delivery_status::failed, start + 2 * day));
  CHECK(d.at == start + 2 * day);
}

TEST_CASE("delivery: an old report that it was queued does not undo the failure") {
  delivery d = one(delivery_status::failed);
  CHECK_FALSE(report(d, delivery_status::queued, start - tick, "late"));
  CHECK(d == one(delivery_status::failed));
  CHECK(report(d, delivery_status::queued, start));
}

TEST_CASE("delivery: a mail server whose clock is behind is believed") {
  delivery d = one(delivery_status::queued);
  CHECK(report(d, delivery_status::sent, start - day));
  CHECK(d.at == start - day);
  CHECK(report(d, delivery_status::bounced, start - 2 * day));
  CHECK(d.at == start - 2 * day);

  d = one(delivery_status::queued);
  CHECK(report(d, delivery_status::bounced, start - tick));
}

TEST_CASE("delivery: the detail is that of the present status") {
  delivery d = one(delivery_status::queued);
  REQUIRE(report(d, delivery_status::failed, start + day, "connection refused"));
  CHECK(d.detail == "connection refused");
  REQUIRE(report(d, delivery_status::queued, start + day));
  CHECK(d.detail.empty());
}

TEST_CASE("delivery: a detail is cut between characters at the bound") {
  const auto kept = [](std::string const& detail) {
    delivery d = one(delivery_status::queued);
    REQUIRE(report(d, delivery_status::failed, start, detail));
    return d.detail;
  };
  const std::string bound(255, 'x');
  CHECK(kept(bound) == bound);
  CHECK(kept(bound + 'y') == bound);
  const std::string accent = "\xC3\xA9";
  CHECK(kept(std::string(253, 'x') + accent) == std::string(253, 'x') + accent);
  CHECK(kept(std::string(254, 'x') + accent) == std::string(254, 'x'));
}

TEST_CASE("delivery: two are equal where everything is") {
  const delivery d = one(delivery_status::sent);
  std::vector<delivery> others(5, d);
  others[0].invitation = invito::invitation_id("inv-2");
  others[1].send = 3;
  others[2].status = delivery_status::bounced;
  others[3].at = start + tick;
  others[4].detail = "other";
  CHECK(d == delivery(d));
  for (delivery const& other : others) {
    CHECK_FALSE(d == other);
    CHECK(d != other);
  }
}
