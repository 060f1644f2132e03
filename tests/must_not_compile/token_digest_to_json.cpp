// expect: (conversion from|no viable conversion).*invito::(v0::|separate_v0::)?token_digest.* to .*nlohmann::
// SPDX-License-Identifier: MIT

// A digest does not convert to a JSON value. Only the native documents contain digests.

#include <nlohmann/json.hpp>

#include <invito/invito.hpp>

void put(nlohmann::json& out, invito::token_digest const& digest) {
  nlohmann::json value = digest;
  out.swap(value);
}
