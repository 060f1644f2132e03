// SPDX-License-Identifier: MIT
// Text of JSON into a value, by Boost.JSON's parser.

#include <benchmark/benchmark.h>

#include <string>

#include <boost/json/src.hpp>
#include <invito/invito.hpp>
#include <invito/wire/boost_json.hpp>

#include "by_hand/boost.hpp"
#include "by_hand/dom.hpp"
#include "payloads.hpp"

namespace {

using invito::openai;
using invito::wire::boost_json;

const std::string list = payloads::openai_list(100);

/// Runs `work`, unless it does not do what it says.
template <class Work>
void repeat(benchmark::State& state, Work const& work) {
  if (!work()) return state.SkipWithError("was not read");
  for (auto _ : state) benchmark::DoNotOptimize(work());
}

void boost_openai_ours(benchmark::State& s) {
  repeat(s, [] { return bool(openai::read_invite(boost_json(payloads::openai_invite))); });
}
void boost_openai_by_hand(benchmark::State& s) {
  repeat(s, [] {
    by_hand::invite out;
    return by_hand::by_boost(payloads::openai_invite, out);
  });
}
void boost_openai_dom(benchmark::State& s) {
  repeat(s, [] {
    return !nlohmann::json::parse(payloads::openai_invite).get<by_hand::invite>().id.empty();
  });
}
void boost_list_ours(benchmark::State& s) {
  repeat(s, [] { return bool(openai::read_list(boost_json(list))); });
}
void boost_list_by_hand(benchmark::State& s) {
  repeat(s, [] {
    by_hand::invite_list out;
    return by_hand::by_boost(list, out) && out.data.size() == 100;
  });
}
void boost_list_dom(benchmark::State& s) {
  repeat(s,
         [] { return nlohmann::json::parse(list).get<by_hand::invite_list>().data.size() == 100; });
}

}  // namespace

BENCHMARK(boost_openai_ours);
BENCHMARK(boost_openai_by_hand);
BENCHMARK(boost_openai_dom);
BENCHMARK(boost_list_ours);
BENCHMARK(boost_list_by_hand);
BENCHMARK(boost_list_dom);
