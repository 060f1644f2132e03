// SPDX-License-Identifier: MIT
#pragma once

#include <invito/model/person.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(actor const& a, actor const& b) noexcept {
  return a.kind == b.kind && a.id == b.id;
}

INVITO_INLINE bool operator==(recipient const& a, recipient const& b) {
  return a.email == b.email && a.user == b.user;
}

INVITO_INLINE bool operator==(person_name const& a, person_name const& b) {
  return a.given == b.given && a.family == b.family;
}

INVITO_INLINE bool operator==(proof a, proof b) noexcept {
  return a.user == b.user && a.email == b.email && a.email_verified == b.email_verified &&
         a.token == b.token;
}

}  // namespace INVITO_ABI
}  // namespace invito
