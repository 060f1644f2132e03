// SPDX-License-Identifier: MIT

#include <optional>

#include <invito/invito.hpp>
#include <invito/lifecycle/redact.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

TEST_CASE("redact: an invitation to a user without an address forgets the user") {
  using namespace support;
  invito::invitation_request r = request("member");
  r.recipient = {std::nullopt, invito::user_id("ina")};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  invito::invitation i = apply(*made);
  const auto done =
      redact(i, {invito::email("ina@example.com"), invito::email("f@redacted.invalid"),
                 invito::user_id("ina"), invito::user_id("f")});
  REQUIRE(done);
  CHECK(*done == 1);
  CHECK(i.recipient == invito::recipient{std::nullopt, invito::user_id("f")});
}
