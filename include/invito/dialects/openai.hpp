// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/openai.hpp
/// The invites of OpenAI's Admin API: organization roles `owner` and `reader`, projects with roles
/// of their own, a week to answer, no resend and no way to say "revoked".

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/text.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/invitation.hpp>
#include <invito/wire/dialect.hpp>
#include <invito/wire/fields.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>

namespace invito {
inline namespace v0 {

/// The answer to a deletion.
struct deletion {
  invitation_id id{};   ///< Of the invite that is gone.
  bool deleted = true;  ///< What the answer says; true wherever it was seen.

  friend bool operator==(deletion const& a, deletion const& b) noexcept {
    return a.id == b.id && a.deleted == b.deleted;
  }
  friend bool operator!=(deletion const& a, deletion const& b) noexcept { return !(a == b); }
};

namespace openai_documents {
template <class Text>
struct request;
template <class Text>
struct invite;
template <class Text>
struct list;
template <class Text>
struct deleted;
template <class Text>
struct error;
}  // namespace openai_documents

/// The functions of the answer to a deletion, compiled only where they are used.
template <class Dialect>
struct deletions {
  /// The answer to a deletion.
  [[nodiscard]] static result<deletion> read_deleted(wire::source const& in,
                                                     read_options const& options = {});
  /// The same as text, or what stood in the way.
  [[nodiscard]] static result<std::string> write_deleted(deletion const& d);
  /// The same, to a target.
  [[nodiscard]] static problems write_deleted_to(wire::target const& to, deletion const& d);
};

/// OpenAI's dialect; the functions that read and write are those of `dialect`. An invite is read
/// with the old `invited_at` or the new `created_at`, optional values null or absent, the status
/// left out. A revoked one is `not_representable`, unless `revoked_as_expired` is asked for.
struct openai : dialect<openai>, lists<openai>, deletions<openai> {
  static constexpr std::string_view name = "openai";  ///< As options and logs spell it.
  /// Times are Unix seconds.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at,
                                             feature::accepted_at};
  /// Of refusals. The page has none; a deleted invite is gone, hence the 404.
  static constexpr http_statuses statuses{{400, 401, 403, 403, 404, 400, 500, 500, 400},
                                          {{{code::already_revoked, 404}}}};

  ///@{
  /// The documents, as `dialect` and `lists` ask for them.
  template <class Text>
  using request_document = openai_documents::request<Text>;
  template <class Text>
  using invite_document = openai_documents::invite<Text>;
  template <class Text>
  using creation_document = invite_document<Text>;
  template <class Text>
  using list_document = openai_documents::list<Text>;
  template <class Text>
  using error_document = openai_documents::error<Text>;
  ///@}

  /// The problems as the API would word them.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths below the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// The roles of the page: of the organization and, in their own scope, of projects.
  [[nodiscard]] static role_catalog roles();
  /// Only owners invite, and invites live for a week; both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds what its fields cannot hold; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
};

// ---- The documents ------------------------------------------------------------------------------

/// The JSON objects of the dialect, one struct each; texts are `std::string` for reading and
/// `std::string_view` for writing.
namespace openai_documents {

inline constexpr std::array<std::string_view, 2> roles{"owner", "reader"};
inline constexpr std::array<std::string_view, 2> project_roles{"member", "owner"};
inline constexpr std::array<std::string_view, 3> statuses{"accepted", "expired", "pending"};
inline constexpr std::array<std::string_view, 1> invite_object{"organization.invite"};
inline constexpr std::array<std::string_view, 1> deleted_object{"organization.invite.deleted"};
inline constexpr std::array<std::string_view, 1> list_object{"list"};

template <class Text>
struct requested_project {
  Text id{};
  Text role{};
};

template <class Text>
struct request {
  Text email{};
  Text role{};
  std::optional<std::vector<requested_project<Text>>> projects{};
};

template <class Text>
struct project {
  std::optional<Text> id{};
  std::optional<Text> role{};
};

template <class Text>
struct invite {
  wire::word<invite_object> object{};
  Text id{};
  Text email{};
  Text role{};
  std::optional<Text> status{};
  std::optional<wire::unix_time> invited_at{};
  std::optional<wire::unix_time> created_at{};
  std::optional<wire::unix_time> expires_at{};
  std::optional<wire::unix_time> accepted_at{};
  std::optional<std::vector<project<Text>>> projects{};
};

template <class Text>
struct list {
  wire::word<list_object> object{};
  std::vector<invite<Text>> data{};
  std::optional<Text> first_id{};
  std::optional<Text> last_id{};
  std::optional<bool> has_more{};
};

template <class Text>
struct deleted {
  wire::word<deleted_object> object{};
  Text id{};
  bool is_deleted = false;
};

template <class Text>
struct error_detail {
  Text message{};
  Text type{};
  std::optional<Text> param{};
  std::optional<Text> code{};
};

template <class Text>
struct error {
  error_detail<Text> detail{};
};

}  // namespace openai_documents

namespace wire {

template <class Text>
struct fields_of<openai_documents::requested_project<Text>> {
  using object = openai_documents::requested_project<Text>;
  static constexpr std::array rows{
      row<&object::id>("id", feature::grants).must(),
      row<&object::role>("role", feature::grants)
          .must()
          .one_of(vocabulary(openai_documents::project_roles, code::unknown_role)),
  };
};

template <class Text>
struct fields_of<openai_documents::request<Text>> {
  using object = openai_documents::request<Text>;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email).must(),
      row<&object::role>("role", feature::role)
          .must()
          .one_of(vocabulary(openai_documents::roles, code::unknown_role)),
      row<&object::projects>("projects", feature::grants),
  };
};

template <class Text>
struct fields_of<openai_documents::project<Text>> {
  using object = openai_documents::project<Text>;
  static constexpr std::array rows{
      row<&object::id>("id", feature::grants),
      row<&object::role>("role", feature::grants)
          .one_of(vocabulary(openai_documents::project_roles, code::unknown_role)),
  };
};

template <class Text>
struct fields_of<openai_documents::invite<Text>> {
  using object = openai_documents::invite<Text>;
  static constexpr std::array rows{
      row<&object::object>("object").must(),
      row<&object::id>("id", feature::id).must(),
      row<&object::email>("email", feature::email).must(),
      row<&object::role>("role", feature::role)
          .must()
          .one_of(vocabulary(openai_documents::roles, code::unknown_role)),
      row<&object::status>("status", feature::status)
          .one_of(vocabulary(openai_documents::statuses)),
      row<&object::invited_at>("invited_at", feature::created_at).must(),
      row<&object::created_at>("created_at", feature::created_at).alias("invited_at").wide(),
      row<&object::expires_at>("expires_at", feature::expires_at).or_wide_null(),
      row<&object::accepted_at>("accepted_at", feature::accepted_at).or_wide_null(),
      row<&object::projects>("projects", feature::grants),
  };
};

template <class Text>
struct fields_of<openai_documents::list<Text>> {
  using object = openai_documents::list<Text>;
  static constexpr std::array rows{
      row<&object::object>("object").must(),
      row<&object::data>("data").must(),
      row<&object::first_id>("first_id").or_wide_null(),
      row<&object::last_id>("last_id").or_wide_null(),
      row<&object::has_more>("has_more"),
  };
};

template <class Text>
struct fields_of<openai_documents::deleted<Text>> {
  using object = openai_documents::deleted<Text>;
  static constexpr std::array rows{
      row<&object::object>("object").must(),
      row<&object::id>("id", feature::id).must(),
      row<&object::is_deleted>("deleted").must(),
  };
};

template <class Text>
struct fields_of<openai_documents::error_detail<Text>> {
  using object = openai_documents::error_detail<Text>;
  static constexpr std::array rows{
      row<&object::message>("message").must(),
      row<&object::type>("type").must(),
      row<&object::param>("param").must().or_null(),
      row<&object::code>("code").must().or_null(),
  };
};

template <class Text>
struct fields_of<openai_documents::error<Text>> {
  using object = openai_documents::error<Text>;
  static constexpr std::array rows{
      row<&object::detail>("error").must(),
  };
};

}  // namespace wire

// ---- Between documents and the model ------------------------------------------------------------

namespace openai_documents {

/// Whether the text is one of the words.
template <std::size_t N>
bool among(std::array<std::string_view, N> const& words, std::string_view text) {
  return wire::vocabulary(words).admits(text);
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::place const& at) {
  out.recipient.email = email(std::move(from.email));
  out.offer.role = std::move(from.role);
  if (!from.projects) return;
  std::vector<grant>& grants = out.offer.grants.emplace();
  for (requested_project<Text>& p : *from.projects) {
    grants.push_back({scope::project, std::move(p.id), std::move(p.role)});
  }
  for (const std::size_t n : repeated(grants)) {
    at.at("projects").at(n).at("id").refuse(code::duplicate_item, grants[n].id);
  }
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::place const& at) {
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
  if (!out.created_at) at.at("invited_at").refuse(code::missing_field);  // null
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
void to_model(list<Text>&& from, invitation_page& out, wire::place const& at) {
  out.has_more = from.has_more.value_or(false);
  wire::to_models(std::move(from.data), out.items, at.at("data"));
}

template <class Text>
void to_model(deleted<Text>&& from, deletion& out, wire::place const&) {
  out = {invitation_id(std::move(from.id)), from.is_deleted};
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::place const&) {
  out.code = wire::text_of(std::move(from.detail.code));
  out.message = std::move(from.detail.message);
  out.type = std::move(from.detail.type);
  out.where = wire::text_of(std::move(from.detail.param));
}

/// `Project` is that of a request, whose members are required, or that of an invite, where they are
/// required in the wide shape alone.
template <class Project>
void from_model(grant const& from, Project& out, wire::writing const& to_be) {
  constexpr bool optional = !std::is_same_v<decltype(out.id), std::string_view>;
  const bool complete = !optional || to_be.wide();
  if (from.scope != scope::project) {
    to_be["id"].at.refuse(code::not_representable, "a grant that is not for a project");
  } else if (!from.id.empty()) {
    out.id = from.id;
  } else if (complete) {
    to_be.lacks("id");
  }
  if (among(project_roles, from.role)) {
    out.role = from.role;
  } else if (!from.role.empty()) {
    to_be["role"].at.refuse(code::not_representable, from.role);
  } else if (complete) {
    to_be.lacks("role");
  }
}

/// What a request and an invite have in common; all that they need must have a source.
template <class Document>
void from_model(recipient const& to, offer const& offered, Document& out,
                wire::writing const& to_be) {
  if (to.email) {
    out.email = to.email->text();
  } else {
    to_be.lacks("email");
  }
  out.role = offered.role;
  if (offered.role.empty()) {
    to_be.lacks("role");
  } else if (!among(roles, offered.role)) {
    to_be["role"].at.refuse(code::not_representable, offered.role);
  }
  if (!offered.grants) return;
  auto& projects = out.projects.emplace();
  wire::from_models(*offered.grants, projects, to_be["projects"]);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::writing const& to_be) {
  from_model(from.recipient, from.offer, out, to_be);
  if (!from.send) to_be["send"].at.refuse(code::not_representable, "an invite that is not sent");
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::writing const& to_be) {
  out.id = from.id.text();
  if (from.id.empty()) to_be.lacks("id");
  from_model(from.recipient, from.offer, out, to_be);
  invito::status status = from.status(to_be.now);
  if (status == status::revoked && to_be.options.revoked_as_expired) status = status::expired;
  if (status == status::revoked) to_be["status"].at.refuse(code::not_representable, "revoked");
  out.status = to_string(status);
  wire::from_model(from.created_at, out.invited_at);
  wire::from_model(from.created_at, out.created_at);
  if (!from.created_at) to_be.lacks("invited_at");
  wire::from_model(from.expires_at(), out.expires_at);
  if (!out.expires_at && (!to_be.wide() || status == status::expired)) {
    to_be.lacks("expires_at");
  }
  if (auto* yes = std::get_if<accepted>(&from.state)) wire::from_model(yes->at, out.accepted_at);
}

template <class Text>
void from_model(invitation_page const& from, list<Text>& out, wire::writing const& to_be) {
  wire::from_models(from.items, out.data, to_be["data"]);
  if (!from.items.empty()) {
    out.first_id = from.items.front().id.text();
    out.last_id = from.items.back().id.text();
  }
  out.has_more = from.has_more;
}

template <class Text>
void from_model(deletion const& from, deleted<Text>& out, wire::writing const&) {
  out.id = from.id.text();
  out.is_deleted = from.deleted;
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::writing const&) {
  out.detail.message = from.message;
  out.detail.type = from.type;
  wire::from_model(from.where, out.detail.param);
  wire::from_model(from.code, out.detail.code);
}

/// A place as OpenAI spells it: "projects[0].id"; nothing for the whole body.
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
result<deletion> deletions<Dialect>::read_deleted(wire::source const& in,
                                                  read_options const& options) {
  return wire::detail::read_as<openai_documents::deleted<std::string>, deletion>(in, options);
}

template <class Dialect>
result<std::string> deletions<Dialect>::write_deleted(deletion const& d) {
  return wire::detail::write_as<openai_documents::deleted<std::string_view>>(d);
}

template <class Dialect>
problems deletions<Dialect>::write_deleted_to(wire::target const& to, deletion const& d) {
  return wire::detail::write_as<openai_documents::deleted<std::string_view>>(to, d);
}

inline api_error openai::error_of(problems const& why) {
  problem const& first = deciding(why);
  return {std::string(to_string(first.code)), describe(why),
          http_status(why) >= 500 ? "server_error" : "invalid_request_error",
          openai_documents::param(first.where)};
}

constexpr std::array<endpoint, 4> openai::endpoints() noexcept {
  using op = operation;
  return {{{op::create, "POST", "/v1/organization/invites", "Authorization", 200},
           {op::list, "GET", "/v1/organization/invites", "Authorization", 200},
           {op::get, "GET", "/v1/organization/invites/{invite_id}", "Authorization", 200},
           {op::remove, "DELETE", "/v1/organization/invites/{invite_id}", "Authorization", 200}}};
}

inline role_catalog openai::roles() {
  return {{"owner", 20, true, scope::organization},
          {"reader", 10, true, scope::organization},
          {"owner", 6, true, scope::project},
          {"member", 5, true, scope::project}};
}

inline invito::policy openai::policy(preset) {
  invito::policy out;
  out.roles = roles();
  out.inviter_rank = 20;
  out.expiry.lifetime = std::chrono::hours{7 * 24};
  out.resending.renew_expired = false;
  return out;
}

inline void openai::value_losses(invitation const& i, instant now, write_options const&,
                                 std::vector<loss>& out) {
  using openai_documents::among;
  if (i.status(now) == status::revoked) out.push_back({feature::status, "revoked"});
  if (!among(openai_documents::roles, i.offer.role)) out.push_back({feature::role, i.offer.role});
  if (!i.offer.grants) return;
  for (grant const& g : *i.offer.grants) {
    const bool known = g.scope == scope::project &&
                       (g.role.empty() || among(openai_documents::project_roles, g.role));
    if (!known) out.push_back({feature::grants, g.id});
  }
}

}  // namespace v0
}  // namespace invito
