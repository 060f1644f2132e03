// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/native.hpp
/// The library's own JSON: everything that an invitation is, losslessly and with a version. Reading
/// it replays the events and insists that they lead to the state that stands beside them.

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

/// The functions of documents that carry a version: those of another one are refused as such,
/// whatever else this one makes of them.
template <class Dialect>
struct versioned : dialect<Dialect>, lists<Dialect> {
  /// As in `dialect`; another version is `unsupported_version`.
  [[nodiscard]] static result<invitation> read_invite(wire::source const& in,
                                                      read_options const& options = {});
  /// As in `dialect`; another version is `unsupported_version`.
  [[nodiscard]] static result<creation> read_creation(wire::source const& in,
                                                      read_options const& options = {});
  /// As in `lists`; another version is `unsupported_version`.
  [[nodiscard]] static result<invitation_page> read_list(wire::source const& in,
                                                         read_options const& options = {});
};

/// The native format, with the functions of a dialect. It is written as recorded, whatever `now`.
struct native : versioned<native> {
  static constexpr std::string_view name = "native";  ///< As options and logs spell it.
  static constexpr feature_set whole_seconds{};       ///< Its times have all digits.
  /// Of the format; documents of another one are refused.
  static constexpr std::int64_t version = 1;

  /// The first problem, in the library's own words.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The usual ones of HTTP.
  static constexpr http_statuses statuses{{400, 401, 402, 403, 404, 409, 500, 503, 429}, {}};
  ///@{
  /// Everything.
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
  /// None: its fields hold every value.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
};

/// Reads the native format: from text, from a `nlohmann::json`, or from another engine. `Model` is
/// `invitation`, or `event` for hosts that store events one by one.
template <class Model = invitation>
[[nodiscard]] result<Model> read(wire::source const& in, read_options const& options = {});

/// The native format of an invitation or an event as text, or `invalid_utf8`.
template <class Model>
[[nodiscard]] result<std::string> write(Model const& m);

/// For `nlohmann::json j = invitation`. Text that is not UTF-8 gets replacement characters, and the
/// values of attributes lose the order of their members and the spelling of their numbers.
template <class Json>
void to_json(Json& j, invitation const& i);

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
/// For `j.get<invitation>()`. The one function of the library that throws: `std::invalid_argument`
/// with all problems. Use `read` where that is not wanted.
template <class Json>
void from_json(Json const& j, invitation& i);
#endif

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct dialect<native>;
extern template struct lists<native>;
extern template struct versioned<native>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/native.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/native.ipp>
#endif
