// SPDX-License-Identifier: MIT
#pragma once

/// \file core.hpp
/// The lifecycle of invitations, without JSON. This part of the library needs only the standard
/// library and uses no streams. It throws only exceptions of the standard library.

#include <invito/base/box.hpp>
#include <invito/base/instant.hpp>
#include <invito/base/limits.hpp>
#include <invito/base/names.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/rate.hpp>
#include <invito/base/result.hpp>
#include <invito/config.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/lifecycle/machine.hpp>
#include <invito/lifecycle/policy.hpp>
#include <invito/lifecycle/rule_result.hpp>
#include <invito/lifecycle/verbs.hpp>
#include <invito/model/composite_status.hpp>
#include <invito/model/email.hpp>
#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/sends.hpp>
#include <invito/model/state.hpp>
#include <invito/model/timeline.hpp>
#include <invito/model/token.hpp>
#include <invito/version.hpp>
