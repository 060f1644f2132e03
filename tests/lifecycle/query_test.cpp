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

constexpr instant first_instant = (instant::min)();
constexpr instant last_instant = (instant::max)();

// An imported invitation in this state, created at `created_at` and known at `known_at`.
invitation imported(invito::state state, std::optional<instant> expires_at,
                    std::optional<instant> created_at = start,
                    std::optional<instant> known_at = std::nullopt) {
  invitation i = issued();
  i.created_at = created_at;
  i.state = std::move(state);
  begin_history(i, expires_at, known_at);
  return i;
}

// Filters.

invitation_filter having(status s, std::optional<instant> as_of) {
  invitation_filter f;
  f.status = s;
  f.as_of = as_of;
  return f;
}

// The status by which a filter finds `i` at `t`, or "none".
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

// The ids of a page, and "+" if `next` is set.
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

// Whether find_page takes this range.
template <class Range, class = void>
constexpr bool has_pages = false;
template <class Range>
constexpr bool has_pages<
    Range, std::void_t<decltype(find_page(std::declval<Range>(), std::declval<page_request>()))>> =
    true;

// Expiries.

// The expiries of `i` in the intervals of one day from `from` to `to`.
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

TEST_CASE("an empty filter matches every invitation", "[query][filter]") {
  CHECK(matches({}, issued()));
  CHECK(matches({}, accepted()));
  CHECK(matches({}, invitation{}));
  static_assert(noexcept(
      matches(std::declval<invitation_filter const&>(), std::declval<invitation const&>())));
}

TEST_CASE("a filter by organization matches only that organization", "[query][filter]") {
  invitation_filter f;
  f.organization = acme;
  CHECK(matches(f, issued()));
  CHECK_FALSE(matches(f, invitation{}));
  f.organization = invito::organization_id("Acme");
  CHECK_FALSE(matches(f, issued()));
}

TEST_CASE("a filter by email ignores case and matches no invitation without an email",
          "[query][filter]") {
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

TEST_CASE("a filter by inviter compares created_by, a filter by sponsor compares sponsor",
          "[query][filter]") {
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
  // An actor of another kind is another actor, even with an equal id.
  by_sponsor.sponsor = invito::actor::service(adam.who.id);
  CHECK_FALSE(matches(by_sponsor, i));
}

TEST_CASE("a filter by inviter or sponsor matches no invitation without one", "[query][filter]") {
  invitation_filter by_inviter;
  by_inviter.inviter = invito::actor{};
  invitation_filter by_sponsor;
  by_sponsor.sponsor = invito::actor{};
  CHECK_FALSE(matches(by_inviter, invitation{}));
  CHECK_FALSE(matches(by_sponsor, invitation{}));
}

TEST_CASE("a filter by role compares the current offer bytewise and matches the empty role",
          "[query][filter]") {
  const invitation i = after(issued("member", olga), amending(olga, start + day, "admin"));
  invitation_filter f;
  f.role = "admin";
  CHECK(matches(f, i));
  f.as_of = start;  // at that time, the role was member
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

TEST_CASE("a filter by status compares the status at as_of", "[query][filter]") {
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

TEST_CASE("a filter by status without as_of matches nothing", "[query][filter]") {
  for (status const s : {status::pending, status::accepted, status::revoked, status::expired}) {
    for (invitation const& i : {issued(), accepted(), revoked(), expired(), invitation{}}) {
      CHECK_FALSE(matches(having(s, std::nullopt), i));
    }
  }
}

TEST_CASE("a filter with as_of omits invitations created later", "[query][filter]") {
  invitation_filter f;
  f.as_of = start - tick;
  CHECK_FALSE(matches(f, issued()));
  CHECK_FALSE(matches(f, accepted()));
  f.as_of = start;
  CHECK(matches(f, issued()));
  f.as_of = last_instant;
  CHECK(matches(f, issued()));
}

TEST_CASE("a filter with as_of matches invitations with an unknown creation time",
          "[query][filter]") {
  invitation_filter f;
  f.as_of = first_instant;
  CHECK(matches(f, imported(invito::pending{}, {}, std::nullopt, start)));
  CHECK(matches(f, invitation{}));
}

TEST_CASE("a filter by status does not match an invitation with an unknown status at as_of",
          "[query][filter]") {
  CHECK(found_as(invitation{}, last_instant) == "none");
  CHECK(found_as(imported(invito::accepted{}, {}), last_instant) == "none");
  const invitation seen = imported(invito::accepted{}, {}, start, start + day);
  CHECK(found_as(seen, start + day - tick) == "none");
  CHECK(found_as(seen, start + day) == "accepted");
  // A known_at before the creation is ignored.
  invitation odd = imported(invito::accepted{}, {}, start, start - day);
  CHECK(found_as(odd, start - tick) == "none");
  CHECK(found_as(odd, start) == "accepted");
}

TEST_CASE("a filter matches only if all its members match", "[query][filter]") {
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

TEST_CASE("position_of returns the creation time and the id", "[query][cursor]") {
  CHECK(position_of(issued()) == cursor{start, invitation_id("inv-1")});
  CHECK(position_of(invitation{}) == cursor{});
  // Later events do not change the position.
  CHECK(position_of(accepted()) == position_of(issued()));
}

TEST_CASE("cursors are ordered by creation time, unknown ones first, then by the bytes of the id",
          "[query][cursor]") {
  const std::vector<cursor> ascending{
      {std::nullopt, invitation_id("")},   {std::nullopt, invitation_id("a")},
      {std::nullopt, invitation_id("b")},  {first_instant, invitation_id("")},
      {instant{} - tick, invitation_id()}, {instant{}, invitation_id("")},
      {instant{}, invitation_id("A")},     {instant{}, invitation_id("a")},
      {instant{}, invitation_id("aa")},    {instant{}, invitation_id("b")},
      {instant{}, invitation_id("\x80")},  {instant{} + tick, invitation_id("a")},
      {last_instant, invitation_id("a")},
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

TEST_CASE("to_string of a cursor writes nanoseconds, a dot and the id", "[query][cursor]") {
  CHECK(to_string(cursor{start, invitation_id("inv-1")}) == "1728000000000000000.inv-1");
  CHECK(to_string(cursor{start + tick, invitation_id("a.b")}) == "1728000000000000001.a.b");
  CHECK(to_string(cursor{instant{}, invitation_id("x")}) == "0.x");
  CHECK(to_string(cursor{instant{} - tick, invitation_id("x")}) == "-1.x");
  CHECK(to_string(cursor{std::nullopt, invitation_id("x")}) == ".x");
  CHECK(to_string(cursor{last_instant, invitation_id("x")}) == "9223372036854775807.x");
  CHECK(to_string(cursor{first_instant, invitation_id("x")}) == "-9223372036854775808.x");
}

TEST_CASE("parse_cursor restores every cursor, whatever the bytes of the id", "[query][cursor]") {
  std::vector<std::string> texts{"", "inv-1", ".", "..", "1.2", "-1.2", " ", "a\nb", "\xFF\x80"};
  texts.emplace_back("nul\0inside", 10);
  texts.emplace_back(1, '\0');
  std::string all;
  for (int c = 0; c != 256; ++c) all += static_cast<char>(c);
  texts.push_back(all);
  for (std::string const& id : texts) {
    for (std::optional<instant> const& at :
         {std::optional<instant>(), std::optional(start), std::optional(instant{}),
          std::optional(instant{} - tick), std::optional(first_instant),
          std::optional(last_instant)}) {
      const cursor c{at, invitation_id(id)};
      INFO(to_string(c));
      CHECK(parse_cursor(to_string(c)) == c);
    }
  }
}

TEST_CASE("parse_cursor refuses every text that to_string does not write", "[query][cursor]") {
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

TEST_CASE("parse_cursor refuses a time outside of the range of instant", "[query][cursor]") {
  CHECK(parse_cursor("9223372036854775807.a") == cursor{last_instant, invitation_id("a")});
  CHECK(parse_cursor("-9223372036854775808.a") == cursor{first_instant, invitation_id("a")});
  CHECK_FALSE(parse_cursor("9223372036854775808.a"));
  CHECK_FALSE(parse_cursor("-9223372036854775809.a"));
  CHECK_FALSE(parse_cursor("18446744073709551616.a"));
  CHECK_FALSE(parse_cursor(std::string(1000, '9') + ".a"));
}

// Pages ------------------------------------------------------------------------------------------

TEST_CASE("find_page returns an empty page for an empty range", "[query][page]") {
  const std::vector<invitation> none;
  CHECK(ids(find_page(none, {})).empty());
  CHECK(ids(find_page(none, behind({start, invitation_id("a")}, 5))).empty());
}

TEST_CASE("find_page returns the twenty newest invitations by default", "[query][page]") {
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

TEST_CASE("find_page orders by creation time and id, whatever the order of the range",
          "[query][page]") {
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

TEST_CASE("find_page sets next only if another invitation after the page matches",
          "[query][page]") {
  std::vector<invitation> all{stored(start, "a"), stored(start, "b"), stored(start, "c")};
  CHECK(ids(find_page(all, at_most(2))) == "a b +");
  CHECK(ids(find_page(all, at_most(3))) == "a b c");
  CHECK(ids(find_page(all, at_most(4))) == "a b c");
  CHECK(ids(find_page(all, behind({start, invitation_id("a")}, 1))) == "b +");
  CHECK(ids(find_page(all, behind({start, invitation_id("a")}, 2))) == "b c");
  CHECK(ids(find_page(all, behind({start, invitation_id("b")}, 1))) == "c");
  CHECK(ids(find_page(all, behind({start, invitation_id("c")}, 1))).empty());
  // An invitation that does not match does not set next.
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

TEST_CASE("find_page continues after a cursor that no invitation has", "[query][page]") {
  const std::vector<invitation> all{stored(start, "a"), stored(start, "c"), stored({}, "b")};
  using order = page_order;
  CHECK(ids(find_page(all, behind({start, invitation_id("b")}, 9))) == "c");
  CHECK(ids(find_page(all, behind({start, invitation_id("b")}, 9, order::newest_first))) == "a b");
  CHECK(ids(find_page(all, behind({}, 9))) == "b a c");
  CHECK(ids(find_page(all, behind({}, 9, order::newest_first))).empty());
  CHECK(ids(find_page(all, behind({start - tick, {}}, 9))) == "a c");
  CHECK(ids(find_page(all, behind({start - tick, {}}, 9, order::newest_first))) == "b");
  CHECK(ids(find_page(all, behind({last_instant, {}}, 9))).empty());
  CHECK(ids(find_page(all, behind({last_instant, {}}, 9, order::newest_first))) == "c a b");
}

TEST_CASE("find_page with a limit of zero returns an empty page without next", "[query][page]") {
  const std::vector<invitation> all{stored(start, "a"), stored(start, "b")};
  CHECK(ids(find_page(all, at_most(0))).empty());
  CHECK(ids(find_page(all, behind({start, invitation_id("a")}, 0))).empty());
}

TEST_CASE("find_page allocates for the items of the page, not for the limit or the range",
          "[query][page]") {
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

TEST_CASE("find_page returns pointers into any lvalue range and rejects a temporary range",
          "[query][page]") {
  const std::deque<invitation> all{stored(start, "a"), stored(start, "b")};
  invitation row[]{stored(start, "a"), stored(start, "b")};
  CHECK(find_page(all, at_most(2)).items == std::vector<invitation const*>{&all[0], &all[1]});
  CHECK(find_page(row, at_most(1)).items == std::vector<invitation const*>{&row[0]});
  static_assert(has_pages<std::vector<invitation>&>);
  static_assert(has_pages<std::vector<invitation> const&>);
  static_assert(!has_pages<std::vector<invitation>>);
  static_assert(!has_pages<std::vector<invitation> const>);
}

TEST_CASE("find_page compares the status at as_of", "[query][page]") {
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

// A store that grows, with a reference implementation of find_page.
class growing_store {
 public:
  explicit growing_store(std::uint64_t seed) : dice_(seed) {}

  sample::dice& dice() { return dice_; }
  std::vector<invitation> const& all() const { return all_; }

  // Few creation times, so that many are equal; few organizations and roles.
  void grow(std::size_t count) {
    for (; count != 0; --count) {
      invitation i;
      i.id = invitation_id(std::string(1, static_cast<char>(dice_.below(256))) +
                           std::to_string(all_.size()));
      if (!dice_.one_in(5)) i.created_at = start + static_cast<int>(dice_.below(8)) * tick;
      i.organization = dice_.one_in(2) ? acme : invito::organization_id("other");
      i.offer.role = dice_.one_in(2) ? "admin" : "member";
      const auto location = static_cast<std::ptrdiff_t>(dice_.below(all_.size() + 1));
      all_.insert(all_.begin() + location, std::move(i));
    }
  }

  page_request random_request() {
    page_request r;
    r.limit = 1 + dice_.below(6);
    r.order = dice_.one_in(2) ? page_order::oldest_first : page_order::newest_first;
    if (dice_.one_in(2)) r.filter.organization = acme;
    if (dice_.one_in(2)) r.filter.role = "admin";
    if (dice_.one_in(3)) r.filter.as_of = start + static_cast<int>(dice_.below(8)) * tick;
    return r;
  }

  // The ids of all matching invitations after the cursor, in order.
  std::vector<std::string> expected_ids(page_request const& r) const {
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

TEST_CASE("consecutive pages list every invitation once while others are inserted",
          "[query][page]") {
  for (std::uint64_t seed = 0; seed != 400; ++seed) {
    INFO("seed " << seed);
    growing_store store(seed);
    store.grow(store.dice().below(40));
    page_request r = store.random_request();
    const std::vector<std::string> at_first = store.expected_ids(r);
    std::vector<std::string> seen;
    std::optional<cursor> last;
    for (bool more = true; more;) {
      const std::vector<std::string> expected = store.expected_ids(r);
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
    // The positions are strictly ordered, so no id is seen twice; this checks that none is missing.
    for (std::string const& id : at_first) {
      CHECK(std::count(seen.begin(), seen.end(), id) == 1);
    }
  }
}

// Expiry -----------------------------------------------------------------------------------------

TEST_CASE("expired_between includes the end of the interval and excludes its start",
          "[query][expiry]") {
  for (invitation const& i : {issued(), expired()}) {
    CHECK(expired_between(i, start, week_later) == week_later);
    CHECK(expired_between(i, week_later - tick, week_later) == week_later);
    CHECK(expired_between(i, week_later - tick, last_instant) == week_later);
    CHECK(expired_between(i, first_instant, last_instant) == week_later);
    CHECK(expired_between(i, start, week_later - tick) == std::nullopt);
    CHECK(expired_between(i, week_later, last_instant) == std::nullopt);
    CHECK(expired_between(i, week_later, week_later) == std::nullopt);
    CHECK(expired_between(i, last_instant, first_instant) == std::nullopt);
    CHECK(expiries(i) == moments{week_later});
  }
  constexpr instant t;
  static_assert(noexcept(expired_between(std::declval<invitation const&>(), t, t)));
}

TEST_CASE("expired_between finds nothing if the invitation never expires or ends before its expiry",
          "[query][expiry]") {
  invito::policy p = rules();
  p.expiry.lifetime = std::nullopt;
  CHECK(expiries(issued("member", olga, p)).empty());
  for (invitation const& i : {accepted(), declined(), revoked(), superseded()}) {
    CHECK(expiries(i).empty());
  }
  CHECK(expiries(after(issued(), accepting(ina, week_later - tick))).empty());
  CHECK(expiries(after(issued(), as<revoke_command>(olga, week_later - tick))).empty());
}

TEST_CASE("expired_between finds the expiry of an invitation that ends at or after its expiry",
          "[query][expiry]") {
  CHECK(expiries(after(issued(), as<revoke_command>(olga, week_later))) == moments{week_later});
  CHECK(expiries(after(issued(), declining(ina, week_later + 3 * day))) == moments{week_later});
  CHECK(expiries(after(expired(), declining(ina, week_later + 3 * day))) == moments{week_later});
}

TEST_CASE("expired_between finds the expiry that the last resend set", "[query][expiry][resend]") {
  const instant resent = start + 3 * day;
  CHECK(expiries(after(issued(), as<resend_command>(olga, resent))) == moments{start + 10 * day});
  auto c = as<resend_command>(olga, resent);
  c.lifetime = 1h;
  CHECK(expiries(after(issued(), c)) == moments{resent + 1h});
  CHECK(expiries(after(issued(), as<resend_command>(olga, week_later - tick))) ==
        moments{start + 14 * day - tick});
}

TEST_CASE("amend neither adds nor removes an expiry", "[query][expiry][amend]") {
  CHECK(expiries(after(issued(), amending(olga, start + day, "admin"))) == moments{week_later});
  CHECK(expiries(after(issued(), amending(olga, week_later - tick, "admin"))) ==
        moments{week_later});
}

TEST_CASE("expired_between finds each expiry of a renewed invitation", "[query][expiry][resend]") {
  for (invitation const& first : {issued(), expired()}) {
    invitation i = after(first, as<resend_command>(olga, start + 10 * day));
    i = after(i, as<resend_command>(olga, start + 20 * day));
    CHECK(expiries(i) == moments{week_later, start + 17 * day, start + 27 * day});
    // The last one of several expiries in the interval.
    CHECK(expired_between(i, start, start + 27 * day) == start + 27 * day);
    CHECK(expired_between(i, start, start + 27 * day - tick) == start + 17 * day);
    CHECK(expired_between(i, start, start + 17 * day - tick) == week_later);
    CHECK(expired_between(i, week_later, start + 17 * day - tick) == std::nullopt);
    i = after(i, accepting(ina, start + 21 * day));
    CHECK(expiries(i) == moments{week_later, start + 17 * day});
  }
}

TEST_CASE("expired_between finds the expiry at which the invitation is renewed",
          "[query][expiry][resend]") {
  CHECK(expiries(after(issued(), as<resend_command>(olga, week_later))) ==
        moments{week_later, start + 14 * day});
  // If the clock goes back, the renewal is dated at the recorded expiry.
  CHECK(expiries(after(expired(), as<resend_command>(olga, start + day))) ==
        moments{week_later, start + 14 * day});
}

TEST_CASE("a resend with a lifetime of zero or less expires at the time of the resend",
          "[query][expiry][resend]") {
  invito::policy p = rules();
  p.expiry.min_lifetime = -9 * day;
  auto c = as<resend_command>(olga, start + 3 * day);
  for (const int days : {0, -1, -3, -4}) {
    c.lifetime = days * day;
    const invitation i = after(issued(), c, p);
    CHECK(expiries(i) == moments{start + 3 * day});
    CHECK(expiries(after(i, expiring(start + 3 * day))) == moments{start + 3 * day});
  }
}

TEST_CASE(
    "expired_between finds the expiry of an imported invitation if its state and times prove it",
    "[query][expiry]") {
  using invito::accepted;
  using invito::expired;
  using invito::pending;
  using invito::revoked;
  // A pending invitation expires at its expiry.
  CHECK(expiries(imported(pending{week_later}, {})) == moments{week_later});
  CHECK(expiries(imported(pending{week_later}, {}, std::nullopt)) == moments{week_later});
  CHECK(expiries(imported(pending{week_later}, {}, {}, start + day)) == moments{week_later});
  CHECK(expiries(imported(pending{}, {})).empty());
  // If the state is known to be pending at known_at, after the expiry, the invitation expires at
  // known_at, as with an `expire` event of that time.
  CHECK(expiries(imported(pending{week_later}, {}, {}, week_later + day)) ==
        moments{week_later + day});
  // An invitation does not expire before its creation.
  invitation made_later = imported(pending{start - day}, {});
  made_later.baseline->known_at = start - 2 * day;
  CHECK(expiries(made_later) == moments{start});
  made_later.baseline->known_at.reset();
  CHECK(expiries(made_later) == moments{start});
  // An expired invitation expired at its expiry if it is known to have been pending until then.
  // Otherwise it expired at the time of the state.
  CHECK(expiries(imported(expired{week_later}, week_later)) == moments{week_later});
  CHECK(expiries(imported(expired{week_later}, {})) == moments{week_later});
  CHECK(expiries(imported(expired{week_later}, {}, std::nullopt)) == moments{week_later});
  CHECK(expiries(imported(expired{week_later + day}, week_later)) == moments{week_later});
  CHECK(expiries(imported(expired{week_later + day}, week_later, std::nullopt)) ==
        moments{week_later + day});
  CHECK(expiries(imported(expired{week_later}, week_later + day)) == moments{week_later});
  CHECK(expiries(imported(expired{week_later}, start - day)) == moments{start});
  // A final state has an expiry before it only if the invitation is known to have been pending
  // until its expiry.
  CHECK(expiries(imported(revoked{week_later + day, {}, {}}, week_later)) == moments{week_later});
  CHECK(expiries(imported(revoked{week_later, {}, {}}, week_later)) == moments{week_later});
  CHECK(expiries(imported(revoked{week_later - tick, {}, {}}, week_later)).empty());
  CHECK(expiries(imported(revoked{week_later + day, {}, {}}, {})).empty());
  CHECK(expiries(imported(revoked{week_later + day, {}, {}}, week_later, std::nullopt)).empty());
  CHECK(expiries(imported(accepted{start + day, {}}, week_later)).empty());
  CHECK(expiries(imported(accepted{}, week_later)).empty());
  CHECK(expiries(imported(accepted{}, week_later, start, start + 20 * day)).empty());
}

TEST_CASE("expired_between considers the events after the baseline of an imported invitation",
          "[query][expiry]") {
  const invitation pending = imported(invito::pending{week_later}, {});
  CHECK(expiries(after(pending, accepting(ina, week_later - tick))).empty());
  CHECK(expiries(after(pending, as<resend_command>(olga, week_later - tick))) ==
        moments{start + 14 * day - tick});
  CHECK(expiries(after(pending, as<resend_command>(olga, week_later))) ==
        moments{week_later, start + 14 * day});
  CHECK(expiries(after(pending, expiring(week_later + day))) == moments{week_later});
  const invitation expired = imported(invito::expired{week_later}, week_later);
  CHECK(expiries(after(expired, as<resend_command>(olga, week_later + day))) ==
        moments{week_later, start + 15 * day});
}

TEST_CASE("expired_between uses the state of an invitation without a history", "[query][expiry]") {
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

TEST_CASE("expired_between finds every expiry of a random history in exactly one interval",
          "[query][expiry]") {
  // The expected times are the minutes at which the status changes to expired without a command.
  invito::policy p = rules();
  p.expiry.min_lifetime = 1min;
  int often = 0;  // histories with three or more expiries
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

TEST_CASE("expired_between finds an expiry wherever status_at changes from pending to expired",
          "[query][expiry]") {
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
    "is_due is true exactly if expire records an event, which does not change expired_between",
    "[query][expiry][expire]") {
  sample::maker make(8, sample::hard_roles());
  int due = 0;
  for (int n = 0; n != 3000; ++n) {
    invitation i = make();
    i.organization = acme;
    moments nows{start - 1000 * day, last_instant};
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

TEST_CASE("is_due is true from the expiry until the expiry is recorded", "[query][expiry]") {
  CHECK_FALSE(is_due(issued(), week_later - tick));
  CHECK(is_due(issued(), week_later));
  CHECK(is_due(issued(), last_instant));
  CHECK_FALSE(is_due(expired(), last_instant));
  CHECK_FALSE(is_due(accepted(), last_instant));
  CHECK_FALSE(is_due(revoked(), last_instant));
  CHECK_FALSE(is_due(invitation{}, last_instant));
  const invitation renewed = after(expired(), as<resend_command>(olga, week_later + day));
  CHECK_FALSE(is_due(renewed, start + 15 * day - tick));
  CHECK(is_due(renewed, start + 15 * day));
  constexpr instant t;
  static_assert(noexcept(is_due(std::declval<invitation const&>(), t)));
}

TEST_CASE("is_due uses no earlier time than the last known one", "[query][expiry]") {
  const invitation seen = imported(invito::pending{week_later}, {}, {}, week_later);
  CHECK(is_due(seen, start));
  CHECK(is_due(imported(invito::pending{week_later}, {}, {}, week_later - tick), week_later));
  CHECK_FALSE(is_due(imported(invito::pending{week_later}, {}, {}, week_later - tick), start));
}

TEST_CASE("next_expiry returns the earliest expiry of the pending invitations", "[query][expiry]") {
  std::vector<invitation> all{accepted(), revoked(), expired(), invitation{}};
  CHECK(next_expiry(std::vector<invitation>{}, start) == std::nullopt);
  CHECK(next_expiry(all, start) == std::nullopt);
  all.push_back(after(issued(), as<resend_command>(olga, start + 3 * day)));
  all.push_back(issued());
  all.push_back(after(issued(), as<resend_command>(olga, start + 2 * day)));
  CHECK(next_expiry(all, start + 4 * day) == week_later);
  CHECK(next_expiry(all, week_later - tick) == week_later);
  // An invitation that is due is not counted.
  CHECK(next_expiry(all, week_later) == start + 9 * day);
  CHECK(next_expiry(all, start + 9 * day) == start + 10 * day);
  CHECK(next_expiry(all, start + 10 * day) == std::nullopt);
}

TEST_CASE("next_expiry ignores invitations that never expire", "[query][expiry]") {
  invito::policy forever = rules();
  forever.expiry.lifetime = std::nullopt;
  const std::vector<invito::invitation> all{issued(), issued("member", olga, forever)};
  CHECK(next_expiry(all, start) == week_later);
  CHECK(next_expiry(std::vector<invito::invitation>{all[1], all[0]}, start) == week_later);
}

TEST_CASE("a sweep at each next_expiry records every expiry at its time",
          "[query][expiry][expire]") {
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
      const instant expiry = *i.expires_at();
      i = after(i, expiring(now));
      CHECK((expiry == now || now == start + 26 * day));
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

TEST_CASE("find_due returns the positions of the due records in order", "[query][expiry]") {
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
  const std::vector<record> few{{start, status::pending},        {start + tick, status::pending},
                                {start, status::revoked},        {start - tick, status::pending},
                                {last_instant, status::pending}, {first_instant, status::pending}};
  CHECK(sweep(few, start) == positions{0, 3, 5});
  CHECK(sweep(few, start + tick) == positions{0, 1, 3, 5});
  CHECK(sweep(few, first_instant) == positions{5});
  CHECK(sweep(few, last_instant - tick) == positions{0, 1, 3, 5});
  CHECK(sweep(few, last_instant) == positions{0, 1, 3, 4, 5});

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
