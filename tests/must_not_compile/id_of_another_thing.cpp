// expect: (could not convert|no viable conversion).*invitation
// SPDX-License-Identifier: MIT

// The id of one thing is not taken for the id of another.

#include <invito/invito.hpp>

invito::invitation_id mix_up(invito::organization_id const& org) { return org; }
