// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/storage.hpp
/// The interface to a host's storage that the test kit requires, and an implementation in memory.
/// Derive an adapter from `storage` and pass it to `check` (testing/check.hpp) and `race`
/// (testing/race.hpp).

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

/// A new value of an invitation, and the revision that the stored invitation must still have.
struct write {
  invitation after{};          ///< The value to store.
  std::uint64_t expected = 0;  ///< The revision; 0 if the invitation must not exist.
};

/// A person who becomes a member with a role. A person who is a member already keeps their role.
struct new_member {
  user_id user{};      ///< The new member.
  std::string role{};  ///< The role.
};

/// The changes that must be stored together.
struct transaction {
  organization_id organization{};     ///< The organization; storing increases its revision.
  std::vector<write> writes{};        ///< The invitations; all or none are stored.
  invito::guards guards{};            ///< The guards, checked within the transaction.
  std::optional<new_member> joins{};  ///< The new member, for an acceptance.
};

/// A host's storage. Each call is a separate transaction. Several organizations share one storage,
/// and the ids of invitations are unique in the whole storage. Any call may throw an exception of
/// the host: the kit does not catch it.
class storage {
 public:
  virtual ~storage() = default;

  /// Returns the invitation as last stored, or nothing.
  [[nodiscard]] virtual std::optional<invitation> load(invitation_id const& id) = 0;

  /// Returns the invitation that is recorded as pending and has this claim, or nothing. It may have
  /// expired without a record of the expiry, because a database index has no clock.
  [[nodiscard]] virtual std::optional<invitation> find_live(uniqueness_claim const& claim) = 0;

  /// Returns the number of members, the number of invitations that are pending at `now`, and the
  /// revision, which every transaction of the organization increases. All three are read in one
  /// transaction. The other members of the snapshot are not used.
  [[nodiscard]] virtual organization_snapshot read(organization_id const& id, instant now) = 0;

  /// Returns the role of the member, or nothing if the user is not a member.
  [[nodiscard]] virtual std::optional<std::string> find_member(organization_id const& id,
                                                               user_id const& user) = 0;

  /// Stores all changes and returns true. Stores nothing and returns false if a revision differs,
  /// if a guard does not hold, or if another pending invitation has the claim.
  [[nodiscard]] virtual bool store(transaction const& t) = 0;

 protected:
  storage() = default;
  ///@{
  /// For storages that can be copied.
  storage(storage const&) = default;
  storage& operator=(storage const&) = default;
  ///@}
};

/// A storage in memory: an example, and the reference with which other storages are compared. It
/// can be copied and is not thread-safe.
class memory_storage final : public storage {
 public:
  [[nodiscard]] std::optional<invitation> load(invitation_id const& id) override;
  [[nodiscard]] std::optional<invitation> find_live(uniqueness_claim const& claim) override;
  [[nodiscard]] organization_snapshot read(organization_id const& id, instant now) override;
  [[nodiscard]] std::optional<std::string> find_member(organization_id const& id,
                                                       user_id const& user) override;
  [[nodiscard]] bool store(transaction const& t) override;

  /// Returns all invitations by id.
  [[nodiscard]] std::map<invitation_id, invitation> const& invitations() const noexcept {
    return invitations_;
  }

 private:
  struct stored_organization {
    std::uint64_t revision = 0;
    std::map<user_id, std::string> members{};
  };

  std::map<invitation_id, invitation> invitations_;
  std::map<organization_id, stored_organization> organizations_;
};

/// Whether `i` is recorded as pending and has the claim, as in a unique index of a database.
[[nodiscard]] bool holds(invitation const& i, uniqueness_claim const& claim);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/storage.hpp>
