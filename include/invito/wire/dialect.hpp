// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/dialect.hpp
/// What all dialects have in common: a document is read into its struct and then into the model, or
/// the other way round, and all problems are told at once.
///
/// Reading refuses what is not JSON, breaks a limit of `read_options`, or lacks or mistakes a
/// member (`syntax_error`, `too_large`, `missing_field`, `wrong_type` and the like, each with its
/// place); writing refuses what the document cannot say. Both are linear in the document.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/instant.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/lifecycle/command.hpp>
#include <invito/model/invitation.hpp>
#include <invito/wire/feature.hpp>
#include <invito/wire/losses.hpp>
#include <invito/wire/messages.hpp>
#include <invito/wire/options.hpp>
#include <invito/wire/source.hpp>
#include <invito/wire/target.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The HTTP status of a refusal: one for each kind of `answer`, and those of codes that differ.
struct http_statuses {
  /// In the order of `answer`.
  std::array<int, invito::answers> answers{};
  /// The status of one code, whatever kind of answer it makes.
  struct exception {
    invito::code code{};  ///< Which code; none in the places that are free.
    int status = 0;       ///< What it is answered with.
  };
  std::array<exception, 4> exceptions{};  ///< Looked at before `answers`.

  /// Of the problem that decides, as it may be told. Precondition: there is one.
  [[nodiscard]] int of(problems const& why, disclosure d = disclosure::standard) const noexcept;
};

/// The functions of a dialect. `Dialect` derives from this and specialises
/// `wire::documents_of<Dialect>`; see `wire/documents.hpp`. In a header-only program, a function is
/// compiled only where it is used.
template <class Dialect>
struct dialect {
  /// What the inviter wants. The shape of the address is for `issue` to judge.
  [[nodiscard]] static result<invitation_request> read_request(wire::source const& in,
                                                               read_options const& options = {});
  /// The same as text, or what stood in the way.
  [[nodiscard]] static result<std::string> write_request(invitation_request const& r,
                                                         write_options const& options = {});
  /// The same, to a target: a string that has begun, a buffer or a value of nlohmann's. Returns
  /// what stood in the way, or nothing.
  [[nodiscard]] static problems write_request_to(wire::target const& to,
                                                 invitation_request const& r,
                                                 write_options const& options = {});

  /// An invitation, or what the API answers of one. From a foreign document it starts at a
  /// baseline, and has no organization where the document names none: the host knows it.
  [[nodiscard]] static result<invitation> read_invite(wire::source const& in,
                                                      read_options const& options = {});
  /// The invitation with the status that holds at `now`. What the document cannot say is
  /// `not_representable`, a required member without a source `missing_value`.
  [[nodiscard]] static result<std::string> write_invite(invitation const& i, instant now,
                                                        write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_invite_to(wire::target const& to, invitation const& i,
                                                instant now, write_options const& options = {});

  /// The answer to a create request: the only document that may show a key.
  [[nodiscard]] static result<creation> read_creation(wire::source const& in,
                                                      read_options const& options = {});
  /// The same as text, with the status that holds at `now`.
  [[nodiscard]] static result<std::string> write_creation(creation const& c, instant now,
                                                          write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_creation_to(wire::target const& to, creation const& c,
                                                  instant now, write_options const& options = {});

  /// The error body. Writing always succeeds: text that is not UTF-8 gets replacement characters.
  [[nodiscard]] static result<api_error> read_error(wire::source const& in,
                                                    read_options const& options = {});
  /// The same as text.
  [[nodiscard]] static std::string write_error(api_error const& e);
  /// The same, to a target.
  [[nodiscard]] static problems write_error_to(wire::target const& to, api_error const& e);
  /// The problems as a stranger may see them, their places in the names of the request. `which`
  /// stands in the bodies that name the occurrence.
  [[nodiscard]] static std::string write_error(problems const& why, incident const& which = {});
  /// The same before it is written.
  [[nodiscard]] static api_error public_error(problems const& why, incident const& which = {});
  /// The HTTP status of the answer that brings it. Precondition: there is a problem.
  [[nodiscard]] static int http_status(problems const& why,
                                       disclosure d = disclosure::standard) noexcept;

  /// What of the model the document of an invitation carries.
  [[nodiscard]] static feature_set features(wire::shape shape = wire::shape::page) noexcept;
  /// The same of the answer to a create request.
  [[nodiscard]] static feature_set creation_features(
      wire::shape shape = wire::shape::page) noexcept;
  /// The same of the request.
  [[nodiscard]] static feature_set request_features(wire::shape shape = wire::shape::page) noexcept;

  /// Adds the values of `r` that the fields of the request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const&, write_options const&,
                                   std::vector<loss>&) {}
};

/// The functions of a dialect whose `wire::documents_of` has a `list`.
template <class Dialect>
struct lists {
  /// One page of invitations.
  [[nodiscard]] static result<invitation_page> read_list(wire::source const& in,
                                                         read_options const& options = {});
  /// The same as text, each with the status that holds at `now`.
  [[nodiscard]] static result<std::string> write_list(invitation_page const& page, instant now,
                                                      write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_list_to(wire::target const& to, invitation_page const& page,
                                              instant now, write_options const& options = {});
};

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/dialect.hpp>
#include <invito/wire/impl/dialect.ipp>
#endif
