// SPDX-License-Identifier: MIT
#pragma once

#include <invito/base/impl/repeated.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/model/email.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(invitation_request const& a, invitation_request const& b) {
  return a.recipient == b.recipient && a.name == b.name && a.offer == b.offer && a.send == b.send &&
         a.attributes == b.attributes;
}

INVITO_INLINE std::vector<std::size_t> repeated_emails(std::vector<invitation_request> const& all) {
  return detail::repeated_keys(all, [](invitation_request const& r) {
    return r.recipient.email ? &*r.recipient.email : nullptr;
  });
}

}  // namespace INVITO_ABI
}  // namespace invito
