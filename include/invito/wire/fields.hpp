// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/fields.hpp
/// Field tables: the one place where the JSON of a document is written down. A document is a plain
/// struct for each of its objects; a table gives one row to each member: its name, where it is
/// kept, how it is read and written, and what of the model it carries. Reading, writing and the
/// list of what a dialect can express all come from these rows.

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

/// A value that is neither object nor array, as a JSON engine hands it over.
struct scalar {
  /// What JSON calls it.
  enum class kind : std::uint8_t { null, boolean, number, text };
  scalar::kind kind = kind::null;       ///< Which of the others counts.
  bool truth = false;                   ///< Of a boolean.
  std::optional<std::int64_t> whole{};  ///< The number, where it is whole and fits.
  std::string_view text{};              ///< The text, or the spelling of the number.
};

struct table;
struct codec;

/// A place that a value is read into or written from.
struct slot {
  void* at = nullptr;         ///< The value; null: there is no such place.
  codec const* as = nullptr;  ///< How it stands in JSON.
};

/// How values of one C++ type stand in JSON. Of the functions for reading, those of its kind are
/// set; JSON values of another kind are of the wrong type.
struct codec {
  /// What kind of JSON value it reads.
  enum class kind : std::uint8_t { scalar, object, array, raw };
  codec::kind accepts{};                                       ///< The one kind that it reads.
  std::string_view expects{};                                  ///< For the sentence: "a string".
  code (*scalar)(void* at, wire::scalar const& in) = nullptr;  ///< `code{}` for success.
  slot (*object)(void* at) = nullptr;  ///< Makes room; the slot of the object.
  table const* fields = nullptr;       ///< Of the object behind that slot.
  slot (*member)(void* at, std::string_view name) = nullptr;  ///< Of an object without fields.
  void (*array)(void* at) = nullptr;                          ///< Makes room for elements.
  slot (*element)(void* at) = nullptr;                        ///< Appends one and gives its slot.
  json_text* (*raw)(void* at) = nullptr;                      ///< Any value goes here, unread.
  bool optional = false;                                      ///< Null reads as absent.
  void const* (*held)(void const* at) = nullptr;  ///< The value of an optional; null: absent.
  bool (*blank)(void const* at) = nullptr;        ///< An empty text, which may stand for none.
  void (*write)(void const* value, writer& out) = nullptr;  ///< Of an optional, what it holds.
};

/// The words that a text member may hold.
struct vocabulary {
  std::string_view const* words = nullptr;  ///< The first of them.
  std::size_t size = 0;                     ///< How many; 0: any text will do.
  code refusal = code::unknown_value;       ///< What any other word is.

  constexpr vocabulary() = default;
  /// The words of a table.
  template <std::size_t N>
  constexpr explicit vocabulary(std::array<std::string_view, N> const& all,
                                code c = code::unknown_value)
      : words(all.data()), size(N), refusal(c) {}
  /// Whether `word` is one of them. Linear: vocabularies are short.
  [[nodiscard]] constexpr bool admits(std::string_view word) const noexcept {
    if (size == 0) return true;
    for (std::size_t i = 0; i != size; ++i) {
      if (words[i] == word) return true;
    }
    return false;
  }
};

/// One member of an object.
struct field {
  std::string_view name;            ///< As it stands in the document.
  codec const* as;                  ///< How its value stands there.
  void* (*get)(void* object);       ///< Where its value is in the struct.
  feature carries = feature::none;  ///< What of the model it carries.
  feature_set also{};               ///< What else it carries.
  std::string_view alias_of{};      ///< The member for which it may stand on reading.
  bool required = false;            ///< Absent is a problem on reading, unless an alias is there.
  bool null_if_absent = false;      ///< Written as null, not left out.
  bool wide_null = false;           ///< The same, but in the wide shape alone.
  bool wide_only = false;           ///< Not on the page: written in the wide shape alone.
  bool read_only = false;           ///< Never written.
  vocabulary words{};               ///< What a text may say.

  ///@{
  /// The row with one property more.
  [[nodiscard]] constexpr field must() const { return with(&field::required); }
  [[nodiscard]] constexpr field or_null() const { return with(&field::null_if_absent); }
  [[nodiscard]] constexpr field or_wide_null() const { return with(&field::wide_null); }
  [[nodiscard]] constexpr field wide() const { return with(&field::wide_only); }
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

/// All members of an object, in the order in which they are written.
struct table {
  field const* rows = nullptr;             ///< The first row.
  std::size_t size = 0;                    ///< How many rows.
  std::uint64_t required = 0;              ///< A bit for each row, the lowest for the first.
  std::array<std::uint8_t, 64> by_hash{};  ///< One more than the number of the first row; 0: none.
  bool closed = false;  ///< Unknown members are a problem even when reading is not strict.

  constexpr table() = default;
  /// The table of these rows, which must outlive it.
  template <std::size_t N>
  constexpr table(std::array<field, N> const& all, bool is_closed = false)
      : rows(all.data()), size(N), closed(is_closed) {
    static_assert(N <= 64, "the reader keeps one bit for each row");
    for (std::size_t n = 0; n != N; ++n) {
      required |= std::uint64_t{all[n].required} << n;
      std::uint8_t& at = by_hash[hash(all[n].name)];
      if (at == 0) at = static_cast<std::uint8_t>(n + 1);
    }
  }
  /// The row of that name, which `likely` is the number of; null: none.
  [[nodiscard]] field const* find(std::string_view name, std::size_t likely) const noexcept;

 private:
  static constexpr std::size_t hash(std::string_view name) noexcept {
    if (name.empty()) return 0;
    const auto byte = [name](std::size_t n) { return static_cast<unsigned char>(name[n]); };
    return (name.size() + byte(0) * 5U + byte(name.size() - 1) * 3U + byte(name.size() / 2)) % 64;
  }
};

/// The table of a document struct: specialise it with a static member `rows` (an array of `field`)
/// and, where unknown members are refused, `static constexpr bool closed = true`.
template <class Object>
struct fields_of;

/// What the rows of a table carry when they are written in a shape, their objects' rows not
/// included.
template <class Object>
[[nodiscard]] constexpr feature_set features_of(shape as) {
  feature_set out;
  for (field const& row : fields_of<Object>::rows) {
    if (row.read_only || (row.wide_only && as == shape::page)) continue;
    out.add(row.carries);
    out.add(row.also);
  }
  return out;
}

/// A member of an object whose names are data. A vector of them is read and written as an object.
template <class Text, class Value>
struct named {
  Text name{};    ///< Of the member.
  Value value{};  ///< Of the member.
};

/// One of a few words, kept as which of them: `word<scopes, scope>`, where the words stand in the
/// order of the enumeration.
template <auto const& Words, class Enum = std::size_t>
struct word {
  Enum value{};  ///< Which of the words.
  /// The word itself.
  [[nodiscard]] std::string_view text() const { return Words[static_cast<std::size_t>(value)]; }
};

/// A time as Unix seconds; a fraction is floored on writing.
struct unix_time {
  instant value{};  ///< In range of what the document can hold.
};

/// A time as RFC 3339 text.
struct text_time {
  instant value{};  ///< In range of what the document can hold.
};

/// A row for `Member`: `row<&invite::id>("id", feature::id)`.
template <auto Member>
[[nodiscard]] constexpr field row(std::string_view name, feature carries = feature::none);

/// Writes an object by its table.
void write_object(void const* at, table const& fields, writer& out);

/// Writes any value. Only members of a table can be left out: elsewhere, absent is null.
void write_value(void const* at, codec const& as, writer& out);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/fields.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/fields.ipp>
#endif
