// SPDX-License-Identifier: MIT
#pragma once

/// \file embedding/database/postgres.hpp
/// A storage in PostgreSQL. Its default, READ COMMITTED, is enough: if a row has changed while an
/// UPDATE waited for it, the UPDATE evaluates its condition again.

#include <libpq-fe.h>

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

/// A connection to a server. `connect` is a connection string of libpq.
class postgres final : public sql_storage {
 public:
  explicit postgres(std::string const& connect, statements sql = {})
      : sql_storage(std::move(sql)), connection_(PQconnectdb(connect.c_str())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) fail("cannot connect");
  }

  void execute(std::string const& script) override {
    finished(PQexec(connection_.get(), script.c_str()), script);
  }

  answer run(std::string const& statement, std::vector<value> const& values = {}) override {
    std::vector<std::string> texts(values.size());
    std::vector<char const*> parameters;
    for (std::size_t n = 0; n != values.size(); ++n) {
      if (auto* text = std::get_if<std::string_view>(&values[n])) texts[n] = *text;
      if (auto* number = std::get_if<std::int64_t>(&values[n])) texts[n] = std::to_string(*number);
      const bool null = std::holds_alternative<std::monostate>(values[n]);
      parameters.push_back(null ? nullptr : texts[n].c_str());
    }
    const auto got = finished(
        PQexecPrepared(connection_.get(), prepared(statement).c_str(),
                       static_cast<int>(values.size()), parameters.data(), nullptr, nullptr, 0),
        statement);
    answer out;
    for (int n = 0; n != PQntuples(got.get()); ++n) {
      auto& fields = out.rows.emplace_back();
      for (int f = 0; f != PQnfields(got.get()); ++f) fields.push_back(field(got.get(), n, f));
    }
    const std::string changed = PQcmdTuples(got.get());
    if (!changed.empty()) out.changed = std::stoll(changed);
    return out;
  }

 private:
  struct finishing {
    void operator()(PGconn* c) const { PQfinish(c); }
  };
  struct clearing {
    void operator()(PGresult* r) const { PQclear(r); }
  };
  using result = std::unique_ptr<PGresult, clearing>;

  /// Prepares the statement at its first use, and returns the name of the prepared statement.
  std::string const& prepared(std::string const& statement) {
    auto& name = names_[statement];
    if (name.empty()) {
      const std::string made = "s" + std::to_string(names_.size());
      finished(PQprepare(connection_.get(), made.c_str(), statement.c_str(), 0, nullptr),
               statement);
      name = made;
    }
    return name;
  }

  result finished(PGresult* of, std::string const& what) {
    result out(of);
    const auto status = PQresultStatus(of);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return out;
    char const* const told = PQresultErrorField(of, PG_DIAG_SQLSTATE);
    const std::string code = told ? told : "";
    // The codes are unique_violation, serialization_failure and deadlock_detected.
    if (code == "23505" || code == "40001" || code == "40P01") throw conflict(what + ": " + code);
    fail(what);
  }

  static std::optional<std::string> field(PGresult const* r, int row, int column) {
    if (PQgetisnull(r, row, column) != 0) return std::nullopt;
    const auto size = static_cast<std::size_t>(PQgetlength(r, row, column));
    return std::string(PQgetvalue(r, row, column), size);
  }

  [[noreturn]] void fail(std::string const& what) {
    throw failure(what + ": " + PQerrorMessage(connection_.get()));
  }

  std::unique_ptr<PGconn, finishing> connection_;
  std::map<std::string, std::string> names_{};
};

}  // namespace database
