// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/source.hpp
/// The input that a document is read from: JSON text, a `nlohmann::json`, or a document of any
/// other JSON engine.

#include <string_view>
#include <type_traits>

#include <invito/base/result.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

class reader;

/// Parses JSON text with the parser of nlohmann/json and passes each value and name in the text to
/// the reader `to`. The function is a template so that translation units that read no text do not
/// compile the parser.
template <class = void>
void feed_text(std::string_view text, reader& to);

/// Passes each value and name in `value` to the reader `to`. `Json` is `nlohmann::json`, or another
/// `basic_json` if `wire/nlohmann.hpp` is included. A `basic_json` contains no duplicate fields.
template <class Json>
void feed_value(Json const& value, reader& to);

/// The document that a `read_*` function reads: JSON text or a `nlohmann::json`. For any other JSON
/// engine, provide a `feed_function` that calls the functions of a reader. A source does not copy
/// the document. The document must outlive the source.
class source {
 public:
  /// Passes each value and name in the document at the address `document` to the reader `to`.
  using feed_function = void (*)(void const* document, reader& to);

  /// JSON text, of any type that converts to `std::string_view`.
  template <class Text,
            class = std::enable_if_t<std::is_convertible_v<Text const&, std::string_view>>>
  source(Text const& text) : text_(text), parse_(&feed_text<>) {}
  /// A `nlohmann::json`, or another `basic_json`.
  template <class Json, class = typename Json::object_t, class = void>
  source(Json const& value)
      : source(&value, [](void const* document, reader& to) {
          feed_value(*static_cast<Json const*>(document), to);
        }) {}
  /// A document of a JSON engine other than nlohmann/json. `function` reads it.
  source(void const* document, feed_function function) : document_(document), feed_(function) {}

  /// Passes each value and name in the document to the reader `to`.
  void feed(reader& to) const { feed_ ? feed_(document_, to) : parse_(text_, to); }
  /// Returns whether the document is JSON text that is empty or consists of white space.
  [[nodiscard]] bool empty() const noexcept {
    return !feed_ && text_.find_first_not_of(" \t\n\r") == std::string_view::npos;
  }

 private:
  std::string_view text_{};
  void (*parse_)(std::string_view, reader&) = nullptr;
  void const* document_ = nullptr;
  feed_function feed_ = nullptr;
};

}  // namespace wire

/// Validates JSON text and returns it in compact form. Numbers keep their spelling (except -0,
/// which becomes 0), and fields keep their order.
[[nodiscard]] result<json_text> parse_json_text(wire::source const& in,
                                                read_options const& options = {});

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/nlohmann.ipp>
#include <invito/wire/impl/source.ipp>
#endif
