// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/path.hpp>
#include <invito/base/result.hpp>
#include <invito/wire/fields.hpp>
#include <invito/wire/rfc3339.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
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

// The primary template is for JSON objects. Every type without a specialization of `codec_for` must
// have a field table.
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

// `std::string_view` is used for writing only. The reader copies strings, because the JSON engine
// may reuse its buffer.
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
  static constexpr codec make() { return scalar_codec("a boolean", read, write); }
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
    return scalar_codec("an integer (Unix time in seconds)", read, write);
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
  static constexpr codec make() { return scalar_codec("a string (RFC 3339 time)", read, write); }
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
    as<vector>(at).reserve(4);  // enough for most arrays
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

/// For JSON objects that may have any field names. The C++ type is a vector of structs with the
/// members `name` and `value`.
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

/// Reads and writes a path in a document as a JSON array of names and indices.
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

// The types are template parameters, because g++ gives `template <auto>` external linkage even if
// `Object` is local to a file. With `template <auto>`, two objects with the same name in two files
// would share one function.
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

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
