// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/dialect.hpp
/// What all dialects have in common: a document is read into its struct and then into the model, or
/// the other way round, and all problems are told at once.
///
/// Reading refuses what is not JSON, breaks a limit of `read_options`, or lacks or mistakes a
/// member (`syntax_error`, `too_large`, `missing_field`, `wrong_type` and the like, each with its
/// place); writing refuses what the document cannot say. Both are linear in the document.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/model/invitation.hpp>
#include <invito/wire/fields.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/source.hpp>
#include <invito/wire/target.hpp>

namespace invito {
inline namespace v0 {

/// The HTTP status of a refusal: one for each kind of `answer`, and those of codes that differ.
struct http_statuses {
  /// In the order of `answer`.
  std::array<int, invito::answers> answers{};
  /// The status of one code, whatever kind of answer it makes.
  struct exception {
    invito::code code{};  ///< Which code; none in the places that are free.
    int status = 0;       ///< What it is answered with.
  };
  std::array<exception, 4> exceptions{};  ///< Looked at before `answers`.

  /// Of the problem that decides, as it may be told. Precondition: there is one.
  [[nodiscard]] int of(problems const& why, disclosure d = disclosure::standard) const noexcept;
};

/// The functions of a dialect. `Dialect` derives from this, names a struct template for each of its
/// documents (`request_document`, `invite_document`, `creation_document`, `error_document`), and
/// has, beside those, a `to_model` and a `from_model` for each. A function is compiled only where
/// it is used.
template <class Dialect>
struct dialect {
  /// What the inviter wants. The shape of the address is for `issue` to judge.
  [[nodiscard]] static result<invitation_request> read_request(wire::source const& in,
                                                               read_options const& options = {});
  /// The same as text, or what stood in the way.
  [[nodiscard]] static result<std::string> write_request(invitation_request const& r,
                                                         write_options const& options = {});
  /// The same, to a target: a string that has begun, a buffer or a value of nlohmann's. Returns
  /// what stood in the way, or nothing.
  [[nodiscard]] static problems write_request_to(wire::target const& to,
                                                 invitation_request const& r,
                                                 write_options const& options = {});

  /// An invitation, or what the API answers of one. From a foreign document it starts at a
  /// baseline, and has no organization where the document names none: the host knows it.
  [[nodiscard]] static result<invitation> read_invite(wire::source const& in,
                                                      read_options const& options = {});
  /// The invitation with the status that holds at `now`. What the document cannot say is
  /// `not_representable`, a required member without a source `missing_value`.
  [[nodiscard]] static result<std::string> write_invite(invitation const& i, instant now,
                                                        write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_invite_to(wire::target const& to, invitation const& i,
                                                instant now, write_options const& options = {});

  /// The answer to a create request: the only document that may show a key.
  [[nodiscard]] static result<creation> read_creation(wire::source const& in,
                                                      read_options const& options = {});
  /// The same as text, with the status that holds at `now`.
  [[nodiscard]] static result<std::string> write_creation(creation const& c, instant now,
                                                          write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_creation_to(wire::target const& to, creation const& c,
                                                  instant now, write_options const& options = {});

  /// The error body. Writing always succeeds: text that is not UTF-8 gets replacement characters.
  [[nodiscard]] static result<api_error> read_error(wire::source const& in,
                                                    read_options const& options = {});
  /// The same as text.
  [[nodiscard]] static std::string write_error(api_error const& e);
  /// The same, to a target.
  [[nodiscard]] static problems write_error_to(wire::target const& to, api_error const& e);
  /// The problems as a stranger may see them, their places in the names of the request. `which`
  /// stands in the bodies that name the occurrence.
  [[nodiscard]] static std::string write_error(problems const& why, incident const& which = {});
  /// The same before it is written.
  [[nodiscard]] static api_error public_error(problems const& why, incident const& which = {});
  /// The HTTP status of the answer that brings it. Precondition: there is a problem.
  [[nodiscard]] static int http_status(problems const& why,
                                       disclosure d = disclosure::standard) noexcept;

  /// What of the model the document of an invitation carries.
  [[nodiscard]] static constexpr feature_set features(
      wire::shape shape = wire::shape::page) noexcept;
  /// The same of the answer to a create request.
  [[nodiscard]] static constexpr feature_set creation_features(
      wire::shape shape = wire::shape::page) noexcept;
  /// The same of the request.
  [[nodiscard]] static constexpr feature_set request_features(
      wire::shape shape = wire::shape::page) noexcept;

  /// Adds the values of `r` that the fields of the request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const&, write_options const&,
                                   std::vector<loss>&) {}
};

/// The functions of a dialect that has a `list_document`.
template <class Dialect>
struct lists {
  /// One page of invitations.
  [[nodiscard]] static result<invitation_page> read_list(wire::source const& in,
                                                         read_options const& options = {});
  /// The same as text, each with the status that holds at `now`.
  [[nodiscard]] static result<std::string> write_list(invitation_page const& page, instant now,
                                                      write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_list_to(wire::target const& to, invitation_page const& page,
                                              instant now, write_options const& options = {});
};

namespace wire {

/// For what is bounded by memory alone.
inline constexpr std::size_t no_limit = (std::numeric_limits<std::size_t>::max)();
/// Of what a host writes, all is told that cannot be; input is held to its limits.
inline constexpr read_limits everything{no_limit, no_limit, no_limit, no_limit};

/// Where in a document a conversion is, and what it found wrong. Refers to the place above it, so
/// that nothing is made of it until something is wrong.
struct place {
  problems& found;                         ///< Problems are added here.
  read_limits const& limits = everything;  ///< How many may be added.
  place const* above = nullptr;            ///< The place that this one is in; null: the document.
  std::string_view member{};               ///< Its name there, unless it is an element.
  std::size_t index = no_limit;            ///< Of an element; `no_limit`: it is a member.

  /// The member of that name.
  [[nodiscard]] place at(std::string_view name) const { return {found, limits, this, name}; }
  /// The element of that number.
  [[nodiscard]] place at(std::size_t n) const { return {found, limits, this, {}, n}; }
  [[nodiscard]] path where() const;  ///< The path from the document.
  /// Adds a problem here, while there is room for one.
  void refuse(code c, std::string_view subject = {},
              std::array<std::int64_t, 3> const& numbers = {}) const {
    if (has_room(found, limits)) found.add(make_problem(c, where(), subject, numbers));
  }
};

/// The same for writing, with what the writer was asked for.
struct writing {
  place at;                      ///< Where it is.
  instant now;                   ///< The moment whose status is written.
  write_options const& options;  ///< What the writer was asked for.

  ///@{
  /// The same for a part of it.
  [[nodiscard]] writing operator[](std::string_view member) const {
    return {at.at(member), now, options};
  }
  [[nodiscard]] writing operator[](std::size_t index) const { return {at.at(index), now, options}; }
  ///@}
  /// Whether newer fields are wanted.
  [[nodiscard]] bool wide() const noexcept { return options.shape == shape::wide; }
  /// A required member has no source.
  void lacks(std::string_view member) const {
    if (!options.incomplete) at.at(member).refuse(code::missing_value);
  }
};

template <class Text>
///@{
/// A text; absent and empty are the same.
std::string text_of(std::optional<Text>&& from) {
  return from ? *std::move(from) : Text();
}

template <class Text>
void from_model(std::string const& from, std::optional<Text>& out) {
  ///@}
  if (!from.empty()) out = from;
}

template <class Time>
///@{
/// A time, whichever way the document spells it.
std::optional<instant> time_of(std::optional<Time> const& t) {
  return t ? std::optional<instant>(t->value) : std::nullopt;
}

template <class Time>
void from_model(std::optional<instant> const& from, std::optional<Time>& out) {
  ///@}
  if (from) out = Time{*from};
}

template <class Document, class Model>
///@{
/// Lists, element by element.
void to_models(std::vector<Document>&& from, std::vector<Model>& out, place const& at) {
  out.resize(from.size());
  for (std::size_t n = 0; n != from.size(); ++n) to_model(std::move(from[n]), out[n], at.at(n));
}

template <class Model, class Document>
void from_models(std::vector<Model> const& from, std::vector<Document>& out, writing const& to_be) {
  ///@}
  out.resize(from.size());
  for (std::size_t n = 0; n != from.size(); ++n) from_model(from[n], out[n], to_be[n]);
}

inline path place::where() const {
  if (!above) return {};
  path out = above->where();
  return index == no_limit ? out.add(member) : out.add(index);
}

namespace detail {

/// `where` with the document's own name for what the model calls so: "/grants/0" may become
/// "/projects/0".
template <class Document>
path in_names_of(path const& where) {
  path out;
  for (path::segment const& s : where.segments()) {
    if (s.index) {
      out.add(*s.index);
      continue;
    }
    std::string_view name = s.name;
    for (field const& f : fields_of<Document>::rows) {
      if (!out.empty() || to_string(f.carries) != s.name) continue;
      name = f.name;
      break;
    }
    out.add(name);
  }
  return out;
}

template <class Document, class Model>
result<Model> read_as(source const& in, read_options const& options) {
  Document document{};
  result<Model> out(std::in_place);  // the one that is returned: models are large
  problems found = read_into({&document, &codec_of<Document>}, in, options);
  if (found.empty()) to_model(std::move(document), *out, place{found, options.limits});
  if (!found.empty()) out = std::move(found);
  return out;
}

template <class Document, class Model>
problems write_as(target const& to, Model const& from, instant now = {},
                  write_options const& options = {},
                  writer::invalid_text on_invalid = writer::invalid_text::fails) {
  Document document;
  problems found;
  from_model(from, document, writing{{found}, now, options});
  if (!found.empty()) return found;
  return write_document(to, document, {options.shape, options.incomplete, on_invalid});
}

template <class Document, class Model>
result<std::string> write_as(Model const& from, instant now = {},
                             write_options const& options = {}) {
  std::string text;
  problems found = write_as<Document>(text, from, now, options);
  if (!found.empty()) return found;
  return text;
}

}  // namespace detail
}  // namespace wire

// -------------------------------------------------------------------------------------------------

template <class Dialect>
result<invitation_request> dialect<Dialect>::read_request(wire::source const& in,
                                                          read_options const& options) {
  using document = typename Dialect::template request_document<std::string>;
  return wire::detail::read_as<document, invitation_request>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_request(invitation_request const& r,
                                                    write_options const& options) {
  using document = typename Dialect::template request_document<std::string_view>;
  return wire::detail::write_as<document>(r, {}, options);
}

template <class Dialect>
problems dialect<Dialect>::write_request_to(wire::target const& to, invitation_request const& r,
                                            write_options const& options) {
  using document = typename Dialect::template request_document<std::string_view>;
  return wire::detail::write_as<document>(to, r, {}, options);
}

template <class Dialect>
result<invitation> dialect<Dialect>::read_invite(wire::source const& in,
                                                 read_options const& options) {
  using document = typename Dialect::template invite_document<std::string>;
  return wire::detail::read_as<document, invitation>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_invite(invitation const& i, instant now,
                                                   write_options const& options) {
  using document = typename Dialect::template invite_document<std::string_view>;
  return wire::detail::write_as<document>(i, now, options);
}

template <class Dialect>
problems dialect<Dialect>::write_invite_to(wire::target const& to, invitation const& i, instant now,
                                           write_options const& options) {
  using document = typename Dialect::template invite_document<std::string_view>;
  return wire::detail::write_as<document>(to, i, now, options);
}

template <class Dialect>
result<creation> dialect<Dialect>::read_creation(wire::source const& in,
                                                 read_options const& options) {
  using document = typename Dialect::template creation_document<std::string>;
  return wire::detail::read_as<document, creation>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_creation(creation const& c, instant now,
                                                     write_options const& options) {
  using document = typename Dialect::template creation_document<std::string_view>;
  return wire::detail::write_as<document>(c, now, options);
}

template <class Dialect>
problems dialect<Dialect>::write_creation_to(wire::target const& to, creation const& c, instant now,
                                             write_options const& options) {
  using document = typename Dialect::template creation_document<std::string_view>;
  return wire::detail::write_as<document>(to, c, now, options);
}

template <class Dialect>
result<api_error> dialect<Dialect>::read_error(wire::source const& in,
                                               read_options const& options) {
  using document = typename Dialect::template error_document<std::string>;
  return wire::detail::read_as<document, api_error>(in, options);
}

template <class Dialect>
std::string dialect<Dialect>::write_error(api_error const& e) {
  std::string text;
  return write_error_to(text, e).empty() ? text : std::string();  // the former
}

template <class Dialect>
problems dialect<Dialect>::write_error_to(wire::target const& to, api_error const& e) {
  using document = typename Dialect::template error_document<std::string_view>;
  return wire::detail::write_as<document>(to, e, {}, {}, wire::writer::invalid_text::replaced);
}

template <class Dialect>
std::string dialect<Dialect>::write_error(problems const& why, incident const& which) {
  return write_error(public_error(why, which));
}

template <class Dialect>
api_error dialect<Dialect>::public_error(problems const& why, incident const& which) {
  using document = typename Dialect::template request_document<std::string>;
  problems shown;
  for (problem next : as_public(why, which.disclosure)) {
    next.where = wire::detail::in_names_of<document>(next.where);
    shown.add(std::move(next));
  }
  api_error e = Dialect::error_of(shown);
  e.status = http_status(why, which.disclosure);
  e.id = which.id;
  e.at = which.at;
  return e;
}

template <class Dialect>
int dialect<Dialect>::http_status(problems const& why, disclosure d) noexcept {
  return Dialect::statuses.of(why, d);
}

template <class Dialect>
constexpr feature_set dialect<Dialect>::features(wire::shape shape) noexcept {
  return wire::features_of<typename Dialect::template invite_document<std::string>>(shape);
}

template <class Dialect>
constexpr feature_set dialect<Dialect>::creation_features(wire::shape shape) noexcept {
  return wire::features_of<typename Dialect::template creation_document<std::string>>(shape);
}

template <class Dialect>
constexpr feature_set dialect<Dialect>::request_features(wire::shape shape) noexcept {
  return wire::features_of<typename Dialect::template request_document<std::string>>(shape);
}

template <class Dialect>
result<invitation_page> lists<Dialect>::read_list(wire::source const& in,
                                                  read_options const& options) {
  using document = typename Dialect::template list_document<std::string>;
  return wire::detail::read_as<document, invitation_page>(in, options);
}

template <class Dialect>
result<std::string> lists<Dialect>::write_list(invitation_page const& page, instant now,
                                               write_options const& options) {
  using document = typename Dialect::template list_document<std::string_view>;
  return wire::detail::write_as<document>(page, now, options);
}

template <class Dialect>
problems lists<Dialect>::write_list_to(wire::target const& to, invitation_page const& page,
                                       instant now, write_options const& options) {
  using document = typename Dialect::template list_document<std::string_view>;
  return wire::detail::write_as<document>(to, page, now, options);
}

/// Where the answer to a create request is the invitation itself.
template <class Document>
void to_model(Document&& from, creation& out, wire::place const& at) {
  to_model(std::move(from), out.invitation, at);
}

/// Where the answer to a create request is the invitation itself.
template <class Document>
void from_model(creation const& from, Document& out, wire::writing const& to_be) {
  from_model(from.invitation, out, to_be);
}

inline int http_statuses::of(problems const& why, disclosure d) const noexcept {
  // The standard codes fold within one kind of answer; an API's own exceptions are by the code.
  code c = deciding(why).code;
  if (d == disclosure::enumeration_safe) c = public_code(c, d);
  for (exception const& e : exceptions) {
    if (e.status != 0 && e.code == c) return e.status;
  }
  return answers[static_cast<std::size_t>(info(c).answer)];
}

}  // namespace v0
}  // namespace invito
