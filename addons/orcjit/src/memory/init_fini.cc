// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/init_fini.cc: names of sections to priorities. `.init_array.N` runs with N ascending,
// `.ctors.N` descending and each table from its end; destructors run the other way round.
#include "memory/init_fini.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "memory/process_end.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

constexpr unsigned kNoNumber = 65536;

struct Table {
  bool constructors;
  bool old;
  unsigned priority;
};

bool ReadName(std::string_view section, Table* table) {
  static constexpr struct {
    std::string_view name;
    bool constructors;
    bool old;
  } kKinds[] = {{".init_array", true, false},
                {".fini_array", false, false},
                {".ctors", true, true},
                {".dtors", false, true}};
  for (const auto& kind : kKinds) {
    if (section.substr(0, kind.name.size()) != kind.name) continue;
    std::string_view rest = section.substr(kind.name.size());
    *table = {kind.constructors, kind.old, kNoNumber};
    if (rest.empty()) return true;
    if (rest[0] != '.' || rest.size() < 2 || rest.size() > 6) return false;
    unsigned number = 0;
    for (char c : rest.substr(1)) {
      if (c < '0' || c > '9') return false;
      number = number * 10 + static_cast<unsigned>(c - '0');
    }
    table->priority = std::min(kind.old ? 65535 - std::min(number, 65535U) : number, 65535U);
    return true;
  }
  return false;
}

}  // namespace

bool InitFini::IsTable(std::string_view section) {
  Table table;
  return ReadName(section, &table);
}

void InitFini::AddTable(std::string_view section, unsigned object, const char* content,
                        size_t size) {
  Table table;
  if (!ReadName(section, &table)) return;
  std::vector<Entry> entries;
  for (size_t at = 0; at + sizeof(uintptr_t) <= size; at += sizeof(uintptr_t)) {
    uintptr_t address;
    std::memcpy(&address, content + at, sizeof(address));
    // Old tables may hold a count or an end mark.
    if (address == 0 || address == UINTPTR_MAX) continue;
    entries.push_back({table.priority, table.old, object, reinterpret_cast<void (*)()>(address)});
  }
  if (table.old) std::reverse(entries.begin(), entries.end());
  std::vector<Entry>& all = table.constructors ? constructors_ : destructors_;
  all.insert(all.end(), entries.begin(), entries.end());
}

void InitFini::Sort(std::vector<Entry>* entries) {
  std::stable_sort(entries->begin(), entries->end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.priority, a.old, a.object) < std::tie(b.priority, b.old, b.object);
  });
}

InitFini::~InitFini() {
  if (listed_) ForgetAtProcessEnd(this);
}

void InitFini::RunConstructors() {
  RunAtProcessEnd(this);
  listed_ = true;
  Sort(&constructors_);
  for (const Entry& entry : constructors_) entry.function();
  constructors_.clear();
}

void InitFini::RunDestructors() {
  if (listed_) ForgetAtProcessEnd(this);
  listed_ = false;
  for (void (*destructor)() : TakeDestructors()) destructor();
}

InitFini::Functions InitFini::TakeDestructors() {
  Sort(&destructors_);
  Functions functions;
  for (auto entry = destructors_.rbegin(); entry != destructors_.rend(); ++entry) {
    functions.push_back(entry->function);
  }
  destructors_.clear();
  return functions;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
