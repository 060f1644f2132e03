// SPDX-License-Identifier: MIT

#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

using invito::code;
using invito::nuon;

TEST_CASE("Nuon: an empty composite status tells nothing and is not kept") {
  const auto read = nuon::read_invite(R"({"id":"inv1","status":"accepted","status_v2":{}})");
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->baseline);
  CHECK_FALSE(read->baseline->told_statuses);
  const auto kept = nuon::read_invite(R"({"id":"inv1","status_v2":{"status":"success"}})");
  REQUIRE(told(kept) == "nothing wrong");
  CHECK(kept->baseline->told_statuses);
}

TEST_CASE("Nuon: what has expired without an event says so in its composite status") {
  invito::invitation i;
  i.offer.role = "org_admin";
  i.state = invito::pending{at("2026-03-02T09:00:00Z")};
  CHECK(*nuon::write_invite(i, at("2026-03-02T08:59:59Z")) ==
        R"({"role_type":"org_admin","status":"pending"})");
  const auto over = nuon::write_invite(i, at("2026-03-02T09:00:00Z"));
  REQUIRE(told(over) == "nothing wrong");
  CHECK(*over == R"({"role_type":"org_admin","status_v2":{"created_at_ts":1772442000,)"
                 R"("history":[{"status":"pending"}],"status":"expired"}})");
}

TEST_CASE("Nuon: a refusal is the caller's error, a failed server is not") {
  const auto type = [](code c) {
    return nuon::public_error(invito::problems(invito::problem{c, {}, {}, {}})).type;
  };
  CHECK(type(code::invalid_email) == "user_error");
  CHECK(type(code::fact_missing).empty());
}

TEST_CASE("Nuon: the ranks of the roles leave room between them") {
  CHECK(nuon::roles() == invito::role_catalog{{"org_admin", 30},
                                              {"org_support", 20},
                                              {"installer", 10},
                                              {"runner", 10},
                                              {"hosted-installer", 10}});
}

TEST_CASE("Nuon: that an invite cannot be left unsent is told in words") {
  invito::invitation_request r;
  r.recipient.email = invito::email("ina@example.com");
  r.offer.role = "org_admin";
  r.send = false;
  const auto written = nuon::write_request(r);
  REQUIRE(told(written) == "not_representable /send");
  CHECK(written.error().front().subject == "an invite that is not sent");
}

TEST_CASE("Nuon: an invite carries the time of its last change") {
  CHECK(nuon::features().has(invito::feature::updated_at));
  CHECK_FALSE(nuon::request_features().has(invito::feature::updated_at));
}
