// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include <invito/base/limits.hpp>
#include <invito/dialects/control_plane.hpp>
#include <invito/dialects/impl/control_plane_documents.hpp>
#include <invito/model/email.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/writer.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(bulk_outcome const& a, bulk_outcome const& b) {
  return a.email == b.email && a.value == b.value;
}

INVITO_INLINE bool operator==(bulk_response const& a, bulk_response const& b) {
  return a.rows == b.rows;
}

namespace control_plane_documents {

inline constexpr std::string_view group_link_name = "groupLink";

template <class T>
std::vector<T> or_empty(std::optional<std::vector<T>>&& list) {
  return list ? *std::move(list) : std::vector<T>();
}

/// Checks that there is exactly one element. The functions of `wire::dialect` require this.
inline bool is_one(std::size_t count, wire::location const& at) {
  if (count == 0) at.refuse(code::missing_field);
  if (count > 1) at.refuse(code::too_many_items, {}, {1});
  return count == 1;
}

/// Checks that the group link is not too long. Without this limit, a small document could need much
/// memory, because the model contains a copy of the link for each address.
inline bool is_bounded(std::string const& link, wire::location const& at) {
  if (link.size() <= bound::text) return true;
  at.refuse(code::text_too_long, {}, {static_cast<std::int64_t>(link.size()), bound::text});
  return false;
}

/// Returns the attribute "groupLink", or null. A document has no field for other attributes.
inline attribute const* group_link_in(invitation_request const& r) {
  const auto found = std::find_if(r.attributes.begin(), r.attributes.end(),
                                  [](attribute const& a) { return a.name == group_link_name; });
  return found == r.attributes.end() ? nullptr : &*found;
}

/// Returns the link in the attribute `group_link`. Fails if the value is not a JSON string.
inline result<std::string> text_of(attribute const& group_link) {
  return wire::read_document<std::string>(group_link.value.text(), {});
}

template <class Text>
void to_model(request<Text>&& from, std::vector<invitation_request>& out,
              wire::location const& at) {
  attribute_list attributes;
  if (from.group_link && is_bounded(*from.group_link, at.at(group_link_name))) {
    attributes.push_back({std::string(group_link_name), wire::quoted(*from.group_link)});
  }
  std::vector<Text> emails = or_empty(std::move(from.emails));
  out.resize(emails.size());
  for (std::size_t n = 0; n != emails.size(); ++n) {
    out[n].recipient.email = email(std::move(emails[n]));
    out[n].attributes = attributes;
  }
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::location const& at) {
  std::vector<invitation_request> all;
  to_model(std::move(from), all, at);
  if (is_one(all.size(), at.at("emails"))) out = std::move(all.front());
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const&) {
  out.status = from.status;
  out.message = wire::text_of(std::move(from.message));
  out.code = wire::text_of(std::move(from.code));
  out.details = std::move(from.details);
  out.id = wire::text_of(std::move(from.id));
}

template <class Text>
void to_model(response<Text>&& from, bulk_response& out, wire::location const& at) {
  auto invitations = or_empty(std::move(from.invitations));
  auto errors = or_empty(std::move(from.errors));
  std::set<std::string_view> invited;
  for (auto const& i : invitations) invited.insert(i.name);
  for (auto const& e : errors) {
    if (invited.count(e.name) == 0) continue;
    at.at("errors").at(e.name).refuse(code::conflicting_fields, "invitations");
  }
  for (auto& i : invitations) {
    out.rows.push_back({std::move(i.name), invitation_id(std::move(i.value))});
  }
  for (auto& e : errors) {
    api_error why;
    to_model(std::move(e.value), why, at);
    out.rows.push_back({std::move(e.name), std::move(why)});
  }
}

template <class Text>
void to_model(response<Text>&& from, invitation& out, wire::location const& at) {
  auto invitations = or_empty(std::move(from.invitations));
  auto const errors = or_empty(std::move(from.errors));
  for (auto const& e : errors) {
    const std::string_view why =
        e.value.message ? std::string_view(*e.value.message) : "error without a message";
    at.at("errors").at(e.name).refuse(code::not_representable, why);
  }
  if (invitations.empty() && !errors.empty()) return;  // the loop has reported the errors
  if (!is_one(invitations.size(), at.at("invitations"))) return;
  out.id = invitation_id(std::move(invitations.front().value));
  out.recipient.email = email(std::move(invitations.front().name));
  begin_history(out, std::nullopt);
}

/// Converts the `count` requests at `all` to one document.
template <class Text>
void from_models(invitation_request const* all, std::size_t count, request<Text>& out,
                 wire::write_context const& context) {
  std::vector<Text>& emails = out.emails.emplace();
  wire::location const list = context.at.at("emails");
  for (std::size_t n = 0; n != count; ++n) {
    wire::location const at = list.at(n);
    if (all[n].recipient.email) {
      emails.push_back(all[n].recipient.email->text());
    } else if (!context.options.incomplete) {
      at.refuse(code::missing_value, "an email address");
    }
    if (!all[n].send) at.refuse(code::not_representable, "send: false");
  }
  if (count == 0 || !context.extended()) return;
  wire::location const at = context.at.at(group_link_name);
  attribute const* first = group_link_in(all[0]);
  for (std::size_t n = 1; n != count; ++n) {
    attribute const* next = group_link_in(all[n]);
    if (first && next ? *first == *next : first == next) continue;
    return at.refuse(code::not_representable, "more than one group link");
  }
  if (!first) return;
  result<std::string> link = text_of(*first);
  if (!link) return at.refuse(code::not_representable, first->value.text());
  if (is_bounded(*link, at)) out.group_link = *std::move(link);
}

template <class Text>
void from_model(std::vector<invitation_request> const& from, request<Text>& out,
                wire::write_context const& context) {
  from_models(from.data(), from.size(), out, context);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out,
                wire::write_context const& context) {
  from_models(&from, 1, out, context);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const&) {
  out.status = from.status;
  wire::from_model(from.message, out.message);
  wire::from_model(from.code, out.code);
  out.details = from.details;
  wire::from_model(from.id, out.id);
}

template <class Text>
void from_model(bulk_response const& from, response<Text>& out,
                wire::write_context const& context) {
  auto& errors = out.errors.emplace();
  auto& invitations = out.invitations.emplace();
  std::set<std::string_view> written;
  for (bulk_outcome const& row : from.rows) {
    if (!written.insert(row.email).second) continue;
    if (auto* id = std::get_if<invitation_id>(&row.value)) {
      if (id->empty()) context["invitations"].missing(row.email);
      invitations.push_back({row.email, id->text()});
    } else if (auto* why = std::get_if<api_error>(&row.value)) {
      auto& e = errors.emplace_back();
      e.name = row.email;
      from_model(*why, e.value, context);
    }
  }
}

template <class Text>
void from_model(invitation const& from, response<Text>& out, wire::write_context const& context) {
  out.errors.emplace();
  auto& invitations = out.invitations.emplace();
  if (from.recipient.email && !from.id.empty()) {
    invitations.push_back({from.recipient.email->text(), from.id.text()});
  } else {
    context.missing("invitations");
  }
  const invito::status status = from.status(context.now);
  if (status == status::pending) return;
  context["invitations"].at.refuse(code::not_representable, to_string(status));
}

}  // namespace control_plane_documents

template <class Dialect>
result<std::vector<invitation_request>> wire::batches<Dialect>::read_bulk_request(
    wire::source const& in, read_options const& options) {
  using all = std::vector<invitation_request>;
  if (in.empty()) return all();
  return wire::detail::read_as<control_plane_documents::request<std::string>, all>(in, options);
}

template <class Dialect>
result<std::string> wire::batches<Dialect>::write_bulk_request(
    std::vector<invitation_request> const& all, write_options const& options) {
  return wire::detail::write_as<control_plane_documents::request<std::string_view>>(all, {},
                                                                                    options);
}

template <class Dialect>
result<void> wire::batches<Dialect>::write_bulk_request_to(
    wire::target const& to, std::vector<invitation_request> const& all,
    write_options const& options) {
  return wire::detail::write_as<control_plane_documents::request<std::string_view>>(to, all, {},
                                                                                    options);
}

template <class Dialect>
result<bulk_response> wire::batches<Dialect>::read_bulk(wire::source const& in,
                                                        read_options const& options) {
  return wire::detail::read_as<control_plane_documents::response<std::string>, bulk_response>(
      in, options);
}

template <class Dialect>
result<std::string> wire::batches<Dialect>::write_bulk(bulk_response const& a) {
  return wire::detail::write_as<control_plane_documents::response<std::string_view>>(a);
}

template <class Dialect>
result<void> wire::batches<Dialect>::write_bulk_to(wire::target const& to, bulk_response const& a) {
  return wire::detail::write_as<control_plane_documents::response<std::string_view>>(to, a);
}

INVITO_INLINE api_error control_plane::error_of(problems const& why) {
  return {std::string(to_string(primary(why).code)), describe_with_locations(why)};
}

INVITO_INLINE role_catalog control_plane::roles() { return {}; }

INVITO_INLINE invito::policy control_plane::policy(preset which) {
  invito::policy out;
  out.granting = granting::unchecked;
  out.expiry.lifetime = std::nullopt;
  out.expiry.max_lifetime = std::nullopt;
  if (which == preset::observed) out.quotas.batch = 10;
  return out;
}

INVITO_INLINE void control_plane::request_value_losses(invitation_request const& r,
                                                       write_options const& options,
                                                       std::vector<loss>& out) {
  if (options.shape == wire::shape::documented) return;  // `losses` itself lists the attributes
  attribute const* kept = control_plane_documents::group_link_in(r);
  if (kept) {
    const result<std::string> link = control_plane_documents::text_of(*kept);
    if (!link || link->size() > bound::text) kept = nullptr;
  }
  for (attribute const& a : r.attributes) {
    if (&a == kept) continue;
    out.push_back({feature::attributes, a.name.empty() ? "unnamed" : a.name});
  }
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<control_plane>;
template struct wire::batches<control_plane>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito
