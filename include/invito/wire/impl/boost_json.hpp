// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/basic_parser_impl.hpp>
#include <invito/base/problem.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/boost_json.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/impl/nlohmann.hpp>
#include <invito/wire/reader.hpp>
#include <invito/wire/source.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

namespace detail {

/// Passes the events of Boost.JSON's parser to a reader. The parser may pass a string or a number
/// in several parts.
class boost_events {
 public:
  using error = boost::json::error_code;
  using text_part = boost::json::string_view;

  static constexpr std::size_t max_object_size = no_limit;
  static constexpr std::size_t max_array_size = no_limit;
  static constexpr std::size_t max_key_size = no_limit;
  static constexpr std::size_t max_string_size = no_limit;

  explicit boost_events(reader& to) noexcept : to_(&to) {}

  bool on_document_begin(error&) { return true; }
  bool on_document_end(error&) { return true; }
  bool on_object_begin(error& e) { return go_on(to_->begin_object(), e); }
  bool on_object_end(std::size_t, error& e) { return go_on(to_->end_object(), e); }
  bool on_array_begin(error& e) { return go_on(to_->begin_array(), e); }
  bool on_array_end(std::size_t, error& e) { return go_on(to_->end_array(), e); }
  bool on_key_part(text_part part, std::size_t, error&) { return begin(part); }
  bool on_key(text_part last, std::size_t, error& e) { return go_on(to_->key(whole(last)), e); }
  bool on_string_part(text_part part, std::size_t, error&) { return begin(part); }
  bool on_string(text_part last, std::size_t, error& e) { return go_on(to_->text(whole(last)), e); }
  bool on_number_part(text_part part, error&) { return begin(part); }
  bool on_int64(std::int64_t n, text_part, error& e) {
    begun_.clear();
    return go_on(to_->integer(n), e);
  }
  // nlohmann's parser reads the text of every number that Boost.JSON does not parse as an
  // `std::int64_t`. So a document has the same result with Boost.JSON as with nlohmann/json.
  bool on_uint64(std::uint64_t, text_part last, error& e) { return number(last, e); }
  bool on_double(double, text_part last, error& e) { return number(last, e); }
  bool on_bool(bool b, error& e) { return go_on(to_->boolean(b), e); }
  bool on_null(error& e) { return go_on(to_->null(), e); }
  bool on_comment_part(text_part, error&) { return true; }
  bool on_comment(text_part, error&) { return true; }

  /// Returns whether the reader has stopped the parser. In this case, the reader has already added
  /// the problem.
  [[nodiscard]] bool stopped() const noexcept { return stopped_; }

 private:
  bool begin(text_part part) {
    begun_.append(part.data(), part.size());
    return true;
  }
  /// Returns the complete string or number. The result is valid until the next call.
  std::string_view whole(text_part last) {
    if (begun_.empty()) return {last.data(), last.size()};
    whole_ = std::exchange(begun_, {}).append(last.data(), last.size());
    return whole_;
  }
  bool go_on(bool accepted, error& e) {
    if (accepted) return true;
    stopped_ = true;
    e = boost::json::error::incomplete;  // any error stops the parser
    return false;
  }
  /// Passes a number with its spelling to the reader.
  bool number(text_part last, error& e) {
    struct number_events : nlohmann_events<> {
      using nlohmann_events::nlohmann_events;
      bool parse_error(std::size_t, std::string const&, nlohmann::json::exception const&) {
        too_big = true;  // `feed_text_by_boost` reports the problem, with the position in the text
        return false;
      }
      bool too_big = false;
    };
    const std::string_view spelling = whole(last);
    number_events events(*to_);
    const bool good =
        nlohmann::json::sax_parse(spelling.data(), spelling.data() + spelling.size(), &events);
    return go_on(good, e) || (stopped_ = !events.too_big, false);
  }

  reader* to_;
  std::string begun_{};  // the parts of an incomplete string or number
  std::string whole_{};
  bool stopped_ = false;
};

/// Returns the position of the syntax error that nlohmann's parser reports for `text`. If that
/// parser reports none, returns `otherwise`.
inline std::size_t syntax_error_in(std::string_view text, std::size_t otherwise) {
  const auto read = parse_json_text(text, {everything});
  if (read) return otherwise;
  for (problem const& p : read.error()) {
    if (p.code == code::syntax_error) return static_cast<std::size_t>(p.numbers[0]);
  }
  return otherwise;
}

}  // namespace detail

inline boost_json::operator source() const {
  return {this, [](void const* document, reader& to) {
            feed_text_by_boost(static_cast<boost_json const*>(document)->text, to);
          }};
}

inline void feed_text_by_boost(std::string_view text, reader& to) {
  if (text.size() > to.options().limits.bytes) {
    to.too_large(text.size());
    return;
  }
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  const bool marked = text.substr(0, byte_order_mark.size()) == byte_order_mark;
  const std::string_view json = text.substr(marked ? byte_order_mark.size() : 0);
  boost::json::parse_options options;
  // The reader stops the parser at `read_limits::depth`, which also limits the parser's recursion.
  options.max_depth = no_limit;
  boost::json::basic_parser<detail::boost_events> parser(options, to);
  boost::json::error_code error;
  const std::size_t end = parser.write_some(false, json.data(), json.size(), error);
  if (parser.handler().stopped()) return;
  if (error || end != json.size()) to.syntax_error(detail::syntax_error_in(text, end));
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
