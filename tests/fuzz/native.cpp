// SPDX-License-Identifier: MIT

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include <invito/invito.hpp>
#include <nlohmann/json.hpp>

#include "documents.hpp"

namespace {

using invito::native;

constexpr auto equal = [](auto const& a, auto const& b) { return a == b; };

invito::result<invito::event> read_event(invito::wire::source const& in,
                                         invito::read_options const& options = {}) {
  return invito::read<invito::event>(in, options);
}

void check_event(fuzz::input const& in) {
  const auto e = fuzz::read<native, invito::event>(in, read_event);
  if (!e) return;
  fuzz::check_round_trip(in, *e, false, read_event, invito::write<invito::event>, equal);
}

/// A captured value has the same meaning and does not change if it is captured again.
void check_json_text(fuzz::input const& in) {
  const auto text = fuzz::read<native, invito::json_text>(in, invito::parse_json_text);
  if (!text) return;
  fuzz::check_text(text->text());
  const auto again = invito::parse_json_text(text->text());
  fuzz::require(again && *again == *text,
                "a captured value does not change if it is captured again", text->text());
  if (in.engine != fuzz::engine::text && in.engine != fuzz::engine::value) return;
  fuzz::require(nlohmann::json::parse(text->text()) == nlohmann::json::parse(in.document),
                "a captured value equals the parsed document", text->text());
}

/// nlohmann's conversions, which lose the spelling of numbers and the order of members.
void check_conversions(fuzz::input const& in) {
  const auto i = fuzz::read<native, invito::invitation>(in, native::read_invitation);
  if (!i) return;
  const nlohmann::json value = *i;
  fuzz::require(value == nlohmann::json::parse(*invito::write(*i)),
                "the conversion equals the written document");
  const auto back = value.get<invito::invitation>();
  fuzz::require(nlohmann::json(back) == value, "the conversions are inverse");
}

constexpr std::array<fuzz::check, 8> checks{fuzz::check_request<native>,
                                            fuzz::check_invitation<native>,
                                            fuzz::check_creation<native>,
                                            fuzz::check_error<native>,
                                            fuzz::check_list<native>,
                                            check_event,
                                            check_json_text,
                                            check_conversions};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  return fuzz::run(checks, data, size);
}
