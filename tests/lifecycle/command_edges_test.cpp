// SPDX-License-Identifier: MIT

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

// The bounds of what every command says of who acts, and on what.

namespace {

using namespace support;

const std::string most(255, 'x');
const std::string more(256, 'x');

using numbers = std::array<std::int64_t, 3>;

}  // namespace

TEST_CASE("the id of who acts is no longer than texts may be") {
  auto c = as<invito::resend_command>(olga, start + day);
  c.by = invito::actor::user(invito::user_id(most));
  CHECK(resend(rules(), issued(), c));
  c.by = invito::actor::user(invito::user_id(more));
  given(issued()).when(c).then_refused("text_too_long /by");
}

TEST_CASE("what is too long is told with its length and the bound") {
  auto c = as<invito::resend_command>(olga, start + day);
  c.by = invito::actor::user(invito::user_id(more));
  const auto said = resend(rules(), issued(), c);
  REQUIRE_FALSE(said);
  CHECK(said.error().front().numbers == numbers{256, 255, 0});
}

TEST_CASE("the user who answers has an id no longer than texts may be") {
  invito::identity who = ina;
  who.user = invito::user_id(most);
  CHECK(accept(rules(), issued(), accepting(who, start + day)));
  who.user = invito::user_id(more);
  given(issued()).when(accepting(who, start + day)).then_refused("text_too_long /who");
  given(issued()).when(declining(who, start + day)).then_refused("text_too_long /who");
}

TEST_CASE("the address of who answers by a bearer link is no longer than texts may be") {
  invito::policy p = rules();
  p.proof = invito::required_proof::key;
  auto ask = issuing(olga);
  ask.key = invito::key_digest("key");
  const auto made = issue(p, request("member"), ask);
  REQUIRE(made);
  const auto answer = [&](std::string const& address) {
    auto c = accepting({invito::user_id("eve"), invito::email(address), true}, start + day);
    c.key = invito::key_digest("key");
    return refusal(accept(p, apply(*made), c));
  };
  CHECK(answer(most) == "");
  CHECK(answer(more) == "text_too_long /email");
}

TEST_CASE("the id of what supersedes is no longer than texts may be") {
  given(issued()).when(superseding(olga, start + day, most)).then_becomes(invito::status::revoked);
  given(issued()).when(superseding(olga, start + day, more)).then_refused("text_too_long /newer");
}
