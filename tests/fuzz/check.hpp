// SPDX-License-Identifier: MIT
#pragma once

/// \file fuzz/check.hpp
/// How a target reports a broken invariant: it prints the invariant and ends the program.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace fuzz {

/// Reports a broken invariant in every kind of build, unlike an assertion.
[[noreturn]] inline void fail(std::string_view invariant, std::string_view found = {}) {
  const std::string line =
      "broken: " + std::string(invariant) + "\nfound: " + std::string(found) + "\n";
  std::fputs(line.c_str(), stderr);
  std::abort();
}

inline void require(bool holds, std::string_view invariant, std::string_view found = {}) {
  if (!holds) fail(invariant, found);
}

inline void require_same(std::string_view a, std::string_view b, std::string_view invariant) {
  if (a != b) fail(invariant, std::string(a) + "\n  and: " + std::string(b));
}

/// Whether the text is UTF-8 according to nlohmann's writer, independent of the library.
inline bool is_utf8_by_nlohmann(std::string_view text) {
  try {
    return !nlohmann::json(text).dump().empty();
  } catch (nlohmann::json::exception const&) {
    return false;
  }
}

inline void require_utf8(std::string_view text, std::string_view invariant) {
  require(is_utf8_by_nlohmann(text), invariant, text);
}

}  // namespace fuzz
