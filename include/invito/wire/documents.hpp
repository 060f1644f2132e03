// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/documents.hpp
/// The interface for authors of dialects. A dialect is the JSON format of one API. Reading has two
/// steps: the document is read into structs, and the structs are converted to the model, such as an
/// `invitation`. Writing has the reverse steps in reverse order.
///
/// A dialect consists of:
/// - a struct for each of its JSON objects,
/// - a field table for each struct; see `wire/fields.hpp`,
/// - functions `to_model` and `from_model` for each document (found by argument-dependent lookup),
/// - a specialization of `wire::documents_of` that names the documents.

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
#include <invito/wire/fields.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/options.hpp>
#include <invito/wire/reader.hpp>
#include <invito/wire/source.hpp>
#include <invito/wire/target.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// The documents of a dialect. A specialization has the member templates `request`, `invite`,
/// `creation_response` and `error`. If the dialect has lists, the specialization also has `list`.
/// The parameter of each template is the type of strings: `std::string` for reading and
/// `std::string_view` for writing.
template <class Dialect>
struct documents_of;

/// Writes a document. `Document` is a struct that has a field table, or any other type that a field
/// may have. The problem is `invalid_utf8` if a string is not UTF-8.
template <class Document>
[[nodiscard]] result<void> write_document(target const& to, Document const& document,
                                          write_settings const& settings = {});
/// Writes a document as JSON text.
template <class Document>
[[nodiscard]] result<std::string> write_document(Document const& document,
                                                 write_settings const& settings = {});

/// The value for a limit that is never reached.
inline constexpr std::size_t no_limit = (std::numeric_limits<std::size_t>::max)();
/// No limits. Writers use this value, because only documents that are read need limits. So a writer
/// reports all problems, even if there are many.
inline constexpr read_limits everything{no_limit, no_limit, no_limit, no_limit};

/// A location in a document during a conversion, together with the list of the conversion's
/// problems. A location has a pointer to the enclosing location. The full path is built only for a
/// problem.
struct location {
  problems& found;                         ///< The list to which problems are added.
  read_limits const& limits = everything;  ///< The limits on the list of problems.
  location const* above = nullptr;         ///< The enclosing location. Null for the whole document.
  std::string_view member{};               ///< The name of the field. Empty for an array element.
  std::size_t index = no_limit;            ///< The index of the element. `no_limit` for a field.

  /// Returns the location of the field `name` in the object at this location.
  [[nodiscard]] location at(std::string_view name) const { return {found, limits, this, name}; }
  /// Returns the location of the element with the index `n` in the array at this location.
  [[nodiscard]] location at(std::size_t n) const { return {found, limits, this, {}, n}; }
  [[nodiscard]] path where() const;  ///< Returns the path from the root of the document.
  /// Adds a problem with this location to `found` if `limits` allow one more problem.
  void refuse(code c, std::string_view subject = {},
              std::array<std::int64_t, 3> const& numbers = {}) const {
    if (has_room(found, limits)) found.add(make_problem(c, where(), subject, numbers));
  }
};

/// The context of a conversion from the model to a document.
struct write_context {
  location at;                   ///< The location of the value in the document.
  instant now;                   ///< The time that determines the written status.
  write_options const& options;  ///< The options of the write function.

  ///@{
  /// Returns the context for a field or an array element of the value.
  [[nodiscard]] write_context operator[](std::string_view member) const {
    return {at.at(member), now, options};
  }
  [[nodiscard]] write_context operator[](std::size_t index) const {
    return {at.at(index), now, options};
  }
  ///@}
  /// Returns whether the document is written in the extended shape.
  [[nodiscard]] bool extended() const noexcept { return options.shape == shape::extended; }
  /// Reports that the required field `member` has no value. If `write_options::incomplete` is set,
  /// does nothing.
  void missing(std::string_view member) const {
    if (!options.incomplete) at.at(member).refuse(code::missing_value, "a value for this field");
  }
};

///@{
/// Converts a string from a document to the model, or from the model to a document. An absent
/// string in a document is an empty string in the model.
template <class Text>
std::string text_of(std::optional<Text>&& from) {
  return from ? *std::move(from) : Text();
}

template <class Text>
void from_model(std::string const& from, std::optional<Text>& out) {
  if (!from.empty()) out = from;
}
///@}

///@{
/// Converts a time from a document to the model, or from the model to a document. `Time` is the
/// type of the time in the document, such as `unix_time` or `text_time`.
template <class Time>
std::optional<instant> time_of(std::optional<Time> const& t) {
  return t ? std::optional<instant>(t->value) : std::nullopt;
}

template <class Time>
void from_model(std::optional<instant> const& from, std::optional<Time>& out) {
  if (from) out = Time{*from};
}
///@}

///@{
/// Converts a list from a document to the model, or from the model to a document.
template <class Document, class Model>
void to_models(std::vector<Document>&& from, std::vector<Model>& out, location const& at) {
  out.resize(from.size());
  for (std::size_t n = 0; n != from.size(); ++n) to_model(std::move(from[n]), out[n], at.at(n));
}

template <class Model, class Document>
void from_models(std::vector<Model> const& from, std::vector<Document>& out,
                 write_context const& context) {
  out.resize(from.size());
  for (std::size_t n = 0; n != from.size(); ++n) from_model(from[n], out[n], context[n]);
}
///@}

///@{
/// Converts the response to a create request. These functions are for dialects in which the
/// response has the same type as the document of an invitation.
template <class Document>
void to_model(Document&& from, creation_response& out, location const& at) {
  to_model(std::move(from), out.invitation, at);
}

template <class Document>
void from_model(creation_response const& from, Document& out, write_context const& context) {
  from_model(from.invitation, out, context);
}
///@}

}  // namespace wire

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/documents.hpp>

#include <invito/wire/impl/dialect.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/documents.ipp>
#endif
