// SPDX-License-Identifier: MIT
// A host with a dialect, a JSON engine and another kind of basic_json of its own.

#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/nlohmann.hpp>
#include <nlohmann/json.hpp>

namespace {

struct house : invito::wire::dialect<house> {
  static constexpr std::string_view name = "house";
  static constexpr invito::feature_set whole_seconds{};
  static constexpr invito::wire::http_statuses statuses{
      {400, 401, 402, 403, 404, 409, 500, 503, 429}, {}};
  static invito::api_error error_of(invito::problems const& why) {
    return {std::string(to_string(why.front().code)), describe(why)};
  }
  static void value_losses(invito::invitation const&, invito::instant, invito::write_options const&,
                           std::vector<invito::loss>&) {}
};

template <class Text>
struct guest {
  Text mail{};
};

template <class Text>
struct mistake {
  Text text{};
};

template <class Text>
void to_model(guest<Text>&& from, invito::invitation_request& out, invito::wire::location const&) {
  out.recipient.email = invito::email(std::move(from.mail));
}

template <class Text>
void to_model(guest<Text>&& from, invito::invitation& out, invito::wire::location const&) {
  out.recipient.email = invito::email(std::move(from.mail));
  begin_history(out, std::nullopt);
}

/// `Model` is an invitation or a request.
template <class Model, class Text>
void from_model(Model const& from, guest<Text>& out, invito::wire::write_context const& to_be) {
  if (from.recipient.email) {
    out.mail = from.recipient.email->text();
  } else {
    to_be.missing("mail");
  }
}

template <class Text>
void to_model(mistake<Text>&& from, invito::api_error& out, invito::wire::location const&) {
  out.message = std::move(from.text);
}

template <class Text>
void from_model(invito::api_error const& from, mistake<Text>& out,
                invito::wire::write_context const&) {
  out.text = from.message;
}

}  // namespace

template <class Text>
struct invito::wire::fields_of<guest<Text>> {
  static constexpr std::array rows{row<&guest<Text>::mail>("mail", feature::email).must()};
};

template <class Text>
struct invito::wire::fields_of<mistake<Text>> {
  static constexpr std::array rows{row<&mistake<Text>::text>("text").must()};
};

template <>
struct invito::wire::documents_of<house> {
  template <class Text>
  using request = guest<Text>;
  template <class Text>
  using invite = guest<Text>;
  template <class Text>
  using creation_response = guest<Text>;
  template <class Text>
  using error = mistake<Text>;
};

namespace {

/// An engine that has only one document.
void feed_guest(void const* document, invito::wire::reader& to) {
  to.begin_object();
  to.key("mail");
  to.text(*static_cast<std::string const*>(document));
  to.end_object();
}

}  // namespace

int main() {
  const auto request = house::read_request(R"({"mail":"rita@example.com"})");
  const std::string mail = "rita@example.com";
  const auto fed = house::read_request(invito::wire::source(&mail, &feed_guest));
  if (!request || !fed || *request != *fed) return EXIT_FAILURE;
  nlohmann::ordered_json ordered;
  if (!house::write_request_to(ordered, *request)) return EXIT_FAILURE;
  if (house::read_request(ordered) != request) return EXIT_FAILURE;
  nlohmann::json tree = {{"mail", mail}};
  if (house::read_request(tree) != request) return EXIT_FAILURE;
  if (house::write_error(house::read_invitation("{}").error()) !=
      R"({"text":"this field is required"})") {
    return EXIT_FAILURE;
  }
  const auto invite = house::read_invitation(tree);
  if (!invite || invito::losses<house>(*invite, {}).empty()) return EXIT_FAILURE;
  tree = *invite;
  return tree.get<invito::invitation>() == *invite ? EXIT_SUCCESS : EXIT_FAILURE;
}
