// SPDX-License-Identifier: MIT
#pragma once

#include <invito/wire/losses.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

///@{
/// Adds a loss for each feature of the first argument that is not in `kept`.
void add_absent(invitation const& i, feature_set kept, std::vector<loss>& out);
void add_absent(creation_response const& c, feature_set kept, std::vector<loss>& out);
void add_absent(invitation_request const& r, feature_set kept, std::vector<loss>& out);
///@}

/// Adds a loss for each timestamp with a fraction of a second, if its feature is in both `kept`
/// and `whole_seconds`.
void add_fractions(invitation const& i, feature_set kept, feature_set whole_seconds,
                   std::vector<loss>& out);

}  // namespace detail
}  // namespace wire

template <class Dialect>
std::vector<loss> losses(invitation const& i, instant now, write_options const& options) {
  std::vector<loss> out;
  const feature_set kept = Dialect::features(options.shape);
  wire::detail::add_absent(i, kept, out);
  wire::detail::add_fractions(i, kept, Dialect::whole_seconds, out);
  Dialect::value_losses(i, now, options, out);
  return out;
}

template <class Dialect>
std::vector<loss> losses(creation_response const& c, instant now, write_options const& options) {
  std::vector<loss> out;
  const feature_set kept = Dialect::creation_features(options.shape);
  wire::detail::add_absent(c, kept, out);
  wire::detail::add_fractions(c.invitation, kept, Dialect::whole_seconds, out);
  Dialect::value_losses(c.invitation, now, options, out);
  return out;
}

template <class Dialect>
std::vector<loss> losses(invitation_request const& r, write_options const& options) {
  std::vector<loss> out;
  wire::detail::add_absent(r, Dialect::request_features(options.shape), out);
  Dialect::request_value_losses(r, options, out);
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito
