// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include <invito/base/impl/append_number.hpp>
#include <invito/base/path.hpp>
#include <invito/dialects/impl/openai_documents.hpp>
#include <invito/dialects/openai.hpp>
#include <invito/wire/documents.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(deletion_response const& a, deletion_response const& b) noexcept {
  return a.id == b.id && a.deleted == b.deleted;
}

namespace openai_documents {

/// Whether `words` contains the text.
template <std::size_t N>
bool among(std::array<std::string_view, N> const& words, std::string_view text) {
  return wire::vocabulary(words).admits(text);
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::location const& at) {
  out.recipient.email = email(std::move(from.email));
  out.offer.role = std::move(from.role);
  if (!from.projects) return;
  std::vector<grant>& grants = out.offer.grants.emplace();
  for (requested_project<Text>& p : *from.projects) {
    grants.push_back({scope::project, std::move(p.id), std::move(p.role)});
  }
  for (const std::size_t n : invito::detail::repeated_grants(grants)) {
    at.at("projects").at(n).at("id").refuse(code::duplicate_item, grants[n].id);
  }
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::location const& at) {
  out.id = invitation_id(std::move(from.id));
  out.recipient.email = email(std::move(from.email));
  out.offer.role = std::move(from.role);
  if (from.projects) {
    std::vector<grant>& grants = out.offer.grants.emplace();
    for (project<Text>& p : *from.projects) {
      grants.push_back(
          {scope::project, wire::text_of(std::move(p.id)), wire::text_of(std::move(p.role))});
    }
  }
  out.created_at = wire::time_of(from.invited_at ? from.invited_at : from.created_at);
  if (!out.created_at) at.at("invited_at").refuse(code::missing_field);  // the field is null
  if (from.created_at && out.created_at != from.created_at->value) {
    at.at("created_at").refuse(code::conflicting_fields, "invited_at");
  }
  const std::optional<instant> expires_at = wire::time_of(from.expires_at);
  const std::optional<instant> accepted_at = wire::time_of(from.accepted_at);
  const std::string_view status = from.status   ? std::string_view(*from.status)
                                  : accepted_at ? "accepted"
                                                : "pending";
  if (status == "accepted") {
    out.state = accepted{accepted_at, {}};
  } else if (accepted_at) {
    at.at("accepted_at").refuse(code::invalid_state, status);
  } else if (status == "pending") {
    out.state = pending{expires_at};
  } else if (expires_at) {
    out.state = expired{*expires_at};
  } else {
    at.at("expires_at").refuse(code::missing_field);
  }
  begin_history(out, expires_at);
}

template <class Text>
void to_model(list<Text>&& from, invitation_page& out, wire::location const& at) {
  out.has_more = from.has_more.value_or(false);
  wire::to_models(std::move(from.data), out.items, at.at("data"));
}

template <class Text>
void to_model(deleted<Text>&& from, deletion_response& out, wire::location const&) {
  out = {invitation_id(std::move(from.id)), from.is_deleted};
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const&) {
  out.code = wire::text_of(std::move(from.detail.code));
  out.message = std::move(from.detail.message);
  out.type = std::move(from.detail.type);
  out.where = wire::text_of(std::move(from.detail.param));
}

/// Writes a grant. `Project` is `requested_project` in a request, and `project` in an invite. The
/// fields of a project are required in a request, and in an invite with `shape::extended`.
template <class Project>
void from_model(grant const& from, Project& out, wire::write_context const& context) {
  constexpr bool optional = !std::is_same_v<decltype(out.id), std::string_view>;
  const bool complete = !optional || context.extended();
  if (from.scope != scope::project) {
    context["id"].at.refuse(code::not_representable, "grant for something other than a project");
  } else if (!from.id.empty()) {
    out.id = from.id;
  } else if (complete) {
    context.missing("id");
  }
  if (among(project_roles, from.role)) {
    out.role = from.role;
  } else if (!from.role.empty()) {
    context["role"].at.refuse(code::not_representable, from.role);
  } else if (complete) {
    context.missing("role");
  }
}

/// Writes the fields that a request and an invite both contain. Reports missing required values.
template <class Document>
void from_model(recipient const& to, offer const& offered, Document& out,
                wire::write_context const& context) {
  if (to.email) {
    out.email = to.email->text();
  } else {
    context.missing("email");
  }
  out.role = offered.role;
  if (offered.role.empty()) {
    context.missing("role");
  } else if (!among(roles, offered.role)) {
    context["role"].at.refuse(code::not_representable, offered.role);
  }
  if (!offered.grants) return;
  auto& projects = out.projects.emplace();
  wire::from_models(*offered.grants, projects, context["projects"]);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out,
                wire::write_context const& context) {
  from_model(from.recipient, from.offer, out, context);
  if (!from.send) context["send"].at.refuse(code::not_representable, "send: false");
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::write_context const& context) {
  out.id = from.id.text();
  if (from.id.empty()) context.missing("id");
  from_model(from.recipient, from.offer, out, context);
  invito::status status = from.status(context.now);
  if (status == status::revoked && context.options.revoked_as_expired) status = status::expired;
  if (status == status::revoked) context["status"].at.refuse(code::not_representable, "revoked");
  out.status = to_string(status);
  wire::from_model(from.created_at, out.invited_at);
  wire::from_model(from.created_at, out.created_at);
  if (!from.created_at) context.missing("invited_at");
  wire::from_model(from.expires_at(), out.expires_at);
  if (!out.expires_at && (!context.extended() || status == status::expired)) {
    context.missing("expires_at");
  }
  if (auto* accepted_state = std::get_if<accepted>(&from.state))
    wire::from_model(accepted_state->at, out.accepted_at);
}

template <class Text>
void from_model(invitation_page const& from, list<Text>& out, wire::write_context const& context) {
  wire::from_models(from.items, out.data, context["data"]);
  if (!from.items.empty()) {
    out.first_id = from.items.front().id.text();
    out.last_id = from.items.back().id.text();
  }
  out.has_more = from.has_more;
}

template <class Text>
void from_model(deletion_response const& from, deleted<Text>& out, wire::write_context const&) {
  out.id = from.id.text();
  out.is_deleted = from.deleted;
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const&) {
  out.detail.message = from.message;
  out.detail.type = from.type;
  wire::from_model(from.where, out.detail.param);
  wire::from_model(from.code, out.detail.code);
}

/// Returns a location in the notation of OpenAI, such as "projects[0].id". The location of the
/// whole body is the empty string.
inline std::string param(path const& where) {
  std::string out;
  for (path::segment const& s : where.segments()) {
    if (s.index) {
      out += '[';
      append_number(out, *s.index);
      out += ']';
    } else {
      if (!out.empty()) out += '.';
      out += s.name;
    }
  }
  return out;
}

}  // namespace openai_documents

template <class Dialect>
result<deletion_response> wire::deletions<Dialect>::read_deletion(wire::source const& in,
                                                                  read_options const& options) {
  return wire::detail::read_as<openai_documents::deleted<std::string>, deletion_response>(in,
                                                                                          options);
}

template <class Dialect>
result<std::string> wire::deletions<Dialect>::write_deletion(deletion_response const& d) {
  return wire::detail::write_as<openai_documents::deleted<std::string_view>>(d);
}

template <class Dialect>
result<void> wire::deletions<Dialect>::write_deletion_to(wire::target const& to,
                                                         deletion_response const& d) {
  return wire::detail::write_as<openai_documents::deleted<std::string_view>>(to, d);
}

INVITO_INLINE api_error openai::error_of(problems const& why) {
  problem const& first = primary(why);
  return {std::string(to_string(first.code)), describe(why),
          http_status(why) >= 500 ? "server_error" : "invalid_request_error",
          openai_documents::param(first.where)};
}

INVITO_INLINE role_catalog openai::roles() {
  return {{"owner", 20, true, scope::organization},
          {"reader", 10, true, scope::organization},
          {"owner", 6, true, scope::project},
          {"member", 5, true, scope::project}};
}

INVITO_INLINE invito::policy openai::policy(preset) {
  invito::policy out;
  out.roles = roles();
  out.inviter_rank = 20;
  out.expiry.lifetime = std::chrono::hours{7 * 24};
  out.resend.renew_expired = false;
  return out;
}

namespace openai_documents {

/// Adds a loss for the role if the document cannot represent the role. Adds a loss for each grant
/// that the document cannot represent.
inline void add_offer(offer const& offered, std::vector<loss>& out) {
  const bool known_role = offered.role.empty() || among(roles, offered.role);
  if (!known_role) out.push_back({feature::role, offered.role});
  if (!offered.grants) return;
  for (grant const& g : *offered.grants) {
    const bool known =
        g.scope == scope::project && (g.role.empty() || among(project_roles, g.role));
    if (!known) out.push_back({feature::grants, g.id});
  }
}

}  // namespace openai_documents

INVITO_INLINE void openai::value_losses(invitation const& i, instant now, write_options const&,
                                        std::vector<loss>& out) {
  if (i.status(now) == status::revoked) out.push_back({feature::status, "revoked"});
  if (i.offer.role.empty()) out.push_back({feature::role, {}});  // an invite requires a role
  openai_documents::add_offer(i.offer, out);
}

INVITO_INLINE void openai::request_value_losses(invitation_request const& r, write_options const&,
                                                std::vector<loss>& out) {
  openai_documents::add_offer(r.offer, out);
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<openai>;
template struct wire::lists<openai>;
template struct wire::deletions<openai>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito
