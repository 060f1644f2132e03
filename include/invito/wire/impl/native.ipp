// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include <invito/base/box.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/model/composite_status.hpp>
#include <invito/model/token.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/impl/native_documents.hpp>
#include <invito/wire/native.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

template <>
struct documents_of<native> {
  template <class Text>
  using request = native_documents::request<Text>;
  template <class Text>
  using invite = native_documents::invitation<Text>;
  template <class Text>
  using creation_response = invite<Text>;
  template <class Text>
  using list = native_documents::list<Text>;
  template <class Text>
  using error = native_documents::error<Text>;
};

}  // namespace wire

INVITO_INLINE api_error native::error_of(problems const& why) {
  return {std::string(to_string(why.front().code)), describe(why), {}, why.front().where.pointer()};
}

namespace native_documents {

static_assert(format_version == native::version);

// Texts and numbers

using wire::from_model;
using wire::text_of;

inline std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
  }
  return out;
}

inline token_digest unhex(std::string const& text, wire::location const& at) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  std::string bytes;
  for (std::size_t n = 0; n + 1 < text.size(); n += 2) {
    const int high = digit(text[n]);
    const int low = digit(text[n + 1]);
    if (high < 0 || low < 0) break;
    bytes += static_cast<char>(high * 16 + low);
  }
  auto digest = token_digest::from(bytes);
  if (bytes.size() * 2 == text.size() && digest) return *digest;
  at.refuse(code::unknown_value, text);
  return {};
}

inline std::uint64_t revision_of(std::int64_t number, wire::location const& at) {
  if (number < 0) at.at("revision").refuse(code::number_out_of_range);
  return static_cast<std::uint64_t>(number);
}

inline std::uint32_t offer_number_of(std::int64_t number, wire::location const& at) {
  constexpr std::int64_t most = (std::numeric_limits<std::uint32_t>::max)();
  if (number < 1 || number > most) at.at("offer_number").refuse(code::number_out_of_range);
  return static_cast<std::uint32_t>(number);
}

// People

template <class Text>
void from_model(invito::actor const& from, actor<Text>& out) {
  out.kind = {from.kind};
  from_model(from.id.text(), out.id);
}

template <class Text>
void from_model(std::optional<invito::actor> const& from, std::optional<actor<Text>>& out) {
  if (from) from_model(*from, out.emplace());
}

template <class Text>
invito::actor to_model(actor<Text>&& from) {
  return {from.kind.value, user_id(text_of(std::move(from.id)))};
}

template <class Text>
std::optional<invito::actor> to_model(std::optional<actor<Text>>&& from) {
  return from ? std::optional(to_model(*std::move(from))) : std::nullopt;
}

template <class Text>
void from_model(proof const& from, std::vector<Text>& out) {
  if (from.user) out.push_back(proofs[0]);
  if (from.email) out.push_back(proofs[1]);
  if (from.email_verified) out.push_back(proofs[2]);
  if (from.token) out.push_back(proofs[3]);
}

template <class Text>
proof to_model(std::vector<Text> const& from, wire::location const& at) {
  proof out;
  for (std::size_t n = 0; n != from.size(); ++n) {
    if (from[n] == proofs[0]) {
      out.user = true;
    } else if (from[n] == proofs[1]) {
      out.email = true;
    } else if (from[n] == proofs[2]) {
      out.email_verified = true;
    } else if (from[n] == proofs[3]) {
      out.token = true;
    } else {
      at.at(n).refuse(code::unknown_value, from[n]);
    }
  }
  return out;
}

// Offers, attributes, tokens

/// Converts an offer. `Document` is a struct with the members `role` and `grants`.
template <class Document>
void from_model(offer const& from, Document& out) {
  from_model(from.role, out.role);
  if (!from.grants) return;
  auto& all = out.grants.emplace();
  all.resize(from.grants->size());
  for (std::size_t n = 0; n != all.size(); ++n) {
    invito::grant const& g = (*from.grants)[n];
    all[n].scope = {g.scope};
    all[n].id = g.id;
    from_model(g.role, all[n].role);
  }
}

template <class Document>
offer offer_of(Document& from) {
  offer out;
  out.role = text_of(std::move(from.role));
  if (!from.grants) return out;
  out.grants.emplace().reserve(from.grants->size());
  for (auto& g : *from.grants) {
    out.grants->push_back({g.scope.value, std::move(g.id), text_of(std::move(g.role))});
  }
  return out;
}

template <class Text>
void from_model(attribute_list const& from, std::optional<std::vector<attribute<Text>>>& out) {
  if (from.empty()) return;
  out.emplace().reserve(from.size());
  for (invito::attribute const& a : from) out->push_back({a.name, a.value});
}

template <class Text>
attribute_list to_model(std::optional<std::vector<attribute<Text>>>&& from) {
  attribute_list out;
  if (!from) return out;
  out.reserve(from->size());
  for (attribute<Text>& a : *from) out.push_back({std::move(a.name), std::move(a.value)});
  return out;
}

template <class Text>
void from_model(box<token_digests> const& from, std::optional<tokens<Text>>& out) {
  if (!from) return;
  out.emplace().current = hex(from->current.bytes());
  if (from->previous) out->previous = hex(from->previous->bytes());
  wire::from_model(from->previous_until, out->previous_until);
}

template <class Text>
box<token_digests> to_model(std::optional<tokens<Text>>&& from, wire::location const& at) {
  if (!from) return {};
  token_digests out;
  out.current = unhex(from->current, at.at("current"));
  if (from->previous) out.previous = unhex(*from->previous, at.at("previous"));
  out.previous_until = wire::time_of(from->previous_until);
  return out;
}

// States

template <class Text>
void from_model(invito::state const& from, state<Text>& out) {
  out.status = {recorded_status(from)};
  if (auto* s = std::get_if<pending>(&from)) {
    wire::from_model(s->expires_at, out.expires_at);
  } else if (auto* accepted_state = std::get_if<accepted>(&from)) {
    wire::from_model(accepted_state->at, out.at);
    from_model(accepted_state->by.text(), out.accepted_by);
  } else if (auto* revoked_state = std::get_if<revoked>(&from)) {
    wire::from_model(revoked_state->at, out.at);
    from_model(revoked_state->by, out.by);
    out.cause = {revoked_state->cause};
  } else if (auto* expired_state = std::get_if<expired>(&from)) {
    out.at = wire::text_time{expired_state->at};
  }
}

/// Converts a state. Rejects fields that do not belong to the status, because the state has no
/// members for their values.
template <class Text>
invito::state to_model(state<Text>&& from, wire::location const& at) {
  const auto belongs = [&](bool there, std::string_view member, bool allowed) {
    if (there && !allowed) at.at(member).refuse(code::invalid_state, from.status.text());
  };
  const invito::status status = from.status.value;
  belongs(from.at.has_value(), "at", status != status::pending);
  belongs(from.expires_at.has_value(), "expires_at", status == status::pending);
  belongs(from.accepted_by.has_value(), "accepted_by", status == status::accepted);
  belongs(from.by.has_value(), "by", status == status::revoked);
  belongs(from.cause.has_value(), "cause", status == status::revoked);
  switch (status) {
    case status::pending: break;
    case status::accepted:
      return accepted{wire::time_of(from.at), user_id(text_of(std::move(from.accepted_by)))};
    case status::revoked:
      if (!from.cause) at.at("cause").refuse(code::missing_field);
      return revoked{wire::time_of(from.at), to_model(std::move(from.by)),
                     from.cause ? from.cause->value : revoke_cause{}};
    case status::expired:
      if (!from.at) at.at("at").refuse(code::missing_field);
      return expired{wire::time_of(from.at).value_or(instant{})};
  }
  return pending{wire::time_of(from.expires_at)};
}

template <class Text>
void from_model(invito::status_entry const& from, status_entry<Text>& out) {
  from_model(from.status, out.status);
  from_model(from.description, out.description);
  wire::from_model(from.at, out.at);
  from_model(from.by.text(), out.by);
  from_model(from.metadata, out.metadata);
}

template <class Text>
void from_model(invito::composite_status const& from, composite_status<Text>& out) {
  from_model(from.current, out.current);
  out.history.resize(from.history.size());
  for (std::size_t n = 0; n != from.history.size(); ++n) {
    from_model(from.history[n], out.history[n]);
  }
}

template <class Text>
invito::status_entry to_model(status_entry<Text>&& from) {
  return {text_of(std::move(from.status)), text_of(std::move(from.description)),
          wire::time_of(from.at), user_id(text_of(std::move(from.by))),
          to_model(std::move(from.metadata))};
}

template <class Text>
invito::composite_status to_model(composite_status<Text>&& from) {
  invito::composite_status out;
  out.current = to_model(std::move(from.current));
  out.history.reserve(from.history.size());
  for (status_entry<Text>& e : from.history) out.history.push_back(to_model(std::move(e)));
  return out;
}

template <class Text>
void from_model(invito::baseline const& from, baseline<Text>& out) {
  from_model(from.state, out.state);
  from_model(from.offer, out);
  if (from.offer_number != 1) out.offer_number = from.offer_number;
  from_model(from.sponsor, out.sponsor);
  from_model(from.tokens, out.tokens);
  wire::from_model(from.expires_at, out.expires_at);
  out.revision = static_cast<std::int64_t>(from.revision);
  wire::from_model(from.known_at, out.known_at);
  wire::from_model(from.updated_at, out.updated_at);
  if (from.source_statuses) from_model(*from.source_statuses, out.statuses.emplace());
}

template <class Text>
invito::baseline to_model(baseline<Text>&& from, wire::location const& at) {
  invito::baseline out;
  out.state = to_model(std::move(from.state), at.at("state"));
  out.offer = offer_of(from);
  out.offer_number = offer_number_of(from.offer_number.value_or(1), at);
  out.sponsor = to_model(std::move(from.sponsor));
  out.tokens = to_model(std::move(from.tokens), at.at("tokens"));
  out.expires_at = wire::time_of(from.expires_at);
  out.revision = revision_of(from.revision, at);
  out.known_at = wire::time_of(from.known_at);
  out.updated_at = wire::time_of(from.updated_at);
  if (from.statuses) out.source_statuses = to_model(*std::move(from.statuses));
  return out;
}

// Events

template <class Text>
void from_model(invito::event const& from, event<Text>& out, wire::write_context const&) {
  out.kind = {from.kind()};
  out.at = {from.at};
  from_model(from.by, out.by);
  out.revision = static_cast<std::int64_t>(from.revision);
  wire::from_model(from.expires_at, out.expires_at);
  from_model(from.idempotency_key, out.idempotency_key);
  if (from.clamped) out.clamped = true;
  const auto offered = [&out](auto const& details) {
    if (details.offer) from_model(*details.offer, out);
    if (details.token) out.token = hex(details.token->bytes());
  };
  const auto answered = [&out](auto const& details) {
    from_model(details.proof, out.proof.emplace());
    if (details.email) out.email = details.email->text();
  };
  if (auto* issued = std::get_if<issue_details>(&from.details)) {
    offered(*issued);
    if (issued->reinstates) out.reinstates = true;
  } else if (auto* amended = std::get_if<amend_details>(&from.details)) {
    offered(*amended);
  } else if (auto* resent = std::get_if<resend_details>(&from.details)) {
    if (resent->token) out.token = hex(resent->token->bytes());
    wire::from_model(resent->previous_until, out.previous_until);
  } else if (auto* accepting = std::get_if<accept_details>(&from.details)) {
    answered(*accepting);
    if (accepting->granted) from_model(*accepting->granted, out);
  } else if (auto* declining = std::get_if<decline_details>(&from.details)) {
    answered(*declining);
  } else if (auto* replaced = std::get_if<supersede_details>(&from.details)) {
    if (replaced->newer) out.newer = replaced->newer->text();
  } else if (auto* expiring = std::get_if<expire_details>(&from.details)) {
    out.recorded_at = wire::text_time{expiring->recorded_at};
  }
}

template <class Text>
event_details details_of(event<Text>& from, wire::location const& at) {
  const event_kind kind = from.kind.value;
  const bool offers = kind == event_kind::issue || kind == event_kind::amend;
  const bool is_answer = kind == event_kind::accept || kind == event_kind::decline;
  const auto belongs = [&](bool there, std::string_view member, bool allowed) {
    if (there && !allowed) at.at(member).refuse(code::unknown_field);
  };
  // An accept event with grants contains the part of the offer that was granted.
  const bool part = kind == event_kind::accept && from.grants;
  belongs(from.role.has_value(), "role", offers || part);
  belongs(from.grants.has_value(), "grants", offers || part);
  belongs(from.reinstates.has_value(), "reinstates", kind == event_kind::issue);
  belongs(from.previous_until.has_value(), "previous_until",
          kind == event_kind::resend && from.token);
  belongs(from.token.has_value(), "token", offers || kind == event_kind::resend);
  belongs(from.proof.has_value(), "proof", is_answer);
  belongs(from.email.has_value(), "email", is_answer);
  belongs(from.newer.has_value(), "newer", kind == event_kind::supersede);
  belongs(from.recorded_at.has_value(), "recorded_at", kind == event_kind::expire);
  box<token_digest> token;
  if (from.token) token = unhex(*from.token, at.at("token"));
  proof given_proof;
  if (from.proof) given_proof = to_model(*from.proof, at.at("proof"));
  box<invito::email> other;
  if (from.email) other = invito::email(*std::move(from.email));
  switch (kind) {
    case event_kind::issue:
      return issue_details{offer_of(from), std::move(token), from.reinstates.value_or(false)};
    case event_kind::resend:
      return resend_details{std::move(token), wire::time_of(from.previous_until)};
    case event_kind::amend: return amend_details{offer_of(from), std::move(token)};
    case event_kind::accept:
      return accept_details{given_proof, std::move(other),
                            part ? box<offer>(offer_of(from)) : box<offer>()};
    case event_kind::decline: return decline_details{given_proof, std::move(other)};
    case event_kind::revoke: break;
    case event_kind::supersede:
      if (!from.newer) at.at("newer").refuse(code::missing_field);
      return supersede_details{invitation_id(text_of(std::move(from.newer)))};
    case event_kind::expire:
      if (!from.recorded_at) at.at("recorded_at").refuse(code::missing_field);
      return expire_details{wire::time_of(from.recorded_at).value_or(instant{})};
  }
  return revoke_details{};
}

template <class Text>
void to_model(event<Text>&& from, invito::event& out, wire::location const& at) {
  out.at = from.at.value;
  out.by = to_model(std::move(from.by));
  out.revision = revision_of(from.revision, at);
  out.expires_at = wire::time_of(from.expires_at);
  out.idempotency_key = text_of(std::move(from.idempotency_key));
  out.clamped = from.clamped.value_or(false);
  out.details = details_of(from, at);
}

// Invitations

/// Converts the members that a request and an invitation have in common. `Asked` is the type of the
/// request or of the invitation, and `Document` is the type of its document.
template <class Asked, class Document>
void from_asked(Asked const& from, Document& out) {
  if (from.recipient.email) out.email = from.recipient.email->text();
  from_model(from.recipient.user.text(), out.user);
  from_model(from.name.given, out.given_name);
  from_model(from.name.family, out.family_name);
  from_model(from.attributes, out.attributes);
  from_model(from.offer, out);
}

template <class Document, class Asked>
void to_asked(Document& from, Asked& out) {
  if (from.email) out.recipient.email = email(*std::move(from.email));
  out.recipient.user = user_id(text_of(std::move(from.user)));
  out.name = {text_of(std::move(from.given_name)), text_of(std::move(from.family_name))};
  out.attributes = to_model(std::move(from.attributes));
  out.offer = offer_of(from);
}

template <class Text>
void from_model(invito::invitation const& from, invitation<Text>& out,
                wire::write_context const& context) {
  out.version = native::version;
  out.id = from.id.text();
  from_model(from.organization.text(), out.organization);
  from_asked(from, out);
  out.send = from.send;
  from_model(from.created_by, out.created_by);
  wire::from_model(from.created_at, out.created_at);
  from_model(from.state, out.state);
  out.offer_number = from.offer_number;
  from_model(from.sponsor, out.sponsor);
  from_model(from.tokens, out.tokens);
  out.revision = static_cast<std::int64_t>(from.revision());
  if (from.baseline) from_model(*from.baseline, out.baseline.emplace());
  wire::from_models(from.history, out.history, context["history"]);
}

/// Applies the events in the history again, and compares the result with the invitation in the
/// document.
inline void check_history(invito::invitation const& parsed, wire::location const& at) {
  if (!parsed.baseline && parsed.history.empty()) return;  // the host constructed it without events
  const result<invito::invitation> replayed = replay(parsed, parsed.history);
  if (replayed && *replayed == parsed) return;
  // The location of the problem is the event that cannot be applied. If all events can be applied,
  // the location is the whole document.
  std::size_t n = parsed.history.size();
  if (!replayed) {
    for (path::segment const& s : replayed.error().front().where.segments())
      n = s.index.value_or(n);
  }
  (n == parsed.history.size() ? at : at.at("history").at(n)).refuse(code::history_mismatch);
}

inline void check_version(versioned const& document, wire::location const& at) {
  if (document.version == native::version) return;
  at.at("invito").refuse(code::unsupported_version, {}, {document.version, native::version});
}

inline void check_version(versioned_list const& document, wire::location const& at) {
  for (std::size_t n = 0; n != document.items.size(); ++n) {
    check_version(document.items[n], at.at("items").at(n));
  }
}

/// Returns `out`. But if `out` is an error and the document has another format version, returns the
/// problem `unsupported_version`. Another version may have other fields, so the problems in `out`
/// would mislead.
template <class Versions, class Model>
result<Model> or_version(result<Model> out, wire::source const& in, read_options options) {
  if (out) return out;
  options.strict = false;
  problems found;
  if (auto document = wire::read_document<Versions>(in, options))
    check_version(*document, {found, options.limits});
  if (!found.empty()) return found;
  return out;
}

template <class Text>
void to_model(invitation<Text>&& from, invito::invitation& out, wire::location const& at) {
  const std::size_t before = at.found.size();
  check_version({from.version}, at);
  if (at.found.size() != before) return;
  out.id = invitation_id(std::move(from.id));
  out.organization = organization_id(text_of(std::move(from.organization)));
  to_asked(from, out);
  out.send = from.send;
  out.created_by = to_model(std::move(from.created_by));
  out.created_at = wire::time_of(from.created_at);
  out.state = to_model(std::move(from.state), at.at("state"));
  out.offer_number = offer_number_of(from.offer_number, at);
  out.sponsor = to_model(std::move(from.sponsor));
  out.tokens = to_model(std::move(from.tokens), at.at("tokens"));
  if (from.baseline) out.baseline = to_model(*std::move(from.baseline), at.at("baseline"));
  wire::to_models(std::move(from.history), out.history, at.at("history"));
  if (revision_of(from.revision, at) != out.revision()) {
    at.at("revision").refuse(code::history_mismatch);
  }
  if (at.found.size() == before) check_history(out, at);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::write_context const&) {
  from_asked(from, out);
  if (!from.send) out.send = false;
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::location const&) {
  to_asked(from, out);
  out.send = from.send.value_or(true);
}

template <class Text>
void from_model(invitation_page const& from, list<Text>& out, wire::write_context const& context) {
  wire::from_models(from.items, out.items, context["items"]);
  out.has_more = from.has_more;
}

template <class Text>
void to_model(list<Text>&& from, invitation_page& out, wire::location const& at) {
  out.has_more = from.has_more;
  wire::to_models(std::move(from.items), out.items, at.at("items"));
}

template <class Text>
void from_model(invito::error_item const& from, error_item<Text>& out, wire::write_context const&) {
  out.where = from.where;
  out.message = from.message;
  from_model(from.type, out.type);
  out.input = from.input;
  out.context = from.context;
}

template <class Text>
void to_model(error_item<Text>&& from, invito::error_item& out, wire::location const&) {
  out.where = std::move(from.where);
  out.message = std::move(from.message);
  out.type = text_of(std::move(from.type));
  out.input = std::move(from.input);
  out.context = std::move(from.context);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const& context) {
  out.code = from.code;
  out.message = from.message;
  from_model(from.type, out.type);
  from_model(from.where, out.where);
  from_model(from.developer_message, out.developer_message);
  out.status = from.status;
  from_model(from.id, out.id);
  wire::from_model(from.at, out.at);
  out.details = from.details;
  if (!from.items.empty()) wire::from_models(from.items, out.items.emplace(), context["items"]);
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const& at) {
  out.code = std::move(from.code);
  out.message = std::move(from.message);
  out.type = text_of(std::move(from.type));
  out.where = text_of(std::move(from.where));
  out.developer_message = text_of(std::move(from.developer_message));
  out.status = from.status;
  out.id = text_of(std::move(from.id));
  out.at = wire::time_of(from.at);
  out.details = std::move(from.details);
  if (from.items) wire::to_models(*std::move(from.items), out.items, at.at("items"));
}

/// The document struct of a model type, such as `invitation<Text>` for `invito::invitation`.
template <class Model, class Text>
struct document_of;
template <class Text>
struct document_of<invito::invitation, Text> {
  using type = invitation<Text>;
};
template <class Text>
struct document_of<invito::event, Text> {
  using type = event<Text>;
};

template <class Model>
result<void> write_replacing(wire::target const& to, Model const& m) {
  using document = typename document_of<Model, std::string_view>::type;
  return wire::detail::write_as<document>(to, m, {}, {}, wire::invalid_text::replaced);
}

}  // namespace native_documents

template <class Dialect>
result<invitation> wire::versioned<Dialect>::read_invitation(wire::source const& in,
                                                             read_options const& options) {
  return native_documents::or_version<native_documents::versioned>(
      wire::dialect<Dialect>::read_invitation(in, options), in, options);
}

template <class Dialect>
result<creation_response> wire::versioned<Dialect>::read_creation(wire::source const& in,
                                                                  read_options const& options) {
  return native_documents::or_version<native_documents::versioned>(
      wire::dialect<Dialect>::read_creation(in, options), in, options);
}

template <class Dialect>
result<invitation_page> wire::versioned<Dialect>::read_list(wire::source const& in,
                                                            read_options const& options) {
  return native_documents::or_version<native_documents::versioned_list>(
      wire::lists<Dialect>::read_list(in, options), in, options);
}

template <class Model>
result<Model> read(wire::source const& in, read_options const& options) {
  if constexpr (std::is_same_v<Model, invitation>) {
    return native::read_invitation(in, options);
  } else {
    using document = typename native_documents::document_of<Model, std::string>::type;
    return wire::detail::read_as<document, Model>(in, options);
  }
}

template <class Model>
result<std::string> write(Model const& m) {
  using document = typename native_documents::document_of<Model, std::string_view>::type;
  return wire::detail::write_as<document>(m);
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<native>;
template struct wire::lists<native>;
template struct wire::versioned<native>;
template result<invitation> read<invitation>(wire::source const& in, read_options const& options);
template result<event> read<event>(wire::source const& in, read_options const& options);
template result<std::string> write<invitation>(invitation const& m);
template result<std::string> write<event>(event const& m);
namespace native_documents {
template result<void> write_replacing<invito::invitation>(wire::target const& to,
                                                          invito::invitation const& m);
}  // namespace native_documents
#endif

}  // namespace INVITO_ABI
}  // namespace invito
