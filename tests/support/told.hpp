// SPDX-License-Identifier: MIT
#pragma once

/// \file support/told.hpp
/// Problems as one line that a test can be compared with.

#include <string>

#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>

/// All problems with their places, in order: "missing_field /email; wrong_type /role".
inline std::string told(invito::problems const& found) {
  std::string out;
  for (invito::problem const& p : found) {
    if (!out.empty()) out += "; ";
    out += to_string(p.code);
    const std::string where = p.where.pointer();
    if (!where.empty()) out.append(" ").append(where);
  }
  return out;
}

/// The problems of a result, or "nothing wrong".
template <class T>
std::string told(invito::result<T> const& r) {
  return r ? "nothing wrong" : told(r.error());
}

/// The time that the text says.
inline invito::instant at(char const* rfc3339) { return *invito::parse_rfc3339(rfc3339); }

/// `text` with the first `what` replaced by `by`; a text without it becomes empty, which no test
/// takes for what it wants.
inline std::string with(std::string text, std::string const& what, std::string const& by) {
  const std::size_t found = text.find(what);
  return found == std::string::npos ? std::string() : text.replace(found, what.size(), by);
}
