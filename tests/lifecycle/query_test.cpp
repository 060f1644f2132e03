// SPDX-License-Identifier: MIT

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/query.hpp>

#include "catch2.hpp"
#include "support/given.hpp"
#include "support/sample.hpp"

namespace {

using namespace support;
using invito::cursor;
using invito::expired_between;
using invito::find_page;
using invito::instant;
using invito::invitation;
using invito::invitation_filter;
using invito::invitation_id;
using invito::is_due;
using invito::next_expiry;
using invito::page_order;
using invito::page_request;
using invito::parse_cursor;
using invito::resend_command;
using invito::revoke_command;
using invito::status;

constexpr instant first_moment = (instant::min)();
constexpr instant last_moment = (instant::max)();

// What an invitation was told to be by a document, born at `start` where its birth is known.
invitation imported(invito::state state, std::optional<instant> expires_at,
                    std::optional<instant> created_at = start,
                    std::optional<instant> told_at = std::nullopt) {
  invitation i = issued();
  i.created_at = created_at;
  i.state = std::move(state);
  begin_history(i, expires_at, told_at);
  return i;
}

// Filters.

invitation_filter having(status s, std::optional<instant> as_of) {
  invitation_filter f;
  f.status = s;
  f.as_of = as_of;
  return f;
}

// The one status that `i` is found under at `t`, or "none".
std::string found_as(invitation const& i, instant t) {
  std::string out;
  for (status const s : {status::pending, status::accepted, status::revoked, status::expired}) {
    if (matches(having(s, t), i)) out += name(s);
  }
  return out.empty() ? "none" : out;
}

// Pages.

invitation stored(std::optional<instant> created_at, std::string id) {
  invitation i;
  i.created_at = created_at;
  i.id = invitation_id(std::move(id));
  return i;
}

// The ids of a page, and "+" where more is said to be behind it.
std::string ids(invito::page const& p) {
  std::string out;
  for (invitation const* i : p.items) out += (out.empty() ? "" : " ") + i->id.text();
  return p.next ? out + " +" : out;
}

page_request at_most(std::size_t limit, page_order order = page_order::oldest_first) {
  page_request r;
  r.limit = limit;
  r.order = order;
  return r;
}

page_request behind(cursor after, std::size_t limit, page_order order = page_order::oldest_first) {
  page_request r = at_most(limit, order);
  r.after = std::move(after);
  return r;
}

template <class Range, class = void>
constexpr bool has_pages = false;
template <class Range>
constexpr bool has_pages<
    Range, std::void_t<decltype(find_page(std::declval<Range>(), std::declval<page_request>()))>> =
    true;

// Expiries.

// Every moment from `from` to `to`, a day apart, at which `i` is told to have expired.
std::vector<instant> expiries(invitation const& i, instant from = start - 10 * day,
                              instant to = start + 60 * day) {
  std::vector<instant> out;
  for (instant t = from; t < to; t += day) {
    if (const auto found = expired_between(i, t, t + day)) out.push_back(*found);
  }
  return out;
}

using moments = std::vector<instant>;

}  // namespace

// Filters ----------------------------------------------------------------------------------------

TEST_CASE("a filter without a wish matches every invitation") {
  CHECK(matches({}, issued()));
  CHECK(matches({}, accepted()));
  CHECK(matches({}, invitation{}));
  static_assert(noexcept(
      matches(std::declval<invitation_filter const&>(), std::declval<invitation const&>())));
}

TEST_CASE("a filter by organization matches that one alone") {
  invitation_filter f;
  f.organization = acme;
  CHECK(matches(f, issued()));
  CHECK_FALSE(matches(f, invitation{}));
  f.organization = invito::organization_id("Acme");
  CHECK_FALSE(matches(f, issued()));
}

TEST_CASE("a filter by email ignores the case of letters, and matches nothing without an email") {
  invitation_filter f;
  f.email = invito::email("INA@Example.com");
  invitation i = issued();
  CHECK(matches(f, i));
  f.email = invito::email("ina@example.org");
  CHECK_FALSE(matches(f, i));
  i.recipient = {std::nullopt, invito::user_id("ina")};
  CHECK_FALSE(matches(f, i));
  f.email = invito::email("");
  CHECK_FALSE(matches(f, i));
}

TEST_CASE("filters by inviter and by sponsor tell the two apart") {
  const invitation i = after(issued("member", olga), amending(adam, start + day, "member"));
  invitation_filter by_inviter;
  by_inviter.inviter = olga.who;
  invitation_filter by_sponsor;
  by_sponsor.sponsor = olga.who;
  CHECK(matches(by_inviter, i));
  CHECK_FALSE(matches(by_sponsor, i));
  by_inviter.inviter = adam.who;
  by_sponsor.sponsor = adam.who;
  CHECK_FALSE(matches(by_inviter, i));
  CHECK(matches(by_sponsor, i));
  // The same id of another kind is somebody else.
  by_sponsor.sponsor = invito::actor::service(adam.who.id);
  CHECK_FALSE(matches(by_sponsor, i));
}

TEST_CASE("a filter by inviter or sponsor matches nothing where they are unknown") {
  invitation_filter by_inviter;
  by_inviter.inviter = invito::actor{};
  invitation_filter by_sponsor;
  by_sponsor.sponsor = invito::actor{};
  CHECK_FALSE(matches(by_inviter, invitation{}));
  CHECK_FALSE(matches(by_sponsor, invitation{}));
}

TEST_CASE("a filter by role goes by the present offer, bytewise, and knows the empty role") {
  const invitation i = after(issued("member", olga), amending(olga, start + day, "admin"));
  invitation_filter f;
  f.role = "admin";
  CHECK(matches(f, i));
  f.as_of = start;  // when it was still member
  CHECK(matches(f, i));
  f.role = "member";
  CHECK_FALSE(matches(f, i));
  f.role = "Admin";
  CHECK_FALSE(matches(f, i));
  f.role = "";
  CHECK_FALSE(matches(f, i));
  f.as_of.reset();
  CHECK(matches(f, invitation{}));
}

TEST_CASE("a filter by status goes by the moment that is asked about") {
  const instant answered = start + day;
  CHECK(found_as(accepted(), start - tick) == "none");
  CHECK(found_as(accepted(), start) == "pending");
  CHECK(found_as(accepted(), answered - tick) == "pending");
  CHECK(found_as(accepted(), answered) == "accepted");
  CHECK(found_as(declined(), answered - tick) == "pending");
  CHECK(found_as(declined(), answered) == "revoked");
  for (invitation const& i : {issued(), expired()}) {
    CHECK(found_as(i, week_later - tick) == "pending");
    CHECK(found_as(i, week_later) == "expired");
  }
}

TEST_CASE("a filter by status without a moment matches nothing") {
  for (status const s : {status::pending, status::accepted, status::revoked, status::expired}) {
    for (invitation const& i : {issued(), accepted(), revoked(), expired(), invitation{}}) {
      CHECK_FALSE(matches(having(s, std::nullopt), i));
    }
  }
}

TEST_CASE("a filter with a moment leaves out what was created behind it") {
  invitation_filter f;
  f.as_of = start - tick;
  CHECK_FALSE(matches(f, issued()));
  CHECK_FALSE(matches(f, accepted()));
  f.as_of = start;
  CHECK(matches(f, issued()));
  f.as_of = last_moment;
  CHECK(matches(f, issued()));
}

TEST_CASE("a filter with a moment keeps what was created nobody knows when") {
  invitation_filter f;
  f.as_of = first_moment;
  CHECK(matches(f, imported(invito::pending{}, {}, std::nullopt, start)));
  CHECK(matches(f, invitation{}));
}

TEST_CASE("a filter by status does not find what is not known to have had one") {
  CHECK(found_as(invitation{}, last_moment) == "none");
  CHECK(found_as(imported(invito::accepted{}, {}), last_moment) == "none");
  const invitation seen = imported(invito::accepted{}, {}, start, start + day);
  CHECK(found_as(seen, start + day - tick) == "none");
  CHECK(found_as(seen, start + day) == "accepted");
  // Known to be so before it was created: then it is not believed.
  invitation odd = imported(invito::accepted{}, {}, start, start - day);
  CHECK(found_as(odd, start - tick) == "none");
  CHECK(found_as(odd, start) == "accepted");
}

TEST_CASE("a filter asks for all its wishes at once") {
  invitation_filter f = having(status::pending, start + day);
  f.organization = acme;
  f.email = invito::email("ina@example.com");
  f.inviter = olga.who;
  f.sponsor = olga.who;
  f.role = "member";
  const invitation i = issued("member", olga);
  REQUIRE(matches(f, i));
  const auto but = [&](auto change) {
    invitation_filter other = f;
    change(other);
    return matches(other, i);
  };
  CHECK_FALSE(but([](auto& x) { x.organization = invito::organization_id("other"); }));
  CHECK_FALSE(but([](auto& x) { x.status = status::expired; }));
  CHECK_FALSE(but([](auto& x) { x.as_of = week_later; }));
  CHECK_FALSE(but([](auto& x) { x.email = invito::email("eve@example.com"); }));
  CHECK_FALSE(but([](auto& x) { x.inviter = adam.who; }));
  CHECK_FALSE(but([](auto& x) { x.sponsor = adam.who; }));
  CHECK_FALSE(but([](auto& x) { x.role = "admin"; }));
}

// Cursors ----------------------------------------------------------------------------------------

TEST_CASE("a cursor holds the creation and the id of its invitation") {
  CHECK(position_of(issued()) == cursor{start, invitation_id("inv-1")});
  CHECK(position_of(invitation{}) == cursor{});
  // Nothing that happens later moves it.
  CHECK(position_of(accepted()) == position_of(issued()));
}

TEST_CASE("cursors are ordered by creation, then by the bytes of the id, unknown creation first") {
  const std::vector<cursor> ascending{
      {std::nullopt, invitation_id("")},   {std::nullopt, invitation_id("a")},
      {std::nullopt, invitation_id("b")},  {first_moment, invitation_id("")},
      {instant{} - tick, invitation_id()}, {instant{}, invitation_id("")},
      {instant{}, invitation_id("A")},     {instant{}, invitation_id("a")},
      {instant{}, invitation_id("aa")},    {instant{}, invitation_id("b")},
      {instant{}, invitation_id("\x80")},  {instant{} + tick, invitation_id("a")},
      {last_moment, invitation_id("a")},
  };
  for (std::size_t a = 0; a != ascending.size(); ++a) {
    for (std::size_t b = 0; b != ascending.size(); ++b) {
      INFO(a << " and " << b);
      CHECK((ascending[a] == ascending[b]) == (a == b));
      CHECK((ascending[a] != ascending[b]) == (a != b));
      CHECK((ascending[a] < ascending[b]) == (a < b));
      CHECK((ascending[a] > ascending[b]) == (a > b));
      CHECK((ascending[a] <= ascending[b]) == (a <= b));
      CHECK((ascending[a] >= ascending[b]) == (a >= b));
    }
  }
}

TEST_CASE("a cursor as text is nanoseconds, a dot and the id") {
  CHECK(to_string(cursor{start, invitation_id("inv-1")}) == "1728000000000000000.inv-1");
  CHECK(to_string(cursor{start + tick, invitation_id("a.b")}) == "1728000000000000001.a.b");
  CHECK(to_string(cursor{instant{}, invitation_id("x")}) == "0.x");
  CHECK(to_string(cursor{instant{} - tick, invitation_id("x")}) == "-1.x");
  CHECK(to_string(cursor{std::nullopt, invitation_id("x")}) == ".x");
  CHECK(to_string(cursor{last_moment, invitation_id("x")}) == "9223372036854775807.x");
  CHECK(to_string(cursor{first_moment, invitation_id("x")}) == "-9223372036854775808.x");
}

TEST_CASE("a cursor comes back from its text, whatever the bytes of the id") {
  std::vector<std::string> texts{"", "inv-1", ".", "..", "1.2", "-1.2", " ", "a\nb", "\xFF\x80"};
  texts.emplace_back("nul\0inside", 10);
  texts.emplace_back(1, '\0');
  std::string all;
  for (int c = 0; c != 256; ++c) all += static_cast<char>(c);
  texts.push_back(all);
  for (std::string const& id : texts) {
    for (std::optional<instant> const& at :
         {std::optional<instant>(), std::optional(start), std::optional(instant{}),
          std::optional(instant{} - tick), std::optional(first_moment),
          std::optional(last_moment)}) {
      const cursor c{at, invitation_id(id)};
      INFO(to_string(c));
      CHECK(parse_cursor(to_string(c)) == c);
    }
  }
}

TEST_CASE("no text but that of a cursor is read as one") {
  CHECK(parse_cursor("12.a") == cursor{instant{12 * tick}, invitation_id("a")});
  for (char const* text : {"",       "12",    "inv-1", "-",    "-.a",    "+.a",   "+12.a", " 12.a",
                           "12 .a",  "012.a", "00.a",  "-0.a", "-012.a", "--1.a", "1e3.a", "0x1.a",
                           "12,5.a", "x.a",   "1x.a",  "x1.a", "null.a", "\t.a"}) {
    INFO(text);
    CHECK_FALSE(parse_cursor(text));
  }
  CHECK_FALSE(parse_cursor(std::string_view("1\0.a", 4)));
  CHECK_FALSE(parse_cursor(std::string_view("\0.a", 3)));
}

TEST_CASE("a cursor's text beyond the range of time is refused, and never wraps") {
  CHECK(parse_cursor("9223372036854775807.a") == cursor{last_moment, invitation_id("a")});
  CHECK(parse_cursor("-9223372036854775808.a") == cursor{first_moment, invitation_id("a")});
  CHECK_FALSE(parse_cursor("9223372036854775808.a"));
  CHECK_FALSE(parse_cursor("-9223372036854775809.a"));
  CHECK_FALSE(parse_cursor("18446744073709551616.a"));
  CHECK_FALSE(parse_cursor(std::string(1000, '9') + ".a"));
}

// Pages ------------------------------------------------------------------------------------------

TEST_CASE("a page of nothing is empty") {
  const std::vector<invitation> none;
  CHECK(ids(find_page(none, {})).empty());
  CHECK(ids(find_page(none, behind({start, invitation_id("a")}, 5))).empty());
}

TEST_CASE("a page asks for the twenty newest unless it is told otherwise") {
  const page_request usual;
  CHECK(usual.limit == 20);
  CHECK(usual.order == page_order::newest_first);
  std::vector<invitation> all;
  for (int n = 0; n != 21; ++n) all.push_back(stored(start + n * tick, std::to_string(n)));
  const invito::page p = find_page(all, {});
  REQUIRE(p.items.size() == 20);
  CHECK(p.items.front()->id.text() == "20");
  CHECK(p.items.back()->id.text() == "1");
  CHECK(p.next == cursor{start + tick, invitation_id("1")});
}

TEST_CASE("a page is in order by creation and id, both ways, whatever the order of the range") {
  std::vector<invitation> all{stored(start, "b"), stored(start + tick, "a"), stored({}, "z"),
                              stored(start, "a"), stored(start - tick, "c"), stored({}, "y")};
  const auto by_id = [](invitation const& a, invitation const& b) { return a.id < b.id; };
  const auto by_birth = [](invitation const& a, invitation const& b) {
    return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
  };
  for (int order = 0; order != 3; ++order) {
    if (order == 1) std::sort(all.begin(), all.end(), by_birth);
    if (order == 2) std::sort(all.rbegin(), all.rend(), by_id);
    CHECK(ids(find_page(all, at_most(9))) == "y z c a b a");
    CHECK(ids(find_page(all, at_most(9, page_order::newest_first))) == "a b a c z y");
    CHECK(ids(find_page(all, at_most(4))) == "y z c a +");
    CHECK(ids(find_page(all, at_most(4, page_order::newest_first))) == "a b a c +");
  }
}

TEST_CASE("a page says that there is more only where something behind it matches") {
  std::vector<invitation> all{stored(start, "a"), stored(start, "b"), stored(start, "c")};
  CHECK(ids(find_page(all, at_most(2))) == "a b +");
  CHECK(ids(find_page(all, at_most(3))) == "a b c");
  CHECK(ids(find_page(all, at_most(4))) == "a b c");
  CHECK(ids(find_page(all, behind({start, invitation_id("a")}, 1))) == "b +");
  CHECK(ids(find_page(all, behind({start, invitation_id("a")}, 2))) == "b c");
  CHECK(ids(find_page(all, behind({start, invitation_id("b")}, 1))) == "c");
  CHECK(ids(find_page(all, behind({start, invitation_id("c")}, 1))).empty());
  // What is behind but does not match is not more.
  all[2].organization = acme;
  page_request r = at_most(2);
  r.filter.role = "";
  CHECK(ids(find_page(all, r)) == "a b +");
  r.filter.organization = acme;
  CHECK(ids(find_page(all, r)) == "c");
  all[0].organization = acme;
  r.limit = 1;
  CHECK(ids(find_page(all, r)) == "a +");
  r.after = cursor{start, invitation_id("a")};
  CHECK(ids(find_page(all, r)) == "c");
}

TEST_CASE("a page goes on behind a place that nobody holds") {
  const std::vector<invitation> all{stored(start, "a"), stored(start, "c"), stored({}, "b")};
  using order = page_order;
  CHECK(ids(find_page(all, behind({start, invitation_id("b")}, 9))) == "c");
  CHECK(ids(find_page(all, behind({start, invitation_id("b")}, 9, order::newest_first))) == "a b");
  CHECK(ids(find_page(all, behind({}, 9))) == "b a c");
  CHECK(ids(find_page(all, behind({}, 9, order::newest_first))).empty());
  CHECK(ids(find_page(all, behind({start - tick, {}}, 9))) == "a c");
  CHECK(ids(find_page(all, behind({start - tick, {}}, 9, order::newest_first))) == "b");
  CHECK(ids(find_page(all, behind({last_moment, {}}, 9))).empty());
  CHECK(ids(find_page(all, behind({last_moment, {}}, 9, order::newest_first))) == "c a b");
}

TEST_CASE("a page with a limit of zero is empty and leads nowhere") {
  const std::vector<invitation> all{stored(start, "a"), stored(start, "b")};
  CHECK(ids(find_page(all, at_most(0))).empty());
  CHECK(ids(find_page(all, behind({start, invitation_id("a")}, 0))).empty());
}

TEST_CASE("a page takes memory for what it holds, not for what was asked or looked at") {
  std::vector<invitation> all;
  for (int n = 0; n != 1000; ++n) all.push_back(stored(start + (n * 7 % 1000) * tick, "i"));
  const invito::page few = find_page(all, at_most(3));
  REQUIRE(few.items.size() == 3);
  CHECK(few.items[2]->created_at == start + 2 * tick);
  CHECK(few.items.capacity() < 20);
  const invito::page every = find_page(all, at_most((std::numeric_limits<std::size_t>::max)()));
  CHECK(every.items.size() == 1000);
  CHECK_FALSE(every.next);
}

TEST_CASE("a page points into the range, of whatever kind, and takes none that is gone") {
  const std::deque<invitation> all{stored(start, "a"), stored(start, "b")};
  invitation row[]{stored(start, "a"), stored(start, "b")};
  CHECK(find_page(all, at_most(2)).items == std::vector<invitation const*>{&all[0], &all[1]});
  CHECK(find_page(row, at_most(1)).items == std::vector<invitation const*>{&row[0]});
  static_assert(has_pages<std::vector<invitation>&>);
  static_assert(has_pages<std::vector<invitation> const&>);
  static_assert(!has_pages<std::vector<invitation>>);
  static_assert(!has_pages<std::vector<invitation> const>);
}

TEST_CASE("a page is judged at the moment that is asked about, not when it is looked at") {
  std::vector<invitation> all{issued(), accepted(), expired(), revoked()};
  for (std::size_t n = 0; n != all.size(); ++n) {
    all[n].id = invitation_id(std::string(1, static_cast<char>('a' + n)));
  }
  page_request r = at_most(9);
  r.filter = having(status::pending, start + day - tick);
  CHECK(ids(find_page(all, r)) == "a b c d");
  r.filter.as_of = start + day;
  CHECK(ids(find_page(all, r)) == "a c");
  r.filter.as_of = week_later;
  CHECK(ids(find_page(all, r)).empty());
  r.filter.status = status::expired;
  CHECK(ids(find_page(all, r)) == "a c");
}

namespace {

// A store that keeps growing, and what a plain filter, sort and cut make of it.
class growing_store {
 public:
  explicit growing_store(std::uint64_t seed) : dice_(seed) {}

  sample::dice& dice() { return dice_; }
  std::vector<invitation> const& all() const { return all_; }

  // Few moments, so that many are created at the same one; few organizations and roles.
  void grow(std::size_t count) {
    for (; count != 0; --count) {
      invitation i;
      i.id = invitation_id(std::string(1, static_cast<char>(dice_.below(256))) +
                           std::to_string(all_.size()));
      if (!dice_.one_in(5)) i.created_at = start + static_cast<int>(dice_.below(8)) * tick;
      i.organization = dice_.one_in(2) ? acme : invito::organization_id("other");
      i.offer.role = dice_.one_in(2) ? "admin" : "member";
      const auto place = static_cast<std::ptrdiff_t>(dice_.below(all_.size() + 1));
      all_.insert(all_.begin() + place, std::move(i));
    }
  }

  page_request any_question() {
    page_request r;
    r.limit = 1 + dice_.below(6);
    r.order = dice_.one_in(2) ? page_order::oldest_first : page_order::newest_first;
    if (dice_.one_in(2)) r.filter.organization = acme;
    if (dice_.one_in(2)) r.filter.role = "admin";
    if (dice_.one_in(3)) r.filter.as_of = start + static_cast<int>(dice_.below(8)) * tick;
    return r;
  }

  // All that match behind the place, in order.
  std::vector<std::string> plainly(page_request const& r) const {
    std::vector<cursor> found;
    for (invitation const& i : all_) {
      if (!r.filter.organization.empty() && !(i.organization == acme)) continue;
      if (r.filter.role && i.offer.role != "admin") continue;
      if (r.filter.as_of && i.created_at && *i.created_at > *r.filter.as_of) continue;
      found.push_back({i.created_at, i.id});
    }
    std::sort(found.begin(), found.end());
    if (r.order == page_order::newest_first) std::reverse(found.begin(), found.end());
    std::vector<std::string> out;
    for (cursor const& c : found) {
      if (r.after && !(r.order == page_order::oldest_first ? c > *r.after : c < *r.after)) continue;
      out.push_back(c.id.text());
    }
    return out;
  }

 private:
  sample::dice dice_;
  std::vector<invitation> all_;
};

}  // namespace

TEST_CASE("page by page, everything that was there is seen once, whatever comes in between") {
  for (std::uint64_t seed = 0; seed != 400; ++seed) {
    INFO("seed " << seed);
    growing_store store(seed);
    store.grow(store.dice().below(40));
    page_request r = store.any_question();
    const std::vector<std::string> at_first = store.plainly(r);
    std::vector<std::string> seen;
    std::optional<cursor> last;
    for (bool more = true; more;) {
      const std::vector<std::string> expected = store.plainly(r);
      const invito::page p = find_page(store.all(), r);
      REQUIRE(p.items.size() == (std::min)(r.limit, expected.size()));
      for (std::size_t n = 0; n != p.items.size(); ++n) {
        CHECK(p.items[n]->id.text() == expected[n]);
        const cursor at = position_of(*p.items[n]);
        if (last) CHECK((r.order == page_order::oldest_first ? *last < at : at < *last));
        last = at;
        seen.push_back(at.id.text());
      }
      REQUIRE(p.next.has_value() == (expected.size() > r.limit));
      more = p.next.has_value();
      if (!more) break;
      CHECK(p.next == last);
      r.after = parse_cursor(to_string(*p.next));
      REQUIRE(r.after);
      store.grow(store.dice().below(4));
    }
    // Positions ascend or descend strictly, so nothing was seen twice; now nothing was left out.
    for (std::string const& id : at_first) {
      CHECK(std::count(seen.begin(), seen.end(), id) == 1);
    }
  }
}

// Expiry -----------------------------------------------------------------------------------------

TEST_CASE("an expiry lies in the interval that ends with it, and in none that begins with it") {
  for (invitation const& i : {issued(), expired()}) {
    CHECK(expired_between(i, start, week_later) == week_later);
    CHECK(expired_between(i, week_later - tick, week_later) == week_later);
    CHECK(expired_between(i, week_later - tick, last_moment) == week_later);
    CHECK(expired_between(i, first_moment, last_moment) == week_later);
    CHECK(expired_between(i, start, week_later - tick) == std::nullopt);
    CHECK(expired_between(i, week_later, last_moment) == std::nullopt);
    CHECK(expired_between(i, week_later, week_later) == std::nullopt);
    CHECK(expired_between(i, last_moment, first_moment) == std::nullopt);
    CHECK(expiries(i) == moments{week_later});
  }
  constexpr instant t;
  static_assert(noexcept(expired_between(std::declval<invitation const&>(), t, t)));
}

TEST_CASE("an expiry does not come for what never expires, or was answered or withdrawn in time") {
  invito::policy p = rules();
  p.expiry.lifetime = std::nullopt;
  CHECK(expiries(issued("member", olga, p)).empty());
  for (invitation const& i : {accepted(), declined(), revoked(), superseded()}) {
    CHECK(expiries(i).empty());
  }
  CHECK(expiries(after(issued(), accepting(ina, week_later - tick))).empty());
  CHECK(expiries(after(issued(), as<revoke_command>(olga, week_later - tick))).empty());
}

TEST_CASE("an expiry has come although the invitation was withdrawn since, even at its moment") {
  CHECK(expiries(after(issued(), as<revoke_command>(olga, week_later))) == moments{week_later});
  CHECK(expiries(after(issued(), declining(ina, week_later + 3 * day))) == moments{week_later});
  CHECK(expiries(after(expired(), declining(ina, week_later + 3 * day))) == moments{week_later});
}

TEST_CASE("an expiry that a resend has put off or brought nearer comes when it comes") {
  const instant resent = start + 3 * day;
  CHECK(expiries(after(issued(), as<resend_command>(olga, resent))) == moments{start + 10 * day});
  auto c = as<resend_command>(olga, resent);
  c.lifetime = 1h;
  CHECK(expiries(after(issued(), c)) == moments{resent + 1h});
  CHECK(expiries(after(issued(), as<resend_command>(olga, week_later - tick))) ==
        moments{start + 14 * day - tick});
}

TEST_CASE("an amendment neither adds an expiry nor takes one away") {
  CHECK(expiries(after(issued(), amending(olga, start + day, "admin"))) == moments{week_later});
  CHECK(expiries(after(issued(), amending(olga, week_later - tick, "admin"))) ==
        moments{week_later});
}

TEST_CASE("what was renewed has expired as often as its time ran out") {
  for (invitation const& first : {issued(), expired()}) {
    invitation i = after(first, as<resend_command>(olga, start + 10 * day));
    i = after(i, as<resend_command>(olga, start + 20 * day));
    CHECK(expiries(i) == moments{week_later, start + 17 * day, start + 27 * day});
    // Of several in one interval, the last.
    CHECK(expired_between(i, start, start + 27 * day) == start + 27 * day);
    CHECK(expired_between(i, start, start + 27 * day - tick) == start + 17 * day);
    CHECK(expired_between(i, start, start + 17 * day - tick) == week_later);
    CHECK(expired_between(i, week_later, start + 17 * day - tick) == std::nullopt);
    i = after(i, accepting(ina, start + 21 * day));
    CHECK(expiries(i) == moments{week_later, start + 17 * day});
  }
}

TEST_CASE("an expiry stays told when it is renewed at its very moment") {
  CHECK(expiries(after(issued(), as<resend_command>(olga, week_later))) ==
        moments{week_later, start + 14 * day});
  // A clock that went back dates the renewal with the expiry that was written down.
  CHECK(expiries(after(expired(), as<resend_command>(olga, start + day))) ==
        moments{week_later, start + 14 * day});
}

TEST_CASE("what is out of time as soon as it is sent expires at that moment") {
  invito::policy p = rules();
  p.expiry.shortest = -9 * day;
  auto c = as<resend_command>(olga, start + 3 * day);
  for (const int days : {0, -1, -3, -4}) {
    c.lifetime = days * day;
    const invitation i = after(issued(), c, p);
    CHECK(expiries(i) == moments{start + 3 * day});
    CHECK(expiries(after(i, expiring(start + 3 * day))) == moments{start + 3 * day});
  }
}

TEST_CASE("an imported expiry is as sure as what the document told") {
  using invito::accepted;
  using invito::expired;
  using invito::pending;
  using invito::revoked;
  // Pending: by its expiry.
  CHECK(expiries(imported(pending{week_later}, {})) == moments{week_later});
  CHECK(expiries(imported(pending{week_later}, {}, std::nullopt)) == moments{week_later});
  CHECK(expiries(imported(pending{week_later}, {}, {}, start + day)) == moments{week_later});
  CHECK(expiries(imported(pending{}, {})).empty());
  // Seen pending when its time was over: not before it was seen, as an `expire` is dated.
  CHECK(expiries(imported(pending{week_later}, {}, {}, week_later + day)) ==
        moments{week_later + day});
  // Nor before it was made.
  invitation made_later = imported(pending{start - day}, {});
  made_later.baseline->known_at = start - 2 * day;
  CHECK(expiries(made_later) == moments{start});
  made_later.baseline->known_at.reset();
  CHECK(expiries(made_later) == moments{start});
  // Expired: at its expiry, or when the state says where that is all that is known.
  CHECK(expiries(imported(expired{week_later}, week_later)) == moments{week_later});
  CHECK(expiries(imported(expired{week_later}, {})) == moments{week_later});
  CHECK(expiries(imported(expired{week_later}, {}, std::nullopt)) == moments{week_later});
  CHECK(expiries(imported(expired{week_later + day}, week_later)) == moments{week_later});
  CHECK(expiries(imported(expired{week_later + day}, week_later, std::nullopt)) ==
        moments{week_later + day});
  CHECK(expiries(imported(expired{week_later}, week_later + day)) == moments{week_later});
  CHECK(expiries(imported(expired{week_later}, start - day)) == moments{start});
  // Final: only where it is known to have waited beyond its expiry.
  CHECK(expiries(imported(revoked{week_later + day, {}, {}}, week_later)) == moments{week_later});
  CHECK(expiries(imported(revoked{week_later, {}, {}}, week_later)) == moments{week_later});
  CHECK(expiries(imported(revoked{week_later - tick, {}, {}}, week_later)).empty());
  CHECK(expiries(imported(revoked{week_later + day, {}, {}}, {})).empty());
  CHECK(expiries(imported(revoked{week_later + day, {}, {}}, week_later, std::nullopt)).empty());
  CHECK(expiries(imported(accepted{start + day, {}}, week_later)).empty());
  CHECK(expiries(imported(accepted{}, week_later)).empty());
  CHECK(expiries(imported(accepted{}, week_later, start, start + 20 * day)).empty());
}

TEST_CASE("an imported expiry does not come where events behind the baseline were in time") {
  const invitation told = imported(invito::pending{week_later}, {});
  CHECK(expiries(after(told, accepting(ina, week_later - tick))).empty());
  CHECK(expiries(after(told, as<resend_command>(olga, week_later - tick))) ==
        moments{start + 14 * day - tick});
  CHECK(expiries(after(told, as<resend_command>(olga, week_later))) ==
        moments{week_later, start + 14 * day});
  CHECK(expiries(after(told, expiring(week_later + day))) == moments{week_later});
  const invitation over = imported(invito::expired{week_later}, week_later);
  CHECK(expiries(after(over, as<resend_command>(olga, week_later + day))) ==
        moments{week_later, start + 15 * day});
}

TEST_CASE("an expiry is told before the history of an assembled invitation has begun") {
  invitation i = stored(start, "a");
  CHECK(expiries(i).empty());
  i.state = invito::pending{week_later};
  CHECK(expiries(i) == moments{week_later});
  i.state = invito::pending{start - day};
  CHECK(expiries(i) == moments{start});
  i.created_at.reset();
  CHECK(expiries(i) == moments{start - day});
  i.state = invito::expired{week_later};
  CHECK(expiries(i) == moments{week_later});
  i.state = invito::revoked{week_later, {}, {}};
  CHECK(expiries(i).empty());
}

TEST_CASE("every expiry in a life of chance is told in exactly one interval, recorded or not") {
  // Lived through moment by moment: an expiry is where the status turns while nobody does anything.
  invito::policy p = rules();
  p.expiry.shortest = 1min;
  int often = 0;  // lives with three expiries and more
  for (std::uint64_t seed = 0; seed != 300; ++seed) {
    INFO("seed " << seed);
    sample::dice dice(seed);
    const auto lifetime = [&dice] { return std::chrono::minutes(1 + dice.below(6)); };
    invito::issue_command birth = issuing(olga);
    birth.lifetime = lifetime();
    invitation i = apply(*issue(p, request("member"), birth));
    moments seen;
    constexpr int life = 40;
    for (int minute = 1; minute != life; ++minute) {
      const instant now = start + std::chrono::minutes(minute);
      const bool before = i.status(now - tick) == status::pending;
      if (before && i.status(now) == status::expired) seen.push_back(now);
      const auto happen = [&](auto command) {
        const auto made = decide(p, i, command);
        if (made) REQUIRE(apply(i, *made));
      };
      auto again = as<resend_command>(olga, now);
      again.lifetime = lifetime();
      switch (dice.below(12)) {
        case 0:
        case 1:
        case 2: happen(again); break;
        case 3: happen(amending(olga, now, "admin")); break;
        case 4:
        case 5: happen(expiring(now)); break;
        case 6:
          if (dice.one_in(6)) happen(accepting(ina, now));
          break;
        case 7:
          if (dice.one_in(6)) happen(as<revoke_command>(olga, now));
          break;
        case 8:
          if (dice.one_in(6)) happen(declining(ina, now));
          break;
        default: break;
      }
    }
    const instant end = start + std::chrono::minutes(life);
    if (i.status(end - tick) == status::pending && i.status(end) == status::expired) {
      seen.push_back(end);
    }
    if (seen.size() > 2) ++often;
    for (int a = -1; a != life; ++a) {
      for (int b = a; b != life; ++b) {
        const instant after = start + std::chrono::minutes(a);
        const instant until = start + std::chrono::minutes(b);
        std::optional<instant> expected;
        for (instant const t : seen) {
          if (t > after && t <= until) expected = t;
        }
        if (expired_between(i, after, until) != expected) FAIL("between " << a << " and " << b);
      }
    }
  }
  CHECK(often > 30);
}

TEST_CASE("where a status is known to turn from pending to expired, an expiry is told") {
  sample::maker make(7, sample::hard_roles());
  int turns = 0;
  for (int n = 0; n != 3000; ++n) {
    const invitation i = make();
    moments all;
    for (invito::event const& e : i.history) {
      all.push_back(e.at);
      if (e.expires_at) all.push_back(*e.expires_at);
    }
    if (i.baseline && i.baseline->expires_at) all.push_back(*i.baseline->expires_at);
    if (i.baseline && i.baseline->known_at) all.push_back(*i.baseline->known_at);
    for (instant const t : all) {
      if (name(i.status_at(t - tick)) != "pending" || name(i.status_at(t)) != "expired") continue;
      ++turns;
      CHECK(expired_between(i, t - tick, t) == t);
    }
  }
  CHECK(turns > 1000);
}

TEST_CASE(
    "what is due is what the expire verb writes down, and writing it down changes no answer") {
  sample::maker make(8, sample::hard_roles());
  int due = 0;
  for (int n = 0; n != 3000; ++n) {
    invitation i = make();
    i.organization = acme;
    moments nows{start - 1000 * day, last_moment};
    if (i.created_at) nows.push_back(*i.created_at);
    if (i.updated_at()) nows.push_back(*i.updated_at());
    if (i.expires_at()) nows.insert(nows.end(), {*i.expires_at() - tick, *i.expires_at()});
    for (instant const now : nows) {
      const invito::expire_command c = expiring(now);
      const auto made = expire(rules(), i, c);
      const bool writes = made && made->event;
      CHECK(is_due(i, now) == writes);
      if (!writes) continue;
      ++due;
      const instant dated = made->event->at;
      CHECK(expired_between(i, dated - tick, dated) == dated);
      const invitation recorded = after(i, c);
      CHECK_FALSE(is_due(recorded, now));
      for (instant const a : nows) {
        for (instant const b : nows) {
          CHECK(expired_between(recorded, a, b) == expired_between(i, a, b));
        }
      }
    }
  }
  CHECK(due > 300);
}

TEST_CASE("an invitation is due from its expiry until that is written down") {
  CHECK_FALSE(is_due(issued(), week_later - tick));
  CHECK(is_due(issued(), week_later));
  CHECK(is_due(issued(), last_moment));
  CHECK_FALSE(is_due(expired(), last_moment));
  CHECK_FALSE(is_due(accepted(), last_moment));
  CHECK_FALSE(is_due(revoked(), last_moment));
  CHECK_FALSE(is_due(invitation{}, last_moment));
  const invitation renewed = after(expired(), as<resend_command>(olga, week_later + day));
  CHECK_FALSE(is_due(renewed, start + 15 * day - tick));
  CHECK(is_due(renewed, start + 15 * day));
  constexpr instant t;
  static_assert(noexcept(is_due(std::declval<invitation const&>(), t)));
}

TEST_CASE("what is due is judged by no earlier moment than the last known one") {
  const invitation seen = imported(invito::pending{week_later}, {}, {}, week_later);
  CHECK(is_due(seen, start));
  CHECK(is_due(imported(invito::pending{week_later}, {}, {}, week_later - tick), week_later));
  CHECK_FALSE(is_due(imported(invito::pending{week_later}, {}, {}, week_later - tick), start));
}

TEST_CASE("the next expiry is the earliest of those that are pending") {
  std::vector<invitation> all{accepted(), revoked(), expired(), invitation{}};
  CHECK(next_expiry(std::vector<invitation>{}, start) == std::nullopt);
  CHECK(next_expiry(all, start) == std::nullopt);
  all.push_back(after(issued(), as<resend_command>(olga, start + 3 * day)));
  all.push_back(issued());
  all.push_back(after(issued(), as<resend_command>(olga, start + 2 * day)));
  CHECK(next_expiry(all, start + 4 * day) == week_later);
  CHECK(next_expiry(all, week_later - tick) == week_later);
  // What is due by now is not waited for.
  CHECK(next_expiry(all, week_later) == start + 9 * day);
  CHECK(next_expiry(all, start + 9 * day) == start + 10 * day);
  CHECK(next_expiry(all, start + 10 * day) == std::nullopt);
}

TEST_CASE("a sweep that wakes at each next expiry writes every one down at its moment") {
  std::vector<invitation> all;
  for (int n = 0; n != 50; ++n) {
    all.push_back(after(issued(), as<resend_command>(olga, start + (1 + n * 13 % 25) * day)));
  }
  all.push_back(accepted());
  instant now = start + 26 * day;
  std::size_t written = 0;
  for (;;) {
    for (invitation& i : all) {
      if (!is_due(i, now)) continue;
      const instant told = *i.expires_at();
      i = after(i, expiring(now));
      CHECK((told == now || now == start + 26 * day));
      ++written;
    }
    const auto next = next_expiry(all, now);
    if (!next) break;
    CHECK(*next > now);
    now = *next;
  }
  CHECK(written == 50);
  CHECK(now == start + 32 * day);
}

TEST_CASE("a sweep over records gives the positions of what is due, in order") {
  struct record {
    instant expires_at;
    status is;
  };
  const auto sweep = [](std::vector<record> const& all, instant now) {
    return invito::find_due(all, now, &record::expires_at,
                            [](record const& r) { return r.is == status::pending; });
  };
  using positions = std::vector<std::size_t>;
  CHECK(sweep({}, start).empty());
  const std::vector<record> few{{start, status::pending},       {start + tick, status::pending},
                                {start, status::revoked},       {start - tick, status::pending},
                                {last_moment, status::pending}, {first_moment, status::pending}};
  CHECK(sweep(few, start) == positions{0, 3, 5});
  CHECK(sweep(few, start + tick) == positions{0, 1, 3, 5});
  CHECK(sweep(few, first_moment) == positions{5});
  CHECK(sweep(few, last_moment - tick) == positions{0, 1, 3, 5});
  CHECK(sweep(few, last_moment) == positions{0, 1, 3, 4, 5});

  for (const std::size_t count : {511U, 512U, 513U, 2000U}) {
    std::vector<record> many;
    positions third;
    for (std::size_t n = 0; n != count; ++n) {
      many.push_back({n % 3 == 0 ? start : start + tick, status::pending});
      if (n % 3 == 0) third.push_back(n);
    }
    CHECK(sweep(many, start) == third);
    CHECK(sweep(many, start + tick).size() == count);
  }
}
