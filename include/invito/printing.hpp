// SPDX-License-Identifier: MIT
#pragma once

/// \file printing.hpp
/// Prints values for logs, with `operator<<` and, if the standard library supports it, with
/// `std::format`. `invito.hpp` does not include this header, because streams are expensive to
/// compile. Personal data is printed unchanged. Call `redact` first if a log must not contain
/// personal data.

#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#if __has_include(<format>)
#include <format>
#endif

#include <invito/base/names.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/model/email.hpp>
#include <invito/model/id.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/person.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

// Each overload returns the text of a value. The parameters are pointers, because a string literal
// would otherwise convert to `path`. Token digests and secrets have no overload, so they cannot be
// printed.

template <class Enum, class = std::enable_if_t<std::is_enum_v<Enum>>>
auto printed(Enum const* value) -> decltype(to_string(*value)) {
  return to_string(*value);
}
template <class Thing>
std::string_view printed(id<Thing> const* value) {
  return value->text();
}
inline std::string_view printed(email const* value) { return value->text(); }
inline std::string_view printed(json_text const* value) { return value->text(); }
inline std::string printed(path const* value) { return value->pointer(); }
inline std::string printed(problem const* value) { return describe(*value); }
inline std::string printed(problems const* value) { return describe(*value); }
inline std::string printed(actor const* value) {
  std::string out(to_string(value->kind));
  if (!value->id.empty()) out.append(" ").append(value->id.text());
  return out;
}

template <class T>
using printed_as = decltype(printed(std::declval<T const*>()));

}  // namespace detail

/// Prints ids, addresses and JSON text unchanged, enumerators by name, paths as JSON pointers, and
/// problems as messages. An actor is printed as kind and id, such as "user olga". The width and the
/// fill of the stream apply to the printed text.
template <class T, class = detail::printed_as<T>>
std::ostream& operator<<(std::ostream& out, T const& value) {
  return out << detail::printed(&value);
}

}  // namespace INVITO_ABI
}  // namespace invito

#ifdef __cpp_lib_format
/// Formats the same values as `operator<<` above, with the format options of a string. Example:
/// `std::format("{:>10}", status)`.
template <class T>
requires requires {
  typename invito::detail::printed_as<T>;
}
struct std::formatter<T> : std::formatter<std::string_view> {
  template <class Context>
  auto format(T const& value, Context& context) const {
    return std::formatter<std::string_view>::format(invito::detail::printed(&value), context);
  }
};
#endif
