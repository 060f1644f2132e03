// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/native.hpp
/// The library's own JSON format. The document of an invitation contains all its values, and the
/// version of the format. Reading applies the events in the history again, and checks that the
/// result equals the invitation in the document.

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

/// The functions of a dialect whose documents contain a format version. If a document has another
/// version than this format, the problem `unsupported_version` replaces all other problems, because
/// another version may have other fields. If the version cannot be read, for example after a
/// `syntax_error`, the other problems are returned.
template <class Dialect>
struct versioned : wire::dialect<Dialect>, wire::lists<Dialect> {
  /// Reads an invitation. If the document has another format version, the problem is
  /// `unsupported_version`.
  [[nodiscard]] static result<invitation> read_invitation(wire::source const& in,
                                                          read_options const& options = {});
  /// Reads the response to a create request. If the document has another format version, the
  /// problem is `unsupported_version`.
  [[nodiscard]] static result<creation_response> read_creation(wire::source const& in,
                                                               read_options const& options = {});
  /// Reads one page of invitations. For each item with another format version, there is one problem
  /// `unsupported_version`.
  [[nodiscard]] static result<invitation_page> read_list(wire::source const& in,
                                                         read_options const& options = {});
};

}  // namespace wire

/// The native format, with the functions of a dialect (the JSON format of one API). An invitation
/// is written with its recorded state, so the parameter `now` has no effect.
struct native : wire::versioned<native> {
  static constexpr std::string_view name = "native";  ///< The name in options and logs.
  static constexpr feature_set whole_seconds{};       ///< No time is written in whole seconds.
  /// The version of the format. Invitations of another version are rejected.
  static constexpr std::int64_t version = 1;

  /// Returns an error that contains the messages of all problems, and the code and the location of
  /// the first problem.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The HTTP statuses of refusals. Each category has its usual status.
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
  /// Adds nothing, because the fields of the format can represent every value.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
};

/// Reads an invitation or an event in the native format. The input is text, a `nlohmann::json`, or
/// a document of any other JSON engine. `Model` is `invitation` or `event`. Use `event` if your
/// program stores each event separately.
template <class Model = invitation>
[[nodiscard]] result<Model> read(wire::source const& in, read_options const& options = {});

/// Writes an invitation or an event in the native format, as JSON text. If a string is not UTF-8,
/// the problem is `invalid_utf8`.
template <class Model>
[[nodiscard]] result<std::string> write(Model const& m);

/// Writes an invitation in the native format. `nlohmann::json j = invitation` calls this function.
/// Bytes that are not UTF-8 become replacement characters. A `nlohmann::json` does not keep the
/// order of fields and the spelling of numbers, so the values of attributes lose both.
template <class Json>
void to_json(Json& j, invitation const& i);

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
/// Reads an invitation in the native format. `j.get<invitation>()` calls this function. If the
/// document is rejected, throws a `std::invalid_argument` whose message contains all problems. The
/// library contains no other `throw`. The function `read` returns the problems instead.
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
