// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/losses.hpp
/// What a translation would drop, before it is made.

#include <string>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/model/invitation.hpp>
#include <invito/wire/feature.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// One thing that a document would not carry.
struct loss {
  feature what{};        ///< What kind of thing.
  std::string detail{};  ///< The value, where the field exists but cannot hold it.

  friend bool operator==(loss const& a, loss const& b);
  friend bool operator!=(loss const& a, loss const& b) { return !(a == b); }
};

/// What the invitation document of `Dialect`, written so, cannot carry of `i`: fields that it does
/// not have, and values that its fields cannot hold. Empty: the translation loses nothing.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation const& i, instant now,
                                       write_options const& options = {});

/// The same for the answer to a create request.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(creation const& c, instant now,
                                       write_options const& options = {});

/// The same for the request document.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation_request const& r,
                                       write_options const& options = {});

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/losses.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/losses.ipp>
#endif
