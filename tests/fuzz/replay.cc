// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs a fuzz target without libFuzzer: each file of a folder, then mutations of them, the same
// ones each time. Usage: fuzz_merge FOLDER RUNS
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

std::vector<std::string> Corpus(const char* folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> seeds;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  // Each as a fragment before each as a metadata text.
  const size_t count = seeds.size();
  for (size_t i = 0; i < count; ++i) {
    for (size_t k = 0; k < count; ++k) seeds.push_back(seeds[i] + seeds[k]);
  }
  return seeds;
}

std::string Mutated(const std::vector<std::string>& seeds, std::mt19937& chance) {
  static const std::string kWords[] = {"\"",
                                       "\\",
                                       "{",
                                       "[",
                                       "}",
                                       "]",
                                       ",",
                                       ":",
                                       "-1",
                                       "null",
                                       "\xff\xfe",
                                       "1e999",
                                       "\\u0000",
                                       "\n",
                                       "7",
                                       "\"name\"",
                                       "\"default\":",
                                       "\"args\":",
                                       std::string(300, '['),
                                       std::string(1, '\0')};
  std::string text = seeds[chance() % seeds.size()];
  for (uint32_t left = 1 + chance() % 6; left > 0; --left) {
    const size_t at = text.empty() ? 0 : chance() % text.size();
    const size_t size = size_t{1} << chance() % 7;
    switch (chance() % 5) {
      case 0:
        if (!text.empty()) text[at] = static_cast<char>(chance());
        break;
      case 1:
        text.insert(at, kWords[chance() % std::size(kWords)]);
        break;
      case 2:
        text.erase(at, size);
        break;
      case 3:
        text.insert(at, text.substr(at, size));
        break;
      default: {
        const std::string& other = seeds[chance() % seeds.size()];
        if (!other.empty()) text.replace(at, size, other.substr(chance() % other.size(), size));
      }
    }
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s FOLDER RUNS\n", argv[0]);
    return 2;
  }
  const std::vector<std::string> seeds = Corpus(argv[1]);
  if (seeds.empty()) {
    std::fprintf(stderr, "'%s' holds no seeds\n", argv[1]);
    return 2;
  }
  const auto run = [](const std::string& text) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()), text.size());
  };
  for (const std::string& seed : seeds) run(seed);
  std::mt19937 chance(5);
  const int runs = std::atoi(argv[2]);
  for (int i = 0; i < runs; ++i) run(Mutated(seeds, chance));
  std::printf("%d inputs, nothing found\n", runs + static_cast<int>(seeds.size()));
  return 0;
}
