// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/storage.hpp
/// The interface through which the test kit uses the storage of a host, and a storage in memory. A
/// host is a service that uses the library. To test your storage, derive a class from `storage`.
/// Pass a function that creates objects of this class to `check` (testing/check.hpp) or `race`
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
  std::uint64_t expected = 0;  ///< The required revision; 0 if the invitation must not exist yet.
};

/// A person who becomes a member. If the person is already a member, the person keeps the old role.
struct new_member {
  user_id user{};      ///< The id of the new member.
  std::string role{};  ///< The role of the new member.
};

/// The changes that must be stored together, or not at all.
struct transaction {
  organization_id organization{};     ///< The organization, whose revision `store` increases.
  std::vector<write> writes{};        ///< The new values of the invitations.
  invito::guards guards{};            ///< The conditions that `store` must check.
  std::optional<new_member> joins{};  ///< The new member, if an invitation is accepted.
};

/// The storage of a host. Each call is a separate transaction. Several organizations share one
/// storage, and the ids of invitations are unique in the whole storage. A call may throw any
/// exception, which the kit does not catch.
class storage {
 public:
  virtual ~storage() = default;

  /// Returns the invitation as last stored, or `std::nullopt` if it was never stored.
  [[nodiscard]] virtual std::optional<invitation> load(invitation_id const& id) = 0;

  /// Returns the invitation with the organization and the address in `claim` whose recorded status
  /// is pending, or `std::nullopt`. Do not compare the expiry: an invitation that has expired
  /// remains pending in the storage until its expiry is stored.
  [[nodiscard]] virtual std::optional<invitation> find_live(uniqueness_claim const& claim) = 0;

  /// Returns the number of members that `store` has added, the number of invitations that are
  /// pending at `now`, and the revision. Every stored transaction of the organization increases the
  /// revision. All three values are read in one transaction. The kit does not use other values.
  [[nodiscard]] virtual organization_snapshot read(organization_id const& id, instant now) = 0;

  /// Returns the role of a member that `store` has added, or `std::nullopt` for any other user.
  [[nodiscard]] virtual std::optional<std::string> find_member(organization_id const& id,
                                                               user_id const& user) = 0;

  /// Stores all changes and returns true if all of these conditions are met. Otherwise, stores
  /// nothing and returns false.
  ///
  /// - For each element of `t.writes`, the stored invitation has the revision `write::expected`.
  /// - If the guards contain a revision, the organization still has this revision.
  /// - If the guards contain a claim, no invitation outside `t.writes` is recorded as pending with
  ///   the organization and the address of the claim.
  [[nodiscard]] virtual bool store(transaction const& t) = 0;

 protected:
  storage() = default;
  ///@{
  /// For storages that can be copied.
  storage(storage const&) = default;
  storage& operator=(storage const&) = default;
  ///@}
};

/// A storage in memory. It is an example, and `check` compares other storages with it. The class
/// can be copied and is not thread-safe.
class memory_storage final : public storage {
 public:
  [[nodiscard]] std::optional<invitation> load(invitation_id const& id) override;
  [[nodiscard]] std::optional<invitation> find_live(uniqueness_claim const& claim) override;
  [[nodiscard]] organization_snapshot read(organization_id const& id, instant now) override;
  [[nodiscard]] std::optional<std::string> find_member(organization_id const& id,
                                                       user_id const& user) override;
  [[nodiscard]] bool store(transaction const& t) override;

  /// Returns all invitations, in the order of their ids.
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

/// Whether the recorded status of `i` is pending, and `i` has the organization and the address in
/// `claim`. A database needs a unique index that contains only such invitations.
[[nodiscard]] bool holds(invitation const& i, uniqueness_claim const& claim);

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/testing/impl/storage.hpp>
