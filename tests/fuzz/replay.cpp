// SPDX-License-Identifier: Apache-2.0
// In place of libFuzzer: gives a target every file of the folders named, and damaged copies of it.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>
#include <vector>

#include "models/formats/source.h"
#include "tests/fuzz/fuzz.h"

namespace {

constexpr int kDamagedCopies = 200;

void run(const std::string& text) {
  (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

/// Up to three bytes changed, lost or doubled; the same in every run.
std::string damaged(std::string text, std::mt19937& random) {
  for (std::size_t edits = 1 + random() % 3; edits > 0 && !text.empty(); --edits) {
    const std::size_t at = random() % text.size();
    switch (random() % 4) {
      case 0: text[at] = static_cast<char>(random() % 256); break;
      case 1: text.erase(at, 1 + random() % 4); break;
      case 2: text.insert(at, 1, text[random() % text.size()]); break;
      default: text.insert(at, text.substr(random() % text.size(), random() % 16));
    }
  }
  return text;
}

}  // namespace

int main(int count, char** folders) {
  int files = 0;
  for (int i = 1; i < count; ++i) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folders[i])) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const std::filesystem::path& path : paths) {
      const std::string text = nestwave::read_file(path);
      run(text);
      std::mt19937 random(1);
      for (int copy = 0; copy < kDamagedCopies; ++copy) run(damaged(text, random));
      ++files;
    }
  }
  std::printf("%d files, each with %d damaged copies\n", files, kDamagedCopies);
  return files > 0 ? 0 : 1;
}
