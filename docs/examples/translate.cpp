// SPDX-License-Identifier: MIT
// translate FROM TO [--kind KIND] [--now RFC3339] [--strict]
//
// Reads one JSON document on standard input in one dialect and writes it in another. What the
// target cannot carry is listed on standard error. With FROM equal to TO it is a checker. Exit
// status: 0 for success; 1 for bad input, with all problems on standard error and nothing on
// standard output; 2 for bad usage.

#include <array>
#include <chrono>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/invito.hpp>

namespace {

constexpr char usage[] =
    "usage: translate FROM TO [--kind request|invite|list|error] [--now RFC3339] [--strict]\n"
    "       FROM and TO: openai, native\n"
    "Reads one JSON document from standard input; writes it to standard output.\n";

/// The functions of a dialect, for choosing one at run time.
struct dialect {
  std::string_view name;
  decltype(&invito::native::read_request) read_request;
  decltype(&invito::native::write_request) write_request;
  decltype(&invito::native::read_invite) read_invite;
  decltype(&invito::native::write_invite) write_invite;
  decltype(&invito::native::read_list) read_list;
  decltype(&invito::native::write_list) write_list;
  decltype(&invito::native::read_error) read_error;
  std::string (*write_error)(invito::api_error const&);
  std::vector<invito::loss> (*request_losses)(invito::invitation_request const&);
  std::vector<invito::loss> (*invite_losses)(invito::invitation const&, invito::instant);
};

template <class D>
constexpr dialect of() {
  return {D::name,         D::read_request,   D::write_request, D::read_invite,
          D::write_invite, D::read_list,      D::write_list,    D::read_error,
          D::write_error,  invito::losses<D>, invito::losses<D>};
}

constexpr std::array dialects{of<invito::openai>(), of<invito::native>()};

dialect const* find(std::string_view name) {
  for (dialect const& d : dialects) {
    if (d.name == name) return &d;
  }
  return nullptr;
}

struct options {
  dialect const* from = nullptr;
  dialect const* to = nullptr;
  std::string_view kind = "invite";
  invito::instant now = std::chrono::system_clock::now();
  invito::read_options read{};
};

/// What the command line says, or nothing where it makes no sense.
std::optional<options> parse(int argc, char** argv) {
  options out;
  for (int n = 1; n < argc; ++n) {
    const std::string_view word = argv[n];
    const bool more = n + 1 < argc;
    if (word == "--strict") {
      out.read.strict = true;
    } else if (word == "--kind" && more) {
      out.kind = argv[++n];
    } else if (word == "--now" && more) {
      const auto now = invito::parse_rfc3339(argv[++n]);
      if (!now) return std::nullopt;
      out.now = *now;
    } else {
      dialect const*& free = out.from ? out.to : out.from;
      if (free || !find(word)) return std::nullopt;
      free = find(word);
    }
  }
  const bool known =
      out.kind == "request" || out.kind == "invite" || out.kind == "list" || out.kind == "error";
  return out.to && known ? std::optional(out) : std::nullopt;
}

int refuse(invito::problems const& why) {
  for (invito::problem const& p : why) {
    const std::string where = p.where.pointer();
    std::cerr << (where.empty() ? "(document)" : where) << ": " << describe(p) << " ["
              << to_string(p.code) << "]\n";
  }
  return 1;
}

int print(invito::result<std::string> const& text) {
  if (!text) return refuse(text.error());
  std::cout << *text << '\n';
  return 0;
}

void list(std::vector<invito::loss> const& lost, std::string const& prefix = {}) {
  for (invito::loss const& l : lost) {
    std::cerr << "lost: " << prefix << to_string(l.what)
              << (l.detail.empty() ? "" : " (" + l.detail + ")") << '\n';
  }
}

int translate(std::string const& document, options const& o) {
  if (o.kind == "request") {
    const auto request = o.from->read_request(document, o.read);
    if (!request) return refuse(request.error());
    const auto written = o.to->write_request(*request);
    if (written) list(o.to->request_losses(*request));
    return print(written);
  }
  if (o.kind == "error") {
    const auto error = o.from->read_error(document, o.read);
    return error ? print(o.to->write_error(*error)) : refuse(error.error());
  }
  if (o.kind == "list") {
    const auto page = o.from->read_list(document, o.read);
    if (!page) return refuse(page.error());
    const auto written = o.to->write_list(*page, o.now, {});
    for (std::size_t n = 0; written && n != page->items.size(); ++n) {
      list(o.to->invite_losses(page->items[n], o.now), "item " + std::to_string(n) + ": ");
    }
    return print(written);
  }
  const auto invite = o.from->read_invite(document, o.read);
  if (!invite) return refuse(invite.error());
  const auto written = o.to->write_invite(*invite, o.now, {});
  if (written) list(o.to->invite_losses(*invite, o.now));
  return print(written);
}

}  // namespace

int main(int argc, char** argv) {
  const std::optional<options> o = parse(argc, argv);
  if (!o) {
    std::cerr << usage;
    return 2;
  }
  const std::string document{std::istreambuf_iterator<char>(std::cin), {}};
  return translate(document, *o);
}
