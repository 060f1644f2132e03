// SPDX-License-Identifier: MIT
// Text of JSON into a value.

#include <benchmark/benchmark.h>

#include <invito/invito.hpp>

#include "by_hand/dom.hpp"
#include "by_hand/sax.hpp"
#include "payloads.hpp"

namespace {

const std::string list = payloads::openai_list(100);

template <class T>
T by_dom(std::string const& text) {
  return nlohmann::json::parse(text).get<T>();
}

template <class T>
bool by_sax(std::string const& text, T& out) {
  by_hand::openai_events events(out);
  return nlohmann::json::sax_parse(text, &events);
}

/// Runs `work`, unless it does not do what it says.
template <class Work>
void repeat(benchmark::State& state, Work const& work) {
  if (!work()) return state.SkipWithError("was not read");
  for (auto _ : state) benchmark::DoNotOptimize(work());
}

void read_openai_ours(benchmark::State& s) {
  repeat(s, [] { return bool(invito::openai::read_invite(payloads::openai_invite)); });
}
void read_openai_dom(benchmark::State& s) {
  repeat(s, [] { return !by_dom<by_hand::invite>(payloads::openai_invite).id.empty(); });
}
void read_openai_sax(benchmark::State& s) {
  repeat(s, [] {
    by_hand::invite out;
    return by_sax(payloads::openai_invite, out);
  });
}
void read_openai_accept(benchmark::State& s) {
  repeat(s, [] { return nlohmann::json::accept(payloads::openai_invite); });
}

void read_list_ours(benchmark::State& s) {
  repeat(s, [] { return bool(invito::openai::read_list(list)); });
}
void read_list_dom(benchmark::State& s) {
  repeat(s, [] { return by_dom<by_hand::invite_list>(list).data.size() == 100; });
}
void read_list_sax(benchmark::State& s) {
  repeat(s, [] {
    by_hand::invite_list out;
    return by_sax(list, out) && out.data.size() == 100;
  });
}
void read_list_accept(benchmark::State& s) {
  repeat(s, [] { return nlohmann::json::accept(list); });
}

void read_nuon_ours(benchmark::State& s) {
  repeat(s, [] { return bool(invito::nuon::read_invite(payloads::nuon_invite)); });
}
void read_nuon_dom(benchmark::State& s) {
  repeat(s, [] { return !by_dom<by_hand::nuon_invite>(payloads::nuon_invite).id.empty(); });
}
void read_nuon_accept(benchmark::State& s) {
  repeat(s, [] { return nlohmann::json::accept(payloads::nuon_invite); });
}

}  // namespace

BENCHMARK(read_openai_ours);
BENCHMARK(read_openai_dom);
BENCHMARK(read_openai_sax);
BENCHMARK(read_openai_accept);
BENCHMARK(read_list_ours);
BENCHMARK(read_list_dom);
BENCHMARK(read_list_sax);
BENCHMARK(read_list_accept);
BENCHMARK(read_nuon_ours);
BENCHMARK(read_nuon_dom);
BENCHMARK(read_nuon_accept);
