// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/dialect.hpp
/// The functions that all dialects have in common. A dialect is the JSON format of one API. Reading
/// has two steps: the document is read into structs, and the structs are converted to the model,
/// such as an `invitation`. Writing has the reverse steps in reverse order. If a step fails, the
/// result contains all problems that this step has found.
///
/// Reading rejects text that is not JSON, a document that exceeds a limit of `read_options`, and a
/// document with a missing or invalid field. The codes of the problems are `syntax_error`,
/// `too_large`, `missing_field`, `wrong_type` and others. Each problem contains its location.
/// Writing fails for values that the document cannot represent. Reading and writing are linear in
/// the size of the document.

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

namespace wire {

/// The HTTP statuses of refusals. There is one status for each `error_category`. A code can have an
/// exception: a status that differs from the status of its category.
struct http_statuses {
  /// One status for each category, in the order of `error_category`.
  std::array<int, names_of<error_category>.size()> by_category{};
  /// The HTTP status of one code. It replaces the status of the code's category.
  struct exception {
    invito::code code{};  ///< The code, or `code{}` in an unused element.
    int status = 0;       ///< The HTTP status, or 0 in an unused element.
  };
  std::array<exception, 4> exceptions{};  ///< The exceptions for single codes.

  /// Returns the HTTP status of the response to a refusal with the problems `why`. The problem
  /// `primary(why)` determines the status. `d` is how much the response reveals to the caller.
  /// Precondition: `why` is not empty.
  [[nodiscard]] int of(problems const& why, disclosure d = disclosure::standard) const noexcept;
};

/// The functions of a dialect. The class of the dialect is `Dialect`. It derives from this class
/// and needs a specialization of `wire::documents_of`; see `wire/documents.hpp`. In a header-only
/// program, a function is compiled only where it is used.
template <class Dialect>
struct dialect {
  /// Reads a create request. The syntax of the email address is checked later, by `issue`.
  [[nodiscard]] static result<invitation_request> read_request(wire::source const& in,
                                                               read_options const& options = {});
  /// Writes a create request as JSON text.
  [[nodiscard]] static result<std::string> write_request(invitation_request const& r,
                                                         write_options const& options = {});
  /// Writes a create request to a target, such as the end of a string, a buffer or a
  /// `nlohmann::json`.
  [[nodiscard]] static result<void> write_request_to(wire::target const& to,
                                                     invitation_request const& r,
                                                     write_options const& options = {});

  /// Reads an invitation from a response of the API. A response contains no events, so the history
  /// of the invitation starts at a `baseline`. If the document does not contain the organization,
  /// `invitation::organization` is empty, and the host (your program) must set this member.
  [[nodiscard]] static result<invitation> read_invitation(wire::source const& in,
                                                          read_options const& options = {});
  /// Writes the invitation with its status at `now`, as JSON text. The problem is
  /// `not_representable` for a value that the document cannot represent, and `missing_value` for a
  /// required field without a value.
  [[nodiscard]] static result<std::string> write_invitation(invitation const& i, instant now,
                                                            write_options const& options = {});
  /// Writes the invitation with its status at `now`, to a target.
  [[nodiscard]] static result<void> write_invitation_to(wire::target const& to, invitation const& i,
                                                        instant now,
                                                        write_options const& options = {});

  /// Reads the response to a create request. No other response may contain a token.
  [[nodiscard]] static result<creation_response> read_creation(wire::source const& in,
                                                               read_options const& options = {});
  /// Writes the response to a create request, with the status at `now`, as JSON text.
  [[nodiscard]] static result<std::string> write_creation(creation_response const& c, instant now,
                                                          write_options const& options = {});
  /// Writes the response to a create request, with the status at `now`, to a target.
  [[nodiscard]] static result<void> write_creation_to(wire::target const& to,
                                                      creation_response const& c, instant now,
                                                      write_options const& options = {});

  /// Reads the body of an error response.
  [[nodiscard]] static result<api_error> read_error(wire::source const& in,
                                                    read_options const& options = {});
  /// Writes the body of an error response as JSON text. This always succeeds: bytes that are not
  /// UTF-8 become replacement characters.
  [[nodiscard]] static std::string write_error(api_error const& e);
  /// Writes the body of an error response to a target. Bytes that are not UTF-8 become replacement
  /// characters.
  [[nodiscard]] static result<void> write_error_to(wire::target const& to, api_error const& e);
  /// Writes the body of the error response for the problems `why`. The body describes only
  /// problems that the caller may see (see `as_public`). Their locations contain the field names of
  /// the request. `which` contains the disclosure level, and the id and the time of the error. Some
  /// APIs have no fields for the id and the time.
  [[nodiscard]] static std::string write_error(problems const& why,
                                               error_context const& which = {});
  /// Returns the error that `write_error` writes for the problems `why`.
  [[nodiscard]] static api_error public_error(problems const& why, error_context const& which = {});
  /// Returns the HTTP status of the error response for the problems `why`.
  /// Precondition: `why` is not empty.
  [[nodiscard]] static int http_status(problems const& why,
                                       disclosure d = disclosure::standard) noexcept;

  /// Returns the features that a written document of an invitation can contain.
  [[nodiscard]] static feature_set features(wire::shape shape = wire::shape::documented) noexcept;
  /// Returns the features that a written response to a create request can contain.
  [[nodiscard]] static feature_set creation_features(
      wire::shape shape = wire::shape::documented) noexcept;
  /// Returns the features that a written create request can contain.
  [[nodiscard]] static feature_set request_features(
      wire::shape shape = wire::shape::documented) noexcept;

  /// Adds a loss for each value of the request that its fields cannot represent; see `losses`. The
  /// default adds nothing.
  static void request_value_losses(invitation_request const&, write_options const&,
                                   std::vector<loss>&) {}
};

/// The functions that read and write lists of invitations. A dialect has these functions if its
/// `wire::documents_of` has a member `list`.
template <class Dialect>
struct lists {
  /// Reads one page of invitations.
  [[nodiscard]] static result<invitation_page> read_list(wire::source const& in,
                                                         read_options const& options = {});
  /// Writes one page of invitations, each with its status at `now`, as JSON text.
  [[nodiscard]] static result<std::string> write_list(invitation_page const& page, instant now,
                                                      write_options const& options = {});
  /// Writes one page of invitations, each with its status at `now`, to a target.
  [[nodiscard]] static result<void> write_list_to(wire::target const& to,
                                                  invitation_page const& page, instant now,
                                                  write_options const& options = {});
};

}  // namespace wire

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/dialect.hpp>
#include <invito/wire/impl/dialect.ipp>
#endif
