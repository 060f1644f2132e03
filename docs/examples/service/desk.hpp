// SPDX-License-Identifier: MIT
#pragma once

/// \file service/desk.hpp
/// The operations of each API, independent of HTTP: from the body of a request to the body of a
/// response. The service looks up facts, decides with invito, and stores the result.

#include <openssl/evp.h>
#include <sys/random.h>

#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/lifecycle/query.hpp>
#include <invito/wire/rfc3339.hpp>

#include "store.hpp"

namespace service {

using invito::code;
using invito::problems;
using invito::result;

/// The caller, whom the API key identifies: the administrator, an invitee, or an anonymous person.
struct caller {
  bool administrator = false;
  invito::identity person{};

  [[nodiscard]] bool anonymous() const { return !administrator && person.user.empty(); }
};

/// One request, parsed.
struct http_request {
  caller who;
  std::string organization;
  std::string id;  ///< The id of an invitation, or the token in a link.
  std::string body;
  std::map<std::string, std::string> query;
  std::string idempotency_key;

  [[nodiscard]] std::string parameter(std::string const& name) const {
    const auto at = query.find(name);
    return at == query.end() ? std::string() : at->second;
  }
};

/// The response to a request.
struct reply {
  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers{};
};

inline invito::problem because(code c) { return invito::make_problem(c, {}); }

inline std::string random_bytes(std::size_t size) {
  std::string out(size, '\0');
  for (std::size_t got = 0; got != size;) {
    const ssize_t more = getrandom(&out[got], size - got, 0);
    if (more < 0) throw failure("no random numbers");
    got += static_cast<std::size_t>(more);
  }
  return out;
}

inline std::string sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), out.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw failure("no SHA-256");
  }
  return {reinterpret_cast<char const*>(out.data()), size};
}

inline invito::token_digest digest_of(invito::secret const& token) {
  return *invito::token_digest::from(sha256(token.reveal()));
}

/// The id of the account with this address. The service makes the id from the address.
inline invito::user_id user_of(invito::email const& address) {
  return invito::user_id("usr_" + hex(sha256(address.canonical())).substr(0, 16));
}

/// The display name of a role. For example, the name of "role_member" is "Member".
inline std::string name_of_role(std::string const& role) {
  std::string out = role.substr(role.rfind('_') + 1);
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') out.front() -= 'a' - 'A';
  return out;
}

/// The differences between the APIs that their documents do not show.
template <class Api>
struct manners {
  static constexpr std::string_view id_prefix = "inv_";
  static constexpr std::string_view administrator = "Admin";  ///< The role of the API key.
  static constexpr bool has_tokens = false;                   ///< Whether links contain a token.
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
  static constexpr bool has_tokens = true;
};

/// Handles one request of one API, from its body to the response. Each operation stores its changes
/// in one transaction.
template <class Api>
class desk {
 public:
  using listener = void (*)(mail const&);

  /// Calls `tell` for each queued message, after the transaction is committed.
  desk(store& s, http_request const& q, invito::instant now, listener tell)
      : store_(s), q_(q), now_(now), tell_(tell) {}

  reply answer(invito::endpoint const& e) {
    using invito::operation;
    if (!e.header.empty() && q_.who.anonymous())
      return refuse(because(code::unauthenticated), now_);
    if constexpr (std::is_same_v<Api, invito::nuon>) accept_all();
    const bool open_to_all = e.operation == operation::validate || e.operation == operation::accept;
    if (!open_to_all && !q_.who.administrator) return refuse(because(code::forbidden), now_);
    result<reply> done = carry_out(e.operation);
    if (!done) return refuse(done.error(), now_);
    done->status = e.success;
    return *std::move(done);
  }

  /// The response to a request that is refused.
  static reply refuse(problems const& why, invito::instant now) {
    const invito::error_context which{"trace-" + hex(random_bytes(8)), now};
    return {Api::http_status(why), Api::write_error(why, which), {}};
  }

 private:
  result<reply> carry_out(invito::operation asked) {
    using invito::operation;
    constexpr bool has_lists = std::is_base_of_v<invito::wire::lists<Api>, Api>;
    constexpr bool is_openai = std::is_same_v<Api, invito::openai>;
    constexpr bool in_bulk = std::is_same_v<Api, invito::control_plane>;
    switch (asked) {
      case operation::create:
        if constexpr (in_bulk) {
          return create_all();
        } else {
          return create();
        }
      case operation::list:
        if constexpr (has_lists) return list();
        break;
      case operation::get: return shown(look_up());
      case operation::revoke: return shown(withdraw());
      case operation::remove:
        if constexpr (is_openai) {
          auto gone = withdraw();
          return gone ? written(Api::write_deletion({gone->id, true})) : std::move(gone).error();
        }
        break;
      case operation::resend: return shown(resend());
      case operation::validate:
        if constexpr (manners<Api>::has_tokens) return validate();
        break;
      case operation::accept:
        if constexpr (manners<Api>::has_tokens) return accept();
        break;
    }
    return because(code::not_found);
  }

  // ---- The input of decisions

  /// The policy of the API. Projects belong to another service, so this one does not check whether
  /// they exist.
  static invito::policy const& rules() {
    static const invito::policy all = [] {
      invito::policy p = Api::policy(invito::preset::observed);
      p.check_scopes = false;
      return p;
    }();
    return all;
  }

  static tenant of(invito::organization_id const& id) {
    return {std::string(Api::name), id.text()};
  }
  static invito::membership administrator() { return {std::string(manners<Api>::administrator)}; }

  template <class Command>
  Command command() const {
    Command c;
    c.organization = invito::organization_id(q_.organization);
    c.by = invito::actor::user(invito::user_id("administrator"));
    c.now = now_;
    c.idempotency_key = q_.idempotency_key;
    return c;
  }

  invito::issue_command issuing() const {
    auto c = command<invito::issue_command>();
    // An id has 26 characters with its prefix, because Nuon requires that.
    const std::string prefix(manners<Api>::id_prefix);
    c.id = invito::invitation_id(prefix + hex(random_bytes(12)).substr(0, 26 - prefix.size()));
    return c;
  }

  invito::facts facts_about(invito::email const& address) {
    invito::facts f;
    f.actor = f.sponsor = administrator();
    f.existing = store_.find_for(mine_, address);
    f.organization = store_.organization(mine_, now_);
    f.member = store_.is_member(mine_, address);
    return f;
  }

  /// The invitation with this id. A revoked invitation is not found, because the clients of these
  /// APIs cannot see it.
  result<invito::invitation> wanted(std::string const& id) {
    auto found = store_.find(mine_, id);
    const bool there = found && recorded_status(found->state) != invito::status::revoked;
    if (!there) return because(code::not_found);
    return *std::move(found);
  }

  // ---- Storing

  /// Throws if a decision was not stored. No other change can occur within the transaction.
  static void require(bool stored) {
    if (!stored) throw failure("changed within a transaction");
  }

  /// Applies the decision to `i`, stores the result, and carries out the effects.
  void keep(invito::invitation& i, invito::decision const& made) {
    if (!made.event) return;
    require(apply(i, made).has_value());
    require(store_.update(of(i.organization), i, made));
    carry_out(effects(made, i), i, {});
  }

  /// Stores an issued invitation, and the invitations that it supersedes.
  void keep(invito::issuance const& made, std::string const& token) {
    if (made.existing) return;
    for (invito::supersession const& s : made.superseded) {
      if (auto older = store_.find(mine_, s.id.text())) keep(*older, s.decision);
    }
    require(store_.insert(mine_, made.invitation, made.guards));
    carry_out(effects(made), made.invitation, token);
  }

  void carry_out(std::vector<invito::effect> const& all, invito::invitation const& i,
                 std::string const& token) {
    const std::string organization = i.organization.text();
    const std::string address = i.recipient.email->text();
    for (invito::effect const& e : all) {
      if (auto* sent = std::get_if<invito::send_invitation>(&e)) {
        std::string text = "You are invited to " + organization;
        if (!i.offer.role.empty()) text += " as " + i.offer.role;
        if (auto until = i.expires_at()) text += ", until " + invito::format_rfc3339(*until);
        if (!token.empty()) text += ". Your token: " + token;
        const bool again = sent->reason != invito::event_kind::issue;
        post({address, again ? "Invitation (again)" : "Invitation", text});
      } else if (auto* joined = std::get_if<invito::grant_membership>(&e)) {
        store_.add_member(of(i.organization), *i.recipient.email, joined->offer.role);
      } else if (auto* news = std::get_if<invito::notify>(&e)) {
        const std::string what(to_string(news->event));
        post({news->to.id.text(), "Your invitation to " + address, what});
      }
    }
  }

  void post(mail message) {
    store_.queue(message, now_);
    posted_.push_back(std::move(message));
  }

  void commit(store::transaction& t) {
    t.commit();
    for (mail const& m : posted_) tell_(m);
    posted_.clear();
  }

  /// Records the expiry of each expired invitation for the address. Otherwise the unique index
  /// would still count such an invitation as pending.
  void free_place(invito::email const& address) {
    for (invito::invitation& i : store_.find_for(mine_, address)) {
      auto c = command<invito::expire_command>();
      c.by = invito::actor::system();
      c.idempotency_key.clear();  // the request's key belongs to another invitation
      if (auto over = expire(rules(), i, c)) keep(i, *over);
    }
  }

  // ---- Operations

  result<reply> create() {
    auto request = Api::read_request(q_.body);
    if (!request) return std::move(request).error();
    invito::secret token;
    std::optional<bool> is_new;
    store::transaction t(store_);
    invito::issue_command c = issuing();
    if (request->recipient.email) {
      free_place(*request->recipient.email);
      c.facts = facts_about(*request->recipient.email);
    }
    if (manners<Api>::has_tokens) {
      auto fresh = invito::make_token(invito::secret(random_bytes(32)));
      if (!fresh) throw failure(describe(fresh.error()));
      token = *std::move(fresh);
      c.token = digest_of(token);
      if (request->recipient.email) request->recipient.user = user_of(*request->recipient.email);
      is_new = c.facts.existing && c.facts.existing->empty();
    }
    auto made = issue(rules(), *request, c);
    if (!made) return std::move(made).error();
    keep(*made, std::string(token.reveal()));
    commit(t);
    // The response to a repeated request contains the invitation, but never its token.
    if (made->existing) token = {};
    return written(Api::write_creation({made->invitation, std::move(token), is_new, {}}, now_,
                                       extended(made->existing)));
  }

  /// Returns an id or an error for each address, as Control Plane does.
  result<reply> create_all() {
    auto requests = Api::read_bulk_request(q_.body);
    if (!requests) return std::move(requests).error();
    store::transaction t(store_);
    std::vector<invito::bulk_row> rows;
    for (invito::invitation_request& r : *requests) {
      invito::bulk_row& row = rows.emplace_back();
      row.id = issuing().id;
      if (r.recipient.email) {
        free_place(*r.recipient.email);
        row.existing = store_.find_for(mine_, *r.recipient.email);
        row.member = store_.is_member(mine_, *r.recipient.email);
      }
      row.request = std::move(r);
    }
    auto shared = command<invito::issue_command>();
    shared.facts.actor = administrator();
    shared.facts.organization = store_.organization(mine_, now_);
    const auto made = plan_issue(rules(), rows, shared, invito::bulk_mode::best_effort);
    invito::bulk_response out;
    for (std::size_t n = 0; n != rows.size(); ++n) {
      invito::bulk_outcome& row = out.rows.emplace_back();
      row.email = rows[n].request.recipient.email->text();
      if (!made[n]) {
        row.value = Api::public_error(made[n].error(), {{}, now_});
        continue;
      }
      invito::issuance one = *made[n];
      // All rows were planned with one revision, and each stored row increments it.
      if (one.guards.organization_revision) {
        one.guards.organization_revision = store_.organization(mine_, now_).revision;
      }
      keep(one, {});
      row.value = one.invitation.id;
    }
    commit(t);
    return written(Api::write_bulk(out));
  }

  result<invito::invitation> look_up() {
    if constexpr (!std::is_same_v<Api, invito::aitronos>) {
      return wanted(q_.id);
    } else {
      const invito::lookup_query asked{q_.parameter("email"), q_.parameter("user_id"),
                                       q_.parameter("invitation_id")};
      if (auto valid = Api::check_lookup(asked); !valid) return std::move(valid).error();
      std::vector<invito::invitation> all;
      if (!asked.email.empty()) {
        all = store_.find_for(mine_, invito::email(asked.email));
      } else if (!asked.user_id.empty()) {
        all = store_.page(mine_, {}, 0, all_of_them);
      } else if (auto one = store_.find(mine_, asked.invitation_id)) {
        all.push_back(*std::move(one));
      }
      for (invito::invitation& i : all) {
        const bool meant = asked.user_id.empty() || i.recipient.user.text() == asked.user_id;
        if (meant && i.status(now_) == invito::status::pending) return std::move(i);
      }
      return because(code::not_found);
    }
  }

  result<reply> list() {
    constexpr bool by_cursor = std::is_same_v<Api, invito::openai>;
    auto limit = number("limit", by_cursor ? 20 : 60, 1, 100);
    auto offset = number("offset", 0, 0, 1'000'000'000);
    if (!limit) return std::move(limit).error();
    if (!offset) return std::move(offset).error();
    std::optional<invito::cursor> after;
    if (const std::string last_id = q_.parameter("after"); by_cursor && !last_id.empty()) {
      auto last = store_.find(mine_, last_id);
      if (!last) return invito::make_problem(code::unknown_value, "after", last_id);
      after = position_of(*last);
    }
    invito::invitation_page page;
    page.items = store_.page(mine_, after, *offset, *limit + 1);
    page.has_more = page.items.size() > *limit;
    if (page.has_more) page.items.pop_back();
    result<reply> out = written(Api::write_list(page, now_, extended()));
    if (out && !by_cursor) {
      out->headers = {{"X-Nuon-Page-Next", page.has_more ? "true" : "false"},
                      {"X-Nuon-Page-Offset", std::to_string(*offset)},
                      {"X-Nuon-Page-Limit", std::to_string(*limit)}};
    }
    return out;
  }

  result<std::size_t> number(char const* name, std::size_t usual, std::size_t least,
                             std::size_t most) const {
    if (q_.query.count(name) == 0) return usual;
    const std::string text = q_.parameter(name);
    std::size_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    const bool is_number = end == text.data() + text.size() && error != std::errc::invalid_argument;
    if (!is_number) return invito::make_problem(code::wrong_type, name, "a number");
    if (error != std::errc() || out < least || out > most) {
      return invito::make_problem(code::number_out_of_range, name, text);
    }
    return out;
  }

  /// Decides on the requested invitation with `decide`, and stores the decision.
  template <class Decide>
  result<invito::invitation> change(Decide decide) {
    store::transaction t(store_);
    auto found = wanted(q_.id);
    if (!found) return found;
    result<invito::decision> made = decide(*found);
    if (!made) return std::move(made).error();
    keep(*found, *made);
    commit(t);
    return found;
  }

  result<invito::invitation> withdraw() {
    return change([this](invito::invitation const& i) {
      auto c = command<invito::revoke_command>();
      c.facts.actor = administrator();
      return revoke(rules(), i, c);
    });
  }

  result<invito::invitation> resend() {
    return change([this](invito::invitation const& i) {
      auto c = command<invito::resend_command>();
      c.facts = facts_about(*i.recipient.email);
      return invito::resend(rules(), i, c);
    });
  }

  result<reply> validate() {
    invito::validation_response out;
    const invito::token_digest digest = digest_of(invito::secret(std::string(q_.id)));
    if (auto found = store_.find_by_token(mine_.api, digest)) {
      out = {true, *found, found->organization.text(), name_of_role(found->offer.role)};
    }
    return written(Api::write_validation(out, now_, extended()));
  }

  result<reply> accept() {
    auto token = Api::read_accept_request(q_.body);
    if (!token) return std::move(token).error();
    store::transaction t(store_);
    const invito::token_digest digest = digest_of(*token);
    auto found = store_.find_by_token(mine_.api, digest);
    if (!found) return because(code::wrong_token);
    problems wrong = accept_one(*found, digest);
    if (!wrong.empty()) return wrong;
    commit(t);
    std::string const& role = found->offer.role;
    return written(Api::write_acceptance(
        {found->organization, found->organization.text(), role, name_of_role(role)}, extended()));
  }

  problems accept_one(invito::invitation& i, std::optional<invito::token_digest> const& token) {
    invito::accept_command c;
    c.who = q_.who.person;
    c.now = now_;
    c.token = token;
    c.facts.sponsor = administrator();
    c.facts.organization = store_.organization(of(i.organization), now_);
    if (c.who.email) c.facts.member = store_.is_member(of(i.organization), *c.who.email);
    auto made = invito::accept(rules(), i, c);
    if (!made) return std::move(made).error();
    keep(i, *made);
    return {};
  }

  /// Accepts every pending invitation of the caller, as Nuon does. A refusal of one acceptance does
  /// not prevent the others.
  void accept_all() {
    auto const& address = q_.who.person.email;
    if (!address || store_.find_pending(mine_.api, *address).empty()) return;
    store::transaction t(store_);
    for (invito::invitation& i : store_.find_pending(mine_.api, *address)) {
      static_cast<void>(accept_one(i, {}));
    }
    commit(t);
  }

  // ---- Responses

  result<reply> shown(result<invito::invitation> const& i) {
    if (!i) return i.error();
    return written(Api::write_invitation(*i, now_, extended()));
  }
  static invito::write_options extended(bool incomplete = false) {
    invito::write_options out;
    out.shape = invito::wire::shape::extended;
    out.incomplete = incomplete;
    return out;
  }
  static result<reply> written(result<std::string> body) {
    if (!body) return std::move(body).error();
    return reply{200, *std::move(body), {}};
  }

  static constexpr std::size_t all_of_them = 1'000'000;

  store& store_;
  http_request const& q_;
  invito::instant now_;
  listener tell_;
  tenant mine_{std::string(Api::name), q_.organization};
  std::vector<mail> posted_{};  ///< Messages to report after the commit.
};

}  // namespace service
