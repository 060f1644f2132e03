// SPDX-License-Identifier: MIT
// The service of use_ours.cpp, with nlohmann/json and hand-written mappings.

#include <string>

#include "../by_hand/dom.hpp"

std::string turn(std::string const& text) {
  try {
    return nlohmann::json(nlohmann::json::parse(text).get<by_hand::invite>()).dump();
  } catch (std::exception const& e) {
    return e.what();
  }
}
