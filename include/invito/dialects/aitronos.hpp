// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/aitronos.hpp
/// The invitations of Aitronos: a role by its id, an account for the invitee from the start, a week
/// to answer, and no document that has a status.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/text.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/key.hpp>
#include <invito/wire/dialect.hpp>
#include <invito/wire/fields.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/rfc3339.hpp>

namespace invito {
inline namespace v0 {

/// What a key in a link is good for: the answer to its validation.
struct validation {
  bool valid = false;               ///< Whether it opens an invitation that is pending.
  invito::invitation invitation{};  ///< Empty unless `valid`.
  std::string organization_name{};  ///< For people.
  std::string role_name{};          ///< For people.

  friend bool operator==(validation const& a, validation const& b) {
    return a.valid == b.valid && a.invitation == b.invitation &&
           a.organization_name == b.organization_name && a.role_name == b.role_name;
  }
  friend bool operator!=(validation const& a, validation const& b) { return !(a == b); }
};

/// The membership that an acceptance brought.
struct acceptance {
  organization_id organization{};   ///< Of which the person is a member now.
  std::string organization_name{};  ///< For people.
  std::string role{};               ///< The id of the role.
  std::string role_name{};          ///< For people.

  friend bool operator==(acceptance const& a, acceptance const& b) noexcept {
    return a.organization == b.organization && a.organization_name == b.organization_name &&
           a.role == b.role && a.role_name == b.role_name;
  }
  friend bool operator!=(acceptance const& a, acceptance const& b) noexcept { return !(a == b); }
};

/// By what a pending invitation is looked up; exactly one is given, the others are empty.
struct lookup_query {
  std::string email{};          ///< Of the invitee; compared by its canonical key.
  std::string user_id{};        ///< Of the invitee.
  std::string invitation_id{};  ///< Of the invitation.
};

namespace aitronos_documents {
template <class Text>
struct request;
template <class Text>
struct invite;
template <class Text>
struct created;
template <class Text>
struct validated;
template <class Text>
struct accepting;
template <class Text>
struct joined;
template <class Text>
struct error;
}  // namespace aitronos_documents

/// The functions of the documents around a key in a link, compiled only where they are used.
template <class Dialect>
struct key_links {
  /// The answer to a validation; of an invalid key it says nothing else.
  [[nodiscard]] static result<validation> read_validation(wire::source const& in,
                                                          read_options const& options = {});
  /// An invitation that is not pending at `now` is not valid.
  [[nodiscard]] static result<std::string> write_validation(validation const& v, instant now,
                                                            write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_validation_to(wire::target const& to, validation const& v,
                                                    instant now, write_options const& options = {});

  /// The key that somebody brings to accept an invitation. There is no writer: it is a secret.
  [[nodiscard]] static result<secret> read_accept_request(wire::source const& in,
                                                          read_options const& options = {});

  /// The answer to an acceptance.
  [[nodiscard]] static result<acceptance> read_acceptance(wire::source const& in,
                                                          read_options const& options = {});
  /// The same as text, or what stood in the way.
  [[nodiscard]] static result<std::string> write_acceptance(acceptance const& a,
                                                            write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_acceptance_to(wire::target const& to, acceptance const& a,
                                                    write_options const& options = {});
};

/// Aitronos' dialect; the functions that read and write are those of `dialect`. The invite document
/// is the answer to a lookup, which knows pending invitations alone: one that has expired is told
/// by its expiry, any other is `not_representable`. Only the answer to a create request has a key.
struct aitronos : dialect<aitronos>, key_links<aitronos> {
  static constexpr std::string_view name = "aitronos";  ///< As options and logs spell it.
  /// Times are RFC 3339 text without a fraction.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at};
  /// Of refusals. No 404 and no 409 are documented: what is not there, or not possible, is a 403.
  static constexpr http_statuses statuses{
      {400, 401, 403, 403, 403, 403, 500, 500, 403},
      {{{code::invalid_email, 422}, {code::email_not_ascii, 422}}}};

  ///@{
  /// The documents, as `dialect` asks for them.
  template <class Text>
  using request_document = aitronos_documents::request<Text>;
  template <class Text>
  using invite_document = aitronos_documents::invite<Text>;
  template <class Text>
  using creation_document = aitronos_documents::created<Text>;
  template <class Text>
  using error_document = aitronos_documents::error<Text>;
  ///@}

  /// What is wrong with a lookup's query, empty for nothing: `missing_value` where it names nothing
  /// to look for, `conflicting_fields` at each parameter too many.
  [[nodiscard]] static problems check_lookup(lookup_query const& q);

  /// The problems as the API would word them.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths below the server's root. The query of `get` is a `lookup_query`.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// The three base roles. Any other id is a custom role: granting it takes an admin, and who holds
  /// one invites nobody unless the host lists it.
  [[nodiscard]] static role_catalog roles();
  /// Owners and admins invite, and invitations live for a week; both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds what its fields cannot hold; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
};

// ---- The documents ------------------------------------------------------------------------------

/// The JSON objects of the dialect, one struct each; texts are `std::string` for reading and
/// `std::string_view` for writing.
namespace aitronos_documents {

/// A time as RFC 3339 text; a fraction is read, and floored on writing.
struct whole_text_time {
  instant value{};
};

template <class Text>
struct request {
  Text email{};
  std::optional<Text> role_id{};
  std::optional<Text> role_name{};
  std::optional<bool> send_invitation{};
  std::optional<bool> send_email{};
};

template <class Text>
struct invite {
  Text invitation_id{};
  Text email{};
  std::optional<Text> user_id{};
  std::optional<Text> organization_id{};
  std::optional<Text> role_id{};
  std::optional<Text> invitation_link{};  // has the key in it: read over, never written
  std::optional<whole_text_time> expires_at{};
  std::optional<whole_text_time> created_at{};
};

template <class Text>
struct created {
  std::optional<Text> invitation_id{};
  Text email{};
  std::optional<Text> invitation_key{};
  std::optional<bool> is_new_user{};
  std::optional<Text> user_id{};
  std::optional<whole_text_time> expires_at{};
  // Of the call's two other generations: read, never written.
  std::optional<Text> role_id{};
  std::optional<Text> invitation_link{};
  std::optional<bool> success{};
  std::optional<Text> message{};
  std::optional<Text> role{};
  std::optional<Text> department{};
  std::optional<Text> old_invitation_id{};
  std::optional<whole_text_time> invited_at{};
  std::optional<whole_text_time> old_expires_at{};
};

template <class Text>
struct validated {
  bool valid = false;
  std::optional<Text> invitation_id{};
  std::optional<Text> email{};
  std::optional<Text> organization_id{};
  std::optional<Text> organization_name{};
  std::optional<Text> role_id{};
  std::optional<Text> role_name{};
  std::optional<whole_text_time> expires_at{};
};

template <class Text>
struct accepting {
  Text email_key{};
};

template <class Text>
struct joined {
  bool success = false;
  std::optional<Text> organization_id{};
  std::optional<Text> organization_name{};
  std::optional<Text> role_id{};
  std::optional<Text> role_name{};
};

template <class Text>
struct error_detail {
  Text code{};
  Text message{};
  std::optional<Text> system_message{};
  std::optional<Text> type{};
  std::optional<std::int64_t> status{};
  std::optional<json_text> details{};
  std::optional<Text> trace_id{};
  std::optional<whole_text_time> timestamp{};
};

template <class Text>
struct error {
  bool success = false;
  error_detail<Text> detail{};
};

}  // namespace aitronos_documents

namespace wire {
namespace detail {

template <>
struct codec_for<aitronos_documents::whole_text_time> {
  using time = aitronos_documents::whole_text_time;
  static code read(void* at, scalar const& in) {
    text_time read_as_told;
    const code wrong = codec_for<text_time>::read(&read_as_told, in);
    as<time>(at).value = read_as_told.value;
    return wrong;
  }
  static void write(void const* at, writer& out) {
    std::array<char, rfc3339_length> text{};
    write_rfc3339(text.data(), as<time>(at).value);
    // The text is cut, not the time: its whole second may lie before the earliest instant.
    constexpr std::size_t length = std::string_view("2026-01-31T23:59:59Z").size();
    text[length - 1] = 'Z';
    out.text({text.data(), length});
  }
  static constexpr codec make() { return scalar_codec("a string: an RFC 3339 time", read, write); }
};

}  // namespace detail

template <class Text>
struct fields_of<aitronos_documents::request<Text>> {
  using object = aitronos_documents::request<Text>;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email).must(),
      row<&object::role_id>("role_id", feature::role).must(),
      row<&object::role_name>("role_name", feature::role).alias("role_id").never_written(),
      row<&object::send_invitation>("send_invitation", feature::send),
      row<&object::send_email>("send_email", feature::send)
          .alias("send_invitation")
          .never_written(),
  };
};

template <class Text>
struct fields_of<aitronos_documents::invite<Text>> {
  using object = aitronos_documents::invite<Text>;
  static constexpr std::array rows{
      row<&object::invitation_id>("invitation_id", feature::id).must(),
      row<&object::email>("email", feature::email).must(),
      row<&object::user_id>("user_id", feature::user),
      row<&object::organization_id>("organization_id", feature::organization),
      row<&object::role_id>("role_id", feature::role),
      row<&object::invitation_link>("invitation_link").never_written(),
      row<&object::expires_at>("expires_at", feature::expires_at).and_also({feature::status}),
      row<&object::created_at>("created_at", feature::created_at),
  };
};

template <class Text>
struct fields_of<aitronos_documents::created<Text>> {
  using object = aitronos_documents::created<Text>;
  static constexpr std::array rows{
      row<&object::invitation_id>("invitation_id", feature::id).must(),
      row<&object::email>("email", feature::email).must(),
      row<&object::invitation_key>("invitation_key", feature::keys),
      row<&object::is_new_user>("is_new_user"),
      row<&object::user_id>("user_id", feature::user),
      row<&object::expires_at>("expires_at", feature::expires_at).and_also({feature::status}),
      row<&object::role_id>("role_id", feature::role).never_written(),
      row<&object::invitation_link>("invitation_link").never_written(),
      row<&object::success>("success").never_written(),
      row<&object::message>("message").never_written(),
      row<&object::role>("role", feature::role).alias("role_id").never_written(),
      row<&object::department>("department").never_written(),
      row<&object::old_invitation_id>("invitationId", feature::id)
          .alias("invitation_id")
          .never_written(),
      row<&object::invited_at>("invitedAt", feature::created_at).never_written(),
      row<&object::old_expires_at>("expiresAt", feature::expires_at)
          .alias("expires_at")
          .never_written(),
  };
};

template <class Text>
struct fields_of<aitronos_documents::validated<Text>> {
  using object = aitronos_documents::validated<Text>;
  static constexpr std::array rows{
      row<&object::valid>("valid", feature::status).must(),
      row<&object::invitation_id>("invitation_id", feature::id),
      row<&object::email>("email", feature::email),
      row<&object::organization_id>("organization_id", feature::organization),
      row<&object::organization_name>("organization_name"),
      row<&object::role_id>("role_id", feature::role),
      row<&object::role_name>("role_name"),
      row<&object::expires_at>("expires_at", feature::expires_at),
  };
};

template <class Text>
struct fields_of<aitronos_documents::accepting<Text>> {
  using object = aitronos_documents::accepting<Text>;
  static constexpr std::array rows{
      row<&object::email_key>("email_key").must(),
  };
};

template <class Text>
struct fields_of<aitronos_documents::joined<Text>> {
  using object = aitronos_documents::joined<Text>;
  static constexpr std::array rows{
      row<&object::success>("success").must(),
      row<&object::organization_id>("organization_id", feature::organization),
      row<&object::organization_name>("organization_name"),
      row<&object::role_id>("role_id", feature::role),
      row<&object::role_name>("role_name"),
  };
};

template <class Text>
struct fields_of<aitronos_documents::error_detail<Text>> {
  using object = aitronos_documents::error_detail<Text>;
  static constexpr std::array rows{
      row<&object::code>("code").must(),
      row<&object::message>("message").must(),
      row<&object::system_message>("system_message"),
      row<&object::type>("type"),
      row<&object::status>("status"),
      row<&object::details>("details"),
      row<&object::trace_id>("trace_id"),
      row<&object::timestamp>("timestamp"),
  };
};

template <class Text>
struct fields_of<aitronos_documents::error<Text>> {
  using object = aitronos_documents::error<Text>;
  static constexpr std::array rows{
      row<&object::success>("success").must(),
      row<&object::detail>("error").must(),
  };
};

}  // namespace wire

// ---- Between documents and the model ------------------------------------------------------------

namespace aitronos_documents {

/// The id of a base role by its display name; any other text is an id already.
inline std::string role_id_of(std::string role) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> base{
      {{"Owner", "role_owner"}, {"Admin", "role_admin"}, {"Member", "role_member"}}};
  for (auto const& [display_name, role_id] : base) {
    if (ascii_equal(display_name, role)) return std::string(role_id);
  }
  return role;
}

inline std::optional<std::string> role_id_of(std::optional<std::string>&& role) {
  return role ? std::optional(role_id_of(*std::move(role))) : std::nullopt;
}

/// The value of the member `main`, for which another may stand at `alias_at`; both must agree.
template <class Value>
std::optional<Value> either(std::optional<Value> value, std::optional<Value> alias,
                            wire::place const& alias_at, std::string_view main) {
  if (value && alias && *value != *alias) alias_at.refuse(code::conflicting_fields, main);
  return value ? std::move(value) : std::move(alias);
}

/// Reads the organization's id, whose prefix was once written in capitals.
inline organization_id read_organization(std::optional<std::string>&& text, wire::place const& at) {
  if (!text) return {};
  const std::string_view prefix = std::string_view(*text).substr(0, 4);
  if (prefix != "org_" && prefix != "ORG_") at.refuse(code::unknown_value, *text);
  return organization_id(*std::move(text));
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::place const& at) {
  out.recipient.email = email(std::move(from.email));
  std::optional<std::string> role =
      either(std::move(from.role_id), role_id_of(std::move(from.role_name)), at.at("role_name"),
             "role_id");
  if (!role) at.at("role_id").refuse(code::missing_field);  // null
  out.offer.role = std::move(role).value_or(std::string());
  out.send = either(from.send_invitation, from.send_email, at.at("send_email"), "send_invitation")
                 .value_or(true);
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::place const& at) {
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
void to_model(created<Text>&& from, creation& out, wire::place const& at) {
  invitation& made = out.invitation;
  std::optional<std::string> id =
      either(std::move(from.invitation_id), std::move(from.old_invitation_id),
             at.at("invitationId"), "invitation_id");
  if (!id) at.at("invitation_id").refuse(code::missing_field);  // null
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
  if (from.invitation_key) out.key = secret(*std::move(from.invitation_key));
  out.is_new_user = from.is_new_user;
}

template <class Text>
void to_model(validated<Text>&& from, validation& out, wire::place const& at) {
  out.valid = from.valid;
  if (!from.valid) return;  // the model could only call it pending
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
void to_model(accepting<Text>&& from, secret& out, wire::place const&) {
  out = secret(std::move(from.email_key));
}

template <class Text>
void to_model(joined<Text>&& from, acceptance& out, wire::place const& at) {
  if (!from.success) at.at("success").refuse(code::unknown_value, "false");
  out.organization = read_organization(std::move(from.organization_id), at.at("organization_id"));
  out.organization_name = wire::text_of(std::move(from.organization_name));
  out.role = wire::text_of(std::move(from.role_id));
  out.role_name = wire::text_of(std::move(from.role_name));
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::place const& at) {
  if (from.success) at.at("success").refuse(code::unknown_value, "true");
  error_detail<Text>& said = from.detail;
  out.code = std::move(said.code);
  out.message = std::move(said.message);
  out.type = wire::text_of(std::move(said.type));
  out.developer_message = wire::text_of(std::move(said.system_message));
  out.status = said.status;
  out.id = wire::text_of(std::move(said.trace_id));
  out.at = wire::time_of(said.timestamp);
  out.details = std::move(said.details);
}

/// Whether an organization's id has the prefix of today.
inline bool is_organization(std::string_view id_text) { return id_text.substr(0, 4) == "org_"; }

/// Whether an expiry alone says what the invitation is at `now`.
inline bool told_by_expiry(invitation const& i, instant now) {
  const invito::status held = i.status(now);
  if (held == status::expired) return i.expires_at() && *i.expires_at() <= now;
  return held == status::pending;
}

// What a document needs; a text that is empty has no source.

template <class Member>
void fill(std::string_view from, Member& out, std::string_view name, wire::writing const& to_be) {
  if (from.empty()) return to_be.lacks(name);
  out = from;
}

template <class Member>
void fill_email(recipient const& from, Member& out, wire::writing const& to_be) {
  if (!from.email) return to_be.lacks("email");
  out = from.email->text();
}

template <class Member>
void fill_organization(organization_id const& from, Member& out, wire::writing const& to_be) {
  fill(from.text(), out, "organization_id", to_be);
  if (from.empty() || is_organization(from.text())) return;
  to_be["organization_id"].at.refuse(code::not_representable, from.text());
}

inline void fill_time(std::optional<instant> const& from, std::optional<whole_text_time>& out,
                      std::string_view name, wire::writing const& to_be) {
  wire::from_model(from, out);
  if (!from) to_be.lacks(name);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::writing const& to_be) {
  fill_email(from.recipient, out.email, to_be);
  fill(from.offer.role, out.role_id, "role_id", to_be);
  out.send_invitation = from.send;
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::writing const& to_be) {
  if (!told_by_expiry(from, to_be.now)) {
    to_be.at.refuse(code::not_representable, to_string(from.status(to_be.now)));
  }
  fill(from.id.text(), out.invitation_id, "invitation_id", to_be);
  fill_email(from.recipient, out.email, to_be);
  wire::from_model(from.recipient.user.text(), out.user_id);
  fill_organization(from.organization, out.organization_id, to_be);
  fill(from.offer.role, out.role_id, "role_id", to_be);
  fill_time(from.expires_at(), out.expires_at, "expires_at", to_be);
  fill_time(from.created_at, out.created_at, "created_at", to_be);
}

template <class Text>
void from_model(creation const& from, created<Text>& out, wire::writing const& to_be) {
  invitation const& made = from.invitation;
  const invito::status held = made.status(to_be.now);
  if (held != status::pending) {
    to_be["invitation_id"].at.refuse(code::not_representable, to_string(held));
  }
  fill(made.id.text(), out.invitation_id, "invitation_id", to_be);
  fill_email(made.recipient, out.email, to_be);
  fill(from.key.reveal(), out.invitation_key, "invitation_key", to_be);
  out.is_new_user = from.is_new_user;
  if (!from.is_new_user) to_be.lacks("is_new_user");
  fill(made.recipient.user.text(), out.user_id, "user_id", to_be);
  fill_time(made.expires_at(), out.expires_at, "expires_at", to_be);
}

template <class Text>
void from_model(validation const& from, validated<Text>& out, wire::writing const& to_be) {
  invitation const& found = from.invitation;
  out.valid = from.valid && found.status(to_be.now) == status::pending;
  if (!out.valid) return;
  fill(found.id.text(), out.invitation_id, "invitation_id", to_be);
  fill_email(found.recipient, out.email, to_be);
  fill_organization(found.organization, out.organization_id, to_be);
  fill(from.organization_name, out.organization_name, "organization_name", to_be);
  fill(found.offer.role, out.role_id, "role_id", to_be);
  fill(from.role_name, out.role_name, "role_name", to_be);
  fill_time(found.expires_at(), out.expires_at, "expires_at", to_be);
}

template <class Text>
void from_model(acceptance const& from, joined<Text>& out, wire::writing const& to_be) {
  out.success = true;
  fill_organization(from.organization, out.organization_id, to_be);
  fill(from.organization_name, out.organization_name, "organization_name", to_be);
  fill(from.role, out.role_id, "role_id", to_be);
  fill(from.role_name, out.role_name, "role_name", to_be);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::writing const&) {
  error_detail<Text>& said = out.detail;
  said.code = from.code;
  said.message = from.message;
  wire::from_model(from.developer_message, said.system_message);
  wire::from_model(from.type, said.type);
  said.status = from.status;
  said.details = from.details;
  wire::from_model(from.id, said.trace_id);
  wire::from_model(from.at, said.timestamp);
}

// ---- Errors in the API's words ------------------------------------------------------------------

/// The API's codes, in the order of `answer`.
inline constexpr std::array<std::string_view, answers> error_codes{
    "VALIDATION_ERROR",         "AUTHENTICATION_REQUIRED",    "OPERATION_NOT_ALLOWED",
    "INSUFFICIENT_PERMISSIONS", "ORGANIZATION_ACCESS_DENIED", "OPERATION_NOT_ALLOWED",
    "INTERNAL_SERVER_ERROR",    "INTERNAL_SERVER_ERROR",      "OPERATION_NOT_ALLOWED"};
static_assert(!error_codes.back().empty(), "each kind of answer has a code");

/// The problems by place and code: "email: invalid_email; role_id: missing_value".
inline std::string for_developers(problems const& why) {
  std::string out;
  for (problem const& p : why) {
    if (!out.empty()) out += "; ";
    if (!p.where.empty()) out.append(p.where.dotted()).append(": ");
    out += to_string(p.code);
  }
  return out;
}

/// A flat object of texts; what is not UTF-8 is replaced, as in all of an error body.
inline json_text details_of(
    std::vector<wire::named<std::string_view, std::string_view>> const& members) {
  return json_text::unchecked(*wire::write_document(
      members, {wire::shape::page, false, wire::writer::invalid_text::replaced}));
}

}  // namespace aitronos_documents

template <class Dialect>
result<validation> key_links<Dialect>::read_validation(wire::source const& in,
                                                       read_options const& options) {
  return wire::detail::read_as<aitronos_documents::validated<std::string>, validation>(in, options);
}

template <class Dialect>
result<std::string> key_links<Dialect>::write_validation(validation const& v, instant now,
                                                         write_options const& options) {
  return wire::detail::write_as<aitronos_documents::validated<std::string_view>>(v, now, options);
}

template <class Dialect>
problems key_links<Dialect>::write_validation_to(wire::target const& to, validation const& v,
                                                 instant now, write_options const& options) {
  return wire::detail::write_as<aitronos_documents::validated<std::string_view>>(to, v, now,
                                                                                 options);
}

template <class Dialect>
result<secret> key_links<Dialect>::read_accept_request(wire::source const& in,
                                                       read_options const& options) {
  return wire::detail::read_as<aitronos_documents::accepting<std::string>, secret>(in, options);
}

template <class Dialect>
result<acceptance> key_links<Dialect>::read_acceptance(wire::source const& in,
                                                       read_options const& options) {
  return wire::detail::read_as<aitronos_documents::joined<std::string>, acceptance>(in, options);
}

template <class Dialect>
result<std::string> key_links<Dialect>::write_acceptance(acceptance const& a,
                                                         write_options const& options) {
  return wire::detail::write_as<aitronos_documents::joined<std::string_view>>(a, {}, options);
}

template <class Dialect>
problems key_links<Dialect>::write_acceptance_to(wire::target const& to, acceptance const& a,
                                                 write_options const& options) {
  return wire::detail::write_as<aitronos_documents::joined<std::string_view>>(to, a, {}, options);
}

inline api_error aitronos::error_of(problems const& why) {
  problem const& first = deciding(why);
  const invito::answer kind = info(first.code).answer;
  const std::string field = first.where.dotted();
  api_error out;
  out.code = aitronos_documents::error_codes[static_cast<std::size_t>(kind)];
  out.message = describe(why);
  out.developer_message = aitronos_documents::for_developers(why);
  out.type =
      kind == answer::internal || kind == answer::unavailable ? "server_error" : "client_error";
  if (first.code == code::invalid_email || first.code == code::email_not_ascii) {
    out.code = "INVALID_EMAIL_FORMAT";
    out.details = aitronos_documents::details_of({{"field", "email"}, {"value", first.subject}});
  } else if (kind == answer::bad_request && !field.empty()) {
    out.details = aitronos_documents::details_of({{"field", field}});
  }
  return out;
}

inline problems aitronos::check_lookup(lookup_query const& q) {
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
  // No parameter more than another, so the place is the whole query.
  if (!given) out.add(make_problem(code::missing_value, {}, "email, user_id or invitation_id"));
  return out;
}

constexpr std::array<endpoint, 4> aitronos::endpoints() noexcept {
  using op = operation;
  return {
      {{op::create, "POST", "/v1/organizations/{organization_id}/invite-user", "X-API-Key", 201},
       {op::get, "GET", "/v1/organizations/{organization_id}/invitation", "X-API-Key", 200},
       {op::validate, "GET", "/v1/invitations/validate/{email_key}", "", 200},
       {op::accept, "POST", "/v1/invitations/accept", "X-API-Key", 200}}};
}

inline role_catalog aitronos::roles() {
  const role_catalog base{{"role_owner", 30, true, scope::organization},
                          {"role_admin", 20, true, scope::organization},
                          {"role_member", 10, true, scope::organization}};
  return base.open_to({"role_", 20, true, scope::organization});
}

inline invito::policy aitronos::policy(preset) {
  invito::policy out;
  out.roles = roles();
  out.inviter_rank = 20;
  out.expiry.lifetime = std::chrono::hours{7 * 24};
  out.expiry.longest = out.expiry.lifetime;
  out.resending.renew_expired = false;
  return out;
}

inline void aitronos::value_losses(invitation const& i, instant now, write_options const&,
                                   std::vector<loss>& out) {
  if (!aitronos_documents::told_by_expiry(i, now)) {
    out.push_back({feature::status, std::string(to_string(i.status(now)))});
  }
  if (!i.organization.empty() && !aitronos_documents::is_organization(i.organization.text())) {
    out.push_back({feature::organization, i.organization.text()});
  }
}

}  // namespace v0
}  // namespace invito
