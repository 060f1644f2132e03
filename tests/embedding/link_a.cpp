// SPDX-License-Identifier: MIT
// One of two translation units that include everything. Together they must define nothing twice.

#include <invito/invito.hpp>

invito::result<invito::invitation> read_in_another_unit(invito::wire::source const& document);

int main() {
  const auto here = invito::native::read_invitation("{}");
  const auto there = read_in_another_unit("{}");
  return !here && here == there ? 0 : 1;
}
