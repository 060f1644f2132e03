// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <invito/model/json_text.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/rfc3339.hpp>

namespace invito {
inline namespace INVITO_ABI {

struct aitronos;

/// One struct for each JSON object of the dialect. `Text` is `std::string` for reading and
/// `std::string_view` for writing.
namespace aitronos_documents {

/// A time as RFC 3339 text. Reading keeps a fraction of a second, and writing omits the fraction.
struct whole_text_time {
  instant value{};
};

template <class Text>
struct request {
  Text email{};
  std::optional<Text> role_id{};
  std::optional<Text> role_name{};
  std::optional<bool> send_invitation{};
  std::optional<bool> send_email{};
};

template <class Text>
struct invite {
  Text invitation_id{};
  Text email{};
  std::optional<Text> user_id{};
  std::optional<Text> organization_id{};
  std::optional<Text> role_id{};
  std::optional<Text> invitation_link{};  // contains the token, so it is ignored and not written
  std::optional<whole_text_time> expires_at{};
  std::optional<whole_text_time> created_at{};
};

template <class Text>
struct created {
  std::optional<Text> invitation_id{};
  Text email{};
  std::optional<Text> invitation_key{};
  std::optional<bool> is_new_user{};
  std::optional<Text> user_id{};
  std::optional<whole_text_time> expires_at{};
  // The following fields belong to two other versions of this response. They are never written.
  std::optional<Text> role_id{};
  std::optional<Text> invitation_link{};
  std::optional<bool> success{};
  std::optional<Text> message{};
  std::optional<Text> role{};
  std::optional<Text> department{};
  std::optional<Text> old_invitation_id{};
  std::optional<whole_text_time> invited_at{};
  std::optional<whole_text_time> old_expires_at{};
};

template <class Text>
struct validated {
  bool valid = false;
  std::optional<Text> invitation_id{};
  std::optional<Text> email{};
  std::optional<Text> organization_id{};
  std::optional<Text> organization_name{};
  std::optional<Text> role_id{};
  std::optional<Text> role_name{};
  std::optional<whole_text_time> expires_at{};
};

template <class Text>
struct accepting {
  Text email_key{};
};

template <class Text>
struct joined {
  bool success = false;
  std::optional<Text> organization_id{};
  std::optional<Text> organization_name{};
  std::optional<Text> role_id{};
  std::optional<Text> role_name{};
};

template <class Text>
struct error_detail {
  Text code{};
  Text message{};
  std::optional<Text> system_message{};
  std::optional<Text> type{};
  std::optional<std::int64_t> status{};
  std::optional<json_text> details{};
  std::optional<Text> trace_id{};
  std::optional<whole_text_time> timestamp{};
};

template <class Text>
struct error {
  bool success = false;
  error_detail<Text> detail{};
};

}  // namespace aitronos_documents

namespace wire {

template <>
struct documents_of<aitronos> {
  template <class Text>
  using request = aitronos_documents::request<Text>;
  template <class Text>
  using invite = aitronos_documents::invite<Text>;
  template <class Text>
  using creation_response = aitronos_documents::created<Text>;
  template <class Text>
  using error = aitronos_documents::error<Text>;
};

}  // namespace wire

namespace wire {
namespace detail {

template <>
struct codec_for<aitronos_documents::whole_text_time> {
  using time = aitronos_documents::whole_text_time;
  static code read(void* at, scalar const& in) {
    text_time with_fraction;
    const code wrong = codec_for<text_time>::read(&with_fraction, in);
    as<time>(at).value = with_fraction.value;
    return wrong;
  }
  static void write(void const* at, writer& out) {
    std::array<char, rfc3339_length> text{};
    write_rfc3339(text.data(), as<time>(at).value);
    // Removes the fraction of a second from the text. The time itself is not rounded down, because
    // the result could be before the earliest `instant`.
    constexpr std::size_t length = std::string_view("2026-01-31T23:59:59Z").size();
    text[length - 1] = 'Z';
    out.text({text.data(), length});
  }
  static constexpr codec make() { return scalar_codec("a string (RFC 3339 time)", read, write); }
};

}  // namespace detail

template <class Text>
struct fields_of<aitronos_documents::request<Text>> {
  using object = aitronos_documents::request<Text>;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email).must(),
      row<&object::role_id>("role_id", feature::role).must(),
      row<&object::role_name>("role_name", feature::role).alias("role_id").never_written(),
      row<&object::send_invitation>("send_invitation", feature::send),
      row<&object::send_email>("send_email", feature::send)
          .alias("send_invitation")
          .never_written(),
  };
};

template <class Text>
struct fields_of<aitronos_documents::invite<Text>> {
  using object = aitronos_documents::invite<Text>;
  static constexpr std::array rows{
      row<&object::invitation_id>("invitation_id", feature::id).must(),
      row<&object::email>("email", feature::email).must(),
      row<&object::user_id>("user_id", feature::user),
      row<&object::organization_id>("organization_id", feature::organization),
      row<&object::role_id>("role_id", feature::role),
      row<&object::invitation_link>("invitation_link").never_written(),
      row<&object::expires_at>("expires_at", feature::expires_at).and_also({feature::status}),
      row<&object::created_at>("created_at", feature::created_at),
  };
};

template <class Text>
struct fields_of<aitronos_documents::created<Text>> {
  using object = aitronos_documents::created<Text>;
  static constexpr std::array rows{
      row<&object::invitation_id>("invitation_id", feature::id).must(),
      row<&object::email>("email", feature::email).must(),
      row<&object::invitation_key>("invitation_key", feature::token),
      row<&object::is_new_user>("is_new_user"),
      row<&object::user_id>("user_id", feature::user),
      row<&object::expires_at>("expires_at", feature::expires_at).and_also({feature::status}),
      row<&object::role_id>("role_id", feature::role).never_written(),
      row<&object::invitation_link>("invitation_link").never_written(),
      row<&object::success>("success").never_written(),
      row<&object::message>("message").never_written(),
      row<&object::role>("role", feature::role).alias("role_id").never_written(),
      row<&object::department>("department").never_written(),
      row<&object::old_invitation_id>("invitationId", feature::id)
          .alias("invitation_id")
          .never_written(),
      row<&object::invited_at>("invitedAt", feature::created_at).never_written(),
      row<&object::old_expires_at>("expiresAt", feature::expires_at)
          .alias("expires_at")
          .never_written(),
  };
};

template <class Text>
struct fields_of<aitronos_documents::validated<Text>> {
  using object = aitronos_documents::validated<Text>;
  static constexpr std::array rows{
      row<&object::valid>("valid", feature::status).must(),
      row<&object::invitation_id>("invitation_id", feature::id),
      row<&object::email>("email", feature::email),
      row<&object::organization_id>("organization_id", feature::organization),
      row<&object::organization_name>("organization_name"),
      row<&object::role_id>("role_id", feature::role),
      row<&object::role_name>("role_name"),
      row<&object::expires_at>("expires_at", feature::expires_at),
  };
};

template <class Text>
struct fields_of<aitronos_documents::accepting<Text>> {
  using object = aitronos_documents::accepting<Text>;
  static constexpr std::array rows{
      row<&object::email_key>("email_key").must(),
  };
};

template <class Text>
struct fields_of<aitronos_documents::joined<Text>> {
  using object = aitronos_documents::joined<Text>;
  static constexpr std::array rows{
      row<&object::success>("success").must(),
      row<&object::organization_id>("organization_id", feature::organization),
      row<&object::organization_name>("organization_name"),
      row<&object::role_id>("role_id", feature::role),
      row<&object::role_name>("role_name"),
  };
};

template <class Text>
struct fields_of<aitronos_documents::error_detail<Text>> {
  using object = aitronos_documents::error_detail<Text>;
  static constexpr std::array rows{
      row<&object::code>("code").must(),
      row<&object::message>("message").must(),
      row<&object::system_message>("system_message"),
      row<&object::type>("type"),
      row<&object::status>("status"),
      row<&object::details>("details"),
      row<&object::trace_id>("trace_id"),
      row<&object::timestamp>("timestamp"),
  };
};

template <class Text>
struct fields_of<aitronos_documents::error<Text>> {
  using object = aitronos_documents::error<Text>;
  static constexpr std::array rows{
      row<&object::success>("success").must(),
      row<&object::detail>("error").must(),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
