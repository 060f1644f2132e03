// SPDX-License-Identifier: MIT
#pragma once

/// \file embedding/database/database.hpp
/// A database under test. Each test program is linked with one kind of database.

#include <memory>
#include <optional>
#include <string>

#include "sql_storage.hpp"

namespace database {

class database_under_test {
 public:
  virtual ~database_under_test() = default;

  /// Creates the database with empty tables, and removes an existing one before.
  virtual void make() = 0;

  /// Opens another connection, which uses the statements `sql`.
  [[nodiscard]] virtual std::unique_ptr<sql_storage> open(statements sql = {}) = 0;

  /// The damage that the database itself finds, if any.
  [[nodiscard]] virtual std::optional<std::string> find_damage() = 0;

  /// Removes the database that `make` created.
  virtual void remove() = 0;

 protected:
  database_under_test() = default;
  database_under_test(database_under_test const&) = default;
  database_under_test& operator=(database_under_test const&) = default;
};

/// The kind of database of this program, for example "SQLite".
extern char const* const kind;

/// The database with this name, which several processes may share. Null if no server is configured.
[[nodiscard]] std::unique_ptr<database_under_test> database_named(std::string const& name);

}  // namespace database
