// SPDX-License-Identifier: MIT
#pragma once

/// \file embedding/database/database.hpp
/// A database under test. Each test program has one kind of them.

#include <memory>
#include <optional>
#include <string>

#include "sql_storage.hpp"

namespace database {

class database_under_test {
 public:
  virtual ~database_under_test() = default;

  /// Makes it with empty tables, whatever there was.
  virtual void make() = 0;

  /// Another connection, that says `sql`.
  [[nodiscard]] virtual std::unique_ptr<sql_storage> open(statements sql = {}) = 0;

  /// What the database itself finds wrong, or nothing.
  [[nodiscard]] virtual std::optional<std::string> find_damage() = 0;

  /// Takes away what `make` made.
  virtual void remove() = 0;

 protected:
  database_under_test() = default;
  database_under_test(database_under_test const&) = default;
  database_under_test& operator=(database_under_test const&) = default;
};

/// The kind of the program: "SQLite".
extern char const* const kind;

/// The one with this name, which several processes may share; nothing where this machine has none.
[[nodiscard]] std::unique_ptr<database_under_test> database_named(std::string const& name);

}  // namespace database
