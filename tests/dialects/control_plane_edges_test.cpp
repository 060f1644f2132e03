// SPDX-License-Identifier: MIT

#include <string>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/writer.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

using invito::control_plane;
using invito::feature;
using invito::loss;

TEST_CASE("Control Plane: a group's link of 255 bytes is kept, a longer one lost") {
  const auto lost = [](std::string const& link) {
    invito::invitation_request r;
    r.attributes = {{"groupLink", invito::wire::quoted(link)}};
    invito::write_options wide;
    wide.shape = invito::wire::shape::wide;
    return invito::losses<control_plane>(r, wide);
  };
  CHECK(lost(std::string(255, 'x')).empty());
  CHECK(lost(std::string(256, 'x')) == std::vector<loss>{{feature::attributes, "groupLink"}});
}

TEST_CASE("Control Plane: a lost attribute without a name is told as one") {
  invito::invitation_request r;
  r.attributes = {{"", *invito::parse_json_text("1")}, {"phone", *invito::parse_json_text("2")}};
  invito::write_options wide;
  wide.shape = invito::wire::shape::wide;
  CHECK(invito::losses<control_plane>(r, wide) ==
        std::vector<loss>{{feature::attributes, "without a name"}, {feature::attributes, "phone"}});
}
