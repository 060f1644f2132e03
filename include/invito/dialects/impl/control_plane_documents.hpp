// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <invito/model/json_text.hpp>
#include <invito/wire/documents.hpp>

namespace invito {
inline namespace INVITO_ABI {

struct control_plane;

/// One struct for each JSON object of the dialect. `Text` is `std::string` for reading and
/// `std::string_view` for writing.
namespace control_plane_documents {

template <class Text>
struct request {
  std::optional<std::vector<Text>> emails{};
  std::optional<std::string> group_link{};  // not `Text`, because the writer creates a new string
};

template <class Text>
struct error {
  std::optional<std::int64_t> status{};
  std::optional<Text> message{};
  std::optional<Text> code{};
  std::optional<json_text> details{};
  std::optional<Text> id{};
};

template <class Text>
struct response {
  std::optional<std::vector<wire::named<Text, error<Text>>>> errors{};
  std::optional<std::vector<wire::named<Text, Text>>> invitations{};
};

}  // namespace control_plane_documents

namespace wire {

template <>
struct documents_of<control_plane> {
  template <class Text>
  using request = control_plane_documents::request<Text>;
  template <class Text>
  using invite = control_plane_documents::response<Text>;
  template <class Text>
  using creation_response = invite<Text>;
  template <class Text>
  using error = control_plane_documents::error<Text>;
};

}  // namespace wire

namespace wire {

template <class Text>
struct fields_of<control_plane_documents::request<Text>> {
  using object = control_plane_documents::request<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::emails>("emails", feature::email),
      row<&object::group_link>("groupLink", feature::attributes).extended(),
  };
};

template <class Text>
struct fields_of<control_plane_documents::error<Text>> {
  using object = control_plane_documents::error<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::status>("status"), row<&object::message>("message"),
      row<&object::code>("code"),     row<&object::details>("details"),
      row<&object::id>("id"),
  };
};

template <class Text>
struct fields_of<control_plane_documents::response<Text>> {
  using object = control_plane_documents::response<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::errors>("errors"),
      row<&object::invitations>("invitations", feature::email)
          .and_also({feature::id, feature::status}),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
