// SPDX-License-Identifier: MIT
#pragma once

/// \file embedding/database/sql_storage.hpp
/// How a host keeps invitations in a relational database: the tables, the statements, and the one
/// transaction that stores what was decided. sqlite.hpp and postgres.hpp carry the statements out.

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

/// The database failed, or holds what nobody has written. The connection is of no more use.
struct failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A unique index, or another transaction, stands against a statement.
struct conflict : failure {
  using failure::failure;
};

/// The document is what counts; beside it stands what indexes and conditions need. It is text,
/// because a JSON type of the database may spell its numbers and order its members anew.
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
  canonical_email text,              -- NULL: for a user, wherever their mail goes
  status text NOT NULL,        -- as recorded, because no index knows what time it is
  expires_at bigint NOT NULL,  -- nanoseconds; the largest number: never
  revision bigint NOT NULL,
  document text NOT NULL);

-- The claim: no mailbox has two.
CREATE UNIQUE INDEX one_pending ON invitations (organization, canonical_email) WHERE status = 'pending';
-- For counting those whose time is not over.
CREATE INDEX pending_until ON invitations (organization, expires_at) WHERE status = 'pending';
-- [/tables]
)";

/// What the adapters say. Parameters stand in the order of their numbers, as SQLite counts them.
struct statements {
  std::string begin = "BEGIN";
  std::string commit = "COMMIT";
  std::string rollback = "ROLLBACK";

  std::string load = "SELECT document FROM invitations WHERE id = $1";
  std::string find_live =
      "SELECT document FROM invitations "
      "WHERE organization = $1 AND canonical_email = $2 AND status = 'pending'";
  // One statement, so that all of it is of one moment.
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

/// What a parameter is: nothing, a number or a text that lives until the statement has run.
using value = std::variant<std::monostate, std::int64_t, std::string_view>;

/// What came of a statement.
struct answer {
  std::vector<std::vector<std::optional<std::string>>> rows{};
  std::int64_t changed = 0;  ///< Rows that it inserted or updated.
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

/// A storage by way of one connection; for one thread at a time.
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
    } catch (conflict const&) {  // anything else ends the connection, and the transaction with it
    }
    run(sql_.rollback);
    return false;
  }

  /// All invitations as they stand in the table, for who compares the columns with the documents.
  [[nodiscard]] std::vector<row> rows() {
    std::vector<row> out;
    for (auto& told : run(sql_.rows).rows) {
      out.push_back({told.at(0).value(), told.at(1).value(), told.at(2), told.at(3).value(),
                     std::stoll(told.at(4).value()), std::stoll(told.at(5).value()),
                     std::move(told.at(6)).value()});
    }
    return out;
  }

  /// Carries out a statement, which is prepared once.
  virtual answer run(std::string const& statement, std::vector<value> const& values = {}) = 0;

  /// Carries out statements that are not needed again.
  virtual void execute(std::string const& script) = 0;

 protected:
  explicit sql_storage(statements sql) : sql_(std::move(sql)) {}

 private:
  static std::optional<invito::invitation> invitation_in(answer const& told) {
    if (told.rows.empty()) return std::nullopt;
    return invitation_of(told.rows[0].at(0).value());
  }

  // [store]
  /// False where a revision has changed. The organization comes first: who raises it holds it until
  /// the transaction ends, so that nobody waits for each other crosswise.
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

  /// The guard `unique` needs no statement: the index holds whether or not somebody asks.
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
