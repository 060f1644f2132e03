// SPDX-License-Identifier: MIT
// PostgreSQL. Each test has a schema in the database that INVITO_TEST_POSTGRES connects to.

#include "postgres.hpp"

#include <cstdlib>

#include "database.hpp"

namespace database {

namespace {

class schema final : public database_under_test {
 public:
  schema(std::string connect, std::string name)
      : connect_(std::move(connect)), name_(std::move(name)) {}

  void make() override {
    remove();
    postgres s(connect_);
    s.execute("CREATE SCHEMA " + name_ + "; SET search_path TO " + name_ + ";" + tables);
  }

  /// The test kills clients and not the server, so a commit need not wait for the server's disk.
  std::unique_ptr<sql_storage> open(statements sql) override {
    auto out = std::make_unique<postgres>(connect_, std::move(sql));
    out->execute("SET search_path TO " + name_ + "; SET synchronous_commit TO off");
    return out;
  }

  /// PostgreSQL offers such a check to superusers only.
  std::optional<std::string> find_damage() override { return std::nullopt; }

  void remove() override {
    postgres(connect_).execute("SET client_min_messages TO warning; DROP SCHEMA IF EXISTS " +
                               name_ + " CASCADE");
  }

 private:
  std::string connect_;
  std::string name_;
};

}  // namespace

char const* const kind = "PostgreSQL";

std::unique_ptr<database_under_test> database_named(std::string const& name) {
  char const* const connect = std::getenv("INVITO_TEST_POSTGRES");
  if (!connect || *connect == '\0') return nullptr;
  return std::make_unique<schema>(connect, "invito_test_" + name);
}

}  // namespace database
