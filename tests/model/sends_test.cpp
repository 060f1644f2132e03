// SPDX-License-Identifier: MIT

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"
#include "support/sample.hpp"

namespace {

using namespace support;
using invito::invitation;
using invito::last_sent;
using invito::resend_command;
using invito::send_count;
using invito::sends;
using moments = std::vector<invito::instant>;

/// Issued at `start`, with or without a message.
invitation fresh(bool send) {
  auto r = request("member");
  r.send = send;
  const auto made = invito::issue(rules(), r, issuing(olga));
  REQUIRE(made);
  return invito::apply(*made);
}

/// Resent after one day, amended after two, resent after three and accepted after four.
invitation busy(invitation i) {
  i = after(std::move(i), as<resend_command>(olga, start + 1 * day));
  i = after(std::move(i), amending(olga, start + 2 * day, "admin"));
  i = after(std::move(i), as<resend_command>(olga, start + 3 * day));
  return after(std::move(i), accepting(ina, start + 4 * day));
}

/// As read from a document: pending, with or without the time of its creation.
invitation imported(bool send, std::optional<invito::instant> created_at) {
  invitation i = fresh(send);
  i.created_at = created_at;
  begin_history(i, week_later, start);
  return i;
}

/// Whether the effects of the event at `n` contain send_invitation.
bool sent_a_message(invitation const& i, std::size_t n) {
  const invito::decision made{i.history[n], 0, {}};
  auto const all = invito::effects(made, i);
  return std::any_of(all.begin(), all.end(), [](invito::effect const& e) {
    return std::holds_alternative<invito::send_invitation>(e);
  });
}

}  // namespace

TEST_CASE("the issue is the first send", "[sends][issue]") {
  CHECK(send_count(fresh(true)) == 1);
  CHECK(sends(fresh(true)) == moments{start});
  CHECK(last_sent(fresh(true)) == start);
}

TEST_CASE("an issue without a message is not a send", "[sends][issue]") {
  CHECK(send_count(fresh(false)) == 0);
  CHECK(sends(fresh(false)).empty());
  CHECK(last_sent(fresh(false)) == std::nullopt);
}

TEST_CASE("resends and amendments are sends, answers are not", "[sends][resend][amend][accept]") {
  const invitation i = busy(fresh(true));
  CHECK(send_count(i) == 4);
  CHECK(sends(i) == moments{start, start + 1 * day, start + 2 * day, start + 3 * day});
  CHECK(last_sent(i) == start + 3 * day);
}

TEST_CASE("an amendment is the last send if nothing is sent after it", "[sends][amend]") {
  const invitation i = after(fresh(true), amending(olga, start + day, "admin"));
  CHECK(send_count(i) == 2);
  CHECK(sends(i) == moments{start, start + day});
  CHECK(last_sent(i) == start + day);
}

TEST_CASE("only resends are sends if the invitation was issued without a message",
          "[sends][resend][amend]") {
  const invitation i = busy(fresh(false));
  CHECK(send_count(i) == 2);
  CHECK(sends(i) == moments{start + 1 * day, start + 3 * day});
  CHECK(last_sent(i) == start + 3 * day);

  const invitation amended = after(fresh(false), amending(olga, start + day, "admin"));
  CHECK(send_count(amended) == 0);
  CHECK(sends(amended).empty());
  CHECK(last_sent(amended) == std::nullopt);
}

TEST_CASE("the end of an invitation is not a send",
          "[sends][accept][decline][revoke][supersede][expire]") {
  for (invitation const& i : {accepted(), declined(), revoked(), superseded(), expired()}) {
    CHECK(send_count(i) == 1);
    CHECK(sends(i) == moments{start});
    CHECK(last_sent(i) == start);
  }
}

TEST_CASE("the creation of an imported invitation is a send", "[sends]") {
  const invitation i = imported(true, start - day);
  CHECK(send_count(i) == 1);
  CHECK(sends(i) == moments{start - day});
  CHECK(last_sent(i) == start - day);

  CHECK(send_count(busy(i)) == 4);
  CHECK(sends(busy(i)) == moments{start - day, start + 1 * day, start + 2 * day, start + 3 * day});
  CHECK(last_sent(busy(i)) == start + 3 * day);
}

TEST_CASE("a creation at an unknown time is counted and has no time", "[sends]") {
  const invitation i = imported(true, std::nullopt);
  CHECK(send_count(i) == 1);
  CHECK(sends(i).empty());
  CHECK(last_sent(i) == std::nullopt);

  const invitation again = after(i, as<resend_command>(olga, start + day));
  CHECK(send_count(again) == 2);
  CHECK(sends(again) == moments{start + day});
  CHECK(last_sent(again) == start + day);
}

TEST_CASE("an imported invitation without a message has no send before its first resend",
          "[sends][resend]") {
  const invitation i = imported(false, start - day);
  CHECK(send_count(i) == 0);
  CHECK(sends(i).empty());
  CHECK(last_sent(i) == std::nullopt);
  CHECK(send_count(busy(i)) == 2);
  CHECK(sends(busy(i)) == moments{start + 1 * day, start + 3 * day});
}

TEST_CASE(
    "an invitation without a history and a baseline has the same sends before and after its first "
    "event",
    "[sends]") {
  invitation i = fresh(true);
  i.history.clear();
  CHECK(send_count(i) == 1);
  CHECK(sends(i) == moments{start});
  CHECK(last_sent(i) == start);
  i = after(i, as<resend_command>(olga, start + day));
  REQUIRE(i.baseline);
  CHECK(send_count(i) == 2);
  CHECK(sends(i) == moments{start, start + day});
}

TEST_CASE("send_count and last_sent are noexcept", "[sends]") {
  STATIC_REQUIRE(noexcept(send_count(std::declval<invitation const&>())));
  STATIC_REQUIRE(noexcept(last_sent(std::declval<invitation const&>())));
}

TEST_CASE("the sends of a random history are its effects send_invitation", "[sends]") {
  sample::maker make(26, sample::hard_roles());
  std::size_t most = 0;
  for (int n = 0; n != 2'000; ++n) {
    const invitation i = make();
    moments expected;
    std::uint32_t count = 0;
    if (i.baseline && i.send) {
      ++count;
      if (i.created_at) expected.push_back(*i.created_at);
    }
    for (std::size_t e = 0; e != i.history.size(); ++e) {
      if (!sent_a_message(i, e)) continue;
      ++count;
      expected.push_back(i.history[e].at);
    }
    CHECK(send_count(i) == count);
    CHECK(sends(i) == expected);
    CHECK(std::is_sorted(expected.begin(), expected.end()));
    CHECK(last_sent(i) == (expected.empty() ? std::nullopt : std::optional(expected.back())));
    most = (std::max)(most, expected.size());
  }
  CHECK(most >= 5);
}
