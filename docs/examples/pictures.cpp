// SPDX-License-Identifier: MIT
// Prints the pictures of the documentation, which are generated from the code:
//   pictures states    the state machine, for Graphviz, from its constexpr table
//   pictures history   the status of one invitation on each day, as SVG, from its history

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>

namespace {

using namespace std::chrono_literals;
using namespace invito;

constexpr std::chrono::hours day = 24h;

// ---- The state machine

/// Returns the events that change one status to the other, in the order of `event_kind`.
std::string events_between(std::optional<status> from, status to) {
  std::string out;
  for (std::size_t n = 0; n != machine.size(); ++n) {
    const auto on = static_cast<event_kind>(n);
    if (find_transition(from, on).to != to) continue;
    if (!out.empty()) out += "\\n";
    out += to_string(on);
  }
  return out;
}

std::string states() {
  constexpr status all[] = {status::pending, status::accepted, status::revoked, status::expired};
  std::string out =
      "digraph states {\n"
      "  rankdir=LR; bgcolor=transparent; nodesep=0.6; ranksep=1.1\n"
      "  node [shape=box, style=rounded, fontname=\"sans-serif\"]\n"
      "  edge [fontname=\"sans-serif\", fontsize=11]\n"
      "  none [shape=point, width=0.15]\n";
  for (const status s : all) {
    out.append("  ").append(to_string(s));
    if (is_final(s)) out += " [peripheries=2]";
    out += '\n';
  }
  const auto edge = [&out](std::string_view name, std::optional<status> from, status to) {
    const std::string label = events_between(from, to);
    if (label.empty()) return;
    out.append("  ").append(name).append(" -> ").append(to_string(to));
    out.append(" [label=\"").append(label).append("\"]\n");
  };
  for (const status to : all) edge("none", std::nullopt, to);
  for (const status from : all) {
    for (const status to : all) edge(to_string(from), from, to);
  }
  return out + "}\n";
}

// ---- The history of one invitation

constexpr instant start{1'772'442'000s};  // 2026-03-02T09:00:00Z

facts looked_up() {
  facts f;
  f.actor = f.sponsor = membership{"owner"};
  f.organization.emplace();
  f.member = false;
  f.existing.emplace();
  return f;
}

/// Returns an invitation that was issued on a Monday. It expired after 7 days, was resent after 10
/// days and was accepted after 12 days.
invitation example() {
  policy p;
  p.roles = {{"owner", 30}, {"reader", 10}};
  p.expiry.lifetime = 7 * day;
  const auto by = actor::user(user_id("olga"));
  invitation_request request;
  request.recipient.email = email("rita@example.com");
  request.offer.role = "reader";
  issue_command first;
  first.id = invitation_id("invite-1");
  first.organization = organization_id("acme");
  first.by = by;
  first.now = start;
  first.facts = looked_up();
  invitation i = apply(*issue(p, request, first));
  resend_command again;
  again.organization = first.organization;
  again.by = by;
  again.now = start + 10 * day;
  again.facts = looked_up();
  apply(i, *resend(p, i, again)).value();
  accept_command yes;
  yes.who = {user_id("rita"), request.recipient.email, true};
  yes.now = start + 12 * day;
  yes.facts = looked_up();
  apply(i, *accept(p, i, yes)).value();
  return i;
}

std::string history() {
  constexpr int days = 15;
  constexpr int left = 40;
  constexpr int wide = 44;  // the width of a day
  constexpr int line = 96;
  const invitation i = example();
  std::string out =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 740 170\" font-size=\"12\" "
      "font-family=\"system-ui, sans-serif\" role=\"img\" aria-labelledby=\"t\">\n"
      "<title id=\"t\">What one invitation was on each day, and the events that made it "
      "so</title>\n"
      "<style>text { fill: #24292f } .pending { fill: #bf8700 } .expired { fill: #8c959f } "
      ".accepted { fill: #2da44e } .event { stroke: #57606a }\n"
      "@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .event { stroke: #8b949e } }"
      "</style>\n";
  const auto x_of = [](instant t) {
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(t - start).count();
    return std::to_string(left + wide * hours / 24);
  };
  const auto text = [&out](std::string const& x, int y, std::string const& what) {
    out += "<text text-anchor=\"middle\" x=\"" + x + "\" y=\"" + std::to_string(y) + "\">" + what +
           "</text>\n";
  };
  for (int d = 0; d != days; ++d) {
    const instant from = start + d * day;
    const std::string word(to_string(*i.status_at(from)));
    out += "<rect class=\"" + word + "\" x=\"" + x_of(from) + "\" y=\"" + std::to_string(line) +
           "\" width=\"" + std::to_string(wide - 2) + "\" height=\"16\"/>\n";
    const bool begins = d == 0 || i.status_at(from - day) != i.status_at(from);
    if (begins) text(std::to_string(left + wide * d + wide / 2 - 1), line + 32, word);
    text(std::to_string(left + wide * d + wide / 2 - 1), line + 56,
         format_rfc3339(from).substr(5, 5));
  }
  for (event const& e : i.history) {
    const std::string x = x_of(e.at);
    out += "<line class=\"event\" x1=\"" + x + "\" y1=\"48\" x2=\"" + x + "\" y2=\"" +
           std::to_string(line + 16) + "\"/>\n";
    text(x, 40, std::string(to_string(e.kind())));
    text(x, 24, e.by.id.text());
  }
  return out + "</svg>\n";
}

}  // namespace

int main(int count, char** words) {
  const std::string_view wanted = count == 2 ? words[1] : "";
  if (wanted == "states") return std::fputs(states().c_str(), stdout) < 0 ? 1 : 0;
  if (wanted == "history") return std::fputs(history().c_str(), stdout) < 0 ? 1 : 0;
  std::fputs("usage: pictures states|history\n", stderr);
  return 2;
}
