// SPDX-License-Identifier: MIT
#pragma once

/// \file service/desk.hpp
/// What the service does, whatever the protocol: each operation of each API, from the body of a
/// request to the body of an answer. It looks facts up, decides with invito, and stores.

#include <openssl/evp.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "store.hpp"

namespace service {

using invito::code;
using invito::problem;
using invito::problems;
using invito::result;

/// Who calls, as their key says: the administrator, an invitee, or nobody.
struct caller {
  bool administrator = false;
  invito::identity person{};

  [[nodiscard]] bool anonymous() const { return !administrator && person.user.empty(); }
};

/// One request, taken apart.
struct question {
  caller who;
  std::string organization;
  std::string id;  ///< Of an invitation, or the key in a link.
  std::string body;
  std::map<std::string, std::string> query;
  std::string idempotency_key;
};

/// What goes back.
struct reply {
  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers{};
};

inline std::string random_bytes(std::size_t size) {
  std::string out(size, '\0');
  for (std::size_t got = 0; got != size;) {
    const ssize_t more = getrandom(&out[got], size - got, 0);
    if (more < 0) throw failure("no random numbers");
    got += static_cast<std::size_t>(more);
  }
  return out;
}

inline std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

inline std::string sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), out.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw failure("no SHA-256");
  }
  return hex({reinterpret_cast<char const*>(out.data()), size});
}

inline invito::key_digest digest_of(invito::secret const& key) {
  return invito::key_digest(sha256(key.reveal()));
}

/// The id of the account behind an address, which this service makes up.
inline invito::user_id user_of(invito::email const& address) {
  return invito::user_id("usr_" + sha256(address.key()).substr(0, 16));
}

// ---- What differs between the APIs, beside their documents

template <class Api>
struct manners {
  static constexpr std::string_view id_prefix = "inv_";
  static constexpr std::string_view administrator = "Admin";  ///< The role of who holds the key.
  static constexpr bool has_keys = false;                     ///< Whether links carry one.
};
template <>
struct manners<invito::openai> : manners<void> {
  static constexpr std::string_view id_prefix = "invite-";
  static constexpr std::string_view administrator = "owner";
};
template <>
struct manners<invito::nuon> : manners<void> {
  static constexpr std::string_view id_prefix = "org";
  static constexpr std::string_view administrator = "org_admin";
};
template <>
struct manners<invito::aitronos> : manners<void> {
  static constexpr std::string_view administrator = "role_owner";
  static constexpr bool has_keys = true;
};

/// The API's own rules; projects are another service's, so whether they exist is not asked here.
template <class Api>
invito::policy const& rules() {
  static const invito::policy all = [] {
    invito::policy p = Api::policy(invito::preset::observed);
    p.check_scopes = false;
    return p;
  }();
  return all;
}

/// "role_member" is called "Member".
inline std::string name_of_role(std::string const& role) {
  std::string out = role.substr(role.rfind('_') + 1);
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') out.front() -= 'a' - 'A';
  return out;
}

// -------------------------------------------------------------------------------------------------

class desk {
 public:
  /// `clock` tells the time; `tell` hears of every message.
  desk(std::string const& path, invito::instant (*clock)(), void (*tell)(mail const&))
      : store_(path), clock_(clock), tell_(tell) {}

  /// Carries `operation` out for one request. Whatever is written is one transaction.
  template <class Api>
  reply answer(invito::endpoint const& e, question const& q) {
    const std::lock_guard<std::mutex> one_at_a_time(mutex_);
    const invito::instant now = clock_();
    const tenant of{std::string(Api::name), q.organization};
    if (!e.header.empty() && q.who.anonymous()) return refuse<Api>(code::unauthenticated, now);
    if constexpr (std::is_same_v<Api, invito::nuon>) accept_all<Api>(q.who.person, now);
    const bool open_to_all =
        e.operation == invito::operation::validate || e.operation == invito::operation::accept;
    if (!open_to_all && !q.who.administrator) return refuse<Api>(code::forbidden, now);
    result<reply> done = carry_out<Api>(e, of, q, now);
    return done ? *std::move(done) : refuse<Api>(done.error(), now);
  }

  /// The answer to what is not even a request of the API.
  template <class Api>
  reply refuse(problems const& why, invito::instant now) const {
    const invito::incident which{"trace-" + hex(random_bytes(8)), now};
    return {Api::http_status(why), Api::write_error(why, which), {}};
  }
  template <class Api>
  reply refuse(code why, invito::instant now) const {
    return refuse<Api>(problem{why, {}, {}, {}}, now);
  }

 private:
  template <class Api>
  result<reply> carry_out(invito::endpoint const& e, tenant const& of, question const& q,
                          invito::instant now) {
    using invito::operation;
    switch (e.operation) {
      case operation::create:
        if constexpr (std::is_same_v<Api, invito::control_plane>) {
          return create_all<Api>(of, q, now);
        } else {
          return create<Api>(e, of, q, now);
        }
      case operation::get: return get<Api>(of, q, now);
      case operation::list:
        if constexpr (std::is_base_of_v<invito::lists<Api>, Api>) return list<Api>(of, q, now);
        break;
      case operation::remove:
        if constexpr (std::is_same_v<Api, invito::openai>) return remove(of, q, now);
        break;
      case operation::revoke: return revoke<Api>(of, q, now);
      case operation::resend: return resend<Api>(of, q, now);
      case operation::validate:
        if constexpr (manners<Api>::has_keys) return validate(q, now);
        break;
      case operation::accept:
        if constexpr (manners<Api>::has_keys) return accept(q, now);
        break;
    }
    return problem{code::not_found, {}, {}, {}};
  }

  // ---- Facts

  template <class Api>
  static invito::standing administrator() {
    return {std::string(manners<Api>::administrator)};
  }
  static invito::actor actor() { return invito::actor::user(invito::user_id("administrator")); }

  template <class Api>
  invito::facts facts_about(tenant const& of, invito::email const& address, invito::instant now) {
    invito::facts f;
    f.actor = f.sponsor = administrator<Api>();
    f.existing = store_.find_for(of, address);
    f.organization = store_.organization(of, now);
    f.member = store_.is_member(of, address);
    return f;
  }

  // ---- Storing

  /// Before somebody else is put into a place: who kept it, and whose time is over, gives it back,
  /// so that the unique index agrees with the rules.
  template <class Api>
  void free_place(tenant const& of, invito::email const& address, invito::instant now) {
    for (invito::invitation& i : store_.find_for(of, address)) {
      invito::expire_command c;
      c.org = i.organization;
      c.by = invito::actor::system();
      c.now = now;
      auto over = expire(rules<Api>(), i, c);
      if (over) keep(of, i, *over, {}, now);
    }
  }

  /// What is decided in one transaction cannot have lost a race.
  static void require(bool stored) {
    if (!stored) throw failure("changed within a transaction");
  }

  /// Stores a decision on `i` and queues what it leads to; `i` is then what was stored.
  void keep(tenant const& of, invito::invitation& i, invito::decision const& made,
            std::string const& link, invito::instant now) {
    if (!made.event) return;
    if (!apply(i, made)) throw failure("a decision about something else");
    require(store_.update(of, i, made));
    for (invito::effect const& e : effects(made, i)) carry_out(of, i, e, link, now);
  }

  void carry_out(tenant const& of, invito::invitation const& i, invito::effect const& e,
                 std::string const& link, invito::instant now) {
    if (auto* sent = std::get_if<invito::send_invitation>(&e)) {
      std::string text = "You are invited to " + of.organization;
      if (!i.offer.role.empty()) text += " as " + i.offer.role;
      if (auto until = i.expires_at()) text += ", until " + invito::format_rfc3339(*until);
      if (!link.empty()) text += ". Your key: " + link;
      const bool again = sent->reason != invito::event_kind::issue;
      post({i.recipient.email->text(), again ? "Invitation (again)" : "Invitation", text}, now);
    } else if (auto* joined = std::get_if<invito::grant_membership>(&e)) {
      store_.add_member(of, *i.recipient.email, joined->offer.role);
    } else if (auto* news = std::get_if<invito::notify>(&e)) {
      post({news->whom.id.text(), "Your invitation to " + i.recipient.email->text(),
            std::string(to_string(news->what))},
           now);
    }
  }

  void post(mail const& message, invito::instant now) {
    store_.queue(message, now);
    tell_(message);
  }

  // ---- Operations

  struct fresh_key {
    invito::secret key{};
    std::optional<invito::key_digest> digest{};
  };
  template <class Api>
  static fresh_key make_key() {
    fresh_key out;
    if (!manners<Api>::has_keys) return out;
    auto key = invito::make_key(invito::secret(random_bytes(32)));
    if (!key) throw failure(describe(key.error()));
    out.key = *std::move(key);
    out.digest = digest_of(out.key);
    return out;
  }

  template <class Api>
  static invito::issue_command issuing(tenant const& of, question const& q, invito::instant now) {
    invito::issue_command c;
    // 26 characters with the longest prefix, as Nuon checks.
    const std::string prefix(manners<Api>::id_prefix);
    c.id = invito::invitation_id(prefix + hex(random_bytes(12)).substr(0, 26 - prefix.size()));
    c.org = invito::organization_id(of.organization);
    c.by = actor();
    c.now = now;
    c.idempotency_key = q.idempotency_key;
    return c;
  }

  /// Stores what was issued, and what it takes the place of.
  void keep(tenant const& of, invito::issuance const& made, std::string const& link,
            invito::instant now) {
    if (made.existing) return;
    for (invito::supersession const& s : made.superseded) {
      auto older = store_.find(of, s.id.text());
      if (older) keep(of, *older, s.decision, {}, now);
    }
    require(store_.insert(of, made.invitation, made.guards));
    for (invito::effect const& e : effects(made)) carry_out(of, made.invitation, e, link, now);
  }

  template <class Api>
  result<reply> create(invito::endpoint const& e, tenant const& of, question const& q,
                       invito::instant now) {
    auto request = Api::read_request(q.body);
    if (!request) return std::move(request).error();
    store::transaction t(store_);
    invito::issue_command c = issuing<Api>(of, q, now);
    fresh_key key = make_key<Api>();
    c.key = key.digest;
    std::optional<bool> is_new;
    if (request->recipient.email) {
      free_place<Api>(of, *request->recipient.email, now);
      c.facts = facts_about<Api>(of, *request->recipient.email, now);
      if (manners<Api>::has_keys) {
        request->recipient.user = user_of(*request->recipient.email);
        is_new = c.facts.existing->empty();
      }
    }
    auto made = issue(rules<Api>(), *request, c);
    if (!made) return std::move(made).error();
    keep(of, *made, std::string(key.key.reveal()), now);
    t.commit();
    // A repeated request gets the invitation again, and never its key.
    if (made->existing) key.key = {};
    return written(Api::write_creation({made->invitation, std::move(key.key), is_new, {}}, now,
                                       wide(made->existing)),
                   e.success);
  }

  /// One verdict for each address, as Control Plane gives it.
  template <class Api>
  result<reply> create_all(tenant const& of, question const& q, invito::instant now) {
    auto requests = Api::read_bulk_request(q.body);
    if (!requests) return std::move(requests).error();
    store::transaction t(store_);
    std::vector<invito::bulk_row> rows;
    for (invito::invitation_request& r : *requests) {
      invito::bulk_row& row = rows.emplace_back();
      row.id = issuing<Api>(of, q, now).id;
      if (r.recipient.email) {
        free_place<Api>(of, *r.recipient.email, now);
        row.existing = store_.find_for(of, *r.recipient.email);
        row.member = store_.is_member(of, *r.recipient.email);
      }
      row.request = std::move(r);
    }
    invito::issue_command shared = issuing<Api>(of, {}, now);
    shared.facts.actor = administrator<Api>();
    shared.facts.organization = store_.organization(of, now);
    const auto made = plan_issue(rules<Api>(), rows, shared, invito::bulk_mode::best_effort);
    invito::bulk_answer out;
    for (std::size_t n = 0; n != rows.size(); ++n) {
      std::string address = rows[n].request.recipient.email->text();
      if (!made[n]) {
        out.rows.push_back({std::move(address), Api::public_error(made[n].error(), {{}, now})});
        continue;
      }
      invito::issuance one = *made[n];
      // All rows were planned against one revision, which each of them raises.
      if (one.guards.organization_revision) {
        one.guards.organization_revision = store_.organization(of, now).revision;
      }
      keep(of, one, {}, now);
      out.rows.push_back({std::move(address), one.invitation.id});
    }
    t.commit();
    return written(Api::write_bulk(out));
  }

  /// The one of that id; what was revoked is gone, as it is for the clients of these APIs.
  result<invito::invitation> wanted(tenant const& of, std::string const& id) {
    auto found = store_.find(of, id);
    if (!found || recorded_status(found->state) == invito::status::revoked) {
      return problem{code::not_found, {}, {}, {}};
    }
    return *std::move(found);
  }

  template <class Api>
  result<reply> get(tenant const& of, question const& q, invito::instant now) {
    auto found = look_up(Api(), of, q, now);
    if (!found) return std::move(found).error();
    return shown<Api>(*found, now);
  }
  template <class Api>
  result<invito::invitation> look_up(Api, tenant const& of, question const& q, invito::instant) {
    return wanted(of, q.id);
  }
  result<invito::invitation> look_up(invito::aitronos, tenant const& of, question const& q,
                                     invito::instant now) {
    const auto given = [&q](char const* name) {
      const auto at = q.query.find(name);
      return at == q.query.end() ? std::string() : at->second;
    };
    const invito::lookup_query asked{given("email"), given("user_id"), given("invitation_id")};
    problems wrong = invito::aitronos::check_lookup(asked);
    if (!wrong.empty()) return wrong;
    std::vector<invito::invitation> all;
    if (!asked.email.empty()) {
      all = store_.find_for(of, invito::email(asked.email));
    } else if (!asked.invitation_id.empty()) {
      if (auto one = store_.find(of, asked.invitation_id)) all.push_back(*std::move(one));
    } else {
      all = store_.page(of, {}, 0, all_of_them);
    }
    for (invito::invitation& i : all) {
      const bool meant = asked.user_id.empty() || i.recipient.user.text() == asked.user_id;
      if (meant && i.status(now) == invito::status::pending) return std::move(i);
    }
    return problem{code::not_found, {}, {}, {}};
  }

  template <class Api>
  static result<reply> shown(invito::invitation const& i, invito::instant now) {
    return written(Api::write_invite(i, now, wide()));
  }

  template <class Api>
  result<reply> list(tenant const& of, question const& q, invito::instant now) {
    constexpr bool by_cursor = std::is_same_v<Api, invito::openai>;
    auto limit = number(q, "limit", by_cursor ? 20 : 60, 1, 100);
    auto offset = number(q, "offset", 0, 0, 1'000'000'000);
    if (!limit) return std::move(limit).error();
    if (!offset) return std::move(offset).error();
    std::optional<invito::cursor> after;
    const auto place = q.query.find("after");
    if (by_cursor && place != q.query.end() && !place->second.empty()) {
      auto last = store_.find(of, place->second);
      if (!last) return invito::make_problem(code::unknown_value, "after", place->second);
      after = position_of(*last);
    }
    invito::invitation_page page;
    page.items = store_.page(of, after, *offset, *limit + 1);
    page.has_more = page.items.size() > *limit;
    if (page.has_more) page.items.pop_back();
    auto body = Api::write_list(page, now, wide());
    if (!body) return std::move(body).error();
    reply out{200, *std::move(body), {}};
    if (!by_cursor) {
      out.headers = {{"X-Nuon-Page-Next", page.has_more ? "true" : "false"},
                     {"X-Nuon-Page-Offset", std::to_string(*offset)},
                     {"X-Nuon-Page-Limit", std::to_string(*limit)}};
    }
    return out;
  }

  static result<std::size_t> number(question const& q, char const* name, std::size_t usual,
                                    std::size_t least, std::size_t most) {
    const auto at = q.query.find(name);
    if (at == q.query.end()) return usual;
    std::size_t out = 0;
    for (const char c : at->second) {
      if (c < '0' || c > '9' || out > most)
        return invito::make_problem(code::wrong_type, name, "a number");
      out = out * 10 + static_cast<std::size_t>(c - '0');
    }
    if (at->second.empty() || out < least || out > most) {
      return invito::make_problem(code::number_out_of_range, name, at->second);
    }
    return out;
  }

  template <class Command>
  static Command about(tenant const& of, question const& q, invito::instant now) {
    Command c;
    c.org = invito::organization_id(of.organization);
    c.by = actor();
    c.now = now;
    c.idempotency_key = q.idempotency_key;
    return c;
  }

  /// What `decide` makes of the one of that id, stored.
  template <class Decide>
  result<invito::invitation> change(tenant const& of, question const& q, invito::instant now,
                                    Decide decide) {
    store::transaction t(store_);
    auto found = wanted(of, q.id);
    if (!found) return found;
    result<invito::decision> made = decide(*found);
    if (!made) return std::move(made).error();
    keep(of, *found, *made, {}, now);
    t.commit();
    return found;
  }

  template <class Api>
  result<invito::invitation> withdraw(tenant const& of, question const& q, invito::instant now) {
    return change(of, q, now, [&](invito::invitation const& i) {
      auto c = about<invito::revoke_command>(of, q, now);
      c.facts.actor = administrator<Api>();
      return invito::revoke(rules<Api>(), i, c);
    });
  }

  template <class Api>
  result<reply> revoke(tenant const& of, question const& q, invito::instant now) {
    auto gone = withdraw<Api>(of, q, now);
    if (!gone) return std::move(gone).error();
    return shown<Api>(*gone, now);
  }

  result<reply> remove(tenant const& of, question const& q, invito::instant now) {
    auto gone = withdraw<invito::openai>(of, q, now);
    if (!gone) return std::move(gone).error();
    return written(invito::openai::write_deleted({gone->id, true}));
  }

  template <class Api>
  result<reply> resend(tenant const& of, question const& q, invito::instant now) {
    auto sent = change(of, q, now, [&](invito::invitation const& i) {
      auto c = about<invito::resend_command>(of, q, now);
      c.facts = facts_about<Api>(of, *i.recipient.email, now);
      return invito::resend(rules<Api>(), i, c);
    });
    if (!sent) return std::move(sent).error();
    return shown<Api>(*sent, now);
  }

  // ---- By key

  using keyed = invito::aitronos;

  result<reply> validate(question const& q, invito::instant now) {
    invito::validation out;
    auto found =
        store_.find_by_key(std::string(keyed::name), digest_of(invito::secret(std::string(q.id))));
    if (found) {
      out = {true, *found, found->organization.text(), name_of_role(found->offer.role)};
    }
    return written(keyed::write_validation(out, now, wide()));
  }

  result<reply> accept(question const& q, invito::instant now) {
    auto key = keyed::read_accept_request(q.body);
    if (!key) return std::move(key).error();
    store::transaction t(store_);
    const invito::key_digest digest = digest_of(*key);
    auto found = store_.find_by_key(std::string(keyed::name), digest);
    if (!found) return problem{code::wrong_key, {}, {}, {}};
    const tenant of{std::string(keyed::name), found->organization.text()};
    auto done = accept_one<keyed>(of, *found, q.who.person, digest, now);
    if (!done.empty()) return done;
    t.commit();
    return written(keyed::write_acceptance({found->organization, found->organization.text(),
                                            found->offer.role, name_of_role(found->offer.role)},
                                           wide()));
  }

  template <class Api>
  problems accept_one(tenant const& of, invito::invitation& i, invito::identity const& who,
                      std::optional<invito::key_digest> const& key, invito::instant now) {
    invito::accept_command c;
    c.who = who;
    c.now = now;
    c.key = key;
    c.facts.sponsor = administrator<Api>();
    c.facts.organization = store_.organization(of, now);
    if (who.email) c.facts.member = store_.is_member(of, *who.email);
    auto made = invito::accept(rules<Api>(), i, c);
    if (!made) return std::move(made).error();
    keep(of, i, *made, {}, now);
    return {};
  }

  /// Nuon accepts whatever is pending for a person who calls; what is refused stops nothing else.
  template <class Api>
  void accept_all(invito::identity const& who, invito::instant now) {
    if (!who.email) return;
    store::transaction t(store_);
    for (invito::invitation& i : store_.find_pending(std::string(Api::name), *who.email)) {
      const tenant of{std::string(Api::name), i.organization.text()};
      static_cast<void>(accept_one<Api>(of, i, who, {}, now));
    }
    t.commit();
  }

  static invito::write_options wide(bool incomplete = false) {
    invito::write_options out;
    out.shape = invito::wire::shape::wide;
    out.incomplete = incomplete;
    return out;
  }
  static result<reply> written(result<std::string> body, int status = 200) {
    if (!body) return std::move(body).error();
    return reply{status, *std::move(body), {}};
  }

  static constexpr std::size_t all_of_them = 1'000'000;

  std::mutex mutex_;
  store store_;
  invito::instant (*clock_)();
  void (*tell_)(mail const&);
};

}  // namespace service
