// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/storages.hpp
/// Storages for the tests of the kit: one for several threads, and four with typical faults.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <invito/testing/storage.hpp>

namespace storages {

using invito::testing::memory_storage;
using invito::testing::storage;
using invito::testing::transaction;

/// Forwards every call to another storage. Derived classes change calls.
class forwarding : public storage {
 public:
  explicit forwarding(std::shared_ptr<storage> to) : to_(std::move(to)) {}

  std::optional<invito::invitation> load(invito::invitation_id const& id) override {
    return to_->load(id);
  }
  std::optional<invito::invitation> find_live(invito::uniqueness_claim const& claim) override {
    return to_->find_live(claim);
  }
  invito::organization_snapshot read(invito::organization_id const& id,
                                     invito::instant now) override {
    return to_->read(id, now);
  }
  std::optional<std::string> find_member(invito::organization_id const& id,
                                         invito::user_id const& user) override {
    return to_->find_member(id, user);
  }
  bool store(transaction const& t) override { return to_->store(t); }

 protected:
  storage& to() { return *to_; }

 private:
  std::shared_ptr<storage> to_;
};

/// Allows one call at a time, from any thread.
class locked final : public forwarding {
 public:
  locked(std::shared_ptr<storage> to, std::shared_ptr<std::mutex> lock)
      : forwarding(std::move(to)), lock_(std::move(lock)) {}

  std::optional<invito::invitation> load(invito::invitation_id const& id) override {
    const std::lock_guard<std::mutex> alone(*lock_);
    return forwarding::load(id);
  }
  std::optional<invito::invitation> find_live(invito::uniqueness_claim const& claim) override {
    const std::lock_guard<std::mutex> alone(*lock_);
    return forwarding::find_live(claim);
  }
  invito::organization_snapshot read(invito::organization_id const& id,
                                     invito::instant now) override {
    const std::lock_guard<std::mutex> alone(*lock_);
    return forwarding::read(id, now);
  }
  std::optional<std::string> find_member(invito::organization_id const& id,
                                         invito::user_id const& user) override {
    const std::lock_guard<std::mutex> alone(*lock_);
    return forwarding::find_member(id, user);
  }
  bool store(transaction const& t) override {
    const std::lock_guard<std::mutex> alone(*lock_);
    return forwarding::store(t);
  }

 private:
  std::shared_ptr<std::mutex> lock_;
};

/// Like an UPDATE without "WHERE revision = ?": the last writer wins.
class lost_update final : public forwarding {
 public:
  using forwarding::forwarding;
  bool store(transaction const& t) override {
    transaction careless = t;
    for (auto& w : careless.writes) {
      const auto there = to().load(w.after.id);
      w.expected = there ? there->revision() : 0;
    }
    return forwarding::store(careless);
  }
};

/// Like a cache that is one change behind.
class stale_read final : public forwarding {
 public:
  using forwarding::forwarding;
  std::optional<invito::invitation> load(invito::invitation_id const& id) override {
    const auto at = before_.find(id);
    return at == before_.end() ? forwarding::load(id) : at->second;
  }
  bool store(transaction const& t) override {
    for (auto const& w : t.writes) before_[w.after.id] = to().load(w.after.id);
    return forwarding::store(t);
  }

 private:
  std::map<invito::invitation_id, std::optional<invito::invitation>> before_;
};

/// Has no unique index.
class no_uniqueness final : public forwarding {
 public:
  using forwarding::forwarding;
  bool store(transaction const& t) override {
    transaction careless = t;
    careless.guards.unique = {};
    return forwarding::store(careless);
  }
};

/// Does not compare the revision of the organization.
class unguarded_seats final : public forwarding {
 public:
  using forwarding::forwarding;
  bool store(transaction const& t) override {
    transaction careless = t;
    careless.guards.organization_revision = std::nullopt;
    return forwarding::store(careless);
  }
};

}  // namespace storages
