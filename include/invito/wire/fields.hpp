// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/fields.hpp
/// Field tables: the only place where the JSON of a document is defined. A document has a plain
/// struct for each of its JSON objects. The table of a struct has one row for each field. The row
/// contains the name of the field, the struct member for its value, a codec that reads and writes
/// the value, and the features (parts of an invitation) that the field contains. The library reads
/// and writes documents with these rows. The rows also determine which features a dialect (the JSON
/// format of one API) can represent.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <invito/base/instant.hpp>
#include <invito/base/problem.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/feature.hpp>
#include <invito/wire/options.hpp>
#include <invito/wire/writer.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

/// A JSON value that is not an object or an array: null, a boolean, a number or a string.
struct scalar {
  /// The JSON type.
  enum class kind : std::uint8_t { null, boolean, number, text };
  scalar::kind kind = kind::null;       ///< The JSON type. It determines which member is used.
  bool truth = false;                   ///< The value of a boolean.
  std::optional<std::int64_t> whole{};  ///< The number. Absent if not an integer or too large.
  std::string_view text{};  ///< The string, or the spelling of a number if the engine passed it.
};

struct table;
struct codec;

/// The storage for one value that the reader reads.
struct slot {
  void* at = nullptr;  ///< The address of the value. If null, the reader skips the JSON value.
  codec const* as = nullptr;  ///< The codec of the value.
};

/// Reads and writes the values of one C++ type as JSON. The parameter `at` is the address of the
/// C++ value. A codec reads one kind of JSON value, and its functions for the other kinds are null.
/// If a document contains a value of another kind, the problem is `wrong_type`.
struct codec {
  /// The kinds of JSON values that a codec reads. `raw` is any JSON value, which is kept as text.
  enum class kind : std::uint8_t { scalar, object, array, raw };
  codec::kind accepts{};       ///< The kind that this codec reads.
  std::string_view expects{};  ///< The expected type in error messages, such as "a string".
  /// Reads a scalar. Returns `code{}` on success, or the code of the problem.
  code (*scalar)(void* at, wire::scalar const& in) = nullptr;
  slot (*object)(void* at) = nullptr;  ///< Prepares an object and returns its slot.
  /// The field table of the object. Null if the object may have any field names.
  table const* fields = nullptr;
  /// Adds a field to an object that may have any field names. Returns the slot of the field's
  /// value.
  slot (*member)(void* at, std::string_view name) = nullptr;
  void (*array)(void* at) = nullptr;      ///< Prepares an empty array.
  slot (*element)(void* at) = nullptr;    ///< Appends an element and returns its slot.
  json_text* (*raw)(void* at) = nullptr;  ///< Returns the object that keeps any value as text.
  bool optional = false;                  ///< Whether null is accepted as an absent value.
  /// Returns the address of the value in an optional, or null if the optional is empty.
  void const* (*held)(void const* at) = nullptr;
  bool (*blank)(void const* at) = nullptr;  ///< Returns whether the value is an empty string.
  /// Writes the value at `value`. For an optional, `value` is the address that `held` returns.
  void (*write)(void const* value, writer& out) = nullptr;
};

/// The strings that a field accepts.
struct vocabulary {
  std::string_view const* words = nullptr;  ///< The first string.
  std::size_t size = 0;  ///< The number of strings. 0 means that every string is accepted.
  code refusal = code::unknown_value;  ///< The code of the problem for any other string.

  constexpr vocabulary() = default;
  /// Accepts the strings in `all`, an array that must outlive the vocabulary. The code of the
  /// problem for any other string is `c`.
  template <std::size_t N>
  constexpr explicit vocabulary(std::array<std::string_view, N> const& all,
                                code c = code::unknown_value)
      : words(all.data()), size(N), refusal(c) {}
  /// Returns whether `word` is accepted. The search is linear, because vocabularies are short.
  [[nodiscard]] constexpr bool admits(std::string_view word) const noexcept {
    if (size == 0) return true;
    for (std::size_t i = 0; i != size; ++i) {
      if (words[i] == word) return true;
    }
    return false;
  }
};

/// A row of a field table. It defines one field (name and value) of a JSON object.
struct field {
  std::string_view name;            ///< The name in the document.
  codec const* as;                  ///< The codec of the value.
  void* (*get)(void* object);       ///< Returns the address of the value in the struct at `object`.
  feature carries = feature::none;  ///< The feature that the field contains.
  feature_set also{};               ///< Further features that the field contains.
  std::string_view alias_of{};      ///< If this field is an alias, the field that it may replace.
  bool required = false;            ///< Reading requires the field or one of its aliases.
  bool null_if_absent = false;      ///< An absent value is written as null.
  bool extended_null = false;       ///< An absent value is written as null in the extended shape.
  bool extended_only = false;       ///< The field is written in the extended shape only.
  bool read_only = false;           ///< The field is read and never written.
  vocabulary words{};               ///< The strings that the field accepts.

  ///@{
  /// Returns a copy of the row with one more property.
  [[nodiscard]] constexpr field must() const { return with(&field::required); }
  [[nodiscard]] constexpr field or_null() const { return with(&field::null_if_absent); }
  [[nodiscard]] constexpr field or_extended_null() const { return with(&field::extended_null); }
  [[nodiscard]] constexpr field extended() const { return with(&field::extended_only); }
  [[nodiscard]] constexpr field never_written() const { return with(&field::read_only); }
  [[nodiscard]] constexpr field alias(std::string_view of) const {
    field out = *this;
    out.alias_of = of;
    return out;
  }
  [[nodiscard]] constexpr field and_also(feature_set const& more) const {
    field out = *this;
    out.also = more;
    return out;
  }
  [[nodiscard]] constexpr field one_of(vocabulary v) const {
    field out = *this;
    out.words = v;
    return out;
  }
  ///@}

 private:
  [[nodiscard]] constexpr field with(bool field::*property) const {
    field out = *this;
    out.*property = true;
    return out;
  }
};

/// All fields of a JSON object, in the order in which they are written.
struct table {
  field const* rows = nullptr;  ///< The first row.
  std::size_t size = 0;         ///< The number of rows.
  std::uint64_t required = 0;   ///< Bit n is set if row n is required.
  /// For each hash of a name, the index of the first row with this hash, plus 1. If there is no
  /// such row, 0.
  std::array<std::uint8_t, 64> by_hash{};
  /// Whether unknown fields are problems even without `read_options::strict`.
  bool closed = false;

  constexpr table() = default;
  /// Constructs a table of the rows in `all`, an array that must outlive the table.
  template <std::size_t N>
  constexpr table(std::array<field, N> const& all, bool is_closed = false)
      : rows(all.data()), size(N), closed(is_closed) {
    static_assert(N <= 64, "a table has at most 64 rows");
    for (std::size_t n = 0; n != N; ++n) {
      required |= std::uint64_t{all[n].required} << n;
      std::uint8_t& at = by_hash[hash(all[n].name)];
      if (at == 0) at = static_cast<std::uint8_t>(n + 1);
    }
  }
  /// Returns the row of the field `name`, or null if there is none. The row with the index `likely`
  /// is compared first.
  [[nodiscard]] field const* find(std::string_view name, std::size_t likely) const noexcept;

 private:
  static constexpr std::size_t hash(std::string_view name) noexcept {
    if (name.empty()) return 0;
    const auto byte = [name](std::size_t n) { return static_cast<unsigned char>(name[n]); };
    return (name.size() + byte(0) * 5U + byte(name.size() - 1) * 3U + byte(name.size() / 2)) % 64;
  }
};

/// The field table of a document struct. A specialization has the static member `rows`, an array of
/// `field`. If unknown fields are problems even without `read_options::strict`, the specialization
/// also has `static constexpr bool closed = true`.
template <class Object>
struct fields_of;

/// Returns the features that the fields of `Object` contain if it is written in the shape `as`. The
/// features of nested objects are not included.
template <class Object>
[[nodiscard]] constexpr feature_set features_of(shape as) {
  feature_set out;
  for (field const& row : fields_of<Object>::rows) {
    if (row.read_only || (row.extended_only && as == shape::documented)) continue;
    out.add(row.carries);
    out.add(row.also);
  }
  return out;
}

/// A field with any name. A vector of such fields is a JSON object that may have any field names.
template <class Text, class Value>
struct named {
  Text name{};    ///< The name of the field.
  Value value{};  ///< The value of the field.
};

/// One string of the list `Words`, stored as its index. If `Enum` is an enumeration, the index is
/// stored as an enumerator, and the list must be in the order of the enumerators.
template <auto const& Words, class Enum = std::size_t>
struct word {
  Enum value{};  ///< The index of the string, as an `Enum`.
  /// Returns the string at the index `value`.
  [[nodiscard]] std::string_view text() const { return Words[static_cast<std::size_t>(value)]; }
};

/// A time that a document contains as Unix time in seconds. Writing rounds the time down to a whole
/// second.
struct unix_time {
  instant value{};  ///< The time.
};

/// A time that a document contains as RFC 3339 text.
struct text_time {
  instant value{};  ///< The time.
};

/// Returns a row for the struct member `Member`, such as `row<&invite::id>("id", feature::id)`.
template <auto Member>
[[nodiscard]] constexpr field row(std::string_view name, feature carries = feature::none);

/// Writes the struct at `at` as a JSON object with the fields of the table.
void write_object(void const* at, table const& fields, writer& out);

/// Writes the value at `at` with the codec `as`. An absent value becomes null, because only a field
/// of a table can be left out.
void write_value(void const* at, codec const& as, writer& out);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/fields.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/fields.ipp>
#endif
