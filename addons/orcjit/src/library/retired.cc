// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// library/retired.cc: the list of what waits for its last user.
// Destructors of libraries are foreign code: they run without the lock.
#include "library/retired.h"

#include <algorithm>
#include <mutex>

#include "library/jit_library.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

struct RetiredList {
  std::mutex mutex;
  std::vector<std::unique_ptr<RetiredCode>> waiting;
  // Never unmapped; here so that leak checkers can see it.
  std::vector<std::unique_ptr<RetiredCode>> kept;
};

RetiredList& List() {
  static RetiredList* list = new RetiredList();
  return *list;
}

bool InUse(const RetiredCode& code) { return code.registrations->InUse(code.code->Ranges()); }

}  // namespace

void Retire(std::unique_ptr<RetiredCode> code) {
  if (code->code == nullptr) return;
  code->registrations->RemoveGlobals();
  if (!InUse(*code)) return;  // dies here
  RetiredList& list = List();
  std::lock_guard<std::mutex> lock(list.mutex);
  (code->registrations->IsKept() ? list.kept : list.waiting).push_back(std::move(code));
}

void SweepRetired() {
  RetiredList& list = List();
  std::vector<std::unique_ptr<RetiredCode>> looked_at;
  {
    std::lock_guard<std::mutex> lock(list.mutex);
    looked_at.swap(list.waiting);
  }
  if (looked_at.empty()) return;
  // To ask may run destructors, and so may what happens to those out of use.
  auto unused = std::partition(looked_at.begin(), looked_at.end(),
                               [](const auto& one) { return InUse(*one); });
  std::lock_guard<std::mutex> lock(list.mutex);
  std::move(looked_at.begin(), unused, std::back_inserter(list.waiting));
  looked_at.erase(looked_at.begin(), unused);
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
