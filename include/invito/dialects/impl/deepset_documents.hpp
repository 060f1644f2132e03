// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include <invito/base/path.hpp>
#include <invito/base/text.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/documents.hpp>

namespace invito {
inline namespace INVITO_ABI {

struct deepset;

/// One struct for each JSON object of the dialect. `Text` is `std::string` for reading and
/// `std::string_view` for writing.
namespace deepset_documents {

/// A string that must be a UUID. Reading and writing do not change its spelling.
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
struct response {
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

/// The value of the field `detail`: absent, one message, or one item for each problem.
template <class Text>
struct details {
  std::variant<std::monostate, Text, std::vector<item<Text>>> value{};
};

template <class Text>
struct error {
  details<Text> detail{};
};

/// Whether the text has 32 hexadecimal digits, without hyphens or with hyphens as 8-4-4-4-12.
constexpr bool is_uuid(std::string_view text) noexcept {
  const bool hyphenated = text.size() == 36;
  if (!hyphenated && text.size() != 32) return false;
  for (std::size_t n = 0; n != text.size(); ++n) {
    const char c = invito::detail::ascii_lower(text[n]);
    const bool hyphen = hyphenated && (n == 8 || n == 13 || n == 18 || n == 23);
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (hyphen ? c != '-' : !digit) return false;
  }
  return true;
}

}  // namespace deepset_documents

namespace wire {

template <>
struct documents_of<deepset> {
  template <class Text>
  using request = deepset_documents::request<Text>;
  template <class Text>
  using invite = deepset_documents::response<Text>;
  template <class Text>
  using creation_response = deepset_documents::response<Text>;
  template <class Text>
  using error = deepset_documents::error<Text>;
};

}  // namespace wire

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
  static constexpr codec make() { return scalar_codec("a string (UUID)", read, write); }
};

template <class Text>
struct codec_for<deepset_documents::response<Text>> {
  using response = deepset_documents::response<Text>;
  static json_text* raw(void* at) { return &as<response>(at).body; }
  static void write(void const* at, writer& out) { out.json(as<response>(at).body.text()); }
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
    c.scalar = read;  // so that the codec also reads a string
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

// The response has no documented fields, so it contains no feature.
template <class Text>
struct fields_of<deepset_documents::response<Text>> {
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
}  // namespace INVITO_ABI
}  // namespace invito
