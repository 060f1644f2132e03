// SPDX-License-Identifier: MIT
// Runs the files in the given folders through a fuzz target without a fuzzer, so that any compiler
// can build it and every test run can include it. Each file is one run.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> files_in(char const* folder) {
  std::vector<std::filesystem::path> out;
  std::error_code none;  // a target without regressions has no folder
  for (auto const& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.is_regular_file()) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  std::size_t runs = 0;
  for (int n = 1; n < count; ++n) {
    for (std::filesystem::path const& file : files_in(arguments[n])) {
      std::ifstream in(file, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      std::printf("%s\n", file.filename().string().c_str());
      std::fflush(stdout);  // the last line names the file that breaks an invariant
      std::vector<std::uint8_t> data(
          bytes.begin(),
          bytes.end());  // a separate allocation, so that a sanitizer detects a read behind its end
      LLVMFuzzerTestOneInput(data.data(), data.size());
      ++runs;
    }
  }
  std::printf("%zu files\n", runs);
  return runs == 0 ? 1 : 0;  // a missing folder is an error
}
