// SPDX-License-Identifier: MIT
// Uses the whole library without exceptions and RTTI: reads a document, rejects an invalid
// document, and writes a document.

#include <string>

#include <invito/invito.hpp>

int main() {
  const auto broken = invito::openai::read_request(R"({"email": 7, "role": )");
  if (broken || broken.error().size() != 2) return 1;
  const auto request = invito::openai::read_request(R"({"email": "a@b.c", "role": "reader"})");
  if (!request) return 2;
  const auto written = invito::openai::write_request(*request);
  return written && *written == R"({"email":"a@b.c","role":"reader"})" ? 0 : 3;
}
