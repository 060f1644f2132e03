// SPDX-License-Identifier: MIT

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/documents.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

namespace {

using invito::code;
using invito::http_statuses;
using invito::wire::place;
using invito::wire::writing;

// One number for each kind of answer, so that a mistaken one shows.
constexpr http_statuses plain{{600, 601, 602, 603, 604, 609, 650, 653}, {}};

invito::problems all_of(std::vector<code> const& codes) {
  invito::problems out;
  for (const code c : codes) out.add({c, {}, {}, {}});
  return out;
}

}  // namespace

// Statuses ---------------------------------------------------------------------------------------

TEST_CASE("each kind of answer has its own status") {
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

TEST_CASE("of several problems the one of the earliest tier decides, wherever it stands") {
  // Facts, state, input, authority, tenant.
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

TEST_CASE("of several problems of one tier the first decides") {
  CHECK(plain.of(all_of({code::plan_refused, code::unavailable})) == 602);
  CHECK(plain.of(all_of({code::unavailable, code::plan_refused})) == 653);
  CHECK(plain.of(all_of({code::not_found, code::unauthenticated})) == 604);
  CHECK(plain.of(all_of({code::unauthenticated, code::not_found})) == 601);
  CHECK(plain.of(all_of({code::expired, code::not_permitted, code::wrong_recipient})) == 603);
  CHECK(plain.of(all_of({code::expired, code::wrong_recipient, code::not_permitted})) == 604);
}

TEST_CASE("a code may have a status of its own, which holds where that code decides") {
  constexpr http_statuses some{
      {600, 601, 602, 603, 604, 609, 650, 653},
      {{{code::already_member, 622}, {code::syntax_error, 615}, {code::wrong_recipient, 640}}}};
  CHECK(some.of(all_of({code::already_member})) == 622);
  CHECK(some.of(all_of({code::syntax_error})) == 615);
  CHECK(some.of(all_of({code::wrong_recipient})) == 640);
  // Others with the same answer keep its status.
  CHECK(some.of(all_of({code::too_large})) == 600);
  CHECK(some.of(all_of({code::not_found})) == 604);
  CHECK(some.of(all_of({code::already_accepted})) == 609);
  // The exception of a code that does not decide does not matter.
  CHECK(some.of(all_of({code::too_large, code::syntax_error})) == 600);
  CHECK(some.of(all_of({code::syntax_error, code::too_large})) == 615);
  CHECK(some.of(all_of({code::already_member, code::expired})) == 609);
}

TEST_CASE("all four places for codes with a status of their own count") {
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

// Places -----------------------------------------------------------------------------------------

TEST_CASE("a problem is told at the place where the conversion is") {
  invito::problems found;
  const place root{found};
  root.at("items").at(std::size_t{2}).at("a/b").refuse(code::unknown_value, "x");
  root.refuse(code::invalid_state);
  REQUIRE(told(found) == "unknown_value /items/2/a~1b; invalid_state");
  CHECK(found[0].subject == "x");
  CHECK(found[1].subject.empty());
}

TEST_CASE("a place below another leaves that one where it is") {
  invito::problems found;
  const place root{found};
  const place items = root.at("items");
  const place first = items.at(std::size_t{0});
  first.at("id").refuse(code::missing_value);
  first.refuse(code::invalid_state);
  items.refuse(code::duplicate_item);
  CHECK(told(found) == "missing_value /items/0/id; invalid_state /items/0; duplicate_item /items");
}

TEST_CASE(
    "a required member without a source is refused, unless the document is to be incomplete") {
  invito::problems found;
  invito::write_options options;
  const writing whole{{found}, {}, options};
  whole.lacks("id");
  whole["projects"][std::size_t{1}].lacks("role");
  CHECK(told(found) == "missing_value /id; missing_value /projects/1/role");

  invito::problems none;
  options.incomplete = true;
  const writing incomplete{{none}, {}, options};
  incomplete.lacks("id");
  incomplete["projects"][std::size_t{1}].lacks("role");
  CHECK(none.empty());
  // What cannot be said is refused all the same.
  incomplete["status"].at.refuse(code::not_representable, "revoked");
  CHECK(told(none) == "not_representable /status");
}

TEST_CASE("what the writer was asked for is known at every place") {
  invito::problems found;
  invito::write_options options;
  const auto then = at("2026-03-02T09:00:00Z");
  CHECK_FALSE((writing{{found}, then, options}.wide()));
  CHECK_FALSE((writing{{found}, then, options}["a"].wide()));
  options.shape = invito::wire::shape::wide;
  options.revoked_as_expired = true;
  options.history_cap = 3;
  const writing whole{{found}, then, options};
  const writing list = whole["a"];
  const writing below = list[std::size_t{0}];
  CHECK(below.wide());
  CHECK(below.now == then);
  CHECK(below.options.revoked_as_expired);
  CHECK_FALSE(below.options.incomplete);
  CHECK(below.options.history_cap == 3U);
  CHECK(below.at.where().pointer() == "/a/0");
}
