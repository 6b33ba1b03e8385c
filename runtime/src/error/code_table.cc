// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/code_table.cc: pieces of code by their first address (layer 1).
// Tables are borrowed from those who made the code, until they take them back; both happen under
// one lock, so that nobody reads a table that is gone. Invariant: pieces do not overlap, and the
// functions of each are in ascending order.
#include "error/code_table.h"

#include <tvm/ffi/extra/c_code_api.h>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <mutex>
#include <string>

#include "abi/guard.h"
#include "error/messages.h"
#include "error/raised.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

struct Piece {
  uintptr_t end;
  const TVMFFICodeName* names;
  size_t count;
};

struct CodeTable {
  std::mutex mutex;
  std::map<uintptr_t, Piece> pieces;
  // Read without the lock.
  std::atomic<size_t> size{0};
  std::atomic<uint64_t> changes{0};

  // What is remembered of an address may be another thing now, whether a piece came or went.
  void Changed() {
    size.store(pieces.size(), std::memory_order_release);
    changes.fetch_add(1, std::memory_order_release);
  }
};

CodeTable& Table() {
  static CodeTable* table = new CodeTable();
  return *table;
}

uintptr_t BeginOf(const TVMFFICodeName& name) { return reinterpret_cast<uintptr_t>(name.address); }

// What is wrong with an entry, or NULL.
const char* Flaw(const TVMFFICodeName* names, size_t i) {
  if (names[i].name == nullptr) return "has no name";
  if (names[i].size > UINTPTR_MAX - BeginOf(names[i])) return "ends behind the last address";
  if (i > 0 && BeginOf(names[i]) < BeginOf(names[i - 1])) return "lies before the one before it";
  return nullptr;
}

// False when it would overlap another. To raise an error takes a backtrace, which reads the table:
// never under the lock.
bool Insert(const TVMFFICodeName* names, size_t count, uintptr_t end) {
  CodeTable& table = Table();
  std::lock_guard<std::mutex> lock(table.mutex);
  const uintptr_t begin = BeginOf(names[0]);
  const auto next = table.pieces.lower_bound(begin);
  if (next != table.pieces.end() && next->first < end) return false;
  if (next != table.pieces.begin() && std::prev(next)->second.end > begin) return false;
  table.pieces.emplace_hint(next, begin, Piece{end, names, count});
  table.Changed();
  return true;
}

// -1 with the error raised.
int AddPiece(const TVMFFICodeName* names, size_t count) {
  const char* const self = "TVMFFIBacktraceAddCode";
  if (names == nullptr || count == 0) return Raise(Message::kNullArgument, {self, "names"});
  uintptr_t end = 0;
  for (size_t i = 0; i < count; ++i) {
    if (const char* flaw = Flaw(names, i)) {
      return Raise(Message::kCodeName, {self, std::to_string(i), flaw});
    }
    end = std::max(end, BeginOf(names[i]) + std::max<size_t>(names[i].size, 1));
  }
  if (Insert(names, count, end)) return 0;
  return Raise(Message::kCodeOverlap, {self, names[0].name});
}

void RemovePiece(const TVMFFICodeName* names) {
  CodeTable& table = Table();
  std::lock_guard<std::mutex> lock(table.mutex);
  const auto piece = names != nullptr ? table.pieces.find(BeginOf(names[0])) : table.pieces.end();
  if (piece == table.pieces.end() || piece->second.names != names) return;
  table.pieces.erase(piece);
  table.Changed();
}

}  // namespace

bool FindCode(uintptr_t pc, SourceLine* line) {
  CodeTable& table = Table();
  if (table.size.load(std::memory_order_acquire) == 0) return false;
  std::lock_guard<std::mutex> lock(table.mutex);
  auto piece = table.pieces.upper_bound(pc);
  if (piece == table.pieces.begin()) return false;
  --piece;
  if (pc >= piece->second.end) return false;
  const TVMFFICodeName* const names = piece->second.names;
  const TVMFFICodeName* found =
      std::upper_bound(names, names + piece->second.count, pc,
                       [](uintptr_t at, const TVMFFICodeName& one) { return at < BeginOf(one); });
  if (found == names) return true;
  --found;
  // Those without a size (assembly) reach to the next one.
  if (found->size != 0 && pc - BeginOf(*found) >= found->size) return true;
  line->function = Demangle(found->name);
  if (found->file != nullptr) line->file = found->file;
  line->line = found->line;
  return true;
}

uint64_t CodeGeneration() { return Table().changes.load(std::memory_order_acquire); }

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIBacktraceAddCode(const TVMFFICodeName* names, size_t num_names) {
  return Guarded([&] { return AddPiece(names, num_names); });
}

void TVMFFIBacktraceRemoveCode(const TVMFFICodeName* names) { RemovePiece(names); }
