// SPDX-License-Identifier: MIT
// A service that embeds invito. It has the invite endpoints of five APIs over HTTP, and stores the
// invitations in one file of SQLite.
//
//   invito-service --api-key SECRET [--user API_KEY=EMAIL]... [--db FILE]
//                  [--host ADDRESS] [--port N] [--now TIME] [--verbose]

#include <httplib.h>
#include <pthread.h>
#include <signal.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>

#include "desk.hpp"

namespace service {

void keep_quiet(mail const&) {}
void print(mail const& m) {
  std::printf("mail to %s: %s: %s\n", m.to.c_str(), m.subject.c_str(), m.text.c_str());
  std::fflush(stdout);
}

struct options {
  std::string api_key{};  ///< The API key of the administrator.
  std::map<std::string, std::string>
      users{};  ///< The API keys of invitees, each with the email address.
  std::string db = "invito.sqlite";
  std::string host = "127.0.0.1";
  int port = 8080;  ///< If 0, any free port.
  void (*tell)(mail const&) = keep_quiet;
};

std::optional<invito::instant> fixed_now;  // set in tests; otherwise the system's clock is used

invito::instant now() { return fixed_now ? *fixed_now : std::chrono::system_clock::now(); }

/// Compares two secrets. The time does not depend on the position of the first difference.
bool same(std::string_view a, std::string const& b) {
  return *invito::token_digest::from(sha256(a)) == *invito::token_digest::from(sha256(b));
}

caller caller_of(options const& o, std::string_view secret) {
  caller out;
  if (secret.empty()) return out;
  out.administrator = same(secret, o.api_key);
  for (auto const& [api_key, address] : o.users) {
    if (!same(secret, api_key)) continue;
    out.person.email = invito::email(address);
    out.person.email_verified = true;  // verified when the API key was given out
    out.person.user = user_of(*out.person.email);
  }
  return out;
}

/// The API key of a request, from a bearer token or from the API's own header.
std::string secret_in(httplib::Request const& r, std::string_view header) {
  constexpr std::string_view bearer = "Bearer ";
  std::string value = r.get_header_value(std::string(header).c_str());
  if (header != "Authorization") return value;
  return value.compare(0, bearer.size(), bearer) == 0 ? value.substr(bearer.size()) : std::string();
}

/// The store of the current thread. Each thread of the server has its own.
store& connection(options const& o) {
  thread_local store mine(o.db);
  return mine;
}

/// The regular expression for a path such as "/org/{org}/user", and the names of its parameters.
struct pattern {
  std::string expression;
  std::vector<std::string> names;
};
pattern pattern_of(std::string_view path) {
  pattern out;
  for (std::size_t at = 0; at != path.size(); ++at) {
    if (path[at] != '{') {
      out.expression += path[at];
      continue;
    }
    const std::size_t end = path.find('}', at);
    out.names.emplace_back(path.substr(at + 1, end - at - 1));
    out.expression += "([^/]+)";
    at = end;
  }
  return out;
}

/// Offers one API under its own paths.
template <class Api>
void offer(httplib::Server& server, options const& o) {
  static constexpr auto endpoints = Api::endpoints();
  for (invito::endpoint const& e : endpoints) {
    pattern p = pattern_of(e.path);
    const auto handle = [&o, &e, names = std::move(p.names)](httplib::Request const& r,
                                                             httplib::Response& out) {
      http_request q;
      q.who = caller_of(o, secret_in(r, e.header));
      q.organization = "default";  // used if neither the path nor a header has one
      constexpr char const* header = "X-Nuon-Org-ID";
      if (std::is_same_v<Api, invito::nuon> && r.has_header(header)) {
        q.organization = r.get_header_value(header);
      }
      for (std::size_t n = 0; n != names.size(); ++n) {
        const bool is_organization = names[n].compare(0, 3, "org") == 0;
        (is_organization ? q.organization : q.id) = r.matches[n + 1].str();
      }
      q.body = r.body;
      q.query.insert(r.params.begin(), r.params.end());
      q.idempotency_key = r.get_header_value("Idempotency-Key");
      reply answer;
      try {
        answer = desk<Api>(connection(o), q, now(), o.tell).answer(e);
      } catch (std::exception const& failed) {
        std::fprintf(stderr, "%s %s: %s\n", r.method.c_str(), r.path.c_str(), failed.what());
        answer = desk<Api>::refuse(because(code::unavailable), now());
      }
      out.status = answer.status;
      for (auto const& [name, value] : answer.headers) out.set_header(name.c_str(), value);
      out.set_content(answer.body, "application/json");
    };
    if (e.method == "GET") {
      server.Get(p.expression.c_str(), handle);
    } else if (e.method == "DELETE") {
      server.Delete(p.expression.c_str(), handle);
    } else {
      server.Post(p.expression.c_str(), handle);
    }
  }
}

constexpr char const* usage =
    "usage: invito-service --api-key SECRET [--user API_KEY=EMAIL]... [--db FILE]\n"
    "                      [--host ADDRESS] [--port N] [--now TIME] [--verbose]";

/// The command line is wrong.
struct misuse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

options read_options(int count, char** words) {
  options o;
  for (int n = 1; n != count; ++n) {
    const std::string_view word = words[n];
    if (word == "--verbose") {
      o.tell = print;
      continue;
    }
    if (n + 1 == count) throw misuse("an option without its value, or none at all");
    const std::string value = words[++n];
    if (word == "--api-key") {
      o.api_key = value;
    } else if (word == "--user") {
      const std::size_t equals = value.find('=');
      const std::string address = equals == std::string::npos ? "" : value.substr(equals + 1);
      if (equals == 0 || invito::check_email(address) != invito::email_shape::valid) {
        throw misuse("--user requires API_KEY=EMAIL with an email address");
      }
      o.users[value.substr(0, equals)] = address;
    } else if (word == "--db") {
      o.db = value;
    } else if (word == "--host") {
      o.host = value;
    } else if (word == "--port") {
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), o.port);
      const bool whole = end == value.data() + value.size() && error == std::errc();
      if (!whole || o.port < 0 || o.port > 65535) throw misuse("no such port");
    } else if (word == "--now") {
      const auto at = invito::parse_rfc3339(value);
      if (!at) throw misuse("--now requires a time such as 2026-03-01T09:00:00Z");
      fixed_now = *at;
    } else {
      throw misuse("an unknown option");
    }
  }
  if (o.api_key.empty()) throw misuse("--api-key is missing");
  return o;
}

int run(options const& o) {
  const store made(o.db);  // throws now if the file cannot be opened

  // One thread waits for the signals and then stops the server.
  sigset_t stopping;
  sigemptyset(&stopping);
  sigaddset(&stopping, SIGTERM);
  sigaddset(&stopping, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stopping, nullptr);

  httplib::Server server;
  server.set_payload_max_length(1024 * 1024);
  server.set_tcp_nodelay(true);
  offer<invito::nuon>(server, o);
  offer<invito::control_plane>(server, o);
  offer<invito::openai>(server, o);
  offer<invito::aitronos>(server, o);
  offer<invito::deepset>(server, o);

  const int port = o.port == 0 ? server.bind_to_any_port(o.host.c_str())
                   : server.bind_to_port(o.host.c_str(), o.port) ? o.port
                                                                 : -1;
  if (port < 0) {
    std::fprintf(stderr, "invito-service: cannot listen on %s:%d\n", o.host.c_str(), o.port);
    return 1;
  }
  std::printf("invito-service listens on http://%s:%d\n", o.host.c_str(), port);
  std::fflush(stdout);
  std::thread stopper([&] {
    int signal = 0;
    sigwait(&stopping, &signal);
    server.stop();
  });
  server.listen_after_bind();
  pthread_kill(stopper.native_handle(), SIGTERM);  // if the server stopped by itself
  stopper.join();
  return 0;
}

}  // namespace service

int main(int count, char** words) {
  try {
    return service::run(service::read_options(count, words));
  } catch (service::misuse const& wrong) {
    std::fprintf(stderr, "invito-service: %s\n%s\n", wrong.what(), service::usage);
    return 2;
  } catch (std::exception const& failed) {
    std::fprintf(stderr, "invito-service: %s\n", failed.what());
    return 1;
  }
}
