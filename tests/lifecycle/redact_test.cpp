// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/redact.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/given.hpp"
#include "support/sample.hpp"

namespace {

using namespace support;
using invito::addresses_of;
using invito::email;
using invito::erasure;
using invito::invitation;
using invito::redact;
using invito::user_id;
using json = nlohmann::ordered_json;

/// An email address and a user id of one person.
struct person {
  email mailbox;
  user_id user;
};

const person rita{email("Rita@Example.com"), user_id("rita")};
const person rita_forgotten{email("f1@redacted.invalid"), user_id("f-1")};
const person otto{email("otto@example.com"), user_id("otto")};

erasure of(person const& who, person const& instead) {
  return {who.mailbox, instead.mailbox, who.user, instead.user};
}

const erasure forget_rita = of(rita, rita_forgotten);

/// The number of changed places; redact must succeed.
std::size_t changed(invitation& i, erasure const& who, int line = __builtin_LINE()) {
  const auto done = redact(i, who);
  INFO("at line " << line << ", refused: " << refusal(done));
  REQUIRE(done);
  return *done;
}

/// `i` after redact of `who`.
invitation without(invitation i, erasure const& who = forget_rita) {
  CHECK(changed(i, who) != 0);
  return i;
}

// Histories that differ only in the people -------------------------------------------------------

enum class end { accept, accept_from_elsewhere, decline, revoke, supersede, expire };
constexpr std::array<end, 6> ends{end::accept,    end::accept_from_elsewhere,
                                  end::decline,   end::revoke,
                                  end::supersede, end::expire};

/// An invitation after issue, resend, amend and the end `how`. `inviter` performs these commands,
/// resend and revoke as a service, and `invitee` answers. If `described`, the invitation has a name
/// and attributes. If `keys`, some commands have idempotency keys.
invitation invitation_between(person const& inviter, person const& invitee, end how,
                              bool described = true, bool keys = true) {
  const member host{invito::actor::user(inviter.user), "owner"};
  const member sync{invito::actor::service(inviter.user), "owner"};
  invito::policy p = rules();
  p.recipient = invito::recipient_match::verified_email;
  const auto with_key = [keys](auto c, char const* key) {
    if (keys) c.idempotency_key = key;
    return c;
  };

  auto r = request("member");
  r.recipient = {invitee.mailbox, {}};
  if (how == end::accept_from_elsewhere) r.recipient.user = invitee.user;
  if (described) {
    r.name = {"Rita", "Redac"};
    r.attributes = {{"phone", invito::json_text::unchecked("\"555 123\"")}};
  }
  const auto made = invito::issue(p, r, with_key(issuing(host), "key of the issue"));
  INFO(refusal(made));
  REQUIRE(made);
  invitation i = invito::apply(*made);
  i = after(i, with_key(as<invito::resend_command>(sync, start + day), "resend"), p);
  i = after(i, amending(host, start + 2 * day, "admin"), p);
  const invito::instant then = start + 3 * day;
  invito::identity who{invitee.user, invitee.mailbox, true};
  switch (how) {
    case end::accept: return after(i, with_key(accepting(who, then), "accept"), p);
    case end::accept_from_elsewhere:
      who.email = email("rita@home.example");
      return after(i, accepting(who, then), p);
    case end::decline: return after(i, declining(who, then), p);
    case end::revoke: return after(i, as<invito::revoke_command>(sync, then), p);
    case end::supersede: return after(i, superseding(host, then), p);
    case end::expire: break;
  }
  return after(i, expiring(start + 60 * day), p);
}

/// An imported invitation in this state, with `who` as its creator and sponsor.
invitation imported_with(person const& who, invito::state s) {
  invitation i = issued();
  i.created_by = invito::actor::service(who.user);
  i.sponsor = invito::actor::user(who.user);
  i.recipient = {otto.mailbox, otto.user};
  i.name = {"Otto", "Other"};
  i.attributes = {{"a", invito::json_text::unchecked("1")}};
  i.state = std::move(s);
  begin_history(i, week_later, start);
  return i;
}

invito::status_entry entry(user_id const& by, std::string description) {
  return {"pending", std::move(description), start, by, {{"m", {}}}};
}

}  // namespace

// The invitee ------------------------------------------------------------------------------------

TEST_CASE("redact replaces the invitee in every history", "[redact]") {
  for (const end how : ends) {
    INFO(static_cast<int>(how));
    // The other address of the answer is not part of the erasure, so it is kept.
    CHECK(without(invitation_between(otto, rita, how)) ==
          invitation_between(otto, rita_forgotten, how, false, false));
  }
}

TEST_CASE("redact replaces the email address of an answer, ignoring case", "[redact]") {
  const erasure home{email("RITA@Home.Example"), email("f2@redacted.invalid"), {}, {}};
  for (const bool accepts : {true, false}) {
    invitation i = invitation_between(otto, rita, end::accept_from_elsewhere);
    if (!accepts) {
      i.history.back().details =
          invito::decline_details{{}, invito::box<email>(email("rita@home.example"))};
    }
    CHECK(changed(i, home) == 1 + 2);  // the address and two idempotency keys
    auto* accept = std::get_if<invito::accept_details>(&i.history.back().details);
    auto* decline = std::get_if<invito::decline_details>(&i.history.back().details);
    invito::box<email> const& from = accept ? accept->email : decline->email;
    REQUIRE(from);
    CHECK(from->text() == "f2@redacted.invalid");
    // The recipient has another address.
    CHECK(i.recipient.email == rita.mailbox);
    CHECK(i.recipient.user == rita.user);
    CHECK(i.name.given == "Rita");
  }
}

TEST_CASE("redact recognizes the recipient by the email address or by the user id", "[redact]") {
  invitation i = issued();
  i.recipient = {rita.mailbox, rita.user};
  i.name = {"Rita", "Redac"};

  invitation by_address = i;
  CHECK(changed(by_address, {rita.mailbox, rita_forgotten.mailbox, {}, {}}) == 3);
  CHECK(by_address.recipient == invito::recipient{rita_forgotten.mailbox, rita.user});
  CHECK(by_address.name == invito::person_name{});

  invitation by_user = i;
  CHECK(changed(by_user, {{}, {}, rita.user, rita_forgotten.user}) == 3);
  CHECK(by_user.recipient == invito::recipient{rita.mailbox, rita_forgotten.user});
  CHECK(by_user.name == invito::person_name{});
}

TEST_CASE("redact replaces the user id of a recipient without an email address", "[redact]") {
  invito::invitation_request r = request("member");
  r.recipient = {std::nullopt, invito::user_id("ina")};
  const auto made = issue(rules(), r, issuing(olga));
  REQUIRE(made);
  invitation i = apply(*made);
  const auto done =
      redact(i, {invito::email("ina@example.com"), invito::email("f@redacted.invalid"),
                 invito::user_id("ina"), invito::user_id("f")});
  REQUIRE(done);
  CHECK(*done == 1);
  CHECK(i.recipient == invito::recipient{std::nullopt, invito::user_id("f")});
}

TEST_CASE(
    "redact replaces every spelling of an email address by one fingerprint, in every organization",
    "[redact][resend]") {
  for (char const* spelling : {"Rita@Example.com", "rita@example.com", "RITA@EXAMPLE.COM"}) {
    invitation i = issued();
    i.recipient.email = email(spelling);
    i.organization = invito::organization_id("other");
    i = without(i, {email("rITA@eXAMPLE.com"), rita_forgotten.mailbox, {}, {}});
    REQUIRE(i.recipient.email);
    CHECK(i.recipient.email->text() == "f1@redacted.invalid");
    const auto renewal = given(i).when([] {
      auto c = as<invito::resend_command>(olga, week_later);
      c.organization = invito::organization_id("other");
      return c;
    }());
    REQUIRE(renewal.decision().guards.unique);
    CHECK(renewal.decision().guards.unique->canonical_email == "f1@redacted.invalid");
    CHECK(renewal.decision().guards.unique->organization == invito::organization_id("other"));
  }
}

TEST_CASE("accept refuses the invitee after redact", "[redact][accept]") {
  invitation i = without(issued(), of({*ina.email, ina.user}, rita_forgotten));
  given(i).when(accepting(ina, start + day)).then_refused("wrong_recipient");
}

TEST_CASE("redact keeps the attributes on request, but never the name", "[redact]") {
  erasure who = forget_rita;
  who.attributes = false;
  const invitation i = without(invitation_between(otto, rita, end::accept), who);
  CHECK(i.attributes == invitation_between(otto, rita, end::accept).attributes);
  CHECK_FALSE(i.attributes.empty());
  CHECK(i.name == invito::person_name{});
}

// Actors -----------------------------------------------------------------------------------------

TEST_CASE("redact replaces the inviter in every history", "[redact]") {
  for (const end how : ends) {
    INFO(static_cast<int>(how));
    CHECK(without(invitation_between(rita, otto, how)) ==
          invitation_between(rita_forgotten, otto, how, true, false));
  }
}

TEST_CASE("redact replaces an inviter who is also the invitee", "[redact]") {
  for (const end how : ends) {
    INFO(static_cast<int>(how));
    CHECK(without(invitation_between(rita, rita, how)) ==
          invitation_between(rita_forgotten, rita_forgotten, how, false, false));
  }
}

TEST_CASE("redact keeps the kinds of actors", "[redact]") {
  const invitation i = without(invitation_between(rita, otto, end::revoke));
  CHECK(i.created_by == invito::actor::user(rita_forgotten.user));
  CHECK(i.sponsor == invito::actor::user(rita_forgotten.user));
  REQUIRE(i.history.size() == 4);
  CHECK(i.history[0].by == invito::actor::user(rita_forgotten.user));
  CHECK(i.history[1].by == invito::actor::service(rita_forgotten.user));
  auto* revoked = std::get_if<invito::revoked>(&i.state);
  REQUIRE(revoked);
  CHECK(revoked->by == invito::actor::service(rita_forgotten.user));
}

TEST_CASE("redact replaces an id of an actor of the kind system", "[redact]") {
  invitation i = issued();
  i.created_by = invito::actor{invito::actor_kind::system, rita.user};
  CHECK(changed(i, forget_rita) == 1);
  CHECK(i.created_by == invito::actor{invito::actor_kind::system, rita_forgotten.user});
}

// Baselines --------------------------------------------------------------------------------------

TEST_CASE("redact replaces the person in a baseline", "[redact]") {
  const invito::user_id was = rita.user;
  const invito::user_id is = rita_forgotten.user;
  invitation accepted = imported_with(rita, invito::accepted{start + day, was});
  // The places are the state, created_by, the sponsor, and the baseline's state and sponsor.
  CHECK(changed(accepted, forget_rita) == 5);
  CHECK(accepted == imported_with(rita_forgotten, invito::accepted{start + day, is}));

  for (const invito::revoke_cause cause :
       {invito::revoke_cause::revoked, invito::revoke_cause::declined}) {
    invitation revoked =
        imported_with(rita, invito::revoked{start + day, invito::actor::service(was), cause});
    CHECK(changed(revoked, forget_rita) == 5);
    CHECK(revoked ==
          imported_with(rita_forgotten,
                        invito::revoked{start + day, invito::actor::service(is), cause}));
  }

  invitation pending = imported_with(rita, invito::pending{});
  CHECK(changed(pending, forget_rita) == 3);
  CHECK(pending == imported_with(rita_forgotten, invito::pending{}));
}

TEST_CASE(
    "redact clears descriptions and metadata of source_statuses if the person is the recipient",
    "[redact]") {
  invitation i = imported_with(otto, invito::pending{});
  i.baseline->source_statuses =
      invito::composite_status{entry(rita.user, "now"), {entry(user_id("abby"), "then")}};
  const invitation before = i;
  const erasure forget_otto = of(otto, {email("f9@redacted.invalid"), user_id("f-9")});

  // Two places are in the recipient, two are names, one is an attribute, three are created_by and
  // two sponsors, and two are in each status.
  CHECK(changed(i, forget_otto) == 2 + 2 + 1 + 3 + 4);
  invito::composite_status const& statuses = *i.baseline->source_statuses;
  CHECK(statuses.current == invito::status_entry{"pending", {}, start, rita.user, {}});
  REQUIRE(statuses.history.size() == 1);
  CHECK(statuses.history[0] == invito::status_entry{"pending", {}, start, user_id("abby"), {}});

  erasure kept = forget_otto;
  kept.attributes = false;
  i = before;
  CHECK(changed(i, kept) == 2 + 2 + 3);
  CHECK(i.baseline->source_statuses == before.baseline->source_statuses);
  CHECK(i.attributes == before.attributes);
}

TEST_CASE("redact clears descriptions and metadata of the person's entries in source_statuses",
          "[redact]") {
  invitation i = imported_with(otto, invito::pending{});
  i.baseline->source_statuses = invito::composite_status{
      entry(user_id("abby"), "now"), {entry(rita.user, "then"), entry(otto.user, "first")}};
  const invitation before = i;

  CHECK(changed(i, forget_rita) == 3);
  invitation expected = before;
  expected.baseline->source_statuses->history[0] = {"pending", {}, start, rita_forgotten.user, {}};
  CHECK(i == expected);

  erasure kept = forget_rita;
  kept.attributes = false;
  i = before;
  CHECK(changed(i, kept) == 1);
  expected.baseline->source_statuses->history[0] = entry(rita_forgotten.user, "then");
  CHECK(i == expected);

  i = before;
  std::swap(i.baseline->source_statuses->current, i.baseline->source_statuses->history[0]);
  CHECK(changed(i, forget_rita) == 3);
  CHECK(i.baseline->source_statuses->current ==
        invito::status_entry{"pending", {}, start, rita_forgotten.user, {}});
}

// Result -----------------------------------------------------------------------------------------

TEST_CASE("redact returns the number of changed places, and 0 the second time", "[redact]") {
  invitation i = invitation_between(otto, rita, end::accept);
  // The places are the state, the event, the recipient's address, two names, the attributes, and
  // three idempotency keys.
  CHECK(changed(i, forget_rita) == 1 + 1 + 1 + 2 + 1 + 3);
  const invitation once = i;
  CHECK(changed(i, forget_rita) == 0);
  CHECK(i == once);
}

TEST_CASE("redact changes nothing if the person does not occur", "[redact]") {
  const invitation before = invitation_between(otto, rita, end::accept_from_elsewhere);
  const std::vector<person> others{{email("rita@example.com.au"), user_id("rit")},
                                   {email("xrita@example.com"), user_id("ritaa")},
                                   {email("rita@example.co"), user_id("Rita")},
                                   {email("rita@home.example.com"), user_id("member")}};
  for (person const& other : others) {
    invitation i = before;
    CHECK(changed(i, of(other, rita_forgotten)) == 0);
    CHECK(i == before);
  }
}

TEST_CASE("redact with an empty erasure changes nothing", "[redact]") {
  invitation i = issued();
  i.recipient.email = email();
  i.created_by = invito::actor::system();
  i.sponsor = invito::actor::user({});
  const invitation before = i;
  CHECK(changed(i, {}) == 0);
  CHECK(changed(i, {{}, rita_forgotten.mailbox, {}, rita_forgotten.user}) == 0);
  CHECK(i == before);
}

TEST_CASE("redact is refused without a fingerprint and then changes nothing", "[redact]") {
  invitation i = invitation_between(rita, rita, end::accept);
  const invitation before = i;
  CHECK(refusal(redact(i, {rita.mailbox, {}, rita.user, rita_forgotten.user})) ==
        "missing_value /email_fingerprint");
  CHECK(refusal(redact(i, {rita.mailbox, rita_forgotten.mailbox, rita.user, {}})) ==
        "missing_value /user_fingerprint");
  CHECK(i == before);
  CHECK(redact(i, {rita.mailbox, rita_forgotten.mailbox, {}, {}}));
  CHECK(redact(i, {{}, {}, rita.user, rita_forgotten.user}));
}

// addresses_of -----------------------------------------------------------------------------------

TEST_CASE("addresses_of returns the recipient's address and the address of the answer",
          "[redact][addresses_of]") {
  const std::vector<email> none;
  const std::vector<email> both{rita.mailbox, email("rita@home.example")};
  CHECK(addresses_of(invitation_between(otto, rita, end::accept_from_elsewhere), rita.user) ==
        both);
  CHECK(addresses_of(invitation_between(otto, rita, end::accept_from_elsewhere), otto.user) ==
        none);
  CHECK(addresses_of(invitation_between(otto, rita, end::accept), rita.user) ==
        std::vector{rita.mailbox});
  CHECK(addresses_of(invitation_between(otto, rita, end::decline), rita.user) ==
        std::vector{rita.mailbox});
  CHECK(addresses_of(invitation_between(otto, rita, end::revoke), rita.user) == none);
  CHECK(addresses_of(invitation_between(rita, otto, end::revoke), rita.user) == none);
  CHECK(addresses_of(invitation_between(rita, otto, end::accept), rita.user) == none);

  // Without a named user, the recipient is not known to be the person who answered.
  invitation i = invitation_between(otto, rita, end::accept_from_elsewhere);
  i.recipient.user = {};
  CHECK(addresses_of(i, rita.user) == std::vector{email("rita@home.example")});
  CHECK(addresses_of(i, {}) == none);
  i.history.back().details =
      invito::decline_details{{}, invito::box<email>(email("rita@work.example"))};
  CHECK(addresses_of(i, rita.user) == std::vector{email("rita@work.example")});

  i = issued();
  i.recipient = {std::nullopt, rita.user};
  CHECK(addresses_of(i, rita.user) == none);
  CHECK(addresses_of(issued(), {}) == none);
}

TEST_CASE("addresses_of recognizes the person who answered in an imported state",
          "[redact][addresses_of]") {
  const std::vector<email> none;
  const std::vector<email> theirs{otto.mailbox};
  const auto found = [](invito::state s) {
    return addresses_of(imported_with(otto, std::move(s)), rita.user);
  };
  const invito::actor by = invito::actor::user(rita.user);
  CHECK(found(invito::accepted{start, rita.user}) == theirs);
  CHECK(found(invito::accepted{start, user_id("abby")}) == none);
  CHECK(found(invito::revoked{start, by, invito::revoke_cause::declined}) == theirs);
  CHECK(found(invito::revoked{start, by, invito::revoke_cause::revoked}) == none);
  CHECK(found(invito::revoked{start, std::nullopt, invito::revoke_cause::declined}) == none);
  CHECK(found(invito::revoked{start, invito::actor::user(user_id("abby")),
                              invito::revoke_cause::declined}) == none);
  CHECK(found(invito::pending{}) == none);
}

// Random invitations -----------------------------------------------------------------------------

namespace {

constexpr std::string_view address = "zz.person-0@example.org";
constexpr std::string_view id = "zz.user-0";

/// Writes known people into a document; some of them are the person to redact.
class planter {
 public:
  explicit planter(sample::dice& d) : dice_(d) {}

  /// The number of places with the person to redact.
  [[nodiscard]] std::size_t planted() const { return planted_; }

  void plant(json& document) {
    for (auto& [key, value] : document.items()) {
      if (key == "email") value = mailbox();
      if (key == "user" || key == "accepted_by") value = user(value);
      if (key == "by" || key == "created_by" || key == "sponsor") {
        json& who = value.is_object() ? value["id"] : value;
        if (who.is_string()) who = user(who);
        if (who.is_null()) value.erase("id");  // operator[] has added it
      }
      if (value.is_structured() && key != "attributes" && key != "metadata") plant(value);
    }
  }

 private:
  /// Returns the same person for equal ids, so that the history remains consistent.
  std::string user(std::string const& was) {
    std::size_t n = was.size();
    for (const char c : was) n += static_cast<unsigned char>(c);
    n %= 3;
    if (n == 0) ++planted_;
    return "zz.user-" + std::to_string(n);
  }
  std::string mailbox() {
    static const std::vector<std::string> spellings{
        "zz.person-0@example.org", "ZZ.Person-0@Example.ORG", "zz.PERSON-0@example.org"};
    if (dice_.one_in(2)) return "zz.Person-1@example.org";
    ++planted_;
    return dice_.one_of(spellings);
  }

  sample::dice& dice_;
  std::size_t planted_ = 0;
};

/// The expected document after redact, without the members that redact clears.
json with_fingerprints(json document) {
  for (char const* cleared :
       {"idempotency_key", "given_name", "family_name", "attributes", "description", "metadata"}) {
    if (document.is_object()) document.erase(cleared);
  }
  for (auto& part : document) {
    if (part.is_structured()) part = with_fingerprints(part);
    if (!part.is_string()) continue;
    if (part == id) part = "f-0";
    if (email(part.get<std::string>()) == email(std::string(address))) part = "f0@x.invalid";
  }
  return document;
}

std::string lower(std::string text) { return email(std::move(text)).canonical(); }

}  // namespace

TEST_CASE("redact removes the person from random invitations and changes nothing else",
          "[redact][native]") {
  sample::maker make(20260405, sample::hard_roles());
  sample::dice dice(7);
  const erasure who{email(std::string(address)), email("f0@x.invalid"), user_id(std::string(id)),
                    user_id("f-0")};
  std::size_t hit = 0;
  std::size_t missed = 0;
  for (int n = 0; n != 2'000; ++n) {
    json document = json::parse(*invito::write(make()));
    planter people(dice);
    people.plant(document);
    const auto read = invito::read(document.dump());
    INFO(document.dump());
    INFO(refusal(read));
    REQUIRE(read);
    const invitation before = *read;
    invitation i = before;
    const std::size_t places = changed(i, who);

    if (people.planted() == 0) {
      ++missed;
      CHECK(places == 0);
      CHECK(i == before);
      continue;
    }
    ++hit;
    CHECK(places >= people.planted());
    const std::string text = *invito::write(i);
    CHECK(lower(text).find(address) == std::string::npos);
    CHECK(lower(text).find(id) == std::string::npos);
    CHECK(with_fingerprints(json::parse(text)) == with_fingerprints(document));
    const auto again = invito::read(text);
    REQUIRE(again);
    CHECK(*again == i);

    for (invito::event const& e : i.history) CHECK(e.idempotency_key.empty());
    const bool is_recipient =
        before.recipient.email == who.email || before.recipient.user == who.user;
    CHECK(i.name == (is_recipient ? invito::person_name{} : before.name));
    CHECK(i.attributes == (is_recipient ? invito::attribute_list{} : before.attributes));

    const auto replayed = invito::replay(unplayed(i), i.history);
    REQUIRE(replayed);
    CHECK(*replayed == i);
    CHECK(i.revision() == before.revision());
    CHECK(i.expires_at() == before.expires_at());
    CHECK(i.updated_at() == before.updated_at());
    std::vector<invito::instant> moments{start, week_later, (invito::instant::max)()};
    if (i.created_at) moments.push_back(*i.created_at);
    if (i.expires_at()) moments.push_back(*i.expires_at());
    for (invito::event const& e : i.history) moments.push_back(e.at);
    for (const invito::instant t : moments) {
      CHECK(i.status_at(t) == before.status_at(t));
      CHECK(i.status_at(t - tick) == before.status_at(t - tick));
    }

    const invitation once = i;
    CHECK(changed(i, who) == 0);
    CHECK(i == once);
  }
  CHECK(hit > 1'000);
  CHECK(missed > 50);
}
