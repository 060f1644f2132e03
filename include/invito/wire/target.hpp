// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/target.hpp
/// Where a document goes: JSON text, a `nlohmann::json` value, or any other engine.

#include <string>
#include <type_traits>

#include <invito/base/problem.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

struct codec;

namespace detail {

template <class To, class = void>
inline constexpr bool is_tree = false;
template <class To>
inline constexpr bool is_tree<To, std::void_t<typename To::object_t>> = true;

template <class To>
inline constexpr bool is_target =
    std::is_same_v<To, std::string> || std::is_same_v<To, buffer> || is_tree<To>;

template <class To>
problems write_to(void* to, void const* at, codec const& as, write_settings const& how);

}  // namespace detail

/// Where a document is written; every `write_*_to` function takes one. Refers to what it was made
/// from. For another JSON engine, derive from `writer` and give a function that writes with it.
class target {
 public:
  /// Writes the value at `at` to what is behind `to`; returns what stood in the way.
  using write_function = problems (*)(void* to, void const* at, codec const& as,
                                      write_settings const& how);

  /// One of:
  /// - the end of a `std::string`, which is left as it was where the document cannot be written;
  /// - the start of a `buffer`: `too_large` where it is, with the length that the text has;
  /// - a `nlohmann::json`, or another `basic_json` where `wire/nlohmann.hpp` is included: null
  /// where
  ///   the document cannot be written.
  template <class To, class = std::enable_if_t<detail::is_target<To>>>
  target(To& to) : target(&to, &detail::write_to<To>) {}
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
#include <invito/wire/impl/target.ipp>
#include <invito/wire/nlohmann.hpp>
#endif
