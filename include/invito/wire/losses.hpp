// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/losses.hpp
/// Lists the values that would be lost if a document were written, without writing the document.

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

/// One part of an invitation, or of a request for an invitation, that a document would not contain.
struct loss {
  invito::feature feature{};  ///< The part that is lost.
  std::string detail{};  ///< Describes the lost value if the document has a field for `feature`.

  friend bool operator==(loss const& a, loss const& b);
  friend bool operator!=(loss const& a, loss const& b) { return !(a == b); }
};

/// Returns the losses that occur if the dialect writes the document of the invitation `i` with its
/// status at `now`. A loss is a feature without a field, or a value that the field cannot
/// represent.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation const& i, instant now,
                                       write_options const& options = {});

/// Returns the losses that occur if the dialect writes `c`, the response to a create request.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(creation_response const& c, instant now,
                                       write_options const& options = {});

/// Returns the losses that occur if the dialect writes the create request `r`.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation_request const& r,
                                       write_options const& options = {});

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/losses.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/losses.ipp>
#endif
