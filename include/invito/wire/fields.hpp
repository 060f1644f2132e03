// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/fields.hpp
/// Field tables: the one place where the JSON of a document is written down. A document is a plain
/// struct for each of its objects; a table gives one row to each member: its name, where it is
/// kept, how it is read and written, and what of the model it carries. Reading, writing and the
/// list of what a dialect can express all come from these rows.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/names.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/rfc3339.hpp>
#include <invito/wire/writer.hpp>

namespace invito {
inline namespace v0 {

/// What of the model a field carries.
enum class feature : std::uint8_t {
  none,
  id,
  organization,
  email,
  user,
  given_name,
  family_name,
  role,
  grants,
  send,
  attributes,
  status,
  cause,
  created_at,
  created_by,
  updated_at,
  expires_at,
  accepted_at,
  accepted_by,
  revoked_at,
  revoked_by,
  sponsor,
  offer_number,
  keys,
  revision,
  history,
  statuses  ///< How the status came to be, as a composite status.
};

inline constexpr std::size_t feature_count = 27;  ///< How many features there are, `none` included.

template <>
inline constexpr std::array<std::string_view, feature_count> names_of<feature>{
    "none",        "id",         "organization", "email",      "user",         "given_name",
    "family_name", "role",       "grants",       "send",       "attributes",   "status",
    "cause",       "created_at", "created_by",   "updated_at", "expires_at",   "accepted_at",
    "accepted_by", "revoked_at", "revoked_by",   "sponsor",    "offer_number", "keys",
    "revision",    "history",    "statuses"};

/// A set of features.
class feature_set {
 public:
  constexpr feature_set() noexcept = default;
  /// The set of these.
  constexpr feature_set(std::initializer_list<feature> all) noexcept {
    for (const feature f : all) add(f);
  }
  /// The set of all.
  [[nodiscard]] static constexpr feature_set all() noexcept {
    feature_set out;
    out.bits_ = ~0U;
    return out;
  }
  constexpr void add(feature f) noexcept { bits_ |= bit(f); }  ///< Takes in one.
  /// Takes in all of `more`.
  constexpr void add(feature_set const& more) noexcept { bits_ |= more.bits_; }
  /// Whether it is in the set.
  [[nodiscard]] constexpr bool has(feature f) const noexcept { return (bits_ & bit(f)) != 0; }

 private:
  static constexpr std::uint32_t bit(feature f) noexcept { return 1U << static_cast<unsigned>(f); }
  std::uint32_t bits_ = 0;
};

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

inline field const* table::find(std::string_view name, std::size_t likely) const noexcept {
  const auto is_it = [name](field const& f) {
    return f.name.size() == name.size() && std::equal(name.begin(), name.end(), f.name.begin());
  };
  if (likely < size && is_it(rows[likely])) return rows + likely;
  const std::size_t first = by_hash[hash(name)];
  if (first == 0) return nullptr;
  field const* const found = std::find_if(rows + first - 1, rows + size, is_it);
  return found != rows + size ? found : nullptr;
}

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

// -------------------------------------------------------------------------------------------------

namespace detail {

template <class T>
T& as(void* at) {
  return *static_cast<T*>(at);
}
template <class T>
T const& as(void const* at) {
  return *static_cast<T const*>(at);
}

constexpr codec scalar_codec(std::string_view expects, code (*read)(void*, scalar const&),
                             void (*write)(void const*, writer&)) {
  codec c{codec::kind::scalar, expects};
  c.scalar = read;
  c.write = write;
  return c;
}

template <class Object, class = void>
struct is_closed : std::false_type {};
template <class Object>
struct is_closed<Object, std::void_t<decltype(fields_of<Object>::closed)>>
    : std::bool_constant<fields_of<Object>::closed> {};

template <class Object>
inline constexpr table table_of{fields_of<Object>::rows, is_closed<Object>::value};

// Objects are the primary template: a type that is none of the known ones has a table.
template <class Object>
struct codec_for {
  static slot open(void* at);
  static void write(void const* at, writer& out) { write_object(at, table_of<Object>, out); }
  static constexpr codec make() {
    codec c{codec::kind::object, "an object"};
    c.object = open;
    c.fields = &table_of<Object>;
    c.write = write;
    return c;
  }
};

template <class T>
inline constexpr codec codec_of = codec_for<T>::make();

template <class Object>
slot codec_for<Object>::open(void* at) {
  return {at, &codec_of<Object>};
}

template <>
struct codec_for<std::string> {
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::text) return code::wrong_type;
    as<std::string>(at) = in.text;
    return {};
  }
  static void write(void const* at, writer& out) { out.text(as<std::string>(at)); }
  static bool blank(void const* at) { return as<std::string>(at).empty(); }
  static constexpr codec make() {
    codec c = scalar_codec("a string", read, write);
    c.blank = blank;
    return c;
  }
};

// Views are for writing alone: what is read must outlive the engine's buffers.
template <>
struct codec_for<std::string_view> {
  static void write(void const* at, writer& out) { out.text(as<std::string_view>(at)); }
  static bool blank(void const* at) { return as<std::string_view>(at).empty(); }
  static constexpr codec make() {
    codec c = scalar_codec("a string", nullptr, write);
    c.blank = blank;
    return c;
  }
};

template <>
struct codec_for<bool> {
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::boolean) return code::wrong_type;
    as<bool>(at) = in.truth;
    return {};
  }
  static void write(void const* at, writer& out) { out.boolean(as<bool>(at)); }
  static constexpr codec make() { return scalar_codec("true or false", read, write); }
};

template <>
struct codec_for<std::int64_t> {
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::number) return code::wrong_type;
    if (!in.whole) {
      const bool digits = in.text.find_first_of(".eE") == std::string_view::npos;
      return digits ? code::number_out_of_range : code::wrong_type;
    }
    as<std::int64_t>(at) = *in.whole;
    return {};
  }
  static void write(void const* at, writer& out) { out.integer(as<std::int64_t>(at)); }
  static constexpr codec make() { return scalar_codec("an integer", read, write); }
};

template <auto const& Words, class Enum>
struct codec_for<word<Words, Enum>> {
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::text) return code::wrong_type;
    const auto found = std::find(Words.begin(), Words.end(), in.text);
    if (found == Words.end()) return code::unknown_value;
    as<word<Words, Enum>>(at).value = static_cast<Enum>(found - Words.begin());
    return {};
  }
  static void write(void const* at, writer& out) { out.text(as<word<Words, Enum>>(at).text()); }
  static constexpr codec make() { return scalar_codec("a string", read, write); }
};

template <>
struct codec_for<unix_time> {
  static code read(void* at, scalar const& in) {
    std::int64_t seconds = 0;
    const code wrong = codec_for<std::int64_t>::read(&seconds, in);
    if (wrong == code::number_out_of_range) return code::time_out_of_range;
    if (wrong != code{}) return wrong;
    const std::optional<instant> t = from_unix_seconds(seconds);
    if (!t) return code::time_out_of_range;
    as<unix_time>(at).value = *t;
    return {};
  }
  static void write(void const* at, writer& out) {
    out.integer(to_unix_seconds(as<unix_time>(at).value));
  }
  static constexpr codec make() {
    return scalar_codec("an integer: seconds since 1970", read, write);
  }
};

template <>
struct codec_for<text_time> {
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::text) return code::wrong_type;
    const result<instant> t = parse_rfc3339(in.text);
    if (!t) return t.error().front().code;
    as<text_time>(at).value = *t;
    return {};
  }
  static void write(void const* at, writer& out) {
    std::array<char, rfc3339_length> text{};
    const char* end = write_rfc3339(text.data(), as<text_time>(at).value);
    out.text({text.data(), static_cast<std::size_t>(end - text.data())});
  }
  static constexpr codec make() { return scalar_codec("a string: an RFC 3339 time", read, write); }
};

template <>
struct codec_for<json_text> {
  static json_text* raw(void* at) { return &as<json_text>(at); }
  static void write(void const* at, writer& out) { out.json(as<json_text>(at).text()); }
  static constexpr codec make() {
    codec c{codec::kind::raw, "any value"};
    c.raw = raw;
    c.write = write;
    return c;
  }
};

template <class T>
struct codec_for<std::optional<T>> {
  using optional = std::optional<T>;
  static code read(void* at, scalar const& in) {
    optional& o = as<optional>(at);
    const code wrong = codec_of<T>.scalar(&o.emplace(), in);
    if (wrong != code{}) o.reset();
    return wrong;
  }
  static slot open(void* at) { return codec_of<T>.object(&as<optional>(at).emplace()); }
  static void array(void* at) { codec_of<T>.array(&as<optional>(at).emplace()); }
  static slot element(void* at) { return codec_of<T>.element(&*as<optional>(at)); }
  static json_text* raw(void* at) { return codec_of<T>.raw(&as<optional>(at).emplace()); }
  static void const* held(void const* at) {
    optional const& o = as<optional>(at);
    return o ? &*o : nullptr;
  }
  static constexpr codec make() {
    constexpr codec inner = codec_for<T>::make();
    codec c{inner.accepts, inner.expects};
    switch (inner.accepts) {
      case codec::kind::scalar: c.scalar = read; break;
      case codec::kind::object:
        c.object = open;
        c.fields = inner.fields;
        break;
      case codec::kind::array:
        c.array = array;
        c.element = element;
        break;
      case codec::kind::raw: c.raw = raw; break;
    }
    c.optional = true;
    c.held = held;
    c.write = inner.write;
    return c;
  }
};

template <class T>
struct codec_for<std::vector<T>> {
  using vector = std::vector<T>;
  static void array(void* at) {
    as<vector>(at).clear();
    as<vector>(at).reserve(4);  // enough for most
  }
  static slot element(void* at) { return {&as<vector>(at).emplace_back(), &codec_of<T>}; }
  static void write(void const* at, writer& out) {
    out.begin_array();
    std::size_t n = 0;
    for (T const& e : as<vector>(at)) {
      write_value(&e, codec_of<T>, out);
      if (out.failed()) return out.trail(n);
      ++n;
    }
    out.end_array();
  }
  static constexpr codec make() {
    codec c{codec::kind::array, "an array"};
    c.array = array;
    c.element = element;
    c.write = write;
    return c;
  }
};

/// An object whose names are data, as a vector of structs with `name` and `value`.
template <class Member>
struct codec_for_members {
  using vector = std::vector<Member>;
  using value = decltype(Member::value);
  static slot open(void* at) {
    as<vector>(at).clear();
    as<vector>(at).reserve(4);
    return {at, &codec_of<vector>};
  }
  static slot member(void* at, std::string_view name) {
    Member& m = as<vector>(at).emplace_back();
    m.name = name;
    return {&m.value, &codec_of<value>};
  }
  static void write(void const* at, writer& out) {
    out.begin_object();
    for (Member const& m : as<vector>(at)) {
      out.key(m.name);
      if (!out.failed()) write_value(&m.value, codec_of<value>, out);
      if (out.failed()) return out.trail(m.name);
    }
    out.end_object();
  }
  static constexpr codec make() {
    codec c{codec::kind::object, "an object"};
    c.object = open;
    c.member = member;
    c.write = write;
    return c;
  }
};

template <class Text, class Value>
struct codec_for<std::vector<named<Text, Value>>> : codec_for_members<named<Text, Value>> {};

template <>
struct codec_for<attribute_list> : codec_for_members<attribute> {};

/// A place in a document, as an array of names and indices.
template <>
struct codec_for<path> {
  static code read_step(void* at, scalar const& in) {
    path& out = as<path>(at);
    if (in.kind == scalar::kind::text) {
      out.add(in.text);
      return {};
    }
    std::int64_t index = 0;
    const code wrong = codec_for<std::int64_t>::read(&index, in);
    if (wrong != code{}) return wrong;
    if (index < 0) return code::number_out_of_range;
    out.add(static_cast<std::size_t>(index));
    return {};
  }
  static void clear(void* at) { as<path>(at) = path(); }
  static slot element(void* at) {
    static constexpr codec step = scalar_codec("a string or an integer", read_step, nullptr);
    return {at, &step};
  }
  static void write(void const* at, writer& out) {
    out.begin_array();
    std::size_t n = 0;
    for (path::segment const& s : as<path>(at).segments()) {
      if (s.index) {
        out.integer(static_cast<std::int64_t>(*s.index));
      } else {
        out.text(s.name);
      }
      if (out.failed()) return out.trail(n);
      ++n;
    }
    out.end_array();
  }
  static constexpr codec make() {
    codec c{codec::kind::array, "an array"};
    c.array = clear;
    c.element = element;
    c.write = write;
    return c;
  }
};

template <class Member>
struct member_of;
template <class Object, class Type>
struct member_of<Type Object::*> {
  using object = Object;
  using type = Type;
};

// Its types are spelled out because g++ gives `template <auto>` external linkage even where the
// object is local to a file; two of one name would then share this function.
template <class Object, class Type, Type Object::*Member>
void* get(void* object) {
  return &(as<Object>(object).*Member);
}

}  // namespace detail

template <auto Member>
constexpr field row(std::string_view name, feature carries) {
  using member = detail::member_of<decltype(Member)>;
  using type = typename member::type;
  return field{name, &detail::codec_of<type>, detail::get<typename member::object, type, Member>,
               carries};
}

inline void write_object(void const* at, table const& fields, writer& out) {
  // The rows serve reading too, hence the pointer to non-const; nothing is written through it.
  void* object = const_cast<void*>(at);
  out.begin_object();
  field const* const end = fields.rows + fields.size;
  for (field const* f = fields.rows; f != end; ++f) {
    if (f->read_only || (f->wide_only && !out.wide())) continue;
    codec const& as = *f->as;
    void const* value = f->get(object);
    if (as.held) value = as.held(value);
    if (out.incomplete() && f->required && (!value || (as.blank && as.blank(value)))) continue;
    if (value) {
      out.name(f->name);
      as.write(value, out);
      if (out.failed()) return out.trail(f->name);
    } else if (f->null_if_absent || (f->wide_null && out.wide())) {
      out.name(f->name);
      out.null();
    }
  }
  out.end_object();
}

inline void write_value(void const* at, codec const& as, writer& out) {
  void const* value = as.held ? as.held(at) : at;
  value ? as.write(value, out) : out.null();
}

}  // namespace wire
}  // namespace v0
}  // namespace invito
