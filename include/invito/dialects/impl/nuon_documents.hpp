// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/model/json_text.hpp>
#include <invito/wire/documents.hpp>

namespace invito {
inline namespace INVITO_ABI {

struct nuon;

/// One struct for each JSON object of the dialect. `Text` is `std::string` for reading and
/// `std::string_view` for writing.
namespace nuon_documents {

/// The documented roles, then the roles that the API added later. The readers accept an empty
/// string as an absent value, so `roles` and `statuses` also contain the empty string.
inline constexpr std::array<std::string_view, 9> roles{
    "org_admin",     "org_support", "installer", "runner", "hosted-installer",
    "org_read_only", "org_builder", "stack",     ""};
inline constexpr std::size_t documented_roles = 5;
inline constexpr std::array<std::string_view, 4> statuses{"pending", "accepted", "revoked", ""};

template <class Text>
struct request {
  Text email{};
  std::optional<Text> role_type{};
};

/// A composite status. Its strings are `std::string` for reading and for writing, because the
/// writer moves temporary strings into the struct.
struct composite {
  std::optional<wire::unix_time> created_at_ts{};
  std::optional<std::string> created_by_id{};
  std::optional<std::vector<composite>> history{};
  std::optional<attribute_list> metadata{};
  std::optional<std::string> status{};
  std::optional<std::string> status_human_description{};
};

template <class Text>
struct invite {
  std::optional<wire::text_time> created_at{};
  std::optional<Text> created_by_id{};
  std::optional<Text> email{};
  std::optional<Text> first_name{};
  std::optional<Text> id{};
  std::optional<Text> last_name{};
  std::optional<Text> org_id{};
  std::optional<Text> role_type{};
  std::optional<Text> status{};
  std::optional<composite> status_v2{};
  std::optional<wire::text_time> updated_at{};
};

template <class Text>
struct error {
  std::optional<Text> description{};
  std::optional<Text> error_text{};
  std::optional<bool> user_error{};
};

}  // namespace nuon_documents

namespace wire {

template <>
struct documents_of<nuon> {
  template <class Text>
  using request = nuon_documents::request<Text>;
  template <class Text>
  using invite = nuon_documents::invite<Text>;
  template <class Text>
  using creation_response = invite<Text>;
  template <class Text>
  using list = std::vector<invite<Text>>;
  template <class Text>
  using error = nuon_documents::error<Text>;
};

}  // namespace wire

namespace wire {

template <class Text>
struct fields_of<nuon_documents::request<Text>> {
  using object = nuon_documents::request<Text>;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email).must(),
      row<&object::role_type>("role_type", feature::role)
          .one_of(vocabulary(nuon_documents::roles, code::unknown_role)),
  };
};

template <>
struct fields_of<nuon_documents::composite> {
  using object = nuon_documents::composite;
  static constexpr std::array rows{
      row<&object::created_at_ts>("created_at_ts"),
      row<&object::created_by_id>("created_by_id"),
      row<&object::history>("history"),
      row<&object::metadata>("metadata"),
      row<&object::status>("status"),
      row<&object::status_human_description>("status_human_description"),
  };
};

template <class Text>
struct fields_of<nuon_documents::invite<Text>> {
  using object = nuon_documents::invite<Text>;
  static constexpr std::array rows{
      row<&object::created_at>("created_at", feature::created_at),
      row<&object::created_by_id>("created_by_id", feature::created_by)
          .and_also({feature::sponsor}),
      row<&object::email>("email", feature::email),
      row<&object::first_name>("first_name", feature::given_name).extended(),
      row<&object::id>("id", feature::id),
      row<&object::last_name>("last_name", feature::family_name).extended(),
      row<&object::org_id>("org_id", feature::organization),
      row<&object::role_type>("role_type", feature::role)
          .one_of(vocabulary(nuon_documents::roles, code::unknown_role)),
      row<&object::status>("status", feature::status).one_of(vocabulary(nuon_documents::statuses)),
      row<&object::status_v2>("status_v2", feature::statuses)
          .and_also({feature::cause, feature::accepted_at, feature::accepted_by,
                     feature::revoked_at, feature::revoked_by}),
      row<&object::updated_at>("updated_at", feature::updated_at),
  };
};

template <class Text>
struct fields_of<nuon_documents::error<Text>> {
  using object = nuon_documents::error<Text>;
  static constexpr std::array rows{
      row<&object::description>("description"),
      row<&object::error_text>("error"),
      row<&object::user_error>("user_error"),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
