// SPDX-License-Identifier: MIT

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/documents.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"

namespace {

using invito::code;
using invito::wire::http_statuses;
using invito::wire::location;
using invito::wire::write_context;

// Each category has a different number, so that a wrong one fails a test.
constexpr http_statuses plain{{600, 601, 602, 603, 604, 609, 650, 653}, {}};

invito::problems all_of(std::vector<code> const& codes) {
  invito::problems out;
  for (const code c : codes) out.add({c, {}, {}, {}});
  return out;
}

}  // namespace

// Statuses ----------------------------------------------------------------------------------------

TEST_CASE("http_statuses::of returns the status of the error category", "[dialect][http_status]") {
  CHECK(plain.of(all_of({code::syntax_error})) == 600);
  CHECK(plain.of(all_of({code::unknown_role})) == 600);
  CHECK(plain.of(all_of({code::unauthenticated})) == 601);
  CHECK(plain.of(all_of({code::plan_refused})) == 602);
  CHECK(plain.of(all_of({code::not_permitted})) == 603);
  CHECK(plain.of(all_of({code::not_found})) == 604);
  CHECK(plain.of(all_of({code::wrong_recipient})) == 604);
  CHECK(plain.of(all_of({code::already_accepted})) == 609);
  CHECK(plain.of(all_of({code::fact_missing})) == 650);
  CHECK(plain.of(all_of({code::unavailable})) == 653);
}

TEST_CASE("http_statuses::of uses the problem of the earliest tier in any position",
          "[dialect][http_status]") {
  // The problems have the tiers facts, state, input, authority and tenant.
  CHECK(plain.of(all_of({code::plan_refused, code::already_accepted})) == 609);
  CHECK(plain.of(all_of({code::already_accepted, code::plan_refused})) == 609);
  CHECK(plain.of(all_of({code::already_accepted, code::unknown_role})) == 600);
  CHECK(plain.of(all_of({code::unknown_role, code::not_permitted})) == 603);
  CHECK(plain.of(all_of({code::not_permitted, code::unauthenticated})) == 601);
  CHECK(plain.of(all_of({code::plan_refused, code::expired, code::unknown_role, code::not_permitted,
                         code::not_found})) == 604);
  CHECK(plain.of(all_of({code::not_found, code::not_permitted, code::unknown_role, code::expired,
                         code::plan_refused})) == 604);
  CHECK(plain.of(all_of({code::plan_refused, code::not_permitted, code::unavailable})) == 603);
}

TEST_CASE("http_statuses::of uses the first problem of the earliest tier",
          "[dialect][http_status]") {
  CHECK(plain.of(all_of({code::plan_refused, code::unavailable})) == 602);
  CHECK(plain.of(all_of({code::unavailable, code::plan_refused})) == 653);
  CHECK(plain.of(all_of({code::not_found, code::unauthenticated})) == 604);
  CHECK(plain.of(all_of({code::unauthenticated, code::not_found})) == 601);
  CHECK(plain.of(all_of({code::expired, code::not_permitted, code::wrong_recipient})) == 603);
  CHECK(plain.of(all_of({code::expired, code::wrong_recipient, code::not_permitted})) == 604);
}

TEST_CASE("an exception of http_statuses applies only to the primary problem",
          "[dialect][http_status]") {
  constexpr http_statuses some{
      {600, 601, 602, 603, 604, 609, 650, 653},
      {{{code::already_member, 622}, {code::syntax_error, 615}, {code::wrong_recipient, 640}}}};
  CHECK(some.of(all_of({code::already_member})) == 622);
  CHECK(some.of(all_of({code::syntax_error})) == 615);
  CHECK(some.of(all_of({code::wrong_recipient})) == 640);
  // Other codes of the category keep its status.
  CHECK(some.of(all_of({code::too_large})) == 600);
  CHECK(some.of(all_of({code::not_found})) == 604);
  CHECK(some.of(all_of({code::already_accepted})) == 609);
  // An exception for a problem that is not the primary one is not used.
  CHECK(some.of(all_of({code::too_large, code::syntax_error})) == 600);
  CHECK(some.of(all_of({code::syntax_error, code::too_large})) == 615);
  CHECK(some.of(all_of({code::already_member, code::expired})) == 609);
}

TEST_CASE("http_statuses::of applies all four exceptions", "[dialect][http_status]") {
  constexpr http_statuses full{{600, 601, 602, 603, 604, 609, 650, 653},
                               {{{code::syntax_error, 611},
                                 {code::too_large, 612},
                                 {code::too_deep, 613},
                                 {code::too_many_items, 614}}}};
  CHECK(full.of(all_of({code::syntax_error})) == 611);
  CHECK(full.of(all_of({code::too_large})) == 612);
  CHECK(full.of(all_of({code::too_deep})) == 613);
  CHECK(full.of(all_of({code::too_many_items})) == 614);
  CHECK(full.of(all_of({code::missing_field})) == 600);
}

// Locations ---------------------------------------------------------------------------------------

TEST_CASE("location::refuse adds a problem with the path of the location", "[dialect][location]") {
  invito::problems found;
  const location root{found};
  root.at("items").at(std::size_t{2}).at("a/b").refuse(code::unknown_value, "x");
  root.refuse(code::invalid_state);
  REQUIRE(codes_of(found) == "unknown_value /items/2/a~1b; invalid_state");
  CHECK(found[0].subject == "x");
  CHECK(found[1].subject.empty());
}

TEST_CASE("location::at does not change the parent location", "[dialect][location]") {
  invito::problems found;
  const location root{found};
  const location items = root.at("items");
  const location first = items.at(std::size_t{0});
  first.at("id").refuse(code::missing_value);
  first.refuse(code::invalid_state);
  items.refuse(code::duplicate_item);
  CHECK(codes_of(found) ==
        "missing_value /items/0/id; invalid_state /items/0; duplicate_item /items");
}

TEST_CASE("write_context::missing refuses a required member unless the document may be incomplete",
          "[dialect][write_context]") {
  invito::problems found;
  invito::write_options options;
  const write_context whole{{found}, {}, options};
  whole.missing("id");
  whole["projects"][std::size_t{1}].missing("role");
  CHECK(codes_of(found) == "missing_value /id; missing_value /projects/1/role");

  invito::problems none;
  options.incomplete = true;
  const write_context incomplete{{none}, {}, options};
  incomplete.missing("id");
  incomplete["projects"][std::size_t{1}].missing("role");
  CHECK(none.empty());
  // A value that the document cannot represent is refused all the same.
  incomplete["status"].at.refuse(code::not_representable, "revoked");
  CHECK(codes_of(none) == "not_representable /status");
}

TEST_CASE("a nested write_context has the time and the options of its parent",
          "[dialect][write_context]") {
  invito::problems found;
  invito::write_options options;
  const auto then = at("2026-03-02T09:00:00Z");
  CHECK_FALSE((write_context{{found}, then, options}.extended()));
  CHECK_FALSE((write_context{{found}, then, options}["a"].extended()));
  options.shape = invito::wire::shape::extended;
  options.revoked_as_expired = true;
  options.history_cap = 3;
  const write_context whole{{found}, then, options};
  const write_context list = whole["a"];
  const write_context below = list[std::size_t{0}];
  CHECK(below.extended());
  CHECK(below.now == then);
  CHECK(below.options.revoked_as_expired);
  CHECK_FALSE(below.options.incomplete);
  CHECK(below.options.history_cap == 3U);
  CHECK(below.at.where().pointer() == "/a/0");
}

// Error bodies ------------------------------------------------------------------------------------

TEST_CASE("public_error renames only the first segment of a path", "[dialect][nuon][error]") {
  const invito::problems grant(invito::problem{
      invito::code::unknown_role, invito::path("grants").add(0).add("role"), {}, {}});
  // Nuon calls the role of the organization "role_type", and has no grants.
  CHECK(invito::nuon::public_error(grant).message.find("/grants/0/role: ") == 0);
  const invito::problems role(
      invito::problem{invito::code::unknown_role, invito::path("role"), {}, {}});
  CHECK(invito::nuon::public_error(role).message.find("/role_type: ") == 0);
}
