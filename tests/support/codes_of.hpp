// SPDX-License-Identifier: MIT
#pragma once

/// \file support/codes_of.hpp
/// Problems as one line of text, and other helpers that make expected values short.

#include <string>

#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>

/// The code and the place of each problem, in order: "missing_field /email; wrong_type /role".
inline std::string codes_of(invito::problems const& found) {
  std::string out;
  for (invito::problem const& p : found) {
    if (!out.empty()) out += "; ";
    out += to_string(p.code);
    const std::string where = p.where.pointer();
    if (!where.empty()) out.append(" ").append(where);
  }
  return out;
}

/// The codes of a refusal, or "nothing wrong".
template <class T>
std::string codes_of(invito::result<T> const& r) {
  return r ? "nothing wrong" : codes_of(r.error());
}

/// The instant of an RFC 3339 time.
inline invito::instant at(char const* rfc3339) { return *invito::parse_rfc3339(rfc3339); }

/// `text` with the first `from` replaced by `to`. Empty if `from` is not found, so that the test
/// fails.
inline std::string with(std::string text, std::string const& from, std::string const& to) {
  const std::size_t found = text.find(from);
  return found == std::string::npos ? std::string() : text.replace(found, from.size(), to);
}
