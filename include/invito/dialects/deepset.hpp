// SPDX-License-Identifier: MIT
#pragma once

/// \file dialects/deepset.hpp
/// The invitation of deepset's platform: a request with names, a role and workspaces, an answer
/// whose shape is left open, and errors as FastAPI and pydantic word them.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/text.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/dialect.hpp>
#include <invito/wire/fields.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/writer.hpp>

namespace invito {
inline namespace v0 {

namespace deepset_documents {
template <class Text>
struct request;
template <class Text>
struct answer;
template <class Text>
struct error;
}  // namespace deepset_documents

/// deepset's dialect; the functions that read and write are those of `dialect`. Workspaces left out
/// are no workspaces, and their ids are UUIDs. The answer may be any JSON value: nothing of it is
/// read into an invitation, and `{}` is written unless the host gives a `creation::body`.
struct deepset : dialect<deepset> {
  static constexpr std::string_view name = "deepset";  ///< As options and logs spell it.
  /// No document has a time.
  static constexpr feature_set whole_seconds{};
  /// Of refusals. The page has no other; what is wrong with a request in any way is a 422.
  static constexpr http_statuses statuses{{422, 422, 402, 422, 422, 409, 503, 503, 409}, {}};

  ///@{
  /// The documents, as `dialect` asks for them.
  template <class Text>
  using request_document = deepset_documents::request<Text>;
  template <class Text>
  using invite_document = deepset_documents::answer<Text>;
  template <class Text>
  using creation_document = deepset_documents::answer<Text>;
  template <class Text>
  using error_document = deepset_documents::error<Text>;
  ///@}

  /// The problems as the API would word them: for a 422 one item each, else one sentence.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The one operation, with its path below the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// The default roles and room for custom ones, all of the organization, in any case of letters.
  [[nodiscard]] static role_catalog roles();
  /// Nothing is known of an expiry or of who may invite; both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds nothing: the answer has no fields, so that every feature is lost already.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds what the fields of the request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

// ---- The documents ------------------------------------------------------------------------------

/// The JSON objects of the dialect, one struct each; texts are `std::string` for reading and
/// `std::string_view` for writing.
namespace deepset_documents {

/// A text that is read only where it is a UUID, and kept as written.
template <class Text>
struct uuid {
  Text text{};
};

template <class Text>
struct request {
  Text email{};
  Text family_name{};
  Text given_name{};
  Text role{};
  std::vector<uuid<Text>> workspace_ids{};
};

template <class Text>
struct answer {
  json_text body = json_text::unchecked("{}");
};

template <class Text>
struct item {
  path loc{};
  Text msg{};
  Text type{};
  std::optional<json_text> input{};
  std::optional<json_text> ctx{};
};

/// Absent, one sentence, or one item for each mistake.
template <class Text>
struct details {
  std::variant<std::monostate, Text, std::vector<item<Text>>> value{};
};

template <class Text>
struct error {
  details<Text> detail{};
};

/// Whether the text is 32 hexadecimal digits, or those with hyphens as 8-4-4-4-12.
constexpr bool is_uuid(std::string_view text) noexcept {
  const bool hyphenated = text.size() == 36;
  if (!hyphenated && text.size() != 32) return false;
  for (std::size_t n = 0; n != text.size(); ++n) {
    const char c = ascii_lower(text[n]);
    const bool hyphen = hyphenated && (n == 8 || n == 13 || n == 18 || n == 23);
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (hyphen ? c != '-' : !digit) return false;
  }
  return true;
}

}  // namespace deepset_documents

namespace wire {
namespace detail {

template <class Text>
struct codec_for<deepset_documents::uuid<Text>> {
  using uuid = deepset_documents::uuid<Text>;
  static code read(void* at, scalar const& in) {
    const code wrong = codec_of<Text>.scalar(&as<uuid>(at).text, in);
    if (wrong != code{}) return wrong;
    return deepset_documents::is_uuid(in.text) ? code{} : code::invalid_uuid;
  }
  static void write(void const* at, writer& out) { codec_of<Text>.write(&as<uuid>(at).text, out); }
  static constexpr codec make() { return scalar_codec("a string: a UUID", read, write); }
};

template <class Text>
struct codec_for<deepset_documents::answer<Text>> {
  using answer = deepset_documents::answer<Text>;
  static json_text* raw(void* at) { return &as<answer>(at).body; }
  static void write(void const* at, writer& out) { out.json(as<answer>(at).body.text()); }
  static constexpr codec make() {
    codec c{codec::kind::raw, "any value"};
    c.raw = raw;
    c.write = write;
    return c;
  }
};

template <class Text>
struct codec_for<deepset_documents::details<Text>> {
  using items = std::vector<deepset_documents::item<Text>>;
  static auto& value(void* at) { return as<deepset_documents::details<Text>>(at).value; }
  static auto& value(void const* at) { return as<deepset_documents::details<Text>>(at).value; }
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::text) return code::wrong_type;
    return codec_of<Text>.scalar(&value(at).template emplace<Text>(), in);
  }
  static void array(void* at) { value(at).template emplace<items>(); }
  static slot element(void* at) { return codec_of<items>.element(std::get_if<items>(&value(at))); }
  static void const* held(void const* at) {
    return std::get_if<std::monostate>(&value(at)) ? nullptr : at;
  }
  static void write(void const* at, writer& out) {
    if (auto* text = std::get_if<Text>(&value(at))) codec_of<Text>.write(text, out);
    if (auto* all = std::get_if<items>(&value(at))) codec_of<items>.write(all, out);
  }
  static constexpr codec make() {
    codec c{codec::kind::array, "a string or an array"};
    c.scalar = read;  // beside those of an array: the reader takes either
    c.array = array;
    c.element = element;
    c.optional = true;
    c.held = held;
    c.write = write;
    return c;
  }
};

}  // namespace detail

template <class Text>
struct fields_of<deepset_documents::request<Text>> {
  using object = deepset_documents::request<Text>;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email).must(),
      row<&object::family_name>("family_name", feature::family_name).must(),
      row<&object::given_name>("given_name", feature::given_name).must(),
      row<&object::role>("role", feature::role).must(),
      row<&object::workspace_ids>("workspace_ids", feature::grants),
  };
};

// Of an open shape no member is known; this says that no feature is carried.
template <class Text>
struct fields_of<deepset_documents::answer<Text>> {
  static constexpr std::array<field, 0> rows{};
};

template <class Text>
struct fields_of<deepset_documents::item<Text>> {
  using object = deepset_documents::item<Text>;
  static constexpr std::array rows{
      row<&object::loc>("loc").must(),   row<&object::msg>("msg").must(),
      row<&object::type>("type").must(), row<&object::input>("input"),
      row<&object::ctx>("ctx"),
  };
};

template <class Text>
struct fields_of<deepset_documents::error<Text>> {
  using object = deepset_documents::error<Text>;
  static constexpr std::array rows{
      row<&object::detail>("detail"),
  };
};

}  // namespace wire

// ---- Between documents and the model ------------------------------------------------------------

namespace deepset_documents {

/// The digits of a UUID, by which two spellings of one are the same.
inline std::string digits_of(std::string_view id) {
  std::string out;
  for (const char c : id) {
    if (c != '-') out += ascii_lower(c);
  }
  return out;
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::place const& at) {
  out.recipient.email = email(std::move(from.email));
  out.name = {std::move(from.given_name), std::move(from.family_name)};
  out.offer.role = std::move(from.role);
  std::vector<grant>& grants = out.offer.grants.emplace();
  std::vector<grant> same;
  for (uuid<Text>& id : from.workspace_ids) {
    same.push_back({scope::workspace, digits_of(id.text), {}});
    grants.push_back({scope::workspace, std::move(id.text), {}});
  }
  for (const std::size_t n : repeated(same)) {
    at.at("workspace_ids").at(n).refuse(code::duplicate_item, grants[n].id);
  }
}

template <class Text>
void to_model(answer<Text>&&, invitation& out, wire::place const&) {
  begin_history(out, std::nullopt);
}

template <class Text>
void to_model(answer<Text>&& from, creation& out, wire::place const&) {
  begin_history(out.invitation, std::nullopt);
  out.body = std::move(from.body);
}

template <class Text>
void to_model(item<Text>&& from, error_item& out, wire::place const&) {
  out = {std::move(from.loc), std::move(from.msg), std::move(from.type), std::move(from.input),
         std::move(from.ctx)};
}

/// What an error of several items says as a whole: what its first one says.
inline void sum_up(api_error& e) {
  if (e.items.empty()) return;
  error_item const& first = e.items.front();
  e.code = first.type;
  e.message = first.message;
  e.where = first.where.dotted();
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::place const& at) {
  if (auto* text = std::get_if<Text>(&from.detail.value)) out.message = std::move(*text);
  if (auto* all = std::get_if<std::vector<item<Text>>>(&from.detail.value)) {
    wire::to_models(std::move(*all), out.items, at.at("detail"));
    sum_up(out);
  }
}

/// Whether the request has a place for such a grant: workspaces are given by their ids alone.
inline bool can_say(grant const& g) {
  return g.scope == scope::workspace && g.role.empty() && is_uuid(g.id);
}

template <class Text>
void from_model(grant const& from, uuid<Text>& out, wire::writing const& to_be) {
  out.text = from.id;
  if (can_say(from)) return;
  if (from.scope != scope::workspace) {
    to_be.at.refuse(code::not_representable, "a grant that is not for a workspace");
  } else if (!from.role.empty()) {
    to_be.at.refuse(code::not_representable, "a role in a workspace");
  } else {
    to_be.at.refuse(code::not_representable, "a workspace id that is not a UUID");
  }
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::writing const& to_be) {
  const auto required = [&to_be](std::string const& source, Text& member, std::string_view called) {
    member = source;
    if (source.empty()) to_be.lacks(called);
  };
  if (from.recipient.email) {
    out.email = from.recipient.email->text();
  } else {
    to_be.lacks("email");
  }
  required(from.name.family, out.family_name, "family_name");
  required(from.name.given, out.given_name, "given_name");
  required(from.offer.role, out.role, "role");
  if (from.offer.grants) {
    wire::from_models(*from.offer.grants, out.workspace_ids, to_be["workspace_ids"]);
  }
  if (!from.send) {
    to_be["send"].at.refuse(code::not_representable, "an invitation that is not sent");
  }
}

template <class Text>
void from_model(invitation const&, answer<Text>&, wire::writing const&) {}

template <class Text>
void from_model(creation const& from, answer<Text>& out, wire::writing const&) {
  if (from.body) out.body = *from.body;
}

template <class Text>
void from_model(error_item const& from, item<Text>& out, wire::writing const&) {
  out = {from.where, from.message, from.type, from.input, from.context};
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::writing const& to_be) {
  if (from.items.empty()) {
    out.detail.value = Text(from.message);
  } else {
    auto& all = out.detail.value.template emplace<std::vector<item<Text>>>();
    wire::from_models(from.items, all, to_be["detail"]);
  }
}

// ---- Problems in pydantic's words ---------------------------------------------------------------

/// The most bytes of a text that are sent back as `input`.
inline constexpr std::size_t longest_input = 64;

/// What pydantic says where a value has another type than the one that was expected.
struct type_error {
  std::string_view expects, type, message;
};

inline constexpr std::array<type_error, 4> type_errors{{
    {"a string", "string_type", "Input should be a valid string"},
    {"a string: a UUID", "uuid_type", "UUID input should be a string, bytes or UUID object"},
    {"an array", "list_type", "Input should be a valid list"},
    {"an object", "model_attributes_type",
     "Input should be a valid dictionary or object to extract fields from"},
}};

/// The codes whose subject is the text that stands at the place.
inline constexpr std::array<code, 7> quoting{
    code::unknown_value,   code::duplicate_item, code::invalid_uuid,      code::invalid_email,
    code::email_not_ascii, code::unknown_role,   code::role_not_grantable};

/// The place below the body. A workspace is one string: what the library keeps of it in members
/// lies at its index.
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

/// What pydantic adds to its message: {"error":"..."}.
inline json_text context(std::string_view reason) {
  return json_text::unchecked("{\"error\":" + wire::quoted(reason).text() + "}");
}

/// The text that was sent to the place, where the problem has it and it is short.
inline std::optional<json_text> input(problem const& p) {
  bool quotes = false;
  for (const code c : quoting) quotes = quotes || c == p.code;
  if (!quotes || p.where.empty() || p.subject.size() > longest_input) return std::nullopt;
  const std::vector<path::segment> steps = p.where.segments();
  const bool in_workspace = steps.size() > 1 && steps.back().name == "role";
  if (in_workspace) return std::nullopt;  // what stands there is the id
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

inline api_error deepset::error_of(problems const& why) {
  api_error out;
  if (http_status(why) != 422) {
    out.message = describe(why);
    return out;
  }
  for (problem const& p : why) out.items.push_back(deepset_documents::item_of(p));
  deepset_documents::sum_up(out);
  return out;
}

constexpr std::array<endpoint, 1> deepset::endpoints() noexcept {
  return {{{operation::create, "POST", "/api/v1/organization/{organization_id}/invitation",
            "Authorization", 201}}};
}

inline role_catalog deepset::roles() {
  const role admin{"Admin", 30, true, scope::organization};
  return role_catalog{admin,
                      {"Editor", 20, true, scope::organization},
                      {"Member", 10, true, scope::organization},
                      {"Search user", 5, true, scope::organization}}
      .open_to(admin)
      .ignoring_case();
}

inline invito::policy deepset::policy(preset) {
  invito::policy out;
  out.roles = roles();
  out.expiry.lifetime = std::nullopt;
  out.expiry.longest = std::nullopt;
  return out;
}

inline void deepset::request_value_losses(invitation_request const& r, write_options const&,
                                          std::vector<loss>& out) {
  if (!r.offer.grants) {
    out.push_back({feature::grants, "default"});  // written as none at all
    return;
  }
  for (grant const& g : *r.offer.grants) {
    if (!deepset_documents::can_say(g)) out.push_back({feature::grants, g.id});
  }
}

}  // namespace v0
}  // namespace invito
