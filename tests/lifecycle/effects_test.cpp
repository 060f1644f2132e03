// SPDX-License-Identifier: MIT

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::effect;
using invito::invitation;

constexpr invito::instant later = start + day;

// "send issue; grant ina member; retire; tell olga accept".
std::string text(std::vector<effect> const& all) {
  std::string out;
  for (effect const& e : all) {
    if (!out.empty()) out += "; ";
    if (auto* send = std::get_if<invito::send_invitation>(&e)) {
      out += "send " + name(send->reason);
    } else if (auto* grant = std::get_if<invito::grant_membership>(&e)) {
      out += "grant " + grant->user.text() + " " + grant->offer.role;
    } else if (auto* tell = std::get_if<invito::notify>(&e)) {
      out += "tell " + tell->whom.id.text() + " " + name(tell->what);
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

invitation keyed(invitation i) {
  i.keys = invito::key_digests{invito::key_digest("digest"), std::nullopt, std::nullopt};
  return i;
}

// A command that brings the key of `keyed`, or another one.
template <class Command>
Command with_key(Command c, char const* digest = "digest") {
  c.key = invito::key_digest(digest);
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

TEST_CASE("a new invitation is sent, unless the request says not to") {
  invito::invitation_request r = request("member");
  const auto sent = issue(rules(), r, issuing(olga));
  REQUIRE(sent);
  CHECK(text(effects(*sent)) == "send issue");
  r.send = false;
  const auto kept = issue(rules(), r, issuing(olga));
  REQUIRE(kept);
  CHECK(text(effects(*kept)).empty());
}

TEST_CASE("to resend is to send") {
  CHECK(effects_of(issued(), as<invito::resend_command>(adam, later)) == "send resend");
  CHECK(effects_of(keyed(issued()), with_key(as<invito::resend_command>(adam, later))) ==
        "send resend");
  // The key before it opens for a while yet, so nothing is retired.
  CHECK(effects_of(keyed(issued()), with_key(as<invito::resend_command>(adam, later), "new")) ==
        "send resend");
  CHECK(effects_of(expired(), as<invito::resend_command>(adam, week_later)) == "send resend");
}

TEST_CASE("a changed offer is sent, unless the request said not to send") {
  CHECK(effects_of(issued(), amending(adam, later, "admin")) == "send amend");
  CHECK(effects_of(keyed(issued()), with_key(amending(adam, later, "admin"), "new")) ==
        "send amend");
  CHECK(effects_of(unsent(issued()), amending(adam, later, "admin")).empty());
}

TEST_CASE("an acceptance grants the membership, retires the keys and tells the sponsor") {
  CHECK(effects_of(issued(), accepting(ina, later)) == "grant ina member; tell olga accept");
  CHECK(effects_of(keyed(issued()), with_key(accepting(ina, later))) ==
        "grant ina member; retire; tell olga accept");
}

TEST_CASE("a membership comes with the offer that stands and with the attributes") {
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

TEST_CASE("grants left out and no grants stay different in the membership") {
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

TEST_CASE("what ends retires the keys and tells the sponsor, unless it was the sponsor") {
  CHECK(effects_of(issued(), declining(ina, later)) == "tell olga decline");
  CHECK(effects_of(keyed(issued()), with_key(declining(ina, later))) ==
        "retire; tell olga decline");
  CHECK(effects_of(issued(), as<invito::revoke_command>(adam, later)) == "tell olga revoke");
  CHECK(effects_of(keyed(issued()), as<invito::revoke_command>(adam, later)) ==
        "retire; tell olga revoke");
  CHECK(effects_of(issued(), as<invito::revoke_command>(olga, later)).empty());
  CHECK(effects_of(keyed(issued()), as<invito::revoke_command>(olga, later)) == "retire");
  CHECK(effects_of(issued(), expiring(week_later)) == "tell olga expire");
  CHECK(effects_of(keyed(issued()), expiring(week_later)) == "retire; tell olga expire");
}

TEST_CASE("what a newer invitation replaces only retires its keys") {
  CHECK(effects_of(issued(), superseding(adam, later)).empty());
  CHECK(effects_of(keyed(issued()), superseding(adam, later)) == "retire");
}

TEST_CASE("the one who amended is told, not the one who issued") {
  const invitation i = after(issued(), amending(adam, start + 1h, "admin"));
  CHECK(effects_of(i, declining(ina, later)) == "tell adam decline");
}

TEST_CASE("only a person can be told") {
  CHECK(effects_of(sponsored_by(invito::actor::system()), declining(ina, later)).empty());
  CHECK(effects_of(sponsored_by(invito::actor::service(invito::user_id("sync"))),
                   declining(ina, later))
            .empty());
  CHECK(effects_of(sponsored_by(std::nullopt), declining(ina, later)).empty());
}

TEST_CASE("nobody is told of what they did themselves") {
  const invito::identity olga_herself{olga.who.id, invito::email("ina@example.com"), true};
  CHECK(effects_of(issued(), accepting(olga_herself, later)) == "grant olga member");
  CHECK(effects_of(issued(), declining(olga_herself, later)).empty());
}

TEST_CASE("where nothing happened there is nothing to carry out") {
  CHECK(effects_of(keyed(accepted()), accepting(ina, later)).empty());
  CHECK(effects_of(keyed(declined()), declining(ina, later)).empty());
  CHECK(effects_of(keyed(revoked()), as<invito::revoke_command>(olga, later)).empty());
  CHECK(effects_of(keyed(expired()), expiring(week_later)).empty());
}
