// expect: (could not convert|no viable conversion).*invitation
// SPDX-License-Identifier: MIT

// The id of an organization does not convert to the id of an invitation.

#include <invito/invito.hpp>

invito::invitation_id mix_up(invito::organization_id const& organization) { return organization; }
