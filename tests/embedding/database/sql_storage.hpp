// SPDX-License-Identifier: MIT
#pragma once

/// \file embedding/database/sql_storage.hpp
/// A storage in a relational database: the tables, the statements, and the transaction that stores
/// a decision. sqlite.hpp and postgres.hpp run the statements.

#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <invito/testing/storage.hpp>
#include <invito/wire/native.hpp>

namespace database {

/// The database failed, or contains data that no host has written. The connection must be closed.
struct failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A statement conflicts with a unique index or with another transaction.
struct conflict : failure {
  using failure::failure;
};

/// The document is the stored value. The other columns repeat parts of it for indexes and
/// conditions. The document has the type text, because a JSON type of the database may change the
/// spelling of numbers and the order of members.
inline constexpr char const* tables = R"(
-- [tables]
CREATE TABLE organizations (
  id text PRIMARY KEY,
  revision bigint NOT NULL);

CREATE TABLE memberships (
  organization text NOT NULL,
  member text NOT NULL,
  role text NOT NULL,
  PRIMARY KEY (organization, member));

CREATE TABLE invitations (
  id text PRIMARY KEY,
  organization text NOT NULL,
  canonical_email text,        -- NULL if the invitation has no email address
  status text NOT NULL,        -- the status after the last stored event
  expires_at bigint NOT NULL,  -- nanoseconds since 1970; the largest number if it never expires
  revision bigint NOT NULL,
  document text NOT NULL);

-- The guard `unique`: an address has at most one pending invitation in an organization.
CREATE UNIQUE INDEX one_pending ON invitations (organization, canonical_email) WHERE status = 'pending';
-- For the query that counts the pending invitations that have not expired.
CREATE INDEX pending_until ON invitations (organization, expires_at) WHERE status = 'pending';
-- [/tables]
)";

/// The statements that sqlite.hpp and postgres.hpp run. The parameters of a statement appear in the
/// order of their numbers, because SQLite numbers them in the order of appearance.
struct statements {
  std::string begin = "BEGIN";
  std::string commit = "COMMIT";
  std::string rollback = "ROLLBACK";

  std::string load = "SELECT document FROM invitations WHERE id = $1";
  std::string find_live =
      "SELECT document FROM invitations "
      "WHERE organization = $1 AND canonical_email = $2 AND status = 'pending'";
  // One statement, so that all numbers are of the same moment.
  std::string read =
      "SELECT coalesce((SELECT revision FROM organizations WHERE id = $1), 0), "
      "(SELECT count(*) FROM memberships WHERE organization = $1), "
      "(SELECT count(*) FROM invitations "
      "WHERE organization = $1 AND status = 'pending' AND expires_at > $2)";
  std::string find_member = "SELECT role FROM memberships WHERE organization = $1 AND member = $2";
  std::string rows =
      "SELECT id, organization, canonical_email, status, expires_at, revision, document "
      "FROM invitations ORDER BY id";

  std::string add_organization =
      "INSERT INTO organizations (id, revision) VALUES ($1, 0) ON CONFLICT DO NOTHING";
  std::string raise_organization =
      "UPDATE organizations SET revision = revision + 1 "
      "WHERE id = $1 AND revision = coalesce(CAST($2 AS bigint), revision)";
  std::string insert =
      "INSERT INTO invitations "
      "(organization, canonical_email, status, expires_at, revision, document, id) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)";
  std::string update =
      "UPDATE invitations SET organization = $1, canonical_email = $2, status = $3, expires_at = "
      "$4, "
      "revision = $5, document = $6 WHERE id = $7 AND revision = $8";
  std::string join =
      "INSERT INTO memberships (organization, member, role) VALUES ($1, $2, $3) "
      "ON CONFLICT DO NOTHING";
};

/// The value of a parameter: nothing, a number, or a text that the caller keeps during the
/// statement.
using value = std::variant<std::monostate, std::int64_t, std::string_view>;

/// The result of a statement.
struct answer {
  std::vector<std::vector<std::optional<std::string>>> rows{};
  std::int64_t changed = 0;  ///< The number of inserted or updated rows.
};

/// A row of the table of invitations.
struct row {
  std::string id{};
  std::string organization{};
  std::optional<std::string> canonical_email{};
  std::string status{};
  std::int64_t expires_at = 0;
  std::int64_t revision = 0;
  std::string document{};
};

[[nodiscard]] inline row row_of(invito::invitation const& i) {
  row out;
  out.id = i.id.text();
  out.organization = i.organization.text();
  if (i.recipient.email) out.canonical_email = i.recipient.email->canonical();
  out.status = to_string(invito::recorded_status(i.state));
  const auto expiry = i.expires_at();
  out.expires_at =
      expiry ? expiry->time_since_epoch().count() : (std::numeric_limits<std::int64_t>::max)();
  out.revision = static_cast<std::int64_t>(i.revision());
  auto text = invito::write(i);
  if (!text) throw failure("\"" + out.id + "\" cannot be written: " + describe(text.error()));
  out.document = *std::move(text);
  return out;
}

[[nodiscard]] inline invito::invitation invitation_of(std::string const& document) {
  auto out = invito::read(document);
  if (!out) throw failure("no invitation is in " + document + ": " + describe(out.error()));
  return *std::move(out);
}

/// A storage with one connection. Only one thread at a time may use it.
class sql_storage : public invito::testing::storage {
 public:
  [[nodiscard]] std::optional<invito::invitation> load(invito::invitation_id const& id) override {
    return invitation_in(run(sql_.load, {id.text()}));
  }

  [[nodiscard]] std::optional<invito::invitation> find_live(
      invito::uniqueness_claim const& claim) override {
    return invitation_in(run(sql_.find_live, {claim.organization.text(), claim.canonical_email}));
  }

  [[nodiscard]] invito::organization_snapshot read(invito::organization_id const& id,
                                                   invito::instant now) override {
    const auto told =
        run(sql_.read, {id.text(), std::int64_t{now.time_since_epoch().count()}}).rows.at(0);
    invito::organization_snapshot out;
    out.revision = std::stoull(told.at(0).value());
    out.members = static_cast<std::uint32_t>(std::stoul(told.at(1).value()));
    out.pending = static_cast<std::uint32_t>(std::stoul(told.at(2).value()));
    return out;
  }

  [[nodiscard]] std::optional<std::string> find_member(invito::organization_id const& id,
                                                       invito::user_id const& user) override {
    auto told = run(sql_.find_member, {id.text(), user.text()});
    return told.rows.empty() ? std::nullopt : std::move(told.rows[0].at(0));
  }

  [[nodiscard]] bool store(invito::testing::transaction const& t) override {
    run(sql_.begin);
    try {
      if (put(t)) {
        run(sql_.commit);
        return true;
      }
    } catch (conflict const&) {  // any other failure must end the connection and the transaction
    }
    run(sql_.rollback);
    return false;
  }

  /// All rows of the table of invitations. A test compares the columns with the documents.
  [[nodiscard]] std::vector<row> rows() {
    std::vector<row> out;
    for (auto& told : run(sql_.rows).rows) {
      out.push_back({told.at(0).value(), told.at(1).value(), told.at(2), told.at(3).value(),
                     std::stoll(told.at(4).value()), std::stoll(told.at(5).value()),
                     std::move(told.at(6)).value()});
    }
    return out;
  }

  /// Runs a statement, which is prepared at its first use.
  virtual answer run(std::string const& statement, std::vector<value> const& values = {}) = 0;

  /// Runs statements that are not needed again.
  virtual void execute(std::string const& script) = 0;

 protected:
  explicit sql_storage(statements sql) : sql_(std::move(sql)) {}

 private:
  static std::optional<invito::invitation> invitation_in(answer const& told) {
    if (told.rows.empty()) return std::nullopt;
    return invitation_of(told.rows[0].at(0).value());
  }

  // [store]
  /// Returns false if the revision of the organization or of an invitation has changed. The update
  /// of the organization runs first and locks the row of the organization until the transaction
  /// ends, so that two transactions cannot deadlock.
  bool put(invito::testing::transaction const& t) {
    std::string const& organization = t.organization.text();
    value expected;
    if (auto const& at = t.guards.organization_revision) expected = static_cast<std::int64_t>(*at);
    run(sql_.add_organization, {organization});
    if (run(sql_.raise_organization, {organization, expected}).changed != 1) return false;
    for (invito::testing::write const& w : t.writes) {
      if (!put(w)) return false;
    }
    if (t.joins) run(sql_.join, {organization, t.joins->user.text(), t.joins->role});
    return true;
  }

  /// Returns false if the revision of the invitation has changed. No statement checks the guard
  /// `unique`, because the unique index enforces it.
  bool put(invito::testing::write const& w) {
    const row r = row_of(w.after);
    std::vector<value> values{r.organization, value{},    r.status, r.expires_at,
                              r.revision,     r.document, r.id};
    if (r.canonical_email) values[1] = *r.canonical_email;
    if (w.expected == 0) return run(sql_.insert, values).changed == 1;
    values.emplace_back(static_cast<std::int64_t>(w.expected));
    return run(sql_.update, values).changed == 1;
  }
  // [/store]

  statements sql_;
};

}  // namespace database
