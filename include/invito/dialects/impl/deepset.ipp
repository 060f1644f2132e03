// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <invito/base/path.hpp>
#include <invito/base/text.hpp>
#include <invito/dialects/deepset.hpp>
#include <invito/dialects/impl/deepset_documents.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/writer.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace deepset_documents {

/// Returns the digits of a UUID in lower case. All spellings of a UUID have the same digits.
inline std::string digits_of(std::string_view id) {
  std::string out;
  for (const char c : id) {
    if (c != '-') out += invito::detail::ascii_lower(c);
  }
  return out;
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::location const& at) {
  out.recipient.email = email(std::move(from.email));
  out.name = {std::move(from.given_name), std::move(from.family_name)};
  out.offer.role = std::move(from.role);
  std::vector<grant>& grants = out.offer.grants.emplace();
  std::vector<grant> same;
  for (uuid<Text>& id : from.workspace_ids) {
    same.push_back({scope::workspace, digits_of(id.text), {}});
    grants.push_back({scope::workspace, std::move(id.text), {}});
  }
  for (const std::size_t n : invito::detail::repeated_grants(same)) {
    at.at("workspace_ids").at(n).refuse(code::duplicate_item, grants[n].id);
  }
}

template <class Text>
void to_model(response<Text>&&, invitation& out, wire::location const&) {
  begin_history(out, std::nullopt);
}

template <class Text>
void to_model(response<Text>&& from, creation_response& out, wire::location const&) {
  begin_history(out.invitation, std::nullopt);
  out.body = std::move(from.body);
}

template <class Text>
void to_model(item<Text>&& from, error_item& out, wire::location const&) {
  out = {std::move(from.loc), std::move(from.msg), std::move(from.type), std::move(from.input),
         std::move(from.ctx)};
}

/// If the error has items, copies the type, message and location of the first item to the error.
inline void sum_up(api_error& e) {
  if (e.items.empty()) return;
  error_item const& first = e.items.front();
  e.code = first.type;
  e.message = first.message;
  e.where = first.where.dotted();
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const& at) {
  if (auto* text = std::get_if<Text>(&from.detail.value)) out.message = std::move(*text);
  if (auto* all = std::get_if<std::vector<item<Text>>>(&from.detail.value)) {
    wire::to_models(std::move(*all), out.items, at.at("detail"));
    sum_up(out);
  }
}

/// Whether a request can represent the grant. For each grant, a request contains only the UUID of a
/// workspace.
inline bool is_representable(grant const& g) {
  return g.scope == scope::workspace && g.role.empty() && is_uuid(g.id);
}

template <class Text>
void from_model(grant const& from, uuid<Text>& out, wire::write_context const& context) {
  out.text = from.id;
  if (is_representable(from)) return;
  if (from.scope != scope::workspace) {
    context.at.refuse(code::not_representable, "grant for something other than a workspace");
  } else if (!from.role.empty()) {
    context.at.refuse(code::not_representable, "role in a workspace");
  } else {
    context.at.refuse(code::not_representable, "workspace id that is not a UUID");
  }
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out,
                wire::write_context const& context) {
  const auto required = [&context](std::string const& source, Text& member,
                                   std::string_view called) {
    member = source;
    if (source.empty()) context.missing(called);
  };
  if (from.recipient.email) {
    out.email = from.recipient.email->text();
  } else {
    context.missing("email");
  }
  required(from.name.family, out.family_name, "family_name");
  required(from.name.given, out.given_name, "given_name");
  required(from.offer.role, out.role, "role");
  if (from.offer.grants) {
    wire::from_models(*from.offer.grants, out.workspace_ids, context["workspace_ids"]);
  }
  if (!from.send) {
    context["send"].at.refuse(code::not_representable, "send: false");
  }
}

template <class Text>
void from_model(invitation const&, response<Text>&, wire::write_context const&) {}

template <class Text>
void from_model(creation_response const& from, response<Text>& out, wire::write_context const&) {
  if (from.body) out.body = *from.body;
}

template <class Text>
void from_model(error_item const& from, item<Text>& out, wire::write_context const&) {
  out = {from.where, from.message, from.type, from.input, from.context};
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const& context) {
  if (from.items.empty()) {
    out.detail.value = Text(from.message);
  } else {
    auto& all = out.detail.value.template emplace<std::vector<item<Text>>>();
    wire::from_models(from.items, all, context["detail"]);
  }
}

// ---- Problems in the format of pydantic ---------------------------------------------------------

/// The maximum number of bytes of an invalid text that is copied to the error.
inline constexpr std::size_t longest_input = 64;

/// The type and the message of pydantic's error for a value that does not have the type `expects`.
struct type_error {
  std::string_view expects, type, message;
};

inline constexpr std::array<type_error, 4> type_errors{{
    {"a string", "string_type", "Input should be a valid string"},
    {"a string (UUID)", "uuid_type", "UUID input should be a string, bytes or UUID object"},
    {"an array", "list_type", "Input should be a valid list"},
    {"an object", "model_attributes_type",
     "Input should be a valid dictionary or object to extract fields from"},
}};

/// The codes of problems whose `subject` is the invalid value itself.
inline constexpr std::array<code, 7> quoting{
    code::unknown_value,   code::duplicate_item, code::invalid_uuid,      code::invalid_email,
    code::email_not_ascii, code::unknown_role,   code::role_not_grantable};

/// Returns the location as pydantic writes it, starting with "body". In a request, a workspace is
/// one string, so a location inside a grant ends at the index of the grant.
inline path loc_of(path const& where) {
  path out("body");
  bool in_workspaces = false;
  for (path::segment const& s : where.segments()) {
    if (s.index) {
      out.add(*s.index);
      if (in_workspaces) break;
    } else {
      out.add(s.name);
      in_workspaces = s.name == "workspace_ids";
    }
  }
  return out;
}

/// Returns the value of the field `ctx` of an item: {"error":"..."}.
inline json_text context(std::string_view reason) {
  return json_text::unchecked("{\"error\":" + wire::quoted(reason).text() + "}");
}

/// Returns the invalid value, if the problem contains this value and the value is short.
inline std::optional<json_text> input(problem const& p) {
  bool quotes = false;
  for (const code c : quoting) quotes = quotes || c == p.code;
  if (!quotes || p.where.empty() || p.subject.size() > longest_input) return std::nullopt;
  const std::vector<path::segment> steps = p.where.segments();
  const bool in_workspace = steps.size() > 1 && steps.back().name == "role";
  if (in_workspace) return std::nullopt;  // the request contains only the id of a workspace
  return wire::quoted(p.subject);
}

inline error_item item_of(problem const& p) {
  const path loc = loc_of(p.where);
  const std::string sentence = describe(p);
  switch (p.code) {
    case code::missing_field:
    case code::missing_value: return {loc, "Field required", "missing", {}, {}};
    case code::unknown_field:
      return {loc, "Extra inputs are not permitted", "extra_forbidden", {}, {}};
    case code::wrong_type:
      for (type_error const& e : type_errors) {
        if (e.expects == p.subject)
          return {loc, std::string(e.message), std::string(e.type), {}, {}};
      }
      break;
    case code::invalid_uuid: {
      const std::string reason =
          "expected 32 hexadecimal digits, with hyphens as 8-4-4-4-12 or without";
      return {loc, "Input should be a valid UUID, " + reason, "uuid_parsing", input(p),
              context(reason)};
    }
    case code::syntax_error:
      return {path(loc).add(static_cast<std::size_t>(p.numbers[0])), "JSON decode error",
              "json_invalid", json_text::unchecked("{}"), context(sentence)};
    default: break;
  }
  return {loc, "Value error, " + sentence, "value_error", input(p), context(sentence)};
}

}  // namespace deepset_documents

INVITO_INLINE api_error deepset::error_of(problems const& why) {
  api_error out;
  if (http_status(why) != 422) {
    out.message = describe(why);
    return out;
  }
  for (problem const& p : why) out.items.push_back(deepset_documents::item_of(p));
  deepset_documents::sum_up(out);
  return out;
}

INVITO_INLINE role_catalog deepset::roles() {
  const role admin{"Admin", 30, true, scope::organization};
  return role_catalog{admin,
                      {"Editor", 20, true, scope::organization},
                      {"Member", 10, true, scope::organization},
                      {"Search user", 5, true, scope::organization}}
      .open_to(admin)
      .ignoring_case();
}

INVITO_INLINE invito::policy deepset::policy(preset) {
  invito::policy out;
  out.roles = roles();
  out.expiry.lifetime = std::nullopt;
  out.expiry.max_lifetime = std::nullopt;
  return out;
}

INVITO_INLINE void deepset::request_value_losses(invitation_request const& r, write_options const&,
                                                 std::vector<loss>& out) {
  if (!r.offer.grants) {
    // The document cannot distinguish absent grants from an empty list, so this difference is lost.
    out.push_back({feature::grants, "default"});
    return;
  }
  for (grant const& g : *r.offer.grants) {
    if (!deepset_documents::is_representable(g)) out.push_back({feature::grants, g.id});
  }
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<deepset>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito
