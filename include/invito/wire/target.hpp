// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/target.hpp
/// Where a document goes: JSON text, a `nlohmann::json` value, or any other engine.

#include <string>

#include <invito/base/problem.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

struct codec;

/// Writes the value at `at` into the `Json` at `to`, a kind of `basic_json`.
template <class Json>
problems write_tree(void* to, void const* at, codec const& as, write_settings const& how);

/// Where a document is written; every `write_*_to` function takes one. Refers to what it was made
/// from. For another JSON engine, derive from `writer` and give a function that writes with it.
class target {
 public:
  /// Writes the value at `at` to what is behind `to`; returns what stood in the way.
  using write_function = problems (*)(void* to, void const* at, codec const& as,
                                      write_settings const& how);

  /// The end of a string, which is left as it was where the document cannot be written.
  target(std::string& end);
  /// The start of a buffer: `too_large` where it is, with the length that the text has.
  target(buffer& start);
  /// A `nlohmann::json`, or another `basic_json` where `wire/nlohmann.hpp` is included: null where
  /// the document cannot be written.
  template <class Json, class = typename Json::object_t>
  target(Json& value) : target(&value, &write_tree<Json>) {}
  /// A document of another engine's.
  target(void* to, write_function how) : to_(to), write_(how) {}

  /// Writes the value at `at`; nothing for success.
  [[nodiscard]] problems write(void const* at, codec const& as, write_settings const& how) const {
    return write_(to_, at, as, how);
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
