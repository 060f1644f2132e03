// SPDX-License-Identifier: MIT

#include <string>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

// Rows without an id: nothing tells that two of them are the same.

namespace {

using namespace support;

}  // namespace

TEST_CASE("rows without an id are each told that it is missing, not that it was used") {
  std::vector<invito::bulk_row> rows(2);
  for (invito::bulk_row& row : rows) {
    row.request = request("member");
    row.member = false;
    row.existing.emplace();
  }
  rows[1].request.recipient.email = invito::email("ivo@example.com");
  const auto said = plan_issue(rules(), rows, issuing(olga), invito::bulk_mode::best_effort);
  REQUIRE(said.size() == 2);
  CHECK(refusal(said[0]) == "missing_value /id");
  CHECK(refusal(said[1]) == "missing_value /id");
}

TEST_CASE("invitations without an id are sent again each for itself") {
  invito::invitation one = issued();
  one.id = {};
  const std::vector<invito::resend_row> rows(2, invito::resend_row{&one, {}, {}, {}});
  const auto said = plan_resend(rules(), rows, as<invito::resend_command>(olga, start + day));
  REQUIRE(said.size() == 2);
  CHECK(refusal(said[0].verdict).empty());
  CHECK(refusal(said[1].verdict).empty());
}
