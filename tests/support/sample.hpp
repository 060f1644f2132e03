// SPDX-License-Identifier: MIT
#pragma once

/// \file support/sample.hpp
/// Random invitations with histories, equal in every run. They are made as hosts make them: by
/// `issue`, the verbs and `apply`, or as imported values by `begin_history`.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <invito/base/text.hpp>
#include <invito/invito.hpp>

#include "support/facts.hpp"

namespace sample {

/// Random numbers from a fixed seed. Only the output of the engine is used, because the
/// distributions differ between standard libraries. For the same reason, no expression with an
/// unspecified order of evaluation contains two draws.
class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  std::uint64_t wide_below(std::uint64_t n) { return engine_() % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class List>
  auto const& one_of(List const& all) {
    return all[below(all.size())];
  }

 private:
  std::mt19937_64 engine_;
};

/// Pieces of text that careless code handles wrongly.
inline std::vector<std::string> const& fragments() {
  static const std::vector<std::string> all{
      "a",
      "plain words",
      "\"quoted\"",
      "back\\slash",
      "{\"not\":[\"json\"]}",
      "line\r\nbreak\ttab",
      std::string("nul\0inside", 10),
      "\x01\x1f\x7f",
      "\b\f",
      "caf\xC3\xA9",
      "\xE6\xBC\xA2\xE5\xAD\x97",
      "\xF0\x9F\x93\xA8",
      "\xE2\x80\xA8\xE2\x80\xAE",
      "\xEF\xBF\xBF\xEF\xBB\xBF",
      "~0/1#2",
      " ",
      "null",
      "0",
      "\\u0041",
      "</script>",
  };
  return all;
}

/// A text of 1 to 255 bytes.
inline std::string some_text(dice& d) {
  std::string out = d.one_of(fragments());
  for (std::size_t n = d.below(4); n != 0; --n) out += d.one_of(fragments());
  if (d.one_in(20)) out.append(255 - out.size(), 'x');
  return out;
}

/// A text of at most 255 bytes, which may be empty.
inline std::string any_text(dice& d) { return d.one_in(4) ? std::string() : some_text(d); }

/// A valid address, in mixed case and sometimes with non-ASCII characters.
inline std::string some_address(dice& d) {
  static const std::vector<std::string> locals{"rita", "Rita.O'Hara+tag", "R!#$%&'*+/=?^_`{|}~-",
                                               "j\xC3\xBCrgen", std::string(64, 'L')};
  static const std::vector<std::string> domains{"example.com", "Mail.EXAMPLE.org", "localhost",
                                                "b\xC3\xBC"
                                                "cher.example"};
  std::string out = d.one_of(locals);
  out += '@';
  out += d.one_of(domains);
  return out;
}

inline invito::token_digest some_digest(dice& d) {
  std::string out;
  for (std::size_t n = invito::token_digest::size; n != 0; --n) {
    out += static_cast<char>(d.below(256));
  }
  return *invito::token_digest::from(out);
}

/// A duration of zero to four days, in nanoseconds.
inline std::chrono::nanoseconds some_time(dice& d) {
  if (d.one_in(6)) return std::chrono::nanoseconds{0};
  if (d.one_in(3)) return std::chrono::hours{static_cast<int>(d.below(96))};
  return std::chrono::nanoseconds{static_cast<std::int64_t>(d.wide_below(345'600'000'000'000))};
}

/// Makes invitations under one policy, with roles of its catalog.
class maker {
 public:
  maker(std::uint64_t seed, invito::role_catalog roles) : dice_(seed), document_dice_(~seed) {
    policy_.roles = std::move(roles);
    support::ask_for_nothing(policy_);
    policy_.recipient = invito::recipient_match::unverified_email;
    policy_.allow_non_ascii_email = true;
  }

  sample::dice& dice() { return dice_; }

  /// An invitation after up to six more commands.
  invito::invitation operator()() {
    invito::invitation out = dice_.one_in(3) ? imported() : issued();
    for (std::size_t n = dice_.below(7); n != 0; --n) change(out);
    return out;
  }

  /// A request.
  invito::invitation_request request() {
    invito::invitation_request out;
    out.recipient = recipient();
    out.name = {any_text(dice_), any_text(dice_)};
    out.offer = offer();
    out.send = !dice_.one_in(4);
    out.attributes = attributes();
    return out;
  }

  /// A new invitation.
  invito::invitation issued() {
    policy_.expiry.lifetime = std::nullopt;
    now_ = epoch_ + some_time(dice_);
    invito::issue_command c;
    c.id = invito::invitation_id(some_text(dice_));
    c.organization = invito::organization_id(some_text(dice_));
    c.by = actor();
    c.now = now_;
    c.facts.existing.emplace();
    c.lifetime = lifetime();
    c.token = token();
    c.idempotency_key = idempotency_key();
    return invito::apply(*invito::issue(policy_, request(), c));
  }

  /// An invitation as a host imports it from a document of another system or from columns.
  invito::invitation imported() {
    invito::invitation out;
    now_ = epoch_ + some_time(dice_);
    out.id = invito::invitation_id(some_text(dice_));
    out.organization = invito::organization_id(any_text(dice_));
    out.recipient = recipient();
    if (dice_.one_in(4)) out.recipient.email = invito::email(any_text(dice_));
    out.name = {any_text(dice_), any_text(dice_)};
    if (dice_.one_in(2)) out.created_by = actor();
    if (!dice_.one_in(4)) out.created_at = now_;
    out.send = !dice_.one_in(4);
    out.attributes = attributes();
    out.offer = offer();
    out.offer_number = 1 + static_cast<std::uint32_t>(dice_.below(4));
    if (dice_.one_in(2)) out.sponsor = actor();
    if (dice_.one_in(2)) out.tokens = tokens();
    std::optional<invito::instant> expires_at;
    if (!dice_.one_in(3)) expires_at = now_ + some_time(dice_);
    switch (dice_.below(4)) {
      case 0: out.state = invito::pending{expires_at}; break;
      case 1: out.state = invito::accepted{moment(), invito::user_id(any_text(dice_))}; break;
      case 2: out.state = invito::revoked{moment(), someone(), cause()}; break;
      default: out.state = invito::expired{expires_at.value_or(now_)}; break;
    }
    const std::optional<invito::instant> known_at = moment();
    invito::begin_history(out, expires_at, known_at, dice_.below(5));
    if (document_dice_.one_in(2)) out.baseline->updated_at = some_second();
    if (document_dice_.one_in(3)) out.baseline->source_statuses = statuses(out.state);
    return out;
  }

 private:
  /// Applies a random command, unless it is refused.
  void change(invito::invitation& i) {
    const auto made = decide(i);
    if (made) invito::apply(i, *made).value();
  }

  invito::result<invito::decision> decide(invito::invitation const& i) {
    now_ += some_time(dice_);
    // Sometimes the clock goes back.
    const invito::instant now = dice_.one_in(5) ? now_ - std::chrono::hours{24 * 30} : now_;
    policy_.expiry.lifetime = std::nullopt;
    switch (dice_.below(9)) {
      case 0:
      case 1: {
        invito::resend_command c;
        fill(c, i, now);
        c.lifetime = lifetime();
        c.token = token();
        return invito::resend(policy_, i, c);
      }
      case 2:
      case 3: {
        invito::amend_command c;
        fill(c, i, now);
        c.offer = offer();
        c.token = token();
        return invito::amend(policy_, i, c);
      }
      case 4: {
        invito::accept_command c;
        c.who = invitee(i);
        c.now = now;
        c.idempotency_key = idempotency_key();
        return invito::accept(policy_, i, c);
      }
      case 5: {
        invito::decline_command c;
        c.who = invitee(i);
        c.now = now;
        c.idempotency_key = idempotency_key();
        return invito::decline(policy_, i, c);
      }
      case 6: {
        invito::revoke_command c;
        fill(c, i, now);
        return invito::revoke(policy_, i, c);
      }
      case 7: {
        invito::supersede_command c;
        fill(c, i, now);
        c.newer = invito::invitation_id("the newer one, " + some_text(dice_));
        return invito::supersede(policy_, i, c);
      }
      default: break;
    }
    invito::expire_command c;
    c.organization = i.organization;
    c.now = now;
    c.idempotency_key = idempotency_key();
    return invito::expire(policy_, i, c);
  }

  template <class Command>
  void fill(Command& c, invito::invitation const& i, invito::instant now) {
    c.organization = i.organization;
    c.by = actor();
    c.now = now;
    c.idempotency_key = idempotency_key();
  }

  /// The recipient; a recipient with a known user may have another address.
  invito::identity invitee(invito::invitation const& i) {
    invito::identity out;
    out.user = i.recipient.user;
    out.email = i.recipient.email;
    if (out.user.empty()) {
      if (dice_.one_in(2)) out.user = invito::user_id(some_text(dice_));
    } else if (dice_.one_in(2)) {
      out.email = invito::email(some_address(dice_));
    }
    out.email_verified = dice_.one_in(2);
    return out;
  }

  invito::recipient recipient() {
    invito::recipient out;
    const std::size_t which = dice_.below(5);
    if (which != 0) out.email = invito::email(some_address(dice_));
    if (which < 2) out.user = invito::user_id(some_text(dice_));
    return out;
  }

  invito::actor actor() {
    switch (dice_.below(4)) {
      case 0: return invito::actor::system();
      case 1: return invito::actor::service(invito::user_id(some_text(dice_)));
      default: return invito::actor::user(invito::user_id(some_text(dice_)));
    }
  }

  std::optional<invito::actor> someone() {
    return dice_.one_in(3) ? std::nullopt : std::optional(actor());
  }

  invito::offer offer() {
    invito::offer out;
    out.role = role(invito::scope::organization);
    if (dice_.one_in(3)) return out;
    out.grants.emplace();
    for (std::size_t n = dice_.below(4); n != 0; --n) {
      const invito::scope scope = dice_.one_of(policy_.roles.all()).scope;
      if (scope == invito::scope::organization) continue;
      const std::string id = std::to_string(n) + some_text(dice_).substr(0, 1);
      out.grants->push_back(
          {scope, invito::detail::is_utf8(id) ? id : std::to_string(n), role(scope)});
    }
    return out;
  }

  std::string role(invito::scope scope) {
    for (;;) {
      invito::role const& r = dice_.one_of(policy_.roles.all());
      if (r.scope == scope) return r.name;
    }
  }

  invito::attribute_list attributes() {
    static const std::vector<std::string> values{"null",
                                                 "true",
                                                 "-1",
                                                 "1.50",
                                                 "1E+3",
                                                 "12345678901234567890123",
                                                 R"("text")",
                                                 "[]",
                                                 "{}",
                                                 R"({"b":[1,2.0,{"a":null}],"a":"\n"})",
                                                 "\"caf\xC3\xA9\""};
    invito::attribute_list out;
    if (!dice_.one_in(3)) return out;
    for (std::size_t n = dice_.below(4); n != 0; --n) {
      out.push_back({any_text(dice_), *invito::parse_json_text(dice_.one_of(values))});
    }
    return out;
  }

  // The parts of a document other than the state. They have their own random numbers.

  invito::instant some_second() {
    return epoch_ +
           std::chrono::seconds{static_cast<std::int64_t>(document_dice_.below(1'000'000))};
  }

  invito::status_entry status_entry() {
    // A parsed document keeps the spelling of these values.
    static const std::vector<std::string> values{
        "null", "false", "-1", R"("text")", "[]", R"({"a":[1,{"b":null}]})", "\"caf\xC3\xA9\""};
    invito::status_entry out;
    const std::string_view known = document_dice_.one_of(invito::nuon::composite_statuses);
    out.status = document_dice_.one_in(4) ? any_text(document_dice_) : std::string(known);
    out.description = any_text(document_dice_);
    if (!document_dice_.one_in(3)) out.at = some_second();
    out.by = invito::user_id(any_text(document_dice_));
    // The metadata are sorted by name and come after "invito_event", as in a parsed document.
    const std::size_t size = document_dice_.below(4);
    for (std::size_t n = 0; n != size; ++n) {
      out.metadata.push_back({"n" + std::to_string(n) + any_text(document_dice_),
                              *invito::parse_json_text(document_dice_.one_of(values))});
    }
    return out;
  }

  invito::composite_status statuses(invito::state const& s) {
    invito::composite_status out;
    out.current = status_entry();
    // Nuon has no other member for this state than the composite status.
    if (auto* expired = std::get_if<invito::expired>(&s)) {
      out.current.status = "expired";
      out.current.at = expired->at;
    }
    for (std::size_t n = document_dice_.below(4); n != 0; --n)
      out.history.push_back(status_entry());
    return out;
  }

  std::optional<invito::token_digest> token() {
    if (!dice_.one_in(3)) return std::nullopt;
    return some_digest(dice_);
  }

  invito::token_digests tokens() {
    invito::token_digests out;
    out.current = some_digest(dice_);
    if (dice_.one_in(2)) out.previous = some_digest(dice_);
    out.previous_until = moment();
    return out;
  }

  std::optional<std::chrono::seconds> lifetime() {
    if (dice_.one_in(5)) return std::nullopt;  // it never expires
    return std::chrono::seconds{600 + static_cast<std::int64_t>(dice_.below(1'000'000))};
  }

  std::optional<invito::instant> moment() {
    return dice_.one_in(3) ? std::nullopt : std::optional(now_ - some_time(dice_));
  }

  invito::revoke_cause cause() { return static_cast<invito::revoke_cause>(dice_.below(3)); }

  std::string idempotency_key() { return dice_.one_in(3) ? some_text(dice_) : std::string(); }

  sample::dice dice_;
  sample::dice document_dice_;
  invito::policy policy_{};
  invito::instant epoch_{std::chrono::seconds{1'772'442'000}};  // 2026-03-02T09:00:00Z
  invito::instant now_{};
};

/// Roles in every scope, with names that careless code handles wrongly.
inline invito::role_catalog hard_roles() {
  return {{"owner", 30, true, invito::scope::organization},
          {"r\xC3\xB4le \"with\" \\quotes/", 20, true, invito::scope::organization},
          {"line\nbreak", 10, true, invito::scope::organization},
          {"member", 5, true, invito::scope::project},
          {"\x02", 4, true, invito::scope::project},
          {"Search user", 3, true, invito::scope::workspace},
          {std::string(255, 'R'), 2, true, invito::scope::workspace}};
}

}  // namespace sample
