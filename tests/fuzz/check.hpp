// SPDX-License-Identifier: MIT
#pragma once

/// \file fuzz/check.hpp
/// What a target does where a promise is broken: it says which, and stops the program.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace fuzz {

/// Not an assertion: it holds in every kind of build.
[[noreturn]] inline void fail(std::string_view promise, std::string_view found = {}) {
  const std::string line =
      "broken: " + std::string(promise) + "\nfound: " + std::string(found) + "\n";
  std::fputs(line.c_str(), stderr);
  std::abort();
}

inline void require(bool holds, std::string_view promise, std::string_view found = {}) {
  if (!holds) fail(promise, found);
}

inline void require_same(std::string_view a, std::string_view b, std::string_view promise) {
  if (a != b) fail(promise, std::string(a) + "\n  and: " + std::string(b));
}

/// Whether the text is UTF-8, by the judgement of nlohmann's writer and not by ours.
inline bool is_utf8(std::string_view text) {
  try {
    return !nlohmann::json(text).dump().empty();
  } catch (nlohmann::json::exception const&) {
    return false;
  }
}

inline void require_utf8(std::string_view text, std::string_view promise) {
  require(is_utf8(text), promise, text);
}

}  // namespace fuzz
