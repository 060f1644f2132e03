// SPDX-License-Identifier: MIT

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::effect;
using invito::invitation;

constexpr invito::instant later = start + day;

// "send issue; grant ina member; retire; notify olga accept".
std::string text(std::vector<effect> const& all) {
  std::string out;
  for (effect const& e : all) {
    if (!out.empty()) out += "; ";
    if (auto* send = std::get_if<invito::send_invitation>(&e)) {
      out += "send " + name(send->reason);
    } else if (auto* grant = std::get_if<invito::grant_membership>(&e)) {
      out += "grant " + grant->user.text() + " " + grant->offer.role;
    } else if (auto* notify = std::get_if<invito::notify>(&e)) {
      out += "notify " + notify->to.id.text() + " " + name(notify->event);
    } else {
      out += "retire";
    }
  }
  return out;
}

template <class Command>
std::string effects_of(invitation i, Command const& c) {
  const auto made = decide(rules(), i, c);
  REQUIRE(made);
  REQUIRE(apply(i, *made));
  return text(effects(*made, i));
}

invitation with_token(invitation i) {
  i.tokens = invito::token_digests{support::digest_of("digest"), std::nullopt, std::nullopt};
  return i;
}

// A command with the token of `with_token`, or with another one.
template <class Command>
Command with_token(Command c, char const* digest = "digest") {
  c.token = support::digest_of(digest);
  return c;
}

invitation unsent(invitation i) {
  i.send = false;
  return i;
}

invitation sponsored_by(std::optional<invito::actor> sponsor) {
  invitation i = issued();
  i.sponsor = sponsor;
  begin_history(i, week_later);
  return i;
}

}  // namespace

TEST_CASE("the effect of issue is send_invitation, unless the request has send = false",
          "[effects][issue]") {
  invito::invitation_request r = request("member");
  const auto sent = issue(rules(), r, issuing(olga));
  REQUIRE(sent);
  CHECK(text(effects(*sent)) == "send issue");
  r.send = false;
  const auto kept = issue(rules(), r, issuing(olga));
  REQUIRE(kept);
  CHECK(text(effects(*kept)).empty());
}

TEST_CASE("the effect of resend is send_invitation", "[effects][resend]") {
  CHECK(effects_of(issued(), as<invito::resend_command>(adam, later)) == "send resend");
  CHECK(effects_of(with_token(issued()), with_token(as<invito::resend_command>(adam, later))) ==
        "send resend");
  // The previous token stays valid for the grace time, so it is not retired.
  CHECK(effects_of(with_token(issued()),
                   with_token(as<invito::resend_command>(adam, later), "new")) == "send resend");
  CHECK(effects_of(expired(), as<invito::resend_command>(adam, week_later)) == "send resend");
}

TEST_CASE("the effect of amend is send_invitation, unless the request had send = false",
          "[effects][amend]") {
  CHECK(effects_of(issued(), amending(adam, later, "admin")) == "send amend");
  CHECK(effects_of(with_token(issued()), with_token(amending(adam, later, "admin"), "new")) ==
        "send amend");
  CHECK(effects_of(unsent(issued()), amending(adam, later, "admin")).empty());
}

TEST_CASE("the effects of accept are grant_membership, retire_tokens and notify",
          "[effects][accept]") {
  CHECK(effects_of(issued(), accepting(ina, later)) == "grant ina member; notify olga accept");
  CHECK(effects_of(with_token(issued()), with_token(accepting(ina, later))) ==
        "grant ina member; retire; notify olga accept");
}

TEST_CASE("grant_membership has the current offer and the attributes", "[effects][accept]") {
  invito::invitation_request r = request("member");
  r.attributes = {{"team", invito::json_text::unchecked("1.50")}};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  invito::amend_command change = amending(adam, start + 1h, "admin");
  change.offer.grants = {{project("p1", "lead")}};
  invitation i = after(apply(*made), change);
  const auto yes = accept(rules(), i, accepting(ina, later));
  REQUIRE(yes);
  REQUIRE(apply(i, *yes));
  const auto all = effects(*yes, i);
  REQUIRE_FALSE(all.empty());
  auto* grant = std::get_if<invito::grant_membership>(&all.front());
  REQUIRE(grant);
  CHECK(grant->user == invito::user_id("ina"));
  CHECK(grant->offer == change.offer);
  CHECK(grant->attributes == r.attributes);
}

TEST_CASE("grant_membership distinguishes absent grants from empty grants", "[effects][accept]") {
  const auto granted = [](invito::grant_list grants) {
    invito::invitation_request r = request("member");
    r.offer.grants = std::move(grants);
    const auto made = issue(rules(), r, issuing(olga));
    REQUIRE(made);
    invitation i = apply(*made);
    const auto yes = accept(rules(), i, accepting(ina, later));
    REQUIRE(yes);
    REQUIRE(apply(i, *yes));
    return std::get<invito::grant_membership>(effects(*yes, i).front()).offer.grants;
  };
  CHECK(granted(std::nullopt) == std::nullopt);
  CHECK(granted(std::vector<invito::grant>{}) == std::vector<invito::grant>{});
}

TEST_CASE(
    "decline, revoke and expire retire the tokens and notify the sponsor, unless the sponsor acts",
    "[effects][decline][revoke][expire]") {
  CHECK(effects_of(issued(), declining(ina, later)) == "notify olga decline");
  CHECK(effects_of(with_token(issued()), with_token(declining(ina, later))) ==
        "retire; notify olga decline");
  CHECK(effects_of(issued(), as<invito::revoke_command>(adam, later)) == "notify olga revoke");
  CHECK(effects_of(with_token(issued()), as<invito::revoke_command>(adam, later)) ==
        "retire; notify olga revoke");
  CHECK(effects_of(issued(), as<invito::revoke_command>(olga, later)).empty());
  CHECK(effects_of(with_token(issued()), as<invito::revoke_command>(olga, later)) == "retire");
  CHECK(effects_of(issued(), expiring(week_later)) == "notify olga expire");
  CHECK(effects_of(with_token(issued()), expiring(week_later)) == "retire; notify olga expire");
}

TEST_CASE("the only effect of supersede is retire_tokens", "[effects][supersede]") {
  CHECK(effects_of(issued(), superseding(adam, later)).empty());
  CHECK(effects_of(with_token(issued()), superseding(adam, later)) == "retire");
}

TEST_CASE("notify goes to the actor who amended, not to the issuer", "[effects][amend][decline]") {
  const invitation i = after(issued(), amending(adam, start + 1h, "admin"));
  CHECK(effects_of(i, declining(ina, later)) == "notify adam decline");
}

TEST_CASE("notify goes to users only", "[effects][decline]") {
  CHECK(effects_of(sponsored_by(invito::actor::system()), declining(ina, later)).empty());
  CHECK(effects_of(sponsored_by(invito::actor::service(invito::user_id("sync"))),
                   declining(ina, later))
            .empty());
  CHECK(effects_of(sponsored_by(std::nullopt), declining(ina, later)).empty());
}

TEST_CASE("a sponsor who answers the invitation is not notified", "[effects][accept][decline]") {
  const invito::identity olga_herself{olga.who.id, invito::email("ina@example.com"), true};
  CHECK(effects_of(issued(), accepting(olga_herself, later)) == "grant olga member");
  CHECK(effects_of(issued(), declining(olga_herself, later)).empty());
}

TEST_CASE("a decision without an event has no effects", "[effects]") {
  CHECK(effects_of(with_token(accepted()), accepting(ina, later)).empty());
  CHECK(effects_of(with_token(declined()), declining(ina, later)).empty());
  CHECK(effects_of(with_token(revoked()), as<invito::revoke_command>(olga, later)).empty());
  CHECK(effects_of(with_token(expired()), expiring(week_later)).empty());
}
