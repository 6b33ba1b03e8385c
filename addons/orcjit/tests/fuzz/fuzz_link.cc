// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Hostile objects for the linker of the engine 'native': sound ones, then mutations of them, the
// same ones each time. What links is unwound through once, and nothing of it is run. Usage:
// orcjit_fuzz RUNS OBJECT...; prints how many were read and linked.
#include <tvm/ffi/error.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "input/elf_view.h"
#include "mutate.h"
#include "native/linker.h"
#include "native/unwind_table.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

struct Count {
  size_t refused = 0;
  size_t read = 0;
  size_t linked = 0;
};

// Walks over every table that was registered.
void ThrowAndCatch() {
  try {
    throw 1;
  } catch (int) {
  }
}

// What an import is does not matter: it is never called.
std::vector<Import> ImportsOf(const std::vector<ObjectFile>& objects) {
  static char somewhere[64];
  std::vector<Import> imports;
  for (const ObjectFile& object : objects) {
    for (const auto* names : {&object.undefined, &object.optional}) {
      for (const std::string& name : *names) imports.push_back({name, somewhere, nullptr});
    }
  }
  return imports;
}

void Try(const std::vector<std::string>& inputs, SlabPool* pool, Count* count) {
  NativeImage image;
  try {
    std::vector<ObjectFile> objects;
    for (const std::string& bytes : inputs) objects.push_back(ReadObject("<fuzz>", bytes));
    ++count->read;
    const std::vector<Import> imports = ImportsOf(objects);
    NativeLinker({"fuzz", &objects, &imports, {}, {}}, pool, &image).Run();
    ++count->linked;
    for (void* frame : image.frames) __register_frame(frame);
    ThrowAndCatch();
    for (void* frame : image.frames) __deregister_frame(frame);
  } catch (const Error&) {
    ++count->refused;
  }
  image.thread_locals.reset();
  image.code_names.reset();
  if (image.piece.slab != nullptr) pool->Give(image.piece);
}

int Main(int argc, char** argv) {
  if (argc < 3) return 2;
  const int runs = std::atoi(argv[1]);
  std::vector<std::string> seeds;
  for (int i = 2; i < argc; ++i) seeds.push_back(ReadFile(argv[i]));
  SlabPool pool(0);
  Count sound;
  for (const std::string& seed : seeds) Try({seed}, &pool, &sound);
  if (sound.linked != seeds.size()) {
    std::printf("of %zu sound objects %zu were linked\n", seeds.size(), sound.linked);
    return 1;
  }
  Count count;
  for (int run = 0; run < runs; ++run) {
    std::mt19937 chance(static_cast<unsigned>(run));
    std::vector<std::string> inputs = {Mutated(seeds[chance() % seeds.size()], &chance)};
    // Groups and definitions meet those of another object.
    if (chance() % 4 == 0) inputs.push_back(seeds[chance() % seeds.size()]);
    Try(inputs, &pool, &count);
  }
  std::printf("%d runs: %zu read, %zu linked, %zu refused\n", runs, count.read, count.linked,
              count.refused);
  // Mutations that are all refused at the door test nothing behind it.
  return count.linked * 10 > static_cast<size_t>(runs) && count.refused > 0 ? 0 : 1;
}

}  // namespace
}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm

int main(int argc, char** argv) {
  try {
    return tvm::ffi::orcjit::Main(argc, argv);
  } catch (const std::exception& error) {
    std::printf("%s\n", error.what());
    return 3;
  }
}
