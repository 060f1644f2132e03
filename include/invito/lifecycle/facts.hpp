// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/facts.hpp
/// What the host has looked up for a decision. Each fact may be absent; a rule that needs an absent
/// one refuses with `fact_missing` and names it.

#include <cstdint>
#include <optional>
#include <string>

namespace invito {
inline namespace v0 {

/// What a member is at the moment of the decision.
struct standing {
  std::string role{};
  bool active = true;  ///< False: removed, suspended, or never a member.
};

/// The host's own verdict where the policy leaves granting to it.
enum class verdict : std::uint8_t { undecided, yes, no };

/// What the host has looked up.
struct facts {
  /// Of who acts. Needed by issue, resend, amend, revoke and supersede.
  std::optional<standing> actor{};
  /// Of who vouches for the invitation. Needed by accept.
  std::optional<standing> sponsor{};
  /// Whether the actor (at accept: the sponsor) may grant the offer. Needed with `by_verdict`.
  verdict may_grant = verdict::undecided;
  /// The revision of the organization that these facts were read at; it becomes a guard of the
  /// decision.
  std::optional<std::uint64_t> organization_revision{};
};

}  // namespace v0
}  // namespace invito
