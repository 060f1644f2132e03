// SPDX-License-Identifier: MIT
// translate FROM TO [--kind KIND] [--now RFC3339] [--shape documented|extended] [--strict]
//           [--map-role FROM=TO]... [--set POINTER=JSON]...
//
// Reads one JSON document in the dialect FROM from standard input. Writes the document in the
// dialect TO to standard output. Standard error lists the values that the target cannot contain. If
// the source has no value for a required field of the target, a problem names this field; --set
// provides a value. If FROM and TO are equal, the program checks the document. The exit status is 0
// for success, 1 for bad input and 2 for bad usage. For bad input, standard error lists all
// problems and standard output is empty.

#include <array>
#include <chrono>
#include <functional>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>
#include <nlohmann/json.hpp>

namespace {

constexpr char usage[] =
    "usage: translate FROM TO [--kind KIND] [--now RFC3339] [--shape documented|extended] "
    "[--strict]\n"
    "                 [--map-role FROM=TO]... [--set POINTER=JSON]...\n"
    "       FROM and TO: nuon, control_plane, openai, aitronos, deepset, native\n"
    "       KIND: request, invite (the default), creation, error; list between nuon, openai and\n"
    "       native; lookup, which is aitronos' invite; and, within one dialect, deleted (openai),\n"
    "       bulk (control_plane), validate and accept (aitronos)\n"
    "Reads one JSON document from standard input; writes it to standard output.\n";

using invito::instant;
using invito::read_options;
using invito::result;
using invito::write_options;
using requests = std::vector<invito::invitation_request>;

// Roles with different names ---------------------------------------------------------------------

struct role_map {
  std::vector<std::pair<std::string, std::string>> names{};

  void operator()(std::string& role) const {
    for (auto const& [from, to] : names) {
      if (role != from) continue;
      role = to;
      return;
    }
  }
  void operator()(invito::offer& offer) const {
    (*this)(offer.role);
    if (!offer.grants) return;
    for (invito::grant& g : *offer.grants) (*this)(g.role);
  }
  /// Renames the roles in all parts, so that the history still matches the current offer.
  void operator()(invito::invitation& i) const {
    (*this)(i.offer);
    if (i.baseline) (*this)(i.baseline->offer);
    for (invito::event& e : i.history) {
      if (auto* made = std::get_if<invito::issue_details>(&e.details); made && made->offer) {
        (*this)(*made->offer);
      }
      if (auto* changed = std::get_if<invito::amend_details>(&e.details);
          changed && changed->offer) {
        (*this)(*changed->offer);
      }
    }
  }
};

// Dialects ---------------------------------------------------------------------------------------

/// The options of the command line.
struct options {
  std::string kind = "invite";
  instant now = std::chrono::system_clock::now();
  read_options read{};
  write_options write{};
  role_map roles{};
  std::vector<std::pair<std::string, nlohmann::ordered_json>> values{};
};

/// A kind of document that only one API has. `check` reads such a document and writes it again.
struct own_kind {
  std::string_view name;
  result<std::string> (*check)(std::string const& document, options const& o);
};

/// The functions of a dialect, so that the program can choose the dialect at run time.
struct dialect {
  std::string_view name;
  result<requests> (*read_requests)(invito::wire::source const&, read_options const&);
  result<std::string> (*write_requests)(requests const&, write_options const&);
  decltype(&invito::native::read_invitation) read_invitation;
  decltype(&invito::native::write_invitation) write_invitation;
  decltype(&invito::native::read_creation) read_creation;
  decltype(&invito::native::write_creation) write_creation;
  decltype(&invito::native::read_list) read_list;  // null if the dialect has no lists
  decltype(&invito::native::write_list) write_list;
  decltype(&invito::native::read_error) read_error;
  std::string (*write_error)(invito::api_error const&);
  std::vector<invito::loss> (*request_losses)(invito::invitation_request const&,
                                              write_options const&);
  std::vector<invito::loss> (*invite_losses)(invito::invitation const&, instant,
                                             write_options const&);
  std::vector<invito::loss> (*creation_losses)(invito::creation_response const&, instant,
                                               write_options const&);
  std::vector<own_kind> own;
};

template <class D>
result<requests> read_requests(invito::wire::source const& in, read_options const& options) {
  if constexpr (std::is_same_v<D, invito::control_plane>) {
    return D::read_bulk_request(in, options);
  } else {
    auto one = D::read_request(in, options);
    if (!one) return one.error();
    return requests{*std::move(one)};
  }
}

template <class D>
result<std::string> write_requests(requests const& all, write_options const& options) {
  if constexpr (std::is_same_v<D, invito::control_plane>) {
    return D::write_bulk_request(all, options);
  } else {
    if (all.size() == 1) return D::write_request(all[0], options);
    return invito::make_problem(invito::code::not_representable, "email",
                                std::to_string(all.size()) + " addresses in one request");
  }
}

template <class D>
dialect of(std::vector<own_kind> own = {}) {
  dialect out{D::name,
              read_requests<D>,
              write_requests<D>,
              D::read_invitation,
              D::write_invitation,
              D::read_creation,
              D::write_creation,
              nullptr,
              nullptr,
              D::read_error,
              D::write_error,
              invito::losses<D>,
              invito::losses<D>,
              invito::losses<D>,
              std::move(own)};
  if constexpr (std::is_base_of_v<invito::wire::lists<D>, D>) {
    out.read_list = D::read_list;
    out.write_list = D::write_list;
  }
  return out;
}

template <class Model, class Write>
result<std::string> again(result<Model> const& read, Write write) {
  if (!read) return read.error();
  return write(*read);
}

result<std::string> check_deleted(std::string const& document, options const& o) {
  return again(invito::openai::read_deletion(document, o.read), invito::openai::write_deletion);
}

result<std::string> check_bulk(std::string const& document, options const& o) {
  return again(invito::control_plane::read_bulk(document, o.read),
               [](auto const& answer) { return invito::control_plane::write_bulk(answer); });
}

result<std::string> check_validation(std::string const& document, options const& o) {
  return again(invito::aitronos::read_validation(document, o.read), [&o](auto const& v) {
    return invito::aitronos::write_validation(v, o.now, o.write);
  });
}

result<std::string> check_acceptance(std::string const& document, options const& o) {
  return again(invito::aitronos::read_acceptance(document, o.read),
               [](auto const& a) { return invito::aitronos::write_acceptance(a); });
}

std::vector<dialect> const& dialects() {
  static const std::vector<dialect> all{
      of<invito::nuon>(),
      of<invito::control_plane>({{"bulk", check_bulk}}),
      of<invito::openai>({{"deleted", check_deleted}}),
      of<invito::aitronos>({{"validate", check_validation}, {"accept", check_acceptance}}),
      of<invito::deepset>(),
      of<invito::native>()};
  return all;
}

dialect const* find(std::string_view name) {
  for (dialect const& d : dialects()) {
    if (d.name == name) return &d;
  }
  return nullptr;
}

// Values that the source does not contain --------------------------------------------------------

using write_function = std::function<result<std::string>(write_options const&)>;
using read_function = std::function<std::optional<invito::problems>(std::string const&)>;

/// Returns the document that `write` writes, with the values of --set. A document with such values
/// is read again, because its own dialect could reject them.
result<std::string> completed(options const& o, write_function const& write,
                              read_function const& refuses) {
  result<std::string> whole = write(o.write);
  if (o.values.empty()) return whole;
  if (!whole) {
    invito::problems rest;
    for (invito::problem const& p : whole.error()) {
      bool given = false;
      for (auto const& value : o.values) given = given || value.first == p.where.pointer();
      if (!given || p.code != invito::code::missing_value) rest.add(p);
    }
    if (!rest.empty()) return rest;
  }
  write_options partly = o.write;
  partly.incomplete = true;
  result<std::string> text = write(partly);
  if (!text) return text;
  auto document = nlohmann::ordered_json::parse(*text);
  for (auto const& [pointer, value] : o.values) {
    document[nlohmann::ordered_json::json_pointer(pointer)] = value;
  }
  const std::string out = document.dump();
  if (auto wrong = refuses(out)) return *wrong;
  return out;
}

/// Returns a `read_function` that returns the problems of `read`, or `std::nullopt` for none.
template <class Read>
read_function refusal_of(Read read) {
  return [read](std::string const& text) -> std::optional<invito::problems> {
    const auto out = read(text, read_options{});
    return out ? std::nullopt : std::optional(out.error());
  };
}

// Output -----------------------------------------------------------------------------------------

int refuse(invito::problems const& why) {
  for (invito::problem const& p : why) {
    const std::string where = p.where.pointer();
    std::cerr << (where.empty() ? "(document)" : where) << ": " << describe(p) << " ["
              << to_string(p.code) << "]\n";
  }
  return 1;
}

void list(std::vector<invito::loss> const& lost, std::string const& prefix = {}) {
  for (invito::loss const& l : lost) {
    std::cerr << "lost: " << prefix << to_string(l.feature)
              << (l.detail.empty() ? "" : " (" + l.detail + ")") << '\n';
  }
}

std::string item(std::size_t n) { return "item " + std::to_string(n) + ": "; }

/// Prints the document, or its problems. `losses` lists the values that were lost.
template <class Losses>
int print(result<std::string> const& text, Losses losses) {
  if (!text) return refuse(text.error());
  losses();
  std::cout << *text << '\n';
  return 0;
}

int print(result<std::string> const& text) {
  return print(text, [] {});
}

// One function for each kind ---------------------------------------------------------------------

int translate_request(dialect const& from, dialect const& to, std::string const& in,
                      options const& o) {
  auto all = from.read_requests(in, o.read);
  if (!all) return refuse(all.error());
  for (invito::invitation_request& r : *all) o.roles(r.offer);
  const auto write = [&](write_options const& how) { return to.write_requests(*all, how); };
  return print(completed(o, write, refusal_of(to.read_requests)), [&] {
    for (std::size_t n = 0; n != all->size(); ++n) {
      list(to.request_losses((*all)[n], o.write), all->size() == 1 ? std::string() : item(n));
    }
  });
}

int translate_invite(dialect const& from, dialect const& to, std::string const& in,
                     options const& o) {
  auto invite = from.read_invitation(in, o.read);
  if (!invite) return refuse(invite.error());
  o.roles(*invite);
  const auto write = [&](write_options const& how) {
    return to.write_invitation(*invite, o.now, how);
  };
  return print(completed(o, write, refusal_of(to.read_invitation)),
               [&] { list(to.invite_losses(*invite, o.now, o.write)); });
}

int translate_creation(dialect const& from, dialect const& to, std::string const& in,
                       options const& o) {
  auto made = from.read_creation(in, o.read);
  if (!made) return refuse(made.error());
  o.roles(made->invitation);
  const auto write = [&](write_options const& how) { return to.write_creation(*made, o.now, how); };
  return print(completed(o, write, refusal_of(to.read_creation)),
               [&] { list(to.creation_losses(*made, o.now, o.write)); });
}

int translate_list(dialect const& from, dialect const& to, std::string const& in,
                   options const& o) {
  auto page = from.read_list(in, o.read);
  if (!page) return refuse(page.error());
  for (invito::invitation& i : page->items) o.roles(i);
  const auto write = [&](write_options const& how) { return to.write_list(*page, o.now, how); };
  return print(completed(o, write, refusal_of(to.read_list)), [&] {
    for (std::size_t n = 0; n != page->items.size(); ++n) {
      list(to.invite_losses(page->items[n], o.now, o.write), item(n));
    }
  });
}

int translate_error(dialect const& from, dialect const& to, std::string const& in,
                    options const& o) {
  const auto error = from.read_error(in, o.read);
  return error ? print(to.write_error(*error)) : refuse(error.error());
}

/// Translates a document. Returns the exit status, or `std::nullopt` if a dialect has no document
/// of this kind.
std::optional<int> translate(dialect const& from, dialect const& to, options const& o) {
  const auto input = [] { return std::string{std::istreambuf_iterator<char>(std::cin), {}}; };
  if (o.kind == "request") return translate_request(from, to, input(), o);
  const bool lookup = o.kind == "lookup" && (from.name == "aitronos" || to.name == "aitronos");
  if (o.kind == "invite" || lookup) return translate_invite(from, to, input(), o);
  if (o.kind == "creation") return translate_creation(from, to, input(), o);
  if (o.kind == "error") return translate_error(from, to, input(), o);
  if (o.kind == "list" && from.read_list && to.read_list) {
    return translate_list(from, to, input(), o);
  }
  for (own_kind const& own : from.own) {
    if (own.name == o.kind && &from == &to) return print(own.check(input(), o));
  }
  return std::nullopt;
}

// The command line -------------------------------------------------------------------------------

/// Stores the value of one option. Returns false if the option is unknown or its value is invalid.
bool take(options& o, std::string_view name, std::string const& value) {
  const std::size_t equals = value.find('=');
  if (name == "--kind") {
    o.kind = value;
    return true;
  }
  if (name == "--shape") {
    if (value == "extended") o.write.shape = invito::wire::shape::extended;
    return value == "documented" || value == "extended";
  }
  if (name == "--now") {
    const auto now = invito::parse_rfc3339(value);
    if (now) o.now = *now;
    return bool(now);
  }
  if (name == "--map-role" && equals != std::string::npos) {
    o.roles.names.emplace_back(value.substr(0, equals), value.substr(equals + 1));
    return true;
  }
  if (name == "--set" && equals != std::string::npos) {
    auto json = nlohmann::ordered_json::parse(value.substr(equals + 1), nullptr, false);
    if (json.is_discarded()) return false;
    o.values.emplace_back(value.substr(0, equals), std::move(json));
    return true;
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) try {
  options o;
  std::vector<dialect const*> named;
  bool good = true;
  for (int n = 1; good && n < argc; ++n) {
    const std::string_view word = argv[n];
    if (word == "--strict") {
      o.read.strict = true;
    } else if (word.substr(0, 2) == "--") {
      good = n + 1 < argc && take(o, word, argv[n + 1]);
      ++n;
    } else {
      named.push_back(find(word));
    }
  }
  if (good && named.size() == 2 && named[0] && named[1]) {
    if (const auto status = translate(*named[0], *named[1], o)) return *status;
  }
  std::cerr << usage;
  return 2;
} catch (nlohmann::json::exception const&) {
  std::cerr << "--set: no such place in the document\n";
  return 2;
}
