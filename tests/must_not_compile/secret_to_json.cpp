// expect: (conversion from|no viable conversion).*invito::(v0::|separate_v0::)?secret.* to .*nlohmann::
// SPDX-License-Identifier: MIT

// A key does not get into a document by way of a value that contains it.

#include <nlohmann/json.hpp>

#include <invito/invito.hpp>

void put(nlohmann::json& out, invito::secret const& key) {
  nlohmann::json value = key;
  out.swap(value);
}
