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

/// The pointer of a path, with names escaped according to RFC 6901.
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

/// Whether the path of the problem exists in the document or is a missing member.
bool path_exists(tree const& in, invito::problem const& p) {
  const auto steps = p.where.segments();
  if (steps.empty() || !find(in, steps, steps.size()).empty()) return true;
  if (p.code != invito::code::missing_field || steps.back().index) return false;
  for (node const* parent : find(in, steps, steps.size() - 1)) {
    if (parent->is == node::kind::object) return true;
  }
  return false;
}

/// Whether the problem is a limit of the reader and not of a dialect.
bool is_limit(invito::problem const& p) {
  using invito::code;
  if (!p.where.empty() && p.code != code::too_deep) return false;
  return p.code == code::too_large || p.code == code::too_deep || p.code == code::too_many_items;
}

/// Checks that documents beyond the limits are refused, and that no limit refuses other documents.
void check_limits(input const& in, tree const& document, invito::problems const& found) {
  invito::read_limits const& most = in.reading.limits;
  require(found.size() <= most.problems, "there are no more problems than the limit",
          lines_of(found));
  if (in.engine == engine::text && in.document.size() > most.bytes) {
    require(found.size() == 1 && found.front().code == invito::code::too_large,
            "a text beyond the limit is not parsed", lines_of(found));
    return;
  }
  // A parsed value has lost duplicate members.
  if (!document.whole || (in.engine != engine::text && document.repeats)) return;
  const bool beyond = document.depth > most.depth || document.items > most.items;
  require(!beyond || !found.empty(), "a document beyond the limits is refused");
  for (invito::problem const& p : found) {
    require(beyond || !is_limit(p), "a document within the limits is not refused for them",
            lines_of(found));
  }
}

}  // namespace

std::string lines_of(invito::problems const& all) {
  std::string out;
  for (invito::problem const& p : all) {
    out.append(to_string(p.code)).append(" ").append(p.where.pointer()).append("\n");
  }
  return out;
}

void check_description(invito::problem const& p) {
  const std::string message = invito::describe(p);
  require(to_string(p.code) != "unknown", "a problem has one of the codes", message);
  require_same(pointer_of(p.where.segments()), p.where.pointer(),
               "the pointer of a path has its escaped segments");
  require(p.subject.size() <= invito::bound::text, "a problem quotes at most bound::text bytes",
          message);
  require_utf8(p.where.pointer(), "a pointer is UTF-8");
  require_utf8(p.where.dotted(), "a dotted path is UTF-8");
  require_utf8(message, "a message is UTF-8");
  require(std::error_code(p.code).message() == to_string(p.code),
          "the message of an error code is its name");
  for (const auto d : {invito::disclosure::standard, invito::disclosure::enumeration_safe}) {
    const invito::problem shown = invito::as_public(p, d);
    require(shown.code == invito::public_code(p.code, d), "a public problem has the public code");
    require(invito::as_public(shown, d) == shown, "as_public is idempotent");
  }
}

void check_description(invito::problems const& all) {
  require(!all.empty(), "a refusal has a problem");
  for (invito::problem const& p : all) check_description(p);
  require_utf8(invito::describe(all), "messages are UTF-8");
  require_utf8(invito::describe_with_locations(all), "messages with their locations are UTF-8");
  for (const auto d : {invito::disclosure::standard, invito::disclosure::enumeration_safe}) {
    const invito::problems shown = invito::as_public(all, d);
    require(!shown.empty() && shown.size() <= all.size(), "public problems are a refusal");
  }
}

void check_found(input const& in, invito::problems const& found) {
  const bool torn = in.engine == engine::torn;
  const tree document = torn ? tree_of(in.document, in.events) : tree_of(in.document);
  check_limits(in, document, found);
  // Control Plane reads an empty body as a request without addresses.
  const bool blank = !torn && in.document.find_first_not_of(" \t\n\r") == std::string_view::npos;
  const bool complete = torn ? document.closed : document.whole;
  require(complete || blank || !found.empty(), "text that is not a JSON document is refused");
  if (found.empty()) return;
  check_description(found);
  for (invito::problem const& p : found) {
    require(path_exists(document, p), "the path of a problem exists in the document",
            lines_of(found));
  }
}

void check_text(std::string const& written) {
  const tree document = tree_of(written);
  require(document.whole, "written text is JSON", written);
  require(!document.repeats, "written text has no duplicate members", written);
  require_utf8(written, "written text is UTF-8");
}

void check_native(invito::invitation const& i) {
  const auto text = invito::native::write_invitation(i, {});
  if (!text)
    fail("every read invitation can be written in the native format", lines_of(text.error()));
  const auto back = invito::native::read_invitation(*text);
  if (!back) fail("the native document can be read", *text + "\n" + lines_of(back.error()));
  require(*back == i, "the native format is lossless", *text);
}

bool is_equivalent_as_value(std::string_view text) {
  const tree document = tree_of(text);
  return document.whole && !document.repeats;
}

std::vector<std::string> paths_of(invito::problems const& found) {
  std::vector<std::string> out;
  for (invito::problem const& p : found) out.push_back(p.where.pointer());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace fuzz
