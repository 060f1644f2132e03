// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/native.hpp
/// The library's own JSON format. It contains a complete invitation, without loss, and the version
/// of the format. Reading replays the events and checks that the result is the invitation in the
/// document.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/model/event.hpp>
#include <invito/model/invitation.hpp>
#include <invito/wire/dialect.hpp>
#include <invito/wire/feature.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/options.hpp>
#include <invito/wire/source.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

/// The functions of documents with a format version. A later format may have fields that this one
/// does not know, so `unsupported_version` replaces all other problems. The exceptions are problems
/// that prevent reading the version, such as a `syntax_error`.
template <class Dialect>
struct versioned : wire::dialect<Dialect>, wire::lists<Dialect> {
  /// Reads an invitation. The problem is `unsupported_version` if the document has another version.
  [[nodiscard]] static result<invitation> read_invitation(wire::source const& in,
                                                          read_options const& options = {});
  /// Reads the response to a create request. The problem is `unsupported_version` if the document
  /// has another version.
  [[nodiscard]] static result<creation_response> read_creation(wire::source const& in,
                                                               read_options const& options = {});
  /// Reads one page of invitations. The problem is `unsupported_version` for each item that has
  /// another version.
  [[nodiscard]] static result<invitation_page> read_list(wire::source const& in,
                                                         read_options const& options = {});
};

}  // namespace wire

/// The native format, with the functions of a dialect. An invitation is written with its recorded
/// state; the parameter `now` has no effect.
struct native : wire::versioned<native> {
  static constexpr std::string_view name = "native";  ///< The name in options and logs.
  static constexpr feature_set whole_seconds{};       ///< The times written in whole seconds: none.
  /// The version of the format. Documents of another version are rejected.
  static constexpr std::int64_t version = 1;

  /// Returns an error with the messages of all problems, and with the code and the location of the
  /// first problem.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The HTTP statuses of refusals: the usual status for each category.
  static constexpr wire::http_statuses statuses{{400, 401, 402, 403, 404, 409, 500, 503, 429}, {}};
  ///@{
  /// Returns all features.
  [[nodiscard]] static constexpr feature_set features(wire::shape = {}) noexcept {
    return feature_set::all();
  }
  [[nodiscard]] static constexpr feature_set creation_features(wire::shape = {}) noexcept {
    return feature_set::all();
  }
  [[nodiscard]] static constexpr feature_set request_features(wire::shape = {}) noexcept {
    return feature_set::all();
  }
  ///@}
  /// Adds nothing, because the fields can represent every value.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
};

/// Reads the native format from text, from a `nlohmann::json`, or from another JSON engine. `Model`
/// is `invitation`, or `event` for hosts that store each event separately.
template <class Model = invitation>
[[nodiscard]] result<Model> read(wire::source const& in, read_options const& options = {});

/// Writes an invitation or an event in the native format, as JSON text. The problem is
/// `invalid_utf8` if a string is not UTF-8.
template <class Model>
[[nodiscard]] result<std::string> write(Model const& m);

/// Writes an invitation; called by `nlohmann::json j = invitation`. Bytes that are not UTF-8 become
/// replacement characters. The values of attributes lose the order of their fields and the spelling
/// of their numbers.
template <class Json>
void to_json(Json& j, invitation const& i);

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
/// Reads an invitation; called by `j.get<invitation>()`. This is the only function of the library
/// that throws an exception: a `std::invalid_argument` whose message contains all problems. `read`
/// does not throw.
template <class Json>
void from_json(Json const& j, invitation& i);
#endif

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct wire::dialect<native>;
extern template struct wire::lists<native>;
extern template struct wire::versioned<native>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/native.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/native.ipp>
#endif
