// SPDX-License-Identifier: MIT
// Prints the tables of docs/errors.md. The program generates them from the table of codes and the
// tables of HTTP statuses.

#include <array>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

#include <invito/invito.hpp>

namespace {

using invito::code;

/// A problem with sample values.
struct sample {
  invito::code code;
  std::string_view location;  // a JSON pointer
  std::string_view subject;
  std::array<std::int64_t, 3> numbers;
};

constexpr std::int64_t hour = 3600, day = 24 * hour;

constexpr sample samples[] = {
    {code::syntax_error, "", "", {17}},
    {code::too_large, "", "", {2'097'152, 1'048'576}},
    {code::too_deep, "", "", {32}},
    {code::too_many_items, "", "", {100'000}},
    {code::missing_field, "/email", "", {}},
    {code::wrong_type, "/email", "a string", {}},
    {code::unknown_field, "/colour", "", {}},
    {code::duplicate_field, "/email", "", {}},
    {code::unknown_value, "/status", "lost", {}},
    {code::conflicting_fields, "/created_at", "invited_at", {}},
    {code::duplicate_item, "/projects/1/id", "p1", {}},
    {code::number_out_of_range, "/revision", "", {}},
    {code::invalid_utf8, "/email", "", {}},
    {code::invalid_time, "/expires_at", "", {}},
    {code::time_out_of_range, "/expires_at", "", {}},
    {code::invalid_state, "/accepted_at", "pending", {}},
    {code::invalid_uuid, "/workspace_ids/0", "42", {}},
    {code::not_representable, "/status", "revoked", {}},
    {code::unsupported_version, "/invito", "", {2, 1}},
    {code::history_mismatch, "/history/3", "", {}},
    {code::not_permitted, "", "owner", {}},
    {code::token_missing, "/token", "", {}},
    {code::wrong_token, "/token", "", {}},
    {code::token_retired, "/token", "", {}},
    {code::missing_value, "/now", "the current time", {}},
    {code::text_too_long, "/role", "", {300, 255}},
    {code::invalid_email, "/email", "nina", {}},
    {code::email_not_ascii, "/email", "jos\u00E9@example.com", {}},
    {code::domain_refused, "/email", "example.org", {}},
    {code::unknown_role, "/grants/2/role", "boss", {}},
    {code::role_not_grantable, "/role", "owner", {}},
    {code::lifetime_too_short, "/lifetime", "", {5, 300}},
    {code::lifetime_too_long, "/lifetime", "", {60 * day, 30 * day}},
    {code::weak_token, "/entropy", "", {8, 5, 16}},
    {code::invalid_digest, "/token", "", {16, 32}},
    {code::already_issued, "/id", "inv_1", {}},
    {code::expired, "", "", {5 * hour}},
    {code::renewal_refused, "", "", {5 * hour}},
    {code::offer_changed, "/offer_number", "", {1, 2}},
    {code::stale_revision, "", "", {4, 5}},
    {code::idempotency_mismatch, "/idempotency_key", "", {}},
    {code::too_soon, "", "", {20, 40}},
    {code::too_many_sends, "", "", {10, 10}},
    {code::too_old, "", "", {95 * day, 90 * day}},
    {code::fact_missing, "/facts/organization", "organization", {}},
    {code::sponsor_not_permitted, "", "admin", {}},
    {code::already_member, "/email", "nina@example.com", {}},
    {code::not_former_member, "/email", "nina@example.com", {}},
    {code::unknown_scope, "/grants/0/id", "p9", {}},
    {code::duplicate_pending, "/email", "inv_1", {}},
    {code::seats_full, "", "", {7, 7, 2}},
    {code::too_many_pending, "", "", {1000, 1000}},
    {code::rate_limited, "", "to_recipient", {10, 10, 2 * hour}},
    {code::batch_stopped, "", "", {1}},
};

/// Returns the location and the message of a code with sample values. The text is empty if the code
/// has no sample.
std::string example_of(invito::code c) {
  for (sample const& s : samples) {
    if (s.code != c) continue;
    const std::string message = describe(invito::make_problem(c, {}, s.subject, s.numbers));
    return s.location.empty() ? message : "`" + std::string(s.location) + "`: " + message;
  }
  return "";
}

void print_codes() {
  std::cout << "<!-- codes -->\n\n"
            << "| number | code | tier | message | example |\n|---|---|---|---|---|\n";
  for (invito::code_info const& row : invito::detail::codes) {
    std::cout << "| " << static_cast<int>(row.code) << " | `" << row.name << "` | "
              << to_string(row.tier) << " | " << row.message << " | " << example_of(row.code)
              << " |\n";
  }
}

/// Prints the codes that a different public code replaces.
void print_public_codes() {
  std::cout
      << "\n<!-- public_codes -->\n\n"
      << "| code | `disclosure::standard` | `disclosure::enumeration_safe` |\n|---|---|---|\n";
  for (invito::code_info const& row : invito::detail::codes) {
    const code standard = public_code(row.code);
    const code safe = public_code(row.code, invito::disclosure::enumeration_safe);
    if (standard == row.code && safe == row.code) continue;
    std::cout << "| `" << row.name << "` | `" << to_string(standard) << "` | `" << to_string(safe)
              << "` |\n";
  }
}

template <class... Dialects>
void print_statuses() {
  std::cout << "\n<!-- statuses -->\n\n| code";
  ((std::cout << " | " << Dialects::name), ...);
  std::cout << " |\n|---";
  for (std::size_t n = 0; n != sizeof...(Dialects); ++n) std::cout << "|---";
  std::cout << "|\n";
  for (invito::code_info const& row : invito::detail::codes) {
    const invito::problems alone({row.code, {}, {}, {}});
    std::cout << "| `" << row.name << '`';
    ((std::cout << " | " << Dialects::http_status(alone)), ...);
    std::cout << " |\n";
  }
}

}  // namespace

int main() {
  print_codes();
  print_public_codes();
  print_statuses<invito::nuon, invito::control_plane, invito::openai, invito::aitronos,
                 invito::deepset>();
}
