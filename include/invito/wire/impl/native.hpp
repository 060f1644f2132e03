// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <utility>

#include <invito/base/problem.hpp>
#include <invito/wire/native.hpp>
#include <invito/wire/target.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace native_documents {

/// Writes `m` to `to`. Bytes that are not UTF-8 become replacement characters.
template <class Model>
result<void> write_replacing(wire::target const& to, Model const& m);

}  // namespace native_documents

template <class Json>
void to_json(Json& j, invitation const& i) {
  static_cast<void>(native_documents::write_replacing(wire::target(j), i));
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
template <class Json>
void from_json(Json const& j, invitation& i) {
  result<invitation> parsed = read(j);
  if (!parsed) throw std::invalid_argument("invito: " + describe(parsed.error()));
  i = *std::move(parsed);
}
#endif

}  // namespace INVITO_ABI
}  // namespace invito
