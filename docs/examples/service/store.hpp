// SPDX-License-Identifier: MIT
#pragma once

/// \file service/store.hpp
/// Stores invitations in one file of SQLite. The column `document` contains the invitation. The
/// other columns repeat parts of the document for indexes and conditions.

#include <sqlite3.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/query.hpp>

namespace service {

inline std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

/// The database failed, or contains data that this service has not written.
struct failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One prepared statement. `bind` sets its parameters in order.
class statement {
 public:
  statement(sqlite3* db, std::string_view sql) : db_(db) {
    sqlite3_stmt* made = nullptr;
    const int size = static_cast<int>(sql.size());
    if (sqlite3_prepare_v2(db, sql.data(), size, &made, nullptr) != SQLITE_OK) fail();
    statement_.reset(made);
  }

  template <class... Values>
  statement& bind(Values const&... values) {
    int n = 0;
    (bind_one(++n, values), ...);
    return *this;
  }

  /// Moves to the next row. Returns whether there is one.
  bool step() {
    const int code = sqlite3_step(statement_.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) fail();
    return code == SQLITE_ROW;
  }

  /// Runs the statement. Returns the number of changed rows.
  int run() {
    step();
    return sqlite3_changes(db_);
  }

  [[nodiscard]] std::string text(int column) {
    auto const* at = reinterpret_cast<char const*>(sqlite3_column_text(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return at ? std::string(at, static_cast<std::size_t>(size)) : std::string();
  }
  [[nodiscard]] std::int64_t number(int column) {
    return sqlite3_column_int64(statement_.get(), column);
  }

 private:
  template <class Value>
  void bind_one(int n, Value const& value) {
    int code = SQLITE_OK;
    if constexpr (std::is_integral_v<Value>) {
      code = sqlite3_bind_int64(statement_.get(), n, static_cast<std::int64_t>(value));
    } else {
      const std::string_view text = value;
      code = sqlite3_bind_text(statement_.get(), n, text.data(), static_cast<int>(text.size()),
                               SQLITE_TRANSIENT);
    }
    if (code != SQLITE_OK) fail();
  }
  [[noreturn]] void fail() const { throw failure(sqlite3_errmsg(db_)); }

  struct finalize {
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
  };
  sqlite3* db_;
  std::unique_ptr<sqlite3_stmt, finalize> statement_;
};

/// A message that waits in the outbox.
struct mail {
  std::string to;
  std::string subject;
  std::string text;
};

/// An organization of one API.
struct tenant {
  std::string api;
  std::string organization;
};

inline constexpr std::int64_t never = (std::numeric_limits<std::int64_t>::max)();

inline std::int64_t ticks(std::optional<invito::instant> t) {
  return t ? std::int64_t{t->time_since_epoch().count()} : never;
}

class store {
 public:
  explicit store(std::string const& path) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open(path.c_str(), &opened);
    db_.reset(opened);
    if (code != SQLITE_OK) throw failure("cannot open " + path + ": " + sqlite3_errmsg(opened));
    sqlite3_busy_timeout(opened, 10'000);
    // A commit is on the disk before it returns. So a kill or a loss of power loses no committed
    // change.
    execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    execute(R"(
CREATE TABLE IF NOT EXISTS organizations (
  api TEXT, id TEXT, revision INTEGER NOT NULL, PRIMARY KEY (api, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS members (
  api TEXT, organization TEXT, canonical_email TEXT, role TEXT NOT NULL,
  PRIMARY KEY (api, organization, canonical_email)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS invitations (
  api TEXT, organization TEXT, id TEXT, canonical_email TEXT, token_digest TEXT, created_at INTEGER NOT NULL,
  status TEXT NOT NULL, expires_at INTEGER NOT NULL, revision INTEGER NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (api, organization, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS one_pending ON invitations (api, organization, canonical_email)
  WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS by_token ON invitations (api, token_digest);
CREATE INDEX IF NOT EXISTS by_age ON invitations (api, organization, created_at, id);
CREATE INDEX IF NOT EXISTS by_mailbox ON invitations (api, canonical_email) WHERE status = 'pending';
CREATE TABLE IF NOT EXISTS outbox (
  number INTEGER PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  queued_at INTEGER NOT NULL);
)");
  }

  /// One transaction that writes. The destructor undoes the changes if they were not committed.
  class transaction {
   public:
    explicit transaction(store& in) : in_(&in) { in_->execute("BEGIN IMMEDIATE"); }
    transaction(transaction const&) = delete;
    transaction& operator=(transaction const&) = delete;
    ~transaction() {
      if (in_) sqlite3_exec(in_->db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    void commit() {
      in_->execute("COMMIT");
      in_ = nullptr;
    }

   private:
    store* in_;
  };

  // Reading.

  std::optional<invito::invitation> find(tenant const& of, std::string const& id) {
    auto all = load("WHERE api = ? AND organization = ? AND id = ?", of.api, of.organization, id);
    return first(std::move(all));
  }
  std::optional<invito::invitation> find_by_token(std::string const& api,
                                                  invito::token_digest const& digest) {
    return first(load("WHERE api = ? AND token_digest = ?", api, hex(digest.bytes())));
  }
  /// The invitations for an address, with every status.
  std::vector<invito::invitation> find_for(tenant const& of, invito::email const& address) {
    return load("WHERE api = ? AND organization = ? AND canonical_email = ?", of.api,
                of.organization, address.canonical());
  }
  /// The pending invitations for an address in all organizations.
  std::vector<invito::invitation> find_pending(std::string const& api,
                                               invito::email const& address) {
    return load("WHERE api = ? AND canonical_email = ? AND status = 'pending'", api,
                address.canonical());
  }
  /// At most `limit` invitations after `after`, the newest first, without revoked invitations.
  std::vector<invito::invitation> page(tenant const& of, std::optional<invito::cursor> const& after,
                                       std::size_t offset, std::size_t limit) {
    return load(
        "WHERE api = ? AND organization = ? AND status <> 'revoked' AND (created_at, id) < (?, ?) "
        "ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?",
        of.api, of.organization, after ? ticks(after->created_at) : never,
        after ? after->id.text() : "\x7F", limit, offset);
  }
  bool is_member(tenant const& of, invito::email const& address) {
    return sql("SELECT 1 FROM members WHERE api = ? AND organization = ? AND canonical_email = ?")
        .bind(of.api, of.organization, address.canonical())
        .step();
  }
  invito::organization_snapshot organization(tenant const& of, invito::instant now) {
    auto numbers =
        sql("SELECT coalesce((SELECT revision FROM organizations WHERE api = ?1 AND id = ?2), 0), "
            "(SELECT count(*) FROM members WHERE api = ?1 AND organization = ?2), "
            "(SELECT count(*) FROM invitations WHERE api = ?1 AND organization = ?2 "
            "AND status = 'pending' AND expires_at > ?3)");
    numbers.bind(of.api, of.organization, ticks(now)).step();
    invito::organization_snapshot out;
    out.revision = static_cast<std::uint64_t>(numbers.number(0));
    out.members = static_cast<std::uint32_t>(numbers.number(1));
    out.pending = static_cast<std::uint32_t>(numbers.number(2));
    return out;
  }

  // Writing. `insert` and `update` return false if another change came first.

  bool insert(tenant const& of, invito::invitation const& made, invito::guards const& guards) {
    if (!hold(of, guards)) return false;
    sql("INSERT INTO invitations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(of.api, of.organization, made.id.text(), mailbox(made), digest(made),
              ticks(made.created_at), to_string(recorded_status(made.state)),
              ticks(made.expires_at()), made.revision(), document(made))
        .run();
    return true;
  }
  // [update]
  bool update(tenant const& of, invito::invitation const& changed, invito::decision const& by) {
    if (!hold(of, by.guards)) return false;
    return sql("UPDATE invitations SET token_digest = ?, status = ?, expires_at = ?, revision = ?, "
               "document = ? WHERE api = ? AND organization = ? AND id = ? AND revision = ?")
               .bind(digest(changed), to_string(recorded_status(changed.state)),
                     ticks(changed.expires_at()), changed.revision(), document(changed), of.api,
                     of.organization, changed.id.text(), by.revision)
               .run() == 1;
  }
  // [/update]
  void add_member(tenant const& of, invito::email const& address, std::string const& role) {
    sql("INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?)")
        .bind(of.api, of.organization, address.canonical(), role)
        .run();
  }
  void queue(mail const& message, invito::instant now) {
    sql("INSERT INTO outbox (recipient, subject, body, queued_at) VALUES (?, ?, ?, ?)")
        .bind(message.to, message.subject, message.text, ticks(now))
        .run();
  }

 private:
  statement sql(std::string_view text) { return {db_.get(), text}; }

  void execute(char const* script) {
    if (sqlite3_exec(db_.get(), script, nullptr, nullptr, nullptr) != SQLITE_OK) {
      throw failure(sqlite3_errmsg(db_.get()));
    }
  }

  // [hold]
  /// Compares the stored revision of the organization with the revision in the guard. If both are
  /// equal, increments the stored revision and returns true. Otherwise returns false. If there is
  /// no guard, returns true.
  bool hold(tenant const& of, invito::guards const& guards) {
    if (!guards.organization_revision) return true;
    sql("INSERT OR IGNORE INTO organizations VALUES (?, ?, 0)").bind(of.api, of.organization).run();
    return sql("UPDATE organizations SET revision = revision + 1 "
               "WHERE api = ? AND id = ? AND revision = ?")
               .bind(of.api, of.organization, *guards.organization_revision)
               .run() == 1;
  }
  // [/hold]

  template <class... Values>
  std::vector<invito::invitation> load(std::string const& where, Values const&... values) {
    auto rows = sql("SELECT document FROM invitations " + where);
    rows.bind(values...);
    std::vector<invito::invitation> out;
    while (rows.step()) {
      auto read = invito::native::read_invitation(rows.text(0));
      if (!read) throw failure("a stored invitation: " + describe(read.error()));
      out.push_back(*std::move(read));
    }
    return out;
  }
  static std::optional<invito::invitation> first(std::vector<invito::invitation> all) {
    if (all.empty()) return std::nullopt;
    return std::move(all.front());
  }

  static std::string document(invito::invitation const& i) {
    auto text = invito::native::write_invitation(i, {});
    if (!text) throw failure("an invitation to be stored: " + describe(text.error()));
    return *std::move(text);
  }
  static std::string mailbox(invito::invitation const& i) {
    return i.recipient.email ? i.recipient.email->canonical() : std::string();
  }
  static std::string digest(invito::invitation const& i) {
    return i.tokens ? hex(i.tokens->current.bytes()) : std::string();
  }

  struct close {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
  };
  std::unique_ptr<sqlite3, close> db_;
};

}  // namespace service
