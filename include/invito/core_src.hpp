// SPDX-License-Identifier: MIT
#pragma once

/// \file core_src.hpp
/// The definitions of `core.hpp`, for programs that are compiled with `INVITO_SEPARATE_COMPILATION`
/// and use no JSON. Include this header in exactly one source file. Programs that use JSON include
/// `src.hpp` instead.

#include <invito/config.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#error "invito: src.hpp requires INVITO_SEPARATE_COMPILATION in every translation unit"
#endif

#include <invito/base/impl/error_code.ipp>
#include <invito/base/impl/path.ipp>
#include <invito/base/impl/problem.ipp>
#include <invito/base/impl/rate.ipp>
#include <invito/lifecycle/impl/apply.ipp>
#include <invito/lifecycle/impl/bulk.ipp>
#include <invito/lifecycle/impl/command.ipp>
#include <invito/lifecycle/impl/decision.ipp>
#include <invito/lifecycle/impl/expiry_index.ipp>
#include <invito/lifecycle/impl/facts.ipp>
#include <invito/lifecycle/impl/machine.ipp>
#include <invito/lifecycle/impl/policy.ipp>
#include <invito/lifecycle/impl/query.ipp>
#include <invito/lifecycle/impl/redact.ipp>
#include <invito/lifecycle/impl/rule_result.ipp>
#include <invito/lifecycle/impl/verbs.ipp>
#include <invito/lifecycle/impl/visit.ipp>
#include <invito/model/impl/composite_status.ipp>
#include <invito/model/impl/delivery.ipp>
#include <invito/model/impl/email.ipp>
#include <invito/model/impl/event.ipp>
#include <invito/model/impl/invitation.ipp>
#include <invito/model/impl/json_text.ipp>
#include <invito/model/impl/person.ipp>
#include <invito/model/impl/role.ipp>
#include <invito/model/impl/sends.ipp>
#include <invito/model/impl/state.ipp>
#include <invito/model/impl/timeline.ipp>
#include <invito/model/impl/token.ipp>
