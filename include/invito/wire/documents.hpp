// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/documents.hpp
/// What an author of a dialect needs: documents are read into structs and then into the model, or
/// the other way round, and all problems are told at once.
///
/// A dialect has a struct for each of its JSON objects, a field table for each struct (see
/// `wire/fields.hpp`), a `to_model` and a `from_model` for each document, found by
/// argument-dependent lookup, and one specialisation of `wire::documents_of` that names the
/// documents.

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

/// The documents of a dialect: member templates `request`, `invite`, `creation` and `error`, and
/// `list` where it has one. Their parameter is the type of texts: `std::string` for reading and
/// `std::string_view` for writing.
template <class Dialect>
struct documents_of;

/// Writes a document that has a field table, or any other type that a field may have;
/// `invalid_utf8` where a text is not UTF-8.
template <class Document>
[[nodiscard]] problems write_document(target const& to, Document const& document,
                                      write_settings const& how = {});
/// The same as text.
template <class Document>
[[nodiscard]] result<std::string> write_document(Document const& document,
                                                 write_settings const& how = {});

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

}  // namespace wire

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

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/documents.hpp>

#include <invito/wire/impl/dialect.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/documents.ipp>
#endif
