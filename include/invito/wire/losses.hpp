// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/losses.hpp
/// Lists what a conversion to a document would lose, without converting.

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

/// One part of the model that a document would not carry.
struct loss {
  invito::feature feature{};  ///< The part of the model that is lost.
  std::string detail{};       ///< The value, if the document has the field but cannot hold it.

  friend bool operator==(loss const& a, loss const& b);
  friend bool operator!=(loss const& a, loss const& b) { return !(a == b); }
};

/// What the invitation document of `Dialect`, written at `now` with `options`, cannot carry of `i`:
/// features without a field, and values that its fields cannot hold. Empty if nothing is lost.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation const& i, instant now,
                                       write_options const& options = {});

/// What the response to a create request cannot carry of `c`.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(creation_response const& c, instant now,
                                       write_options const& options = {});

/// What the create request cannot carry of `r`.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation_request const& r,
                                       write_options const& options = {});

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/losses.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/losses.ipp>
#endif
