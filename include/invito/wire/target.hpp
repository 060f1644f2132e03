// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/target.hpp
/// The output that a document is written to: JSON text, a `nlohmann::json`, or a value of any other
/// JSON engine.

#include <string>

#include <invito/base/result.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

struct codec;

/// Writes the value at the address `at`, with the codec `as`, to the `Json` at the address `to`.
/// `Json` is a specialization of `nlohmann::basic_json`.
template <class Json>
result<void> write_tree(void* to, void const* at, codec const& as, write_settings const& settings);

/// The output to which a `write_*_to` function writes a document. A target refers to the argument
/// of its constructor. This argument must outlive the target. For a JSON engine other than
/// nlohmann/json, derive a class from `writer` and provide a `write_function` that uses this class.
class target {
 public:
  /// Writes the value at the address `at`, with the codec `as`, to the output at the address `to`.
  using write_function = result<void> (*)(void* to, void const* at, codec const& as,
                                          write_settings const& settings);

  /// Appends to a string. The string is unchanged if the document cannot be written.
  target(std::string& end);
  /// Writes to the start of a buffer. If the text does not fit, the problem is `too_large`, and
  /// `buffer::length` is the length of the text.
  target(buffer& start);
  /// Writes to a `nlohmann::json`, or to another `basic_json` if `wire/nlohmann.hpp` is included.
  /// The value becomes null if the document cannot be written.
  template <class Json, class = typename Json::object_t>
  target(Json& value) : target(&value, &write_tree<Json>) {}
  /// Calls `function` to write the document to the output at the address `to`. Use this constructor
  /// for a JSON engine other than nlohmann/json.
  target(void* to, write_function function) : to_(to), write_(function) {}

  /// Writes the value at the address `at`, with the codec `as`, to the output.
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
