// SPDX-License-Identifier: MIT

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <invito/base/error_code.hpp>
#include <invito/invito.hpp>

#include "check.hpp"
#include "input.hpp"
#include "problems.hpp"
#include "tree.hpp"

namespace fuzz {
namespace {

/// A pointer is the path with its names escaped as RFC 6901 says.
std::string pointer_of(std::vector<invito::path::segment> const& steps) {
  std::string out;
  for (invito::path::segment const& s : steps) {
    out += '/';
    if (s.index) out += std::to_string(*s.index);
    for (const char c : s.name) {
      if (c == '~' || c == '/') {
        out += c == '~' ? "~0" : "~1";
      } else {
        out += c;
      }
    }
  }
  return out;
}

/// Whether the place of the problem is one of the document, or of a member that it should have.
bool is_there(tree const& in, invito::problem const& p) {
  const auto steps = p.where.segments();
  if (steps.empty() || !find(in, steps, steps.size()).empty()) return true;
  if (p.code != invito::code::missing_field || steps.back().index) return false;
  for (node const* parent : find(in, steps, steps.size() - 1)) {
    if (parent->is == node::kind::object) return true;
  }
  return false;
}

/// A limit of the reader, and not a number of things that a dialect allows.
bool is_limit(invito::problem const& p) {
  using invito::code;
  if (!p.where.empty() && p.code != code::too_deep) return false;
  return p.code == code::too_large || p.code == code::too_deep || p.code == code::too_many_items;
}

/// That the limits refuse what is beyond them and nothing else.
void check_limits(input const& in, tree const& told_by, invito::problems const& found) {
  invito::read_limits const& most = in.reading.limits;
  require(found.size() <= most.problems, "there are no more problems than the limit", told(found));
  if (in.engine == engine::text && in.document.size() > most.bytes) {
    require(found.size() == 1 && found.front().code == invito::code::too_large,
            "a text beyond the limit is not looked into", told(found));
    return;
  }
  // A parsed value has lost members that stand twice.
  if (!told_by.whole || (in.engine != engine::text && told_by.repeats)) return;
  const bool beyond = told_by.depth > most.depth || told_by.items > most.items;
  require(!beyond || !found.empty(), "what is beyond the limits is refused");
  for (invito::problem const& p : found) {
    require(beyond || !is_limit(p), "what is within the limits is not refused for them",
            told(found));
  }
}

}  // namespace

std::string told(invito::problems const& all) {
  std::string out;
  for (invito::problem const& p : all) {
    out.append(to_string(p.code)).append(" ").append(p.where.pointer()).append("\n");
  }
  return out;
}

void check_telling(invito::problem const& p) {
  const std::string sentence = invito::describe(p);
  require(to_string(p.code) != "unknown", "a problem has one of the codes", sentence);
  require_same(pointer_of(p.where.segments()), p.where.pointer(), "a pointer spells its path");
  require(p.subject.size() <= invito::bound::text, "a problem quotes no more than its bound",
          sentence);
  require_utf8(p.where.pointer(), "a pointer is UTF-8");
  require_utf8(p.where.dotted(), "a dotted path is UTF-8");
  require_utf8(sentence, "a sentence is UTF-8");
  require(std::error_code(p.code).message() == to_string(p.code), "an error code has its name");
  for (const auto d : {invito::disclosure::standard, invito::disclosure::enumeration_safe}) {
    const invito::problem shown = invito::as_public(p, d);
    require(shown.code == invito::public_code(p.code, d), "a problem is told by its public code");
    require(invito::as_public(shown, d) == shown, "what may be told may be told again");
  }
}

void check_telling(invito::problems const& all) {
  require(!all.empty(), "a refusal has a problem");
  for (invito::problem const& p : all) check_telling(p);
  require_utf8(invito::describe(all), "sentences are UTF-8");
  require_utf8(invito::describe_with_places(all), "sentences with their places are UTF-8");
  for (const auto d : {invito::disclosure::standard, invito::disclosure::enumeration_safe}) {
    const invito::problems shown = invito::as_public(all, d);
    require(!shown.empty() && shown.size() <= all.size(), "what may be told is a refusal");
  }
}

void check_found(input const& in, invito::problems const& found) {
  const bool torn = in.engine == engine::torn;
  const tree told_by = torn ? tree_of(in.document, in.events) : tree_of(in.document);
  check_limits(in, told_by, found);
  // Control Plane reads a body that is not there as a request for nobody.
  const bool blank = !torn && in.document.find_first_not_of(" \t\n\r") == std::string_view::npos;
  const bool complete = torn ? told_by.closed : told_by.whole;
  require(complete || blank || !found.empty(), "what is not a JSON document is refused");
  if (found.empty()) return;
  check_telling(found);
  for (invito::problem const& p : found) {
    require(is_there(told_by, p), "the place of a problem is in the document", told(found));
  }
}

void check_text(std::string const& written) {
  const tree told_by = tree_of(written);
  require(told_by.whole, "what is written is JSON", written);
  require(!told_by.repeats, "no member is written twice", written);
  require_utf8(written, "what is written is UTF-8");
}

void check_native(invito::invitation const& i) {
  const auto text = invito::native::write_invite(i, {});
  if (!text) fail("every invitation that was read has a native form", told(text.error()));
  const auto back = invito::native::read_invite(*text);
  if (!back) fail("the native form can be read", *text + "\n" + told(back.error()));
  require(*back == i, "the native form is lossless", *text);
}

bool says_as_value(std::string_view text) {
  const tree told_by = tree_of(text);
  return told_by.whole && !told_by.repeats;
}

std::vector<std::string> places(invito::problems const& found) {
  std::vector<std::string> out;
  for (invito::problem const& p : found) out.push_back(p.where.pointer());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace fuzz
