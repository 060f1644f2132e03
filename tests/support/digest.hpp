// SPDX-License-Identifier: MIT
#pragma once

/// \file support/digest.hpp
/// Token digests with readable labels.

#include <string>
#include <string_view>

#include <invito/model/token.hpp>

namespace support {

/// A digest that begins with `label`, which has at most 31 bytes.
inline invito::token_digest digest_of(std::string_view label) {
  std::string bytes(label);
  bytes.resize(invito::token_digest::size - 1, '.');
  return *invito::token_digest::from(bytes + '!');
}

}  // namespace support
