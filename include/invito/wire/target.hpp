// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/target.hpp
/// The output that a document is written to: JSON text, a `nlohmann::json`, or another JSON engine.

#include <string>

#include <invito/base/result.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

struct codec;

/// Writes the value at `at` into the `Json` at `to`, a kind of `basic_json`.
template <class Json>
result<void> write_tree(void* to, void const* at, codec const& as, write_settings const& settings);

/// The output of a document; the parameter of every `write_*_to` function. Refers to the argument
/// of its constructor. For another JSON engine, derive from `writer` and pass a function that uses
/// it.
class target {
 public:
  /// Writes the value at `at`, represented by `as`, to the output that `to` points to.
  using write_function = result<void> (*)(void* to, void const* at, codec const& as,
                                          write_settings const& settings);

  /// The end of a string. The string is unchanged if the document cannot be written.
  target(std::string& end);
  /// The start of a buffer. `too_large` if the text does not fit, with the length of the text.
  target(buffer& start);
  /// A `nlohmann::json`, or another `basic_json` if `wire/nlohmann.hpp` is included. It is set to
  /// null if the document cannot be written.
  template <class Json, class = typename Json::object_t>
  target(Json& value) : target(&value, &write_tree<Json>) {}
  /// An output of another JSON engine.
  target(void* to, write_function function) : to_(to), write_(function) {}

  /// Writes the value at `at`, represented by `as`.
  [[nodiscard]] result<void> write(void const* at, codec const& as,
                                   write_settings const& settings) const {
    return write_(to_, at, as, settings);
  }

 private:
  void* to_;
  write_function write_;
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/nlohmann.ipp>
#include <invito/wire/impl/target.ipp>
#endif
