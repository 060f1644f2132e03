// SPDX-License-Identifier: MIT
#pragma once

// The JSON objects of the native format and their field tables.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/path.hpp>
#include <invito/model/event.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/person.hpp>
#include <invito/model/role.hpp>
#include <invito/model/state.hpp>
#include <invito/wire/fields.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The JSON objects of the native format. Strings are `std::string` for reading and
/// `std::string_view` for writing.
namespace native_documents {

inline constexpr std::int64_t format_version = 1;

// The JSON names of the members of `proof`, in the order of the members.
inline constexpr std::array<std::string_view, 4> proofs{"user", "email", "verified_email", "token"};

template <class Text>
struct actor {
  wire::word<names_of<actor_kind>, actor_kind> kind{};
  std::optional<Text> id{};
};

template <class Text>
struct grant {
  wire::word<names_of<invito::scope>, invito::scope> scope{};
  Text id{};
  std::optional<Text> role{};
};

template <class Text>
struct attribute {
  Text name{};
  json_text value{};
};

template <class Text>
struct tokens {
  std::string current{};  // hexadecimal
  std::optional<std::string> previous{};
  std::optional<wire::text_time> previous_until{};
};

template <class Text>
struct state {
  wire::word<names_of<invito::status>, invito::status> status{};
  std::optional<wire::text_time> at{};
  std::optional<wire::text_time> expires_at{};
  std::optional<Text> accepted_by{};
  std::optional<actor<Text>> by{};
  std::optional<wire::word<names_of<revoke_cause>, revoke_cause>> cause{};
};

template <class Text>
struct status_entry {
  std::optional<Text> status{};
  std::optional<Text> description{};
  std::optional<wire::text_time> at{};
  std::optional<Text> by{};
  std::optional<std::vector<attribute<Text>>> metadata{};
};

template <class Text>
struct composite_status {
  status_entry<Text> current{};
  std::vector<status_entry<Text>> history{};
};

template <class Text>
struct baseline {
  native_documents::state<Text> state{};
  std::optional<Text> role{};
  std::optional<std::vector<grant<Text>>> grants{};
  std::optional<std::int64_t> offer_number{};
  std::optional<actor<Text>> sponsor{};
  std::optional<native_documents::tokens<Text>> tokens{};
  std::optional<wire::text_time> expires_at{};
  std::int64_t revision = 0;
  std::optional<wire::text_time> known_at{};
  std::optional<wire::text_time> updated_at{};
  std::optional<composite_status<Text>> statuses{};
};

template <class Text>
struct event {
  wire::word<names_of<event_kind>, event_kind> kind{};
  wire::text_time at{};
  actor<Text> by{};
  std::int64_t revision = 0;
  std::optional<wire::text_time> expires_at{};
  std::optional<Text> idempotency_key{};
  std::optional<bool> clamped{};
  std::optional<Text> role{};
  std::optional<std::vector<grant<Text>>> grants{};
  std::optional<bool> reinstates{};
  std::optional<std::string> token{};  // hexadecimal
  std::optional<wire::text_time> previous_until{};
  std::optional<std::vector<Text>> proof{};
  std::optional<Text> email{};
  std::optional<Text> newer{};
  std::optional<wire::text_time> recorded_at{};
};

template <class Text>
struct invitation {
  std::int64_t version = 0;
  Text id{};
  std::optional<Text> organization{};
  std::optional<Text> email{};
  std::optional<Text> user{};
  std::optional<Text> given_name{};
  std::optional<Text> family_name{};
  std::optional<actor<Text>> created_by{};
  std::optional<wire::text_time> created_at{};
  bool send = true;
  std::optional<std::vector<attribute<Text>>> attributes{};
  native_documents::state<Text> state{};
  std::optional<Text> role{};
  std::optional<std::vector<grant<Text>>> grants{};
  std::int64_t offer_number = 1;
  std::optional<actor<Text>> sponsor{};
  std::optional<native_documents::tokens<Text>> tokens{};
  std::int64_t revision = 0;
  std::optional<native_documents::baseline<Text>> baseline{};
  std::vector<event<Text>> history{};
};

/// The part of the document of an invitation that is the same in all versions of the format.
struct versioned {
  std::int64_t version = format_version;
};

struct versioned_list {
  std::vector<versioned> items{};
};

template <class Text>
struct request {
  std::optional<Text> email{};
  std::optional<Text> user{};
  std::optional<Text> given_name{};
  std::optional<Text> family_name{};
  std::optional<Text> role{};
  std::optional<std::vector<grant<Text>>> grants{};
  std::optional<bool> send{};
  std::optional<std::vector<attribute<Text>>> attributes{};
};

template <class Text>
struct list {
  std::vector<invitation<Text>> items{};
  bool has_more = false;
};

template <class Text>
struct error_item {
  path where{};
  Text message{};
  std::optional<Text> type{};
  std::optional<json_text> input{};
  std::optional<json_text> context{};
};

template <class Text>
struct error {
  Text code{};
  Text message{};
  std::optional<Text> type{};
  std::optional<Text> where{};
  std::optional<Text> developer_message{};
  std::optional<std::int64_t> status{};
  std::optional<Text> id{};
  std::optional<wire::text_time> at{};
  std::optional<json_text> details{};
  std::optional<std::vector<error_item<Text>>> items{};
};

}  // namespace native_documents

namespace wire {

template <class Text>
struct fields_of<native_documents::actor<Text>> {
  using object = native_documents::actor<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::kind>("kind").must(),
      row<&object::id>("id"),
  };
};

template <class Text>
struct fields_of<native_documents::grant<Text>> {
  using object = native_documents::grant<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::scope>("scope").must(),
      row<&object::id>("id").must(),
      row<&object::role>("role"),
  };
};

template <class Text>
struct fields_of<native_documents::attribute<Text>> {
  using object = native_documents::attribute<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::name>("name").must(),
      row<&object::value>("value").must(),
  };
};

template <class Text>
struct fields_of<native_documents::tokens<Text>> {
  using object = native_documents::tokens<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::current>("current").must(),
      row<&object::previous>("previous"),
      row<&object::previous_until>("previous_until"),
  };
};

template <class Text>
struct fields_of<native_documents::state<Text>> {
  using object = native_documents::state<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::status>("status").must(),
      row<&object::at>("at"),
      row<&object::expires_at>("expires_at"),
      row<&object::accepted_by>("accepted_by"),
      row<&object::by>("by"),
      row<&object::cause>("cause"),
  };
};

template <class Text>
struct fields_of<native_documents::status_entry<Text>> {
  using object = native_documents::status_entry<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::status>("status"),
      row<&object::description>("description"),
      row<&object::at>("at"),
      row<&object::by>("by"),
      row<&object::metadata>("metadata"),
  };
};

template <class Text>
struct fields_of<native_documents::composite_status<Text>> {
  using object = native_documents::composite_status<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::current>("current").must(),
      row<&object::history>("history").must(),
  };
};

template <class Text>
struct fields_of<native_documents::baseline<Text>> {
  using object = native_documents::baseline<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::state>("state").must(),    row<&object::role>("role"),
      row<&object::grants>("grants"),         row<&object::offer_number>("offer_number"),
      row<&object::sponsor>("sponsor"),       row<&object::tokens>("tokens"),
      row<&object::expires_at>("expires_at"), row<&object::revision>("revision").must(),
      row<&object::known_at>("known_at"),     row<&object::updated_at>("updated_at"),
      row<&object::statuses>("statuses"),
  };
};

template <class Text>
struct fields_of<native_documents::event<Text>> {
  using object = native_documents::event<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::kind>("event").must(),     row<&object::at>("at").must(),
      row<&object::by>("by").must(),          row<&object::revision>("revision").must(),
      row<&object::expires_at>("expires_at"), row<&object::idempotency_key>("idempotency_key"),
      row<&object::clamped>("clamped"),       row<&object::role>("role"),
      row<&object::grants>("grants"),         row<&object::reinstates>("reinstates"),
      row<&object::token>("token"),           row<&object::previous_until>("previous_until"),
      row<&object::proof>("proof"),           row<&object::email>("email"),
      row<&object::newer>("newer"),           row<&object::recorded_at>("recorded_at"),
  };
};

template <class Text>
struct fields_of<native_documents::invitation<Text>> {
  using object = native_documents::invitation<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::version>("invito").must(),
      row<&object::id>("id", feature::id).must(),
      row<&object::organization>("organization", feature::organization),
      row<&object::email>("email", feature::email),
      row<&object::user>("user", feature::user),
      row<&object::given_name>("given_name", feature::given_name),
      row<&object::family_name>("family_name", feature::family_name),
      row<&object::created_by>("created_by", feature::created_by),
      row<&object::created_at>("created_at", feature::created_at),
      row<&object::send>("send", feature::send).must(),
      row<&object::attributes>("attributes", feature::attributes),
      row<&object::state>("state", feature::status).must(),
      row<&object::role>("role", feature::role),
      row<&object::grants>("grants", feature::grants),
      row<&object::offer_number>("offer_number", feature::offer_number).must(),
      row<&object::sponsor>("sponsor", feature::sponsor),
      row<&object::tokens>("tokens", feature::token),
      row<&object::revision>("revision", feature::revision).must(),
      row<&object::baseline>("baseline", feature::history),
      row<&object::history>("history", feature::history).must(),
  };
};

template <>
struct fields_of<native_documents::versioned> {
  static constexpr std::array rows{row<&native_documents::versioned::version>("invito")};
};

template <>
struct fields_of<native_documents::versioned_list> {
  static constexpr std::array rows{row<&native_documents::versioned_list::items>("items")};
};

template <class Text>
struct fields_of<native_documents::request<Text>> {
  using object = native_documents::request<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email),
      row<&object::user>("user", feature::user),
      row<&object::given_name>("given_name", feature::given_name),
      row<&object::family_name>("family_name", feature::family_name),
      row<&object::role>("role", feature::role),
      row<&object::grants>("grants", feature::grants),
      row<&object::send>("send", feature::send),
      row<&object::attributes>("attributes", feature::attributes),
  };
};

template <class Text>
struct fields_of<native_documents::list<Text>> {
  using object = native_documents::list<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::items>("items").must(),
      row<&object::has_more>("has_more").must(),
  };
};

template <class Text>
struct fields_of<native_documents::error_item<Text>> {
  using object = native_documents::error_item<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::where>("where").must(), row<&object::message>("message").must(),
      row<&object::type>("type"),          row<&object::input>("input"),
      row<&object::context>("context"),
  };
};

template <class Text>
struct fields_of<native_documents::error<Text>> {
  using object = native_documents::error<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::code>("code").must(),
      row<&object::message>("message").must(),
      row<&object::type>("type"),
      row<&object::where>("where"),
      row<&object::developer_message>("developer_message"),
      row<&object::status>("status"),
      row<&object::id>("id"),
      row<&object::at>("at"),
      row<&object::details>("details"),
      row<&object::items>("items"),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
