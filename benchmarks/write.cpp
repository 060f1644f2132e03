// SPDX-License-Identifier: MIT
// Writes values as JSON text, and converts between values and trees of nlohmann/json.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <invito/invito.hpp>

#include "by_hand/dom.hpp"
#include "by_hand/engines_write.hpp"
#include "by_hand/text.hpp"
#include "payloads.hpp"

namespace {

using invito::openai;

const std::string list_text = payloads::openai_list(100);
constexpr invito::instant now{std::chrono::seconds(1'711'471'533)};

const invito::invitation invite = *openai::read_invitation(payloads::openai_invite);
const invito::invitation_page list = *openai::read_list(list_text);
const auto plain_invite = nlohmann::json::parse(payloads::openai_invite).get<by_hand::invite>();
const auto plain_list = nlohmann::json::parse(list_text).get<by_hand::invite_list>();

std::string by_library(invito::invitation const& i) { return *openai::write_invitation(i, now); }
std::string by_library(invito::invitation_page const& p) { return *openai::write_list(p, now); }
template <class T>
std::string by_dom(T const& value) {
  return nlohmann::json(value).dump();
}

/// Measures the writing of `value`, unless the text differs from the wanted document.
template <class T, class Write>
void write(benchmark::State& state, T const& value, std::string const& wanted,
           Write const& text_of) {
  if (nlohmann::json::parse(text_of(value)) != nlohmann::json::parse(wanted)) {
    return state.SkipWithError("writes something else");
  }
  for (auto _ : state) benchmark::DoNotOptimize(text_of(value));
}

void write_openai_ours(benchmark::State& s) {
  write(s, invite, payloads::openai_invite, [](auto const& v) { return by_library(v); });
}
void write_openai_dom(benchmark::State& s) {
  write(s, plain_invite, payloads::openai_invite, [](auto const& v) { return by_dom(v); });
}
void write_openai_appender(benchmark::State& s) {
  write(s, plain_invite, payloads::openai_invite,
        [](auto const& v) { return by_hand::text_of(v); });
}
#ifdef INVITO_HAS_RAPIDJSON
void write_openai_rapidjson(benchmark::State& s) {
  write(s, plain_invite, payloads::openai_invite,
        [](auto const& v) { return by_hand::by_rapidjson(v); });
}
BENCHMARK(write_openai_rapidjson);
#endif
#ifdef INVITO_HAS_FMT
void write_openai_fmt(benchmark::State& s) {
  write(s, plain_invite, payloads::openai_invite, [](auto const& v) { return by_hand::by_fmt(v); });
}
BENCHMARK(write_openai_fmt);
#endif
void write_list_ours(benchmark::State& s) {
  write(s, list, list_text, [](auto const& v) { return by_library(v); });
}
void write_list_dom(benchmark::State& s) {
  write(s, plain_list, list_text, [](auto const& v) { return by_dom(v); });
}
void write_list_appender(benchmark::State& s) {
  write(s, plain_list, list_text, [](auto const& v) { return by_hand::text_of(v); });
}

void write_openai_buffer(benchmark::State& s) {
  std::array<char, 1024> memory{};
  write(s, invite, payloads::openai_invite, [&](auto const& v) {
    invito::wire::buffer out{memory.data(), memory.size()};
    return std::string_view(memory.data(),
                            openai::write_invitation_to(out, v, now).has_value() ? out.length : 0);
  });
}

nlohmann::json tree_by_library() {
  nlohmann::json tree;
  if (!openai::write_invitation_to(tree, invite, now)) std::abort();
  return tree;
}

/// Measures the building of trees. Their destruction takes the same time in all benchmarks, so it
/// is not measured.
template <class Build>
void build(benchmark::State& state, Build const& build_one) {
  if (build_one() != nlohmann::json::parse(payloads::openai_invite)) {
    return state.SkipWithError("makes something else");
  }
  std::vector<nlohmann::json> trees;
  for (auto _ : state) {
    trees.push_back(build_one());
    if (trees.size() != 100) continue;
    state.PauseTiming();
    trees.clear();
    state.ResumeTiming();
  }
}

void to_json_ours(benchmark::State& s) { build(s, tree_by_library); }
void to_json_dom(benchmark::State& s) {
  build(s, [] { return nlohmann::json(plain_invite); });
}

void from_json_ours(benchmark::State& s) {
  const auto tree = nlohmann::json::parse(payloads::openai_invite);
  for (auto _ : s) benchmark::DoNotOptimize(openai::read_invitation(tree));
}
void from_json_dom(benchmark::State& s) {
  const auto tree = nlohmann::json::parse(payloads::openai_invite);
  for (auto _ : s) benchmark::DoNotOptimize(tree.get<by_hand::invite>());
}

}  // namespace

BENCHMARK(write_openai_ours);
BENCHMARK(write_openai_dom);
BENCHMARK(write_openai_appender);
BENCHMARK(write_list_ours);
BENCHMARK(write_list_dom);
BENCHMARK(write_list_appender);
BENCHMARK(write_openai_buffer);
BENCHMARK(to_json_ours);
BENCHMARK(to_json_dom);
BENCHMARK(from_json_ours);
BENCHMARK(from_json_dom);
