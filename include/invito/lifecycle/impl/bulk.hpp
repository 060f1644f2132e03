// SPDX-License-Identifier: MIT
#pragma once

#include <invito/lifecycle/bulk.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

///@{
/// Adds the decision on the invitation `i` to `out`, if the command applies to `i`. `row` is the
/// index of `i` in the input.
void plan_one(std::vector<planned>& out, std::size_t row, policy const& p, invitation const& i,
              actor const& sponsor, revoke_command const& c);
void plan_one(std::vector<planned>& out, std::size_t row, policy const& p, invitation const& i,
              expire_command const& c);
///@}

}  // namespace detail

template <class Range>
std::vector<planned> plan_revoke(policy const& p, Range const& invitations, actor const& sponsor,
                                 revoke_command const& c) {
  std::vector<planned> out;
  std::size_t row = 0;
  for (invitation const& i : invitations) detail::plan_one(out, row++, p, i, sponsor, c);
  return out;
}

template <class Range>
std::vector<planned> plan_expire(policy const& p, Range const& invitations,
                                 expire_command const& c) {
  std::vector<planned> out;
  std::size_t row = 0;
  for (invitation const& i : invitations) detail::plan_one(out, row++, p, i, c);
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito
