// expect: (conversion from|no viable conversion).*invito::(v0::|separate_v0::)?secret.* to .*nlohmann::
// SPDX-License-Identifier: MIT

// A token does not convert to a JSON value, so it does not get into documents by accident.

#include <nlohmann/json.hpp>

#include <invito/invito.hpp>

void put(nlohmann::json& out, invito::secret const& token) {
  nlohmann::json value = token;
  out.swap(value);
}
