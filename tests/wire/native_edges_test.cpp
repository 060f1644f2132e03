// SPDX-License-Identifier: MIT

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

namespace {

using invito::read;

// Told by some other document, and without an event since.
const std::string imported =
    R"({"invito":1,"id":"i","send":true,"state":{"status":"pending"},"role":"member",)"
    R"("offer_number":1,"keys":{"current":"00ff"},"revision":0,)"
    R"("baseline":{"state":{"status":"pending"},"role":"member",)"
    R"("keys":{"current":"00ff"},"revision":0},"history":[]})";

std::string with_digest(std::string const& digest) {
  return with(with(imported, "00ff", digest), "00ff", digest);
}

}  // namespace

TEST_CASE("a baseline without an event since must be what stands beside it") {
  CHECK(told(read(imported)) == "nothing wrong");
  CHECK(told(read(with(imported, R"("role":"member")", R"("role":"owner")"))) ==
        "history_mismatch");
  CHECK(told(read(with(imported, R"("state":{"status":"pending"})",
                       R"("state":{"status":"expired","at":"2026-03-02T09:00:00Z"})"))) ==
        "history_mismatch");
}

TEST_CASE("no sign but the sixteen digits makes a digest, in either half of a byte") {
  const std::string digits = "0123456789abcdef";
  for (char c = ' '; c <= '~'; ++c) {
    if (c == '"' || c == '\\') continue;
    CAPTURE(c);
    const bool good = digits.find(c) != std::string::npos;
    for (std::string const& digest : {std::string{c, '0'}, std::string{'0', c}}) {
      const auto i = read(with_digest(digest));
      if (!good) {
        CHECK(told(i).substr(0, 13) == "unknown_value");
        continue;
      }
      REQUIRE(told(i) == "nothing wrong");
      CHECK(told(invito::write(*i)) == "nothing wrong");
      CHECK(invito::write(*i)->find("\"" + digest + "\"") != std::string::npos);
    }
  }
}

TEST_CASE("an offer's number goes to that of 32 bits") {
  const auto number = [](std::string const& n) {
    return told(read(with(imported, R"("offer_number":1)", R"("offer_number":)" + n)));
  };
  CHECK(number("4294967295") == "history_mismatch");  // a number, but not the baseline's
  CHECK(number("4294967296") == "number_out_of_range /offer_number");
  CHECK(number("0") == "number_out_of_range /offer_number");
}

TEST_CASE("an event that names neither offer nor successor is written without") {
  invito::event e;
  e.at = at("2026-03-02T09:00:00Z");
  e.by = invito::actor::system();
  e.revision = 2;
  e.details = invito::amend_details{};
  const std::string head = R"(,"at":"2026-03-02T09:00:00Z","by":{"kind":"system"},"revision":2})";
  CHECK(*invito::write(e) == R"({"event":"amend")" + head);
  e.details = invito::supersede_details{};
  CHECK(*invito::write(e) == R"({"event":"supersede")" + head);
}

TEST_CASE("of another version both numbers are told") {
  const auto later = read(with(imported, R"("invito":1)", R"("invito":2)"));
  REQUIRE(told(later) == "unsupported_version /invito");
  CHECK(later.error().front().numbers == std::array<std::int64_t, 3>{2, 1, 0});
}

TEST_CASE("what a nested object of the format needs is required, wherever it stands") {
  const auto reading = [](std::string const& what, std::string const& by) {
    return told(read(with(imported, what, by)));
  };
  const std::string send = R"("send":true,)";
  CHECK(reading(send, send + R"("created_by":{},)") == "missing_field /created_by/kind");
  CHECK(reading(send, send + R"("created_by":{"kind":"robot"},)") ==
        "unknown_value /created_by/kind");
  CHECK(reading(send, send + R"("grants":[{"role":"r"}],)") ==
        "missing_field /grants/0/scope; missing_field /grants/0/id");
  CHECK(reading(R"("keys":{"current":"00ff"})", R"("keys":{})") == "missing_field /keys/current");
  CHECK(reading(R"("baseline":{"state":{"status":"pending"},"role":"member",)"
                R"("keys":{"current":"00ff"},"revision":0})",
                R"("baseline":{})") ==
        "missing_field /baseline/state; missing_field /baseline/revision");
}

TEST_CASE("an error of the format needs a code and a message") {
  CHECK(told(invito::native::read_error(R"({"message":"m"})")) == "missing_field /code");
  CHECK(told(invito::native::read_error(R"({"code":"c"})")) == "missing_field /message");
}

TEST_CASE("the format's answers have the statuses of HTTP that mean the same") {
  constexpr std::array<int, 9> statuses{400, 401, 402, 403, 404, 409, 500, 503, 429};
  for (invito::code_info const& c : invito::codes) {
    CAPTURE(c.name);
    const invito::problems alone(invito::problem{c.code, {}, {}, {}});
    CHECK(invito::native::http_status(alone) == statuses[static_cast<std::size_t>(c.answer)]);
  }
}
