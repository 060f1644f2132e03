// SPDX-License-Identifier: MIT

#include <clocale>
#include <locale>

#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

// Runs the tests in the locale of the environment, because no result may depend on the locale.
int main(int count, char** arguments) {
  if (std::setlocale(LC_ALL, "") != nullptr) std::locale::global(std::locale(""));
  return Catch::Session().run(count, arguments);
}
