// SPDX-License-Identifier: MIT
#pragma once

/// \file embedding/database/sqlite.hpp
/// A storage in a file of SQLite. Any number of threads and processes may open the file.

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sql_storage.hpp"

namespace database {

/// A connection to the file at `path`. The file is created if it does not exist.
class sqlite final : public sql_storage {
 public:
  explicit sqlite(std::string const& path, statements sql = {})
      : sql_storage(write_first(std::move(sql))) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open(path.c_str(), &opened);
    connection_.reset(opened);
    if (code != SQLITE_OK) fail("cannot open " + path);
    sqlite3_busy_timeout(opened, 60'000);
    // With WAL, readers do not wait for a writer. With NORMAL, a commit reaches the operating
    // system before it returns, so a killed process loses no commit. FULL would also survive a loss
    // of power, but every commit would wait for the disk.
    execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  }

  void execute(std::string const& script) override {
    if (sqlite3_exec(connection_.get(), script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      fail(script);
    }
  }

  answer run(std::string const& statement, std::vector<value> const& values = {}) override {
    sqlite3_stmt* const s = prepared(statement);
    const resetting when_done{s};
    for (std::size_t n = 0; n != values.size(); ++n) bind(s, static_cast<int>(n) + 1, values[n]);
    answer out;
    int code = sqlite3_step(s);
    for (; code == SQLITE_ROW; code = sqlite3_step(s)) {
      auto& fields = out.rows.emplace_back();
      for (int n = 0; n != sqlite3_column_count(s); ++n) fields.push_back(field(s, n));
    }
    if (code != SQLITE_DONE) fail(statement);
    out.changed = sqlite3_changes(connection_.get());
    return out;
  }

 private:
  struct closing {
    void operator()(sqlite3* c) const { sqlite3_close(c); }
  };
  struct finalizing {
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
  };
  /// Resets a statement. Otherwise it would keep its locks and refer to values that are destroyed.
  struct resetting {
    explicit resetting(sqlite3_stmt* s) : statement(s) {}
    resetting(resetting const&) = delete;
    resetting& operator=(resetting const&) = delete;
    ~resetting() { sqlite3_reset(statement); }
    sqlite3_stmt* statement;
  };

  /// Takes the write lock at the start of each transaction. A transaction that reads first may have
  /// read old data, and SQLite would then refuse its write at once instead of waiting.
  static statements write_first(statements sql) {
    sql.begin = "BEGIN IMMEDIATE";
    return sql;
  }

  sqlite3_stmt* prepared(std::string const& statement) {
    auto& kept = prepared_[statement];
    if (!kept) {
      sqlite3_stmt* made = nullptr;
      const int code = sqlite3_prepare_v2(connection_.get(), statement.c_str(), -1, &made, nullptr);
      kept.reset(made);
      if (code != SQLITE_OK) fail(statement);
    }
    return kept.get();
  }

  void bind(sqlite3_stmt* s, int n, value const& v) {
    int code = SQLITE_OK;
    if (auto* text = std::get_if<std::string_view>(&v)) {
      code = sqlite3_bind_text64(s, n, text->data(), text->size(), nullptr, SQLITE_UTF8);
    } else if (auto* number = std::get_if<std::int64_t>(&v)) {
      code = sqlite3_bind_int64(s, n, *number);
    } else {
      code = sqlite3_bind_null(s, n);
    }
    if (code != SQLITE_OK) fail("parameter " + std::to_string(n));
  }

  static std::optional<std::string> field(sqlite3_stmt* s, int n) {
    if (sqlite3_column_type(s, n) == SQLITE_NULL) return std::nullopt;
    auto* text = reinterpret_cast<char const*>(sqlite3_column_text(s, n));
    return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(s, n)));
  }

  [[noreturn]] void fail(std::string const& what) {
    const std::string why = what + ": " + sqlite3_errmsg(connection_.get());
    if (sqlite3_errcode(connection_.get()) == SQLITE_CONSTRAINT) throw conflict(why);
    throw failure(why);
  }

  std::unique_ptr<sqlite3, closing> connection_{};
  std::map<std::string, std::unique_ptr<sqlite3_stmt, finalizing>> prepared_{};
};

}  // namespace database
