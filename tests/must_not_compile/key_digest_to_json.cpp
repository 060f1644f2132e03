// expect: (conversion from|no viable conversion).*invito::(v0::|separate_v0::)?key_digest.* to .*nlohmann::
// SPDX-License-Identifier: MIT

// A digest does not get into an answer: only the native documents hold it, and they say so.

#include <nlohmann/json.hpp>

#include <invito/invito.hpp>

void put(nlohmann::json& out, invito::key_digest const& digest) {
  nlohmann::json value = digest;
  out.swap(value);
}
