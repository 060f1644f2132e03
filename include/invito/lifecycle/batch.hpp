// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/batch.hpp
/// What is judged of several requests together, before `issue` judges each of them.

#include <cstddef>
#include <cstdint>
#include <vector>

#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/policy.hpp>

namespace invito {
inline namespace v0 {

/// Whether one request may ask for all of these: `too_many_items` with the policy's bound, or a
/// `duplicate_item` for each address that stands in an earlier one, whatever its case. Empty: yes.
/// The place of an address is "/email/3", which a dialect's `write_error` turns into its own name.
/// O(n log n).
[[nodiscard]] inline problems check_batch(policy const& p,
                                          std::vector<invitation_request> const& all) {
  problems found;
  if (p.quotas.batch && all.size() > *p.quotas.batch) {
    found.add(make_problem(code::too_many_items, {}, {}, {std::int64_t{*p.quotas.batch}}));
    return found;
  }
  for (const std::size_t n : repeated_emails(all)) {
    found.add(
        make_problem(code::duplicate_item, path("email").add(n), all[n].recipient.email->text()));
  }
  return found;
}

}  // namespace v0
}  // namespace invito
