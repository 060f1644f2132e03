// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>

#include <invito/base/path.hpp>
#include <invito/base/text.hpp>
#include <invito/dialects/aitronos.hpp>
#include <invito/dialects/impl/aitronos_documents.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/writer.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(validation_response const& a, validation_response const& b) {
  return a.valid == b.valid && a.invitation == b.invitation &&
         a.organization_name == b.organization_name && a.role_name == b.role_name;
}

INVITO_INLINE bool operator==(acceptance_response const& a, acceptance_response const& b) noexcept {
  return a.organization == b.organization && a.organization_name == b.organization_name &&
         a.role == b.role && a.role_name == b.role_name;
}

namespace aitronos_documents {

/// Returns the id of the base role with the display name `role`. Any other text is already an id.
inline std::string role_id_of(std::string role) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> base{
      {{"Owner", "role_owner"}, {"Admin", "role_admin"}, {"Member", "role_member"}}};
  for (auto const& [display_name, role_id] : base) {
    if (invito::detail::ascii_equal(display_name, role)) return std::string(role_id);
  }
  return role;
}

inline std::optional<std::string> role_id_of(std::optional<std::string>&& role) {
  return role ? std::optional(role_id_of(*std::move(role))) : std::nullopt;
}

/// Returns `value`, or `alias` if `value` is absent. `value` is the value of the field `main`.
/// `alias` is the value of another field with the same meaning. If both exist, they must be equal.
template <class Value>
std::optional<Value> either(std::optional<Value> value, std::optional<Value> alias,
                            wire::location const& alias_at, std::string_view main) {
  if (value && alias && *value != *alias) alias_at.refuse(code::conflicting_fields, main);
  return value ? std::move(value) : std::move(alias);
}

/// Reads the id of an organization. In older documents, the prefix of the id is in capitals.
inline organization_id read_organization(std::optional<std::string>&& text,
                                         wire::location const& at) {
  if (!text) return {};
  const std::string_view prefix = std::string_view(*text).substr(0, 4);
  if (prefix != "org_" && prefix != "ORG_") at.refuse(code::unknown_value, *text);
  return organization_id(*std::move(text));
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::location const& at) {
  out.recipient.email = email(std::move(from.email));
  std::optional<std::string> role =
      either(std::move(from.role_id), role_id_of(std::move(from.role_name)), at.at("role_name"),
             "role_id");
  if (!role) at.at("role_id").refuse(code::missing_field);  // the field is null
  out.offer.role = std::move(role).value_or(std::string());
  out.send = either(from.send_invitation, from.send_email, at.at("send_email"), "send_invitation")
                 .value_or(true);
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::location const& at) {
  out.id = invitation_id(std::move(from.invitation_id));
  out.organization = read_organization(std::move(from.organization_id), at.at("organization_id"));
  out.recipient.email = email(std::move(from.email));
  out.recipient.user = user_id(wire::text_of(std::move(from.user_id)));
  out.offer.role = wire::text_of(std::move(from.role_id));
  out.created_at = wire::time_of(from.created_at);
  const std::optional<instant> expires_at = wire::time_of(from.expires_at);
  out.state = pending{expires_at};
  begin_history(out, expires_at);
}

template <class Text>
void to_model(created<Text>&& from, creation_response& out, wire::location const& at) {
  invitation& made = out.invitation;
  std::optional<std::string> id =
      either(std::move(from.invitation_id), std::move(from.old_invitation_id),
             at.at("invitationId"), "invitation_id");
  if (!id) at.at("invitation_id").refuse(code::missing_field);  // the field is null
  made.id = invitation_id(std::move(id).value_or(std::string()));
  made.recipient.email = email(std::move(from.email));
  made.recipient.user = user_id(wire::text_of(std::move(from.user_id)));
  made.offer.role =
      either(std::move(from.role_id), role_id_of(std::move(from.role)), at.at("role"), "role_id")
          .value_or(std::string());
  made.created_at = wire::time_of(from.invited_at);
  const std::optional<instant> expires_at =
      either(wire::time_of(from.expires_at), wire::time_of(from.old_expires_at), at.at("expiresAt"),
             "expires_at");
  made.state = pending{expires_at};
  begin_history(made, expires_at);
  if (from.invitation_key) out.token = secret(*std::move(from.invitation_key));
  out.is_new_user = from.is_new_user;
}

template <class Text>
void to_model(validated<Text>&& from, validation_response& out, wire::location const& at) {
  out.valid = from.valid;
  if (!from.valid) return;  // otherwise the invitation would become pending
  if (!from.invitation_id) at.at("invitation_id").refuse(code::missing_field);
  if (!from.email) at.at("email").refuse(code::missing_field);
  invitation& found = out.invitation;
  found.id = invitation_id(wire::text_of(std::move(from.invitation_id)));
  found.organization = read_organization(std::move(from.organization_id), at.at("organization_id"));
  found.recipient.email = email(wire::text_of(std::move(from.email)));
  found.offer.role = wire::text_of(std::move(from.role_id));
  const std::optional<instant> expires_at = wire::time_of(from.expires_at);
  found.state = pending{expires_at};
  begin_history(found, expires_at);
  out.organization_name = wire::text_of(std::move(from.organization_name));
  out.role_name = wire::text_of(std::move(from.role_name));
}

template <class Text>
void to_model(accepting<Text>&& from, secret& out, wire::location const&) {
  out = secret(std::move(from.email_key));
}

template <class Text>
void to_model(joined<Text>&& from, acceptance_response& out, wire::location const& at) {
  if (!from.success) at.at("success").refuse(code::unknown_value, "false");
  out.organization = read_organization(std::move(from.organization_id), at.at("organization_id"));
  out.organization_name = wire::text_of(std::move(from.organization_name));
  out.role = wire::text_of(std::move(from.role_id));
  out.role_name = wire::text_of(std::move(from.role_name));
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const& at) {
  if (from.success) at.at("success").refuse(code::unknown_value, "true");
  error_detail<Text>& detail = from.detail;
  out.code = std::move(detail.code);
  out.message = std::move(detail.message);
  out.type = wire::text_of(std::move(detail.type));
  out.developer_message = wire::text_of(std::move(detail.system_message));
  out.status = detail.status;
  out.id = wire::text_of(std::move(detail.trace_id));
  out.at = wire::time_of(detail.timestamp);
  out.details = std::move(detail.details);
}

/// Whether the id of an organization has the prefix that the API uses now.
inline bool is_organization(std::string_view id_text) { return id_text.substr(0, 4) == "org_"; }

/// Whether a reader of the document can determine the status at `now` from the expiry alone.
inline bool expiry_shows_status(invitation const& i, instant now) {
  const invito::status held = i.status(now);
  if (held == status::expired) return i.expires_at() && *i.expires_at() <= now;
  return held == status::pending;
}

// The `fill` functions write required fields. An empty text is a missing value.

template <class Member>
void fill(std::string_view from, Member& out, std::string_view name,
          wire::write_context const& context) {
  if (from.empty()) return context.missing(name);
  out = from;
}

template <class Member>
void fill_email(recipient const& from, Member& out, wire::write_context const& context) {
  if (!from.email) return context.missing("email");
  out = from.email->text();
}

template <class Member>
void fill_organization(organization_id const& from, Member& out,
                       wire::write_context const& context) {
  fill(from.text(), out, "organization_id", context);
  if (from.empty() || is_organization(from.text())) return;
  context["organization_id"].at.refuse(code::not_representable, from.text());
}

inline void fill_time(std::optional<instant> const& from, std::optional<whole_text_time>& out,
                      std::string_view name, wire::write_context const& context) {
  wire::from_model(from, out);
  if (!from) context.missing(name);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out,
                wire::write_context const& context) {
  fill_email(from.recipient, out.email, context);
  fill(from.offer.role, out.role_id, "role_id", context);
  out.send_invitation = from.send;
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::write_context const& context) {
  if (!expiry_shows_status(from, context.now)) {
    context.at.refuse(code::not_representable, to_string(from.status(context.now)));
  }
  fill(from.id.text(), out.invitation_id, "invitation_id", context);
  fill_email(from.recipient, out.email, context);
  wire::from_model(from.recipient.user.text(), out.user_id);
  fill_organization(from.organization, out.organization_id, context);
  fill(from.offer.role, out.role_id, "role_id", context);
  fill_time(from.expires_at(), out.expires_at, "expires_at", context);
  fill_time(from.created_at, out.created_at, "created_at", context);
}

template <class Text>
void from_model(creation_response const& from, created<Text>& out,
                wire::write_context const& context) {
  invitation const& made = from.invitation;
  const invito::status held = made.status(context.now);
  if (held != status::pending) {
    context["invitation_id"].at.refuse(code::not_representable, to_string(held));
  }
  fill(made.id.text(), out.invitation_id, "invitation_id", context);
  fill_email(made.recipient, out.email, context);
  fill(from.token.reveal(), out.invitation_key, "invitation_key", context);
  out.is_new_user = from.is_new_user;
  if (!from.is_new_user) context.missing("is_new_user");
  fill(made.recipient.user.text(), out.user_id, "user_id", context);
  fill_time(made.expires_at(), out.expires_at, "expires_at", context);
}

template <class Text>
void from_model(validation_response const& from, validated<Text>& out,
                wire::write_context const& context) {
  invitation const& found = from.invitation;
  out.valid = from.valid && found.status(context.now) == status::pending;
  if (!out.valid) return;
  fill(found.id.text(), out.invitation_id, "invitation_id", context);
  fill_email(found.recipient, out.email, context);
  fill_organization(found.organization, out.organization_id, context);
  fill(from.organization_name, out.organization_name, "organization_name", context);
  fill(found.offer.role, out.role_id, "role_id", context);
  fill(from.role_name, out.role_name, "role_name", context);
  fill_time(found.expires_at(), out.expires_at, "expires_at", context);
}

template <class Text>
void from_model(acceptance_response const& from, joined<Text>& out,
                wire::write_context const& context) {
  out.success = true;
  fill_organization(from.organization, out.organization_id, context);
  fill(from.organization_name, out.organization_name, "organization_name", context);
  fill(from.role, out.role_id, "role_id", context);
  fill(from.role_name, out.role_name, "role_name", context);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const&) {
  error_detail<Text>& detail = out.detail;
  detail.code = from.code;
  detail.message = from.message;
  wire::from_model(from.developer_message, detail.system_message);
  wire::from_model(from.type, detail.type);
  detail.status = from.status;
  detail.details = from.details;
  wire::from_model(from.id, detail.trace_id);
  wire::from_model(from.at, detail.timestamp);
}

// ---- Errors in the terms of the API -------------------------------------------------------------

/// The error codes of the API: one for each `error_category`, in the order of its enumerators.
inline constexpr std::array<std::string_view, names_of<error_category>.size()> error_codes{
    "VALIDATION_ERROR",         "AUTHENTICATION_REQUIRED",    "OPERATION_NOT_ALLOWED",
    "INSUFFICIENT_PERMISSIONS", "ORGANIZATION_ACCESS_DENIED", "OPERATION_NOT_ALLOWED",
    "INTERNAL_SERVER_ERROR",    "INTERNAL_SERVER_ERROR",      "OPERATION_NOT_ALLOWED"};
static_assert(!error_codes.back().empty(), "each error_category has a code");

/// Returns the location and the code of each problem, such as
/// "email: invalid_email; role_id: missing_value".
inline std::string for_developers(problems const& why) {
  std::string out;
  for (problem const& p : why) {
    if (!out.empty()) out += "; ";
    if (!p.where.empty()) out.append(p.where.dotted()).append(": ");
    out += to_string(p.code);
  }
  return out;
}

/// Returns a JSON object whose values are strings. Bytes that are not UTF-8 become replacement
/// characters, as in all other strings of an error body.
inline json_text details_of(
    std::vector<wire::named<std::string_view, std::string_view>> const& members) {
  return json_text::unchecked(*wire::write_document(
      members, {wire::shape::documented, false, wire::invalid_text::replaced}));
}

}  // namespace aitronos_documents

template <class Dialect>
result<validation_response> wire::token_links<Dialect>::read_validation(
    wire::source const& in, read_options const& options) {
  return wire::detail::read_as<aitronos_documents::validated<std::string>, validation_response>(
      in, options);
}

template <class Dialect>
result<std::string> wire::token_links<Dialect>::write_validation(validation_response const& v,
                                                                 instant now,
                                                                 write_options const& options) {
  return wire::detail::write_as<aitronos_documents::validated<std::string_view>>(v, now, options);
}

template <class Dialect>
result<void> wire::token_links<Dialect>::write_validation_to(wire::target const& to,
                                                             validation_response const& v,
                                                             instant now,
                                                             write_options const& options) {
  return wire::detail::write_as<aitronos_documents::validated<std::string_view>>(to, v, now,
                                                                                 options);
}

template <class Dialect>
result<secret> wire::token_links<Dialect>::read_accept_request(wire::source const& in,
                                                               read_options const& options) {
  return wire::detail::read_as<aitronos_documents::accepting<std::string>, secret>(in, options);
}

template <class Dialect>
result<acceptance_response> wire::token_links<Dialect>::read_acceptance(
    wire::source const& in, read_options const& options) {
  return wire::detail::read_as<aitronos_documents::joined<std::string>, acceptance_response>(
      in, options);
}

template <class Dialect>
result<std::string> wire::token_links<Dialect>::write_acceptance(acceptance_response const& a,
                                                                 write_options const& options) {
  return wire::detail::write_as<aitronos_documents::joined<std::string_view>>(a, {}, options);
}

template <class Dialect>
result<void> wire::token_links<Dialect>::write_acceptance_to(wire::target const& to,
                                                             acceptance_response const& a,
                                                             write_options const& options) {
  return wire::detail::write_as<aitronos_documents::joined<std::string_view>>(to, a, {}, options);
}

INVITO_INLINE api_error aitronos::error_of(problems const& why) {
  problem const& first = primary(why);
  const invito::error_category kind = info(first.code).category;
  const std::string field = first.where.dotted();
  api_error out;
  out.code = aitronos_documents::error_codes[static_cast<std::size_t>(kind)];
  out.message = describe(why);
  out.developer_message = aitronos_documents::for_developers(why);
  out.type = kind == error_category::internal || kind == error_category::unavailable
                 ? "server_error"
                 : "client_error";
  if (first.code == code::invalid_email || first.code == code::email_not_ascii) {
    out.code = "INVALID_EMAIL_FORMAT";
    out.details = aitronos_documents::details_of({{"field", "email"}, {"value", first.subject}});
  } else if (kind == error_category::bad_request && !field.empty()) {
    out.details = aitronos_documents::details_of({{"field", field}});
  }
  return out;
}

INVITO_INLINE result<void> aitronos::check_lookup(lookup_query const& q) {
  problems out;
  char const* given = nullptr;
  const auto look_at = [&](std::string const& value, char const* parameter) {
    if (value.empty()) return;
    if (given) out.add(make_problem(code::conflicting_fields, parameter, given));
    if (!given) given = parameter;
  };
  look_at(q.email, "email");
  look_at(q.user_id, "user_id");
  look_at(q.invitation_id, "invitation_id");
  // No single parameter is required, so the location of the problem is the whole query.
  if (!given) out.add(make_problem(code::missing_value, {}, "email, user_id or invitation_id"));
  return out;
}

INVITO_INLINE role_catalog aitronos::roles() {
  const role_catalog base{{"role_owner", 30, true, scope::organization},
                          {"role_admin", 20, true, scope::organization},
                          {"role_member", 10, true, scope::organization}};
  return base.open_to({"role_", 20, true, scope::organization});
}

INVITO_INLINE invito::policy aitronos::policy(preset) {
  invito::policy out;
  out.roles = roles();
  out.inviter_rank = 20;
  out.expiry.lifetime = std::chrono::hours{7 * 24};
  out.expiry.max_lifetime = out.expiry.lifetime;
  out.resend.renew_expired = false;
  return out;
}

INVITO_INLINE void aitronos::value_losses(invitation const& i, instant now, write_options const&,
                                          std::vector<loss>& out) {
  if (!aitronos_documents::expiry_shows_status(i, now)) {
    out.push_back({feature::status, std::string(to_string(i.status(now)))});
  }
  if (!i.organization.empty() && !aitronos_documents::is_organization(i.organization.text())) {
    out.push_back({feature::organization, i.organization.text()});
  }
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<aitronos>;
template struct wire::token_links<aitronos>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito
