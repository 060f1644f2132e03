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

/// Writes the value at `at` with the codec `as` to the `Json` at `to`. `Json` is a `basic_json`.
template <class Json>
result<void> write_tree(void* to, void const* at, codec const& as, write_settings const& settings);

/// The output to which a `write_*_to` function writes a document. A target refers to the argument
/// of its constructor, which must outlive the target. For another JSON engine, derive a class from
/// `writer` and provide a function that uses this class.
class target {
 public:
  /// Writes the value at `at` with the codec `as` to the output at `to`.
  using write_function = result<void> (*)(void* to, void const* at, codec const& as,
                                          write_settings const& settings);

  /// Appends to a string. The string is unchanged if the document cannot be written.
  target(std::string& end);
  /// Writes to the start of a buffer. If the text does not fit, the problem is `too_large` with the
  /// length of the text.
  target(buffer& start);
  /// Writes to a `nlohmann::json`, or to another `basic_json` if `wire/nlohmann.hpp` is included.
  /// The value becomes null if the document cannot be written.
  template <class Json, class = typename Json::object_t>
  target(Json& value) : target(&value, &write_tree<Json>) {}
  /// Writes through a JSON engine other than nlohmann/json. `to` is the output of this engine.
  target(void* to, write_function function) : to_(to), write_(function) {}

  /// Writes the value at `at` with the codec `as`.
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
