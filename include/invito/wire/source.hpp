// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/source.hpp
/// Where the events of a document come from: JSON text, a `nlohmann::json` value, or any other
/// engine.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

#include <invito/base/result.hpp>
#include <invito/base/text.hpp>
#include <invito/wire/reader.hpp>
#include <nlohmann/json.hpp>

namespace invito {
inline namespace v0 {
namespace wire {

/// Feeds a reader from JSON text, by nlohmann's parser. A template, so that a unit which reads no
/// text does not compile the parser.
template <class Json = nlohmann::json>
void feed_text(std::string_view text, reader& to);

/// Feeds a reader from a `nlohmann::json`, or another `basic_json`. Its objects have no duplicate
/// members any more.
template <class Json>
void feed_value(Json const& value, reader& to);

/// A document to be read; every `read_*` function takes one. Made from text or from a value of
/// nlohmann's. For another JSON engine, give a function that feeds a reader with its events.
/// Refers to the document, which must outlive it.
class source {
 public:
  /// Feeds `to` with the events of the document behind `document`.
  using feed_function = void (*)(void const* document, reader& to);

  /// JSON text: anything that converts to `std::string_view`.
  template <class Text,
            class = std::enable_if_t<std::is_convertible_v<Text const&, std::string_view>>>
  source(Text const& text) : text_(text), parse_(&feed_text<>) {}
  /// A `nlohmann::json`, or another `basic_json`.
  template <class Json, class = typename Json::object_t, class = void>
  source(Json const& value)
      : source(&value, [](void const* document, reader& to) {
          feed_value(*static_cast<Json const*>(document), to);
        }) {}
  /// A document of another engine's.
  source(void const* document, feed_function how) : document_(document), feed_(how) {}

  /// Feeds `to` with all of it.
  void feed(reader& to) const { feed_ ? feed_(document_, to) : parse_(text_, to); }
  /// Whether it is text without a document: nothing, or only white space.
  [[nodiscard]] bool empty() const noexcept {
    return !feed_ && text_.find_first_not_of(" \t\n\r") == std::string_view::npos;
  }

 private:
  std::string_view text_{};
  void (*parse_)(std::string_view, reader&) = nullptr;
  void const* document_ = nullptr;
  feed_function feed_ = nullptr;
};

/// Reads one document into a struct that has a field table, or any other type that a field may
/// have: all of it, or all problems.
template <class Document>
[[nodiscard]] result<Document> read_document(source const& in, read_options const& options);

// -------------------------------------------------------------------------------------------------

namespace detail {

/// nlohmann's names for the events.
template <class Json = nlohmann::json>
class nlohmann_events {
 public:
  explicit nlohmann_events(reader& to) noexcept : to_(&to) {}

  bool null() { return to_->null(); }
  bool boolean(bool b) { return to_->boolean(b); }
  bool number_integer(std::int64_t n) { return to_->integer(n); }
  bool number_unsigned(std::uint64_t n) {
    constexpr auto most = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)());
    if (n <= most) return to_->integer(static_cast<std::int64_t>(n));
    return to_->number(static_cast<double>(n), std::to_string(n));
  }
  bool number_float(double value, std::string const& spelling) {
    // The parser has put the decimal point of the C library's locale into the text.
    const auto point = spelling.find_first_not_of("+-0123456789eE");
    if (point == std::string::npos || spelling[point] == '.') return to_->number(value, spelling);
    std::string as_written = spelling;
    as_written[point] = '.';
    // Of a point of several bytes the parser puts in the first, and then reads no further itself.
    const bool cut = static_cast<unsigned char>(spelling[point]) >= 0x80;
    return to_->number(cut ? std::numeric_limits<double>::quiet_NaN() : value, as_written);
  }
  bool string(std::string& text) { return to_->text(text); }
  bool binary(typename Json::binary_t&) { return false; }  // JSON text has none
  bool start_object(std::size_t) { return to_->begin_object(); }
  bool key(std::string& name) { return to_->key(name); }
  bool end_object() { return to_->end_object(); }
  bool start_array(std::size_t) { return to_->begin_array(); }
  bool end_array() { return to_->end_array(); }
  bool parse_error(std::size_t position, std::string const&, typename Json::exception const&) {
    return to_->syntax_error(position == 0 ? 0 : position - 1);  // nlohmann counts from one
  }

 private:
  reader* to_;
};

template <class Json>
bool feed(Json const& value, reader& to) {
  using kind = typename Json::value_t;
  nlohmann_events<Json> events(to);
  switch (value.type()) {
    case kind::null: return to.null();
    case kind::boolean: return to.boolean(*value.template get_ptr<bool const*>());
    case kind::number_integer:
      return events.number_integer(
          *value.template get_ptr<typename Json::number_integer_t const*>());
    case kind::number_unsigned:
      return events.number_unsigned(
          *value.template get_ptr<typename Json::number_unsigned_t const*>());
    case kind::number_float:
      return to.number(*value.template get_ptr<typename Json::number_float_t const*>(),
                       value.dump());
    case kind::string: {
      auto const& text = *value.template get_ptr<typename Json::string_t const*>();
      return is_utf8(text) ? to.text(text) : to.invalid_text();
    }
    case kind::array:
      if (!to.begin_array()) return false;
      for (Json const& element : value) {
        if (!feed(element, to)) return false;
      }
      return to.end_array();
    case kind::object:
      if (!to.begin_object()) return false;
      for (auto const& member : *value.template get_ptr<typename Json::object_t const*>()) {
        if (!is_utf8(member.first)) return to.syntax_error(0);
        if (!to.key(member.first) || !feed(member.second, to)) return false;
      }
      return to.end_object();
    case kind::binary:
    case kind::discarded: break;
  }
  return to.syntax_error(0);
}

/// Fills the slot, and returns what was wrong.
inline problems read_into(slot to, source const& in, read_options const& options) {
  reader r(to, options);
  in.feed(r);
  return std::move(r).finish();
}

}  // namespace detail

template <class Json>
void feed_text(std::string_view text, reader& to) {
  if (text.size() > to.options().limits.bytes) {
    to.too_large(text.size());
    return;
  }
  detail::nlohmann_events<Json> events(to);
  const std::size_t end = (std::min)(text.find('\0'), text.size());  // nlohmann reads no further
  const bool good = Json::sax_parse(text.data(), text.data() + end, &events);
  if (good && end != text.size()) to.syntax_error(end);
}

template <class Json>
void feed_value(Json const& value, reader& to) {
  detail::feed(value, to);
}

template <class Document>
result<Document> read_document(source const& in, read_options const& options) {
  result<Document> out(std::in_place);
  problems found = detail::read_into({&*out, &detail::codec_of<Document>}, in, options);
  if (!found.empty()) out = std::move(found);
  return out;
}

}  // namespace wire

/// Validates JSON text and keeps it compact, numbers by their spelling, members in their order.
[[nodiscard]] inline result<json_text> parse_json_text(wire::source const& in,
                                                       read_options const& options = {}) {
  return wire::read_document<json_text>(in, options);
}

}  // namespace v0
}  // namespace invito
