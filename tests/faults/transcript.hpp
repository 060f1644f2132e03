// SPDX-License-Identifier: MIT
#pragma once

/// \file faults/transcript.hpp
/// Values of the library as text, byte for byte, so that results can be compared and printed.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/lifecycle/query.hpp>
#include <invito/lifecycle/visit.hpp>
#include <invito/model/delivery.hpp>

namespace faults {

/// One overload for each type. They are members of one class, so that each can call every other.
struct transcript {
  // Plain values

  static std::string of(std::string_view text) { return std::string(text); }
  static std::string of(std::string const& text) { return text; }
  static std::string of(char const* text) { return text; }
  template <class Number, class = std::enable_if_t<std::is_arithmetic_v<Number>>>
  static std::string of(Number n) {
    return std::to_string(n);
  }
  template <class Enum, class = std::enable_if_t<std::is_enum_v<Enum>>, class = void>
  static std::string of(Enum e) {
    return of(static_cast<int>(e));
  }
  static std::string of(invito::instant t) { return of(t.time_since_epoch().count()); }
  template <class T>
  static std::string of(std::optional<T> const& value) {
    return value ? of(*value) : "none";
  }
  template <class T>
  static std::string of(invito::box<T> const& value) {
    return value ? of(*value) : "none";
  }
  template <class T>
  static std::string of(std::vector<T> const& all) {
    std::string out = "[";
    for (T const& one : all) out += of(one) + ", ";
    return out + "]";
  }
  template <class T>
  static std::string of(invito::result<T> const& r) {
    return r ? of(*r) : of(r.error());
  }
  static std::string of(invito::result<void> const& r) { return r ? "success" : of(r.error()); }
  template <class... T>
  static std::string all(T const&... values) {
    std::string out = "(";
    ((out += of(values) + " | "), ...);
    return out + ")";
  }

  // base

  static std::string of(invito::path::segment const& s) { return all(s.name, s.index); }
  static std::string of(invito::path const& p) { return p.pointer(); }
  static std::string of(invito::problem const& p) {
    return all(p.code, p.where, p.subject, p.numbers[0], p.numbers[1], p.numbers[2]);
  }
  static std::string of(invito::problems const& found) {
    std::string out = "refused: ";
    for (invito::problem const& p : found) out += of(p);
    return out;
  }
  static std::string of(invito::rate_usage const& u) {
    return all(u.used, u.available, u.available_at);
  }

  // model; an invitation and its events in the native format, which is complete

  static std::string of(invito::invitation const& i) { return of(invito::write(i)); }
  static std::string of(invito::invitation const* i) { return of(*i); }
  static std::string of(invito::event const& e) { return of(invito::write(e)); }
  template <class Thing>
  static std::string of(invito::id<Thing> const& id) {
    return id.text();
  }
  static std::string of(invito::email const& e) { return e.text(); }
  static std::string of(invito::json_text const& t) { return t.text(); }
  static std::string of(invito::attribute const& a) { return all(a.name, a.value); }
  static std::string of(invito::actor const& a) { return all(a.kind, a.id); }
  static std::string of(invito::grant const& g) { return all(g.scope, g.id, g.role); }
  static std::string of(invito::offer const& o) { return all(o.role, o.grants); }
  static std::string of(invito::secret const& s) { return of(s.reveal()); }
  static std::string of(invito::token_digest const& d) { return of(d.bytes()); }
  static std::string of(invito::delivery const& d) {
    return all(d.invitation, d.send, d.status, d.at, d.detail);
  }
  static std::string of(invito::status_entry const& e) {
    return all(e.status, e.description, e.at, e.by, e.metadata);
  }
  static std::string of(invito::composite_status const& s) { return all(s.current, s.history); }
  static std::string of(invito::pending const& s) { return all("pending", s.expires_at); }
  static std::string of(invito::accepted const& s) { return all("accepted", s.at, s.by); }
  static std::string of(invito::revoked const& s) { return all("revoked", s.at, s.by, s.cause); }
  static std::string of(invito::expired const& s) { return all("expired", s.at); }
  template <class... Alternative>
  static std::string of(std::variant<Alternative...> const& v) {
    return std::visit([](auto const& value) { return of(value); }, v);
  }
  static std::string of(invito::role const& r) {
    return all(r.name, r.rank, r.grantable, r.scope, r.permissions);
  }
  static std::string of(invito::role_catalog const& c) {
    auto const* custom = c.find("not a listed role");
    return all(c.all(), custom != nullptr ? of(*custom) : "closed");
  }

  // lifecycle

  static std::string of(invito::invitation_request const& r) {
    return of(invito::native::write_request(r));
  }
  static std::string of(invito::rate const& r) { return all(r.limit, r.window.count()); }
  static std::string of(std::chrono::seconds s) { return of(s.count()); }
  static std::string of(invito::policy const& p) {
    return all(p.roles, p.expiry.lifetime, p.expiry.max_lifetime, p.expiry.min_lifetime, p.granting,
               p.inviter_rank, p.proof, p.recipient, p.sponsor, p.vanished, p.duplicates,
               p.members) +
           all(p.resend.cool_down, p.resend.max_sends, p.resend.max_age, p.tokens.required,
               p.tokens.grace, p.quotas.seats, p.quotas.pending, p.quotas.per_recipient,
               p.quotas.batch, p.domains.allowed, p.domains.denied);
  }
  static std::string of(invito::guards const& g) {
    return all(g.organization_revision, g.unique ? g.unique->organization.text() : "none",
               g.unique ? g.unique->canonical_email : "none");
  }
  static std::string of(invito::decision const& d) { return all(d.event, d.revision, d.guards); }
  static std::string of(invito::supersession const& s) { return all(s.id, s.decision); }
  static std::string of(invito::issuance const& made) {
    return all(made.invitation, made.existing, made.guards, made.superseded);
  }
  static std::string of(invito::send_invitation const& e) { return all("send", e.reason); }
  static std::string of(invito::grant_membership const& e) {
    return all("grant", e.user, e.offer, e.attributes, e.dropped);
  }
  static std::string of(invito::retire_tokens const&) { return "retire"; }
  static std::string of(invito::notify const& e) { return all("notify", e.to, e.event); }
  static std::string of(invito::rule_result const& r) {
    return all(r.rule, r.tier, r.outcome, r.problems, describe(r));
  }
  static std::string of(invito::planned const& p) { return all(p.row, p.decision); }
  static std::string of(invito::invitation_preview const& p) {
    return all(p.viewer, p.status, p.answerable, p.organization, p.address, p.offer, p.offer_number,
               p.expires_at);
  }
  static std::string of(invito::cursor const& c) { return all(c.created_at, c.id); }
  static std::string of(invito::page const& p) { return all(p.items, p.next); }

  // wire and dialects

  static std::string of(invito::api_error const& e) { return invito::native::write_error(e); }
  static std::string of(invito::loss const& l) { return all(l.feature, l.detail); }
  static std::string of(invito::creation_response const& c) {
    return all(c.invitation, c.token, c.is_new_user, c.body);
  }
  static std::string of(invito::invitation_page const& p) { return all(p.items, p.has_more); }
  static std::string of(invito::deletion_response const& d) { return all(d.id, d.deleted); }
  static std::string of(invito::validation_response const& v) {
    return all(v.valid, v.invitation, v.organization_name, v.role_name);
  }
  static std::string of(invito::acceptance_response const& a) {
    return all(a.organization, a.organization_name, a.role, a.role_name);
  }
  static std::string of(invito::bulk_outcome const& o) { return all(o.email, o.value); }
  static std::string of(invito::bulk_response const& a) { return of(a.rows); }
  // A template, because most other types convert to it.
  template <class Json, class = typename Json::parse_event_t, class = void, class = void>
  static std::string of(Json const& j) {
    return j.dump();
  }
};

}  // namespace faults
