// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include <invito/wire/documents.hpp>

namespace invito {
inline namespace INVITO_ABI {

struct openai;

/// One struct for each JSON object of the dialect. `Text` is `std::string` for reading and
/// `std::string_view` for writing.
namespace openai_documents {

inline constexpr std::array<std::string_view, 2> roles{"owner", "reader"};
inline constexpr std::array<std::string_view, 2> project_roles{"member", "owner"};
inline constexpr std::array<std::string_view, 3> statuses{"accepted", "expired", "pending"};
inline constexpr std::array<std::string_view, 1> invite_object{"organization.invite"};
inline constexpr std::array<std::string_view, 1> deleted_object{"organization.invite.deleted"};
inline constexpr std::array<std::string_view, 1> list_object{"list"};

template <class Text>
struct requested_project {
  Text id{};
  Text role{};
};

template <class Text>
struct request {
  Text email{};
  Text role{};
  std::optional<std::vector<requested_project<Text>>> projects{};
};

template <class Text>
struct project {
  std::optional<Text> id{};
  std::optional<Text> role{};
};

template <class Text>
struct invite {
  wire::word<invite_object> object{};
  Text id{};
  Text email{};
  Text role{};
  std::optional<Text> status{};
  std::optional<wire::unix_time> invited_at{};
  std::optional<wire::unix_time> created_at{};
  std::optional<wire::unix_time> expires_at{};
  std::optional<wire::unix_time> accepted_at{};
  std::optional<std::vector<project<Text>>> projects{};
};

template <class Text>
struct list {
  wire::word<list_object> object{};
  std::vector<invite<Text>> data{};
  std::optional<Text> first_id{};
  std::optional<Text> last_id{};
  std::optional<bool> has_more{};
};

template <class Text>
struct deleted {
  wire::word<deleted_object> object{};
  Text id{};
  bool is_deleted = false;
};

template <class Text>
struct error_detail {
  Text message{};
  Text type{};
  std::optional<Text> param{};
  std::optional<Text> code{};
};

template <class Text>
struct error {
  error_detail<Text> detail{};
};

}  // namespace openai_documents

namespace wire {

template <>
struct documents_of<openai> {
  template <class Text>
  using request = openai_documents::request<Text>;
  template <class Text>
  using invite = openai_documents::invite<Text>;
  template <class Text>
  using creation_response = invite<Text>;
  template <class Text>
  using list = openai_documents::list<Text>;
  template <class Text>
  using error = openai_documents::error<Text>;
};

}  // namespace wire

namespace wire {

template <class Text>
struct fields_of<openai_documents::requested_project<Text>> {
  using object = openai_documents::requested_project<Text>;
  static constexpr std::array rows{
      row<&object::id>("id", feature::grants).must(),
      row<&object::role>("role", feature::grants)
          .must()
          .one_of(vocabulary(openai_documents::project_roles, code::unknown_role)),
  };
};

template <class Text>
struct fields_of<openai_documents::request<Text>> {
  using object = openai_documents::request<Text>;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email).must(),
      row<&object::role>("role", feature::role)
          .must()
          .one_of(vocabulary(openai_documents::roles, code::unknown_role)),
      row<&object::projects>("projects", feature::grants),
  };
};

template <class Text>
struct fields_of<openai_documents::project<Text>> {
  using object = openai_documents::project<Text>;
  static constexpr std::array rows{
      row<&object::id>("id", feature::grants),
      row<&object::role>("role", feature::grants)
          .one_of(vocabulary(openai_documents::project_roles, code::unknown_role)),
  };
};

template <class Text>
struct fields_of<openai_documents::invite<Text>> {
  using object = openai_documents::invite<Text>;
  static constexpr std::array rows{
      row<&object::object>("object").must(),
      row<&object::id>("id", feature::id).must(),
      row<&object::email>("email", feature::email).must(),
      row<&object::role>("role", feature::role)
          .must()
          .one_of(vocabulary(openai_documents::roles, code::unknown_role)),
      row<&object::status>("status", feature::status)
          .one_of(vocabulary(openai_documents::statuses)),
      row<&object::invited_at>("invited_at", feature::created_at).must(),
      row<&object::created_at>("created_at", feature::created_at).alias("invited_at").extended(),
      row<&object::expires_at>("expires_at", feature::expires_at).or_extended_null(),
      row<&object::accepted_at>("accepted_at", feature::accepted_at).or_extended_null(),
      row<&object::projects>("projects", feature::grants),
  };
};

template <class Text>
struct fields_of<openai_documents::list<Text>> {
  using object = openai_documents::list<Text>;
  static constexpr std::array rows{
      row<&object::object>("object").must(),
      row<&object::data>("data").must(),
      row<&object::first_id>("first_id").or_extended_null(),
      row<&object::last_id>("last_id").or_extended_null(),
      row<&object::has_more>("has_more"),
  };
};

template <class Text>
struct fields_of<openai_documents::deleted<Text>> {
  using object = openai_documents::deleted<Text>;
  static constexpr std::array rows{
      row<&object::object>("object").must(),
      row<&object::id>("id", feature::id).must(),
      row<&object::is_deleted>("deleted").must(),
  };
};

template <class Text>
struct fields_of<openai_documents::error_detail<Text>> {
  using object = openai_documents::error_detail<Text>;
  static constexpr std::array rows{
      row<&object::message>("message").must(),
      row<&object::type>("type").must(),
      row<&object::param>("param").must().or_null(),
      row<&object::code>("code").must().or_null(),
  };
};

template <class Text>
struct fields_of<openai_documents::error<Text>> {
  using object = openai_documents::error<Text>;
  static constexpr std::array rows{
      row<&object::detail>("error").must(),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
