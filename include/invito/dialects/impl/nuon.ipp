// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <invito/dialects/impl/nuon_documents.hpp>
#include <invito/dialects/nuon.hpp>
#include <invito/model/composite_status.hpp>
#include <invito/model/timeline.hpp>
#include <invito/wire/documents.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace nuon_documents {

using wire::from_model;
using wire::text_of;

/// Returns the role of an invite. An absent role means `org_admin`, because every invite granted
/// this role before the API had roles.
template <class Text>
std::string role_of(std::optional<Text>&& from) {
  std::string out = text_of(std::move(from));
  return out.empty() ? std::string(roles[0]) : out;
}

inline bool has_role(std::string_view role, wire::shape shape) {
  const std::size_t known = shape == wire::shape::extended ? roles.size() : documented_roles;
  for (std::size_t n = 0; n != known; ++n) {
    if (roles[n] == role) return true;
  }
  return false;
}

inline status_entry entry_of(composite&& from) {
  return {text_of(std::move(from.status)), text_of(std::move(from.status_human_description)),
          wire::time_of(from.created_at_ts), user_id(text_of(std::move(from.created_by_id))),
          from.metadata ? *std::move(from.metadata) : attribute_list()};
}

/// Merges nested histories into one list, the oldest entry first. The recursion is not deeper than
/// the document, and `read_limits::depth` limits the depth of the document.
inline void flatten(composite&& from, std::vector<status_entry>& out) {
  if (from.history) {
    for (composite& before : *from.history) flatten(std::move(before), out);
  }
  out.push_back(entry_of(std::move(from)));
}

inline composite_status to_statuses(composite&& from) {
  composite_status out;
  if (from.history) out.history.reserve(from.history->size() + 1);
  flatten(std::move(from), out.history);
  out.current = std::move(out.history.back());
  out.history.pop_back();
  return out;
}

/// Returns the text, or `std::nullopt` if the text is empty.
inline std::optional<std::string> unless_empty(std::string&& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(std::move(text));
}

inline void from_entry(status_entry&& from, composite& out) {
  out.status = unless_empty(std::move(from.status));
  out.status_human_description = unless_empty(std::move(from.description));
  from_model(from.at, out.created_at_ts);
  from_model(from.by.text(), out.created_by_id);
  if (!from.metadata.empty()) out.metadata = std::move(from.metadata);
}

inline void from_statuses(composite_status&& from, composite& out) {
  from_entry(std::move(from.current), out);
  if (from.history.empty()) return;
  auto& history = out.history.emplace(from.history.size());
  for (std::size_t n = 0; n != history.size(); ++n) {
    from_entry(std::move(from.history[n]), history[n]);
  }
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::location const&) {
  out.recipient.email = email(std::move(from.email));
  out.offer.role = role_of(std::move(from.role_type));
}

/// Returns the state that the two status fields describe. `word` is the value of `status`, and
/// `status_v2` is null if the document does not contain this field.
template <class Text>
state state_of_both(std::optional<Text> const& word, composite_status const* status_v2,
                    wire::location const& at) {
  std::optional<state> detailed;
  if (status_v2) detailed = invito::state_of(status_v2->current);
  if (!word || word->empty()) {
    if (!detailed && status_v2 && status_v2->current.status == to_string(status::expired)) {
      at.at("status_v2").at("created_at_ts").refuse(code::missing_field);
    }
    return detailed.value_or(pending{});
  }
  // If both fields have the same status, `status_v2` also contains the time and the user.
  if (detailed && to_string(recorded_status(*detailed)) == *word) return *detailed;
  if (*word == to_string(status::accepted)) return accepted{};
  if (*word == to_string(status::revoked)) return revoked{};
  return pending{};
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::location const& at) {
  out.id = invitation_id(text_of(std::move(from.id)));
  out.organization = organization_id(text_of(std::move(from.org_id)));
  if (from.email && !from.email->empty()) out.recipient.email = email(*std::move(from.email));
  out.name = {text_of(std::move(from.first_name)), text_of(std::move(from.last_name))};
  out.offer.role = role_of(std::move(from.role_type));
  out.created_at = wire::time_of(from.created_at);
  const std::string created_by = text_of(std::move(from.created_by_id));
  if (!created_by.empty()) out.created_by = actor::user(user_id(created_by));
  out.sponsor = out.created_by;  // the API has no operation that changes the sponsor
  box<composite_status> status_v2;
  if (from.status_v2) status_v2 = to_statuses(*std::move(from.status_v2));
  if (status_v2 && *status_v2 == composite_status()) status_v2 = {};
  out.state = state_of_both(from.status, status_v2 ? &*status_v2 : nullptr, at);
  const std::optional<instant> updated_at = wire::time_of(from.updated_at);
  begin_history(out, {}, updated_at);
  out.baseline->updated_at = updated_at;
  out.baseline->source_statuses = std::move(status_v2);
}

template <class Text>
void to_model(std::vector<invite<Text>>&& from, invitation_page& out, wire::location const& at) {
  wire::to_models(std::move(from), out.items, at);
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const&) {
  out.code = text_of(std::move(from.error_text));
  out.message = text_of(std::move(from.description));
  if (from.user_error.value_or(false)) out.type = "user_error";
}

/// Writes the role. A role is required, because an absent role would mean `org_admin`.
template <class Text>
void from_role(std::string const& role, std::optional<Text>& out,
               wire::write_context const& context) {
  if (role.empty()) return context.missing("role_type");
  if (!has_role(role, context.options.shape)) {
    return context["role_type"].at.refuse(code::not_representable, role);
  }
  out = role;
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out,
                wire::write_context const& context) {
  if (from.recipient.email) {
    out.email = from.recipient.email->text();
  } else {
    context.missing("email");
  }
  from_role(from.offer.role, out.role_type, context);
  if (!from.send) context["send"].at.refuse(code::not_representable, "send: false");
}

/// Whether the field `status` is enough to represent the state, without `status_v2`.
inline bool is_plain(invitation const& i, instant now) {
  if (!i.history.empty() || (i.baseline && i.baseline->source_statuses)) return false;
  return invito::detail::is_bare(i.state) && i.status(now) != status::expired;
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::write_context const& context) {
  from_model(from.created_at, out.created_at);
  if (from.created_by) from_model(from.created_by->id.text(), out.created_by_id);
  if (from.recipient.email) from_model(from.recipient.email->text(), out.email);
  from_model(from.name.given, out.first_name);
  from_model(from.id.text(), out.id);
  from_model(from.name.family, out.last_name);
  from_model(from.organization.text(), out.org_id);
  from_role(from.offer.role, out.role_type, context);
  const invito::status status = from.status(context.now);
  if (status != status::expired) out.status = to_string(status);
  if (!is_plain(from, context.now)) {
    composite_status all = composite_of(from, context.now);
    if (context.options.history_cap) trim_history(all, *context.options.history_cap);
    from_statuses(std::move(all), out.status_v2.emplace());
  }
  from_model(from.updated_at(), out.updated_at);
}

template <class Text>
void from_model(invitation_page const& from, std::vector<invite<Text>>& out,
                wire::write_context const& context) {
  wire::from_models(from.items, out, context);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const&) {
  from_model(from.message, out.description);
  from_model(from.code, out.error_text);
  if (!from.type.empty() && from.type != "server_error") out.user_error = true;
}

}  // namespace nuon_documents

INVITO_INLINE api_error nuon::error_of(problems const& why) {
  api_error out;
  out.code = to_string(primary(why).code);
  out.message = describe_with_locations(why);
  if (http_status(why) < 500) out.type = "user_error";
  return out;
}

INVITO_INLINE role_catalog nuon::roles() {
  return {{"org_admin", 30},
          {"org_support", 20},
          {"installer", 10},
          {"runner", 10},
          {"hosted-installer", 10}};
}

INVITO_INLINE invito::policy nuon::policy(preset which) {
  invito::policy out;
  out.roles = roles();
  out.expiry.lifetime = std::nullopt;
  out.expiry.max_lifetime = std::nullopt;
  if (which == preset::observed) {
    std::vector<role> all = out.roles.all();
    for (role& r : all) r.grantable = r.name == "org_admin" || r.name == "org_support";
    out.roles = role_catalog(std::move(all));
  }
  return out;
}

namespace nuon_documents {

/// Adds a loss if the field for the role cannot contain this role in the selected shape.
inline void add_role(offer const& offered, write_options const& options, std::vector<loss>& out) {
  if (offered.role.empty() || has_role(offered.role, options.shape)) return;
  out.push_back({feature::role, offered.role});
}

}  // namespace nuon_documents

INVITO_INLINE void nuon::value_losses(invitation const& i, instant now,
                                      write_options const& options, std::vector<loss>& out) {
  if (i.status(now) == status::expired) out.push_back({feature::status, "expired"});
  nuon_documents::add_role(i.offer, options, out);
  const auto kind = [&out](feature f, std::optional<actor> const& who) {
    if (who && who->kind == actor_kind::service) out.push_back({f, "service"});
    if (who && who->kind == actor_kind::system) out.push_back({f, "system"});
  };
  kind(feature::created_by, i.created_by);
  if (i.sponsor != i.created_by) {
    out.push_back({feature::sponsor, i.sponsor ? "differs from created_by" : "unknown"});
  }
  if (auto* revoked_state = std::get_if<revoked>(&i.state))
    kind(feature::revoked_by, revoked_state->by);
}

INVITO_INLINE void nuon::request_value_losses(invitation_request const& r,
                                              write_options const& options,
                                              std::vector<loss>& out) {
  nuon_documents::add_role(r.offer, options, out);
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<nuon>;
template struct wire::lists<nuon>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito
