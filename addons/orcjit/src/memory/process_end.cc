// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/process_end.cc: the list of sets, in the order in which their constructors began.
// A set that goes while the process ends has lost its destructors to the end, or runs them itself;
// never both.
#include "memory/process_end.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <vector>

#include "memory/init_fini.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

struct Sets {
  std::mutex mutex;
  std::vector<InitFini*> list;
  std::atomic<bool> ending{false};
};

Sets& AllSets() {
  static Sets* sets = new Sets();
  return *sets;
}

// An entry of .fini_array, not of atexit: those run before.
__attribute__((destructor)) void EndProcess() {
  Sets& sets = AllSets();
  sets.ending.store(true);
  while (true) {
    InitFini::Functions destructors;
    {
      std::lock_guard<std::mutex> lock(sets.mutex);
      if (sets.list.empty()) return;
      destructors = sets.list.back()->TakeDestructors();
      sets.list.pop_back();
    }
    for (void (*destructor)() : destructors) destructor();
  }
}

}  // namespace

void RunAtProcessEnd(InitFini* set) {
  Sets& sets = AllSets();
  std::lock_guard<std::mutex> lock(sets.mutex);
  sets.list.push_back(set);
}

void ForgetAtProcessEnd(InitFini* set) {
  Sets& sets = AllSets();
  std::lock_guard<std::mutex> lock(sets.mutex);
  const auto place = std::find(sets.list.rbegin(), sets.list.rend(), set);
  if (place != sets.list.rend()) sets.list.erase(std::next(place).base());
}

bool ProcessEnds() { return AllSets().ending.load(); }

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
