// SPDX-License-Identifier: MIT
// SQLite, with files in the working directory.

#include "sqlite.hpp"

#include <cstdio>

#include "database.hpp"

namespace database {

namespace {

class file final : public database_under_test {
 public:
  explicit file(std::string path) : path_(std::move(path)) {}

  void make() override {
    remove();
    sqlite(path_).execute(tables);
  }

  std::unique_ptr<sql_storage> open(statements sql) override {
    return std::make_unique<sqlite>(path_, std::move(sql));
  }

  std::optional<std::string> find_damage() override {
    const auto told = sqlite(path_).run("PRAGMA integrity_check").rows.at(0).at(0);
    return told == "ok" ? std::nullopt : told;
  }

  void remove() override {
    for (char const* end : {"", "-wal", "-shm"}) std::remove((path_ + end).c_str());
  }

 private:
  std::string path_;
};

}  // namespace

char const* const kind = "SQLite";

std::unique_ptr<database_under_test> database_named(std::string const& name) {
  return std::make_unique<file>(name + ".sqlite");
}

}  // namespace database
