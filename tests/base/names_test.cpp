// SPDX-License-Identifier: MIT

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>
#include <invito/lifecycle/query.hpp>
#include <invito/lifecycle/visit.hpp>
#include <invito/model/delivery.hpp>

#include "catch2.hpp"

namespace {

/// Whether the enumeration has exactly the names in `values`, and `from_string` returns the values.
template <class Enum>
bool has_names(std::initializer_list<std::pair<Enum, std::string_view>> values) {
  std::size_t with_name = 0;
  for (std::string_view name : invito::names_of<Enum>) with_name += name.empty() ? 0U : 1U;
  if (with_name != values.size()) return false;
  for (auto const& [value, name] : values) {
    if (to_string(value) != name || invito::from_string<Enum>(name) != value) return false;
  }
  return true;
}

static_assert(invito::to_string(invito::status::expired) == "expired");
static_assert(invito::from_string<invito::status>("accepted") == invito::status::accepted);
static_assert(!invito::from_string<invito::status>("Accepted"));

}  // namespace

TEST_CASE("to_string and from_string agree for every value of every enumeration", "[names]") {
  CHECK(has_names<invito::status>({{invito::status::pending, "pending"},
                                   {invito::status::accepted, "accepted"},
                                   {invito::status::revoked, "revoked"},
                                   {invito::status::expired, "expired"}}));
  CHECK(has_names<invito::revoke_cause>({{invito::revoke_cause::revoked, "revoked"},
                                         {invito::revoke_cause::declined, "declined"},
                                         {invito::revoke_cause::superseded, "superseded"}}));
  CHECK(has_names<invito::event_kind>({{invito::event_kind::issue, "issue"},
                                       {invito::event_kind::resend, "resend"},
                                       {invito::event_kind::amend, "amend"},
                                       {invito::event_kind::accept, "accept"},
                                       {invito::event_kind::decline, "decline"},
                                       {invito::event_kind::revoke, "revoke"},
                                       {invito::event_kind::supersede, "supersede"},
                                       {invito::event_kind::expire, "expire"}}));
  CHECK(has_names<invito::actor_kind>({{invito::actor_kind::user, "user"},
                                       {invito::actor_kind::service, "service"},
                                       {invito::actor_kind::system, "system"}}));
  CHECK(has_names<invito::scope>({{invito::scope::organization, "organization"},
                                  {invito::scope::project, "project"},
                                  {invito::scope::workspace, "workspace"}}));
  CHECK(has_names<invito::delivery_status>({{invito::delivery_status::queued, "queued"},
                                            {invito::delivery_status::sent, "sent"},
                                            {invito::delivery_status::bounced, "bounced"},
                                            {invito::delivery_status::failed, "failed"}}));
  CHECK(has_names<invito::email_shape>({{invito::email_shape::valid, "valid"},
                                        {invito::email_shape::invalid, "invalid"},
                                        {invito::email_shape::not_ascii, "not_ascii"}}));
  CHECK(has_names<invito::token_match>({{invito::token_match::none, "none"},
                                        {invito::token_match::current, "current"},
                                        {invito::token_match::previous, "previous"},
                                        {invito::token_match::retired, "retired"}}));
  CHECK(has_names<invito::tier>({{invito::tier::tenant, "tenant"},
                                 {invito::tier::authority, "authority"},
                                 {invito::tier::input, "input"},
                                 {invito::tier::status, "status"},
                                 {invito::tier::facts, "facts"}}));
  CHECK(has_names<invito::error_category>(
      {{invito::error_category::bad_request, "bad_request"},
       {invito::error_category::unauthenticated, "unauthenticated"},
       {invito::error_category::payment_required, "payment_required"},
       {invito::error_category::forbidden, "forbidden"},
       {invito::error_category::not_found, "not_found"},
       {invito::error_category::conflict, "conflict"},
       {invito::error_category::internal, "internal"},
       {invito::error_category::unavailable, "unavailable"},
       {invito::error_category::too_many_requests, "too_many_requests"}}));
  CHECK(
      has_names<invito::disclosure>({{invito::disclosure::standard, "standard"},
                                     {invito::disclosure::enumeration_safe, "enumeration_safe"}}));
  CHECK(has_names<invito::preset>(
      {{invito::preset::documented, "documented"}, {invito::preset::observed, "observed"}}));
  CHECK(has_names<invito::operation>({{invito::operation::create, "create"},
                                      {invito::operation::list, "list"},
                                      {invito::operation::get, "get"},
                                      {invito::operation::remove, "remove"},
                                      {invito::operation::revoke, "revoke"},
                                      {invito::operation::resend, "resend"},
                                      {invito::operation::validate, "validate"},
                                      {invito::operation::accept, "accept"}}));
  CHECK(has_names<invito::feature>({{invito::feature::none, "none"},
                                    {invito::feature::id, "id"},
                                    {invito::feature::organization, "organization"},
                                    {invito::feature::email, "email"},
                                    {invito::feature::user, "user"},
                                    {invito::feature::given_name, "given_name"},
                                    {invito::feature::family_name, "family_name"},
                                    {invito::feature::role, "role"},
                                    {invito::feature::grants, "grants"},
                                    {invito::feature::send, "send"},
                                    {invito::feature::attributes, "attributes"},
                                    {invito::feature::status, "status"},
                                    {invito::feature::cause, "cause"},
                                    {invito::feature::created_at, "created_at"},
                                    {invito::feature::created_by, "created_by"},
                                    {invito::feature::updated_at, "updated_at"},
                                    {invito::feature::expires_at, "expires_at"},
                                    {invito::feature::accepted_at, "accepted_at"},
                                    {invito::feature::accepted_by, "accepted_by"},
                                    {invito::feature::revoked_at, "revoked_at"},
                                    {invito::feature::revoked_by, "revoked_by"},
                                    {invito::feature::sponsor, "sponsor"},
                                    {invito::feature::offer_number, "offer_number"},
                                    {invito::feature::token, "token"},
                                    {invito::feature::revision, "revision"},
                                    {invito::feature::history, "history"},
                                    {invito::feature::statuses, "statuses"}}));
  CHECK(has_names<invito::page_order>({{invito::page_order::oldest_first, "oldest_first"},
                                       {invito::page_order::newest_first, "newest_first"}}));
  CHECK(has_names<invito::offer_source>(
      {{invito::offer_source::request, "request"},
       {invito::offer_source::former_membership, "former_membership"}}));
  CHECK(has_names<invito::bulk_mode>({{invito::bulk_mode::all_or_nothing, "all_or_nothing"},
                                      {invito::bulk_mode::best_effort, "best_effort"},
                                      {invito::bulk_mode::up_to_limit, "up_to_limit"}}));
  CHECK(has_names<invito::viewer>({{invito::viewer::anonymous, "anonymous"},
                                   {invito::viewer::other_person, "other_person"},
                                   {invito::viewer::unverified, "unverified"},
                                   {invito::viewer::recipient, "recipient"}}));
  CHECK(has_names<invito::verdict>({{invito::verdict::undecided, "undecided"},
                                    {invito::verdict::allowed, "allowed"},
                                    {invito::verdict::denied, "denied"}}));
  CHECK(
      has_names<invito::organization_status>({{invito::organization_status::active, "active"},
                                              {invito::organization_status::suspended, "suspended"},
                                              {invito::organization_status::deleted, "deleted"}}));
  CHECK(has_names<invito::outcome>({{invito::outcome::passed, "passed"},
                                    {invito::outcome::failed, "failed"},
                                    {invito::outcome::not_applicable, "not_applicable"}}));
  CHECK(has_names<invito::granting>({{invito::granting::up_to_own_rank, "up_to_own_rank"},
                                     {invito::granting::below_own_rank, "below_own_rank"},
                                     {invito::granting::own_permissions, "own_permissions"},
                                     {invito::granting::by_verdict, "by_verdict"},
                                     {invito::granting::unchecked, "unchecked"}}));
  CHECK(has_names<invito::required_proof>(
      {{invito::required_proof::identity_and_token, "identity_and_token"},
       {invito::required_proof::identity, "identity"},
       {invito::required_proof::token, "token"}}));
  CHECK(has_names<invito::recipient_match>(
      {{invito::recipient_match::verified_email, "verified_email"},
       {invito::recipient_match::email_verified_by_token, "email_verified_by_token"},
       {invito::recipient_match::unverified_email, "unverified_email"}}));
  CHECK(has_names<invito::sponsor_rule>(
      {{invito::sponsor_rule::refuse, "refuse"}, {invito::sponsor_rule::allow, "allow"}}));
  CHECK(has_names<invito::vanished_rule>(
      {{invito::vanished_rule::refuse, "refuse"}, {invito::vanished_rule::drop, "drop"}}));
  CHECK(has_names<invito::duplicate_rule>(
      {{invito::duplicate_rule::refuse, "refuse"},
       {invito::duplicate_rule::return_existing, "return_existing"},
       {invito::duplicate_rule::supersede, "supersede"},
       {invito::duplicate_rule::unchecked, "unchecked"}}));
  CHECK(has_names<invito::member_rule>({{invito::member_rule::accept_only, "accept_only"},
                                        {invito::member_rule::refuse, "refuse"},
                                        {invito::member_rule::allow, "allow"}}));
  CHECK(
      has_names<invito::seat_rule>({{invito::seat_rule::reserved_by_pending, "reserved_by_pending"},
                                    {invito::seat_rule::members_only, "members_only"},
                                    {invito::seat_rule::unchecked, "unchecked"}}));
}

TEST_CASE("from_string finds every code by its name", "[names][code]") {
  for (invito::code_info const& row : invito::detail::codes) {
    CHECK(invito::from_string<invito::code>(to_string(row.code)) == row.code);
  }
  CHECK_FALSE(invito::from_string<invito::code>("unknown"));
  CHECK_FALSE(invito::from_string<invito::code>(""));
}

TEST_CASE("from_string returns nullopt for a text that is not exactly a name", "[names]") {
  for (std::string_view text : {"", "Pending", "pending ", "pendin", "pendings", "0"}) {
    CHECK_FALSE(invito::from_string<invito::status>(text));
  }
  // The first tier has the value 1: the value 0 has an empty name, which no text matches.
  CHECK(invito::from_string<invito::tier>("tenant") == invito::tier::tenant);
  CHECK_FALSE(invito::from_string<invito::tier>(""));
  const std::string with_zero("pending\0", 8);
  CHECK_FALSE(invito::from_string<invito::status>(with_zero));
}
