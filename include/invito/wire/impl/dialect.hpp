// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <invito/wire/dialect.hpp>
#include <invito/wire/documents.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

template <class Dialect>
result<invitation_request> dialect<Dialect>::read_request(wire::source const& in,
                                                          read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template request<std::string>;
  return wire::detail::read_as<document, invitation_request>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_request(invitation_request const& r,
                                                    write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template request<std::string_view>;
  return wire::detail::write_as<document>(r, {}, options);
}

template <class Dialect>
result<void> dialect<Dialect>::write_request_to(wire::target const& to, invitation_request const& r,
                                                write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template request<std::string_view>;
  return wire::detail::write_as<document>(to, r, {}, options);
}

template <class Dialect>
result<invitation> dialect<Dialect>::read_invitation(wire::source const& in,
                                                     read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template invite<std::string>;
  return wire::detail::read_as<document, invitation>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_invitation(invitation const& i, instant now,
                                                       write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template invite<std::string_view>;
  return wire::detail::write_as<document>(i, now, options);
}

template <class Dialect>
result<void> dialect<Dialect>::write_invitation_to(wire::target const& to, invitation const& i,
                                                   instant now, write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template invite<std::string_view>;
  return wire::detail::write_as<document>(to, i, now, options);
}

template <class Dialect>
result<creation_response> dialect<Dialect>::read_creation(wire::source const& in,
                                                          read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template creation_response<std::string>;
  return wire::detail::read_as<document, creation_response>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_creation(creation_response const& c, instant now,
                                                     write_options const& options) {
  using document =
      typename wire::documents_of<Dialect>::template creation_response<std::string_view>;
  return wire::detail::write_as<document>(c, now, options);
}

template <class Dialect>
result<void> dialect<Dialect>::write_creation_to(wire::target const& to, creation_response const& c,
                                                 instant now, write_options const& options) {
  using document =
      typename wire::documents_of<Dialect>::template creation_response<std::string_view>;
  return wire::detail::write_as<document>(to, c, now, options);
}

template <class Dialect>
result<api_error> dialect<Dialect>::read_error(wire::source const& in,
                                               read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template error<std::string>;
  return wire::detail::read_as<document, api_error>(in, options);
}

template <class Dialect>
std::string dialect<Dialect>::write_error(api_error const& e) {
  std::string text;
  return write_error_to(text, e) ? text : std::string();  // cannot fail: invalid UTF-8 is replaced
}

template <class Dialect>
result<void> dialect<Dialect>::write_error_to(wire::target const& to, api_error const& e) {
  using document = typename wire::documents_of<Dialect>::template error<std::string_view>;
  return wire::detail::write_as<document>(to, e, {}, {}, wire::invalid_text::replaced);
}

template <class Dialect>
std::string dialect<Dialect>::write_error(problems const& why, error_context const& which) {
  return write_error(public_error(why, which));
}

template <class Dialect>
api_error dialect<Dialect>::public_error(problems const& why, error_context const& which) {
  using document = typename wire::documents_of<Dialect>::template request<std::string>;
  problems shown;
  for (problem next : as_public(why, which.disclosure)) {
    next.where = wire::detail::in_names_of<document>(next.where);
    shown.add(std::move(next));
  }
  api_error e = Dialect::error_of(shown);
  e.status = http_status(why, which.disclosure);
  e.id = which.id;
  e.at = which.at;
  return e;
}

template <class Dialect>
int dialect<Dialect>::http_status(problems const& why, disclosure d) noexcept {
  return Dialect::statuses.of(why, d);
}

template <class Dialect>
feature_set dialect<Dialect>::features(wire::shape shape) noexcept {
  return wire::features_of<typename wire::documents_of<Dialect>::template invite<std::string>>(
      shape);
}

template <class Dialect>
feature_set dialect<Dialect>::creation_features(wire::shape shape) noexcept {
  return wire::features_of<
      typename wire::documents_of<Dialect>::template creation_response<std::string>>(shape);
}

template <class Dialect>
feature_set dialect<Dialect>::request_features(wire::shape shape) noexcept {
  return wire::features_of<typename wire::documents_of<Dialect>::template request<std::string>>(
      shape);
}

template <class Dialect>
result<invitation_page> lists<Dialect>::read_list(wire::source const& in,
                                                  read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template list<std::string>;
  return wire::detail::read_as<document, invitation_page>(in, options);
}

template <class Dialect>
result<std::string> lists<Dialect>::write_list(invitation_page const& page, instant now,
                                               write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template list<std::string_view>;
  return wire::detail::write_as<document>(page, now, options);
}

template <class Dialect>
result<void> lists<Dialect>::write_list_to(wire::target const& to, invitation_page const& page,
                                           instant now, write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template list<std::string_view>;
  return wire::detail::write_as<document>(to, page, now, options);
}

}  // namespace wire

}  // namespace INVITO_ABI
}  // namespace invito
