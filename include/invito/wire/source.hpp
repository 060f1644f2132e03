// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/source.hpp
/// Where a document comes from: JSON text, a `nlohmann::json` value, or any other engine.

#include <string_view>
#include <type_traits>

#include <invito/base/result.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

class reader;

/// Feeds a reader from JSON text, by nlohmann's parser. A template, so that a unit which reads no
/// text does not compile the parser.
template <class = void>
void feed_text(std::string_view text, reader& to);

/// Feeds a reader from a `nlohmann::json`, or from another `basic_json` where `wire/nlohmann.hpp`
/// is included. Its objects have no duplicate members any more.
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

}  // namespace wire

/// Validates JSON text and keeps it compact, numbers by their spelling, members in their order.
[[nodiscard]] result<json_text> parse_json_text(wire::source const& in,
                                                read_options const& options = {});

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/nlohmann.ipp>
#include <invito/wire/impl/source.ipp>
#endif
