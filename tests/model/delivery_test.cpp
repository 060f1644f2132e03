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

/// A delivery with this status since `start`, and with a detail.
delivery one(delivery_status s) {
  return {invito::invitation_id("inv-1"), 2, s, start, "as it was"};
}

/// The allowed transitions: "queued: sent bounced failed".
std::string transitions(delivery_status from) {
  std::string out = name(from) + ":";
  for (const delivery_status to : all) {
    if (invito::can_transition(from, to)) out += ' ' + name(to);
  }
  return out;
}

/// Whether each report changed a queued delivery, and its last status. The reports are a minute
/// apart.
std::string results(std::vector<delivery_status> const& reports) {
  delivery d = one(delivery_status::queued);
  std::string out;
  std::chrono::minutes n{0};
  for (const delivery_status s : reports) out += report(d, s, start + ++n) ? "yes " : "no ";
  return out + name(d.status);
}

}  // namespace

TEST_CASE("a new delivery is queued and is for the first message", "[delivery]") {
  const delivery d;
  CHECK(d.status == delivery_status::queued);
  CHECK(d.send == 1);
  CHECK(d.invitation.empty());
  CHECK(d.at == invito::instant());
  CHECK(d.detail.empty());
}

TEST_CASE("each delivery status has a name", "[delivery]") {
  CHECK(name(delivery_status::queued) == "queued");
  CHECK(name(delivery_status::sent) == "sent");
  CHECK(name(delivery_status::bounced) == "bounced");
  CHECK(name(delivery_status::failed) == "failed");
}

TEST_CASE("can_transition allows five transitions of a delivery status", "[delivery]") {
  CHECK(transitions(delivery_status::queued) == "queued: sent bounced failed");
  CHECK(transitions(delivery_status::sent) == "sent: bounced");
  CHECK(transitions(delivery_status::bounced) == "bounced:");
  CHECK(transitions(delivery_status::failed) == "failed: queued");
  STATIC_REQUIRE(invito::can_transition(delivery_status::queued, delivery_status::sent));
  STATIC_REQUIRE_FALSE(invito::can_transition(delivery_status::sent, delivery_status::queued));
}

TEST_CASE("report changes a delivery only if can_transition allows the transition", "[delivery]") {
  for (const delivery_status from : all) {
    for (const delivery_status to : all) {
      INFO(name(from) << " to " << name(to));
      const delivery before = one(from);
      delivery d = before;
      const bool changed = report(d, to, start + day, "as it is");
      CHECK(changed == invito::can_transition(from, to));
      const delivery after{invito::invitation_id("inv-1"), 2, to, start + day, "as it is"};
      CHECK(d == (changed ? after : before));
    }
  }
}

TEST_CASE("reports in order lead to the last reported status", "[delivery]") {
  using s = delivery_status;
  CHECK(results({s::sent, s::bounced}) == "yes yes bounced");
  CHECK(results({s::failed, s::queued, s::sent}) == "yes yes yes sent");
  CHECK(results({s::failed, s::queued, s::failed, s::queued, s::bounced}) ==
        "yes yes yes yes yes bounced");
}

TEST_CASE("repeated and reordered reports lead to the same status", "[delivery]") {
  using s = delivery_status;
  CHECK(results({s::queued, s::sent, s::sent, s::queued}) == "no yes no no sent");
  CHECK(results({s::bounced, s::sent, s::bounced, s::failed, s::queued}) ==
        "yes no no no no bounced");
  CHECK(results({s::sent, s::failed, s::bounced, s::bounced}) == "yes no yes no bounced");
  CHECK(results({s::failed, s::failed, s::sent, s::bounced}) == "yes no no no failed");
}

TEST_CASE("a report of the current status keeps the time and the detail", "[delivery]") {
  for (const delivery_status s : all) {
    delivery d = one(s);
    CHECK_FALSE(report(d, s, start + day, "again"));
    CHECK(d == one(s));
  }
}

TEST_CASE("an older report of a failure does not change a delivery that was queued again",
          "[delivery]") {
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

TEST_CASE("an older report of queued does not change a failed delivery", "[delivery]") {
  delivery d = one(delivery_status::failed);
  CHECK_FALSE(report(d, delivery_status::queued, start - tick, "late"));
  CHECK(d == one(delivery_status::failed));
  CHECK(report(d, delivery_status::queued, start));
}

TEST_CASE("a report of sent or bounced may have an earlier time than the delivery", "[delivery]") {
  delivery d = one(delivery_status::queued);
  CHECK(report(d, delivery_status::sent, start - day));
  CHECK(d.at == start - day);
  CHECK(report(d, delivery_status::bounced, start - 2 * day));
  CHECK(d.at == start - 2 * day);

  d = one(delivery_status::queued);
  CHECK(report(d, delivery_status::bounced, start - tick));
}

TEST_CASE("report replaces the detail", "[delivery]") {
  delivery d = one(delivery_status::queued);
  REQUIRE(report(d, delivery_status::failed, start + day, "connection refused"));
  CHECK(d.detail == "connection refused");
  REQUIRE(report(d, delivery_status::queued, start + day));
  CHECK(d.detail.empty());
}

TEST_CASE("report truncates a detail to 255 bytes, between characters", "[delivery]") {
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

TEST_CASE("deliveries are equal only if every member is equal", "[delivery]") {
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
