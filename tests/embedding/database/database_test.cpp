// SPDX-License-Identifier: MIT
// Checks the rules on a real database: by random sequences, by a race of threads, and by a race of
// processes that are killed and started again. The checks must also find faults made on purpose.

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <invito/testing/check.hpp>
#include <invito/testing/race.hpp>

#include "database.hpp"

extern char** environ;

namespace {

namespace kit = invito::testing;
using database::database_under_test;

void require(bool holds, std::string const& otherwise) {
  if (!holds) throw std::runtime_error(otherwise);
}

std::uint32_t number(std::string const& text) {
  return static_cast<std::uint32_t>(std::stoul(text));
}

/// A race with more than 20,000 invitations in 100 organizations. The environment variable
/// INVITO_RACE_ORGANIZATIONS sets another number of organizations.
kit::race_options race_of(std::uint32_t hosts) {
  kit::race_options out;
  out.hosts = hosts;
  char const* const told = std::getenv("INVITO_RACE_ORGANIZATIONS");
  out.organizations = told ? number(told) : 100;
  out.invitations = 250;  // some are never issued, because no seat is free
  return out;
}

class stopwatch {
 public:
  [[nodiscard]] std::string seconds() const {
    const auto passed = std::chrono::steady_clock::now() - start_;
    const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(passed).count() / 100;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void add(kit::race_counts& to, kit::race_counts const& more) {
  to.steps += more.steps;
  to.stored += more.stored;
  to.refused += more.refused;
  to.conflicts += more.conflicts;
  to.nothing += more.nothing;
}

std::string describe(kit::race_counts const& c) {
  return std::to_string(c.steps) + " steps, " + std::to_string(c.stored) + " stored, " +
         std::to_string(c.refused) + " refused, " + std::to_string(c.conflicts) + " conflicts";
}

// ---- The tables ---------------------------------------------------------------------------------

/// The number of steps of all hosts. A step that a restarted host repeats counts once.
std::size_t steps_of(kit::race_options const& o) {
  return std::size_t{o.hosts} * o.organizations * o.invitations * o.steps;
}

/// The number of stored transactions. Each of them increments the revision of its organization.
std::uint64_t transactions(database_under_test& tested) {
  const auto told = tested.open()->run("SELECT coalesce(sum(revision), 0) FROM organizations");
  return std::stoull(told.rows.at(0).at(0).value());
}

/// Compares each column with the document, and lets the database check itself.
void check_tables(database_under_test& tested) {
  if (const auto damage = tested.find_damage()) throw std::runtime_error(*damage);
  std::array<std::size_t, 8> events{};
  const auto rows = tested.open()->rows();
  for (database::row const& told : rows) {
    const auto i = database::invitation_of(told.document);
    const auto expected = database::row_of(i);
    const bool same = told.id == expected.id && told.organization == expected.organization &&
                      told.canonical_email == expected.canonical_email &&
                      told.status == expected.status && told.expires_at == expected.expires_at &&
                      told.revision == expected.revision && told.document == expected.document;
    require(same, "the columns of \"" + told.id + "\" are not what its document says");
    for (invito::event const& e : i.history) ++events[static_cast<std::size_t>(e.kind())];
  }
  std::cout << "  " << rows.size() << " invitations in the tables, as their documents say;";
  for (std::size_t kind = 0; kind != events.size(); ++kind) {
    const std::string verb(to_string(static_cast<invito::event_kind>(kind)));
    std::cout << ' ' << verb << ' ' << events[kind];
    require(events[kind] != 0, "nothing of the kind was raced: " + verb);
  }
  std::cout << '\n';
}

// ---- Random sequences ---------------------------------------------------------------------------

/// Runs random sequences, each on empty tables.
kit::check_report check(database_under_test& tested, database::statements const& sql,
                        std::vector<kit::world> const& worlds = kit::busy_worlds()) {
  const auto fresh = [&] {
    auto out = tested.open(sql);
    out->execute("DELETE FROM invitations; DELETE FROM memberships; DELETE FROM organizations");
    return out;
  };
  return kit::check(fresh, {}, worlds);
}

void sequences(database_under_test& tested) {
  tested.make();
  auto with_tokens = kit::busy_world();
  with_tokens.tokens = true;
  with_tokens.policy.duplicates = invito::duplicate_rule::supersede;
  auto worlds = kit::busy_worlds();
  worlds.push_back(kit::small_world());
  worlds.push_back(with_tokens);
  const auto report = check(tested, {}, worlds);
  std::cout << "  " << to_string(report);
  require(!report.broken, "a promise is broken");
  require(report.counts.conflicts != 0, "nothing met");
}

// ---- Threads ------------------------------------------------------------------------------------

void threads(database_under_test& tested) {
  tested.make();
  const auto options = race_of(8);
  const auto report = kit::race([&] { return tested.open(); }, options);
  std::cout << "  8 threads: " << describe(report.counts) << '\n';
  if (report.damage) throw std::runtime_error(*report.damage);
  require(report.counts.steps == steps_of(options), "a host did not walk to its end");
  require(report.counts.conflicts != 0, "nothing met");
  require(transactions(tested) == report.counts.stored, "another number of transactions is stored");
  check_tables(tested);
}

// ---- Processes ----------------------------------------------------------------------------------

/// The contents of the journals, which the hosts wrote until they ended or were killed.
struct journal {
  std::vector<kit::acknowledgement> acknowledged{};
  kit::race_counts counts{};  ///< The counts of the completed organizations.
  std::uint32_t next = 0;     ///< The organization that was not completed.
};

void read(std::string const& path, journal& into) {
  std::ifstream in(path);
  std::string line;
  while (std::getline(in, line) && !in.eof()) {  // a kill may cut off the last line
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "stored") {
      std::string id;
      kit::acknowledgement a;
      words >> id >> a.revision >> a.idempotency_key;
      a.id = invito::invitation_id(id);
      into.acknowledged.push_back(std::move(a));
    } else {
      kit::race_counts c;
      words >> into.next >> c.steps >> c.stored >> c.refused >> c.conflicts >> c.nothing;
      add(into.counts, c);
    }
    require(!words.fail(), path + " has a line that no host writes: " + line);
  }
}

std::string journal_of(std::uint32_t host) {
  return std::string(database::kind) + "-host-" + std::to_string(host) + ".log";
}

/// The work of one process: completes the organizations from `first` on. Writes each stored change
/// to the journal as soon as the storage has acknowledged it.
void be_host(database_under_test& tested, std::uint32_t host, std::uint32_t first) {
  const int file = open(journal_of(host).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  require(file >= 0, "cannot write " + journal_of(host));
  const auto write_down = [file](std::string const& line) {
    const auto size = static_cast<ssize_t>(line.size());
    require(::write(file, line.data(), line.size()) == size, "cannot write a line");
  };
  const auto mine = tested.open();
  const auto options = race_of(4);
  for (auto one = options; first != options.organizations; ++first) {
    one.first = first;
    one.organizations = first + 1;
    one.seed = options.seed + first;
    const auto c = kit::play(*mine, one, host, [&](kit::acknowledgement const& a) {
      write_down("stored " + a.id.text() + ' ' + std::to_string(a.revision) + ' ' +
                 a.idempotency_key + '\n');
    });
    write_down("walked " + std::to_string(first + 1) + ' ' + std::to_string(c.steps) + ' ' +
               std::to_string(c.stored) + ' ' + std::to_string(c.refused) + ' ' +
               std::to_string(c.conflicts) + ' ' + std::to_string(c.nothing) + '\n');
  }
}

/// A host that runs in a process of its own.
struct process {
  std::uint32_t host = 0;
  std::uint32_t first = 0;
  pid_t pid = 0;  ///< 0 if the process has ended.
  std::uint32_t deaths = 0;
  off_t longest = 0;  ///< The process is killed if its journal has more bytes.
};

/// Several processes. The destructor kills those that still run.
struct processes {
  std::vector<process> all{};

  ~processes() {
    for (process const& p : all) {
      if (p.pid != 0) kill(p.pid, SIGKILL);
    }
  }
};

void start(process& p, std::string program) {
  std::remove(journal_of(p.host).c_str());  // from an earlier run
  std::array<std::string, 4> words{"host", "processes", std::to_string(p.host),
                                   std::to_string(p.first)};
  char* const arguments[] = {program.data(),  words[0].data(), words[1].data(),
                             words[2].data(), words[3].data(), nullptr};
  const int failed = posix_spawn(&p.pid, program.c_str(), nullptr, nullptr, arguments, environ);
  require(failed == 0, "cannot start " + program);
}

/// Whether SIGKILL has ended the process. Throws if the process has failed.
bool was_killed(process& p, int how) {
  int status = 0;
  if (waitpid(p.pid, &status, how) != p.pid) return false;
  p.pid = 0;
  const bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  require(killed || status == 0, "host " + std::to_string(p.host) + " failed");
  return killed;
}

void processes_that_die(database_under_test& tested, std::string const& program) {
  constexpr std::uint32_t deaths = 5;
  tested.make();
  const auto options = race_of(4);
  // A host that is never killed writes about 12 bytes for each invitation.
  const std::uint64_t whole = std::uint64_t{options.organizations} * options.invitations * 12;
  std::mt19937_64 engine(options.seed);
  const auto some = [&] { return static_cast<off_t>(engine() % (2 * whole / (deaths + 1))); };
  processes running;
  std::uint32_t hosts = 0;
  for (; hosts != options.hosts; ++hosts) {
    running.all.push_back({hosts, 0, 0, 0, some()});
    start(running.all.back(), program);
  }
  const auto runs = [](process const& p) { return p.pid != 0; };
  while (std::any_of(running.all.begin(), running.all.end(), runs)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    for (process& p : running.all) {
      if (!runs(p)) continue;
      struct stat journal_now {};
      const bool due = p.deaths != deaths && stat(journal_of(p.host).c_str(), &journal_now) == 0 &&
                       journal_now.st_size > p.longest;
      if (due) kill(p.pid, SIGKILL);
      if (!was_killed(p, due ? 0 : WNOHANG)) continue;
      journal written;
      read(journal_of(p.host), written);
      p = {hosts++, std::max(p.first, written.next), 0, p.deaths + 1, some()};
      start(p, program);
    }
  }

  journal all;
  for (std::uint32_t h = 0; h != hosts; ++h) read(journal_of(h), all);
  const std::uint32_t killed = hosts - options.hosts;
  std::cout << "  4 processes, " << killed
            << " times killed and started again: " << describe(all.counts)
            << " where they came to an end, " << all.acknowledged.size() << " acknowledged\n";
  require(all.counts.steps == steps_of(options), "a host did not walk to its end");
  require(killed > options.hosts, "hardly anybody was killed");
  const auto damage = kit::find_damage(*tested.open(), options, all.acknowledged, false);
  if (damage) throw std::runtime_error(*damage);
  const auto stored = transactions(tested);
  require(stored >= all.acknowledged.size() && stored <= all.acknowledged.size() + killed,
          std::to_string(stored) +
              " transactions are stored: a kill loses no acknowledged one, and "
              "leaves at most one that nobody heard of");
  check_tables(tested);
  for (std::uint32_t h = 0; h != hosts; ++h) std::remove(journal_of(h).c_str());
}

// ---- Faults made on purpose ---------------------------------------------------------------------

/// Checks that random sequences find a fault. Otherwise the other tests could not fail.
void broken(database_under_test& tested, std::string const& how, database::statements const& sql,
            std::string const& change = "") {
  tested.make();
  if (!change.empty()) tested.open()->execute(change);
  const auto report = check(tested, sql);
  require(report.broken.has_value(), how + ": random sequences find nothing");
  std::cout << "  " << how << ": " << report.broken->invariant << ", after "
            << report.broken->steps.size() << " steps\n";
}

void all_broken(database_under_test& tested) {
  broken(tested, "no unique index", {}, "DROP INDEX one_pending");

  database::statements sql;
  sql.raise_organization =
      "UPDATE organizations SET revision = revision + 1 "
      "WHERE id = $1 AND coalesce(CAST($2 AS bigint), 0) >= 0";
  broken(tested, "no revision of the organization in the condition", sql);

  sql = {};
  sql.update =
      "UPDATE invitations SET organization = $1, canonical_email = $2, status = $3, expires_at = "
      "$4, "
      "revision = $5, document = $6 WHERE id = $7 AND $8 > 0";
  broken(tested, "no revision in the condition", sql);
  tested.make();
  const auto race = kit::race([&] { return tested.open(sql); });
  require(race.damage.has_value(), "a race finds nothing although the last writer wins");
  std::cout << "  the same in a race: " << *race.damage << '\n';
}

// ---- The program --------------------------------------------------------------------------------

/// `words` is the name of a part. For a process of the part "processes", `words` is
/// "host processes <number> <organization>".
int run(std::string const& program, std::vector<std::string> const& words) {
  const std::vector<std::string> parts{"sequences", "broken", "threads", "processes"};
  const bool is_host = words.size() == 4 && words[0] == "host";
  const std::string part = is_host ? words[1] : words.size() == 1 ? words[0] : "";
  require(std::find(parts.begin(), parts.end(), part) != parts.end(), "there is no such part");
  const auto tested = database::database_named(part);
  if (!tested) {
    std::cout << "there is no " << database::kind << " here\n";
    return 77;
  }
  if (is_host) {
    be_host(*tested, number(words[2]), number(words[3]));
    return 0;
  }
  const stopwatch watch;
  std::cout << database::kind << ", " << part << ":\n";
  if (part == "sequences") sequences(*tested);
  if (part == "broken") all_broken(*tested);
  if (part == "threads") threads(*tested);
  if (part == "processes") processes_that_die(*tested, program);
  tested->remove();
  std::cout << "  " << watch.seconds() << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argv[0], {argv + 1, argv + argc});
  } catch (std::exception const& e) {
    std::cout.flush();
    std::cerr << "failed: " << e.what() << '\n';
    return 1;
  }
}
