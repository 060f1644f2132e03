// SPDX-License-Identifier: MIT
#pragma once

/// \file fuzz/documents.hpp
/// The checks of a dialect's documents. A document is read, written, read back, and then written
/// again with the same text.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <nlohmann/json.hpp>

#include "check.hpp"
#include "input.hpp"
#include "problems.hpp"

namespace fuzz {

/// Reads one document of a dialect and checks the result.
using check = void (*)(input const&);

/// The body of a target: runs the check that the first byte selects.
template <std::size_t N>
int run(std::array<check, N> const& checks, std::uint8_t const* data, std::size_t size) {
  if (const auto in = decode(data, size)) checks[in->reader % N](*in);
  return 0;
}

/// Checks that the error body of a refusal can be read, and is then written with the same text.
template <class Dialect>
void check_error_body(invito::problems const& why) {
  for (const auto d : {invito::disclosure::standard, invito::disclosure::enumeration_safe}) {
    const int status = Dialect::http_status(why, d);
    require(status >= 400 && status < 600, "a refusal has an HTTP status of an error");
    invito::error_context which;
    which.id = "occurrence-1";
    which.disclosure = d;
    const std::string body = Dialect::write_error(why, which);
    check_text(body);
    invito::read_options strict;
    strict.strict = true;
    const auto back = Dialect::read_error(body, strict);
    require(back.has_value(), "the error body of a refusal can be read", body);
    require_same(Dialect::write_error(*back), body, "an error body is written the same again");
  }
}

/// Reads the document from its engine and checks the problems.
template <class Dialect, class Model, class Read>
invito::result<Model> read(input const& in, Read reads) {
  const document from(in, in.engine);
  invito::result<Model> out = reads(from.source(), in.reading);
  const invito::problems found = out ? invito::problems() : out.error();
  check_found(in, found);
  if (!out) check_error_body<Dialect>(found);
  if (in.engine != engine::value) return out;
  const bool comparable = is_equivalent_as_value(in.document) &&
                          in.document.size() <= in.reading.limits.bytes &&
                          found.size() < in.reading.limits.problems;
  if (!comparable) return out;
  const auto from_text = reads(in.document, in.reading);
  const invito::problems in_text = from_text ? invito::problems() : from_text.error();
  require(paths_of(in_text) == paths_of(found), "a parsed value has the same problems as its text",
          lines_of(in_text) + "and:\n" + lines_of(found));
  return out;
}

/// Checks the result of writing a model. A refusal is allowed for a loss that `losses` lists and
/// for a required member without a value.
inline bool check_writing(input const& in, invito::result<std::string> const& text, bool loses) {
  if (text) {
    check_text(*text);
    return true;
  }
  check_description(text.error());
  for (invito::problem const& p : text.error()) {
    const bool unsaid = p.code == invito::code::not_representable && loses;
    const bool absent = p.code == invito::code::missing_value && !in.writing.incomplete;
    require(unsaid || absent, "a refusal to write is a listed loss", lines_of(text.error()));
  }
  return false;
}

/// Whether a written time is before the range. An instant in the first second of the range becomes
/// such a time if it is written in whole seconds.
inline bool is_before_all_time(std::string const& written, invito::problems const& found) {
  for (invito::problem const& p : found) {
    if (p.code != invito::code::time_out_of_range) return false;
  }
  return written.find("1677-09-21T00:12:43Z") != std::string::npos;
}

/// Checks that written text can be read in strict mode and is written again with the same text.
/// `same` compares the models if nothing is lost.
template <class Model, class Read, class Write, class Same>
void check_round_trip(input const& in, Model const& model, bool loses, Read reads, Write writes,
                      Same same) {
  const invito::result<std::string> first = writes(model);
  if (!check_writing(in, first, loses)) return;
  invito::read_options strict;
  strict.strict = true;
  const invito::result<Model> back = reads(*first, strict);
  if (!back && in.writing.incomplete) {
    for (invito::problem const& p : back.error()) {
      require(p.code == invito::code::missing_field, "only omitted members are missing", *first);
    }
    return;
  }
  if (!back && loses && is_before_all_time(*first, back.error())) return;
  if (!back) fail("written text can be read", *first + "\n" + lines_of(back.error()));
  const invito::result<std::string> second = writes(*back);
  if (!second)
    fail("a model that was read back can be written", *first + "\n" + lines_of(second.error()));
  require_same(*second, *first, "a model that was read back is written the same");
  require(loses || same(*back, model), "a model without losses is read back equal", *first);
}

/// Checks that a listed loss has a detail if, and only if, the document has the feature. Returns
/// whether there is a loss.
inline bool check_losses(std::vector<invito::loss> const& lost, invito::feature_set has) {
  for (invito::loss const& l : lost) {
    require(has.has(l.feature) != l.detail.empty(),
            "a loss has a detail exactly if its field exists", to_string(l.feature));
    require_utf8(l.detail, "the detail of a loss is UTF-8");
  }
  return !lost.empty();
}

/// Whether a document of the dialect loses a part of `i`. An expiry without an event is written as
/// the effective status and read back as a recorded one.
template <class Dialect>
bool loses(input const& in, invito::invitation const& i) {
  const auto lost = invito::losses<Dialect>(i, in.now, in.writing);
  const bool listed = check_losses(lost, Dialect::features(in.writing.shape));
  const bool cut = in.writing.history_cap && i.baseline && i.baseline->source_statuses;
  return listed || cut || i.status(in.now) != recorded_status(i.state);
}

// Documents of every dialect ---------------------------------------------------------------------

template <class Dialect>
void check_request(input const& in) {
  const auto reads = Dialect::read_request;
  const auto r = read<Dialect, invito::invitation_request>(in, reads);
  if (!r) return;
  const bool lossy = check_losses(invito::losses<Dialect>(*r, in.writing),
                                  Dialect::request_features(in.writing.shape));
  check_round_trip(
      in, *r, lossy, reads,
      [&](invito::invitation_request const& m) { return Dialect::write_request(m, in.writing); },
      [](auto const& a, auto const& b) { return a == b; });
}

template <class Dialect>
void check_invitation(input const& in) {
  const auto reads = Dialect::read_invitation;
  const auto i = read<Dialect, invito::invitation>(in, reads);
  if (!i) return;
  check_native(*i);
  check_round_trip(
      in, *i, loses<Dialect>(in, *i), reads,
      [&](invito::invitation const& m) { return Dialect::write_invitation(m, in.now, in.writing); },
      [](auto const& a, auto const& b) { return a == b; });
}

template <class Dialect>
void check_creation(input const& in) {
  const auto reads = Dialect::read_creation;
  const auto c = read<Dialect, invito::creation_response>(in, reads);
  if (!c) return;
  const bool listed = check_losses(invito::losses<Dialect>(*c, in.now, in.writing),
                                   Dialect::creation_features(in.writing.shape));
  check_round_trip(
      in, *c, listed || loses<Dialect>(in, c->invitation), reads,
      [&](invito::creation_response const& m) {
        return Dialect::write_creation(m, in.now, in.writing);
      },
      [](auto const& a, auto const& b) {
        return a.invitation == b.invitation && a.token.reveal() == b.token.reveal() &&
               a.is_new_user == b.is_new_user && a.body == b.body;
      });
}

template <class Dialect>
void check_list(input const& in) {
  const auto reads = Dialect::read_list;
  const auto page = read<Dialect, invito::invitation_page>(in, reads);
  if (!page) return;
  bool lossy = false;
  for (invito::invitation const& i : page->items) lossy = loses<Dialect>(in, i) || lossy;
  check_round_trip(
      in, *page, lossy, reads,
      [&](invito::invitation_page const& m) { return Dialect::write_list(m, in.now, in.writing); },
      [](auto const& a, auto const& b) { return a.items == b.items && a.has_more == b.has_more; });
}

template <class Dialect>
void check_error(input const& in) {
  const auto reads = Dialect::read_error;
  const auto e = read<Dialect, invito::api_error>(in, reads);
  if (!e) return;
  // Every dialect writes the members of an error that its API has; losses does not list the others.
  constexpr bool loses_all = true;
  check_round_trip(
      in, *e, loses_all, reads,
      [](invito::api_error const& m) {
        return invito::result<std::string>(Dialect::write_error(m));
      },
      [](auto const& a, auto const& b) { return a == b; });
}

}  // namespace fuzz
