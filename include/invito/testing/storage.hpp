// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/storage.hpp
/// What the kit asks of a host's storage, and a storage in memory that does it. Derive an adapter
/// from `storage` and hand it to `check` (testing/check.hpp) and `race` (testing/race.hpp).

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/lifecycle/decision.hpp>
#include <invito/lifecycle/facts.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

/// An invitation as it shall be, and the revision that it must be at until then.
struct write {
  invitation after{};          ///< To be stored.
  std::uint64_t expected = 0;  ///< 0: there must be none yet.
};

/// Somebody who becomes a member with a role. Who is one already stays what they are.
struct membership {
  user_id user{};      ///< Who joins.
  std::string role{};  ///< With which role.
};

/// What has to be stored together.
struct transaction {
  organization_id organization{};     ///< Whose revision the guard means and the storing raises.
  std::vector<write> writes{};        ///< Of invitations, all or none.
  invito::guards guards{};            ///< To be looked at within the transaction.
  std::optional<membership> joins{};  ///< For a stored acceptance.
};

/// A host's storage. Each call is one transaction of its own; several organizations share one
/// storage, and ids of invitations are unique in all of it. Any call may throw what the host
/// throws: the kit lets it through.
class storage {
 public:
  virtual ~storage() = default;

  /// The invitation as it was last stored.
  [[nodiscard]] virtual std::optional<invitation> load(invitation_id const& id) = 0;

  /// The invitation that holds the claim: the one that is recorded as pending, also where its time
  /// is over and nobody has written that down, because an index knows no clock.
  [[nodiscard]] virtual std::optional<invitation> find_live(uniqueness_claim const& claim) = 0;

  /// Members, those whose invitation is pending at `now`, and the revision, which every
  /// transaction of the organization raises; read at one moment. Nothing else is looked at.
  [[nodiscard]] virtual organization_snapshot read(organization_id const& id, instant now) = 0;

  /// The role of a member, or nothing.
  [[nodiscard]] virtual std::optional<std::string> find_member(organization_id const& id,
                                                               user_id const& user) = 0;

  /// Stores all of it or, where a revision, a guard or the claim of a pending invitation does not
  /// hold, nothing. False: nothing was stored, for such a reason.
  [[nodiscard]] virtual bool store(transaction const& t) = 0;

 protected:
  storage() = default;
  ///@{
  /// For storages that are values.
  storage(storage const&) = default;
  storage& operator=(storage const&) = default;
  ///@}
};

/// A storage in memory: the example of one, and what others are compared with. A value; not for
/// several threads.
class memory_storage final : public storage {
 public:
  [[nodiscard]] std::optional<invitation> load(invitation_id const& id) override;
  [[nodiscard]] std::optional<invitation> find_live(uniqueness_claim const& claim) override;
  [[nodiscard]] organization_snapshot read(organization_id const& id, instant now) override;
  [[nodiscard]] std::optional<std::string> find_member(organization_id const& id,
                                                       user_id const& user) override;
  [[nodiscard]] bool store(transaction const& t) override;

  /// All invitations by their ids.
  [[nodiscard]] std::map<invitation_id, invitation> const& invitations() const noexcept {
    return invitations_;
  }

 private:
  struct organization {
    std::uint64_t revision = 0;
    std::map<user_id, std::string> members{};
  };

  std::map<invitation_id, invitation> invitations_;
  std::map<organization_id, organization> organizations_;
};

/// Whether `i` holds `claim`, as a unique index over pending invitations sees it.
[[nodiscard]] bool holds(invitation const& i, uniqueness_claim const& claim);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/storage.hpp>
