// SPDX-License-Identifier: MIT

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

// Limits of the ids and addresses in commands.

namespace {

using namespace support;

const std::string longest(255, 'x');
const std::string too_long(256, 'x');

using numbers = std::array<std::int64_t, 3>;

}  // namespace

TEST_CASE("resend refuses an actor id longer than 255 bytes", "[command][resend]") {
  auto c = as<invito::resend_command>(olga, start + day);
  c.by = invito::actor::user(invito::user_id(longest));
  CHECK(resend(rules(), issued(), c));
  c.by = invito::actor::user(invito::user_id(too_long));
  given(issued()).when(c).then_refused("text_too_long /by");
}

TEST_CASE("text_too_long has the length and the limit", "[command][resend]") {
  auto c = as<invito::resend_command>(olga, start + day);
  c.by = invito::actor::user(invito::user_id(too_long));
  const auto result = resend(rules(), issued(), c);
  REQUIRE_FALSE(result);
  CHECK(result.error().front().numbers == numbers{256, 255, 0});
}

TEST_CASE("accept and decline refuse a user id longer than 255 bytes",
          "[command][accept][decline]") {
  invito::identity who = ina;
  who.user = invito::user_id(longest);
  CHECK(accept(rules(), issued(), accepting(who, start + day)));
  who.user = invito::user_id(too_long);
  given(issued()).when(accepting(who, start + day)).then_refused("text_too_long /who");
  given(issued()).when(declining(who, start + day)).then_refused("text_too_long /who");
}

TEST_CASE("with required_proof::token, accept refuses an address longer than 255 bytes",
          "[command][accept][token]") {
  invito::policy p = rules();
  p.proof = invito::required_proof::token;
  auto ask = issuing(olga);
  ask.token = support::digest_of("token");
  const auto made = issue(p, request("member"), ask);
  REQUIRE(made);
  const auto answer = [&](std::string const& address) {
    auto c = accepting({invito::user_id("eve"), invito::email(address), true}, start + day);
    c.token = support::digest_of("token");
    return refusal(accept(p, apply(*made), c));
  };
  CHECK(answer(longest) == "");
  CHECK(answer(too_long) == "text_too_long /email");
}

TEST_CASE("supersede refuses an id of the newer invitation longer than 255 bytes",
          "[command][supersede]") {
  given(issued())
      .when(superseding(olga, start + day, longest))
      .then_becomes(invito::status::revoked);
  given(issued())
      .when(superseding(olga, start + day, too_long))
      .then_refused("text_too_long /newer");
}
